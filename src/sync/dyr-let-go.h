/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Letting go of what the CRM refused: what is here becomes again what both had. Used inside jobs of
 * the writer. */

#pragma once

#include "dyr-waiting.h"

G_BEGIN_DECLS

typedef enum
{
  DYR_LET_GO_NOTHING,  /* nothing of it was refused, or there is nothing to go back to */
  DYR_LET_GO_EDITS,    /* the fields get the values that both had agreed on */
  DYR_LET_GO_NEW,      /* what the CRM did not take is deleted here */
  DYR_LET_GO_DELETION, /* what the CRM did not delete comes back here */
} DyrLetGo;

/* What letting go of it would do. */
DyrLetGo dyr_let_go_find (const DyrWaiting *waiting);
/* Does what was `told`, as an edit of the person that can be undone: `action`; 0: nothing was
 * changed. DYR_ERROR_CONFLICT: it would do something else by now. */
gboolean dyr_let_go (
    DyrConnection *connection, gint64 record, DyrLetGo told, gint64 *action, GError **error);

G_END_DECLS

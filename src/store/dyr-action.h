/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Actions that span transactions: which process runs them, and how they ended. Used inside jobs of
 * the writer. */

#pragma once

#include "dyr-connection.h"

G_BEGIN_DECLS

/* action.state. What did not come to its end can be taken back, but is no whole that could be
 * redone. */
typedef enum
{
  DYR_ACTION_RUNNING,
  DYR_ACTION_DONE,
  DYR_ACTION_INTERRUPTED, /* its program ended in the middle */
  DYR_ACTION_STOPPED,     /* a person stopped it, or an error did */
} DyrActionState;

/* The action runs, in this process: for a new one, and for one that was broken off. */
gboolean dyr_action_begin (DyrConnection *connection, gint64 action, GError **error);
/* It does not run any more. */
gboolean
dyr_action_end (DyrConnection *connection, gint64 action, DyrActionState state, GError **error);

/* The ids (gint64) of actions that run according to the store, and whose process is gone. */
GArray *dyr_action_find_lost (DyrConnection *connection, GError **error);

G_END_DECLS

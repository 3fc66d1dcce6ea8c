/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Dependents: what still hangs on a record that somebody wants to delete. */

#pragma once

#include "dyr-connection.h"

G_BEGIN_DECLS

typedef struct
{
  guint contracts;  /* open contracts of a client: neither terminated nor expired */
  guint deliveries; /* open deliveries of a client or contract */
} DyrDependents;

/* Counts what is open; all zero when the record may go without a question. */
gboolean dyr_dependents_count (DyrConnection *connection,
                               gint64 id,
                               DyrDependents *dependents,
                               GError **error);

/* A sentence that asks about them, newly allocated; NULL when there are none. */
char *dyr_dependents_question (const DyrDependents *dependents);

G_END_DECLS

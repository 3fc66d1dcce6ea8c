/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Check: looks the whole store over and says what is wrong. */

#pragma once

#include "dyr-connection.h"

G_BEGIN_DECLS

/* A DyrJob: `data` is a GPtrArray of char *, filled with a sentence for each finding; none: all is
 * well. Looks at SQLite's integrity, foreign keys, cached titles, listed flags, keys, search text
 * and the outbox. */
gboolean
dyr_check_job (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error);

G_END_DECLS

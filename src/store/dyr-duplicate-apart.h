/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Pairs of records that look alike and of which a person said that they are two. Kept on this
 * computer. */

#pragma once

#include "dyr-store.h"

G_BEGIN_DECLS

/* Remembers the pair, or forgets it; the order of the two does not matter. A job's function. */
gboolean dyr_duplicate_apart_set (
    DyrConnection *connection, gint64 first, gint64 second, gboolean apart, GError **error);

/* The ids that are told apart from this one (GHashTable as a set of gint64 *). */
GHashTable *dyr_duplicate_apart_from (DyrConnection *connection, gint64 id, GError **error);
/* Whether the pair is told apart. */
gboolean dyr_duplicate_is_apart (
    DyrConnection *connection, gint64 first, gint64 second, gboolean *apart, GError **error);

/* In a window: neither a warning nor the finder names the pair, until it is forgotten. */
void dyr_duplicates_set_apart_async (DyrStore *store,
                                     gint64 first,
                                     gint64 second,
                                     gboolean apart,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer data);
gboolean dyr_duplicates_set_apart_finish (DyrStore *store, GAsyncResult *result, GError **error);
/* The same for the command line and tests: waits. */
gboolean dyr_duplicates_set_apart (
    DyrDatabase *database, gint64 first, gint64 second, gboolean apart, GError **error);

G_END_DECLS

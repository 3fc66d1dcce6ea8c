/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrDuplicates: likely duplicates of one record, asked while it is typed or looked at. By indexes
 * alone: some milliseconds among a million clients. */

#pragma once

#include "dyr-duplicate-score.h"
#include "dyr-store.h"

G_BEGIN_DECLS

/* A record that may be the same as the one asked about. */
typedef struct
{
  gint64 id;
  DyrRow *row;       /* NULL once the store took it */
  guint score;       /* 0–100 */
  guint reasons;     /* DyrDuplicateReasons: never 0 */
  DyrRecord *record; /* what dyr_store_find_duplicates_finish () gives, else NULL */
} DyrDuplicate;

void dyr_duplicate_free (DyrDuplicate *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrDuplicate, dyr_duplicate_free)

/* At most `limit` records (DyrDuplicate, best first) of the type that score `min_score` and more
 * against `values` (GArray of DyrFieldValue: what is known so far; links may know only their uids).
 * `id`: the record that has these values, 0 for one not stored yet; neither itself nor what a
 * person said is no duplicate of it comes back. Deleted records never do, those of the sample
 * office do. Names that are alike but not the same are looked for among at most some hundred. A
 * job's function. */
GPtrArray *dyr_duplicates_of (DyrConnection *connection,
                              const DyrRecordType *type,
                              GArray *values,
                              gint64 id,
                              guint min_score,
                              guint limit,
                              GError **error);

/* The same in a reader thread, with live records. Cancel it when another key is pressed. */
void dyr_store_find_duplicates_async (DyrStore *store,
                                      const DyrRecordType *type,
                                      GArray *values,
                                      gint64 id,
                                      guint min_score,
                                      guint limit,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer data);
/* GPtrArray of DyrDuplicate, best first; empty when there are none. */
GPtrArray *dyr_store_find_duplicates_finish (DyrStore *store, GAsyncResult *result, GError **error);

/* The same about a stored record as it is. */
void dyr_store_find_duplicates_of_async (DyrStore *store,
                                         gint64 id,
                                         guint min_score,
                                         guint limit,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer data);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrBulk: the same values for many records, as one action that one undo takes back. */

#pragma once

#include "dyr-progress.h"
#include "dyr-store.h"

G_BEGIN_DECLS

/* Whether the field can be given to many records: what is computed, fixed at creation or names a
 * record cannot. */
gboolean dyr_bulk_can_set (const DyrRecordType *type, guint field);

/* What many records have in common. */
typedef struct
{
  guint64 differing; /* bit of a field: not all have the same value */
  GArray *values;    /* DyrFieldValue: of the other fields, what all have */
  guint n;           /* records that are there */
} DyrBulkLook;

void dyr_bulk_look_free (DyrBulkLook *look);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrBulkLook, dyr_bulk_look_free)

/* Looks at the records (GArray of gint64) in a reader thread. */
void dyr_bulk_look_async (DyrStore *store,
                          const DyrRecordType *type,
                          GArray *ids,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer data);
DyrBulkLook *dyr_bulk_look_finish (DyrStore *store, GAsyncResult *result, GError **error);

/* What an edit would do, or did. */
typedef struct
{
  guint n_changed;
  guint n_same;     /* have these values already */
  guint n_gone;     /* deleted meanwhile */
  gboolean stopped; /* a person stopped it: what was done stays, and can be undone */
  gint64 action;    /* to undo; 0: nothing changed */
} DyrBulkResult;

/* Counts what the edit would change; `values` (GArray of DyrFieldValue) is copied. */
void dyr_bulk_preview_async (DyrStore *store,
                             const DyrRecordType *type,
                             GArray *ids,
                             GArray *values,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data);
gboolean dyr_bulk_preview_finish (DyrStore *store,
                                  GAsyncResult *result,
                                  DyrBulkResult *preview,
                                  GError **error);

/* Writes the edit in parts of 5 000 records, between which a person's own edits go; `progress` is
 * told on the thread that called how many records are done. Cancelling stops it after a part. An
 * error also leaves what was done until then. */
void dyr_bulk_edit_async (DyrStore *store,
                          const DyrRecordType *type,
                          GArray *ids,
                          GArray *values,
                          DyrProgress progress,
                          gpointer progress_data,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer data);
/* Goes on with one whose program was killed (dyr-unfinished.h says which ones), with what is left
 * of its records: what was changed since among those done stays as it is. One undo takes all of it
 * back. DYR_ERROR_REFUSED: it was not interrupted, is settled, or what was left is not known. */
void dyr_bulk_go_on_async (DyrStore *store,
                           gint64 action,
                           DyrProgress progress,
                           gpointer progress_data,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data);
/* Of both; `done` counts what was written now. */
gboolean
dyr_bulk_edit_finish (DyrStore *store, GAsyncResult *result, DyrBulkResult *done, GError **error);

/* The same for worker threads, the command line and benchmarks: they wait. */
gboolean dyr_bulk_edit (DyrDatabase *database,
                        const DyrRecordType *type,
                        GArray *ids,
                        GArray *values,
                        DyrProgress progress,
                        gpointer progress_data,
                        GCancellable *cancellable,
                        DyrBulkResult *done,
                        GError **error);
gboolean dyr_bulk_go_on (DyrDatabase *database,
                         gint64 action,
                         DyrProgress progress,
                         gpointer progress_data,
                         GCancellable *cancellable,
                         DyrBulkResult *done,
                         GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrStore: the records of a database on the main thread: one live object per record, edits,
 * undo. The window reads and writes only this. */

#pragma once

#include "dyr-database.h"
#include "dyr-dependents.h"
#include "dyr-editor.h"
#include "dyr-history.h"
#include "dyr-lookup.h"
#include "dyr-undo.h"

G_BEGIN_DECLS

#define DYR_TYPE_STORE (dyr_store_get_type ())
G_DECLARE_FINAL_TYPE (DyrStore, dyr_store, DYR, STORE, GObject)

/* Signals:
 * "changed" (guint64 types): committed changes touched these types (bit: type number), here or in
 *   another process; live records show them already, lists ask anew.
 * "indexed" (guint64 types): search may find other records of these types; nothing else changed.
 * "failed" (DyrRecord *, GError *): an edit of the record was not stored, it shows the stored value
 *   again; or, without a record, something else went wrong that people have to be told: see
 *   dyr_store_report_error ().
 * "saving" (gint64 id): edits of that record are on their way to the disk, or no longer are: see
 *   dyr_store_is_saving ().
 * Properties: "undo-title", "redo-title": what they would take back, NULL for nothing. */

/* Opens in a worker thread, see dyr_database_open (). */
void dyr_store_open_async (const char *path,
                           const DyrDatabaseOptions *options,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data);
DyrStore *dyr_store_open_finish (GAsyncResult *result, GError **error);
DyrStore *dyr_store_new (DyrDatabase *database);

DyrDatabase *dyr_store_get_database (DyrStore *self);
/* Emits "failed" without a record: what was asked of the store, by whomever, did not succeed. What
 * was merely cancelled is nobody's news. */
void dyr_store_report_error (DyrStore *self, const GError *error);
/* How undo titles show values; not owned, must outlive the store or be set to NULL. */
void dyr_store_set_show_value (DyrStore *self, DyrShowValue show, gpointer data);

/* The live object of a row that was just read: the one there is, brought up to date, or a new one.
 * Takes the row. */
DyrRecord *dyr_store_take_row (DyrStore *self, DyrRow *row);
/* The live object when there is one; no reference, never the disk. */
DyrRecord *dyr_store_peek (DyrStore *self, gint64 id);
/* Whether values that a person gave to its fields are not on disk yet. */
gboolean dyr_store_is_saving (DyrStore *self, gint64 id);

void dyr_store_load_async (DyrStore *self,
                           gint64 id,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data);
DyrRecord *dyr_store_load_finish (DyrStore *self, GAsyncResult *result, GError **error);

/* Stores a new record; `values` (GArray of DyrFieldValue) is copied. What is kept of the form that
 * it was typed into (dyr_store_set_form_drafts (), NULL: none) goes with it: either both or none.
 */
void dyr_store_create_async (DyrStore *self,
                             const DyrRecordType *type,
                             GArray *values,
                             const char *form,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data);
/* `action` (may be NULL) is the id to undo. */
DyrRecord *
dyr_store_create_finish (DyrStore *self, GAsyncResult *result, gint64 *action, GError **error);

/* Several fields of a record as one action ("Held": state and outcome). */
void dyr_store_edit_async (DyrStore *self,
                           gint64 id,
                           GArray *values,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data);
/* Deletes records (GArray of gint64) as one action. */
void dyr_store_delete_async (DyrStore *self,
                             GArray *ids,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data);
/* For edit and delete: `action` is the id to undo, 0 when nothing changed. */
gboolean
dyr_store_action_finish (DyrStore *self, GAsyncResult *result, gint64 *action, GError **error);

/* The action that deleted a record and was not undone since, 0: there is none here. */
void dyr_store_find_deletion_async (DyrStore *self,
                                    gint64 id,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer data);
gboolean dyr_store_find_deletion_finish (DyrStore *self,
                                         GAsyncResult *result,
                                         gint64 *action,
                                         GError **error);

/* What is open under a record that is to be deleted. */
void dyr_store_count_dependents_async (DyrStore *self,
                                       gint64 id,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer data);
gboolean dyr_store_count_dependents_finish (DyrStore *self,
                                            GAsyncResult *result,
                                            DyrDependents *dependents,
                                            GError **error);

/* Takes back the action of that id; 0: what "undo-title" names; dyr_store_redo_async likewise. */
void dyr_store_undo_async (DyrStore *self,
                           gint64 action,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data);
void dyr_store_redo_async (DyrStore *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data);
/* The same, told how far it came, on the thread that called. `redo`: that action (0: what
 * "redo-title" names) is to stand again, see dyr_redo_find_of (). What is cancelled in the middle
 * has a result that is `stopped`. */
void dyr_store_undo_watched_async (DyrStore *self,
                                   gint64 action,
                                   gboolean redo,
                                   DyrProgress progress,
                                   gpointer progress_data,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data);
/* NULL without an error: there was nothing to take back. */
DyrUndoResult *dyr_store_undo_finish (DyrStore *self, GAsyncResult *result, GError **error);

/* An unfinished action (dyr-unfinished.h) stays as it is and is offered no more. */
void dyr_store_keep_unfinished_async (DyrStore *self,
                                      gint64 action,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer data);
gboolean dyr_store_keep_unfinished_finish (DyrStore *self, GAsyncResult *result, GError **error);

/* Changes of a record and its parts, newest first: array of DyrHistoryEntry. */
void dyr_store_history_async (DyrStore *self,
                              gint64 id,
                              guint limit,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data);
GPtrArray *dyr_store_history_finish (DyrStore *self, GAsyncResult *result, GError **error);

/* Whether there is no record at all: what the first run asks. */
void dyr_store_is_empty_async (DyrStore *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data);
gboolean
dyr_store_is_empty_finish (DyrStore *self, GAsyncResult *result, gboolean *empty, GError **error);

/* Calls back when all edits made so far are on disk: before the window closes. */
void dyr_store_flush_async (DyrStore *self, GAsyncReadyCallback callback, gpointer data);

/* How many records are live: for tests and benchmarks. */
guint dyr_store_get_n_live (DyrStore *self);

G_END_DECLS

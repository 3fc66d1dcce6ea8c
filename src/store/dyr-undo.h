/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Undo: takes an action back by a new action; redo takes that one back. Survives restarts. */

#pragma once

#include "dyr-database.h"
#include "dyr-progress.h"

G_BEGIN_DECLS

/* Why a change was not taken back. */
typedef enum
{
  DYR_KEPT_CHANGED, /* somebody changed the value since */
  DYR_KEPT_DELETED, /* the record was deleted since */
} DyrKeptReason;

typedef struct
{
  gint64 record;
  char *title; /* of the record */
  char *field; /* NULL: the record itself */
  DyrKeptReason reason;
} DyrKept;

typedef struct
{
  gint64 action;    /* the action that undid; 0 when there was nothing to take back */
  guint n_undone;   /* changes taken back */
  GPtrArray *kept;  /* DyrKept: what could not be */
  gboolean stopped; /* a person stopped it: what was taken back until then stays so */
} DyrUndoResult;

void dyr_undo_result_free (DyrUndoResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrUndoResult, dyr_undo_result_free)

/* Takes back `action` in transactions of at most 5 000 changes. Blocks: for worker threads and the
 * command line. An undo that was broken off is gone on with. DYR_ERROR_NOT_FOUND: no such action;
 * DYR_ERROR_REFUSED: it was undone already, or still runs. When it fails in the middle, what was
 * taken back until then stays so. */
DyrUndoResult *
dyr_undo (DyrDatabase *database, gint64 action, GCancellable *cancellable, GError **error);

/* The same; `progress` is told between the transactions, on the thread that called, how many of its
 * changes are done. Cancelling stops it after a transaction; the next undo of that action goes on.
 */
DyrUndoResult *dyr_undo_watched (DyrDatabase *database,
                                 gint64 action,
                                 DyrProgress progress,
                                 gpointer progress_data,
                                 GCancellable *cancellable,
                                 GError **error);

/* The action that Undo and Redo would take back, 0 for none. What was broken off can be undone,
 * never redone. Jobs' functions. */
gboolean dyr_undo_find (DyrConnection *connection, gint64 *action, GError **error);
gboolean dyr_redo_find (DyrConnection *connection, gint64 *action, GError **error);
/* What to take back so that `action` stands again: its undo, also when other actions came after it.
 * `action` may be that undo itself. DYR_ERROR_NOT_FOUND: no such action; DYR_ERROR_REFUSED: it
 * stands, or it was never whole, or not all of it was taken back. */
gboolean dyr_redo_find_of (DyrConnection *connection, gint64 action, gint64 *undo, GError **error);
/* The last action that was undone and changed the record; its undo, 0 for none. */
gboolean
dyr_redo_find_for_record (DyrConnection *connection, gint64 record, gint64 *undo, GError **error);
/* The action that this one takes back, 0 when it is no undo: what a redo brings back.
 * DYR_ERROR_NOT_FOUND: no such action. */
gboolean
dyr_undo_get_undone (DyrConnection *connection, gint64 action, gint64 *undone, GError **error);

/* Marks actions whose process is gone as interrupted; run when a store is opened. Takes the write
 * lock only when there is one. `actions` (gint64, may be NULL) gets what to undo of those found
 * now; dyr-unfinished.h has all that nobody decided about yet. Blocks. */
gboolean dyr_undo_mark_interrupted (DyrDatabase *database, GArray *actions, GError **error);
/* The same, as a DyrJob; `data` is that array or NULL. */
gboolean dyr_undo_job_mark_interrupted (DyrConnection *connection,
                                        gpointer data,
                                        GCancellable *cancellable,
                                        GError **error);

G_END_DECLS

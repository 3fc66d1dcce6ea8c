/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrStore's undo and redo: may take several transactions, so each has a worker thread of its own.
 */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-store.h"

typedef struct
{
  DyrDatabase *database;
  gint64 action; /* 0: the last one */
  gboolean redo;
  DyrProgress progress;
  gpointer progress_data;
} Undo;

static void
free_undo (gpointer data)
{
  Undo *undo = data;

  g_object_unref (undo->database);
  g_free (undo);
}

static gboolean
job_find (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Undo *undo = data;

  if (undo->action != 0)
    return dyr_redo_find_of (connection, undo->action, &undo->action, error);
  return undo->redo ? dyr_redo_find (connection, &undo->action, error)
                    : dyr_undo_find (connection, &undo->action, error);
}

static void
tell (guint n_done, guint n, gpointer data)
{
  const Undo *undo = g_task_get_task_data (data);

  dyr_progress_tell (data, undo->progress, n_done, n, undo->progress_data);
}

static void
undo_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Undo *undo = data;
  DyrUndoResult *result = NULL;
  GError *error = NULL;

  /* The writer is asked, not a reader: it has seen every edit made so far. */
  if ((undo->redo || undo->action == 0)
      && !dyr_database_write (undo->database, job_find, undo, cancellable, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (undo->action != 0)
    result = dyr_undo_watched (undo->database,
                               undo->action,
                               undo->progress != NULL ? tell : NULL,
                               task,
                               cancellable,
                               &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, result, (GDestroyNotify) dyr_undo_result_free);
}

void
dyr_store_undo_watched_async (DyrStore *self,
                              gint64 action,
                              gboolean redo,
                              DyrProgress progress,
                              gpointer progress_data,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  g_autoptr (GTask) task = NULL;
  Undo *undo;

  g_return_if_fail (DYR_IS_STORE (self));

  task = g_task_new (self, cancellable, callback, data);
  undo = g_new0 (Undo, 1);
  g_task_set_source_tag (task, dyr_store_undo_watched_async);
  /* What was stopped in the middle has a result: it tells what was taken back until then. */
  g_task_set_check_cancellable (task, FALSE);
  undo->database = g_object_ref (dyr_store_get_database (self));
  undo->action = action;
  undo->redo = redo;
  undo->progress = progress;
  undo->progress_data = progress_data;
  g_task_set_task_data (task, undo, free_undo);
  g_task_run_in_thread (task, undo_in_thread);
}

void
dyr_store_undo_async (DyrStore *self,
                      gint64 action,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer data)
{
  dyr_store_undo_watched_async (self, action, FALSE, NULL, NULL, cancellable, callback, data);
}

void
dyr_store_redo_async (DyrStore *self,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer data)
{
  dyr_store_undo_watched_async (self, 0, TRUE, NULL, NULL, cancellable, callback, data);
}

DyrUndoResult *
dyr_store_undo_finish (DyrStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrStore's actions: opening, loading, creating, deleting, undoing. Each is a job and its finish.
 */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-store-private.h"

#include "dyr-rows.h"
#include "dyr-save.h"
#include "dyr-unfinished.h"

/* Opening */

typedef struct
{
  char *path;
  char *language;
  char *zone;
  gboolean must_exist;
} Opening;

static void
free_opening (gpointer data)
{
  Opening *opening = data;

  g_free (opening->path);
  g_free (opening->language);
  g_free (opening->zone);
  g_free (opening);
}

static void
open_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Opening *opening = data;
  const DyrDatabaseOptions options = { opening->language, opening->zone, opening->must_exist };
  g_autoptr (DyrDatabase) database = NULL;
  GError *error = NULL;

  database = dyr_database_open (opening->path, &options, &error);
  if (database == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  /* Not being able to mark is no reason not to open: status and check show it again. */
  if (!dyr_undo_mark_interrupted (database, NULL, &error))
    {
      g_warning ("Interrupted actions could not be looked for: %s", error->message);
      g_clear_error (&error);
    }
  g_task_return_pointer (task, g_steal_pointer (&database), g_object_unref);
}

void
dyr_store_open_async (const char *path,
                      const DyrDatabaseOptions *options,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Opening *opening = g_new0 (Opening, 1);

  g_return_if_fail (path != NULL);

  g_task_set_source_tag (task, dyr_store_open_async);
  opening->path = g_strdup (path);
  opening->language = g_strdup (options->language);
  opening->zone = g_strdup (options->zone);
  opening->must_exist = options->must_exist;
  g_task_set_task_data (task, opening, free_opening);
  g_task_run_in_thread (task, open_in_thread);
}

DyrStore *
dyr_store_open_finish (GAsyncResult *result, GError **error)
{
  g_autoptr (DyrDatabase) database = NULL;

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  database = g_task_propagate_pointer (G_TASK (result), error);
  return database != NULL ? dyr_store_new (database) : NULL;
}

/* Loading one record */

typedef struct
{
  gint64 id;
  DyrRow *row;
} Load;

static void
free_load (gpointer data)
{
  Load *load = data;

  g_clear_pointer (&load->row, dyr_row_free);
  g_free (load);
}

static gboolean
job_load (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Load *load = data;

  load->row = dyr_row_read (connection, load->id, error);
  return load->row != NULL;
}

void
dyr_store_load_async (DyrStore *self,
                      gint64 id,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer data)
{
  Load *load = g_new0 (Load, 1);

  g_return_if_fail (DYR_IS_STORE (self));

  load->id = id;
  dyr_store_run (self, FALSE, job_load, load, free_load, cancellable, callback, data);
}

DyrRecord *
dyr_store_load_finish (DyrStore *self, GAsyncResult *result, GError **error)
{
  Load *load = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  return dyr_store_take_row (self, g_steal_pointer (&load->row));
}

/* Creating */

typedef struct
{
  const DyrRecordType *type;
  DyrValue *values;
  char *form;
  DyrRow *row;
  gint64 action;
} Create;

static void
free_create (gpointer data)
{
  Create *create = data;

  for (guint i = 0; i < create->type->n_fields; i++)
    dyr_value_clear (&create->values[i]);
  g_free (create->values);
  g_free (create->form);
  g_clear_pointer (&create->row, dyr_row_free);
  g_free (create);
}

static gboolean
job_create (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Create *create = data;
  g_autoptr (DyrSave) save = dyr_save_new (connection, DYR_SOURCE_PERSON, "create", 0);
  gint64 id;

  if (!dyr_save_create (save, create->type, NULL, DYR_ORIGIN_PERSON, create->values, &id, error)
      || !dyr_save_finish (save, &create->action, error))
    return FALSE;
  if (create->form != NULL && !dyr_store_drop_form (connection, create->form, error))
    return FALSE;
  create->row = dyr_row_read_as (connection, create->type, id, error);
  return create->row != NULL;
}

void
dyr_store_create_async (DyrStore *self,
                        const DyrRecordType *type,
                        GArray *values,
                        const char *form,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer data)
{
  Create *create = g_new0 (Create, 1);

  g_return_if_fail (DYR_IS_STORE (self));

  create->type = type;
  create->form = g_strdup (form);
  create->values = g_new0 (DyrValue, type->n_fields);
  for (guint i = 0; i < values->len; i++)
    {
      const DyrFieldValue *value = &g_array_index (values, DyrFieldValue, i);

      dyr_value_copy (&value->value, &create->values[value->field]);
    }
  dyr_store_run (self, TRUE, job_create, create, free_create, cancellable, callback, data);
}

DyrRecord *
dyr_store_create_finish (DyrStore *self, GAsyncResult *result, gint64 *action, GError **error)
{
  Create *create = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  if (action != NULL)
    *action = create->action;
  return dyr_store_take_row (self, g_steal_pointer (&create->row));
}

/* Deleting */

typedef struct
{
  GArray *ids;
  gint64 action;
} Delete;

static void
free_delete (gpointer data)
{
  Delete *delete = data;

  g_array_unref (delete->ids);
  g_free (delete);
}

static gboolean
job_delete (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Delete *delete = data;
  g_autoptr (DyrSave) save = dyr_save_new (connection, DYR_SOURCE_PERSON, "delete", 0);

  for (guint i = 0; i < delete->ids->len; i++)
    if (!dyr_save_delete (save, g_array_index (delete->ids, gint64, i), error))
      return FALSE;
  return dyr_save_finish (save, &delete->action, error);
}

void
dyr_store_delete_async (DyrStore *self,
                        GArray *ids,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer data)
{
  Delete *delete = g_new0 (Delete, 1);

  g_return_if_fail (DYR_IS_STORE (self));

  delete->ids = g_array_copy (ids);
  dyr_store_run (self, TRUE, job_delete, delete, free_delete, cancellable, callback, data);
}

gboolean
dyr_store_action_finish (DyrStore *self, GAsyncResult *result, gint64 *action, GError **error)
{
  gpointer data = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  if (action != NULL)
    *action = dyr_store_is_edit (g_task_get_source_tag (G_TASK (result)))
                  ? dyr_store_edit_action (data)
                  : ((Delete *) data)->action;
  return TRUE;
}

/* Who deleted a record */

typedef struct
{
  gint64 id;
  gint64 action;
} FindDeletion;

static gboolean
job_find_deletion (DyrConnection *connection,
                   gpointer data,
                   GCancellable *cancellable,
                   GError **error)
{
  FindDeletion *find = data;

  return dyr_connection_number (connection,
                                error,
                                0,
                                &find->action,
                                "SELECT c.action FROM change c JOIN action a ON a.id = c.action "
                                "WHERE c.record = ? AND c.kind = ? AND a.undone_by IS NULL "
                                "ORDER BY c.id DESC LIMIT 1",
                                "in",
                                find->id,
                                DYR_CHANGE_DELETED);
}

void
dyr_store_find_deletion_async (DyrStore *self,
                               gint64 id,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data)
{
  FindDeletion *find = g_new0 (FindDeletion, 1);

  g_return_if_fail (DYR_IS_STORE (self));

  find->id = id;
  dyr_store_run (self, FALSE, job_find_deletion, find, g_free, cancellable, callback, data);
}

gboolean
dyr_store_find_deletion_finish (DyrStore *self,
                                GAsyncResult *result,
                                gint64 *action,
                                GError **error)
{
  const FindDeletion *find = g_task_get_task_data (G_TASK (result));

  *action = find->action;
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* What hangs on a record */

typedef struct
{
  gint64 id;
  DyrDependents dependents;
} Count;

static gboolean
job_count (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Count *count = data;

  return dyr_dependents_count (connection, count->id, &count->dependents, error);
}

void
dyr_store_count_dependents_async (DyrStore *self,
                                  gint64 id,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer data)
{
  Count *count = g_new0 (Count, 1);

  g_return_if_fail (DYR_IS_STORE (self));

  count->id = id;
  dyr_store_run (self, FALSE, job_count, count, g_free, cancellable, callback, data);
}

gboolean
dyr_store_count_dependents_finish (DyrStore *self,
                                   GAsyncResult *result,
                                   DyrDependents *dependents,
                                   GError **error)
{
  Count *count = g_task_get_task_data (G_TASK (result));

  *dependents = count->dependents;
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Unfinished actions */

void
dyr_store_keep_unfinished_async (DyrStore *self,
                                 gint64 action,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data)
{
  g_return_if_fail (DYR_IS_STORE (self));
  dyr_store_run (self,
                 TRUE,
                 dyr_unfinished_job_keep,
                 g_memdup2 (&action, sizeof action),
                 g_free,
                 cancellable,
                 callback,
                 data);
}

gboolean
dyr_store_keep_unfinished_finish (DyrStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* History */

typedef struct
{
  gint64 id;
  guint limit;
  GPtrArray *entries;
} History;

static void
free_history (gpointer data)
{
  History *history = data;

  g_clear_pointer (&history->entries, g_ptr_array_unref);
  g_free (history);
}

static gboolean
job_history (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  History *history = data;

  history->entries = dyr_history_of_record (connection, history->id, history->limit, error);
  return history->entries != NULL;
}

void
dyr_store_history_async (DyrStore *self,
                         gint64 id,
                         guint limit,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer data)
{
  History *history = g_new0 (History, 1);

  g_return_if_fail (DYR_IS_STORE (self));

  history->id = id;
  history->limit = limit;
  dyr_store_run (self, FALSE, job_history, history, free_history, cancellable, callback, data);
}

GPtrArray *
dyr_store_history_finish (DyrStore *self, GAsyncResult *result, GError **error)
{
  History *history = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  return g_ptr_array_ref (history->entries);
}

/* Emptiness */

static gboolean
job_is_empty (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return dyr_connection_number (
      connection, error, 1, data, "SELECT NOT EXISTS (SELECT 1 FROM record)", "");
}

void
dyr_store_is_empty_async (DyrStore *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer data)
{
  g_return_if_fail (DYR_IS_STORE (self));
  dyr_store_run (
      self, FALSE, job_is_empty, g_new0 (gint64, 1), g_free, cancellable, callback, data);
}

gboolean
dyr_store_is_empty_finish (DyrStore *self, GAsyncResult *result, gboolean *empty, GError **error)
{
  const gint64 *answer = g_task_get_task_data (G_TASK (result));

  *empty = *answer != 0;
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Flushing: jobs run in order, so an empty one ends after all before it. */

static gboolean
job_nothing (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return TRUE;
}

void
dyr_store_flush_async (DyrStore *self, GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (DYR_IS_STORE (self));
  dyr_store_run (self, TRUE, job_nothing, NULL, NULL, NULL, callback, data);
}

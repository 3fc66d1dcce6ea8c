/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The sample office, made and removed in a thread of its own. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-samples.h"

#include "dyr-sample.h"

static DyrDatabase *
database_of (DyrOffice *office)
{
  return dyr_store_get_database (dyr_office_get_store (office));
}

/* Making */

static void
make_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const DyrSampleOptions options = { .clients = DYR_SAMPLES_CLIENTS, .language = data };
  GError *error = NULL;

  if (dyr_sample_make (source, &options, NULL, NULL, cancellable, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
dyr_samples_make_async (DyrOffice *office,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer data)
{
  g_autoptr (GTask) task = g_task_new (database_of (office), cancellable, callback, data);

  g_task_set_source_tag (task, dyr_samples_make_async);
  g_task_set_task_data (task, g_strdup (dyr_office_get_context (office)->language), g_free);
  /* The answer says whether it is there, not whether somebody wanted it. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_run_in_thread (task, make_in_thread);
}

gboolean
dyr_samples_make_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Removing */

static gboolean
job_find_action (DyrConnection *connection,
                 gpointer data,
                 GCancellable *cancellable,
                 GError **error)
{
  return dyr_undo_find (connection, data, error);
}

static void
remove_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  guint64 n_removed = 0;
  gint64 *action = data;
  GError *error = NULL;

  /* It is the last thing done: what Undo would take back. */
  if (dyr_sample_remove (source, NULL, NULL, cancellable, &n_removed, &error)
      && (n_removed == 0 || dyr_database_read (source, job_find_action, action, NULL, &error)))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
dyr_samples_remove_async (DyrOffice *office, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (database_of (office), NULL, callback, data);

  g_task_set_source_tag (task, dyr_samples_remove_async);
  g_task_set_task_data (task, g_new0 (gint64, 1), g_free);
  g_task_run_in_thread (task, remove_in_thread);
}

gboolean
dyr_samples_remove_finish (GAsyncResult *result, gint64 *action, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), FALSE);

  *action = *(gint64 *) g_task_get_task_data (G_TASK (result));
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Asking */

static gboolean
job_exist (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return dyr_sample_exists (connection, data, error);
}

void
dyr_samples_exist_async (DyrOffice *office,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer data)
{
  dyr_database_read_async (
      database_of (office), job_exist, g_new0 (gboolean, 1), g_free, cancellable, callback, data);
}

gboolean
dyr_samples_exist_finish (GAsyncResult *result, gboolean *exist, GError **error)
{
  g_autoptr (DyrDatabase) database = DYR_DATABASE (g_async_result_get_source_object (result));

  *exist = *(gboolean *) dyr_database_job_data (result);
  return dyr_database_job_finish (database, result, error);
}

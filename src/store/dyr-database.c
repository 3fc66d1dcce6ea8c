/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrDatabase: one SQLite file, its writer thread and its readers. Jobs are straight-line
 * functions. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-database.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "dyr-error.h"
#include "dyr-kept-order.h"
#include "dyr-keys.h"
#include "dyr-migrator.h"
#include "dyr-record-type.h"

/* Bytes of the smallest page that a database can have. */
#define SMALLEST_FILE 512
/* Reader threads, and so the connections they keep. */
#define N_READERS 2
/* The pages that all connections keep of the file. */
#define MOST_CACHE_KIB (32 * 1024)
G_STATIC_ASSERT (N_READERS *DYR_READ_CACHE_KIB + DYR_BULK_CACHE_KIB <= MOST_CACHE_KIB);

struct _DyrDatabase
{
  GObject parent_instance;

  char *path;
  char *language;
  GTimeZone *zone;
  DyrCollator *collator;
  DyrUid device;
  GMainContext *main;     /* where "committed" is told */
  DyrConnection *writing; /* the writer thread's */
  gint64 data_version;    /* the writer thread's: moves when another process commits */
  GThread *writer;
  GAsyncQueue *jobs;
  GThreadPool *readers;
  GAsyncQueue *idle;     /* readers' connections that are not in use */
  DyrKeptOrders *orders; /* of the readers */
};

enum
{
  COMMITTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyrDatabase, dyr_database, G_TYPE_OBJECT)

/* A job on its way. Either a GTask waits for it, or a thread on `done`. */
typedef struct
{
  DyrJob run;
  gpointer data;
  GDestroyNotify destroy;
  GCancellable *cancellable;
  GTask *task;
  GMutex mutex;
  GCond cond;
  gboolean done;
  gboolean committed;
  gboolean quit;
  GError *error;
} Work;

static void
free_work (gpointer data)
{
  Work *work = data;

  if (work->destroy != NULL)
    work->destroy (work->data);
  g_clear_object (&work->cancellable);
  g_clear_error (&work->error);
  g_mutex_clear (&work->mutex);
  g_cond_clear (&work->cond);
  g_free (work);
}

static Work *
new_work (DyrJob run, gpointer data, GDestroyNotify destroy, GCancellable *cancellable)
{
  Work *work = g_new0 (Work, 1);

  work->run = run;
  work->data = data;
  work->destroy = destroy;
  g_set_object (&work->cancellable, cancellable);
  g_mutex_init (&work->mutex);
  g_cond_init (&work->cond);
  return work;
}

static gboolean
on_work_done (gpointer data)
{
  Work *work = data;
  g_autoptr (GTask) task = g_steal_pointer (&work->task);

  if (work->error != NULL)
    g_task_return_error (task, g_steal_pointer (&work->error));
  else
    g_task_return_boolean (task, TRUE);
  return G_SOURCE_REMOVE;
}

/* The task ends on its own thread, so that its last reference and the job's data are freed there.
 */
static void
finish_work (Work *work)
{
  g_autoptr (GSource) source = NULL;

  if (work->task != NULL)
    {
      source = g_idle_source_new ();
      g_source_set_priority (source, G_PRIORITY_DEFAULT);
      g_source_set_callback (source, on_work_done, work, NULL);
      g_source_attach (source, g_task_get_context (work->task));
      return;
    }
  g_mutex_lock (&work->mutex);
  work->done = TRUE;
  g_cond_signal (&work->cond);
  g_mutex_unlock (&work->mutex);
}

typedef struct
{
  DyrDatabase *database;
  DyrTouched *touched;
} Notice;

static void
free_notice (gpointer data)
{
  Notice *notice = data;

  g_object_unref (notice->database);
  dyr_touched_free (notice->touched);
  g_free (notice);
}

static gboolean
on_notice_arrived (gpointer data)
{
  Notice *notice = data;

  g_signal_emit (notice->database, signals[COMMITTED], 0, notice->touched);
  return G_SOURCE_REMOVE;
}

/* Takes `touched`. */
static void
tell_committed (DyrDatabase *self, DyrTouched *touched)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  Notice *notice = g_new0 (Notice, 1);

  notice->database = g_object_ref (self);
  notice->touched = touched;
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_notice_arrived, notice, free_notice);
  g_source_attach (source, self->main);
}

static gboolean
run_in_transaction (DyrConnection *connection, const char *begin, Work *work)
{
  g_autoptr (DyrTouched) touched = NULL;
  const gboolean was_bulk = dyr_connection_is_bulk (connection);

  if (g_cancellable_set_error_if_cancelled (work->cancellable, &work->error)
      || !dyr_connection_script (connection, begin, &work->error))
    return FALSE;
  dyr_connection_set_cancellable (connection, work->cancellable);
  work->committed = work->run (connection, work->data, work->cancellable, &work->error);
  /* Once the job is through, a late cancel must not tear the commit. */
  dyr_connection_set_cancellable (connection, NULL);
  if (work->committed)
    work->committed = dyr_connection_script (connection, "COMMIT", &work->error);
  if (work->committed)
    return TRUE;
  g_warn_if_fail (work->error != NULL);
  if (work->error == NULL)
    g_set_error_literal (&work->error, DYR_ERROR, DYR_ERROR_FAILED, _("This could not be done."));
  if (!sqlite3_get_autocommit (dyr_connection_get_handle (connection)))
    dyr_connection_script (connection, "ROLLBACK", NULL);
  /* SQLite does not roll settings back. */
  if (!was_bulk && dyr_connection_is_bulk (connection))
    dyr_connection_set_bulk (connection, FALSE, NULL);
  touched = dyr_connection_take_touched (connection);
  return FALSE;
}

/* Another process committed: what it touched is not known, so everything is. */
static gboolean
job_poll (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  DyrDatabase *self = data;
  gint64 version;

  if (!dyr_connection_number (connection, error, 0, &version, "PRAGMA data_version", ""))
    return FALSE;
  if (self->data_version == version)
    return TRUE;
  self->data_version = version;
  for (int i = 0; dyr_record_types[i] != NULL; i++)
    dyr_connection_touch_many (connection, dyr_record_types[i]->number);
  dyr_connection_touch_actions (connection);
  return TRUE;
}

static gpointer
write_jobs (gpointer data)
{
  DyrDatabase *self = data;

  dyr_connection_adopt (self->writing);
  while (TRUE)
    {
      Work *work = g_async_queue_pop (self->jobs);
      DyrTouched *touched;

      if (work->quit)
        {
          finish_work (work);
          return NULL;
        }
      if (run_in_transaction (
              self->writing, work->run == job_poll ? "BEGIN" : "BEGIN IMMEDIATE", work)
          && (touched = dyr_connection_take_touched (self->writing)) != NULL)
        tell_committed (self, touched);
      finish_work (work);
    }
}

static DyrConnection *
take_reader (DyrDatabase *self, GError **error)
{
  DyrConnection *connection = g_async_queue_try_pop (self->idle);

  if (connection == NULL)
    connection = dyr_connection_open (self->path, DYR_CONNECTION_READ, self->zone, error);
  if (connection == NULL)
    return NULL;
  dyr_connection_set_collator (connection, self->collator);
  dyr_connection_adopt (connection);
  return connection;
}

static void
read_job (gpointer data, gpointer user_data)
{
  DyrDatabase *self = user_data;
  Work *work = data;
  DyrConnection *connection = take_reader (self, &work->error);

  if (connection != NULL)
    {
      dyr_kept_orders_lend (self->orders, connection);
      run_in_transaction (connection, "BEGIN", work);
      dyr_kept_orders_take_back (self->orders, connection);
      /* The next question is like this one: what it has read is of use. */
      g_async_queue_push_front (self->idle, connection);
    }
  finish_work (work);
}

static void
dyr_database_finalize (GObject *object)
{
  DyrDatabase *self = DYR_DATABASE (object);

  dyr_database_close (self);
  g_clear_pointer (&self->jobs, g_async_queue_unref);
  g_clear_pointer (&self->idle, g_async_queue_unref);
  g_clear_pointer (&self->orders, dyr_kept_orders_free);
  g_clear_pointer (&self->collator, dyr_collator_free);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_clear_pointer (&self->main, g_main_context_unref);
  g_free (self->path);
  g_free (self->language);
  G_OBJECT_CLASS (dyr_database_parent_class)->finalize (object);
}

static void
dyr_database_class_init (DyrDatabaseClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dyr_database_finalize;
  signals[COMMITTED] = g_signal_new ("committed",
                                     DYR_TYPE_DATABASE,
                                     G_SIGNAL_RUN_LAST,
                                     0,
                                     NULL,
                                     NULL,
                                     NULL,
                                     G_TYPE_NONE,
                                     1,
                                     G_TYPE_POINTER);
}

static void
dyr_database_init (DyrDatabase *self)
{
  self->jobs = g_async_queue_new ();
  self->idle = g_async_queue_new_full ((GDestroyNotify) dyr_connection_close);
  self->orders = dyr_kept_orders_new ();
}

/* Makes the file before SQLite does, so that it and what SQLite puts beside it are 0600. */
static gboolean
prepare_file (const char *path, gboolean must_exist, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  GStatBuf about;
  int file;

  if (g_stat (path, &about) == 0)
    {
      if (!S_ISREG (about.st_mode) || about.st_size >= SMALLEST_FILE
          || (about.st_size == 0 && !must_exist))
        return TRUE;
      /* SQLite would take it for a new one. */
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_CORRUPT,
                   about.st_size == 0
                   ? _("The file “%s” is empty. Restore a backup or choose another file.")
                   : _("The file “%s” is no database. Restore a backup or choose another file."),
                        path);
      return FALSE;
    }
  if (must_exist)
    {
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_NOT_FOUND,
                   _("There is no database “%s”. Check the name."), path);
      return FALSE;
    }
  if (g_mkdir_with_parents (folder, 0700) == 0
      && (file = g_open (path, O_CREAT | O_RDWR | O_CLOEXEC, 0600)) >= 0)
    {
      close (file);
      return TRUE;
    }
  g_set_error (
      error,
      DYR_ERROR,
      errno == ENOSPC ? DYR_ERROR_FULL : DYR_ERROR_READ_ONLY,
      _("The database “%s” could not be made: %s. Choose a folder that you may write to."),
         path,
         g_strerror (errno));
  return FALSE;
}

/* Where the file lies: a copy lies elsewhere. */
static char *
find_place (DyrDatabase *self)
{
  struct stat about;

  return g_stat (self->path, &about) == 0
             ? g_strdup_printf ("%" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT,
                                (guint64) about.st_dev,
                                (guint64) about.st_ino)
             : g_strdup ("");
}

static gboolean
read_device (DyrDatabase *self, DyrConnection *connection, gboolean *known, GError **error)
{
  g_autoptr (DyrStatement) query
      = dyr_connection_query (connection,
                              error,
                              "SELECT (SELECT value FROM meta WHERE key = 'device'), "
                              "(SELECT value FROM meta WHERE key = 'device-place')",
                              "");
  g_autoptr (GError) local = NULL;
  g_autofree char *place = find_place (self);

  if (query == NULL)
    return FALSE;
  *known = dyr_statement_step (query, &local) && !dyr_statement_is_null (query, 0)
           && g_strcmp0 (dyr_statement_text (query, 1), place) == 0
           && dyr_uid_parse (dyr_statement_text (query, 0), &self->device);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* The device is new for a new file and for one that was copied to another place: a restored or
 * copied store must not be taken for the one it came from. */
static gboolean
job_ensure_device (DyrConnection *connection,
                   gpointer data,
                   GCancellable *cancellable,
                   GError **error)
{
  DyrDatabase *self = data;
  g_autofree char *place = find_place (self), *id = NULL;
  gboolean known;

  /* Another process may have been faster. */
  if (!read_device (self, connection, &known, error))
    return FALSE;
  if (known)
    return TRUE;
  self->device = dyr_uid_new ();
  id = dyr_uid_to_text (&self->device);
  return dyr_connection_run (
      connection,
      error,
      "INSERT INTO meta (key, value) VALUES ('device', ?), ('device-place', ?) "
      "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
      "tt",
      id,
      place);
}

/* Whether the file can be used as it is. Mostly it can; then nobody waits for who is writing. */
static gboolean
look (DyrDatabase *self, gboolean *known, gboolean *sorted, GError **error)
{
  gboolean done;

  if (!dyr_connection_script (self->writing, "BEGIN", error))
    return FALSE;
  done = read_device (self, self->writing, known, error)
         && dyr_keys_are_current (self->writing, sorted, error)
         && dyr_connection_number (
             self->writing, error, 0, &self->data_version, "PRAGMA data_version", "");
  return dyr_connection_script (self->writing, "ROLLBACK", done ? error : NULL) && done;
}

DyrDatabase *
dyr_database_open (const char *path, const DyrDatabaseOptions *options, GError **error)
{
  g_autoptr (DyrDatabase) self = NULL;
  gboolean known, sorted;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (options != NULL, NULL);

  if (!prepare_file (path, options->must_exist, error))
    return NULL;
  self = g_object_new (DYR_TYPE_DATABASE, NULL);
  self->path = g_strdup (path);
  self->language = g_strdup (options->language);
  self->zone = g_time_zone_new_identifier (options->zone != NULL ? options->zone : "Europe/Kyiv");
  if (self->zone == NULL)
    self->zone = g_time_zone_new_utc ();
  self->main = g_main_context_ref_thread_default ();
  self->writing = dyr_connection_open (path, DYR_CONNECTION_WRITE, self->zone, error);
  if (self->writing == NULL || !dyr_migrate (self->writing, error)
      || (self->language == NULL
          && !dyr_keys_find_language (self->writing, &self->language, error)))
    return NULL;
  self->collator = dyr_collator_new (self->language);
  dyr_connection_set_collator (self->writing, self->collator);
  if (!look (self, &known, &sorted, error))
    return NULL;
  self->writer = g_thread_new ("dyr-writer", write_jobs, self);
  self->readers = g_thread_pool_new (read_job, self, N_READERS, FALSE, NULL);
  if ((!known && !dyr_database_write (self, job_ensure_device, self, NULL, error))
      || (!sorted && !dyr_database_write (self, dyr_keys_job_rebuild, NULL, NULL, error)))
    return NULL;
  return g_steal_pointer (&self);
}

void
dyr_database_close (DyrDatabase *self)
{
  g_return_if_fail (DYR_IS_DATABASE (self));

  if (self->readers != NULL)
    g_thread_pool_free (g_steal_pointer (&self->readers), FALSE, TRUE);
  if (self->writer != NULL)
    {
      Work *quit = new_work (NULL, NULL, NULL, NULL);

      quit->quit = TRUE;
      g_async_queue_push (self->jobs, quit);
      g_thread_join (g_steal_pointer (&self->writer));
      free_work (quit);
    }
  while (TRUE)
    {
      DyrConnection *connection = g_async_queue_try_pop (self->idle);

      if (connection == NULL)
        break;
      dyr_connection_close (connection);
    }
  if (self->writing != NULL)
    dyr_connection_adopt (self->writing);
  g_clear_pointer (&self->writing, dyr_connection_close);
}

const char *
dyr_database_get_path (DyrDatabase *self)
{
  g_return_val_if_fail (DYR_IS_DATABASE (self), NULL);
  return self->path;
}

GTimeZone *
dyr_database_get_zone (DyrDatabase *self)
{
  g_return_val_if_fail (DYR_IS_DATABASE (self), NULL);
  return self->zone;
}

const char *
dyr_database_get_language (DyrDatabase *self)
{
  g_return_val_if_fail (DYR_IS_DATABASE (self), NULL);
  return self->language;
}

const DyrUid *
dyr_database_get_device (DyrDatabase *self)
{
  g_return_val_if_fail (DYR_IS_DATABASE (self), NULL);
  return &self->device;
}

static Work *
new_task_work (DyrDatabase *self,
               DyrJob job,
               gpointer data,
               GDestroyNotify destroy,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               gpointer user_data)
{
  Work *work = new_work (job, data, destroy, cancellable);

  work->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (work->task, job);
  /* A committed job is told as such, cancelled or not. */
  g_task_set_check_cancellable (work->task, FALSE);
  g_task_set_task_data (work->task, work, free_work);
  return work;
}

void
dyr_database_write_async (DyrDatabase *self,
                          DyrJob job,
                          gpointer data,
                          GDestroyNotify destroy,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_return_if_fail (DYR_IS_DATABASE (self));
  g_return_if_fail (self->writer != NULL);

  g_async_queue_push (self->jobs,
                      new_task_work (self, job, data, destroy, cancellable, callback, user_data));
}

void
dyr_database_read_async (DyrDatabase *self,
                         DyrJob job,
                         gpointer data,
                         GDestroyNotify destroy,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_return_if_fail (DYR_IS_DATABASE (self));
  g_return_if_fail (self->readers != NULL);

  g_thread_pool_push (self->readers,
                      new_task_work (self, job, data, destroy, cancellable, callback, user_data),
                      NULL);
}

gboolean
dyr_database_job_finish (DyrDatabase *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

gpointer
dyr_database_job_data (GAsyncResult *result)
{
  Work *work = g_task_get_task_data (G_TASK (result));

  return work->data;
}

static gboolean
wait_for (Work *work, GError **error)
{
  gboolean committed;

  g_mutex_lock (&work->mutex);
  while (!work->done)
    g_cond_wait (&work->cond, &work->mutex);
  g_mutex_unlock (&work->mutex);
  committed = work->committed;
  if (work->error != NULL)
    g_propagate_error (error, g_steal_pointer (&work->error));
  free_work (work);
  return committed;
}

gboolean
dyr_database_write (
    DyrDatabase *self, DyrJob job, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work;

  g_return_val_if_fail (DYR_IS_DATABASE (self), FALSE);

  work = new_work (job, data, NULL, cancellable);
  g_async_queue_push (self->jobs, work);
  return wait_for (work, error);
}

gboolean
dyr_database_read (
    DyrDatabase *self, DyrJob job, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work;

  g_return_val_if_fail (DYR_IS_DATABASE (self), FALSE);

  work = new_work (job, data, NULL, cancellable);
  g_thread_pool_push (self->readers, work, NULL);
  return wait_for (work, error);
}

gboolean
dyr_database_is_awaited (DyrDatabase *self)
{
  g_return_val_if_fail (DYR_IS_DATABASE (self), FALSE);

  return g_async_queue_length (self->jobs) > 0;
}

void
dyr_database_poll (DyrDatabase *self)
{
  g_return_if_fail (DYR_IS_DATABASE (self));

  if (self->writer != NULL)
    dyr_database_write_async (self, job_poll, self, NULL, NULL, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrBackups: makes the daily backup of the open office in the background. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-backups.h"

#include "dyr-daily-backup.h"
#include "dyr-date.h"

#define LOOK_SECONDS (60 * 60)

struct _DyrBackups
{
  GObject parent_instance;

  char *path;
  GTimeZone *zone;
  GCancellable *cancellable;
  guint source;
  gboolean working;
};

enum
{
  MADE,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyrBackups, dyr_backups, G_TYPE_OBJECT)

typedef struct
{
  char *path;
  GTimeZone *zone;
  gboolean made;
} Work;

static void
free_work (gpointer data)
{
  Work *work = data;

  g_free (work->path);
  g_time_zone_unref (work->zone);
  g_free (work);
}

static void
work_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  gint64 today = dyr_date_of_instant (g_get_real_time () / G_USEC_PER_SEC, work->zone);
  GError *error = NULL;

  if (dyr_daily_backup_make (work->path, work->zone, today, cancellable, &work->made, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_worked (GObject *source, GAsyncResult *result, gpointer data)
{
  DyrBackups *self = DYR_BACKUPS (source);
  const Work *work = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  self->working = FALSE;
  g_task_propagate_boolean (G_TASK (result), &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (error != NULL)
    g_signal_emit (self, signals[FAILED], 0, error->message);
  else if (work->made)
    g_signal_emit (self, signals[MADE], 0);
}

static gboolean
on_look_due (gpointer data)
{
  DyrBackups *self = data;
  g_autoptr (GTask) task = NULL;
  Work *work;

  if (self->working)
    return G_SOURCE_CONTINUE;
  self->working = TRUE;
  work = g_new0 (Work, 1);
  work->path = g_strdup (self->path);
  work->zone = g_time_zone_ref (self->zone);
  task = g_task_new (self, self->cancellable, on_worked, NULL);
  g_task_set_source_tag (task, on_look_due);
  g_task_set_task_data (task, work, free_work);
  g_task_run_in_thread (task, work_in_thread);
  return G_SOURCE_CONTINUE;
}

static void
dyr_backups_dispose (GObject *object)
{
  DyrBackups *self = DYR_BACKUPS (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  G_OBJECT_CLASS (dyr_backups_parent_class)->dispose (object);
}

static void
dyr_backups_finalize (GObject *object)
{
  DyrBackups *self = DYR_BACKUPS (object);

  g_free (self->path);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (dyr_backups_parent_class)->finalize (object);
}

static void
dyr_backups_class_init (DyrBackupsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dyr_backups_dispose;
  G_OBJECT_CLASS (klass)->finalize = dyr_backups_finalize;
  signals[MADE] = g_signal_new (
      "made", DYR_TYPE_BACKUPS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed",
                                  DYR_TYPE_BACKUPS,
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  1,
                                  G_TYPE_STRING);
}

static void
dyr_backups_init (DyrBackups *self)
{
  self->cancellable = g_cancellable_new ();
}

DyrBackups *
dyr_backups_new (DyrOffice *office)
{
  DyrDatabase *database = dyr_store_get_database (dyr_office_get_store (office));
  DyrBackups *self = g_object_new (DYR_TYPE_BACKUPS, NULL);

  self->path = g_strdup (dyr_database_get_path (database));
  self->zone = g_time_zone_ref (dyr_database_get_zone (database));
  self->source = g_timeout_add_seconds (LOOK_SECONDS, on_look_due, self);
  on_look_due (self);
  return self;
}

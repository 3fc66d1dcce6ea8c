/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrImportWork: an import, or its trial run, in a thread of its own. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-import-work.h"

/* The progress as a whole number: it is set and read without a lock. */
#define WHOLE 10000

struct _DyrImportWork
{
  GObject parent_instance;

  DyrDatabase *database;
  char *language;
  char *country;
  char *zone;
  char *path;
  DyrSheetOptions options;
  char *sheet; /* the options' */
  DyrMapping *mapping;

  guint n_rows; /* atomic */
  int done;     /* atomic, of WHOLE */
};

G_DEFINE_FINAL_TYPE (DyrImportWork, dyr_import_work, G_TYPE_OBJECT)

static void
dyr_import_work_finalize (GObject *object)
{
  DyrImportWork *self = DYR_IMPORT_WORK (object);

  g_clear_object (&self->database);
  g_free (self->language);
  g_free (self->country);
  g_free (self->zone);
  g_free (self->path);
  g_free (self->sheet);
  g_clear_pointer (&self->mapping, dyr_mapping_free);
  G_OBJECT_CLASS (dyr_import_work_parent_class)->finalize (object);
}

static void
dyr_import_work_class_init (DyrImportWorkClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dyr_import_work_finalize;
}

static void
dyr_import_work_init (DyrImportWork *self)
{
}

DyrImportWork *
dyr_import_work_new (DyrOffice *office,
                     const char *path,
                     const DyrSheetOptions *options,
                     const DyrMapping *mapping)
{
  const DyrContext *context = dyr_office_get_context (office);
  DyrImportWork *self = g_object_new (DYR_TYPE_IMPORT_WORK, NULL);

  self->database = g_object_ref (dyr_store_get_database (dyr_office_get_store (office)));
  self->language = g_strdup (context->language);
  self->country = g_strdup (context->country);
  self->zone = g_strdup (g_time_zone_get_identifier (context->zone));
  self->path = g_strdup (path);
  self->options = *options;
  self->sheet = g_strdup (options->sheet);
  self->options.sheet = self->sheet;
  self->mapping = dyr_mapping_copy (mapping);
  return self;
}

/* Running */

typedef struct
{
  gboolean dry_run;
  DyrImportReport *report;
} Run;

static void
free_run (gpointer data)
{
  Run *run = data;

  g_clear_pointer (&run->report, dyr_import_report_free);
  g_free (run);
}

static void
on_progress (guint n_rows, double fraction, gpointer data)
{
  DyrImportWork *self = data;

  g_atomic_int_set (&self->n_rows, n_rows);
  g_atomic_int_set (&self->done, (int) (CLAMP (fraction, 0.0, 1.0) * WHOLE));
}

static void
run_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  DyrImportWork *self = source;
  Run *run = data;
  /* What shows values belongs to one thread. */
  g_autoptr (DyrContext) context = dyr_context_new (self->language, self->country, self->zone);
  g_autoptr (DyrImport) import = dyr_import_new (
      self->database, dyr_mapping_get_record_type (self->mapping), self->path, context);
  GError *error = NULL;

  dyr_import_set_options (import, &self->options);
  dyr_import_set_mapping (import, self->mapping);
  dyr_import_set_dry_run (import, run->dry_run);
  dyr_import_set_progress (import, on_progress, self);
  if (dyr_import_run (import, cancellable, &run->report, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
dyr_import_work_run_async (DyrImportWork *self,
                           gboolean dry_run,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  Run *run = g_new0 (Run, 1);

  g_return_if_fail (DYR_IS_IMPORT_WORK (self));

  run->dry_run = dry_run;
  g_atomic_int_set (&self->n_rows, 0);
  g_atomic_int_set (&self->done, 0);
  g_task_set_source_tag (task, dyr_import_work_run_async);
  g_task_set_task_data (task, run, free_run);
  /* A cancelled import still has a report of what it wrote. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_run_in_thread (task, run_in_thread);
}

DyrImportReport *
dyr_import_work_run_finish (DyrImportWork *self, GAsyncResult *result, GError **error)
{
  Run *run;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  run = g_task_get_task_data (G_TASK (result));
  g_task_propagate_boolean (G_TASK (result), error);
  return g_steal_pointer (&run->report);
}

double
dyr_import_work_get_progress (DyrImportWork *self, guint *n_rows)
{
  g_return_val_if_fail (DYR_IS_IMPORT_WORK (self), 0);

  *n_rows = (guint) g_atomic_int_get (&self->n_rows);
  return (double) g_atomic_int_get (&self->done) / WHOLE;
}

/* Saving the refused rows */

typedef struct
{
  char *path;
  DyrImportRejects *rejects;
} Refused;

static void
free_refused (gpointer data)
{
  Refused *refused = data;

  g_free (refused->path);
  dyr_import_rejects_unref (refused->rejects);
  g_free (refused);
}

static void
save_refused_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Refused *refused = data;
  GError *error = NULL;

  if (dyr_import_rejects_write (refused->rejects, refused->path, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
dyr_import_work_save_refused_async (DyrImportWork *self,
                                    const DyrImportReport *report,
                                    const char *path,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  Refused *refused = g_new0 (Refused, 1);

  g_return_if_fail (DYR_IS_IMPORT_WORK (self));
  g_return_if_fail (report != NULL);
  g_return_if_fail (path != NULL);

  refused->path = g_strdup (path);
  refused->rejects = dyr_import_rejects_ref (report->rejects);
  g_task_set_source_tag (task, dyr_import_work_save_refused_async);
  g_task_set_task_data (task, refused, free_refused);
  g_task_run_in_thread (task, save_refused_in_thread);
}

gboolean
dyr_import_work_save_refused_finish (DyrImportWork *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the import assistant lets other threads do: reading, trial run, import, undo, saving. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-import-assistant-private.h"

#include <glib/gi18n-lib.h>

#include "dyr-file-picker.h"
#include "dyr-mapping-profile.h"
#include "dyr-undo-dialog.h"
#include "dyr-weak.h"

static GCancellable *
start (DyrImportAssistant *self, DyrImportBusy busy)
{
  self->busy = busy;
  g_cancellable_cancel (self->cancellable);
  g_set_object (&self->cancellable, NULL);
  self->cancellable = g_cancellable_new ();
  dyr_import_assistant_say (self, NULL);
  dyr_import_assistant_update (self);
  return self->cancellable;
}

static void
stop (DyrImportAssistant *self)
{
  self->busy = DYR_IMPORT_BUSY_NOT;
  dyr_import_assistant_update (self);
}

/* FALSE: something else was started meanwhile, or the window is gone: nothing is to be shown. */
static gboolean
is_current (DyrImportAssistant *self, GAsyncResult *result)
{
  return self != NULL && self->cancellable != NULL
         && g_task_get_cancellable (G_TASK (result)) == self->cancellable;
}

/* Reading */

static void
on_peeked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrImportAssistant) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  DyrImportPeek *peek = dyr_import_peek_finish (result, &error);

  if (!is_current (self, result))
    {
      dyr_import_peek_free (peek);
      return;
    }
  self->busy = DYR_IMPORT_BUSY_NOT;
  g_clear_pointer (&self->peek, dyr_import_peek_free);
  self->peek = peek;
  if (peek == NULL)
    {
      dyr_import_assistant_update (self);
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        dyr_import_assistant_say (self, error->message);
      return;
    }
  dyr_import_preview_show (self->preview, peek, dyr_office_get_context (self->office));
  dyr_import_columns_show (self->columns, peek);
  dyr_import_assistant_go_to (self, DYR_IMPORT_STEP_PREVIEW);
}

void
dyr_import_assistant_read_as (DyrImportAssistant *self, const DyrSheetOptions *options)
{
  dyr_import_peek_async (dyr_store_get_database (dyr_office_get_store (self->office)),
                         self->path,
                         self->type,
                         options,
                         start (self, DYR_IMPORT_BUSY_READING),
                         on_peeked,
                         dyr_weak_new (self));
}

void
dyr_import_assistant_read (DyrImportAssistant *self)
{
  const DyrSheetOptions guess = { 0 };

  g_clear_pointer (&self->peek, dyr_import_peek_free);
  dyr_import_assistant_read_as (self, &guess);
}

/* Remembering the mapping */

typedef struct
{
  DyrDatabase *database;
  DyrMapping *mapping;
  char *name;
} Remembered;

static void
free_remembered (gpointer data)
{
  Remembered *remembered = data;

  g_object_unref (remembered->database);
  dyr_mapping_free (remembered->mapping);
  g_free (remembered->name);
  g_free (remembered);
}

static void
remember_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Remembered *remembered = data;
  GError *error = NULL;

  if (dyr_mapping_profile_save (
          remembered->database, remembered->mapping, remembered->name, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_remembered (GObject *source, GAsyncResult *result, gpointer data)
{
  DyrImportAssistant *self = DYR_IMPORT_ASSISTANT (source);
  g_autoptr (GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    dyr_import_assistant_say (self, _("The mapping was saved."));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    dyr_import_assistant_say (self, error->message);
}

void
dyr_import_assistant_remember (DyrImportAssistant *self, const char *name)
{
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, on_remembered, NULL);
  Remembered *remembered = g_new0 (Remembered, 1);

  remembered->database
      = g_object_ref (dyr_store_get_database (dyr_office_get_store (self->office)));
  remembered->mapping = dyr_mapping_copy (dyr_import_columns_get_mapping (self->columns));
  remembered->name = g_strdup (name);
  g_task_set_source_tag (task, dyr_import_assistant_remember);
  g_task_set_task_data (task, remembered, free_remembered);
  g_task_run_in_thread (task, remember_in_thread);
}

/* Trial and import */

static void
on_trial_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrImportAssistant) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrImportReport) report
      = dyr_import_work_run_finish (DYR_IMPORT_WORK (source), result, &error);

  if (!is_current (self, result))
    return;
  stop (self);
  /* Half a trial run says nothing. */
  if (error != NULL || report == NULL || report->stopped)
    {
      if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        dyr_import_assistant_say (self, error->message);
      return;
    }
  dyr_import_result_show (self->trial_result, NULL, NULL);
  g_clear_pointer (&self->trial, dyr_import_report_free);
  self->trial = g_steal_pointer (&report);
  dyr_import_assistant_show_trial (self);
  dyr_import_assistant_go_to (self, DYR_IMPORT_STEP_TRIAL);
}

void
dyr_import_assistant_try (DyrImportAssistant *self)
{
  DyrSheetOptions options;

  dyr_import_preview_get_options (self->preview, &options);
  g_clear_object (&self->work);
  self->work = dyr_import_work_new (
      self->office, self->path, &options, dyr_import_columns_get_mapping (self->columns));
  dyr_import_assistant_show_progress (
      self, _("Trial run"), _("Every row is looked at. Nothing is written yet."));
  dyr_import_work_run_async (
      self->work, TRUE, start (self, DYR_IMPORT_BUSY_TRIAL), on_trial_done, dyr_weak_new (self));
}

static void
on_imported (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrImportAssistant) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrImportReport) report
      = dyr_import_work_run_finish (DYR_IMPORT_WORK (source), result, &error);
  gboolean cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  if (!is_current (self, result))
    return;
  stop (self);
  /* Nothing was written: one can try again. */
  if (report == NULL || (report->stopped && report->action == 0))
    {
      if (error != NULL && !cancelled)
        dyr_import_assistant_say (self, error->message);
      return;
    }
  self->report = g_steal_pointer (&report);
  dyr_import_result_show (self->report_result, self->report, dyr_office_get_context (self->office));
  dyr_import_assistant_show_report (self);
  dyr_import_assistant_go_to (self, DYR_IMPORT_STEP_REPORT);
  if (error != NULL && !cancelled)
    dyr_import_assistant_say (self, error->message);
}

void
dyr_import_assistant_import (DyrImportAssistant *self)
{
  dyr_import_assistant_show_progress (
      self,
      _("Importing"), _("When you cancel, one step of Undo takes back what is in by then."));
  dyr_import_work_run_async (
      self->work, FALSE, start (self, DYR_IMPORT_BUSY_IMPORT), on_imported, dyr_weak_new (self));
}

/* The report */

static void
on_undone (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrImportAssistant) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrUndoResult) undone = dyr_undo_run_finish (result, &error);
  g_autofree char *text = dyr_undo_tell_result (undone, FALSE);

  /* Closing does not end it: the window waits until it is over or was stopped. */
  if (self == NULL)
    return;
  self->undo_begun = TRUE;
  self->undone = undone != NULL && !undone->stopped;
  stop (self);
  dyr_import_assistant_show_report (self);
  dyr_import_assistant_say (self, error != NULL ? error->message : text);
}

void
dyr_import_assistant_undo (DyrImportAssistant *self)
{
  start (self, DYR_IMPORT_BUSY_UNDO);
  dyr_undo_run_async (
      self->office, GTK_WINDOW (self), self->report->action, FALSE, on_undone, dyr_weak_new (self));
}

static void
on_refused_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrImportAssistant) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  gboolean saved = dyr_import_work_save_refused_finish (DYR_IMPORT_WORK (source), result, &error);

  if (!is_current (self, result))
    return;
  stop (self);
  dyr_import_assistant_say (
      self,
      saved
      ? _("The refused rows were saved. Put them right and import that file.")
      : error->message);
}

static void
on_refused_picked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrImportAssistant) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = dyr_file_picker_finish (result, &error);

  if (file == NULL || self == NULL || self->busy != DYR_IMPORT_BUSY_NOT)
    return;
  if (g_file_peek_path (file) == NULL)
    {
      dyr_import_assistant_say (self, _("The file is not on this computer. Choose one that is."));
      return;
    }
  dyr_import_work_save_refused_async (self->work,
                                      self->report,
                                      g_file_peek_path (file),
                                      start (self, DYR_IMPORT_BUSY_SAVING),
                                      on_refused_saved,
                                      dyr_weak_new (self));
}

void
dyr_import_assistant_save_refused (DyrImportAssistant *self)
{
  const DyrFileKind csv[] = { { _("Tables as text (CSV)"), "*.csv" }, { NULL, NULL } };
  const DyrFileKind xlsx[] = { { _("Spreadsheets (XLSX)"), "*.xlsx" }, { NULL, NULL } };
  gboolean is_xlsx = dyr_import_rejects_get_format (self->report->rejects) == DYR_SHEET_XLSX;

  dyr_file_picker_save_async (GTK_WIDGET (self),
                              _("Save the refused rows"),
                                 is_xlsx
                                 /* Translators: name of a file. */
                                 ? _("refused-rows.xlsx")
                                 /* Translators: name of a file. */
                                 : _("refused-rows.csv"),
                                      is_xlsx ? xlsx : csv,
                                      NULL,
                                      on_refused_picked,
                                      dyr_weak_new (self));
}

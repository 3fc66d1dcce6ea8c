/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrImportAssistant: file, preview, mapping, trial run, import, report. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-import-assistant.h"

#include <glib/gi18n-lib.h>

#include "dyr-file-picker.h"
#include "dyr-import-assistant-private.h"
#include "dyr-naming.h"
#include "dyr-tell.h"
#include "dyr-weak.h"

G_DEFINE_FINAL_TYPE (DyrImportAssistant, dyr_import_assistant, ADW_TYPE_WINDOW)

/* What offices keep in lists, the most usual first. */
static const DyrRecordType *const offered_types[] = {
  &dyr_client_type,       &dyr_person_type,   &dyr_contract_type,      &dyr_delivery_type,
  &dyr_presentation_type, &dyr_activity_type, &dyr_product_type,       &dyr_amendment_type,
  &dyr_note_type,         &dyr_user_type,     &dyr_delivery_line_type,
};

/* The file */

static void
set_file (DyrImportAssistant *self, GFile *file)
{
  char *path = g_file_get_path (file);

  if (path == NULL)
    {
      dyr_import_assistant_say (self, _("The file is not on this computer. Choose one that is."));
      return;
    }
  g_free (self->path);
  self->path = path;
  dyr_import_assistant_read (self);
}

static void
on_file_picked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrImportAssistant) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = dyr_file_picker_finish (result, &error);

  if (file != NULL && self != NULL)
    set_file (self, file);
}

static void
on_choose_clicked (DyrImportAssistant *self)
{
  const DyrFileKind kinds[]
      = { { _("Tables and address cards"), "*.csv;*.txt;*.tsv;*.tab;*.xlsx;*.xlsm;*.vcf;*.vcard" },
            { NULL, NULL } };

  dyr_file_picker_open_async (
      GTK_WIDGET (self),
      _("Choose a file to import"), kinds, NULL, on_file_picked, dyr_weak_new (self));
}

static gboolean
on_file_dropped (
    GtkDropTarget *target, const GValue *value, double x, double y, DyrImportAssistant *self)
{
  GFile *file = g_value_get_object (value);

  if (file == NULL || self->busy != DYR_IMPORT_BUSY_NOT || self->step != DYR_IMPORT_STEP_FILE)
    return FALSE;
  set_file (self, file);
  return TRUE;
}

static void
on_type_selected (DyrImportAssistant *self)
{
  guint selected = adw_combo_row_get_selected (self->type_row);

  if (selected >= G_N_ELEMENTS (offered_types) || offered_types[selected] == self->type)
    return;
  self->type = offered_types[selected];
  /* Columns are guessed for a kind of records. */
  g_clear_pointer (&self->peek, dyr_import_peek_free);
  dyr_import_assistant_update (self);
}

/* Its preview and its columns */

static void
on_preview_changed (DyrImportAssistant *self)
{
  DyrSheetOptions options;

  dyr_import_preview_get_options (self->preview, &options);
  dyr_import_assistant_read_as (self, &options);
}

static void
on_columns_changed (DyrImportAssistant *self)
{
  g_autoptr (GError) error = NULL;

  if (self->step != DYR_IMPORT_STEP_COLUMNS)
    return;
  dyr_mapping_check (dyr_import_columns_get_mapping (self->columns), &error);
  dyr_import_assistant_say (self, error != NULL ? error->message : NULL);
  dyr_import_assistant_update (self);
}

static void
on_columns_message (DyrImportAssistant *self, const char *text)
{
  dyr_import_assistant_say (self, text);
}

static void
on_columns_remember (DyrImportAssistant *self, const char *name)
{
  dyr_import_assistant_remember (self, name);
}

/* Going */

static void
on_cancel_clicked (DyrImportAssistant *self)
{
  g_cancellable_cancel (self->cancellable);
}

static void
on_undo_clicked (DyrImportAssistant *self)
{
  dyr_import_assistant_undo (self);
}

static void
on_save_refused_clicked (DyrImportAssistant *self)
{
  dyr_import_assistant_save_refused (self);
}

static void
on_back_clicked (DyrImportAssistant *self)
{
  if (self->busy == DYR_IMPORT_BUSY_READING)
    {
      g_cancellable_cancel (self->cancellable);
      self->busy = DYR_IMPORT_BUSY_NOT;
    }
  if (self->step > DYR_IMPORT_STEP_FILE)
    dyr_import_assistant_go_to (self, self->step - 1);
}

static void
on_next_clicked (DyrImportAssistant *self)
{
  switch (self->step)
    {
    case DYR_IMPORT_STEP_FILE:
      if (self->peek == NULL)
        dyr_import_assistant_read (self);
      else
        dyr_import_assistant_go_to (self, DYR_IMPORT_STEP_PREVIEW);
      break;
    case DYR_IMPORT_STEP_PREVIEW:
      dyr_import_assistant_go_to (self, DYR_IMPORT_STEP_COLUMNS);
      on_columns_changed (self);
      break;
    case DYR_IMPORT_STEP_COLUMNS:
      dyr_import_assistant_try (self);
      break;
    case DYR_IMPORT_STEP_TRIAL:
      dyr_import_assistant_import (self);
      break;
    case DYR_IMPORT_STEP_REPORT:
      gtk_window_close (GTK_WINDOW (self));
      break;
    case DYR_IMPORT_N_STEPS:
    default:
      g_assert_not_reached ();
    }
}

static void
tell_parent (DyrImportAssistant *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autofree char *text = NULL;

  if (parent == NULL || self->report == NULL || self->report->action == 0 || self->undo_begun)
    return;
  text = dyr_import_assistant_imported_text (self);
  dyr_tell_undo (GTK_WIDGET (parent), text, self->report->action);
}

/* An import that runs is only stopped: what became of it has to be seen. */
static gboolean
dyr_import_assistant_close_request (GtkWindow *window)
{
  DyrImportAssistant *self = DYR_IMPORT_ASSISTANT (window);

  if (self->busy == DYR_IMPORT_BUSY_IMPORT)
    g_cancellable_cancel (self->cancellable);
  if (self->busy == DYR_IMPORT_BUSY_IMPORT || self->busy == DYR_IMPORT_BUSY_UNDO)
    return TRUE;
  tell_parent (self);
  return GTK_WINDOW_CLASS (dyr_import_assistant_parent_class)->close_request (window);
}

static void
on_escape_pressed (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DyrImportAssistant *self = DYR_IMPORT_ASSISTANT (widget);

  if (self->busy != DYR_IMPORT_BUSY_IMPORT)
    gtk_window_close (GTK_WINDOW (self));
}

static void
dyr_import_assistant_dispose (GObject *object)
{
  DyrImportAssistant *self = DYR_IMPORT_ASSISTANT (object);

  self->busy = DYR_IMPORT_BUSY_NOT;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->trial_result != NULL)
    dyr_import_result_show (self->trial_result, NULL, NULL);
  if (self->report_result != NULL)
    dyr_import_result_show (self->report_result, NULL, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_IMPORT_ASSISTANT);
  g_clear_object (&self->office);
  g_clear_object (&self->work);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->peek, dyr_import_peek_free);
  g_clear_pointer (&self->trial, dyr_import_report_free);
  g_clear_pointer (&self->report, dyr_import_report_free);
  G_OBJECT_CLASS (dyr_import_assistant_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, DyrImportAssistant, title);
  gtk_widget_class_bind_template_child (widget_class, DyrImportAssistant, back);
  gtk_widget_class_bind_template_child (widget_class, DyrImportAssistant, next);
  gtk_widget_class_bind_template_child (widget_class, DyrImportAssistant, spinner);
  gtk_widget_class_bind_template_child (widget_class, DyrImportAssistant, steps);
  gtk_widget_class_bind_template_child (widget_class, DyrImportAssistant, banner);
  gtk_widget_class_bind_template_child (widget_class, DyrImportAssistant, pages);
  gtk_widget_class_bind_template_child (widget_class, DyrImportAssistant, type_row);
  gtk_widget_class_bind_template_child (widget_class, DyrImportAssistant, file_name);
  gtk_widget_class_bind_template_child (widget_class, DyrImportAssistant, preview);
  gtk_widget_class_bind_template_child (widget_class, DyrImportAssistant, columns);
  gtk_widget_class_bind_template_child (widget_class, DyrImportAssistant, progress_page);
  gtk_widget_class_bind_template_child (widget_class, DyrImportAssistant, progress);
  gtk_widget_class_bind_template_child (widget_class, DyrImportAssistant, trial_heading);
  gtk_widget_class_bind_template_child (widget_class, DyrImportAssistant, trial_result);
  gtk_widget_class_bind_template_child (widget_class, DyrImportAssistant, report_heading);
  gtk_widget_class_bind_template_child (widget_class, DyrImportAssistant, report_text);
  gtk_widget_class_bind_template_child (widget_class, DyrImportAssistant, report_result);
  gtk_widget_class_bind_template_child (widget_class, DyrImportAssistant, save_refused);
  gtk_widget_class_bind_template_child (widget_class, DyrImportAssistant, undo);
}

static void
dyr_import_assistant_class_init (DyrImportAssistantClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_import_assistant_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = dyr_import_assistant_close_request;
  g_type_ensure (DYR_TYPE_BANNER);
  g_type_ensure (DYR_TYPE_IMPORT_PREVIEW);
  g_type_ensure (DYR_TYPE_IMPORT_COLUMNS);
  g_type_ensure (DYR_TYPE_IMPORT_RESULT);
  gtk_widget_class_install_action (widget_class, "import.escape", NULL, on_escape_pressed);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "import.escape", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-import-assistant.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_back_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_next_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_choose_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_type_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_preview_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_columns_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_columns_message);
  gtk_widget_class_bind_template_callback (widget_class, on_columns_remember);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_save_refused_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_undo_clicked);
}

static void
fill_types (DyrImportAssistant *self)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  guint selected = 0;

  for (guint i = 0; i < G_N_ELEMENTS (offered_types); i++)
    {
      gtk_string_list_append (labels, dyr_record_type_plural_label (offered_types[i]));
      if (offered_types[i] == self->type)
        selected = i;
    }
  adw_combo_row_set_model (self->type_row, G_LIST_MODEL (labels));
  adw_combo_row_set_selected (self->type_row, selected);
}

static void
dyr_import_assistant_init (DyrImportAssistant *self)
{
  GtkDropTarget *target;

  self->type = &dyr_client_type;
  gtk_widget_init_template (GTK_WIDGET (self));
  dyr_name_combo_row (self->type_row);
  gtk_window_set_default_widget (GTK_WINDOW (self), GTK_WIDGET (self->next));
  target = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);
  g_signal_connect_object (target, "drop", G_CALLBACK (on_file_dropped), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self->pages), GTK_EVENT_CONTROLLER (target));
}

void
dyr_import_assistant_present (DyrOffice *office,
                              GtkWindow *parent,
                              const DyrRecordType *type,
                              GFile *file)
{
  DyrImportAssistant *self;

  g_return_if_fail (DYR_IS_OFFICE (office));
  g_return_if_fail (parent == NULL || GTK_IS_WINDOW (parent));
  g_return_if_fail (type != NULL);
  g_return_if_fail (file == NULL || G_IS_FILE (file));

  self = g_object_new (DYR_TYPE_IMPORT_ASSISTANT, "transient-for", parent, NULL);
  self->office = g_object_ref (office);
  self->type = type;
  fill_types (self);
  dyr_import_assistant_update (self);
  gtk_window_present (GTK_WINDOW (self));
  if (file != NULL)
    set_file (self, file);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrExportDialog: which records become a file, and of which kind: those of the list as it is
 * filtered, or all of a type. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-export-dialog.h"

#include <glib/gi18n-lib.h>

#include "dyr-banner.h"
#include "dyr-export.h"
#include "dyr-file-picker.h"
#include "dyr-naming.h"
#include "dyr-tell.h"
#include "dyr-weak.h"

struct _DyrExportDialog
{
  AdwWindow parent_instance;

  DyrOffice *office;
  DyrQuery *list;            /* NULL: there is none */
  GArray *formats;           /* DyrExportFormat, as they are offered */
  GCancellable *cancellable; /* while it is written */

  GtkButton *export;
  GtkSpinner *spinner;
  DyrBanner *banner;
  AdwPreferencesGroup *group;
  AdwComboRow *what;
  AdwComboRow *format;
};

G_DEFINE_FINAL_TYPE (DyrExportDialog, dyr_export_dialog, ADW_TYPE_WINDOW)

/* What is written */

static const DyrRecordType *
get_type_of_choice (DyrExportDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->what);

  if (self->list != NULL && selected == 0)
    return dyr_query_get_type_of (self->list);
  return dyr_record_types[selected - (self->list != NULL ? 1 : 0)];
}

static DyrQuery *
new_query (DyrExportDialog *self)
{
  if (self->list != NULL && adw_combo_row_get_selected (self->what) == 0)
    return dyr_query_copy (self->list);
  return dyr_query_new (get_type_of_choice (self));
}

static DyrExportFormat
get_format (DyrExportDialog *self)
{
  return g_array_index (self->formats, DyrExportFormat, adw_combo_row_get_selected (self->format));
}

static void
add_format (DyrExportDialog *self, GtkStringList *labels, DyrExportFormat format, const char *label)
{
  g_array_append_val (self->formats, format);
  gtk_string_list_append (labels, label);
}

/* Cards are of persons only. */
static void
on_what_selected (DyrExportDialog *self)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  g_array_set_size (self->formats, 0);
  add_format (self, labels, DYR_EXPORT_XLSX, _("Spreadsheet (XLSX)"));
  add_format (self, labels, DYR_EXPORT_CSV, _("Table as text (CSV)"));
  add_format (self, labels, DYR_EXPORT_JSON, _("For programs (JSON)"));
  if (get_type_of_choice (self) == &dyr_person_type)
    {
      add_format (self, labels, DYR_EXPORT_VCARD, _("Address cards (vCard 3.0)"));
      add_format (self, labels, DYR_EXPORT_VCARD4, _("Address cards (vCard 4.0)"));
    }
  adw_combo_row_set_model (self->format, G_LIST_MODEL (labels));
}

static void
fill_what (DyrExportDialog *self)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  if (self->list != NULL)
    {
      g_autofree char *label = g_strdup_printf (
          /* Translators: %s is a kind of records: “Clients”. */
          C_("export", "%s, as the list shows them"),
              dyr_record_type_plural_label (dyr_query_get_type_of (self->list)));

      gtk_string_list_append (labels, label);
    }
  for (gsize i = 0; dyr_record_types[i] != NULL; i++)
    {
      g_autofree char *label = g_strdup_printf (
          /* Translators: all records of a kind; %s is “Clients”. */
          C_("export", "%s, all"), dyr_record_type_plural_label (dyr_record_types[i]));

      gtk_string_list_append (labels, label);
    }
  adw_combo_row_set_model (self->what, G_LIST_MODEL (labels));
  on_what_selected (self);
}

/* Writing */

typedef struct
{
  DyrDatabase *database;
  DyrQuery *query;
  DyrExportFormat format;
  char *path;
  char *language;
  char *country;
  char *zone;
  guint n_records;
} Work;

static void
free_work (gpointer data)
{
  Work *work = data;

  g_object_unref (work->database);
  dyr_query_free (work->query);
  g_free (work->path);
  g_free (work->language);
  g_free (work->country);
  g_free (work->zone);
  g_free (work);
}

static void
write_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  /* What shows values belongs to one thread. */
  g_autoptr (DyrContext) context = dyr_context_new (work->language, work->country, work->zone);
  const DyrExportOptions options
      = { .format = work->format, .headers = DYR_EXPORT_LABELS, .context = context, .bom = TRUE };
  GError *error = NULL;

  if (dyr_export_run (
          work->database, work->query, work->path, &options, &work->n_records, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
set_busy (DyrExportDialog *self, gboolean busy)
{
  g_clear_object (&self->cancellable);
  if (busy)
    {
      self->cancellable = g_cancellable_new ();
      dyr_banner_set_revealed (self->banner, FALSE);
    }
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->group), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->export), !busy);
}

static void
say (DyrExportDialog *self, const char *text)
{
  dyr_banner_set_title (self->banner, text);
  dyr_banner_set_revealed (self->banner, TRUE);
}

static void
tell_parent (DyrExportDialog *self, const Work *work)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autofree char *name = g_filename_display_basename (work->path);
  const DyrContext *context = dyr_office_get_context (self->office);
  g_autofree char *count = dyr_format_count (context->format, work->n_records);
  g_autofree char *text = g_strdup_printf (
      /* Translators: how many records, the name of a file. */
      ngettext ("%s record is in “%s”", "%s records are in “%s”", work->n_records),
      count,
      name);

  if (parent != NULL)
    dyr_tell (GTK_WIDGET (parent), text);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer data)
{
  DyrExportDialog *self = DYR_EXPORT_DIALOG (source);
  g_autoptr (GError) error = NULL;
  gboolean done = g_task_propagate_boolean (G_TASK (result), &error);

  set_busy (self, FALSE);
  if (!done && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      say (self, error->message);
      return;
    }
  if (done)
    tell_parent (self, g_task_get_task_data (G_TASK (result)));
  gtk_window_destroy (GTK_WINDOW (self));
}

void
dyr_export_dialog_write (DyrExportDialog *self, GFile *file)
{
  g_autoptr (GTask) task = NULL;
  const DyrContext *context;
  Work *work;

  g_return_if_fail (DYR_IS_EXPORT_DIALOG (self));
  g_return_if_fail (G_IS_FILE (file));

  if (g_file_peek_path (file) == NULL)
    {
      say (self, _("The file is not on this computer. Choose one that is."));
      return;
    }
  context = dyr_office_get_context (self->office);
  work = g_new0 (Work, 1);
  work->database = g_object_ref (dyr_store_get_database (dyr_office_get_store (self->office)));
  work->query = new_query (self);
  work->format = get_format (self);
  work->path = g_file_get_path (file);
  work->language = g_strdup (context->language);
  work->country = g_strdup (context->country);
  work->zone = g_strdup (g_time_zone_get_identifier (context->zone));
  set_busy (self, TRUE);
  task = g_task_new (self, self->cancellable, on_written, NULL);
  g_task_set_source_tag (task, dyr_export_dialog_write);
  g_task_set_task_data (task, work, free_work);
  g_task_run_in_thread (task, write_in_thread);
}

static void
on_picked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrExportDialog) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = dyr_file_picker_finish (result, &error);

  if (file != NULL && self != NULL && self->cancellable == NULL)
    dyr_export_dialog_write (self, file);
}

static const char *
get_end (DyrExportFormat format)
{
  switch (format)
    {
    case DYR_EXPORT_XLSX:
      return "xlsx";
    case DYR_EXPORT_JSON:
      return "json";
    case DYR_EXPORT_VCARD:
    case DYR_EXPORT_VCARD4:
      return "vcf";
    case DYR_EXPORT_CSV:
    default:
      return "csv";
    }
}

static void
on_export_clicked (DyrExportDialog *self)
{
  const char *end = get_end (get_format (self));
  const char *label = dyr_record_type_plural_label (get_type_of_choice (self));
  g_autofree char *pattern = g_strconcat ("*.", end, NULL);
  g_autofree char *name = g_strconcat (label, ".", end, NULL);
  g_autofree char *kind = g_ascii_strup (end, -1);
  const DyrFileKind kinds[] = { { kind, pattern }, { NULL, NULL } };

  dyr_file_picker_save_async (
      GTK_WIDGET (self), _("Export records"), name, kinds, NULL, on_picked, dyr_weak_new (self));
}

/* What is half written is given up; nothing is left of it. */
static gboolean
dyr_export_dialog_close_request (GtkWindow *window)
{
  DyrExportDialog *self = DYR_EXPORT_DIALOG (window);

  if (self->cancellable == NULL)
    return GTK_WINDOW_CLASS (dyr_export_dialog_parent_class)->close_request (window);
  g_cancellable_cancel (self->cancellable);
  return TRUE;
}

static void
on_cancel_clicked (DyrExportDialog *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

static void
dyr_export_dialog_dispose (GObject *object)
{
  DyrExportDialog *self = DYR_EXPORT_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_EXPORT_DIALOG);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->office);
  g_clear_pointer (&self->list, dyr_query_free);
  g_clear_pointer (&self->formats, g_array_unref);
  G_OBJECT_CLASS (dyr_export_dialog_parent_class)->dispose (object);
}

static void
dyr_export_dialog_class_init (DyrExportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_export_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = dyr_export_dialog_close_request;
  g_type_ensure (DYR_TYPE_BANNER);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrExportDialog, export);
  gtk_widget_class_bind_template_child (widget_class, DyrExportDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, DyrExportDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, DyrExportDialog, group);
  gtk_widget_class_bind_template_child (widget_class, DyrExportDialog, what);
  gtk_widget_class_bind_template_child (widget_class, DyrExportDialog, format);
  gtk_widget_class_bind_template_callback (widget_class, on_what_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_export_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_clicked);
}

static void
dyr_export_dialog_init (DyrExportDialog *self)
{
  self->formats = g_array_new (FALSE, FALSE, sizeof (DyrExportFormat));
  gtk_widget_init_template (GTK_WIDGET (self));
  dyr_name_combo_row (self->what);
  dyr_name_combo_row (self->format);
  gtk_window_set_default_widget (GTK_WINDOW (self), GTK_WIDGET (self->export));
}

void
dyr_export_dialog_present (DyrOffice *office, GtkWindow *parent, const DyrQuery *list)
{
  DyrExportDialog *self;

  g_return_if_fail (DYR_IS_OFFICE (office));
  g_return_if_fail (parent == NULL || GTK_IS_WINDOW (parent));

  self = g_object_new (DYR_TYPE_EXPORT_DIALOG, "transient-for", parent, NULL);
  self->office = g_object_ref (office);
  self->list = list != NULL ? dyr_query_copy (list) : NULL;
  fill_what (self);
  gtk_window_present (GTK_WINDOW (self));
}

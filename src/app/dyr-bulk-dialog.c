/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrBulkDialog: the same values for many records. Fields are chosen one by one; what would change
 * is counted while somebody types, and again by what writes it. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-bulk-dialog.h"

#include <glib/gi18n-lib.h>

#include "dyr-bulk.h"
#include "dyr-display.h"
#include "dyr-field-row.h"
#include "dyr-tell.h"
#include "dyr-weak.h"

/* How long after the last key is counted. */
#define PREVIEW_DELAY_MS 300

struct _DyrBulkDialog
{
  AdwWindow parent_instance;

  DyrOffice *office;
  const DyrRecordType *type;
  GArray *ids;
  DyrBulkLook *look; /* NULL: not yet known */
  GPtrArray *rows;   /* DyrFieldRow of the chosen fields */
  GPtrArray *edited; /* those of them in which somebody typed or chose something */
  GCancellable *looking;
  GCancellable *previewing;
  GCancellable *editing; /* while it is written */
  guint preview_source;

  GtkMenuButton *add;
  GtkButton *apply;
  GtkButton *cancel;
  AdwPreferencesGroup *fields;
  GtkLabel *about;
  GtkLabel *preview;
  GtkProgressBar *progress;
};

G_DEFINE_FINAL_TYPE (DyrBulkDialog, dyr_bulk_dialog, ADW_TYPE_WINDOW)

static char *
count_words (DyrBulkDialog *self, const char *words, guint n)
{
  return dyr_format_count_in (dyr_office_get_context (self->office)->format, words, n);
}

/* What is typed, NULL: nothing, or not every row has a value. A row that was left alone shows
 * nothing where the records differ: that is no wish to empty them. */
static GArray *
read_values (DyrBulkDialog *self)
{
  g_autoptr (GArray) values = dyr_field_values_new ();

  for (guint i = 0; i < self->edited->len; i++)
    {
      DyrFieldRow *row = g_ptr_array_index (self->edited, i);
      g_auto (DyrValue) value = DYR_VALUE_INIT;
      int field = dyr_record_type_find (self->type, dyr_field_row_get_field (row));
      g_autoptr (GError) error = NULL;

      if (!dyr_field_row_get_value (row, &value, &error))
        return NULL;
      dyr_value_copy (&value, dyr_field_values_add (values, (guint) field));
    }
  return values->len > 0 ? g_steal_pointer (&values) : NULL;
}

/* Counting */

static void
show_preview (DyrBulkDialog *self, const DyrBulkResult *preview)
{
  g_autofree char *changed = count_words (
      self,
      ngettext ("%s record will change", "%s records will change", preview->n_changed),
      preview->n_changed);
  g_autofree char *same = count_words (
      self,
      ngettext ("%s has these values already", "%s have these values already", preview->n_same),
      preview->n_same);
  g_autofree char *text = g_strdup_printf ("%s · %s", changed, same);

  gtk_label_set_text (self->preview, preview->n_same > 0 ? text : changed);
  gtk_widget_set_sensitive (GTK_WIDGET (self->apply), preview->n_changed > 0);
}

static void
on_previewed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrBulkDialog) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  DyrBulkResult preview;
  gboolean done = dyr_bulk_preview_finish (DYR_STORE (source), result, &preview, &error);

  if (self == NULL || g_task_get_cancellable (G_TASK (result)) != self->previewing)
    return;
  if (done)
    show_preview (self, &preview);
  else
    gtk_label_set_text (self->preview, error->message);
}

/* What is being counted is no longer asked for: its answer is not shown. */
static void
stop_preview (DyrBulkDialog *self)
{
  g_clear_handle_id (&self->preview_source, g_source_remove);
  g_cancellable_cancel (self->previewing);
  g_clear_object (&self->previewing);
}

static gboolean
on_preview_due (gpointer data)
{
  DyrBulkDialog *self = data;
  g_autoptr (GArray) values = read_values (self);

  self->preview_source = 0;
  if (values == NULL)
    return G_SOURCE_REMOVE;
  self->previewing = g_cancellable_new ();
  gtk_label_set_text (self->preview, _("Counting…"));
  dyr_bulk_preview_async (dyr_office_get_store (self->office),
                          self->type,
                          self->ids,
                          values,
                          self->previewing,
                          on_previewed,
                          dyr_weak_new (self));
  return G_SOURCE_REMOVE;
}

static void
count_anew (DyrBulkDialog *self)
{
  stop_preview (self);
  gtk_widget_set_sensitive (GTK_WIDGET (self->apply), FALSE);
  gtk_label_set_text (self->preview, "");
  if (self->edited->len > 0)
    self->preview_source = g_timeout_add (PREVIEW_DELAY_MS, on_preview_due, self);
}

static void
on_row_changed (DyrFieldRow *row, DyrBulkDialog *self)
{
  if (!g_ptr_array_find (self->edited, row, NULL))
    g_ptr_array_add (self->edited, row);
  count_anew (self);
}

/* Fields */

static const DyrValue *
find_common (DyrBulkDialog *self, guint field)
{
  for (guint i = 0; self->look != NULL && i < self->look->values->len; i++)
    {
      const DyrFieldValue *value = &g_array_index (self->look->values, DyrFieldValue, i);

      if (value->field == field)
        return &value->value;
    }
  return NULL;
}

/* What the field was to have is forgotten: the records keep their values. */
static void
on_remove_clicked (GtkButton *button, DyrFieldRow *row)
{
  DyrBulkDialog *self = DYR_BULK_DIALOG (gtk_widget_get_root (GTK_WIDGET (row)));

  g_ptr_array_remove (self->edited, row);
  g_ptr_array_remove (self->rows, row);
  adw_preferences_group_remove (self->fields, GTK_WIDGET (row));
  gtk_widget_set_visible (GTK_WIDGET (self->fields), self->rows->len > 0);
  gtk_widget_grab_focus (GTK_WIDGET (self->add));
  count_anew (self);
}

/* A row of a form has no place for it: both go into a box. */
static void
add_remove_button (DyrBulkDialog *self, DyrFieldRow *row, const char *label)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");
  g_autoptr (GtkWidget) child = g_object_ref (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (row)));
  /* Translators: %s is the label of a field; tooltip of a button that takes its row away. */
  g_autofree char *tooltip = g_strdup_printf (_("Leave “%s” as it is"), label);

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), NULL);
  gtk_widget_set_hexpand (child, TRUE);
  gtk_box_append (GTK_BOX (box), child);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_end (button, 6);
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip, -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_remove_clicked), row, 0);
  gtk_box_append (GTK_BOX (box), button);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
}

static void
add_field (DyrBulkDialog *self, guint field)
{
  DyrFieldRow *row = DYR_FIELD_ROW (dyr_field_row_new (self->type->fields[field].name));
  const char *label = dyr_field_label (self->type, field);
  const DyrValue *common = find_common (self, field);
  g_autofree char *differing = NULL;

  dyr_field_row_set_context (row, dyr_office_get_context (self->office));
  dyr_field_row_set_lookup (row, DYR_LOOKUP (dyr_office_get_store (self->office)));
  dyr_field_row_set_record_type (row, self->type);
  if (common == NULL)
    {
      /* Translators: the label of a field in which the chosen records differ. */
      differing = g_strdup_printf (_("%s (different values)"), label);
      dyr_field_row_set_label (row, differing);
    }
  add_remove_button (self, row, label);
  adw_preferences_group_add (self->fields, GTK_WIDGET (row));
  g_ptr_array_add (self->rows, row);
  if (common != NULL)
    dyr_field_row_set_value (row, common);
  g_signal_connect_object (row, "changed", G_CALLBACK (on_row_changed), self, 0);
  gtk_widget_set_visible (GTK_WIDGET (self->fields), TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
on_add_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DyrBulkDialog *self = DYR_BULK_DIALOG (widget);
  int field = dyr_record_type_find (self->type, g_variant_get_string (parameter, NULL));

  g_return_if_fail (field >= 0);

  for (guint i = 0; i < self->rows->len; i++)
    if (g_str_equal (dyr_field_row_get_field (g_ptr_array_index (self->rows, i)),
                     g_variant_get_string (parameter, NULL)))
      return;
  add_field (self, (guint) field);
}

static void
fill_menu (DyrBulkDialog *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  for (guint i = 0; i < self->type->n_fields; i++)
    {
      g_autoptr (GMenuItem) item = NULL;

      if (!dyr_bulk_can_set (self->type, i))
        continue;
      item = g_menu_item_new (dyr_field_label (self->type, i), NULL);
      g_menu_item_set_action_and_target (item, "bulk.add", "s", self->type->fields[i].name);
      g_menu_append_item (menu, item);
    }
  gtk_menu_button_set_menu_model (self->add, G_MENU_MODEL (menu));
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrBulkDialog) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  DyrBulkLook *look = dyr_bulk_look_finish (DYR_STORE (source), result, &error);

  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      dyr_bulk_look_free (look);
      return;
    }
  self->look = look;
  if (look == NULL)
    gtk_label_set_text (self->preview, error->message);
  /* Until now it was not known in which fields they differ. */
  gtk_widget_set_sensitive (GTK_WIDGET (self->add), look != NULL);
}

/* Writing */

static void
on_progress (guint n_done, guint n, gpointer data)
{
  DyrBulkDialog *self = data;

  gtk_progress_bar_set_fraction (self->progress, n > 0 ? (double) n_done / n : 1);
}

static void
tell_done (DyrBulkDialog *self, const DyrBulkResult *done)
{
  g_autofree char *changed = count_words (
      self, ngettext ("%s record changed", "%s records changed", done->n_changed), done->n_changed);
  g_autofree char *gone = count_words (
      self,
      ngettext ("%s was deleted meanwhile", "%s were deleted meanwhile", done->n_gone),
      done->n_gone);
  g_autofree char *text
      = done->n_gone > 0 ? g_strdup_printf ("%s · %s", changed, gone) : g_strdup (changed);
  GtkWindow *below = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (below != NULL)
    dyr_tell_undo (GTK_WIDGET (below), text, done->action);
}

static void
on_edited (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrBulkDialog) self = data;
  g_autoptr (GError) error = NULL;
  DyrBulkResult done;
  gboolean ok = dyr_bulk_edit_finish (DYR_STORE (source), result, &done, &error);

  g_clear_object (&self->editing);
  if (self->office == NULL)
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->progress), FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->fields), TRUE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->add), TRUE);
  if (ok || done.n_changed > 0)
    tell_done (self, &done);
  if (!ok)
    gtk_label_set_text (self->preview, error->message);
  else
    gtk_window_destroy (GTK_WINDOW (self));
}

static void
on_apply_clicked (DyrBulkDialog *self)
{
  g_autoptr (GArray) values = read_values (self);

  if (values == NULL || self->editing != NULL)
    return;
  stop_preview (self);
  self->editing = g_cancellable_new ();
  gtk_widget_set_sensitive (GTK_WIDGET (self->apply), FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->fields), FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->add), FALSE);
  gtk_progress_bar_set_fraction (self->progress, 0);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), TRUE);
  gtk_label_set_text (self->preview, _("Writing…"));
  dyr_bulk_edit_async (dyr_office_get_store (self->office),
                       self->type,
                       self->ids,
                       values,
                       on_progress,
                       self,
                       self->editing,
                       on_edited,
                       g_object_ref (self));
}

/* While it is written this stops it; what was done stays and can be undone. */
static gboolean
dyr_bulk_dialog_close_request (GtkWindow *window)
{
  DyrBulkDialog *self = DYR_BULK_DIALOG (window);

  if (self->editing == NULL)
    return GTK_WINDOW_CLASS (dyr_bulk_dialog_parent_class)->close_request (window);
  g_cancellable_cancel (self->editing);
  gtk_label_set_text (self->preview, _("Stopping…"));
  return TRUE;
}

static void
dyr_bulk_dialog_dispose (GObject *object)
{
  DyrBulkDialog *self = DYR_BULK_DIALOG (object);

  stop_preview (self);
  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_BULK_DIALOG);
  g_clear_object (&self->office);
  G_OBJECT_CLASS (dyr_bulk_dialog_parent_class)->dispose (object);
}

static void
dyr_bulk_dialog_finalize (GObject *object)
{
  DyrBulkDialog *self = DYR_BULK_DIALOG (object);

  g_clear_pointer (&self->ids, g_array_unref);
  g_clear_pointer (&self->look, dyr_bulk_look_free);
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->edited);
  G_OBJECT_CLASS (dyr_bulk_dialog_parent_class)->finalize (object);
}

static void
dyr_bulk_dialog_class_init (DyrBulkDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyr_bulk_dialog_dispose;
  object_class->finalize = dyr_bulk_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = dyr_bulk_dialog_close_request;
  g_type_ensure (DYR_TYPE_FIELD_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-bulk-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrBulkDialog, add);
  gtk_widget_class_bind_template_child (widget_class, DyrBulkDialog, apply);
  gtk_widget_class_bind_template_child (widget_class, DyrBulkDialog, cancel);
  gtk_widget_class_bind_template_child (widget_class, DyrBulkDialog, fields);
  gtk_widget_class_bind_template_child (widget_class, DyrBulkDialog, about);
  gtk_widget_class_bind_template_child (widget_class, DyrBulkDialog, preview);
  gtk_widget_class_bind_template_child (widget_class, DyrBulkDialog, progress);
  gtk_widget_class_bind_template_callback (widget_class, on_apply_clicked);
  gtk_widget_class_install_action (widget_class, "bulk.add", "s", on_add_activated);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
dyr_bulk_dialog_init (DyrBulkDialog *self)
{
  self->rows = g_ptr_array_new ();
  self->edited = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

DyrBulkDialog *
dyr_bulk_dialog_new (DyrOffice *office, const DyrRecordType *type, GArray *ids)
{
  DyrBulkDialog *self = g_object_new (DYR_TYPE_BULK_DIALOG, NULL);
  g_autofree char *about = NULL;

  self->office = g_object_ref (office);
  self->type = type;
  self->ids = g_array_ref (ids);
  about = count_words (
      self,
      ngettext ("%s record is chosen. Add the fields that it is to have.",
                "%s records are chosen. Add the fields that all of them are to have.",
                ids->len),
      ids->len);
  gtk_label_set_text (self->about, about);
  fill_menu (self);
  self->looking = g_cancellable_new ();
  dyr_bulk_look_async (
      dyr_office_get_store (office), type, ids, self->looking, on_looked, dyr_weak_new (self));
  return self;
}

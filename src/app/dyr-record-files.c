/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrRecordFiles: the files of a record; more are attached by a dialog, by drag and by pasting.
 *
 *   DyrRecordList ── GtkSliceListModel ── GtkListBox of DyrFileRow
 */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-record-files.h"

#include <glib/gi18n-lib.h>

#include "dyr-attaching.h"
#include "dyr-file-picker.h"
#include "dyr-file-row.h"
#include "dyr-file.h"
#include "dyr-files.h"
#include "dyr-pin-row.h"
#include "dyr-record-list.h"
#include "dyr-show-more.h"
#include "dyr-weak.h"

struct _DyrRecordFiles
{
  GtkWidget parent_instance;

  DyrOffice *office;
  DyrRecord *record;
  DyrRecordList *list;
  GtkSliceListModel *slice;
  GHashTable *by; /* see DyrFilesBy; NULL: not read yet */
  GCancellable *reading;

  GtkWidget *box;
  GtkLabel *count;
  GtkButton *attach;
  GtkWidget *working;
  GtkLabel *working_label;
  GtkProgressBar *progress;
  GtkListBox *rows;
  GtkButton *more;
  DyrPinRow *pin;
};

G_DEFINE_FINAL_TYPE (DyrRecordFiles, dyr_record_files, GTK_TYPE_WIDGET)

/* Who attached them */

static void
show_by (DyrRecordFiles *self, DyrFileRow *row)
{
  DyrRecord *file = dyr_file_row_get_record (row);
  const gint64 id = file != NULL ? dyr_record_get_id (file) : 0;
  const char *by;

  if (self->by == NULL || id == 0)
    return;
  by = g_hash_table_lookup (self->by, &id);
  dyr_file_row_set_by (row, by != NULL ? by : C_ ("timeline", "You"));
}

static void
free_by (gpointer data)
{
  DyrFilesBy *by = data;

  g_clear_pointer (&by->by, g_hash_table_unref);
  g_free (by);
}

static void
on_by_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrRecordFiles) self = dyr_weak_take (data);
  DyrFilesBy *by = dyr_database_job_data (result);
  g_autoptr (GError) error = NULL;

  if (!dyr_database_job_finish (DYR_DATABASE (source), result, &error))
    {
      if (self != NULL && self->office != NULL)
        dyr_store_report_error (dyr_office_get_store (self->office), error);
      return;
    }
  if (self == NULL || self->record == NULL || dyr_record_get_id (self->record) != by->about)
    return;
  g_clear_pointer (&self->by, g_hash_table_unref);
  self->by = g_steal_pointer (&by->by);
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->rows)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (DYR_IS_FILE_ROW (row))
      show_by (self, DYR_FILE_ROW (row));
}

static void
read_by (DyrRecordFiles *self)
{
  DyrFilesBy *by = g_new0 (DyrFilesBy, 1);

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  by->about = dyr_record_get_id (self->record);
  dyr_database_read_async (dyr_store_get_database (dyr_office_get_store (self->office)),
                           dyr_files_job_by,
                           by,
                           free_by,
                           self->reading,
                           on_by_read,
                           dyr_weak_new (self));
}

/* The list */

static void
on_row_record_changed (DyrPlace *place, GParamSpec *pspec, DyrFileRow *row)
{
  GtkWidget *self = gtk_widget_get_ancestor (GTK_WIDGET (row), DYR_TYPE_RECORD_FILES);

  if (self != NULL)
    show_by (DYR_RECORD_FILES (self), row);
}

static GtkWidget *
create_row (gpointer place, gpointer data)
{
  DyrRecordFiles *self = data;
  GtkWidget *row = dyr_file_row_new (self->office, place);

  show_by (self, DYR_FILE_ROW (row));
  g_signal_connect_object (
      place, "notify::record", G_CALLBACK (on_row_record_changed), row, G_CONNECT_AFTER);
  return row;
}

static void
update (DyrRecordFiles *self)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  g_autofree char *count = NULL;

  if (n > 0)
    count = dyr_format_count (dyr_office_get_context (self->office)->format, n);
  gtk_label_set_text (self->count, count);
  gtk_widget_set_visible (GTK_WIDGET (self->rows), n > 0);
  dyr_show_more_update (self->slice, self->more);
}

/* What was missing may have been mended, with any record. */
static void
look_again (DyrRecordFiles *self)
{
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->rows)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (DYR_IS_FILE_ROW (row))
      dyr_file_row_look_again (DYR_FILE_ROW (row));
}

static void
on_list_changed (DyrRecordList *list, GParamSpec *pspec, DyrRecordFiles *self)
{
  update (self);
  if (self->record == NULL || dyr_record_list_is_loading (list))
    return;
  read_by (self);
  look_again (self);
}

static void
on_more_clicked (GtkButton *more, DyrRecordFiles *self)
{
  dyr_show_more_go_on (self->slice);
  update (self);
}

static void
ask (DyrRecordFiles *self)
{
  DyrQuery *query = dyr_query_new (&dyr_file_type);
  g_auto (DyrValue) value = DYR_VALUE_INIT;

  dyr_value_take_link (&value,
                       dyr_link_new (dyr_record_get_id (self->record),
                                     dyr_record_get_uid (self->record),
                                     NULL,
                                     dyr_record_get_record_type (self->record)->number,
                                     FALSE));
  dyr_query_where (query, DYR_FILE_ABOUT, DYR_COMPARE_IS, &value);
  dyr_query_sort (query, DYR_FILE_ADDED_AT, TRUE);
  dyr_query_sort (query, DYR_FILE_NAME, FALSE);
  dyr_record_list_take_query (self->list, query);
}

/* What is being attached */

static void
update_working (DyrRecordFiles *self)
{
  GListModel *all = G_LIST_MODEL (dyr_office_get_attachings (self->office));
  const gint64 about = self->record != NULL ? dyr_record_get_id (self->record) : 0;
  guint n = 0, n_files = 0;
  double sum = 0;

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (DyrAttaching) attaching = g_list_model_get_item (all, i);

      if (dyr_attaching_get_about (attaching) != about || !dyr_attaching_is_slow (attaching))
        continue;
      n++;
      n_files += dyr_attaching_get_n_files (attaching);
      sum += dyr_attaching_get_fraction (attaching);
    }
  gtk_widget_set_visible (self->working, n > 0);
  if (n > 0)
    {
      g_autofree char *text = g_strdup_printf (
          ngettext ("Attaching %u file", "Attaching %u files", n_files), n_files);

      gtk_label_set_text (self->working_label, text);
      gtk_progress_bar_set_fraction (self->progress, sum / n);
    }
}

static void
on_attaching_changed (DyrAttaching *attaching, GParamSpec *pspec, DyrRecordFiles *self)
{
  update_working (self);
}

static void
on_attachings_changed (
    GListModel *all, guint position, guint n_removed, guint n_added, DyrRecordFiles *self)
{
  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr (GObject) attaching = g_list_model_get_item (all, i);

      g_signal_connect_object (attaching, "notify", G_CALLBACK (on_attaching_changed), self, 0);
    }
  if (n_removed > 0)
    look_again (self);
  update_working (self);
}

static void
on_cancel_clicked (GtkButton *button, DyrRecordFiles *self)
{
  GListModel *all = G_LIST_MODEL (dyr_office_get_attachings (self->office));

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (DyrAttaching) attaching = g_list_model_get_item (all, i);

      if (dyr_attaching_get_about (attaching) == dyr_record_get_id (self->record))
        dyr_attaching_cancel (attaching);
    }
}

static void
on_files_picked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrRecordFiles) self = dyr_weak_take (data);
  g_autoptr (GPtrArray) files = dyr_file_picker_open_many_finish (result, NULL);

  if (self != NULL && files != NULL)
    dyr_record_files_attach (self, files);
}

static void
on_attach_clicked (GtkButton *attach, DyrRecordFiles *self)
{
  dyr_record_files_ask (self);
}

static void
dyr_record_files_dispose (GObject *object)
{
  DyrRecordFiles *self = DYR_RECORD_FILES (object);

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_RECORD_FILES);
  g_clear_pointer (&self->by, g_hash_table_unref);
  g_clear_object (&self->slice);
  g_clear_object (&self->list);
  g_clear_object (&self->record);
  g_clear_object (&self->office);
  G_OBJECT_CLASS (dyr_record_files_parent_class)->dispose (object);
}

static void
dyr_record_files_class_init (DyrRecordFilesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_record_files_dispose;
  g_type_ensure (DYR_TYPE_PIN_ROW);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-record-files.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrRecordFiles, box);
  gtk_widget_class_bind_template_child (widget_class, DyrRecordFiles, count);
  gtk_widget_class_bind_template_child (widget_class, DyrRecordFiles, attach);
  gtk_widget_class_bind_template_child (widget_class, DyrRecordFiles, working);
  gtk_widget_class_bind_template_child (widget_class, DyrRecordFiles, working_label);
  gtk_widget_class_bind_template_child (widget_class, DyrRecordFiles, progress);
  gtk_widget_class_bind_template_child (widget_class, DyrRecordFiles, rows);
  gtk_widget_class_bind_template_child (widget_class, DyrRecordFiles, more);
  gtk_widget_class_bind_template_child (widget_class, DyrRecordFiles, pin);
  gtk_widget_class_bind_template_callback (widget_class, on_attach_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_more_clicked);
}

static void
dyr_record_files_init (DyrRecordFiles *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
set_office (DyrRecordFiles *self, DyrOffice *office)
{
  GListModel *attachings = G_LIST_MODEL (dyr_office_get_attachings (office));

  self->office = g_object_ref (office);
  self->list = dyr_record_list_new (dyr_office_get_store (office));
  self->slice = dyr_show_more_new (G_LIST_MODEL (self->list));
  gtk_list_box_bind_model (self->rows, G_LIST_MODEL (self->slice), create_row, self, NULL);
  g_signal_connect_object (self->list, "notify::n-items", G_CALLBACK (on_list_changed), self, 0);
  g_signal_connect_object (self->list, "notify::loading", G_CALLBACK (on_list_changed), self, 0);
  g_signal_connect_object (
      attachings, "items-changed", G_CALLBACK (on_attachings_changed), self, 0);
  on_attachings_changed (attachings, 0, 0, g_list_model_get_n_items (attachings), self);
}

void
dyr_record_files_set_record (DyrRecordFiles *self, DyrOffice *office, DyrRecord *record)
{
  g_return_if_fail (DYR_IS_RECORD_FILES (self));
  g_return_if_fail (DYR_IS_OFFICE (office));

  if (!g_set_object (&self->record, record))
    return;
  dyr_pin_row_set_record (self->pin, office, record);
  if (record == NULL)
    return;
  g_clear_pointer (&self->by, g_hash_table_unref);
  if (self->office == NULL)
    set_office (self, office);
  dyr_show_more_reset (self->slice);
  ask (self);
  update_working (self);
}

/* What is attached is seen then, and the keyboard is near it. */
static void
come_in_sight (DyrRecordFiles *self)
{
  GtkWidget *scroller = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment;
  graphene_rect_t place;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self->attach)))
    return;
  gtk_widget_grab_focus (GTK_WIDGET (self->attach));
  if (scroller == NULL || !gtk_widget_compute_bounds (GTK_WIDGET (self), scroller, &place))
    return;
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  gtk_adjustment_set_value (adjustment,
                            gtk_adjustment_get_value (adjustment) + (double) place.origin.y);
}

void
dyr_record_files_ask (DyrRecordFiles *self)
{
  g_return_if_fail (DYR_IS_RECORD_FILES (self));

  if (self->record == NULL)
    return;
  come_in_sight (self);
  dyr_file_picker_open_many_async (GTK_WIDGET (self),
                                   _("Attach files"), NULL, on_files_picked, dyr_weak_new (self));
}

gboolean
dyr_record_files_attach (DyrRecordFiles *self, GPtrArray *files)
{
  g_return_val_if_fail (DYR_IS_RECORD_FILES (self), FALSE);
  g_return_val_if_fail (files != NULL, FALSE);

  if (self->record == NULL || files->len == 0)
    return FALSE;
  dyr_attaching_start (self->office, dyr_record_get_id (self->record), files, GTK_WIDGET (self));
  return TRUE;
}

gboolean
dyr_record_files_attach_picture (DyrRecordFiles *self, GdkTexture *picture)
{
  g_return_val_if_fail (DYR_IS_RECORD_FILES (self), FALSE);
  g_return_val_if_fail (GDK_IS_TEXTURE (picture), FALSE);

  if (self->record == NULL)
    return FALSE;
  dyr_attaching_start_picture (
      self->office, dyr_record_get_id (self->record), picture, GTK_WIDGET (self));
  return TRUE;
}

DyrRecordFiles *
dyr_record_files_find (GtkWidget *root)
{
  g_return_val_if_fail (GTK_IS_WIDGET (root), NULL);

  if (DYR_IS_RECORD_FILES (root))
    return DYR_RECORD_FILES (root);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      DyrRecordFiles *found = dyr_record_files_find (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

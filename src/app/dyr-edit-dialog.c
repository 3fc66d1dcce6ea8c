/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrEditDialog: a small window for a record whose type has no page of its own. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-edit-dialog.h"

#include <glib/gi18n-lib.h>

#include "dyr-deleted-notice.h"
#include "dyr-deletion.h"
#include "dyr-display.h"
#include "dyr-duplicate-notice.h"
#include "dyr-file-target.h"
#include "dyr-form.h"
#include "dyr-layout.h"
#include "dyr-record-sign.h"
#include "dyr-store-drafts.h"

/* Characters of a name in the title bar. */
#define MAX_TITLE 80

struct _DyrEditDialog
{
  AdwWindow parent_instance;

  DyrOffice *office;
  DyrRecord *record;
  GCancellable *reading;
  GtkWidget *layout;

  AdwHeaderBar *bar;
  AdwWindowTitle *title;
  GtkWidget *trash;
  DyrDeletedNotice *deleted;
  AdwClamp *place;
  DyrDuplicateNotice *likely;
};

G_DEFINE_FINAL_TYPE (DyrEditDialog, dyr_edit_dialog, ADW_TYPE_WINDOW)

static void
update_title (DyrEditDialog *self)
{
  const char *type = dyr_record_type_label (dyr_record_get_record_type (self->record));
  g_autofree char *name = dyr_display_line (dyr_record_get_title (self->record), MAX_TITLE);

  adw_window_title_set_title (self->title, type);
  adw_window_title_set_subtitle (self->title, name != NULL ? name : "");
  gtk_window_set_title (GTK_WINDOW (self), name != NULL ? name : type);
}

static void
update_deleted (DyrEditDialog *self)
{
  const gboolean deleted = dyr_record_is_deleted (self->record);

  gtk_widget_set_sensitive (self->layout, !deleted);
  gtk_widget_set_visible (self->trash, !deleted);
}

static void
on_record_changed (DyrRecord *record, GParamSpec *pspec, DyrEditDialog *self)
{
  update_title (self);
}

/* What is deleted while it is edited goes out of sight; what was deleted before is read, and may be
 * brought back. */
static void
on_record_deleted (DyrRecord *record, GParamSpec *pspec, DyrEditDialog *self)
{
  if (dyr_record_is_deleted (record))
    gtk_window_close (GTK_WINDOW (self));
  else
    update_deleted (self);
}

static void
on_delete_clicked (GtkButton *button, DyrEditDialog *self)
{
  dyr_deletion_async (
      self->office, GTK_WIDGET (self), dyr_record_get_id (self->record), NULL, NULL);
}

static void
on_drafts_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrEditDialog) self = data;
  g_autoptr (GHashTable) drafts = dyr_store_drafts_finish (DYR_STORE (source), result, NULL);

  if (drafts != NULL && self->reading != NULL && self->layout != NULL)
    dyr_form_set_drafts (self->layout, drafts);
}

/* The notice takes no room from the rows. */
static void
on_likely_changed (DyrEditDialog *self)
{
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  gtk_window_set_default_size (GTK_WINDOW (self), width, -1);
}

static gboolean
dyr_edit_dialog_close_request (GtkWindow *window)
{
  DyrEditDialog *self = DYR_EDIT_DIALOG (window);

  /* What is no value stays as a draft. */
  if (self->layout != NULL)
    dyr_form_commit (self->layout);
  return GTK_WINDOW_CLASS (dyr_edit_dialog_parent_class)->close_request (window);
}

static void
dyr_edit_dialog_dispose (GObject *object)
{
  DyrEditDialog *self = DYR_EDIT_DIALOG (object);

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->layout = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_EDIT_DIALOG);
  g_clear_object (&self->record);
  g_clear_object (&self->office);
  G_OBJECT_CLASS (dyr_edit_dialog_parent_class)->dispose (object);
}

static void
dyr_edit_dialog_class_init (DyrEditDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_edit_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = dyr_edit_dialog_close_request;
  g_type_ensure (DYR_TYPE_DELETED_NOTICE);
  g_type_ensure (DYR_TYPE_DUPLICATE_NOTICE);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-edit-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrEditDialog, bar);
  gtk_widget_class_bind_template_child (widget_class, DyrEditDialog, title);
  gtk_widget_class_bind_template_child (widget_class, DyrEditDialog, trash);
  gtk_widget_class_bind_template_child (widget_class, DyrEditDialog, deleted);
  gtk_widget_class_bind_template_child (widget_class, DyrEditDialog, place);
  gtk_widget_class_bind_template_child (widget_class, DyrEditDialog, likely);
  gtk_widget_class_bind_template_callback (widget_class, on_delete_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_likely_changed);
}

static void
dyr_edit_dialog_init (DyrEditDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dyr_file_target_install (GTK_WIDGET (self));
}

void
dyr_edit_dialog_present (DyrOffice *office, GtkWindow *parent, DyrRecord *record, const char *field)
{
  DyrEditDialog *self;
  g_autoptr (GtkWidget) layout = NULL;
  GtkWidget *sign;

  g_return_if_fail (DYR_IS_OFFICE (office));
  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (DYR_IS_RECORD (record));

  layout = dyr_layout_new (office, "detail", dyr_record_get_record_type (record));
  if (layout == NULL)
    return;
  self = g_object_new (DYR_TYPE_EDIT_DIALOG, "transient-for", parent, "modal", TRUE, NULL);
  self->office = g_object_ref (office);
  self->record = g_object_ref (record);
  self->layout = layout;
  self->reading = g_cancellable_new ();
  adw_clamp_set_child (self->place, layout);
  dyr_layout_set_record (layout, office, record);
  sign = dyr_record_sign_new (office);
  gtk_widget_set_valign (sign, GTK_ALIGN_CENTER);
  adw_header_bar_pack_end (self->bar, sign);
  dyr_record_sign_set_record (DYR_RECORD_SIGN (sign), record, layout);
  dyr_duplicate_notice_watch (self->likely, office, layout, dyr_record_get_record_type (record));
  dyr_duplicate_notice_set_record (self->likely, record);
  g_signal_connect_object (record, "notify", G_CALLBACK (on_record_changed), self, 0);
  g_signal_connect_object (record, "notify::deleted", G_CALLBACK (on_record_deleted), self, 0);
  dyr_deleted_notice_set_record (self->deleted, office, record);
  update_deleted (self);
  update_title (self);
  dyr_store_drafts_async (dyr_office_get_store (office),
                          dyr_record_get_id (record),
                          self->reading,
                          on_drafts_read,
                          g_object_ref (self));
  gtk_window_present (GTK_WINDOW (self));
  if (field != NULL)
    dyr_layout_focus_field (layout, field);
}

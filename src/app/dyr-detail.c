/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrDetail: everything about one record: its fields to edit, what belongs to it, its timeline.
 * The layout of each type is ui/detail-TYPE.ui. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-detail.h"

#include <glib/gi18n-lib.h>

#include "dyr-banner.h"
#include "dyr-detail-head.h"
#include "dyr-form.h"
#include "dyr-layout.h"
#include "dyr-timeline.h"

/* Changes among which the deletion of a record is looked for. */
#define MAX_CHANGES 200

struct _DyrDetail
{
  GtkWidget parent_instance;

  DyrOffice *office;
  DyrRecord *record;
  GSignalGroup *watch;
  const DyrRecordType *type; /* of the layout */
  GtkWidget *layout;
  GCancellable *reading;

  DyrBanner *deleted;
  GtkWidget *content;
  AdwBin *head_place;
  DyrDetailHead *head;
  GtkStack *stack;
  GtkScrolledWindow *scroller;
  AdwBin *layout_place;
  AdwBin *timeline_place;
  DyrTimeline *timeline;
};

G_DEFINE_FINAL_TYPE (DyrDetail, dyr_detail, GTK_TYPE_WIDGET)

static void
update_deleted (DyrDetail *self)
{
  gboolean is_deleted = self->record != NULL && dyr_record_is_deleted (self->record);

  dyr_banner_set_revealed (self->deleted, is_deleted);
  if (self->layout != NULL)
    gtk_widget_set_sensitive (self->layout, !is_deleted);
}

static void
on_record_deleted (DyrRecord *record, GParamSpec *pspec, DyrDetail *self)
{
  update_deleted (self);
}

/* Bringing back: the action that deleted the record is taken back. */

static void
on_brought_back (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  dyr_undo_result_free (dyr_store_undo_finish (DYR_STORE (source), result, &error));
  if (error != NULL)
    g_signal_emit_by_name (source, "failed", NULL, error);
}

static gint64
find_deletion (GPtrArray *entries, gint64 record)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const DyrHistoryEntry *entry = g_ptr_array_index (entries, i);

      if (entry->record == record && entry->kind == DYR_CHANGE_DELETED && !entry->undone)
        return entry->action;
    }
  return 0;
}

static void
on_deletion_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrDetail) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = dyr_store_history_finish (DYR_STORE (source), result, &error);
  gint64 action;

  if (entries == NULL)
    {
      g_signal_emit_by_name (source, "failed", NULL, error);
      return;
    }
  if (self->record == NULL)
    return;
  action = find_deletion (entries, dyr_record_get_id (self->record));
  if (action != 0)
    dyr_store_undo_async (DYR_STORE (source), action, NULL, on_brought_back, NULL);
  else
    gtk_widget_activate_action (
        GTK_WIDGET (self),
        "win.toast",
        "s",
        _ ("This record was not deleted here, so it cannot be brought back here."));
}

static void
on_bring_back_clicked (DyrBanner *banner, DyrDetail *self)
{
  if (self->record != NULL)
    dyr_store_history_async (dyr_office_get_store (self->office),
                             dyr_record_get_id (self->record),
                             MAX_CHANGES,
                             NULL,
                             on_deletion_read,
                             g_object_ref (self));
}

/* The layout */

static void
drop_layout (DyrDetail *self)
{
  if (self->layout == NULL)
    return;
  dyr_form_set_record (self->layout, NULL);
  self->layout = NULL;
  adw_bin_set_child (self->layout_place, NULL);
}

static void
ensure_layout (DyrDetail *self, const DyrRecordType *type)
{
  g_autoptr (GtkWidget) layout = NULL;

  if (type == self->type)
    return;
  drop_layout (self);
  layout = dyr_layout_new (self->office, "detail", type);
  adw_bin_set_child (self->layout_place, layout);
  self->layout = layout;
  self->type = type;
}

static void
on_drafts_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrDetail) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) drafts = dyr_store_drafts_finish (DYR_STORE (source), result, &error);

  if (g_task_get_cancellable (G_TASK (result)) != self->reading || self->layout == NULL)
    return;
  if (drafts != NULL)
    dyr_form_set_drafts (self->layout, drafts);
  else
    g_signal_emit_by_name (source, "failed", NULL, error);
}

static void
read_drafts (DyrDetail *self)
{
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  if (self->record == NULL)
    return;
  self->reading = g_cancellable_new ();
  dyr_store_drafts_async (dyr_office_get_store (self->office),
                          dyr_record_get_id (self->record),
                          self->reading,
                          on_drafts_read,
                          g_object_ref (self));
}

static void
dyr_detail_dispose (GObject *object)
{
  DyrDetail *self = DYR_DETAIL (object);

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_object (&self->watch);
  if (self->layout != NULL)
    drop_layout (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_DETAIL);
  g_clear_object (&self->record);
  g_clear_object (&self->office);
  G_OBJECT_CLASS (dyr_detail_parent_class)->dispose (object);
}

static void
dyr_detail_class_init (DyrDetailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_detail_dispose;
  g_type_ensure (DYR_TYPE_BANNER);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, DYR_RESOURCE_PATH "/ui/dyr-detail.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrDetail, deleted);
  gtk_widget_class_bind_template_child (widget_class, DyrDetail, content);
  gtk_widget_class_bind_template_child (widget_class, DyrDetail, head_place);
  gtk_widget_class_bind_template_child (widget_class, DyrDetail, stack);
  gtk_widget_class_bind_template_child (widget_class, DyrDetail, scroller);
  gtk_widget_class_bind_template_child (widget_class, DyrDetail, layout_place);
  gtk_widget_class_bind_template_child (widget_class, DyrDetail, timeline_place);
  gtk_widget_class_bind_template_callback (widget_class, on_bring_back_clicked);
}

static void
dyr_detail_init (DyrDetail *self)
{
  self->watch = g_signal_group_new (DYR_TYPE_RECORD);
  g_signal_group_connect_object (
      self->watch, "notify::deleted", G_CALLBACK (on_record_deleted), self, 0);
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dyr_detail_new (DyrOffice *office)
{
  DyrDetail *self;

  g_return_val_if_fail (DYR_IS_OFFICE (office), NULL);

  self = g_object_new (DYR_TYPE_DETAIL, NULL);
  self->office = g_object_ref (office);
  self->head = DYR_DETAIL_HEAD (dyr_detail_head_new (office));
  adw_bin_set_child (self->head_place, GTK_WIDGET (self->head));
  self->timeline = DYR_TIMELINE (dyr_timeline_new (office));
  adw_bin_set_child (self->timeline_place, GTK_WIDGET (self->timeline));
  return GTK_WIDGET (self);
}

void
dyr_detail_set_record (DyrDetail *self, DyrRecord *record)
{
  g_return_if_fail (DYR_IS_DETAIL (self));
  g_return_if_fail (record == NULL || DYR_IS_RECORD (record));

  if (!g_set_object (&self->record, record))
    return;
  if (record != NULL)
    ensure_layout (self, dyr_record_get_record_type (record));
  g_signal_group_set_target (self->watch, record);
  gtk_widget_set_visible (self->content, record != NULL);
  dyr_detail_head_set_record (self->head, record);
  dyr_timeline_set_record (self->timeline, record);
  if (self->layout != NULL)
    dyr_layout_set_record (self->layout, self->office, record);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  update_deleted (self);
  read_drafts (self);
}

DyrRecord *
dyr_detail_get_record (DyrDetail *self)
{
  g_return_val_if_fail (DYR_IS_DETAIL (self), NULL);
  return self->record;
}

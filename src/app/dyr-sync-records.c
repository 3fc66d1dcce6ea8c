/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSyncRecords: the records that wait, in a list that can be as long as it likes. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sync-records.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "dyr-record-open.h"
#include "dyr-refresh.h"
#include "dyr-sync-list.h"
#include "dyr-sync-row.h"
#include "dyr-sync-ways.h"

/* Many commits in a row are one. */
#define REFRESH_DELAY_MS 150

struct _DyrSyncRecords
{
  GtkWidget parent_instance;

  DyrOffice *office;
  DyrWaitingKind kind;
  DyrSyncList *records;
  GtkSingleSelection *selection;
  DyrRefresh *refresh;

  GtkStack *stack;
  GtkListView *list;
  AdwStatusPage *none;
};

G_DEFINE_FINAL_TYPE (DyrSyncRecords, dyr_sync_records, GTK_TYPE_WIDGET)

/* Reading */

static void
read_records (GtkWidget *widget)
{
  dyr_sync_list_refresh (DYR_SYNC_RECORDS (widget)->records);
}

static void
on_store_changed (DyrStore *store, guint64 types, DyrSyncRecords *self)
{
  dyr_refresh_soon (self->refresh, REFRESH_DELAY_MS);
}

/* What was sent and what was refused need not change any field. */
static void
on_count_changed (DyrSyncService *sync, GParamSpec *pspec, DyrSyncRecords *self)
{
  dyr_refresh_soon (self->refresh, REFRESH_DELAY_MS);
}

static void
on_read (DyrSyncList *records, DyrSyncRecords *self)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (records));

  /* What could not be read is not nothing. */
  if (n > 0 || dyr_sync_list_is_whole (records))
    gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "none");
}

/* Rows */

static void
on_row_set_up (GtkSignalListItemFactory *factory, GtkListItem *item, DyrSyncRecords *self)
{
  gtk_list_item_set_child (item, dyr_sync_row_new (self->office, self->kind));
}

static void
on_row_bound (GtkSignalListItemFactory *factory, GtkListItem *item, DyrSyncRecords *self)
{
  dyr_sync_row_set_item (DYR_SYNC_ROW (gtk_list_item_get_child (item)),
                         gtk_list_item_get_item (item));
}

static void
on_row_unbound (GtkSignalListItemFactory *factory, GtkListItem *item, DyrSyncRecords *self)
{
  dyr_sync_row_set_item (DYR_SYNC_ROW (gtk_list_item_get_child (item)), NULL);
}

/* A person chooses between what is here and what is there. */
static gboolean
is_asked (const DyrWaiting *waiting)
{
  for (guint i = 0; waiting != NULL && i < waiting->questions->len; i++)
    if (((const DyrClash *) waiting->questions->pdata[i])->state == DYR_PENDING_CLASH)
      return TRUE;
  return FALSE;
}

static void
on_activated (DyrSyncRecords *self, guint position)
{
  g_autoptr (DyrSyncItem) item = g_list_model_get_item (G_LIST_MODEL (self->records), position);

  if (item == NULL)
    return;
  if (self->kind == DYR_WAITING_FOR_YOU && is_asked (dyr_sync_item_get_waiting (item)))
    {
      g_autofree char *uid = dyr_uid_to_text (&dyr_sync_item_get_waiting (item)->row->uid);

      gtk_widget_activate_action (GTK_WIDGET (self), "sync.decide", "s", uid);
    }
  else
    dyr_record_open (self->office, GTK_WIDGET (self), dyr_sync_item_get_record (item));
}

static gboolean
dyr_sync_records_grab_focus (GtkWidget *widget)
{
  DyrSyncRecords *self = DYR_SYNC_RECORDS (widget);

  return g_str_equal (gtk_stack_get_visible_child_name (self->stack), "list")
         && gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

static void
dyr_sync_records_dispose (GObject *object)
{
  DyrSyncRecords *self = DYR_SYNC_RECORDS (object);

  g_clear_pointer (&self->refresh, dyr_refresh_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_SYNC_RECORDS);
  g_clear_object (&self->selection);
  g_clear_object (&self->records);
  g_clear_object (&self->office);
  G_OBJECT_CLASS (dyr_sync_records_parent_class)->dispose (object);
}

static void
dyr_sync_records_class_init (DyrSyncRecordsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_sync_records_dispose;
  widget_class->grab_focus = dyr_sync_records_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-sync-records.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrSyncRecords, stack);
  gtk_widget_class_bind_template_child (widget_class, DyrSyncRecords, list);
  gtk_widget_class_bind_template_child (widget_class, DyrSyncRecords, none);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
  dyr_sync_ways_install (widget_class);
}

static void
dyr_sync_records_init (DyrSyncRecords *self)
{
  self->refresh = dyr_refresh_new (GTK_WIDGET (self), read_records);
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
set_words (DyrSyncRecords *self)
{
  const gboolean to_go = self->kind == DYR_WAITING_TO_GO;

  adw_status_page_set_title (
      self->none, to_go ? C_ ("sync", "Nothing waits") : C_ ("sync", "Nothing needs you"));
  adw_status_page_set_description (
      self->none,
      to_go
      ? C_ ("sync", "What you change here waits in this list until the CRM has it.")
            : C_ ("sync", "What was changed here and in the CRM, and what the CRM does not accept, "
                          "is listed here."));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  to_go
                                  ? C_ ("sync", "Changes that wait, the next one first")
                                        : C_ ("sync", "What needs you"), -1);
}

GtkWidget *
dyr_sync_records_new (DyrOffice *office, DyrWaitingKind kind)
{
  DyrSyncRecords *self;
  DyrSyncService *sync;
  g_autoptr (GtkListItemFactory) factory = NULL;

  g_return_val_if_fail (DYR_IS_OFFICE (office), NULL);

  self = g_object_new (DYR_TYPE_SYNC_RECORDS, NULL);
  self->office = g_object_ref (office);
  self->kind = kind;
  dyr_sync_ways_set_office (GTK_WIDGET (self), office);
  set_words (self);
  self->records = dyr_sync_list_new (dyr_office_get_store (office), kind);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->records)));
  factory = gtk_signal_list_item_factory_new ();
  g_signal_connect_object (factory, "setup", G_CALLBACK (on_row_set_up), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_row_bound), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (on_row_unbound), self, 0);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->records, "read", G_CALLBACK (on_read), self, 0);
  g_signal_connect_object (
      dyr_office_get_store (office), "changed", G_CALLBACK (on_store_changed), self, 0);
  sync = dyr_office_get_sync (office);
  g_signal_connect_object (sync, "notify::n-waiting", G_CALLBACK (on_count_changed), self, 0);
  g_signal_connect_object (sync, "notify::n-needs-you", G_CALLBACK (on_count_changed), self, 0);
  return GTK_WIDGET (self);
}

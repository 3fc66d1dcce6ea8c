/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrHistoryPage: what was done in the whole office, newest first, to undo and redo any of it. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-history-page.h"

#include <glib/gi18n-lib.h>

#include "dyr-history-list.h"
#include "dyr-history-row.h"
#include "dyr-refresh.h"

/* Many commits in a row are one. */
#define REFRESH_DELAY_MS 150
/* How soon what runs is looked at again: that it ended or was stopped touches no record. */
#define RUNNING_DELAY_MS 1000

struct _DyrHistoryPage
{
  GtkWidget parent_instance;

  DyrOffice *office;
  DyrHistoryList *actions;
  GtkSingleSelection *selection;
  GHashTable *open; /* ids (gint64) of the opened ones */
  GPtrArray *rows;  /* DyrHistoryRow that show something, not owned */
  DyrRefresh *refresh;
  gboolean wants_focus;

  GtkWidget *body;
  GtkStack *stack;
  GtkListView *list;
};

G_DEFINE_FINAL_TYPE (DyrHistoryPage, dyr_history_page, GTK_TYPE_WIDGET)

/* Reading */

static void
read_actions (GtkWidget *widget)
{
  dyr_history_list_refresh (DYR_HISTORY_PAGE (widget)->actions);
}

static void
on_store_changed (DyrStore *store, guint64 types, DyrHistoryPage *self)
{
  dyr_refresh_soon (self->refresh, REFRESH_DELAY_MS);
}

static gboolean
is_one_running (DyrHistoryPage *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      DyrHistoryItem *item = dyr_history_row_get_item (g_ptr_array_index (self->rows, i));
      const DyrHistoryAction *action = dyr_history_item_get_action (item);

      if (action != NULL
          && (action->state == DYR_ACTION_RUNNING
              || (action->undone && action->undo_state == DYR_ACTION_RUNNING)))
        return TRUE;
    }
  return FALSE;
}

static void
on_read (DyrHistoryList *actions, DyrHistoryPage *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (actions));

  /* What could not be read is not nothing. */
  if (n > 0 || dyr_history_list_is_whole (actions))
    gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "none");
  if (n > 0 && self->wants_focus)
    dyr_history_page_take_focus (self);
  if (is_one_running (self))
    dyr_refresh_soon (self->refresh, RUNNING_DELAY_MS);
}

/* Whoever looks at the newest ones sees what comes on top of them. */
static void
on_actions_changed (
    GListModel *model, guint position, guint removed, guint added, DyrHistoryPage *self)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list));

  if (position == 0 && added > 0 && gtk_adjustment_get_value (adjustment) < 1)
    gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", 0);
}

/* Rows */

static gboolean
is_open (DyrHistoryPage *self, DyrHistoryItem *item)
{
  gint64 id = dyr_history_item_get_id (item);

  return g_hash_table_contains (self->open, &id);
}

static void
on_row_set_up (GtkSignalListItemFactory *factory, GtkListItem *item, DyrHistoryPage *self)
{
  gtk_list_item_set_child (item, dyr_history_row_new (self->office));
}

static void
on_row_bound (GtkSignalListItemFactory *factory, GtkListItem *list_item, DyrHistoryPage *self)
{
  DyrHistoryRow *row = DYR_HISTORY_ROW (gtk_list_item_get_child (list_item));
  DyrHistoryItem *item = gtk_list_item_get_item (list_item);

  dyr_history_row_set_item (row, item, is_open (self, item));
  g_ptr_array_add (self->rows, row);
}

static void
on_row_unbound (GtkSignalListItemFactory *factory, GtkListItem *list_item, DyrHistoryPage *self)
{
  DyrHistoryRow *row = DYR_HISTORY_ROW (gtk_list_item_get_child (list_item));

  g_ptr_array_remove_fast (self->rows, row);
  dyr_history_row_set_item (row, NULL, FALSE);
}

static void
on_activated (DyrHistoryPage *self, guint position)
{
  g_autoptr (DyrHistoryItem) item = g_list_model_get_item (G_LIST_MODEL (self->actions), position);
  gint64 id = item != NULL ? dyr_history_item_get_id (item) : 0;
  gboolean open;

  if (item == NULL)
    return;
  open = !is_open (self, item);
  if (open)
    g_hash_table_add (self->open, g_memdup2 (&id, sizeof id));
  else
    g_hash_table_remove (self->open, &id);
  for (guint i = 0; i < self->rows->len; i++)
    if (dyr_history_row_get_item (g_ptr_array_index (self->rows, i)) == item)
      dyr_history_row_set_open (g_ptr_array_index (self->rows, i), open);
}

static void
dyr_history_page_dispose (GObject *object)
{
  DyrHistoryPage *self = DYR_HISTORY_PAGE (object);

  g_clear_pointer (&self->refresh, dyr_refresh_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_HISTORY_PAGE);
  g_clear_object (&self->selection);
  g_clear_object (&self->actions);
  g_clear_object (&self->office);
  G_OBJECT_CLASS (dyr_history_page_parent_class)->dispose (object);
}

static void
dyr_history_page_finalize (GObject *object)
{
  DyrHistoryPage *self = DYR_HISTORY_PAGE (object);

  g_hash_table_unref (self->open);
  g_ptr_array_unref (self->rows);
  G_OBJECT_CLASS (dyr_history_page_parent_class)->finalize (object);
}

static void
dyr_history_page_class_init (DyrHistoryPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_history_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = dyr_history_page_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-history-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrHistoryPage, body);
  gtk_widget_class_bind_template_child (widget_class, DyrHistoryPage, stack);
  gtk_widget_class_bind_template_child (widget_class, DyrHistoryPage, list);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
}

static void
dyr_history_page_init (DyrHistoryPage *self)
{
  self->open = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->rows = g_ptr_array_new ();
  self->refresh = dyr_refresh_new (GTK_WIDGET (self), read_actions);
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dyr_history_page_new (DyrOffice *office)
{
  DyrHistoryPage *self;
  g_autoptr (GtkListItemFactory) factory = NULL;

  g_return_val_if_fail (DYR_IS_OFFICE (office), NULL);

  self = g_object_new (DYR_TYPE_HISTORY_PAGE, NULL);
  self->office = g_object_ref (office);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, C_ ("history", "Edit history"), -1);
  self->actions = dyr_history_list_new (dyr_office_get_store (office));
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->actions)));
  factory = gtk_signal_list_item_factory_new ();
  g_signal_connect_object (factory, "setup", G_CALLBACK (on_row_set_up), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_row_bound), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (on_row_unbound), self, 0);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (
      self->selection, "items-changed", G_CALLBACK (on_actions_changed), self, G_CONNECT_AFTER);
  g_signal_connect_object (self->actions, "read", G_CALLBACK (on_read), self, 0);
  g_signal_connect_object (
      dyr_office_get_store (office), "changed", G_CALLBACK (on_store_changed), self, 0);
  return GTK_WIDGET (self);
}

void
dyr_history_page_take_focus (DyrHistoryPage *self)
{
  g_return_if_fail (DYR_IS_HISTORY_PAGE (self));

  self->wants_focus = !gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

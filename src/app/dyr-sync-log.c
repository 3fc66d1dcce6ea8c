/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSyncLog: earlier runs of sync, the newest first. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sync-log.h"

#include <adwaita.h>

#include "dyr-refresh.h"
#include "dyr-sync-log-row.h"
#include "dyr-weak.h"

/* How sync goes on changes many times in a row. */
#define REFRESH_DELAY_MS 300

/* A run in the list: it never changes; another one takes its place. */
#define DYR_TYPE_SYNC_LOG_ITEM (dyr_sync_log_item_get_type ())
G_DECLARE_FINAL_TYPE (DyrSyncLogItem, dyr_sync_log_item, DYR, SYNC_LOG_ITEM, GObject)

struct _DyrSyncLogItem
{
  GObject parent_instance;

  DyrSyncRun *run;
};

G_DEFINE_FINAL_TYPE (DyrSyncLogItem, dyr_sync_log_item, G_TYPE_OBJECT)

struct _DyrSyncLog
{
  GtkWidget parent_instance;

  DyrOffice *office;
  GListStore *runs; /* DyrSyncLogItem */
  GtkNoSelection *selection;
  DyrRefresh *refresh;
  gboolean reading;
  gboolean wants_news, wants_more; /* … once that is read */

  GtkStack *stack;
  GtkScrolledWindow *scroller;
  GtkListView *list;
};

G_DEFINE_FINAL_TYPE (DyrSyncLog, dyr_sync_log, GTK_TYPE_WIDGET)

static void
dyr_sync_log_item_finalize (GObject *object)
{
  dyr_sync_run_free (DYR_SYNC_LOG_ITEM (object)->run);
  G_OBJECT_CLASS (dyr_sync_log_item_parent_class)->finalize (object);
}

static void
dyr_sync_log_item_class_init (DyrSyncLogItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dyr_sync_log_item_finalize;
}

static void
dyr_sync_log_item_init (DyrSyncLogItem *self)
{
}

/* Reading */

typedef struct
{
  gint64 before; /* 0: from the newest on */
  guint limit;
  GPtrArray *runs;
} Ask;

static void
free_ask (gpointer data)
{
  Ask *ask = data;

  g_clear_pointer (&ask->runs, g_ptr_array_unref);
  g_free (ask);
}

static gboolean
job_read (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Ask *ask = data;

  ask->runs = dyr_sync_runs_read (connection, ask->before, ask->limit, error);
  return ask->runs != NULL;
}

static const DyrSyncRun *
run_at (DyrSyncLog *self, guint position)
{
  g_autoptr (DyrSyncLogItem) item = g_list_model_get_item (G_LIST_MODEL (self->runs), position);

  return item != NULL ? item->run : NULL;
}

/* How many at the end of both are the same. */
static guint
count_same (DyrSyncLog *self, GPtrArray *runs)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->runs));
  guint same = 0;

  while (same < n && same < runs->len
         && dyr_sync_run_equal (run_at (self, n - 1 - same), runs->pdata[runs->len - 1 - same]))
    same++;
  return same;
}

/* What was not in the list stays out of it, below its end: it is read when somebody gets there. */
static void
cut (DyrSyncLog *self, GPtrArray *runs)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->runs));
  const gint64 last = n > 0 ? run_at (self, n - 1)->id : 0;

  while (runs->len > 0 && ((DyrSyncRun *) runs->pdata[runs->len - 1])->id < last)
    g_ptr_array_remove_index (runs, runs->len - 1);
}

/* Only the difference is announced: whoever reads the list stays where he is. */
static void
take (DyrSyncLog *self, const Ask *ask)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->runs));
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  guint same = 0;

  if (ask->before == 0)
    {
      cut (self, ask->runs);
      same = count_same (self, ask->runs);
    }
  for (guint i = 0; i < ask->runs->len - same; i++)
    {
      DyrSyncLogItem *item = g_object_new (DYR_TYPE_SYNC_LOG_ITEM, NULL);

      item->run = g_steal_pointer (&ask->runs->pdata[i]);
      g_ptr_array_add (items, item);
    }
  g_list_store_splice (self->runs,
                       ask->before == 0 ? 0 : n,
                       ask->before == 0 ? n - same : 0,
                       items->pdata,
                       items->len);
  gtk_stack_set_visible_child_name (
      self->stack, g_list_model_get_n_items (G_LIST_MODEL (self->runs)) > 0 ? "list" : "none");
}

static void read_on (DyrSyncLog *self);

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrSyncLog) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  const gboolean done = dyr_database_job_finish (DYR_DATABASE (source), result, &error);

  if (self == NULL || self->office == NULL)
    return;
  self->reading = FALSE;
  if (done)
    take (self, dyr_database_job_data (result));
  else
    dyr_store_report_error (dyr_office_get_store (self->office), error);
  if (done)
    read_on (self);
}

/* One question at a time: the list stays what it is while it is answered. */
static void
read_on (DyrSyncLog *self)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->runs));
  Ask *ask;

  if (self->reading || !(self->wants_news || self->wants_more))
    return;
  ask = g_new0 (Ask, 1);
  ask->before = self->wants_news || n == 0 ? 0 : run_at (self, n - 1)->id;
  ask->limit = (self->wants_news ? n : 0) + DYR_SYNC_LOG_CHUNK;
  if (!self->wants_news)
    self->wants_more = FALSE;
  self->wants_news = FALSE;
  self->reading = TRUE;
  dyr_database_read_async (dyr_store_get_database (dyr_office_get_store (self->office)),
                           job_read,
                           ask,
                           free_ask,
                           NULL,
                           on_read,
                           dyr_weak_new (self));
}

static void
read_news (GtkWidget *widget)
{
  DyrSyncLog *self = DYR_SYNC_LOG (widget);

  self->wants_news = TRUE;
  read_on (self);
}

static void
on_sync_changed (DyrSyncService *sync, GParamSpec *pspec, DyrSyncLog *self)
{
  dyr_refresh_soon (self->refresh, REFRESH_DELAY_MS);
}

static void
on_edge_reached (DyrSyncLog *self, GtkPositionType edge)
{
  if (edge != GTK_POS_BOTTOM)
    return;
  self->wants_more = TRUE;
  read_on (self);
}

/* Rows */

static void
on_row_set_up (GtkSignalListItemFactory *factory, GtkListItem *item, DyrSyncLog *self)
{
  gtk_list_item_set_child (item, dyr_sync_log_row_new ());
  gtk_list_item_set_activatable (item, FALSE);
}

static void
on_row_bound (GtkSignalListItemFactory *factory, GtkListItem *item, DyrSyncLog *self)
{
  dyr_sync_log_row_show (DYR_SYNC_LOG_ROW (gtk_list_item_get_child (item)),
                         DYR_SYNC_LOG_ITEM (gtk_list_item_get_item (item))->run,
                         dyr_office_get_context (self->office));
}

static gboolean
dyr_sync_log_grab_focus (GtkWidget *widget)
{
  DyrSyncLog *self = DYR_SYNC_LOG (widget);

  return g_str_equal (gtk_stack_get_visible_child_name (self->stack), "list")
         && gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

static void
dyr_sync_log_dispose (GObject *object)
{
  DyrSyncLog *self = DYR_SYNC_LOG (object);

  g_clear_pointer (&self->refresh, dyr_refresh_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_SYNC_LOG);
  g_clear_object (&self->selection);
  g_clear_object (&self->runs);
  g_clear_object (&self->office);
  G_OBJECT_CLASS (dyr_sync_log_parent_class)->dispose (object);
}

static void
dyr_sync_log_class_init (DyrSyncLogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_sync_log_dispose;
  widget_class->grab_focus = dyr_sync_log_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-sync-log.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrSyncLog, stack);
  gtk_widget_class_bind_template_child (widget_class, DyrSyncLog, scroller);
  gtk_widget_class_bind_template_child (widget_class, DyrSyncLog, list);
  gtk_widget_class_bind_template_callback (widget_class, on_edge_reached);
}

static void
dyr_sync_log_init (DyrSyncLog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->runs = g_list_store_new (DYR_TYPE_SYNC_LOG_ITEM);
  self->refresh = dyr_refresh_new (GTK_WIDGET (self), read_news);
}

GtkWidget *
dyr_sync_log_new (DyrOffice *office)
{
  DyrSyncLog *self;
  g_autoptr (GtkListItemFactory) factory = NULL;

  g_return_val_if_fail (DYR_IS_OFFICE (office), NULL);

  self = g_object_new (DYR_TYPE_SYNC_LOG, NULL);
  self->office = g_object_ref (office);
  self->selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->runs)));
  factory = gtk_signal_list_item_factory_new ();
  g_signal_connect_object (factory, "setup", G_CALLBACK (on_row_set_up), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_row_bound), self, 0);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (
      dyr_office_get_sync (office), "notify", G_CALLBACK (on_sync_changed), self, 0);
  return GTK_WIDGET (self);
}

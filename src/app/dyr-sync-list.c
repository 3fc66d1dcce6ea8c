/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSyncList: records that wait to go to the CRM, or for a person, in the order in which they go.
 */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sync-list.h"

#include "dyr-error.h"
#include "dyr-weak.h"

struct _DyrSyncItem
{
  GObject parent_instance;

  DyrSyncList *list;
  gint64 record;
  DyrWaiting *waiting;
};

enum
{
  CHANGED,
  N_ITEM_SIGNALS
};

static guint item_signals[N_ITEM_SIGNALS];

G_DEFINE_FINAL_TYPE (DyrSyncItem, dyr_sync_item, G_TYPE_OBJECT)

struct _DyrSyncList
{
  GObject parent_instance;

  DyrStore *store;
  DyrWaitingKind kind;
  GArray *places;    /* DyrWaitingPlace */
  GHashTable *items; /* record → DyrSyncItem, which keeps this list */
  GCancellable *reading;
  gboolean started;
  gboolean whole;       /* the last one is there */
  gboolean wants_more;  /* somebody is near the end */
  gboolean wants_news;  /* all that is there may have changed */
  gboolean wants_items; /* somebody has a record of which nothing is known */
};

enum
{
  READ,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DyrSyncList,
                               dyr_sync_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

/* Reading, in a reader thread: one state of the database for all of it. */

typedef struct
{
  DyrWaitingKind kind;
  guint n_anew; /* places from the first on; 0: as they were */
  gboolean more;
  DyrWaitingPlace last; /* of what is known; `more` is behind it */
  GArray *records;      /* gint64: what is asked of */

  GArray *anew, *elder; /* DyrWaitingPlace */
  GPtrArray *found;     /* DyrWaiting, NULL: it is gone; in the order of `records` */
} Ask;

static void
free_ask (gpointer data)
{
  Ask *ask = data;

  g_array_unref (ask->records);
  g_clear_pointer (&ask->anew, g_array_unref);
  g_clear_pointer (&ask->elder, g_array_unref);
  g_ptr_array_unref (ask->found);
  g_free (ask);
}

static gboolean
job_read (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Ask *ask = data;

  if (ask->n_anew > 0)
    {
      ask->anew = dyr_waiting_places (connection, ask->kind, NULL, ask->n_anew, error);
      if (ask->anew == NULL)
        return FALSE;
    }
  if (ask->more)
    {
      ask->elder = dyr_waiting_places (connection, ask->kind, &ask->last, DYR_SYNC_CHUNK, error);
      if (ask->elder == NULL)
        return FALSE;
    }
  for (guint i = 0; i < ask->records->len; i++)
    {
      g_autoptr (GError) local = NULL;
      DyrWaiting *waiting
          = dyr_waiting_read (connection, g_array_index (ask->records, gint64, i), &local);

      if (waiting == NULL && !g_error_matches (local, DYR_ERROR, DYR_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      g_ptr_array_add (ask->found, waiting);
    }
  return TRUE;
}

/* Taking what was read */

static const DyrWaitingPlace *
place_at (GArray *places, guint position)
{
  return position < places->len ? &g_array_index (places, DyrWaitingPlace, position) : NULL;
}

/* Whether the one comes before the other; after the end comes nothing. */
static gboolean
is_before (const DyrWaitingPlace *a, const DyrWaitingPlace *b)
{
  return a != NULL && (b == NULL || dyr_waiting_place_compare (a, b) < 0);
}

/* Only the difference is announced: whoever reads the list stays where he is. */
static void
become (DyrSyncList *self, GArray *anew)
{
  guint here = 0, there = 0;

  while (here < self->places->len || there < anew->len)
    {
      guint n = 0;

      while (is_before (place_at (self->places, here + n), place_at (anew, there)))
        n++;
      if (n > 0)
        {
          g_array_remove_range (self->places, here, n);
          g_list_model_items_changed (G_LIST_MODEL (self), here, n, 0);
          continue;
        }
      while (is_before (place_at (anew, there + n), place_at (self->places, here)))
        n++;
      if (n > 0)
        {
          g_array_insert_vals (self->places, here, place_at (anew, there), n);
          g_list_model_items_changed (G_LIST_MODEL (self), here, 0, n);
          here += n;
          there += n;
          continue;
        }
      here++;
      there++;
    }
}

static void
take_items (DyrSyncList *self, Ask *ask)
{
  for (guint i = 0; i < ask->records->len; i++)
    {
      DyrSyncItem *item
          = g_hash_table_lookup (self->items, &g_array_index (ask->records, gint64, i));

      if (item == NULL)
        continue;
      dyr_waiting_free (item->waiting);
      item->waiting = g_steal_pointer (&ask->found->pdata[i]);
      g_signal_emit (item, item_signals[CHANGED], 0);
    }
}

static void
take (DyrSyncList *self, Ask *ask)
{
  self->started = TRUE;
  take_items (self, ask);
  if (ask->anew != NULL)
    {
      self->whole = ask->anew->len < ask->n_anew;
      become (self, ask->anew);
    }
  else if (ask->elder != NULL)
    {
      const guint length = self->places->len;

      self->whole = ask->elder->len < DYR_SYNC_CHUNK;
      g_array_append_vals (self->places, ask->elder->data, ask->elder->len);
      g_list_model_items_changed (G_LIST_MODEL (self), length, 0, ask->elder->len);
    }
}

/* Asking */

static void read_on (DyrSyncList *self);

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrSyncList) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  const gboolean done = dyr_database_job_finish (DYR_DATABASE (source), result, &error);

  if (self == NULL)
    return;
  /* Whoever hears of a change asks for places: what comes of that is read once all of this is
   * there. */
  if (done)
    take (self, dyr_database_job_data (result));
  else
    dyr_store_report_error (self->store, error);
  g_clear_object (&self->reading);
  g_signal_emit (self, signals[READ], 0);
  if (done)
    read_on (self);
}

static void
add_records (DyrSyncList *self, Ask *ask)
{
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    if (self->wants_news || DYR_SYNC_ITEM (item)->waiting == NULL)
      g_array_append_val (ask->records, DYR_SYNC_ITEM (item)->record);
}

/* One question at a time: places stay what they are while it is answered. */
static void
read_on (DyrSyncList *self)
{
  Ask *ask;

  if (self->reading != NULL || !(self->wants_news || self->wants_more || self->wants_items))
    return;
  ask = g_new0 (Ask, 1);
  ask->kind = self->kind;
  ask->records = g_array_new (FALSE, FALSE, sizeof (gint64));
  ask->found = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_waiting_free);
  add_records (self, ask);
  if (self->wants_news)
    ask->n_anew = MAX (self->places->len, DYR_SYNC_CHUNK)
                  + (self->whole || self->wants_more ? DYR_SYNC_CHUNK : 0);
  else if (self->wants_more && self->places->len > 0)
    {
      ask->more = TRUE;
      ask->last = *place_at (self->places, self->places->len - 1);
    }
  self->wants_news = self->wants_more = self->wants_items = FALSE;
  self->reading = g_cancellable_new ();
  dyr_database_read_async (dyr_store_get_database (self->store),
                           job_read,
                           ask,
                           free_ask,
                           self->reading,
                           on_read,
                           dyr_weak_new (self));
}

/* The model */

static GType
dyr_sync_list_get_item_type (GListModel *model)
{
  return DYR_TYPE_SYNC_ITEM;
}

static guint
dyr_sync_list_get_n_items (GListModel *model)
{
  return DYR_SYNC_LIST (model)->places->len;
}

static gpointer
dyr_sync_list_get_item (GListModel *model, guint position)
{
  DyrSyncList *self = DYR_SYNC_LIST (model);
  const DyrWaitingPlace *place = place_at (self->places, position);
  DyrSyncItem *item;

  if (place == NULL)
    return NULL;
  item = g_hash_table_lookup (self->items, &place->record);
  if (item != NULL)
    return g_object_ref (item);
  item = g_object_new (DYR_TYPE_SYNC_ITEM, NULL);
  item->list = g_object_ref (self);
  item->record = place->record;
  g_hash_table_insert (self->items, &item->record, item);
  self->wants_items = TRUE;
  if (!self->whole && position + DYR_SYNC_CHUNK / 2 >= self->places->len)
    self->wants_more = TRUE;
  read_on (self);
  return item;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = dyr_sync_list_get_item_type;
  iface->get_n_items = dyr_sync_list_get_n_items;
  iface->get_item = dyr_sync_list_get_item;
}

static void
dyr_sync_list_dispose (GObject *object)
{
  DyrSyncList *self = DYR_SYNC_LIST (object);

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (dyr_sync_list_parent_class)->dispose (object);
}

static void
dyr_sync_list_finalize (GObject *object)
{
  DyrSyncList *self = DYR_SYNC_LIST (object);

  g_array_unref (self->places);
  g_hash_table_unref (self->items);
  G_OBJECT_CLASS (dyr_sync_list_parent_class)->finalize (object);
}

static void
dyr_sync_list_class_init (DyrSyncListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = dyr_sync_list_dispose;
  object_class->finalize = dyr_sync_list_finalize;
  signals[READ] = g_signal_new (
      "read", DYR_TYPE_SYNC_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
dyr_sync_list_init (DyrSyncList *self)
{
  self->places = g_array_new (FALSE, FALSE, sizeof (DyrWaitingPlace));
  self->items = g_hash_table_new (g_int64_hash, g_int64_equal);
}

DyrSyncList *
dyr_sync_list_new (DyrStore *store, DyrWaitingKind kind)
{
  DyrSyncList *self;

  g_return_val_if_fail (DYR_IS_STORE (store), NULL);

  self = g_object_new (DYR_TYPE_SYNC_LIST, NULL);
  self->store = g_object_ref (store);
  self->kind = kind;
  return self;
}

void
dyr_sync_list_refresh (DyrSyncList *self)
{
  g_return_if_fail (DYR_IS_SYNC_LIST (self));

  self->wants_news = TRUE;
  read_on (self);
}

gboolean
dyr_sync_list_is_whole (DyrSyncList *self)
{
  g_return_val_if_fail (DYR_IS_SYNC_LIST (self), FALSE);
  return self->started && self->whole;
}

/* Items */

static void
dyr_sync_item_finalize (GObject *object)
{
  DyrSyncItem *self = DYR_SYNC_ITEM (object);

  if (self->list != NULL)
    g_hash_table_remove (self->list->items, &self->record);
  g_clear_object (&self->list);
  dyr_waiting_free (self->waiting);
  G_OBJECT_CLASS (dyr_sync_item_parent_class)->finalize (object);
}

static void
dyr_sync_item_class_init (DyrSyncItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dyr_sync_item_finalize;
  item_signals[CHANGED] = g_signal_new (
      "changed", DYR_TYPE_SYNC_ITEM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
dyr_sync_item_init (DyrSyncItem *self)
{
}

gint64
dyr_sync_item_get_record (DyrSyncItem *self)
{
  g_return_val_if_fail (DYR_IS_SYNC_ITEM (self), 0);
  return self->record;
}

const DyrWaiting *
dyr_sync_item_get_waiting (DyrSyncItem *self)
{
  g_return_val_if_fail (DYR_IS_SYNC_ITEM (self), NULL);
  return self->waiting;
}

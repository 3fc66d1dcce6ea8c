/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrHistoryList: what was done in the whole office, newest first. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-history-list.h"

#include "dyr-weak.h"

/* Actions that are kept though nobody has their places. */
#define MOST_KNOWN 1000
/* With more news than that the list begins anew: a sync of a whole CRM came in between. */
#define MOST_NEWS 1000

struct _DyrHistoryItem
{
  GObject parent_instance;

  DyrHistoryList *list;
  gint64 id;
};

enum
{
  CHANGED,
  N_ITEM_SIGNALS
};

static guint item_signals[N_ITEM_SIGNALS];

G_DEFINE_FINAL_TYPE (DyrHistoryItem, dyr_history_item, G_TYPE_OBJECT)

struct _DyrHistoryList
{
  GObject parent_instance;

  DyrStore *store;
  GArray *ids;       /* gint64, newest first */
  GHashTable *known; /* id → DyrHistoryAction */
  GHashTable *items; /* id → DyrHistoryItem, which keeps this list */
  GCancellable *reading;
  gboolean started;
  gboolean whole;       /* the oldest one is there */
  gboolean wants_older; /* somebody is near the end */
  gboolean wants_news;
  gboolean wants_known; /* somebody has a place of which nothing is known */
};

enum
{
  READ,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DyrHistoryList,
                               dyr_history_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

/* Reading, in a reader thread: one state of the database for all of it. */

typedef struct
{
  gint64 before;
  gint64 last; /* the oldest one meant */
  guint limit;
} Range;

typedef struct
{
  gboolean news;
  gint64 newest; /* what is newer than this is news */
  gint64 oldest; /* what is older is read too, 0: not */
  gboolean older;
  GArray *ranges; /* Range: read anew */

  gboolean begins;  /* too many news: only the newest are there */
  GPtrArray *newer; /* DyrHistoryAction */
  GPtrArray *anew;
  GPtrArray *elder;
} Ask;

static void
free_ask (gpointer data)
{
  Ask *ask = data;

  g_array_unref (ask->ranges);
  g_clear_pointer (&ask->newer, g_ptr_array_unref);
  g_clear_pointer (&ask->anew, g_ptr_array_unref);
  g_clear_pointer (&ask->elder, g_ptr_array_unref);
  g_free (ask);
}

static GPtrArray *
new_actions (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_history_action_free);
}

/* Takes the items of the page. */
static void
append (GPtrArray *actions, GPtrArray *page)
{
  g_ptr_array_set_free_func (page, NULL);
  g_ptr_array_extend_and_steal (actions, page);
}

static gint64
id_of (GPtrArray *actions, guint i)
{
  return ((const DyrHistoryAction *) g_ptr_array_index (actions, i))->action;
}

/* Those from the end on that are older. */
static gboolean
cut_older (GPtrArray *actions, gint64 than)
{
  guint before = actions->len;

  while (actions->len > 0 && id_of (actions, actions->len - 1) < than)
    g_ptr_array_set_size (actions, (int) actions->len - 1);
  return actions->len < before;
}

/* Page by page until what is known already. */
static gboolean
read_newer (DyrConnection *connection, Ask *ask, GError **error)
{
  gint64 before = 0;

  for (;;)
    {
      g_autoptr (GPtrArray) page
          = dyr_history_of_office (connection, before, DYR_HISTORY_CHUNK, error);
      gboolean last;

      if (page == NULL)
        return FALSE;
      last = page->len < DYR_HISTORY_CHUNK;
      last = cut_older (page, ask->newest + 1) || last;
      if (page->len > 0)
        before = id_of (page, page->len - 1);
      append (ask->newer, g_steal_pointer (&page));
      if (last)
        return TRUE;
      if (ask->newer->len > MOST_NEWS)
        {
          ask->begins = TRUE;
          g_ptr_array_set_size (ask->newer, DYR_HISTORY_CHUNK);
          return TRUE;
        }
    }
}

static gboolean
job_read (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Ask *ask = data;

  ask->newer = new_actions ();
  ask->anew = new_actions ();
  if (ask->news && !read_newer (connection, ask, error))
    return FALSE;
  for (guint i = 0; i < ask->ranges->len; i++)
    {
      const Range *range = &g_array_index (ask->ranges, Range, i);
      GPtrArray *page = dyr_history_of_office (connection, range->before, range->limit, error);

      if (page == NULL)
        return FALSE;
      cut_older (page, range->last);
      append (ask->anew, page);
    }
  if (!ask->older)
    return TRUE;
  ask->elder = dyr_history_of_office (connection, ask->oldest, DYR_HISTORY_CHUNK, error);
  return ask->elder != NULL;
}

/* Taking what was read */

static gint64
id_at (DyrHistoryList *self, guint position)
{
  return g_array_index (self->ids, gint64, position);
}

/* Where it is or would be. */
static guint
find (DyrHistoryList *self, gint64 id)
{
  guint low = 0, high = self->ids->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (id_at (self, middle) > id)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static void
learn (DyrHistoryList *self, GPtrArray *actions)
{
  g_ptr_array_set_free_func (actions, NULL);
  for (guint i = 0; i < actions->len; i++)
    {
      DyrHistoryAction *action = g_ptr_array_index (actions, i);

      g_hash_table_replace (self->known, &action->action, action);
    }
}

static void
tell (DyrHistoryList *self, GPtrArray *actions)
{
  for (guint i = 0; i < actions->len; i++)
    {
      DyrHistoryAction *action = g_ptr_array_index (actions, i);
      DyrHistoryItem *item = g_hash_table_lookup (self->items, &action->action);

      if (item != NULL)
        g_signal_emit (item, item_signals[CHANGED], 0);
    }
}

/* Actions that are there no more: their records were purged. */
static void
drop_missing (DyrHistoryList *self, const Ask *ask)
{
  g_autoptr (GHashTable) found = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < ask->anew->len; i++)
    g_hash_table_add (found, &((DyrHistoryAction *) g_ptr_array_index (ask->anew, i))->action);
  for (guint i = 0; i < ask->ranges->len; i++)
    {
      const Range *range = &g_array_index (ask->ranges, Range, i);
      guint position = find (self, range->before - 1);

      for (guint n = 0; n < range->limit && position < self->ids->len; n++)
        {
          gint64 id = id_at (self, position);

          if (g_hash_table_contains (found, &id))
            {
              position++;
              continue;
            }
          g_array_remove_index (self->ids, position);
          g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
          g_hash_table_remove (self->known, &id);
        }
    }
}

static void
insert (DyrHistoryList *self, guint position, GPtrArray *actions)
{
  g_autoptr (GArray) ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), actions->len);

  if (actions->len == 0)
    return;
  for (guint i = 0; i < actions->len; i++)
    g_array_append_val (ids, ((DyrHistoryAction *) g_ptr_array_index (actions, i))->action);
  g_array_insert_vals (self->ids, position, ids->data, ids->len);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, ids->len);
}

static void
begin_anew (DyrHistoryList *self)
{
  guint n = self->ids->len;

  g_array_set_size (self->ids, 0);
  self->whole = FALSE;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n, 0);
}

/* Places far from what was just read, that nobody has, are read again when somebody asks. */
static void
forget_some (DyrHistoryList *self, const Ask *ask)
{
  g_autoptr (GHashTable) fresh = g_hash_table_new (g_int64_hash, g_int64_equal);
  GHashTableIter iter;
  gpointer id;

  if (g_hash_table_size (self->known) <= MOST_KNOWN)
    return;
  for (guint i = 0; i < MIN (ask->newer->len, DYR_HISTORY_CHUNK); i++)
    g_hash_table_add (fresh, &((DyrHistoryAction *) g_ptr_array_index (ask->newer, i))->action);
  for (guint i = 0; ask->elder != NULL && i < ask->elder->len; i++)
    g_hash_table_add (fresh, &((DyrHistoryAction *) g_ptr_array_index (ask->elder, i))->action);
  g_hash_table_iter_init (&iter, self->known);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (!g_hash_table_contains (self->items, id) && !g_hash_table_contains (fresh, id))
      g_hash_table_iter_remove (&iter);
}

static void
take (DyrHistoryList *self, Ask *ask)
{
  self->started = TRUE;
  drop_missing (self, ask);
  learn (self, ask->newer);
  learn (self, ask->anew);
  if (ask->begins)
    begin_anew (self);
  insert (self, 0, ask->newer);
  if (ask->elder != NULL && !ask->begins)
    {
      self->whole = ask->elder->len < DYR_HISTORY_CHUNK;
      learn (self, ask->elder);
      insert (self, self->ids->len, ask->elder);
    }
  tell (self, ask->anew);
  forget_some (self, ask);
}

/* Asking */

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const guint first = *(const guint *) a, second = *(const guint *) b;

  return first < second ? -1 : first > second;
}

/* Pages that hold the places somebody has; with `all` FALSE those of which nothing is known. */
static void
add_ranges (DyrHistoryList *self, GArray *ranges, gboolean all)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (guint));
  GHashTableIter iter;
  gpointer id;
  guint first = 0;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      guint place = find (self, *(gint64 *) id);

      if (place < self->ids->len && id_at (self, place) == *(gint64 *) id
          && (all || !g_hash_table_contains (self->known, id)))
        g_array_append_val (places, place);
    }
  g_array_sort (places, compare_places);
  for (guint i = 0; i < places->len; i++)
    {
      guint place = g_array_index (places, guint, i);

      if (ranges->len == 0 || place >= first + DYR_HISTORY_CHUNK)
        {
          const Range range = { id_at (self, place) + 1, 0, 0 };

          first = place;
          g_array_append_val (ranges, range);
        }
      g_array_index (ranges, Range, ranges->len - 1).last = id_at (self, place);
      g_array_index (ranges, Range, ranges->len - 1).limit = place - first + 1;
    }
}

static void read_on (DyrHistoryList *self);

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrHistoryList) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  gboolean done = dyr_database_job_finish (DYR_DATABASE (source), result, &error);

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

/* One question at a time: places stay what they are while it is answered. */
static void
read_on (DyrHistoryList *self)
{
  Ask *ask;

  if (self->reading != NULL || !(self->wants_news || self->wants_older || self->wants_known))
    return;
  ask = g_new0 (Ask, 1);
  ask->ranges = g_array_new (FALSE, FALSE, sizeof (Range));
  ask->older = self->wants_older || !self->started;
  ask->oldest = self->ids->len > 0 ? id_at (self, self->ids->len - 1) : 0;
  ask->news = self->wants_news && self->started;
  ask->newest = self->ids->len > 0 ? id_at (self, 0) : 0;
  add_ranges (self, ask->ranges, self->wants_news);
  /* An office in which nothing was done has news only. */
  if (ask->older && self->started && self->ids->len == 0)
    ask->older = FALSE;
  self->wants_news = self->wants_older = self->wants_known = FALSE;
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
dyr_history_list_get_item_type (GListModel *model)
{
  return DYR_TYPE_HISTORY_ITEM;
}

static guint
dyr_history_list_get_n_items (GListModel *model)
{
  return DYR_HISTORY_LIST (model)->ids->len;
}

static gpointer
dyr_history_list_get_item (GListModel *model, guint position)
{
  DyrHistoryList *self = DYR_HISTORY_LIST (model);
  DyrHistoryItem *item;
  gint64 id;

  if (position >= self->ids->len)
    return NULL;
  id = id_at (self, position);
  item = g_hash_table_lookup (self->items, &id);
  if (item != NULL)
    return g_object_ref (item);
  item = g_object_new (DYR_TYPE_HISTORY_ITEM, NULL);
  item->list = g_object_ref (self);
  item->id = id;
  g_hash_table_insert (self->items, &item->id, item);
  if (!g_hash_table_contains (self->known, &id))
    self->wants_known = TRUE;
  if (!self->whole && position + DYR_HISTORY_CHUNK / 2 >= self->ids->len)
    self->wants_older = TRUE;
  read_on (self);
  return item;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = dyr_history_list_get_item_type;
  iface->get_n_items = dyr_history_list_get_n_items;
  iface->get_item = dyr_history_list_get_item;
}

static void
dyr_history_list_dispose (GObject *object)
{
  DyrHistoryList *self = DYR_HISTORY_LIST (object);

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  G_OBJECT_CLASS (dyr_history_list_parent_class)->dispose (object);
}

static void
dyr_history_list_finalize (GObject *object)
{
  DyrHistoryList *self = DYR_HISTORY_LIST (object);

  g_array_unref (self->ids);
  g_hash_table_unref (self->items);
  g_hash_table_unref (self->known);
  g_object_unref (self->store);
  G_OBJECT_CLASS (dyr_history_list_parent_class)->finalize (object);
}

static void
dyr_history_list_class_init (DyrHistoryListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dyr_history_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = dyr_history_list_finalize;
  signals[READ] = g_signal_new (
      "read", DYR_TYPE_HISTORY_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
dyr_history_list_init (DyrHistoryList *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->known = g_hash_table_new_full (
      g_int64_hash, g_int64_equal, NULL, (GDestroyNotify) dyr_history_action_free);
  self->items = g_hash_table_new (g_int64_hash, g_int64_equal);
}

DyrHistoryList *
dyr_history_list_new (DyrStore *store)
{
  DyrHistoryList *self;

  g_return_val_if_fail (DYR_IS_STORE (store), NULL);

  self = g_object_new (DYR_TYPE_HISTORY_LIST, NULL);
  self->store = g_object_ref (store);
  return self;
}

void
dyr_history_list_refresh (DyrHistoryList *self)
{
  g_return_if_fail (DYR_IS_HISTORY_LIST (self));
  self->wants_news = TRUE;
  read_on (self);
}

gboolean
dyr_history_list_is_whole (DyrHistoryList *self)
{
  g_return_val_if_fail (DYR_IS_HISTORY_LIST (self), FALSE);
  return self->whole;
}

guint
dyr_history_list_get_n_known (DyrHistoryList *self)
{
  g_return_val_if_fail (DYR_IS_HISTORY_LIST (self), 0);
  return g_hash_table_size (self->known);
}

/* Its places */

static void
dyr_history_item_dispose (GObject *object)
{
  DyrHistoryItem *self = DYR_HISTORY_ITEM (object);

  if (self->list != NULL)
    g_hash_table_remove (self->list->items, &self->id);
  g_clear_object (&self->list);
  G_OBJECT_CLASS (dyr_history_item_parent_class)->dispose (object);
}

static void
dyr_history_item_class_init (DyrHistoryItemClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dyr_history_item_dispose;
  item_signals[CHANGED] = g_signal_new (
      "changed", DYR_TYPE_HISTORY_ITEM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
dyr_history_item_init (DyrHistoryItem *self)
{
}

gint64
dyr_history_item_get_id (DyrHistoryItem *self)
{
  g_return_val_if_fail (DYR_IS_HISTORY_ITEM (self), 0);
  return self->id;
}

const DyrHistoryAction *
dyr_history_item_get_action (DyrHistoryItem *self)
{
  g_return_val_if_fail (DYR_IS_HISTORY_ITEM (self), NULL);
  return g_hash_table_lookup (self->list->known, &self->id);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrDuplicateList: what the finder found, as a GListModel. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-duplicate-list.h"

#include <glib/gi18n-lib.h>

/* How likely, by score: the lowest of each. */
#define SURE 90
#define LIKELY 70

struct _DyrDuplicateItem
{
  GObject parent_instance;

  const char *heading;
  gint64 ids[2];
  char *names[2];
  guint reasons;
};

G_DEFINE_FINAL_TYPE (DyrDuplicateItem, dyr_duplicate_item, G_TYPE_OBJECT)

static void
dyr_duplicate_item_finalize (GObject *object)
{
  DyrDuplicateItem *self = DYR_DUPLICATE_ITEM (object);

  g_free (self->names[0]);
  g_free (self->names[1]);
  G_OBJECT_CLASS (dyr_duplicate_item_parent_class)->finalize (object);
}

static void
dyr_duplicate_item_class_init (DyrDuplicateItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dyr_duplicate_item_finalize;
}

static void
dyr_duplicate_item_init (DyrDuplicateItem *self)
{
}

const char *
dyr_duplicate_item_get_heading (DyrDuplicateItem *self)
{
  g_return_val_if_fail (DYR_IS_DUPLICATE_ITEM (self), NULL);
  return self->heading;
}

gint64
dyr_duplicate_item_get_id (DyrDuplicateItem *self, guint which)
{
  g_return_val_if_fail (DYR_IS_DUPLICATE_ITEM (self) && which < 2, 0);
  return self->ids[which];
}

const char *
dyr_duplicate_item_get_name (DyrDuplicateItem *self, guint which)
{
  g_return_val_if_fail (DYR_IS_DUPLICATE_ITEM (self) && which < 2, NULL);
  return self->names[which];
}

guint
dyr_duplicate_item_get_reasons (DyrDuplicateItem *self)
{
  g_return_val_if_fail (DYR_IS_DUPLICATE_ITEM (self), 0);
  return self->reasons;
}

/* The list */

typedef enum
{
  BAND_SURE,
  BAND_LIKELY,
  BAND_PERHAPS,
  N_BANDS,
} Band;

/* A pair, or the heading of a band when it has none. */
typedef struct
{
  const DyrDuplicateGroup *group;
  const DyrDuplicatePair *pair;
  gint64 ids[2]; /* of a heading: the band and 0 */
} Row;

struct _DyrDuplicateList
{
  GObject parent_instance;

  DyrDuplicateReport *report;
  GArray *rows; /* Row */
  guint n_pairs;
  GHashTable *items;  /* Row key → DyrDuplicateItem, weak */
  GHashTable *gone;   /* id → id that took its place, 0 none */
  GPtrArray *watched; /* DyrRecord of those */
  GHashTable *apart;  /* pairs of ids */
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DyrDuplicateList,
                               dyr_duplicate_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

/* Two ids, in any order. */
typedef struct
{
  gint64 low, high;
} Key;

static Key
make_key (gint64 a, gint64 b)
{
  return (Key){ MIN (a, b), MAX (a, b) };
}

static guint
hash_key (gconstpointer key)
{
  const Key *k = key;

  return g_int64_hash (&k->low) * 31 + g_int64_hash (&k->high);
}

static gboolean
equal_keys (gconstpointer a, gconstpointer b)
{
  const Key *first = a, *second = b;

  return first->low == second->low && first->high == second->high;
}

static Band
band_of (guint score)
{
  return score >= SURE ? BAND_SURE : score >= LIKELY ? BAND_LIKELY : BAND_PERHAPS;
}

static const char *
heading_of (Band band)
{
  switch (band)
    {
    case BAND_SURE:
      return C_ ("duplicate", "Almost certainly the same");
    case BAND_LIKELY:
      return C_ ("duplicate", "Likely the same");
    case BAND_PERHAPS:
    case N_BANDS:
    default:
      return C_ ("duplicate", "Perhaps the same");
    }
}

/* What is left of what was found */

static gint64
resolve (DyrDuplicateList *self, gint64 id)
{
  gint64 *into;

  /* Whatever was joined with what was joined; nothing goes round in a circle, as a record that took
   * the place of another one is not gone when it does. */
  for (guint i = 0; id != 0 && i < self->watched->len; i++)
    {
      into = g_hash_table_lookup (self->gone, &id);
      if (into == NULL)
        return id;
      id = *into;
    }
  return id != 0 && g_hash_table_contains (self->gone, &id) ? 0 : id;
}

static gboolean
is_there (GArray *rows, guint from, Key key)
{
  for (guint i = from; i < rows->len; i++)
    {
      const Row *row = &g_array_index (rows, Row, i);
      const Key other = make_key (row->ids[0], row->ids[1]);

      if (equal_keys (&key, &other))
        return TRUE;
    }
  return FALSE;
}

static void
add_group (DyrDuplicateList *self, GArray *rows, const DyrDuplicateGroup *group)
{
  guint from = rows->len;

  for (guint i = 0; i < group->pairs->len; i++)
    {
      const DyrDuplicatePair *pair = &g_array_index (group->pairs, DyrDuplicatePair, i);
      const DyrLink *first = g_ptr_array_index (group->members, pair->first);
      const DyrLink *second = g_ptr_array_index (group->members, pair->second);
      Row row = { group, pair, { resolve (self, first->id), resolve (self, second->id) } };
      const Key key = make_key (row.ids[0], row.ids[1]);

      /* What was joined may make two pairs of one: the better one comes first. */
      if (row.ids[0] == 0 || row.ids[1] == 0 || row.ids[0] == row.ids[1]
          || g_hash_table_contains (self->apart, &key)
          || (self->watched->len > 0 && is_there (rows, from, key)))
        continue;
      g_array_append_val (rows, row);
    }
}

static GArray *
make_rows (DyrDuplicateList *self)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (Row));
  Band last = N_BANDS;

  self->n_pairs = 0;
  for (guint i = 0; self->report != NULL && i < self->report->groups->len; i++)
    {
      const DyrDuplicateGroup *group = g_ptr_array_index (self->report->groups, i);
      const Band band = band_of (group->score);
      const Row heading = { NULL, NULL, { (gint64) band, 0 } };
      guint before = rows->len;

      if (band != last)
        g_array_append_val (rows, heading);
      add_group (self, rows, group);
      if (rows->len == before + (band != last))
        {
          g_array_set_size (rows, before);
          continue;
        }
      self->n_pairs += rows->len - before - (band != last);
      last = band;
    }
  return rows;
}

static gboolean
is_same_row (const Row *a, const Row *b)
{
  return a->pair == b->pair && a->ids[0] == b->ids[0] && a->ids[1] == b->ids[1];
}

/* Only what differs is announced: what is seen stays where it is. */
static void
update (DyrDuplicateList *self)
{
  g_autoptr (GArray) before = self->rows;
  GArray *now = make_rows (self);
  guint head = 0, tail = 0, least = MIN (before->len, now->len);

  while (head < least
         && is_same_row (&g_array_index (before, Row, head), &g_array_index (now, Row, head)))
    head++;
  while (tail < least - head
         && is_same_row (&g_array_index (before, Row, before->len - 1 - tail),
                         &g_array_index (now, Row, now->len - 1 - tail)))
    tail++;
  self->rows = now;
  if (before->len != now->len || head + tail < now->len)
    g_list_model_items_changed (
        G_LIST_MODEL (self), head, before->len - head - tail, now->len - head - tail);
}

static GType
dyr_duplicate_list_get_item_type (GListModel *model)
{
  return DYR_TYPE_DUPLICATE_ITEM;
}

static guint
dyr_duplicate_list_get_n_items (GListModel *model)
{
  return DYR_DUPLICATE_LIST (model)->rows->len;
}

static void
on_item_gone (gpointer data, GObject *item)
{
  DyrDuplicateList *self = data;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (value == (gpointer) item)
      {
        g_hash_table_iter_remove (&iter);
        return;
      }
}

static DyrDuplicateItem *
new_item (const Row *row)
{
  DyrDuplicateItem *item = g_object_new (DYR_TYPE_DUPLICATE_ITEM, NULL);

  if (row->pair == NULL)
    {
      item->heading = heading_of ((Band) row->ids[0]);
      return item;
    }
  item->reasons = row->pair->reasons;
  for (guint i = 0; i < 2; i++)
    {
      const DyrLink *link
          = g_ptr_array_index (row->group->members, i == 0 ? row->pair->first : row->pair->second);

      item->ids[i] = row->ids[i];
      if (link->id == row->ids[i])
        item->names[i] = g_strdup (link->name);
    }
  return item;
}

/* The same item as long as somebody has it: a selection knows its row by it. */
static gpointer
dyr_duplicate_list_get_item (GListModel *model, guint position)
{
  DyrDuplicateList *self = DYR_DUPLICATE_LIST (model);
  const Row *row;
  DyrDuplicateItem *item;
  Key key;

  if (position >= self->rows->len)
    return NULL;
  row = &g_array_index (self->rows, Row, position);
  /* Ids are above 0; headings have 0 and less. */
  key = row->pair != NULL ? make_key (row->ids[0], row->ids[1]) : make_key (-row->ids[0], 0);
  item = g_hash_table_lookup (self->items, &key);
  if (item != NULL)
    return g_object_ref (item);
  item = new_item (row);
  g_hash_table_insert (self->items, g_memdup2 (&key, sizeof key), item);
  g_object_weak_ref (G_OBJECT (item), on_item_gone, self);
  return item;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = dyr_duplicate_list_get_item_type;
  iface->get_n_items = dyr_duplicate_list_get_n_items;
  iface->get_item = dyr_duplicate_list_get_item;
}

static void
forget_items (DyrDuplicateList *self)
{
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    g_object_weak_unref (item, on_item_gone, self);
  g_hash_table_remove_all (self->items);
}

static void
on_deleted_changed (DyrRecord *record, GParamSpec *pspec, DyrDuplicateList *self)
{
  gint64 id = dyr_record_get_id (record);

  if (dyr_record_is_deleted (record))
    return;
  /* It was brought back. */
  g_signal_handlers_disconnect_by_func (record, on_deleted_changed, self);
  g_hash_table_remove (self->gone, &id);
  g_ptr_array_remove (self->watched, record);
  update (self);
}

static void
forget_gone (DyrDuplicateList *self)
{
  for (guint i = 0; i < self->watched->len; i++)
    g_signal_handlers_disconnect_by_func (
        g_ptr_array_index (self->watched, i), on_deleted_changed, self);
  g_ptr_array_set_size (self->watched, 0);
  g_hash_table_remove_all (self->gone);
  g_hash_table_remove_all (self->apart);
}

static void
dyr_duplicate_list_finalize (GObject *object)
{
  DyrDuplicateList *self = DYR_DUPLICATE_LIST (object);

  forget_items (self);
  forget_gone (self);
  g_hash_table_unref (self->items);
  g_hash_table_unref (self->gone);
  g_hash_table_unref (self->apart);
  g_ptr_array_unref (self->watched);
  g_array_unref (self->rows);
  g_clear_pointer (&self->report, dyr_duplicate_report_free);
  G_OBJECT_CLASS (dyr_duplicate_list_parent_class)->finalize (object);
}

static void
dyr_duplicate_list_class_init (DyrDuplicateListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dyr_duplicate_list_finalize;
}

static void
dyr_duplicate_list_init (DyrDuplicateList *self)
{
  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  self->items = g_hash_table_new_full (hash_key, equal_keys, g_free, NULL);
  self->gone = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->watched = g_ptr_array_new_with_free_func (g_object_unref);
  self->apart = g_hash_table_new_full (hash_key, equal_keys, g_free, NULL);
}

DyrDuplicateList *
dyr_duplicate_list_new (void)
{
  return g_object_new (DYR_TYPE_DUPLICATE_LIST, NULL);
}

void
dyr_duplicate_list_take_report (DyrDuplicateList *self, DyrDuplicateReport *report)
{
  DyrDuplicateReport *before;

  g_return_if_fail (DYR_IS_DUPLICATE_LIST (self));

  before = self->report;
  forget_gone (self);
  /* Nothing of the old one is shown while it goes. */
  self->report = NULL;
  update (self);
  forget_items (self);
  g_clear_pointer (&before, dyr_duplicate_report_free);
  self->report = report;
  update (self);
}

const DyrDuplicateReport *
dyr_duplicate_list_get_report (DyrDuplicateList *self)
{
  g_return_val_if_fail (DYR_IS_DUPLICATE_LIST (self), NULL);
  return self->report;
}

guint
dyr_duplicate_list_get_n_pairs (DyrDuplicateList *self)
{
  g_return_val_if_fail (DYR_IS_DUPLICATE_LIST (self), 0);
  return self->n_pairs;
}

void
dyr_duplicate_list_drop (DyrDuplicateList *self, DyrRecord *record, gint64 into)
{
  gint64 id;

  g_return_if_fail (DYR_IS_DUPLICATE_LIST (self));
  g_return_if_fail (DYR_IS_RECORD (record));

  id = dyr_record_get_id (record);
  if (self->report == NULL || dyr_record_get_record_type (record) != self->report->type
      || (into == 0 && g_hash_table_contains (self->gone, &id)))
    return;
  if (!g_hash_table_contains (self->gone, &id))
    {
      g_ptr_array_add (self->watched, g_object_ref (record));
      g_signal_connect (record, "notify::deleted", G_CALLBACK (on_deleted_changed), self);
    }
  g_hash_table_replace (self->gone, g_memdup2 (&id, sizeof id), g_memdup2 (&into, sizeof into));
  update (self);
}

void
dyr_duplicate_list_set_apart (DyrDuplicateList *self, gint64 first, gint64 second, gboolean apart)
{
  const Key key = make_key (first, second);

  g_return_if_fail (DYR_IS_DUPLICATE_LIST (self));

  if (apart)
    g_hash_table_add (self->apart, g_memdup2 (&key, sizeof key));
  else
    g_hash_table_remove (self->apart, &key);
  update (self);
}

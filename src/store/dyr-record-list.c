/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrRecordList: the GListModel behind every table: a snapshot of row ids in order, records loaded
 * by id in pages on demand. It follows the store by itself.
 *
 *   DyrQuery ── reader thread ──► ids (8 bytes a row)
 *                                  │ position
 *   DyrPlace (≈ 205 alive: GTK's) ◄┘── record ── DyrStore's identity map
 *
 * A new answer swaps the records of the living places and announces only the difference in
 * length: never items_changed over everything (TOOLCHAIN: 7 s against 11 ms on a million rows). */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-record-list.h"

#include "dyr-error.h"
#include "dyr-rows.h"
#include "dyr-store-private.h"

/* Records read by one job. */
#define PAGE 64

struct _DyrRecordList
{
  GObject parent_instance;

  DyrStore *store;
  DyrQuery *query;
  char *sort_field; /* by a header; NULL: the query's order */
  gboolean sort_descending;
  GArray *ids;        /* gint64 in order */
  GHashTable *places; /* position -> DyrPlace, not owned */
  GHashTable *wanted; /* positions whose records are to be read */
  GHashTable *asked;  /* positions whose records are being read */
  guint page_source;
  GCancellable *cancellable; /* of the query on its way */
  gboolean loading;
  gboolean again; /* the store changed while a query was on its way */
  guint n_jobs;
};

enum
{
  PROP_0,
  PROP_LOADING,
  PROP_N_ITEMS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void dyr_record_list_model_init (GListModelInterface *iface);
static void dyr_record_list_place_list_init (DyrPlaceListInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DyrRecordList,
                               dyr_record_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, dyr_record_list_model_init)
                                   G_IMPLEMENT_INTERFACE (DYR_TYPE_PLACE_LIST,
                                                          dyr_record_list_place_list_init))

static gint64
dyr_record_list_id_at (DyrPlaceList *list, guint position)
{
  DyrRecordList *self = DYR_RECORD_LIST (list);

  return position < self->ids->len ? g_array_index (self->ids, gint64, position) : 0;
}

/* Reading records by id, for places that have none yet. */

typedef struct
{
  GArray *positions; /* guint */
  GArray *ids;       /* what stood there when it was asked */
  GPtrArray *rows;
} Page;

static void
free_page (gpointer data)
{
  Page *page = data;

  g_array_unref (page->positions);
  g_array_unref (page->ids);
  g_ptr_array_unref (page->rows);
  g_free (page);
}

static gboolean
read_rows (DyrConnection *connection,
           const DyrRecordType *type,
           GArray *ids,
           GPtrArray *rows,
           GError **error)
{
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (GError) local = NULL;
      gint64 id = g_array_index (ids, gint64, i);
      DyrRow *row = type != NULL ? dyr_row_read_as (connection, type, id, &local)
                                 : dyr_row_read (connection, id, &local);

      if (row != NULL)
        g_ptr_array_add (rows, row);
      else if (!g_error_matches (local, DYR_ERROR, DYR_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
job_page (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Page *page = data;

  return read_rows (connection, NULL, page->ids, page->rows, error);
}

/* A new array of the live objects of rows, which are taken out of `rows`: holding them keeps them
 * alive until places do. */
static GPtrArray *
adopt_rows (DyrRecordList *self, GPtrArray *rows)
{
  GPtrArray *records = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (records, dyr_store_take_row (self->store, g_steal_pointer (&rows->pdata[i])));
  return records;
}

static gboolean on_page_due (gpointer data);

/* A record that is not live yet is read with others soon. */
static void
want (DyrRecordList *self, guint position)
{
  if (g_hash_table_contains (self->asked, GUINT_TO_POINTER (position)))
    return;
  g_hash_table_add (self->wanted, GUINT_TO_POINTER (position));
  if (self->page_source == 0)
    self->page_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_page_due, self, NULL);
}

/* Gives each living place the record that stands there now; `ask_missing` has those read that are
 * not live. */
static void
fill_places (DyrRecordList *self, gboolean ask_missing)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, self->places);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      guint position = GPOINTER_TO_UINT (key);
      gint64 id = dyr_record_list_id_at (DYR_PLACE_LIST (self), position);
      DyrRecord *record = id != 0 ? dyr_store_peek (self->store, id) : NULL;

      dyr_place_set_record (value, record);
      if (record == NULL && id != 0 && ask_missing)
        want (self, position);
    }
}

static void
on_page_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrRecordList) self = data;
  Page *page = g_task_get_task_data (G_TASK (result));
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GError) error = NULL;

  if (self->store == NULL)
    return;
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_signal_emit_by_name (self->store, "failed", NULL, error);
  records = adopt_rows (self, page->rows);
  /* Where another record stands meanwhile, that one is read now. */
  for (guint i = 0; i < page->positions->len; i++)
    {
      guint position = g_array_index (page->positions, guint, i);
      gint64 id = dyr_record_list_id_at (DYR_PLACE_LIST (self), position);

      g_hash_table_remove (self->asked, GUINT_TO_POINTER (position));
      if (id != 0 && id != g_array_index (page->ids, gint64, i)
          && dyr_store_peek (self->store, id) == NULL)
        want (self, position);
    }
  fill_places (self, FALSE);
}

static Page *
new_page (void)
{
  Page *page = g_new0 (Page, 1);

  page->positions = g_array_new (FALSE, FALSE, sizeof (guint));
  page->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  page->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_row_free);
  return page;
}

/* Takes the page. */
static void
request_page (DyrRecordList *self, Page *page)
{
  self->n_jobs++;
  dyr_store_run (
      self->store, FALSE, job_page, page, free_page, NULL, on_page_read, g_object_ref (self));
}

static gboolean
on_page_due (gpointer data)
{
  DyrRecordList *self = data;
  Page *page = new_page ();
  GHashTableIter iter;
  gpointer key;

  self->page_source = 0;
  g_hash_table_iter_init (&iter, self->wanted);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      guint position = GPOINTER_TO_UINT (key);
      gint64 id = dyr_record_list_id_at (DYR_PLACE_LIST (self), position);

      if (id != 0 && g_hash_table_contains (self->places, key))
        {
          g_array_append_val (page->positions, position);
          g_array_append_val (page->ids, id);
          g_hash_table_add (self->asked, key);
        }
      if (page->ids->len < PAGE)
        continue;
      request_page (self, page);
      page = new_page ();
    }
  g_hash_table_remove_all (self->wanted);
  if (page->ids->len > 0)
    request_page (self, page);
  else
    free_page (page);
  return G_SOURCE_REMOVE;
}

/* GListModel */

static void
on_place_gone (gpointer data, GObject *where)
{
  gpointer *entry = data;

  /* A place of that position may have been made anew meanwhile. */
  if (g_hash_table_lookup (entry[0], entry[1]) == (gpointer) where)
    g_hash_table_remove (entry[0], entry[1]);
  g_hash_table_unref (entry[0]);
  g_free (entry);
}

static GType
dyr_record_list_get_item_type (GListModel *model)
{
  return DYR_TYPE_PLACE;
}

static guint
dyr_record_list_get_n_items (GListModel *model)
{
  return DYR_RECORD_LIST (model)->ids->len;
}

static gpointer
dyr_record_list_get_item (GListModel *model, guint position)
{
  DyrRecordList *self = DYR_RECORD_LIST (model);
  DyrPlace *place;
  DyrRecord *record;
  gpointer *entry;

  if (position >= self->ids->len)
    return NULL;
  place = g_hash_table_lookup (self->places, GUINT_TO_POINTER (position));
  if (place != NULL)
    return g_object_ref (place);
  place = dyr_place_new (position);
  entry = g_new (gpointer, 2);
  entry[0] = g_hash_table_ref (self->places);
  entry[1] = GUINT_TO_POINTER (position);
  g_object_weak_ref (G_OBJECT (place), on_place_gone, entry);
  g_hash_table_insert (self->places, GUINT_TO_POINTER (position), place);
  record = dyr_store_peek (self->store, g_array_index (self->ids, gint64, position));
  if (record != NULL)
    dyr_place_set_record (place, record);
  else
    want (self, position);
  return place;
}

static void
dyr_record_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = dyr_record_list_get_item_type;
  iface->get_n_items = dyr_record_list_get_n_items;
  iface->get_item = dyr_record_list_get_item;
}

/* Asking */

typedef struct
{
  DyrQuery *query;
  GArray *positions; /* guint: of the living places, whose records come along */
  GArray *ids;
  GPtrArray *rows;
} Ask;

static void
free_ask (gpointer data)
{
  Ask *ask = data;

  dyr_query_free (ask->query);
  g_array_unref (ask->positions);
  g_clear_pointer (&ask->ids, g_array_unref);
  g_ptr_array_unref (ask->rows);
  g_free (ask);
}

static gboolean
job_ask (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Ask *ask = data;
  g_autoptr (GArray) shown = g_array_new (FALSE, FALSE, sizeof (gint64));

  ask->ids = dyr_query_ids (ask->query, connection, error);
  if (ask->ids == NULL)
    return FALSE;
  for (guint i = 0; i < ask->positions->len; i++)
    {
      guint position = g_array_index (ask->positions, guint, i);

      if (position < ask->ids->len)
        g_array_append_vals (shown, &g_array_index (ask->ids, gint64, position), 1);
    }
  return read_rows (connection, dyr_query_get_type_of (ask->query), shown, ask->rows, error);
}

static gboolean
same_ids (const GArray *a, const GArray *b)
{
  return a->len == b->len
         && (a->len == 0 || memcmp (a->data, b->data, a->len * sizeof (gint64)) == 0);
}

/* Shows other ids: living places get their records, only the length is announced. */
static void
swap_ids (DyrRecordList *self, GArray *ids)
{
  g_autoptr (GArray) old = g_steal_pointer (&self->ids);
  guint n_old = old->len, n_new = ids->len;

  self->ids = g_array_ref (ids);
  if (same_ids (old, ids))
    {
      fill_places (self, TRUE);
      return;
    }
  fill_places (self, TRUE);
  if (n_new > n_old)
    g_list_model_items_changed (G_LIST_MODEL (self), n_old, 0, n_new - n_old);
  else if (n_new < n_old)
    g_list_model_items_changed (G_LIST_MODEL (self), n_new, n_old - n_new, 0);
  dyr_place_list_reordered (DYR_PLACE_LIST (self));
  if (n_new != n_old)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
}

static void ask (DyrRecordList *self);

static void
on_asked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrRecordList) self = data;
  Ask *answer = g_task_get_task_data (G_TASK (result));
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      /* Cancelled: a newer question is on its way. */
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->store == NULL)
        return;
      g_signal_emit_by_name (self->store, "failed", NULL, error);
    }
  if (self->store == NULL || g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;
  g_clear_object (&self->cancellable);
  records = adopt_rows (self, answer->rows);
  if (answer->ids != NULL)
    swap_ids (self, answer->ids);
  if (self->loading)
    {
      self->loading = FALSE;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
    }
  if (self->again)
    ask (self);
}

static DyrQuery *
sorted_query (DyrRecordList *self)
{
  const DyrRecordType *type = dyr_query_get_type_of (self->query);
  DyrQuery *query = dyr_query_copy (self->query);
  int field = self->sort_field != NULL ? dyr_record_type_find (type, self->sort_field) : -1;

  if (field >= 0)
    dyr_query_set_first_sort (query, (guint) field, self->sort_descending);
  return query;
}

static void
ask (DyrRecordList *self)
{
  Ask *question = g_new0 (Ask, 1);
  GHashTableIter iter;
  gpointer key;

  self->again = FALSE;
  g_cancellable_cancel (self->cancellable);
  g_set_object (&self->cancellable, NULL);
  self->cancellable = g_cancellable_new ();
  question->query = sorted_query (self);
  question->positions = g_array_new (FALSE, FALSE, sizeof (guint));
  question->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_row_free);
  g_hash_table_iter_init (&iter, self->places);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      guint position = GPOINTER_TO_UINT (key);

      g_array_append_val (question->positions, position);
    }
  /* A fresh list: what the first screen shows comes along with the ids. */
  for (guint position = question->positions->len; position < PAGE; position++)
    g_array_append_val (question->positions, position);
  self->n_jobs++;
  dyr_store_run (self->store,
                 FALSE,
                 job_ask,
                 question,
                 free_ask,
                 self->cancellable,
                 on_asked,
                 g_object_ref (self));
}

static guint64
types_of_interest (const DyrRecordType *type)
{
  guint64 types = G_GUINT64_CONSTANT (1) << type->number;

  /* Sorting and filtering look at linked records' names too. */
  for (guint i = 0; i < type->n_fields; i++)
    if (type->fields[i].kind == DYR_KIND_LINK && type->fields[i].target != NULL)
      types |= G_GUINT64_CONSTANT (1) << type->fields[i].target->number;
  return types;
}

static void
on_store_changed (DyrStore *store, guint64 types, DyrRecordList *self)
{
  if (self->query == NULL || (types & types_of_interest (dyr_query_get_type_of (self->query))) == 0)
    return;
  /* One question at a time: a burst of edits asks twice, not a hundred times. */
  if (self->cancellable != NULL)
    self->again = TRUE;
  else
    ask (self);
}

static void
on_store_indexed (DyrStore *store, guint64 types, DyrRecordList *self)
{
  if (self->query != NULL && dyr_query_get_text (self->query) != NULL)
    on_store_changed (store, types, self);
}

void
dyr_record_list_take_query (DyrRecordList *self, DyrQuery *query)
{
  g_return_if_fail (DYR_IS_RECORD_LIST (self));
  g_return_if_fail (query != NULL);

  g_clear_pointer (&self->query, dyr_query_free);
  self->query = query;
  if (!self->loading)
    {
      self->loading = TRUE;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
    }
  ask (self);
}

const DyrQuery *
dyr_record_list_get_query (DyrRecordList *self)
{
  g_return_val_if_fail (DYR_IS_RECORD_LIST (self), NULL);
  return self->query;
}

gboolean
dyr_record_list_is_loading (DyrRecordList *self)
{
  g_return_val_if_fail (DYR_IS_RECORD_LIST (self), FALSE);
  return self->loading;
}

guint
dyr_record_list_get_n_places (DyrRecordList *self)
{
  g_return_val_if_fail (DYR_IS_RECORD_LIST (self), 0);
  return g_hash_table_size (self->places);
}

guint
dyr_record_list_get_n_jobs (DyrRecordList *self)
{
  g_return_val_if_fail (DYR_IS_RECORD_LIST (self), 0);
  return self->n_jobs;
}

/* DyrPlaceList */

static guint
dyr_record_list_find (DyrPlaceList *list, gint64 id)
{
  DyrRecordList *self = DYR_RECORD_LIST (list);

  /* A million ids are 8 MB in a row: about a millisecond, and only for a selection. */
  for (guint i = 0; i < self->ids->len; i++)
    if (g_array_index (self->ids, gint64, i) == id)
      return i;
  return G_MAXUINT;
}

static void
dyr_record_list_sort (DyrPlaceList *list, const char *field, gboolean descending)
{
  DyrRecordList *self = DYR_RECORD_LIST (list);

  g_free (self->sort_field);
  self->sort_field = g_strdup (field);
  self->sort_descending = descending;
  if (self->query != NULL)
    ask (self);
}

static void
dyr_record_list_place_list_init (DyrPlaceListInterface *iface)
{
  iface->id_at = dyr_record_list_id_at;
  iface->find = dyr_record_list_find;
  iface->sort = dyr_record_list_sort;
}

static void
dyr_record_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DyrRecordList *self = DYR_RECORD_LIST (object);

  switch (id)
    {
    case PROP_LOADING:
      g_value_set_boolean (value, self->loading);
      break;
    case PROP_N_ITEMS:
      g_value_set_uint (value, self->ids->len);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dyr_record_list_dispose (GObject *object)
{
  DyrRecordList *self = DYR_RECORD_LIST (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->page_source, g_source_remove);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (dyr_record_list_parent_class)->dispose (object);
}

static void
dyr_record_list_finalize (GObject *object)
{
  DyrRecordList *self = DYR_RECORD_LIST (object);

  g_clear_pointer (&self->query, dyr_query_free);
  g_free (self->sort_field);
  g_array_unref (self->ids);
  g_hash_table_unref (self->places);
  g_hash_table_unref (self->wanted);
  g_hash_table_unref (self->asked);
  G_OBJECT_CLASS (dyr_record_list_parent_class)->finalize (object);
}

static void
dyr_record_list_class_init (DyrRecordListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = dyr_record_list_get_property;
  object_class->dispose = dyr_record_list_dispose;
  object_class->finalize = dyr_record_list_finalize;
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags);
  properties[PROP_N_ITEMS] = g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
dyr_record_list_init (DyrRecordList *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->places = g_hash_table_new (NULL, NULL);
  self->wanted = g_hash_table_new (NULL, NULL);
  self->asked = g_hash_table_new (NULL, NULL);
}

DyrRecordList *
dyr_record_list_new (DyrStore *store)
{
  DyrRecordList *self = g_object_new (DYR_TYPE_RECORD_LIST, NULL);

  self->store = g_object_ref (store);
  g_signal_connect_object (store, "changed", G_CALLBACK (on_store_changed), self, 0);
  g_signal_connect_object (store, "indexed", G_CALLBACK (on_store_indexed), self, 0);
  return self;
}

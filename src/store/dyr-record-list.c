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
 * length: never items_changed over everything, which took 7 s on a million rows where this took
 * 11 ms. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-record-list.h"

#include "dyr-record-list-private.h"
#include "dyr-rows.h"
#include "dyr-store-private.h"
#include "dyr-util.h"

enum
{
  PROP_0,
  PROP_LOADING,
  PROP_N_ITEMS,
  PROP_N_RECORDS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  ANSWERED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

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

  return position < self->ids->len ? MAX (g_array_index (self->ids, gint64, position), 0) : 0;
}

/* GListModel */

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

  if (position >= self->ids->len)
    return NULL;
  place = g_hash_table_lookup (self->places, GUINT_TO_POINTER (position));
  return place != NULL ? g_object_ref (place) : dyr_record_list_make_place (self, position);
}

static void
dyr_record_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = dyr_record_list_get_item_type;
  iface->get_n_items = dyr_record_list_get_n_items;
  iface->get_item = dyr_record_list_get_item;
}

/* Asking */

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
  dyr_record_list_fill_places (self, TRUE);
  if (same_ids (old, ids))
    return;
  if (n_new > n_old)
    g_list_model_items_changed (G_LIST_MODEL (self), n_old, 0, n_new - n_old);
  else if (n_new < n_old)
    g_list_model_items_changed (G_LIST_MODEL (self), n_new, n_old - n_new, 0);
  dyr_place_list_reordered (DYR_PLACE_LIST (self));
  if (n_new != n_old)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
}

static void
take_answer (DyrRecordList *self, DyrListAsk *answer)
{
  guint n_records = self->records->len;

  g_array_unref (self->records);
  self->records = g_steal_pointer (&answer->records);
  g_clear_pointer (&self->sections, g_array_unref);
  self->sections = g_steal_pointer (&answer->sections);
  self->partial = FALSE;
  swap_ids (self, answer->ids);
  if (n_records != self->records->len)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_RECORDS]);
  g_signal_emit (self, signals[ANSWERED], 0);
}

/* Only where all that is seen is among the first rows: elsewhere rows would vanish for a moment. */
static gboolean
are_first (DyrRecordList *self, guint n)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->places);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (GPOINTER_TO_UINT (key) >= n)
      return FALSE;
  return TRUE;
}

void
dyr_record_list_take_first (DyrRecordList *self,
                            GCancellable *cancellable,
                            GArray *ids,
                            GPtrArray *rows)
{
  g_autoptr (GArray) shown = NULL;

  if (self->store == NULL || cancellable != self->cancellable)
    return;
  g_clear_pointer (&self->first, g_ptr_array_unref);
  self->first = dyr_record_list_adopt_rows (self, rows);
  if (!are_first (self, ids->len))
    return;
  /* What stands behind them is not known: the rows stay, so that nothing jumps, but are empty. */
  shown = g_array_new (FALSE, TRUE, sizeof (gint64));
  g_array_append_vals (shown, ids->data, ids->len);
  if (shown->len < self->ids->len)
    g_array_set_size (shown, self->ids->len);
  self->partial = TRUE;
  swap_ids (self, shown);
}

/* The rest never came: what was answered last is shown again. */
static void
show_last (DyrRecordList *self)
{
  g_autoptr (GArray) ids = dyr_list_lay_out (self->records, self->sections, self->collapsed);

  self->partial = FALSE;
  swap_ids (self, ids);
}

static void ask (DyrRecordList *self, gboolean of_the_same);

static void
on_asked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrRecordList) self = data;
  DyrListAsk *answer = g_task_get_task_data (G_TASK (result));
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      /* Cancelled: a newer question is on its way. */
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->store == NULL)
        return;
      dyr_store_report_error (self->store, error);
    }
  if (self->store == NULL || g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;
  g_clear_object (&self->cancellable);
  records = dyr_record_list_adopt_rows (self, answer->rows);
  if (answer->ids != NULL)
    take_answer (self, answer);
  else if (self->partial)
    show_last (self);
  g_clear_pointer (&self->first, g_ptr_array_unref);
  if (self->loading)
    {
      self->loading = FALSE;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
    }
  if (self->again)
    ask (self, TRUE);
}

static DyrQuery *
sorted_query (DyrRecordList *self)
{
  const DyrRecordType *type = dyr_query_get_type_of (self->query);
  DyrQuery *query = dyr_query_copy (self->query);

  for (guint i = self->sorts->len; i > 0; i--)
    {
      const DyrSortKey *key = &g_array_index (self->sorts, DyrSortKey, i - 1);
      int field = dyr_record_type_find (type, key->field);

      if (field >= 0)
        dyr_query_set_first_sort (query, (guint) field, key->descending);
    }
  return query;
}

static GHashTable *
copy_collapsed (DyrRecordList *self)
{
  GHashTable *copy = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->collapsed);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_hash_table_add (copy, g_strdup (key));
  return copy;
}

/* Months come latest first where the list is sorted so. */
static void
ask_for_sections (DyrRecordList *self, DyrListAsk *question)
{
  const DyrRecordType *type = dyr_query_get_type_of (self->query);

  question->section_field = -1;
  if (self->section_field == NULL)
    return;
  question->section_field = dyr_record_type_find (type, self->section_field);
  if (question->section_field >= 0
      && !dyr_sections_can_split (type, (guint) question->section_field))
    question->section_field = -1;
  question->collapsed = copy_collapsed (self);
  for (guint i = 0; i < self->sorts->len; i++)
    if (g_str_equal (g_array_index (self->sorts, DyrSortKey, i).field, self->section_field))
      question->latest_first = g_array_index (self->sorts, DyrSortKey, i).descending;
}

static GArray *
living_positions (DyrRecordList *self)
{
  GArray *positions = g_array_new (FALSE, FALSE, sizeof (guint));
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->places);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      guint position = GPOINTER_TO_UINT (key);

      g_array_append_val (positions, position);
    }
  /* A fresh list: what the first screen shows comes along with the ids. */
  for (guint position = positions->len; position < DYR_LIST_PAGE; position++)
    g_array_append_val (positions, position);
  return positions;
}

/* GTK keeps ten times the rows that are in view: another answer does not wait for the records of
 * those. They are read after it, as of any place without a record. */
static GArray *
seen_positions (DyrRecordList *self)
{
  GArray *positions = g_array_new (FALSE, FALSE, sizeof (guint));
  const guint n = MIN (self->most_seen, DYR_LIST_PAGE);

  for (guint i = 0; i < n; i++)
    {
      guint position = self->seen_first + i;

      g_array_append_val (positions, position);
    }
  return positions;
}

/* `of_the_same`: what is shown is shown again, with what changed in the store. */
static void
ask (DyrRecordList *self, gboolean of_the_same)
{
  DyrListAsk *question = g_new0 (DyrListAsk, 1);

  self->again = FALSE;
  g_cancellable_cancel (self->cancellable);
  g_set_object (&self->cancellable, NULL);
  self->cancellable = g_cancellable_new ();
  question->list = self;
  question->wants_first = !of_the_same;
  question->context = g_main_context_ref_thread_default ();
  question->cancellable = g_object_ref (self->cancellable);
  question->query = sorted_query (self);
  ask_for_sections (self, question);
  question->positions
      = of_the_same || self->most_seen == 0 ? living_positions (self) : seen_positions (self);
  question->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_row_free);
  self->n_jobs++;
  dyr_store_run (self->store,
                 FALSE,
                 dyr_list_ask_job,
                 question,
                 dyr_list_ask_free,
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
    ask (self, TRUE);
}

static void
on_store_indexed (DyrStore *store, guint64 types, DyrRecordList *self)
{
  if (self->query != NULL && dyr_query_get_line (self->query) != NULL)
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
  ask (self, FALSE);
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

GArray *
dyr_record_list_get_records (DyrRecordList *self)
{
  g_return_val_if_fail (DYR_IS_RECORD_LIST (self), NULL);
  return self->records;
}

guint
dyr_record_list_get_n_records (DyrRecordList *self)
{
  g_return_val_if_fail (DYR_IS_RECORD_LIST (self), 0);
  return self->records->len;
}

/* Sections */

void
dyr_record_list_set_section_field (DyrRecordList *self, const char *field)
{
  g_return_if_fail (DYR_IS_RECORD_LIST (self));

  if (!dyr_set_str (&self->section_field, field))
    return;
  g_hash_table_remove_all (self->collapsed);
  if (self->query != NULL)
    ask (self, FALSE);
}

const char *
dyr_record_list_get_section_field (DyrRecordList *self)
{
  g_return_val_if_fail (DYR_IS_RECORD_LIST (self), NULL);
  return self->section_field;
}

void
dyr_record_list_set_show_section (DyrRecordList *self, DyrShowSection show, gpointer data)
{
  g_return_if_fail (DYR_IS_RECORD_LIST (self));

  self->show_section = show;
  self->show_data = data;
}

gboolean
dyr_record_list_toggle_section (DyrRecordList *self, guint position)
{
  const DyrSection *section;
  g_autoptr (GArray) ids = NULL;
  char *key;

  g_return_val_if_fail (DYR_IS_RECORD_LIST (self), FALSE);

  section = dyr_record_list_section_at (self, position);
  if (section == NULL)
    return FALSE;
  key = dyr_section_key (section);
  if (g_hash_table_contains (self->collapsed, key))
    {
      g_hash_table_remove (self->collapsed, key);
      g_free (key);
    }
  else
    g_hash_table_add (self->collapsed, key);
  ids = dyr_list_lay_out (self->records, self->sections, self->collapsed);
  swap_ids (self, ids);
  /* What is on its way was laid out for what was open before. */
  if (self->cancellable != NULL)
    ask (self, FALSE);
  return TRUE;
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
dyr_record_list_sort_by (DyrPlaceList *list, const DyrSortKey *keys, guint n_keys)
{
  DyrRecordList *self = DYR_RECORD_LIST (list);

  g_array_set_size (self->sorts, 0);
  g_array_append_vals (self->sorts, keys, n_keys);
  if (self->query != NULL)
    ask (self, FALSE);
}

static void
dyr_record_list_sort (DyrPlaceList *list, const char *field, gboolean descending)
{
  const DyrSortKey key = { g_intern_string (field), descending };

  dyr_record_list_sort_by (list, &key, field != NULL ? 1 : 0);
}

static const gint64 *
dyr_record_list_get_ids (DyrPlaceList *list, guint *n_ids)
{
  const GArray *ids = DYR_RECORD_LIST (list)->ids;

  *n_ids = ids->len;
  return (gconstpointer) ids->data;
}

static gboolean
dyr_record_list_is_partial (DyrPlaceList *list)
{
  return DYR_RECORD_LIST (list)->partial;
}

static void
dyr_record_list_look_at (DyrPlaceList *list, guint first, guint last)
{
  DyrRecordList *self = DYR_RECORD_LIST (list);

  self->seen_first = first;
  self->seen_last = last;
  if (last >= first)
    self->most_seen = MAX (self->most_seen, last - first + 1);
  dyr_record_list_fill_seen (self);
}

static void
dyr_record_list_place_list_init (DyrPlaceListInterface *iface)
{
  iface->id_at = dyr_record_list_id_at;
  iface->find = dyr_record_list_find;
  iface->sort = dyr_record_list_sort;
  iface->sort_by = dyr_record_list_sort_by;
  iface->get_ids = dyr_record_list_get_ids;
  iface->is_partial = dyr_record_list_is_partial;
  iface->look_at = dyr_record_list_look_at;
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
    case PROP_N_RECORDS:
      g_value_set_uint (value, self->records->len);
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
  g_clear_handle_id (&self->behind_source, g_source_remove);
  g_hash_table_remove_all (self->behind);
  g_clear_pointer (&self->first, g_ptr_array_unref);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (dyr_record_list_parent_class)->dispose (object);
}

static void
dyr_record_list_finalize (GObject *object)
{
  DyrRecordList *self = DYR_RECORD_LIST (object);

  g_clear_pointer (&self->query, dyr_query_free);
  g_array_unref (self->sorts);
  g_free (self->section_field);
  g_array_unref (self->records);
  g_clear_pointer (&self->sections, g_array_unref);
  g_hash_table_unref (self->collapsed);
  g_array_unref (self->ids);
  g_hash_table_unref (self->places);
  g_hash_table_unref (self->wanted);
  g_hash_table_unref (self->asked);
  g_hash_table_unref (self->behind);
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
  properties[PROP_N_RECORDS] = g_param_spec_uint ("n-records", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[ANSWERED] = g_signal_new (
      "answered", DYR_TYPE_RECORD_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
unref_record (gpointer record)
{
  if (record != NULL)
    g_object_unref (record);
}

static void
dyr_record_list_init (DyrRecordList *self)
{
  self->sorts = g_array_new (FALSE, FALSE, sizeof (DyrSortKey));
  self->records = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->collapsed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->ids = g_array_ref (self->records);
  self->places = g_hash_table_new (NULL, NULL);
  self->wanted = g_hash_table_new (NULL, NULL);
  self->asked = g_hash_table_new (NULL, NULL);
  self->behind = g_hash_table_new_full (NULL, NULL, NULL, unref_record);
  self->seen_last = G_MAXUINT;
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

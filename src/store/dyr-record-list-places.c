/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The living places of a DyrRecordList: how they get the records that stand there. What is not
 * live is read by id, many at a time. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-record-list-private.h"

#include "dyr-rows.h"
#include "dyr-store-private.h"

/* Places that get their records in one turn of the main loop: a table makes their cells anew. */
#define PLACES_A_TURN 48
/* Milliseconds: about as long as a frame. */
#define FRAME 16

const DyrSection *
dyr_record_list_section_at (DyrRecordList *self, guint position)
{
  gint64 id = position < self->ids->len ? g_array_index (self->ids, gint64, position) : 0;

  return id < 0 ? &g_array_index (self->sections, DyrSection, -1 - id) : NULL;
}

static gint64
record_id_at (DyrRecordList *self, guint position)
{
  return dyr_place_list_id_at (DYR_PLACE_LIST (self), position);
}

GPtrArray *
dyr_record_list_adopt_rows (DyrRecordList *self, GPtrArray *rows)
{
  GPtrArray *records = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (records, dyr_store_take_row (self->store, g_steal_pointer (&rows->pdata[i])));
  return records;
}

/* Reading records by id, for places that have none yet. */

typedef struct
{
  const DyrRecordType *type;
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
job_page (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Page *page = data;

  return dyr_list_read_rows (connection, page->type, page->ids, page->rows, error);
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

static void
show_heading (DyrRecordList *self, DyrPlace *place, const DyrSection *section)
{
  g_autofree char *key = dyr_section_key (section), *heading = NULL;

  if (self->show_section != NULL)
    heading = self->show_section (
        section, g_hash_table_contains (self->collapsed, key), self->show_data);
  dyr_place_set_heading (place, heading != NULL ? heading : key);
}

/* Filling */

static DyrRecord *
live_record_at (DyrRecordList *self, guint position)
{
  gint64 id = record_id_at (self, position);

  return id != 0 ? dyr_store_peek (self->store, id) : NULL;
}

static void
fill_place (DyrRecordList *self, DyrPlace *place)
{
  guint position = dyr_place_get_position (place);
  const DyrSection *section = dyr_record_list_section_at (self, position);

  if (section != NULL)
    {
      show_heading (self, place, section);
      return;
    }
  dyr_place_set_heading (place, NULL);
  dyr_place_set_record (place, live_record_at (self, position));
}

/* Rows to go from what is in view; 0: it is. */
static guint
how_far (DyrRecordList *self, guint position)
{
  if (position < self->seen_first)
    return self->seen_first - position;
  return position > self->seen_last ? position - self->seen_last : 0;
}

static int
compare_nearness (gconstpointer a, gconstpointer b, gpointer data)
{
  const guint one = how_far (data, *(const guint *) a), other = how_far (data, *(const guint *) b);

  return (one > other) - (one < other);
}

/* The positions of a set, what is in view first. A new array of guint. */
static GArray *
by_nearness (DyrRecordList *self, GHashTable *positions)
{
  GArray *sorted = g_array_sized_new (FALSE, FALSE, sizeof (guint), g_hash_table_size (positions));
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, positions);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      const guint position = GPOINTER_TO_UINT (key);

      g_array_append_val (sorted, position);
    }
  g_array_sort_with_data (sorted, compare_nearness, self);
  return sorted;
}

/* Nobody keeps the place any more. */
static gboolean
is_gone (gpointer position, gpointer record, gpointer places)
{
  return !g_hash_table_contains (places, position);
}

/* Fills the nearest of the places that are behind, as many as a turn has time for; `seen`: of those
 * in view only. */
static void
fill_nearest (DyrRecordList *self, gboolean seen)
{
  g_autoptr (GArray) positions = NULL;
  guint n = 0;

  g_hash_table_foreach_remove (self->behind, is_gone, self->places);
  positions = by_nearness (self, self->behind);
  for (guint i = 0; i < positions->len && n < PLACES_A_TURN; i++)
    {
      const guint position = g_array_index (positions, guint, i);
      DyrPlace *place = g_hash_table_lookup (self->places, GUINT_TO_POINTER (position));

      if (seen && how_far (self, position) > 0)
        break;
      if (place == NULL)
        continue;
      fill_place (self, place);
      g_hash_table_remove (self->behind, GUINT_TO_POINTER (position));
      n++;
    }
}

static gboolean
on_behind_due (gpointer data)
{
  DyrRecordList *self = data;

  fill_nearest (self, FALSE);
  if (g_hash_table_size (self->behind) > 0)
    return G_SOURCE_CONTINUE;
  self->behind_source = 0;
  return G_SOURCE_REMOVE;
}

void
dyr_record_list_fill_seen (DyrRecordList *self)
{
  if (g_hash_table_size (self->behind) > 0)
    fill_nearest (self, TRUE);
}

void
dyr_record_list_fill_places (DyrRecordList *self, gboolean ask_missing)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, self->places);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      guint position = GPOINTER_TO_UINT (key);
      DyrRecord *record = live_record_at (self, position);
      gboolean heading = dyr_record_list_section_at (self, position) != NULL;

      if (ask_missing && record == NULL && record_id_at (self, position) != 0)
        want (self, position);
      if (heading || dyr_place_get_heading (value) != NULL
          || dyr_place_get_record (value) != record)
        g_hash_table_insert (self->behind, key, record != NULL ? g_object_ref (record) : NULL);
      else
        g_hash_table_remove (self->behind, key);
    }
  fill_nearest (self, TRUE);
  /* GTK keeps many more rows than are seen, and draws all that got other words in one frame. */
  if (g_hash_table_size (self->behind) > 0 && self->behind_source == 0)
    self->behind_source
        = g_timeout_add_full (G_PRIORITY_HIGH_IDLE, FRAME, on_behind_due, self, NULL);
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
    dyr_store_report_error (self->store, error);
  records = dyr_record_list_adopt_rows (self, page->rows);
  /* Where another record stands meanwhile, that one is read now. */
  for (guint i = 0; i < page->positions->len; i++)
    {
      guint position = g_array_index (page->positions, guint, i);
      gint64 id = record_id_at (self, position);

      g_hash_table_remove (self->asked, GUINT_TO_POINTER (position));
      if (id != 0 && id != g_array_index (page->ids, gint64, i)
          && dyr_store_peek (self->store, id) == NULL)
        want (self, position);
    }
  dyr_record_list_fill_places (self, FALSE);
}

static Page *
new_page (DyrRecordList *self)
{
  Page *page = g_new0 (Page, 1);

  page->type = dyr_query_get_type_of (self->query);
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
  g_autoptr (GArray) positions = by_nearness (self, self->wanted);
  Page *page = new_page (self);

  self->page_source = 0;
  for (guint i = 0; i < positions->len; i++)
    {
      const guint position = g_array_index (positions, guint, i);
      gint64 id = record_id_at (self, position);

      if (id != 0 && g_hash_table_contains (self->places, GUINT_TO_POINTER (position)))
        {
          g_array_append_val (page->positions, position);
          g_array_append_val (page->ids, id);
          g_hash_table_add (self->asked, GUINT_TO_POINTER (position));
        }
      if (page->ids->len < DYR_LIST_PAGE)
        continue;
      request_page (self, page);
      page = new_page (self);
    }
  g_hash_table_remove_all (self->wanted);
  if (page->ids->len > 0)
    request_page (self, page);
  else
    free_page (page);
  return G_SOURCE_REMOVE;
}

/* Making */

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

DyrPlace *
dyr_record_list_make_place (DyrRecordList *self, guint position)
{
  DyrPlace *place = dyr_place_new (position);
  gpointer *entry = g_new (gpointer, 2);

  entry[0] = g_hash_table_ref (self->places);
  entry[1] = GUINT_TO_POINTER (position);
  g_object_weak_ref (G_OBJECT (place), on_place_gone, entry);
  g_hash_table_insert (self->places, GUINT_TO_POINTER (position), place);
  fill_place (self, place);
  if (record_id_at (self, position) != 0 && dyr_place_get_record (place) == NULL)
    want (self, position);
  return place;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrTableSorting: what the headers of a table say about its order. GTK shows an arrow in the
 * header that leads; those behind it have theirs with a number in the title: "City ↓2". */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-table-sorting-private.h"

#include "dyr-table-column-private.h"

struct _DyrTableSorting
{
  GtkColumnView *view; /* not owned: the table's */
  void (*clicked) (gpointer data);
  gpointer data;
  GArray *keys;        /* DyrSortKey */
  DyrPlace *probes[2]; /* what the sorters are asked to compare */
  GtkSorter *sorter;   /* the view's */
  gulong handler;
  int probed_column;    /* which sorter was asked first */
  gboolean is_changing; /* sorters say nothing */
  gboolean adding;
};

typedef struct
{
  DyrTableSorting *sorting;
  int column;
} Probe;

/* Never compares rows: it tells which column the view asked first. */
static int
compare_probes (gconstpointer a, gconstpointer b, gpointer data)
{
  Probe *probe = data;

  if (probe->sorting->probed_column < 0)
    probe->sorting->probed_column = probe->column;

  return -1;
}

static guint
get_n_columns (DyrTableSorting *self)
{
  return g_list_model_get_n_items (gtk_column_view_get_columns (self->view));
}

static GtkColumnViewColumn *
get_column (DyrTableSorting *self, guint index)
{
  return g_list_model_get_item (gtk_column_view_get_columns (self->view), index);
}

GtkSorter *
dyr_table_sorting_make_sorter (DyrTableSorting *self)
{
  Probe *probe = g_new (Probe, 1);

  probe->sorting = self;
  probe->column = (int) get_n_columns (self);

  return GTK_SORTER (gtk_custom_sorter_new (compare_probes, probe, g_free));
}

/* Place of the field among the keys, -1: it is none. */
static int
find_key (DyrTableSorting *self, const char *field)
{
  for (guint i = 0; i < self->keys->len; i++)
    {
      if (g_str_equal (g_array_index (self->keys, DyrSortKey, i).field, field))
        return (int) i;
    }

  return -1;
}

/* The headers, without telling anybody. */
static void
show_keys (DyrTableSorting *self)
{
  g_autoptr (GtkColumnViewColumn) leading = NULL;
  gboolean descending = self->keys->len > 0 && g_array_index (self->keys, DyrSortKey, 0).descending;

  for (guint i = 0; i < get_n_columns (self); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = get_column (self, i);
      int key = find_key (self, dyr_table_column_get_field (column));

      if (gtk_column_view_column_get_sorter (column) == NULL)
        key = -1;
      if (key == 0)
        leading = g_object_ref (column);
      dyr_table_column_show_key (column,
                                 key > 0 ? (guint) key + 1 : 0,
                                 key > 0 && g_array_index (self->keys, DyrSortKey, key).descending);
    }

  self->is_changing = TRUE;
  gtk_column_view_sort_by_column (
      self->view, leading, descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
  self->is_changing = FALSE;
}

/* A click with Shift: another key behind the others, the other way round, away again. */
static void
add_key (DyrTableSorting *self, const char *field)
{
  int at = find_key (self, field);
  DyrSortKey key = { g_intern_string (field), FALSE };

  if (at < 0)
    g_array_append_val (self->keys, key);
  else if (!g_array_index (self->keys, DyrSortKey, at).descending)
    g_array_index (self->keys, DyrSortKey, at).descending = TRUE;
  else if (self->keys->len > 1)
    g_array_remove_index (self->keys, (guint) at);
  else
    g_array_index (self->keys, DyrSortKey, at).descending = FALSE;
}

static void
on_sorter_changed (DyrTableSorting *self)
{
  g_autoptr (GtkColumnViewColumn) column = NULL;
  GtkOrdering order;
  DyrSortKey key;

  if (self->is_changing)
    return;

  self->probed_column = -1;
  order = gtk_sorter_compare (self->sorter, self->probes[0], self->probes[1]);
  if (self->probed_column < 0)
    return;

  column = get_column (self, (guint) self->probed_column);
  key.field = g_intern_string (dyr_table_column_get_field (column));
  key.descending = order == GTK_ORDERING_LARGER;
  if (self->adding && self->keys->len > 0)
    {
      add_key (self, key.field);
      show_keys (self);
    }
  else if (!dyr_table_sorting_set_keys (self, &key, 1))
    return;

  self->clicked (self->data);
}

void
dyr_table_sorting_begin_columns (DyrTableSorting *self)
{
  self->is_changing = TRUE;
}

void
dyr_table_sorting_end_columns (DyrTableSorting *self)
{
  self->is_changing = FALSE;
  show_keys (self);
}

const DyrSortKey *
dyr_table_sorting_get_keys (DyrTableSorting *self, guint *n_keys)
{
  *n_keys = self->keys->len;

  return (gconstpointer) self->keys->data;
}

static gboolean
has_keys (DyrTableSorting *self, const DyrSortKey *keys, guint n_keys)
{
  if (self->keys->len != n_keys)
    return FALSE;

  for (guint i = 0; i < n_keys; i++)
    {
      const DyrSortKey *key = &g_array_index (self->keys, DyrSortKey, i);

      if (!g_str_equal (key->field, keys[i].field) || key->descending != keys[i].descending)
        return FALSE;
    }

  return TRUE;
}

gboolean
dyr_table_sorting_set_keys (DyrTableSorting *self, const DyrSortKey *keys, guint n_keys)
{
  if (has_keys (self, keys, n_keys))
    return FALSE;

  g_array_set_size (self->keys, 0);
  for (guint i = 0; i < n_keys; i++)
    {
      DyrSortKey key = { g_intern_string (keys[i].field), !!keys[i].descending };

      g_array_append_val (self->keys, key);
    }
  show_keys (self);

  return TRUE;
}

void
dyr_table_sorting_set_adding (DyrTableSorting *self, gboolean adding)
{
  self->adding = adding;
}

DyrTableSorting *
dyr_table_sorting_new (GtkColumnView *view, void (*clicked) (gpointer data), gpointer data)
{
  DyrTableSorting *self = g_new0 (DyrTableSorting, 1);

  self->view = view;
  self->clicked = clicked;
  self->data = data;
  self->keys = g_array_new (FALSE, FALSE, sizeof (DyrSortKey));
  self->probes[0] = dyr_place_new (0);
  self->probes[1] = dyr_place_new (1);
  self->sorter = g_object_ref (gtk_column_view_get_sorter (view));
  self->handler
      = g_signal_connect_swapped (self->sorter, "changed", G_CALLBACK (on_sorter_changed), self);

  return self;
}

void
dyr_table_sorting_free (DyrTableSorting *self)
{
  if (self == NULL)
    return;

  g_clear_signal_handler (&self->handler, self->sorter);
  g_object_unref (self->sorter);
  g_object_unref (self->probes[0]);
  g_object_unref (self->probes[1]);
  g_array_unref (self->keys);
  g_free (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What a DyrRecordList asks the store, in a reader thread: ids, sections, the first rows. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-record-list-private.h"

#include "dyr-error.h"
#include "dyr-rows.h"

gboolean
dyr_list_read_rows (DyrConnection *connection,
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

void
dyr_list_ask_free (gpointer data)
{
  DyrListAsk *ask = data;

  dyr_query_free (ask->query);
  g_main_context_unref (ask->context);
  g_object_unref (ask->cancellable);
  g_array_unref (ask->positions);
  g_clear_pointer (&ask->collapsed, g_hash_table_unref);
  g_clear_pointer (&ask->records, g_array_unref);
  g_clear_pointer (&ask->sections, g_array_unref);
  g_clear_pointer (&ask->ids, g_array_unref);
  g_ptr_array_unref (ask->rows);
  g_free (ask);
}

/* What rows show: a heading over each section, and its records unless it is collapsed. */
GArray *
dyr_list_lay_out (GArray *records, const GArray *sections, GHashTable *collapsed)
{
  GArray *ids;
  guint first = 0;

  if (sections == NULL)
    return g_array_ref (records);
  ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), records->len + sections->len);
  for (guint i = 0; i < sections->len; i++)
    {
      const DyrSection *section = &g_array_index (sections, DyrSection, i);
      g_autofree char *key = dyr_section_key (section);
      gint64 heading = -1 - (gint64) i;

      g_array_append_val (ids, heading);
      if (!g_hash_table_contains (collapsed, key))
        g_array_append_vals (ids, &g_array_index (records, gint64, first), section->n);
      first += section->n;
    }
  return ids;
}

/* The first rows, on their way to the main thread. */
typedef struct
{
  DyrRecordList *list;
  GCancellable *cancellable;
  GArray *ids;
  GPtrArray *rows;
} First;

static void
free_first (gpointer data)
{
  First *first = data;

  g_object_unref (first->list);
  g_object_unref (first->cancellable);
  g_array_unref (first->ids);
  g_ptr_array_unref (first->rows);
  g_free (first);
}

static gboolean
on_first_arrived (gpointer data)
{
  First *first = data;

  dyr_record_list_take_first (first->list, first->cancellable, first->ids, first->rows);
  return G_SOURCE_REMOVE;
}

static void
tell_first (DyrListAsk *ask, First *first)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_first_arrived, first, free_first);
  g_source_attach (source, ask->context);
}

/* The rows at the asked positions of `ids`, from a position on. */
static gboolean
read_shown (DyrListAsk *ask,
            DyrConnection *connection,
            const GArray *ids,
            guint from,
            GPtrArray *rows,
            GError **error)
{
  g_autoptr (GArray) shown = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < ask->positions->len; i++)
    {
      guint position = g_array_index (ask->positions, guint, i);

      if (position >= from && position < ids->len && g_array_index (ids, gint64, position) > 0)
        g_array_append_vals (shown, &g_array_index (ids, gint64, position), 1);
    }
  return dyr_list_read_rows (connection, dyr_query_get_type_of (ask->query), shown, rows, error);
}

/* What somebody sees comes before the rest of a long answer is found. */
static gboolean
on_first_found (DyrConnection *connection, const GArray *ids, gpointer data, GError **error)
{
  DyrListAsk *ask = data;
  First *first = g_new0 (First, 1);

  first->list = g_object_ref (ask->list);
  first->cancellable = g_object_ref (ask->cancellable);
  first->ids = g_array_copy ((GArray *) ids);
  first->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_row_free);
  if (!read_shown (ask, connection, ids, 0, first->rows, error))
    {
      free_first (first);
      return FALSE;
    }
  ask->n_first = ids->len;
  tell_first (ask, first);
  return TRUE;
}

gboolean
dyr_list_ask_job (DyrConnection *connection,
                  gpointer data,
                  GCancellable *cancellable,
                  GError **error)
{
  DyrListAsk *ask = data;

  ask->records
      = dyr_query_ids_first (ask->query,
                             connection,
                             DYR_LIST_FIRST,
                             ask->wants_first && ask->section_field < 0 ? on_first_found : NULL,
                             ask,
                             error);
  if (ask->records == NULL)
    return FALSE;
  if (ask->section_field >= 0
      && (ask->sections = dyr_sections_split (connection,
                                              dyr_query_get_type_of (ask->query),
                                              (guint) ask->section_field,
                                              ask->latest_first,
                                              ask->records,
                                              error))
             == NULL)
    return FALSE;
  ask->ids = dyr_list_lay_out (ask->records, ask->sections, ask->collapsed);
  return read_shown (ask, connection, ask->ids, ask->n_first, ask->rows, error);
}

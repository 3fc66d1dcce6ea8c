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

gboolean
dyr_list_ask_job (DyrConnection *connection,
                  gpointer data,
                  GCancellable *cancellable,
                  GError **error)
{
  DyrListAsk *ask = data;
  g_autoptr (GArray) shown = g_array_new (FALSE, FALSE, sizeof (gint64));

  ask->records = dyr_query_ids (ask->query, connection, error);
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
  for (guint i = 0; i < ask->positions->len; i++)
    {
      guint position = g_array_index (ask->positions, guint, i);

      if (position < ask->ids->len && g_array_index (ask->ids, gint64, position) > 0)
        g_array_append_vals (shown, &g_array_index (ask->ids, gint64, position), 1);
    }
  return dyr_list_read_rows (
      connection, dyr_query_get_type_of (ask->query), shown, ask->rows, error);
}

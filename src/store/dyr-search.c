/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Search: full text over folded words and pieces of words. It follows edits in jobs of its own. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-search.h"

#include "dyr-rows.h"

typedef struct
{
  gint64 id;
  const DyrRecordType *type;
  char *was;
} Stale;

static void
clear_stale (gpointer data)
{
  g_free (((Stale *) data)->was);
}

static GArray *
read_stale (DyrConnection *connection, guint limit, GError **error)
{
  g_autoptr (GArray) stale = g_array_new (FALSE, TRUE, sizeof (Stale));
  g_autoptr (GError) local = NULL;
  g_autoptr (DyrStatement) query = dyr_connection_query (
      connection,
      error,
      "SELECT s.record, r.type, s.fold_was FROM stale s JOIN record r ON r.id = s.record LIMIT ?",
      "i",
      (gint64) limit);

  if (query == NULL)
    return NULL;
  g_array_set_clear_func (stale, clear_stale);
  while (dyr_statement_step (query, &local))
    {
      Stale one = { .id = dyr_statement_number (query, 0),
                    .type = dyr_record_type_by_number ((int) dyr_statement_number (query, 1)),
                    .was = g_strdup (dyr_statement_text (query, 2)) };

      g_array_append_val (stale, one);
    }
  if (local == NULL)
    return g_steal_pointer (&stale);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

/* Values, not an INSERT … SELECT: SQLite makes a savepoint for each of those, at which FTS5 writes
 * out all that it had gathered. */
static gboolean
index_record (DyrConnection *connection, const Stale *stale, GError **error)
{
  g_autofree char *fold = NULL;

  if (stale->was != NULL
      && (!dyr_connection_run (connection,
                               error,
                               "INSERT INTO word (word, rowid, fold) VALUES ('delete', ?, ?)",
                               "it",
                               stale->id,
                               stale->was)
          || !dyr_connection_run (connection,
                                  error,
                                  "INSERT INTO piece (piece, rowid, fold) VALUES ('delete', ?, ?)",
                                  "it",
                                  stale->id,
                                  stale->was)))
    return FALSE;
  if (stale->type == NULL)
    return TRUE;
  if (!dyr_row_read_fold (connection, stale->type, stale->id, &fold, error))
    return FALSE;
  if (fold == NULL)
    return TRUE;
  return dyr_connection_run (connection,
                             error,
                             "INSERT INTO word (rowid, fold) VALUES (?, ?)",
                             "it",
                             stale->id,
                             fold)
         && dyr_connection_run (connection,
                                error,
                                "INSERT INTO piece (rowid, fold) VALUES (?, ?)",
                                "it",
                                stale->id,
                                fold);
}

gboolean
dyr_search_job_look (DyrConnection *connection,
                     gpointer data,
                     GCancellable *cancellable,
                     GError **error)
{
  DyrSearchCatchUp *catch_up = data;
  gint64 left;

  if (!dyr_connection_number (
          connection, error, 0, &left, "SELECT EXISTS (SELECT 1 FROM stale)", ""))
    return FALSE;
  catch_up->n_left = (guint) left;
  return TRUE;
}

gboolean
dyr_search_job_catch_up (DyrConnection *connection,
                         gpointer data,
                         GCancellable *cancellable,
                         GError **error)
{
  DyrSearchCatchUp *catch_up = data;
  g_autoptr (GArray) stale = read_stale (connection, catch_up->limit, error);

  if (stale == NULL)
    return FALSE;
  for (guint i = 0; i < stale->len; i++)
    {
      const Stale *one = &g_array_index (stale, Stale, i);

      if (!index_record (connection, one, error)
          || !dyr_connection_run (
              connection, error, "DELETE FROM stale WHERE record = ?", "i", one->id))
        return FALSE;
      if (one->type != NULL)
        dyr_connection_touch_type (connection, one->type->number);
    }
  catch_up->n_done += stale->len;
  return dyr_search_job_look (connection, catch_up, cancellable, error);
}

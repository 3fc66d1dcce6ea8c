/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Undo by sets beside undo change by change, each in an office of its own. */

#include "config.h"

#include "undo-compare.h"

#include "dyr-undo-private.h"

/* Everything on disk but clocks and numbers that only order: tables, and what of them not. */
static const struct
{
  const char *table;
  const char *without;
  const char *order;
} tables[] = {
  { "client", "", "id" },
  { "contract", "", "id" },
  { "amendment", "", "id" },
  { "delivery", "", "id" },
  { "delivery_line", "", "id" },
  { "note", "", "id" },
  { "file", "", "id" },
  { "member", "", "record, field, item" },
  { "record", "seq deleted_at", "id" },
  { "pending", "seq", "record, grp" },
  { "stale", "", "record" },
  { "action", "at device", "id" },
  /* Of each record in order. */
  { "change", "id", "record, id" },
};

static gboolean
job_dump (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autoptr (DyrStatement) columns = dyr_connection_query (
          connection,
          error,
          "SELECT group_concat ('quote (\"' || name || '\")', ' || '' '' || ') "
          "FROM pragma_table_info (?1) WHERE instr (' ' || ?2 || ' ', ' ' || name || ' ') = 0",
          "tt",
          tables[i].table,
          tables[i].without);
      g_autoptr (DyrStatement) query = NULL;
      g_autofree char *sql = NULL;

      if (columns == NULL || !dyr_statement_step (columns, error))
        return FALSE;
      sql = g_strdup_printf ("SELECT %s FROM \"%s\" ORDER BY %s",
                             dyr_statement_text (columns, 0),
                             tables[i].table,
                             tables[i].order);
      query = dyr_connection_query (connection, error, sql, "");
      while (query != NULL && dyr_statement_step (query, error))
        g_string_append_printf (data, "%s: %s\n", tables[i].table, dyr_statement_text (query, 0));
    }
  return *error == NULL;
}

static char *
dump (Office *office)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  dyr_database_read (office->database, job_dump, text, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (
      office_number (office,
                     "SELECT count (*) FROM (SELECT seq FROM record WHERE seq IS NOT NULL "
                     "GROUP BY seq HAVING count (*) > 1)"),
      ==,
      0);
  return g_string_free (text, FALSE);
}

/* The first line in which they differ says what is wrong; the whole would fill the screen. */
static void
assert_alike (const char *sets, const char *each)
{
  g_auto (GStrv) ours = g_strsplit (sets, "\n", -1), theirs = g_strsplit (each, "\n", -1);

  for (guint i = 0; ours[i] != NULL && theirs[i] != NULL; i++)
    g_assert_cmpstr (ours[i], ==, theirs[i]);
  g_assert_cmpuint (g_strv_length (ours), ==, g_strv_length (theirs));
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* What was not taken back; its order tells nothing. */
static char *
list_kept (const DyrUndoResult *result)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < result->kept->len; i++)
    {
      const DyrKept *kept = g_ptr_array_index (result->kept, i);

      g_ptr_array_add (lines,
                       g_strdup_printf ("%" G_GINT64_FORMAT " %s %s %d",
                                        kept->record,
                                        kept->title,
                                        kept->field,
                                        kept->reason));
    }
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}

gint64
undo_compare (Office *office, Office *copy, gint64 action, guint *n_kept)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrUndoResult) sets = dyr_undo (office->database, action, NULL, &error);
  g_autoptr (DyrUndoResult) each = NULL;
  g_autofree char *kept_sets = NULL, *kept_each = NULL, *ours = NULL, *theirs = NULL;

  g_assert_no_error (error);
  each = dyr_undo_each (copy->database, action, &error);
  g_assert_no_error (error);
  g_assert_cmpint (sets->action, ==, each->action);
  kept_sets = list_kept (sets);
  kept_each = list_kept (each);
  g_assert_cmpstr (kept_sets, ==, kept_each);
  g_assert_cmpuint (sets->n_undone, ==, each->n_undone);
  ours = dump (office);
  theirs = dump (copy);
  assert_alike (ours, theirs);
  *n_kept += sets->kept->len;
  return sets->action;
}

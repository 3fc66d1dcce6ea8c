/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The whole content of a database as one text, the same for two runs of the same script. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "crash-state.h"

/* Tables of ours; of the full text only what is still to be done for it. */
#define TABLES                                                                                     \
  "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'word%' "                 \
  "AND name NOT LIKE 'piece%' AND name NOT LIKE 'sqlite%' ORDER BY name"

static void
append_cell (GString *line, sqlite3_stmt *stmt, int column, GHashTable *uids)
{
  const guint8 *bytes;
  int n;

  g_string_append_c (line, '|');
  if (sqlite3_column_type (stmt, column) != SQLITE_BLOB)
    {
      const char *text = (const char *) sqlite3_column_text (stmt, column);

      g_string_append (line, text != NULL ? text : "NULL");
      return;
    }
  bytes = sqlite3_column_blob (stmt, column);
  n = sqlite3_column_bytes (stmt, column);
  if (n == 16 && g_str_equal (sqlite3_column_name (stmt, column), "uid"))
    {
      DyrUid uid;
      char *text;

      memcpy (uid.bytes, bytes, sizeof uid.bytes);
      text = dyr_uid_to_text (&uid);
      g_hash_table_insert (
          uids, text, g_strdup_printf ("uid-%s", (const char *) sqlite3_column_text (stmt, 0)));
      g_string_append (line, "uid");
      return;
    }
  for (int i = 0; i < n; i++)
    g_string_append_printf (line, "%02x", bytes[i]);
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

static gboolean
read_table (
    DyrConnection *connection, const char *table, GString *state, GHashTable *uids, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM \"%s\"", table);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  sqlite3 *db = dyr_connection_get_handle (connection);
  sqlite3_stmt *stmt = NULL;
  int code = sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL);

  while (code == SQLITE_OK && (code = sqlite3_step (stmt)) == SQLITE_ROW)
    {
      GString *line = g_string_new (table);

      for (int i = 0; i < sqlite3_column_count (stmt); i++)
        append_cell (line, stmt, i, uids);
      /* A new device each time, and processes. */
      if (g_str_has_prefix (line->str, "meta|device")
          || g_str_has_prefix (line->str, "meta|running"))
        g_string_truncate (line, strlen ("meta|device"));
      g_ptr_array_add (lines, g_string_free (line, FALSE));
      code = SQLITE_OK;
    }
  if (code != SQLITE_DONE)
    dyr_connection_set_error (connection, code, error);
  sqlite3_finalize (stmt);
  if (code != SQLITE_DONE)
    return FALSE;
  g_ptr_array_sort (lines, compare_lines);
  for (guint i = 0; i < lines->len; i++)
    g_string_append_printf (state, "%s\n", (const char *) lines->pdata[i]);
  return TRUE;
}

static gboolean
on_uid_found (const GMatchInfo *match, GString *result, gpointer uids)
{
  g_autofree char *text = g_match_info_fetch (match, 0);
  const char *name = g_hash_table_lookup (uids, text);

  g_string_append (result, name != NULL ? name : "uid-of-nobody");
  return FALSE;
}

static char *
normalize (const char *state, GHashTable *uids)
{
  g_autoptr (GRegex) uid = g_regex_new ("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", 0, 0, NULL);
  /* Instants of these years; the phones of the script do not begin like that. */
  g_autoptr (GRegex) instant = g_regex_new ("\\b[1-4][0-9]{9}\\b", 0, 0, NULL);
  g_autofree char *named = g_regex_replace_eval (uid, state, -1, 0, 0, on_uid_found, uids, NULL);

  return g_regex_replace_literal (instant, named, -1, 0, "T", 0, NULL);
}

char *
crash_state_read (DyrConnection *connection, GError **error)
{
  g_autoptr (GHashTable) uids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GString) state = g_string_new (NULL);
  g_autoptr (DyrStatement) query = dyr_connection_query (connection, error, TABLES, "");
  g_autoptr (GError) local = NULL;

  if (query == NULL)
    return NULL;
  while (dyr_statement_step (query, &local))
    if (!read_table (connection, dyr_statement_text (query, 0), state, uids, error))
      return NULL;
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  return normalize (state->str, uids);
}

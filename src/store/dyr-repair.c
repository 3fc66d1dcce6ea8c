/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Repair: makes anew what is made from the records. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-backup.h"
#include "dyr-check.h"
#include "dyr-keys.h"
#include "dyr-outbox.h"
#include "dyr-rows.h"
#include "dyr-search.h"

/* Records a transaction when the full text follows. */
#define SEARCH_CHUNK 500

/* The ids that a statement gives. */
static GArray *
read_ids (DyrConnection *connection, const char *sql, GError **error)
{
  return dyr_statement_ids (dyr_connection_query (connection, error, sql, ""), error);
}

/* So damaged that SQLite cannot even take it for what it is: it goes from the schema, then table by
 * table. */
static gboolean
drop_by_force (DyrConnection *connection, const char *name, GError **error)
{
  sqlite3 *db = dyr_connection_get_handle (connection);
  g_autofree char *script = g_strdup_printf (
      "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE name = '%s'; "
      "PRAGMA writable_schema = RESET; DROP TABLE IF EXISTS \"%s_data\"; "
      "DROP TABLE IF EXISTS \"%s_idx\"; DROP TABLE IF EXISTS \"%s_content\"; "
      "DROP TABLE IF EXISTS \"%s_docsize\"; DROP TABLE IF EXISTS \"%s_config\"",
      name,
      name,
      name,
      name,
      name,
      name);
  gboolean done;

  sqlite3_db_config (db, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
  done = dyr_connection_script (connection, script, error);
  sqlite3_db_config (db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  return done;
}

static gboolean
remake_table (DyrConnection *connection, const char *name, const char *sql, GError **error)
{
  g_autofree char *drop = g_strdup_printf ("DROP TABLE \"%s\"", name);

  return (dyr_connection_script (connection, drop, NULL) || drop_by_force (connection, name, error))
         && dyr_connection_script (connection, sql, error);
}

/* Full text is made anew as empty: what is damaged cannot even be emptied. */
static gboolean
remake_text (DyrConnection *connection, GError **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) local = NULL;

  {
    g_autoptr (DyrStatement) query = dyr_connection_query (
        connection,
        error,
        "SELECT name, sql FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL TABLE % USING fts5%'",
        "");

    if (query == NULL)
      return FALSE;
    while (dyr_statement_step (query, &local))
      {
        g_ptr_array_add (texts, g_strdup (dyr_statement_text (query, 0)));
        g_ptr_array_add (texts, g_strdup (dyr_statement_text (query, 1)));
      }
  }
  for (guint i = 0; local == NULL && i < texts->len; i += 2)
    remake_table (connection, texts->pdata[i], texts->pdata[i + 1], &local);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
mend_titles (DyrConnection *connection, const DyrRecordType *type, GError **error)
{
  g_autofree char *select = g_strdup_printf (
      "SELECT t.id FROM \"%s\" t JOIN record r ON r.id = t.id WHERE r.reach = 0", type->table);
  g_autoptr (GArray) ids = read_ids (connection, select, error);

  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (DyrRow) row
          = dyr_row_read_as (connection, type, g_array_index (ids, gint64, i), error);
      g_autofree char *title = NULL;

      if (row == NULL)
        return FALSE;
      title = dyr_record_type_title (type, row->values);
      if (g_strcmp0 (title, row->title) != 0
          && !dyr_connection_run (
              connection, error, "UPDATE record SET title = ? WHERE id = ?", "ti", title, row->id))
        return FALSE;
    }
  return TRUE;
}

static gboolean
mend_caseless (DyrConnection *connection, const DyrRecordType *type, GError **error)
{
  g_autofree char *fold = dyr_keys_caseless_sql (type);
  g_autofree char *sql = g_strdup_printf (
      "UPDATE member SET fold = %s WHERE fold IS NOT %s AND record IN (SELECT id FROM \"%s\")",
      fold,
      fold,
      type->table);

  return dyr_connection_script (connection, sql, error);
}

static gboolean
mend_type (DyrConnection *connection, const DyrRecordType *type, GError **error)
{
  g_autofree char *listed = g_strdup_printf (
      "UPDATE \"%s\" SET listed = NOT listed WHERE listed <> (SELECT r.deleted_at IS NULL "
      "AND r.reach = 0 FROM record r WHERE r.id = \"%s\".id)",
      type->table,
      type->table);

  dyr_connection_touch_many (connection, type->number);
  return mend_titles (connection, type, error) && mend_caseless (connection, type, error)
         && dyr_connection_script (connection, listed, error);
}

/* Samples never leave; what waits has a place, and a change waits with its record. */
static gboolean
mend_outbox (DyrConnection *connection, GError **error)
{
  g_autoptr (GArray) ids = NULL;
  gint64 seq;

  if (!dyr_connection_script (
          connection,
          "DELETE FROM pending WHERE record IN (SELECT id FROM record WHERE origin = 3); "
          "UPDATE record SET push = 0, seq = NULL WHERE push <> 0 AND origin = 3; "
          "UPDATE record SET seq = NULL, push = CASE WHEN deleted_at IS NOT NULL THEN 3 "
          "WHEN remote_id IS NULL THEN 1 ELSE 2 END "
          "WHERE push = 0 AND id IN (SELECT record FROM pending)",
          error))
    return FALSE;
  ids = read_ids (
      connection, "SELECT id FROM record WHERE push <> 0 AND seq IS NULL ORDER BY id", error);
  if (ids == NULL || (ids->len > 0 && !dyr_outbox_next_seqs (connection, ids->len, &seq, error)))
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!dyr_connection_run (connection,
                             error,
                             "UPDATE record SET seq = ? WHERE id = ?",
                             "ii",
                             seq + i,
                             g_array_index (ids, gint64, i)))
      return FALSE;
  return TRUE;
}

static gboolean
job_repair (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  /* Indexes first: the rest looks records up by them. Without a version keys are never current. */
  if (!dyr_connection_script (connection, "REINDEX", error) || !mend_outbox (connection, error)
      || !remake_text (connection, error)
      || !dyr_connection_script (connection, "DELETE FROM meta WHERE key = 'keys'", error)
      || !dyr_keys_job_rebuild (connection, NULL, cancellable, error))
    return FALSE;
  for (int i = 0; dyr_record_types[i] != NULL; i++)
    if (!mend_type (connection, dyr_record_types[i], error))
      return FALSE;
  dyr_connection_touch_actions (connection);
  return TRUE;
}

/* "FILE.before-repair", "FILE.before-repair-2" …: what an earlier repair kept is never replaced. */
static char *
find_backup_name (const char *path)
{
  char *name = g_strconcat (path, ".before-repair", NULL);

  for (guint i = 2; g_file_test (name, G_FILE_TEST_EXISTS); i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s.before-repair-%u", path, i);
    }
  return name;
}

static gboolean
job_back_up (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autofree char *path = find_backup_name (dyr_connection_get_path (connection));

  return dyr_backup_to (connection, path, cancellable, error);
}

gboolean
dyr_repair (DyrDatabase *database, GCancellable *cancellable, GError **error)
{
  DyrSearchCatchUp catch_up = { .limit = SEARCH_CHUNK, .n_left = 1 };

  g_return_val_if_fail (DYR_IS_DATABASE (database), FALSE);

  if (!dyr_database_read (database, job_back_up, NULL, cancellable, error)
      || !dyr_database_write (database, job_repair, NULL, cancellable, error))
    return FALSE;
  while (catch_up.n_left > 0)
    if (!dyr_database_write (database, dyr_search_job_catch_up, &catch_up, cancellable, error))
      return FALSE;
  return TRUE;
}

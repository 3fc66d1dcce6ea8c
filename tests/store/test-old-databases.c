/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Old databases: one of each schema version there ever was becomes one of today, with all that
 * was in it, and cannot be told from a fresh one by its schema. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include <gio/gio.h>
#include <sqlite3.h>

#include "dyr-client.h"
#include "dyr-migrator.h"
#include "dyr-search.h"
#include "store-test.h"

static char *
fixture_path (int version)
{
  g_autofree char *name = g_strdup_printf ("version-%03d.db.gz", version);

  return g_test_build_filename (G_TEST_DIST, "fixtures", "databases", name, NULL);
}

static void
unpack (int version, const char *target)
{
  g_autofree char *path = fixture_path (version);
  g_autoptr (GFile) from = g_file_new_for_path (path), to = g_file_new_for_path (target);
  g_autoptr (GConverter) unzip
      = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
  g_autoptr (GFileInputStream) packed = NULL;
  g_autoptr (GInputStream) plain = NULL;
  g_autoptr (GFileOutputStream) out = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    g_error ("There is no %s. Each schema version has a database of its own there: write one with "
             "“./dev fixture” before the schema changes any more.",
             path);
  packed = g_file_read (from, NULL, &error);
  g_assert_no_error (error);
  plain = g_converter_input_stream_new (G_INPUT_STREAM (packed), unzip);
  out = g_file_replace (to, NULL, FALSE, G_FILE_CREATE_NONE, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_splice (G_OUTPUT_STREAM (out),
                          plain,
                          G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE | G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
                          NULL,
                          &error);
  g_assert_no_error (error);
}

/* The rows of a question, one a line, as another program sees them. */
static char *
ask (const char *path, const char *sql)
{
  g_autoptr (GString) answer = g_string_new (NULL);
  sqlite3_stmt *stmt = NULL;
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL), ==, SQLITE_OK);
  while (sqlite3_step (stmt) == SQLITE_ROW)
    {
      for (int i = 0; i < sqlite3_column_count (stmt); i++)
        {
          const char *text = (const char *) sqlite3_column_text (stmt, i);

          g_string_append_printf (answer, "%s%s", i > 0 ? "|" : "", text != NULL ? text : "NULL");
        }
      g_string_append_c (answer, '\n');
    }
  g_assert_cmpint (sqlite3_finalize (stmt), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  return g_string_free (g_steal_pointer (&answer), FALSE);
}

/* How it is written down does not matter: what lies where in the file, line breaks. */
static char *
read_schema (const char *path)
{
  g_autofree char *schema
      = ask (path, "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name");
  g_autoptr (GRegex) space = g_regex_new ("[ \\t]*--[^\\n]*|\\s+", 0, 0, NULL);

  return g_regex_replace_literal (space, schema, -1, 0, " ", 0, NULL);
}

static char *
fresh_schema (Office *office)
{
  Office fresh = { .folder = office->folder };
  char *schema;

  fresh.path = g_build_filename (office->folder, "fresh.db", NULL);
  fresh.database = office_open (&fresh, "uk");
  office_close (&fresh);
  schema = read_schema (fresh.path);
  g_free (fresh.path);
  return schema;
}

/* Tables of ours and how many rows each has. */
static GHashTable *
count_rows (const char *path)
{
  g_autofree char *tables = ask (path,
                                 "SELECT name FROM pragma_table_list WHERE type = 'table' AND "
                                 "schema = 'main' AND name <> 'sqlite_schema'");
  g_auto (GStrv) names = g_strsplit (g_strchomp (tables), "\n", -1);
  GHashTable *counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM \"%s\"", names[i]);
      g_autofree char *count = ask (path, sql);

      g_hash_table_insert (counts,
                           g_strdup (names[i]),
                           GUINT_TO_POINTER ((guint) g_ascii_strtoull (count, NULL, 10)));
    }
  return counts;
}

/* A record of each type, and each thing that is kept about them. */
static void
assert_full (GHashTable *counts)
{
  static const char *const kept[] = { "meta",   "record", "member",    "pending", "attempt",
                                      "action", "change", "tombstone", "cursor",  "draft" };

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    if (GPOINTER_TO_UINT (g_hash_table_lookup (counts, kept[i])) == 0)
      g_error ("nothing in the table %s of the fixture", kept[i]);
  for (guint i = 0; dyr_record_types[i] != NULL; i++)
    if (g_hash_table_contains (counts, dyr_record_types[i]->table)
        && GPOINTER_TO_UINT (g_hash_table_lookup (counts, dyr_record_types[i]->table)) == 0)
      g_error ("no %s in the fixture", dyr_record_types[i]->name);
}

static void
assert_kept (GHashTable *before, GHashTable *after)
{
  GHashTableIter iter;
  gpointer name, count;

  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, &name, &count))
    {
      if (g_str_equal (name, "stale"))
        continue; /* done meanwhile */
      g_test_message ("%s", (const char *) name);
      g_assert_true (g_hash_table_contains (after, name));
      g_assert_cmpuint (
          GPOINTER_TO_UINT (g_hash_table_lookup (after, name)), >=, GPOINTER_TO_UINT (count));
    }
}

static void
test_version (Office *office, gconstpointer data)
{
  int version = GPOINTER_TO_INT (data);
  g_autoptr (GHashTable) before = NULL, after = NULL;
  g_autofree char *fresh = NULL, *schema = NULL, *number = NULL, *copy = NULL, *values = NULL,
                  *kept = NULL;
  DyrSearchCatchUp catch_up = { .limit = 1000 };
  g_autoptr (GError) error = NULL;
  gint64 id;

  office_close (office);
  fresh = fresh_schema (office);
  unpack (version, office->path);
  number = ask (office->path, "PRAGMA user_version");
  g_assert_cmpint (atoi (number), ==, version);
  before = count_rows (office->path);
  assert_full (before);
  values = ask (office->path,
                "SELECT r.title, c.city, c.description FROM client c JOIN record r "
                "USING (id) ORDER BY r.id");

  if (version < 5)
    g_free (ask (office->path, "UPDATE delivery SET carrier = 'Нова пошта'"));
  /* In the language it had: keys that came later are made, too. */
  office->database = office_open (office, "en");
  g_assert_cmpint (
      office_number (office, "SELECT count (*) FROM delivery WHERE carrier_key IS NOT NULL"), >, 0);
  g_assert_cmpint (office_number (office,
                                  "SELECT count (*) FROM delivery WHERE (carrier IS NULL) <> "
                                  "(carrier_key IS NULL)"),
                   ==,
                   0);
  office_close (office);
  office->database = office_open (office, "uk");
  office_check (office);
  /* In another language the keys are made anew, and the full text with them. */
  dyr_database_write (office->database, dyr_search_job_catch_up, &catch_up, NULL, &error);
  g_assert_no_error (error);
  id = office_number (office, "SELECT id FROM record WHERE title = 'Ґанок і Їжак'");
  office_assert (office, id, "phones", "+380671112233");
  g_assert_cmpint (
      office_number (office, "SELECT count (*) FROM word WHERE word MATCH 'їжак'"), ==, 1);
  /* It is worked in as before. */
  office_set (office, id, "city", "Стрий");
  office_assert (office, id, "city", "Стрий");
  g_assert_cmpint (office_undo (office), >, 0);
  office_set (office, id, "city", "Львів");
  office_close (office);

  kept = ask (office->path,
              "SELECT r.title, c.city, c.description FROM client c JOIN record r "
              "USING (id) ORDER BY r.id");
  g_assert_cmpstr (kept, ==, values);
  after = count_rows (office->path);
  assert_kept (before, after);
  schema = read_schema (office->path);
  g_assert_cmpstr (schema, ==, fresh);
  copy = g_strdup_printf ("%s.before-version-%d", office->path, version + 1);
  g_assert_true (g_file_test (copy, G_FILE_TEST_EXISTS) == (version < DYR_SCHEMA_VERSION));
}

/* The comparison of schemas sees what it is there for. */
static void
test_difference (Office *office, gconstpointer data)
{
  g_autofree char *fresh = NULL, *same = NULL, *other = NULL, *nothing = NULL;

  office_close (office);
  fresh = fresh_schema (office);
  same = read_schema (office->path);
  g_assert_cmpstr (same, ==, fresh);
  nothing = ask (office->path, "CREATE INDEX forgotten ON client (city)");
  other = read_schema (office->path);
  g_assert_cmpstr (other, !=, fresh);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* From 1 to today’s: who adds a version adds its database. */
  for (int version = 1; version <= DYR_SCHEMA_VERSION; version++)
    {
      g_autofree char *path = g_strdup_printf ("/store/old-databases/version-%d", version);

      g_test_add (
          path, Office, GINT_TO_POINTER (version), office_set_up, test_version, office_tear_down);
    }
  g_test_add ("/store/old-databases/difference",
              Office,
              NULL,
              office_set_up,
              test_difference,
              office_tear_down);
  return g_test_run ();
}

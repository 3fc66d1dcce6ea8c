/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Databases of every earlier version become what a new one is, and keep what is in them. */

#include "config.h"

#include <sqlite3.h>

#include "dyr-migrator.h"
#include "store-test.h"

#define SCHEMA DYR_RESOURCE_PATH "/store/schema/"

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/* The scripts in their order: 001-…, 002-…. */
static GStrv
list_scripts (void)
{
  g_autoptr (GError) error = NULL;
  GStrv names = g_resources_enumerate_children (SCHEMA, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);

  g_assert_no_error (error);
  qsort (names, g_strv_length (names), sizeof (char *), compare_names);
  return names;
}

static void
run (sqlite3 *db, const char *sql)
{
  g_autofree char *message = NULL;

  if (sqlite3_exec (db, sql, NULL, NULL, NULL) != SQLITE_OK)
    message = g_strdup (sqlite3_errmsg (db));
  g_assert_cmpstr (message, ==, NULL);
}

/* Of the program's own functions that which scripts use. */
static void
sql_caseless (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  const char *text = (const char *) sqlite3_value_text (values[0]);

  if (text != NULL)
    sqlite3_result_text (context, g_utf8_casefold (text, -1), -1, g_free);
}

/* A database as the program of that version made it, with a client and a contract in it. */
static void
make (const char *path, char **scripts, guint version)
{
  g_autofree char *finish = g_strdup_printf (
      "PRAGMA application_id = %d; PRAGMA user_version = %u", DYR_DATABASE_ID, version);
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  sqlite3_create_function (db, "dyr_caseless", 1, SQLITE_UTF8, NULL, sql_caseless, NULL, NULL);
  for (guint i = 0; i < version; i++)
    {
      g_autofree char *name = g_strconcat (SCHEMA, scripts[i], NULL);
      g_autoptr (GBytes) script
          = g_resources_lookup_data (name, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

      run (db, g_bytes_get_data (script, NULL));
    }
  run (db,
       "INSERT INTO record (id, uid, type, origin, title) VALUES "
       "(1, randomblob (16), 2, 0, 'Дім'), (2, randomblob (16), 4, 0, '1/26'); "
       "INSERT INTO client (id, name, name_fold, fold) VALUES (1, 'Дім', 'дім', 'дім'); "
       "INSERT INTO contract (id, client, number, amount) VALUES (2, 1, '1/26', 150000); "
       "INSERT INTO stale (record) VALUES (1), (2)");
  /* Small letters of every alphabet came beside e-mails in version 4. */
  run (db,
       version < 4 ? "INSERT INTO member (record, field, item, position) "
                     "VALUES (1, 'emails', 'Єва@Пошта.укр', 0), (1, 'emails', 'A@x.ua', 1); "
                     "UPDATE client SET fold = 'дім єва@пошта укр a@x ua'"
                   : "SELECT 1");
  run (db, finish);
  sqlite3_close (db);
}

static void
test_every_version (Office *office, gconstpointer data)
{
  static const char schema[]
      = "SELECT group_concat (sql, ';' || char (10)) FROM "
        "(SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name)";
  g_autofree char *fresh = office_text (office, schema), *path = g_strdup (office->path);
  g_auto (GStrv) scripts = list_scripts ();

  g_assert_cmpuint (g_strv_length (scripts), ==, DYR_SCHEMA_VERSION);
  for (guint version = 1; version <= DYR_SCHEMA_VERSION; version++)
    {
      g_autofree char *migrated = NULL;

      office_close (office);
      g_free (office->path);
      office->path = g_strdup_printf ("%s-%u", path, version);
      make (office->path, scripts, version);
      office->database = office_open (office, "uk");
      migrated = office_text (office, schema);
      g_assert_cmpstr (migrated, ==, fresh);
      g_assert_cmpint (office_number (office, "PRAGMA user_version"), ==, DYR_SCHEMA_VERSION);
      office_assert (office, 1, "name", "Дім");
      office_assert (office, 2, "amount", "1500.00");
      office_check (office);
    }
}

/* What was attached when no CRM could have it goes to the CRM now, in the order of then; samples,
 * and what was deleted, never. */
static void
test_files_go (Office *office, gconstpointer data)
{
  g_auto (GStrv) scripts = list_scripts ();
  sqlite3 *db = NULL;

  office_close (office);
  g_free (office->path);
  office->path = g_build_filename (office->folder, "files.db", NULL);
  make (office->path, scripts, 8);
  g_assert_cmpint (sqlite3_open (office->path, &db), ==, SQLITE_OK);
  run (db,
       "INSERT INTO record (id, uid, type, origin, title, deleted_at, reach, push, seq) VALUES "
       "(10, randomblob (16), 12, 0, 'a', NULL, 0, 0, NULL), "
       "(11, randomblob (16), 12, 3, 'b', NULL, 0, 0, NULL), "
       "(12, randomblob (16), 12, 0, 'c', 1700000000, 0, 0, NULL), "
       "(13, randomblob (16), 12, 0, 'd', NULL, 2, 0, NULL), "
       "(14, randomblob (16), 12, 0, 'e', NULL, 0, 0, NULL); "
       "UPDATE record SET push = 1, seq = 7 WHERE id = 1; "
       "INSERT INTO meta (key, value) VALUES ('seq', '9'); "
       /* The last one was emptied: there is nothing to send. */
       "INSERT INTO file (id, listed, about, name, size, checksum) VALUES "
       "(10, 1, 1, 'a', 3, 'a'), (11, 1, 1, 'b', 3, 'b'), (12, 0, 1, 'c', 3, 'c'), "
       "(13, 0, 1, 'd', 3, 'd'), (14, 1, NULL, 'e', NULL, NULL)");
  sqlite3_close (db);
  office->database = office_open (office, "uk");
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM record WHERE push <> 0"), ==, 3);
  g_assert_cmpint (office_number (office, "SELECT seq FROM record WHERE id = 1"), ==, 7);
  g_assert_cmpint (
      office_number (office, "SELECT seq FROM record WHERE id = 10 AND push = 1"), ==, 10);
  g_assert_cmpint (
      office_number (office, "SELECT seq FROM record WHERE id = 13 AND push = 1"), ==, 11);
  office_sql (office, "UPDATE file SET content = name"); /* there is nothing in them here */
  /* What is made now comes after them. */
  office_add (office, &dyr_client_type, "name", "Дністер", NULL);
  g_assert_cmpint (office_number (office, "SELECT max (seq) FROM record"), ==, 12);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/store/migration/every-version",
              Office,
              NULL,
              office_set_up,
              test_every_version,
              office_tear_down);
  g_test_add (
      "/store/migration/files-go", Office, NULL, office_set_up, test_files_go, office_tear_down);
  return g_test_run ();
}

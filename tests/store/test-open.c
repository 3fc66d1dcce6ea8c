/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Opening: files that are not ours, empty or newer stay what they are; several processes may make
 * one at once; the language of the keys is kept when none is given. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#include "dyr-client.h"
#include "dyr-database.h"
#include "dyr-error.h"
#include "dyr-migrator.h"
#include "dyr-query.h"
#include "dyr-save.h"

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("dyr-open-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "office.db", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static DyrDatabase *
open_database (const char *path, const char *language, gboolean must_exist, GError **error)
{
  const DyrDatabaseOptions options
      = { .language = language, .zone = "Europe/Kyiv", .must_exist = must_exist };

  return dyr_database_open (path, &options, error);
}

static void
run_sql (const char *path, const char *sql)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

/* Refused with that error, and not a byte of it changed. */
static void
assert_refused (const char *path, gboolean must_exist, int code)
{
  g_autofree char *before = NULL, *after = NULL, *wal = g_strconcat (path, "-wal", NULL);
  g_autoptr (DyrDatabase) database = NULL;
  g_autoptr (GError) error = NULL;
  gboolean had_wal = g_file_test (wal, G_FILE_TEST_EXISTS);
  gsize n_before, n_after;

  g_assert_true (g_file_get_contents (path, &before, &n_before, NULL));
  database = open_database (path, "uk", must_exist, &error);
  g_assert_error (error, DYR_ERROR, code);
  g_assert_null (database);
  g_assert_true (g_file_get_contents (path, &after, &n_after, NULL));
  g_assert_cmpmem (before, n_before, after, n_after);
  /* Nor is anything left beside it that was not there. */
  g_assert_cmpint (g_file_test (wal, G_FILE_TEST_EXISTS), ==, had_wal);
}

static void
test_foreign (Fixture *fixture, gconstpointer data)
{
  run_sql (fixture->path, "CREATE TABLE theirs (a); INSERT INTO theirs VALUES (1)");
  assert_refused (fixture->path, FALSE, DYR_ERROR_CORRUPT);
  /* A version, but no table yet: somebody else’s plans too. */
  run_sql (fixture->path, "DROP TABLE theirs; PRAGMA user_version = 7");
  assert_refused (fixture->path, FALSE, DYR_ERROR_CORRUPT);
}

static void
test_newer_at_rest (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DyrDatabase) database = open_database (fixture->path, "uk", FALSE, NULL);

  g_assert_nonnull (database);
  dyr_database_close (database);
  run_sql (fixture->path, "PRAGMA user_version = 9999");
  assert_refused (fixture->path, TRUE, DYR_ERROR_NEWER);
}

static void
test_newer (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DyrDatabase) database = open_database (fixture->path, "uk", FALSE, NULL);
  g_autofree char *wal = g_strconcat (fixture->path, "-wal", NULL);
  sqlite3 *db = NULL;
  int keep = 1;

  g_assert_nonnull (database);
  dyr_database_close (database);
  /* Its program was killed: what it wrote last is in the journal beside the file. */
  g_assert_cmpint (sqlite3_open (fixture->path, &db), ==, SQLITE_OK);
  sqlite3_db_config (db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keep, NULL);
  sqlite3_file_control (db, "main", SQLITE_FCNTL_PERSIST_WAL, &keep);
  g_assert_cmpint (
      sqlite3_exec (db, "PRAGMA user_version = 9999", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  g_assert_true (g_file_test (wal, G_FILE_TEST_EXISTS));
  assert_refused (fixture->path, FALSE, DYR_ERROR_NEWER);
}

static void
test_garbage (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = g_strnfill (8192, 'x');

  g_assert_true (g_file_set_contents (fixture->path, text, -1, NULL));
  assert_refused (fixture->path, FALSE, DYR_ERROR_CORRUPT);
  /* Shorter than any database: SQLite alone would make one of it. */
  g_assert_true (g_file_set_contents (fixture->path, "x", -1, NULL));
  assert_refused (fixture->path, FALSE, DYR_ERROR_CORRUPT);
}

static void
test_truncated (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DyrDatabase) database = open_database (fixture->path, "uk", FALSE, NULL);
  g_autofree char *text = NULL;
  gsize length;

  g_assert_nonnull (database);
  dyr_database_close (database);
  g_assert_true (g_file_get_contents (fixture->path, &text, &length, NULL));
  g_assert_true (g_file_set_contents (fixture->path, text, (gssize) length / 2, NULL));
  assert_refused (fixture->path, FALSE, DYR_ERROR_CORRUPT);
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DyrDatabase) database = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (fixture->path, "", 0, NULL));
  assert_refused (fixture->path, TRUE, DYR_ERROR_CORRUPT);
  /* Where a new one may be made, an empty file becomes one. */
  database = open_database (fixture->path, "uk", FALSE, &error);
  g_assert_no_error (error);
  g_assert_nonnull (database);
}

static gpointer
open_in_thread (gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrDatabase) database = open_database (data, "uk", FALSE, &error);

  g_assert_no_error (error);
  return database != NULL ? GINT_TO_POINTER (1) : NULL;
}

/* Each thread has connections of its own, as processes do. */
static void
test_made_at_once (Fixture *fixture, gconstpointer data)
{
  for (int round = 0; round < 10; round++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%d.db", fixture->folder, round);
      GThread *threads[6];

      for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
        threads[i] = g_thread_new ("open", open_in_thread, path);
      for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
        g_assert_nonnull (g_thread_join (threads[i]));
    }
}

static gboolean
job_add (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (DyrSave) save = dyr_save_new (connection, DYR_SOURCE_PERSON, "create", 0);
  DyrValue values[DYR_CLIENT_N_FIELDS] = { 0 };
  gboolean done;
  gint64 id;

  dyr_value_set_text (&values[DYR_CLIENT_NAME], data);
  done = dyr_save_create (save, &dyr_client_type, NULL, DYR_ORIGIN_PERSON, values, &id, error)
         && dyr_save_finish (save, NULL, error);
  for (guint i = 0; i < DYR_CLIENT_N_FIELDS; i++)
    dyr_value_clear (&values[i]);
  return done;
}

static gboolean
job_names (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (DyrQuery) query = dyr_query_new (&dyr_client_type);

  *(GArray **) data = dyr_query_ids (query, connection, error);
  return *(GArray **) data != NULL;
}

/* In Croatian č comes after every c, elsewhere its mark decides only between equals. */
static void
test_language (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *language, *is;
    gint64 first;
  } steps[] = {
    { "hr", "hr", 2 },
    { NULL, "hr", 2 },
    { "uk", "uk", 1 },
    { NULL, "uk", 1 },
  };
  g_autoptr (GError) error = NULL;
  DyrDatabase *made = open_database (fixture->path, NULL, FALSE, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (dyr_database_get_language (made), ==, "en");
  g_assert_true (dyr_database_write (made, job_add, (gpointer) "ča", NULL, &error));
  g_assert_true (dyr_database_write (made, job_add, (gpointer) "cz", NULL, &error));
  g_object_unref (made);
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr (DyrDatabase) database
          = open_database (fixture->path, steps[i].language, TRUE, &error);
      g_autoptr (GArray) ids = NULL;

      g_assert_no_error (error);
      g_assert_cmpstr (dyr_database_get_language (database), ==, steps[i].is);
      g_assert_true (dyr_database_read (database, job_names, &ids, NULL, &error));
      g_assert_cmpuint (ids->len, ==, 2);
      g_assert_cmpint (g_array_index (ids, gint64, 0), ==, steps[i].first);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/store/open/foreign", Fixture, NULL, set_up, test_foreign, tear_down);
  g_test_add ("/store/open/newer", Fixture, NULL, set_up, test_newer, tear_down);
  g_test_add ("/store/open/newer-at-rest", Fixture, NULL, set_up, test_newer_at_rest, tear_down);
  g_test_add ("/store/open/garbage", Fixture, NULL, set_up, test_garbage, tear_down);
  g_test_add ("/store/open/truncated", Fixture, NULL, set_up, test_truncated, tear_down);
  g_test_add ("/store/open/empty", Fixture, NULL, set_up, test_empty, tear_down);
  g_test_add ("/store/open/made-at-once", Fixture, NULL, set_up, test_made_at_once, tear_down);
  g_test_add ("/store/open/language", Fixture, NULL, set_up, test_language, tear_down);
  return g_test_run ();
}

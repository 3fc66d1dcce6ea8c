/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The file: modes, other files, full disks, locks, several processes, backups. */

#include "config.h"

#include <glib/gstdio.h>

#include "dyr-backup.h"
#include "dyr-migrator.h"
#include "store-test.h"

#define CASE(name, function)                                                                       \
  g_test_add ("/store/database/" name, Office, NULL, office_set_up, function, office_tear_down)

static int
mode_of (const char *path)
{
  GStatBuf about;

  g_assert_cmpint (g_stat (path, &about), ==, 0);
  return about.st_mode & 0777;
}

static void
test_modes (Office *office, gconstpointer data)
{
  g_autofree char *inner = g_build_filename (office->folder, "a", "b", "office.db", NULL);
  g_autofree char *folder = g_path_get_dirname (inner), *outer = g_path_get_dirname (folder);
  g_autofree char *wal = g_strconcat (office->path, "-wal", NULL);
  const DyrDatabaseOptions options = { "uk", "Europe/Kyiv", FALSE };
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrDatabase) database = dyr_database_open (inner, &options, &error);

  g_assert_no_error (error);
  g_assert_cmpint (mode_of (inner), ==, 0600);
  g_assert_cmpint (mode_of (folder), ==, 0700);
  g_assert_cmpint (mode_of (outer), ==, 0700);
  office_add (office, &dyr_client_type, "name", "Ключ", NULL);
  g_assert_cmpint (mode_of (wal), ==, 0600);
  dyr_database_close (database);
  g_remove (inner);
  g_rmdir (folder);
  g_rmdir (outer);
}

/* Opening a file that is not ours says so and changes no byte of it. */
static void
assert_refused (const char *path, DyrError code, gboolean must_exist)
{
  const DyrDatabaseOptions options = { "uk", "Europe/Kyiv", must_exist };
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrDatabase) database = NULL;
  g_autofree char *before = NULL, *after = NULL;
  gsize n_before = 0, n_after = 0;

  g_file_get_contents (path, &before, &n_before, NULL);
  database = dyr_database_open (path, &options, &error);
  g_assert_null (database);
  g_assert_error (error, DYR_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, "office") != NULL ? error->message : NULL);
  g_file_get_contents (path, &after, &n_after, NULL);
  g_assert_cmpmem (before, n_before, after, n_after);
}

static void
test_other_files (Office *office, gconstpointer data)
{
  g_autofree char *text = g_build_filename (office->folder, "office-text.db", NULL);
  g_autofree char *foreign = g_build_filename (office->folder, "office-foreign.db", NULL);
  g_autofree char *missing = g_build_filename (office->folder, "office-missing.db", NULL);
  g_autofree char *newer = g_build_filename (office->folder, "office-newer.db", NULL);
  g_autoptr (GError) error = NULL;
  sqlite3 *db;

  g_file_set_contents (
      text, "Це не база даних, а лист, і досить довгий, щоб не бути порожнім.", -1, &error);
  g_assert_no_error (error);
  assert_refused (text, DYR_ERROR_CORRUPT, FALSE);
  assert_refused (missing, DYR_ERROR_NOT_FOUND, TRUE);
  g_assert_false (g_file_test (missing, G_FILE_TEST_EXISTS));
  g_assert_cmpint (sqlite3_open (foreign, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "CREATE TABLE t (x)", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
  assert_refused (foreign, DYR_ERROR_CORRUPT, FALSE);
  g_assert_cmpint (sqlite3_open (newer, &db), ==, SQLITE_OK);
  g_assert_cmpint (
      sqlite3_exec (
          db, "PRAGMA application_id = 0x44797279; PRAGMA user_version = 999", NULL, NULL, NULL),
      ==,
      SQLITE_OK);
  sqlite3_close (db);
  assert_refused (newer, DYR_ERROR_NEWER, FALSE);
  /* Nobody, not even root, makes a folder there. */
  assert_refused ("/proc/office/office.db", DYR_ERROR_READ_ONLY, FALSE);
}

static gboolean
job_full (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return dyr_connection_script (connection, data, error);
}

static gboolean
job_big (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (DyrSave) save = dyr_save_new (connection, DYR_SOURCE_PERSON, "edit", 0);
  g_autoptr (GArray) values = dyr_field_values_new ();
  g_autofree char *text = g_strnfill (9000, 'x');

  dyr_value_set_text (dyr_field_values_add (values, DYR_CLIENT_DESCRIPTION), text);
  return dyr_save_edit (save, *(gint64 *) data, values, error)
         && dyr_save_finish (save, NULL, error);
}

static void
test_full_disk (Office *office, gconstpointer data)
{
  gint64 id = office_add (office, &dyr_client_type, "name", "Ключ", NULL);
  g_autoptr (GError) error = NULL;

  /* SQLite says of a file that may not grow what it says of a full disk. */
  dyr_database_write (
      office->database, job_full, (gpointer) "PRAGMA max_page_count = 1", NULL, &error);
  g_assert_no_error (error);
  dyr_database_write (office->database, job_big, &id, NULL, &error);
  g_assert_error (error, DYR_ERROR, DYR_ERROR_FULL);
  g_clear_error (&error);
  office_assert (office, id, "description", NULL);
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM action"), ==, 1);
  dyr_database_write (
      office->database, job_full, (gpointer) "PRAGMA max_page_count = 1000000", NULL, &error);
  g_assert_no_error (error);
  dyr_database_write (office->database, job_big, &id, NULL, &error);
  g_assert_no_error (error);
}

static gboolean
job_impatient (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  sqlite3_busy_timeout (dyr_connection_get_handle (connection), 1);
  return TRUE;
}

static void
test_locked (Office *office, gconstpointer data)
{
  gint64 id = office_add (office, &dyr_client_type, "name", "Ключ", NULL);
  g_autoptr (GError) error = NULL;
  sqlite3 *other;

  dyr_database_write (office->database, job_impatient, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (sqlite3_open (office->path, &other), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (other, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
  dyr_database_write (office->database, job_big, &id, NULL, &error);
  g_assert_error (error, DYR_ERROR, DYR_ERROR_BUSY);
  g_clear_error (&error);
  /* Reading goes on beside it. */
  office_assert (office, id, "name", "Ключ");
  g_assert_cmpint (sqlite3_exec (other, "COMMIT", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (other);
  dyr_database_write (office->database, job_big, &id, NULL, &error);
  g_assert_no_error (error);
}

static gboolean
job_endless (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  gint64 n;

  g_cancellable_cancel (cancellable);
  return dyr_connection_number (connection,
                                error,
                                0,
                                &n,
                                "WITH RECURSIVE r (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r) "
                                "SELECT count (*) FROM r",
                                "");
}

static void
test_cancel (Office *office, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (dyr_database_write (office->database, job_endless, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  office_add (office, &dyr_client_type, "name", "Ключ", NULL);
}

static gboolean
job_backup (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return dyr_backup_to (connection, data, cancellable, error);
}

static void
test_backup (Office *office, gconstpointer data)
{
  g_autofree char *copy = g_build_filename (office->folder, "copy.db", NULL);
  g_autofree char *nowhere = g_build_filename (office->folder, "no", "copy.db", NULL);
  Office restored = { .folder = NULL, .path = copy };
  gint64 id = office_add (office, &dyr_client_type, "name", "Ключ", NULL);
  g_autofree char *wal = g_strconcat (copy, "-wal", NULL);
  g_autoptr (GError) error = NULL;

  dyr_database_read (office->database, job_backup, copy, NULL, &error);
  g_assert_no_error (error);
  /* Over the older one. */
  dyr_database_read (office->database, job_backup, copy, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (mode_of (copy), ==, 0600);
  g_assert_false (g_file_test (wal, G_FILE_TEST_EXISTS));
  restored.database = office_open (&restored, "uk");
  office_assert (&restored, id, "name", "Ключ");
  /* A copied store is another device: it must not pass for the first one. */
  g_assert_false (dyr_uid_equal (dyr_database_get_device (office->database),
                                 dyr_database_get_device (restored.database)));
  dyr_database_close (restored.database);
  g_object_unref (restored.database);
  g_assert_false (dyr_database_read (office->database, job_backup, nowhere, NULL, &error));
  g_assert_error (error, DYR_ERROR, DYR_ERROR_READ_ONLY);
}

static void
test_device (Office *office, gconstpointer data)
{
  DyrUid device = *dyr_database_get_device (office->database);

  office_reopen (office);
  g_assert_true (dyr_uid_equal (&device, dyr_database_get_device (office->database)));
}

static void
on_committed (DyrDatabase *database, DyrTouched *touched, DyrTouched *copy)
{
  copy->types |= touched->types;
  copy->many = touched->many;
  copy->actions = touched->actions;
}

static void
test_other_process (Office *office, gconstpointer data)
{
  Office other = { .folder = NULL, .path = office->path };
  DyrTouched told = { 0 };

  g_signal_connect (office->database, "committed", G_CALLBACK (on_committed), &told);
  other.database = office_open (&other, "uk");
  while (g_main_context_iteration (NULL, FALSE))
    ;
  told.types = 0;
  office_add (&other, &dyr_client_type, "name", "Від сусіда", NULL);
  dyr_database_poll (office->database);
  while (told.types == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (told.many);
  g_assert_true (told.actions);
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM client"), ==, 1);
  dyr_database_close (other.database);
  g_object_unref (other.database);
}

static gboolean
job_settings (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  gint64 *settings = data;

  return dyr_connection_number (connection, error, 0, &settings[0], "PRAGMA cache_size", "")
         && dyr_connection_number (
             connection, error, 0, &settings[1], "PRAGMA wal_autocheckpoint", "");
}

static gboolean
job_begin_bulk (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return dyr_connection_set_bulk (connection, TRUE, error)
         && dyr_connection_script (connection, "INSERT INTO nowhere VALUES (1)", error);
}

/* Work that fails in its beginning leaves the writer as it was. */
static void
test_bulk_fails (Office *office, gconstpointer data)
{
  gint64 before[2], after[2];
  g_autoptr (GError) error = NULL;

  g_assert_true (dyr_database_write (office->database, job_settings, before, NULL, NULL));
  g_assert_false (dyr_database_write (office->database, job_begin_bulk, NULL, NULL, &error));
  g_assert_nonnull (error);
  g_assert_true (dyr_database_write (office->database, job_settings, after, NULL, NULL));
  g_assert_cmpmem (after, sizeof after, before, sizeof before);
}

static goffset
size_of_wal (Office *office)
{
  g_autofree char *wal = g_strconcat (office->path, "-wal", NULL);
  GStatBuf about;

  g_assert_cmpint (g_stat (wal, &about), ==, 0);
  return about.st_size;
}

/* What a large job needed of the disk beside the file is given back by the next ones. */
static void
test_wal_shrinks (Office *office, gconstpointer data)
{
  office_sql (office,
              "INSERT INTO meta (key, value) VALUES ('large', printf ('%.*c', 90000000, 'x'))");
  g_assert_cmpint (size_of_wal (office), >, 80 * 1024 * 1024);
  office_sql (office, "DELETE FROM meta WHERE key = 'large'");
  office_sql (office, "INSERT INTO meta (key, value) VALUES ('small', 'x')");
  g_assert_cmpint (size_of_wal (office), <, 70 * 1024 * 1024);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  CASE ("modes", test_modes);
  CASE ("other-files", test_other_files);
  CASE ("full-disk", test_full_disk);
  CASE ("locked", test_locked);
  CASE ("cancel", test_cancel);
  CASE ("bulk-fails", test_bulk_fails);
  CASE ("wal-shrinks", test_wal_shrinks);
  CASE ("backup", test_backup);
  CASE ("device", test_device);
  CASE ("other-process", test_other_process);
  return g_test_run ();
}

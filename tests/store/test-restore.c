/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Restore: a backup takes the place of the store; what is no backup changes nothing at all. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include <sqlite3.h>
#include <string.h>

#include "dyr-backup.h"
#include "dyr-restore.h"
#include "store-test.h"

static gboolean
job_backup (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return dyr_backup_to (connection, data, cancellable, error);
}

/* A backup with one client, after which another one is added. */
static char *
back_up (Office *office)
{
  char *path = g_build_filename (office->folder, "backup.db", NULL);
  g_autoptr (GError) error = NULL;

  office_add (office, &dyr_client_type, "name", "До", NULL);
  dyr_database_read (office->database, job_backup, path, NULL, &error);
  g_assert_no_error (error);
  office_add (office, &dyr_client_type, "name", "Після", NULL);
  return path;
}

static gint64
count (Office *office, const char *title)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM record WHERE title = '%s'", title);

  return office_number (office, sql);
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/* Every file of the folder with what is in it. */
static char *
read_folder (Office *office)
{
  g_autoptr (GDir) dir = g_dir_open (office->folder, 0, NULL);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (office->folder, name, NULL);
      g_autofree char *bytes = NULL, *sum = NULL;
      gsize length = 0;

      g_file_get_contents (path, &bytes, &length, NULL);
      sum = g_compute_checksum_for_data (
          G_CHECKSUM_SHA256, (const guchar *) (bytes != NULL ? bytes : ""), length);
      g_ptr_array_add (lines, g_strdup_printf ("%s %s", name, sum));
    }
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}

static void
restore (Office *office, const char *backup, char **kept)
{
  g_autoptr (GError) error = NULL;

  dyr_restore (office->path, backup, kept, &error);
  g_assert_no_error (error);
}

static void
assert_refused (Office *office, const char *backup, int code)
{
  g_autofree char *before = read_folder (office), *after = NULL, *kept = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (dyr_restore (office->path, backup, &kept, &error));
  g_assert_error (error, DYR_ERROR, code);
  g_assert_null (kept);
  after = read_folder (office);
  g_assert_cmpstr (after, ==, before);
}

static void
run_sql (const char *path, const char *sql)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

static void
test_restored (Office *office, gconstpointer data)
{
  g_autofree char *backup = back_up (office), *kept = NULL, *restored = NULL;
  g_autofree char *device = office_text (office, "SELECT value FROM meta WHERE key = 'device'");
  g_autofree char *new_device = NULL, *before = NULL, *after = NULL;
  DyrBackupContent content;
  g_autoptr (GError) error = NULL;
  GStatBuf about;
  gsize n_before, n_after;

  office_close (office);
  g_assert_true (g_file_get_contents (backup, &before, &n_before, NULL));
  dyr_restore_examine (backup, &content, &error);
  g_assert_no_error (error);
  g_assert_cmpint (content.n_records, ==, 1);
  g_assert_cmpint (content.last_change, >, 1700000000);

  restore (office, backup, &kept);
  g_assert_cmpint (g_stat (office->path, &about), ==, 0);
  g_assert_cmpint (about.st_mode & 0777, ==, 0600);
  office->database = office_open (office, "uk");
  g_assert_cmpint (count (office, "До"), ==, 1);
  g_assert_cmpint (count (office, "Після"), ==, 0);
  /* What waited for the CRM then waits again, and this is another device. */
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM record WHERE push = 1"), ==, 1);
  new_device = office_text (office, "SELECT value FROM meta WHERE key = 'device'");
  g_assert_cmpstr (new_device, !=, device);
  office_check (office);
  office_close (office);
  /* The backup is what it was and can be used again. */
  g_assert_true (g_file_get_contents (backup, &after, &n_after, NULL));
  g_assert_cmpmem (before, n_before, after, n_after);

  /* What was there before is one file that can be restored likewise. */
  restore (office, kept, &restored);
  g_assert_cmpstr (restored, !=, kept);
  office->database = office_open (office, "uk");
  g_assert_cmpint (count (office, "Після"), ==, 1);
}

static void
test_nothing_there (Office *office, gconstpointer data)
{
  g_autofree char *backup = back_up (office), *kept = NULL;

  office_close (office);
  g_assert_cmpint (g_unlink (office->path), ==, 0);
  restore (office, backup, &kept);
  g_assert_null (kept);
  office->database = office_open (office, "uk");
  g_assert_cmpint (count (office, "До"), ==, 1);
}

/* The store is damaged: that is what backups are for. */
static void
test_damaged_store (Office *office, gconstpointer data)
{
  g_autofree char *backup = back_up (office), *kept = NULL, *garbage = g_strnfill (9000, 'x');
  g_autofree char *wal = g_strconcat (office->path, "-wal", NULL), *kept_wal = NULL, *was = NULL;

  office_close (office);
  g_assert_true (g_file_set_contents (office->path, garbage, -1, NULL));
  g_assert_true (g_file_set_contents (wal, "its journal", -1, NULL));
  restore (office, backup, &kept);
  g_assert_true (g_file_get_contents (kept, &was, NULL, NULL));
  g_assert_cmpstr (was, ==, garbage);
  /* Its journal would spoil the new one. */
  kept_wal = g_strconcat (kept, "-wal", NULL);
  g_assert_true (g_file_test (kept_wal, G_FILE_TEST_EXISTS));
  office->database = office_open (office, "uk");
  g_assert_cmpint (count (office, "До"), ==, 1);
}

static void
test_in_use (Office *office, gconstpointer data)
{
  g_autofree char *backup = back_up (office), *kept = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (dyr_restore (office->path, backup, &kept, &error));
  g_assert_error (error, DYR_ERROR, DYR_ERROR_BUSY);
  /* It goes on as if nobody had asked. */
  office_add (office, &dyr_client_type, "name", "Далі", NULL);
  office_reopen (office);
  g_assert_cmpint (count (office, "Після"), ==, 1);
  g_assert_cmpint (count (office, "Далі"), ==, 1);
}

static void
test_no_backup (Office *office, gconstpointer data)
{
  g_autofree char *backup = back_up (office);
  g_autofree char *other = g_build_filename (office->folder, "other.db", NULL);
  g_autofree char *bytes = NULL;
  gsize length;

  office_close (office);
  g_assert_true (g_file_get_contents (backup, &bytes, &length, NULL));
  assert_refused (office, other, DYR_ERROR_NOT_FOUND);
  assert_refused (office, office->folder, DYR_ERROR_CORRUPT);
  assert_refused (office, office->path, DYR_ERROR_REFUSED);

  g_assert_true (g_file_set_contents (other, "", 0, NULL));
  assert_refused (office, other, DYR_ERROR_CORRUPT);
  g_assert_true (g_file_set_contents (other, "name;phone\n", -1, NULL));
  assert_refused (office, other, DYR_ERROR_CORRUPT);
  /* Its beginning only: a copy that was cut off. */
  g_assert_true (g_file_set_contents (other, bytes, (gssize) length / 2, NULL));
  assert_refused (office, other, DYR_ERROR_CORRUPT);
  g_assert_true (g_file_set_contents (other, bytes, 100, NULL));
  assert_refused (office, other, DYR_ERROR_CORRUPT);
  /* Spoilt in the middle. */
  memset (bytes + length / 2, 0x5a, 4096);
  g_assert_true (g_file_set_contents (other, bytes, (gssize) length, NULL));
  assert_refused (office, other, DYR_ERROR_CORRUPT);

  g_assert_cmpint (g_unlink (other), ==, 0);
  run_sql (other, "CREATE TABLE theirs (a)");
  assert_refused (office, other, DYR_ERROR_CORRUPT);
  run_sql (backup, "PRAGMA user_version = 9999");
  assert_refused (office, backup, DYR_ERROR_NEWER);

  office->database = office_open (office, "uk");
  g_assert_cmpint (count (office, "Після"), ==, 1);
}

/* The place is taken by a file of somebody else. */
static void
test_foreign_store (Office *office, gconstpointer data)
{
  g_autofree char *backup = back_up (office);

  office_close (office);
  g_assert_cmpint (g_unlink (office->path), ==, 0);
  run_sql (office->path, "CREATE TABLE theirs (a)");
  assert_refused (office, backup, DYR_ERROR_CORRUPT);
}

/* A store that was copied by hand, with its journal: all of it comes. */
static void
test_copied_by_hand (Office *office, gconstpointer data)
{
  g_autofree char *copy = g_build_filename (office->folder, "copy.db", NULL);
  g_autofree char *bytes = NULL, *wal = NULL, *kept = NULL;
  g_autofree char *from = g_strconcat (office->path, "-wal", NULL);
  g_autofree char *to = g_strconcat (copy, "-wal", NULL);
  gsize n_bytes, n_wal;

  office_add (office, &dyr_client_type, "name", "У журналі", NULL);
  g_assert_true (g_file_get_contents (office->path, &bytes, &n_bytes, NULL));
  g_assert_true (g_file_get_contents (from, &wal, &n_wal, NULL));
  g_assert_cmpuint (n_wal, >, 0);
  g_assert_true (g_file_set_contents (copy, bytes, (gssize) n_bytes, NULL));
  g_assert_true (g_file_set_contents (to, wal, (gssize) n_wal, NULL));
  office_set (office, 1, "name", "Потім");
  office_close (office);
  restore (office, copy, &kept);
  office->database = office_open (office, "uk");
  g_assert_cmpint (count (office, "У журналі"), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define add(name, function)                                                                        \
  g_test_add ("/store/restore/" name, Office, NULL, office_set_up, function, office_tear_down)
  add ("restored", test_restored);
  add ("nothing-there", test_nothing_there);
  add ("damaged-store", test_damaged_store);
  add ("in-use", test_in_use);
  add ("no-backup", test_no_backup);
  add ("foreign-store", test_foreign_store);
  add ("copied-by-hand", test_copied_by_hand);
#undef add
  return g_test_run ();
}

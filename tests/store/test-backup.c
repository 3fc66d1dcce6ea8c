/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Backups: a whole copy only its owner reads, and never in the place of anything else. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include <glib/gstdio.h>

#include "dyr-backup.h"
#include "dyr-database.h"
#include "dyr-error.h"
#include "dyr-migrator.h"
#include "dyr-status.h"

typedef struct
{
  char *folder;
  char *path;
  char *target;
  DyrDatabase *database;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const DyrDatabaseOptions options = { .language = "uk", .zone = "Europe/Kyiv" };
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("dyr-backup-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "office.db", NULL);
  fixture->target = g_build_filename (fixture->folder, "copy.db", NULL);
  fixture->database = dyr_database_open (fixture->path, &options, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  g_clear_object (&fixture->database);
  dir = g_dir_open (fixture->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->target);
}

static gboolean
job_backup (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return dyr_backup_to (connection, data, cancellable, error);
}

static void
assert_backed_up (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  GStatBuf about;

  g_assert_true (dyr_database_read (fixture->database, job_backup, fixture->target, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (fixture->target, &about), ==, 0);
  g_assert_cmpint (about.st_mode & 0777, ==, 0600);
}

static void
assert_refused (Fixture *fixture, const char *path)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (dyr_database_read (fixture->database, job_backup, (gpointer) path, NULL, &error));
  g_assert_error (error, DYR_ERROR, DYR_ERROR_REFUSED);
}

static void
test_again (Fixture *fixture, gconstpointer data)
{
  assert_backed_up (fixture);
  /* Tonight’s takes the place of yesterday’s. */
  assert_backed_up (fixture);
}

static void
test_itself (Fixture *fixture, gconstpointer data)
{
  g_autofree char *link = g_build_filename (fixture->folder, "link.db", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (link);
  GStatBuf before, after;

  g_assert_cmpint (g_stat (fixture->path, &before), ==, 0);
  assert_refused (fixture, fixture->path);
  g_assert_true (g_file_make_symbolic_link (file, "office.db", NULL, NULL));
  assert_refused (fixture, link);
  g_assert_cmpint (g_stat (fixture->path, &after), ==, 0);
  g_assert_cmpuint (before.st_ino, ==, after.st_ino);
}

static void
test_other_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_set_contents (fixture->target, "name;phone\n", -1, NULL));
  assert_refused (fixture, fixture->target);
  g_assert_true (g_file_get_contents (fixture->target, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "name;phone\n");
  assert_refused (fixture, fixture->folder);
}

static void
test_in_use (Fixture *fixture, gconstpointer data)
{
  const DyrDatabaseOptions options = { .language = "uk", .zone = "Europe/Kyiv" };
  g_autoptr (DyrDatabase) other = dyr_database_open (fixture->target, &options, NULL);

  g_assert_nonnull (other);
  assert_refused (fixture, fixture->target);
}

static void
test_status (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DyrStatus) status = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (dyr_database_read (fixture->database, dyr_status_job, &status, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (status->schema, ==, DYR_SCHEMA_VERSION);
  g_assert_cmpint (status->size, >, 0);
  g_assert_cmpint (status->n_records[0], ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/store/backup/again", Fixture, NULL, set_up, test_again, tear_down);
  g_test_add ("/store/backup/itself", Fixture, NULL, set_up, test_itself, tear_down);
  g_test_add ("/store/backup/other-file", Fixture, NULL, set_up, test_other_file, tear_down);
  g_test_add ("/store/backup/in-use", Fixture, NULL, set_up, test_in_use, tear_down);
  g_test_add ("/store/backup/status", Fixture, NULL, set_up, test_status, tear_down);
  return g_test_run ();
}

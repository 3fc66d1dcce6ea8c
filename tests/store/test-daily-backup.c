/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Daily backups: one a day, for two weeks, whole though somebody works. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include <utime.h>

#include "dyr-backup.h"
#include "dyr-daily-backup.h"
#include "dyr-date.h"
#include "dyr-restore.h"
#include "store-test.h"

static char *
backups_folder (Office *office)
{
  return g_build_filename (office->folder, "backups", NULL);
}

static void
tear_down (Office *office, gconstpointer data)
{
  g_autofree char *folder = backups_folder (office);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  office_tear_down (office, data);
}

static gint64
day (int number)
{
  gint64 date;

  g_assert_true (dyr_date_from_ymd (2026, 1, 1, &date));
  return date + number;
}

static gboolean
make (Office *office, gint64 today)
{
  gboolean made = FALSE;
  g_autoptr (GError) error = NULL;

  dyr_daily_backup_make (
      office->path, dyr_database_get_zone (office->database), today, NULL, &made, &error);
  g_assert_no_error (error);
  return made;
}

static void
test_once (Office *office, gconstpointer data)
{
  g_autoptr (GPtrArray) backups = NULL;
  g_autofree char *name = NULL, *folder = backups_folder (office);
  const DyrDailyBackup *backup;
  DyrBackupContent content;
  g_autoptr (GError) error = NULL;
  GStatBuf about;

  /* Nothing to lose yet: the day's copy is of the first work. */
  g_assert_false (make (office, day (0)));
  office_add (office, &dyr_client_type, "name", "Ключ", NULL);
  g_assert_true (make (office, day (0)));
  office_add (office, &dyr_client_type, "name", "Пізніше", NULL);
  g_assert_false (make (office, day (0)));
  backups = dyr_daily_backup_list (office->path);
  g_assert_cmpuint (backups->len, ==, 1);
  backup = backups->pdata[0];
  name = g_path_get_basename (backup->path);
  g_assert_cmpstr (name, ==, "office-2026-01-01.db");
  g_assert_cmpint (backup->date, ==, day (0));
  g_assert_cmpint (g_stat (backup->path, &about), ==, 0);
  g_assert_cmpint (about.st_size, ==, backup->size);
  g_assert_cmpint (about.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (folder, &about), ==, 0);
  g_assert_cmpint (about.st_mode & 0777, ==, 0700);
  dyr_restore_examine (backup->path, &content, &error);
  g_assert_no_error (error);
  g_assert_cmpint (content.n_records, ==, 1);
}

static void
assert_days (Office *office, int newest, guint n)
{
  g_autoptr (GPtrArray) backups = dyr_daily_backup_list (office->path);

  g_assert_cmpuint (backups->len, ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_cmpint (((DyrDailyBackup *) backups->pdata[i])->date, ==, day (newest - (int) i));
}

static void
test_two_weeks (Office *office, gconstpointer data)
{
  g_autoptr (GPtrArray) backups = NULL;

  office_add (office, &dyr_client_type, "name", "Ключ", NULL);
  for (int i = 0; i < 20; i++)
    g_assert_true (make (office, day (i)));
  assert_days (office, 19, DYR_DAILY_BACKUP_DAYS);
  /* After long holidays there is still something from before. */
  g_assert_true (make (office, day (400)));
  backups = dyr_daily_backup_list (office->path);
  g_assert_cmpuint (backups->len, ==, 3);
  g_assert_cmpint (((DyrDailyBackup *) backups->pdata[2])->date, ==, day (18));
}

/* Copies of a damaged store take no good one's place. */
static void
test_damaged (Office *office, gconstpointer data)
{
  g_autofree char *root = NULL, *bytes = NULL;
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  gsize length;

  office_add (office, &dyr_client_type, "name", "Ключ", NULL);
  for (int i = 0; i < 5; i++)
    g_assert_true (make (office, day (i)));
  root = office_text (office, "SELECT rootpage FROM sqlite_schema WHERE name = 'client'");
  office_close (office);
  g_assert_true (g_file_get_contents (office->path, &bytes, &length, NULL));
  memset (bytes + (g_ascii_strtoull (root, NULL, 10) - 1) * 4096, 0xa5, 4096);
  g_assert_true (g_file_set_contents (office->path, bytes, (gssize) length, NULL));
  for (int i = 30; i < 33; i++)
    {
      g_autoptr (GPtrArray) backups = NULL;
      g_autoptr (GError) error = NULL;
      gboolean made;

      g_assert_false (dyr_daily_backup_make (office->path, zone, day (i), NULL, &made, &error));
      g_assert_error (error, DYR_ERROR, DYR_ERROR_CORRUPT);
      g_assert_true (made);
      backups = dyr_daily_backup_list (office->path);
      g_assert_cmpuint (backups->len, ==, (guint) i - 30 + 1 + 5);
    }
}

static void
touch (const char *folder, const char *name, gboolean old)
{
  const struct utimbuf times = { 1000000000, 1000000000 };
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, "x", 1, NULL));
  g_assert_true (!old || utime (path, &times) == 0);
}

static gboolean
exists (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* Only what is surely left of a copy of this store goes; a copy that is being made stays. */
static void
test_others (Office *office, gconstpointer data)
{
  static const char *const theirs[]
      = { "office-notes.db", "office-2026-01-01.db.txt", "letter.odt", "shop-2020-01-01.db" };
  g_autofree char *folder = backups_folder (office);

  office_add (office, &dyr_client_type, "name", "Ключ", NULL);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  touch (folder, "office-2026-01-01.db.A1b2C3", TRUE);
  touch (folder, "office-2026-01-02.db.A1b2C3", FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (theirs); i++)
    touch (folder, theirs[i], i != 1);
  g_assert_true (make (office, day (60)));
  g_assert_false (exists (folder, "office-2026-01-01.db.A1b2C3"));
  g_assert_true (exists (folder, "office-2026-01-02.db.A1b2C3"));
  for (guint i = 0; i < G_N_ELEMENTS (theirs); i++)
    g_assert_true (exists (folder, theirs[i]));
  assert_days (office, 60, 1);
}

static void
test_cancelled (Office *office, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *folder = backups_folder (office);
  g_autoptr (GDir) dir = NULL;
  g_autoptr (GError) error = NULL;
  gboolean made;

  /* More than a step copies. */
  office_add (office, &dyr_client_type, "name", "Ключ", NULL);
  office_sql (office,
              "CREATE TABLE large (bytes BLOB); INSERT INTO large VALUES (zeroblob (9000000))");
  g_cancellable_cancel (cancellable);
  g_assert_false (dyr_daily_backup_make (
      office->path, dyr_database_get_zone (office->database), day (0), cancellable, &made, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  dir = g_dir_open (folder, 0, NULL);
  g_assert_null (g_dir_read_name (dir));
}

static void
test_no_place (Office *office, gconstpointer data)
{
  g_autofree char *folder = backups_folder (office);
  g_autoptr (GError) error = NULL;
  gboolean made;

  office_add (office, &dyr_client_type, "name", "Ключ", NULL);
  g_assert_true (g_file_set_contents (folder, "a file", -1, NULL));
  g_assert_false (dyr_daily_backup_make (
      office->path, dyr_database_get_zone (office->database), day (0), NULL, &made, &error));
  g_assert_error (error, DYR_ERROR, DYR_ERROR_READ_ONLY);
  g_assert_cmpint (g_unlink (folder), ==, 0);
}

/* Somebody writes all the time: each copy is one moment of the office. */

typedef struct
{
  DyrDatabase *database;
  int stop;
  guint n;
} Busy;

static gboolean
job_pair (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  /* Two things that are never apart, on pages that are. */
  return dyr_connection_script (connection,
                                "INSERT INTO meta SELECT 'first-' || count (*), zeroblob (0) || '' "
                                "FROM meta WHERE key LIKE 'first-%'; "
                                "INSERT INTO draft SELECT count (*) + 1, 'second', hex (zeroblob "
                                "(2000)) FROM draft",
                                error);
}

static gpointer
work (gpointer data)
{
  Busy *busy = data;

  while (!g_atomic_int_get (&busy->stop))
    {
      g_autoptr (GError) error = NULL;

      dyr_database_write (busy->database, job_pair, NULL, NULL, &error);
      g_assert_no_error (error);
      g_atomic_int_inc ((int *) &busy->n);
    }
  return NULL;
}

static void
assert_pairs (const char *path)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_autoptr (DyrConnection) copy = dyr_connection_open (path, DYR_CONNECTION_READ, zone, NULL);
  gint64 apart = -1, n_findings = -1;

  g_assert_true (dyr_connection_number (copy,
                                        NULL,
                                        -1,
                                        &apart,
                                        "SELECT (SELECT count (*) FROM meta WHERE key LIKE "
                                        "'first-%') - (SELECT count (*) FROM draft)",
                                        ""));
  g_assert_cmpint (apart, ==, 0);
  g_assert_true (dyr_connection_number (copy,
                                        NULL,
                                        -1,
                                        &n_findings,
                                        "SELECT count (*) FROM pragma_integrity_check "
                                        "WHERE integrity_check <> 'ok'",
                                        ""));
  g_assert_cmpint (n_findings, ==, 0);
}

static void
test_while_working (Office *office, gconstpointer data)
{
  Busy busy = { .database = office->database };
  g_autoptr (GPtrArray) backups = NULL;
  GThread *thread;

  office_add (office, &dyr_client_type, "name", "Ключ", NULL);
  thread = g_thread_new ("busy", work, &busy);
  for (int i = 0; i < 10; i++)
    {
      guint before = (guint) g_atomic_int_get ((int *) &busy.n);

      g_assert_true (make (office, day (i)));
      /* The writer is not held up by the copy: it gets on between two of them. */
      while ((guint) g_atomic_int_get ((int *) &busy.n) == before)
        g_thread_yield ();
    }
  g_atomic_int_set (&busy.stop, TRUE);
  g_thread_join (thread);
  backups = dyr_daily_backup_list (office->path);
  g_assert_cmpuint (backups->len, ==, 10);
  for (guint i = 0; i < backups->len; i++)
    assert_pairs (((DyrDailyBackup *) backups->pdata[i])->path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define add(name, function)                                                                        \
  g_test_add ("/store/daily-backup/" name, Office, NULL, office_set_up, function, tear_down)
  add ("once", test_once);
  add ("two-weeks", test_two_weeks);
  add ("damaged", test_damaged);
  add ("others", test_others);
  add ("cancelled", test_cancelled);
  add ("no-place", test_no_place);
  add ("while-working", test_while_working);
#undef add
  return g_test_run ();
}

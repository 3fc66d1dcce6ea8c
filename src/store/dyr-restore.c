/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Restore: a backup takes the place of the store. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-restore.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "dyr-backup-private.h"
#include "dyr-check.h"
#include "dyr-error.h"
#include "dyr-files.h"
#include "dyr-migrator.h"

/* Names that are tried for what was there. */
#define MAX_NAMES 100

static gboolean
set_no_backup (const char *path, GError **error)
{
  g_set_error (error,
               DYR_ERROR,
               DYR_ERROR_CORRUPT,
               _("“%s” is no backup of Dyryhent, or it is damaged. Nothing was changed. Choose another file."),
                  path);
  return FALSE;
}

static gboolean
set_disk_error (const char *path, int code, GError **error)
{
  g_set_error (error,
               DYR_ERROR,
               code == ENOSPC ? DYR_ERROR_FULL : DYR_ERROR_READ_ONLY,
               _("The backup could not be put in the place of “%s”: %s. Nothing was changed. Free some space or check that you may write there, then try again."),
                  path,
                  g_strerror (code));
  return FALSE;
}

/* The first column of the first row, as far as it can be read. */
static gint64
read_number (sqlite3 *db, const char *sql, gint64 fallback)
{
  sqlite3_stmt *stmt = NULL;
  gint64 number = fallback;

  if (sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL) == SQLITE_OK
      && sqlite3_step (stmt) == SQLITE_ROW)
    number = sqlite3_column_int64 (stmt, 0);
  sqlite3_finalize (stmt);
  return number;
}

static gboolean
exists_beside (const char *path, const char *ending)
{
  g_autofree char *name = g_strconcat (path, ending, NULL);

  return g_file_test (name, G_FILE_TEST_EXISTS);
}

/* Reading leaves nothing beside a backup that lies alone: it may be on a medium nobody can write
 * to. */
static sqlite3 *
open_backup (const char *path, GError **error)
{
  g_autofree char *full = g_canonicalize_filename (path, NULL);
  g_autofree char *uri = NULL, *name = NULL;
  gboolean alone = !exists_beside (full, "-wal") && !exists_beside (full, "-journal");
  gint64 version;
  sqlite3 *db = NULL;

  if (!g_file_test (full, G_FILE_TEST_EXISTS))
    {
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_NOT_FOUND,
                   _("There is no file “%s”. Check the name."), full);
      return NULL;
    }
  uri = g_filename_to_uri (full, NULL, error);
  if (uri == NULL)
    return NULL;
  name = g_strconcat (uri, alone ? "?immutable=1" : "?mode=ro", NULL);
  if (!g_file_test (full, G_FILE_TEST_IS_REGULAR) || !dyr_backup_is_database (full)
      || sqlite3_open_v2 (name, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL) != SQLITE_OK
      || (version = read_number (db, "PRAGMA user_version", 0)) < 1
      || read_number (db, "PRAGMA application_id", 0) != DYR_DATABASE_ID)
    {
      sqlite3_close (db);
      set_no_backup (path, error);
      return NULL;
    }
  if (version <= DYR_SCHEMA_VERSION)
    return db;
  sqlite3_close (db);
  g_set_error (error,
               DYR_ERROR,
               DYR_ERROR_NEWER,
               _("“%s” was written by a newer version of Dyryhent. Nothing in it was changed. Update the program to open it."),
                  path);
  return NULL;
}

/* Not as a table of its own, pragma_integrity_check (1): newer versions of SQLite take the 1 for
 * the name of a table. Full text can be made anew. */
static gboolean
is_whole (sqlite3 *db)
{
  sqlite3_stmt *stmt = NULL;
  gboolean whole
      = sqlite3_prepare_v2 (db, "PRAGMA integrity_check (20)", -1, &stmt, NULL) == SQLITE_OK
        || sqlite3_prepare_v2 (db, DYR_CHECK_TABLES, -1, &stmt, NULL) == SQLITE_OK;
  int code = SQLITE_DONE;

  while (whole && (code = sqlite3_step (stmt)) == SQLITE_ROW)
    {
      const char *line = (const char *) sqlite3_column_text (stmt, 0);

      whole = line != NULL && (g_str_equal (line, "ok") || dyr_check_is_of_full_text (line));
    }
  sqlite3_finalize (stmt);
  return whole && code == SQLITE_DONE;
}

gboolean
dyr_restore_examine (const char *backup, DyrBackupContent *content, GError **error)
{
  sqlite3 *db;
  gboolean whole;

  g_return_val_if_fail (backup != NULL, FALSE);
  g_return_val_if_fail (content != NULL, FALSE);

  db = open_backup (backup, error);
  if (db == NULL)
    return FALSE;
  content->n_records
      = read_number (db, "SELECT count (*) FROM record WHERE deleted_at IS NULL AND reach = 0", -1);
  content->last_change = read_number (db, "SELECT max (at) FROM action", 0);
  whole = content->n_records >= 0 && is_whole (db);
  sqlite3_close (db);
  return whole || set_no_backup (backup, error);
}

/* The store that is to give way */

/* Makes one file of it and keeps everybody out. */
static int
lock_database (sqlite3 *db, gboolean *foreign)
{
  gint64 id, n_tables;

  /* Somebody else's file stays what it is, its journal too. */
  sqlite3_db_config (db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  id = read_number (db, "PRAGMA application_id", DYR_DATABASE_ID);
  n_tables = read_number (db, "SELECT count (*) FROM sqlite_schema", 0);
  *foreign = id != DYR_DATABASE_ID && n_tables > 0;
  if (*foreign)
    return SQLITE_OK;
  /* Leaving the journal that several share works only for the last one that has it open. */
  return sqlite3_exec (db, "PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE", NULL, NULL, NULL);
}

/* Nobody else may have it open, until `lock` is closed. A store that is too damaged for that, or
 * none, is no obstacle: `lock` is NULL then. */
static gboolean
lock_store (const char *path, sqlite3 **lock, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);
  gboolean foreign = FALSE;
  sqlite3 *db = NULL;
  int code;

  *lock = NULL;
  /* Of what is no database SQLite would tidy the journal away. */
  if (!dyr_backup_is_database (path))
    return TRUE;
  code = sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_PRIVATECACHE, NULL);
  if (code == SQLITE_OK)
    code = lock_database (db, &foreign);
  if (code == SQLITE_OK && !foreign)
    {
      *lock = db;
      return TRUE;
    }
  sqlite3_close (db);
  if (foreign)
    g_set_error (error,
                 DYR_ERROR,
                 DYR_ERROR_CORRUPT,
                 _("“%s” is a database of another program. Nothing in it was changed. Choose another file."),
                    path);
  else if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
    g_set_error (error,
                 DYR_ERROR,
                 DYR_ERROR_BUSY,
                 _("The database “%s” is in use by another program. Close that program or wait a moment, then try again."),
                    name);
  else
    return TRUE;
  return FALSE;
}

static gboolean
check_store (const char *path, const char *backup, GError **error)
{
  GStatBuf store, from;

  if (g_stat (path, &store) != 0)
    return TRUE;
  if (!S_ISREG (store.st_mode))
    return set_disk_error (path, EISDIR, error);
  if (g_stat (backup, &from) != 0 || from.st_dev != store.st_dev || from.st_ino != store.st_ino)
    return TRUE;
  g_set_error (error,
               DYR_ERROR,
               DYR_ERROR_REFUSED,
               _("“%s” is the database itself. Choose a backup of it."), path);
  return FALSE;
}

/* Gives what is there a second name, so that at no moment there is no store. */
static int
keep (const char *path, char **kept)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%Y%m%d-%H%M%S");

  *kept = NULL;
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return 0;
  for (int i = 1; i <= MAX_NAMES; i++)
    {
      g_autofree char *again = i > 1 ? g_strdup_printf ("-%d", i) : g_strdup ("");
      g_autofree char *name = g_strconcat (path, ".before-restore-", time, again, NULL);

      if (g_file_test (name, G_FILE_TEST_EXISTS))
        continue;
      /* Some file systems know no second names. */
      if (link (path, name) != 0 && g_rename (path, name) != 0)
        return errno;
      *kept = g_steal_pointer (&name);
      return 0;
    }
  return EEXIST;
}

/* A journal of the old file must not meet the new one. */
static void
move_journals (const char *from, const char *to)
{
  static const char *const endings[] = { "-wal", "-shm", "-journal" };

  for (guint i = 0; from != NULL && to != NULL && i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *one = g_strconcat (from, endings[i], NULL);
      g_autofree char *other = g_strconcat (to, endings[i], NULL);

      if (g_file_test (one, G_FILE_TEST_EXISTS) && g_rename (one, other) != 0)
        g_unlink (one);
    }
}

static gboolean
put_in_place (const char *path, const char *temporary, char **kept, GError **error)
{
  g_autofree char *name = NULL;
  int code = keep (path, &name);

  if (code != 0)
    return set_disk_error (path, code, error);
  move_journals (path, name);
  if (g_rename (temporary, path) == 0)
    {
      dyr_backup_sync_folder (path);
      *kept = g_steal_pointer (&name);
      return TRUE;
    }
  code = errno;
  move_journals (name, path);
  if (name != NULL && g_rename (name, path) == 0)
    g_unlink (name);
  return set_disk_error (path, code, error);
}

/* A copy beside the store, looked over: from here on the backup is not needed. */
static gboolean
copy_backup (const char *path, const char *backup, const char *temporary, GError **error)
{
  sqlite3 *from = open_backup (backup, error), *copy = NULL;
  gboolean whole;
  int code;

  if (from == NULL)
    return FALSE;
  code = dyr_backup_copy_pages (from, temporary, NULL);
  sqlite3_close (from);
  if ((code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB)
    return set_no_backup (backup, error);
  if (code != SQLITE_OK)
    return set_disk_error (path, (code & 0xff) == SQLITE_FULL ? ENOSPC : EIO, error);
  whole = sqlite3_open_v2 (temporary, &copy, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK
          && is_whole (copy);
  sqlite3_close (copy);
  if (!whole)
    return set_no_backup (backup, error);
  code = dyr_backup_sync_file (temporary);
  return code == 0 || set_disk_error (path, code, error);
}

/* Beside those that are there already: what is kept of the store needs them. Damaged ones do not
 * stop a restore; check counts them. */
static gboolean
copy_files (const char *path, const char *backup, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (dyr_files_copy_all (backup, path, NULL, &local)
      || g_error_matches (local, DYR_ERROR, DYR_ERROR_CORRUPT))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

gboolean
dyr_restore (const char *path, const char *backup, char **kept, GError **error)
{
  g_autofree char *folder = NULL, *temporary = NULL;
  sqlite3 *lock = NULL;
  gboolean done;
  int file;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (backup != NULL, FALSE);
  g_return_val_if_fail (kept != NULL, FALSE);

  *kept = NULL;
  if (!check_store (path, backup, error))
    return FALSE;
  folder = g_path_get_dirname (path);
  temporary = g_strconcat (path, ".XXXXXX", NULL);
  if (g_mkdir_with_parents (folder, 0700) != 0
      || (file = g_mkstemp_full (temporary, O_RDWR | O_CLOEXEC, 0600)) < 0)
    return set_disk_error (path, errno, error);
  close (file);
  done = copy_backup (path, backup, temporary, error) && copy_files (path, backup, error)
         && lock_store (path, &lock, error) && put_in_place (path, temporary, kept, error);
  if (!done)
    g_unlink (temporary);
  sqlite3_close (lock);
  return done;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Backups: the store as one SQLite file, made while others work. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-backup-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "dyr-error.h"
#include "dyr-migrator.h"

/* Where the application id stands in the header of an SQLite file, big-endian. */
#define APPLICATION_ID_AT 68
/* Pages copied before a look at the cancellable. */
#define STEP_PAGES 1000

static gboolean
set_file_error (const char *path, int code, GError **error)
{
  g_set_error (
      error,
      DYR_ERROR,
      code == ENOSPC ? DYR_ERROR_FULL : DYR_ERROR_READ_ONLY,
      _("The backup “%s” could not be written: %s. Choose another folder or free some space."),
         path,
         g_strerror (code));
  return FALSE;
}

int
dyr_backup_copy_pages (sqlite3 *from, const char *path, GCancellable *cancellable)
{
  sqlite3 *target = NULL;
  sqlite3_backup *backup;
  int code;

  code = sqlite3_open_v2 (path, &target, SQLITE_OPEN_READWRITE, NULL);
  if (code == SQLITE_OK)
    {
      backup = sqlite3_backup_init (target, "main", from, "main");
      code = backup == NULL ? sqlite3_errcode (target) : SQLITE_OK;
      while (backup != NULL && (code = sqlite3_backup_step (backup, STEP_PAGES)) == SQLITE_OK
             && !g_cancellable_is_cancelled (cancellable))
        ;
      if (code == SQLITE_OK)
        code = SQLITE_INTERRUPT;
      if (backup != NULL)
        sqlite3_backup_finish (backup);
      if (code == SQLITE_DONE)
        /* One file: no -wal beside it. */
        code = sqlite3_exec (target, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
    }
  sqlite3_close (target);
  return code;
}

static gboolean
copy_pages (DyrConnection *connection,
            const char *path,
            const char *target,
            GCancellable *cancellable,
            GError **error)
{
  int code = dyr_backup_copy_pages (dyr_connection_get_handle (connection), target, cancellable);

  if (code == SQLITE_OK)
    return TRUE;
  if (code == SQLITE_INTERRUPT)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Stopped."));
  else
    g_set_error (
        error,
        DYR_ERROR,
        code == SQLITE_FULL ? DYR_ERROR_FULL : DYR_ERROR_FAILED,
        _("The backup “%s” could not be written: %s. Choose another folder or free some space."),
           path,
           sqlite3_errstr (code));
  return FALSE;
}

int
dyr_backup_sync_file (const char *path)
{
  int file = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  int code = file < 0 || fsync (file) != 0 ? errno : 0;

  if (file >= 0)
    close (file);
  return code;
}

/* Without it the new name of a file may be forgotten. File systems that cannot do it do not need
 * it. */
void
dyr_backup_sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  dyr_backup_sync_file (folder);
}

/* By the first bytes: whether it is a database at all, and whose. */
static gboolean
read_head (const char *path, guint32 *id)
{
  static const char magic[] = "SQLite format 3";
  char head[72] = "";
  FILE *file = g_fopen (path, "rbe");
  gsize n = file != NULL ? fread (head, 1, sizeof head, file) : 0;

  if (file != NULL)
    fclose (file);
  memcpy (id, head + APPLICATION_ID_AT, sizeof *id);
  *id = GUINT32_FROM_BE (*id);
  return n == sizeof head && memcmp (head, magic, sizeof magic) == 0;
}

gboolean
dyr_backup_is_database (const char *path)
{
  guint32 id;

  return read_head (path, &id);
}

static gboolean
is_ours (const char *path)
{
  guint32 id;

  return read_head (path, &id) && id == DYR_DATABASE_ID;
}

/* An older backup may be replaced; the database itself, one in use and other files never. */
static gboolean
check_place (DyrConnection *connection, const char *path, GError **error)
{
  g_autofree char *journal = g_strconcat (path, "-wal", NULL);
  GStatBuf target, source;

  if (g_stat (path, &target) != 0)
    return TRUE;
  if (g_stat (dyr_connection_get_path (connection), &source) == 0 && source.st_dev == target.st_dev
      && source.st_ino == target.st_ino)
    g_set_error (error,
                 DYR_ERROR,
                 DYR_ERROR_REFUSED,
                 _("“%s” is the database itself. Choose another name for the backup."), path);
  else if (g_file_test (journal, G_FILE_TEST_EXISTS))
    g_set_error (error,
                 DYR_ERROR,
                 DYR_ERROR_REFUSED,
                 _("“%s” is a database in use. Choose another name for the backup."), path);
  else if (!S_ISREG (target.st_mode) || (target.st_size > 0 && !is_ours (path)))
    g_set_error (error,
                 DYR_ERROR,
                 DYR_ERROR_REFUSED,
                 _("“%s” is there already and is no backup. Choose another name."), path);
  else
    return TRUE;
  return FALSE;
}

gboolean
dyr_backup_to (DyrConnection *connection,
               const char *path,
               GCancellable *cancellable,
               GError **error)
{
  g_autofree char *temporary = g_strconcat (path, ".XXXXXX", NULL);
  int file, code;

  g_return_val_if_fail (path != NULL, FALSE);

  if (!check_place (connection, path, error))
    return FALSE;
  file = g_mkstemp_full (temporary, O_RDWR | O_CLOEXEC, 0600);
  if (file < 0)
    return set_file_error (path, errno, error);
  close (file);
  if (copy_pages (connection, path, temporary, cancellable, error))
    {
      code = dyr_backup_sync_file (temporary);
      if (code == 0 && g_rename (temporary, path) != 0)
        code = errno;
      if (code == 0)
        {
          dyr_backup_sync_folder (path);
          return TRUE;
        }
      set_file_error (path, code, error);
    }
  g_unlink (temporary);
  return FALSE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Daily backups: one a day in the folder “backups” beside the store, kept for two weeks. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-daily-backup.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "dyr-backup.h"
#include "dyr-connection.h"
#include "dyr-date.h"
#include "dyr-error.h"
#include "dyr-restore.h"

#define FOLDER "backups"
/* However old: a computer that was off for a month, or whose clock is wrong, keeps some. */
#define KEPT_FOR_EVER 3
/* What a copy that was cut off left behind, seconds. */
#define ABANDONED_AFTER (24 * 60 * 60)

void
dyr_daily_backup_free (DyrDailyBackup *backup)
{
  g_free (backup->path);
  g_free (backup);
}

static char *
find_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  return g_build_filename (folder, FOLDER, NULL);
}

/* "office-" of office.db: several stores may lie in one folder. */
static char *
make_prefix (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  char *ending = g_str_has_suffix (name, ".db") ? name + strlen (name) - strlen (".db") : NULL;

  if (ending != NULL && ending > name)
    *ending = '\0';
  return g_strconcat (name, "-", NULL);
}

static char *
make_name (const char *path, gint64 date)
{
  g_autofree char *folder = find_folder (path), *prefix = make_prefix (path);
  g_autofree char *day = dyr_date_to_text (date);
  g_autofree char *name = g_strconcat (prefix, day, ".db", NULL);

  return g_build_filename (folder, name, NULL);
}

/* The date that stands in a name; `rest` is what follows. */
static gboolean
parse_name (const char *name, const char *prefix, gint64 *date, const char **rest)
{
  g_autofree char *day = NULL;

  if (!g_str_has_prefix (name, prefix)
      || strlen (name) < strlen (prefix) + strlen ("2026-01-01.db"))
    return FALSE;
  day = g_strndup (name + strlen (prefix), strlen ("2026-01-01"));
  *rest = name + strlen (prefix) + strlen (day);
  return dyr_date_parse_iso (day, date) && g_str_has_prefix (*rest, ".db");
}

static int
compare_backups (gconstpointer a, gconstpointer b)
{
  const DyrDailyBackup *first = *(DyrDailyBackup *const *) a;
  const DyrDailyBackup *second = *(DyrDailyBackup *const *) b;

  return (first->date < second->date) - (first->date > second->date);
}

GPtrArray *
dyr_daily_backup_list (const char *path)
{
  GPtrArray *backups = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_daily_backup_free);
  g_autofree char *folder = NULL, *prefix = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name, *rest;
  gint64 date;

  g_return_val_if_fail (path != NULL, backups);

  folder = find_folder (path);
  prefix = make_prefix (path);
  dir = g_dir_open (folder, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (folder, name, NULL);
      DyrDailyBackup *backup;
      GStatBuf about;

      if (!parse_name (name, prefix, &date, &rest) || !g_str_equal (rest, ".db")
          || g_stat (file, &about) != 0 || !S_ISREG (about.st_mode))
        continue;
      backup = g_new0 (DyrDailyBackup, 1);
      backup->path = g_steal_pointer (&file);
      backup->date = date;
      backup->size = about.st_size;
      g_ptr_array_add (backups, backup);
    }
  g_ptr_array_sort (backups, compare_backups);
  return backups;
}

static void
remove_old (const char *path, gint64 today)
{
  g_autoptr (GPtrArray) backups = dyr_daily_backup_list (path);

  for (guint i = KEPT_FOR_EVER; i < backups->len; i++)
    {
      const DyrDailyBackup *backup = g_ptr_array_index (backups, i);

      if (backup->date <= today - DYR_DAILY_BACKUP_DAYS && g_unlink (backup->path) != 0)
        g_warning ("An old backup could not be removed: %s", g_strerror (errno));
    }
}

/* Programs that were killed in the middle of a copy. */
static void
remove_abandoned (const char *path)
{
  g_autofree char *folder = find_folder (path), *prefix = make_prefix (path);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const gint64 before = g_get_real_time () / G_USEC_PER_SEC - ABANDONED_AFTER;
  const char *name, *rest;
  gint64 date;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (folder, name, NULL);
      GStatBuf about;

      if (parse_name (name, prefix, &date, &rest) && g_str_has_prefix (rest, ".db.")
          && g_stat (file, &about) == 0 && S_ISREG (about.st_mode) && about.st_mtime < before)
        g_unlink (file);
    }
}

/* In one state of the store, whoever writes meanwhile; FALSE without an error: it is empty. */
static gboolean
copy_store (DyrConnection *connection,
            const char *target,
            GCancellable *cancellable,
            GError **error)
{
  gint64 n_records;

  if (!dyr_connection_script (connection, "BEGIN", error)
      || !dyr_connection_number (
          connection, error, 0, &n_records, "SELECT EXISTS (SELECT 1 FROM record)", ""))
    return FALSE;
  return n_records > 0 && dyr_backup_to (connection, target, cancellable, error);
}

/* SQLite copies a damaged page as it copies any other. */
static gboolean
look_over (const char *target, GError **error)
{
  DyrBackupContent content;

  if (dyr_restore_examine (target, &content, NULL))
    return TRUE;
  g_set_error (error,
               DYR_ERROR,
               DYR_ERROR_CORRUPT,
               _("The backup “%s” is damaged, and so is probably the database. Older backups were kept: restore one of them."),
                  target);
  return FALSE;
}

gboolean
dyr_daily_backup_make (const char *path,
                       GTimeZone *zone,
                       gint64 today,
                       GCancellable *cancellable,
                       gboolean *made,
                       GError **error)
{
  g_autofree char *target = NULL, *folder = NULL;
  g_autoptr (DyrConnection) connection = NULL;
  g_autoptr (GError) local = NULL;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (zone != NULL, FALSE);
  g_return_val_if_fail (made != NULL, FALSE);

  *made = FALSE;
  target = make_name (path, today);
  if (g_file_test (target, G_FILE_TEST_EXISTS))
    return TRUE;
  folder = find_folder (path);
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (
          error,
          DYR_ERROR,
          errno == ENOSPC ? DYR_ERROR_FULL : DYR_ERROR_READ_ONLY,
          _("The backup “%s” could not be written: %s. Choose another folder or free some space."),
             target,
             g_strerror (errno));
      return FALSE;
    }
  connection = dyr_connection_open (path, DYR_CONNECTION_READ, zone, error);
  if (connection == NULL)
    return FALSE;
  *made = copy_store (connection, target, cancellable, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (!*made)
    return TRUE;
  remove_abandoned (path);
  /* Good ones must not give way to copies of what is damaged. */
  if (!look_over (target, error))
    return FALSE;
  remove_old (path, today);
  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Files: attaching them to records, what they take up, tidying. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-files.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>

#include "dyr-error.h"
#include "dyr-file-name.h"
#include "dyr-file.h"
#include "dyr-rows.h"
#include "dyr-save.h"

/* Bytes by which the sort of a file is guessed. */
#define HEAD 4096

/* Taking */

void
dyr_file_taken_free (DyrFileTaken *taken)
{
  if (taken == NULL)
    return;
  g_free (taken->name);
  g_free (taken->media_type);
  g_free (taken);
}

/* By its name and by how it begins. */
static char *
guess_media_type (const char *database, const DyrFileTaken *taken)
{
  g_autofree char *path = dyr_blobs_path (database, taken->blob.sha256);
  g_autofree guint8 *head = g_malloc (HEAD);
  FILE *file = g_fopen (path, "rbe");
  gsize length = file != NULL ? fread (head, 1, HEAD, file) : 0;
  g_autofree char *type = g_content_type_guess (taken->name, head, length, NULL);

  if (file != NULL)
    fclose (file);
  return g_content_type_get_mime_type (type);
}

DyrFileTaken *
dyr_files_take (DyrDatabase *database,
                GFile *file,
                DyrBlobProgress progress,
                gpointer progress_data,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (DyrFileTaken) taken = g_new0 (DyrFileTaken, 1);
  g_autofree char *base = NULL;
  const char *path;

  g_return_val_if_fail (DYR_IS_DATABASE (database), NULL);
  g_return_val_if_fail (G_IS_FILE (file), NULL);

  path = dyr_database_get_path (database);
  base = g_file_get_basename (file);
  taken->name = dyr_file_name_clean (base != NULL ? base : "");
  if (!dyr_blobs_take_file (
          path, file, taken->name, progress, progress_data, cancellable, &taken->blob, error))
    return NULL;
  taken->media_type = guess_media_type (path, taken);
  return g_steal_pointer (&taken);
}

DyrFileTaken *
dyr_files_take_bytes (DyrDatabase *database,
                      GBytes *bytes,
                      const char *name,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (DyrFileTaken) taken = g_new0 (DyrFileTaken, 1);
  g_autoptr (GInputStream) stream = NULL;
  const char *path;

  g_return_val_if_fail (DYR_IS_DATABASE (database), NULL);
  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  path = dyr_database_get_path (database);
  stream = g_memory_input_stream_new_from_bytes (bytes);
  taken->name = dyr_file_name_clean (name);
  if (!dyr_blobs_take (path,
                       stream,
                       taken->name,
                       (gint64) g_bytes_get_size (bytes),
                       NULL,
                       NULL,
                       cancellable,
                       &taken->blob,
                       error))
    return NULL;
  taken->media_type = guess_media_type (path, taken);
  return g_steal_pointer (&taken);
}

/* Attaching */

gboolean
dyr_files_fit (const DyrRecordType *type)
{
  return !type->attached && type->number != dyr_user_type.number;
}

static gboolean
check_about (const DyrRow *row, GError **error)
{
  if (row->deleted)
    g_set_error_literal (error,
                         DYR_ERROR,
                         DYR_ERROR_REFUSED,
                         _("The record is deleted. Bring it back, then attach the file."));
  else if (!dyr_files_fit (row->type))
    g_set_error (error,
                 DYR_ERROR,
                 DYR_ERROR_REFUSED,
                 /* Translators: a type of records in the plural: “Users”. */
                 _("No files can be attached here: %s."),
                    dyr_record_type_plural_label (row->type));
  else
    return TRUE;
  return FALSE;
}

static gboolean
check_taken (DyrConnection *connection, gint64 about, const DyrFileTaken *taken, GError **error)
{
  gint64 there;

  if (!dyr_blobs_has (dyr_connection_get_path (connection), taken->blob.sha256, taken->blob.size))
    {
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_CONFLICT,
                   _("What is in “%s” was tidied away meanwhile. Attach it again."), taken->name);
      return FALSE;
    }
  if (!dyr_connection_number (connection,
                              error,
                              0,
                              &there,
                              "SELECT EXISTS (SELECT 1 FROM file WHERE about = ? AND name = ? "
                              "AND checksum = ? AND listed = 1)",
                              "itt",
                              about,
                              taken->name,
                              taken->blob.sha256))
    return FALSE;
  if (!there)
    return TRUE;
  g_set_error (
      error, DYR_ERROR, DYR_ERROR_REFUSED, _("“%s” is attached here already."), taken->name);
  return FALSE;
}

/* What is wrong with one file of several. */
static gboolean
is_refusal (const GError *error)
{
  return g_error_matches (error, DYR_ERROR, DYR_ERROR_REFUSED)
         || g_error_matches (error, DYR_ERROR, DYR_ERROR_CONFLICT);
}

static gboolean
create_record (
    DyrSave *save, const DyrRow *about, const DyrFileTaken *taken, gint64 *id, GError **error)
{
  DyrValue values[DYR_FILE_N_FIELDS] = { 0 };
  g_autoptr (DyrLink) link
      = dyr_link_new (about->id, &about->uid, about->title, about->type->number, FALSE);
  gboolean done;

  dyr_value_set_link (&values[DYR_FILE_ABOUT], link);
  dyr_value_set_text (&values[DYR_FILE_NAME], taken->name);
  dyr_value_set_text (&values[DYR_FILE_MEDIA_TYPE], taken->media_type);
  dyr_value_set_number (&values[DYR_FILE_SIZE], taken->blob.size);
  dyr_value_set_text (&values[DYR_FILE_CHECKSUM], taken->blob.sha256);
  dyr_value_set_number (&values[DYR_FILE_ADDED_AT], g_get_real_time () / G_USEC_PER_SEC);
  done = dyr_save_create (save, &dyr_file_type, NULL, DYR_ORIGIN_PERSON, values, id, error);
  for (guint i = 0; i < DYR_FILE_N_FIELDS; i++)
    dyr_value_clear (&values[i]);
  return done;
}

gboolean
dyr_files_job_attach (DyrConnection *connection,
                      gpointer data,
                      GCancellable *cancellable,
                      GError **error)
{
  DyrFilesAttach *attach = data;
  g_autoptr (DyrSave) save = dyr_save_new (connection, DYR_SOURCE_PERSON, "attach", 0);
  g_autoptr (DyrRow) about = dyr_row_read (connection, attach->about, error);

  if (about == NULL || !check_about (about, error))
    return FALSE;
  for (guint i = 0; i < attach->files->len; i++)
    {
      const DyrFileTaken *taken = g_ptr_array_index (attach->files, i);
      g_autoptr (GError) local = NULL;
      gint64 id;

      if (!check_taken (connection, about->id, taken, &local))
        {
          if (attach->refused != NULL && is_refusal (local))
            {
              g_ptr_array_add (attach->refused, g_strdup (local->message));
              continue;
            }
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (!create_record (save, about, taken, &id, error))
        return FALSE;
      if (attach->ids != NULL)
        g_array_append_val (attach->ids, id);
    }
  return dyr_save_finish (save, &attach->action, error);
}

gboolean
dyr_files_job_by (DyrConnection *connection,
                  gpointer data,
                  GCancellable *cancellable,
                  GError **error)
{
  DyrFilesBy *by = data;
  g_autoptr (GError) local = NULL;
  g_autoptr (DyrStatement) query
      = dyr_connection_query (connection,
                              error,
                              "SELECT f.id, p.title FROM file f "
                              "JOIN change c ON c.record = f.id AND c.kind = ? "
                              "JOIN action a ON a.id = c.action "
                              "JOIN record p ON p.id = a.person "
                              "WHERE f.about = ? AND f.listed = 1 AND p.title IS NOT NULL",
                              "ni",
                              (int) DYR_CHANGE_CREATED,
                              by->about);

  if (query == NULL)
    return FALSE;
  by->by = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  while (dyr_statement_step (query, &local))
    {
      const gint64 id = dyr_statement_number (query, 0);

      g_hash_table_insert (
          by->by, g_memdup2 (&id, sizeof id), g_strdup (dyr_statement_text (query, 1)));
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* What they take up */

gboolean
dyr_files_job_usage (DyrConnection *connection,
                     gpointer data,
                     GCancellable *cancellable,
                     GError **error)
{
  DyrFilesUsage *usage = data;
  g_autoptr (GError) local = NULL;
  g_autoptr (DyrStatement) query
      = dyr_connection_query (connection,
                              error,
                              "SELECT max (size), sum (listed), count (*), "
                              "min (content IS NOT NULL), checksum FROM file "
                              "WHERE checksum IS NOT NULL GROUP BY checksum",
                              "");

  *usage = (DyrFilesUsage){ 0 };
  if (query == NULL)
    return FALSE;
  while (dyr_statement_step (query, &local))
    {
      const gint64 size = dyr_statement_number (query, 0), listed = dyr_statement_number (query, 1);

      /* In the CRM alone it takes up nothing here. */
      if (dyr_statement_number (query, 3) != 0
          && !dyr_blobs_has (
              dyr_connection_get_path (connection), dyr_statement_text (query, 4), size))
        continue;
      if (listed > 0)
        {
          usage->n += listed;
          usage->size += size;
        }
      else
        {
          usage->n_removed += dyr_statement_number (query, 2);
          usage->removed_size += size;
        }
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

gboolean
dyr_files_count_missing (DyrConnection *connection, gint64 *n, GError **error)
{
  const char *database = dyr_connection_get_path (connection);
  g_autoptr (DyrStatement) query
      = dyr_connection_query (connection,
                              error,
                              "SELECT checksum, size FROM file WHERE listed = 1 "
                              "AND checksum IS NOT NULL AND content IS NULL",
                              "");
  g_autoptr (GError) local = NULL;

  *n = 0;
  if (query == NULL)
    return FALSE;
  while (dyr_statement_step (query, &local))
    *n += !dyr_blobs_has (database, dyr_statement_text (query, 0), dyr_statement_number (query, 1));
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* Tidying */

static gboolean
is_known (const char *sha256, gboolean *known, gpointer data, GError **error)
{
  gint64 there;

  if (!dyr_connection_number (data,
                              error,
                              0,
                              &there,
                              "SELECT EXISTS (SELECT 1 FROM file WHERE checksum = ?)",
                              "t",
                              sha256))
    return FALSE;
  *known = there != 0;
  return TRUE;
}

static gboolean
job_sweep (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return dyr_blobs_sweep (dyr_connection_get_path (connection), is_known, connection, error);
}

gboolean
dyr_files_sweep (DyrDatabase *database, GError **error)
{
  g_autofree char *folder = NULL;

  g_return_val_if_fail (DYR_IS_DATABASE (database), FALSE);

  folder = dyr_blobs_folder (dyr_database_get_path (database));
  return !g_file_test (folder, G_FILE_TEST_IS_DIR)
         || dyr_database_write (database, job_sweep, NULL, NULL, error);
}

/* Copying all */

static gboolean
set_damaged (guint n, GError **error)
{
  if (n == 0)
    return TRUE;
  g_set_error (error,
               DYR_ERROR,
               DYR_ERROR_CORRUPT,
               ngettext ("%u attached file is damaged on the disk and was left out; all others "
                         "were copied.",
                         "%u attached files are damaged on the disk and were left out; all others "
                         "were copied.",
                         n),
               n);
  return FALSE;
}

static gboolean
copy_one (const char *from,
          const char *to,
          const char *sha256,
          guint *n_damaged,
          GCancellable *cancellable,
          GError **error)
{
  g_autofree char *source = dyr_blobs_path (from, sha256);
  g_autofree char *target = dyr_blobs_path (to, sha256);
  g_autoptr (GError) local = NULL;

  if (source == NULL || dyr_blobs_is_whole (to, sha256, cancellable)
      || dyr_blobs_copy (from, sha256, target, 0600, sha256, cancellable, &local))
    return TRUE;
  if (g_error_matches (local, DYR_ERROR, DYR_ERROR_NOT_FOUND)
      && !g_file_test (source, G_FILE_TEST_EXISTS))
    return TRUE; /* swept meanwhile */
  /* What may not be read is lost to whoever copies, too. */
  if (g_error_matches (local, DYR_ERROR, DYR_ERROR_CORRUPT)
      || g_error_matches (local, DYR_ERROR, DYR_ERROR_NOT_FOUND))
    {
      (*n_damaged)++;
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

gboolean
dyr_files_copy_all (const char *from, const char *to, GCancellable *cancellable, GError **error)
{
  g_autofree char *folder = NULL, *target = NULL;
  g_autoptr (GDir) dir = NULL;
  g_autoptr (GError) local = NULL;
  const char *name;
  guint n_damaged = 0;

  g_return_val_if_fail (from != NULL, FALSE);
  g_return_val_if_fail (to != NULL, FALSE);

  folder = dyr_blobs_folder (from);
  target = dyr_blobs_folder (to);
  dir = g_dir_open (folder, 0, &local);
  if (g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return TRUE;
  if (dir == NULL)
    {
      g_autofree char *shown = g_filename_display_name (folder);

      g_set_error (
          error,
          DYR_ERROR,
          DYR_ERROR_READ_ONLY,
          _("The folder “%s” could not be read: %s. Check that you may read it, then try again."),
             shown,
             local->message);
      return FALSE;
    }
  if (g_mkdir_with_parents (target, 0700) != 0)
    {
      const int code = errno;
      g_autofree char *shown = g_filename_display_name (target);

      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_READ_ONLY,
                   _("The folder “%s” could not be made: %s. Choose another place."),
                      shown,
                      g_strerror (code));
      return FALSE;
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    if (!copy_one (from, to, name, &n_damaged, cancellable, error))
      return FALSE;
  return set_damaged (n_damaged, error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Blobs: what is in attached files, beside the database, each under the SHA-256 of its bytes.
 *
 * A blob is written under a temporary name that its writer keeps locked, brought to the disk, then
 * renamed; only then a record may speak of it. Whoever dies in between leaves a temporary that
 * nobody locks, or a blob that no record knows: the sweep removes both. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-blobs.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "dyr-backup-private.h"
#include "dyr-error.h"

#define DIGITS 64
#define TEMPORARY "new-"
#define CHUNK (64 * 1024)
#define SECONDS_A_DAY (24 * 60 * 60)

char *
dyr_blobs_folder (const char *database)
{
  g_return_val_if_fail (database != NULL, NULL);

  return g_strconcat (database, "-files", NULL);
}

static gboolean
is_checksum (const char *text)
{
  return text != NULL && strlen (text) == DIGITS && strspn (text, "0123456789abcdef") == DIGITS;
}

char *
dyr_blobs_path (const char *database, const char *sha256)
{
  g_autofree char *folder = dyr_blobs_folder (database);

  return is_checksum (sha256) ? g_build_filename (folder, sha256, NULL) : NULL;
}

gboolean
dyr_blobs_has (const char *database, const char *sha256, gint64 size)
{
  g_autofree char *path = dyr_blobs_path (database, sha256);
  GStatBuf about;

  return path != NULL && g_stat (path, &about) == 0 && S_ISREG (about.st_mode)
         && about.st_size == size;
}

/* Errors */

static gboolean
set_write_error (int code, GError **error)
{
  if (code == ENOSPC || code == EDQUOT || code == EFBIG)
    g_set_error_literal (
        error,
        DYR_ERROR,
        DYR_ERROR_FULL,
        _("There is no room on the disk for the file. Free some space, then try again."));
  else
    g_set_error (error,
                 DYR_ERROR,
                 DYR_ERROR_READ_ONLY,
                 _("The file could not be kept beside the database: %s. Check that you may write "
                   "there, then try again."),
                    g_strerror (code));
  return FALSE;
}

static gboolean
set_too_big (const char *name, GError **error)
{
  g_autofree char *most = g_format_size ((guint64) DYR_BLOBS_MOST);

  g_set_error (
      error,
      DYR_ERROR,
      DYR_ERROR_INVALID,
      /* Translators: a file’s name, then a size: “300 MB”. */
      _("“%s” is too big: files of up to %s can be attached. Make it smaller or split it."),
         name,
         most);
  return FALSE;
}

static gboolean
set_read_error (const char *name, const GError *cause, GError **error)
{
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Stopped."));
  else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    g_set_error (error,
                 DYR_ERROR,
                 DYR_ERROR_NOT_FOUND,
                 _("“%s” is not there any more. Perhaps it was moved or renamed."), name);
  else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_FILENAME_TOO_LONG))
    g_set_error (
        error,
        DYR_ERROR,
        DYR_ERROR_INVALID,
        _("The name of the file “%s” is too long. Give it a shorter one, then attach it."), name);
  else
    g_set_error (
        error,
        DYR_ERROR,
        DYR_ERROR_FAILED,
        /* Translators: a file’s name, then what the system says. */
        _("“%s” could not be read: %s. Check that you may read it, then attach it again."),
           name,
           cause->message);
  return FALSE;
}

/* Taking */

typedef struct
{
  char *path; /* temporary; NULL once it has its own name */
  int file;   /* locked while this is open */
} Temporary;

static void
clear_temporary (Temporary *temporary)
{
  if (temporary->path != NULL)
    g_unlink (temporary->path);
  g_free (temporary->path);
  if (temporary->file >= 0)
    close (temporary->file);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Temporary, clear_temporary)

/* A sweep of another program may take it away before it is locked: then another one is made. */
static gboolean
open_temporary (const char *database, Temporary *temporary, GError **error)
{
  g_autofree char *folder = dyr_blobs_folder (database);
  GStatBuf about;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return set_write_error (errno, error);
  for (;;)
    {
      g_autofree char *path = g_build_filename (folder, TEMPORARY "XXXXXX", NULL);
      int file = g_mkstemp_full (path, O_RDWR | O_CLOEXEC, 0600);

      if (file < 0)
        return set_write_error (errno, error);
      if (flock (file, LOCK_EX) == 0 && fstat (file, &about) == 0 && about.st_nlink == 0)
        {
          close (file);
          continue;
        }
      temporary->path = g_steal_pointer (&path);
      temporary->file = file;
      return TRUE;
    }
}

/* An errno, 0 when all was written. */
static int
write_all (int file, const guint8 *data, gsize length)
{
  while (length > 0)
    {
      gssize written = write (file, data, length);

      if (written < 0 && errno == EINTR)
        continue;
      if (written <= 0)
        return written < 0 ? errno : ENOSPC;
      data += written;
      length -= (gsize) written;
    }
  return 0;
}

typedef struct
{
  const char *name;
  gint64 size;
  DyrBlobProgress progress;
  gpointer progress_data;
  GCancellable *cancellable;
} Taking;

static gboolean
copy_stream (const Taking *taking, GInputStream *stream, int file, DyrBlob *blob, GError **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *chunk = g_malloc (CHUNK);
  g_autoptr (GError) local = NULL;
  gssize length;
  int code;

  blob->size = 0;
  while ((length = g_input_stream_read (stream, chunk, CHUNK, taking->cancellable, &local)) > 0)
    {
      blob->size += length;
      if (blob->size > DYR_BLOBS_MOST)
        return set_too_big (taking->name, error);
      g_checksum_update (checksum, chunk, length);
      code = write_all (file, chunk, (gsize) length);
      if (code != 0)
        return set_write_error (code, error);
      if (taking->progress != NULL)
        taking->progress (blob->size, taking->size, taking->progress_data);
    }
  if (length < 0)
    return set_read_error (taking->name, local, error);
  g_strlcpy (blob->sha256, g_checksum_get_string (checksum), sizeof blob->sha256);
  if (blob->size > 0)
    return TRUE;
  g_set_error (error,
               DYR_ERROR,
               DYR_ERROR_INVALID,
               _("“%s” is empty: there is nothing in it to attach."), taking->name);
  return FALSE;
}

/* In the place of what is there already: it may have been damaged meanwhile. */
static gboolean
give_name (const char *database, Temporary *temporary, const DyrBlob *blob, GError **error)
{
  g_autofree char *path = dyr_blobs_path (database, blob->sha256);

  if (fsync (temporary->file) != 0 || g_rename (temporary->path, path) != 0)
    return set_write_error (errno, error);
  g_clear_pointer (&temporary->path, g_free);
  dyr_backup_sync_folder (path);
  return TRUE;
}

gboolean
dyr_blobs_take (const char *database,
                GInputStream *stream,
                const char *name,
                gint64 size,
                DyrBlobProgress progress,
                gpointer progress_data,
                GCancellable *cancellable,
                DyrBlob *blob,
                GError **error)
{
  const Taking taking = { name, size, progress, progress_data, cancellable };
  g_auto (Temporary) temporary = { NULL, -1 };

  g_return_val_if_fail (database != NULL, FALSE);
  g_return_val_if_fail (G_IS_INPUT_STREAM (stream), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (blob != NULL, FALSE);

  return open_temporary (database, &temporary, error)
         && copy_stream (&taking, stream, temporary.file, blob, error)
         && give_name (database, &temporary, blob, error);
}

static gboolean
check_known (const char *name, gint64 size, const char *sha256, const DyrBlob *blob, GError **error)
{
  if ((size < 0 || blob->size == size) && (sha256 == NULL || g_str_equal (blob->sha256, sha256)))
    return TRUE;
  g_set_error (error,
               DYR_ERROR,
               DYR_ERROR_CORRUPT,
               _("“%s” did not arrive as it was sent. Try again."), name);
  return FALSE;
}

gboolean
dyr_blobs_take_known (const char *database,
                      GInputStream *stream,
                      const char *name,
                      gint64 size,
                      const char *sha256,
                      DyrBlobProgress progress,
                      gpointer progress_data,
                      GCancellable *cancellable,
                      DyrBlob *blob,
                      GError **error)
{
  const Taking taking = { name, MAX (size, 0), progress, progress_data, cancellable };
  g_auto (Temporary) temporary = { NULL, -1 };

  g_return_val_if_fail (database != NULL, FALSE);
  g_return_val_if_fail (G_IS_INPUT_STREAM (stream), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (blob != NULL, FALSE);

  return open_temporary (database, &temporary, error)
         && copy_stream (&taking, stream, temporary.file, blob, error)
         && check_known (name, size, sha256, blob, error)
         && give_name (database, &temporary, blob, error);
}

/* Files of the person's */

#define LOOKED_AT                                                                                  \
  G_FILE_ATTRIBUTE_STANDARD_TYPE                                                                   \
  "," G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_TIME_MODIFIED                            \
  "," G_FILE_ATTRIBUTE_TIME_MODIFIED_USEC "," G_FILE_ATTRIBUTE_ID_FILE

static GFileInfo *
look_at (GFile *file, const char *name, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local = NULL;
  GFileInfo *info
      = g_file_query_info (file, LOOKED_AT, G_FILE_QUERY_INFO_NONE, cancellable, &local);

  if (info == NULL)
    set_read_error (name, local, error);
  return info;
}

static gboolean
check_sort (GFileInfo *info, const char *name, GError **error)
{
  GFileType type = g_file_info_get_file_type (info);

  if (type == G_FILE_TYPE_REGULAR)
    return g_file_info_get_size (info) <= DYR_BLOBS_MOST || set_too_big (name, error);
  if (type == G_FILE_TYPE_DIRECTORY)
    g_set_error (error,
                 DYR_ERROR,
                 DYR_ERROR_INVALID,
                 _("“%s” is a folder. Attach the files in it, or pack it into one file first."),
                    name);
  else
    g_set_error (error,
                 DYR_ERROR,
                 DYR_ERROR_INVALID,
                 _("“%s” is no ordinary file and cannot be attached."), name);
  return FALSE;
}

static gboolean
is_same (GFileInfo *before, GFileInfo *after)
{
  static const char *const numbers[]
      = { G_FILE_ATTRIBUTE_TIME_MODIFIED, G_FILE_ATTRIBUTE_TIME_MODIFIED_USEC };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autofree char *one = g_file_info_get_attribute_as_string (before, numbers[i]);
      g_autofree char *other = g_file_info_get_attribute_as_string (after, numbers[i]);

      if (g_strcmp0 (one, other) != 0)
        return FALSE;
    }
  return g_file_info_get_size (before) == g_file_info_get_size (after)
         && g_strcmp0 (g_file_info_get_attribute_string (before, G_FILE_ATTRIBUTE_ID_FILE),
                       g_file_info_get_attribute_string (after, G_FILE_ATTRIBUTE_ID_FILE))
                == 0;
}

static gboolean
check_unchanged (GFile *file,
                 GFileInfo *before,
                 const char *name,
                 gint64 size,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (GFileInfo) after = look_at (file, name, cancellable, error);

  if (after == NULL)
    return FALSE;
  if (is_same (before, after) && g_file_info_get_size (before) == size)
    return TRUE;
  g_set_error (error,
               DYR_ERROR,
               DYR_ERROR_CONFLICT,
               _("“%s” was changed while it was read. Save and close it where it is open, then "
                 "attach it again."),
                  name);
  return FALSE;
}

gboolean
dyr_blobs_take_file (const char *database,
                     GFile *file,
                     const char *name,
                     DyrBlobProgress progress,
                     gpointer progress_data,
                     GCancellable *cancellable,
                     DyrBlob *blob,
                     GError **error)
{
  g_autoptr (GFileInfo) before = NULL;
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GError) local = NULL;
  g_auto (Temporary) temporary = { NULL, -1 };
  Taking taking = { name, 0, progress, progress_data, cancellable };

  g_return_val_if_fail (database != NULL, FALSE);
  g_return_val_if_fail (G_IS_FILE (file), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (blob != NULL, FALSE);

  before = look_at (file, name, cancellable, error);
  if (before == NULL || !check_sort (before, name, error))
    return FALSE;
  stream = g_file_read (file, cancellable, &local);
  if (stream == NULL)
    return set_read_error (name, local, error);
  taking.size = g_file_info_get_size (before);
  return open_temporary (database, &temporary, error)
         && copy_stream (&taking, G_INPUT_STREAM (stream), temporary.file, blob, error)
         && check_unchanged (file, before, name, blob->size, cancellable, error)
         && give_name (database, &temporary, blob, error);
}

/* Giving out */

gboolean
dyr_blobs_is_whole (const char *database, const char *sha256, GCancellable *cancellable)
{
  g_autofree char *path = NULL;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *chunk = g_malloc (CHUNK);
  gssize length = 0;
  int file;

  g_return_val_if_fail (database != NULL, FALSE);

  path = dyr_blobs_path (database, sha256);
  file = path != NULL ? g_open (path, O_RDONLY | O_CLOEXEC, 0) : -1;
  if (file < 0)
    return FALSE;
  while (!g_cancellable_is_cancelled (cancellable) && (length = read (file, chunk, CHUNK)) > 0)
    g_checksum_update (checksum, chunk, length);
  close (file);
  return length == 0 && g_str_equal (g_checksum_get_string (checksum), sha256);
}

static gboolean
set_damaged (const char *name, GError **error)
{
  g_set_error (
      error,
      DYR_ERROR,
      DYR_ERROR_CORRUPT,
      _("“%s” was damaged on the disk and cannot be used. Restore a backup with files, or "
                 "attach it again."),
         name);
  return FALSE;
}

static gboolean
set_target_error (const char *path, int code, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);

  g_set_error (error,
               DYR_ERROR,
               code == ENOSPC || code == EDQUOT ? DYR_ERROR_FULL : DYR_ERROR_READ_ONLY,
               _("“%s” could not be written: %s. Choose another folder or free some space."),
                  shown,
                  g_strerror (code));
  return FALSE;
}

static gboolean
write_copy (int from,
            int to,
            const char *sha256,
            const char *path,
            const char *name,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *chunk = g_malloc (CHUNK);
  gssize length;
  int code;

  while ((length = read (from, chunk, CHUNK)) > 0)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      g_checksum_update (checksum, chunk, length);
      code = write_all (to, chunk, (gsize) length);
      if (code != 0)
        return set_target_error (path, code, error);
    }
  if (length < 0 || !g_str_equal (g_checksum_get_string (checksum), sha256))
    return set_damaged (name, error);
  return fsync (to) == 0 || set_target_error (path, errno, error);
}

static gboolean
copy_to (int from,
         const char *sha256,
         const char *path,
         int mode,
         const char *name,
         GCancellable *cancellable,
         GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_auto (Temporary) temporary = { g_build_filename (folder, ".dyryhent-XXXXXX", NULL), -1 };

  temporary.file = g_mkstemp_full (temporary.path, O_RDWR | O_CLOEXEC, 0600);
  if (temporary.file < 0)
    {
      g_clear_pointer (&temporary.path, g_free);
      return set_target_error (path, errno, error);
    }
  if (!write_copy (from, temporary.file, sha256, path, name, cancellable, error))
    return FALSE;
  if (fchmod (temporary.file, (mode_t) mode) != 0 || g_rename (temporary.path, path) != 0)
    return set_target_error (path, errno, error);
  g_clear_pointer (&temporary.path, g_free);
  dyr_backup_sync_folder (path);
  return TRUE;
}

gboolean
dyr_blobs_copy (const char *database,
                const char *sha256,
                const char *path,
                int mode,
                const char *name,
                GCancellable *cancellable,
                GError **error)
{
  g_autofree char *source = NULL;
  gboolean done;
  int from;

  g_return_val_if_fail (database != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  source = dyr_blobs_path (database, sha256);
  from = source != NULL ? g_open (source, O_RDONLY | O_CLOEXEC, 0) : -1;
  if (from < 0)
    {
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_NOT_FOUND,
                   _("What is in “%s” is not on this computer. Restore a backup with files, or "
                     "attach it again."),
                      name);
      return FALSE;
    }
  done = copy_to (from, sha256, path, mode, name, cancellable, error);
  close (from);
  return done;
}

GBytes *
dyr_blobs_read (const char *database, const char *sha256, gint64 offset, gsize length)
{
  g_autofree char *path = NULL;
  g_autofree guint8 *data = NULL;
  gsize done = 0;
  gssize got = 1;
  int file;

  g_return_val_if_fail (database != NULL, NULL);
  g_return_val_if_fail (length > 0, NULL);

  path = dyr_blobs_path (database, sha256);
  file = path != NULL ? g_open (path, O_RDONLY | O_CLOEXEC, 0) : -1;
  if (file < 0)
    return NULL;
  data = g_malloc (length);
  while (done < length && got > 0)
    {
      got = pread (file, data + done, length - done, (off_t) offset + (off_t) done);
      if (got > 0)
        done += (gsize) got;
    }
  close (file);
  return done == length ? g_bytes_new_take (g_steal_pointer (&data), length) : NULL;
}

void
dyr_blobs_remove (const char *database, const char *sha256)
{
  g_autofree char *path = NULL;

  g_return_if_fail (database != NULL);

  path = dyr_blobs_path (database, sha256);
  if (path != NULL)
    g_unlink (path);
}

/* Sweeping */

/* Half written, by nobody who is still at it. */
static void
sweep_temporary (const char *path)
{
  int file = g_open (path, O_RDWR | O_CLOEXEC, 0);

  if (file < 0)
    return;
  if (flock (file, LOCK_EX | LOCK_NB) == 0)
    g_unlink (path);
  close (file);
}

static gboolean
is_older (const char *path, int days)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  GStatBuf about;

  return g_stat (path, &about) == 0 && now - about.st_mtime > (gint64) days * SECONDS_A_DAY;
}

gboolean
dyr_blobs_sweep (const char *database, DyrBlobKnown is_known, gpointer data, GError **error)
{
  g_autofree char *folder = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;

  g_return_val_if_fail (database != NULL, FALSE);
  g_return_val_if_fail (is_known != NULL, FALSE);

  folder = dyr_blobs_folder (database);
  dir = g_dir_open (folder, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      gboolean known = TRUE;

      if (g_str_has_prefix (name, TEMPORARY))
        sweep_temporary (path);
      if (!is_checksum (name) || !is_older (path, 1))
        continue;
      if (!is_known (name, &known, data, error))
        return FALSE;
      /* Its time of change is the day on which some record last spoke of it. */
      if (known)
        utimensat (AT_FDCWD, path, NULL, 0);
      else if (is_older (path, DYR_BLOBS_KEPT_DAYS))
        g_unlink (path);
    }
  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrCsvWriter: a CSV file that spreadsheets open without harm and the importer reads back. The
 * file appears under its name when it is whole and on the disk, or not at all. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-csv-writer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "dyr-error.h"

#define BUFFER (64 * 1024)

struct _DyrCsvWriter
{
  int fd;
  char *path;      /* NULL: only the descriptor */
  char *temporary; /* NULL when nothing has to be removed */
  char *name;      /* for messages; NULL: only the descriptor */
  char delimiter;
  GString *buffer;
  gboolean first_row;
  guint n_cells;       /* of this row */
  gboolean is_nothing; /* this row is one empty cell */
  int failure;         /* errno of the first failed write: everything after it is in vain */
};

static DyrCsvWriter *
create (int fd, const DyrCsvWriterOptions *options)
{
  DyrCsvWriter *self = g_new0 (DyrCsvWriter, 1);

  self->fd = fd;
  self->delimiter = options != NULL && options->delimiter != '\0' ? options->delimiter : ';';
  self->buffer = g_string_sized_new (BUFFER);
  self->first_row = TRUE;
  if (options != NULL && options->bom)
    g_string_append (self->buffer, "\xef\xbb\xbf");

  return self;
}

static void
set_write_error (GError **error, int failure, const char *name)
{
  DyrError code = DYR_ERROR_FAILED;

  if (failure == ENOSPC || failure == EDQUOT)
    code = DYR_ERROR_FULL;
  else if (failure == EACCES || failure == EPERM || failure == EROFS)
    code = DYR_ERROR_READ_ONLY;

  if (name == NULL)
    g_set_error (
        error, DYR_ERROR, code, _ ("The output cannot be written: %s."), g_strerror (failure));
  else
    g_set_error (
        error,
        DYR_ERROR,
        code,
        _ ("“%s” cannot be written: %s. Choose another folder or make room; what was there "
                  "before is unchanged."),
           name,
           g_strerror (failure));
}

/**
 * dyr_csv_writer_new:
 * @path: where the file is to be
 * @options: (nullable): how; %NULL: semicolons, no byte order mark
 * @error: return location
 *
 * Begins a file. It is written beside its place, readable by its owner only, and gets its name in
 * dyr_csv_writer_finish (): until then, and when anything goes wrong, an older file of that name
 * stays what it is.
 *
 * Returns: (transfer full) (nullable): a writer; %NULL and %DYR_ERROR_READ_ONLY,
 *   %DYR_ERROR_INVALID (not an ordinary file) or %DYR_ERROR_FAILED
 */
DyrCsvWriter *
dyr_csv_writer_new (const char *path, const DyrCsvWriterOptions *options, GError **error)
{
  g_autofree char *name = NULL, *target = NULL, *folder = NULL, *base = NULL, *temporary = NULL;
  DyrCsvWriter *self = NULL;
  struct stat info;
  char *real = NULL;
  int fd;

  g_return_val_if_fail (path != NULL, NULL);

  name = g_filename_display_basename (path);

  /* A link keeps pointing to the file, which is what is replaced. */
  real = realpath (path, NULL);
  target = g_strdup (real != NULL ? real : path);
  free (real);

  if (g_stat (target, &info) == 0 && !S_ISREG (info.st_mode))
    {
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_INVALID,
                   _ ("“%s” is not an ordinary file. Choose another name."), name);
      return NULL;
    }

  folder = g_path_get_dirname (target);
  base = g_path_get_basename (target);
  temporary = g_strdup_printf ("%s%c.%s.XXXXXX", folder, G_DIR_SEPARATOR, base);
  fd = g_mkstemp_full (temporary, O_WRONLY | O_CLOEXEC, 0600);
  if (fd < 0)
    {
      set_write_error (error, errno, name);
      return NULL;
    }

  self = create (fd, options);
  self->path = g_steal_pointer (&target);
  self->temporary = g_steal_pointer (&temporary);
  self->name = g_steal_pointer (&name);

  return self;
}

/**
 * dyr_csv_writer_new_for_fd:
 * @fd: an open descriptor, which stays the caller's: standard output
 * @options: (nullable): how
 *
 * Returns: (transfer full): a writer that writes there as it goes
 */
DyrCsvWriter *
dyr_csv_writer_new_for_fd (int fd, const DyrCsvWriterOptions *options)
{
  g_return_val_if_fail (fd >= 0, NULL);

  return create (fd, options);
}

/**
 * dyr_csv_writer_free:
 * @self: (nullable): a writer
 *
 * Frees it. A file that was not finished is given up: nothing is left of it.
 */
void
dyr_csv_writer_free (DyrCsvWriter *self)
{
  if (self == NULL)
    return;

  if (self->path != NULL && self->fd >= 0)
    close (self->fd);
  if (self->temporary != NULL)
    g_unlink (self->temporary);

  g_string_free (self->buffer, TRUE);
  g_free (self->path);
  g_free (self->temporary);
  g_free (self->name);
  g_free (self);
}

static void
flush (DyrCsvWriter *self)
{
  const char *data = self->buffer->str;
  gsize left = self->buffer->len;

  while (left > 0 && self->failure == 0)
    {
      gssize n = write (self->fd, data, left);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          self->failure = errno;
          break;
        }
      data += n;
      left -= (gsize) n;
    }

  g_string_truncate (self->buffer, 0);
}

static gboolean
needs_quotes (DyrCsvWriter *self, const char *text)
{
  gsize n = strlen (text);

  if (n == 0)
    return FALSE;

  /* Readers let spaces at the ends go; the first cell must look neither like Excel's first line
   * nor like a byte order mark. */
  if (strchr (" \t", text[0]) != NULL || strchr (" \t", text[n - 1]) != NULL)
    return TRUE;
  if (self->first_row && self->n_cells == 0
      && (g_ascii_strncasecmp (text, "sep=", 4) == 0 || g_str_has_prefix (text, "\xef\xbb\xbf")))
    return TRUE;

  for (; *text != '\0'; text++)
    if (*text == self->delimiter || strchr ("\"\r\n\x1a", *text) != NULL)
      return TRUE;

  return FALSE;
}

/**
 * dyr_csv_writer_add_cell:
 * @self: a writer
 * @text: (nullable): the text; %NULL: an empty cell
 * @kind: what it is
 *
 * Adds a cell to the row. Texts that spreadsheets would run as formulas are guarded.
 */
void
dyr_csv_writer_add_cell (DyrCsvWriter *self, const char *text, DyrCsvCellKind kind)
{
  g_autofree char *valid = NULL, *guarded = NULL;

  g_return_if_fail (self != NULL);

  if (text == NULL)
    text = "";
  if (!g_utf8_validate (text, -1, NULL))
    text = valid = g_utf8_make_valid (text, -1);

  if (self->n_cells > 0)
    g_string_append_c (self->buffer, self->delimiter);

  guarded = dyr_csv_guard (text, kind);
  if (needs_quotes (self, guarded))
    {
      g_string_append_c (self->buffer, '"');
      for (const char *c = guarded; *c != '\0'; c++)
        {
          if (*c == '"')
            g_string_append_c (self->buffer, '"');
          g_string_append_c (self->buffer, *c);
        }
      g_string_append_c (self->buffer, '"');
    }
  else
    {
      g_string_append (self->buffer, guarded);
    }
  self->n_cells++;

  /* A line of nothing is no row to any reader. */
  self->is_nothing = self->n_cells == 1 && *guarded == '\0';
}

/**
 * dyr_csv_writer_end_row:
 * @self: a writer
 * @error: return location
 *
 * Ends the row. A row without cells is none.
 *
 * Returns: %FALSE and %DYR_ERROR_FULL, %DYR_ERROR_READ_ONLY or %DYR_ERROR_FAILED when the file
 * could not be written so far; going on makes no sense then
 */
gboolean
dyr_csv_writer_end_row (DyrCsvWriter *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->n_cells == 0)
    return TRUE;

  if (self->is_nothing)
    g_string_append (self->buffer, "\"\"");
  g_string_append (self->buffer, "\r\n");
  self->n_cells = 0;
  self->is_nothing = FALSE;
  self->first_row = FALSE;

  if (self->buffer->len >= BUFFER)
    flush (self);
  if (self->failure == 0)
    return TRUE;

  set_write_error (error, self->failure, self->name);

  return FALSE;
}

/* The new name is on the disk only when the folder is. */
static void
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = g_open (folder, O_RDONLY | O_CLOEXEC | O_DIRECTORY, 0);

  if (fd < 0)
    return;

  /* Some file systems cannot; the file itself is safe. */
  if (fsync (fd) != 0)
    g_debug ("fsync of %s: %s", folder, g_strerror (errno));
  close (fd);
}

/**
 * dyr_csv_writer_finish:
 * @self: a writer
 * @error: return location
 *
 * Writes what is left, waits until it is on the disk and gives the file its name. Nothing can be
 * added any more.
 *
 * Returns: whether the file is there; if not, as for dyr_csv_writer_end_row ()
 */
gboolean
dyr_csv_writer_finish (DyrCsvWriter *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (self->fd >= 0, FALSE);

  if (!dyr_csv_writer_end_row (self, error))
    return FALSE;

  flush (self);
  if (self->path != NULL)
    {
      int fd = self->fd;

      if (self->failure == 0 && fsync (fd) != 0)
        self->failure = errno;
      self->fd = -1;
      if (close (fd) != 0 && self->failure == 0)
        self->failure = errno;
      if (self->failure == 0 && g_rename (self->temporary, self->path) != 0)
        self->failure = errno;
      if (self->failure == 0)
        {
          g_clear_pointer (&self->temporary, g_free);
          sync_folder (self->path);
        }
    }

  if (self->failure == 0)
    return TRUE;

  set_write_error (error, self->failure, self->name);

  return FALSE;
}

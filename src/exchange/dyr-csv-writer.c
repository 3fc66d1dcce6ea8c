/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrCsvWriter: a CSV file that spreadsheets open without harm and the importer reads back. The
 * file appears under its name when it is whole and on the disk, or not at all. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-csv-writer.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "dyr-safe-file-private.h"

#define BUFFER (64 * 1024)

struct _DyrCsvWriter
{
  int fd;
  DyrSafeFile *file; /* NULL: only the descriptor */
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
  DyrSafeFile *file;
  DyrCsvWriter *self;

  g_return_val_if_fail (path != NULL, NULL);

  file = dyr_safe_file_new (path, error);
  if (file == NULL)
    return NULL;
  self = create (dyr_safe_file_get_fd (file), options);
  self->file = file;

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

  dyr_safe_file_free (self->file);
  g_string_free (self->buffer, TRUE);
  g_free (self);
}

static void
set_error (const DyrCsvWriter *self, GError **error)
{
  dyr_safe_file_set_error (
      error, self->failure, self->file != NULL ? dyr_safe_file_get_name (self->file) : NULL);
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

  set_error (self, error);

  return FALSE;
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
  if (self->file != NULL && self->failure == 0)
    self->failure = dyr_safe_file_finish (self->file);
  self->fd = -1;

  if (self->failure == 0)
    return TRUE;

  set_error (self, error);

  return FALSE;
}

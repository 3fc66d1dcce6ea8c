/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrCsvReader: the rows of a CSV file of any size, encoding and state of health.
 *
 *   file ──► text source (lines of UTF-8) ──► rows (scan: where they end) ──► cells (libcsv) */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-csv-reader.h"
#include "dyr-csv-reader-private.h"

#include "dyr-csv-dialect.h"
#include "dyr-sheet-header-private.h"
#include "dyr-sheet-problem-private.h"
#include "dyr-csv-rows-private.h"
#include "dyr-text-source-private.h"

/* As much text as the delimiter is guessed from. */
#define SAMPLE (64 * 1024)

struct _DyrCsvReader
{
  DyrTextSource *source;
  DyrCsvDialect dialect;
  DyrCsvRows *rows;
  GStrv header;
  DyrSheetProblems problems;
  guint n_header_problems;

  /* Where rewinding goes. */
  goffset first_offset;
  guint first_line;
};

/* The first lines, as text. */
static gboolean
read_sample (DyrCsvReader *self, GString *sample, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  DyrTextPiece piece;
  gsize whole = 0;

  while (sample->len < SAMPLE && dyr_text_source_next (self->source, &piece, &local_error))
    {
      g_string_append_len (sample, piece.text, (gssize) piece.length);
      g_string_append (sample, piece.ending);
      if (piece.ends_line)
        whole = sample->len;
    }

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  /* A line that is cut here would seem to have few cells. */
  if (whole > 0 && sample->len >= SAMPLE)
    g_string_truncate (sample, whole);

  return dyr_text_source_rewind (self->source, error);
}

static gboolean
find_header (DyrCsvReader *self, DyrSheetHeader header, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  const DyrSheetRow *row = NULL;
  gboolean has_header = header == DYR_SHEET_HEADER_YES;
  gboolean has_row;

  if (self->dialect.has_sep_line && !dyr_csv_rows_skip_line (self->rows, error))
    return FALSE;

  if (header == DYR_SHEET_HEADER_GUESS)
    {
      goffset offset = dyr_text_source_get_offset (self->source);
      guint line = dyr_text_source_get_line (self->source);

      do
        has_row = dyr_csv_rows_next (self->rows, &row, &local_error);
      while (has_row && row != NULL
             && dyr_sheet_row_is_title (row->cells, row->n_cells, self->dialect.n_columns));

      /* A damaged first row is more likely a header than lost data. */
      has_header = !has_row || row == NULL || dyr_sheet_row_is_header (row);
      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }

      dyr_sheet_problems_keep (&self->problems, 0);
      if (!dyr_text_source_seek (self->source, offset, line, error))
        return FALSE;
    }

  if (has_header && !dyr_csv_rows_take_header (self->rows, &self->header, error))
    return FALSE;

  self->n_header_problems = self->problems.list->len;
  self->first_offset = dyr_text_source_get_offset (self->source);
  self->first_line = dyr_text_source_get_line (self->source);

  return TRUE;
}

DyrCsvReader *
dyr_csv_reader_open_with (const char *path,
                          const DyrSheetOptions *options,
                          const DyrCsvLimits *limits,
                          GError **error)
{
  static const DyrSheetOptions defaults = { 0 };
  g_autoptr (DyrCsvReader) self = NULL;
  g_autoptr (GString) sample = g_string_new (NULL);

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (limits != NULL, NULL);

  if (options == NULL)
    options = &defaults;

  self = g_new0 (DyrCsvReader, 1);
  dyr_sheet_problems_init (&self->problems);
  self->source = dyr_text_source_open (path, options->encoding, limits->block, error);
  if (self->source == NULL)
    return NULL;
  if (!read_sample (self, sample, error))
    return NULL;

  dyr_csv_dialect_guess (sample->str, sample->len, options->delimiter, &self->dialect);
  self->rows = dyr_csv_rows_new (
      self->source, limits, self->dialect.delimiter, self->dialect.n_columns, &self->problems);
  if (!find_header (self, options->header, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * dyr_csv_reader_open:
 * @path: a file
 * @options: (nullable): what is known about it; %NULL: nothing
 * @error: return location
 *
 * Opens a CSV file: finds its encoding and delimiter where they are not given, and reads the names
 * of its columns. Memory stays the same however large the file is.
 *
 * Returns: (transfer full): a reader before the first row; %NULL and #DYR_ERROR with a message that
 *   names the file when it is missing, unreadable, a folder, empty or no text
 */
DyrCsvReader *
dyr_csv_reader_open (const char *path, const DyrSheetOptions *options, GError **error)
{
  static const DyrCsvLimits limits
      = { DYR_TEXT_SOURCE_BLOCK, DYR_SHEET_CELL_MAX, DYR_SHEET_ROW_MAX };

  return dyr_csv_reader_open_with (path, options, &limits, error);
}

void
dyr_csv_reader_free (DyrCsvReader *self)
{
  if (self == NULL)
    return;

  dyr_csv_rows_free (self->rows);
  dyr_text_source_free (self->source);
  g_strfreev (self->header);
  dyr_sheet_problems_clear (&self->problems);
  g_free (self);
}

/**
 * dyr_csv_reader_next:
 * @self: a reader
 * @row: (out) (transfer none): the row, until the next call
 * @error: return location
 *
 * Reads the next row. Rows that cannot be read are passed over and become problems; empty lines are
 * passed over silently.
 *
 * Returns: %FALSE at the end of the file, and on an error of the disk
 */
gboolean
dyr_csv_reader_next (DyrCsvReader *self, const DyrSheetRow **row, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (row != NULL, FALSE);

  do
    if (!dyr_csv_rows_next (self->rows, row, error))
      return FALSE;
  while (*row == NULL);

  return TRUE;
}

/**
 * dyr_csv_reader_rewind:
 * @self: a reader
 * @error: return location
 *
 * Goes back before the first row and forgets the problems of rows: they will be found again.
 *
 * Returns: whether that went well
 */
gboolean
dyr_csv_reader_rewind (DyrCsvReader *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  dyr_sheet_problems_keep (&self->problems, self->n_header_problems);

  return dyr_text_source_seek (self->source, self->first_offset, self->first_line, error);
}

/**
 * dyr_csv_reader_get_header:
 * @self: a reader
 *
 * Returns: (nullable) (array zero-terminated=1): the names of the columns; %NULL when the first row
 *   is one like the others
 */
const char *const *
dyr_csv_reader_get_header (DyrCsvReader *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char *const *) self->header;
}

/**
 * dyr_csv_reader_get_n_columns:
 * @self: a reader
 *
 * Returns: cells of the header, or of most of the first rows
 */
guint
dyr_csv_reader_get_n_columns (DyrCsvReader *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return dyr_csv_rows_get_expected (self->rows);
}

/**
 * dyr_csv_reader_get_guess:
 * @self: a reader
 *
 * Returns: which encoding was detected, whatever the options said
 */
const DyrEncodingGuess *
dyr_csv_reader_get_guess (DyrCsvReader *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return dyr_text_source_get_guess (self->source);
}

/**
 * dyr_csv_reader_get_encoding:
 * @self: a reader
 *
 * Returns: the encoding it reads: a name of dyr_encoding_list ()
 */
const char *
dyr_csv_reader_get_encoding (DyrCsvReader *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return dyr_text_source_get_encoding (self->source);
}

/**
 * dyr_csv_reader_get_delimiter:
 * @self: a reader
 *
 * Returns: the character between cells
 */
char
dyr_csv_reader_get_delimiter (DyrCsvReader *self)
{
  g_return_val_if_fail (self != NULL, '\0');

  return self->dialect.delimiter;
}

/**
 * dyr_csv_reader_get_file_name:
 * @self: a reader
 *
 * Returns: the name of the file, without its folder, for messages
 */
const char *
dyr_csv_reader_get_file_name (DyrCsvReader *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return dyr_text_source_get_name (self->source);
}

/**
 * dyr_csv_reader_get_size:
 * @self: a reader
 *
 * Returns: bytes of the file
 */
goffset
dyr_csv_reader_get_size (DyrCsvReader *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return dyr_text_source_get_size (self->source);
}

/**
 * dyr_csv_reader_get_position:
 * @self: a reader
 *
 * Returns: bytes that are behind us: with the size, the progress
 */
goffset
dyr_csv_reader_get_position (DyrCsvReader *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return dyr_text_source_get_offset (self->source);
}

const DyrSheetProblems *
dyr_csv_reader_peek_problems (DyrCsvReader *self)
{
  return &self->problems;
}

/**
 * dyr_csv_reader_get_problems:
 * @self: a reader
 * @n_problems: (out): their number
 *
 * Returns: (array length=n_problems): what was wrong so far, in the order of the file, at most
 *   %DYR_SHEET_PROBLEMS_MAX; valid until the next row is read
 */
const DyrSheetProblem *
dyr_csv_reader_get_problems (DyrCsvReader *self, guint *n_problems)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (n_problems != NULL, NULL);

  return dyr_sheet_problems_list (&self->problems, n_problems);
}

/**
 * dyr_csv_reader_get_n_problems:
 * @self: a reader
 *
 * Returns: how many problems there were so far, also those that were not kept
 */
guint
dyr_csv_reader_get_n_problems (DyrCsvReader *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->problems.n;
}

/**
 * dyr_csv_reader_get_n_refused:
 * @self: a reader
 *
 * Returns: how many rows were left out so far because they cannot be read
 */
guint
dyr_csv_reader_get_n_refused (DyrCsvReader *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->problems.n_refused;
}

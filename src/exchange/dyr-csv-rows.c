/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The rows of a text. A quote that is never closed would make one cell of the rest of the file. The
 * scan notices; then the line with that quote is refused, and reading goes on with the line after
 * it: the text source knows the place of every line. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-csv-rows-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "dyr-csv-cells-private.h"
#include "dyr-sheet-header-private.h"
#include "dyr-csv-scan-private.h"
#include "dyr-error.h"

/* Where a quote opens a cell. */
typedef struct
{
  guint line;
  goffset offset; /* of the line in the file */
  gsize at;       /* bytes from the beginning of the line */
} Quote;

struct _DyrCsvRows
{
  DyrTextSource *source;      /* the reader's */
  DyrSheetProblems *problems; /* the reader's */
  DyrCsvLimits limits;
  char delimiter;
  guint expected; /* cells of a sound row, 0 = not known */
  DyrCsvCells *cells;
  DyrSheetRow row;

  /* The row being read. */
  GString *text;
  DyrCsvScan scan;
  guint row_line; /* 0 = not begun */
  guint line;     /* the line being read */
  goffset line_offset;
  Quote quote;        /* the last one that opened a cell */
  Quote open;         /* the first one whose cell goes on in the next line; line 0 = none */
  guint open_cells;   /* cells of that line if the quote were none */
  DyrCsvScan alone;   /* a line behind it by itself */
  guint n_more_lines; /* lines behind that one */
  guint n_swallowed;  /* of them, those that are rows by themselves */
  gboolean too_long;
  guint n_damaged;
  guint damaged_line;
  guint damaged_column;
  guint nul_line; /* 0 = none */
  guint nul_column;
};

DyrCsvRows *
dyr_csv_rows_new (DyrTextSource *source,
                  const DyrCsvLimits *limits,
                  char delimiter,
                  guint expected,
                  DyrSheetProblems *problems)
{
  DyrCsvRows *self = NULL;

  g_return_val_if_fail (source != NULL, NULL);
  g_return_val_if_fail (limits != NULL, NULL);
  g_return_val_if_fail (problems != NULL, NULL);

  self = g_new0 (DyrCsvRows, 1);
  self->source = source;
  self->problems = problems;
  self->limits = *limits;
  self->delimiter = delimiter;
  self->expected = expected;
  self->cells = dyr_csv_cells_new (delimiter);
  self->text = g_string_new (NULL);

  return self;
}

void
dyr_csv_rows_free (DyrCsvRows *self)
{
  if (self == NULL)
    return;

  dyr_csv_cells_free (self->cells);
  g_string_free (self->text, TRUE);
  g_free (self);
}

/* Both take the message. */
static void
warn (DyrCsvRows *self, guint line, guint column, char *message)
{
  dyr_sheet_problems_add (self->problems, line, column, FALSE, message);
}

static void
refuse (DyrCsvRows *self, guint line, guint column, char *message)
{
  dyr_sheet_problems_add (self->problems, line, column, TRUE, message);
}

static guint
count_characters (const char *text, gsize length)
{
  guint n = 0;

  for (gsize i = 0; i < length; i++)
    n += ((guint8) text[i] & 0xc0) != 0x80;

  return n;
}

static void
begin_row (DyrCsvRows *self)
{
  dyr_csv_scan_begin (&self->scan, self->delimiter, self->limits.cell);
  g_string_truncate (self->text, 0);
  self->row_line = 0;
  self->line = 0;
  self->quote.line = 0;
  self->open.line = 0;
  self->n_more_lines = 0;
  self->n_swallowed = 0;
  self->too_long = FALSE;
  self->n_damaged = 0;
  self->nul_line = 0;
}

static void
note_damage (DyrCsvRows *self, const DyrTextPiece *piece)
{
  if (piece->n_invalid > 0 && self->n_damaged == 0)
    {
      self->damaged_line = piece->line;
      self->damaged_column = piece->column + count_characters (piece->text, piece->invalid_at);
    }
  self->n_damaged += (guint) piece->n_invalid;

  if (piece->nul_at != G_MAXSIZE && self->nul_line == 0)
    {
      self->nul_line = piece->line;
      self->nul_column = piece->column + count_characters (piece->text, piece->nul_at);
    }
}

static void
append_text (DyrCsvRows *self, const char *text, gsize length)
{
  if (self->scan.long_cell > 0 || self->text->len + length > self->limits.row
      || self->scan.n_cells > DYR_SHEET_CELLS_MAX)
    self->too_long = TRUE;

  /* The rest of a row that will be refused is read to find its end, not kept. */
  if (self->too_long)
    g_string_truncate (self->text, 0);
  else
    g_string_append_len (self->text, text, (gssize) length);
}

static void
begin_line (DyrCsvRows *self, const DyrTextPiece *piece)
{
  if (self->row_line == 0)
    self->row_line = piece->line;

  self->line = piece->line;
  self->line_offset = piece->offset;

  if (self->open.line != 0)
    dyr_csv_scan_begin (&self->alone, self->delimiter, 0);
}

/* Looks for rows that an open quote has swallowed. `before`: bytes of the line before the piece. */
static void
watch_line (DyrCsvRows *self, const DyrTextPiece *piece, gsize before)
{
  if (self->open.line != 0)
    {
      dyr_csv_scan_text (&self->alone, piece->text, piece->length);
      if (!piece->ends_line)
        return;

      self->n_more_lines++;
      self->n_swallowed += !self->alone.broken && !dyr_csv_scan_is_open (&self->alone)
                           && self->alone.n_cells == self->expected;
      return;
    }

  if (self->quote.line != self->line)
    return;

  /* Between two pieces nobody can tell whether a quote ends the cell or is the first of two. */
  if (self->quote.at >= before)
    self->open_cells = self->scan.n_cells;
  for (gsize i = self->quote.at > before ? self->quote.at - before : 0; i < piece->length; i++)
    self->open_cells += piece->text[i] == self->delimiter;
  if (piece->ends_line && dyr_csv_scan_is_open (&self->scan))
    self->open = self->quote;
}

typedef enum
{
  END_OF_ROW,
  END_OF_FILE,
  END_BROKEN, /* the quotes of the row make no sense */
  END_ERROR,
} End;

/* Whether a quote was left open and a later one happened to close it: then the row is full of rows.
 * One with the right number of cells is sound, unless each of its lines is a row by itself. */
static gboolean
has_swallowed_rows (DyrCsvRows *self, End end)
{
  if (self->expected < 2 || self->n_swallowed == 0)
    return FALSE;

  if (end == END_BROKEN || self->scan.n_cells != self->expected)
    return TRUE;

  return self->expected >= 3 && self->open_cells == self->expected && self->n_more_lines >= 2
         && self->n_swallowed == self->n_more_lines;
}

/* Reads a row from the line where the source stands. */
static End
read_row (DyrCsvRows *self, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  DyrTextPiece piece;

  begin_row (self);
  while (dyr_text_source_next (self->source, &piece, &local_error))
    {
      guint n_quotes = self->scan.n_quotes;
      gsize n_ending = strlen (piece.ending);
      gsize before;

      if (self->line != piece.line)
        begin_line (self, &piece);
      before = self->scan.total - self->scan.line_start;

      note_damage (self, &piece);
      dyr_csv_scan_text (&self->scan, piece.text, piece.length);
      if (self->scan.n_quotes != n_quotes)
        self->quote = (Quote){ self->line, self->line_offset, self->scan.quote_at };
      if (self->scan.broken)
        return END_BROKEN;

      watch_line (self, &piece, before);
      append_text (self, piece.text, piece.length);
      if (!piece.ends_line)
        continue;
      if (dyr_csv_scan_end_line (&self->scan, n_ending))
        return END_OF_ROW;

      append_text (self, piece.ending, n_ending);
    }

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return END_ERROR;
    }

  /* A row that has begun and not ended has an open quote. */
  return self->row_line == 0 ? END_OF_FILE : END_BROKEN;
}

/* Reads the line where the source stands into the text; when it is too long *fits is FALSE and the
 * text its beginning. */
static gboolean
read_line (DyrCsvRows *self, gboolean *fits, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  DyrTextPiece piece = { 0 };

  g_string_truncate (self->text, 0);
  self->n_damaged = 0;
  self->nul_line = 0;
  *fits = TRUE;
  while (!piece.ends_line && dyr_text_source_next (self->source, &piece, &local_error))
    {
      gsize n = *fits ? MIN (piece.length, self->limits.row - self->text->len) : 0;

      note_damage (self, &piece);
      *fits = *fits && n == piece.length;
      while (n > 0 && n < piece.length && ((guint8) piece.text[n] & 0xc0) == 0x80)
        n--;
      g_string_append_len (self->text, piece.text, (gssize) n);
    }

  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

static void
report_damage (DyrCsvRows *self)
{
  if (self->n_damaged > 0)
    warn (self,
          self->damaged_line,
          self->damaged_column,
          g_strdup_printf (ngettext ("%u place of this row is no text in the encoding %s and "
                                     "is shown as �. Choose another encoding or correct it.",
                                     "%u places of this row are no text in the encoding %s "
                                     "and are shown as �. Choose another encoding or correct "
                                     "them.",
                                     self->n_damaged),
                           self->n_damaged,
                           dyr_text_source_get_encoding (self->source)));
}

static void
deliver (DyrCsvRows *self, const DyrSheetRow **row)
{
  report_damage (self);

  self->row.cells = dyr_csv_cells_get (self->cells, &self->row.n_cells);
  self->row.line = self->row_line;
  self->row.blank = dyr_csv_cells_is_blank (self->cells);
  self->row.damaged = self->n_damaged > 0;
  *row = &self->row;
}

static void
refuse_nul (DyrCsvRows *self)
{
  refuse (self,
          self->nul_line,
          self->nul_column,
          g_strdup (_ ("There is a NUL character here, which no text has, so this row was left "
                            "out. The file may be damaged or only half written: save it again.")));
}

static void
refuse_long (DyrCsvRows *self)
{
  g_autofree char *limit = g_format_size_full (self->limits.cell, G_FORMAT_SIZE_IEC_UNITS);

  if (self->scan.long_cell > 0)
    refuse (self,
            self->row_line,
            0,
            g_strdup_printf (_ ("Cell %u of this row is longer than %s, so the row was left out. "
                                     "Shorten the cell or delete its column."),
                                self->scan.long_cell,
                                limit));
  else
    refuse (self,
            self->row_line,
            0,
            g_strdup (_ ("This row is too long for a row of a table, so it was left out. Check "
                              "the delimiter and the line ends of the file.")));
}

/* Goes back to the line with the quote that makes no sense and reads that line by itself. A row is
 * delivered when undoubled quotes were all that was wrong; else the line is refused. The lines
 * after it are read as rows. */
static gboolean
recover (DyrCsvRows *self, const Quote *quote, const DyrSheetRow **row, GError **error)
{
  gboolean fits, repaired;
  guint column, n_cells = 0;

  *row = NULL;
  if (!dyr_text_source_seek (self->source, quote->offset, quote->line, error)
      || !read_line (self, &fits, error))
    return FALSE;

  if (self->nul_line != 0)
    {
      refuse_nul (self);
      return TRUE;
    }

  repaired = fits && quote->line == self->row_line
             && dyr_csv_cells_repair (self->cells, self->text->str, self->text->len);
  if (repaired)
    dyr_csv_cells_get (self->cells, &n_cells);

  column = fits ? 1 + count_characters (self->text->str, MIN (quote->at, self->text->len)) : 0;
  if (repaired && (self->expected == 0 || n_cells == self->expected))
    {
      warn (self,
            quote->line,
            column,
            g_strdup (_ ("Quotes inside a quoted cell should be doubled. The row was read as "
                                "it is probably meant: please look at it.")));
      deliver (self, row);
    }
  else
    {
      refuse (self,
              quote->line,
              column,
              g_strdup (_ ("The quote here opens a cell that is never closed, so this row was "
                                "left out. Close the quote or delete it, and import the row again.")));
    }

  return TRUE;
}

gboolean
dyr_csv_rows_next (DyrCsvRows *self, const DyrSheetRow **row, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (row != NULL, FALSE);

  for (;;)
    {
      End end = read_row (self, error);

      *row = NULL;
      if (end == END_ERROR || end == END_OF_FILE)
        return FALSE;

      if (has_swallowed_rows (self, end))
        return recover (self, &self->open, row, error);
      if (end == END_BROKEN)
        return recover (self, &self->quote, row, error);

      if (self->nul_line != 0)
        {
          refuse_nul (self);
          return TRUE;
        }
      if (self->too_long)
        {
          refuse_long (self);
          return TRUE;
        }

      /* DOS ended text files with this character. */
      if (g_str_equal (self->text->str, "\x1a"))
        continue;
      if (!dyr_csv_cells_split (self->cells, self->text->str, self->text->len))
        continue;

      deliver (self, row);

      return TRUE;
    }
}

/* The next row is read as the header's however damaged it is: without names of columns nothing can
 * be imported. */
static gboolean
take_damaged_header (DyrCsvRows *self, goffset offset, guint line, GError **error)
{
  gboolean fits;

  if (!dyr_text_source_seek (self->source, offset, line, error) || !read_line (self, &fits, error))
    return FALSE;

  for (gsize i = 0; i < self->text->len; i++)
    if (self->text->str[i] == '\0')
      self->text->str[i] = ' ';

  dyr_csv_cells_split_plainly (self->cells, self->text->str, self->text->len);
  dyr_sheet_problems_add (
      self->problems,
      line,
      0,
      FALSE,
      g_strdup (_ ("The first row, with the names of the columns, is damaged. Check which "
                            "column goes where.")));

  return TRUE;
}

static gboolean
is_above_table (DyrCsvRows *self)
{
  guint n_cells;
  char **cells = dyr_csv_cells_get (self->cells, &n_cells);

  return dyr_sheet_row_is_title (cells, n_cells, self->expected);
}

gboolean
dyr_csv_rows_take_header (DyrCsvRows *self, GStrv *header, GError **error)
{
  goffset offset;
  guint line;
  End end;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (header != NULL, FALSE);

  /* Empty rows and a title may stand above the table. */
  do
    {
      offset = dyr_text_source_get_offset (self->source);
      line = dyr_text_source_get_line (self->source);
      end = read_row (self, error);
    }
  while (end == END_OF_ROW && self->nul_line == 0 && !self->too_long
         && (!dyr_csv_cells_split (self->cells, self->text->str, self->text->len)
             || is_above_table (self)));

  if (end == END_ERROR)
    return FALSE;
  if (end == END_OF_FILE)
    {
      g_set_error (
          error,
          DYR_ERROR,
          DYR_ERROR_INVALID,
          _ ("“%s” has no row with the names of columns. Check that it is a table saved as "
                      "CSV."),
             dyr_text_source_get_name (self->source));
      return FALSE;
    }

  if ((end == END_BROKEN || self->nul_line != 0 || self->too_long)
      && !take_damaged_header (self, offset, line, error))
    return FALSE;

  report_damage (self);
  *header = g_strdupv (dyr_csv_cells_get (self->cells, &self->expected));

  return TRUE;
}

gboolean
dyr_csv_rows_skip_line (DyrCsvRows *self, GError **error)
{
  gboolean fits;

  g_return_val_if_fail (self != NULL, FALSE);

  return read_line (self, &fits, error);
}

guint
dyr_csv_rows_get_expected (DyrCsvRows *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->expected;
}

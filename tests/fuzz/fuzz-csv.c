/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Any bytes as a CSV file: nothing crashes, nothing is lost without a word, the size of the block
 * makes no difference, and what was read can be written and read again. With libFuzzer, or by
 * itself as a program that replays the files of its arguments. */

#define _GNU_SOURCE 1 /* memfd_create */
#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <glib.h>

#include "dyr-address.h"
#include "dyr-cell-kind-private.h"
#include "dyr-choice-words.h"
#include "dyr-csv-cells-private.h"
#include "dyr-csv-reader-private.h"
#include "dyr-csv-scan-private.h"
#include "dyr-csv-writer.h"
#include "dyr-error.h"
#include "dyr-header-guess.h"
#include "fuzz.h"

/* The first bytes of an input choose how it is read. */
#define N_CHOICES 4

static int
new_file (const uint8_t *data, size_t size)
{
  int fd = memfd_create ("fuzz-csv", MFD_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  while (size > 0)
    {
      ssize_t n = write (fd, data, size);

      g_assert_cmpint (n, >, 0);
      data += n;
      size -= (size_t) n;
    }

  return fd;
}

static void
check_row (const DyrSheetRow *row, guint last_line)
{
  gboolean blank = TRUE;

  g_assert_cmpuint (row->n_cells, >, 0);
  g_assert_cmpuint (row->line, >, last_line);
  g_assert_null (row->cells[row->n_cells]);
  for (guint i = 0; i < row->n_cells; i++)
    {
      g_assert_true (g_utf8_validate (row->cells[i], -1, NULL));
      blank = blank && row->cells[i][0] == '\0';
    }
  g_assert_cmpint (row->blank, ==, blank);
}

/* The rows, or NULL when the file is refused; and their places and problems as a text. */
static GPtrArray *
read_all (int fd, const DyrSheetOptions *options, gsize block, char **summary)
{
  DyrCsvLimits limits = { block, 200, 1000 };
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrCsvReader) reader = dyr_csv_reader_open_with (path, options, &limits, &error);
  g_autoptr (GString) text = g_string_new (NULL);
  GPtrArray *rows = NULL;
  const DyrSheetRow *row = NULL;
  const DyrSheetProblem *problems = NULL;
  guint last_line = 0, n;

  g_assert_true ((reader == NULL) == (error != NULL));
  if (reader == NULL)
    {
      g_assert_error (error, DYR_ERROR, DYR_ERROR_INVALID);
      *summary = g_strdup (error->message);
      return NULL;
    }

  rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  if (dyr_csv_reader_get_header (reader) != NULL)
    g_ptr_array_add (rows, g_strdupv ((GStrv) dyr_csv_reader_get_header (reader)));
  while (dyr_csv_reader_next (reader, &row, &error))
    {
      check_row (row, last_line);
      last_line = row->line;
      g_string_append_printf (text, "%u ", row->line);
      g_ptr_array_add (rows, g_strdupv (row->cells));
    }
  g_assert_no_error (error);
  g_assert_cmpint (dyr_csv_reader_get_position (reader), ==, dyr_csv_reader_get_size (reader));

  problems = dyr_csv_reader_get_problems (reader, &n);
  g_assert_cmpuint (n, <=, dyr_csv_reader_get_n_problems (reader));
  for (guint i = 0; i < n; i++)
    g_string_append_printf (
        text, "%u:%u %s;", problems[i].line, problems[i].column, problems[i].message);
  *summary = g_strdup (text->str);

  return rows;
}

static void
assert_same_rows (GPtrArray *a, GPtrArray *b)
{
  g_assert_cmpuint (a->len, ==, b->len);
  for (guint i = 0; i < a->len; i++)
    g_assert_cmpstrv (a->pdata[i], b->pdata[i]);
}

static void
write_and_read_again (GPtrArray *rows, char delimiter)
{
  DyrCsvWriterOptions how = { delimiter, TRUE };
  DyrSheetOptions options
      = { .encoding = "UTF-8", .delimiter = delimiter, .header = DYR_SHEET_HEADER_NO };
  DyrCsvLimits limits = { 4096, DYR_SHEET_CELL_MAX, DYR_SHEET_ROW_MAX };
  int fd = new_file (NULL, 0);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  g_autoptr (DyrCsvWriter) writer = dyr_csv_writer_new_for_fd (fd, &how);
  g_autoptr (DyrCsvReader) reader = NULL;
  g_autoptr (GError) error = NULL;
  const DyrSheetRow *row = NULL;

  for (guint i = 0; i < rows->len; i++)
    {
      for (char **cell = rows->pdata[i]; *cell != NULL; cell++)
        dyr_csv_writer_add_cell (writer, *cell, DYR_CSV_CELL_TEXT);
      g_assert_true (dyr_csv_writer_end_row (writer, &error));
    }
  g_assert_true (dyr_csv_writer_finish (writer, &error));
  g_assert_no_error (error);

  /* Rows whose lengths differ may look like swallowed ones to a reader; a table's do not. */
  reader = dyr_csv_reader_open_with (path, &options, &limits, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < rows->len; i++)
    {
      GStrv cells = rows->pdata[i];

      g_assert_true (dyr_csv_reader_next (reader, &row, &error));
      g_assert_cmpuint (row->n_cells, ==, g_strv_length (cells));
      for (guint j = 0; j < row->n_cells; j++)
        {
          g_autofree char *text = dyr_csv_unguard (row->cells[j]);

          g_assert_cmpstr (text, ==, cells[j]);
        }
    }
  g_assert_false (dyr_csv_reader_next (reader, &row, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (dyr_csv_reader_get_n_problems (reader), ==, 0);
  close (fd);
}

/* A table: all rows have as many cells as the first, none looks like a part of something else. */
static gboolean
is_table (GPtrArray *rows)
{
  guint n = rows->len > 0 ? g_strv_length (rows->pdata[0]) : 0;

  for (guint i = 0; i < rows->len; i++)
    {
      if (g_strv_length (rows->pdata[i]) != n)
        return FALSE;
      for (char **cell = rows->pdata[i]; *cell != NULL; cell++)
        /* Text with control characters would be taken for no text. */
        for (const char *c = *cell; *c != '\0'; c++)
          if (((guint8) *c < 0x20 && strchr ("\t\n\r", *c) == NULL) || *c == 0x7f)
            return FALSE;
    }

  /* Lines inside of cells may be rows by themselves when there are three columns or more. */
  for (guint i = 0; n >= 3 && i < rows->len; i++)
    for (char **cell = rows->pdata[i]; *cell != NULL; cell++)
      if (strpbrk (*cell, "\r\n") != NULL)
        return FALSE;

  return rows->len > 0;
}

/* libcsv and our scan have to agree where cells end. */
static void
compare_with_libcsv (const uint8_t *data, size_t size, char delimiter)
{
  g_autoptr (DyrCsvCells) cells = dyr_csv_cells_new (delimiter);
  g_autofree char *valid = g_utf8_make_valid ((const char *) data, (gssize) size);
  g_autoptr (GString) row = g_string_new (NULL);
  const char *text = valid;
  DyrCsvScan scan;

  dyr_csv_scan_begin (&scan, delimiter, 0);
  while (*text != '\0')
    {
      gsize n = strcspn (text, "\n\r");
      gsize n_ending = g_str_has_prefix (text + n, "\r\n") ? 2 : text[n] != '\0';
      guint n_cells;

      dyr_csv_scan_text (&scan, text, n);
      g_string_append_len (row, text, (gssize) n);
      if (!scan.broken && !dyr_csv_scan_end_line (&scan, n_ending))
        {
          g_string_append_len (row, text + n, (gssize) n_ending);
          text += n + n_ending;
          continue;
        }

      if (!scan.broken && dyr_csv_cells_split (cells, row->str, row->len))
        {
          dyr_csv_cells_get (cells, &n_cells);
          g_assert_cmpuint (dyr_csv_cells_get_n_rows (cells), ==, 1);
          g_assert_cmpuint (n_cells, ==, scan.n_cells);
        }
      dyr_csv_cells_repair (cells, row->str, row->len);
      dyr_csv_cells_split_plainly (cells, row->str, row->len);

      text += n + n_ending;
      g_string_truncate (row, 0);
      dyr_csv_scan_begin (&scan, delimiter, 0);
    }
}

static void
try_words (GPtrArray *rows)
{
  GStrv first = rows->len > 0 ? rows->pdata[0] : NULL;
  guint n = first != NULL ? MIN (g_strv_length (first), 50) : 0;
  g_autofree const char **fields = dyr_header_guess ("client",
                                                     (const char *const *) first,
                                                     n,
                                                     (const char *const *const *) rows->pdata,
                                                     MIN (rows->len, 20));

  for (guint i = 0; i < n; i++)
    g_assert_cmpstr (fields[i], !=, "");

  for (guint i = 0; i < MIN (rows->len, 20); i++)
    for (char **cell = rows->pdata[i]; *cell != NULL; cell++)
      {
        g_autofree char *street = NULL, *city = NULL, *postcode = NULL;
        gboolean yes;

        g_assert_cmpint (dyr_cell_kind (*cell), <, DYR_CELL_N_KINDS);
        dyr_choice_word ("client", "state", *cell);
        dyr_yes_no_word (*cell, &yes);
        if (dyr_address_split (*cell, &street, &city, &postcode))
          g_assert_true (street != NULL || city != NULL);
      }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const char delimiters[] = { '\0', ';', ',', '\t', '|', ':' };
  DyrSheetOptions options = { 0 };
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) again = NULL;
  g_autofree char *summary = NULL, *summary_again = NULL;
  guint n_encodings = g_strv_length ((GStrv) dyr_encoding_list ());
  gsize block;
  int fd;

  if (size <= N_CHOICES)
    return 0;

  if (data[0] % (n_encodings + 1) > 0)
    options.encoding = dyr_encoding_list ()[data[0] % (n_encodings + 1) - 1];
  options.delimiter = delimiters[data[1] % G_N_ELEMENTS (delimiters)];
  options.header = (DyrSheetHeader) (data[2] % 3);
  block = 8 + data[3] % 64;
  data += N_CHOICES;
  size -= N_CHOICES;

  fd = new_file (data, size);
  rows = read_all (fd, &options, block, &summary);
  again = read_all (fd, &options, 65536, &summary_again);
  close (fd);

  g_assert_cmpstr (summary, ==, summary_again);
  g_assert_true ((rows == NULL) == (again == NULL));
  if (rows != NULL)
    {
      assert_same_rows (rows, again);
      try_words (rows);
      if (is_table (rows))
        write_and_read_again (rows, options.delimiter != '\0' ? options.delimiter : ';');
    }
  compare_with_libcsv (data, size, options.delimiter != '\0' ? options.delimiter : ',');

  return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* A sheet of a spreadsheet (XLSX) as a DyrSheet.
 *
 *   file ──► zip (one entry, bytes) ──► XML (events) ──► rows, with strings, styles, merged cells
 */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-xlsx-sheet-private.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "dyr-error.h"
#include "dyr-sheet-header-private.h"
#include "dyr-text.h"
#include "dyr-xlsx-private.h"

/* Rows that tell how wide the table is. */
#define SAMPLE 60

typedef struct
{
  DyrSheet table;
  DyrZip *zip;
  DyrXlsxBook *book;
  const DyrXlsxSheet *sheet;
  GStrv sheets;
  DyrXlsxStrings *strings;
  GArray *merges;
  DyrXlsxRows *rows;
  GStrv header;
  guint header_line; /* rows down to this one are none; 0: there are none of them */
  guint n_columns;
  DyrSheetProblems problems;
} XlsxSheet;

static void
free_table (DyrSheet *table)
{
  XlsxSheet *self = (XlsxSheet *) table;

  dyr_xlsx_rows_free (self->rows);
  dyr_xlsx_strings_free (self->strings);
  dyr_xlsx_book_free (self->book);
  dyr_zip_free (self->zip);
  g_clear_pointer (&self->merges, g_array_unref);
  g_strfreev (self->sheets);
  g_strfreev (self->header);
  dyr_sheet_problems_clear (&self->problems);
  g_free (self);
}

static gboolean
begin (XlsxSheet *self, GError **error)
{
  g_clear_pointer (&self->rows, dyr_xlsx_rows_free);
  self->rows = dyr_xlsx_rows_new (
      self->zip, self->book, self->sheet, self->strings, self->merges, &self->problems, error);

  return self->rows != NULL;
}

/* --- Opening --- */

static gboolean
choose_sheet (XlsxSheet *self, const char *wanted, GError **error)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autofree char *all = NULL;

  for (guint i = 0; i < self->book->sheets->len; i++)
    {
      const DyrXlsxSheet *sheet = self->book->sheets->pdata[i];

      g_strv_builder_add (names, sheet->name);
      if (self->sheet == NULL
          && (wanted != NULL ? g_str_equal (sheet->name, wanted) : !sheet->hidden))
        self->sheet = sheet;
    }
  self->sheets = g_strv_builder_end (names);
  if (self->sheet == NULL && wanted == NULL)
    self->sheet = self->book->sheets->pdata[0];
  if (self->sheet != NULL)
    return TRUE;
  all = g_strjoinv (", ", self->sheets);
  g_set_error (
      error,
      DYR_ERROR,
      DYR_ERROR_NOT_FOUND,
      /* Translators: a file, what was asked for, a list of names. */
      _ ("“%s” has no sheet “%s”. It has: %s."), dyr_zip_get_file_name (self->zip), wanted, all);

  return FALSE;
}

/* The next row that was not refused. */
static gboolean
next_row (XlsxSheet *self, const DyrSheetRow **row, GError **error)
{
  do
    if (!dyr_xlsx_rows_next (self->rows, self->n_columns, row, error))
      return FALSE;
  while (*row == NULL);

  return TRUE;
}

static guint
count_columns (const DyrSheetRow *row)
{
  guint n = row->n_cells;

  while (n > 0 && row->cells[n - 1][0] == '\0')
    n--;

  return n;
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  guint one = *(const guint *) a, other = *(const guint *) b;

  return (one > other) - (one < other);
}

/* How wide the table is: as wide as its rows mostly are; a remark at the side is no column. */
static gboolean
measure (XlsxSheet *self, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GArray) widths = g_array_new (FALSE, FALSE, sizeof (guint));
  const DyrSheetRow *row;

  while (widths->len < SAMPLE && next_row (self, &row, &local))
    {
      guint width = count_columns (row);

      g_array_append_val (widths, width);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  dyr_sheet_problems_keep (&self->problems, 0);
  g_array_sort (widths, compare_numbers);
  if (widths->len > 0)
    {
      self->n_columns = g_array_index (widths, guint, widths->len / 2);
      return begin (self, error);
    }

  g_set_error (error,
               DYR_ERROR,
               DYR_ERROR_INVALID,
               /* Translators: names of a file and of a sheet in it. */
               _ ("“%s” has nothing in the sheet “%s”. Choose another sheet or file."),
                  dyr_zip_get_file_name (self->zip),
                  self->sheet->name);

  return FALSE;
}

static char **
copy_header (const DyrSheetRow *row, guint n_columns)
{
  char **header = g_new0 (char *, n_columns + 1);

  for (guint i = 0; i < n_columns; i++)
    header[i] = g_strdup (i < row->n_cells ? row->cells[i] : "");

  return header;
}

static gboolean
find_header (XlsxSheet *self, DyrSheetHeader wanted, GError **error)
{
  g_autoptr (GError) local = NULL;
  const DyrSheetRow *row = NULL;
  gboolean found;

  if (wanted == DYR_SHEET_HEADER_NO)
    return TRUE;

  do
    found = next_row (self, &row, &local);
  while (found && dyr_sheet_row_is_title (row->cells, row->n_cells, self->n_columns));
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (found && (wanted == DYR_SHEET_HEADER_YES || dyr_sheet_row_is_header (row)))
    {
      self->n_columns = MAX (self->n_columns, count_columns (row));
      self->header = copy_header (row, self->n_columns);
      self->header_line = row->line;
    }
  else if (found)
    {
      /* A title above a table without a header is no row of it. */
      self->header_line = row->line - 1;
    }
  dyr_sheet_problems_keep (&self->problems, 0);

  return begin (self, error);
}

/* --- As a table --- */

static gboolean
next (DyrSheet *table, const DyrSheetRow **row, GError **error)
{
  XlsxSheet *self = (XlsxSheet *) table;

  do
    if (!next_row (self, row, error))
      return FALSE;
  while ((*row)->line <= self->header_line);

  return TRUE;
}

static gboolean
go_back (DyrSheet *table, GError **error)
{
  XlsxSheet *self = (XlsxSheet *) table;

  dyr_sheet_problems_keep (&self->problems, 0);

  return begin (self, error);
}

static const char *const *
get_header (DyrSheet *table)
{
  return (const char *const *) ((XlsxSheet *) table)->header;
}

static guint
get_n_columns (DyrSheet *table)
{
  return ((XlsxSheet *) table)->n_columns;
}

static const char *
get_file_name (DyrSheet *table)
{
  return dyr_zip_get_file_name (((XlsxSheet *) table)->zip);
}

static double
get_fraction (DyrSheet *table)
{
  return dyr_zip_get_fraction (((XlsxSheet *) table)->zip);
}

static const DyrSheetProblems *
get_problems (DyrSheet *table)
{
  return &((XlsxSheet *) table)->problems;
}

static const char *
get_name (DyrSheet *table)
{
  return ((XlsxSheet *) table)->sheet->name;
}

static const char *const *
get_names (DyrSheet *table)
{
  return (const char *const *) ((XlsxSheet *) table)->sheets;
}

static const DyrSheetClass xlsx_class = {
  .format = DYR_SHEET_XLSX,
  .free = free_table,
  .next = next,
  .rewind = go_back,
  .get_header = get_header,
  .get_n_columns = get_n_columns,
  .get_file_name = get_file_name,
  .get_fraction = get_fraction,
  .get_problems = get_problems,
  .get_name = get_name,
  .get_names = get_names,
};

/* A compound file is a spreadsheet as Excel 97 wrote it, or one with a password around it. */
static gboolean
check_kind (const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  char data[4] = { 0 };
  int fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  gssize n = fd >= 0 ? pread (fd, data, sizeof data, 0) : 0;

  if (fd >= 0)
    close (fd);
  if (n < 4 || memcmp (data, "\xd0\xcf\x11\xe0", 4) != 0)
    return TRUE;
  g_set_error (error,
               DYR_ERROR,
               DYR_ERROR_INVALID,
               _ ("“%s” is an old spreadsheet (XLS) or protected with a password. Open it in a "
                  "spreadsheet program, save it as XLSX without a password and import that file."),
                  name);

  return FALSE;
}

DyrSheet *
dyr_sheet_new_xlsx (const char *path, const DyrSheetOptions *options, GError **error)
{
  XlsxSheet *self = g_new0 (XlsxSheet, 1);
  g_autoptr (DyrSheet) table = &self->table;

  self->table.klass = &xlsx_class;
  dyr_sheet_problems_init (&self->problems);
  if (!check_kind (path, error))
    return NULL;
  self->zip = dyr_zip_open (path, error);
  if (self->zip == NULL)
    return NULL;
  self->book = dyr_xlsx_book_new (self->zip, error);
  if (self->book == NULL || !choose_sheet (self, options->sheet, error))
    return NULL;
  self->strings = dyr_xlsx_strings_new (self->zip, self->book->strings, error);
  if (self->strings == NULL)
    return NULL;
  self->merges = dyr_xlsx_merges_read (self->zip, self->sheet->entry, error);
  if (self->merges == NULL || !begin (self, error) || !measure (self, error)
      || !find_header (self, options->header, error))
    return NULL;

  return g_steal_pointer (&table);
}

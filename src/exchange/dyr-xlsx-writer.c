/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrXlsxWriter: a spreadsheet with one sheet, row by row, in constant memory. The library does not
 * notice when the disk is full before its end: what it wrote is counted before the file gets its
 * name. */

#define _GNU_SOURCE 1 /* memmem */
#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-xlsx-writer-private.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <xlsxwriter.h>

#include "dyr-error.h"
#include "dyr-safe-file-private.h"
#include "dyr-zip-private.h"

/* Digits that are sure in the numbers of spreadsheets. */
#define MAX_DIGITS 15
#define MAX_EXACT G_GINT64_CONSTANT (999999999999999)
/* Days between 1970-01-01 and what spreadsheets count from; before March 1900 they err. */
#define DAY_0 (-25569)
#define FIRST_DAY 61
#define LAST_DAY 2958465
#define DAY_SECONDS 86400
/* More may make a part of the file larger than 4 GB. */
#define MANY_CELLS 20000000
#define BLOCK (64 * 1024)

/* Number formats that every program shows as its language wants them. */
#define FORMAT_WHOLE 1
#define FORMAT_MONEY 4
#define FORMAT_DATE 14
#define FORMAT_MOMENT 22
#define FORMAT_TEXT 49

struct _DyrXlsxWriter
{
  DyrSafeFile *file;
  lxw_workbook *book;
  lxw_worksheet *sheet;
  lxw_format *title;
  lxw_format *whole;
  lxw_format *money;
  lxw_format *quantity;
  lxw_format *date;
  lxw_format *moment;
  lxw_format *code;
  lxw_row_t row;
  lxw_col_t column;
  lxw_col_t n_columns;
};

static lxw_format *
new_format (DyrXlsxWriter *self, guint8 number)
{
  lxw_format *format = workbook_add_format (self->book);

  format_set_num_format_index (format, number);

  return format;
}

/* "Deliveries: 2026/27" would be no name of a sheet. */
static char *
clean_name (const char *name)
{
  g_autofree char *begin = g_utf8_substring (name, 0, MIN (g_utf8_strlen (name, -1), 31));
  char *clean = g_strdelimit (g_steal_pointer (&begin), "[]:*?/\\'", ' ');

  return g_strstrip (clean);
}

DyrXlsxWriter *
dyr_xlsx_writer_new (const char *path, const char *sheet, guint64 n_cells, GError **error)
{
  lxw_workbook_options options = { .constant_memory = LXW_TRUE, .use_zip64 = n_cells > MANY_CELLS };
  DyrSafeFile *file = dyr_safe_file_new (path, error);
  g_autofree char *name = NULL;
  DyrXlsxWriter *self;

  if (file == NULL)
    return NULL;
  self = g_new0 (DyrXlsxWriter, 1);
  self->file = file;
  self->book = workbook_new_opt (dyr_safe_file_get_temporary (file), &options);
  name = clean_name (sheet);
  self->sheet = workbook_add_worksheet (self->book, *name != '\0' ? name : NULL);
  self->title = new_format (self, FORMAT_TEXT);
  format_set_bold (self->title);
  self->whole = new_format (self, FORMAT_WHOLE);
  self->money = new_format (self, FORMAT_MONEY);
  self->quantity = workbook_add_format (self->book);
  format_set_num_format (self->quantity, "#,##0.###");
  self->date = new_format (self, FORMAT_DATE);
  self->moment = new_format (self, FORMAT_MOMENT);
  self->code = new_format (self, FORMAT_TEXT);
  worksheet_freeze_panes (self->sheet, 1, 0);

  return self;
}

void
dyr_xlsx_writer_free (DyrXlsxWriter *self)
{
  if (self == NULL)
    return;

  if (self->book != NULL)
    lxw_workbook_free (self->book);
  dyr_safe_file_free (self->file);
  g_free (self);
}

char *
dyr_xlsx_cut_text (const char *text)
{
  gsize n = 0;

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    {
      n += g_utf8_get_char (c) > 0xffff ? 2 : 1;
      if (n > DYR_XLSX_TEXT_MAX)
        {
          g_autofree char *begin = g_strndup (text, (gsize) (c - text));

          return g_strconcat (begin, "…", NULL);
        }
    }

  return g_strdup (text);
}

static gboolean
is_escape (const char *text)
{
  for (int i = 2; i < 6; i++)
    if (!g_ascii_isxdigit (text[i]))
      return FALSE;

  return text[6] == '_';
}

/* "_x0041_" would be read as "A". */
static char *
escape (const char *text)
{
  GString *escaped = g_string_new (NULL);

  for (; *text != '\0'; text++)
    {
      if (text[0] == '_' && text[1] == 'x' && is_escape (text))
        g_string_append (escaped, "_x005F");
      g_string_append_c (escaped, *text);
    }

  return g_string_free (escaped, FALSE);
}

static void
write_text (DyrXlsxWriter *self, const char *text, lxw_format *format)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *cut = dyr_xlsx_cut_text (valid);
  g_autofree char *escaped = escape (cut);

  if (*escaped != '\0')
    worksheet_write_string (self->sheet, self->row, self->column, escaped, format);
  self->column++;
}

void
dyr_xlsx_writer_add_title (DyrXlsxWriter *self, const char *text, guint width)
{
  worksheet_set_column (self->sheet, self->column, self->column, width, NULL);
  write_text (self, text, self->title);
  self->n_columns = self->column;
}

void
dyr_xlsx_writer_add_text (DyrXlsxWriter *self, const char *text, DyrXlsxTextKind kind)
{
  write_text (self, text != NULL ? text : "", kind == DYR_XLSX_CELL_CODE ? self->code : NULL);
}

gboolean
dyr_xlsx_writer_add_number (DyrXlsxWriter *self, gint64 number, int scale)
{
  lxw_format *format = scale == 0 ? self->whole : scale == 2 ? self->money : self->quantity;
  double unit = 1;

  if (number > MAX_EXACT || number < -MAX_EXACT)
    return FALSE;
  for (int i = 0; i < scale; i++)
    unit *= 10;
  worksheet_write_number (self->sheet, self->row, self->column, (double) number / unit, format);
  self->column++;

  return TRUE;
}

gboolean
dyr_xlsx_writer_add_decimal (DyrXlsxWriter *self, const char *text)
{
  gsize n_digits = 0;

  for (const char *c = text; *c != '\0'; c++)
    n_digits += g_ascii_isdigit (*c);
  if (n_digits > MAX_DIGITS)
    return FALSE;
  worksheet_write_number (self->sheet, self->row, self->column, g_ascii_strtod (text, NULL), NULL);
  self->column++;

  return TRUE;
}

gboolean
dyr_xlsx_writer_add_date (DyrXlsxWriter *self, gint64 date)
{
  gint64 day = date - DAY_0;

  if (day < FIRST_DAY || day > LAST_DAY)
    return FALSE;
  worksheet_write_number (self->sheet, self->row, self->column, (double) day, self->date);
  self->column++;

  return TRUE;
}

gboolean
dyr_xlsx_writer_add_moment (DyrXlsxWriter *self, gint64 date, int second)
{
  gint64 day = date - DAY_0;

  if (day < FIRST_DAY || day > LAST_DAY)
    return FALSE;
  worksheet_write_number (self->sheet,
                          self->row,
                          self->column,
                          (double) day + (double) second / DAY_SECONDS,
                          self->moment);
  self->column++;

  return TRUE;
}

void
dyr_xlsx_writer_end_row (DyrXlsxWriter *self)
{
  self->row++;
  self->column = 0;
}

/* The rows that are in the file: all of it is read, nothing kept. */
static gboolean
count_rows (DyrXlsxWriter *self, guint *n_rows)
{
  static const char end[] = "</row>";
  g_autoptr (DyrZip) zip = dyr_zip_open (dyr_safe_file_get_temporary (self->file), NULL);
  g_autofree char *block = g_malloc (BLOCK + sizeof end);
  gsize kept = 0;
  gssize n;

  *n_rows = 0;
  if (zip == NULL || !dyr_zip_enter (zip, "xl/worksheets/sheet1.xml", NULL))
    return FALSE;
  while ((n = dyr_zip_read (zip, block + kept, BLOCK, NULL)) > 0)
    {
      const char *at = block, *limit = block + kept + n, *found;

      while ((found = memmem (at, (gsize) (limit - at), end, sizeof end - 1)) != NULL)
        {
          (*n_rows)++;
          at = found + sizeof end - 1;
        }
      kept = MIN ((gsize) (limit - at), sizeof end - 2);
      memmove (block, limit - kept, kept);
    }

  return n == 0;
}

static int
copy_to (DyrXlsxWriter *self, int fd)
{
  int from = dyr_safe_file_get_fd (self->file);
  g_autofree char *block = g_malloc (BLOCK);
  off_t at = 0;

  while (TRUE)
    {
      gssize n = pread (from, block, BLOCK, at);
      const char *data = block;

      if (n <= 0)
        return n < 0 ? errno : 0;
      at += n;
      while (n > 0)
        {
          gssize written = write (fd, data, (gsize) n);

          if (written < 0 && errno == EINTR)
            continue;
          if (written < 0)
            return errno;
          data += written;
          n -= written;
        }
    }
}

static int
failure_of (lxw_error status)
{
  if (status == LXW_NO_ERROR)
    return 0;

  return errno != 0 ? errno : EIO;
}

gboolean
dyr_xlsx_writer_finish (DyrXlsxWriter *self, int fd, GError **error)
{
  lxw_workbook *book = g_steal_pointer (&self->book);
  const char *name = fd < 0 ? dyr_safe_file_get_name (self->file) : NULL;
  guint n_rows = 0;
  int failure;

  if (self->row > 1 && self->n_columns > 0)
    worksheet_autofilter (self->sheet, 0, 0, self->row - 1, (lxw_col_t) (self->n_columns - 1));
  errno = 0;
  failure = failure_of (workbook_close (book));
  if (failure == 0 && (!count_rows (self, &n_rows) || n_rows != self->row))
    failure = ENOSPC;
  if (failure == 0)
    failure = fd < 0 ? dyr_safe_file_finish (self->file) : copy_to (self, fd);
  if (failure == 0)
    return TRUE;
  dyr_safe_file_set_error (error, failure, name);

  return FALSE;
}

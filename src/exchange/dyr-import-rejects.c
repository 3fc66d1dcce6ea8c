/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrImportRejects: the rows that an import refused, as a file ready to be mended: the same columns
 * and why. They are kept outside of memory: a large file may be refused as a whole. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-import-rejects.h"

#include <stdio.h>
#include <string.h>

#include "dyr-csv-writer.h"
#include "dyr-date.h"
#include "dyr-export.h"
#include "dyr-import-private.h"
#include "dyr-spill-private.h"
#include "dyr-xlsx-writer-private.h"

#define IN_MEMORY (1024 * 1024)
#define COLUMN_WIDTH 20
#define REASON_WIDTH 60

struct _DyrImportRejects
{
  gatomicrefcount n_refs;
  DyrSheetFormat format;
  char delimiter;
  char *sheet;
  GStrv header; /* NULL: the file has none */
  guint n_columns;
  DyrSpill *rows;
  guint n;
};

/* A row as it was kept. */
typedef struct
{
  guint32 n_cells;
  guint32 length; /* of what follows: forms, reason, cells, each text with its NUL */
  gboolean has_forms;
} Head;

/* Where the row is written. */
typedef struct
{
  const DyrImportRejects *rejects;
  DyrCsvWriter *csv;
  DyrXlsxWriter *xlsx;
} Writer;

const char *
dyr_import_reason_title (void)
{
  /* Translators: name of a column: why the row was not imported. */
  return C_ ("import", "Why it was refused");
}

gboolean
dyr_import_parse_clock (const char *text, int *second)
{
  int hour, minute, rest = 0, n = 0;

  if (sscanf (text, "%2d:%2d%n:%2d%n", &hour, &minute, &n, &rest, &n) < 2 || text[n] != '\0')
    return FALSE;
  *second = (hour * 60 + minute) * 60 + rest;

  return hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && rest >= 0 && rest < 60;
}

DyrImportRejects *
dyr_import_rejects_new (DyrSheet *sheet)
{
  DyrImportRejects *self = g_new0 (DyrImportRejects, 1);

  g_atomic_ref_count_init (&self->n_refs);
  self->format = dyr_sheet_get_format (sheet);
  self->delimiter = dyr_sheet_get_delimiter (sheet);
  self->sheet = g_strdup (dyr_sheet_get_name (sheet));
  self->header = g_strdupv ((GStrv) dyr_sheet_get_header (sheet));
  self->n_columns = dyr_sheet_get_n_columns (sheet);
  self->rows = dyr_spill_new (IN_MEMORY);

  return self;
}

DyrImportRejects *
dyr_import_rejects_ref (DyrImportRejects *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->n_refs);

  return self;
}

void
dyr_import_rejects_unref (DyrImportRejects *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->n_refs))
    return;

  g_free (self->sheet);
  g_strfreev (self->header);
  dyr_spill_free (self->rows);
  g_free (self);
}

/**
 * dyr_import_rejects_get_n:
 * @self: refused rows
 *
 * Returns: how many there are, those without cells included
 */
guint
dyr_import_rejects_get_n (const DyrImportRejects *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n;
}

/**
 * dyr_import_rejects_get_format:
 * @self: refused rows
 *
 * Returns: what the file was that they come from
 */
DyrSheetFormat
dyr_import_rejects_get_format (const DyrImportRejects *self)
{
  g_return_val_if_fail (self != NULL, DYR_SHEET_CSV);

  return self->format;
}

gboolean
dyr_import_rejects_add (DyrImportRejects *self, const DyrImportRow *row, GError **error)
{
  Head head = { row->n_raw, 0, row->raw_forms != NULL };
  gsize n_forms = row->raw_forms != NULL ? row->n_raw : 0;
  gsize n_reason = strlen (row->rejection) + 1;
  gsize n_cells = row->raw != NULL ? row->raw->len : 0;

  head.length = (guint32) (n_forms + n_reason + n_cells);
  self->n++;

  return dyr_spill_add (self->rows, &head, sizeof head, error)
         && dyr_spill_add (self->rows, row->raw_forms, n_forms, error)
         && dyr_spill_add (self->rows, row->rejection, n_reason, error)
         && dyr_spill_add (self->rows, row->raw != NULL ? row->raw->str : NULL, n_cells, error);
}

/* --- Writing --- */

static void
write_typed (DyrXlsxWriter *writer, const char *text, DyrSheetForm form)
{
  g_autofree char *day = g_strndup (text, strcspn (text, " "));
  const char *clock = strchr (text, ' ');
  gint64 date;
  int second;

  if (form == DYR_SHEET_NUMBER && dyr_xlsx_writer_add_decimal (writer, text))
    return;
  if (form == DYR_SHEET_DATE && dyr_date_parse_iso (text, &date)
      && dyr_xlsx_writer_add_date (writer, date))
    return;
  if (form == DYR_SHEET_MOMENT && clock != NULL && dyr_date_parse_iso (day, &date)
      && dyr_import_parse_clock (clock + 1, &second)
      && dyr_xlsx_writer_add_moment (writer, date, second))
    return;
  dyr_xlsx_writer_add_text (writer, text, DYR_XLSX_CELL_TEXT);
}

static void
write_cell (const Writer *writer, const char *text, DyrSheetForm form, gboolean is_guarded)
{
  g_autofree char *own = is_guarded ? dyr_csv_unguard (text) : NULL;

  if (own != NULL)
    text = own;
  if (writer->csv != NULL)
    dyr_csv_writer_add_cell (
        writer->csv, text, form == DYR_SHEET_NUMBER ? DYR_CSV_CELL_NUMBER : DYR_CSV_CELL_TEXT);
  else
    write_typed (writer->xlsx, text, form);
}

static gboolean
end_row (const Writer *writer, GError **error)
{
  if (writer->csv != NULL)
    return dyr_csv_writer_end_row (writer->csv, error);
  dyr_xlsx_writer_end_row (writer->xlsx);

  return TRUE;
}

static gboolean
write_header (const Writer *writer, GError **error)
{
  const DyrImportRejects *self = writer->rejects;

  if (self->header == NULL)
    return TRUE;
  for (guint i = 0; self->header[i] != NULL; i++)
    if (writer->csv != NULL)
      write_cell (writer, self->header[i], DYR_SHEET_TEXT, self->format == DYR_SHEET_CSV);
    else
      dyr_xlsx_writer_add_title (writer->xlsx, self->header[i], COLUMN_WIDTH);
  if (writer->csv != NULL)
    write_cell (writer, dyr_import_reason_title (), DYR_SHEET_TEXT, FALSE);
  else
    dyr_xlsx_writer_add_title (writer->xlsx, dyr_import_reason_title (), REASON_WIDTH);

  return end_row (writer, error);
}

static gboolean
write_row (const Writer *writer, const Head *head, const char *data, GError **error)
{
  const guint8 *forms = head->has_forms ? (const guint8 *) data : NULL;
  const char *reason = data + (head->has_forms ? head->n_cells : 0);
  const char *cell = reason + strlen (reason) + 1;

  for (guint i = 0; i < head->n_cells; i++)
    {
      write_cell (
          writer, cell, forms != NULL ? (DyrSheetForm) forms[i] : DYR_SHEET_TEXT, !head->has_forms);
      cell += strlen (cell) + 1;
    }
  for (guint i = head->n_cells; i < writer->rejects->n_columns; i++)
    write_cell (writer, "", DYR_SHEET_TEXT, FALSE);
  write_cell (writer, reason, DYR_SHEET_TEXT, FALSE);

  return end_row (writer, error);
}

static gboolean
write_rows (const Writer *writer, GError **error)
{
  DyrSpill *rows = writer->rejects->rows;
  g_autoptr (GByteArray) data = g_byte_array_new ();
  guint64 at = 0;

  if (!write_header (writer, error))
    return FALSE;
  for (guint i = 0; i < writer->rejects->n; i++)
    {
      Head head;

      if (!dyr_spill_read (rows, at, &head, sizeof head, error))
        return FALSE;
      g_byte_array_set_size (data, head.length);
      if (!dyr_spill_read (rows, at + sizeof head, data->data, head.length, error)
          || !write_row (writer, &head, (const char *) data->data, error))
        return FALSE;
      at += sizeof head + head.length;
    }

  return TRUE;
}

/**
 * dyr_import_rejects_write:
 * @self: refused rows
 * @path: where to; a spreadsheet when it is called ".xlsx", else a CSV file
 * @error: return location
 *
 * Writes the rows with their columns and one more that says why each was refused; the import passes
 * over that one. Blocks.
 *
 * Returns: %FALSE and an error that says what to do; an older file is unchanged then
 */
gboolean
dyr_import_rejects_write (DyrImportRejects *self, const char *path, GError **error)
{
  DyrCsvWriterOptions options = { .bom = TRUE };
  DyrExportFormat format = DYR_EXPORT_CSV;
  g_autoptr (DyrCsvWriter) csv = NULL;
  g_autoptr (DyrXlsxWriter) xlsx = NULL;
  Writer writer = { .rejects = self };

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  options.delimiter = self->delimiter;
  if (dyr_export_format_of_file (path, &format) && format == DYR_EXPORT_XLSX
      && self->n < DYR_XLSX_ROWS_MAX)
    {
      writer.xlsx = xlsx = dyr_xlsx_writer_new (
          path, self->sheet != NULL ? self->sheet : "", (guint64) self->n * self->n_columns, error);
      return xlsx != NULL && write_rows (&writer, error)
             && dyr_xlsx_writer_finish (xlsx, -1, error);
    }
  writer.csv = csv = dyr_csv_writer_new (path, &options, error);

  return csv != NULL && write_rows (&writer, error) && dyr_csv_writer_finish (csv, error);
}

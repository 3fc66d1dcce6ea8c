/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrXlsxWriter: a spreadsheet with one sheet, row by row, in constant memory. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Rows that a sheet has room for, its header included. */
#define DYR_XLSX_ROWS_MAX 1048576
/* Characters (as UTF-16) of a cell; longer texts are cut and end with "…". */
#define DYR_XLSX_TEXT_MAX 32000

typedef struct _DyrXlsxWriter DyrXlsxWriter;

typedef enum
{
  DYR_XLSX_CELL_TEXT,
  DYR_XLSX_CELL_CODE, /* text also when somebody types into it */
} DyrXlsxTextKind;

/* `n_cells`: about how many there will be. As dyr_safe_file_new (). */
DyrXlsxWriter *
dyr_xlsx_writer_new (const char *path, const char *sheet, guint64 n_cells, GError **error);
void dyr_xlsx_writer_free (DyrXlsxWriter *self);

/* A title, with the width of its column in characters. All of them come first. */
void dyr_xlsx_writer_add_title (DyrXlsxWriter *self, const char *text, guint width);
void dyr_xlsx_writer_add_text (DyrXlsxWriter *self, const char *text, DyrXlsxTextKind kind);
/* A number of units, or of their `scale`th decimal; FALSE: a spreadsheet cannot hold it exactly. */
gboolean dyr_xlsx_writer_add_number (DyrXlsxWriter *self, gint64 number, int scale);
/* "-1234.5"; FALSE: it has more digits than spreadsheets keep. */
gboolean dyr_xlsx_writer_add_decimal (DyrXlsxWriter *self, const char *text);
/* Days since 1970-01-01; FALSE: spreadsheets have no such day. */
gboolean dyr_xlsx_writer_add_date (DyrXlsxWriter *self, gint64 date);
/* A day and a second of it; likewise. */
gboolean dyr_xlsx_writer_add_moment (DyrXlsxWriter *self, gint64 date, int second);
void dyr_xlsx_writer_end_row (DyrXlsxWriter *self);

/* Writes the file, looks whether all of it is there, and gives it its name; or, with `fd` ≥ 0,
 * copies it there. DYR_ERROR_FULL, DYR_ERROR_READ_ONLY, DYR_ERROR_FAILED. */
gboolean dyr_xlsx_writer_finish (DyrXlsxWriter *self, int fd, GError **error);

/* The text as a cell can hold it; newly allocated. */
char *dyr_xlsx_cut_text (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrXlsxWriter, dyr_xlsx_writer_free)

G_END_DECLS

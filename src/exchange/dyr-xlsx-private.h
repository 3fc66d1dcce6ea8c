/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the files that read spreadsheets share: number formats, the workbook, its strings, the rows
 * of a sheet. */

#pragma once

#include "dyr-spill-private.h"
#include "dyr-sheet-problem-private.h"
#include "dyr-sheet-row.h"
#include "dyr-xml-private.h"

G_BEGIN_DECLS

/* --- Number formats (dyr-xlsx-format.c) --- */

typedef enum
{
  DYR_XLSX_PLAIN,
  DYR_XLSX_DATE,
  DYR_XLSX_MOMENT,
  DYR_XLSX_TIME,
  DYR_XLSX_PERCENT,
  DYR_XLSX_PADDED, /* "00000000": zeros in front */
} DyrXlsxStyleKind;

typedef struct
{
  DyrXlsxStyleKind kind;
  guint n_digits; /* with PADDED */
} DyrXlsxStyle;

/* What the number format of that id shows; `code` is NULL for those that every program knows. */
DyrXlsxStyle dyr_xlsx_style (guint id, const char *code);
/* The text of a number, as the file writes numbers: newly allocated, and its form. */
char *dyr_xlsx_number_text (const char *number,
                            const DyrXlsxStyle *style,
                            gboolean from_1904,
                            DyrSheetForm *form);
/* "2026-11-24T10:30:05" as spreadsheets write dates that are no numbers; NULL: it is none. */
char *dyr_xlsx_date_text (const char *text, DyrSheetForm *form);
/* Takes the "_x000D_" of control characters away, in place. */
void dyr_xlsx_unescape (GString *text);

/* --- The workbook (dyr-xlsx-book.c) --- */

typedef struct
{
  char *name;
  char *entry; /* in the archive */
  gboolean hidden;
} DyrXlsxSheet;

typedef struct
{
  GPtrArray *sheets; /* DyrXlsxSheet, at least one */
  GArray *styles;    /* DyrXlsxStyle, as cells name them */
  char *strings;     /* entry of the shared strings; NULL: there are none */
  gboolean from_1904;
} DyrXlsxBook;

DyrXlsxBook *dyr_xlsx_book_new (DyrZip *zip, GError **error);
void dyr_xlsx_book_free (DyrXlsxBook *book);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrXlsxBook, dyr_xlsx_book_free)

/* --- Shared strings (dyr-xlsx-strings.c) --- */

typedef struct _DyrXlsxStrings DyrXlsxStrings;

/* `entry` may be NULL: there are none. */
DyrXlsxStrings *dyr_xlsx_strings_new (DyrZip *zip, const char *entry, GError **error);
void dyr_xlsx_strings_free (DyrXlsxStrings *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrXlsxStrings, dyr_xlsx_strings_free)
/* Appends the string of that number. FALSE without an error: there is none. */
gboolean
dyr_xlsx_strings_append (DyrXlsxStrings *self, guint number, GString *text, GError **error);

/* --- Rows (dyr-xlsx-rows.c) --- */

typedef struct _DyrXlsxRows DyrXlsxRows;

/* All of these have to live longer. */
DyrXlsxRows *dyr_xlsx_rows_new (DyrZip *zip,
                                const DyrXlsxBook *book,
                                const DyrXlsxSheet *sheet,
                                DyrXlsxStrings *strings,
                                const GArray *merges,
                                DyrSheetProblems *problems,
                                GError **error);
void dyr_xlsx_rows_free (DyrXlsxRows *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrXlsxRows, dyr_xlsx_rows_free)
/* Reads the next row that has something in it, with at least `n_columns` cells. *row is NULL when
 * it was refused. FALSE without an error at the end of the sheet. */
gboolean
dyr_xlsx_rows_next (DyrXlsxRows *self, guint n_columns, const DyrSheetRow **row, GError **error);

/* "AB12" as column, from 0, and row, from 1; FALSE: it is no place. The column only: *row is 0. */
gboolean dyr_xlsx_place (const char *text, guint *column, guint *row);
/* "AB"; newly allocated. */
char *dyr_xlsx_column_name (guint column);

/* --- Merged cells (dyr-xlsx-merge.c) --- */

/* The rows of one block of merged cells, and its first column. */
typedef struct
{
  guint first;
  guint last;
  guint column;
} DyrXlsxMerge;

/* The blocks of more than one row (DyrXlsxMerge), by their first row. They stand behind the rows:
 * all of the sheet is passed over, without being parsed. */
GArray *dyr_xlsx_merges_read (DyrZip *zip, const char *entry, GError **error);

G_END_DECLS

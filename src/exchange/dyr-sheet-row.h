/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* A row of a table, whatever file it comes from, and how that file is to be read. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** DYR_SHEET_CELL_MAX: bytes of UTF-8 that a cell may have; a row with a longer one is refused. */
#define DYR_SHEET_CELL_MAX (1024 * 1024)
/** DYR_SHEET_ROW_MAX: bytes that a row may have. */
#define DYR_SHEET_ROW_MAX (16 * 1024 * 1024)
/** DYR_SHEET_CELLS_MAX: cells that a row may have: as many as a spreadsheet has columns. */
#define DYR_SHEET_CELLS_MAX 16384

typedef enum
{
  DYR_SHEET_HEADER_GUESS,
  DYR_SHEET_HEADER_YES,
  DYR_SHEET_HEADER_NO,
} DyrSheetHeader;

/**
 * DyrSheetOptions:
 * @encoding: (nullable): a name that dyr_encoding_find () knows; %NULL: detect it
 * @delimiter: the character between cells of a CSV file; 0: detect it
 * @header: whether the first row names the columns
 * @sheet: (nullable): the name of a sheet of a spreadsheet; %NULL: the first one that people see
 */
typedef struct
{
  const char *encoding;
  char delimiter;
  DyrSheetHeader header;
  const char *sheet;
} DyrSheetOptions;

/**
 * DyrSheetForm:
 * @DYR_SHEET_TEXT: what somebody wrote
 * @DYR_SHEET_NUMBER: "-1234.5": with a point and nothing between thousands, in any language
 * @DYR_SHEET_DATE: "2026-11-24"
 * @DYR_SHEET_MOMENT: "2026-11-24 10:30:05", in the office's time zone
 * @DYR_SHEET_YES_NO: "yes" or "no"
 * @DYR_SHEET_BROKEN: what a formula has instead of a value: "#REF!"
 *
 * What a cell is where the file says so.
 */
typedef enum
{
  DYR_SHEET_TEXT,
  DYR_SHEET_NUMBER,
  DYR_SHEET_DATE,
  DYR_SHEET_MOMENT,
  DYR_SHEET_YES_NO,
  DYR_SHEET_BROKEN,
} DyrSheetForm;

/**
 * DyrSheetRow:
 * @cells: (array length=n_cells): texts in UTF-8; after the last one comes a %NULL
 * @n_cells: may differ from the header's
 * @forms: (nullable) (array length=n_cells): a #DyrSheetForm for each cell; %NULL: the file is all
 *   text, cells stand as in it: see dyr_csv_unguard ()
 * @line: number of the line with the row's first character, or of the row of the sheet, from 1
 * @blank: all cells are empty
 * @damaged: some characters were no text in this encoding and are U+FFFD now
 */
typedef struct
{
  char **cells;
  guint n_cells;
  const guint8 *forms;
  guint line;
  gboolean blank;
  gboolean damaged;
} DyrSheetRow;

G_END_DECLS

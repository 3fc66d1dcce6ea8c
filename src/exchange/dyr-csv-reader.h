/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrCsvReader: the rows of a CSV file of any size, encoding and state of health. */

#pragma once

#include <gio/gio.h>

#include "dyr-csv-problem.h"
#include "dyr-encoding.h"

G_BEGIN_DECLS

/** DYR_CSV_CELL_MAX: bytes of UTF-8 that a cell may have; a row with a longer one is refused. */
#define DYR_CSV_CELL_MAX (1024 * 1024)
/** DYR_CSV_ROW_MAX: bytes that a row may have. */
#define DYR_CSV_ROW_MAX (16 * 1024 * 1024)
/** DYR_CSV_ROW_CELLS_MAX: cells that a row may have: as many as a spreadsheet has columns. */
#define DYR_CSV_ROW_CELLS_MAX 16384

typedef enum
{
  DYR_CSV_HEADER_GUESS,
  DYR_CSV_HEADER_YES,
  DYR_CSV_HEADER_NO,
} DyrCsvHeader;

/**
 * DyrCsvOptions:
 * @encoding: (nullable): a name that dyr_encoding_find () knows; %NULL: detect it
 * @delimiter: the character between cells; 0: detect it
 * @header: whether the first row names the columns
 */
typedef struct
{
  const char *encoding;
  char delimiter;
  DyrCsvHeader header;
} DyrCsvOptions;

/**
 * DyrCsvRow:
 * @cells: (array length=n_cells): texts in UTF-8, as they stand in the file, without quotes; after
 *   the last one comes a %NULL. See dyr_csv_unguard ().
 * @n_cells: may differ from the header's
 * @line: number of the line with the row's first character, from 1
 * @blank: all cells are empty
 * @damaged: some characters were no text in this encoding and are U+FFFD now
 */
typedef struct
{
  char **cells;
  guint n_cells;
  guint line;
  gboolean blank;
  gboolean damaged;
} DyrCsvRow;

typedef struct _DyrCsvReader DyrCsvReader;

DyrCsvReader *dyr_csv_reader_open (const char *path, const DyrCsvOptions *options, GError **error);
void dyr_csv_reader_free (DyrCsvReader *self);
gboolean dyr_csv_reader_next (DyrCsvReader *self, const DyrCsvRow **row, GError **error);
gboolean dyr_csv_reader_rewind (DyrCsvReader *self, GError **error);

const char *const *dyr_csv_reader_get_header (DyrCsvReader *self);
guint dyr_csv_reader_get_n_columns (DyrCsvReader *self);
const DyrEncodingGuess *dyr_csv_reader_get_guess (DyrCsvReader *self);
const char *dyr_csv_reader_get_encoding (DyrCsvReader *self);
char dyr_csv_reader_get_delimiter (DyrCsvReader *self);
gboolean dyr_csv_reader_get_delimiter_is_certain (DyrCsvReader *self);
const char *dyr_csv_reader_get_file_name (DyrCsvReader *self);
goffset dyr_csv_reader_get_size (DyrCsvReader *self);
goffset dyr_csv_reader_get_position (DyrCsvReader *self);
const DyrCsvProblem *dyr_csv_reader_get_problems (DyrCsvReader *self, guint *n_problems);
guint dyr_csv_reader_get_n_problems (DyrCsvReader *self);
guint dyr_csv_reader_get_n_refused (DyrCsvReader *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrCsvReader, dyr_csv_reader_free)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* A CSV file as a DyrSheet. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sheet-private.h"

#include "dyr-csv-reader-private.h"

typedef struct
{
  DyrSheet table;
  DyrCsvReader *reader;
} CsvSheet;

static DyrCsvReader *
reader_of (DyrSheet *table)
{
  return ((CsvSheet *) table)->reader;
}

static void
free_table (DyrSheet *table)
{
  dyr_csv_reader_free (reader_of (table));
  g_free (table);
}

static gboolean
next (DyrSheet *table, const DyrSheetRow **row, GError **error)
{
  return dyr_csv_reader_next (reader_of (table), row, error);
}

static gboolean
go_back (DyrSheet *table, GError **error)
{
  return dyr_csv_reader_rewind (reader_of (table), error);
}

static const char *const *
get_header (DyrSheet *table)
{
  return dyr_csv_reader_get_header (reader_of (table));
}

static guint
get_n_columns (DyrSheet *table)
{
  return dyr_csv_reader_get_n_columns (reader_of (table));
}

static const char *
get_file_name (DyrSheet *table)
{
  return dyr_csv_reader_get_file_name (reader_of (table));
}

static double
get_fraction (DyrSheet *table)
{
  goffset size = dyr_csv_reader_get_size (reader_of (table));

  return size > 0 ? (double) dyr_csv_reader_get_position (reader_of (table)) / (double) size : 1;
}

static const DyrSheetProblems *
get_problems (DyrSheet *table)
{
  return dyr_csv_reader_peek_problems (reader_of (table));
}

static const char *
get_encoding (DyrSheet *table)
{
  return dyr_csv_reader_get_encoding (reader_of (table));
}

static const DyrEncodingGuess *
get_guess (DyrSheet *table)
{
  return dyr_csv_reader_get_guess (reader_of (table));
}

static char
get_delimiter (DyrSheet *table)
{
  return dyr_csv_reader_get_delimiter (reader_of (table));
}

static const DyrSheetClass csv_class = {
  .format = DYR_SHEET_CSV,
  .free = free_table,
  .next = next,
  .rewind = go_back,
  .get_header = get_header,
  .get_n_columns = get_n_columns,
  .get_file_name = get_file_name,
  .get_fraction = get_fraction,
  .get_problems = get_problems,
  .get_encoding = get_encoding,
  .get_guess = get_guess,
  .get_delimiter = get_delimiter,
};

DyrSheet *
dyr_sheet_new_csv (const char *path, const DyrSheetOptions *options, GError **error)
{
  DyrCsvReader *reader = dyr_csv_reader_open (path, options, error);
  CsvSheet *self;

  if (reader == NULL)
    return NULL;

  self = g_new0 (CsvSheet, 1);
  self->table.klass = &csv_class;
  self->reader = reader;

  return &self->table;
}

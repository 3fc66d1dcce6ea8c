/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrCsvWriter: a CSV file that spreadsheets open without harm and the importer reads back. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DyrCsvCellKind:
 * @DYR_CSV_CELL_TEXT: anything typed by people: must not be taken for a formula
 * @DYR_CSV_CELL_PHONE: phone numbers: they begin with +
 * @DYR_CSV_CELL_NUMBER: numbers, money, dates: they may begin with -
 */
typedef enum
{
  DYR_CSV_CELL_TEXT,
  DYR_CSV_CELL_PHONE,
  DYR_CSV_CELL_NUMBER,
} DyrCsvCellKind;

/**
 * DyrCsvWriterOptions:
 * @delimiter: the character between cells; 0: a semicolon
 * @bom: whether a byte order mark tells spreadsheets that this is UTF-8
 */
typedef struct
{
  char delimiter;
  gboolean bom;
} DyrCsvWriterOptions;

typedef struct _DyrCsvWriter DyrCsvWriter;

DyrCsvWriter *
dyr_csv_writer_new (const char *path, const DyrCsvWriterOptions *options, GError **error);
DyrCsvWriter *dyr_csv_writer_new_for_fd (int fd, const DyrCsvWriterOptions *options);
void dyr_csv_writer_free (DyrCsvWriter *self);
void dyr_csv_writer_add_cell (DyrCsvWriter *self, const char *text, DyrCsvCellKind kind);
gboolean dyr_csv_writer_end_row (DyrCsvWriter *self, GError **error);
gboolean dyr_csv_writer_finish (DyrCsvWriter *self, GError **error);

char *dyr_csv_guard (const char *text, DyrCsvCellKind kind);
char *dyr_csv_unguard (const char *cell);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrCsvWriter, dyr_csv_writer_free)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrCsvReader: the rows of a CSV file of any size, encoding and state of health. */

#pragma once

#include <gio/gio.h>

#include "dyr-encoding.h"
#include "dyr-sheet-problem.h"
#include "dyr-sheet-row.h"

G_BEGIN_DECLS

typedef struct _DyrCsvReader DyrCsvReader;

DyrCsvReader *
dyr_csv_reader_open (const char *path, const DyrSheetOptions *options, GError **error);
void dyr_csv_reader_free (DyrCsvReader *self);
gboolean dyr_csv_reader_next (DyrCsvReader *self, const DyrSheetRow **row, GError **error);
gboolean dyr_csv_reader_rewind (DyrCsvReader *self, GError **error);

const char *const *dyr_csv_reader_get_header (DyrCsvReader *self);
guint dyr_csv_reader_get_n_columns (DyrCsvReader *self);
const DyrEncodingGuess *dyr_csv_reader_get_guess (DyrCsvReader *self);
const char *dyr_csv_reader_get_encoding (DyrCsvReader *self);
char dyr_csv_reader_get_delimiter (DyrCsvReader *self);
const char *dyr_csv_reader_get_file_name (DyrCsvReader *self);
goffset dyr_csv_reader_get_size (DyrCsvReader *self);
goffset dyr_csv_reader_get_position (DyrCsvReader *self);
const DyrSheetProblem *dyr_csv_reader_get_problems (DyrCsvReader *self, guint *n_problems);
guint dyr_csv_reader_get_n_problems (DyrCsvReader *self);
guint dyr_csv_reader_get_n_refused (DyrCsvReader *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrCsvReader, dyr_csv_reader_free)

G_END_DECLS

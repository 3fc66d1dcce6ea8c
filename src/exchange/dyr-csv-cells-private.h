/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Takes one row of CSV apart into cells. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _DyrCsvCells DyrCsvCells;

DyrCsvCells *dyr_csv_cells_new (char delimiter);
void dyr_csv_cells_free (DyrCsvCells *self);

/* Takes apart a whole row with sound quotes. FALSE when it has no cell: an empty line. */
gboolean dyr_csv_cells_split (DyrCsvCells *self, const char *row, gsize length);
/* Takes apart a line whose inner quotes were not doubled. FALSE when a quoted cell does not end. */
gboolean dyr_csv_cells_repair (DyrCsvCells *self, const char *line, gsize length);
/* Takes apart a line at its delimiters and drops all quotes. */
void dyr_csv_cells_split_plainly (DyrCsvCells *self, const char *line, gsize length);

/* The cells of the last row: NULL-terminated, valid until the next row. */
char **dyr_csv_cells_get (DyrCsvCells *self, guint *n_cells);
gboolean dyr_csv_cells_is_blank (DyrCsvCells *self);
/* How many rows the last text was to libcsv: anything but 1 would be a mistake. For tests. */
guint dyr_csv_cells_get_n_rows (DyrCsvCells *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrCsvCells, dyr_csv_cells_free)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The rows of a text: finds their ends, refuses what cannot be read, goes on behind it. */

#pragma once

#include "dyr-sheet-problem-private.h"
#include "dyr-csv-reader-private.h"
#include "dyr-text-source-private.h"

G_BEGIN_DECLS

typedef struct _DyrCsvRows DyrCsvRows;

/* The source and the problems have to live longer. `expected`: cells of most rows, 0 = not known.
 */
DyrCsvRows *dyr_csv_rows_new (DyrTextSource *source,
                              const DyrCsvLimits *limits,
                              char delimiter,
                              guint expected,
                              DyrSheetProblems *problems);
void dyr_csv_rows_free (DyrCsvRows *self);

/* Reads the next row that is no empty line. *row is NULL when it was refused. FALSE without an
 * error at the end of the file. */
gboolean dyr_csv_rows_next (DyrCsvRows *self, const DyrSheetRow **row, GError **error);
/* Reads the next row that is not blank as the names of columns, however damaged it is. */
gboolean dyr_csv_rows_take_header (DyrCsvRows *self, GStrv *header, GError **error);
/* Passes over a line. */
gboolean dyr_csv_rows_skip_line (DyrCsvRows *self, GError **error);
/* Cells of the header, or what was said at first. */
guint dyr_csv_rows_get_expected (DyrCsvRows *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrCsvRows, dyr_csv_rows_free)

G_END_DECLS

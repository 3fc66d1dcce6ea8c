/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What separates the cells of a CSV file: the name promises commas, offices have everything. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DyrCsvDialect:
 * @delimiter: the character between cells
 * @n_columns: cells of most rows; 0 when there are no rows
 * @certain: whether no other delimiter comes near
 * @has_sep_line: whether the first line is Excel's `sep=;`, which is no row
 */
typedef struct
{
  char delimiter;
  guint n_columns;
  gboolean certain;
  gboolean has_sep_line;
} DyrCsvDialect;

void dyr_csv_dialect_guess (const char *text, gsize length, char delimiter, DyrCsvDialect *dialect);

const char *dyr_csv_delimiter_list (void);
const char *dyr_csv_delimiter_label (char delimiter);
gboolean dyr_csv_delimiter_parse (const char *text, char *delimiter);

G_END_DECLS

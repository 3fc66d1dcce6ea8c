/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Finds where a row of CSV ends and whether its quotes are sound, without taking it apart. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  char delimiter;
  gsize cell_limit; /* bytes of a cell, 0 = no limit */

  guint state;
  guint n_cells;   /* begun so far; at least 1 */
  guint n_quotes;  /* quoted cells begun so far */
  gsize quote_at;  /* place of the last opening quote in its line */
  gboolean broken; /* a quote inside a quoted cell is neither doubled nor its end */
  guint long_cell; /* number of the first cell that is too long, 0 = none */

  gsize total;      /* bytes so far */
  gsize line_start; /* of them, before this line */
  gsize cell_start; /* of them, before this cell */
  gsize doubled;    /* of this cell, bytes that do not count */
} DyrCsvScan;

void dyr_csv_scan_begin (DyrCsvScan *scan, char delimiter, gsize cell_limit);
/* Takes a part of a line; stops early when the quotes are broken. */
void dyr_csv_scan_text (DyrCsvScan *scan, const char *text, gsize length);
/* Whether a quoted cell is open. */
gboolean dyr_csv_scan_is_open (const DyrCsvScan *scan);
/* Ends a line. TRUE when the row ends with it; otherwise the line end is part of a cell. */
gboolean dyr_csv_scan_end_line (DyrCsvScan *scan, gsize ending_length);
/* Spaces around a cell or its quotes do not count. A delimiter is no space. */
gboolean dyr_csv_is_space (char c, char delimiter);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Whether a row names columns, is data already, or stands above the table. */

#pragma once

#include "dyr-csv-reader.h"

G_BEGIN_DECLS

gboolean dyr_sheet_row_is_header (const DyrSheetRow *row);
/* A row with nothing or one text in it, though the table has at least three columns. */
gboolean dyr_sheet_row_is_title (char *const *cells, guint n_cells, guint n_columns);

G_END_DECLS

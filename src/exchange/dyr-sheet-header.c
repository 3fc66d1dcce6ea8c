/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Whether a row names columns, is data already, or stands above the table: names are short words,
 * each one once. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sheet-header-private.h"

#include <string.h>

#include "dyr-cell-kind-private.h"

/* Names of columns are shorter than this. Bytes. */
#define MAX_NAME 120

gboolean
dyr_sheet_row_is_header (const DyrSheetRow *row)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_names = 0;

  g_return_val_if_fail (row != NULL, FALSE);

  for (guint i = 0; i < row->n_cells; i++)
    {
      const char *cell = row->cells[i];
      DyrCellKind kind = dyr_cell_kind (cell);

      if (kind == DYR_CELL_EMPTY)
        continue;
      /* No column is called "+380…", "a@b.hr" or "1500". */
      if (kind != DYR_CELL_TEXT)
        return FALSE;

      if (strlen (cell) <= MAX_NAME)
        n_names += g_hash_table_add (seen, (gpointer) cell);
    }

  return n_names * 2 > row->n_cells;
}

gboolean
dyr_sheet_row_is_title (char *const *cells, guint n_cells, guint n_columns)
{
  guint n_filled = 0;

  g_return_val_if_fail (cells != NULL || n_cells == 0, FALSE);

  for (guint i = 0; i < n_cells; i++)
    n_filled += cells[i][0] != '\0';

  return n_filled == 0 || (n_filled == 1 && n_columns >= 3);
}

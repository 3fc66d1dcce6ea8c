/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrRow: the values of a record as threads pass them. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-record.h"

/**
 * dyr_row_new:
 * @type: a record type
 *
 * Returns: (transfer full): a row without values, on which any one thread may work
 */
DyrRow *
dyr_row_new (const DyrRecordType *type)
{
  DyrRow *row;

  g_return_val_if_fail (type != NULL, NULL);

  row = g_malloc0 (sizeof (DyrRow) + type->n_fields * sizeof (DyrValue));
  row->type = type;

  return row;
}

void
dyr_row_free (DyrRow *row)
{
  if (row == NULL)
    return;
  for (guint i = 0; i < row->type->n_fields; i++)
    dyr_value_clear (&row->values[i]);

  g_free (row->title);
  g_free (row);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The columns of a table: what suits a field. */

#pragma once

#include "dyr-table.h"

G_BEGIN_DECLS

/* Returns a new column; `field` is the index, -1 for the name of the record. */
GtkColumnViewColumn *dyr_table_column_new (const DyrRecordType *type,
                                           const DyrContext *context,
                                           const DyrTableColumn *column,
                                           int field,
                                           gboolean is_first);
/* The name of the field, as DyrTableColumn has it. */
const char *dyr_table_column_get_field (GtkColumnViewColumn *column);
/* Puts the title of the column that was added last over what it is the title of. */
void dyr_table_column_align_header (GtkWidget *view, float xalign);
/* Where its cells have their text: 0 start, 1 end. */
float dyr_table_column_get_xalign (GtkColumnViewColumn *column);
/* Says in its title that it is a further key to sort by; 0: it is none. */
void dyr_table_column_show_key (GtkColumnViewColumn *column, guint number, gboolean descending);
/* Whether the store has an order for it. */
gboolean dyr_table_column_can_sort (const DyrField *field);

G_END_DECLS

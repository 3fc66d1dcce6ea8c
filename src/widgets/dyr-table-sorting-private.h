/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrTableSorting: what the headers of a table say about its order, and clicks on them. */

#pragma once

#include <gtk/gtk.h>

#include "dyr-place.h"

G_BEGIN_DECLS

typedef struct _DyrTableSorting DyrTableSorting;

/* `clicked` is told when a person chose another order; the keys are that one already. */
DyrTableSorting *
dyr_table_sorting_new (GtkColumnView *view, void (*clicked) (gpointer data), gpointer data);
void dyr_table_sorting_free (DyrTableSorting *self);

/* A new sorter for the column that is appended next: it never compares rows. */
GtkSorter *dyr_table_sorting_make_sorter (DyrTableSorting *self);
/* While columns change, sorters say nothing; then the headers show the order again. */
void dyr_table_sorting_begin_columns (DyrTableSorting *self);
void dyr_table_sorting_end_columns (DyrTableSorting *self);

const DyrSortKey *dyr_table_sorting_get_keys (DyrTableSorting *self, guint *n_keys);
/* FALSE: that is the order already. */
gboolean dyr_table_sorting_set_keys (DyrTableSorting *self, const DyrSortKey *keys, guint n_keys);
/* Whether a click adds a key to the others, as Shift says. */
void dyr_table_sorting_set_adding (DyrTableSorting *self, gboolean adding);

G_END_DECLS

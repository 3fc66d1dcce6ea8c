/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The cells of a table's column: one widget each, bound by hand. */

#pragma once

#include <gtk/gtk.h>

#include "dyr-context.h"
#include "dyr-place.h"

G_BEGIN_DECLS

/* What the cells of a column show, and how. */
typedef struct
{
  const DyrRecordType *type;
  const DyrContext *context;
  int field;         /* index; -1: the name of the record */
  float xalign;      /* 0 start, 1 end */
  gboolean expand;   /* wide: a longer text is laid out */
  gboolean is_first; /* names the row for those who do not see it */
} DyrTableCellManner;

/* Returns a new factory; `manner` is copied. */
GtkListItemFactory *dyr_table_cell_factory_new (const DyrTableCellManner *manner);
float dyr_table_cell_factory_get_xalign (GtkListItemFactory *factory);
/* How many cells it has bound. */
guint dyr_table_cell_factory_get_n_binds (GtkListItemFactory *factory);

/* The place a cell is bound to; NULL for any other widget. */
DyrPlace *dyr_table_cell_get_place (GtkWidget *widget);
/* The bound cell at a point of the view; NULL: none. */
GtkWidget *dyr_table_cell_under (GtkWidget *view, int x, int y);
/* What is to be said of it: the whole text when the cell has no room for it, what its mark means.
 * Newly allocated; NULL: nothing. */
char *dyr_table_cell_get_tip (GtkWidget *widget);
/* Marks it, or no more, if it is a cell: whether the table does has changed. */
void dyr_table_cell_mark (GtkWidget *widget);

G_END_DECLS

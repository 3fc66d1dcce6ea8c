/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The rows of a column view by their positions. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-table-rows-private.h"

#include "dyr-table-cell-private.h"

/* The column view scrolls, focuses and recycles in a list view of its own. */
static GtkWidget *
get_list (GtkWidget *view)
{
  for (GtkWidget *child = gtk_widget_get_first_child (view); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (GTK_IS_LIST_VIEW (child))
        return child;
    }

  return NULL;
}

static guint
get_n_rows (GtkWidget *view)
{
  GtkSelectionModel *model = gtk_column_view_get_model (GTK_COLUMN_VIEW (view));

  return model != NULL ? g_list_model_get_n_items (G_LIST_MODEL (model)) : 0;
}

/* The row widget at a position, if GTK keeps one for it. */
static GtkWidget *
find_row (GtkWidget *view, guint position)
{
  GtkWidget *list = get_list (view);

  for (GtkWidget *row = list != NULL ? gtk_widget_get_first_child (list) : NULL; row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      GtkWidget *cell = gtk_widget_get_first_child (row);
      GtkWidget *child = cell != NULL ? gtk_widget_get_first_child (cell) : NULL;
      DyrPlace *place = child != NULL ? dyr_table_cell_get_place (child) : NULL;

      if (place != NULL && dyr_place_get_position (place) == position)
        return row;
    }

  return NULL;
}

void
dyr_table_rows_scroll_to (GtkWidget *view, guint position)
{
  GtkWidget *list = get_list (view);

  if (list != NULL && position < get_n_rows (view))
    gtk_widget_activate_action (list, "list.scroll-to-item", "u", position);
}

void
dyr_table_rows_focus (GtkWidget *view, guint position)
{
  GtkWidget *row;

  dyr_table_rows_scroll_to (view, position);
  row = find_row (view, position);
  if (row != NULL)
    gtk_widget_grab_focus (row);
}

gboolean
dyr_table_rows_is_focused (GtkWidget *view, guint position)
{
  GtkWidget *row = find_row (view, position);

  return row != NULL && (gtk_widget_is_focus (row) || gtk_widget_get_focus_child (row) != NULL);
}

/* Pixels; 0: nothing was laid out yet. */
static double
get_row_height (GtkWidget *view)
{
  const guint n_rows = get_n_rows (view);
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));

  return n_rows > 0 ? gtk_adjustment_get_upper (adjustment) / n_rows : 0;
}

gboolean
dyr_table_rows_is_in_view (GtkWidget *view, guint position)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));
  const double top = gtk_adjustment_get_value (adjustment), height = get_row_height (view);

  if (position >= get_n_rows (view) || height <= 0)
    return FALSE;

  return (position + 1) * height > top
         && position * height < top + gtk_adjustment_get_page_size (adjustment);
}

void
dyr_table_rows_tell_seen (GtkWidget *view, GListModel *list)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));
  const double top = gtk_adjustment_get_value (adjustment), height = get_row_height (view);

  if (list == NULL || height <= 0)
    return;

  dyr_place_list_look_at (DYR_PLACE_LIST (list),
                          (guint) (top / height),
                          (guint) ((top + gtk_adjustment_get_page_size (adjustment)) / height));
}

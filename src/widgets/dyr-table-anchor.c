/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrTableAnchor: the record that stays where it is on the screen. GTK keeps the position, but
 * other records stand at the positions after an edit or a sync. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-table-anchor-private.h"

#include "dyr-table-rows-private.h"

/* Headings over the first record that is seen. */
#define MAX_HEADINGS 8

static GtkAdjustment *
adjustment_of (GtkWidget *view)
{
  return gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));
}

void
dyr_table_anchor_take (DyrTableAnchor *self, GtkWidget *view, DyrSelection *selection)
{
  GtkAdjustment *adjustment = adjustment_of (view);
  guint n_rows = g_list_model_get_n_items (G_LIST_MODEL (selection));
  GListModel *model = dyr_selection_get_model (selection);
  guint selected = dyr_selection_get_selected_position (selection);
  double top;
  guint first;

  self->id = 0;
  if (adjustment == NULL || model == NULL || n_rows == 0)
    return;

  self->height = gtk_adjustment_get_upper (adjustment) / n_rows;
  top = gtk_adjustment_get_value (adjustment);
  if (top <= 0 || self->height <= 0)
    return;

  if (selected < n_rows && dyr_table_rows_is_in_view (view, selected))
    {
      self->id = dyr_selection_get_selected_id (selection);
      self->position = selected;
      return;
    }

  first = (guint) (top / self->height);
  for (guint i = first; i < n_rows && i < first + MAX_HEADINGS && self->id == 0; i++)
    {
      self->id = dyr_place_list_id_at (DYR_PLACE_LIST (model), i);
      self->position = i;
    }
}

void
dyr_table_anchor_hold (DyrTableAnchor *self, GtkWidget *view, DyrSelection *selection)
{
  GtkAdjustment *adjustment = adjustment_of (view);
  GListModel *model = dyr_selection_get_model (selection);
  guint position;

  if (self->id == 0 || adjustment == NULL || model == NULL)
    return;

  position = dyr_place_list_find (DYR_PLACE_LIST (model), self->id);
  if (position >= g_list_model_get_n_items (G_LIST_MODEL (selection)) || position == self->position)
    return;

  gtk_adjustment_set_value (adjustment,
                            gtk_adjustment_get_value (adjustment)
                                + ((double) position - self->position) * self->height);
}

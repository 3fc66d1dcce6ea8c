/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSelection: which records of a list are selected, by id: they stay selected wherever the list
 * moves them. */

#pragma once

#include <gtk/gtk.h>

#include "dyr-place.h"

G_BEGIN_DECLS

#define DYR_TYPE_SELECTION (dyr_selection_get_type ())
G_DECLARE_FINAL_TYPE (DyrSelection, dyr_selection, DYR, SELECTION, GObject)

/* A GtkSelectionModel over a list that implements DyrPlaceList. Properties:
 * "model" (GListModel);
 * "multiple" (gboolean): whether more than one record can be selected, FALSE at first;
 * "selected-id" (gint64): the one selected record, 0 when there is none or there are several. It
 *   stays when the record leaves the list (a filter hides it) and is selected again when it is
 * back; "n-selected" (guint). */
DyrSelection *dyr_selection_new (GListModel *model);

GListModel *dyr_selection_get_model (DyrSelection *self);
void dyr_selection_set_model (DyrSelection *self, GListModel *model);
void dyr_selection_set_multiple (DyrSelection *self, gboolean multiple);
gint64 dyr_selection_get_selected_id (DyrSelection *self);
/* Selects that record alone, in the list or not yet; 0: nothing. */
void dyr_selection_set_selected_id (DyrSelection *self, gint64 id);
/* Where the selected record stands; GTK_INVALID_LIST_POSITION: nowhere. */
guint dyr_selection_get_selected_position (DyrSelection *self);
guint dyr_selection_get_n_selected (DyrSelection *self);
/* A new GArray of gint64: the selected records that are in the list, in its order. */
GArray *dyr_selection_get_ids (DyrSelection *self);

G_END_DECLS

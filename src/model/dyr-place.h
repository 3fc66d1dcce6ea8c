/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrPlace: a row of a table. It stands for a position; the record shown there is swapped. */

#pragma once

#include "dyr-record.h"
#include <gio/gio.h>

G_BEGIN_DECLS

#define DYR_TYPE_PLACE (dyr_place_get_type ())
G_DECLARE_FINAL_TYPE (DyrPlace, dyr_place, DYR, PLACE, GObject)

DyrPlace *dyr_place_new (guint position);
guint dyr_place_get_position (DyrPlace *self);
/* The record at this place; NULL until it has been read. "record" notifies when it changes. */
DyrRecord *dyr_place_get_record (DyrPlace *self);
void dyr_place_set_record (DyrPlace *self, DyrRecord *record);

/* A GListModel of DyrPlace that knows where a record stands and can be asked to sort. */
#define DYR_TYPE_PLACE_LIST (dyr_place_list_get_type ())
G_DECLARE_INTERFACE (DyrPlaceList, dyr_place_list, DYR, PLACE_LIST, GListModel)

struct _DyrPlaceListInterface
{
  GTypeInterface parent;
  gint64 (*id_at) (DyrPlaceList *self, guint position);
  guint (*find) (DyrPlaceList *self, gint64 id);
  void (*sort) (DyrPlaceList *self, const char *field, gboolean descending);
};

/* Id of the record at a position, 0 past the end. */
gint64 dyr_place_list_id_at (DyrPlaceList *self, guint position);
/* Position of a record, G_MAXUINT when it is not in the list. */
guint dyr_place_list_find (DyrPlaceList *self, gint64 id);
/* Asks for another order; NULL: the list's own. */
void dyr_place_list_sort (DyrPlaceList *self, const char *field, gboolean descending);

/* Signal "reordered" (): emitted after the records of places were swapped; selections by id
 * have to be put on their new positions. The lists emit it with this: */
void dyr_place_list_reordered (DyrPlaceList *self);

G_END_DECLS

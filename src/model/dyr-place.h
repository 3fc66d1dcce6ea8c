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
/* A place over a group of records has no record but a heading; "record" notifies of it too. */
const char *dyr_place_get_heading (DyrPlace *self);
void dyr_place_set_heading (DyrPlace *self, const char *heading);

/* One of several keys to sort by. */
typedef struct
{
  const char *field; /* interned */
  gboolean descending;
} DyrSortKey;

/* A GListModel of DyrPlace that knows where a record stands and can be asked to sort. */
#define DYR_TYPE_PLACE_LIST (dyr_place_list_get_type ())
G_DECLARE_INTERFACE (DyrPlaceList, dyr_place_list, DYR, PLACE_LIST, GListModel)

struct _DyrPlaceListInterface
{
  GTypeInterface parent;
  gint64 (*id_at) (DyrPlaceList *self, guint position);
  guint (*find) (DyrPlaceList *self, gint64 id);
  void (*sort) (DyrPlaceList *self, const char *field, gboolean descending);
  /* What not every list has: */
  void (*sort_by) (DyrPlaceList *self, const DyrSortKey *keys, guint n_keys);
  const gint64 *(*get_ids) (DyrPlaceList *self, guint *n_ids);
  gboolean (*is_partial) (DyrPlaceList *self);
  void (*look_at) (DyrPlaceList *self, guint first, guint last);
};

/* Id of the record at a position, 0 past the end and of a heading. */
gint64 dyr_place_list_id_at (DyrPlaceList *self, guint position);
/* Position of a record, G_MAXUINT when it is not in the list. */
guint dyr_place_list_find (DyrPlaceList *self, gint64 id);
/* Asks for another order; NULL: the list's own. */
void dyr_place_list_sort (DyrPlaceList *self, const char *field, gboolean descending);
/* The same by several keys, the first leading; a list that sorts by one takes that. */
void dyr_place_list_sort_by (DyrPlaceList *self, const DyrSortKey *keys, guint n_keys);
/* All ids in order, below 1 those of headings; NULL when the list has no such array. Good until
 * the list changes. */
const gint64 *dyr_place_list_get_ids (DyrPlaceList *self, guint *n_ids);

/* Only the first rows are known, the others have no record and no id: what is not found in the list
 * may be there in a moment, when it is reordered again. */
gboolean dyr_place_list_is_partial (DyrPlaceList *self);

/* Those positions are in view, the last included: their places get records before any others. */
void dyr_place_list_look_at (DyrPlaceList *self, guint first, guint last);

/* Signal "reordered" (): emitted after the records of places were swapped; selections by id
 * have to be put on their new positions. The lists emit it with this: */
void dyr_place_list_reordered (DyrPlaceList *self);

G_END_DECLS

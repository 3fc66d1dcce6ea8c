/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrPlaces: where one has been: pages and records, for Back and Forward. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  char *page;
  gint64 record; /* 0: the page alone */
} DyrVisited;

typedef struct _DyrPlaces DyrPlaces;

DyrPlaces *dyr_places_new (void);
void dyr_places_free (DyrPlaces *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrPlaces, dyr_places_free)

/* One is here now. The same place again, or a record on the page just opened, is no new place. */
void dyr_places_visit (DyrPlaces *self, const char *page, gint64 record);
/* Goes one back or forward; NULL when there is nothing. Belongs to the places. */
const DyrVisited *dyr_places_back (DyrPlaces *self);
const DyrVisited *dyr_places_forward (DyrPlaces *self);
gboolean dyr_places_can_go_back (DyrPlaces *self);
gboolean dyr_places_can_go_forward (DyrPlaces *self);

G_END_DECLS

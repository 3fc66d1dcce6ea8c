/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSyncAhead: pages that are asked for before the engine orders them. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sync-ahead.h"

/* Pages that lie ready. One step takes them all: the more records it has, the fewer pages of the
 * indexes it writes for each. A person's edit waits for it, a tenth of a second. */
#define MOST 16

DyrSyncAhead *
dyr_sync_ahead_new (void)
{
  DyrSyncAhead *self = g_new0 (DyrSyncAhead, 1);

  self->read = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_sync_trip_free);
  return self;
}

void
dyr_sync_ahead_free (DyrSyncAhead *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->read);
  dyr_sync_trip_free (self->next);
  g_free (self);
}

DyrSyncTrip *
dyr_sync_ahead_send (DyrSyncAhead *self)
{
  if (self->next == NULL || self->out != NULL || self->read->len >= MOST)
    return NULL;
  self->out = self->next;
  return g_steal_pointer (&self->next);
}

gboolean
dyr_sync_ahead_is_forgotten (const DyrSyncAhead *self, const DyrSyncTrip *trip)
{
  return trip->ahead && trip != self->out;
}

DyrSyncTrip *
dyr_sync_ahead_end (DyrSyncAhead *self, DyrSyncTrip *trip)
{
  const gboolean ordered = self->ordered;

  g_clear_pointer (&self->next, dyr_sync_trip_free);
  self->next = g_steal_pointer (&trip->next);
  if (!trip->ahead)
    return trip;
  self->out = NULL;
  self->ordered = FALSE;
  if (ordered)
    return trip;
  g_ptr_array_add (self->read, trip);
  return NULL;
}

GPtrArray *
dyr_sync_ahead_steal (DyrSyncAhead *self)
{
  GPtrArray *read = g_steal_pointer (&self->read);

  self->read = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_sync_trip_free);
  return read;
}

DyrSyncTrip *
dyr_sync_ahead_order (DyrSyncAhead *self, DyrSyncTrip *trip, DyrSyncTrip **page)
{
  if (self->read->len > 0)
    {
      DyrSyncTrip *first = self->read->pdata[0];

      if (dyr_order_is_same_page (first->order, trip->order))
        {
          *page = g_ptr_array_steal_index (self->read, 0);
          dyr_sync_trip_free (trip);
          return NULL;
        }
    }
  else if (self->out != NULL && dyr_order_is_same_page (self->out->order, trip->order))
    {
      self->ordered = TRUE;
      dyr_sync_trip_free (trip);
      return NULL;
    }
  dyr_sync_ahead_forget (self);
  return trip;
}

gboolean
dyr_sync_ahead_gathers (const DyrSyncAhead *self, const GPtrArray *arrived)
{
  const DyrSyncTrip *trip = arrived->len == 1 ? arrived->pdata[0] : NULL;

  /* The first page is there to be seen. */
  return trip != NULL && trip->order->kind == DYR_ORDER_PULL && trip->order->after != NULL
         && self->out != NULL && self->read->len + 1 < MOST;
}

void
dyr_sync_ahead_forget (DyrSyncAhead *self)
{
  g_ptr_array_set_size (self->read, 0);
  g_clear_pointer (&self->next, dyr_sync_trip_free);
  self->out = NULL;
  self->ordered = FALSE;
}

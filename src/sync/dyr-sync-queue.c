/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSyncQueue: orders that are on disk and wait to be sent, and answers that wait to be taken
 * over.
 */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sync-queue.h"

/* Answers and pages that others will follow at once are taken over together: microseconds. */
#define GATHER (G_USEC_PER_SEC / 5)
/* While so many orders are written down and not sent, answers can wait for one another. */
#define WAITING_ENOUGH 12

static GPtrArray *
new_trips (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_sync_trip_free);
}

DyrSyncQueue *
dyr_sync_queue_new (void)
{
  DyrSyncQueue *self = g_new0 (DyrSyncQueue, 1);

  self->waiting = new_trips ();
  self->arrived = new_trips ();
  return self;
}

void
dyr_sync_queue_free (DyrSyncQueue *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->waiting);
  g_ptr_array_unref (self->arrived);
  g_free (self);
}

void
dyr_sync_queue_forget (DyrSyncQueue *self)
{
  g_ptr_array_set_size (self->waiting, 0);
  g_ptr_array_set_size (self->arrived, 0);
  self->doubtful = FALSE;
  self->judging = FALSE;
  self->paused = FALSE;
}

void
dyr_sync_queue_order (DyrSyncQueue *self, GPtrArray *leaving)
{
  int n_first = 0;

  for (guint i = 0; i < leaving->len; i++)
    {
      DyrSyncTrip *trip = leaving->pdata[i];

      if (trip == NULL || trip->order->record == 0)
        continue;
      leaving->pdata[i] = NULL;
      g_ptr_array_insert (self->waiting, trip->order->first ? n_first++ : -1, trip);
    }
}

DyrSyncTrip *
dyr_sync_queue_send (DyrSyncQueue *self, guint n_out)
{
  if (self->waiting->len == 0 || n_out >= DYR_SENT_MOST || self->doubtful || self->judging
      || self->paused)
    return NULL;
  return g_ptr_array_steal_index (self->waiting, 0);
}

void
dyr_sync_queue_doubt (DyrSyncQueue *self)
{
  self->doubtful = TRUE;
}

void
dyr_sync_queue_arrive (DyrSyncQueue *self, DyrSyncTrip *trip)
{
  if (self->arrived->len == 0)
    self->until = g_get_monotonic_time () + GATHER;
  g_ptr_array_add (self->arrived, trip);
}

gboolean
dyr_sync_queue_gathers (const DyrSyncQueue *self, const DyrSyncAhead *ahead)
{
  if (self->arrived->len == 0 || self->doubtful || self->paused
      || g_get_monotonic_time () >= self->until)
    return FALSE;
  /* What was looked at is written next, before that grows old. */
  for (guint i = 0; i < self->arrived->len; i++)
    {
      const DyrOrder *order = ((DyrSyncTrip *) self->arrived->pdata[i])->order;

      if (order->kind == DYR_ORDER_FETCH && order->sent != NULL)
        return FALSE;
    }
  return self->waiting->len > WAITING_ENOUGH || dyr_sync_ahead_gathers (ahead, self->arrived);
}

gboolean
dyr_sync_queue_is_due (const DyrSyncQueue *self)
{
  return self->arrived->len > 0 || (self->paused && self->waiting->len > 0);
}

void
dyr_sync_queue_begin_step (DyrSyncQueue *self, DyrSyncStep *next)
{
  g_ptr_array_extend_and_steal (next->arrived, g_steal_pointer (&self->arrived));
  self->arrived = new_trips ();
  if (self->paused)
    dyr_sync_queue_give_back (self, next);
  self->judging = self->doubtful;
  self->doubtful = FALSE;
}

void
dyr_sync_queue_end_step (DyrSyncQueue *self, const DyrSyncStep *taken)
{
  self->judging = FALSE;
  self->paused = taken->paused;
}

void
dyr_sync_queue_give_back (DyrSyncQueue *self, DyrSyncStep *next)
{
  g_ptr_array_extend_and_steal (next->unsent, g_steal_pointer (&self->waiting));
  self->waiting = new_trips ();
}

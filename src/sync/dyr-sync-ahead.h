/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSyncAhead: pages of a list of changes that are asked for before the engine orders them, so
 * that the CRM, the network and the reading of answers do not wait for the disk, nor the disk for
 * them. Private to DyrSyncer. */

#pragma once

/* Where a page begins is told by the page before it, whatever the engine does with that one. So the
 * next one is asked for as soon as the last one was read. When the engine orders it, it is handed
 * over as if it had been asked for then: no write is on its way while lists are read, so nothing of
 * ours could be newer than the page. When the engine orders anything else, it is forgotten. */

#include "dyr-sync-step.h"

G_BEGIN_DECLS

typedef struct
{
  GPtrArray *read;   /* DyrSyncTrip with answers that nobody ordered yet, one after the other */
  DyrSyncTrip *next; /* what comes after them, not sent yet; NULL: nothing */
  const DyrSyncTrip *out; /* on its way; NULL: none */
  gboolean ordered;       /* `out` is what the engine waits for */
} DyrSyncAhead;

DyrSyncAhead *dyr_sync_ahead_new (void);
void dyr_sync_ahead_free (DyrSyncAhead *self);

/* What is to be sent now, to be given to dyr_sync_ahead_end () when it was read; NULL: nothing. */
DyrSyncTrip *dyr_sync_ahead_send (DyrSyncAhead *self);
/* Whether nobody waits for a trip that was read. */
gboolean dyr_sync_ahead_is_forgotten (const DyrSyncAhead *self, const DyrSyncTrip *trip);
/* Takes another one that was read, and remembers what follows it. Gives it back when the engine had
 * ordered it. */
DyrSyncTrip *dyr_sync_ahead_end (DyrSyncAhead *self, DyrSyncTrip *trip);
/* The pages that are there, for the step that may order them. */
GPtrArray *dyr_sync_ahead_steal (DyrSyncAhead *self);
/* Takes a trip that is to be sent. Gives it back when it was not asked for already; `page` is the
 * one with the answer when that is there. */
DyrSyncTrip *dyr_sync_ahead_order (DyrSyncAhead *self, DyrSyncTrip *trip, DyrSyncTrip **page);
void dyr_sync_ahead_forget (DyrSyncAhead *self);
/* Whether a page that arrived better waits for the next ones: they are written in one commit. */
gboolean dyr_sync_ahead_gathers (const DyrSyncAhead *self, const GPtrArray *arrived);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSyncQueue: orders that are on disk and wait to be sent, and answers that wait to be taken
 * over. Private to DyrSyncer. */

#pragma once

/* The engine orders more records than are sent at once, so that one commit writes down many orders
 * and takes over many answers, and none of them keeps the wire waiting. An answer that is not
 * plainly good holds back what was not sent until the engine has seen it; when the engine says that
 * nothing may be sent now, it gets all that was not sent back. */

#include "dyr-sync-ahead.h"

G_BEGIN_DECLS

typedef struct
{
  GPtrArray *waiting; /* DyrSyncTrip that are on disk and not sent yet */
  GPtrArray *arrived; /* DyrSyncTrip, for the next step */
  gint64 until;       /* … which can wait for more until then, by the monotonic clock */
  gboolean doubtful;  /* nothing more is sent until the engine has seen an answer, … */
  gboolean judging;   /* … which it does now */
  gboolean paused;    /* it said that nothing may be sent */
} DyrSyncQueue;

DyrSyncQueue *dyr_sync_queue_new (void);
void dyr_sync_queue_free (DyrSyncQueue *self);
/* All that was said of it belongs to an engine that is not there any more. */
void dyr_sync_queue_forget (DyrSyncQueue *self);

/* Takes what a step ordered of single records, in its order. */
void dyr_sync_queue_order (DyrSyncQueue *self, GPtrArray *leaving);
/* What is to be sent now, while `n_out` are on their way; NULL: nothing. */
DyrSyncTrip *dyr_sync_queue_send (DyrSyncQueue *self, guint n_out);

/* An answer that may mean that nothing more should be sent. */
void dyr_sync_queue_doubt (DyrSyncQueue *self);
/* Takes an answer. */
void dyr_sync_queue_arrive (DyrSyncQueue *self, DyrSyncTrip *trip);
/* Whether what arrived better waits for what will arrive at once. */
gboolean dyr_sync_queue_gathers (const DyrSyncQueue *self, const DyrSyncAhead *ahead);
/* Whether the next step has something to take over or to take back. */
gboolean dyr_sync_queue_is_due (const DyrSyncQueue *self);

/* Gives the step all that arrived, and back what may not be sent. */
void dyr_sync_queue_begin_step (DyrSyncQueue *self, DyrSyncStep *next);
void dyr_sync_queue_end_step (DyrSyncQueue *self, const DyrSyncStep *taken);
/* Gives the step back all that was not sent. */
void dyr_sync_queue_give_back (DyrSyncQueue *self, DyrSyncStep *next);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSyncPlan: when DyrSyncer looks at its work next. Used on its main context only. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* All times are microseconds. */
typedef struct
{
  GSource *wake; /* ready: there is something to do now */
  GSource *timer;
  gint64 next;       /* what is planned, of the wall clock; 0: nothing */
  gint64 next_mono;  /* the same by the monotonic clock: the wall clock may be set */
  gboolean next_run; /* then: a run, not only a step */
} DyrSyncPlan;

/* `on_wake` is called each time it is woken, `on_due` when dyr_sync_plan_take () is to be asked. */
void
dyr_sync_plan_open (DyrSyncPlan *self, GSourceFunc on_wake, GSourceFunc on_due, gpointer user_data);
/* Neither is called any more; nothing is planned. */
void dyr_sync_plan_close (DyrSyncPlan *self);

void dyr_sync_plan_wake (DyrSyncPlan *self);
/* … at an instant of the monotonic clock, unless it is woken before. */
void dyr_sync_plan_wake_at (DyrSyncPlan *self, gint64 mono);
/* Something to do at an instant of the wall clock; what comes earlier stays. */
void dyr_sync_plan_at (DyrSyncPlan *self, gint64 time, gboolean run);
void dyr_sync_plan_in (DyrSyncPlan *self, gint64 seconds, gboolean run);
void dyr_sync_plan_nothing (DyrSyncPlan *self);
/* Whether the time has come for what was planned, which is planned no longer then. */
gboolean dyr_sync_plan_take (DyrSyncPlan *self, gboolean *run);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSyncPlan: when DyrSyncer looks at its work next. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sync-plan.h"

/* What is planned is looked at this often: the clock that timers run by stands still while the
 * computer sleeps. */
#define TICK (30 * G_USEC_PER_SEC)

static gboolean
dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  g_source_set_ready_time (source, -1);
  return callback (user_data);
}

/* A source that calls back each time it is given a time that has come. */
static GSource *
add_source (GSourceFunc callback, gpointer user_data)
{
  static GSourceFuncs funcs = { NULL, NULL, dispatch, NULL };
  GSource *source = g_source_new (&funcs, sizeof (GSource));

  g_source_set_callback (source, callback, user_data, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());
  return source;
}

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

void
dyr_sync_plan_open (DyrSyncPlan *self, GSourceFunc on_wake, GSourceFunc on_due, gpointer user_data)
{
  self->wake = add_source (on_wake, user_data);
  self->timer = add_source (on_due, user_data);
}

void
dyr_sync_plan_close (DyrSyncPlan *self)
{
  dyr_sync_plan_nothing (self);
  clear_source (&self->wake);
  clear_source (&self->timer);
}

void
dyr_sync_plan_wake (DyrSyncPlan *self)
{
  dyr_sync_plan_wake_at (self, 0);
}

void
dyr_sync_plan_wake_at (DyrSyncPlan *self, gint64 mono)
{
  if (self->wake != NULL)
    g_source_set_ready_time (self->wake, mono);
}

static void
set_timer (DyrSyncPlan *self)
{
  const gint64 left = self->next - g_get_real_time ();

  g_source_set_ready_time (self->timer, g_get_monotonic_time () + CLAMP (left, 0, TICK));
}

void
dyr_sync_plan_at (DyrSyncPlan *self, gint64 time, gboolean run)
{
  if (self->next != 0 && self->next <= time)
    return;
  self->next = time;
  self->next_mono = g_get_monotonic_time () + MAX (time - g_get_real_time (), 0);
  self->next_run = run;
  set_timer (self);
}

void
dyr_sync_plan_in (DyrSyncPlan *self, gint64 seconds, gboolean run)
{
  dyr_sync_plan_at (self, g_get_real_time () + seconds * G_USEC_PER_SEC, run);
}

void
dyr_sync_plan_nothing (DyrSyncPlan *self)
{
  self->next = 0;
  if (self->timer != NULL)
    g_source_set_ready_time (self->timer, -1);
}

gboolean
dyr_sync_plan_take (DyrSyncPlan *self, gboolean *run)
{
  if (self->next == 0)
    return FALSE;
  if (g_get_real_time () < self->next && g_get_monotonic_time () < self->next_mono)
    {
      set_timer (self);
      return FALSE;
    }
  *run = self->next_run;
  dyr_sync_plan_nothing (self);
  return TRUE;
}

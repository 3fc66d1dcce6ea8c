/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSyncService against the fake EspoCRM, on a computer that sleeps and whose network comes and
 * goes. */

#include "config.h"

#include "dyr-sync-service-private.h"

#include "sync-stage.h"

/* Awake again it asks what happened in the CRM, and goes on where the CRM could not be reached. */
static void
test_woken (SyncFixture *f, gconstpointer data)
{
  guint64 n;

  sync_start (f);
  sync_connect_with (f, SYNC_KEY);
  sync_wait_for (f, DYR_SERVICE_UP_TO_DATE);
  stage_wait_until (!f->sync->running);
  n = sync_counts (f).requests;
  dyr_office_wake (f->stage.office);
  stage_wait_until (sync_counts (f).requests > n);
  sync_wait_for (f, DYR_SERVICE_UP_TO_DATE);
  sync_add_fault (f, CRM_FAULT_LOST_REQUEST, NULL);
  sync_add_client (f, "Дім");
  sync_wait_for (f, DYR_SERVICE_OFFLINE);
  sync_clear_faults (f);
  dyr_office_wake (f->stage.office);
  stage_wait_until (sync_count_accounts (f) == 1);
  sync_wait_for (f, DYR_SERVICE_UP_TO_DATE);
}

/* A run that begins is told of before anything else happens. */
static void
assert_sleeps_on (SyncFixture *f)
{
  const guint64 n = sync_counts (f).requests;

  dyr_office_wake (f->stage.office);
  while (g_main_context_iteration (NULL, FALSE))
    g_assert_false (f->sync->running);
  g_assert_cmpuint (sync_counts (f).requests, ==, n);
}

/* Without a network, or where it may not go by itself, it stays where it is. */
static void
test_woken_kept (SyncFixture *f, gconstpointer data)
{
  guint64 n;

  sync_start (f);
  sync_connect_with (f, SYNC_KEY);
  sync_wait_for (f, DYR_SERVICE_UP_TO_DATE);
  sync_network_set_gone (f->network, TRUE);
  stage_wait_until (!f->sync->running);
  assert_sleeps_on (f);
  n = sync_counts (f).requests;
  /* The network does it, once it is there. */
  sync_network_set_gone (f->network, FALSE);
  stage_wait_until (sync_counts (f).requests > n);
  sync_wait_for (f, DYR_SERVICE_UP_TO_DATE);
  dyr_sync_service_set_paused (f->sync, TRUE);
  sync_wait_for (f, DYR_SERVICE_PAUSED);
  stage_wait_until (!f->sync->started);
  assert_sleeps_on (f);
}

int
main (int argc, char **argv)
{
#define ADD(name, function)                                                                        \
  g_test_add ("/app/sync-woken/" name, SyncFixture, NULL, sync_set_up, function, sync_tear_down)

  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  stage_init (&argc, &argv, FALSE);
  ADD ("woken", test_woken);
  ADD ("kept", test_woken_kept);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSyncPlan: what is planned comes, whatever the clock of this computer is set to, and however
 * long the computer sleeps. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sync-plan.h"

#define HOUR G_GINT64_CONSTANT (3600)
/* Microseconds. */
#define YEARS (10 * 365 * 24 * HOUR * G_USEC_PER_SEC)
#define SOON (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)

static gboolean
on_called (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
assert_waits (DyrSyncPlan *plan)
{
  gboolean run;

  g_assert_false (dyr_sync_plan_take (plan, &run));
  /* It is looked at again soon: timers stand still while the computer sleeps. */
  g_assert_cmpint (g_source_get_ready_time (plan->timer), >, 0);
  g_assert_cmpint (g_source_get_ready_time (plan->timer), <=, g_get_monotonic_time () + SOON);
}

static void
assert_due (DyrSyncPlan *plan, gboolean run)
{
  gboolean is_run = !run;

  g_assert_true (dyr_sync_plan_take (plan, &is_run));
  g_assert_cmpint (is_run, ==, run);
  /* Once. */
  g_assert_false (dyr_sync_plan_take (plan, &is_run));
  g_assert_cmpint (g_source_get_ready_time (plan->timer), ==, -1);
}

/* Neither clock can be set by a test: what was planned is moved instead. */

/* Woken up after a night, the computer's other clock knows of no hour that has passed. */
static void
test_set_ahead (void)
{
  DyrSyncPlan plan = { NULL };

  dyr_sync_plan_open (&plan, on_called, on_called, NULL);
  dyr_sync_plan_in (&plan, HOUR, TRUE);
  assert_waits (&plan);
  plan.next -= YEARS;
  assert_due (&plan, TRUE);
  dyr_sync_plan_close (&plan);
}

/* The wall says that it is to come in ten years, but the hour has passed. */
static void
test_set_back (void)
{
  DyrSyncPlan plan = { NULL };

  dyr_sync_plan_open (&plan, on_called, on_called, NULL);
  dyr_sync_plan_in (&plan, HOUR, FALSE);
  plan.next += YEARS;
  assert_waits (&plan);
  plan.next_mono -= 2 * HOUR * G_USEC_PER_SEC;
  assert_due (&plan, FALSE);
  dyr_sync_plan_close (&plan);
}

/* What comes earlier stays, with what is to be done then. */
static void
test_earlier (void)
{
  DyrSyncPlan plan = { NULL };
  gint64 next;

  dyr_sync_plan_open (&plan, on_called, on_called, NULL);
  dyr_sync_plan_in (&plan, HOUR, FALSE);
  next = plan.next;
  dyr_sync_plan_in (&plan, 2 * HOUR, TRUE);
  g_assert_cmpint (plan.next, ==, next);
  g_assert_false (plan.next_run);
  dyr_sync_plan_in (&plan, 0, TRUE);
  assert_due (&plan, TRUE);
  dyr_sync_plan_close (&plan);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/plan/set-ahead", test_set_ahead);
  g_test_add_func ("/sync/plan/set-back", test_set_back);
  g_test_add_func ("/sync/plan/earlier", test_earlier);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Engine: the CRM's clock is set back. Nothing waits until it is where it was. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "engine-test.h"

#define YEAR (366 * 86400)

static char *
text_of (gint64 time)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (time);

  return g_date_time_format (date, "%Y-%m-%d %H:%M:%S");
}

/* The last page of the clients, whose last record says that time. */
static void
queue_end (EngineTest *t, DyrRemoteRecord *theirs, gint64 time)
{
  g_autofree char *at = text_of (time);

  engine_test_queue_page (t, "client", theirs, at, "1")->last = TRUE;
}

/* The walk over all ids finds that one. */
static void
queue_sweep (EngineTest *t, gint64 id, const char *version)
{
  DyrRemoteRecord *theirs = engine_test_same (t, id, "client/1", version, NULL);

  theirs->partial = TRUE;
  engine_test_queue (t, "sweep client", theirs);
}

/* A run in which that one is read. */
static void
run_and_read (EngineTest *t, gint64 id, const char *version)
{
  engine_test_begin (t);
  engine_test_done (t,
                    engine_test_expect (t, DYR_ORDER_FETCH, id),
                    engine_test_same (t, id, "client/1", version, NULL));
}

static void
assert_asked_from (EngineTest *t, gint64 time)
{
  const DyrOrder *order = engine_test_asked (t, DYR_ORDER_PULL, "client", 0);
  g_autofree char *at = text_of (time);

  g_assert_nonnull (order);
  g_assert_cmpstr (order->at, ==, at);
}

/* Changes are asked for from where the clock stands; what was changed since it was set back is
 * found by a walk over all ids, once. */
static void
test_cursor (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_one (t);

  queue_end (t, engine_test_same (t, id, "client/1", "2", NULL), t->time);
  engine_test_run (t);
  t->time -= 3600;
  queue_sweep (t, id, "2");
  run_and_read (t, id, "2");
  assert_asked_from (t, t->time - 120);
  g_assert_nonnull (engine_test_asked (t, DYR_ORDER_SWEEP, "client", 0));
  engine_test_queue (t, "client", engine_test_same (t, id, "client/1", "3", "name", "C", NULL));
  engine_test_run (t);
  engine_test_assert_value (t, id, "name", "C");
  g_assert_null (engine_test_asked (t, DYR_ORDER_SWEEP, "client", 0));
}

/* A record that is dated ahead is read at each run, and hides nothing that is changed before. */
static void
test_dated_ahead (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_one (t);

  for (guint run = 0; run < 3; run++)
    {
      queue_end (t, engine_test_same (t, id, "client/1", "2", NULL), t->time + YEAR);
      engine_test_run (t);
      if (run > 0)
        assert_asked_from (t, t->time - 60 - 120);
      g_assert_null (engine_test_asked (t, DYR_ORDER_SWEEP, "client", 0));
      t->time += 60;
    }
}

/* The daily walk does not wait for the day on which it was last done. */
static void
test_swept (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_one (t);

  t->time -= YEAR;
  queue_sweep (t, id, "1");
  run_and_read (t, id, "1");
  g_assert_nonnull (engine_test_asked (t, DYR_ORDER_SWEEP, "client", 0));
  engine_test_run (t);
  g_assert_null (engine_test_asked (t, DYR_ORDER_SWEEP, "client", 0));
}

/* What was written before is read back, and settles. */
static void
test_settles (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id;

  engine_test_type (t, &dyr_client_type)->locked = FALSE;
  id = engine_test_have_one (t);
  engine_test_edit (t, id, "name", "B", NULL);
  engine_test_written (t, engine_test_expect (t, DYR_ORDER_UPDATE, id), "client/1", "2");
  t->time -= YEAR;
  engine_test_begin (t);
  engine_test_done (t,
                    engine_test_expect (t, DYR_ORDER_FETCH, id),
                    engine_test_same (t, id, "client/1", "2", NULL));
  engine_test_assert_rest (t, id);
  engine_test_assert_value (t, id, "name", "B");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_test_add ("clock/cursor", test_cursor);
  engine_test_add ("clock/dated-ahead", test_dated_ahead);
  engine_test_add ("clock/swept", test_swept);
  engine_test_add ("clock/settles", test_settles);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Engine: the feed of deletions, whose numbers come out of order, and of which a part is read again
 * each time. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "engine-test.h"

/* The feed says: client/1 was deleted, under that number, which is the highest one. */
static DyrAnswer *
tell (EngineTest *t, const char *number)
{
  DyrRemoteRecord *gone = engine_test_theirs (t, &dyr_client_type, "client/1", number, NULL);
  DyrAnswer *answer = engine_test_queue (t, "gone", gone);

  gone->deleted = TRUE;
  answer->next_after = g_strdup (number);
  return answer;
}

static const char *
asked_after (EngineTest *t, guint n)
{
  const DyrOrder *order = engine_test_asked (t, DYR_ORDER_PULL, "gone", n);

  g_assert_nonnull (order);
  g_assert_null (order->at);
  return order->after;
}

/* Each run begins 200 before the highest number that was seen; pages of a run follow each other. */
static void
test_cursor (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();

  engine_test_queue (t, "gone", NULL)->next_after = g_strdup ("17");
  engine_test_run (t);
  g_assert_cmpstr (asked_after (t, 0), ==, NULL);
  engine_test_queue (t, "gone", NULL)->next_after = g_strdup ("1000");
  engine_test_run (t);
  g_assert_cmpstr (asked_after (t, 0), ==, NULL);
  engine_test_queue_page (t, "gone", NULL, NULL, "990");
  engine_test_queue (t, "gone", NULL)->next_after = g_strdup ("995");
  engine_test_run (t);
  g_assert_cmpstr (asked_after (t, 0), ==, "800");
  g_assert_cmpstr (asked_after (t, 1), ==, "990");
  /* An older copy of the feed does not take back what was seen. */
  engine_test_run (t);
  g_assert_cmpstr (asked_after (t, 0), ==, "800");
}

/* Restored there it keeps its id: its old deletion is told again, and the record says otherwise. */
static void
test_restored (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_one (t);

  tell (t, "5");
  engine_test_run (t);
  engine_test_assert (t, id, "deleted_at IS NOT NULL");
  engine_test_queue (t, "client", engine_test_same (t, id, "client/1", "2", "name", "A", NULL));
  engine_test_run (t);
  engine_test_assert (t, id, "deleted_at IS NULL AND remote_id = 'client/1'");
  for (guint run = 0; run < 2; run++)
    {
      tell (t, "5");
      engine_test_begin (t);
      engine_test_done (t,
                        engine_test_expect (t, DYR_ORDER_FETCH, id),
                        engine_test_same (t, id, "client/1", "2", NULL));
      engine_test_quiet (t);
      engine_test_assert (t, id, "deleted_at IS NULL AND remote_id = 'client/1' AND settled = 1");
    }
  /* Deleted once more: a number of its own. */
  tell (t, "6");
  engine_test_run (t);
  engine_test_assert (t, id, "deleted_at IS NOT NULL");
}

/* A lower number that is seen later is found all the same. */
static void
test_out_of_order (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_one (t);
  DyrOrder *order;

  engine_test_queue (t, "gone", NULL)->next_after = g_strdup ("300");
  engine_test_run (t);
  tell (t, "299");
  engine_test_begin (t);
  order = engine_test_expect (t, DYR_ORDER_FETCH, id);
  g_assert_cmpstr (asked_after (t, 0), ==, "100");
  engine_test_say (t, order, DYR_ANSWER_GONE, 404);
  engine_test_quiet (t);
  engine_test_assert (t, id, "deleted_at IS NOT NULL AND remote_id IS NULL");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_test_add ("feed/cursor", test_cursor);
  engine_test_add ("feed/restored", test_restored);
  engine_test_add ("feed/out-of-order", test_out_of_order);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The engine orders more than is sent at once, as far as nobody could come to harm by it; what is
 * not sent after all may be given back. */

#include "config.h"

#include "dyr-client.h"
#include "engine-test.h"

#define MANY 40
/* Orders of single records that are out at most. */
#define WRITTEN_DOWN 32

static gint64
make_client (EngineTest *t)
{
  return engine_test_create (t, &dyr_client_type, "name", "A", NULL);
}

static void
unsent (EngineTest *t, DyrOrder *order)
{
  g_autoptr (GError) error = NULL;

  dyr_engine_unsent (t->engine, t->connection, order, &error);
  g_assert_no_error (error);
  dyr_order_free (order);
}

static void
free_orders (DyrOrder **orders, guint n)
{
  for (guint i = 0; i < n; i++)
    dyr_order_free (orders[i]);
}

static void
test_order (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 ids[MANY];
  DyrOrder *orders[WRITTEN_DOWN];

  for (guint i = 0; i < MANY; i++)
    ids[i] = make_client (t);
  for (guint i = 0; i < WRITTEN_DOWN; i++)
    orders[i] = engine_test_expect (t, DYR_ORDER_CREATE, ids[i]);
  engine_test_quiet (t);
  g_assert_cmpuint (dyr_engine_get_n_flying (t->engine), ==, WRITTEN_DOWN);
  engine_test_written (t, g_steal_pointer (&orders[2]), "client/2", "1");
  dyr_order_free (engine_test_expect (t, DYR_ORDER_CREATE, ids[WRITTEN_DOWN]));
  engine_test_quiet (t);
  free_orders (orders, WRITTEN_DOWN);
}

/* Four creates at once where a create without an answer is hard to find again, … */
static void
test_no_uids (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 ids[6];
  DyrOrder *orders[DYR_SENT_MOST];

  engine_test_type (t, &dyr_client_type)->uids = FALSE;
  for (guint i = 0; i < 6; i++)
    ids[i] = make_client (t);
  for (guint i = 0; i < DYR_SENT_MOST; i++)
    orders[i] = engine_test_expect (t, DYR_ORDER_CREATE, ids[i]);
  engine_test_quiet (t);
  engine_test_written (t, g_steal_pointer (&orders[1]), "client/1", "1");
  dyr_order_free (engine_test_expect (t, DYR_ORDER_CREATE, ids[DYR_SENT_MOST]));
  engine_test_quiet (t);
  free_orders (orders, DYR_SENT_MOST);
}

/* … and four looks at once where each write needs one. What was seen is written next. */
static void
test_no_versions (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 ids[6];
  DyrOrder *orders[DYR_SENT_MOST], *update;

  engine_test_type (t, &dyr_client_type)->versions = FALSE;
  for (guint i = 0; i < 6; i++)
    ids[i] = engine_test_have_client (t, i + 1);
  for (guint i = 0; i < 6; i++)
    engine_test_edit (t, ids[i], "name", "B", NULL);
  for (guint i = 0; i < DYR_SENT_MOST; i++)
    orders[i] = engine_test_expect (t, DYR_ORDER_FETCH, ids[i]);
  engine_test_quiet (t);
  engine_test_done (t,
                    g_steal_pointer (&orders[3]),
                    engine_test_theirs (t, &dyr_client_type, "client/004", "2", "name", "A", NULL));
  update = engine_test_expect (t, DYR_ORDER_UPDATE, ids[3]);
  g_assert_true (update->first);
  engine_test_quiet (t);
  dyr_order_free (update);
  free_orders (orders, DYR_SENT_MOST);
}

/* A deletion, which is looked at just before, waits until few are on their way; nothing overtakes
 * it. */
static void
test_delete (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 gone = engine_test_have_client (t, 7), ids[6];
  DyrOrder *orders[6], *order;

  for (guint i = 0; i < 4; i++)
    ids[i] = make_client (t);
  engine_test_delete (t, gone);
  for (guint i = 4; i < 6; i++)
    ids[i] = make_client (t);
  for (guint i = 0; i < 4; i++)
    orders[i] = engine_test_expect (t, DYR_ORDER_CREATE, ids[i]);
  engine_test_quiet (t);
  engine_test_written (t, g_steal_pointer (&orders[0]), "client/100", "1");
  order = engine_test_expect (t, DYR_ORDER_FETCH, gone);
  for (guint i = 4; i < 6; i++)
    orders[i] = engine_test_expect (t, DYR_ORDER_CREATE, ids[i]);
  engine_test_done (
      t, order, engine_test_theirs (t, &dyr_client_type, "client/007", "2", "name", "A", NULL));
  order = engine_test_expect (t, DYR_ORDER_DELETE, gone);
  g_assert_true (order->first);
  engine_test_quiet (t);
  dyr_order_free (order);
  free_orders (orders, 6);
}

/* … but one that a person is asked about holds up nothing. */
static void
test_question (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 gone = engine_test_have_client (t, 7), ids[WRITTEN_DOWN];
  DyrOrder *orders[WRITTEN_DOWN];

  engine_test_delete (t, gone);
  engine_test_done (t,
                    engine_test_expect (t, DYR_ORDER_FETCH, gone),
                    engine_test_same (t, gone, "client/007", "3", "name", "C", NULL));
  engine_test_quiet (t);
  engine_test_assert (t,
                      gone,
                      "push = 3 AND EXISTS (SELECT 1 FROM pending WHERE record = r.id AND "
                      "theirs = 'changed')");
  for (guint i = 0; i < WRITTEN_DOWN; i++)
    ids[i] = make_client (t);
  for (guint i = 0; i < WRITTEN_DOWN; i++)
    orders[i] = engine_test_expect (t, DYR_ORDER_CREATE, ids[i]);
  engine_test_quiet (t);
  free_orders (orders, WRITTEN_DOWN);
}

/* A create that was not sent is as if it had never been ordered. */
static void
test_unsent_create (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = make_client (t);

  unsent (t, engine_test_expect (t, DYR_ORDER_CREATE, id));
  engine_test_assert (t, id, "NOT EXISTS (SELECT 1 FROM attempt WHERE record = r.id)");
  g_assert_cmpuint (dyr_engine_get_n_flying (t->engine), ==, 0);
  engine_test_written (t, engine_test_expect (t, DYR_ORDER_CREATE, id), "client/1", "1");
  engine_test_assert_rest (t, id);
}

/* … an update too: what it would have said is said later, with what came to it. */
static void
test_unsent_update (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_client (t, 1);
  DyrOrder *order;

  engine_test_edit (t, id, "name", "B", NULL);
  order = engine_test_expect (t, DYR_ORDER_UPDATE, id);
  engine_test_edit (t, id, "website", "example.org", NULL);
  unsent (t, order);
  order = engine_test_expect (t, DYR_ORDER_UPDATE, id);
  engine_test_assert_sent (order, "name", "B");
  engine_test_assert_sent (order, "website", "example.org");
  engine_test_written (t, order, "client/001", "3");
  engine_test_assert_rest (t, id);
}

/* A deletion is looked at anew before it goes. */
static void
test_unsent_delete (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_client (t, 1);

  engine_test_delete (t, id);
  engine_test_done (t,
                    engine_test_expect (t, DYR_ORDER_FETCH, id),
                    engine_test_theirs (t, &dyr_client_type, "client/001", "2", "name", "A", NULL));
  unsent (t, engine_test_expect (t, DYR_ORDER_DELETE, id));
  engine_test_assert (t, id, "NOT EXISTS (SELECT 1 FROM attempt WHERE record = r.id)");
  dyr_order_free (engine_test_expect (t, DYR_ORDER_FETCH, id));
}

/* What was sent earlier and may have arrived stays so when the question about it is not sent. */
static void
test_unsent_look_up (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = make_client (t);

  engine_test_say (t, engine_test_expect (t, DYR_ORDER_CREATE, id), DYR_ANSWER_UNKNOWN, 502);
  t->now += 600;
  unsent (t, engine_test_expect (t, DYR_ORDER_LOOK_UP, id));
  engine_test_assert (t, id, "(SELECT answered = 1 FROM attempt WHERE record = r.id)");
  dyr_order_free (engine_test_expect (t, DYR_ORDER_LOOK_UP, id));
}

/* Nothing may be sent: whoever has orders left knows it by this. */
static void
test_paused (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 a = make_client (t), b = make_client (t);
  DyrOrder *order = engine_test_expect (t, DYR_ORDER_CREATE, a);
  DyrOrder *other = engine_test_expect (t, DYR_ORDER_CREATE, b);

  g_assert_false (dyr_engine_is_paused (t->engine, t->now));
  engine_test_say (t, order, DYR_ANSWER_LATER, 503);
  g_assert_true (dyr_engine_is_paused (t->engine, t->now));
  g_assert_false (dyr_engine_is_paused (t->engine, t->now + 3600));
  t->now += 3600;
  engine_test_say (t, other, DYR_ANSWER_SIGN_IN, 401);
  g_assert_true (dyr_engine_is_paused (t->engine, t->now + 3600));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_test_add ("queue/order", test_order);
  engine_test_add ("queue/no-uids", test_no_uids);
  engine_test_add ("queue/no-versions", test_no_versions);
  engine_test_add ("queue/delete", test_delete);
  engine_test_add ("queue/question", test_question);
  engine_test_add ("queue/unsent/create", test_unsent_create);
  engine_test_add ("queue/unsent/update", test_unsent_update);
  engine_test_add ("queue/unsent/delete", test_unsent_delete);
  engine_test_add ("queue/unsent/look-up", test_unsent_look_up);
  engine_test_add ("queue/paused", test_paused);
  return g_test_run ();
}

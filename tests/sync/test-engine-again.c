/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Engine: what was told gone and is not decided is asked for again, before anything else. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "engine-test.h"

#define MANY 10

/* The feed says that all clients of the CRM are deleted: the run stops and asks. */
static void
have_clients_told_gone (EngineTest *t, gint64 *ids)
{
  for (guint i = 0; i < MANY; i++)
    ids[i] = engine_test_have_client (t, i);
  engine_test_tell_gone (t, 0, MANY - 1);
  engine_test_run (t);
  g_assert_cmpint (dyr_engine_get_stop (t->engine), ==, DYR_STOP_MASS_DELETION);
}

/* A few are gone and the others cannot be read now: those few are no few. */
static void
test_instalments (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 ids[MANY];

  have_clients_told_gone (t, ids);
  engine_test_begin (t);
  for (guint i = 0; i < MANY; i++)
    {
      DyrOrder *order = engine_test_expect (t, DYR_ORDER_FETCH, ids[i]);

      if (i < 3)
        engine_test_say (t, order, DYR_ANSWER_GONE, 404);
      else
        engine_test_say (t, order, DYR_ANSWER_UNKNOWN, 500);
    }
  engine_test_quiet (t);
  g_assert_cmpint (dyr_engine_get_stop (t->engine), ==, DYR_STOP_MASS_DELETION);
  g_assert_cmpint (
      engine_test_number (t, "SELECT count (*) FROM record WHERE deleted_at IS NOT NULL"), ==, 0);
}

/* Nothing is sent that names what may be gone. */
static void
test_before_anything_is_sent (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 ids[MANY];
  g_autofree char *uid = NULL;
  DyrOrder *order;

  have_clients_told_gone (t, ids);
  uid = engine_test_uid (t, ids[0]);
  engine_test_create (t, &dyr_contract_type, "client", uid, "number", "1/26", NULL);
  engine_test_begin (t);
  for (guint i = 0; i < MANY; i++)
    engine_test_say (t, engine_test_expect (t, DYR_ORDER_FETCH, ids[i]), DYR_ANSWER_GONE, 404);
  order = engine_test_next (t, NULL);
  engine_test_assert_not_sent (order, "client");
  dyr_order_free (order);
}

/* Decided while it was being read: what the answer says of the old record is of no interest. */
static void
test_decided_meanwhile (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have (
      t, engine_test_theirs (t, &dyr_client_type, "client/1", "1", "name", "A", NULL));
  DyrRemoteRecord *gone = engine_test_theirs (t, &dyr_client_type, "client/1", NULL, NULL);
  DyrOrder *order;

  engine_test_edit (t, id, "name", "B", NULL);
  gone->deleted = TRUE;
  engine_test_queue (t, "gone", gone);
  engine_test_begin (t);
  engine_test_quiet (t);
  engine_test_begin (t);
  order = engine_test_expect (t, DYR_ORDER_FETCH, id);
  engine_test_choose (t, id, "", DYR_CHOOSE_MINE);
  engine_test_say (t, order, DYR_ANSWER_GONE, 404);
  engine_test_assert (t, id, "deleted_at IS NULL AND settled <> 2 AND push = 1");
  order = engine_test_expect (t, DYR_ORDER_CREATE, id);
  engine_test_assert_sent (order, "name", "B");
  dyr_order_free (order);
}

/* A create of which nobody knows whether it arrived was asked about, and a record is there again
 * under its uid: ours meets it. */
static void
test_open_create_meets (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_create (t, &dyr_client_type, "name", "A", NULL);

  engine_test_say (t, engine_test_expect (t, DYR_ORDER_CREATE, id), DYR_ANSWER_UNKNOWN, 500);
  t->now += 3600;
  engine_test_done (t,
                    engine_test_expect (t, DYR_ORDER_LOOK_UP, id),
                    engine_test_same (t, id, "client/1", "1", NULL));
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_FETCH, id), DYR_ANSWER_GONE, 404);
  engine_test_begin (t);
  engine_test_done (t,
                    engine_test_expect (t, DYR_ORDER_FETCH, id),
                    engine_test_same (t, id, "client/1", "2", "name", "Other", NULL));
  engine_test_assert_value (t, id, "name", "A");
  engine_test_assert (
      t, id, "EXISTS (SELECT 1 FROM pending WHERE record = r.id AND grp = 'name' AND state = 1)");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_test_add ("again/instalments", test_instalments);
  engine_test_add ("again/before-anything-is-sent", test_before_anything_is_sent);
  engine_test_add ("again/decided-meanwhile", test_decided_meanwhile);
  engine_test_add ("again/open-create-meets", test_open_create_meets);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Engine: values of the CRM that we cannot show are not replaced by ours. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "engine-test.h"

/* The client as it is here, but for a city there that nobody can read. */
static DyrRemoteRecord *
strange (EngineTest *t, gint64 id, const char *version)
{
  DyrRemoteRecord *theirs
      = engine_test_same (t, id, "client/1", version, "name", "A", "code", NULL, NULL);
  const guint64 city = G_GUINT64_CONSTANT (1) << dyr_record_type_find (&dyr_client_type, "city");

  dyr_value_clear (&theirs->values[dyr_record_type_find (&dyr_client_type, "city")]);
  theirs->known &= ~city;
  theirs->strange = city;
  return theirs;
}

static void
assert_parked (EngineTest *t, gint64 id)
{
  engine_test_assert (t,
                      id,
                      "(SELECT state = 2 AND reason = 'strange' FROM pending WHERE record = r.id "
                      "AND grp = 'street')");
}

/* Edited here while the CRM got something strange: the edit waits with a reason, all else goes. */
static void
test_edited_before (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_one (t);
  DyrOrder *order;

  engine_test_edit (t, id, "city", "Lviv", "code", "12345678", NULL);
  engine_test_queue (t, "client", strange (t, id, "2"));
  engine_test_begin (t);
  order = engine_test_next (t, NULL);
  /* It is looked at once more, as nobody knows what a write would replace. */
  g_assert_cmpint (order->kind, ==, DYR_ORDER_FETCH);
  engine_test_done (t, order, strange (t, id, "2"));
  order = engine_test_expect (t, DYR_ORDER_UPDATE, id);
  engine_test_assert_sent (order, "code", "12345678");
  engine_test_assert_not_sent (order, "city");
  g_assert_cmpstr (order->sent->version, ==, "2");
  engine_test_written (t, order, "client/1", "3");
  engine_test_quiet (t);
  engine_test_assert_value (t, id, "city", "Lviv");
  assert_parked (t, id);
}

/* Strange before it was edited: it is read before it is written, and nothing is replaced, also
 * when the person says “again”. Once it can be read, it is a clash as any other. */
static void
test_edited_after (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_one (t);
  GError *error = NULL;

  engine_test_queue (t, "client", strange (t, id, "2"));
  engine_test_run (t);
  engine_test_assert_rest (t, id);
  engine_test_edit (t, id, "city", "Lviv", NULL);
  engine_test_done (t, engine_test_expect (t, DYR_ORDER_FETCH, id), strange (t, id, "2"));
  engine_test_quiet (t);
  assert_parked (t, id);
  engine_test_run_sql (t, "BEGIN");
  dyr_clash_retry (t->connection, id, &error);
  g_assert_no_error (error);
  engine_test_run_sql (t, "COMMIT");
  engine_test_done (t, engine_test_expect (t, DYR_ORDER_FETCH, id), strange (t, id, "2"));
  engine_test_quiet (t);
  assert_parked (t, id);
  engine_test_queue (
      t, "client", engine_test_same (t, id, "client/1", "3", "name", "A", "city", "Kyiv", NULL));
  engine_test_run (t);
  engine_test_assert_value (t, id, "city", "Lviv");
  engine_test_assert (t, id, "(SELECT state = 1 FROM pending WHERE record = r.id)");
  engine_test_choose (t, id, "street", DYR_CHOOSE_MINE);
  engine_test_written (t, engine_test_expect (t, DYR_ORDER_UPDATE, id), "client/1", "4");
  engine_test_assert_rest (t, id);
}

/* Strange already when it was met first. */
static void
test_met_strange (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  DyrRemoteRecord *theirs
      = engine_test_theirs (t, &dyr_client_type, "client/1", "1", "name", "A", NULL);
  gint64 id;

  theirs->strange = G_GUINT64_CONSTANT (1) << dyr_record_type_find (&dyr_client_type, "city");
  theirs->known &= ~theirs->strange;
  id = engine_test_have (t, theirs);
  engine_test_edit (t, id, "city", "Lviv", NULL);
  engine_test_done (t, engine_test_expect (t, DYR_ORDER_FETCH, id), strange (t, id, "1"));
  engine_test_quiet (t);
  assert_parked (t, id);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_test_add ("strange/edited-before", test_edited_before);
  engine_test_add ("strange/edited-after", test_edited_after);
  engine_test_add ("strange/met-strange", test_met_strange);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Engine: what is deleted here is deleted there, unless somebody changed it meanwhile. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "engine-test.h"

#include "dyr-sync-status.h"

/* A look of an earlier run, or of before the network was lost, does not allow a deletion now. */
static void
test_looks_again (void)
{
  for (int resumed = 0; resumed < 2; resumed++)
    {
      g_autoptr (EngineTest) t = engine_test_new ();
      gint64 id = engine_test_have_one (t);

      engine_test_delete (t, id);
      engine_test_done (t,
                        engine_test_expect (t, DYR_ORDER_FETCH, id),
                        engine_test_same (t, id, "client/1", "1", NULL));
      if (resumed)
        dyr_engine_resume (t->engine);
      else
        engine_test_begin (t);
      dyr_order_free (engine_test_expect (t, DYR_ORDER_FETCH, id));
    }
}

static void
test_delete (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_one (t);
  DyrOrder *order;

  engine_test_delete (t, id);
  /* Nobody may have changed it since. */
  order = engine_test_expect (t, DYR_ORDER_FETCH, id);
  engine_test_done (t, order, engine_test_same (t, id, "client/1", "1", NULL));
  order = engine_test_expect (t, DYR_ORDER_DELETE, id);
  g_assert_cmpstr (order->remote_id, ==, "client/1");
  g_assert_cmpstr (order->sent->version, ==, "1");
  engine_test_done (t, order, NULL);
  engine_test_assert_rest (t, id);
  engine_test_assert (t,
                      id,
                      "remote_id IS NULL AND deleted_at IS NOT NULL AND EXISTS (SELECT 1 FROM "
                      "tombstone WHERE remote_id = 'client/1' AND record = r.id)");
  engine_test_quiet (t);
}

static void
test_delete_changed_there (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_one (t);

  engine_test_delete (t, id);
  engine_test_done (t,
                    engine_test_expect (t, DYR_ORDER_FETCH, id),
                    engine_test_same (t, id, "client/1", "2", "name", "B", NULL));
  engine_test_quiet (t);
  engine_test_assert (t,
                      id,
                      "push = 3 AND (SELECT theirs = 'changed' AND theirs_who = 'Olena' "
                      "FROM pending WHERE record = r.id AND grp = '')");
  g_assert_cmpuint (dyr_engine_get_counts (t->engine)->n_clashes, ==, 1);
}

/* A version that moved on without any change that we look at asks nobody. */
static void
test_delete_no_op_there (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_one (t);
  DyrOrder *order;

  engine_test_delete (t, id);
  engine_test_done (t,
                    engine_test_expect (t, DYR_ORDER_FETCH, id),
                    engine_test_same (t, id, "client/1", "2", NULL));
  order = engine_test_expect (t, DYR_ORDER_DELETE, id);
  g_assert_cmpstr (order->sent->version, ==, "2");
  dyr_order_free (order);
}

/* Each answer to a delete: the record stays known, or is over. */
static void
test_delete_answers (void)
{
  static const struct
  {
    DyrAnswerKind kind;
    guint status;
    const char *then;
    gboolean again; /* it is looked at once more, and goes */
  } rows[] = {
    { DYR_ANSWER_GONE, 404, "push = 0 AND remote_id IS NULL", FALSE },
    { DYR_ANSWER_MERGE, 409, "push = 3 AND remote_id = 'client/1'", TRUE },
    { DYR_ANSWER_UNKNOWN, 500, "push = 3 AND remote_id = 'client/1' AND tries = 1", TRUE },
    { DYR_ANSWER_LATER, 503, "push = 3 AND remote_id = 'client/1' AND tries = 0", TRUE },
    { DYR_ANSWER_HIDDEN, 403, "push = 3 AND parked = 'refused'", FALSE },
    { DYR_ANSWER_REFUSED, 400, "push = 3 AND parked = 'refused'", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (EngineTest) t = engine_test_new ();
      gint64 id = engine_test_have_one (t);

      engine_test_delete (t, id);
      engine_test_done (t,
                        engine_test_expect (t, DYR_ORDER_FETCH, id),
                        engine_test_same (t, id, "client/1", "1", NULL));
      engine_test_say (
          t, engine_test_expect (t, DYR_ORDER_DELETE, id), rows[i].kind, rows[i].status);
      engine_test_assert (t, id, rows[i].then);
      t->now += 1000;
      /* One look whether it may still be seen; it stays refused. */
      if (rows[i].kind == DYR_ANSWER_HIDDEN)
        engine_test_done (t,
                          engine_test_expect (t, DYR_ORDER_FETCH, id),
                          engine_test_same (t, id, "client/1", "1", NULL));
      if (!rows[i].again)
        {
          engine_test_quiet (t);
          engine_test_assert (t, id, rows[i].then);
        }
      else
        {
          engine_test_done (t,
                            engine_test_expect (t, DYR_ORDER_FETCH, id),
                            engine_test_same (t, id, "client/1", "1", NULL));
          dyr_order_free (engine_test_expect (t, DYR_ORDER_DELETE, id));
        }
    }
}

static void
test_delete_gone_there (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_one (t);

  engine_test_delete (t, id);
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_FETCH, id), DYR_ANSWER_GONE, 404);
  engine_test_quiet (t);
  engine_test_assert_rest (t, id);
}

/* Edited, then deleted here: whoever deletes what they edited meant it. */
static void
test_delete_after_edit (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_one (t);

  engine_test_edit (t, id, "name", "B", NULL);
  engine_test_delete (t, id);
  engine_test_done (t,
                    engine_test_expect (t, DYR_ORDER_FETCH, id),
                    engine_test_same (t, id, "client/1", "1", "name", "A", NULL));
  engine_test_done (t, engine_test_expect (t, DYR_ORDER_DELETE, id), NULL);
  engine_test_assert_rest (t, id);
}

/* Taken back while the request was on its way, which arrived: it is made anew, with the same uid.
 */
static void
test_delete_taken_back (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_one (t);
  g_autofree char *uid = engine_test_uid (t, id), *sent = NULL;
  DyrOrder *order;

  engine_test_delete (t, id);
  engine_test_done (t,
                    engine_test_expect (t, DYR_ORDER_FETCH, id),
                    engine_test_same (t, id, "client/1", "1", NULL));
  order = engine_test_expect (t, DYR_ORDER_DELETE, id);
  engine_test_restore (t, id);
  engine_test_done (t, order, NULL);
  order = engine_test_expect (t, DYR_ORDER_CREATE, id);
  sent = dyr_uid_to_text (&order->sent->uid);
  g_assert_cmpstr (sent, ==, uid);
  engine_test_assert_sent (order, "name", "A");
  engine_test_written (t, order, "client/2", "1");
  engine_test_assert_rest (t, id);
  engine_test_assert (t, id, "remote_id = 'client/2' AND deleted_at IS NULL");
}

/* Deleted while its create is under way: the deletion follows. */
static void
test_delete_during_create (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_create (t, &dyr_client_type, "name", "A", NULL);
  DyrOrder *order = engine_test_expect (t, DYR_ORDER_CREATE, id);

  engine_test_delete (t, id);
  engine_test_written (t, order, "client/1", "1");
  engine_test_done (t,
                    engine_test_expect (t, DYR_ORDER_FETCH, id),
                    engine_test_same (t, id, "client/1", "1", NULL));
  engine_test_done (t, engine_test_expect (t, DYR_ORDER_DELETE, id), NULL);
  engine_test_assert_rest (t, id);
}

/* What nobody can decide any more is in no list, and counted nowhere. */
static void
assert_nothing_to_decide (EngineTest *t)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) clashes = dyr_clash_list (t->connection, &error);
  g_autoptr (GPtrArray) parked = dyr_clash_list_parked (t->connection, &error);
  g_autoptr (DyrSyncStatus) status = NULL;

  g_assert_no_error (error);
  dyr_sync_status_job (t->connection, &status, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (clashes->len, ==, 0);
  g_assert_cmpuint (parked->len, ==, 0);
  g_assert_cmpint (status->clashes, ==, 0);
  g_assert_cmpint (status->parked, ==, 0);
}

/* Refused and deleted unsent; a copy of this store sent the same create, which the CRM took then.
 * It is the record that was deleted here: the deletion follows, and no old refusal holds it up. */
static void
test_delete_of_refused (void)
{
  for (int field = 0; field < 2; field++)
    {
      g_autoptr (EngineTest) t = engine_test_new ();
      gint64 id = engine_test_create (t, &dyr_client_type, "name", "A", "city", "B", NULL);
      DyrRemoteRecord *theirs = engine_test_same (t, id, "client/1", "1", NULL);

      engine_test_refuse (
          t, engine_test_expect (t, DYR_ORDER_CREATE, id), field ? "city" : NULL, "no");
      engine_test_delete (t, id);
      engine_test_assert (t, id, "push = 0 AND parked IS NULL");
      assert_nothing_to_decide (t);
      engine_test_queue (t, "client", theirs);
      engine_test_begin (t);
      engine_test_done (t,
                        engine_test_expect (t, DYR_ORDER_FETCH, id),
                        engine_test_same (t, id, "client/1", "1", NULL));
      engine_test_done (t, engine_test_expect (t, DYR_ORDER_DELETE, id), NULL);
      engine_test_assert_rest (t, id);
    }
}

/* … and what somebody changed before it was sent is asked about. */
static void
test_delete_of_refused_changed (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_create (t, &dyr_client_type, "name", "A", NULL);
  DyrRemoteRecord *theirs = engine_test_same (t, id, "client/1", "1", "name", "B", NULL);

  engine_test_refuse (t, engine_test_expect (t, DYR_ORDER_CREATE, id), NULL, "no");
  engine_test_delete (t, id);
  engine_test_queue (t, "client", theirs);
  engine_test_begin (t);
  engine_test_done (t,
                    engine_test_expect (t, DYR_ORDER_FETCH, id),
                    engine_test_same (t, id, "client/1", "1", "name", "B", NULL));
  engine_test_quiet (t);
  engine_test_assert (t,
                      id,
                      "push = 3 AND EXISTS (SELECT 1 FROM pending WHERE record = r.id AND "
                      "grp = '' AND theirs = 'changed')");
}

/* A clash of a record that is deleted here is decided: by that. */
static void
test_delete_of_clash (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_one (t);

  engine_test_edit (t, id, "name", "B", NULL);
  engine_test_queue (t, "client", engine_test_same (t, id, "client/1", "2", "name", "C", NULL));
  engine_test_begin (t);
  engine_test_quiet (t);
  engine_test_assert (
      t, id, "EXISTS (SELECT 1 FROM pending WHERE record = r.id AND grp = 'name' AND state = 1)");
  engine_test_delete (t, id);
  assert_nothing_to_decide (t);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_test_add ("delete/looks-first", test_delete);
  engine_test_add ("delete/looks-again", test_looks_again);
  engine_test_add ("delete/changed-there", test_delete_changed_there);
  engine_test_add ("delete/no-op-there", test_delete_no_op_there);
  engine_test_add ("delete/answers", test_delete_answers);
  engine_test_add ("delete/gone-there", test_delete_gone_there);
  engine_test_add ("delete/after-edit", test_delete_after_edit);
  engine_test_add ("delete/taken-back", test_delete_taken_back);
  engine_test_add ("delete/during-create", test_delete_during_create);
  engine_test_add ("delete/of-refused", test_delete_of_refused);
  engine_test_add ("delete/of-refused-changed", test_delete_of_refused_changed);
  engine_test_add ("delete/of-clash", test_delete_of_clash);
  return g_test_run ();
}

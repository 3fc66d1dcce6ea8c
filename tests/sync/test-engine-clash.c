/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Clashes: what a person decides about each question, and what the CRM hears of it. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-client.h"
#include "dyr-error.h"
#include "engine-test.h"

/* A → B here, A → C there. */
static gint64
make_clash (EngineTest *t)
{
  gint64 id = engine_test_have_one (t);

  engine_test_edit (t, id, "name", "B", NULL);
  engine_test_queue (t, "client", engine_test_same (t, id, "client/1", "2", "name", "C", NULL));
  engine_test_begin (t);
  engine_test_quiet (t);
  return id;
}

/* Edited here, deleted there. */
static gint64
make_deleted_there (EngineTest *t)
{
  gint64 id = engine_test_have_one (t);

  engine_test_edit (t, id, "name", "B", NULL);
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_UPDATE, id), DYR_ANSWER_GONE, 404);
  return id;
}

/* Deleted here, changed there to C. */
static gint64
make_changed_there (EngineTest *t)
{
  gint64 id = engine_test_have_one (t);

  engine_test_delete (t, id);
  engine_test_done (t,
                    engine_test_expect (t, DYR_ORDER_FETCH, id),
                    engine_test_same (t, id, "client/1", "2", "name", "C", NULL));
  return id;
}

static gint64
make_hidden_there (EngineTest *t)
{
  gint64 id = engine_test_have_one (t);

  engine_test_edit (t, id, "name", "B", NULL);
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_UPDATE, id), DYR_ANSWER_MERGE, 409);
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_FETCH, id), DYR_ANSWER_HIDDEN, 403);
  return id;
}

static gint64
make_duplicate (EngineTest *t, gboolean told)
{
  gint64 id = engine_test_create (t, &dyr_client_type, "name", "A", "code", "7", NULL);
  DyrAnswer *answer = dyr_answer_new (DYR_ANSWER_DUPLICATE);

  if (told)
    g_ptr_array_add (answer->records,
                     engine_test_theirs (t, &dyr_client_type, "client/5", "3", "name", "A", NULL));
  engine_test_answer (t, engine_test_expect (t, DYR_ORDER_CREATE, id), answer);
  engine_test_quiet (t);
  return id;
}

/* The only question there is. */
static DyrClash *
only (EngineTest *t)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) clashes = dyr_clash_list (t->connection, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (clashes->len, ==, 1);
  return g_ptr_array_steal_index (clashes, 0);
}

static void
assert_none (EngineTest *t)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) clashes = dyr_clash_list (t->connection, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (clashes->len, ==, 0);
}

static void
assert_refused (EngineTest *t, gint64 id, guint group, DyrChoose choose, GArray *values, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (dyr_clash_resolve (t->connection, id, group, choose, values, &error));
  g_assert_error (error, DYR_ERROR, code);
}

static void
test_list (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = make_clash (t);
  g_autoptr (DyrClash) clash = only (t);

  g_assert_cmpint (clash->record, ==, id);
  g_assert_cmpuint (clash->group, ==, DYR_CLIENT_NAME);
  g_assert_cmpint (clash->state, ==, DYR_PENDING_CLASH);
  g_assert_cmpstr (clash->title, ==, "B");
  g_assert_cmpstr (clash->base, ==, "{\"name\":\"A\"}");
  g_assert_cmpstr (clash->mine, ==, "{\"name\":\"B\"}");
  g_assert_cmpstr (clash->theirs, ==, "{\"name\":\"C\"}");
  g_assert_cmpstr (clash->who, ==, "Olena");
  g_assert_cmpstr (clash->reason, ==, NULL);
  engine_test_quiet (t);
}

static void
test_mine (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = make_clash (t);
  DyrOrder *order;

  engine_test_choose (t, id, "name", DYR_CHOOSE_MINE);
  assert_none (t);
  engine_test_assert (t, id, "(SELECT base ->> 'name' = 'C' FROM pending WHERE record = r.id)");
  order = engine_test_expect (t, DYR_ORDER_UPDATE, id);
  engine_test_assert_sent (order, "name", "B");
  g_assert_cmpstr (order->sent->version, ==, "2");
  engine_test_written (t, order, "client/1", "3");
  engine_test_assert_rest (t, id);
}

static void
test_theirs (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = make_clash (t);

  engine_test_choose (t, id, "name", DYR_CHOOSE_THEIRS);
  assert_none (t);
  engine_test_assert_value (t, id, "name", "C");
  engine_test_assert_rest (t, id);
  engine_test_quiet (t);
  /* It is an edit of the person: it can be undone. */
  g_assert_cmpint (
      engine_test_number (t, "SELECT count (*) FROM action WHERE title = 'resolve' AND source = 0"),
      ==,
      1);
}

static void
test_base (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = make_clash (t);
  DyrOrder *order;

  engine_test_choose (t, id, "name", DYR_CHOOSE_BASE);
  engine_test_assert_value (t, id, "name", "A");
  order = engine_test_expect (t, DYR_ORDER_UPDATE, id);
  engine_test_assert_sent (order, "name", "A");
  dyr_order_free (order);
}

static void
test_values (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = make_clash (t);
  g_autoptr (GArray) values = dyr_field_values_new ();
  g_autoptr (GError) error = NULL;
  DyrOrder *order;

  dyr_value_set_text (dyr_field_values_add (values, DYR_CLIENT_NAME), "D");
  dyr_clash_resolve (t->connection, id, DYR_CLIENT_NAME, DYR_CHOOSE_VALUES, values, &error);
  g_assert_no_error (error);
  engine_test_assert_value (t, id, "name", "D");
  order = engine_test_expect (t, DYR_ORDER_UPDATE, id);
  engine_test_assert_sent (order, "name", "D");
  dyr_order_free (order);
}

/* A clash outlives whatever the CRM says meanwhile; what is theirs follows. */
static void
test_theirs_moves_on (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = make_clash (t);

  engine_test_queue (t, "client", engine_test_same (t, id, "client/1", "3", "name", "D", NULL));
  engine_test_begin (t);
  engine_test_quiet (t);
  engine_test_assert (t,
                      id,
                      "(SELECT state = 1 AND theirs ->> 'name' = 'D' AND base ->> 'name' = 'A' "
                      "FROM pending WHERE record = r.id)");
  engine_test_assert_value (t, id, "name", "B");
  /* It is no new clash. */
  g_assert_cmpuint (dyr_engine_get_counts (t->engine)->n_clashes, ==, 0);
  /* They came to the same by themselves. */
  engine_test_queue (t, "client", engine_test_same (t, id, "client/1", "4", "name", "B", NULL));
  engine_test_begin (t);
  engine_test_quiet (t);
  assert_none (t);
  engine_test_assert_rest (t, id);
}

/* Editing a clashing field on does not decide. */
static void
test_edit_does_not_decide (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = make_clash (t);

  engine_test_edit (t, id, "name", "D", NULL);
  engine_test_quiet (t);
  engine_test_assert (t,
                      id,
                      "(SELECT state = 1 AND theirs ->> 'name' = 'C' AND base ->> 'name' = 'A' "
                      "FROM pending WHERE record = r.id)");
  /* Back to what both had: still theirs is another. */
  engine_test_edit (t, id, "name", "A", NULL);
  g_assert_cmpint (engine_test_number (t, "SELECT count (*) FROM pending WHERE state = 1"), ==, 1);
}

/* Other fields of a record that clashes go on. */
static void
test_other_fields_go (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = make_clash (t);
  DyrOrder *order;

  engine_test_edit (t, id, "code", "7", NULL);
  order = engine_test_expect (t, DYR_ORDER_UPDATE, id);
  engine_test_assert_sent (order, "code", "7");
  engine_test_assert_not_sent (order, "name");
  engine_test_written (t, order, "client/1", "3");
  engine_test_quiet (t);
  engine_test_assert (t, id, "push = 2 AND (SELECT grp = 'name' AND state = 1 FROM pending)");
}

static void
test_deleted_there (void)
{
  for (int mine = 0; mine < 2; mine++)
    {
      g_autoptr (EngineTest) t = engine_test_new ();
      gint64 id = make_deleted_there (t);
      g_autoptr (DyrClash) clash = only (t);
      DyrOrder *order;

      g_assert_cmpstr (clash->theirs, ==, DYR_ASK_DELETED_THERE);
      g_assert_cmpuint (clash->group, ==, DYR_WHOLE_RECORD);
      g_assert_cmpstr (clash->mine, ==, NULL);
      assert_refused (t, id, DYR_WHOLE_RECORD, DYR_CHOOSE_BASE, NULL, DYR_ERROR_REFUSED);
      assert_refused (t, id, DYR_WHOLE_RECORD, DYR_CHOOSE_VALUES, NULL, DYR_ERROR_REFUSED);
      engine_test_choose (t, id, NULL, mine ? DYR_CHOOSE_MINE : DYR_CHOOSE_THEIRS);
      assert_none (t);
      if (!mine)
        {
          engine_test_assert (t, id, "deleted_at IS NOT NULL AND remote_id IS NULL");
          engine_test_assert_rest (t, id);
          engine_test_quiet (t);
          continue;
        }
      order = engine_test_expect (t, DYR_ORDER_CREATE, id);
      engine_test_assert_sent (order, "name", "B");
      engine_test_written (t, order, "client/2", "1");
      engine_test_assert_rest (t, id);
    }
}

/* Made anew by two people at once: whose value it is nobody knows, so both are kept. */
static void
test_made_anew_by_two (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = make_deleted_there (t);
  DyrOrder *order;

  engine_test_choose (t, id, NULL, DYR_CHOOSE_MINE);
  order = engine_test_expect (t, DYR_ORDER_CREATE, id);
  engine_test_say (t, order, DYR_ANSWER_UNKNOWN, 500);
  t->now += 1000;
  engine_test_done (t,
                    engine_test_expect (t, DYR_ORDER_LOOK_UP, id),
                    engine_test_same (t, id, "client/2", "1", "name", "C", NULL));
  engine_test_done (t,
                    engine_test_expect (t, DYR_ORDER_FETCH, id),
                    engine_test_same (t, id, "client/2", "1", "name", "C", NULL));
  engine_test_assert_value (t, id, "name", "B");
  engine_test_assert (
      t, id, "(SELECT state = 1 AND theirs ->> 'name' = 'C' FROM pending WHERE grp = 'name')");
  engine_test_quiet (t);
}

static void
test_changed_there (void)
{
  for (int mine = 0; mine < 2; mine++)
    {
      g_autoptr (EngineTest) t = engine_test_new ();
      gint64 id = make_changed_there (t);
      g_autoptr (DyrClash) clash = only (t);

      g_assert_cmpstr (clash->theirs, ==, DYR_ASK_CHANGED_THERE);
      engine_test_quiet (t);
      engine_test_choose (t, id, NULL, mine ? DYR_CHOOSE_MINE : DYR_CHOOSE_THEIRS);
      assert_none (t);
      engine_test_done (t,
                        engine_test_expect (t, DYR_ORDER_FETCH, id),
                        engine_test_same (t, id, "client/1", "2", "name", "C", NULL));
      if (mine)
        {
          engine_test_done (t, engine_test_expect (t, DYR_ORDER_DELETE, id), NULL);
          engine_test_assert (t, id, "deleted_at IS NOT NULL");
        }
      else
        {
          engine_test_assert (t, id, "deleted_at IS NULL");
          engine_test_assert_value (t, id, "name", "C");
        }
      engine_test_assert_rest (t, id);
      engine_test_quiet (t);
    }
}

static void
test_hidden_there (void)
{
  for (int mine = 0; mine < 2; mine++)
    {
      g_autoptr (EngineTest) t = engine_test_new ();
      gint64 id = make_hidden_there (t);
      g_autoptr (DyrClash) clash = only (t);

      g_assert_cmpstr (clash->theirs, ==, DYR_ASK_HIDDEN_THERE);
      engine_test_quiet (t);
      engine_test_choose (t, id, NULL, mine ? DYR_CHOOSE_MINE : DYR_CHOOSE_THEIRS);
      assert_none (t);
      if (mine)
        {
          /* It is asked again. */
          engine_test_done (t,
                            engine_test_expect (t, DYR_ORDER_FETCH, id),
                            engine_test_same (t, id, "client/1", "1", "name", "A", NULL));
          dyr_order_free (engine_test_expect (t, DYR_ORDER_UPDATE, id));
          continue;
        }
      engine_test_assert (t, id, "reach = 2 AND deleted_at IS NULL");
      engine_test_assert_rest (t, id);
      engine_test_quiet (t);
    }
}

static void
test_duplicate_anyway (void)
{
  for (int told = 0; told < 2; told++)
    {
      g_autoptr (EngineTest) t = engine_test_new ();
      gint64 id = make_duplicate (t, told);
      DyrOrder *order;

      if (!told)
        assert_refused (t, id, DYR_WHOLE_RECORD, DYR_CHOOSE_THEIRS, NULL, DYR_ERROR_REFUSED);
      engine_test_choose (t, id, NULL, DYR_CHOOSE_MINE);
      order = engine_test_expect (t, DYR_ORDER_CREATE, id);
      g_assert_true (order->anyway);
      engine_test_written (t, order, "client/6", "1");
      engine_test_assert_rest (t, id);
    }
}

/* Linked to theirs: they become one, and what differs is asked field by field. */
static void
test_duplicate_link (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = make_duplicate (t, TRUE);

  engine_test_choose (t, id, NULL, DYR_CHOOSE_THEIRS);
  engine_test_done (t,
                    engine_test_expect (t, DYR_ORDER_FETCH, id),
                    engine_test_same (t, id, "client/5", "3", "code", "8", "segment", "s", NULL));
  engine_test_assert_value (t, id, "code", "7");
  engine_test_assert_value (t, id, "segment", "s");
  engine_test_assert (t,
                      id,
                      "remote_id = 'client/5' AND (SELECT grp = 'code' AND state = 1 AND "
                      "theirs ->> 'code' = '8' FROM pending WHERE record = r.id)");
  g_assert_cmpint (engine_test_number (t, "SELECT count (*) FROM pending"), ==, 1);
}

static void
test_nothing_to_decide (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_one (t);

  assert_refused (t, id, DYR_CLIENT_NAME, DYR_CHOOSE_MINE, NULL, DYR_ERROR_NOT_FOUND);
  engine_test_edit (t, id, "name", "B", NULL);
  assert_refused (t, id, DYR_CLIENT_NAME, DYR_CHOOSE_MINE, NULL, DYR_ERROR_NOT_FOUND);
  assert_refused (t, id, DYR_WHOLE_RECORD, DYR_CHOOSE_MINE, NULL, DYR_ERROR_NOT_FOUND);
  assert_refused (t, 4711, DYR_WHOLE_RECORD, DYR_CHOOSE_MINE, NULL, DYR_ERROR_NOT_FOUND);
  g_assert_false (dyr_clash_retry (t->connection, 4711, NULL));
}

/* A record that the person deleted is decided. */
static void
test_deleting_decides (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = make_clash (t);

  engine_test_delete (t, id);
  assert_none (t);
  engine_test_done (t,
                    engine_test_expect (t, DYR_ORDER_FETCH, id),
                    engine_test_same (t, id, "client/1", "2", "name", "C", NULL));
  dyr_order_free (engine_test_expect (t, DYR_ORDER_DELETE, id));
}

static void
test_parked (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_one (t),
         other = engine_test_create (t, &dyr_client_type, "name", "X", NULL);
  gint64 product = engine_test_create (t, &dyr_product_type, "name", "Oil", NULL);
  g_autoptr (GPtrArray) parked = NULL;
  g_autoptr (GError) error = NULL;
  const DyrClash *clash;
  DyrOrder *order;

  engine_test_refuse (t, engine_test_expect (t, DYR_ORDER_CREATE, other), NULL, "no");
  engine_test_edit (t, id, "name", "B", NULL);
  engine_test_refuse (t, engine_test_expect (t, DYR_ORDER_UPDATE, id), "name", "why");
  engine_test_quiet (t);
  engine_test_assert (t, product, "parked = 'only-here'");
  parked = dyr_clash_list_parked (t->connection, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (parked->len, ==, 2);
  clash = parked->pdata[0];
  g_assert_cmpint (clash->record, ==, other);
  g_assert_cmpuint (clash->group, ==, DYR_WHOLE_RECORD);
  g_assert_cmpstr (clash->reason, ==, "no");
  clash = parked->pdata[1];
  g_assert_cmpint (clash->record, ==, id);
  g_assert_cmpuint (clash->group, ==, DYR_CLIENT_NAME);
  g_assert_cmpstr (clash->reason, ==, "why");
  g_assert_cmpstr (clash->mine, ==, "{\"name\":\"B\"}");
  assert_none (t);

  dyr_clash_retry (t->connection, id, &error);
  g_assert_no_error (error);
  dyr_clash_retry (t->connection, other, &error);
  g_assert_no_error (error);
  order = engine_test_expect (t, DYR_ORDER_CREATE, other);
  dyr_order_free (order);
  order = engine_test_expect (t, DYR_ORDER_UPDATE, id);
  engine_test_assert_sent (order, "name", "B");
  dyr_order_free (order);
}

/* Asked whether it is another one, and there it is under our uid: a copy of this store sent it. */
static void
test_duplicate_is_there (void)
{
  for (int part = 0; part < 2; part++)
    {
      g_autoptr (EngineTest) t = engine_test_new ();
      gint64 id = make_duplicate (t, TRUE);
      DyrRemoteRecord *theirs = engine_test_same (t, id, "client/6", "1", NULL);

      theirs->partial = part != 0;
      engine_test_queue (t, "client", theirs);
      engine_test_begin (t);
      if (part)
        {
          DyrOrder *order = engine_test_expect (t, DYR_ORDER_FETCH, id);

          assert_none (t);
          engine_test_done (t, order, engine_test_same (t, id, "client/6", "1", NULL));
        }
      engine_test_quiet (t);
      assert_none (t);
      engine_test_assert_rest (t, id);
      engine_test_assert (t, id, "remote_id = 'client/6' AND reach = 0");
    }
}

/* … or it was to be made anew, and what was deleted there is there again. */
static void
test_duplicate_is_back (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_one (t);

  engine_test_edit (t, id, "name", "B", NULL);
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_UPDATE, id), DYR_ANSWER_GONE, 404);
  engine_test_choose (t, id, "", DYR_CHOOSE_MINE);
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_CREATE, id), DYR_ANSWER_DUPLICATE, 409);
  engine_test_assert (
      t, id, "EXISTS (SELECT 1 FROM pending WHERE record = r.id AND theirs = 'duplicate')");
  engine_test_queue (
      t, "client", engine_test_theirs (t, &dyr_client_type, "client/1", "3", "name", "B", NULL));
  engine_test_begin (t);
  engine_test_quiet (t);
  assert_none (t);
  engine_test_assert_rest (t, id);
  engine_test_assert (t, id, "remote_id = 'client/1'");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_test_add ("clash/list", test_list);
  engine_test_add ("clash/mine", test_mine);
  engine_test_add ("clash/theirs", test_theirs);
  engine_test_add ("clash/base", test_base);
  engine_test_add ("clash/values", test_values);
  engine_test_add ("clash/theirs-moves-on", test_theirs_moves_on);
  engine_test_add ("clash/edit-does-not-decide", test_edit_does_not_decide);
  engine_test_add ("clash/other-fields-go", test_other_fields_go);
  engine_test_add ("clash/deleting-decides", test_deleting_decides);
  engine_test_add ("question/deleted-there", test_deleted_there);
  engine_test_add ("question/made-anew-by-two", test_made_anew_by_two);
  engine_test_add ("question/changed-there", test_changed_there);
  engine_test_add ("question/hidden-there", test_hidden_there);
  engine_test_add ("question/duplicate/anyway", test_duplicate_anyway);
  engine_test_add ("question/duplicate/link", test_duplicate_link);
  engine_test_add ("question/duplicate/is-there", test_duplicate_is_there);
  engine_test_add ("question/duplicate/is-back", test_duplicate_is_back);
  engine_test_add ("question/none", test_nothing_to_decide);
  engine_test_add ("parked", test_parked);
  return g_test_run ();
}

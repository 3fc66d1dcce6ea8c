/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What a window shows of a clash, the answers to what was seen there, and taking them back. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-clash-look.h"
#include "dyr-let-go.h"
#include "dyr-client.h"
#include "dyr-error.h"
#include "engine-test.h"

/* Name A → B here, A → C there; no city here → Lviv, there → Odesa. */
static gint64
make_clash (EngineTest *t)
{
  gint64 id = engine_test_have_client (t, 1);

  engine_test_edit (t, id, "name", "B", "city", "Lviv", NULL);
  engine_test_queue (
      t, "client", engine_test_same (t, id, "client/001", "3", "name", "C", "city", "Odesa", NULL));
  engine_test_begin (t);
  engine_test_quiet (t);
  return id;
}

static DyrClashLook *
look_at (EngineTest *t, gint64 id, const DyrUid *uid)
{
  DyrClashLook *look = dyr_clash_look_new (id, uid);
  g_autoptr (GError) error = NULL;

  dyr_clash_look_job (t->connection, look, NULL, &error);
  g_assert_no_error (error);
  return look;
}

static const DyrClashSides *
sides_at (DyrClashLook *look, guint n)
{
  g_assert_cmpuint (n, <, look->sides->len);
  return look->sides->pdata[n];
}

/* The same choice for all that was seen; the action, or the error's code as a negative number. */
static gint64
answer (EngineTest *t, DyrClashLook *look, DyrChoose choose)
{
  g_autoptr (GArray) answers = g_array_new (FALSE, TRUE, sizeof (DyrClashAnswer));
  g_autoptr (GError) error = NULL;
  gint64 action = 0;
  gboolean done;

  for (guint i = 0; i < look->sides->len; i++)
    {
      DyrClashAnswer one = { .seen = sides_at (look, i)->clash, .choose = choose };

      g_array_append_val (answers, one);
    }
  engine_test_run_sql (t, "BEGIN IMMEDIATE");
  done = dyr_clash_answer (t->connection, answers, &action, &error);
  engine_test_run_sql (t, done ? "COMMIT" : "ROLLBACK");
  g_assert_true (done || error->domain == DYR_ERROR);
  return done ? action : -error->code;
}

static void
undo (EngineTest *t, gint64 action, guint n_undone)
{
  g_autoptr (DyrUndoResult) result = engine_test_undo (t, action);

  g_assert_cmpuint (result->n_undone, ==, n_undone);
  g_assert_cmpuint (result->kept->len, ==, 0);
}

static void
assert_nothing_waits (EngineTest *t, gint64 id)
{
  engine_test_assert (t, id, "push = 0 AND NOT EXISTS (SELECT 1 FROM pending)");
  engine_test_quiet (t);
}

static void
test_look (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = make_clash (t);
  g_autoptr (DyrClashLook) first = look_at (t, 0, NULL), by_uid = NULL, none = NULL, gone = NULL;
  const DyrUid unknown = dyr_uid_new ();

  g_assert_cmpint (first->record, ==, id);
  g_assert_true (first->type == &dyr_client_type);
  g_assert_cmpstr (first->title, ==, "B");
  g_assert_cmpuint (first->records->len, ==, 1);
  g_assert_cmpint (first->read_at, >, 0);
  g_assert_cmpuint (first->sides->len, ==, 2);
  g_assert_cmpstr (dyr_value_text (&sides_at (first, 0)->base[DYR_CLIENT_NAME]), ==, "A");
  g_assert_cmpstr (dyr_value_text (&sides_at (first, 0)->mine[DYR_CLIENT_NAME]), ==, "B");
  g_assert_cmpstr (dyr_value_text (&sides_at (first, 0)->theirs[DYR_CLIENT_NAME]), ==, "C");
  g_assert_cmpint (sides_at (first, 0)->edited_at,
                   ==,
                   engine_test_number (t, "SELECT max (at) FROM action WHERE source = 0"));
  g_assert_cmpstr (sides_at (first, 0)->edited_by, ==, NULL);
  g_assert_cmpuint (sides_at (first, 1)->clash->group, ==, DYR_CLIENT_STREET);
  g_assert_cmpuint (
      sides_at (first, 1)->clash->fields, ==, G_GUINT64_CONSTANT (1) << DYR_CLIENT_CITY);

  by_uid = look_at (t, 0, &first->uid);
  g_assert_cmpint (by_uid->record, ==, id);
  g_assert_cmpuint (by_uid->sides->len, ==, 2);
  none = look_at (t, 0, &unknown);
  g_assert_null (none->type);
  g_assert_cmpuint (none->sides->len, ==, 0);
  g_assert_cmpuint (none->records->len, ==, 1);
  gone = look_at (t, 999, NULL);
  g_assert_null (gone->type);
  g_assert_cmpuint (gone->sides->len, ==, 0);
  g_assert_cmpuint (gone->records->len, ==, 1);
}

/* A question comes with what waits here. */
static void
test_look_at_question (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_client (t, 1);
  g_autoptr (DyrClashLook) look = NULL;
  const DyrClashSides *edit;

  engine_test_edit (t, id, "name", "B", NULL);
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_UPDATE, id), DYR_ANSWER_GONE, 404);
  look = look_at (t, id, NULL);
  g_assert_cmpuint (look->sides->len, ==, 1);
  g_assert_cmpstr (sides_at (look, 0)->clash->theirs, ==, DYR_ASK_DELETED_THERE);
  g_assert_cmpuint (look->edits->len, ==, 1);
  edit = look->edits->pdata[0];
  g_assert_cmpstr (dyr_value_text (&edit->base[DYR_CLIENT_NAME]), ==, "A");
  g_assert_cmpstr (dyr_value_text (&edit->mine[DYR_CLIENT_NAME]), ==, "B");
  g_assert_cmpstr (dyr_value_text (&look->values[DYR_CLIENT_NAME]), ==, "B");
}

/* All at once, as one action; the history has what the CRM had, too. */
static void
test_mine (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = make_clash (t), action;
  g_autoptr (DyrClashLook) look = look_at (t, id, NULL);
  DyrOrder *order;

  action = answer (t, look, DYR_CHOOSE_MINE);
  g_assert_cmpint (action, >, 0);
  g_assert_cmpint (engine_test_number (
                       t,
                       "SELECT count (*) FROM change c JOIN action a ON a.id = c.action "
                       "WHERE a.id = %" G_GINT64_FORMAT " AND a.title = 'resolve' AND a.source = 0 "
                       "AND (c.field, c.old, c.new) IN (('name', 'C', 'B'), "
                       "('city', 'Odesa', 'Lviv'))",
                       action),
                   ==,
                   2);
  g_assert_cmpint (
      engine_test_number (t,
                          "SELECT count (*) FROM change c JOIN action a ON a.id = c.action "
                          "WHERE a.title = 'clash' AND a.source = 1 AND "
                          "(c.field, c.old, c.new) IN (('name', 'B', 'C'), "
                          "('city', 'Lviv', 'Odesa'))"),
      ==,
      2);
  order = engine_test_expect (t, DYR_ORDER_UPDATE, id);
  engine_test_assert_sent (order, "name", "B");
  engine_test_assert_sent (order, "city", "Lviv");
  engine_test_written (t, order, "client/001", "4");
  engine_test_assert_rest (t, id);

  /* Taken back when it was sent already: theirs goes there again. */
  undo (t, action, 2);
  engine_test_assert_value (t, id, "name", "C");
  order = engine_test_expect (t, DYR_ORDER_UPDATE, id);
  engine_test_assert_sent (order, "name", "C");
  engine_test_assert_sent (order, "city", "Odesa");
  engine_test_written (t, order, "client/001", "5");
  engine_test_assert_rest (t, id);
}

/* Taken back before it was sent: here is what the CRM has, and nothing goes there. */
static void
test_mine_not_sent (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = make_clash (t);
  g_autoptr (DyrClashLook) look = look_at (t, id, NULL);

  undo (t, answer (t, look, DYR_CHOOSE_MINE), 2);
  engine_test_assert_value (t, id, "name", "C");
  engine_test_assert_value (t, id, "city", "Odesa");
  assert_nothing_waits (t, id);
}

/* Nothing goes there; taken back, mine does. */
static void
test_theirs (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = make_clash (t), action;
  g_autoptr (DyrClashLook) look = look_at (t, id, NULL);
  DyrOrder *order;

  action = answer (t, look, DYR_CHOOSE_THEIRS);
  engine_test_assert_value (t, id, "name", "C");
  assert_nothing_waits (t, id);
  undo (t, action, 2);
  engine_test_assert_value (t, id, "name", "B");
  order = engine_test_expect (t, DYR_ORDER_UPDATE, id);
  engine_test_assert_sent (order, "name", "B");
  engine_test_assert_sent (order, "city", "Lviv");
  g_assert_cmpstr (order->sent->version, ==, "3");
  dyr_order_free (order);
}

/* What was not seen is not decided, and neither is the rest. */
static void
test_changed_meanwhile (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = make_clash (t);
  g_autoptr (DyrClashLook) look = look_at (t, id, NULL), again = NULL, once_more = NULL;

  engine_test_queue (
      t, "client", engine_test_same (t, id, "client/001", "4", "name", "C", "city", "Kyiv", NULL));
  engine_test_begin (t);
  engine_test_quiet (t);
  g_assert_cmpint (answer (t, look, DYR_CHOOSE_THEIRS), ==, -DYR_ERROR_CONFLICT);
  again = look_at (t, id, NULL);
  g_assert_cmpuint (again->sides->len, ==, 2);
  engine_test_assert_value (t, id, "name", "B");
  /* Mine may be another, too. */
  engine_test_edit (t, id, "name", "D", NULL);
  g_assert_cmpint (answer (t, again, DYR_CHOOSE_MINE), ==, -DYR_ERROR_CONFLICT);
  once_more = look_at (t, id, NULL);
  g_assert_cmpint (answer (t, once_more, DYR_CHOOSE_THEIRS), >, 0);
  engine_test_assert_value (t, id, "city", "Kyiv");
  /* Decided by somebody else. */
  g_assert_cmpint (answer (t, once_more, DYR_CHOOSE_THEIRS), ==, -DYR_ERROR_CONFLICT);
}

/* Deleted by the answer, and back. */
static void
test_let_go (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_client (t, 1), action;
  g_autoptr (DyrClashLook) look = NULL;
  DyrOrder *order;

  engine_test_edit (t, id, "name", "B", NULL);
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_UPDATE, id), DYR_ANSWER_GONE, 404);
  look = look_at (t, id, NULL);
  action = answer (t, look, DYR_CHOOSE_THEIRS);
  engine_test_assert (t, id, "deleted_at IS NOT NULL");
  undo (t, action, 1);
  engine_test_assert (t, id, "deleted_at IS NULL");
  engine_test_assert_value (t, id, "name", "B");
  order = engine_test_expect (t, DYR_ORDER_CREATE, id);
  engine_test_assert_sent (order, "name", "B");
  dyr_order_free (order);
}

/* The deletion stays; what is taken back is the deletion. */
static void
test_stay_deleted (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_client (t, 1), action;
  g_autoptr (DyrClashLook) look = NULL;

  engine_test_delete (t, id);
  engine_test_done (t,
                    engine_test_expect (t, DYR_ORDER_FETCH, id),
                    engine_test_same (t, id, "client/001", "3", "name", "C", NULL));
  look = look_at (t, id, NULL);
  g_assert_cmpuint (look->edits->len, ==, 0);
  action = answer (t, look, DYR_CHOOSE_MINE);
  g_assert_cmpint (
      action,
      ==,
      engine_test_number (t, "SELECT action FROM change WHERE kind = 2 ORDER BY id DESC LIMIT 1"));
  undo (t, action, 1);
  engine_test_done (t,
                    engine_test_expect (t, DYR_ORDER_FETCH, id),
                    engine_test_same (t, id, "client/001", "3", "name", "C", NULL));
  engine_test_assert_value (t, id, "name", "C");
  engine_test_assert_rest (t, id);
}

/* Of a group that the CRM holds in part: the rest of it is ours alone, whatever is chosen. */
static void
test_part_of_group (void)
{
  static const DyrChoose choices[] = { DYR_CHOOSE_THEIRS, DYR_CHOOSE_BASE, DYR_CHOOSE_MINE };

  for (gsize i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      g_autoptr (EngineTest) t = engine_test_new ();
      gint64 id;
      g_autoptr (DyrClashLook) look = NULL;

      engine_test_type (t, &dyr_client_type)->fields
          &= ~(G_GUINT64_CONSTANT (1) << DYR_CLIENT_REGION);
      id = engine_test_have_client (t, 1);
      engine_test_edit (t, id, "city", "Lviv", "region", "West", NULL);
      engine_test_queue (
          t, "client", engine_test_same (t, id, "client/001", "3", "city", "Odesa", NULL));
      engine_test_begin (t);
      engine_test_quiet (t);
      look = look_at (t, id, NULL);
      g_assert_cmpuint (look->sides->len, ==, 1);
      g_assert_cmpuint (
          sides_at (look, 0)->clash->fields, ==, G_GUINT64_CONSTANT (1) << DYR_CLIENT_CITY);
      g_assert_cmpint (answer (t, look, choices[i]), >, 0);
      engine_test_assert_value (t, id, "region", "West");
      if (choices[i] == DYR_CHOOSE_THEIRS)
        assert_nothing_waits (t, id);
      else
        dyr_order_free (engine_test_expect (t, DYR_ORDER_UPDATE, id));
    }
}

/* Of what the CRM refused the person was told what taking it back would do; that is done, or
 * nothing.
 */
static void
test_take_back (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_create (t, &dyr_client_type, "name", "Dvir", NULL), action = 0;
  g_autoptr (GError) error = NULL;

  engine_test_begin (t);
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_CREATE, id), DYR_ANSWER_REFUSED, 400);
  engine_test_quiet (t);
  engine_test_assert (t, id, "parked IS NOT NULL");
  engine_test_run_sql (t, "BEGIN IMMEDIATE");
  g_assert_false (dyr_let_go (t->connection, id, DYR_LET_GO_EDITS, &action, &error));
  g_assert_error (error, DYR_ERROR, DYR_ERROR_CONFLICT);
  g_clear_error (&error);
  engine_test_assert (t, id, "deleted_at IS NULL");
  dyr_let_go (t->connection, id, DYR_LET_GO_NEW, &action, &error);
  g_assert_no_error (error);
  engine_test_run_sql (t, "COMMIT");
  engine_test_assert (t, id, "deleted_at IS NOT NULL");
  g_assert_cmpint (action, !=, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_test_add ("decide/look", test_look);
  engine_test_add ("decide/look-at-question", test_look_at_question);
  engine_test_add ("decide/mine", test_mine);
  engine_test_add ("decide/mine-not-sent", test_mine_not_sent);
  engine_test_add ("decide/theirs", test_theirs);
  engine_test_add ("decide/changed-meanwhile", test_changed_meanwhile);
  engine_test_add ("decide/let-go", test_let_go);
  engine_test_add ("decide/take-back", test_take_back);
  engine_test_add ("decide/stay-deleted", test_stay_deleted);
  engine_test_add ("decide/part-of-group", test_part_of_group);
  return g_test_run ();
}

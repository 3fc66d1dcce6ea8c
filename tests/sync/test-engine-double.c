/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* A record made here that the CRM takes for one that is here already: a person says that they are
 * one, and they become one. */

#include "config.h"

#include "dyr-client.h"
#include "dyr-contract.h"
#include "dyr-error.h"
#include "dyr-note.h"
#include "engine-test.h"

typedef struct
{
  EngineTest *t;
  gint64 made; /* the CRM takes it for … */
  gint64 here; /* … this one, client/5 */
} Double;

static void
double_clear (Double *self)
{
  g_clear_pointer (&self->t, engine_test_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Double, double_clear)

static DyrRemoteRecord *
client_there (EngineTest *t)
{
  return engine_test_theirs (
      t, &dyr_client_type, "client/5", "3", "name", "A", "code", "8", "segment", "s", NULL);
}

/* Here: A, code 8, segment s; made: A, code 7, city Lviv. */
static void
double_init (Double *self)
{
  self->t = engine_test_new ();
  self->here = engine_test_have (self->t, client_there (self->t));
  self->made = engine_test_create (
      self->t, &dyr_client_type, "name", "A", "code", "7", "city", "Lviv", NULL);
  engine_test_suspect (self->t, self->made, client_there (self->t));
}

/* The answer of a person, in a transaction as ever; returns the action, 0 when it was refused. */
static gint64
answer (Double *self, int code)
{
  g_autoptr (GPtrArray) seen = NULL;
  g_autoptr (GArray) answers = g_array_new (FALSE, TRUE, sizeof (DyrClashAnswer));
  DyrClashAnswer theirs = { .choose = DYR_CHOOSE_THEIRS };
  g_autoptr (GError) error = NULL;
  gint64 action = 0;

  seen = dyr_clash_list_of (self->t->connection, self->made, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (seen->len, ==, 1);
  theirs.seen = seen->pdata[0];
  g_array_append_val (answers, theirs);
  engine_test_run_sql (self->t, "BEGIN IMMEDIATE");
  if (dyr_clash_answer (self->t->connection, answers, &action, &error))
    {
      engine_test_run_sql (self->t, "COMMIT");
      g_assert_cmpint (code, ==, -1);
      return action;
    }
  g_assert_error (error, DYR_ERROR, code);
  /* Refused before anything was written. */
  g_assert_cmpint (
      engine_test_number (self->t,
                          "SELECT count (*) FROM pending WHERE record = %" G_GINT64_FORMAT
                          " AND grp = ''",
                          self->made),
      ==,
      1);
  engine_test_run_sql (self->t, "COMMIT");
  return 0;
}

static void
undo (EngineTest *t, gint64 action)
{
  g_autoptr (DyrUndoResult) result = engine_test_undo (t, action);

  g_assert_cmpuint (result->kept->len, ==, 0);
}

/* Whether it is known, and said, that the other one is here. */
static void
test_is_known (void)
{
  g_auto (Double) d = { NULL };
  g_autoptr (GPtrArray) clashes = NULL;
  g_autoptr (DyrClash) other = g_new0 (DyrClash, 1);
  DyrClash *clash;

  double_init (&d);
  clashes = dyr_clash_list (d.t->connection, NULL);
  g_assert_cmpuint (clashes->len, ==, 1);
  clash = clashes->pdata[0];
  g_assert_cmpint (clash->record, ==, d.made);
  g_assert_cmpint (clash->here, ==, d.here);
  /* Whoever saw another question has not answered this one. */
  other->record = clash->record;
  other->group = clash->group;
  other->state = clash->state;
  other->theirs = g_strdup (clash->theirs);
  g_assert_false (dyr_clash_looks_equal (clash, other));
  other->here = d.here;
  g_assert_true (dyr_clash_looks_equal (clash, other));
}

/* What is empty is filled up, what differs is asked, what links moves, nothing is made twice. */
static void
test_become_one (void)
{
  g_auto (Double) d = { NULL };
  g_autofree char *uid = NULL;
  gint64 contract;
  DyrOrder *order;

  double_init (&d);
  uid = engine_test_uid (d.t, d.made);
  contract = engine_test_create (d.t, &dyr_contract_type, "client", uid, "number", "1", NULL);
  g_clear_pointer (&uid, g_free);
  engine_test_quiet (d.t);

  g_assert_cmpint (answer (&d, -1), !=, 0);
  engine_test_assert (d.t, d.made, "deleted_at IS NOT NULL AND push = 0 AND remote_id IS NULL");
  engine_test_assert_value (d.t, d.here, "segment", "s");
  engine_test_assert_value (d.t, d.here, "city", "Lviv");
  engine_test_assert_value (d.t, d.here, "code", "7");
  engine_test_assert (d.t,
                      d.here,
                      "(SELECT state = 1 AND base ->> 'code' IS NULL AND theirs ->> 'code' = '8' "
                      "FROM pending WHERE record = r.id AND grp = 'code')");
  uid = engine_test_uid (d.t, d.here);
  engine_test_assert_value (d.t, contract, "client", uid);

  engine_test_written (
      d.t, engine_test_expect (d.t, DYR_ORDER_CREATE, contract), "contract/1", "1");
  order = engine_test_expect (d.t, DYR_ORDER_UPDATE, d.here);
  engine_test_assert_sent (order, "city", "Lviv");
  engine_test_assert_not_sent (order, "code");
  engine_test_assert_not_sent (order, "segment");
  engine_test_done (d.t,
                    order,
                    engine_test_theirs (d.t,
                                        &dyr_client_type,
                                        "client/5",
                                        "4",
                                        "name",
                                        "A",
                                        "code",
                                        "8",
                                        "segment",
                                        "s",
                                        "city",
                                        "Lviv",
                                        NULL));
  engine_test_quiet (d.t);
  g_assert_cmpint (engine_test_number (d.t, "SELECT count (*) FROM pending"), ==, 1);
}

/* What was asked is answered as any clash. */
static void
test_decide (void)
{
  for (int mine = 0; mine < 2; mine++)
    {
      g_auto (Double) d = { NULL };
      DyrOrder *order;

      double_init (&d);
      answer (&d, -1);
      engine_test_choose (d.t, d.here, "code", mine ? DYR_CHOOSE_MINE : DYR_CHOOSE_THEIRS);
      engine_test_assert_value (d.t, d.here, "code", mine ? "7" : "8");
      order = engine_test_expect (d.t, DYR_ORDER_UPDATE, d.here);
      if (mine)
        engine_test_assert_sent (order, "code", "7");
      else
        engine_test_assert_not_sent (order, "code");
      engine_test_written (d.t, order, "client/5", "4");
      engine_test_assert_rest (d.t, d.here);
    }
}

/* One undo: the two are two, nothing is asked of the one that was here, and of the other anew. */
static void
test_undo (void)
{
  g_auto (Double) d = { NULL };
  g_autofree char *uid = NULL;
  gint64 person, action;

  double_init (&d);
  uid = engine_test_uid (d.t, d.made);
  person = engine_test_create (d.t, &dyr_contract_type, "client", uid, "number", "1", NULL);
  action = answer (&d, -1);
  undo (d.t, action);
  engine_test_assert_value (d.t, person, "client", uid);
  engine_test_assert_value (d.t, d.here, "code", "8");
  engine_test_assert_value (d.t, d.here, "city", NULL);
  engine_test_assert (d.t, d.here, "push = 0");
  g_assert_cmpint (engine_test_number (d.t, "SELECT count (*) FROM pending"), ==, 0);
  engine_test_assert_value (d.t, d.made, "code", "7");
  engine_test_assert (d.t, d.made, "deleted_at IS NULL AND push = 1");
  engine_test_suspect (d.t, d.made, client_there (d.t));
  g_assert_cmpint (answer (&d, -1), >, action);
}

/* The same twice over, without a difference: nothing is sent. */
static void
test_alike (void)
{
  g_auto (Double) d = { .t = engine_test_new () };

  d.here = engine_test_have (d.t, client_there (d.t));
  d.made
      = engine_test_create (d.t, &dyr_client_type, "name", "A", "code", "8", "segment", "s", NULL);
  engine_test_suspect (d.t, d.made, client_there (d.t));
  answer (&d, -1);
  engine_test_assert (d.t, d.made, "deleted_at IS NOT NULL AND push = 0");
  engine_test_assert_rest (d.t, d.here);
  engine_test_quiet (d.t);
}

/* Phones of both, in one set; not a question. */
static void
test_sets (void)
{
  g_auto (Double) d = { .t = engine_test_new () };
  DyrOrder *order;

  d.here = engine_test_have (d.t, client_there (d.t));
  engine_test_edit (d.t, d.here, "phones", "[\"+380441\"]", NULL);
  engine_test_written (d.t, engine_test_expect (d.t, DYR_ORDER_UPDATE, d.here), "client/5", "4");
  d.made = engine_test_create (d.t, &dyr_client_type, "name", "A", "phones", "[\"+380442\"]", NULL);
  engine_test_suspect (d.t, d.made, client_there (d.t));
  answer (&d, -1);
  order = engine_test_expect (d.t, DYR_ORDER_UPDATE, d.here);
  engine_test_assert_sent (order, "phones", "[\"+380441\"]\n[\"+380442\"]");
  dyr_order_free (order);
  g_assert_cmpint (
      engine_test_number (d.t, "SELECT count (*) FROM pending WHERE state = 1"), ==, 0);
}

/* Types of which nobody looks for duplicates are doubles when the CRM says so. */
static void
test_any_type (void)
{
  g_auto (Double) d = { .t = engine_test_new () };
  DyrRemoteRecord *theirs
      = engine_test_theirs (d.t, &dyr_note_type, "note/5", "3", "text", "one", NULL);

  d.here = engine_test_have (d.t, dyr_remote_record_copy (theirs));
  d.made = engine_test_create (d.t, &dyr_note_type, "text", "two", NULL);
  engine_test_suspect (d.t, d.made, theirs);
  answer (&d, -1);
  engine_test_assert_value (d.t, d.here, "text", "two");
  engine_test_assert (d.t, d.made, "deleted_at IS NOT NULL");
  g_assert_cmpint (
      engine_test_number (d.t, "SELECT count (*) FROM pending WHERE state = 1"), ==, 1);
}

/* Told why not, and nothing is written. */
static void
test_not_now (void)
{
  static const struct
  {
    const char *edit;
    const char *sql;
  } rows[] = {
    { NULL, "UPDATE record SET settled = 2 WHERE remote_id = 'client/5'" },
    { NULL, "UPDATE record SET reach = 2 WHERE remote_id = 'client/5'" },
    { NULL, "UPDATE record SET deleted_at = 1 WHERE remote_id = 'client/5'" },
    { NULL,
      "INSERT INTO pending (record, grp, seq, theirs, state) SELECT id, '', 1, 'hidden', 1 FROM "
      "record WHERE remote_id = 'client/5'" },
    { NULL,
      "INSERT INTO attempt (record, op, sent, seq, answered) SELECT id, 1, '{\"code\":\"8\"}', 1, "
      "3 "
      "FROM record WHERE remote_id = 'client/5'" },
    { "code", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (Double) d = { NULL };

      double_init (&d);
      if (rows[i].edit != NULL)
        engine_test_edit (d.t, d.here, rows[i].edit, "9", NULL);
      else
        engine_test_run_sql (d.t, rows[i].sql);
      g_assert_cmpint (answer (&d, DYR_ERROR_REFUSED), ==, 0);
      engine_test_assert (d.t, d.made, "deleted_at IS NULL AND push = 1");
      /* The other answer is always there. */
      engine_test_choose (d.t, d.made, NULL, DYR_CHOOSE_MINE);
    }
}

/* An edit of the one that was here stands against nothing where the two do not differ. */
static void
test_edited_elsewhere (void)
{
  g_auto (Double) d = { NULL };
  DyrOrder *order;

  double_init (&d);
  engine_test_edit (d.t, d.here, "segment", "t", NULL);
  answer (&d, -1);
  order = engine_test_expect (d.t, DYR_ORDER_UPDATE, d.here);
  engine_test_assert_sent (order, "segment", "t");
  engine_test_assert_sent (order, "city", "Lviv");
  engine_test_assert_not_sent (order, "code");
  dyr_order_free (order);
}

/* Others' links made a placeholder of what the CRM names: that is no record of ours, and ours takes
 * its place. */
static void
test_placeholder (void)
{
  g_auto (Double) d = { .t = engine_test_new () };
  DyrRemoteRecord *contract
      = engine_test_theirs (d.t, &dyr_contract_type, "contract/1", "1", "number", "1", NULL);
  g_autoptr (GPtrArray) clashes = NULL;
  g_autofree char *uid = NULL;
  gint64 linked;

  dyr_remote_record_add_link (contract, DYR_CONTRACT_CLIENT, &dyr_client_type, "client/5", "A");
  engine_test_queue (d.t, "contract", contract);
  engine_test_begin (d.t);
  engine_test_say (d.t, engine_test_expect (d.t, DYR_ORDER_FETCH, 1), DYR_ANSWER_UNKNOWN, 500);
  engine_test_assert (d.t, 1, "remote_id = 'client/5' AND reach = 1");
  linked = engine_test_number (d.t, "SELECT id FROM record WHERE remote_id = 'contract/1'");
  d.made = engine_test_create (d.t, &dyr_client_type, "name", "A", "code", "7", NULL);
  engine_test_suspect (d.t, d.made, client_there (d.t));
  clashes = dyr_clash_list (d.t->connection, NULL);
  g_assert_cmpuint (clashes->len, ==, 1);
  g_assert_cmpint (((DyrClash *) clashes->pdata[0])->here, ==, 0);
  answer (&d, -1);
  uid = engine_test_uid (d.t, d.made);
  engine_test_assert_value (d.t, linked, "client", uid);
  engine_test_done (d.t,
                    engine_test_expect (d.t, DYR_ORDER_FETCH, d.made),
                    engine_test_same (d.t, d.made, "client/5", "3", "code", "8", NULL));
  engine_test_assert (d.t,
                      d.made,
                      "remote_id = 'client/5' AND reach = 0 AND (SELECT state = 1 FROM pending "
                      "WHERE record = r.id AND grp = 'code')");
}

/* Mine that a person makes theirs by hand is no clash any more. */
static void
test_made_theirs (void)
{
  g_auto (Double) d = { NULL };

  double_init (&d);
  answer (&d, -1);
  engine_test_edit (d.t, d.here, "code", "9", NULL);
  g_assert_cmpint (
      engine_test_number (d.t, "SELECT count (*) FROM pending WHERE state = 1"), ==, 1);
  engine_test_edit (d.t, d.here, "code", "8", NULL);
  g_assert_cmpint (
      engine_test_number (d.t, "SELECT count (*) FROM pending WHERE state = 1"), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_test_add ("double/is-known", test_is_known);
  engine_test_add ("double/become-one", test_become_one);
  engine_test_add ("double/decide", test_decide);
  engine_test_add ("double/undo", test_undo);
  engine_test_add ("double/alike", test_alike);
  engine_test_add ("double/sets", test_sets);
  engine_test_add ("double/any-type", test_any_type);
  engine_test_add ("double/not-now", test_not_now);
  engine_test_add ("double/edited-elsewhere", test_edited_elsewhere);
  engine_test_add ("double/placeholder", test_placeholder);
  engine_test_add ("double/made-theirs", test_made_theirs);
  return g_test_run ();
}

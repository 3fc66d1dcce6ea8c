/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Engine: a create without an answer, at a CRM that does not keep our uids. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "engine-test.h"

static DyrRemoteRecord *
candidate (EngineTest *t, const char *remote_id, const char *name, const char *city, gint64 created)
{
  DyrRemoteRecord *theirs
      = engine_test_theirs (t, &dyr_client_type, remote_id, "1", "name", name, "city", city, NULL);

  theirs->created = created;
  return theirs;
}

/* A client “Call back” whose create was lost on the way; the order that looks for it. */
static DyrOrder *
lose_create (EngineTest *t, gint64 *id)
{
  *id = engine_test_create (t, &dyr_client_type, "name", "Call back", "city", "Lviv", NULL);
  engine_test_type (t, &dyr_client_type)->uids = FALSE;
  engine_test_type (t, &dyr_client_type)->unique = FALSE;
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_CREATE, *id), DYR_ANSWER_UNKNOWN, 500);
  t->now += 3600;
  t->time += 3600;
  return engine_test_expect (t, DYR_ORDER_LOOK_UP, *id);
}

/* What is found by name is ours only when it is one, made since ours left, with what was sent, and
 * nobody else's here. Nothing else is taken, hidden or sent again: a person is asked. */
static void
test_candidates (void)
{
  static const struct
  {
    const char *what;
    gboolean owned;      /* another client of that name is here, client/1, and is found too */
    const char *city[2]; /* of client/2 and client/3; NULL: not found */
    int created[2];      /* seconds after ours left */
    const char *adopted; /* NULL: a question … */
    const char *asks;
  } rows[] = {
    { "another one that is here", TRUE, { NULL, NULL }, { 0, 0 }, NULL, "unanswered" },
    { "ours beside it", TRUE, { "Lviv", NULL }, { 1, 0 }, "client/2", NULL },
    { "ours alone", FALSE, { "Lviv", NULL }, { 0, 0 }, "client/2", NULL },
    { "clocks differ a little", FALSE, { "Lviv", NULL }, { -59, 0 }, "client/2", NULL },
    { "of another city", FALSE, { "Kyiv", NULL }, { 1, 0 }, NULL, "duplicate\tclient/2" },
    { "made before", FALSE, { "Lviv", NULL }, { -3000, 0 }, NULL, "duplicate\tclient/2" },
    { "two alike", FALSE, { "Lviv", "Lviv" }, { 1, 2 }, NULL, "duplicate\tclient/2" },
    { "ours beside an older", FALSE, { "Lviv", "Lviv" }, { -3000, 1 }, "client/3", NULL },
    { "none", FALSE, { NULL, NULL }, { 0, 0 }, NULL, "unanswered" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (EngineTest) t = engine_test_new ();
      DyrAnswer *answer = dyr_answer_new (DYR_ANSWER_GONE);
      gint64 other = 0, id;
      const gint64 left = t->time;
      DyrOrder *order;

      g_test_message ("%s", rows[i].what);
      if (rows[i].owned)
        other = engine_test_have (t, candidate (t, "client/1", "Call back", "Lviv", 0));
      order = lose_create (t, &id);
      g_assert_cmpint (order->since, ==, left - 60);
      if (rows[i].owned)
        g_ptr_array_add (answer->records, candidate (t, "client/1", "Call back", "Lviv", left + 1));
      for (guint j = 0; j < 2; j++)
        if (rows[i].city[j] != NULL)
          g_ptr_array_add (answer->records,
                           candidate (t,
                                      j == 0 ? "client/2" : "client/3",
                                      "Call back",
                                      rows[i].city[j],
                                      left + rows[i].created[j]));
      answer->kind = answer->records->len > 0 ? DYR_ANSWER_DONE : DYR_ANSWER_GONE;
      answer->time = t->time;
      engine_test_answer (t, order, answer);
      if (other != 0)
        engine_test_assert (
            t, other, "remote_id = 'client/1' AND reach = 0 AND deleted_at IS NULL");
      if (rows[i].adopted != NULL)
        {
          g_autofree char *now = engine_test_text (
              t, "SELECT remote_id FROM record WHERE id = %" G_GINT64_FORMAT, id);

          g_assert_cmpstr (now, ==, rows[i].adopted);
          engine_test_done (t,
                            engine_test_expect (t, DYR_ORDER_FETCH, id),
                            candidate (t, now, "Call back", "Lviv", left));
          engine_test_assert_rest (t, id);
        }
      else
        {
          g_autofree char *asks = engine_test_text (
              t, "SELECT theirs FROM pending WHERE record = %" G_GINT64_FORMAT, id);

          g_assert_cmpstr (asks, ==, rows[i].asks);
          engine_test_assert (t, id, "remote_id IS NULL AND push = 1");
          t->now += 86400;
          engine_test_run (t);
        }
      engine_test_assert_value (t, id, "city", "Lviv");
    }
}

static void
assert_asked (EngineTest *t, gint64 id, const char *question)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) clashes = dyr_clash_list (t->connection, &error);
  const DyrClash *clash;

  g_assert_no_error (error);
  g_assert_cmpuint (clashes->len, ==, 1);
  clash = clashes->pdata[0];
  g_assert_cmpint (clash->record, ==, id);
  g_assert_cmpuint (clash->group, ==, DYR_WHOLE_RECORD);
  g_assert_cmpstr (clash->theirs, ==, question);
}

/* What nobody knows of is sent again only when a person says so: deleting it and taking that back
 * says nothing of it. */
static void
test_unanswered (void)
{
  for (int row = 0; row < 4; row++)
    {
      g_autoptr (EngineTest) t = engine_test_new ();
      const gboolean mine = row % 2 != 0, undone = row / 2 != 0;
      gint64 id;
      DyrOrder *order = lose_create (t, &id);

      engine_test_say (t, order, DYR_ANSWER_GONE, 200);
      engine_test_quiet (t);
      if (undone)
        {
          engine_test_delete (t, id);
          engine_test_quiet (t);
          engine_test_restore (t, id);
          engine_test_assert (t, id, "push = 1 AND remote_id IS NULL");
          engine_test_quiet (t);
          engine_test_run (t);
        }
      assert_asked (t, id, "unanswered");
      engine_test_choose (t, id, NULL, mine ? DYR_CHOOSE_MINE : DYR_CHOOSE_THEIRS);
      if (mine)
        {
          order = engine_test_expect (t, DYR_ORDER_CREATE, id);
          g_assert_true (order->anyway);
          engine_test_written (t, order, "client/9", "1");
        }
      engine_test_quiet (t);
      engine_test_assert_rest (t, id);
      engine_test_assert (t, id, mine ? "deleted_at IS NULL" : "deleted_at IS NOT NULL");
      engine_test_assert (t, id, "parked IS NULL AND tries = 0 AND retry_at IS NULL");
    }
}

/* … what may be another person's neither. */
static void
test_doubtful_undone (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  DyrAnswer *answer = dyr_answer_new (DYR_ANSWER_DONE);
  gint64 id;
  DyrOrder *order = lose_create (t, &id);

  g_ptr_array_add (answer->records, candidate (t, "client/2", "Call back", "Kyiv", t->time));
  answer->time = t->time;
  engine_test_answer (t, order, answer);
  engine_test_delete (t, id);
  engine_test_restore (t, id);
  engine_test_quiet (t);
  assert_asked (t, id, "duplicate\tclient/2");
}

/* Links are compared too: the same number under another client is another contract. What we left
 * empty the CRM may have filled. */
static void
test_links (void)
{
  for (int same = 0; same < 2; same++)
    {
      g_autoptr (EngineTest) t = engine_test_new ();
      gint64 client = engine_test_have_client (t, 1), id;
      g_autofree char *uid = engine_test_uid (t, client);
      DyrRemoteRecord *theirs;
      DyrAnswer *answer = dyr_answer_new (DYR_ANSWER_DONE);
      DyrOrder *order;
      const guint link = (guint) dyr_record_type_find (&dyr_contract_type, "client");

      id = engine_test_create (t, &dyr_contract_type, "client", uid, "number", "1/26", NULL);
      engine_test_type (t, &dyr_contract_type)->uids = FALSE;
      engine_test_type (t, &dyr_contract_type)->unique = FALSE;
      engine_test_say (t, engine_test_expect (t, DYR_ORDER_CREATE, id), DYR_ANSWER_UNKNOWN, 500);
      t->now += 3600;
      order = engine_test_expect (t, DYR_ORDER_LOOK_UP, id);
      theirs = engine_test_theirs (
          t, &dyr_contract_type, "contract/1", "1", "number", "1/26", "description", "x", NULL);
      theirs->created = t->time;
      dyr_remote_record_add_link (
          theirs, link, &dyr_client_type, same ? "client/001" : "client/002", "A");
      g_ptr_array_add (answer->records, theirs);
      engine_test_answer (t, order, answer);
      engine_test_assert (t, id, same ? "remote_id = 'contract/1'" : "remote_id IS NULL");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_test_add ("no-uids/candidates", test_candidates);
  engine_test_add ("no-uids/unanswered", test_unanswered);
  engine_test_add ("no-uids/doubtful-undone", test_doubtful_undone);
  engine_test_add ("no-uids/links", test_links);
  return g_test_run ();
}

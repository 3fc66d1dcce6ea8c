/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Engine: what is made here reaches the CRM once, whatever it answers. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "engine-test.h"

static gint64
make_client (EngineTest *t, const char *name)
{
  return engine_test_create (t, &dyr_client_type, "name", name, NULL);
}

static void
test_done (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = make_client (t, "Мрія");
  DyrOrder *order = engine_test_expect (t, DYR_ORDER_CREATE, id);
  g_autofree char *uid = engine_test_uid (t, id), *sent = NULL;

  engine_test_assert_sent (order, "name", "Мрія");
  g_assert_true (order->sent->has_uid);
  sent = dyr_uid_to_text (&order->sent->uid);
  g_assert_cmpstr (sent, ==, uid);
  /* Nothing twice while it is on its way. */
  engine_test_quiet (t);
  engine_test_written (t, order, "client/1", "1");
  engine_test_assert (t, id, "remote_id = 'client/1' AND remote_version = '1'");
  engine_test_assert_rest (t, id);
  engine_test_quiet (t);
  g_assert_cmpuint (dyr_engine_get_counts (t->engine)->n_sent, ==, 1);
}

/* What leaves is on disk before: an attempt that knows what it carried. */
static void
test_attempt_before_request (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = make_client (t, "Мрія");
  DyrOrder *order = engine_test_expect (t, DYR_ORDER_CREATE, id);

  engine_test_assert (t,
                      id,
                      "(SELECT answered = 0 AND op = 1 AND sent ->> 'name' = 'Мрія' "
                      "FROM attempt WHERE record = r.id)");
  dyr_order_free (order);
}

static void
test_edit_meanwhile (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = make_client (t, "A");
  DyrOrder *order = engine_test_expect (t, DYR_ORDER_CREATE, id);

  engine_test_edit (t, id, "name", "B", NULL);
  engine_test_written (t, order, "client/1", "1");
  engine_test_assert_value (t, id, "name", "B");
  order = engine_test_expect (t, DYR_ORDER_UPDATE, id);
  engine_test_assert_sent (order, "name", "B");
  engine_test_assert_not_sent (order, "code");
  g_assert_cmpstr (order->sent->version, ==, "1");
  g_assert_cmpstr (order->remote_id, ==, "client/1");
  engine_test_written (t, order, "client/1", "2");
  engine_test_assert_rest (t, id);
}

/* Of a create without an answer nothing is known: it is looked up, never sent blindly again. */
static void
test_unknown_absent (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = make_client (t, "A");
  DyrOrder *order = engine_test_expect (t, DYR_ORDER_CREATE, id);

  engine_test_say (t, order, DYR_ANSWER_UNKNOWN, 0);
  g_assert_cmpint (dyr_engine_get_stop (t->engine), ==, DYR_STOP_OFFLINE);
  engine_test_edit (t, id, "name", "B", NULL);
  engine_test_begin (t);
  order = engine_test_expect (t, DYR_ORDER_LOOK_UP, id);
  engine_test_say (t, order, DYR_ANSWER_GONE, 200);
  order = engine_test_expect (t, DYR_ORDER_CREATE, id);
  engine_test_assert_sent (order, "name", "B");
  engine_test_written (t, order, "client/1", "1");
  engine_test_quiet (t);
  engine_test_assert_rest (t, id);
}

static void
test_unknown_there (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = make_client (t, "A");
  DyrOrder *order = engine_test_expect (t, DYR_ORDER_CREATE, id);

  engine_test_say (t, order, DYR_ANSWER_UNKNOWN, 0);
  engine_test_edit (t, id, "code", "123", NULL);
  engine_test_begin (t);
  order = engine_test_expect (t, DYR_ORDER_LOOK_UP, id);
  engine_test_done (t, order, engine_test_same (t, id, "client/1", "4", NULL));
  g_assert_cmpuint (dyr_engine_get_counts (t->engine)->n_doubles_prevented, ==, 1);
  /* What a look-up shows may be cut: it is read whole. Somebody renamed it since our create, or it
   * is the create of a copy of this store, which never saw ours: a person decides. */
  order = engine_test_expect (t, DYR_ORDER_FETCH, id);
  engine_test_done (
      t, order, engine_test_same (t, id, "client/1", "4", "name", "B", "code", NULL, NULL));
  engine_test_assert_value (t, id, "name", "A");
  engine_test_assert (t,
                      id,
                      "(SELECT state = 1 AND theirs ->> 'name' = 'B' FROM pending WHERE record = "
                      "r.id AND grp = 'name')");
  engine_test_assert_value (t, id, "code", "123");
  order = engine_test_expect (t, DYR_ORDER_UPDATE, id);
  engine_test_assert_sent (order, "code", "123");
  engine_test_assert_not_sent (order, "name");
  engine_test_written (t, order, "client/1", "5");
  engine_test_choose (t, id, "name", DYR_CHOOSE_THEIRS);
  engine_test_assert_value (t, id, "name", "B");
  engine_test_assert_rest (t, id);
}

/* It ended between the request and its answer. */
static void
test_crash_before_answer (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = make_client (t, "A");

  dyr_order_free (engine_test_expect (t, DYR_ORDER_CREATE, id));
  engine_test_restart (t);
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_LOOK_UP, id), DYR_ANSWER_GONE, 200);
  dyr_order_free (engine_test_expect (t, DYR_ORDER_CREATE, id));
}

/* Whoever shows the record reads it anew, and then it says so. */
static void
assert_shown (EngineTest *t, gint64 id, DyrSent sent)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrRow) row = dyr_row_read (t->connection, id, &error);
  gboolean found = FALSE;

  g_assert_no_error (error);
  g_assert_cmpint (row->sent, ==, sent);
  g_assert_nonnull (t->touched);
  for (guint i = 0; i < t->touched->ids->len; i++)
    found = found || g_array_index (t->touched->ids, gint64, i) == id;
  g_assert_true (found);
}

/* What was sent and not answered is neither only here nor there, as far as anybody knows. */
static void
test_unsure (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = make_client (t, "A");
  DyrOrder *order;

  engine_test_say (t, engine_test_expect (t, DYR_ORDER_CREATE, id), DYR_ANSWER_UNKNOWN, 0);
  assert_shown (t, id, DYR_SENT_UNSURE);
  engine_test_begin (t);
  order = engine_test_expect (t, DYR_ORDER_LOOK_UP, id);
  engine_test_say (t, order, DYR_ANSWER_GONE, 200);
  assert_shown (t, id, DYR_SENT_WAITS);
  /* It ends in the middle of the next try. */
  dyr_order_free (engine_test_expect (t, DYR_ORDER_CREATE, id));
  engine_test_restart (t);
  assert_shown (t, id, DYR_SENT_UNSURE);
  order = engine_test_expect (t, DYR_ORDER_LOOK_UP, id);
  engine_test_done (t, order, engine_test_same (t, id, "client/1", "1", NULL));
  order = engine_test_expect (t, DYR_ORDER_FETCH, id);
  engine_test_done (t, order, engine_test_same (t, id, "client/1", "1", NULL));
  assert_shown (t, id, DYR_SENT_ALL);
}

static void
test_look_up_answers (void)
{
  static const struct
  {
    DyrAnswerKind kind;
    guint status;
    const char *then;
  } rows[] = {
    { DYR_ANSWER_DONE, 200, "(SELECT answered = 2 FROM attempt WHERE record = r.id)" },
    { DYR_ANSWER_GONE, 200, "(SELECT answered = 2 FROM attempt WHERE record = r.id)" },
    { DYR_ANSWER_UNKNOWN,
      500,
      "tries = 1 AND retry_at > 0 AND (SELECT answered = 1 FROM attempt WHERE record = r.id)" },
    { DYR_ANSWER_MERGE,
      200,
      "tries = 1 AND (SELECT answered = 1 FROM attempt WHERE record = r.id)" },
    { DYR_ANSWER_LATER,
      503,
      "tries = 0 AND (SELECT answered = 1 FROM attempt WHERE record = r.id)" },
    { DYR_ANSWER_SIGN_IN, 401, "(SELECT answered = 1 FROM attempt WHERE record = r.id)" },
    { DYR_ANSWER_REFUSED, 400, "parked = 'refused' AND push = 1" },
    { DYR_ANSWER_HIDDEN, 403, "parked = 'refused' AND push = 1" },
    { DYR_ANSWER_DUPLICATE, 409, "(SELECT theirs = 'duplicate' FROM pending WHERE grp = '')" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (EngineTest) t = engine_test_new ();
      gint64 id = make_client (t, "A");

      engine_test_say (t, engine_test_expect (t, DYR_ORDER_CREATE, id), DYR_ANSWER_UNKNOWN, 0);
      engine_test_begin (t);
      engine_test_say (
          t, engine_test_expect (t, DYR_ORDER_LOOK_UP, id), rows[i].kind, rows[i].status);
      engine_test_assert (t, id, rows[i].then);
    }
}

/* Without uids several may be it: only a person can tell. */
static void
test_look_up_several (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = make_client (t, "A");
  DyrAnswer *answer = dyr_answer_new (DYR_ANSWER_DONE);

  engine_test_say (t, engine_test_expect (t, DYR_ORDER_CREATE, id), DYR_ANSWER_UNKNOWN, 0);
  engine_test_begin (t);
  for (int i = 0; i < 2; i++)
    g_ptr_array_add (
        answer->records,
        engine_test_theirs (
            t, &dyr_client_type, i == 0 ? "client/1" : "client/2", "1", "name", "A", NULL));
  engine_test_answer (t, engine_test_expect (t, DYR_ORDER_LOOK_UP, id), answer);
  engine_test_quiet (t);
  engine_test_assert (t,
                      id,
                      "(SELECT state = 1 AND theirs_who = 'A' AND "
                      "theirs = 'duplicate' || char (9) || 'client/1' "
                      "FROM pending WHERE record = r.id)");
}

static void
test_duplicate_ours (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = make_client (t, "A");
  DyrOrder *order = engine_test_expect (t, DYR_ORDER_CREATE, id);
  DyrAnswer *answer = dyr_answer_new (DYR_ANSWER_DUPLICATE);

  g_ptr_array_add (answer->records,
                   engine_test_theirs (t, &dyr_client_type, "client/7", "1", "name", "A", NULL));
  g_ptr_array_add (answer->records, engine_test_same (t, id, "client/8", "1", NULL));
  engine_test_answer (t, order, answer);
  engine_test_assert (t, id, "remote_id = 'client/8' AND settled = 0");
  order = engine_test_expect (t, DYR_ORDER_FETCH, id);
  engine_test_done (t, order, engine_test_same (t, id, "client/8", "1", NULL));
  engine_test_assert_rest (t, id);
  engine_test_quiet (t);
}

static void
test_refused_field (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_create (t, &dyr_client_type, "name", "A", "phones", "050", NULL);
  DyrOrder *order = engine_test_expect (t, DYR_ORDER_CREATE, id);

  engine_test_refuse (t, order, "phones", "no such number");
  /* The rest goes. */
  order = engine_test_expect (t, DYR_ORDER_CREATE, id);
  engine_test_assert_sent (order, "name", "A");
  engine_test_assert_not_sent (order, "phones");
  engine_test_written (t, order, "client/1", "1");
  engine_test_quiet (t);
  engine_test_assert (t,
                      id,
                      "push = 2 AND (SELECT state = 2 AND reason = 'no such number' AND "
                      "grp = 'phones' FROM pending WHERE record = r.id)");
  /* Once it is mended it goes again. */
  engine_test_edit (t, id, "phones", "+380501112233", NULL);
  order = engine_test_expect (t, DYR_ORDER_UPDATE, id);
  engine_test_assert_sent (order, "phones", "+380501112233");
  engine_test_assert_not_sent (order, "name");
  engine_test_written (t, order, "client/1", "2");
  engine_test_assert_rest (t, id);
}

/* Mended before anything went: it goes with the rest. What was refused as a whole goes again, too.
 */
static void
test_refused_and_mended (void)
{
  for (int whole = 0; whole < 2; whole++)
    {
      g_autoptr (EngineTest) t = engine_test_new ();
      gint64 id = engine_test_create (t, &dyr_client_type, "name", "A", "phones", "050", NULL);
      DyrOrder *order = engine_test_expect (t, DYR_ORDER_CREATE, id);

      engine_test_refuse (t, order, whole ? NULL : "phones", "no such number");
      engine_test_edit (t, id, "phones", "+380501112233", NULL);
      order = engine_test_expect (t, DYR_ORDER_CREATE, id);
      engine_test_assert_sent (order, "phones", "+380501112233");
      engine_test_written (t, order, "client/1", "1");
      engine_test_assert_rest (t, id);
    }
}

static void
test_refused_record (void)
{
  static const char *const fields[]
      = { NULL, "phone" }; /* of the whole, or one that was not sent */

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autoptr (EngineTest) t = engine_test_new ();
      gint64 id = make_client (t, "A"), next = make_client (t, "B");

      engine_test_refuse (t, engine_test_expect (t, DYR_ORDER_CREATE, id), fields[i], "why");
      engine_test_assert (t, id, "parked = 'why' AND push = 1");
      /* Nobody else waits for it. */
      engine_test_written (t, engine_test_expect (t, DYR_ORDER_CREATE, next), "client/2", "1");
      engine_test_quiet (t);
      engine_test_assert_rest (t, next);
      /* It may have been tried: the edit waits with it, and it is made, not changed. */
      engine_test_edit (t, id, "name", "C", NULL);
      g_assert_cmpint (
          engine_test_number (t, "SELECT count (*) FROM record WHERE push = 1"), ==, 1);
    }
}

static void
test_other_refusals (void)
{
  static const DyrAnswerKind kinds[] = { DYR_ANSWER_GONE, DYR_ANSWER_HIDDEN };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (EngineTest) t = engine_test_new ();
      gint64 id = make_client (t, "A");

      engine_test_say (t, engine_test_expect (t, DYR_ORDER_CREATE, id), kinds[i], 403);
      engine_test_quiet (t);
      engine_test_assert (t,
                          id,
                          "parked = 'refused' AND push = 1 AND deleted_at IS NULL "
                          "AND NOT EXISTS (SELECT 1 FROM attempt)");
    }
}

/* A 200 that does not say which record it was proves nothing. */
static void
test_done_without_record (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = make_client (t, "A");

  engine_test_done (t, engine_test_expect (t, DYR_ORDER_CREATE, id), NULL);
  t->now += 1000;
  dyr_order_free (engine_test_expect (t, DYR_ORDER_LOOK_UP, id));
}

/* Surely not done: it goes again as it is, without a look-up, not before the time told. */
static void
test_later (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = make_client (t, "A"), until;
  DyrAnswer *answer = dyr_answer_new (DYR_ANSWER_LATER);

  answer->status = 429;
  answer->seconds = 60;
  engine_test_answer (t, engine_test_expect (t, DYR_ORDER_CREATE, id), answer);
  until = engine_test_quiet (t);
  g_assert_cmpint (until, >, t->now + 60);
  g_assert_cmpint (until, <=, t->now + 60 + 300);
  t->now = until - 1;
  engine_test_quiet (t);
  t->now = until;
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_CREATE, id), DYR_ANSWER_LATER, 503);
  /* Our clock is set back by years: nobody waits that long. */
  t->now -= 400 * 86400;
  engine_test_written (t, engine_test_expect (t, DYR_ORDER_CREATE, id), "client/1", "1");
  engine_test_assert_rest (t, id);
}

static void
test_whole_run_stops (void)
{
  static const struct
  {
    DyrAnswerKind kind;
    guint status;
    DyrStop stop;
    DyrOrderKind then;
  } rows[] = {
    { DYR_ANSWER_SIGN_IN, 401, DYR_STOP_SIGN_IN, DYR_ORDER_CREATE },
    { DYR_ANSWER_LOCKED_OUT, 403, DYR_STOP_LOCKED_OUT, DYR_ORDER_CREATE },
    { DYR_ANSWER_LATER, 0, DYR_STOP_OFFLINE, DYR_ORDER_CREATE },
    /* It may have arrived all the same. */
    { DYR_ANSWER_WRONG, 302, DYR_STOP_WRONG, DYR_ORDER_LOOK_UP },
    { DYR_ANSWER_UNKNOWN, 0, DYR_STOP_OFFLINE, DYR_ORDER_LOOK_UP },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (EngineTest) t = engine_test_new ();
      gint64 id = make_client (t, "A");

      make_client (t, "B");
      engine_test_say (
          t, engine_test_expect (t, DYR_ORDER_CREATE, id), rows[i].kind, rows[i].status);
      g_assert_cmpint (dyr_engine_get_stop (t->engine), ==, rows[i].stop);
      g_assert_cmpstr (dyr_engine_get_stop_reason (t->engine), ==, NULL);
      /* One try only. */
      engine_test_quiet (t);
      engine_test_assert (t, id, "parked IS NULL AND push = 1 AND reach = 0");
      engine_test_begin (t);
      t->now += 1000;
      dyr_order_free (engine_test_expect (t, rows[i].then, id));
    }
}

/* A run that lost the network goes on where it was: no list is asked for again. */
static void
test_resumed (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = make_client (t, "A");
  guint n_lists;

  engine_test_say (t, engine_test_expect (t, DYR_ORDER_CREATE, id), DYR_ANSWER_UNKNOWN, 0);
  n_lists = t->asked->len;
  g_assert_cmpuint (n_lists, >, 0);
  dyr_engine_resume (t->engine);
  g_assert_cmpint (dyr_engine_get_stop (t->engine), ==, DYR_STOP_NONE);
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_LOOK_UP, id), DYR_ANSWER_GONE, 200);
  engine_test_written (t, engine_test_expect (t, DYR_ORDER_CREATE, id), "client/1", "1");
  engine_test_assert_rest (t, id);
  g_assert_cmpuint (t->asked->len, ==, n_lists);
}

/* The same failure five times is the record's fault; all others go meanwhile. */
static void
test_poison (void)
{
  for (int position = 0; position < 3; position++)
    {
      g_autoptr (EngineTest) t = engine_test_new ();
      gint64 ids[3], poison;
      guint n_failures = 0, n_made = 0;
      DyrOrder *order;

      for (int i = 0; i < 3; i++)
        ids[i] = make_client (t, "A");
      poison = ids[position];
      for (int round = 0; round < 20; round++)
        {
          while ((order = engine_test_next (t, NULL)) != NULL)
            if (order->record != poison)
              {
                g_autofree char *id = g_strdup_printf ("client/%u", ++n_made);

                engine_test_written (t, order, id, "1");
              }
            else
              {
                n_failures++;
                engine_test_say (t, order, DYR_ANSWER_UNKNOWN, 500);
              }
          g_assert_cmpuint (n_made, ==, 2);
          t->now += 1000;
        }
      g_assert_cmpuint (n_failures, ==, 5);
      engine_test_assert (t, poison, "parked = 'server-error' AND push = 1");
    }
}

/* A wait that a wrong clock wrote decades ahead is none. */
static void
test_clock_was_wrong (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = make_client (t, "A"), until;

  t->now += 3650 * 86400ll;
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_CREATE, id), DYR_ANSWER_UNKNOWN, 500);
  until = engine_test_quiet (t);
  g_assert_cmpint (until, >, t->now);
  t->now -= 3650 * 86400ll;
  dyr_order_free (engine_test_expect (t, DYR_ORDER_LOOK_UP, id));
}

/* However many wait, what is behind them goes. */
static void
test_long_queue (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id;

  for (int i = 0; i < 120; i++)
    make_client (t, "A");
  engine_test_run_sql (t, "UPDATE record SET retry_at = 1700000500");
  id = make_client (t, "B");
  engine_test_written (t, engine_test_expect (t, DYR_ORDER_CREATE, id), "client/1", "1");
  g_assert_cmpint (engine_test_quiet (t), ==, 1700000500);
}

/* A contract waits until its client is there; it links to the CRM's id. */
static void
test_parent_first (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 client = make_client (t, "A"), contract;
  g_autofree char *uid = engine_test_uid (t, client);
  DyrOrder *order;

  contract = engine_test_create (t, &dyr_contract_type, "client", uid, "number", "1/26", NULL);
  order = engine_test_expect (t, DYR_ORDER_CREATE, client);
  engine_test_quiet (t);
  engine_test_written (t, order, "client/1", "1");
  order = engine_test_expect (t, DYR_ORDER_CREATE, contract);
  engine_test_assert_sent (order, "client", "client/1");
  engine_test_written (t, order, "contract/1", "1");
  engine_test_assert_rest (t, contract);
}

/* … and does not wait for ever when the client is refused: the link follows later. */
static void
test_parent_parked (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 client = make_client (t, "A"), contract;
  g_autofree char *uid = engine_test_uid (t, client);
  DyrOrder *order;

  contract = engine_test_create (t, &dyr_contract_type, "client", uid, "number", "1/26", NULL);
  engine_test_refuse (t, engine_test_expect (t, DYR_ORDER_CREATE, client), NULL, "why");
  order = engine_test_expect (t, DYR_ORDER_CREATE, contract);
  engine_test_assert_not_sent (order, "client");
  engine_test_written (t, order, "contract/1", "1");
  engine_test_quiet (t);
  engine_test_assert (t, contract, "push = 2");
  engine_test_run_sql (t, "UPDATE record SET parked = NULL");
  engine_test_written (t, engine_test_expect (t, DYR_ORDER_CREATE, client), "client/1", "1");
  order = engine_test_expect (t, DYR_ORDER_UPDATE, contract);
  engine_test_assert_sent (order, "client", "client/1");
  engine_test_assert_not_sent (order, "number");
  engine_test_written (t, order, "contract/1", "2");
  engine_test_assert_rest (t, contract);
}

/* The CRM never gets a link to what stays on this computer. */
static void
test_local_only_link (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 product = engine_test_create (t, &dyr_product_type, "name", "Oil", NULL);
  g_autofree char *uid = engine_test_uid (t, product);
  gint64 note = engine_test_create (t, &dyr_note_type, "about", uid, "text", "x", NULL);
  DyrOrder *order = engine_test_expect (t, DYR_ORDER_CREATE, note);

  engine_test_assert (t, product, "parked = 'only-here'");
  engine_test_assert_not_sent (order, "about");
  engine_test_written (t, order, "note/1", "1");
  engine_test_quiet (t);
  engine_test_assert (t, note, "push = 2");
  engine_test_assert_value (t, note, "about", uid);
}

/* What had to stay here may go once the CRM can hold it. */
static void
test_only_here (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = make_client (t, "A");

  engine_test_type (t, &dyr_client_type)->writable = FALSE;
  engine_test_quiet (t);
  engine_test_assert (t, id, "parked = 'only-here' AND push = 1");
  engine_test_begin (t);
  engine_test_quiet (t);
  engine_test_type (t, &dyr_client_type)->writable = TRUE;
  engine_test_describe (t, "{\"more\":1}");
  engine_test_begin (t);
  dyr_order_free (engine_test_expect (t, DYR_ORDER_CREATE, id));
}

static void
test_sample_never_leaves (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id
      = engine_test_create_as (t, &dyr_client_type, DYR_ORIGIN_SAMPLE, "name", "Sample", NULL);

  engine_test_edit (t, id, "name", "Edited", NULL);
  engine_test_quiet (t);
  engine_test_delete (t, id);
  engine_test_quiet (t);
  engine_test_restore (t, id);
  engine_test_quiet (t);
  engine_test_assert (t, id, "push = 0");
}

/* Deleted before it was ever sent: the CRM hears nothing. */
static void
test_deleted_unsent (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = make_client (t, "A");

  engine_test_delete (t, id);
  engine_test_quiet (t);
  engine_test_assert_rest (t, id);
}

/* A create answer lacks what is empty, and a field whose value it does not tell was perhaps
 * dropped: it is read whole. */
static void
test_answer_tells_little (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_create (t, &dyr_client_type, "name", "A", "segment", "s", NULL);
  DyrOrder *order = engine_test_expect (t, DYR_ORDER_CREATE, id);
  DyrRemoteRecord *theirs = engine_test_same (t, id, "client/1", "1", NULL);

  theirs->known &= ~(G_GUINT64_CONSTANT (1) << dyr_record_type_find (&dyr_client_type, "segment"));
  engine_test_done (t, order, theirs);
  engine_test_assert (t, id, "settled = 0");
  t->time += 5;
  t->now += 5;
  order = engine_test_expect (t, DYR_ORDER_FETCH, id);
  engine_test_done (t, order, engine_test_same (t, id, "client/1", "1", NULL));
  engine_test_assert_rest (t, id);
}

/* Hooks and formulas change what was sent; numbers are made there. */
static void
test_answer_differs (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = make_client (t, "a");
  DyrOrder *order = engine_test_expect (t, DYR_ORDER_CREATE, id);

  engine_test_done (
      t, order, engine_test_same (t, id, "client/1", "1", "name", "A", "code", "7", NULL));
  engine_test_assert_value (t, id, "name", "A");
  engine_test_assert_value (t, id, "code", "7");
  engine_test_assert_rest (t, id);
}

/* An edit that came meanwhile stays, over what the CRM made of the one before. */
static void
test_answer_differs_and_edit (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = make_client (t, "a");
  DyrOrder *order = engine_test_expect (t, DYR_ORDER_CREATE, id);

  engine_test_edit (t, id, "name", "b", NULL);
  engine_test_done (t, order, engine_test_same (t, id, "client/1", "1", "name", "A", NULL));
  engine_test_assert_value (t, id, "name", "b");
  engine_test_assert (
      t, id, "(SELECT base ->> 'name' = 'A' FROM pending WHERE record = r.id AND grp = 'name')");
  order = engine_test_expect (t, DYR_ORDER_UPDATE, id);
  engine_test_assert_sent (order, "name", "b");
  dyr_order_free (order);
}

/* Where the CRM would take it twice, a create without an answer is not looked up at once: it may
 * still be on its way. */
static void
test_late_where_not_unique (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_create (t, &dyr_client_type, "name", "A", NULL);
  gint64 due;

  engine_test_type (t, &dyr_client_type)->unique = FALSE;
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_CREATE, id), DYR_ANSWER_UNKNOWN, 0);
  engine_test_begin (t);
  due = engine_test_quiet (t);
  g_assert_cmpint (due, >, t->now);
  t->now = due;
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_LOOK_UP, id), DYR_ANSWER_GONE, 200);
}

/* Looked up in vain, deleted here, and there after all: the deletion follows it. */
static void
test_late_and_deleted (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = make_client (t, "A");
  DyrRemoteRecord *theirs;

  engine_test_say (t, engine_test_expect (t, DYR_ORDER_CREATE, id), DYR_ANSWER_UNKNOWN, 0);
  engine_test_begin (t);
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_LOOK_UP, id), DYR_ANSWER_GONE, 200);
  theirs = engine_test_same (t, id, "client/1", "1", NULL);
  engine_test_delete (t, id);
  engine_test_queue (t, "client", theirs);
  engine_test_begin (t);
  engine_test_done (t,
                    engine_test_expect (t, DYR_ORDER_FETCH, id),
                    engine_test_same (t, id, "client/1", "1", NULL));
  dyr_order_free (engine_test_expect (t, DYR_ORDER_DELETE, id));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_test_add ("create/late-where-not-unique", test_late_where_not_unique);
  engine_test_add ("create/late-and-deleted", test_late_and_deleted);
  engine_test_add ("create/done", test_done);
  engine_test_add ("create/attempt-before-request", test_attempt_before_request);
  engine_test_add ("create/edit-meanwhile", test_edit_meanwhile);
  engine_test_add ("create/unknown/absent", test_unknown_absent);
  engine_test_add ("create/unknown/there", test_unknown_there);
  engine_test_add ("create/unknown/crash", test_crash_before_answer);
  engine_test_add ("create/unsure", test_unsure);
  engine_test_add ("create/look-up/answers", test_look_up_answers);
  engine_test_add ("create/look-up/several", test_look_up_several);
  engine_test_add ("create/duplicate-ours", test_duplicate_ours);
  engine_test_add ("create/refused/mended", test_refused_and_mended);
  engine_test_add ("create/refused/field", test_refused_field);
  engine_test_add ("create/refused/record", test_refused_record);
  engine_test_add ("create/refused/others", test_other_refusals);
  engine_test_add ("create/done-without-record", test_done_without_record);
  engine_test_add ("create/later", test_later);
  engine_test_add ("create/run-stops", test_whole_run_stops);
  engine_test_add ("create/resumed", test_resumed);
  engine_test_add ("create/poison", test_poison);
  engine_test_add ("create/clock-was-wrong", test_clock_was_wrong);
  engine_test_add ("queue/long", test_long_queue);
  engine_test_add ("queue/parent-first", test_parent_first);
  engine_test_add ("queue/parent-parked", test_parent_parked);
  engine_test_add ("queue/local-only-link", test_local_only_link);
  engine_test_add ("queue/only-here", test_only_here);
  engine_test_add ("queue/sample", test_sample_never_leaves);
  engine_test_add ("queue/deleted-unsent", test_deleted_unsent);
  engine_test_add ("create/answer/tells-little", test_answer_tells_little);
  engine_test_add ("create/answer/differs", test_answer_differs);
  engine_test_add ("create/answer/differs-and-edit", test_answer_differs_and_edit);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Engine: changes and deletions reach the CRM; what it has meanwhile is neither lost nor
 * overwritten. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "engine-test.h"

/* Versions are checked there, but not under a lock: two writes at once may both succeed. */
static void
set_races (EngineTest *t)
{
  engine_test_type (t, &dyr_client_type)->locked = FALSE;
}

static void
set_unversioned (EngineTest *t)
{
  engine_test_type (t, &dyr_client_type)->locked = FALSE;
  engine_test_type (t, &dyr_client_type)->versions = FALSE;
}

static void
pass_time (EngineTest *t, gint64 seconds)
{
  t->time += seconds;
  t->now += seconds;
}

static void
test_only_changes_with_version (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_one (t);
  DyrOrder *order;

  engine_test_edit (t, id, "city", "Львів", NULL);
  order = engine_test_expect (t, DYR_ORDER_UPDATE, id);
  g_assert_cmpstr (order->sent->version, ==, "1");
  /* An address is one value. */
  engine_test_assert_sent (order, "city", "Львів");
  engine_test_assert_sent (order, "street", NULL);
  engine_test_assert_not_sent (order, "name");
  engine_test_written (t, order, "client/1", "2");
  engine_test_assert (t, id, "remote_version = '2'");
  engine_test_assert_rest (t, id);
  engine_test_quiet (t);
}

/* Undone before it was sent: nothing is sent, and no version is bumped. */
static void
test_undone_sends_nothing (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_one (t);

  engine_test_edit (t, id, "name", "B", NULL);
  engine_test_edit (t, id, "name", "A", NULL);
  engine_test_assert_rest (t, id);
  engine_test_quiet (t);
}

/* Of a field that the CRM cannot hold nothing is sent. */
static void
test_field_not_held (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_one (t);

  engine_test_type (t, &dyr_client_type)->fields
      &= ~(G_GUINT64_CONSTANT (1) << dyr_record_type_find (&dyr_client_type, "segment"));
  engine_test_edit (t, id, "segment", "big", NULL);
  engine_test_quiet (t);
  engine_test_assert_rest (t, id);
  engine_test_assert_value (t, id, "segment", "big");
}

/* What the CRM tells beside our fields (the kind of a phone number) goes back to it. */
static void
test_extra_goes_back (void)
{
  static const char *const extras[] = { "{\"phones\":[1]}", "{\"phones\":[2]}" };
  g_autoptr (EngineTest) t = engine_test_new ();
  DyrRemoteRecord *theirs
      = engine_test_theirs (t, &dyr_client_type, "client/1", "1", "name", "A", NULL);
  gint64 id;
  DyrOrder *order;

  theirs->extra = g_strdup (extras[0]);
  id = engine_test_have (t, theirs);
  theirs = engine_test_theirs (t, &dyr_client_type, "client/1", "2", "name", "A", NULL);
  theirs->extra = g_strdup (extras[1]);
  engine_test_queue (t, "client", theirs);
  engine_test_begin (t);
  engine_test_quiet (t);
  engine_test_edit (t, id, "name", "B", NULL);
  order = engine_test_expect (t, DYR_ORDER_UPDATE, id);
  g_assert_cmpstr (order->sent->extra, ==, extras[1]);
  engine_test_written (t, order, "client/1", "3");
}

static void
test_back_while_on_its_way (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_one (t);
  DyrOrder *order;

  engine_test_edit (t, id, "name", "B", NULL);
  order = engine_test_expect (t, DYR_ORDER_UPDATE, id);
  engine_test_edit (t, id, "name", "A", NULL);
  engine_test_written (t, order, "client/1", "2");
  order = engine_test_expect (t, DYR_ORDER_UPDATE, id);
  engine_test_assert_sent (order, "name", "A");
  engine_test_written (t, order, "client/1", "3");
  engine_test_assert_rest (t, id);
}

/* The CRM takes a write upon an old version when its values differ in nothing: what others changed
 * beside it was never seen here, and is neither written over nor deleted. */
static void
test_same_value_upon_old_version (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_one (t);
  DyrOrder *order;

  engine_test_edit (t, id, "name", "B", NULL);
  order = engine_test_expect (t, DYR_ORDER_UPDATE, id);
  engine_test_edit (t, id, "city", "Lviv", NULL);
  /* Version 2 was somebody else's: the same name, and a city. */
  engine_test_done (t, order, engine_test_same (t, id, "client/1", "3", "city", "Zagreb", NULL));
  order = engine_test_expect (t, DYR_ORDER_FETCH, id);
  engine_test_done (t, order, engine_test_same (t, id, "client/1", "3", "city", "Zagreb", NULL));
  engine_test_quiet (t);
  g_assert_cmpint (
      engine_test_number (t, "SELECT count (*) FROM pending WHERE state = %d", DYR_PENDING_CLASH),
      ==,
      1);
}

static void
test_delete_upon_unseen_change (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_one (t);
  DyrOrder *order;

  engine_test_edit (t, id, "name", "B", NULL);
  order = engine_test_expect (t, DYR_ORDER_UPDATE, id);
  engine_test_done (t, order, engine_test_same (t, id, "client/1", "3", "city", "Zagreb", NULL));
  engine_test_delete (t, id);
  order = engine_test_expect (t, DYR_ORDER_FETCH, id);
  engine_test_done (t,
                    order,
                    engine_test_theirs (
                        t, &dyr_client_type, "client/1", "3", "name", "B", "city", "Zagreb", NULL));
  engine_test_quiet (t);
  engine_test_assert (t, id, "EXISTS (SELECT 1 FROM pending WHERE record = r.id)");
}

/* An acknowledgement removes exactly what was sent. */
static void
test_ack_removes_what_was_sent (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_one (t);
  DyrOrder *order;

  engine_test_edit (t, id, "name", "B", NULL);
  order = engine_test_expect (t, DYR_ORDER_UPDATE, id);
  engine_test_edit (t, id, "code", "7", NULL);
  engine_test_written (t, order, "client/1", "2");
  order = engine_test_expect (t, DYR_ORDER_UPDATE, id);
  engine_test_assert_sent (order, "code", "7");
  engine_test_assert_not_sent (order, "name");
  g_assert_cmpstr (order->sent->version, ==, "2");
  engine_test_written (t, order, "client/1", "3");
  engine_test_assert_rest (t, id);
}

/* Somebody was faster in another field: 409, read whole, merged, sent again with the new version.
 */
static void
test_merge (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_one (t);
  DyrOrder *order;

  engine_test_edit (t, id, "name", "B", NULL);
  order = engine_test_expect (t, DYR_ORDER_UPDATE, id);
  engine_test_say (t, order, DYR_ANSWER_MERGE, 409);
  order = engine_test_expect (t, DYR_ORDER_FETCH, id);
  engine_test_done (
      t, order, engine_test_same (t, id, "client/1", "2", "name", "A", "code", "7", NULL));
  engine_test_assert_value (t, id, "name", "B");
  engine_test_assert_value (t, id, "code", "7");
  order = engine_test_expect (t, DYR_ORDER_UPDATE, id);
  g_assert_cmpstr (order->sent->version, ==, "2");
  engine_test_assert_sent (order, "name", "B");
  engine_test_assert_not_sent (order, "code");
  dyr_order_free (order);
}

/* A 409 for a field that nobody touched: read, nothing to merge, sent again. */
static void
test_merge_for_nothing (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_one (t);
  DyrOrder *order;

  engine_test_edit (t, id, "name", "B", NULL);
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_UPDATE, id), DYR_ANSWER_MERGE, 409);
  engine_test_done (t,
                    engine_test_expect (t, DYR_ORDER_FETCH, id),
                    engine_test_same (t, id, "client/1", "1", "name", "A", NULL));
  order = engine_test_expect (t, DYR_ORDER_UPDATE, id);
  engine_test_assert_sent (order, "name", "B");
  engine_test_written (t, order, "client/1", "2");
  engine_test_assert_rest (t, id);
}

/* … in the same field: both stay, neither is sent. */
static void
test_clash (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_one (t);

  engine_test_edit (t, id, "name", "B", NULL);
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_UPDATE, id), DYR_ANSWER_MERGE, 409);
  engine_test_done (t,
                    engine_test_expect (t, DYR_ORDER_FETCH, id),
                    engine_test_same (t, id, "client/1", "2", "name", "C", NULL));
  engine_test_assert_value (t, id, "name", "B");
  engine_test_assert (t,
                      id,
                      "(SELECT state = 1 AND base ->> 'name' = 'A' AND theirs ->> 'name' = 'C' AND "
                      "theirs_who = 'Olena' FROM pending WHERE record = r.id)");
  engine_test_quiet (t);
  g_assert_cmpuint (dyr_engine_get_counts (t->engine)->n_clashes, ==, 1);
}

/* Without versions it is compared just before, each time. */
static void
test_unversioned_compares (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_one (t);
  DyrOrder *order;

  set_unversioned (t);
  for (int i = 0; i < 2; i++)
    {
      engine_test_edit (t, id, "name", i == 0 ? "B" : "C", NULL);
      order = engine_test_expect (t, DYR_ORDER_FETCH, id);
      engine_test_done (
          t, order, engine_test_same (t, id, "client/1", "1", "name", i == 0 ? "A" : "B", NULL));
      order = engine_test_expect (t, DYR_ORDER_UPDATE, id);
      g_assert_cmpstr (order->sent->version, ==, NULL);
      engine_test_written (t, order, "client/1", "1");
      pass_time (t, 5);
      order = engine_test_expect (t, DYR_ORDER_FETCH, id);
      engine_test_done (t, order, engine_test_same (t, id, "client/1", "1", NULL));
      engine_test_assert_rest (t, id);
    }
}

static void
test_unversioned_clash (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_one (t);

  set_unversioned (t);
  engine_test_edit (t, id, "name", "B", NULL);
  engine_test_done (t,
                    engine_test_expect (t, DYR_ORDER_FETCH, id),
                    engine_test_same (t, id, "client/1", "1", "name", "C", NULL));
  engine_test_quiet (t);
  engine_test_assert (t, id, "(SELECT state = 1 FROM pending WHERE record = r.id)");
}

/* Acknowledged is not believed until it was read back, three seconds later by the server's clock;
 * meanwhile nothing more is pushed. */
static void
test_settles (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_one (t);
  DyrOrder *order;

  set_races (t);
  engine_test_edit (t, id, "name", "B", NULL);
  engine_test_written (t, engine_test_expect (t, DYR_ORDER_UPDATE, id), "client/1", "2");
  engine_test_assert (t,
                      id,
                      "settled = 0 AND EXISTS (SELECT 1 FROM pending WHERE record = r.id AND "
                      "base ->> 'name' = 'A')");
  engine_test_edit (t, id, "code", "7", NULL);
  g_assert_cmpint (engine_test_quiet (t), ==, t->now + 3);
  t->now += 3;
  /* Our clock ran ahead: the server itself says that it is too early. */
  t->time += 2;
  engine_test_done (t,
                    engine_test_expect (t, DYR_ORDER_FETCH, id),
                    engine_test_same (t, id, "client/1", "2", "code", NULL, NULL));
  engine_test_assert (t, id, "settled = 0");
  pass_time (t, 1);
  engine_test_done (t,
                    engine_test_expect (t, DYR_ORDER_FETCH, id),
                    engine_test_same (t, id, "client/1", "2", "code", NULL, NULL));
  engine_test_assert (t, id, "settled = 1 AND NOT EXISTS (SELECT 1 FROM attempt)");
  order = engine_test_expect (t, DYR_ORDER_UPDATE, id);
  engine_test_assert_sent (order, "code", "7");
  dyr_order_free (order);
}

/* Our clock is set while something settles, or the computer sleeps: it is read back all the same.
 */
static void
test_settles_whatever_our_clock (void)
{
  static const gint64 jumps[] = { -3650 * 86400ll, -3600, 3601, 3650 * 86400ll };

  for (gsize i = 0; i < G_N_ELEMENTS (jumps); i++)
    {
      g_autoptr (EngineTest) t = engine_test_new ();
      gint64 id = engine_test_have_one (t);

      set_races (t);
      engine_test_edit (t, id, "name", "B", NULL);
      engine_test_written (t, engine_test_expect (t, DYR_ORDER_UPDATE, id), "client/1", "2");
      t->now += jumps[i];
      t->time += 1;
      /* The CRM says that it is too early, and so what time it is. */
      engine_test_done (t,
                        engine_test_expect (t, DYR_ORDER_FETCH, id),
                        engine_test_same (t, id, "client/1", "2", NULL));
      g_assert_cmpint (engine_test_quiet (t), ==, t->now + 2);
      pass_time (t, 2);
      engine_test_done (t,
                        engine_test_expect (t, DYR_ORDER_FETCH, id),
                        engine_test_same (t, id, "client/1", "2", NULL));
      engine_test_assert_rest (t, id);
    }
}

/* Where writes may race, what was read in the moment of a change may be written over still: it ends
 * no edit, though it is the very same value. */
static void
test_fresh_ends_nothing (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_one (t);
  DyrRemoteRecord *theirs;

  set_races (t);
  engine_test_edit (t, id, "name", "B", NULL);
  theirs = engine_test_same (t, id, "client/1", "2", NULL);
  theirs->modified = t->time;
  engine_test_queue (t, "client", theirs);
  engine_test_begin (t);
  g_assert_cmpint (engine_test_number (t, "SELECT count (*) FROM pending"), ==, 1);
  theirs = engine_test_same (t, id, "client/1", "2", NULL);
  theirs->modified = t->time;
  engine_test_done (t, engine_test_expect (t, DYR_ORDER_FETCH, id), theirs);
  g_assert_cmpint (engine_test_quiet (t), ==, t->now + 3);
  g_assert_cmpint (engine_test_number (t, "SELECT count (*) FROM pending"), ==, 1);
  pass_time (t, 3);
  theirs = engine_test_same (t, id, "client/1", "2", "name", "C", NULL);
  theirs->modified = t->time - 3;
  engine_test_done (t, engine_test_expect (t, DYR_ORDER_FETCH, id), theirs);
  engine_test_assert (t, id, "EXISTS (SELECT 1 FROM pending WHERE record = r.id AND state = 1)");
}

/* What a person is asked about because of a doubt stays a question, though it could be merged. */
static void
test_doubt_stays (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_one (t);
  DyrRemoteRecord *theirs;

  set_races (t);
  engine_test_edit (t, id, "emails", "a@x.ua", NULL);
  engine_test_written (t, engine_test_expect (t, DYR_ORDER_UPDATE, id), "client/1", "2");
  pass_time (t, 3);
  for (guint i = 0; i < 2; i++)
    {
      theirs = engine_test_same (t, id, "client/1", i == 0 ? "3" : "4", "emails", "b@x.ua", NULL);
      if (i == 0)
        engine_test_done (t, engine_test_expect (t, DYR_ORDER_FETCH, id), theirs);
      else
        engine_test_queue (t, "client", theirs);
      engine_test_begin (t);
      engine_test_quiet (t);
      engine_test_assert (
          t, id, "EXISTS (SELECT 1 FROM pending WHERE record = r.id AND state = 1)");
    }
}

typedef struct
{
  const char *edit;                 /* while it settles; NULL: none */
  const char *version, *name;       /* read back */
  const char *mine, *base, *theirs; /* then; NULL base: nothing waits; theirs: it clashes */
  guint n_races;
} Settled;

/* The rows of the table in dyr-agree.c about what was acknowledged as version 2, A → B. */
static void
test_settled_rows (void)
{
  static const Settled rows[] = {
    { NULL, "2", "B", "B", NULL, NULL, 0 },
    { "C", "2", "B", "C", "B", NULL, 0 },
    /* Later, by somebody who saw B, or who saw the D that had won against it: a person decides. */
    { NULL, "3", "D", "B", "A", "D", 0 },
    { "C", "3", "D", "C", "A", "D", 0 },
    { "D", "3", "D", "D", NULL, NULL, 0 },
    { NULL, "10", "D", "B", "A", "D", 0 },
    /* Who won against it wrote no A: it was taken back there. */
    { NULL, "3", "A", "A", NULL, NULL, 0 },
    { "C", "3", "A", "C", "B", "A", 0 },
    /* A lost race: whoever wrote D had not seen B. */
    { NULL, "2", "D", "B", "A", "D", 1 },
    { "C", "2", "D", "C", "A", "D", 1 },
    { "D", "2", "D", "D", NULL, NULL, 1 },
    /* … over what was taken back here meanwhile: nobody wants B. */
    { "A", "2", "D", "D", NULL, NULL, 1 },
    /* … and wrote another field: ours is sent again. */
    { NULL, "2", "A", "B", "A", NULL, 1 },
    { "C", "2", "A", "C", "A", NULL, 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (EngineTest) t = engine_test_new ();
      gint64 id = engine_test_have_one (t);
      g_autofree char *base = NULL, *theirs = NULL;

      set_races (t);
      engine_test_edit (t, id, "name", "B", NULL);
      engine_test_written (t, engine_test_expect (t, DYR_ORDER_UPDATE, id), "client/1", "2");
      if (rows[i].edit != NULL)
        engine_test_edit (t, id, "name", rows[i].edit, NULL);
      pass_time (t, 3);
      engine_test_done (
          t,
          engine_test_expect (t, DYR_ORDER_FETCH, id),
          engine_test_same (t, id, "client/1", rows[i].version, "name", rows[i].name, NULL));
      g_test_message ("row %u", (guint) i);
      engine_test_assert_value (t, id, "name", rows[i].mine);
      base = engine_test_text (t, "SELECT base ->> 'name' FROM pending");
      theirs = engine_test_text (t, "SELECT theirs ->> 'name' FROM pending");
      g_assert_cmpstr (base, ==, rows[i].base);
      g_assert_cmpstr (theirs, ==, rows[i].theirs);
      g_assert_cmpuint (dyr_engine_get_counts (t->engine)->n_races, ==, rows[i].n_races);
      engine_test_assert (t, id, "settled = 1 AND NOT EXISTS (SELECT 1 FROM attempt)");
    }
}

/* The rows about an update without an answer. */
static void
test_unanswered_rows (void)
{
  static const Settled rows[] = {
    /* It had arrived. */
    { NULL, "2", "B", "B", NULL, NULL, 0 },
    { "C", "2", "B", "C", "B", NULL, 0 },
    /* It had not. */
    { NULL, "1", "A", "B", "A", NULL, 0 },
    { "C", "1", "A", "C", "A", NULL, 0 },
    /* It had not, or somebody wrote over it: nobody knows. */
    { NULL, "2", "D", "B", "A", "D", 0 },
    { "C", "3", "D", "C", "A", "D", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (EngineTest) t = engine_test_new ();
      gint64 id = engine_test_have_one (t);
      g_autofree char *base = NULL, *theirs = NULL;

      engine_test_edit (t, id, "name", "B", NULL);
      engine_test_say (t, engine_test_expect (t, DYR_ORDER_UPDATE, id), DYR_ANSWER_UNKNOWN, 504);
      if (rows[i].edit != NULL)
        engine_test_edit (t, id, "name", rows[i].edit, NULL);
      pass_time (t, 400);
      engine_test_done (
          t,
          engine_test_expect (t, DYR_ORDER_FETCH, id),
          engine_test_same (t, id, "client/1", rows[i].version, "name", rows[i].name, NULL));
      g_test_message ("row %u", (guint) i);
      engine_test_assert_value (t, id, "name", rows[i].mine);
      base = engine_test_text (t, "SELECT base ->> 'name' FROM pending");
      theirs = engine_test_text (t, "SELECT theirs ->> 'name' FROM pending");
      g_assert_cmpstr (base, ==, rows[i].base);
      g_assert_cmpstr (theirs, ==, rows[i].theirs);
      engine_test_assert (t, id, "NOT EXISTS (SELECT 1 FROM attempt)");
    }
}

/* What a role may not write is dropped there without a word: then that is the value, and shown. */
static void
test_dropped_field (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_one (t);

  engine_test_begin (t);
  engine_test_edit (t, id, "name", "B", "code", "7", NULL);
  engine_test_done (t,
                    engine_test_expect (t, DYR_ORDER_UPDATE, id),
                    engine_test_same (t, id, "client/1", "2", "code", NULL, NULL));
  engine_test_assert_value (t, id, "name", "B");
  engine_test_assert_value (t, id, "code", NULL);
  engine_test_assert_rest (t, id);
  g_assert_cmpuint (dyr_engine_get_counts (t->engine)->n_taken, ==, 1);
}

/* An option that we do not know comes, stays and goes as it is. */
static void
test_unknown_option (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have (
      t,
      engine_test_theirs (
          t, &dyr_client_type, "client/1", "1", "name", "A", "state", "brand-new", NULL));
  DyrOrder *order;

  engine_test_assert_value (t, id, "state", "brand-new");
  engine_test_edit (t, id, "name", "B", NULL);
  order = engine_test_expect (t, DYR_ORDER_UPDATE, id);
  engine_test_assert_not_sent (order, "state");
  engine_test_written (t, order, "client/1", "2");
  engine_test_assert_value (t, id, "state", "brand-new");
}

static void
test_refusals (void)
{
  static const struct
  {
    DyrAnswerKind kind;
    const char *field, *then;
  } rows[] = {
    { DYR_ANSWER_REFUSED, "name", "parked IS NULL AND (SELECT state = 2 FROM pending)" },
    { DYR_ANSWER_REFUSED, NULL, "parked = 'why'" },
    { DYR_ANSWER_REFUSED, "code", "parked = 'why'" },
    { DYR_ANSWER_HIDDEN, NULL, "parked = 'why'" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (EngineTest) t = engine_test_new ();
      gint64 id = engine_test_have_one (t);
      DyrOrder *order;
      DyrAnswer *answer = dyr_answer_new (rows[i].kind);

      engine_test_edit (t, id, "name", "B", NULL);
      order = engine_test_expect (t, DYR_ORDER_UPDATE, id);
      answer->status = 403;
      answer->reason = g_strdup ("why");
      if (rows[i].field != NULL)
        answer->field = dyr_record_type_find (order->type, rows[i].field);
      engine_test_answer (t, order, answer);
      /* One look whether it may still be seen. */
      if (rows[i].kind == DYR_ANSWER_HIDDEN)
        engine_test_done (t,
                          engine_test_expect (t, DYR_ORDER_FETCH, id),
                          engine_test_same (t, id, "client/1", "1", "name", "A", NULL));
      engine_test_quiet (t);
      engine_test_assert (t, id, rows[i].then);
      engine_test_assert_value (t, id, "name", "B");
      g_assert_cmpint (engine_test_number (t, "SELECT base ->> 'name' = 'A' FROM pending"), ==, 1);
      /* Another edit of it goes again. */
      engine_test_edit (t, id, "name", "C", NULL);
      order = engine_test_expect (t, DYR_ORDER_UPDATE, id);
      engine_test_assert_sent (order, "name", "C");
      dyr_order_free (order);
    }
}

/* A write that fails five times is the record's fault, though looks between them went well. */
static void
test_poison (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_one (t);
  gint64 made = engine_test_create (t, &dyr_client_type, "name", "X", NULL);
  guint n_updates = 0, n_creates = 0;
  DyrOrder *order;

  engine_test_edit (t, id, "name", "B", NULL);
  for (int round = 0; round < 30; round++)
    {
      while ((order = engine_test_next (t, NULL)) != NULL)
        if (order->kind == DYR_ORDER_FETCH)
          engine_test_done (t, order, engine_test_same (t, id, "client/1", "1", "name", "A", NULL));
        else if (order->kind == DYR_ORDER_LOOK_UP)
          engine_test_say (t, order, DYR_ANSWER_GONE, 200);
        else
          {
            n_updates += order->kind == DYR_ORDER_UPDATE ? 1 : 0;
            n_creates += order->kind == DYR_ORDER_CREATE ? 1 : 0;
            engine_test_say (t, order, DYR_ANSWER_UNKNOWN, 500);
          }
      pass_time (t, 1000);
    }
  g_assert_cmpuint (n_updates, ==, 5);
  g_assert_cmpuint (n_creates, ==, 5);
  engine_test_assert (t, id, "parked = 'server-error' AND push = 2");
  engine_test_assert (t, made, "parked = 'server-error' AND push = 1");
  engine_test_assert_value (t, id, "name", "B");
}

/* What was refused stays so when others change other fields. */
static void
test_parked_outlives_pull (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_one (t);

  engine_test_edit (t, id, "name", "B", NULL);
  engine_test_refuse (t, engine_test_expect (t, DYR_ORDER_UPDATE, id), "name", "why");
  engine_test_queue (
      t, "client", engine_test_same (t, id, "client/1", "2", "name", "A", "code", "7", NULL));
  engine_test_begin (t);
  engine_test_quiet (t);
  engine_test_assert_value (t, id, "code", "7");
  engine_test_assert (
      t, id, "push = 2 AND (SELECT state = 2 AND reason = 'why' FROM pending WHERE record = r.id)");
}

/* An update that finds it deleted: the edit is not eaten, a person is asked. */
static void
test_update_finds_gone (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_one (t);

  engine_test_edit (t, id, "name", "B", NULL);
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_UPDATE, id), DYR_ANSWER_GONE, 404);
  engine_test_quiet (t);
  engine_test_assert (t,
                      id,
                      "deleted_at IS NULL AND (SELECT theirs = 'deleted' FROM pending WHERE "
                      "record = r.id AND grp = '') AND (SELECT base ->> 'name' = 'A' FROM pending "
                      "WHERE record = r.id AND grp = 'name')");
}

/* An update whose answer does not name the record. */
static void
test_update_done_without_record (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_one (t);

  engine_test_edit (t, id, "name", "B", NULL);
  engine_test_done (t, engine_test_expect (t, DYR_ORDER_UPDATE, id), NULL);
  pass_time (t, 1000);
  engine_test_done (t,
                    engine_test_expect (t, DYR_ORDER_FETCH, id),
                    engine_test_same (t, id, "client/1", "2", NULL));
  engine_test_assert_rest (t, id);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_test_add ("update/only-changes", test_only_changes_with_version);
  engine_test_add ("update/undone", test_undone_sends_nothing);
  engine_test_add ("update/field-not-held", test_field_not_held);
  engine_test_add ("update/extra-goes-back", test_extra_goes_back);
  engine_test_add ("update/back-while-on-its-way", test_back_while_on_its_way);
  engine_test_add ("update/same-value-upon-old-version", test_same_value_upon_old_version);
  engine_test_add ("update/delete-upon-unseen-change", test_delete_upon_unseen_change);
  engine_test_add ("update/ack-removes-what-was-sent", test_ack_removes_what_was_sent);
  engine_test_add ("update/merge", test_merge);
  engine_test_add ("update/merge-for-nothing", test_merge_for_nothing);
  engine_test_add ("update/clash", test_clash);
  engine_test_add ("update/unversioned/compares", test_unversioned_compares);
  engine_test_add ("update/unversioned/clash", test_unversioned_clash);
  engine_test_add ("update/settles", test_settles);
  engine_test_add ("update/settles-whatever-our-clock", test_settles_whatever_our_clock);
  engine_test_add ("agree/acknowledged", test_settled_rows);
  engine_test_add ("agree/doubt-stays", test_doubt_stays);
  engine_test_add ("agree/fresh-ends-nothing", test_fresh_ends_nothing);
  engine_test_add ("agree/unanswered", test_unanswered_rows);
  engine_test_add ("update/dropped-field", test_dropped_field);
  engine_test_add ("update/unknown-option", test_unknown_option);
  engine_test_add ("update/refusals", test_refusals);
  engine_test_add ("update/poison", test_poison);
  engine_test_add ("update/parked-outlives-pull", test_parked_outlives_pull);
  engine_test_add ("update/finds-gone", test_update_finds_gone);
  engine_test_add ("update/done-without-record", test_update_done_without_record);
  return g_test_run ();
}

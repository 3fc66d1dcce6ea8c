/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Engine: single records that are read whole, and what came of that. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "engine-test.h"

static void
pass_time (EngineTest *t, gint64 seconds)
{
  t->time += seconds;
  t->now += seconds;
}

/* Answers to a read: none of them touches the edit that waits. */
static void
test_fetch_answers (void)
{
  static const struct
  {
    DyrAnswerKind kind;
    guint status;
    const char *then;
  } rows[] = {
    { DYR_ANSWER_UNKNOWN, 500, "settled = 0 AND read_tries = 1 AND read_retry_at > 1" },
    { DYR_ANSWER_MERGE, 409, "settled = 0 AND read_tries = 1" },
    { DYR_ANSWER_DUPLICATE, 409, "settled = 0 AND read_tries = 1" },
    { DYR_ANSWER_REFUSED, 400, "settled = 0 AND read_tries = 1" },
    { DYR_ANSWER_LATER, 503, "settled = 0 AND read_tries = 0" },
    { DYR_ANSWER_SIGN_IN, 401, "settled = 0 AND read_tries = 0" },
    { DYR_ANSWER_LOCKED_OUT, 403, "settled = 0 AND reach = 0" },
    { DYR_ANSWER_WRONG, 302, "settled = 0 AND read_tries = 0" },
    { DYR_ANSWER_DONE, 200, "settled = 0 AND read_tries = 1" }, /* no record in it */
    { DYR_ANSWER_HIDDEN,
      403,
      "settled = 1 AND reach = 0 AND EXISTS (SELECT 1 FROM pending WHERE "
      "theirs = 'hidden')" },
    { DYR_ANSWER_GONE,
      404,
      "settled = 1 AND deleted_at IS NULL AND EXISTS (SELECT 1 FROM pending "
      "WHERE theirs = 'deleted')" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (EngineTest) t = engine_test_new ();
      gint64 id = engine_test_have_one (t);

      engine_test_edit (t, id, "name", "B", NULL);
      engine_test_say (t, engine_test_expect (t, DYR_ORDER_UPDATE, id), DYR_ANSWER_MERGE, 409);
      engine_test_say (
          t, engine_test_expect (t, DYR_ORDER_FETCH, id), rows[i].kind, rows[i].status);
      g_test_message ("row %u", (guint) i);
      engine_test_assert (t, id, rows[i].then);
      engine_test_assert_value (t, id, "name", "B");
      g_assert_cmpint (
          engine_test_number (
              t, "SELECT base ->> 'name' = 'A' AND state = 0 FROM pending WHERE grp = 'name'"),
          ==,
          1);
    }
}

/* Another record in the answer, or a part of it, is no base. */
static void
test_fetch_not_whole (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_one (t);
  DyrRemoteRecord *theirs = engine_test_same (t, id, "client/1", "2", "name", "X", NULL);

  engine_test_edit (t, id, "name", "B", NULL);
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_UPDATE, id), DYR_ANSWER_MERGE, 409);
  theirs->partial = TRUE;
  engine_test_done (t, engine_test_expect (t, DYR_ORDER_FETCH, id), theirs);
  engine_test_assert (t, id, "settled = 0 AND read_tries = 1");
  pass_time (t, 1000);
  engine_test_done (t,
                    engine_test_expect (t, DYR_ORDER_FETCH, id),
                    engine_test_same (t, id, "client/2", "2", "name", "X", NULL));
  engine_test_assert (t, id, "settled = 0 AND read_tries = 2 AND (SELECT state = 0 FROM pending)");
}

/* A record that could not be read again and again is written at the first failure once more; one
 * that could not be written is read at once. */
static void
test_tries_apart (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_one (t);

  engine_test_edit (t, id, "name", "B", NULL);
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_UPDATE, id), DYR_ANSWER_MERGE, 409);
  for (guint i = 0; i < 4; i++)
    {
      engine_test_say (t, engine_test_expect (t, DYR_ORDER_FETCH, id), DYR_ANSWER_UNKNOWN, 500);
      pass_time (t, 1000);
    }
  engine_test_assert (t, id, "read_tries = 4 AND tries = 0 AND retry_at IS NULL");
  engine_test_done (t,
                    engine_test_expect (t, DYR_ORDER_FETCH, id),
                    engine_test_same (t, id, "client/1", "2", "name", "A", NULL));
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_UPDATE, id), DYR_ANSWER_UNKNOWN, 500);
  engine_test_assert (t, id, "read_tries = 0 AND tries = 1 AND parked IS NULL AND retry_at > 1");
  /* Somebody changes it there: a list tells so, cut. */
  engine_test_queue (
      t, "client", engine_test_same (t, id, "client/1", "3", "name", "A", "city", "Lviv", NULL));
  ((DyrRemoteRecord *) ((DyrAnswer *) g_queue_peek_tail (g_hash_table_lookup (t->pages, "client")))
       ->records->pdata[0])
      ->partial
      = TRUE;
  engine_test_begin (t);
  engine_test_done (t,
                    engine_test_expect (t, DYR_ORDER_FETCH, id),
                    engine_test_same (t, id, "client/1", "3", "name", "A", "city", "Lviv", NULL));
  engine_test_assert_value (t, id, "city", "Lviv");
  engine_test_assert (t, id, "push = 2 AND tries = 1 AND retry_at > 1");
}

/* A single record that is read falls behind what we knew of it: the CRM is an older copy, and what
 * it says replaces nothing here. Where versions are not checked under a lock, a write that lost a
 * race falls by little, and was made after we knew more. */
static void
test_fetch_went_back (void)
{
  static const struct
  {
    gboolean locked;
    const char *version;
    gint64 age; /* of the change there, before ours was read; negative: after */
    gboolean stops;
  } rows[] = {
    { TRUE, "6", -50, TRUE },    { TRUE, "8", -50, FALSE }, { FALSE, "6", -50, FALSE },
    { FALSE, "6", 4000, TRUE },  { FALSE, "3", -50, TRUE }, { FALSE, "8", -50, FALSE },
    { FALSE, "7", 4000, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (EngineTest) t = engine_test_new ();
      gint64 id = engine_test_have (
          t,
          engine_test_theirs (
              t, &dyr_client_type, "client/1", "7", "name", "A", "city", "Kyiv", NULL));
      const gint64 knew = t->time;
      DyrRemoteRecord *theirs
          = engine_test_same (t, id, "client/1", rows[i].version, "city", "Lviv", NULL);

      g_test_message ("row %u", (guint) i);
      engine_test_type (t, &dyr_client_type)->locked = rows[i].locked;
      engine_test_edit (t, id, "name", "B", NULL);
      pass_time (t, 1000);
      engine_test_say (t, engine_test_expect (t, DYR_ORDER_UPDATE, id), DYR_ANSWER_MERGE, 409);
      theirs->modified = knew - rows[i].age;
      engine_test_done (t, engine_test_expect (t, DYR_ORDER_FETCH, id), theirs);
      engine_test_assert_value (t, id, "city", rows[i].stops ? "Kyiv" : "Lviv");
      engine_test_assert_value (t, id, "name", "B");
      g_assert_cmpint (
          dyr_engine_get_stop (t->engine), ==, rows[i].stops ? DYR_STOP_WENT_BACK : DYR_STOP_NONE);
      if (!rows[i].stops)
        continue;
      engine_test_assert (t, id, "settled = 0 AND push = 2 AND remote_version = '7'");
      engine_test_quiet (t);
      /* The person agrees: it is read anew, and the edit goes on. */
      dyr_engine_accept (t->connection, DYR_STOP_WENT_BACK, NULL);
      engine_test_begin (t);
      engine_test_done (
          t,
          engine_test_expect (t, DYR_ORDER_FETCH, id),
          engine_test_same (t, id, "client/1", rows[i].version, "name", "A", "city", "Lviv", NULL));
      engine_test_assert_value (t, id, "city", "Lviv");
      engine_test_written (t, engine_test_expect (t, DYR_ORDER_UPDATE, id), "client/1", "8");
    }
}

/* What the CRM fails to show is told to the person after five tries; the run ends, and each later
 * one asks once, until it can be read. */
static void
test_fetch_gives_up (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_one (t);
  g_autoptr (GPtrArray) parked = NULL, none = NULL;
  GError *error = NULL;

  engine_test_edit (t, id, "name", "B", NULL);
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_UPDATE, id), DYR_ANSWER_MERGE, 409);
  for (guint i = 0; i < 5; i++)
    {
      engine_test_say (t, engine_test_expect (t, DYR_ORDER_FETCH, id), DYR_ANSWER_UNKNOWN, 500);
      pass_time (t, 1000);
    }
  g_assert_cmpint (engine_test_quiet (t), ==, 0);
  parked = dyr_clash_list_parked (t->connection, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (parked->len, ==, 1);
  g_assert_cmpstr (((DyrClash *) parked->pdata[0])->reason, ==, "unread");
  engine_test_begin (t);
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_FETCH, id), DYR_ANSWER_UNKNOWN, 500);
  g_assert_cmpint (engine_test_quiet (t), ==, 0);
  engine_test_begin (t);
  engine_test_done (t,
                    engine_test_expect (t, DYR_ORDER_FETCH, id),
                    engine_test_same (t, id, "client/1", "2", "name", "A", NULL));
  engine_test_written (t, engine_test_expect (t, DYR_ORDER_UPDATE, id), "client/1", "3");
  engine_test_assert_rest (t, id);
  none = dyr_clash_list_parked (t->connection, &error);
  g_assert_cmpuint (none->len, ==, 0);
}

/* A person who says: try it again, need not wait for the next run. */
static void
test_fetch_retried (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_one (t);
  g_autoptr (GError) error = NULL;

  engine_test_edit (t, id, "name", "B", NULL);
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_UPDATE, id), DYR_ANSWER_MERGE, 409);
  for (guint round = 0; round < 2; round++)
    {
      for (guint i = 0; i < 5; i++)
        {
          engine_test_say (t, engine_test_expect (t, DYR_ORDER_FETCH, id), DYR_ANSWER_UNKNOWN, 500);
          pass_time (t, 1000);
        }
      g_assert_cmpint (engine_test_quiet (t), ==, 0);
      dyr_clash_retry (t->connection, id, &error);
      g_assert_no_error (error);
      engine_test_assert (t, id, "read_tries = 0 AND read_retry_at IS NULL");
    }
  engine_test_done (t,
                    engine_test_expect (t, DYR_ORDER_FETCH, id),
                    engine_test_same (t, id, "client/1", "2", "name", "A", NULL));
  engine_test_written (t, engine_test_expect (t, DYR_ORDER_UPDATE, id), "client/1", "3");
  engine_test_assert_rest (t, id);
}

/* A look before a write that fails again and again parks the write. */
static void
test_look_gives_up (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_one (t);

  engine_test_type (t, &dyr_client_type)->versions = FALSE;
  engine_test_edit (t, id, "name", "B", NULL);
  for (guint i = 0; i < 5; i++)
    {
      engine_test_say (t, engine_test_expect (t, DYR_ORDER_FETCH, id), DYR_ANSWER_UNKNOWN, 500);
      pass_time (t, 1000);
    }
  g_assert_cmpint (engine_test_quiet (t), ==, 0);
  engine_test_assert (t, id, "parked = 'server-error' AND push = 2");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_test_add ("fetch/answers", test_fetch_answers);
  engine_test_add ("fetch/tries-apart", test_tries_apart);
  engine_test_add ("fetch/not-whole", test_fetch_not_whole);
  engine_test_add ("fetch/went-back", test_fetch_went_back);
  engine_test_add ("fetch/gives-up", test_fetch_gives_up);
  engine_test_add ("fetch/retried", test_fetch_retried);
  engine_test_add ("fetch/look-gives-up", test_look_gives_up);
  return g_test_run ();
}

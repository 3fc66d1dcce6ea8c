/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Engine: what others changed arrives, whatever order, gaps and cuts lists have. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-client.h"
#include "dyr-contract.h"
#include "dyr-me.h"
#include "dyr-reason.h"
#include "dyr-user.h"
#include "engine-test.h"

static void
test_new (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  DyrRemoteRecord *with_uid
      = engine_test_theirs (t, &dyr_client_type, "client/2", "5", "name", "B", NULL);
  const DyrUid uid = dyr_uid_new ();
  g_autofree char *wanted = dyr_uid_to_text (&uid), *found = NULL, *born = NULL, *again = NULL;
  gint64 id = engine_test_have_one (t);

  with_uid->has_uid = TRUE;
  with_uid->uid = uid;
  engine_test_assert_value (t, id, "name", "A");
  engine_test_assert (t, id, "origin = 2 AND reach = 0 AND remote_version = '1'");
  engine_test_assert_rest (t, id);
  found = engine_test_uid (t, engine_test_have (t, with_uid));
  g_assert_cmpstr (found, ==, wanted);
  /* Born there without a uid: the same on every computer. */
  born = engine_test_uid (t, id);
  {
    g_autoptr (EngineTest) other = engine_test_new ();

    again = engine_test_uid (other, engine_test_have_one (other));
  }
  g_assert_cmpstr (again, ==, born);
}

/* Only what no edit waits for is taken; what is known is passed over unread. */
static void
test_changed (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_one (t);

  engine_test_queue (t, "client", engine_test_same (t, id, "client/1", "1", "name", "X", NULL));
  engine_test_run (t);
  engine_test_assert_value (t, id, "name", "A");
  engine_test_queue (t, "client", engine_test_same (t, id, "client/1", "2", "name", "B", NULL));
  engine_test_run (t);
  engine_test_assert_value (t, id, "name", "B");
  engine_test_assert (t, id, "remote_version = '2'");
  engine_test_assert_rest (t, id);
  g_assert_cmpuint (dyr_engine_get_counts (t->engine)->n_taken, ==, 1);
  g_assert_cmpint (engine_test_number (t,
                                       "SELECT count (*) FROM action a JOIN change c ON "
                                       "c.action = a.id WHERE a.source = 1 AND c.field = 'name'"),
                   ==,
                   1);
}

/* Times of change have whole seconds: what was read within two of one may have changed since. */
static void
test_same_second (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  DyrRemoteRecord *theirs
      = engine_test_theirs (t, &dyr_client_type, "client/1", "1", "name", "A", NULL);
  gint64 id;

  theirs->modified = t->time - 1;
  id = engine_test_have (t, theirs);
  theirs = engine_test_same (t, id, "client/1", "1", "name", "B", NULL);
  theirs->modified = t->time - 1;
  t->time += 10;
  engine_test_queue (t, "client", theirs);
  engine_test_run (t);
  engine_test_assert_value (t, id, "name", "B");
}

/* Pages go on where the last one ended; the next run begins two minutes before that. */
static void
test_cursor (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  const DyrOrder *order;

  engine_test_queue_page (
      t,
      "client",
      engine_test_theirs (t, &dyr_client_type, "client/1", "1", "name", "A", NULL),
      "2026-11-22 08:00:00",
      "1");
  engine_test_queue_page (
      t,
      "client",
      engine_test_theirs (t, &dyr_client_type, "client/2", "1", "name", "B", NULL),
      "2026-11-22 08:01:00",
      "2");
  engine_test_run (t);
  order = engine_test_asked (t, DYR_ORDER_PULL, "client", 0);
  g_assert_cmpstr (order->at, ==, NULL);
  order = engine_test_asked (t, DYR_ORDER_PULL, "client", 1);
  g_assert_cmpstr (order->at, ==, "2026-11-22 08:00:00");
  g_assert_cmpstr (order->after, ==, "1");
  order = engine_test_asked (t, DYR_ORDER_PULL, "client", 2);
  g_assert_cmpstr (order->at, ==, "2026-11-22 08:01:00");
  g_assert_cmpstr (order->after, ==, "2");
  g_assert_null (engine_test_asked (t, DYR_ORDER_PULL, "client", 3));
  g_assert_cmpint (engine_test_number (t, "SELECT count (*) FROM client"), ==, 2);
  engine_test_run (t);
  order = engine_test_asked (t, DYR_ORDER_PULL, "client", 0);
  g_assert_cmpstr (order->at, ==, "2026-11-22 07:59:00");
  g_assert_cmpstr (order->after, ==, NULL);
  /* An empty page moves nothing. */
  engine_test_run (t);
  g_assert_cmpstr (
      engine_test_asked (t, DYR_ORDER_PULL, "client", 0)->at, ==, "2026-11-22 07:59:00");
  /* A cursor that is none reads from the start. */
  engine_test_run_sql (t, "UPDATE cursor SET at = '0000-00-00 00:00:00'");
  engine_test_run (t);
  g_assert_cmpstr (engine_test_asked (t, DYR_ORDER_PULL, "client", 0)->at, ==, NULL);
}

/* A run that stops between pages goes on where the last whole page ended. */
static void
test_stopped_between_pages (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();

  engine_test_queue_page (
      t,
      "client",
      engine_test_theirs (t, &dyr_client_type, "client/1", "1", "name", "A", NULL),
      "2026-11-22 08:00:00",
      "1");
  engine_test_queue (t, "client", NULL)->kind = DYR_ANSWER_WRONG;
  engine_test_run (t);
  g_assert_cmpint (dyr_engine_get_stop (t->engine), ==, DYR_STOP_WRONG);
  engine_test_restart (t);
  g_ptr_array_set_size (t->asked, 0);
  engine_test_quiet (t);
  g_assert_cmpstr (
      engine_test_asked (t, DYR_ORDER_PULL, "client", 0)->at, ==, "2026-11-22 07:58:00");
}

/* A list may cut: what it tells in part is read whole before it is believed or shown. */
static void
test_partial (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  DyrRemoteRecord *theirs
      = engine_test_theirs (t, &dyr_client_type, "client/1", "1", "name", "A", NULL);
  gint64 id;
  DyrOrder *order;

  theirs->partial = TRUE;
  theirs->known = 1u << DYR_CLIENT_NAME;
  engine_test_queue (t, "client", theirs);
  order = engine_test_next (t, NULL);
  g_assert_nonnull (order);
  g_assert_cmpint (order->kind, ==, DYR_ORDER_FETCH);
  id = order->record;
  engine_test_assert (t, id, "reach = 1 AND settled = 0");
  engine_test_done (
      t, order, engine_test_same (t, id, "client/1", "1", "description", "long", NULL));
  engine_test_assert (t, id, "reach = 0");
  engine_test_assert_value (t, id, "description", "long");
  /* Later: the text is cut, and never written over ours. */
  theirs = engine_test_same (t, id, "client/1", "2", "description", "lo", NULL);
  theirs->partial = TRUE;
  engine_test_queue (t, "client", theirs);
  engine_test_begin (t);
  order = engine_test_expect (t, DYR_ORDER_FETCH, id);
  engine_test_assert_value (t, id, "description", "long");
  engine_test_done (
      t, order, engine_test_same (t, id, "client/1", "2", "description", "longer", NULL));
  engine_test_assert_value (t, id, "description", "longer");
  engine_test_assert_rest (t, id);
}

/* A field that is not told stays as it is. */
static void
test_not_told (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_one (t);
  DyrRemoteRecord *theirs = engine_test_same (t, id, "client/1", "2", "name", NULL, NULL);

  theirs->known &= ~(G_GUINT64_CONSTANT (1) << DYR_CLIENT_NAME);
  engine_test_queue (t, "client", theirs);
  engine_test_run (t);
  engine_test_assert_value (t, id, "name", "A");
}

/* A link to what we do not have: a placeholder with the name that the CRM shows, never an error,
 * never pushed; once it is read it has the uid that it has everywhere. */
static void
test_placeholder (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  DyrRemoteRecord *contract
      = engine_test_theirs (t, &dyr_contract_type, "contract/1", "1", "number", "1/26", NULL);
  DyrRemoteRecord *client;
  const DyrUid uid = dyr_uid_new ();
  g_autofree char *wanted = dyr_uid_to_text (&uid), *found = NULL;
  DyrOrder *order;
  gint64 id;

  dyr_remote_record_add_link (
      contract, DYR_CONTRACT_CLIENT, &dyr_client_type, "client/9", "Невідомий");
  engine_test_queue (t, "contract", contract);
  order = engine_test_next (t, NULL);
  g_assert_nonnull (order);
  g_assert_cmpint (order->kind, ==, DYR_ORDER_FETCH);
  g_assert_cmpstr (order->remote_id, ==, "client/9");
  id = order->record;
  engine_test_assert (t, id, "reach = 1 AND push = 0 AND remote_id = 'client/9'");
  engine_test_assert_value (t, id, "name", "Невідомий");
  client = engine_test_theirs (t, &dyr_client_type, "client/9", "3", "name", "Відомий", NULL);
  client->has_uid = TRUE;
  client->uid = uid;
  engine_test_done (t, order, client);
  found = engine_test_uid (t, id);
  g_assert_cmpstr (found, ==, wanted);
  engine_test_assert (t, id, "reach = 0");
  engine_test_assert_value (t, id, "name", "Відомий");
  id = engine_test_number (t, "SELECT id FROM contract");
  engine_test_assert_value (t, id, "client", wanted);
  engine_test_assert_rest (t, id);
  engine_test_quiet (t);
}

/* Others link to our record before we know that it arrived: the placeholder makes way for it. */
static void
test_placeholder_of_ours (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_create (t, &dyr_client_type, "name", "A", NULL);
  g_autofree char *uid = engine_test_uid (t, id);
  DyrRemoteRecord *contract
      = engine_test_theirs (t, &dyr_contract_type, "contract/1", "1", "number", "1/26", NULL);
  DyrOrder *order;
  gint64 number;

  engine_test_say (t, engine_test_expect (t, DYR_ORDER_CREATE, id), DYR_ANSWER_UNKNOWN, 0);
  dyr_remote_record_add_link (contract, DYR_CONTRACT_CLIENT, &dyr_client_type, "client/1", "A");
  engine_test_queue (t, "contract", contract);
  engine_test_begin (t);
  order = engine_test_expect (t, DYR_ORDER_LOOK_UP, id);
  g_assert_cmpint (engine_test_number (t, "SELECT count (*) FROM client"), ==, 2);
  engine_test_done (t, order, engine_test_same (t, id, "client/1", "1", NULL));
  order = engine_test_expect (t, DYR_ORDER_FETCH, id);
  engine_test_done (t, order, engine_test_same (t, id, "client/1", "1", NULL));
  engine_test_assert_rest (t, id);
  number = engine_test_number (t, "SELECT id FROM contract");
  engine_test_assert_value (t, number, "client", uid);
  g_assert_cmpint (engine_test_number (t, "SELECT count (*) FROM client WHERE listed = 1"), ==, 1);
  engine_test_quiet (t);
}

/* A page shows our own create whose answer never came: it is adopted, not doubled. */
static void
test_own_create_in_page (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_create (t, &dyr_client_type, "name", "A", NULL);

  engine_test_say (t, engine_test_expect (t, DYR_ORDER_CREATE, id), DYR_ANSWER_LATER, 503);
  t->now += 1000;
  /* "Surely not done" was a lie of a proxy. */
  engine_test_queue (t, "client", engine_test_same (t, id, "client/1", "1", "code", "7", NULL));
  engine_test_run (t);
  engine_test_assert (t, id, "remote_id = 'client/1'");
  engine_test_assert_value (t, id, "code", "7");
  engine_test_assert_rest (t, id);
  g_assert_cmpint (engine_test_number (t, "SELECT count (*) FROM client"), ==, 1);
  g_assert_cmpuint (dyr_engine_get_counts (t->engine)->n_doubles_prevented, ==, 1);
}

/* … both sides made it and it differs: nobody's value is lost. */
static void
test_adopt_clash (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_create (t, &dyr_client_type, "name", "A", NULL);

  engine_test_queue (t, "client", engine_test_same (t, id, "client/1", "1", "name", "B", NULL));
  engine_test_run (t);
  engine_test_assert_value (t, id, "name", "A");
  engine_test_assert (
      t, id, "(SELECT state = 1 AND theirs ->> 'name' = 'B' FROM pending WHERE record = r.id)");
}

static void
test_adopt_partial (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_create (t, &dyr_client_type, "name", "A", NULL);
  DyrRemoteRecord *theirs = engine_test_same (t, id, "client/1", "1", NULL);

  theirs->partial = TRUE;
  engine_test_queue (t, "client", theirs);
  engine_test_begin (t);
  engine_test_done (t,
                    engine_test_expect (t, DYR_ORDER_FETCH, id),
                    engine_test_same (t, id, "client/1", "1", NULL));
  engine_test_assert_rest (t, id);
}

/* A request on its way says itself what became of it. */
static void
test_adopt_waits_for_attempt (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_create (t, &dyr_client_type, "name", "A", NULL);

  engine_test_say (t, engine_test_expect (t, DYR_ORDER_CREATE, id), DYR_ANSWER_UNKNOWN, 0);
  engine_test_queue (t, "client", engine_test_same (t, id, "client/1", "1", NULL));
  engine_test_begin (t);
  dyr_order_free (engine_test_expect (t, DYR_ORDER_LOOK_UP, id));
  engine_test_assert (t, id, "remote_id IS NULL");
  g_assert_cmpint (engine_test_number (t, "SELECT count (*) FROM client"), ==, 1);
}

/* A create that lands after its record was deleted here: the deletion follows it. */
static void
test_late_create (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_create (t, &dyr_client_type, "name", "A", NULL);

  engine_test_say (t, engine_test_expect (t, DYR_ORDER_CREATE, id), DYR_ANSWER_UNKNOWN, 0);
  engine_test_begin (t);
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_LOOK_UP, id), DYR_ANSWER_GONE, 200);
  engine_test_delete (t, id);
  engine_test_quiet (t);
  engine_test_queue (t, "client", engine_test_same (t, id, "client/1", "1", NULL));
  engine_test_begin (t);
  engine_test_done (t,
                    engine_test_expect (t, DYR_ORDER_FETCH, id),
                    engine_test_same (t, id, "client/1", "1", NULL));
  engine_test_done (t, engine_test_expect (t, DYR_ORDER_DELETE, id), NULL);
  engine_test_assert_rest (t, id);
}

/* Several lists may be of one entity there, each of a type of ours: what the walk over its ids does
 * not find is asked for one by one all the same, and the deletion is found. */
static void
test_sweep_of_part (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id;

  engine_test_stream (t, &dyr_client_type)->name = "client:part";
  engine_test_queue (t,
                     "client:part",
                     engine_test_theirs (t, &dyr_client_type, "client/1", "1", "name", "A", NULL));
  engine_test_run (t);
  id = engine_test_number (t, "SELECT id FROM record WHERE remote_id = 'client/1'");
  t->time += 90000;
  engine_test_begin (t);
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_FETCH, id), DYR_ANSWER_GONE, 404);
  engine_test_quiet (t);
  engine_test_assert (t, id, "deleted_at IS NOT NULL");
}

/* A list whose records do not know our uids: it is not read while a create of ours is open. */
static void
test_no_uids (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_create (t, &dyr_client_type, "name", "A", NULL);
  DyrRemoteRecord *theirs
      = engine_test_theirs (t, &dyr_client_type, "client/1", "1", "name", "A", NULL);

  engine_test_type (t, &dyr_client_type)->uids = FALSE;
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_CREATE, id), DYR_ANSWER_UNKNOWN, 0);
  engine_test_queue (t, "client", theirs);
  engine_test_begin (t);
  dyr_order_free (engine_test_expect (t, DYR_ORDER_LOOK_UP, id));
  g_assert_null (engine_test_asked (t, DYR_ORDER_PULL, "client", 0));
  g_assert_nonnull (engine_test_asked (t, DYR_ORDER_PULL, "person", 0));
}

/* A settled read may come by a page too, but not before its time. */
static void
test_settles_by_page (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_one (t);

  engine_test_type (t, &dyr_client_type)->locked = FALSE;
  engine_test_edit (t, id, "name", "B", NULL);
  engine_test_written (t, engine_test_expect (t, DYR_ORDER_UPDATE, id), "client/1", "2");
  engine_test_queue (t, "client", engine_test_same (t, id, "client/1", "2", NULL));
  engine_test_begin (t);
  g_assert_cmpint (engine_test_quiet (t), ==, t->now + 3);
  engine_test_assert (t, id, "settled = 0 AND EXISTS (SELECT 1 FROM attempt)");
  t->time += 3;
  t->now += 3;
  engine_test_queue (t, "client", engine_test_same (t, id, "client/1", "2", NULL));
  engine_test_run (t);
  engine_test_assert_rest (t, id);
}

/* Deleted here, changed there, met by a page. */
static void
test_delete_meets_page (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_one (t);

  engine_test_delete (t, id);
  engine_test_queue (t, "client", engine_test_same (t, id, "client/1", "2", NULL));
  engine_test_begin (t);
  dyr_order_free (engine_test_expect (t, DYR_ORDER_FETCH, id));
  engine_test_restart (t);
  engine_test_queue (t, "client", engine_test_same (t, id, "client/1", "3", "name", "B", NULL));
  engine_test_quiet (t);
  engine_test_assert (t,
                      id,
                      "push = 3 AND deleted_at IS NOT NULL AND (SELECT theirs = 'changed' FROM "
                      "pending WHERE record = r.id)");
  /* It is asked once. */
  engine_test_queue (t, "client", engine_test_same (t, id, "client/1", "3", "name", "B", NULL));
  engine_test_run (t);
  g_assert_cmpint (engine_test_number (t, "SELECT count (*) FROM pending"), ==, 1);
}

/* Lists that we may not read, that fail, or that are none. */
static void
test_list_answers (void)
{
  static const struct
  {
    DyrAnswerKind kind;
    guint status;
    DyrStop stop;
    gboolean pauses;
  } rows[] = {
    { DYR_ANSWER_HIDDEN, 403, DYR_STOP_NONE, FALSE },
    { DYR_ANSWER_GONE, 404, DYR_STOP_NONE, FALSE },
    { DYR_ANSWER_UNKNOWN, 500, DYR_STOP_NONE, TRUE },
    { DYR_ANSWER_UNKNOWN, 0, DYR_STOP_OFFLINE, FALSE },
    { DYR_ANSWER_LATER, 503, DYR_STOP_NONE, TRUE },
    { DYR_ANSWER_REFUSED, 400, DYR_STOP_WRONG, FALSE },
    { DYR_ANSWER_MERGE, 409, DYR_STOP_WRONG, FALSE },
    { DYR_ANSWER_WRONG, 200, DYR_STOP_WRONG, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (EngineTest) t = engine_test_new ();
      gint64 id = engine_test_have_one (t);
      DyrAnswer *answer = engine_test_queue (t, "client", NULL);
      gint64 until;

      answer->kind = rows[i].kind;
      answer->status = rows[i].status;
      engine_test_begin (t);
      until = engine_test_quiet (t);
      g_test_message ("row %u", (guint) i);
      g_assert_cmpint (dyr_engine_get_stop (t->engine), ==, rows[i].stop);
      g_assert_true (rows[i].pauses == (until > t->now));
      engine_test_assert_rest (t, id);
      engine_test_assert (t, id, "reach = 0 AND deleted_at IS NULL");
      t->now += 1000;
      engine_test_quiet (t);
      /* The list is asked for again after a pause, and not when we may not read it. */
      g_assert_true (rows[i].pauses
                     == (engine_test_asked (t, DYR_ORDER_PULL, "client", 1) != NULL));
    }
}

/* What a run goes past without having read it is told, until a run reads it. */
static void
test_unread (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  g_autofree char *before = NULL, *unread = NULL, *words = NULL, *after = NULL;

  engine_test_have_one (t);
  before = dyr_engine_explain_unread (t->engine);
  g_assert_null (before);
  engine_test_queue (t, "client", NULL)->n_unread = 2;
  engine_test_queue (t, "person", NULL)->kind = DYR_ANSWER_HIDDEN;
  engine_test_queue (t, "contract", NULL)->n_unread = 1;
  engine_test_queue (t, "note", NULL)->kind = DYR_ANSWER_GONE;
  engine_test_queue (t, "gone", NULL)->kind = DYR_ANSWER_HIDDEN;
  engine_test_run (t);
  unread = dyr_engine_explain_unread (t->engine);
  words = dyr_reason_words (unread);
  g_assert_cmpstr (
      words,
      ==,
      "The CRM does not show you: Contact persons, Notes, Deletions. What is here of them stays "
      "as it is. Ask the administrator for the right to read them.\n"
      "3 records of the CRM could not be read.");
  engine_test_run (t);
  after = dyr_engine_explain_unread (t->engine);
  g_assert_null (after);
}

static void
test_describe_answers (void)
{
  static const struct
  {
    DyrAnswerKind kind;
    guint status;
    DyrStop stop;
  } rows[] = {
    { DYR_ANSWER_UNKNOWN, 500, DYR_STOP_OFFLINE },
    { DYR_ANSWER_UNKNOWN, 0, DYR_STOP_OFFLINE },
    { DYR_ANSWER_GONE, 404, DYR_STOP_WRONG },
    { DYR_ANSWER_HIDDEN, 403, DYR_STOP_WRONG },
    { DYR_ANSWER_SIGN_IN, 401, DYR_STOP_SIGN_IN },
    { DYR_ANSWER_LOCKED_OUT, 403, DYR_STOP_LOCKED_OUT },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (EngineTest) t = engine_test_new ();
      DyrAnswer *answer = engine_test_queue (t, "describe", NULL);

      answer->kind = rows[i].kind;
      answer->status = rows[i].status;
      answer->reason = g_strdup ("why");
      engine_test_run (t);
      g_assert_cmpint (dyr_engine_get_stop (t->engine), ==, rows[i].stop);
      g_assert_cmpstr (dyr_engine_get_stop_reason (t->engine), ==, "why");
      g_assert_cmpuint (t->asked->len, ==, 1);
    }
}

/* What an earlier program wrote about the CRM is asked anew. */
static void
test_old_description (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();

  engine_test_queue (t, "describe", NULL)->last = FALSE;
  engine_test_run (t);
  g_assert_cmpint (((DyrOrder *) t->asked->pdata[1])->kind, ==, DYR_ORDER_DESCRIBE);
  g_assert_cmpint (
      engine_test_number (t, "SELECT value = '{}' FROM meta WHERE key = 'remote-description'"),
      ==,
      1);
  engine_test_run_sql (t, "UPDATE meta SET value = 'old' WHERE key = 'remote-description'");
  engine_test_restart (t);
  engine_test_run (t);
  g_assert_cmpint (
      engine_test_number (t, "SELECT value = '{}' FROM meta WHERE key = 'remote-description'"),
      ==,
      1);
}

static void
assert_me (EngineTest *t, const char *remote_id)
{
  g_autoptr (GError) error = NULL;
  gint64 id;

  dyr_me_read (t->connection, &id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (
      id, ==, engine_test_number (t, "SELECT id FROM record WHERE remote_id = '%s'", remote_id));
}

/* Whom the CRM takes us for is me; who said otherwise is heard until the CRM tells of another. */
static void
test_me (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  g_autoptr (GError) error = NULL;
  gint64 id, other;
  DyrUid uid;
  g_autofree char *text = NULL;
  DyrOrder *order;

  dyr_me_read (t->connection, &id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (id, ==, 0);
  /* The list does not name whom only programs are. */
  engine_test_set_user (t, "user/1", FALSE);
  engine_test_begin (t);
  order = engine_test_next (t, NULL);
  g_assert_nonnull (order);
  g_assert_cmpint (order->kind, ==, DYR_ORDER_FETCH);
  g_assert_cmpstr (order->remote_id, ==, "user/1");
  engine_test_done (
      t, order, engine_test_theirs (t, &dyr_user_type, "user/1", "1", "name", "Леся", NULL));
  engine_test_quiet (t);
  other = engine_test_have (
      t, engine_test_theirs (t, &dyr_user_type, "user/2", "1", "name", "Іван", NULL));
  assert_me (t, "user/1");
  text = engine_test_uid (t, other);
  g_assert_true (dyr_uid_parse (text, &uid));
  dyr_me_write (t->connection, &uid, &error);
  g_assert_no_error (error);
  engine_test_begin (t);
  engine_test_quiet (t);
  assert_me (t, "user/2");
  engine_test_have (t, engine_test_theirs (t, &dyr_user_type, "user/3", "1", "name", "Оля", NULL));
  engine_test_set_user (t, "user/3", FALSE);
  engine_test_begin (t);
  engine_test_quiet (t);
  assert_me (t, "user/3");
}

/* An API key belongs to no person: nobody is meant by it until somebody says who sits here, and
 * what was said stays. */
static void
test_program (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gint64 id, person;
  DyrUid uid;

  engine_test_set_user (t, "user/1", TRUE);
  engine_test_begin (t);
  /* It is not even read. */
  engine_test_quiet (t);
  /* Not as the only user there is, either. */
  engine_test_have (t, engine_test_theirs (t, &dyr_user_type, "user/1", "1", "name", "Sync", NULL));
  dyr_me_read (t->connection, &id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (id, ==, 0);
  person = engine_test_have (
      t, engine_test_theirs (t, &dyr_user_type, "user/2", "1", "name", "Іван", NULL));
  assert_me (t, "user/2");
  engine_test_have (t, engine_test_theirs (t, &dyr_user_type, "user/3", "1", "name", "Оля", NULL));
  dyr_me_read (t->connection, &id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (id, ==, 0);
  text = engine_test_uid (t, person);
  g_assert_true (dyr_uid_parse (text, &uid));
  dyr_me_write (t->connection, &uid, &error);
  g_assert_no_error (error);
  engine_test_begin (t);
  engine_test_quiet (t);
  assert_me (t, "user/2");
  /* The key of a person is that person's. */
  engine_test_set_user (t, "user/3", FALSE);
  engine_test_begin (t);
  engine_test_quiet (t);
  assert_me (t, "user/3");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_test_add ("me", test_me);
  engine_test_add ("me/program", test_program);
  engine_test_add ("pull/unread", test_unread);
  engine_test_add ("pull/new", test_new);
  engine_test_add ("pull/changed", test_changed);
  engine_test_add ("pull/same-second", test_same_second);
  engine_test_add ("pull/cursor", test_cursor);
  engine_test_add ("pull/stopped-between-pages", test_stopped_between_pages);
  engine_test_add ("pull/partial", test_partial);
  engine_test_add ("pull/not-told", test_not_told);
  engine_test_add ("pull/placeholder/theirs", test_placeholder);
  engine_test_add ("pull/placeholder/ours", test_placeholder_of_ours);
  engine_test_add ("pull/adopt/own-create", test_own_create_in_page);
  engine_test_add ("pull/adopt/clash", test_adopt_clash);
  engine_test_add ("pull/adopt/partial", test_adopt_partial);
  engine_test_add ("pull/adopt/waits-for-attempt", test_adopt_waits_for_attempt);
  engine_test_add ("pull/adopt/late-create", test_late_create);
  engine_test_add ("pull/no-uids", test_no_uids);
  engine_test_add ("pull/sweep-of-part", test_sweep_of_part);
  engine_test_add ("pull/settles", test_settles_by_page);
  engine_test_add ("pull/meets-deletion", test_delete_meets_page);
  engine_test_add ("pull/answers", test_list_answers);
  engine_test_add ("describe/answers", test_describe_answers);
  engine_test_add ("describe/old", test_old_description);
  return g_test_run ();
}

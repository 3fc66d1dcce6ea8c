/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Engine: what is deleted, hidden, restored or missing there. An empty answer deletes nothing, a
 * server that lost its data is noticed, an edit is never eaten. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "engine-test.h"

/* What an earlier run left undecided is asked for one by one; the first `back` of them are there
 * again. */
static void
ask_again (EngineTest *t, guint back)
{
  DyrOrder *order;

  engine_test_begin (t);
  for (guint i = 0; (order = engine_test_next (t, NULL)) != NULL; i++)
    {
      g_assert_cmpint (order->kind, ==, DYR_ORDER_FETCH);
      if (i >= back)
        engine_test_say (t, order, DYR_ANSWER_GONE, 404);
      else
        {
          DyrRemoteRecord *theirs
              = engine_test_same (t, order->record, order->remote_id, "2", NULL);

          engine_test_done (t, order, theirs);
        }
    }
}

static gint64
n_deleted (EngineTest *t)
{
  return engine_test_number (t, "SELECT count (*) FROM record WHERE deleted_at IS NOT NULL");
}

static void
test_feed (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_client (t, 1), other = engine_test_have_client (t, 2);

  engine_test_tell_gone (t, 1, 1);
  engine_test_run (t);
  engine_test_assert (t,
                      id,
                      "deleted_at IS NOT NULL AND remote_id IS NULL AND EXISTS (SELECT 1 FROM "
                      "tombstone WHERE remote_id = 'client/001')");
  engine_test_assert_rest (t, id);
  engine_test_assert (t, other, "deleted_at IS NULL");
  /* Told again, and of what we never had: nothing. */
  engine_test_tell_gone (t, 1, 1);
  engine_test_tell_gone (t, 7, 7);
  engine_test_run (t);
  g_assert_cmpint (n_deleted (t), ==, 1);
}

/* A tombstone names an id there, and touches only the record whose id it is now. */
static void
test_tombstone_of_old_id (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_client (t, 1);

  engine_test_tell_gone (t, 1, 1);
  engine_test_run (t);
  /* Made anew there by somebody, with the same uid. */
  engine_test_queue (t, "client", engine_test_same (t, id, "client/005", "1", "name", "B", NULL));
  engine_test_run (t);
  engine_test_assert (t, id, "deleted_at IS NULL AND remote_id = 'client/005'");
  engine_test_assert_value (t, id, "name", "B");
  engine_test_tell_gone (t, 1, 1);
  engine_test_run (t);
  engine_test_assert (t, id, "deleted_at IS NULL AND remote_id = 'client/005'");
  engine_test_assert_rest (t, id);
}

static void
test_gone_edited (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_client (t, 1);

  engine_test_edit (t, id, "name", "B", NULL);
  engine_test_tell_gone (t, 1, 1);
  engine_test_run (t);
  engine_test_assert (t,
                      id,
                      "deleted_at IS NULL AND push = 2 AND (SELECT theirs = 'deleted' FROM pending "
                      "WHERE record = r.id AND grp = '')");
  engine_test_assert_value (t, id, "name", "B");
  g_assert_cmpuint (dyr_engine_get_counts (t->engine)->n_clashes, ==, 1);
  /* Told once more it is the same question. */
  engine_test_tell_gone (t, 1, 1);
  engine_test_run (t);
  g_assert_cmpuint (dyr_engine_get_counts (t->engine)->n_clashes, ==, 0);
  g_assert_cmpint (engine_test_number (t, "SELECT count (*) FROM pending"), ==, 2);
}

/* Edited between the word and the end of the run. */
static void
test_gone_edited_since (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_client (t, 1),
         made = engine_test_create (t, &dyr_client_type, "name", "X", NULL);
  DyrOrder *order;

  engine_test_tell_gone (t, 1, 1);
  engine_test_begin (t);
  order = engine_test_expect (t, DYR_ORDER_CREATE, made);
  engine_test_assert (t, id, "settled = 2 AND deleted_at IS NULL");
  engine_test_edit (t, id, "name", "B", NULL);
  engine_test_written (t, order, "client/900", "1");
  engine_test_quiet (t);
  engine_test_assert (
      t, id, "deleted_at IS NULL AND EXISTS (SELECT 1 FROM pending WHERE theirs = 'deleted')");
}

static void
test_gone_both (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_client (t, 1);

  engine_test_edit (t, id, "name", "B", NULL);
  engine_test_delete (t, id);
  engine_test_tell_gone (t, 1, 1);
  engine_test_run (t);
  engine_test_assert_rest (t, id);
  engine_test_assert (t, id, "deleted_at IS NOT NULL AND remote_id IS NULL");
}

/* Three are taken over at once; four of twenty are not, unless they are a small part. */
static void
test_limits (void)
{
  static const struct
  {
    guint all, gone;
    gboolean asks;
  } rows[] = {
    { 4, 3, FALSE },  { 4, 4, TRUE },    { 20, 4, TRUE },  { 79, 4, TRUE },
    { 80, 4, FALSE }, { 120, 6, FALSE }, { 119, 6, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (EngineTest) t = engine_test_new ();
      DyrAnswer *page = engine_test_queue (t, "client", NULL);

      for (guint n = 1; n <= rows[i].all; n++)
        {
          g_autofree char *id = g_strdup_printf ("client/%03u", n);

          g_ptr_array_add (page->records,
                           engine_test_theirs (t, &dyr_client_type, id, "1", "name", "A", NULL));
        }
      engine_test_run (t);
      engine_test_tell_gone (t, 1, rows[i].gone);
      engine_test_run (t);
      g_test_message ("row %u", (guint) i);
      if (!rows[i].asks)
        {
          g_assert_cmpint (dyr_engine_get_stop (t->engine), ==, DYR_STOP_NONE);
          g_assert_cmpint (n_deleted (t), ==, rows[i].gone);
          continue;
        }
      g_assert_cmpint (dyr_engine_get_stop (t->engine), ==, DYR_STOP_MASS_DELETION);
      g_assert_cmpint (n_deleted (t), ==, 0);
      /* It asks again, run after run. */
      ask_again (t, 0);
      g_assert_cmpint (dyr_engine_get_stop (t->engine), ==, DYR_STOP_MASS_DELETION);
      g_assert_cmpint (n_deleted (t), ==, 0);
      dyr_engine_accept (t->connection, DYR_STOP_MASS_DELETION, NULL);
      ask_again (t, 0);
      g_assert_cmpint (dyr_engine_get_stop (t->engine), ==, DYR_STOP_NONE);
      g_assert_cmpint (n_deleted (t), ==, rows[i].gone);
      /* The word was given for these only. */
      g_assert_cmpint (
          engine_test_number (t, "SELECT count (*) FROM meta WHERE key = 'accept-deletions'"),
          ==,
          0);
    }
}

/* A person agreed to what was gone then. The run that was to take it over broke off, and more is
 * gone now: that was never asked. */
static void
test_agreed_number (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();

  for (guint i = 1; i <= 20; i++)
    engine_test_have_client (t, i);
  engine_test_tell_gone (t, 1, 8);
  engine_test_run (t);
  g_assert_cmpint (dyr_engine_get_stop (t->engine), ==, DYR_STOP_MASS_DELETION);
  dyr_engine_accept (t->connection, DYR_STOP_MASS_DELETION, NULL);
  engine_test_restart (t);
  engine_test_tell_gone (t, 9, 20);
  ask_again (t, 0);
  g_assert_cmpint (dyr_engine_get_stop (t->engine), ==, DYR_STOP_MASS_DELETION);
  g_assert_cmpint (n_deleted (t), ==, 0);
  dyr_engine_accept (t->connection, DYR_STOP_MASS_DELETION, NULL);
  ask_again (t, 0);
  g_assert_cmpint (dyr_engine_get_stop (t->engine), ==, DYR_STOP_NONE);
  g_assert_cmpint (n_deleted (t), ==, 20);
}

/* A server that had lost its data has it back: nothing is deleted, though a person had agreed, and
 * the word is not kept for another day. */
static void
test_data_is_back (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();

  for (guint i = 1; i <= 10; i++)
    engine_test_have_client (t, i);
  engine_test_tell_gone (t, 1, 10);
  engine_test_run (t);
  g_assert_cmpint (dyr_engine_get_stop (t->engine), ==, DYR_STOP_MASS_DELETION);
  dyr_engine_accept (t->connection, DYR_STOP_MASS_DELETION, NULL);
  ask_again (t, 10);
  g_assert_cmpint (dyr_engine_get_stop (t->engine), ==, DYR_STOP_NONE);
  g_assert_cmpint (n_deleted (t), ==, 0);
  g_assert_cmpint (
      engine_test_number (t, "SELECT count (*) FROM record WHERE settled <> 1"), ==, 0);
  engine_test_tell_gone (t, 1, 10);
  engine_test_run (t);
  g_assert_cmpint (dyr_engine_get_stop (t->engine), ==, DYR_STOP_MASS_DELETION);
}

/* Edited here, told deleted there, and there after all: the question is withdrawn, the edit goes.
 */
static void
test_question_withdrawn (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_client (t, 1);
  DyrOrder *order;

  engine_test_edit (t, id, "name", "B", NULL);
  engine_test_tell_gone (t, 1, 1);
  engine_test_run (t);
  engine_test_assert (t, id, "EXISTS (SELECT 1 FROM pending WHERE record = r.id AND grp = '')");
  engine_test_begin (t);
  order = engine_test_expect (t, DYR_ORDER_FETCH, id);
  engine_test_done (
      t, order, engine_test_theirs (t, &dyr_client_type, "client/001", "2", "name", "A", NULL));
  order = engine_test_expect (t, DYR_ORDER_UPDATE, id);
  engine_test_assert_sent (order, "name", "B");
  engine_test_written (t, order, "client/001", "2");
  engine_test_assert_rest (t, id);
}

/* Under our uid there was a record, and it was deleted before we could read whether it was ours: it
 * is asked about, also when it is asked for again. */
static void
test_open_create (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_create (t, &dyr_client_type, "name", "A", NULL);
  DyrOrder *order = engine_test_expect (t, DYR_ORDER_CREATE, id);

  engine_test_say (t, order, DYR_ANSWER_UNKNOWN, 500);
  t->now += 3600;
  order = engine_test_expect (t, DYR_ORDER_LOOK_UP, id);
  engine_test_done (t, order, engine_test_same (t, id, "client/001", "2", "name", "B", NULL));
  engine_test_tell_gone (t, 1, 1);
  engine_test_run (t);
  for (guint i = 0; i < 2; i++)
    {
      engine_test_assert (t, id, "deleted_at IS NULL");
      engine_test_assert (t, id, "EXISTS (SELECT 1 FROM pending WHERE record = r.id AND grp = '')");
      ask_again (t, 0);
    }
}

/* However many there are: five hundred are much. */
static void
test_limit_of_many (void)
{
  static const guint gone[] = { 500, 501 };

  for (gsize i = 0; i < G_N_ELEMENTS (gone); i++)
    {
      g_autoptr (EngineTest) t = engine_test_new ();
      DyrAnswer *page = engine_test_queue (t, "client", NULL);

      for (guint n = 0; n < 700; n++)
        {
          g_autofree char *id = g_strdup_printf ("client/%03u", n);

          g_ptr_array_add (page->records,
                           engine_test_theirs (t, &dyr_client_type, id, "1", "name", "A", NULL));
        }
      engine_test_run (t);
      /* So many others that five hundred are no twentieth. */
      engine_test_run_sql (
          t,
          "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000) "
          "INSERT INTO record (uid, type, origin, remote_id, remote_version) "
          "SELECT randomblob (16), (SELECT type FROM record LIMIT 1), 2, 'client/x' || i, '1' FROM "
          "n");
      engine_test_tell_gone (t, 0, gone[i] - 1);
      engine_test_run (t);
      g_assert_cmpint (n_deleted (t), ==, gone[i] <= 500 ? gone[i] : 0);
      g_assert_cmpint (dyr_engine_get_stop (t->engine),
                       ==,
                       gone[i] <= 500 ? DYR_STOP_NONE : DYR_STOP_MASS_DELETION);
    }
}

/* A server that shows nothing. */
static void
test_empty_lists (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 ids[10];

  for (guint i = 0; i < 10; i++)
    ids[i] = engine_test_have_client (t, i);
  t->time += 90000;
  engine_test_begin (t);
  /* The walk over all ids saw none: each is asked for by itself, and is there. */
  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *id = g_strdup_printf ("client/%03u", i);

      engine_test_done (t,
                        engine_test_expect (t, DYR_ORDER_FETCH, ids[i]),
                        engine_test_same (t, ids[i], id, "2", NULL));
      engine_test_assert_rest (t, ids[i]);
    }
  engine_test_quiet (t);
  g_assert_cmpint (n_deleted (t), ==, 0);
}

static gboolean
was_swept (EngineTest *t)
{
  for (guint i = 0; i < t->asked->len; i++)
    {
      const DyrOrder *order = t->asked->pdata[i];

      if (order->kind == DYR_ORDER_SWEEP && g_str_equal (order->stream, "client"))
        return TRUE;
    }
  return FALSE;
}

/* Daily, when the description changes, and not otherwise. */
static void
test_sweep_when (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();

  engine_test_run (t);
  g_assert_false (was_swept (t));
  t->time += 86399;
  engine_test_run (t);
  g_assert_false (was_swept (t));
  t->time += 1;
  engine_test_run (t);
  g_assert_true (was_swept (t));
  engine_test_run (t);
  g_assert_false (was_swept (t));
  engine_test_describe (t, "{\"rights\":\"fewer\"}");
  engine_test_run (t);
  g_assert_true (was_swept (t));
  engine_test_run (t);
  g_assert_false (was_swept (t));
}

/* What no list of changes shows is found by it: another value under the same version. */
static void
test_sweep_finds_silent_change (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_client (t, 1);
  DyrRemoteRecord *theirs = engine_test_same (t, id, "client/001", "2", "segment", "s", NULL);

  t->time += 90000;
  engine_test_queue (t, "sweep client", theirs);
  engine_test_run (t);
  engine_test_assert_value (t, id, "segment", "s");
}

/* … and what entered our reach without a change. */
static void
test_sweep_finds_new (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  DyrRemoteRecord *theirs
      = engine_test_theirs (t, &dyr_client_type, "client/005", "7", "name", "Old", NULL);

  engine_test_run (t);
  theirs->modified = t->time - 86400 * 365;
  t->time += 90000;
  engine_test_queue (t, "sweep client", theirs);
  engine_test_run (t);
  g_assert_cmpint (
      engine_test_number (t, "SELECT count (*) FROM client WHERE name = 'Old' AND listed = 1"),
      ==,
      1);
}

/* It goes on where it stopped, and looks only for what should have been on its page. */
static void
test_sweep_pages (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 first = engine_test_have_client (t, 1), second = engine_test_have_client (t, 2),
         third = engine_test_have_client (t, 3);
  DyrAnswer *page;

  t->time += 90000;
  page
      = engine_test_queue (t, "sweep client", engine_test_same (t, first, "client/001", "2", NULL));
  page->last = FALSE;
  page->next_after = g_strdup ("002");
  engine_test_queue (t, "sweep client", NULL)->kind = DYR_ANSWER_WRONG;
  engine_test_begin (t);
  engine_test_quiet (t);
  engine_test_assert (t, first, "settled = 1");
  engine_test_assert (t, second, "settled = 0");
  engine_test_assert (t, third, "settled = 1");
  engine_test_begin (t);
  engine_test_queue (t, "sweep client", engine_test_same (t, third, "client/003", "2", NULL));
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_FETCH, second), DYR_ANSWER_GONE, 404);
  for (guint i = 0; i < t->asked->len; i++)
    if (((DyrOrder *) t->asked->pdata[i])->kind == DYR_ORDER_SWEEP
        && g_str_equal (((DyrOrder *) t->asked->pdata[i])->stream, "client"))
      g_assert_cmpstr (((DyrOrder *) t->asked->pdata[i])->after, ==, "002");
  engine_test_quiet (t);
  engine_test_assert (t, second, "deleted_at IS NOT NULL");
  engine_test_assert (t, third, "settled = 1 AND deleted_at IS NULL");
}

/* Missing ids: out of reach leaves the lists and comes back; edits need a person. */
static void
test_hidden (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_client (t, 1);

  t->time += 90000;
  engine_test_begin (t);
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_FETCH, id), DYR_ANSWER_HIDDEN, 403);
  engine_test_quiet (t);
  engine_test_assert (t, id, "reach = 2 AND deleted_at IS NULL AND settled = 1");
  /* The next walk does not ask for it again … */
  t->time += 90000;
  engine_test_run (t);
  /* … and it enters again by any list. */
  engine_test_queue (t, "client", engine_test_same (t, id, "client/001", "2", NULL));
  engine_test_run (t);
  engine_test_assert (t, id, "reach = 0");
  engine_test_assert_rest (t, id);
}

static void
test_hidden_deleted_here (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_client (t, 1);

  engine_test_delete (t, id);
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_FETCH, id), DYR_ANSWER_HIDDEN, 403);
  engine_test_quiet (t);
  engine_test_assert (
      t, id, "push = 3 AND EXISTS (SELECT 1 FROM pending WHERE theirs = 'hidden' AND grp = '')");
}

/* Deleted there, told, and there again under its old id: restored. */
static void
test_restored_there (void)
{
  for (int partial = 0; partial < 2; partial++)
    {
      g_autoptr (EngineTest) t = engine_test_new ();
      gint64 id = engine_test_have_client (t, 1);
      DyrRemoteRecord *theirs = engine_test_same (t, id, "client/001", "3", "name", "B", NULL);

      engine_test_tell_gone (t, 1, 1);
      engine_test_run (t);
      theirs->has_uid = FALSE;
      theirs->partial = partial;
      engine_test_queue (t, "client", theirs);
      engine_test_begin (t);
      if (partial)
        engine_test_done (t,
                          engine_test_expect (t, DYR_ORDER_FETCH, id),
                          engine_test_same (t, id, "client/001", "3", "name", "B", NULL));
      engine_test_quiet (t);
      engine_test_assert (t, id, "deleted_at IS NULL AND remote_id = 'client/001'");
      engine_test_assert_value (t, id, "name", "B");
      engine_test_assert_rest (t, id);
      g_assert_cmpint (engine_test_number (t, "SELECT count (*) FROM client"), ==, 1);
    }
}

/* … and brought back here at the same time: both are one. */
static void
test_restored_both (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_client (t, 1);
  DyrRemoteRecord *theirs;

  engine_test_tell_gone (t, 1, 1);
  engine_test_run (t);
  engine_test_restore (t, id);
  engine_test_assert (t, id, "push = 1");
  theirs = engine_test_same (t, id, "client/001", "3", "segment", "s", NULL);
  theirs->has_uid = FALSE;
  engine_test_queue (t, "client", theirs);
  engine_test_run (t);
  engine_test_assert (t, id, "remote_id = 'client/001' AND deleted_at IS NULL");
  engine_test_assert_value (t, id, "segment", "s");
  engine_test_assert_rest (t, id);
}

/* A uid that comes under another id: the record that we knew was deleted there and made anew. */
static void
test_made_anew_there (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_client (t, 1);

  engine_test_queue (t, "client", engine_test_same (t, id, "client/777", "1", "name", "B", NULL));
  engine_test_run (t);
  engine_test_assert (t,
                      id,
                      "remote_id = 'client/777' AND EXISTS (SELECT 1 FROM tombstone WHERE "
                      "remote_id = 'client/001' AND record = r.id)");
  engine_test_assert_value (t, id, "name", "B");
  engine_test_assert_rest (t, id);
}

static void
test_made_anew_there_deleted_here (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_client (t, 1);

  engine_test_delete (t, id);
  engine_test_queue (t, "client", engine_test_same (t, id, "client/777", "1", NULL));
  engine_test_run (t);
  engine_test_assert (
      t, id, "push = 3 AND remote_id = 'client/777' AND (SELECT theirs = 'changed' FROM pending)");
}

static void
test_made_anew_there_partial (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_client (t, 1);
  DyrRemoteRecord *theirs = engine_test_same (t, id, "client/777", "1", NULL);

  theirs->partial = TRUE;
  engine_test_queue (t, "client", theirs);
  engine_test_begin (t);
  engine_test_done (t,
                    engine_test_expect (t, DYR_ORDER_FETCH, id),
                    engine_test_same (t, id, "client/777", "1", NULL));
  engine_test_assert_rest (t, id);
}

/* Where uids are not unique somebody may copy a record with all its fields: ours stays ours. */
static void
test_copied_there (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_client (t, 1);

  engine_test_type (t, &dyr_client_type)->unique = FALSE;
  engine_test_queue (
      t, "client", engine_test_same (t, id, "client/777", "1", "name", "Copy", NULL));
  engine_test_run (t);
  engine_test_assert (t, id, "remote_id = 'client/001'");
  engine_test_assert_value (t, id, "name", "A");
  g_assert_cmpint (engine_test_number (t, "SELECT count (*) FROM client"), ==, 2);
}

/* A CRM restored from a backup: versions fell. The run stops, nothing changes; once a person says
 * so each record is read anew, and what waits is merged with it. */
static void
test_went_back (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_client (t, 1), edited = engine_test_have_client (t, 2);
  DyrAnswer *page;

  engine_test_run_sql (t, "UPDATE record SET remote_version = '9'");
  engine_test_edit (t, edited, "code", "7", NULL);
  page = engine_test_queue (
      t, "client", engine_test_theirs (t, &dyr_client_type, "client/009", "9", "name", "N", NULL));
  g_ptr_array_add (page->records, engine_test_same (t, id, "client/001", "1", "name", "Old", NULL));
  page->next_at = g_strdup ("2026-11-22 08:00:00");
  page->next_after = g_strdup ("009");
  engine_test_run (t);
  g_assert_cmpint (dyr_engine_get_stop (t->engine), ==, DYR_STOP_WENT_BACK);
  engine_test_assert_value (t, id, "name", "A");
  g_assert_cmpint (engine_test_number (t, "SELECT count (*) FROM client"), ==, 2);
  g_assert_cmpint (
      engine_test_number (t, "SELECT count (*) FROM cursor WHERE last = '009'"), ==, 0);
  engine_test_assert (t, edited, "push = 2");

  dyr_engine_accept (t->connection, DYR_STOP_WENT_BACK, NULL);
  engine_test_begin (t);
  engine_test_done (t,
                    engine_test_expect (t, DYR_ORDER_FETCH, id),
                    engine_test_same (t, id, "client/001", "1", "name", "Old", NULL));
  engine_test_assert_value (t, id, "name", "Old");
  engine_test_done (
      t,
      engine_test_expect (t, DYR_ORDER_FETCH, edited),
      engine_test_same (t, edited, "client/002", "1", "name", "Old", "code", NULL, NULL));
  engine_test_assert_value (t, edited, "name", "Old");
  engine_test_assert_value (t, edited, "code", "7");
  dyr_order_free (engine_test_expect (t, DYR_ORDER_UPDATE, edited));
}

/* Two writes at once may set a version back by little, unless they are checked under a lock; many
 * such are no races. */
static void
test_back_by_races (void)
{
  static const struct
  {
    guint n;
    gboolean locked;
    DyrStop stop;
  } rows[] = { { 3, FALSE, DYR_STOP_NONE },
               { 4, FALSE, DYR_STOP_WENT_BACK },
               { 1, TRUE, DYR_STOP_WENT_BACK } };

  for (gsize row = 0; row < G_N_ELEMENTS (rows); row++)
    {
      const guint n = rows[row].n;
      g_autoptr (EngineTest) t = engine_test_new ();
      gint64 ids[4];
      DyrAnswer *page;

      for (guint i = 0; i < 4; i++)
        ids[i] = engine_test_have_client (t, i);
      engine_test_type (t, &dyr_client_type)->locked = rows[row].locked;
      page = engine_test_queue (t, "client", NULL);
      for (guint i = 0; i < n; i++)
        {
          g_autofree char *id = g_strdup_printf ("client/%03u", i);

          g_ptr_array_add (page->records, engine_test_same (t, ids[i], id, "1", "name", "B", NULL));
        }
      engine_test_run (t);
      g_assert_cmpint (dyr_engine_get_stop (t->engine), ==, rows[row].stop);
      engine_test_assert_value (t, ids[0], "name", rows[row].stop == DYR_STOP_NONE ? "B" : "A");
    }
}

/* Times as versions are no numbers that fell. */
static void
test_times_do_not_go_back (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have (
      t,
      engine_test_theirs (
          t, &dyr_client_type, "client/001", "2026-11-22 08:00:00", "name", "A", NULL));

  engine_test_queue (
      t,
      "client",
      engine_test_same (t, id, "client/001", "2026-11-21 08:00:00", "name", "B", NULL));
  engine_test_run (t);
  g_assert_cmpint (dyr_engine_get_stop (t->engine), ==, DYR_STOP_NONE);
  engine_test_assert_value (t, id, "name", "B");
}

/* Accepting anything else means nothing. */
static void
test_accept_others (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_client (t, 1);

  for (int stop = DYR_STOP_NONE; stop <= DYR_STOP_WRONG; stop++)
    g_assert_true (dyr_engine_accept (t->connection, (DyrStop) stop, NULL));
  engine_test_assert_rest (t, id);
  g_assert_cmpint (
      engine_test_number (t, "SELECT count (*) FROM meta WHERE key = 'accept-deletions'"), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_test_add ("gone/feed", test_feed);
  engine_test_add ("gone/tombstone-of-old-id", test_tombstone_of_old_id);
  engine_test_add ("gone/edited", test_gone_edited);
  engine_test_add ("gone/edited-since", test_gone_edited_since);
  engine_test_add ("gone/both", test_gone_both);
  engine_test_add ("gone/limits", test_limits);
  engine_test_add ("gone/limit-of-many", test_limit_of_many);
  engine_test_add ("gone/agreed-number", test_agreed_number);
  engine_test_add ("gone/data-is-back", test_data_is_back);
  engine_test_add ("gone/question-withdrawn", test_question_withdrawn);
  engine_test_add ("gone/open-create", test_open_create);
  engine_test_add ("gone/empty-lists", test_empty_lists);
  engine_test_add ("sweep/when", test_sweep_when);
  engine_test_add ("sweep/silent-change", test_sweep_finds_silent_change);
  engine_test_add ("sweep/new", test_sweep_finds_new);
  engine_test_add ("sweep/pages", test_sweep_pages);
  engine_test_add ("hidden/clean", test_hidden);
  engine_test_add ("hidden/deleted-here", test_hidden_deleted_here);
  engine_test_add ("restored/there", test_restored_there);
  engine_test_add ("restored/both", test_restored_both);
  engine_test_add ("made-anew/clean", test_made_anew_there);
  engine_test_add ("made-anew/deleted-here", test_made_anew_there_deleted_here);
  engine_test_add ("made-anew/partial", test_made_anew_there_partial);
  engine_test_add ("made-anew/copied", test_copied_there);
  engine_test_add ("went-back/versions", test_went_back);
  engine_test_add ("went-back/races", test_back_by_races);
  engine_test_add ("went-back/times", test_times_do_not_go_back);
  engine_test_add ("went-back/accept-others", test_accept_others);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Engine: what a CRM does of itself while it saves. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-person.h"
#include "engine-test.h"

static gint64
have_segmented (EngineTest *t)
{
  return engine_test_have (
      t,
      engine_test_theirs (t, &dyr_client_type, "client/1", "1", "name", "A", "segment", "s", NULL));
}

static void
pull (EngineTest *t, DyrRemoteRecord *theirs)
{
  engine_test_queue (t, "client", theirs);
  engine_test_begin (t);
  engine_test_quiet (t);
}

/* A formula changed a field that was not sent: the answer or the next pull brings it, nothing is
 * asked of the person, and nothing goes back. */
static void
test_hook_changes_another (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = have_segmented (t);
  DyrOrder *order;
  DyrRemoteRecord *theirs;

  engine_test_edit (t, id, "name", "B", NULL);
  order = engine_test_expect (t, DYR_ORDER_UPDATE, id);
  engine_test_assert_not_sent (order, "segment");
  theirs = engine_test_same (t, id, "client/1", "2", "segment", "hook", NULL);
  engine_test_done (t, order, theirs);
  engine_test_assert_value (t, id, "name", "B");
  pull (t, engine_test_same (t, id, "client/1", "2", "name", "B", "segment", "hook", NULL));
  engine_test_assert_value (t, id, "name", "B");
  engine_test_assert_value (t, id, "segment", "hook");
  engine_test_assert_rest (t, id);
  g_assert_cmpuint (dyr_engine_get_counts (t->engine)->n_clashes, ==, 0);
  engine_test_quiet (t);
}

/* A create too: what was empty here a formula filled there. */
static void
test_hook_fills (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_create (t, &dyr_client_type, "name", "A", NULL);
  DyrOrder *order = engine_test_expect (t, DYR_ORDER_CREATE, id);

  engine_test_done (t, order, engine_test_same (t, id, "client/1", "1", "segment", "hook", NULL));
  order = engine_test_next (t, NULL);
  if (order != NULL)
    {
      g_assert_cmpint (order->kind, ==, DYR_ORDER_FETCH);
      engine_test_done (
          t, order, engine_test_same (t, id, "client/1", "1", "segment", "hook", NULL));
    }
  engine_test_assert_value (t, id, "segment", "hook");
  engine_test_assert_rest (t, id);
}

/* … and the person edited that field meanwhile: both are kept, neither is written over. */
static void
test_hook_meets_edit (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = have_segmented (t);
  DyrOrder *order;

  engine_test_edit (t, id, "name", "B", NULL);
  order = engine_test_expect (t, DYR_ORDER_UPDATE, id);
  engine_test_edit (t, id, "segment", "mine", NULL);
  engine_test_done (t, order, engine_test_same (t, id, "client/1", "2", "segment", "hook", NULL));
  while ((order = engine_test_next (t, NULL)) != NULL)
    {
      g_assert_cmpint (order->kind, ==, DYR_ORDER_FETCH);
      engine_test_done (
          t, order, engine_test_same (t, id, "client/1", "2", "segment", "hook", NULL));
    }
  engine_test_assert_value (t, id, "segment", "mine");
  engine_test_assert (t,
                      id,
                      "(SELECT state = 1 AND base ->> 'segment' = 's' AND theirs ->> 'segment' = "
                      "'hook' FROM pending WHERE record = r.id)");
}

/* Two clients were made one there: the person of the one that went is the other's from then on, and
 * neither its version nor its time says so. The walk over all ids does. */
static void
test_merged_there (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 stays = engine_test_have_client (t, 1);
  DyrRemoteRecord *theirs
      = engine_test_theirs (t, &dyr_person_type, "person/1", "2", "last-name", "B", NULL);
  gint64 person;

  engine_test_have_client (t, 2);
  dyr_remote_record_add_link (theirs, DYR_PERSON_CLIENT, &dyr_client_type, "client/002", "A");
  person = engine_test_have (t, theirs);
  engine_test_tell_gone (t, 2, 2);
  theirs = engine_test_theirs (t, &dyr_person_type, "person/1", "2", "last-name", "B", NULL);
  dyr_remote_record_add_link (theirs, DYR_PERSON_CLIENT, &dyr_client_type, "client/001", "A");
  engine_test_queue (t, "sweep person", theirs);
  engine_test_queue (t, "sweep client", engine_test_same (t, stays, "client/001", "2", NULL));
  t->time += 90000;
  engine_test_run (t);
  g_assert_cmpint (
      engine_test_number (t, "SELECT client FROM person WHERE id = %" G_GINT64_FORMAT, person),
      ==,
      stays);
  engine_test_assert_rest (t, person);
  g_assert_cmpuint (dyr_engine_get_counts (t->engine)->n_clashes, ==, 0);
}

static gint64
have_question_of_deleted (EngineTest *t)
{
  gint64 id = have_segmented (t);

  engine_test_edit (t, id, "name", "B", NULL);
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_UPDATE, id), DYR_ANSWER_GONE, 404);
  g_assert_cmpint (engine_test_number (t, "SELECT count (*) FROM pending WHERE grp = ''"), ==, 1);
  engine_test_delete (t, id);
  g_assert_cmpint (engine_test_number (t, "SELECT count (*) FROM pending WHERE grp = ''"), ==, 0);
  return id;
}

/* Edited here and deleted there, and then deleted here too: that is the answer. The CRM is looked
 * at once more; nothing is left to be made anew. */
static void
test_question_of_deleted (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = have_question_of_deleted (t);

  engine_test_say (t, engine_test_expect (t, DYR_ORDER_FETCH, id), DYR_ANSWER_GONE, 404);
  engine_test_quiet (t);
  engine_test_assert (t, id, "deleted_at IS NOT NULL AND push = 0 AND remote_id IS NULL");
  engine_test_assert_rest (t, id);
}

/* … it is there after all: then it is deleted there. */
static void
test_question_of_deleted_there_again (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = have_question_of_deleted (t);

  engine_test_done (t,
                    engine_test_expect (t, DYR_ORDER_FETCH, id),
                    engine_test_same (t, id, "client/1", "1", "name", "A", NULL));
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_DELETE, id), DYR_ANSWER_DONE, 200);
  engine_test_quiet (t);
  engine_test_assert (t, id, "deleted_at IS NOT NULL AND push = 0 AND remote_id IS NULL");
}

/* … and taken back before the CRM was looked at: the edit still waits, and it is asked again. */
static void
test_question_of_deleted_undone (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = have_question_of_deleted (t);

  engine_test_restore (t, id);
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_FETCH, id), DYR_ANSWER_GONE, 404);
  engine_test_quiet (t);
  engine_test_assert_value (t, id, "name", "B");
  engine_test_assert (t,
                      id,
                      "deleted_at IS NULL AND EXISTS (SELECT 1 FROM pending WHERE record = r.id "
                      "AND grp = '' AND theirs = 'deleted')");
}

/* An earlier program left the question standing: whatever is answered, nothing is made anew. */
static void
test_question_of_deleted_before (void)
{
  static const DyrChoose choices[] = { DYR_CHOOSE_MINE, DYR_CHOOSE_THEIRS };

  for (gsize i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      g_autoptr (EngineTest) t = engine_test_new ();
      gint64 id = have_question_of_deleted (t);

      engine_test_run_sql (t,
                           "INSERT INTO pending (record, grp, seq, theirs, state) "
                           "SELECT id, '', 99, 'deleted', 1 FROM client");
      engine_test_run_sql (t, "UPDATE record SET tries = 2, retry_at = 5 WHERE push = 3");
      engine_test_quiet (t);
      engine_test_choose (t, id, NULL, choices[i]);
      engine_test_quiet (t);
      engine_test_assert (t, id, "deleted_at IS NOT NULL AND push = 0 AND remote_id IS NULL");
      engine_test_assert (t, id, "seq IS NULL AND tries = 0 AND retry_at IS NULL");
      engine_test_assert_rest (t, id);
    }
}

/* Brought back here, to be made anew, and there too, of which a list tells a part: it is one. */
static void
test_restored_in_part (void)
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
  theirs->partial = TRUE;
  engine_test_queue (t, "client", theirs);
  engine_test_begin (t);
  engine_test_done (t,
                    engine_test_expect (t, DYR_ORDER_FETCH, id),
                    engine_test_same (t, id, "client/001", "3", "segment", "s", NULL));
  engine_test_quiet (t);
  engine_test_assert_value (t, id, "segment", "s");
  engine_test_assert_rest (t, id);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_test_add ("trap/hook-changes-another", test_hook_changes_another);
  engine_test_add ("trap/hook-fills", test_hook_fills);
  engine_test_add ("trap/hook-meets-edit", test_hook_meets_edit);
  engine_test_add ("trap/merged-there", test_merged_there);
  engine_test_add ("question/of-deleted", test_question_of_deleted);
  engine_test_add ("question/of-deleted/there-again", test_question_of_deleted_there_again);
  engine_test_add ("question/of-deleted/undone", test_question_of_deleted_undone);
  engine_test_add ("question/of-deleted/before", test_question_of_deleted_before);
  engine_test_add ("restored/in-part", test_restored_in_part);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Undo and redo of what the CRM knows already, and of what sync did: new edits, which are sent. Of
 * one record, and of as many as are taken back by sets. */

#include "config.h"

#include "dyr-bulk-write.h"
#include "dyr-client.h"
#include "engine-test.h"

/* Enough for sets. */
#define CLIENTS 20

static gint64
last_action (EngineTest *t)
{
  return engine_test_number (t, "SELECT max (id) FROM action");
}

/* Takes the action back; the action that did, which must have so many changes and so many kept. */
static gint64
undo (EngineTest *t, gint64 action, guint n_undone, guint n_kept)
{
  g_autoptr (DyrUndoResult) result = engine_test_undo (t, action);

  g_assert_cmpuint (result->n_undone, ==, n_undone);
  g_assert_cmpuint (result->kept->len, ==, n_kept);
  return result->action;
}

/* Sent, undone, sent; redone, sent. */
static void
test_sent (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_client (t, 1), action, undone;
  DyrOrder *order;

  engine_test_edit (t, id, "city", "Львів", NULL);
  action = last_action (t);
  engine_test_written (t, engine_test_expect (t, DYR_ORDER_UPDATE, id), "client/001", "3");
  engine_test_assert_rest (t, id);
  engine_test_restart (t);

  undone = undo (t, action, 1, 0);
  order = engine_test_expect (t, DYR_ORDER_UPDATE, id);
  engine_test_assert_sent (order, "city", NULL);
  engine_test_assert_not_sent (order, "name");
  g_assert_cmpstr (order->sent->version, ==, "3");
  engine_test_written (t, order, "client/001", "4");
  engine_test_assert_rest (t, id);

  undo (t, undone, 1, 0);
  order = engine_test_expect (t, DYR_ORDER_UPDATE, id);
  engine_test_assert_sent (order, "city", "Львів");
  engine_test_written (t, order, "client/001", "5");
  engine_test_assert_rest (t, id);
  engine_test_quiet (t);
}

/* Undone while it is on its way: the answer comes, then the undo is sent. */
static void
test_on_its_way (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_client (t, 1);
  DyrOrder *order;
  DyrRemoteRecord *written;

  engine_test_edit (t, id, "city", "Львів", NULL);
  order = engine_test_expect (t, DYR_ORDER_UPDATE, id);
  written = engine_test_same (t, id, "client/001", "3", NULL);
  undo (t, last_action (t), 1, 0);
  engine_test_assert_value (t, id, "city", NULL);
  engine_test_done (t, order, written);
  engine_test_assert_value (t, id, "city", NULL);
  order = engine_test_expect (t, DYR_ORDER_UPDATE, id);
  engine_test_assert_sent (order, "city", NULL);
  engine_test_written (t, order, "client/001", "4");
  engine_test_assert_rest (t, id);
}

/* Changed in the CRM since: its value stays, nothing is sent. */
static void
test_theirs_stays (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_client (t, 1), action;

  engine_test_edit (t, id, "city", "Львів", NULL);
  action = last_action (t);
  engine_test_written (t, engine_test_expect (t, DYR_ORDER_UPDATE, id), "client/001", "3");
  engine_test_assert_rest (t, id);
  engine_test_queue (
      t, "client", engine_test_same (t, id, "client/001", "4", "city", "Split", NULL));
  engine_test_begin (t);
  engine_test_quiet (t);
  undo (t, action, 0, 1);
  engine_test_assert_value (t, id, "city", "Split");
  engine_test_assert_rest (t, id);
  engine_test_quiet (t);
}

/* Of many */

static void
set_cities (EngineTest *t, const gint64 *ids, const char *city)
{
  g_autoptr (GArray) values = dyr_field_values_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrSave) save = NULL;
  guint n_changed, n_there;

  dyr_value_set_text (dyr_field_values_add (values, DYR_CLIENT_CITY), city);
  engine_test_run_sql (t, "BEGIN IMMEDIATE");
  save = dyr_save_new (t->connection, DYR_SOURCE_PERSON, "bulk\t20", 0);
  dyr_bulk_write_part (
      save, t->connection, &dyr_client_type, ids, CLIENTS, values, &n_changed, &n_there, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_changed, ==, CLIENTS);
  engine_test_run_sql (t, "COMMIT");
}

static char *
remote_id_of (EngineTest *t, gint64 id)
{
  return engine_test_text (t, "SELECT remote_id FROM record WHERE id = %" G_GINT64_FORMAT, id);
}

/* The next edit that is sent; what was written before is read back on the way. */
static DyrOrder *
next_update (EngineTest *t)
{
  DyrOrder *order;

  while ((order = engine_test_next (t, NULL)) != NULL && order->kind == DYR_ORDER_FETCH)
    {
      g_autofree char *remote_id = remote_id_of (t, order->record);
      g_autofree char *version = engine_test_text (
          t, "SELECT remote_version FROM record WHERE id = %" G_GINT64_FORMAT, order->record);

      engine_test_done (t, order, engine_test_same (t, order->record, remote_id, version, NULL));
    }
  return order;
}

/* Every client but one waits: each is sent once, with that city. */
static void
expect_all (EngineTest *t, gint64 but, const char *city, const char *version)
{
  guint n = CLIENTS - (but != 0);
  DyrOrder *order;

  g_assert_cmpint (engine_test_number (t, "SELECT count (*) FROM record WHERE push = 2"), ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *remote_id = NULL;

      order = next_update (t);
      g_assert_nonnull (order);
      g_assert_cmpint (order->kind, ==, DYR_ORDER_UPDATE);
      g_assert_cmpint (order->record, !=, but);
      engine_test_assert_sent (order, "city", city);
      engine_test_assert_not_sent (order, "name");
      remote_id = remote_id_of (t, order->record);
      engine_test_written (t, order, remote_id, version);
    }
  order = next_update (t);
  g_assert_null (order);
  g_assert_cmpint (engine_test_number (t, "SELECT count (*) FROM pending"), ==, 0);
}

static void
test_many (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 ids[CLIENTS], action, undone;

  for (guint i = 0; i < CLIENTS; i++)
    ids[i] = engine_test_have_client (t, i);
  set_cities (t, ids, "Львів");
  action = last_action (t);
  expect_all (t, 0, "Львів", "3");
  /* One was changed there meanwhile: it stays. */
  engine_test_queue (
      t, "client", engine_test_same (t, ids[7], "client/007", "4", "city", "Split", NULL));
  engine_test_begin (t);
  engine_test_quiet (t);
  undone = undo (t, action, CLIENTS - 1, 1);
  expect_all (t, ids[7], NULL, "5");
  engine_test_assert_value (t, ids[7], "city", "Split");
  undo (t, undone, CLIENTS - 1, 0);
  expect_all (t, ids[7], "Львів", "6");
  engine_test_quiet (t);
}

/* Undone before any of it was sent: nothing is. */
static void
test_many_unsent (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 ids[CLIENTS];

  for (guint i = 0; i < CLIENTS; i++)
    ids[i] = engine_test_have_client (t, i);
  set_cities (t, ids, "Львів");
  undo (t, last_action (t), CLIENTS, 0);
  for (guint i = 0; i < CLIENTS; i++)
    engine_test_assert_rest (t, ids[i]);
  engine_test_quiet (t);
}

/* What sync did is taken back */

/* An edit goes out and is answered by what others wrote meanwhile. */
static void
meet (EngineTest *t, gint64 id, DyrRemoteRecord *theirs)
{
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_UPDATE, id), DYR_ANSWER_MERGE, 409);
  engine_test_done (t, engine_test_expect (t, DYR_ORDER_FETCH, id), theirs);
}

static gint64
last_titled (EngineTest *t, const char *title)
{
  return engine_test_number (t, "SELECT max (id) FROM action WHERE title = '%s'", title);
}

static void
assert_pending (EngineTest *t, gint64 id, const char *field, const char *base)
{
  g_autofree char *condition = g_strdup_printf (
      "push = 2 AND (SELECT state = 0 AND base ->> '%s' = '%s' FROM pending WHERE record = r.id)",
      field,
      base);

  engine_test_assert (t, id, condition);
}

/* Mine and theirs changed other lines: made one of, which is an entry of the history, and taken
 * back before it was sent and after. */
static void
test_merge (void)
{
  for (int sent = 0; sent < 2; sent++)
    {
      g_autoptr (EngineTest) t = engine_test_new ();
      gint64 id = engine_test_have (t,
                                    engine_test_theirs (t,
                                                        &dyr_client_type,
                                                        "client/1",
                                                        "1",
                                                        "name",
                                                        "A",
                                                        "description",
                                                        "one\ntwo\nthree",
                                                        NULL));
      DyrOrder *order;

      engine_test_edit (t, id, "description", "ONE\ntwo\nthree", NULL);
      meet (
          t, id, engine_test_same (t, id, "client/1", "2", "description", "one\ntwo\nTHREE", NULL));
      engine_test_assert_value (t, id, "description", "ONE\ntwo\nTHREE");
      g_assert_cmpint (engine_test_number (t,
                                           "SELECT count (*) FROM action a JOIN change c ON "
                                           "c.action = a.id WHERE a.title = 'merge'"),
                       ==,
                       1);
      g_assert_cmpuint (dyr_engine_get_counts (t->engine)->n_merged, ==, 1);
      if (sent)
        {
          order = engine_test_expect (t, DYR_ORDER_UPDATE, id);
          engine_test_assert_sent (order, "description", "ONE\ntwo\nTHREE");
          engine_test_written (t, order, "client/1", "3");
          engine_test_assert_rest (t, id);
        }
      undo (t, last_titled (t, "merge"), 1, 0);
      engine_test_assert_value (t, id, "description", "ONE\ntwo\nthree");
      assert_pending (t, id, "description", sent ? "ONE\ntwo\nTHREE" : "one\ntwo\nTHREE");
      order = engine_test_expect (t, DYR_ORDER_UPDATE, id);
      engine_test_assert_sent (order, "description", "ONE\ntwo\nthree");
      g_assert_cmpstr (order->sent->version, ==, sent ? "3" : "2");
      engine_test_written (t, order, "client/1", sent ? "4" : "3");
      engine_test_assert_rest (t, id);
      engine_test_quiet (t);
    }
}

/* Mine in one field, theirs in another: what was taken of theirs goes back, mine still goes. */
static void
test_taken (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have (
      t,
      engine_test_theirs (t, &dyr_client_type, "client/1", "1", "name", "A", "segment", "s", NULL));
  DyrOrder *order;

  engine_test_edit (t, id, "segment", "mine", NULL);
  meet (t, id, engine_test_same (t, id, "client/1", "2", "segment", "s", "name", "C", NULL));
  engine_test_assert_value (t, id, "name", "C");
  engine_test_assert_value (t, id, "segment", "mine");
  undo (t, last_titled (t, "sync"), 1, 0);
  engine_test_assert_value (t, id, "name", "A");
  engine_test_assert_value (t, id, "segment", "mine");
  engine_test_assert (t,
                      id,
                      "(SELECT count (*) = 2 AND max (base ->> 'name') = 'C' AND "
                      "max (base ->> 'segment') = 's' FROM pending WHERE record = r.id)");
  order = engine_test_expect (t, DYR_ORDER_UPDATE, id);
  g_assert_cmpstr (order->sent->version, ==, "2");
  engine_test_assert_sent (order, "name", "A");
  engine_test_assert_sent (order, "segment", "mine");
  engine_test_written (t, order, "client/1", "3");
  engine_test_assert_rest (t, id);
}

/* Elements of a set that each side added: taken back, theirs goes there too. */
static void
test_merged_set (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have (
      t,
      engine_test_theirs (t, &dyr_client_type, "client/1", "1", "name", "A", "ibans", "UA1", NULL));
  DyrOrder *order;

  engine_test_edit (t, id, "ibans", "UA1\nUA2", NULL);
  meet (t, id, engine_test_same (t, id, "client/1", "2", "ibans", "UA1\nUA3", NULL));
  g_assert_cmpint (engine_test_number (t, "SELECT count (*) FROM member"), ==, 3);
  undo (t, last_titled (t, "merge"), 1, 0);
  engine_test_assert_value (t, id, "ibans", "UA1\nUA2");
  order = engine_test_expect (t, DYR_ORDER_UPDATE, id);
  g_assert_cmpstr (order->sent->version, ==, "2");
  engine_test_assert_sent (order, "ibans", "UA1\nUA2");
  engine_test_written (t, order, "client/1", "3");
  engine_test_assert_rest (t, id);
}

/* A question was answered; the answer is taken back: what was mine stands here, nothing is asked
 * again, and the CRM gets it upon the version that was looked at. */
static void
test_decision (void)
{
  static const DyrChoose choices[] = { DYR_CHOOSE_THEIRS, DYR_CHOOSE_BASE };

  for (gsize i = 0; i < G_N_ELEMENTS (choices); i++)
    for (int sent = 0; sent < 2; sent++)
      {
        g_autoptr (EngineTest) t = engine_test_new ();
        gint64 id = engine_test_have_one (t);
        g_autoptr (GError) error = NULL;
        g_autoptr (GPtrArray) clashes = NULL;
        gboolean goes = choices[i] == DYR_CHOOSE_BASE && sent;
        DyrOrder *order;

        engine_test_edit (t, id, "name", "B", NULL);
        meet (t, id, engine_test_same (t, id, "client/1", "2", "name", "C", NULL));
        engine_test_choose (t, id, "name", choices[i]);
        engine_test_assert_value (t, id, "name", choices[i] == DYR_CHOOSE_BASE ? "A" : "C");
        if (goes)
          engine_test_written (t, engine_test_expect (t, DYR_ORDER_UPDATE, id), "client/1", "3");
        else if (sent)
          engine_test_quiet (t);
        undo (t, last_titled (t, "resolve"), 1, 0);
        engine_test_assert_value (t, id, "name", "B");
        assert_pending (t, id, "name", goes ? "A" : "C");
        clashes = dyr_clash_list (t->connection, &error);
        g_assert_no_error (error);
        g_assert_cmpuint (clashes->len, ==, 0);
        order = engine_test_expect (t, DYR_ORDER_UPDATE, id);
        engine_test_assert_sent (order, "name", "B");
        g_assert_cmpstr (order->sent->version, ==, goes ? "3" : "2");
        engine_test_written (t, order, "client/1", goes ? "4" : "3");
        engine_test_assert_rest (t, id);
        engine_test_quiet (t);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_test_add ("undo/sent", test_sent);
  engine_test_add ("undo/on-its-way", test_on_its_way);
  engine_test_add ("undo/theirs-stays", test_theirs_stays);
  engine_test_add ("undo/many", test_many);
  engine_test_add ("undo/many-unsent", test_many_unsent);
  engine_test_add ("undo/merge", test_merge);
  engine_test_add ("undo/taken", test_taken);
  engine_test_add ("undo/merged-set", test_merged_set);
  engine_test_add ("undo/decision", test_decision);
  return g_test_run ();
}

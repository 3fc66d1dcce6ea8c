/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Engine: what has been out of our reach for long is not kept here. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "engine-test.h"

/* What is out of our reach for thirty days of the server is not kept here: neither what it said nor
 * its history. Links to it still show its name; back in reach it is filled again. */
static void
test_purged (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have (t,
                                engine_test_theirs (t,
                                                    &dyr_client_type,
                                                    "client/001",
                                                    "2",
                                                    "name",
                                                    "Леся",
                                                    "city",
                                                    "Lviv",
                                                    "phones",
                                                    "+380671234567",
                                                    NULL));
  g_autofree char *uid = engine_test_uid (t, id);
  gint64 other = engine_test_have_client (t, 2);
  gint64 contract = engine_test_create (
      t, &dyr_contract_type, "client", uid, "number", "1/26", "description", "x", NULL);

  engine_test_written (t, engine_test_expect (t, DYR_ORDER_CREATE, contract), "contract/1", "1");
  engine_test_run_sql (t, "UPDATE client SET extra = '{\"x\":1}'");
  /* Edited, undone and redone: what undid it still names the edit. */
  engine_test_run_sql (t,
                       "INSERT INTO action (source, title, at, device, state, undoes) "
                       "SELECT 0, 'undo', 0, 'd', 1, action FROM change WHERE record = (SELECT min "
                       "(id) FROM client)");
  t->time += 90000;
  engine_test_queue (t, "sweep client", engine_test_same (t, other, "client/002", "2", NULL));
  engine_test_queue (t, "sweep contract", engine_test_same (t, contract, "contract/1", "1", NULL));
  engine_test_begin (t);
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_FETCH, id), DYR_ANSWER_HIDDEN, 403);
  engine_test_quiet (t);
  /* Neither our clock nor 29 days do it. */
  t->now += 100 * 86400;
  t->time += 29 * 86400;
  engine_test_queue (t, "sweep client", engine_test_same (t, other, "client/002", "2", NULL));
  engine_test_queue (t, "sweep contract", engine_test_same (t, contract, "contract/1", "1", NULL));
  engine_test_run (t);
  engine_test_assert_value (t, id, "city", "Lviv");
  t->time += 2 * 86400;
  engine_test_queue (t, "sweep client", engine_test_same (t, other, "client/002", "2", NULL));
  engine_test_queue (t, "sweep contract", engine_test_same (t, contract, "contract/1", "1", NULL));
  engine_test_run (t);
  engine_test_assert (t, id, "reach = 2 AND remote_id = 'client/001' AND title = 'Леся'");
  engine_test_assert_value (t, id, "name", NULL);
  engine_test_assert_value (t, id, "city", NULL);
  engine_test_assert_value (t, id, "phones", NULL);
  engine_test_assert (
      t, id, "(SELECT extra IS NULL AND coalesce (fold, '') = '' FROM client WHERE id = r.id)");
  engine_test_assert (t, id, "NOT EXISTS (SELECT 1 FROM change WHERE record = r.id)");
  engine_test_assert (t, id, "EXISTS (SELECT 1 FROM stale WHERE record = r.id)");
  engine_test_assert_value (t, contract, "client", uid);
  engine_test_assert_value (t, other, "name", "A");
  g_assert_cmpint (engine_test_number (t, "SELECT count (*) FROM pragma_foreign_key_check"), ==, 0);
  g_assert_cmpint (engine_test_number (t,
                                       "SELECT count (*) FROM action a WHERE undoes IS NULL AND "
                                       "NOT EXISTS (SELECT 1 FROM change WHERE action = a.id) AND "
                                       "NOT EXISTS (SELECT 1 FROM action WHERE undoes = a.id)"),
                   ==,
                   0);
  /* Once is enough; and it comes back as what it is there. */
  engine_test_queue (
      t,
      "client",
      engine_test_theirs (
          t, &dyr_client_type, "client/001", "4", "name", "Леся", "city", "Odesa", NULL));
  engine_test_run (t);
  engine_test_assert (
      t, id, "reach = 0 AND (SELECT count (*) FROM change WHERE record = r.id) = 1");
  engine_test_assert_value (t, id, "city", "Odesa");
  engine_test_assert_rest (t, id);
}

/* An edit that waits for a person is not purged. */
static void
test_hidden_edit_stays (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_client (t, 1);

  t->time += 90000;
  engine_test_begin (t);
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_FETCH, id), DYR_ANSWER_HIDDEN, 403);
  engine_test_quiet (t);
  engine_test_edit (t, id, "city", "Kyiv", NULL);
  t->time += 40 * 86400;
  engine_test_begin (t);
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_UPDATE, id), DYR_ANSWER_HIDDEN, 403);
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_FETCH, id), DYR_ANSWER_HIDDEN, 403);
  engine_test_quiet (t);
  engine_test_assert_value (t, id, "city", "Kyiv");
  engine_test_assert_value (t, id, "name", "A");
}

/* The question whether an edit may go that the CRM does not show its record for any more. */
static gboolean
is_asked (EngineTest *t)
{
  return engine_test_number (t,
                             "SELECT count (*) FROM pending WHERE grp = '' AND state = 1 "
                             "AND theirs = '" DYR_ASK_HIDDEN_THERE "'")
         == 1;
}

/* The right to write is gone: one look tells whether the right to read is, too, and then the person
 * is asked at once, once. */
static void
test_refused_and_hidden (void)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (EngineTest) t = engine_test_new ();
      gint64 id = engine_test_have_client (t, 1);
      DyrOrder *order;

      if (i == 0)
        engine_test_edit (t, id, "city", "Kyiv", NULL);
      else
        {
          engine_test_delete (t, id);
          engine_test_done (t,
                            engine_test_expect (t, DYR_ORDER_FETCH, id),
                            engine_test_same (t, id, "client/001", "2", NULL));
        }
      order = engine_test_expect (t, i == 0 ? DYR_ORDER_UPDATE : DYR_ORDER_DELETE, id);
      engine_test_refuse (t, order, NULL, i == 0 ? "dyr:may-not-change" : "dyr:may-not-delete");
      engine_test_assert (t, id, "parked IS NOT NULL");
      engine_test_say (t, engine_test_expect (t, DYR_ORDER_FETCH, id), DYR_ANSWER_HIDDEN, 403);
      engine_test_quiet (t);
      engine_test_assert (t, id, "parked IS NULL AND reach = 0");
      g_assert_true (is_asked (t));
      engine_test_assert_value (t, id, "city", i == 0 ? "Kyiv" : NULL);
    }
}

/* Back in reach when the person asks the CRM again: the edit goes. */
static void
test_refused_hidden_and_back (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_client (t, 1);

  engine_test_edit (t, id, "city", "Kyiv", NULL);
  engine_test_refuse (t, engine_test_expect (t, DYR_ORDER_UPDATE, id), NULL, "dyr:may-not-change");
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_FETCH, id), DYR_ANSWER_HIDDEN, 403);
  engine_test_quiet (t);
  engine_test_choose (t, id, NULL, DYR_CHOOSE_MINE);
  engine_test_done (t,
                    engine_test_expect (t, DYR_ORDER_FETCH, id),
                    engine_test_same (t, id, "client/001", "2", "city", NULL, NULL));
  engine_test_written (t, engine_test_expect (t, DYR_ORDER_UPDATE, id), "client/001", "3");
  g_assert_false (is_asked (t));
}

/* It may still be read: it stays refused, and is neither asked for nor sent again. */
static void
test_refused_and_shown (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_client (t, 1);

  engine_test_edit (t, id, "city", "Kyiv", NULL);
  engine_test_refuse (t, engine_test_expect (t, DYR_ORDER_UPDATE, id), NULL, "dyr:may-not-change");
  engine_test_done (t,
                    engine_test_expect (t, DYR_ORDER_FETCH, id),
                    engine_test_same (t, id, "client/001", "2", "city", NULL, NULL));
  engine_test_quiet (t);
  engine_test_assert (t, id, "parked = 'dyr:may-not-change' AND push = 2");
  engine_test_assert_value (t, id, "city", "Kyiv");
  g_assert_false (is_asked (t));
}

/* Text that was typed and is no value yet is not purged either. */
static void
test_hidden_draft_stays (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_client (t, 1);

  engine_test_run_sql (
      t, "INSERT INTO draft (record, field, text) SELECT id, 'next-contact', '31.02' FROM client");
  t->time += 90000;
  engine_test_begin (t);
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_FETCH, id), DYR_ANSWER_HIDDEN, 403);
  engine_test_quiet (t);
  t->time += 40 * 86400;
  engine_test_run (t);
  engine_test_assert_value (t, id, "name", "A");
  g_assert_cmpint (engine_test_number (t, "SELECT count (*) FROM draft"), ==, 1);
}

/* Made here, perhaps arrived, and out of our reach: nobody read that it is there. */
static void
test_hidden_open_create (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_create (t, &dyr_client_type, "name", "A", NULL);

  engine_test_say (t, engine_test_expect (t, DYR_ORDER_CREATE, id), DYR_ANSWER_UNKNOWN, 500);
  t->now += 3600;
  engine_test_done (t,
                    engine_test_expect (t, DYR_ORDER_LOOK_UP, id),
                    engine_test_same (t, id, "client/001", "1", NULL));
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_FETCH, id), DYR_ANSWER_HIDDEN, 403);
  engine_test_assert (t, id, "reach = 0 AND EXISTS (SELECT 1 FROM pending WHERE record = r.id)");
}

/* What the CRM has no field for exists here alone. However long it is out of reach, nobody could
 * bring that back: such a record stays as it is, and holds up no other. */
static void
test_hidden_own_values_stay (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_client (t, 1), other = engine_test_have_client (t, 2);

  engine_test_type (t, &dyr_client_type)->fields
      &= ~(G_GUINT64_CONSTANT (1) << dyr_record_type_find (&dyr_client_type, "vat-number"));
  engine_test_edit (t, id, "vat-number", "123456789012", NULL);
  engine_test_run (t);
  engine_test_assert_rest (t, id);
  t->time += 90000;
  engine_test_begin (t);
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_FETCH, id), DYR_ANSWER_HIDDEN, 403);
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_FETCH, other), DYR_ANSWER_HIDDEN, 403);
  engine_test_quiet (t);
  t->time += 40 * 86400;
  engine_test_run (t);
  engine_test_assert_value (t, id, "vat-number", "123456789012");
  engine_test_assert_value (t, id, "name", "A");
  engine_test_assert (t, id, "EXISTS (SELECT 1 FROM change WHERE record = r.id)");
  engine_test_assert_value (t, other, "name", NULL);
}

/* A file exists here alone, too: neither it nor what it is attached to is purged. */
static void
test_hidden_files_stay (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_client (t, 1), other = engine_test_have_client (t, 2);
  g_autofree char *uid = engine_test_uid (t, id);
  g_autofree char *other_uid = engine_test_uid (t, other);
  gint64 file = engine_test_create (
      t, &dyr_file_type, "about", uid, "name", "a.pdf", "size", "3", "checksum", "a", NULL);
  gint64 removed = engine_test_create (
      t, &dyr_file_type, "about", other_uid, "name", "b.pdf", "size", "3", "checksum", "b", NULL);

  engine_test_delete (t, removed);
  t->time += 90000;
  engine_test_begin (t);
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_FETCH, id), DYR_ANSWER_HIDDEN, 403);
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_FETCH, other), DYR_ANSWER_HIDDEN, 403);
  engine_test_quiet (t);
  engine_test_assert (t, file, "reach = 2");
  t->time += 40 * 86400;
  engine_test_run (t);
  engine_test_assert_value (t, id, "name", "A");
  engine_test_assert_value (t, file, "name", "a.pdf");
  engine_test_assert_value (t, file, "checksum", "a");
  engine_test_assert_value (t, file, "about", uid);
  /* One that was removed holds up nothing. */
  engine_test_assert_value (t, other, "name", NULL);
  engine_test_assert_value (t, removed, "name", NULL);
}

static int
on_statement_begun (guint what, gpointer data, gpointer statement, gpointer sql)
{
  guint *n = data;

  if (g_str_has_prefix (sql, "SELECT id FROM record r WHERE reach = 2 AND read_at"))
    (*n)++;
  return 0;
}

/* Records that stay are looked at once in a run, not whenever nothing else is to be done. */
static void
test_hidden_read_once (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_have_client (t, 1), other = engine_test_have_client (t, 2);
  guint n = 0, n_run;

  engine_test_type (t, &dyr_client_type)->fields
      &= ~(G_GUINT64_CONSTANT (1) << dyr_record_type_find (&dyr_client_type, "vat-number"));
  engine_test_edit (t, id, "vat-number", "123456789012", NULL);
  engine_test_run (t);
  t->time += 90000;
  engine_test_queue (t, "sweep client", engine_test_same (t, other, "client/002", "2", NULL));
  engine_test_begin (t);
  engine_test_say (t, engine_test_expect (t, DYR_ORDER_FETCH, id), DYR_ANSWER_HIDDEN, 403);
  engine_test_quiet (t);
  engine_test_assert (t, id, "reach = 2");
  t->time += 40 * 86400;
  sqlite3_trace_v2 (
      dyr_connection_get_handle (t->connection), SQLITE_TRACE_STMT, on_statement_begun, &n);
  engine_test_queue (t, "sweep client", engine_test_same (t, other, "client/002", "2", NULL));
  engine_test_run (t);
  n_run = n;
  g_assert_cmpuint (n_run, >, 0);
  engine_test_edit (t, other, "name", "B", NULL);
  engine_test_written (t, engine_test_expect (t, DYR_ORDER_UPDATE, other), "client/002", "3");
  engine_test_quiet (t);
  engine_test_quiet (t);
  g_assert_cmpuint (n, ==, n_run);
  engine_test_run (t);
  g_assert_cmpuint (n, ==, 2 * n_run);
  engine_test_assert_value (t, id, "vat-number", "123456789012");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_test_add ("hidden/purged", test_purged);
  engine_test_add ("hidden/edit-stays", test_hidden_edit_stays);
  engine_test_add ("hidden/refused", test_refused_and_hidden);
  engine_test_add ("hidden/refused-and-back", test_refused_hidden_and_back);
  engine_test_add ("hidden/refused-and-shown", test_refused_and_shown);
  engine_test_add ("hidden/draft-stays", test_hidden_draft_stays);
  engine_test_add ("hidden/open-create", test_hidden_open_create);
  engine_test_add ("hidden/own-values-stay", test_hidden_own_values_stay);
  engine_test_add ("hidden/files-stay", test_hidden_files_stay);
  engine_test_add ("hidden/read-once", test_hidden_read_once);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Forget: what came from the CRM leaves the file with every trace, what was not sent stays. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-forget.h"

#include "dyr-espocrm-private.h"
#include "dyr-meta.h"
#include "dyr-search.h"
#include "dyr-undo.h"
#include "engine-test.h"

typedef struct
{
  EngineTest *t;
  gint64 named, plain, edited, unsent, contract, sample, typed, hidden, bare;
} World;

static DyrRemoteRecord *
theirs (EngineTest *t, guint n, const char *name)
{
  g_autofree char *id = g_strdup_printf ("client/%03u", n);

  return engine_test_theirs (
      t, &dyr_client_type, id, "2", "name", name, "city", "Lviv", "phones", "+380671112233", NULL);
}

static void
index_all (EngineTest *t)
{
  g_autoptr (GError) error = NULL;
  DyrSearchCatchUp catch_up = { .limit = 1000 };

  dyr_search_job_catch_up (t->connection, &catch_up, NULL, &error);
  g_assert_no_error (error);
}

static gint64
hits (EngineTest *t, const char *word)
{
  return engine_test_number (t, "SELECT count (*) FROM word WHERE word MATCH '%s*'", word);
}

static void
set_up (World *w, gconstpointer data)
{
  g_autofree char *named = NULL;

  w->t = engine_test_new ();
  w->named = engine_test_have (w->t, theirs (w->t, 1, "Karpaty"));
  w->plain = engine_test_have (w->t, theirs (w->t, 2, "Dnister"));
  w->edited = engine_test_have (w->t, theirs (w->t, 3, "Polonyna"));
  w->typed = engine_test_have (w->t, theirs (w->t, 4, "Smereka"));
  w->hidden = engine_test_have (w->t, theirs (w->t, 5, "Yavir"));
  w->bare = engine_test_have (w->t, theirs (w->t, 6, "Bukovel"));
  named = engine_test_uid (w->t, w->named);
  engine_test_edit (w->t, w->edited, "city", "Odesa", NULL);
  w->unsent = engine_test_create (w->t, &dyr_client_type, "name", "Dvir", NULL);
  w->contract
      = engine_test_create (w->t, &dyr_contract_type, "client", named, "number", "1/26", NULL);
  w->sample
      = engine_test_create_as (w->t, &dyr_client_type, DYR_ORIGIN_SAMPLE, "name", "Zrazok", NULL);
  engine_test_run_sql (w->t,
                       "INSERT INTO draft (record, field, text) SELECT id, 'next-contact', '31.02' "
                       "FROM client WHERE name = 'Smereka'");
  engine_test_run_sql (w->t, "INSERT INTO tombstone (type, remote_id) VALUES (2, 'client/9')");
  engine_test_run_sql (w->t,
                       "INSERT INTO sync_run (server, began, outcome) "
                       "VALUES ('https://crm.example', 1, 'done')");
  engine_test_run_sql (w->t, "INSERT INTO pinned (record, at) SELECT id, 1 FROM client");
  engine_test_run_sql (w->t, "INSERT INTO linked (record) SELECT id FROM client");
  index_all (w->t);
  /* One that waits to be found by its new words. */
  engine_test_run_sql (
      w->t,
      "INSERT INTO stale (record, fold_was) SELECT id, fold FROM client WHERE name "
      "= 'Dnister'");
  engine_test_run_sql (w->t, "UPDATE client SET fold = 'other' WHERE name = 'Dnister'");
}

static void
tear_down (World *w, gconstpointer data)
{
  g_assert_cmpint (
      engine_test_number (w->t, "SELECT count (*) FROM pragma_foreign_key_check"), ==, 0);
  engine_test_free (w->t);
}

static void
forget (World *w, gboolean unsent)
{
  g_autoptr (GError) error = NULL;

  engine_test_run_sql (w->t, "BEGIN IMMEDIATE");
  dyr_forget_all (w->t->connection, unsent, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  engine_test_run_sql (w->t, "COMMIT");
  g_assert_cmpint (
      engine_test_number (w->t, "SELECT count (*) FROM sqlite_master WHERE name LIKE 'forget%%'"),
      ==,
      0);
  g_assert_cmpint (engine_test_number (w->t, "SELECT count (*) FROM sqlite_temp_master"), ==, 0);
}

static void
assert_gone (World *w, gint64 id)
{
  static const char *const of_record[]
      = { "change", "member", "pending", "attempt", "draft", "alias", "stale", "pinned", "linked" };

  g_assert_cmpint (
      engine_test_number (w->t, "SELECT count (*) FROM record WHERE id = %d", (int) id), ==, 0);
  g_assert_cmpint (
      engine_test_number (w->t, "SELECT count (*) FROM client WHERE id = %d", (int) id), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (of_record); i++)
    g_assert_cmpint (
        engine_test_number (
            w->t, "SELECT count (*) FROM %s WHERE record = %d", of_record[i], (int) id),
        ==,
        0);
}

static void
assert_number (World *w, const char *sql, gint64 expected)
{
  g_assert_cmpint (engine_test_number (w->t, "%s", sql), ==, expected);
}

#define NO_VOID_ACTIONS                                                                            \
  "SELECT count (*) FROM action a WHERE NOT EXISTS (SELECT 1 FROM change WHERE action = a.id)"

/* Blocks of the index in which the word lies; words that begin alike share their beginning. */
#define WORDS_OF_DNISTER                                                                           \
  "SELECT count (*) FROM word_data WHERE instr (block, CAST ('nister' AS BLOB)) > 0"

static void
test_unsent_stays (World *w, gconstpointer data)
{
  const gint64 words = hits (w->t, "dnister");
  DyrAnswer *answer;

  g_assert_cmpint (words, ==, 1);
  assert_number (w, WORDS_OF_DNISTER, 1);
  forget (w, FALSE);
  assert_gone (w, w->plain);
  g_assert_cmpint (hits (w->t, "dnister"), ==, 0);
  assert_number (w, WORDS_OF_DNISTER, 0);
  assert_number (w, NO_VOID_ACTIONS, 0);
  /* What stays is whole. */
  engine_test_assert_value (w->t, w->unsent, "name", "Dvir");
  engine_test_assert_value (w->t, w->sample, "name", "Zrazok");
  engine_test_assert_value (w->t, w->edited, "city", "Odesa");
  engine_test_assert_value (w->t, w->edited, "name", "Polonyna");
  engine_test_assert (w->t, w->edited, "push = 2 AND remote_id = 'client/003'");
  engine_test_assert_value (w->t, w->typed, "name", "Smereka");
  assert_number (w, "SELECT count (*) FROM draft", 1);
  /* … and of what it points to, the name. */
  engine_test_assert (w->t,
                      w->named,
                      "reach = 1 AND title = 'Karpaty' AND remote_id = 'client/001' AND "
                      "remote_version IS NULL AND settled = 0");
  engine_test_assert_value (w->t, w->named, "name", NULL);
  engine_test_assert_value (w->t, w->named, "phones", NULL);
  engine_test_assert (w->t, w->named, "NOT EXISTS (SELECT 1 FROM change WHERE record = r.id)");
  assert_number (w, "SELECT listed FROM client WHERE id = 1", 0);
  assert_number (w, "SELECT count (*) FROM tombstone", 0);
  assert_number (w, "SELECT count (*) FROM cursor", 0);
  assert_number (w, "SELECT count (*) FROM sync_run", 0);
  assert_number (w, "SELECT count (*) FROM meta WHERE key = 'remote-description'", 1);
  index_all (w->t);
  g_assert_cmpint (hits (w->t, "karpaty"), ==, 0);
  g_assert_cmpint (hits (w->t, "polonyna"), ==, 1);
  /* The same CRM again: all is as it was, and what was not sent goes. */
  engine_test_restart (w->t);
  answer = engine_test_queue (w->t, "client", theirs (w->t, 1, "Karpaty"));
  g_ptr_array_add (answer->records, theirs (w->t, 2, "Dnister"));
  engine_test_begin (w->t);
  engine_test_written (
      w->t, engine_test_expect (w->t, DYR_ORDER_UPDATE, w->edited), "client/003", "3");
  engine_test_written (
      w->t, engine_test_expect (w->t, DYR_ORDER_CREATE, w->unsent), "client/005", "1");
  engine_test_written (
      w->t, engine_test_expect (w->t, DYR_ORDER_CREATE, w->contract), "contract/1", "1");
  engine_test_quiet (w->t);
  engine_test_assert (w->t, w->named, "reach = 0");
  engine_test_assert_value (w->t, w->named, "name", "Karpaty");
  assert_number (w, "SELECT count (*) FROM client WHERE name = 'Dnister' AND listed = 1", 1);
}

static void
test_unsent_too (World *w, gconstpointer data)
{
  gint64 action = 1;
  g_autoptr (GError) error = NULL;

  forget (w, TRUE);
  assert_gone (w, w->named);
  assert_gone (w, w->plain);
  assert_gone (w, w->edited);
  assert_gone (w, w->unsent);
  assert_gone (w, w->typed);
  g_assert_cmpint (hits (w->t, "polonyna"), ==, 0);
  engine_test_assert_value (w->t, w->sample, "name", "Zrazok");
  assert_number (w, "SELECT count (*) FROM record WHERE push <> 0", 0);
  assert_number (w, "SELECT count (*) FROM contract", 0);
  assert_number (w, "SELECT count (*) FROM meta WHERE key = 'remote-description'", 0);
  assert_number (w, NO_VOID_ACTIONS, 0);
  dyr_undo_find (w->t->connection, &action, &error);
  g_assert_no_error (error);
  assert_number (w, "SELECT count (*) FROM action", action != 0 ? 1 : 0);
}

/* What the CRM cannot hold stays whatever is said. */
static void
test_only_here (World *w, gconstpointer data)
{
  engine_test_run_sql (w->t, "UPDATE record SET parked = 'only-here' WHERE title = 'Dvir'");
  forget (w, TRUE);
  engine_test_assert_value (w->t, w->unsent, "name", "Dvir");
  engine_test_assert (w->t, w->unsent, "push = 1");
}

/* The CRM said that it has a place for clients and nothing else. */
static void
know_clients_only (World *w)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrEspocrm) crm = dyr_espocrm_new (NULL, &error);
  DyrEspoDescription *description = dyr_espo_description_new ();
  const GPtrArray *entities = crm->mapping->modes[DYR_ESPO_MODE_EXTENSION].entities;
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  description->mode = DYR_ESPO_MODE_EXTENSION;
  description->server = g_strdup ("https://crm.example");
  description->user = g_strdup ("6b0000000000000me");
  description->acl = g_strdup ("acl");
  for (guint i = 0; i < entities->len; i++)
    {
      DyrEspoHeld held = { .entity = entities->pdata[i], .create = TRUE, .edit = TRUE };

      if (held.entity->type == &dyr_client_type)
        g_array_append_val (description->held, held);
    }
  dyr_espo_description_finish (description);
  crm->description = description;
  text = dyr_remote_get_description (DYR_REMOTE (crm));
  dyr_meta_write (w->t->connection, "remote-description", text, &error);
  g_assert_no_error (error);
}

/* … from what it said, also when no run came as far as the record. */
static void
test_nowhere_else (World *w, gconstpointer data)
{
  g_autoptr (DyrForgetPlan) plan = NULL;
  g_autoptr (GError) error = NULL;

  know_clients_only (w);
  engine_test_assert (w->t, w->contract, "push = 1 AND parked IS NULL");
  dyr_forget_plan_job (w->t->connection, &plan, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (plan->n_all, ==, 3);
  forget (w, TRUE);
  assert_gone (w, w->unsent);
  assert_gone (w, w->edited);
  engine_test_assert_value (w->t, w->contract, "number", "1/26");
  engine_test_assert (w->t, w->contract, "push = 1");
  engine_test_assert (w->t, w->named, "reach = 1 AND title = 'Karpaty'");
}

static void
on_progress (guint n_done, guint n, gpointer data)
{
  GCancellable *cancellable = data;

  g_assert_cmpuint (n_done, <=, n);
  if (2 * n_done >= n)
    g_cancellable_cancel (cancellable);
}

/* Never half: it is one transaction. */
static void
test_cancelled (World *w, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  const gint64 n_records = engine_test_number (w->t, "SELECT count (*) FROM record");
  const gint64 n_changes = engine_test_number (w->t, "SELECT count (*) FROM change");

  engine_test_run_sql (w->t, "BEGIN IMMEDIATE");
  g_assert_false (
      dyr_forget_all (w->t->connection, FALSE, on_progress, cancellable, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  engine_test_run_sql (w->t, "ROLLBACK");
  g_assert_cmpint (engine_test_number (w->t, "SELECT count (*) FROM record"), ==, n_records);
  g_assert_cmpint (engine_test_number (w->t, "SELECT count (*) FROM change"), ==, n_changes);
  g_assert_cmpint (hits (w->t, "karpaty"), ==, 1);
  /* It can be done after that. */
  forget (w, FALSE);
  assert_gone (w, w->plain);
}

/* Who undid what of records that go is forgotten with it; of one that stays it is not. */
static void
test_undone (World *w, gconstpointer data)
{
  engine_test_run_sql (w->t,
                       "INSERT INTO action (id, source, title, at, device, state) VALUES (901, 0, "
                       "'edit', 0, 'd', 1), (902, 0, 'undo', 0, 'd', 1), (903, 0, 'edit', 0, 'd', "
                       "1), (904, 0, 'undo', 0, 'd', 1)");
  engine_test_run_sql (w->t, "UPDATE action SET undone_by = 902 WHERE id = 901");
  engine_test_run_sql (w->t, "UPDATE action SET undoes = 901 WHERE id = 902");
  engine_test_run_sql (w->t, "UPDATE action SET undone_by = 904 WHERE id = 903");
  engine_test_run_sql (w->t, "UPDATE action SET undoes = 903 WHERE id = 904");
  engine_test_run_sql (w->t,
                       "INSERT INTO change (action, record, kind, field) SELECT a.id, r.id, 4, "
                       "'city' FROM action a, record r WHERE a.id IN (901, 902) AND r.title = "
                       "'Dnister' OR a.id IN (903, 904) AND r.title = 'Dvir'");
  forget (w, FALSE);
  assert_number (w, "SELECT count (*) FROM action WHERE id IN (901, 902)", 0);
  assert_number (w, "SELECT undone_by FROM action WHERE id = 903", 904);
  assert_number (w, "SELECT undoes FROM action WHERE id = 904", 903);
}

static void
test_plan (World *w, gconstpointer data)
{
  g_autoptr (DyrForgetPlan) plan = NULL;
  g_autoptr (GError) error = NULL;

  dyr_forget_plan_job (w->t->connection, &plan, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (plan->n_all, ==, 4);
  /* Of the CRM’s six, one was edited, in another one something was typed: those stay. */
  g_assert_cmpint (plan->n_there, ==, 4);
  g_assert_cmpint (plan->n_files, ==, 0);
  for (guint i = 0; dyr_record_types[i] != NULL; i++)
    g_assert_cmpint (plan->n_unsent[i],
                     ==,
                     dyr_record_types[i] == &dyr_client_type     ? 3
                     : dyr_record_types[i] == &dyr_contract_type ? 1
                                                                 : 0);
}

/* Files */

static gint64
attach (World *w, gint64 about, const char *name)
{
  g_autofree char *uid = engine_test_uid (w->t, about);

  return engine_test_create (
      w->t, &dyr_file_type, "about", uid, "name", name, "size", "3", "checksum", name, NULL);
}

static void
assert_file (World *w, gint64 file, gint64 about, const char *name)
{
  g_autofree char *uid = engine_test_uid (w->t, about);

  engine_test_assert_value (w->t, file, "about", uid);
  engine_test_assert_value (w->t, file, "name", name);
  engine_test_assert_value (w->t, file, "checksum", name);
}

/* No CRM has them: they go only with what was not sent, and always with what they belong to. */
static void
test_files (World *w, gconstpointer data)
{
  const gboolean unsent = data != NULL;
  gint64 of_plain = attach (w, w->plain, "plain.pdf"),
         of_hidden = attach (w, w->hidden, "hidden.pdf"),
         of_unsent = attach (w, w->unsent, "unsent.pdf"),
         of_sample = attach (w, w->sample, "sample.pdf"),
         removed = attach (w, w->bare, "removed.pdf"), of_named = attach (w, w->named, "named.pdf"),
         emptied = attach (w, w->bare, "emptied.pdf");
  g_autoptr (DyrForgetPlan) plan = NULL;
  g_autoptr (GError) error = NULL;

  engine_test_delete (w->t, removed);
  engine_test_delete (w->t, of_named);
  engine_test_run_sql (w->t,
                       "UPDATE record SET reach = 2 WHERE title IN ('Yavir', 'hidden.pdf', "
                       "'emptied.pdf')");
  engine_test_run_sql (w->t,
                       "UPDATE file SET about = NULL, checksum = NULL, name = NULL, size = NULL "
                       "WHERE name = 'emptied.pdf'");
  dyr_forget_plan_job (w->t->connection, &plan, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (plan->n_all, ==, 4);
  g_assert_cmpint (plan->n_files, ==, 3);
  /* … of which “Dnister” stays. */
  g_assert_cmpint (plan->n_there, ==, 2);
  forget (w, unsent);
  assert_gone (w, w->bare);
  assert_gone (w, removed);
  assert_gone (w, of_named);
  assert_gone (w, emptied);
  assert_file (w, of_sample, w->sample, "sample.pdf");
  if (unsent)
    {
      assert_gone (w, w->plain);
      assert_gone (w, w->hidden);
      assert_gone (w, w->unsent);
      assert_gone (w, of_plain);
      assert_gone (w, of_hidden);
      assert_gone (w, of_unsent);
      assert_number (w, "SELECT count (*) FROM file", 1);
      return;
    }
  engine_test_assert_value (w->t, w->plain, "name", "Dnister");
  engine_test_assert (w->t, w->plain, "reach = 0 AND remote_id = 'client/002'");
  engine_test_assert_value (w->t, w->hidden, "name", "Yavir");
  engine_test_assert (w->t, w->hidden, "reach = 2");
  assert_file (w, of_plain, w->plain, "plain.pdf");
  assert_file (w, of_hidden, w->hidden, "hidden.pdf");
  assert_file (w, of_unsent, w->unsent, "unsent.pdf");
  assert_number (w, "SELECT count (*) FROM file", 4);
}

/* Those that the CRM has go with all else that it has, unless an edit of theirs waits: then they
 * stay, and what they belong to as well. What was uploaded for a record that is not there yet was
 * for that CRM. */
static void
test_files_there (World *w, gconstpointer data)
{
  gint64 sent = attach (w, w->plain, "sent.pdf"), renamed = attach (w, w->bare, "renamed.pdf"),
         deleted = attach (w, w->hidden, "deleted.pdf"),
         uploaded = attach (w, w->unsent, "uploaded.pdf");
  g_autoptr (DyrForgetPlan) plan = NULL;
  g_autoptr (GError) error = NULL;

  engine_test_run_sql (w->t,
                       "UPDATE record SET push = 0, seq = NULL, remote_id = 'file/' || title WHERE "
                       "title IN ('sent.pdf', 'renamed.pdf', 'deleted.pdf');"
                       "UPDATE file SET content = name WHERE name LIKE '%.pdf';"
                       "INSERT INTO transfer (file) SELECT id FROM file");
  engine_test_edit (w->t, renamed, "name", "other.pdf", NULL);
  engine_test_delete (w->t, deleted);
  dyr_forget_plan_job (w->t->connection, &plan, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (plan->n_files, ==, 1);
  g_assert_cmpint (plan->n_all, ==, 6);
  forget (w, FALSE);
  assert_gone (w, w->plain);
  assert_gone (w, sent);
  engine_test_assert_value (w->t, renamed, "name", "other.pdf");
  engine_test_assert (w->t, w->bare, "reach = 0 AND remote_id IS NOT NULL");
  engine_test_assert_value (w->t, uploaded, "name", "uploaded.pdf");
  engine_test_assert_value (w->t, uploaded, "content", NULL);
  engine_test_assert (w->t, deleted, "push = 3 AND remote_id = 'file/deleted.pdf'");
  assert_number (w, "SELECT count (*) FROM transfer", 0);
}

/* Questions that look through all records, and merges of the full text with how far it was. */
typedef struct
{
  guint n_scans;
  guint n_merges;
  guint n_done, n;
  guint done_before_merge;
} Cost;

static int
on_statement (unsigned kind, void *data, void *statement, void *text)
{
  Cost *cost = data;

  cost->n_scans += strstr (text, "FROM record r WHERE") != NULL;
  if (strstr (text, "('optimize')") == NULL)
    return 0;
  cost->n_merges++;
  cost->done_before_merge = cost->n_done;
  return 0;
}

static void
on_step (guint n_done, guint n, gpointer data)
{
  Cost *cost = data;

  g_assert_cmpuint (n_done, >=, cost->n_done);
  cost->n_done = n_done;
  cost->n = n;
}

static void
forget_at_cost (World *w, Cost *cost)
{
  sqlite3 *db = dyr_connection_get_handle (w->t->connection);
  g_autoptr (GError) error = NULL;

  *cost = (Cost){ 0 };
  engine_test_run_sql (w->t, "BEGIN IMMEDIATE");
  sqlite3_trace_v2 (db, SQLITE_TRACE_STMT, on_statement, cost);
  dyr_forget_all (w->t->connection, TRUE, on_step, cost, NULL, &error);
  sqlite3_trace_v2 (db, 0, NULL, NULL);
  g_assert_no_error (error);
  engine_test_run_sql (w->t, "COMMIT");
}

/* The full text is merged before all is done, and not where nothing was taken out of it. However
 * many sorts of records there are, all of them are looked through once to count them. */
static void
test_cost (World *w, gconstpointer data)
{
  sqlite3 *db = dyr_connection_get_handle (w->t->connection);
  g_autoptr (DyrForgetPlan) plan = NULL;
  g_autoptr (GError) error = NULL;
  Cost cost = { 0 };

  sqlite3_trace_v2 (db, SQLITE_TRACE_STMT, on_statement, &cost);
  dyr_forget_plan_job (w->t->connection, &plan, NULL, &error);
  sqlite3_trace_v2 (db, 0, NULL, NULL);
  g_assert_no_error (error);
  g_assert_cmpint (plan->n_all, >, 0);
  g_assert_cmpuint (cost.n_scans, ==, 2);

  forget_at_cost (w, &cost);
  g_assert_cmpuint (cost.n_merges, ==, 2);
  g_assert_cmpuint (cost.done_before_merge, <, cost.n);
  g_assert_cmpuint (cost.n_done, ==, cost.n);
  forget_at_cost (w, &cost);
  forget_at_cost (w, &cost);
  g_assert_cmpuint (cost.n_merges, ==, 0);
}

/* Whoever adds a table that points to records says here what becomes of its rows: else nothing can
 * be forgotten any more. */
static void
test_tables (World *w, gconstpointer data)
{
  g_autofree char *unknown = engine_test_text (
      w->t,
      "SELECT group_concat (DISTINCT m.name) FROM sqlite_master m, pragma_foreign_key_list "
      "(m.name) "
      "f WHERE m.type = 'table' AND f.\"table\" = 'record' AND m.name NOT IN ('member', 'pending', "
      "'attempt', 'action', 'change', 'alias', 'apart', 'transfer', 'pinned', 'linked') AND NOT "
      "EXISTS "
      "(SELECT 1 FROM "
      "pragma_table_info (m.name) WHERE name = 'listed')");

  g_assert_cmpstr (unknown, ==, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                        \
  g_test_add ("/sync/forget/" name, World, NULL, set_up, function, tear_down)
  ADD ("unsent-stays", test_unsent_stays);
  ADD ("unsent-too", test_unsent_too);
  ADD ("only-here", test_only_here);
  ADD ("nowhere-else", test_nowhere_else);
  ADD ("cancelled", test_cancelled);
  ADD ("undone", test_undone);
  ADD ("plan", test_plan);
  ADD ("cost", test_cost);
  ADD ("tables", test_tables);
#undef ADD
  g_test_add ("/sync/forget/files/stay", World, NULL, set_up, test_files, tear_down);
  g_test_add ("/sync/forget/files/there", World, NULL, set_up, test_files_there, tear_down);
  g_test_add ("/sync/forget/files/unsent-too", World, "", set_up, test_files, tear_down);
  return g_test_run ();
}

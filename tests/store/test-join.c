/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Two records become one: fields, links, outbox; what stands against it; and that one undo brings
 * everything back as it was, whatever the office was like. */

#include "config.h"

#include "dyr-join.h"

#include "dyr-amendment.h"
#include "dyr-note.h"
#include "dyr-person.h"
#include "dyr-presentation.h"
#include "dyr-product.h"
#include "dyr-purge.h"
#include "store-test.h"

#define CASE(name, function)                                                                       \
  g_test_add ("/store/join/" name, Office, NULL, office_set_up, function, office_tear_down)

#define ROUNDS 40

static DyrJoinResult
join (Office *office, gint64 from, gint64 into, GArray *choices)
{
  g_autoptr (GError) error = NULL;
  DyrJoinResult done;

  dyr_join (office->database, from, into, choices, &done, &error);
  g_assert_no_error (error);
  return done;
}

static void
undo (Office *office, gint64 action)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrUndoResult) result = dyr_undo (office->database, action, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (result->kept->len, ==, 0);
}

/* Everything that a person or the CRM can see of the store, a line a fact. */
static gboolean
job_facts (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) questions = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (DyrStatement) tables = NULL;

  /* Not: places in the outbox, and what only says that the record is to be read anew. */
  g_ptr_array_add (questions,
                   g_strdup ("SELECT 'record ' || id || hex (uid) || type || origin || "
                             "coalesce (title, '-') || (deleted_at IS NOT NULL) || reach || push "
                             "|| coalesce (remote_id, '-') FROM record ORDER BY id"));
  g_ptr_array_add (questions,
                   g_strdup ("SELECT 'pending ' || record || grp || base || state "
                             "FROM pending ORDER BY record, grp"));
  tables = dyr_connection_query (
      connection,
      error,
      "SELECT 'SELECT ''' || s.name || ' '' || ' || group_concat ('quote (\"' || c.name || '\")', "
      "' || '' '' || ') || ' FROM \"' || s.name || '\" ORDER BY 1' FROM sqlite_schema s, "
      "pragma_table_info (s.name) c WHERE s.name IN ('member', 'user', 'client', 'person', "
      "'contract', 'amendment', 'product', 'delivery', 'delivery_line', 'presentation', "
      "'activity', 'note') GROUP BY s.name ORDER BY s.name",
      "");
  while (tables != NULL && dyr_statement_step (tables, error))
    g_ptr_array_add (questions, g_strdup (dyr_statement_text (tables, 0)));
  g_assert_cmpuint (questions->len, ==, 14);
  for (guint i = 0; i < questions->len; i++)
    {
      g_autoptr (DyrStatement) query
          = dyr_connection_query (connection, error, g_ptr_array_index (questions, i), "");

      while (query != NULL && dyr_statement_step (query, error))
        g_string_append_printf (data, "%s\n", dyr_statement_text (query, 0));
    }
  return *error == NULL;
}

static char *
facts_of (Office *office)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  dyr_database_read (office->database, job_facts, text, NULL, &error);
  g_assert_no_error (error);
  return g_string_free (text, FALSE);
}

/* Every link to it, by any field, of what lists show. */
static gint64
count_links (Office *office, gint64 id)
{
  gint64 n = 0;

  for (int i = 0; dyr_record_types[i] != NULL; i++)
    for (guint j = 0; j < dyr_record_types[i]->n_fields; j++)
      {
        const DyrField *field = &dyr_record_types[i]->fields[j];
        g_autofree char *column = g_strdup (field->name), *sql = NULL;

        if (field->kind != DYR_KIND_LINK || (field->flags & DYR_DERIVED) != 0)
          continue;
        g_strdelimit (column, "-", '_');
        sql = g_strdup_printf (
            "SELECT count (*) FROM \"%s\" WHERE listed = 1 AND \"%s\" = %" G_GINT64_FORMAT,
            dyr_record_types[i]->table,
            column,
            id);
        n += office_number (office, sql);
      }
  {
    g_autofree char *sql = g_strdup_printf (
        "SELECT count (DISTINCT m.record || m.field) FROM member m JOIN record r ON r.id = "
        "m.record "
        "WHERE r.deleted_at IS NULL AND r.reach = 0 AND m.target = %" G_GINT64_FORMAT,
        id);

    n += office_number (office, sql);
  }
  return n;
}

static void
choose (GArray *choices, guint field, DyrJoinSide side)
{
  const DyrJoinChoice choice = { field, side };

  g_array_append_val (choices, choice);
}

static void
test_fields (Office *office, gconstpointer data)
{
  gint64 from = office_add (office,
                            &dyr_client_type,
                            "name",
                            "ТОВ Дністер",
                            "code",
                            "14360570",
                            "phones",
                            "+380671122233\tдиректор\n+380322000000",
                            "emails",
                            "Office@dnister.ua\nboss@dnister.ua",
                            "roles",
                            "supplier",
                            "segment",
                            "опт",
                            "city",
                            "Київ",
                            "street",
                            "Зелена, 12",
                            NULL);
  gint64 into = office_add (office,
                            &dyr_client_type,
                            "name",
                            "Дністер",
                            "phones",
                            "+380322000000",
                            "emails",
                            "office@dnister.ua",
                            "segment",
                            "роздріб",
                            "city",
                            "Львів",
                            NULL);
  g_autoptr (GArray) choices = g_array_new (FALSE, FALSE, sizeof (DyrJoinChoice));
  g_autofree char *before = facts_of (office), *after = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrJoinLook) look = dyr_join_look (office->database, from, into, &error);
  DyrJoinResult done;

  g_assert_no_error (error);
  g_assert_null (look->obstacle);
  g_assert_cmpint (look->sides[DYR_CLIENT_NAME], ==, DYR_JOIN_KEEP);
  g_assert_cmpint (look->sides[DYR_CLIENT_CODE], ==, DYR_JOIN_TAKE);
  g_assert_cmpint (look->sides[DYR_CLIENT_PHONES], ==, DYR_JOIN_BOTH);
  /* A street of Kyiv is none in Lviv. */
  g_assert_cmpint (look->sides[DYR_CLIENT_STREET], ==, DYR_JOIN_KEEP);
  /* Both have one: what stays keeps its own. */
  g_assert_cmpint (look->sides[DYR_CLIENT_SEGMENT], ==, DYR_JOIN_KEEP);
  g_assert_true (dyr_join_can_choose (&dyr_client_type.fields[DYR_CLIENT_CODE]));
  g_assert_true (dyr_join_can_choose (&dyr_client_type.fields[DYR_CLIENT_STATE]));
  /* Computed, fixed at creation, united by the merge itself. */
  g_assert_false (dyr_join_can_choose (&dyr_client_type.fields[DYR_CLIENT_PHONE]));
  g_assert_false (dyr_join_can_choose (&dyr_activity_type.fields[DYR_ACTIVITY_KIND]));
  g_assert_false (dyr_join_can_choose (&dyr_delivery_type.fields[DYR_DELIVERY_AGREED_LOG]));

  choose (choices, DYR_CLIENT_SEGMENT, DYR_JOIN_TAKE);
  done = join (office, from, into, choices);
  g_assert_cmpuint (done.n_links, ==, 0);
  g_assert_cmpuint (done.n_fields, ==, 5);
  office_assert (office, into, "name", "Дністер");
  office_assert (office, into, "code", "14360570");
  office_assert (office, into, "phones", "+380322000000\n+380671122233\tдиректор");
  office_assert (office, into, "emails", "office@dnister.ua\nboss@dnister.ua");
  office_assert (office, into, "roles", "supplier");
  office_assert (office, into, "segment", "опт");
  office_assert (office, into, "city", "Львів");
  office_assert (office, into, "street", NULL);
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM client WHERE listed = 1"), ==, 1);

  g_assert_cmpint (office_undo (office), ==, done.action);
  undo (office, done.action);
  after = facts_of (office);
  g_assert_cmpstr (after, ==, before);
}

/* An address is filled up from one that says the same. */
static void
test_fields_together (Office *office, gconstpointer data)
{
  gint64 from = office_add (
      office, &dyr_client_type, "name", "A", "city", "Львів", "street", "Зелена, 12", NULL);
  gint64 into = office_add (office, &dyr_client_type, "name", "B", "city", "Львів", NULL);

  join (office, from, into, NULL);
  office_assert (office, into, "street", "Зелена, 12");
}

static void
test_links (Office *office, gconstpointer data)
{
  gint64 from = office_add (office, &dyr_client_type, "name", "A", NULL);
  gint64 into = office_add (office, &dyr_client_type, "name", "B", NULL);
  g_autofree char *from_uid = office_uid (office, from), *into_uid = office_uid (office, into);
  gint64 contract
      = office_add (office, &dyr_contract_type, "client", from_uid, "number", "7/26", NULL);
  gint64 note = office_add (office, &dyr_note_type, "about", from_uid, "text", "x", NULL);
  gint64 gone = office_add (office, &dyr_note_type, "about", from_uid, "text", "y", NULL);
  gint64 call = office_add (
      office, &dyr_activity_type, "kind", "call", "client", from_uid, "subject", "c", NULL);
  g_autoptr (DyrJoinLook) look = NULL;
  g_autoptr (GError) error = NULL;
  DyrJoinResult done;

  /* The same number is no obstacle. */
  office_add (office, &dyr_contract_type, "client", into_uid, "number", "7/26", NULL);
  office_delete (office, gone);
  look = dyr_join_look (office->database, from, into, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (look->links.n[dyr_contract_type.number], ==, 1);
  g_assert_cmpuint (look->links.n[dyr_note_type.number], ==, 1);
  g_assert_cmpuint (look->links.n[dyr_activity_type.number], ==, 1);
  g_assert_cmpuint (look->links.n[dyr_person_type.number], ==, 0);
  g_assert_cmpuint (look->links.all, ==, 3);
  done = join (office, from, into, NULL);
  g_assert_cmpuint (done.n_links, ==, 3);
  office_assert (office, contract, "client", into_uid);
  office_assert (office, note, "about", into_uid);
  office_assert (office, call, "client", into_uid);
  office_assert (office, gone, "about", from_uid);
  undo (office, done.action);
  office_assert (office, contract, "client", from_uid);
}

/* Somebody who takes part twice takes part once; the place is kept. */
static void
test_sets_of_links (Office *office, gconstpointer data)
{
  gint64 client = office_add (office, &dyr_client_type, "name", "A", NULL);
  gint64 from = office_add (office, &dyr_person_type, "last-name", "A", NULL);
  gint64 into = office_add (office, &dyr_person_type, "last-name", "B", NULL);
  gint64 third = office_add (office, &dyr_person_type, "last-name", "C", NULL);
  g_autofree char *client_uid = office_uid (office, client), *from_uid = office_uid (office, from);
  g_autofree char *into_uid = office_uid (office, into), *third_uid = office_uid (office, third);
  g_autofree char *all = g_strdup_printf ("%s\n%s\n%s", from_uid, third_uid, into_uid);
  g_autofree char *one = g_strdup_printf ("%s\n%s", third_uid, from_uid);
  g_autofree char *all_after = g_strdup_printf ("%s\n%s", into_uid, third_uid);
  g_autofree char *one_after = g_strdup_printf ("%s\n%s", third_uid, into_uid);
  gint64 first = office_add (office,
                             &dyr_presentation_type,
                             "client",
                             client_uid,
                             "title",
                             "P",
                             "participants",
                             all,
                             NULL);
  gint64 second = office_add (office,
                              &dyr_presentation_type,
                              "client",
                              client_uid,
                              "title",
                              "Q",
                              "participants",
                              one,
                              NULL);
  DyrJoinResult done = join (office, from, into, NULL);

  g_assert_cmpuint (done.n_links, ==, 2);
  office_assert (office, first, "participants", all_after);
  office_assert (office, second, "participants", one_after);
  undo (office, done.action);
  office_assert (office, first, "participants", all);
  office_assert (office, second, "participants", one);
}

/* Parts move; they are not deleted with what they were part of. */
static void
test_parts (Office *office, gconstpointer data)
{
  gint64 client = office_add (office, &dyr_client_type, "name", "A", NULL);
  g_autofree char *uid = office_uid (office, client), *from_uid = NULL, *into_uid = NULL;
  gint64 from = office_add (office, &dyr_contract_type, "client", uid, "number", "1", NULL);
  gint64 into = office_add (office, &dyr_contract_type, "client", uid, "number", "2", NULL);
  gint64 part;

  from_uid = office_uid (office, from);
  into_uid = office_uid (office, into);
  part = office_add (office, &dyr_amendment_type, "contract", from_uid, "number", "a", NULL);
  join (office, from, into, NULL);
  office_assert (office, part, "contract", into_uid);
  g_assert_cmpint (
      office_number (office, "SELECT count (*) FROM amendment WHERE listed = 1"), ==, 1);
}

/* What the CRM will be told: edits, then the deletion; nothing about what it never heard of. */
static void
test_outbox (Office *office, gconstpointer data)
{
  gint64 from = office_add (office, &dyr_client_type, "name", "A", "code", "14360570", NULL);
  gint64 into = office_add (office, &dyr_client_type, "name", "B", NULL);
  g_autofree char *from_uid = office_uid (office, from), *before = NULL, *after = NULL;
  g_autofree char *base = NULL, *queue = NULL, *unsent = NULL;
  gint64 contract
      = office_add (office, &dyr_contract_type, "client", from_uid, "number", "7/26", NULL);
  DyrJoinResult done;

  office_sql (office, "UPDATE record SET remote_id = 'r' || id, push = 0, seq = NULL");
  before = facts_of (office);
  done = join (office, from, into, NULL);
  queue = office_text (office,
                       "SELECT group_concat (id || ':' || push) FROM "
                       "(SELECT id, push FROM record WHERE push <> 0 ORDER BY seq)");
  unsent = g_strdup_printf (
      "%" G_GINT64_FORMAT ":2,%" G_GINT64_FORMAT ":2,%" G_GINT64_FORMAT ":3", into, contract, from);
  g_assert_cmpstr (queue, ==, unsent);
  base = office_text (office, "SELECT base FROM pending WHERE grp = 'client'");
  g_assert_nonnull (strstr (base, from_uid));
  undo (office, done.action);
  after = facts_of (office);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM record WHERE push <> 0"), ==, 0);

  /* Never sent: nothing is to be deleted there. */
  office_sql (office, "UPDATE record SET remote_id = NULL, push = 1, seq = id");
  join (office, from, into, NULL);
  g_assert_cmpint (
      office_number (office, "SELECT push FROM record WHERE deleted_at IS NOT NULL"), ==, 0);
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM pending"), ==, 0);
}

static void
assert_refused (Office *office, gint64 from, gint64 into, DyrError code, const char *words)
{
  g_autofree char *before = facts_of (office), *after = NULL;
  g_autoptr (GError) error = NULL, looked = NULL;
  g_autoptr (DyrJoinLook) look = dyr_join_look (office->database, from, into, &looked);
  DyrJoinResult done;

  g_assert_false (dyr_join (office->database, from, into, NULL, &done, &error));
  g_assert_error (error, DYR_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, words));
  if (look != NULL)
    g_assert_cmpstr (look->obstacle, ==, error->message);
  else
    g_assert_error (looked, DYR_ERROR, (int) code);
  after = facts_of (office);
  g_assert_cmpstr (after, ==, before);
}

static void
test_refused (Office *office, gconstpointer data)
{
  gint64 a = office_add (office, &dyr_client_type, "name", "Алея", NULL);
  gint64 b = office_add (office, &dyr_client_type, "name", "Б", NULL);
  gint64 person = office_add (office, &dyr_person_type, "last-name", "П", NULL);
  gint64 sample
      = office_add_as (office, DYR_ORIGIN_SAMPLE, &dyr_client_type, "name", "Зразок", NULL);
  gint64 user = office_add (office, &dyr_user_type, "name", "Оксана", NULL);
  gint64 other = office_add (office, &dyr_user_type, "name", "Тарас", NULL);

  assert_refused (office, a, a, DYR_ERROR_REFUSED, "itself");
  assert_refused (office, a, person, DYR_ERROR_REFUSED, "different types");
  assert_refused (office, user, other, DYR_ERROR_REFUSED, "Only clients");
  assert_refused (office, a, sample, DYR_ERROR_REFUSED, "sample office");
  assert_refused (office, a, 9999, DYR_ERROR_NOT_FOUND, "");
  office_sql (office, "UPDATE record SET remote_id = 'r1', push = 2 WHERE id = 1");
  office_sql (office,
              "INSERT INTO pending (record, grp, base, seq, state) VALUES (1, 'name', '{}', 1, 1)");
  assert_refused (office, a, b, DYR_ERROR_REFUSED, "“Алея” waits for your decision");
  assert_refused (office, b, a, DYR_ERROR_REFUSED, "“Алея” waits for your decision");
  office_sql (office, "UPDATE pending SET state = 0, grp = ''");
  assert_refused (office, a, b, DYR_ERROR_REFUSED, "“Алея” waits for your decision");
  /* What the CRM refused is mended or gone with the record. */
  office_sql (office, "UPDATE pending SET state = 2, grp = 'name'");
  join (office, a, b, NULL);
  assert_refused (office, a, b, DYR_ERROR_REFUSED, "“Алея” was deleted meanwhile");
  assert_refused (office, b, a, DYR_ERROR_REFUSED, "“Алея” was deleted meanwhile");
  office_sql (office, "UPDATE record SET reach = 2 WHERE id = 2");
  office_sql (office, "UPDATE client SET listed = 0 WHERE id = 2");
  assert_refused (office, sample, b, DYR_ERROR_REFUSED, "cannot be read at present");
  office_sql (office, "UPDATE record SET reach = 0 WHERE id = 2");
  office_sql (office, "UPDATE client SET listed = 1 WHERE id = 2");
}

/* A name that must be there cannot be taken from a record without one. */
static void
test_required (Office *office, gconstpointer data)
{
  gint64 from = office_add (office, &dyr_person_type, "first-name", "Олена", NULL);
  gint64 into = office_add (office, &dyr_person_type, "last-name", "Шевченко", NULL);
  g_autoptr (GArray) choices = g_array_new (FALSE, FALSE, sizeof (DyrJoinChoice));
  g_autofree char *before = facts_of (office), *after = NULL;
  g_autoptr (GError) error = NULL;

  choose (choices, DYR_PERSON_LAST_NAME, DYR_JOIN_TAKE);
  g_assert_false (dyr_join (office->database, from, into, choices, NULL, &error));
  g_assert_error (error, DYR_ERROR, DYR_ERROR_REFUSED);
  after = facts_of (office);
  g_assert_cmpstr (after, ==, before);
}

static char *
show (const DyrRecordType *type, guint field, const DyrValue *value, gpointer data)
{
  return g_strdup ("?");
}

static gboolean
job_title (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  gint64 action;
  g_autoptr (GPtrArray) changes = NULL;

  if (!dyr_undo_find (connection, &action, error))
    return FALSE;
  changes = dyr_history_of_action (connection, action, 8, error);
  if (changes == NULL)
    return FALSE;
  *(char **) data = dyr_history_action_title (changes, show, NULL);
  return TRUE;
}

static void
test_title (Office *office, gconstpointer data)
{
  gint64 from = office_add (office, &dyr_client_type, "name", "ТОВ A & <b>", NULL);
  gint64 into = office_add (office, &dyr_client_type, "name", "Дністер", NULL);
  g_autofree char *title = NULL;
  g_autoptr (GError) error = NULL;

  join (office, from, into, NULL);
  dyr_database_read (office->database, job_title, &title, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (title, ==, "Merge of “ТОВ A & <b>” into “Дністер”");
}

/* As it is done to who is out of our reach for long. */
static gboolean
job_purge (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  gint64 id = *(const gint64 *) data;
  g_autoptr (DyrSave) save = dyr_save_new (connection, DYR_SOURCE_SYNC, "sync", 0);

  return dyr_save_set_reach (save, id, DYR_REACH_HIDDEN, error)
         && dyr_connection_run (connection, error, "DELETE FROM pending WHERE record = ?", "i", id)
         && dyr_connection_run (
             connection, error, "UPDATE record SET push = 0 WHERE id = ?", "i", id)
         && dyr_purge_record (connection, id, error);
}

/* Who is forgotten is not named by what was done, whether or not it changed then. */
static void
test_purged (Office *office, gconstpointer data)
{
  gint64 from = office_add (office, &dyr_client_type, "name", "Зникла", "city", "Київ", NULL);
  gint64 into = office_add (office, &dyr_client_type, "name", "Забута", NULL);
  gint64 third = office_add (office, &dyr_client_type, "name", "Порожня", NULL);
  g_autoptr (GError) error = NULL;

  join (office, from, into, NULL);
  join (office, third, into, NULL);
  dyr_database_write (office->database, job_purge, &into, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (
      office_number (office, "SELECT count (*) FROM action WHERE title LIKE 'join%'"), ==, 2);
  g_assert_cmpint (
      office_number (office, "SELECT count (*) FROM action WHERE title LIKE '%Забута%'"), ==, 0);
}

/* A client with ten thousand links: all in one transaction, and all come back. */
static void
test_large (Office *office, gconstpointer data)
{
  gint64 from = office_add (office, &dyr_client_type, "name", "A", NULL);
  gint64 into = office_add (office, &dyr_client_type, "name", "B", NULL);
  g_autofree char *uid = office_uid (office, from), *before = NULL, *after = NULL;
  DyrJoinResult done;

  office_add (office, &dyr_note_type, "about", uid, "text", "0", NULL);
  office_sql (office,
              "WITH RECURSIVE n (i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 10099) "
              "INSERT INTO record (id, uid, type, origin, title, remote_id) "
              "SELECT i, randomblob (16), 11, 0, 't' || i, 'n' || i FROM n");
  office_sql (office,
              "INSERT INTO note (id, about, text, fold) "
              "SELECT id, 1, title, title FROM record WHERE type = 11 AND id >= 100");
  office_sql (office, "INSERT OR IGNORE INTO stale (record) SELECT id FROM note");
  before = facts_of (office);
  done = join (office, from, into, NULL);
  g_assert_cmpuint (done.n_links, ==, 10001);
  g_assert_cmpint (count_links (office, from), ==, 0);
  g_assert_cmpint (count_links (office, into), ==, 10001);
  g_assert_cmpint (
      office_number (office, "SELECT count (*) FROM pending WHERE grp = 'about'"), ==, 10000);
  undo (office, done.action);
  after = facts_of (office);
  g_assert_cmpstr (after, ==, before);
}

/* Property: join and undo is what was before; redo is what was after. */

static const char *
pick (const char *const *texts)
{
  return texts[g_test_rand_int_range (0, (int) g_strv_length ((GStrv) texts))];
}

static const char *const few_texts[] = { "Альфа", "Бета", "", "", NULL };
static const char *const few_phones[]
    = { "", "+380671122233", "+380671122234\tдім\n+380671122233", "+380671122235", NULL };

/* A field by chance, by its canonical text; "" is nothing. */
static const char *
or_nothing (const char *text)
{
  return *text != '\0' ? text : NULL;
}

static const char *
uid_by_chance (GPtrArray *uids)
{
  return g_ptr_array_index (uids, (guint) g_test_rand_int_range (0, (int) uids->len));
}

static gint64
add_by_chance (Office *office, const DyrRecordType *type, GPtrArray *clients, GPtrArray *others)
{
  DyrOrigin origin = g_test_rand_int_range (0, 5) == 0 ? DYR_ORIGIN_SAMPLE : DYR_ORIGIN_PERSON;

  if (type == &dyr_client_type)
    return office_add_as (office,
                          origin,
                          type,
                          "name",
                          "К",
                          "code",
                          or_nothing (pick (few_texts)),
                          "phones",
                          or_nothing (pick (few_phones)),
                          "city",
                          or_nothing (pick (few_texts)),
                          "street",
                          or_nothing (pick (few_texts)),
                          "description",
                          or_nothing (pick (few_texts)),
                          NULL);
  if (type == &dyr_person_type)
    return office_add_as (office,
                          origin,
                          type,
                          "last-name",
                          "П",
                          "phones",
                          or_nothing (pick (few_phones)),
                          "client",
                          uid_by_chance (clients),
                          NULL);
  if (type == &dyr_contract_type)
    return office_add_as (office,
                          origin,
                          type,
                          "client",
                          uid_by_chance (clients),
                          "number",
                          "1",
                          "subject",
                          or_nothing (pick (few_texts)),
                          NULL);
  if (type == &dyr_presentation_type)
    {
      g_autofree char *people
          = g_strdup_printf ("%s\n%s", uid_by_chance (others), uid_by_chance (others));

      return office_add_as (office,
                            origin,
                            type,
                            "client",
                            uid_by_chance (clients),
                            "title",
                            "П",
                            "participants",
                            people,
                            NULL);
    }
  return office_add_as (
      office, origin, &dyr_note_type, "about", uid_by_chance (others), "text", "н", NULL);
}

static void
fill (Office *office, GArray *ids, const DyrRecordType *type, guint n, GPtrArray *to, GPtrArray *of)
{
  for (guint i = 0; i < n; i++)
    {
      gint64 id = add_by_chance (office, type, to, of);

      g_array_append_val (ids, id);
    }
}

static void
add_uids (Office *office, GPtrArray *uids, const GArray *ids, guint from)
{
  for (guint i = from; i < ids->len; i++)
    g_ptr_array_add (uids, office_uid (office, g_array_index (ids, gint64, i)));
}

/* Some the CRM has, some with edits that wait, some deleted. */
static void
live_by_chance (Office *office, const GArray *ids)
{
  for (guint i = 0; i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      g_autofree char *sql
          = g_strdup_printf ("UPDATE record SET remote_id = 'r' || id, push = 0, seq = NULL WHERE "
                             "id = %" G_GINT64_FORMAT " AND origin <> 3",
                             id);

      if (g_test_rand_int_range (0, 2) == 0)
        office_sql (office, sql);
      if (i < 4 && g_test_rand_int_range (0, 2) == 0)
        office_set (office, id, "description", "змінено");
      if (i >= 4 && g_test_rand_int_range (0, 8) == 0)
        office_delete (office, id);
    }
}

static GArray *
choose_by_chance (const DyrRecordType *type)
{
  GArray *choices = g_array_new (FALSE, FALSE, sizeof (DyrJoinChoice));

  for (guint i = 0; i < type->n_fields; i++)
    if (dyr_join_can_choose (&type->fields[i]) && g_test_rand_int_range (0, 3) == 0)
      choose (
          choices,
          i,
          (DyrJoinSide) g_test_rand_int_range (0, type->fields[i].kind == DYR_KIND_SET ? 3 : 2));
  return choices;
}

/* Clients, persons and contracts stand at these places; sometimes any two. */
static const int kinds[][2] = { { 0, 3 }, { 3, 6 }, { 6, 8 }, { 0, 14 } };

static gboolean
join_by_chance (Office *office, const GArray *ids)
{
  const int *kind = kinds[g_test_rand_int_range (0, G_N_ELEMENTS (kinds))];
  int one = g_test_rand_int_range (kind[0], kind[1]),
      other = g_test_rand_int_range (kind[0], kind[1]);
  gint64 from = g_array_index (ids, gint64, (guint) one);
  gint64 into = g_array_index (ids, gint64, (guint) other);
  g_autofree char *before = facts_of (office), *joined = NULL, *after = NULL, *again = NULL;
  g_autoptr (DyrRow) row = office_row (office, from);
  g_autoptr (GArray) choices = choose_by_chance (row->type);
  gint64 n_links = count_links (office, from);
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrJoinLook) look = dyr_join_look (office->database, from, into, &error);
  DyrJoinResult done;

  g_assert_no_error (error);
  g_assert_true (look->obstacle != NULL || look->links.all == n_links);
  if (!dyr_join (office->database, from, into, choices, &done, &error))
    {
      g_assert_error (error, DYR_ERROR, DYR_ERROR_REFUSED);
      after = facts_of (office);
      g_assert_cmpstr (after, ==, before);
      return FALSE;
    }
  g_assert_null (look->obstacle);
  g_assert_cmpuint (done.n_links, ==, look->links.all);
  g_assert_cmpint (count_links (office, from), ==, 0);
  joined = facts_of (office);
  undo (office, done.action);
  after = facts_of (office);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpint (office_redo (office), >, 0);
  undo (office, office_redo (office));
  again = facts_of (office);
  g_assert_cmpstr (again, ==, joined);
  return TRUE;
}

static void
test_property (Office *office, gconstpointer data)
{
  guint n_joined = 0;

  for (guint round = 0; round < ROUNDS; round++)
    {
      g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_autoptr (GPtrArray) clients = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GPtrArray) persons = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_free);

      fill (office, ids, &dyr_client_type, 3, NULL, NULL);
      add_uids (office, clients, ids, 0);
      fill (office, ids, &dyr_person_type, 3, clients, NULL);
      add_uids (office, persons, ids, 3);
      fill (office, ids, &dyr_contract_type, 2, clients, NULL);
      fill (office, ids, &dyr_presentation_type, 2, clients, persons);
      add_uids (office, all, ids, 0);
      fill (office, ids, &dyr_note_type, 4, clients, all);
      live_by_chance (office, ids);
      for (guint i = 0; i < 6; i++)
        n_joined += join_by_chance (office, ids);
    }
  g_test_message ("%u of %u could be joined", n_joined, ROUNDS * 6);
  g_assert_cmpuint (n_joined, >, ROUNDS / 4);
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

#define WAIT(result)                                                                               \
  while (result == NULL)                                                                           \
  g_main_context_iteration (NULL, TRUE)

/* In a window: live records show it. */
static void
test_store (Office *office, gconstpointer data)
{
  gint64 from = office_add (office, &dyr_client_type, "name", "A", "code", "14360570", NULL);
  gint64 into = office_add (office, &dyr_client_type, "name", "B", NULL);
  g_autoptr (DyrStore) store = dyr_store_new (office->database);
  g_autoptr (GAsyncResult) looked = NULL, joined = NULL, again = NULL;
  g_autoptr (DyrJoinLook) look = NULL;
  g_autoptr (GError) error = NULL;
  DyrJoinResult done;

  dyr_join_look_async (store, from, into, NULL, on_done, &looked);
  WAIT (looked);
  look = dyr_join_look_finish (store, looked, &error);
  g_assert_no_error (error);
  g_assert_cmpint (look->from->id, ==, from);
  dyr_join_async (store, from, into, NULL, NULL, on_done, &joined);
  WAIT (joined);
  g_assert_true (dyr_join_finish (store, joined, &done, &error));
  g_assert_no_error (error);
  g_assert_cmpint (done.action, >, 0);
  office_assert (office, into, "code", "14360570");
  dyr_join_async (store, from, into, NULL, NULL, on_done, &again);
  WAIT (again);
  g_assert_false (dyr_join_finish (store, again, &done, &error));
  g_assert_error (error, DYR_ERROR, DYR_ERROR_REFUSED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  CASE ("fields", test_fields);
  CASE ("fields-together", test_fields_together);
  CASE ("links", test_links);
  CASE ("sets-of-links", test_sets_of_links);
  CASE ("parts", test_parts);
  CASE ("outbox", test_outbox);
  CASE ("refused", test_refused);
  CASE ("required", test_required);
  CASE ("title", test_title);
  CASE ("purged", test_purged);
  CASE ("large", test_large);
  CASE ("property", test_property);
  CASE ("store", test_store);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Bulk edits: what they write is what an edit of each record writes; preview, stop, undo. */

#include "config.h"

#include "dyr-bulk.h"
#include "dyr-bulk-write.h"
#include "store-test.h"

#define CASE(name, function)                                                                       \
  g_test_add ("/store/bulk/" name, Office, NULL, office_set_up, function, office_tear_down)
#define WAIT(condition)                                                                            \
  while (!(condition))                                                                             \
  g_main_context_iteration (NULL, TRUE)

/* Everything that may differ, without numbers that only order: a line a fact, sorted. */
static const char *const facts[] = {
  "SELECT 'client ' || id || ' ' || coalesce (state, '-') || ' ' || coalesce (city, '-') || ' ' || "
  "coalesce (hex (city_key), '-') || ' ' || coalesce (segment, '-') || ' ' || "
  "coalesce (responsible, '-') || ' ' || coalesce (next_contact, '-') || ' ' || coalesce (fold, "
  "'-')"
  " FROM client ORDER BY id",
  "SELECT 'record ' || id || ' ' || push || ' ' || (seq IS NOT NULL) || ' ' || coalesce (parked, "
  "'-')"
  " FROM record ORDER BY id",
  "SELECT 'pending ' || record || ' ' || grp || ' ' || base || ' ' || state || ' ' || "
  "coalesce (reason, '-') FROM pending ORDER BY record, grp",
  "SELECT 'change ' || record || ' ' || kind || ' ' || field || ' ' || coalesce (old, '-') || ' ' "
  "||"
  " coalesce (new, '-') FROM change WHERE action = (SELECT max (id) FROM action) "
  "ORDER BY record, field",
  "SELECT 'stale ' || record || ' ' || coalesce (fold_was, '-') FROM stale ORDER BY record",
  "SELECT 'double ' || seq FROM record WHERE seq IS NOT NULL GROUP BY seq HAVING count (*) > 1",
};

static gboolean
job_facts (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      g_autoptr (DyrStatement) query = dyr_connection_query (connection, error, facts[i], "");

      while (query != NULL && dyr_statement_step (query, error))
        g_string_append_printf (data, "%s\n", dyr_statement_text (query, 0));
    }
  return *error == NULL;
}

static char *
read_facts (Office *office)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  dyr_database_read (office->database, job_facts, text, NULL, &error);
  g_assert_no_error (error);
  return g_string_free (text, FALSE);
}

static void
set_value (GArray *values, const DyrRecordType *type, const char *field, const char *text)
{
  int index = dyr_record_type_find (type, field);
  g_autoptr (GError) error = NULL;

  dyr_field_from_text (
      &type->fields[index], text, dyr_field_values_add (values, (guint) index), &error);
  g_assert_no_error (error);
}

static GArray *
all_ids (Office *office, const char *table)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *sql = g_strdup_printf (
      "SELECT group_concat (id) FROM (SELECT id FROM \"%s\" ORDER BY id)", table);
  g_autofree char *list = office_text (office, sql);
  g_auto (GStrv) parts = g_strsplit (list, ",", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      gint64 id = g_ascii_strtoll (parts[i], NULL, 10);

      g_array_append_val (ids, id);
    }
  return ids;
}

/* Records in every state that the outbox knows. */
static char *
add_clients (Office *office)
{
  gint64 user = office_add (office, &dyr_user_type, "name", "Оксана", NULL);
  g_autofree char *uid = office_uid (office, user);
  static const DyrOrigin origins[] = { DYR_ORIGIN_PERSON, DYR_ORIGIN_CRM, DYR_ORIGIN_SAMPLE };

  for (guint i = 0; i < 24; i++)
    {
      g_autofree char *name = g_strdup_printf ("Клієнт «%u» \"x\"\\", i);

      office_add_as (office,
                     origins[i % 3],
                     &dyr_client_type,
                     "name",
                     name,
                     "city",
                     i % 2 == 0 ? "Львів" : "Київ \"/\"",
                     "segment",
                     i % 5 == 0 ? "новий\nрядок" : NULL,
                     "state",
                     i % 4 == 0 ? "lost" : "active",
                     "responsible",
                     i % 4 == 1 ? uid : NULL,
                     "phones",
                     i % 3 == 0 ? "+380671122233\n+380442223344\twork" : NULL,
                     "next-contact",
                     i % 3 == 1 ? "2026-11-24" : NULL,
                     NULL);
    }
  office_sql (office,
              "UPDATE record SET remote_id = 'r' || id, push = 0, seq = NULL "
              "WHERE type = 2 AND id % 2 = 0 AND origin <> 3");
  office_sql (office,
              "UPDATE record SET push = 3, seq = 9000 + id WHERE type = 2 AND id % 11 = 0 "
              "AND remote_id IS NOT NULL");
  office_sql (office,
              "INSERT INTO pending (record, grp, base, seq, state, reason) SELECT id, 'state', "
              "'{\"state\":\"prospect\"}', 8000 + id, id % 3, 'why' FROM record "
              "WHERE type = 2 AND id % 4 = 0 AND remote_id IS NOT NULL");
  office_sql (office,
              "UPDATE record SET push = 2, seq = 7000 + id, parked = 'here' "
              "WHERE id IN (SELECT record FROM pending) AND push = 0");
  /* Creates that the CRM refused: as a whole, or a field of them. */
  office_sql (office,
              "UPDATE record SET parked = 'why' WHERE type = 2 AND push = 1 AND id % 3 = 0");
  office_sql (office,
              "INSERT INTO pending (record, grp, base, seq, state, reason) SELECT id, 'state', "
              "'{\"state\":null}', 8000 + id, 2, 'why' FROM record WHERE type = 2 AND push = 1 AND "
              "id % 5 < 3");
  office_sql (office,
              "INSERT INTO attempt (record, op, sent, seq) SELECT id, 2, '{}', 1 FROM record "
              "WHERE type = 2 AND id % 8 = 0 AND remote_id IS NOT NULL");
  return g_steal_pointer (&uid);
}

typedef struct
{
  GArray *ids;
  GArray *values;
} Edit;

static gboolean
job_each (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Edit *edit = data;
  g_autoptr (DyrSave) save = dyr_save_new (connection, DYR_SOURCE_PERSON, "edit", 0);

  for (guint i = 0; i < edit->ids->len; i++)
    if (!dyr_save_edit (save, g_array_index (edit->ids, gint64, i), edit->values, error))
      return FALSE;
  return dyr_save_finish (save, NULL, error);
}

/* The same edit on a copy of the store, record by record. */
static char *
facts_of_each (Office *office, GArray *ids, GArray *values)
{
  Office copy = { 0 };
  Edit edit = { ids, values };
  g_autoptr (GError) error = NULL;
  char *text;

  office_copy (office, &copy);
  dyr_database_write (copy.database, job_each, &edit, NULL, &error);
  g_assert_no_error (error);
  text = read_facts (&copy);
  office_tear_down (&copy, NULL);
  return text;
}

static void
bulk (Office *office, GArray *ids, GArray *values, DyrBulkResult *done)
{
  g_autoptr (GError) error = NULL;

  dyr_bulk_edit (office->database, &dyr_client_type, ids, values, NULL, NULL, NULL, done, &error);
  g_assert_no_error (error);
}

static void
assert_same_as_each (Office *office, GArray *values)
{
  g_autoptr (GArray) ids = all_ids (office, "client");
  g_autofree char *each = facts_of_each (office, ids, values);
  g_autofree char *sets = NULL;
  DyrBulkResult done;

  g_assert_true (dyr_bulk_write_fits (&dyr_client_type, values));
  bulk (office, ids, values, &done);
  sets = read_facts (office);
  g_assert_cmpstr (sets, ==, each);
  g_assert_cmpuint (done.n_changed, >, 0);
  g_assert_cmpuint (done.n_changed + done.n_same, ==, ids->len);
}

/* Into every state of the outbox, then back to what the CRM has. */
static void
test_same_as_each (Office *office, gconstpointer data)
{
  static const struct
  {
    const char *fields[3];
    const char *texts[3];
  } edits[] = {
    { { "state" }, { "suspended" } },
    { { "state" }, { "prospect" } },
    { { "city", "segment" }, { "Їжаківка", NULL } },
    { { "next-contact", "state", "description" }, { "2026-12-01", "active", "а\nб" } },
    { { "next-contact" }, { NULL } },
    { { "contact-rhythm-days", "country" }, { "14", "UA" } },
  };
  g_autofree char *uid = add_clients (office);

  for (guint i = 0; i < G_N_ELEMENTS (edits); i++)
    {
      g_autoptr (GArray) values = dyr_field_values_new ();

      for (guint j = 0; j < 3 && edits[i].fields[j] != NULL; j++)
        set_value (values, &dyr_client_type, edits[i].fields[j], edits[i].texts[j]);
      g_test_message ("edit %u", i);
      assert_same_as_each (office, values);
    }
  {
    g_autoptr (GArray) values = dyr_field_values_new ();

    set_value (values, &dyr_client_type, "responsible", uid);
    assert_same_as_each (office, values);
  }
}

/* Sets are saved one by one; the result is one action all the same. */
static void
test_sets (Office *office, gconstpointer data)
{
  g_autoptr (GArray) values = dyr_field_values_new (), ids = NULL;
  DyrBulkResult done;

  g_free (add_clients (office));
  ids = all_ids (office, "client");
  set_value (values, &dyr_client_type, "roles", "partner\nvenue");
  g_assert_false (dyr_bulk_write_fits (&dyr_client_type, values));
  bulk (office, ids, values, &done);
  g_assert_cmpuint (done.n_changed, ==, 24);
  g_assert_cmpint (done.action, ==, office_undo (office));
  office_assert (office, g_array_index (ids, gint64, 7), "roles", "partner\nvenue");
  bulk (office, ids, values, &done);
  g_assert_cmpuint (done.n_same, ==, 24);
  g_assert_cmpint (done.action, ==, 0);
}

static void
test_one_undo (Office *office, gconstpointer data)
{
  g_autoptr (GArray) values = dyr_field_values_new (), ids = NULL;
  g_autoptr (DyrUndoResult) undone = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL, *after = NULL;
  const char *states = "SELECT group_concat (state || coalesce (city, '-')) FROM client";
  DyrBulkResult done;

  g_free (add_clients (office));
  office_delete (office, office_number (office, "SELECT max (id) FROM client"));
  ids = all_ids (office, "client");
  before = office_text (office, states);
  set_value (values, &dyr_client_type, "state", "suspended");
  set_value (values, &dyr_client_type, "city", "Стрий");
  bulk (office, ids, values, &done);
  g_assert_cmpuint (done.n_changed, ==, 23);
  g_assert_cmpuint (done.n_gone, ==, 1);
  g_assert_false (done.stopped);
  g_assert_cmpint (office_undo (office), ==, done.action);
  undone = dyr_undo (office->database, done.action, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (undone->kept->len, ==, 0);
  after = office_text (office, states);
  g_assert_cmpstr (after, ==, before);
}

static void
test_refused (Office *office, gconstpointer data)
{
  static const struct
  {
    const char *field;
    const char *text;
  } wrong[] = { { "state", NULL }, { "standing", "lost" }, { "name", "Х" } };

  g_free (add_clients (office));
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GArray) values = dyr_field_values_new (), ids = all_ids (office, "client");
      g_autoptr (GError) error = NULL;
      DyrBulkResult done;

      set_value (values, &dyr_client_type, wrong[i].field, wrong[i].text);
      g_assert_false (dyr_bulk_edit (
          office->database, &dyr_client_type, ids, values, NULL, NULL, NULL, &done, &error));
      g_assert_error (error, DYR_ERROR, DYR_ERROR_REFUSED);
    }
}

/* In a thread, over several parts */

#define MANY 11000

static gboolean
job_many (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (DyrSave) save = dyr_save_new (connection, DYR_SOURCE_IMPORT, "import\tx.csv", 0);

  for (int i = 0; i < MANY; i++)
    {
      g_autofree DyrValue *values = g_new0 (DyrValue, DYR_CLIENT_N_FIELDS);
      gint64 id;

      dyr_value_set_text (&values[DYR_CLIENT_NAME], "Клієнт");
      dyr_value_set_text (&values[DYR_CLIENT_STATE], i % 2 == 0 ? "active" : "lost");
      if (!dyr_save_create (save, &dyr_client_type, NULL, DYR_ORIGIN_IMPORT, values, &id, error))
        return FALSE;
      for (guint j = 0; j < DYR_CLIENT_N_FIELDS; j++)
        dyr_value_clear (&values[j]);
    }
  return dyr_save_finish (save, NULL, error);
}

typedef struct
{
  GCancellable *cancellable;
  guint stop_at;
  guint n_steps;
  guint last;
  DyrBulkResult result;
  DyrBulkLook *look;
  gboolean done;
} Run;

static void
on_progress (guint n_done, guint n, gpointer data)
{
  Run *run = data;

  g_assert_cmpuint (n, ==, MANY);
  g_assert_cmpuint (n_done, >, run->last);
  run->last = n_done;
  run->n_steps++;
}

static void
on_edited (GObject *source, GAsyncResult *result, gpointer data)
{
  Run *run = data;
  g_autoptr (GError) error = NULL;

  dyr_bulk_edit_finish (DYR_STORE (source), result, &run->result, &error);
  g_assert_no_error (error);
  run->done = TRUE;
}

static void
on_previewed (GObject *source, GAsyncResult *result, gpointer data)
{
  Run *run = data;
  g_autoptr (GError) error = NULL;

  dyr_bulk_preview_finish (DYR_STORE (source), result, &run->result, &error);
  g_assert_no_error (error);
  run->done = TRUE;
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer data)
{
  Run *run = data;
  g_autoptr (GError) error = NULL;

  run->look = dyr_bulk_look_finish (DYR_STORE (source), result, &error);
  g_assert_no_error (error);
  run->done = TRUE;
}

static void
test_parts (Office *office, gconstpointer data)
{
  g_autoptr (DyrStore) store = NULL;
  g_autoptr (GArray) values = dyr_field_values_new (), ids = NULL;
  g_autoptr (GError) error = NULL;
  Run preview = { NULL }, run = { NULL };

  dyr_database_write (office->database, job_many, NULL, NULL, &error);
  g_assert_no_error (error);
  store = dyr_store_new (office->database);
  ids = all_ids (office, "client");
  set_value (values, &dyr_client_type, "state", "lost");
  dyr_bulk_preview_async (store, &dyr_client_type, ids, values, NULL, on_previewed, &preview);
  WAIT (preview.done);
  g_assert_cmpuint (preview.result.n_changed, ==, MANY / 2);
  g_assert_cmpuint (preview.result.n_same, ==, MANY / 2);
  dyr_bulk_edit_async (
      store, &dyr_client_type, ids, values, on_progress, &run, NULL, on_edited, &run);
  WAIT (run.done);
  g_assert_cmpuint (run.result.n_changed, ==, MANY / 2);
  g_assert_cmpuint (run.n_steps, >=, 2);
  g_assert_cmpint (
      office_number (office, "SELECT count (*) FROM client WHERE state = 'lost'"), ==, MANY);
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM action WHERE state = 0"), ==, 0);
}

/* Stopped before it began: nothing. Stopped by an error in the middle: what was done stays and can
 * be taken back. */
static void
test_stopped (Office *office, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GArray) values = dyr_field_values_new (), ids = NULL;
  g_autoptr (DyrUndoResult) undone = NULL;
  g_autoptr (GError) error = NULL;
  DyrBulkResult done;

  dyr_database_write (office->database, job_many, NULL, NULL, &error);
  g_assert_no_error (error);
  ids = all_ids (office, "client");
  set_value (values, &dyr_client_type, "state", "suspended");
  g_cancellable_cancel (cancellable);
  g_assert_true (dyr_bulk_edit (
      office->database, &dyr_client_type, ids, values, NULL, NULL, cancellable, &done, &error));
  g_assert_true (done.stopped);
  g_assert_cmpuint (done.n_changed, ==, 0);

  office_sql (office,
              "CREATE TRIGGER broken BEFORE UPDATE ON client WHEN old.id = (SELECT max (id) FROM "
              "client) BEGIN SELECT raise (ABORT, 'broken'); END");
  g_assert_false (dyr_bulk_edit (
      office->database, &dyr_client_type, ids, values, NULL, NULL, NULL, &done, &error));
  g_assert_nonnull (error);
  office_sql (office, "DROP TRIGGER broken");
  g_assert_cmpuint (done.n_changed, ==, 10000);
  g_assert_cmpint (
      office_number (office, "SELECT count (*) FROM client WHERE state = 'suspended'"), ==, 10000);
  g_assert_cmpint (office_undo (office), ==, done.action);
  g_clear_error (&error);
  undone = dyr_undo (office->database, done.action, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (
      office_number (office, "SELECT count (*) FROM client WHERE state = 'suspended'"), ==, 0);
}

static void
test_look (Office *office, gconstpointer data)
{
  g_autoptr (DyrStore) store = NULL;
  g_autoptr (GArray) ids = NULL;
  Run run = { NULL };

  office_add (office, &dyr_client_type, "name", "А", "city", "Львів", "segment", "с", NULL);
  office_add (office, &dyr_client_type, "name", "Б", "city", "Київ", "segment", "с", NULL);
  store = dyr_store_new (office->database);
  ids = all_ids (office, "client");
  dyr_bulk_look_async (store, &dyr_client_type, ids, NULL, on_looked, &run);
  WAIT (run.done);
  g_assert_cmpuint (run.look->n, ==, 2);
  g_assert_true (run.look->differing >> DYR_CLIENT_CITY & 1);
  g_assert_false (run.look->differing >> DYR_CLIENT_SEGMENT & 1);
  for (guint i = 0; i < run.look->values->len; i++)
    {
      const DyrFieldValue *value = &g_array_index (run.look->values, DyrFieldValue, i);

      if (value->field == DYR_CLIENT_SEGMENT)
        g_assert_cmpstr (dyr_value_text (&value->value), ==, "с");
      g_assert_cmpuint (value->field, !=, DYR_CLIENT_CITY);
    }
  dyr_bulk_look_free (run.look);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  CASE ("same-as-each", test_same_as_each);
  CASE ("sets", test_sets);
  CASE ("one-undo", test_one_undo);
  CASE ("refused", test_refused);
  CASE ("parts", test_parts);
  CASE ("stopped", test_stopped);
  CASE ("look", test_look);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Undo and redo: by new actions, only what still is what the action wrote, over restarts. */

#include "config.h"

#include <unistd.h>

#include "dyr-action.h"
#include "dyr-amendment.h"
#include "dyr-history.h"
#include "dyr-undo.h"
#include "store-test.h"

#define CASE(name, function)                                                                       \
  g_test_add ("/store/undo/" name, Office, NULL, office_set_up, function, office_tear_down)

static DyrUndoResult *
undo (Office *office, gint64 action)
{
  g_autoptr (GError) error = NULL;
  DyrUndoResult *result = dyr_undo (office->database, action, NULL, &error);

  g_assert_no_error (error);
  return result;
}

static void
test_edit (Office *office, gconstpointer data)
{
  gint64 id = office_add (office, &dyr_client_type, "name", "Ключ", NULL);
  gint64 action = office_set (office, id, "city", "Львів");
  g_autoptr (DyrUndoResult) result = undo (office, action);

  g_assert_cmpuint (result->n_undone, ==, 1);
  g_assert_cmpuint (result->kept->len, ==, 0);
  office_assert (office, id, "city", NULL);
}

static void
test_twice (Office *office, gconstpointer data)
{
  gint64 id = office_add (office, &dyr_client_type, "name", "Ключ", NULL);
  gint64 action = office_set (office, id, "city", "Львів");
  G_GNUC_UNUSED g_autoptr (DyrUndoResult) result = undo (office, action);
  g_autoptr (DyrUndoResult) none = NULL;
  g_autoptr (GError) error = NULL;

  none = dyr_undo (office->database, action, NULL, &error);
  g_assert_null (none);
  g_assert_error (error, DYR_ERROR, DYR_ERROR_REFUSED);
  g_clear_error (&error);
  none = dyr_undo (office->database, 4711, NULL, &error);
  g_assert_null (none);
  g_assert_error (error, DYR_ERROR, DYR_ERROR_NOT_FOUND);
}

static void
test_changed_since (Office *office, gconstpointer data)
{
  gint64 id = office_add (office, &dyr_client_type, "name", "Ключ", NULL);
  gint64 action = office_set (office, id, "city", "Львів");
  g_autoptr (DyrUndoResult) result = NULL;
  const DyrKept *kept;

  office_set (office, id, "city", "Стрий");
  result = undo (office, action);
  g_assert_cmpuint (result->n_undone, ==, 0);
  g_assert_cmpuint (result->kept->len, ==, 1);
  kept = g_ptr_array_index (result->kept, 0);
  g_assert_cmpstr (kept->field, ==, "city");
  g_assert_cmpint (kept->reason, ==, DYR_KEPT_CHANGED);
  office_assert (office, id, "city", "Стрий");
}

static void
test_creation (Office *office, gconstpointer data)
{
  gint64 plain = office_add (office, &dyr_client_type, "name", "Без змін", NULL);
  gint64 edited = office_add (office, &dyr_client_type, "name", "Зі змінами", NULL);
  g_autoptr (DyrUndoResult) gone = NULL, stays = NULL;
  g_autoptr (DyrRow) gone_row = NULL, stays_row = NULL;

  office_set (office, edited, "city", "Львів");
  gone = undo (office, 1);
  stays = undo (office, 2);
  gone_row = office_row (office, plain);
  stays_row = office_row (office, edited);
  g_assert_true (gone_row->deleted);
  /* Somebody worked on it since: it stays, and the person is told. */
  g_assert_false (stays_row->deleted);
  g_assert_cmpuint (stays->kept->len, ==, 1);
}

static void
test_deletion (Office *office, gconstpointer data)
{
  gint64 contract = office_add (office, &dyr_contract_type, "number", "1/26", NULL);
  g_autoptr (DyrRow) row = office_row (office, contract), contract_row = NULL, part_row = NULL;
  g_autofree char *uid = dyr_uid_to_text (&row->uid);
  gint64 part = office_add (office, &dyr_amendment_type, "contract", uid, "number", "1", NULL);
  g_autoptr (DyrUndoResult) result = undo (office, office_delete (office, contract));

  g_assert_cmpuint (result->n_undone, ==, 2);
  contract_row = office_row (office, contract);
  part_row = office_row (office, part);
  g_assert_false (contract_row->deleted);
  g_assert_false (part_row->deleted);
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM record WHERE push = 1"), ==, 1);
}

/* Undo, undo, redo, redo, over restarts, as a person presses the keys. */
static void
test_chain (Office *office, gconstpointer data)
{
  gint64 id = office_add (office, &dyr_client_type, "name", "Ключ", NULL);
  static const char *const cities[] = { "Львів", "Стрий", "Самбір" };

  for (guint i = 0; i < G_N_ELEMENTS (cities); i++)
    office_set (office, id, "city", cities[i]);
  for (int i = 2; i > 0; i--)
    {
      G_GNUC_UNUSED g_autoptr (DyrUndoResult) result = undo (office, office_undo (office));

      office_assert (office, id, "city", cities[i - 1]);
      office_reopen (office);
    }
  for (int i = 1; i < 3; i++)
    {
      G_GNUC_UNUSED g_autoptr (DyrUndoResult) result = undo (office, office_redo (office));

      office_assert (office, id, "city", cities[i]);
      office_reopen (office);
    }
  g_assert_cmpint (office_redo (office), ==, 0);
  {
    G_GNUC_UNUSED g_autoptr (DyrUndoResult) result = undo (office, office_undo (office));

    office_assert (office, id, "city", cities[1]);
    g_assert_cmpint (office_redo (office), !=, 0);
    /* A new edit: there is nothing to redo any more. */
    office_set (office, id, "city", "Броди");
    g_assert_cmpint (office_redo (office), ==, 0);
  }
}

typedef struct
{
  gint64 action;
  gint64 record;
  gint64 undo;
} Ask;

static gboolean
job_find_redo_of (DyrConnection *connection,
                  gpointer data,
                  GCancellable *cancellable,
                  GError **error)
{
  Ask *ask = data;

  if (ask->record != 0)
    return dyr_redo_find_for_record (connection, ask->record, &ask->undo, error);
  return dyr_redo_find_of (connection, ask->action, &ask->undo, error);
}

static gint64
redo_of (Office *office, gint64 action, GError **error)
{
  Ask ask = { .action = action };

  dyr_database_read (office->database, job_find_redo_of, &ask, NULL, error);
  return ask.undo;
}

static gint64
redo_for (Office *office, gint64 record)
{
  Ask ask = { .record = record };
  g_autoptr (GError) error = NULL;

  dyr_database_read (office->database, job_find_redo_of, &ask, NULL, &error);
  g_assert_no_error (error);
  return ask.undo;
}

/* Whatever was undone comes back, in any order, also after other work and a restart. */
static void
test_redo_anything (Office *office, gconstpointer data)
{
  gint64 id = office_add (office, &dyr_client_type, "name", "Ключ", NULL);
  gint64 other = office_add (office, &dyr_client_type, "name", "Замок", NULL);
  gint64 city = office_set (office, id, "city", "Львів");
  gint64 segment = office_set (office, id, "segment", "A");
  g_autoptr (DyrUndoResult) first = undo (office, city), second = undo (office, segment);
  g_autoptr (DyrUndoResult) back = NULL, kept = NULL, third = NULL;
  g_autoptr (GError) error = NULL;

  office_set (office, other, "city", "Стрий");
  office_reopen (office);
  g_assert_cmpint (office_redo (office), ==, 0);
  g_assert_cmpint (redo_of (office, city, &error), ==, first->action);
  g_assert_no_error (error);
  /* By the undo itself, too; of the record, the last that can. */
  g_assert_cmpint (redo_of (office, first->action, &error), ==, first->action);
  g_assert_cmpint (redo_for (office, id), ==, second->action);
  g_assert_cmpint (redo_for (office, other), ==, 0);
  back = undo (office, first->action);
  office_assert (office, id, "city", "Львів");
  office_assert (office, id, "segment", NULL);
  redo_of (office, city, &error);
  g_assert_error (error, DYR_ERROR, DYR_ERROR_REFUSED);
  g_clear_error (&error);
  redo_of (office, back->action, &error);
  g_assert_error (error, DYR_ERROR, DYR_ERROR_REFUSED);
  g_clear_error (&error);
  redo_of (office, 4711, &error);
  g_assert_error (error, DYR_ERROR, DYR_ERROR_NOT_FOUND);
  g_clear_error (&error);
  /* Changed since: told, not overwritten. */
  office_set (office, id, "segment", "B");
  kept = undo (office, redo_of (office, segment, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (kept->kept->len, ==, 1);
  office_assert (office, id, "segment", "B");
  /* What stands again can be undone again. */
  third = undo (office, city);
  office_assert (office, id, "city", NULL);
  g_assert_cmpint (redo_of (office, city, &error), ==, third->action);
}

#define MANY 6001

static gboolean
job_many (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (DyrSave) save = dyr_save_new (connection, DYR_SOURCE_IMPORT, "import\tx.csv", 0);

  dyr_save_set_long (save);
  for (int i = 0; i < MANY; i++)
    {
      g_autofree DyrValue *values = g_new0 (DyrValue, DYR_CLIENT_N_FIELDS);
      g_autofree char *name = g_strdup_printf ("Клієнт %d", i);
      gint64 id;

      dyr_value_set_text (&values[DYR_CLIENT_NAME], name);
      if (!dyr_save_create (save, &dyr_client_type, NULL, DYR_ORIGIN_IMPORT, values, &id, error))
        return FALSE;
      for (guint j = 0; j < DYR_CLIENT_N_FIELDS; j++)
        dyr_value_clear (&values[j]);
    }
  return dyr_save_finish (save, data, error)
         && dyr_save_finish_long (connection, *(gint64 *) data, error);
}

static void
test_import (Office *office, gconstpointer data)
{
  g_autoptr (DyrUndoResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 action;

  dyr_database_write (office->database, job_many, &action, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (
      office_number (office, "SELECT count (*) FROM client WHERE listed = 1"), ==, MANY);
  result = undo (office, action);
  g_assert_cmpuint (result->n_undone, ==, MANY);
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM client WHERE listed = 1"), ==, 0);
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM record WHERE push <> 0"), ==, 0);
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM action WHERE state <> 1"), ==, 0);
}

/* As if the process that runs it had been killed: no process has this number. */
static void
lose_process (Office *office, gint64 action)
{
  g_autofree char *sql = g_strdup_printf (
      "UPDATE action SET state = 0 WHERE id = %" G_GINT64_FORMAT
      "; INSERT OR REPLACE INTO meta VALUES ('running-%" G_GINT64_FORMAT "', '4194305')",
      action,
      action);
  g_autoptr (GError) error = NULL;

  office_sql (office, sql);
  dyr_undo_mark_interrupted (office->database, NULL, &error);
  g_assert_no_error (error);
}

static void
test_interrupted (Office *office, gconstpointer data)
{
  g_autoptr (DyrUndoResult) result = NULL;
  gint64 id = office_add (office, &dyr_client_type, "name", "Ключ", NULL);
  g_autoptr (DyrRow) row = NULL;

  lose_process (office, 1);
  g_assert_cmpint (office_number (office, "SELECT state FROM action"), ==, DYR_ACTION_INTERRUPTED);
  g_assert_cmpint (
      office_number (office, "SELECT count (*) FROM meta WHERE key LIKE 'running-%'"), ==, 0);
  result = undo (office, office_undo (office));
  row = office_row (office, id);
  g_assert_true (row->deleted);
  /* What was never whole is not brought back. */
  g_assert_cmpint (office_redo (office), ==, 0);
}

/* An action that runs somewhere is left alone. */
static void
test_running (Office *office, gconstpointer data)
{
  g_autofree char *sql = g_strdup_printf (
      "UPDATE action SET state = 0; INSERT INTO meta VALUES ('running-1', '%d')", (int) getpid ());
  g_autoptr (DyrUndoResult) none = NULL;
  g_autoptr (GError) error = NULL;

  office_add (office, &dyr_client_type, "name", "Ключ", NULL);
  office_sql (office, sql);
  dyr_undo_mark_interrupted (office->database, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (office_number (office, "SELECT state FROM action"), ==, DYR_ACTION_RUNNING);
  g_assert_cmpint (office_undo (office), ==, 0);
  none = dyr_undo (office->database, 1, NULL, &error);
  g_assert_error (error, DYR_ERROR, DYR_ERROR_REFUSED);
}

static gint64
count_listed (Office *office)
{
  return office_number (office, "SELECT count (*) FROM client WHERE listed = 1");
}

/* An undo of thousands that stops in the middle: what is left is taken back by the next one. */
static void
test_broken_off (Office *office, gconstpointer data)
{
  g_autoptr (DyrUndoResult) none = NULL, rest = NULL, redone = NULL;
  g_autoptr (GError) error = NULL;
  gint64 action;

  dyr_database_write (office->database, job_many, &action, NULL, &error);
  g_assert_no_error (error);
  /* Below the changes of the first transaction. */
  office_sql (office,
              "CREATE TRIGGER stop BEFORE UPDATE OF deleted_at ON record WHEN NEW.id = 9 "
              "BEGIN SELECT RAISE (ABORT, 'stop'); END");
  none = dyr_undo (office->database, action, NULL, &error);
  g_assert_error (error, DYR_ERROR, DYR_ERROR_FAILED);
  g_assert_null (none);
  g_clear_error (&error);
  office_sql (office, "DROP TRIGGER stop");
  g_assert_cmpint (count_listed (office), ==, MANY - 5000);
  g_assert_cmpint (office_number (office, "SELECT state FROM action WHERE undoes IS NOT NULL"),
                   ==,
                   DYR_ACTION_STOPPED);
  g_assert_cmpint (office_redo (office), ==, 0);
  g_assert_cmpint (office_undo (office), ==, action);
  /* It does not matter how it stopped. */
  lose_process (office, 2);
  office_reopen (office);
  g_assert_cmpint (office_redo (office), ==, 0);
  redo_of (office, action, &error);
  g_assert_error (error, DYR_ERROR, DYR_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_cmpint (office_undo (office), ==, action);
  rest = undo (office, action);
  g_assert_cmpuint (rest->n_undone, ==, MANY - 5000);
  g_assert_cmpuint (rest->kept->len, ==, 0);
  g_assert_cmpint (count_listed (office), ==, 0);
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM action WHERE state <> 1"), ==, 0);
  g_assert_cmpint (office_undo (office), ==, 0);
  /* Now it is whole, and comes back whole. */
  redone = undo (office, office_redo (office));
  g_assert_cmpuint (redone->n_undone, ==, MANY);
  g_assert_cmpint (count_listed (office), ==, MANY);
}

static gboolean
job_two_cities (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (DyrSave) save = dyr_save_new (connection, DYR_SOURCE_IMPORT, "import\tx.csv", 0);

  for (gint64 id = 1; id <= 2; id++)
    {
      g_autoptr (GArray) values = dyr_field_values_new ();

      dyr_value_set_text (dyr_field_values_add (values, DYR_CLIENT_CITY), "Львів");
      if (!dyr_save_edit (save, id, values, error))
        return FALSE;
    }
  return dyr_save_finish (save, data, error);
}

/* Fields that were put back already are no changes that somebody made since. */
static void
test_broken_off_fields (Office *office, gconstpointer data)
{
  gint64 first = office_add (office, &dyr_client_type, "name", "Ключ", NULL);
  gint64 second = office_add (office, &dyr_client_type, "name", "Замок", NULL), action;
  g_autoptr (DyrUndoResult) part = NULL, rest = NULL;
  g_autoptr (GError) error = NULL;

  dyr_database_write (office->database, job_two_cities, &action, NULL, &error);
  g_assert_no_error (error);
  part = undo (office, action);
  /* As if the undo had not come to the first client. */
  office_set (office, first, "city", "Львів");
  lose_process (office, part->action);
  rest = undo (office, action);
  g_assert_cmpint (rest->action, ==, part->action);
  g_assert_cmpuint (rest->n_undone, ==, 1);
  g_assert_cmpuint (rest->kept->len, ==, 0);
  office_assert (office, first, "city", NULL);
  office_assert (office, second, "city", NULL);
}

/* A redo that stops is gone on with, or taken back with what it brings back. */
static void
test_broken_off_redo (Office *office, gconstpointer data)
{
  gint64 id = office_add (office, &dyr_client_type, "name", "Ключ", NULL);
  gint64 action = office_set (office, id, "city", "Львів");
  G_GNUC_UNUSED g_autoptr (DyrUndoResult) undone = undo (office, action);
  g_autoptr (DyrUndoResult) redone = undo (office, office_redo (office));
  g_autoptr (DyrUndoResult) again = NULL;

  lose_process (office, redone->action);
  g_assert_cmpint (office_redo (office), ==, undone->action);
  again = undo (office, office_undo (office));
  office_assert (office, id, "city", NULL);
  g_assert_cmpint (again->action, !=, redone->action);
}

static gboolean
job_history (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  GPtrArray **entries = data;

  *entries = dyr_history_of_action (connection, 2, 8, error);
  return *entries != NULL;
}

static char *
show (const DyrRecordType *type, guint field, const DyrValue *value, gpointer data)
{
  return dyr_field_to_text (&type->fields[field], value);
}

static void
test_title (Office *office, gconstpointer data)
{
  gint64 id = office_add (office, &dyr_delivery_type, "number", "118", NULL);
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *title = NULL;

  office_set (office, id, "agreed-on", "2026-11-24");
  dyr_database_read (office->database, job_history, &entries, NULL, &error);
  g_assert_no_error (error);
  title = dyr_history_action_title (entries, show, NULL);
  g_assert_cmpstr (title, ==, "Agreed date → 2026-11-24");
}

/* A linked record has another uid since (sync learned it): it is still the one that was meant,
 * alone and among others, by what undo sets and by what it compares. */
static void
test_renamed (Office *office, gconstpointer data)
{
  gint64 one = office_add (office, &dyr_user_type, "name", "Леся", NULL);
  gint64 other = office_add (office, &dyr_user_type, "name", "Іван", NULL);
  gint64 person = office_add (office, &dyr_person_type, "last-name", "Мельник", NULL);
  gint64 client = office_add (office, &dyr_client_type, "name", "Ключ", NULL);
  gint64 meeting = office_add (office, &dyr_presentation_type, "title", "Показ", NULL);
  g_autofree char *uid = office_uid (office, one);
  g_autofree char *second = office_uid (office, other);
  g_autofree char *third = office_uid (office, person);
  gint64 to_one = office_set (office, client, "responsible", uid);
  gint64 to_other = office_set (office, client, "responsible", second);
  gint64 joined = office_set (office, meeting, "participants", third);
  g_autoptr (DyrUndoResult) first = NULL, then = NULL, last = NULL;

  office_sql (office,
              "INSERT INTO alias (uid, record) SELECT uid, id FROM record WHERE type IN "
              "(SELECT type FROM record WHERE title IN ('Леся', 'Мельник'))");
  office_sql (office,
              "UPDATE record SET uid = randomblob (16) WHERE id IN (SELECT record FROM alias)");
  office_sql (office,
              "UPDATE member SET item = (SELECT lower (substr (hex (uid), 1, 8) || '-' || "
              "substr (hex (uid), 9, 4) || '-' || substr (hex (uid), 13, 4) || '-' || "
              "substr (hex (uid), 17, 4) || '-' || substr (hex (uid), 21)) FROM record WHERE id = "
              "target) WHERE target IS NOT NULL");
  first = undo (office, to_other);
  g_assert_cmpuint (first->n_undone, ==, 1);
  g_assert_cmpint (office_number (office, "SELECT responsible FROM client"), ==, one);
  then = undo (office, to_one);
  g_assert_cmpuint (then->kept->len, ==, 0);
  office_assert (office, client, "responsible", NULL);
  last = undo (office, joined);
  g_assert_cmpuint (last->kept->len, ==, 0);
  office_assert (office, meeting, "participants", NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  CASE ("edit", test_edit);
  CASE ("twice", test_twice);
  CASE ("renamed", test_renamed);
  CASE ("changed-since", test_changed_since);
  CASE ("creation", test_creation);
  CASE ("deletion", test_deletion);
  CASE ("chain", test_chain);
  CASE ("redo-anything", test_redo_anything);
  CASE ("import", test_import);
  CASE ("interrupted", test_interrupted);
  CASE ("running", test_running);
  CASE ("broken-off", test_broken_off);
  CASE ("broken-off-fields", test_broken_off_fields);
  CASE ("broken-off-redo", test_broken_off_redo);
  CASE ("title", test_title);
  return g_test_run ();
}

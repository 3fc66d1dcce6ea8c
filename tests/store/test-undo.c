/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Undo and redo: by new actions, only what still is what the action wrote, over restarts. */

#include "config.h"

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

static gboolean
job_find_undo (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return dyr_undo_find (connection, data, error);
}

static gboolean
job_find_redo (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return dyr_redo_find (connection, data, error);
}

static gint64
find (Office *office, DyrJob job)
{
  g_autoptr (GError) error = NULL;
  gint64 action = -1;

  dyr_database_read (office->database, job, &action, NULL, &error);
  g_assert_no_error (error);
  return action;
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
      G_GNUC_UNUSED g_autoptr (DyrUndoResult) result = undo (office, find (office, job_find_undo));

      office_assert (office, id, "city", cities[i - 1]);
      office_reopen (office);
    }
  for (int i = 1; i < 3; i++)
    {
      G_GNUC_UNUSED g_autoptr (DyrUndoResult) result = undo (office, find (office, job_find_redo));

      office_assert (office, id, "city", cities[i]);
      office_reopen (office);
    }
  g_assert_cmpint (find (office, job_find_redo), ==, 0);
  {
    G_GNUC_UNUSED g_autoptr (DyrUndoResult) result = undo (office, find (office, job_find_undo));

    office_assert (office, id, "city", cities[1]);
    g_assert_cmpint (find (office, job_find_redo), !=, 0);
    /* A new edit: there is nothing to redo any more. */
    office_set (office, id, "city", "Броди");
    g_assert_cmpint (find (office, job_find_redo), ==, 0);
  }
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

static void
test_interrupted (Office *office, gconstpointer data)
{
  g_autoptr (DyrUndoResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = office_add (office, &dyr_client_type, "name", "Ключ", NULL);
  g_autoptr (DyrRow) row = NULL;

  /* As if the process that ran it had been killed: no process has this number. */
  office_sql (office,
              "UPDATE action SET state = 0; INSERT INTO meta VALUES ('running-1', '4194305')");
  dyr_database_write (office->database, dyr_undo_job_mark_interrupted, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (office_number (office, "SELECT state FROM action"), ==, 2);
  result = undo (office, 1);
  row = office_row (office, id);
  g_assert_true (row->deleted);
  office_sql (office, "UPDATE action SET state = 1");
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  CASE ("edit", test_edit);
  CASE ("twice", test_twice);
  CASE ("changed-since", test_changed_since);
  CASE ("creation", test_creation);
  CASE ("deletion", test_deletion);
  CASE ("chain", test_chain);
  CASE ("import", test_import);
  CASE ("interrupted", test_interrupted);
  CASE ("title", test_title);
  return g_test_run ();
}

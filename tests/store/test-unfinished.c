/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What was broken off is told at every start, until it is taken back, gone on with or let stand. */

#include "config.h"

#include "dyr-action.h"
#include "dyr-status.h"
#include "dyr-undo.h"
#include "dyr-unfinished.h"
#include "store-test.h"

#define CASE(name, function)                                                                       \
  g_test_add ("/store/unfinished/" name, Office, NULL, office_set_up, function, office_tear_down)

static gboolean
job_import (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (DyrSave) save = dyr_save_new (connection, DYR_SOURCE_IMPORT, data, 0);
  g_autoptr (GArray) values = dyr_field_values_new ();

  dyr_value_set_text (dyr_field_values_add (values, DYR_CLIENT_CITY), "Львів");
  return dyr_save_edit (save, 1, values, error) && dyr_save_finish (save, NULL, error);
}

/* An import that says of client 1 that it is in Lviv; its action. */
static gint64
import (Office *office, const char *title)
{
  g_autoptr (GError) error = NULL;

  dyr_database_write (office->database, job_import, (gpointer) title, NULL, &error);
  g_assert_no_error (error);
  return office_number (office, "SELECT max (id) FROM action");
}

static void
set_state (Office *office, gint64 action, DyrActionState state)
{
  g_autofree char *sql = g_strdup_printf (
      "UPDATE action SET state = %d WHERE id = %" G_GINT64_FORMAT, (int) state, action);

  office_sql (office, sql);
}

static GPtrArray *
list (Office *office)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrStatus) status = NULL;
  GPtrArray *unfinished = NULL;

  dyr_database_read (office->database, dyr_unfinished_job_list, &unfinished, NULL, &error);
  g_assert_no_error (error);
  dyr_database_read (office->database, dyr_status_job, &status, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status->interrupted, ==, unfinished->len);
  return unfinished;
}

static void
assert_none (Office *office)
{
  g_autoptr (GPtrArray) unfinished = list (office);

  g_assert_cmpuint (unfinished->len, ==, 0);
}

static void
assert_one (Office *office, gint64 action, const char *title, gboolean is_import, gboolean is_undo)
{
  g_autoptr (GPtrArray) unfinished = list (office);
  const DyrUnfinished *only;

  g_assert_cmpuint (unfinished->len, ==, 1);
  only = g_ptr_array_index (unfinished, 0);
  g_assert_cmpint (only->action, ==, action);
  g_assert_cmpstr (only->title, ==, title);
  g_assert_true (only->type == &dyr_client_type);
  g_assert_cmpint (only->is_import, ==, is_import);
  g_assert_cmpint (only->is_undo, ==, is_undo);
}

static gboolean
keep (Office *office, gint64 action, GError **error)
{
  return dyr_database_write (office->database, dyr_unfinished_job_keep, &action, NULL, error);
}

static void
assert_keep (Office *office, gint64 action)
{
  g_autoptr (GError) error = NULL;

  keep (office, action, &error);
  g_assert_no_error (error);
}

static gint64
undo (Office *office, gint64 action)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrUndoResult) result = dyr_undo (office->database, action, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (result->kept->len, ==, 0);
  return result->action;
}

static void
test_every_start (Office *office, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 action;

  office_add (office, &dyr_client_type, "name", "Ключ", NULL);
  assert_none (office);
  action = import (office, "import\tlist.csv");
  set_state (office, action, DYR_ACTION_RUNNING);
  assert_none (office);
  dyr_undo_mark_interrupted (office->database, NULL, &error);
  g_assert_no_error (error);
  for (int i = 0; i < 3; i++)
    {
      assert_one (office, action, "Import of list.csv", TRUE, FALSE);
      office_reopen (office);
    }
  undo (office, action);
  assert_none (office);
}

static void
test_others (Office *office, gconstpointer data)
{
  gint64 first = office_add (office, &dyr_client_type, "name", "Ключ", NULL);
  gint64 action = office_set (office, first, "city", "Львів"), other;
  g_autoptr (GPtrArray) both = NULL;

  set_state (office, action, DYR_ACTION_STOPPED);
  assert_none (office);
  set_state (office, action, DYR_ACTION_INTERRUPTED);
  assert_one (office, action, "City → Львів", FALSE, FALSE);
  /* The oldest first. */
  other = office_set (office, first, "city", "Київ");
  set_state (office, other, DYR_ACTION_INTERRUPTED);
  both = list (office);
  g_assert_cmpuint (both->len, ==, 2);
  g_assert_cmpint (((DyrUnfinished *) both->pdata[0])->action, ==, action);
  g_assert_cmpint (((DyrUnfinished *) both->pdata[1])->action, ==, other);
  /* Cut off before its first change it left nothing to decide about. */
  office_sql (office, "DELETE FROM change");
  assert_none (office);
}

static void
test_keep (Office *office, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 action;

  office_add (office, &dyr_client_type, "name", "Ключ", NULL);
  action = import (office, "import\tlist.csv");
  g_assert_false (keep (office, action, &error));
  g_assert_error (error, DYR_ERROR, DYR_ERROR_REFUSED);
  set_state (office, action, DYR_ACTION_INTERRUPTED);
  assert_keep (office, action);
  assert_none (office);
  office_reopen (office);
  assert_none (office);
  office_check (office);
  office_assert (office, 1, "city", "Львів");
  /* It is in the history like any other. */
  g_assert_cmpint (office_undo (office), ==, action);
  undo (office, action);
  office_assert (office, 1, "city", NULL);
}

static void
test_undo (Office *office, gconstpointer data)
{
  gint64 action, by;

  office_add (office, &dyr_client_type, "name", "Ключ", NULL);
  action = import (office, "import\tlist.csv");
  by = undo (office, action);
  set_state (office, by, DYR_ACTION_INTERRUPTED);
  assert_one (office, action, "Import of list.csv", TRUE, TRUE);
  /* Both were cut off: it is one thing to decide about. */
  set_state (office, action, DYR_ACTION_INTERRUPTED);
  assert_one (office, action, "Import of list.csv", TRUE, TRUE);
  /* The undo was stopped, or failed: half of the import is still there. */
  set_state (office, by, DYR_ACTION_STOPPED);
  assert_one (office, action, "Import of list.csv", TRUE, FALSE);
  set_state (office, by, DYR_ACTION_INTERRUPTED);
  assert_keep (office, action);
  assert_none (office);
  g_assert_cmpint (office_undo (office), ==, action);
}

static void
test_redo (Office *office, gconstpointer data)
{
  gint64 id = office_add (office, &dyr_client_type, "name", "Ключ", NULL);
  gint64 action = import (office, "import\tlist.csv"), redo;

  undo (office, action);
  redo = undo (office, office_redo (office));
  set_state (office, redo, DYR_ACTION_INTERRUPTED);
  assert_one (office, action, "Import of list.csv", TRUE, FALSE);
  /* As if the redo had not come that far: nobody changed it since, so nothing is kept. */
  office_set (office, id, "city", NULL);
  undo (office, action);
  assert_none (office);
  office_assert (office, id, "city", NULL);
  redo = undo (office, office_redo (office));
  set_state (office, redo, DYR_ACTION_INTERRUPTED);
  assert_keep (office, action);
  assert_none (office);
}

static void
test_import_again (Office *office, gconstpointer data)
{
  gint64 id = office_add (office, &dyr_client_type, "name", "Ключ", NULL);
  gint64 action = import (office, "import\tlist.csv"), again;

  set_state (office, action, DYR_ACTION_INTERRUPTED);
  office_set (office, id, "city", "Київ");
  import (office, "import\tother.csv");
  assert_one (office, action, "Import of list.csv", TRUE, FALSE);
  office_set (office, id, "city", "Київ");
  again = import (office, "import\tlist.csv");
  assert_none (office);
  office_check (office);
  /* What took its place is gone, or was cut off as well. */
  undo (office, again);
  assert_one (office, action, "Import of list.csv", TRUE, FALSE);
  assert_keep (office, action);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  CASE ("every-start", test_every_start);
  CASE ("others", test_others);
  CASE ("keep", test_keep);
  CASE ("undo", test_undo);
  CASE ("redo", test_redo);
  CASE ("import-again", test_import_again);
  return g_test_run ();
}

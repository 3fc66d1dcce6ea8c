/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Imports taken back and brought here again by sets come to what change by change comes to, on
 * random imports: records with parts and without, new ones and known ones, whatever happened to
 * them since. */

#include "config.h"

#include <sqlite3.h>

#include "dyr-amendment.h"
#include "dyr-delivery-line.h"
#include "dyr-file.h"
#include "dyr-note.h"
#include "dyr-undo-private.h"
#include "dyr-unfinished.h"
#include "store-test.h"
#include "undo-compare.h"

#define CASE(name, function)                                                                       \
  g_test_add ("/store/undo-imports/" name, Office, NULL, office_set_up, function, office_tear_down)

static gboolean
once_in (int n)
{
  return g_test_rand_int_range (0, n) == 0;
}

/* Within a job */

typedef struct
{
  const char *field;
  const char *text;
} Pair;

static gboolean
create (DyrSave *save,
        const DyrRecordType *type,
        DyrOrigin origin,
        const Pair *pairs,
        gint64 *id,
        GError **error)
{
  g_autofree DyrValue *values = g_new0 (DyrValue, type->n_fields);
  gboolean done = TRUE;

  for (guint i = 0; done && pairs[i].field != NULL; i++)
    {
      int field = dyr_record_type_find (type, pairs[i].field);

      g_assert_cmpint (field, >=, 0);
      done = dyr_field_from_text (&type->fields[field], pairs[i].text, &values[field], error);
    }
  done = done && dyr_save_create (save, type, NULL, origin, values, id, error);
  for (guint i = 0; i < type->n_fields; i++)
    dyr_value_clear (&values[i]);
  return done;
}

static gboolean
edit (DyrConnection *connection,
      DyrSave *save,
      gint64 id,
      const char *field,
      const char *text,
      GError **error)
{
  g_autoptr (DyrRow) row = dyr_row_read (connection, id, error);
  g_autoptr (GArray) values = dyr_field_values_new ();
  int index;

  if (row == NULL || row->deleted)
    return row != NULL;
  index = dyr_record_type_find (row->type, field);
  g_assert_cmpint (index, >=, 0);
  return dyr_field_from_text (
             &row->type->fields[index], text, dyr_field_values_add (values, (guint) index), error)
         && dyr_save_edit_row (save, row, values, error);
}

/* The id of some record of the table, 0 for none. */
static gint64
pick (DyrConnection *connection, const char *table)
{
  g_autofree char *sql
      = g_strdup_printf ("SELECT id FROM \"%s\" ORDER BY abs (random ()) LIMIT 1", table);
  gint64 id;

  return dyr_connection_number (connection, NULL, 0, &id, sql, "") ? id : 0;
}

static char *
uid_of (DyrConnection *connection, gint64 id)
{
  g_autoptr (DyrStatement) query
      = dyr_connection_query (connection, NULL, "SELECT uid FROM record WHERE id = ?", "i", id);
  DyrUid uid;

  if (id == 0 || query == NULL || !dyr_statement_step (query, NULL)
      || !dyr_statement_uid (query, 0, &uid))
    return NULL;
  return dyr_uid_to_text (&uid);
}

static char *
pick_uid (DyrConnection *connection, const char *table)
{
  return uid_of (connection, pick (connection, table));
}

/* A new record of some type; parts and what links to others, too. */
static gboolean
make (DyrConnection *connection, DyrSave *save, DyrOrigin origin, GError **error)
{
  g_autofree char *client = pick_uid (connection, "client");
  g_autofree char *contract = pick_uid (connection, "contract");
  g_autofree char *delivery = pick_uid (connection, "delivery");
  g_autofree char *name = g_strdup_printf ("Номер %d", g_test_rand_int_range (0, 1000));
  /* Without a name it is not complete: nothing goes to the CRM. */
  const Pair clients[] = { { "city", "Львів" },
                           { once_in (6) ? "segment" : "name", name },
                           { once_in (3) ? "phones" : "description", "+380671122233" },
                           { NULL, NULL } };
  const Pair contracts[] = { { "number", name }, { "client", client }, { NULL, NULL } };
  const Pair amendments[] = { { "number", name }, { "contract", contract }, { NULL, NULL } };
  const Pair deliveries[]
      = { { "number", name }, { "client", client }, { "contract", contract }, { NULL, NULL } };
  const Pair lines[] = { { "name", name }, { "delivery", delivery }, { NULL, NULL } };
  const Pair notes[]
      = { { "text", name }, { "about", once_in (2) ? client : contract }, { NULL, NULL } };
  gint64 id;

  switch (g_test_rand_int_range (0, 10))
    {
    case 0:
      return create (save, &dyr_contract_type, origin, contracts, &id, error);
    case 1:
      return contract == NULL || create (save, &dyr_amendment_type, origin, amendments, &id, error);
    case 2:
      return create (save, &dyr_delivery_type, origin, deliveries, &id, error);
    case 3:
      return delivery == NULL || create (save, &dyr_delivery_line_type, origin, lines, &id, error);
    case 4:
      return create (save, &dyr_note_type, origin, notes, &id, error);
    default:
      return create (save, &dyr_client_type, origin, clients, &id, error);
    }
}

/* A file of some record, which goes along with it and is none of the CRM's. */
static gboolean
attach (DyrConnection *connection, DyrSave *save, GError **error)
{
  g_autofree char *about = pick_uid (connection, once_in (2) ? "client" : "contract");
  const Pair pairs[] = {
    { "about", about }, { "name", "a.txt" }, { "size", "3" }, { "checksum", "abc" }, { NULL, NULL }
  };
  gint64 id;

  return create (save, &dyr_file_type, DYR_ORIGIN_PERSON, pairs, &id, error);
}

static gboolean
change (DyrConnection *connection, DyrSave *save, GError **error)
{
  g_autofree char *contract = NULL;
  g_autofree char *text = g_strdup_printf ("Інше %d", g_test_rand_int_range (0, 5));

  switch (g_test_rand_int_range (0, 6))
    {
    case 0:
      return edit (connection, save, pick (connection, "client"), "name", text, error);
    case 1:
      return edit (connection, save, pick (connection, "client"), "phones", "+380442223344", error);
    case 2:
      contract = pick_uid (connection, "contract");
      /* Parts go from one record to another. */
      return !once_in (4) || pick (connection, "amendment") == 0
             || edit (
                 connection, save, pick (connection, "amendment"), "contract", contract, error);
    case 3:
      return edit (connection, save, pick (connection, "client"), "segment", text, error);
    default:
      return edit (connection, save, pick (connection, "client"), "city", text, error);
    }
}

/* Days */

typedef struct
{
  DyrSource source;
  guint n;
  int one_makes;   /* … in so many steps is a new record, one … */
  int one_deletes; /* … deletes or brings back; 0: none */
  gint64 action;
} Day;

static gboolean
step (DyrConnection *connection, DyrSave *save, const Day *day, GError **error)
{
  static const char *const tables[]
      = { "client", "contract", "amendment", "delivery", "delivery_line", "note" };
  gint64 id = pick (connection, tables[g_test_rand_int_range (0, G_N_ELEMENTS (tables))]);

  if (once_in (day->one_makes))
    return make (connection,
                 save,
                 day->source == DYR_SOURCE_IMPORT ? DYR_ORIGIN_IMPORT : DYR_ORIGIN_PERSON,
                 error);
  if (day->one_deletes == 0 || id == 0 || !once_in (day->one_deletes))
    return change (connection, save, error);
  return once_in (3) ? dyr_save_restore (save, id, error) : dyr_save_delete (save, id, error);
}

static gboolean
job_day (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Day *day = data;
  const char *title = day->source == DYR_SOURCE_IMPORT ? "import\tx.csv" : "edit";
  g_autoptr (DyrSave) save = dyr_save_new (connection, day->source, title, 0);

  for (guint i = 0; i < day->n; i++)
    if (!step (connection, save, day, error))
      return FALSE;
  if (day->source == DYR_SOURCE_PERSON && !attach (connection, save, error))
    return FALSE;
  return dyr_save_finish (save, &day->action, error);
}

static gint64
run_day (Office *office, DyrSource source, guint n, int one_makes, int one_deletes)
{
  Day day = { .source = source, .n = n, .one_makes = one_makes, .one_deletes = one_deletes };
  g_autoptr (GError) error = NULL;

  dyr_database_write (office->database, job_day, &day, NULL, &error);
  g_assert_no_error (error);
  return day.action;
}

/* What sync does to records that wait, as far as undo can see it. */
static void
random_sync (Office *office)
{
  office_sql (
      office,
      "UPDATE record SET remote_id = 'r' || id, push = 0, seq = NULL WHERE push = 1 "
      "AND origin <> 3 AND abs (random ()) % 2 = 0; "
      "UPDATE record SET tries = 1, parked = 'why' WHERE push = 1 AND abs (random ()) % 5 = 0; "
      "DELETE FROM pending WHERE abs (random ()) % 2 = 0; "
      "INSERT INTO pending (record, grp, seq, theirs) SELECT id, '', 9000 + id, "
      "CASE abs (random ()) % 4 WHEN 0 THEN 'deleted' WHEN 1 THEN 'changed' WHEN 2 THEN 'hidden' "
      "ELSE 'duplicate' || char (9) || 'x' END FROM record "
      "WHERE remote_id IS NOT NULL AND abs (random ()) % 6 = 0 ON CONFLICT DO NOTHING; "
      "INSERT INTO attempt (record, op, sent, seq) SELECT id, 2, '{}', 1 FROM record "
      "WHERE type <> 12 AND origin <> 3 AND abs (random ()) % 9 = 0 ON CONFLICT DO NOTHING; "
      "UPDATE record SET reach = 2 WHERE remote_id IS NOT NULL AND abs (random ()) % 12 = 0; "
      "UPDATE record SET push = 2, seq = 1000000 + id WHERE push = 0 "
      "AND id IN (SELECT record FROM pending)");
  for (int i = 0; dyr_record_types[i] != NULL; i++)
    {
      g_autofree char *sql = g_strdup_printf (
          "UPDATE \"%s\" SET listed = 0 WHERE id IN (SELECT id FROM record WHERE reach = 2)",
          dyr_record_types[i]->table);

      office_sql (office, sql);
    }
}

/* The files are in no folder: what a check would miss. */
static void
forget_files (Office *office)
{
  office_sql (office,
              "UPDATE file SET listed = 0; UPDATE record SET deleted_at = 1 WHERE type = 12");
}

static void
run_random (Office *office)
{
  Office copy = { 0 };
  gint64 action, undone, redone;
  guint n_kept = 0;

  run_day (office, DYR_SOURCE_PERSON, 60, 1, 0);
  random_sync (office);
  /* A short import may have nothing to change. */
  do
    action = run_day (office,
                      DYR_SOURCE_IMPORT,
                      once_in (3) ? (guint) g_test_rand_int_range (1, 16) : 400,
                      once_in (2) ? 1 : 2,
                      once_in (2) ? 8 : 0);
  while (action == 0);
  for (int i = g_test_rand_int_range (0, 3); i > 0; i--)
    {
      run_day (office, DYR_SOURCE_PERSON, (guint) g_test_rand_int_range (1, 60), 3, 3);
      random_sync (office);
    }
  if (once_in (2))
    office_catch_up (office, 1000);
  office_copy (office, &copy);
  undone = undo_compare (office, &copy, action, &n_kept);
  if (once_in (2))
    {
      run_day (office, DYR_SOURCE_PERSON, 10, 3, 3);
      random_sync (office);
      forget_files (&copy);
      office_tear_down (&copy, NULL);
      office_copy (office, &copy);
    }
  redone = undo_compare (office, &copy, undone, &n_kept);
  undo_compare (office, &copy, once_in (2) ? action : redone, &n_kept);
  g_test_message ("%u not taken back", n_kept);
  forget_files (office);
  forget_files (&copy);
  office_tear_down (&copy, NULL);
}

static void
test_random (Office *office, gconstpointer data)
{
  for (guint i = 0; i < 12; i++)
    {
      Office one = { 0 };

      office_set_up (&one, NULL);
      run_random (&one);
      office_tear_down (&one, NULL);
    }
}

/* A new contract takes an amendment from another one; `data` is the id of that amendment, and gets
 * that of the action. */
static gboolean
job_move_part (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (DyrSave) save = dyr_save_new (connection, DYR_SOURCE_PERSON, "edit", 0);
  const gint64 amendment = *(gint64 *) data;
  g_autofree char *client = pick_uid (connection, "client");
  const Pair pairs[] = { { "number", "Новий" }, { "client", client }, { NULL, NULL } };
  g_autofree char *contract = NULL;
  gint64 id;

  if (!create (save, &dyr_contract_type, DYR_ORIGIN_PERSON, pairs, &id, error))
    return FALSE;
  contract = uid_of (connection, id);
  return edit (connection, save, amendment, "contract", contract, error)
         && edit (connection, save, amendment, "number", "Інший", error)
         && dyr_save_finish (save, data, error);
}

/* Few changes, too, are taken back in their order: a part is back where it was before the whole
 * that it had gone to goes, and does not go with it. */
static void
test_few (Office *office, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  Office copy = { 0 };
  guint n_kept = 0;
  gint64 was, id;

  do
    run_day (office, DYR_SOURCE_PERSON, 60, 1, 0);
  while (office_number (office, "SELECT count (*) FROM amendment") == 0);
  id = office_number (office, "SELECT min (id) FROM amendment");
  was = office_number (office, "SELECT contract FROM amendment ORDER BY id LIMIT 1");
  dyr_database_write (office->database, job_move_part, &id, NULL, &error);
  g_assert_no_error (error);
  office_copy (office, &copy);
  undo_compare (office, &copy, id, &n_kept);
  g_assert_cmpuint (n_kept, ==, 0);
  g_assert_cmpint (
      office_number (office, "SELECT contract FROM amendment ORDER BY id LIMIT 1"), ==, was);
  g_assert_cmpint (office_number (office,
                                  "SELECT count (*) FROM record WHERE deleted_at IS NULL AND id = "
                                  "(SELECT min (id) FROM amendment)"),
                   ==,
                   1);
  forget_files (office);
  forget_files (&copy);
  office_tear_down (&copy, NULL);
}

/* Over several transactions */

#define MANY 7000

static gboolean
job_import (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Pair pairs[] = { { "name", "Клієнт" }, { "city", "Львів" }, { NULL, NULL } };
  g_autoptr (DyrSave) save = dyr_save_new (connection, DYR_SOURCE_IMPORT, "import\tx.csv", 0);
  gint64 id;

  for (int i = 0; i < MANY; i++)
    if (!create (save, &dyr_client_type, DYR_ORIGIN_IMPORT, pairs, &id, error))
      return FALSE;
  return dyr_save_finish (save, data, error);
}

static gint64
import (Office *office)
{
  gint64 action = 0;
  g_autoptr (GError) error = NULL;

  dyr_database_write (office->database, job_import, &action, NULL, &error);
  g_assert_no_error (error);
  return action;
}

static gint64
count_listed (Office *office)
{
  return office_number (office, "SELECT count (*) FROM client WHERE listed = 1");
}

static void
on_progress (guint n_done, guint n, gpointer data)
{
  g_assert_cmpuint (n, ==, MANY);
  g_assert_cmpuint (n_done, <, n);
  if (data != NULL)
    g_cancellable_cancel (data);
}

/* The action of which the store tells that taking it back was broken off. */
static void
assert_unfinished (Office *office, gint64 action)
{
  g_autoptr (GPtrArray) unfinished = NULL;
  g_autoptr (GError) error = NULL;

  dyr_database_read (office->database, dyr_unfinished_job_list, &unfinished, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (unfinished->len, ==, action != 0 ? 1 : 0);
  if (action == 0)
    return;
  g_assert_cmpint (((DyrUnfinished *) unfinished->pdata[0])->action, ==, action);
  g_assert_true (((DyrUnfinished *) unfinished->pdata[0])->is_undo);
}

/* The program ends in the middle of the undo: the next start offers it, and it is gone on with. */
static void
test_crash (Office *office, gconstpointer data)
{
  gint64 action = import (office);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (DyrUndoResult) part = NULL, rest = NULL, redone = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (count_listed (office), ==, MANY);
  part = dyr_undo_watched (office->database, action, on_progress, cancellable, cancellable, &error);
  g_assert_no_error (error);
  g_assert_true (part->stopped);
  g_assert_cmpint (count_listed (office), ==, MANY - part->n_undone);
  g_assert_cmpint (part->n_undone, >, 0);
  g_assert_cmpint (part->n_undone, <, MANY);
  /* As if it had been killed there. */
  office_sql (
      office,
      "UPDATE action SET state = 0 WHERE id = (SELECT max (id) FROM action); "
      "INSERT INTO meta (key, value) SELECT 'running-' || max (id), '99999999' FROM action");
  office_reopen (office);
  dyr_undo_mark_interrupted (office->database, NULL, &error);
  g_assert_no_error (error);
  assert_unfinished (office, action);
  rest = dyr_undo (office->database, action, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (rest->action, ==, part->action);
  g_assert_cmpuint (part->n_undone + rest->n_undone, ==, MANY);
  g_assert_cmpuint (rest->kept->len, ==, 0);
  g_assert_cmpint (count_listed (office), ==, 0);
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM record WHERE push <> 0"), ==, 0);
  assert_unfinished (office, 0);
  redone = dyr_undo (office->database, rest->action, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (redone->n_undone, ==, MANY);
  g_assert_cmpint (count_listed (office), ==, MANY);
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM record WHERE push = 1"), ==, MANY);
  office_check (office);
}

/* Statements, not records */

typedef struct
{
  gint64 action;
  guint n_statements;
} Count;

static int
on_statement (unsigned int mask, void *data, void *statement, void *sql)
{
  (*(guint *) data)++;
  return 0;
}

static gboolean
job_undo (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Count *count = data;
  sqlite3 *db = dyr_connection_get_handle (connection);
  g_autoptr (DyrUndoResult) result = NULL;

  sqlite3_trace_v2 (db, SQLITE_TRACE_STMT, on_statement, &count->n_statements);
  result = dyr_undo_on (connection, count->action, error);
  sqlite3_trace_v2 (db, 0, NULL, NULL);
  if (result == NULL)
    return FALSE;
  g_assert_cmpuint (result->n_undone, ==, MANY);
  count->action = result->action;
  return TRUE;
}

static void
test_statements (Office *office, gconstpointer data)
{
  Count count = { .action = import (office) };
  g_autoptr (GError) error = NULL;

  dyr_database_write (office->database, job_undo, &count, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count_listed (office), ==, 0);
  g_assert_cmpuint (count.n_statements, <, MANY / 50);
  count.n_statements = 0;
  dyr_database_write (office->database, job_undo, &count, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count_listed (office), ==, MANY);
  g_assert_cmpuint (count.n_statements, <, MANY / 50);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  CASE ("random", test_random);
  CASE ("few", test_few);
  CASE ("crash", test_crash);
  CASE ("statements", test_statements);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* CrashDay: a scripted day of an office on a disk that may fail, and what it was told is stored. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "crash-day.h"

#include <glib/gstdio.h>

#include "dyr-backup.h"
#include "dyr-client.h"
#include "dyr-contract.h"
#include "dyr-error.h"
#include "dyr-import.h"
#include "dyr-ledger.h"
#include "dyr-rows.h"
#include "dyr-save.h"
#include "dyr-search.h"
#include "dyr-store-drafts.h"

#define N_IMPORTED 30
#define N_DELETED 5
#define ALLY "Гармонія"

/* How a record waits for the CRM. */
#define WAITS_NEW "r.push = 1 AND r.seq IS NOT NULL"
#define WAITS_FOR(group)                                                                           \
  "r.push = 2 AND r.seq IS NOT NULL AND EXISTS (SELECT 1 FROM pending p "                          \
  "WHERE p.record = r.id AND p.grp = '" group "' AND p.state = 0)"
#define WAITS_TO_GO "r.push = 3 AND r.seq IS NOT NULL"
#define WAITS_NOT "r.push = 0"

static char *
client_name (int i)
{
  return g_strdup_printf ("Клієнт №%d", i);
}

static void
promise_clients (CrashDay *self, int n, const char *field, const char *text)
{
  for (int i = 1; i <= n; i++)
    {
      g_autofree char *name = client_name (i);

      crash_ledger_promise (self->ledger, name, field, text, WAITS_NEW);
    }
}

/* Jobs and waiting */

static void
on_result_came (GObject *source, GAsyncResult *result, gpointer data)
{
  CrashDay *self = data;

  g_set_object (&self->result, result);
}

static GAsyncResult *
wait_for_result (CrashDay *self)
{
  while (self->result == NULL)
    g_main_context_iteration (self->context, TRUE);
  return g_steal_pointer (&self->result);
}

typedef struct
{
  const char *sql;
  const char *title, *field;
  gint64 number;
  char *text;
} Ask;

static gboolean
job_number (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Ask *ask = data;

  return dyr_connection_number (connection, error, 0, &ask->number, ask->sql, "");
}

gint64
crash_day_number (CrashDay *self, const char *sql, GError **error)
{
  Ask ask = { .sql = sql };

  return dyr_database_read (self->database, job_number, &ask, NULL, error) ? ask.number : -1;
}

static gboolean
job_find (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Ask *ask = data;

  return dyr_connection_number (connection,
                                error,
                                0,
                                &ask->number,
                                "SELECT id FROM record WHERE title = ? ORDER BY id LIMIT 1",
                                "t",
                                ask->title);
}

static gint64
find_record (CrashDay *self, const char *title, GError **error)
{
  Ask ask = { .title = title };

  if (!dyr_database_read (self->database, job_find, &ask, NULL, error))
    return 0;
  if (ask.number == 0)
    g_set_error (error, DYR_ERROR, DYR_ERROR_NOT_FOUND, "no record is called “%s”", title);
  return ask.number;
}

static gboolean
add_value (GArray *values, const DyrRecordType *type, const char *name, const char *text)
{
  int field = dyr_record_type_find (type, name);

  g_assert_cmpint (field, >=, 0);
  return dyr_field_from_text (
      &type->fields[field], text, dyr_field_values_add (values, (guint) field), NULL);
}

/* Opening and closing */

gboolean
crash_day_open (CrashDay *self, GError **error)
{
  const DyrDatabaseOptions options = { .language = "uk", .zone = "Europe/Kyiv" };

  self->database = dyr_database_open (self->path, &options, error);
  if (self->database == NULL)
    return FALSE;
  self->store = dyr_store_new (self->database);
  return TRUE;
}

static gboolean
on_wake_due (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

void
crash_day_close (CrashDay *self)
{
  g_autoptr (GSource) wake = NULL;

  if (self->database == NULL)
    return;
  /* The last to hold it may be a thread that does not wake this loop. */
  wake = g_timeout_source_new (1);
  g_source_set_callback (wake, on_wake_due, NULL, NULL);
  g_source_attach (wake, self->context);
  g_object_add_weak_pointer (G_OBJECT (self->database), (gpointer *) &self->database);
  g_clear_object (&self->store);
  g_object_unref (self->database);
  while (self->database != NULL)
    g_main_context_iteration (self->context, TRUE);
  g_source_destroy (wake);
}

/* The steps */

static gboolean
job_opened (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  CrashDay *self = data;

  if (self->opened != NULL)
    self->opened (connection, self->opened_data);
  return TRUE;
}

static gboolean
step_open (CrashDay *self, GError **error)
{
  crash_day_close (self);
  return crash_day_open (self, error)
         && dyr_database_write (self->database, job_opened, self, NULL, error);
}

static gboolean
step_import (CrashDay *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->folder, "clients.csv", NULL);
  g_autoptr (DyrContext) context = dyr_context_new ("en", "UA", "Europe/Kyiv");
  g_autoptr (DyrImport) import = dyr_import_new (self->database, &dyr_client_type, path, context);
  g_autoptr (DyrImportReport) report = NULL;
  g_autoptr (GString) csv = g_string_new ("Name;Phone\n");

  for (int i = 1; i <= N_IMPORTED; i++)
    g_string_append_printf (csv, "Клієнт №%d;+380 67 %07d\n", i, i);
  if (!g_file_set_contents (path, csv->str, -1, error))
    return FALSE;
  promise_clients (self, N_IMPORTED, NULL, "here");
  if (!dyr_import_run (import, NULL, &report, error))
    return FALSE;
  g_assert_cmpuint (report->n[DYR_IMPORT_NEW], ==, N_IMPORTED);
  /* What was run in between made its own of when to copy the journal into the file. */
  return dyr_database_write (self->database, job_opened, self, NULL, error);
}

static gboolean
step_search (CrashDay *self, GError **error)
{
  DyrSearchCatchUp catch_up = { .limit = 20, .n_left = 1 };

  while (catch_up.n_left > 0)
    if (!dyr_database_write (self->database, dyr_search_job_catch_up, &catch_up, NULL, error))
      return FALSE;
  return TRUE;
}

static gboolean
create (CrashDay *self, const DyrRecordType *type, GArray *values, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (DyrRecord) record = NULL;

  dyr_store_create_async (self->store, type, values, NULL, NULL, on_result_came, self);
  result = wait_for_result (self);
  record = dyr_store_create_finish (self->store, result, NULL, error);
  return record != NULL;
}

static gboolean
step_create (CrashDay *self, GError **error)
{
  g_autoptr (GArray) values = dyr_field_values_new ();

  add_value (values, &dyr_client_type, "name", ALLY);
  add_value (values, &dyr_client_type, "city", "Львів");
  crash_ledger_promise (self->ledger, ALLY, NULL, "here", WAITS_NEW);
  crash_ledger_promise (self->ledger, ALLY, "city", "Львів", WAITS_NEW);
  return create (self, &dyr_client_type, values, error);
}

static gboolean
step_contract (CrashDay *self, GError **error)
{
  g_autoptr (GArray) values = dyr_field_values_new ();

  add_value (values, &dyr_contract_type, "number", "Д-17/26");
  add_value (values, &dyr_contract_type, "subject", "Супровід");
  crash_ledger_promise (self->ledger, "Д-17/26", NULL, "here", "r.seq IS NULL OR r.push = 1");
  return create (self, &dyr_contract_type, values, error);
}

/* What sync writes, step by step. */

static gboolean
job_attempt (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Ask *ask = data;
  g_autoptr (DyrLedger) ledger = dyr_ledger_read (connection, ask->number, error);

  return ledger != NULL
         && dyr_ledger_set_attempt (ledger,
                                    connection,
                                    DYR_ATTEMPT_SENT,
                                    ledger->push,
                                    "{\"name\":\"" ALLY "\"}",
                                    ledger->version,
                                    error);
}

static gboolean
step_attempt (CrashDay *self, GError **error)
{
  Ask ask = { .number = find_record (self, ALLY, error) };

  return ask.number != 0 && dyr_database_write (self->database, job_attempt, &ask, NULL, error);
}

static gboolean
job_agree (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Ask *ask = data;
  g_autoptr (DyrLedger) ledger = dyr_ledger_read (connection, ask->number, error);

  if (ledger == NULL
      || !dyr_ledger_set_remote (ledger, connection, "crm-1", "1", 1700000000, DYR_SETTLED, error))
    return FALSE;
  while (ledger->pending->len > 0)
    {
      const DyrPending *pending = ledger->pending->pdata[0];

      if (!dyr_ledger_forget (ledger, connection, pending->group, error))
        return FALSE;
    }
  return dyr_ledger_drop_attempt (ledger, connection, error)
         && dyr_ledger_set_push (ledger, connection, DYR_PUSH_NOTHING, error);
}

static gboolean
step_agree (CrashDay *self, GError **error)
{
  Ask ask = { .number = find_record (self, ALLY, error) };

  /* From here on only the states of the day without a fault tell how it waits. */
  crash_ledger_set_entry (self->ledger, ALLY, "TRUE");
  return ask.number != 0 && dyr_database_write (self->database, job_agree, &ask, NULL, error);
}

static gboolean
job_theirs (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Ask *ask = data;
  g_autoptr (DyrSave) save = dyr_save_new (connection, DYR_SOURCE_SYNC, "sync", 0);
  g_autoptr (GArray) values = dyr_field_values_new ();

  add_value (values, &dyr_client_type, "region", "Львівська область");
  return dyr_save_edit (save, ask->number, values, error)
         && dyr_connection_run (connection,
                                error,
                                "INSERT OR REPLACE INTO cursor (stream, at, last) "
                                "VALUES ('client', '2026-01-01 10:00:00', 'crm-1')",
                                "")
         && dyr_save_finish (save, NULL, error);
}

static gboolean
step_theirs (CrashDay *self, GError **error)
{
  Ask ask = { .number = find_record (self, ALLY, error) };

  return ask.number != 0 && dyr_database_write (self->database, job_theirs, &ask, NULL, error);
}

/* Edits */

/* Sabotage: the row and its history now, what the CRM is to hear later. */
static gboolean
edit_in_halves (CrashDay *self, gint64 id, const char *column, const char *text, GError **error)
{
  g_autofree char *row = g_strdup_printf (
      "UPDATE client SET %s = '%s' WHERE id = %" G_GINT64_FORMAT
      "; INSERT INTO change (action, record, kind, field, new) SELECT max (id), %" G_GINT64_FORMAT
      ", 4, '%s', '%s' FROM action",
      column,
      text,
      id,
      id,
      column,
      text);
  g_autofree char *entry = g_strdup_printf (
      "INSERT INTO pending (record, grp, seq) VALUES (%" G_GINT64_FORMAT
      ", '%s', 1000); UPDATE record SET push = 2, seq = 1000 WHERE id = %" G_GINT64_FORMAT,
      id,
      column,
      id);
  const char *const halves[] = { row, entry };

  for (guint i = 0; i < G_N_ELEMENTS (halves); i++)
    {
      Ask ask = { .sql = halves[i] };

      if (!dyr_database_write (self->database, job_number, &ask, NULL, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
edit (CrashDay *self, const char *title, const char *field, const char *text, GError **error)
{
  gint64 id = find_record (self, title, error), action;
  g_autoptr (GArray) values = dyr_field_values_new ();
  g_autoptr (GAsyncResult) result = NULL;

  if (id == 0)
    return FALSE;
  if (self->sabotage == CRASH_HALVES)
    return edit_in_halves (self, id, field, text, error);
  add_value (values, &dyr_client_type, field, text);
  dyr_store_edit_async (self->store, id, values, NULL, on_result_came, self);
  result = wait_for_result (self);
  return dyr_store_action_finish (self->store, result, &action, error);
}

static gboolean
step_edit (CrashDay *self, GError **error)
{
  crash_ledger_promise (
      self->ledger, ALLY, "description", "Дзвонити після обіду", WAITS_FOR ("description"));
  return edit (self, ALLY, "description", "Дзвонити після обіду", error);
}

static gboolean
step_edit_again (CrashDay *self, GError **error)
{
  crash_ledger_promise (
      self->ledger, ALLY, "description", "Дзвонити зранку", WAITS_FOR ("description"));
  return edit (self, ALLY, "description", "Дзвонити зранку", error);
}

gboolean
crash_day_evening (CrashDay *self, GError **error)
{
  gboolean done;

  g_ptr_array_set_size (self->ledger->promised, 0);
  crash_ledger_promise (self->ledger, "Вечір", NULL, "here", WAITS_NEW);
  {
    g_autoptr (GArray) values = dyr_field_values_new ();

    add_value (values, &dyr_client_type, "name", "Вечір");
    done = create (self, &dyr_client_type, values, error);
  }
  if (done)
    crash_ledger_acknowledge (self->ledger);
  return done;
}

static void
on_store_failed (DyrStore *store, DyrRecord *record, const GError *error, CrashDay *self)
{
  if (self->failure == NULL)
    self->failure = g_error_copy (error);
}

/* As in a form: nobody waits for an edit; that all are stored is seen when the window closes. */
static gboolean
type_in (CrashDay *self, DyrRecord *record, GError **error)
{
  static const char *const texts[] = { "garmoniya.example", "garmoniya.example/uk" };
  const int field = dyr_record_type_find (&dyr_client_type, "website");
  guint visit = dyr_editor_begin_visit (DYR_EDITOR (self->store));
  g_autoptr (GAsyncResult) result = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_auto (DyrValue) value = DYR_VALUE_INIT;

      dyr_field_from_text (&dyr_client_type.fields[field], texts[i], &value, NULL);
      dyr_record_edit (record, (guint) field, &value, visit);
    }
  dyr_store_flush_async (self->store, on_result_came, self);
  result = wait_for_result (self);
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  if (self->failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&self->failure));
  return FALSE;
}

static gboolean
step_type (CrashDay *self, GError **error)
{
  gint64 id = find_record (self, ALLY, error);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (DyrRecord) record = NULL;
  gulong handler;
  gboolean done;

  if (id == 0)
    return FALSE;
  crash_ledger_promise (
      self->ledger, ALLY, "website", "garmoniya.example/uk", WAITS_FOR ("website"));
  dyr_store_load_async (self->store, id, NULL, on_result_came, self);
  result = wait_for_result (self);
  record = dyr_store_load_finish (self->store, result, error);
  if (record == NULL)
    return FALSE;
  g_clear_error (&self->failure);
  handler = g_signal_connect (self->store, "failed", G_CALLBACK (on_store_failed), self);
  done = type_in (self, record, error);
  g_signal_handler_disconnect (self->store, handler);
  g_clear_error (&self->failure);
  return done;
}

typedef struct
{
  gint64 ids[N_IMPORTED];
  gint64 action;
} Bulk;

static gboolean
job_bulk (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Bulk *bulk = data;
  g_autoptr (DyrSave) save = dyr_save_new (connection, DYR_SOURCE_PERSON, "edit", 0);
  g_autoptr (GArray) values = dyr_field_values_new ();

  add_value (values, &dyr_client_type, "region", "Галичина");
  for (guint i = 0; i < G_N_ELEMENTS (bulk->ids); i++)
    if (!dyr_save_edit (save, bulk->ids[i], values, error))
      return FALSE;
  return dyr_save_finish (save, &bulk->action, error);
}

static gboolean
find_clients (CrashDay *self, gint64 *ids, guint n, GError **error)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = client_name ((int) i + 1);

      ids[i] = find_record (self, name, error);
      if (ids[i] == 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
step_bulk (CrashDay *self, GError **error)
{
  Bulk bulk = { .action = 0 };

  promise_clients (self, N_IMPORTED, "region", "Галичина");
  if (!find_clients (self, bulk.ids, N_IMPORTED, error)
      || !dyr_database_write (self->database, job_bulk, &bulk, NULL, error))
    return FALSE;
  self->bulk = bulk.action;
  return TRUE;
}

static gboolean
finish_undo (CrashDay *self, GError **error)
{
  g_autoptr (GAsyncResult) result = wait_for_result (self);
  g_autoptr (GError) local = NULL;
  g_autoptr (DyrUndoResult) undone = dyr_store_undo_finish (self->store, result, &local);

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  g_assert_nonnull (undone);
  g_assert_cmpuint (undone->kept->len, ==, 0);
  return TRUE;
}

static gboolean
step_undo (CrashDay *self, GError **error)
{
  promise_clients (self, N_IMPORTED, "region", NULL);
  dyr_store_undo_async (self->store, self->bulk, NULL, on_result_came, self);
  return finish_undo (self, error);
}

static gboolean
step_redo (CrashDay *self, GError **error)
{
  promise_clients (self, N_IMPORTED, "region", "Галичина");
  dyr_store_redo_async (self->store, NULL, on_result_came, self);
  return finish_undo (self, error);
}

static gboolean
delete_records (CrashDay *self, const gint64 *ids, guint n, GError **error)
{
  g_autoptr (GArray) array = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GAsyncResult) result = NULL;

  g_array_append_vals (array, ids, n);
  dyr_store_delete_async (self->store, array, NULL, on_result_came, self);
  result = wait_for_result (self);
  return dyr_store_action_finish (self->store, result, &self->deletion, error);
}

static gboolean
step_delete_several (CrashDay *self, GError **error)
{
  gint64 ids[N_DELETED];

  /* The CRM never heard of them: there is nothing to tell it. */
  for (int i = 1; i <= N_DELETED; i++)
    {
      g_autofree char *name = client_name (i);

      crash_ledger_promise (self->ledger, name, NULL, "deleted", WAITS_NOT);
    }
  return find_clients (self, ids, N_DELETED, error) && delete_records (self, ids, N_DELETED, error);
}

static gboolean
step_bring_back (CrashDay *self, GError **error)
{
  promise_clients (self, N_DELETED, NULL, "here");
  dyr_store_undo_async (self->store, self->deletion, NULL, on_result_came, self);
  return finish_undo (self, error);
}

static gboolean
step_delete (CrashDay *self, GError **error)
{
  gint64 id = find_record (self, ALLY, error);

  crash_ledger_promise (self->ledger, ALLY, NULL, "deleted", WAITS_TO_GO);
  return id != 0 && delete_records (self, &id, 1, error);
}

static gboolean
step_draft (CrashDay *self, GError **error)
{
  gint64 id = find_record (self, ALLY, error);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GHashTable) drafts = NULL;
  g_autoptr (DyrRecord) record = NULL;

  if (id == 0)
    return FALSE;
  dyr_store_load_async (self->store, id, NULL, on_result_came, self);
  result = wait_for_result (self);
  record = dyr_store_load_finish (self->store, result, error);
  if (record == NULL)
    return FALSE;
  dyr_editor_set_draft (DYR_EDITOR (self->store),
                        record,
                        (guint) dyr_record_type_find (&dyr_client_type, "next-contact"),
                        "31.02");
  g_clear_object (&result);
  /* Nobody is told that a draft is stored; it is seen when the form is opened again. */
  dyr_store_flush_async (self->store, on_result_came, self);
  result = wait_for_result (self);
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  g_clear_object (&result);
  dyr_store_drafts_async (self->store, id, NULL, on_result_came, self);
  result = wait_for_result (self);
  drafts = dyr_store_drafts_finish (self->store, result, error);
  if (drafts == NULL || g_hash_table_contains (drafts, "next-contact"))
    return drafts != NULL;
  g_set_error_literal (error, DYR_ERROR, DYR_ERROR_FAILED, "the draft is not there");
  return FALSE;
}

static gboolean
job_backup (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return dyr_backup_to (connection, data, cancellable, error);
}

static gboolean
step_backup (CrashDay *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->folder, "copy.db", NULL);

  return dyr_database_read (self->database, job_backup, path, NULL, error);
}

static gboolean
step_close (CrashDay *self, GError **error)
{
  crash_day_close (self);
  return TRUE;
}

const CrashStep crash_day_steps[] = {
  { "open for the first time", step_open, CRASH_UNRECORDED },
  { "import", step_import, CRASH_UNRECORDED },
  { "search follows", step_search, CRASH_AS_ONE },
  { "create a client", step_create, CRASH_AS_ONE },
  { "create a contract", step_contract, CRASH_AS_ONE },
  { "send the client", step_attempt, CRASH_AS_ONE },
  { "the client is sent", step_agree, CRASH_AS_ONE },
  { "edit", step_edit, CRASH_AS_ONE },
  { "type into a field", step_type, CRASH_APART },
  { "take over what the CRM has", step_theirs, CRASH_AS_ONE },
  { "bulk edit", step_bulk, CRASH_AS_ONE },
  { "search follows again", step_search, CRASH_AS_ONE },
  { "undo the bulk edit", step_undo, CRASH_AS_ONE },
  { "redo it", step_redo, CRASH_AS_ONE },
  { "delete several", step_delete_several, CRASH_AS_ONE },
  { "bring them back", step_bring_back, CRASH_AS_ONE },
  { "keep a draft", step_draft, CRASH_AS_ONE },
  { "back up while working", step_backup, CRASH_AS_ONE },
  { "close and open", step_open, CRASH_AS_ONE },
  { "edit again", step_edit_again, CRASH_AS_ONE },
  { "send the edits", step_attempt, CRASH_AS_ONE },
  { "the edits are sent", step_agree, CRASH_AS_ONE },
  { "delete", step_delete, CRASH_AS_ONE },
  { "search follows to the end", step_search, CRASH_AS_ONE },
  { "close", step_close, CRASH_AS_ONE },
};
const guint crash_day_n_steps = G_N_ELEMENTS (crash_day_steps);

gboolean
crash_day_run (CrashDay *self, const CrashStep *step, GError **error)
{
  gboolean done;

  g_ptr_array_set_size (self->ledger->promised, 0);
  done = step->run (self, error);
  if (done || self->sabotage == CRASH_EARLY)
    crash_ledger_acknowledge (self->ledger);
  return done;
}

/* Making and freeing */

CrashDay *
crash_day_new (void)
{
  CrashDay *self = g_new0 (CrashDay, 1);
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("dyr-crash-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->folder, "office.db", NULL);
  self->context = g_main_context_new ();
  g_main_context_push_thread_default (self->context);
  self->ledger = crash_ledger_new ();
  return self;
}

void
crash_day_free (CrashDay *self)
{
  g_autoptr (GDir) folder = NULL;
  const char *name;

  if (self == NULL)
    return;
  crash_day_close (self);
  g_main_context_pop_thread_default (self->context);
  g_main_context_unref (self->context);
  folder = g_dir_open (self->folder, 0, NULL);
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  crash_ledger_free (self->ledger);
  g_clear_error (&self->failure);
  g_clear_object (&self->result);
  g_free (self->folder);
  g_free (self->path);
  g_free (self);
}

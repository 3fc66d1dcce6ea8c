/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the tests of the store share: a database in a temporary folder, jobs by one call. */

#include "config.h"

#include "store-test.h"

#include <sqlite3.h>

#include "dyr-check.h"
#include "dyr-search.h"
#include "dyr-undo.h"

DyrDatabase *
office_open (Office *office, const char *language)
{
  const DyrDatabaseOptions options = { language, "Europe/Kyiv", FALSE };
  g_autoptr (GError) error = NULL;
  DyrDatabase *database = dyr_database_open (office->path, &options, &error);

  g_assert_no_error (error);
  return database;
}

void
office_set_up (Office *office, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  office->folder = g_dir_make_tmp ("dyryhent-test-XXXXXX", &error);
  g_assert_no_error (error);
  office->path = g_build_filename (office->folder, "office.db", NULL);
  office->database = office_open (office, "uk");
}

static gboolean
on_wake_due (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

void
office_close (Office *office)
{
  /* The last to hold it may be a thread that does not wake this loop. */
  guint wake = g_timeout_add (10, on_wake_due, NULL);

  /* Jobs on their way hold it, and their answers may begin others: it closes after the last. */
  g_object_add_weak_pointer (G_OBJECT (office->database), (gpointer *) &office->database);
  g_object_unref (office->database);
  while (office->database != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (wake);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_chmod (path, 0700);
  g_assert_cmpint (g_remove (path), ==, 0);
}

void
office_tear_down (Office *office, gconstpointer data)
{
  if (office->database != NULL)
    {
      office_check (office);
      office_close (office);
    }
  remove_tree (office->folder);
  g_free (office->folder);
  g_free (office->path);
}

void
office_copy (Office *office, Office *copy)
{
  g_autofree char *into = NULL;
  g_autoptr (GError) error = NULL;
  sqlite3 *db;

  copy->folder = g_dir_make_tmp ("dyryhent-copy-XXXXXX", &error);
  g_assert_no_error (error);
  copy->path = g_build_filename (copy->folder, "office.db", NULL);
  into = g_strdup_printf ("VACUUM INTO '%s'", copy->path);
  /* Not as a job: there is a transaction around each. */
  g_assert_cmpint (sqlite3_open (office->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, into, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
  copy->database = office_open (copy, "uk");
}

void
office_reopen (Office *office)
{
  office_close (office);
  office->database = office_open (office, "uk");
}

typedef struct
{
  const DyrRecordType *type;
  DyrOrigin origin;
  DyrValue values[64];
  gint64 id;
  gint64 action;
  GArray *edits;
} Write;

static gboolean
job_add (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Write *write = data;
  g_autoptr (DyrSave) save
      = dyr_save_new (connection,
                      write->origin == DYR_ORIGIN_IMPORT ? DYR_SOURCE_IMPORT : DYR_SOURCE_PERSON,
                      "create",
                      0);

  return dyr_save_create (save, write->type, NULL, write->origin, write->values, &write->id, error)
         && dyr_save_finish (save, &write->action, error);
}

static gint64
add (Office *office, DyrOrigin origin, const DyrRecordType *type, va_list arguments)
{
  Write write = { .type = type, .origin = origin };
  g_autoptr (GError) error = NULL;
  const char *name;

  while ((name = va_arg (arguments, const char *)) != NULL)
    {
      int field = dyr_record_type_find (type, name);

      g_assert_cmpint (field, >=, 0);
      dyr_field_from_text (
          &type->fields[field], va_arg (arguments, const char *), &write.values[field], &error);
      g_assert_no_error (error);
    }
  dyr_database_write (office->database, job_add, &write, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < type->n_fields; i++)
    dyr_value_clear (&write.values[i]);
  return write.id;
}

gint64
office_add (Office *office, const DyrRecordType *type, ...)
{
  va_list arguments;
  gint64 id;

  va_start (arguments, type);
  id = add (office, DYR_ORIGIN_PERSON, type, arguments);
  va_end (arguments);
  return id;
}

gint64
office_add_as (Office *office, DyrOrigin origin, const DyrRecordType *type, ...)
{
  va_list arguments;
  gint64 id;

  va_start (arguments, type);
  id = add (office, origin, type, arguments);
  va_end (arguments);
  return id;
}

static gboolean
job_edit (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Write *write = data;
  g_autoptr (DyrSave) save = dyr_save_new (connection, DYR_SOURCE_PERSON, "edit", 0);

  return dyr_save_edit (save, write->id, write->edits, error)
         && dyr_save_finish (save, &write->action, error);
}

static gint64
edit (Office *office, gint64 id, const char *name, const char *text, GError **error)
{
  g_autoptr (DyrRow) row = office_row (office, id);
  int field = dyr_record_type_find (row->type, name);
  Write write = { .id = id, .edits = dyr_field_values_new () };
  g_autoptr (GError) local = NULL;

  g_assert_cmpint (field, >=, 0);
  dyr_field_from_text (
      &row->type->fields[field], text, dyr_field_values_add (write.edits, (guint) field), &local);
  g_assert_no_error (local);
  dyr_database_write (office->database, job_edit, &write, NULL, error);
  g_array_unref (write.edits);
  return write.action;
}

gint64
office_set (Office *office, gint64 id, const char *field, const char *text)
{
  g_autoptr (GError) error = NULL;
  gint64 action = edit (office, id, field, text, &error);

  g_assert_no_error (error);
  return action;
}

GError *
office_refuse (Office *office, gint64 id, const char *field, const char *text)
{
  GError *error = NULL;

  edit (office, id, field, text, &error);
  g_assert_nonnull (error);
  return error;
}

static gboolean
job_delete (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Write *write = data;
  g_autoptr (DyrSave) save = dyr_save_new (connection, DYR_SOURCE_PERSON, "delete", 0);

  return dyr_save_delete (save, write->id, error) && dyr_save_finish (save, &write->action, error);
}

gint64
office_delete (Office *office, gint64 id)
{
  Write write = { .id = id };
  g_autoptr (GError) error = NULL;

  dyr_database_write (office->database, job_delete, &write, NULL, &error);
  g_assert_no_error (error);
  return write.action;
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
find_action (Office *office, DyrJob job)
{
  g_autoptr (GError) error = NULL;
  gint64 action = -1;

  dyr_database_read (office->database, job, &action, NULL, &error);
  g_assert_no_error (error);
  return action;
}

gint64
office_undo (Office *office)
{
  return find_action (office, job_find_undo);
}

gint64
office_redo (Office *office)
{
  return find_action (office, job_find_redo);
}

typedef struct
{
  gint64 id;
  DyrRow *row;
} Read;

static gboolean
job_read (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Read *read = data;

  read->row = dyr_row_read (connection, read->id, error);
  return read->row != NULL;
}

DyrRow *
office_row (Office *office, gint64 id)
{
  Read read = { id, NULL };
  g_autoptr (GError) error = NULL;

  dyr_database_read (office->database, job_read, &read, NULL, &error);
  g_assert_no_error (error);
  return read.row;
}

char *
office_uid (Office *office, gint64 id)
{
  g_autoptr (DyrRow) row = office_row (office, id);

  return dyr_uid_to_text (&row->uid);
}

char *
office_get (Office *office, gint64 id, const char *field)
{
  g_autoptr (DyrRow) row = office_row (office, id);
  int index = dyr_record_type_find (row->type, field);

  g_assert_cmpint (index, >=, 0);
  return dyr_field_to_text (&row->type->fields[index], &row->values[index]);
}

typedef struct
{
  const char *sql;
  gint64 number;
  char *text;
} Ask;

static gboolean
job_ask (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Ask *ask = data;
  g_autoptr (DyrStatement) query = dyr_connection_query (connection, error, ask->sql, "");

  if (query == NULL)
    return FALSE;
  if (dyr_statement_step (query, error))
    {
      ask->number = dyr_statement_number (query, 0);
      ask->text = g_strdup (dyr_statement_text (query, 0));
    }
  return TRUE;
}

static Ask
ask_sql (Office *office, const char *sql)
{
  Ask ask = { sql, -1, NULL };
  g_autoptr (GError) error = NULL;

  dyr_database_read (office->database, job_ask, &ask, NULL, &error);
  g_assert_no_error (error);
  return ask;
}

void
office_catch_up (Office *office, guint at_a_time)
{
  DyrSearchCatchUp todo = { at_a_time, 1, 0 };
  g_autoptr (GError) error = NULL;

  while (todo.n_left > 0)
    {
      dyr_database_write (office->database, dyr_search_job_catch_up, &todo, NULL, &error);
      g_assert_no_error (error);
    }
}

typedef struct
{
  DyrQuery *query;
  GString *names;
} Names;

static gboolean
job_names (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Names *ask = data;
  g_autoptr (GArray) ids = dyr_query_ids (ask->query, connection, error);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      g_autoptr (DyrLink) link = dyr_row_link (connection, g_array_index (ids, gint64, i), error);

      if (link == NULL)
        return FALSE;
      g_string_append_printf (ask->names, "%s%s", i > 0 ? " " : "", link->name);
    }
  return ids != NULL;
}

GPtrArray *
store_test_take_places (DyrRecordList *list, guint first, guint last)
{
  GPtrArray *places = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = first; i <= last; i++)
    g_ptr_array_add (places, g_list_model_get_item (G_LIST_MODEL (list), i));
  return places;
}

guint
store_test_count_filled (GPtrArray *places)
{
  guint n = 0;

  for (guint i = 0; i < places->len; i++)
    n += dyr_place_get_record (g_ptr_array_index (places, i)) != NULL;
  return n;
}

char *
office_names (Office *office, DyrQuery *query)
{
  Names ask = { query, g_string_new (NULL) };
  g_autoptr (GError) error = NULL;

  dyr_database_read (office->database, job_names, &ask, NULL, &error);
  g_assert_no_error (error);
  return g_string_free (ask.names, FALSE);
}

gint64
office_number (Office *office, const char *sql)
{
  Ask ask = ask_sql (office, sql);

  g_free (ask.text);
  return ask.number;
}

char *
office_text (Office *office, const char *sql)
{
  return ask_sql (office, sql).text;
}

static gboolean
job_sql (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return dyr_connection_script (connection, data, error);
}

void
office_sql (Office *office, const char *sql)
{
  g_autoptr (GError) error = NULL;

  dyr_database_write (office->database, job_sql, (gpointer) sql, NULL, &error);
  g_assert_no_error (error);
}

void
office_check (Office *office)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = dyr_check (office->database, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < findings->len; i++)
    g_test_message ("%s", ((DyrFinding *) g_ptr_array_index (findings, i))->problem);
  g_assert_cmpuint (findings->len, ==, 0);
}

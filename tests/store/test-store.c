/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrStore and DyrRecordList on a main loop: live records, visits, failures, lists. */

#include "config.h"

#include "dyr-record-list.h"
#include "dyr-store.h"
#include "dyr-store-drafts.h"
#include "store-test.h"

#define CASE(name, function)                                                                       \
  g_test_add ("/store/store/" name, Office, NULL, office_set_up, function, office_tear_down)

#define WAIT(condition)                                                                            \
  G_STMT_START                                                                                     \
  {                                                                                                \
    while (!(condition))                                                                           \
      g_main_context_iteration (NULL, TRUE);                                                       \
  }                                                                                                \
  G_STMT_END

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  *(DyrRecord **) data = dyr_store_load_finish (DYR_STORE (source), result, &error);
  g_assert_no_error (error);
}

static DyrRecord *
load (DyrStore *store, gint64 id)
{
  DyrRecord *record = NULL;

  dyr_store_load_async (store, id, NULL, on_loaded, &record);
  WAIT (record != NULL);
  return record;
}

static void
on_flushed (GObject *source, GAsyncResult *result, gpointer data)
{
  *(gboolean *) data = TRUE;
}

static void
flush (DyrStore *store)
{
  gboolean done = FALSE;

  dyr_store_flush_async (store, on_flushed, &done);
  WAIT (done);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static char *
text_of (DyrRecord *record, const char *property)
{
  char *text;

  g_object_get (record, property, &text, NULL);
  return text;
}

static void
test_identity (Office *office, gconstpointer data)
{
  gint64 id = office_add (office, &dyr_client_type, "name", "Ключ", NULL);
  g_autoptr (DyrStore) store = dyr_store_new (office->database);
  g_autoptr (DyrRecord) first = load (store, id);
  g_autoptr (DyrRecord) second = load (store, id);

  g_assert_true (first == second);
  g_assert_cmpuint (dyr_store_get_n_live (store), ==, 1);
  g_clear_object (&first);
  g_clear_object (&second);
  g_assert_null (dyr_store_peek (store, id));
}

static void
test_edit (Office *office, gconstpointer data)
{
  gint64 id = office_add (office, &dyr_client_type, "name", "Ключ", NULL);
  g_autoptr (DyrStore) store = dyr_store_new (office->database);
  g_autoptr (DyrRecord) record = load (store, id);
  g_autofree char *city = NULL;

  g_object_set (record, "city", "Львів", NULL);
  /* It shows at once and is on disk soon. */
  city = text_of (record, "city");
  g_assert_cmpstr (city, ==, "Львів");
  flush (store);
  office_assert (office, id, "city", "Львів");
}

static void
on_failed (DyrStore *store, DyrRecord *record, GError *error, GError **copy)
{
  *copy = g_error_copy (error);
}

static void
test_failure (Office *office, gconstpointer data)
{
  gint64 id = office_add (office, &dyr_client_type, "name", "Ключ", NULL);
  g_autoptr (DyrStore) store = dyr_store_new (office->database);
  g_autoptr (DyrRecord) record = load (store, id);
  g_autoptr (GError) failed = NULL;
  g_autofree char *name = NULL;

  g_signal_connect (store, "failed", G_CALLBACK (on_failed), &failed);
  g_object_set (record, "name", NULL, NULL);
  WAIT (failed != NULL);
  g_assert_error (failed, DYR_ERROR, DYR_ERROR_REFUSED);
  WAIT ((g_free (name), name = text_of (record, "name")) != NULL);
  g_assert_cmpstr (name, ==, "Ключ");
}

static void
test_visit (Office *office, gconstpointer data)
{
  gint64 id = office_add (office, &dyr_client_type, "name", "Ключ", NULL);
  g_autoptr (DyrStore) store = dyr_store_new (office->database);
  g_autoptr (DyrRecord) record = load (store, id);
  guint visit = dyr_editor_begin_visit (DYR_EDITOR (store));
  static const char *const typed[] = { "Л", "Льв", "Львів" };

  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      g_auto (DyrValue) value = DYR_VALUE_INIT;

      dyr_value_set_text (&value, typed[i]);
      dyr_record_edit (record, DYR_CLIENT_CITY, &value, visit);
    }
  flush (store);
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM action"), ==, 2);
  office_assert (office, id, "city", "Львів");
}

static char *
show (const DyrRecordType *type, guint field, const DyrValue *value, gpointer data)
{
  return dyr_field_to_text (&type->fields[field], value);
}

static void
on_undone (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrUndoResult) undone = dyr_store_undo_finish (DYR_STORE (source), result, &error);

  g_assert_no_error (error);
  *(guint *) data = undone != NULL ? undone->n_undone : 0;
}

static char *
title_of (DyrStore *store, const char *property)
{
  char *title;

  g_object_get (store, property, &title, NULL);
  return title;
}

static void
test_undo (Office *office, gconstpointer data)
{
  gint64 id = office_add (office, &dyr_client_type, "name", "Ключ", NULL);
  g_autoptr (DyrStore) store = dyr_store_new (office->database);
  g_autoptr (DyrRecord) record = load (store, id);
  g_autofree char *title = NULL, *city = NULL, *redo = NULL;
  guint n = 99;

  dyr_store_set_show_value (store, show, NULL);
  g_object_set (record, "city", "Львів", NULL);
  WAIT ((g_free (title),
         title = title_of (store, "undo-title"),
         g_strcmp0 (title, "City → Львів") == 0));
  dyr_store_undo_async (store, 0, NULL, on_undone, &n);
  WAIT (n == 1);
  WAIT ((g_free (city), city = text_of (record, "city")) == NULL);
  WAIT ((
      g_free (redo), redo = title_of (store, "redo-title"), g_strcmp0 (redo, "City → Львів") == 0));
  n = 99;
  dyr_store_redo_async (store, NULL, on_undone, &n);
  WAIT (n == 1);
  WAIT ((g_free (city), city = text_of (record, "city")) != NULL);
  g_assert_cmpstr (city, ==, "Львів");
}

static void
on_drafts (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  *(GHashTable **) data = dyr_store_drafts_finish (DYR_STORE (source), result, &error);
  g_assert_no_error (error);
}

static void
on_created (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrRecord) record
      = dyr_store_create_finish (DYR_STORE (source), result, (gint64 *) data, &error);

  g_assert_no_error (error);
  g_assert_nonnull (record);
}

static void
on_deleted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_assert_true (dyr_store_action_finish (DYR_STORE (source), result, (gint64 *) data, NULL));
}

static void
on_deletion_found (GObject *source, GAsyncResult *result, gpointer data)
{
  g_assert_true (
      dyr_store_find_deletion_finish (DYR_STORE (source), result, (gint64 *) data, NULL));
}

static gint64
find_deletion (DyrStore *store, gint64 id)
{
  gint64 action = -1;

  dyr_store_find_deletion_async (store, id, NULL, on_deletion_found, &action);
  WAIT (action >= 0);
  return action;
}

static gint64
delete_one (DyrStore *store, gint64 id)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 action = 0;

  g_array_append_val (ids, id);
  dyr_store_delete_async (store, ids, NULL, on_deleted, &action);
  WAIT (action != 0);
  return action;
}

/* Creating says by what action it was done, and a deletion is found as long as it stands. */
static void
test_actions (Office *office, gconstpointer data)
{
  g_autoptr (DyrStore) store = dyr_store_new (office->database);
  g_autoptr (GArray) values = dyr_field_values_new ();
  gint64 created = 0, first, second, id;

  dyr_value_set_text (dyr_field_values_add (values, DYR_CLIENT_NAME), "Ключ");
  dyr_store_create_async (store, &dyr_client_type, values, NULL, NULL, on_created, &created);
  WAIT (created != 0);
  g_assert_cmpint (created, ==, office_number (office, "SELECT max (id) FROM action"));
  id = office_number (office, "SELECT max (id) FROM record");
  g_assert_cmpint (find_deletion (store, id), ==, 0);
  first = delete_one (store, id);
  g_assert_cmpint (find_deletion (store, id), ==, first);
  dyr_store_undo_async (store, first, NULL, NULL, NULL);
  WAIT (office_number (office, "SELECT listed FROM client") == 1);
  g_assert_cmpint (find_deletion (store, id), ==, 0);
  second = delete_one (store, id);
  g_assert_cmpint (second, !=, first);
  g_assert_cmpint (find_deletion (store, id), ==, second);
  flush (store);
}

static void
test_drafts (Office *office, gconstpointer data)
{
  gint64 id = office_add (office, &dyr_client_type, "name", "Ключ", NULL);
  g_autoptr (DyrStore) store = dyr_store_new (office->database);
  g_autoptr (DyrRecord) record = load (store, id);
  g_autoptr (GHashTable) drafts = NULL, none = NULL;

  dyr_editor_set_draft (DYR_EDITOR (store), record, DYR_CLIENT_NEXT_CONTACT, "31.02");
  dyr_store_drafts_async (store, id, NULL, on_drafts, &none);
  WAIT (none != NULL);
  flush (store);
  dyr_store_drafts_async (store, id, NULL, on_drafts, &drafts);
  WAIT (drafts != NULL);
  g_assert_cmpstr (g_hash_table_lookup (drafts, "next-contact"), ==, "31.02");
  dyr_editor_set_draft (DYR_EDITOR (store), record, DYR_CLIENT_NEXT_CONTACT, NULL);
  flush (store);
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM draft"), ==, 0);
}

static void
test_other_process (Office *office, gconstpointer data)
{
  gint64 id = office_add (office, &dyr_client_type, "name", "Ключ", NULL);
  g_autoptr (DyrStore) store = dyr_store_new (office->database);
  g_autoptr (DyrRecord) record = load (store, id);
  Office other = { .folder = NULL, .path = office->path };
  g_autofree char *city = NULL;

  other.database = office_open (&other, "uk");
  office_set (&other, id, "city", "Стрий");
  dyr_database_poll (office->database);
  WAIT ((g_free (city), city = text_of (record, "city")) != NULL);
  g_assert_cmpstr (city, ==, "Стрий");
  dyr_database_close (other.database);
  g_object_unref (other.database);
}

/* Lists */

typedef struct
{
  guint added, removed, reordered;
} Counts;

static void
on_items_changed (GListModel *list, guint position, guint removed, guint added, Counts *counts)
{
  counts->added += added;
  counts->removed += removed;
}

static void
on_reordered (DyrRecordList *list, Counts *counts)
{
  counts->reordered++;
}

static char *
name_at (DyrRecordList *list, guint position)
{
  g_autoptr (DyrPlace) place = g_list_model_get_item (G_LIST_MODEL (list), position);

  WAIT (dyr_place_get_record (place) != NULL);
  return g_strdup (dyr_record_get_title (dyr_place_get_record (place)));
}

static void
assert_name_at (DyrRecordList *list, guint position, const char *expected)
{
  g_autofree char *name = name_at (list, position);

  g_assert_cmpstr (name, ==, expected);
}

static void
test_list (Office *office, gconstpointer data)
{
  gint64 first = office_add (office, &dyr_client_type, "name", "Альфа", NULL);
  gint64 second;
  g_autoptr (DyrStore) store = dyr_store_new (office->database);
  g_autoptr (DyrRecordList) list = dyr_record_list_new (store);
  GListModel *model = G_LIST_MODEL (list);
  g_autoptr (DyrPlace) place = NULL;
  Counts counts = { 0 };

  office_add (office, &dyr_client_type, "name", "Гамма", NULL);
  dyr_record_list_take_query (list, dyr_query_new (&dyr_client_type));
  WAIT (!dyr_record_list_is_loading (list));
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 2);
  assert_name_at (list, 0, "Альфа");
  g_signal_connect (list, "items-changed", G_CALLBACK (on_items_changed), &counts);
  g_signal_connect (list, "reordered", G_CALLBACK (on_reordered), &counts);
  place = g_list_model_get_item (model, 1);
  second = office_add (office, &dyr_client_type, "name", "Бета", NULL);
  WAIT (g_list_model_get_n_items (model) == 3);
  /* The row stays, its record is another: only the length is announced. */
  g_assert_cmpuint (counts.added, ==, 1);
  g_assert_cmpuint (counts.removed, ==, 0);
  WAIT (g_strcmp0 (dyr_record_get_title (dyr_place_get_record (place)), "Бета") == 0);
  g_assert_cmpuint (dyr_place_list_find (DYR_PLACE_LIST (list), second), ==, 1);
  g_assert_cmpuint (dyr_place_list_find (DYR_PLACE_LIST (list), 4711), ==, G_MAXUINT);
  counts.reordered = 0;
  dyr_place_list_sort (DYR_PLACE_LIST (list), "name", TRUE);
  WAIT (counts.reordered == 1);
  assert_name_at (list, 2, "Альфа");
  g_assert_cmpuint (counts.added + counts.removed, ==, 1);
  office_delete (office, first);
  WAIT (g_list_model_get_n_items (model) == 2);
  g_assert_null (g_list_model_get_item (model, 2));
}

#define MANY 1000

static gboolean
job_many (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (DyrSave) save = dyr_save_new (connection, DYR_SOURCE_IMPORT, "import\tx.csv", 0);

  for (int i = 0; i < MANY; i++)
    {
      g_autofree DyrValue *values = g_new0 (DyrValue, DYR_CLIENT_N_FIELDS);
      g_autofree char *name = g_strdup_printf ("Клієнт %04d", i);
      gint64 id;

      dyr_value_set_text (&values[DYR_CLIENT_NAME], name);
      if (!dyr_save_create (save, &dyr_client_type, NULL, DYR_ORIGIN_IMPORT, values, &id, error))
        return FALSE;
      for (guint j = 0; j < DYR_CLIENT_N_FIELDS; j++)
        dyr_value_clear (&values[j]);
    }
  return dyr_save_finish (save, NULL, error);
}

static void
list_many (Office *office, DyrRecordList *list)
{
  g_autoptr (GError) error = NULL;

  dyr_database_write (office->database, job_many, NULL, NULL, &error);
  g_assert_no_error (error);
  dyr_record_list_take_query (list, dyr_query_new (&dyr_client_type));
  WAIT (g_list_model_get_n_items (G_LIST_MODEL (list)) == MANY);
}

static void
test_long_list (Office *office, gconstpointer data)
{
  g_autoptr (DyrStore) store = dyr_store_new (office->database);
  g_autoptr (DyrRecordList) list = dyr_record_list_new (store);
  guint n_jobs;

  list_many (office, list);
  /* Nobody looks: nothing is alive. */
  g_assert_cmpuint (dyr_record_list_get_n_places (list), ==, 0);
  assert_name_at (list, 999, "Клієнт 0999");
  assert_name_at (list, 500, "Клієнт 0500");
  g_assert_cmpuint (dyr_record_list_get_n_places (list), ==, 0);
  {
    g_autoptr (GPtrArray) places = NULL;

    flush (store);
    n_jobs = dyr_record_list_get_n_jobs (list);
    places = store_test_take_places (list, 300, 499);
    WAIT (store_test_count_filled (places) == 200);
    /* 200 rows in pages of 64: four jobs, not two hundred. The list may be asked anew in between,
     * once the full text has followed. */
    g_assert_cmpuint (dyr_record_list_get_n_jobs (list) - n_jobs, <=, 4 + 2);
    g_assert_cmpuint (dyr_store_get_n_live (store), ==, 200);
  }
  g_assert_cmpuint (dyr_store_get_n_live (store), ==, 0);
}

/* What a person looks at does not wait for the rows that GTK keeps around it. */
static void
test_seen_first (Office *office, gconstpointer data)
{
  g_autoptr (DyrStore) store = dyr_store_new (office->database);
  g_autoptr (DyrRecordList) list = dyr_record_list_new (store);
  g_autoptr (GPtrArray) seen = NULL, above = NULL;

  list_many (office, list);
  flush (store);
  dyr_place_list_look_at (DYR_PLACE_LIST (list), 400, 419);
  above = store_test_take_places (list, 300, 399);
  seen = store_test_take_places (list, 400, 419);
  WAIT (store_test_count_filled (seen) > 0);
  g_assert_cmpuint (store_test_count_filled (seen), ==, 20);
  g_assert_cmpuint (store_test_count_filled (above), ==, 0);
  WAIT (store_test_count_filled (above) > 0);
  /* The nearest of them come next, … */
  g_assert_nonnull (dyr_place_get_record (g_ptr_array_index (above, 99)));
  g_assert_null (dyr_place_get_record (g_ptr_array_index (above, 0)));
  /* … and whoever moves on does not wait for their turn. */
  dyr_place_list_look_at (DYR_PLACE_LIST (list), 300, 309);
  WAIT (store_test_count_filled (above) == 100);
}

/* Rows that were passed before it was their turn keep no record alive. */
static void
test_passed_by (Office *office, gconstpointer data)
{
  g_autoptr (DyrStore) store = dyr_store_new (office->database);
  g_autoptr (DyrRecordList) list = dyr_record_list_new (store);
  g_autoptr (GPtrArray) around = NULL;

  list_many (office, list);
  flush (store);
  for (guint top = 0; top + 200 < MANY; top += 20)
    {
      g_autoptr (GPtrArray) seen = NULL;

      dyr_place_list_look_at (DYR_PLACE_LIST (list), top, top + 9);
      seen = store_test_take_places (list, top, top + 9);
      g_clear_pointer (&around, g_ptr_array_unref);
      around = store_test_take_places (list, top, top + 199);
      WAIT (store_test_count_filled (seen) == 10);
      g_assert_cmpuint (dyr_store_get_n_live (store), <=, 2 * 200);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  CASE ("identity", test_identity);
  CASE ("edit", test_edit);
  CASE ("failure", test_failure);
  CASE ("visit", test_visit);
  CASE ("undo", test_undo);
  CASE ("actions", test_actions);
  CASE ("drafts", test_drafts);
  CASE ("other-process", test_other_process);
  CASE ("list", test_list);
  CASE ("long-list", test_long_list);
  CASE ("seen-first", test_seen_first);
  CASE ("passed-by", test_passed_by);
  return g_test_run ();
}

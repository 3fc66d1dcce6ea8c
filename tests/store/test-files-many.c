/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Several files at once, of which some are refused; files that never were any; who attached them.
 */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-file.h"
#include "dyr-files.h"
#include "store-test.h"

static DyrFileTaken *
take_bytes (Office *office, const char *name, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (GError) error = NULL;
  DyrFileTaken *taken = dyr_files_take_bytes (office->database, bytes, name, NULL, &error);

  g_assert_no_error (error);
  return taken;
}

static void
clear_attach (DyrFilesAttach *attach)
{
  g_clear_pointer (&attach->files, g_ptr_array_unref);
  g_clear_pointer (&attach->ids, g_array_unref);
  g_clear_pointer (&attach->refused, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DyrFilesAttach, clear_attach)

/* "a.txt" twice and "b.txt". */
static void
prepare (Office *office, gint64 about, DyrFilesAttach *attach)
{
  attach->about = about;
  attach->files = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_file_taken_free);
  attach->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_ptr_array_add (attach->files, take_bytes (office, "a.txt", "one"));
  g_ptr_array_add (attach->files, take_bytes (office, "a.txt", "one"));
  g_ptr_array_add (attach->files, take_bytes (office, "b.txt", "two"));
}

static void
test_refused (Office *office, gconstpointer data)
{
  gint64 client = office_add (office, &dyr_client_type, "name", "Client", NULL);
  g_auto (DyrFilesAttach) all = { 0 }, some = { 0 };
  g_autoptr (GError) error = NULL;

  prepare (office, client, &all);
  g_assert_false (dyr_database_write (office->database, dyr_files_job_attach, &all, NULL, &error));
  g_assert_error (error, DYR_ERROR, DYR_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM file"), ==, 0);
  prepare (office, client, &some);
  some.refused = g_ptr_array_new_with_free_func (g_free);
  g_assert_true (dyr_database_write (office->database, dyr_files_job_attach, &some, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (some.ids->len, ==, 2);
  g_assert_cmpuint (some.refused->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (some.refused, 0), ==, "“a.txt” is attached here already.");
  g_assert_cmpint (some.action, ==, office_undo (office));
  office_assert (office, g_array_index (some.ids, gint64, 0), "name", "a.txt");
  office_assert (office, g_array_index (some.ids, gint64, 0), "size", "3");
  office_assert (office, g_array_index (some.ids, gint64, 1), "name", "b.txt");
}

/* All of them refused: nothing was done that could be taken back. */
static void
test_all_refused (Office *office, gconstpointer data)
{
  gint64 client = office_add (office, &dyr_client_type, "name", "Client", NULL);
  g_auto (DyrFilesAttach) first = { 0 }, again = { 0 };
  g_autoptr (GError) error = NULL;
  const gint64 before = office_undo (office);

  prepare (office, client, &first);
  g_ptr_array_set_size (first.files, 1);
  g_assert_true (dyr_database_write (office->database, dyr_files_job_attach, &first, NULL, &error));
  g_assert_cmpint (first.action, !=, before);
  prepare (office, client, &again);
  g_ptr_array_set_size (again.files, 2);
  again.refused = g_ptr_array_new_with_free_func (g_free);
  g_assert_true (dyr_database_write (office->database, dyr_files_job_attach, &again, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (again.refused->len, ==, 2);
  g_assert_cmpint (again.action, ==, 0);
  g_assert_cmpint (office_undo (office), ==, first.action);
}

/* A deleted record refuses all of them at once. */
static void
test_deleted (Office *office, gconstpointer data)
{
  gint64 client = office_add (office, &dyr_client_type, "name", "Client", NULL);
  g_auto (DyrFilesAttach) attach = { 0 };
  g_autoptr (GError) error = NULL;

  office_delete (office, client);
  prepare (office, client, &attach);
  attach.refused = g_ptr_array_new_with_free_func (g_free);
  g_assert_false (
      dyr_database_write (office->database, dyr_files_job_attach, &attach, NULL, &error));
  g_assert_error (error, DYR_ERROR, DYR_ERROR_REFUSED);
  g_assert_cmpuint (attach.refused->len, ==, 0);
}

static void
test_by (Office *office, gconstpointer data)
{
  gint64 client = office_add (office, &dyr_client_type, "name", "Client", NULL);
  gint64 user = office_add (office, &dyr_user_type, "name", "Oksana", NULL);
  g_auto (DyrFilesAttach) attach = { 0 };
  g_autoptr (GError) error = NULL;
  DyrFilesBy by = { .about = client };
  g_autofree char *sql = NULL;
  const gint64 *ids;

  prepare (office, client, &attach);
  attach.refused = g_ptr_array_new_with_free_func (g_free);
  g_assert_true (
      dyr_database_write (office->database, dyr_files_job_attach, &attach, NULL, &error));
  g_assert_true (dyr_database_read (office->database, dyr_files_job_by, &by, NULL, &error));
  g_assert_cmpuint (g_hash_table_size (by.by), ==, 0);
  g_clear_pointer (&by.by, g_hash_table_unref);
  sql = g_strdup_printf ("UPDATE action SET person = %" G_GINT64_FORMAT
                         " WHERE id = %" G_GINT64_FORMAT,
                         user,
                         attach.action);
  office_sql (office, sql);
  ids = (const gint64 *) (gpointer) attach.ids->data;
  office_delete (office, ids[1]);
  g_assert_true (dyr_database_read (office->database, dyr_files_job_by, &by, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (g_hash_table_size (by.by), ==, 1);
  g_assert_cmpstr (g_hash_table_lookup (by.by, &ids[0]), ==, "Oksana");
  g_hash_table_unref (by.by);
}

/* A name from nowhere is cleaned; nothing is no file. */
static void
test_bytes (Office *office, gconstpointer data)
{
  g_autoptr (DyrFileTaken) taken = take_bytes (office, "../a/b.png", "\211PNG\r\n\032\n");
  g_autoptr (GBytes) none = g_bytes_new_static ("", 0);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (taken->name, ==, "_a_b.png");
  g_assert_cmpstr (taken->media_type, ==, "image/png");
  g_assert_cmpint (taken->blob.size, ==, 8);
  g_assert_true (dyr_blobs_has (dyr_database_get_path (office->database), taken->blob.sha256, 8));
  g_assert_null (dyr_files_take_bytes (office->database, none, "a.png", NULL, &error));
  g_assert_error (error, DYR_ERROR, DYR_ERROR_INVALID);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, test)                                                                            \
  g_test_add ("/store/files-many/" name, Office, NULL, office_set_up, test, office_tear_down)
  ADD ("refused", test_refused);
  ADD ("all-refused", test_all_refused);
  ADD ("deleted", test_deleted);
  ADD ("by", test_by);
  ADD ("bytes", test_bytes);
#undef ADD
  return g_test_run ();
}

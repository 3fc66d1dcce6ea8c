/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What was cut off is found when the store is opened, and is taken back or gone on with. */

#include "config.h"

#include "dyr-bulk.h"
#include "dyr-client.h"
#include "dyr-import-peek.h"
#include "dyr-import-work.h"
#include "dyr-interrupted.h"
#include "stage.h"

typedef struct
{
  Stage *stage;
  DyrStore *store; /* opened once more */
  DyrOffice *office;
  GPtrArray *found;
  DyrBanner *banner;
} Second;

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  Second *second = data;
  g_autoptr (GError) error = NULL;

  second->store = dyr_interrupted_open_finish (result, &second->found, &error);
  g_assert_no_error (error);
}

/* The program starts again. */
static void
open_again (Stage *stage, Second *second)
{
  const DyrDatabaseOptions options = { "en", "Europe/Kyiv", TRUE };
  g_autofree char *path = g_build_filename (stage->folder, "office.db", NULL);

  second->stage = stage;
  dyr_interrupted_open_async (path, &options, NULL, on_opened, second);
  stage_wait_until (second->store != NULL);
  second->office = dyr_office_new (second->store, stage->settings, "en");
  second->banner = DYR_BANNER (dyr_banner_new (NULL));
  adw_window_set_content (ADW_WINDOW (stage->window), GTK_WIDGET (second->banner));
  dyr_interrupted_offer (second->banner, second->office, second->found);
}

static void
on_flushed (GObject *source, GAsyncResult *result, gpointer data)
{
  *(gboolean *) data = TRUE;
}

static void
close_again (Second *second)
{
  gboolean flushed = FALSE;

  adw_window_set_content (ADW_WINDOW (second->stage->window), NULL);
  dyr_store_flush_async (second->store, on_flushed, &flushed);
  stage_wait_until (flushed);
  g_clear_pointer (&second->found, g_ptr_array_unref);
  g_clear_object (&second->office);
  g_clear_object (&second->store);
}

static gboolean
job_script (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return dyr_connection_script (connection, data, error);
}

static void
run_script (Stage *stage, const char *sql)
{
  g_autoptr (GError) error = NULL;

  dyr_database_write (
      dyr_store_get_database (stage->store), job_script, (gpointer) sql, NULL, &error);
  g_assert_no_error (error);
}

static void
on_peeked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  *(DyrImportPeek **) data = dyr_import_peek_finish (result, &error);
  g_assert_no_error (error);
}

static void
on_imported (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  *(DyrImportReport **) data
      = dyr_import_work_run_finish (DYR_IMPORT_WORK (source), result, &error);
  g_assert_no_error (error);
}

static void
import_two (Stage *stage)
{
  const DyrSheetOptions guess = { 0 };
  g_autofree char *path = stage_write_file (stage, "list.csv", "Name;City\nA;Lviv\nB;Lviv\n", -1);
  g_autoptr (DyrImportWork) work = NULL;
  DyrImportPeek *peek = NULL;
  DyrImportReport *report = NULL;
  DyrSheetOptions options;

  dyr_import_peek_async (NULL, path, &dyr_client_type, &guess, NULL, on_peeked, &peek);
  stage_wait_until (peek != NULL);
  options = (DyrSheetOptions){ peek->encoding, peek->delimiter, DYR_SHEET_HEADER_YES };
  work = dyr_import_work_new (stage->office, path, &options, peek->mapping);
  dyr_import_work_run_async (work, FALSE, NULL, on_imported, &report);
  stage_wait_until (report != NULL);
  g_assert_cmpuint (stage_count (stage, &dyr_client_type), ==, 2);
  dyr_import_report_free (report);
  dyr_import_peek_free (peek);
}

static void
answer (Second *second, const char *response)
{
  g_signal_emit_by_name (second->banner, "button-clicked");
  stage_answer (stage_wait_for_question (), response);
}

static void
test_nothing (Stage *stage, gconstpointer data)
{
  Second second = { 0 };

  import_two (stage);
  open_again (stage, &second);
  g_assert_cmpuint (second.found->len, ==, 0);
  g_assert_false (dyr_banner_get_revealed (second.banner));
  close_again (&second);
}

static void
test_take_back (Stage *stage, gconstpointer data)
{
  Second second = { 0 };

  import_two (stage);
  run_script (stage, "UPDATE action SET state = 0");
  open_again (stage, &second);
  g_assert_cmpuint (second.found->len, ==, 1);
  g_assert_true (dyr_banner_get_revealed (second.banner));
  g_assert_cmpstr (
      dyr_banner_get_title (second.banner), ==, "Cut off in the middle: Import of list.csv");

  /* Later: it stays offered. */
  answer (&second, "cancel");
  g_assert_true (dyr_banner_get_revealed (second.banner));
  g_assert_cmpuint (stage_count (stage, &dyr_client_type), ==, 2);
  answer (&second, "undo");
  stage_wait_until (second.found->len == 0);
  g_assert_false (dyr_banner_get_revealed (second.banner));
  g_assert_cmpuint (stage_count (stage, &dyr_client_type), ==, 0);
  close_again (&second);
}

/* Much is taken back before the eyes of whoever asked for it. Stopped, the rest is offered again.
 */
static void
test_stop_taking_back (Stage *stage, gconstpointer data)
{
  Second second = { 0 };

  import_two (stage);
  stage_make_big (stage);
  run_script (stage, "UPDATE action SET state = 0");
  open_again (stage, &second);
  gtk_window_present (stage->window);
  stage_stop_undo (stage);
  answer (&second, "undo");
  stage_wait_until (stage->n_stopped == 1);
  stage_wait_until (dyr_banner_get_revealed (second.banner));
  g_assert_null (stage_find_window ("DyrUndoDialog"));
  g_assert_cmpuint (second.found->len, ==, 1);
  g_assert_cmpstr (stage->told, ==, "Stopped. What was undone so far stays; Undo goes on.");
  g_assert_cmpuint (stage_count (stage, &dyr_client_type), ==, 2);
  answer (&second, "undo");
  stage_wait_until (second.found->len == 0);
  g_assert_cmpuint (stage->n_stopped, ==, 1);
  g_assert_false (dyr_banner_get_revealed (second.banner));
  close_again (&second);
}

/* Every start offers it, until the person lets it stand. */
static void
test_keep (Stage *stage, gconstpointer data)
{
  Second second = { 0 };

  import_two (stage);
  run_script (stage, "UPDATE action SET state = 0");
  for (int i = 0; i < 3; i++)
    {
      open_again (stage, &second);
      g_assert_cmpuint (second.found->len, ==, 1);
      g_assert_true (dyr_banner_get_revealed (second.banner));
      answer (&second, i < 2 ? "cancel" : "keep");
      if (i == 2)
        stage_wait_until (second.found->len == 0);
      g_assert_cmpint (dyr_banner_get_revealed (second.banner), ==, i < 2);
      close_again (&second);
    }
  open_again (stage, &second);
  g_assert_cmpuint (second.found->len, ==, 0);
  g_assert_false (dyr_banner_get_revealed (second.banner));
  g_assert_cmpuint (stage_count (stage, &dyr_client_type), ==, 2);
  close_again (&second);
}

static void
test_import_again (Stage *stage, gconstpointer data)
{
  Second second = { 0 };
  GtkWindow *assistant;

  import_two (stage);
  run_script (stage, "UPDATE action SET state = 0");
  open_again (stage, &second);
  answer (&second, "again");
  stage_wait_until ((assistant = stage_find_window ("DyrImportAssistant")) != NULL);
  g_assert_false (dyr_banner_get_revealed (second.banner));
  g_assert_cmpuint (stage_count (stage, &dyr_client_type), ==, 2);
  gtk_window_destroy (assistant);
  close_again (&second);
  /* Nothing was imported: it is offered again. */
  open_again (stage, &second);
  g_assert_cmpuint (second.found->len, ==, 1);
  close_again (&second);
}

static void
on_undone (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  dyr_undo_result_free (dyr_store_undo_finish (DYR_STORE (source), result, &error));
  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

/* Half an undo is gone on with, not offered as something to take back. */
static void
test_undo (Stage *stage, gconstpointer data)
{
  Second second = { 0 };
  gboolean undone = FALSE;

  import_two (stage);
  dyr_store_undo_async (stage->store, 0, NULL, on_undone, &undone);
  stage_wait_until (undone);
  run_script (stage, "UPDATE action SET state = 0 WHERE undoes IS NOT NULL");
  open_again (stage, &second);
  g_assert_cmpuint (second.found->len, ==, 1);
  g_assert_cmpstr (
      dyr_banner_get_title (second.banner), ==, "Taken back only in part: Import of list.csv");
  answer (&second, "undo");
  stage_wait_until (second.found->len == 0);
  g_assert_cmpuint (stage_count (stage, &dyr_client_type), ==, 0);
  close_again (&second);
}

/* A bulk edit of both that was killed when one of them was done. */
static void
edit_one_of_two (Stage *stage)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) values = dyr_field_values_new ();
  g_autoptr (GError) error = NULL;
  gint64 id = 1;
  DyrBulkResult done;

  import_two (stage);
  g_array_append_val (ids, id);
  dyr_value_set_text (dyr_field_values_add (values, DYR_CLIENT_CITY), "Kyiv");
  dyr_bulk_edit (dyr_store_get_database (stage->store),
                 &dyr_client_type,
                 ids,
                 values,
                 NULL,
                 NULL,
                 NULL,
                 &done,
                 &error);
  g_assert_no_error (error);
  g_assert_cmpuint (done.n_changed, ==, 1);
  run_script (stage,
              "UPDATE action SET state = 0, title = 'bulk\t2' WHERE id = 2;"
              "INSERT INTO meta VALUES ('bulk-what-2', 'client {\"city\":\"Kyiv\"}'),"
              "('bulk-ids-2', '1-2'), ('bulk-left-2', '1')");
}

static gboolean
job_count_kyiv (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return dyr_connection_number (
      connection, error, 0, data, "SELECT count (*) FROM client WHERE city = 'Kyiv'", "");
}

static gint64
count_kyiv (Stage *stage)
{
  g_autoptr (GError) error = NULL;
  gint64 n = -1;

  dyr_database_read (dyr_store_get_database (stage->store), job_count_kyiv, &n, NULL, &error);
  g_assert_no_error (error);
  return n;
}

static void
test_go_on (Stage *stage, gconstpointer data)
{
  Second second = { 0 };

  edit_one_of_two (stage);
  open_again (stage, &second);
  g_assert_cmpuint (second.found->len, ==, 1);
  g_assert_cmpstr (
      dyr_banner_get_title (second.banner), ==, "Cut off in the middle: City → Kyiv (2 records)");
  answer (&second, "cancel");
  g_assert_true (dyr_banner_get_revealed (second.banner));
  g_assert_cmpint (count_kyiv (stage), ==, 1);
  answer (&second, "go-on");
  stage_wait_until (second.found->len == 0);
  g_assert_false (dyr_banner_get_revealed (second.banner));
  g_assert_cmpint (count_kyiv (stage), ==, 2);
  close_again (&second);
  open_again (stage, &second);
  g_assert_cmpuint (second.found->len, ==, 0);
  close_again (&second);
}

typedef struct
{
  GMutex busy; /* held: the writer waits */
  gboolean done;
} Hold;

static gboolean
job_wait (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Hold *hold = data;

  g_mutex_lock (&hold->busy);
  g_mutex_unlock (&hold->busy);
  return TRUE;
}

static void
on_waited (GObject *source, GAsyncResult *result, gpointer data)
{
  ((Hold *) data)->done = TRUE;
}

/* Its button stops it while it goes on: what is done stays, and nothing is left to decide. */
static void
test_stop (Stage *stage, gconstpointer data)
{
  Second second = { 0 };
  Hold hold = { .done = FALSE };

  edit_one_of_two (stage);
  open_again (stage, &second);
  /* Until it was told to stop nothing is written. */
  g_mutex_init (&hold.busy);
  g_mutex_lock (&hold.busy);
  dyr_database_write_async (
      dyr_store_get_database (second.store), job_wait, &hold, NULL, NULL, on_waited, &hold);
  answer (&second, "go-on");
  stage_wait_until (g_str_has_prefix (dyr_banner_get_title (second.banner), "Going on"));
  g_assert_true (dyr_banner_get_revealed (second.banner));
  g_assert_cmpstr (
      dyr_banner_get_title (second.banner), ==, "Going on: City → Kyiv (2 records) · 0 %");
  g_signal_emit_by_name (second.banner, "button-clicked");
  g_assert_cmpstr (dyr_banner_get_title (second.banner), ==, "Stopping…");
  g_mutex_unlock (&hold.busy);
  stage_wait_until (hold.done && second.found->len == 0);
  g_mutex_clear (&hold.busy);
  g_assert_false (dyr_banner_get_revealed (second.banner));
  g_assert_cmpint (count_kyiv (stage), ==, 1);
  close_again (&second);
  open_again (stage, &second);
  g_assert_cmpuint (second.found->len, ==, 0);
  close_again (&second);
}

static void
on_closed_changed (DyrBanner *banner, GParamSpec *pspec, gboolean *changed)
{
  *changed = TRUE;
}

/* Another window is not told what the one before it made of its list: it looks for itself, and what
 * goes on of the closed one tells nobody. */
static void
test_closed_meanwhile (Stage *stage, gconstpointer data)
{
  Second second = { 0 };
  Hold hold = { .done = FALSE };
  GtkWidget *before = adw_window_new ();
  gboolean changed = FALSE;

  edit_one_of_two (stage);
  open_again (stage, &second);
  g_object_ref (second.banner);
  adw_window_set_content (ADW_WINDOW (stage->window), NULL);
  adw_window_set_content (ADW_WINDOW (before), GTK_WIDGET (second.banner));
  g_object_unref (second.banner);
  run_script (stage, "UPDATE action SET state = 2 WHERE id = 1");
  g_mutex_init (&hold.busy);
  g_mutex_lock (&hold.busy);
  dyr_database_write_async (
      dyr_store_get_database (second.store), job_wait, &hold, NULL, NULL, on_waited, &hold);
  answer (&second, "go-on");
  stage_wait_until (g_str_has_prefix (dyr_banner_get_title (second.banner), "Going on"));
  gtk_window_destroy (GTK_WINDOW (before));
  g_signal_connect (second.banner, "notify", G_CALLBACK (on_closed_changed), &changed);

  second.banner = DYR_BANNER (dyr_banner_new (NULL));
  adw_window_set_content (ADW_WINDOW (stage->window), GTK_WIDGET (second.banner));
  dyr_interrupted_offer (second.banner, second.office, NULL);
  stage_wait_until (dyr_banner_get_revealed (second.banner));
  g_assert_cmpstr (
      dyr_banner_get_title (second.banner), ==, "Cut off in the middle: Import of list.csv");
  g_mutex_unlock (&hold.busy);
  stage_wait_until (hold.done && second.found->len == 0);
  g_mutex_clear (&hold.busy);
  g_assert_false (changed);
  g_assert_cmpint (count_kyiv (stage), ==, 2);
  g_assert_true (dyr_banner_get_revealed (second.banner));
  g_assert_cmpstr (
      dyr_banner_get_title (second.banner), ==, "Cut off in the middle: Import of list.csv");
  close_again (&second);
}

int
main (int argc, char **argv)
{
  stage_init (&argc, &argv, TRUE);
#define ADD(path, test) g_test_add (path, Stage, NULL, stage_set_up, test, stage_tear_down)
  ADD ("/app/interrupted/nothing", test_nothing);
  ADD ("/app/interrupted/take-back", test_take_back);
  ADD ("/app/interrupted/stop-taking-back", test_stop_taking_back);
  ADD ("/app/interrupted/keep", test_keep);
  ADD ("/app/interrupted/import-again", test_import_again);
  ADD ("/app/interrupted/undo", test_undo);
  ADD ("/app/interrupted/go-on", test_go_on);
  ADD ("/app/interrupted/stop", test_stop);
  ADD ("/app/interrupted/closed-meanwhile", test_closed_meanwhile);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The first run: three ways into the program, and the language before all of them. */

#include "config.h"

#include "dyr-banner.h"
#include "dyr-first-run.h"
#include "dyr-import-assistant.h"
#include "dyr-samples.h"
#include "stage.h"

static void
on_done (DyrFirstRun *first_run, guint *n_done)
{
  (*n_done)++;
}

static GtkWidget *
present (Stage *stage, guint *n_done)
{
  GtkWidget *first_run = dyr_first_run_new (stage->office);

  g_signal_connect (first_run, "done", G_CALLBACK (on_done), n_done);
  adw_window_set_content (ADW_WINDOW (stage->window), first_run);
  return first_run;
}

static const char *
page (gpointer first_run)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (stage_find (first_run, "stack")));
}

static void
test_samples (Stage *stage, gconstpointer data)
{
  guint n_done = 0;
  GtkWidget *first_run = present (stage, &n_done);

  g_signal_emit_by_name (stage_find (first_run, "samples"), "activated");
  g_assert_cmpstr (page (first_run), ==, "making");
  /* Not twice. */
  g_signal_emit_by_name (stage_find (first_run, "samples"), "activated");
  stage_wait_until (n_done > 0);
  g_assert_cmpuint (n_done, ==, 1);
  g_assert_false (dyr_first_run_was_answered (stage->office));
  g_assert_cmpuint (stage_count (stage, &dyr_client_type), ==, DYR_SAMPLES_CLIENTS);
  g_assert_cmpuint (stage_count (stage, &dyr_contract_type), >, 0);
}

static gboolean
job_count_at_home (DyrConnection *connection, gpointer n, GCancellable *cancellable, GError **error)
{
  return dyr_connection_number (
      connection, error, 0, n, "SELECT count (*) FROM client WHERE country = 'HR'", "");
}

/* The sample office is one of the person's own country. */
static void
test_samples_language (Stage *stage, gconstpointer data)
{
  guint n_done = 0;
  gint64 n_at_home = 0;
  g_autoptr (GError) error = NULL;

  g_object_unref (stage->office);
  stage->office = dyr_office_new (stage->store, stage->settings, "hr");
  g_signal_emit_by_name (stage_find (present (stage, &n_done), "samples"), "activated");
  stage_wait_until (n_done > 0);
  g_assert_cmpuint (stage_count (stage, &dyr_client_type), ==, DYR_SAMPLES_CLIENTS);
  dyr_database_read (
      dyr_store_get_database (stage->store), job_count_at_home, &n_at_home, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (n_at_home, ==, DYR_SAMPLES_CLIENTS);
}

static void
test_samples_cancelled (Stage *stage, gconstpointer data)
{
  guint n_done = 0;
  GtkWidget *first_run = present (stage, &n_done);

  g_signal_emit_by_name (stage_find (first_run, "samples"), "activated");
  stage_click (first_run, "cancel");
  stage_wait_until (n_done > 0 || g_str_equal (page (first_run), "welcome"));
  /* All or nothing. */
  g_assert_cmpuint (stage_count (stage, &dyr_client_type), ==, n_done * DYR_SAMPLES_CLIENTS);
  g_assert_false (dyr_banner_get_revealed (DYR_BANNER (stage_find (first_run, "banner"))));
}

static void
test_empty (Stage *stage, gconstpointer data)
{
  guint n_done = 0;
  GtkWidget *first_run = present (stage, &n_done);

  g_assert_false (dyr_first_run_was_answered (stage->office));
  g_signal_emit_by_name (stage_find (first_run, "empty"), "activated");
  g_assert_cmpuint (n_done, ==, 1);
  /* The next start does not ask again. */
  g_assert_true (dyr_first_run_was_answered (stage->office));
  g_assert_cmpuint (stage_count (stage, &dyr_client_type), ==, 0);
}

static gboolean
is_on (gpointer assistant, const char *name)
{
  return g_str_equal (
             gtk_stack_get_visible_child_name (GTK_STACK (stage_find (assistant, "pages"))), name)
         && gtk_widget_is_sensitive (stage_find (assistant, "next"));
}

/* The assistant opens; once something was imported the first run is over. */
static void
test_import (Stage *stage, gconstpointer data)
{
  guint n_done = 0;
  GtkWidget *first_run = present (stage, &n_done);
  GtkWindow *assistant;
  g_autofree char *path = stage_write_file (stage, "one.csv", "Name;City\nA;Lviv\n", -1);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_signal_emit_by_name (stage_find (first_run, "import"), "activated");
  assistant = stage_find_window ("DyrImportAssistant");
  g_assert_nonnull (assistant);
  g_assert_true (gtk_window_get_transient_for (assistant) == stage->window);
  gtk_window_close (assistant);
  g_assert_cmpuint (n_done, ==, 0);

  dyr_import_assistant_present (stage->office, stage->window, &dyr_client_type, file);
  assistant = stage_find_window ("DyrImportAssistant");
  stage_wait_until (is_on (assistant, "preview"));
  stage_click (assistant, "next");
  stage_click (assistant, "next");
  stage_wait_until (is_on (assistant, "trial"));
  g_assert_cmpuint (n_done, ==, 0);
  stage_click (assistant, "next");
  stage_wait_until (n_done > 0);
  g_assert_cmpuint (n_done, ==, 1);
}

static void
test_language (Stage *stage, gconstpointer data)
{
  guint n_done = 0;
  GtkWidget *first_run = present (stage, &n_done);
  GtkWidget *now = stage_find_button (first_run, "English");
  GtkWidget *other = stage_find_button (first_run, "Українська");
  g_autofree char *language = NULL;

  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (now)));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (other), TRUE);
  language = g_settings_get_string (stage->settings, "language");
  g_assert_cmpstr (language, ==, "uk");
  g_assert_cmpuint (stage->n_restarts, ==, 1);
  g_assert_cmpuint (n_done, ==, 0);
}

int
main (int argc, char **argv)
{
  stage_init (&argc, &argv, TRUE);
#define ADD(path, test) g_test_add (path, Stage, NULL, stage_set_up, test, stage_tear_down)
  ADD ("/app/first-run/samples", test_samples);
  ADD ("/app/first-run/samples-language", test_samples_language);
  ADD ("/app/first-run/samples-cancelled", test_samples_cancelled);
  ADD ("/app/first-run/empty", test_empty);
  ADD ("/app/first-run/import", test_import);
  ADD ("/app/first-run/language", test_language);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrBulkDialog: an edit of thousands of records shows how far it came and can be stopped. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "app-test.h"
#include "dyr-bulk-dialog.h"
#include "dyr-field-row.h"
#include "dyr-undo.h"
#include "statement-hold.h"

/* Two parts, each written at once. */
#define PART 5000
#define MANY (2 * PART)

static gboolean
job_many (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (DyrSave) save = dyr_save_new (connection, DYR_SOURCE_IMPORT, "import\tx.csv", 0);
  GArray *ids = data;

  for (int i = 0; i < MANY; i++)
    {
      g_autofree DyrValue *values = g_new0 (DyrValue, DYR_CLIENT_N_FIELDS);
      gint64 id;

      dyr_value_set_text (&values[DYR_CLIENT_NAME], "Ключ");
      dyr_value_set_text (&values[DYR_CLIENT_STATE], "active");
      if (!dyr_save_create (save, &dyr_client_type, NULL, DYR_ORIGIN_IMPORT, values, &id, error))
        return FALSE;
      g_array_append_val (ids, id);
      for (guint j = 0; j < DYR_CLIENT_N_FIELDS; j++)
        dyr_value_clear (&values[j]);
    }
  return dyr_save_finish (save, NULL, error);
}

static void
set_up (Pages *pages, gconstpointer data)
{
  statement_hold_begin ();
  pages_set_up (pages, data);
}

static void
tear_down (Pages *pages, gconstpointer data)
{
  pages_tear_down (pages, data);
  statement_hold_end ();
}

/* The dialog over many clients, in which they are to be lost. */
static GtkWidget *
open_dialog (Pages *pages)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_auto (DyrValue) value = DYR_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  GtkWidget *dialog, *row;

  dyr_database_write (pages->office.database, job_many, ids, NULL, &error);
  g_assert_no_error (error);
  pages_show (pages, gtk_label_new ("below"));
  dialog = GTK_WIDGET (dyr_bulk_dialog_new (pages->app, &dyr_client_type, ids));
  gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (pages->window));
  gtk_window_present (GTK_WINDOW (dialog));
  WAIT_FOR (gtk_widget_get_sensitive (pages_find (dialog, GTK_TYPE_MENU_BUTTON, 0)));
  gtk_widget_activate_action (dialog, "bulk.add", "s", "state");
  row = pages_find (dialog, DYR_TYPE_FIELD_ROW, 0);
  dyr_value_set_text (&value, "lost");
  dyr_field_row_set_value (DYR_FIELD_ROW (row), &value);
  g_signal_emit_by_name (row, "changed");
  WAIT_FOR (pages_find_text (dialog, "10,000 records will change"));
  return dialog;
}

static gint64
count_lost (Pages *pages)
{
  return office_number (&pages->office, "SELECT count (*) FROM client WHERE state = 'lost'");
}

/* What was written until then stays, is told, and one step takes all of it back. */
static void
test_stopped (Pages *pages, gconstpointer data)
{
  g_autoptr (DyrUndoResult) undone = NULL;
  g_autoptr (GError) error = NULL;
  GtkWidget *dialog = open_dialog (pages), *progress;

  progress = pages_find (dialog, GTK_TYPE_PROGRESS_BAR, 0);
  g_assert_false (gtk_widget_get_visible (progress));
  statement_hold_at ("UPDATE \"client\" AS t SET \"state\"", 2);
  pages_click (pages_find_button (dialog, "Change"));
  g_assert_nonnull (pages_find_text (dialog, "Writing…"));
  g_assert_false (gtk_widget_get_sensitive (pages_find_button (dialog, "Change")));
  WAIT_FOR (statement_hold_is_held ());
  WAIT_FOR (gtk_progress_bar_get_fraction (GTK_PROGRESS_BAR (progress)) > 0);
  g_assert_true (gtk_widget_get_mapped (progress));
  g_assert_cmpfloat_with_epsilon (
      gtk_progress_bar_get_fraction (GTK_PROGRESS_BAR (progress)), 0.5, 0.001);

  pages_click (pages_find_button (dialog, "Cancel"));
  g_assert_nonnull (pages_find_text (dialog, "Stopping…"));
  g_assert_false (test_window_has_notes (pages->window));
  statement_hold_let_go ();
  WAIT_FOR (pages_find_window (DYR_TYPE_BULK_DIALOG) == NULL);
  pages_assert_notes (pages, "toast-undo 5,000 records changed");
  g_assert_cmpint (count_lost (pages), ==, PART);
  g_assert_cmpint (test_window_get_undo (pages->window), ==, office_undo (&pages->office));
  undone = dyr_undo (pages->office.database, test_window_get_undo (pages->window), NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count_lost (pages), ==, 0);
}

/* Both parts are one step, too. */
static void
test_whole (Pages *pages, gconstpointer data)
{
  g_autoptr (DyrUndoResult) undone = NULL;
  g_autoptr (GError) error = NULL;
  GtkWidget *dialog = open_dialog (pages);

  pages_click (pages_find_button (dialog, "Change"));
  WAIT_FOR (pages_find_window (DYR_TYPE_BULK_DIALOG) == NULL);
  pages_assert_notes (pages, "toast-undo 10,000 records changed");
  g_assert_cmpint (count_lost (pages), ==, MANY);
  undone = dyr_undo (pages->office.database, test_window_get_undo (pages->window), NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count_lost (pages), ==, 0);
}

int
main (int argc, char *argv[])
{
  pages_init (&argc, &argv);
#define ADD(name, function)                                                                        \
  g_test_add ("/app/bulk-dialog/" name, Pages, NULL, set_up, function, tear_down)
  ADD ("stopped", test_stopped);
  ADD ("whole", test_whole);
#undef ADD
  return g_test_run ();
}

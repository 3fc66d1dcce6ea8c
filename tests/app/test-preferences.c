/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Preferences write the settings; a language starts the program anew; the samples go and come. */

#include "config.h"

#include <string.h>

#include "dyr-preferences.h"
#include "dyr-sample.h"
#include "dyr-zone-row.h"
#include "stage.h"

static GtkWindow *
present (Stage *stage)
{
  dyr_preferences_present (stage->settings, stage->office, stage->window);
  return stage_find_window ("DyrPreferences");
}

static void
choose (gpointer window, const char *id, guint number)
{
  adw_combo_row_set_selected (ADW_COMBO_ROW (stage_find (window, id)), number);
}

static void
assert_setting (Stage *stage, const char *key, const char *expected)
{
  g_autofree char *value = g_settings_get_string (stage->settings, key);

  g_assert_cmpstr (value, ==, expected);
}

static void
test_shown (Stage *stage, gconstpointer data)
{
  GtkWindow *window;

  g_settings_set_string (stage->settings, "language", "hr");
  g_settings_set_string (stage->settings, "density", "compact");
  g_settings_set_string (stage->settings, "color-scheme", "dark");
  g_settings_set_string (stage->settings, "office-time-zone", "Europe/Zagreb");
  window = present (stage);
  g_assert_cmpuint (
      adw_combo_row_get_selected (ADW_COMBO_ROW (stage_find (window, "language"))), ==, 3);
  g_assert_cmpuint (
      adw_combo_row_get_selected (ADW_COMBO_ROW (stage_find (window, "density"))), ==, 1);
  g_assert_cmpuint (
      adw_combo_row_get_selected (ADW_COMBO_ROW (stage_find (window, "color_scheme"))), ==, 2);
  g_assert_cmpstr (
      dyr_zone_row_get_zone (DYR_ZONE_ROW (stage_find (window, "zone"))), ==, "Europe/Zagreb");
  /* Showing is no choice. */
  assert_setting (stage, "language", "hr");
  g_assert_cmpuint (stage->n_restarts, ==, 0);
  g_assert_false (gtk_widget_get_visible (stage_find (window, "samples")));
}

static void
test_at_once (Stage *stage, gconstpointer data)
{
  GtkWindow *window = present (stage);

  choose (window, "density", 1);
  assert_setting (stage, "density", "compact");
  choose (window, "density", 0);
  assert_setting (stage, "density", "comfortable");
  choose (window, "color_scheme", 2);
  assert_setting (stage, "color-scheme", "dark");
  choose (window, "color_scheme", 1);
  assert_setting (stage, "color-scheme", "light");
  g_assert_cmpuint (stage->n_restarts, ==, 0);
}

static void
test_language (Stage *stage, gconstpointer data)
{
  GtkWindow *window = present (stage);

  choose (window, "language", 1);
  assert_setting (stage, "language", "uk");
  /* What was chosen in is still there when it has told of it. */
  g_assert_nonnull (stage_find_window ("DyrPreferences"));
  stage_wait_until (stage->n_restarts > 0);
  g_assert_cmpuint (stage->n_restarts, ==, 1);
  /* The window that is to be closed is the other one. */
  g_assert_null (stage_find_window ("DyrPreferences"));
}

static void
test_zone (Stage *stage, gconstpointer data)
{
  GtkWindow *window = present (stage);
  GtkWidget *row = stage_find (window, "zone");
  GtkWidget *stack = stage_find (row, "stack"), *search = stage_find (row, "search");
  GtkListView *list = GTK_LIST_VIEW (stage_find (row, "list"));
  GtkWidget *button;

  /* Without a grab, which sends it the pointer's events from everywhere: GTK 4.8 wants to show a
   * tooltip when the popover is gone already. */
  gtk_popover_set_autohide (GTK_POPOVER (stage_find (row, "popover")), FALSE);
  gtk_menu_button_popup (GTK_MENU_BUTTON (stage_find (row, "button")));
  stage_wait_until (g_str_equal (gtk_stack_get_visible_child_name (GTK_STACK (stack)), "list"));
  /* What nobody knows is not there, and Enter changes nothing. */
  gtk_editable_set_text (GTK_EDITABLE (search), "Atlantis");
  g_signal_emit_by_name (search, "activate");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (stack)), ==, "nothing");
  assert_setting (stage, "office-time-zone", "Europe/Kyiv");
  /* In any case, with any part of the name. */
  gtk_editable_set_text (GTK_EDITABLE (search), "zAGr");
  g_signal_emit_by_name (search, "activate");
  assert_setting (stage, "office-time-zone", "Europe/Zagreb");
  g_assert_true (g_str_has_prefix (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)),
                                   "Europe/Zagreb · UTC+0"));
  /* Kyiv comes first of all. */
  gtk_editable_set_text (GTK_EDITABLE (search), "");
  g_signal_emit_by_name (search, "search-changed");
  g_signal_emit_by_name (list, "activate", 0);
  assert_setting (stage, "office-time-zone", "Europe/Kyiv");
  g_assert_cmpuint (stage->n_restarts, ==, 0);

  button = stage_find_button (window, "Start anew");
  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
  stage_wait_until (stage->n_restarts > 0);
  g_assert_cmpuint (stage->n_restarts, ==, 1);
}

static void
make_samples (Stage *stage)
{
  const DyrSampleOptions options = { .clients = 5 };
  g_autoptr (GError) error = NULL;

  dyr_sample_make (dyr_store_get_database (stage->store), &options, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
test_samples (Stage *stage, gconstpointer data)
{
  GtkWindow *window;
  GtkWidget *group, *button;
  guint n;

  make_samples (stage);
  n = stage_count (stage, &dyr_client_type);
  g_assert_cmpuint (n, ==, 5);
  window = present (stage);
  group = stage_find (window, "samples");
  stage_wait_until (gtk_widget_get_visible (group));
  stage_click (window, "remove_samples");
  /* Not twice. */
  g_assert_false (gtk_widget_is_sensitive (stage_find (window, "remove_samples")));
  stage_wait_until (!gtk_widget_get_visible (group));
  g_assert_cmpuint (stage_count (stage, &dyr_client_type), ==, 0);

  stage_wait_until ((button = stage_find_button (window, "Undo")) != NULL);
  g_signal_emit_by_name (button, "clicked");
  stage_wait_until (gtk_widget_get_visible (group));
  g_assert_cmpuint (stage_count (stage, &dyr_client_type), ==, n);
}

static gboolean
shows_text (gpointer root, const char *text)
{
  gboolean shows = GTK_IS_LABEL (root) && g_str_equal (gtk_label_get_text (GTK_LABEL (root)), text);

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && !shows;
       child = gtk_widget_get_next_sibling (child))
    shows = shows_text (child, text);
  return shows;
}

/* Much is put back before the eyes of whoever asked for it. Stopped, it can be gone on with. */
static void
test_stop_undo (Stage *stage, gconstpointer data)
{
  GtkWindow *window;
  GtkWidget *group, *button;
  guint n;

  make_samples (stage);
  n = stage_count (stage, &dyr_client_type);
  window = present (stage);
  group = stage_find (window, "samples");
  stage_wait_until (gtk_widget_get_visible (group));
  stage_click (window, "remove_samples");
  stage_wait_until ((button = stage_find_button (window, "Undo")) != NULL);
  stage_make_big (stage);
  stage_stop_undo (stage);
  g_signal_emit_by_name (button, "clicked");
  stage_wait_until (shows_text (window, "Stopped. What was undone so far stays; Undo goes on."));
  g_assert_cmpuint (stage->n_stopped, ==, 1);
  g_assert_null (stage_find_window ("DyrUndoDialog"));
  g_assert_false (gtk_widget_get_visible (group));

  stage_wait_until ((button = stage_find_button (window, "Undo")) != NULL);
  g_signal_emit_by_name (button, "clicked");
  stage_wait_until (gtk_widget_get_visible (group));
  g_assert_cmpuint (stage_count (stage, &dyr_client_type), ==, n);
  g_assert_null (stage_find_window ("DyrUndoDialog"));
}

/* The store could not be opened: the rest works. */
static void
test_without_office (Stage *stage, gconstpointer data)
{
  GtkWindow *window;

  dyr_preferences_present (stage->settings, NULL, stage->window);
  window = stage_find_window ("DyrPreferences");
  g_assert_false (gtk_widget_get_visible (stage_find (window, "samples")));
  choose (window, "density", 1);
  assert_setting (stage, "density", "compact");
}

int
main (int argc, char **argv)
{
  stage_init (&argc, &argv, TRUE);
#define ADD(path, test) g_test_add (path, Stage, NULL, stage_set_up, test, stage_tear_down)
  ADD ("/app/preferences/shown", test_shown);
  ADD ("/app/preferences/at-once", test_at_once);
  ADD ("/app/preferences/language", test_language);
  ADD ("/app/preferences/zone", test_zone);
  ADD ("/app/preferences/samples", test_samples);
  ADD ("/app/preferences/stop-undo", test_stop_undo);
  ADD ("/app/preferences/without-office", test_without_office);
  return g_test_run ();
}

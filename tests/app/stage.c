/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* A store of its own, an office over it and a window that remembers what it was asked for. */

#include "config.h"

#include "stage.h"

#include <glib/gstdio.h>

#include "dyr-language.h"
#include "dyr-query.h"
#include "dyr-widgets.h"

void
stage_init (int *argc, char ***argv, gboolean with_display)
{
  g_test_init (argc, argv, NULL);
  dyr_language_setup ("en");
  if (!with_display)
    return;
  gtk_disable_setlocale ();
  adw_init ();
  dyr_widgets_init ();
}

static void
on_restart_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Stage *stage = data;

  stage->n_restarts++;
}

static void
on_toast_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Stage *stage = data;

  g_clear_pointer (&stage->toast, g_free);
  g_variant_get (parameter, "(sx)", &stage->toast, &stage->toast_action);
}

static void
on_told (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Stage *stage = data;

  g_free (stage->told);
  stage->told = g_variant_dup_string (parameter, NULL);
}

static void
make_window (Stage *stage)
{
  static const GActionEntry app[] = { { .name = "restart", .activate = on_restart_activated } };
  static const GActionEntry win[]
      = { { .name = "toast", .activate = on_told, .parameter_type = "s" },
          { .name = "toast-undo", .activate = on_toast_activated, .parameter_type = "(sx)" } };
  g_autoptr (GSimpleActionGroup) app_actions = g_simple_action_group_new ();
  g_autoptr (GSimpleActionGroup) win_actions = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (app_actions), app, G_N_ELEMENTS (app), stage);
  g_action_map_add_action_entries (G_ACTION_MAP (win_actions), win, G_N_ELEMENTS (win), stage);
  stage->window = GTK_WINDOW (adw_window_new ());
  gtk_window_set_default_size (stage->window, 1024, 700);
  gtk_widget_insert_action_group (GTK_WIDGET (stage->window), "app", G_ACTION_GROUP (app_actions));
  gtk_widget_insert_action_group (GTK_WIDGET (stage->window), "win", G_ACTION_GROUP (win_actions));
  gtk_window_present (stage->window);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  Stage *stage = data;
  g_autoptr (GError) error = NULL;

  stage->store = dyr_store_open_finish (result, &error);
  g_assert_no_error (error);
}

void
stage_set_up (Stage *stage, gconstpointer data)
{
  const DyrDatabaseOptions options = { "en", "Europe/Kyiv", FALSE };
  g_autofree char *path = NULL;

  stage->folder = g_dir_make_tmp ("dyryhent-test-XXXXXX", NULL);
  path = g_build_filename (stage->folder, "office.db", NULL);
  dyr_store_open_async (path, &options, NULL, on_opened, stage);
  stage_wait_until (stage->store != NULL);
  stage->settings = g_settings_new (DYR_APP_ID);
  for (const char *const *key
       = (const char *const[]){ "language", "density", "color-scheme", "office-time-zone", NULL };
       *key != NULL;
       key++)
    g_settings_reset (stage->settings, *key);
  stage->office = dyr_office_new (stage->store, stage->settings, "en");
  if (gtk_is_initialized ())
    make_window (stage);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      /* What is in files lies in a folder of its own. */
      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        remove_folder (path);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}

static void
on_flushed (GObject *source, GAsyncResult *result, gpointer data)
{
  *(gboolean *) data = TRUE;
}

static gboolean
on_wake_due (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

void
stage_tear_down (Stage *stage, gconstpointer data)
{
  DyrDatabase *database;
  guint wake;
  gboolean flushed = FALSE;

  if (stage->window != NULL)
    {
      GListModel *windows = gtk_window_get_toplevels ();

      while (g_list_model_get_n_items (windows) > 0)
        {
          g_autoptr (GtkWindow) window = g_list_model_get_item (windows, 0);

          gtk_window_destroy (window);
        }
    }
  dyr_store_flush_async (stage->store, on_flushed, &flushed);
  stage_wait_until (flushed);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&stage->office);
  database = dyr_store_get_database (stage->store);
  /* The file closes once the last job has answered; the last to hold it may be a thread that does
   * not wake this loop. */
  wake = g_timeout_add (10, on_wake_due, NULL);
  g_object_add_weak_pointer (G_OBJECT (database), (gpointer *) &database);
  g_clear_object (&stage->store);
  stage_wait_until (database == NULL);
  g_source_remove (wake);
  g_clear_object (&stage->settings);
  g_free (stage->told);
  g_free (stage->toast);
  remove_folder (stage->folder);
  g_free (stage->folder);
}

GtkWidget *
stage_find (gpointer root, const char *id)
{
  GtkWidget *found = NULL;

  if (g_strcmp0 (gtk_buildable_get_buildable_id (root), id) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = stage_find (child, id);
  return found;
}

GtkWidget *
stage_find_button (gpointer root, const char *label)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (root) && g_strcmp0 (gtk_button_get_label (root), label) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = stage_find_button (child, label);
  return found;
}

void
stage_click (gpointer root, const char *id)
{
  GtkWidget *button = stage_find (root, id);

  g_assert_nonnull (button);
  g_assert_true (gtk_widget_is_visible (button));
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

GtkWindow *
stage_find_window (const char *type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (g_str_equal (G_OBJECT_TYPE_NAME (window), type))
        return window;
    }
  return NULL;
}

AdwMessageDialog *
stage_wait_for_question (void)
{
  stage_wait_until (stage_find_window ("AdwMessageDialog") != NULL);
  return ADW_MESSAGE_DIALOG (stage_find_window ("AdwMessageDialog"));
}

void
stage_answer (AdwMessageDialog *question, const char *response)
{
  adw_message_dialog_response (question, response);
  gtk_window_destroy (GTK_WINDOW (question));
}

static gboolean
job_make_big (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return dyr_connection_script (
      connection,
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) "
      "INSERT INTO change (action, record, kind, field, old, new) "
      "SELECT (SELECT max (id) FROM action), (SELECT min (id) FROM client), 4, 'city', NULL, "
      "'New ' || i FROM n",
      error);
}

void
stage_make_big (Stage *stage)
{
  g_autoptr (GError) error = NULL;

  dyr_database_write (dyr_store_get_database (stage->store), job_make_big, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
on_undo_mapped (GtkWidget *dialog, Stage *stage)
{
  stage->n_stopped++;
  stage_click (dialog, "stop");
}

static void
on_windows_changed (GListModel *windows, guint position, guint removed, guint added, Stage *stage)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (!g_str_equal (G_OBJECT_TYPE_NAME (window), "DyrUndoDialog"))
        continue;
      g_signal_connect (window, "map", G_CALLBACK (on_undo_mapped), stage);
      g_signal_handlers_disconnect_by_data (windows, stage);
      return;
    }
}

void
stage_stop_undo (Stage *stage)
{
  g_signal_connect (
      gtk_window_get_toplevels (), "items-changed", G_CALLBACK (on_windows_changed), stage);
}

typedef struct
{
  const DyrRecordType *type;
  guint n;
} Count;

static gboolean
job_count (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Count *count = data;
  g_autoptr (DyrQuery) query = dyr_query_new (count->type);
  g_autoptr (GArray) ids = dyr_query_ids (query, connection, error);

  count->n = ids != NULL ? ids->len : 0;
  return ids != NULL;
}

guint
stage_count (Stage *stage, const DyrRecordType *type)
{
  Count count = { type, 0 };
  g_autoptr (GError) error = NULL;

  dyr_database_read (dyr_store_get_database (stage->store), job_count, &count, NULL, &error);
  g_assert_no_error (error);
  return count.n;
}

char *
stage_write_file (Stage *stage, const char *name, const char *text, gssize length)
{
  char *path = g_build_filename (stage->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, length, &error);
  g_assert_no_error (error);
  return path;
}

char *
stage_fixture (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "fixtures", "import", name, NULL);
}

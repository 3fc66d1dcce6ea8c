/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the tests of pages and dialogs share: an office on a temporary file, a window that notes
 * the actions activated in it. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "app-test.h"

#include "dyr-widgets.h"

struct _TestWindow
{
  GtkWindow parent_instance;

  GString *notes;
  gint64 undo;
};

G_DEFINE_FINAL_TYPE (TestWindow, test_window, GTK_TYPE_WINDOW)

static void
note (TestWindow *self, const char *text)
{
  if (self->notes->len > 0)
    g_string_append (self->notes, "; ");
  g_string_append (self->notes, text);
}

static void
on_open_record (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autofree char *text
      = g_strdup_printf ("open-record %" G_GINT64_FORMAT, g_variant_get_int64 (parameter));

  note (TEST_WINDOW (widget), text);
}

static void
on_show_record (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autofree char *text
      = g_strdup_printf ("show-record %" G_GINT64_FORMAT, g_variant_get_int64 (parameter));

  note (TEST_WINDOW (widget), text);
}

static void
on_new_record (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autofree char *text = NULL;
  const char *type;
  gint64 about;

  g_variant_get (parameter, "(&sx)", &type, &about);
  text = g_strdup_printf ("new-record %s %" G_GINT64_FORMAT, type, about);
  note (TEST_WINDOW (widget), text);
}

static void
on_toast (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autofree char *text = g_strdup_printf ("toast %s", g_variant_get_string (parameter, NULL));

  note (TEST_WINDOW (widget), text);
}

static void
on_toast_undo (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autofree char *note_text = NULL;
  const char *text;

  g_variant_get (parameter, "(&sx)", &text, &TEST_WINDOW (widget)->undo);
  note_text = g_strdup_printf ("toast-undo %s", text);
  note (TEST_WINDOW (widget), note_text);
}

static void
on_step (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autofree char *text = g_strdup_printf (
      "%s %" G_GINT64_FORMAT, action + strlen ("win."), g_variant_get_int64 (parameter));

  note (TEST_WINDOW (widget), text);
}

static void
on_delete (GtkWidget *widget, const char *action, GVariant *parameter)
{
  note (TEST_WINDOW (widget), "delete");
}

static void
test_window_finalize (GObject *object)
{
  g_string_free (TEST_WINDOW (object)->notes, TRUE);
  G_OBJECT_CLASS (test_window_parent_class)->finalize (object);
}

static void
test_window_class_init (TestWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = test_window_finalize;
  gtk_widget_class_install_action (widget_class, "win.open-record", "x", on_open_record);
  gtk_widget_class_install_action (widget_class, "win.show-record", "x", on_show_record);
  gtk_widget_class_install_action (widget_class, "win.new-record", "(sx)", on_new_record);
  gtk_widget_class_install_action (widget_class, "win.toast", "s", on_toast);
  gtk_widget_class_install_action (widget_class, "win.toast-undo", "(sx)", on_toast_undo);
  gtk_widget_class_install_action (widget_class, "win.undo-action", "x", on_step);
  gtk_widget_class_install_action (widget_class, "win.redo-action", "x", on_step);
  gtk_widget_class_install_action (widget_class, "win.delete", NULL, on_delete);
}

static void
test_window_init (TestWindow *self)
{
  self->notes = g_string_new (NULL);
}

char *
test_window_take_notes (TestWindow *self)
{
  char *notes = g_strdup (self->notes->str);

  g_string_truncate (self->notes, 0);
  return notes;
}

gboolean
test_window_has_notes (TestWindow *self)
{
  return self->notes->len > 0;
}

gint64
test_window_get_undo (TestWindow *self)
{
  return self->undo;
}

void
pages_init (int *argc, char ***argv)
{
  g_autoptr (GtkCssProvider) style = NULL;

  /* No keyring answers: keys stay in memory. */
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  gtk_test_init (argc, argv);
  adw_init ();
  dyr_widgets_init ();
  style = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (style, DYR_RESOURCE_PATH "/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (style),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

void
pages_set_up (Pages *pages, gconstpointer data)
{
  office_set_up (&pages->office, data);
  pages->settings = g_settings_new (DYR_APP_ID);
  pages->store = dyr_store_new (pages->office.database);
  pages->app = dyr_office_new (pages->store, pages->settings, "en");
  pages->window = g_object_new (TEST_TYPE_WINDOW, NULL);
  gtk_window_set_default_size (GTK_WINDOW (pages->window), 520, 700);
}

static void
on_sync_shut (GObject *source, GAsyncResult *result, gpointer data)
{
  dyr_sync_service_shut_finish (DYR_SYNC_SERVICE (source), result);
  *(gboolean *) data = TRUE;
}

static void
shut_sync (DyrSyncService *sync)
{
  gboolean done = FALSE;

  if (!dyr_sync_service_get_connected (sync))
    return;
  dyr_sync_service_shut_async (sync, on_sync_shut, &done);
  WAIT_FOR (done);
}

void
pages_tear_down (Pages *pages, gconstpointer data)
{
  shut_sync (dyr_office_get_sync (pages->app));
  gtk_window_destroy (GTK_WINDOW (pages->window));
  pages_settle (pages);
  g_clear_object (&pages->app);
  g_clear_object (&pages->settings);
  g_clear_object (&pages->store);
  office_tear_down (&pages->office, data);
}

void
pages_show (Pages *pages, GtkWidget *child)
{
  gtk_window_set_child (GTK_WINDOW (pages->window), child);
  gtk_window_present (GTK_WINDOW (pages->window));
  WAIT_FOR (gtk_widget_get_mapped (child));
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  DyrRecord **record = data;

  *record = dyr_store_load_finish (DYR_STORE (source), result, &error);
  g_assert_no_error (error);
}

DyrRecord *
pages_load (Pages *pages, gint64 id)
{
  DyrRecord *record = NULL;

  dyr_store_load_async (pages->store, id, NULL, on_loaded, &record);
  WAIT_FOR (record != NULL);
  return record;
}

void
pages_assert_notes (Pages *pages, const char *expected)
{
  g_autofree char *notes = test_window_take_notes (pages->window);

  g_assert_cmpstr (notes, ==, expected);
}

static void
on_flushed (GObject *source, GAsyncResult *result, gpointer data)
{
  *(gboolean *) data = TRUE;
}

void
pages_settle (Pages *pages)
{
  gboolean flushed = FALSE;

  dyr_store_flush_async (pages->store, on_flushed, &flushed);
  WAIT_FOR (flushed);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* Depth first; NULL when nothing is found. */
static GtkWidget *
find (GtkWidget *root, gboolean (*matches) (GtkWidget *, gconstpointer), gconstpointer data)
{
  if (matches (root, data))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, matches, data);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
shows_text (GtkWidget *widget, gconstpointer text)
{
  return GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget)
         && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text);
}

GtkWidget *
pages_find_text (GtkWidget *root, const char *text)
{
  return find (root, shows_text, text);
}

static gboolean
is_button (GtkWidget *widget, gconstpointer text)
{
  return GTK_IS_BUTTON (widget) && gtk_widget_get_mapped (widget)
         && (g_strcmp0 (gtk_widget_get_tooltip_text (widget), text) == 0
             || find (widget, shows_text, text) != NULL);
}

GtkWidget *
pages_find_button (GtkWidget *root, const char *text)
{
  return find (root, is_button, text);
}

typedef struct
{
  GType type;
  guint n;
} Wanted;

static gboolean
is_wanted (GtkWidget *widget, gconstpointer data)
{
  Wanted *wanted = (Wanted *) data;

  return G_TYPE_CHECK_INSTANCE_TYPE (widget, wanted->type) && wanted->n-- == 0;
}

GtkWidget *
pages_find (GtkWidget *root, GType type, guint n)
{
  Wanted wanted = { type, n };

  return find (root, is_wanted, &wanted);
}

void
pages_click (GtkWidget *button)
{
  g_assert_nonnull (button);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

GtkWidget *
pages_find_window (GType type)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (G_TYPE_CHECK_INSTANCE_TYPE (l->data, type))
      return l->data;
  return NULL;
}

static void
on_connected (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  gboolean kept;

  dyr_sync_service_connect_finish (DYR_SYNC_SERVICE (source), result, &kept, &error);
  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

void
pages_go_offline (Pages *pages)
{
  DyrSyncService *sync = dyr_office_get_sync (pages->app);
  const DyrPlaceThere place = { .server = "http://127.0.0.1:9/", .login = "sync" };
  DyrKey key = { .key = (char *) "0123456789abcdef0123456789abcdef" };
  gboolean done = FALSE;

  dyr_sync_service_set_interval (sync, 0);
  dyr_sync_service_start (sync);
  dyr_sync_service_connect_async (sync, &place, &key, NULL, on_connected, &done);
  WAIT_FOR (done && dyr_sync_service_get_state (sync) == DYR_SERVICE_OFFLINE);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrFirstRun: what an empty store shows: the sample office, a CRM, an import, or an empty start.
 */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-first-run.h"

#include <glib/gi18n-lib.h>

#include "dyr-banner.h"
#include "dyr-import-assistant.h"
#include "dyr-languages.h"
#include "dyr-samples.h"
#include "dyr-weak.h"

/* Setting: the files that were started empty. */
#define ANSWERED "started-empty"
/* How often the bar moves while nobody knows how far it is. */
#define PULSE_MS 120

struct _DyrFirstRun
{
  GtkWidget parent_instance;

  DyrOffice *office;
  GCancellable *making; /* the sample office; NULL: not */
  guint pulse;
  gboolean asked; /* whether the store is still empty */
  gboolean done;

  GtkWidget *body;
  DyrBanner *banner;
  GtkStack *stack;
  AdwStatusPage *welcome;
  GtkBox *languages;
  GtkProgressBar *progress;
  GtkButton *cancel;
};

enum
{
  DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyrFirstRun, dyr_first_run, GTK_TYPE_WIDGET)

static const char *
get_path (DyrOffice *office)
{
  return dyr_database_get_path (dyr_store_get_database (dyr_office_get_store (office)));
}

gboolean
dyr_first_run_was_answered (DyrOffice *office)
{
  g_auto (GStrv) answered = NULL;

  g_return_val_if_fail (DYR_IS_OFFICE (office), FALSE);

  answered = g_settings_get_strv (dyr_office_get_settings (office), ANSWERED);
  return g_strv_contains ((const char *const *) answered, get_path (office));
}

static void
finish (DyrFirstRun *self)
{
  if (self->done)
    return;
  self->done = TRUE;
  g_signal_emit (self, signals[DONE], 0);
}

/* The sample office */

static gboolean
on_pulse_due (gpointer data)
{
  gtk_progress_bar_pulse (DYR_FIRST_RUN (data)->progress);
  return G_SOURCE_CONTINUE;
}

static void
on_samples_made (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrFirstRun) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  gboolean made = dyr_samples_make_finish (result, &error);

  /* The window was closed meanwhile. */
  if (self == NULL)
    return;
  g_clear_object (&self->making);
  g_clear_handle_id (&self->pulse, g_source_remove);
  if (made)
    {
      finish (self);
      return;
    }
  gtk_stack_set_visible_child_name (self->stack, "welcome");
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      dyr_banner_set_title (self->banner, error->message);
      dyr_banner_set_revealed (self->banner, TRUE);
    }
}

static void
on_samples_activated (DyrFirstRun *self)
{
  if (self->making != NULL)
    return;
  dyr_banner_set_revealed (self->banner, FALSE);
  self->making = g_cancellable_new ();
  self->pulse = g_timeout_add (PULSE_MS, on_pulse_due, self);
  gtk_widget_set_sensitive (GTK_WIDGET (self->cancel), TRUE);
  gtk_stack_set_visible_child_name (self->stack, "making");
  dyr_samples_make_async (self->office, self->making, on_samples_made, dyr_weak_new (self));
}

static void
on_cancel_clicked (DyrFirstRun *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->cancel), FALSE);
  g_cancellable_cancel (self->making);
}

/* An import, or anything else that puts the first record into the store */

static void
on_emptiness_known (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrFirstRun) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  gboolean empty = TRUE;

  if (!dyr_store_is_empty_finish (DYR_STORE (source), result, &empty, &error))
    g_warning ("Whether the store is empty could not be read: %s", error->message);
  if (self == NULL)
    return;
  self->asked = FALSE;
  if (!empty)
    finish (self);
}

static void
on_store_changed (DyrStore *store, guint64 types, DyrFirstRun *self)
{
  /* Of the sample office only the whole counts. */
  if (self->making != NULL || self->asked || self->done)
    return;
  self->asked = TRUE;
  dyr_store_is_empty_async (store, NULL, on_emptiness_known, dyr_weak_new (self));
}

static void
on_import_activated (DyrFirstRun *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  dyr_import_assistant_present (
      self->office, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, &dyr_client_type, NULL);
}

/* The answer is remembered: nobody is asked twice while the first record waits. */
static void
finish_empty (DyrFirstRun *self)
{
  GSettings *settings = dyr_office_get_settings (self->office);
  g_auto (GStrv) before = g_settings_get_strv (settings, ANSWERED);
  g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();
  g_auto (GStrv) now = NULL;

  if (!dyr_first_run_was_answered (self->office))
    {
      g_strv_builder_addv (paths, (const char **) before);
      g_strv_builder_add (paths, get_path (self->office));
      now = g_strv_builder_end (paths);
      g_settings_set_strv (settings, ANSWERED, (const char *const *) now);
    }
  finish (self);
}

static void
on_empty_activated (DyrFirstRun *self)
{
  finish_empty (self);
}

/* The CRM may have nothing yet, or take its time. */
static void
on_connected (DyrSyncService *sync, GParamSpec *pspec, DyrFirstRun *self)
{
  if (dyr_sync_service_get_connected (sync) && self->making == NULL)
    finish_empty (self);
}

/* The language */

static void
on_language_toggled (GtkToggleButton *button, DyrFirstRun *self)
{
  guint number = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "number"));

  if (!gtk_toggle_button_get_active (button) || self->making != NULL)
    return;
  if (g_settings_set_string (
          dyr_office_get_settings (self->office), "language", dyr_languages_get_code (number)))
    gtk_widget_activate_action (GTK_WIDGET (self), "app.restart", NULL);
}

/* One button a language, that of the window pressed. */
static void
add_languages (DyrFirstRun *self)
{
  const char *now = dyr_office_get_context (self->office)->language;
  GtkToggleButton *group = NULL;

  for (guint i = 1; i < dyr_languages_get_n (); i++)
    {
      GtkWidget *button = gtk_toggle_button_new_with_label (dyr_languages_get_name (i));

      gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), group);
      group = GTK_TOGGLE_BUTTON (button);
      gtk_toggle_button_set_active (group, g_str_equal (dyr_languages_get_code (i), now));
      g_object_set_data (G_OBJECT (button), "number", GUINT_TO_POINTER (i));
      g_signal_connect_object (button, "toggled", G_CALLBACK (on_language_toggled), self, 0);
      gtk_box_append (self->languages, button);
    }
}

static void
dyr_first_run_dispose (GObject *object)
{
  DyrFirstRun *self = DYR_FIRST_RUN (object);

  g_cancellable_cancel (self->making);
  g_clear_object (&self->making);
  g_clear_handle_id (&self->pulse, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_FIRST_RUN);
  g_clear_object (&self->office);
  G_OBJECT_CLASS (dyr_first_run_parent_class)->dispose (object);
}

static void
dyr_first_run_class_init (DyrFirstRunClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_first_run_dispose;
  signals[DONE] = g_signal_new (
      "done", DYR_TYPE_FIRST_RUN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (DYR_TYPE_BANNER);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-first-run.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrFirstRun, body);
  gtk_widget_class_bind_template_child (widget_class, DyrFirstRun, banner);
  gtk_widget_class_bind_template_child (widget_class, DyrFirstRun, stack);
  gtk_widget_class_bind_template_child (widget_class, DyrFirstRun, welcome);
  gtk_widget_class_bind_template_child (widget_class, DyrFirstRun, languages);
  gtk_widget_class_bind_template_child (widget_class, DyrFirstRun, progress);
  gtk_widget_class_bind_template_child (widget_class, DyrFirstRun, cancel);
  gtk_widget_class_bind_template_callback (widget_class, on_samples_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_import_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_empty_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_clicked);
}

static void
dyr_first_run_init (DyrFirstRun *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_status_page_set_icon_name (self->welcome, DYR_APP_ID);
}

GtkWidget *
dyr_first_run_new (DyrOffice *office)
{
  DyrFirstRun *self;

  g_return_val_if_fail (DYR_IS_OFFICE (office), NULL);

  self = g_object_new (DYR_TYPE_FIRST_RUN, NULL);
  self->office = g_object_ref (office);
  add_languages (self);
  g_signal_connect_object (
      dyr_office_get_store (office), "changed", G_CALLBACK (on_store_changed), self, 0);
  g_signal_connect_object (
      dyr_office_get_sync (office), "notify::connected", G_CALLBACK (on_connected), self, 0);
  return GTK_WIDGET (self);
}

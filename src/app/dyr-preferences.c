/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrPreferences: language, density, light or dark, the office's time zone, backups, files, the
 * sample office. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-preferences.h"

#include <glib/gi18n-lib.h>

#include "dyr-backups-group.h"
#include "dyr-connect-group.h"
#include "dyr-display.h"
#include "dyr-languages.h"
#include "dyr-naming.h"
#include "dyr-samples.h"
#include "dyr-space-row.h"
#include "dyr-toasts.h"
#include "dyr-undo-dialog.h"
#include "dyr-weak.h"
#include "dyr-zone-row.h"

/* Puts back the sample office that was removed last. */
#define UNDO_REMOVAL "samples.undo-removal"

#define DYR_TYPE_PREFERENCES (dyr_preferences_get_type ())
G_DECLARE_FINAL_TYPE (DyrPreferences, dyr_preferences, DYR, PREFERENCES, AdwPreferencesWindow)

struct _DyrPreferences
{
  AdwPreferencesWindow parent_instance;

  GSettings *settings;
  DyrOffice *office;
  GCancellable *cancellable;
  gboolean showing;    /* what changes was not changed by the person */
  gint64 last_removal; /* action that removed the sample office */

  AdwComboRow *language;
  AdwComboRow *color_scheme;
  AdwComboRow *density;
  DyrZoneRow *zone;
  DyrConnectGroup *connection;
  DyrBackupsGroup *backups;
  AdwPreferencesGroup *files;
  DyrSpaceRow *space;
  AdwPreferencesGroup *samples;
  GtkButton *remove_samples;
  GtkSpinner *spinner;
};

G_DEFINE_FINAL_TYPE (DyrPreferences, dyr_preferences, ADW_TYPE_PREFERENCES_WINDOW)

static AdwToast *
new_toast (const char *text)
{
  g_autofree char *markup = dyr_display_markup (text);

  return adw_toast_new (markup);
}

static void
say (DyrPreferences *self, const char *text)
{
  dyr_toasts_add (GTK_WIDGET (self), new_toast (text));
}

/* Starting anew: the application closes its window, which must not be this one. */

static void
on_restart_due (gpointer data)
{
  g_autoptr (DyrPreferences) self = data;
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (parent == NULL)
    return;
  gtk_window_destroy (GTK_WINDOW (self));
  gtk_widget_activate_action (GTK_WIDGET (parent), "app.restart", NULL);
}

/* Not at once: a row of libadwaita 1.7 has still to say what was chosen in it. */
static void
restart (DyrPreferences *self)
{
  g_idle_add_once (on_restart_due, g_object_ref (self));
}

static void
on_language_selected (DyrPreferences *self)
{
  guint selected = adw_combo_row_get_selected (self->language);

  if (self->showing || selected >= dyr_languages_get_n ())
    return;
  if (g_settings_set_string (self->settings, "language", dyr_languages_get_code (selected)))
    restart (self);
}

static void
on_restart_clicked (DyrPreferences *self)
{
  restart (self);
}

/* Parts */

static void
on_told (DyrPreferences *self, const char *text)
{
  say (self, text);
}

static void
on_backup_chosen (DyrPreferences *self, const char *path)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autofree char *chosen = g_strdup (path);

  if (parent == NULL)
    return;
  gtk_window_destroy (GTK_WINDOW (self));
  gtk_widget_activate_action (GTK_WIDGET (parent), "app.restore", "s", chosen);
}

static void
on_zone_chosen (DyrPreferences *self)
{
  g_autofree char *before = NULL;
  AdwToast *toast;

  if (self->showing)
    return;
  before = g_settings_get_string (self->settings, "office-time-zone");
  if (g_str_equal (before, dyr_zone_row_get_zone (self->zone)))
    return;
  g_settings_set_string (self->settings, "office-time-zone", dyr_zone_row_get_zone (self->zone));
  toast = new_toast (_("The new time zone counts from the next start on"));
  adw_toast_set_button_label (toast, _("Start anew"));
  adw_toast_set_timeout (toast, 0);
  g_signal_connect_object (
      toast, "button-clicked", G_CALLBACK (on_restart_clicked), self, G_CONNECT_SWAPPED);
  dyr_toasts_add (GTK_WIDGET (self), toast);
}

/* What takes effect at once */

static void
on_enum_selected (AdwComboRow *row, GParamSpec *pspec, DyrPreferences *self)
{
  guint selected = adw_combo_row_get_selected (row);

  if (!self->showing && selected != GTK_INVALID_LIST_POSITION)
    g_settings_set_enum (
        self->settings, row == self->density ? "density" : "color-scheme", (int) selected);
}

static void
show_enum (DyrPreferences *self, AdwComboRow *row, const char *key)
{
  adw_combo_row_set_selected (row, (guint) g_settings_get_enum (self->settings, key));
}

static void
show_language (DyrPreferences *self)
{
  g_autofree char *code = g_settings_get_string (self->settings, "language");

  for (guint i = 0; i < dyr_languages_get_n (); i++)
    if (g_str_equal (dyr_languages_get_code (i), code))
      adw_combo_row_set_selected (self->language, i);
}

static void
show_settings (DyrPreferences *self)
{
  g_autofree char *zone = g_settings_get_string (self->settings, "office-time-zone");

  self->showing = TRUE;
  show_language (self);
  show_enum (self, self->density, "density");
  show_enum (self, self->color_scheme, "color-scheme");
  dyr_zone_row_set_zone (self->zone, zone);
  self->showing = FALSE;
}

static void
on_settings_changed (DyrPreferences *self)
{
  show_settings (self);
}

/* The sample office */

static void
on_samples_known (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrPreferences) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  gboolean exist = FALSE;

  if (dyr_samples_exist_finish (result, &exist, &error) && self != NULL)
    gtk_widget_set_visible (GTK_WIDGET (self->samples), exist);
  else if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("Whether there is a sample office could not be read: %s", error->message);
}

static void
look_for_samples (DyrPreferences *self)
{
  dyr_samples_exist_async (self->office, self->cancellable, on_samples_known, dyr_weak_new (self));
}

static void
offer_undo (DyrPreferences *self, const char *text)
{
  AdwToast *toast = new_toast (text);

  adw_toast_set_button_label (toast, C_("button", "Undo"));
  adw_toast_set_action_name (toast, UNDO_REMOVAL);
  dyr_toasts_add (GTK_WIDGET (self), toast);
}

static void
on_removal_undone (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrPreferences) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrUndoResult) undone = dyr_undo_run_finish (result, &error);
  g_autofree char *text = dyr_undo_tell_result (undone, FALSE);

  /* The window was closed meanwhile, or is being closed. */
  if (self == NULL || self->office == NULL)
    return;
  if (undone != NULL && undone->stopped)
    offer_undo (self, text);
  else if (error != NULL || text != NULL)
    say (self, error != NULL ? error->message : text);
  look_for_samples (self);
}

static void
undo_removal (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  DyrPreferences *self = DYR_PREFERENCES (widget);

  if (self->office != NULL)
    dyr_undo_run_async (self->office,
                        GTK_WINDOW (self),
                        self->last_removal,
                        FALSE,
                        on_removal_undone,
                        dyr_weak_new (self));
}

static void
on_samples_removed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrPreferences) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  gint64 action;
  gboolean removed = dyr_samples_remove_finish (result, &action, &error);

  if (self == NULL)
    return;
  self->last_removal = action;
  gtk_spinner_stop (self->spinner);
  gtk_widget_set_sensitive (GTK_WIDGET (self->remove_samples), TRUE);
  look_for_samples (self);
  if (!removed)
    {
      say (self, error->message);
      return;
    }
  if (self->last_removal != 0)
    offer_undo (self, _("The sample office was removed"));
  else
    say (self, _("The sample office was removed"));
}

static void
on_remove_samples_clicked (DyrPreferences *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->remove_samples), FALSE);
  gtk_spinner_start (self->spinner);
  dyr_samples_remove_async (self->office, on_samples_removed, dyr_weak_new (self));
}

static void
dyr_preferences_dispose (GObject *object)
{
  DyrPreferences *self = DYR_PREFERENCES (object);

  self->showing = TRUE;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_PREFERENCES);
  g_clear_object (&self->office);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (dyr_preferences_parent_class)->dispose (object);
}

static void
dyr_preferences_class_init (DyrPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_preferences_dispose;
  g_type_ensure (DYR_TYPE_BACKUPS_GROUP);
  g_type_ensure (DYR_TYPE_CONNECT_GROUP);
  g_type_ensure (DYR_TYPE_SPACE_ROW);
  g_type_ensure (DYR_TYPE_ZONE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrPreferences, language);
  gtk_widget_class_bind_template_child (widget_class, DyrPreferences, color_scheme);
  gtk_widget_class_bind_template_child (widget_class, DyrPreferences, density);
  gtk_widget_class_bind_template_child (widget_class, DyrPreferences, zone);
  gtk_widget_class_bind_template_child (widget_class, DyrPreferences, connection);
  gtk_widget_class_bind_template_child (widget_class, DyrPreferences, backups);
  gtk_widget_class_bind_template_child (widget_class, DyrPreferences, files);
  gtk_widget_class_bind_template_child (widget_class, DyrPreferences, space);
  gtk_widget_class_bind_template_child (widget_class, DyrPreferences, samples);
  gtk_widget_class_bind_template_child (widget_class, DyrPreferences, remove_samples);
  gtk_widget_class_bind_template_child (widget_class, DyrPreferences, spinner);
  gtk_widget_class_bind_template_callback (widget_class, on_language_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_enum_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_zone_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_told);
  gtk_widget_class_bind_template_callback (widget_class, on_backup_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_remove_samples_clicked);
  gtk_widget_class_install_action (widget_class, UNDO_REMOVAL, NULL, undo_removal);
}

static void
fill_languages (DyrPreferences *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < dyr_languages_get_n (); i++)
    gtk_string_list_append (names, dyr_languages_get_name (i));
  adw_combo_row_set_model (self->language, G_LIST_MODEL (names));
}

static void
dyr_preferences_init (DyrPreferences *self)
{
  self->showing = TRUE;
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_languages (self);
  dyr_name_combo_row (self->language);
  dyr_name_combo_row (self->color_scheme);
  dyr_name_combo_row (self->density);
}

void
dyr_preferences_present (GSettings *settings, DyrOffice *office, GtkWindow *parent)
{
  DyrPreferences *self;

  g_return_if_fail (G_IS_SETTINGS (settings));
  g_return_if_fail (office == NULL || DYR_IS_OFFICE (office));
  g_return_if_fail (parent == NULL || GTK_IS_WINDOW (parent));

  self = g_object_new (DYR_TYPE_PREFERENCES, "transient-for", parent, NULL);
  self->settings = g_object_ref (settings);
  self->office = office != NULL ? g_object_ref (office) : NULL;
  dyr_connect_group_set_office (self->connection, office);
  dyr_backups_group_set_office (self->backups, office);
  show_settings (self);
  g_signal_connect_object (
      settings, "changed", G_CALLBACK (on_settings_changed), self, G_CONNECT_SWAPPED);
  gtk_widget_set_visible (GTK_WIDGET (self->files), office != NULL);
  if (office != NULL)
    {
      dyr_space_row_set_office (self->space, office);
      look_for_samples (self);
    }
  gtk_window_present (GTK_WINDOW (self));
}

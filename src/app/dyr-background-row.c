/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrBackgroundRow: whether sync goes on while the window is closed, among the preferences. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-background-row.h"

#include <glib/gi18n-lib.h>

#include "dyr-background-portal.h"
#include "dyr-background.h"
#include "dyr-weak.h"

#define KEY "sync-without-window"

struct _DyrBackgroundRow
{
  AdwActionRow parent_instance;

  GSettings *settings;
  GCancellable *cancellable; /* of the question to the system; NULL: none is on its way */
  gboolean showing;

  GtkSwitch *toggle;
};

G_DEFINE_FINAL_TYPE (DyrBackgroundRow, dyr_background_row, ADW_TYPE_ACTION_ROW)

static void
show_subtitle (DyrBackgroundRow *self, const char *text)
{
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), text);
}

static void
explain (DyrBackgroundRow *self)
{
  /* clang-format off */
  show_subtitle (self,
                 dyr_background_is_possible (g_application_get_default ())
                 ? _("Closing the window leaves the program running: it goes on sending and receiving, and tells you when something needs you. “Quit” ends it.")
                 : _("Only the usual office can go on without a window: this one was opened by its file."));
  /* clang-format on */
}

static void
show (DyrBackgroundRow *self)
{
  const gboolean on = g_settings_get_boolean (self->settings, KEY);

  self->showing = TRUE;
  gtk_switch_set_active (self->toggle, on);
  gtk_switch_set_state (self->toggle, on);
  self->showing = FALSE;
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrBackgroundRow) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  const gboolean granted = dyr_background_portal_ask_finish (result, &error);

  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  gtk_widget_set_sensitive (GTK_WIDGET (self->toggle), TRUE);
  if (granted)
    g_settings_set_boolean (self->settings, KEY, TRUE);
  else
    show_subtitle (self, error->message);
  show (self);
}

/* TRUE: it is switched once the system has answered. */
static gboolean
on_toggle_set (DyrBackgroundRow *self, gboolean on)
{
  if (self->showing || self->settings == NULL)
    return FALSE;
  explain (self);
  if (!on || !dyr_background_portal_is_needed ())
    {
      g_settings_set_boolean (self->settings, KEY, on);
      return FALSE;
    }
  self->cancellable = g_cancellable_new ();
  gtk_widget_set_sensitive (GTK_WIDGET (self->toggle), FALSE);
  dyr_background_portal_ask_async (self->cancellable, on_answered, dyr_weak_new (self));
  return TRUE;
}

static void
on_setting_changed (GSettings *settings, const char *key, DyrBackgroundRow *self)
{
  if (self->cancellable == NULL)
    show (self);
}

static void
dyr_background_row_dispose (GObject *object)
{
  DyrBackgroundRow *self = DYR_BACKGROUND_ROW (object);

  self->showing = TRUE;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_BACKGROUND_ROW);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (dyr_background_row_parent_class)->dispose (object);
}

static void
dyr_background_row_class_init (DyrBackgroundRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_background_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-background-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrBackgroundRow, toggle);
  gtk_widget_class_bind_template_callback (widget_class, on_toggle_set);
}

static void
dyr_background_row_init (DyrBackgroundRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
dyr_background_row_set_settings (DyrBackgroundRow *self, GSettings *settings)
{
  g_return_if_fail (DYR_IS_BACKGROUND_ROW (self));
  g_return_if_fail (G_IS_SETTINGS (settings));
  g_return_if_fail (self->settings == NULL);

  self->settings = g_object_ref (settings);
  g_signal_connect_object (settings, "changed::" KEY, G_CALLBACK (on_setting_changed), self, 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->toggle),
                            dyr_background_is_possible (g_application_get_default ()));
  explain (self);
  show (self);
}

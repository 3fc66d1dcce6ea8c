/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrBackground: lets the program go on without a window as long as sync is to go on. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-background.h"

#include <glib/gi18n-lib.h>

#include "dyr-util.h"

#define NOTIFICATION "sync"
/* Seconds: what comes up together is told together. */
#define TELL_AFTER 1

struct _DyrBackground
{
  GObject parent_instance;

  GtkApplication *application;
  GSettings *settings;
  DyrOffice *office;
  gboolean held; /* the application is, by us */
  gboolean ending;
  gboolean quitting;
  guint n_seen;             /* what needed the person when there was a window last */
  DyrServiceState was_seen; /* how sync stood then */
  char *told;               /* the notification that stands */
  guint timer;              /* of the one that is to come */
};

enum
{
  ENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyrBackground, dyr_background, G_TYPE_OBJECT)

static DyrSyncService *
get_sync (DyrBackground *self)
{
  return dyr_office_get_sync (self->office);
}

static gboolean
has_window (DyrBackground *self)
{
  return gtk_application_get_windows (self->application) != NULL;
}

/* Paused, there is nothing that could go on. */
static gboolean
is_wanted (DyrBackground *self)
{
  return self->office != NULL && !self->quitting
         && g_settings_get_boolean (self->settings, "sync-without-window")
         && dyr_background_is_possible (G_APPLICATION (self->application))
         && dyr_sync_service_get_connected (get_sync (self))
         && !dyr_sync_service_get_paused (get_sync (self));
}

/* What the desktop is told */

static guint
count_questions (DyrBackground *self)
{
  guint n;

  g_object_get (get_sync (self), "n-needs-you", &n, NULL);
  return n;
}

static gboolean
is_stopped (DyrBackground *self)
{
  return dyr_sync_service_get_state (get_sync (self)) == DYR_SERVICE_STOPPED
         && dyr_sync_service_get_remedy (get_sync (self)) != DYR_SERVICE_REMEDY_RUN;
}

/* Only what came up since the person could see it; NULL: nothing. */
static char *
tell_questions (DyrBackground *self)
{
  const guint n = count_questions (self);

  self->n_seen = MIN (self->n_seen, n);
  if (!is_stopped (self))
    self->was_seen = DYR_SERVICE_NOT_CONNECTED;
  else if (self->was_seen != DYR_SERVICE_STOPPED)
    return g_strdup (dyr_sync_service_get_text (get_sync (self)));
  if (n <= self->n_seen)
    return NULL;
  return dyr_format_count_in (dyr_office_get_context (self->office)->format,
                              ngettext ("%s change needs you", "%s changes need you", n),
                              n);
}

static void
send (DyrBackground *self, const char *text)
{
  g_autoptr (GNotification) notification = g_notification_new (text);

  g_notification_set_body (notification, _("Sync cannot settle it without you."));
  g_notification_set_default_action (notification, "app.sync");
  g_application_send_notification (G_APPLICATION (self->application), NOTIFICATION, notification);
}

static char *
find_text (DyrBackground *self)
{
  return self->held && !has_window (self) ? tell_questions (self) : NULL;
}

static gboolean
on_telling_due (gpointer data)
{
  DyrBackground *self = data;
  g_autofree char *text = find_text (self);

  self->timer = 0;
  if (text != NULL && dyr_set_str (&self->told, text))
    send (self, text);
  return G_SOURCE_REMOVE;
}

static void
update_notification (DyrBackground *self)
{
  g_autofree char *text = find_text (self);

  if (text != NULL && g_strcmp0 (text, self->told) != 0)
    {
      if (self->timer == 0)
        self->timer = g_timeout_add_seconds (TELL_AFTER, on_telling_due, self);
      return;
    }
  g_clear_handle_id (&self->timer, g_source_remove);
  if (text == NULL && dyr_set_str (&self->told, NULL))
    g_application_withdraw_notification (G_APPLICATION (self->application), NOTIFICATION);
}

/* Going on */

static void
on_sync_shut (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrBackground) self = data;

  dyr_sync_service_shut_finish (DYR_SYNC_SERVICE (source), result);
  self->ending = FALSE;
  g_signal_emit (self, signals[ENDED], 0);
  g_application_release (G_APPLICATION (self->application));
}

/* There is nobody left to see it: as a window that closes does. */
static void
end (DyrBackground *self)
{
  DyrSyncService *sync = get_sync (self);

  self->ending = TRUE;
  /* Its sync is shut for good: only another office can go on. */
  self->quitting = TRUE;
  dyr_sync_service_shut_async (sync, on_sync_shut, g_object_ref (self));
}

static void
update (DyrBackground *self)
{
  const gboolean wanted = is_wanted (self);

  if (wanted && !self->held)
    {
      self->held = TRUE;
      g_application_hold (G_APPLICATION (self->application));
    }
  else if (!wanted && self->held)
    {
      self->held = FALSE;
      if (has_window (self))
        g_application_release (G_APPLICATION (self->application));
      else
        end (self);
    }
  update_notification (self);
}

static void
on_setting_changed (GSettings *settings, const char *key, DyrBackground *self)
{
  update (self);
}

static void
on_sync_changed (DyrSyncService *sync, GParamSpec *pspec, DyrBackground *self)
{
  if (self->office != NULL && get_sync (self) == sync)
    update (self);
}

static void
on_window_added (GtkApplication *application, GtkWindow *window, DyrBackground *self)
{
  update_notification (self);
}

static void
on_window_removed (GtkApplication *application, GtkWindow *window, DyrBackground *self)
{
  if (!self->held || has_window (self))
    return;
  self->n_seen = count_questions (self);
  self->was_seen = dyr_sync_service_get_state (get_sync (self));
  update_notification (self);
}

static void
dyr_background_dispose (GObject *object)
{
  DyrBackground *self = DYR_BACKGROUND (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->office);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->told, g_free);
  G_OBJECT_CLASS (dyr_background_parent_class)->dispose (object);
}

static void
dyr_background_class_init (DyrBackgroundClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dyr_background_dispose;
  signals[ENDED] = g_signal_new (
      "ended", DYR_TYPE_BACKGROUND, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
dyr_background_init (DyrBackground *self)
{
}

DyrBackground *
dyr_background_new (GtkApplication *application, GSettings *settings)
{
  DyrBackground *self = g_object_new (DYR_TYPE_BACKGROUND, NULL);

  self->application = application;
  self->settings = g_object_ref (settings);
  g_signal_connect_object (
      settings, "changed::sync-without-window", G_CALLBACK (on_setting_changed), self, 0);
  g_signal_connect_object (application, "window-added", G_CALLBACK (on_window_added), self, 0);
  g_signal_connect_object (
      application, "window-removed", G_CALLBACK (on_window_removed), self, G_CONNECT_AFTER);
  return self;
}

gboolean
dyr_background_is_possible (GApplication *application)
{
  return application == NULL
         || (g_application_get_dbus_connection (application) != NULL
             && (g_application_get_flags (application) & G_APPLICATION_NON_UNIQUE) == 0);
}

void
dyr_background_set_office (DyrBackground *self, DyrOffice *office)
{
  g_return_if_fail (DYR_IS_BACKGROUND (self));
  g_return_if_fail (DYR_IS_OFFICE (office));

  if (self->office != NULL)
    g_signal_handlers_disconnect_by_func (get_sync (self), on_sync_changed, self);
  g_set_object (&self->office, office);
  self->quitting = FALSE;
  g_signal_connect_object (get_sync (self), "notify", G_CALLBACK (on_sync_changed), self, 0);
  update (self);
}

gboolean
dyr_background_leave (DyrBackground *self)
{
  g_return_val_if_fail (DYR_IS_BACKGROUND (self), FALSE);

  if (!self->held)
    self->quitting = TRUE;
  return self->held;
}

DyrOffice *
dyr_background_get_office (DyrBackground *self)
{
  g_return_val_if_fail (DYR_IS_BACKGROUND (self), NULL);
  return self->held ? self->office : NULL;
}

gboolean
dyr_background_is_ending (DyrBackground *self)
{
  g_return_val_if_fail (DYR_IS_BACKGROUND (self), FALSE);
  return self->ending;
}

void
dyr_background_quit (DyrBackground *self)
{
  g_return_if_fail (DYR_IS_BACKGROUND (self));

  self->quitting = TRUE;
  update (self);
}

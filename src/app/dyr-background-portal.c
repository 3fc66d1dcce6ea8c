/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Asks the desktop whether the program may go on without a window. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-background-portal.h"

#include <glib/gi18n-lib.h>

#include "dyr-error.h"

#define PORTAL "org.freedesktop.portal.Desktop"
#define PLACE "/org/freedesktop/portal/desktop"

typedef struct
{
  GDBusConnection *bus; /* NULL: not reached yet */
  guint subscription;   /* it holds the task */
  gulong cancelled;     /* the handler; 0: it is answered */
} Question;

static void
free_question (gpointer data)
{
  Question *question = data;

  g_clear_object (&question->bus);
  g_free (question);
}

/* One answer is enough: a signal and a failed call may both come. */
static void
answer (GTask *task, GError *error)
{
  G_GNUC_UNUSED g_autoptr (GTask) held = g_object_ref (task);
  Question *question = g_task_get_task_data (task);
  const gulong cancelled = question->cancelled;

  if (cancelled == 0)
    {
      g_clear_error (&error);
      return;
    }
  question->cancelled = 0;
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
  g_signal_handler_disconnect (g_task_get_cancellable (task), cancelled);
  if (question->subscription != 0)
    g_dbus_connection_signal_unsubscribe (question->bus, question->subscription);
  question->subscription = 0;
}

static void
on_cancelled (GCancellable *cancellable, GTask *task)
{
  answer (task, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, ""));
}

static GError *
new_refusal (void)
{
  /* clang-format off */
  return g_error_new_literal (DYR_ERROR, DYR_ERROR_REFUSED,
      _("The system does not let Dyryhent go on without a window. You can allow it in the settings of the system, where programs are listed."));
  /* clang-format on */
}

/* 0: done; 1: the person broke it off; 2: it ended otherwise. */
static void
on_response (GDBusConnection *bus,
             const char *sender,
             const char *path,
             const char *interface,
             const char *name,
             GVariant *parameters,
             gpointer data)
{
  g_autoptr (GVariant) results = NULL;
  gboolean granted = FALSE;
  guint32 response;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")))
    return;
  g_variant_get (parameters, "(u@a{sv})", &response, &results);
  g_variant_lookup (results, "background", "b", &granted);
  answer (data, response == 0 && granted ? NULL : new_refusal ());
}

static void
on_asked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) handle
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (handle != NULL)
    return;
  g_info ("Nobody is asked about going on without a window: %s", error->message);
  answer (task, NULL);
}

static GVariant *
new_question (const char *token)
{
  GVariantBuilder options = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);

  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string (token));
  g_variant_builder_add (
      &options,
      "{sv}",
      "reason",
      /* Translators: why the program wants to run without a window; the system shows it. */
      g_variant_new_string (
          _ ("Changes are sent to the CRM of your office, and received from it.")));
  g_variant_builder_add (&options, "{sv}", "autostart", g_variant_new_boolean (FALSE));
  return g_variant_new ("(sa{sv})", "", &options);
}

/* Where the answer will come is known before it is asked for. */
static char *
new_place (GDBusConnection *bus, const char *token)
{
  g_autofree char *sender = g_strdup (g_dbus_connection_get_unique_name (bus) + 1);

  g_strdelimit (sender, ".", '_');
  return g_strdup_printf (PLACE "/request/%s/%s", sender, token);
}

static void
on_bus_reached (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Question *question = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, &error);
  g_autofree char *token = g_strdup_printf ("dyryhent%u", g_random_int ());
  g_autofree char *place = NULL;

  if (question->cancelled == 0)
    return;
  if (bus == NULL)
    {
      answer (task, g_steal_pointer (&error));
      return;
    }
  question->bus = g_object_ref (bus);
  place = new_place (bus, token);
  question->subscription = g_dbus_connection_signal_subscribe (bus,
                                                               PORTAL,
                                                               "org.freedesktop.portal.Request",
                                                               "Response",
                                                               place,
                                                               NULL,
                                                               G_DBUS_SIGNAL_FLAGS_NONE,
                                                               on_response,
                                                               g_object_ref (task),
                                                               g_object_unref);
  g_dbus_connection_call (bus,
                          PORTAL,
                          PLACE,
                          "org.freedesktop.portal.Background",
                          "RequestBackground",
                          new_question (token),
                          G_VARIANT_TYPE ("(o)"),
                          G_DBUS_CALL_FLAGS_NONE,
                          -1,
                          NULL,
                          on_asked,
                          g_steal_pointer (&task));
}

gboolean
dyr_background_portal_is_needed (void)
{
  return g_strcmp0 (g_getenv ("container"), "flatpak") == 0
         || g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);
}

void
dyr_background_portal_ask_async (GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Question *question = g_new0 (Question, 1);

  g_return_if_fail (G_IS_CANCELLABLE (cancellable));

  g_task_set_source_tag (task, dyr_background_portal_ask_async);
  g_task_set_task_data (task, question, free_question);
  question->cancelled
      = g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (on_cancelled), task, 0);
  g_bus_get (G_BUS_TYPE_SESSION, cancellable, on_bus_reached, g_steal_pointer (&task));
}

gboolean
dyr_background_portal_ask_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

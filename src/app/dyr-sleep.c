/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSleep: tells that the computer slept and is awake again. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sleep.h"

#include "dyr-weak.h"

struct _DyrSleep
{
  GObject parent_instance;

  GDBusConnection *bus; /* NULL: none, or not yet */
  guint subscription;
};

enum
{
  WOKEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyrSleep, dyr_sleep, G_TYPE_OBJECT)

/* PrepareForSleep (TRUE) comes before, PrepareForSleep (FALSE) after. */
static void
on_prepared (GDBusConnection *bus,
             const char *sender,
             const char *path,
             const char *interface,
             const char *name,
             GVariant *parameters,
             gpointer data)
{
  g_autoptr (DyrSleep) self = g_weak_ref_get (data);
  gboolean begins;

  if (self == NULL || !g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    return;
  g_variant_get (parameters, "(b)", &begins);
  if (!begins)
    g_signal_emit (self, signals[WOKEN], 0);
}

static void
free_weak (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static void
on_bus_reached (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrSleep) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, &error);

  if (bus == NULL)
    g_debug ("Nobody tells when the computer wakes up: %s", error->message);
  if (bus == NULL || self == NULL)
    return;
  self->bus = g_steal_pointer (&bus);
  /* The shared one: without this its end, as when the bus is updated, would be the program’s. */
  g_dbus_connection_set_exit_on_close (self->bus, FALSE);
  self->subscription = g_dbus_connection_signal_subscribe (self->bus,
                                                           "org.freedesktop.login1",
                                                           "org.freedesktop.login1.Manager",
                                                           "PrepareForSleep",
                                                           "/org/freedesktop/login1",
                                                           NULL,
                                                           G_DBUS_SIGNAL_FLAGS_NONE,
                                                           on_prepared,
                                                           dyr_weak_new (self),
                                                           free_weak);
}

static void
dyr_sleep_dispose (GObject *object)
{
  DyrSleep *self = DYR_SLEEP (object);

  if (self->subscription != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->subscription);
  self->subscription = 0;
  g_clear_object (&self->bus);
  G_OBJECT_CLASS (dyr_sleep_parent_class)->dispose (object);
}

static void
dyr_sleep_class_init (DyrSleepClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dyr_sleep_dispose;
  signals[WOKEN] = g_signal_new (
      "woken", DYR_TYPE_SLEEP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
dyr_sleep_init (DyrSleep *self)
{
  g_bus_get (G_BUS_TYPE_SYSTEM, NULL, on_bus_reached, dyr_weak_new (self));
}

DyrSleep *
dyr_sleep_new (void)
{
  return g_object_new (DYR_TYPE_SLEEP, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSleep, on a bus of its own where logind is this test. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sleep.h"

#define LOGIND "org.freedesktop.login1"
#define PLACE "/org/freedesktop/login1"

typedef struct
{
  GTestDBus *daemon;
  GDBusConnection *logind;
  guint n_woken;
} Fixture;

static void
on_woken (DyrSleep *sleep, Fixture *f)
{
  f->n_woken++;
}

static void
call_bus (Fixture *f, const char *method, GVariant *parameters)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_sync (f->logind,
                                                             "org.freedesktop.DBus",
                                                             "/org/freedesktop/DBus",
                                                             "org.freedesktop.DBus",
                                                             method,
                                                             parameters,
                                                             NULL,
                                                             G_DBUS_CALL_FLAGS_NONE,
                                                             -1,
                                                             NULL,
                                                             &error);

  g_assert_no_error (error);
  g_assert_nonnull (answer);
}

/* Once: whoever asks for the system bus again gets the same one. */
static void
set_up (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  f->daemon = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (f->daemon);
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", g_test_dbus_get_bus_address (f->daemon), TRUE);
  f->logind = g_dbus_connection_new_for_address_sync (
      g_test_dbus_get_bus_address (f->daemon),
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
          | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL,
      NULL,
      &error);
  g_assert_no_error (error);
  call_bus (f, "RequestName", g_variant_new ("(su)", LOGIND, 0));
}

/* As when it is started anew. */
static void
end_bus (Fixture *f)
{
  g_dbus_connection_close_sync (f->logind, NULL, NULL);
  g_clear_object (&f->logind);
  g_test_dbus_stop (f->daemon);
  g_clear_object (&f->daemon);
}

/* Where the test of its end was left out. */
static void
tear_down (Fixture *f)
{
  g_autoptr (GDBusConnection) bus = NULL;

  if (f->daemon == NULL)
    return;
  bus = g_bus_get_sync (G_BUS_TYPE_SYSTEM, NULL, NULL);
  if (bus != NULL)
    g_dbus_connection_set_exit_on_close (bus, FALSE);
  end_bus (f);
}

static void
tell (Fixture *f, const char *place, GVariant *parameters)
{
  g_autoptr (GError) error = NULL;

  g_dbus_connection_emit_signal (
      f->logind, NULL, place, LOGIND ".Manager", "PrepareForSleep", parameters, &error);
  g_assert_no_error (error);
}

/* Told again and again until somebody listens. */
static gboolean
on_again (gpointer data)
{
  tell (data, PLACE, g_variant_new ("(b)", FALSE));
  return G_SOURCE_CONTINUE;
}

static void
wait_for_listener (Fixture *f)
{
  const guint source = g_timeout_add (5, on_again, f);

  while (f->n_woken == 0)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (source);
}

/* What comes after this signal on the same connection comes after all that was told before. */
static void
wait_for_all (Fixture *f)
{
  const guint n = f->n_woken;

  tell (f, PLACE, g_variant_new ("(b)", FALSE));
  while (f->n_woken == n)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_woken (gconstpointer data)
{
  Fixture *f = (Fixture *) data;
  g_autoptr (DyrSleep) sleep = dyr_sleep_new ();
  guint n;

  f->n_woken = 0;
  g_signal_connect (sleep, "woken", G_CALLBACK (on_woken), f);
  wait_for_listener (f);
  /* Those of the wait that were still on their way. */
  call_bus (f, "GetId", NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  n = f->n_woken;
  tell (f, PLACE, g_variant_new ("(b)", TRUE));
  tell (f, "/elsewhere", g_variant_new ("(b)", FALSE));
  tell (f, PLACE, g_variant_new ("(s)", "no"));
  wait_for_all (f);
  g_assert_cmpuint (f->n_woken, ==, n + 1);
}

/* It may go before the bus is there, and afterwards. */
static void
test_gone (gconstpointer data)
{
  Fixture *f = (Fixture *) data;
  DyrSleep *early = dyr_sleep_new (), *late = dyr_sleep_new ();

  f->n_woken = 0;
  g_object_unref (early);
  g_signal_connect (late, "woken", G_CALLBACK (on_woken), f);
  wait_for_listener (f);
  tell (f, PLACE, g_variant_new ("(b)", FALSE));
  g_object_unref (late);
  call_bus (f, "GetId", NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
on_bus_closed (GDBusConnection *bus, gboolean vanished, GError *error, gpointer data)
{
  *(gboolean *) data = TRUE;
}

/* The program goes on without the bus. */
static void
test_bus_ended (gconstpointer data)
{
  Fixture *f = (Fixture *) data;
  g_autoptr (DyrSleep) sleep = dyr_sleep_new ();
  g_autoptr (GDBusConnection) bus = NULL;
  gboolean closed = FALSE;

  f->n_woken = 0;
  g_signal_connect (sleep, "woken", G_CALLBACK (on_woken), f);
  wait_for_listener (f);
  bus = g_bus_get_sync (G_BUS_TYPE_SYSTEM, NULL, NULL);
  g_assert_nonnull (bus);
  g_signal_connect (bus, "closed", G_CALLBACK (on_bus_closed), &closed);
  end_bus (f);
  /* Without a word of DyrSleep, GIO ends the process here. */
  while (!closed)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handlers_disconnect_by_data (bus, &closed);
}

static void
on_bus_missed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);

  g_assert_null (bus);
  *(gboolean *) data = TRUE;
}

/* Without a bus nothing is told, and nothing is wrong. */
static void
test_no_bus (void)
{
  g_autoptr (DyrSleep) sleep = NULL;
  gboolean missed = FALSE;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
      return;
    }
  sleep = dyr_sleep_new ();
  g_bus_get (G_BUS_TYPE_SYSTEM, NULL, on_bus_missed, &missed);
  while (!missed)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

int
main (int argc, char **argv)
{
  Fixture f = { NULL };
  int failed;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/sleep/no-bus", test_no_bus);
  g_test_add_data_func ("/app/sleep/woken", &f, test_woken);
  g_test_add_data_func ("/app/sleep/gone", &f, test_gone);
  /* The last one: there is no bus any more. */
  g_test_add_data_func ("/app/sleep/bus-ended", &f, test_bus_ended);
  if (g_test_subprocess ())
    {
      g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
      return g_test_run ();
    }
  set_up (&f);
  failed = g_test_run ();
  tear_down (&f);
  return failed;
}

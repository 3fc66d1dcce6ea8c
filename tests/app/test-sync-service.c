/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSyncService against the fake EspoCRM: what it does by itself, what it says, how it ends. No
 * keyring answers here: keys stay in memory. */

#include "config.h"

#include "dyr-account.h"
#include "dyr-sync-lock.h"
#include "dyr-sync-service-private.h"
#include "dyr-sync-status.h"
#include "sync-stage.h"

/* A keyring that does not answer: its person is being asked. */

typedef struct
{
  GDBusServer *server;
  GDBusConnection *here, *there;
  int n_asked; /* atomic */
} Keyring;

static GDBusMessage *
on_message (GDBusConnection *connection, GDBusMessage *message, gboolean incoming, gpointer data)
{
  Keyring *keyring = data;

  if (!incoming)
    return message;
  if (g_strcmp0 (g_dbus_message_get_member (message), "Hello") == 0)
    {
      g_autoptr (GDBusMessage) reply = g_dbus_message_new_method_reply (message);

      g_dbus_message_set_sender (reply, "org.freedesktop.DBus");
      g_dbus_message_set_body (reply, g_variant_new ("(s)", ":1.1"));
      g_dbus_connection_send_message (connection, reply, 0, NULL, NULL);
    }
  else if (g_strcmp0 (g_dbus_message_get_member (message), "StartServiceByName") == 0)
    {
      g_atomic_int_inc (&keyring->n_asked);
      g_main_context_wakeup (NULL);
    }
  g_object_unref (message);
  return NULL;
}

static gboolean
on_connection (GDBusServer *server, GDBusConnection *connection, Keyring *keyring)
{
  keyring->there = g_object_ref (connection);
  g_dbus_connection_add_filter (connection, on_message, keyring, NULL);
  return TRUE;
}

/* Waits until the keyring was asked for so many times in all. Before each it is told what somebody
 * wants to hear: GLib ends the test when the bus closes in the middle of that. */
static void
wait_until_asked (Keyring *keyring, int times)
{
  stage_wait_until (g_atomic_int_get (&keyring->n_asked) >= times);
}

static void
on_bus_reached (GObject *source, GAsyncResult *result, gpointer data)
{
  GDBusConnection **connection = data;
  g_autoptr (GError) error = NULL;

  *connection = g_bus_get_finish (result, &error);
  g_assert_no_error (error);
}

static void
open_keyring (Keyring *keyring)
{
  g_autofree char *address = g_strconcat ("unix:dir=", g_get_tmp_dir (), NULL);
  g_autofree char *guid = g_dbus_generate_guid ();
  g_autoptr (GError) error = NULL;

  keyring->server = g_dbus_server_new_sync (
      address, G_DBUS_SERVER_FLAGS_RUN_IN_THREAD, guid, NULL, NULL, &error);
  g_assert_no_error (error);
  g_signal_connect (keyring->server, "new-connection", G_CALLBACK (on_connection), keyring);
  g_dbus_server_start (keyring->server);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", g_dbus_server_get_client_address (keyring->server), TRUE);
  g_bus_get (G_BUS_TYPE_SESSION, NULL, on_bus_reached, &keyring->here);
  stage_wait_until (keyring->here != NULL);
  g_dbus_connection_set_exit_on_close (keyring->here, FALSE);
}

/* Whoever waits for it is told that there is none. */
static void
close_keyring (Keyring *keyring)
{
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  g_dbus_server_stop (keyring->server);
  g_dbus_connection_close_sync (keyring->there, NULL, NULL);
  stage_wait_until (g_dbus_connection_is_closed (keyring->here));
  g_clear_object (&keyring->here);
  g_clear_object (&keyring->there);
  g_clear_object (&keyring->server);
}

static void
test_connect (SyncFixture *f, gconstpointer data)
{
  gint64 done;

  sync_start (f);
  g_assert_cmpint (dyr_sync_service_get_state (f->sync), ==, DYR_SERVICE_NOT_CONNECTED);
  sync_assert_text (f, "Not connected to a CRM");
  sync_add_client (f, "Дім");
  g_assert_cmpuint (sync_counts (f).requests, ==, 0);

  sync_connect_with (f, SYNC_KEY);
  sync_wait_for (f, DYR_SERVICE_UP_TO_DATE);
  sync_assert_text (f, "Up to date");
  g_assert_null (dyr_sync_service_get_reason (f->sync));
  g_assert_true (dyr_sync_service_get_connected (f->sync));
  g_assert_cmpuint (sync_count_accounts (f), ==, 1);
  g_object_get (f->sync, "last-done", &done, NULL);
  g_assert_cmpint (done, >, 0);
  g_assert_cmpstr (dyr_sync_service_get_user (f->sync), ==, "Sync");
  g_assert_cmpstr (dyr_sync_service_get_login (f->sync), ==, "sync");

  /* An edit goes by itself. */
  sync_add_client (f, "Хата");
  stage_wait_until (sync_count_accounts (f) == 2);
  sync_wait_for (f, DYR_SERVICE_UP_TO_DATE);
}

/* Remembered: a program that starts again is paused, too. By hand it goes once. */
static void
test_paused (SyncFixture *f, gconstpointer data)
{
  g_autoptr (DyrSyncService) again = NULL;
  guint64 n;

  sync_start (f);
  sync_connect_with (f, SYNC_KEY);
  sync_wait_for (f, DYR_SERVICE_UP_TO_DATE);
  dyr_sync_service_set_paused (f->sync, TRUE);
  sync_wait_for (f, DYR_SERVICE_PAUSED);
  sync_assert_text (f, "Paused");
  g_assert_cmpint (dyr_sync_service_get_remedy (f->sync), ==, DYR_SERVICE_REMEDY_RESUME);
  n = sync_counts (f).requests;
  sync_add_client (f, "Дім");
  sync_wait_for_number (f, "n-waiting", 1);
  sync_assert_text (f, "Paused, 1 change waits");

  again = dyr_sync_service_new (dyr_store_get_database (f->stage.store), "en");
  dyr_sync_service_set_network (again, G_NETWORK_MONITOR (f->network));
  dyr_sync_service_start (again);
  stage_wait_until (dyr_sync_service_get_paused (again));
  sync_shut (again);
  g_assert_cmpuint (sync_counts (f).requests, ==, n);

  dyr_sync_service_run (f->sync);
  sync_wait_for_number (f, "n-waiting", 0);
  sync_wait_for (f, DYR_SERVICE_PAUSED);
  g_assert_cmpuint (sync_count_accounts (f), ==, 1);
  sync_add_client (f, "Хата");
  sync_wait_for_number (f, "n-waiting", 1);
  g_assert_cmpuint (sync_count_accounts (f), ==, 1);

  dyr_sync_service_set_paused (f->sync, FALSE);
  sync_wait_for (f, DYR_SERVICE_UP_TO_DATE);
  g_assert_cmpuint (sync_count_accounts (f), ==, 2);
}

static void
test_metered (SyncFixture *f, gconstpointer data)
{
  guint64 n;

  sync_network_set_metered (f->network, TRUE);
  sync_start (f);
  sync_connect_with (f, SYNC_KEY);
  sync_wait_for (f, DYR_SERVICE_PAUSED);
  sync_assert_text (f, "Waiting for a network that is not paid by volume");
  g_assert_cmpstr (
      dyr_sync_service_get_reason (f->sync), ==, "“Sync now” goes ahead all the same.");
  g_assert_cmpuint (sync_counts (f).requests, ==, 0);
  sync_add_client (f, "Дім");
  dyr_sync_service_run (f->sync);
  stage_wait_until (sync_count_accounts (f) == 1);
  sync_wait_for (f, DYR_SERVICE_PAUSED);
  sync_network_set_metered (f->network, FALSE);
  sync_wait_for (f, DYR_SERVICE_UP_TO_DATE);
  sync_network_set_metered (f->network, TRUE);
  sync_wait_for (f, DYR_SERVICE_PAUSED);
  n = sync_counts (f).requests;
  sync_add_client (f, "Хата");
  sync_wait_for_number (f, "n-waiting", 1);
  g_assert_cmpstr (dyr_sync_service_get_reason (f->sync),
                   ==,
                   "1 change waits\n“Sync now” goes ahead all the same.");
  g_assert_cmpuint (sync_counts (f).requests, ==, n);
}

static void
test_offline (SyncFixture *f, gconstpointer data)
{
  sync_start (f);
  sync_connect_with (f, SYNC_KEY);
  sync_wait_for (f, DYR_SERVICE_UP_TO_DATE);
  sync_add_fault (f, CRM_FAULT_LOST_REQUEST, NULL);
  sync_add_client (f, "Дім");
  sync_wait_for (f, DYR_SERVICE_OFFLINE);
  sync_wait_for_number (f, "n-waiting", 1);
  sync_assert_text (f, "Working offline, 1 change waits");
  g_assert_cmpint (dyr_sync_service_get_remedy (f->sync), ==, DYR_SERVICE_REMEDY_RUN);
  g_assert_nonnull (dyr_sync_service_get_reason (f->sync));
  sync_clear_faults (f);
  dyr_sync_service_run (f->sync);
  sync_wait_for (f, DYR_SERVICE_UP_TO_DATE);
  g_assert_cmpuint (sync_count_accounts (f), ==, 1);
}

/* A wrong key is tried once; a right one goes on. */
static void
test_sign_in (SyncFixture *f, gconstpointer data)
{
  sync_start (f);
  sync_connect_with (f, "ffffffffffffffffffffffffffffffff");
  sync_wait_for (f, DYR_SERVICE_STOPPED);
  sync_assert_text (f, "The CRM does not accept the key");
  g_assert_cmpint (dyr_sync_service_get_remedy (f->sync), ==, DYR_SERVICE_REMEDY_SIGN_IN);
  g_assert_cmpint (dyr_sync_service_get_stop (f->sync), ==, DYR_STOP_SIGN_IN);
  sync_add_client (f, "Дім");
  sync_wait_for_number (f, "n-waiting", 1);
  g_assert_cmpuint (sync_counts (f).failed_logins, ==, 1);
  sync_connect_with (f, SYNC_KEY);
  sync_wait_for (f, DYR_SERVICE_UP_TO_DATE);
  g_assert_cmpuint (sync_count_accounts (f), ==, 1);
  g_assert_cmpuint (sync_counts (f).failed_logins, ==, 1);
}

typedef struct
{
  CrmFaultKind fault;
  const char *text;
} Stop;

static void
test_stop (SyncFixture *f, gconstpointer data)
{
  const Stop *stop = data;

  sync_add_fault (f, stop->fault, NULL);
  sync_start (f);
  sync_connect_with (f, SYNC_KEY);
  sync_wait_for (f, DYR_SERVICE_STOPPED);
  sync_assert_text (f, stop->text);
  g_assert_nonnull (dyr_sync_service_get_reason (f->sync));
  g_assert_cmpint (dyr_sync_service_get_remedy (f->sync), ==, DYR_SERVICE_REMEDY_RUN);
  sync_clear_faults (f);
  dyr_sync_service_run (f->sync);
  sync_wait_for (f, DYR_SERVICE_UP_TO_DATE);
}

/* A program that starts anew where no keyring keeps the key asks for it. */
static void
test_no_key (SyncFixture *f, gconstpointer data)
{
  g_autoptr (DyrSyncService) again = NULL;

  sync_start (f);
  sync_connect_with (f, SYNC_KEY);
  sync_wait_for (f, DYR_SERVICE_UP_TO_DATE);
  dyr_sync_service_set_paused (f->sync, TRUE);
  sync_wait_for (f, DYR_SERVICE_PAUSED);
  dyr_sync_service_set_paused (f->sync, FALSE);
  sync_wait_for (f, DYR_SERVICE_UP_TO_DATE);
  sync_shut (f->sync);
  again = dyr_sync_service_new (dyr_store_get_database (f->stage.store), "en");
  dyr_sync_service_set_network (again, G_NETWORK_MONITOR (f->network));
  dyr_sync_service_start (again);
  stage_wait_until (dyr_sync_service_get_state (again) == DYR_SERVICE_STOPPED);
  g_assert_cmpstr (dyr_sync_service_get_text (again), ==, "The key of the CRM is missing");
  g_assert_cmpint (dyr_sync_service_get_remedy (again), ==, DYR_SERVICE_REMEDY_SIGN_IN);
  g_assert_true (g_str_has_prefix (dyr_sync_service_get_reason (again),
                                   "There is no key for http://127.0.0.1:"));
  sync_shut (again);
}

/* Somebody signs in while the keyring is still asked for the old key: that answer is of no use. */
static void
test_slow_keyring (SyncFixture *f, gconstpointer data)
{
  g_autofree char *server = g_strconcat (fake_crm_get_url (f->crm), "/", NULL);
  g_autoptr (DyrKey) key = dyr_key_new (NULL, SYNC_KEY, NULL);
  g_autoptr (DyrSyncService) again = NULL;
  const DyrPlaceThere place = { .server = server, .login = "sync" };
  SyncConnecting connecting = { 0 };
  Keyring keyring = { 0 };

  sync_start (f);
  sync_connect_with (f, SYNC_KEY);
  sync_wait_for (f, DYR_SERVICE_UP_TO_DATE);
  sync_shut (f->sync);
  open_keyring (&keyring);
  again = dyr_sync_service_new (dyr_store_get_database (f->stage.store), "en");
  dyr_sync_service_set_network (again, G_NETWORK_MONITOR (f->network));
  dyr_sync_service_set_interval (again, 0);
  dyr_sync_service_start (again);
  wait_until_asked (&keyring, 1);
  dyr_sync_service_connect_async (again, &place, key, NULL, sync_on_connected, &connecting);
  wait_until_asked (&keyring, 2);
  close_keyring (&keyring);
  stage_wait_until (connecting.done);
  g_assert_no_error (connecting.error);
  sync_add_client (f, "Дім");
  stage_wait_until (sync_count_accounts (f) == 1);
  sync_shut (again);
}

/* Closing waits for the key that is on its way to the keyring. */
static void
test_shut_waits (SyncFixture *f, gconstpointer data)
{
  g_autofree char *server = g_strconcat (fake_crm_get_url (f->crm), "/", NULL);
  g_autoptr (DyrKey) key = dyr_key_new (NULL, SYNC_KEY, NULL);
  const DyrPlaceThere place = { .server = server, .login = "sync" };
  SyncConnecting connecting = { 0 };
  Keyring keyring = { 0 };
  gboolean done = FALSE;

  sync_start (f);
  open_keyring (&keyring);
  dyr_sync_service_connect_async (f->sync, &place, key, NULL, sync_on_connected, &connecting);
  wait_until_asked (&keyring, 1);
  dyr_sync_service_shut_async (f->sync, sync_on_shut, &done);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_false (done);
  g_assert_false (connecting.done);
  close_keyring (&keyring);
  stage_wait_until (done && connecting.done);
  g_assert_no_error (connecting.error);
  g_assert_cmpuint (sync_counts (f).requests, ==, 0);
}

/* Another program syncs this database. */
static void
test_busy (SyncFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  DyrSyncLock *lock = dyr_sync_lock_take (
      dyr_database_get_path (dyr_store_get_database (f->stage.store)), &error);

  g_assert_no_error (error);
  sync_start (f);
  sync_connect_with (f, SYNC_KEY);
  sync_wait_for (f, DYR_SERVICE_STOPPED);
  sync_assert_text (f, "Sync cannot begin");
  g_assert_nonnull (strstr (dyr_sync_service_get_reason (f->sync), "is being synced already"));
  g_assert_cmpint (dyr_sync_service_get_remedy (f->sync), ==, DYR_SERVICE_REMEDY_RUN);
  dyr_sync_lock_free (lock);
  dyr_sync_service_run (f->sync);
  sync_wait_for (f, DYR_SERVICE_UP_TO_DATE);
}

/* What the CRM refuses waits for a person; the rest goes on. */
static void
test_needs_you (SyncFixture *f, gconstpointer data)
{
  g_autofree char *text = NULL;

  sync_start (f);
  sync_connect_with (f, SYNC_KEY);
  sync_wait_for (f, DYR_SERVICE_UP_TO_DATE);
  sync_add_client (f, "<Дім>");
  sync_add_client (f, "Хата");
  sync_wait_for (f, DYR_SERVICE_NEEDS_YOU);
  stage_wait_until (sync_count_accounts (f) == 1);
  sync_wait_for_number (f, "n-waiting", 0);
  g_assert_cmpuint (sync_number (f, "n-parked"), >, 0);
  g_assert_cmpuint (sync_number (f, "n-needs-you"), ==, sync_number (f, "n-parked"));
  text = g_strdup_printf ("Needs you: %u", sync_number (f, "n-needs-you"));
  sync_assert_text (f, text);
}

static void
note_progress (SyncFixture *f, GParamSpec *pspec, DyrSyncService *sync)
{
  const guint done = sync_number (f, "sending-done"), total = sync_number (f, "sending-total");

  g_assert_cmpuint (done, <=, total);
  if (total > 0)
    g_assert_nonnull (strstr (dyr_sync_service_get_text (sync), "Sending "));
  g_object_set_data (G_OBJECT (sync),
                     "seen",
                     GUINT_TO_POINTER (MAX (
                         total, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (sync), "seen")))));
}

static void
test_progress (SyncFixture *f, gconstpointer data)
{
  sync_start (f);
  for (guint i = 0; i < 14; i++)
    {
      g_autofree char *name = g_strdup_printf ("Дім %u", i);

      sync_add_client (f, name);
    }
  sync_wait_for_number (f, "n-waiting", 14);
  g_signal_connect_swapped (f->sync, "notify::sending-total", G_CALLBACK (note_progress), f);
  sync_connect_with (f, SYNC_KEY);
  sync_wait_for (f, DYR_SERVICE_UP_TO_DATE);
  g_signal_handlers_disconnect_by_data (f->sync, f);
  g_assert_cmpuint (sync_count_accounts (f), ==, 14);
  g_assert_cmpuint (GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (f->sync), "seen")), ==, 14);
  g_assert_cmpuint (sync_number (f, "sending-total"), ==, 0);
}

static void
on_disconnected (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  dyr_sync_service_disconnect_finish (DYR_SYNC_SERVICE (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

static gboolean
is_locked (DyrDatabase *database)
{
  g_autofree char *holder = dyr_sync_lock_find_holder (dyr_database_get_path (database));

  return holder != NULL;
}

static void
on_committed (DyrDatabase *database, gpointer touched, gboolean *held)
{
  *held = is_locked (database);
}

/* Records and what waits stay; the same CRM goes on with them, without doubles. */
static void
test_disconnect (SyncFixture *f, gconstpointer data)
{
  DyrDatabase *database = dyr_store_get_database (f->stage.store);
  gboolean done = FALSE, held = FALSE;
  guint64 n;

  sync_start (f);
  sync_connect_with (f, SYNC_KEY);
  sync_add_client (f, "Дім");
  stage_wait_until (sync_count_accounts (f) == 1);
  sync_wait_for (f, DYR_SERVICE_UP_TO_DATE);
  dyr_sync_service_set_paused (f->sync, TRUE);
  sync_add_client (f, "Хата");
  sync_wait_for_number (f, "n-waiting", 1);
  dyr_sync_service_disconnect_async (
      f->sync, DYR_ACCOUNT_KEEP, NULL, NULL, NULL, on_disconnected, &done);
  stage_wait_until (done);
  stage_wait_until (!dyr_sync_service_get_connected (f->sync));
  g_assert_cmpint (dyr_sync_service_get_state (f->sync), ==, DYR_SERVICE_NOT_CONNECTED);
  g_assert_null (dyr_sync_service_get_login (f->sync));
  g_assert_cmpuint (stage_count (&f->stage, &dyr_client_type), ==, 2);
  n = sync_counts (f).requests;
  dyr_sync_service_run (f->sync);
  sync_add_client (f, "Сад");
  sync_wait_for_number (f, "n-waiting", 2);
  g_assert_cmpuint (sync_counts (f).requests, ==, n);
  sync_connect_with (f, SYNC_KEY);
  sync_wait_for (f, DYR_SERVICE_UP_TO_DATE);
  g_assert_cmpuint (sync_count_accounts (f), ==, 3);
  /* No other program may begin to sync before what is deleted is gone. */
  done = FALSE;
  g_signal_connect (database, "committed", G_CALLBACK (on_committed), &held);
  dyr_sync_service_disconnect_async (
      f->sync, DYR_ACCOUNT_DELETE, NULL, NULL, NULL, on_disconnected, &done);
  stage_wait_until (done);
  g_signal_handlers_disconnect_by_func (database, on_committed, &held);
  g_assert_true (held);
  g_assert_false (is_locked (database));
  g_assert_cmpuint (stage_count (&f->stage, &dyr_client_type), ==, 0);
}

/* What another program touched is not known: all is. */
static gboolean
move_away (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  dyr_connection_touch_many (connection, dyr_client_type.number);
  return dyr_sync_status_set_server (connection, "https://other.example/", error);
}

/* Another program connected to another CRM meanwhile: this one asks for its key, and does not go on
 * with the old one. */
static void
test_moved (SyncFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint64 n;

  sync_start (f);
  sync_connect_with (f, SYNC_KEY);
  sync_wait_for (f, DYR_SERVICE_UP_TO_DATE);
  dyr_sync_service_set_paused (f->sync, TRUE);
  stage_wait_until (!f->sync->started);
  n = sync_counts (f).requests;
  dyr_database_write (dyr_store_get_database (f->stage.store), move_away, NULL, NULL, &error);
  g_assert_no_error (error);
  stage_wait_until (f->sync->syncer == NULL);
  dyr_sync_service_set_paused (f->sync, FALSE);
  sync_wait_for (f, DYR_SERVICE_STOPPED);
  sync_assert_text (f, "The key of the CRM is missing");
  g_assert_cmpuint (sync_counts (f).requests, ==, n);
}

/* Without anything to agree to, agreeing asks nothing of the CRM. */
static void
test_accept_nothing (SyncFixture *f, gconstpointer data)
{
  guint64 n;

  sync_start (f);
  sync_connect_with (f, SYNC_KEY);
  sync_wait_for (f, DYR_SERVICE_UP_TO_DATE);
  dyr_sync_service_set_paused (f->sync, TRUE);
  sync_wait_for (f, DYR_SERVICE_PAUSED);
  n = sync_counts (f).requests;
  dyr_sync_service_accept (f->sync);
  sync_add_client (f, "Дім");
  sync_wait_for_number (f, "n-waiting", 1);
  g_assert_cmpint (dyr_sync_service_get_state (f->sync), ==, DYR_SERVICE_PAUSED);
  g_assert_cmpuint (sync_counts (f).requests, ==, n);
}

/* In the middle of a run: nobody waits for the CRM, and the next start finishes it. */
static void
test_shut (SyncFixture *f, gconstpointer data)
{
  sync_start (f);
  sync_add_client (f, "Дім");
  sync_wait_for_number (f, "n-waiting", 1);
  sync_connect_with (f, SYNC_KEY);
  sync_wait_for (f, DYR_SERVICE_SENDING);
  sync_shut (f->sync);
  g_assert_null (
      dyr_sync_lock_find_holder (dyr_database_get_path (dyr_store_get_database (f->stage.store))));
  /* It is over for good. */
  dyr_sync_service_run (f->sync);
  dyr_sync_service_set_paused (f->sync, TRUE);
  g_assert_null (
      dyr_sync_lock_find_holder (dyr_database_get_path (dyr_store_get_database (f->stage.store))));
}

int
main (int argc, char **argv)
{
  static const Stop html = { CRM_FAULT_HTML, "Something else answers instead of the CRM" };
  static const Stop locked = { CRM_FAULT_LOCKED_OUT, "The CRM refuses to talk to this computer" };

  stage_init (&argc, &argv, FALSE);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
#define ADD(name)                                                                                  \
  g_test_add (                                                                                     \
      "/app/sync-service/" #name, SyncFixture, NULL, sync_set_up, test_##name, sync_tear_down)
  ADD (connect);
  ADD (paused);
  ADD (metered);
  ADD (offline);
  ADD (sign_in);
  ADD (no_key);
  ADD (busy);
  ADD (needs_you);
  ADD (progress);
  ADD (disconnect);
  ADD (moved);
  ADD (accept_nothing);
  ADD (shut);
  ADD (slow_keyring);
  ADD (shut_waits);
#undef ADD
  g_test_add ("/app/sync-service/html", SyncFixture, &html, sync_set_up, test_stop, sync_tear_down);
  g_test_add (
      "/app/sync-service/locked-out", SyncFixture, &locked, sync_set_up, test_stop, sync_tear_down);
  return g_test_run ();
}

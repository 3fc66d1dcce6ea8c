/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSyncService against the fake EspoCRM: what it does by itself, what it says, how it ends. No
 * keyring answers here: keys stay in memory. */

#include "config.h"

#include "dyr-account.h"
#include "dyr-client.h"
#include "dyr-sync-lock.h"
#include "fake-crm.h"
#include "stage.h"

/* A keyring that does not answer: its person is being asked. */

typedef struct
{
  GDBusServer *server;
  GDBusConnection *here, *there;
  int n_calls; /* atomic: not counting the greeting */
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
  else
    g_atomic_int_inc (&keyring->n_calls);
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

#define KEY "0123456789abcdef0123456789abcdef"

/* A network that is, or is not, paid by volume. */

struct _Network
{
  GObject parent_instance;

  gboolean metered;
};

#define TYPE_NETWORK (network_get_type ())
G_DECLARE_FINAL_TYPE (Network, network, TEST, NETWORK, GObject)

static void
network_init_initable (GInitableIface *iface)
{
}

static void
network_init_monitor (GNetworkMonitorInterface *iface)
{
}

G_DEFINE_FINAL_TYPE_WITH_CODE (Network,
                               network,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE, network_init_initable)
                                   G_IMPLEMENT_INTERFACE (G_TYPE_NETWORK_MONITOR,
                                                          network_init_monitor))

static void
network_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == 2)
    g_value_set_boolean (value, TEST_NETWORK (object)->metered);
  else
    g_param_value_set_default (pspec, value);
}

static void
network_class_init (NetworkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = network_get_property;
  g_object_class_override_property (object_class, 1, "network-available");
  g_object_class_override_property (object_class, 2, "network-metered");
  g_object_class_override_property (object_class, 3, "connectivity");
}

static void
network_init (Network *self)
{
}

static void
network_set_metered (Network *self, gboolean metered)
{
  self->metered = metered;
  g_object_notify (G_OBJECT (self), "network-metered");
}

typedef struct
{
  Stage stage;
  FakeCrm *crm;
  Network *network;
  DyrSyncService *sync;
} Fixture;

static void
start_crm (Fixture *f)
{
  g_autofree char *stock
      = g_test_build_filename (G_TEST_DIST, "fixtures", "espocrm", "stock.json", NULL);
  g_autofree char *uids
      = g_test_build_filename (G_TEST_DIST, "fixtures", "espocrm", "stock-uid.json", NULL);
  const char *const paths[] = { stock, uids, NULL };
  const CrmConfig config
      = { .metadata = paths, .seed = 1, .time = g_get_real_time () / G_USEC_PER_SEC };
  g_autoptr (GError) error = NULL;
  CrmModel *model = crm_model_new (&config, &error);

  g_assert_no_error (error);
  crm_model_set_user (model,
                      "{\"userName\":\"sync\",\"name\":\"Sync\",\"type\":\"regular\","
                      "\"apiKey\":\"" KEY "\"}");
  f->crm = fake_crm_new (model, FAKE_CRM_HERE, 0, &error);
  g_assert_no_error (error);
  fake_crm_follow_clock (f->crm, TRUE);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  stage_set_up (&f->stage, NULL);
  start_crm (f);
  f->network = g_object_new (TYPE_NETWORK, NULL);
  f->sync = dyr_office_get_sync (f->stage.office);
  dyr_sync_service_set_network (f->sync, G_NETWORK_MONITOR (f->network));
  dyr_sync_service_set_interval (f->sync, 0);
}

static void
on_shut (GObject *source, GAsyncResult *result, gpointer data)
{
  dyr_sync_service_shut_finish (DYR_SYNC_SERVICE (source), result);
  *(gboolean *) data = TRUE;
}

static void
shut (DyrSyncService *sync)
{
  gboolean done = FALSE;

  dyr_sync_service_shut_async (sync, on_shut, &done);
  stage_wait_until (done);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  shut (f->sync);
  /* Nobody holds the lock any more. */
  g_assert_null (
      dyr_sync_lock_find_holder (dyr_database_get_path (dyr_store_get_database (f->stage.store))));
  g_object_unref (f->network);
  stage_tear_down (&f->stage, NULL);
  fake_crm_free (f->crm);
}

static void
wait_for (Fixture *f, DyrServiceState state)
{
  stage_wait_until (dyr_sync_service_get_state (f->sync) == state);
}

static guint
get_number (Fixture *f, const char *property)
{
  guint n;

  g_object_get (f->sync, property, &n, NULL);
  return n;
}

static void
wait_for_number (Fixture *f, const char *property, guint n)
{
  stage_wait_until (get_number (f, property) == n);
}

static void
assert_text (Fixture *f, const char *text)
{
  g_assert_cmpstr (dyr_sync_service_get_text (f->sync), ==, text);
}

typedef struct
{
  gboolean done, kept;
  GError *error;
} Connecting;

static void
on_connected (GObject *source, GAsyncResult *result, gpointer data)
{
  Connecting *connecting = data;

  dyr_sync_service_connect_finish (
      DYR_SYNC_SERVICE (source), result, &connecting->kept, &connecting->error);
  connecting->done = TRUE;
}

static void
connect_with (Fixture *f, const char *text)
{
  g_autofree char *server = g_strconcat (fake_crm_get_url (f->crm), "/", NULL);
  g_autoptr (DyrKey) key = dyr_key_new (NULL, text, NULL);
  const DyrPlaceThere place = { .server = server, .login = "sync" };
  Connecting connecting = { 0 };

  dyr_sync_service_connect_async (f->sync, &place, key, NULL, on_connected, &connecting);
  stage_wait_until (connecting.done);
  g_assert_no_error (connecting.error);
  g_assert_false (connecting.kept);
}

static void
start (Fixture *f)
{
  dyr_sync_service_start (f->sync);
  stage_wait_until (dyr_sync_service_get_text (f->sync) != NULL);
}

static void
on_created (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrRecord) record = dyr_store_create_finish (DYR_STORE (source), result, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (record);
  *(gboolean *) data = TRUE;
}

static void
add_client (Fixture *f, const char *name)
{
  g_autoptr (GArray) values = dyr_field_values_new ();
  DyrFieldValue value = { DYR_CLIENT_NAME };
  gboolean done = FALSE;

  dyr_value_set_text (&value.value, name);
  g_array_append_val (values, value);
  dyr_store_create_async (f->stage.store, &dyr_client_type, values, NULL, NULL, on_created, &done);
  stage_wait_until (done);
}

static guint
count_accounts (Fixture *f)
{
  const guint n = crm_model_count (fake_crm_lock (f->crm), "Account");

  fake_crm_unlock (f->crm);
  return n;
}

static CrmCounts
get_counts (Fixture *f)
{
  const CrmCounts counts = *crm_model_get_counts (fake_crm_lock (f->crm));

  fake_crm_unlock (f->crm);
  return counts;
}

static void
test_connect (Fixture *f, gconstpointer data)
{
  gint64 done;

  start (f);
  g_assert_cmpint (dyr_sync_service_get_state (f->sync), ==, DYR_SERVICE_NOT_CONNECTED);
  assert_text (f, "Not connected to a CRM");
  add_client (f, "Дім");
  g_assert_cmpuint (get_counts (f).requests, ==, 0);

  connect_with (f, KEY);
  wait_for (f, DYR_SERVICE_UP_TO_DATE);
  assert_text (f, "Up to date");
  g_assert_null (dyr_sync_service_get_reason (f->sync));
  g_assert_true (dyr_sync_service_get_connected (f->sync));
  g_assert_cmpuint (count_accounts (f), ==, 1);
  g_object_get (f->sync, "last-done", &done, NULL);
  g_assert_cmpint (done, >, 0);
  g_assert_cmpstr (dyr_sync_service_get_user (f->sync), ==, "Sync");
  g_assert_cmpstr (dyr_sync_service_get_login (f->sync), ==, "sync");

  /* An edit goes by itself. */
  add_client (f, "Хата");
  stage_wait_until (count_accounts (f) == 2);
  wait_for (f, DYR_SERVICE_UP_TO_DATE);
}

/* Remembered: a program that starts again is paused, too. By hand it goes once. */
static void
test_paused (Fixture *f, gconstpointer data)
{
  g_autoptr (DyrSyncService) again = NULL;
  guint64 n;

  start (f);
  connect_with (f, KEY);
  wait_for (f, DYR_SERVICE_UP_TO_DATE);
  dyr_sync_service_set_paused (f->sync, TRUE);
  wait_for (f, DYR_SERVICE_PAUSED);
  assert_text (f, "Paused");
  g_assert_cmpint (dyr_sync_service_get_remedy (f->sync), ==, DYR_SERVICE_REMEDY_RESUME);
  n = get_counts (f).requests;
  add_client (f, "Дім");
  wait_for_number (f, "n-waiting", 1);
  assert_text (f, "Paused, 1 change waits");

  again = dyr_sync_service_new (dyr_store_get_database (f->stage.store), "en");
  dyr_sync_service_set_network (again, G_NETWORK_MONITOR (f->network));
  dyr_sync_service_start (again);
  stage_wait_until (dyr_sync_service_get_paused (again));
  shut (again);
  g_assert_cmpuint (get_counts (f).requests, ==, n);

  dyr_sync_service_run (f->sync);
  wait_for_number (f, "n-waiting", 0);
  wait_for (f, DYR_SERVICE_PAUSED);
  g_assert_cmpuint (count_accounts (f), ==, 1);
  add_client (f, "Хата");
  wait_for_number (f, "n-waiting", 1);
  g_assert_cmpuint (count_accounts (f), ==, 1);

  dyr_sync_service_set_paused (f->sync, FALSE);
  wait_for (f, DYR_SERVICE_UP_TO_DATE);
  g_assert_cmpuint (count_accounts (f), ==, 2);
}

static void
test_metered (Fixture *f, gconstpointer data)
{
  guint64 n;

  network_set_metered (f->network, TRUE);
  start (f);
  connect_with (f, KEY);
  wait_for (f, DYR_SERVICE_PAUSED);
  assert_text (f, "Waiting for a network that is not paid by volume");
  g_assert_cmpstr (
      dyr_sync_service_get_reason (f->sync), ==, "“Sync now” goes ahead all the same.");
  g_assert_cmpuint (get_counts (f).requests, ==, 0);
  add_client (f, "Дім");
  dyr_sync_service_run (f->sync);
  stage_wait_until (count_accounts (f) == 1);
  wait_for (f, DYR_SERVICE_PAUSED);
  network_set_metered (f->network, FALSE);
  wait_for (f, DYR_SERVICE_UP_TO_DATE);
  network_set_metered (f->network, TRUE);
  wait_for (f, DYR_SERVICE_PAUSED);
  n = get_counts (f).requests;
  add_client (f, "Хата");
  wait_for_number (f, "n-waiting", 1);
  g_assert_cmpuint (get_counts (f).requests, ==, n);
}

static void
add_fault (Fixture *f, CrmFaultKind kind, const char *path)
{
  const CrmFault fault = { .kind = kind, .path = path };

  crm_model_add_fault (fake_crm_lock (f->crm), &fault);
  fake_crm_unlock (f->crm);
}

static void
clear_faults (Fixture *f)
{
  crm_model_clear_faults (fake_crm_lock (f->crm));
  fake_crm_unlock (f->crm);
}

static void
test_offline (Fixture *f, gconstpointer data)
{
  start (f);
  connect_with (f, KEY);
  wait_for (f, DYR_SERVICE_UP_TO_DATE);
  add_fault (f, CRM_FAULT_LOST_REQUEST, NULL);
  add_client (f, "Дім");
  wait_for (f, DYR_SERVICE_OFFLINE);
  wait_for_number (f, "n-waiting", 1);
  assert_text (f, "Working offline, 1 change waits");
  g_assert_cmpint (dyr_sync_service_get_remedy (f->sync), ==, DYR_SERVICE_REMEDY_RUN);
  g_assert_nonnull (dyr_sync_service_get_reason (f->sync));
  clear_faults (f);
  dyr_sync_service_run (f->sync);
  wait_for (f, DYR_SERVICE_UP_TO_DATE);
  g_assert_cmpuint (count_accounts (f), ==, 1);
}

/* A wrong key is tried once; a right one goes on. */
static void
test_sign_in (Fixture *f, gconstpointer data)
{
  start (f);
  connect_with (f, "ffffffffffffffffffffffffffffffff");
  wait_for (f, DYR_SERVICE_STOPPED);
  assert_text (f, "The CRM does not accept the key");
  g_assert_cmpint (dyr_sync_service_get_remedy (f->sync), ==, DYR_SERVICE_REMEDY_SIGN_IN);
  g_assert_cmpint (dyr_sync_service_get_stop (f->sync), ==, DYR_STOP_SIGN_IN);
  add_client (f, "Дім");
  wait_for_number (f, "n-waiting", 1);
  g_assert_cmpuint (get_counts (f).failed_logins, ==, 1);
  connect_with (f, KEY);
  wait_for (f, DYR_SERVICE_UP_TO_DATE);
  g_assert_cmpuint (count_accounts (f), ==, 1);
  g_assert_cmpuint (get_counts (f).failed_logins, ==, 1);
}

typedef struct
{
  CrmFaultKind fault;
  const char *text;
} Stop;

static void
test_stop (Fixture *f, gconstpointer data)
{
  const Stop *stop = data;

  add_fault (f, stop->fault, NULL);
  start (f);
  connect_with (f, KEY);
  wait_for (f, DYR_SERVICE_STOPPED);
  assert_text (f, stop->text);
  g_assert_nonnull (dyr_sync_service_get_reason (f->sync));
  g_assert_cmpint (dyr_sync_service_get_remedy (f->sync), ==, DYR_SERVICE_REMEDY_RUN);
  clear_faults (f);
  dyr_sync_service_run (f->sync);
  wait_for (f, DYR_SERVICE_UP_TO_DATE);
}

/* A program that starts anew where no keyring keeps the key asks for it. */
static void
test_no_key (Fixture *f, gconstpointer data)
{
  g_autoptr (DyrSyncService) again = NULL;

  start (f);
  connect_with (f, KEY);
  wait_for (f, DYR_SERVICE_UP_TO_DATE);
  dyr_sync_service_set_paused (f->sync, TRUE);
  wait_for (f, DYR_SERVICE_PAUSED);
  dyr_sync_service_set_paused (f->sync, FALSE);
  wait_for (f, DYR_SERVICE_UP_TO_DATE);
  shut (f->sync);
  again = dyr_sync_service_new (dyr_store_get_database (f->stage.store), "en");
  dyr_sync_service_set_network (again, G_NETWORK_MONITOR (f->network));
  dyr_sync_service_start (again);
  stage_wait_until (dyr_sync_service_get_state (again) == DYR_SERVICE_STOPPED);
  g_assert_cmpstr (dyr_sync_service_get_text (again), ==, "The key of the CRM is missing");
  g_assert_cmpint (dyr_sync_service_get_remedy (again), ==, DYR_SERVICE_REMEDY_SIGN_IN);
  g_assert_true (g_str_has_prefix (dyr_sync_service_get_reason (again),
                                   "There is no key for http://127.0.0.1:"));
  shut (again);
}

/* Somebody signs in while the keyring is still asked for the old key: that answer is of no use. */
static void
test_slow_keyring (Fixture *f, gconstpointer data)
{
  g_autofree char *server = g_strconcat (fake_crm_get_url (f->crm), "/", NULL);
  g_autoptr (DyrKey) key = dyr_key_new (NULL, KEY, NULL);
  g_autoptr (DyrSyncService) again = NULL;
  const DyrPlaceThere place = { .server = server, .login = "sync" };
  Connecting connecting = { 0 };
  Keyring keyring = { 0 };

  start (f);
  connect_with (f, KEY);
  wait_for (f, DYR_SERVICE_UP_TO_DATE);
  shut (f->sync);
  open_keyring (&keyring);
  again = dyr_sync_service_new (dyr_store_get_database (f->stage.store), "en");
  dyr_sync_service_set_network (again, G_NETWORK_MONITOR (f->network));
  dyr_sync_service_set_interval (again, 0);
  dyr_sync_service_start (again);
  stage_wait_until (g_atomic_int_get (&keyring.n_calls) > 0);
  dyr_sync_service_connect_async (again, &place, key, NULL, on_connected, &connecting);
  close_keyring (&keyring);
  stage_wait_until (connecting.done);
  g_assert_no_error (connecting.error);
  add_client (f, "Дім");
  stage_wait_until (count_accounts (f) == 1);
  shut (again);
}

/* Closing waits for the key that is on its way to the keyring. */
static void
test_shut_waits (Fixture *f, gconstpointer data)
{
  g_autofree char *server = g_strconcat (fake_crm_get_url (f->crm), "/", NULL);
  g_autoptr (DyrKey) key = dyr_key_new (NULL, KEY, NULL);
  const DyrPlaceThere place = { .server = server, .login = "sync" };
  Connecting connecting = { 0 };
  Keyring keyring = { 0 };
  gboolean done = FALSE;

  start (f);
  open_keyring (&keyring);
  dyr_sync_service_connect_async (f->sync, &place, key, NULL, on_connected, &connecting);
  stage_wait_until (g_atomic_int_get (&keyring.n_calls) > 0);
  dyr_sync_service_shut_async (f->sync, on_shut, &done);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_false (done);
  g_assert_false (connecting.done);
  close_keyring (&keyring);
  stage_wait_until (done && connecting.done);
  g_assert_no_error (connecting.error);
  g_assert_cmpuint (get_counts (f).requests, ==, 0);
}

/* Another program syncs this database. */
static void
test_busy (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  DyrSyncLock *lock = dyr_sync_lock_take (
      dyr_database_get_path (dyr_store_get_database (f->stage.store)), &error);

  g_assert_no_error (error);
  start (f);
  connect_with (f, KEY);
  wait_for (f, DYR_SERVICE_STOPPED);
  assert_text (f, "Sync cannot begin");
  g_assert_nonnull (strstr (dyr_sync_service_get_reason (f->sync), "is being synced already"));
  g_assert_cmpint (dyr_sync_service_get_remedy (f->sync), ==, DYR_SERVICE_REMEDY_RUN);
  dyr_sync_lock_free (lock);
  dyr_sync_service_run (f->sync);
  wait_for (f, DYR_SERVICE_UP_TO_DATE);
}

/* What the CRM refuses waits for a person; the rest goes on. */
static void
test_needs_you (Fixture *f, gconstpointer data)
{
  g_autofree char *text = NULL;

  start (f);
  connect_with (f, KEY);
  wait_for (f, DYR_SERVICE_UP_TO_DATE);
  add_client (f, "<Дім>");
  add_client (f, "Хата");
  wait_for (f, DYR_SERVICE_NEEDS_YOU);
  stage_wait_until (count_accounts (f) == 1);
  wait_for_number (f, "n-waiting", 0);
  g_assert_cmpuint (get_number (f, "n-parked"), >, 0);
  g_assert_cmpuint (get_number (f, "n-needs-you"), ==, get_number (f, "n-parked"));
  text = g_strdup_printf ("Needs you: %u", get_number (f, "n-needs-you"));
  assert_text (f, text);
}

static void
note_progress (Fixture *f, GParamSpec *pspec, DyrSyncService *sync)
{
  const guint done = get_number (f, "sending-done"), total = get_number (f, "sending-total");

  g_assert_cmpuint (done, <=, total);
  if (total > 0)
    g_assert_nonnull (strstr (dyr_sync_service_get_text (sync), "Sending "));
  g_object_set_data (G_OBJECT (sync),
                     "seen",
                     GUINT_TO_POINTER (MAX (
                         total, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (sync), "seen")))));
}

static void
test_progress (Fixture *f, gconstpointer data)
{
  start (f);
  for (guint i = 0; i < 14; i++)
    {
      g_autofree char *name = g_strdup_printf ("Дім %u", i);

      add_client (f, name);
    }
  wait_for_number (f, "n-waiting", 14);
  g_signal_connect_swapped (f->sync, "notify::sending-total", G_CALLBACK (note_progress), f);
  connect_with (f, KEY);
  wait_for (f, DYR_SERVICE_UP_TO_DATE);
  g_signal_handlers_disconnect_by_data (f->sync, f);
  g_assert_cmpuint (count_accounts (f), ==, 14);
  g_assert_cmpuint (GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (f->sync), "seen")), ==, 14);
  g_assert_cmpuint (get_number (f, "sending-total"), ==, 0);
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
test_disconnect (Fixture *f, gconstpointer data)
{
  DyrDatabase *database = dyr_store_get_database (f->stage.store);
  gboolean done = FALSE, held = FALSE;
  guint64 n;

  start (f);
  connect_with (f, KEY);
  add_client (f, "Дім");
  stage_wait_until (count_accounts (f) == 1);
  wait_for (f, DYR_SERVICE_UP_TO_DATE);
  dyr_sync_service_set_paused (f->sync, TRUE);
  add_client (f, "Хата");
  wait_for_number (f, "n-waiting", 1);
  dyr_sync_service_disconnect_async (
      f->sync, DYR_ACCOUNT_KEEP, NULL, NULL, NULL, on_disconnected, &done);
  stage_wait_until (done);
  stage_wait_until (!dyr_sync_service_get_connected (f->sync));
  g_assert_cmpint (dyr_sync_service_get_state (f->sync), ==, DYR_SERVICE_NOT_CONNECTED);
  g_assert_null (dyr_sync_service_get_login (f->sync));
  g_assert_cmpuint (stage_count (&f->stage, &dyr_client_type), ==, 2);
  n = get_counts (f).requests;
  dyr_sync_service_run (f->sync);
  add_client (f, "Сад");
  wait_for_number (f, "n-waiting", 2);
  g_assert_cmpuint (get_counts (f).requests, ==, n);
  connect_with (f, KEY);
  wait_for (f, DYR_SERVICE_UP_TO_DATE);
  g_assert_cmpuint (count_accounts (f), ==, 3);
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

/* Without anything to agree to, agreeing asks nothing of the CRM. */
static void
test_accept_nothing (Fixture *f, gconstpointer data)
{
  guint64 n;

  start (f);
  connect_with (f, KEY);
  wait_for (f, DYR_SERVICE_UP_TO_DATE);
  dyr_sync_service_set_paused (f->sync, TRUE);
  wait_for (f, DYR_SERVICE_PAUSED);
  n = get_counts (f).requests;
  dyr_sync_service_accept (f->sync);
  add_client (f, "Дім");
  wait_for_number (f, "n-waiting", 1);
  g_assert_cmpint (dyr_sync_service_get_state (f->sync), ==, DYR_SERVICE_PAUSED);
  g_assert_cmpuint (get_counts (f).requests, ==, n);
}

/* In the middle of a run: nobody waits for the CRM, and the next start finishes it. */
static void
test_shut (Fixture *f, gconstpointer data)
{
  start (f);
  add_client (f, "Дім");
  wait_for_number (f, "n-waiting", 1);
  connect_with (f, KEY);
  wait_for (f, DYR_SERVICE_SENDING);
  shut (f->sync);
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
  g_test_add ("/app/sync-service/" #name, Fixture, NULL, set_up, test_##name, tear_down)
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
  ADD (accept_nothing);
  ADD (shut);
  ADD (slow_keyring);
  ADD (shut_waits);
#undef ADD
  g_test_add ("/app/sync-service/html", Fixture, &html, set_up, test_stop, tear_down);
  g_test_add ("/app/sync-service/locked-out", Fixture, &locked, set_up, test_stop, tear_down);
  return g_test_run ();
}

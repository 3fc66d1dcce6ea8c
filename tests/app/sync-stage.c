/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the tests of DyrSyncService share: a stage whose office may sync with a fake EspoCRM over a
 * network that does what it is told. */

#include "config.h"

#include "sync-stage.h"

#include "dyr-client.h"
#include "dyr-sync-lock.h"

struct _SyncNetwork
{
  GObject parent_instance;

  gboolean metered, gone;
};

static void
sync_network_init_initable (GInitableIface *iface)
{
}

static void
sync_network_init_monitor (GNetworkMonitorInterface *iface)
{
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SyncNetwork,
                               sync_network,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE, sync_network_init_initable)
                                   G_IMPLEMENT_INTERFACE (G_TYPE_NETWORK_MONITOR,
                                                          sync_network_init_monitor))

static void
sync_network_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == 1)
    g_value_set_boolean (value, !SYNC_NETWORK (object)->gone);
  else if (id == 2)
    g_value_set_boolean (value, SYNC_NETWORK (object)->metered);
  else
    g_param_value_set_default (pspec, value);
}

static void
sync_network_class_init (SyncNetworkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = sync_network_get_property;
  g_object_class_override_property (object_class, 1, "network-available");
  g_object_class_override_property (object_class, 2, "network-metered");
  g_object_class_override_property (object_class, 3, "connectivity");
}

static void
sync_network_init (SyncNetwork *self)
{
}

void
sync_network_set_metered (SyncNetwork *self, gboolean metered)
{
  self->metered = metered;
  g_object_notify (G_OBJECT (self), "network-metered");
}

void
sync_network_set_gone (SyncNetwork *self, gboolean gone)
{
  self->gone = gone;
  g_signal_emit_by_name (self, "network-changed", !gone);
}

static void
start_crm (SyncFixture *f, gboolean extended)
{
  g_autofree char *stock
      = g_test_build_filename (G_TEST_DIST, "fixtures", "espocrm", "stock.json", NULL);
  g_autofree char *uids
      = g_test_build_filename (G_TEST_DIST, "fixtures", "espocrm", "stock-uid.json", NULL);
  g_autofree char *package
      = g_test_build_filename (G_TEST_DIST, "..", "data", "espocrm", "extension", NULL);
  const char *const paths[] = { stock, extended ? package : uids, NULL };
  const CrmConfig config
      = { .metadata = paths, .seed = 1, .time = g_get_real_time () / G_USEC_PER_SEC };
  g_autoptr (GError) error = NULL;
  CrmModel *model = crm_model_new (&config, &error);

  g_assert_no_error (error);
  crm_model_set_user (model,
                      "{\"userName\":\"sync\",\"name\":\"Sync\",\"type\":\"regular\","
                      "\"apiKey\":\"" SYNC_KEY "\"}");
  f->crm = fake_crm_new (model, FAKE_CRM_HERE, 0, &error);
  g_assert_no_error (error);
  fake_crm_follow_clock (f->crm, TRUE);
}

void
sync_set_up (SyncFixture *f, gconstpointer data)
{
  stage_set_up (&f->stage, NULL);
  start_crm (f, g_strcmp0 (data, SYNC_EXTENDED) == 0);
  f->network = g_object_new (SYNC_TYPE_NETWORK, NULL);
  f->sync = dyr_office_get_sync (f->stage.office);
  dyr_sync_service_set_network (f->sync, G_NETWORK_MONITOR (f->network));
  dyr_sync_service_set_interval (f->sync, 0);
}

void
sync_on_shut (GObject *source, GAsyncResult *result, gpointer data)
{
  dyr_sync_service_shut_finish (DYR_SYNC_SERVICE (source), result);
  *(gboolean *) data = TRUE;
}

void
sync_shut (DyrSyncService *sync)
{
  gboolean done = FALSE;

  dyr_sync_service_shut_async (sync, sync_on_shut, &done);
  stage_wait_until (done);
}

void
sync_tear_down (SyncFixture *f, gconstpointer data)
{
  sync_shut (f->sync);
  /* Nobody holds the lock any more. */
  g_assert_null (
      dyr_sync_lock_find_holder (dyr_database_get_path (dyr_store_get_database (f->stage.store))));
  g_object_unref (f->network);
  stage_tear_down (&f->stage, NULL);
  fake_crm_free (f->crm);
}

void
sync_wait_for (SyncFixture *f, DyrServiceState state)
{
  stage_wait_until (dyr_sync_service_get_state (f->sync) == state);
}

guint
sync_number (SyncFixture *f, const char *property)
{
  guint n;

  g_object_get (f->sync, property, &n, NULL);
  return n;
}

void
sync_wait_for_number (SyncFixture *f, const char *property, guint n)
{
  stage_wait_until (sync_number (f, property) == n);
}

void
sync_assert_text (SyncFixture *f, const char *text)
{
  g_assert_cmpstr (dyr_sync_service_get_text (f->sync), ==, text);
}

void
sync_on_connected (GObject *source, GAsyncResult *result, gpointer data)
{
  SyncConnecting *connecting = data;

  dyr_sync_service_connect_finish (
      DYR_SYNC_SERVICE (source), result, &connecting->kept, &connecting->error);
  connecting->done = TRUE;
}

void
sync_connect_with (SyncFixture *f, const char *text)
{
  g_autofree char *server = g_strconcat (fake_crm_get_url (f->crm), "/", NULL);
  g_autoptr (DyrKey) key = dyr_key_new (NULL, text, NULL);
  const DyrPlaceThere place = { .server = server, .login = "sync" };
  SyncConnecting connecting = { 0 };

  dyr_sync_service_connect_async (f->sync, &place, key, NULL, sync_on_connected, &connecting);
  stage_wait_until (connecting.done);
  g_assert_no_error (connecting.error);
  g_assert_false (connecting.kept);
}

void
sync_start (SyncFixture *f)
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

void
sync_add_client (SyncFixture *f, const char *name)
{
  g_autoptr (GArray) values = dyr_field_values_new ();
  DyrFieldValue value = { DYR_CLIENT_NAME };
  gboolean done = FALSE;

  dyr_value_set_text (&value.value, name);
  g_array_append_val (values, value);
  dyr_store_create_async (f->stage.store, &dyr_client_type, values, NULL, NULL, on_created, &done);
  stage_wait_until (done);
}

guint
sync_count_accounts (SyncFixture *f)
{
  const guint n = crm_model_count (fake_crm_lock (f->crm), "Account");

  fake_crm_unlock (f->crm);
  return n;
}

CrmCounts
sync_counts (SyncFixture *f)
{
  const CrmCounts counts = *crm_model_get_counts (fake_crm_lock (f->crm));

  fake_crm_unlock (f->crm);
  return counts;
}

void
sync_add_fault (SyncFixture *f, CrmFaultKind kind, const char *path)
{
  const CrmFault fault = { .kind = kind, .path = path };

  crm_model_add_fault (fake_crm_lock (f->crm), &fault);
  fake_crm_unlock (f->crm);
}

void
sync_clear_faults (SyncFixture *f)
{
  crm_model_clear_faults (fake_crm_lock (f->crm));
  fake_crm_unlock (f->crm);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the tests of DyrSyncService share: a stage whose office may sync with a fake EspoCRM over a
 * network that does what it is told. */

#include "config.h"

#include "sync-stage.h"

#include "dyr-client.h"
#include "dyr-files.h"
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

static DyrDatabase *
database_of (SyncFixture *f)
{
  return dyr_store_get_database (f->stage.store);
}

void
sync_run_job (SyncFixture *f, DyrJob run, gpointer data)
{
  g_autoptr (GError) error = NULL;

  dyr_database_write (database_of (f), run, data, NULL, &error);
  g_assert_no_error (error);
}

static gboolean
job_client (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return dyr_connection_number (
      connection, error, 0, data, "SELECT max (id) FROM client WHERE listed = 1", "");
}

gint64
sync_last_client (SyncFixture *f)
{
  gint64 id = 0;

  sync_run_job (f, job_client, &id);
  return id;
}

gint64
sync_attach (SyncFixture *f, const char *name, gsize length)
{
  g_autofree guint8 *data = g_malloc (length);
  g_autoptr (GPtrArray) files
      = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_file_taken_free);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  DyrFilesAttach asked = { .about = sync_last_client (f), .files = files, .ids = ids };

  for (gsize i = 0; i < length; i++)
    data[i] = (guint8) (i * 7 % 251);
  bytes = g_bytes_new (data, length);
  g_ptr_array_add (files, dyr_files_take_bytes (database_of (f), bytes, name, NULL, &error));
  g_assert_no_error (error);
  sync_run_job (f, dyr_files_job_attach, &asked);
  return g_array_index (ids, gint64, 0);
}

DyrContentPlace
sync_look_at_file (SyncFixture *f, gint64 file)
{
  g_autoptr (GArray) files = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GHashTable) states = NULL;
  g_autoptr (GError) error = NULL;
  DyrContentLook look = { .files = files };

  g_array_append_val (files, file);
  dyr_database_read (database_of (f), dyr_content_job_look, &look, NULL, &error);
  g_assert_no_error (error);
  states = look.states;
  return ((DyrContentState *) g_hash_table_lookup (states, &file))->place;
}

gboolean
sync_free_files (SyncFixture *f)
{
  DyrContentFree asked = { 0 };

  sync_run_job (f, dyr_content_job_free, &asked);
  return asked.n > 0;
}

guint
sync_count_files (SyncFixture *f)
{
  const guint n = crm_model_count (fake_crm_lock (f->crm), "DyrFile");

  fake_crm_unlock (f->crm);
  return n;
}

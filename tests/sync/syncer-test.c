/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* A CRM made of words, and a carrier that answers when the test says so. */

#include "config.h"

#include "syncer-test.h"

/* The remote */

struct _ToyRemote
{
  GObject parent_instance;

  GThread *home; /* where no answer may be read */
  int users;
  gboolean described, no_look_ups;
  char *page_id, *page_version;
  guint n_pages;
};

/* More than there are threads: what one that changes the remote counts for. */
#define ALONE 1000

static void toy_remote_init_remote (DyrRemoteInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ToyRemote,
                               toy_remote,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DYR_TYPE_REMOTE, toy_remote_init_remote))

static const DyrRemoteType client_info = {
  .type = &dyr_client_type,
  .writable = TRUE,
  .fields
  = G_GUINT64_CONSTANT (1) << DYR_CLIENT_NAME | G_GUINT64_CONSTANT (1) << DYR_CLIENT_WEBSITE,
  .versions = TRUE,
  .locked = TRUE,
  .uids = TRUE,
  .unique = TRUE,
};

static const DyrStream client_stream = { "Client", &dyr_client_type };

static int
enter (ToyRemote *self, gboolean alone)
{
  const int weight = alone ? ALONE : 1;

  g_assert_true (self->home != g_thread_self ());
  g_assert_cmpint (g_atomic_int_add (&self->users, weight), <, alone ? 1 : ALONE);
  return weight;
}

static void
leave (ToyRemote *self, int weight)
{
  g_atomic_int_add (&self->users, -weight);
}

static DyrRequest *
toy_remote_write (DyrRemote *remote, const DyrOrder *order)
{
  static const char *const kinds[]
      = { "describe", "pull", "sweep", "fetch", "look-up", "create", "update", "delete" };
  ToyRemote *self = TOY_REMOTE (remote);
  g_autofree char *uid = order->sent != NULL ? dyr_uid_to_text (&order->sent->uid) : NULL;
  const int weight = enter (self, FALSE);
  const char *name = order->kind == DYR_ORDER_PULL ? order->after : order->remote_id;
  DyrRequest *request = NULL;

  if (order->kind != DYR_ORDER_LOOK_UP || !self->no_look_ups)
    request = dyr_request_new (
        "GET", g_strconcat (kinds[order->kind], "/", name != NULL ? name : uid, NULL));
  leave (self, weight);
  return request;
}

static DyrRemoteRecord *
answer_record (const DyrOrder *order)
{
  DyrRemoteRecord *record = dyr_remote_record_copy (order->sent);

  g_free (record->remote_id);
  record->remote_id = order->remote_id != NULL ? g_strdup (order->remote_id)
                                               : g_strdup_printf ("Client/%d", (int) order->record);
  g_free (record->version);
  record->version = g_strdup ("7");
  return record;
}

static void
done (ToyRemote *self, const DyrOrder *order, DyrAnswer *answer)
{
  DyrRemoteRecord *record;

  answer->last = TRUE;
  if (order->kind == DYR_ORDER_DESCRIBE)
    self->described = TRUE;
  else if (order->kind == DYR_ORDER_PULL && (self->page_id != NULL || self->n_pages > 0))
    {
      const guint page
          = order->after != NULL ? (guint) g_ascii_strtoull (order->after, NULL, 10) + 1 : 1;

      record = dyr_remote_record_new (&dyr_client_type);
      record->remote_id = self->page_id != NULL ? g_steal_pointer (&self->page_id)
                                                : g_strdup_printf ("Client/page-%u", page);
      record->version
          = self->page_version != NULL ? g_steal_pointer (&self->page_version) : g_strdup ("7");
      record->known = client_info.fields;
      dyr_value_set_text (&record->values[DYR_CLIENT_NAME], "There");
      g_ptr_array_add (answer->records, record);
      if (page < self->n_pages)
        {
          answer->last = FALSE;
          answer->next_at = g_strdup ("2026-11-22 08:00:00");
          answer->next_after = g_strdup_printf ("%u", page);
        }
    }
  else if (order->sent != NULL)
    g_ptr_array_add (answer->records, answer_record (order));
}

static DyrAnswer *
toy_remote_read (DyrRemote *remote, const DyrOrder *order, const DyrResponse *response)
{
  ToyRemote *self = TOY_REMOTE (remote);
  const struct
  {
    guint status;
    DyrAnswerKind kind;
  } kinds[] = {
    { 0, DYR_ANSWER_UNKNOWN },      { 200, DYR_ANSWER_DONE },    { 302, DYR_ANSWER_WRONG },
    { 401, DYR_ANSWER_SIGN_IN },    { 404, DYR_ANSWER_GONE },    { 429, DYR_ANSWER_LATER },
    { 403, DYR_ANSWER_LOCKED_OUT }, { 400, DYR_ANSWER_REFUSED },
  };
  DyrAnswer *answer = NULL;
  const int weight = enter (self, order->kind == DYR_ORDER_DESCRIBE);

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].status == response->status)
      answer = dyr_answer_new (kinds[i].kind);
  g_assert_nonnull (answer);
  answer->status = response->status;
  answer->field = -1;
  answer->time = 1800000000;
  answer->reason = g_strdup (response->failure);
  if (answer->kind == DYR_ANSWER_DONE)
    done (self, order, answer);
  leave (self, weight);
  return answer;
}

static const DyrRemoteType *
toy_remote_get_type_info (DyrRemote *remote, const DyrRecordType *type)
{
  return TOY_REMOTE (remote)->described && type == &dyr_client_type ? &client_info : NULL;
}

static const DyrStream *
toy_remote_get_streams (DyrRemote *remote, guint *n)
{
  *n = 1;
  return &client_stream;
}

static char *
toy_remote_get_identity (DyrRemote *remote)
{
  return g_strdup ("toy");
}

static char *
toy_remote_get_description (DyrRemote *remote)
{
  return TOY_REMOTE (remote)->described ? g_strdup ("toy") : NULL;
}

static gboolean
toy_remote_set_description (DyrRemote *remote, const char *text, GError **error)
{
  TOY_REMOTE (remote)->described = TRUE;
  return TRUE;
}

static void
toy_remote_init_remote (DyrRemoteInterface *iface)
{
  iface->write = toy_remote_write;
  iface->read = toy_remote_read;
  iface->get_type_info = toy_remote_get_type_info;
  iface->get_streams = toy_remote_get_streams;
  iface->get_identity = toy_remote_get_identity;
  iface->get_description = toy_remote_get_description;
  iface->set_description = toy_remote_set_description;
}

static void
toy_remote_finalize (GObject *object)
{
  ToyRemote *self = TOY_REMOTE (object);

  g_free (self->page_id);
  g_free (self->page_version);
  G_OBJECT_CLASS (toy_remote_parent_class)->finalize (object);
}

static void
toy_remote_class_init (ToyRemoteClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = toy_remote_finalize;
}

static void
toy_remote_init (ToyRemote *self)
{
  self->home = g_thread_self ();
}

ToyRemote *
toy_remote_new (void)
{
  return g_object_new (TOY_TYPE_REMOTE, NULL);
}

void
toy_remote_forget_look_ups (ToyRemote *self)
{
  self->no_look_ups = TRUE;
}

void
toy_remote_set_page (ToyRemote *self, const char *remote_id, const char *version)
{
  self->page_id = g_strdup (remote_id);
  self->page_version = g_strdup (version);
}

void
toy_remote_set_n_pages (ToyRemote *self, guint n)
{
  self->n_pages = n;
}

/* The carrier */

struct _ToyCarrier
{
  GObject parent_instance;

  GPtrArray *tasks; /* GTask; its data is the path */
  guint status, n_sent, most;
};

G_DEFINE_FINAL_TYPE (ToyCarrier, toy_carrier, G_TYPE_OBJECT)

static void
toy_carrier_finalize (GObject *object)
{
  ToyCarrier *self = TOY_CARRIER (object);

  g_ptr_array_unref (self->tasks);
  G_OBJECT_CLASS (toy_carrier_parent_class)->finalize (object);
}

static void
toy_carrier_class_init (ToyCarrierClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = toy_carrier_finalize;
}

static void
toy_carrier_init (ToyCarrier *self)
{
  self->tasks = g_ptr_array_new_with_free_func (g_object_unref);
  self->status = 1;
}

ToyCarrier *
toy_carrier_new (void)
{
  return g_object_new (TOY_TYPE_CARRIER, NULL);
}

void
toy_carrier_wait (ToyCarrier *self, guint n)
{
  while (self->tasks->len < n)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (self->tasks->len, ==, n);
}

const char *
toy_carrier_path (ToyCarrier *self, guint index)
{
  g_assert_cmpuint (index, <, self->tasks->len);
  return g_task_get_task_data (self->tasks->pdata[index]);
}

static GTask *
take (ToyCarrier *self, guint index)
{
  g_assert_cmpuint (index, <, self->tasks->len);
  return g_ptr_array_steal_index (self->tasks, index);
}

void
toy_carrier_answer (ToyCarrier *self, guint index, guint status)
{
  g_autoptr (GTask) task = take (self, index);
  DyrResponse *response = dyr_response_new (status);

  if (status == 0)
    response->failure = g_strdup ("Nobody is there.");
  g_task_return_pointer (task, response, (GDestroyNotify) dyr_response_free);
}

void
toy_carrier_break (ToyCarrier *self, guint index)
{
  g_autoptr (GTask) task = take (self, index);

  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cut off.");
}

void
toy_carrier_set_status (ToyCarrier *self, guint status)
{
  self->status = status;
  while (status != 1 && self->tasks->len > 0)
    toy_carrier_answer (self, 0, status);
}

guint
toy_carrier_n_sent (ToyCarrier *self)
{
  return self->n_sent;
}

guint
toy_carrier_most (ToyCarrier *self)
{
  return self->most;
}

/* Later: whoever cancels may be in the middle of something. */
static void
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  ToyCarrier *self = user_data;

  while (self->tasks->len > 0)
    toy_carrier_break (self, 0);
}

static void
toy_send_async (GObject *carrier,
                const DyrRequest *request,
                GCancellable *cancellable,
                GAsyncReadyCallback callback,
                gpointer user_data)
{
  ToyCarrier *self = TOY_CARRIER (carrier);
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_task_data (task, g_strdup (request->path), g_free);
  g_ptr_array_add (self->tasks, task);
  self->n_sent++;
  self->most = MAX (self->most, self->tasks->len);
  if (self->status != 1)
    toy_carrier_answer (self, self->tasks->len - 1, self->status);
  else if (self->tasks->len == 1)
    g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (on_cancelled), self, 0);
}

static DyrResponse *
toy_send_finish (GObject *carrier, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

const DyrCarrier toy_carry = { toy_send_async, toy_send_finish, NULL, NULL };

/* The network */

struct _ToyNetwork
{
  GObject parent_instance;
};

static void
toy_network_init_initable (GInitableIface *iface)
{
}

static void
toy_network_init_monitor (GNetworkMonitorInterface *iface)
{
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ToyNetwork,
                               toy_network,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE, toy_network_init_initable)
                                   G_IMPLEMENT_INTERFACE (G_TYPE_NETWORK_MONITOR,
                                                          toy_network_init_monitor))

static void
toy_network_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  /* Whatever it is: nothing may depend on it. */
  g_param_value_set_default (pspec, value);
}

static void
toy_network_class_init (ToyNetworkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = toy_network_get_property;
  g_object_class_override_property (object_class, 1, "network-available");
  g_object_class_override_property (object_class, 2, "network-metered");
  g_object_class_override_property (object_class, 3, "connectivity");
}

static void
toy_network_init (ToyNetwork *self)
{
}

ToyNetwork *
toy_network_new (void)
{
  return g_object_new (TOY_TYPE_NETWORK, NULL);
}

void
toy_network_change (ToyNetwork *self, gboolean available)
{
  g_signal_emit_by_name (self, "network-changed", available);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrConnectionTest: nobody answered: how far does it go? What to do about it was told by the
 * request itself; here it is found out at which step that was. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-connection-private.h"

#define LIMIT 10 /* seconds */

static void
fail_at (DyrConnectionTest *self, DyrConnectionStep step)
{
  for (guint i = 0; i < step; i++)
    dyr_connection_test_set (self, i, DYR_CONNECTION_DONE, NULL);
  dyr_connection_test_set (self, step, DYR_CONNECTION_FAILED, g_strdup (self->trouble));
  dyr_connection_test_end (self);
}

static gboolean
is_safe (DyrConnectionTest *self)
{
  return g_str_has_prefix (self->server, "https:");
}

static void
on_connected (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrConnectionTest) self = data;
  g_autoptr (GSocketConnection) connection
      = g_socket_client_connect_finish (G_SOCKET_CLIENT (source), result, NULL);

  if (connection == NULL)
    fail_at (self, DYR_CONNECTION_REACH);
  else
    fail_at (self, is_safe (self) ? DYR_CONNECTION_TLS : DYR_CONNECTION_API);
}

static void
on_looked_up (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrConnectionTest) self = data;
  g_autoptr (GSocketConnectable) place = NULL;
  g_autoptr (GSocketClient) client = NULL;
  GList *addresses = g_resolver_lookup_by_name_finish (G_RESOLVER (source), result, NULL);

  if (addresses == NULL)
    {
      fail_at (self, DYR_CONNECTION_NAME);
      return;
    }
  g_resolver_free_addresses (addresses);
  place = g_network_address_parse_uri (self->server, is_safe (self) ? 443 : 80, NULL);
  client = g_socket_client_new ();
  /* The request went by a proxy where there is one; this only asks whether somebody is there. */
  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_set_timeout (client, LIMIT);
  g_socket_client_connect_async (
      client, place, g_task_get_cancellable (self->task), on_connected, g_object_ref (self));
}

void
dyr_connection_test_find_out (DyrConnectionTest *self)
{
  g_autoptr (GUri) uri = g_uri_parse (self->server, G_URI_FLAGS_NONE, NULL);
  g_autoptr (GResolver) resolver = g_resolver_get_default ();

  if (!self->refused)
    fail_at (self, DYR_CONNECTION_API);
  else
    g_resolver_lookup_by_name_async (resolver,
                                     g_uri_get_host (uri),
                                     g_task_get_cancellable (self->task),
                                     on_looked_up,
                                     g_object_ref (self));
}

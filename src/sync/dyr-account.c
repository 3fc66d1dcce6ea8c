/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrAccount: what a database knows of its place in a CRM. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-account.h"

#include "dyr-me.h"
#include "dyr-meta.h"

/* Keys of the table meta. */
#define KEY_LOGIN "sync-login"
#define KEY_PAUSED "sync-paused"

void
dyr_account_free (DyrAccount *self)
{
  if (self == NULL)
    return;
  dyr_sync_status_free (self->status);
  g_free (self->login);
  g_free (self);
}

gboolean
dyr_account_read_job (DyrConnection *connection,
                      gpointer data,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (DyrAccount) self = g_new0 (DyrAccount, 1);
  g_autoptr (GError) local = NULL;
  g_autofree char *paused = NULL;

  if (!dyr_sync_status_job (connection, &self->status, cancellable, error))
    return FALSE;
  self->login = dyr_meta_read (connection, KEY_LOGIN, &local);
  if (local == NULL)
    paused = dyr_meta_read (connection, KEY_PAUSED, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  self->paused = paused != NULL;
  *(DyrAccount **) data = g_steal_pointer (&self);
  return TRUE;
}

gboolean
dyr_account_connect (DyrConnection *connection,
                     const char *server,
                     const char *login,
                     const DyrUid *me,
                     GError **error)
{
  g_return_val_if_fail (server != NULL && login != NULL, FALSE);

  return dyr_sync_status_set_server (connection, server, error)
         && dyr_meta_write (connection, KEY_LOGIN, login, error)
         && dyr_meta_write (connection, KEY_PAUSED, NULL, error)
         && dyr_sync_status_set_stop (connection, DYR_STOP_NONE, NULL, error)
         && (me == NULL || dyr_me_write (connection, me, error));
}

gboolean
dyr_account_disconnect (DyrConnection *connection, GError **error)
{
  return dyr_sync_status_set_server (connection, NULL, error)
         && dyr_meta_write (connection, KEY_LOGIN, NULL, error)
         && dyr_meta_write (connection, KEY_PAUSED, NULL, error)
         && dyr_sync_status_set_stop (connection, DYR_STOP_NONE, NULL, error);
}

gboolean
dyr_account_set_paused (DyrConnection *connection, gboolean paused, GError **error)
{
  return dyr_meta_write (connection, KEY_PAUSED, paused ? "1" : NULL, error);
}

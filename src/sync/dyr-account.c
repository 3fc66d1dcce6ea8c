/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrAccount: what a database knows of its place in a CRM. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-account.h"

#include "dyr-links.h"
#include "dyr-me.h"
#include "dyr-meta.h"
#include "dyr-user.h"

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

/* The uid that a user of the CRM has here, or will have. */
static gboolean
find_uid (DyrConnection *connection,
          const DyrPlaceThere *place,
          const char *remote_id,
          DyrUid *uid,
          GError **error)
{
  const DyrUid server = dyr_engine_name_server (place->identity);
  g_autoptr (DyrLink) link = NULL;
  gint64 id = 0;

  *uid = dyr_links_born_uid (&server, &dyr_user_type, remote_id);
  if (!dyr_links_find (connection, &dyr_user_type, remote_id, &id, error))
    return FALSE;
  if (id == 0)
    return TRUE;
  link = dyr_row_link (connection, id, error);
  if (link != NULL)
    *uid = link->uid;
  return link != NULL;
}

/* Whom the CRM takes us for is told by each run anew; it counts only once, so that what a person
 * says stays. */
static gboolean
choose_me (DyrConnection *connection, const DyrPlaceThere *place, GError **error)
{
  DyrUid told, person;

  if (place->told == NULL || place->identity == NULL)
    return TRUE;
  if (!find_uid (connection, place, place->told, &told, error)
      || !dyr_me_told (connection, &told, error))
    return FALSE;
  return find_uid (
             connection, place, place->person != NULL ? place->person : place->told, &person, error)
         && dyr_me_write (connection, &person, error);
}

gboolean
dyr_account_connect (DyrConnection *connection, const DyrPlaceThere *place, GError **error)
{
  g_return_val_if_fail (place->server != NULL && place->login != NULL, FALSE);

  return dyr_sync_status_set_server (connection, place->server, error)
         && dyr_meta_write (connection, KEY_LOGIN, place->login, error)
         && dyr_meta_write (connection, KEY_PAUSED, NULL, error)
         && dyr_sync_status_set_stop (connection, DYR_STOP_NONE, NULL, error)
         && choose_me (connection, place, error);
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

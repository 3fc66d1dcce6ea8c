/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrAccount: what a database knows of its place in a CRM. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-account.h"

#include <string.h>

#include "dyr-espocrm.h"
#include "dyr-file.h"
#include "dyr-links.h"
#include "dyr-me.h"
#include "dyr-meta.h"
#include "dyr-user.h"

/* Keys of the table meta. */
#define KEY_LOGIN "sync-login"
#define KEY_PAUSED "sync-paused"
/* The address, a line end, the certificate. */
#define KEY_CERTIFICATE "sync-certificate"

void
dyr_account_free (DyrAccount *self)
{
  if (self == NULL)
    return;
  dyr_sync_status_free (self->status);
  g_free (self->login);
  g_free (self->certificate);
  g_free (self);
}

gboolean
dyr_account_read_certificate (DyrConnection *connection,
                              const char *server,
                              char **pem,
                              GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *kept = dyr_meta_read (connection, KEY_CERTIFICATE, &local);
  g_autofree char *begin = g_strconcat (server, "\n", NULL);

  *pem = NULL;
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (kept != NULL && g_str_has_prefix (kept, begin))
    *pem = g_strdup (kept + strlen (begin));
  return TRUE;
}

gboolean
dyr_account_set_certificate (DyrConnection *connection,
                             const char *server,
                             const char *pem,
                             GError **error)
{
  g_autofree char *kept = NULL;

  g_return_val_if_fail (server != NULL, FALSE);

  if (pem != NULL)
    kept = g_strconcat (server, "\n", pem, NULL);
  return dyr_meta_write (connection, KEY_CERTIFICATE, kept, error);
}

gboolean
dyr_account_read_remote (DyrConnection *connection, DyrRemote **remote, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *text = dyr_meta_read (connection, "remote-description", &local);
  g_autoptr (DyrEspocrm) known = NULL;

  *remote = NULL;
  if (local == NULL && text != NULL)
    {
      known = dyr_espocrm_new (NULL, &local);
      /* One that an older program wrote says nothing. */
      if (known != NULL && dyr_remote_set_description (DYR_REMOTE (known), text, NULL))
        *remote = DYR_REMOTE (g_steal_pointer (&known));
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
read_holds_files (DyrConnection *connection, DyrAccount *self, GError **error)
{
  g_autoptr (DyrRemote) remote = NULL;

  if (self->status->server == NULL)
    return TRUE;
  if (!dyr_account_read_remote (connection, &remote, error))
    return FALSE;
  self->holds_files = remote != NULL && dyr_remote_get_type_info (remote, &dyr_file_type) != NULL;
  return TRUE;
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
  if (self->status->server != NULL
      && !dyr_account_read_certificate (
          connection, self->status->server, &self->certificate, error))
    return FALSE;
  if (!read_holds_files (connection, self, error))
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

void
dyr_account_plan_free (DyrAccountPlan *self)
{
  if (self == NULL)
    return;
  g_free (self->n_going);
  g_free (self->identity);
  g_free (self);
}

static gboolean
read_identity (DyrConnection *connection, char **identity, GError **error)
{
  g_autoptr (DyrRemote) remote = NULL;

  if (!dyr_account_read_remote (connection, &remote, error))
    return FALSE;
  if (remote != NULL)
    *identity = dyr_remote_get_identity (remote);
  return TRUE;
}

gboolean
dyr_account_plan_job (DyrConnection *connection,
                      gpointer data,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (DyrAccountPlan) self = g_new0 (DyrAccountPlan, 1);
  guint n = 0;

  while (dyr_record_types[n] != NULL)
    n++;
  self->n_going = g_new0 (gint64, n);
  for (guint i = 0; i < n; i++)
    if (!dyr_connection_number (connection,
                                error,
                                0,
                                &self->n_going[i],
                                "SELECT count (*) FROM record WHERE push <> 0 AND type = ?",
                                "n",
                                dyr_record_types[i]->number))
      return FALSE;
  if (!dyr_connection_number (connection,
                              error,
                              0,
                              &self->n_linked,
                              "SELECT count (*) FROM record WHERE remote_id IS NOT NULL",
                              "")
      || !read_identity (connection, &self->identity, error))
    return FALSE;
  *(DyrAccountPlan **) data = g_steal_pointer (&self);
  return TRUE;
}

/* The uid that a user of the CRM has here, or will have. */
static gboolean
find_uid (DyrConnection *connection,
          const DyrPlaceThere *place,
          const char *remote_id,
          const DyrUid *kept,
          DyrUid *uid,
          GError **error)
{
  const DyrUid server = dyr_engine_name_server (place->identity);
  g_autoptr (DyrLink) link = NULL;
  gint64 id = 0;

  *uid = kept != NULL ? *kept : dyr_links_born_uid (&server, &dyr_user_type, remote_id);
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
  DyrUid uid;

  if (place->told == NULL || place->identity == NULL)
    return TRUE;
  if (!find_uid (connection, place, place->told, NULL, &uid, error)
      || !dyr_me_told (connection, &uid, error))
    return FALSE;
  return place->person == NULL
             ? dyr_me_write (connection, &uid, error)
             : find_uid (connection, place, place->person, place->person_uid, &uid, error)
                   && dyr_me_write (connection, &uid, error);
}

gboolean
dyr_account_connect (DyrConnection *connection, const DyrPlaceThere *place, GError **error)
{
  g_return_val_if_fail (place->server != NULL && place->login != NULL, FALSE);

  return dyr_sync_status_set_server (connection, place->server, error)
         && dyr_meta_write (connection, KEY_LOGIN, place->login, error)
         && dyr_account_set_certificate (connection, place->server, place->certificate, error)
         && dyr_meta_write (connection, KEY_PAUSED, NULL, error)
         && dyr_sync_status_set_stop (connection, DYR_STOP_NONE, NULL, error)
         && choose_me (connection, place, error);
}

gboolean
dyr_account_disconnect (DyrConnection *connection, GError **error)
{
  return dyr_sync_status_set_server (connection, NULL, error)
         && dyr_meta_write (connection, KEY_LOGIN, NULL, error)
         && dyr_meta_write (connection, KEY_CERTIFICATE, NULL, error)
         && dyr_meta_write (connection, KEY_PAUSED, NULL, error)
         && dyr_sync_status_set_stop (connection, DYR_STOP_NONE, NULL, error);
}

gboolean
dyr_account_set_paused (DyrConnection *connection, gboolean paused, GError **error)
{
  return dyr_meta_write (connection, KEY_PAUSED, paused ? "1" : NULL, error);
}

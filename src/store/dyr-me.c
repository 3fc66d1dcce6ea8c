/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Which of the users sits at this computer: what “me” means in a search. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-me.h"

#include "dyr-meta.h"
#include "dyr-rows.h"
#include "dyr-user.h"

#define KEY "me"
#define KEY_TOLD "crm-user"
#define KEY_PROGRAM "crm-program"
/* Users who may be meant though nobody chose them. */
#define PERSONS                                                                                    \
  "user u JOIN record r ON r.id = u.id WHERE u.listed = 1 AND "                                    \
  "ifnull (r.remote_id <> (SELECT value FROM meta WHERE key = '" KEY_PROGRAM "'), 1)"

gboolean
dyr_me_read (DyrConnection *connection, gint64 *id, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *text = dyr_meta_read (connection, KEY, &local);
  DyrUid uid;

  *id = 0;
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (text != NULL && dyr_uid_parse (text, &uid)
      && !dyr_connection_number (connection,
                                 error,
                                 0,
                                 id,
                                 "SELECT u.id FROM user u JOIN record r ON r.id = u.id "
                                 "WHERE r.uid = ? AND u.listed = 1",
                                 "u",
                                 &uid))
    return FALSE;
  if (*id == 0
      && !dyr_connection_number (connection,
                                 error,
                                 0,
                                 id,
                                 "SELECT iif (count (*) = 1, min (u.id), 0) FROM " PERSONS
                                 " AND lower (u.login) = lower (?)",
                                 "t",
                                 g_get_user_name ()))
    return FALSE;
  if (*id != 0)
    return TRUE;
  return dyr_connection_number (
      connection, error, 0, id, "SELECT iif (count (*) = 1, min (u.id), 0) FROM " PERSONS, "");
}

/* Who shows what “me” finds looks again, in whatever window it is. */
static gboolean
note (DyrConnection *connection, const char *key, const char *value, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *known = dyr_meta_read (connection, key, &local);

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (g_strcmp0 (known, value) == 0)
    return TRUE;
  dyr_connection_touch_type (connection, dyr_user_type.number);
  return dyr_meta_write (connection, key, value, error);
}

gboolean
dyr_me_write (DyrConnection *connection, const DyrUid *uid, GError **error)
{
  g_autofree char *text = uid != NULL ? dyr_uid_to_text (uid) : NULL;

  return note (connection, KEY, text, error);
}

gboolean
dyr_me_set_program (DyrConnection *connection, const char *remote_id, GError **error)
{
  return note (connection, KEY_PROGRAM, remote_id, error);
}

gboolean
dyr_me_told (DyrConnection *connection, const DyrUid *uid, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *known = dyr_meta_read (connection, KEY_TOLD, &local);
  g_autofree char *text = dyr_uid_to_text (uid);

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  return g_strcmp0 (known, text) == 0
         || (dyr_meta_write (connection, KEY_TOLD, text, error)
             && dyr_me_write (connection, uid, error));
}

gboolean
dyr_me_job_look (DyrConnection *connection,
                 gpointer data,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (DyrMe) self = g_new0 (DyrMe, 1);
  gint64 id;

  if (!dyr_me_read (connection, &id, error)
      || !dyr_connection_number (
          connection, error, 0, &self->n_users, "SELECT count (*) FROM user WHERE listed = 1", ""))
    return FALSE;
  if (id != 0 && (self->link = dyr_row_link (connection, id, error)) == NULL)
    return FALSE;
  *(DyrMe **) data = g_steal_pointer (&self);
  return TRUE;
}

void
dyr_me_free (DyrMe *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->link, dyr_link_unref);
  g_free (self);
}

gboolean
dyr_me_job_choose (DyrConnection *connection,
                   gpointer data,
                   GCancellable *cancellable,
                   GError **error)
{
  const DyrLink *link = data;

  return dyr_me_write (connection, &link->uid, error);
}

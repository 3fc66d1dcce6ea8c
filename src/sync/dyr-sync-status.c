/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSyncStatus: how a database and its CRM stand. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sync-status.h"

#include "dyr-content.h"
#include "dyr-ledger.h"
#include "dyr-me.h"
#include "dyr-record-type.h"
#include "dyr-sync-lock.h"
#include "dyr-meta.h"
#include "dyr-rows.h"
#include "dyr-waiting.h"

/* Keys of the table meta. */
#define KEY_SERVER "server"
#define KEY_DONE "sync-done"
#define KEY_STOP "sync-stop"
#define KEY_REASON "sync-reason"

/* Names of DyrStop in the database: never changed. */
static const char *const stop_names[] = {
  [DYR_STOP_NONE] = "",
  [DYR_STOP_OFFLINE] = "offline",
  [DYR_STOP_SIGN_IN] = "sign-in",
  [DYR_STOP_LOCKED_OUT] = "locked-out",
  [DYR_STOP_WRONG] = "wrong",
  [DYR_STOP_MASS_DELETION] = "mass-deletion",
  [DYR_STOP_WENT_BACK] = "went-back",
};

const char *
dyr_stop_name (DyrStop stop)
{
  g_return_val_if_fail (stop < G_N_ELEMENTS (stop_names), NULL);
  return stop_names[stop];
}

DyrStop
dyr_stop_by_name (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (stop_names); i++)
    if (g_str_equal (name, stop_names[i]))
      return (DyrStop) i;
  return DYR_STOP_NONE;
}

void
dyr_sync_status_free (DyrSyncStatus *self)
{
  if (self == NULL)
    return;
  g_free (self->server);
  g_free (self->me);
  g_free (self->holder);
  g_free (self->reason);
  g_free (self->n_gone);
  g_free (self);
}

static gboolean
read_meta (DyrConnection *connection, DyrSyncStatus *self, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (DyrStatement) query
      = dyr_connection_query (connection,
                              error,
                              "SELECT key, value FROM meta WHERE key IN ('" KEY_SERVER
                              "', '" KEY_DONE "', '" KEY_STOP "', '" KEY_REASON "')",
                              "");

  if (query == NULL)
    return FALSE;
  while (dyr_statement_step (query, &local))
    {
      const char *key = dyr_statement_text (query, 0), *value = dyr_statement_text (query, 1);

      if (g_str_equal (key, KEY_SERVER))
        self->server = g_strdup (value);
      else if (g_str_equal (key, KEY_DONE))
        self->done_at = g_ascii_strtoll (value, NULL, 10);
      else if (g_str_equal (key, KEY_REASON))
        self->reason = g_strdup (value);
      else
        self->stop = dyr_stop_by_name (value);
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
read_me (DyrConnection *connection, DyrSyncStatus *self, GError **error)
{
  g_autoptr (DyrLink) link = NULL;
  gint64 id;

  if (!dyr_me_read (connection, &id, error))
    return FALSE;
  if (id == 0)
    return TRUE;
  link = dyr_row_link (connection, id, error);
  self->me = link != NULL ? g_strdup (link->name) : NULL;
  return link != NULL;
}

static gboolean
count (DyrConnection *connection, gint64 *number, const char *sql, GError **error)
{
  return dyr_connection_number (connection, error, 0, number, sql, "");
}

static gsize
place_of_type (gint64 number)
{
  gsize i = 0;

  while (dyr_record_types[i] != NULL && dyr_record_types[i]->number != number)
    i++;
  return i;
}

static gboolean
count_gone (DyrConnection *connection, DyrSyncStatus *self, GError **error)
{
  const gsize n = place_of_type (0);
  g_autoptr (GError) local = NULL;
  g_autoptr (DyrStatement) query = dyr_connection_query (
      connection,
      error,
      "SELECT type, count (*) FROM record WHERE settled <> 1 AND settled = 2 GROUP BY type",
      "");

  if (query == NULL)
    return FALSE;
  self->n_gone = g_new0 (gint64, n);
  while (dyr_statement_step (query, &local))
    {
      const gsize place = place_of_type (dyr_statement_number (query, 0));

      if (place < n)
        self->n_gone[place] = dyr_statement_number (query, 1);
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

gboolean
dyr_sync_status_job (DyrConnection *connection,
                     gpointer data,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (DyrSyncStatus) self = g_new0 (DyrSyncStatus, 1);

  if (!read_meta (connection, self, error) || !read_me (connection, self, error)
      || !count (connection,
                 &self->waiting,
                 "SELECT count (*) FROM record r WHERE " DYR_WAITING_GOES,
                 error)
      || !count (connection,
                 &self->unsettled,
                 "SELECT count (*) FROM record WHERE settled <> 1 AND settled = 0 "
                 "AND remote_id IS NOT NULL AND read_tries < " G_STRINGIFY (DYR_TRIES_MOST),
                 error)
      /* Whoever deleted a record has decided. */
      || !count (
          connection,
          &self->failing,
          "SELECT count (*) FROM record WHERE parked IS NULL AND id IN (SELECT id FROM record "
          "WHERE push <> 0 AND tries > 0 UNION SELECT id FROM record WHERE settled <> 1 AND "
          "settled = 0 AND remote_id IS NOT NULL AND read_tries > 0 "
          "AND read_tries < " G_STRINGIFY (DYR_TRIES_MOST) ")",
          error)
      /* The index of what is asked is used only by who says so: state <> 0. */
      || !count (connection,
                 &self->clashes,
                 "SELECT count (*) FROM pending p JOIN record r ON r.id = p.record WHERE "
                 "p.state <> 0 AND p.state = 1 AND (r.deleted_at IS NULL OR p.grp = '')",
                 error)
      || !count (connection,
                 &self->parked,
                 "SELECT (SELECT count (*) FROM pending p JOIN record r ON r.id = p.record WHERE "
                 "p.state <> 0 AND p.state = 2 AND r.deleted_at IS NULL) + (SELECT count (*) FROM "
                 "(SELECT r.id FROM record r WHERE " DYR_WAITING_REFUSED
                 " UNION SELECT r.id FROM record r WHERE " DYR_WAITING_UNREAD "))",
                 error)
      || !count (connection,
                 &self->only_here,
                 "SELECT count (*) FROM record WHERE push <> 0 AND parked = 'only-here'",
                 error)
      || !count (
          connection,
          &self->to_upload,
          "SELECT count (*) FROM file f JOIN record r ON r.id = f.id WHERE " DYR_CONTENT_UNSENT,
          error)
      || !count (connection,
                 &self->upload_size,
                 "SELECT coalesce (sum (f.size), 0) FROM file f JOIN record r ON r.id = f.id "
                 "WHERE " DYR_CONTENT_UNSENT,
                 error)
      || !count (connection,
                 &self->to_fetch,
                 "SELECT count (*) FROM transfer WHERE wanted_at IS NOT NULL",
                 error)
      || !count_gone (connection, self, error))
    return FALSE;
  self->holder = dyr_sync_lock_find_holder (dyr_connection_get_path (connection));
  *(DyrSyncStatus **) data = g_steal_pointer (&self);
  return TRUE;
}

char *
dyr_sync_status_read_server (DyrConnection *connection, GError **error)
{
  return dyr_meta_read (connection, KEY_SERVER, error);
}

gboolean
dyr_sync_status_set_server (DyrConnection *connection, const char *server, GError **error)
{
  return dyr_meta_write (connection, KEY_SERVER, server, error);
}

gboolean
dyr_sync_status_set_done (DyrConnection *connection, gint64 now, GError **error)
{
  g_autofree char *at = g_strdup_printf ("%" G_GINT64_FORMAT, now);

  return dyr_meta_write (connection, KEY_DONE, at, error);
}

gboolean
dyr_sync_status_set_stop (DyrConnection *connection,
                          DyrStop stop,
                          const char *reason,
                          GError **error)
{
  g_return_val_if_fail (stop < G_N_ELEMENTS (stop_names), FALSE);

  return dyr_meta_write (connection, KEY_STOP, stop_names[stop], error)
         && dyr_meta_write (connection, KEY_REASON, reason, error);
}

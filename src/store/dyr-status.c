/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Status: how much is in the store, and what in it waits for somebody. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-status.h"

#include <glib/gstdio.h>

#include "dyr-unfinished.h"

/* Records that lists show. */
#define LISTED "deleted_at IS NULL AND reach = 0"

void
dyr_status_free (DyrStatus *status)
{
  if (status == NULL)
    return;
  g_free (status->n_records);
  g_free (status);
}

static gint64
file_size (const char *path, const char *suffix)
{
  g_autofree char *name = g_strconcat (path, suffix, NULL);
  GStatBuf about;

  return g_stat (name, &about) == 0 ? (gint64) about.st_size : 0;
}

static gboolean
count_records (DyrConnection *connection, DyrStatus *status, GError **error)
{
  gsize n_types = 0;

  while (dyr_record_types[n_types] != NULL)
    n_types++;
  status->n_records = g_new0 (gint64, n_types);
  for (gsize i = 0; i < n_types; i++)
    if (!dyr_connection_number (connection,
                                error,
                                0,
                                &status->n_records[i],
                                "SELECT count (*) FROM record WHERE type = ? AND " LISTED,
                                "n",
                                dyr_record_types[i]->number))
      return FALSE;
  return TRUE;
}

gboolean
dyr_status_job (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const char *path = dyr_connection_get_path (connection);
  g_autoptr (DyrStatus) status = g_new0 (DyrStatus, 1);

  if (!count_records (connection, status, error)
      || !dyr_connection_number (connection, error, 0, &status->schema, "PRAGMA user_version", "")
      || !dyr_connection_number (connection,
                                 error,
                                 0,
                                 &status->waiting,
                                 "SELECT count (*) FROM record WHERE push <> 0",
                                 "")
      || !dyr_connection_number (connection,
                                 error,
                                 0,
                                 &status->interrupted,
                                 "SELECT count (*) FROM (" DYR_UNFINISHED_SQL ")",
                                 "")
      || !dyr_connection_number (connection,
                                 error,
                                 0,
                                 &status->samples,
                                 "SELECT count (*) FROM record WHERE origin = 3 AND " LISTED,
                                 ""))
    return FALSE;
  status->size = file_size (path, "") + file_size (path, "-wal");
  *(DyrStatus **) data = g_steal_pointer (&status);
  return TRUE;
}

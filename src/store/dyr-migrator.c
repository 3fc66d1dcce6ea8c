/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Migrations: brings a database to the program's schema version. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-migrator.h"

#include <glib/gi18n-lib.h>

#include "dyr-backup.h"
#include "dyr-error.h"

/* Index = version they lead to. */
static const char *const scripts[] = { NULL, "001-initial.sql" };
G_STATIC_ASSERT (G_N_ELEMENTS (scripts) == DYR_SCHEMA_VERSION + 1);

static gboolean
run_script (DyrConnection *connection, int version, GError **error)
{
  g_autofree char *path = g_strconcat (DYR_RESOURCE_PATH "/store/schema/", scripts[version], NULL);
  g_autoptr (GBytes) script = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  g_autofree char *finish = g_strdup_printf (
      "PRAGMA user_version = %d; PRAGMA application_id = %d; COMMIT", version, DYR_DATABASE_ID);

  if (script == NULL)
    return FALSE;
  /* Resources end with a NUL byte that is not counted. */
  if (dyr_connection_script (connection, "BEGIN EXCLUSIVE", error)
      && dyr_connection_script (connection, g_bytes_get_data (script, NULL), error)
      && dyr_connection_script (connection, finish, error))
    return TRUE;
  dyr_connection_script (connection, "ROLLBACK", NULL);
  return FALSE;
}

static gboolean
back_up (DyrConnection *connection, int version, GError **error)
{
  const char *path = dyr_connection_get_path (connection);
  g_autofree char *target = g_strdup_printf ("%s.before-version-%d", path, version + 1);

  return dyr_backup_to (connection, target, error);
}

gboolean
dyr_migrate (DyrConnection *connection, GError **error)
{
  const char *path = dyr_connection_get_path (connection);
  gint64 version, id, n_tables;

  if (!dyr_connection_number (connection, error, 0, &id, "PRAGMA application_id", "")
      || !dyr_connection_number (connection, error, 0, &version, "PRAGMA user_version", "")
      || !dyr_connection_number (
          connection, error, 0, &n_tables, "SELECT count (*) FROM sqlite_schema", ""))
    return FALSE;
  if (id != DYR_DATABASE_ID && n_tables > 0)
    {
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_CORRUPT,
                   _("“%s” is a database of another program. Nothing in it was changed. Choose another file."),
                      path);
      return FALSE;
    }
  if (version > DYR_SCHEMA_VERSION)
    {
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_NEWER,
                   _("“%s” was written by a newer version of Dyryhent. Nothing in it was changed. Update the program to open it."),
                      path);
      return FALSE;
    }
  if (n_tables > 0 && version < DYR_SCHEMA_VERSION && !back_up (connection, (int) version, error))
    return FALSE;
  for (; version < DYR_SCHEMA_VERSION; version++)
    if (!run_script (connection, (int) version + 1, error))
      return FALSE;
  return TRUE;
}

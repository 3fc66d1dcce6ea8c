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
static const char *const scripts[] = { NULL,
                                       "001-initial.sql",
                                       "002-search.sql",
                                       "003-sync.sql",
                                       "004-email-case.sql",
                                       "005-carrier.sql",
                                       "006-duplicates.sql",
                                       "007-files.sql",
                                       "008-sync-log.sql",
                                       "009-contents.sql",
                                       "010-linked.sql" };
G_STATIC_ASSERT (G_N_ELEMENTS (scripts) == DYR_SCHEMA_VERSION + 1);

typedef struct
{
  gint64 id;      /* whose database it is */
  gint64 version; /* of the schema */
  gint64 n_tables;
} Identity;

static gboolean
read_identity (DyrConnection *connection, Identity *identity, GError **error)
{
  return dyr_connection_number (connection, error, 0, &identity->id, "PRAGMA application_id", "")
         && dyr_connection_number (
             connection, error, 0, &identity->version, "PRAGMA user_version", "")
         && dyr_connection_number (
             connection, error, 0, &identity->n_tables, "SELECT count (*) FROM sqlite_schema", "");
}

/* One state of the file: another process may be making it at this moment. */
static gboolean
look (DyrConnection *connection, Identity *identity, GError **error)
{
  gboolean done;

  if (!dyr_connection_script (connection, "BEGIN", error))
    return FALSE;
  done = read_identity (connection, identity, error);
  return dyr_connection_script (connection, "ROLLBACK", done ? error : NULL) && done;
}

/* Whether the file is ours to write to. */
static gboolean
check (DyrConnection *connection, const Identity *identity, GError **error)
{
  const char *path = dyr_connection_get_path (connection);

  if (identity->id != DYR_DATABASE_ID && (identity->n_tables > 0 || identity->version > 0))
    {
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_CORRUPT,
                   _("“%s” is a database of another program. Nothing in it was changed. Choose another file."),
                      path);
      return FALSE;
    }
  if (identity->version <= DYR_SCHEMA_VERSION)
    return TRUE;
  g_set_error (error,
               DYR_ERROR,
               DYR_ERROR_NEWER,
               _("“%s” was written by a newer version of Dyryhent. Nothing in it was changed. Update the program to open it."),
                  path);
  return FALSE;
}

/* Inside the transaction: another process may have been faster. */
static gboolean
run_script_once (DyrConnection *connection, int version, GError **error)
{
  g_autofree char *path = g_strconcat (DYR_RESOURCE_PATH "/store/schema/", scripts[version], NULL);
  g_autoptr (GBytes) script = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  g_autofree char *finish = g_strdup_printf (
      "PRAGMA user_version = %d; PRAGMA application_id = %d", version, DYR_DATABASE_ID);
  gint64 found;

  if (script == NULL
      || !dyr_connection_number (connection, error, 0, &found, "PRAGMA user_version", ""))
    return FALSE;
  /* Resources end with a NUL byte that is not counted. */
  return found >= version
         || (dyr_connection_script (connection, g_bytes_get_data (script, NULL), error)
             && dyr_connection_script (connection, finish, error));
}

/* All or none: nobody meets a database half-way. */
static gboolean
run_scripts (DyrConnection *connection, int after, GError **error)
{
  gboolean done = TRUE;

  if (!dyr_connection_script (connection, "BEGIN IMMEDIATE", error))
    return FALSE;
  for (int version = after + 1; done && version <= DYR_SCHEMA_VERSION; version++)
    done = run_script_once (connection, version, error);
  if (done && dyr_connection_script (connection, "COMMIT", error))
    return TRUE;
  dyr_connection_script (connection, "ROLLBACK", NULL);
  return FALSE;
}

static gboolean
back_up (DyrConnection *connection, int version, GError **error)
{
  const char *path = dyr_connection_get_path (connection);
  g_autofree char *target = g_strdup_printf ("%s.before-version-%d", path, version + 1);

  return dyr_backup_to (connection, target, NULL, error);
}

gboolean
dyr_migrate (DyrConnection *connection, GError **error)
{
  Identity identity;

  if (!look (connection, &identity, error) || !check (connection, &identity, error)
      || !dyr_connection_use_wal (connection, error))
    return FALSE;
  if (identity.version >= DYR_SCHEMA_VERSION)
    return TRUE;
  return (identity.version == 0 || back_up (connection, (int) identity.version, error))
         && run_scripts (connection, (int) identity.version, error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Purge: what a record says is forgotten, with its history. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-purge.h"

#include "dyr-row-write.h"
#include "dyr-rows.h"

static gboolean
empty_values (DyrConnection *connection, const DyrRow *row, GError **error)
{
  const DyrRecordType *type = row->type;
  g_autofree DyrValue *nothing = g_new0 (DyrValue, type->n_fields);
  g_autofree char *sql
      = g_strdup_printf ("UPDATE \"%s\" SET extra = NULL WHERE id = ?", type->table);
  guint64 fields = 0;

  for (guint i = 0; i < type->n_fields; i++)
    if ((type->fields[i].flags & DYR_DERIVED) == 0)
      fields |= G_GUINT64_CONSTANT (1) << i;
  return dyr_row_update (connection, type, row->id, nothing, fields, error)
         && dyr_connection_run (connection, error, sql, "i", row->id)
         && dyr_connection_run (connection,
                                error,
                                "UPDATE record SET title = ? WHERE id = ?",
                                "ti",
                                row->title,
                                row->id);
}

static GArray *
find_actions (DyrConnection *connection, gint64 record, GError **error)
{
  return dyr_statement_ids (
      dyr_connection_query (
          connection, error, "SELECT DISTINCT action FROM change WHERE record = ?", "i", record),
      error);
}

/* Its changes, what only this computer knows of it, and actions that were of nothing else: their
 * titles may name it. One that was undone and redone is still named by what undid it. */
static gboolean
forget_history (DyrConnection *connection, gint64 record, GError **error)
{
  g_autoptr (GArray) actions = find_actions (connection, record, error);
  gboolean done
      = actions != NULL
        && dyr_connection_run (
            connection, error, "DELETE FROM change WHERE record = ?", "i", record)
        && dyr_connection_run (connection, error, "DELETE FROM draft WHERE record = ?", "i", record)
        && dyr_connection_run (
            connection, error, "DELETE FROM transfer WHERE file = ?", "i", record)
        && dyr_connection_run (
            connection, error, "DELETE FROM pinned WHERE record = ?", "i", record);

  for (guint i = 0; done && i < actions->len; i++)
    done = dyr_connection_run (connection,
                               error,
                               "DELETE FROM action WHERE id = ?1 AND undoes IS NULL AND "
                               "undone_by IS NULL AND NOT EXISTS "
                               "(SELECT 1 FROM change WHERE action = ?1) AND NOT EXISTS "
                               "(SELECT 1 FROM action WHERE undoes = ?1 OR undone_by = ?1)",
                               "i",
                               g_array_index (actions, gint64, i));
  return done;
}

/* Also what the record's files are called, unless the CRM shows them still; what is in them goes
 * with the next sweeps. */
static gboolean
purge_files (DyrConnection *connection, gint64 id, GError **error)
{
  g_autoptr (GArray) files = dyr_statement_ids (
      dyr_connection_query (connection,
                            error,
                            "SELECT f.id FROM file f JOIN record r ON r.id = f.id "
                            "WHERE f.about = ? AND (r.remote_id IS NULL OR r.reach <> 0)",
                            "i",
                            id),
      error);

  for (guint i = 0; files != NULL && i < files->len; i++)
    if (!dyr_purge_record (connection, g_array_index (files, gint64, i), error))
      return FALSE;
  return files != NULL;
}

gboolean
dyr_purge_record (DyrConnection *connection, gint64 id, GError **error)
{
  g_autoptr (DyrRow) row = dyr_row_read (connection, id, error);

  if (row == NULL || !purge_files (connection, id, error) || !empty_values (connection, row, error))
    return FALSE;
  dyr_connection_touch (connection, row->type->number, id);
  dyr_row_touch_links (connection, row->type, row->values);
  dyr_connection_touch_actions (connection);
  return forget_history (connection, id, error);
}

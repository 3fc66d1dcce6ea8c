/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Content: records whose files are to be here always, and how it stands with these. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-content.h"

#include <glib/gi18n-lib.h>

#include "dyr-blobs.h"
#include "dyr-error.h"
#include "dyr-files.h"
#include "dyr-rows.h"

/* What is asked for is tried as if it never was, and whether it is here is looked at anew: somebody
 * may have tidied up on the disk. */
static gboolean
begin_anew (DyrConnection *connection, gint64 record, GError **error)
{
  return dyr_connection_run (
      connection,
      error,
      DYR_CONTENT_WHOLE ("SELECT ?1") "UPDATE transfer SET here = NULL, reason = NULL, tries = 0, "
                                      "retry_at = NULL WHERE file IN "
                                      "(SELECT f.id FROM whole w JOIN file f ON f.about = w.id "
                                      "WHERE f.content IS NOT NULL)",
      "i",
      record);
}

gboolean
dyr_content_job_pin (DyrConnection *connection,
                     gpointer data,
                     GCancellable *cancellable,
                     GError **error)
{
  const DyrContentPin *pin = data;
  g_autoptr (DyrRow) row = dyr_row_read (connection, pin->record, error);

  if (row == NULL)
    return FALSE;
  if (!dyr_files_fit (row->type))
    {
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_REFUSED,
                   /* Translators: a type of records in the plural: “Users”. */
                   _("No files can be attached here: %s."),
                      dyr_record_type_plural_label (row->type));
      return FALSE;
    }
  dyr_connection_touch (connection, row->type->number, row->id);
  dyr_connection_touch_many (connection, dyr_file_type.number);
  if (!pin->pinned)
    return dyr_connection_run (
        connection, error, "DELETE FROM pinned WHERE record = ?", "i", pin->record);
  return dyr_connection_run (connection,
                             error,
                             "INSERT OR IGNORE INTO pinned (record, at) VALUES (?, ?)",
                             "ii",
                             pin->record,
                             g_get_real_time () / G_USEC_PER_SEC)
         && begin_anew (connection, pin->record, error);
}

static gboolean
ask (DyrConnection *connection, gint64 record, const char *sql, gboolean *is, GError **error)
{
  gint64 found = 0;

  if (!dyr_connection_number (connection, error, 0, &found, sql, "i", record))
    return FALSE;
  *is = found != 0;
  return TRUE;
}

/* The row: checksum, size (-1: not known), whether the CRM has it, whether it did not come. */
static void
count_file (DyrConnection *connection, DyrStatement *row, GHashTable *seen, DyrContentKept *kept)
{
  const char *checksum = dyr_statement_text (row, 0);
  const gint64 size = dyr_statement_number (row, 1);
  const gboolean fresh = checksum == NULL || g_hash_table_add (seen, g_strdup (checksum));
  const gint64 bytes = fresh ? MAX (size, 0) : 0;

  if (dyr_blobs_has (dyr_connection_get_path (connection), checksum, size))
    {
      kept->n_here++;
      kept->here_size += bytes;
    }
  else if (dyr_statement_number (row, 2) == 0)
    kept->n_lost++;
  else if (dyr_statement_number (row, 3) == 0)
    {
      kept->n_there++;
      kept->there_size += bytes;
    }
  else
    {
      kept->n_failed++;
      kept->failed_size += bytes;
    }
}

gboolean
dyr_content_job_kept (DyrConnection *connection,
                      gpointer data,
                      GCancellable *cancellable,
                      GError **error)
{
  DyrContentKept *kept = data;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GError) local = NULL;
  g_autoptr (DyrStatement) query = NULL;

  *kept = (DyrContentKept){ .record = kept->record };
  if (!ask (connection,
            kept->record,
            "SELECT EXISTS (SELECT 1 FROM pinned WHERE record = ?)",
            &kept->pinned,
            error)
      || !ask (connection,
               kept->record,
               DYR_CONTENT_WHOLE (
                   "SELECT record FROM pinned WHERE record <> ?1") "SELECT EXISTS (SELECT 1 FROM "
                                                                   "whole WHERE id = ?1)",
               &kept->within,
               error))
    return FALSE;
  query = dyr_connection_query (
      connection,
      error,
      DYR_CONTENT_WHOLE ("SELECT ?1") "SELECT f.checksum, coalesce (f.size, -1), f.content IS NOT "
                                      "NULL, t.reason IS NOT NULL "
                                      "FROM whole w JOIN file f ON f.about = w.id LEFT JOIN "
                                      "transfer t ON t.file = f.id "
                                      "WHERE f.listed = 1",
      "i",
      kept->record);
  if (query == NULL)
    return FALSE;
  while (dyr_statement_step (query, &local))
    count_file (connection, query, seen, kept);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

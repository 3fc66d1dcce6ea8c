/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What came of a content's way, written down. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-content-keep.h"

#include "dyr-content.h"
#include "dyr-file.h"
#include "dyr-ledger.h"

#define SECONDS_A_DAY 86400
/* Between a content that the CRM does not find any more and the next try, the first time. */
#define UNSENT_SECONDS 60

static void
touch (DyrConnection *connection, gint64 file)
{
  dyr_connection_touch (connection, dyr_file_type.number, file);
}

/* `tries`: those that failed until now. */
static gboolean
write_here (DyrConnection *connection, const DyrContentFile *file, guint tries, GError **error)
{
  touch (connection, file->id);
  return dyr_connection_run (connection,
                             error,
                             "INSERT INTO transfer (file, here) VALUES (?1, ?2) "
                             "ON CONFLICT (file) DO UPDATE SET here = excluded.here, "
                             "wanted_at = NULL, reason = NULL, tries = ?3, retry_at = NULL",
                             "itn",
                             file->id,
                             file->content,
                             (int) tries);
}

gboolean
dyr_content_keep_sent (DyrConnection *connection, const DyrContentFile *file, GError **error)
{
  g_return_val_if_fail (file->content != NULL && file->checksum != NULL, FALSE);

  if (!dyr_connection_run (connection,
                           error,
                           "UPDATE file SET content = ? WHERE id = ? AND content IS NULL "
                           "AND checksum = ?",
                           "tit",
                           file->content,
                           file->id,
                           file->checksum))
    return FALSE;
  /* The CRM may clear it away before the record speaks of it, again and again: only the record that
   * is made ends the row of tries. */
  return dyr_connection_changes (connection) == 0
         || write_here (connection, file, file->tries, error);
}

gboolean
dyr_content_keep_unsent (
    DyrConnection *connection, gint64 file, gint64 now, const char *reason, GError **error)
{
  gint64 tries;

  if (!dyr_connection_number (
          connection, error, 0, &tries, "SELECT tries FROM transfer WHERE file = ?", "i", file)
      || !dyr_connection_run (
          connection, error, "UPDATE file SET content = NULL WHERE id = ?", "i", file))
    return FALSE;
  tries = CLAMP (tries, 0, DYR_TRIES_MOST);
  if (tries + 1 >= DYR_TRIES_MOST)
    return dyr_content_keep_park (connection, file, reason, error);
  return dyr_content_keep_retry (
      connection, file, reason, now + ((gint64) UNSENT_SECONDS << tries), error);
}

gboolean
dyr_content_keep_again (DyrConnection *connection, gint64 file, GError **error)
{
  return dyr_connection_run (connection,
                             error,
                             "UPDATE transfer SET reason = NULL, tries = 0, retry_at = NULL "
                             "WHERE file = ?",
                             "i",
                             file);
}

gboolean
dyr_content_keep_park (DyrConnection *connection, gint64 file, const char *reason, GError **error)
{
  g_autoptr (DyrLedger) ledger = dyr_ledger_read (connection, file, error);

  if (ledger == NULL)
    return FALSE;
  touch (connection, file);
  /* It was deleted meanwhile. */
  if (ledger->push != DYR_PUSH_CREATE)
    return TRUE;
  /* The reason is the record's now. */
  return dyr_content_keep_again (connection, file, error)
         && dyr_ledger_park (ledger, connection, reason, error);
}

gboolean
dyr_content_keep_here (DyrConnection *connection,
                       const DyrContentFile *file,
                       const DyrBlob *blob,
                       GError **error)
{
  if (blob != NULL
      && !dyr_connection_run (connection,
                              error,
                              "UPDATE file SET size = ?, checksum = ? WHERE id = ? AND content = ?",
                              "itit",
                              blob->size,
                              blob->sha256,
                              file->id,
                              file->content))
    return FALSE;
  return write_here (connection, file, 0, error);
}

gboolean
dyr_content_keep_away (DyrConnection *connection,
                       const DyrContentFile *file,
                       const char *reason,
                       gint64 now,
                       GError **error)
{
  touch (connection, file->id);
  return dyr_connection_run (connection,
                             error,
                             "INSERT INTO transfer (file, reason, tries, retry_at) "
                             "VALUES (?1, ?2, ?4, ?3) "
                             "ON CONFLICT (file) DO UPDATE SET reason = excluded.reason, "
                             "retry_at = excluded.retry_at, wanted_at = NULL, tries = ?4",
                             "itin",
                             file->id,
                             reason != NULL ? reason : "refused",
                             now + SECONDS_A_DAY,
                             DYR_CONTENT_GIVEN_UP);
}

/* `failed`: tries more that it took. */
static gboolean
write_wait (DyrConnection *connection,
            gint64 file,
            const char *reason,
            gint64 retry_at,
            guint failed,
            GError **error)
{
  touch (connection, file);
  return dyr_connection_run (connection,
                             error,
                             "INSERT INTO transfer (file, reason, tries, retry_at) "
                             "VALUES (?1, ?2, ?4, ?3) ON CONFLICT (file) DO UPDATE SET "
                             "reason = excluded.reason, tries = max (tries, 0) + ?4, "
                             "retry_at = excluded.retry_at",
                             "itin",
                             file,
                             reason,
                             retry_at,
                             (int) failed);
}

gboolean
dyr_content_keep_retry (
    DyrConnection *connection, gint64 file, const char *reason, gint64 retry_at, GError **error)
{
  return write_wait (connection, file, reason, retry_at, 1, error);
}

gboolean
dyr_content_keep_wait (
    DyrConnection *connection, gint64 file, const char *reason, gint64 retry_at, GError **error)
{
  return write_wait (connection, file, reason, retry_at, 0, error);
}

/* The files of pinned ones that should be here, and are not: a new array of gint64. */
static GArray *
find_missed (DyrConnection *connection, GError **error)
{
  g_autoptr (GArray) missed = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) local = NULL;
  g_autoptr (DyrStatement) query = dyr_connection_query (
      connection,
      error,
      DYR_CONTENT_PINNED
      "SELECT f.id, f.checksum, f.size FROM whole w JOIN file f ON f.about = w.id "
      "JOIN transfer t ON t.file = f.id WHERE t.here = f.content "
      "AND f.checksum IS NOT NULL AND f.listed = 1",
      "");

  if (query == NULL)
    return NULL;
  while (dyr_statement_step (query, &local))
    {
      const gint64 id = dyr_statement_number (query, 0);

      if (!dyr_blobs_has (dyr_connection_get_path (connection),
                          dyr_statement_text (query, 1),
                          dyr_statement_number (query, 2)))
        g_array_append_val (missed, id);
    }
  if (local == NULL)
    return g_steal_pointer (&missed);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

gboolean
dyr_content_keep_missed (DyrConnection *connection, guint *n, GError **error)
{
  g_autoptr (GArray) missed = find_missed (connection, error);

  if (missed == NULL)
    return FALSE;
  for (guint i = 0; i < missed->len; i++)
    {
      const gint64 file = g_array_index (missed, gint64, i);

      touch (connection, file);
      if (!dyr_connection_run (
              connection, error, "UPDATE transfer SET here = NULL WHERE file = ?", "i", file))
        return FALSE;
    }
  *n = missed->len;
  return TRUE;
}

void
dyr_content_keep_known (const DyrRecordType *type, const DyrValue *ours, DyrValue *theirs)
{
  static const DyrFileField told[] = { DYR_FILE_SIZE, DYR_FILE_CHECKSUM, DYR_FILE_MEDIA_TYPE };

  if (type != &dyr_file_type || ours[DYR_FILE_CONTENT].form == DYR_VALUE_NONE
      || !dyr_value_equal (&ours[DYR_FILE_CONTENT], &theirs[DYR_FILE_CONTENT]))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (told); i++)
    if (theirs[told[i]].form == DYR_VALUE_NONE)
      dyr_value_copy (&ours[told[i]], &theirs[told[i]]);
}

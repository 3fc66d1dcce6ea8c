/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Which content is to go to the CRM, or to come from it, next. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-content-find.h"

#include "dyr-content.h"

#define SECONDS_A_DAY 86400

#define COLUMNS                                                                                    \
  "SELECT f.id, f.name, f.media_type, coalesce (f.size, -1), f.checksum, f.content, "              \
  "coalesce (t.tries, 0), coalesce (t.retry_at, 0) "

/* What failed goes behind what did not, and the one that failed last goes last: one that never
 * arrives holds up none. */
/* clang-format off */
static const char *const up_sql =
  COLUMNS "FROM file f JOIN record r ON r.id = f.id JOIN record a ON a.id = f.about "
  "LEFT JOIN transfer t ON t.file = f.id WHERE " DYR_CONTENT_UNSENT
  " AND a.remote_id IS NOT NULL AND a.reach = 0 AND a.deleted_at IS NULL "
  "AND NOT EXISTS (SELECT 1 FROM pending WHERE record = r.id AND grp = '') "
  "ORDER BY coalesce (t.retry_at, 0), r.seq";
static const char *const still_up_sql =
  "SELECT EXISTS (SELECT 1 FROM file f JOIN record r ON r.id = f.id "
  "WHERE f.id = ? AND f.checksum = ? AND " DYR_CONTENT_UNSENT ")";
static const char *const asked_sql =
  COLUMNS "FROM transfer t JOIN file f ON f.id = t.file WHERE t.wanted_at IS NOT NULL "
  "AND f.content IS NOT NULL AND f.listed = 1 "
  "ORDER BY coalesce (t.retry_at, 0), t.wanted_at, t.file";
static const char *const pinned_sql =
  DYR_CONTENT_PINNED COLUMNS "FROM whole w JOIN file f ON f.about = w.id "
  "LEFT JOIN transfer t ON t.file = f.id WHERE f.listed = 1 AND f.content IS NOT NULL "
  "AND t.here IS NOT f.content ORDER BY coalesce (t.retry_at, 0), f.id";
static const char *const one_sql =
  COLUMNS "FROM file f LEFT JOIN transfer t ON t.file = f.id WHERE f.id = ?";
/* clang-format on */

void
dyr_content_file_clear (DyrContentFile *file)
{
  g_clear_pointer (&file->name, g_free);
  g_clear_pointer (&file->media_type, g_free);
  g_clear_pointer (&file->checksum, g_free);
  g_clear_pointer (&file->content, g_free);
  *file = (DyrContentFile){ 0 };
}

static void
read_row (DyrStatement *query, DyrContentFile *file)
{
  const char *name = dyr_statement_text (query, 1);

  file->id = dyr_statement_number (query, 0);
  file->name = g_strdup (name != NULL ? name : "");
  file->media_type = g_strdup (dyr_statement_text (query, 2));
  file->size = dyr_statement_number (query, 3);
  file->checksum = g_strdup (dyr_statement_text (query, 4));
  file->content = g_strdup (dyr_statement_text (query, 5));
  file->tries = (guint) MAX (dyr_statement_number (query, 6), 0);
}

static gboolean
find_first (DyrConnection *connection,
            const char *sql,
            gint64 now,
            GHashTable *arriving,
            DyrContentFile *file,
            gint64 *wait_until,
            GError **error)
{
  g_autoptr (DyrStatement) query = dyr_connection_query (connection, error, sql, "");
  g_autoptr (GError) local = NULL;

  if (query == NULL)
    return FALSE;
  while (file->id == 0 && dyr_statement_step (query, &local))
    {
      const gint64 id = dyr_statement_number (query, 0), tries = dyr_statement_number (query, 6),
                   retry_at = dyr_statement_number (query, 7);

      if (arriving != NULL && g_hash_table_contains (arriving, &id))
        continue;
      /* A time far ahead was written by a clock that was wrong. */
      if (retry_at <= now || retry_at > now + SECONDS_A_DAY)
        read_row (query, file);
      /* For what was given up nobody waits. */
      else if (tries != DYR_CONTENT_GIVEN_UP && (*wait_until == 0 || retry_at < *wait_until))
        *wait_until = retry_at;
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

gboolean
dyr_content_find_up (
    DyrConnection *connection, gint64 now, DyrContentFile *file, gint64 *wait_until, GError **error)
{
  return find_first (connection, up_sql, now, NULL, file, wait_until, error);
}

gboolean
dyr_content_find_still_up (DyrConnection *connection,
                           const DyrContentFile *file,
                           gboolean *still,
                           GError **error)
{
  gint64 found = 0;

  if (!dyr_connection_number (
          connection, error, 0, &found, still_up_sql, "it", file->id, file->checksum))
    return FALSE;
  *still = found != 0;
  return TRUE;
}

gboolean
dyr_content_find_down (DyrConnection *connection,
                       gint64 now,
                       gboolean asked_only,
                       GHashTable *arriving,
                       DyrContentFile *file,
                       gint64 *wait_until,
                       GError **error)
{
  return find_first (connection, asked_sql, now, arriving, file, wait_until, error)
         && (asked_only || file->id != 0
             || find_first (connection, pinned_sql, now, arriving, file, wait_until, error));
}

gboolean
dyr_content_find_file (DyrConnection *connection, gint64 id, DyrContentFile *file, GError **error)
{
  g_autoptr (DyrStatement) query = dyr_connection_query (connection, error, one_sql, "i", id);
  g_autoptr (GError) local = NULL;

  if (query == NULL)
    return FALSE;
  if (dyr_statement_step (query, &local))
    read_row (query, file);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

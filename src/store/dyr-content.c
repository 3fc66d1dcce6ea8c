/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Content: where what is in attached files is, and what of it is to be here. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-content.h"

#include "dyr-blobs.h"
#include "dyr-meta.h"
#include "dyr-rows.h"
#include "dyr-save.h"

/* SQL: that the CRM has the record `r`, as it is here, with the content of the file `f`: nothing of
 * it waits, is on its way or is doubted. */
#define SETTLED                                                                                    \
  "f.content IS NOT NULL AND r.remote_id IS NOT NULL AND r.settled = 1 AND r.push = 0 "            \
  "AND r.reach = 0 AND r.deleted_at IS NULL "                                                      \
  "AND NOT EXISTS (SELECT 1 FROM pending WHERE record = r.id) "                                    \
  "AND NOT EXISTS (SELECT 1 FROM attempt WHERE record = r.id)"

void
dyr_content_state_free (DyrContentState *state)
{
  if (state == NULL)
    return;
  g_free (state->reason);
  g_free (state);
}

static gboolean
is_connected (DyrConnection *connection, gboolean *connected, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *server = dyr_meta_read (connection, "server", &local);

  *connected = server != NULL;
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* Where it is */

/* As a list of JSON. */
static char *
list_ids (GArray *ids)
{
  GString *list = g_string_new ("[");

  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (
        list, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "", g_array_index (ids, gint64, i));
  g_string_append_c (list, ']');
  return g_string_free (list, FALSE);
}

/* All at once: what is pinned is worked out once for a question. `ids` must live as long. */
static DyrStatement *
query_states (DyrConnection *connection, const char *ids, GError **error)
{
  return dyr_connection_query (
      connection,
      error,
      DYR_CONTENT_PINNED
      "SELECT f.id, f.checksum, coalesce (f.size, -1), f.content IS NOT NULL, r.push, r.parked, "
      "t.wanted_at IS NOT NULL, t.reason, f.about IN (SELECT id FROM whole) "
      "FROM file f JOIN record r ON r.id = f.id LEFT JOIN transfer t ON t.file = f.id "
      "WHERE f.id IN (SELECT value FROM json_each (?))",
      "t",
      ids);
}

static DyrContentState *
read_state (DyrConnection *connection, DyrStatement *query, gboolean connected)
{
  DyrContentState *state = g_new0 (DyrContentState, 1);
  const gboolean here = dyr_blobs_has (dyr_connection_get_path (connection),
                                       dyr_statement_text (query, 1),
                                       dyr_statement_number (query, 2)),
                 there = dyr_statement_number (query, 3) != 0;
  const char *parked = dyr_statement_text (query, 5);
  const gboolean no_place = g_strcmp0 (parked, "only-here") == 0,
                 goes
                 = connected && !no_place && dyr_statement_number (query, 4) == DYR_PUSH_CREATE;

  if (connected && !no_place && parked != NULL)
    state->reason = g_strdup (parked);
  else if (!here || !there)
    state->reason = g_strdup (dyr_statement_text (query, 7));
  state->pinned = dyr_statement_number (query, 8) != 0;
  if (here)
    state->place = there ? DYR_CONTENT_BOTH : goes ? DYR_CONTENT_GOES : DYR_CONTENT_ONLY_HERE;
  else if (!there)
    state->place = DYR_CONTENT_LOST;
  else
    state->place = dyr_statement_number (query, 6) != 0 ? DYR_CONTENT_COMES : DYR_CONTENT_THERE;
  return state;
}

gboolean
dyr_content_job_look (DyrConnection *connection,
                      gpointer data,
                      GCancellable *cancellable,
                      GError **error)
{
  DyrContentLook *look = data;
  g_autofree char *ids = list_ids (look->files);
  g_autoptr (DyrStatement) query = NULL;
  g_autoptr (GError) local = NULL;
  gboolean connected;

  if (!is_connected (connection, &connected, error))
    return FALSE;
  look->states = g_hash_table_new_full (
      g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) dyr_content_state_free);
  query = query_states (connection, ids, error);
  if (query == NULL)
    return FALSE;
  while (dyr_statement_step (query, &local))
    {
      const gint64 id = dyr_statement_number (query, 0);

      g_hash_table_insert (
          look->states, g_memdup2 (&id, sizeof id), read_state (connection, query, connected));
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* What is to be here */

static gboolean
want (DyrConnection *connection, gint64 file, gboolean wanted, GError **error)
{
  g_autoptr (DyrRow) row = dyr_row_read (connection, file, error);

  if (row == NULL)
    return FALSE;
  if (row->type->number != dyr_file_type.number)
    return TRUE;
  dyr_connection_touch (connection, row->type->number, file);
  if (!wanted)
    return dyr_connection_run (
        connection, error, "UPDATE transfer SET wanted_at = NULL WHERE file = ?", "i", file);
  /* Whether it is here is looked at where it would be fetched: that comes later. */
  return dyr_connection_run (
      connection,
      error,
      "INSERT INTO transfer (file, wanted_at) SELECT id, ?1 FROM file WHERE id = ?2 "
      "AND content IS NOT NULL ON CONFLICT (file) DO UPDATE SET wanted_at = excluded.wanted_at, "
      "here = NULL, reason = NULL, tries = 0, retry_at = NULL",
      "ii",
      g_get_real_time () / G_USEC_PER_SEC,
      file);
}

gboolean
dyr_content_job_want (DyrConnection *connection,
                      gpointer data,
                      GCancellable *cancellable,
                      GError **error)
{
  const DyrContentWant *asked = data;

  for (guint i = 0; i < asked->files->len; i++)
    if (!want (connection, g_array_index (asked->files, gint64, i), asked->wanted, error))
      return FALSE;
  return TRUE;
}

/* Freeing */

/* Checksums of contents that need not be here, with the number of their files: of each the CRM has
 * all, and no file that can be brought back has it. `file`: only that of this one; 0: of all. */
static DyrStatement *
query_free (DyrConnection *connection, gint64 file, GError **error)
{
  return dyr_connection_query (
      connection,
      error,
      DYR_CONTENT_PINNED
      "SELECT f.checksum, max (f.size), count (*) FROM file f JOIN record r ON r.id = f.id "
      "LEFT JOIN transfer t ON t.file = f.id "
      "WHERE f.checksum IS NOT NULL AND f.size IS NOT NULL AND (?1 = 0 OR "
      "f.checksum = (SELECT checksum FROM file WHERE id = ?1)) "
      "GROUP BY f.checksum "
      "HAVING min (coalesce (" SETTLED " AND t.wanted_at IS NULL "
      "AND f.about NOT IN (SELECT id FROM whole), 0)) = 1",
      "i",
      file);
}

static gboolean
forget_here (DyrConnection *connection, const char *checksum, GError **error)
{
  g_autoptr (GArray) files = dyr_statement_ids (
      dyr_connection_query (
          connection, error, "SELECT id FROM file WHERE checksum = ?", "t", checksum),
      error);

  for (guint i = 0; files != NULL && i < files->len; i++)
    dyr_connection_touch (connection, dyr_file_type.number, g_array_index (files, gint64, i));
  return files != NULL
         && dyr_connection_run (connection,
                                error,
                                "UPDATE transfer SET here = NULL WHERE file IN "
                                "(SELECT id FROM file WHERE checksum = ?)",
                                "t",
                                checksum);
}

/* Each content that need not be here and is; with `freed` it goes. */
static gboolean
walk_free (
    DyrConnection *connection, gint64 file, gboolean freed, gint64 *n, gint64 *size, GError **error)
{
  const char *database = dyr_connection_get_path (connection);
  g_autoptr (GPtrArray) checksums = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (DyrStatement) query = NULL;
  g_autoptr (GError) local = NULL;
  gboolean connected;

  *n = *size = 0;
  if (!is_connected (connection, &connected, error))
    return FALSE;
  /* What nobody could bring back stays. */
  if (!connected)
    return TRUE;
  query = query_free (connection, file, error);
  if (query == NULL)
    return FALSE;
  while (dyr_statement_step (query, &local))
    {
      const char *checksum = dyr_statement_text (query, 0);
      const gint64 bytes = dyr_statement_number (query, 1);

      if (!dyr_blobs_has (database, checksum, bytes))
        continue;
      g_ptr_array_add (checksums, g_strdup (checksum));
      *n += dyr_statement_number (query, 2);
      *size += bytes;
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  for (guint i = 0; freed && i < checksums->len; i++)
    {
      if (!forget_here (connection, checksums->pdata[i], error))
        return FALSE;
      dyr_blobs_remove (database, checksums->pdata[i]);
    }
  return TRUE;
}

gboolean
dyr_content_job_free (DyrConnection *connection,
                      gpointer data,
                      GCancellable *cancellable,
                      GError **error)
{
  DyrContentFree *asked = data;

  return walk_free (connection, asked->file, TRUE, &asked->n, &asked->size, error);
}

/* What they take up */

gboolean
dyr_content_job_usage (DyrConnection *connection,
                       gpointer data,
                       GCancellable *cancellable,
                       GError **error)
{
  DyrContentUsage *usage = data;
  const char *database = dyr_connection_get_path (connection);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GError) local = NULL;
  g_autoptr (DyrStatement) query = NULL;
  gboolean connected;

  *usage = (DyrContentUsage){ 0 };
  if (!walk_free (connection, 0, FALSE, &usage->n_free, &usage->free_size, error)
      || !is_connected (connection, &connected, error))
    return FALSE;
  query = dyr_connection_query (connection,
                                error,
                                "SELECT f.checksum, coalesce (f.size, -1), f.content IS NOT NULL, "
                                "(" DYR_CONTENT_UNSENT ") FROM file f JOIN record r ON r.id = f.id "
                                "WHERE f.listed = 1",
                                "");
  if (query == NULL)
    return FALSE;
  while (dyr_statement_step (query, &local))
    {
      const char *checksum = dyr_statement_text (query, 0);
      const gint64 size = dyr_statement_number (query, 1);

      if (dyr_blobs_has (database, checksum, size))
        {
          const gboolean fresh = g_hash_table_add (seen, g_strdup (checksum));

          usage->n_here++;
          usage->here_size += fresh ? size : 0;
          if (connected && dyr_statement_number (query, 3) != 0)
            {
              usage->n_goes++;
              usage->goes_size += size;
            }
        }
      else if (dyr_statement_number (query, 2) != 0)
        {
          usage->n_there++;
          usage->there_size += MAX (size, 0);
        }
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Forget: what this computer has of the CRM is deleted from it, for good.
 *
 * A table of its own says what goes. History goes first, as it names the rest; a record that is
 * still named after that is emptied and becomes what a link of the CRM makes of a record that was
 * not read yet, so that the same CRM fills it again. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-forget.h"

#include "dyr-account.h"
#include "dyr-meta.h"
#include "dyr-purge.h"
#include "dyr-type-sql.h"

/* Records between two looks at whether it was cancelled. */
#define CHUNK 500

/* What a person did to the record `r` and the CRM does not know. */
#define EDITED                                                                                     \
  "(r.push <> 0 OR EXISTS (SELECT 1 FROM pending WHERE record = r.id) "                            \
  "OR (r.remote_id IS NOT NULL AND EXISTS (SELECT 1 FROM draft WHERE record = r.id)))"
#define UNSENT "(" EDITED " OR " DYR_HAS_FILES ")"
/* It is, or was, the CRM's. */
#define THERE                                                                                      \
  "(r.remote_id IS NOT NULL OR r.reach <> 0 OR r.origin = 2 "                                      \
  "OR r.id IN (SELECT record FROM tombstone WHERE record IS NOT NULL))"

typedef struct
{
  DyrConnection *connection;
  DyrProgress progress;
  gpointer progress_data;
  GCancellable *cancellable;
  guint n_done, n; /* records looked for in search, taken away, and overwritten in search */
} Forget;

void
dyr_forget_plan_free (DyrForgetPlan *self)
{
  if (self == NULL)
    return;
  g_free (self->n_unsent);
  g_free (self);
}

/* SQL: that the record `r` is none that the CRM can have, and was never the CRM's. */
static char *
find_only_here (DyrConnection *connection, GError **error)
{
  g_autoptr (DyrRemote) remote = NULL;
  g_autoptr (GString) sql
      = g_string_new ("(r.remote_id IS NULL AND r.origin <> 2 AND (r.type IN (");
  const char *comma = "";

  if (!dyr_account_read_remote (connection, &remote, error))
    return NULL;
  for (guint i = 0; dyr_record_types[i] != NULL; i++)
    {
      const DyrRecordType *type = dyr_record_types[i];
      const DyrRemoteType *info = remote != NULL ? dyr_remote_get_type_info (remote, type) : NULL;

      if (remote != NULL ? info != NULL && info->writable : dyr_record_type_is_synced (type))
        continue;
      g_string_append_printf (sql, "%s%d", comma, type->number);
      comma = ", ";
    }
  /* Of a CRM of which nothing is known any more, what a run found out. */
  g_string_append (sql, remote != NULL ? ")))" : ") OR coalesce (r.parked, '') = 'only-here'))");
  return g_string_free (g_steal_pointer (&sql), FALSE);
}

static gboolean
count (DyrConnection *connection,
       const char *condition,
       const char *only_here,
       gint64 *n,
       GError **error)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT count (*) FROM record r WHERE %s AND NOT %s", condition, only_here);

  return dyr_connection_number (connection, error, 0, n, sql, "");
}

/* What the CRM does not know, by type; new files are counted apart. All records are looked through
 * once. */
static gboolean
count_unsent (DyrConnection *connection, const char *only_here, DyrForgetPlan *plan, GError **error)
{
  g_autoptr (GString) attached = g_string_new (NULL);
  g_autofree char *sql = NULL;
  g_autoptr (DyrStatement) query = NULL;
  g_autoptr (GError) local = NULL;

  for (guint i = 0; dyr_record_types[i] != NULL; i++)
    if (dyr_record_types[i]->attached)
      g_string_append_printf (
          attached, "%s%d", attached->len > 0 ? ", " : "", dyr_record_types[i]->number);
  sql = g_strdup_printf ("SELECT r.type, count (*) FROM record r WHERE " EDITED
                         " AND NOT (r.type IN (%s) AND r.remote_id IS NULL) AND NOT %s "
                         "GROUP BY r.type",
                         attached->str,
                         only_here);
  query = dyr_connection_prepare (connection, sql, error);
  if (query == NULL)
    return FALSE;
  while (dyr_statement_step (query, &local))
    for (guint i = 0; dyr_record_types[i] != NULL; i++)
      if (dyr_record_types[i]->number == dyr_statement_number (query, 0))
        {
          plan->n_unsent[i] = dyr_statement_number (query, 1);
          plan->n_all += plan->n_unsent[i];
        }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
count_files (DyrConnection *connection, const char *only_here, gint64 *n, GError **error)
{
  g_autofree char *sql
      = g_strdup_printf ("SELECT count (*) FROM file f JOIN record o ON o.id = f.id JOIN record r "
                         "ON r.id = f.about WHERE f.checksum IS NOT NULL AND o.deleted_at IS NULL "
                         "AND o.remote_id IS NULL "
                         "AND (" THERE " OR " EDITED ") AND NOT %s",
                         only_here);

  return dyr_connection_number (connection, error, 0, n, sql, "");
}

gboolean
dyr_forget_plan_job (DyrConnection *connection,
                     gpointer data,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (DyrForgetPlan) self = g_new0 (DyrForgetPlan, 1);
  g_autofree char *only_here = find_only_here (connection, error);
  guint n = 0;

  if (only_here == NULL)
    return FALSE;
  while (dyr_record_types[n] != NULL)
    n++;
  self->n_unsent = g_new0 (gint64, n);
  if (!count_unsent (connection, only_here, self, error)
      || !count_files (connection, only_here, &self->n_files, error)
      || !count (connection,
                 "r.remote_id IS NOT NULL AND r.reach = 0 AND r.deleted_at IS NULL AND NOT " UNSENT,
                 only_here,
                 &self->n_there,
                 error))
    return FALSE;
  *(DyrForgetPlan **) data = g_steal_pointer (&self);
  return TRUE;
}

static gboolean
run (Forget *self, const char *sql, GError **error)
{
  return !g_cancellable_set_error_if_cancelled (self->cancellable, error)
         && dyr_connection_script (self->connection, sql, error);
}

static gboolean
step (Forget *self, guint n, GError **error)
{
  self->n_done += n;
  if (self->progress != NULL)
    self->progress (MIN (self->n_done, self->n), self->n, self->progress_data);
  return !g_cancellable_set_error_if_cancelled (self->cancellable, error);
}

/* Before rows that others may point to are deleted, SQLite looks for those by each column that
 * could; most of these columns have no index, as nothing else asks for them. */
static GPtrArray *
find_pointers (Forget *self, const char *parent, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) local = NULL;
  g_autoptr (DyrStatement) query
      = dyr_connection_query (self->connection,
                              error,
                              "SELECT format ('\"%w\" (\"%w\")', m.name, f.\"from\") FROM "
                              "sqlite_master m, pragma_foreign_key_list (m.name) f WHERE m.type = "
                              "'table' AND f.\"table\" = ? AND f.\"from\" <> 'id'",
                              "t",
                              parent);

  if (query == NULL)
    return NULL;
  while (dyr_statement_step (query, &local))
    g_ptr_array_add (names, g_strdup (dyr_statement_text (query, 0)));
  if (local == NULL)
    return g_steal_pointer (&names);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

static gboolean
delete_pointed_to (Forget *self,
                   const char *parent,
                   gboolean (*delete) (Forget *self, GError **error),
                   GError **error)
{
  g_autoptr (GPtrArray) pointers = find_pointers (self, parent, error);
  gboolean done = pointers != NULL;

  for (guint i = 0; done && i < pointers->len; i++)
    {
      g_autofree char *sql
          = g_strdup_printf ("CREATE INDEX forget_%u ON %s", i, (const char *) pointers->pdata[i]);

      done = run (self, sql, error);
    }
  done = done && delete (self, error);
  for (guint i = 0; done && i < pointers->len; i++)
    {
      g_autofree char *sql = g_strdup_printf ("DROP INDEX forget_%u", i);

      done = run (self, sql, error);
    }
  return done;
}

/* What was undone names what undid it. */
static gboolean
forget_actions (Forget *self, GError **error)
{
  return run (self,
              "UPDATE action SET undoes = NULL, undone_by = NULL WHERE id IN void;"
              "UPDATE action SET undoes = NULL WHERE undoes IN void;"
              "UPDATE action SET undone_by = NULL WHERE undone_by IN void;"
              "DELETE FROM action WHERE id IN void;",
              error);
}

/* History, and what else knows a record only by the way. */
static gboolean
forget_history (Forget *self, GError **error)
{
  return run (self,
              "DELETE FROM change WHERE record IN doomed;"
              "CREATE TEMP TABLE void (id INTEGER PRIMARY KEY);"
              "INSERT INTO void SELECT id FROM action a WHERE state <> 0 AND NOT EXISTS "
              "(SELECT 1 FROM change WHERE action = a.id);",
              error)
         && delete_pointed_to (self, "action", forget_actions, error)
         && run (self,
                 "DROP TABLE void;"
                 "DELETE FROM pending WHERE record IN doomed;"
                 "DELETE FROM attempt WHERE record IN doomed;"
                 "DELETE FROM draft WHERE record IN doomed;"
                 "DELETE FROM transfer;"
                 "DELETE FROM pinned WHERE record IN doomed;"
                 "DELETE FROM apart WHERE first IN doomed OR second IN doomed;"
                 "DELETE FROM tombstone;"
                 "DELETE FROM linked;"
                 "DELETE FROM cursor;"
                 "DELETE FROM sync_run;",
                 error);
}

/* Those of what goes that something which stays points to, other than by a link among them. */
static gboolean
find_named (Forget *self, GError **error)
{
  if (!run (
          self,
          "CREATE TEMP TABLE named (id INTEGER PRIMARY KEY);"
          "INSERT INTO named SELECT DISTINCT target FROM member WHERE target IN doomed AND "
          "record NOT IN doomed;"
          "INSERT OR IGNORE INTO named SELECT DISTINCT person FROM action WHERE person IN doomed;",
          error))
    return FALSE;
  for (guint i = 0; dyr_record_types[i] != NULL; i++)
    for (guint j = 0; j < dyr_record_types[i]->n_fields; j++)
      {
        const DyrField *field = &dyr_record_types[i]->fields[j];
        g_autofree char *column = NULL, *sql = NULL;

        if (field->kind != DYR_KIND_LINK || !dyr_field_has_column (field))
          continue;
        column = dyr_field_column (field);
        sql = g_strdup_printf ("INSERT OR IGNORE INTO named SELECT DISTINCT \"%s\" FROM \"%s\" "
                               "WHERE \"%s\" IN doomed AND id NOT IN doomed",
                               column,
                               dyr_record_types[i]->table,
                               column);
        if (!run (self, sql, error))
          return FALSE;
      }
  return run (self, "DELETE FROM doomed WHERE id IN named", error);
}

static GArray *
read_ids (Forget *self, const char *sql, GError **error)
{
  DyrStatement *query = dyr_connection_query (self->connection, error, sql, "");

  return query != NULL ? dyr_statement_ids (query, error) : NULL;
}

/* What is named keeps its name, as a record of the CRM that was not read yet. */
static gboolean
empty_named (Forget *self, GError **error)
{
  g_autoptr (GArray) ids = read_ids (self, "SELECT id FROM named", error);

  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (g_cancellable_set_error_if_cancelled (self->cancellable, error)
        || !dyr_purge_record (self->connection, g_array_index (ids, gint64, i), error))
      return FALSE;
  for (guint i = 0; dyr_record_types[i] != NULL; i++)
    {
      g_autofree char *sql = g_strdup_printf ("UPDATE \"%s\" SET listed = 0 WHERE id IN named",
                                              dyr_record_types[i]->table);

      if (!run (self, sql, error))
        return FALSE;
    }
  return run (self,
              "UPDATE record SET origin = 2, deleted_at = NULL, reach = 1, push = 0, seq = NULL, "
              "parked = NULL, tries = 0, retry_at = NULL, remote_version = NULL, read_at = NULL, "
              "settled = iif (remote_id IS NULL, 1, 0), read_tries = 0, read_retry_at = NULL "
              "WHERE id IN named;"
              "DROP TABLE named;",
              error);
}

/* Values one by one, not an INSERT … SELECT: see dyr-search.c. What waits to be made anew is in the
 * index as it was. */
static gboolean
forget_words (Forget *self, const DyrRecordType *type, GError **error)
{
  g_autofree char *sql
      = g_strdup_printf ("SELECT t.id, iif (s.record IS NULL, t.fold, s.fold_was) FROM doomed d "
                         "JOIN \"%s\" t ON t.id = d.id LEFT JOIN stale s ON s.record = t.id",
                         type->table);
  g_autoptr (DyrStatement) query = dyr_connection_prepare (self->connection, sql, error);
  g_autoptr (GError) local = NULL;
  guint n = 0;

  if (query == NULL)
    return FALSE;
  while (dyr_statement_step (query, &local))
    {
      const gint64 id = dyr_statement_number (query, 0);
      g_autofree char *fold = g_strdup (dyr_statement_text (query, 1));

      if (fold != NULL
          && (!dyr_connection_run (self->connection,
                                   error,
                                   "INSERT INTO word (word, rowid, fold) VALUES ('delete', ?, ?)",
                                   "it",
                                   id,
                                   fold)
              || !dyr_connection_run (
                  self->connection,
                  error,
                  "INSERT INTO piece (piece, rowid, fold) VALUES ('delete', ?, ?)",
                  "it",
                  id,
                  fold)))
        return FALSE;
      if (++n % CHUNK == 0 && !step (self, CHUNK, error))
        return FALSE;
    }
  if (local == NULL)
    return step (self, n % CHUNK, error);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
forget_rows (Forget *self, GError **error)
{
  for (guint i = 0; dyr_record_types[i] != NULL; i++)
    if (!forget_words (self, dyr_record_types[i], error))
      return FALSE;
  if (!run (self,
            "DELETE FROM stale WHERE record IN doomed;"
            "DELETE FROM alias WHERE record IN doomed;"
            "DELETE FROM member WHERE record IN doomed;",
            error))
    return FALSE;
  for (guint i = 0; dyr_record_types[i] != NULL; i++)
    {
      g_autofree char *sql
          = g_strdup_printf ("DELETE FROM \"%s\" WHERE id IN doomed", dyr_record_types[i]->table);

      if (!run (self, sql, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
forget_records (Forget *self, GError **error)
{
  g_autoptr (GArray) ids = read_ids (self, "SELECT id FROM doomed", error);

  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    {
      if (!dyr_connection_run (self->connection,
                               error,
                               "DELETE FROM record WHERE id = ?",
                               "i",
                               g_array_index (ids, gint64, i)))
        return FALSE;
      if ((i + 1) % CHUNK == 0 && !step (self, CHUNK, error))
        return FALSE;
    }
  return step (self, ids->len % CHUNK, error);
}

/* Which CRM it was is known only by what is left of it. */
static gboolean
forget_crm (Forget *self, GError **error)
{
  gint64 left = 0;

  if (!dyr_connection_number (self->connection,
                              error,
                              0,
                              &left,
                              "SELECT EXISTS (SELECT 1 FROM record WHERE remote_id IS NOT NULL)",
                              "")
      || !dyr_sync_status_set_done (self->connection, 0, error)
      /* Uploaded there for a record that was not: another CRM does not have it. */
      || !run (self,
               "UPDATE file SET content = NULL WHERE content IS NOT NULL AND id IN "
               "(SELECT id FROM record WHERE remote_id IS NULL)",
               error))
    return FALSE;
  return left != 0 || dyr_meta_write (self->connection, "remote-description", NULL, error);
}

/* Files that the CRM does not have go where what they are attached to goes; what an emptied one was
 * called goes, too. */
static gboolean
choose (Forget *self, gboolean unsent, GError **error)
{
  g_autofree char *only_here = find_only_here (self->connection, error);
  g_autofree char *sql = NULL;

  if (only_here == NULL)
    return FALSE;
  sql = g_strconcat ("CREATE TEMP TABLE doomed (id INTEGER PRIMARY KEY);"
                     "INSERT INTO doomed SELECT id FROM record r WHERE NOT ",
                     only_here,
                     unsent ? " AND (" THERE " OR " EDITED ");"
                            : " AND " THERE " AND NOT " UNSENT ";",
                     "DELETE FROM doomed WHERE id IN (SELECT f.id FROM file f JOIN record r ON "
                     "r.id = f.id WHERE r.remote_id IS NULL);"
                     "INSERT OR IGNORE INTO doomed SELECT f.id FROM file f JOIN record r ON "
                     "r.id = f.id WHERE r.remote_id IS NULL AND (f.about IN doomed "
                     "OR (f.about IS NULL AND f.checksum IS NULL));",
                     NULL);
  return run (self, sql, error);
}

/* Words that were deleted lie in the full text until their segment is merged. Where there are many
 * that takes as long as the rest. */
static gboolean
forget_segments (Forget *self, guint n_doomed, GError **error)
{
  static const char *const merge[] = { "INSERT INTO word (word) VALUES ('optimize')",
                                       "INSERT INTO piece (piece) VALUES ('optimize')" };

  for (guint i = 0; n_doomed > 0 && i < G_N_ELEMENTS (merge); i++)
    if (!run (self, merge[i], error) || !step (self, n_doomed, error))
      return FALSE;
  return TRUE;
}

static gboolean
forget (Forget *self, gboolean unsent, GError **error)
{
  gint64 n_doomed = 0;

  if (!choose (self, unsent, error)
      || !dyr_connection_number (
          self->connection, error, 0, &n_doomed, "SELECT count (*) FROM doomed", ""))
    return FALSE;
  self->n = (guint) n_doomed * 4;
  return forget_history (self, error) && find_named (self, error) && empty_named (self, error)
         && forget_rows (self, error) && delete_pointed_to (self, "record", forget_records, error)
         && forget_crm (self, error) && run (self, "DROP TABLE doomed", error)
         && forget_segments (self, (guint) n_doomed, error);
}

gboolean
dyr_forget_all (DyrConnection *connection,
                gboolean unsent,
                DyrProgress progress,
                gpointer progress_data,
                GCancellable *cancellable,
                GError **error)
{
  Forget self = { .connection = connection,
                  .progress = progress,
                  .progress_data = progress_data,
                  .cancellable = cancellable };

  g_return_val_if_fail (connection != NULL, FALSE);

  /* What is deleted is overwritten, too. */
  if (!dyr_connection_script (connection, "PRAGMA secure_delete = ON", error)
      || !forget (&self, unsent, error))
    return FALSE;
  for (guint i = 0; dyr_record_types[i] != NULL; i++)
    dyr_connection_touch_many (connection, dyr_record_types[i]->number);
  dyr_connection_touch_actions (connection);
  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Many records deleted, or brought back, by a few statements: what takes an import back and brings
 * it here again. What comes out is what dyr_save_delete () and dyr_save_restore () write for each:
 * tests compare them. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-undo-private.h"

#include "dyr-sets.h"
#include "dyr-type-sql.h"

/* What goes with other records */

static gboolean
is_owning (const DyrRecordType *type, guint field)
{
  return (type->fields[field].flags & DYR_OWNED_LINK) != 0;
}

/* Records with parts, by one type of them. */
static gboolean
add_wholes (DyrConnection *connection,
            const DyrRecordType *type,
            guint field,
            GHashTable *wholes,
            GError **error)
{
  g_autofree char *column = dyr_field_column (&type->fields[field]);
  g_autofree char *sql = g_strdup_printf (
      "SELECT id FROM temp.bulk WHERE EXISTS (SELECT 1 FROM \"%s\" t WHERE t.\"%s\" = bulk.id)",
      type->table,
      column);
  g_autoptr (GArray) ids
      = dyr_statement_ids (dyr_connection_query (connection, error, sql, ""), error);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    g_hash_table_add (wholes, g_memdup2 (&g_array_index (ids, gint64, i), sizeof (gint64)));
  return ids != NULL;
}

static void
append_record (GString *list, gint64 record)
{
  g_string_append_printf (list, "%s%" G_GINT64_FORMAT, list->len > 0 ? "," : "[", record);
}

/* The records are what is spoken of. */
static gboolean
fill_table (DyrConnection *connection, GString *list, GError **error)
{
  g_string_append (list, list->len > 0 ? "]" : "[]");
  return dyr_sets_begin (connection, error)
         && dyr_connection_run (connection,
                                error,
                                "INSERT OR IGNORE INTO temp.bulk (id, at) "
                                "SELECT value, key FROM json_each (?)",
                                "t",
                                list->str);
}

/* A change that may make parts of what had none: it comes to one record at a time. */
static gboolean
moves_part (const DyrUndoChange *change)
{
  return change->index >= 0 && is_owning (change->type, (guint) change->index);
}

gboolean
dyr_undo_find_wholes (DyrConnection *connection,
                      GArray *changes,
                      GHashTable *wholes,
                      GError **error)
{
  g_autoptr (GString) list = g_string_new (NULL);
  gboolean moved = FALSE;

  for (guint i = 0; i < changes->len && !moved; i++)
    moved = moves_part (&g_array_index (changes, DyrUndoChange, i));
  for (guint i = 0; i < changes->len; i++)
    {
      const DyrUndoChange *change = &g_array_index (changes, DyrUndoChange, i);

      if (change->kind == DYR_CHANGE_FIELD)
        continue;
      if (moved)
        g_hash_table_add (wholes, g_memdup2 (&change->record, sizeof (gint64)));
      else
        append_record (list, change->record);
    }
  if (!fill_table (connection, list, error))
    return FALSE;
  for (int i = 0; dyr_record_types[i] != NULL; i++)
    for (guint j = 0; j < dyr_record_types[i]->n_fields; j++)
      if (is_owning (dyr_record_types[i], j)
          && !add_wholes (connection, dyr_record_types[i], j, wholes, error))
        return FALSE;
  return TRUE;
}

/* Who is meant */

static gboolean
mark_done (GArray *at, gboolean *done)
{
  for (guint i = 0; at != NULL && i < at->len; i++)
    done[g_array_index (at, gint64, i)] = TRUE;
  return at != NULL;
}

static gboolean
leave_done (const DyrUndoPart *part, gboolean deletes, gboolean *done, GError **error)
{
  const char *sql = deletes ? "DELETE FROM temp.bulk WHERE EXISTS (SELECT 1 FROM record r WHERE "
                              "r.id = bulk.id AND r.deleted_at IS NOT NULL) RETURNING at"
                            : "DELETE FROM temp.bulk WHERE EXISTS (SELECT 1 FROM record r WHERE "
                              "r.id = bulk.id AND r.deleted_at IS NULL) RETURNING at";
  g_autoptr (GArray) at
      = dyr_statement_ids (dyr_connection_query (part->connection, error, sql, ""), error);

  return mark_done (at, done);
}

/* Made by the action, but somebody worked on them since. */
static gboolean
keep_touched (const DyrUndoPart *part, gboolean *done, GError **error)
{
  g_autoptr (DyrStatement) query
      = dyr_connection_query (part->connection,
                              error,
                              "DELETE FROM temp.bulk WHERE EXISTS (SELECT 1 FROM change c "
                              "JOIN action a ON a.id = c.action WHERE c.record = bulk.id "
                              "AND " DYR_UNDO_TOUCHED ") RETURNING at, id, "
                              "(SELECT title FROM record r WHERE r.id = bulk.id)",
                              "i",
                              part->action);
  g_autoptr (GError) local = NULL;

  if (query == NULL)
    return FALSE;
  while (dyr_statement_step (query, &local))
    {
      done[dyr_statement_number (query, 0)] = TRUE;
      dyr_undo_keep (part->kept,
                     dyr_statement_number (query, 1),
                     dyr_statement_text (query, 2),
                     NULL,
                     DYR_KEPT_CHANGED);
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* Writing */

static gboolean
write_tombstones (const DyrUndoPart *part,
                  const DyrRecordType *type,
                  gboolean deletes,
                  GError **error)
{
  g_autofree char *sql
      = g_strdup_printf (deletes ? "UPDATE \"%s\" SET listed = 0 "
                                   "WHERE id IN (SELECT id FROM temp.bulk)"
                                 : "UPDATE \"%s\" AS t SET listed = (SELECT r.reach = 0 "
                                   "FROM record r WHERE r.id = t.id) "
                                   "WHERE id IN (SELECT id FROM temp.bulk)",
                         type->table);

  return dyr_connection_run (part->connection,
                             error,
                             "UPDATE record SET deleted_at = nullif (?, 0) "
                             "WHERE id IN (SELECT id FROM temp.bulk)",
                             "i",
                             deletes ? g_get_real_time () / G_USEC_PER_SEC : (gint64) 0)
         && dyr_connection_run (part->connection, error, sql, "");
}

static gboolean
write_all (
    const DyrUndoPart *part, const DyrRecordType *type, gboolean deletes, guint n, GError **error)
{
  dyr_sets_touch (part->connection, type);
  dyr_connection_touch_actions (part->connection);
  return dyr_connection_run (part->connection,
                             error,
                             "INSERT INTO change (action, record, kind) "
                             "SELECT ?1, id, ?2 FROM temp.bulk ORDER BY at",
                             "in",
                             part->by,
                             (int) (deletes ? DYR_CHANGE_DELETED : DYR_CHANGE_RESTORED))
         && write_tombstones (part, type, deletes, error)
         && (deletes ? dyr_sets_push_deleted (part->connection, n, error)
                     : dyr_sets_push_restored (part->connection, type, n, error));
}

gboolean
dyr_undo_sets_records (const DyrUndoPart *part,
                       const DyrRecordType *type,
                       DyrChangeKind kind,
                       GPtrArray *changes,
                       gboolean *done,
                       guint *n_done,
                       GError **error)
{
  const gboolean deletes = kind != DYR_CHANGE_DELETED;
  g_autoptr (GString) list = g_string_new (NULL);
  g_autoptr (GArray) at = NULL;

  g_return_val_if_fail (kind != DYR_CHANGE_FIELD, FALSE);
  g_return_val_if_fail (dyr_sets_can_push (type), FALSE);

  for (guint i = 0; i < changes->len; i++)
    append_record (list, ((const DyrUndoChange *) g_ptr_array_index (changes, i))->record);
  if (!fill_table (part->connection, list, error))
    return FALSE;
  if (!leave_done (part, deletes, done, error)
      || (kind == DYR_CHANGE_CREATED && !keep_touched (part, done, error)))
    return FALSE;
  at = dyr_statement_ids (
      dyr_connection_query (part->connection, error, "SELECT at FROM temp.bulk", ""), error);
  if (!mark_done (at, done))
    return FALSE;
  *n_done = at->len;
  return *n_done == 0 || write_all (part, type, deletes, *n_done, error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* One field of many records put back by a few statements. The values go into a temporary table;
 * records that are not as the action left them are taken out of it; history, outbox and what search
 * has to do are made from the rows, then the rows are updated. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-undo-private.h"

#include "dyr-keys.h"
#include "dyr-rows.h"
#include "dyr-sets.h"
#include "dyr-type-sql.h"

/* A text of the history, read. A bulk edit has the same ones over and over. */
typedef struct
{
  DyrValue value;
  char *text;     /* as it would be written now: a linked record may have another uid since */
  gboolean known; /* it is what it was; else each change is looked at by itself */
} Read;

static void
free_read (gpointer data)
{
  Read *read = data;

  dyr_value_clear (&read->value);
  g_free (read->text);
  g_free (read);
}

static const Read *
read_text (DyrConnection *connection, const DyrField *field, const char *text, GHashTable *cache)
{
  const char *key = text != NULL ? text : "";
  Read *read = g_hash_table_lookup (cache, key);

  if (read != NULL)
    return read;
  read = g_new0 (Read, 1);
  g_hash_table_insert (cache, g_strdup (key), read);
  read->known = dyr_field_from_text (field, text, &read->value, NULL)
                && dyr_row_resolve (connection, &read->value, NULL);
  if (!read->known)
    return read;
  read->text = dyr_field_to_text (field, &read->value);
  read->known = field->kind == DYR_KIND_LINK || g_strcmp0 (read->text, text) == 0;
  return read;
}

static gboolean
add_change (const DyrUndoPart *part,
            const DyrField *field,
            const DyrUndoChange *change,
            guint at,
            GHashTable *cache,
            GError **error)
{
  const Read *was = read_text (part->connection, field, change->new, cache);
  const Read *old = read_text (part->connection, field, change->old, cache);
  g_autoptr (DyrStatement) insert = NULL;

  if (!was->known || !old->known)
    return TRUE;
  insert = dyr_connection_prepare (
      part->connection, "INSERT INTO temp.bulk VALUES (?, ?, ?, ?, ?, ?, ?, ?)", error);
  if (insert == NULL)
    return FALSE;
  dyr_statement_bind_number (insert, 1, change->record);
  dyr_statement_bind_number (insert, 2, (gint64) at);
  dyr_statement_bind_value (insert, 3, &was->value);
  dyr_statement_bind_value (insert, 4, &old->value);
  if (dyr_field_has_key (field))
    dyr_keys_bind_key (part->connection, insert, 5, &old->value);
  else
    dyr_statement_bind_null (insert, 5);
  if (dyr_field_has_fold (field) || dyr_field_in_full_text (field))
    dyr_keys_bind_fold (insert, 6, &old->value);
  else
    dyr_statement_bind_null (insert, 6);
  dyr_statement_bind_text (insert, 7, old->text);
  dyr_statement_bind_text (insert, 8, was->text);
  return dyr_statement_run (insert, error);
}

static gboolean
mark_done (const DyrUndoPart *part, const char *sql, gboolean *done, guint *n_done, GError **error)
{
  g_autoptr (GArray) at
      = dyr_statement_ids (dyr_connection_query (part->connection, error, sql, ""), error);

  if (at == NULL)
    return FALSE;
  for (guint i = 0; i < at->len; i++)
    done[g_array_index (at, gint64, i)] = TRUE;
  *n_done = at->len;
  return TRUE;
}

/* What an undo that was broken off put back already. */
static gboolean
leave_undone (const DyrUndoPart *part,
              const DyrRecordType *type,
              const DyrField *field,
              gboolean *done,
              GError **error)
{
  g_autofree char *column = dyr_field_column (field);
  g_autofree char *sql = g_strdup_printf (
      "DELETE FROM temp.bulk WHERE EXISTS (SELECT 1 FROM \"%s\" t CROSS JOIN record r "
      "ON r.id = t.id WHERE t.id = bulk.id AND r.deleted_at IS NULL AND t.\"%s\" IS bulk.value) "
      "RETURNING at",
      type->table,
      column);
  guint n;

  return mark_done (part, sql, done, &n, error);
}

/* Takes out who is not as the action left it, and, of an undo over several transactions, who has a
 * change of this field in it already: that one is carried on. Where its changes begin keeps SQLite
 * from reading all that ever happened to the record. */
static gboolean
leave_others (const DyrUndoPart *part,
              const DyrRecordType *type,
              const DyrField *field,
              GError **error)
{
  g_autofree char *column = dyr_field_column (field);
  g_autofree char *sql = g_strdup_printf (
      "DELETE FROM temp.bulk WHERE was IS value "
      "OR NOT EXISTS (SELECT 1 FROM \"%s\" t CROSS JOIN record r ON r.id = t.id "
      "WHERE t.id = bulk.id AND r.deleted_at IS NULL AND t.\"%s\" IS bulk.was) "
      "OR (?1 > 0 AND EXISTS (SELECT 1 FROM change c WHERE c.record = bulk.id AND c.id >= ?1 "
      "AND +c.action = ?2 AND c.field = ?3))",
      type->table,
      column);
  gint64 first = 0;

  if (part->joined
      && !dyr_connection_number (part->connection,
                                 error,
                                 0,
                                 &first,
                                 "SELECT min (id) FROM change WHERE action = ?",
                                 "i",
                                 part->by))
    return FALSE;
  return dyr_connection_run (part->connection, error, sql, "iit", first, part->by, field->name);
}

static gboolean
update_rows (const DyrUndoPart *part, const DyrRecordType *type, guint index, GError **error)
{
  const DyrField *field = &type->fields[index];
  g_autofree char *column = dyr_field_column (field);
  g_autoptr (GString) sql = g_string_new (NULL);

  g_string_append_printf (sql, "UPDATE \"%s\" AS t SET \"%s\" = u.value", type->table, column);
  if (dyr_field_has_key (field))
    g_string_append_printf (sql, ", \"%s_key\" = u.sort_key", column);
  if (dyr_field_has_fold (field))
    g_string_append_printf (sql, ", \"%s_fold\" = u.folded", column);
  if (dyr_field_in_full_text (field))
    {
      g_string_append (sql, ", fold = ");
      dyr_sets_append_search_text (type, sql, G_GUINT64_CONSTANT (1) << index, "u.folded");
    }
  g_string_append (sql, " FROM temp.bulk u WHERE t.id = u.id");
  return dyr_connection_run (part->connection, error, sql->str, "");
}

static gboolean
write_all (const DyrUndoPart *part, const DyrRecordType *type, guint index, guint n, GError **error)
{
  const DyrField *field = &type->fields[index];
  guint group = dyr_record_type_group (type, index);
  gboolean sent = (field->flags & DYR_LOCAL) == 0;

  dyr_sets_touch (part->connection, type);
  dyr_connection_touch_actions (part->connection);
  return dyr_connection_run (part->connection,
                             error,
                             "INSERT INTO change (action, record, kind, field, old, new) "
                             "SELECT ?1, id, 4, ?2, new, old FROM temp.bulk ORDER BY at",
                             "it",
                             part->by,
                             field->name)
         && (!sent || dyr_sets_write_pending (part->connection, type, group, n, "1", NULL, error))
         && (!dyr_field_in_full_text (field)
             || dyr_sets_mark_stale (part->connection, type, "1", NULL, error))
         && update_rows (part, type, index, error)
         && (!sent || dyr_sets_drop_agreed (part->connection, type, group, error))
         && dyr_sets_write_push (part->connection, type, n, error);
}

gboolean
dyr_undo_sets_restore (const DyrUndoPart *part,
                       const DyrRecordType *type,
                       guint field,
                       GPtrArray *changes,
                       gboolean *done,
                       guint *n_done,
                       GError **error)
{
  g_autoptr (GHashTable) cache = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_read);

  g_return_val_if_fail (dyr_sets_can_write (type, field), FALSE);

  if (!dyr_sets_begin (part->connection, error))
    return FALSE;
  for (guint i = 0; i < changes->len; i++)
    if (!add_change (part, &type->fields[field], g_ptr_array_index (changes, i), i, cache, error))
      return FALSE;
  return (!part->again || leave_undone (part, type, &type->fields[field], done, error))
         && leave_others (part, type, &type->fields[field], error)
         && mark_done (part, "SELECT at FROM temp.bulk", done, n_done, error)
         && (*n_done == 0 || write_all (part, type, field, *n_done, error));
}

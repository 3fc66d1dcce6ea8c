/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What bulk edits and their undo write for many records by one statement each: outbox, search,
 * lists. Which records is in a temporary table. What comes out is what dyr_save_edit () writes for
 * each record: tests compare them. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sets.h"

#include "dyr-group.h"
#include "dyr-outbox.h"
#include "dyr-type-sql.h"

/* The CRM may know the record already (dyr-outbox.c). */
#define TRIED                                                                                      \
  "(r.remote_id IS NOT NULL OR r.tries > 0 OR EXISTS (SELECT 1 FROM attempt a WHERE a.record = "   \
  "r.id))"
#define NOT_SAMPLE "r.origin <> 3"

gboolean
dyr_sets_begin (DyrConnection *connection, GError **error)
{
  return dyr_connection_script (connection,
                                "CREATE TEMP TABLE IF NOT EXISTS bulk (id INTEGER PRIMARY KEY, at "
                                "INTEGER, was, value, sort_key, "
                                "folded, old, new); DELETE FROM temp.bulk",
                                error);
}

gboolean
dyr_sets_can_push (const DyrRecordType *type)
{
  for (guint i = 0; i < type->n_fields; i++)
    if ((type->fields[i].flags & DYR_REQUIRED) != 0 && !dyr_field_has_column (&type->fields[i]))
      return FALSE;
  return TRUE;
}

gboolean
dyr_sets_can_write (const DyrRecordType *type, guint field)
{
  guint64 mask = dyr_group_mask (type, dyr_record_type_group (type, field));

  if (!dyr_field_has_column (&type->fields[field]) || dyr_record_type_is_title (type, field)
      || !dyr_sets_can_push (type))
    return FALSE;
  for (guint i = 0; i < type->n_fields; i++)
    if ((mask >> i & 1) != 0 && !dyr_field_has_column (&type->fields[i]))
      return FALSE;
  return TRUE;
}

/* The outbox, as dyr-outbox.c has it for one record */

static void
bind_values (DyrStatement *statement, int index, GArray *values)
{
  for (guint i = 0; values != NULL && i < values->len; i++)
    dyr_statement_bind_value (
        statement, index + (int) i, &g_array_index (values, DyrFieldValue, i).value);
}

static void
append_group (const DyrRecordType *type, GString *sql, guint group)
{
  guint64 mask = dyr_group_mask (type, group);

  g_string_append_printf (sql, "dyr_group (%d, %u", type->number, group);
  for (guint i = 0; i < type->n_fields; i++)
    {
      g_autofree char *column = NULL;

      if ((mask >> i & 1) == 0)
        continue;
      column = dyr_field_column (&type->fields[i]);
      g_string_append_printf (sql,
                              type->fields[i].kind == DYR_KIND_LINK
                                  ? ", (SELECT l.uid FROM record l WHERE l.id = t.\"%s\")"
                                  : ", t.\"%s\"",
                              column);
    }
  g_string_append_c (sql, ')');
}

/* A field that a create was to go without goes with it once it is mended. */
static gboolean
mend_creates (DyrConnection *connection,
              const DyrRecordType *type,
              guint group,
              const char *which,
              GArray *values,
              GError **error)
{
  g_autofree char *sql = g_strdup_printf (
      "DELETE FROM pending WHERE grp = ?1 AND state = 2 AND record IN (SELECT r.id FROM temp.bulk "
      "b CROSS JOIN record r ON r.id = b.id CROSS JOIN \"%s\" t ON t.id = b.id WHERE r.push = 1 "
      "AND NOT " TRIED " AND %s)",
      type->table,
      which);
  g_autoptr (DyrStatement) statement = dyr_connection_prepare (connection, sql, error);

  if (statement == NULL)
    return FALSE;
  dyr_statement_bind_text (statement, 1, type->fields[group].name);
  bind_values (statement, 3, values);
  return dyr_statement_run (statement, error);
}

/* Before the rows change: what was last agreed with the CRM. */
gboolean
dyr_sets_write_pending (DyrConnection *connection,
                        const DyrRecordType *type,
                        guint group,
                        guint n,
                        const char *which,
                        GArray *values,
                        GError **error)
{
  g_autoptr (GString) sql
      = g_string_new ("INSERT INTO pending (record, grp, base, seq) SELECT r.id, ?1, ");
  g_autoptr (DyrStatement) insert = NULL;
  gint64 seq;

  if (!dyr_outbox_next_seqs (connection, n, &seq, error))
    return FALSE;
  append_group (type, sql, group);
  g_string_append_printf (sql,
                          ", ?2 + row_number () OVER () - 1 FROM temp.bulk b "
                          "CROSS JOIN record r ON r.id = b.id CROSS JOIN \"%s\" t ON t.id = b.id "
                          "WHERE " NOT_SAMPLE " AND " TRIED " AND ",
                          type->table);
  g_string_append (sql, which);
  /* What the CRM refused goes again once it is mended. */
  g_string_append (sql,
                   " ON CONFLICT (record, grp) DO UPDATE SET seq = excluded.seq, "
                   "state = iif (state = 2, 0, state), reason = iif (state = 2, NULL, reason)");
  insert = dyr_connection_prepare (connection, sql->str, error);
  if (insert == NULL)
    return FALSE;
  dyr_statement_bind_text (insert, 1, type->fields[group].name);
  dyr_statement_bind_number (insert, 2, seq);
  bind_values (insert, 3, values);
  return dyr_statement_run (insert, error)
         && mend_creates (connection, type, group, which, values, error);
}

/* After: what is again as it was agreed needs not be sent. */
gboolean
dyr_sets_drop_agreed (DyrConnection *connection,
                      const DyrRecordType *type,
                      guint group,
                      GError **error)
{
  g_autoptr (GString) sql
      = g_string_new ("DELETE FROM pending WHERE grp = ?1 AND record IN (SELECT id FROM temp.bulk) "
                      "AND NOT EXISTS (SELECT 1 FROM attempt a WHERE a.record = pending.record) "
                      "AND " DYR_OUTBOX_AGREED " = (SELECT ");

  append_group (type, sql, group);
  g_string_append_printf (sql, " FROM \"%s\" t WHERE t.id = pending.record)", type->table);
  return dyr_connection_run (connection, error, sql->str, "t", type->fields[group].name);
}

#define NUMBERED "(SELECT id, row_number () OVER (ORDER BY id) - 1 AS n FROM temp.bulk) b"
#define WAITS                                                                                      \
  "(EXISTS (SELECT 1 FROM pending p WHERE p.record = r.id) "                                       \
  "OR EXISTS (SELECT 1 FROM attempt a WHERE a.record = r.id))"

/* Only what is complete is made there. */
static void
append_complete (const DyrRecordType *type, GString *sql)
{
  g_string_append_printf (sql, "EXISTS (SELECT 1 FROM \"%s\" t WHERE t.id = r.id", type->table);
  for (guint i = 0; i < type->n_fields; i++)
    if (type->fields[i].flags & DYR_REQUIRED)
      {
        g_autofree char *column = dyr_field_column (&type->fields[i]);

        g_string_append_printf (sql, " AND t.\"%s\" IS NOT NULL", column);
      }
  g_string_append_c (sql, ')');
}

/* After: each record's place in the outbox. */
gboolean
dyr_sets_write_push (DyrConnection *connection, const DyrRecordType *type, guint n, GError **error)
{
  g_autoptr (GString) create = g_string_new (
      "UPDATE record AS r SET push = 1, seq = ?1 + b.n, parked = NULL FROM " NUMBERED
      " WHERE r.id = b.id AND " NOT_SAMPLE " AND r.push = 0 AND NOT " TRIED " AND ");
  gint64 seq;

  if (!dyr_record_type_is_synced (type))
    return TRUE;
  append_complete (type, create);
  return dyr_outbox_next_seqs (connection, n, &seq, error)
         && dyr_connection_run (connection, error, create->str, "i", seq)
         && dyr_connection_run (
             connection,
             error,
             "UPDATE record AS r SET push = 2, seq = ?1 + b.n, parked = NULL FROM " NUMBERED
             " WHERE r.id = b.id AND " NOT_SAMPLE " AND r.push NOT IN (1, 3) AND " TRIED
             " AND " WAITS,
             "i",
             seq)
         && dyr_connection_run (connection,
                                error,
                                "UPDATE record AS r SET push = 0, seq = NULL, parked = NULL "
                                "WHERE r.id IN (SELECT id FROM temp.bulk) "
                                "AND " NOT_SAMPLE " AND r.push NOT IN (1, 3) AND " TRIED
                                " AND NOT " WAITS,
                                "")
         /* A create that the CRM refused goes again once it is mended. */
         && dyr_connection_run (connection,
                                error,
                                "UPDATE record SET parked = NULL WHERE push = 1 AND parked IS NOT "
                                "NULL AND id IN (SELECT id FROM temp.bulk)",
                                "");
}

#define IN_TURN "(SELECT id, row_number () OVER (ORDER BY at) - 1 AS n FROM temp.bulk) b"
#define MEANT                                                                                      \
  "record IN (SELECT r.id FROM temp.bulk b CROSS JOIN record r ON r.id = b.id WHERE " NOT_SAMPLE ")"

gboolean
dyr_sets_push_deleted (DyrConnection *connection, guint n, GError **error)
{
  gint64 seq;

  return dyr_connection_run (connection,
                             error,
                             "DELETE FROM pending WHERE grp = '' AND theirs = ? AND " MEANT,
                             "t",
                             DYR_ASK_DELETED_THERE)
         && dyr_outbox_next_seqs (connection, n, &seq, error)
         && dyr_connection_run (
             connection,
             error,
             "UPDATE record AS r SET push = iif (" TRIED ", 3, 0), seq = iif (" TRIED
             ", ?1 + b.n, NULL), parked = NULL FROM " IN_TURN " WHERE r.id = b.id AND " NOT_SAMPLE,
             "i",
             seq);
}

gboolean
dyr_sets_push_restored (DyrConnection *connection,
                        const DyrRecordType *type,
                        guint n,
                        GError **error)
{
  g_autoptr (GString) sql = g_string_new (
      "UPDATE record AS r SET push = b.push, seq = iif (b.push = 0, NULL, ?1 + b.n), "
      "parked = NULL FROM (SELECT r.id, row_number () OVER (ORDER BY b.at) - 1 AS n, "
      "iif (r.remote_id IS NOT NULL, "
      "iif (EXISTS (SELECT 1 FROM pending p WHERE p.record = r.id), 2, 0), ");
  gint64 seq;

  if (dyr_record_type_is_synced (type))
    {
      g_string_append (sql, "iif (");
      append_complete (type, sql);
      g_string_append (sql, ", 1, 0)");
    }
  else
    g_string_append_c (sql, '0');
  g_string_append (sql,
                   ") AS push FROM temp.bulk b CROSS JOIN record r ON r.id = b.id "
                   "WHERE " NOT_SAMPLE ") b WHERE r.id = b.id");
  return dyr_connection_run (connection,
                             error,
                             "UPDATE record AS r SET settled = 0, remote_version = NULL "
                             "WHERE r.id IN (SELECT id FROM temp.bulk) "
                             "AND r.remote_id IS NOT NULL AND " NOT_SAMPLE,
                             "")
         && dyr_connection_run (connection,
                                error,
                                "DELETE FROM pending WHERE grp = '' AND theirs IN (?, ?, ?) "
                                "AND " MEANT,
                                "ttt",
                                DYR_ASK_DELETED_THERE,
                                DYR_ASK_CHANGED_THERE,
                                DYR_ASK_HIDDEN_THERE)
         && dyr_outbox_next_seqs (connection, n, &seq, error)
         && dyr_connection_run (connection, error, sql->str, "i", seq);
}

/* The rows */

gboolean
dyr_sets_mark_stale (DyrConnection *connection,
                     const DyrRecordType *type,
                     const char *which,
                     GArray *values,
                     GError **error)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  g_autoptr (DyrStatement) insert = NULL;

  g_string_append_printf (sql,
                          "INSERT OR IGNORE INTO stale (record, fold_was) SELECT t.id, t.fold "
                          "FROM temp.bulk b CROSS JOIN \"%s\" t ON t.id = b.id WHERE ",
                          type->table);
  g_string_append (sql, which);
  insert = dyr_connection_prepare (connection, sql->str, error);
  if (insert == NULL)
    return FALSE;
  bind_values (insert, 1, values);
  return dyr_statement_run (insert, error);
}

/* The folded text of all searched fields (dyr_keys_search_text ()), from the columns and, for what
 * is edited, the new text: a parameter for each. */
void
dyr_sets_append_search_text (const DyrRecordType *type,
                             GString *sql,
                             guint64 edited,
                             const char *with)
{
  gboolean any = FALSE;

  g_string_append (sql, "dyr_join (");
  for (guint i = 0; i < type->n_fields; i++)
    {
      const DyrField *field = &type->fields[i];
      g_autofree char *column = dyr_field_column (field);

      if (!dyr_field_in_full_text (field))
        continue;
      g_string_append (sql, any ? ", " : "");
      any = TRUE;
      if (field->kind == DYR_KIND_SET)
        g_string_append_printf (sql,
                                "(SELECT group_concat (f, ' ') FROM (SELECT dyr_fold (m.item) AS f "
                                "FROM member m WHERE m.record = t.id AND m.field = '%s' "
                                "ORDER BY m.position) WHERE f <> '')",
                                field->name);
      else if ((edited >> i & 1) != 0)
        g_string_append (sql, with);
      else if (dyr_field_has_fold (field))
        g_string_append_printf (sql, "t.\"%s_fold\"", column);
      else
        g_string_append_printf (sql, "dyr_fold (t.\"%s\")", column);
    }
  g_string_append_c (sql, ')');
}

/* Lists of linked records show what is computed from these. */
void
dyr_sets_touch (DyrConnection *connection, const DyrRecordType *type)
{
  dyr_connection_touch_many (connection, type->number);
  for (guint i = 0; i < type->n_fields; i++)
    for (int j = 0; type->fields[i].kind == DYR_KIND_LINK && dyr_record_types[j] != NULL; j++)
      if (type->fields[i].target == NULL || type->fields[i].target == dyr_record_types[j])
        dyr_connection_touch_many (connection, dyr_record_types[j]->number);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* One part of a bulk edit as sets: who changes is found first and kept in a temporary table;
 * history, outbox and what search has to do are made from the old rows, then the rows are updated.
 * What comes out is what dyr_save_edit () writes for each record: a test compares them. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-bulk-write.h"

#include "dyr-group.h"
#include "dyr-keys.h"
#include "dyr-outbox.h"
#include "dyr-text.h"
#include "dyr-type-sql.h"

/* The CRM may know the record already (dyr-outbox.c). */
#define TRIED                                                                                      \
  "(r.remote_id IS NOT NULL OR r.tries > 0 OR EXISTS (SELECT 1 FROM attempt a WHERE a.record = "   \
  "r.id))"
#define NOT_SAMPLE "r.origin <> 3"

typedef struct
{
  DyrSave *save;
  DyrConnection *connection;
  const DyrRecordType *type;
  GArray *values;
} Part;

static const DyrFieldValue *
edit_at (const Part *part, guint i)
{
  return &g_array_index (part->values, DyrFieldValue, i);
}

/* The new value of a field, NULL when it is not edited. */
static const DyrValue *
find_edit (const Part *part, guint field)
{
  for (guint i = 0; i < part->values->len; i++)
    if (edit_at (part, i)->field == field)
      return &edit_at (part, i)->value;
  return NULL;
}

static gboolean
has_plain_group (const DyrRecordType *type, guint field)
{
  guint64 mask = dyr_group_mask (type, dyr_record_type_group (type, field));

  for (guint i = 0; i < type->n_fields; i++)
    if ((mask >> i & 1) != 0 && !dyr_field_has_column (&type->fields[i]))
      return FALSE;
  return TRUE;
}

gboolean
dyr_bulk_write_fits (const DyrRecordType *type, GArray *values)
{
  for (guint i = 0; i < values->len; i++)
    {
      guint index = g_array_index (values, DyrFieldValue, i).field;
      const DyrField *field = &type->fields[index];

      if (!dyr_field_has_column (field) || (field->flags & DYR_FIXED) != 0 || field->log > 0
          || dyr_record_type_is_title (type, index) || !has_plain_group (type, index))
        return FALSE;
    }
  for (guint i = 0; i < type->n_fields; i++)
    if ((type->fields[i].flags & DYR_REQUIRED) && !dyr_field_has_column (&type->fields[i]))
      return FALSE;
  return TRUE;
}

/* SQL functions of this file */

static void
read_value (sqlite3_value *from, const DyrField *field, DyrValue *value)
{
  DyrUid uid = { 0 };

  if (sqlite3_value_type (from) == SQLITE_NULL)
    return;
  if (field->kind == DYR_KIND_LINK)
    {
      memcpy (uid.bytes, sqlite3_value_blob (from), sizeof uid.bytes);
      dyr_value_take_link (value, dyr_link_new (0, &uid, NULL, 0, FALSE));
    }
  else if (dyr_field_form (field) == DYR_VALUE_NUMBER)
    dyr_value_set_number (value, sqlite3_value_int64 (from));
  else
    dyr_value_set_text (value, (const char *) sqlite3_value_text (from));
}

/* dyr_canonical (type, field, value): the canonical text; of a link the value is its uid. */
static void
sql_canonical (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  const DyrRecordType *type = dyr_record_type_by_number (sqlite3_value_int (values[0]));
  const DyrField *field = &type->fields[sqlite3_value_int (values[1])];
  g_auto (DyrValue) value = DYR_VALUE_INIT;

  read_value (values[2], field, &value);
  sqlite3_result_text (context, dyr_field_to_text (field, &value), -1, g_free);
}

/* dyr_group (type, group, value…): the values of a merge group as the outbox keeps them. */
static void
sql_group (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  const DyrRecordType *type = dyr_record_type_by_number (sqlite3_value_int (values[0]));
  guint64 mask = dyr_group_mask (type, (guint) sqlite3_value_int (values[1]));
  g_autofree DyrValue *row = g_new0 (DyrValue, type->n_fields);
  int next = 2;

  for (guint i = 0; i < type->n_fields; i++)
    if (mask >> i & 1)
      read_value (values[next++], &type->fields[i], &row[i]);
  sqlite3_result_text (context, dyr_group_to_text (type, mask, row), -1, g_free);
  for (guint i = 0; i < type->n_fields; i++)
    dyr_value_clear (&row[i]);
}

/* dyr_fold (text). */
static void
sql_fold (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  const char *text = (const char *) sqlite3_value_text (values[0]);

  if (text != NULL)
    sqlite3_result_text (context, dyr_text_fold (text), -1, g_free);
}

/* dyr_join (text…): those that are not empty, with blanks between; nothing for none. */
static void
sql_join (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  g_autoptr (GString) joined = g_string_new (NULL);

  for (int i = 0; i < n_values; i++)
    {
      const char *text = (const char *) sqlite3_value_text (values[i]);

      if (text == NULL || *text == '\0')
        continue;
      if (joined->len > 0)
        g_string_append_c (joined, ' ');
      g_string_append (joined, text);
    }
  if (joined->len > 0)
    sqlite3_result_text (context, g_string_free (g_steal_pointer (&joined), FALSE), -1, g_free);
}

static gpointer
build_flag (gconstpointer key)
{
  return g_new0 (gboolean, 1);
}

/* Once a connection: a function that is made again makes SQLite prepare all statements anew. */
static gboolean
add_functions (DyrConnection *connection, GError **error)
{
  static const struct
  {
    const char *name;
    int n_values;
    void (*function) (sqlite3_context *, int, sqlite3_value **);
  } functions[] = {
    { "dyr_canonical", 3, sql_canonical },
    { "dyr_group", -1, sql_group },
    { "dyr_fold", 1, sql_fold },
    { "dyr_join", -1, sql_join },
  };
  gboolean *are_there
      = (gboolean *) dyr_connection_cached (connection, functions, build_flag, g_free);

  for (guint i = 0; !*are_there && i < G_N_ELEMENTS (functions); i++)
    {
      int code = sqlite3_create_function (dyr_connection_get_handle (connection),
                                          functions[i].name,
                                          functions[i].n_values,
                                          SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY,
                                          NULL,
                                          functions[i].function,
                                          NULL,
                                          NULL);

      if (code != SQLITE_OK)
        {
          dyr_connection_set_error (connection, code, error);
          return FALSE;
        }
    }
  *are_there = TRUE;
  return TRUE;
}

static gboolean
set_up (DyrConnection *connection, GError **error)
{
  if (!add_functions (connection, error))
    return FALSE;
  return dyr_connection_script (
      connection,
      "CREATE TEMP TABLE IF NOT EXISTS bulk (id INTEGER PRIMARY KEY); DELETE FROM temp.bulk",
      error);
}

/* Values bound by name-less parameters from `index` on: those of all edits. */
static void
bind_edits (const Part *part, DyrStatement *statement, int index)
{
  for (guint i = 0; i < part->values->len; i++)
    dyr_statement_bind_value (statement, index + (int) i, &edit_at (part, i)->value);
}

/* " OR t.x IS NOT ?n": whether an edited field in the mask differs; its values from ?first on. */
static void
append_differs (const Part *part, GString *sql, guint64 mask, guint first)
{
  gboolean any = FALSE;

  g_string_append_c (sql, '(');
  for (guint i = 0; i < part->values->len; i++)
    {
      guint field = edit_at (part, i)->field;
      g_autofree char *column = dyr_field_column (&part->type->fields[field]);

      if ((mask >> field & 1) == 0)
        continue;
      g_string_append_printf (sql, "%st.\"%s\" IS NOT ?%u", any ? " OR " : "", column, first + i);
      any = TRUE;
    }
  g_string_append (sql, any ? ")" : "0)");
}

/* Who changes. */
static gboolean
find_changing (const Part *part,
               const gint64 *ids,
               guint n_ids,
               guint *n_changed,
               guint *n_there,
               GError **error)
{
  g_autoptr (GString) list = g_string_new ("[");
  g_autoptr (GString) sql = g_string_new (NULL);
  g_autofree char *count = NULL;
  g_autoptr (DyrStatement) insert = NULL;
  gint64 n;

  for (guint i = 0; i < n_ids; i++)
    g_string_append_printf (list, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "", ids[i]);
  g_string_append_c (list, ']');
  g_string_append_printf (
      sql,
      "INSERT OR IGNORE INTO temp.bulk SELECT t.id FROM json_each (?1) j "
      "CROSS JOIN \"%s\" t ON t.id = j.value CROSS JOIN record r ON r.id = t.id "
      "WHERE r.deleted_at IS NULL AND ",
      part->type->table);
  append_differs (part, sql, G_MAXUINT64, 2);
  insert = dyr_connection_prepare (part->connection, sql->str, error);
  if (insert == NULL)
    return FALSE;
  dyr_statement_bind_text (insert, 1, list->str);
  bind_edits (part, insert, 2);
  if (!dyr_statement_run (insert, error))
    return FALSE;
  *n_changed = (guint) dyr_connection_changes (part->connection);
  count = g_strdup_printf ("SELECT count (*) FROM json_each (?1) j CROSS JOIN \"%s\" t "
                           "ON t.id = j.value CROSS JOIN record r ON r.id = t.id "
                           "WHERE r.deleted_at IS NULL",
                           part->type->table);
  if (!dyr_connection_number (part->connection, error, 0, &n, count, "t", list->str))
    return FALSE;
  *n_there = (guint) n;
  return TRUE;
}

/* The old value as the history has it. */
static void
append_old (const Part *part, GString *sql, guint field)
{
  const DyrField *about = &part->type->fields[field];
  g_autofree char *column = dyr_field_column (about);

  if (about->kind == DYR_KIND_LINK)
    g_string_append_printf (sql,
                            "dyr_canonical (%d, %u, (SELECT l.uid FROM record l WHERE l.id = "
                            "t.\"%s\"))",
                            part->type->number,
                            field,
                            column);
  else if (dyr_field_form (about) == DYR_VALUE_NUMBER)
    g_string_append_printf (
        sql, "dyr_canonical (%d, %u, t.\"%s\")", part->type->number, field, column);
  else
    g_string_append_printf (sql, "t.\"%s\"", column);
}

static gboolean
write_history (const Part *part, gint64 action, guint i, GError **error)
{
  guint field = edit_at (part, i)->field;
  g_autofree char *new = dyr_field_to_text (&part->type->fields[field], &edit_at (part, i)->value);
  g_autofree char *column = dyr_field_column (&part->type->fields[field]);
  g_autoptr (GString) sql = g_string_new (
      "INSERT INTO change (action, record, kind, field, old, new) SELECT ?1, t.id, 4, ?2, ");

  append_old (part, sql, field);
  g_string_append_printf (sql,
                          ", ?3 FROM temp.bulk b CROSS JOIN \"%s\" t ON t.id = b.id "
                          "WHERE t.\"%s\" IS NOT ?4",
                          part->type->table,
                          column);
  return dyr_connection_run (part->connection,
                             error,
                             sql->str,
                             "ittv",
                             action,
                             part->type->fields[field].name,
                             new,
                             &edit_at (part, i)->value);
}

/* The outbox, as dyr-outbox.c has it for one record */

static void
append_group (const Part *part, GString *sql, guint group)
{
  guint64 mask = dyr_group_mask (part->type, group);

  g_string_append_printf (sql, "dyr_group (%d, %u", part->type->number, group);
  for (guint i = 0; i < part->type->n_fields; i++)
    {
      g_autofree char *column = NULL;

      if ((mask >> i & 1) == 0)
        continue;
      column = dyr_field_column (&part->type->fields[i]);
      g_string_append_printf (sql,
                              part->type->fields[i].kind == DYR_KIND_LINK
                                  ? ", (SELECT l.uid FROM record l WHERE l.id = t.\"%s\")"
                                  : ", t.\"%s\"",
                              column);
    }
  g_string_append_c (sql, ')');
}

/* Groups in which an edited field is sent. */
static guint64
find_groups (const Part *part)
{
  guint64 groups = 0;

  for (guint i = 0; i < part->values->len; i++)
    if ((part->type->fields[edit_at (part, i)->field].flags & DYR_LOCAL) == 0)
      groups |= G_GUINT64_CONSTANT (1)
                << dyr_record_type_group (part->type, edit_at (part, i)->field);
  return groups;
}

/* Before the rows change: what was last agreed with the CRM. */
static gboolean
write_pending (const Part *part, guint group, guint n_changed, GError **error)
{
  g_autoptr (GString) sql
      = g_string_new ("INSERT INTO pending (record, grp, base, seq) SELECT r.id, ?1, ");
  g_autoptr (DyrStatement) insert = NULL;
  gint64 seq;

  if (!dyr_outbox_next_seqs (part->connection, n_changed, &seq, error))
    return FALSE;
  append_group (part, sql, group);
  g_string_append_printf (sql,
                          ", ?2 + row_number () OVER () - 1 FROM temp.bulk b "
                          "CROSS JOIN record r ON r.id = b.id CROSS JOIN \"%s\" t ON t.id = b.id "
                          "WHERE " NOT_SAMPLE " AND " TRIED " AND ",
                          part->type->table);
  append_differs (part, sql, dyr_group_mask (part->type, group), 3);
  /* What the CRM refused goes again once it is mended. */
  g_string_append (sql,
                   " ON CONFLICT (record, grp) DO UPDATE SET seq = excluded.seq, "
                   "state = iif (state = 2, 0, state), reason = iif (state = 2, NULL, reason)");
  insert = dyr_connection_prepare (part->connection, sql->str, error);
  if (insert == NULL)
    return FALSE;
  dyr_statement_bind_text (insert, 1, part->type->fields[group].name);
  dyr_statement_bind_number (insert, 2, seq);
  bind_edits (part, insert, 3);
  return dyr_statement_run (insert, error);
}

/* After: what is again as it was agreed needs not be sent. */
static gboolean
drop_agreed (const Part *part, guint group, GError **error)
{
  g_autoptr (GString) sql = g_string_new (
      "DELETE FROM pending WHERE grp = ?1 AND state = 0 AND record IN (SELECT id FROM temp.bulk) "
      "AND NOT EXISTS (SELECT 1 FROM attempt a WHERE a.record = pending.record) "
      "AND base = (SELECT ");

  append_group (part, sql, group);
  g_string_append_printf (sql, " FROM \"%s\" t WHERE t.id = pending.record)", part->type->table);
  return dyr_connection_run (
      part->connection, error, sql->str, "t", part->type->fields[group].name);
}

#define NUMBERED "(SELECT id, row_number () OVER (ORDER BY id) - 1 AS n FROM temp.bulk) b"
#define WAITS                                                                                      \
  "(EXISTS (SELECT 1 FROM pending p WHERE p.record = r.id) "                                       \
  "OR EXISTS (SELECT 1 FROM attempt a WHERE a.record = r.id))"

/* After: each record's place in the outbox. */
static gboolean
write_push (const Part *part, guint n_changed, GError **error)
{
  g_autoptr (GString) create = g_string_new (
      "UPDATE record AS r SET push = 1, seq = ?1 + b.n, parked = NULL FROM " NUMBERED
      " WHERE r.id = b.id AND " NOT_SAMPLE " AND r.push = 0 AND NOT " TRIED
      " AND EXISTS (SELECT 1 FROM ");
  gint64 seq;

  g_string_append_printf (create, "\"%s\" t WHERE t.id = r.id", part->type->table);
  for (guint i = 0; i < part->type->n_fields; i++)
    if (part->type->fields[i].flags & DYR_REQUIRED)
      {
        g_autofree char *column = dyr_field_column (&part->type->fields[i]);

        g_string_append_printf (create, " AND t.\"%s\" IS NOT NULL", column);
      }
  g_string_append_c (create, ')');
  return dyr_outbox_next_seqs (part->connection, n_changed, &seq, error)
         && dyr_connection_run (part->connection, error, create->str, "i", seq)
         && dyr_connection_run (
             part->connection,
             error,
             "UPDATE record AS r SET push = 2, seq = ?1 + b.n, parked = NULL FROM " NUMBERED
             " WHERE r.id = b.id AND " NOT_SAMPLE " AND r.push NOT IN (1, 3) AND " TRIED
             " AND " WAITS,
             "i",
             seq)
         && dyr_connection_run (
             part->connection,
             error,
             "UPDATE record AS r SET push = 0, seq = NULL WHERE r.id IN (SELECT id FROM temp.bulk) "
             "AND " NOT_SAMPLE " AND r.push NOT IN (1, 3) AND " TRIED " AND NOT " WAITS,
             "");
}

/* The rows */

static guint64
find_searched (const Part *part)
{
  guint64 searched = 0;

  for (guint i = 0; i < part->values->len; i++)
    if (part->type->fields[edit_at (part, i)->field].flags & DYR_SEARCHED)
      searched |= G_GUINT64_CONSTANT (1) << edit_at (part, i)->field;
  return searched;
}

static gboolean
mark_stale (const Part *part, GError **error)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  g_autoptr (DyrStatement) insert = NULL;

  g_string_append_printf (sql,
                          "INSERT OR IGNORE INTO stale (record, fold_was) SELECT t.id, t.fold "
                          "FROM temp.bulk b CROSS JOIN \"%s\" t ON t.id = b.id WHERE ",
                          part->type->table);
  append_differs (part, sql, find_searched (part), 1);
  insert = dyr_connection_prepare (part->connection, sql->str, error);
  if (insert == NULL)
    return FALSE;
  bind_edits (part, insert, 1);
  return dyr_statement_run (insert, error);
}

/* The folded text of all searched fields (dyr_keys_search_text ()), from the columns and, for what
 * is edited, the new text: a parameter for each. */
static void
append_search_text (const Part *part, GString *sql)
{
  gboolean any = FALSE;

  g_string_append (sql, "dyr_join (");
  for (guint i = 0; i < part->type->n_fields; i++)
    {
      const DyrField *field = &part->type->fields[i];
      g_autofree char *column = dyr_field_column (field);

      if ((field->flags & DYR_SEARCHED) == 0
          || (field->kind != DYR_KIND_SET && dyr_field_form (field) != DYR_VALUE_TEXT))
        continue;
      g_string_append (sql, any ? ", " : "");
      any = TRUE;
      if (field->kind == DYR_KIND_SET)
        g_string_append_printf (sql,
                                "(SELECT group_concat (f, ' ') FROM (SELECT dyr_fold (m.item) AS f "
                                "FROM member m WHERE m.record = t.id AND m.field = '%s' "
                                "ORDER BY m.position) WHERE f <> '')",
                                field->name);
      else if (find_edit (part, i) != NULL)
        g_string_append (sql, "?");
      else if (dyr_field_has_fold (field))
        g_string_append_printf (sql, "t.\"%s_fold\"", column);
      else
        g_string_append_printf (sql, "dyr_fold (t.\"%s\")", column);
    }
  g_string_append_c (sql, ')');
}

static int
bind_search_text (const Part *part, DyrStatement *update, int index)
{
  for (guint i = 0; i < part->type->n_fields; i++)
    {
      const DyrField *field = &part->type->fields[i];

      if ((field->flags & DYR_SEARCHED) != 0 && dyr_field_form (field) == DYR_VALUE_TEXT
          && find_edit (part, i) != NULL)
        dyr_keys_bind_fold (update, index++, find_edit (part, i));
    }
  return index;
}

static gboolean
update_rows (const Part *part, GError **error)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  g_autoptr (DyrStatement) update = NULL;
  gboolean searched = find_searched (part) != 0;
  int index = 1;

  g_string_append_printf (sql, "UPDATE \"%s\" AS t SET ", part->type->table);
  for (guint i = 0; i < part->values->len; i++)
    {
      const DyrField *field = &part->type->fields[edit_at (part, i)->field];
      g_autofree char *column = dyr_field_column (field);

      g_string_append_printf (sql, "%s\"%s\" = ?", i > 0 ? ", " : "", column);
      if (dyr_field_has_key (field))
        g_string_append_printf (sql, ", \"%s_key\" = ?", column);
      if (dyr_field_has_fold (field))
        g_string_append_printf (sql, ", \"%s_fold\" = ?", column);
    }
  if (searched)
    {
      g_string_append (sql, ", fold = ");
      append_search_text (part, sql);
    }
  g_string_append (sql, " WHERE t.id IN (SELECT id FROM temp.bulk)");
  update = dyr_connection_prepare (part->connection, sql->str, error);
  if (update == NULL)
    return FALSE;
  for (guint i = 0; i < part->values->len; i++)
    {
      const DyrField *field = &part->type->fields[edit_at (part, i)->field];
      const DyrValue *value = &edit_at (part, i)->value;

      dyr_statement_bind_value (update, index++, value);
      if (dyr_field_has_key (field))
        dyr_keys_bind_key (part->connection, update, index++, value);
      if (dyr_field_has_fold (field))
        dyr_keys_bind_fold (update, index++, value);
    }
  if (searched)
    bind_search_text (part, update, index);
  return dyr_statement_run (update, error);
}

/* Lists of linked records show what is computed from these. */
static void
touch (const Part *part)
{
  dyr_connection_touch_many (part->connection, part->type->number);
  for (guint i = 0; i < part->type->n_fields; i++)
    if (part->type->fields[i].kind == DYR_KIND_LINK && part->type->fields[i].target != NULL)
      dyr_connection_touch_many (part->connection, part->type->fields[i].target->number);
}

static gboolean
write_sets (const Part *part, guint n_changed, GError **error)
{
  guint64 groups = find_groups (part);
  gint64 action;

  if (!dyr_save_get_action (part->save, &action, error))
    return FALSE;
  for (guint i = 0; i < part->values->len; i++)
    if (!write_history (part, action, i, error))
      return FALSE;
  for (guint i = 0; i < part->type->n_fields; i++)
    if ((groups >> i & 1) != 0 && !write_pending (part, i, n_changed, error))
      return FALSE;
  if ((find_searched (part) != 0 && !mark_stale (part, error)) || !update_rows (part, error))
    return FALSE;
  for (guint i = 0; i < part->type->n_fields; i++)
    if ((groups >> i & 1) != 0 && !drop_agreed (part, i, error))
      return FALSE;
  touch (part);
  dyr_connection_touch_actions (part->connection);
  return write_push (part, n_changed, error);
}

gboolean
dyr_bulk_write_part (DyrSave *save,
                     DyrConnection *connection,
                     const DyrRecordType *type,
                     const gint64 *ids,
                     guint n_ids,
                     GArray *values,
                     guint *n_changed,
                     guint *n_there,
                     GError **error)
{
  const Part part = { .save = save, .connection = connection, .type = type, .values = values };

  g_return_val_if_fail (dyr_bulk_write_fits (type, values), FALSE);

  return set_up (connection, error) && find_changing (&part, ids, n_ids, n_changed, n_there, error)
         && (*n_changed == 0 || write_sets (&part, *n_changed, error));
}

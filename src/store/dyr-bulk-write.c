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
#include "dyr-sets.h"
#include "dyr-type-sql.h"

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

gboolean
dyr_bulk_write_fits (const DyrRecordType *type, GArray *values)
{
  for (guint i = 0; i < values->len; i++)
    {
      guint index = g_array_index (values, DyrFieldValue, i).field;
      const DyrField *field = &type->fields[index];

      if ((field->flags & DYR_FIXED) != 0 || field->log > 0 || !dyr_sets_can_write (type, index))
        return FALSE;
    }
  return TRUE;
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
      "INSERT OR IGNORE INTO temp.bulk (id) SELECT t.id FROM json_each (?1) j "
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

static guint64
find_searched (const Part *part)
{
  guint64 searched = 0;

  for (guint i = 0; i < part->values->len; i++)
    if (dyr_field_in_full_text (&part->type->fields[edit_at (part, i)->field]))
      searched |= G_GUINT64_CONSTANT (1) << edit_at (part, i)->field;
  return searched;
}

static int
bind_search_text (const Part *part, DyrStatement *update, int index)
{
  for (guint i = 0; i < part->type->n_fields; i++)
    {
      const DyrField *field = &part->type->fields[i];

      if (dyr_field_in_full_text (field) && find_edit (part, i) != NULL)
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
      dyr_sets_append_search_text (part->type, sql, find_searched (part), "?");
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

static gboolean
write_pending (const Part *part, guint group, guint n_changed, GError **error)
{
  g_autoptr (GString) differs = g_string_new (NULL);

  append_differs (part, differs, dyr_group_mask (part->type, group), 3);
  return dyr_sets_write_pending (
      part->connection, part->type, group, n_changed, differs->str, part->values, error);
}

static gboolean
mark_stale (const Part *part, guint64 searched, GError **error)
{
  g_autoptr (GString) differs = g_string_new (NULL);

  append_differs (part, differs, searched, 1);
  return dyr_sets_mark_stale (part->connection, part->type, differs->str, part->values, error);
}

static gboolean
write_sets (const Part *part, guint n_changed, GError **error)
{
  guint64 groups = find_groups (part), searched = find_searched (part);
  gint64 action;

  if (!dyr_save_get_action (part->save, &action, error))
    return FALSE;
  for (guint i = 0; i < part->values->len; i++)
    if (!write_history (part, action, i, error))
      return FALSE;
  for (guint i = 0; i < part->type->n_fields; i++)
    if ((groups >> i & 1) != 0 && !write_pending (part, i, n_changed, error))
      return FALSE;
  if ((searched != 0 && !mark_stale (part, searched, error)) || !update_rows (part, error))
    return FALSE;
  for (guint i = 0; i < part->type->n_fields; i++)
    if ((groups >> i & 1) != 0 && !dyr_sets_drop_agreed (part->connection, part->type, i, error))
      return FALSE;
  dyr_sets_touch (part->connection, part->type);
  dyr_connection_touch_actions (part->connection);
  return dyr_sets_write_push (part->connection, part->type, n_changed, error);
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

  return dyr_sets_begin (connection, error)
         && find_changing (&part, ids, n_ids, n_changed, n_there, error)
         && (*n_changed == 0 || write_sets (&part, *n_changed, error));
}

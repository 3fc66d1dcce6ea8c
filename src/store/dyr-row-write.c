/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Writing a record's row: its columns with their keys, its sets, its title, what search has to do.
 */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-row-write.h"

#include "dyr-keys.h"
#include "dyr-type-sql.h"

/* A set's elements in the order given. */
static gboolean
write_members (DyrConnection *connection,
               gint64 record,
               const DyrField *field,
               const DyrSet *set,
               GError **error)
{
  const char *sql = field->items == DYR_KIND_EMAIL
                        ? "INSERT INTO member (record, field, item, position, target, role, fold) "
                          "VALUES (?1, ?2, ?3, ?4, ?5, ?6, nullif (dyr_caseless (?3), lower (?3)))"
                        : "INSERT INTO member (record, field, item, position, target, role) "
                          "VALUES (?, ?, ?, ?, ?, ?)";

  for (guint i = 0; set != NULL && i < set->n; i++)
    {
      const DyrMember *member = &set->members[i];
      DyrValue target = DYR_VALUE_INIT;

      if (member->link != NULL)
        target = (DyrValue){ .form = DYR_VALUE_NUMBER, .number = member->link->id };
      if (!dyr_connection_run (connection,
                               error,
                               sql,
                               "ittnvt",
                               record,
                               field->name,
                               member->item,
                               (int) i,
                               &target,
                               member->role))
        return FALSE;
    }
  return TRUE;
}

static gboolean
insert_row (DyrConnection *connection,
            const DyrRecordType *type,
            gint64 id,
            const DyrValue *values,
            const char *extra,
            GError **error)
{
  const char *sql = dyr_type_sql (connection, type)->insert;
  g_autoptr (DyrStatement) insert = dyr_connection_prepare (connection, sql, error);
  int index = 1;

  if (insert == NULL)
    return FALSE;
  dyr_statement_bind_number (insert, index++, id);
  dyr_statement_take_text (insert, index++, dyr_keys_search_text (type, values));
  dyr_statement_bind_text (insert, index++, extra);
  for (guint i = 0; i < type->n_fields; i++)
    {
      if (!dyr_field_has_column (&type->fields[i]))
        continue;
      dyr_statement_bind_value (insert, index++, &values[i]);
      if (dyr_field_has_key (&type->fields[i]))
        dyr_keys_bind_key (connection, insert, index++, &values[i]);
      if (dyr_field_has_fold (&type->fields[i]))
        dyr_keys_bind_fold (insert, index++, &values[i]);
    }
  return dyr_statement_run (insert, error);
}

/* Derived fields of linked records may change with this one (the client's last contact). */
void
dyr_row_touch_links (DyrConnection *connection, const DyrRecordType *type, const DyrValue *values)
{
  for (guint i = 0; i < type->n_fields; i++)
    if (values[i].form == DYR_VALUE_LINK)
      dyr_connection_touch (connection, values[i].link->type, values[i].link->id);
}

static gboolean
mark_stale (DyrConnection *connection, const DyrRecordType *type, gint64 id, GError **error)
{
  g_autofree char *sql = g_strdup_printf (
      "INSERT OR IGNORE INTO stale (record, fold_was) SELECT id, fold FROM \"%s\" WHERE id = ?",
      type->table);

  return dyr_connection_run (connection, error, sql, "i", id);
}

/* Writes the columns of the changed fields with their keys, and the search text. */
static gboolean
update_row (DyrConnection *connection,
            const DyrRecordType *type,
            gint64 id,
            const DyrValue *values,
            guint64 changed,
            gboolean searched,
            GError **error)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  g_autoptr (DyrStatement) update = NULL;
  int index = 1;

  for (guint i = 0; i < type->n_fields; i++)
    {
      g_autofree char *column = NULL;

      if ((changed >> i & 1) == 0 || !dyr_field_has_column (&type->fields[i]))
        continue;
      column = dyr_field_column (&type->fields[i]);
      g_string_append_printf (sql, "%s\"%s\" = ?", sql->len > 0 ? ", " : "", column);
      if (dyr_field_has_key (&type->fields[i]))
        g_string_append_printf (sql, ", %s_key = ?", column);
      if (dyr_field_has_fold (&type->fields[i]))
        g_string_append_printf (sql, ", %s_fold = ?", column);
    }
  if (searched)
    g_string_append_printf (sql, "%sfold = ?", sql->len > 0 ? ", " : "");
  if (sql->len == 0)
    return TRUE;
  g_string_prepend (sql, "\" SET ");
  g_string_prepend (sql, type->table);
  g_string_prepend (sql, "UPDATE \"");
  g_string_append (sql, " WHERE id = ?");
  update = dyr_connection_prepare (connection, sql->str, error);
  if (update == NULL)
    return FALSE;
  for (guint i = 0; i < type->n_fields; i++)
    {
      if ((changed >> i & 1) == 0 || !dyr_field_has_column (&type->fields[i]))
        continue;
      dyr_statement_bind_value (update, index++, &values[i]);
      if (dyr_field_has_key (&type->fields[i]))
        dyr_keys_bind_key (connection, update, index++, &values[i]);
      if (dyr_field_has_fold (&type->fields[i]))
        dyr_keys_bind_fold (update, index++, &values[i]);
    }
  if (searched)
    dyr_statement_take_text (update, index++, dyr_keys_search_text (type, values));
  dyr_statement_bind_number (update, index, id);
  return dyr_statement_run (update, error);
}

static gboolean
update_members (DyrConnection *connection,
                const DyrRecordType *type,
                gint64 id,
                const DyrValue *values,
                guint64 changed,
                GError **error)
{
  for (guint i = 0; i < type->n_fields; i++)
    {
      if ((changed >> i & 1) == 0 || type->fields[i].kind != DYR_KIND_SET)
        continue;
      if (!dyr_connection_run (connection,
                               error,
                               "DELETE FROM member WHERE record = ? AND field = ?",
                               "it",
                               id,
                               type->fields[i].name)
          || !write_members (connection, id, &type->fields[i], dyr_value_set (&values[i]), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_title (DyrConnection *connection,
             const DyrRecordType *type,
             gint64 id,
             const DyrValue *values,
             GError **error)
{
  g_autofree char *title = dyr_record_type_title (type, values);

  /* Links anywhere show it. */
  for (int i = 0; dyr_record_types[i] != NULL; i++)
    dyr_connection_touch_many (connection, dyr_record_types[i]->number);
  return dyr_connection_run (
      connection, error, "UPDATE record SET title = ? WHERE id = ?", "ti", title, id);
}

gboolean
dyr_row_insert (DyrConnection *connection,
                const DyrRecordType *type,
                gint64 id,
                const DyrValue *values,
                const char *extra,
                GError **error)
{
  if (!insert_row (connection, type, id, values, extra, error))
    return FALSE;
  for (guint i = 0; i < type->n_fields; i++)
    if (values[i].form == DYR_VALUE_SET
        && !write_members (connection, id, &type->fields[i], values[i].set, error))
      return FALSE;
  return dyr_connection_run (connection, error, "INSERT INTO stale (record) VALUES (?)", "i", id);
}

gboolean
dyr_row_update (DyrConnection *connection,
                const DyrRecordType *type,
                gint64 id,
                const DyrValue *values,
                guint64 changed,
                GError **error)
{
  gboolean searched = FALSE, titled = FALSE;

  for (guint i = 0; i < type->n_fields; i++)
    if (changed >> i & 1)
      {
        searched = searched || dyr_field_in_full_text (&type->fields[i]);
        titled = titled || dyr_record_type_is_title (type, i);
      }
  return (!searched || mark_stale (connection, type, id, error))
         && update_row (connection, type, id, values, changed, searched, error)
         && update_members (connection, type, id, values, changed, error)
         && (!titled || write_title (connection, type, id, values, error));
}

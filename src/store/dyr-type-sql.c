/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The SQL of a record type, generated from its field table and kept by each connection. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-type-sql.h"

#include "dyr-derived.h"

gboolean
dyr_field_has_column (const DyrField *field)
{
  return field->kind != DYR_KIND_SET && (field->flags & DYR_DERIVED) == 0;
}

char *
dyr_field_column (const DyrField *field)
{
  return g_strdelimit (g_strdup (field->name), "-", '_');
}

gboolean
dyr_field_has_key (const DyrField *field)
{
  return (field->flags & DYR_SORTED) != 0 && dyr_field_has_column (field)
         && dyr_field_form (field) == DYR_VALUE_TEXT && field->kind != DYR_KIND_CHOICE;
}

gboolean
dyr_field_has_fold (const DyrField *field)
{
  return (field->flags & DYR_MATCHED) != 0 && dyr_field_has_column (field);
}

gboolean
dyr_field_in_full_text (const DyrField *field)
{
  return (field->flags & DYR_SEARCHED) != 0 && dyr_field_form (field) != DYR_VALUE_NUMBER;
}

gboolean
dyr_field_found_by_value (const DyrField *field)
{
  return (field->flags & DYR_SEARCHED) != 0 && dyr_field_form (field) == DYR_VALUE_NUMBER;
}

/* DyrSent. What is settled asks no other table. An attempt without an answer is 1 (DyrLedger). */
#define SENT                                                                                       \
  "CASE WHEN r.push = 0 THEN iif (r.remote_id IS NULL, 0, 4) "                                     \
  "WHEN r.parked = 'only-here' THEN 0 WHEN r.parked IS NOT NULL "                                  \
  "OR EXISTS (SELECT 1 FROM pending WHERE record = r.id AND state <> 0) THEN 3 "                   \
  "WHEN EXISTS (SELECT 1 FROM attempt WHERE record = r.id AND answered = 1) THEN 2 ELSE 1 END"

/* SELECT of one record of a type: fixed columns, then the fields in order (a set has none). */
static char *
build_select (const DyrRecordType *type)
{
  g_autoptr (GString) columns = g_string_new (
      "SELECT r.id, r.uid, r.origin, r.reach, r.deleted_at IS NOT NULL, " SENT ", r.title");
  g_autoptr (GString) joins = g_string_new (NULL);

  for (guint i = 0; i < type->n_fields; i++)
    {
      const DyrField *field = &type->fields[i];
      g_autofree char *column = dyr_field_column (field);

      if (field->kind == DYR_KIND_SET)
        continue;
      if (field->flags & DYR_DERIVED)
        g_string_append_printf (columns, ", %s", dyr_derived_expression (type, i));
      else if (field->kind == DYR_KIND_LINK)
        {
          g_string_append_printf (
              columns,
              ", t.\"%s\", l%u.uid, l%u.title, l%u.type, l%u.deleted_at IS NOT NULL",
              column,
              i,
              i,
              i,
              i);
          g_string_append_printf (
              joins, " LEFT JOIN record l%u ON l%u.id = t.\"%s\"", i, i, column);
        }
      else
        g_string_append_printf (columns, ", t.\"%s\"", column);
    }
  g_string_append_printf (columns,
                          " FROM record r JOIN \"%s\" t ON t.id = r.id%s WHERE r.id = ?",
                          type->table,
                          joins->str);
  return g_string_free (g_steal_pointer (&columns), FALSE);
}

static char *
build_insert (const DyrRecordType *type)
{
  g_autoptr (GString) columns = g_string_new (NULL);
  g_autoptr (GString) marks = g_string_new ("?, ?, ?");

  g_string_append_printf (columns, "INSERT INTO \"%s\" (id, fold, extra", type->table);
  for (guint i = 0; i < type->n_fields; i++)
    {
      g_autofree char *column = dyr_field_column (&type->fields[i]);

      if (!dyr_field_has_column (&type->fields[i]))
        continue;
      g_string_append_printf (columns, ", \"%s\"", column);
      g_string_append (marks, ", ?");
      if (dyr_field_has_key (&type->fields[i]))
        {
          g_string_append_printf (columns, ", %s_key", column);
          g_string_append (marks, ", ?");
        }
      if (dyr_field_has_fold (&type->fields[i]))
        {
          g_string_append_printf (columns, ", %s_fold", column);
          g_string_append (marks, ", ?");
        }
    }
  g_string_append_printf (columns, ") VALUES (%s)", marks->str);
  return g_string_free (g_steal_pointer (&columns), FALSE);
}

static gpointer
build (gconstpointer type)
{
  DyrTypeSql *sql = g_new0 (DyrTypeSql, 1);

  sql->select = build_select (type);
  sql->insert = build_insert (type);
  return sql;
}

static void
free_sql (gpointer data)
{
  DyrTypeSql *sql = data;

  g_free (sql->select);
  g_free (sql->insert);
  g_free (sql);
}

const DyrTypeSql *
dyr_type_sql (DyrConnection *connection, const DyrRecordType *type)
{
  return dyr_connection_cached (connection, type, build, free_sql);
}

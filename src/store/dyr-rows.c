/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Rows: reading records from the store's tables by SQL generated from the field tables. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-rows.h"

#include <glib/gi18n-lib.h>

#include "dyr-error.h"
#include "dyr-type-sql.h"

static void
read_value (DyrStatement *query, const DyrField *field, int column, DyrValue *value)
{
  DyrUid uid;

  if (dyr_statement_is_null (query, column))
    return;
  switch (dyr_field_form (field))
    {
    case DYR_VALUE_NUMBER:
      dyr_value_set_number (value, dyr_statement_number (query, column));
      return;
    case DYR_VALUE_TEXT:
      dyr_value_set_text (value, dyr_statement_text (query, column));
      return;
    case DYR_VALUE_LINK:
      dyr_statement_uid (query, column + 1, &uid);
      dyr_value_take_link (value,
                           dyr_link_new (dyr_statement_number (query, column),
                                         &uid,
                                         dyr_statement_text (query, column + 2),
                                         (int) dyr_statement_number (query, column + 3),
                                         dyr_statement_number (query, column + 4) != 0));
      return;
    case DYR_VALUE_NONE:
    case DYR_VALUE_SET:
    default:
      g_assert_not_reached ();
    }
}

static gboolean
has_sets (const DyrRecordType *type)
{
  for (guint i = 0; i < type->n_fields; i++)
    if (type->fields[i].kind == DYR_KIND_SET)
      return TRUE;
  return FALSE;
}

static gboolean
read_sets (DyrConnection *connection, DyrRow *row, GError **error)
{
  g_autoptr (DyrStatement) query = NULL;
  g_autoptr (GError) local = NULL;
  g_autofree DyrSetBuilder **builders = g_new0 (DyrSetBuilder *, row->type->n_fields);

  query = dyr_connection_query (
      connection,
      error,
      "SELECT m.field, m.item, m.role, m.target, r.uid, r.title, r.type, r.deleted_at IS NOT NULL "
      "FROM member m LEFT JOIN record r ON r.id = m.target WHERE m.record = ? "
      "ORDER BY m.field, m.position",
      "i",
      row->id);
  if (query == NULL)
    return FALSE;
  while (dyr_statement_step (query, &local))
    {
      int field = dyr_record_type_find (row->type, dyr_statement_text (query, 0));
      g_autoptr (DyrLink) link = NULL;
      DyrUid uid;

      if (field < 0 || row->type->fields[field].kind != DYR_KIND_SET)
        continue;
      if (builders[field] == NULL)
        builders[field] = dyr_set_builder_new ();
      if (!dyr_statement_is_null (query, 3) && dyr_statement_uid (query, 4, &uid))
        link = dyr_link_new (dyr_statement_number (query, 3),
                             &uid,
                             dyr_statement_text (query, 5),
                             (int) dyr_statement_number (query, 6),
                             dyr_statement_number (query, 7) != 0);
      dyr_set_builder_add (
          builders[field], dyr_statement_text (query, 1), dyr_statement_text (query, 2), link);
    }
  for (guint i = 0; i < row->type->n_fields; i++)
    if (builders[i] != NULL)
      {
        dyr_value_take_set (&row->values[i], dyr_set_builder_end (builders[i]));
        dyr_set_builder_free (builders[i]);
      }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static void
set_not_found (GError **error)
{
  g_set_error_literal (error,
                       DYR_ERROR,
                       DYR_ERROR_NOT_FOUND,
                       _("There is no such record. Perhaps it was deleted meanwhile."));
}

DyrRow *
dyr_row_read_as (DyrConnection *connection, const DyrRecordType *type, gint64 id, GError **error)
{
  g_autoptr (DyrStatement) query = NULL;
  g_autoptr (DyrRow) row = NULL;
  g_autoptr (GError) local = NULL;
  int column = DYR_FIXED_COLUMNS;

  query
      = dyr_connection_query (connection, error, dyr_type_sql (connection, type)->select, "i", id);
  if (query == NULL)
    return NULL;
  if (!dyr_statement_step (query, &local))
    {
      if (local != NULL)
        g_propagate_error (error, g_steal_pointer (&local));
      else
        set_not_found (error);
      return NULL;
    }
  row = dyr_row_new (type);
  row->id = dyr_statement_number (query, 0);
  dyr_statement_uid (query, 1, &row->uid);
  row->origin = (DyrOrigin) dyr_statement_number (query, 2);
  row->reach = (DyrReach) dyr_statement_number (query, 3);
  row->deleted = dyr_statement_number (query, 4) != 0;
  row->sent = (DyrSent) dyr_statement_number (query, 5);
  row->title = g_strdup (dyr_statement_text (query, 6));
  for (guint i = 0; i < type->n_fields; i++)
    {
      const DyrField *field = &type->fields[i];

      if (field->kind == DYR_KIND_SET)
        continue;
      read_value (query, field, column, &row->values[i]);
      column += field->kind == DYR_KIND_LINK ? DYR_LINK_COLUMNS : 1;
    }
  if (has_sets (type) && !read_sets (connection, row, error))
    return NULL;
  return g_steal_pointer (&row);
}

DyrRow *
dyr_row_read (DyrConnection *connection, gint64 id, GError **error)
{
  const DyrRecordType *type;
  gint64 number;

  if (!dyr_connection_number (
          connection, error, 0, &number, "SELECT type FROM record WHERE id = ?", "i", id))
    return NULL;
  type = dyr_record_type_by_number ((int) number);
  if (type != NULL)
    return dyr_row_read_as (connection, type, id, error);
  set_not_found (error);
  return NULL;
}

gboolean
dyr_row_read_fold (
    DyrConnection *connection, const DyrRecordType *type, gint64 id, char **fold, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT fold FROM \"%s\" WHERE id = ?", type->table);
  g_autoptr (DyrStatement) query = dyr_connection_query (connection, error, sql, "i", id);
  g_autoptr (GError) local = NULL;

  *fold = NULL;
  if (query == NULL)
    return FALSE;
  if (dyr_statement_step (query, &local))
    *fold = g_strdup (dyr_statement_text (query, 0));
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

gboolean
dyr_row_find (DyrConnection *connection,
              const DyrUid *uid,
              gint64 *id,
              const DyrRecordType **type,
              GError **error)
{
  g_autoptr (DyrStatement) query = NULL;
  g_autoptr (GError) local = NULL;

  query = dyr_connection_query (connection,
                                error,
                                "SELECT id, type FROM record WHERE uid = ?1 UNION ALL "
                                "SELECT r.id, r.type FROM alias a JOIN record r ON r.id = a.record "
                                "WHERE a.uid = ?1 LIMIT 1",
                                "u",
                                uid);
  if (query == NULL)
    return FALSE;
  if (dyr_statement_step (query, &local))
    {
      *id = dyr_statement_number (query, 0);
      if (type != NULL)
        *type = dyr_record_type_by_number ((int) dyr_statement_number (query, 1));
      return TRUE;
    }
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else
    {
      g_autofree char *text = dyr_uid_to_text (uid);
      g_set_error (error, DYR_ERROR, DYR_ERROR_NOT_FOUND, _("There is no record %s."), text);
    }
  return FALSE;
}

DyrLink *
dyr_row_link (DyrConnection *connection, gint64 id, GError **error)
{
  g_autoptr (DyrStatement) query = NULL;
  g_autoptr (GError) local = NULL;
  DyrUid uid;

  query = dyr_connection_query (
      connection,
      error,
      "SELECT uid, title, type, deleted_at IS NOT NULL FROM record WHERE id = ?",
      "i",
      id);
  if (query == NULL)
    return NULL;
  if (dyr_statement_step (query, &local))
    {
      dyr_statement_uid (query, 0, &uid);
      return dyr_link_new (id,
                           &uid,
                           dyr_statement_text (query, 1),
                           (int) dyr_statement_number (query, 2),
                           dyr_statement_number (query, 3) != 0);
    }
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else
    set_not_found (error);
  return NULL;
}

static DyrLink *
resolve_link (DyrConnection *connection, const DyrLink *link, GError **error)
{
  gint64 id = link->id;

  if (id != 0)
    return dyr_link_ref (link);
  if (!dyr_row_find (connection, &link->uid, &id, NULL, error))
    return NULL;
  return dyr_row_link (connection, id, error);
}

static gboolean
resolve_set (DyrConnection *connection, DyrValue *value, GError **error)
{
  g_autoptr (DyrSetBuilder) builder = dyr_set_builder_new ();

  for (guint i = 0; i < value->set->n; i++)
    {
      const DyrMember *member = &value->set->members[i];
      g_autoptr (DyrLink) link = NULL;

      if (member->link != NULL)
        {
          link = resolve_link (connection, member->link, error);
          if (link == NULL)
            return FALSE;
        }
      dyr_set_builder_add (builder, link != NULL ? NULL : member->item, member->role, link);
    }
  dyr_value_take_set (value, dyr_set_builder_end (builder));
  return TRUE;
}

gboolean
dyr_row_resolve (DyrConnection *connection, DyrValue *value, GError **error)
{
  DyrLink *link;

  if (value->form == DYR_VALUE_SET)
    return resolve_set (connection, value, error);
  if (value->form != DYR_VALUE_LINK || value->link->id != 0)
    return TRUE;
  link = resolve_link (connection, value->link, error);
  if (link == NULL)
    return FALSE;
  dyr_value_take_link (value, link);
  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Remade: a record that was deleted in the CRM and made there anew has another id. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-remade.h"

#include "dyr-group.h"
#include "dyr-type-sql.h"

/* Records that the CRM has and that have come to rest: what is on its way is read back anyhow. */
#define AT_REST "remote_id IS NOT NULL AND deleted_at IS NULL AND reach = 0"

static gboolean
read_those_of_links (DyrConnection *connection, const DyrLedger *ledger, GError **error)
{
  for (int i = 0; dyr_record_types[i] != NULL; i++)
    for (guint j = 0; j < dyr_record_types[i]->n_fields; j++)
      {
        const DyrField *field = &dyr_record_types[i]->fields[j];
        g_autofree char *column = NULL, *sql = NULL;

        if (field->kind != DYR_KIND_LINK || !dyr_field_has_column (field)
            || (field->target != NULL && field->target != ledger->type))
          continue;
        column = dyr_field_column (field);
        sql = g_strdup_printf ("UPDATE record SET settled = 0 WHERE settled = 1 AND " AT_REST
                               " AND id IN (SELECT id FROM \"%s\" WHERE \"%s\" = ?)",
                               dyr_record_types[i]->table,
                               column);
        if (!dyr_connection_run (connection, error, sql, "i", ledger->id))
          return FALSE;
      }
  return TRUE;
}

/* The set without that element is what the CRM has, as far as we know. */
static gboolean
queue_set (
    DyrConnection *connection, gint64 record, const char *name, gint64 element, GError **error)
{
  g_autoptr (DyrLedger) ledger = dyr_ledger_read (connection, record, error);
  g_autoptr (DyrRow) row
      = ledger != NULL ? dyr_row_read_as (connection, ledger->type, record, error) : NULL;
  g_autoptr (DyrSetBuilder) left = dyr_set_builder_new ();
  const int field = row != NULL ? dyr_record_type_find (row->type, name) : -1;
  const DyrSet *set = field >= 0 ? dyr_value_set (&row->values[field]) : NULL;
  g_autofree char *base = NULL;
  guint group;

  if (row == NULL)
    return FALSE;
  if (set == NULL)
    return TRUE;
  group = dyr_record_type_group (row->type, (guint) field);
  if (dyr_ledger_find (ledger, group) != NULL)
    return TRUE;
  for (guint i = 0; i < set->n; i++)
    if (set->members[i].link == NULL || set->members[i].link->id != element)
      dyr_set_builder_add (left, set->members[i].item, set->members[i].role, set->members[i].link);
  dyr_value_take_set (&row->values[field], dyr_set_builder_end (left));
  base = dyr_group_to_text (row->type, dyr_group_mask (row->type, group), row->values);
  return dyr_ledger_set_base (ledger, connection, group, base, error)
         && dyr_ledger_requeue (ledger, connection, error)
         && (ledger->attempt != DYR_ATTEMPT_NONE
             || dyr_ledger_set_settled (ledger, connection, DYR_UNSETTLED, error));
}

typedef struct
{
  gint64 record;
  char *field;
} Holder;

static void
clear_holder (gpointer data)
{
  g_free (((Holder *) data)->field);
}

static gboolean
queue_sets (DyrConnection *connection, const DyrLedger *ledger, GError **error)
{
  g_autoptr (GArray) holders = g_array_new (FALSE, FALSE, sizeof (Holder));
  g_autoptr (GError) local = NULL;
  g_autoptr (DyrStatement) query = dyr_connection_query (
      connection,
      error,
      "SELECT record, field FROM member WHERE target = ? AND "
      "EXISTS (SELECT 1 FROM record WHERE id = member.record AND " AT_REST ")",
      "i",
      ledger->id);

  g_array_set_clear_func (holders, clear_holder);
  if (query == NULL)
    return FALSE;
  while (dyr_statement_step (query, &local))
    {
      const Holder holder
          = { dyr_statement_number (query, 0), g_strdup (dyr_statement_text (query, 1)) };

      g_array_append_val (holders, holder);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  g_clear_pointer (&query, dyr_statement_free);
  for (guint i = 0; i < holders->len; i++)
    {
      const Holder *holder = &g_array_index (holders, Holder, i);

      if (!queue_set (connection, holder->record, holder->field, ledger->id, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
dyr_remade_tell (DyrConnection *connection,
                 const DyrLedger *ledger,
                 const char *remote_id,
                 GError **error)
{
  gint64 same;

  if (!ledger->remade || ledger->push != DYR_PUSH_CREATE || ledger->remote_id != NULL)
    return TRUE;
  /* It is there again under an id that everybody knows. */
  if (!dyr_connection_number (connection,
                              error,
                              0,
                              &same,
                              "SELECT EXISTS (SELECT 1 FROM tombstone WHERE type = ? "
                              "AND remote_id = ?)",
                              "nt",
                              ledger->type->number,
                              remote_id))
    return FALSE;
  return same
         || (read_those_of_links (connection, ledger, error)
             && queue_sets (connection, ledger, error));
}

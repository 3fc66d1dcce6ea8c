/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What becomes of a row of a file: links, match, plan, save; and what the report says of it. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-import-private.h"

static void
add_entry (const DyrImportLedger *ledger,
           DyrImportOutcome outcome,
           DyrImportRow *row,
           guint column,
           const char *title,
           const DyrUid *uid,
           const char *message)
{
  DyrImportEntry entry = { .outcome = outcome, .line = row->line, .character = row->character };

  if (column != DYR_IMPORT_ALL_COLUMNS)
    entry.column = g_strdup (dyr_mapping_get_header (ledger->mapping, column));
  entry.title = g_strdup (title);
  if (uid != NULL)
    entry.uid = *uid;
  entry.message = g_strdup (message);
  if (outcome == DYR_IMPORT_REFUSED && row->rejection == NULL)
    row->rejection = dyr_import_entry_describe (&entry, ledger->file_name);
  dyr_import_report_add (ledger->report, &entry);
}

/* Rows that went well are listed in a dry run only: that is what it is for. */
static void
add_success (const DyrImportLedger *ledger,
             DyrImportOutcome outcome,
             DyrImportRow *row,
             const char *title,
             const DyrUid *uid,
             const char *message)
{
  if (ledger->dry_run)
    add_entry (ledger, outcome, row, DYR_IMPORT_ALL_COLUMNS, title, uid, message);
  else
    dyr_import_report_count (ledger->report, outcome);
}

/* The name of the record that a refused row is about, as far as it has one. */
static char *
make_title (const DyrImportScope *scope, const DyrImportRow *row, const DyrRow *before)
{
  g_autofree DyrValue *values = NULL;
  char *title;

  if (before != NULL && before->title != NULL)
    return g_strdup (before->title);

  values = g_new0 (DyrValue, scope->type->n_fields);
  for (guint i = 0; i < row->cells->len; i++)
    {
      const DyrImportCell *cell = &g_array_index (row->cells, DyrImportCell, i);

      dyr_value_copy (&cell->value, &values[cell->field]);
    }
  title = dyr_record_type_title (scope->type, values);
  for (guint i = 0; i < scope->type->n_fields; i++)
    dyr_value_clear (&values[i]);

  return title;
}

static char *
list_changes (const DyrRecordType *type, const GArray *values)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < values->len; i++)
    g_string_append_printf (list,
                            "%s%s",
                            i > 0 ? ", " : "",
                            dyr_field_label (type, g_array_index (values, DyrFieldValue, i).field));

  return g_string_free (g_steal_pointer (&list), FALSE);
}

static gboolean
write_plan (const DyrImportLedger *ledger,
            const DyrImportScope *scope,
            DyrSave *save,
            DyrImportRow *row,
            const DyrRow *before,
            DyrImportPlan *plan,
            GError **error)
{
  g_autofree DyrValue *values = NULL;
  g_autofree char *title = NULL, *changes = NULL;
  gboolean done;
  gint64 id;

  if (ledger->dry_run)
    title = make_title (scope, row, before);
  if (before != NULL)
    {
      changes = list_changes (scope->type, plan->values);
      if (dyr_import_plan_is_empty (plan))
        add_success (ledger, DYR_IMPORT_SAME, row, title, &before->uid, NULL);
      else
        add_success (ledger, DYR_IMPORT_CHANGED, row, title, &before->uid, changes);
      return dyr_import_plan_is_empty (plan)
             || dyr_save_edit_row (save, before, plan->values, error);
    }

  values = g_new0 (DyrValue, scope->type->n_fields);
  for (guint i = 0; i < plan->values->len; i++)
    {
      DyrFieldValue *value = &g_array_index (plan->values, DyrFieldValue, i);

      values[value->field] = value->value;
      value->value = (DyrValue) DYR_VALUE_INIT;
    }
  add_success (ledger, DYR_IMPORT_NEW, row, title, NULL, NULL);
  done = dyr_save_create (
      save, scope->type, row->has_uid ? &row->uid : NULL, DYR_ORIGIN_IMPORT, values, &id, error);
  for (guint i = 0; i < scope->type->n_fields; i++)
    dyr_value_clear (&values[i]);

  return done;
}

static void
report_plan (const DyrImportLedger *ledger,
             const DyrImportScope *scope,
             DyrImportRow *row,
             const DyrRow *before,
             const DyrImportPlan *plan)
{
  g_autofree char *title = NULL;

  if (plan->refusal == NULL && plan->remarks->len == 0 && plan->people->len == 0)
    return;

  title = make_title (scope, row, before);
  if (plan->refusal != NULL)
    {
      add_entry (ledger,
                 DYR_IMPORT_REFUSED,
                 row,
                 plan->column,
                 title,
                 before != NULL ? &before->uid : NULL,
                 plan->refusal);
      return;
    }
  for (guint i = 0; i < plan->remarks->len; i++)
    {
      const DyrImportRemark *remark = plan->remarks->pdata[i];

      add_entry (ledger,
                 DYR_IMPORT_WARNING,
                 row,
                 remark->column,
                 title,
                 before != NULL ? &before->uid : NULL,
                 remark->message);
    }
  for (guint i = 0; i < plan->people->len; i++)
    dyr_import_report_add_person (ledger->report, plan->people->pdata[i], 1);
}

static void
join_remarks (DyrImportPlan *plan, DyrImportPlan *found)
{
  for (guint i = 0; i < found->remarks->len; i++)
    {
      const DyrImportRemark *remark = found->remarks->pdata[i];

      dyr_import_plan_remark (plan, remark->column, g_strdup (remark->message));
    }
}

gboolean
dyr_import_write_row (const DyrImportLedger *ledger,
                      DyrImportScope *scope,
                      DyrSave *save,
                      DyrImportRow *row,
                      GError **error)
{
  g_autoptr (DyrImportPlan) found = dyr_import_plan_new ();
  g_autoptr (DyrImportPlan) plan = NULL;
  g_autoptr (DyrRow) before = NULL;

  if (row->warning != NULL)
    {
      g_autofree char *title = make_title (scope, row, NULL);

      add_entry (ledger, DYR_IMPORT_WARNING, row, row->column, title, NULL, row->warning);
    }
  if (row->blank)
    add_entry (ledger,
               DYR_IMPORT_SKIPPED,
               row,
               DYR_IMPORT_ALL_COLUMNS,
               NULL,
               NULL,
               _ ("All cells are empty."));
  if (row->refusal != NULL)
    {
      g_autofree char *title = make_title (scope, row, NULL);

      add_entry (ledger, DYR_IMPORT_REFUSED, row, row->column, title, NULL, row->refusal);
    }
  if (row->is_none || row->blank || row->refusal != NULL)
    return TRUE;

  if (!dyr_import_find_links (scope, row, error)
      || !dyr_import_match (scope, row, found, &before, error))
    return FALSE;
  if (found->refusal != NULL)
    {
      report_plan (ledger, scope, row, NULL, found);
      return TRUE;
    }
  plan = dyr_import_make_plan (scope, row, before);
  join_remarks (plan, found);
  report_plan (ledger, scope, row, before, plan);

  return plan->refusal != NULL || write_plan (ledger, scope, save, row, before, plan, error);
}

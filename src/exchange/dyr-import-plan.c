/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What a row changes: an empty cell nothing, a filled one its field; elements of sets are added to
 * those that are there, lines of the description likewise. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-import-private.h"

#include <string.h>

#include "dyr-export-private.h"
#include "dyr-text.h"

typedef struct
{
  DyrImportScope *scope;
  const DyrImportRow *row;
  const DyrRow *before;
  DyrImportPlan *plan;
  int description;  /* index of the field, -1 for none */
  GPtrArray *lines; /* const char *: of the row, then those in `own` */
  GPtrArray *own;
} Planner;

static void
free_remark (gpointer data)
{
  DyrImportRemark *remark = data;

  g_free (remark->message);
  g_free (remark);
}

DyrImportPlan *
dyr_import_plan_new (void)
{
  DyrImportPlan *plan = g_new0 (DyrImportPlan, 1);

  plan->values = dyr_field_values_new ();
  plan->remarks = g_ptr_array_new_with_free_func (free_remark);
  plan->people = g_ptr_array_new_with_free_func (g_free);
  plan->column = DYR_IMPORT_ALL_COLUMNS;

  return plan;
}

void
dyr_import_plan_free (DyrImportPlan *plan)
{
  if (plan == NULL)
    return;

  g_array_unref (plan->values);
  g_ptr_array_unref (plan->remarks);
  g_ptr_array_unref (plan->people);
  g_free (plan->refusal);
  g_free (plan);
}

void
dyr_import_plan_refuse (DyrImportPlan *plan, guint column, char *message)
{
  g_free (plan->refusal);
  plan->refusal = message;
  plan->column = column;
}

void
dyr_import_plan_remark (DyrImportPlan *plan, guint column, char *message)
{
  DyrImportRemark *remark = g_new0 (DyrImportRemark, 1);

  remark->column = column;
  remark->message = message;
  g_ptr_array_add (plan->remarks, remark);
}

gboolean
dyr_import_plan_is_empty (const DyrImportPlan *plan)
{
  return plan->values->len == 0;
}

static const DyrValue *
value_before (const Planner *planner, guint field)
{
  static const DyrValue none = DYR_VALUE_INIT;

  return planner->before != NULL ? &planner->before->values[field] : &none;
}

/* The cell stands as an export writes what is stored. Whatever it may also mean, and though it may
 * be no value by today's rules, it changes nothing. */
static gboolean
is_as_exported (const Planner *planner, const DyrImportCell *cell)
{
  const DyrValue *stored = value_before (planner, cell->field);

  return cell->text != NULL && stored->form != DYR_VALUE_NONE
         && dyr_export_is_text_of (
             planner->scope->context, planner->scope->type, cell->field, stored, cell->text);
}

static gboolean
is_item (DyrKind kind, const char *a, const char *b)
{
  g_autofree char *caseless_a = NULL, *caseless_b = NULL;

  if (kind != DYR_KIND_EMAIL)
    return g_str_equal (a, b);

  caseless_a = g_utf8_casefold (a, -1);
  caseless_b = g_utf8_casefold (b, -1);

  return g_str_equal (caseless_a, caseless_b);
}

/* Among the first `n`. */
static gboolean
has_item (const DyrSet *set, guint n, DyrKind kind, const char *item)
{
  for (guint i = 0; set != NULL && i < n; i++)
    if (is_item (kind, set->members[i].item, item))
      return TRUE;

  return FALSE;
}

static void
join_sets (const DyrField *field, const DyrSet *stored, const DyrSet *set, DyrValue *joined)
{
  g_autoptr (DyrSetBuilder) builder = dyr_set_builder_new ();

  if (stored != NULL)
    dyr_set_builder_add_set (builder, stored);
  for (guint i = 0; set != NULL && i < set->n; i++)
    if (!has_item (stored, stored != NULL ? stored->n : 0, field->items, set->members[i].item)
        && !has_item (set, i, field->items, set->members[i].item))
      dyr_set_builder_add (
          builder, set->members[i].item, set->members[i].role, set->members[i].link);
  dyr_value_take_set (joined, dyr_set_builder_end (builder));
}

/* Puts a value among those to write unless it is what is stored; one that was made here of parts
 * is checked. FALSE: it may not be written. */
static gboolean
write_value (Planner *planner, guint field, guint column, gboolean is_made, const DyrValue *value)
{
  const DyrRecordType *type = planner->scope->type;
  const DyrValue *stored = value_before (planner, field);
  g_autoptr (GError) error = NULL;

  if (dyr_value_equal (stored, value))
    return TRUE;
  if ((type->fields[field].flags & DYR_FIXED) != 0 && stored->form != DYR_VALUE_NONE)
    {
      dyr_import_plan_refuse (
          planner->plan,
          column,
          /* Translators: the name of a field. */
          g_strdup_printf (_ ("“%s” of a record that is there cannot be changed. Empty the cell."),
                              dyr_field_label (type, field)));
      return FALSE;
    }
  if (is_made && !dyr_record_type_check (type, field, value, &error))
    {
      dyr_import_plan_refuse (planner->plan, column, g_strdup (error->message));
      return FALSE;
    }
  dyr_value_copy (value, dyr_field_values_add (planner->plan->values, field));

  return TRUE;
}

/* Keeps a text that no field can take as a line of the description. */
static gboolean
keep_line (Planner *planner, guint column, const char *text)
{
  char *line;

  if (planner->description < 0)
    return FALSE;

  line = dyr_import_make_line (planner->scope->mapping, column, text);
  g_ptr_array_add (planner->own, line);
  g_ptr_array_add (planner->lines, line);

  return TRUE;
}

static gboolean
keep_person (Planner *planner, const DyrImportCell *cell)
{
  g_autofree char *name = dyr_text_clean (cell->text, -1);
  g_autofree char *quoted = dyr_import_quote (cell->text);

  if (keep_line (planner, cell->column, name))
    {
      g_ptr_array_add (planner->plan->people, g_steal_pointer (&name));
      return TRUE;
    }
  dyr_import_plan_refuse (
      planner->plan,
      cell->column,
      g_strdup_printf (_ ("There is no user “%s”. Add the user first, or empty the cell."),
                          quoted));

  return FALSE;
}

/* Nothing can be made without a value of this field; a state has its beginning. */
static gboolean
is_needed (const Planner *planner, guint field)
{
  return (planner->scope->type->fields[field].flags & DYR_REQUIRED) != 0
         && planner->scope->type->state != field + 1
         && value_before (planner, field)->form == DYR_VALUE_NONE;
}

static gboolean
keep_word (Planner *planner, const DyrImportWord *word)
{
  const DyrRecordType *type = planner->scope->type;
  const DyrImportCell *cell = dyr_import_row_find (planner->row, word->field);
  g_autofree char *quoted = dyr_import_quote (word->text);

  if (cell != NULL && is_as_exported (planner, cell))
    return TRUE;
  if (!is_needed (planner, word->field) && keep_line (planner, word->column, word->text))
    {
      dyr_import_plan_remark (
          planner->plan,
          word->column,
          /* Translators: what stands in a cell, then the name of a field. */
          g_strdup_printf (_ ("“%s” is unknown in “%s”. It was kept in the description; choose the "
                              "right word there."),
                              quoted,
                              dyr_field_label (type, word->field)));
      return TRUE;
    }
  dyr_import_plan_refuse (
      planner->plan,
      word->column,
      /* Translators: what stands in a cell, then the name of a field. */
      g_strdup_printf (_ ("“%s” is unknown in “%s”. Correct the word, or empty the cell."),
                          quoted,
                          dyr_field_label (type, word->field)));

  return FALSE;
}

static gboolean
plan_value (Planner *planner, const DyrImportCell *cell)
{
  const DyrField *field = &planner->scope->type->fields[cell->field];
  const DyrValue *stored = value_before (planner, cell->field);
  g_auto (DyrValue) joined = DYR_VALUE_INIT;

  if (cell->value.form == DYR_VALUE_NONE || dyr_value_equal (stored, &cell->value))
    return TRUE;
  if (cell->value.form != DYR_VALUE_SET)
    return is_as_exported (planner, cell)
           || write_value (planner, cell->field, cell->column, FALSE, &cell->value);

  join_sets (field, dyr_value_set (stored), cell->value.set, &joined);

  return dyr_value_equal (stored, &joined) || is_as_exported (planner, cell)
         || write_value (
             planner, cell->field, cell->column, stored->form != DYR_VALUE_NONE, &joined);
}

static gboolean
plan_cell (Planner *planner, const DyrImportCell *cell)
{
  switch (cell->state)
    {
    case DYR_IMPORT_CELL_VALUE:
      return plan_value (planner, cell);
    case DYR_IMPORT_CELL_LINK:
      return is_as_exported (planner, cell) || keep_person (planner, cell);
    case DYR_IMPORT_CELL_WRONG:
    default:
      if (is_as_exported (planner, cell))
        return TRUE;
      dyr_import_plan_refuse (planner->plan, cell->column, g_strdup (cell->problem));
      return FALSE;
    }
}

/* Whether a text has these lines, whole and together. */
static gboolean
has_lines (const char *text, const char *lines)
{
  gsize length = strlen (lines);

  for (const char *found = text; (found = strstr (found, lines)) != NULL; found++)
    if ((found == text || found[-1] == '\n') && (found[length] == '\0' || found[length] == '\n'))
      return TRUE;

  return FALSE;
}

/* The description: the cell's text in place of what is there; but when the row adds lines, what is
 * there and has that text already stays, so that importing again changes nothing. */
static gboolean
plan_description (Planner *planner)
{
  guint field = (guint) planner->description;
  DyrImportCell *cell = dyr_import_row_find (planner->row, field);
  const char *stored = dyr_value_text (value_before (planner, field));
  const char *given = cell != NULL ? dyr_value_text (&cell->value) : NULL;
  const char *begin = given != NULL ? given : stored;
  g_autoptr (GString) text = NULL;
  g_auto (DyrValue) value = DYR_VALUE_INIT;

  if (cell != NULL && cell->state == DYR_IMPORT_CELL_WRONG)
    return plan_cell (planner, cell);
  if (given != NULL && stored != NULL
      && ((planner->lines->len > 0 && has_lines (stored, given)) || is_as_exported (planner, cell)))
    begin = stored;

  text = g_string_new (begin);
  for (guint i = 0; i < planner->lines->len; i++)
    {
      const char *line = planner->lines->pdata[i];

      if (has_lines (text->str, line))
        continue;
      if (text->len > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, line);
    }
  if (text->len == 0)
    return TRUE;
  dyr_value_take_text (&value, g_string_free (g_steal_pointer (&text), FALSE));

  return write_value (
      planner, field, cell != NULL ? cell->column : DYR_IMPORT_ALL_COLUMNS, TRUE, &value);
}

static const DyrValue *
value_after (const Planner *planner, guint field)
{
  for (guint i = 0; i < planner->plan->values->len; i++)
    {
      const DyrFieldValue *value = &g_array_index (planner->plan->values, DyrFieldValue, i);

      if (value->field == field)
        return &value->value;
    }

  return value_before (planner, field);
}

/* The name of the column knows the currency where the row does not say it. */
static gboolean
plan_currencies (Planner *planner)
{
  for (guint i = 0; i < planner->row->cells->len; i++)
    {
      const DyrImportCell *cell = &g_array_index (planner->row->cells, DyrImportCell, i);
      const DyrField *field = &planner->scope->type->fields[cell->field];
      g_auto (DyrValue) value = DYR_VALUE_INIT;
      const char *currency;

      if (field->kind != DYR_KIND_MONEY
          || value_after (planner, field->currency)->form != DYR_VALUE_NONE)
        continue;
      currency = dyr_import_parser_get_currency (planner->scope->parser, cell->column);
      if (currency == NULL)
        continue;
      dyr_value_set_text (&value, currency);
      if (!write_value (planner, field->currency, cell->column, FALSE, &value))
        return FALSE;
    }

  return TRUE;
}

/* A dated log is written before the date that it is about: that adds to it by itself. */
static void
put_logs_first (const DyrRecordType *type, GArray *values)
{
  for (guint i = 0; i < values->len; i++)
    {
      DyrFieldValue value = g_array_index (values, DyrFieldValue, i);
      DyrFieldValue first = g_array_index (values, DyrFieldValue, 0);

      if (type->fields[value.field].kind != DYR_KIND_SET
          || type->fields[value.field].items != DYR_KIND_MOVE)
        continue;
      g_array_index (values, DyrFieldValue, 0) = value;
      g_array_index (values, DyrFieldValue, i) = first;
    }
}

static guint
find_column (const Planner *planner, guint field)
{
  for (guint i = 0; i < dyr_mapping_get_n_columns (planner->scope->mapping); i++)
    {
      guint other = 0;

      if (dyr_mapping_get (planner->scope->mapping, i, &other) == DYR_MAPPING_FIELD
          && other == field)
        return i;
    }

  return DYR_IMPORT_ALL_COLUMNS;
}

/* The state has a beginning; everything else that is required must be there. */
static gboolean
check_required (Planner *planner)
{
  const DyrRecordType *type = planner->scope->type;

  for (guint i = 0; i < type->n_fields; i++)
    {
      guint column;

      if ((type->fields[i].flags & DYR_REQUIRED) == 0 || type->state == i + 1
          || value_after (planner, i)->form != DYR_VALUE_NONE)
        continue;
      column = find_column (planner, i);
      dyr_import_plan_refuse (
          planner->plan,
          column,
          column == DYR_IMPORT_ALL_COLUMNS
          /* Translators: the name of a field. */
          ? g_strdup_printf (_ ("“%s” is missing, and no column goes into it. Say which column "
                                    "has it."),
                                dyr_field_label (type, i))
          : g_strdup_printf (_ ("“%s” is missing. Fill the cell."), dyr_field_label (type, i)));
      return FALSE;
    }

  return TRUE;
}

/* What looks wrong though it is kept: check digits. */
static void
add_warnings (Planner *planner)
{
  const DyrRecordType *type = planner->scope->type;
  int country_field = dyr_record_type_find (type, "country");
  const char *country
      = country_field >= 0 ? dyr_value_text (value_after (planner, (guint) country_field)) : NULL;

  for (guint i = 0; i < planner->plan->values->len; i++)
    {
      const DyrFieldValue *value = &g_array_index (planner->plan->values, DyrFieldValue, i);
      DyrImportCell *cell = dyr_import_row_find (planner->row, value->field);
      char *warning;

      /* Of what is there already somebody was told before: only what the file says counts. */
      if (cell == NULL || cell->value.form == DYR_VALUE_NONE)
        continue;
      warning = dyr_context_warning (
          planner->scope->context, type, value->field, &cell->value, country);
      if (warning != NULL)
        dyr_import_plan_remark (planner->plan, cell->column, warning);
    }
}

static gboolean
plan_cells (Planner *planner)
{
  for (guint i = 0; i < planner->row->cells->len; i++)
    {
      const DyrImportCell *cell = &g_array_index (planner->row->cells, DyrImportCell, i);

      if ((int) cell->field != planner->description && !plan_cell (planner, cell))
        return FALSE;
    }

  for (guint i = 0; i < planner->row->words->len; i++)
    if (!keep_word (planner, &g_array_index (planner->row->words, DyrImportWord, i)))
      return FALSE;

  return planner->description < 0 || plan_description (planner);
}

DyrImportPlan *
dyr_import_make_plan (DyrImportScope *scope, const DyrImportRow *row, const DyrRow *before)
{
  Planner planner = { scope, row, before, dyr_import_plan_new (), -1, NULL, NULL };

  if (dyr_mapping_is_possible (scope->type, DYR_MAPPING_DESCRIPTION, 0))
    planner.description = dyr_record_type_find (scope->type, "description");
  planner.lines = g_ptr_array_new ();
  planner.own = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_extend (planner.lines, row->lines, NULL, NULL);

  if (plan_cells (&planner) && plan_currencies (&planner)
      && (before != NULL || check_required (&planner)))
    {
      put_logs_first (scope->type, planner.plan->values);
      add_warnings (&planner);
    }
  g_ptr_array_unref (planner.lines);
  g_ptr_array_unref (planner.own);

  return planner.plan;
}

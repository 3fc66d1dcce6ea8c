/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrCondition: what a field must be for a record to be in a list. Names come only from the field
 * table, values are bound. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-condition.h"

#include "dyr-derived.h"
#include "dyr-text.h"
#include "dyr-type-sql.h"

/* The record of a uid, by the uid of one that was merged into it too. 0 for none: no record links
 * to that, while NULL would stand for all that link to nothing. */
#define ID_OF_UID                                                                                  \
  "coalesce ((SELECT coalesce (r.id, a.record) FROM (SELECT ? AS uid) u "                          \
  "LEFT JOIN record r ON r.uid = u.uid LEFT JOIN alias a ON a.uid = u.uid), 0)"

static void
clear_value (gpointer data)
{
  dyr_value_clear (data);
}

DyrCondition *
dyr_condition_new (guint field, DyrCompare compare)
{
  DyrCondition *self = g_new0 (DyrCondition, 1);

  self->field = field;
  self->compare = compare;
  self->values = g_array_new (FALSE, TRUE, sizeof (DyrValue));
  g_array_set_clear_func (self->values, clear_value);
  return self;
}

DyrCondition *
dyr_condition_copy (const DyrCondition *self)
{
  DyrCondition *copy = dyr_condition_new (self->field, self->compare);

  for (guint i = 0; i < self->values->len; i++)
    dyr_condition_add (copy, dyr_condition_get_value (self, i));
  return copy;
}

void
dyr_condition_free (DyrCondition *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->values);
  g_free (self);
}

gboolean
dyr_condition_equal (const DyrCondition *a, const DyrCondition *b)
{
  if (a->field != b->field || a->compare != b->compare || a->values->len != b->values->len)
    return FALSE;
  for (guint i = 0; i < a->values->len; i++)
    if (!dyr_value_equal (dyr_condition_get_value (a, i), dyr_condition_get_value (b, i)))
      return FALSE;
  return TRUE;
}

void
dyr_condition_add (DyrCondition *self, const DyrValue *value)
{
  DyrValue copy = DYR_VALUE_INIT;

  dyr_value_copy (value, &copy);
  g_array_append_val (self->values, copy);
}

guint
dyr_condition_get_n_values (const DyrCondition *self)
{
  return self->values->len;
}

const DyrValue *
dyr_condition_get_value (const DyrCondition *self, guint index)
{
  g_return_val_if_fail (index < self->values->len, NULL);
  return &g_array_index (self->values, DyrValue, index);
}

static void
free_condition (gpointer data)
{
  dyr_condition_free (data);
}

GPtrArray *
dyr_conditions_new (void)
{
  return g_ptr_array_new_with_free_func (free_condition);
}

static gpointer
copy_condition (gconstpointer condition, gpointer data)
{
  return dyr_condition_copy (condition);
}

GPtrArray *
dyr_conditions_copy (GPtrArray *conditions)
{
  return g_ptr_array_copy (conditions, copy_condition, NULL);
}

/* SQL */

void
dyr_condition_append_column (GString *sql,
                             const DyrRecordType *type,
                             guint field,
                             const char *suffix)
{
  g_autofree char *column = dyr_field_column (&type->fields[field]);

  if (type->fields[field].flags & DYR_DERIVED)
    g_string_append_printf (sql, "(%s)", dyr_derived_expression (type, field));
  else
    g_string_append_printf (sql, "t.\"%s%s\"", column, suffix);
}

static const char *
operator_of (DyrCompare compare)
{
  switch (compare)
    {
    case DYR_COMPARE_IS:
      return "IS";
    case DYR_COMPARE_IS_NOT:
      return "IS NOT";
    case DYR_COMPARE_BEFORE:
      return "<";
    case DYR_COMPARE_UP_TO:
      return "<=";
    case DYR_COMPARE_FROM:
      return ">=";
    case DYR_COMPARE_AFTER:
      return ">";
    case DYR_COMPARE_CONTAINS:
    case DYR_COMPARE_LACKS:
    default:
      g_return_val_if_reached ("IS");
    }
}

static gboolean
is_negative (DyrCompare compare)
{
  return compare == DYR_COMPARE_IS_NOT || compare == DYR_COMPARE_LACKS;
}

static gboolean
is_about_text (DyrCompare compare)
{
  return compare == DYR_COMPARE_CONTAINS || compare == DYR_COMPARE_LACKS;
}

/* The kind of a field's values or of a set's elements. */
static DyrKind
kind_of (const DyrField *field)
{
  return field->kind == DYR_KIND_SET ? field->items : field->kind;
}

/* Of equality between texts: the stored folded form. */
static gboolean
by_fold (const DyrCondition *self, const DyrField *field, const DyrValue *value)
{
  return (self->compare == DYR_COMPARE_IS || self->compare == DYR_COMPARE_IS_NOT)
         && dyr_field_has_fold (field) && value->form == DYR_VALUE_TEXT;
}

/* Of equality between e-mail addresses: capitals do not matter. */
static gboolean
by_case (const DyrCondition *self, const DyrField *field, const DyrValue *value)
{
  return (self->compare == DYR_COMPARE_IS || self->compare == DYR_COMPARE_IS_NOT)
         && field->kind == DYR_KIND_EMAIL && value->form == DYR_VALUE_TEXT;
}

/* Elements of a set. */
static void
append_member (const DyrCondition *self, GString *sql, const DyrField *field, const DyrValue *value)
{
  gboolean empty = value->form == DYR_VALUE_NONE;
  const char *test = "m.item = ?";

  if (empty)
    test = "? IS NULL";
  else if (is_about_text (self->compare) && field->items == DYR_KIND_LINK)
    test = "dyr_holds ((SELECT title FROM record l WHERE l.id = m.target), ?)";
  else if (is_about_text (self->compare))
    test = "dyr_holds (m.item, ?)";
  else if (field->items == DYR_KIND_EMAIL)
    test = "dyr_caseless (m.item) = dyr_caseless (?)";
  g_string_append_printf (
      sql,
      "%sEXISTS (SELECT 1 FROM member m WHERE m.record = t.id AND m.field = '%s' AND %s)",
      is_negative (self->compare) != empty ? "NOT " : "",
      field->name,
      test);
}

/* A text that holds another. The folded text of all searched fields is looked at first: one search
 * in it is cheaper than folding this one. */
static void
append_holds (const DyrCondition *self, GString *sql, const DyrRecordType *type)
{
  const DyrField *field = &type->fields[self->field];

  g_string_append (sql, self->compare == DYR_COMPARE_LACKS ? "NOT (" : "(");
  if ((field->flags & DYR_SEARCHED) != 0)
    g_string_append (sql, "coalesce (instr (t.fold, ?), 0) > 0 AND ");
  g_string_append (sql, "dyr_holds (");
  if (field->kind == DYR_KIND_LINK)
    g_string_append (sql, "(SELECT title FROM record l WHERE l.id = ");
  dyr_condition_append_column (sql, type, self->field, "");
  g_string_append (sql, field->kind == DYR_KIND_LINK ? "), ?))" : ", ?))");
}

static void
append_value (const DyrCondition *self,
              GString *sql,
              const DyrRecordType *type,
              const DyrValue *value)
{
  const DyrField *field = &type->fields[self->field];
  gboolean unknown_id = value->form == DYR_VALUE_LINK && value->link->id == 0;

  if (field->kind == DYR_KIND_SET)
    append_member (self, sql, field, value);
  else if (is_about_text (self->compare) && value->form != DYR_VALUE_NONE)
    append_holds (self, sql, type);
  else if (by_case (self, field, value))
    {
      g_string_append (sql, "dyr_caseless (");
      dyr_condition_append_column (sql, type, self->field, "");
      g_string_append_printf (sql, ") %s dyr_caseless (?)", operator_of (self->compare));
    }
  else
    {
      dyr_condition_append_column (
          sql, type, self->field, by_fold (self, field, value) ? "_fold" : "");
      g_string_append_printf (sql,
                              " %s %s",
                              value->form == DYR_VALUE_NONE
                                  ? (is_negative (self->compare) ? "IS NOT" : "IS")
                                  : operator_of (self->compare),
                              unknown_id ? ID_OF_UID : "?");
    }
}

void
dyr_condition_append (const DyrCondition *self, GString *sql, const DyrRecordType *type)
{
  g_return_if_fail (self->values->len > 0);

  g_string_append (sql, self->values->len > 1 ? " AND (" : " AND ");
  for (guint i = 0; i < self->values->len; i++)
    {
      if (i > 0)
        g_string_append (sql, is_negative (self->compare) ? " AND " : " OR ");
      append_value (self, sql, type, dyr_condition_get_value (self, i));
    }
  if (self->values->len > 1)
    g_string_append_c (sql, ')');
}

/* What is looked for in texts of the kind. */
static char *
needle_of (const DyrField *field, const char *text)
{
  g_autoptr (GString) digits = NULL;

  if (kind_of (field) != DYR_KIND_PHONE)
    return dyr_text_fold (text);
  digits = g_string_new (NULL);
  for (const char *p = text; *p != '\0'; p++)
    if (g_ascii_isdigit (*p))
      g_string_append_c (digits, *p);
  return digits->len > 0 ? g_string_free (g_steal_pointer (&digits), FALSE) : dyr_text_fold (text);
}

static int
bind_value (const DyrCondition *self,
            DyrStatement *query,
            int index,
            const DyrField *field,
            const DyrValue *value)
{
  if (is_about_text (self->compare) && value->form == DYR_VALUE_TEXT)
    {
      if (field->kind != DYR_KIND_SET && (field->flags & DYR_SEARCHED) != 0)
        dyr_statement_take_text (query, index++, needle_of (field, value->text));
      dyr_statement_take_text (query, index, needle_of (field, value->text));
    }
  else if (by_fold (self, field, value))
    dyr_statement_take_text (query, index, dyr_text_fold (value->text));
  else if (value->form == DYR_VALUE_LINK && value->link->id == 0)
    dyr_statement_bind_blob (query, index, value->link->uid.bytes, sizeof value->link->uid.bytes);
  else
    dyr_statement_bind_value (query, index, value);
  return index + 1;
}

int
dyr_condition_bind (const DyrCondition *self,
                    DyrStatement *query,
                    int index,
                    const DyrRecordType *type)
{
  for (guint i = 0; i < self->values->len; i++)
    index = bind_value (
        self, query, index, &type->fields[self->field], dyr_condition_get_value (self, i));
  return index;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Conditions as a person reads and makes them. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-condition-words.h"

#include <glib/gi18n-lib.h>

/* Values named one by one. */
#define MAX_NAMED 3

static gboolean
has_order (DyrKind kind)
{
  return kind == DYR_KIND_COUNT || kind == DYR_KIND_QUANTITY || kind == DYR_KIND_MONEY
         || kind == DYR_KIND_DATE || kind == DYR_KIND_INSTANT;
}

static gboolean
has_choices (const DyrField *field)
{
  return field->choices != NULL;
}

gboolean
dyr_condition_can_ask (const DyrField *field)
{
  return !(field->kind == DYR_KIND_SET && field->items == DYR_KIND_MOVE);
}

guint
dyr_condition_find_ways (const DyrField *field, DyrAsk *ways)
{
  guint n = 0;

  if (has_order (field->kind))
    ways[n++] = DYR_ASK_BETWEEN;
  else if (has_choices (field) || field->kind == DYR_KIND_YES_NO)
    ways[n++] = DYR_ASK_IS;
  else if (field->kind == DYR_KIND_LINK)
    {
      ways[n++] = DYR_ASK_IS;
      ways[n++] = DYR_ASK_IS_NOT;
      ways[n++] = DYR_ASK_CONTAINS;
    }
  else
    {
      ways[n++] = DYR_ASK_CONTAINS;
      ways[n++] = DYR_ASK_LACKS;
    }
  if (has_choices (field))
    ways[n++] = DYR_ASK_IS_NOT;
  ways[n++] = DYR_ASK_EMPTY;
  ways[n++] = DYR_ASK_NOT_EMPTY;
  return n;
}

const char *
dyr_condition_way_label (DyrAsk way)
{
  switch (way)
    {
    case DYR_ASK_IS:
      return C_("condition", "is");
    case DYR_ASK_IS_NOT:
      return C_("condition", "is not");
    case DYR_ASK_CONTAINS:
      return C_("condition", "contains");
    case DYR_ASK_LACKS:
      return C_("condition", "does not contain");
    case DYR_ASK_BETWEEN:
      return C_("condition", "between");
    case DYR_ASK_EMPTY:
      return C_("condition", "is empty");
    case DYR_ASK_NOT_EMPTY:
      return C_("condition", "is not empty");
    default:
      g_return_val_if_reached ("");
    }
}

static char *
show_value (const DyrCondition *condition,
            const DyrContext *context,
            const DyrRecordType *type,
            guint index)
{
  const DyrField *field = &type->fields[condition->field];
  const DyrValue *value = dyr_condition_get_value (condition, index);
  const char *text = dyr_value_text (value);
  const DyrChoice *choice
      = has_choices (field) && text != NULL ? dyr_field_find_choice (field, text) : NULL;

  if (choice != NULL)
    return g_strdup (dyr_choice_label (type, choice));
  if (text != NULL)
    return g_strdup (text);
  return dyr_context_show (context, type, condition->field, value, NULL);
}

static char *
show_values (const DyrCondition *condition, const DyrContext *context, const DyrRecordType *type)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n = dyr_condition_get_n_values (condition);

  for (guint i = 0; i < MIN (n, MAX_NAMED); i++)
    {
      g_autofree char *value = show_value (condition, context, type, i);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", value != NULL ? value : "—");
    }
  if (n > MAX_NAMED)
    g_string_append_printf (text, " + %u", n - MAX_NAMED);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The sentence for values; each whole, so that languages can order it. */
static const char *
format_of (DyrCompare compare)
{
  switch (compare)
    {
    case DYR_COMPARE_IS_NOT:
      /* Translators: a condition: field, values. */
      return C_("condition", "%s is not %s");
    case DYR_COMPARE_BEFORE:
      return C_("condition", "%s < %s");
    case DYR_COMPARE_UP_TO:
      return C_("condition", "%s ≤ %s");
    case DYR_COMPARE_FROM:
      return C_("condition", "%s ≥ %s");
    case DYR_COMPARE_AFTER:
      return C_("condition", "%s > %s");
    case DYR_COMPARE_CONTAINS:
      return C_("condition", "%s contains %s");
    case DYR_COMPARE_LACKS:
      return C_("condition", "%s does not contain %s");
    case DYR_COMPARE_IS:
    default:
      /* Translators: a condition: field, values. */
      return C_("condition", "%s: %s");
    }
}

/* The two words of a format are put in by hand: it is no literal. */
static char *
fill (const char *format, const char *field, const char *value)
{
  g_autoptr (GString) text = g_string_new (format);
  gssize at = strstr (text->str, "%s") - text->str;

  g_string_erase (text, at, 2);
  g_string_insert (text, at, field);
  at = strstr (text->str + at + strlen (field), "%s") - text->str;
  g_string_erase (text, at, 2);
  g_string_insert (text, at, value);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
dyr_condition_to_words (const DyrCondition *condition,
                        const DyrContext *context,
                        const DyrRecordType *type)
{
  const char *label = dyr_field_label (type, condition->field);
  g_autofree char *values = NULL;

  if (dyr_condition_get_value (condition, 0)->form == DYR_VALUE_NONE)
    return g_strdup_printf (condition->compare == DYR_COMPARE_IS_NOT
                            /* Translators: a condition: the field has a value. */
                            ? C_("condition", "%s is not empty")
                                  : C_("condition", "%s is empty"), label);
  values = show_values (condition, context, type);
  return fill (format_of (condition->compare), label, values);
}

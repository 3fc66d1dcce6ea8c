/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrValue: the value of one field, and lists of values by field. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-value.h"

/* A hundred thousand rows pass by during an import, each with one of these a field. */
G_STATIC_ASSERT (sizeof (DyrValue) <= 16);

static void
clear_field_value (gpointer data)
{
  DyrFieldValue *field_value = data;

  dyr_value_clear (&field_value->value);
}

void
dyr_value_clear (DyrValue *value)
{
  DyrValue old;

  g_return_if_fail (value != NULL);

  old = *value;
  *value = (DyrValue) DYR_VALUE_INIT;

  switch (old.form)
    {
    case DYR_VALUE_TEXT:
      g_free (old.text);
      break;
    case DYR_VALUE_LINK:
      dyr_link_unref (old.link);
      break;
    case DYR_VALUE_SET:
      dyr_set_unref (old.set);
      break;
    case DYR_VALUE_NONE:
    case DYR_VALUE_NUMBER:
    default:
      break;
    }
}

void
dyr_value_set_number (DyrValue *value, gint64 number)
{
  g_return_if_fail (value != NULL);

  dyr_value_clear (value);
  value->form = DYR_VALUE_NUMBER;
  value->number = number;
}

/** dyr_value_set_text: @text is copied, and may be the value's own; %NULL is no value */
void
dyr_value_set_text (DyrValue *value, const char *text)
{
  dyr_value_take_text (value, g_strdup (text));
}

/** dyr_value_take_text: @text becomes the value's own; %NULL is no value */
void
dyr_value_take_text (DyrValue *value, char *text)
{
  g_return_if_fail (value != NULL);

  dyr_value_clear (value);
  if (text == NULL)
    return;

  value->form = DYR_VALUE_TEXT;
  value->text = text;
}

/** dyr_value_set_link: %NULL is no value */
void
dyr_value_set_link (DyrValue *value, const DyrLink *link)
{
  dyr_value_take_link (value, link != NULL ? dyr_link_ref (link) : NULL);
}

/** dyr_value_take_link: @link becomes the value's own; %NULL is no value */
void
dyr_value_take_link (DyrValue *value, DyrLink *link)
{
  g_return_if_fail (value != NULL);

  dyr_value_clear (value);
  if (link == NULL)
    return;

  value->form = DYR_VALUE_LINK;
  value->link = link;
}

/** dyr_value_set_set: %NULL, the empty set, is no value */
void
dyr_value_set_set (DyrValue *value, const DyrSet *set)
{
  dyr_value_take_set (value, set != NULL ? dyr_set_ref (set) : NULL);
}

/** dyr_value_take_set: @set becomes the value's own; %NULL, the empty set, is no value */
void
dyr_value_take_set (DyrValue *value, DyrSet *set)
{
  g_return_if_fail (value != NULL);

  dyr_value_clear (value);
  if (set == NULL)
    return;

  value->form = DYR_VALUE_SET;
  value->set = set;
}

/** dyr_value_copy: makes @to the same as @from; what @to was is cleared */
void
dyr_value_copy (const DyrValue *from, DyrValue *to)
{
  g_return_if_fail (from != NULL);
  g_return_if_fail (to != NULL);

  if (from == to)
    return;

  switch (from->form)
    {
    case DYR_VALUE_NUMBER:
      dyr_value_set_number (to, from->number);
      break;
    case DYR_VALUE_TEXT:
      dyr_value_set_text (to, from->text);
      break;
    case DYR_VALUE_LINK:
      dyr_value_set_link (to, from->link);
      break;
    case DYR_VALUE_SET:
      dyr_value_set_set (to, from->set);
      break;
    case DYR_VALUE_NONE:
    default:
      dyr_value_clear (to);
      break;
    }
}

static gboolean
compare_values (const DyrValue *a, const DyrValue *b, gboolean looks)
{
  if (a == b)
    return TRUE;

  if (a->form != b->form)
    return FALSE;

  switch (a->form)
    {
    case DYR_VALUE_NUMBER:
      return a->number == b->number;
    case DYR_VALUE_TEXT:
      return g_str_equal (a->text, b->text);
    case DYR_VALUE_LINK:
      return looks ? dyr_link_looks_equal (a->link, b->link) : dyr_link_equal (a->link, b->link);
    case DYR_VALUE_SET:
      return looks ? dyr_set_looks_equal (a->set, b->set) : dyr_set_equal (a->set, b->set);
    case DYR_VALUE_NONE:
    default:
      return TRUE;
    }
}

gboolean
dyr_value_equal (const DyrValue *a, const DyrValue *b)
{
  g_return_val_if_fail (a != NULL, FALSE);
  g_return_val_if_fail (b != NULL, FALSE);

  return compare_values (a, b, FALSE);
}

gboolean
dyr_value_looks_equal (const DyrValue *a, const DyrValue *b)
{
  g_return_val_if_fail (a != NULL, FALSE);
  g_return_val_if_fail (b != NULL, FALSE);

  return compare_values (a, b, TRUE);
}

gint64
dyr_value_number (const DyrValue *value, gint64 fallback)
{
  g_return_val_if_fail (value != NULL, fallback);

  return value->form == DYR_VALUE_NUMBER ? value->number : fallback;
}

const char *
dyr_value_text (const DyrValue *value)
{
  g_return_val_if_fail (value != NULL, NULL);

  return value->form == DYR_VALUE_TEXT ? value->text : NULL;
}

const DyrLink *
dyr_value_link (const DyrValue *value)
{
  g_return_val_if_fail (value != NULL, NULL);

  return value->form == DYR_VALUE_LINK ? value->link : NULL;
}

const DyrSet *
dyr_value_set (const DyrValue *value)
{
  g_return_val_if_fail (value != NULL, NULL);

  return value->form == DYR_VALUE_SET ? value->set : NULL;
}

GArray *
dyr_field_values_new (void)
{
  GArray *values = g_array_new (FALSE, TRUE, sizeof (DyrFieldValue));

  g_array_set_clear_func (values, clear_field_value);

  return values;
}

DyrValue *
dyr_field_values_add (GArray *values, guint field)
{
  DyrFieldValue *added;

  g_return_val_if_fail (values != NULL, NULL);

  g_array_set_size (values, values->len + 1);
  added = &g_array_index (values, DyrFieldValue, values->len - 1);
  added->field = field;

  return &added->value;
}

GArray *
dyr_field_values_copy (const GArray *values)
{
  GArray *copy;

  g_return_val_if_fail (values != NULL, NULL);

  copy = dyr_field_values_new ();
  for (guint i = 0; i < values->len; i++)
    {
      const DyrFieldValue *value = &g_array_index (values, DyrFieldValue, i);

      dyr_value_copy (&value->value, dyr_field_values_add (copy, value->field));
    }

  return copy;
}

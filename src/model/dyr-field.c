/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrField: forms and lengths by kind, and the canonical text of values. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-field.h"

#include <string.h>

#include "dyr-date.h"
#include "dyr-decimal.h"
#include "dyr-error.h"
#include "dyr-quote-private.h"

#define MOVE_TO_NOTHING "-"

static DyrValueForm
form_of_kind (DyrKind kind)
{
  switch (kind)
    {
    case DYR_KIND_YES_NO:
    case DYR_KIND_COUNT:
    case DYR_KIND_QUANTITY:
    case DYR_KIND_MONEY:
    case DYR_KIND_DATE:
    case DYR_KIND_INSTANT:
      return DYR_VALUE_NUMBER;
    case DYR_KIND_LINK:
      return DYR_VALUE_LINK;
    case DYR_KIND_SET:
      return DYR_VALUE_SET;
    case DYR_KIND_TEXT:
    case DYR_KIND_LONG_TEXT:
    case DYR_KIND_CODE:
    case DYR_KIND_PHONE:
    case DYR_KIND_EMAIL:
    case DYR_KIND_IBAN:
    case DYR_KIND_URL:
    case DYR_KIND_COUNTRY:
    case DYR_KIND_CURRENCY:
    case DYR_KIND_CHOICE:
    case DYR_KIND_MOVE:
    default:
      return DYR_VALUE_TEXT;
    }
}

static guint
max_length_of_kind (DyrKind kind)
{
  switch (kind)
    {
    case DYR_KIND_LONG_TEXT:
      return 50000;
    case DYR_KIND_URL:
      return 2000;
    case DYR_KIND_CURRENCY:
      return 3;
    case DYR_KIND_CODE:
    case DYR_KIND_PHONE:
    case DYR_KIND_IBAN:
    case DYR_KIND_COUNTRY:
    case DYR_KIND_CHOICE:
    case DYR_KIND_MOVE:
      return 100;
    case DYR_KIND_EMAIL:
      return 254; /* RFC 5321, with the brackets taken off */
    case DYR_KIND_TEXT:
    case DYR_KIND_YES_NO:
    case DYR_KIND_COUNT:
    case DYR_KIND_QUANTITY:
    case DYR_KIND_MONEY:
    case DYR_KIND_DATE:
    case DYR_KIND_INSTANT:
    case DYR_KIND_LINK:
    case DYR_KIND_SET:
    default:
      return 255;
    }
}

static char *
number_to_text (DyrKind kind, gint64 number)
{
  if (kind == DYR_KIND_DATE)
    return dyr_date_to_text (number);

  if (kind == DYR_KIND_INSTANT)
    return dyr_instant_to_text (number);

  if (kind == DYR_KIND_MONEY)
    return dyr_decimal_to_text (number, DYR_DECIMAL_MONEY_SCALE);

  if (kind == DYR_KIND_QUANTITY)
    return dyr_decimal_to_text (number, DYR_DECIMAL_QUANTITY_SCALE);

  return dyr_decimal_to_text (number, 0);
}

static gboolean
number_from_text (DyrKind kind, const char *text, gint64 *number)
{
  if (kind == DYR_KIND_DATE)
    return dyr_date_parse_iso (text, number);

  if (kind == DYR_KIND_INSTANT)
    return dyr_instant_parse_iso (text, number);

  if (kind == DYR_KIND_MONEY)
    return dyr_decimal_parse_canonical (text, DYR_DECIMAL_MONEY_SCALE, number);

  if (kind == DYR_KIND_QUANTITY)
    return dyr_decimal_parse_canonical (text, DYR_DECIMAL_QUANTITY_SCALE, number);

  if (!dyr_decimal_parse_canonical (text, 0, number))
    return FALSE;

  return kind != DYR_KIND_YES_NO || *number == 0 || *number == 1;
}

static char *
set_to_text (const DyrSet *set)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < set->n; i++)
    {
      if (i > 0)
        g_string_append_c (text, '\n');

      g_string_append (text, set->members[i].item);
      if (set->members[i].role != NULL)
        {
          g_string_append_c (text, '\t');
          g_string_append (text, set->members[i].role);
        }
    }

  return g_string_free (text, FALSE);
}

static DyrLink *
link_from_text (const char *text)
{
  DyrUid uid;

  if (!dyr_uid_parse (text, &uid) || dyr_uid_is_null (&uid))
    return NULL;

  return dyr_link_new (0, &uid, NULL, 0, FALSE);
}

static gboolean
add_item (DyrSetBuilder *builder, DyrKind kind, const char *item, const char *role)
{
  g_autoptr (DyrLink) link = NULL;
  gint64 number;

  if (kind == DYR_KIND_LINK)
    {
      link = link_from_text (item);
      if (link == NULL)
        return FALSE;

      dyr_set_builder_add (builder, NULL, role, link);
      return TRUE;
    }

  if (kind == DYR_KIND_MOVE && !dyr_move_from_text (item, NULL, NULL))
    return FALSE;

  if (form_of_kind (kind) == DYR_VALUE_NUMBER && !number_from_text (kind, item, &number))
    return FALSE;

  dyr_set_builder_add (builder, item, role, NULL);

  return TRUE;
}

static gboolean
set_from_text (DyrKind items, const char *text, DyrValue *value)
{
  g_autoptr (DyrSetBuilder) builder = dyr_set_builder_new ();
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      char *role = strchr (lines[i], '\t');

      if (role != NULL)
        *role++ = '\0';

      if (*lines[i] != '\0' && !add_item (builder, items, lines[i], role))
        return FALSE;
    }

  dyr_value_take_set (value, dyr_set_builder_end (builder));

  return TRUE;
}

static gboolean
value_from_text (const DyrField *field, const char *text, DyrValue *value)
{
  DyrLink *link;
  gint64 number;

  if (!g_utf8_validate (text, -1, NULL))
    return FALSE;

  switch (form_of_kind (field->kind))
    {
    case DYR_VALUE_NUMBER:
      if (!number_from_text (field->kind, text, &number))
        return FALSE;
      dyr_value_set_number (value, number);
      return TRUE;
    case DYR_VALUE_LINK:
      link = link_from_text (text);
      if (link == NULL)
        return FALSE;
      dyr_value_take_link (value, link);
      return TRUE;
    case DYR_VALUE_SET:
      return set_from_text (field->items, text, value);
    case DYR_VALUE_TEXT:
    case DYR_VALUE_NONE:
    default:
      if (field->kind == DYR_KIND_MOVE && !dyr_move_from_text (text, NULL, NULL))
        return FALSE;
      dyr_value_set_text (value, text);
      return TRUE;
    }
}

DyrValueForm
dyr_field_form (const DyrField *field)
{
  g_return_val_if_fail (field != NULL, DYR_VALUE_NONE);

  return form_of_kind (field->kind);
}

guint
dyr_field_max_length (const DyrField *field)
{
  g_return_val_if_fail (field != NULL, 0);

  if (field->max_length > 0)
    return field->max_length;

  return max_length_of_kind (field->kind == DYR_KIND_SET ? field->items : field->kind);
}

const DyrChoice *
dyr_field_find_choice (const DyrField *field, const char *id)
{
  g_return_val_if_fail (field != NULL, NULL);

  if (field->choices == NULL || id == NULL)
    return NULL;

  for (const DyrChoice *choice = field->choices; choice->id != NULL; choice++)
    {
      if (g_str_equal (choice->id, id))
        return choice;
    }

  return NULL;
}

/**
 * dyr_move_to_text:
 * @instant: when it was agreed, seconds since 1970 UTC
 * @date: the date that was agreed, or DYR_NO_DATE when an agreed date was taken back
 *
 * Returns: (transfer full): "2026-11-20T10:00:00Z 2026-11-24"
 */
char *
dyr_move_to_text (gint64 instant, gint64 date)
{
  g_autofree char *at = dyr_instant_to_text (instant);
  g_autofree char *to = date != DYR_NO_DATE ? dyr_date_to_text (date) : g_strdup (MOVE_TO_NOTHING);

  return g_strconcat (at, " ", to, NULL);
}

/**
 * dyr_move_from_text:
 * @text: what may be an element of a log of moves
 * @instant: (out) (optional): when
 * @date: (out) (optional): to what date; DYR_NO_DATE for none
 *
 * Returns: whether @text is one; else nothing is touched
 */
gboolean
dyr_move_from_text (const char *text, gint64 *instant, gint64 *date)
{
  g_autofree char *at = NULL;
  const char *to;
  gint64 when, what = DYR_NO_DATE;

  g_return_val_if_fail (text != NULL, FALSE);

  to = strchr (text, ' ');
  if (to == NULL)
    return FALSE;

  at = g_strndup (text, (gsize) (to - text));
  to++;
  if (!dyr_instant_parse_iso (at, &when)
      || (!g_str_equal (to, MOVE_TO_NOTHING) && !dyr_date_parse_iso (to, &what)))
    return FALSE;

  if (instant != NULL)
    *instant = when;
  if (date != NULL)
    *date = what;

  return TRUE;
}

char *
dyr_field_to_text (const DyrField *field, const DyrValue *value)
{
  g_return_val_if_fail (field != NULL, NULL);
  g_return_val_if_fail (value != NULL, NULL);

  if (value->form == DYR_VALUE_NONE)
    return NULL;

  g_return_val_if_fail (value->form == form_of_kind (field->kind), NULL);

  switch (value->form)
    {
    case DYR_VALUE_NUMBER:
      return number_to_text (field->kind, value->number);
    case DYR_VALUE_LINK:
      g_return_val_if_fail (!dyr_uid_is_null (&value->link->uid), NULL);
      return dyr_uid_to_text (&value->link->uid);
    case DYR_VALUE_SET:
      return set_to_text (value->set);
    case DYR_VALUE_TEXT:
    case DYR_VALUE_NONE:
    default:
      return g_strdup (value->text);
    }
}

gboolean
dyr_field_from_text (const DyrField *field, const char *text, DyrValue *value, GError **error)
{
  g_autofree char *quoted = NULL;

  g_return_val_if_fail (field != NULL, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (text == NULL)
    {
      dyr_value_clear (value);
      return TRUE;
    }

  if (value_from_text (field, text, value))
    return TRUE;

  quoted = dyr_quote (text);
  /* Translators: the first is a stored or exchanged text, the second the name of a field. */
  g_set_error (
      error, DYR_ERROR, DYR_ERROR_INVALID, _ ("“%s” is no value of “%s”."), quoted, field->name);

  return FALSE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Shows a value to people, and writes it for an editor. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-context-private.h"

#include <string.h>

#include "dyr-check-digits.h"
#include "dyr-country.h"
#include "dyr-decimal.h"
#include "dyr-money.h"
#include "dyr-phone.h"
#include "dyr-set-text-private.h"

#define KILO 1000
#define MEGA (1000 * 1000)
#define GIGA (1000 * 1000 * 1000)

static char *
show_money (const DyrContext *self, gint64 amount, const char *currency)
{
  g_autofree char *number = NULL;

  if (currency == NULL || dyr_currency_is_known (currency))
    return dyr_format_money (self->format, amount, currency);

  number = dyr_format_money (self->format, amount, NULL);

  return g_strconcat (number, "\u00a0", currency, NULL);
}

static char *
show_number (const DyrContext *self, DyrKind kind, gint64 number, const char *currency)
{
  if (kind == DYR_KIND_YES_NO)
    return g_strdup (dyr_yes_no_label (number));

  if (kind == DYR_KIND_QUANTITY)
    return dyr_format_quantity (self->format, number);

  if (kind == DYR_KIND_MONEY)
    return show_money (self, number, currency);

  if (kind == DYR_KIND_DATE)
    return dyr_format_date (self->format, number, dyr_context_today (self));

  if (kind == DYR_KIND_INSTANT)
    return dyr_format_instant (self->format, number, dyr_context_today (self));

  return dyr_format_count (self->format, number);
}

/* A record without a name is called by what it is. */
static char *
show_link (const DyrLink *link)
{
  const DyrRecordType *type;

  if (link->name != NULL && *link->name != '\0')
    return g_strdup (link->name);

  type = dyr_record_type_by_number (link->type);

  /* Translators: a record that has no name (yet). */
  return g_strdup (type != NULL ? dyr_record_type_label (type) : _ ("Unnamed"));
}

static char *
show_move (const DyrContext *self, const char *text)
{
  gint64 date;

  if (!dyr_move_from_text (text, NULL, &date))
    return g_strdup (text);

  /* Translators: of a date that was agreed and then taken back. */
  return date == DYR_NO_DATE ? g_strdup (_ ("none"))
                             : show_number (self, DYR_KIND_DATE, date, NULL);
}

static char *
show_text (const DyrContext *self,
           const DyrRecordType *type,
           const DyrField *field,
           DyrKind kind,
           const char *text)
{
  const DyrChoice *choice;

  if (kind == DYR_KIND_PHONE)
    return dyr_phone_format (text);

  if (kind == DYR_KIND_IBAN && dyr_check_iban (text) == DYR_CHECK_OK)
    return dyr_iban_format (text);

  if (kind == DYR_KIND_COUNTRY)
    return dyr_country_show (text, self->language);

  if (kind == DYR_KIND_MOVE)
    return show_move (self, text);

  if (kind == DYR_KIND_CHOICE)
    {
      choice = dyr_field_find_choice (field, text);
      return g_strdup (choice != NULL ? dyr_choice_label (type, choice) : text);
    }

  return g_strdup (text);
}

static char *
show_member (const DyrContext *self,
             const DyrRecordType *type,
             const DyrField *field,
             const DyrMember *member)
{
  if (member->link != NULL)
    return show_link (member->link);

  return show_text (self, type, field, field->items, member->item);
}

static char *
show_set (const DyrContext *self,
          const DyrRecordType *type,
          const DyrField *field,
          const DyrSet *set)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < set->n; i++)
    {
      g_autofree char *item = show_member (self, type, field, &set->members[i]);

      if (i > 0)
        g_string_append (text, field->items == DYR_KIND_MOVE ? " → " : ", ");

      g_string_append (text, item);
      if (set->members[i].role != NULL)
        g_string_append_printf (text, " (%s)", set->members[i].role);
    }

  return g_string_free (text, FALSE);
}

/* With the sign that the language puts before the fraction, without groups. */
static char *
edit_decimal (const DyrContext *self, char *text)
{
  return g_str_equal (self->language, "en") ? text : g_strdelimit (text, ".", ',');
}

/* "10:30" does where the seconds are 0, as those that people type. */
static char *
edit_instant (const DyrContext *self, gint64 instant)
{
  g_autofree char *text = dyr_context_full_instant (self, instant);
  int seconds = (int) (((instant % 60) + 60) % 60);

  if (seconds == 0)
    return g_steal_pointer (&text);

  return g_strdup_printf ("%s:%02d", text, seconds);
}

static char *
edit_number (const DyrContext *self, DyrKind kind, gint64 number)
{
  if (kind == DYR_KIND_YES_NO)
    return g_strdup (dyr_yes_no_label (number));

  if (kind == DYR_KIND_QUANTITY)
    return edit_decimal (self, dyr_decimal_to_short_text (number, DYR_DECIMAL_QUANTITY_SCALE));

  if (kind == DYR_KIND_MONEY)
    return edit_decimal (self, dyr_decimal_to_text (number, DYR_DECIMAL_MONEY_SCALE));

  if (kind == DYR_KIND_DATE)
    return dyr_context_full_date (self, number);

  if (kind == DYR_KIND_INSTANT)
    return edit_instant (self, number);

  return dyr_decimal_to_text (number, 0);
}

static char *
edit_set (const DyrContext *self,
          const DyrRecordType *type,
          const DyrField *field,
          const DyrSet *set)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < set->n; i++)
    {
      g_autofree char *item = show_member (self, type, field, &set->members[i]);

      dyr_set_text_append (text, field->items, item, set->members[i].role);
    }

  return g_string_free (text, FALSE);
}

/* Whether reading the text gives the value again: the hour that autumn repeats and years that
 * nobody types do not. */
static gboolean
reads_back (const DyrContext *self,
            const DyrRecordType *type,
            guint field,
            const char *text,
            const DyrValue *value)
{
  g_auto (DyrValue) again = DYR_VALUE_INIT;

  return dyr_context_parse (self, type, field, text, NULL, &again, NULL)
         && dyr_value_equal (&again, value);
}

/**
 * dyr_context_show:
 * @value: a value of the field
 * @currency: (nullable): of money: its currency
 *
 * Returns: (transfer full) (nullable): what people read; %NULL for no value
 */
char *
dyr_context_show (const DyrContext *self,
                  const DyrRecordType *type,
                  guint field,
                  const DyrValue *value,
                  const char *currency)
{
  const DyrField *f;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (type != NULL, NULL);
  g_return_val_if_fail (field < type->n_fields, NULL);
  g_return_val_if_fail (value != NULL, NULL);

  f = &type->fields[field];
  g_return_val_if_fail (value->form == DYR_VALUE_NONE || value->form == dyr_field_form (f), NULL);

  switch (value->form)
    {
    case DYR_VALUE_NUMBER:
      return show_number (self, f->kind, value->number, currency);
    case DYR_VALUE_TEXT:
      return show_text (self, type, f, f->kind, value->text);
    case DYR_VALUE_LINK:
      return show_link (value->link);
    case DYR_VALUE_SET:
      return show_set (self, type, f, value->set);
    case DYR_VALUE_NONE:
    default:
      return NULL;
    }
}

/** dyr_context_show_field: dyr_context_show () of a record, money with its currency */
char *
dyr_context_show_field (const DyrContext *self, DyrRecord *record, guint field)
{
  const DyrRecordType *type;
  const char *currency = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (DYR_IS_RECORD (record), NULL);

  type = dyr_record_get_record_type (record);
  g_return_val_if_fail (field < type->n_fields, NULL);

  if (type->fields[field].kind == DYR_KIND_MONEY)
    currency = dyr_value_text (dyr_record_get_value (record, type->fields[field].currency));

  return dyr_context_show (self, type, field, dyr_record_get_value (record, field), currency);
}

/**
 * dyr_context_edit_text:
 * @value: a value of the field
 *
 * Returns: (transfer full): what dyr_context_parse () reads as the same value; "" for no value
 */
char *
dyr_context_edit_text (const DyrContext *self,
                       const DyrRecordType *type,
                       guint field,
                       const DyrValue *value)
{
  g_autofree char *text = NULL;
  const DyrField *f;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (type != NULL, NULL);
  g_return_val_if_fail (field < type->n_fields, NULL);
  g_return_val_if_fail (value != NULL, NULL);

  f = &type->fields[field];
  g_return_val_if_fail (value->form == DYR_VALUE_NONE || value->form == dyr_field_form (f), NULL);

  switch (value->form)
    {
    case DYR_VALUE_NUMBER:
      text = edit_number (self, f->kind, value->number);
      return reads_back (self, type, field, text, value) ? g_steal_pointer (&text)
                                                         : dyr_field_to_text (f, value);
    case DYR_VALUE_TEXT:
      return show_text (self, type, f, f->kind, value->text);
    case DYR_VALUE_LINK:
      return show_link (value->link);
    case DYR_VALUE_SET:
      return edit_set (self, type, f, value->set);
    case DYR_VALUE_NONE:
    default:
      return g_strdup ("");
    }
}

/* To one digit behind the point. Numbers of GLib are of the system’s language. */
static char *
show_in (const DyrContext *self, gint64 size, gint64 unit)
{
  return dyr_format_quantity (self->format, (size * 10 + unit / 2) / unit * 100);
}

char *
dyr_context_show_size (const DyrContext *self, gint64 size)
{
  g_autofree char *number = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  size = MAX (size, 0);
  if (size < KILO)
    {
      number = dyr_format_count (self->format, size);
      return g_strdup_printf (ngettext ("%s byte", "%s bytes", (gulong) size), number);
    }
  /* What would be rounded to 1000 of a unit is 1 of the next. */
  if (size < MEGA - KILO / 20)
    {
      number = show_in (self, size, KILO);
      return g_strdup_printf (C_ ("size", "%s kB"), number);
    }
  if (size < GIGA - MEGA / 20)
    {
      number = show_in (self, size, MEGA);
      return g_strdup_printf (C_ ("size", "%s MB"), number);
    }
  number = show_in (self, size, GIGA);
  return g_strdup_printf (C_ ("size", "%s GB"), number);
}

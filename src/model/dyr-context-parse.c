/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Reads what a person typed into a value, or says what is wrong with it. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-context-private.h"

#include <string.h>

#include "dyr-check-digits.h"
#include "dyr-country.h"
#include "dyr-date.h"
#include "dyr-decimal.h"
#include "dyr-error.h"
#include "dyr-money.h"
#include "dyr-phone.h"
#include "dyr-quote-private.h"
#include "dyr-set-text-private.h"
#include "dyr-text.h"

/* CRMs keep whole numbers in 32 bits. */
#define MAX_COUNT G_MAXINT32

#define EXAMPLE_DATE G_GINT64_CONSTANT (20781) /* 2026-11-24 */

/* Folded. */
static const char *const yes_words[]
    = { "yes", "y", "true", "on", "1", "+", "так", "т", "є", "да", "д", "da", "tocno", "istina" };
static const char *const no_words[] = { "no", "n", "false", "off", "0", "ні", "н", "нет", "ne" };

/* How people write currencies that have no ISO code in their minds. Folded, or a sign. */
static const struct
{
  const char *word;
  char code[4];
} currency_words[] = {
  { "₴", "UAH" },       { "грн", "UAH" },    { "гривня", "UAH" }, { "гривна", "UAH" },
  { "hrivnja", "UAH" }, { "€", "EUR" },      { "євро", "EUR" },   { "евро", "EUR" },
  { "euro", "EUR" },    { "eur", "EUR" },    { "$", "USD" },      { "долар", "USD" },
  { "доллар", "USD" },  { "dolar", "USD" },  { "dollar", "USD" }, { "zł", "PLN" },
  { "zl", "PLN" },      { "злотий", "PLN" }, { "злотый", "PLN" }, { "£", "GBP" },
  { "kn", "HRK" },      { "kuna", "HRK" },
};

typedef struct
{
  const DyrContext *context;
  const DyrRecordType *type;
  guint field;
  const char *country;
} Reader;

static void G_GNUC_PRINTF (2, 3) refuse (GError **error, const char *format, ...)
{
  va_list args;
  g_autofree char *message = NULL;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);

  g_set_error_literal (error, DYR_ERROR, DYR_ERROR_INVALID, message);
}

static const DyrField *
field_of (const Reader *reader)
{
  return &reader->type->fields[reader->field];
}

static gboolean
is_word (const char *folded, const char *const *words, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      if (g_str_equal (folded, words[i]))
        return TRUE;
    }

  return FALSE;
}

static gboolean
fold_equals (const char *folded, const char *text)
{
  g_autofree char *other = dyr_text_fold (text);

  return g_str_equal (folded, other);
}

static gboolean
parse_yes_no (const char *text, gint64 *number)
{
  g_autofree char *folded = dyr_text_fold (text);

  if (is_word (folded, yes_words, G_N_ELEMENTS (yes_words))
      || fold_equals (folded, dyr_yes_no_label (1)))
    {
      *number = 1;
      return TRUE;
    }

  /* Of a hyphen nothing is left when it is folded. */
  if (is_word (folded, no_words, G_N_ELEMENTS (no_words))
      || fold_equals (folded, dyr_yes_no_label (0)) || g_str_equal (text, "-")
      || g_str_equal (text, "−") || g_str_equal (text, "–"))
    {
      *number = 0;
      return TRUE;
    }

  return FALSE;
}

/* Says why a text is no number of the field's kind, and how one is written. */
static void
explain_number (const Reader *reader, const char *text, GError **error)
{
  const DyrContext *context = reader->context;
  DyrKind kind = field_of (reader)->kind;
  g_autofree char *quoted = dyr_quote (text);
  g_autofree char *example = NULL;

  if (kind == DYR_KIND_YES_NO)
    {
      /* Translators: what was typed, then the words "Yes" and "No". */
      refuse (error,
              _ ("“%s” is neither yes nor no. Write “%s” or “%s”."),
                 quoted,
                 dyr_yes_no_label (1),
                 dyr_yes_no_label (0));
    }
  else if (kind == DYR_KIND_COUNT)
    {
      example = dyr_format_count (context->format, MAX_COUNT);
      /* Translators: what was typed, then the largest number: "2 147 483 647". */
      refuse (error,
              _ ("“%s” is no whole number from 0 to %s. Write it like “30”."), quoted, example);
    }
  else if (kind == DYR_KIND_QUANTITY)
    {
      example = dyr_format_quantity (context->format, 12500);
      /* Translators: what was typed, then an example: "12,5". */
      refuse (error,
              _ ("“%s” is no quantity. Write it like “%s”, with at most three decimals."),
                 quoted,
                 example);
    }
  else if (kind == DYR_KIND_MONEY)
    {
      example = dyr_format_money (context->format, 150050, NULL);
      /* Translators: what was typed, then an example: "1 500,50". */
      refuse (error, _ ("“%s” is no amount of money. Write it like “%s”."), quoted, example);
    }
  else if (kind == DYR_KIND_DATE)
    {
      example = dyr_context_full_date (context, EXAMPLE_DATE);
      /* Translators: what was typed, then an example: "24.11.2026". */
      refuse (error, _ ("“%s” is no date. Write it like “%s”."), quoted, example);
    }
  else
    {
      example = dyr_context_full_instant (
          context, dyr_instant_of_date (EXAMPLE_DATE, 10, 30, context->zone));
      /* Translators: what was typed, then an example: "24.11.2026 10:30". */
      refuse (error, _ ("“%s” is no date with a time. Write it like “%s”."), quoted, example);
    }
}

static gboolean
parse_number (const Reader *reader, const char *text, gint64 *number)
{
  const DyrContext *context = reader->context;
  DyrKind kind = field_of (reader)->kind;

  if (kind == DYR_KIND_YES_NO)
    return parse_yes_no (text, number);

  if (kind == DYR_KIND_MONEY)
    return dyr_decimal_parse (text, DYR_DECIMAL_MONEY_SCALE, number);

  if (kind == DYR_KIND_QUANTITY)
    return dyr_decimal_parse (text, DYR_DECIMAL_QUANTITY_SCALE, number);

  if (kind == DYR_KIND_DATE)
    return dyr_date_parse (text, dyr_context_today (context), number);

  if (kind == DYR_KIND_INSTANT)
    return dyr_instant_parse (text, context->zone, dyr_context_today (context), number);

  return dyr_decimal_parse (text, 0, number) && *number >= 0 && *number <= MAX_COUNT;
}

/* An id, or the word for it in the language of the interface. */
static char *
parse_choice (const Reader *reader, const char *text, GError **error)
{
  const DyrChoice *choices = field_of (reader)->choices;
  g_autofree char *quoted = NULL;
  g_autofree char *folded = dyr_text_fold (text);
  g_autoptr (GString) possible = NULL;

  for (gsize i = 0; choices[i].id != NULL; i++)
    {
      if (fold_equals (folded, choices[i].id)
          || fold_equals (folded, dyr_choice_label (reader->type, &choices[i])))
        return g_strdup (choices[i].id);
    }

  possible = g_string_new (NULL);
  for (gsize i = 0; choices[i].id != NULL; i++)
    {
      if (i > 0)
        g_string_append (possible, ", ");
      g_string_append (possible, dyr_choice_label (reader->type, &choices[i]));
    }

  quoted = dyr_quote (text);
  /* Translators: what was typed, the name of a field, a list of words. */
  refuse (error,
          _ ("“%s” is not possible in “%s”. Choose one of: %s."),
             quoted,
             dyr_field_label (reader->type, reader->field),
             possible->str);

  return NULL;
}

static char *
parse_currency (const Reader *reader, const char *text, GError **error)
{
  g_autofree char *code = g_ascii_strup (text, -1);
  g_autofree char *folded = dyr_text_fold (text);
  g_autofree char *quoted = NULL;

  if (dyr_currency_is_known (code))
    return g_steal_pointer (&code);

  for (gsize i = 0; i < G_N_ELEMENTS (currency_words); i++)
    {
      if (g_str_equal (currency_words[i].word, folded)
          || g_str_equal (currency_words[i].word, text))
        return g_strdup (currency_words[i].code);
    }

  quoted = dyr_quote (text);
  /* Translators: what was typed, then an example: "UAH". */
  refuse (error,
          _ ("“%s” is no currency. Write three letters like “%s”."),
             quoted,
             g_str_equal (reader->context->country, "HR") ? "EUR" : "UAH");

  return NULL;
}

/* The canonical text of one element or of a field that is text; `text` is one clean line. */
static char *
parse_text (const Reader *reader, DyrKind kind, const char *text, GError **error)
{
  const char *label = dyr_field_label (reader->type, reader->field);
  char *understood = NULL;

  switch (kind)
    {
    case DYR_KIND_CHOICE:
      return parse_choice (reader, text, error);
    case DYR_KIND_CURRENCY:
      return parse_currency (reader, text, error);
    case DYR_KIND_PHONE:
      understood = dyr_phone_clean (text, reader->country);
      break;
    case DYR_KIND_IBAN:
      understood = dyr_iban_clean (text);
      break;
    case DYR_KIND_COUNTRY:
      understood = dyr_country_parse (text);
      break;
    case DYR_KIND_LINK:
      /* Translators: the name of a field. */
      refuse (error, _ ("“%s” cannot be typed. Choose a record from the list."), label);
      return NULL;
    case DYR_KIND_MOVE:
      /* Translators: the name of a field. */
      refuse (error, _ ("“%s” is kept by the program and cannot be typed."), label);
      return NULL;
    case DYR_KIND_TEXT:
    case DYR_KIND_LONG_TEXT:
    case DYR_KIND_CODE:
    case DYR_KIND_EMAIL:
    case DYR_KIND_URL:
    case DYR_KIND_YES_NO:
    case DYR_KIND_COUNT:
    case DYR_KIND_QUANTITY:
    case DYR_KIND_MONEY:
    case DYR_KIND_DATE:
    case DYR_KIND_INSTANT:
    case DYR_KIND_SET:
    default:
      break;
    }

  return understood != NULL ? understood : g_strdup (text);
}

static gboolean
parse_set (const Reader *reader, const char *text, DyrValue *value, GError **error)
{
  g_autoptr (DyrSetBuilder) builder = dyr_set_builder_new ();
  DyrKind items = field_of (reader)->items;
  g_auto (GStrv) pieces = dyr_set_text_split (items, text);

  for (gsize i = 0; pieces[i] != NULL; i++)
    {
      g_autofree char *role = dyr_set_text_take_role (items, pieces[i]);
      g_autofree char *item = parse_text (reader, items, pieces[i], error);

      if (item == NULL)
        return FALSE;

      dyr_set_builder_add (builder, item, role, NULL);
    }

  dyr_value_take_set (value, dyr_set_builder_end (builder));

  return TRUE;
}

static gboolean
parse_value (const Reader *reader, const char *text, DyrValue *value, GError **error)
{
  const DyrField *field = field_of (reader);
  g_autofree char *clean = NULL;
  gint64 number;

  clean = field->kind == DYR_KIND_LONG_TEXT || field->kind == DYR_KIND_SET
              ? dyr_text_clean_lines (text, -1)
              : dyr_text_clean (text, -1);
  if (clean == NULL)
    return TRUE;

  switch (dyr_field_form (field))
    {
    case DYR_VALUE_NUMBER:
      if (!parse_number (reader, clean, &number))
        {
          explain_number (reader, clean, error);
          return FALSE;
        }
      dyr_value_set_number (value, number);
      return TRUE;
    case DYR_VALUE_SET:
      return parse_set (reader, clean, value, error);
    case DYR_VALUE_TEXT:
    case DYR_VALUE_LINK:
    case DYR_VALUE_NONE:
    default:
      dyr_value_take_text (value, parse_text (reader, field->kind, clean, error));
      return value->form != DYR_VALUE_NONE;
    }
}

/**
 * dyr_context_parse:
 * @type: a record type
 * @field: index of a field of it
 * @text: (nullable): any bytes ended by a NUL
 * @country: (nullable): country of the record, for its phones; %NULL: the office's
 * @value: (inout): untouched when @text is none
 *
 * Returns: whether @text is a value of the field
 */
gboolean
dyr_context_parse (const DyrContext *self,
                   const DyrRecordType *type,
                   guint field,
                   const char *text,
                   const char *country,
                   DyrValue *value,
                   GError **error)
{
  g_auto (DyrValue) parsed = DYR_VALUE_INIT;
  Reader reader = { self, type, field, country };

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (type != NULL, FALSE);
  g_return_val_if_fail (field < type->n_fields, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (reader.country == NULL || *reader.country == '\0')
    reader.country = self->country;

  if ((text != NULL && !parse_value (&reader, text, &parsed, error))
      || !dyr_record_type_check (type, field, &parsed, error))
    return FALSE;

  dyr_value_copy (&parsed, value);

  return TRUE;
}

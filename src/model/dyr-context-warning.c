/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Says what looks wrong with a value that is kept all the same. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-context-private.h"

#include <string.h>

#include "dyr-check-digits.h"
#include "dyr-phone.h"
#include "dyr-quote-private.h"

static gboolean
is_country (const char *country, const char *code)
{
  return country != NULL && g_ascii_strcasecmp (country, code) == 0;
}

/* How many digits the code has; 0 when it has anything but digits and blanks. */
static gsize
count_digits (const char *code)
{
  gsize n = 0;

  for (const char *p = code; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (g_ascii_isdigit (*p))
        n++;
      else if (!g_unichar_isspace (g_utf8_get_char (p)))
        return 0;
    }

  return n;
}

/* A company abroad with an address nobody wrote down: its code may be right there. */
static DyrCheck
check_tax_code (const DyrContext *self, const char *code, const char **country)
{
  DyrCheck check;

  if (*country != NULL && **country != '\0')
    return dyr_check_code (*country, code);

  check = dyr_check_code (NULL, code);
  *country = self->country;

  return check != DYR_CHECK_UNKNOWN ? check : dyr_check_code (*country, code);
}

static char *
warn_tax_code (const DyrContext *self, const char *code, const char *country)
{
  g_autofree char *quoted = NULL;
  gsize digits;

  if (check_tax_code (self, code, &country) != DYR_CHECK_WRONG)
    return NULL;

  digits = count_digits (code);
  quoted = dyr_quote (code);

  /* Translators: a tax code as it was typed. Keep ЄДРПОУ and РНОКПП as they are. */
  if (is_country (country, "UA") && digits != 8 && digits != 10)
    return g_strdup_printf (
        _ ("“%s” is no Ukrainian tax code: a company has 8 digits (ЄДРПОУ), a person 10 (РНОКПП)."),
           quoted);

  /* Translators: a tax code as it was typed. */
  if (is_country (country, "HR") && digits != 11)
    return g_strdup_printf (_ ("“%s” is no Croatian tax code: an OIB has 11 digits."), quoted);

  /* Translators: a tax code as it was typed. */
  return g_strdup_printf (
      _ ("The check digit of “%s” is wrong. Compare it with the client’s documents."), quoted);
}

static char *
warn_iban (const char *iban)
{
  g_autofree char *quoted = NULL;

  if (dyr_check_iban (iban) != DYR_CHECK_WRONG)
    return NULL;

  quoted = dyr_quote (iban);

  /* Translators: an IBAN as it was typed. */
  return g_strdup_printf (_ ("“%s” is no valid IBAN: its length or its check digits are wrong. "
                             "Compare it with the invoice."),
                             quoted);
}

static char *
warn_phone (const DyrContext *self, const char *phone, const char *country)
{
  g_autofree char *number = NULL, *quoted = NULL;

  if (*phone == '+')
    number = dyr_phone_clean (phone, NULL);

  if (number != NULL)
    return NULL;

  if (country == NULL || *country == '\0')
    country = self->country;

  quoted = dyr_quote (phone);

  /* Translators: a number as it was typed, then an example. */
  return g_strdup_printf (_ ("“%s” is not understood as a phone number. Write it like “%s”."),
                             quoted,
                             is_country (country, "HR") ? "+385 91 234 5678" : "+380 67 123 45 67");
}

static gboolean
is_email (const char *text)
{
  const char *at = strchr (text, '@');
  const char *domain;

  if (at == NULL || at == text || strchr (at + 1, '@') != NULL || strpbrk (text, " ,;<>()") != NULL)
    return FALSE;

  domain = at + 1;

  return *domain != '.' && *domain != '-' && strchr (domain, '.') != NULL
         && strstr (text, "..") == NULL && !g_str_has_suffix (domain, ".")
         && !g_str_has_suffix (domain, "-");
}

static char *
warn_email (const char *email)
{
  g_autofree char *quoted = NULL;

  if (is_email (email))
    return NULL;

  quoted = dyr_quote (email);

  /* Translators: an address as it was typed, then an example. */
  return g_strdup_printf (
      _ ("“%s” is no e-mail address. Write it like “%s”."), quoted, "office@example.com");
}

static char *
warn_text (const DyrContext *self, DyrKind kind, const char *text, const char *country)
{
  if (kind == DYR_KIND_IBAN)
    return warn_iban (text);

  if (kind == DYR_KIND_PHONE)
    return warn_phone (self, text, country);

  if (kind == DYR_KIND_EMAIL)
    return warn_email (text);

  return NULL;
}

/**
 * dyr_context_warning:
 * @value: a value of the field
 * @country: (nullable): country of the record: tax codes and phones are checked by its rules
 *
 * Of a set the first element that looks wrong. Rules: dyr_check_code (), dyr_check_iban (),
 * dyr_phone_clean ().
 *
 * Returns: (transfer full) (nullable): a sentence, %NULL when all looks right
 */
char *
dyr_context_warning (const DyrContext *self,
                     const DyrRecordType *type,
                     guint field,
                     const DyrValue *value,
                     const char *country)
{
  const DyrField *f;
  const DyrSet *set;
  const char *text;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (type != NULL, NULL);
  g_return_val_if_fail (field < type->n_fields, NULL);
  g_return_val_if_fail (value != NULL, NULL);

  f = &type->fields[field];
  text = dyr_value_text (value);
  set = dyr_value_set (value);

  if (text != NULL && (f->flags & DYR_TAX_CODE) != 0)
    return warn_tax_code (self, text, country);

  if (text != NULL)
    return warn_text (self, f->kind, text, country);

  for (guint i = 0; set != NULL && i < set->n; i++)
    {
      char *warning = warn_text (self, f->items, set->members[i].item, country);

      if (warning != NULL)
        return warning;
    }

  return NULL;
}

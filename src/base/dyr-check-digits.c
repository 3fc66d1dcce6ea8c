/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* ЄДРПОУ, РНОКПП, OIB and IBAN. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-check-digits.h"

#include <string.h>

#define EDRPOU_LENGTH 8
#define RNOKPP_LENGTH 10
#define OIB_LENGTH 11
#define IBAN_MIN_LENGTH 15
#define IBAN_MAX_LENGTH 34

/* ISO 13616, the SWIFT registry of IBAN formats: the countries that an office here may meet. */
static const struct
{
  char country[3];
  guint8 length;
} iban_lengths[] = {
  { "AD", 24 }, { "AE", 23 }, { "AL", 28 }, { "AT", 20 }, { "AZ", 28 }, { "BA", 20 }, { "BE", 16 },
  { "BG", 22 }, { "BY", 28 }, { "CH", 21 }, { "CY", 28 }, { "CZ", 24 }, { "DE", 22 }, { "DK", 18 },
  { "EE", 20 }, { "ES", 24 }, { "FI", 18 }, { "FR", 27 }, { "GB", 22 }, { "GE", 22 }, { "GI", 23 },
  { "GR", 27 }, { "HR", 21 }, { "HU", 28 }, { "IE", 22 }, { "IL", 23 }, { "IS", 26 }, { "IT", 27 },
  { "KZ", 20 }, { "LI", 21 }, { "LT", 20 }, { "LU", 20 }, { "LV", 21 }, { "MC", 27 }, { "MD", 24 },
  { "ME", 22 }, { "MK", 19 }, { "MT", 31 }, { "NL", 18 }, { "NO", 15 }, { "PL", 28 }, { "PT", 25 },
  { "RO", 24 }, { "RS", 22 }, { "SA", 24 }, { "SE", 24 }, { "SI", 19 }, { "SK", 24 }, { "SM", 27 },
  { "TR", 26 }, { "UA", 29 }, { "VA", 22 }, { "XK", 20 },
};

static int
digit_at (const char *digits, gsize i)
{
  return digits[i] - '0';
}

static int
weighted_sum (const char *digits, const gint8 *weights, gsize n)
{
  int sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += digit_at (digits, i) * weights[i];

  return sum;
}

/* The code of a Ukrainian company. */
static gboolean
is_edrpou (const char *digits)
{
  static const gint8 outside[] = { 1, 2, 3, 4, 5, 6, 7 };
  static const gint8 outside_again[] = { 3, 4, 5, 6, 7, 8, 9 };
  static const gint8 inside[] = { 7, 1, 2, 3, 4, 5, 6 };
  static const gint8 inside_again[] = { 9, 3, 4, 5, 6, 7, 8 };
  gboolean is_inside = strcmp (digits, "30000000") >= 0 && strcmp (digits, "60000000") <= 0;
  int check = weighted_sum (digits, is_inside ? inside : outside, 7) % 11;

  if (check == 10)
    check = weighted_sum (digits, is_inside ? inside_again : outside_again, 7) % 11 % 10;

  return check == digit_at (digits, 7);
}

/* The tax number of a person in Ukraine. */
static gboolean
is_rnokpp (const char *digits)
{
  static const gint8 weights[] = { -1, 5, 7, 9, 4, 6, 10, 5, 7 };
  int rest = weighted_sum (digits, weights, G_N_ELEMENTS (weights)) % 11;

  return (rest < 0 ? rest + 11 : rest) % 10 == digit_at (digits, 9);
}

/* The number of a person or company in Croatia: ISO 7064, MOD 11,10. */
static gboolean
is_oib (const char *digits)
{
  int rest = 10;

  for (gsize i = 0; i < OIB_LENGTH - 1; i++)
    {
      rest = (rest + digit_at (digits, i)) % 10;
      rest = (rest == 0 ? 10 : rest) * 2 % 11;
    }

  return (11 - rest) % 10 == digit_at (digits, OIB_LENGTH - 1);
}

static gboolean
is_blank (gunichar c)
{
  return g_unichar_isspace (c) || c == 0xa0 || c == 0x202f;
}

/* The digits of a code; NULL when it has anything but digits and blanks. */
static char *
take_digits (const char *code)
{
  g_autoptr (GString) digits = g_string_new (NULL);

  for (const char *p = code; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (g_ascii_isdigit (*p))
        g_string_append_c (digits, *p);
      else if (!is_blank (g_utf8_get_char (p)))
        return NULL;
    }

  return g_strdup (digits->str);
}

static DyrCheck
to_check (gboolean ok)
{
  return ok ? DYR_CHECK_OK : DYR_CHECK_WRONG;
}

/**
 * dyr_check_code:
 * @country: (nullable): ISO 3166 code of two letters, or %NULL or "" when it is not known
 * @code: (nullable): the code of a company or person; blanks in it do not count
 *
 * Checks a ЄДРПОУ (8 digits) or РНОКПП (10) in Ukraine, an OIB (11) in Croatia. Without a country
 * the length tells which it is. Rules: those of the State Statistics Service and
 * State Tax Service of Ukraine and of the Porezna uprava.
 *
 * Returns: DYR_CHECK_UNKNOWN for other countries and for no code; DYR_CHECK_WRONG also for a wrong
 *   length, for signs that are no digits and for zeros only
 */
DyrCheck
dyr_check_code (const char *country, const char *code)
{
  g_autofree char *digits = NULL;
  gboolean any_country, in_ukraine, in_croatia;
  gsize length;

  any_country = country == NULL || *country == '\0';
  in_ukraine = any_country || g_ascii_strcasecmp (country, "UA") == 0;
  in_croatia = any_country || g_ascii_strcasecmp (country, "HR") == 0;

  if (code == NULL || (!in_ukraine && !in_croatia))
    return DYR_CHECK_UNKNOWN;

  digits = take_digits (code);
  length = digits != NULL ? strlen (digits) : 0;
  if (digits != NULL && length == 0)
    return DYR_CHECK_UNKNOWN;

  if (length > 0 && strspn (digits, "0") == length)
    return any_country ? DYR_CHECK_UNKNOWN : DYR_CHECK_WRONG;

  if (in_ukraine && length == EDRPOU_LENGTH)
    return to_check (is_edrpou (digits));
  if (in_ukraine && length == RNOKPP_LENGTH)
    return to_check (is_rnokpp (digits));
  if (in_croatia && length == OIB_LENGTH)
    return to_check (is_oib (digits));

  return any_country ? DYR_CHECK_UNKNOWN : DYR_CHECK_WRONG;
}

/**
 * dyr_iban_clean:
 * @text: (nullable): valid UTF-8
 *
 * Returns: (transfer full) (nullable): @text in upper case without blanks, as it is stored; %NULL
 * when nothing is left. It need not be an IBAN.
 */
char *
dyr_iban_clean (const char *text)
{
  g_autoptr (GString) clean = NULL;

  if (text == NULL)
    return NULL;

  clean = g_string_new (NULL);
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!is_blank (c))
        g_string_append_unichar (clean, g_unichar_toupper (c));
    }

  return clean->len > 0 ? g_strdup (clean->str) : NULL;
}

/**
 * dyr_iban_format:
 * @iban: (nullable): an IBAN, or what was typed as one
 *
 * Returns: (transfer full) (nullable): it cleaned, in groups of four, as it is shown and printed
 */
char *
dyr_iban_format (const char *iban)
{
  g_autofree char *clean = dyr_iban_clean (iban);
  g_autoptr (GString) text = NULL;
  gsize n = 0;

  if (clean == NULL)
    return NULL;

  text = g_string_new (NULL);
  for (const char *p = clean; *p != '\0'; p = g_utf8_next_char (p), n++)
    {
      if (n > 0 && n % 4 == 0)
        g_string_append_c (text, ' ');

      g_string_append_unichar (text, g_utf8_get_char (p));
    }

  return g_strdup (text->str);
}

static gboolean
has_length_of_country (const char *iban, gsize length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (iban_lengths); i++)
    {
      if (strncmp (iban, iban_lengths[i].country, 2) == 0)
        return length == iban_lengths[i].length;
    }

  return length >= IBAN_MIN_LENGTH && length <= IBAN_MAX_LENGTH;
}

/**
 * dyr_check_iban:
 * @iban: (nullable): an IBAN as typed: case and blanks do not count
 *
 * Checks signs, the length for the country and the check digits (ISO 13616: mod 97 is 1).
 *
 * Returns: DYR_CHECK_UNKNOWN only when there is nothing to check
 */
DyrCheck
dyr_check_iban (const char *iban)
{
  g_autofree char *clean = dyr_iban_clean (iban);
  gsize length;
  guint rest = 0;

  if (clean == NULL)
    return DYR_CHECK_UNKNOWN;

  length = strlen (clean);
  if (!has_length_of_country (clean, length) || !g_ascii_isupper (clean[0])
      || !g_ascii_isupper (clean[1]) || !g_ascii_isdigit (clean[2]) || !g_ascii_isdigit (clean[3]))
    return DYR_CHECK_WRONG;

  /* The first four go to the end, A is 10, B is 11 and so on. */
  for (gsize i = 0; i < length; i++)
    {
      char c = clean[(i + 4) % length];

      if (g_ascii_isdigit (c))
        rest = (rest * 10 + (guint) (c - '0')) % 97;
      else if (g_ascii_isupper (c))
        rest = (rest * 100 + (guint) (c - 'A') + 10) % 97;
      else
        return DYR_CHECK_WRONG;
    }

  return to_check (rest == 1);
}

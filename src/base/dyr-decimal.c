/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Decimal numbers as scaled integers, as people and programs write them. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-decimal.h"

#include <string.h>

#include "dyr-money.h"

/* An amount has at most 19 digits; the rest is group marks and a currency. Longer text is no
 * number. */
#define LONGEST_TEXT 100

/* Signs and abbreviations of currencies that may stand before or after an amount, besides their
 * codes. */
static const char *const currency_marks[] = {
  "₴", "грн.", "грн", "€",  "US$", "CA$", "A$",   "$",   "£",   "JP¥", "CN¥",
  "¥", "₽",  "zł",  "Kč", "Ft",  "kn",  "руб.", "руб", "uah", "eur", "usd",
};

static guint64
power_of_ten (int exponent)
{
  guint64 power = 1;

  for (int i = 0; i < exponent; i++)
    power *= 10;

  return power;
}

static gboolean
is_digit (char c)
{
  return c >= '0' && c <= '9';
}

/* Adds up digits, with the fraction filled up to scale; zeros beyond it are let go. */
static gboolean
combine (const char *whole, const char *fraction, int scale, gboolean negative, gint64 *out)
{
  const guint64 limit = negative ? (guint64) G_MAXINT64 + 1 : (guint64) G_MAXINT64;
  guint64 value = 0;
  int places = 0;

  for (const char *p = whole; *p != '\0'; p++)
    {
      guint64 digit = (guint64) (*p - '0');

      if (value > (limit - digit) / 10)
        return FALSE;

      value = value * 10 + digit;
    }

  for (const char *p = fraction; places < scale || *p != '\0'; places++)
    {
      guint64 digit = *p == '\0' ? 0 : (guint64) (*p++ - '0');

      if (places >= scale)
        {
          if (digit != 0)
            return FALSE;

          continue;
        }

      if (value > (limit - digit) / 10)
        return FALSE;

      value = value * 10 + digit;
    }

  *out = negative ? (gint64) (0 - value) : (gint64) value;

  return TRUE;
}

/* Every kind of blank and apostrophe that separates groups of digits becomes ' ' and '\'', every
 * minus '-': three different things that one switch can look at. */
static char *
plain_text (const char *text)
{
  GString *plain = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\t' || c == 0xa0 || c == 0x2007 || c == 0x2009 || c == 0x202f)
        g_string_append_c (plain, ' ');
      else if (c == 0x2019 || c == 0x2bc)
        g_string_append_c (plain, '\'');
      else if (c == 0x2212 || c == 0x2013)
        g_string_append_c (plain, '-');
      else
        g_string_append_unichar (plain, c);
    }

  return g_strstrip (g_string_free (plain, FALSE));
}

static gboolean
is_currency_code (const char *text, gsize length)
{
  g_autofree char *code = NULL;

  if (length < 3)
    return FALSE;

  code = g_strndup (text, 3);

  return dyr_currency_is_known (code);
}

/* The length of the mark or code of a currency at the beginning of text, or 0. */
static gsize
length_of_currency_before (const char *text, gsize length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (currency_marks); i++)
    {
      gsize n = strlen (currency_marks[i]);

      if (n <= length && g_ascii_strncasecmp (text, currency_marks[i], n) == 0)
        return n;
    }

  return is_currency_code (text, length) ? 3 : 0;
}

static gsize
length_of_currency_behind (const char *text, gsize length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (currency_marks); i++)
    {
      gsize n = strlen (currency_marks[i]);

      if (n <= length && g_ascii_strcasecmp (text + length - n, currency_marks[i]) == 0)
        return n;
    }

  return length >= 3 && is_currency_code (text + length - 3, 3) ? 3 : 0;
}

/* Takes one currency off the beginning or the end. */
static void
strip_currency (char *text)
{
  gsize length = strlen (text);
  gsize n = length_of_currency_before (text, length);

  if (n > 0)
    memmove (text, text + n, length - n + 1);
  else
    text[length - length_of_currency_behind (text, length)] = '\0';

  g_strstrip (text);
}

/* Whether whole (digits and one kind of group mark) is grouped well: 1-3 digits, then threes.
 * Writes the digits alone. */
static gboolean
take_groups (const char *whole, gsize length, GString *digits)
{
  char mark = '\0';
  gsize in_group = 0;

  for (gsize i = 0; i < length; i++)
    {
      if (is_digit (whole[i]))
        {
          g_string_append_c (digits, whole[i]);
          in_group++;
          continue;
        }

      if (mark == '\0' ? in_group == 0 || in_group > 3 : whole[i] != mark || in_group != 3)
        return FALSE;

      mark = whole[i];
      in_group = 0;
    }

  return mark == '\0' || in_group == 3;
}

/* Where the decimal separator stands, or -1: the last of '.' and ',' unless it only marks groups.
 */
static gssize
find_decimal_separator (const char *text, int scale)
{
  gsize length = strlen (text);
  gsize n_points = 0, n_commas = 0, n_others = 0;
  gsize last = 0;

  for (gsize i = 0; i < length; i++)
    {
      if (is_digit (text[i]))
        continue;

      n_points += text[i] == '.' ? 1 : 0;
      n_commas += text[i] == ',' ? 1 : 0;
      n_others += text[i] != '.' && text[i] != ',' ? 1 : 0;
      if (text[i] == '.' || text[i] == ',')
        last = i;
    }

  if (n_points + n_commas == 0)
    return -1;

  /* 1.524.350 */
  if (n_points + n_commas > 1 && (n_points == 0 || n_commas == 0))
    return -1;

  /* 1.500 and 1,500, see dyr_decimal_parse () */
  if (n_points + n_commas == 1 && n_others == 0 && scale <= DYR_DECIMAL_MONEY_SCALE
      && length - last - 1 == 3 && last >= 1 && last <= 3 && text[0] != '0')
    return -1;

  return (gssize) last;
}

/**
 * dyr_decimal_parse:
 * @text: what a person typed or a file holds
 * @scale: how many digits the fraction has: 2 for money, 3 for quantities
 * @out: (out): the number times 10^@scale; untouched when @text is none
 *
 * Reads "1 500,00", "1.524,35", "1,524.35", "1500.5", "12’000.50", "−5": of two different
 * separators the last is the decimal one; a separator that repeats marks groups; blanks (no-break,
 * narrow) and apostrophes mark groups. Groups must be whole. One mark of a currency before or after
 * the number is let go: which currency it is, is another field's value.
 *
 * A single point or comma with exactly three digits behind it and one to three before it ("1.500",
 * not "0.500") marks thousands when @scale is at most 2, where three digits are no fraction, and a
 * fraction otherwise.
 *
 * Digits beyond @scale are refused unless they are zeros; so is what does not fit into a gint64.
 *
 * Returns: whether @text is a number
 */
gboolean
dyr_decimal_parse (const char *text, int scale, gint64 *out)
{
  g_autofree char *plain = NULL;
  g_autoptr (GString) whole = NULL;
  const char *number, *fraction = "";
  gboolean negative = FALSE;
  gssize separator;
  gsize whole_length;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (scale >= 0 && scale <= DYR_DECIMAL_MAX_SCALE, FALSE);
  g_return_val_if_fail (out != NULL, FALSE);

  if (strlen (text) > LONGEST_TEXT || !g_utf8_validate (text, -1, NULL))
    return FALSE;

  plain = plain_text (text);

  /* "-5 €", "€ -5" and "-€5" */
  if (plain[0] == '-')
    {
      negative = TRUE;
      g_strchug (memmove (plain, plain + 1, strlen (plain)));
    }

  strip_currency (plain);
  number = plain;
  if (!negative && number[0] == '-')
    {
      negative = TRUE;
      number++;
    }

  while (*number == ' ')
    number++;

  if (strpbrk (number, "0123456789") == NULL
      || strspn (number, "0123456789., '") != strlen (number))
    return FALSE;

  separator = find_decimal_separator (number, scale);
  whole_length = separator < 0 ? strlen (number) : (gsize) separator;
  if (separator >= 0)
    {
      fraction = number + separator + 1;
      if (*fraction == '\0' || strspn (fraction, "0123456789") != strlen (fraction))
        return FALSE;
    }

  whole = g_string_new (NULL);
  if (!take_groups (number, whole_length, whole))
    return FALSE;

  return combine (whole->str, fraction, scale, negative, out);
}

/**
 * dyr_decimal_parse_canonical:
 * @text: what may be a canonical number
 * @scale: how many digits the fraction has
 * @out: (out): the number times 10^@scale; untouched when @text is none
 *
 * Reads what dyr_decimal_to_text () writes, and any other -?digits[.digits] of the same value: the
 * language of databases and other programs, never of people.
 *
 * Returns: whether @text is a number
 */
gboolean
dyr_decimal_parse_canonical (const char *text, int scale, gint64 *out)
{
  g_autofree char *whole = NULL;
  const char *fraction = "";
  gboolean negative;
  gsize length;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (scale >= 0 && scale <= DYR_DECIMAL_MAX_SCALE, FALSE);
  g_return_val_if_fail (out != NULL, FALSE);

  negative = text[0] == '-';
  if (negative)
    text++;

  length = strspn (text, "0123456789");
  if (length == 0)
    return FALSE;

  whole = g_strndup (text, length);
  if (text[length] == '.')
    {
      fraction = text + length + 1;
      length = strspn (fraction, "0123456789");
      if (length == 0 || fraction[length] != '\0')
        return FALSE;
    }
  else if (text[length] != '\0')
    {
      return FALSE;
    }

  return combine (whole, fraction, scale, negative, out);
}

/**
 * dyr_decimal_to_text:
 * @value: a number times 10^@scale
 * @scale: how many digits the fraction has
 *
 * Returns: (transfer full): the canonical text, always with the whole fraction: "1500.00"
 */
char *
dyr_decimal_to_text (gint64 value, int scale)
{
  guint64 magnitude, unit;
  const char *sign;

  g_return_val_if_fail (scale >= 0 && scale <= DYR_DECIMAL_MAX_SCALE, NULL);

  magnitude = value < 0 ? 0 - (guint64) value : (guint64) value;
  sign = value < 0 ? "-" : "";
  unit = power_of_ten (scale);
  if (scale == 0)
    return g_strdup_printf ("%s%" G_GUINT64_FORMAT, sign, magnitude);

  return g_strdup_printf ("%s%" G_GUINT64_FORMAT ".%0*" G_GUINT64_FORMAT,
                          sign,
                          magnitude / unit,
                          scale,
                          magnitude % unit);
}

/**
 * dyr_decimal_to_short_text:
 * @value: a number times 10^@scale
 * @scale: how many digits the fraction has
 *
 * Returns: (transfer full): the canonical text without zeros at the end of the fraction: "2.5", "3"
 */
char *
dyr_decimal_to_short_text (gint64 value, int scale)
{
  g_return_val_if_fail (scale >= 0 && scale <= DYR_DECIMAL_MAX_SCALE, NULL);

  while (scale > 0 && value % 10 == 0)
    {
      value /= 10;
      scale--;
    }

  return dyr_decimal_to_text (value, scale);
}

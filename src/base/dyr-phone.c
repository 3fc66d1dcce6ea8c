/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Telephone numbers of Ukraine and Croatia in all their notations, and international ones. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-phone.h"

#include <string.h>

#include "dyr-text.h"

/* E.164 allows 15 digits; no country has numbers of fewer than 8 with its own code. */
#define MIN_DIGITS 8
#define MAX_DIGITS 15

/* A number that stands by itself in a cell has so many digits: "091/341-5947" is one, not two. */
#define MIN_WHOLE_DIGITS 9

/* Operators of mobile networks in Ukraine: numbers lose their 0 in spreadsheets. */
static const char *const ukrainian_mobile[] = {
  "39", "50", "63", "66", "67", "68", "73", "75", "77",
  "91", "92", "93", "94", "95", "96", "97", "98", "99",
};

/* Words before a number, folded. */
static const char *const labels[] = {
  "т",    "тел", "телефон", "моб",     "мобільний", "мобильный", "м",       "р", "роб", "раб",
  "факс", "t",   "tel",     "telefon", "phone",     "mob",       "mobitel", "m", "fax", "faks",
};

/* Words before an extension, folded. */
static const char *const extension_words[] = {
  "дод", "додатковий", "вн", "внутр", "внутрішній", "внутренний", "доб",   "добавочный",
  "ext", "extension",  "x",  "kuc",   "kucni",      "lok",        "lokal", "int",
};

/* Country codes of two digits; 1 and 7 have one, all others three. ITU-T E.164. */
static const char two_digit_codes[]
    = "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 "
      "55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98";

static gboolean
is_separator (gunichar c)
{
  return g_unichar_isspace (c) || c == 0xa0 || c == 0x202f || c == '-' || c == '.' || c == '/'
         || c == '(' || c == ')' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
}

static gboolean
is_one_of (const char *word, const char *const *words, gsize n_words)
{
  for (gsize i = 0; i < n_words; i++)
    {
      if (g_str_equal (word, words[i]))
        return TRUE;
    }

  return FALSE;
}

/* The folded first word of text; after gets where it ends. */
static char *
first_word (const char *text, const char **after)
{
  const char *start = text;
  g_autofree char *word = NULL;

  while (is_separator (g_utf8_get_char (start)))
    start = g_utf8_next_char (start);

  *after = start;
  while (g_unichar_isalpha (g_utf8_get_char (*after)))
    *after = g_utf8_next_char (*after);

  word = g_strndup (start, (gsize) (*after - start));

  return dyr_text_fold (word);
}

/* "тел. 067…", "tel:+380…" */
static const char *
skip_label (const char *text)
{
  const char *after;
  g_autofree char *word = first_word (text, &after);

  if (!is_one_of (word, labels, G_N_ELEMENTS (labels)))
    return text;

  while (*after == '.' || *after == ':' || *after == ' ')
    after++;

  return after;
}

static gsize
count_digits (const char *text, gsize length)
{
  gsize n = 0;

  for (gsize i = 0; i < length; i++)
    n += g_ascii_isdigit (text[i]) ? 1 : 0;

  return n;
}

/* The digits of a number with a + before them if it had one; NULL when it has anything else. The
 * "(0)" of "+385 (0)91" is left out. */
static char *
take_digits (const char *text)
{
  g_autoptr (GString) digits = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '+' && digits->len == 0)
        g_string_append_c (digits, '+');
      else if (digits->len > 1 && g_str_has_prefix (p, "(0)"))
        p += 2;
      else if (g_ascii_isdigit (*p))
        g_string_append_c (digits, *p);
      else if (!is_separator (c))
        return NULL;
    }

  return g_strdup (digits->str);
}

/* Whether the digits behind the country code can be a number there. */
static gboolean
is_international (const char *digits)
{
  gsize length = strlen (digits);

  if (length < MIN_DIGITS || length > MAX_DIGITS || digits[0] == '0')
    return FALSE;

  if (g_str_has_prefix (digits, "380"))
    return length == 12 && digits[3] != '0';
  if (g_str_has_prefix (digits, "385"))
    return length >= 11 && length <= 12 && digits[3] != '0';

  return TRUE;
}

static gboolean
is_ukrainian_mobile (const char *digits)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ukrainian_mobile); i++)
    {
      if (g_str_has_prefix (digits, ukrainian_mobile[i]))
        return TRUE;
    }

  return FALSE;
}

/* Digits without + as they are dialled in a country, with its code; NULL when they are none. */
static char *
from_national (const char *digits, const char *country)
{
  gsize length = strlen (digits);
  gboolean in_ukraine = country != NULL && g_ascii_strcasecmp (country, "UA") == 0;
  gboolean in_croatia = country != NULL && g_ascii_strcasecmp (country, "HR") == 0;

  if (g_str_has_prefix (digits, "00"))
    return g_strdup (digits + 2);

  /* Both codes with a whole number behind them are longer than any number of either country. */
  if ((g_str_has_prefix (digits, "380") && length == 12)
      || (g_str_has_prefix (digits, "385") && (length == 11 || length == 12)))
    return g_strdup (digits);

  if (in_ukraine)
    {
      if (length == 10 && digits[0] == '0')
        return g_strconcat ("38", digits, NULL);

      /* 8 was dialled for other towns until 2009 and is still written. */
      if (length == 11 && g_str_has_prefix (digits, "80"))
        return g_strconcat ("3", digits, NULL);

      if (length == 9 && is_ukrainian_mobile (digits))
        return g_strconcat ("380", digits, NULL);
    }

  if (in_croatia)
    {
      if ((length == 9 || length == 10) && digits[0] == '0')
        return g_strconcat ("385", digits + 1, NULL);

      /* Without the 0, as spreadsheets leave it: only mobile numbers, they begin with 9. */
      if ((length == 8 || length == 9) && digits[0] == '9')
        return g_strconcat ("385", digits, NULL);
    }

  return NULL;
}

/**
 * dyr_phone_clean:
 * @text: (nullable): a number as typed, valid UTF-8
 * @country: (nullable): the country it was typed in: "UA", "HR"
 *
 * Understands the notations of Ukraine ("067 111 22 33", "+38 (067) 111-22-33", "380671112233",
 * "80671112233", "032 245 12 34") and Croatia ("091/341-5947", "00385 98 264-6469"), and any number
 * that begins with + or 00 and has 8 to 15 digits. A label before it ("тел.") is let go; with
 * anything else beside it, such as an extension, the number is kept as typed.
 *
 * Returns: (transfer full) (nullable): it as E.164, "+380671112233"; %NULL when it is not
 * understood
 */
char *
dyr_phone_clean (const char *text, const char *country)
{
  g_autofree char *digits = NULL, *international = NULL;

  if (text == NULL)
    return NULL;

  digits = take_digits (skip_label (text));
  if (digits == NULL)
    return NULL;

  if (digits[0] == '+')
    international = g_strdup (digits + 1);
  else
    international = from_national (digits, country);

  if (international == NULL || !is_international (international))
    return NULL;

  return g_strconcat ("+", international, NULL);
}

static gsize
length_of_country_code (const char *digits)
{
  if (digits[0] == '1' || digits[0] == '7')
    return 1;

  for (const char *code = two_digit_codes; *code != '\0'; code += code[2] == '\0' ? 2 : 3)
    {
      if (strncmp (digits, code, 2) == 0)
        return 2;
    }

  return 3;
}

/* What the groups do not hold goes into the last. */
static void
append_groups (GString *text, const char *digits, const guint8 *groups, gsize n_groups)
{
  for (gsize i = 0; i < n_groups && *digits != '\0'; i++)
    {
      gsize rest = strlen (digits);
      gsize length = i + 1 == n_groups ? rest : MIN (groups[i], rest);

      g_string_append_c (text, ' ');
      g_string_append_len (text, digits, (gssize) length);
      digits += length;
    }
}

/**
 * dyr_phone_format:
 * @e164: (nullable): a number as dyr_phone_clean () gives it, or as typed
 *
 * Returns: (transfer full) (nullable): it as it is shown, "+380 67 111 22 33", "+385 91 742 5103";
 *   what is not E.164 comes back as it is
 */
char *
dyr_phone_format (const char *e164)
{
  static const guint8 ukraine[] = { 2, 3, 2, 2 };
  static const guint8 croatia[] = { 2, 3, 4 };
  static const guint8 zagreb[] = { 1, 3, 4 };
  static const guint8 others[] = { 3, 3, 3, 3, 2 };
  static const guint8 others_by_four[] = { 3, 3, 4, 4 };
  g_autoptr (GString) text = NULL;
  const char *digits, *rest;
  gsize code, length;

  if (e164 == NULL)
    return NULL;

  if (e164[0] != '+')
    return g_strdup (e164);

  digits = e164 + 1;
  length = strlen (digits);
  if (length < MIN_DIGITS || length > MAX_DIGITS || strspn (digits, "0123456789") != length)
    return g_strdup (e164);

  code = length_of_country_code (digits);
  rest = digits + code;
  text = g_string_new ("+");
  g_string_append_len (text, digits, (gssize) code);

  if (g_str_has_prefix (digits, "380"))
    append_groups (text, rest, ukraine, G_N_ELEMENTS (ukraine));
  else if (g_str_has_prefix (digits, "385"))
    append_groups (text, rest, *rest == '1' ? zagreb : croatia, 3);
  else if ((length - code) % 3 == 1)
    append_groups (text, rest, others_by_four, G_N_ELEMENTS (others_by_four));
  else
    append_groups (text, rest, others, G_N_ELEMENTS (others));

  return g_strdup (text->str);
}

static gboolean
is_extension (const char *piece)
{
  const char *after;
  g_autofree char *word = first_word (piece, &after);

  return is_one_of (word, extension_words, G_N_ELEMENTS (extension_words));
}

static void
add_piece (GPtrArray *pieces, const char *text, gsize length)
{
  g_autofree char *bytes = g_strndup (text, length);
  g_autofree char *piece = dyr_text_clean (bytes, -1);

  if (piece == NULL)
    return;

  /* "067 111 22 33, дод. 12" is one number. */
  if (pieces->len > 0 && is_extension (piece))
    {
      char *number = pieces->pdata[pieces->len - 1];

      pieces->pdata[pieces->len - 1] = g_strconcat (number, ", ", piece, NULL);
      g_free (number);
      return;
    }

  g_ptr_array_add (pieces, g_steal_pointer (&piece));
}

/* Cuts at the slashes that have whole numbers on both sides. */
static void
add_pieces_between_slashes (GPtrArray *pieces, const char *text, gsize length)
{
  gsize start = 0;

  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '/' && count_digits (text + start, i - start) >= MIN_WHOLE_DIGITS
          && count_digits (text + i + 1, length - i - 1) >= MIN_WHOLE_DIGITS)
        {
          add_piece (pieces, text + start, i - start);
          start = i + 1;
        }
    }

  add_piece (pieces, text + start, length - start);
}

/* The length of a separator between numbers at the beginning of text, or 0. */
static gsize
length_of_separator (const char *text)
{
  static const char *const words[] = { " або ", " чи ", " или ", " ili ", " or " };

  if (*text == ',' || *text == ';' || *text == '|' || *text == '\n' || *text == '\r')
    return 1;

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (g_str_has_prefix (text, words[i]))
        return strlen (words[i]);
    }

  return 0;
}

/**
 * dyr_phone_split:
 * @cell: (nullable): what a cell of a table holds, valid UTF-8
 *
 * Takes a cell with several numbers apart: at commas, semicolons, bars, line breaks, "або", "или",
 * "ili", "or", and at a slash when both sides have nine or more digits ("091/341-5947" is one
 * number).
 *
 * Returns: (transfer full): the numbers as typed, trimmed; none of them empty
 */
GStrv
dyr_phone_split (const char *cell)
{
  GPtrArray *pieces = g_ptr_array_new ();
  const char *start = cell, *p = cell;

  while (p != NULL && *p != '\0')
    {
      gsize separator = length_of_separator (p);

      if (separator == 0)
        {
          p = g_utf8_next_char (p);
          continue;
        }

      add_pieces_between_slashes (pieces, start, (gsize) (p - start));
      p += separator;
      start = p;
    }

  if (p != NULL)
    add_pieces_between_slashes (pieces, start, (gsize) (p - start));

  g_ptr_array_add (pieces, NULL);

  return (GStrv) g_ptr_array_free (pieces, FALSE);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the text of a cell is, by its form alone: for columns whose name says nothing. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-cell-kind-private.h"

#include <string.h>

#include "dyr-check-digits.h"
#include "dyr-date.h"
#include "dyr-phone.h"
#include "dyr-text.h"

/* Longer texts are none of the things looked for. */
#define MAX_LENGTH 300

/* Separators inside a cell with several values. */
static const char separators[] = ",;\n/ ";

static gboolean
is_email (const char *text)
{
  const char *at = strchr (text, '@');
  const char *dot = at != NULL ? strrchr (at, '.') : NULL;

  return dot != NULL && at > text && dot > at + 1 && dot[1] != '\0' && strchr (at + 1, '@') == NULL
         && strpbrk (text, " \t\n,;<>\"()") == NULL;
}

static gboolean
is_iban (const char *text)
{
  g_autofree char *clean = dyr_iban_clean (text);

  return clean != NULL && dyr_check_iban (clean) == DYR_CHECK_OK;
}

static gboolean
is_url (const char *text)
{
  static const char *const ends[]
      = { ".ua", ".com", ".hr", ".net", ".org", ".eu", ".info", ".biz", ".укр", ".example" };
  g_autofree char *host = NULL;

  if (strpbrk (text, " \t\n@") != NULL)
    return FALSE;
  if (g_ascii_strncasecmp (text, "http://", 7) == 0
      || g_ascii_strncasecmp (text, "https://", 8) == 0
      || g_ascii_strncasecmp (text, "www.", 4) == 0)
    return TRUE;

  host = g_utf8_strdown (text, (gssize) strcspn (text, "/"));
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    if (g_str_has_suffix (host, ends[i]) && strlen (host) > strlen (ends[i]))
      return TRUE;

  return FALSE;
}

/* Day, month and year, or year, month and day, with a time or without. "22-33-44" is a phone. */
static gboolean
is_date (const char *text)
{
  gsize n[3] = { 0 };
  const char *c = text;

  for (guint i = 0; i < G_N_ELEMENTS (n); i++)
    {
      gsize n_between = i > 0 ? strspn (c, "./- ") : 0;

      if (i > 0 && n_between == 0)
        return FALSE;

      c += n_between;
      n[i] = strspn (c, "0123456789");
      if (n[i] == 0)
        return FALSE;
      c += n[i];
    }

  if (strspn (c, ". T0123456789:Z+-") != strlen (c) || g_ascii_isdigit (*c))
    return FALSE;

  return (n[0] == 4 && n[1] <= 2 && n[2] <= 2)
         || (n[0] <= 2 && n[1] <= 2 && (n[2] == 4 || (n[2] == 2 && strchr (text, '.') != NULL)));
}

static gboolean
is_phone (const char *text)
{
  g_auto (GStrv) parts = dyr_phone_split (text);

  if (parts == NULL || parts[0] == NULL)
    return FALSE;

  for (char **part = parts; *part != NULL; part++)
    {
      g_autofree char *ukrainian = dyr_phone_clean (*part, "UA");
      g_autofree char *croatian = dyr_phone_clean (*part, "HR");

      if (ukrainian == NULL && croatian == NULL)
        return FALSE;
    }

  return TRUE;
}

static gboolean
is_code (const char *text)
{
  gsize n = strlen (text);

  if (strspn (text, "0123456789") != n)
    return FALSE;

  if (n == 11)
    return dyr_check_code ("HR", text) == DYR_CHECK_OK;

  /* The codes of people begin with their birthday: 0 was before 1928; ten digits with it are a
   * phone. */
  return (n == 8 || (n == 10 && text[0] != '0')) && dyr_check_code ("UA", text) == DYR_CHECK_OK;
}

static gboolean
is_number (const char *text)
{
  gboolean has_digit = FALSE;

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar u = g_utf8_get_char (c);

      has_digit |= g_ascii_isdigit (*c);
      if (!g_ascii_isdigit (*c) && strchr ("+-., '", *c) == NULL && !g_unichar_isspace (u)
          && g_unichar_type (u) != G_UNICODE_CURRENCY_SYMBOL && u != '%')
        return FALSE;
    }

  return has_digit;
}

/* Whether all the parts of a cell with several values are what is looked for. */
static gboolean
are_all (const char *text, gboolean (*is_one) (const char *))
{
  g_auto (GStrv) parts = NULL;
  guint n = 0;

  if (is_one (text))
    return TRUE;

  parts = g_strsplit_set (text, separators, -1);
  for (char **part = parts; *part != NULL; part++)
    {
      if (**part == '\0')
        continue;
      if (!is_one (*part))
        return FALSE;
      n++;
    }

  return n > 0;
}

DyrCellKind
dyr_cell_kind (const char *cell)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (cell != NULL, DYR_CELL_EMPTY);

  if (strlen (cell) > MAX_LENGTH)
    return DYR_CELL_TEXT;

  text = g_strstrip (g_strdup (cell));
  if (text[0] == '\0')
    return DYR_CELL_EMPTY;

  if (strchr (text, '@') != NULL)
    return are_all (text, is_email) ? DYR_CELL_EMAIL : DYR_CELL_TEXT;
  if (is_code (text))
    return DYR_CELL_CODE;
  if (is_date (text))
    return DYR_CELL_DATE;
  if (is_phone (text))
    return DYR_CELL_PHONE;
  if (is_number (text))
    return DYR_CELL_NUMBER;
  if (are_all (text, is_iban))
    return DYR_CELL_IBAN;

  return is_url (text) ? DYR_CELL_URL : DYR_CELL_TEXT;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What a number of a spreadsheet is: only its format says that 46350 is a day. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-xlsx-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dyr-date.h"

/* Digits that spreadsheets show, and that are sure in their numbers. */
#define DIGITS 15
/* Days between these and 1970-01-01. The year 1900 has a 29 February there, which never was. */
#define DAY_0_OF_1900 (-25569)
#define DAY_0_OF_1904 (-24107)
#define DAY_THAT_NEVER_WAS 60
#define LAST_DAY 2958465
#define DAY_SECONDS 86400

/* What a code has in its first section, outside of quotes and brackets. */
typedef struct
{
  gboolean days;   /* y, d */
  gboolean hours;  /* h, s, AM/PM */
  gboolean months; /* m: months, or minutes beside hours */
  gboolean percent;
  gboolean elapsed; /* [h] */
  guint n_zeros;
  gboolean other; /* digits are not all that is shown */
} Signs;

static void
look_into_brackets (const char *text, gsize length, Signs *signs)
{
  gsize n = strspn (text, "hHmMsS");

  if (n > 0 && n == length)
    signs->elapsed = TRUE;
  signs->other = TRUE;
}

static void
look_at (const char *code, Signs *signs)
{
  for (const char *c = code; *c != '\0' && *c != ';'; c++)
    switch (g_ascii_tolower (*c))
      {
      case '"':
        c += 1 + strcspn (c + 1, "\"");
        signs->other = TRUE;
        if (*c == '\0')
          return;
        break;
      case '[':
        look_into_brackets (c + 1, strcspn (c + 1, "]"), signs);
        c += 1 + strcspn (c + 1, "]");
        if (*c == '\0')
          return;
        break;
      case '\\':
      case '_':
      case '*':
        signs->other = TRUE;
        if (c[1] == '\0')
          return;
        c++;
        break;
      case 'y':
      case 'd':
        signs->days = TRUE;
        break;
      case 'h':
      case 's':
        signs->hours = TRUE;
        break;
      case 'm':
        signs->months = TRUE;
        break;
      case '%':
        signs->percent = TRUE;
        break;
      case '0':
        signs->n_zeros++;
        break;
      case 'g':
        /* "General" */
        if (g_ascii_strncasecmp (c, "general", 7) == 0)
          c += 6;
        signs->other = TRUE;
        break;
      default:
        signs->other = TRUE;
        break;
      }
}

static DyrXlsxStyle
style_of_signs (const Signs *signs)
{
  DyrXlsxStyle style = { DYR_XLSX_PLAIN, 0 };

  if (signs->elapsed)
    return style;
  if (signs->days || (signs->months && !signs->hours))
    style.kind = signs->hours ? DYR_XLSX_MOMENT : DYR_XLSX_DATE;
  else if (signs->hours)
    style.kind = DYR_XLSX_TIME;
  else if (signs->percent)
    style.kind = DYR_XLSX_PERCENT;
  else if (signs->n_zeros > 1 && !signs->other)
    style = (DyrXlsxStyle){ DYR_XLSX_PADDED, MIN (signs->n_zeros, 30) };

  return style;
}

DyrXlsxStyle
dyr_xlsx_style (guint id, const char *code)
{
  Signs signs = { 0 };
  DyrXlsxStyle style = { DYR_XLSX_PLAIN, 0 };

  if (code != NULL)
    {
      look_at (code, &signs);
      return style_of_signs (&signs);
    }
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 58))
    style.kind = DYR_XLSX_DATE;
  else if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || id == 45 || id == 47)
    style.kind = DYR_XLSX_TIME;
  else if (id == 22)
    style.kind = DYR_XLSX_MOMENT;
  else if (id == 9 || id == 10)
    style.kind = DYR_XLSX_PERCENT;

  return style;
}

/* "-1234.5": what most numbers are already; nothing needs to be computed. */
static gboolean
is_simple (const char *number)
{
  const char *digits = *number == '-' ? number + 1 : number;
  gsize n = strspn (digits, "0123456789"), n_more = 0;
  const char *end = digits + n;

  if (*end == '.')
    {
      n_more = strspn (end + 1, "0123456789");
      end += 1 + n_more;
      if (n_more == 0 || n_more > 9)
        return FALSE;
    }

  return *end == '\0' && n > 0 && (n == 1 || *digits != '0') && n + n_more <= DIGITS
         && !(*number == '-' && n == 1 && *digits == '0' && n_more == 0);
}

/* As few digits as say it, never with an exponent. */
static char *
write_number (double number)
{
  char text[400], *end;

  if (fabs (number) >= 1e15)
    return g_strdup (g_ascii_formatd (text, sizeof text, "%.0f", number));
  g_ascii_formatd (text, sizeof text, "%.15g", number);
  if (strpbrk (text, "eE") != NULL)
    {
      g_ascii_formatd (text, sizeof text, "%.20f", number);
      end = text + strlen (text);
      while (end > text && end[-1] == '0')
        *--end = '\0';
      if (end > text && end[-1] == '.')
        *--end = '\0';
    }

  return g_strdup (g_str_equal (text, "-0") ? "0" : text);
}

static char *
write_moment (double serial, const DyrXlsxStyle *style, gboolean from_1904, DyrSheetForm *form)
{
  gint64 day = (gint64) serial;
  int second = (int) ((serial - (double) day) * DAY_SECONDS + 0.5);
  g_autofree char *date = NULL;

  if (second == DAY_SECONDS)
    {
      second = 0;
      day++;
    }
  /* No calendar has a day 0 of 1900: what is less than a day is a time, whatever the format. */
  if (day == 0 && (style->kind == DYR_XLSX_TIME || !from_1904))
    {
      *form = DYR_SHEET_TEXT;
      return second % 60 != 0
                 ? g_strdup_printf ("%02d:%02d:%02d", second / 3600, second / 60 % 60, second % 60)
                 : g_strdup_printf ("%02d:%02d", second / 3600, second / 60 % 60);
    }
  if (from_1904)
    date = dyr_date_to_text (DAY_0_OF_1904 + day);
  else if (day == DAY_THAT_NEVER_WAS)
    date = g_strdup ("1900-02-29");
  else
    date = dyr_date_to_text (DAY_0_OF_1900 + day + (day < DAY_THAT_NEVER_WAS ? 1 : 0));
  *form = style->kind == DYR_XLSX_DATE ? DYR_SHEET_DATE : DYR_SHEET_MOMENT;
  if (style->kind == DYR_XLSX_DATE)
    return g_steal_pointer (&date);

  return second % 60 != 0 ? g_strdup_printf (
             "%s %02d:%02d:%02d", date, second / 3600, second / 60 % 60, second % 60)
                          : g_strdup_printf ("%s %02d:%02d", date, second / 3600, second / 60 % 60);
}

/* What a formula makes of an empty cell: 0, which is no day. */
static gboolean
is_nothing (double value, const DyrXlsxStyle *style, gboolean from_1904)
{
  return value >= 0 && value <= 0 && style->kind != DYR_XLSX_TIME && !from_1904;
}

/* A code that was typed as a number, shown with its zeros. */
static char *
pad (const char *number, guint n_digits)
{
  gsize length = strlen (number);
  g_autofree char *zeros = NULL;

  if (length >= n_digits || strspn (number, "0123456789") != length)
    return g_strdup (number);
  zeros = g_strnfill (n_digits - length, '0');

  return g_strconcat (zeros, number, NULL);
}

char *
dyr_xlsx_number_text (const char *number,
                      const DyrXlsxStyle *style,
                      gboolean from_1904,
                      DyrSheetForm *form)
{
  g_autofree char *text = NULL;
  double value;
  char *end;

  *form = DYR_SHEET_NUMBER;
  if (style->kind == DYR_XLSX_PLAIN && is_simple (number))
    return g_strdup (number);
  value = g_ascii_strtod (number, &end);
  if (end == number || *end != '\0' || !isfinite (value))
    {
      *form = DYR_SHEET_TEXT;
      return g_strdup (number);
    }

  switch (style->kind)
    {
    case DYR_XLSX_DATE:
    case DYR_XLSX_MOMENT:
    case DYR_XLSX_TIME:
      if (is_nothing (value, style, from_1904))
        {
          *form = DYR_SHEET_TEXT;
          return g_strdup ("");
        }
      if (value >= 0 && value <= LAST_DAY + (from_1904 ? DAY_0_OF_1900 - DAY_0_OF_1904 : 0))
        return write_moment (value, style, from_1904, form);
      return write_number (value);
    case DYR_XLSX_PERCENT:
      *form = DYR_SHEET_TEXT;
      text = write_number (value * 100);
      return g_strconcat (text, "%", NULL);
    case DYR_XLSX_PADDED:
      *form = DYR_SHEET_TEXT;
      text = write_number (value);
      return pad (text, style->n_digits);
    case DYR_XLSX_PLAIN:
    default:
      return write_number (value);
    }
}

static gboolean
are_two_digits (const char *text)
{
  return g_ascii_isdigit (text[0]) && g_ascii_isdigit (text[1]);
}

char *
dyr_xlsx_date_text (const char *text, DyrSheetForm *form)
{
  gsize length = strlen (text);
  g_autofree char *day = g_strndup (text, MIN (length, 10));
  gint64 date;

  if (length < 10 || !dyr_date_parse_iso (day, &date))
    return NULL;
  if (length == 10)
    {
      *form = DYR_SHEET_DATE;
      return g_steal_pointer (&day);
    }
  if (text[10] != 'T' || length < 16 || text[13] != ':' || !are_two_digits (text + 11)
      || !are_two_digits (text + 14))
    return NULL;
  /* What is taken by its length is ASCII: half of another character is no text. */
  if (text[16] == ':' && !are_two_digits (text + 17))
    return NULL;
  *form = DYR_SHEET_MOMENT;
  return text[16] == ':' ? g_strdup_printf ("%s %.8s", day, text + 11)
                         : g_strdup_printf ("%s %.5s", day, text + 11);
}

/* Reads the four digits of "_x000D_"; 0: it is something else. */
static guint
read_escape (const char *text)
{
  guint c = 0;

  if (text[0] != '_' || text[1] != 'x')
    return 0;
  for (int i = 2; i < 6; i++)
    {
      if (!g_ascii_isxdigit (text[i]))
        return 0;
      c = c * 16 + (guint) g_ascii_xdigit_value (text[i]);
    }

  return text[6] == '_' ? c : 0;
}

void
dyr_xlsx_unescape (GString *text)
{
  char *to, *from;

  if (strstr (text->str, "_x") == NULL)
    return;

  to = from = text->str;
  while (*from != '\0')
    {
      guint c = read_escape (from);

      if (c == 0 || (c >= 0xd800 && c <= 0xdfff))
        {
          *to++ = *from++;
          continue;
        }
      to += g_unichar_to_utf8 (c, to);
      from += 7;
    }
  g_string_truncate (text, (gsize) (to - text->str));
}

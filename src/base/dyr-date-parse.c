/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Dates and instants as people, files and other programs write them. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-date.h"

#include <string.h>

#include "dyr-text.h"

/* What people write is short: anything longer is no date, and is not looked at. */
#define LONGEST_TEXT 100

/* Two digits of a year mean one of the hundred years that end so many years from now: contracts
 * look a few years ahead, birthdays many years back. */
#define TWO_DIGITS_AHEAD 19

/* Nominative and genitive, folded; an abbreviation is three or more letters from the beginning. */
typedef struct
{
  const char *name;
  int month;
} MonthName;

static const MonthName month_names[] = {
  { "січень", 1 },    { "січня", 1 },      { "лютий", 2 },     { "лютого", 2 },
  { "березень", 3 },  { "березня", 3 },    { "квітень", 4 },   { "квітня", 4 },
  { "травень", 5 },   { "травня", 5 },     { "червень", 6 },   { "червня", 6 },
  { "липень", 7 },    { "липня", 7 },      { "серпень", 8 },   { "серпня", 8 },
  { "вересень", 9 },  { "вересня", 9 },    { "жовтень", 10 },  { "жовтня", 10 },
  { "листопад", 11 }, { "листопада", 11 }, { "грудень", 12 },  { "грудня", 12 },
  { "январь", 1 },    { "января", 1 },     { "февраль", 2 },   { "февраля", 2 },
  { "март", 3 },      { "марта", 3 },      { "апрель", 4 },    { "апреля", 4 },
  { "май", 5 },       { "мая", 5 },        { "июнь", 6 },      { "июня", 6 },
  { "июль", 7 },      { "июля", 7 },       { "август", 8 },    { "августа", 8 },
  { "сентябрь", 9 },  { "сентября", 9 },   { "октябрь", 10 },  { "октября", 10 },
  { "ноябрь", 11 },   { "ноября", 11 },    { "декабрь", 12 },  { "декабря", 12 },
  { "sijecanj", 1 },  { "sijecnja", 1 },   { "veljaca", 2 },   { "veljace", 2 },
  { "ozujak", 3 },    { "ozujka", 3 },     { "travanj", 4 },   { "travnja", 4 },
  { "svibanj", 5 },   { "svibnja", 5 },    { "lipanj", 6 },    { "lipnja", 6 },
  { "srpanj", 7 },    { "srpnja", 7 },     { "kolovoz", 8 },   { "kolovoza", 8 },
  { "rujan", 9 },     { "rujna", 9 },      { "listopad", 10 }, { "listopada", 10 },
  { "studeni", 11 },  { "studenoga", 11 }, { "prosinac", 12 }, { "prosinca", 12 },
  { "january", 1 },   { "february", 2 },   { "march", 3 },     { "april", 4 },
  { "may", 5 },       { "june", 6 },       { "july", 7 },      { "august", 8 },
  { "september", 9 }, { "october", 10 },   { "november", 11 }, { "december", 12 },
};

/* "24.11.2026 р.", "24 ноября 2026 года", "24. studenoga 2026. godine" */
static const char *const year_words[] = { "р", "року", "рік", "г", "год", "года", "god", "godine" };

/* "24.11. о 10:30", "в 10:30", "u 10:30", "at 10:30", and the T of ISO 8601 */
static const char *const time_words[] = { "о", "об", "в", "у", "u", "at", "t" };

typedef struct
{
  const char *at;
} Scanner;

typedef struct
{
  gint64 date;
  gboolean has_time;
  int hour, minute, second;
  gboolean has_offset;
  int offset; /* seconds east of Greenwich */
} Moment;

static void
skip_blanks (Scanner *scanner)
{
  while (*scanner->at == ' ')
    scanner->at++;
}

static gboolean
take_char (Scanner *scanner, char wanted)
{
  if (*scanner->at != wanted)
    return FALSE;

  scanner->at++;

  return TRUE;
}

/* Takes a whole run of digits, when it is neither shorter nor longer than allowed. */
static gboolean
take_number (Scanner *scanner, gsize shortest, gsize longest, int *number, gsize *length)
{
  gsize n = strspn (scanner->at, "0123456789");

  if (n < shortest || n > longest)
    return FALSE;

  *number = 0;
  for (gsize i = 0; i < n; i++)
    *number = *number * 10 + (scanner->at[i] - '0');

  scanner->at += n;
  if (length != NULL)
    *length = n;

  return TRUE;
}

static char *
take_letters (Scanner *scanner)
{
  const char *start = scanner->at;
  g_autofree char *word = NULL;

  while (g_unichar_isalpha (g_utf8_get_char (scanner->at)))
    scanner->at = g_utf8_next_char (scanner->at);

  if (scanner->at == start)
    return NULL;

  word = g_strndup (start, (gsize) (scanner->at - start));

  return dyr_text_fold (word);
}

static gboolean
take_word_of (Scanner *scanner, const char *const *words, gsize n_words)
{
  Scanner ahead = *scanner;
  g_autofree char *word = take_letters (&ahead);

  for (gsize i = 0; word != NULL && i < n_words; i++)
    {
      if (g_str_equal (word, words[i]))
        {
          *scanner = ahead;
          return TRUE;
        }
    }

  return FALSE;
}

static gboolean
take_month_name (Scanner *scanner, int *month)
{
  Scanner ahead = *scanner;
  g_autofree char *word = take_letters (&ahead);

  if (word == NULL || g_utf8_strlen (word, -1) < 3)
    return FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (month_names); i++)
    {
      if (g_str_has_prefix (month_names[i].name, word))
        {
          *month = month_names[i].month;
          *scanner = ahead;
          return TRUE;
        }
    }

  return FALSE;
}

static int
full_year (int two_digits, int this_year)
{
  int last = this_year + TWO_DIGITS_AHEAD;
  int year = last - last % 100 + two_digits;

  return year > last ? year - 100 : year;
}

/* The year after day and month, if there is one; "10" in "24.11. 10:30" is none. */
static gboolean
take_year (Scanner *scanner, int this_year, int *year)
{
  Scanner ahead = *scanner;
  gsize length;

  skip_blanks (&ahead);
  if (!take_number (&ahead, 2, 4, year, &length) || length == 3 || *ahead.at == ':')
    return FALSE;

  if (length == 2)
    *year = full_year (*year, this_year);
  else if (*year < 1000)
    return FALSE; /* 01.01.0001 is how 1C writes "no date", 0026 is a slip of the finger */

  *scanner = ahead;

  return TRUE;
}

/* 24.11.2026, 24. 11. 2026., 24/11/26, 24-11-2026, 24.11, 24 листопада 2026 р. */
static gboolean
take_day_month_year (Scanner *scanner, gint64 today, gint64 *date)
{
  int year, month, day, this_year;
  gboolean has_year;
  Scanner ahead;
  char separator;

  dyr_date_to_ymd (today, &this_year, NULL, NULL);

  if (!take_number (scanner, 1, 2, &day, NULL))
    return FALSE;

  ahead = *scanner;
  take_char (&ahead, '.');
  skip_blanks (&ahead);
  if (take_month_name (&ahead, &month))
    {
      *scanner = ahead;
      separator = '.';
      has_year = TRUE;
      take_char (scanner, '.');
    }
  else
    {
      skip_blanks (scanner);
      separator = *scanner->at;
      if (separator == '\0' || strchr ("./-", separator) == NULL)
        return FALSE;

      scanner->at++;
      skip_blanks (scanner);
      if (!take_number (scanner, 1, 2, &month, NULL))
        return FALSE;

      ahead = *scanner;
      skip_blanks (&ahead);
      has_year = take_char (&ahead, separator);
      if (has_year)
        *scanner = ahead;
    }

  if (!has_year || !take_year (scanner, this_year, &year))
    {
      /* "24.11." is a whole date, "24/11/" and "24-11-" are half ones. */
      if (has_year && separator != '.')
        return FALSE;

      return dyr_date_from_ymd (this_year, month, day, date);
    }

  if (separator == '.')
    {
      take_char (scanner, '.');
      skip_blanks (scanner);
      if (take_word_of (scanner, year_words, G_N_ELEMENTS (year_words)))
        take_char (scanner, '.');
    }

  return dyr_date_from_ymd (year, month, day, date);
}

/* 2026-11-24, also with . or / */
static gboolean
take_year_month_day (Scanner *scanner, gint64 *date)
{
  int year, month, day;
  char separator;

  if (!take_number (scanner, 4, 4, &year, NULL))
    return FALSE;

  separator = *scanner->at;
  if (separator == '\0' || strchr ("-./", separator) == NULL)
    return FALSE;

  scanner->at++;

  return take_number (scanner, 1, 2, &month, NULL) && take_char (scanner, separator)
         && take_number (scanner, 1, 2, &day, NULL) && dyr_date_from_ymd (year, month, day, date);
}

/* Z, +02:00, -0330, +02 */
static gboolean
take_offset (Scanner *scanner, int *offset)
{
  int hours, minutes = 0;
  gboolean west;

  if (take_char (scanner, 'Z') || take_char (scanner, 'z'))
    {
      *offset = 0;
      return TRUE;
    }

  west = *scanner->at == '-';
  if (!take_char (scanner, '+') && !take_char (scanner, '-'))
    return FALSE;

  if (take_number (scanner, 4, 4, &hours, NULL))
    {
      minutes = hours % 100;
      hours /= 100;
    }
  else if (!take_number (scanner, 2, 2, &hours, NULL))
    {
      return FALSE;
    }
  else if (take_char (scanner, ':') && !take_number (scanner, 2, 2, &minutes, NULL))
    {
      return FALSE;
    }

  if (hours > 18 || minutes > 59)
    return FALSE;

  *offset = (hours * 3600 + minutes * 60) * (west ? -1 : 1);

  return TRUE;
}

static gboolean
take_time (Scanner *scanner, Moment *moment)
{
  int fraction;

  if (!take_number (scanner, 1, 2, &moment->hour, NULL) || !take_char (scanner, ':')
      || !take_number (scanner, 2, 2, &moment->minute, NULL))
    return FALSE;

  if (take_char (scanner, ':') && !take_number (scanner, 2, 2, &moment->second, NULL))
    return FALSE;

  /* Fractions of a second are let go: an instant is whole seconds. */
  if (take_char (scanner, '.') && !take_number (scanner, 1, 9, &fraction, NULL))
    return FALSE;

  moment->has_time = TRUE;

  return moment->hour <= 23 && moment->minute <= 59 && moment->second <= 59;
}

/* One line, the blanks and hyphens of typesetters as the plain ones. */
static char *
plain_text (const char *text)
{
  g_autofree char *line = NULL;
  GString *plain;

  if (strlen (text) > LONGEST_TEXT)
    return NULL;

  line = dyr_text_clean (text, -1);
  if (line == NULL)
    return NULL;

  plain = g_string_new (NULL);
  for (const char *p = line; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == 0xa0 || c == 0x2009 || c == 0x202f)
        g_string_append_c (plain, ' ');
      else if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212)
        g_string_append_c (plain, '-');
      else
        g_string_append_unichar (plain, c);
    }

  return g_string_free (plain, FALSE);
}

static gboolean
parse_moment (const char *text, gint64 today, Moment *moment)
{
  g_autofree char *plain = plain_text (text);
  Scanner scanner = { plain };
  gboolean is_iso;

  if (plain == NULL)
    return FALSE;

  *moment = (Moment){ 0 };
  is_iso = strspn (plain, "0123456789") == 4;
  if (is_iso ? !take_year_month_day (&scanner, &moment->date)
             : !take_day_month_year (&scanner, today, &moment->date))
    return FALSE;

  take_char (&scanner, ',');
  skip_blanks (&scanner);
  if (*scanner.at == '\0')
    return TRUE;

  /* The word may touch the digits only as the T of ISO 8601. */
  if (take_word_of (&scanner, time_words, G_N_ELEMENTS (time_words)))
    skip_blanks (&scanner);

  if (!take_time (&scanner, moment))
    return FALSE;

  if (is_iso && *scanner.at != '\0')
    {
      skip_blanks (&scanner);
      moment->has_offset = take_offset (&scanner, &moment->offset);
      if (!moment->has_offset)
        return FALSE;
    }

  return *scanner.at == '\0';
}

static gboolean
is_instant (gint64 instant)
{
  return instant >= DYR_INSTANT_MIN && instant <= DYR_INSTANT_MAX;
}

static gint64
instant_of_moment (const Moment *moment)
{
  return moment->date * 86400 + moment->hour * 3600 + moment->minute * 60 + moment->second
         - moment->offset;
}

/**
 * dyr_date_parse_iso:
 * @text: what may be a date
 * @date: (out): the date; untouched when @text is none
 *
 * Reads the canonical text, "2026-11-24", and nothing else.
 *
 * Returns: whether @text is a date
 */
gboolean
dyr_date_parse_iso (const char *text, gint64 *date)
{
  Scanner scanner = { text };
  int year, month, day;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (date != NULL, FALSE);

  return take_number (&scanner, 4, 4, &year, NULL) && take_char (&scanner, '-')
         && take_number (&scanner, 2, 2, &month, NULL) && take_char (&scanner, '-')
         && take_number (&scanner, 2, 2, &day, NULL) && *scanner.at == '\0'
         && dyr_date_from_ymd (year, month, day, date);
}

/**
 * dyr_date_parse:
 * @text: what a person typed or a file holds
 * @today: the date of today; it gives the year, or its first two digits, where they are missing
 * @date: (out): the date; untouched when @text is none
 *
 * Reads "24.11.2026", "24. 11. 2026.", "24.11.26", "24.11" (of this year), "24/11/2026",
 * "24-11-2026", "24 листопада 2026 р." (uk, ru, hr, en; also "24 Nov"), "2026-11-24". The day comes
 * before the month, always. A time after it is let go. Two digits of a year mean a year between
 * 80 years ago and 19 years ahead.
 *
 * Returns: whether @text is a date; "31.02.2026" is none
 */
gboolean
dyr_date_parse (const char *text, gint64 today, gint64 *date)
{
  Moment moment;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (today >= DYR_DATE_MIN && today <= DYR_DATE_MAX, FALSE);
  g_return_val_if_fail (date != NULL, FALSE);

  if (!parse_moment (text, today, &moment))
    return FALSE;

  *date = moment.date;

  return TRUE;
}

/**
 * dyr_instant_parse_iso:
 * @text: what may be an instant
 * @instant: (out): seconds since 1970-01-01T00:00:00Z; untouched when @text is none
 *
 * Reads "2026-11-24T10:05:00Z" and its kin: seconds may be missing or have a fraction (let go), the
 * zone is Z or ±hh:mm and may not be missing.
 *
 * Returns: whether @text is an instant
 */
gboolean
dyr_instant_parse_iso (const char *text, gint64 *instant)
{
  Scanner scanner = { text };
  Moment moment = { 0 };
  int year, month, day;
  gint64 result;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (instant != NULL, FALSE);

  if (!take_number (&scanner, 4, 4, &year, NULL) || !take_char (&scanner, '-')
      || !take_number (&scanner, 2, 2, &month, NULL) || !take_char (&scanner, '-')
      || !take_number (&scanner, 2, 2, &day, NULL) || !take_char (&scanner, 'T')
      || strspn (scanner.at, "0123456789") != 2 || !take_time (&scanner, &moment)
      || !take_offset (&scanner, &moment.offset) || *scanner.at != '\0'
      || !dyr_date_from_ymd (year, month, day, &moment.date))
    return FALSE;

  result = instant_of_moment (&moment);
  if (!is_instant (result))
    return FALSE;

  *instant = result;

  return TRUE;
}

/**
 * dyr_instant_parse:
 * @text: what a person typed or a file holds
 * @zone: whose clock is meant where @text does not say
 * @today: as for dyr_date_parse ()
 * @instant: (out): seconds since 1970-01-01T00:00:00Z; untouched when @text is none
 *
 * Reads every date that dyr_date_parse () reads, followed by a time: "24.11.2026 10:30",
 * "24.11. 10:30", "24. 11. 2026. u 10:30", "24.11.2026, 10:30:15", "2026-11-24T10:30+02:00". A date
 * alone is its midnight.
 *
 * Returns: whether @text is an instant
 */
gboolean
dyr_instant_parse (const char *text, GTimeZone *zone, gint64 today, gint64 *instant)
{
  Moment moment;
  gint64 result;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (zone != NULL, FALSE);
  g_return_val_if_fail (today >= DYR_DATE_MIN && today <= DYR_DATE_MAX, FALSE);
  g_return_val_if_fail (instant != NULL, FALSE);

  if (!parse_moment (text, today, &moment))
    return FALSE;

  result = moment.has_offset ? instant_of_moment (&moment)
                             : dyr_instant_of_date (moment.date, moment.hour, moment.minute, zone)
                                   + moment.second;
  if (!is_instant (result))
    return FALSE;

  *instant = result;

  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What a calendar calls days and months, and where its weeks begin, in a language. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-day-words.h"

#include <unicode/ucal.h>
#include <unicode/udat.h>
#include <unicode/udatpg.h>
#include <unicode/ustring.h>

#define MILLISECONDS_A_DAY 86400000
/* UTF-16 units of a date in words. */
#define MAX_UNITS 128

struct _DyrDayWords
{
  UDateFormat *month;
  UDateFormat *weekday;
  UDateFormat *day;
  int first_weekday;
};

static UDateFormat *
open_format (const char *locale, const char *skeleton, UErrorCode *status)
{
  UDateTimePatternGenerator *generator = udatpg_open (locale, status);
  UChar wanted[MAX_UNITS], pattern[MAX_UNITS];
  const UChar utc[] = { 'U', 'T', 'C', 0 };
  UDateFormat *format = NULL;
  int32_t n;

  u_uastrcpy (wanted, skeleton);
  n = udatpg_getBestPattern (generator, wanted, -1, pattern, MAX_UNITS, status);
  if (U_SUCCESS (*status))
    format = udat_open (UDAT_PATTERN, UDAT_PATTERN, locale, utc, -1, pattern, n, status);
  if (format != NULL)
    udat_setContext (format, UDISPCTX_CAPITALIZATION_FOR_STANDALONE, status);
  udatpg_close (generator);
  return format;
}

static char *
format_date (const UDateFormat *format, gint64 date)
{
  UErrorCode status = U_ZERO_ERROR;
  UChar units[MAX_UNITS];
  int32_t n
      = udat_format (format, (UDate) (date * MILLISECONDS_A_DAY), units, MAX_UNITS, NULL, &status);

  return U_SUCCESS (status) ? g_utf16_to_utf8 (units, n, NULL, NULL, NULL) : g_strdup ("");
}

static int
read_first_weekday (const char *locale)
{
  UErrorCode status = U_ZERO_ERROR;
  UCalendar *calendar = ucal_open (NULL, 0, locale, UCAL_GREGORIAN, &status);
  int day = U_SUCCESS (status) ? ucal_getAttribute (calendar, UCAL_FIRST_DAY_OF_WEEK) : UCAL_MONDAY;

  ucal_close (calendar);
  return day - UCAL_SUNDAY;
}

DyrDayWords *
dyr_day_words_new (const char *language)
{
  DyrDayWords *self;
  /* Offices are in Europe, as in dyr-format.c. */
  const char *locale = g_strcmp0 (language, "en") == 0 ? "en_GB" : language;
  UErrorCode status = U_ZERO_ERROR;

  g_return_val_if_fail (language != NULL, NULL);

  self = g_new0 (DyrDayWords, 1);
  self->month = open_format (locale, "yMMMM", &status);
  self->weekday = open_format (locale, "cccccc", &status);
  self->day = open_format (locale, "yMMMMEEEEd", &status);
  /* The root locale is inside the library itself: only a broken ICU comes here. */
  if (U_FAILURE (status))
    g_error ("ICU has no dates for “%s”: %s", language, u_errorName (status));
  self->first_weekday = read_first_weekday (locale);
  return self;
}

void
dyr_day_words_free (DyrDayWords *self)
{
  if (self == NULL)
    return;
  udat_close (self->month);
  udat_close (self->weekday);
  udat_close (self->day);
  g_free (self);
}

char *
dyr_day_words_month (const DyrDayWords *self, gint64 date)
{
  g_return_val_if_fail (self != NULL, NULL);
  return format_date (self->month, date);
}

char *
dyr_day_words_weekday (const DyrDayWords *self, gint64 date)
{
  g_return_val_if_fail (self != NULL, NULL);
  return format_date (self->weekday, date);
}

char *
dyr_day_words_day (const DyrDayWords *self, gint64 date)
{
  g_return_val_if_fail (self != NULL, NULL);
  return format_date (self->day, date);
}

int
dyr_day_words_first_weekday (const DyrDayWords *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->first_weekday;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Dates and instants: the calendar, and their canonical text. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-date.h"

#define SECONDS_PER_DAY 86400
#define DAYS_PER_ERA 146097 /* 400 years */
#define DAYS_TO_1970 719468 /* from 0000-03-01, where the eras begin */

static gint64
divide_floor (gint64 value, gint64 by)
{
  return value / by - (value % by < 0 ? 1 : 0);
}

static int
days_in_month (int year, int month)
{
  static const guint8 days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  gboolean leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

  return month == 2 && leap ? 29 : days[month - 1];
}

static gboolean
is_date (gint64 date)
{
  return date >= DYR_DATE_MIN && date <= DYR_DATE_MAX;
}

/**
 * dyr_date_from_ymd:
 * @year: 1 to 9999
 * @month: 1 to 12
 * @day: 1 to 31
 * @date: (out): days since 1970-01-01; untouched when there is no such day
 *
 * Returns: whether there is such a day
 */
gboolean
dyr_date_from_ymd (int year, int month, int day, gint64 *date)
{
  gint64 y, era, year_of_era, day_of_year, day_of_era;

  g_return_val_if_fail (date != NULL, FALSE);

  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1
      || day > days_in_month (year, month))
    return FALSE;

  /* Years begin in March here, so that the leap day is the last: Howard Hinnant, "chrono-Compatible
   * Low-Level Date Algorithms". */
  y = month <= 2 ? year - 1 : year;
  era = y / 400;
  year_of_era = y - era * 400;
  day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  *date = era * DAYS_PER_ERA + day_of_era - DAYS_TO_1970;

  return TRUE;
}

/**
 * dyr_date_to_ymd:
 * @date: days since 1970-01-01, from DYR_DATE_MIN to DYR_DATE_MAX
 * @year: (out) (optional): year
 * @month: (out) (optional): 1 to 12
 * @day: (out) (optional): 1 to 31
 */
void
dyr_date_to_ymd (gint64 date, int *year, int *month, int *day)
{
  gint64 days, era, day_of_era, year_of_era, day_of_year, month_from_march, m;

  g_return_if_fail (is_date (date));

  days = date + DAYS_TO_1970;
  era = days / DAYS_PER_ERA;
  day_of_era = days - era * DAYS_PER_ERA;
  year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  month_from_march = (5 * day_of_year + 2) / 153;
  m = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;

  if (year != NULL)
    *year = (int) (year_of_era + era * 400 + (m <= 2 ? 1 : 0));
  if (month != NULL)
    *month = (int) m;
  if (day != NULL)
    *day = (int) (day_of_year - (153 * month_from_march + 2) / 5 + 1);
}

/**
 * dyr_date_to_text:
 * @date: a date
 *
 * Returns: (transfer full): "2026-11-24", the canonical text
 */
char *
dyr_date_to_text (gint64 date)
{
  int year, month, day;

  g_return_val_if_fail (is_date (date), NULL);

  dyr_date_to_ymd (date, &year, &month, &day);

  return g_strdup_printf ("%04d-%02d-%02d", year, month, day);
}

/**
 * dyr_date_add_months:
 * @date: a date
 * @months: how many, also negative
 *
 * The same day so many months later; the last day of that month where it has no such day (a
 * contract of 31 January goes on until 28 February). Stops at DYR_DATE_MIN and DYR_DATE_MAX.
 */
gint64
dyr_date_add_months (gint64 date, int months)
{
  int year, month, day;
  gint64 count, result;

  g_return_val_if_fail (is_date (date), date);

  dyr_date_to_ymd (date, &year, &month, &day);
  count = (gint64) year * 12 + month - 1 + months;
  if (count < 12)
    return DYR_DATE_MIN;
  if (count >= G_GINT64_CONSTANT (10000) * 12)
    return DYR_DATE_MAX;

  year = (int) (count / 12);
  month = (int) (count % 12) + 1;
  if (!dyr_date_from_ymd (year, month, MIN (day, days_in_month (year, month)), &result))
    g_assert_not_reached ();

  return result;
}

/**
 * dyr_date_of_instant:
 * @instant: seconds since 1970-01-01T00:00:00Z
 * @zone: where one asks
 *
 * Returns: the date on the calendar there
 */
gint64
dyr_date_of_instant (gint64 instant, GTimeZone *zone)
{
  int interval;
  gint64 local;

  g_return_val_if_fail (zone != NULL, 0);

  instant = CLAMP (instant, DYR_INSTANT_MIN, DYR_INSTANT_MAX);
  interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, instant);
  local = instant + g_time_zone_get_offset (zone, interval);

  return CLAMP (divide_floor (local, SECONDS_PER_DAY), DYR_DATE_MIN, DYR_DATE_MAX);
}

/**
 * dyr_instant_of_date:
 * @date: a date
 * @hour: 0 to 23
 * @minute: 0 to 59
 * @zone: where the clock hangs
 *
 * The instant at which the clock there shows this. For a time that the clock skips in spring it is
 * the first moment after the gap; for one that it shows twice in autumn, the one in standard time
 * (as GDateTime does).
 *
 * Returns: seconds since 1970-01-01T00:00:00Z
 */
gint64
dyr_instant_of_date (gint64 date, int hour, int minute, GTimeZone *zone)
{
  gint64 local, instant;
  int interval;

  g_return_val_if_fail (is_date (date), 0);
  g_return_val_if_fail (hour >= 0 && hour <= 23, 0);
  g_return_val_if_fail (minute >= 0 && minute <= 59, 0);
  g_return_val_if_fail (zone != NULL, 0);

  local = date * SECONDS_PER_DAY + hour * 3600 + minute * 60;
  interval = g_time_zone_adjust_time (zone, G_TIME_TYPE_STANDARD, &local);
  instant = local - g_time_zone_get_offset (zone, interval);

  return CLAMP (instant, DYR_INSTANT_MIN, DYR_INSTANT_MAX);
}

/**
 * dyr_instant_to_text:
 * @instant: seconds since 1970-01-01T00:00:00Z
 *
 * Returns: (transfer full): "2026-11-24T10:05:00Z", the canonical text
 */
char *
dyr_instant_to_text (gint64 instant)
{
  gint64 date;
  int year, month, day, second;

  g_return_val_if_fail (instant >= DYR_INSTANT_MIN && instant <= DYR_INSTANT_MAX, NULL);

  date = divide_floor (instant, SECONDS_PER_DAY);
  second = (int) (instant - date * SECONDS_PER_DAY);
  dyr_date_to_ymd (date, &year, &month, &day);

  return g_strdup_printf ("%04d-%02d-%02dT%02d:%02d:%02dZ",
                          year,
                          month,
                          day,
                          second / 3600,
                          second / 60 % 60,
                          second % 60);
}

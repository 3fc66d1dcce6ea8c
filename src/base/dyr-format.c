/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Formatting by ICU. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-format.h"

#include <string.h>
#include <unicode/ucal.h>
#include <unicode/ucurr.h>
#include <unicode/udat.h>
#include <unicode/unum.h>
#include <unicode/ustring.h>

#include "dyr-date.h"
#include "dyr-decimal.h"

#define MILLISECONDS_PER_DAY 86400000.0

/* Enough for any date, and for 19 digits with their marks and a currency. */
#define MAX_UNITS 128

/* How each language writes dates where space is short: patterns of ICU. The region gives the rest:
 * the hryvnia is "₴" and days begin at 0 in all of them. */
typedef struct
{
  const char *language;
  const char *locale;
  const char *date;
  const char *date_with_year;
} Manner;

static const Manner manners[] = {
  { "en", "en_GB", "d MMM", "d MMM y" }, /* the first is for unknown languages */
  { "uk", "uk_UA", "dd.MM", "dd.MM.y" },
  { "ru", "ru_UA", "dd.MM", "dd.MM.y" },
  { "hr", "hr_HR", "d. M.", "d. M. y." },
};

struct _DyrFormat
{
  GTimeZone *zone;
  UDateFormat *date;
  UDateFormat *date_with_year;
  UDateFormat *date_long;
  UNumberFormat *number;
  UNumberFormat *quantity;
  UNumberFormat *money;
};

static const Manner *
find_manner (const char *language)
{
  for (gsize i = 0; i < G_N_ELEMENTS (manners); i++)
    {
      if (g_str_equal (manners[i].language, language))
        return &manners[i];
    }

  return &manners[0];
}

/* A format for a pattern (ASCII), or the long one of the locale for NULL. */
static UDateFormat *
open_date (const char *locale, const char *pattern, UErrorCode *status)
{
  static const UChar utc[] = { 'U', 'T', 'C', 0 };
  UDateFormat *format;
  UCalendar *calendar;

  format = udat_open (UDAT_NONE, UDAT_LONG, locale, utc, -1, NULL, 0, status);
  if (pattern != NULL)
    {
      UChar units[MAX_UNITS];

      u_uastrncpy (units, pattern, MAX_UNITS);
      udat_applyPattern (format, FALSE, units, -1);
    }

  /* ICU would change to the Julian calendar before 1582. */
  calendar = ucal_clone (udat_getCalendar (format), status);
  ucal_setGregorianChange (calendar, U_DATE_MIN, status);
  udat_setCalendar (format, calendar);
  ucal_close (calendar);

  return format;
}

/* Three digits behind a point are a fraction of a quantity: "1.234" for 1234 (hr) would be read
 * back as 1 and a bit. Only blanks mark its thousands. */
static UNumberFormat *
open_quantity (const char *locale, UErrorCode *status)
{
  UNumberFormat *format = unum_open (UNUM_DECIMAL, NULL, 0, locale, NULL, status);
  UChar mark[8];

  unum_getSymbol (format, UNUM_GROUPING_SEPARATOR_SYMBOL, mark, G_N_ELEMENTS (mark), status);
  if (U_SUCCESS (*status) && (mark[0] == '.' || mark[0] == ','))
    unum_setAttribute (format, UNUM_GROUPING_USED, 0);

  unum_setAttribute (format, UNUM_MIN_FRACTION_DIGITS, 0);
  unum_setAttribute (format, UNUM_MAX_FRACTION_DIGITS, DYR_DECIMAL_QUANTITY_SCALE);

  return format;
}

static char *
units_to_text (const UChar *units, UErrorCode status)
{
  char text[MAX_UNITS * 3 + 1];

  u_strToUTF8 (text, sizeof text, NULL, units, -1, &status);
  g_return_val_if_fail (U_SUCCESS (status), g_strdup (""));

  return g_strdup (text);
}

static char *
format_date (UDateFormat *format, gint64 date)
{
  UErrorCode status = U_ZERO_ERROR;
  UChar units[MAX_UNITS];

  udat_format (format, (UDate) date * MILLISECONDS_PER_DAY, units, MAX_UNITS, NULL, &status);

  return units_to_text (units, status);
}

/* ICU gets decimal text, so that no floating point comes near the number. */
static char *
format_number (UNumberFormat *format, gint64 value, int scale)
{
  g_autofree char *text = dyr_decimal_to_text (value, scale);
  UErrorCode status = U_ZERO_ERROR;
  UChar units[MAX_UNITS];

  unum_formatDecimal (format, text, (int32_t) strlen (text), units, MAX_UNITS, NULL, &status);

  return units_to_text (units, status);
}

/**
 * dyr_format_new:
 * @language: the language of the interface: "uk", "ru", "hr", "en"
 * @office_zone: the time zone of the office: instants are shown by its clock
 *
 * Returns: (transfer full): formats for one thread, the main one
 */
DyrFormat *
dyr_format_new (const char *language, GTimeZone *office_zone)
{
  DyrFormat *self;
  const Manner *manner;
  UErrorCode status = U_ZERO_ERROR;

  g_return_val_if_fail (language != NULL, NULL);
  g_return_val_if_fail (office_zone != NULL, NULL);

  self = g_new0 (DyrFormat, 1);
  self->zone = g_time_zone_ref (office_zone);

  manner = find_manner (language);
  self->date = open_date (manner->locale, manner->date, &status);
  self->date_with_year = open_date (manner->locale, manner->date_with_year, &status);
  self->date_long = open_date (manner->locale, NULL, &status);
  self->number = unum_open (UNUM_DECIMAL, NULL, 0, manner->locale, NULL, &status);
  self->quantity = open_quantity (manner->locale, &status);
  self->money = unum_open (UNUM_CURRENCY, NULL, 0, manner->locale, NULL, &status);

  /* The root formats are inside the library itself: only a broken ICU comes here. */
  if (U_FAILURE (status))
    g_error ("ICU has no formats for “%s”: %s", manner->locale, u_errorName (status));

  return self;
}

/**
 * dyr_format_free:
 * @self: (transfer full) (nullable): formats
 */
void
dyr_format_free (DyrFormat *self)
{
  if (self == NULL)
    return;

  udat_close (self->date);
  udat_close (self->date_with_year);
  udat_close (self->date_long);
  unum_close (self->number);
  unum_close (self->quantity);
  unum_close (self->money);
  g_time_zone_unref (self->zone);
  g_free (self);
}

/**
 * dyr_format_date:
 * @self: formats
 * @date: a date
 * @today: the date of today
 *
 * Writes a date for a table: without the year when it is this one. "24.11" and "24.11.2026" (uk,
 * ru), "24. 11." and "24. 11. 2026." (hr), "24 Nov" and "24 Nov 2026" (en). dyr_date_parse () reads
 * all.
 */
char *
dyr_format_date (DyrFormat *self, gint64 date, gint64 today)
{
  int year, this_year;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (date >= DYR_DATE_MIN && date <= DYR_DATE_MAX, NULL);
  g_return_val_if_fail (today >= DYR_DATE_MIN && today <= DYR_DATE_MAX, NULL);

  dyr_date_to_ymd (date, &year, NULL, NULL);
  dyr_date_to_ymd (today, &this_year, NULL, NULL);

  return format_date (year == this_year ? self->date : self->date_with_year, date);
}

/**
 * dyr_format_date_long:
 * @self: formats
 * @date: a date
 *
 * Writes a date for a title or a document: "24 листопада 2026 р.".
 */
char *
dyr_format_date_long (DyrFormat *self, gint64 date)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (date >= DYR_DATE_MIN && date <= DYR_DATE_MAX, NULL);

  return format_date (self->date_long, date);
}

/**
 * dyr_format_time:
 * @self: formats
 * @instant: seconds since 1970-01-01T00:00:00Z
 *
 * Writes the time of the office: "10:30", "09:05", in all four languages.
 */
char *
dyr_format_time (DyrFormat *self, gint64 instant)
{
  int interval, minutes;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (instant >= DYR_INSTANT_MIN && instant <= DYR_INSTANT_MAX, NULL);

  interval = g_time_zone_find_interval (self->zone, G_TIME_TYPE_UNIVERSAL, instant);
  instant += g_time_zone_get_offset (self->zone, interval);
  minutes = (int) (((instant % 86400) + 86400) % 86400 / 60);

  return g_strdup_printf ("%02d:%02d", minutes / 60, minutes % 60);
}

/**
 * dyr_format_instant:
 * @self: formats
 * @instant: seconds since 1970-01-01T00:00:00Z
 * @today: the date of today in the office
 *
 * Writes date and time of the office: "24.11 10:30", "24. 11. 2026. 10:30". dyr_instant_parse ()
 * reads all.
 */
char *
dyr_format_instant (DyrFormat *self, gint64 instant, gint64 today)
{
  g_autofree char *date = NULL, *time = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (instant >= DYR_INSTANT_MIN && instant <= DYR_INSTANT_MAX, NULL);

  date = dyr_format_date (self, dyr_date_of_instant (instant, self->zone), today);
  time = dyr_format_time (self, instant);

  return g_strconcat (date, " ", time, NULL);
}

/**
 * dyr_format_money:
 * @self: formats
 * @hundredths: an amount
 * @currency: (nullable): ISO 4217 code; without one the number stands alone
 *
 * Writes an amount: "1 234,56 ₴" (uk), "1.234,56 €" (hr), with no-break spaces. A currency without
 * small units (JPY) shows hundredths only when there are some: nothing is hidden.
 */
char *
dyr_format_money (DyrFormat *self, gint64 hundredths, const char *currency)
{
  UErrorCode status = U_ZERO_ERROR;
  UChar code[4];
  int32_t digits;

  g_return_val_if_fail (self != NULL, NULL);

  if (currency == NULL || strlen (currency) != 3)
    {
      unum_setAttribute (self->number, UNUM_MAX_FRACTION_DIGITS, 2);
      unum_setAttribute (self->number, UNUM_MIN_FRACTION_DIGITS, 2);
      return format_number (self->number, hundredths, DYR_DECIMAL_MONEY_SCALE);
    }

  u_uastrncpy (code, currency, G_N_ELEMENTS (code));
  unum_setTextAttribute (self->money, UNUM_CURRENCY_CODE, code, 3, &status);
  digits = hundredths % 100 != 0 ? 2 : ucurr_getDefaultFractionDigits (code, &status);
  unum_setAttribute (self->money, UNUM_MAX_FRACTION_DIGITS, digits);
  unum_setAttribute (self->money, UNUM_MIN_FRACTION_DIGITS, digits);

  return format_number (self->money, hundredths, DYR_DECIMAL_MONEY_SCALE);
}

/**
 * dyr_format_quantity:
 * @self: formats
 * @thousandths: a quantity
 *
 * Writes a quantity without zeros at its end: "2,5", "1 200" (uk, ru), "1200" (hr, en).
 * dyr_decimal_parse () reads it back.
 */
char *
dyr_format_quantity (DyrFormat *self, gint64 thousandths)
{
  g_return_val_if_fail (self != NULL, NULL);

  return format_number (self->quantity, thousandths, DYR_DECIMAL_QUANTITY_SCALE);
}

/**
 * dyr_format_count:
 * @self: formats
 * @count: a whole number
 *
 * Writes it in groups: "1 200".
 */
char *
dyr_format_count (DyrFormat *self, gint64 count)
{
  g_return_val_if_fail (self != NULL, NULL);

  unum_setAttribute (self->number, UNUM_MIN_FRACTION_DIGITS, 0);
  unum_setAttribute (self->number, UNUM_MAX_FRACTION_DIGITS, 0);

  return format_number (self->number, count, 0);
}

/**
 * dyr_format_count_in:
 * @self: formats
 * @words: a translated text with one "%s"
 * @count: a whole number
 *
 * Writes the number in its place: "1 200 clients".
 */
char *
dyr_format_count_in (DyrFormat *self, const char *words, gint64 count)
{
  g_autofree char *number = NULL;
  g_autoptr (GString) text = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (words != NULL, NULL);

  number = dyr_format_count (self, count);
  text = g_string_new (words);
  g_string_replace (text, "%s", number, 1);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

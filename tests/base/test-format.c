/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What is shown in four languages, and that it is read back. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-format.h"

#include <string.h>

#include "dyr-date.h"
#include "dyr-decimal.h"

#define KYIV "EET-2EEST,M3.5.0/3,M10.5.0/4"

static const char *const languages[] = { "uk", "ru", "hr", "en" };

static gint64
date_of (const char *iso)
{
  gint64 date;

  g_assert_true (dyr_date_parse_iso (iso, &date));

  return date;
}

static DyrFormat *
format_for (const char *language)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (KYIV);

  g_assert_nonnull (zone);

  return dyr_format_new (language, zone);
}

/* ICU's no-break spaces (which of the two, differs between its versions) as plain ones; there must
 * not be a plain one in a number. */
static void
assert_number (char *taken, const char *expected)
{
  g_autofree char *text = taken;
  g_autoptr (GString) plain = g_string_new (text);

  g_assert_null (strchr (text, ' '));
  g_string_replace (plain, "\302\240", " ", 0);
  g_string_replace (plain, "\342\200\257", " ", 0);
  g_string_replace (plain, "\342\210\222", "-", 0);
  g_assert_cmpstr (plain->str, ==, expected);
}

static void
assert_text (char *taken, const char *expected)
{
  g_autofree char *text = taken;

  g_assert_cmpstr (text, ==, expected);
}

static void
test_date (void)
{
  static const struct
  {
    const char *language, *this_year, *other_year, *long_text;
  } cases[] = {
    { "uk", "24.11", "04.01.2027", "24 листопада 2026 р." },
    { "ru", "24.11", "04.01.2027", "24 ноября 2026 г." },
    { "hr", "24. 11.", "4. 1. 2027.", "24. studenoga 2026." },
    { "en", "24 Nov", "4 Jan 2027", "24 November 2026" },
    { "de", "24 Nov", "4 Jan 2027", "24 November 2026" },
  };
  gint64 today = date_of ("2026-11-22");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DyrFormat) format = format_for (cases[i].language);

      assert_text (dyr_format_date (format, date_of ("2026-11-24"), today), cases[i].this_year);
      assert_text (dyr_format_date (format, date_of ("2027-01-04"), today), cases[i].other_year);
      g_autofree char *long_text = dyr_format_date_long (format, date_of ("2026-11-24"));
      g_autoptr (GString) plain = g_string_new (long_text);
      g_string_replace (plain, "\302\240", " ", 0);
      g_string_replace (plain, "\342\200\257", " ", 0);
      g_assert_cmpstr (plain->str, ==, cases[i].long_text);
    }
}

static void
test_date_ends (void)
{
  g_autoptr (DyrFormat) uk = format_for ("uk");

  /* No Julian calendar, which ICU would take before 1582. */
  assert_text (dyr_format_date (uk, date_of ("1500-03-01"), 0), "01.03.1500");
  assert_text (dyr_format_date (uk, DYR_DATE_MIN, 0), "01.01.1");
  assert_text (dyr_format_date (uk, DYR_DATE_MAX, 0), "31.12.9999");
}

static void
test_instant (void)
{
  g_autoptr (DyrFormat) uk = format_for ("uk");
  g_autoptr (DyrFormat) hr = format_for ("hr");
  g_autoptr (DyrFormat) en = format_for ("en");
  gint64 today = date_of ("2026-11-22");
  gint64 instant, late;

  g_assert_true (dyr_instant_parse_iso ("2026-11-24T08:30:00Z", &instant));
  g_assert_true (dyr_instant_parse_iso ("2026-12-31T22:05:59Z", &late));

  assert_text (dyr_format_time (uk, instant), "10:30");
  assert_text (dyr_format_time (en, late), "00:05");
  assert_text (dyr_format_time (uk, -1), "01:59");
  assert_text (dyr_format_instant (uk, instant, today), "24.11 10:30");
  assert_text (dyr_format_instant (uk, late, today), "01.01.2027 00:05");
  assert_text (dyr_format_instant (hr, instant, today), "24. 11. 10:30");
  assert_text (dyr_format_instant (en, late, today), "1 Jan 2027 00:05");
}

static void
test_money (void)
{
  g_autoptr (DyrFormat) uk = format_for ("uk");
  g_autoptr (DyrFormat) ru = format_for ("ru");
  g_autoptr (DyrFormat) hr = format_for ("hr");
  g_autoptr (DyrFormat) en = format_for ("en");

  assert_number (dyr_format_money (uk, 123456, "UAH"), "1 234,56 ₴");
  assert_number (dyr_format_money (ru, 123456, "UAH"), "1 234,56 ₴");
  assert_number (dyr_format_money (hr, 123456, "EUR"), "1.234,56 €");
  assert_number (dyr_format_money (en, 123456, "UAH"), "UAH 1,234.56");
  assert_number (dyr_format_money (en, 123456, "EUR"), "€1,234.56");
  assert_number (dyr_format_money (uk, 0, "UAH"), "0,00 ₴");
  assert_number (dyr_format_money (uk, -5, "UAH"), "-0,05 ₴");
  assert_number (dyr_format_money (hr, -123456, "EUR"), "-1.234,56 €");
  assert_number (dyr_format_money (uk, 150000, NULL), "1 500,00");
  assert_number (dyr_format_money (hr, 150000, ""), "1.500,00");
  assert_number (dyr_format_money (uk, G_MAXINT64, "UAH"), "92 233 720 368 547 758,07 ₴");
  assert_number (dyr_format_money (uk, G_MININT64, "UAH"), "-92 233 720 368 547 758,08 ₴");

  /* Nothing is rounded away, and one currency leaves no trace in the next. */
  assert_number (dyr_format_money (hr, 123400, "JPY"), "1.234 JPY");
  assert_number (dyr_format_money (hr, 123456, "JPY"), "1.234,56 JPY");
  assert_number (dyr_format_money (hr, 123400, "EUR"), "1.234,00 €");
}

static void
test_number (void)
{
  g_autoptr (DyrFormat) uk = format_for ("uk");
  g_autoptr (DyrFormat) hr = format_for ("hr");
  g_autoptr (DyrFormat) en = format_for ("en");

  assert_number (dyr_format_quantity (uk, 2500), "2,5");
  assert_number (dyr_format_quantity (uk, 3000), "3");
  assert_number (dyr_format_quantity (uk, 1234567), "1 234,567");
  assert_number (dyr_format_quantity (hr, 1234567), "1234,567");
  assert_number (dyr_format_quantity (hr, 1234000), "1234");
  assert_number (dyr_format_quantity (en, 1234000), "1234");
  assert_number (dyr_format_quantity (uk, -1), "-0,001");
  assert_number (dyr_format_count (uk, 1234567), "1 234 567");
  assert_number (dyr_format_count (hr, 1234567), "1.234.567");
  assert_number (dyr_format_count (en, 12), "12");
  assert_number (dyr_format_count_in (uk, "(%s;%s)", 1234567), "(1 234 567;%s)");

  /* Count, money without currency, quantity: each has its own fraction. */
  assert_number (dyr_format_money (uk, 1200, NULL), "12,00");
  assert_number (dyr_format_count (uk, 12), "12");
}

/* What the program shows is what its fields understand: the text of an editor that nobody touched
 * must never become another value. */
static void
test_read_back (void)
{
  static const char *const currencies[] = { "UAH", "EUR", "USD", "PLN", "HRK", "JPY" };
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (KYIV);
  gint64 today = date_of ("2026-11-22");

  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_autoptr (DyrFormat) format = format_for (languages[i]);

      for (int n = 0; n < 2000; n++)
        {
          /* Dates that people have; 1000 to 2100. */
          gint64 date = g_test_rand_int_range (-354285, 47482);
          gint64 minute = date * 86400 + g_test_rand_int_range (0, 1440) * 60;
          gint64 number = g_test_rand_int_range (G_MININT32, G_MAXINT32);
          gint64 back = 42;

          /* Small ones, too, and round ones. */
          number = n % 3 == 0 ? number / 100000 : number;
          number = n % 5 == 0 ? number * 1000 : number;

          g_autofree char *date_text = dyr_format_date (format, date, today);
          g_autofree char *long_text = dyr_format_date_long (format, date);
          g_autofree char *instant_text = dyr_format_instant (format, minute, today);
          g_autofree char *quantity = dyr_format_quantity (format, number);
          g_autofree char *count = dyr_format_count (format, number);
          g_autofree char *plain = dyr_format_money (format, number, NULL);

          g_assert_true (dyr_date_parse (date_text, today, &back));
          g_assert_cmpint (back, ==, date);
          g_assert_true (dyr_date_parse (long_text, today, &back));
          g_assert_cmpint (back, ==, date);
          g_assert_true (dyr_instant_parse (instant_text, zone, today, &back));
          /* In the hour that the clock shows twice a text cannot tell which. */
          if (back != minute)
            g_assert_cmpint (back - minute, ==, 3600);
          g_assert_true (dyr_decimal_parse (quantity, 3, &back));
          g_assert_cmpint (back, ==, number);
          g_assert_true (dyr_decimal_parse (count, 0, &back));
          g_assert_cmpint (back, ==, number);
          g_assert_true (dyr_decimal_parse (plain, 2, &back));
          g_assert_cmpint (back, ==, number);

          for (gsize k = 0; k < G_N_ELEMENTS (currencies); k++)
            {
              g_autofree char *money = dyr_format_money (format, number, currencies[k]);

              g_assert_true (dyr_decimal_parse (money, 2, &back));
              g_assert_cmpint (back, ==, number);
            }
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/format/date", test_date);
  g_test_add_func ("/base/format/date-ends", test_date_ends);
  g_test_add_func ("/base/format/instant", test_instant);
  g_test_add_func ("/base/format/money", test_money);
  g_test_add_func ("/base/format/number", test_number);
  g_test_add_func ("/base/format/read-back", test_read_back);

  return g_test_run ();
}

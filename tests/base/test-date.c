/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Dates: the calendar over its whole range, and how people write it. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-date.h"

#include <string.h>

typedef struct
{
  const char *text;
  const char *iso; /* NULL: no date */
} ParseCase;

/* Names the case in the log, which has to be UTF-8 even where the case is not. */
static void
show (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  g_test_message ("%s", valid);
}

static gint64
date_of (const char *iso)
{
  gint64 date;

  g_assert_true (dyr_date_parse_iso (iso, &date));

  return date;
}

/* Every day of ten thousand years, against GDate. */
static void
test_calendar_all (void)
{
  GDate other;

  g_date_clear (&other, 1);
  g_date_set_dmy (&other, 1, G_DATE_JANUARY, 1);

  for (gint64 date = DYR_DATE_MIN; date <= DYR_DATE_MAX; date++)
    {
      int year, month, day;
      gint64 back = 0;

      dyr_date_to_ymd (date, &year, &month, &day);
      if (year != g_date_get_year (&other) || month != (int) g_date_get_month (&other)
          || day != g_date_get_day (&other) || !dyr_date_from_ymd (year, month, day, &back)
          || back != date)
        g_error ("%" G_GINT64_FORMAT " is not %d-%d-%d", date, year, month, day);

      g_date_add_days (&other, 1);
    }

  g_assert_cmpint (g_date_get_year (&other), ==, 10000);
}

static void
test_calendar_limits (void)
{
  gint64 date = 42;

  g_assert_true (dyr_date_from_ymd (1970, 1, 1, &date));
  g_assert_cmpint (date, ==, 0);
  g_assert_true (dyr_date_from_ymd (1, 1, 1, &date));
  g_assert_cmpint (date, ==, DYR_DATE_MIN);
  g_assert_true (dyr_date_from_ymd (9999, 12, 31, &date));
  g_assert_cmpint (date, ==, DYR_DATE_MAX);
  g_assert_true (dyr_date_from_ymd (2000, 2, 29, &date));

  date = 42;
  g_assert_false (dyr_date_from_ymd (0, 1, 1, &date));
  g_assert_false (dyr_date_from_ymd (10000, 1, 1, &date));
  g_assert_false (dyr_date_from_ymd (-5, 1, 1, &date));
  g_assert_false (dyr_date_from_ymd (2026, 0, 1, &date));
  g_assert_false (dyr_date_from_ymd (2026, 13, 1, &date));
  g_assert_false (dyr_date_from_ymd (2026, 1, 0, &date));
  g_assert_false (dyr_date_from_ymd (2026, 4, 31, &date));
  g_assert_false (dyr_date_from_ymd (2026, 2, 29, &date));
  g_assert_false (dyr_date_from_ymd (1900, 2, 29, &date));
  g_assert_false (dyr_date_from_ymd (G_MAXINT, G_MAXINT, G_MAXINT, &date));
  g_assert_false (dyr_date_from_ymd (G_MININT, G_MININT, G_MININT, &date));
  g_assert_cmpint (date, ==, 42);

  dyr_date_to_ymd (0, NULL, NULL, NULL);
}

static void
test_iso (void)
{
  static const char *const wrong[]
      = { "",           "2026",       "2026-11",     "2026-11-24 ", " 2026-11-24",
          "2026-1-24",  "2026-11-4",  "26-11-24",    "2026-02-30",  "2026-13-01",
          "20261124",   "24.11.2026", "2026-11-24T", "+2026-11-24", "-026-11-24",
          "2026/11/24", "0000-01-01", "12026-11-24", "2026-11-2४",  "99999999999999999999-01-01" };

  for (int n = 0; n < 20000; n++)
    {
      gint64 date = g_test_rand_int_range ((gint32) DYR_DATE_MIN, (gint32) DYR_DATE_MAX + 1);
      g_autofree char *text = dyr_date_to_text (date);

      g_assert_cmpuint (strlen (text), ==, 10);
      g_assert_cmpint (date_of (text), ==, date);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      gint64 date = 42;

      show (wrong[i]);
      g_assert_false (dyr_date_parse_iso (wrong[i], &date));
      g_assert_cmpint (date, ==, 42);
    }

  g_autofree char *first = dyr_date_to_text (DYR_DATE_MIN);
  g_autofree char *last = dyr_date_to_text (DYR_DATE_MAX);
  g_assert_cmpstr (first, ==, "0001-01-01");
  g_assert_cmpstr (last, ==, "9999-12-31");
}

static void
test_parse_people (void)
{
  static const ParseCase cases[] = {
    { "24.11.2026", "2026-11-24" },
    { "24. 11. 2026.", "2026-11-24" },
    { "24.11.2026.", "2026-11-24" },
    { "24.11.26", "2026-11-24" },
    { "24.11", "2026-11-24" },
    { "24.11.", "2026-11-24" },
    { "24. 11.", "2026-11-24" },
    { " 4.1 ", "2026-01-04" },
    { "04.01", "2026-01-04" },
    { "24/11/2026", "2026-11-24" },
    { "24/11", "2026-11-24" },
    { "24-11-2026", "2026-11-24" },
    { "24–11–2026", "2026-11-24" },
    { "24.\302\24011.\302\2402026.", "2026-11-24" },
    { "\342\200\21624.11.2026", "2026-11-24" },
    { "24.11.2026 р.", "2026-11-24" },
    { "24.11.2026р.", "2026-11-24" },
    { "24.11.2026 року", "2026-11-24" },
    { "24.11.2026 г.", "2026-11-24" },
    { "24. 11. 2026. godine", "2026-11-24" },
    { "29.02.2028", "2028-02-29" },
    { "16. 9. 2027.", "2027-09-16" },

    /* Two digits of a year: 80 years back, 19 ahead. */
    { "24.11.45", "2045-11-24" },
    { "24.11.46", "1946-11-24" },
    { "24.11.85", "1985-11-24" },
    { "24.11.00", "2000-11-24" },

    /* With a time, which is let go. */
    { "23.01.2025 10:20:00", "2025-01-23" },
    { "24.11.2026, 10:30", "2026-11-24" },
    { "24.11. 10:30", "2026-11-24" },
    { "24.11 23:59", "2026-11-24" },

    /* Other programs. */
    { "2026-11-24", "2026-11-24" },
    { "2026-11-24T23:30:00Z", "2026-11-24" },
    { "2026-11-24 23:30:00", "2026-11-24" },
    { "2026-11-24T23:30:00.123+02:00", "2026-11-24" },
    { "2026/11/24", "2026-11-24" },
    { "2026.11.24", "2026-11-24" },
    { "0001-01-01", "0001-01-01" },
    { "9999-12-31", "9999-12-31" },

    /* Months by name. */
    { "24 листопада 2026 р.", "2026-11-24" },
    { "24 листопада 2026", "2026-11-24" },
    { "24 лист. 2026 р.", "2026-11-24" },
    { "1 СІЧНЯ", "2026-01-01" },
    { "24 ноября 2026 г.", "2026-11-24" },
    { "5 мая 2027 года", "2027-05-05" },
    { "24. studenoga 2026.", "2026-11-24" },
    { "24. listopada 2026.", "2026-10-24" },
    { "24. ožujka", "2026-03-24" },
    { "24 Nov 2026", "2026-11-24" },
    { "24 Nov", "2026-11-24" },
    { "1 Sept 2026", "2026-09-01" },
    { "4 May 27", "2027-05-04" },
  };

  gint64 today = date_of ("2026-11-22");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 date;

      show (cases[i].text);
      g_assert_true (dyr_date_parse (cases[i].text, today, &date));
      g_autofree char *iso = dyr_date_to_text (date);
      g_assert_cmpstr (iso, ==, cases[i].iso);
    }
}

static void
test_parse_century (void)
{
  gint64 date;

  g_assert_true (dyr_date_parse ("1.1.05", date_of ("1999-06-01"), &date));
  g_assert_cmpint (date, ==, date_of ("2005-01-01"));
  g_assert_true (dyr_date_parse ("1.1.20", date_of ("1999-06-01"), &date));
  g_assert_cmpint (date, ==, date_of ("1920-01-01"));
  g_assert_true (dyr_date_parse ("1.1.99", date_of ("2080-06-01"), &date));
  g_assert_cmpint (date, ==, date_of ("2099-01-01"));
  g_assert_true (dyr_date_parse ("1.1.00", date_of ("2081-06-01"), &date));
  g_assert_cmpint (date, ==, date_of ("2100-01-01"));

  /* At the ends of the calendar there may be no such year. */
  g_assert_false (dyr_date_parse ("1.1.10", DYR_DATE_MAX, &date));
  g_assert_false (dyr_date_parse ("1.1.30", DYR_DATE_MIN, &date));
}

static void
test_parse_wrong (void)
{
  static const char *const wrong[] = {
    "",
    " ",
    "завтра",
    "31.02.2026",
    "31.02",
    "29.02.2026",
    "29.02",
    "32.01.2026",
    "0.1.2026",
    "11.24.2026",
    "24",
    "24.",
    "24..2026",
    "24/11/",
    "24-11-",
    "24.11/2026",
    "24/11-2026",
    "24.11.2026.1",
    "24.11.126",
    "24.11.0026",
    "01.01.0001",
    "24.11.20266",
    "024.11.2026",
    "24.11.2026 х",
    "24.11.2026 25:00",
    "24.11.2026 10:60",
    "24.11.2026 10:3",
    "24.11.2026 10:30:61",
    "24.11.2026 10:30 ранку",
    "24.11.2026 24.11.2026",
    "2026-11-31",
    "2026-11",
    "2026",
    "2026-11-24T",
    "2026-11-24T10:30+25:00",
    "2026-11-24T10:30+02:0",
    "24 но 2026",
    "24 листопадень 2026",
    "24 Novembre 2026",
    "Nov",
    "-24.11.2026",
    "1500,00",
    "45 000",
    "٢٤.١١.٢٠٢٦",
    "24.11.2026\377",
  };
  g_autofree char *longer = g_strnfill (1 << 20, '1');
  gint64 today = date_of ("2026-11-22");

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      gint64 date = 42;

      show (wrong[i]);
      g_assert_false (dyr_date_parse (wrong[i], today, &date));
      g_assert_cmpint (date, ==, 42);
    }

  gint64 date = 42;
  g_assert_false (dyr_date_parse (longer, today, &date));
  g_assert_cmpint (date, ==, 42);
}

/* Whatever is typed is a date or is refused; a date that is read is one of the calendar. */
static void
test_parse_noise (void)
{
  static const char *const parts[]
      = { "0",         "1", "2", "9",        "24", "11",   "2026",   ".",  "/",
          "-",         ":", " ", ",",        "T",  "Z",    "+02:00", "р.", "Nov",
          "листопада", "о", "u", "\302\240", "−",  "\377", "\302" };

  for (int n = 0; n < 50000; n++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      gint64 date = 0;

      for (int i = g_test_rand_int_range (0, 12); i > 0; i--)
        g_string_append (text, parts[g_test_rand_int_range (0, G_N_ELEMENTS (parts))]);

      if (dyr_date_parse (text->str, 20000, &date))
        g_assert_true (date >= DYR_DATE_MIN && date <= DYR_DATE_MAX);
    }
}

static void
test_add_months (void)
{
  static const struct
  {
    const char *from;
    int months;
    const char *to;
  } cases[] = {
    { "2026-11-24", 0, "2026-11-24" },        { "2026-11-24", 1, "2026-12-24" },
    { "2026-11-24", 2, "2027-01-24" },        { "2026-11-24", 12, "2027-11-24" },
    { "2026-01-31", 1, "2026-02-28" },        { "2028-01-31", 1, "2028-02-29" },
    { "2028-02-29", 12, "2029-02-28" },       { "2028-02-29", 48, "2032-02-29" },
    { "2026-03-31", -1, "2026-02-28" },       { "2026-01-15", -1, "2025-12-15" },
    { "2026-01-15", -13, "2024-12-15" },      { "0001-01-15", -1, "0001-01-01" },
    { "9999-12-15", 1, "9999-12-31" },        { "2026-01-15", G_MAXINT, "9999-12-31" },
    { "2026-01-15", G_MININT, "0001-01-01" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s %+d", cases[i].from, cases[i].months);
      g_autofree char *to
          = dyr_date_to_text (dyr_date_add_months (date_of (cases[i].from), cases[i].months));
      g_assert_cmpstr (to, ==, cases[i].to);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/date/calendar/all", test_calendar_all);
  g_test_add_func ("/base/date/calendar/limits", test_calendar_limits);
  g_test_add_func ("/base/date/iso", test_iso);
  g_test_add_func ("/base/date/parse/people", test_parse_people);
  g_test_add_func ("/base/date/parse/century", test_parse_century);
  g_test_add_func ("/base/date/parse/wrong", test_parse_wrong);
  g_test_add_func ("/base/date/parse/noise", test_parse_noise);
  g_test_add_func ("/base/date/add-months", test_add_months);

  return g_test_run ();
}

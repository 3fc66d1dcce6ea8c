/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Instants: UTC and the clocks of offices, the changes of the clock among them. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-date.h"

#include <string.h>

/* Kyiv by rule, so that the tests need no time zone files. */
#define KYIV "EET-2EEST,M3.5.0/3,M10.5.0/4"

typedef struct
{
  const char *text;
  const char *iso;
} ParseCase;

static gint64
date_of (const char *iso)
{
  gint64 date;

  g_assert_true (dyr_date_parse_iso (iso, &date));

  return date;
}

static void
assert_instant (gint64 instant, const char *iso)
{
  g_autofree char *text = dyr_instant_to_text (instant);

  g_assert_cmpstr (text, ==, iso);
}

static GTimeZone *
kyiv (void)
{
  GTimeZone *zone = g_time_zone_new_identifier (KYIV);

  g_assert_nonnull (zone);

  return zone;
}

static void
test_text (void)
{
  assert_instant (0, "1970-01-01T00:00:00Z");
  assert_instant (-1, "1969-12-31T23:59:59Z");
  assert_instant (1795514700, "2026-11-24T10:05:00Z");
  assert_instant (DYR_INSTANT_MIN, "0001-01-01T00:00:00Z");
  assert_instant (DYR_INSTANT_MAX, "9999-12-31T23:59:59Z");

  for (int n = 0; n < 20000; n++)
    {
      gint64 date = g_test_rand_int_range ((gint32) DYR_DATE_MIN, (gint32) DYR_DATE_MAX + 1);
      gint64 instant = date * 86400 + g_test_rand_int_range (0, 86400);
      gint64 back = 0;
      g_autofree char *text = dyr_instant_to_text (instant);

      g_assert_true (dyr_instant_parse_iso (text, &back));
      g_assert_cmpint (back, ==, instant);
    }
}

static void
test_iso (void)
{
  static const ParseCase cases[] = {
    { "2026-11-24T10:05:00Z", "2026-11-24T10:05:00Z" },
    { "2026-11-24T10:05Z", "2026-11-24T10:05:00Z" },
    { "2026-11-24T10:05:00z", "2026-11-24T10:05:00Z" },
    { "2026-11-24T10:05:00.999Z", "2026-11-24T10:05:00Z" },
    { "2026-11-24T10:05:00+02:00", "2026-11-24T08:05:00Z" },
    { "2026-11-24T00:05:00+0200", "2026-11-23T22:05:00Z" },
    { "2026-11-24T10:05-03:30", "2026-11-24T13:35:00Z" },
    { "2026-11-24T10:05:07+02", "2026-11-24T08:05:07Z" },
    { "2026-12-31T23:30:00-01:00", "2027-01-01T00:30:00Z" },
  };
  static const char *const wrong[] = {
    "",
    "2026-11-24",
    "2026-11-24T10:05:00",
    "2026-11-24T10:05",
    "2026-11-24 10:05:00Z",
    "2026-11-24T1:05:00Z",
    "2026-11-24T010:05:00Z",
    "2026-11-24T24:00:00Z",
    "2026-11-24T10:60:00Z",
    "2026-11-24T10:05:60Z",
    "2026-11-24T10:5:00Z",
    "2026-11-24T10:05:00.Z",
    "2026-11-24T10:05:00 Z",
    "2026-11-24T10:05:00ZZ",
    "2026-11-24T10:05:00+2:00",
    "2026-11-24T10:05:00+19:00",
    "2026-11-24T10:05:00+02:60",
    "2026-11-24T10:05:00+02:",
    "2026-11-24T10:05:00+",
    "2026-02-30T10:05:00Z",
    "0001-01-01T00:00:00+02:00",
    "9999-12-31T23:00:00-02:00",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 instant;

      g_test_message ("%s", cases[i].text);
      g_assert_true (dyr_instant_parse_iso (cases[i].text, &instant));
      assert_instant (instant, cases[i].iso);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      gint64 instant = 42;

      g_test_message ("%s", wrong[i]);
      g_assert_false (dyr_instant_parse_iso (wrong[i], &instant));
      g_assert_cmpint (instant, ==, 42);
    }
}

static void
test_parse (void)
{
  static const ParseCase cases[] = {
    { "24.11.2026 10:30", "2026-11-24T08:30:00Z" },
    { "24.11.2026 10:30:15", "2026-11-24T08:30:15Z" },
    { "24.11.2026, 10:30", "2026-11-24T08:30:00Z" },
    { "24.11.26 9:05", "2026-11-24T07:05:00Z" },
    { "24.11. 10:30", "2026-11-24T08:30:00Z" },
    { "24.11 10:30", "2026-11-24T08:30:00Z" },
    { "24. 11. 2026. u 10:30", "2026-11-24T08:30:00Z" },
    { "24. 11. u 10:30", "2026-11-24T08:30:00Z" },
    { "24.11.2026 о 10:30", "2026-11-24T08:30:00Z" },
    { "24.11.2026 р. о 10:30", "2026-11-24T08:30:00Z" },
    { "24.11.2026 в 10:30", "2026-11-24T08:30:00Z" },
    { "24 Nov 2026 at 10:30", "2026-11-24T08:30:00Z" },
    { "24 Nov 10:30", "2026-11-24T08:30:00Z" },
    { "24/11/2026 10:30", "2026-11-24T08:30:00Z" },
    { "01.07.2026 10:30", "2026-07-01T07:30:00Z" },
    { "24.11.2026", "2026-11-23T22:00:00Z" },
    { "24.11", "2026-11-23T22:00:00Z" },
    { "2026-11-24", "2026-11-23T22:00:00Z" },
    { "2026-11-24 10:30", "2026-11-24T08:30:00Z" },
    { "2026-11-24T10:30:00", "2026-11-24T08:30:00Z" },
    { "2026-11-24T10:30:00Z", "2026-11-24T10:30:00Z" },
    { "2026-11-24 10:30:00 +01:00", "2026-11-24T09:30:00Z" },
    { "2026-11-24T10:30-05:00", "2026-11-24T15:30:00Z" },
  };
  static const char *const wrong[] = { "",
                                       "10:30",
                                       "24.11.2026 10",
                                       "24.11.2026 24:00",
                                       "24.11.2026 о",
                                       "31.02.2026 9:00",
                                       "24.11.2026 9:60",
                                       "24.11.2026 10:30Z",
                                       "24.11.2026 10:30+1" };
  g_autoptr (GTimeZone) zone = kyiv ();
  gint64 today = date_of ("2026-11-22");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 instant;

      g_test_message ("%s", cases[i].text);
      g_assert_true (dyr_instant_parse (cases[i].text, zone, today, &instant));
      assert_instant (instant, cases[i].iso);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      gint64 instant = 42;

      g_test_message ("%s", wrong[i]);
      g_assert_false (dyr_instant_parse (wrong[i], zone, today, &instant));
      g_assert_cmpint (instant, ==, 42);
    }
}

static void
test_of_date (void)
{
  g_autoptr (GTimeZone) zone = kyiv ();
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();

  assert_instant (dyr_instant_of_date (date_of ("2026-11-24"), 10, 30, zone),
                  "2026-11-24T08:30:00Z");
  assert_instant (dyr_instant_of_date (date_of ("2026-07-01"), 10, 30, zone),
                  "2026-07-01T07:30:00Z");
  assert_instant (dyr_instant_of_date (date_of ("2026-11-24"), 0, 0, utc), "2026-11-24T00:00:00Z");

  /* Winter time ends on 29 March 2026 at 3, comes back on 25 October at 4. */
  assert_instant (dyr_instant_of_date (date_of ("2026-03-29"), 2, 59, zone),
                  "2026-03-29T00:59:00Z");
  assert_instant (dyr_instant_of_date (date_of ("2026-03-29"), 3, 30, zone),
                  "2026-03-29T01:00:00Z");
  assert_instant (dyr_instant_of_date (date_of ("2026-03-29"), 4, 0, zone), "2026-03-29T01:00:00Z");
  assert_instant (dyr_instant_of_date (date_of ("2026-10-25"), 2, 59, zone),
                  "2026-10-24T23:59:00Z");
  assert_instant (dyr_instant_of_date (date_of ("2026-10-25"), 3, 30, zone),
                  "2026-10-25T01:30:00Z");
  assert_instant (dyr_instant_of_date (date_of ("2026-10-25"), 4, 0, zone), "2026-10-25T02:00:00Z");
}

static void
test_date_of (void)
{
  g_autoptr (GTimeZone) zone = kyiv ();
  g_autoptr (GTimeZone) west = g_time_zone_new_identifier ("-05:00");
  gint64 evening;

  g_assert_true (dyr_instant_parse_iso ("2026-11-24T22:30:00Z", &evening));
  g_assert_cmpint (dyr_date_of_instant (evening, zone), ==, date_of ("2026-11-25"));
  g_assert_cmpint (dyr_date_of_instant (evening - 1801, zone), ==, date_of ("2026-11-24"));
  g_assert_cmpint (dyr_date_of_instant (evening, west), ==, date_of ("2026-11-24"));
  g_assert_cmpint (dyr_date_of_instant (-1, west), ==, -1);
  g_assert_cmpint (dyr_date_of_instant (-68400, west), ==, -1);
  g_assert_cmpint (dyr_date_of_instant (-68401, west), ==, -2);
  g_assert_cmpint (dyr_date_of_instant (DYR_INSTANT_MAX, zone), ==, DYR_DATE_MAX);
  g_assert_cmpint (dyr_date_of_instant (DYR_INSTANT_MIN, west), ==, DYR_DATE_MIN);
  g_assert_cmpint (dyr_date_of_instant (G_MAXINT64, zone), ==, DYR_DATE_MAX);
  g_assert_cmpint (dyr_date_of_instant (G_MININT64, zone), ==, DYR_DATE_MIN);
}

/* A date never shifts: the date of any time of a day that there is, is that day. */
static void
test_round_trip (void)
{
  g_autoptr (GTimeZone) zone = kyiv ();

  for (gint64 date = date_of ("2020-01-01"); date < date_of ("2036-01-01"); date++)
    {
      for (int minute = 0; minute < 1440; minute += 90)
        {
          gint64 instant = dyr_instant_of_date (date, minute / 60, minute % 60, zone);

          g_assert_cmpint (dyr_date_of_instant (instant, zone), ==, date);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/instant/text", test_text);
  g_test_add_func ("/base/instant/iso", test_iso);
  g_test_add_func ("/base/instant/parse", test_parse);
  g_test_add_func ("/base/instant/of-date", test_of_date);
  g_test_add_func ("/base/instant/date-of", test_date_of);
  g_test_add_func ("/base/instant/round-trip", test_round_trip);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Countries by code and by name. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-country.h"

#include <string.h>

#include <unicode/uloc.h>

static const char *const languages[] = { "uk", "ru", "hr", "en" };

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    const char *code;
  } cases[] = {
    { "UA", "UA" },
    { " ua ", "UA" },
    { "UKR", "UA" },
    { "Україна", "UA" },
    { "УКРАИНА", "UA" },
    { "Ukrajina", "UA" },
    { "Ukraine", "UA" },
    { "hrv", "HR" },
    { "Хорватія", "HR" },
    { "Republika Hrvatska", "HR" },
    { "Чеська Республіка", "CZ" },
    { "Češka", "CZ" },
    { "ceska", "CZ" },
    { "США", "US" },
    { "U.S.A.", NULL },
    { "England", "GB" },
    { "UK", "GB" },
    { "Нарнія", NULL },
    { "ZZ", NULL },
    { "’", NULL },
    { "—", NULL },
    { "", NULL },
    { NULL, NULL },
  };
  g_autofree char *huge = g_strnfill (1 << 20, 'u');

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *code = dyr_country_parse (cases[i].text);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (code, ==, cases[i].code);
    }

  g_assert_null (dyr_country_parse (huge));
}

/* Every country of the world, in every language of the interface: shown, then typed again. */
static void
test_round_trip (void)
{
  const char *const *countries = uloc_getISOCountries ();

  for (gsize i = 0; countries[i] != NULL; i++)
    {
      g_autofree char *lower = g_ascii_strdown (countries[i], -1);
      g_autofree char *by_code = dyr_country_parse (lower);

      g_assert_cmpstr (by_code, ==, countries[i]);

      for (gsize j = 0; j < G_N_ELEMENTS (languages); j++)
        {
          g_autofree char *name = dyr_country_show (countries[i], languages[j]);
          g_autofree char *code = dyr_country_parse (name);

          g_test_message ("%s %s %s", countries[i], languages[j], name);
          g_assert_cmpstr (code, ==, countries[i]);
        }
    }
}

static void
test_show (void)
{
  g_autofree char *known = dyr_country_show ("UA", "uk");
  g_autofree char *typed = dyr_country_show ("Нарнія", "uk");
  g_autofree char *lower = dyr_country_show ("ua", "uk");
  g_autofree char *none = dyr_country_show (NULL, "uk");
  g_autofree char *no_code = dyr_country_show ("QX", "en");

  g_assert_cmpstr (known, ==, "Україна");
  g_assert_cmpstr (typed, ==, "Нарнія");
  g_assert_cmpstr (lower, ==, "ua");
  g_assert_null (none);
  g_assert_cmpstr (no_code, ==, "QX");
}

static gpointer
parse_in_thread (gpointer data)
{
  return dyr_country_parse ("Україна");
}

/* All of them may be the first to ask. */
static void
test_threads (void)
{
  GThread *threads[4];

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("country", parse_in_thread, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      g_autofree char *code = g_thread_join (threads[i]);

      g_assert_cmpstr (code, ==, "UA");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/country/threads", test_threads);
  g_test_add_func ("/base/country/parse", test_parse);
  g_test_add_func ("/base/country/round-trip", test_round_trip);
  g_test_add_func ("/base/country/show", test_show);

  return g_test_run ();
}

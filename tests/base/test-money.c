/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Currencies. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-money.h"

/* Names the case in the log, which has to be UTF-8 even where the case is not. */
static void
show (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  g_test_message ("%s", valid);
}

static void
test_known (void)
{
  static const char *const known[]
      = { "UAH", "EUR", "USD", "PLN", "GBP", "CHF", "JPY", "HRK", "CZK" };
  static const char *const unknown[]
      = { "",    "U",   "UA",  "UAHH", "uah", "Uah", "ГРН", "₴",   "ZZZ", "XXX",
          "XTS", "XAU", "KWD", "BHD",  "TND", "U H", "123", "ABC", "грн", "UA\377" };

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    {
      g_test_message ("%s", known[i]);
      g_assert_true (dyr_currency_is_known (known[i]));
    }

  for (gsize i = 0; i < G_N_ELEMENTS (unknown); i++)
    {
      show (unknown[i]);
      g_assert_false (dyr_currency_is_known (unknown[i]));
    }

  g_assert_false (dyr_currency_is_known (NULL));
}

static void
test_common (void)
{
  const char *const *codes = dyr_currency_common ();

  g_assert_cmpstr (codes[0], ==, "UAH");
  g_assert_true (g_strv_contains (codes, "EUR"));
  g_assert_true (g_strv_contains (codes, "USD"));

  for (gsize i = 0; codes[i] != NULL; i++)
    {
      g_assert_true (dyr_currency_is_known (codes[i]));
      g_assert_false (g_strv_contains (codes + i + 1, codes[i]));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/money/known", test_known);
  g_test_add_func ("/base/money/common", test_common);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Check digits: the codes of real offices, and every slip of one finger. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-check-digits.h"

#include <string.h>

typedef struct
{
  const char *country;
  const char *code;
  DyrCheck check;
} CodeCase;

static void
test_code_values (void)
{
  static const CodeCase cases[] = {
    { "UA", "14360570", DYR_CHECK_OK },       { "UA", "32855961", DYR_CHECK_OK },
    { "UA", "00032129", DYR_CHECK_OK },       { "UA", "21133352", DYR_CHECK_OK },
    { "UA", "40075815", DYR_CHECK_OK },       { "UA", "14360571", DYR_CHECK_WRONG },
    { "UA", "40075851", DYR_CHECK_WRONG },    { "UA", "1759013776", DYR_CHECK_OK },
    { "UA", "1759013777", DYR_CHECK_WRONG },  { "HR", "94577403194", DYR_CHECK_OK },
    { "HR", "69435151530", DYR_CHECK_OK },    { "HR", "33392005961", DYR_CHECK_OK },
    { "HR", "33392005962", DYR_CHECK_WRONG }, { "hr", "33392005961", DYR_CHECK_OK },
    { "ua", " 1436 0570 ", DYR_CHECK_OK },

    { NULL, "14360570", DYR_CHECK_OK },       { "", "14360570", DYR_CHECK_OK },
    { NULL, "14360571", DYR_CHECK_WRONG },    { NULL, "1759013776", DYR_CHECK_OK },
    { NULL, "33392005961", DYR_CHECK_OK },    { NULL, "33392005962", DYR_CHECK_WRONG },
    { NULL, "1234", DYR_CHECK_UNKNOWN },      { NULL, "DE123456789", DYR_CHECK_UNKNOWN },
    { NULL, "00000000", DYR_CHECK_UNKNOWN },

    { "UA", "33392005961", DYR_CHECK_WRONG }, { "HR", "14360570", DYR_CHECK_WRONG },
    { "UA", "32129", DYR_CHECK_WRONG },       { "UA", "3212900032129000321290", DYR_CHECK_WRONG },
    { "UA", "1436057O", DYR_CHECK_WRONG },    { "UA", "АБ123456", DYR_CHECK_WRONG },
    { "UA", "00000000", DYR_CHECK_WRONG },    { "HR", "00000000000", DYR_CHECK_WRONG },
    { "UA", "", DYR_CHECK_UNKNOWN },          { "UA", "  ", DYR_CHECK_UNKNOWN },
    { "UA", NULL, DYR_CHECK_UNKNOWN },        { "PL", "5260250274", DYR_CHECK_UNKNOWN },
    { "UKR", "14360570", DYR_CHECK_UNKNOWN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s %s", cases[i].country, cases[i].code);
      g_assert_cmpint (dyr_check_code (cases[i].country, cases[i].code), ==, cases[i].check);
    }
}

/* The rule as it is told, in another way than the code does it. */
static int
edrpou_check_digit (int code)
{
  int digits[7], sum = 0, again = 0;

  for (int i = 6, rest = code; i >= 0; i--, rest /= 10)
    digits[i] = rest % 10;

  for (int i = 0; i < 7; i++)
    {
      gboolean inside = code >= 3000000 && code < 6000000;
      int weight = !inside ? i + 1 : i == 0 ? 7 : i;

      sum += digits[i] * weight;
      again += digits[i] * (weight + 2);
    }

  return sum % 11 < 10 ? sum % 11 : again % 11 % 10;
}

static void
test_code_edrpou_all (void)
{
  for (int n = 0; n < 20000; n++)
    {
      int code = g_test_rand_int_range (1, 10000000);
      int right = edrpou_check_digit (code);

      for (int digit = 0; digit < 10; digit++)
        {
          g_autofree char *text = g_strdup_printf ("%07d%d", code, digit);

          g_assert_cmpint (
              dyr_check_code ("UA", text), ==, digit == right ? DYR_CHECK_OK : DYR_CHECK_WRONG);
        }
    }
}

/* What the check digit is there for: any one digit mistyped is noticed. */
static void
test_code_one_slip (void)
{
  static const char *const codes[] = { "94577403194", "69435151530", "33392005961" };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autofree char *code = g_strdup (codes[i]);

      for (gsize at = 0; at < strlen (code); at++)
        {
          char right = code[at];

          for (char c = '0'; c <= '9'; c++)
            {
              code[at] = c;
              g_assert_cmpint (
                  dyr_check_code ("HR", code), ==, c == right ? DYR_CHECK_OK : DYR_CHECK_WRONG);
            }

          code[at] = right;
        }
    }
}

static void
test_iban_values (void)
{
  static const struct
  {
    const char *iban;
    DyrCheck check;
  } cases[] = {
    { "UA213223130000026007233566001", DYR_CHECK_OK },
    { "ua21 3223 1300 0002 6007 2335 6600 1", DYR_CHECK_OK },
    { "UA21\302\2403223130000026007233566001", DYR_CHECK_OK },
    { "UA213223130000026007233566002", DYR_CHECK_WRONG },
    { "UA21322313000002600723356600", DYR_CHECK_WRONG },
    { "UA2132231300000260072335660010", DYR_CHECK_WRONG },
    { "HR1210010051863000160", DYR_CHECK_OK },
    { "HR1210010051863000161", DYR_CHECK_WRONG },
    { "GB82WEST12345698765432", DYR_CHECK_OK },
    { "DE89370400440532013000", DYR_CHECK_OK },
    { "PL61109010140000071219812874", DYR_CHECK_OK },
    { "FR1420041010050500013M02606", DYR_CHECK_OK },
    { "QA58DOHB00001234567890ABCDEFG", DYR_CHECK_OK },
    { "QA58DOHB0000123456789", DYR_CHECK_WRONG },
    { "2600723356600", DYR_CHECK_WRONG },
    { "26007233566001322313000000000", DYR_CHECK_WRONG },
    { "UA2132231300000260072335660О1", DYR_CHECK_WRONG },
    { "UA21322313000002600723356600-", DYR_CHECK_WRONG },
    { "рахунок", DYR_CHECK_WRONG },
    { "UA", DYR_CHECK_WRONG },
    { "", DYR_CHECK_UNKNOWN },
    { " \302\240", DYR_CHECK_UNKNOWN },
    { NULL, DYR_CHECK_UNKNOWN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].iban);
      g_assert_cmpint (dyr_check_iban (cases[i].iban), ==, cases[i].check);
    }
}

static void
test_iban_text (void)
{
  g_autofree char *clean = dyr_iban_clean (" ua21 3223\t130000026007233566001\n");
  g_autofree char *shown = dyr_iban_format (clean);
  g_autofree char *shown_hr = dyr_iban_format ("hr12 10010051863000160");
  g_autofree char *nothing = dyr_iban_clean (" \302\240 ");
  g_autofree char *shown_nothing = dyr_iban_format ("");
  g_autofree char *nonsense = dyr_iban_format ("рахунок №1");

  g_assert_cmpstr (clean, ==, "UA213223130000026007233566001");
  g_assert_cmpstr (shown, ==, "UA21 3223 1300 0002 6007 2335 6600 1");
  g_assert_cmpstr (shown_hr, ==, "HR12 1001 0051 8630 0016 0");
  g_assert_cmpstr (nothing, ==, NULL);
  g_assert_cmpstr (shown_nothing, ==, NULL);
  g_assert_cmpstr (nonsense, ==, "РАХУ НОК№ 1");
  g_assert_null (dyr_iban_clean (NULL));
  g_assert_null (dyr_iban_format (NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/check-digits/code/values", test_code_values);
  g_test_add_func ("/base/check-digits/code/edrpou-all", test_code_edrpou_all);
  g_test_add_func ("/base/check-digits/code/one-slip", test_code_one_slip);
  g_test_add_func ("/base/check-digits/iban/values", test_iban_values);
  g_test_add_func ("/base/check-digits/iban/text", test_iban_text);

  return g_test_run ();
}

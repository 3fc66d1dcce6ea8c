/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Decimal numbers: every notation, every limit, there and back. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-decimal.h"

#define NBSP "\302\240"
#define NNBSP "\342\200\257"

typedef struct
{
  const char *text;
  int scale;
  gint64 value;
} ParseCase;

/* Names the case in the log, which has to be UTF-8 even where the case is not. */
static void
show (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  g_test_message ("%s", valid);
}

static void
test_parse_people (void)
{
  static const ParseCase cases[] = {
    { "1500", 2, 150000 },
    { "1500.5", 2, 150050 },
    { "1500,50", 2, 150050 },
    { "1 500,00", 2, 150000 },
    { "1" NBSP "500,00", 2, 150000 },
    { "1" NNBSP "500,00", 2, 150000 },
    { "1.524,35", 2, 152435 },
    { "1,524.35", 2, 152435 },
    { "12'000.50", 2, 1200050 },
    { "12’000,50", 2, 1200050 },
    { "81 751,50", 2, 8175150 },
    { "1.524.350", 2, 152435000 },
    { "1,524,350", 2, 152435000 },
    { "1.524.350,5", 2, 152435050 },
    { "1,524,350.05", 2, 152435005 },
    { "1 524 350", 2, 152435000 },
    { "0", 2, 0 },
    { "0,5", 2, 50 },
    { ",5", 2, 50 },
    { ".05", 2, 5 },
    { "007", 2, 700 },
    { "1,500000", 2, 150 },
    { " 15 ", 2, 1500 },

    /* Three digits behind a lone separator. */
    { "1.500", 2, 150000 },
    { "1,500", 2, 150000 },
    { "150,000", 2, 15000000 },
    { "-1.500", 2, -150000 },
    { "1.500", 0, 1500 },
    { "1.500", 1, 15000 },
    { "1.500", 3, 1500 },
    { "1,500", 3, 1500 },
    { "2,5", 3, 2500 },
    { "0.500", 2, 50 },
    { "0,500", 2, 50 },
    { "1500,000", 2, 150000 },
    { "1 500,000", 3, 1500000 },

    { "-5", 2, -500 },
    { "−5,25", 2, -525 },
    { "- 5", 2, -500 },
    { "-0", 2, 0 },
    { "-1.234.567,89", 2, -123456789 },

    { "1 500,00 ₴", 2, 150000 },
    { "1 500,00 грн", 2, 150000 },
    { "1 500,00" NBSP "грн.", 2, 150000 },
    { "1.524,35 €", 2, 152435 },
    { "€1,524.35", 2, 152435 },
    { "-€5", 2, -500 },
    { "€ -5", 2, -500 },
    { "$ 12", 2, 1200 },
    { "US$1,234.50", 2, 123450 },
    { "12 zł", 2, 1200 },
    { "250 kn", 2, 25000 },
    { "UAH 1500", 2, 150000 },
    { "1500uah", 2, 150000 },
    { "1500 EUR", 2, 150000 },

    { "92233720368547758.07", 2, G_MAXINT64 },
    { "-92233720368547758.08", 2, G_MININT64 },
    { "9223372036854775807", 0, G_MAXINT64 },
    { "9 223 372 036 854 775 807", 0, G_MAXINT64 },
    { "-9223372036854775808", 0, G_MININT64 },
    { "00000000000000000000000000000001", 2, 100 },
    { "0,123456789", 9, 123456789 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 value = 42;

      show (cases[i].text);
      g_assert_true (dyr_decimal_parse (cases[i].text, cases[i].scale, &value));
      g_assert_cmpint (value, ==, cases[i].value);
    }
}

static void
test_parse_wrong (void)
{
  static const ParseCase cases[] = {
    { "", 2, 0 },
    { " ", 2, 0 },
    { "-", 2, 0 },
    { ".", 2, 0 },
    { ",", 2, 0 },
    { "₴", 2, 0 },
    { "'", 2, 0 },
    { "сто", 2, 0 },
    { "1500 штук", 2, 0 },
    { "1,5,5", 2, 0 },
    { "1.524.35", 2, 0 },
    { "1524.350,5", 2, 0 },
    { "1.524,350.5", 2, 0 },
    { "1,5.5.5", 2, 0 },
    { "12 50", 2, 0 },
    { "1 5000", 2, 0 },
    { "1500 000", 2, 0 },
    { "1 500.000,5", 2, 0 },
    { "1'500 000", 2, 0 },
    { "1  500", 2, 0 },
    { "1500,", 2, 0 },
    { "1500.", 2, 0 },
    { "1500.-", 2, 0 },
    { "1,555", 3, 1555 },
    { "1,5555", 3, 0 },
    { "1500,555", 2, 0 },
    { "0,001", 2, 0 },
    { "1,5", 0, 0 },
    { "--5", 2, 0 },
    { "5-", 2, 0 },
    { "+5", 2, 0 },
    { "-5-", 2, 0 },
    { "(5)", 2, 0 },
    { "5%", 2, 0 },
    { "1e5", 2, 0 },
    { "0x10", 2, 0 },
    { "٥", 2, 0 },
    { "5 ₴ ₴", 2, 0 },
    { "24.11.2026", 2, 0 },
    { "10:30", 2, 0 },
    { "1500\377", 2, 0 },
    { "92233720368547758.08", 2, 0 },
    { "-92233720368547758.09", 2, 0 },
    { "92233720368547759", 2, 0 },
    { "9223372036854775808", 0, 0 },
    { "99999999999999999999999999", 0, 0 },
  };
  g_autofree char *longer = g_strnfill (1 << 20, '0');
  gint64 value = 42;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gboolean ok;

      value = 42;
      show (cases[i].text);
      ok = dyr_decimal_parse (cases[i].text, cases[i].scale, &value);
      g_assert_true (ok == (cases[i].value != 0));
      g_assert_cmpint (value, ==, ok ? cases[i].value : 42);
    }

  g_assert_false (dyr_decimal_parse (longer, 2, &value));
}

static void
test_canonical (void)
{
  static const ParseCase right[] = {
    { "1500.00", 2, 150000 },
    { "1500", 2, 150000 },
    { "-0.05", 2, -5 },
    { "2.500", 3, 2500 },
    { "2.5", 3, 2500 },
    { "1.500", 2, 150 },
    { "0", 0, 0 },
    { "-0.00", 2, 0 },
    { "007.5", 2, 750 },
    { "1.5000000000", 2, 150 },
    { "-9223372036854775808", 0, G_MININT64 },
  };
  static const char *const wrong[] = { "",      "-",    ".5",  "5.",    "1,5",
                                       "1 500", " 5",   "5 ",  "+5",    "1.5.5",
                                       "--5",   "5₴",   "1e3", "1.505", "0.-5",
                                       "nan",   "five", "- 5", "5.5-",  "92233720368547758.08" };

  for (gsize i = 0; i < G_N_ELEMENTS (right); i++)
    {
      gint64 value = 42;

      g_test_message ("%s, %d", right[i].text, right[i].scale);
      g_assert_true (dyr_decimal_parse_canonical (right[i].text, right[i].scale, &value));
      g_assert_cmpint (value, ==, right[i].value);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      gint64 value = 42;

      show (wrong[i]);
      g_assert_false (dyr_decimal_parse_canonical (wrong[i], 2, &value));
      g_assert_cmpint (value, ==, 42);
    }
}

static void
assert_text (gint64 value, int scale, const char *whole, const char *brief)
{
  g_autofree char *text = dyr_decimal_to_text (value, scale);
  g_autofree char *short_text = dyr_decimal_to_short_text (value, scale);

  g_assert_cmpstr (text, ==, whole);
  g_assert_cmpstr (short_text, ==, brief);
}

static void
test_text (void)
{
  assert_text (150000, 2, "1500.00", "1500");
  assert_text (150050, 2, "1500.50", "1500.5");
  assert_text (5, 2, "0.05", "0.05");
  assert_text (-5, 2, "-0.05", "-0.05");
  assert_text (-150, 2, "-1.50", "-1.5");
  assert_text (0, 2, "0.00", "0");
  assert_text (2500, 3, "2.500", "2.5");
  assert_text (3000, 3, "3.000", "3");
  assert_text (42, 0, "42", "42");
  assert_text (100, 0, "100", "100");
  assert_text (G_MAXINT64, 2, "92233720368547758.07", "92233720368547758.07");
  assert_text (G_MININT64, 2, "-92233720368547758.08", "-92233720368547758.08");
  assert_text (G_MININT64, 0, "-9223372036854775808", "-9223372036854775808");
  assert_text (G_MININT64, 9, "-9223372036.854775808", "-9223372036.854775808");
}

static gint64
random_value (void)
{
  guint64 bits = (guint64) (guint32) g_test_rand_int () << 32 | (guint32) g_test_rand_int ();

  /* Small and large numbers alike. */
  return (gint64) bits >> g_test_rand_int_range (0, 64);
}

static void
test_round_trip (void)
{
  for (int n = 0; n < 50000; n++)
    {
      gint64 value = random_value ();
      gint64 back = ~value;
      int scale = g_test_rand_int_range (0, DYR_DECIMAL_MAX_SCALE + 1);
      g_autofree char *text = dyr_decimal_to_text (value, scale);
      g_autofree char *brief = dyr_decimal_to_short_text (value, scale);

      g_assert_true (dyr_decimal_parse_canonical (text, scale, &back));
      g_assert_cmpint (back, ==, value);

      back = ~value;
      g_assert_true (dyr_decimal_parse_canonical (brief, scale, &back));
      g_assert_cmpint (back, ==, value);

      /* Canonical money and quantities are read in the same way when a person pastes them. */
      if (scale == DYR_DECIMAL_MONEY_SCALE || scale == DYR_DECIMAL_QUANTITY_SCALE)
        {
          back = ~value;
          g_assert_true (dyr_decimal_parse (text, scale, &back));
          g_assert_cmpint (back, ==, value);
        }
    }
}

static void
test_noise (void)
{
  static const char *const parts[] = { "0", "1", "9", "500", "000", ".",   ",", " ",    NBSP,
                                       "'", "-", "−", "₴",   "грн", "EUR", "x", "\377", "\302" };

  for (int n = 0; n < 50000; n++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      gint64 value;

      for (int i = g_test_rand_int_range (0, 10); i > 0; i--)
        g_string_append (text, parts[g_test_rand_int_range (0, G_N_ELEMENTS (parts))]);

      /* What is a number without a currency is the same number with one. */
      if (dyr_decimal_parse (text->str, 2, &value) && g_str_is_ascii (text->str))
        {
          g_autofree char *money = g_strconcat (text->str, " ₴", NULL);
          gint64 again;

          if (g_strrstr (text->str, "EUR") == NULL)
            {
              g_assert_true (dyr_decimal_parse (money, 2, &again));
              g_assert_cmpint (again, ==, value);
            }
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/decimal/parse/people", test_parse_people);
  g_test_add_func ("/base/decimal/parse/wrong", test_parse_wrong);
  g_test_add_func ("/base/decimal/parse/noise", test_noise);
  g_test_add_func ("/base/decimal/canonical", test_canonical);
  g_test_add_func ("/base/decimal/text", test_text);
  g_test_add_func ("/base/decimal/round-trip", test_round_trip);

  return g_test_run ();
}

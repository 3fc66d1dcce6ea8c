/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Codes, bank accounts and phones of the sample office. The rules are those that
 * dyr-check-digits.c checks. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sample-codes-private.h"

#include <string.h>

/* 31.12.1899 as days since 1970-01-01: where the РНОКПП counts from. */
#define RNOKPP_EPOCH (-25568)

/* National digits of a phone, with the operator's or the town's. */
#define UKRAINIAN_DIGITS 9
#define CROATIAN_DIGITS 8
#define CROATIAN_MOBILE_DIGITS 9

static int
weigh (const char *digits, const gint8 *weights, guint n)
{
  int sum = 0;

  for (guint i = 0; i < n; i++)
    sum += (digits[i] - '0') * weights[i];
  return sum;
}

/* ISO 7064, MOD 11,10. */
static char
oib_check (const char *digits)
{
  int rest = 10;

  for (const char *p = digits; *p != '\0'; p++)
    {
      rest = (rest + *p - '0') % 10;
      rest = (rest == 0 ? 10 : rest) * 2 % 11;
    }
  return (char) ('0' + (11 - rest) % 10);
}

char *
dyr_sample_edrpou (guint64 serial)
{
  static const gint8 first[] = { 7, 1, 2, 3, 4, 5, 6 };
  static const gint8 again[] = { 9, 3, 4, 5, 6, 7, 8 };
  g_autofree char *digits = g_strdup_printf ("5%06" G_GUINT64_FORMAT, serial % DYR_SAMPLE_N_EDRPOU);
  int check = weigh (digits, first, G_N_ELEMENTS (first)) % 11;

  if (check == 10)
    check = weigh (digits, again, G_N_ELEMENTS (again)) % 11 % 10;
  return g_strdup_printf ("%s%d", digits, check);
}

char *
dyr_sample_rnokpp (gint64 birthday, gboolean female, guint serial)
{
  static const gint8 weights[] = { -1, 5, 7, 9, 4, 6, 10, 5, 7 };
  /* The ninth digit is odd for a man. */
  g_autofree char *digits = g_strdup_printf (
      "%05d%04u", (int) (birthday - RNOKPP_EPOCH), serial % 5000 * 2 + (female ? 0 : 1));
  int rest = weigh (digits, weights, G_N_ELEMENTS (weights)) % 11;

  return g_strdup_printf ("%s%d", digits, (rest < 0 ? rest + 11 : rest) % 10);
}

char *
dyr_sample_ipn (const char *edrpou, guint serial)
{
  /* 13 is the Lviv region. */
  return g_strdup_printf ("%.7s13%03u", edrpou, serial % 1000);
}

char *
dyr_sample_oib (guint64 serial)
{
  g_autofree char *digits = g_strdup_printf ("%010" G_GUINT64_FORMAT, serial % DYR_SAMPLE_N_OIB);

  return g_strdup_printf ("%s%c", digits, oib_check (digits));
}

/* The account within its country, with the bank before it. */
static char *
make_account (const char *country, guint64 serial)
{
  g_autofree char *bank = NULL, *account = NULL;

  /* No bank of Ukraine has a number above 900000. */
  if (g_str_equal (country, "UA"))
    return g_strdup_printf ("990000000002600%010" G_GUINT64_FORMAT,
                            serial * 7919 % G_GUINT64_CONSTANT (10000000000));
  bank = g_strdup ("299999");
  account = g_strdup_printf ("110%06" G_GUINT64_FORMAT, serial % DYR_SAMPLE_N_ACCOUNTS);
  return g_strdup_printf ("%s%c%s%c", bank, oib_check (bank), account, oib_check (account));
}

char *
dyr_sample_iban (const char *country, guint64 serial)
{
  g_autofree char *account = make_account (country, serial);
  g_autofree char *turned
      = g_strdup_printf ("%s%d%d00", account, country[0] - 'A' + 10, country[1] - 'A' + 10);
  int rest = 0;

  for (const char *p = turned; *p != '\0'; p++)
    rest = (rest * 10 + *p - '0') % 97;
  return g_strdup_printf ("%s%02d%s", country, 98 - rest, account);
}

char *
dyr_sample_phone (const char *country, const char *operator_code, guint64 serial)
{
  gboolean ukrainian = g_str_equal (country, "UA");
  gboolean mobile = operator_code[0] == '9';
  gsize digits = ukrainian ? UKRAINIAN_DIGITS : mobile ? CROATIAN_MOBILE_DIGITS : CROATIAN_DIGITS;
  gsize n = digits - strlen (operator_code) - 3;
  guint64 limit = n >= 4 ? 10000 : 1000;

  return g_strdup_printf (
      "+%s%s000%0*d", ukrainian ? "380" : "385", operator_code, (int) n, (int) (serial % limit));
}

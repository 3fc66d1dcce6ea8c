/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Which currencies there are. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-money.h"

#include <string.h>
#include <unicode/ucurr.h>

/* ICU wants UTF-16, and writes upper case only where it has to. */
static gboolean
code_to_units (const char *code, UChar units[4])
{
  if (strlen (code) != 3)
    return FALSE;

  for (gsize i = 0; i < 3; i++)
    {
      if (!g_ascii_isupper (code[i]))
        return FALSE;

      units[i] = (UChar) code[i];
    }

  units[3] = 0;

  return TRUE;
}

/**
 * dyr_currency_is_known:
 * @code: (nullable): what may be an ISO 4217 code
 *
 * Whether this is the code, in upper case, of a currency that is or was in use (old contracts are
 * in HRK) and has no smaller unit than a hundredth: money is in hundredths here, whatever the
 * currency, also where it has no small unit at all (JPY).
 */
gboolean
dyr_currency_is_known (const char *code)
{
  /* What ISO 4217 lists but nobody pays with: no currency, test, and metals. */
  static const char *const no_money[] = { "XXX", "XTS", "XAU", "XAG", "XPT", "XPD", NULL };
  UErrorCode status = U_ZERO_ERROR;
  UChar units[4];

  if (code == NULL || !code_to_units (code, units) || g_strv_contains (no_money, code))
    return FALSE;

  return ucurr_isAvailable (units, U_DATE_MIN, U_DATE_MAX, &status) && U_SUCCESS (status)
         && ucurr_getDefaultFractionDigits (units, &status) <= 2 && U_SUCCESS (status);
}

/**
 * dyr_currency_common:
 *
 * Returns: (transfer none): the currencies an office here meets, the likeliest first, ended by
 * %NULL
 */
const char *const *
dyr_currency_common (void)
{
  static const char *const codes[] = { "UAH", "EUR", "USD", "PLN", "GBP", "CHF", "CZK",
                                       "HUF", "RON", "BAM", "RSD", "MDL", NULL };

  return codes;
}

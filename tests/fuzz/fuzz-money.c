/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Any bytes as an amount: what is understood is written so that it is understood again, to the last
 * digit and at every scale. With libFuzzer, or by itself as a program that replays the files of its
 * arguments. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-contract.h"
#include "dyr-decimal.h"
#include "fuzz-typed.h"
#include "fuzz.h"

static void
try_scale (const char *text, int scale)
{
  g_autofree char *whole = NULL, *brief = NULL;
  gint64 amount = 0, again = 0;

  if (!dyr_decimal_parse (text, scale, &amount))
    return;

  whole = dyr_decimal_to_text (amount, scale);
  g_assert_true (dyr_decimal_parse_canonical (whole, scale, &again));
  g_assert_cmpint (again, ==, amount);
  g_assert_true (dyr_decimal_parse (whole, scale, &again));
  g_assert_cmpint (again, ==, amount);
  brief = dyr_decimal_to_short_text (amount, scale);
  g_assert_true (dyr_decimal_parse_canonical (brief, scale, &again));
  g_assert_cmpint (again, ==, amount);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *bytes = g_strndup ((const char *) data, size);
  g_autofree char *text = g_utf8_make_valid (bytes, -1);

  for (int scale = 0; scale <= DYR_DECIMAL_MAX_SCALE; scale++)
    try_scale (text, scale);
  fuzz_typed (&dyr_contract_type, DYR_CONTRACT_AMOUNT, text);

  return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Any bytes as a date and as an instant: what is understood is within the years 1 to 9999 and is
 * written so that it is understood again. With libFuzzer, or by itself as a program that replays
 * the files of its arguments. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-contract.h"
#include "dyr-date.h"
#include "dyr-presentation.h"
#include "fuzz-typed.h"
#include "fuzz.h"

#define A_TUESDAY G_GINT64_CONSTANT (20781) /* 2026-11-24 */

static void
try_date (const char *text)
{
  g_autofree char *written = NULL;
  gint64 date = 0, again = 0;

  if (!dyr_date_parse (text, A_TUESDAY, &date))
    return;

  g_assert_cmpint (date, >=, DYR_DATE_MIN);
  g_assert_cmpint (date, <=, DYR_DATE_MAX);
  written = dyr_date_to_text (date);
  g_assert_true (dyr_date_parse_iso (written, &again));
  g_assert_cmpint (again, ==, date);
  g_assert_true (dyr_date_parse (written, A_TUESDAY, &again));
  g_assert_cmpint (again, ==, date);
}

static void
try_instant (const char *text)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Zagreb");
  g_autofree char *written = NULL;
  gint64 instant = 0, again = 0;

  if (!dyr_instant_parse (text, zone, A_TUESDAY, &instant))
    return;

  g_assert_cmpint (instant, >=, DYR_INSTANT_MIN);
  g_assert_cmpint (instant, <=, DYR_INSTANT_MAX);
  written = dyr_instant_to_text (instant);
  g_assert_true (dyr_instant_parse_iso (written, &again));
  g_assert_cmpint (again, ==, instant);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *bytes = g_strndup ((const char *) data, size);
  g_autofree char *text = g_utf8_make_valid (bytes, -1);

  try_date (text);
  try_instant (text);
  fuzz_typed (&dyr_contract_type, DYR_CONTRACT_VALID_TO, text);
  fuzz_typed (&dyr_presentation_type, DYR_PRESENTATION_STARTS_AT, text);

  return 0;
}

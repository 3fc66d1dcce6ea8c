/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The next number of a contract, in the manner of those before it. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-next-number.h"

/* Newest first, by commas. */
static void
assert_next (const char *before, int year, const char *expected)
{
  g_auto (GStrv) list = g_strsplit (before, ",", -1);
  g_autoptr (GPtrArray) numbers = g_ptr_array_new ();
  g_autofree char *next = NULL;

  for (guint i = 0; list[i] != NULL; i++)
    g_ptr_array_add (numbers, list[i]);
  next = dyr_next_number (numbers, year);
  g_assert_cmpstr (next, ==, expected);
}

static void
test_same_year (void)
{
  assert_next ("214/25,213/25,99/25", 2025, "215/25");
  /* The newest shows the manner, the highest counts. */
  assert_next ("213/25,214/25", 2025, "215/25");
  assert_next ("640/26-Л,639/26-Л", 2026, "641/26-Л");
  assert_next ("Д-2026-007,Д-2026-006", 2026, "Д-2026-008");
  assert_next ("2026/15", 2026, "2026/16");
}

static void
test_new_year (void)
{
  assert_next ("214/25,213/25", 2026, "1/26");
  assert_next ("Д-2025-107", 2026, "Д-2026-1");
  /* Those with zeros in front show how wide a number is. */
  assert_next ("Д-2025-107,Д-2025-099", 2026, "Д-2026-001");
  assert_next ("2/26,214/25", 2026, "3/26");
}

static void
test_without_year (void)
{
  assert_next ("17,16", 2026, "18");
  assert_next ("26", 2026, "27");
  assert_next ("2026", 2026, "2027");
  assert_next ("007", 2026, "008");
  assert_next ("099", 2026, "100");
  assert_next ("КД 12-А", 2026, "КД 13-А");
}

/* Another manner does not count. */
static void
test_manners (void)
{
  assert_next ("5/26,Оренда 900", 2026, "6/26");
  assert_next ("без номера,5/26", 2026, "6/26");
}

static void
test_nothing_to_follow (void)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autofree char *first = dyr_next_number (none, 2026);
  g_autofree char *early = dyr_next_number (none, 2105);

  g_assert_cmpstr (first, ==, "1/26");
  g_assert_cmpstr (early, ==, "1/05");
  assert_next ("без номера", 2026, "1/26");
  /* Codes are no counters. */
  assert_next ("UA1234567890123", 2026, "1/26");
  assert_next ("", 2026, "1/26");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/next-number/same-year", test_same_year);
  g_test_add_func ("/app/next-number/new-year", test_new_year);
  g_test_add_func ("/app/next-number/without-year", test_without_year);
  g_test_add_func ("/app/next-number/manners", test_manners);
  g_test_add_func ("/app/next-number/nothing-to-follow", test_nothing_to_follow);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Back and Forward: where one has been. */

#include "config.h"

#include "dyr-places.h"

static void
assert_visited (const DyrVisited *visited, const char *page, gint64 record)
{
  g_assert_nonnull (visited);
  g_assert_cmpstr (visited->page, ==, page);
  g_assert_cmpint (visited->record, ==, record);
}

static void
test_back_and_forward (void)
{
  g_autoptr (DyrPlaces) places = dyr_places_new ();

  g_assert_null (dyr_places_back (places));
  dyr_places_visit (places, "today", 0);
  g_assert_false (dyr_places_can_go_back (places));
  dyr_places_visit (places, "clients", 7);
  dyr_places_visit (places, "contracts", 9);
  assert_visited (dyr_places_back (places), "clients", 7);
  assert_visited (dyr_places_back (places), "today", 0);
  g_assert_null (dyr_places_back (places));
  assert_visited (dyr_places_forward (places), "clients", 7);
  /* Going elsewhere from the middle forgets what lay ahead. */
  dyr_places_visit (places, "deliveries", 0);
  g_assert_false (dyr_places_can_go_forward (places));
  assert_visited (dyr_places_back (places), "clients", 7);
}

static void
test_same_place (void)
{
  g_autoptr (DyrPlaces) places = dyr_places_new ();

  dyr_places_visit (places, "clients", 0);
  /* The first record on a page just opened belongs to that visit. */
  dyr_places_visit (places, "clients", 7);
  dyr_places_visit (places, "clients", 7);
  dyr_places_visit (places, "clients", 0);
  g_assert_false (dyr_places_can_go_back (places));
  dyr_places_visit (places, "clients", 8);
  assert_visited (dyr_places_back (places), "clients", 7);
}

static void
test_many (void)
{
  g_autoptr (DyrPlaces) places = dyr_places_new ();
  guint n = 0;

  for (int i = 1; i <= 1000; i++)
    dyr_places_visit (places, "clients", i);
  while (dyr_places_back (places) != NULL)
    n++;
  g_assert_cmpuint (n, ==, 99);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/places/back-and-forward", test_back_and_forward);
  g_test_add_func ("/app/places/same-place", test_same_place);
  g_test_add_func ("/app/places/many", test_many);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Sets of ids, beside a hash table that is known to be right. */

#include "config.h"

#include "dyr-id-set.h"

static void
test_edges (void)
{
  g_autoptr (DyrIdSet) set = dyr_id_set_new ();

  g_assert_cmpint (dyr_id_set_get_first (set), ==, 0);
  g_assert_false (dyr_id_set_contains (set, 1));
  g_assert_false (dyr_id_set_add (set, 0));
  g_assert_false (dyr_id_set_add (set, -5));
  for (gint64 id = 65530; id < 65540; id++)
    g_assert_true (dyr_id_set_add (set, id));
  g_assert_false (dyr_id_set_add (set, 65536));
  g_assert_cmpuint (dyr_id_set_get_size (set), ==, 10);
  g_assert_false (dyr_id_set_contains (set, 65529));
  g_assert_false (dyr_id_set_contains (set, 65540));
  g_assert_false (dyr_id_set_contains (set, -65536));
  g_assert_cmpint (dyr_id_set_get_first (set), ==, 65530);
  g_assert_true (dyr_id_set_remove (set, 65530));
  g_assert_false (dyr_id_set_remove (set, 65530));
  g_assert_cmpint (dyr_id_set_get_first (set), ==, 65531);
  dyr_id_set_clear (set);
  g_assert_cmpuint (dyr_id_set_get_size (set), ==, 0);
  g_assert_false (dyr_id_set_contains (set, 65536));
}

static void
test_random (void)
{
  g_autoptr (DyrIdSet) set = dyr_id_set_new ();
  g_autoptr (GHashTable) known = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < 200000; i++)
    {
      int id = g_test_rand_int_range (1, 300000);

      if (g_test_rand_bit ())
        g_assert_cmpint (
            dyr_id_set_add (set, id), ==, g_hash_table_add (known, GINT_TO_POINTER (id)));
      else
        g_assert_cmpint (
            dyr_id_set_remove (set, id), ==, g_hash_table_remove (known, GINT_TO_POINTER (id)));
    }
  g_assert_cmpuint (dyr_id_set_get_size (set), ==, g_hash_table_size (known));
  for (int id = 0; id < 300001; id++)
    g_assert_cmpint (
        dyr_id_set_contains (set, id), ==, g_hash_table_contains (known, GINT_TO_POINTER (id)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/id-set/edges", test_edges);
  g_test_add_func ("/base/id-set/random", test_random);
  return g_test_run ();
}

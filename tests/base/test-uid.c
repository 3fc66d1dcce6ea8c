/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Identifiers: their form, their order, their being unique. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-uid-private.h"

#include <stdlib.h>
#include <string.h>

#define SPACE_DNS "6ba7b810-9dad-11d1-80b4-00c04fd430c8"

static int
compare (const DyrUid *a, const DyrUid *b)
{
  return memcmp (a->bytes, b->bytes, sizeof a->bytes);
}

static guint64
milliseconds_of (const DyrUid *uid)
{
  guint64 result = 0;

  for (gsize i = 0; i < 6; i++)
    result = result << 8 | uid->bytes[i];

  return result;
}

static void
test_form (void)
{
  gint64 before = g_get_real_time () / 1000;
  DyrUid uid = dyr_uid_new ();
  gint64 after = g_get_real_time () / 1000;

  g_assert_cmpint (uid.bytes[6] >> 4, ==, 7);
  g_assert_cmpint (uid.bytes[8] >> 6, ==, 2);
  g_assert_cmpuint (milliseconds_of (&uid), >=, (guint64) before);
  g_assert_cmpuint (milliseconds_of (&uid), <=, (guint64) after + 1);
}

static void
test_order (void)
{
  DyrUid last = dyr_uid_new ();

  for (int n = 0; n < 100000; n++)
    {
      DyrUid next = dyr_uid_new ();

      g_assert_cmpint (compare (&last, &next), <, 0);
      g_assert_cmpint (next.bytes[6] >> 4, ==, 7);
      g_assert_cmpint (next.bytes[8] >> 6, ==, 2);
      last = next;
    }
}

/* Within one millisecond, and when the clock steps back. */
static void
test_order_clock (void)
{
  static const guint64 times[] = { 1000, 1000, 999, 0, 1001, 5000, 4000, 5001, 5001 };
  DyrUidClock clock = { 0 };
  DyrUid last = dyr_uid_new_at (&clock, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (times); i++)
    {
      /* More than the counter of one millisecond holds. */
      for (int n = 0; n < 10000; n++)
        {
          DyrUid next = dyr_uid_new_at (&clock, times[i]);

          g_assert_cmpint (compare (&last, &next), <, 0);
          g_assert_cmpint (next.bytes[6] >> 4, ==, 7);
          last = next;
        }
    }

  /* It runs ahead of the clock by no more than it needs: 40000 since it showed 5000, of which at
   * least 2049 fit into a millisecond. */
  g_assert_cmpuint (milliseconds_of (&last), <=, 5000 + 40000 / 2049 + 1);

  /* And goes with the clock again when the clock has caught up. */
  last = dyr_uid_new_at (&clock, 1000000);
  g_assert_cmpuint (milliseconds_of (&last), ==, 1000000);
}

static void
test_time_bits (void)
{
  DyrUidClock clock = { 0 };
  DyrUid uid = dyr_uid_new_at (&clock, G_GUINT64_CONSTANT (0x017f22e279b0));
  g_autofree char *text = dyr_uid_to_text (&uid);

  /* RFC 9562, A.6. */
  g_assert_true (g_str_has_prefix (text, "017f22e2-79b0-7"));
}

#define N_PER_THREAD 20000

static gpointer
make_many (gpointer user_data)
{
  DyrUid *uids = user_data;

  for (gsize i = 0; i < N_PER_THREAD; i++)
    uids[i] = dyr_uid_new ();

  return NULL;
}

static int
compare_for_sort (gconstpointer a, gconstpointer b)
{
  return compare (a, b);
}

static void
test_threads (void)
{
  g_autofree DyrUid *uids = g_new (DyrUid, 4 * N_PER_THREAD);
  GThread *threads[4];

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("uids", make_many, uids + i * N_PER_THREAD);

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      g_thread_join (threads[i]);
      for (gsize k = i * N_PER_THREAD + 1; k < (i + 1) * N_PER_THREAD; k++)
        g_assert_cmpint (compare (&uids[k - 1], &uids[k]), <, 0);
    }

  qsort (uids, 4 * N_PER_THREAD, sizeof *uids, compare_for_sort);
  for (gsize i = 1; i < 4 * N_PER_THREAD; i++)
    g_assert_cmpint (compare (&uids[i - 1], &uids[i]), <, 0);
}

static void
test_named (void)
{
  DyrUid space, uid, again, other;

  g_assert_true (dyr_uid_parse (SPACE_DNS, &space));
  uid = dyr_uid_new_named (&space, "www.example.com");
  again = dyr_uid_new_named (&space, "www.example.com");
  other = dyr_uid_new_named (&uid, "www.example.com");

  /* RFC 9562, A.4. */
  g_autofree char *text = dyr_uid_to_text (&uid);
  g_assert_cmpstr (text, ==, "2ed6657d-e927-568b-95e1-2665a8aea6a2");
  g_assert_true (dyr_uid_equal (&uid, &again));
  g_assert_false (dyr_uid_equal (&uid, &other));
}

static void
test_text (void)
{
  static const char *const wrong[] = {
    "",
    "2ed6657d",
    "2ed6657d-e927-568b-95e1-2665a8aea6a",
    "2ed6657d-e927-568b-95e1-2665a8aea6a22",
    "2ed6657de927568b95e12665a8aea6a2",
    "{2ed6657d-e927-568b-95e1-2665a8aea6a2}",
    "2ed6657d-e927-568b-95e1-2665a8aea6ag",
    "2ed6657de-927-568b-95e1-2665a8aea6a2",
    "2ed6657d e927-568b-95e1-2665a8aea6a2",
    " 2ed6657d-e927-568b-95e1-2665a8aea6a2",
    "2ed6657d-e927-568b-95e1-2665a8aea6a2 ",
    "2ed6657d-e927-568b-95e1-2665a8aea\303\240",
  };
  DyrUid uid, kept;

  for (int n = 0; n < 1000; n++)
    {
      DyrUid back = { 0 };

      uid = dyr_uid_new ();
      g_autofree char *text = dyr_uid_to_text (&uid);
      g_autofree char *upper = g_ascii_strup (text, -1);

      g_assert_cmpuint (strlen (text), ==, DYR_UID_TEXT_LENGTH);
      g_assert_true (g_uuid_string_is_valid (text));
      g_assert_true (dyr_uid_parse (text, &back));
      g_assert_true (dyr_uid_equal (&uid, &back));
      g_assert_true (dyr_uid_parse (upper, &back));
      g_assert_true (dyr_uid_equal (&uid, &back));
    }

  kept = uid;
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_test_message ("%s", wrong[i]);
      g_assert_false (dyr_uid_parse (wrong[i], &kept));
      g_assert_true (dyr_uid_equal (&uid, &kept));
    }
}

static void
test_null (void)
{
  DyrUid null = { 0 };
  DyrUid parsed = dyr_uid_new ();

  g_assert_false (dyr_uid_is_null (&parsed));
  g_assert_true (dyr_uid_is_null (&null));
  g_assert_true (dyr_uid_parse ("00000000-0000-0000-0000-000000000000", &parsed));
  g_assert_true (dyr_uid_is_null (&parsed));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/uid/form", test_form);
  g_test_add_func ("/base/uid/order/process", test_order);
  g_test_add_func ("/base/uid/order/clock", test_order_clock);
  g_test_add_func ("/base/uid/time-bits", test_time_bits);
  g_test_add_func ("/base/uid/threads", test_threads);
  g_test_add_func ("/base/uid/named", test_named);
  g_test_add_func ("/base/uid/text", test_text);
  g_test_add_func ("/base/uid/null", test_null);

  return g_test_run ();
}

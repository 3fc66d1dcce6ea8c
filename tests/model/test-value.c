/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Values, links, sets: what they hold, when they are equal, who owns what. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-value.h"

#include <string.h>

static DyrUid
make_uid (guint8 last)
{
  DyrUid uid = { { 1, 2, 3 } };

  uid.bytes[15] = last;

  return uid;
}

static DyrSet *
make_set (const char *first, const char *role, const char *second)
{
  g_autoptr (DyrSetBuilder) builder = dyr_set_builder_new ();

  dyr_set_builder_add (builder, first, role, NULL);
  dyr_set_builder_add (builder, second, NULL, NULL);

  return dyr_set_builder_end (builder);
}

static void
test_none (void)
{
  g_auto (DyrValue) value = DYR_VALUE_INIT;
  g_auto (DyrValue) zero = DYR_VALUE_INIT;
  g_auto (DyrValue) empty = DYR_VALUE_INIT;

  g_assert_cmpint (value.form, ==, DYR_VALUE_NONE);
  g_assert_cmpint (dyr_value_number (&value, 7), ==, 7);
  g_assert_null (dyr_value_text (&value));
  g_assert_null (dyr_value_link (&value));
  g_assert_null (dyr_value_set (&value));

  /* No value is neither 0 nor "". */
  dyr_value_set_number (&zero, 0);
  dyr_value_set_text (&empty, "");
  g_assert_false (dyr_value_equal (&value, &zero));
  g_assert_false (dyr_value_equal (&value, &empty));
  g_assert_false (dyr_value_equal (&zero, &empty));

  dyr_value_set_text (&empty, NULL);
  g_assert_true (dyr_value_equal (&value, &empty));
  dyr_value_set_link (&zero, NULL);
  g_assert_true (dyr_value_equal (&value, &zero));
  dyr_value_set_number (&zero, 3);
  dyr_value_set_set (&zero, NULL);
  g_assert_true (dyr_value_equal (&value, &zero));
}

static void
test_forms (void)
{
  g_auto (DyrValue) value = DYR_VALUE_INIT;
  g_auto (DyrValue) copy = DYR_VALUE_INIT;
  g_autoptr (DyrLink) link = dyr_link_new (5, NULL, "Карпати", 2, FALSE);
  g_autoptr (DyrSet) set = make_set ("a", "work", "b");

  dyr_value_set_number (&value, G_MININT64 + 1);
  dyr_value_copy (&value, &copy);
  g_assert_cmpint (dyr_value_number (&copy, 0), ==, G_MININT64 + 1);
  g_assert_true (dyr_value_equal (&value, &copy));

  dyr_value_set_text (&value, "Їжак");
  g_assert_false (dyr_value_equal (&value, &copy));
  dyr_value_copy (&value, &copy);
  g_assert_cmpstr (dyr_value_text (&copy), ==, "Їжак");
  g_assert_true (dyr_value_text (&copy) != dyr_value_text (&value));

  /* A part of itself. */
  dyr_value_set_text (&value, dyr_value_text (&value) + strlen ("Ї"));
  g_assert_cmpstr (dyr_value_text (&value), ==, "жак");
  dyr_value_copy (&value, &value);
  g_assert_cmpstr (dyr_value_text (&value), ==, "жак");

  dyr_value_set_link (&value, link);
  dyr_value_copy (&value, &copy);
  g_assert_true (dyr_value_link (&copy) == link);
  dyr_value_set_link (&copy, dyr_value_link (&copy));
  g_assert_true (dyr_value_link (&copy) == link);

  dyr_value_set_set (&value, set);
  dyr_value_copy (&value, &copy);
  g_assert_true (dyr_value_set (&copy) == set);
  dyr_value_set_set (&copy, dyr_value_set (&copy));
  g_assert_true (dyr_value_set (&copy) == set);

  dyr_value_clear (&value);
  dyr_value_clear (&value);
  g_assert_cmpint (value.form, ==, DYR_VALUE_NONE);
  dyr_value_copy (&value, &copy);
  g_assert_cmpint (copy.form, ==, DYR_VALUE_NONE);
}

static void
test_link (void)
{
  const DyrUid a = make_uid (1), b = make_uid (2);
  g_autoptr (DyrLink) whole = dyr_link_new (5, &a, "Назва", 2, FALSE);
  g_autoptr (DyrLink) renamed = dyr_link_new (5, &a, "Інша", 2, FALSE);
  g_autoptr (DyrLink) deleted = dyr_link_new (5, &a, "Назва", 2, TRUE);
  g_autoptr (DyrLink) by_uid = dyr_link_new (0, &a, NULL, 0, FALSE);
  g_autoptr (DyrLink) by_id = dyr_link_new (5, NULL, NULL, 0, FALSE);
  g_autoptr (DyrLink) other = dyr_link_new (6, &b, "Назва", 2, FALSE);
  g_autoptr (DyrLink) blank = dyr_link_new (0, NULL, NULL, 0, FALSE);
  g_autoptr (DyrLink) blank_too = dyr_link_new (0, NULL, NULL, 0, FALSE);
  g_auto (DyrValue) value = DYR_VALUE_INIT;
  g_auto (DyrValue) other_value = DYR_VALUE_INIT;

  g_assert_true (dyr_link_equal (whole, renamed));
  g_assert_true (dyr_link_equal (whole, by_uid));
  g_assert_true (dyr_link_equal (whole, by_id));
  g_assert_false (dyr_link_equal (by_uid, by_id));
  g_assert_false (dyr_link_equal (whole, other));
  g_assert_false (dyr_link_equal (blank, blank_too));
  g_assert_false (dyr_link_equal (whole, NULL));
  g_assert_false (dyr_link_equal (NULL, whole));
  g_assert_true (dyr_link_equal (NULL, NULL));

  /* The same record under another name is the same value, and shows differently. */
  dyr_value_set_link (&value, whole);
  dyr_value_set_link (&other_value, renamed);
  g_assert_true (dyr_value_equal (&value, &other_value));
  g_assert_false (dyr_value_looks_equal (&value, &other_value));
  g_assert_false (dyr_link_looks_equal (whole, deleted));
  g_assert_false (dyr_link_looks_equal (whole, by_uid));
  g_assert_true (dyr_link_looks_equal (whole, whole));
}

static void
test_set (void)
{
  g_autoptr (DyrSetBuilder) builder = dyr_set_builder_new ();
  g_autoptr (DyrSet) set = NULL, again = NULL;
  const char dirty[] = "\tline\nbreak\t";

  g_assert_null (dyr_set_builder_end (builder));

  dyr_set_builder_add (builder, "b", NULL, NULL);
  dyr_set_builder_add (builder, "a", "", NULL);
  dyr_set_builder_add (builder, "b", "the second is dropped", NULL);
  dyr_set_builder_add (builder, "", NULL, NULL);
  dyr_set_builder_add (builder, " \t\n", "nothing", NULL);
  dyr_set_builder_add (builder, dirty, "two\twords", NULL);
  set = dyr_set_builder_end (builder);

  g_assert_cmpuint (set->n, ==, 3);
  g_assert_cmpstr (set->members[0].item, ==, "b");
  g_assert_null (set->members[0].role);
  g_assert_cmpstr (set->members[1].item, ==, "a");
  g_assert_null (set->members[1].role);
  g_assert_cmpstr (set->members[2].item, ==, "line break");
  g_assert_cmpstr (set->members[2].role, ==, "two words");
  g_assert_true (dyr_set_contains (set, "a"));
  g_assert_false (dyr_set_contains (set, "c"));
  g_assert_false (dyr_set_contains (NULL, "c"));

  /* The builder is empty and good for another one. */
  dyr_set_builder_add_set (builder, NULL);
  dyr_set_builder_add_set (builder, set);
  dyr_set_builder_add (builder, "d", NULL, NULL);
  dyr_set_builder_add_set (builder, set);
  again = dyr_set_builder_end (builder);
  g_assert_cmpuint (again->n, ==, 4);
  g_assert_cmpstr (again->members[2].role, ==, "two words");
  g_assert_cmpuint (set->n, ==, 3);
}

static void
test_set_large (void)
{
  g_autoptr (DyrSetBuilder) builder = dyr_set_builder_new ();
  g_autoptr (DyrSet) set = NULL;

  /* Every element twice: near, and far behind the point where a hash table takes over. */
  for (int round = 0; round < 2; round++)
    {
      for (int i = 0; i < 500; i++)
        {
          g_autofree char *item = g_strdup_printf ("SN-%03d", i);

          dyr_set_builder_add (builder, item, NULL, NULL);
          dyr_set_builder_add (builder, item, NULL, NULL);
        }
    }

  set = dyr_set_builder_end (builder);
  g_assert_cmpuint (set->n, ==, 500);
  for (guint i = 0; i < set->n; i++)
    {
      g_autofree char *item = g_strdup_printf ("SN-%03u", i);

      g_assert_cmpstr (set->members[i].item, ==, item);
    }
}

static void
test_set_equal (void)
{
  const DyrUid uid = make_uid (9);
  g_autoptr (DyrSet) set = make_set ("a", "work", "b");
  g_autoptr (DyrSet) same = make_set ("a", "work", "b");
  g_autoptr (DyrSet) other_role = make_set ("a", "home", "b");
  g_autoptr (DyrSet) no_role = make_set ("a", NULL, "b");
  g_autoptr (DyrSet) other_order = make_set ("b", NULL, "a");
  g_autoptr (DyrSet) shorter = make_set ("a", "work", "a");
  g_autoptr (DyrLink) link = dyr_link_new (3, &uid, "Бойко Соломія", 3, FALSE);
  g_autoptr (DyrLink) renamed = dyr_link_new (3, &uid, "Гнатюк Соломія", 3, FALSE);
  g_autoptr (DyrSetBuilder) builder = dyr_set_builder_new ();
  g_autoptr (DyrSet) people = NULL, people_renamed = NULL;
  g_autofree char *text = dyr_uid_to_text (&uid);

  g_assert_true (dyr_set_equal (set, same));
  g_assert_true (dyr_set_looks_equal (set, same));
  g_assert_false (dyr_set_equal (set, other_role));
  g_assert_false (dyr_set_equal (set, no_role));
  g_assert_false (dyr_set_equal (no_role, other_order));
  g_assert_false (dyr_set_equal (set, shorter));
  g_assert_false (dyr_set_equal (set, NULL));
  g_assert_false (dyr_set_equal (NULL, set));
  g_assert_true (dyr_set_equal (NULL, NULL));

  dyr_set_builder_add (builder, NULL, NULL, link);
  people = dyr_set_builder_end (builder);
  dyr_set_builder_add (builder, NULL, NULL, renamed);
  people_renamed = dyr_set_builder_end (builder);
  g_assert_cmpstr (people->members[0].item, ==, text);
  g_assert_true (people->members[0].link == link);
  g_assert_true (dyr_set_equal (people, people_renamed));
  g_assert_false (dyr_set_looks_equal (people, people_renamed));
}

static gpointer
hold_and_let_go (gpointer data)
{
  const DyrValue *shared = data;

  for (int i = 0; i < 20000; i++)
    {
      g_auto (DyrValue) mine = DYR_VALUE_INIT;

      dyr_value_copy (&shared[i % 2], &mine);
      g_assert_true (dyr_value_equal (&mine, &shared[i % 2]));
    }

  return NULL;
}

/* Links and sets go from thread to thread with rows: a lost count is a crash or a leak, which the
 * sanitizers see. */
static void
test_threads (void)
{
  DyrValue shared[2] = { DYR_VALUE_INIT, DYR_VALUE_INIT };
  GThread *threads[4];

  dyr_value_take_link (&shared[0], dyr_link_new (1, NULL, "Назва", 2, FALSE));
  dyr_value_take_set (&shared[1], make_set ("a", "work", "b"));

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("value", hold_and_let_go, shared);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);

  g_assert_cmpstr (dyr_value_link (&shared[0])->name, ==, "Назва");
  g_assert_cmpstr (dyr_value_set (&shared[1])->members[0].role, ==, "work");
  dyr_value_clear (&shared[0]);
  dyr_value_clear (&shared[1]);
}

static void
test_field_values (void)
{
  g_autoptr (GArray) values = dyr_field_values_new ();

  for (guint i = 0; i < 100; i++)
    {
      DyrValue *value = dyr_field_values_add (values, i * 2);

      g_assert_cmpint (value->form, ==, DYR_VALUE_NONE);
      dyr_value_take_text (value, g_strdup_printf ("%u", i));
    }

  g_assert_cmpuint (values->len, ==, 100);
  g_assert_cmpuint (g_array_index (values, DyrFieldValue, 50).field, ==, 100);
  g_assert_cmpstr (dyr_value_text (&g_array_index (values, DyrFieldValue, 50).value), ==, "50");
}

static void
test_boxed (void)
{
  g_autoptr (DyrLink) link = dyr_link_new (1, NULL, "Назва", 2, FALSE);
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (DyrLink) copy = NULL;

  g_value_init (&value, DYR_TYPE_LINK);
  g_value_set_boxed (&value, link);
  copy = g_value_dup_boxed (&value);
  g_assert_true (copy == link);
  g_assert_true (g_type_is_a (DYR_TYPE_SET, G_TYPE_BOXED));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model/value/none", test_none);
  g_test_add_func ("/model/value/forms", test_forms);
  g_test_add_func ("/model/value/link", test_link);
  g_test_add_func ("/model/value/set", test_set);
  g_test_add_func ("/model/value/set/large", test_set_large);
  g_test_add_func ("/model/value/set/equal", test_set_equal);
  g_test_add_func ("/model/value/threads", test_threads);
  g_test_add_func ("/model/value/field-values", test_field_values);
  g_test_add_func ("/model/value/boxed", test_boxed);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* JSON that nobody vouches for: everything RFC 8259 allows is read, and nothing else. */

#include "config.h"

#include <string.h>

#include "dyr-json.h"

/* On one line: others would be no TAP. */
static void
assert_parsed (const char *text, DyrJsonState state)
{
  g_autoptr (DyrJson) root = NULL;
  g_autofree char *line = g_strescape (text, NULL);

  g_test_message ("%s", line);
  g_assert_cmpint (dyr_json_parse (text, strlen (text), &root), ==, state);
  g_assert_true ((root != NULL) == (state == DYR_JSON_WHOLE));
}

static void
test_sound (void)
{
  static const char *const texts[] = { "{}",
                                       "[]",
                                       " [ ] ",
                                       "{\"a\":{}}",
                                       "[[],[[]],{}]",
                                       "null",
                                       "true",
                                       "false",
                                       "\"\"",
                                       "-0",
                                       "0",
                                       "-12.50",
                                       "1e5",
                                       "1E-5",
                                       "2.5e+3",
                                       "\t[1,\n2]\r",
                                       "{\"a\":1,\"b\":[true,null]}",
                                       "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\"",
                                       "\"\\ud83d\\ude00\"",
                                       "\"ґ\"",
                                       "{\"\":0}" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_parsed (texts[i], DYR_JSON_WHOLE);
}

static void
test_broken (void)
{
  static const char *const texts[] = { "",
                                       " ",
                                       "{",
                                       "[",
                                       "[1",
                                       "[1,",
                                       "[1,]",
                                       "{,}",
                                       "{\"a\"}",
                                       "{\"a\":}",
                                       "{\"a\":1,}",
                                       "{a:1}",
                                       "{1:2}",
                                       "[1 2]",
                                       "{\"a\" 1}",
                                       "{\"a\":1 \"b\":2}",
                                       "01",
                                       "1.",
                                       ".5",
                                       "+1",
                                       "1e",
                                       "--1",
                                       "-",
                                       "tru",
                                       "nulll",
                                       "True",
                                       "NaN",
                                       "Infinity",
                                       "'a'",
                                       "\"",
                                       "\"\\",
                                       "\"\\x\"",
                                       "\"\\u12\"",
                                       "\"\\u12g4\"",
                                       "\"\\u\"",
                                       "\"a\nb\"",
                                       "[1]]",
                                       "{}{}",
                                       "// a\n1",
                                       "/* a */1",
                                       "# a\n1",
                                       "[1}",
                                       "{\"a\":1]",
                                       "\"\xff\"",
                                       "\xef\xbb\xbf{}",
                                       "<html>",
                                       "1 x",
                                       "[\"a]" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_parsed (texts[i], DYR_JSON_BROKEN);
  {
    g_autoptr (DyrJson) root = NULL;

    /* A NUL ends nothing. */
    g_assert_cmpint (dyr_json_parse ("[1]\0", 4, &root), ==, DYR_JSON_BROKEN);
    g_assert_cmpint (dyr_json_parse (NULL, 0, &root), ==, DYR_JSON_BROKEN);
    g_assert_cmpint (dyr_json_parse ("\"\\\0\"", 4, &root), ==, DYR_JSON_BROKEN);
  }
}

static char *
nest (guint depth, char open, const char *inside, char close)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < depth; i++)
    g_string_append_printf (text, open == '{' ? "{\"a\":" : "[");
  g_string_append (text, inside);
  for (guint i = 0; i < depth; i++)
    g_string_append_c (text, close);

  return g_string_free (text, FALSE);
}

static void
test_deep (void)
{
  static const guint depths[] = { 64, 65, 66, 100000 };

  for (guint i = 0; i < G_N_ELEMENTS (depths); i++)
    for (guint j = 0; j < 2; j++)
      {
        g_autofree char *text = nest (depths[i], j ? '{' : '[', "1", j ? '}' : ']');
        g_autoptr (DyrJson) root = NULL;

        g_assert_cmpint (dyr_json_parse (text, strlen (text), &root),
                         ==,
                         depths[i] <= 64 ? DYR_JSON_WHOLE : DYR_JSON_DEEP);
      }
}

static void
assert_text (const char *json, const char *text)
{
  g_autoptr (DyrJson) root = NULL;

  g_assert_cmpint (dyr_json_parse (json, strlen (json), &root), ==, DYR_JSON_WHOLE);
  g_assert_cmpstr (dyr_json_as_text (root), ==, text);
}

/* Each of these would end a program that gives it to json-glib 1.6, or lose text. */
static void
test_surrogates (void)
{
  assert_text ("\"a\\ud800b\"",
               "a\xef\xbf\xbd"
               "b");
  assert_text ("\"a\\udc00b\"",
               "a\xef\xbf\xbd"
               "b");
  assert_text ("\"\\ud800\\u0041\"",
               "\xef\xbf\xbd"
               "A");
  assert_text ("\"\\ud800\\ud800\"", "\xef\xbf\xbd\xef\xbf\xbd");
  assert_text ("\"\\ud800\"", "\xef\xbf\xbd");
  assert_text ("\"a\\u0000b\"",
               "a\xef\xbf\xbd"
               "b");
  assert_text ("\"\\ud83d\\ude00\"", "😀");
  assert_text ("\"\\uffff\\ufdd0\"", "\xef\xbf\xbf\xef\xb7\x90");
}

static void
test_numbers (void)
{
  g_autoptr (DyrJson) root = NULL;
  const DyrJson *object;
  const char *json = "{\"a\": 999999999999999999, \"b\": -999999999999999999, \"c\": 1.5,"
                     " \"d\": 9999999999999999999, \"e\": -18446744073709551615, \"f\": \"1\"}";
  gint64 number = 7;

  g_assert_cmpint (dyr_json_parse (json, strlen (json), &root), ==, DYR_JSON_WHOLE);
  object = dyr_json_as_object (root);
  g_assert_true (dyr_json_get_number (object, "a", &number));
  g_assert_cmpint (number, ==, G_GINT64_CONSTANT (999999999999999999));
  g_assert_true (dyr_json_get_number (object, "b", &number));
  g_assert_cmpint (number, ==, G_GINT64_CONSTANT (-999999999999999999));
  for (char name[] = "c"; *name <= 'g'; ++*name)
    {
      number = 7;
      g_assert_false (dyr_json_get_number (object, name, &number));
      g_assert_cmpint (number, ==, 7);
    }
}

static void
test_members (void)
{
  g_autoptr (DyrJson) root = NULL;
  const char *json = "{\"a\": \"t\", \"b\": {}, \"c\": [], \"d\": null, \"e\": true}";
  const DyrJson *object;

  g_assert_cmpint (dyr_json_parse (json, strlen (json), &root), ==, DYR_JSON_WHOLE);
  object = dyr_json_as_object (root);
  for (char name[] = "a"; *name <= 'f'; ++*name)
    {
      g_assert_true ((dyr_json_get_text (object, name) != NULL) == (*name == 'a'));
      g_assert_true ((dyr_json_get_object (object, name) != NULL) == (*name == 'b'));
      g_assert_true ((dyr_json_get_array (object, name) != NULL) == (*name == 'c'));
    }
  g_assert_null (dyr_json_as_array (root));
  g_assert_null (dyr_json_as_object (NULL));
  g_assert_null (dyr_json_as_array (NULL));
}

/* Elements in their order, whatever lies in them. */
static void
test_order (void)
{
  g_autoptr (DyrJson) root = NULL, kept = NULL;
  const char *json = "[[1,[2,3]],{\"a\":[4],\"b\":{}},5,\"x\",[],{\"a\":1,\"a\":2}]";
  g_autofree char *again = NULL;
  GString *kinds = g_string_new (NULL);
  g_autofree char *seen = NULL;
  const DyrJson *last = NULL;

  g_assert_cmpint (dyr_json_parse (json, strlen (json), &root), ==, DYR_JSON_WHOLE);
  kept = dyr_json_ref (root);
  for (const DyrJson *item = dyr_json_first (root); item != NULL; item = dyr_json_next (root, item))
    {
      g_string_append_printf (kinds, "%d/%u ", (int) dyr_json_kind (item), dyr_json_length (item));
      last = item;
    }
  seen = g_string_free (kinds, FALSE);
  g_assert_cmpstr (seen, ==, "5/2 6/2 2/0 4/0 5/0 6/2 ");
  g_assert_null (dyr_json_first (NULL));
  g_assert_cmpuint (dyr_json_length (NULL), ==, 0);
  /* Of members of one name the first counts. */
  g_assert_cmpint (dyr_json_number (dyr_json_get (last, "a")), ==, 1);
  g_assert_cmpstr (dyr_json_name (dyr_json_first (last)), ==, "a");
  g_clear_pointer (&root, dyr_json_unref);
  again = dyr_json_write (kept);
  g_assert_cmpstr (again, ==, json);
}

/* Objects of many members are found in as those of few are. */
static void
test_many_members (void)
{
  static const guint sizes[] = { 3, 64, 65, 5000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GString) json = g_string_new ("{");
      g_autoptr (DyrJson) root = NULL;
      gint64 number = 0;

      for (guint j = 0; j < sizes[i]; j++)
        {
          g_autofree char *name = g_strdup_printf ("m%u", j);

          dyr_json_append_name (json, name);
          g_string_append_printf (json, "%u", j);
        }
      g_string_append (json, ",\"m1\":7}");
      g_assert_cmpint (dyr_json_parse (json->str, json->len, &root), ==, DYR_JSON_WHOLE);
      g_assert_cmpuint (dyr_json_length (root), ==, sizes[i] + 1);
      for (guint j = 0; j < sizes[i]; j++)
        {
          g_autofree char *name = g_strdup_printf ("m%u", j);

          g_assert_true (dyr_json_get_number (root, name, &number));
          g_assert_cmpint (number, ==, j);
        }
      g_assert_false (dyr_json_has (root, "m"));
      g_assert_false (dyr_json_has (root, "m00"));
    }
}

/* A value written anew is the same JSON without its blanks. */
static void
test_written_anew (void)
{
  static const char *const texts[][2] = {
    { "null", "null" },
    { " [ true , false,null ] ", "[true,false,null]" },
    { "{\"a\" : {\"b\":[]} , \"c\":{}}", "{\"a\":{\"b\":[]},\"c\":{}}" },
    { "-7", "-7" },
    { "1.50", "1.5" },
    { "\"\\u0457\\n\\\"\"", "\"ї\\n\\\"\"" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (DyrJson) root = NULL;
      g_autofree char *again = NULL;

      g_assert_cmpint (
          dyr_json_parse (texts[i][0], strlen (texts[i][0]), &root), ==, DYR_JSON_WHOLE);
      again = dyr_json_write (root);
      g_assert_cmpstr (again, ==, texts[i][1]);
    }
}

/* What is written is read as the same. */
static void
test_write (void)
{
  static const char *const texts[]
      = { "", "a", "\"\\/", "\x01\x1f\n\t\r", "Їжак ’ 😀", "\x7f", "a\\u0041" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GString) json = g_string_new ("{");
      g_autoptr (DyrJson) root = NULL;
      const DyrJson *object;

      dyr_json_append_name (json, texts[i]);
      dyr_json_append_string (json, texts[i]);
      dyr_json_append_name (json, "next");
      dyr_json_append_string (json, "x");
      g_string_append_c (json, '}');
      g_assert_cmpint (dyr_json_parse (json->str, json->len, &root), ==, DYR_JSON_WHOLE);
      object = dyr_json_as_object (root);
      g_assert_cmpstr (dyr_json_get_text (object, texts[i]), ==, texts[i]);
      g_assert_cmpstr (dyr_json_get_text (object, "next"), ==, "x");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/json/sound", test_sound);
  g_test_add_func ("/base/json/broken", test_broken);
  g_test_add_func ("/base/json/deep", test_deep);
  g_test_add_func ("/base/json/surrogates", test_surrogates);
  g_test_add_func ("/base/json/numbers", test_numbers);
  g_test_add_func ("/base/json/members", test_members);
  g_test_add_func ("/base/json/order", test_order);
  g_test_add_func ("/base/json/many-members", test_many_members);
  g_test_add_func ("/base/json/written-anew", test_written_anew);
  g_test_add_func ("/base/json/write", test_write);

  return g_test_run ();
}

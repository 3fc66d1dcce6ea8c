/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Collation: the alphabets, and keys that keep to them. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-collator.h"

#include <string.h>

#include "dyr-text.h"

static int
compare_keys (const GByteArray *a, const GByteArray *b)
{
  int order = memcmp (a->data, b->data, MIN (a->len, b->len));

  return order != 0 ? order : (int) a->len - (int) b->len;
}

static int
sign (int value)
{
  return (value > 0) - (value < 0);
}

/* Each of the words comes before the next, by keys and by comparison. */
static void
assert_order (const char *language, const char *const *words)
{
  g_autoptr (DyrCollator) collator = dyr_collator_new (language);
  g_autoptr (GByteArray) a = g_byte_array_new ();
  g_autoptr (GByteArray) b = g_byte_array_new ();

  for (gsize i = 0; words[i + 1] != NULL; i++)
    {
      g_test_message ("%s: %s < %s", language, words[i], words[i + 1]);
      g_assert_cmpuint (dyr_collator_key (collator, words[i], a), ==, a->len);
      g_assert_cmpuint (dyr_collator_key (collator, words[i + 1], b), ==, b->len);
      g_assert_cmpint (compare_keys (a, b), <, 0);
      g_assert_cmpint (dyr_collator_compare (collator, words[i], words[i + 1]), <, 0);
      g_assert_cmpint (dyr_collator_compare (collator, words[i + 1], words[i]), >, 0);
    }
}

static void
assert_same (const char *language, const char *one, const char *two)
{
  g_autoptr (DyrCollator) collator = dyr_collator_new (language);
  g_autoptr (GByteArray) a = g_byte_array_new ();
  g_autoptr (GByteArray) b = g_byte_array_new ();

  dyr_collator_key (collator, one, a);
  dyr_collator_key (collator, two, b);
  g_assert_cmpmem (a->data, a->len, b->data, b->len);
  g_assert_cmpint (dyr_collator_compare (collator, one, two), ==, 0);
}

static void
test_order_ukrainian (void)
{
  static const char *const letters[]
      = { "а", "б", "в", "г", "ґ", "д", "е", "є", "ж", "з", "и", "і", "ї", "й", "к", "л", "м",
          "н", "о", "п", "р", "с", "т", "у", "ф", "х", "ц", "ч", "ш", "щ", "ь", "ю", "я", NULL };
  static const char *const capitals[]
      = { "А", "Б", "В", "Г", "Ґ", "Д", "Е", "Є", "Ж", "З", "И", "І", "Ї", "Й", "К", "Л", "М",
          "Н", "О", "П", "Р", "С", "Т", "У", "Ф", "Х", "Ц", "Ч", "Ш", "Щ", "Ь", "Ю", "Я", NULL };
  static const char *const names[]
      = { "1000 дрібниць", "Аграрій",     "Гірник",   "Гусак", "Ґанок", "Дах",    "Едем", "Євробуд",
          "Іван",          "Іван Франко", "Іваненко", "Їжак",  "Йосип", "Ялинка", NULL };

  assert_order ("uk", letters);
  assert_order ("uk", capitals);
  assert_order ("uk", names);
}

static void
test_order_russian (void)
{
  static const char *const names[]
      = { "Елагин", "Ёлкин", "Елкина", "Жуков", "Иванов", "Йорк", "Щука", "Эхо", "Юг", NULL };

  assert_order ("ru", names);
}

static void
test_order_croatian (void)
{
  static const char *const letters[]
      = { "a",  "b", "c", "č",  "ć", "d", "dž", "đ", "e", "f", "g", "h", "i", "j", "k", "l",
          "lj", "m", "n", "nj", "o", "p", "r",  "s", "š", "t", "u", "v", "z", "ž", NULL };
  static const char *const names[]
      = { "Cvitan", "Čačić",  "Ćuk",     "Dvor",  "Džaja",   "Đurić", "Lugar",    "Ljubić", "Mali",
          "Novak",  "Njegoš", "Opatija", "Sutla", "Šibenik", "Zadar", "Žumberak", NULL };

  assert_order ("hr", letters);
  assert_order ("hr", names);
}

static void
test_order_english (void)
{
  static const char *const names[] = { "Acme", "Beta 9", "Beta 10", "Ženevi", "Zulu", NULL };

  assert_order ("en", names);
}

/* Contracts are found by their numbers, whatever stands before and behind them. */
static void
test_order_numbers (void)
{
  static const char *const numbers[] = { "2",      "9/25", "10/25", "106",    "214",     "214/9",
                                         "214/25", "1003", "Д-7",   "Д-12/2", "Д-12/10", NULL };

  assert_order ("uk", numbers);
  assert_order ("hr", numbers);
  assert_same ("uk", "Д-007", "Д-7");
}

/* Case, quotation marks and apostrophes do not count. */
static void
test_order_ignored (void)
{
  static const char *const companies[]
      = { "Промінь", "«Ромашка»", "Ромашка-2", "\"Світанок\"", "„Тополя”", NULL };

  assert_same ("uk", "ІВАНЕНКО", "Іваненко");
  assert_same ("uk", "Мар'яна", "Мар’яна");
  assert_same ("uk", "Марʼяна", "Мар’яна");
  assert_same ("uk", "ТОВ «Ромашка»", "ТОВ \"Ромашка\"");
  assert_order ("uk", companies);
}

static void
test_key_properties (void)
{
  static const char *const alphabet[] = { "а", "Б", "ґ", "і", "Ї", "й", "ь", "c", "Č", "dž", "Š",
                                          "z", " ", "-", "1", "9", "’", "«", "é", "😀", "中" };
  g_autoptr (DyrCollator) collator = dyr_collator_new ("uk");
  g_autoptr (GByteArray) a = g_byte_array_new ();
  g_autoptr (GByteArray) b = g_byte_array_new ();

  for (int n = 0; n < 20000; n++)
    {
      g_autoptr (GString) one = g_string_new (NULL);
      g_autoptr (GString) two = g_string_new (NULL);

      for (int i = g_test_rand_int_range (0, 12); i > 0; i--)
        g_string_append (one, alphabet[g_test_rand_int_range (0, G_N_ELEMENTS (alphabet))]);
      for (int i = g_test_rand_int_range (0, 12); i > 0; i--)
        g_string_append (two, alphabet[g_test_rand_int_range (0, G_N_ELEMENTS (alphabet))]);

      dyr_collator_key (collator, one->str, a);
      dyr_collator_key (collator, two->str, b);
      g_assert_cmpint (sign (compare_keys (a, b)),
                       ==,
                       sign (dyr_collator_compare (collator, one->str, two->str)));
      g_assert_null (memchr (a->data, 0, a->len));
    }
}

static void
test_key_sizes (void)
{
  g_autoptr (DyrCollator) collator = dyr_collator_new ("uk");
  g_autoptr (GByteArray) key = g_byte_array_new ();
  g_autoptr (GByteArray) longer_key = g_byte_array_new ();
  g_autofree char *longer = g_strnfill (1 << 20, 'z');

  g_assert_cmpuint (dyr_collator_key (collator, NULL, key), ==, 0);
  g_assert_cmpuint (dyr_collator_key (collator, "", key), <=, 4);

  /* Not much longer than the text: they are stored in every row. */
  g_assert_cmpuint (dyr_collator_key (collator, "Товариство Дністровська зоря", key), <=, 56);

  /* A cell of a megabyte costs no megabyte. */
  g_assert_cmpuint (dyr_collator_key (collator, longer, longer_key), <, 8192);
  longer[1 << 19] = 'a';
  dyr_collator_key (collator, longer, key);
  g_assert_cmpmem (key->data, key->len, longer_key->data, longer_key->len);
  longer[100] = 'a';
  dyr_collator_key (collator, longer, key);
  g_assert_cmpint (compare_keys (key, longer_key), <, 0);

  /* The limit falls inside no surrogate pair. */
  g_autoptr (GString) emoji = g_string_new (NULL);
  for (int i = 0; i < 3000; i++)
    g_string_append (emoji, i == 0 ? "a" : "😀");
  g_assert_cmpuint (dyr_collator_key (collator, emoji->str, key), >, 1000);
}

static void
test_version (void)
{
  g_autoptr (DyrCollator) uk = dyr_collator_new ("uk");
  g_autoptr (DyrCollator) hr = dyr_collator_new ("hr");
  g_autofree char *version = dyr_collator_get_version (uk);
  g_autofree char *again = dyr_collator_get_version (uk);
  g_autofree char *other = dyr_collator_get_version (hr);
  g_autofree char *fold = g_strdup_printf (" fold %d", DYR_TEXT_FOLD_VERSION);

  g_test_message ("%s", version);
  g_assert_true (g_regex_match_simple ("^uk [0-9.]+ key [0-9]+ fold [0-9]+$", version, 0, 0));
  g_assert_true (g_str_has_suffix (version, fold));
  g_assert_cmpstr (version, ==, again);
  g_assert_cmpstr (version, !=, other);
}

static void
test_unknown_language (void)
{
  static const char *const names[] = { "Alpha", "beta", "Гамма", NULL };

  assert_order ("xx", names);
  assert_order ("", names);
  assert_order ("C", names);
}

typedef struct
{
  const DyrCollator *collator;
  GByteArray **keys;
  guint n_wrong;
} ThreadData;

static const char *const thread_words[] = { "Іваненко", "Ґанок", "Їжак", "Čačić", "Zulu", "Щука" };

static gpointer
make_keys (gpointer user_data)
{
  ThreadData *data = user_data;
  g_autoptr (GByteArray) key = g_byte_array_new ();

  for (gsize n = 0; n < 20000; n++)
    {
      gsize i = n % G_N_ELEMENTS (thread_words);

      dyr_collator_key (data->collator, thread_words[i], key);
      if (compare_keys (key, data->keys[i]) != 0)
        data->n_wrong++;
    }

  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (DyrCollator) collator = dyr_collator_new ("uk");
  GByteArray *keys[G_N_ELEMENTS (thread_words)];
  ThreadData data[4];
  GThread *threads[4];

  for (gsize i = 0; i < G_N_ELEMENTS (thread_words); i++)
    {
      keys[i] = g_byte_array_new ();
      dyr_collator_key (collator, thread_words[i], keys[i]);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      data[i] = (ThreadData){ collator, keys, 0 };
      threads[i] = g_thread_new ("keys", make_keys, &data[i]);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      g_thread_join (threads[i]);
      g_assert_cmpuint (data[i].n_wrong, ==, 0);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (thread_words); i++)
    g_byte_array_unref (keys[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/collator/order/ukrainian", test_order_ukrainian);
  g_test_add_func ("/base/collator/order/russian", test_order_russian);
  g_test_add_func ("/base/collator/order/croatian", test_order_croatian);
  g_test_add_func ("/base/collator/order/english", test_order_english);
  g_test_add_func ("/base/collator/order/ignored", test_order_ignored);
  g_test_add_func ("/base/collator/key/properties", test_key_properties);
  g_test_add_func ("/base/collator/key/sizes", test_key_sizes);
  g_test_add_func ("/base/collator/order/numbers", test_order_numbers);
  g_test_add_func ("/base/collator/version", test_version);
  g_test_add_func ("/base/collator/unknown-language", test_unknown_language);
  g_test_add_func ("/base/collator/threads", test_threads);

  return g_test_run ();
}

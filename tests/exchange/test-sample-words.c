/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The words of the sample office: letters and signs proper to each language, names that do not
 * come twice, chance that is a function of the seed. */

#include "config.h"

#include <json-glib/json-glib.h>

#include "dyr-check-digits.h"
#include "dyr-error.h"
#include "dyr-phone.h"
#include "dyr-sample-codes-private.h"
#include "dyr-sample-names-private.h"
#include "dyr-sample.h"

static const struct
{
  const char *language;
  const char
      *letters; /* lower case, beside the signs below; Latin ones apart from those of codes */
  const char *quotes;
  gboolean cyrillic;
} alphabets[] = {
  { "uk", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", "«»„“", TRUE },
  { "ru", "абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "«»„“", TRUE },
  { "hr", "abcčćdđefghijklmnoprsštuvzž", "„”", FALSE },
  { "en", "abcdefghijklmnopqrstuvwxyz", "", FALSE },
};

/* Codes and proper names in Latin letters among Cyrillic or Croatian ones. */
static const char *const foreign[] = {
  "Meest",          "SH",         "TR",  "RD", "CT", "DP", "CM", "CD", "SV", "SB", "GLS", "DPD",
  "Strossmayerova", "Masarykova", "MHz", "km",
};

/* Lists that are no text of the language. */
static gboolean
is_technical (const char *path)
{
  return g_str_has_prefix (path, "latin") || g_str_equal (path, "mails")
         || g_str_equal (path, "country") || g_str_equal (path, "currency");
}

static gboolean
is_foreign (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (foreign); i++)
    if (g_str_equal (word, foreign[i]))
      return TRUE;
  return FALSE;
}

static gboolean
is_cyrillic (gunichar c)
{
  return g_unichar_get_script (c) == G_UNICODE_SCRIPT_CYRILLIC;
}

static void
check_word (guint alphabet, const char *word, const char *text)
{
  gboolean latin = FALSE, cyrillic = FALSE;

  if (*word == '\0' || is_foreign (word))
    return;
  for (const char *p = word; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      cyrillic = cyrillic || is_cyrillic (c);
      latin = latin || !is_cyrillic (c);
      if (g_utf8_strchr (alphabets[alphabet].letters, -1, g_unichar_tolower (c)) == NULL)
        g_error ("“%s” of %s has a letter of another language: %s",
                 word,
                 alphabets[alphabet].language,
                 text);
    }
  g_assert_cmpint (cyrillic, ==, alphabets[alphabet].cyrillic);
  g_assert_cmpint (latin, !=, cyrillic);
}

static void
check_sign (guint alphabet, gunichar c, const char *text)
{
  const char *quotes = alphabets[alphabet].quotes;

  if (c < 0x80 && strchr (" 0123456789.,:;-()/%{}№", (int) c) != NULL)
    return;
  if (c == 0x2116 || c == 0x2019 || g_utf8_strchr (quotes, -1, c) != NULL)
    return;
  g_error (
      "A sign (U+%04X) that is not written so in %s: %s", c, alphabets[alphabet].language, text);
}

static void
check_text (guint alphabet, const char *text)
{
  g_autoptr (GString) word = g_string_new (NULL);

  g_assert_true (g_utf8_validate (text, -1, NULL));
  for (const char *p = text;; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c != 0 && g_unichar_isalpha (c))
        {
          g_string_append_unichar (word, c);
          continue;
        }
      /* The apostrophe is part of a Ukrainian word. */
      if (c == 0x2019)
        continue;
      check_word (alphabet, word->str, text);
      g_string_truncate (word, 0);
      if (c == 0)
        return;
      check_sign (alphabet, c, text);
    }
}

/* Columns that are ids, not words; "{slot}" neither. */
static void
check_entry (guint alphabet, const char *path, const char *entry)
{
  g_auto (GStrv) columns = g_strsplit (entry, "|", -1);

  if (is_technical (path))
    return;
  for (guint i = 0; columns[i] != NULL; i++)
    {
      g_autoptr (GRegex) slot = g_regex_new ("\\{[a-z-]+\\}", 0, 0, NULL);
      g_autoptr (GRegex) id = g_regex_new ("^[a-z][a-z.-]*$", 0, 0, NULL);
      g_autofree char *text = g_regex_replace_literal (slot, columns[i], -1, 0, " ", 0, NULL);

      /* In Croatian and English a word may look like an id; they have the same letters. */
      if (!g_regex_match (id, text, 0, NULL))
        check_text (alphabet, text);
    }
}

static void
check_lists (guint alphabet, JsonObject *object, const char *prefix)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &node))
    {
      g_autofree char *path = g_strconcat (prefix, name, NULL);
      g_autofree char *inner = g_strconcat (path, "/", NULL);

      if (JSON_NODE_HOLDS_OBJECT (node))
        check_lists (alphabet, json_node_get_object (node), inner);
      else if (JSON_NODE_HOLDS_VALUE (node))
        check_entry (alphabet, path, json_node_get_string (node));
      else
        for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
          check_entry (
              alphabet, path, json_array_get_string_element (json_node_get_array (node), i));
    }
}

static void
test_letters (gconstpointer data)
{
  guint alphabet = GPOINTER_TO_UINT (data);
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *path
      = g_strdup_printf (DYR_RESOURCE_PATH "/sample/%s.json", alphabets[alphabet].language);

  bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  g_assert_no_error (error);
  json_parser_load_from_data (
      parser, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);
  check_lists (alphabet, json_node_get_object (json_parser_get_root (parser)), "");
}

/* Ten thousand clients and no name twice, none with a number. */
static void
test_names (gconstpointer data)
{
  const char *language = alphabets[GPOINTER_TO_UINT (data)].language;
  g_autoptr (DyrSampleWords) words = dyr_sample_words_load (language, NULL);
  g_autoptr (DyrSampleNames) names = dyr_sample_names_new (words, 1);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) kinds = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < 10000; i++)
    {
      g_auto (DyrSampleName) name = { 0 };
      DyrSampleRandom random;

      dyr_sample_random_init (&random, 1, 1, i);
      dyr_sample_names_next (names, i, &random, &name);
      g_assert_nonnull (dyr_sample_words_find (words, "segments", name.segment, 1));
      if (!g_str_equal (name.kind, "building"))
        g_assert_null (strpbrk (name.name, "0123456789"));
      g_assert_cmpint (g_utf8_strlen (name.name, -1), <=, 60);
      g_hash_table_add (kinds, (gpointer) name.kind);
      check_text (GPOINTER_TO_UINT (data), name.legal);
      if (!g_hash_table_add (seen, g_strdup (name.name)))
        g_error ("“%s” comes twice among %u names", name.name, i);
    }
  g_assert_cmpuint (g_hash_table_size (kinds), ==, 4);
}

/* Beyond that they get numbers and still do not come twice. */
static void
test_numbered_names (void)
{
  g_autoptr (DyrSampleWords) words = dyr_sample_words_load ("uk", NULL);
  g_autoptr (DyrSampleNames) names = dyr_sample_names_new (words, 1);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n_numbered = 0;

  for (guint i = 0; i < 60000; i++)
    {
      g_auto (DyrSampleName) name = { 0 };
      DyrSampleRandom random;

      dyr_sample_random_init (&random, 1, 1, i);
      dyr_sample_names_next (names, i, &random, &name);
      n_numbered += g_str_equal (name.kind, "company") && g_str_has_suffix (name.name, " 2");
      g_assert_true (g_hash_table_add (seen, g_strdup (name.name)));
    }
  g_assert_cmpuint (n_numbered, >, 1000);
}

static void
test_slug (void)
{
  static const struct
  {
    const char *language, *text, *slug;
  } slugs[] = {
    { "uk", "Карпатський дім", "karpatskyi-dim" },
    { "uk", "Їжакевич Юлія", "yizhakevych-yuliia" },
    { "uk", "ОСББ «вул. Під Дубом, 3»", "osbb-vul-pid-dubom-3" },
    { "uk", "Лук’янчук", "lukianchuk" },
    { "uk", "Розгон Ґудзь", "rozghon-gudz" },
    { "ru", "Уютный подъём, Ёлкин", "uyutnyi-podem-elkin" },
    { "hr", "Žužul Đurđa & sinovi", "zuzul-durda-sinovi" },
    { "en", "Boiko and Sons", "boiko-and-sons" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (slugs); i++)
    {
      g_autoptr (DyrSampleWords) words = dyr_sample_words_load (slugs[i].language, NULL);
      g_autofree char *slug = dyr_sample_words_slug (words, slugs[i].text);

      g_assert_cmpstr (slug, ==, slugs[i].slug);
    }
}

static void
test_fill (void)
{
  const char *const pairs[] = { "n", "214", "yy", "25", NULL };
  g_autofree char *filled = dyr_sample_words_fill ("{n}/{yy}-Л", pairs);
  g_autofree char *plain = dyr_sample_words_fill ("без нічого", pairs);

  g_assert_cmpstr (filled, ==, "214/25-Л");
  g_assert_cmpstr (plain, ==, "без нічого");
}

static void
test_unknown_language (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (dyr_sample_words_load ("de", &error));
  g_assert_error (error, DYR_ERROR, DYR_ERROR_USAGE);
}

static void
test_codes (void)
{
  for (guint i = 0; i < 2000; i++)
    {
      g_autofree char *edrpou = dyr_sample_edrpou (i * 499);
      g_autofree char *man = dyr_sample_rnokpp (i, FALSE, i);
      g_autofree char *woman = dyr_sample_rnokpp (-i, TRUE, i);
      g_autofree char *oib = dyr_sample_oib (i * G_GUINT64_CONSTANT (4999999));
      g_autofree char *in_ukraine = dyr_sample_iban ("UA", i * 499);
      g_autofree char *in_croatia = dyr_sample_iban ("HR", i * 499);

      g_assert_cmpint (dyr_check_code ("UA", edrpou), ==, DYR_CHECK_OK);
      g_assert_cmpint (dyr_check_code ("UA", man), ==, DYR_CHECK_OK);
      g_assert_cmpint (dyr_check_code ("UA", woman), ==, DYR_CHECK_OK);
      g_assert_cmpint (dyr_check_code ("HR", oib), ==, DYR_CHECK_OK);
      g_assert_cmpint (dyr_check_iban (in_ukraine), ==, DYR_CHECK_OK);
      g_assert_cmpint (dyr_check_iban (in_croatia), ==, DYR_CHECK_OK);
      g_assert_cmpint ((man[8] - '0') % 2, ==, 1);
      g_assert_cmpint ((woman[8] - '0') % 2, ==, 0);
    }
}

static void
test_phones (void)
{
  static const char *const codes[][2] = {
    { "UA", "67" }, { "UA", "32" }, { "UA", "352" }, { "HR", "91" }, { "HR", "1" }, { "HR", "21" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autofree char *phone = dyr_sample_phone (codes[i][0], codes[i][1], 123);
      g_autofree char *clean = dyr_phone_clean (phone, NULL);

      g_assert_cmpstr (phone, ==, clean);
      g_assert_true (g_str_has_suffix (phone, "123"));
    }
}

static void
test_shuffle (void)
{
  static const guint sizes[] = { 1, 2, 3, 17, 64, 200, 1000, 4097 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree gboolean *hit = g_new0 (gboolean, sizes[i]);

      for (guint j = 0; j < sizes[i]; j++)
        {
          guint64 place = dyr_sample_shuffle (5, 1, j, sizes[i]);

          g_assert_cmpuint (place, <, sizes[i]);
          g_assert_false (hit[place]);
          hit[place] = TRUE;
        }
    }
}

static void
test_deal (void)
{
  static const guint16 weights[] = { 15, 5, 2, 3 };
  guint dealt[4] = { 0 };
  gboolean same = TRUE;

  for (guint i = 0; i < 25 * 40; i++)
    {
      dealt[dyr_sample_deal (9, 1, i, weights, 4)]++;
      same = same
             && dyr_sample_deal (9, 1, i, weights, 4) == dyr_sample_deal (9, 1, i + 25, weights, 4);
      if (i % 25 == 24)
        for (guint j = 0; j < 4; j++)
          g_assert_cmpuint (dealt[j], ==, weights[j] * (i / 25 + 1));
    }
  /* One deal is not like the other. */
  g_assert_false (same);
}

/* The very numbers: another compiler, processor or version must give them too. */
static void
test_random (void)
{
  DyrSampleRandom random, other;
  guint sum = 0;

  dyr_sample_random_init (&random, 1, 2, 3);
  g_assert_cmpuint (dyr_sample_random_below (&random, G_MAXUINT), ==, 1643264994u);
  g_assert_cmpuint (dyr_sample_random_below (&random, 1000), ==, 952);
  g_assert_cmpint (dyr_sample_random_between (&random, -5, 5), ==, 0);
  g_assert_cmpuint (dyr_sample_shuffle (1, 2, 3, 1000), ==, 459);
  dyr_sample_random_init (&other, 1, 2, 4);
  for (guint i = 0; i < 1000; i++)
    {
      int between = dyr_sample_random_between (&other, -3, 3);

      g_assert_cmpint (between, >=, -3);
      g_assert_cmpint (between, <=, 3);
      sum += dyr_sample_random_percent (&other, 30) ? 1 : 0;
    }
  g_assert_cmpuint (sum, >, 250);
  g_assert_cmpuint (sum, <, 350);
}

static void
add_for_each (const char *path, GTestDataFunc test)
{
  for (guint i = 0; i < G_N_ELEMENTS (alphabets); i++)
    {
      g_autofree char *name
          = g_strdup_printf ("/exchange/sample-words/%s/%s", path, alphabets[i].language);

      g_test_add_data_func (name, GUINT_TO_POINTER (i), test);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_for_each ("letters", test_letters);
  add_for_each ("names", test_names);
  g_test_add_func ("/exchange/sample-words/numbered-names", test_numbered_names);
  g_test_add_func ("/exchange/sample-words/slug", test_slug);
  g_test_add_func ("/exchange/sample-words/fill", test_fill);
  g_test_add_func ("/exchange/sample-words/unknown-language", test_unknown_language);
  g_test_add_func ("/exchange/sample-words/codes", test_codes);
  g_test_add_func ("/exchange/sample-words/phones", test_phones);
  g_test_add_func ("/exchange/sample-words/shuffle", test_shuffle);
  g_test_add_func ("/exchange/sample-words/deal", test_deal);
  g_test_add_func ("/exchange/sample-words/random", test_random);
  return g_test_run ();
}

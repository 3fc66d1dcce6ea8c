/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Which encoding files of Ukrainian, Croatian and other offices are in. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "csv-support.h"

#include <string.h>

#include "dyr-encoding-private.h"
#include "dyr-error.h"

static const char ukrainian[] = "Назва;Код ЄДРПОУ;Адреса\r\n"
                                "ПрАТ «Стрийський ключ»;39006020;м. Львів, вул. Івана Франка\r\n"
                                "ФОП «Їжакевич медіа»;09641344;Київ, пл. Щекавицька\r\n";
static const char russian[] = "Название компании;Ответственный;Комментарий\n"
                              "Ёлкин и сыновья;Пётр Ёлкин;Просил счёт ещё раз\n";
static const char croatian[] = "Naziv;Ulica;Mjesto\r\nŽito d.o.o.;Ulica Đure Deželića;Čakovec\r\n"
                               "Ćuk obrt;Trg bana Jelačića;Zagreb\r\n";
static const char french[] = "Nom;Ville\nSociété générale;Orléans\nÀ la crème;Besançon, Hôtel\n";

static void
assert_guess (const char *text, const char *encoding, const char *expected)
{
  g_autoptr (GBytes) bytes = csv_encode (text, encoding);
  g_autoptr (GError) error = NULL;
  DyrEncodingGuess guess;
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  g_assert_true (dyr_encoding_guess (data, length, TRUE, &guess, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (guess.encoding, ==, expected);
  g_assert_cmpuint (guess.bom_length, ==, 0);
  g_assert_cmpint (guess.score, >=, 0);
  g_assert_cmpint (guess.score, <=, 100);
}

static void
test_lists (void)
{
  assert_guess (ukrainian, "UTF-8", "UTF-8");
  /* No « in KOI8-U, no і in 866. */
  assert_guess ("Назва;Адреса\nСтрийський ключ;м. Львів, вул. Їжакевича\n", "KOI8-U", "KOI8-U");
  assert_guess ("Назва;Адреса\nСтрийський ключ;м. Львів, вул. Їжакевича\n", "CP1125", "IBM1125");
  assert_guess (ukrainian, "CP1251", "windows-1251");
  assert_guess (ukrainian, "UTF-16LE", "UTF-16LE");
  assert_guess (ukrainian, "UTF-16BE", "UTF-16BE");

  assert_guess (russian, "UTF-8", "UTF-8");
  assert_guess (russian, "CP1251", "windows-1251");
  assert_guess (russian, "KOI8-U", "KOI8-U");
  assert_guess (russian, "CP866", "IBM866");
  assert_guess (russian, "UTF-16LE", "UTF-16LE");

  assert_guess (croatian, "UTF-8", "UTF-8");
  assert_guess (croatian, "CP1250", "windows-1250");
  assert_guess (croatian, "UTF-16LE", "UTF-16LE");
  assert_guess (croatian, "UTF-16BE", "UTF-16BE");

  assert_guess (french, "UTF-8", "UTF-8");
  assert_guess (french, "CP1252", "windows-1252");
}

/* A cell or two have to do sometimes. */
static void
test_short (void)
{
  static const char *const words[]
      = { "1;Львів\n", "Йосип;Є\n", "Ґудзь Єва\n", "ПрАТ;ДНІПРО\n", "Київ\n", "Щука\n", "Їжак" };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      assert_guess (words[i], "CP1251", "windows-1251");
      assert_guess (words[i], "KOI8-U", "KOI8-U");
      assert_guess (words[i], "UTF-8", "UTF-8");
    }

  assert_guess ("Davor Kovačić;Split\n", "CP1250", "windows-1250");
  assert_guess ("Đuro\n", "CP1250", "windows-1250");
  /* The same bytes in 1252; in Croatia it is this one. */
  assert_guess ("Šime Žužul;Split\n", "CP1250", "windows-1250");
}

static void
test_ascii_is_utf8 (void)
{
  DyrEncodingGuess guess;

  g_assert_true (dyr_encoding_guess ((const guint8 *) "a;b\n1;2\n", 8, TRUE, &guess, NULL));
  g_assert_cmpstr (guess.encoding, ==, "UTF-8");
  g_assert_true (guess.certain);

  g_assert_true (dyr_encoding_guess (NULL, 0, TRUE, &guess, NULL));
  g_assert_cmpstr (guess.encoding, ==, "UTF-8");
}

static void
test_marks (void)
{
  static const struct
  {
    const char *bytes;
    gsize length;
    const char *encoding;
    gsize bom;
  } cases[] = {
    { "\xef\xbb\xbf"
      "a",
      4,
      "UTF-8",
      3 },
    { "\xff\xfe"
      "a\0",
      4,
      "UTF-16LE",
      2 },
    { "\xfe\xff\0a", 4, "UTF-16BE", 2 },
    { "\xff\xfe\0\0a\0\0\0", 8, "UTF-32LE", 4 },
    { "\0\0\xfe\xff\0\0\0a", 8, "UTF-32BE", 4 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const guint8 *data = (const guint8 *) cases[i].bytes;
      DyrEncodingGuess guess;

      g_assert_true (dyr_encoding_guess (data, cases[i].length, TRUE, &guess, NULL));
      g_assert_cmpstr (guess.encoding, ==, cases[i].encoding);
      g_assert_cmpuint (guess.bom_length, ==, cases[i].bom);
      g_assert_true (guess.certain);

      g_assert_cmpuint (
          dyr_encoding_bom_length (cases[i].encoding, data, cases[i].length), ==, cases[i].bom);
      g_assert_cmpuint (dyr_encoding_bom_length ("windows-1251", data, cases[i].length), ==, 0);
      g_assert_cmpuint (dyr_encoding_bom_length (cases[i].encoding, data, 1), ==, 0);
    }
}

/* A block may end in the middle of a character; a file may not. */
static void
test_cut_character (void)
{
  static const char text[] = "Назва;Їжак;ґ";
  DyrEncodingGuess guess;

  for (gsize n = 3; n < sizeof text; n++)
    {
      g_assert_true (dyr_encoding_guess ((const guint8 *) text, n, FALSE, &guess, NULL));
      g_assert_cmpstr (guess.encoding, ==, "UTF-8");
      g_assert_true (guess.certain);
    }

  g_assert_true (dyr_encoding_guess ((const guint8 *) text, sizeof text - 2, TRUE, &guess, NULL));
  g_assert_cmpstr (guess.encoding, ==, "UTF-8");
  g_assert_false (guess.certain);
}

static void
test_damaged_utf8 (void)
{
  static const char text[] = "Назва;Місто\nКлюч;Ль\xffвів\nЗамок;Київ\n";
  DyrEncodingGuess guess;

  g_assert_true (dyr_encoding_guess ((const guint8 *) text, sizeof text - 1, TRUE, &guess, NULL));
  g_assert_cmpstr (guess.encoding, ==, "UTF-8");
  g_assert_false (guess.certain);
}

static void
test_certain (void)
{
  static const char *const names[] = { "clients-lviv-windows-1251.csv",
                                       "klijenti-windows-1250.csv",
                                       "companies-export-utf8-bom.csv",
                                       "clients-unicode-text.txt" };
  static const char *const encodings[] = { "windows-1251", "windows-1250", "UTF-8", "UTF-16LE" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = csv_fixture (names[i]);
      g_autofree char *data = NULL;
      g_autoptr (GError) error = NULL;
      DyrEncodingGuess guess;
      gsize length;

      g_file_get_contents (path, &data, &length, &error);
      g_assert_no_error (error);
      g_assert_true (dyr_encoding_guess ((guint8 *) data, length, TRUE, &guess, &error));
      g_assert_cmpstr (guess.encoding, ==, encodings[i]);
      g_assert_true (guess.certain);
    }
}

static void
test_not_text (void)
{
  guint8 data[256];
  DyrEncodingGuess guess;

  for (gsize i = 0; i < sizeof data; i++)
    data[i] = (guint8) i;

  for (gsize n = 0; n < 2; n++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (dyr_encoding_guess (data, sizeof data, TRUE, &guess, &error));
      g_assert_error (error, DYR_ERROR, DYR_ERROR_INVALID);
      memset (data, 0, sizeof data);
    }
}

static void
test_names (void)
{
  static const struct
  {
    const char *name;
    const char *encoding;
  } cases[] = {
    { "cp1251", "windows-1251" },
    { "CP-1251", "windows-1251" },
    { "Windows 1250", "windows-1250" },
    { "win1252", "windows-1252" },
    { "utf8", "UTF-8" },
    { "UTF-16", "UTF-16LE" },
    { "koi8-u", "KOI8-U" },
    { "latin2", "ISO-8859-2" },
    { "cp866", "IBM866" },
    { "klingon", NULL },
    { "", NULL },
    { "-", NULL },
    { "8", NULL },
    { "windows", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (dyr_encoding_find (cases[i].name), ==, cases[i].encoding);
}

/* Whatever can be chosen can be read, and has a name for people. */
static void
test_list (void)
{
  const char *const *list = dyr_encoding_list ();

  g_assert_cmpuint (g_strv_length ((GStrv) list), >=, 10);
  for (; *list != NULL; list++)
    {
      gunichar table[256];

      g_assert_cmpstr (dyr_encoding_find (*list), ==, *list);
      g_assert_cmpstr (dyr_encoding_label (*list), !=, *list);
      g_assert_cmpint (g_str_has_prefix (*list, "UTF-"), !=, dyr_encoding_table (*list, table));
    }

  g_assert_cmpstr (dyr_encoding_label ("klingon"), ==, "klingon");
}

/* Our tables come from ICU; the C library has its own. */
static void
test_tables (void)
{
  static const char *const names[][2] = {
    { "windows-1251", "CP1251" }, { "windows-1250", "CP1250" },   { "windows-1252", "CP1252" },
    { "KOI8-U", "KOI8-U" },       { "KOI8-R", "KOI8-R" },         { "IBM866", "CP866" },
    { "IBM1125", "CP1125" },      { "ISO-8859-2", "ISO-8859-2" }, { "ISO-8859-5", "ISO-8859-5" },
    { "IBM852", "CP852" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gunichar table[256];
      guint n_letters = 0;

      g_assert_true (dyr_encoding_table (names[i][0], table));
      for (guint byte = 0; byte < 256; byte++)
        {
          char in = (char) byte;
          g_autofree char *out = g_convert (&in, 1, "UTF-8", names[i][1], NULL, NULL, NULL);

          if (byte < 0x80)
            g_assert_cmpuint (table[byte], ==, byte);
          else if (out != NULL && g_unichar_isalpha (g_utf8_get_char (out)))
            {
              g_assert_cmpuint (table[byte], ==, g_utf8_get_char (out));
              n_letters++;
            }
        }
      g_assert_cmpuint (n_letters, >=, 32);
    }
}

static void
test_tables_of_others (void)
{
  static const char *const names[]
      = { "UTF-8", "UTF-16LE", "Shift_JIS", "GBK", "ibm-37", "klingon" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gunichar table[256];

      g_assert_false (dyr_encoding_table (names[i], table));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/exchange/encoding/lists", test_lists);
  g_test_add_func ("/exchange/encoding/short", test_short);
  g_test_add_func ("/exchange/encoding/ascii-is-utf8", test_ascii_is_utf8);
  g_test_add_func ("/exchange/encoding/marks", test_marks);
  g_test_add_func ("/exchange/encoding/cut-character", test_cut_character);
  g_test_add_func ("/exchange/encoding/damaged-utf8", test_damaged_utf8);
  g_test_add_func ("/exchange/encoding/certain", test_certain);
  g_test_add_func ("/exchange/encoding/not-text", test_not_text);
  g_test_add_func ("/exchange/encoding/names", test_names);
  g_test_add_func ("/exchange/encoding/list", test_list);
  g_test_add_func ("/exchange/encoding/tables", test_tables);
  g_test_add_func ("/exchange/encoding/tables-of-others", test_tables_of_others);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Text: what is stored of it, and what is searched. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-text.h"

#include <string.h>

#define NBSP "\302\240"

typedef struct
{
  const char *text;
  const char *result; /* NULL: nothing is left */
} TextCase;

/* Names the case in the log, which has to be UTF-8 even where the case is not. */
static void
show (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  g_test_message ("%s", valid);
}

static void
test_clean (void)
{
  static const TextCase cases[] = {
    { "Ромашка", "Ромашка" },
    { "Acme Ltd", "Acme Ltd" },
    { "  Acme   Ltd ", "Acme Ltd" },
    { "Acme\tLtd\r\nLviv", "Acme Ltd Lviv" },
    { "\n Acme \n", "Acme" },
    { "Acme\001\002Ltd\177", "Acme Ltd" },
    { "Acme\302\205Ltd", "Acme Ltd" },
    { "Acme\342\200\250Ltd\342\200\251", "Acme Ltd" },
    { "Acme\343\200\200Ltd", "Acme Ltd" },
    { "10" NBSP "кг", "10" NBSP "кг" },
    { NBSP "10" NBSP "кг" NBSP, "10" NBSP "кг" },
    { NBSP " " NBSP "10 кг " NBSP " ", "10 кг" },
    { "\357\273\277Назва", "Назва" },
    { "При\302\255мі\342\200\213тка", "Примітка" },
    { "\342\200\256evil\342\200\254", "evil" },
    { "e\314\201", "é" },
    { "и\314\206ти", "йти" },
    { "Ї", "Ї" },
    { "\342\204\253", "Å" },
    { "A & B <b>", "A & B <b>" },
    { "👩\342\200\215💻", "👩\342\200\215💻" },
    { "", NULL },
    { "   ", NULL },
    { "\r\n\t", NULL },
    { NBSP, NULL },
    { "\357\273\277", NULL },
    { "a\377b", "a\357\277\275b" },
    { "\377\376", "\357\277\275\357\277\275" },
    { "\302", "\357\277\275" },
    { "\355\240\200x", "\357\277\275\357\277\275\357\277\275x" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *clean = dyr_text_clean (cases[i].text, -1);

      show (cases[i].text);
      g_assert_cmpstr (clean, ==, cases[i].result);
    }

  g_assert_null (dyr_text_clean (NULL, -1));
  g_assert_null (dyr_text_clean (NULL, 0));
}

static void
test_clean_length (void)
{
  g_autofree char *part = dyr_text_clean ("Ромашка", 4);
  g_autofree char *cut = dyr_text_clean ("Ромашка", 3);
  g_autofree char *nul = dyr_text_clean ("a\0b\0", 4);
  g_autofree char *ascii = dyr_text_clean ("Acme Ltd", 4);
  g_autofree char *ascii_blank = dyr_text_clean ("Acme Ltd", 5);

  g_assert_cmpstr (part, ==, "Ро");
  g_assert_cmpstr (cut, ==, "Р\357\277\275");
  g_assert_cmpstr (nul, ==, "a b");
  g_assert_cmpstr (ascii, ==, "Acme");
  g_assert_cmpstr (ascii_blank, ==, "Acme");
  g_assert_null (dyr_text_clean ("abc", 0));
  g_assert_null (dyr_text_clean ("\0\0", 2));
}

static void
test_clean_lines (void)
{
  static const TextCase cases[] = {
    { "один", "один" },
    { "один\nдва", "один\nдва" },
    { "один\r\nдва\rтри\302\205чотири", "один\nдва\nтри\nчотири" },
    { "\n\n один \n\n два \n \n", "один\n\nдва" },
    { "  один   два  \n\tтри\t", "один два\nтри" },
    { NBSP "один" NBSP "\n" NBSP "два", "один\nдва" },
    { "\n \n" NBSP "\n", NULL },
    { "", NULL },
    { "a\n\xff", "a\n\357\277\275" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *clean = dyr_text_clean_lines (cases[i].text, -1);

      show (cases[i].text);
      g_assert_cmpstr (clean, ==, cases[i].result);
    }

  g_autofree char *nul = dyr_text_clean_lines ("a\0b\nc", 5);
  g_assert_cmpstr (nul, ==, "a b\nc");
  g_assert_null (dyr_text_clean_lines (NULL, -1));
}

/* Pieces that join, vanish, are blank, are broken. */
static const char *const pieces[] = {
  "a",
  "Z",
  "7",
  " ",
  "\t",
  "\n",
  "\r",
  "'",
  "’",
  "-",
  "+",
  "@",
  ".",
  "é",
  "Š",
  "đ",
  "ß",
  "ǅ",
  "İ",
  "ﬁ",
  "а",
  "Й",
  "ї",
  "Ґ",
  "ё",
  "ь",
  "\314\201",
  "\314\206",
  "\314\210",
  NBSP,
  "\342\200\213",
  "\342\200\257",
  "\302\255",
  "№",
  "😀",
  "ب",
  "\331\220",
  "क",
  "\340\244\277",
  "각",
  "ᄀ",
  "ᅡ",
  "中",
  "\341\275\270",
  "\342\204\246",
  "\357\273\277",
};
static const char *const broken[]
    = { "\377", "\302", "\340\244", "\360\237\230", "\200", "\001", "\0" };

static GString *
random_text (gboolean with_broken)
{
  GString *text = g_string_new (NULL);

  for (int i = g_test_rand_int_range (0, 20); i > 0; i--)
    {
      if (with_broken && g_test_rand_int_range (0, 4) == 0)
        {
          const char *piece = broken[g_test_rand_int_range (0, G_N_ELEMENTS (broken))];

          g_string_append_len (text, piece, MAX (1, (gssize) strlen (piece)));
        }
      else
        {
          g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
        }
    }

  return text;
}

static void
assert_is_clean (const char *text, gboolean lines)
{
  g_autofree char *normal = NULL, *again = NULL;

  g_assert_true (g_utf8_validate (text, -1, NULL));
  normal = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
  g_assert_cmpstr (normal, ==, text);
  again = lines ? dyr_text_clean_lines (text, -1) : dyr_text_clean (text, -1);
  g_assert_cmpstr (again, ==, text);
  g_assert_null (strstr (text, "  "));
  g_assert_false (g_str_has_prefix (text, " ") || g_str_has_suffix (text, " "));
  g_assert_false (g_str_has_prefix (text, "\n") || g_str_has_suffix (text, "\n"));
  g_assert_null (strpbrk (text, lines ? "\r\t\001" : "\r\n\t\001"));
}

/* Any bytes at all become clean text, and clean text stays as it is. */
static void
test_clean_noise (void)
{
  for (int n = 0; n < 30000; n++)
    {
      g_autoptr (GString) text = random_text (TRUE);
      g_autofree char *line = dyr_text_clean (text->str, (gssize) text->len);
      g_autofree char *lines = dyr_text_clean_lines (text->str, (gssize) text->len);

      g_assert_true ((line == NULL) == (lines == NULL));
      if (line != NULL)
        {
          assert_is_clean (line, FALSE);
          assert_is_clean (lines, TRUE);
        }
    }
}

static void
test_fold (void)
{
  static const TextCase cases[] = {
    { "Іваненко", "іваненко" },
    { "ЇЖАК Й ЄНОТ", "їжак й єнот" },
    { "Мар'яна", "маряна" },
    { "Мар’яна", "маряна" },
    { "Марʼяна", "маряна" },
    { "Мар`яна", "маряна" },
    { "Мар´яна", "маряна" },
    { "Марʹяна", "маряна" },
    { "Ґанок", "ганок" },
    { "Ёлкин", "елкин" },
    { "Йорж", "йорж" },
    { "И\314\206орж", "йорж" },
    { "І\314\210жак", "їжак" },
    { "Е\314\210лкин", "елкин" },
    { "Украи\314\201на", "украина" },
    { "Украї\314\201на", "україна" },
    { "Đurđica Čačić-Šimić", "durdica cacic simic" },
    { "Žižek", "zizek" },
    { "Z\314\214iz\314\214ek", "zizek" },
    { "Müller Straße", "muller strasse" },
    { "STRAẞE", "strasse" },
    { "Łódź", "lodz" },
    { "Ærø Œuvre Þór", "aero oeuvre thor" },
    { "İstanbul ıspanak", "istanbul ispanak" },
    { "Ǆ ǅ ǆ", "dz dz dz" },
    { "oﬃce ﬁnal", "office final" },
    { "ΣΊΣΥΦΟΣ", "σισυφοσ" },
    { "Сізіфος", "сізіфοσ" },
    { "ТОВ «Ромашка»", "тов ромашка" },
    { "ТОВ \"Ромашка\"", "тов ромашка" },
    { "„Lička kuća” d.o.o.", "licka kuca d o o" },
    { "+380 (67) 111-22-33", "+380 67 111 22 33" },
    { "office1@khmar.example", "office1@khmar example" },
    { "вул. Зелена, 62/а", "вул зелена 62 а" },
    { "  -- Нова — Пошта ;: ", "нова пошта" },
    { "№ 355/25-Д", "355 25 д" },
    { "A & B <b>", "a b b" },
    { "10" NBSP "кг", "10 кг" },
    { "\357\273\277Назва", "назва" },
    { "при\302\255мітка", "примітка" },
    { "50 %", "50" },
    { "м² ½ Ⅳ", "м² ½ ⅳ" },
    { "中文 각", "中文 각" },
    { "हिन्दी", "हिन्दी" },
    { "ب\331\220", "ب\331\220" },
    { "😀 кава 😀", "кава" },
    { "😀", "" },
    { "...", "" },
    { "'", "" },
    { " ", "" },
    { "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *fold = dyr_text_fold (cases[i].text);

      show (cases[i].text);
      g_assert_cmpstr (fold, ==, cases[i].result);
    }
}

static void
test_fold_into (void)
{
  g_autoptr (GString) out = g_string_new ("було");

  dyr_text_fold_into (out, " Ґанок ");
  g_assert_cmpstr (out->str, ==, "булоганок");
  dyr_text_fold_into (out, "");
  dyr_text_fold_into (out, "...");
  g_assert_cmpstr (out->str, ==, "булоганок");
  dyr_text_fold_into (out, " И\314\206");
  g_assert_cmpstr (out->str, ==, "булоганокй");
  g_assert_cmpuint (out->len, ==, strlen (out->str));
}

/* A fold is folded, has no upper case, and does not care how the text was composed or cleaned. */
static void
test_fold_noise (void)
{
  for (int n = 0; n < 30000; n++)
    {
      g_autoptr (GString) text = random_text (FALSE);
      g_autofree char *fold = dyr_text_fold (text->str);
      g_autofree char *again = dyr_text_fold (fold);
      g_autofree char *composed = g_utf8_normalize (text->str, -1, G_NORMALIZE_NFC);
      g_autofree char *apart = g_utf8_normalize (text->str, -1, G_NORMALIZE_NFD);
      g_autofree char *fold_composed = dyr_text_fold (composed);
      g_autofree char *fold_apart = dyr_text_fold (apart);
      g_autofree char *clean = dyr_text_clean (text->str, -1);
      g_autofree char *fold_clean = clean != NULL ? dyr_text_fold (clean) : g_strdup ("");

      g_assert_true (g_utf8_validate (fold, -1, NULL));
      g_assert_cmpstr (again, ==, fold);
      g_assert_cmpstr (fold_composed, ==, fold);
      g_assert_cmpstr (fold_apart, ==, fold);
      g_assert_null (strstr (fold, "  "));
      g_assert_false (g_str_has_prefix (fold, " ") || g_str_has_suffix (fold, " "));

      /* Cleaning takes out the invisible before NFC, so marks may find other letters to join. */
      if (strpbrk (text->str, "\314") == NULL && strstr (text->str, "ᄀ") == NULL)
        g_assert_cmpstr (fold_clean, ==, fold);
    }
}

/* Every single character that there is: no crash, no growth that was not reckoned with, idempotent.
 */
static void
test_fold_every_character (void)
{
  for (gunichar c = 1; c <= 0x10ffff; c++)
    {
      char text[7] = { 0 };

      if (!g_unichar_validate (c))
        continue;

      g_unichar_to_utf8 (c, text);
      g_autofree char *fold = dyr_text_fold (text);
      g_autofree char *again = dyr_text_fold (fold);

      if (!g_str_equal (fold, again))
        g_error ("U+%04X folds to “%s”, that to “%s”", c, fold, again);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/text/clean/line", test_clean);
  g_test_add_func ("/base/text/clean/length", test_clean_length);
  g_test_add_func ("/base/text/clean/lines", test_clean_lines);
  g_test_add_func ("/base/text/clean/noise", test_clean_noise);
  g_test_add_func ("/base/text/fold/values", test_fold);
  g_test_add_func ("/base/text/fold/into", test_fold_into);
  g_test_add_func ("/base/text/fold/noise", test_fold_noise);
  g_test_add_func ("/base/text/fold/every-character", test_fold_every_character);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Second guesses: the wrong keyboard layout, and Latin letters for Cyrillic ones. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-text.h"

typedef struct
{
  const char *text;
  const char *result; /* NULL: no guess */
} GuessCase;

static void
test_layouts (void)
{
  static const GuessCase cases[] = {
    { "itdxtyrj", "шевченко" },
    { "Itdxtyrj", "шевченко" },
    { "ITDXTYRJ", "шевченко" },
    { "[fhrsd", "харків" },
    { "{fhrsd", "харків" },
    { "]jlf", "їода" },
    { "';xfr", "єжчак" },
    { "\\fyjr", "ганок" },
    { "<elbyjr", "будинок" },
    { "Rjdfkmxer 12", "ковальчук 12" },
    { "фсьу", "acme" },
    { "АСЬУ", "fcme" },
    { "ЩААШСУ", "office" },
    { "ыудд", "sell" },
    /* The Russian layout */
    { "hs,f", "рыба" },
    { "gjl]tpl", "подъезд" },
    { "'[j", "эхо" },
    { "`krf", "елка" },
    { "рібка", "рыбка" },
    /* The Croatian one: y and z change places, marks are letters. */
    { "itdxtzrj", "шевченко" },
    { "šfhrsd", "харків" },
    { "yagreb", "zagreb" },
    { "\\uyul", "zuzul" },
    { "čučć", "жгжє" },
    { "нфпкуи", "zagreb" },
    { "Шевxtyrj", NULL },
    { "123", NULL },
    { "+380 67", NULL },
    { "", NULL },
    { "...", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) guesses = dyr_text_layouts (cases[i].text);

      g_test_message ("%s", cases[i].text);
      if (cases[i].result == NULL)
        g_assert_cmpuint (g_strv_length (guesses), ==, 0);
      else
        g_assert_true (g_strv_contains ((const char *const *) guesses, cases[i].result));
    }
}

/* The likeliest comes first. */
static void
test_layout_order (void)
{
  g_auto (GStrv) latin = dyr_text_layouts ("itdxtyrj"), cyrillic = dyr_text_layouts ("фсьу");

  g_assert_cmpstr (latin[0], ==, "шевченко");
  g_assert_cmpstr (cyrillic[0], ==, "acme");
}

static void
test_spellings (void)
{
  static const GuessCase cases[] = {
    { "Shevchenko", "шевченко" },
    { "Shevchenko", "sevcenko" },
    { "Ševčenko", "шевченко" },
    { "Ševčenko", "shevchenko" },
    { "Шевченко", "shevchenko" },
    { "Шевченко", "sevcenko" },
    { "Pushkin", "пушкин" },
    { "Пушкін", "пушкин" },
    { "Yeltsin", "ельцин" },
    { "Kuznetsov", "кузнецов" },
    { "Rybakov", "рыбаков" },
    { "Dostoevskiy", "достоевский" },
    { "Київ", "kyiv" },
    { "Їжакевич", "yizhakevych" },
    { "Згурський", "zghurskyi" },
    { "Юрій", "yurii" },
    { "Жанна", "zanna" },
    { "Хрещатик", "hrescatik" },
    { "Kovač", "ковач" },
    { "Ковач", "kovac" },
    { "Brod", "брод" },
    { "Пушкин", "пушкін" },
    { "Чайковский", "чайковський" },
    { "Ґудзь", "gudz" },
    { "Кузнецов", "kuznetsov" },
    { "Выборг", "vyborg" },
    { "Đurđica", "джурджіца" },
    { "Карпатський дім", "karpatskyi dim" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) guesses = dyr_text_spellings (cases[i].text);
      g_autofree char *all = g_strjoinv (", ", guesses);

      g_test_message ("%s: %s", cases[i].text, all);
      g_assert_true (g_strv_contains ((const char *const *) guesses, cases[i].result));
    }
}

/* Of text without letters there is one spelling. */
static void
test_no_spellings (void)
{
  static const char *const texts[] = { "", "123", "+380 67", "...", "a@" };

  for (gsize i = 0; i + 1 < G_N_ELEMENTS (texts); i++)
    {
      g_auto (GStrv) guesses = dyr_text_spellings (texts[i]);

      g_assert_cmpuint (g_strv_length (guesses), ==, 0);
    }
}

static void
test_cyrillic (void)
{
  static const GuessCase cases[] = {
    { "Shevchenko", "шевченко" },
    { "SHEVCHENKO", "шевченко" },
    { "Ševčenko", "шевченко" },
    { "S\314\214evc\314\214enko", "шевченко" },

    /* The examples of the Cabinet's table. */
    { "Alushta", "алушта" },
    { "Andrii", "андрій" },
    { "Borysenko", "борисенко" },
    { "Vinnytsia", "вінниця" },
    { "Volodymyr", "володимир" },
    { "Hadiach", "гадяч" },
    { "Bohdan", "богдан" },
    { "Zghurskyi", "згурський" },
    { "Galagan", "галаган" },
    { "Donetsk", "донецк" },
    { "Dmytro", "дмитро" },
    { "Oleh", "олег" },
    { "Yenakiieve", "єнакієве" },
    { "Haievych", "гаєвич" },
    { "Zhytomyr", "житомир" },
    { "Zhanna", "жанна" },
    { "Zaporizhzhia", "запоріжжя" },
    { "Zakarpattia", "закарпаття" },
    { "Medvyn", "медвин" },
    { "Ivankiv", "іванків" },
    { "Yizhakevych", "їжакевич" },
    { "Kadyivka", "кадиївка" },
    { "Yosypivka", "йосипівка" },
    { "Kyiv", "київ" },
    { "Lebedyn", "лебедин" },
    { "Mykolaiv", "миколаїв" },
    { "Mykhailo", "михайло" },
    { "Poltava", "польтава" },
    { "Rivne", "рівне" },
    { "Uzhhorod", "ужгород" },
    { "Kharkiv", "харків" },
    { "Bila Tserkva", "біла церква" },
    { "Chernivtsi", "чернівці" },
    { "Shchukha", "щуха" },
    { "Hoshcha", "гоща" },
    { "Yurii", "юрій" },
    { "Koriukivka", "корюківка" },
    { "Yahotyn", "яготин" },
    { "Kostiantyn", "костянтин" },
    { "Ukraina", "україна" },
    { "Solomiia", "соломія" },

    /* The soft sign, which the table leaves out. */
    { "Lviv", "львів" },
    { "Kovalchuk", "ковальчук" },
    { "Melnyk", "мельник" },
    { "Olha", "ольга" },
    { "Zelenskyi", "зеленський" },
    { "Zelenskyy", "зеленський" },
    { "Kovalska", "ковальська" },
    { "Illia", "ілля" },

    { "Ljubljana",
      "люблян"
      "а" },
    { "Đurđica", "джурджіца" },
    { "Hrvoje Čačić", "хрвоє чачіч" },
    { "Njegoš", "нєгош" },
    { "Džaja", "джая" },
    { "Müller", "муллер" },
    { "Shevchenko 12, Lviv", "шевченко 12 львів" },
    { "ТОВ Shevchenko", "тов шевченко" },
    { "Шевченко", NULL },
    { "12", NULL },
    { "", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *guess = dyr_text_to_cyrillic (cases[i].text);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (guess, ==, cases[i].result);
    }
}

static void
assert_folded (const char *guess)
{
  g_autofree char *fold = dyr_text_fold (guess);

  g_assert_cmpstr (fold, ==, guess);
}

/* Whatever is typed into the search gives a fold or nothing. */
static void
test_noise (void)
{
  static const char *const parts[]
      = { "a", "sh", "shch", "y", "i", "j", "l", "Č", "đ", "ž", "é",       "'",
          "[", "]",  "~",    "|", "ш", "Ї", "ё", " ", "1", "😀", "\314\214" };

  for (int n = 0; n < 30000; n++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *cyrillic = NULL;
      g_auto (GStrv) layouts = NULL, spellings = NULL;

      for (int i = g_test_rand_int_range (0, 10); i > 0; i--)
        g_string_append (text, parts[g_test_rand_int_range (0, G_N_ELEMENTS (parts))]);

      layouts = dyr_text_layouts (text->str);
      spellings = dyr_text_spellings (text->str);
      cyrillic = dyr_text_to_cyrillic (text->str);
      for (guint i = 0; layouts[i] != NULL; i++)
        assert_folded (layouts[i]);
      for (guint i = 0; spellings[i] != NULL; i++)
        assert_folded (spellings[i]);

      if (cyrillic != NULL)
        {
          assert_folded (cyrillic);
          g_assert_false (g_regex_match_simple ("[a-z]", cyrillic, 0, 0));
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/text/layouts/values", test_layouts);
  g_test_add_func ("/base/text/layouts/order", test_layout_order);
  g_test_add_func ("/base/text/spellings/values", test_spellings);
  g_test_add_func ("/base/text/spellings/none", test_no_spellings);
  g_test_add_func ("/base/text/cyrillic/values", test_cyrillic);
  g_test_add_func ("/base/text/guess/noise", test_noise);

  return g_test_run ();
}

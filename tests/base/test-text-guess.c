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
test_layout (void)
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
    { "Шевxtyrj", NULL },
    { "123", NULL },
    { "+380 67", NULL },
    { "", NULL },
    { "...", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *guess = dyr_text_switch_layout (cases[i].text);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (guess, ==, cases[i].result);
    }
}

static void
test_layout_russian (void)
{
  g_autofree char *fish = dyr_text_switch_layout_to ("hs,f", "ru");
  g_autofree char *fish_uk = dyr_text_switch_layout_to ("hs,f", "uk");
  g_autofree char *entrance = dyr_text_switch_layout_to ("gjl]tpl", "ru");
  g_autofree char *echo = dyr_text_switch_layout_to ("'[j", "ru");
  g_autofree char *tree = dyr_text_switch_layout_to ("`krf", "ru");
  g_autofree char *any = dyr_text_switch_layout_to ("hs,f", NULL);

  g_assert_cmpstr (fish, ==, "рыба");
  g_assert_cmpstr (fish_uk, ==, "ріба");
  g_assert_cmpstr (entrance, ==, "подъезд");
  g_assert_cmpstr (echo, ==, "эхо");
  g_assert_cmpstr (tree, ==, "елка");
  g_assert_cmpstr (any, ==, "ріба");
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
      g_autofree char *layout = NULL, *cyrillic = NULL;

      for (int i = g_test_rand_int_range (0, 10); i > 0; i--)
        g_string_append (text, parts[g_test_rand_int_range (0, G_N_ELEMENTS (parts))]);

      layout = dyr_text_switch_layout (text->str);
      cyrillic = dyr_text_to_cyrillic (text->str);
      if (layout != NULL)
        {
          g_autofree char *fold = dyr_text_fold (layout);

          g_assert_cmpstr (fold, ==, layout);
        }

      if (cyrillic != NULL)
        {
          g_autofree char *fold = dyr_text_fold (cyrillic);

          g_assert_cmpstr (fold, ==, cyrillic);
          g_assert_false (g_regex_match_simple ("[a-z]", cyrillic, 0, 0));
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/text/layout/ukrainian", test_layout);
  g_test_add_func ("/base/text/layout/russian", test_layout_russian);
  g_test_add_func ("/base/text/cyrillic/values", test_cyrillic);
  g_test_add_func ("/base/text/guess/noise", test_noise);

  return g_test_run ();
}

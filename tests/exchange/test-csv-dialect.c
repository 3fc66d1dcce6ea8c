/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What separates the cells. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-csv-dialect.h"

#include <string.h>

typedef struct
{
  const char *name;
  const char *text;
  char delimiter;
  guint n_columns;
  gboolean certain;
} Case;

static const Case cases[] = {
  { "semicolon", "a;b;c\n1;2;3\n4;5;6\n", ';', 3, TRUE },
  { "comma", "a,b,c\n1,2,3\n4,5,6\n", ',', 3, TRUE },
  { "tab", "a\tb\n1\t2\n", '\t', 2, TRUE },
  { "bar", "a|b|c\r\n1|2|3\r\n", '|', 3, TRUE },
  { "decimal-commas", "a;b\n1,5;2,5\n3,5;4,5\n", ';', 2, TRUE },
  { "commas-in-text", "Назва;Адреса\nКлюч;Львів, Зелена, 1\nЛев;Київ\n", ';', 2, TRUE },
  { "quoted-delimiters", "\"a\",\"b;c;d\"\n\"1\",\"2;3;4\"\n", ',', 2, TRUE },
  { "quoted-breaks", "a;b\n\"1\n,\n,\";2\n\"3\n,\";4\n", ';', 2, TRUE },
  { "uneven", "a;b;c\n1;2\n1;2;3;4\n", ';', 3, FALSE },
  { "title-above", "Клієнти\na;b;c\n1;2;3\n4;5;6\n7;8;9\n1;2;3\n", ';', 3, FALSE },
  { "undoubled-quotes", "a;b\n\"x \"y\"\";\"1\"\n\"x \"z\"\";\"2\"\n", ';', 2, TRUE },
  { "open-quote", "\"a;b\n1;2\n3;4\n", ';', 2, TRUE },
  { "sep", "sep=|\na;b|c;d\n", '|', 2, TRUE },
  { "sep-of-another-kind", "sep=:\r\na:b\r\n1:2\r\n", ':', 2, TRUE },
};

static void
test_guess (gconstpointer data)
{
  const Case *c = data;
  DyrCsvDialect dialect;

  dyr_csv_dialect_guess (c->text, strlen (c->text), '\0', &dialect);
  g_assert_cmpint (dialect.delimiter, ==, c->delimiter);
  g_assert_cmpuint (dialect.n_columns, ==, c->n_columns);
  g_assert_cmpint (dialect.certain, ==, c->certain);
  g_assert_cmpint (dialect.has_sep_line, ==, g_str_has_prefix (c->text, "sep="));
}

/* No delimiter must cut the addresses of a list that has only them. */
static void
test_one_column (void)
{
  static const char *const texts[] = {
    "Адреса\nЛьвів, Зелена, 1\nКиїв, Хрещатик, 2\n",
    "Назва\nКлюч\nЗамок\n",
    "Назва\n",
    "x",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      DyrCsvDialect dialect;

      dyr_csv_dialect_guess (texts[i], strlen (texts[i]), '\0', &dialect);
      g_assert_null (strchr (texts[i], dialect.delimiter));
      g_assert_cmpuint (dialect.n_columns, ==, 1);
      g_assert_false (dialect.certain);
    }
}

static void
test_nothing (void)
{
  DyrCsvDialect dialect;

  dyr_csv_dialect_guess ("", 0, '\0', &dialect);
  g_assert_cmpint (dialect.delimiter, ==, ',');
  g_assert_cmpuint (dialect.n_columns, ==, 0);

  dyr_csv_dialect_guess ("sep=;\n", 6, '\0', &dialect);
  g_assert_cmpint (dialect.delimiter, ==, ';');
  g_assert_true (dialect.has_sep_line);
  g_assert_cmpuint (dialect.n_columns, ==, 0);
}

static void
test_given (void)
{
  static const char text[] = "sep=;\na;b,c\n1;2,3\n";
  DyrCsvDialect dialect;

  dyr_csv_dialect_guess (text, strlen (text), ',', &dialect);
  g_assert_cmpint (dialect.delimiter, ==, ',');
  g_assert_cmpuint (dialect.n_columns, ==, 2);
  g_assert_true (dialect.certain);
  g_assert_true (dialect.has_sep_line);
}

static void
test_not_a_sep_line (void)
{
  static const char *const texts[]
      = { "sep=;x\na;b\n", "sep=\na;b\n", "sep=a\na;b\n", "sep=\"\na;b\n", "\"sep=,\"\na;b\n" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      DyrCsvDialect dialect;

      dyr_csv_dialect_guess (texts[i], strlen (texts[i]), '\0', &dialect);
      g_assert_false (dialect.has_sep_line);
    }
}

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    char delimiter; /* 0: refused */
  } words[] = {
    { ";", ';' },    { ",", ',' },         { "\t", '\t' },   { "tab", '\t' }, { "TAB", '\t' },
    { "\\t", '\t' }, { "semicolon", ';' }, { "comma", ',' }, { "bar", '|' },  { ":", ':' },
    { "", 0 },       { ";;", 0 },          { "\"", 0 },      { "a", 0 },      { "5", 0 },
    { " ", 0 },      { "\n", 0 },          { "є", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      char delimiter = '?';

      g_assert_cmpint (
          dyr_csv_delimiter_parse (words[i].text, &delimiter), ==, words[i].delimiter != '\0');
      g_assert_cmpint (delimiter, ==, words[i].delimiter != '\0' ? words[i].delimiter : '?');
    }
}

static void
test_list (void)
{
  const char *list = dyr_csv_delimiter_list ();

  g_assert_cmpuint (strlen (list), ==, 4);
  for (; *list != '\0'; list++)
    g_assert_nonnull (dyr_csv_delimiter_label (*list));
  g_assert_null (dyr_csv_delimiter_label ('x'));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/exchange/csv-dialect/guess/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_guess);
    }
  g_test_add_func ("/exchange/csv-dialect/one-column", test_one_column);
  g_test_add_func ("/exchange/csv-dialect/nothing", test_nothing);
  g_test_add_func ("/exchange/csv-dialect/given", test_given);
  g_test_add_func ("/exchange/csv-dialect/not-a-sep-line", test_not_a_sep_line);
  g_test_add_func ("/exchange/csv-dialect/parse", test_parse);
  g_test_add_func ("/exchange/csv-dialect/list", test_list);

  return g_test_run ();
}

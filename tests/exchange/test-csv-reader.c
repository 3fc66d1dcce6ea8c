/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Rows of sound CSV files: quotes, line ends, spaces, headers, going back; each with every size of
 * block, so that every byte is once the first and once the last of one. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "csv-support.h"

#include <string.h>

typedef struct
{
  const char *name;
  const char *data;
  const char *expected;
} Case;

static const Case with_header[] = {
  { "lf", "a;b\n1;2\n3;4\n", "H[a][b]\n2[1][2]\n3[3][4]\n" },
  { "crlf", "a;b\r\n1;2\r\n3;4\r\n", "H[a][b]\n2[1][2]\n3[3][4]\n" },
  { "cr", "a;b\r1;2\r3;4\r", "H[a][b]\n2[1][2]\n3[3][4]\n" },
  { "mixed-ends", "a;b\r\n1;2\n3;4\r5;6", "H[a][b]\n2[1][2]\n3[3][4]\n4[5][6]\n" },
  { "no-end", "a;b\n1;2", "H[a][b]\n2[1][2]\n" },
  { "empty-lines", "\n\na;b\n\n\r\n1;2\n\n", "H[a][b]\n6[1][2]\n" },
  { "comma", "a,b\n1,2\n", "H[a][b]\n2[1][2]\n" },
  { "tab", "a\tb\n1\t2\n\t3\n", "H[a][b]\n2[1][2]\n3[][3]\n" },
  { "bar", "a|b\n1|2\n", "H[a][b]\n2[1][2]\n" },
  { "sep", "sep=,\r\na,b;c\r\n1,2;3\r\n", "H[a][b;c]\n3[1][2;3]\n" },
  { "sep-capitals", "SEP=|\na|b\n1|2\n", "H[a][b]\n3[1][2]\n" },
  { "quotes", "a;b\n\"1\";\"x;y\"\n", "H[a][b]\n2[1][x;y]\n" },
  { "doubled", "a;b\n\"say \"\"hi\"\"\";2\n", "H[a][b]\n2[say \"hi\"][2]\n" },
  { "only-doubled", "a;b\n\"\"\"\";\"\"\n", "H[a][b]\n2[\"][]\n" },
  { "quote-inside-plain",
    "a;b\nТОВ \"Ключ\";5\" труба\n",
    "H[a][b]\n2[ТОВ \"Ключ\"][5\" труба]\n" },
  { "breaks-in-cells",
    "a;b\r\n\"1\r\n2\";\"3\n4\r5\"\r\n6;7\r\n",
    "H[a][b]\n2[1\r\n2][3\n4\r5]\n6[6][7]\n" },
  { "break-in-header", "\"a\nb\";c\n1;2\n", "H[a\nb][c]\n3[1][2]\n" },
  { "empty-line-in-cell", "a;b\n\"1\n\n\n2\";3\n4;5\n", "H[a][b]\n2[1\n\n\n2][3]\n6[4][5]\n" },
  { "spaces", "a ; b\n  1 ;2  \n \"  3 \" ; \"4\" \n", "H[a][b]\n2[1][2]\n3[  3 ][4]\n" },
  { "blank-rows", "a;b\n;\n1;2\n ; \n", "H[a][b]\n2-[][]\n3[1][2]\n4-[][]\n" },
  { "blank-row-above", ";;\na;b;c\n1;2;3\n", "H[a][b][c]\n3[1][2][3]\n" },
  { "title-above",
    "Клієнти на 01.11.2026\n\na;b;c\n1;2;3\n4;5;6\n",
    "H[a][b][c]\n4[1][2][3]\n5[4][5][6]\n" },
  { "title-above-with-delimiters",
    ";Клієнти;\n;;\na;b;c\n1;2;3\n4;5;6\n",
    "H[a][b][c]\n4[1][2][3]\n5[4][5][6]\n" },
  { "few-and-many",
    "a;b;c\n1;2;3\n1;2\n1\n1;2;3;4\n1;2;3\n",
    "H[a][b][c]\n2[1][2][3]\n3[1][2]\n4[1]\n5[1][2][3][4]\n6[1][2][3]\n" },
  { "one-column", "a\n1\n2\n", "H[a]\n2[1]\n3[2]\n" },
  { "one-column-of-addresses",
    "Адреса\nЛьвів, Зелена, 1\nКиїв, Хрещатик, 2\n",
    "H[Адреса]\n2[Львів, Зелена, 1]\n3[Київ, Хрещатик, 2]\n" },
  { "letters", "назва;місто\nЄґїіʼ’;Đčćšž\n😀;€\n", "H[назва][місто]\n2[Єґїіʼ’][Đčćšž]\n3[😀][€]\n" },
  { "zeros", "a;b\n00032129;007\n", "H[a][b]\n2[00032129][007]\n" },
  { "dos-end", "a;b\n1;2\n\x1a", "H[a][b]\n2[1][2]\n" },
  { "header-only", "a;b;c\n", "H[a][b][c]\n" },
  { "long-quoted-cell",
    "a;b\n1;\"x\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\ny\"\n2;3\n",
    "H[a][b]\n2[1][x\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\ny]\n24[2][3]\n" },
  /* A sound row with the right number of cells is never suspected, whatever its lines look like. */
  { "rows-in-a-cell",
    "a;b;c\n1;\"x;y;z\n4;5;6\";3\n7;8;9\n",
    "H[a][b][c]\n2[1][x;y;z\n4;5;6][3]\n4[7][8][9]\n" },
};

static void
check_all_blocks (const void *data,
                  gssize length,
                  const DyrSheetOptions *options,
                  const char *expected)
{
  g_autoptr (CsvFile) file = csv_file_new (data, length);
  g_autofree char *whole = csv_read (file, options, NULL);

  g_assert_cmpstr (whole, ==, expected);

  for (gsize block = 8; block <= 67; block++)
    {
      DyrCsvLimits limits = { block, DYR_SHEET_CELL_MAX, DYR_SHEET_ROW_MAX };
      g_autofree char *text = csv_read (file, options, &limits);

      g_assert_cmpstr (text, ==, expected);
    }
}

static void
test_rows (gconstpointer data)
{
  const Case *c = data;
  DyrSheetOptions options = { .header = DYR_SHEET_HEADER_YES };

  check_all_blocks (c->data, -1, &options, c->expected);
}

/* The same rows in every encoding that has their letters. */
static void
test_encodings (void)
{
  static const char *const encodings[] = { "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE" };
  DyrSheetOptions options = { .header = DYR_SHEET_HEADER_YES };

  for (gsize i = 0; i < G_N_ELEMENTS (with_header); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (encodings); j++)
      {
        g_autoptr (GBytes) bytes = csv_encode (with_header[i].data, encodings[j]);
        gsize length;
        const void *data = g_bytes_get_data (bytes, &length);

        options.encoding = encodings[j];
        check_all_blocks (data, (gssize) length, &options, with_header[i].expected);
      }
}

static void
test_byte_order_marks (void)
{
  static const char *const encodings[]
      = { "UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE" };

  for (gsize i = 0; i < G_N_ELEMENTS (encodings); i++)
    {
      g_autoptr (GBytes) bytes = csv_encode ("\ufeffназва;b\n1;2\n", encodings[i]);
      gsize length;
      const void *data = g_bytes_get_data (bytes, &length);

      check_all_blocks (data, (gssize) length, NULL, "H[назва][b]\n2[1][2]\n");
    }
}

static void
test_header_is_guessed (void)
{
  check_all_blocks (
      "Назва;Телефон\nКлюч;0671112233\n", -1, NULL, "H[Назва][Телефон]\n2[Ключ][0671112233]\n");
  check_all_blocks ("Ключ;0671112233\nЗамок;0671112234\n",
                    -1,
                    NULL,
                    "1[Ключ][0671112233]\n2[Замок][0671112234]\n");
  check_all_blocks ("Ключ;a@b.example\nЗамок;c@d.example\n",
                    -1,
                    NULL,
                    "1[Ключ][a@b.example]\n2[Замок][c@d.example]\n");
  check_all_blocks ("sep=;\nКлюч;20.04.2027\n", -1, NULL, "2[Ключ][20.04.2027]\n");
}

static void
test_header_is_given (void)
{
  DyrSheetOptions no = { .header = DYR_SHEET_HEADER_NO };
  DyrSheetOptions yes = { .header = DYR_SHEET_HEADER_YES };

  check_all_blocks ("a;b\n1;2\n", -1, &no, "1[a][b]\n2[1][2]\n");
  check_all_blocks ("1;2\n3;4\n", -1, &yes, "H[1][2]\n2[3][4]\n");
}

static void
test_delimiter_is_given (void)
{
  DyrSheetOptions comma = { .delimiter = ',' };
  DyrSheetOptions colon = { .delimiter = ':' };

  check_all_blocks ("a;b,c\n1;2,3\n", -1, &comma, "H[a;b][c]\n2[1;2][3]\n");
  check_all_blocks ("a:b\n1:2\n", -1, &colon, "H[a][b]\n2[1][2]\n");
  /* What is given wins over what the file says; its line is no row all the same. */
  check_all_blocks ("sep=;\na;b,c\n1;2,3\n", -1, &comma, "H[a;b][c]\n3[1;2][3]\n");
}

static void
test_rewind (void)
{
  static const DyrCsvLimits limits = { 16, DYR_SHEET_CELL_MAX, DYR_SHEET_ROW_MAX };
  static const DyrSheetOptions options = { .encoding = "UTF-8" };
  g_autoptr (CsvFile) file
      = csv_file_new ("sep=;\nna\xffme;b\n1;2\n\"open;3\n4;5\n\"6\n7\";8\n", -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrCsvReader) reader = dyr_csv_reader_open_with (file, &options, &limits, &error);
  g_autoptr (GString) first = NULL;

  g_assert_no_error (error);
  for (guint round = 0; round < 3; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      const DyrSheetRow *row = NULL;

      while (dyr_csv_reader_next (reader, &row, &error))
        g_string_append_printf (text, "%u[%s][%s]", row->line, row->cells[0], row->cells[1]);
      g_assert_no_error (error);
      g_string_append_printf (text,
                              " %u %u",
                              dyr_csv_reader_get_n_problems (reader),
                              dyr_csv_reader_get_n_refused (reader));

      if (first == NULL)
        first = g_string_new (text->str);
      g_assert_cmpstr (text->str, ==, first->str);

      g_assert_true (dyr_csv_reader_rewind (reader, &error));
      g_assert_no_error (error);
      /* The damage in the header is still there to be told. */
      g_assert_cmpuint (dyr_csv_reader_get_n_problems (reader), ==, 1);
      g_assert_cmpuint (dyr_csv_reader_get_n_refused (reader), ==, 0);
    }
  g_assert_cmpstr (first->str, ==, "3[1][2]5[4][5]6[6\n7][8] 2 1");
}

static void
test_what_it_says (void)
{
  g_autofree char *path = csv_fixture ("klijenti-windows-1250.csv");
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrCsvReader) reader = dyr_csv_reader_open (path, NULL, &error);
  const DyrSheetRow *row = NULL;
  goffset before = 0;

  g_assert_no_error (error);
  g_assert_cmpstr (dyr_csv_reader_get_file_name (reader), ==, name);
  g_assert_cmpint (dyr_csv_reader_get_size (reader), ==, 9621);
  while (dyr_csv_reader_next (reader, &row, &error))
    {
      g_assert_cmpint (dyr_csv_reader_get_position (reader), >, before);
      before = dyr_csv_reader_get_position (reader);
    }
  g_assert_no_error (error);
  g_assert_cmpint (before, ==, 9621);

  /* Once at the end, always at the end. */
  g_assert_false (dyr_csv_reader_next (reader, &row, &error));
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (with_header); i++)
    {
      g_autofree char *path = g_strdup_printf ("/exchange/csv-reader/rows/%s", with_header[i].name);

      g_test_add_data_func (path, &with_header[i], test_rows);
    }
  g_test_add_func ("/exchange/csv-reader/encodings", test_encodings);
  g_test_add_func ("/exchange/csv-reader/byte-order-marks", test_byte_order_marks);
  g_test_add_func ("/exchange/csv-reader/header-is-guessed", test_header_is_guessed);
  g_test_add_func ("/exchange/csv-reader/header-is-given", test_header_is_given);
  g_test_add_func ("/exchange/csv-reader/delimiter-is-given", test_delimiter_is_given);
  g_test_add_func ("/exchange/csv-reader/rewind", test_rewind);
  g_test_add_func ("/exchange/csv-reader/what-it-says", test_what_it_says);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What bad input gets: a message with its place, and the rest of the file is read. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "csv-support.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "dyr-error.h"

typedef struct
{
  const char *name;
  const char *data;
  const char *expected;
} Case;

static const Case quotes[] = {
  { "open-at-the-start", "a;b\n\"1;2\n3;4\n5;6\n", "H[a][b]\n3[3][4]\n4[5][6]\n!2:1\n" },
  { "open-in-the-middle",
    "a;b\n1;2\n3;\"4\n5;6\n7;8\n",
    "H[a][b]\n2[1][2]\n4[5][6]\n5[7][8]\n!3:3\n" },
  { "open-at-the-end", "a;b\n1;2\n3;4\n5;\"6", "H[a][b]\n2[1][2]\n3[3][4]\n!4:3\n" },
  { "nothing-but-a-quote", "a;b\n1;2\n\"", "H[a][b]\n2[1][2]\n!3:1\n" },
  { "column-counts-characters", "a;b\nЇжак;\"2\n3;4\n", "H[a][b]\n3[3][4]\n!2:6\n" },
  /* The next quoted cell would close it. */
  { "open-before-quoted-rows",
    "a;b\n\"1\";\"2\n\"3\";\"4\"\n\"5\";\"6\"\n",
    "H[a][b]\n3[3][4]\n4[5][6]\n!2:5\n" },
  { "two-open", "a;b\n\"1;2\n3;4\n\"5;6\n7;8\n", "H[a][b]\n3[3][4]\n5[7][8]\n!2:1\n!4:1\n" },
  /* An inch sign many rows later closes it by chance: no row in between is lost. */
  { "closed-by-chance",
    "a;b;c\n1;\"2;3\n4;5;6\n7 труба 2\";8;9\n10;11;12\n",
    "H[a][b][c]\n3[4][5][6]\n4[7 труба 2\"][8][9]\n5[10][11][12]\n!2:3\n" },
  { "closed-in-the-same-column",
    "a;b;c\n\"1;2;3\n4;5;6\n7 труба 2\";8;9\n10;11;12\n",
    "H[a][b][c]\n3[4][5][6]\n4[7 труба 2\"][8][9]\n5[10][11][12]\n!2:1\n" },
  { "closed-by-chance-then-open",
    "a;b;c\n\"1;2;3\n4;5;6\n7 2\";x;\"9\n10;11;12\n",
    "H[a][b][c]\n3[4][5][6]\n5[10][11][12]\n!2:1\n!4:8\n" },
  { "closed-by-chance-then-broken",
    "a;b;c\n\"1;2;3\n4;5;6\n7 2\";\"x \"y\";9\n10;11;12\n",
    "H[a][b][c]\n3[4][5][6]\n4[7 2\"][x \"y][9]\n5[10][11][12]\n!2:1\n?4:6\n" },
  /* Programs that do not double the quotes inside of a cell. */
  { "not-doubled",
    "a;b\n\"ТОВ \"Ключ\"\";\"2\"\n\"ТОВ \"Лев\" плюс\";\"3\"\n",
    "H[a][b]\n2[ТОВ \"Ключ\"][2]\n3[ТОВ \"Лев\" плюс][3]\n?2:1\n?3:1\n" },
  { "not-doubled-wrong-count", "a;b\n\"x \"y\"\";\"2\";3\n4;5\n", "H[a][b]\n3[4][5]\n!2:1\n" },
  { "text-behind-a-quote", "a;b\n\"1\" x;2\n3;4\n", "H[a][b]\n3[3][4]\n!2:1\n" },
  { "broken-second-cell-of-a-long-row",
    "a;b\n\"1\n2\";\"x \"y\n3;4\n",
    "H[a][b]\n4[3][4]\n!3:4\n" },
  { "open-header", "\"a;b\n1;2\n3;4\n", "H[a][b]\n2[1][2]\n3[3][4]\n?1:0\n" },
  { "half-written", "a;b;c\n1;2;3\n4;5", "H[a][b][c]\n2[1][2][3]\n3[4][5]\n" },
};

static const DyrSheetOptions header_yes = { .header = DYR_SHEET_HEADER_YES };

static void
check_all_blocks (const void *data,
                  gsize length,
                  const DyrSheetOptions *options,
                  const char *expected)
{
  g_autoptr (CsvFile) file = csv_file_new (data, (gssize) length);

  for (gsize block = 8; block <= 64; block++)
    {
      DyrCsvLimits limits = { block, DYR_SHEET_CELL_MAX, DYR_SHEET_ROW_MAX };
      g_autofree char *text = csv_read (file, options, &limits);

      g_assert_cmpstr (text, ==, expected);
    }
}

static void
test_quotes (gconstpointer data)
{
  const Case *c = data;

  check_all_blocks (c->data, strlen (c->data), &header_yes, c->expected);
}

static void
test_open_quote_among_many_rows (void)
{
  g_autoptr (GString) data = g_string_new ("a;b;c\n");
  g_autoptr (CsvFile) file = NULL;
  g_autoptr (DyrCsvReader) reader = NULL;
  g_autoptr (GError) error = NULL;
  const DyrSheetRow *row = NULL;
  const DyrSheetProblem *problems = NULL;
  guint n = 0, n_problems;

  /* Far more text behind the quote than a cell may have. */
  for (guint i = 2; i < 60000; i++)
    g_string_append_printf (
        data, i == 777 ? "\"%u;x;y\n" : "%u;Львів, вул. Зелена;38063000000\n", i);
  g_assert_cmpuint (data->len, >, 2 * DYR_SHEET_CELL_MAX);

  file = csv_file_new (data->str, (gssize) data->len);
  reader = dyr_csv_reader_open (file, NULL, &error);
  g_assert_no_error (error);

  while (dyr_csv_reader_next (reader, &row, &error))
    {
      g_autofree char *number = g_strdup_printf ("%u", row->line);

      g_assert_cmpstr (row->cells[0], ==, number);
      g_assert_cmpuint (row->n_cells, ==, 3);
      n++;
    }
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 59997);

  problems = dyr_csv_reader_get_problems (reader, &n_problems);
  g_assert_cmpuint (n_problems, ==, 1);
  g_assert_cmpuint (problems[0].line, ==, 777);
  g_assert_cmpuint (problems[0].column, ==, 1);
  g_assert_true (problems[0].refused);
}

static void
test_nul (void)
{
  static const char data[] = "a;b\n1;2\n3;4\0x\n\"5\n\0\";6\n7;8\n";

  check_all_blocks (data, sizeof data - 1, NULL, "H[a][b]\n2[1][2]\n6[7][8]\n!3:4\n!5:1\n");
}

static void
test_nul_in_header (void)
{
  static const char data[] = "a;b\0c\n1;2\n";

  check_all_blocks (data, sizeof data - 1, &header_yes, "H[a][b c]\n2[1][2]\n?1:0\n");
}

static void
test_nul_behind_an_open_quote (void)
{
  static const char data[] = "a;b\n\"1\0;2\n3;4\n";

  check_all_blocks (data, sizeof data - 1, &header_yes, "H[a][b]\n3[3][4]\n!2:3\n");
}

/* A crash while saving: the file system had room for the rest, but nothing to put there. */
static void
test_zeros_at_the_end (void)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();
  const char *text = "a;b\n1;2\n3;4\n5;";

  g_byte_array_append (data, (const guint8 *) text, (guint) strlen (text));
  g_byte_array_set_size (data, 4096);
  memset (data->data + strlen (text), 0, data->len - strlen (text));

  check_all_blocks (data->data, data->len, NULL, "H[a][b]\n2[1][2]\n3[3][4]\n!4:3\n");
}

static void
test_invalid_utf8 (void)
{
  static const struct
  {
    const char *data;
    const char *expected;
  } cases[] = {
    /* A stray byte, a cut character, a surrogate, an overlong form, a cut by the end of the file.
     */
    { "назва;місто\nКлюч;Ль\xffвів\nЗамок;Київ\n",
      "H[назва][місто]\n2~[Ключ][Ль�вів]\n3[Замок][Київ]\n?2:8\n" },
    { "назва;b\nїжак\xd1;2\n", "H[назва][b]\n2~[їжак�][2]\n?2:5\n" },
    { "назва;b\n1;\xed\xa0\x80\n", "H[назва][b]\n2~[1][�]\n?2:3\n" },
    { "назва;b\n1;\xc0\xaf\n", "H[назва][b]\n2~[1][�]\n?2:3\n" },
    { "назва;b\n1;\xf0\x9f\x98;\n", "H[назва][b]\n2~[1][�][]\n?2:3\n" },
    { "назва;b\n1;їжа\xd0", "H[назва][b]\n2~[1][їжа�]\n?2:6\n" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    check_all_blocks (cases[i].data, strlen (cases[i].data), &header_yes, cases[i].expected);
}

static void
test_invalid_others (void)
{
  static const char cyrillic[] = "a;b\n1;\x98\xef\n";
  /* Half of a pair in the middle, half of a character at the end. */
  static const char utf16[] = "a\0;\0b\0\n\0"
                              "1\0;\0\x3d\xd8\n\0"
                              "2\0;\0"
                              "3";
  DyrSheetOptions options = { .encoding = "windows-1251", .header = DYR_SHEET_HEADER_YES };

  check_all_blocks (cyrillic, sizeof cyrillic - 1, &options, "H[a][b]\n2~[1][�п]\n?2:3\n");

  options.encoding = "UTF-16LE";
  check_all_blocks (utf16, sizeof utf16 - 1, &options, "H[a][b]\n2~[1][�]\n3~[2][�]\n?2:3\n?3:3\n");
}

static void
test_messages (void)
{
  static const char data[] = "a;b\n1;\xff\xfe;ї\n\"2\n3\0;4\n";
  g_autoptr (CsvFile) file = csv_file_new (data, sizeof data - 1);
  g_autoptr (DyrCsvReader) reader = NULL;
  g_autoptr (GError) error = NULL;
  const DyrSheetRow *row = NULL;
  const DyrSheetProblem *problems = NULL;
  DyrSheetProblem whole = { .line = 7, .message = (char *) "too many cells" };
  g_autofree char *place = NULL, *line_only = NULL;
  DyrSheetOptions options = { .encoding = "UTF-8", .header = DYR_SHEET_HEADER_YES };
  guint n;

  reader = dyr_csv_reader_open (file, &options, &error);
  g_assert_no_error (error);
  while (dyr_csv_reader_next (reader, &row, &error))
    g_assert_cmpuint (row->line, ==, 2);
  g_assert_no_error (error);

  problems = dyr_csv_reader_get_problems (reader, &n);
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpuint (dyr_csv_reader_get_n_problems (reader), ==, 3);
  g_assert_cmpuint (dyr_csv_reader_get_n_refused (reader), ==, 2);
  g_assert_nonnull (strstr (problems[0].message, "UTF-8"));
  g_assert_nonnull (strstr (problems[0].message, "2 places"));
  g_assert_nonnull (strstr (problems[1].message, "never closed"));
  g_assert_nonnull (strstr (problems[2].message, "NUL"));

  place = dyr_sheet_problem_describe (&problems[1], "клієнти.csv");
  g_assert_true (g_str_has_prefix (place, "клієнти.csv, line 3, column 1: "));
  g_assert_true (g_str_has_suffix (place, problems[1].message));
  line_only = dyr_sheet_problem_describe (&whole, "x.csv");
  g_assert_cmpstr (line_only, ==, "x.csv, line 7: too many cells");
}

static void
test_long_cell (void)
{
  g_autoptr (GString) data = g_string_new ("a;b\n1;2\n3;");
  g_autoptr (CsvFile) file = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < DYR_SHEET_CELL_MAX + 1; i++)
    g_string_append_c (data, 'x');
  g_string_append (data, "\n4;5\n6;\"");
  for (guint i = 0; i < DYR_SHEET_CELL_MAX / 2 + 1; i++)
    g_string_append (data, "y\n");
  g_string_append (data, "\"\n7;8\n");

  file = csv_file_new (data->str, (gssize) data->len);
  text = csv_read (file, NULL, NULL);
  /* The second one has a line break for every other byte. */
  g_assert_cmpstr (text, ==, "H[a][b]\n2[1][2]\n4[4][5]\n524295[7][8]\n!3:0\n!5:0\n");
}

static void
test_cell_limit (void)
{
  DyrCsvLimits limits = { 16, 10, 1000 };
  static const struct
  {
    const char *data;
    const char *expected;
  } cases[] = {
    { "a;b\n0123456789;2\n", "H[a][b]\n2[0123456789][2]\n" },
    { "a;b\n0123456789A;2\n3;4\n", "H[a][b]\n3[3][4]\n!2:0\n" },
    { "a;b\n1;\"0123456789\"\n", "H[a][b]\n2[1][0123456789]\n" },
    { "a;b\n1;\"012345678\"\"\"\n", "H[a][b]\n2[1][012345678\"]\n" },
    { "a;b\n1;\"0123456789\"\"\"\n3;4\n", "H[a][b]\n3[3][4]\n!2:0\n" },
    { "a;b\n1;\"01234\n5678\"\n3;4\n", "H[a][b]\n2[1][01234\n5678]\n4[3][4]\n" },
    { "a;b\n1;\"01234\n56789\"\n3;4\n", "H[a][b]\n4[3][4]\n!2:0\n" },
    /* Too long and never closed: the lines behind it are rows. */
    { "a;b\n1;\"01234\n56;789\n3;4\n", "H[a][b]\n3[56][789]\n4[3][4]\n!2:3\n" },
    { "a;b\nїжак їжак їж;1\n3;4\n", "H[a][b]\n3[3][4]\n!2:0\n" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (limits.block = 8; limits.block <= 40; limits.block++)
      {
        g_autoptr (CsvFile) file = csv_file_new (cases[i].data, -1);
        g_autofree char *text = csv_read (file, &header_yes, &limits);

        g_assert_cmpstr (text, ==, cases[i].expected);
      }
}

static void
test_row_limit (void)
{
  DyrCsvLimits limits = { 16, 100, 30 };
  g_autoptr (CsvFile) file
      = csv_file_new ("a;b\n1;2;3;4;5;6;7;8;9;0;1;2;3;4;5;6\n3;4\n\"1\n2\n3\n4\n5\n6\n7\n8\n9\n0\n1"
                      "\n2\n3\n4\n5\";6\n7;8\n",
                      -1);

  for (limits.block = 8; limits.block <= 40; limits.block++)
    {
      g_autofree char *text = csv_read (file, &header_yes, &limits);

      g_assert_cmpstr (text, ==, "H[a][b]\n3[3][4]\n19[7][8]\n!2:0\n!4:0\n");
    }
}

static void
test_too_many_cells (void)
{
  g_autoptr (GString) data = g_string_new ("a;b\n");
  g_autoptr (CsvFile) file = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < DYR_SHEET_CELLS_MAX; i++)
    g_string_append_c (data, ';');
  g_string_append (data, "\n1;2\n");

  file = csv_file_new (data->str, (gssize) data->len);
  text = csv_read (file, NULL, NULL);
  g_assert_cmpstr (text, ==, "H[a][b]\n3[1][2]\n!2:0\n");
}

static void
test_many_problems (void)
{
  g_autoptr (GString) data = g_string_new ("назва;b\n");
  g_autoptr (CsvFile) file = NULL;
  g_autoptr (DyrCsvReader) reader = NULL;
  g_autoptr (GError) error = NULL;
  const DyrSheetRow *row = NULL;
  guint n, n_rows = 0;

  for (guint i = 0; i < DYR_SHEET_PROBLEMS_MAX + 500; i++)
    g_string_append (data, "\"open;2\nїжак;4\n");

  file = csv_file_new (data->str, (gssize) data->len);
  reader = dyr_csv_reader_open (file, NULL, &error);
  g_assert_no_error (error);
  while (dyr_csv_reader_next (reader, &row, &error))
    n_rows++;
  g_assert_no_error (error);

  g_assert_cmpuint (n_rows, ==, DYR_SHEET_PROBLEMS_MAX + 500);
  g_assert_cmpuint (dyr_csv_reader_get_n_problems (reader), ==, DYR_SHEET_PROBLEMS_MAX + 500);
  g_assert_cmpuint (dyr_csv_reader_get_n_refused (reader), ==, DYR_SHEET_PROBLEMS_MAX + 500);
  dyr_csv_reader_get_problems (reader, &n);
  g_assert_cmpuint (n, ==, DYR_SHEET_PROBLEMS_MAX);
}

static void
assert_refused (const char *path, int code, const char *words)
{
  g_autoptr (GError) error = NULL;
  DyrCsvReader *reader = dyr_csv_reader_open (path, NULL, &error);
  g_autofree char *name = g_path_get_basename (path);

  g_assert_null (reader);
  g_assert_error (error, DYR_ERROR, code);
  g_assert_nonnull (strstr (error->message, name));
  g_assert_nonnull (strstr (error->message, words));
}

static void
assert_data_refused (const void *data, gssize length, const char *words)
{
  g_autoptr (CsvFile) file = csv_file_new (data, length);

  assert_refused (file, DYR_ERROR_INVALID, words);
}

static void
test_missing (void)
{
  assert_refused ("/nowhere/клієнти.csv", DYR_ERROR_NOT_FOUND, "no file");
}

static void
test_folder (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("dyryhent-XXXXXX", &error);

  g_assert_no_error (error);
  assert_refused (folder, DYR_ERROR_INVALID, "folder");
  g_rmdir (folder);
}

/* Opening a pipe that nobody writes to must not wait. */
static void
test_pipe (void)
{
  g_autoptr (CsvFile) file = csv_file_new ("", 0);

  g_unlink (file);
  g_assert_cmpint (mkfifo (file, 0600), ==, 0);
  assert_refused (file, DYR_ERROR_INVALID, "ordinary");
}

static void
test_unreadable (void)
{
  g_autoptr (CsvFile) file = csv_file_new ("a;b\n", -1);

  if (geteuid () == 0)
    {
      /* Root may read everything; a name through a file is refused to everybody. */
      g_autofree char *inside = g_build_filename (file, "x.csv", NULL);

      assert_refused (inside, DYR_ERROR_FAILED, "cannot be read");
      return;
    }

  g_assert_cmpint (g_chmod (file, 0), ==, 0);
  assert_refused (file, DYR_ERROR_FAILED, "cannot be read");
}

static void
test_empty (void)
{
  assert_data_refused ("", 0, "empty");
  assert_data_refused ("\xef\xbb\xbf", 3, "no row");
  assert_data_refused ("\n\r\n  \n", -1, "no row");
  assert_data_refused (";;;\n;;;\n", -1, "no row");
  assert_data_refused ("sep=;\n", -1, "no row");
}

static void
test_binary (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  guint8 noise[4000];
  guint8 zeros[100] = { 0 };

  for (gsize i = 0; i < sizeof noise; i++)
    noise[i] = (guint8) g_rand_int_range (random, 0, 256);

  assert_data_refused (noise, sizeof noise, "not a text file");
  assert_data_refused (zeros, sizeof zeros, "not a text file");
  assert_data_refused ("PK\3\4\024\0\6\0\10\0\0\0", 12, "spreadsheet");
  assert_data_refused ("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8, "spreadsheet");
  assert_data_refused ("%PDF-1.7\n1 0 obj\n", -1, "not a text file");
  assert_data_refused ("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16, "not a text file");
  assert_data_refused ("\x1f\x8b\x08\0\0\0\0\0", 8, "not a text file");
}

static void
test_unknown_encoding (void)
{
  g_autoptr (CsvFile) file = csv_file_new ("a;b\n1;2\n", -1);
  g_autoptr (GError) error = NULL;
  DyrSheetOptions options = { .encoding = "klingon" };

  g_assert_null (dyr_csv_reader_open (file, &options, &error));
  g_assert_error (error, DYR_ERROR, DYR_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "klingon"));
  g_assert_nonnull (strstr (error->message, "windows-1251"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (quotes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/exchange/csv-damage/quotes/%s", quotes[i].name);

      g_test_add_data_func (path, &quotes[i], test_quotes);
    }
  g_test_add_func ("/exchange/csv-damage/open-quote-among-many-rows",
                   test_open_quote_among_many_rows);
  g_test_add_func ("/exchange/csv-damage/nul/in-rows", test_nul);
  g_test_add_func ("/exchange/csv-damage/nul/in-header", test_nul_in_header);
  g_test_add_func ("/exchange/csv-damage/nul/behind-an-open-quote", test_nul_behind_an_open_quote);
  g_test_add_func ("/exchange/csv-damage/nul/at-the-end", test_zeros_at_the_end);
  g_test_add_func ("/exchange/csv-damage/invalid/utf8", test_invalid_utf8);
  g_test_add_func ("/exchange/csv-damage/invalid/others", test_invalid_others);
  g_test_add_func ("/exchange/csv-damage/messages", test_messages);
  g_test_add_func ("/exchange/csv-damage/long-cell", test_long_cell);
  g_test_add_func ("/exchange/csv-damage/cell-limit", test_cell_limit);
  g_test_add_func ("/exchange/csv-damage/row-limit", test_row_limit);
  g_test_add_func ("/exchange/csv-damage/too-many-cells", test_too_many_cells);
  g_test_add_func ("/exchange/csv-damage/many-problems", test_many_problems);
  g_test_add_func ("/exchange/csv-damage/file/missing", test_missing);
  g_test_add_func ("/exchange/csv-damage/file/folder", test_folder);
  g_test_add_func ("/exchange/csv-damage/file/pipe", test_pipe);
  g_test_add_func ("/exchange/csv-damage/file/unreadable", test_unreadable);
  g_test_add_func ("/exchange/csv-damage/file/empty", test_empty);
  g_test_add_func ("/exchange/csv-damage/file/binary", test_binary);
  g_test_add_func ("/exchange/csv-damage/file/unknown-encoding", test_unknown_encoding);

  return g_test_run ();
}

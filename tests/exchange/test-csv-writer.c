/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Written files: what stands in them, that they come back as they were, and that an old file stays
 * when a new one fails. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "csv-support.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "dyr-csv-writer.h"
#include "dyr-error.h"

static char *
new_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("dyryhent-csv-XXXXXX", &error);

  g_assert_no_error (error);

  return folder;
}

/* Names in the folder, sorted, a blank behind each. */
static char *
list_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) text = g_string_new (NULL);
  const char *name = NULL;

  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, (GCompareFunc) (gpointer) g_strcmp0);
  for (guint i = 0; i < names->len; i++)
    g_string_append_printf (text, "%s ", (char *) g_ptr_array_index (names, i));

  return g_strdup (text->str);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name = NULL;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

static void
add_row (DyrCsvWriter *writer, const char *const *cells, DyrCsvCellKind kind)
{
  g_autoptr (GError) error = NULL;

  for (; *cells != NULL; cells++)
    dyr_csv_writer_add_cell (writer, *cells, kind);
  g_assert_true (dyr_csv_writer_end_row (writer, &error));
  g_assert_no_error (error);
}

static void
assert_written (const DyrCsvWriterOptions *options,
                const char *const *cells,
                DyrCsvCellKind kind,
                const char *expected)
{
  g_autofree char *folder = new_folder ();
  g_autofree char *path = g_build_filename (folder, "клієнти.csv", NULL);
  g_autofree char *names = NULL, *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrCsvWriter) writer = dyr_csv_writer_new (path, options, &error);
  struct stat info;

  g_assert_no_error (error);
  add_row (writer, cells, kind);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_true (dyr_csv_writer_finish (writer, &error));
  g_assert_no_error (error);

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, expected);
  names = list_folder (folder);
  g_assert_cmpstr (names, ==, "клієнти.csv ");
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  remove_folder (folder);
}

static void
test_format (void)
{
  static const DyrCsvWriterOptions comma_bom = { ',', TRUE };
  static const char *const plain[] = { "Ключ", "", "a b", "1,5", "її", NULL };
  static const char *const quoted[]
      = { "a;b", "say \"hi\"", "x\ny", "x\r", " x", "x\t", "\t", "sep=;", NULL };
  static const char *const nothing[] = { "", NULL };
  static const char *const first[] = { "Sep=,", NULL };
  static const char *const mark[] = { "\ufeffx", NULL };
  static const char *const broken[] = { "x\xff", NULL };

  assert_written (NULL, plain, DYR_CSV_CELL_TEXT, "Ключ;;a b;1,5;її\r\n");
  assert_written (&comma_bom, plain, DYR_CSV_CELL_TEXT, "\ufeffКлюч,,a b,\"1,5\",її\r\n");
  assert_written (
      NULL,
      quoted,
      DYR_CSV_CELL_TEXT,
      "\"a;b\";\"say \"\"hi\"\"\";\"x\ny\";\"x\r\";\" x\";\"x\t\";\"'\t\";\"sep=;\"\r\n");
  assert_written (NULL, nothing, DYR_CSV_CELL_TEXT, "\"\"\r\n");
  assert_written (NULL, first, DYR_CSV_CELL_TEXT, "\"Sep=,\"\r\n");
  assert_written (NULL, mark, DYR_CSV_CELL_TEXT, "\"\ufeffx\"\r\n");
  assert_written (NULL, broken, DYR_CSV_CELL_TEXT, "x�\r\n");
}

typedef struct
{
  const char *text;
  const char *as_text;
  const char *as_phone;
} GuardCase;

static const GuardCase guards[] = {
  { "", "", "" },
  { "Ключ", "Ключ", "Ключ" },
  { "=1+2", "'=1+2", "'=1+2" },
  { "+380671112233", "'+380671112233", "+380671112233" },
  { "+380 67 111-22-33, +380 (32) 245 12 34",
    "'+380 67 111-22-33, +380 (32) 245 12 34",
    "+380 67 111-22-33, +380 (32) 245 12 34" },
  { "-15,50", "'-15,50", "-15,50" },
  { "-1\u00a0500.00", "'-1\u00a0500.00", "-1\u00a0500.00" },
  { "@SUM(A1)", "'@SUM(A1)", "'@SUM(A1)" },
  { "\tx", "'\tx", "'\tx" },
  { "\rx", "'\rx", "'\rx" },
  /* A formula in a phone's clothes. */
  { "+cmd|' /C calc'!A1", "'+cmd|' /C calc'!A1", "'+cmd|' /C calc'!A1" },
  { "-2+3+HYPERLINK(1)", "'-2+3+HYPERLINK(1)", "'-2+3+HYPERLINK(1)" },
  /* Apostrophes that are text: only those before a danger are doubled. */
  { "'", "'", "'" },
  { "'x", "'x", "'x" },
  { "''", "''", "''" },
  { "'=1", "''=1", "''=1" },
  { "''+1", "'''+1", "'''+1" },
  { "м'ята", "м'ята", "м'ята" },
  { "a=b", "a=b", "a=b" },
};

static void
test_guard (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (guards); i++)
    {
      g_autofree char *text = dyr_csv_guard (guards[i].text, DYR_CSV_CELL_TEXT);
      g_autofree char *phone = dyr_csv_guard (guards[i].text, DYR_CSV_CELL_PHONE);
      g_autofree char *number = dyr_csv_guard (guards[i].text, DYR_CSV_CELL_NUMBER);
      g_autofree char *text_back = dyr_csv_unguard (text);
      g_autofree char *phone_back = dyr_csv_unguard (phone);

      g_assert_cmpstr (text, ==, guards[i].as_text);
      g_assert_cmpstr (phone, ==, guards[i].as_phone);
      g_assert_cmpstr (number, ==, guards[i].as_phone);
      g_assert_cmpstr (text_back, ==, guards[i].text);
      g_assert_cmpstr (phone_back, ==, guards[i].text);
    }
}

/* No written cell is a formula to a spreadsheet, except plain phones and numbers. */
static void
test_no_formulas (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (guards); i++)
    {
      g_autofree char *text = dyr_csv_guard (guards[i].text, DYR_CSV_CELL_TEXT);

      g_assert_true (*text == '\0' || strchr ("=+-@\t\r", *text) == NULL);
    }
}

static char *
random_cell (GRand *random, DyrCsvCellKind *kind)
{
  static const char *const bits[] = {
    "\"",  "\"\"", ";",   ",",      "\t",     "|",      "\n", "\r", "\r\n",
    " ",   "'",    "=",   "+",      "-",      "@",      "a",  "Б",  "ї",
    "đ",   "😀",    "0",   "sep=;",  "\ufeff", "\x1a",   "é",  "\\", "\u00a0",
    "x;y", "\"x",  "y\"", "+38067", "",       "\u2028", "'=",
  };
  g_autoptr (GString) text = g_string_new (NULL);
  int n = g_rand_int_range (random, 0, 7);

  *kind = (DyrCsvCellKind) g_rand_int_range (random, DYR_CSV_CELL_TEXT, DYR_CSV_CELL_NUMBER + 1);
  for (int i = 0; i < n; i++)
    g_string_append (text, bits[g_rand_int_range (random, 0, G_N_ELEMENTS (bits))]);

  return g_strdup (text->str);
}

/* Whatever cells there are, they come back. Always the same ones: a cell made of whole rows, which
 * chance finds once in ten thousand runs, is refused on purpose. Without waiting for the disk. */
static void
test_round_trip (void)
{
  static const char delimiters[] = ";,\t|:";
  g_autoptr (CsvFile) path = csv_file_new ("", 0);
  g_autoptr (GRand) random = g_rand_new_with_seed (20261101);

  for (guint round = 0; round < 1000; round++)
    {
      DyrCsvWriterOptions how
          = { delimiters[g_rand_int_range (random, 0, 5)], g_rand_boolean (random) };
      DyrSheetOptions options
          = { .encoding = "UTF-8", .delimiter = how.delimiter, .header = DYR_SHEET_HEADER_NO };
      DyrCsvLimits limits
          = { (gsize) g_rand_int_range (random, 8, 100), DYR_SHEET_CELL_MAX, DYR_SHEET_ROW_MAX };
      guint n_rows = (guint) g_rand_int_range (random, 1, 6);
      guint n_columns = (guint) g_rand_int_range (random, 1, 5);
      g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GError) error = NULL;
      int fd = open (path, O_WRONLY | O_TRUNC | O_CLOEXEC);
      g_autoptr (DyrCsvWriter) writer = dyr_csv_writer_new_for_fd (fd, &how);
      g_autoptr (DyrCsvReader) reader = NULL;
      const DyrSheetRow *row = NULL;

      for (guint i = 0; i < n_rows; i++)
        {
          for (guint j = 0; j < n_columns; j++)
            {
              DyrCsvCellKind kind;
              char *text = random_cell (random, &kind);

              g_ptr_array_add (cells, text);
              dyr_csv_writer_add_cell (writer, text, kind);
            }
          g_assert_true (dyr_csv_writer_end_row (writer, &error));
        }
      g_assert_true (dyr_csv_writer_finish (writer, &error));
      g_assert_no_error (error);
      close (fd);

      reader = dyr_csv_reader_open_with (path, &options, &limits, &error);
      g_assert_no_error (error);
      for (guint i = 0; i < n_rows; i++)
        {
          g_assert_true (dyr_csv_reader_next (reader, &row, &error));
          g_assert_no_error (error);
          g_assert_cmpuint (row->n_cells, ==, n_columns);
          for (guint j = 0; j < n_columns; j++)
            {
              g_autofree char *text = dyr_csv_unguard (row->cells[j]);

              g_assert_cmpstr (text, ==, g_ptr_array_index (cells, i * n_columns + j));
            }
        }
      g_assert_false (dyr_csv_reader_next (reader, &row, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (dyr_csv_reader_get_n_problems (reader), ==, 0);
    }
}

static void
test_many_rows (void)
{
  static const char *const cells[] = { "ТОВ «Ключ»", "00032129", "Львів", NULL };
  g_autofree char *folder = new_folder ();
  g_autofree char *path = g_build_filename (folder, "x.csv", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GString) expected = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrCsvWriter) writer = dyr_csv_writer_new (path, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < 5000; i++)
    {
      add_row (writer, cells, DYR_CSV_CELL_TEXT);
      g_string_append (expected, "ТОВ «Ключ»;00032129;Львів\r\n");
    }
  g_assert_true (dyr_csv_writer_finish (writer, &error));
  g_assert_no_error (error);

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, expected->str);
  remove_folder (folder);
}

static void
assert_text (const char *path, const char *expected)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_given_up (void)
{
  static const char *const cells[] = { "new", NULL };
  g_autofree char *folder = new_folder ();
  g_autofree char *path = g_build_filename (folder, "x.csv", NULL);
  g_autofree char *names = NULL;
  g_autoptr (GError) error = NULL;
  DyrCsvWriter *writer = NULL;

  g_file_set_contents (path, "old", -1, &error);
  g_assert_no_error (error);

  writer = dyr_csv_writer_new (path, NULL, &error);
  g_assert_no_error (error);
  add_row (writer, cells, DYR_CSV_CELL_TEXT);
  dyr_csv_writer_free (writer);

  assert_text (path, "old");
  names = list_folder (folder);
  g_assert_cmpstr (names, ==, "x.csv ");
  remove_folder (folder);
}

static void
test_replaced (void)
{
  static const char *const cells[] = { "new", NULL };
  g_autofree char *folder = new_folder ();
  g_autofree char *path = g_build_filename (folder, "x.csv", NULL);
  g_autofree char *link = g_build_filename (folder, "link.csv", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrCsvWriter) writer = NULL;

  g_file_set_contents (path, "old", -1, &error);
  g_assert_no_error (error);
  g_assert_cmpint (symlink ("x.csv", link), ==, 0);

  /* Through a link: the link stays one. */
  writer = dyr_csv_writer_new (link, NULL, &error);
  g_assert_no_error (error);
  add_row (writer, cells, DYR_CSV_CELL_TEXT);
  assert_text (path, "old");
  g_assert_true (dyr_csv_writer_finish (writer, &error));
  g_assert_no_error (error);

  assert_text (path, "new\r\n");
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  remove_folder (folder);
}

/* A disk that is full from the first byte. */
static void
test_full_disk (void)
{
  int fd = open ("/dev/full", O_WRONLY | O_CLOEXEC);
  g_autoptr (DyrCsvWriter) writer = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) again = NULL;

  g_assert_cmpint (fd, >=, 0);
  writer = dyr_csv_writer_new_for_fd (fd, NULL);
  for (guint i = 0; error == NULL; i++)
    {
      g_assert_cmpuint (i, <, 10000);
      dyr_csv_writer_add_cell (writer, "Диригент, диригент, диригент", DYR_CSV_CELL_TEXT);
      if (!dyr_csv_writer_end_row (writer, &error))
        break;
    }
  g_assert_error (error, DYR_ERROR, DYR_ERROR_FULL);

  g_assert_false (dyr_csv_writer_finish (writer, &again));
  g_assert_error (again, DYR_ERROR, DYR_ERROR_FULL);
  close (fd);
}

static void
test_for_fd (void)
{
  g_autoptr (CsvFile) file = csv_file_new ("", 0);
  int fd = open (file, O_WRONLY | O_CLOEXEC);
  g_autoptr (DyrCsvWriter) writer = dyr_csv_writer_new_for_fd (fd, NULL);
  g_autoptr (GError) error = NULL;

  dyr_csv_writer_add_cell (writer, "a", DYR_CSV_CELL_TEXT);
  dyr_csv_writer_add_cell (writer, NULL, DYR_CSV_CELL_TEXT);
  /* A row that was not ended is one all the same. */
  g_assert_true (dyr_csv_writer_finish (writer, &error));
  g_assert_no_error (error);

  assert_text (file, "a;\r\n");
  /* The descriptor is still ours. */
  g_assert_cmpint (close (fd), ==, 0);
}

static void
test_refused (void)
{
  g_autofree char *folder = new_folder ();
  g_autofree char *inside = g_build_filename (folder, "no", "x.csv", NULL);
  g_autoptr (GError) is_folder = NULL;
  g_autoptr (GError) no_folder = NULL;

  g_assert_null (dyr_csv_writer_new (folder, NULL, &is_folder));
  g_assert_error (is_folder, DYR_ERROR, DYR_ERROR_INVALID);

  g_assert_null (dyr_csv_writer_new (inside, NULL, &no_folder));
  g_assert_error (no_folder, DYR_ERROR, DYR_ERROR_FAILED);
  g_assert_nonnull (strstr (no_folder->message, "x.csv"));
  remove_folder (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/exchange/csv-writer/format", test_format);
  g_test_add_func ("/exchange/csv-writer/guard", test_guard);
  g_test_add_func ("/exchange/csv-writer/no-formulas", test_no_formulas);
  g_test_add_func ("/exchange/csv-writer/round-trip", test_round_trip);
  g_test_add_func ("/exchange/csv-writer/many-rows", test_many_rows);
  g_test_add_func ("/exchange/csv-writer/given-up", test_given_up);
  g_test_add_func ("/exchange/csv-writer/replaced", test_replaced);
  g_test_add_func ("/exchange/csv-writer/full-disk", test_full_disk);
  g_test_add_func ("/exchange/csv-writer/for-fd", test_for_fd);
  g_test_add_func ("/exchange/csv-writer/refused", test_refused);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Whole exports as offices have them: encodings, delimiters, counts, and which column is what. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "csv-support.h"

#include <string.h>

#include "dyr-address.h"
#include "dyr-choice-words.h"
#include "dyr-csv-writer.h"
#include "dyr-header-guess.h"

typedef struct
{
  DyrCsvReader *reader;
  GPtrArray *rows; /* GStrv */
  GArray *lines;   /* guint */
  const char **fields;
} Sample;

static void
open_sample (Sample *sample, const char *name)
{
  g_autofree char *path = csv_fixture (name);
  g_autoptr (GError) error = NULL;
  const DyrSheetRow *row = NULL;

  sample->reader = dyr_csv_reader_open (path, NULL, &error);
  g_assert_no_error (error);

  sample->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  sample->lines = g_array_new (FALSE, FALSE, sizeof (guint));
  while (dyr_csv_reader_next (sample->reader, &row, &error))
    {
      g_ptr_array_add (sample->rows, g_strdupv (row->cells));
      g_array_append_val (sample->lines, row->line);
    }
  g_assert_no_error (error);
  g_assert_cmpuint (dyr_csv_reader_get_n_problems (sample->reader), ==, 0);

  sample->fields = dyr_header_guess ("client",
                                     dyr_csv_reader_get_header (sample->reader),
                                     dyr_csv_reader_get_n_columns (sample->reader),
                                     (const char *const *const *) sample->rows->pdata,
                                     MIN (sample->rows->len, 50));
}

static void
close_sample (Sample *sample)
{
  dyr_csv_reader_free (sample->reader);
  g_ptr_array_unref (sample->rows);
  g_array_unref (sample->lines);
  g_free (sample->fields);
}

static const char *
cell (const Sample *sample, guint row, guint column)
{
  return ((GStrv) g_ptr_array_index (sample->rows, row))[column];
}

static void
assert_fields (const Sample *sample, const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < dyr_csv_reader_get_n_columns (sample->reader); i++)
    g_string_append_printf (text, "%s|", sample->fields[i] != NULL ? sample->fields[i] : "");
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_lviv (void)
{
  Sample sample;
  g_autoptr (GHashTable) states = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_split = 0, n_breaks = 0;

  open_sample (&sample, "clients-lviv-windows-1251.csv");
  g_assert_cmpstr (dyr_csv_reader_get_encoding (sample.reader), ==, "windows-1251");
  g_assert_cmpint (dyr_csv_reader_get_delimiter (sample.reader), ==, ';');
  g_assert_cmpuint (dyr_csv_reader_get_n_columns (sample.reader), ==, 13);
  g_assert_cmpuint (sample.rows->len, ==, 312);
  assert_fields (&sample, "name|code|phones|emails|address|||responsible|state||||description|");

  /* The first row takes two lines. */
  g_assert_cmpuint (g_array_index (sample.lines, guint, 0), ==, 2);
  g_assert_cmpuint (g_array_index (sample.lines, guint, 1), ==, 4);
  g_assert_cmpstr (cell (&sample, 0, 0), ==, "ПрАТ «Стрийський ключ»");
  g_assert_cmpstr (cell (&sample, 0, 4), ==, "79874, м. Львів,\nвул. Івана Франка, 36");
  g_assert_cmpstr (
      cell (&sample, 0, 12), ==, "дзвонити після 14:00; просив \"не турбувати\" у п'ятницю");
  /* Leading zeros. */
  g_assert_cmpstr (cell (&sample, 3, 1), ==, "09641344");

  for (guint i = 0; i < sample.rows->len; i++)
    {
      GStrv cells = g_ptr_array_index (sample.rows, i);
      guint n = g_strv_length (cells);
      guint line = g_array_index (sample.lines, guint, i);
      g_auto (DyrAddress) address = { 0 };

      g_assert_cmpuint (n, ==, line == 109 ? 6 : line == 145 ? 15 : 13);
      n_breaks += strchr (cells[4], '\n') != NULL;
      n_split += dyr_address_parse (cells[4], &address);
      if (address.city != NULL)
        g_assert_cmpstr (address.city, ==, "Львів");
      if (n == 13)
        {
          const char *id = dyr_choice_word ("client", "state", cells[8]);

          g_assert_nonnull (id);
          g_hash_table_add (states, (gpointer) id);
        }
    }
  g_assert_cmpuint (n_breaks, ==, 63);
  g_assert_cmpuint (n_split, ==, 312);
  g_assert_cmpuint (g_hash_table_size (states), ==, 4);
  close_sample (&sample);
}

static void
test_companies (void)
{
  Sample sample;
  guint n_two_phones = 0, n_nothing = 0, n_guarded = 0;

  open_sample (&sample, "companies-export-utf8-bom.csv");
  g_assert_cmpstr (dyr_csv_reader_get_encoding (sample.reader), ==, "UTF-8");
  g_assert_cmpuint (dyr_csv_reader_get_guess (sample.reader)->bom_length, ==, 3);
  g_assert_cmpint (dyr_csv_reader_get_delimiter (sample.reader), ==, ';');
  g_assert_cmpuint (sample.rows->len, ==, 140);
  assert_fields (&sample, "|name|roles|phones|emails|code|address|responsible|||description|");

  g_assert_cmpstr (cell (&sample, 0, 1), ==, "ПрАТ \"Дністер двір\"");
  g_assert_cmpstr (cell (&sample, 0, 3), ==, "0670588812, 032 860 9704");
  for (guint i = 0; i < sample.rows->len; i++)
    {
      const char *role = dyr_choice_word ("client", "roles", cell (&sample, i, 2));
      g_autofree char *comment = dyr_csv_unguard (cell (&sample, i, 10));

      g_assert_nonnull (role);
      n_nothing += *role == '\0';
      n_two_phones += strchr (cell (&sample, i, 3), ',') != NULL;
      /* Formulas that another program wrote are just text. */
      g_assert_cmpstr (comment, ==, cell (&sample, i, 10));
      n_guarded += strchr ("=+", comment[0]) != NULL && comment[0] != '\0';
    }
  g_assert_cmpuint (n_nothing, ==, 45);
  g_assert_cmpuint (n_two_phones, >, 10);
  g_assert_cmpuint (n_guarded, >, 10);
  close_sample (&sample);
}

static void
test_klijenti (void)
{
  Sample sample;

  open_sample (&sample, "klijenti-windows-1250.csv");
  g_assert_cmpstr (dyr_csv_reader_get_encoding (sample.reader), ==, "windows-1250");
  g_assert_cmpint (dyr_csv_reader_get_delimiter (sample.reader), ==, ';');
  g_assert_cmpuint (sample.rows->len, ==, 64);
  assert_fields (&sample, "name|code|ibans|phones|emails|street|postcode|city||||");

  g_assert_cmpstr (cell (&sample, 1, 0), ==, "Kaštel j.d.o.o.");
  g_assert_cmpstr (cell (&sample, 3, 8), ==, "Đurđa Šarić");
  g_assert_cmpstr (cell (&sample, 3, 9), ==, "3.338,90");
  close_sample (&sample);
}

static void
test_unicode_text (void)
{
  Sample sample;

  open_sample (&sample, "clients-unicode-text.txt");
  g_assert_cmpstr (dyr_csv_reader_get_encoding (sample.reader), ==, "UTF-16LE");
  g_assert_cmpuint (dyr_csv_reader_get_guess (sample.reader)->bom_length, ==, 2);
  g_assert_cmpint (dyr_csv_reader_get_delimiter (sample.reader), ==, '\t');
  g_assert_cmpuint (sample.rows->len, ==, 25);
  assert_fields (&sample, "name|code|phones|emails|city|||");

  g_assert_cmpstr (cell (&sample, 0, 0), ==, "ГО «Зелений друк»");
  g_assert_cmpstr (cell (&sample, 24, 4), ==, "Львів");
  close_sample (&sample);
}

/* Read as something else because a person said so: other letters, the same cells. */
static void
test_other_encoding (void)
{
  g_autofree char *path = csv_fixture ("klijenti-windows-1250.csv");
  DyrSheetOptions options = { .encoding = "cp1252" };
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrCsvReader) reader = dyr_csv_reader_open (path, &options, &error);
  const DyrSheetRow *row = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (dyr_csv_reader_get_encoding (reader), ==, "windows-1252");
  g_assert_cmpstr (dyr_csv_reader_get_guess (reader)->encoding, ==, "windows-1250");
  g_assert_cmpstr (dyr_csv_reader_get_header (reader)[9], ==, "Mjeseèna naknada (EUR)");
  g_assert_true (dyr_csv_reader_next (reader, &row, &error));
  g_assert_cmpuint (row->n_cells, ==, 11);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/exchange/csv-samples/lviv", test_lviv);
  g_test_add_func ("/exchange/csv-samples/companies", test_companies);
  g_test_add_func ("/exchange/csv-samples/klijenti", test_klijenti);
  g_test_add_func ("/exchange/csv-samples/unicode-text", test_unicode_text);
  g_test_add_func ("/exchange/csv-samples/other-encoding", test_other_encoding);

  return g_test_run ();
}

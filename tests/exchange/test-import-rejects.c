/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Refused rows come out as a file that can be mended and imported. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "import-test.h"

#include <string.h>

#include "xlsx-support.h"

#define TEST(path, function)                                                                       \
  g_test_add ("/import-rejects/" path, Office, NULL, office_set_up, function, office_tear_down)
#define TEXT(text) "<c t=\"inlineStr\"><is><t>" text "</t></is></c>"

static char *
write_rejects (Office *office, const DyrImportReport *report, const char *name)
{
  char *path = g_build_filename (office->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  dyr_import_rejects_write (report->rejects, path, &error);
  g_assert_no_error (error);

  return path;
}

static char *
read_text (const char *path)
{
  char *text;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

/* What a person does: writes the missing name, and imports the file as it is. */
static void
test_csv (Office *office, gconstpointer data)
{
  g_autoptr (DyrImportReport) report = import_clients (office,
                                                       "Назва;Місто;Наступний контакт\n"
                                                       "Ромашка;Львів;24.11.2026\n"
                                                       ";\"Ів;ано\";\n"
                                                       "'=1+1;Київ;31.02.2026\n"
                                                       "\"Без кінця;1;2\n"
                                                       "Левада;Стрий;\n");
  g_autoptr (DyrImportReport) again = NULL;
  g_autofree char *path = NULL, *text = NULL, *mended = NULL;
  g_auto (GStrv) halves = NULL;

  import_assert (report, 2, 0, 0, 0, 3, 0);
  g_assert_cmpuint (dyr_import_rejects_get_n (report->rejects), ==, 3);
  path = write_rejects (office, report, "refused.csv");
  text = read_text (path);
  import_assert_contains (
      text, "\xef\xbb\xbfНазва;Місто;Наступний контакт;Why it was refused\r\n;\"Ів;ано\";;");
  import_assert_contains (text, "\r\n'=1+1;Київ;31.02.2026;");
  import_assert_contains (text, "31.02.2026” is no date");
  import_assert_contains (text, "\r\n;;;rows.csv, line 5, character 1");
  halves = g_strsplit (text, "31.02.2026;", 2);
  mended = g_strconcat (halves[0], "28.02.2027;", halves[1], NULL);
  g_free (path);
  path = import_file (office, "mended.csv", mended, -1);
  /* Also when the rest goes into the description, the reason does not. */
  again = import_path (office, &dyr_client_type, path, NULL, TRUE);
  import_assert (again, 1, 0, 0, 0, 2, 0);
  g_assert_cmpint (
      office_number (office,
                     "SELECT count (*) FROM client WHERE name = '=1+1' AND description IS NULL"),
      ==,
      1);
}

static void
test_xlsx (Office *office, gconstpointer data)
{
  g_autoptr (XlsxFile) file = xlsx_file (
      "<row>" TEXT ("number") TEXT ("client") TEXT ("amount") TEXT ("valid-to")
          TEXT ("x") "</row>"
                     "<row>" TEXT ("007")
                         TEXT ("Ніхто") "<c><v>-1234.5</v></c><c s=\"1\"><v>46350</v></c>"
                                        "<c s=\"2\"><v>46350.4375</v></c></row>",
      NULL,
      NULL);
  g_autoptr (DyrImportReport) report = import_path (office, &dyr_contract_type, file, NULL, FALSE);
  g_autoptr (DyrImportReport) again = NULL;
  g_autofree char *path = NULL, *text = NULL, *csv = NULL, *lines = NULL;

  import_assert (report, 0, 0, 0, 0, 1, 0);
  path = write_rejects (office, report, "refused.xlsx");
  text = xlsx_read (path, "Лист1");
  g_assert_true (g_str_has_prefix (text,
                                   "H[number][client][amount][valid-to][x][Why it was refused]\n"
                                   "2[007][Ніхто][n:-1234.5][d:2026-11-24][m:2026-11-24 10:30]["));
  /* Somebody adds the client: now the file goes in. */
  office_add (office, &dyr_client_type, "name", "Ніхто", NULL);
  again = import_path (office, &dyr_contract_type, path, NULL, FALSE);
  import_assert (again, 1, 0, 0, 0, 0, 0);
  g_assert_cmpint (office_number (office, "SELECT amount FROM contract"), ==, -123450);
  csv = write_rejects (office, report, "refused.csv");
  lines = read_text (csv);
  import_assert_contains (lines, "\r\n007;Ніхто;-1234.5;2026-11-24;2026-11-24 10:30;");
}

/* More than stay in memory. */
static void
test_many (Office *office, gconstpointer data)
{
  g_autoptr (GString) csv = g_string_new ("name;city;code\n");
  g_autoptr (DyrImportReport) report = NULL;
  g_autofree char *path = NULL;
  g_autoptr (DyrSheet) sheet = NULL;
  g_autoptr (GError) error = NULL;
  const DyrSheetRow *row;

  for (guint i = 0; i < 9000; i++)
    g_string_append_printf (csv, ";Місто №%u, яке має довгу назву;\n", i);
  report = import_clients (office, csv->str);
  import_assert (report, 0, 0, 0, 0, 9000, 0);
  path = write_rejects (office, report, "refused.csv");
  sheet = dyr_sheet_open (path, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 9000; i++)
    {
      g_autofree char *city = g_strdup_printf ("Місто №%u, яке має довгу назву", i);
      g_autofree char *place = g_strdup_printf ("line %u", i + 2);

      g_assert_true (dyr_sheet_next (sheet, &row, &error));
      g_assert_cmpstr (row->cells[1], ==, city);
      import_assert_contains (row->cells[3], place);
    }
  g_assert_false (dyr_sheet_next (sheet, &row, &error));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  TEST ("csv", test_csv);
  TEST ("xlsx", test_xlsx);
  TEST ("many", test_many);

  return g_test_run ();
}

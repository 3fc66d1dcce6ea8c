/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What spreadsheets say: values by their formats, merged cells, sheets; and what is refused. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "dyr-sheet.h"
#include "xlsx-support.h"

#define TEXT(place, text) "<c r=\"" place "\" t=\"inlineStr\"><is><t>" text "</t></is></c>"
#define HEADER "<row r=\"1\">" TEXT ("A1", "Назва") TEXT ("B1", "Код") TEXT ("C1", "Дата") "</row>"

static void
assert_read (XlsxFile *file, const char *sheet, const char *expected)
{
  g_autofree char *text = xlsx_read (file, sheet);

  g_assert_cmpstr (text, ==, expected);
}

static void
assert_rows (const char *rows, const char *behind, const char *strings, const char *expected)
{
  g_autoptr (XlsxFile) file = xlsx_file (rows, behind, strings);
  g_autofree char *text = xlsx_read (file, NULL);
  g_autofree char *all = g_strconcat ("H[Назва][Код][Дата]\n", expected, NULL);

  g_assert_cmpstr (text, ==, all);
}

static void
test_texts (void)
{
  assert_rows (HEADER
               "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"B2\" t=\"s\"><v>1</v></c>"
               "<c r=\"C2\" t=\"str\"><f>A2&amp;1</f><v>так</v></c></row>"
               "<row r=\"3\"><c r=\"A3\" t=\"s\"><v>2</v></c>" TEXT ("B3", "00032129")
                   TEXT ("C3", " a&amp;b &lt;c&gt;_x000A_d_x005F_x0041_ ") "</row>",
               NULL,
               "<si><t>ТОВ «Ромашка»</t></si>"
               "<si><r><rPr><b/></rPr><t>жир</t></r><r><t xml:space=\"preserve\">ний </t></r></si>"
               "<si><t>東京</t><rPh sb=\"0\" eb=\"2\"><t>とうきょう</t></rPh></si>",
               "2[ТОВ «Ромашка»][жирний ][так]\n"
               "3[東京][00032129][ a&b <c>\nd_x0041_ ]\n");
}

static void
test_numbers (void)
{
  assert_rows (
      HEADER "<row r=\"2\">" TEXT (
          "A2",
          "x") "<c r=\"B2\"><v>1234.5</v></c>"
               "<c r=\"C2\" s=\"5\"><v>-0.1</v></c></row>"
               "<row r=\"3\">" TEXT (
                   "A3",
                   "x") "<c r=\"B3\" t=\"n\"><v>3.80671122233E11</v></c>"
                        "<c r=\"C3\"><v>33.339999999999996</v></c></row>"
                        "<row r=\"4\">" TEXT (
                            "A4",
                            "x") "<c r=\"B4\"><v>1E-7</v></c>"
                                 "<c r=\"C4\"><v>1E+20</v></c></row>"
                                 "<row r=\"5\">" TEXT (
                                     "A5",
                                     "x") "<c r=\"B5\" s=\"3\"><v>32129</v></c>"
                                          "<c r=\"C5\" s=\"4\"><v>0.075</v></c></row>"
                                          "<row r=\"6\">" TEXT (
                                              "A6",
                                              "x") "<c r=\"B6\" t=\"b\"><v>1</v></c>"
                                                   "<c r=\"C6\" t=\"b\"><v>0</v></c></row>"
                                                   "<row r=\"7\">" TEXT (
                                                       "A7",
                                                       "x") "<c r=\"B7\" "
                                                            "t=\"e\"><f>1/0</f><v>#DIV/0!</v></c>"
                                                            "<c r=\"C7\"><v>-0</v></c></row>"
                                                            "<row r=\"8\">" TEXT (
                                                                "A8",
                                                                "x") "<c r=\"B8\"><v>inf</v></c><c "
                                                                     "r=\"C8\"><v>12x</v></c>"
                                                                     "</row>",
      NULL,
      NULL,
      "2[x][n:1234.5][n:-0.1]\n"
      "3[x][n:380671122233][n:33.34]\n"
      "4[x][n:0.0000001][n:100000000000000000000]\n"
      "5[x][00032129][7.5%]\n"
      "6[x][b:yes][b:no]\n"
      "7[x][!:#DIV/0!][n:0]\n"
      "8[x][inf][12x]\n");
}

static void
test_dates (void)
{
  assert_rows (
      HEADER "<row r=\"2\">" TEXT (
          "A2",
          "x") "<c r=\"B2\" s=\"1\"><v>46350</v></c>"
               "<c r=\"C2\" s=\"2\"><v>46350.4375</v></c></row>"
               "<row r=\"3\">" TEXT (
                   "A3",
                   "x") "<c r=\"B3\" s=\"1\"><v>1</v></c>"
                        "<c r=\"C3\" s=\"1\"><v>61</v></c></row>"
                        "<row r=\"4\">" TEXT (
                            "A4",
                            "x") "<c r=\"B4\" s=\"1\"><v>60</v></c>"
                                 "<c r=\"C4\" s=\"6\"><v>0.4375</v></c></row>"
                                 "<row r=\"5\">" TEXT (
                                     "A5",
                                     "x") "<c r=\"B5\" s=\"1\"><v>-5</v></c>"
                                          "<c r=\"C5\" s=\"2\"><v>46349.999999</v></c></row>"
                                          "<row r=\"6\">" TEXT (
                                              "A6",
                                              "x") "<c r=\"B6\" t=\"d\"><v>2026-11-24</v></c>"
                                                   "<c r=\"C6\" "
                                                   "t=\"d\"><v>2026-11-24T10:30:05</v></c></row>",
      NULL,
      NULL,
      "2[x][d:2026-11-24][m:2026-11-24 10:30]\n"
      "3[x][d:1900-01-01][d:1900-03-01]\n"
      "4[x][d:1900-02-29][10:30]\n"
      "5[x][n:-5][m:2026-11-24 00:00]\n"
      "6[x][d:2026-11-24][m:2026-11-24 10:30:05]\n");
}

/* What a formula makes of an empty cell is no day, and a time has none. */
static void
test_no_date (void)
{
  assert_rows (HEADER "<row r=\"2\"><c r=\"A2\"><v>0</v></c><c r=\"B2\" s=\"1\"><v>0</v></c>"
                      "<c r=\"C2\" s=\"2\"><f>D2</f><v>0</v></c></row>"
                      "<row r=\"3\"><c r=\"A3\" s=\"1\"><v>0.5</v></c>"
                      "<c r=\"B3\" s=\"2\"><v>0.4375</v></c><c r=\"C3\" s=\"6\"><v>0</v></c></row>",
               NULL,
               NULL,
               "2[n:0][][]\n"
               "3[12:00][10:30][00:00]\n");
}

/* What is no moment stays as it stands there, its characters whole. */
static void
test_no_moment (void)
{
  assert_rows (HEADER "<row r=\"2\"><c r=\"A2\" t=\"d\"><v>2026-11-24T10:30:0Ї</v></c>"
                      "<c r=\"B2\" t=\"d\"><v>2026-11-24T10:30:</v></c>"
                      "<c r=\"C2\" t=\"d\"><v>2026-11-24T10:30Z</v></c></row>",
               NULL,
               NULL,
               "2[2026-11-24T10:30:0Ї][2026-11-24T10:30:][m:2026-11-24 10:30]\n");
}

#define BOOK_1904                                                                                     \
  "<workbook xmlns:r=\"r\"><workbookPr date1904=\"1\"/><sheets>"                                      \
  "<sheet name=\"Таємний\" r:id=\"a\" state=\"hidden\"/><sheet name=\"Дані\" r:id=\"b\"/>" \
  "<sheet name=\"Ще\" r:id=\"c\"/><sheet name=\"Чужий\" r:id=\"d\"/></sheets></workbook>"
#define RELATION(id, target)                                                                       \
  "<Relationship Id=\"" id "\" Type=\"x/worksheet\" Target=\"" target "\"/>"

static void
test_sheets (void)
{
  g_autoptr (XlsxFile) file = xlsx_archive (
      "_rels/.rels",
      xlsx_relations,
      "xl/workbook.xml",
      BOOK_1904,
      "xl/_rels/workbook.xml.rels",
      "<Relationships>" RELATION ("a", "worksheets/1.xml") RELATION ("b", "worksheets/2.xml")
          RELATION ("c", "../xl/worksheets/3.xml")
              RELATION ("d", "http://x.example/4.xml") "<Relationship Id=\"s\" Type=\"x/styles\" "
                                                       "Target=\"styles.xml\"/></Relationships>",
      "xl/styles.xml",
      xlsx_styles,
      "xl/worksheets/1.xml",
      "<worksheet><sheetData><row><c t=\"str\"><v>hidden</v></c></row></sheetData></worksheet>",
      "xl/worksheets/2.xml",
      "<x:worksheet xmlns:x=\"m\"><x:sheetData><x:row><x:c t=\"str\"><x:v>День</x:v></x:c></x:row>"
      "<x:row><x:c s=\"1\"><x:v>44888</x:v></x:c></x:row>"
      "<x:row><x:c s=\"1\"><x:v>2958000</x:v></x:c></x:row></x:sheetData></x:worksheet>",
      "xl/worksheets/3.xml",
      "<worksheet><sheetData/></worksheet>",
      NULL);
  g_autoptr (DyrSheet) sheet = NULL;
  g_autoptr (GError) error = NULL;
  static const char *const names[] = { "Таємний", "Дані", "Ще", NULL };

  assert_read (file, NULL, "H[День]\n2[d:2026-11-24]\n3[n:2958000]\n");
  assert_read (file, "Таємний", "H[hidden]\n");
  assert_read (file, "Ще", "error 1\n");
  assert_read (file, "Ніякий", "error 2\n");
  sheet = dyr_sheet_open (file, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (dyr_sheet_get_format (sheet), ==, DYR_SHEET_XLSX);
  g_assert_cmpstr (dyr_sheet_get_name (sheet), ==, "Дані");
  g_assert_cmpstrv (dyr_sheet_get_names (sheet), names);
  g_assert_null (dyr_sheet_get_encoding (sheet));
}

/* A title above, an empty column before, rows and cells that are not there, cells of nothing. */
static void
test_places (void)
{
  g_autoptr (XlsxFile) file = xlsx_file (
      "<row r=\"1\">" TEXT (
          "B1",
          "Клієнти на 24.11") "</row>"
                              "<row r=\"3\">" TEXT ("B3", "Назва") TEXT (
                                  "C3",
                                  "Місто") TEXT ("D3",
                                                 "Телефон") "</row>"
                                                            "<row r=\"4\">" TEXT ("B4", "Левада") "<c r=\"C4\" s=\"1\"/>" TEXT (
                                                                "E4",
                                                                " ") "</row>"
                                                                     "<row r=\"5\"><c r=\"B5\" "
                                                                     "s=\"1\"/></row>"
                                                                     "<row r=\"9\">" TEXT ("D9",
                                                                                           "067")
                                                                         TEXT (
                                                                             "B9",
                                                                             "Полонина") "</row>"
                                                                                         "<row"
                                                                                         ">" TEXT (
                                                                                             "AB10",
                                                                                             "далек"
                                                                                             "о") "</row>",
      NULL,
      NULL);

  assert_read (file,
               NULL,
               "H[][Назва][Місто][Телефон]\n"
               "4[][Левада][][]\n"
               "9[][Полонина][][067]\n"
               "10[][][][][][][][][][][][][][][][][][][][][][][][][][][][далеко]\n");
}

static void
test_merged (void)
{
  assert_rows (HEADER "<row r=\"2\">" TEXT ("A2", "Ромашка")
                   TEXT ("B2", "1") "<c r=\"C2\" s=\"1\"><v>46350</v></c></row>"
                                    "<row r=\"3\">" TEXT (
                                        "B3", "2") "</row>"
                                                   "<row r=\"4\"><c r=\"A4\"/></row>"
                                                   "<row r=\"5\">" TEXT ("A5", "Левада")
                                                       TEXT ("B5", "3") "</row>"
                                                                        "<row r=\"6\">" TEXT (
                                                                            "B6", "4") "</row>",
               "<mergeCells count=\"3\"><mergeCell ref=\"A2:A4\"/><mergeCell ref=\"C2:C3\"/>"
               "<mergeCell ref=\"A5:C5\"/><mergeCell ref=\"oops\"/></mergeCells>",
               NULL,
               "2[Ромашка][1][d:2026-11-24]\n"
               "3[Ромашка][2][d:2026-11-24]\n"
               "5[Левада][3][]\n"
               "6[][4][]\n");
}

/* Going back finds the same rows again. */
static void
test_rewind (void)
{
  g_autoptr (GString) rows = g_string_new (HEADER);
  g_autoptr (XlsxFile) file = NULL;
  g_autoptr (DyrSheet) sheet = NULL;
  g_autoptr (GError) error = NULL;
  const DyrSheetRow *row;
  double before = 0;

  for (guint i = 2; i < 5000; i++)
    g_string_append_printf (
        rows, "<row r=\"%u\"><c t=\"str\"><v>Клієнт %u</v></c><c><v>%u</v></c></row>", i, i, i);
  file = xlsx_file (rows->str, NULL, NULL);
  sheet = dyr_sheet_open (file, NULL, &error);
  g_assert_no_error (error);
  for (guint pass = 0; pass < 2; pass++)
    {
      for (guint i = 2; i < 5000; i++)
        {
          g_autofree char *name = g_strdup_printf ("Клієнт %u", i);

          g_assert_true (dyr_sheet_next (sheet, &row, &error));
          g_assert_cmpuint (row->line, ==, i);
          g_assert_cmpstr (row->cells[0], ==, name);
          g_assert_cmpuint (row->n_cells, ==, 3);
          g_assert_cmpfloat (dyr_sheet_get_fraction (sheet), >=, before);
          before = dyr_sheet_get_fraction (sheet);
        }
      g_assert_false (dyr_sheet_next (sheet, &row, &error));
      g_assert_no_error (error);
      g_assert_cmpfloat (before, >, 0.9);
      g_assert_true (dyr_sheet_rewind (sheet, &error));
      before = 0;
    }
}

static void
test_refused_rows (void)
{
  g_autofree char *longer = g_strnfill (DYR_SHEET_CELL_MAX + 1, 'x');
  g_autofree char *rows = g_strconcat (HEADER "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>7</v></c></row>"
                                              "<row r=\"3\"><c r=\"A3\" t=\"str\"><v>",
                                       longer,
                                       "</v></c></row>"
                                       "<row r=\"4\"><c r=\"A4\" t=\"s\"><v>-1</v></c></row>"
                                       "<row r=\"5\">" TEXT ("A5", "x") "</row>",
                                       NULL);

  assert_rows (rows, NULL, NULL, "5[x][][]\n!2\n!3\n!4\n");
}

static void
assert_refused (XlsxFile *file, const char *part)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrSheet) sheet = dyr_sheet_open (file, NULL, &error);
  g_autofree char *name = g_path_get_basename (file);
  const DyrSheetRow *row;

  while (sheet != NULL && dyr_sheet_next (sheet, &row, &error))
    continue;
  g_assert_nonnull (error);
  if (strstr (error->message, part) == NULL || strstr (error->message, name) == NULL)
    g_error ("“%s” has no “%s”", error->message, part);
}

#define EVIL(type, text)                                                                           \
  "<?xml version=\"1.0\"?>" type "<worksheet><sheetData><row><c t=\"str\"><v>" text                \
  "</v></c></row></sheetData></worksheet>"

static XlsxFile *
with_sheet (const char *sheet)
{
  return xlsx_archive ("_rels/.rels",
                       xlsx_relations,
                       "xl/workbook.xml",
                       xlsx_book,
                       "xl/_rels/workbook.xml.rels",
                       xlsx_book_relations,
                       "xl/worksheets/sheet1.xml",
                       sheet,
                       NULL);
}

static void
test_entities (void)
{
  static const char *const evils[] = {
    EVIL ("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>", "&e;"),
    EVIL ("<!DOCTYPE x SYSTEM \"http://x.example/x.dtd\">", "x"),
    EVIL ("<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>", "&b;"),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (evils); i++)
    {
      g_autoptr (XlsxFile) file = with_sheet (evils[i]);

      assert_refused (file, "DOCTYPE");
    }
}

static void
test_bomb (void)
{
  g_autoptr (GString) sheet = g_string_new ("<worksheet><sheetData><row><c t=\"str\"><v>");
  g_autoptr (XlsxFile) file = NULL;
  g_autofree char *blanks = g_strnfill (60 * 1024 * 1024, ' ');
  GStatBuf info;

  g_string_append (sheet, blanks);
  g_string_append (sheet, "</v></c></row></sheetData></worksheet>");
  file = with_sheet (sheet->str);
  g_assert_cmpint (g_stat (file, &info), ==, 0);
  g_assert_cmpint (info.st_size, <, 200 * 1024);
  assert_refused (file, "unpacks to far more");
}

static void
test_outside (void)
{
  static const char *const names[] = { "../evil", "xl/../../evil", "/etc/evil", "xl\\..\\evil" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (XlsxFile) file = xlsx_archive (
          "_rels/.rels", xlsx_relations, "xl/workbook.xml", xlsx_book, names[i], "x", NULL);

      assert_refused (file, "point outside");
    }
}

/* Sheets that are not where the book says, archives that are something else, bytes. */
static void
test_damaged (void)
{
  g_autoptr (XlsxFile) nothing = xlsx_archive ("readme.txt", "x", NULL);
  g_autoptr (XlsxFile) twice = xlsx_archive ("a", "x", "a", "y", NULL);
  g_autoptr (XlsxFile) no_sheet
      = xlsx_archive ("_rels/.rels", xlsx_relations, "xl/workbook.xml", xlsx_book, NULL);
  g_autoptr (XlsxFile) cut = with_sheet ("<worksheet><sheetData><row>");
  g_autoptr (XlsxFile) whole = with_sheet (EVIL ("", "x"));
  g_autofree char *data = NULL;
  gsize length;

  assert_refused (nothing, "no XLSX");
  assert_refused (twice, "no XLSX");
  assert_refused (no_sheet, "no XLSX");
  assert_refused (cut, "no XLSX");
  g_file_get_contents (whole, &data, &length, NULL);
  for (gsize i = 4; i < length; i += 7)
    {
      g_autofree char *text = NULL;

      g_assert_true (g_file_set_contents (whole, data, (gssize) i, NULL));
      text = xlsx_read (whole, NULL);
      g_assert_true (g_str_has_prefix (text, "error") || strstr (text, "[x]") != NULL);
    }
  g_file_set_contents (whole, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1xxxxxxxx", 16, NULL);
  assert_refused (whole, "old spreadsheet");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/xlsx/texts", test_texts);
  g_test_add_func ("/xlsx/numbers", test_numbers);
  g_test_add_func ("/xlsx/dates", test_dates);
  g_test_add_func ("/xlsx/no-date", test_no_date);
  g_test_add_func ("/xlsx/no-moment", test_no_moment);
  g_test_add_func ("/xlsx/sheets", test_sheets);
  g_test_add_func ("/xlsx/places", test_places);
  g_test_add_func ("/xlsx/merged", test_merged);
  g_test_add_func ("/xlsx/rewind", test_rewind);
  g_test_add_func ("/xlsx/refused-rows", test_refused_rows);
  g_test_add_func ("/xlsx/entities", test_entities);
  g_test_add_func ("/xlsx/bomb", test_bomb);
  g_test_add_func ("/xlsx/outside", test_outside);
  g_test_add_func ("/xlsx/damaged", test_damaged);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Spreadsheets become records: what their cells are is not read twice. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "import-test.h"

#include <glib/gstdio.h>

#include "dyr-contract.h"
#include "dyr-delivery-line.h"
#include "dyr-delivery.h"
#include "xlsx-support.h"

#define TEST(path, function)                                                                       \
  g_test_add ("/import-xlsx/" path, Office, NULL, office_set_up, function, office_tear_down)
#define TEXT(text) "<c t=\"inlineStr\"><is><t>" text "</t></is></c>"
#define NUMBER(number) "<c><v>" number "</v></c>"

static DyrImportReport *
import_rows (Office *office, const DyrRecordType *type, const char *rows, const char *behind)
{
  g_autoptr (XlsxFile) file = xlsx_file (rows, behind, NULL);

  return import_path (office, type, file, NULL, FALSE);
}

/* 1.25 is one and a quarter and 1.234 no thousand, whatever people mean by a point. */
static void
test_values (Office *office, gconstpointer data)
{
  g_autoptr (DyrImportReport) report = NULL, lines = NULL;
  g_autoptr (DyrRow) contract = NULL, line = NULL;
  g_autofree char *delivery = NULL, *rows = NULL;
  gint64 id;

  office_add (office, &dyr_client_type, "name", "Ромашка", NULL);
  report = import_rows (
      office,
      &dyr_contract_type,
      "<row>" TEXT ("client") TEXT ("number") TEXT ("amount") TEXT ("currency") TEXT ("valid-to")
          TEXT ("auto-prolong")
              TEXT ("notice-days") "</row>"
                                   "<row>" TEXT ("Ромашка") "<c s=\"3\"><v>12</v></c>" NUMBER (
                                       "1.2349999999")
                                       TEXT ("UAH") "<c s=\"2\"><v>46387.5</v></c><c "
                                                    "t=\"b\"><v>1</v></c>" NUMBER (
                                                        "30") "</row>"
                                                              "<row>" TEXT ("Ромашка") TEXT ("2")
                                                                  NUMBER ("-1234567.5") TEXT (
                                                                      "UAH") "<c "
                                                                             "s=\"1\"><v>46387</"
                                                                             "v></c></row>",
      NULL);
  import_assert (report, 2, 0, 0, 0, 0, 0);
  id = office_number (office, "SELECT id FROM contract WHERE number = '00000012'");
  contract = office_row (office, id);
  g_assert_cmpint (contract->values[DYR_CONTRACT_AMOUNT].number, ==, 123);
  g_assert_cmpint (contract->values[DYR_CONTRACT_AUTO_PROLONG].number, ==, 1);
  g_assert_cmpint (contract->values[DYR_CONTRACT_NOTICE_DAYS].number, ==, 30);
  g_assert_cmpint (
      office_number (office, "SELECT count (*) FROM contract WHERE valid_to = 20818"), ==, 2);
  g_assert_cmpint (
      office_number (office, "SELECT amount FROM contract WHERE number = '2'"), ==, -123456750);

  delivery = office_uid (office, office_add (office, &dyr_delivery_type, "number", "7", NULL));
  rows = g_strdup_printf ("<row>" TEXT ("delivery") TEXT ("name")
                              TEXT ("quantity-planned") "</row>"
                                                        "<row>" TEXT ("%s") TEXT ("Кава")
                                                            NUMBER ("1.2345") "</row>",
                          delivery);
  lines = import_rows (office, &dyr_delivery_line_type, rows, NULL);
  import_assert (lines, 1, 0, 0, 0, 0, 0);
  line = office_row (office, import_find (office, "Кава"));
  g_assert_cmpint (line->values[DYR_DELIVERY_LINE_QUANTITY_PLANNED].number, ==, 1235);
}

/* A name that begins with an apostrophe or an equals sign is one: nothing is guarded here. */
static void
test_texts (Office *office, gconstpointer data)
{
  g_autoptr (DyrImportReport) report = import_rows (
      office,
      &dyr_client_type,
      "<row>" TEXT ("Назва") TEXT ("Код ЄДРПОУ")
          TEXT ("Телефон") "</row>"
                           "<row>" TEXT ("'=2+5") TEXT ("00032129") NUMBER (
                               "380671112233") "</row>"
                                               "<row>" TEXT (
                                                   "Левада") "<c s=\"3\"><v>32129</v></c></row>",
      NULL);

  import_assert (report, 1, 1, 0, 0, 0, 0);
  g_assert_cmpint (
      office_number (office, "SELECT count (*) FROM member WHERE item = '+380671112233'"), ==, 1);
}

static void
test_refused (Office *office, gconstpointer data)
{
  g_autoptr (DyrImportReport) report = import_rows (
      office,
      &dyr_client_type,
      "<row>" TEXT ("Назва") TEXT ("Місто")
          TEXT ("Зайве") "</row>"
                         "<row>" TEXT ("Один") "<c t=\"e\"><v>#REF!</v></c></row>"
                                               "<row>" TEXT ("Два") TEXT (
                                                   "Львів") "<c t=\"e\"><v>#REF!</v></c></row>"
                                                            "<row>" TEXT ("Три") TEXT ("Львів")
                                                                TEXT ("x")
                                                                    TEXT ("хто це?") "</row>",
      NULL);
  const DyrImportEntry *entry = import_entry (report, DYR_IMPORT_REFUSED);

  import_assert (report, 1, 0, 0, 0, 2, 0);
  g_assert_cmpuint (entry->line, ==, 2);
  g_assert_cmpstr (entry->column, ==, "Місто");
  import_assert_contains (entry->message, "“#REF!”");
  g_assert_cmpint (report->format, ==, DYR_SHEET_XLSX);
  g_assert_cmpstr (report->sheet, ==, "Лист1");
  g_assert_null (report->encoding);
}

/* The client's name stands beside all its persons. */
static void
test_merged (Office *office, gconstpointer data)
{
  g_autoptr (DyrImportReport) report = NULL;

  office_add (office, &dyr_client_type, "name", "Ромашка", NULL);
  report = import_rows (
      office,
      &dyr_person_type,
      "<row>" TEXT ("Клієнт") TEXT ("Прізвище")
          TEXT ("Ім’я") "</row>"
                        "<row>" TEXT ("Ромашка") TEXT ("Бойко")
                            TEXT ("Соломія") "</row>"
                                             "<row><c r=\"B3\" t=\"str\"><v>Гнатюк</v></c></row>",
      "<mergeCells><mergeCell ref=\"A2:A3\"/></mergeCells>");
  import_assert (report, 2, 0, 0, 0, 0, 0);
  g_assert_cmpint (
      office_number (office, "SELECT count (*) FROM person WHERE client IS NOT NULL"), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  TEST ("values", test_values);
  TEST ("texts", test_texts);
  TEST ("refused", test_refused);
  TEST ("merged", test_merged);

  return g_test_run ();
}

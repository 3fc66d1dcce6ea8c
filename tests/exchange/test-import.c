/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the rows of a file change, and what is said of those that change nothing. */

#include "config.h"

#include "import-test.h"

#include <string.h>

#include "dyr-amendment.h"
#include "dyr-person.h"
#include "dyr-presentation.h"
#include "dyr-product.h"
#include "dyr-user.h"

#define TEST(path, function)                                                                       \
  g_test_add ("/import/rows/" path, Office, NULL, office_set_up, function, office_tear_down)

static void
test_empty_cell (Office *office, gconstpointer data)
{
  gint64 id = office_add (office,
                          &dyr_client_type,
                          "name",
                          "Ромашка",
                          "code",
                          "21178216",
                          "city",
                          "Львів",
                          "phones",
                          "+380671112233",
                          "next-contact",
                          "2026-11-24",
                          NULL);
  g_autofree char *before = import_state (office), *after = NULL;
  g_autoptr (DyrImportReport) report
      = import_clients (office, "name;code;city;phone;next-contact;description\n;21178216;; ;;\n");

  import_assert (report, 0, 0, 1, 0, 0, 0);
  after = import_state (office);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpint (report->action, ==, 0);
  office_assert (office, id, "city", "Львів");
}

static void
test_sets (Office *office, gconstpointer data)
{
  gint64 id = office_add (office,
                          &dyr_client_type,
                          "name",
                          "Ромашка",
                          "phones",
                          "+380671112233\tробочий",
                          "emails",
                          "old@x.ua",
                          NULL);
  g_autoptr (DyrImportReport) report = import_clients (
      office,
      "Назва;Телефон;Моб. телефон;E-mail\n"
      "Ромашка;\"067 111 22 33, (032) 260-11-22; 093-111-22-33\";+38 (050) 111 22 33;"
      "\"new@x.ua; OLD@x.ua\"\n");

  import_assert (report, 0, 1, 0, 0, 0, 0);
  office_assert (
      office, id, "phones", "+380671112233\tробочий\n+380322601122\n+380931112233\n+380501112233");
  office_assert (office, id, "emails", "old@x.ua\nnew@x.ua");
}

static void
test_leading_zeros (Office *office, gconstpointer data)
{
  g_autoptr (DyrImportReport) report
      = import_clients (office, "Назва;ЄДРПОУ;Індекс\nРомашка;01234567;07400\n");
  gint64 id = import_find (office, "Ромашка");

  g_assert_cmpuint (report->n[DYR_IMPORT_NEW], ==, 1);
  office_assert (office, id, "code", "01234567");
  office_assert (office, id, "postcode", "07400");
}

static void
test_people (Office *office, gconstpointer data)
{
  gint64 user
      = office_add (office, &dyr_user_type, "name", "Оксана Мельник", "email", "om@x.ua", NULL);
  g_autofree char *uid = office_uid (office, user);
  const char *csv = "Назва;Відповідальний;Примітка\n"
                    "Ромашка;Тарас Б.;Дзвонити зранку\n"
                    "Левада;оксана мельник;\n"
                    "Єдність;тарас Б.;\n"
                    "Світанок;om@x.ua;\n"
                    "Полонина;Ірина К.;\n";
  g_autoptr (DyrImportReport) report = import_clients (office, csv), again = NULL;
  const DyrImportPerson *person;

  import_assert (report, 5, 0, 0, 0, 0, 0);
  g_assert_cmpuint (report->people->len, ==, 2);
  person = report->people->pdata[0];
  g_assert_cmpstr (person->name, ==, "Тарас Б.");
  g_assert_cmpuint (person->n_rows, ==, 2);
  person = report->people->pdata[1];
  g_assert_cmpstr (person->name, ==, "Ірина К.");
  office_assert (office,
                 import_find (office, "Ромашка"),
                 "description",
                 "Дзвонити зранку\nВідповідальний: Тарас Б.");
  office_assert (office, import_find (office, "Ромашка"), "responsible", NULL);
  office_assert (office, import_find (office, "Левада"), "responsible", uid);
  office_assert (office, import_find (office, "Світанок"), "responsible", uid);
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM user"), ==, 1);

  again = import_clients (office, csv);
  import_assert (again, 0, 0, 5, 0, 0, 0);
}

static void
test_links (Office *office, gconstpointer data)
{
  gint64 client
      = office_add (office, &dyr_client_type, "name", "Ромашка", "code", "21178216", NULL);
  g_autofree char *uid = office_uid (office, client);
  g_autofree char *csv = g_strdup_printf ("client;number\n"
                                          "%s;1\n"
                                          "21178216;2\n"
                                          "«ромашка»;3\n"
                                          "Світанок;4\n"
                                          "Єдність;5\n"
                                          ";6\n"
                                          "01a20174-6b5b-7073-880a-7f8f1af71628;7\n",
                                          uid);
  g_autoptr (DyrImportReport) report = NULL;
  const DyrImportEntry *entry;

  office_add (office, &dyr_client_type, "name", "Левада", NULL);
  office_add (office, &dyr_client_type, "name", "Світанок", "code", "1", NULL);
  office_add (office, &dyr_client_type, "name", "Світанок", "code", "2", NULL);
  report = import_records (office, &dyr_contract_type, csv);
  import_assert (report, 3, 0, 0, 0, 4, 0);
  g_assert_cmpuint (report->entries->len, ==, 4);
  entry = report->entries->pdata[0];
  g_assert_cmpuint (entry->line, ==, 5);
  g_assert_cmpstr (entry->column, ==, "client");
  g_assert_cmpstr (entry->title, ==, "4");
  import_assert_contains (entry->message, "may be any of these: “Світанок”");
  import_assert_contains (((DyrImportEntry *) report->entries->pdata[1])->message,
                          "“Єдність” is not there");
  import_assert_contains (((DyrImportEntry *) report->entries->pdata[2])->message,
                          "“Client” is missing");
  import_assert_contains (((DyrImportEntry *) report->entries->pdata[3])->message,
                          "01a20174-6b5b-7073-880a-7f8f1af71628");
  for (int i = 1; i <= 3; i++)
    {
      g_autofree char *number = g_strdup_printf ("%d", i);

      office_assert (office, import_find (office, number), "client", uid);
    }
}

/* Numbers of contracts are not unique: the client tells which. */
static void
test_links_of_client (Office *office, gconstpointer data)
{
  gint64 one = office_add (office, &dyr_client_type, "name", "Ромашка", NULL);
  gint64 two = office_add (office, &dyr_client_type, "name", "Левада", NULL);
  g_autofree char *uid = office_uid (office, one), *other = office_uid (office, two);
  g_autofree char *contract = NULL;
  gint64 id;
  g_autoptr (DyrImportReport) report = NULL;

  office_add (office, &dyr_client_type, "name", "Єдність", NULL);
  office_add (office, &dyr_contract_type, "client", uid, "number", "1", NULL);
  id = office_add (office, &dyr_contract_type, "client", other, "number", "1", NULL);
  contract = office_uid (office, id);
  report = import_records (office,
                           &dyr_delivery_type,
                           "number;client;contract\n"
                           "Д-1;Левада;1\n"
                           "Д-2;Єдність;1\n");
  import_assert (report, 1, 0, 0, 0, 1, 0);
  office_assert (office, import_find (office, "Д-1"), "contract", contract);
  import_assert_contains (import_entry (report, DYR_IMPORT_REFUSED)->message, "“1” is not there");
}

static void
test_links_to_persons (Office *office, gconstpointer data)
{
  gint64 client = office_add (office, &dyr_client_type, "name", "Ромашка", NULL);
  g_autofree char *uid = office_uid (office, client), *participants = NULL, *expected = NULL,
                  *one = NULL, *two = NULL;
  g_autoptr (DyrImportReport) report = NULL;

  one = office_uid (office,
                    office_add (office,
                                &dyr_person_type,
                                "last-name",
                                "Бойко",
                                "first-name",
                                "Соломія",
                                "patronymic",
                                "Іванівна",
                                "client",
                                uid,
                                NULL));
  two = office_uid (office,
                    office_add (office,
                                &dyr_person_type,
                                "last-name",
                                "Гнатюк",
                                "first-name",
                                "Леся",
                                "client",
                                uid,
                                NULL));
  report = import_records (office,
                           &dyr_presentation_type,
                           "client;title;participants\n"
                           "Ромашка;Показ;\"Соломія Бойко, Гнатюк Леся\"\n"
                           "Ромашка;Другий;\"Бойко, Хтось Інший\"\n");
  import_assert (report, 1, 0, 0, 0, 1, 0);
  participants = office_get (office, import_find (office, "Показ"), "participants");
  expected = g_strdup_printf ("%s\n%s", one, two);
  g_assert_cmpstr (participants, ==, expected);
}

static void
test_rest_to_description (Office *office, gconstpointer data)
{
  const char *csv = "Назва;Договір №;Контактна  особа:;Місто\n"
                    "Ромашка;355/25-Л;\"Бойко\nСоломія\";Львів\n";
  g_autofree char *path = NULL;
  g_autoptr (DyrImportReport) report = NULL, again = NULL, without = NULL;

  path = import_file (office, "rest.csv", csv, -1);
  without = import_path (office, &dyr_client_type, path, NULL, FALSE);
  import_assert (without, 1, 0, 0, 0, 0, 0);
  office_assert (office, import_find (office, "Ромашка"), "description", NULL);

  report = import_path (office, &dyr_client_type, path, NULL, TRUE);
  import_assert (report, 0, 1, 0, 0, 0, 0);
  office_assert (office,
                 import_find (office, "Ромашка"),
                 "description",
                 "Договір №: 355/25-Л\nКонтактна особа: Бойко Соломія");

  /* A person writes more; the lines are there already. */
  office_set (office,
              import_find (office, "Ромашка"),
              "description",
              "Важливий\nКонтактна особа: Бойко Соломія\nДоговір №: 355/25-Л");
  again = import_path (office, &dyr_client_type, path, NULL, TRUE);
  import_assert (again, 0, 0, 1, 0, 0, 0);
}

static void
test_description (Office *office, gconstpointer data)
{
  gint64 id;
  const char *csv = "name;description;extra\nРомашка;\"Перший рядок\nДругий\";1\n";
  g_autoptr (DyrImportReport) report = import_mapped (office, &dyr_client_type, csv, "extra = +\n"),
                              again = NULL, shorter = NULL;

  import_assert (report, 1, 0, 0, 0, 0, 0);
  id = import_find (office, "Ромашка");
  office_assert (office, id, "description", "Перший рядок\nДругий\nextra: 1");
  office_set (office, id, "description", "Перший рядок\nДругий\nextra: 1\nДописано");
  again = import_mapped (office, &dyr_client_type, csv, "extra = +\n");
  import_assert (again, 0, 0, 1, 0, 0, 0);
  /* Without lines of its own the cell is what the description is to be. */
  shorter = import_clients (office, "name;description\nРомашка;Перший рядок\n");
  import_assert (shorter, 0, 1, 0, 0, 0, 0);
  office_assert (office, id, "description", "Перший рядок");
}

static void
test_choices (Office *office, gconstpointer data)
{
  g_autoptr (DyrImportReport) report = import_clients (office,
                                                       "Назва;Статус;Тип компанії\n"
                                                       "А;призупинено;\"Партнёр, Supplier\"\n"
                                                       "Б;active;Другое\n"
                                                       "В;якийсь;\"Клієнт; сусід\"\n"
                                                       "Г;;\n");
  const DyrImportEntry *entry;

  import_assert (report, 4, 0, 0, 0, 0, 2);
  office_assert (office, import_find (office, "А"), "state", "suspended");
  office_assert (office, import_find (office, "А"), "roles", "partner\nsupplier");
  office_assert (office, import_find (office, "Б"), "state", "active");
  office_assert (office, import_find (office, "Б"), "roles", NULL);
  office_assert (office, import_find (office, "В"), "state", "prospect");
  office_assert (office, import_find (office, "В"), "roles", "client");
  office_assert (
      office, import_find (office, "В"), "description", "Статус: якийсь\nТип компанії: сусід");
  office_assert (office, import_find (office, "Г"), "state", "prospect");
  entry = import_entry (report, DYR_IMPORT_WARNING);
  g_assert_cmpuint (entry->line, ==, 4);
  g_assert_cmpstr (entry->column, ==, "Статус");
  import_assert_contains (entry->message, "“якийсь” is unknown");
}

static void
test_no_place_for_words (Office *office, gconstpointer data)
{
  gint64 client = office_add (office, &dyr_client_type, "name", "Ромашка", NULL);
  g_autofree char *uid = office_uid (office, client);
  g_autoptr (DyrImportReport) report = NULL, kinds = NULL;

  office_add (office, &dyr_contract_type, "client", uid, "number", "7", NULL);
  report = import_records (
      office, &dyr_amendment_type, "contract;number;state\n7;1;якийсь\n7;2;підписано\n");
  import_assert (report, 1, 0, 0, 0, 1, 0);
  import_assert_contains (import_entry (report, DYR_IMPORT_REFUSED)->message, "Correct the word");

  /* A record cannot be made without it. */
  kinds = import_records (
      office, &dyr_activity_type, "kind;subject\nтелеграма;Привітати\nдзвінок;Привітати\n");
  import_assert (kinds, 1, 0, 0, 0, 1, 0);
  import_assert_contains (import_entry (kinds, DYR_IMPORT_REFUSED)->message, "“телеграма”");
}

/* The row is left out, with its place and what to do; the rest is imported. */
static void
test_impossible_date (Office *office, gconstpointer data)
{
  g_autoptr (DyrImportReport) report = import_clients (office,
                                                       "Назва;Наступний контакт\n"
                                                       "А;28.02.2026\n"
                                                       "Б;31.02.2026\n"
                                                       "В;2026-03-01\n");
  const DyrImportEntry *entry = import_entry (report, DYR_IMPORT_REFUSED);
  g_autofree char *line = dyr_import_entry_describe (entry, report->file_name);

  import_assert (report, 2, 0, 0, 0, 1, 0);
  g_assert_cmpuint (entry->line, ==, 3);
  g_assert_cmpstr (entry->column, ==, "Наступний контакт");
  g_assert_cmpstr (entry->title, ==, "Б");
  import_assert_contains (line, "rows.csv, line 3, column “Наступний контакт”: refused: “Б”: ");
  import_assert_contains (line, "“31.02.2026” is no date. Write it like");
  office_assert (office, import_find (office, "В"), "next-contact", "2026-03-01");
}

/* A column that goes nowhere may have one, too: the row is in, and somebody is told. */
static void
test_impossible_date_elsewhere (Office *office, gconstpointer data)
{
  g_autoptr (DyrImportReport) report = import_clients (office,
                                                       "Назва;Договір до;Примітка\n"
                                                       "А;31.02.2027;30.02.2027\n"
                                                       "Б;29.02.2028;31.12.2027\n"
                                                       "В;12/31/2027;45.13.2027\n"
                                                       "Г;30.02.2027 ми;31.02\n");
  const DyrImportEntry *entry = import_entry (report, DYR_IMPORT_WARNING);

  import_assert (report, 4, 0, 0, 0, 0, 1);
  g_assert_cmpuint (entry->line, ==, 2);
  g_assert_cmpstr (entry->column, ==, "Договір до");
  import_assert_contains (entry->message, "“31.02.2027” is a day that does not exist");
  office_assert (office, import_find (office, "А"), "description", "30.02.2027");
}

static void
test_check_digit (Office *office, gconstpointer data)
{
  const char *csv = "Назва;ЄДРПОУ;IBAN\nА;12345679;UA00 1234\nБ;12345678;\n";
  g_autoptr (DyrImportReport) report = import_clients (office, csv), again = NULL;

  import_assert (report, 2, 0, 0, 0, 0, 2);
  g_assert_cmpstr (import_entry (report, DYR_IMPORT_WARNING)->column, ==, "ЄДРПОУ");
  office_assert (office, import_find (office, "А"), "code", "12345679");
  /* What is there was told of when it came. */
  again = import_clients (office, csv);
  import_assert (again, 0, 0, 2, 0, 0, 0);
}

static void
test_without_name (Office *office, gconstpointer data)
{
  g_autoptr (DyrImportReport) report
      = import_clients (office, "Назва;Місто\n;Львів\nЛевада;Київ\n");
  const DyrImportEntry *entry = import_entry (report, DYR_IMPORT_REFUSED);

  import_assert (report, 1, 0, 0, 0, 1, 0);
  g_assert_cmpstr (entry->column, ==, "Назва");
  import_assert_contains (entry->message, "“Name” is missing. Fill the cell.");
}

static void
test_lengths (Office *office, gconstpointer data)
{
  g_autoptr (DyrImportReport) report = import_clients (office,
                                                       "Назва;Місто;Вулиця\n"
                                                       "А;Львів;Зелена 1\n"
                                                       "Б;Львів\n"
                                                       "В;Львів;Зелена 2;зайве\n"
                                                       "Г;Львів;Зелена 3; ;\n"
                                                       ";;\n"
                                                       ";\n"
                                                       "\n"
                                                       "Ж;Львів;Зелена 4\n");
  const DyrImportEntry *entry = import_entry (report, DYR_IMPORT_REFUSED);

  import_assert (report, 3, 0, 0, 2, 2, 0);
  g_assert_cmpuint (entry->line, ==, 3);
  g_assert_null (entry->column);
  import_assert_contains (entry->message, "Cells in this row: 2,");
  import_assert_contains (entry->message, "columns of the table: 3");
  import_find (office, "Г");
  import_find (office, "Ж");
}

static void
test_guard (Office *office, gconstpointer data)
{
  g_autoptr (DyrImportReport) report = import_clients (
      office, "name;description;phone\n'=Ромашка;'''=1+1;'+380671112233\n'Левада';'+1;\n");

  import_assert (report, 2, 0, 0, 0, 0, 0);
  office_assert (office, import_find (office, "=Ромашка"), "description", "''=1+1");
  office_assert (office, import_find (office, "=Ромашка"), "phones", "+380671112233");
  office_assert (office, import_find (office, "''Левада''"), "description", "+1");
}

static void
test_address (Office *office, gconstpointer data)
{
  g_autoptr (DyrImportReport) report = import_clients (office,
                                                       "Назва;Адреса;Місто\n"
                                                       "А;\"79874, м. Львів,\nвул. Зелена, 36\";\n"
                                                       "Б;\"Київ, вул. Зелена, 5\";Бровари\n"
                                                       "В;за мостом ліворуч;\n");

  import_assert (report, 3, 0, 0, 0, 0, 0);
  office_assert (office, import_find (office, "А"), "street", "вул. Зелена, 36");
  office_assert (office, import_find (office, "А"), "city", "Львів");
  office_assert (office, import_find (office, "А"), "postcode", "79874");
  office_assert (office, import_find (office, "Б"), "city", "Бровари");
  office_assert (office, import_find (office, "В"), "street", "за мостом ліворуч");
}

static void
test_person_names (Office *office, gconstpointer data)
{
  static const struct
  {
    const char *header, *cell, *last, *first, *patronymic;
  } names[] = {
    { "ПІБ", "Бойко Соломія Іванівна", "Бойко", "Соломія", "Іванівна" },
    { "ПІБ", "Тарас Петрович Гук", "Гук", "Тарас", "Петрович" },
    { "ПІБ", "Щур", "Щур", NULL, NULL },
    { "Ім’я та прізвище", "Леся Гнатюк", "Гнатюк", "Леся", NULL },
    { "Ime i prezime", "Ivana Horvat", "Horvat", "Ivana", NULL },
    { "Prezime i ime", "Horvat Ana", "Horvat", "Ana", NULL },
    { "Full name", "Anna Maria Smith", "Smith", "Anna Maria", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *csv = g_strdup_printf ("%s;email\n%s;\n", names[i].header, names[i].cell);
      g_autofree char *mapping = g_strdup_printf ("%s = name\n", names[i].header);
      g_autoptr (DyrImportReport) report = import_mapped (office, &dyr_person_type, csv, mapping);
      gint64 id = office_number (office, "SELECT max (id) FROM person");

      import_assert (report, 1, 0, 0, 0, 0, 0);
      office_assert (office, id, "last-name", names[i].last);
      office_assert (office, id, "first-name", names[i].first);
      office_assert (office, id, "patronymic", names[i].patronymic);
    }
}

/* Several columns go into one set, whatever is in them. */
static void
test_columns_of_one_set (Office *office, gconstpointer data)
{
  g_autofree char *long_item = g_strnfill (300, 'x');
  g_autofree char *csv = g_strdup_printf ("name;a;b;c\n"
                                          "А;клієнт;сусід;партнер\n"
                                          "Б;сусід;родич;\n"
                                          "В;;;%s\n",
                                          long_item);
  g_autoptr (DyrImportReport) roles = NULL, emails = NULL, participants = NULL;
  g_autofree char *expected = NULL, *one = NULL, *two = NULL;

  roles = import_mapped (office, &dyr_client_type, csv, "a = roles\nb = roles\nc = roles\n");
  import_assert (roles, 3, 0, 0, 0, 0, 4);
  office_assert (office, import_find (office, "А"), "roles", "client\npartner");
  office_assert (office, import_find (office, "А"), "description", "b: сусід");

  g_free (csv);
  csv = g_strdup_printf (
      "name;a;b\nГ;a@x.ua;\"b@x.ua, c@x.ua\"\nД;a@y.ua;%s@y.ua\nЕ;%s@z.ua;a@z.ua\n",
      long_item,
      long_item);
  emails = import_mapped (office, &dyr_client_type, csv, "a = emails\nb = emails\n");
  import_assert (emails, 1, 0, 0, 0, 2, 0);
  g_assert_cmpstr (import_entry (emails, DYR_IMPORT_REFUSED)->column, ==, "b");
  office_assert (office, import_find (office, "Г"), "emails", "a@x.ua\nb@x.ua\nc@x.ua");

  one = office_uid (office, office_add (office, &dyr_person_type, "last-name", "Щур", NULL));
  two = office_uid (office, office_add (office, &dyr_person_type, "last-name", "Гук", NULL));
  participants = import_mapped (office,
                                &dyr_presentation_type,
                                "client;title;a;b\nГ;Показ;Щур;Гук\n",
                                "a = participants\nb = participants\n");
  import_assert (participants, 1, 0, 0, 0, 0, 0);
  expected = g_strdup_printf ("%s\n%s", one, two);
  office_assert (office, import_find (office, "Показ"), "participants", expected);
}

static void
test_address_of_delivery (Office *office, gconstpointer data)
{
  g_autoptr (DyrImportReport) report = NULL;

  office_add (office, &dyr_client_type, "name", "Ромашка", NULL);
  report = import_records (office,
                           &dyr_delivery_type,
                           "number;client;Адреса доставки\n"
                           "Д-1;Ромашка;\"82400, Львівська обл., м. Стрий, вул. Зелена, 36\"\n");
  import_assert (report, 1, 0, 0, 0, 0, 0);
  office_assert (office, import_find (office, "Д-1"), "street", "Львівська обл., вул. Зелена, 36");
  office_assert (office, import_find (office, "Д-1"), "city", "Стрий");
  office_assert (office, import_find (office, "Д-1"), "postcode", "82400");
}

/* Words of the interface are understood, too, and a column of anything is no list of choices. */
static void
test_many_words (Office *office, gconstpointer data)
{
  g_autoptr (GString) csv = g_string_new ("name;state\n");
  g_autofree char *path = NULL;
  g_autoptr (DyrImportReport) report = NULL;

  for (guint i = 0; i < 600; i++)
    g_string_append_printf (csv, "Клієнт %u;стан %u\n", i, i);
  g_string_append (csv, "Останній;Prospect\n");
  path = import_file (office, "words.csv", csv->str, -1);
  report = import_path (office, &dyr_client_type, path, NULL, FALSE);
  import_assert (report, 601, 0, 0, 0, 0, 600);
  office_assert (office, import_find (office, "Останній"), "state", "prospect");
  office_assert (office, import_find (office, "Клієнт 599"), "description", "state: стан 599");
}

static void
test_currency_of_header (Office *office, gconstpointer data)
{
  g_autoptr (DyrImportReport) report = NULL, given = NULL;

  report = import_mapped (
      office, &dyr_product_type, "Назва;Ціна, грн\nКава;1 500,50\nЧай;\n", "Ціна, грн = price\n");
  import_assert (report, 2, 0, 0, 0, 0, 0);
  office_assert (office, import_find (office, "Кава"), "price", "1500.50");
  office_assert (office, import_find (office, "Кава"), "currency", "UAH");
  office_assert (office, import_find (office, "Чай"), "currency", NULL);

  given = import_mapped (office,
                         &dyr_product_type,
                         "Назва;Ціна (EUR);Валюта\nМате;1.524,35;USD\n",
                         "Ціна (EUR) = price\nВалюта = currency\n");
  import_assert (given, 1, 0, 0, 0, 0, 0);
  office_assert (office, import_find (office, "Мате"), "price", "1524.35");
  office_assert (office, import_find (office, "Мате"), "currency", "USD");
}

static void
test_fixed (Office *office, gconstpointer data)
{
  const DyrRecordType *type = dyr_record_type_by_name ("activity");
  gint64 id = office_add (office, type, "kind", "call", "subject", "Привітати", NULL);
  g_autofree char *uid = office_uid (office, id);
  g_autofree char *csv = g_strdup_printf ("uid;kind;subject\n%s;meeting;Зустріч\n", uid);
  g_autoptr (DyrImportReport) report = import_records (office, type, csv);

  import_assert (report, 0, 0, 0, 0, 1, 0);
  g_assert_cmpstr (import_entry (report, DYR_IMPORT_REFUSED)->column, ==, "kind");
  office_assert (office, id, "subject", "Привітати");
}

/* A changed date adds to its log by itself; an imported log stays what it is. */
static void
test_dated_log (Office *office, gconstpointer data)
{
  g_autofree char *log = NULL;
  g_autoptr (DyrImportReport) made = NULL, moved = NULL, wrong = NULL;
  g_auto (GStrv) moves = NULL;
  gint64 id;

  office_add (office, &dyr_client_type, "name", "Ромашка", NULL);
  made = import_records (office,
                         &dyr_delivery_type,
                         "number;client;agreed-on;agreed-log\n"
                         "Д-1;Ромашка;2026-11-24;\"2026-11-01T10:00:00Z 2026-11-20\n"
                         "2026-11-02T10:00:00Z 2026-11-24\"\n");
  import_assert (made, 1, 0, 0, 0, 0, 0);
  id = import_find (office, "Д-1");
  office_assert (
      office, id, "agreed-log", "2026-11-01T10:00:00Z 2026-11-20\n2026-11-02T10:00:00Z 2026-11-24");

  moved = import_records (office,
                          &dyr_delivery_type,
                          "number;client;agreed-on;agreed-log\n"
                          "Д-1;Ромашка;2026-11-30;\"2026-11-03T10:00:00Z 2026-11-27\"\n");
  import_assert (moved, 0, 1, 0, 0, 0, 0);
  log = office_get (office, id, "agreed-log");
  moves = g_strsplit (log, "\n", -1);
  g_assert_cmpuint (g_strv_length (moves), ==, 4);
  g_assert_true (g_str_has_prefix (moves[2], "2026-11-03T10:00:00Z 2026-11-27"));
  g_assert_true (g_str_has_suffix (moves[3], " 2026-11-30"));

  wrong = import_records (
      office, &dyr_delivery_type, "number;client;agreed-log\nД-1;Ромашка;учора\n");
  import_assert (wrong, 0, 0, 0, 0, 1, 0);
}

/* What is wrong with the file itself is told at its place, and the rest comes in. */
static void
test_damaged_file (Office *office, gconstpointer data)
{
  g_autoptr (GString) csv = g_string_new ("name;city\nА;Львів\nБ;");
  g_autofree char *path = NULL;
  g_autoptr (DyrImportReport) report = NULL;

  for (guint i = 0; i < 1100; i++)
    {
      for (guint j = 0; j < 1000; j++)
        g_string_append_c (csv, 'x');
    }
  g_string_append (csv, "\nВ;Київ\nГ;Льв");
  g_string_append_c (csv, '\0');
  g_string_append (csv, "ів\nЖ;Одеса\nД;\"не закрито\nЕ;Харків\n");
  path = import_file (office, "damaged.csv", csv->str, (gssize) csv->len);
  report = import_path (office, &dyr_client_type, path, NULL, FALSE);
  g_assert_cmpuint (report->n[DYR_IMPORT_NEW], >=, 4);
  g_assert_cmpuint (report->n[DYR_IMPORT_REFUSED], >=, 2);
  g_assert_cmpuint (import_entry (report, DYR_IMPORT_REFUSED)->line, ==, 3);
  import_find (office, "А");
  import_find (office, "В");
  import_find (office, "Ж");
  import_find (office, "Е");
  for (guint i = 0; i < report->entries->len; i++)
    g_assert_nonnull (((DyrImportEntry *) report->entries->pdata[i])->message);
}

static void
test_no_file (Office *office, gconstpointer data)
{
  static const char binary[] = "\x7f"
                               "ELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x03\x00\x3e\x00\x01\x00";
  static const struct
  {
    const char *name;
    const char *text;
    gssize length;
    const char *mapping;
    int code;
  } files[] = {
    { "nothing.csv", NULL, 0, NULL, DYR_ERROR_NOT_FOUND },
    { "empty.csv", "", 0, NULL, DYR_ERROR_INVALID },
    { "binary.csv", binary, sizeof binary, NULL, DYR_ERROR_INVALID },
    { "foreign.csv", "foo;bar\nx;y\n", -1, NULL, DYR_ERROR_INVALID },
    { "mapping.csv", "foo;bar\nx;y\n", -1, "baz = name\n", DYR_ERROR_INVALID },
  };
  g_autoptr (DyrContext) context = import_context ();

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path
          = files[i].text != NULL
                ? import_file (office, files[i].name, files[i].text, files[i].length)
                : g_build_filename (office->folder, files[i].name, NULL);
      g_autofree char *mapping = NULL;
      g_autoptr (DyrImport) import
          = dyr_import_new (office->database, &dyr_client_type, path, context);
      g_autoptr (DyrImportReport) report = NULL;
      g_autoptr (GError) error = NULL;

      if (files[i].mapping != NULL)
        {
          mapping = import_file (office, "m.txt", files[i].mapping, -1);
          dyr_import_set_mapping_file (import, mapping);
        }
      g_assert_false (dyr_import_run (import, NULL, &report, &error));
      g_assert_null (report);
      g_assert_error (error, DYR_ERROR, files[i].code);
    }
}

static void
test_read_as_told (Office *office, gconstpointer data)
{
  g_autofree char *path
      = import_file (office, "odd.csv", "name,city|name2\n\xd0\xee\xec,\xcb\xfc\xe2|x\n", -1);
  g_autoptr (DyrContext) context = import_context ();
  g_autoptr (DyrImport) import = dyr_import_new (office->database, &dyr_client_type, path, context);
  g_autoptr (DyrMapping) mapping = dyr_mapping_new (&dyr_client_type, NULL, 2);
  g_autoptr (DyrImportReport) report = NULL;
  g_autoptr (GError) error = NULL;

  dyr_import_set_options (import, &(DyrSheetOptions){ "windows-1251", '|', DYR_SHEET_HEADER_NO });
  dyr_mapping_set (mapping, 0, DYR_MAPPING_FIELD, DYR_CLIENT_NAME);
  dyr_import_set_mapping (import, mapping);
  g_assert_true (dyr_import_run (import, NULL, &report, &error));
  g_assert_no_error (error);
  import_assert (report, 2, 0, 0, 0, 0, 0);
  g_assert_cmpstr (report->encoding, ==, "windows-1251");
  g_assert_cmpint (report->delimiter, ==, '|');
  import_find (office, "Ром,Льв");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  TEST ("empty-cell-changes-nothing", test_empty_cell);
  TEST ("sets", test_sets);
  TEST ("leading-zeros", test_leading_zeros);
  TEST ("people", test_people);
  TEST ("links", test_links);
  TEST ("links-of-client", test_links_of_client);
  TEST ("links-to-persons", test_links_to_persons);
  TEST ("rest-to-description", test_rest_to_description);
  TEST ("description", test_description);
  TEST ("choices", test_choices);
  TEST ("no-place-for-words", test_no_place_for_words);
  TEST ("impossible-date", test_impossible_date);
  TEST ("impossible-date-elsewhere", test_impossible_date_elsewhere);
  TEST ("check-digit", test_check_digit);
  TEST ("without-name", test_without_name);
  TEST ("lengths", test_lengths);
  TEST ("guard", test_guard);
  TEST ("address", test_address);
  TEST ("person-names", test_person_names);
  TEST ("columns-of-one-set", test_columns_of_one_set);
  TEST ("address-of-delivery", test_address_of_delivery);
  TEST ("many-words", test_many_words);
  TEST ("currency-of-header", test_currency_of_header);
  TEST ("fixed", test_fixed);
  TEST ("dated-log", test_dated_log);
  TEST ("damaged-file", test_damaged_file);
  TEST ("no-file", test_no_file);
  TEST ("read-as-told", test_read_as_told);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Which record a row is about. */

#include "config.h"

#include "import-test.h"

#include "dyr-amendment.h"
#include "dyr-delivery-line.h"
#include "dyr-note.h"
#include "dyr-person.h"
#include "dyr-product.h"
#include "dyr-user.h"

#define TEST(path, function)                                                                       \
  g_test_add ("/import/match/" path, Office, NULL, office_set_up, function, office_tear_down)

static void
test_code (Office *office, gconstpointer data)
{
  gint64 id = office_add (office, &dyr_client_type, "name", "Ромашка", "code", "12345678", NULL);
  g_autoptr (DyrImportReport) report
      = import_clients (office, "name;code;city\nТОВ «Нова Ромашка»;12345678;Львів\n");

  import_assert (report, 0, 1, 0, 0, 0, 0);
  office_assert (office, id, "name", "ТОВ «Нова Ромашка»");
  office_assert (office, id, "city", "Львів");
}

static void
test_email (Office *office, gconstpointer data)
{
  gint64 id
      = office_add (office, &dyr_client_type, "name", "Ромашка", "emails", "a@x.ua\nb@x.ua", NULL);
  g_autoptr (DyrImportReport) report = NULL, again = NULL;

  report = import_clients (office, "name;email;city\nІнша назва;b@x.ua;Львів\n");
  import_assert (report, 0, 1, 0, 0, 0, 0);
  office_assert (office, id, "name", "Інша назва");
  office_assert (office, id, "emails", "a@x.ua\nb@x.ua");

  /* In other letters it is the same address and no second one. */
  again = import_clients (office, "name;email\nІнша назва;B@X.UA\n");
  import_assert (again, 0, 0, 1, 0, 0, 0);
}

/* However the addresses are written there and here. */
static void
test_email_case (Office *office, gconstpointer data)
{
  gint64 mixed = office_add (
      office, &dyr_client_type, "name", "Ромашка", "emails", "Office@Example.com", NULL);
  gint64 lower
      = office_add (office, &dyr_client_type, "name", "Левада", "emails", "info@levada.ua", NULL);
  gint64 user = office_add (
      office, &dyr_user_type, "name", "Оксана Мельник", "email", "Oksana@Example.com", NULL);
  g_autoptr (DyrImportReport) report = import_clients (office,
                                                       "name;email;city\n"
                                                       "Ромашка Плюс;office@example.COM;Львів\n"
                                                       "Левада Плюс;Info@Levada.ua;Стрий\n"
                                                       "Нова;New@x.ua, new@X.UA;\n"
                                                       "Нова Плюс;NEW@x.ua;Броди\n");
  g_autoptr (DyrImportReport) users
      = import_records (office, &dyr_user_type, "name;email\nОксана М.;oksana@example.com\n");
  gint64 new;

  import_assert (report, 1, 3, 0, 0, 0, 0);
  office_assert (office, mixed, "name", "Ромашка Плюс");
  office_assert (office, mixed, "emails", "Office@Example.com");
  office_assert (office, lower, "city", "Стрий");
  office_assert (office, lower, "emails", "info@levada.ua");
  new = import_find (office, "Нова Плюс");
  office_assert (office, new, "city", "Броди");
  office_assert (office, new, "emails", "New@x.ua");
  import_assert (users, 0, 1, 0, 0, 0, 0);
  office_assert (office, user, "name", "Оксана М.");
}

/* In every alphabet, also inside the file. */
static void
test_email_alphabets (Office *office, gconstpointer data)
{
  gint64 mixed
      = office_add (office, &dyr_client_type, "name", "Ромашка", "emails", "Єва@Пошта.укр", NULL);
  g_autoptr (DyrImportReport) report = import_clients (office,
                                                       "name;email;city\n"
                                                       "Ромашка Плюс;ЄВА@пошта.укр;Львів\n"
                                                       "Нова;Їжак@Пошта.укр, їжак@пошта.укр;\n"
                                                       "Нова Плюс;їЖАК@ПОШТА.УКР;Броди\n");
  gint64 new;

  import_assert (report, 1, 2, 0, 0, 0, 0);
  office_assert (office, mixed, "city", "Львів");
  office_assert (office, mixed, "emails", "Єва@Пошта.укр");
  new = import_find (office, "Нова Плюс");
  office_assert (office, new, "emails", "Їжак@Пошта.укр");
}

static void
test_code_before_email (Office *office, gconstpointer data)
{
  gint64 one = office_add (office, &dyr_client_type, "name", "А", "code", "11111111", NULL);
  gint64 other = office_add (office, &dyr_client_type, "name", "Б", "emails", "b@x.ua", NULL);
  g_autoptr (DyrImportReport) report
      = import_clients (office, "name;code;email;city\nБ;11111111;b@x.ua;Львів\n");

  import_assert (report, 0, 1, 0, 0, 0, 0);
  office_assert (office, one, "city", "Львів");
  office_assert (office, other, "city", NULL);
}

static void
test_name_folded (Office *office, gconstpointer data)
{
  gint64 id = office_add (office, &dyr_client_type, "name", "ТОВ «Мар’яна і Ґава»", NULL);
  g_autoptr (DyrImportReport) report
      = import_clients (office, "name;code\nТов \"Мар'яна і Гава\";12345678\n");

  import_assert (report, 0, 1, 0, 0, 0, 0);
  office_assert (office, id, "code", "12345678");
}

static void
test_no_name_when_codes_differ (Office *office, gconstpointer data)
{
  gint64 id = office_add (office, &dyr_client_type, "name", "Ромашка", "code", "00000001", NULL);
  g_autoptr (DyrImportReport) report
      = import_clients (office, "name;code;city\nРомашка;00000002;Львів\n");

  g_assert_cmpuint (report->n[DYR_IMPORT_NEW], ==, 1);
  office_assert (office, id, "city", NULL);
  office_assert (office, id, "code", "00000001");
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM client"), ==, 2);
}

/* A bookkeeper's address stands in the rows of many companies. */
static void
test_shared_email (Office *office, gconstpointer data)
{
  gint64 id = office_add (office,
                          &dyr_client_type,
                          "name",
                          "ФОП Бойко",
                          "code",
                          "21178216",
                          "emails",
                          "buh@x.ua",
                          NULL);
  g_autoptr (DyrImportReport) report = NULL, corrected = NULL;

  report = import_clients (office, "name;code;email\nФОП Гнатюк;08694864;buh@x.ua\n");
  import_assert (report, 1, 0, 0, 0, 0, 1);
  import_assert_contains (import_entry (report, DYR_IMPORT_WARNING)->message, "ФОП Бойко");
  office_assert (office, id, "name", "ФОП Бойко");
  office_assert (office, id, "code", "21178216");

  /* With the same name it is the same client, whose code was wrong. */
  corrected = import_clients (office, "name;code;email\nФОП Бойко;33256085;buh@x.ua\n");
  import_assert (corrected, 0, 1, 0, 0, 0, 0);
  office_assert (office, id, "code", "33256085");
}

static void
test_inside_file (Office *office, gconstpointer data)
{
  g_autoptr (DyrImportReport) report = import_clients (office,
                                                       "name;code;email;phone\n"
                                                       "Ромашка;21178216;;067 111 22 33\n"
                                                       "Ромашка і Ко;21178216;;067 111 22 44\n"
                                                       "Левада;;l@x.ua;\n"
                                                       "Нова Левада;;l@x.ua;067 111 22 55\n"
                                                       "Нова Левада;;;\n"
                                                       "Єдність;08694864;;\n"
                                                       "Єдність;33256085;;\n");
  gint64 id;

  import_assert (report, 4, 2, 1, 0, 0, 0);
  id = import_find (office, "Ромашка і Ко");
  office_assert (office, id, "phones", "+380671112233\n+380671112244");
  office_assert (office, import_find (office, "Нова Левада"), "phones", "+380671112255");
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM client"), ==, 4);
}

static void
test_several (Office *office, gconstpointer data)
{
  gint64 one = office_add (office, &dyr_client_type, "name", "Ромашка", NULL);
  gint64 other = office_add (office, &dyr_client_type, "name", "«Ромашка»", NULL);
  g_autofree char *uid = office_uid (office, one);
  g_autofree char *other_uid = office_uid (office, other);
  g_autoptr (DyrImportReport) report
      = import_clients (office, "name;city\nромашка;Львів\nЛевада;Київ\n");
  const DyrImportEntry *entry;

  import_assert (report, 1, 0, 0, 0, 1, 0);
  entry = import_entry (report, DYR_IMPORT_REFUSED);
  g_assert_cmpuint (entry->line, ==, 2);
  import_assert_contains (entry->message, "“Ромашка”");
  import_assert_contains (entry->message, "“«Ромашка»”");
  import_assert_contains (entry->message, uid);
  import_assert_contains (entry->message, other_uid);
  office_assert (office, one, "city", NULL);
}

/* Of records that earlier rows of the file make a dry run knows no uid. */
static void
test_several_inside_file (Office *office, gconstpointer data)
{
  const char *csv = "name;code\nРомашка;21178216\n«Ромашка»;08694864\nРомашка;\n";
  g_autoptr (DyrContext) context = import_context ();
  g_autofree char *path = import_file (office, "rows.csv", csv, -1);
  g_autoptr (DyrImport) import = dyr_import_new (office->database, &dyr_client_type, path, context);
  g_autoptr (DyrImportReport) dry = NULL, report = NULL;
  g_autoptr (GError) error = NULL;

  dyr_import_set_dry_run (import, TRUE);
  g_assert_true (dyr_import_run (import, NULL, &dry, &error));
  import_assert (dry, 2, 0, 0, 0, 1, 0);
  import_assert_contains (import_entry (dry, DYR_IMPORT_REFUSED)->message,
                          "Several records fit: “Ромашка”, “«Ромашка»”.");
  report = import_clients (office, csv);
  import_assert_contains (import_entry (report, DYR_IMPORT_REFUSED)->message,
                          "Several records fit: “Ромашка” (");
}

static void
test_deleted_is_not_matched (Office *office, gconstpointer data)
{
  gint64 id = office_add (
      office, &dyr_client_type, "name", "Ромашка", "code", "21178216", "emails", "a@x.ua", NULL);
  g_autoptr (DyrImportReport) report = NULL;

  office_delete (office, id);
  report = import_clients (office, "name;code;email\nРомашка;21178216;a@x.ua\n");
  import_assert (report, 1, 0, 0, 0, 0, 0);
}

static void
test_uid (Office *office, gconstpointer data)
{
  gint64 id = office_add (office, &dyr_client_type, "name", "Ромашка", "code", "21178216", NULL);
  gint64 namesake = office_add (office, &dyr_client_type, "name", "Левада", NULL);
  g_autofree char *uid = office_uid (office, id);
  g_autofree char *csv = g_strdup_printf ("uid;name;code;city\n%s;Левада;;Львів\n", uid);
  g_autoptr (DyrImportReport) report = import_clients (office, csv);

  import_assert (report, 0, 1, 0, 0, 0, 0);
  office_assert (office, id, "name", "Левада");
  office_assert (office, id, "code", "21178216");
  office_assert (office, namesake, "city", NULL);
}

static void
test_uid_unknown (Office *office, gconstpointer data)
{
  const char *csv = "uid;name\n01a20174-6b5b-7073-880a-7f8f1af71628;Ромашка\n";
  g_autoptr (DyrImportReport) report = import_clients (office, csv), again = NULL;
  g_autofree char *uid = office_uid (office, import_find (office, "Ромашка"));

  import_assert (report, 1, 0, 0, 0, 0, 0);
  g_assert_cmpstr (uid, ==, "01a20174-6b5b-7073-880a-7f8f1af71628");
  again = import_clients (office, csv);
  import_assert (again, 0, 0, 1, 0, 0, 0);
}

static void
test_uid_refused (Office *office, gconstpointer data)
{
  gint64 deleted = office_add (office, &dyr_client_type, "name", "Ромашка", NULL);
  gint64 user = office_add (office, &dyr_user_type, "name", "Оксана", NULL);
  g_autofree char *uid = office_uid (office, deleted);
  g_autofree char *user_uid = office_uid (office, user);
  g_autofree char *csv
      = g_strdup_printf ("uid;name\n%s;Ромашка\n%s;Левада\nне uid;Єдність\n", uid, user_uid);
  g_autoptr (DyrImportReport) report = NULL;

  office_delete (office, deleted);
  report = import_clients (office, csv);
  import_assert (report, 0, 0, 0, 0, 3, 0);
  import_assert_contains (((DyrImportEntry *) report->entries->pdata[0])->message, "deleted");
  import_assert_contains (((DyrImportEntry *) report->entries->pdata[1])->message, "another sort");
  import_assert_contains (((DyrImportEntry *) report->entries->pdata[2])->message, "“не uid”");
  g_assert_cmpstr (((DyrImportEntry *) report->entries->pdata[2])->column, ==, "uid");
}

static void
test_person (Office *office, gconstpointer data)
{
  gint64 client = office_add (office, &dyr_client_type, "name", "Ромашка", NULL);
  g_autofree char *client_uid = office_uid (office, client);
  gint64 id = office_add (office,
                          &dyr_person_type,
                          "last-name",
                          "Бойко",
                          "first-name",
                          "Соломія",
                          "patronymic",
                          "Іванівна",
                          "client",
                          client_uid,
                          NULL);
  g_autoptr (DyrImportReport) report = NULL;

  office_add (office, &dyr_client_type, "name", "Левада", NULL);
  report = import_records (office,
                           &dyr_person_type,
                           "ПІБ;Посада;client\n"
                           "Бойко Соломія;директорка;Ромашка\n"
                           "Бойко Тарас;бухгалтер;Ромашка\n"
                           "Бойко Соломія;інша;Левада\n");
  import_assert (report, 2, 1, 0, 0, 0, 0);
  office_assert (office, id, "position", "директорка");
  office_assert (office, id, "patronymic", "Іванівна");
}

static void
test_contract (Office *office, gconstpointer data)
{
  gint64 one = office_add (office, &dyr_client_type, "name", "Ромашка", NULL);
  gint64 id;
  g_autofree char *uid = office_uid (office, one);
  g_autoptr (DyrImportReport) report = NULL;

  office_add (office, &dyr_client_type, "name", "Левада", NULL);
  id = office_add (office, &dyr_contract_type, "client", uid, "number", "12/25-Л", NULL);
  report = import_records (office,
                           &dyr_contract_type,
                           "number;client;valid-to\n"
                           "12/25-л;Ромашка;31.12.2026\n"
                           "12/25-Л;Левада;31.12.2027\n");
  import_assert (report, 1, 1, 0, 0, 0, 0);
  office_assert (office, id, "valid-to", "2026-12-31");
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM contract"), ==, 2);
}

static void
test_product_and_user (Office *office, gconstpointer data)
{
  gint64 product = office_add (office, &dyr_product_type, "name", "Кава", "code", "К-01", NULL);
  gint64 user
      = office_add (office, &dyr_user_type, "name", "Оксана Мельник", "email", "om@x.ua", NULL);
  g_autoptr (DyrImportReport) products = NULL, users = NULL;

  products = import_records (office, &dyr_product_type, "code;name;unit\nк-01;Кава зернова;кг\n");
  import_assert (products, 0, 1, 0, 0, 0, 0);
  office_assert (office, product, "unit", "кг");
  users = import_records (office, &dyr_user_type, "name;email\nОксана М.;om@x.ua\n");
  import_assert (users, 0, 1, 0, 0, 0, 0);
  office_assert (office, user, "name", "Оксана М.");
}

/* What has no name of its own is known again when it says the same, and is never mixed up. */
static void
test_nameless_twice (Office *office, gconstpointer data)
{
  static const struct
  {
    const DyrRecordType *type;
    const char *csv;
    guint n;
  } files[] = {
    { &dyr_amendment_type, "contract;number;date\n7;1;01.02.2026\n7;2;01.03.2026\n", 2 },
    { &dyr_delivery_type,
      "client;number;agreed-on\nРомашка;;24.11.2026\nРомашка;;25.11.2026\n",
      2 },
    { &dyr_note_type, "about;text\nРомашка;Дзвонити зранку\nРомашка;Не дзвонити\n", 2 },
    { &dyr_activity_type,
      "kind;client;subject;starts-at\ncall;Ромашка;Привітати;24.11.2026 10:00\n"
      "call;Ромашка;Привітати;25.11.2026 10:00\ncall;;Привітати;\n",
      3 },
  };
  gint64 client = office_add (office, &dyr_client_type, "name", "Ромашка", NULL);
  g_autofree char *uid = office_uid (office, client);

  office_add (office, &dyr_contract_type, "client", uid, "number", "7", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (DyrImportReport) first = import_records (office, files[i].type, files[i].csv);
      g_autoptr (DyrImportReport) again = import_records (office, files[i].type, files[i].csv);

      import_assert (first, files[i].n, 0, 0, 0, 0, 0);
      import_assert (again, 0, 0, files[i].n, 0, 0, 0);
    }
}

static void
test_delivery_lines (Office *office, gconstpointer data)
{
  gint64 client = office_add (office, &dyr_client_type, "name", "Ромашка", NULL);
  g_autofree char *uid = office_uid (office, client);
  const char *csv = "delivery;name;quantity-planned;serials\n"
                    "Д-1;Кава;1,5;A1, A2\nД-1;Кава;2;B1\nД-1;Чай;0,125;\n";
  g_autoptr (DyrImportReport) first = NULL, again = NULL;

  office_add (office, &dyr_delivery_type, "client", uid, "number", "Д-1", NULL);
  first = import_records (office, &dyr_delivery_line_type, csv);
  again = import_records (office, &dyr_delivery_line_type, csv);
  import_assert (first, 3, 0, 0, 0, 0, 0);
  import_assert (again, 0, 0, 3, 0, 0, 0);
  g_assert_cmpint (
      office_number (office, "SELECT sum (quantity_planned) FROM delivery_line"), ==, 3625);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  TEST ("code", test_code);
  TEST ("email", test_email);
  TEST ("email-case", test_email_case);
  TEST ("email-alphabets", test_email_alphabets);
  TEST ("code-before-email", test_code_before_email);
  TEST ("name-folded", test_name_folded);
  TEST ("no-name-when-codes-differ", test_no_name_when_codes_differ);
  TEST ("shared-email", test_shared_email);
  TEST ("inside-file", test_inside_file);
  TEST ("several", test_several);
  TEST ("several-inside-file", test_several_inside_file);
  TEST ("deleted-is-not-matched", test_deleted_is_not_matched);
  TEST ("uid", test_uid);
  TEST ("uid-unknown", test_uid_unknown);
  TEST ("uid-refused", test_uid_refused);
  TEST ("person", test_person);
  TEST ("contract", test_contract);
  TEST ("product-and-user", test_product_and_user);
  TEST ("nameless-twice", test_nameless_twice);
  TEST ("delivery-lines", test_delivery_lines);

  return g_test_run ();
}

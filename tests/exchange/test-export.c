/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What an export writes, and that importing it changes nothing. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "import-test.h"

#include <fcntl.h>
#include <json-glib/json-glib.h>
#include <unistd.h>

#include "dyr-contract.h"
#include "dyr-delivery-line.h"
#include "dyr-delivery.h"
#include "dyr-error.h"
#include "dyr-export.h"
#include "dyr-person.h"
#include "dyr-presentation.h"
#include "dyr-user.h"
#include "sample-test.h"
#include "xlsx-support.h"

#define TEST(path, function)                                                                       \
  g_test_add ("/export/" path, Office, NULL, office_set_up, function, office_tear_down)

static guint
export_to (Office *office,
           const DyrRecordType *type,
           const char *path,
           DyrExportOptions options,
           GError **error)
{
  g_autoptr (DyrContext) context = import_context ();
  g_autoptr (DyrQuery) query = dyr_query_new (type);
  guint n = G_MAXUINT;

  options.context = context;
  dyr_export_run (office->database, query, path, &options, &n, NULL, error);

  return n;
}

static char *
export_text (Office *office, const DyrRecordType *type, DyrExportOptions options)
{
  g_autofree char *path = g_build_filename (office->folder, "export.csv", NULL);
  g_autoptr (GError) error = NULL;
  char *text;

  export_to (office, type, path, options, &error);
  g_assert_no_error (error);
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

static const DyrExportOptions csv_names = { .format = DYR_EXPORT_CSV };

static void
test_guard (Office *office, gconstpointer data)
{
  static const guint fields[]
      = { DYR_CLIENT_NAME, DYR_CLIENT_PHONES, DYR_CLIENT_CITY, DYR_CLIENT_DESCRIPTION };
  g_autofree char *text = NULL;

  office_add (office,
              &dyr_client_type,
              "name",
              "=2+5",
              "phones",
              "+380671112233\n+380671112244",
              "city",
              "-Львів",
              "description",
              "'@usual\nдругий; \"рядок\"",
              NULL);
  text = export_text (
      office,
      &dyr_client_type,
      (DyrExportOptions){ .format = DYR_EXPORT_CSV, .fields = fields, .n_fields = 4 });
  import_assert_contains (text, "uid;name;phones;city;description\r\n");
  import_assert_contains (text, ";'=2+5;\"+380671112233; +380671112244\";'-Львів;");
  import_assert_contains (text, "\"''@usual\nдругий; \"\"рядок\"\"\"\r\n");
}

static void
test_values (Office *office, gconstpointer data)
{
  gint64 client = office_add (office, &dyr_client_type, "name", "Ромашка", NULL);
  g_autofree char *uid = office_uid (office, client), *names = NULL, *labels = NULL;

  office_add (office,
              &dyr_contract_type,
              "client",
              uid,
              "number",
              "001",
              "state",
              "signed",
              "valid-to",
              "2026-12-31",
              "amount",
              "-1500.50",
              "currency",
              "UAH",
              "auto-prolong",
              "1",
              NULL);
  names = export_text (office, &dyr_contract_type, csv_names);
  import_assert_contains (names, "valid-to");
  import_assert_contains (names, ";Ромашка;001;");
  import_assert_contains (names, ";signed;");
  import_assert_contains (names, ";2026-12-31;-1500.50;UAH;yes;");
  labels = export_text (
      office,
      &dyr_contract_type,
      (DyrExportOptions){ .headers = DYR_EXPORT_LABELS, .delimiter = '\t', .bom = TRUE });
  import_assert_contains (labels, "\xef\xbb\xbfuid\tClient\tNumber\t");
  import_assert_contains (labels, "\tSigned\t");
  import_assert_contains (labels, "\tYes\t");
}

/* A name that is not enough to find the record again is no use. */
static void
test_links (Office *office, gconstpointer data)
{
  gint64 one = office_add (office, &dyr_client_type, "name", "Ромашка", NULL);
  gint64 unique = office_add (office, &dyr_client_type, "name", "Левада", NULL);
  gint64 deleted = office_add (office, &dyr_client_type, "name", "Єдність", NULL);
  /* Called as another one's code. */
  gint64 tricky = office_add (office, &dyr_client_type, "name", "21178216", NULL);
  g_autofree char *uid = office_uid (office, one), *unique_uid = office_uid (office, unique),
                  *deleted_uid = office_uid (office, deleted),
                  *tricky_uid = office_uid (office, tricky), *text = NULL, *expected = NULL;

  office_add (office, &dyr_client_type, "name", "«РОМАШКА»", "code", "21178216", NULL);
  office_add (office, &dyr_contract_type, "client", uid, "number", "1", NULL);
  office_add (office, &dyr_contract_type, "client", unique_uid, "number", "2", NULL);
  office_add (office, &dyr_contract_type, "client", deleted_uid, "number", "3", NULL);
  office_add (office, &dyr_contract_type, "client", tricky_uid, "number", "4", NULL);
  office_delete (office, deleted);
  text = export_text (office, &dyr_contract_type, csv_names);
  expected = g_strdup_printf (";%s;1;", uid);
  import_assert_contains (text, expected);
  import_assert_contains (text, ";Левада;2;");
  g_free (expected);
  expected = g_strdup_printf (";%s;3;", deleted_uid);
  import_assert_contains (text, expected);
  g_free (expected);
  expected = g_strdup_printf (";%s;4;", tricky_uid);
  import_assert_contains (text, expected);
}

static void
test_json (Office *office, gconstpointer data)
{
  gint64 user = office_add (office, &dyr_user_type, "name", "Оксана", NULL);
  g_autofree char *uid = office_uid (office, user), *text = NULL, *empty = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonArray *rows;
  JsonObject *row, *link;

  empty = export_text (office, &dyr_client_type, (DyrExportOptions){ .format = DYR_EXPORT_JSON });
  g_assert_cmpstr (empty, ==, "[]\n");
  office_add (office,
              &dyr_client_type,
              "name",
              "\"Ромашка\"",
              "responsible",
              uid,
              "emails",
              "a@x.ua\nb@x.ua",
              "next-contact",
              "2026-11-24",
              NULL);
  office_add (office, &dyr_client_type, "name", "Левада", NULL);
  text = export_text (office, &dyr_client_type, (DyrExportOptions){ .format = DYR_EXPORT_JSON });
  json_parser_load_from_data (parser, text, -1, &error);
  g_assert_no_error (error);
  rows = json_node_get_array (json_parser_get_root (parser));
  g_assert_cmpuint (json_array_get_length (rows), ==, 2);
  row = json_array_get_object_element (rows, 1);
  g_assert_cmpstr (json_object_get_string_member (row, "name"), ==, "\"Ромашка\"");
  g_assert_cmpstr (json_object_get_string_member (row, "next-contact"), ==, "2026-11-24");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (row, "emails")), ==, 2);
  g_assert_true (json_object_get_null_member (row, "city"));
  link = json_object_get_object_member (row, "responsible");
  g_assert_cmpstr (json_object_get_string_member (link, "uid"), ==, uid);
  g_assert_cmpstr (json_object_get_string_member (link, "name"), ==, "Оксана");
}

static void
test_json_values (Office *office, gconstpointer data)
{
  gint64 client = office_add (office, &dyr_client_type, "name", "Ромашка", NULL);
  g_autofree char *uid = office_uid (office, client), *contracts = NULL, *deliveries = NULL,
                  *lines = NULL, *delivery = NULL;
  const DyrExportOptions json = { .format = DYR_EXPORT_JSON };

  office_add (office,
              &dyr_contract_type,
              "client",
              uid,
              "number",
              "1",
              "amount",
              "-1500.50",
              "currency",
              "UAH",
              "auto-prolong",
              "0",
              "notice-days",
              "30",
              NULL);
  contracts = export_text (office, &dyr_contract_type, json);
  import_assert_contains (contracts, "\"amount\":\"-1500.50\",\"currency\":\"UAH\"");
  import_assert_contains (contracts, "\"auto-prolong\":false");
  import_assert_contains (contracts, "\"notice-days\":30");
  delivery = office_uid (office,
                         office_add (office,
                                     &dyr_delivery_type,
                                     "client",
                                     uid,
                                     "shipped-at",
                                     "2026-11-24T10:05:00Z",
                                     "agreed-log",
                                     "2026-11-01T10:00:00Z 2026-11-20\n2026-11-02T10:00:00Z -",
                                     NULL));
  deliveries = export_text (office, &dyr_delivery_type, json);
  import_assert_contains (deliveries, "\"shipped-at\":\"2026-11-24T10:05:00Z\"");
  import_assert_contains (deliveries,
                          "[{\"at\":\"2026-11-01T10:00:00Z\",\"to\":\"2026-11-20\"},"
                          "{\"at\":\"2026-11-02T10:00:00Z\",\"to\":null}");
  office_add (office,
              &dyr_delivery_line_type,
              "delivery",
              delivery,
              "name",
              "Кава",
              "quantity-planned",
              "1.500",
              NULL);
  lines = export_text (office, &dyr_delivery_line_type, json);
  import_assert_contains (lines, "\"quantity-planned\":\"1.5\"");
  import_assert_contains (lines, "\"serials\":[]");
}

static void
test_to_fd (Office *office, gconstpointer data)
{
  g_autoptr (DyrContext) context = import_context ();
  static const DyrExportFormat formats[] = { DYR_EXPORT_CSV, DYR_EXPORT_JSON, DYR_EXPORT_XLSX };

  office_add (office, &dyr_client_type, "name", "Ромашка", NULL);
  office_add (office, &dyr_client_type, "name", "Левада", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      DyrExportOptions options = { .format = formats[i], .context = context };
      g_autoptr (DyrQuery) query = dyr_query_new (&dyr_client_type);
      g_autofree char *path = g_build_filename (office->folder, "out", NULL), *text = NULL;
      g_autoptr (GError) error = NULL, full = NULL;
      g_auto (DyrValue) name = DYR_VALUE_INIT;
      int file = g_open (path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
      int nowhere = g_open ("/dev/full", O_WRONLY | O_CLOEXEC, 0);
      guint n;

      dyr_value_set_text (&name, "левада");
      dyr_query_where (query, DYR_CLIENT_NAME, DYR_COMPARE_IS, &name);
      g_assert_true (dyr_export_to_fd (office->database, query, file, &options, &n, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (n, ==, 1);
      if (formats[i] == DYR_EXPORT_XLSX)
        text = xlsx_read (path, NULL);
      else
        g_file_get_contents (path, &text, NULL, &error);
      import_assert_contains (text, "Левада");
      g_assert_null (strstr (text, "Ромашка"));
      g_assert_false (
          dyr_export_to_fd (office->database, query, nowhere, &options, &n, NULL, &full));
      g_assert_error (full, DYR_ERROR, DYR_ERROR_FULL);
      close (file);
      close (nowhere);
    }
}

/* A file that could not be written leaves the older one alone. */
static void
test_failed (Office *office, gconstpointer data)
{
  g_autofree char *nowhere = g_build_filename (office->folder, "no", "x.csv", NULL);
  g_autofree char *path = import_file (office, "old.csv", "old", -1), *text = NULL;
  static const DyrExportFormat formats[] = { DYR_EXPORT_CSV, DYR_EXPORT_JSON, DYR_EXPORT_XLSX };
  g_autoptr (DyrContext) context = import_context ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  office_add (office, &dyr_client_type, "name", "Ромашка", NULL);
  g_cancellable_cancel (cancellable);
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      DyrExportOptions options = { .format = formats[i], .context = context };
      g_autoptr (DyrQuery) query = dyr_query_new (&dyr_client_type);
      g_autoptr (GError) error = NULL, cancelled = NULL;

      g_assert_false (
          dyr_export_run (office->database, query, nowhere, &options, NULL, NULL, &error));
      g_assert_nonnull (error);
      g_assert_false (
          dyr_export_run (office->database, query, path, &options, NULL, cancellable, &cancelled));
      g_assert_error (cancelled, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
  g_file_get_contents (path, &text, NULL, NULL);
  g_assert_cmpstr (text, ==, "old");
}

/* Every type: written, read, nothing changed, nothing new, no history. */
static void
assert_round_trip (Office *office, const char *file_name, DyrExportHeaders headers)
{
  DyrExportOptions options = { .headers = headers };
  g_autofree char *digest = sample_digest (office), *state = import_state (office);

  for (gsize i = 0; dyr_record_types[i] != NULL; i++)
    {
      const DyrRecordType *type = dyr_record_types[i];
      g_autofree char *path = g_build_filename (office->folder, file_name, NULL);
      g_autofree char *said = NULL, *digest_now = NULL, *state_now = NULL;
      g_autoptr (DyrImportReport) report = NULL;
      g_autoptr (GError) error = NULL;
      guint n;

      g_assert_true (dyr_export_format_of_file (path, &options.format));
      if (options.format == DYR_EXPORT_VCARD && type != &dyr_person_type)
        continue;
      if (g_str_equal (file_name, "trip4.vcf"))
        options.format = DYR_EXPORT_VCARD4;
      n = export_to (office, type, path, options, &error);
      g_assert_no_error (error);
      report = import_path (office, type, path, NULL, FALSE);
      said = import_describe (report);
      if (report->n[DYR_IMPORT_SAME] != n || report->action != 0)
        g_error ("%s: %u records, %s", type->plural, n, said);
      digest_now = sample_digest (office);
      state_now = import_state (office);
      g_assert_cmpstr (digest_now, ==, digest);
      g_assert_cmpstr (state_now, ==, state);
    }
}

static void
assert_round_trips (Office *office)
{
  assert_round_trip (office, "trip.csv", DYR_EXPORT_NAMES);
  assert_round_trip (office, "trip.csv", DYR_EXPORT_LABELS);
  assert_round_trip (office, "trip.xlsx", DYR_EXPORT_NAMES);
  assert_round_trip (office, "trip.xlsx", DYR_EXPORT_LABELS);
  assert_round_trip (office, "trip.vcf", DYR_EXPORT_NAMES);
  assert_round_trip (office, "trip4.vcf", DYR_EXPORT_NAMES);
}

static void
test_sample_round_trip (Office *office, gconstpointer data)
{
  sample_make (office, "uk", 60, 3, FALSE);
  assert_round_trips (office);
}

/* What people and CRMs can leave in a store. */
static void
test_odd_round_trip (Office *office, gconstpointer data)
{
  gint64 client = office_add (office,
                              &dyr_client_type,
                              "name",
                              "=ТОВ; \"Ромашка\"",
                              "code",
                              "007",
                              "phones",
                              "+380671112233\tробочий, зранку\n067 1\n12; 13",
                              "emails",
                              "A@X.ua\na@x.ua",
                              "state",
                              "unheard-of",
                              "roles",
                              "client\nunheard-of",
                              "description",
                              "'=1\n\n  відступ",
                              "street",
                              "  пробіли  ",
                              "country",
                              "Атлантида",
                              "contact-rhythm-days",
                              "1500",
                              NULL);
  g_autofree char *uid = office_uid (office, client), *delivery = NULL, *person = NULL,
                  *gone = NULL, *comma = NULL, *left_uid = NULL;
  g_autofree char *participants = NULL;
  gint64 lost, left;

  lost = office_add (office, &dyr_user_type, "name", "Оксана", NULL);
  gone = office_uid (office, lost);
  office_add (office, &dyr_user_type, "name", "Тарас", NULL);
  office_add (office, &dyr_user_type, "name", "тарас", NULL);
  delivery = office_uid (office,
                         office_add (office,
                                     &dyr_delivery_type,
                                     "client",
                                     uid,
                                     "agreed-on",
                                     "2026-11-24",
                                     "shipped-at",
                                     "2026-10-25T00:30:00Z",
                                     "accepted-at",
                                     "2026-10-25T01:30:59Z",
                                     "responsible",
                                     gone,
                                     NULL));
  office_add (office,
              &dyr_delivery_line_type,
              "delivery",
              delivery,
              "name",
              "Кава",
              "quantity-planned",
              "1.125",
              "quantity-shipped",
              "1500.000",
              "serials",
              "A,1\nB;2\n\"C\"",
              NULL);
  person = office_uid (office,
                       office_add (office,
                                   &dyr_person_type,
                                   "last-name",
                                   "Бойко",
                                   "first-name",
                                   "Соломія",
                                   "birthday",
                                   "1901-02-03",
                                   "client",
                                   uid,
                                   NULL));
  comma = office_uid (
      office,
      office_add (office, &dyr_person_type, "last-name", "Бойко", "first-name", "Іван, ст.", NULL));
  left = office_add (office, &dyr_person_type, "last-name", "Щур", "client", uid, NULL);
  left_uid = office_uid (office, left);
  participants = g_strdup_printf ("%s\n%s\n%s", person, comma, left_uid);
  office_add (office,
              &dyr_presentation_type,
              "client",
              uid,
              "title",
              "@Показ",
              "participants",
              participants,
              NULL);
  /* Without the name that it must have: the person was called away. */
  office_add (office, &dyr_client_type, "city", "Львів", NULL);
  office_delete (office, lost);
  office_delete (office, left);

  assert_round_trips (office);
}

/* A description that no cell of a spreadsheet can hold; signs that its XML cannot. */
static void
test_long_round_trip (Office *office, gconstpointer data)
{
  g_autofree char *many = g_strnfill (20000, 'x');
  g_autofree char *text = g_strdup_printf ("їжак _x0041_ %s 😀%s", many, many);

  office_add (office, &dyr_client_type, "name", "Ромашка", "description", text, NULL);
  office_add (office, &dyr_client_type, "name", "_x000D_ A _x_", NULL);
  assert_round_trip (office, "trip.xlsx", DYR_EXPORT_NAMES);
}

/* Into an empty office: the same records under the same uids. */
static void
test_move_to_another (Office *office, gconstpointer data)
{
  const char *file_name = data;
  DyrExportOptions options = { .format = DYR_EXPORT_CSV };
  Office other = { NULL };
  g_autofree char *digest = NULL, *moved = NULL;

  sample_make (office, "hr", 20, 5, TRUE);
  office_set_up (&other, NULL);
  for (gsize i = 0; dyr_record_types[i] != NULL; i++)
    {
      const DyrRecordType *type = dyr_record_types[i];
      g_autofree char *path = g_build_filename (office->folder, file_name, NULL);
      g_autoptr (DyrImportReport) report = NULL;
      g_autoptr (GError) error = NULL;
      guint n;

      dyr_export_format_of_file (path, &options.format);
      n = export_to (office, type, path, options, &error);
      g_assert_no_error (error);
      report = import_path (&other, type, path, NULL, FALSE);
      g_assert_cmpuint (report->n[DYR_IMPORT_NEW], ==, n);
    }
  digest = office_text (office,
                        "SELECT group_concat (hex (uid)) FROM (SELECT uid FROM record "
                        "WHERE deleted_at IS NULL ORDER BY uid)");
  moved = office_text (&other,
                       "SELECT group_concat (hex (uid)) FROM (SELECT uid FROM record "
                       "WHERE deleted_at IS NULL ORDER BY uid)");
  g_assert_cmpstr (moved, ==, digest);
  g_free (digest);
  g_free (moved);
  digest = office_text (office,
                        "SELECT group_concat (fold, '|') FROM (SELECT fold FROM client c "
                        "JOIN record r USING (id) ORDER BY r.uid)");
  moved = office_text (&other,
                       "SELECT group_concat (fold, '|') FROM (SELECT fold FROM client c "
                       "JOIN record r USING (id) ORDER BY r.uid)");
  g_assert_cmpstr (moved, ==, digest);
  office_tear_down (&other, NULL);
}

/* Dates, amounts, numbers are what they are; codes are text with their zeros. */
static void
test_xlsx (Office *office, gconstpointer data)
{
  static const guint fields[]
      = { DYR_CONTRACT_NUMBER,   DYR_CONTRACT_STATE,       DYR_CONTRACT_AMOUNT,
          DYR_CONTRACT_VALID_TO, DYR_CONTRACT_NOTICE_DAYS, DYR_CONTRACT_AUTO_PROLONG };
  static const guint delivery_fields[] = { DYR_DELIVERY_SHIPPED_AT };
  g_autofree char *path = g_build_filename (office->folder, "out.xlsx", NULL);
  gint64 id = office_add (office,
                          &dyr_contract_type,
                          "number",
                          "007",
                          "state",
                          "signed",
                          "amount",
                          "-1234567.05",
                          "valid-to",
                          "2026-12-31",
                          "notice-days",
                          "30",
                          "auto-prolong",
                          "1",
                          NULL);
  gint64 delivery
      = office_add (office, &dyr_delivery_type, "shipped-at", "2026-11-24T10:05:07Z", NULL);
  g_autofree char *uid = office_uid (office, id), *delivery_uid = office_uid (office, delivery),
                  *contract = NULL, *expected = NULL, *moment = NULL, *expected_moment = NULL;
  g_autoptr (GError) error = NULL;

  export_to (office,
             &dyr_contract_type,
             path,
             (DyrExportOptions){ .format = DYR_EXPORT_XLSX,
                                 .headers = DYR_EXPORT_LABELS,
                                 .fields = fields,
                                 .n_fields = G_N_ELEMENTS (fields) },
             &error);
  g_assert_no_error (error);
  contract = xlsx_read (path, "Contracts");
  expected = g_strdup_printf (
      "H[uid][Number][State][Amount][Valid until][Notice (days)][Prolonged automatically]\n"
      "2[%s][007][Signed][n:-1234567.05][d:2026-12-31][n:30][Yes]\n",
      uid);
  g_assert_cmpstr (contract, ==, expected);
  export_to (
      office,
      &dyr_delivery_type,
      path,
      (DyrExportOptions){ .format = DYR_EXPORT_XLSX, .fields = delivery_fields, .n_fields = 1 },
      &error);
  g_assert_no_error (error);
  moment = xlsx_read (path, NULL);
  expected_moment
      = g_strdup_printf ("H[uid][shipped-at]\n2[%s][m:2026-11-24 12:05:07]\n", delivery_uid);
  g_assert_cmpstr (moment, ==, expected_moment);
}

static void
test_vcard (Office *office, gconstpointer data)
{
  g_autofree char *path = g_build_filename (office->folder, "out.vcf", NULL), *text = NULL,
                  *four = NULL, *uid = NULL, *line = NULL, *twin = NULL;
  gint64 client = office_add (office, &dyr_client_type, "name", "ТОВ; «Ромашка»", NULL);
  g_autoptr (GError) error = NULL, wrong = NULL;

  twin = office_uid (office, client);
  office_add (office, &dyr_client_type, "name", "ТОВ; «Ромашка»", NULL);
  uid = office_uid (office,
                    office_add (office,
                                &dyr_person_type,
                                "last-name",
                                "Бойко",
                                "first-name",
                                "Соломія",
                                "phones",
                                "+380671112233\tmobile\n+380322971122\tу бухгалтерії, \"Леся\"",
                                "birthday",
                                "1985-04-12",
                                "client",
                                twin,
                                "description",
                                "Перший рядок; довгий, довгий, довгий, довгий\nдругий",
                                NULL));
  export_to (
      office, &dyr_person_type, path, (DyrExportOptions){ .format = DYR_EXPORT_VCARD }, &error);
  g_assert_no_error (error);
  g_file_get_contents (path, &text, NULL, NULL);
  g_assert_true (g_str_has_prefix (text, "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:urn:uuid:"));
  import_assert_contains (text, uid);
  import_assert_contains (text, "\r\nN:Бойко;Соломія;;;\r\nFN:Бойко Соломія\r\n");
  import_assert_contains (text, "\r\nORG:ТОВ\\; «Ромашка»\r\n");
  line = g_strdup_printf ("\r\nX-DYRYHENT-CLIENT:%s\r\n", twin);
  import_assert_contains (text, line);
  import_assert_contains (text, "\r\nTEL;TYPE=CELL;X-DYRYHENT-ROLE=\"mobile\":+380671112233\r\n");
  import_assert_contains (text, "^'Леся^'");
  import_assert_contains (text, "\r\nBDAY:1985-04-12\r\n");
  g_assert_true (g_str_has_suffix (text, "\r\nEND:VCARD\r\n"));
  for (const char *at = text; *at != '\0'; at += strcspn (at, "\r") + 2)
    g_assert_cmpuint (strcspn (at, "\r"), <=, 75);
  export_to (
      office, &dyr_person_type, path, (DyrExportOptions){ .format = DYR_EXPORT_VCARD4 }, &error);
  g_file_get_contents (path, &four, NULL, NULL);
  import_assert_contains (four, "\r\nVERSION:4.0\r\n");
  import_assert_contains (four, "\r\nBDAY:19850412\r\n");
  export_to (
      office, &dyr_client_type, path, (DyrExportOptions){ .format = DYR_EXPORT_VCARD }, &wrong);
  g_assert_error (wrong, DYR_ERROR, DYR_ERROR_INVALID);
}

static void
test_formats (Office *office, gconstpointer data)
{
  DyrExportFormat format = DYR_EXPORT_JSON;

  g_assert_true (dyr_export_format_of_file ("/x/Клієнти.XLSX", &format));
  g_assert_cmpint (format, ==, DYR_EXPORT_XLSX);
  g_assert_false (dyr_export_format_of_file ("xlsx", &format));
  g_assert_true (dyr_export_format_parse ("vcard4", &format));
  g_assert_cmpint (format, ==, DYR_EXPORT_VCARD4);
  g_assert_false (dyr_export_format_parse ("xls", &format));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  TEST ("guard", test_guard);
  TEST ("values", test_values);
  TEST ("links", test_links);
  TEST ("json", test_json);
  TEST ("json-values", test_json_values);
  TEST ("to-fd", test_to_fd);
  TEST ("failed", test_failed);
  TEST ("round-trip/sample", test_sample_round_trip);
  TEST ("round-trip/odd", test_odd_round_trip);
  TEST ("round-trip/long", test_long_round_trip);
  TEST ("xlsx", test_xlsx);
  TEST ("vcard", test_vcard);
  TEST ("formats", test_formats);
  g_test_add ("/export/move-to-another/csv",
              Office,
              "move.csv",
              office_set_up,
              test_move_to_another,
              office_tear_down);
  g_test_add ("/export/move-to-another/xlsx",
              Office,
              "move.xlsx",
              office_set_up,
              test_move_to_another,
              office_tear_down);

  return g_test_run ();
}

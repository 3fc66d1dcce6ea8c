/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Likely duplicates: how names are compared, what a pair scores and why, what is found while a
 * record is typed. */

#include "config.h"

#include "dyr-duplicates.h"

#include "dyr-person.h"
#include "dyr-product.h"
#include "store-test.h"

#define CASE(name, function)                                                                       \
  g_test_add ("/store/duplicates/" name, Office, NULL, office_set_up, function, office_tear_down)

static char *
key_of (const char *name)
{
  g_auto (DyrDuplicateName) read = { NULL };

  dyr_duplicate_name_read (name, &read);
  return g_steal_pointer (&read.key);
}

static void
test_name_keys (void)
{
  static const struct
  {
    const char *name, *key;
  } cases[] = {
    { "ТОВ «Карпатський дім»", "дім карпатський" },
    { "ТзОВ «Карпатський дім»", "дім карпатський" },
    { "Карпатський дім, ТзОВ", "дім карпатський" },
    { "Дім Карпатський", "дім карпатський" },
    { "Товариство з обмеженою відповідальністю \"Карпатський Дім\"", "дім карпатський" },
    { "Т.О.В. Карпатський дім", "дім карпатський" },
    { "ПрАТ Оболонь", "оболонь" },
    { "ФОП Їжакевич О. П.", "оп їжакевич" },
    { "Фізична особа-підприємець Їжакевич", "їжакевич" },
    { "ООО «Ромашка»", "ромашка" },
    { "Jadran-trgovina d.o.o.", "jadran trgovina" },
    { "JADRAN TRGOVINA j.d.o.o.", "jadran trgovina" },
    { "Obrt Čarolija, vl. Ana", "ana carolija vl" },
    { "Acme Ltd.", "acme" },
    { "ТОВ", "тов" }, /* nothing else is left */
    { "ТОВ ПП", "пп тов" },
    { "Товариство мисливців", "мисливців товариство" },
    { "«»", "" },
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *key = key_of (cases[i].name);

      g_assert_cmpstr (key, ==, cases[i].key);
    }
}

static gboolean
alike (const char *a, const char *b)
{
  g_auto (DyrDuplicateName) first = { NULL }, second = { NULL };
  gboolean is;

  dyr_duplicate_name_read (a, &first);
  dyr_duplicate_name_read (b, &second);
  is = dyr_duplicate_name_alike (&first, &second);
  g_assert_cmpint (is, ==, dyr_duplicate_name_alike (&second, &first));
  return is;
}

static void
test_alike_names (void)
{
  g_assert_true (alike ("Карпатський дім", "Карпатский дом"));
  g_assert_true (alike ("Карпатський дім", "Karpatskyi dim LLC"));
  g_assert_true (alike ("Карпатський дім", "Карпатськй дім"));
  g_assert_true (alike ("Шевченко Олена", "Ševčenko Olena"));
  g_assert_true (alike ("Наталія Коваль", "Наталья Коваль"));
  g_assert_true (alike ("Аллея", "Алея"));
  g_assert_false (alike ("Карпатський дім", "Карпатський сад"));
  g_assert_false (alike ("Склад 2", "Склад 3"));
  g_assert_false (alike ("Дім", "Дума"));
  g_assert_false (alike ("Карпатський дім", ""));
  g_assert_false (alike ("", ""));
}

/* A face from pairs of field names and canonical texts. */
static DyrDuplicateFace *
face_of (const DyrRecordType *type, const char *const *pairs)
{
  g_autoptr (DyrRow) row = dyr_row_new (type);

  for (guint i = 0; pairs[i] != NULL; i += 2)
    {
      int index = dyr_record_type_find (type, pairs[i]);
      g_autoptr (GError) error = NULL;

      dyr_field_from_text (&type->fields[index], pairs[i + 1], &row->values[index], &error);
      g_assert_no_error (error);
      if (row->values[index].form == DYR_VALUE_LINK)
        row->values[index].link->id = row->values[index].link->uid.bytes[15];
    }
  return dyr_duplicate_face_new (type, row->values);
}

#define CLIENT_A "018f0000-0000-7000-8000-000000000001"
#define CLIENT_B "018f0000-0000-7000-8000-000000000002"

static void
test_scores (void)
{
  static const struct
  {
    const DyrRecordType *type;
    const char *a[9], *b[9];
    guint score, reasons;
  } cases[] = {
    { &dyr_client_type, { "name", "А б в г" }, { "name", "Інше" }, 0, 0 },
    { &dyr_client_type,
      { "name", "ТОВ Дністер", "code", "14360570" },
      { "name", "Інше", "code", "14 360 570" },
      90,
      DYR_DUPLICATE_CODE },
    { &dyr_client_type,
      { "name", "Jadran", "code", "12345678903" },
      { "name", "Inače", "vat-number", "HR12345678903" },
      90,
      DYR_DUPLICATE_CODE },
    { &dyr_client_type,
      { "name", "Jadran", "vat-number", "HR 12345678903" },
      { "name", "Inače", "vat-number", "12345678903" },
      90,
      DYR_DUPLICATE_VAT },
    { &dyr_client_type,
      { "name", "ТОВ Дністер" },
      { "name", "Дністер, ПП" },
      65,
      DYR_DUPLICATE_NAME },
    { &dyr_client_type,
      { "name", "ТОВ Дністер", "phones", "+380671112233" },
      { "name", "Дністер", "phones", "+380322000000\n+380671112233" },
      83,
      DYR_DUPLICATE_NAME | DYR_DUPLICATE_PHONE },
    { &dyr_client_type,
      { "name", "Карпатський дім", "emails", "Office@Karpaty.UA" },
      { "name", "Карпатский дом", "emails", "office@karpaty.ua" },
      74,
      DYR_DUPLICATE_ALIKE | DYR_DUPLICATE_EMAIL },
    /* Two codes: perhaps a branch. */
    { &dyr_client_type,
      { "name", "Дністер", "code", "14360570", "ibans", "UA213223130000026007233566001" },
      { "name", "Дністер", "code", "14360571", "ibans", "UA213223130000026007233566001" },
      46,
      DYR_DUPLICATE_NAME | DYR_DUPLICATE_IBAN },
    /* Filled to fill it. */
    { &dyr_client_type,
      { "name", "Альфа", "code", "0000000000", "phones", "+000000000" },
      { "name", "Омега", "code", "0000000000", "phones", "+000000000" },
      0,
      0 },
    { &dyr_person_type,
      { "last-name", "Шевченко", "first-name", "Олена" },
      { "last-name", "Олена", "first-name", "Шевченко" },
      40,
      DYR_DUPLICATE_NAME },
    { &dyr_person_type, { "last-name", "Шевченко" }, { "last-name", "Шевченко" }, 0, 0 },
    { &dyr_person_type,
      { "last-name", "Шевченко", "first-name", "Олена", "client", CLIENT_A },
      { "last-name", "Шевченко", "first-name", "Олена", "client", CLIENT_A },
      64,
      DYR_DUPLICATE_NAME | DYR_DUPLICATE_CLIENT },
    { &dyr_person_type,
      { "last-name", "Шевченко", "first-name", "Олена", "client", CLIENT_A },
      { "last-name", "Бойко", "first-name", "Ірина", "client", CLIENT_A },
      0,
      0 },
    { &dyr_person_type,
      { "last-name", "Шевченко", "first-name", "Олена", "birthday", "1980-02-03" },
      { "last-name", "Шевченко", "first-name", "Олена", "birthday", "1981-02-03" },
      20,
      DYR_DUPLICATE_NAME },
    { &dyr_person_type,
      { "last-name", "Шевченко", "first-name", "Олена", "patronymic", "Іванівна" },
      { "last-name", "Шевченко", "first-name", "Олена", "patronymic", "Петрівна" },
      20,
      DYR_DUPLICATE_NAME },
    { &dyr_contract_type,
      { "number", "214/25", "client", CLIENT_A },
      { "number", "214-25", "client", CLIENT_A },
      95,
      DYR_DUPLICATE_NUMBER },
    { &dyr_contract_type,
      { "number", "214/25", "client", CLIENT_A },
      { "number", "214/25", "client", CLIENT_B },
      0,
      0 },
    { &dyr_product_type,
      { "name", "Папір А4", "code", "P-100" },
      { "name", "Олівець", "code", "p100" },
      90,
      DYR_DUPLICATE_CODE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DyrDuplicateFace) a = face_of (cases[i].type, cases[i].a);
      g_autoptr (DyrDuplicateFace) b = face_of (cases[i].type, cases[i].b);
      DyrDuplicateReasons reasons, back;

      g_test_message ("case %u", i);
      g_assert_cmpuint (dyr_duplicate_score (a, b, &reasons), ==, cases[i].score);
      g_assert_cmpuint (reasons, ==, cases[i].reasons);
      g_assert_cmpuint (dyr_duplicate_score (b, a, &back), ==, cases[i].score);
      g_assert_cmpuint (back, ==, reasons);
    }
}

static void
test_labels (void)
{
  g_auto (GStrv) labels
      = dyr_duplicate_reason_labels (&dyr_client_type, DYR_DUPLICATE_PHONE | DYR_DUPLICATE_CODE);

  g_assert_cmpuint (g_strv_length (labels), ==, 2);
  g_assert_cmpstr (labels[0], ==, "Same tax code");
  g_assert_cmpstr (labels[1], ==, "Same phone");
  g_assert_cmpstr (
      dyr_duplicate_reason_label (&dyr_product_type, DYR_DUPLICATE_CODE), ==, "Same code");
  g_assert_cmpstr (dyr_duplicate_reason_id (DYR_DUPLICATE_BIRTHDAY), ==, "birthday");
}

/* While typing */

typedef struct
{
  const DyrRecordType *type;
  GArray *values;
  gint64 id;
  guint min_score, limit;
  GPtrArray *found;
} Ask;

static gboolean
job_ask (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Ask *ask = data;

  ask->found = dyr_duplicates_of (
      connection, ask->type, ask->values, ask->id, ask->min_score, ask->limit, error);
  return ask->found != NULL;
}

/* "id score, …" of what is found for pairs of field names and canonical texts. */
static char *
look_for (Office *office, gint64 id, guint limit, const DyrRecordType *type, ...)
{
  g_autoptr (GArray) values = dyr_field_values_new ();
  Ask ask = { type, values, id, DYR_DUPLICATE_MIN_SCORE, limit, NULL };
  GString *text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  const char *field;
  va_list pairs;

  va_start (pairs, type);
  while ((field = va_arg (pairs, const char *)) != NULL)
    {
      int index = dyr_record_type_find (type, field);

      dyr_field_from_text (&type->fields[index],
                           va_arg (pairs, const char *),
                           dyr_field_values_add (values, (guint) index),
                           &error);
      g_assert_no_error (error);
    }
  va_end (pairs);
  dyr_database_read (office->database, job_ask, &ask, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < ask.found->len; i++)
    {
      const DyrDuplicate *one = g_ptr_array_index (ask.found, i);

      g_string_append_printf (
          text, "%s%" G_GINT64_FORMAT " %u", i > 0 ? ", " : "", one->id, one->score);
    }
  g_ptr_array_unref (ask.found);
  return g_string_free (text, FALSE);
}

#define ASSERT_FOUND(office, id, expected, type, ...)                                              \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *found_ = look_for (office, id, 10, type, __VA_ARGS__, NULL);                  \
    g_assert_cmpstr (found_, ==, expected);                                                        \
  }                                                                                                \
  G_STMT_END

static void
test_clients (Office *office, gconstpointer data)
{
  gint64 dim = office_add (office,
                           &dyr_client_type,
                           "name",
                           "ТОВ «Карпатський дім»",
                           "code",
                           "14360570",
                           "phones",
                           "+380671122233",
                           "emails",
                           "Дім@Karpaty.ua",
                           "ibans",
                           "UA213223130000026007233566001",
                           NULL);
  gint64 jadran = office_add_as (office,
                                 DYR_ORIGIN_SAMPLE,
                                 &dyr_client_type,
                                 "name",
                                 "Jadran d.o.o.",
                                 "vat-number",
                                 "HR12345678903",
                                 NULL);
  g_autofree char *by_dim = NULL, *by_jadran = NULL;
  g_autofree char *same = g_strdup_printf ("%" G_GINT64_FORMAT " 65", dim);
  g_autofree char *alike_phone = g_strdup_printf ("%" G_GINT64_FORMAT " 68", dim);
  g_autofree char *mail = g_strdup_printf ("%" G_GINT64_FORMAT " 60", dim);
  g_autofree char *iban = g_strdup_printf ("%" G_GINT64_FORMAT " 80", dim);

  by_dim = g_strdup_printf ("%" G_GINT64_FORMAT " 90", dim);
  by_jadran = g_strdup_printf ("%" G_GINT64_FORMAT " 90", jadran);
  office_catch_up (office, 100);
  ASSERT_FOUND (office, 0, "", &dyr_client_type, "name", "Полонина");
  ASSERT_FOUND (office, 0, "", &dyr_client_type, "city", "Львів");
  ASSERT_FOUND (office, 0, by_dim, &dyr_client_type, "code", "14360570");
  ASSERT_FOUND (office, 0, by_dim, &dyr_client_type, "code", "14 360 570");
  ASSERT_FOUND (office, 0, mail, &dyr_client_type, "emails", "дІМ@karpaty.UA");
  ASSERT_FOUND (office, 0, iban, &dyr_client_type, "ibans", "UA213223130000026007233566001");
  ASSERT_FOUND (office, 0, same, &dyr_client_type, "name", "Дім Карпатський, ПП");
  ASSERT_FOUND (office, 0, same, &dyr_client_type, "name", "карпатський дім");
  ASSERT_FOUND (office,
                0,
                alike_phone,
                &dyr_client_type,
                "name",
                "Карпатьский дом",
                "phones",
                "+380671122233");
  ASSERT_FOUND (office, 0, by_jadran, &dyr_client_type, "vat-number", "HR12345678903");
  ASSERT_FOUND (office, 0, by_jadran, &dyr_client_type, "vat-number", "12345678903");
  ASSERT_FOUND (office, 0, by_jadran, &dyr_client_type, "code", "12345678903");
  /* Never itself, never what is deleted. */
  ASSERT_FOUND (office, dim, "", &dyr_client_type, "code", "14360570");
  office_delete (office, dim);
  ASSERT_FOUND (office, 0, "", &dyr_client_type, "code", "14360570");
}

/* The full text follows later; a name that is the same is found at once. */
static void
test_just_made (Office *office, gconstpointer data)
{
  gint64 id = office_add (office, &dyr_client_type, "name", "Дністер", NULL);
  g_autofree char *expected = g_strdup_printf ("%" G_GINT64_FORMAT " 65", id);

  ASSERT_FOUND (office, 0, expected, &dyr_client_type, "name", "дністер");
}

static void
test_persons (Office *office, gconstpointer data)
{
  gint64 client = office_add (office, &dyr_client_type, "name", "Дністер", NULL);
  gint64 other = office_add (office, &dyr_client_type, "name", "Полонина", NULL);
  g_autofree char *uid = office_uid (office, client), *other_uid = office_uid (office, other);
  g_autofree char *expected = NULL;
  gint64 olena;

  olena = office_add (office,
                      &dyr_person_type,
                      "last-name",
                      "Шевченко",
                      "first-name",
                      "Олена",
                      "client",
                      uid,
                      NULL);
  office_add (office,
              &dyr_person_type,
              "last-name",
              "Шевченко",
              "first-name",
              "Олена",
              "client",
              other_uid,
              NULL);
  office_catch_up (office, 100);
  expected = g_strdup_printf ("%" G_GINT64_FORMAT " 64", olena);
  ASSERT_FOUND (office,
                0,
                expected,
                &dyr_person_type,
                "last-name",
                "Шевченко",
                "first-name",
                "Олена",
                "client",
                uid);
  ASSERT_FOUND (office, 0, "", &dyr_person_type, "last-name", "Шевченко", "first-name", "Олена");
}

static void
test_contracts (Office *office, gconstpointer data)
{
  gint64 client = office_add (office, &dyr_client_type, "name", "Дністер", NULL);
  g_autofree char *uid = office_uid (office, client);
  gint64 id = office_add (office, &dyr_contract_type, "number", "214/25", "client", uid, NULL);
  g_autofree char *expected = g_strdup_printf ("%" G_GINT64_FORMAT " 95", id);

  ASSERT_FOUND (office, 0, expected, &dyr_contract_type, "number", "214/25", "client", uid);
  ASSERT_FOUND (office, 0, "", &dyr_contract_type, "number", "215/25", "client", uid);
  ASSERT_FOUND (office, 0, "", &dyr_contract_type, "number", "214/25");
}

static void
test_products (Office *office, gconstpointer data)
{
  gint64 id = office_add (office, &dyr_product_type, "name", "Папір А4", "code", "P-100", NULL);
  g_autofree char *expected = g_strdup_printf ("%" G_GINT64_FORMAT " 90", id);

  ASSERT_FOUND (office, 0, expected, &dyr_product_type, "code", "p-100");
}

/* Best first, then the oldest; no more than asked for. */
static void
test_order (Office *office, gconstpointer data)
{
  g_autofree char *found = NULL, *expected = NULL;
  gint64 ids[4];

  ids[0] = office_add (office, &dyr_client_type, "name", "Омега", "phones", "+380671122233", NULL);
  ids[1] = office_add (office, &dyr_client_type, "name", "Дністер", NULL);
  ids[2] = office_add (office, &dyr_client_type, "name", "Дністер", NULL);
  ids[3]
      = office_add (office, &dyr_client_type, "name", "Дністер", "phones", "+380671122233", NULL);
  expected = g_strdup_printf ("%" G_GINT64_FORMAT " 83, %" G_GINT64_FORMAT " 65, %" G_GINT64_FORMAT
                              " 65",
                              ids[3],
                              ids[1],
                              ids[2]);
  found = look_for (
      office, 0, 3, &dyr_client_type, "name", "Дністер", "phones", "+380671122233", NULL);
  g_assert_cmpstr (found, ==, expected);
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/* In a window: live records. */
static void
test_store (Office *office, gconstpointer data)
{
  gint64 first = office_add (office, &dyr_client_type, "name", "Дністер", NULL);
  gint64 second = office_add (office, &dyr_client_type, "name", "ТОВ Дністер", NULL);
  g_autoptr (DyrStore) store = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;
  const DyrDuplicate *one;

  office_catch_up (office, 100);
  store = dyr_store_new (office->database);
  dyr_store_find_duplicates_of_async (store, first, 0, 5, NULL, on_found, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  found = dyr_store_find_duplicates_finish (store, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, 1);
  one = g_ptr_array_index (found, 0);
  g_assert_cmpint (dyr_record_get_id (one->record), ==, second);
  g_assert_cmpuint (one->reasons, ==, DYR_DUPLICATE_NAME);
  g_assert_true (dyr_store_peek (store, second) == one->record);
}

static void
test_cancelled (Office *office, gconstpointer data)
{
  g_autoptr (DyrStore) store = dyr_store_new (office->database);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GArray) values = dyr_field_values_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  dyr_store_find_duplicates_async (
      store, &dyr_client_type, values, 0, 0, 5, cancellable, on_found, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  found = dyr_store_find_duplicates_finish (store, result, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (found);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/duplicates/name-keys", test_name_keys);
  g_test_add_func ("/store/duplicates/alike-names", test_alike_names);
  g_test_add_func ("/store/duplicates/scores", test_scores);
  g_test_add_func ("/store/duplicates/labels", test_labels);
  CASE ("clients", test_clients);
  CASE ("just-made", test_just_made);
  CASE ("persons", test_persons);
  CASE ("contracts", test_contracts);
  CASE ("products", test_products);
  CASE ("order", test_order);
  CASE ("store", test_store);
  CASE ("cancelled", test_cancelled);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Queries: order by the alphabet of the language, filters, search as people type. */

#include "config.h"

#include "dyr-query.h"
#include "dyr-search.h"
#include "store-test.h"

#define CASE(name, function)                                                                       \
  g_test_add ("/store/query/" name, Office, NULL, office_set_up, function, office_tear_down)

/* Takes the query; the names it finds, in order. */
static char *
names (Office *office, DyrQuery *query)
{
  char *found = office_names (office, query);

  dyr_query_free (query);
  return found;
}

static void
assert_found (Office *office, const char *text, const char *expected)
{
  DyrQuery *query = dyr_query_new (&dyr_client_type);
  g_autofree char *found = NULL;

  dyr_query_set_text (query, text);
  found = names (office, query);
  g_test_message ("searching for %s", text);
  g_assert_cmpstr (found, ==, expected);
}

static void
test_order (Office *office, gconstpointer data)
{
  static const char *const ukrainian[]
      = { "Ясен", "Ґанок", "Гора", "Дуб", "Єва", "Ель", "Жук", "Їжак", "Іва", "Йод", "Ива" };
  g_autofree char *ascending = NULL, *descending = NULL;
  DyrQuery *query = dyr_query_new (&dyr_client_type);

  for (guint i = 0; i < G_N_ELEMENTS (ukrainian); i++)
    office_add (office, &dyr_client_type, "name", ukrainian[i], NULL);
  ascending = names (office, dyr_query_new (&dyr_client_type));
  g_assert_cmpstr (ascending, ==, "Гора Ґанок Дуб Ель Єва Жук Ива Іва Їжак Йод Ясен");
  dyr_query_sort (query, DYR_CLIENT_NAME, TRUE);
  descending = names (office, query);
  g_assert_cmpstr (descending, ==, "Ясен Йод Їжак Іва Ива Жук Єва Ель Дуб Ґанок Гора");
}

/* Keys are made for the language of the interface and made anew for another one. */
static void
test_language (Office *office, gconstpointer data)
{
  static const char *const croatian[] = { "Lička", "Ljubić", "Lukić", "Njegoš", "Nušić",
                                          "Čavić", "Cvit",   "Ćuk",   "Dudić",  "Džajić" };
  g_autofree char *order = NULL, *found = NULL;
  DyrQuery *query = dyr_query_new (&dyr_client_type);

  for (guint i = 0; i < G_N_ELEMENTS (croatian); i++)
    office_add (office, &dyr_client_type, "name", croatian[i], NULL);
  office_catch_up (office, 2);
  dyr_database_close (office->database);
  g_object_unref (office->database);
  office->database = office_open (office, "hr");
  order = names (office, dyr_query_new (&dyr_client_type));
  g_assert_cmpstr (order, ==, "Cvit Čavić Ćuk Dudić Džajić Lička Lukić Ljubić Nušić Njegoš");
  /* The full text was forgotten and is followed again. */
  office_catch_up (office, 2);
  dyr_query_set_text (query, "cuk");
  found = names (office, query);
  g_assert_cmpstr (found, ==, "Ćuk");
}

static void
test_missing_last (Office *office, gconstpointer data)
{
  g_autofree char *ascending = NULL, *descending = NULL;
  DyrQuery *up = dyr_query_new (&dyr_client_type), *down = dyr_query_new (&dyr_client_type);

  office_add (office, &dyr_client_type, "name", "А", NULL);
  office_add (office, &dyr_client_type, "name", "Б", "next-contact", "2026-11-26", NULL);
  office_add (office, &dyr_client_type, "name", "В", "next-contact", "2026-11-25", NULL);
  dyr_query_sort (up, DYR_CLIENT_NEXT_CONTACT, FALSE);
  dyr_query_sort (down, DYR_CLIENT_NEXT_CONTACT, TRUE);
  ascending = names (office, up);
  descending = names (office, down);
  g_assert_cmpstr (ascending, ==, "В Б А");
  g_assert_cmpstr (descending, ==, "Б В А");
}

static DyrQuery *
where (const DyrRecordType *type, guint field, DyrCompare compare, const char *text)
{
  DyrQuery *query = dyr_query_new (type);
  g_auto (DyrValue) value = DYR_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  /* An element of a set is text. */
  if (type->fields[field].kind == DYR_KIND_SET)
    dyr_value_set_text (&value, text);
  else
    dyr_field_from_text (&type->fields[field], text, &value, &error);
  g_assert_no_error (error);
  dyr_query_where (query, field, compare, &value);
  return query;
}

static void
assert_where (
    Office *office, guint field, DyrCompare compare, const char *text, const char *expected)
{
  g_autofree char *found = names (office, where (&dyr_client_type, field, compare, text));

  g_assert_cmpstr (found, ==, expected);
}

static void
test_where (Office *office, gconstpointer data)
{
  office_add (office,
              &dyr_client_type,
              "name",
              "Альфа",
              "state",
              "active",
              "roles",
              "client\nsupplier",
              "next-contact",
              "2020-01-01",
              "phones",
              "+380671112233",
              NULL);
  office_add (office,
              &dyr_client_type,
              "name",
              "Бета",
              "state",
              "lost",
              "city",
              "Львів",
              "roles",
              "partner",
              NULL);
  office_add (office, &dyr_client_type, "name", "ГАММА", "state", "active", "city", "Стрий", NULL);
  office_delete (office,
                 office_add (office, &dyr_client_type, "name", "Дельта", "state", "active", NULL));
  assert_where (office, DYR_CLIENT_STATE, DYR_COMPARE_IS, "active", "Альфа ГАММА");
  assert_where (office, DYR_CLIENT_STATE, DYR_COMPARE_IS_NOT, "active", "Бета");
  assert_where (office, DYR_CLIENT_STANDING, DYR_COMPARE_IS, "at-risk", "Альфа");
  assert_where (office, DYR_CLIENT_STANDING, DYR_COMPARE_IS, "active", "ГАММА");
  assert_where (office, DYR_CLIENT_ROLES, DYR_COMPARE_IS, "supplier", "Альфа");
  assert_where (office, DYR_CLIENT_ROLES, DYR_COMPARE_IS_NOT, "supplier", "Бета ГАММА");
  assert_where (office, DYR_CLIENT_CITY, DYR_COMPARE_IS, NULL, "Альфа");
  assert_where (office, DYR_CLIENT_PHONES, DYR_COMPARE_IS, NULL, "Бета ГАММА");
  /* Names are compared folded. */
  assert_where (office, DYR_CLIENT_NAME, DYR_COMPARE_IS, "гамма", "ГАММА");
  assert_where (office, DYR_CLIENT_NEXT_CONTACT, DYR_COMPARE_UP_TO, "2020-01-01", "Альфа");
  assert_where (office, DYR_CLIENT_NEXT_CONTACT, DYR_COMPARE_BEFORE, "2020-01-01", "");
}

static void
test_search (Office *office, gconstpointer data)
{
  gint64 shevchenko = office_add (office,
                                  &dyr_client_type,
                                  "name",
                                  "Шевченко",
                                  "phones",
                                  "+380671112233",
                                  "code",
                                  "00032129",
                                  NULL);

  office_add (office, &dyr_client_type, "name", "Дем’яненко", "emails", "mail7@example.org", NULL);
  office_add (office, &dyr_client_type, "name", "Žužul", "legal-name", "Obrt 214/25-L", NULL);
  office_catch_up (office, 2);
  assert_found (office, "шев", "Шевченко");
  assert_found (office, "ше", "Шевченко");
  /* The middle of a word, any apostrophe, no diacritics. */
  assert_found (office, "вчен", "Шевченко");
  assert_found (office, "дем'яненко", "Дем’яненко");
  assert_found (office, "дем`яненко", "Дем’яненко");
  assert_found (office, "zuzul", "Žužul");
  /* Phones in any notation, codes, e-mails. */
  assert_found (office, "067 111 22", "Шевченко");
  assert_found (office, "(067) 111-22-33", "Шевченко");
  assert_found (office, "+380671112233", "Шевченко");
  assert_found (office, "00032129", "Шевченко");
  /* A number with marks in it is found as it is written too. */
  assert_found (office, "214/25", "Žužul");
  assert_found (office, "mail7@example", "Дем’яненко");
  /* The wrong layout, Latin letters. */
  assert_found (office, "itdxtyrj", "Шевченко");
  assert_found (office, "Shevchenko", "Шевченко");
  assert_found (office, "нікого", "");
  assert_found (office, "\"'*()", "Дем’яненко Шевченко Žužul");
  /* It follows edits and deletions. */
  office_set (office, shevchenko, "name", "Франко");
  office_catch_up (office, 2);
  assert_found (office, "шевченко", "");
  assert_found (office, "франко", "Франко");
  office_delete (office, shevchenko);
  office_catch_up (office, 2);
  assert_found (office, "франко", "");
}

static void
test_link_order (Office *office, gconstpointer data)
{
  DyrQuery *query = dyr_query_new (&dyr_contract_type);
  static const char *const clients[] = { "Ясен", "Ґанок", "Дуб" };
  g_autofree char *order = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (clients); i++)
    {
      gint64 client = office_add (office, &dyr_client_type, "name", clients[i], NULL);
      g_autofree char *uid = office_uid (office, client), *number = g_strdup_printf ("%u", i + 1);

      office_add (office, &dyr_contract_type, "client", uid, "number", number, NULL);
    }
  office_add (office, &dyr_contract_type, "number", "0", NULL);
  dyr_query_sort (query, DYR_CONTRACT_CLIENT, FALSE);
  order = names (office, query);
  g_assert_cmpstr (order, ==, "2 3 1 0");
}

/* Words without a stored key: in the order of the language; those of an amount by the amount. */
static void
test_keyless (Office *office, gconstpointer data)
{
  static const char *const cities[] = { "Дубно", "Ґанків", "гадяч", "Гадяч", "Їжаків" };
  DyrQuery *up = dyr_query_new (&dyr_delivery_type), *down = dyr_query_new (&dyr_delivery_type);
  DyrQuery *second = dyr_query_new (&dyr_delivery_type);
  g_autofree char *ascending = NULL, *descending = NULL, *among = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cities); i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i + 1);

      office_add (office, &dyr_delivery_type, "number", number, "city", cities[i], NULL);
    }
  office_add (office, &dyr_delivery_type, "number", "0", NULL);
  dyr_query_sort (up, DYR_DELIVERY_CITY, FALSE);
  ascending = names (office, up);
  g_assert_cmpstr (ascending, ==, "3 4 2 1 5 0");
  dyr_query_sort (down, DYR_DELIVERY_CITY, TRUE);
  descending = names (office, down);
  g_assert_cmpstr (descending, ==, "5 1 2 4 3 0");
  dyr_query_sort (second, DYR_DELIVERY_STATE, FALSE);
  dyr_query_sort (second, DYR_DELIVERY_CITY, FALSE);
  among = names (office, second);
  g_assert_cmpstr (among, ==, "3 4 2 1 5 0");
}

/* Every field of every type is something SQL can order by. */
static void
test_all_orders (Office *office, gconstpointer data)
{
  for (guint i = 0; dyr_record_types[i] != NULL; i++)
    for (guint j = 0; j < dyr_record_types[i]->n_fields; j++)
      {
        DyrQuery *query = dyr_query_new (dyr_record_types[i]);
        g_autofree char *found = NULL;

        dyr_query_sort (query, j, j % 2 == 1);
        found = names (office, query);
        g_assert_cmpstr (found, ==, "");
      }
}

/* Without a key the order of uids, which is the same on every computer; after one, among equals. */
static void
test_uid_order (Office *office, gconstpointer data)
{
  static const char *const clients[] = { "Ясен", "Дуб", "Ясен", "Липа" };
  g_autofree char *by_uid = NULL, *by_name = NULL, *by_state = NULL;
  DyrQuery *query = dyr_query_new (&dyr_client_type);

  for (guint i = 0; i < G_N_ELEMENTS (clients); i++)
    office_add (office, &dyr_client_type, "name", clients[i], NULL);
  /* Uids made one after another grow. */
  dyr_query_set_by_uid (query, TRUE);
  by_uid = names (office, query);
  g_assert_cmpstr (by_uid, ==, "Ясен Дуб Ясен Липа");
  query = dyr_query_new (&dyr_client_type);
  dyr_query_set_by_uid (query, TRUE);
  dyr_query_sort (query, DYR_CLIENT_NAME, TRUE);
  by_name = names (office, query);
  g_assert_cmpstr (by_name, ==, "Ясен Ясен Липа Дуб");
  /* All are of one state. */
  query = dyr_query_new (&dyr_client_type);
  dyr_query_set_by_uid (query, TRUE);
  dyr_query_sort (query, DYR_CLIENT_STATE, TRUE);
  by_state = names (office, query);
  g_assert_cmpstr (by_state, ==, "Ясен Дуб Ясен Липа");
}

/* What has no value comes last: also of choices, also behind another key. */
static void
test_missing_choice (Office *office, gconstpointer data)
{
  g_autofree char *up = NULL, *down = NULL, *second = NULL;
  DyrQuery *query = dyr_query_new (&dyr_contract_type);

  office_add (office, &dyr_contract_type, "number", "1", NULL);
  office_add (office, &dyr_contract_type, "number", "2", "kind", "lease", NULL);
  office_add (office, &dyr_contract_type, "number", "3", "kind", "supply", NULL);
  dyr_query_sort (query, DYR_CONTRACT_KIND, FALSE);
  up = names (office, query);
  g_assert_cmpstr (up, ==, "3 2 1");
  query = dyr_query_new (&dyr_contract_type);
  dyr_query_sort (query, DYR_CONTRACT_KIND, TRUE);
  down = names (office, query);
  g_assert_cmpstr (down, ==, "2 3 1");
  query = dyr_query_new (&dyr_contract_type);
  dyr_query_sort (query, DYR_CONTRACT_STATE, FALSE);
  dyr_query_sort (query, DYR_CONTRACT_KIND, FALSE);
  second = names (office, query);
  g_assert_cmpstr (second, ==, "3 2 1");
}

static void
test_limit (Office *office, gconstpointer data)
{
  DyrQuery *query = dyr_query_new (&dyr_client_type);
  g_autofree char *found = NULL;

  for (char name[] = "А"; name[1] < (char) 0x99; name[1]++)
    office_add (office, &dyr_client_type, "name", name, NULL);
  dyr_query_set_limit (query, 3);
  found = names (office, query);
  g_assert_cmpstr (found, ==, "А Б В");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  CASE ("order", test_order);
  CASE ("language", test_language);
  CASE ("keyless", test_keyless);
  CASE ("all-orders", test_all_orders);
  CASE ("missing-last", test_missing_last);
  CASE ("where", test_where);
  CASE ("search", test_search);
  CASE ("link-order", test_link_order);
  CASE ("uid-order", test_uid_order);
  CASE ("missing-choice", test_missing_choice);
  CASE ("limit", test_limit);
  return g_test_run ();
}

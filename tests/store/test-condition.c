/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Conditions: what each way to compare finds, of every kind of field. */

#include "config.h"

#include "dyr-query.h"
#include "store-test.h"

#define CASE(name, function)                                                                       \
  g_test_add ("/store/condition/" name, Office, NULL, office_set_up, function, office_tear_down)

static void
add_value (DyrCondition *condition, const DyrRecordType *type, const char *text)
{
  const DyrField *field = &type->fields[condition->field];
  g_auto (DyrValue) value = DYR_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  if (text != NULL
      && (field->kind == DYR_KIND_SET || condition->compare == DYR_COMPARE_CONTAINS
          || condition->compare == DYR_COMPARE_LACKS))
    dyr_value_set_text (&value, text);
  else
    dyr_field_from_text (field, text, &value, &error);
  g_assert_no_error (error);
  dyr_condition_add (condition, &value);
}

/* The names that fit, by comma-free canonical texts; `b` NULL: one value. */
static void
assert_fit (Office *office,
            const DyrRecordType *type,
            const char *field,
            DyrCompare compare,
            const char *a,
            const char *b,
            const char *expected)
{
  g_autoptr (DyrQuery) query = dyr_query_new (type);
  g_autoptr (DyrCondition) condition
      = dyr_condition_new ((guint) dyr_record_type_find (type, field), compare);
  g_autofree char *names = NULL;

  add_value (condition, type, a);
  if (b != NULL)
    add_value (condition, type, b);
  dyr_query_where_condition (query, condition);
  g_test_message ("%s %d %s %s", field, (int) compare, a, b);
  names = office_names (office, query);
  g_assert_cmpstr (names, ==, expected);
}
#define FIT(field, compare, a, b, expected)                                                        \
  assert_fit (office, &dyr_client_type, field, DYR_COMPARE_##compare, a, b, expected)

static void
add_clients (Office *office)
{
  gint64 user = office_add (office, &dyr_user_type, "name", "Оксана М’яка", NULL);
  g_autofree char *uid = office_uid (office, user);

  office_add (office,
              &dyr_client_type,
              "name",
              "А",
              "city",
              "Львів",
              "state",
              "active",
              "responsible",
              uid,
              "next-contact",
              "2026-11-24",
              "phones",
              "+380671122233",
              "website",
              "https://a.example",
              NULL);
  office_add (office,
              &dyr_client_type,
              "name",
              "Б",
              "city",
              "Київ",
              "state",
              "lost",
              "segment",
              "100% _їжа_",
              "next-contact",
              "2026-12-01",
              "emails",
              "Office@example.com",
              NULL);
  office_add (office, &dyr_client_type, "name", "В", "state", "prospect", NULL);
}

static void
test_text (Office *office, gconstpointer data)
{
  add_clients (office);
  FIT ("city", CONTAINS, "ЛЬВ", NULL, "А");
  FIT ("city", CONTAINS, "льв", "київ", "А Б");
  FIT ("city", LACKS, "льв", NULL, "Б В");
  FIT ("city", LACKS, "льв", "київ", "В");
  FIT ("city", IS, NULL, NULL, "В");
  FIT ("city", IS_NOT, NULL, NULL, "А Б");
  FIT ("city", IS, "Львів", "Київ", "А Б");
  FIT ("city", IS_NOT, "Львів", "Київ", "В");
  /* Equality of a matched text does not mind capitals. */
  FIT ("name", IS, "а", NULL, "А");
  FIT ("name", IS_NOT, "а", NULL, "Б В");
  /* Signs that other ways of searching give a meaning, and a field outside of the full text. */
  FIT ("segment", CONTAINS, "% _Їжа", NULL, "Б");
  FIT ("segment", CONTAINS, "101%", NULL, "");
  FIT ("website", CONTAINS, "A.EXAMPLE", NULL, "А");
}

static void
test_other_kinds (Office *office, gconstpointer data)
{
  add_clients (office);
  FIT ("state", IS, "active", "prospect", "А В");
  FIT ("state", IS_NOT, "active", "prospect", "Б");
  FIT ("next-contact", FROM, "2026-11-25", NULL, "Б");
  FIT ("next-contact", UP_TO, "2026-11-24", NULL, "А");
  FIT ("next-contact", BEFORE, "2026-11-24", NULL, "");
  FIT ("next-contact", AFTER, "2026-11-24", NULL, "Б");
  FIT ("responsible", CONTAINS, "мяка", NULL, "А");
  FIT ("responsible", LACKS, "мяка", NULL, "Б В");
  FIT ("responsible", IS, NULL, NULL, "Б В");
  FIT ("phones", CONTAINS, "067 112-22", NULL, "А");
  FIT ("phone", CONTAINS, "(067) 112", NULL, "А");
  FIT ("phones", LACKS, "067 112-22", NULL, "Б В");
  FIT ("emails", CONTAINS, "OFFICE@", NULL, "Б");
  FIT ("emails", IS_NOT, NULL, NULL, "Б");
  FIT ("emails", IS, NULL, NULL, "А В");
}

/* A link that came from another store knows only the uid. */
static void
test_uid (Office *office, gconstpointer data)
{
  g_autofree char *uid = NULL;

  add_clients (office);
  uid = office_text (office,
                     "SELECT lower (substr (h, 1, 8) || '-' || substr (h, 9, 4) || '-' || "
                     "substr (h, 13, 4) || '-' || substr (h, 17, 4) || '-' || substr (h, 21)) "
                     "FROM (SELECT hex (r.uid) h FROM record r JOIN user u ON u.id = r.id)");
  FIT ("responsible", IS, uid, NULL, "А");
  FIT ("responsible", IS_NOT, uid, NULL, "Б В");
}

/* A link to what is not in this store is not the same as no link. */
static void
test_unknown_uid (Office *office, gconstpointer data)
{
  const char *uid = "0198a000-0000-7000-8000-00000000beef";

  add_clients (office);
  FIT ("responsible", IS, uid, NULL, "");
  FIT ("responsible", IS_NOT, uid, NULL, "А Б В");
  /* Of what was merged into another, that one counts. */
  office_sql (
      office,
      "INSERT INTO alias (uid, record) "
      "SELECT x'0198a00000007000800000000000beef', id FROM user WHERE name = 'Оксана М’яка'");
  FIT ("responsible", IS, uid, NULL, "А");
  FIT ("responsible", IS_NOT, uid, NULL, "Б В");
}

static void
test_copies (void)
{
  g_autoptr (GPtrArray) conditions = dyr_conditions_new (), copies = NULL;
  DyrCondition *condition = dyr_condition_new (DYR_CLIENT_CITY, DYR_COMPARE_CONTAINS);
  DyrCondition *other;
  g_auto (DyrValue) value = DYR_VALUE_INIT;

  dyr_value_set_text (&value, "льв");
  dyr_condition_add (condition, &value);
  g_ptr_array_add (conditions, condition);
  copies = dyr_conditions_copy (conditions);
  other = g_ptr_array_index (copies, 0);
  g_assert_true (dyr_condition_equal (condition, other));
  dyr_condition_add (other, &value);
  g_assert_false (dyr_condition_equal (condition, other));
  g_assert_cmpuint (dyr_condition_get_n_values (condition), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  CASE ("text", test_text);
  CASE ("other-kinds", test_other_kinds);
  CASE ("uid", test_uid);
  CASE ("unknown-uid", test_unknown_uid);
  g_test_add_func ("/store/condition/copies", test_copies);
  return g_test_run ();
}

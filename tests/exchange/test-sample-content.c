/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What is in the sample office: how much, right codes, whole links, dates that fit. */

#include "config.h"

#include "sample-test.h"

#include "dyr-check-digits.h"
#include "dyr-date.h"
#include "dyr-phone.h"

#define assert_about(number, wanted)                                                               \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_assert_cmpuint (number, >=, (wanted) *85 / 100);                                             \
    g_assert_cmpuint (number, <=, (wanted) *115 / 100);                                            \
  }                                                                                                \
  G_STMT_END

static void
test_counts (Office *office, gconstpointer data)
{
  DyrSampleCounts counts = sample_make (office, data, 300, 1, FALSE);

  g_assert_cmpuint (counts.users, ==, 6);
  g_assert_cmpuint (counts.clients, ==, 300);
  g_assert_cmpuint (counts.products, ==, 12);
  assert_about (counts.persons, 600);
  assert_about (counts.contracts, 210);
  assert_about (counts.deliveries, 150);
  assert_about (counts.presentations, 100);
  assert_about (counts.activities, 500);
  g_assert_cmpuint (counts.delivery_lines, >, counts.deliveries);
  g_assert_cmpuint (counts.amendments, >, 10);
  g_assert_cmpuint (counts.notes, >, 50);
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM record"),
                   ==,
                   (gint64) (counts.users + counts.clients + counts.persons + counts.contracts
                             + counts.amendments + counts.products + counts.deliveries
                             + counts.delivery_lines + counts.presentations + counts.activities
                             + counts.notes));
  /* The states are dealt, not thrown. */
  g_assert_cmpint (
      office_number (office, "SELECT count (*) FROM client WHERE state = 'active'"), ==, 180);
  g_assert_cmpint (
      office_number (office, "SELECT count (*) FROM client WHERE state = 'prospect'"), ==, 60);
  g_assert_cmpint (
      office_number (office, "SELECT count (*) FROM client WHERE state = 'suspended'"), ==, 24);
  g_assert_cmpint (
      office_number (office, "SELECT count (*) FROM client WHERE state = 'lost'"), ==, 36);
  /* Every state of every type with states is there to be looked at. */
  g_assert_cmpint (office_number (office, "SELECT count (DISTINCT state) FROM delivery"), ==, 11);
  g_assert_cmpint (office_number (office, "SELECT count (DISTINCT state) FROM contract"), ==, 7);
  g_assert_cmpint (
      office_number (office, "SELECT count (DISTINCT state) FROM presentation"), ==, 4);
  g_assert_cmpint (office_number (office, "SELECT count (DISTINCT state) FROM activity"), ==, 3);
  g_assert_cmpint (office_number (office, "SELECT count (DISTINCT number) FROM contract"),
                   ==,
                   (gint64) counts.contracts);
  g_assert_cmpint (office_number (office, "SELECT count (DISTINCT number) FROM delivery"),
                   ==,
                   (gint64) counts.deliveries);
}

static gboolean
is_reserved (const char *address)
{
  return g_str_has_suffix (address, ".example") || g_str_has_suffix (address, "@example.com")
         || g_str_has_suffix (address, "@example.org")
         || g_str_has_suffix (address, "@example.net");
}

static void
check_set (const DyrField *field, const DyrSet *set)
{
  for (guint i = 0; i < set->n; i++)
    {
      const char *item = set->members[i].item;
      g_autofree char *phone = NULL;

      if (field->items == DYR_KIND_IBAN)
        g_assert_cmpint (dyr_check_iban (item), ==, DYR_CHECK_OK);
      else if (field->items == DYR_KIND_EMAIL)
        g_assert_true (is_reserved (item));
      else if (field->items == DYR_KIND_PHONE)
        {
          phone = dyr_phone_clean (item, NULL);
          g_assert_cmpstr (phone, ==, item);
          /* After the operator: nobody has such a number. */
          g_assert_nonnull (strstr (item + 5, "000"));
        }
    }
}

/* Every value is one that a person could have typed: its form, its length, its choices. */
static void
check_row (const DyrRow *row, gpointer data)
{
  GHashTable *codes = data;

  for (guint i = 0; i < row->type->n_fields; i++)
    {
      const DyrField *field = &row->type->fields[i];
      const DyrValue *value = &row->values[i];
      g_autoptr (GError) error = NULL;

      g_assert_true (dyr_record_type_check (row->type, i, value, &error));
      g_assert_no_error (error);
      if (field->flags & DYR_REQUIRED)
        g_assert_cmpint (value->form, !=, DYR_VALUE_NONE);
      if (field->kind == DYR_KIND_CHOICE && value->form != DYR_VALUE_NONE)
        g_assert_nonnull (dyr_field_find_choice (field, dyr_value_text (value)));
      if (value->form == DYR_VALUE_SET)
        check_set (field, value->set);
      if (field->kind == DYR_KIND_URL && value->form != DYR_VALUE_NONE)
        g_assert_nonnull (strstr (dyr_value_text (value), ".example"));
      if ((field->flags & DYR_TAX_CODE) && value->form != DYR_VALUE_NONE)
        {
          const char *country = dyr_value_text (&row->values[DYR_CLIENT_COUNTRY]);

          g_assert_cmpint (dyr_check_code (country, dyr_value_text (value)), ==, DYR_CHECK_OK);
          g_assert_true (g_hash_table_add (codes, g_strdup (dyr_value_text (value))));
        }
    }
}

static void
test_values (Office *office, gconstpointer data)
{
  g_autoptr (GHashTable) codes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  sample_make (office, data, 300, 2, FALSE);
  sample_walk (office, check_row, codes);
  g_assert_cmpuint (g_hash_table_size (codes), >, 240);
}

/* The code of a sole trader tells the birthday and the sex. */
static void
test_traders (Office *office, gconstpointer data)
{
  const char *owners = "FROM client c JOIN person p ON p.client = c.id AND p.position IN "
                       "('власник', 'власниця') WHERE c.name LIKE 'ФОП %' AND c.code IS NOT NULL";
  g_autofree char *wrong_day = g_strconcat (
      "SELECT count (*) ", owners, " AND substr (c.code, 1, 5) + 0 <> p.birthday + 25568", NULL);
  g_autofree char *right_day = g_strconcat (
      "SELECT count (*) ", owners, " AND substr (c.code, 1, 5) + 0 = p.birthday + 25568", NULL);
  g_autofree char *wrong_sex = g_strconcat ("SELECT count (*) ",
                                            owners,
                                            " AND (substr (c.code, 9, 1) % 2 = 1) "
                                            "<> (p.position = 'власник')",
                                            NULL);
  g_autofree char *wrong_name
      = g_strconcat ("SELECT count (*) ",
                     owners,
                     " AND c.name <> 'ФОП ' || p.last_name || ' ' || p.first_name",
                     NULL);

  sample_make (office, "uk", 300, 4, FALSE);
  g_assert_cmpint (office_number (office, right_day), >, 3);
  g_assert_cmpint (office_number (office, wrong_day), ==, 0);
  g_assert_cmpint (office_number (office, wrong_sex), ==, 0);
  g_assert_cmpint (office_number (office, wrong_name), ==, 0);
  /* Names agree in gender. */
  g_assert_cmpint (office_number (office,
                                  "SELECT count (*) FROM person WHERE "
                                  "(patronymic LIKE '%вна') = (patronymic LIKE '%вич')"),
                   ==,
                   0);
  g_assert_cmpint (
      office_number (office,
                     "SELECT count (*) FROM person WHERE (last_name LIKE '%ська' AND patronymic "
                     "LIKE '%вич') OR (last_name LIKE '%ський' AND patronymic LIKE '%вна')"),
      ==,
      0);
}

static void
test_links (Office *office, gconstpointer data)
{
  static const char *const none[] = {
    "SELECT count (*) FROM person WHERE client IS NULL",
    "SELECT count (*) FROM activity WHERE client IS NULL",
    "SELECT count (*) FROM delivery_line WHERE product IS NULL",
    "SELECT count (*) FROM note WHERE about IS NULL",
    "SELECT count (*) FROM presentation WHERE presenter IS NULL",
    "SELECT count (*) FROM client c WHERE NOT EXISTS (SELECT 1 FROM person WHERE client = c.id)",
    "SELECT count (*) FROM delivery d WHERE NOT EXISTS "
    "(SELECT 1 FROM delivery_line WHERE delivery = d.id)",
    "SELECT count (*) FROM delivery d JOIN contract c ON c.id = d.contract "
    "WHERE c.client <> d.client",
    "SELECT count (*) FROM activity a JOIN person p ON p.id = a.person WHERE p.client <> a.client",
    "SELECT count (*) FROM presentation r JOIN member m ON m.record = r.id "
    "AND m.field = 'participants' JOIN person p ON p.id = m.target WHERE p.client <> r.client",
    "SELECT count (*) FROM presentation r WHERE NOT EXISTS "
    "(SELECT 1 FROM member WHERE record = r.id AND field = 'participants')",
    /* Who is not to be called is not called. */
    "SELECT count (*) FROM activity a JOIN person p ON p.id = a.person "
    "WHERE a.kind = 'call' AND p.do_not_call = 1",
  };
  static const char *const links[] = {
    "responsible FROM client", "responsible FROM contract",    "contract FROM delivery",
    "person FROM activity",    "supervisor FROM presentation",
  };

  sample_make (office, data, 300, 5, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    {
      g_test_message ("%s", none[i]);
      g_assert_cmpint (office_number (office, none[i]), ==, 0);
    }
  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT count (DISTINCT %s", links[i]);
      char *from = strstr (sql, " FROM");
      g_autofree char *whole = g_strdup_printf ("%.*s)%s", (int) (from - sql), sql, from);

      g_assert_cmpint (office_number (office, whole), >, 0);
    }
}

/* `%T` is today as a date, `%B` and `%E` are its first and last second. */
static gint64
number_at (Office *office, const char *sql, const char *today)
{
  gint64 date = sample_date (today);
  gint64 midnight = dyr_instant_of_date (date, 0, 0, dyr_database_get_zone (office->database));
  g_autofree char *day = g_strdup_printf ("%" G_GINT64_FORMAT, date);
  g_autofree char *begin = g_strdup_printf ("%" G_GINT64_FORMAT, midnight);
  g_autofree char *end = g_strdup_printf ("%" G_GINT64_FORMAT, midnight + 86399);
  g_autoptr (GString) filled = g_string_new (sql);

  g_string_replace (filled, "%T", day, 0);
  g_string_replace (filled, "%B", begin, 0);
  g_string_replace (filled, "%E", end, 0);
  g_test_message ("%s", filled->str);
  return office_number (office, filled->str);
}

static void
test_dates (Office *office, gconstpointer data)
{
  static const char *const none[] = {
    /* What is done lies before today. */
    "SELECT count (*) FROM activity WHERE done_at >= %B",
    "SELECT count (*) FROM presentation WHERE state = 'held' AND ends_at >= %B",
    "SELECT count (*) FROM delivery WHERE max (coalesce (shipped_at, 0), "
    "coalesce (delivered_at, 0), coalesce (accepted_at, 0)) >= %B",
    "SELECT count (*) FROM contract WHERE signed_on >= %T",
    "SELECT count (*) FROM amendment WHERE date >= %T",
    /* What is planned does not. */
    "SELECT count (*) FROM presentation WHERE state = 'planned' AND starts_at < %B",
    "SELECT count (*) FROM delivery WHERE state IN ('agreed', 'ordered') AND agreed_on < %T",
    /* One after the other. */
    "SELECT count (*) FROM delivery WHERE delivered_at <= shipped_at "
    "OR accepted_at <= delivered_at",
    "SELECT count (*) FROM contract WHERE valid_to <= valid_from",
    "SELECT count (*) FROM contract WHERE signed_on > valid_from",
    "SELECT count (*) FROM amendment a JOIN contract c ON c.id = a.contract "
    "WHERE a.date <= c.valid_from OR a.date > c.valid_to OR a.effective_from < a.date",
    "SELECT count (*) FROM delivery d JOIN contract c ON c.id = d.contract "
    "WHERE d.agreed_on < c.valid_from",
    "SELECT count (*) FROM presentation WHERE ends_at <= starts_at",
    /* States have their facts and no others. */
    "SELECT count (*) FROM activity WHERE (state = 'done') <> (done_at IS NOT NULL)",
    "SELECT count (*) FROM presentation WHERE (state = 'held') <> (outcome IS NOT NULL)",
    "SELECT count (*) FROM delivery WHERE (state = 'draft') <> (agreed_on IS NULL)",
    "SELECT count (*) FROM delivery WHERE state IN ('accepted', 'closed') AND accepted_by IS NULL",
    "SELECT count (*) FROM delivery d WHERE agreed_on IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "
    "member WHERE record = d.id AND field = 'agreed-log')",
    "SELECT count (*) FROM contract WHERE state IN ('draft', 'negotiation', 'approval') "
    "AND signed_on IS NOT NULL",
    /* Nobody presents in two places at once. */
    "SELECT count (*) FROM presentation a JOIN presentation b ON a.presenter = b.presenter "
    "AND a.id < b.id AND a.state IN ('planned', 'moved') AND b.state IN ('planned', 'moved') "
    "AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at",
    /* Working days and hours; 1970-01-01 was a Thursday. */
    "SELECT count (*) FROM delivery WHERE agreed_on <> %T AND (agreed_on + 3) % 7 > 4",
    "SELECT count (*) FROM activity WHERE state = 'done' AND (done_at / 86400 + 3) % 7 > 4",
  };
  static const char *const some[] = {
    "SELECT count (*) FROM client WHERE next_contact = %T",
    "SELECT count (*) FROM client WHERE next_contact < %T",
    "SELECT count (*) FROM contract WHERE state = 'active' AND valid_to BETWEEN %T AND %T + 45",
    "SELECT count (*) FROM contract WHERE state = 'active' AND valid_to < %T",
    "SELECT count (*) FROM delivery WHERE agreed_on = %T",
    "SELECT count (*) FROM presentation WHERE starts_at BETWEEN %B AND %E",
    "SELECT count (*) FROM activity WHERE state = 'open' AND due_at BETWEEN %B AND %E",
    "SELECT count (*) FROM activity WHERE state = 'open' AND due_at < %B",
    "SELECT count (*) FROM activity WHERE state = 'open' AND due_at BETWEEN %E AND %E + 6 * 86400",
    "SELECT count (*) FROM delivery_line WHERE quantity_accepted < quantity_shipped",
    "SELECT count (*) FROM delivery WHERE dyr_day (delivered_at) > agreed_on",
  };
  const DyrSampleOptions options
      = { .clients = 300, .language = "en", .seed = 6, .today = sample_date (data) };
  g_autoptr (GError) error = NULL;

  dyr_sample_make (office->database, &options, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    g_assert_cmpint (number_at (office, none[i], data), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (some); i++)
    g_assert_cmpint (number_at (office, some[i], data), >, 0);
  /* The day is full, not drowned. */
  g_assert_cmpint (number_at (office, some[6], data), <, 40);
  g_assert_cmpint (number_at (office, some[7], data), <, 50);
}

#define add(path, data, test)                                                                      \
  g_test_add ("/exchange/sample-content/" path, Office, data, office_set_up, test, office_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  sample_add_for_each ("sample-content/counts", test_counts);
  sample_add_for_each ("sample-content/values", test_values);
  sample_add_for_each ("sample-content/links", test_links);
  add ("traders", NULL, test_traders);
  add ("dates/tuesday", TODAY, test_dates);
  add ("dates/sunday", SUNDAY, test_dates);
  return g_test_run ();
}

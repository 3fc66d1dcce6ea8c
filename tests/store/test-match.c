/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Query lines asked of a database: what they find, and that no big table is read whole for it. */

#include "config.h"

#include <string.h>

#include "dyr-match.h"
#include "dyr-me.h"
#include "dyr-presentation.h"
#include "dyr-query.h"
#include "dyr-search.h"
#include "dyr-type-sql.h"
#include "store-test.h"

#define CASE(name, function)                                                                       \
  g_test_add ("/store/match/" name, Office, NULL, office_set_up, function, office_tear_down)

static DyrQueryLine *
parse (const DyrRecordType *type, const char *text)
{
  g_autoptr (DyrContext) context = dyr_context_new ("en", "UA", "Europe/Kyiv");
  g_autoptr (DyrQueryLine) line = dyr_query_line_parse (context, type, text);

  for (guint i = 0; i < dyr_query_line_get_n_problems (line); i++)
    g_test_message ("%s", dyr_query_line_get_problem (line, i)->message);
  g_assert_cmpuint (dyr_query_line_get_n_problems (line), ==, 0);
  return g_steal_pointer (&line);
}

static void
assert_found (Office *office, const DyrRecordType *type, const char *text, const char *expected)
{
  g_autoptr (DyrQuery) query = dyr_query_new (type);
  g_autofree char *names = NULL;

  g_test_message ("%s", text);
  dyr_query_take_line (query, parse (type, text));
  names = office_names (office, query);
  g_assert_cmpstr (names, ==, expected);
}

static void
add_clients (Office *office)
{
  gint64 oksana = office_add (office, &dyr_user_type, "name", "Оксана Мельник", NULL);
  gint64 taras = office_add (office, &dyr_user_type, "name", "Тарас Бойко", NULL);
  g_autofree char *oksana_uid = office_uid (office, oksana),
                  *taras_uid = office_uid (office, taras);

  office_add (office,
              &dyr_client_type,
              "name",
              "Альфа дім",
              "city",
              "Львів",
              "state",
              "active",
              "responsible",
              oksana_uid,
              "phones",
              "+380671112233",
              "contact-rhythm-days",
              "30",
              "country",
              "UA",
              "next-contact",
              "2026-11-24",
              "street",
              "вул. Зелена, 12",
              NULL);
  office_add (office,
              &dyr_client_type,
              "name",
              "Бета",
              "city",
              "Стрий",
              "state",
              "lost",
              "responsible",
              taras_uid,
              "roles",
              "client\nsupplier",
              "next-contact",
              "2026-12-01",
              "description",
              "дім у Львів переїхав",
              NULL);
  office_add (office,
              &dyr_client_type,
              "name",
              "Гамма новий дім",
              "state",
              "prospect",
              "emails",
              "info@gamma.example\noffice@gamma.example",
              "contact-rhythm-days",
              "60",
              NULL);
  office_catch_up (office, 100);
}

static void
test_fields (Office *office, gconstpointer data)
{
  static const struct
  {
    const char *line;
    const char *expected;
  } cases[] = {
    { "", "Альфа дім Бета Гамма новий дім" },
    { "дім", "Альфа дім Бета Гамма новий дім" },
    { "дім -новий", "Альфа дім Бета" },
    { "-дім", "" },
    { "-новий -переїхав", "Альфа дім" },
    { "\"новий дім\"", "Гамма новий дім" },
    { "\"дім новий\"", "" },
    { "\"новий ді\"", "" },
    { "\"новий ді", "Гамма новий дім" },
    { "-\"новий дім\"", "Альфа дім Бета" },
    /* Texts: of this field, not anywhere in the record. */
    { "city:Львів", "Альфа дім" },
    { "city:ьві", "Альфа дім" },
    { "city:ль", "Альфа дім" },
    { "city=львів", "Альфа дім" },
    { "city=льві", "" },
    { "city!=львів", "Бета Гамма новий дім" },
    { "-city:Львів", "Бета Гамма новий дім" },
    { "city:Львів,Стрий", "Альфа дім Бета" },
    { "city:\"\"", "Гамма новий дім" },
    { "-city:\"\"", "Альфа дім Бета" },
    { "street:зелена", "Альфа дім" },
    { "street=\"вул Зелена 12\"", "Альфа дім" },
    { "name:дім", "Альфа дім Гамма новий дім" },
    { "name=БЕТА", "Бета" },
    { "address:Зелена", "Альфа дім" },
    { "country:Україна", "Альфа дім" },
    /* Choices */
    { "state:active", "Альфа дім" },
    { "state:active,lost", "Альфа дім Бета" },
    { "-state:active", "Бета Гамма новий дім" },
    { "standing:lost", "Бета" },
    { "roles:supplier", "Бета" },
    { "-roles:supplier", "Альфа дім Гамма новий дім" },
    { "roles:\"\"", "Альфа дім Гамма новий дім" },
    /* Numbers and dates */
    { "contact-rhythm-days:30", "Альфа дім" },
    { "contact-rhythm-days>30", "Гамма новий дім" },
    { "contact-rhythm-days<=60", "Альфа дім Гамма новий дім" },
    { "contact-rhythm-days:31..60", "Гамма новий дім" },
    { "-contact-rhythm-days:30", "Бета Гамма новий дім" },
    { "next-contact:24.11.2026", "Альфа дім" },
    { "next-contact:2026-11", "Альфа дім" },
    { "next-contact<2027", "Альфа дім Бета" },
    { "next-contact>24.11.2026", "Бета" },
    /* Sets */
    { "phones:(067)111-22", "Альфа дім" },
    { "phone:067", "Альфа дім" },
    { "emails:office@gamma", "Гамма новий дім" },
    { "email:office@gamma", "" },
    /* Links, by the name of the other record. */
    { "responsible:Оксана", "Альфа дім" },
    { "responsible:мельник", "Альфа дім" },
    { "responsible:ta", "Бета" },
    { "responsible:\"Бойко Тарас\"", "Бета" },
    { "responsible:Bojko", "Бета" },
    { "responsible:та", "Бета" },
    { "-responsible:Оксана", "Бета Гамма новий дім" },
    { "responsible:\"\"", "Гамма новий дім" },
    { "responsible:Оксана,Тарас дім", "Альфа дім Бета" },
    /* Two users: nobody said who sits here. */
    { "responsible:me", "" },
  };

  add_clients (office);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_found (office, &dyr_client_type, cases[i].line, cases[i].expected);
}

static gboolean
job_choose_me (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return dyr_me_write (connection, data, error);
}

static void
choose_me (Office *office, gint64 id)
{
  g_autoptr (DyrRow) row = id != 0 ? office_row (office, id) : NULL;
  g_autoptr (GError) error = NULL;

  dyr_database_write (
      office->database, job_choose_me, row != NULL ? &row->uid : NULL, NULL, &error);
  g_assert_no_error (error);
}

/* The only user is me; of several, the one who was chosen, as long as there is one. */
static void
test_me (Office *office, gconstpointer data)
{
  gint64 first = office_add (office, &dyr_user_type, "name", "A", NULL), second, third;
  g_autofree char *first_uid = office_uid (office, first), *second_uid = NULL, *third_uid = NULL;
  g_autofree char *login = g_ascii_strup (g_get_user_name (), -1);

  office_add (office, &dyr_client_type, "name", "Альфа", "responsible", first_uid, NULL);
  assert_found (office, &dyr_client_type, "responsible:me", "Альфа");
  second = office_add (office, &dyr_user_type, "name", "B", NULL);
  second_uid = office_uid (office, second);
  office_add (office, &dyr_client_type, "name", "Бета", "responsible", second_uid, NULL);
  assert_found (office, &dyr_client_type, "responsible:me", "");
  choose_me (office, second);
  assert_found (office, &dyr_client_type, "responsible:me", "Бета");
  assert_found (office, &dyr_client_type, "-responsible:me", "Альфа");
  office_delete (office, second);
  assert_found (office, &dyr_client_type, "responsible:me", "Альфа");
  choose_me (office, 0);
  assert_found (office, &dyr_client_type, "responsible:me", "Альфа");
  /* The account of this computer is a user's login. */
  third = office_add (office, &dyr_user_type, "name", "C", "login", login, NULL);
  third_uid = office_uid (office, third);
  office_add (office, &dyr_client_type, "name", "Гамма", "responsible", third_uid, NULL);
  assert_found (office, &dyr_client_type, "responsible:me", "Гамма");
}

/* Names in the other script and other spellings; other keyboard layouts when nothing is found. */
static void
test_guesses (Office *office, gconstpointer data)
{
  static const struct
  {
    const char *line;
    const char *expected;
  } cases[] = {
    { "Shevchenko", "Шевченко" }, { "Ševčenko", "Шевченко" }, { "itdxtyrj", "Шевченко" },
    { "itdxtzrj", "Шевченко" },   { "шевч", "Шевченко" },     { "bn", "" },
    { "it", "Шевченко" },         { "ltv`zy", "Дем’яненко" }, { "rk.x", "Ключ" },
    { "<ehzr", "Буряк" },         { "хорват", "" },           { "жужул", "Žužul" },
    { "\\u\\ul", "Žužul" },       { "yuyul", "Žužul" },       { "фсьу", "Acme" },
    { "Пушкин", "Пушкін" },       { "Pushkin", "Пушкін" },    { "pushkin -acme", "Пушкін" },
    { "name:shev", "Шевченко" },  { "name=shev", "" },
  };

  office_add (office, &dyr_client_type, "name", "Шевченко", NULL);
  office_add (office, &dyr_client_type, "name", "Дем’яненко", NULL);
  office_add (office, &dyr_client_type, "name", "Žužul", NULL);
  office_add (office, &dyr_client_type, "name", "Acme", NULL);
  office_add (office, &dyr_client_type, "name", "Ключ", NULL);
  office_add (office, &dyr_client_type, "name", "Буряк", NULL);
  office_add (office, &dyr_client_type, "name", "Пушкін", NULL);
  office_catch_up (office, 100);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_found (office, &dyr_client_type, cases[i].line, cases[i].expected);
}

/* Numbers are phones, codes, amounts and dates, in any notation. */
static void
test_values (Office *office, gconstpointer data)
{
  gint64 client = office_add (office, &dyr_client_type, "name", "Дім", NULL);
  g_autofree char *uid = office_uid (office, client);
  static const struct
  {
    const char *line;
    const char *expected;
  } cases[] = {
    { "1500", "1500-А Б-2" },      { "1500,00", "Б-2" },       { "\"1500\"", "1500-А" },
    { "24.11.2026", "Б-2" },       { "24. 11. 2026.", "Б-2" }, { "2026-11-24", "Б-2" },
    { "24.11.2026 -1500", "Б-2" }, { "31.12.2027", "1500-А" }, { "98765,43", "1500-А" },
    { "98765.43 1500", "1500-А" }, { "25.11.2026", "" },
  };

  office_add (office,
              &dyr_contract_type,
              "client",
              uid,
              "number",
              "1500-А",
              "amount",
              "98765.43",
              "currency",
              "UAH",
              "valid-to",
              "2027-12-31",
              NULL);
  office_add (office,
              &dyr_contract_type,
              "client",
              uid,
              "number",
              "Б-2",
              "amount",
              "1500.00",
              "signed-on",
              "2026-11-24",
              NULL);
  office_add (office,
              &dyr_presentation_type,
              "client",
              uid,
              "title",
              "Показ",
              "starts-at",
              "2026-11-24T22:30:00Z",
              NULL);
  office_catch_up (office, 100);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_found (office, &dyr_contract_type, cases[i].line, cases[i].expected);
  /* In the office's time zone it is the next day already. */
  assert_found (office, &dyr_presentation_type, "25.11.2026", "Показ");
  assert_found (office, &dyr_presentation_type, "24.11.2026", "");
}

/* A date that is being typed: beginnings of words by one digit are nowhere ready. */
static void
test_broken_numbers (Office *office, gconstpointer data)
{
  static const struct
  {
    const char *line;
    const char *expected;
  } cases[] = {
    { "24.1", "24.1/26 24.11/26" },
    { "24.11", "24.11/26" },
    { "4.1", "24.1/26 24.11/26" },
    { "24.1/", "24.1/26 24.11/26" },
    { "1.24", "1.24" },
    { "24.1 26", "24.1/26 24.11/26" },
    { "24.2", "" },
  };
  gint64 client = office_add (office, &dyr_client_type, "name", "Дім", NULL);
  g_autofree char *uid = office_uid (office, client);
  static const char *const numbers[] = { "24.1/26", "24.11/26", "1 і 24", "1.24" };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    office_add (office, &dyr_contract_type, "client", uid, "number", numbers[i], NULL);
  office_catch_up (office, 100);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_found (office, &dyr_contract_type, cases[i].line, cases[i].expected);
}

/* What a search costs, by the plans of its statements. */

typedef struct
{
  GString *scans; /* what is read whole, by " " */
  guint n_statements;
} Plans;

static int
on_statement (unsigned kind, void *data, void *statement, void *text)
{
  Plans *plans = data;
  sqlite3 *db = sqlite3_db_handle (statement);
  g_autofree char *sql = g_strconcat ("EXPLAIN QUERY PLAN ", sqlite3_sql (statement), NULL);
  sqlite3_stmt *plan;

  /* The full-text tables ask their own. */
  if (!g_str_has_prefix (sqlite3_sql (statement), "SELECT") || g_str_has_prefix (text, "--")
      || strstr (sqlite3_sql (statement), "main") != NULL)
    return 0;
  sqlite3_trace_v2 (db, 0, NULL, NULL);
  plans->n_statements++;
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &plan, NULL), ==, SQLITE_OK);
  while (sqlite3_step (plan) == SQLITE_ROW)
    {
      const char *detail = (const char *) sqlite3_column_text (plan, 3);

      g_test_message ("%s", detail);
      if (g_str_has_prefix (detail, "SCAN ") && strstr (detail, "VIRTUAL TABLE INDEX") == NULL)
        g_string_append_printf (plans->scans, "%s; ", detail);
    }
  sqlite3_finalize (plan);
  sqlite3_trace_v2 (db, SQLITE_TRACE_STMT, on_statement, data);
  return 0;
}

typedef struct
{
  DyrQuery *query;
  Plans plans;
} Plan;

static gboolean
job_plan (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Plan *plan = data;
  g_autoptr (GArray) ids = NULL;

  sqlite3_trace_v2 (
      dyr_connection_get_handle (connection), SQLITE_TRACE_STMT, on_statement, &plan->plans);
  ids = dyr_query_ids (plan->query, connection, error);
  sqlite3_trace_v2 (dyr_connection_get_handle (connection), 0, NULL, NULL);
  return ids != NULL;
}

/* A line of words asks at most four questions, none of which reads a table from end to end. */
static void
test_plans (Office *office, gconstpointer data)
{
  static const struct
  {
    const DyrRecordType *type;
    const char *line;
  } cases[] = {
    { &dyr_client_type, "шевч" },
    { &dyr_client_type, "ше" },
    { &dyr_client_type, "шевч льв -старий" },
    { &dyr_client_type, "067 111 22 33" },
    { &dyr_client_type, "\"новий дім\"" },
    { &dyr_client_type, "city:Львів" },
    { &dyr_client_type, "name=Дім" },
    { &dyr_client_type, "responsible:Оксана" },
    { &dyr_client_type, "next-contact:24.11.2026" },
    { &dyr_contract_type, "1500" },
    { &dyr_contract_type, "24.11.2026" },
    { &dyr_contract_type, "client:дім" },
    { &dyr_contract_type, "amount:1500" },
    { &dyr_delivery_type, "24.11.2026" },
    { &dyr_delivery_type, "1500,50" },
    { &dyr_presentation_type, "24.11.2026" },
    { &dyr_activity_type, "24.11.2026" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DyrQuery) query = dyr_query_new (cases[i].type);
      g_autoptr (GString) scans = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      Plan plan = { query, { scans, 0 } };

      g_test_message ("%s: %s", cases[i].type->name, cases[i].line);
      dyr_query_take_line (query, parse (cases[i].type, cases[i].line));
      dyr_database_read (office->database, job_plan, &plan, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (scans->str, ==, "");
      g_assert_cmpuint (plan.plans.n_statements, >, 0);
      g_assert_cmpuint (plan.plans.n_statements, <=, 4);
    }
}

/* Every amount and date that is found by its value has an index to be found by. */
static void
test_indexes (Office *office, gconstpointer data)
{
  for (guint i = 0; dyr_record_types[i] != NULL; i++)
    for (guint j = 0; j < dyr_record_types[i]->n_fields; j++)
      {
        const DyrField *field = &dyr_record_types[i]->fields[j];
        g_autofree char *column = dyr_field_column (field), *sql = NULL;

        if (!dyr_field_found_by_value (field))
          continue;
        sql = g_strdup_printf ("SELECT count (*) FROM pragma_index_list ('%s') l, "
                               "pragma_index_info (l.name) c WHERE c.seqno = 0 AND c.name = '%s'",
                               dyr_record_types[i]->table,
                               column);
        g_test_message ("%s.%s", dyr_record_types[i]->name, field->name);
        g_assert_cmpint (office_number (office, sql), >, 0);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  CASE ("fields", test_fields);
  CASE ("me", test_me);
  CASE ("guesses", test_guesses);
  CASE ("values", test_values);
  CASE ("broken-numbers", test_broken_numbers);
  CASE ("plans", test_plans);
  CASE ("indexes", test_indexes);
  return g_test_run ();
}

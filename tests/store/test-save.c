/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What a save writes: rows, defaults, history, and what it refuses. */

#include "config.h"

#include "dyr-amendment.h"
#include "store-test.h"

#define CASE(name, function)                                                                       \
  g_test_add ("/store/save/" name, Office, NULL, office_set_up, function, office_tear_down)

static void
test_create (Office *office, gconstpointer data)
{
  gint64 id = office_add (office,
                          &dyr_client_type,
                          "name",
                          "ТОВ «Карпатський дім»",
                          "phones",
                          "+380671112233\n+380322333444",
                          "code",
                          "00032129",
                          NULL);
  g_autofree char *title = office_text (office, "SELECT title FROM record");

  g_assert_cmpstr (title, ==, "ТОВ «Карпатський дім»");
  office_assert (office, id, "state", "prospect");
  office_assert (office, id, "code", "00032129");
  office_assert (office, id, "phone", "+380671112233");
  office_assert (office, id, "phones", "+380671112233\n+380322333444");
  office_assert (office, id, "standing", "prospect");
  office_assert (office, id, "address", NULL);
  /* Creation is one history row, not one a field. */
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM change"), ==, 1);
  g_assert_cmpint (office_number (office, "SELECT kind FROM change"), ==, DYR_CHANGE_CREATED);
}

static void
test_edit (Office *office, gconstpointer data)
{
  gint64 id = office_add (office, &dyr_client_type, "name", "Їжакевич", NULL);
  gint64 action = office_set (office, id, "city", "Львів");
  g_autofree char *change = NULL;

  g_assert_cmpint (action, !=, 0);
  office_assert (office, id, "city", "Львів");
  change = office_text (office,
                        "SELECT field || '|' || coalesce (old, '-') || '|' || new FROM change "
                        "WHERE kind = 4");
  g_assert_cmpstr (change, ==, "city|-|Львів");
  /* The same value again is no action. */
  g_assert_cmpint (office_set (office, id, "city", "Львів"), ==, 0);
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM action"), ==, 2);
  /* NULL is neither 0 nor "". */
  office_set (office, id, "contact-rhythm-days", "0");
  office_assert (office, id, "contact-rhythm-days", "0");
  office_set (office, id, "contact-rhythm-days", NULL);
  office_assert (office, id, "contact-rhythm-days", NULL);
}

static void
test_sets (Office *office, gconstpointer data)
{
  gint64 id
      = office_add (office, &dyr_client_type, "name", "Дністер", "emails", "a@example.com", NULL);

  office_set (office, id, "emails", "b@example.com\na@example.com");
  office_assert (office, id, "email", "b@example.com");
  /* Another order is another value: the first is the main one. */
  office_set (office, id, "emails", "a@example.com\nb@example.com");
  office_assert (office, id, "email", "a@example.com");
  office_set (office, id, "emails", NULL);
  office_assert (office, id, "email", NULL);
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM member"), ==, 0);
}

static void
test_links (Office *office, gconstpointer data)
{
  gint64 client = office_add (office, &dyr_client_type, "name", "Срібний двір", NULL);
  g_autofree char *uid = office_uid (office, client);
  gint64 contract
      = office_add (office, &dyr_contract_type, "client", uid, "number", "214/25", NULL);
  g_autoptr (DyrRow) row = NULL, after = NULL;
  const DyrLink *link;

  row = office_row (office, contract);
  link = dyr_value_link (&row->values[DYR_CONTRACT_CLIENT]);
  g_assert_nonnull (link);
  g_assert_cmpint (link->id, ==, client);
  g_assert_cmpstr (link->name, ==, "Срібний двір");
  /* A link's name follows, and a deleted target stays a link. */
  office_set (office, client, "name", "Золотий двір");
  office_delete (office, client);
  after = office_row (office, contract);
  link = dyr_value_link (&after->values[DYR_CONTRACT_CLIENT]);
  g_assert_cmpstr (link->name, ==, "Золотий двір");
  g_assert_true (link->deleted);
}

static void
assert_refused (Office *office, gint64 id, const char *field, const char *text, DyrError code)
{
  g_autofree char *before = office_get (office, id, field);
  g_autoptr (GError) error = office_refuse (office, id, field, text);
  g_autofree char *after = office_get (office, id, field);

  g_assert_error (error, DYR_ERROR, (int) code);
  g_assert_cmpstr (before, ==, after);
}

static void
test_refused (Office *office, gconstpointer data)
{
  gint64 client = office_add (office, &dyr_client_type, "name", "Ключ", NULL);
  gint64 call = office_add (office, &dyr_activity_type, "kind", "call", "subject", "Дзвінок", NULL);
  g_autofree char *too_long = g_strnfill (300, 'x');

  assert_refused (office, client, "name", NULL, DYR_ERROR_REFUSED);
  assert_refused (office, client, "address", "Львів", DYR_ERROR_REFUSED);
  assert_refused (office, client, "city", too_long, DYR_ERROR_INVALID);
  assert_refused (office, call, "kind", "task", DYR_ERROR_REFUSED);
  assert_refused (
      office, client, "responsible", "01a2014d-ff49-711c-ad9e-5419a5d4904b", DYR_ERROR_NOT_FOUND);
  office_delete (office, client);
  assert_refused (office, client, "city", "Львів", DYR_ERROR_REFUSED);
}

typedef struct
{
  gint64 id;
  gint64 action;
  const char *const *texts;
} Visit;

static gboolean
job_visit (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Visit *visit = data;

  for (int i = 0; visit->texts[i] != NULL; i++)
    {
      g_autoptr (DyrSave) save
          = dyr_save_new (connection, DYR_SOURCE_PERSON, "edit", visit->action);
      g_autoptr (GArray) values = dyr_field_values_new ();

      dyr_value_set_text (dyr_field_values_add (values, DYR_CLIENT_NAME), visit->texts[i]);
      if (!dyr_save_edit (save, visit->id, values, error)
          || !dyr_save_finish (save, &visit->action, error))
        return FALSE;
    }
  return TRUE;
}

static void
test_visit (Office *office, gconstpointer data)
{
  static const char *const longer[] = { "Кар", "Карпат", "Карпати", NULL };
  static const char *const back[] = { "Ключі", "Ключ", NULL };
  gint64 id = office_add (office, &dyr_client_type, "name", "Ключ", NULL);
  Visit visit = { id, 0, back };
  g_autoptr (GError) error = NULL;
  g_autofree char *change = NULL;

  /* A visit that ends where it began leaves nothing. */
  dyr_database_write (office->database, job_visit, &visit, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (visit.action, ==, 0);
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM action"), ==, 1);
  /* One visit is one change, from what was there to what stayed. */
  visit.texts = longer;
  dyr_database_write (office->database, job_visit, &visit, NULL, &error);
  g_assert_no_error (error);
  change = office_text (office, "SELECT old || '|' || new FROM change WHERE kind = 4");
  g_assert_cmpstr (change, ==, "Ключ|Карпати");
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM change WHERE kind = 4"), ==, 1);
}

static void
test_agreed_log (Office *office, gconstpointer data)
{
  gint64 id
      = office_add (office, &dyr_delivery_type, "number", "118", "agreed-on", "2026-11-24", NULL);
  g_autofree char *log = office_get (office, id, "agreed-log"), *longer = NULL;

  g_assert_true (g_str_has_suffix (log, "Z 2026-11-24"));
  office_set (office, id, "agreed-on", "2026-11-26");
  longer = office_get (office, id, "agreed-log");
  g_assert_true (g_str_has_prefix (longer, log));
  g_assert_true (g_str_has_suffix (longer, "Z 2026-11-26"));
  g_assert_cmpint (
      office_number (office, "SELECT count (*) FROM member WHERE field = 'agreed-log'"), ==, 2);
}

static void
test_parts (Office *office, gconstpointer data)
{
  gint64 contract = office_add (office, &dyr_contract_type, "number", "1/26", NULL);
  g_autofree char *uid = office_uid (office, contract);
  gint64 amendment = office_add (office, &dyr_amendment_type, "contract", uid, "number", "1", NULL);
  g_autoptr (DyrRow) row = NULL;

  office_delete (office, contract);
  row = office_row (office, amendment);
  g_assert_true (row->deleted);
  g_assert_cmpint (
      office_number (office, "SELECT count (*) FROM amendment WHERE listed = 1"), ==, 0);
}

static void
test_derived (Office *office, gconstpointer data)
{
  gint64 late = office_add (office,
                            &dyr_delivery_type,
                            "number",
                            "1",
                            "state",
                            "shipped",
                            "agreed-on",
                            "2020-01-10",
                            NULL);
  gint64 client = office_add (office,
                              &dyr_client_type,
                              "name",
                              "Пекарня",
                              "state",
                              "active",
                              "next-contact",
                              "2020-01-01",
                              "street",
                              "вул. Зелена, 12",
                              "city",
                              "Львів",
                              "postcode",
                              "79000",
                              NULL);
  gint64 contract = office_add (
      office, &dyr_contract_type, "number", "7", "state", "active", "valid-to", "2020-01-01", NULL);

  office_assert (office, client, "standing", "at-risk");
  office_assert (office, client, "state", "active");
  office_assert (office, client, "address", "вул. Зелена, 12, 79000 Львів");
  office_assert (office, contract, "standing", "expired");
  office_set (office, contract, "state", "terminated");
  office_assert (office, contract, "standing", "terminated");
  office_assert (office, late, "on-time", "0");
  /* In the office's zone 22:30 UTC of the 9th is already the 10th. */
  office_set (office, late, "delivered-at", "2020-01-09T22:30:00Z");
  office_assert (office, late, "on-time", "1");
  office_set (office, late, "delivered-at", "2020-01-10T22:30:00Z");
  office_assert (office, late, "on-time", "0");
}

/* The office's date so many days from today, as fields are written. */
static char *
day (Office *office, int days)
{
  g_autoptr (GDateTime) now = g_date_time_new_now (dyr_database_get_zone (office->database));
  g_autoptr (GDateTime) then = g_date_time_add_days (now, days);

  return g_date_time_format (then, "%Y-%m-%d");
}

static gint64
add_contract_until (Office *office, int days, const char *notice_days)
{
  g_autofree char *end = day (office, days);
  gint64 id = office_add (
      office, &dyr_contract_type, "number", "7", "state", "active", "valid-to", end, NULL);

  office_set (office, id, "notice-days", notice_days);

  return id;
}

/* A contract says in time that it ends: 45 days before, or its notice period when that is longer.
 */
static void
test_expiring (Office *office, gconstpointer data)
{
  static const struct
  {
    int days;
    const char *notice_days, *standing;
  } cases[] = {
    { 46, NULL, "active" },   { 45, NULL, "expiring" }, { 46, "30", "active" },
    { 60, "60", "expiring" }, { 61, "60", "active" },   { 0, NULL, "expiring" },
    { -1, NULL, "expired" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 id = add_contract_until (office, cases[i].days, cases[i].notice_days);

      g_test_message ("%d days, notice %s", cases[i].days, cases[i].notice_days);
      office_assert (office, id, "standing", cases[i].standing);
    }
}

/* A client is at risk a week after the next contact was due, or when nobody talked with it for
 * twice the agreed rhythm. */
static void
test_at_risk (Office *office, gconstpointer data)
{
  static const struct
  {
    int next_contact, last_contact;
    const char *standing;
  } cases[] = {
    { -7, 0, "active" },
    { -8, 0, "at-risk" },
    { 1, -20, "active" },
    { 1, -21, "at-risk" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *next = day (office, cases[i].next_contact);
      g_autofree char *last = day (office, cases[i].last_contact);
      g_autofree char *done_at = g_strconcat (last, "T00:00:00Z", NULL);
      gint64 client = office_add (office,
                                  &dyr_client_type,
                                  "name",
                                  "Пекарня",
                                  "state",
                                  "active",
                                  "next-contact",
                                  next,
                                  "contact-rhythm-days",
                                  "10",
                                  NULL);
      g_autofree char *uid = office_uid (office, client);

      office_add (office,
                  &dyr_activity_type,
                  "kind",
                  "call",
                  "subject",
                  "Дзвінок",
                  "client",
                  uid,
                  "state",
                  "done",
                  "done-at",
                  done_at,
                  NULL);
      g_test_message ("next %d, last %d", cases[i].next_contact, cases[i].last_contact);
      office_assert (office, client, "standing", cases[i].standing);
      office_set (office, client, "state", "lost");
      office_assert (office, client, "standing", "lost");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  CASE ("create", test_create);
  CASE ("edit", test_edit);
  CASE ("sets", test_sets);
  CASE ("links", test_links);
  CASE ("refused", test_refused);
  CASE ("visit", test_visit);
  CASE ("agreed-log", test_agreed_log);
  CASE ("parts", test_parts);
  CASE ("derived", test_derived);
  CASE ("expiring", test_expiring);
  CASE ("at-risk", test_at_risk);
  return g_test_run ();
}

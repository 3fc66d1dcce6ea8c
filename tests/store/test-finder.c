/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Finder: by element of a set, in any case for e-mails only, and never by looking through all. */

#include "config.h"

#include <sqlite3.h>

#include "dyr-finder.h"
#include "dyr-user.h"
#include "store-test.h"

typedef struct
{
  const DyrRecordType *type;
  guint field;
  const char *text;
  gint64 found; /* the only one, 0 for none, -1 for several */
  int n_scanned;
} Find;

/* Rows that statements of this connection visited without an index, since asked last. */
static int
count_scanned (DyrConnection *connection)
{
  sqlite3 *db = dyr_connection_get_handle (connection);
  int n = 0;

  for (sqlite3_stmt *stmt = sqlite3_next_stmt (db, NULL); stmt != NULL;
       stmt = sqlite3_next_stmt (db, stmt))
    n += sqlite3_stmt_status (stmt, SQLITE_STMTSTATUS_FULLSCAN_STEP, TRUE);
  return n;
}

static gboolean
job_find (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Find *find = data;
  g_autoptr (DyrFinder) finder = dyr_finder_new (connection, FALSE);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_auto (DyrValue) value = DYR_VALUE_INIT;
  const DyrFinderTerm term = { find->field, DYR_FINDER_IS, &value };

  dyr_value_set_text (&value, find->text);
  count_scanned (connection);
  if (!dyr_finder_find (finder, find->type, &term, 1, 0, ids, error))
    return FALSE;
  find->n_scanned = count_scanned (connection);
  find->found = ids->len == 0 ? 0 : ids->len == 1 ? g_array_index (ids, gint64, 0) : -1;
  return TRUE;
}

static Find
find (Office *office, const DyrRecordType *type, guint field, const char *text)
{
  Find find = { .type = type, .field = field, .text = text };
  g_autoptr (GError) error = NULL;

  dyr_database_read (office->database, job_find, &find, NULL, &error);
  g_assert_no_error (error);
  return find;
}

static void
test_emails (Office *office, gconstpointer data)
{
  gint64 mixed
      = office_add (office, &dyr_client_type, "name", "Ключ", "emails", "Office@Example.com", NULL);
  gint64 lower
      = office_add (office, &dyr_client_type, "name", "Дім", "emails", "a@x.ua\nb@x.ua", NULL);
  static const char *const ways[]
      = { "Office@Example.com", "office@example.com", "OFFICE@example.COM" };

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    g_assert_cmpint (find (office, &dyr_client_type, DYR_CLIENT_EMAILS, ways[i]).found, ==, mixed);
  g_assert_cmpint (find (office, &dyr_client_type, DYR_CLIENT_EMAILS, "B@X.ua").found, ==, lower);
  g_assert_cmpint (find (office, &dyr_client_type, DYR_CLIENT_EMAILS, "c@x.ua").found, ==, 0);
  /* Another type, another field: other addresses. */
  g_assert_cmpint (find (office, &dyr_client_type, DYR_CLIENT_PHONES, "a@x.ua").found, ==, 0);
}

static void
test_other_sets (Office *office, gconstpointer data)
{
  gint64 id = office_add (office, &dyr_client_type, "name", "Ключ", "ibans", "HR12x", NULL);

  g_assert_cmpint (find (office, &dyr_client_type, DYR_CLIENT_IBANS, "HR12x").found, ==, id);
  g_assert_cmpint (find (office, &dyr_client_type, DYR_CLIENT_IBANS, "HR12X").found, ==, 0);
}

/* Capitals of every alphabet; letters that only look alike or differ by a mark stay different. */
static void
test_alphabets (Office *office, gconstpointer data)
{
  gint64 mixed
      = office_add (office, &dyr_client_type, "name", "Ключ", "emails", "Єва@Пошта.укр", NULL);
  gint64 small
      = office_add (office, &dyr_client_type, "name", "Дім", "emails", "đuro@žito.hr", NULL);
  static const char *const ways[] = { "Єва@Пошта.укр", "єва@пошта.укр", "ЄВА@ПОШТА.УКР" };

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    g_assert_cmpint (find (office, &dyr_client_type, DYR_CLIENT_EMAILS, ways[i]).found, ==, mixed);
  g_assert_cmpint (
      find (office, &dyr_client_type, DYR_CLIENT_EMAILS, "ĐURO@Žito.hr").found, ==, small);
  g_assert_cmpint (find (office, &dyr_client_type, DYR_CLIENT_EMAILS, "duro@zito.hr").found, ==, 0);
  g_assert_cmpint (
      find (office, &dyr_client_type, DYR_CLIENT_EMAILS, "єва@пошта.УКР").n_scanned, ==, 0);
  /* It follows an edit. */
  office_set (office, mixed, "emails", "ЇЖАК@пошта.укр");
  g_assert_cmpint (
      find (office, &dyr_client_type, DYR_CLIENT_EMAILS, "їжак@Пошта.укр").found, ==, mixed);
  g_assert_cmpint (find (office, &dyr_client_type, DYR_CLIENT_EMAILS, ways[0]).found, ==, 0);
}

static void
test_user (Office *office, gconstpointer data)
{
  gint64 id
      = office_add (office, &dyr_user_type, "name", "Оксана", "email", "Oksana@Example.com", NULL);

  g_assert_cmpint (
      find (office, &dyr_user_type, DYR_USER_EMAIL, "oksana@example.com").found, ==, id);
  g_assert_cmpint (find (office, &dyr_user_type, DYR_USER_EMAIL, "o@example.com").found, ==, 0);
  office_set (office, id, "email", "Оксана@Пошта.укр");
  g_assert_cmpint (find (office, &dyr_user_type, DYR_USER_EMAIL, "ОКСАНА@пошта.укр").found, ==, id);
}

/* An import asks this for each of a hundred thousand rows. */
static void
test_by_index (Office *office, gconstpointer data)
{
  Find found;

  for (int i = 0; i < 50; i++)
    {
      g_autofree char *email = g_strdup_printf ("Client%d@x.ua", i);

      office_add (office, &dyr_client_type, "name", "Ключ", "emails", email, NULL);
    }
  found = find (office, &dyr_client_type, DYR_CLIENT_EMAILS, "client49@x.ua");
  g_assert_cmpint (found.found, >, 0);
  g_assert_cmpint (found.n_scanned, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/store/finder/emails", Office, NULL, office_set_up, test_emails, office_tear_down);
  g_test_add (
      "/store/finder/alphabets", Office, NULL, office_set_up, test_alphabets, office_tear_down);
  g_test_add (
      "/store/finder/other-sets", Office, NULL, office_set_up, test_other_sets, office_tear_down);
  g_test_add ("/store/finder/user", Office, NULL, office_set_up, test_user, office_tear_down);
  g_test_add (
      "/store/finder/by-index", Office, NULL, office_set_up, test_by_index, office_tear_down);
  return g_test_run ();
}

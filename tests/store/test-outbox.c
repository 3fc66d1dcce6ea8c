/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What edits leave for the CRM. What a sync would have written is put in place by SQL. */

#include "config.h"

#include "dyr-client.h"
#include "dyr-rows.h"
#include "store-test.h"

#define CASE(name, function)                                                                       \
  g_test_add ("/store/outbox/" name, Office, NULL, office_set_up, function, office_tear_down)

#define ACKNOWLEDGE                                                                                \
  "UPDATE record SET remote_id = 'r' || id, push = 0, seq = NULL; DELETE FROM pending"

static gint64
push_of (Office *office, gint64 id)
{
  g_autofree char *sql = g_strdup_printf ("SELECT push FROM record WHERE id = %d", (int) id);

  return office_number (office, sql);
}

static void
test_new (Office *office, gconstpointer data)
{
  gint64 id = office_add (office, &dyr_client_type, "name", "Ключ", NULL);

  g_assert_cmpint (push_of (office, id), ==, DYR_PUSH_CREATE);
  /* The create will carry all values: nothing else waits. */
  office_set (office, id, "city", "Львів");
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM pending"), ==, 0);
  /* What the CRM never heard of needs no deletion there. */
  office_delete (office, id);
  g_assert_cmpint (push_of (office, id), ==, DYR_PUSH_NOTHING);
}

static void
test_incomplete (Office *office, gconstpointer data)
{
  gint64 id = office_add (office, &dyr_contract_type, "subject", "Постачання", NULL);
  gint64 client = office_add (office, &dyr_client_type, "name", "Ключ", NULL);
  g_autofree char *uid = NULL;
  g_autoptr (DyrRow) row = office_row (office, client);

  uid = dyr_uid_to_text (&row->uid);
  g_assert_cmpint (push_of (office, id), ==, DYR_PUSH_NOTHING);
  office_set (office, id, "number", "1");
  g_assert_cmpint (push_of (office, id), ==, DYR_PUSH_NOTHING);
  office_set (office, id, "client", uid);
  g_assert_cmpint (push_of (office, id), ==, DYR_PUSH_CREATE);
}

static void
test_sample (Office *office, gconstpointer data)
{
  gint64 id = office_add_as (office, DYR_ORIGIN_SAMPLE, &dyr_client_type, "name", "Взірець", NULL);

  g_assert_cmpint (push_of (office, id), ==, DYR_PUSH_NOTHING);
  office_set (office, id, "city", "Львів");
  office_delete (office, id);
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM record WHERE push <> 0"), ==, 0);
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM pending"), ==, 0);
}

static void
test_pending (Office *office, gconstpointer data)
{
  gint64 id = office_add (
      office, &dyr_client_type, "name", "Ключ", "street", "вул. Зелена, 12", "city", "Львів", NULL);
  g_autofree char *base = NULL, *again = NULL;
  gint64 seq, later;

  office_sql (office, ACKNOWLEDGE);
  office_set (office, id, "street", "вул. Зелена, 14");
  g_assert_cmpint (push_of (office, id), ==, DYR_PUSH_UPDATE);
  base = office_text (office, "SELECT grp || base FROM pending");
  g_assert_cmpstr (base,
                   ==,
                   "street{\"street\":\"вул. Зелена, 12\",\"city\":\"Львів\",\"postcode\":null,"
                   "\"region\":null,\"country\":null}");
  seq = office_number (office, "SELECT seq FROM pending");
  /* The base stays, only the place in the queue moves. */
  office_set (office, id, "city", "Стрий");
  again = office_text (office, "SELECT grp || base FROM pending");
  later = office_number (office, "SELECT seq FROM pending");
  g_assert_cmpstr (again, ==, base);
  g_assert_cmpint (later, >, seq);
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM pending"), ==, 1);
}

static void
test_set_back (Office *office, gconstpointer data)
{
  gint64 id = office_add (office, &dyr_client_type, "name", "Ключ", NULL);

  office_sql (office, ACKNOWLEDGE);
  office_set (office, id, "city", "Львів");
  office_set (office, id, "city", NULL);
  /* Undone before sending sends nothing. */
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM pending"), ==, 0);
  g_assert_cmpint (push_of (office, id), ==, DYR_PUSH_NOTHING);
  /* With a request open it may have been sent: it stays. */
  office_set (office, id, "city", "Львів");
  office_sql (office,
              "INSERT INTO attempt (record, op, sent, seq) SELECT id, 2, '{}', seq FROM record");
  office_set (office, id, "city", NULL);
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM pending"), ==, 1);
  g_assert_cmpint (push_of (office, id), ==, DYR_PUSH_UPDATE);
}

static void
test_delete (Office *office, gconstpointer data)
{
  gint64 id = office_add (office, &dyr_client_type, "name", "Ключ", NULL);

  office_sql (office, ACKNOWLEDGE);
  office_set (office, id, "city", "Львів");
  office_delete (office, id);
  g_assert_cmpint (push_of (office, id), ==, DYR_PUSH_DELETE);
  /* The edit is not lost with the deletion: both live side by side. */
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM pending"), ==, 1);
}

static void
test_order (Office *office, gconstpointer data)
{
  gint64 first = office_add (office, &dyr_client_type, "name", "А", NULL);
  gint64 second = office_add (office, &dyr_client_type, "name", "Б", NULL);

  g_assert_cmpint (
      office_number (office, "SELECT id FROM record WHERE push <> 0 ORDER BY seq LIMIT 1"),
      ==,
      first);
  office_reopen (office);
  /* Places in the queue grow for ever, also over a restart and an empty queue. */
  office_sql (office, ACKNOWLEDGE);
  office_set (office, first, "city", "Львів");
  office_set (office, second, "city", "Львів");
  g_assert_cmpint (office_number (office, "SELECT min (seq) FROM record WHERE push <> 0"), >, 2);
}

typedef struct
{
  gint64 id;
  guint n_statements;
  DyrSent sent;
} Look;

static int
on_statement (unsigned int type, void *data, void *statement, void *sql)
{
  ((Look *) data)->n_statements++;
  return 0;
}

static gboolean
job_look (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  sqlite3 *handle = dyr_connection_get_handle (connection);
  Look *look = data;
  g_autoptr (DyrRow) row = NULL;

  sqlite3_trace_v2 (handle, SQLITE_TRACE_STMT, on_statement, look);
  row = dyr_row_read_as (connection, &dyr_client_type, look->id, error);
  sqlite3_trace_v2 (handle, 0, NULL, NULL);
  look->sent = row != NULL ? row->sent : DYR_SENT_NOT;
  return row != NULL;
}

static guint
look (Office *office, gint64 id, DyrSent sent)
{
  g_autoptr (GError) error = NULL;
  Look looked = { .id = id };

  dyr_database_read (office->database, job_look, &looked, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (looked.sent, ==, sent);
  return looked.n_statements;
}

/* A list marks what the CRM does not have: that comes along with the row, whatever it is. */
static void
test_sent (Office *office, gconstpointer data)
{
  const gint64 id = office_add (office, &dyr_client_type, "name", "Ключ", NULL);
  const guint n_new = look (office, id, DYR_SENT_WAITS);

  office_sql (office, ACKNOWLEDGE);
  g_assert_cmpuint (look (office, id, DYR_SENT_ALL), ==, n_new);
  office_set (office, id, "city", "Львів");
  g_assert_cmpuint (look (office, id, DYR_SENT_WAITS), ==, n_new);
  office_sql (office, "UPDATE pending SET state = 1");
  g_assert_cmpuint (look (office, id, DYR_SENT_NEEDS_YOU), ==, n_new);
  /* The row, and the members of its sets. */
  g_assert_cmpuint (n_new, <=, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  CASE ("new", test_new);
  CASE ("incomplete", test_incomplete);
  CASE ("sample", test_sample);
  CASE ("pending", test_pending);
  CASE ("set-back", test_set_back);
  CASE ("delete", test_delete);
  CASE ("order", test_order);
  CASE ("sent", test_sent);
  return g_test_run ();
}

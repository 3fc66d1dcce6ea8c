/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What waits and what needs somebody is found by the indexes made for it, however many records
 * rest: asked of the plans of all statements. */

#include "config.h"

#include "dyr-sync-status.h"
#include "dyr-waiting.h"
#include "engine-test.h"

typedef struct
{
  GString *walks; /* what is read whole */
  guint n_statements;
} Plans;

/* Those of a few rows, whatever there is; the people of an office are few. */
static gboolean
is_short (const char *detail)
{
  static const char *const few[]
      = { "record_queue",  "record_unsettled", "pending_asked", "SCAN u USING",
          "SCAN CONSTANT", "SCAN (",           "SCAN n" };

  for (gsize i = 0; i < G_N_ELEMENTS (few); i++)
    if (strstr (detail, few[i]) != NULL)
      return TRUE;
  return FALSE;
}

static int
on_statement (unsigned kind, void *data, void *statement, void *text)
{
  Plans *plans = data;
  sqlite3 *db = sqlite3_db_handle (statement);
  g_autofree char *sql = g_strconcat ("EXPLAIN QUERY PLAN ", sqlite3_sql (statement), NULL);
  sqlite3_stmt *plan;

  sqlite3_trace_v2 (db, 0, NULL, NULL);
  plans->n_statements++;
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &plan, NULL), ==, SQLITE_OK);
  while (sqlite3_step (plan) == SQLITE_ROW)
    {
      const char *detail = (const char *) sqlite3_column_text (plan, 3);

      if (g_str_has_prefix (detail, "SCAN ") && !is_short (detail))
        g_string_append_printf (plans->walks, "%s: %s\n", sqlite3_sql (statement), detail);
    }
  sqlite3_finalize (plan);
  sqlite3_trace_v2 (db, SQLITE_TRACE_STMT, on_statement, data);
  return 0;
}

static void
test_waiting (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  g_autoptr (GString) walks = g_string_new (NULL);
  g_autoptr (DyrSyncStatus) status = NULL;
  g_autoptr (GPtrArray) parked = NULL;
  g_autoptr (GArray) places = NULL;
  g_autoptr (GError) error = NULL;
  Plans plans = { .walks = walks };
  sqlite3 *db = dyr_connection_get_handle (t->connection);

  engine_test_have_client (t, 1);
  sqlite3_trace_v2 (db, SQLITE_TRACE_STMT, on_statement, &plans);
  dyr_sync_status_job (t->connection, &status, NULL, &error);
  g_assert_no_error (error);
  parked = dyr_clash_list_parked (t->connection, &error);
  g_assert_no_error (error);
  places = dyr_waiting_places (t->connection, DYR_WAITING_FOR_YOU, NULL, 20, &error);
  g_assert_no_error (error);
  sqlite3_trace_v2 (db, 0, NULL, NULL);
  g_assert_cmpstr (walks->str, ==, "");
  g_assert_cmpuint (plans.n_statements, >, 8);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/plans/waiting", test_waiting);
  return g_test_run ();
}

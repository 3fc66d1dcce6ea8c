/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Stops a thread of the database at a statement, so that a test can do something meanwhile. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "statement-hold.h"

#include <sqlite3.h>
#include <string.h>

/* SQLite tells a function without data of each connection that is opened. */
static struct
{
  GMutex mutex;
  GCond let_go;
  const char *part; /* NULL: no statement is looked at */
  guint stop_at, n;
  gboolean held;
  sqlite3 *transaction; /* in which one was held */
  guint n_more;         /* of its statements after that */
} hold;

static void
look_at (sqlite3 *db, const char *sql)
{
  if (db == hold.transaction && (g_str_equal (sql, "COMMIT") || g_str_equal (sql, "ROLLBACK")))
    hold.transaction = NULL;
  if (hold.part == NULL || strstr (sql, hold.part) == NULL)
    return;
  if (db == hold.transaction)
    hold.n_more++;
  if (++hold.n != hold.stop_at)
    return;
  hold.transaction = db;
  hold.held = TRUE;
  g_main_context_wakeup (NULL);
  while (hold.held)
    g_cond_wait (&hold.let_go, &hold.mutex);
}

static int
on_statement_begun (unsigned what, void *data, void *statement, void *sql)
{
  g_mutex_lock (&hold.mutex);
  look_at (sqlite3_db_handle (statement), sql);
  g_mutex_unlock (&hold.mutex);
  return 0;
}

static int
on_connection_opened (sqlite3 *db, char **error, const sqlite3_api_routines *routines)
{
  return sqlite3_trace_v2 (db, SQLITE_TRACE_STMT, on_statement_begun, NULL);
}

void
statement_hold_begin (void)
{
  sqlite3_auto_extension ((void (*) (void)) on_connection_opened);
}

void
statement_hold_end (void)
{
  g_assert_false (statement_hold_is_held ());
  sqlite3_cancel_auto_extension ((void (*) (void)) on_connection_opened);
  hold.part = NULL;
}

void
statement_hold_at (const char *part, guint n)
{
  g_mutex_lock (&hold.mutex);
  g_assert_false (hold.held);
  hold.part = part;
  hold.stop_at = n;
  hold.n = hold.n_more = 0;
  g_mutex_unlock (&hold.mutex);
}

gboolean
statement_hold_is_held (void)
{
  gboolean held;

  g_mutex_lock (&hold.mutex);
  held = hold.held;
  g_mutex_unlock (&hold.mutex);
  return held;
}

void
statement_hold_let_go (void)
{
  g_mutex_lock (&hold.mutex);
  g_assert_true (hold.held);
  hold.held = FALSE;
  g_cond_signal (&hold.let_go);
  g_mutex_unlock (&hold.mutex);
}

guint
statement_hold_get_n_more (void)
{
  guint n;

  g_mutex_lock (&hold.mutex);
  n = hold.n_more;
  g_mutex_unlock (&hold.mutex);
  return n;
}

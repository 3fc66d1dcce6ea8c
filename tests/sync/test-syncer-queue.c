/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSyncer with more to send than may be on its way at once: much is on disk before it leaves, few
 * requests are out, and what the CRM does not want now stays here. */

#include "config.h"

#include "syncer-fixture.h"

#define MANY 40
/* What the engine orders at once. */
#define WRITTEN_DOWN 32

static gint64
count (Fixture *f, const char *sql)
{
  return office_number (&f->office, sql);
}

/* Until four of many creates are on their way. */
static void
start_many (Fixture *f)
{
  fixture_add_clients (f, MANY);
  fixture_start (f);
  fixture_answer (f, "describe/", 200);
  fixture_answer (f, "pull/", 200);
  toy_carrier_wait (f->carrier, 4);
}

static void
assert_all_once (Fixture *f)
{
  g_assert_cmpint (count (f, "SELECT count (DISTINCT remote_id) FROM record"), ==, MANY);
  g_assert_cmpint (count (f, "SELECT count (*) FROM record WHERE push <> 0"), ==, 0);
  g_assert_cmpint (count (f, "SELECT count (*) FROM attempt"), ==, 0);
}

/* All that is written down is sent in its order, four at a time, and each once. */
static void
test_many (Fixture *f, gconstpointer data)
{
  start_many (f);
  g_assert_cmpint (count (f, "SELECT count (*) FROM attempt WHERE answered = 0"), ==, WRITTEN_DOWN);
  g_assert_cmpuint (dyr_syncer_get_n_flying (f->syncer), ==, 4);
  fixture_run_to_quiet (f);
  g_assert_cmpuint (toy_carrier_n_sent (f->carrier), ==, 2 + MANY);
  g_assert_cmpuint (toy_carrier_most (f->carrier), ==, 4);
  g_assert_cmpuint (dyr_syncer_get_counts (f->syncer)->n_sent, ==, MANY);
  assert_all_once (f);
}

/* The next one leaves as soon as one came back, though nothing can be written meanwhile. */
static void
test_wire_is_busy (Fixture *f, gconstpointer data)
{
  start_many (f);
  for (guint i = 0; i < 10; i++)
    {
      toy_carrier_answer (f->carrier, 0, 200);
      toy_carrier_wait (f->carrier, 4);
    }
  g_assert_cmpuint (toy_carrier_n_sent (f->carrier), ==, 2 + 14);
  fixture_run_to_quiet (f);
  g_assert_cmpuint (toy_carrier_n_sent (f->carrier), ==, 2 + MANY);
  assert_all_once (f);
}

typedef struct
{
  guint status;
  DyrSyncState state;
} Trouble;

/* The CRM does not want to be asked now: what had not been sent is not sent, and nothing is known
 * of it that was not known before. */
static void
test_trouble (Fixture *f, gconstpointer data)
{
  const Trouble *trouble = data;

  start_many (f);
  toy_carrier_answer (f->carrier, 0, trouble->status);
  for (guint i = 0; i < 3; i++)
    toy_carrier_answer (f->carrier, 0, 200);
  fixture_wait_for (f, trouble->state);
  g_assert_cmpuint (toy_carrier_n_sent (f->carrier), ==, 2 + 4);
  g_assert_cmpint (count (f, "SELECT count (*) FROM attempt"), ==, 0);
  g_assert_cmpint (count (f, "SELECT count (*) FROM record WHERE push = 1"), ==, MANY - 3);
  dyr_syncer_run (f->syncer);
  fixture_run_to_quiet (f);
  g_assert_cmpuint (toy_carrier_n_sent (f->carrier), ==, 2 + 4 + 2 + MANY - 3);
  assert_all_once (f);
}

/* What the CRM says of one record is nothing to the others. */
static void
test_refused (Fixture *f, gconstpointer data)
{
  start_many (f);
  toy_carrier_answer (f->carrier, 1, 400);
  fixture_run_to_quiet (f);
  g_assert_cmpuint (toy_carrier_n_sent (f->carrier), ==, 2 + MANY);
  g_assert_cmpint (count (f, "SELECT count (*) FROM record WHERE parked IS NOT NULL"), ==, 1);
  g_assert_cmpint (count (f, "SELECT count (*) FROM attempt"), ==, 0);
  g_assert_cmpint (count (f, "SELECT count (*) FROM record WHERE remote_id > ''"), ==, MANY - 1);
}

/* Only what was on its way is asked about at the next start. */
static void
test_end (Fixture *f, gconstpointer data)
{
  start_many (f);
  fixture_end (f);
  g_assert_cmpint (count (f, "SELECT count (*) FROM attempt"), ==, 4);
  g_assert_cmpint (count (f, "SELECT count (*) FROM meta WHERE key = 'sync-done'"), ==, 0);
  toy_carrier_wait (f->carrier, 0);
  fixture_start (f);
  fixture_answer (f, "describe/", 200);
  fixture_answer (f, "pull/", 200);
  toy_carrier_wait (f->carrier, 4);
  for (guint i = 0; i < 4; i++)
    fixture_assert_path (f, i, "look-up/");
  for (guint i = 0; i < 4; i++)
    toy_carrier_answer (f->carrier, 0, 404);
  fixture_run_to_quiet (f);
  assert_all_once (f);
}

/* Takes its turn when the gate is opened. */
static gboolean
job_wait (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  GMutex *gate = data;

  g_mutex_lock (gate);
  g_mutex_unlock (gate);
  return TRUE;
}

/* … also when it ends while the next orders are being written down. */
static void
test_end_in_step (Fixture *f, gconstpointer data)
{
  GMutex gate;

  fixture_add_clients (f, MANY);
  fixture_start (f);
  fixture_answer (f, "describe/", 200);
  toy_carrier_wait (f->carrier, 1);
  g_mutex_init (&gate);
  g_mutex_lock (&gate);
  dyr_database_write_async (f->office.database, job_wait, &gate, NULL, NULL, NULL, NULL);
  fixture_answer (f, "pull/", 200);
  while (dyr_syncer_get_n_flying (f->syncer) > 0 || g_main_context_pending (NULL))
    g_main_context_iteration (NULL, TRUE);
  g_mutex_unlock (&gate);
  while (count (f, "SELECT count (*) FROM attempt") == 0)
    g_thread_yield ();
  fixture_end (f);
  g_assert_cmpint (count (f, "SELECT count (*) FROM attempt"), ==, 0);
  g_assert_cmpint (count (f, "SELECT count (*) FROM meta WHERE key = 'sync-done'"), ==, 0);
  g_assert_cmpuint (toy_carrier_n_sent (f->carrier), ==, 2);
}

int
main (int argc, char **argv)
{
  static const Trouble later = { 429, DYR_SYNC_WAITING };
  static const Trouble sign_in = { 401, DYR_SYNC_STOPPED };
  static const Trouble locked_out = { 403, DYR_SYNC_STOPPED };

  g_set_prgname ("test-syncer-queue");
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func, data)                                                                      \
  g_test_add (path, Fixture, data, fixture_set_up, func, fixture_tear_down)
  ADD ("/sync/queue/many", test_many, NULL);
  ADD ("/sync/queue/wire-is-busy", test_wire_is_busy, NULL);
  ADD ("/sync/queue/trouble/later", test_trouble, &later);
  ADD ("/sync/queue/trouble/sign-in", test_trouble, &sign_in);
  ADD ("/sync/queue/trouble/locked-out", test_trouble, &locked_out);
  ADD ("/sync/queue/refused", test_refused, NULL);
  ADD ("/sync/queue/end", test_end, NULL);
  ADD ("/sync/queue/end-in-step", test_end_in_step, NULL);
#undef ADD
  return g_test_run ();
}

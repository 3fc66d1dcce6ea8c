/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The log of runs: what is written, what is not, and how it reads. */

#include "config.h"

#include "dyr-sync-run-words.h"
#include "syncer-fixture.h"

#define DAY 86400

typedef struct
{
  gint64 before;
  guint limit;
  GPtrArray *runs;
} Read;

static gboolean
job_read (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Read *read = data;

  read->runs = dyr_sync_runs_read (connection, read->before, read->limit, error);
  return read->runs != NULL;
}

static GPtrArray *
read_runs (Office *office, gint64 before, guint limit)
{
  g_autoptr (GError) error = NULL;
  Read read = { before, limit, NULL };

  dyr_database_read (office->database, job_read, &read, NULL, &error);
  g_assert_no_error (error);
  return read.runs;
}

static const DyrSyncRun *
run_at (GPtrArray *runs, guint index)
{
  g_assert_cmpuint (index, <, runs->len);
  return runs->pdata[index];
}

/* As a person presses "Sync now". */
static void
run_again (Fixture *f)
{
  toy_carrier_set_status (f->carrier, 200);
  dyr_syncer_run (f->syncer);
  fixture_wait_for (f, DYR_SYNC_RUNNING);
  fixture_wait_for (f, DYR_SYNC_QUIET);
  toy_carrier_set_status (f->carrier, 1);
}

static void
test_traffic (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) runs = NULL, cut = NULL, elder = NULL;
  const gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  const DyrSyncRun *run;
  gint64 id;

  fixture_add_clients (f, 6);
  toy_remote_set_page (f->remote, "Client/1", "7");
  fixture_start (f);
  fixture_answer (f, "describe/", 200);
  fixture_answer (f, "pull/", 200);
  toy_carrier_wait (f->carrier, 4);
  runs = read_runs (&f->office, 0, 10);
  g_assert_cmpuint (runs->len, ==, 1);
  run = run_at (runs, 0);
  g_assert_cmpint (run->end, ==, DYR_RUN_OPEN);
  g_assert_true (run->under_way);
  g_assert_cmpint (run->ended, ==, 0);
  toy_carrier_answer (f->carrier, 0, 400);
  fixture_run_to_quiet (f);
  g_clear_pointer (&runs, g_ptr_array_unref);
  runs = read_runs (&f->office, 0, 10);
  g_assert_cmpuint (runs->len, ==, 1);
  run = run_at (runs, 0);
  g_assert_cmpint (run->end, ==, DYR_RUN_DONE);
  g_assert_false (run->under_way);
  g_assert_cmpstr (run->server, ==, "https://crm.example.com/");
  g_assert_cmpint (run->began, >=, now);
  g_assert_cmpint (run->ended, >=, run->began);
  g_assert_cmpuint (run->counts.n_sent, ==, 5);
  g_assert_cmpuint (run->counts.n_taken, ==, 1);
  g_assert_cmpuint (run->counts.n_refused, ==, 1);
  g_assert_cmpuint (run->times, ==, 1);

  /* An edit that goes while nothing else is asked belongs to the same run. */
  id = office_number (&f->office, "SELECT id FROM record WHERE title = 'Client 5'");
  office_set (&f->office, id, "name", "Хата");
  toy_carrier_set_status (f->carrier, 200);
  fixture_wait_for_number (f, "SELECT sent FROM sync_run", 6);
  toy_carrier_set_status (f->carrier, 1);

  /* One that is cut off stays open, and the next one is another. */
  dyr_syncer_run (f->syncer);
  fixture_expect (f, "describe/");
  fixture_end (f);
  cut = read_runs (&f->office, 0, 10);
  g_assert_cmpuint (cut->len, ==, 2);
  g_assert_cmpint (run_at (cut, 0)->end, ==, DYR_RUN_OPEN);
  g_assert_false (run_at (cut, 0)->under_way);
  office_sql (&f->office, "UPDATE sync_run SET sent = 1 WHERE outcome = 'open'");
  fixture_start (f);
  fixture_run_to_quiet (f);
  g_assert_cmpint (office_number (&f->office, "SELECT count (*) FROM sync_run"), ==, 3);
  /* … but not one that had done nothing yet. */
  dyr_syncer_run (f->syncer);
  fixture_expect (f, "describe/");
  fixture_end (f);
  g_assert_cmpint (office_number (&f->office, "SELECT count (*) FROM sync_run"), ==, 4);
  fixture_start (f);
  fixture_run_to_quiet (f);
  g_assert_cmpint (office_number (&f->office, "SELECT count (*) FROM sync_run"), ==, 3);
  g_assert_cmpint (
      office_number (&f->office, "SELECT count (*) FROM sync_run WHERE outcome = 'open'"), ==, 1);

  /* Page by page. */
  elder = read_runs (&f->office, run_at (cut, 0)->id, 10);
  g_assert_cmpuint (elder->len, ==, 1);
  g_assert_cmpint (run_at (elder, 0)->id, ==, run->id);
}

/* A day without news, and one without a network, is a row each. */
static void
test_quiet (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) runs = NULL;

  fixture_start (f);
  fixture_run_to_quiet (f);
  for (guint i = 0; i < 4; i++)
    run_again (f);
  for (guint i = 0; i < 3; i++)
    {
      dyr_syncer_run (f->syncer);
      fixture_answer (f, "describe/", 0);
      fixture_wait_for (f, DYR_SYNC_STOPPED);
    }
  run_again (f);
  run_again (f);
  fixture_add_clients (f, 1);
  toy_carrier_set_status (f->carrier, 200);
  fixture_wait_for_number (f, "SELECT count (*) FROM sync_run WHERE sent > 0", 1);
  fixture_wait_for (f, DYR_SYNC_QUIET);
  runs = read_runs (&f->office, 0, 10);
  g_assert_cmpuint (runs->len, ==, 4);
  g_assert_cmpuint (run_at (runs, 3)->times, ==, 5);
  g_assert_cmpint (run_at (runs, 3)->end, ==, DYR_RUN_DONE);
  g_assert_cmpuint (run_at (runs, 2)->times, ==, 3);
  g_assert_cmpint (run_at (runs, 2)->stop, ==, DYR_STOP_OFFLINE);
  g_assert_cmpstr (run_at (runs, 2)->reason, ==, "Nobody is there.");
  g_assert_cmpuint (run_at (runs, 1)->times, ==, 2);
  g_assert_cmpuint (run_at (runs, 0)->counts.n_sent, ==, 1);
}

/* Another day, another row; and no row stays for ever. */
static void
test_pruned (Fixture *f, gconstpointer data)
{
  g_autofree char *days = g_strdup_printf (
      "UPDATE sync_run SET began = began - %d, ended = ended - %d", DAY + 1, DAY + 1);

  fixture_start (f);
  fixture_run_to_quiet (f);
  run_again (f);
  g_assert_cmpint (office_number (&f->office, "SELECT count (*) FROM sync_run"), ==, 1);
  office_sql (&f->office, days);
  run_again (f);
  g_assert_cmpint (office_number (&f->office, "SELECT count (*) FROM sync_run"), ==, 2);
  for (guint i = 0; i < DYR_SYNC_RUNS_DAYS; i++)
    office_sql (&f->office, days);
  run_again (f);
  g_assert_cmpint (office_number (&f->office, "SELECT count (*) FROM sync_run"), ==, 1);
  office_sql (&f->office,
              "WITH n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200) "
              "INSERT INTO sync_run (began, ended, sent, outcome) "
              "SELECT unixepoch (), unixepoch (), 1, 'done' FROM n");
  run_again (f);
  g_assert_cmpint (
      office_number (&f->office, "SELECT count (*) FROM sync_run"), ==, DYR_SYNC_RUNS_MOST);
}

/* Nothing is written of each record. */
static gboolean
job_note (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  DyrEngineCounts counts = { 0 };
  DyrRunNote note = { 0 };
  guint *n_writes = data;
  gboolean done = TRUE;

  dyr_run_note_begin (&note, 1800000000);
  for (guint i = 0; done && i <= 1000; i++)
    {
      const int before = sqlite3_total_changes (dyr_connection_get_handle (connection));

      counts.n_taken = i;
      done = dyr_run_note_write (
          &note, connection, 1800000000, DYR_RUN_OPEN, DYR_STOP_NONE, NULL, &counts, error);
      *n_writes += sqlite3_total_changes (dyr_connection_get_handle (connection)) > before ? 1 : 0;
    }
  dyr_run_note_clear (&note);
  return done;
}

static void
test_cheap (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint n_writes = 0;

  dyr_database_write (f->office.database, job_note, &n_writes, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_writes, ==, 6);
  g_assert_cmpint (office_number (&f->office, "SELECT received FROM sync_run"), ==, 1000);
}

static void
assert_words (const DyrSyncRun *run, const char *title, const char *more)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_autoptr (DyrFormat) format = dyr_format_new ("en", zone);
  g_autofree char *first = dyr_sync_run_words (run, format);
  g_autofree char *rest = dyr_sync_run_words_more (run, format, 0);

  g_assert_cmpstr (first, ==, title);
  g_assert_cmpstr (rest, ==, more);
}

static void
test_words (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_autoptr (DyrFormat) format = dyr_format_new ("en", zone);
  DyrSyncRun run = { .began = 1800000000, .ended = 1800000040, .times = 1, .end = DYR_RUN_DONE };
  g_autofree char *since = dyr_format_instant (format, run.began, 0);
  g_autofree char *checked = g_strdup_printf ("Checked 57 times since %s", since);
  g_autofree char *tried = g_strdup_printf (
      "Tried 57 times since %s\nThe address “crm” was not found. Check it, and the connection to "
      "the Internet.",
      since);

  assert_words (&run, "Nothing new", NULL);
  run.times = 57;
  assert_words (&run, "Nothing new", checked);
  run.end = DYR_RUN_STOPPED;
  run.stop = DYR_STOP_OFFLINE;
  run.reason = (char *) "dyr:no-such-name\tcrm";
  assert_words (&run, "The CRM was not reached", tried);
  run.times = 1;
  run.counts.n_sent = 1400;
  run.counts.n_taken = 203;
  run.counts.n_merged = 2;
  run.reason = (char *) "Its own words.";
  assert_words (
      &run, "Sent 1,400, received 203", "The CRM was not reached · Merged: 2\nIts own words.");
  run = (DyrSyncRun){ .began = 1800000000, .times = 1, .counts.n_taken = 400 };
  assert_words (&run, "Received 400", "Cut off before its end; the next run goes on from there");
  run.under_way = TRUE;
  assert_words (&run, "Received 400", "Under way");
  run = (DyrSyncRun){ .end = DYR_RUN_LATER, .times = 1, .counts.n_refused = 1 };
  assert_words (&run, "Some of it can only be done later", "Not accepted: 1");
  run = (DyrSyncRun){ .end = DYR_RUN_DONE, .times = 1, .counts.n_clashes = 3 };
  assert_words (&run, "Asked you: 3", NULL);
  run = (DyrSyncRun){ .end = DYR_RUN_STOPPED, .times = 1 };
  assert_words (&run, "Stopped", NULL);
}

/* Ended in the middle: what was done until then is told, though it is no more than goes without
 * being written each time. */
static void
test_cut_off (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) runs = NULL;

  fixture_add_clients (f, 12);
  fixture_start (f);
  fixture_answer (f, "describe/", 200);
  fixture_answer (f, "pull/", 200);
  for (guint i = 0; i < 3; i++)
    {
      toy_carrier_wait (f->carrier, 4);
      toy_carrier_answer (f->carrier, 0, 200);
      fixture_wait_for_number (
          f, "SELECT count (*) FROM record WHERE remote_id IS NOT NULL", (gint64) i + 1);
    }
  g_assert_cmpint (office_number (&f->office, "SELECT sent FROM sync_run"), ==, 0);
  fixture_end (f);
  runs = read_runs (&f->office, 0, 10);
  g_assert_cmpuint (runs->len, ==, 1);
  g_assert_cmpint (run_at (runs, 0)->end, ==, DYR_RUN_OPEN);
  g_assert_cmpint (run_at (runs, 0)->ended, ==, 0);
  g_assert_cmpuint (run_at (runs, 0)->counts.n_sent, ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add (path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("/sync/log/traffic", test_traffic);
  ADD ("/sync/log/quiet", test_quiet);
  ADD ("/sync/log/cut-off", test_cut_off);
  ADD ("/sync/log/pruned", test_pruned);
  ADD ("/sync/log/cheap", test_cheap);
#undef ADD
  g_test_add_func ("/sync/log/words", test_words);
  return g_test_run ();
}

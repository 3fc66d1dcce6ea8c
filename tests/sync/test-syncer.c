/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSyncer: what goes when, without a network; its lock; what is told of it. */

#include "config.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dyr-sync-lock.h"
#include "dyr-sync-status.h"
#include "dyr-sync-words.h"
#include "syncer-fixture.h"

static DyrSyncStatus *
read_status (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  DyrSyncStatus *status = NULL;

  dyr_database_read (f->office.database, dyr_sync_status_job, &status, NULL, &error);
  g_assert_no_error (error);
  return status;
}

static void
test_order (Fixture *f, gconstpointer data)
{
  g_autoptr (DyrSyncStatus) before = read_status (f), status = NULL;
  DyrSyncState state;

  g_assert_null (before->server);
  g_assert_cmpint (before->done_at, ==, 0);
  fixture_add_clients (f, 6);
  fixture_start (f);
  fixture_answer (f, "describe/", 200);
  fixture_answer (f, "pull/", 200);
  g_assert_true (dyr_syncer_is_described (f->syncer));
  /* Four at once, in the order of the edits; another one for each that is through. */
  toy_carrier_wait (f->carrier, 4);
  g_object_get (f->syncer, "state", &state, NULL);
  g_assert_cmpint (state, ==, DYR_SYNC_RUNNING);
  g_assert_cmpuint (dyr_syncer_get_n_flying (f->syncer), ==, 4);
  g_assert_cmpint (dyr_syncer_get_state (f->syncer), ==, DYR_SYNC_RUNNING);
  for (guint i = 0; i < 4; i++)
    fixture_assert_path (f, i, "create/");
  g_assert_cmpint (
      office_number (&f->office, "SELECT count (*) FROM attempt WHERE answered = 0"), ==, 6);
  toy_carrier_answer (f->carrier, 2, 200);
  toy_carrier_wait (f->carrier, 4);
  fixture_assert_path (f, 3, "create/");
  fixture_wait_for_number (f, "SELECT group_concat (id) = '3' FROM record WHERE remote_id > ''", 1);
  fixture_run_to_quiet (f);
  g_assert_cmpuint (toy_carrier_n_sent (f->carrier), ==, 8);
  g_assert_cmpuint (toy_carrier_most (f->carrier), ==, 4);
  g_assert_cmpuint (dyr_syncer_get_counts (f->syncer)->n_sent, ==, 6);
  g_assert_cmpint (dyr_syncer_get_next (f->syncer), ==, 0);
  g_assert_cmpint (
      office_number (&f->office, "SELECT count (*) FROM record WHERE push <> 0"), ==, 0);
  status = read_status (f);
  g_assert_cmpstr (status->server, ==, "https://crm.example.com/");
  g_assert_cmpint (status->done_at, >, 0);
  g_assert_cmpint (status->stop, ==, DYR_STOP_NONE);
  g_assert_nonnull (status->holder);
}

/* An edit goes by itself, and nothing is asked anew for it. */
static void
test_edit (Fixture *f, gconstpointer data)
{
  gint64 id = office_add (&f->office, &dyr_client_type, "name", "Дім", NULL);

  fixture_start (f);
  fixture_run_to_quiet (f);
  office_set (&f->office, id, "name", "Хата");
  fixture_answer (f, "update/", 200);
  fixture_wait_for (f, DYR_SYNC_QUIET);
  g_assert_cmpuint (toy_carrier_n_sent (f->carrier), ==, 4);
  g_assert_cmpuint (dyr_syncer_get_counts (f->syncer)->n_sent, ==, 2);
  /* What is only looked at does not send. */
  office_set (&f->office, id, "name", "Хата");
  office_set (&f->office, id, "website", "example.org");
  fixture_expect (f, "update/");
}

/* Ended in the middle: nobody waits, and the next start looks what became of it. */
static void
test_end (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrSyncer) other = fixture_new_syncer (f);

  fixture_add_clients (f, 6);
  fixture_start (f);
  fixture_answer (f, "describe/", 200);
  fixture_answer (f, "pull/", 200);
  toy_carrier_wait (f->carrier, 4);
  g_assert_false (dyr_syncer_start (other, &error));
  g_assert_error (error, DYR_ERROR, DYR_ERROR_BUSY);
  fixture_end (f);
  g_assert_cmpint (office_number (&f->office, "SELECT count (*) FROM attempt"), ==, 4);
  toy_carrier_wait (f->carrier, 0);

  fixture_start (f);
  fixture_answer (f, "describe/", 200);
  fixture_answer (f, "pull/", 200);
  toy_carrier_wait (f->carrier, 4);
  for (guint i = 0; i < 4; i++)
    fixture_assert_path (f, i, "look-up/");
  for (guint i = 0; i < 4; i++)
    toy_carrier_answer (f->carrier, 0, 404);
  /* Surely not there: the same again. */
  toy_carrier_wait (f->carrier, 4);
  fixture_assert_path (f, 0, "create/");
  fixture_run_to_quiet (f);
  g_assert_cmpuint (dyr_syncer_get_counts (f->syncer)->n_sent, ==, 6);
}

/* Ended while a step is in the writer's queue, and before anything was done. */
static void
test_end_early (Fixture *f, gconstpointer data)
{
  dyr_syncer_end (f->syncer);
  g_assert_cmpint (dyr_syncer_get_state (f->syncer), ==, DYR_SYNC_OFF);
  fixture_start (f);
  dyr_syncer_end (f->syncer);
  g_assert_cmpint (dyr_syncer_get_state (f->syncer), ==, DYR_SYNC_OFF);
  fixture_start (f);
  fixture_wait_for (f, DYR_SYNC_RUNNING);
  fixture_end (f);
  g_assert_cmpuint (toy_carrier_n_sent (f->carrier), ==, 0);
  /* An answer that comes too late. */
  fixture_start (f);
  fixture_expect (f, "describe/");
  toy_carrier_answer (f->carrier, 0, 200);
  fixture_end (f);
  g_assert_cmpuint (toy_carrier_n_sent (f->carrier), ==, 1);
}

static void
test_network (Fixture *f, gconstpointer data)
{
  g_autoptr (DyrSyncStatus) lost = NULL, found = NULL;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  fixture_start (f);
  fixture_answer (f, "describe/", 0);
  fixture_wait_for (f, DYR_SYNC_STOPPED);
  g_assert_cmpint (dyr_syncer_get_stop (f->syncer), ==, DYR_STOP_OFFLINE);
  g_assert_cmpstr (dyr_syncer_get_reason (f->syncer), ==, "Nobody is there.");
  g_assert_cmpuint (dyr_syncer_get_n_troubles (f->syncer), ==, 1);
  g_assert_cmpint (dyr_syncer_get_next (f->syncer), >=, now + 1);
  lost = read_status (f);
  g_assert_cmpint (lost->stop, ==, DYR_STOP_OFFLINE);
  g_assert_cmpstr (lost->reason, ==, "Nobody is there.");
  g_assert_null (lost->server);
  toy_network_change (f->network, FALSE);
  toy_network_change (f->network, TRUE);
  toy_network_change (f->network, TRUE);
  fixture_answer (f, "describe/", 200);
  fixture_run_to_quiet (f);
  g_assert_cmpuint (dyr_syncer_get_n_troubles (f->syncer), ==, 0);
  g_assert_cmpint (dyr_syncer_get_stop (f->syncer), ==, DYR_STOP_NONE);
  found = read_status (f);
  g_assert_cmpint (found->stop, ==, DYR_STOP_NONE);
  g_assert_null (found->reason);
  /* When all is well, a change of the network is worth a look. */
  toy_network_change (f->network, TRUE);
  fixture_answer (f, "describe/", 200);
  fixture_run_to_quiet (f);
  /* … also when an edit would have gone before. */
  fixture_add_clients (f, 1);
  while (dyr_syncer_get_next (f->syncer) == 0)
    g_main_context_iteration (NULL, TRUE);
  toy_network_change (f->network, TRUE);
  fixture_expect (f, "describe/");
}

/* It comes back by itself, too; each failure in a row waits longer. */
static void
test_retry (Fixture *f, gconstpointer data)
{
  fixture_start (f);
  fixture_answer (f, "describe/", 0);
  fixture_answer (f, "describe/", 0);
  fixture_wait_for (f, DYR_SYNC_STOPPED);
  g_assert_cmpuint (dyr_syncer_get_n_troubles (f->syncer), ==, 2);
  /* An edit does not hurry it. */
  fixture_add_clients (f, 1);
  dyr_syncer_run (f->syncer);
  fixture_run_to_quiet (f);
  g_assert_cmpuint (toy_carrier_n_sent (f->carrier), ==, 5);
}

/* One answer of several was lost: the others count, and it goes on at once, where it was. */
static void
test_lost_answer (Fixture *f, gconstpointer data)
{
  g_autoptr (DyrSyncStatus) status = NULL;

  fixture_add_clients (f, 3);
  fixture_start (f);
  fixture_answer (f, "describe/", 200);
  fixture_answer (f, "pull/", 200);
  toy_carrier_wait (f->carrier, 3);
  toy_carrier_answer (f->carrier, 0, 200);
  toy_carrier_answer (f->carrier, 0, 0);
  toy_carrier_break (f->carrier, 0);
  toy_carrier_wait (f->carrier, 2);
  g_assert_cmpuint (dyr_syncer_get_n_troubles (f->syncer), ==, 0);
  fixture_assert_path (f, 0, "look-up/");
  fixture_assert_path (f, 1, "look-up/");
  status = read_status (f);
  g_assert_cmpint (status->stop, ==, DYR_STOP_NONE);
  /* One answer is lost again, the other says that it is there; then nobody is: that
   * is no lost answer any more. */
  toy_carrier_answer (f->carrier, 1, 0);
  while (dyr_syncer_get_n_flying (f->syncer) > 1)
    g_main_context_iteration (NULL, TRUE);
  toy_carrier_answer (f->carrier, 0, 200);
  toy_carrier_wait (f->carrier, 2);
  g_assert_cmpuint (dyr_syncer_get_counts (f->syncer)->n_doubles_prevented, ==, 1);
  toy_carrier_answer (f->carrier, 0, 0);
  toy_carrier_answer (f->carrier, 0, 0);
  fixture_wait_for (f, DYR_SYNC_STOPPED);
  g_assert_cmpuint (dyr_syncer_get_n_troubles (f->syncer), ==, 1);
  fixture_expect (f, "describe/");
}

typedef struct
{
  guint status;
  DyrStop stop;
  gboolean again; /* by itself, after a while */
} Stop;

static void
test_stop (Fixture *f, gconstpointer data)
{
  const Stop *stop = data;
  g_autoptr (DyrSyncStatus) status = NULL;

  fixture_add_clients (f, 1);
  fixture_start (f);
  fixture_answer (f, "describe/", stop->status);
  fixture_wait_for (f, DYR_SYNC_STOPPED);
  g_assert_cmpint (dyr_syncer_get_stop (f->syncer), ==, stop->stop);
  g_assert_cmpint (dyr_syncer_get_next (f->syncer) != 0, ==, stop->again);
  g_assert_false (dyr_syncer_is_described (f->syncer));
  status = read_status (f);
  g_assert_cmpint (status->stop, ==, stop->stop);
  g_assert_cmpint (status->waiting, ==, 1);
  /* Neither an edit nor the network makes it try a second time. */
  fixture_add_clients (f, 1);
  if (stop->stop != DYR_STOP_WRONG)
    toy_network_change (f->network, TRUE);
  g_assert_cmpint (dyr_syncer_get_next (f->syncer) != 0, ==, stop->again);
  g_assert_cmpuint (toy_carrier_n_sent (f->carrier), ==, 1);
  /* A person does. */
  dyr_syncer_run (f->syncer);
  fixture_run_to_quiet (f);
}

/* Who asks us to wait is waited for. */
static void
test_later (Fixture *f, gconstpointer data)
{
  dyr_syncer_set_interval (f->syncer, 1);
  fixture_start (f);
  fixture_answer (f, "describe/", 429);
  fixture_wait_for (f, DYR_SYNC_WAITING);
  g_assert_cmpuint (dyr_syncer_get_n_troubles (f->syncer), ==, 1);
  g_assert_cmpint (dyr_syncer_get_next (f->syncer), >, 0);
  g_assert_cmpuint (toy_carrier_n_sent (f->carrier), ==, 1);
  fixture_answer (f, "describe/", 200);
  fixture_run_to_quiet (f);
}

static void
test_interval (Fixture *f, gconstpointer data)
{
  dyr_syncer_set_interval (f->syncer, 1);
  fixture_start (f);
  fixture_run_to_quiet (f);
  fixture_answer (f, "describe/", 200);
  fixture_answer (f, "pull/", 200);
  fixture_wait_for (f, DYR_SYNC_QUIET);
  g_assert_cmpint (dyr_syncer_get_next (f->syncer), >, 0);
}

/* Asked for while one is going on: another one after it. */
static void
test_run_again (Fixture *f, gconstpointer data)
{
  fixture_start (f);
  fixture_expect (f, "describe/");
  dyr_syncer_run (f->syncer);
  toy_carrier_answer (f->carrier, 0, 200);
  fixture_answer (f, "pull/", 200);
  fixture_answer (f, "describe/", 200);
  fixture_answer (f, "pull/", 200);
  fixture_wait_for (f, DYR_SYNC_QUIET);
}

/* The store refuses: it is told, nothing goes on for the engine that was torn, a new one looks. */
static void
test_failed (Fixture *f, gconstpointer data)
{
  fixture_add_clients (f, 2);
  fixture_start (f);
  fixture_answer (f, "describe/", 200);
  fixture_answer (f, "pull/", 200);
  toy_carrier_wait (f->carrier, 2);
  office_sql (&f->office, "ALTER TABLE attempt RENAME TO away");
  toy_carrier_answer (f->carrier, 0, 200);
  fixture_wait_for (f, DYR_SYNC_FAILED);
  g_assert_nonnull (dyr_syncer_get_error (f->syncer));
  g_assert_cmpint (dyr_syncer_get_next (f->syncer), >, 0);
  office_sql (&f->office, "ALTER TABLE away RENAME TO attempt");
  dyr_syncer_run (f->syncer);
  /* What is still on its way comes first. */
  fixture_expect (f, "create/");
  g_assert_cmpint (dyr_syncer_get_state (f->syncer), ==, DYR_SYNC_FAILED);
  toy_carrier_answer (f->carrier, 0, 200);
  fixture_answer (f, "describe/", 200);
  g_assert_null (dyr_syncer_get_error (f->syncer));
  fixture_answer (f, "pull/", 200);
  toy_carrier_wait (f->carrier, 2);
  fixture_assert_path (f, 0, "look-up/");
  fixture_assert_path (f, 1, "look-up/");
}

static void
assert_conflict (Fixture *f)
{
  fixture_wait_for (f, DYR_SYNC_FAILED);
  g_assert_error ((GError *) dyr_syncer_get_error (f->syncer), DYR_ERROR, DYR_ERROR_CONFLICT);
}

/* Another program removed the connection, or connected elsewhere: what was on its way is not taken
 * over, and the address is not remembered again. */
static void
test_server_changed (Fixture *f, gconstpointer data)
{
  const char *const elsewhere = data;

  fixture_start (f);
  fixture_run_to_quiet (f);
  dyr_syncer_run (f->syncer);
  fixture_expect (f, "describe/");
  office_sql (&f->office, elsewhere);
  toy_carrier_answer (f->carrier, 0, 200);
  assert_conflict (f);
  g_assert_cmpint (office_number (&f->office,
                                  "SELECT count (*) FROM meta WHERE key = 'server' AND value = "
                                  "'https://crm.example.com/'"),
                   ==,
                   0);
  g_assert_cmpuint (dyr_syncer_get_n_flying (f->syncer), ==, 0);
}

/* … also before it began. */
static void
test_server_unknown (Fixture *f, gconstpointer data)
{
  office_sql (&f->office, "INSERT INTO meta (key, value) VALUES ('server', 'https://elsewhere/')");
  fixture_start (f);
  assert_conflict (f);
  g_assert_cmpuint (toy_carrier_n_sent (f->carrier), ==, 0);
}

/* What the CRM cannot be asked waits for a person, and nothing else for it. */
static void
test_no_request (Fixture *f, gconstpointer data)
{
  g_autoptr (DyrSyncStatus) status = NULL;

  fixture_add_clients (f, 2);
  toy_remote_forget_look_ups (f->remote);
  fixture_start (f);
  fixture_answer (f, "describe/", 200);
  fixture_answer (f, "pull/", 200);
  toy_carrier_wait (f->carrier, 2);
  toy_carrier_answer (f->carrier, 0, 0);
  toy_carrier_answer (f->carrier, 0, 200);
  fixture_run_to_quiet (f);
  status = read_status (f);
  g_assert_cmpint (status->parked, ==, 1);
  g_assert_cmpint (status->waiting, ==, 0);
}

static void
test_accept (Fixture *f, gconstpointer data)
{
  gint64 id = office_add (&f->office, &dyr_client_type, "name", "Дім", NULL);
  g_autofree char *remote_id = g_strdup_printf ("Client/%d", (int) id);

  fixture_start (f);
  fixture_run_to_quiet (f);
  toy_remote_set_page (f->remote, remote_id, "1");
  dyr_syncer_run (f->syncer);
  fixture_answer (f, "describe/", 200);
  fixture_answer (f, "pull/", 200);
  fixture_wait_for (f, DYR_SYNC_STOPPED);
  g_assert_cmpint (dyr_syncer_get_stop (f->syncer), ==, DYR_STOP_WENT_BACK);
  g_assert_cmpint (dyr_syncer_get_next (f->syncer), ==, 0);
  office_assert (&f->office, id, "name", "Дім");
  toy_remote_set_page (f->remote, remote_id, "1");
  dyr_syncer_accept (f->syncer, DYR_STOP_WENT_BACK);
  fixture_answer (f, "describe/", 200);
  fixture_answer (f, "pull/", 200);
  fixture_wait_for (f, DYR_SYNC_QUIET);
  office_assert (&f->office, id, "name", "There");
}

/* The lock */

static gboolean
job_wait (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  g_mutex_lock (data);
  g_mutex_unlock (data);
  return TRUE;
}

/* To the first page, while nothing can be written. */
static void
start_with_pages (Fixture *f, guint n, GMutex *gate)
{
  toy_remote_set_n_pages (f->remote, n);
  fixture_start (f);
  fixture_answer (f, "describe/", 200);
  toy_carrier_wait (f->carrier, 1);
  g_mutex_init (gate);
  g_mutex_lock (gate);
  dyr_database_write_async (f->office.database, job_wait, gate, NULL, NULL, NULL, NULL);
  fixture_answer (f, "pull/", 200);
}

static gint64
count_clients (Fixture *f)
{
  return office_number (&f->office, "SELECT count (*) FROM client");
}

/* Pages do not wait for the disk, but only so many; each is asked for once. */
static void
test_ahead (Fixture *f, gconstpointer data)
{
  GMutex gate;

  start_with_pages (f, 20, &gate);
  for (guint i = 1; i <= 16; i++)
    {
      g_autofree char *path = g_strdup_printf ("pull/%u", i);

      fixture_answer (f, path, 200);
    }
  while (dyr_syncer_get_n_flying (f->syncer) > 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (toy_carrier_n_sent (f->carrier), ==, 18);
  g_mutex_unlock (&gate);
  toy_carrier_wait (f->carrier, 1);
  fixture_assert_path (f, 0, "pull/17");
  dyr_database_write (f->office.database, job_wait, &gate, NULL, NULL);
  g_assert_cmpint (count_clients (f), ==, 17);
  fixture_run_to_quiet (f);
  g_assert_cmpint (count_clients (f), ==, 20);
  g_assert_cmpuint (toy_carrier_n_sent (f->carrier), ==, 21);
  g_assert_cmpuint (toy_carrier_most (f->carrier), ==, 1);
}

/* What came of a page that was asked for early counts as if it had been asked for in time. */
static void
test_ahead_refused (Fixture *f, gconstpointer data)
{
  GMutex gate;

  start_with_pages (f, 3, &gate);
  fixture_answer (f, "pull/1", 401);
  while (dyr_syncer_get_n_flying (f->syncer) > 0)
    g_main_context_iteration (NULL, TRUE);
  g_mutex_unlock (&gate);
  fixture_wait_for (f, DYR_SYNC_STOPPED);
  g_assert_cmpint (dyr_syncer_get_stop (f->syncer), ==, DYR_STOP_SIGN_IN);
  g_assert_cmpint (count_clients (f), ==, 1);
  g_assert_cmpuint (toy_carrier_n_sent (f->carrier), ==, 3);
}

/* The run stops at a page: what was asked for after it is nothing any more. */
static void
test_ahead_forgotten (Fixture *f, gconstpointer data)
{
  fixture_start (f);
  toy_remote_set_page (f->remote, "Client/a", "5");
  fixture_run_to_quiet (f);
  toy_remote_set_page (f->remote, "Client/a", "1");
  toy_remote_set_n_pages (f->remote, 3);
  dyr_syncer_run (f->syncer);
  fixture_answer (f, "describe/", 200);
  fixture_answer (f, "pull/", 200);
  fixture_expect (f, "pull/1");
  toy_carrier_set_status (f->carrier, 200);
  fixture_wait_for (f, DYR_SYNC_STOPPED);
  g_assert_cmpint (dyr_syncer_get_stop (f->syncer), ==, DYR_STOP_WENT_BACK);
  g_assert_cmpuint (dyr_syncer_get_n_flying (f->syncer), ==, 0);
  g_assert_cmpint (count_clients (f), ==, 1);
}

static void
test_lock (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL, nowhere = NULL;
  g_autofree char *name = g_strconcat (f->office.path, "-sync", NULL);
  g_autofree char *link = g_strconcat (f->office.path, "-link", NULL);
  g_autofree char *holder = NULL, *nobody = dyr_sync_lock_find_holder (f->office.path);
  DyrSyncLock *lock = dyr_sync_lock_take (f->office.path, &error);

  g_assert_no_error (error);
  g_assert_null (nobody);
  holder = dyr_sync_lock_find_holder (f->office.path);
  g_assert_true (strstr (holder, "test-syncer") != NULL);
  /* By another name it is the same database. */
  g_assert_cmpint (symlink (f->office.path, link), ==, 0);
  g_assert_null (dyr_sync_lock_take (link, &error));
  g_assert_error (error, DYR_ERROR, DYR_ERROR_BUSY);
  g_assert_nonnull (strstr (error->message, holder));
  g_clear_error (&error);
  /* Nobody has said yet who has it. */
  g_assert_cmpint (truncate (name, 0), ==, 0);
  g_assert_null (dyr_sync_lock_take (link, &error));
  g_assert_error (error, DYR_ERROR, DYR_ERROR_BUSY);
  g_assert_nonnull (strstr (error->message, "another program"));
  g_clear_error (&error);
  dyr_sync_lock_free (lock);
  g_assert_false (g_file_test (name, G_FILE_TEST_EXISTS));
  dyr_sync_lock_free (NULL);
  /* Left behind by a computer that lost its power. */
  g_assert_true (g_file_set_contents (name, "dyryhent\n1\n", -1, NULL));
  g_assert_null (dyr_sync_lock_find_holder (f->office.path));
  lock = dyr_sync_lock_take (f->office.path, &error);
  g_assert_no_error (error);
  dyr_sync_lock_free (lock);
  g_assert_null (dyr_sync_lock_take ("/nowhere/office.db", &nowhere));
  g_assert_error (nowhere, DYR_ERROR, DYR_ERROR_READ_ONLY);
}

/* Whoever dies lets it go. */
static void
test_lock_death (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  int ready[2], status;
  char sign;
  pid_t child;

  g_assert_cmpint (pipe (ready), ==, 0);
  child = fork ();
  if (child == 0)
    {
      sign = dyr_sync_lock_take (f->office.path, NULL) != NULL ? 'y' : 'n';
      if (write (ready[1], &sign, 1) == 1)
        pause ();
      _exit (1);
    }
  close (ready[1]);
  g_assert_cmpint (read (ready[0], &sign, 1), ==, 1);
  g_assert_cmpint (sign, ==, 'y');
  g_assert_null (dyr_sync_lock_take (f->office.path, &error));
  g_assert_error (error, DYR_ERROR, DYR_ERROR_BUSY);
  g_clear_error (&error);
  kill (child, SIGKILL);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  dyr_sync_lock_free (dyr_sync_lock_take (f->office.path, &error));
  g_assert_no_error (error);
  close (ready[0]);
}

/* What is told */

static void
test_status (Fixture *f, gconstpointer data)
{
  g_autoptr (DyrSyncStatus) status = NULL;

  fixture_add_clients (f, 9);
  office_sql (&f->office, "UPDATE record SET parked = 'only-here' WHERE id = 1");
  office_sql (&f->office, "UPDATE record SET parked = 'refused' WHERE id = 2");
  office_sql (&f->office, "UPDATE record SET remote_id = 'C/3', settled = 0 WHERE id = 3");
  office_sql (&f->office,
              "UPDATE record SET remote_id = 'C/4', settled = 2, push = 0 WHERE id = 4");
  office_sql (&f->office, "UPDATE record SET push = 0 WHERE id = 5");
  office_sql (&f->office, "UPDATE record SET remote_id = 'C/' || id, push = 2 WHERE id > 5");
  office_sql (&f->office,
              "INSERT INTO pending (record, grp, seq, state) VALUES (6, 'name', 1, 1), "
              "(7, 'website', 1, 2), (8, '', 1, 1), (9, 'name', 1, 0)");
  status = read_status (f);
  g_assert_cmpint (status->only_here, ==, 1);
  g_assert_cmpint (status->parked, ==, 2);
  g_assert_cmpint (status->unsettled, ==, 1);
  g_assert_cmpint (status->clashes, ==, 2);
  /* 3 and 9: the others wait for a person. */
  g_assert_cmpint (status->waiting, ==, 2);
  for (gsize i = 0; dyr_record_types[i] != NULL; i++)
    g_assert_cmpint (status->n_gone[i], ==, dyr_record_types[i] == &dyr_client_type ? 1 : 0);
  office_sql (&f->office, "DELETE FROM pending");
  office_sql (&f->office,
              "UPDATE record SET push = 1, settled = 1, remote_id = NULL, parked = NULL");
}

static void
assert_says (const DyrClash *clash, const char *words)
{
  g_autofree char *text = dyr_sync_words_clash (clash);

  g_assert_cmpstr (text, ==, words);
}

static void
test_words (void)
{
  DyrClash clash = { .type = &dyr_client_type,
                     .title = (char *) "Дім",
                     .group = DYR_CLIENT_NAME,
                     .fields = 1 << DYR_CLIENT_NAME };

  g_assert_null (dyr_sync_words_stop (DYR_STOP_NONE));
  g_assert_null (dyr_sync_words_advice (DYR_STOP_NONE));
  for (guint stop = DYR_STOP_OFFLINE; stop <= DYR_STOP_WENT_BACK; stop++)
    {
      g_autofree char *words = dyr_sync_words_stop ((DyrStop) stop),
                      *advice = dyr_sync_words_advice ((DyrStop) stop);

      /* A title, and sentences that do not say it again. */
      g_assert_false (g_str_has_suffix (words, "."));
      g_assert_true (g_str_has_suffix (advice, "."));
      g_assert_null (strstr (advice, words));
    }
  clash.state = DYR_PENDING_CLASH;
  assert_says (&clash, "Дім: “Name” was changed here and in the CRM.");
  clash.group = DYR_CLIENT_STREET;
  clash.fields = 1 << DYR_CLIENT_STREET | 1 << DYR_CLIENT_POSTCODE;
  assert_says (&clash, "Дім: “Street, Postcode” was changed here and in the CRM.");
  clash.group = DYR_CLIENT_NAME;
  clash.fields = 1 << DYR_CLIENT_NAME;
  clash.state = DYR_PENDING_PARKED;
  clash.reason = (char *) "server-error";
  assert_says (&clash, "Дім: “Name” was not accepted. The CRM failed at it several times.");
  clash.group = DYR_WHOLE_RECORD;
  clash.reason = (char *) "It is Sunday.";
  assert_says (&clash, "Дім was not accepted. It is Sunday.");
  clash.title = NULL;
  clash.reason = (char *) "only-here";
  assert_says (&clash,
               "Client was not accepted. The CRM has no such records: it stays on this computer.");
  clash.reason = NULL;
  assert_says (&clash, "Client was not accepted. The CRM refused it without saying why.");
  clash.state = DYR_PENDING_CLASH;
  clash.theirs = (char *) DYR_ASK_DELETED_THERE;
  assert_says (&clash,
               "Client: changed here, deleted in the CRM. “mine” adds it there anew, “theirs” "
               "deletes it here.");
  clash.theirs = (char *) DYR_ASK_CHANGED_THERE;
  assert_says (&clash,
               "Client: deleted here, changed in the CRM. “mine” deletes it there, “theirs” brings "
               "it back here.");
  clash.theirs = (char *) DYR_ASK_HIDDEN_THERE;
  assert_says (&clash,
               "Client: changed here, but the CRM no longer shows it to you. “mine” asks the CRM "
               "again, “theirs” drops the changes.");
  clash.theirs = (char *) DYR_ASK_DUPLICATE "\tAccount/1";
  clash.who = (char *) "Хата";
  assert_says (&clash,
               "Client: the CRM takes it for its own record “Хата”. “mine” adds it all the same, "
               "“theirs” makes the two one.");
  clash.here = 5;
  assert_says (&clash,
               "Client: the CRM takes it for “Хата”, which is here too. “mine” adds it all the "
               "same, “theirs” merges it into that one.");
  clash.theirs = (char *) DYR_ASK_DUPLICATE;
  clash.who = NULL;
  assert_says (&clash, "Client: the CRM has such a record already. “mine” adds it all the same.");
}

int
main (int argc, char **argv)
{
  static const Stop sign_in = { 401, DYR_STOP_SIGN_IN, FALSE };
  static const Stop locked_out = { 403, DYR_STOP_LOCKED_OUT, TRUE };
  static const Stop wrong = { 302, DYR_STOP_WRONG, TRUE };

  g_set_prgname ("test-syncer");
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func, data)                                                                      \
  g_test_add (path, Fixture, data, fixture_set_up, func, fixture_tear_down)
  ADD ("/sync/syncer/order", test_order, NULL);
  ADD ("/sync/syncer/edit", test_edit, NULL);
  ADD ("/sync/syncer/end", test_end, NULL);
  ADD ("/sync/syncer/end-early", test_end_early, NULL);
  ADD ("/sync/syncer/network", test_network, NULL);
  ADD ("/sync/syncer/retry", test_retry, NULL);
  ADD ("/sync/syncer/lost-answer", test_lost_answer, NULL);
  ADD ("/sync/syncer/stop/sign-in", test_stop, &sign_in);
  ADD ("/sync/syncer/stop/locked-out", test_stop, &locked_out);
  ADD ("/sync/syncer/stop/wrong", test_stop, &wrong);
  ADD ("/sync/syncer/later", test_later, NULL);
  ADD ("/sync/syncer/interval", test_interval, NULL);
  ADD ("/sync/syncer/run-again", test_run_again, NULL);
  ADD ("/sync/syncer/failed", test_failed, NULL);
  ADD ("/sync/syncer/server/gone", test_server_changed, "DELETE FROM meta WHERE key = 'server'");
  ADD ("/sync/syncer/server/other",
       test_server_changed,
       "UPDATE meta SET value = 'https://elsewhere/' WHERE key = 'server'");
  ADD ("/sync/syncer/server/unknown", test_server_unknown, NULL);
  ADD ("/sync/syncer/no-request", test_no_request, NULL);
  ADD ("/sync/syncer/accept", test_accept, NULL);
  ADD ("/sync/syncer/ahead", test_ahead, NULL);
  ADD ("/sync/syncer/ahead/refused", test_ahead_refused, NULL);
  ADD ("/sync/syncer/ahead/forgotten", test_ahead_forgotten, NULL);
  ADD ("/sync/lock/one", test_lock, NULL);
  ADD ("/sync/lock/death", test_lock_death, NULL);
  ADD ("/sync/status", test_status, NULL);
#undef ADD
  g_test_add_func ("/sync/words", test_words);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* sync-run [--list] DATABASE URL: one run of sync until it is quiet, with what its main loop did
 * meanwhile; --list: as below a window, with a list of all clients of which some are on show.
 * sync-run --edit N DATABASE: changes N clients that came from the CRM. For bench-sync.py. */

#include "config.h"

#include <sys/resource.h>

#include "dyr-client.h"
#include "dyr-espocrm.h"
#include "dyr-http.h"
#include "dyr-record-list.h"
#include "dyr-rows.h"
#include "dyr-save.h"
#include "dyr-search.h"
#include "dyr-syncer.h"
#include "turns.h"

#define CATCH_UP 2000
/* Rows that a table keeps alive around those on the screen. */
#define ON_SHOW 205
/* Give up when nothing is quiet after so many seconds. */
#define PATIENCE 1800

typedef struct
{
  GMainLoop *loop;
  DyrDatabase *database;
  DyrStore *store; /* NULL: without a list */
  DyrRecordList *list;
  GPtrArray *on_show;
  DyrSyncer *syncer;
  gint64 began, took;
  gint64 worked; /* microseconds of all threads */
} Run;

static Turns turns;

static int
poll_measured (GPollFD *fds, guint n, int timeout)
{
  int ready;

  end_turn (&turns);
  ready = g_poll (fds, n, timeout);
  begin_turn (&turns);
  return ready;
}

static gint64
processor_time (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * G_USEC_PER_SEC + usage.ru_utime.tv_usec
         + usage.ru_stime.tv_usec;
}

static void
on_state_changed (DyrSyncer *syncer, GParamSpec *pspec, Run *run)
{
  const GError *error = dyr_syncer_get_error (syncer);

  switch (dyr_syncer_get_state (syncer))
    {
    case DYR_SYNC_QUIET:
      run->took = g_get_monotonic_time () - run->began;
      run->worked = processor_time () - run->worked;
      dyr_syncer_end (syncer);
      break;
    case DYR_SYNC_STOPPED:
      g_error (
          "stopped (%d): %s", (int) dyr_syncer_get_stop (syncer), dyr_syncer_get_reason (syncer));
    case DYR_SYNC_FAILED:
      g_error ("%s", error->message);
    case DYR_SYNC_OFF:
      g_main_loop_quit (run->loop);
      break;
    case DYR_SYNC_RUNNING:
    case DYR_SYNC_WAITING:
    default:
      break;
    }
}

static gboolean
on_patience_lost (gpointer data)
{
  g_error ("sync is not quiet after %d s", PATIENCE);
  return G_SOURCE_REMOVE;
}

/* The rows on the screen are alive, as those of a table are. */
static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, Run *run)
{
  g_ptr_array_set_size (run->on_show, 0);
  for (guint i = 0; i < MIN (g_list_model_get_n_items (model), ON_SHOW); i++)
    g_ptr_array_add (run->on_show, g_list_model_get_item (model, i));
}

static void
show_list (Run *run)
{
  run->store = dyr_store_new (run->database);
  run->list = dyr_record_list_new (run->store);
  run->on_show = g_ptr_array_new_with_free_func (g_object_unref);
  g_signal_connect (run->list, "items-changed", G_CALLBACK (on_items_changed), run);
  dyr_record_list_take_query (run->list, dyr_query_new (&dyr_client_type));
  while (dyr_record_list_is_loading (run->list))
    g_main_context_iteration (NULL, TRUE);
}

static void
catch_up (DyrDatabase *database)
{
  DyrSearchCatchUp search = { .limit = CATCH_UP, .n_left = 1 };
  g_autoptr (GError) error = NULL;

  while (search.n_left > 0)
    if (!dyr_database_write (database, dyr_search_job_catch_up, &search, NULL, &error))
      g_error ("%s", error->message);
}

static void
synchronize (Run *run, const char *url)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrEspocrm) remote = dyr_espocrm_new (NULL, &error);
  g_autoptr (DyrHttp) http = remote != NULL ? dyr_http_new (url, &error) : NULL;
  const DyrEngineCounts *counts;
  gint64 began;

  if (http == NULL)
    g_error ("%s", error->message);
  dyr_espocrm_set_key (remote, g_getenv ("DYRYHENT_API_KEY"), NULL);
  run->syncer = dyr_syncer_new (run->database,
                                DYR_REMOTE (remote),
                                G_OBJECT (http),
                                &dyr_syncer_http,
                                dyr_http_get_base_url (http),
                                NULL);
  dyr_syncer_set_interval (run->syncer, 0);
  g_signal_connect (run->syncer, "notify::state", G_CALLBACK (on_state_changed), run);
  g_timeout_add_seconds (PATIENCE, on_patience_lost, NULL);
  turns = (Turns){ 0 };
  run->worked = processor_time ();
  run->began = g_get_monotonic_time ();
  if (!dyr_syncer_start (run->syncer, &error))
    g_error ("%s", error->message);
  g_main_loop_run (run->loop);
  counts = dyr_syncer_get_counts (run->syncer);
  began = g_get_monotonic_time ();
  catch_up (run->database);
  g_print ("{\"sync\": %" G_GINT64_FORMAT ", \"search\": %" G_GINT64_FORMAT
           ", \"work\": %" G_GINT64_FORMAT
           ", \"sent\": %u, \"taken\": %u, \"turns\": %u, \"longest\": %" G_GINT64_FORMAT
           ", \"longest_own\": %" G_GINT64_FORMAT ", \"long\": %u, \"own\": %u}\n",
           run->took,
           g_get_monotonic_time () - began,
           run->worked,
           counts->n_sent,
           counts->n_taken,
           turns.n,
           turns.longest,
           turns.longest_own,
           turns.n_long,
           turns.n_own);
  g_object_unref (run->syncer);
}

static GArray *
find_synced (DyrConnection *connection, gint64 n, GError **error)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (DyrStatement) query
      = dyr_connection_query (connection,
                              error,
                              "SELECT id FROM record WHERE type = ? AND remote_id IS NOT NULL "
                              "ORDER BY id LIMIT ?",
                              "ni",
                              dyr_client_type.number,
                              n);

  while (query != NULL && dyr_statement_step (query, error))
    {
      const gint64 id = dyr_statement_number (query, 0);

      g_array_append_val (ids, id);
    }
  return ids;
}

/* A person's edits, an action each. */
static gboolean
job_edit (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) ids = find_synced (connection, *(gint64 *) data, error);

  if ((gint64) ids->len != *(gint64 *) data)
    g_error ("only %u clients came from the CRM", ids->len);
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (DyrSave) save = dyr_save_new (connection, DYR_SOURCE_PERSON, "edit", 0);
      g_autoptr (DyrRow) row = dyr_row_read (connection, g_array_index (ids, gint64, i), error);
      g_autoptr (GArray) values = dyr_field_values_new ();

      dyr_value_set_text (dyr_field_values_add (values, DYR_CLIENT_DESCRIPTION), "Дзвонили");
      if (row == NULL || !dyr_save_edit_row (save, row, values, error)
          || !dyr_save_finish (save, NULL, error))
        return FALSE;
    }
  return TRUE;
}

int
main (int argc, char **argv)
{
  const DyrDatabaseOptions options = { "uk", "Europe/Kyiv", FALSE };
  g_autoptr (GError) error = NULL;
  Run run = { NULL };

  if (argc < 3)
    g_error ("usage: sync-run [--list] DATABASE URL | sync-run --edit N DATABASE");

  run.database = dyr_database_open (
      g_str_equal (argv[1], "--edit") ? argv[3] : argv[argc - 2], &options, &error);
  if (run.database == NULL)
    g_error ("%s", error->message);
  if (g_str_equal (argv[1], "--edit"))
    {
      gint64 n = g_ascii_strtoll (argv[2], NULL, 10);

      if (!dyr_database_write (run.database, job_edit, &n, NULL, &error))
        g_error ("%s", error->message);
      dyr_database_close (run.database);
      return 0;
    }
  run.loop = g_main_loop_new (NULL, FALSE);
  if (g_str_equal (argv[1], "--list"))
    {
      show_list (&run);
      /* Looking at the clocks at each turn is a tenth of the work of a small request. */
      g_main_context_set_poll_func (NULL, poll_measured);
    }
  synchronize (&run, argv[argc - 1]);
  g_clear_pointer (&run.on_show, g_ptr_array_unref);
  g_clear_object (&run.list);
  g_clear_object (&run.store);
  g_main_loop_unref (run.loop);
  dyr_database_close (run.database);

  return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* import-clients [--dry-run | --undo] DATABASE FILE.csv: imports clients; prints their number,
 * microseconds of the import, and of what makes them found by search afterwards; with --undo a line
 * for each undo and redo of it: microseconds as a whole and of the processor. For bench-import.py.
 */

#include "config.h"

#include "dyr-client.h"
#include "dyr-import.h"
#include "dyr-search.h"
#include "dyr-undo-private.h"

#define CATCH_UP 1000

static gint64
catch_up (DyrDatabase *database)
{
  DyrSearchCatchUp search = { .limit = CATCH_UP, .n_left = 1 };
  gint64 began = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;

  while (search.n_left > 0)
    if (!dyr_database_write (database, dyr_search_job_catch_up, &search, NULL, &error))
      g_error ("%s", error->message);

  return g_get_monotonic_time () - began;
}

/* Takes the action back, or what took it back; the action that does. */
static gint64
take_back (DyrDatabase *database, const char *name, gint64 action, gboolean each)
{
  gint64 began = g_get_monotonic_time ();
  clock_t processor = clock ();
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrUndoResult) result
      = each ? dyr_undo_each (database, action, &error) : dyr_undo (database, action, NULL, &error);

  if (result == NULL)
    g_error ("%s", error->message);
  if (result->kept->len > 0)
    g_error ("%u could not be taken back", result->kept->len);

  g_print ("%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n",
           name,
           g_get_monotonic_time () - began,
           (gint64) (clock () - processor) * G_USEC_PER_SEC / CLOCKS_PER_SEC);
  return result->action;
}

static void
undo_and_redo (DyrDatabase *database, gint64 action)
{
  gint64 undo = take_back (database, "undo", action, FALSE);

  take_back (database, "redo", undo, FALSE);
  undo = take_back (database, "undo-each", action, TRUE);
  take_back (database, "redo-each", undo, TRUE);
}

int
main (int argc, char **argv)
{
  const DyrDatabaseOptions options = { "uk", "Europe/Kyiv", FALSE };
  g_autoptr (DyrContext) context = dyr_context_new ("uk", "UA", NULL);
  g_autoptr (DyrDatabase) database = NULL;
  g_autoptr (DyrImport) import = NULL;
  g_autoptr (DyrImportReport) report = NULL;
  g_autoptr (GError) error = NULL;
  gboolean dry_run = argc == 4 && g_str_equal (argv[1], "--dry-run");
  gboolean undo = argc == 4 && g_str_equal (argv[1], "--undo");
  gint64 began, took;

  if (argc != 3 + (dry_run || undo))
    g_error ("usage: import-clients [--dry-run | --undo] DATABASE FILE.csv");

  database = dyr_database_open (argv[argc - 2], &options, &error);
  if (database == NULL)
    g_error ("%s", error->message);

  import = dyr_import_new (database, &dyr_client_type, argv[argc - 1], context);
  dyr_import_set_dry_run (import, dry_run);
  began = g_get_monotonic_time ();
  if (!dyr_import_run (import, NULL, &report, &error))
    g_error ("%s", error->message);
  took = g_get_monotonic_time () - began;

  g_print ("%u %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n",
           report->n[DYR_IMPORT_NEW],
           took,
           catch_up (database));
  if (undo)
    undo_and_redo (database, report->action);
  dyr_database_close (database);

  return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* One day with one fault, and whether the store kept its word. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "crash-run.h"

#include "crash-state.h"
#include "dyr-check.h"
#include "dyr-undo.h"

/* Pages in the journal before they are copied into the file: so few that a short day does it often.
 */
#define CHECKPOINT_PAGES 40

static const struct
{
  const char *name;
  CrashFault fault;
  CrashLoss loss;
} kinds[] = {
  { "stop-kept", CRASH_STOP, CRASH_KEPT }, { "stop-dropped", CRASH_STOP, CRASH_DROPPED },
  { "stop-torn", CRASH_STOP, CRASH_TORN }, { "error", CRASH_ERROR, CRASH_DROPPED },
  { "short", CRASH_SHORT, CRASH_DROPPED }, { "full", CRASH_FULL, CRASH_DROPPED },
};

const char *const crash_kinds[]
    = { "stop-kept", "stop-dropped", "stop-torn", "error", "short", "full" };
const guint crash_n_kinds = G_N_ELEMENTS (crash_kinds);
G_STATIC_ASSERT (G_N_ELEMENTS (crash_kinds) == G_N_ELEMENTS (kinds));

CrashRun
crash_run_of_kind (guint kind, guint at, guint32 seed)
{
  g_assert_cmpuint (kind, <, crash_n_kinds);
  return (CrashRun){ .fault = kinds[kind].fault, .loss = kinds[kind].loss, .at = at, .seed = seed };
}

static const char *
kind_name (const CrashRun *run)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].fault == run->fault && kinds[i].loss == run->loss)
      return kinds[i].name;
  return "?";
}

/* The day without a fault */

/* After each commit, on the writer’s thread, with its lock given back. */
static int
on_committed (void *data, sqlite3 *db, const char *schema, int n_pages)
{
  CrashGolden *self = data;
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_autoptr (GError) error = NULL;

  {
    g_autoptr (DyrConnection) connection
        = dyr_connection_open (sqlite3_db_filename (db, "main"), DYR_CONNECTION_READ, zone, &error);

    g_assert_no_error (error);
    g_ptr_array_add (self->states, crash_state_read (connection, &error));
    g_assert_no_error (error);
  }
  /* What SQLite’s own hook does. */
  if (n_pages >= CHECKPOINT_PAGES)
    sqlite3_wal_checkpoint_v2 (db, schema, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
  return SQLITE_OK;
}

static void
on_opened_golden (DyrConnection *connection, gpointer data)
{
  sqlite3_wal_hook (dyr_connection_get_handle (connection), on_committed, data);
}

static void
on_opened (DyrConnection *connection, gpointer data)
{
  sqlite3_wal_autocheckpoint (dyr_connection_get_handle (connection), CHECKPOINT_PAGES);
}

static gboolean
job_state (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  char **state = data;

  *state = crash_state_read (connection, error);
  return *state != NULL;
}

CrashGolden *
crash_golden_new (void)
{
  CrashGolden *self = g_new0 (CrashGolden, 1);
  g_autoptr (CrashDay) day = NULL;

  self->states = g_ptr_array_new_with_free_func (g_free);
  self->ends = g_array_new (FALSE, FALSE, sizeof (guint));
  self->calls = g_array_new (FALSE, FALSE, sizeof (guint));
  crash_vfs_begin (0);
  day = crash_day_new ();
  day->opened = on_opened_golden;
  day->opened_data = self;
  for (guint i = 0; i < crash_day_n_steps; i++)
    {
      g_autoptr (GError) error = NULL;
      char *state = NULL;
      guint end;

      crash_day_run (day, &crash_day_steps[i], &error);
      g_assert_no_error (error);
      if (day->database != NULL)
        {
          g_autofree char *doubt = crash_ledger_doubt (day->ledger, day->database);

          g_assert_cmpstr (doubt, ==, NULL);
          dyr_database_read (day->database, job_state, &state, NULL, &error);
          g_assert_no_error (error);
          if (self->states->len == 0
              || !g_str_equal (state, self->states->pdata[self->states->len - 1]))
            g_ptr_array_add (self->states, state);
          else
            g_free (state);
        }
      end = self->states->len - 1;
      g_array_append_val (self->ends, end);
      self->n_calls = crash_vfs_get_n_calls ();
      g_array_append_val (self->calls, self->n_calls);
    }
  return self;
}

void
crash_golden_free (CrashGolden *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->states);
  g_array_unref (self->ends);
  g_array_unref (self->calls);
  g_free (self);
}

/* Looking the store over */

/* The state is one that the day had, between what was acknowledged and what was begun. */
static char *
doubt_state (const CrashGolden *golden, CrashDay *day, guint n_done)
{
  guint first = n_done > 0 ? g_array_index (golden->ends, guint, n_done - 1) : 0;
  guint last = g_array_index (golden->ends, guint, MIN (n_done, crash_day_n_steps - 1));
  g_autofree char *state = NULL;
  g_autoptr (GError) error = NULL;

  if (n_done < crash_day_n_steps && crash_day_steps[n_done].parts == CRASH_UNRECORDED)
    return NULL;
  if (!dyr_database_read (day->database, job_state, &state, NULL, &error))
    return g_strdup_printf ("the state cannot be read: %s", error->message);
  for (guint i = first; i <= last; i++)
    if (g_str_equal (state, golden->states->pdata[i]))
      return NULL;
  return g_strdup ("the database is in a state that it never had");
}

static gboolean
job_forget_processes (DyrConnection *connection,
                      gpointer data,
                      GCancellable *cancellable,
                      GError **error)
{
  return dyr_connection_script (
      connection, "UPDATE meta SET value = 0 WHERE key LIKE 'running-%'", error);
}

/* What was broken off can be taken back, all of it. */
static char *
doubt_interrupted (CrashDay *day, gboolean importing)
{
  g_autoptr (GArray) actions = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;

  /* The process that ran it is this one, which is alive. */
  if (!dyr_database_write (day->database, job_forget_processes, NULL, NULL, &error)
      || !dyr_undo_mark_interrupted (day->database, actions, &error))
    return g_strdup_printf ("what was broken off cannot be found: %s", error->message);
  for (guint i = 0; i < actions->len; i++)
    {
      g_autoptr (DyrUndoResult) undone
          = dyr_undo (day->database, g_array_index (actions, gint64, i), NULL, &error);

      if (undone == NULL)
        return g_strdup_printf ("what was broken off cannot be taken back: %s", error->message);
    }
  if (!importing || actions->len == 0)
    return NULL;
  return crash_day_number (
             day, "SELECT count (*) FROM client WHERE listed = 1 AND name LIKE 'Клієнт%'", &error)
                 == 0
             ? NULL
             : g_strdup ("the import that was broken off was not taken back whole");
}

static char *
doubt_check (CrashDay *day)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = dyr_check (day->database, NULL, &error);

  if (findings == NULL)
    return g_strdup_printf ("the check does not come to its end: %s", error->message);
  return findings->len == 0
             ? NULL
             : g_strdup_printf ("check: %s", ((DyrFinding *) findings->pdata[0])->problem);
}

/* A copy that was made is whole. */
static char *
doubt_copy (CrashDay *day)
{
  g_autofree char *path = g_build_filename (day->folder, "copy.db", NULL);
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_autoptr (DyrConnection) connection = NULL;
  g_autoptr (GError) error = NULL;
  gint64 n;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return NULL;
  connection = dyr_connection_open (path, DYR_CONNECTION_READ, zone, &error);
  if (connection == NULL
      || !dyr_connection_number (
          connection, &error, 0, &n, "SELECT count (*) FROM pragma_integrity_check", ""))
    return g_strdup_printf ("the backup cannot be opened: %s", error->message);
  if (dyr_connection_number (connection,
                             &error,
                             0,
                             &n,
                             "SELECT integrity_check = 'ok' FROM pragma_integrity_check",
                             "")
      && n == 1)
    return NULL;
  return g_strdup ("the backup is damaged");
}

/* One look after another; the first that finds something. */
static char *
doubt_all (const CrashGolden *golden, CrashDay *day, guint n_done, gboolean states)
{
  char *doubt = crash_ledger_doubt (day->ledger, day->database);
  gboolean importing
      = n_done < crash_day_n_steps && g_str_equal (crash_day_steps[n_done].name, "import");

  if (doubt == NULL && states)
    doubt = doubt_state (golden, day, n_done);
  if (doubt == NULL)
    doubt = doubt_interrupted (day, importing);
  if (doubt == NULL)
    doubt = doubt_check (day);
  return doubt;
}

/* The run */

/* How many steps were acknowledged. */
static guint
live (CrashDay *day, GError **error)
{
  for (guint i = 0; i < crash_day_n_steps; i++)
    if (!crash_day_run (day, &crash_day_steps[i], error))
      return i;
  return crash_day_n_steps;
}

/* The person goes on where the disk failed once. */
static char *
go_on (const CrashGolden *golden, const CrashRun *run, CrashDay *day, guint n_done)
{
  g_autoptr (GError) error = NULL;
  char *doubt = NULL;

  if (day->database != NULL && n_done < crash_day_n_steps && run->sabotage == CRASH_HONEST
      && crash_day_steps[n_done].parts != CRASH_APART)
    doubt = doubt_state (golden, day, n_done);
  crash_vfs_mend ();
  if (doubt == NULL && day->database == NULL && !crash_day_open (day, &error))
    return g_strdup_printf ("it does not open any more: %s", error->message);
  if (doubt == NULL)
    doubt = crash_ledger_doubt (day->ledger, day->database);
  if (doubt == NULL && !crash_day_evening (day, &error))
    doubt = g_strdup_printf ("nothing can be stored any more: %s", error->message);
  return doubt;
}

/* After the power came back. */
static char *
come_back (const CrashGolden *golden, const CrashRun *run, CrashDay *day, guint n_done)
{
  gboolean states = run->fault == CRASH_STOP && run->sabotage == CRASH_HONEST;
  g_autoptr (GError) error = NULL;
  char *doubt;

  if (!crash_day_open (day, &error))
    return g_strdup_printf ("it does not open again: %s", error->message);
  doubt = doubt_all (golden, day, n_done, states);
  if (doubt == NULL)
    doubt = doubt_copy (day);
  if (doubt == NULL && run->fault == CRASH_STOP && !crash_day_evening (day, &error))
    doubt = g_strdup_printf ("nothing can be stored afterwards: %s", error->message);
  return doubt;
}

static char *
explain (const CrashRun *run, guint n_done, const char *what, const char *doubt)
{
  return g_strdup_printf ("%s; call %u, %s, in step “%s”; crash --kind %s --at %u --seed %u",
                          doubt,
                          run->at,
                          what,
                          n_done < crash_day_n_steps ? crash_day_steps[n_done].name : "after all",
                          kind_name (run),
                          run->at,
                          run->seed);
}

char *
crash_run (const CrashGolden *golden, const CrashRun *run, gboolean *struck)
{
  g_autoptr (CrashDay) day = NULL;
  g_autofree char *doubt = NULL, *what = NULL;
  g_autoptr (GError) error = NULL;
  guint n_done;

  crash_vfs_begin (run->seed);
  crash_vfs_lie (run->lie);
  crash_vfs_arm (run->fault, run->at);
  day = crash_day_new ();
  day->sabotage = run->sabotage;
  day->opened = on_opened;
  n_done = live (day, &error);
  *struck = crash_vfs_has_struck ();
  if (!*struck)
    return error == NULL ? NULL : explain (run, n_done, error->message, "it fails by itself");
  what = g_strdup (crash_vfs_get_struck ());
  if (run->fault != CRASH_STOP)
    doubt = go_on (golden, run, day, n_done);
  crash_vfs_stop ();
  crash_day_close (day);
  crash_vfs_cut_power (run->loss);
  crash_vfs_begin (run->seed);
  if (doubt == NULL)
    doubt = come_back (golden, run, day, n_done);
  return doubt != NULL ? explain (run, n_done, what, doubt) : NULL;
}

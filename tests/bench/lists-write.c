/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* lists-write OURS BARE: edits of one field and of 100 000 records, each beside the bare SQL in a
 * copy of the same file; the latter also undone and redone, by sets and change by change;
 * interleaved. Prints JSON. Both files are changed. */

#include "config.h"

#include "dyr-bulk.h"
#include "dyr-client.h"
#include "dyr-save.h"
#include "dyr-undo-private.h"

#define EDITS 400
#define BULK 100000
#define BULKS 3

typedef struct
{
  GRand *rand;
  gint64 first;
  guint n;
  DyrDatabase *database;
  sqlite3 *bare;
} Bench;

static void
must (int code, sqlite3 *db)
{
  if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW)
    g_error ("%s", sqlite3_errmsg (db));
}

static void
run (sqlite3 *db, const char *sql)
{
  must (sqlite3_exec (db, sql, NULL, NULL, NULL), db);
}

static gboolean
job_range (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Bench *bench = data;
  gint64 n;

  if (!dyr_connection_number (
          connection, error, 0, &bench->first, "SELECT min (id) FROM client", "")
      || !dyr_connection_number (connection, error, 0, &n, "SELECT count (*) FROM client", ""))
    return FALSE;
  bench->n = (guint) n;
  return TRUE;
}

typedef struct
{
  gint64 id;
  gint64 date;
} Edit;

static gboolean
job_edit (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Edit *edit = data;
  g_autoptr (DyrSave) save = dyr_save_new (connection, DYR_SOURCE_PERSON, "edit", 0);
  g_autoptr (GArray) values = dyr_field_values_new ();

  dyr_value_set_number (dyr_field_values_add (values, DYR_CLIENT_NEXT_CONTACT), edit->date);
  return dyr_save_edit (save, edit->id, values, error) && dyr_save_finish (save, NULL, error);
}

static gint64
edit_ours (Bench *bench, Edit *edit)
{
  gint64 began = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;

  if (!dyr_database_write (bench->database, job_edit, edit, NULL, &error))
    g_error ("%s", error->message);
  return g_get_monotonic_time () - began;
}

static gint64
edit_bare (Bench *bench, const Edit *edit, sqlite3_stmt *update, sqlite3_stmt *insert)
{
  gint64 began = g_get_monotonic_time ();

  run (bench->bare, "BEGIN IMMEDIATE");
  sqlite3_bind_int64 (update, 1, edit->date);
  sqlite3_bind_int64 (update, 2, edit->id);
  must (sqlite3_step (update), bench->bare);
  sqlite3_reset (update);
  sqlite3_bind_int64 (insert, 1, edit->id);
  must (sqlite3_step (insert), bench->bare);
  sqlite3_reset (insert);
  run (bench->bare, "COMMIT");
  return g_get_monotonic_time () - began;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  gint64 one = *(const gint64 *) a, other = *(const gint64 *) b;

  return (one > other) - (one < other);
}

static double
percentile (GArray *times, double part)
{
  g_array_sort (times, compare);
  return (double) g_array_index (times, gint64, (guint) (part * (times->len - 1))) / 1000.0;
}

static void
bench_edits (Bench *bench)
{
  g_autoptr (GArray) ours = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) bare = g_array_new (FALSE, FALSE, sizeof (gint64));
  sqlite3_stmt *update, *insert;

  must (sqlite3_prepare_v2 (
            bench->bare, "UPDATE client SET next_contact = ? WHERE id = ?", -1, &update, NULL),
        bench->bare);
  must (sqlite3_prepare_v2 (bench->bare,
                            "INSERT INTO change (action, record, kind, field, old, new) "
                            "VALUES (1, ?, 4, 'next-contact', '2026-11-24', '2026-11-25')",
                            -1,
                            &insert,
                            NULL),
        bench->bare);
  for (guint i = 0; i < EDITS; i++)
    {
      Edit edit = { bench->first + g_rand_int_range (bench->rand, 0, (int) bench->n), 30000 + i };
      gint64 took = edit_ours (bench, &edit);

      g_array_append_val (ours, took);
      took = edit_bare (bench, &edit, update, insert);
      g_array_append_val (bare, took);
    }
  sqlite3_finalize (update);
  sqlite3_finalize (insert);
  g_print ("\"edit_ours_p95\": %.3f, \"edit_bare_p95\": %.3f, \"edit_ours_p50\": %.3f, "
           "\"edit_bare_p50\": %.3f, ",
           percentile (ours, 0.95),
           percentile (bare, 0.95),
           percentile (ours, 0.5),
           percentile (bare, 0.5));
}

static gint64
bulk_ours (Bench *bench, GArray *ids, const char *state, gint64 *action)
{
  g_autoptr (GArray) values = dyr_field_values_new ();
  g_autoptr (GError) error = NULL;
  DyrBulkResult done;
  gint64 began = g_get_monotonic_time ();

  dyr_value_set_text (dyr_field_values_add (values, DYR_CLIENT_STATE), state);
  if (!dyr_bulk_edit (
          bench->database, &dyr_client_type, ids, values, NULL, NULL, NULL, &done, &error))
    g_error ("%s", error->message);
  *action = done.action;
  return g_get_monotonic_time () - began;
}

/* Takes the action back, or by that action's undo brings it back; `action` gets the new one. */
static gint64
undo_ours (Bench *bench, gint64 *action, gboolean each)
{
  gint64 began = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrUndoResult) result = each ? dyr_undo_each (bench->database, *action, &error)
                                          : dyr_undo (bench->database, *action, NULL, &error);

  if (result == NULL)
    g_error ("%s", error->message);
  if (result->kept->len > 0)
    g_error ("%u changes were not taken back", result->kept->len);
  *action = result->action;
  return g_get_monotonic_time () - began;
}

static gint64
bulk_bare (Bench *bench, const char *state)
{
  g_autofree char *sql = g_strdup_printf (
      "UPDATE client SET state = '%s' WHERE id IN (SELECT id FROM temp.chosen)", state);
  gint64 began = g_get_monotonic_time ();

  run (bench->bare, sql);
  return g_get_monotonic_time () - began;
}

static void
bench_bulk (Bench *bench)
{
  static const char *const states[] = { "suspended", "lost", "prospect" };
  g_autoptr (GArray) ours = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) bare = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) undo = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) redo = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) each = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint n = MIN (BULK, bench->n), step = bench->n / n;

  run (bench->bare, "CREATE TEMP TABLE chosen (id INTEGER PRIMARY KEY); BEGIN");
  for (guint i = 0; i < n; i++)
    {
      gint64 id = bench->first + (gint64) i * step;
      g_autofree char *sql
          = g_strdup_printf ("INSERT INTO chosen VALUES (%" G_GINT64_FORMAT ")", id);

      g_array_append_val (ids, id);
      run (bench->bare, sql);
    }
  run (bench->bare, "COMMIT");
  for (guint i = 0; i < BULKS; i++)
    {
      gint64 action, took = bulk_ours (bench, ids, states[i], &action);

      g_array_append_val (ours, took);
      took = undo_ours (bench, &action, FALSE);
      g_array_append_val (undo, took);
      took = undo_ours (bench, &action, FALSE);
      g_array_append_val (redo, took);
      took = undo_ours (bench, &action, TRUE);
      g_array_append_val (each, took);
      took = undo_ours (bench, &action, FALSE);
      took = bulk_bare (bench, states[i]);
      g_array_append_val (bare, took);
    }
  g_print ("\"bulk_n\": %u, \"bulk_ours\": %.1f, \"bulk_bare\": %.1f, \"bulk_undo\": %.1f, "
           "\"bulk_redo\": %.1f, \"bulk_undo_each\": %.1f}\n",
           n,
           percentile (ours, 0.5),
           percentile (bare, 0.5),
           percentile (undo, 0.5),
           percentile (redo, 0.5),
           percentile (each, 0.5));
}

int
main (int argc, char **argv)
{
  const DyrDatabaseOptions options = { "uk", "Europe/Kyiv", TRUE };
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);
  g_autoptr (GError) error = NULL;
  Bench bench = { .rand = rand };

  if (argc != 3)
    g_error ("usage: lists-write OURS BARE");
  bench.database = dyr_database_open (argv[1], &options, &error);
  if (bench.database == NULL
      || !dyr_database_read (bench.database, job_range, &bench, NULL, &error))
    g_error ("%s", error->message);
  must (sqlite3_open (argv[2], &bench.bare), bench.bare);
  /* As the program has it. */
  run (bench.bare,
       "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; "
       "PRAGMA cache_size = -8000; PRAGMA temp_store = MEMORY");
  g_print ("{");
  bench_edits (&bench);
  bench_bulk (&bench);
  sqlite3_close (bench.bare);
  dyr_database_close (bench.database);
  g_object_unref (bench.database);
  return 0;
}

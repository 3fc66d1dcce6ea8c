/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSyncRun: what a run of sync did and how it ended. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sync-runs.h"

#include "dyr-sync-lock.h"
#include "dyr-sync-status.h"
#include "dyr-util.h"

#define DAY 86400
/* An open run is written anew after so many records: it may never end. */
#define RECORDS 200

/* In databases: never changed. The name of a stopped one is that of its stop. */
static const char *const end_names[] = {
  [DYR_RUN_OPEN] = "open",
  [DYR_RUN_DONE] = "done",
  [DYR_RUN_LATER] = "later",
};

void
dyr_sync_run_free (DyrSyncRun *self)
{
  if (self == NULL)
    return;
  g_free (self->server);
  g_free (self->reason);
  g_free (self);
}

static gboolean
is_same_count (const DyrEngineCounts *a, const DyrEngineCounts *b)
{
  return a->n_sent == b->n_sent && a->n_doubles_prevented == b->n_doubles_prevented
         && a->n_taken == b->n_taken && a->n_merged == b->n_merged && a->n_refused == b->n_refused
         && a->n_clashes == b->n_clashes;
}

gboolean
dyr_sync_run_equal (const DyrSyncRun *a, const DyrSyncRun *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return a->id == b->id && a->began == b->began && a->ended == b->ended && a->times == b->times
         && a->end == b->end && a->stop == b->stop && a->under_way == b->under_way
         && is_same_count (&a->counts, &b->counts) && g_strcmp0 (a->server, b->server) == 0
         && g_strcmp0 (a->reason, b->reason) == 0;
}

/* Reading */

static void
take_outcome (DyrSyncRun *self, const char *outcome)
{
  for (gsize i = 0; i < G_N_ELEMENTS (end_names); i++)
    if (g_str_equal (outcome, end_names[i]))
      {
        self->end = (DyrRunEnd) i;
        return;
      }
  self->end = DYR_RUN_STOPPED;
  self->stop = dyr_stop_by_name (outcome);
}

static DyrSyncRun *
read_run (DyrStatement *query)
{
  DyrSyncRun *run = g_new0 (DyrSyncRun, 1);

  run->id = dyr_statement_number (query, 0);
  run->server = g_strdup (dyr_statement_text (query, 1));
  run->began = dyr_statement_number (query, 2);
  run->ended = dyr_statement_number (query, 3);
  run->times = (guint) dyr_statement_number (query, 4);
  run->counts.n_sent = (guint) dyr_statement_number (query, 5);
  run->counts.n_taken = (guint) dyr_statement_number (query, 6);
  run->counts.n_merged = (guint) dyr_statement_number (query, 7);
  run->counts.n_refused = (guint) dyr_statement_number (query, 8);
  run->counts.n_clashes = (guint) dyr_statement_number (query, 9);
  take_outcome (run, dyr_statement_text (query, 10));
  run->reason = g_strdup (dyr_statement_text (query, 11));
  return run;
}

/* Of those that are open, only the newest can be under way. */
static void
find_under_way (DyrConnection *connection, DyrSyncRun *newest)
{
  g_autofree char *holder = NULL;

  if (newest->end != DYR_RUN_OPEN)
    return;
  holder = dyr_sync_lock_find_holder (dyr_connection_get_path (connection));
  newest->under_way = holder != NULL;
}

GPtrArray *
dyr_sync_runs_read (DyrConnection *connection, gint64 before, guint limit, GError **error)
{
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_sync_run_free);
  g_autoptr (GError) local = NULL;
  g_autoptr (DyrStatement) query = NULL;

  g_return_val_if_fail (connection != NULL, NULL);

  query = dyr_connection_query (
      connection,
      error,
      "SELECT id, server, began, ended, times, sent, received, merged, refused, asked, outcome, "
      "reason FROM sync_run WHERE id < ? ORDER BY id DESC LIMIT ?",
      "ii",
      before > 0 ? before : G_MAXINT64,
      (gint64) limit);
  if (query == NULL)
    return NULL;
  while (dyr_statement_step (query, &local))
    g_ptr_array_add (runs, read_run (query));
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (before == 0 && runs->len > 0)
    find_under_way (connection, runs->pdata[0]);
  return g_steal_pointer (&runs);
}

/* Writing */

void
dyr_run_note_clear (DyrRunNote *self)
{
  g_free (self->reason);
  *self = (DyrRunNote){ 0 };
}

void
dyr_run_note_begin (DyrRunNote *self, gint64 now)
{
  dyr_run_note_clear (self);
  self->began = now;
}

static gint64
count_all (const DyrEngineCounts *counts)
{
  return (gint64) counts->n_sent + counts->n_doubles_prevented + counts->n_taken + counts->n_merged
         + counts->n_refused + counts->n_clashes;
}

static gboolean
is_noted (const DyrRunNote *self, DyrRunEnd end, const char *reason, const DyrEngineCounts *counts)
{
  if (!self->noted || end != self->end)
    return FALSE;
  if (end == DYR_RUN_OPEN)
    return count_all (counts) < count_all (&self->counts) + RECORDS;
  return is_same_count (counts, &self->counts) && g_strcmp0 (reason, self->reason) == 0;
}

/* Sorted out whenever one is added. */
static gboolean
prune (DyrConnection *connection, gint64 now, GError **error)
{
  return dyr_connection_run (
      connection,
      error,
      "DELETE FROM sync_run WHERE coalesce (ended, began) < ? "
      "OR id <= (SELECT max (id) FROM sync_run) - " G_STRINGIFY (DYR_SYNC_RUNS_MOST),
      "i",
      now - DYR_SYNC_RUNS_DAYS * DAY);
}

static gboolean
add_row (DyrRunNote *self, DyrConnection *connection, gint64 now, GError **error)
{
  /* One that had been told by the row of the run before it, and goes on. */
  if (self->noted)
    self->began = now;
  /* One that was cut off before it did anything tells nothing: a day of trouble shall not push the
   * others out. */
  if (!dyr_connection_run (connection,
                           error,
                           "DELETE FROM sync_run WHERE id = (SELECT max (id) FROM sync_run) AND "
                           "outcome = 'open' AND sent + received + merged + refused + asked = 0",
                           "")
      || !dyr_connection_run (connection,
                              error,
                              "INSERT INTO sync_run (began, outcome) VALUES (?, 'open')",
                              "i",
                              self->began))
    return FALSE;
  self->id = dyr_connection_last_id (connection);
  return prune (connection, now, error);
}

static gboolean
write_row (DyrRunNote *self,
           DyrConnection *connection,
           gint64 now,
           const char *outcome,
           const char *reason,
           const DyrEngineCounts *counts,
           GError **error)
{
  return dyr_connection_run (
      connection,
      error,
      "UPDATE sync_run SET server = (SELECT value FROM meta WHERE key = 'server'), ended = nullif "
      "(?, 0), sent = ?, received = ?, merged = ?, refused = ?, asked = ?, outcome = ?, reason = ? "
      "WHERE id = ?",
      "iiiiiitti",
      g_str_equal (outcome, end_names[DYR_RUN_OPEN]) ? G_GINT64_CONSTANT (0) : now,
      /* With those that had arrived though no answer said so. */
      (gint64) counts->n_sent + counts->n_doubles_prevented,
      (gint64) counts->n_taken,
      (gint64) counts->n_merged,
      (gint64) counts->n_refused,
      (gint64) counts->n_clashes,
      outcome,
      reason,
      self->id);
}

/* A quiet day is one row: so is one without a network. */
static gboolean
fold (DyrRunNote *self, DyrConnection *connection, gint64 now, GError **error)
{
  if (!dyr_connection_run (
          connection,
          error,
          "UPDATE sync_run SET ended = ?1, times = times + 1 FROM (SELECT server AS s, outcome AS "
          "o, "
          "reason AS r FROM sync_run WHERE id = ?2) WHERE id = (SELECT max (id) FROM sync_run "
          "WHERE "
          "id < ?2) AND outcome = o AND server IS s AND reason IS r AND sent + received + merged + "
          "refused + asked = 0 AND began > ?1 - " G_STRINGIFY (DAY) " AND began <= ?1",
          "ii",
          now,
          self->id))
    return FALSE;
  if (dyr_connection_changes (connection) == 0)
    return TRUE;
  if (!dyr_connection_run (connection, error, "DELETE FROM sync_run WHERE id = ?", "i", self->id))
    return FALSE;
  self->id = 0;
  return TRUE;
}

gboolean
dyr_run_note_write (DyrRunNote *self,
                    DyrConnection *connection,
                    gint64 now,
                    DyrRunEnd end,
                    DyrStop stop,
                    const char *reason,
                    const DyrEngineCounts *counts,
                    GError **error)
{
  const char *outcome = end == DYR_RUN_STOPPED ? dyr_stop_name (stop) : end_names[end];

  g_return_val_if_fail (self != NULL && connection != NULL && counts != NULL, FALSE);

  if (is_noted (self, end, reason, counts))
    return TRUE;
  if ((self->id == 0 && !add_row (self, connection, now, error))
      || !write_row (self, connection, now, outcome, reason, counts, error)
      || (end != DYR_RUN_OPEN && count_all (counts) == 0 && !fold (self, connection, now, error)))
    return FALSE;
  self->noted = TRUE;
  self->end = end;
  self->counts = *counts;
  dyr_set_str (&self->reason, reason);
  return TRUE;
}

gboolean
dyr_run_note_is_behind (const DyrRunNote *self, const DyrEngineCounts *counts)
{
  g_return_val_if_fail (self != NULL && counts != NULL, FALSE);

  return self->noted && self->end == DYR_RUN_OPEN && !is_same_count (counts, &self->counts);
}

gboolean
dyr_run_note_cut_off (DyrRunNote *self,
                      DyrConnection *connection,
                      gint64 now,
                      const DyrEngineCounts *counts,
                      GError **error)
{
  g_return_val_if_fail (self != NULL && connection != NULL && counts != NULL, FALSE);

  if (!dyr_run_note_is_behind (self, counts))
    return TRUE;
  if (!write_row (self, connection, now, end_names[DYR_RUN_OPEN], NULL, counts, error))
    return FALSE;
  self->counts = *counts;
  return TRUE;
}

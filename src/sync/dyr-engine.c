/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrEngine: decides what is asked of the CRM next and takes over what it answered. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-engine-private.h"
#include "dyr-links.h"
#include "dyr-me.h"
#include "dyr-meta.h"
#include "dyr-user.h"

/* At most this many records are ordered at once. More than are sent at once: what is written down
 * in one commit goes out one after the other, and their answers are taken over in one. */
#define FLYING_MOST 32

/* Names CRMs among all that uids are made from; chosen once, never to change. */
static const DyrUid space = {
  { 0x6d, 0x1f, 0x0c, 0x3a, 0x52, 0x77, 0x5e, 0x8b, 0x9a, 0x41, 0x0e, 0xd4, 0x7b, 0x36, 0xc8, 0x15 }
};

DyrEngineCounts
dyr_engine_counts_sum (const DyrEngineCounts *a, const DyrEngineCounts *b)
{
  return (DyrEngineCounts){
    .n_sent = a->n_sent + b->n_sent,
    .n_taken = a->n_taken + b->n_taken,
    .n_merged = a->n_merged + b->n_merged,
    .n_clashes = a->n_clashes + b->n_clashes,
    .n_refused = a->n_refused + b->n_refused,
    .n_races = a->n_races + b->n_races,
    .n_doubles_prevented = a->n_doubles_prevented + b->n_doubles_prevented,
  };
}

DyrEngine *
dyr_engine_new (DyrRemote *remote, guint32 seed)
{
  DyrEngine *self;

  g_return_val_if_fail (DYR_IS_REMOTE (remote), NULL);

  self = g_new0 (DyrEngine, 1);
  self->remote = g_object_ref (remote);
  dyr_pause_init (&self->pause, seed);
  self->flying = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->compared = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->given_up = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->streams = g_array_new (FALSE, TRUE, sizeof (DyrEngineStream));
  return self;
}

void
dyr_engine_free (DyrEngine *self)
{
  if (self == NULL)
    return;
  g_object_unref (self->remote);
  dyr_pause_clear (&self->pause);
  g_hash_table_unref (self->flying);
  g_hash_table_unref (self->compared);
  g_hash_table_unref (self->given_up);
  g_array_unref (self->streams);
  g_free (self->stop_reason);
  g_free (self);
}

DyrUid
dyr_engine_name_server (const char *identity)
{
  return dyr_uid_new_named (&space, identity != NULL ? identity : "");
}

static void
take_identity (DyrEngine *self)
{
  g_autofree char *identity = dyr_remote_get_identity (self->remote);

  self->server = dyr_engine_name_server (identity);
}

/* Who looks at what was on its way when the program ended sees that nobody knows of it. */
static gboolean
tell_doubts (DyrConnection *connection, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (DyrStatement) query
      = dyr_connection_query (connection,
                              error,
                              "SELECT r.type, r.id FROM attempt a JOIN record r ON r.id = a.record "
                              "WHERE a.answered = ?",
                              "n",
                              (int) DYR_ATTEMPT_SENT);

  if (query == NULL)
    return FALSE;
  while (dyr_statement_step (query, &local))
    dyr_connection_touch (
        connection, (int) dyr_statement_number (query, 0), dyr_statement_number (query, 1));
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

gboolean
dyr_engine_start (DyrEngine *self, DyrConnection *connection, GError **error)
{
  g_autofree char *description = NULL;
  g_autoptr (GError) local = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  if (!tell_doubts (connection, error))
    return FALSE;
  if (!dyr_connection_run (connection,
                           error,
                           "UPDATE attempt SET answered = ? WHERE answered = ?",
                           "nn",
                           (int) DYR_ATTEMPT_UNKNOWN,
                           (int) DYR_ATTEMPT_SENT))
    return FALSE;
  description = dyr_meta_read (connection, "remote-description", &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  /* One that an earlier program wrote is simply asked for again. */
  if (description != NULL && !dyr_remote_set_description (self->remote, description, &local))
    g_info ("The CRM is asked anew what it holds: %s", local->message);
  take_identity (self);
  dyr_engine_begin (self);
  return TRUE;
}

void
dyr_engine_begin (DyrEngine *self)
{
  g_return_if_fail (self != NULL);

  self->described = FALSE;
  self->asks_again = FALSE;
  self->purged = FALSE;
  g_hash_table_remove_all (self->compared);
  g_hash_table_remove_all (self->given_up);
  g_array_set_size (self->streams, 0);
  self->stop = DYR_STOP_NONE;
  g_clear_pointer (&self->stop_reason, g_free);
  self->pause.until = 0;
  self->counts = (DyrEngineCounts){ 0 };
}

void
dyr_engine_resume (DyrEngine *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_remove_all (self->compared);
  self->stop = DYR_STOP_NONE;
  g_clear_pointer (&self->stop_reason, g_free);
}

void
dyr_engine_stop (DyrEngine *self, DyrStop stop, const char *reason)
{
  self->stop = stop;
  g_free (self->stop_reason);
  self->stop_reason = g_strdup (reason);
}

gint64
dyr_engine_server_time (const DyrEngine *self, gint64 now)
{
  const gint64 passed = now - self->heard;

  /* A clock that was set meanwhile, or a computer that slept, tells nothing: whoever asks the CRM
   * hears from it what time it is. */
  return self->server_time != 0 && passed >= 0 && passed < 3600 ? self->server_time + passed : 0;
}

gint64
dyr_engine_backoff (DyrEngine *self, guint tries)
{
  return dyr_pause_backoff (&self->pause, tries);
}

gboolean
dyr_engine_take_trouble (DyrEngine *self, gint64 now, const DyrAnswer *answer)
{
  DyrStop stop;

  if (!dyr_pause_take (&self->pause, now, answer->kind, answer->status, answer->seconds, &stop))
    return FALSE;
  if (stop != DYR_STOP_NONE)
    dyr_engine_stop (self, stop, answer->reason);
  return TRUE;
}

void
dyr_engine_begin_agree (DyrEngine *self,
                        DyrAgree *agree,
                        DyrConnection *connection,
                        const DyrAnswer *answer)
{
  dyr_agree_begin (agree, connection, self->remote, answer->time);
  agree->server = self->server;
}

gboolean
dyr_engine_end_agree (DyrEngine *self, DyrAgree *agree, GError **error)
{
  self->counts.n_taken += agree->n_taken;
  self->counts.n_merged += agree->n_merged;
  self->counts.n_clashes += agree->n_clashes;
  self->counts.n_races += agree->n_races;
  return dyr_agree_end (agree, error);
}

gboolean
dyr_engine_is_fresh (const DyrEngine *self,
                     const DyrLedger *ledger,
                     const DyrRemoteRecord *theirs,
                     gint64 time)
{
  const DyrRemoteType *info = dyr_remote_get_type_info (self->remote, ledger->type);

  return info != NULL && !info->locked && dyr_ledger_has_edits (ledger) && theirs->modified != 0
         && time >= theirs->modified && time < theirs->modified + DYR_SETTLE_SECONDS;
}

gboolean
dyr_engine_is_flying (const DyrEngine *self, gint64 record)
{
  return g_hash_table_contains (self->flying, &record);
}

void
dyr_engine_give_up (DyrEngine *self, gint64 record)
{
  g_hash_table_add (self->given_up, g_memdup2 (&record, sizeof record));
}

gboolean
dyr_engine_gave_up (const DyrEngine *self, gint64 record)
{
  return g_hash_table_contains (self->given_up, &record);
}

void
dyr_engine_set_compared (DyrEngine *self, gint64 record, gboolean compared)
{
  if (compared)
    g_hash_table_add (self->compared, g_memdup2 (&record, sizeof record));
  else
    g_hash_table_remove (self->compared, &record);
}

/* Where the run goes on: the CRM, lists, then single records. */
static gboolean
find_order (DyrEngine *self,
            DyrConnection *connection,
            gint64 now,
            DyrOrder **order,
            gint64 *wait_until,
            GError **error)
{
  gboolean idle = g_hash_table_size (self->flying) == 0;

  /* Lists and single records never overlap: an answer is never older than what we know. */
  if (self->n_lists > 0)
    return TRUE;
  if (!self->described)
    {
      *order = idle ? dyr_order_new (DYR_ORDER_DESCRIBE, NULL) : NULL;
      return TRUE;
    }
  if (idle && (!dyr_pull_next (self, connection, order, error) || *order != NULL))
    return *order != NULL;
  for (guint i = 0; i < self->streams->len; i++)
    if (!g_array_index (self->streams, DyrEngineStream, i).pulled)
      return TRUE;
  if (g_hash_table_size (self->flying) >= FLYING_MOST)
    return TRUE;
  /* What may be gone is looked at first: nothing is sent that names it meanwhile. */
  if (self->asks_again)
    {
      if (!dyr_fetch_next (self, connection, now, order, wait_until, error))
        return FALSE;
      if (*order != NULL || !idle)
        return TRUE;
      self->asks_again = FALSE;
    }
  if (!dyr_push_next (self, connection, now, order, wait_until, error))
    return FALSE;
  if (*order == NULL && !dyr_fetch_next (self, connection, now, order, wait_until, error))
    return FALSE;
  return *order != NULL || !idle
         || (dyr_gone_apply (self, connection, error) && dyr_gone_purge (self, connection, error));
}

gboolean
dyr_engine_next (DyrEngine *self,
                 DyrConnection *connection,
                 gint64 now,
                 DyrOrder **order,
                 gint64 *wait_until,
                 GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  *order = NULL;
  *wait_until = 0;
  if (self->stop != DYR_STOP_NONE)
    return TRUE;
  if (dyr_pause_holds (&self->pause, now))
    {
      *wait_until = self->pause.until;
      return TRUE;
    }
  if (!find_order (self, connection, now, order, wait_until, error))
    {
      g_clear_pointer (order, dyr_order_free);
      return FALSE;
    }
  if (*order == NULL)
    return TRUE;
  if ((*order)->record != 0)
    g_hash_table_add (self->flying, g_memdup2 (&(*order)->record, sizeof (gint64)));
  else
    self->n_lists++;
  return TRUE;
}

/* Whom the CRM takes us for is me, unless that is a program: then a person has to say it. The list
 * of users may leave out whom only programs are: that record is read by its id. */
static gboolean
take_me (DyrEngine *self, DyrConnection *connection, GError **error)
{
  g_autofree char *name = NULL, *remote_id = dyr_remote_get_user (self->remote, &name);
  const DyrRemoteLink link = { &dyr_user_type, remote_id, name };
  g_autoptr (DyrSave) save = NULL;
  g_autoptr (DyrLink) me = NULL;
  gint64 id;

  if (remote_id == NULL || dyr_remote_get_type_info (self->remote, &dyr_user_type) == NULL)
    return TRUE;
  if (dyr_remote_is_program (self->remote))
    return dyr_me_set_program (connection, remote_id, error);
  save = dyr_save_new (connection, DYR_SOURCE_SYNC, "sync", 0);
  return dyr_links_follow (connection, save, &self->server, &link, &id, error)
         && (me = dyr_row_link (connection, id, error)) != NULL
         && dyr_me_set_program (connection, NULL, error)
         && dyr_me_told (connection, &me->uid, error) && dyr_save_finish (save, NULL, error);
}

/* What the CRM holds may differ from last time: types come and go, and what left or entered our
 * reach is shown by no list of changes. */
static gboolean
take_description (DyrEngine *self, DyrConnection *connection, GError **error)
{
  g_autofree char *description = dyr_remote_get_description (self->remote);
  g_autofree char *known = dyr_meta_read (connection, "remote-description", NULL);
  gboolean changed = g_strcmp0 (description, known) != 0;
  const DyrStream *streams;
  guint n = 0;

  streams = dyr_remote_get_streams (self->remote, &n);
  for (guint i = 0; i < n; i++)
    {
      const DyrEngineStream stream = { .stream = &streams[i], .sweep = changed && known != NULL };

      g_array_append_val (self->streams, stream);
    }
  self->described = TRUE;
  take_identity (self);
  if (!take_me (self, connection, error) || !dyr_gone_ask_again (connection, error))
    return FALSE;
  self->asks_again = dyr_connection_changes (connection) > 0;
  if (!changed)
    return TRUE;
  /* Types that had stayed here may go now; those that may not are found out again. */
  return dyr_meta_write (connection, "remote-description", description, error)
         && dyr_connection_run (
             connection, error, "UPDATE record SET parked = NULL WHERE parked = 'only-here'", "");
}

static gboolean
described (
    DyrEngine *self, DyrConnection *connection, gint64 now, const DyrAnswer *answer, GError **error)
{
  if (dyr_engine_take_trouble (self, now, answer))
    return TRUE;
  if (answer->kind == DYR_ANSWER_DONE)
    return !answer->last || take_description (self, connection, error);
  /* A server that fails to say what it is may do so later. */
  if (answer->kind == DYR_ANSWER_UNKNOWN)
    dyr_engine_stop (self, DYR_STOP_OFFLINE, answer->reason);
  else
    dyr_engine_stop (self, DYR_STOP_WRONG, answer->reason);
  return TRUE;
}

gboolean
dyr_engine_answered (DyrEngine *self,
                     DyrConnection *connection,
                     gint64 now,
                     const DyrOrder *order,
                     const DyrAnswer *answer,
                     GError **error)
{
  g_return_val_if_fail (self != NULL && order != NULL && answer != NULL, FALSE);

  if (order->record != 0)
    g_hash_table_remove (self->flying, &order->record);
  else
    self->n_lists--;
  if (answer->time != 0)
    {
      self->server_time = answer->time;
      self->heard = now;
    }
  switch (order->kind)
    {
    case DYR_ORDER_DESCRIBE:
      return described (self, connection, now, answer, error);
    case DYR_ORDER_PULL:
    case DYR_ORDER_SWEEP:
      return dyr_pull_answered (self, connection, now, order, answer, error);
    case DYR_ORDER_FETCH:
      return dyr_fetch_answered (self, connection, now, order, answer, error);
    case DYR_ORDER_LOOK_UP:
    case DYR_ORDER_CREATE:
    case DYR_ORDER_UPDATE:
    case DYR_ORDER_DELETE:
      return dyr_push_answered (self, connection, now, order, answer, error);
    default:
      g_assert_not_reached ();
    }
}

gboolean
dyr_engine_unsent (DyrEngine *self,
                   DyrConnection *connection,
                   const DyrOrder *order,
                   GError **error)
{
  g_autoptr (DyrLedger) ledger = NULL;

  g_return_val_if_fail (self != NULL && order != NULL, FALSE);
  g_return_val_if_fail (order->record != 0, FALSE);

  g_hash_table_remove (self->flying, &order->record);
  ledger = dyr_ledger_read (connection, order->record, error);
  /* What is only read leaves an attempt as it is. */
  return ledger != NULL
         && (ledger->attempt != DYR_ATTEMPT_SENT
             || dyr_ledger_drop_attempt (ledger, connection, error));
}

gboolean
dyr_engine_is_paused (const DyrEngine *self, gint64 now)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->stop != DYR_STOP_NONE || dyr_pause_holds (&self->pause, now);
}

guint
dyr_engine_get_n_flying (const DyrEngine *self)
{
  return g_hash_table_size (self->flying) + self->n_lists;
}

DyrStop
dyr_engine_get_stop (const DyrEngine *self)
{
  return self->stop;
}

const char *
dyr_engine_get_stop_reason (const DyrEngine *self)
{
  return self->stop_reason;
}

const DyrEngineCounts *
dyr_engine_get_counts (const DyrEngine *self)
{
  return &self->counts;
}

gboolean
dyr_engine_accept (DyrConnection *connection, DyrStop stop, GError **error)
{
  switch (stop)
    {
    case DYR_STOP_MASS_DELETION:
      return dyr_gone_accept (connection, error);
    case DYR_STOP_WENT_BACK:
      /* Versions start anew; what is the CRM's is read again, what waits here is merged with it. */
      return dyr_connection_run (
          connection,
          error,
          "UPDATE record SET remote_version = NULL, settled = 0 WHERE remote_id IS NOT NULL",
          "");
    case DYR_STOP_NONE:
    case DYR_STOP_OFFLINE:
    case DYR_STOP_SIGN_IN:
    case DYR_STOP_LOCKED_OUT:
    case DYR_STOP_WRONG:
    default:
      return TRUE;
    }
}

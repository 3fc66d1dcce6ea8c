/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Pull: what others changed, page by page, and the walk over all ids for what no list of changes
 * shows (links, merges, restores, rights). The cursor moves in the transaction of its page. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-double.h"
#include "dyr-engine-private.h"
#include "dyr-links.h"

/* A list of changes begins this much before where the last one ended: saves that carried an earlier
 * second than others that were seen before them. */
#define OVERLAP_SECONDS 120
#define SWEEP_EVERY_SECONDS 86400
/* Numbers of the feed of deletions are given before they can be seen: a run begins so many before
 * the highest one that was seen. */
#define OVERLAP_NUMBERS 200

/* Where a stream stands. */
typedef struct
{
  char *at, *after; /* of its changes; of a feed `at` is the highest number that was seen */
  char *sweep;      /* id that the walk has reached; NULL: none under way */
  gint64 swept;     /* the server's clock when the last walk ended; 0: never */
} Cursor;

static void
clear_cursor (Cursor *cursor)
{
  g_clear_pointer (&cursor->at, g_free);
  g_clear_pointer (&cursor->after, g_free);
  g_clear_pointer (&cursor->sweep, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Cursor, clear_cursor)

static gboolean
read_cursor (DyrConnection *connection, const char *stream, Cursor *cursor, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (DyrStatement) query = dyr_connection_query (
      connection, error, "SELECT at, last, sweep, swept FROM cursor WHERE stream = ?", "t", stream);

  if (query == NULL)
    return FALSE;
  if (dyr_statement_step (query, &local))
    {
      cursor->at = g_strdup (dyr_statement_text (query, 0));
      cursor->after = g_strdup (dyr_statement_text (query, 1));
      cursor->sweep = g_strdup (dyr_statement_text (query, 2));
      cursor->swept = dyr_statement_number (query, 3);
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
write_cursor (DyrConnection *connection, const char *stream, const Cursor *cursor, GError **error)
{
  return dyr_connection_run (
      connection,
      error,
      "INSERT OR REPLACE INTO cursor (stream, at, last, sweep, swept) VALUES (?, ?, ?, ?, ?)",
      "tttti",
      stream,
      cursor->at,
      cursor->after,
      cursor->sweep,
      cursor->swept);
}

/* The server's own text of time; 0: it is none. */
static gint64
to_time (const char *at)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = at != NULL ? g_date_time_new_from_iso8601 (at, utc) : NULL;

  return time != NULL ? g_date_time_to_unix (time) : 0;
}

static char *
to_text (gint64 time)
{
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_utc (time);

  return g_date_time_format (at, "%Y-%m-%d %H:%M:%S");
}

/* Where a list of changes begins in a new run; NULL: at the start. The server's clock was set back
 * when it stands before what the last run had reached: what was changed since then, nobody knows
 * from when on, is found by a walk over all ids. */
static char *
begin_at (const DyrEngine *self, DyrEngineStream *stream, const char *at)
{
  gint64 time = to_time (at);

  if (time == 0)
    return NULL;
  if (self->server_time != 0 && time > self->server_time + OVERLAP_SECONDS)
    {
      time = self->server_time;
      stream->sweep = TRUE;
    }
  return to_text (time - OVERLAP_SECONDS);
}

static gint64
to_number (const char *text)
{
  return text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;
}

/* The number that the feed of deletions had reached when the last run ended. */
static gint64
seen_number (const Cursor *cursor)
{
  return to_number (cursor->at != NULL ? cursor->at : cursor->after);
}

static char *
begin_feed_at (const Cursor *cursor)
{
  const gint64 seen = seen_number (cursor);

  return seen > OVERLAP_NUMBERS ? g_strdup_printf ("%" G_GINT64_FORMAT, seen - OVERLAP_NUMBERS)
                                : NULL;
}

static gboolean
needs_look_ups (DyrEngine *self,
                DyrConnection *connection,
                const DyrStream *stream,
                gboolean *needs,
                GError **error)
{
  const DyrRemoteType *info
      = stream->type != NULL ? dyr_remote_get_type_info (self->remote, stream->type) : NULL;
  gint64 found = 0;

  *needs = FALSE;
  if (info == NULL || info->uids)
    return TRUE;
  /* Without our uid there a list would show our own create as somebody else's record. */
  if (!dyr_connection_number (connection,
                              error,
                              0,
                              &found,
                              "SELECT EXISTS (SELECT 1 FROM attempt a JOIN record r ON "
                              "r.id = a.record WHERE r.type = ? AND r.remote_id IS NULL)",
                              "n",
                              stream->type->number))
    return FALSE;
  *needs = found != 0;
  return TRUE;
}

static gboolean
order_page (DyrEngine *self,
            DyrConnection *connection,
            DyrEngineStream *stream,
            DyrOrder **order,
            GError **error)
{
  const gboolean sweeping = stream->pulled;
  g_auto (Cursor) cursor = { NULL };

  if (!read_cursor (connection, stream->stream->name, &cursor, error))
    return FALSE;
  *order = dyr_order_new (sweeping ? DYR_ORDER_SWEEP : DYR_ORDER_PULL, stream->stream->type);
  (*order)->stream = stream->stream->name;
  if (sweeping)
    (*order)->after = g_strdup (cursor.sweep);
  else if (stream->stream->type == NULL)
    (*order)->after = stream->begun ? g_strdup (cursor.after) : begin_feed_at (&cursor);
  else if (stream->begun)
    {
      (*order)->at = g_strdup (cursor.at);
      (*order)->after = g_strdup (cursor.after);
    }
  else
    (*order)->at = begin_at (self, stream, cursor.at);
  stream->begun = TRUE;
  return TRUE;
}

gboolean
dyr_pull_next (DyrEngine *self, DyrConnection *connection, DyrOrder **order, GError **error)
{
  for (guint i = 0; i < self->streams->len; i++)
    {
      DyrEngineStream *stream = &g_array_index (self->streams, DyrEngineStream, i);
      gboolean needs;

      if (stream->pulled && !stream->sweep)
        continue;
      if (!needs_look_ups (self, connection, stream->stream, &needs, error))
        return FALSE;
      if (!needs)
        return order_page (self, connection, stream, order, error);
      stream->pulled = TRUE;
      stream->sweep = FALSE;
    }
  return TRUE;
}

/* Taking over a page */

static gboolean
find_by_uid (DyrConnection *connection, const DyrRemoteRecord *theirs, gint64 *id, GError **error)
{
  return dyr_connection_number (connection,
                                error,
                                0,
                                id,
                                "SELECT id FROM record WHERE uid = ? AND type = ? "
                                "AND remote_id IS NULL",
                                "un",
                                &theirs->uid,
                                theirs->type->number);
}

/* The record that has that uid, whatever the CRM knows it by. */
static gboolean
find_holder (DyrConnection *connection, const DyrRemoteRecord *theirs, gint64 *id, GError **error)
{
  return dyr_connection_number (connection,
                                error,
                                0,
                                id,
                                "SELECT id FROM record WHERE uid = ? AND type = ?",
                                "un",
                                &theirs->uid,
                                theirs->type->number);
}

/* It was told deleted under that id, and is there again. */
static gboolean
find_tombstone (DyrConnection *connection,
                const DyrRemoteRecord *theirs,
                gint64 *id,
                GError **error)
{
  return dyr_connection_number (connection,
                                error,
                                0,
                                id,
                                "SELECT t.record FROM tombstone t JOIN record r ON r.id = t.record "
                                "WHERE t.type = ? AND t.remote_id = ? AND r.remote_id IS NULL",
                                "nt",
                                theirs->type->number,
                                theirs->remote_id);
}

/* Deleted here. When both had agreed on that, somebody brought it back; else (also when it was made
 * anew since, and deleted) it is our own create, late, or that of a copy of this store, and the
 * deletion follows it: unless something else is there than what was deleted. */
static gboolean
adopt_deleted (DyrAgree *agree, DyrLedger *ledger, const DyrRemoteRecord *theirs, GError **error)
{
  gint64 agreed;

  if (!dyr_connection_number (agree->connection,
                              error,
                              0,
                              &agreed,
                              "SELECT EXISTS (SELECT 1 FROM tombstone WHERE record = ?)",
                              "i",
                              ledger->id))
    return FALSE;
  agreed = agreed != 0 && ledger->push != DYR_PUSH_DELETE;
  if (agreed && !theirs->partial)
    return dyr_agree_record (agree, ledger, theirs, DYR_AGREE_CLEAN, error);
  return dyr_ledger_set_remote (
             ledger, agree->connection, theirs->remote_id, NULL, 0, DYR_UNSETTLED, error)
         && (agreed || dyr_ledger_set_push (ledger, agree->connection, DYR_PUSH_DELETE, error));
}

/* A record that the CRM has under our uid, though we were never told that it took it. */
static gboolean
adopt (DyrEngine *self, DyrAgree *agree, gint64 id, const DyrRemoteRecord *theirs, GError **error)
{
  g_autoptr (DyrLedger) ledger = dyr_ledger_read (agree->connection, id, error);
  DyrDoubleEnd end;

  if (ledger == NULL)
    return FALSE;
  /* A request on its way will say itself what became of it. One that was looked up in vain has
   * arrived late. */
  if ((ledger->attempt != DYR_ATTEMPT_NONE && ledger->attempt != DYR_ATTEMPT_AGAIN)
      || dyr_engine_is_flying (self, id))
    return TRUE;
  if (!dyr_double_claim (self, agree->connection, ledger, theirs, &end, error))
    return FALSE;
  /* It is asked about, or nothing of it is left to send; no request is on its way while lists are.
   */
  if (end != DYR_DOUBLE_OURS)
    return TRUE;
  self->counts.n_doubles_prevented++;
  /* Whatever was asked, it is this one. */
  if (!dyr_ledger_forget (ledger, agree->connection, DYR_WHOLE_RECORD, error))
    return FALSE;
  if (ledger->deleted)
    return adopt_deleted (agree, ledger, theirs, error);
  if (theirs->partial)
    return dyr_ledger_set_remote (
               ledger, agree->connection, theirs->remote_id, NULL, 0, DYR_UNSETTLED, error)
           && dyr_ledger_set_no_base (ledger, agree->connection, ~G_GUINT64_CONSTANT (0), error)
           && dyr_ledger_set_push (ledger, agree->connection, DYR_PUSH_UPDATE, error);
  if (ledger->push == DYR_PUSH_CREATE
      && !dyr_ledger_set_push (ledger, agree->connection, DYR_PUSH_UPDATE, error))
    return FALSE;
  return dyr_agree_record (agree, ledger, theirs, DYR_AGREE_ADOPT, error);
}

static gboolean
restore (DyrAgree *agree, gint64 id, const DyrRemoteRecord *theirs, GError **error)
{
  g_autoptr (DyrLedger) ledger = dyr_ledger_read (agree->connection, id, error);

  if (ledger == NULL)
    return FALSE;
  /* It was brought back here too, and waits to be made anew; or is asked about, and is this one. */
  if (!dyr_ledger_forget (ledger, agree->connection, DYR_WHOLE_RECORD, error))
    return FALSE;
  if (ledger->push == DYR_PUSH_CREATE
      && (!dyr_ledger_set_push (ledger, agree->connection, DYR_PUSH_UPDATE, error)
          || (theirs->partial
              && !dyr_ledger_set_no_base (
                  ledger, agree->connection, ~G_GUINT64_CONSTANT (0), error))))
    return FALSE;
  if (theirs->partial)
    return dyr_ledger_set_remote (
        ledger, agree->connection, theirs->remote_id, NULL, 0, DYR_UNSETTLED, error);
  return dyr_agree_record (
      agree, ledger, theirs, ledger->deleted ? DYR_AGREE_CLEAN : DYR_AGREE_ADOPT, error);
}

/* The CRM holds a uid once: the record that we knew is deleted there, and somebody made it anew. */
static gboolean
succeed (DyrEngine *self, DyrAgree *agree, gint64 id, const DyrRemoteRecord *theirs, GError **error)
{
  DyrConnection *connection = agree->connection;
  g_autoptr (DyrLedger) ledger = dyr_ledger_read (connection, id, error);

  if (ledger == NULL || !dyr_ledger_bury (ledger, connection, error)
      || !dyr_ledger_forget (ledger, connection, DYR_WHOLE_RECORD, error))
    return FALSE;
  if (theirs->partial)
    return dyr_ledger_set_remote (
        ledger, connection, theirs->remote_id, NULL, 0, DYR_UNSETTLED, error);
  if (ledger->push != DYR_PUSH_DELETE)
    return dyr_agree_record (agree, ledger, theirs, DYR_AGREE_CLEAN, error);
  self->counts.n_clashes++;
  return dyr_ledger_set_remote (ledger,
                                connection,
                                theirs->remote_id,
                                theirs->version,
                                agree->time,
                                DYR_SETTLED,
                                error)
         && dyr_ledger_ask (ledger, connection, DYR_ASK_CHANGED_THERE, theirs->who, error);
}

/* A person linked our record to one that the CRM knows by another uid, or that was not read since:
 * what comes with ours is then another one, made by a copy of this store. */
static gboolean
is_linked (const DyrAgree *agree, gint64 id, gboolean *linked, GError **error)
{
  gint64 found;

  if (!dyr_connection_number (
          agree->connection,
          error,
          0,
          &found,
          "SELECT EXISTS (SELECT 1 FROM linked WHERE record = ?1) OR "
          "EXISTS (SELECT 1 FROM record WHERE id = ?1 AND remote_id IS NOT NULL "
          "AND remote_version IS NULL AND coalesce (read_at, 0) = 0)",
          "i",
          id))
    return FALSE;
  *linked = found != 0;
  return TRUE;
}

static gboolean
take_unknown (DyrEngine *self, DyrAgree *agree, DyrRemoteRecord *theirs, GError **error)
{
  gboolean linked = FALSE;
  gint64 id = 0;

  if (theirs->has_uid && !find_by_uid (agree->connection, theirs, &id, error))
    return FALSE;
  if (id != 0)
    return adopt (self, agree, id, theirs, error);
  if (!find_tombstone (agree->connection, theirs, &id, error))
    return FALSE;
  if (id != 0)
    return restore (agree, id, theirs, error);
  if (theirs->has_uid && !find_holder (agree->connection, theirs, &id, error))
    return FALSE;
  if (id != 0 && !is_linked (agree, id, &linked, error))
    return FALSE;
  if (id != 0 && !linked && dyr_remote_get_type_info (self->remote, theirs->type)->unique)
    return succeed (self, agree, id, theirs, error);
  /* Somebody copied a record there with all its fields: ours stays ours. */
  if (id != 0)
    theirs->has_uid = FALSE;
  return dyr_agree_add (agree, theirs, error);
}

/* Known as it is, and read late enough after its change to be sure. */
static gboolean
is_known (const DyrLedger *ledger, const DyrRemoteRecord *theirs)
{
  return ledger->settled == DYR_SETTLED && ledger->reach == DYR_REACH_HERE
         && theirs->version != NULL && g_strcmp0 (ledger->version, theirs->version) == 0
         && ledger->read_at >= theirs->modified + DYR_SAME_SECOND;
}

static gboolean
may_take (const DyrAgree *agree, const DyrLedger *ledger, const DyrRemoteRecord *theirs)
{
  if (theirs->partial)
    return FALSE;
  if (ledger->attempt == DYR_ATTEMPT_ACKNOWLEDGED)
    return agree->time >= ledger->read_at + DYR_SETTLE_SECONDS;
  return ledger->attempt == DYR_ATTEMPT_NONE;
}

static gboolean
take_known (DyrEngine *self,
            DyrAgree *agree,
            gint64 id,
            const DyrRemoteRecord *theirs,
            gboolean sweeping,
            GError **error)
{
  g_autoptr (DyrLedger) ledger = dyr_ledger_read (agree->connection, id, error);
  DyrDeletionEnd end;

  if (ledger == NULL)
    return FALSE;
  if (!sweeping && is_known (ledger, theirs))
    return TRUE;
  if (!may_take (agree, ledger, theirs) || dyr_engine_is_fresh (self, ledger, theirs, agree->time))
    return dyr_ledger_set_settled (ledger, agree->connection, DYR_UNSETTLED, error);
  if (ledger->push != DYR_PUSH_DELETE)
    return dyr_agree_record (agree, ledger, theirs, DYR_AGREE_CLEAN, error);
  if (g_strcmp0 (ledger->version, theirs->version) == 0 && ledger->attempt == DYR_ATTEMPT_NONE)
    return TRUE;
  return dyr_gone_kept_there (self, agree, ledger, theirs, &end, error);
}

/* Told before, and here all the same: it was restored there since, or the number could not be seen
 * until now. The record itself says which. */
static gboolean
doubt_deleted (DyrAgree *agree, DyrLedger *ledger, GError **error)
{
  return ledger->settled != DYR_SETTLED || ledger->reach != DYR_REACH_HERE
         || dyr_ledger_find (ledger, DYR_WHOLE_RECORD) != NULL
         || dyr_ledger_set_settled (ledger, agree->connection, DYR_UNSETTLED, error);
}

static gboolean
take_deleted (DyrEngine *self,
              DyrAgree *agree,
              gint64 id,
              const DyrRemoteRecord *theirs,
              gint64 seen,
              GError **error)
{
  g_autoptr (DyrLedger) ledger = dyr_ledger_read (agree->connection, id, error);

  if (ledger == NULL)
    return FALSE;
  return theirs->version != NULL && to_number (theirs->version) <= seen
             ? doubt_deleted (agree, ledger, error)
             : dyr_gone_told (self, agree->connection, ledger, error);
}

/* Others' links made a placeholder of a record that is ours: whose answer we have not had yet. */
static gboolean
stands_for_ours (DyrConnection *connection,
                 const DyrRemoteRecord *theirs,
                 gint64 *id,
                 gboolean *ours,
                 GError **error)
{
  gint64 placeholder, born_here = 0;

  if (!theirs->has_uid)
    return TRUE;
  if (!dyr_connection_number (
          connection, error, 0, &placeholder, "SELECT reach = 1 FROM record WHERE id = ?", "i", *id)
      || (placeholder != 0 && !find_by_uid (connection, theirs, &born_here, error)))
    return FALSE;
  *ours = born_here != 0;
  if (*ours)
    *id = born_here;
  return TRUE;
}

static gboolean
take (DyrEngine *self,
      DyrAgree *agree,
      DyrRemoteRecord *theirs,
      gboolean sweeping,
      gint64 seen,
      GError **error)
{
  gint64 id;
  gboolean ours = FALSE;

  if (theirs->remote_id == NULL)
    return TRUE;
  if (!dyr_links_find (agree->connection, theirs->type, theirs->remote_id, &id, error))
    return FALSE;
  if (theirs->deleted)
    return id == 0 || take_deleted (self, agree, id, theirs, seen, error);
  if (id != 0 && !stands_for_ours (agree->connection, theirs, &id, &ours, error))
    return FALSE;
  if (ours)
    return adopt (self, agree, id, theirs, error);
  return id == 0 ? take_unknown (self, agree, theirs, error)
                 : take_known (self, agree, id, theirs, sweeping, error);
}

static gboolean
take_page (DyrEngine *self,
           DyrAgree *agree,
           const DyrAnswer *answer,
           gboolean sweeping,
           gint64 seen,
           gboolean *taken,
           GError **error)
{
  gboolean back;

  *taken = FALSE;
  if (!dyr_went_back (agree, answer->records, &back, error))
    return FALSE;
  if (back)
    {
      dyr_engine_stop (self, DYR_STOP_WENT_BACK, NULL);
      return TRUE;
    }
  for (guint i = 0; i < answer->records->len; i++)
    if (!take (self, agree, answer->records->pdata[i], sweeping, seen, error))
      return FALSE;
  *taken = TRUE;
  return TRUE;
}

/* What lies between two ids here, and was not on the page: each is asked for by itself. An empty
 * page is no deletion. */
static gboolean
mark_missing (DyrConnection *connection,
              const DyrOrder *order,
              const DyrAnswer *answer,
              GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GArray) missing = g_array_new (FALSE, FALSE, sizeof (gint64));
  /* Several lists may be of one entity: "Meeting:activity". */
  g_autofree char *entity = g_strndup (order->stream, strcspn (order->stream, ":"));
  g_autofree char *from
      = g_strdup_printf ("%s/%s", entity, order->after != NULL ? order->after : "");
  g_autofree char *to = g_strdup_printf (
      "%s/%s", entity, answer->last || answer->next_after == NULL ? "~" : answer->next_after);
  g_autoptr (GError) local = NULL;
  g_autoptr (DyrStatement) query
      = dyr_connection_query (connection,
                              error,
                              "SELECT id, remote_id FROM record r WHERE type = ? AND "
                              "remote_id > ? AND remote_id <= ? AND settled = 1 AND reach < 2 "
                              "AND NOT EXISTS (SELECT 1 FROM attempt WHERE record = r.id)",
                              "ntt",
                              order->type->number,
                              from,
                              to);

  if (query == NULL)
    return FALSE;
  for (guint i = 0; i < answer->records->len; i++)
    {
      DyrRemoteRecord *record = answer->records->pdata[i];

      if (record->remote_id != NULL)
        g_hash_table_add (seen, record->remote_id);
    }
  while (dyr_statement_step (query, &local))
    if (!g_hash_table_contains (seen, dyr_statement_text (query, 1)))
      {
        gint64 id = dyr_statement_number (query, 0);

        g_array_append_val (missing, id);
      }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  g_clear_pointer (&query, dyr_statement_free);
  for (guint i = 0; i < missing->len; i++)
    if (!dyr_connection_run (connection,
                             error,
                             "UPDATE record SET settled = 0 WHERE id = ?",
                             "i",
                             g_array_index (missing, gint64, i)))
      return FALSE;
  return TRUE;
}

/* Numbers that are read again do not lower what was seen. */
static void
move_feed (Cursor *cursor, const DyrAnswer *answer)
{
  const gint64 seen = MAX (seen_number (cursor), to_number (answer->next_after));

  g_free (cursor->at);
  cursor->at = seen > 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, seen) : NULL;
  if (answer->next_after == NULL)
    return;
  g_free (cursor->after);
  cursor->after = g_strdup (answer->next_after);
}

static void
move_cursor (Cursor *cursor, const DyrOrder *order, const DyrAnswer *answer)
{
  if (order->kind == DYR_ORDER_SWEEP)
    {
      g_free (cursor->sweep);
      cursor->sweep = answer->last ? NULL : g_strdup (answer->next_after);
      if (answer->last)
        cursor->swept = MAX (answer->time, 1);
      return;
    }
  /* What is read for the first time is read whole: that is a walk over everything. */
  if (answer->last && cursor->swept == 0)
    cursor->swept = MAX (answer->time, 1);
  if (order->type == NULL)
    {
      move_feed (cursor, answer);
      return;
    }
  if (answer->next_after != NULL)
    {
      g_free (cursor->at);
      cursor->at = g_strdup (answer->next_at);
      g_free (cursor->after);
      cursor->after = g_strdup (answer->next_after);
    }
  /* Records that are dated ahead, by whatever clock, hide nothing that is changed before then. */
  if (answer->last && answer->time != 0 && to_time (cursor->at) > answer->time)
    {
      g_free (cursor->at);
      cursor->at = to_text (answer->time);
    }
}

/* Daily; and when the server's clock was set back since the last walk. */
static gboolean
is_sweep_due (const Cursor *cursor, const DyrAnswer *answer)
{
  return answer->time != 0
         && (answer->time >= cursor->swept + SWEEP_EVERY_SECONDS
             || answer->time + OVERLAP_SECONDS < cursor->swept);
}

static DyrEngineStream *
find_stream (DyrEngine *self, const char *name)
{
  for (guint i = 0; i < self->streams->len; i++)
    {
      DyrEngineStream *stream = &g_array_index (self->streams, DyrEngineStream, i);

      if (g_str_equal (stream->stream->name, name))
        return stream;
    }
  return NULL;
}

static gboolean
page_arrived (DyrEngine *self,
              DyrConnection *connection,
              DyrEngineStream *stream,
              const DyrOrder *order,
              const DyrAnswer *answer,
              GError **error)
{
  const gboolean sweeping = order->kind == DYR_ORDER_SWEEP;
  g_auto (Cursor) cursor = { NULL };
  g_auto (DyrAgree) agree;
  gboolean taken;

  dyr_engine_begin_agree (self, &agree, connection, answer);
  if (!read_cursor (connection, order->stream, &cursor, error)
      || !take_page (self,
                     &agree,
                     answer,
                     sweeping,
                     order->type == NULL ? seen_number (&cursor) : 0,
                     &taken,
                     error))
    return FALSE;
  if (!taken)
    return TRUE;
  if (sweeping && !mark_missing (connection, order, answer, error))
    return FALSE;
  move_cursor (&cursor, order, answer);
  stream->n_unread += sweeping ? 0 : answer->n_unread;
  if (answer->last && sweeping)
    stream->sweep = FALSE;
  else if (answer->last)
    {
      stream->pulled = TRUE;
      stream->sweep = stream->stream->type != NULL
                      && (stream->sweep || cursor.sweep != NULL || is_sweep_due (&cursor, answer));
    }
  return write_cursor (connection, order->stream, &cursor, error)
         && dyr_engine_end_agree (self, &agree, error);
}

gboolean
dyr_pull_answered (DyrEngine *self,
                   DyrConnection *connection,
                   gint64 now,
                   const DyrOrder *order,
                   const DyrAnswer *answer,
                   GError **error)
{
  DyrEngineStream *stream = find_stream (self, order->stream);

  if (stream == NULL || dyr_engine_take_trouble (self, now, answer))
    return TRUE;
  switch (answer->kind)
    {
    case DYR_ANSWER_DONE:
      return page_arrived (self, connection, stream, order, answer, error);
    case DYR_ANSWER_HIDDEN:
    case DYR_ANSWER_GONE:
      /* We may not read this list: what we have of it stays as it is. */
      stream->closed = TRUE;
      stream->pulled = TRUE;
      stream->sweep = FALSE;
      return TRUE;
    case DYR_ANSWER_UNKNOWN:
      dyr_pause_begin (&self->pause, now, 0);
      return TRUE;
    case DYR_ANSWER_REFUSED:
    case DYR_ANSWER_MERGE:
    case DYR_ANSWER_DUPLICATE:
    case DYR_ANSWER_LATER:
    case DYR_ANSWER_SIGN_IN:
    case DYR_ANSWER_LOCKED_OUT:
    case DYR_ANSWER_WRONG:
    default:
      dyr_engine_stop (self, DYR_STOP_WRONG, answer->reason);
      return TRUE;
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Fetch: single records that must be read whole before anything else is believed of them: written
 * ones until they settled, cut ones of lists, placeholders, what a walk over all ids missed. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-engine-private.h"

#define CHUNK 50
/* Seconds. */
#define CLOCKS_DIFFER 60

typedef struct
{
  gint64 id;
  int type;
} Unsettled;

/* Seconds until what was acknowledged then may be read back; at once when the server's clock was
 * set back since, and not just those of several computers differ. */
static gint64
settles_in (gint64 acknowledged, gint64 server)
{
  const gint64 seconds = acknowledged + DYR_SETTLE_SECONDS - server;

  return seconds <= CLOCKS_DIFFER ? seconds : 0;
}

static gboolean
read_unsettled (DyrEngine *self,
                DyrConnection *connection,
                gint64 now,
                gint64 *after,
                GArray *found,
                gint64 *wait_until,
                GError **error)
{
  const gint64 server = dyr_engine_server_time (self, now);
  g_autoptr (GError) local = NULL;
  g_autoptr (DyrStatement) query = dyr_connection_query (
      connection,
      error,
      "SELECT r.id, r.type, r.read_retry_at, CASE a.answered WHEN 3 THEN r.read_at END, "
      "r.read_tries FROM record r LEFT JOIN attempt a ON a.record = r.id WHERE r.settled <> 1 AND "
      "r.settled = 0 AND r.remote_id IS NOT NULL "
      "AND r.id > ? ORDER BY r.id LIMIT ?",
      "in",
      *after,
      CHUNK);

  if (query == NULL)
    return FALSE;
  *after = 0;
  for (guint n = 0; dyr_statement_step (query, &local); n++)
    {
      const Unsettled record
          = { dyr_statement_number (query, 0), (int) dyr_statement_number (query, 1) };
      gint64 due = dyr_statement_number (query, 2);

      if (n + 1 == CHUNK)
        *after = record.id;
      /* Unless a person said meanwhile: try it again. */
      if (dyr_statement_number (query, 4) >= DYR_TRIES_MOST && dyr_engine_gave_up (self, record.id))
        continue;
      if (due > now + 86400)
        due = 0;
      if (!dyr_statement_is_null (query, 3) && server != 0)
        due = MAX (due, now + settles_in (dyr_statement_number (query, 3), server));
      if (due <= now)
        g_array_append_val (found, record);
      else if (*wait_until == 0 || due < *wait_until)
        *wait_until = due;
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
order_fetch (DyrConnection *connection, gint64 id, DyrOrder **order, GError **error)
{
  g_autoptr (DyrLedger) ledger = dyr_ledger_read (connection, id, error);

  if (ledger == NULL)
    return FALSE;
  *order = dyr_order_new (DYR_ORDER_FETCH, ledger->type);
  (*order)->record = id;
  (*order)->remote_id = g_strdup (ledger->remote_id);
  return TRUE;
}

gboolean
dyr_fetch_next (DyrEngine *self,
                DyrConnection *connection,
                gint64 now,
                DyrOrder **order,
                gint64 *wait_until,
                GError **error)
{
  gint64 after = -1;

  do
    {
      g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Unsettled));

      if (!read_unsettled (self, connection, now, &after, found, wait_until, error))
        return FALSE;
      for (guint i = 0; i < found->len; i++)
        {
          const Unsettled *record = &g_array_index (found, Unsettled, i);
          const DyrRecordType *type = dyr_record_type_by_number (record->type);

          if (type != NULL && dyr_remote_get_type_info (self->remote, type) != NULL
              && !dyr_engine_is_flying (self, record->id))
            return order_fetch (connection, record->id, order, error);
        }
    }
  while (after != 0);
  return TRUE;
}

/* Deleted here: nobody else may have changed it since we knew it. */
static gboolean
read_before_delete (DyrEngine *self,
                    DyrAgree *agree,
                    DyrLedger *ledger,
                    const DyrRemoteRecord *theirs,
                    GError **error)
{
  DyrDeletionEnd end;

  if (!dyr_gone_kept_there (self, agree, ledger, theirs, &end, error))
    return FALSE;
  if (end == DYR_DELETION_MINE)
    dyr_engine_set_compared (self, ledger->id, TRUE);
  return TRUE;
}

/* Whether what was just read is written next. An earlier look proves nothing once edits, questions
 * or hours came between. */
static gboolean
goes_next (const DyrOrder *order, const DyrLedger *ledger)
{
  if (order->sent == NULL || ledger->push != DYR_PUSH_UPDATE)
    return FALSE;
  for (guint i = 0; i < ledger->pending->len; i++)
    if (((DyrPending *) ledger->pending->pdata[i])->state == DYR_PENDING_WAITING)
      return TRUE;
  return FALSE;
}

/* A look before a write is a try to write. What cannot be read again and again is told to the
 * person, and tried once in each run that follows. */
static gboolean
try_later (DyrEngine *self,
           DyrConnection *connection,
           gint64 now,
           const DyrOrder *order,
           DyrLedger *ledger,
           GError **error)
{
  if (order->sent != NULL && ledger->tries + 1 >= DYR_TRIES_MOST)
    {
      self->counts.n_refused++;
      return dyr_ledger_park (ledger, connection, "server-error", error);
    }
  if (order->sent != NULL)
    return dyr_ledger_retry (
        ledger, connection, now + dyr_engine_backoff (self, ledger->tries), error);
  if (ledger->read_tries + 1 < DYR_TRIES_MOST)
    return dyr_ledger_retry_read (
        ledger, connection, now + dyr_engine_backoff (self, ledger->read_tries), error);
  dyr_engine_give_up (self, ledger->id);
  return dyr_ledger_retry_read (ledger, connection, now, error);
}

static gboolean
read_whole (DyrEngine *self,
            DyrConnection *connection,
            gint64 now,
            const DyrOrder *order,
            DyrLedger *ledger,
            const DyrAnswer *answer,
            GError **error)
{
  const DyrRemoteRecord *theirs = answer->records->pdata[0];
  g_auto (DyrAgree) agree;
  gboolean back;

  dyr_engine_begin_agree (self, &agree, connection, answer);
  /* The server itself says that it is too early to tell. */
  if (ledger->attempt == DYR_ATTEMPT_ACKNOWLEDGED && answer->time != 0
      && answer->time < ledger->read_at + DYR_SETTLE_SECONDS && answer->time >= ledger->read_at)
    return TRUE;
  if (order->sent == NULL && dyr_engine_is_fresh (self, ledger, theirs, answer->time))
    return dyr_ledger_wait_read (ledger, connection, now + DYR_SETTLE_SECONDS, error);
  if (!dyr_went_back (&agree, answer->records, &back, error))
    return FALSE;
  if (back)
    {
      dyr_engine_stop (self, DYR_STOP_WENT_BACK, NULL);
      return TRUE;
    }
  if (theirs->partial)
    return try_later (self, connection, now, order, ledger, error);
  if (ledger->push == DYR_PUSH_DELETE)
    return read_before_delete (self, &agree, ledger, theirs, error)
           && dyr_engine_end_agree (self, &agree, error);
  if (!dyr_agree_record (&agree, ledger, theirs, DYR_AGREE_CLEAN, error))
    return FALSE;
  dyr_engine_set_compared (self, ledger->id, goes_next (order, ledger));
  return dyr_engine_end_agree (self, &agree, error);
}

gboolean
dyr_fetch_answered (DyrEngine *self,
                    DyrConnection *connection,
                    gint64 now,
                    const DyrOrder *order,
                    const DyrAnswer *answer,
                    GError **error)
{
  g_autoptr (DyrLedger) ledger = dyr_ledger_read (connection, order->record, error);

  if (ledger == NULL)
    return FALSE;
  /* Decided here meanwhile: it was about another record of the CRM. */
  if (g_strcmp0 (order->remote_id, ledger->remote_id) != 0)
    return TRUE;
  switch (answer->kind)
    {
    case DYR_ANSWER_DONE:
      if (answer->records->len == 1
          && g_strcmp0 (((DyrRemoteRecord *) answer->records->pdata[0])->remote_id,
                        ledger->remote_id)
                 == 0)
        return read_whole (self, connection, now, order, ledger, answer, error);
      return try_later (self, connection, now, order, ledger, error);
    case DYR_ANSWER_GONE:
      return dyr_gone_told (self, connection, ledger, error);
    case DYR_ANSWER_HIDDEN:
      return dyr_gone_hide (self, connection, ledger, answer->reason, error);
    case DYR_ANSWER_MERGE:
    case DYR_ANSWER_DUPLICATE:
    case DYR_ANSWER_UNKNOWN:
    case DYR_ANSWER_REFUSED:
    case DYR_ANSWER_LATER:
    case DYR_ANSWER_SIGN_IN:
    case DYR_ANSWER_LOCKED_OUT:
    case DYR_ANSWER_WRONG:
    default:
      return dyr_engine_take_trouble (self, now, answer)
             || try_later (self, connection, now, order, ledger, error);
    }
}

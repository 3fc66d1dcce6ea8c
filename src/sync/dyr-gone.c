/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Gone: records that the CRM has deleted or that left our reach.
 *
 * Only a 404 or the CRM's own feed of deletions says "gone". What is told gone is marked, and taken
 * over at the end of the run with all others, so that a server that lost its data is noticed first.
 * An edit that waits is never eaten by a deletion: it becomes a question. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-engine-private.h"
#include "dyr-meta.h"
#include "dyr-purge.h"

/* More than this of a type in one run is asked about first. */
#define GONE_FEW 3
#define GONE_PERCENT 5
#define GONE_MOST 500
/* What we may not see any more is not kept here longer than this. */
#define HIDDEN_SECONDS (30 * 86400)
#define PURGE_CHUNK 200

gboolean
dyr_gone_finish (DyrConnection *connection, DyrLedger *ledger, GError **error)
{
  return dyr_ledger_forget_all (ledger, connection, error)
         && dyr_ledger_bury (ledger, connection, error)
         && dyr_ledger_set_push (ledger, connection, DYR_PUSH_NOTHING, error);
}

gboolean
dyr_gone_make_anew (DyrConnection *connection, DyrLedger *ledger, GError **error)
{
  return dyr_gone_finish (connection, ledger, error)
         && (ledger->deleted || dyr_ledger_set_push (ledger, connection, DYR_PUSH_CREATE, error));
}

/* What only a person may let go: edits that wait, and a create of which nobody knows whether it was
 * ours that arrived, or another person’s under the same uid. Once asked, asked. */
static gboolean
is_open_create (const DyrLedger *ledger)
{
  return ledger->attempt == DYR_ATTEMPT_UNKNOWN && ledger->attempt_push == DYR_PUSH_CREATE;
}

static gboolean
is_worth_asking (const DyrLedger *ledger)
{
  return dyr_ledger_has_edits (ledger) || dyr_ledger_find (ledger, DYR_WHOLE_RECORD) != NULL
         || is_open_create (ledger);
}

static gboolean
ask (DyrEngine *self,
     DyrConnection *connection,
     DyrLedger *ledger,
     const char *question,
     const char *who,
     GError **error)
{
  const DyrRemoteType *info = dyr_remote_get_type_info (self->remote, ledger->type);

  if (dyr_ledger_find (ledger, DYR_WHOLE_RECORD) == NULL)
    self->counts.n_clashes++;
  /* Should it be there again, what we made meets it: nothing of it was ever agreed. */
  if (is_open_create (ledger) && info != NULL
      && !dyr_ledger_set_no_base (ledger, connection, info->fields, error))
    return FALSE;
  return dyr_ledger_drop_attempt (ledger, connection, error)
         && dyr_ledger_set_settled (ledger, connection, DYR_SETTLED, error)
         && dyr_ledger_ask (ledger, connection, question, who, error);
}

gboolean
dyr_gone_told (DyrEngine *self, DyrConnection *connection, DyrLedger *ledger, GError **error)
{
  const DyrDeletionEnd end
      = dyr_merge_deletion (is_worth_asking (ledger), ledger->deleted, FALSE, TRUE);

  if (end == DYR_DELETION_AGREED)
    return dyr_gone_finish (connection, ledger, error);
  /* Our own deletion arrived, and was taken back here meanwhile. */
  if (ledger->attempt != DYR_ATTEMPT_NONE && ledger->attempt_push == DYR_PUSH_DELETE)
    return dyr_gone_make_anew (connection, ledger, error);
  if (end == DYR_DELETION_ASK_KEPT_HERE)
    return ask (self, connection, ledger, DYR_ASK_DELETED_THERE, NULL, error);
  return dyr_ledger_drop_attempt (ledger, connection, error)
         && dyr_ledger_set_settled (ledger, connection, DYR_TOLD_GONE, error);
}

gboolean
dyr_gone_kept_there (DyrEngine *self,
                     DyrAgree *agree,
                     DyrLedger *ledger,
                     const DyrRemoteRecord *theirs,
                     DyrDeletionEnd *end,
                     GError **error)
{
  gboolean differs = FALSE;

  if (((theirs->version == NULL || g_strcmp0 (theirs->version, ledger->version) != 0)
       && !dyr_agree_differs (agree, ledger, theirs, &differs, error))
      || !dyr_ledger_drop_attempt (ledger, agree->connection, error)
      || !dyr_ledger_set_remote (ledger,
                                 agree->connection,
                                 theirs->remote_id,
                                 theirs->version,
                                 agree->time,
                                 DYR_SETTLED,
                                 error))
    return FALSE;
  *end = dyr_merge_deletion (dyr_ledger_has_edits (ledger), TRUE, differs, FALSE);
  if (*end != DYR_DELETION_ASK_KEPT_THERE)
    return TRUE;
  self->counts.n_clashes++;
  return dyr_ledger_ask (ledger, agree->connection, DYR_ASK_CHANGED_THERE, theirs->who, error);
}

gboolean
dyr_gone_hide (DyrEngine *self,
               DyrConnection *connection,
               DyrLedger *ledger,
               const char *reason,
               GError **error)
{
  g_autoptr (DyrSave) save = NULL;

  if (!dyr_connection_run (
          connection,
          error,
          "UPDATE record SET read_at = coalesce (nullif (?, 0), read_at) WHERE id = ?",
          "ii",
          self->server_time,
          ledger->id))
    return FALSE;
  if (is_worth_asking (ledger) || ledger->push == DYR_PUSH_DELETE)
    /* That it was refused before says no more than the question. */
    return (ledger->parked == NULL || dyr_ledger_park (ledger, connection, NULL, error))
           && ask (self, connection, ledger, DYR_ASK_HIDDEN_THERE, reason, error);
  save = dyr_save_new (connection, DYR_SOURCE_SYNC, "sync", 0);
  return dyr_save_set_reach (save, ledger->id, DYR_REACH_HIDDEN, error)
         && dyr_ledger_drop_attempt (ledger, connection, error)
         && dyr_ledger_set_settled (ledger, connection, DYR_SETTLED, error);
}

typedef struct
{
  int type;
  gint64 gone;
} Count;

static gboolean
count_gone (DyrConnection *connection, GArray *counts, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (DyrStatement) query = dyr_connection_query (
      connection,
      error,
      /* Those that could not be read may be gone as well. */
      "SELECT type, count (*) FROM record WHERE settled <> 1 AND (settled = 2 OR "
      "(settled = 0 AND read_tries > 0 AND remote_id IS NOT NULL)) GROUP BY type HAVING sum "
      "(settled = 2) > 0",
      "");

  if (query == NULL)
    return FALSE;
  while (dyr_statement_step (query, &local))
    {
      const Count count
          = { (int) dyr_statement_number (query, 0), dyr_statement_number (query, 1) };

      g_array_append_val (counts, count);
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
is_much (DyrConnection *connection, const Count *count, gboolean *much, GError **error)
{
  gint64 all;

  if (!dyr_connection_number (
          connection,
          error,
          0,
          &all,
          "SELECT count (*) FROM record WHERE type = ? AND remote_id IS NOT NULL",
          "n",
          count->type))
    return FALSE;
  *much = count->gone > GONE_MOST
          || (count->gone > GONE_FEW && count->gone * 100 > all * GONE_PERCENT);
  return TRUE;
}

static gint64
sum_gone (const GArray *counts)
{
  gint64 sum = 0;

  for (guint i = 0; i < counts->len; i++)
    sum += g_array_index (counts, Count, i).gone;
  return sum;
}

/* The word was given for so many. */
static gboolean
is_accepted (DyrConnection *connection, const GArray *counts, gboolean *accepted, GError **error)
{
  gint64 most;

  if (!dyr_connection_number (connection,
                              error,
                              0,
                              &most,
                              "SELECT CAST (value AS INTEGER) FROM meta "
                              "WHERE key = 'accept-deletions'",
                              ""))
    return FALSE;
  *accepted = sum_gone (counts) <= most;
  return TRUE;
}

gboolean
dyr_gone_accept (DyrConnection *connection, GError **error)
{
  g_autoptr (GArray) counts = g_array_new (FALSE, FALSE, sizeof (Count));
  g_autofree char *most = NULL;

  if (!count_gone (connection, counts, error))
    return FALSE;
  most = g_strdup_printf ("%" G_GINT64_FORMAT, sum_gone (counts));
  return dyr_meta_write (connection, "accept-deletions", most, error);
}

static gboolean
take_over (DyrEngine *self, DyrConnection *connection, DyrSave *save, gint64 id, GError **error)
{
  g_autoptr (DyrLedger) ledger = dyr_ledger_read (connection, id, error);

  if (ledger == NULL)
    return FALSE;
  /* Edited since it was told gone. */
  if (dyr_ledger_has_edits (ledger) || ledger->deleted)
    return dyr_gone_told (self, connection, ledger, error);
  self->counts.n_taken++;
  return dyr_save_delete (save, id, error) && dyr_gone_finish (connection, ledger, error);
}

static gboolean
forget_word (DyrConnection *connection, GError **error)
{
  return dyr_connection_run (
      connection, error, "DELETE FROM meta WHERE key = 'accept-deletions'", "");
}

static gboolean
take_over_all (DyrEngine *self, DyrConnection *connection, GError **error)
{
  g_autoptr (DyrSave) save = dyr_save_new (connection, DYR_SOURCE_SYNC, "sync", 0);
  g_autoptr (GArray) ids = dyr_statement_ids (
      dyr_connection_query (
          connection, error, "SELECT id FROM record WHERE settled = 2 ORDER BY id", ""),
      error);

  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!take_over (self, connection, save, g_array_index (ids, gint64, i), error))
      return FALSE;
  return dyr_save_finish (save, NULL, error) && forget_word (connection, error);
}

gboolean
dyr_gone_ask_again (DyrConnection *connection, GError **error)
{
  return dyr_connection_run (connection,
                             error,
                             "UPDATE record SET settled = 0 WHERE settled = 2 OR (deleted_at IS "
                             "NULL AND remote_id IS NOT NULL AND id IN (SELECT record FROM pending "
                             "WHERE grp = '' AND state = ? AND theirs IN (?, ?)))",
                             "ntt",
                             (int) DYR_PENDING_CLASH,
                             DYR_ASK_DELETED_THERE,
                             DYR_ASK_HIDDEN_THERE);
}

gboolean
dyr_gone_apply (DyrEngine *self, DyrConnection *connection, GError **error)
{
  g_autoptr (GArray) counts = g_array_new (FALSE, FALSE, sizeof (Count));
  gboolean accepted, much = FALSE;

  if (!count_gone (connection, counts, error))
    return FALSE;
  /* The word was given for records that turned out to be there. */
  if (counts->len == 0)
    return forget_word (connection, error);
  if (!is_accepted (connection, counts, &accepted, error))
    return FALSE;
  for (guint i = 0; !accepted && !much && i < counts->len; i++)
    if (!is_much (connection, &g_array_index (counts, Count, i), &much, error))
      return FALSE;
  if (!much)
    return take_over_all (self, connection, error);
  dyr_engine_stop (self, DYR_STOP_MASS_DELETION, NULL);
  return TRUE;
}

static GArray *
find_hidden (DyrConnection *connection, gint64 before, gint64 after, GError **error)
{
  return dyr_statement_ids (
      dyr_connection_query (
          connection,
          error,
          /* A deletion that waits, an edit, or one that was begun, needs the person; and nobody
           * could bring files back. */
          "SELECT id FROM record r WHERE reach = 2 AND read_at > 0 AND read_at <= ? AND id > ? "
          "AND push = 0 AND NOT EXISTS (SELECT 1 FROM pending WHERE record = r.id) "
          "AND NOT EXISTS (SELECT 1 FROM draft WHERE record = r.id) AND NOT " DYR_HAS_FILES
          " ORDER BY id LIMIT ?",
          "iin",
          before,
          after,
          PURGE_CHUNK),
      error);
}

gboolean
dyr_gone_has_own_values (DyrEngine *self, const DyrRow *row)
{
  const DyrRecordType *type = row->type;
  const DyrRemoteType *info = dyr_remote_get_type_info (self->remote, type);

  for (guint i = 0; i < type->n_fields; i++)
    if ((type->fields[i].flags & DYR_DERIVED) == 0 && (info == NULL || (info->fields >> i & 1) == 0)
        && row->values[i].form != DYR_VALUE_NONE)
      return TRUE;
  return FALSE;
}

static gboolean
purge (DyrEngine *self, DyrConnection *connection, gint64 id, guint *n, GError **error)
{
  g_autoptr (DyrRow) row = dyr_row_read (connection, id, error);

  if (row == NULL || dyr_gone_has_own_values (self, row))
    return row != NULL;
  (*n)++;
  return dyr_purge_record (connection, id, error)
         && dyr_connection_run (
             connection, error, "UPDATE record SET read_at = 0 WHERE id = ?", "i", id);
}

gboolean
dyr_gone_purge (DyrEngine *self, DyrConnection *connection, GError **error)
{
  gint64 after = 0;
  guint n = 0;

  /* By the server's clock, and never after a run that was stopped: its answers may be wrong. Once
   * a run: whatever has to stay is read to see that. */
  if (self->purged || self->server_time == 0 || self->stop != DYR_STOP_NONE)
    return TRUE;
  while (n < PURGE_CHUNK)
    {
      g_autoptr (GArray) ids
          = find_hidden (connection, self->server_time - HIDDEN_SECONDS, after, error);

      if (ids == NULL)
        return FALSE;
      if (ids->len == 0)
        break;
      for (guint i = 0; i < ids->len && n < PURGE_CHUNK; i++)
        if (!purge (self, connection, g_array_index (ids, gint64, i), &n, error))
          return FALSE;
      after = g_array_index (ids, gint64, ids->len - 1);
    }
  self->purged = n < PURGE_CHUNK;
  return TRUE;
}

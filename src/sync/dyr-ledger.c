/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrLedger: what the store knows of one record and the CRM. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-ledger.h"

#include <glib/gi18n-lib.h>

#include "dyr-error.h"
#include "dyr-group.h"
#include "dyr-outbox.h"

/* pending.grp of a question about the whole record; no field has that name. */
#define WHOLE ""
/* Ends record.remote_version when that version has values that we cannot show. */
#define STRANGE "?"

static void
free_pending (gpointer data)
{
  DyrPending *pending = data;

  g_free (pending->base);
  g_free (pending->theirs);
  g_free (pending->who);
  g_free (pending->reason);
  g_free (pending);
}

void
dyr_ledger_free (DyrLedger *self)
{
  if (self == NULL)
    return;
  g_free (self->parked);
  g_free (self->remote_id);
  g_free (self->version);
  g_free (self->sent);
  g_free (self->attempt_version);
  g_clear_pointer (&self->pending, g_ptr_array_unref);
  g_free (self);
}

static gboolean
read_pending (DyrLedger *self, DyrConnection *connection, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (DyrStatement) query
      = dyr_connection_query (connection,
                              error,
                              "SELECT grp, state, base, theirs, theirs_who, reason FROM pending "
                              "WHERE record = ? ORDER BY grp",
                              "i",
                              self->id);

  if (query == NULL)
    return FALSE;
  while (dyr_statement_step (query, &local))
    {
      const char *name = dyr_statement_text (query, 0);
      int field = dyr_record_type_find (self->type, name);
      DyrPending *pending;

      /* A field of a newer program: it waits for that. */
      if (field < 0 && !g_str_equal (name, WHOLE))
        continue;
      pending = g_new0 (DyrPending, 1);
      pending->group = field < 0 ? DYR_WHOLE_RECORD : (guint) field;
      pending->state = (DyrPendingState) dyr_statement_number (query, 1);
      pending->base = g_strdup (dyr_statement_text (query, 2));
      pending->theirs = g_strdup (dyr_statement_text (query, 3));
      pending->who = g_strdup (dyr_statement_text (query, 4));
      pending->reason = g_strdup (dyr_statement_text (query, 5));
      g_ptr_array_add (self->pending, pending);
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

DyrLedger *
dyr_ledger_read (DyrConnection *connection, gint64 id, GError **error)
{
  g_autoptr (DyrLedger) self = g_new0 (DyrLedger, 1);
  g_autoptr (DyrStatement) query = NULL;
  g_autoptr (GError) local = NULL;

  self->pending = g_ptr_array_new_with_free_func (free_pending);
  self->id = id;
  query = dyr_connection_query (
      connection,
      error,
      "SELECT r.uid, r.type, r.origin, r.reach, r.deleted_at IS NOT NULL, r.push, r.seq, r.parked, "
      "r.tries, r.remote_id, r.remote_version, r.read_at, r.settled, a.answered, a.op, a.sent, "
      "a.version, EXISTS (SELECT 1 FROM tombstone WHERE record = r.id), r.read_tries "
      "FROM record r LEFT JOIN attempt a ON a.record = r.id WHERE r.id = ?",
      "i",
      id);
  if (query == NULL)
    return NULL;
  if (!dyr_statement_step (query, &local)
      || (self->type = dyr_record_type_by_number ((int) dyr_statement_number (query, 1))) == NULL)
    {
      if (local != NULL)
        g_propagate_error (error, g_steal_pointer (&local));
      else
        g_set_error_literal (error,
                             DYR_ERROR,
                             DYR_ERROR_NOT_FOUND,
                             _("There is no such record. Perhaps it was deleted meanwhile."));
      return NULL;
    }
  dyr_statement_uid (query, 0, &self->uid);
  self->origin = (DyrOrigin) dyr_statement_number (query, 2);
  self->reach = (DyrReach) dyr_statement_number (query, 3);
  self->deleted = dyr_statement_number (query, 4) != 0;
  self->push = (DyrPush) dyr_statement_number (query, 5);
  self->seq = dyr_statement_number (query, 6);
  self->parked = g_strdup (dyr_statement_text (query, 7));
  self->tries = (guint) dyr_statement_number (query, 8);
  self->remote_id = g_strdup (dyr_statement_text (query, 9));
  self->version = g_strdup (dyr_statement_text (query, 10));
  self->strange = self->version != NULL && g_str_has_suffix (self->version, STRANGE);
  if (self->strange)
    self->version[strlen (self->version) - 1] = '\0';
  self->read_at = dyr_statement_number (query, 11);
  self->settled = (DyrSettled) dyr_statement_number (query, 12);
  self->remade = dyr_statement_number (query, 17) != 0;
  self->read_tries = (guint) dyr_statement_number (query, 18);
  self->attempt = DYR_ATTEMPT_NONE;
  if (!dyr_statement_is_null (query, 13))
    {
      self->attempt = (DyrAttemptState) dyr_statement_number (query, 13);
      self->attempt_push = (DyrPush) dyr_statement_number (query, 14);
      self->sent = g_strdup (dyr_statement_text (query, 15));
      self->attempt_version = g_strdup (dyr_statement_text (query, 16));
    }
  if (!read_pending (self, connection, error))
    return NULL;
  return g_steal_pointer (&self);
}

const DyrPending *
dyr_ledger_find (const DyrLedger *self, guint group)
{
  for (guint i = 0; i < self->pending->len; i++)
    {
      const DyrPending *pending = self->pending->pdata[i];

      if (pending->group == group)
        return pending;
    }
  return NULL;
}

gboolean
dyr_ledger_has_edits (const DyrLedger *self)
{
  for (guint i = 0; i < self->pending->len; i++)
    {
      const DyrPending *pending = self->pending->pdata[i];

      if (pending->group != DYR_WHOLE_RECORD)
        return TRUE;
    }
  return FALSE;
}

static const char *
group_name (const DyrLedger *self, guint group)
{
  return group == DYR_WHOLE_RECORD ? WHOLE : self->type->fields[group].name;
}

static gboolean
write_pending (DyrLedger *self,
               DyrConnection *connection,
               const DyrPending *pending,
               GError **error)
{
  DyrPending *kept = (DyrPending *) dyr_ledger_find (self, pending->group);
  gint64 seq;

  if (kept == NULL)
    {
      kept = g_new0 (DyrPending, 1);
      kept->group = pending->group;
      g_ptr_array_add (self->pending, kept);
    }
  /* What people see of it. */
  if (kept->state != DYR_PENDING_WAITING || pending->state != DYR_PENDING_WAITING)
    dyr_connection_touch (connection, self->type->number, self->id);
  kept->state = pending->state;
  g_free (kept->base);
  kept->base = g_strdup (pending->base);
  g_free (kept->theirs);
  kept->theirs = g_strdup (pending->theirs);
  g_free (kept->who);
  kept->who = g_strdup (pending->who);
  g_free (kept->reason);
  kept->reason = g_strdup (pending->reason);
  /* A row that was there keeps its place. */
  return dyr_outbox_next_seq (connection, &seq, error)
         && dyr_connection_run (
             connection,
             error,
             "INSERT INTO pending (record, grp, base, seq, theirs, theirs_who, state, reason) "
             "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (record, grp) DO UPDATE SET "
             "base = excluded.base, theirs = excluded.theirs, theirs_who = excluded.theirs_who, "
             "state = excluded.state, reason = excluded.reason",
             "ittittnt",
             self->id,
             group_name (self, pending->group),
             pending->base,
             seq,
             pending->theirs,
             pending->who,
             (int) pending->state,
             pending->reason);
}

gboolean
dyr_ledger_set_base (
    DyrLedger *self, DyrConnection *connection, guint group, const char *base, GError **error)
{
  const DyrPending pending
      = { .group = group, .state = DYR_PENDING_WAITING, .base = (char *) base };

  return write_pending (self, connection, &pending, error);
}

gboolean
dyr_ledger_set_no_base (DyrLedger *self, DyrConnection *connection, guint64 fields, GError **error)
{
  const DyrRecordType *type = self->type;
  g_autofree DyrValue *nothing = g_new0 (DyrValue, type->n_fields);

  for (guint i = 0; i < type->n_fields; i++)
    {
      guint64 mask = dyr_record_type_group (type, i) == i ? dyr_group_mask (type, i) & fields : 0;
      g_autofree char *base = NULL;

      if (mask == 0 || (type->fields[i].flags & (DYR_DERIVED | DYR_LOCAL)) != 0
          || dyr_ledger_find (self, i) != NULL)
        continue;
      base = dyr_group_to_text (type, mask, nothing);
      if (!dyr_ledger_set_base (self, connection, i, base, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
dyr_ledger_set_clash (DyrLedger *self,
                      DyrConnection *connection,
                      guint group,
                      const char *base,
                      const char *theirs,
                      const char *who,
                      GError **error)
{
  const DyrPending pending = { .group = group,
                               .state = DYR_PENDING_CLASH,
                               .base = (char *) base,
                               .theirs = (char *) theirs,
                               .who = (char *) who };

  return write_pending (self, connection, &pending, error);
}

gboolean
dyr_ledger_set_parked (DyrLedger *self,
                       DyrConnection *connection,
                       guint group,
                       const char *base,
                       const char *reason,
                       GError **error)
{
  const DyrPending pending = {
    .group = group, .state = DYR_PENDING_PARKED, .base = (char *) base, .reason = (char *) reason
  };

  return write_pending (self, connection, &pending, error);
}

gboolean
dyr_ledger_ask (DyrLedger *self,
                DyrConnection *connection,
                const char *question,
                const char *who,
                GError **error)
{
  return dyr_ledger_set_clash (self, connection, DYR_WHOLE_RECORD, NULL, question, who, error);
}

gboolean
dyr_ledger_forget (DyrLedger *self, DyrConnection *connection, guint group, GError **error)
{
  for (guint i = 0; i < self->pending->len; i++)
    if (((DyrPending *) self->pending->pdata[i])->group == group)
      {
        if (!dyr_connection_run (connection,
                                 error,
                                 "DELETE FROM pending WHERE record = ? AND grp = ?",
                                 "it",
                                 self->id,
                                 group_name (self, group)))
          return FALSE;
        if (((DyrPending *) self->pending->pdata[i])->state != DYR_PENDING_WAITING)
          dyr_connection_touch (connection, self->type->number, self->id);
        g_ptr_array_remove_index (self->pending, i);
        return TRUE;
      }
  return TRUE;
}

gboolean
dyr_ledger_forget_all (DyrLedger *self, DyrConnection *connection, GError **error)
{
  while (self->pending->len > 0)
    if (!dyr_ledger_forget (
            self, connection, ((DyrPending *) self->pending->pdata[0])->group, error))
      return FALSE;
  return TRUE;
}

/* Who looks at the record sees whether an answer was lost. */
static void
tell_attempt (const DyrLedger *self, DyrConnection *connection, DyrAttemptState state)
{
  if ((self->attempt == DYR_ATTEMPT_UNKNOWN) != (state == DYR_ATTEMPT_UNKNOWN))
    dyr_connection_touch (connection, self->type->number, self->id);
}

gboolean
dyr_ledger_set_attempt (DyrLedger *self,
                        DyrConnection *connection,
                        DyrAttemptState state,
                        DyrPush push,
                        const char *sent,
                        const char *version,
                        GError **error)
{
  g_autofree char *kept = g_strdup (sent), *known = g_strdup (version);

  g_free (self->sent);
  self->sent = g_steal_pointer (&kept);
  g_free (self->attempt_version);
  self->attempt_version = g_steal_pointer (&known);
  tell_attempt (self, connection, state);
  self->attempt = state;
  self->attempt_push = push;
  return dyr_connection_run (
      connection,
      error,
      "INSERT OR REPLACE INTO attempt (record, op, sent, seq, version, answered) "
      "VALUES (?, ?, ?, ?, ?, ?)",
      "intitn",
      self->id,
      (int) push,
      self->sent,
      self->seq,
      self->attempt_version,
      (int) state);
}

gboolean
dyr_ledger_set_attempt_state (DyrLedger *self,
                              DyrConnection *connection,
                              DyrAttemptState state,
                              GError **error)
{
  tell_attempt (self, connection, state);
  self->attempt = state;
  return dyr_connection_run (connection,
                             error,
                             "UPDATE attempt SET answered = ? WHERE record = ?",
                             "ni",
                             (int) state,
                             self->id);
}

gboolean
dyr_ledger_drop_attempt (DyrLedger *self, DyrConnection *connection, GError **error)
{
  if (self->attempt == DYR_ATTEMPT_NONE)
    return TRUE;
  tell_attempt (self, connection, DYR_ATTEMPT_NONE);
  self->attempt = DYR_ATTEMPT_NONE;
  g_clear_pointer (&self->sent, g_free);
  g_clear_pointer (&self->attempt_version, g_free);
  return dyr_connection_run (
      connection, error, "DELETE FROM attempt WHERE record = ?", "i", self->id);
}

gboolean
dyr_ledger_set_push (DyrLedger *self, DyrConnection *connection, DyrPush push, GError **error)
{
  if (self->push == push)
    return TRUE;
  self->push = push;
  dyr_connection_touch (connection, self->type->number, self->id);
  if (push == DYR_PUSH_NOTHING)
    return dyr_connection_run (
        connection,
        error,
        "UPDATE record SET push = 0, seq = NULL, tries = 0, retry_at = NULL, parked = NULL "
        "WHERE id = ?",
        "i",
        self->id);
  if (self->seq == 0 && !dyr_outbox_next_seq (connection, &self->seq, error))
    return FALSE;
  return dyr_connection_run (connection,
                             error,
                             "UPDATE record SET push = ?, seq = ? WHERE id = ?",
                             "nii",
                             (int) push,
                             self->seq,
                             self->id);
}

gboolean
dyr_ledger_requeue (DyrLedger *self, DyrConnection *connection, GError **error)
{
  if (self->push == DYR_PUSH_CREATE || self->push == DYR_PUSH_DELETE)
    return TRUE;
  return dyr_ledger_set_push (
      self, connection, self->pending->len > 0 ? DYR_PUSH_UPDATE : DYR_PUSH_NOTHING, error);
}

gboolean
dyr_ledger_set_remote (DyrLedger *self,
                       DyrConnection *connection,
                       const char *remote_id,
                       const char *version,
                       gint64 time,
                       DyrSettled settled,
                       GError **error)
{
  g_autofree char *id = g_strdup (remote_id), *known = g_strdup (version);

  g_free (self->remote_id);
  self->remote_id = g_steal_pointer (&id);
  g_free (self->version);
  self->version = g_steal_pointer (&known);
  self->read_at = time;
  self->settled = settled;
  self->strange = FALSE;
  self->read_tries = 0;
  return dyr_connection_run (connection,
                             error,
                             "UPDATE record SET remote_id = ?, remote_version = ?, read_at = ?, "
                             "settled = ?, read_tries = 0, read_retry_at = NULL WHERE id = ?",
                             "ttini",
                             self->remote_id,
                             self->version,
                             time,
                             (int) settled,
                             self->id);
}

gboolean
dyr_ledger_set_strange (DyrLedger *self, DyrConnection *connection, GError **error)
{
  self->strange = TRUE;
  return dyr_connection_run (connection,
                             error,
                             "UPDATE record SET remote_version = remote_version || '" STRANGE
                             "' WHERE id = ? AND remote_version NOT LIKE '%" STRANGE "'",
                             "i",
                             self->id);
}

gboolean
dyr_ledger_bury (DyrLedger *self, DyrConnection *connection, GError **error)
{
  if (self->remote_id != NULL
      && !dyr_connection_run (
          connection,
          error,
          "INSERT OR REPLACE INTO tombstone (type, remote_id, record) VALUES (?, ?, ?)",
          "nti",
          self->type->number,
          self->remote_id,
          self->id))
    return FALSE;
  self->remade = self->remade || self->remote_id != NULL;
  return dyr_connection_run (
             connection, error, "DELETE FROM linked WHERE record = ?", "i", self->id)
         && dyr_ledger_drop_attempt (self, connection, error)
         && dyr_ledger_set_remote (self, connection, NULL, NULL, 0, DYR_SETTLED, error);
}

gboolean
dyr_ledger_set_settled (DyrLedger *self,
                        DyrConnection *connection,
                        DyrSettled settled,
                        GError **error)
{
  if (self->settled == settled)
    return TRUE;
  self->settled = settled;
  return dyr_connection_run (connection,
                             error,
                             "UPDATE record SET settled = ? WHERE id = ?",
                             "ni",
                             (int) settled,
                             self->id);
}

guint
dyr_ledger_count_refused (const DyrLedger *self)
{
  guint n = self->parked != NULL ? 1 : 0;

  for (guint i = 0; i < self->pending->len; i++)
    n += ((DyrPending *) self->pending->pdata[i])->state == DYR_PENDING_PARKED ? 1 : 0;
  return n;
}

gboolean
dyr_ledger_park (DyrLedger *self, DyrConnection *connection, const char *reason, GError **error)
{
  g_autofree char *kept = g_strdup (reason);

  g_free (self->parked);
  self->parked = g_steal_pointer (&kept);
  self->tries = 0;
  dyr_connection_touch (connection, self->type->number, self->id);
  if (reason == NULL)
    {
      self->read_tries = 0;
      return dyr_connection_run (connection,
                                 error,
                                 "UPDATE record SET parked = NULL, tries = 0, retry_at = NULL, "
                                 "read_tries = 0, read_retry_at = NULL WHERE id = ?",
                                 "i",
                                 self->id);
    }
  return dyr_connection_run (
      connection,
      error,
      "UPDATE record SET parked = ?, tries = 0, retry_at = NULL WHERE id = ?",
      "ti",
      self->parked,
      self->id);
}

gboolean
dyr_ledger_retry (DyrLedger *self, DyrConnection *connection, gint64 retry_at, GError **error)
{
  self->tries++;
  return dyr_connection_run (connection,
                             error,
                             "UPDATE record SET tries = ?, retry_at = ? WHERE id = ?",
                             "nii",
                             (int) self->tries,
                             retry_at,
                             self->id);
}

gboolean
dyr_ledger_retry_read (DyrLedger *self, DyrConnection *connection, gint64 retry_at, GError **error)
{
  self->read_tries++;
  return dyr_connection_run (connection,
                             error,
                             "UPDATE record SET read_tries = ?, read_retry_at = ? WHERE id = ?",
                             "nii",
                             (int) self->read_tries,
                             retry_at,
                             self->id);
}

gboolean
dyr_ledger_wait (DyrLedger *self, DyrConnection *connection, gint64 until, GError **error)
{
  return dyr_connection_run (
      connection, error, "UPDATE record SET retry_at = ? WHERE id = ?", "ii", until, self->id);
}

gboolean
dyr_ledger_wait_read (DyrLedger *self, DyrConnection *connection, gint64 until, GError **error)
{
  return dyr_connection_run (
      connection, error, "UPDATE record SET read_retry_at = ? WHERE id = ?", "ii", until, self->id);
}

gboolean
dyr_ledger_write_extra (DyrConnection *connection,
                        const DyrRecordType *type,
                        gint64 id,
                        const char *extra,
                        GError **error)
{
  g_autofree char *sql = g_strdup_printf (
      "UPDATE \"%s\" SET extra = ?1 WHERE id = ?2 AND extra IS NOT ?1", type->table);

  return extra == NULL || dyr_connection_run (connection, error, sql, "ti", extra, id);
}

gboolean
dyr_ledger_read_extra (const DyrLedger *self,
                       DyrConnection *connection,
                       char **extra,
                       GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *sql
      = g_strdup_printf ("SELECT extra FROM \"%s\" WHERE id = ?", self->type->table);
  g_autoptr (DyrStatement) query = dyr_connection_query (connection, error, sql, "i", self->id);

  if (query == NULL)
    return FALSE;
  *extra = dyr_statement_step (query, &local) ? g_strdup (dyr_statement_text (query, 0)) : NULL;
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

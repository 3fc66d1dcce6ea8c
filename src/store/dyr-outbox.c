/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Outbox: what an edit leaves for the CRM, written in the transaction of the edit.
 *
 * A record that waits to be created and was never tried needs no pending rows: the create will
 * carry all its values. Any other record gets one row a merge group whose base is the value last
 * agreed with the CRM; a value set back to its base before anything was sent sends nothing. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-outbox.h"

#include "dyr-group.h"

typedef struct
{
  DyrPush push;
  gboolean tried;   /* the CRM may know the record already */
  gboolean attempt; /* a request is open */
} State;

static gboolean
read_state (DyrConnection *connection, gint64 id, State *state, GError **error)
{
  g_autoptr (DyrStatement) query = dyr_connection_query (
      connection,
      error,
      "SELECT push, remote_id IS NOT NULL OR tries > 0, "
      "EXISTS (SELECT 1 FROM attempt WHERE record = r.id) FROM record r WHERE id = ?",
      "i",
      id);
  g_autoptr (GError) local = NULL;

  if (query == NULL)
    return FALSE;
  if (dyr_statement_step (query, &local))
    {
      state->push = (DyrPush) dyr_statement_number (query, 0);
      state->attempt = dyr_statement_number (query, 2) != 0;
      state->tried = dyr_statement_number (query, 1) != 0 || state->attempt;
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

gboolean
dyr_outbox_next_seqs (DyrConnection *connection, guint n, gint64 *seq, GError **error)
{
  if (!dyr_connection_number (
          connection,
          error,
          0,
          seq,
          "INSERT INTO meta (key, value) VALUES ('seq', CAST (?1 AS TEXT)) "
          "ON CONFLICT (key) DO UPDATE SET value = CAST (CAST (value AS INTEGER) + ?1 AS TEXT) "
          "RETURNING CAST (value AS INTEGER)",
          "i",
          (gint64) n))
    return FALSE;
  *seq -= n - 1;
  return TRUE;
}

gboolean
dyr_outbox_next_seq (DyrConnection *connection, gint64 *seq, GError **error)
{
  return dyr_outbox_next_seqs (connection, 1, seq, error);
}

gboolean
dyr_outbox_is_complete (const DyrRecordType *type, const DyrValue *values)
{
  for (guint i = 0; i < type->n_fields; i++)
    if ((type->fields[i].flags & DYR_REQUIRED) && values[i].form == DYR_VALUE_NONE)
      return FALSE;
  return dyr_record_type_is_synced (type);
}

static gboolean
set_push (DyrConnection *connection, gint64 id, DyrPush push, GError **error)
{
  gint64 seq;

  /* What does not go any more has no reason why it does not go. */
  if (push == DYR_PUSH_NOTHING)
    return dyr_connection_run (connection,
                               error,
                               "UPDATE record SET push = 0, seq = NULL, parked = NULL WHERE id = ?",
                               "i",
                               id);
  if (!dyr_outbox_next_seq (connection, &seq, error))
    return FALSE;
  return dyr_connection_run (connection,
                             error,
                             "UPDATE record SET push = ?, seq = ?, parked = NULL WHERE id = ?",
                             "nii",
                             (int) push,
                             seq,
                             id);
}

static gboolean
write_pending (DyrConnection *connection,
               const DyrRow *before,
               const DyrValue *after,
               guint group,
               gboolean attempt,
               GError **error)
{
  guint64 mask = dyr_group_mask (before->type, group);
  g_autofree char *base = dyr_group_to_text (before->type, mask, before->values);
  g_autofree char *now = dyr_group_to_text (before->type, mask, after);
  const char *name = before->type->fields[group].name;
  gint64 seq;

  if (!dyr_outbox_next_seq (connection, &seq, error)
      || !dyr_connection_run (connection,
                              error,
                              "INSERT INTO pending (record, grp, base, seq) VALUES (?, ?, ?, ?) "
                              /* What the CRM refused goes again once it is mended. */
                              "ON CONFLICT (record, grp) DO UPDATE SET seq = excluded.seq, "
                              "state = iif (state = 2, 0, state), "
                              "reason = iif (state = 2, NULL, reason)",
                              "itti",
                              before->id,
                              name,
                              base,
                              seq))
    return FALSE;
  if (attempt)
    return TRUE;
  return dyr_connection_run (
      connection,
      error,
      "DELETE FROM pending WHERE record = ? AND grp = ? AND " DYR_OUTBOX_AGREED " = ?",
      "itt",
      before->id,
      name,
      now);
}

/* A create that the CRM refused goes again once it is mended, and so does a field that it was to go
 * without: it carries all values. */
static gboolean
mend_create (
    DyrConnection *connection, const DyrRow *row, guint64 groups, gboolean tried, GError **error)
{
  for (guint i = 0; !tried && i < row->type->n_fields; i++)
    if ((groups >> i & 1) != 0
        && !dyr_connection_run (connection,
                                error,
                                "DELETE FROM pending WHERE record = ? AND grp = ? AND state = 2",
                                "it",
                                row->id,
                                row->type->fields[i].name))
      return FALSE;
  return dyr_connection_run (connection,
                             error,
                             "UPDATE record SET parked = NULL WHERE id = ? AND parked IS NOT NULL",
                             "i",
                             row->id);
}

gboolean
dyr_outbox_edited (DyrConnection *connection,
                   const DyrRow *before,
                   const DyrValue *after,
                   guint64 changed,
                   GError **error)
{
  const DyrRecordType *type = before->type;
  guint64 groups = 0;
  gint64 waiting;
  State state;

  if (before->origin == DYR_ORIGIN_SAMPLE)
    return TRUE;
  if (!read_state (connection, before->id, &state, error))
    return FALSE;
  if (!state.tried && state.push != DYR_PUSH_CREATE)
    return state.push != DYR_PUSH_NOTHING || !dyr_outbox_is_complete (type, after)
           || set_push (connection, before->id, DYR_PUSH_CREATE, error);
  for (guint i = 0; i < type->n_fields; i++)
    if ((changed >> i & 1) != 0 && (type->fields[i].flags & (DYR_DERIVED | DYR_LOCAL)) == 0)
      groups |= G_GUINT64_CONSTANT (1) << dyr_record_type_group (type, i);
  if (!state.tried)
    return mend_create (connection, before, groups, FALSE, error);
  for (guint i = 0; i < type->n_fields; i++)
    if ((groups >> i & 1) != 0
        && !write_pending (connection, before, after, i, state.attempt, error))
      return FALSE;
  if (state.push == DYR_PUSH_CREATE)
    return mend_create (connection, before, groups, TRUE, error);
  if (state.push == DYR_PUSH_DELETE)
    return TRUE;
  if (!dyr_connection_number (connection,
                              error,
                              0,
                              &waiting,
                              "SELECT EXISTS (SELECT 1 FROM pending WHERE record = ?)",
                              "i",
                              before->id))
    return FALSE;
  return set_push (
      connection, before->id, waiting || state.attempt ? DYR_PUSH_UPDATE : DYR_PUSH_NOTHING, error);
}

gboolean
dyr_outbox_deleted (DyrConnection *connection, const DyrRow *row, GError **error)
{
  State state;

  if (row->origin == DYR_ORIGIN_SAMPLE)
    return TRUE;
  /* Whoever deletes what is told gone there has decided; the CRM is asked once more. */
  if (!dyr_connection_run (connection,
                           error,
                           "DELETE FROM pending WHERE record = ? AND grp = '' AND theirs = ?",
                           "it",
                           row->id,
                           DYR_ASK_DELETED_THERE)
      || !read_state (connection, row->id, &state, error))
    return FALSE;
  /* What the CRM never heard of needs no deletion there. */
  return set_push (connection, row->id, state.tried ? DYR_PUSH_DELETE : DYR_PUSH_NOTHING, error);
}

gboolean
dyr_outbox_restored (DyrConnection *connection, const DyrRow *row, GError **error)
{
  gint64 known, waiting;

  if (row->origin == DYR_ORIGIN_SAMPLE)
    return TRUE;
  /* What others did meanwhile is read first. A question about the deletion is answered by this;
   * whether the record was made there at all is not. */
  if (!dyr_connection_run (connection,
                           error,
                           "UPDATE record SET settled = 0, remote_version = NULL "
                           "WHERE id = ? AND remote_id IS NOT NULL",
                           "i",
                           row->id)
      || !dyr_connection_run (
          connection,
          error,
          "DELETE FROM pending WHERE record = ? AND grp = '' AND theirs IN (?, ?, ?)",
          "ittt",
          row->id,
          DYR_ASK_DELETED_THERE,
          DYR_ASK_CHANGED_THERE,
          DYR_ASK_HIDDEN_THERE)
      || !dyr_connection_number (connection,
                                 error,
                                 0,
                                 &known,
                                 "SELECT remote_id IS NOT NULL FROM record WHERE id = ?",
                                 "i",
                                 row->id)
      || !dyr_connection_number (connection,
                                 error,
                                 0,
                                 &waiting,
                                 "SELECT EXISTS (SELECT 1 FROM pending WHERE record = ?)",
                                 "i",
                                 row->id))
    return FALSE;
  if (known)
    return set_push (connection, row->id, waiting ? DYR_PUSH_UPDATE : DYR_PUSH_NOTHING, error);
  return set_push (connection,
                   row->id,
                   dyr_outbox_is_complete (row->type, row->values) ? DYR_PUSH_CREATE
                                                                   : DYR_PUSH_NOTHING,
                   error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Acknowledge: the CRM says that it took what was sent. What it stored instead is then the value,
 * an edit made meanwhile waits on it, and where versions are checked under a lock the attempt is
 * over at once. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-content-keep.h"
#include "dyr-engine-private.h"
#include "dyr-group.h"
#include "dyr-links.h"
#include "dyr-remade.h"

/* What the CRM answered to a group that was sent as s: it may have stored something else (a field
 * that our role may not write, a formula), which is then the value. */
static gboolean
take_answer (DyrEngine *self,
             DyrAgree *agree,
             DyrLedger *ledger,
             const DyrRow *row,
             const DyrValue *sent,
             const DyrValue *answered,
             guint64 mask,
             guint group,
             gboolean final,
             GArray *taken,
             guint64 *kept,
             GError **error)
{
  const DyrRecordType *type = ledger->type;
  g_autofree char *s = dyr_group_to_text (type, mask, sent);
  g_autofree char *a = dyr_group_to_text (type, mask, answered);
  g_autofree char *m = dyr_group_to_text (type, mask, row->values);
  const char *base = g_str_equal (a, s) ? s : a;

  if (g_str_equal (a, s) && !final)
    return TRUE; /* believed once it was read back: it stays in the attempt */
  *kept &= ~mask;
  if (!g_str_equal (m, s))
    return dyr_ledger_set_base (ledger, agree->connection, group, base, error);
  for (guint i = 0; !g_str_equal (a, s) && i < type->n_fields; i++)
    if (mask >> i & 1)
      dyr_value_copy (&answered[i], dyr_field_values_add (taken, i));
  return dyr_ledger_forget (ledger, agree->connection, group, error);
}

static gboolean
take_answers (DyrEngine *self,
              DyrAgree *agree,
              DyrLedger *ledger,
              const DyrRow *row,
              const DyrValue *sent,
              const DyrValue *answered,
              guint64 known,
              gboolean final,
              guint64 *kept,
              GError **error)
{
  const DyrRecordType *type = ledger->type;
  const guint64 fields = dyr_remote_get_type_info (self->remote, type)->fields;
  const guint64 mask_sent = *kept;
  g_autoptr (GArray) taken = dyr_field_values_new ();

  for (guint i = 0; i < type->n_fields; i++)
    {
      guint64 mask;

      if (dyr_record_type_group (type, i) != i)
        continue;
      mask = dyr_group_mask (type, i) & fields;
      if (mask == 0 || (mask & ~mask_sent) != 0 || (mask & ~known) != 0)
        continue;
      if (!take_answer (
              self, agree, ledger, row, sent, answered, mask, i, final, taken, kept, error))
        return FALSE;
    }
  agree->n_taken += taken->len > 0 ? 1 : 0;
  return taken->len == 0 || dyr_save_restore_fields (dyr_agree_get_save (agree), row, taken, error);
}

/* Fields that were sent with a value but not told again may have been dropped. */
static gboolean
is_all_told (const DyrRecordType *type, guint64 sent_mask, const DyrValue *sent, guint64 known)
{
  for (guint i = 0; i < type->n_fields; i++)
    if ((sent_mask >> i & 1) != 0 && (known >> i & 1) == 0 && sent[i].form != DYR_VALUE_NONE)
      return FALSE;
  return TRUE;
}

/* Whether ours was the first write after the version that we knew. A CRM refuses a write upon an
 * old version only when a value differs, so others' changes that we never saw may lie between. */
static gboolean
is_next (const DyrLedger *ledger, const DyrRemoteRecord *theirs)
{
  const char *before = ledger->attempt_version;

  if (ledger->attempt_push == DYR_PUSH_CREATE || g_strcmp0 (before, theirs->version) == 0)
    return TRUE;
  return before != NULL && theirs->version != NULL
         && g_ascii_strtoull (theirs->version, NULL, 10) == g_ascii_strtoull (before, NULL, 10) + 1;
}

/* Whether the answer tells another value of a group that was not sent than both had agreed on: a
 * hook changed it, or somebody else whose version we never saw. */
static gboolean
is_another_changed (const DyrLedger *ledger,
                    const DyrRow *row,
                    const DyrValue *answered,
                    guint64 unsent)
{
  const DyrRecordType *type = ledger->type;

  for (guint i = 0; i < type->n_fields; i++)
    {
      const guint64 mask = dyr_record_type_group (type, i) == i ? dyr_group_mask (type, i) : 0;
      const DyrPending *pending = mask != 0 ? dyr_ledger_find (ledger, i) : NULL;
      g_autofree char *agreed = NULL;
      g_autofree char *told = NULL;

      if ((mask & unsent) == 0)
        continue;
      told = dyr_group_to_text (type, mask & unsent, answered);
      /* A row that waits has the base of all its fields. */
      if (pending != NULL)
        agreed = g_strdup (pending->state == DYR_PENDING_CLASH ? pending->theirs : pending->base);
      else
        agreed = dyr_group_to_text (type, mask & unsent, row->values);
      if (agreed != NULL && !g_str_equal (agreed, told))
        return TRUE;
    }
  return FALSE;
}

static gboolean
settle_or_wait (DyrEngine *self,
                DyrAgree *agree,
                DyrLedger *ledger,
                const DyrRemoteRecord *theirs,
                const DyrValue *sent,
                guint64 sent_mask,
                guint64 kept,
                gboolean final,
                gboolean changed,
                GError **error)
{
  DyrConnection *connection = agree->connection;
  g_autofree char *left = dyr_group_to_text (ledger->type, kept, sent);
  /* Before the attempt is dropped. A list may have told of a newer one meanwhile. */
  const gboolean created = ledger->attempt_push == DYR_PUSH_CREATE;
  const gboolean whole
      = !changed && is_next (ledger, theirs) && (created || ledger->settled == DYR_SETTLED);

  final = final && is_all_told (ledger->type, sent_mask, sent, theirs->known);
  if (final ? !dyr_ledger_drop_attempt (ledger, connection, error)
            : !dyr_ledger_set_attempt (ledger,
                                       connection,
                                       DYR_ATTEMPT_ACKNOWLEDGED,
                                       ledger->attempt_push,
                                       left,
                                       theirs->version,
                                       error))
    return FALSE;
  if (!dyr_remade_tell (connection, ledger, theirs->remote_id, error)
      || !dyr_ledger_set_remote (ledger,
                                 connection,
                                 theirs->remote_id,
                                 final && !whole && !created ? ledger->version : theirs->version,
                                 agree->time,
                                 final && whole ? DYR_SETTLED : DYR_UNSETTLED,
                                 error)
      || (theirs->strange != 0 && !dyr_ledger_set_strange (ledger, connection, error))
      || !dyr_connection_run (connection,
                              error,
                              "UPDATE record SET tries = 0, retry_at = NULL WHERE id = ?",
                              "i",
                              ledger->id))
    return FALSE;
  if (ledger->push == DYR_PUSH_DELETE)
    return TRUE;
  return dyr_ledger_set_push (
      ledger, connection, ledger->pending->len > 0 ? DYR_PUSH_UPDATE : DYR_PUSH_NOTHING, error);
}

gboolean
dyr_acknowledge (DyrEngine *self,
                 DyrAgree *agree,
                 DyrLedger *ledger,
                 const DyrRemoteRecord *theirs,
                 GError **error)
{
  const DyrRecordType *type = ledger->type;
  const gboolean final = dyr_remote_get_type_info (self->remote, type)->locked;
  g_autoptr (DyrRow) row = dyr_row_read_as (agree->connection, type, ledger->id, error);
  g_autofree DyrValue *sent = g_new0 (DyrValue, type->n_fields);
  g_autofree DyrValue *answered = g_new0 (DyrValue, type->n_fields);
  guint64 sent_mask = 0, kept, unsent;
  gboolean changed;
  gboolean done = row != NULL
                  && (ledger->sent == NULL
                      || dyr_group_from_text (type, ledger->sent, sent, &sent_mask, error))
                  && dyr_links_take (agree->connection,
                                     dyr_agree_get_save (agree),
                                     &agree->server,
                                     theirs,
                                     answered,
                                     NULL,
                                     error);

  if (done)
    dyr_content_keep_known (type, row->values, answered);
  /* What it cannot hold it did not change. */
  for (guint i = 0; done && i < type->n_fields; i++)
    if (theirs->known >> i & 1)
      dyr_remote_graft (
          self->remote, theirs, i, sent_mask >> i & 1 ? &sent[i] : &row->values[i], &answered[i]);
  kept = sent_mask;
  unsent = dyr_remote_get_type_info (self->remote, type)->fields & theirs->known & ~sent_mask;
  /* Before the rows of what was sent change. */
  changed = done && is_another_changed (ledger, row, answered, unsent);
  done = done
         && take_answers (
             self, agree, ledger, row, sent, answered, theirs->known, final, &kept, error)
         && settle_or_wait (
             self, agree, ledger, theirs, sent, sent_mask, kept, final, changed, error);
  for (guint i = 0; i < type->n_fields; i++)
    {
      dyr_value_clear (&sent[i]);
      dyr_value_clear (&answered[i]);
    }
  self->counts.n_sent += done ? 1 : 0;
  return done;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* clang-format off */
/* Agree: one record as the CRM has it (t) meets ours (m), group by group.
 *
 *   what we know of the group                         | what happens
 *   --------------------------------------------------|------------------------------------------
 *   nothing waits                                     | t is taken
 *   it waits, base b                                  | merge (b, m, t)
 *   it was sent as s and acknowledged as version v:   |
 *     t = s                                           | agreed on s; an m that differs waits on s
 *     t ≠ s, still version v                          | a race that was lost: merge (b, m, t)
 *     t ≠ s, its version is newer than v              | by somebody who saw s, or who saw what had
 *                                                     | won against it: a clash if merge (b, m, t)
 *                                                     | finds changes of both, else merge (s, m, t)
 *   it was sent as s, no answer came:                 |
 *     t = s                                           | it had arrived: as acknowledged
 *     t ≠ s, an update                                | merge (b, m, t), what is left goes again
 *     t ≠ s, a create: perhaps ours that arrived, or  | merge (empty, m, t)
 *     that of a copy of this store, or made anew      |
 *   both sides made the record (adopt)                | merge (empty, m, t)
 *
 * A merge ends as dyr-merge.h says: theirs or both are written as an entry of the history, a clash
 * keeps mine on the screen and theirs beside it. */
/* clang-format on */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-agree.h"

#include "dyr-content-keep.h"
#include "dyr-group.h"
#include "dyr-links.h"
#include "dyr-merge.h"

/* The sides of one record, by field. */
typedef struct
{
  const DyrRow *row;   /* mine */
  DyrValue *theirs;    /* known fields */
  DyrValue *sent;      /* fields of the attempt */
  DyrValue *base;      /* scratch: of the group at hand */
  DyrValue *result;    /* scratch */
  DyrLinksStale stale; /* of theirs */
  guint64 known;       /* fields whose theirs is known and that the CRM holds */
  guint64 strange;     /* … of which it has a value that we cannot show */
  guint64 sent_mask;
  gboolean newer;   /* theirs was written after what was acknowledged */
  gboolean emptied; /* it was hidden for so long that mine is nothing any more */
  GArray *taken;    /* DyrFieldValue to write as the CRM's */
  GArray *merged;   /* … as made of both */
  gboolean raced;
} Sides;

void
dyr_agree_begin (DyrAgree *self, DyrConnection *connection, DyrRemote *remote, gint64 time)
{
  *self = (DyrAgree){ .connection = connection, .remote = remote, .time = time };
}

DyrSave *
dyr_agree_get_save (DyrAgree *self)
{
  if (self->taken == NULL)
    self->taken = dyr_save_new (self->connection, DYR_SOURCE_SYNC, "sync", 0);
  return self->taken;
}

gboolean
dyr_agree_end (DyrAgree *self, GError **error)
{
  return self->taken == NULL || dyr_save_finish (self->taken, NULL, error);
}

void
dyr_agree_clear (DyrAgree *self)
{
  g_clear_pointer (&self->taken, dyr_save_free);
}

static DyrValue *
new_values (const DyrRecordType *type)
{
  return g_new0 (DyrValue, type->n_fields);
}

static void
clear_values (const DyrRecordType *type, DyrValue *values)
{
  for (guint i = 0; i < type->n_fields; i++)
    dyr_value_clear (&values[i]);
}

static void
free_values (const DyrRecordType *type, DyrValue *values)
{
  if (values == NULL)
    return;
  clear_values (type, values);
  g_free (values);
}

static guint64
holdable (DyrAgree *self, const DyrRecordType *type)
{
  const DyrRemoteType *info = dyr_remote_get_type_info (self->remote, type);

  return info != NULL ? info->fields : 0;
}

/* A record of which the list did not tell all: it waits to be read whole. */
static gboolean
add_unread (DyrAgree *self,
            const DyrRemoteRecord *theirs,
            const DyrUid *uid,
            DyrValue *values,
            GError **error)
{
  gint64 id = 0;

  return dyr_save_add_placeholder (dyr_agree_get_save (self), theirs->type, uid, values, &id, error)
         && dyr_connection_run (self->connection,
                                error,
                                "UPDATE record SET remote_id = ?, remote_version = ?, read_at = ?, "
                                "settled = 0 WHERE id = ?",
                                "ttii",
                                theirs->remote_id,
                                theirs->version,
                                self->time,
                                id)
         && dyr_ledger_write_extra (self->connection, theirs->type, id, theirs->extra, error);
}

gboolean
dyr_agree_add (DyrAgree *self, const DyrRemoteRecord *theirs, GError **error)
{
  const DyrRecordType *type = theirs->type;
  DyrSave *save = dyr_agree_get_save (self);
  g_autofree DyrValue *values = new_values (type);
  const DyrUid uid
      = theirs->has_uid ? theirs->uid : dyr_links_born_uid (&self->server, type, theirs->remote_id);
  const DyrSaveTold told = { theirs->remote_id, theirs->version, theirs->extra, self->time, TRUE };
  g_autoptr (DyrLedger) ledger = NULL;
  gint64 id = 0;
  gboolean done;

  done = dyr_links_take (self->connection, save, &self->server, theirs, values, NULL, error)
         && (theirs->partial ? add_unread (self, theirs, &uid, values, error)
                             : dyr_save_create_told (save, type, &uid, &told, values, &id, error))
         && (theirs->strange == 0 || theirs->partial
             || ((ledger = dyr_ledger_read (self->connection, id, error)) != NULL
                 && dyr_ledger_set_strange (ledger, self->connection, error)));
  clear_values (type, values);
  self->n_taken += done ? 1 : 0;
  return done;
}

/* Links of a base or of what was sent know only uids; records that are gone stay as they are. */
static void
resolve (DyrConnection *connection, const DyrRecordType *type, guint64 mask, DyrValue *values)
{
  for (guint i = 0; i < type->n_fields; i++)
    if (mask >> i & 1)
      dyr_row_resolve (connection, &values[i], NULL);
}

static gboolean
equal (const DyrRecordType *type, guint64 mask, const DyrValue *a, const DyrValue *b)
{
  for (guint i = 0; i < type->n_fields; i++)
    if ((mask >> i & 1) != 0 && !dyr_value_equal (&a[i], &b[i]))
      return FALSE;
  return TRUE;
}

/* A version is a number, or a time, whose text sorts. */
static gboolean
is_newer (const char *version, const char *than)
{
  if (version == NULL || than == NULL)
    return g_strcmp0 (version, than) != 0;
  if (g_ascii_isdigit (*version) && strlen (version) < 10 && strlen (than) < 10)
    return g_ascii_strtoull (version, NULL, 10) > g_ascii_strtoull (than, NULL, 10);
  return strcmp (version, than) > 0;
}

static void
put (GArray *values, const DyrRecordType *type, guint64 mask, const DyrValue *from)
{
  for (guint i = 0; i < type->n_fields; i++)
    if (mask >> i & 1)
      dyr_value_copy (&from[i], dyr_field_values_add (values, i));
}

/* Mine stays on the screen, theirs beside it: a person decides. */
static gboolean
ask_group (DyrAgree *self,
           DyrLedger *ledger,
           Sides *sides,
           guint group,
           guint64 mask,
           const DyrRemoteRecord *theirs,
           GError **error)
{
  const DyrPending *pending = dyr_ledger_find (ledger, group);
  g_autofree char *base = dyr_group_to_text (ledger->type, mask, sides->base);
  g_autofree char *others = dyr_group_to_text (ledger->type, mask, sides->theirs);

  if (pending == NULL || pending->state != DYR_PENDING_CLASH)
    self->n_clashes++;
  return dyr_ledger_set_clash (ledger, self->connection, group, base, others, theirs->who, error);
}

/* Ends a group by a merge with the base in sides->base. */
static gboolean
merge_group (DyrAgree *self,
             DyrLedger *ledger,
             Sides *sides,
             guint group,
             guint64 mask,
             const DyrRemoteRecord *theirs,
             GError **error)
{
  const DyrRecordType *type = ledger->type;
  const DyrPending *pending = dyr_ledger_find (ledger, group);
  g_autofree char *reason = pending != NULL && pending->state == DYR_PENDING_PARKED
                                    && g_strcmp0 (pending->reason, DYR_REASON_STRANGE) != 0
                                ? g_strdup (pending->reason != NULL ? pending->reason : "")
                                : NULL;
  g_autofree char *others = NULL;
  DyrMergeEnd end;

  clear_values (type, sides->result);
  end = dyr_merge (type, group, sides->base, sides->row->values, sides->theirs, sides->result);
  others = dyr_group_to_text (type, mask, sides->theirs);
  /* A person was asked about the very same value: what could be merged then was doubtful. */
  if (end == DYR_MERGE_BOTH && pending != NULL && pending->state == DYR_PENDING_CLASH
      && g_strcmp0 (pending->theirs, others) == 0)
    return TRUE;
  switch (end)
    {
    case DYR_MERGE_AGREED:
      return dyr_ledger_forget (ledger, self->connection, group, error);
    case DYR_MERGE_THEIRS:
      put (sides->taken, type, mask, sides->theirs);
      return dyr_ledger_forget (ledger, self->connection, group, error);
    case DYR_MERGE_MINE:
      return reason != NULL
                 ? dyr_ledger_set_parked (ledger, self->connection, group, others, reason, error)
                 : dyr_ledger_set_base (ledger, self->connection, group, others, error);
    case DYR_MERGE_BOTH:
      put (sides->merged, type, mask, sides->result);
      self->n_merged++;
      return dyr_ledger_set_base (ledger, self->connection, group, others, error);
    case DYR_MERGE_CLASH:
      return ask_group (self, ledger, sides, group, mask, theirs, error);
    default:
      g_assert_not_reached ();
    }
}

static gboolean
read_base (DyrAgree *self, Sides *sides, const DyrPending *pending, guint64 mask, GError **error)
{
  const DyrRecordType *type = sides->row->type;

  clear_values (type, sides->base);
  if (pending == NULL || pending->base == NULL)
    return TRUE;
  if (!dyr_group_from_text (type, pending->base, sides->base, NULL, error))
    return FALSE;
  resolve (self->connection, type, mask, sides->base);
  return TRUE;
}

static void
base_is_sent (Sides *sides, guint64 mask)
{
  for (guint i = 0; i < sides->row->type->n_fields; i++)
    if (mask >> i & 1)
      dyr_value_copy (&sides->sent[i], &sides->base[i]);
}

/* Whether a newer value of the CRM may come from somebody who never saw what we had sent: another
 * write at the same moment had won. Nobody races a create. */
static gboolean
is_race_possible (const DyrLedger *ledger, Sides *sides, guint group)
{
  DyrMergeEnd end;

  if (ledger->attempt != DYR_ATTEMPT_ACKNOWLEDGED || ledger->attempt_push == DYR_PUSH_CREATE)
    return FALSE;
  clear_values (ledger->type, sides->result);
  end = dyr_merge (
      ledger->type, group, sides->base, sides->row->values, sides->theirs, sides->result);
  return end == DYR_MERGE_BOTH || end == DYR_MERGE_CLASH;
}

/* A group that was sent, and of which we know or suspect that it arrived. */
static gboolean
end_sent_group (DyrAgree *self,
                DyrLedger *ledger,
                Sides *sides,
                guint group,
                guint64 mask,
                const DyrRemoteRecord *theirs,
                GError **error)
{
  const DyrRecordType *type = ledger->type;
  const DyrPending *pending = dyr_ledger_find (ledger, group);
  const gboolean acknowledged = ledger->attempt == DYR_ATTEMPT_ACKNOWLEDGED;

  if (equal (type, mask, sides->theirs, sides->sent))
    {
      g_autofree char *base = dyr_group_to_text (type, mask, sides->sent);

      return equal (type, mask, sides->row->values, sides->sent)
                 ? dyr_ledger_forget (ledger, self->connection, group, error)
                 : dyr_ledger_set_base (ledger, self->connection, group, base, error);
    }
  if (!read_base (self, sides, pending, mask, error))
    return FALSE;
  if (!acknowledged && ledger->attempt_push == DYR_PUSH_CREATE)
    clear_values (type, sides->base);
  else if (acknowledged && sides->newer && is_race_possible (ledger, sides, group))
    return ask_group (self, ledger, sides, group, mask, theirs, error);
  else if (acknowledged && sides->newer)
    base_is_sent (sides, mask);
  else if (acknowledged)
    {
      sides->raced = TRUE;
      self->n_races++;
    }
  return merge_group (self, ledger, sides, group, mask, theirs, error);
}

static gboolean
end_group (DyrAgree *self,
           DyrLedger *ledger,
           Sides *sides,
           guint group,
           guint64 mask,
           const DyrRemoteRecord *theirs,
           DyrAgreeHow how,
           GError **error)
{
  const DyrPending *pending = dyr_ledger_find (ledger, group);

  if (ledger->attempt != DYR_ATTEMPT_NONE && (mask & ~sides->sent_mask) == 0)
    return end_sent_group (self, ledger, sides, group, mask, theirs, error);
  if (pending == NULL && how == DYR_AGREE_CLEAN)
    {
      put (sides->taken, ledger->type, mask, sides->theirs);
      return TRUE;
    }
  return read_base (self, sides, pending, mask, error)
         && merge_group (self, ledger, sides, group, mask, theirs, error);
}

/* The CRM has a value there that nobody here can see: an edit does not replace it. */
static gboolean
keep_back (DyrAgree *self, DyrLedger *ledger, guint group, GError **error)
{
  const DyrPending *pending = dyr_ledger_find (ledger, group);
  g_autofree char *base = NULL;

  if (pending == NULL || pending->state != DYR_PENDING_WAITING)
    return TRUE;
  base = g_strdup (pending->base);
  return dyr_ledger_set_parked (ledger, self->connection, group, base, DYR_REASON_STRANGE, error);
}

static gboolean
end_groups (DyrAgree *self,
            DyrLedger *ledger,
            Sides *sides,
            const DyrRemoteRecord *theirs,
            DyrAgreeHow how,
            GError **error)
{
  const DyrRecordType *type = ledger->type;

  for (guint i = 0; i < type->n_fields; i++)
    {
      guint64 mask;

      if (dyr_record_type_group (type, i) != i)
        continue;
      /* Of a group that the CRM holds in part only that part is compared. */
      mask = dyr_group_mask (type, i) & holdable (self, type);
      if ((mask & sides->strange) != 0 && !keep_back (self, ledger, i, error))
        return FALSE;
      if (mask == 0 || (mask & ~sides->known) != 0)
        continue;
      if (!end_group (self, ledger, sides, i, mask, theirs, how, error))
        return FALSE;
    }
  return TRUE;
}

/* Values of the CRM, or made of both, become ours: an entry of the history each. */
static gboolean
write_values (DyrAgree *self, Sides *sides, GError **error)
{
  guint before;

  if (sides->taken->len > 0)
    {
      DyrSave *save = dyr_agree_get_save (self);

      before = dyr_save_get_n_changes (save);
      if (sides->row->reach == DYR_REACH_UNSEEN || sides->emptied
              ? !dyr_save_fill (save, sides->row, sides->taken, error)
              : !dyr_save_restore_fields (save, sides->row, sides->taken, error))
        return FALSE;
      self->n_taken += dyr_save_get_n_changes (save) > before ? 1 : 0;
    }
  if (sides->merged->len > 0)
    {
      /* An action of its own: it can be taken back alone. */
      g_autoptr (DyrSave) save = dyr_save_new (
          self->connection, DYR_SOURCE_SYNC, sides->raced ? "lost-race" : "merge", 0);
      g_autoptr (DyrRow) row
          = dyr_row_read_as (self->connection, sides->row->type, sides->row->id, error);

      if (row == NULL || !dyr_save_restore_fields (save, row, sides->merged, error)
          || !dyr_save_finish (save, NULL, error))
        return FALSE;
    }
  return TRUE;
}

/* Deleted by the CRM earlier, and there again. */
static gboolean
bring_back (DyrAgree *self, DyrLedger *ledger, GError **error)
{
  if (!ledger->deleted || ledger->push == DYR_PUSH_DELETE)
    return TRUE;
  ledger->deleted = FALSE;
  return dyr_save_restore (dyr_agree_get_save (self), ledger->id, error);
}

/* A placeholder learns the uid that its record has everywhere. What a person linked keeps its own.
 */
static gboolean
take_uid (DyrAgree *self, const DyrLedger *ledger, const DyrRemoteRecord *theirs, GError **error)
{
  if (!theirs->has_uid || dyr_uid_equal (&ledger->uid, &theirs->uid))
    return TRUE;
  if (ledger->reach != DYR_REACH_UNSEEN)
    return dyr_connection_run (self->connection,
                               error,
                               "INSERT OR IGNORE INTO linked (record) VALUES (?)",
                               "i",
                               ledger->id);
  if (!dyr_connection_run (self->connection,
                           error,
                           "UPDATE OR IGNORE record SET uid = ? WHERE id = ?",
                           "ui",
                           &theirs->uid,
                           ledger->id))
    return FALSE;
  return dyr_connection_changes (self->connection) == 0
         || (dyr_links_rename (self->connection, &ledger->uid, &theirs->uid, error)
             /* What names it in the history is as it was. */
             && dyr_connection_run (self->connection,
                                    error,
                                    "INSERT OR REPLACE INTO alias (uid, record) VALUES (?, ?)",
                                    "ui",
                                    &ledger->uid,
                                    ledger->id));
}

/* It was asked about as deleted there, or out of our reach, and here it is. */
static gboolean
withdraw_question (DyrAgree *self, DyrLedger *ledger, GError **error)
{
  const DyrPending *asked = dyr_ledger_find (ledger, DYR_WHOLE_RECORD);

  if (asked == NULL || asked->theirs == NULL
      || (!g_str_equal (asked->theirs, DYR_ASK_DELETED_THERE)
          && !g_str_equal (asked->theirs, DYR_ASK_HIDDEN_THERE)))
    return TRUE;
  return dyr_ledger_forget (ledger, self->connection, DYR_WHOLE_RECORD, error);
}

/* A placeholder that was filled, a hidden record that is in reach again. */
static gboolean
show (DyrAgree *self, DyrLedger *ledger, GError **error)
{
  if (ledger->reach == DYR_REACH_HERE)
    return TRUE;
  ledger->reach = DYR_REACH_HERE;
  return dyr_save_set_reach (dyr_agree_get_save (self), ledger->id, DYR_REACH_HERE, error);
}

static gboolean
open_sides (DyrAgree *self,
            Sides *sides,
            const DyrLedger *ledger,
            const DyrRemoteRecord *theirs,
            GError **error)
{
  const DyrRecordType *type = ledger->type;

  sides->theirs = new_values (type);
  sides->sent = new_values (type);
  sides->base = new_values (type);
  sides->result = new_values (type);
  sides->stale.values = new_values (type);
  sides->taken = dyr_field_values_new ();
  sides->merged = dyr_field_values_new ();
  sides->known = theirs->known & holdable (self, type);
  sides->strange = theirs->strange & holdable (self, type);
  sides->newer = is_newer (theirs->version, ledger->attempt_version);
  sides->emptied = ledger->reach == DYR_REACH_HIDDEN && ledger->read_at == 0;
  if (ledger->attempt != DYR_ATTEMPT_NONE && ledger->sent != NULL)
    {
      if (!dyr_group_from_text (type, ledger->sent, sides->sent, &sides->sent_mask, error))
        return FALSE;
      resolve (self->connection, type, sides->sent_mask, sides->sent);
    }
  return dyr_links_take (self->connection,
                         dyr_agree_get_save (self),
                         &self->server,
                         theirs,
                         sides->theirs,
                         &sides->stale,
                         error);
}

/* Links of the CRM to what was made anew under another id: they mean the same to us, but not there.
 * Their group goes again as it is, unless it does so anyhow, or has just gone. */
static gboolean
repoint (DyrAgree *self, DyrLedger *ledger, Sides *sides, GError **error)
{
  const DyrRecordType *type = ledger->type;
  const DyrRemoteType *info = dyr_remote_get_type_info (self->remote, type);

  for (guint i = 0; sides->stale.fields != 0 && i < type->n_fields; i++)
    {
      const guint64 mask
          = dyr_record_type_group (type, i) == i ? dyr_group_mask (type, i) & sides->known : 0;
      g_autofree char *base = NULL;

      if ((mask & sides->stale.fields) == 0 || ledger->deleted || !info->writable
          || dyr_ledger_find (ledger, i) != NULL
          || (ledger->attempt == DYR_ATTEMPT_ACKNOWLEDGED && (mask & ~sides->sent_mask) == 0))
        continue;
      for (guint j = 0; j < type->n_fields; j++)
        if (mask >> j & 1)
          dyr_value_copy (sides->stale.fields >> j & 1 ? &sides->stale.values[j]
                                                       : &sides->theirs[j],
                          &sides->base[j]);
      base = dyr_group_to_text (type, mask, sides->base);
      if (!dyr_ledger_set_base (ledger, self->connection, i, base, error))
        return FALSE;
    }
  return TRUE;
}

/* What the CRM could not tell of the values that we know. */
static gboolean
graft (DyrAgree *self,
       const DyrLedger *ledger,
       Sides *sides,
       const DyrRow *row,
       const DyrRemoteRecord *theirs,
       GError **error)
{
  const DyrRecordType *type = ledger->type;

  dyr_content_keep_known (type, row->values, sides->theirs);
  for (guint i = 0; i < type->n_fields; i++)
    {
      const DyrPending *pending = dyr_ledger_find (ledger, dyr_record_type_group (type, i));

      if ((sides->known >> i & 1) == 0)
        continue;
      /* It may have what was sent, as far as it can hold that: what we knew before is over then. */
      if (sides->sent_mask >> i & 1)
        {
          dyr_remote_graft (self->remote, theirs, i, &sides->sent[i], &sides->theirs[i]);
          if (dyr_value_equal (&sides->sent[i], &sides->theirs[i]))
            continue;
        }
      if (pending != NULL && pending->base != NULL)
        {
          if (!read_base (self, sides, pending, G_GUINT64_CONSTANT (1) << i, error))
            return FALSE;
          dyr_remote_graft (self->remote, theirs, i, &sides->base[i], &sides->theirs[i]);
        }
      dyr_remote_graft (self->remote, theirs, i, &row->values[i], &sides->theirs[i]);
    }
  return TRUE;
}

static void
close_sides (Sides *sides, const DyrRecordType *type)
{
  free_values (type, sides->theirs);
  free_values (type, sides->sent);
  free_values (type, sides->base);
  free_values (type, sides->result);
  free_values (type, sides->stale.values);
  g_clear_pointer (&sides->taken, g_array_unref);
  g_clear_pointer (&sides->merged, g_array_unref);
}

static gboolean
agree (DyrAgree *self,
       DyrLedger *ledger,
       Sides *sides,
       const DyrRemoteRecord *theirs,
       DyrAgreeHow how,
       GError **error)
{
  g_autoptr (DyrRow) row = NULL;

  /* After the links: they may have made placeholders, but never change this row. */
  if (!open_sides (self, sides, ledger, theirs, error) || !bring_back (self, ledger, error)
      || (row = dyr_row_read_as (self->connection, ledger->type, ledger->id, error)) == NULL)
    return FALSE;
  sides->row = row;
  return graft (self, ledger, sides, row, theirs, error) && withdraw_question (self, ledger, error)
         && end_groups (self, ledger, sides, theirs, how, error)
         && write_values (self, sides, error) && repoint (self, ledger, sides, error)
         && take_uid (self, ledger, theirs, error) && show (self, ledger, error)
         && dyr_ledger_write_extra (
             self->connection, ledger->type, ledger->id, theirs->extra, error)
         && dyr_ledger_drop_attempt (ledger, self->connection, error)
         && dyr_ledger_set_remote (ledger,
                                   self->connection,
                                   theirs->remote_id,
                                   theirs->version,
                                   self->time,
                                   DYR_SETTLED,
                                   error)
         && (sides->strange == 0 || dyr_ledger_set_strange (ledger, self->connection, error))
         && dyr_ledger_requeue (ledger, self->connection, error);
}

gboolean
dyr_agree_record (DyrAgree *self,
                  DyrLedger *ledger,
                  const DyrRemoteRecord *theirs,
                  DyrAgreeHow how,
                  GError **error)
{
  Sides sides = { NULL };
  gboolean done = agree (self, ledger, &sides, theirs, how, error);

  close_sides (&sides, ledger->type);
  return done;
}

/* Whether theirs is none of the values that we know of. */
static gboolean
is_news (DyrAgree *self,
         const DyrLedger *ledger,
         Sides *sides,
         guint group,
         guint64 mask,
         gboolean *news,
         GError **error)
{
  const DyrRecordType *type = ledger->type;
  const DyrPending *pending = dyr_ledger_find (ledger, group);

  *news = FALSE;
  if (equal (type, mask, sides->theirs, sides->row->values)
      || ((mask & ~sides->sent_mask) == 0 && equal (type, mask, sides->theirs, sides->sent)))
    return TRUE;
  if (!read_base (self, sides, pending, mask, error))
    return FALSE;
  *news = pending == NULL || !equal (type, mask, sides->theirs, sides->base);
  return TRUE;
}

gboolean
dyr_agree_differs (DyrAgree *self,
                   const DyrLedger *ledger,
                   const DyrRemoteRecord *theirs,
                   gboolean *differs,
                   GError **error)
{
  const DyrRecordType *type = ledger->type;
  g_autoptr (DyrRow) row = dyr_row_read_as (self->connection, type, ledger->id, error);
  Sides sides = { .row = row };
  gboolean done = row != NULL && open_sides (self, &sides, ledger, theirs, error)
                  && graft (self, ledger, &sides, row, theirs, error);

  *differs = FALSE;
  for (guint i = 0; done && !*differs && i < type->n_fields; i++)
    {
      const guint64 mask
          = dyr_record_type_group (type, i) == i ? dyr_group_mask (type, i) & sides.known : 0;

      if (mask != 0)
        done = is_news (self, ledger, &sides, i, mask, differs, error);
    }
  close_sides (&sides, type);
  return done;
}

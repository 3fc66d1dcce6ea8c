/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Push: what people changed goes to the CRM, in the order they did it, parents before children.
 *
 * An attempt is on disk before its request leaves. What comes of it:
 *   done       the attempt is acknowledged (or, where the CRM checks versions under a lock, over)
 *   unknown    it may have happened: the record is looked up (create) or read (update, delete)
 *   merge      somebody was faster: the record is read whole, merged and sent again
 *   duplicate  our own earlier create is adopted, a foreign one is a question
 *   refused    the field or the record waits for a person, all else goes on
 *
 * The record of a file waits until its content is there: nobody ever meets it without. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-content-keep.h"
#include "dyr-double.h"
#include "dyr-engine-private.h"
#include "dyr-file.h"
#include "dyr-group.h"
#include "dyr-links.h"
#include "dyr-reason.h"
#include "dyr-remade.h"

#define CHUNK 50
/* A request without an answer may still be on its way. Where the CRM would take it twice, it is
 * asked about a little later. */
#define LATE_SECONDS 3

static gboolean
is_synced (const DyrField *field)
{
  return (field->flags & (DYR_DERIVED | DYR_LOCAL)) == 0;
}

/* A group into `sent`; taken out again when a link keeps it back. */
static gboolean
give_group (DyrEngine *self,
            DyrConnection *connection,
            const DyrRow *row,
            guint64 mask,
            DyrRemoteRecord *sent,
            DyrLinksEnd *end,
            GError **error)
{
  *end = DYR_LINKS_READY;
  for (guint i = 0; i < row->type->n_fields && *end == DYR_LINKS_READY; i++)
    if ((mask >> i & 1) != 0
        && !dyr_links_give (connection, self->remote, row, i, sent, end, error))
      return FALSE;
  if (*end == DYR_LINKS_READY)
    return TRUE;
  sent->known &= ~mask;
  for (guint i = 0; i < row->type->n_fields; i++)
    if (mask >> i & 1)
      {
        dyr_value_clear (&sent->values[i]);
        g_clear_pointer (&sent->links[i], g_ptr_array_unref);
      }
  return TRUE;
}

static DyrOrder *
new_order (DyrOrderKind kind, const DyrLedger *ledger)
{
  DyrOrder *order = dyr_order_new (kind, ledger->type);

  order->record = ledger->id;
  order->remote_id = g_strdup (ledger->remote_id);
  order->sent = dyr_remote_record_new (ledger->type);
  order->sent->remote_id = g_strdup (ledger->remote_id);
  order->sent->has_uid = TRUE;
  order->sent->uid = ledger->uid;
  return order;
}

/* Groups that a create leaves out: those refused before. */
static guint64
kept_back (const DyrLedger *ledger)
{
  guint64 mask = 0;

  for (guint i = 0; i < ledger->pending->len; i++)
    {
      const DyrPending *pending = ledger->pending->pdata[i];

      if (pending->group != DYR_WHOLE_RECORD && pending->state == DYR_PENDING_PARKED)
        mask |= dyr_group_mask (ledger->type, pending->group);
    }
  return mask;
}

/* All values of the record into `sent`. FALSE in `ready`: a linked record goes first. */
static gboolean
give_all (DyrEngine *self,
          DyrConnection *connection,
          const DyrLedger *ledger,
          const DyrRow *row,
          DyrRemoteRecord *sent,
          gboolean *ready,
          GError **error)
{
  const DyrRecordType *type = ledger->type;
  guint64 mask = dyr_remote_get_type_info (self->remote, type)->fields & ~kept_back (ledger);

  *ready = TRUE;
  for (guint i = 0; i < type->n_fields; i++)
    {
      guint64 group;
      DyrLinksEnd end;

      if (!is_synced (&type->fields[i]) || dyr_record_type_group (type, i) != i)
        continue;
      group = dyr_group_mask (type, i) & mask;
      if (!give_group (self, connection, row, group, sent, &end, error))
        return FALSE;
      if (end == DYR_LINKS_WAIT)
        *ready = FALSE;
    }
  return TRUE;
}

static gboolean
write_attempt (DyrConnection *connection,
               DyrLedger *ledger,
               const DyrRow *row,
               DyrPush push,
               const char *version,
               const DyrRemoteRecord *sent,
               GError **error)
{
  g_autofree char *text = dyr_group_to_text (ledger->type, sent->known, row->values);

  return dyr_ledger_set_attempt (ledger, connection, DYR_ATTEMPT_SENT, push, text, version, error);
}

static gboolean
order_create (DyrEngine *self,
              DyrConnection *connection,
              gint64 now,
              DyrLedger *ledger,
              DyrOrder **order,
              GError **error)
{
  g_autofree char *since = dyr_sent_now (self, now);
  g_autoptr (DyrRow) row = dyr_row_read_as (connection, ledger->type, ledger->id, error);
  g_autoptr (DyrOrder) create = new_order (DYR_ORDER_CREATE, ledger);
  gboolean ready;

  if (row == NULL || !give_all (self, connection, ledger, row, create->sent, &ready, error))
    return FALSE;
  if (!ready)
    return TRUE;
  /* A person looked at the CRM's candidates and said: another one. */
  create->anyway = g_strcmp0 (ledger->version, DYR_VERSION_ANYWAY) == 0;
  /* What is left out is sent once it can be. */
  if (!dyr_ledger_set_no_base (ledger,
                               connection,
                               dyr_remote_get_type_info (self->remote, ledger->type)->fields
                                   & ~create->sent->known,
                               error)
      || !write_attempt (connection, ledger, row, DYR_PUSH_CREATE, since, create->sent, error))
    return FALSE;
  *order = g_steal_pointer (&create);
  return TRUE;
}

/* Whether the CRM would tell the one as the other: it cannot hold what differs. */
static gboolean
is_told_alike (
    DyrEngine *self, const DyrRemoteRecord *sent, guint field, const DyrValue *a, const DyrValue *b)
{
  g_auto (DyrValue) value = DYR_VALUE_INIT;

  dyr_value_copy (b, &value);
  dyr_remote_graft (self->remote, sent, field, a, &value);
  return dyr_value_equal (&value, a);
}

/* Whether a group still says something that the CRM does not know, and can hold. */
static gboolean
differs_from_base (DyrEngine *self,
                   const DyrRow *row,
                   const DyrPending *pending,
                   guint64 mask,
                   const DyrRemoteRecord *sent,
                   gboolean *differs,
                   GError **error)
{
  const DyrRecordType *type = row->type;
  g_autofree DyrValue *values = g_new0 (DyrValue, type->n_fields);
  gboolean done
      = pending->base == NULL || dyr_group_from_text (type, pending->base, values, NULL, error);

  *differs = FALSE;
  for (guint i = 0; i < type->n_fields; i++)
    {
      const guint64 bit = mask & G_GUINT64_CONSTANT (1) << i;
      g_autofree char *now = dyr_group_to_text (type, bit, row->values);
      g_autofree char *base = dyr_group_to_text (type, bit, values);

      if (!g_str_equal (now, base)
          && (pending->base == NULL || type->fields[i].kind == DYR_KIND_LINK
              || type->fields[i].items == DYR_KIND_LINK
              || (!is_told_alike (self, sent, i, &values[i], &row->values[i])
                  && !is_told_alike (self, sent, i, &row->values[i], &values[i]))))
        *differs = TRUE;
      dyr_value_clear (&values[i]);
    }
  return done;
}

static gboolean
give_changes (DyrEngine *self,
              DyrConnection *connection,
              DyrLedger *ledger,
              const DyrRow *row,
              DyrRemoteRecord *sent,
              GError **error)
{
  const DyrRemoteType *info = dyr_remote_get_type_info (self->remote, ledger->type);
  g_autoptr (GArray) over = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < ledger->pending->len; i++)
    {
      const DyrPending *pending = ledger->pending->pdata[i];
      guint64 mask;
      gboolean differs = FALSE;
      DyrLinksEnd end;

      if (pending->group == DYR_WHOLE_RECORD || pending->state != DYR_PENDING_WAITING)
        continue;
      mask = dyr_group_mask (ledger->type, pending->group) & info->fields;
      if (mask != 0 && !differs_from_base (self, row, pending, mask, sent, &differs, error))
        return FALSE;
      if (!differs)
        g_array_append_val (over, pending->group);
      else if (!give_group (self, connection, row, mask, sent, &end, error))
        return FALSE;
    }
  for (guint i = 0; i < over->len; i++)
    if (!dyr_ledger_forget (ledger, connection, g_array_index (over, guint, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
order_update (
    DyrEngine *self, DyrConnection *connection, DyrLedger *ledger, DyrOrder **order, GError **error)
{
  const DyrRemoteType *info = dyr_remote_get_type_info (self->remote, ledger->type);
  g_autoptr (DyrRow) row = dyr_row_read_as (connection, ledger->type, ledger->id, error);
  g_autoptr (DyrOrder) update = new_order (DYR_ORDER_UPDATE, ledger);

  if (row == NULL || !give_changes (self, connection, ledger, row, update->sent, error)
      || !dyr_ledger_read_extra (ledger, connection, &update->sent->extra, error))
    return FALSE;
  if (update->sent->known == 0)
    return ledger->pending->len > 0 || dyr_ledger_requeue (ledger, connection, error);
  /* What we could not show may be what the edit would replace. */
  if ((!info->versions || ledger->strange) && !g_hash_table_contains (self->compared, &ledger->id))
    {
      update->kind = DYR_ORDER_FETCH;
      *order = g_steal_pointer (&update);
      return TRUE;
    }
  dyr_engine_set_compared (self, ledger->id, FALSE);
  update->sent->version = info->versions ? g_strdup (ledger->version) : NULL;
  if (!write_attempt (
          connection, ledger, row, DYR_PUSH_UPDATE, ledger->version, update->sent, error))
    return FALSE;
  update->first = !info->versions;
  *order = g_steal_pointer (&update);
  return TRUE;
}

/* A delete asks for no version: the record is looked at just before. */
static gboolean
order_delete (
    DyrEngine *self, DyrConnection *connection, DyrLedger *ledger, DyrOrder **order, GError **error)
{
  if (ledger->remote_id == NULL)
    return dyr_gone_finish (connection, ledger, error);
  if (!g_hash_table_contains (self->compared, &ledger->id))
    {
      *order = new_order (DYR_ORDER_FETCH, ledger);
      return TRUE;
    }
  dyr_engine_set_compared (self, ledger->id, FALSE);
  if (!dyr_ledger_set_attempt (
          ledger, connection, DYR_ATTEMPT_SENT, DYR_PUSH_DELETE, "{}", ledger->version, error))
    return FALSE;
  *order = new_order (DYR_ORDER_DELETE, ledger);
  (*order)->first = TRUE;
  /* Our extension looks at the version of a delete too; EspoCRM alone does not. */
  (*order)->sent->version = g_strdup (ledger->version);
  return TRUE;
}

/* A create without an answer: is it there? A look-up without uids compares what was sent. */
static gboolean
order_look_up (
    DyrEngine *self, DyrConnection *connection, DyrLedger *ledger, DyrOrder **order, GError **error)
{
  g_autoptr (DyrRow) row = dyr_row_read_as (connection, ledger->type, ledger->id, error);
  g_autoptr (DyrOrder) look_up = new_order (DYR_ORDER_LOOK_UP, ledger);
  gboolean ready;

  if (row == NULL || !give_all (self, connection, ledger, row, look_up->sent, &ready, error))
    return FALSE;
  look_up->since = dyr_sent_since (ledger);
  *order = g_steal_pointer (&look_up);
  return TRUE;
}

/* The same request once more, with what was sent then. */
static gboolean
order_again (DyrEngine *self,
             DyrConnection *connection,
             gint64 now,
             DyrLedger *ledger,
             DyrOrder **order,
             GError **error)
{
  /* Nothing of it arrived: what is there now is what shall go. */
  if (!dyr_ledger_drop_attempt (ledger, connection, error))
    return FALSE;
  return ledger->push == DYR_PUSH_CREATE
             ? order_create (self, connection, now, ledger, order, error)
             : TRUE;
}

/* Whether files wait for their contents; else they stay on this computer. */
static gboolean
takes_contents (DyrEngine *self)
{
  const DyrRemoteType *info = dyr_remote_get_type_info (self->remote, &dyr_file_type);

  return info != NULL && info->writable && dyr_remote_get_content_most (self->remote, NULL) > 0;
}

static gboolean
order_record (DyrEngine *self,
              DyrConnection *connection,
              gint64 now,
              DyrLedger *ledger,
              DyrOrder **order,
              GError **error)
{
  const DyrRemoteType *info = dyr_remote_get_type_info (self->remote, ledger->type);

  if (info == NULL || !info->writable
      || (ledger->type == &dyr_file_type && ledger->push == DYR_PUSH_CREATE
          && !takes_contents (self)))
    return dyr_ledger_park (ledger, connection, "only-here", error);
  switch (ledger->attempt)
    {
    case DYR_ATTEMPT_UNKNOWN:
      if (ledger->remote_id == NULL)
        return order_look_up (self, connection, ledger, order, error);
      *order = new_order (DYR_ORDER_FETCH, ledger);
      return TRUE;
    case DYR_ATTEMPT_AGAIN:
      return order_again (self, connection, now, ledger, order, error);
    case DYR_ATTEMPT_SENT:
    case DYR_ATTEMPT_ACKNOWLEDGED:
      return TRUE;
    case DYR_ATTEMPT_NONE:
    default:
      break;
    }
  if (ledger->remote_id != NULL && ledger->settled != DYR_SETTLED)
    return TRUE;
  switch (ledger->push)
    {
    case DYR_PUSH_CREATE:
      return order_create (self, connection, now, ledger, order, error);
    case DYR_PUSH_UPDATE:
      return order_update (self, connection, ledger, order, error);
    case DYR_PUSH_DELETE:
      return order_delete (self, connection, ledger, order, error);
    case DYR_PUSH_NOTHING:
    default:
      return TRUE;
    }
}

/* The next ids of the queue that are due; with `contents` no file that waits for its own. */
static GArray *
read_queue (DyrConnection *connection,
            gint64 now,
            gboolean contents,
            gint64 *after,
            gint64 *wait_until,
            GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) local = NULL;
  g_autoptr (DyrStatement) query
      = dyr_connection_query (connection,
                              error,
                              "SELECT id, seq, retry_at FROM record WHERE push <> 0 AND "
                              "parked IS NULL AND seq > ? AND NOT (? AND push = 1 AND EXISTS "
                              "(SELECT 1 FROM file f WHERE f.id = record.id AND f.content IS "
                              "NULL)) ORDER BY seq LIMIT ?",
                              "inn",
                              *after,
                              contents ? 1 : 0,
                              CHUNK);

  if (query == NULL)
    return NULL;
  *after = 0;
  for (guint n = 0; dyr_statement_step (query, &local); n++)
    {
      gint64 id = dyr_statement_number (query, 0), retry_at = dyr_statement_number (query, 2);

      if (n + 1 == CHUNK)
        *after = dyr_statement_number (query, 1);
      /* A time far ahead was written by a clock that was wrong. */
      if (retry_at <= now || retry_at > now + 86400)
        g_array_append_val (ids, id);
      else if (*wait_until == 0 || retry_at < *wait_until)
        *wait_until = retry_at;
    }
  if (local == NULL)
    return g_steal_pointer (&ids);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

/* Whether an order may be written down long before it is sent. Without our uid there, what was only
 * written down is as doubtful after a crash as what was sent; without versions, or before a delete,
 * the CRM is looked at first, and what was seen must not grow old. What was just seen goes on. */
static gboolean
may_wait (DyrEngine *self, const DyrLedger *ledger)
{
  const DyrRemoteType *info = dyr_remote_get_type_info (self->remote, ledger->type);

  return info == NULL || (info->uids && info->versions && ledger->push != DYR_PUSH_DELETE)
         || g_hash_table_contains (self->compared, &ledger->id);
}

gboolean
dyr_push_next (DyrEngine *self,
               DyrConnection *connection,
               gint64 now,
               DyrOrder **order,
               gint64 *wait_until,
               GError **error)
{
  const gboolean contents = takes_contents (self);
  gint64 after = -1;

  do
    {
      g_autoptr (GArray) ids = read_queue (connection, now, contents, &after, wait_until, error);

      if (ids == NULL)
        return FALSE;
      for (guint i = 0; i < ids->len && *order == NULL; i++)
        {
          gint64 id = g_array_index (ids, gint64, i);
          g_autoptr (DyrLedger) ledger = NULL;

          if (dyr_engine_is_flying (self, id))
            continue;
          ledger = dyr_ledger_read (connection, id, error);
          if (ledger == NULL)
            return FALSE;
          /* A person is asked about it: it holds up no other. */
          if (dyr_ledger_find (ledger, DYR_WHOLE_RECORD) != NULL)
            continue;
          if (g_hash_table_size (self->flying) >= DYR_SENT_MOST && !may_wait (self, ledger))
            return TRUE;
          if (!order_record (self, connection, now, ledger, order, error))
            return FALSE;
        }
    }
  while (*order == NULL && after != 0);
  return TRUE;
}

/* Our own create of which we had not heard: it is read whole, and meets what was sent then. */
static gboolean
adopt (DyrEngine *self,
       DyrConnection *connection,
       gint64 now,
       DyrLedger *ledger,
       const DyrRemoteRecord *theirs,
       GError **error)
{
  DyrDoubleEnd end;

  if ((ledger->attempt == DYR_ATTEMPT_SENT
       && !dyr_ledger_set_attempt_state (ledger, connection, DYR_ATTEMPT_UNKNOWN, error))
      || !dyr_double_claim (self, connection, ledger, theirs, &end, error))
    return FALSE;
  if (end != DYR_DOUBLE_OURS)
    return end == DYR_DOUBLE_TAKEN
           || dyr_ledger_wait (ledger, connection, now + LATE_SECONDS, error);
  self->counts.n_doubles_prevented++;
  return dyr_remade_tell (connection, ledger, theirs->remote_id, error)
         && dyr_ledger_set_remote (
             ledger, connection, theirs->remote_id, NULL, 0, DYR_UNSETTLED, error)
         && (ledger->push != DYR_PUSH_CREATE
             || dyr_ledger_set_push (ledger, connection, DYR_PUSH_UPDATE, error));
}

static gboolean
duplicate (DyrEngine *self,
           DyrConnection *connection,
           gint64 now,
           DyrLedger *ledger,
           const DyrAnswer *answer,
           GError **error)
{
  const DyrRemoteRecord *foreign = NULL;

  for (guint i = 0; i < answer->records->len; i++)
    {
      const DyrRemoteRecord *candidate = answer->records->pdata[i];

      if (candidate->has_uid && dyr_uid_equal (&candidate->uid, &ledger->uid))
        return adopt (self, connection, now, ledger, candidate, error);
      if (foreign == NULL)
        foreign = candidate;
    }
  return dyr_double_ask (self, connection, ledger, foreign, DYR_ASK_DUPLICATE, error);
}

/* Without uids only one sure match is ours. Everything else waits for a person: what was not found
 * may still arrive, and would be there twice. */
static gboolean
found_by_name (DyrEngine *self,
               DyrConnection *connection,
               gint64 now,
               DyrLedger *ledger,
               const DyrAnswer *answer,
               GError **error)
{
  const DyrRemoteRecord *ours, *other;

  if (!dyr_sent_find (self, connection, ledger, answer, &ours, &other, error))
    return FALSE;
  return ours != NULL ? adopt (self, connection, now, ledger, ours, error)
                      : dyr_double_ask (self, connection, ledger, other, DYR_ASK_UNANSWERED, error);
}

/* No answer, or one that proves nothing. */
static gboolean
unknown (DyrEngine *self,
         DyrConnection *connection,
         gint64 now,
         DyrLedger *ledger,
         const DyrAnswer *answer,
         GError **error)
{
  if (ledger->attempt == DYR_ATTEMPT_SENT
      && !dyr_ledger_set_attempt_state (ledger, connection, DYR_ATTEMPT_UNKNOWN, error))
    return FALSE;
  /* The network is nobody's fault. */
  if (answer->status == 0)
    return dyr_remote_get_type_info (self->remote, ledger->type)->unique
           || dyr_ledger_wait (ledger, connection, now + LATE_SECONDS, error);
  if (ledger->tries + 1 >= DYR_TRIES_MOST)
    return dyr_ledger_park (
        ledger, connection, answer->reason != NULL ? answer->reason : "server-error", error);
  return dyr_ledger_retry (
      ledger, connection, now + answer->seconds + dyr_engine_backoff (self, ledger->tries), error);
}

static gboolean
was_sent (const DyrRecordType *type, guint field, const char *sent)
{
  g_autofree DyrValue *values = g_new0 (DyrValue, type->n_fields);
  guint64 mask = 0;

  if (sent != NULL)
    dyr_group_from_text (type, sent, values, &mask, NULL);
  for (guint i = 0; i < type->n_fields; i++)
    dyr_value_clear (&values[i]);
  return (mask >> field & 1) != 0;
}

/* Perhaps it is not shown to us at all any more: one look tells, and asks the person then. */
static gboolean
look_after_no (DyrConnection *connection, DyrLedger *ledger, GError **error)
{
  return ledger->remote_id == NULL
         || dyr_ledger_set_settled (ledger, connection, DYR_UNSETTLED, error);
}

static gboolean
refused_record (DyrConnection *connection, DyrLedger *ledger, const char *reason, GError **error)
{
  const gboolean no_right
      = dyr_reason_is (reason, "may-not-change") || dyr_reason_is (reason, "may-not-delete");

  return dyr_ledger_park (ledger, connection, reason, error)
         && (!no_right || look_after_no (connection, ledger, error));
}

static gboolean
refused (DyrConnection *connection,
         gint64 now,
         DyrLedger *ledger,
         const DyrAnswer *answer,
         GError **error)
{
  const char *reason = answer->reason != NULL ? answer->reason : "refused";
  const DyrPending *pending;
  g_autofree char *base = NULL;
  g_autofree char *sent = g_strdup (ledger->sent);
  guint group;

  if (!dyr_ledger_drop_attempt (ledger, connection, error))
    return FALSE;
  /* What was uploaded is there no more: the CRM clears away what no record speaks of. */
  if (ledger->type == &dyr_file_type && answer->field == DYR_FILE_CONTENT
      && ledger->push == DYR_PUSH_CREATE)
    return dyr_content_keep_unsent (connection, ledger->id, now, reason, error);
  if (answer->field < 0 || (guint) answer->field >= ledger->type->n_fields)
    return refused_record (connection, ledger, reason, error);
  group = dyr_record_type_group (ledger->type, (guint) answer->field);
  pending = dyr_ledger_find (ledger, group);
  /* It was not sent: then the record is what the CRM does not want. */
  if (!was_sent (ledger->type, (guint) answer->field, sent))
    return dyr_ledger_park (ledger, connection, reason, error);
  base = pending != NULL ? g_strdup (pending->base) : NULL;
  return dyr_ledger_set_parked (ledger, connection, group, base, reason, error);
}

static gboolean
look_up_answered (DyrEngine *self,
                  DyrConnection *connection,
                  gint64 now,
                  DyrLedger *ledger,
                  const DyrAnswer *answer,
                  GError **error)
{
  if ((answer->kind == DYR_ANSWER_DONE || answer->kind == DYR_ANSWER_GONE)
      && !dyr_remote_get_type_info (self->remote, ledger->type)->uids)
    return found_by_name (self, connection, now, ledger, answer, error);
  switch (answer->kind)
    {
    case DYR_ANSWER_DONE:
      if (answer->records->len == 1)
        return adopt (self, connection, now, ledger, answer->records->pdata[0], error);
      /* More than one without uids: only a person can tell. */
      return answer->records->len > 0
                 ? duplicate (self, connection, now, ledger, answer, error)
                 : dyr_ledger_set_attempt_state (ledger, connection, DYR_ATTEMPT_AGAIN, error);
    case DYR_ANSWER_DUPLICATE:
      return duplicate (self, connection, now, ledger, answer, error);
    case DYR_ANSWER_GONE:
      return dyr_ledger_set_attempt_state (ledger, connection, DYR_ATTEMPT_AGAIN, error);
    case DYR_ANSWER_REFUSED:
    case DYR_ANSWER_HIDDEN:
      return dyr_ledger_park (
          ledger, connection, answer->reason != NULL ? answer->reason : "refused", error);
    case DYR_ANSWER_MERGE:
    case DYR_ANSWER_UNKNOWN:
    case DYR_ANSWER_LATER:
    case DYR_ANSWER_SIGN_IN:
    case DYR_ANSWER_LOCKED_OUT:
    case DYR_ANSWER_WRONG:
    default:
      return dyr_engine_take_trouble (self, now, answer)
             || unknown (self, connection, now, ledger, answer, error);
    }
}

/* What was made has the id of another record here: a person took that one for the same before the
 * answer came, or somebody's link made a placeholder. */
static gboolean
take_written (DyrEngine *self,
              DyrAgree *agree,
              gint64 now,
              const DyrOrder *order,
              DyrLedger *ledger,
              const DyrRemoteRecord *theirs,
              GError **error)
{
  gint64 holder = 0;

  if (order->kind == DYR_ORDER_CREATE
      && !dyr_links_find (agree->connection, ledger->type, theirs->remote_id, &holder, error))
    return FALSE;
  if (holder != 0 && holder != ledger->id)
    return adopt (self, agree->connection, now, ledger, theirs, error);
  return dyr_acknowledge (self, agree, ledger, theirs, error);
}

static gboolean
written (DyrEngine *self,
         DyrConnection *connection,
         gint64 now,
         const DyrOrder *order,
         DyrLedger *ledger,
         const DyrAnswer *answer,
         GError **error)
{
  g_auto (DyrAgree) agree;
  const DyrRemoteRecord *theirs = answer->records->len > 0 ? answer->records->pdata[0] : NULL;

  dyr_engine_begin_agree (self, &agree, connection, answer);
  dyr_engine_take_trouble (self, now, answer);
  switch (answer->kind)
    {
    case DYR_ANSWER_DONE:
      if (order->kind == DYR_ORDER_DELETE)
        {
          self->counts.n_sent++;
          return dyr_gone_told (self, connection, ledger, error);
        }
      if (theirs == NULL || theirs->remote_id == NULL)
        return unknown (self, connection, now, ledger, answer, error);
      return take_written (self, &agree, now, order, ledger, theirs, error)
             && dyr_engine_end_agree (self, &agree, error);
    case DYR_ANSWER_MERGE:
      return dyr_ledger_drop_attempt (ledger, connection, error)
             && dyr_ledger_set_settled (ledger, connection, DYR_UNSETTLED, error);
    case DYR_ANSWER_DUPLICATE:
      return duplicate (self, connection, now, ledger, answer, error);
    case DYR_ANSWER_REFUSED:
      return refused (connection, now, ledger, answer, error);
    case DYR_ANSWER_GONE:
      if (order->kind == DYR_ORDER_CREATE)
        return dyr_ledger_drop_attempt (ledger, connection, error)
               && dyr_ledger_park (
                   ledger, connection, answer->reason != NULL ? answer->reason : "refused", error);
      return dyr_gone_told (self, connection, ledger, error);
    case DYR_ANSWER_HIDDEN:
      return dyr_ledger_drop_attempt (ledger, connection, error)
             && dyr_ledger_park (
                 ledger, connection, answer->reason != NULL ? answer->reason : "refused", error)
             && look_after_no (connection, ledger, error);
    case DYR_ANSWER_LATER:
    case DYR_ANSWER_SIGN_IN:
    case DYR_ANSWER_LOCKED_OUT:
      return dyr_ledger_drop_attempt (ledger, connection, error);
    case DYR_ANSWER_UNKNOWN:
    case DYR_ANSWER_WRONG:
    default:
      return unknown (self, connection, now, ledger, answer, error);
    }
}

gboolean
dyr_push_answered (DyrEngine *self,
                   DyrConnection *connection,
                   gint64 now,
                   const DyrOrder *order,
                   const DyrAnswer *answer,
                   GError **error)
{
  g_autoptr (DyrLedger) ledger = dyr_ledger_read (connection, order->record, error);
  guint refused_before;
  gboolean done;

  if (ledger == NULL)
    return FALSE;
  refused_before = dyr_ledger_count_refused (ledger);
  done = order->kind == DYR_ORDER_LOOK_UP
             ? look_up_answered (self, connection, now, ledger, answer, error)
             : written (self, connection, now, order, ledger, answer, error);
  self->counts.n_refused += dyr_ledger_count_refused (ledger) > refused_before ? 1 : 0;
  return done;
}

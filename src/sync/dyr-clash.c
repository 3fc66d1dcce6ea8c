/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Clashes: what waits for a person, and what the person decides. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-clash.h"

#include <glib/gi18n-lib.h>

#include "dyr-content-keep.h"
#include "dyr-double.h"
#include "dyr-engine-private.h"
#include "dyr-error.h"
#include "dyr-group.h"
#include "dyr-links.h"
#include "dyr-waiting.h"

void
dyr_clash_free (DyrClash *self)
{
  if (self == NULL)
    return;
  g_free (self->title);
  g_free (self->base);
  g_free (self->mine);
  g_free (self->theirs);
  g_free (self->who);
  g_free (self->reason);
  g_free (self);
}

DyrClash *
dyr_clash_new (const DyrLedger *ledger, const DyrRow *row, const DyrPending *pending)
{
  DyrClash *clash = g_new0 (DyrClash, 1);

  clash->record = ledger->id;
  clash->uid = ledger->uid;
  clash->type = ledger->type;
  clash->title = g_strdup (row->title);
  clash->group = DYR_WHOLE_RECORD;
  clash->state = DYR_PENDING_PARKED;
  if (pending == NULL)
    {
      clash->reason = g_strdup (ledger->parked != NULL ? ledger->parked : DYR_REASON_UNREAD);
      return clash;
    }
  clash->group = pending->group;
  clash->state = pending->state;
  clash->base = g_strdup (pending->base);
  clash->theirs = g_strdup (pending->theirs);
  clash->who = g_strdup (pending->who);
  clash->reason = g_strdup (pending->reason);
  if (pending->group == DYR_WHOLE_RECORD)
    return clash;
  clash->mine = dyr_group_to_text (
      ledger->type, dyr_group_mask (ledger->type, pending->group), row->values);
  clash->fields
      = dyr_group_differing (ledger->type,
                             pending->group,
                             clash->mine,
                             clash->state == DYR_PENDING_CLASH ? clash->theirs : clash->base);
  return clash;
}

static gboolean
is_unread (const DyrLedger *ledger)
{
  return ledger->settled == DYR_UNSETTLED && ledger->remote_id != NULL
         && ledger->read_tries >= DYR_TRIES_MOST;
}

/* Whether what the CRM takes for the same is here, too. */
static gboolean
find_double (DyrConnection *connection, DyrClash *clash, GError **error)
{
  const char *remote_id = dyr_double_remote_id (clash->theirs);

  return remote_id == NULL
         || dyr_double_find (connection, clash->type, remote_id, &clash->here, error);
}

static gboolean
list_record (
    DyrConnection *connection, gint64 id, DyrPendingState state, GPtrArray *found, GError **error)
{
  g_autoptr (DyrLedger) ledger = dyr_ledger_read (connection, id, error);
  g_autoptr (DyrRow) row
      = ledger != NULL ? dyr_row_read_as (connection, ledger->type, id, error) : NULL;

  if (row == NULL)
    return FALSE;
  if (state == DYR_PENDING_PARKED && (ledger->parked != NULL || is_unread (ledger)))
    g_ptr_array_add (found, dyr_clash_new (ledger, row, NULL));
  for (guint i = 0; i < ledger->pending->len; i++)
    {
      const DyrPending *pending = ledger->pending->pdata[i];

      if (pending->state != state || (ledger->deleted && pending->group != DYR_WHOLE_RECORD))
        continue;
      g_ptr_array_add (found, dyr_clash_new (ledger, row, pending));
      if (pending->group == DYR_WHOLE_RECORD
          && !find_double (connection, found->pdata[found->len - 1], error))
        return FALSE;
    }
  return TRUE;
}

GPtrArray *
dyr_clash_list_of (DyrConnection *connection, gint64 record, GError **error)
{
  g_autoptr (GPtrArray) found = NULL;

  g_return_val_if_fail (connection != NULL, NULL);

  found = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_clash_free);
  return list_record (connection, record, DYR_PENDING_CLASH, found, error)
                 && list_record (connection, record, DYR_PENDING_PARKED, found, error)
             ? g_steal_pointer (&found)
             : NULL;
}

static GPtrArray *
list (DyrConnection *connection, GArray *ids, DyrPendingState state, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_clash_free);

  if (ids == NULL)
    return NULL;
  for (guint i = 0; i < ids->len; i++)
    if (!list_record (connection, g_array_index (ids, gint64, i), state, found, error))
      return NULL;
  return g_steal_pointer (&found);
}

GArray *
dyr_clash_records (DyrConnection *connection, GError **error)
{
  return dyr_statement_ids (
      dyr_connection_query (connection,
                            error,
                            "SELECT DISTINCT r.id FROM pending p JOIN record r ON r.id = p.record "
                            /* Whoever deleted a record has decided. */
                            "WHERE p.state <> 0 AND p.state = 1 AND (r.deleted_at IS NULL OR p.grp "
                            "= '') ORDER BY r.seq, r.id",
                            ""),
      error);
}

GPtrArray *
dyr_clash_list (DyrConnection *connection, GError **error)
{
  g_autoptr (GArray) ids = dyr_clash_records (connection, error);

  return list (connection, ids, DYR_PENDING_CLASH, error);
}

GPtrArray *
dyr_clash_list_parked (DyrConnection *connection, GError **error)
{
  g_autoptr (GArray) ids = dyr_statement_ids (
      dyr_connection_query (
          connection,
          error,
          "SELECT id FROM record WHERE id IN (SELECT record FROM pending WHERE state <> 0 AND "
          "state = 2 UNION SELECT r.id FROM record r WHERE " DYR_WAITING_REFUSED
          " UNION SELECT r.id FROM record r WHERE " DYR_WAITING_UNREAD ") ORDER BY seq, id",
          ""),
      error);

  return list (connection, ids, DYR_PENDING_PARKED, error);
}

static gboolean
refuse (GError **error)
{
  g_set_error_literal (error,
                       DYR_ERROR,
                       DYR_ERROR_REFUSED,
                       _("This question has two answers only: mine or theirs."));
  return FALSE;
}

/* What one decision writes. */
typedef struct
{
  DyrConnection *connection;
  gint64 action; /* of the person; 0: none yet */
  gint64 told;   /* … of the CRM */
} Decision;

/* The values that a text names. */
static GArray *
values_of (const DyrRecordType *type, const char *text, GError **error)
{
  g_autoptr (GArray) edits = dyr_field_values_new ();
  g_autofree DyrValue *values = g_new0 (DyrValue, type->n_fields);
  guint64 named = 0;
  gboolean done = text == NULL || dyr_group_from_text (type, text, values, &named, error);

  for (guint i = 0; i < type->n_fields; i++)
    {
      if (done && (named >> i & 1))
        dyr_value_copy (&values[i], dyr_field_values_add (edits, i));
      dyr_value_clear (&values[i]);
    }
  return done ? g_steal_pointer (&edits) : NULL;
}

static gboolean
write_values (Decision *decision,
              const DyrLedger *ledger,
              DyrSource source,
              const char *title,
              GArray *values,
              GError **error)
{
  gint64 *action = source == DYR_SOURCE_PERSON ? &decision->action : &decision->told;
  g_autoptr (DyrRow) row = dyr_row_read_as (decision->connection, ledger->type, ledger->id, error);
  g_autoptr (DyrSave) save = dyr_save_new (decision->connection, source, title, *action);

  return row != NULL && dyr_save_restore_fields (save, row, values, error)
         && dyr_save_finish (save, action, error);
}

/* Theirs is what both have agreed on, and what differs from it waits. */
static gboolean
agree_on_theirs (
    Decision *decision, DyrLedger *ledger, guint group, const char *theirs, GError **error)
{
  g_autoptr (DyrRow) row = dyr_row_read_as (decision->connection, ledger->type, ledger->id, error);
  g_autofree DyrValue *values = g_new0 (DyrValue, ledger->type->n_fields);
  guint64 named = dyr_group_mask (ledger->type, group);
  g_autofree char *mine = NULL;
  gboolean read
      = row != NULL
        && (theirs == NULL || dyr_group_from_text (ledger->type, theirs, values, &named, error));

  for (guint i = 0; i < ledger->type->n_fields; i++)
    dyr_value_clear (&values[i]);
  if (!read)
    return FALSE;
  mine = dyr_group_to_text (ledger->type, named, row->values);
  if (g_strcmp0 (mine, theirs) == 0)
    return dyr_ledger_forget (ledger, decision->connection, group, error)
           && dyr_ledger_requeue (ledger, decision->connection, error);
  return dyr_ledger_set_base (ledger, decision->connection, group, theirs, error)
         && dyr_ledger_requeue (ledger, decision->connection, error);
}

/* Mine stays. The history tells what the CRM had and that the person put mine in its place: to
 * undo that is to take theirs. */
static gboolean
keep_mine (Decision *decision, DyrLedger *ledger, guint group, const char *theirs, GError **error)
{
  g_autoptr (GArray) others = NULL, mine = NULL;
  g_autoptr (DyrRow) row = NULL;
  g_autofree char *text = NULL;

  if (ledger->deleted)
    return TRUE;
  others = values_of (ledger->type, theirs, error);
  row = others != NULL ? dyr_row_read_as (decision->connection, ledger->type, ledger->id, error)
                       : NULL;
  if (row == NULL)
    return FALSE;
  text = dyr_group_to_text (ledger->type, dyr_group_mask (ledger->type, group), row->values);
  mine = values_of (ledger->type, text, error);
  return mine != NULL && write_values (decision, ledger, DYR_SOURCE_SYNC, "clash", others, error)
         && write_values (decision, ledger, DYR_SOURCE_PERSON, "resolve", mine, error);
}

static gboolean
resolve_group (Decision *decision,
               DyrLedger *ledger,
               const DyrPending *pending,
               DyrChoose choose,
               GArray *values,
               GError **error)
{
  const guint group = pending->group;
  g_autofree char *theirs = g_strdup (pending->theirs);
  g_autoptr (GArray) chosen = NULL;
  gboolean done;

  dyr_connection_touch (decision->connection, ledger->type->number, ledger->id);
  switch (choose)
    {
    case DYR_CHOOSE_MINE:
      break;
    case DYR_CHOOSE_THEIRS:
      chosen = values_of (ledger->type, pending->theirs, error);
      break;
    case DYR_CHOOSE_BASE:
      chosen = values_of (ledger->type, pending->base, error);
      break;
    case DYR_CHOOSE_VALUES:
    default:
      chosen = values != NULL ? g_array_ref (values) : NULL;
      break;
    }
  if (choose == DYR_CHOOSE_MINE)
    done = keep_mine (decision, ledger, group, theirs, error);
  else
    done = chosen != NULL
           && write_values (decision, ledger, DYR_SOURCE_PERSON, "resolve", chosen, error);
  return done && agree_on_theirs (decision, ledger, group, theirs, error);
}

static gboolean
let_go (Decision *decision, DyrLedger *ledger, GError **error)
{
  DyrConnection *connection = decision->connection;
  g_autoptr (DyrSave) save
      = dyr_save_new (connection, DYR_SOURCE_PERSON, "resolve", decision->action);
  g_autoptr (DyrLedger) deleted = NULL;

  if (!dyr_save_delete (save, ledger->id, error)
      || !dyr_save_finish (save, &decision->action, error))
    return FALSE;
  /* The deletion queued itself. */
  deleted = dyr_ledger_read (connection, ledger->id, error);
  return deleted != NULL && dyr_gone_finish (connection, deleted, error);
}

/* Deleted here, changed there: it comes back, and is read anew. */
static gboolean
bring_back (Decision *decision, DyrLedger *ledger, GError **error)
{
  DyrConnection *connection = decision->connection;
  g_autoptr (DyrSave) save
      = dyr_save_new (connection, DYR_SOURCE_PERSON, "resolve", decision->action);

  return dyr_ledger_forget (ledger, connection, DYR_WHOLE_RECORD, error)
         && dyr_save_restore (save, ledger->id, error)
         && dyr_save_finish (save, &decision->action, error)
         && dyr_ledger_set_settled (ledger, connection, DYR_UNSETTLED, error);
}

/* Both sides made it: they become one, and what differs is asked field by field. */
static gboolean
link_to (Decision *decision, DyrLedger *ledger, const char *remote_id, GError **error)
{
  DyrConnection *connection = decision->connection;
  gboolean claimed;
  gint64 here;

  if (!dyr_double_find (connection, ledger->type, remote_id, &here, error))
    return FALSE;
  if (here != 0)
    return dyr_double_join (connection, ledger, here, &decision->action, error);
  /* Others' links made a placeholder of it: that is this one. */
  return dyr_links_claim (connection, ledger->type, remote_id, ledger->id, &claimed, error)
         && dyr_ledger_forget (ledger, connection, DYR_WHOLE_RECORD, error)
         && dyr_ledger_set_no_base (ledger, connection, ~G_GUINT64_CONSTANT (0), error)
         && dyr_ledger_set_remote (ledger, connection, remote_id, NULL, 0, DYR_UNSETTLED, error)
         && dyr_ledger_set_push (ledger, connection, DYR_PUSH_UPDATE, error);
}

static gboolean
make_anyway (DyrConnection *connection, DyrLedger *ledger, GError **error)
{
  return dyr_ledger_forget (ledger, connection, DYR_WHOLE_RECORD, error)
         && dyr_ledger_set_remote (
             ledger, connection, NULL, DYR_VERSION_ANYWAY, 0, DYR_SETTLED, error);
}

/* Out of reach with edits: they go, and it leaves the lists; or the CRM is asked again. */
static gboolean
resolve_hidden (DyrConnection *connection, DyrLedger *ledger, gboolean keep, GError **error)
{
  g_autoptr (DyrSave) save = NULL;

  if (keep)
    return dyr_ledger_forget (ledger, connection, DYR_WHOLE_RECORD, error)
           && dyr_ledger_set_settled (ledger, connection, DYR_UNSETTLED, error);
  save = dyr_save_new (connection, DYR_SOURCE_SYNC, "sync", 0);
  return dyr_ledger_forget_all (ledger, connection, error)
         && dyr_ledger_drop_attempt (ledger, connection, error)
         && dyr_ledger_set_push (ledger, connection, DYR_PUSH_NOTHING, error)
         && dyr_save_set_reach (save, ledger->id, DYR_REACH_HIDDEN, error);
}

/* It stays deleted, and goes there too. To undo that is to undo the deletion. */
static gboolean
stay_deleted (Decision *decision, DyrLedger *ledger, GError **error)
{
  return dyr_ledger_forget (ledger, decision->connection, DYR_WHOLE_RECORD, error)
         && dyr_connection_number (decision->connection,
                                   error,
                                   0,
                                   &decision->action,
                                   "SELECT c.action FROM change c JOIN action a ON a.id = c.action "
                                   "WHERE c.record = ? AND c.kind = ? AND a.undone_by IS NULL "
                                   "ORDER BY c.id DESC LIMIT 1",
                                   "in",
                                   ledger->id,
                                   DYR_CHANGE_DELETED);
}

static gboolean
resolve_question (
    Decision *decision, DyrLedger *ledger, const char *question, gboolean mine, GError **error)
{
  DyrConnection *connection = decision->connection;
  const char *remote_id;

  dyr_connection_touch (connection, ledger->type->number, ledger->id);
  if (g_str_equal (question, DYR_ASK_DELETED_THERE))
    return mine ? dyr_gone_make_anew (connection, ledger, error) : let_go (decision, ledger, error);
  if (g_str_equal (question, DYR_ASK_CHANGED_THERE))
    return mine ? stay_deleted (decision, ledger, error) : bring_back (decision, ledger, error);
  if (g_str_equal (question, DYR_ASK_HIDDEN_THERE))
    return resolve_hidden (connection, ledger, mine, error);
  if (mine)
    return make_anyway (connection, ledger, error);
  if (g_str_equal (question, DYR_ASK_UNANSWERED))
    return let_go (decision, ledger, error);
  remote_id = dyr_double_remote_id (question);
  return remote_id != NULL ? link_to (decision, ledger, remote_id, error) : refuse (error);
}

static gboolean
resolve (Decision *decision,
         gint64 record,
         guint group,
         DyrChoose choose,
         GArray *values,
         GError **error)
{
  g_autoptr (DyrLedger) ledger = dyr_ledger_read (decision->connection, record, error);
  const DyrPending *pending;
  g_autofree char *question = NULL;

  if (ledger == NULL)
    return FALSE;
  pending = dyr_ledger_find (ledger, group);
  if (pending == NULL || pending->state != DYR_PENDING_CLASH)
    {
      g_set_error_literal (error,
                           DYR_ERROR,
                           DYR_ERROR_NOT_FOUND,
                           _("Nothing is to be decided here. Perhaps it was decided meanwhile."));
      return FALSE;
    }
  if (group != DYR_WHOLE_RECORD)
    return resolve_group (decision, ledger, pending, choose, values, error);
  if (choose != DYR_CHOOSE_MINE && choose != DYR_CHOOSE_THEIRS)
    return refuse (error);
  question = g_strdup (pending->theirs);
  return resolve_question (decision, ledger, question, choose == DYR_CHOOSE_MINE, error);
}

gboolean
dyr_clash_resolve (DyrConnection *connection,
                   gint64 record,
                   guint group,
                   DyrChoose choose,
                   GArray *values,
                   GError **error)
{
  Decision decision = { .connection = connection };

  return resolve (&decision, record, group, choose, values, error);
}

gboolean
dyr_clash_looks_equal (const DyrClash *a, const DyrClash *b)
{
  return a->record == b->record && a->group == b->group && a->state == b->state
         && a->here == b->here && g_strcmp0 (a->base, b->base) == 0
         && g_strcmp0 (a->mine, b->mine) == 0 && g_strcmp0 (a->theirs, b->theirs) == 0;
}

static gboolean
is_still_so (GPtrArray *now, const DyrClash *seen)
{
  for (guint i = 0; i < now->len; i++)
    if (dyr_clash_looks_equal (now->pdata[i], seen))
      return TRUE;
  return FALSE;
}

void
dyr_clash_set_changed (GError **error)
{
  g_set_error_literal (
      error, DYR_ERROR, DYR_ERROR_CONFLICT, _("It was changed meanwhile. Look at it again."));
}

gboolean
dyr_clash_answer (DyrConnection *connection, GArray *answers, gint64 *action, GError **error)
{
  Decision decision = { .connection = connection };

  for (guint i = 0; i < answers->len; i++)
    {
      const DyrClashAnswer *answer = &g_array_index (answers, DyrClashAnswer, i);
      g_autoptr (GPtrArray) now = dyr_clash_list_of (connection, answer->seen->record, error);

      if (now == NULL)
        return FALSE;
      if (is_still_so (now, answer->seen))
        continue;
      dyr_clash_set_changed (error);
      return FALSE;
    }
  for (guint i = 0; i < answers->len; i++)
    {
      const DyrClashAnswer *answer = &g_array_index (answers, DyrClashAnswer, i);

      if (!resolve (&decision,
                    answer->seen->record,
                    answer->seen->group,
                    answer->choose,
                    answer->values,
                    error))
        return FALSE;
    }
  *action = decision.action;
  return TRUE;
}

gboolean
dyr_clash_retry (DyrConnection *connection, gint64 record, GError **error)
{
  g_autoptr (DyrLedger) ledger = dyr_ledger_read (connection, record, error);

  if (ledger == NULL || !dyr_ledger_park (ledger, connection, NULL, error)
      || !dyr_content_keep_again (connection, record, error))
    return FALSE;
  for (guint i = 0; i < ledger->pending->len; i++)
    {
      const DyrPending *pending = ledger->pending->pdata[i];
      g_autofree char *base = g_strdup (pending->base);

      if (pending->state == DYR_PENDING_PARKED
          && !dyr_ledger_set_base (ledger, connection, pending->group, base, error))
        return FALSE;
    }
  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Double: a record that was made here, and that the CRM takes for one that it has. When that one is
 * here as well, the two are merged as a person merges duplicates; group by group it ends as when
 * both sides had made one record:
 *
 *   merge (empty, made here, here already)  | what happens
 *   ----------------------------------------|----------------------------------------------
 *   agreed, theirs                          | it stays as it is
 *   mine, a set of both                     | an edit of the one that stays
 *   clash, a text of both                   | a clash: what was made here on the screen, what
 *                                           | the CRM has beside it */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-double.h"

#include <glib/gi18n-lib.h>

#include "dyr-engine-private.h"
#include "dyr-error.h"
#include "dyr-group.h"
#include "dyr-join.h"
#include "dyr-links.h"
#include "dyr-merge.h"

const char *
dyr_double_remote_id (const char *question)
{
  return question != NULL && g_str_has_prefix (question, DYR_ASK_DUPLICATE "\t")
             ? strchr (question, '\t') + 1
             : NULL;
}

gboolean
dyr_double_find (DyrConnection *connection,
                 const DyrRecordType *type,
                 const char *remote_id,
                 gint64 *here,
                 GError **error)
{
  return dyr_connection_number (connection,
                                error,
                                0,
                                here,
                                "SELECT id FROM record WHERE type = ? AND remote_id = ? "
                                "AND reach <> ?",
                                "ntn",
                                type->number,
                                remote_id,
                                (int) DYR_REACH_UNSEEN);
}

/* What a person merges two records by, and what is left to ask. */
typedef struct
{
  const DyrRecordType *type;
  GArray *choices; /* DyrJoinChoice */
  guint64 asked;   /* bit: first field of a group that both have, differently */
} Plan;

static void
clear_plan (Plan *plan)
{
  g_clear_pointer (&plan->choices, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Plan, clear_plan)

/* What no person may choose goes its own way: logs are united, what is fixed stays. */
static gboolean
is_open (const DyrRecordType *type, guint field)
{
  return (type->fields[field].flags & DYR_LOCAL) == 0 && dyr_join_can_choose (&type->fields[field]);
}

static void
plan_group (Plan *plan, guint group, DyrMergeEnd end)
{
  for (guint i = group; i < plan->type->n_fields; i++)
    {
      DyrJoinChoice choice = { .field = i, .side = DYR_JOIN_KEEP };

      if (dyr_record_type_group (plan->type, i) != group || !is_open (plan->type, i))
        continue;
      if (end == DYR_MERGE_MINE)
        choice.side = DYR_JOIN_TAKE;
      else if (end == DYR_MERGE_BOTH && plan->type->fields[i].kind == DYR_KIND_SET)
        choice.side = DYR_JOIN_BOTH;
      else if (end == DYR_MERGE_BOTH || end == DYR_MERGE_CLASH)
        plan->asked |= G_GUINT64_CONSTANT (1) << group;
      g_array_append_val (plan->choices, choice);
    }
}

static void
make_plan (Plan *plan, const DyrJoinLook *look)
{
  const DyrRecordType *type = look->into->type;
  g_autofree DyrValue *nothing = g_new0 (DyrValue, type->n_fields);
  g_autofree DyrValue *result = g_new0 (DyrValue, type->n_fields);

  plan->type = type;
  plan->choices = g_array_new (FALSE, FALSE, sizeof (DyrJoinChoice));
  for (guint i = 0; i < type->n_fields; i++)
    if (dyr_record_type_group (type, i) == i)
      plan_group (
          plan, i, dyr_merge (type, i, nothing, look->from->values, look->into->values, result));
  for (guint i = 0; i < type->n_fields; i++)
    dyr_value_clear (&result[i]);
}

/* Three values, of which a clash shows two; or one that was sent, and whose answer would end the
 * clash as if it were an edit of that. */
static gboolean
is_edited_there (const Plan *plan, const DyrLedger *ledger)
{
  if (plan->asked != 0 && ledger->attempt != DYR_ATTEMPT_NONE)
    return TRUE;
  for (guint i = 0; i < plan->type->n_fields; i++)
    if ((plan->asked >> i & 1) != 0 && dyr_ledger_find (ledger, i) != NULL)
      return TRUE;
  return FALSE;
}

/* Takes the text. */
static gboolean
refuse (GError **error, char *text)
{
  g_set_error_literal (error, DYR_ERROR, DYR_ERROR_REFUSED, text);
  g_free (text);
  return FALSE;
}

static gboolean
check (const Plan *plan, const DyrJoinLook *look, const DyrLedger *there, GError **error)
{
  const char *title = look->into->title != NULL ? look->into->title : "—";

  if (look->obstacle != NULL)
    return refuse (error, g_strdup (look->obstacle));
  /* What was made here would go with it. */
  if (there->settled == DYR_TOLD_GONE)
    return refuse (
        error,
        g_strdup_printf (
            _("“%s” cannot be read at present. It can be merged once the CRM shows it again."),
               title));
  if (is_edited_there (plan, there))
    return refuse (error,
                   g_strdup_printf (_("“%s” was changed here too, and the CRM does not have that "
                                      "yet. Sync first, then answer."),
                                       title));
  return TRUE;
}

/* What was made here, on the screen of the one that stays: nothing follows from it yet. */
static gboolean
show_mine (DyrConnection *connection,
           const Plan *plan,
           const DyrJoinLook *look,
           gint64 *action,
           GError **error)
{
  g_autoptr (DyrRow) row = dyr_row_read_as (connection, plan->type, look->into->id, error);
  g_autoptr (GArray) values = dyr_field_values_new ();
  g_autoptr (DyrSave) save = dyr_save_new (connection, DYR_SOURCE_PERSON, "resolve", *action);

  for (guint i = 0; i < plan->type->n_fields; i++)
    if ((plan->asked >> dyr_record_type_group (plan->type, i) & 1) != 0 && is_open (plan->type, i))
      dyr_value_copy (&look->from->values[i], dyr_field_values_add (values, i));
  return row != NULL && dyr_save_restore_fields (save, row, values, error)
         && dyr_save_finish (save, action, error);
}

/* Nothing was ever agreed between the two. */
static gboolean
ask_groups (DyrConnection *connection, const Plan *plan, const DyrJoinLook *look, GError **error)
{
  g_autoptr (DyrLedger) ledger = dyr_ledger_read (connection, look->into->id, error);
  g_autofree DyrValue *nothing = g_new0 (DyrValue, plan->type->n_fields);

  if (ledger == NULL)
    return FALSE;
  for (guint i = 0; i < plan->type->n_fields; i++)
    {
      const guint64 mask = plan->asked >> i & 1 ? dyr_group_mask (plan->type, i) : 0;
      g_autofree char *base = dyr_group_to_text (plan->type, mask, nothing);
      g_autofree char *theirs = dyr_group_to_text (plan->type, mask, look->into->values);

      if (mask != 0 && !dyr_ledger_set_clash (ledger, connection, i, base, theirs, NULL, error))
        return FALSE;
    }
  return dyr_ledger_requeue (ledger, connection, error);
}

/* The CRM never had it: nothing is left to send. */
static gboolean
finish (DyrConnection *connection, gint64 made, GError **error)
{
  g_autoptr (DyrLedger) ledger = dyr_ledger_read (connection, made, error);

  return ledger != NULL && dyr_gone_finish (connection, ledger, error);
}

gboolean
dyr_double_join (
    DyrConnection *connection, DyrLedger *made, gint64 here, gint64 *action, GError **error)
{
  g_autoptr (DyrJoinLook) look = NULL;
  g_autoptr (DyrLedger) there = NULL;
  g_auto (Plan) plan = { NULL };

  g_return_val_if_fail (made != NULL && made->remote_id == NULL, FALSE);

  look = dyr_join_double_look (connection, made->id, here, error);
  there = look != NULL ? dyr_ledger_read (connection, here, error) : NULL;
  if (there == NULL)
    return FALSE;
  make_plan (&plan, look);
  return check (&plan, look, there, error)
         && dyr_ledger_forget (made, connection, DYR_WHOLE_RECORD, error)
         && dyr_join_double (connection, made->id, here, plan.choices, action, error)
         && show_mine (connection, &plan, look, action, error)
         && ask_groups (connection, &plan, look, error) && finish (connection, made->id, error);
}

gboolean
dyr_double_ask (DyrEngine *engine,
                DyrConnection *connection,
                DyrLedger *ledger,
                const DyrRemoteRecord *other,
                const char *question,
                GError **error)
{
  g_autofree char *named
      = other != NULL ? g_strdup_printf ("%s\t%s", DYR_ASK_DUPLICATE, other->remote_id) : NULL;
  g_autofree char *title
      = other != NULL ? dyr_record_type_title (other->type, other->values) : NULL;

  engine->counts.n_clashes++;
  return dyr_ledger_drop_attempt (ledger, connection, error)
         && dyr_ledger_ask (ledger, connection, named != NULL ? named : question, title, error);
}

/* The other one goes on as what the CRM has. */
static gboolean
yield (DyrEngine *engine,
       DyrConnection *connection,
       DyrLedger *ledger,
       const DyrRemoteRecord *theirs,
       GError **error)
{
  return ledger->deleted
             ? dyr_gone_finish (connection, ledger, error)
             : dyr_double_ask (engine, connection, ledger, theirs, DYR_ASK_DUPLICATE, error);
}

/* What only this store has of it would leave the screen with it. */
static gboolean
is_kept (DyrEngine *engine, DyrConnection *connection, gint64 id, gboolean *kept, GError **error)
{
  g_autoptr (DyrLedger) ledger = dyr_ledger_read (connection, id, error);
  g_autoptr (DyrRow) row
      = ledger != NULL ? dyr_row_read_as (connection, ledger->type, id, error) : NULL;

  if (row == NULL)
    return FALSE;
  *kept = ledger->reach == DYR_REACH_HERE && !ledger->deleted
          && dyr_gone_has_own_values (engine, row);
  return TRUE;
}

gboolean
dyr_double_claim (DyrEngine *engine,
                  DyrConnection *connection,
                  DyrLedger *ledger,
                  const DyrRemoteRecord *theirs,
                  DyrDoubleEnd *end,
                  GError **error)
{
  gboolean claimed = FALSE, kept = FALSE, another;
  gint64 holder;

  g_return_val_if_fail (engine != NULL && ledger != NULL, FALSE);

  *end = DYR_DOUBLE_LATER;
  if (!dyr_links_find (connection, ledger->type, theirs->remote_id, &holder, error))
    return FALSE;
  another = holder != 0 && holder != ledger->id;
  if (another && dyr_engine_is_flying (engine, holder))
    return TRUE;
  if (another && !is_kept (engine, connection, holder, &kept, error))
    return FALSE;
  if (!kept
      && !dyr_links_claim (
          connection, ledger->type, theirs->remote_id, ledger->id, &claimed, error))
    return FALSE;
  *end = claimed ? DYR_DOUBLE_OURS : DYR_DOUBLE_TAKEN;
  return claimed || yield (engine, connection, ledger, theirs, error);
}

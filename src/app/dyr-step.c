/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Steps: how a record moves forward by one click: its next state and the date that belongs to it.
 */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-step.h"

#include "dyr-date.h"
#include "dyr-presentation.h"

/* clang-format off */
static const DyrStep steps[] = {
  { &dyr_client_type, "activate", NC_ ("client step", "Mark as active"),
    .also = "prospect suspended lost", .to = "active" },
  { &dyr_client_type, "suspend", NC_ ("client step", "Mark as suspended"),
    .also = "active", .to = "suspended" },
  { &dyr_client_type, "lose", NC_ ("client step", "Mark as lost"),
    .also = "prospect active suspended", .to = "lost" },

  { &dyr_contract_type, "sign", NC_ ("contract step", "Mark as signed"),
    .from = "draft negotiation approval", .to = "signed", .stamp = "signed-on" },
  { &dyr_contract_type, "negotiate", NC_ ("contract step", "Put into negotiation"),
    .also = "draft", .to = "negotiation" },
  { &dyr_contract_type, "approve", NC_ ("contract step", "Send for approval"),
    .also = "draft negotiation", .to = "approval" },
  { &dyr_contract_type, "activate", NC_ ("contract step", "Mark as active"),
    .from = "signed suspended", .to = "active" },
  { &dyr_contract_type, "suspend", NC_ ("contract step", "Mark as suspended"),
    .also = "signed active", .to = "suspended" },
  { &dyr_contract_type, "terminate", NC_ ("contract step", "Mark as terminated"),
    .also = "signed active suspended", .to = "terminated" },

  { &dyr_delivery_type, "agree", NC_ ("delivery step", "Date agreed"),
    .from = "draft", .to = "agreed", .asks = "agreed-on", .missing = TRUE },
  { &dyr_delivery_type, "order", NC_ ("delivery step", "Transport ordered"),
    .from = "agreed", .also = "draft", .to = "ordered" },
  { &dyr_delivery_type, "ship", NC_ ("delivery step", "Shipped"),
    .from = "ordered", .also = "draft agreed", .to = "shipped", .stamp = "shipped-at" },
  { &dyr_delivery_type, "transit", NC_ ("delivery step", "In transit"),
    .from = "shipped", .to = "in-transit" },
  { &dyr_delivery_type, "deliver", NC_ ("delivery step", "Delivered"),
    .from = "in-transit", .also = "agreed ordered shipped", .to = "delivered",
    .stamp = "delivered-at" },
  { &dyr_delivery_type, "accept", NC_ ("delivery step", "Accepted"),
    .from = "delivered", .also = "in-transit", .to = "accepted", .stamp = "accepted-at" },
  { &dyr_delivery_type, "close", NC_ ("delivery step", "Documents closed"),
    .from = "accepted", .to = "closed" },
  { &dyr_delivery_type, "return", NC_ ("delivery step", "Mark as returned"),
    .also = "shipped in-transit delivered", .to = "returned" },
  { &dyr_delivery_type, "fail", NC_ ("delivery step", "Mark as failed"),
    .also = "agreed ordered shipped in-transit", .to = "failed" },
  { &dyr_delivery_type, "cancel", NC_ ("delivery step", "Cancel the delivery"),
    .also = "draft agreed ordered", .to = "cancelled" },

  { &dyr_presentation_type, "hold", NC_ ("presentation step", "Held"),
    .from = "planned moved", .to = "held", .asks = "outcome" },
  { &dyr_presentation_type, "miss", NC_ ("presentation step", "Not held"),
    .from = "planned moved", .to = "not-held" },
  { &dyr_presentation_type, "move", NC_ ("presentation step", "Move…"),
    .from = "planned moved not-held", .to = "planned", .asks = "starts-at",
    .answer = NC_ ("presentation step", "Move") },

  { &dyr_activity_type, "finish", NC_ ("activity step", "Done"),
    .from = "open", .to = "done", .stamp = "done-at", .asks = "outcome", .kind = "call" },
  { &dyr_activity_type, "finish", NC_ ("activity step", "Done"),
    .from = "open", .to = "done", .stamp = "done-at" },
  { &dyr_activity_type, "cancel", NC_ ("activity step", "Cancel the activity"),
    .also = "open", .to = "cancelled" },
  { &dyr_activity_type, "reopen", NC_ ("activity step", "Open again"),
    .also = "done cancelled", .to = "open", .clears = "done-at" },
};
/* clang-format on */

static gboolean
has_word (const char *words, const char *word)
{
  g_auto (GStrv) list = NULL;

  if (words == NULL || word == NULL)
    return FALSE;
  list = g_strsplit (words, " ", -1);
  return g_strv_contains ((const char *const *) list, word);
}

static const char *
text_of (DyrRecord *record, const char *field)
{
  int index = dyr_record_type_find (dyr_record_get_record_type (record), field);

  return index >= 0 ? dyr_value_text (dyr_record_get_value (record, (guint) index)) : NULL;
}

static guint
index_of (const DyrStep *step, const char *field)
{
  int index = dyr_record_type_find (step->type, field);

  g_assert (index >= 0);
  return (guint) index;
}

static gboolean
fits (const DyrStep *step, DyrRecord *record)
{
  const char *state = text_of (record, "state");

  return step->type == dyr_record_get_record_type (record)
         && (step->kind == NULL || g_strcmp0 (text_of (record, "kind"), step->kind) == 0)
         && (has_word (step->from, state) || has_word (step->also, state));
}

static gboolean
holds_id (GPtrArray *found, const char *id)
{
  for (guint i = 0; i < found->len; i++)
    if (g_str_equal (((const DyrStep *) g_ptr_array_index (found, i))->id, id))
      return TRUE;
  return FALSE;
}

static void
add_fitting (GPtrArray *found, DyrRecord *record, gboolean next)
{
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (fits (&steps[i], record) && dyr_step_is_next (&steps[i], record) == next
        && !holds_id (found, steps[i].id))
      g_ptr_array_add (found, (gpointer) &steps[i]);
}

GPtrArray *
dyr_steps_find (DyrRecord *record)
{
  GPtrArray *found = g_ptr_array_new ();

  g_return_val_if_fail (DYR_IS_RECORD (record), found);

  if (dyr_record_is_deleted (record))
    return found;
  add_fitting (found, record, TRUE);
  add_fitting (found, record, FALSE);
  return found;
}

const DyrStep *
dyr_steps_find_by_id (DyrRecord *record, const char *id)
{
  g_autoptr (GPtrArray) found = dyr_steps_find (record);

  for (guint i = 0; i < found->len; i++)
    if (g_str_equal (((const DyrStep *) g_ptr_array_index (found, i))->id, id))
      return g_ptr_array_index (found, i);
  return NULL;
}

gboolean
dyr_step_is_next (const DyrStep *step, DyrRecord *record)
{
  return has_word (step->from, text_of (record, "state"));
}

/* A context for each record type: “active” is another word of a client than of a contract. */
static const char *
translate (const DyrStep *step, const char *text)
{
  char context[64];

  g_snprintf (context, sizeof context, "%s step", step->type->context);
  return g_dpgettext2 (GETTEXT_PACKAGE, context, text);
}

const char *
dyr_step_label (const DyrStep *step)
{
  return translate (step, step->label);
}

const char *
dyr_step_answer_label (const DyrStep *step)
{
  if (step->answer == NULL)
    return dyr_step_label (step);
  return translate (step, step->answer);
}

int
dyr_step_asks (const DyrStep *step, DyrRecord *record)
{
  guint field;

  if (step->asks == NULL)
    return -1;
  field = index_of (step, step->asks);
  if (step->missing && dyr_record_get_value (record, field)->form != DYR_VALUE_NONE)
    return -1;
  return (int) field;
}

static void
add_stamp (
    GArray *values, const DyrStep *step, DyrRecord *record, const DyrContext *context, gint64 now)
{
  guint field = index_of (step, step->stamp);

  /* A date that somebody typed before is a fact. */
  if (dyr_record_get_value (record, field)->form != DYR_VALUE_NONE)
    return;
  dyr_value_set_number (dyr_field_values_add (values, field),
                        step->type->fields[field].kind == DYR_KIND_DATE
                            ? dyr_date_of_instant (now, context->zone)
                            : now);
}

/* A presentation lasts as long as before; without a new date it waits for one. */
static void
move_presentation (GArray *values, DyrRecord *record, const DyrValue *answer)
{
  gint64 from
      = dyr_value_number (dyr_record_get_value (record, DYR_PRESENTATION_STARTS_AT), DYR_UNSET);
  gint64 ends
      = dyr_value_number (dyr_record_get_value (record, DYR_PRESENTATION_ENDS_AT), DYR_UNSET);
  gint64 to = answer != NULL ? dyr_value_number (answer, DYR_UNSET) : DYR_UNSET;

  if (to == DYR_UNSET)
    dyr_value_set_text (dyr_field_values_add (values, DYR_PRESENTATION_STATE), "moved");
  else if (from != DYR_UNSET && ends != DYR_UNSET)
    dyr_value_set_number (dyr_field_values_add (values, DYR_PRESENTATION_ENDS_AT),
                          ends + (to - from));
}

GArray *
dyr_step_values (const DyrStep *step,
                 DyrRecord *record,
                 const DyrContext *context,
                 const DyrValue *answer,
                 gint64 now)
{
  gboolean move = step->type == &dyr_presentation_type && g_str_equal (step->id, "move");
  gboolean answered = answer != NULL && answer->form != DYR_VALUE_NONE;
  GArray *values = dyr_field_values_new ();

  if (!move || answered)
    dyr_value_set_text (dyr_field_values_add (values, index_of (step, "state")), step->to);
  if (answered && step->asks != NULL)
    dyr_value_copy (answer, dyr_field_values_add (values, index_of (step, step->asks)));
  if (step->stamp != NULL)
    add_stamp (values, step, record, context, now);
  if (step->clears != NULL)
    dyr_field_values_add (values, index_of (step, step->clears));
  if (move)
    move_presentation (values, record, answer);
  return values;
}

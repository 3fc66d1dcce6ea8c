/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Fate: what the server does with a request, and what becomes of its answer. Each thing that may
 * happen has a share of its own: one that grew takes nothing from another. */

#include "config.h"

#include "sim.h"

gint32
sim_chance (Sim *sim, gint32 below)
{
  return g_rand_int_range (sim->random, 0, below);
}

gboolean
sim_is_write (const DyrOrder *order)
{
  return order->kind == DYR_ORDER_CREATE || order->kind == DYR_ORDER_UPDATE
         || order->kind == DYR_ORDER_DELETE;
}

DyrAnswer *
sim_trouble (Sim *sim, DyrAnswerKind kind, guint status)
{
  DyrAnswer *answer = dyr_answer_new (kind);

  answer->status = status;
  answer->time = status != 0 ? sim->crm->time : 0;
  answer->reason = g_strdup ("as the simulator likes");
  return answer;
}

/* A rule of the CRM that this write breaks: one of its fields, or all of it. */
static DyrAnswer *
refuse (Sim *sim, const DyrOrder *order)
{
  const gint32 n_fields = (gint32) order->sent->type->n_fields;
  const gint32 field = sim_chance (sim, n_fields * 2);
  DyrAnswer *answer = sim_trouble (sim, DYR_ANSWER_REFUSED, 400);

  sim->coverage->refusals++;
  answer->field = order->kind != DYR_ORDER_DELETE && field < n_fields
                          && (order->sent->known >> field & 1) != 0
                      ? field
                      : -1;
  return answer;
}

/* Whether the CRM may take a new record for that one, which whoever sends it may see. */
static gboolean
is_like (const DyrOrder *order, const SimRecord *other, int person)
{
  return !other->deleted && other->record->type == order->type
         && !sim_record_is_hidden (other, person)
         && !(other->record->has_uid && dyr_uid_equal (&other->record->uid, &order->sent->uid));
}

/* The CRM takes a new record for one that it has. NULL: for none. */
static DyrAnswer *
suspect (Sim *sim, const DyrOrder *order, int person)
{
  const guint n = sim->crm->records->len;
  const guint first = n > 0 ? (guint) sim_chance (sim, (gint32) n) : 0;

  for (guint i = 0; !order->anyway && i < n; i++)
    {
      const SimRecord *other = sim->crm->records->pdata[(first + i) % n];
      DyrAnswer *answer;

      if (!is_like (order, other, person))
        continue;
      sim->coverage->duplicates++;
      answer = sim_trouble (sim, DYR_ANSWER_DUPLICATE, 409);
      g_ptr_array_add (answer->records, dyr_remote_record_copy (other->record));
      return answer;
    }
  return NULL;
}

static DyrAnswer *
err (Sim *sim)
{
  static const struct
  {
    DyrAnswerKind kind;
    guint status;
  } errors[] = {
    { DYR_ANSWER_LATER, 503 },      { DYR_ANSWER_UNKNOWN, 502 }, { DYR_ANSWER_SIGN_IN, 401 },
    { DYR_ANSWER_LOCKED_OUT, 403 }, { DYR_ANSWER_WRONG, 302 },   { DYR_ANSWER_LATER, 0 },
  };
  const gint32 which = sim_chance (sim, (gint32) G_N_ELEMENTS (errors));

  sim->coverage->errors++;
  return sim_trouble (sim, errors[which].kind, errors[which].status);
}

typedef enum
{
  WELL,
  LOST_REQUEST,
  LATE, /* of a write: nobody hears of it, and half of those arrive after all */
  ERROR,
  LOST_ANSWER,
  TWICE, /* of a write: something on the way sends it again */
  REFUSED,
  DUPLICATE, /* of a create */
  HIDDEN,    /* of what names one record: no right to it, at this moment */
} Fate;

/* In percent of the requests that something happens to. */
static const struct
{
  Fate fate;
  gint32 share;
} fates[] = {
  { LOST_REQUEST, 4 }, { LATE, 3 },    { ERROR, 3 },  { LOST_ANSWER, 6 },
  { TWICE, 3 },        { REFUSED, 8 }, { HIDDEN, 3 },
};

static gboolean
can_meet (const DyrOrder *order, Fate fate)
{
  switch (fate)
    {
    case LATE:
    case TWICE:
    case REFUSED:
      return sim_is_write (order);
    case DUPLICATE:
      return order->kind == DYR_ORDER_CREATE;
    case HIDDEN:
      return order->kind == DYR_ORDER_UPDATE || order->kind == DYR_ORDER_DELETE
             || order->kind == DYR_ORDER_FETCH;
    case WELL:
    case LOST_REQUEST:
    case ERROR:
    case LOST_ANSWER:
    default:
      return TRUE;
    }
}

static Fate
draw (Sim *sim, const DyrOrder *order)
{
  gint32 ticket;

  /* That is no bad luck: colleagues meet the same people. */
  if (can_meet (order, DUPLICATE) && sim_chance (sim, 4) == 0)
    return DUPLICATE;
  if (sim_chance (sim, 100) >= sim->bad_luck)
    return WELL;
  ticket = sim_chance (sim, 100);
  for (gsize i = 0; i < G_N_ELEMENTS (fates); i++)
    {
      if (ticket < fates[i].share)
        return can_meet (order, fates[i].fate) ? fates[i].fate : WELL;
      ticket -= fates[i].share;
    }
  return WELL;
}

/* The answer to what never gets as far as the CRM's records. */
static DyrAnswer *
turn_away (Sim *sim, const Flight *flight, Fate fate)
{
  switch (fate)
    {
    case LOST_REQUEST:
      sim->coverage->lost_requests++;
      return sim_trouble (sim, DYR_ANSWER_UNKNOWN, 0);
    case LATE:
      sim->coverage->late++;
      return sim_trouble (sim, DYR_ANSWER_UNKNOWN, 0);
    case ERROR:
      return err (sim);
    case REFUSED:
      return refuse (sim, flight->order);
    case DUPLICATE:
      return suspect (sim, flight->order, flight->person);
    case HIDDEN:
      sim->coverage->hidden++;
      sim->story->unlisted = TRUE;
      return sim_trouble (sim, DYR_ANSWER_HIDDEN, 403);
    case WELL:
    case LOST_ANSWER:
    case TWICE:
    default:
      return NULL;
    }
}

void
sim_fate (Sim *sim, Flight *flight, gboolean faults)
{
  const Fate fate = faults ? draw (sim, flight->order) : WELL;

  flight->answer = turn_away (sim, flight, fate);
  if (flight->answer != NULL)
    return;
  sim->crm->asks = flight->person;
  if (sim->mode == SIM_RACES && sim_is_write (flight->order) && faults && sim_chance (sim, 3) != 0)
    {
      flight->write = sim_crm_begin (sim->crm, flight->order, &flight->answer);
      return;
    }
  flight->answer = sim_crm_answer (sim->crm, flight->order, faults ? sim->random : NULL);
  if (fate == LOST_ANSWER)
    {
      sim->coverage->lost_answers++;
      dyr_answer_free (flight->answer);
      flight->answer = sim_trouble (sim, DYR_ANSWER_UNKNOWN, 0);
    }
  else if (fate == TWICE)
    {
      /* The second answer is thrown away. */
      sim->coverage->doubled++;
      dyr_answer_free (sim_crm_answer (sim->crm, flight->order, NULL));
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* SimSum: promise G10 as a sum. What a person made (an edit of a merge group, a record, a deletion)
 * is at each moment at one place of the store, or over. What leaves the store without the CRM or
 * the person having it so was lost. */

#pragma once

#include "dyr-order.h"
#include "dyr-rows.h"

G_BEGIN_DECLS

/* Where it waits; the first that fits. */
typedef enum
{
  SIM_ASKED,    /* a person has to choose */
  SIM_PARKED,   /* refused, with a reason */
  SIM_SETTLING, /* acknowledged, and read once more before it is believed */
  SIM_ON_ITS_WAY,
  SIM_IN_OUTBOX,
  SIM_N_PLACES,
} SimPlace;

typedef struct
{
  guint64 made;
  guint64 acknowledged, undone, decided, given_up;
  guint64 waiting[SIM_N_PLACES];
  guint64 n_checked; /* how often the sum was looked at */
} SimTotals;

/* Whose transaction it was. */
typedef enum
{
  SIM_BY_PERSON,
  SIM_BY_DECISION,
  SIM_BY_PROGRAM,
} SimCause;

typedef struct _SimSum SimSum;

SimSum *sim_sum_new (void);
SimSum *sim_sum_copy (const SimSum *self);
void sim_sum_free (SimSum *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimSum, sim_sum_free)

/* After each transaction. `before`: what was edited, as it was (NULL: nothing, or more than one);
 * `answer`: what the program was told (NULL: nothing). */
void sim_sum_take (SimSum *self,
                   DyrConnection *connection,
                   SimCause cause,
                   const DyrRow *before,
                   const DyrAnswer *answer);
/* The person goes on with the store that `other` was about. */
void sim_sum_replace (SimSum *self, const SimSum *other);

/* What was lost; NULL: nothing. Looks whether the sum is right, too. */
const char *sim_sum_check (SimSum *self);
/* Adds its numbers to those. */
void sim_sum_add_to (const SimSum *self, SimTotals *totals);

G_END_DECLS

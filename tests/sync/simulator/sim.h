/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Sim: a story of the simulator, and the promises that it is held to. */

#pragma once

#include "sim-person.h"

G_BEGIN_DECLS

#define PEOPLE 3

/* An order on its way. */
typedef struct
{
  int person;
  DyrOrder *order;
  DyrAnswer *answer; /* NULL: not there yet */
  SimWrite *write;   /* half done */
} Flight;

typedef struct
{
  guint64 wrong_servers;
  guint64 lost_requests, lost_answers, late, doubled, unsent, errors, crashes;
  guint64 refusals, duplicates, hidden, rights, set_back;
  guint64 restores, copies, rests;
  guint64 edits, creates, deletes, resolved, joined, merges, clashes, races, doubles, writes;
  SimTotals totals;
} Coverage;

typedef struct
{
  guint32 seed;
  SimMode mode;
  GRand *random;
  SimCrm *crm;
  SimCrm *backup; /* of the CRM; NULL: none was made */
  SimStory *story;
  SimPerson *people[PEOPLE];
  GPtrArray *flights; /* Flight */
  GPtrArray *late;    /* DyrOrder: nobody waits for them any more, and they still arrive */
  guint step;
  gint32 bad_luck; /* percent: how often something may go wrong on the way */
  gboolean verbose;
  Coverage *coverage;
} Sim;

gint32 sim_chance (Sim *sim, gint32 below);
gboolean sim_is_write (const DyrOrder *order);
/* An answer of that kind, with no record. Status 0: none came. */
DyrAnswer *sim_trouble (Sim *sim, DyrAnswerKind kind, guint status);
/* The answer to what is on its way, which may be half done then. With faults it is what chance has
 * for it. */
void sim_fate (Sim *sim, Flight *flight, gboolean faults);
void sim_coverage_show (const Coverage *coverage);

/* The story breaks a promise: says which, and how to tell it again; ends the program. */
void sim_fail (Sim *sim, const char *format, ...) G_GNUC_NORETURN G_GNUC_PRINTF (2, 3);

/* After each step: what was made by everybody is somewhere (G10, sim-sum.h); and one of several
 * questions in turn to the store of whoever acted: what waits belongs to a record that is there
 * (G9), is sent or says why not (G10), is on its way only when that was written down before (G9),
 * goes as what it is (G3), and points to something (G14). */
void sim_check_step (Sim *sim, SimPerson *person);

/* G10: what the CRM has just refused waits, with its reason or to go again without it. */
void sim_check_refused (Sim *sim, SimPerson *person, gint64 record);
/* G10, G15: at rest, before what was refused is tried again, nothing waits but that and what needs
 * it. */
void sim_check_others_went (Sim *sim, SimPerson *person);

/* At rest, when nothing is on its way. G3, G14: each record once, no link to what is not there. */
void sim_check_doubles (Sim *sim);
/* G4, G9, G10: a person has what the CRM has, or a reason why not. */
void sim_check_same (Sim *sim, SimPerson *person);
/* G7: what was on the screen of a person is there still, unchanged, whatever the CRM looked like.
 * `lost` of a type may be missing; a record that an older copy has under another id may be what it
 * is there, as if somebody had restored it. */
void sim_check_kept (Sim *sim, SimCrm *truth, SimPerson *person, GHashTable *before, guint lost);
/* G2: each word is in the CRM, waits somewhere, or was taken out by somebody who saw it. */
void sim_check_words (Sim *sim);

G_END_DECLS

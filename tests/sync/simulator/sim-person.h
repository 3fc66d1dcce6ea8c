/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* SimPerson: somebody with a store of their own, and the engine that syncs it. */

#pragma once

#include "dyr-clash.h"
#include "dyr-collator.h"
#include "dyr-engine.h"
#include "sim-crm.h"
#include "sim-story.h"
#include "sim-sum.h"

G_BEGIN_DECLS

typedef struct
{
  int number;
  DyrConnection *connection;
  DyrCollator *collator;
  SimRemote *remote;
  DyrEngine *engine;
  GRand *random;
  SimStory *story;
  SimSum *sum;        /* what was made here, and where it is */
  gint64 clock_error; /* of this computer */
  gboolean fooled;    /* met an older copy of the CRM */
  sqlite3 *backup;
  SimSum *backup_sum;
  guint backed_up_atoms; /* how many words there were then */
} SimPerson;

SimPerson *sim_person_new (int number, SimMode mode, SimStory *story, guint32 seed);
void sim_person_free (SimPerson *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimPerson, sim_person_free)

/* The program dies and starts again: what was on its way is forgotten. */
void sim_person_crash (SimPerson *self);
/* A backup of the store is made; FALSE from restore: there is none. A restored store knows less
 * than the CRM: what was written here since and had not been sent is given up by the person. */
void sim_person_back_up (SimPerson *self);
void sim_person_restore (SimPerson *self, SimCrm *crm);
/* Goes on with a copy of another person's store, with all that waits in it. What was written here
 * and had not been sent is given up. */
void sim_person_copy (SimPerson *self, SimPerson *from, SimCrm *crm);
/* One thing that a person does, in one transaction. */
void sim_person_act (SimPerson *self, SimCrm *crm);
/* Decides one open question; FALSE: there is none. */
gboolean sim_person_decide (SimPerson *self, SimCrm *crm);

/* What the CRM refused goes again. */
void sim_person_retry (SimPerson *self);

/* Transactions around the engine; abort on an error. */
DyrOrder *sim_person_next (SimPerson *self, gint64 now, gint64 *wait_until);
void
sim_person_answered (SimPerson *self, gint64 now, const DyrOrder *order, const DyrAnswer *answer);
/* It was written down and is not sent after all. */
void sim_person_unsent (SimPerson *self, const DyrOrder *order);

/* What is on the screen: uid → text of the type and all values. Without what was just brought back
 * here, and has yet to be read anew, when only the `settled` is asked for. */
GHashTable *sim_person_shown (SimPerson *self, gboolean settled);
/* Ids of records by an SQL question. */
GArray *sim_person_ids (SimPerson *self, const char *sql);
gint64 sim_person_number (SimPerson *self, const char *sql);
/* The CRM's id of a record; NULL: none. */
char *sim_person_remote_id (SimPerson *self, gint64 id);
DyrRow *sim_person_row (SimPerson *self, gint64 id);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* SimCrm: a CRM as the engine sees one, in memory, without a network: orders come in, answers go
 * out. It keeps versions, uids and a feed of deletions, or only some of that. */

#pragma once

#include "dyr-remote.h"

G_BEGIN_DECLS

typedef enum
{
  SIM_EXACT,    /* versions checked under a lock: our extension */
  SIM_RACES,    /* versions checked, then written: two writes at once both succeed, one is lost */
  SIM_UNLOCKED, /* no versions: what comes last stays */
  SIM_N_MODES,
} SimMode;

/* What stands where the CRM should be. */
typedef enum
{
  SIM_WELL,  /* the CRM */
  SIM_HTML,  /* pages of something else */
  SIM_BLIND, /* it lists nothing, and knows each record that is asked for */
  SIM_EMPTY, /* it has lost everything, and can write nothing */
  SIM_STALE, /* an older copy: it can be read, compares versions, and writes nothing */
} SimMood;

#define EVERYBODY -1

#define SIM_TYPE_REMOTE (sim_remote_get_type ())
G_DECLARE_FINAL_TYPE (SimRemote, sim_remote, SIM, REMOTE, GObject)

/* What the engine is told of the CRM. */
SimRemote *sim_remote_new (SimMode mode);

typedef struct
{
  DyrRemoteRecord *record; /* as it is now */
  gint64 number;           /* the version */
  gboolean deleted;
  guint hidden; /* bits by person: out of their reach */
} SimRecord;

typedef struct
{
  SimMode mode;
  SimMood mood;
  gint64 time;           /* its clock, seconds */
  int asks;              /* who is answered; EVERYBODY: somebody with all rights */
  GPtrArray *records;    /* SimRecord by number of the id; deleted ones stay */
  GHashTable *by_id;     /* remote id → SimRecord, not owned */
  GPtrArray *feed;       /* remote ids in the order of their deletion, not owned */
  guint n_unknown_links; /* references to what it never had: must stay 0 */
  guint n_writes;        /* creates, updates, deletes that were done */
} SimCrm;

SimCrm *sim_crm_new (SimMode mode);
void sim_crm_free (SimCrm *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimCrm, sim_crm_free)

/* A backup. */
SimCrm *sim_crm_copy (const SimCrm *self);
/* The rights are no part of one: they are as they are now. */
void sim_crm_take_rights (SimCrm *self, SimCrm *from);

gboolean sim_record_is_hidden (const SimRecord *record, int person);

SimRecord *sim_crm_find (SimCrm *self, const char *remote_id);
SimRecord *sim_crm_find_uid (SimCrm *self, const DyrUid *uid);
/* One request from beginning to end; what is partial in lists comes by chance. */
DyrAnswer *sim_crm_answer (SimCrm *self, const DyrOrder *order, GRand *random);

/* A write in two halves: others may come between. NULL: it is answered already (`answer`). */
typedef struct _SimWrite SimWrite;
SimWrite *sim_crm_begin (SimCrm *self, const DyrOrder *order, DyrAnswer **answer);
DyrAnswer *sim_crm_finish (SimCrm *self, SimWrite *write);

/* Somebody at the CRM's own window. */
SimRecord *sim_crm_create (SimCrm *self, DyrRemoteRecord *record);
void sim_crm_touch (SimCrm *self, SimRecord *record);
void sim_crm_delete (SimCrm *self, SimRecord *record);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Clashes: what waits for a person, and what the person decides. Used inside jobs. */

#pragma once

#include "dyr-ledger.h"

G_BEGIN_DECLS

/* One thing that a person has to decide, or to know of. */
typedef struct
{
  gint64 record;
  DyrUid uid;
  const DyrRecordType *type;
  char *title; /* of the record; NULL: none */
  /* First field of the merge group; DYR_WHOLE_RECORD: a question about the record, `theirs` says
   * which (DYR_ASK_…), or that it is parked as a whole. */
  guint group;
  guint64 fields; /* bit: field of the group that really differs; never 0 for a group */
  DyrPendingState state;
  char *base, *mine, *theirs; /* dyr-group.h; mine is what is on the screen */
  char *who;                  /* whose `theirs` is */
  char *reason;               /* why it is parked */
  gint64 here;                /* of a double: the record that the CRM takes it for; 0: not here */
} DyrClash;

/* What waits in a row of the ledger; NULL: the record is parked as a whole. */
DyrClash *dyr_clash_new (const DyrLedger *ledger, const DyrRow *row, const DyrPending *pending);
void dyr_clash_free (DyrClash *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrClash, dyr_clash_free)

/* Whether both ask the same about the same values. */
gboolean dyr_clash_looks_equal (const DyrClash *a, const DyrClash *b);

/* Clashes and questions by place in the outbox: a new array of DyrClash. */
GPtrArray *dyr_clash_list (DyrConnection *connection, GError **error);
/* The ids (gint64) of the records that have some, in the same order. */
GArray *dyr_clash_records (DyrConnection *connection, GError **error);
/* Groups and records that the CRM refused, with the reason. */
GPtrArray *dyr_clash_list_parked (DyrConnection *connection, GError **error);
/* All of both about one record. */
GPtrArray *dyr_clash_list_of (DyrConnection *connection, gint64 record, GError **error);

typedef enum
{
  DYR_CHOOSE_MINE,   /* what is here is sent; of questions: keep the record (make it anew, …) */
  DYR_CHOOSE_THEIRS, /* what the CRM has is taken; of questions: let go, or link to the other */
  DYR_CHOOSE_BASE,   /* what both had before */
  DYR_CHOOSE_VALUES, /* a third: `values` */
} DyrChoose;

/* Ends a clash as the person says; an edit of the person, so it can be undone. `values`: a GArray
 * of DyrFieldValue of the group, only for DYR_CHOOSE_VALUES. DYR_ERROR_NOT_FOUND when nothing of
 * that group is to be decided, DYR_ERROR_REFUSED for a choice that a question does not have. */
gboolean dyr_clash_resolve (DyrConnection *connection,
                            gint64 record,
                            guint group,
                            DyrChoose choose,
                            GArray *values,
                            GError **error);

/* What a person said to what the person saw. */
typedef struct
{
  const DyrClash *seen;
  DyrChoose choose;
  GArray *values; /* as of dyr_clash_resolve () */
} DyrClashAnswer;

/* All of them (a GArray of DyrClashAnswer) or none, as one action of the person. DYR_ERROR_CONFLICT
 * when something is not as it was seen any more. `action`: what to undo, 0: nothing that can be. */
gboolean
dyr_clash_answer (DyrConnection *connection, GArray *answers, gint64 *action, GError **error);
/* DYR_ERROR_CONFLICT: what the person decided about is not any more as it was shown. */
void dyr_clash_set_changed (GError **error);

/* Everything of the record that was refused goes to the CRM again; what is in a file does not wait
 * for its next try. */
gboolean dyr_clash_retry (DyrConnection *connection, gint64 record, GError **error);

G_END_DECLS

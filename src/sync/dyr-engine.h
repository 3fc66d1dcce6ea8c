/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrEngine: decides what is asked of the CRM next and takes over what it answered. */

#pragma once

/* Nothing here waits, reads a clock or meets the network: `now` comes in, an order goes out, its
 * answer comes in. What must survive a crash is in the store before an order leaves; the engine
 * itself only remembers what is on its way. A job of the writer each: next, then (somebody carries
 * the order to the CRM) answered. */

#include "dyr-connection.h"
#include "dyr-remote.h"

G_BEGIN_DECLS

typedef struct _DyrEngine DyrEngine;

/* At most this many requests are on their way to the CRM at once. The engine orders more: what it
 * orders is on disk then, so that the next one leaves as soon as one has come back. */
#define DYR_SENT_MOST 4

/* Why a run stopped before its end. */
typedef enum
{
  DYR_STOP_NONE,
  DYR_STOP_OFFLINE,       /* the CRM could not be reached */
  DYR_STOP_SIGN_IN,       /* it does not take the key */
  DYR_STOP_LOCKED_OUT,    /* it may have shut out the whole office */
  DYR_STOP_WRONG,         /* what answers is not the CRM */
  DYR_STOP_MASS_DELETION, /* so much is gone there that a person is asked first */
  DYR_STOP_WENT_BACK,     /* it knows less than it did: restored from a backup */
} DyrStop;

/* What happened since dyr_engine_begin (). */
typedef struct
{
  guint n_sent, n_taken, n_merged, n_clashes, n_refused, n_races, n_doubles_prevented;
} DyrEngineCounts;

DyrEngineCounts dyr_engine_counts_sum (const DyrEngineCounts *a, const DyrEngineCounts *b);

/* `seed` is of the jitter of waits. Keeps a reference to the remote. */
DyrEngine *dyr_engine_new (DyrRemote *remote, guint32 seed);
void dyr_engine_free (DyrEngine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrEngine, dyr_engine_free)

/* Once after it was made: requests that another process left open have no answer any more; what the
 * store knows of the CRM is told to the remote. */
gboolean dyr_engine_start (DyrEngine *self, DyrConnection *connection, GError **error);
/* A new run: everything is asked again that changes there. */
void dyr_engine_begin (DyrEngine *self);
/* The run goes on where it stopped: an answer was lost on its way, nothing else. */
void dyr_engine_resume (DyrEngine *self);

/* The next order; NULL: nothing now. `wait_until` tells when there may be something (0: nothing
 * before the next run or an edit). Orders of different records may be on their way at once. */
gboolean dyr_engine_next (DyrEngine *self,
                          DyrConnection *connection,
                          gint64 now,
                          DyrOrder **order,
                          gint64 *wait_until,
                          GError **error);
/* Exactly once for each order, unless it is given back: dyr_engine_unsent (). */
gboolean dyr_engine_answered (DyrEngine *self,
                              DyrConnection *connection,
                              gint64 now,
                              const DyrOrder *order,
                              const DyrAnswer *answer,
                              GError **error);

/* An order of a single record that was never sent and never will be: nothing came of it. It may be
 * given again later. */
gboolean dyr_engine_unsent (DyrEngine *self,
                            DyrConnection *connection,
                            const DyrOrder *order,
                            GError **error);
/* Whether nothing is to be sent now: the run stopped, or the CRM asked us to wait. */
gboolean dyr_engine_is_paused (const DyrEngine *self, gint64 now);

/* What names the CRM in the uids of records that were born there; `identity` is
 * dyr_remote_get_identity (). */
DyrUid dyr_engine_name_server (const char *identity);

guint dyr_engine_get_n_flying (const DyrEngine *self);
DyrStop dyr_engine_get_stop (const DyrEngine *self);
/* Why, see dyr_reason_words (); NULL: it was not said. */
const char *dyr_engine_get_stop_reason (const DyrEngine *self);
/* Lists and records of this run that could not be read, see dyr_reason_words (); NULL: none. Newly
 * allocated. */
char *dyr_engine_explain_unread (const DyrEngine *self);
const DyrEngineCounts *dyr_engine_get_counts (const DyrEngine *self);

/* A person looked at what made the run stop and says: go on. MASS_DELETION: what is gone there goes
 * here. WENT_BACK: the CRM as it is now is the truth, each record is read anew. */
gboolean dyr_engine_accept (DyrConnection *connection, DyrStop stop, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrLedger: what the store knows of one record and the CRM: how they stand, the groups that wait,
 * the request that is on its way: tables record, pending, attempt. Used inside jobs of the writer.
 */

#pragma once

#include "dyr-outbox.h"
#include "dyr-rows.h"
#include "dyr-save.h"

G_BEGIN_DECLS

/* pending.state */
typedef enum
{
  DYR_PENDING_WAITING,
  DYR_PENDING_CLASH,  /* a person has to choose; `theirs` is what the CRM has */
  DYR_PENDING_PARKED, /* the CRM refused it; `reason` says why */
} DyrPendingState;

typedef struct
{
  guint group; /* first field of the merge group; DYR_WHOLE_RECORD: a question about the record */
  DyrPendingState state;
  char *base;   /* dyr-group.h; NULL of a question */
  char *theirs; /* the same, or the kind of a question */
  char *who;    /* whose `theirs` is; NULL: not known */
  char *reason;
} DyrPending;

#define DYR_WHOLE_RECORD G_MAXUINT
/* The same failure of the server so often for one record is the record's fault. */
#define DYR_TRIES_MOST 5
/* Why a record waits that the CRM failed to show. */
#define DYR_REASON_UNREAD "unread"
/* Why a group is parked that nobody refused: the CRM has a value there that we cannot show. */
#define DYR_REASON_STRANGE "strange"

/* record.remote_version of a record that is not there yet: a person looked at what the CRM takes
 * for the same and said: make it anyway. */
#define DYR_VERSION_ANYWAY "anyway"

/* attempt.answered */
typedef enum
{
  DYR_ATTEMPT_SENT,         /* on its way */
  DYR_ATTEMPT_UNKNOWN,      /* no answer: it may have happened */
  DYR_ATTEMPT_AGAIN,        /* surely not done: the same goes again */
  DYR_ATTEMPT_ACKNOWLEDGED, /* done, not settled yet */
  DYR_ATTEMPT_NONE = -1,    /* there is no attempt */
} DyrAttemptState;

/* record.settled */
typedef enum
{
  DYR_UNSETTLED, /* must be read whole before anything else */
  DYR_SETTLED,
  DYR_TOLD_GONE, /* the CRM says it is deleted; taken over with all others of the run */
} DyrSettled;

typedef struct
{
  gint64 id;
  const DyrRecordType *type;
  DyrUid uid;
  DyrOrigin origin;
  DyrReach reach;
  gboolean deleted; /* here */
  DyrPush push;
  gint64 seq;
  char *parked;
  guint tries;      /* of writing it, … */
  guint read_tries; /* … and of reading it, that failed in a row */
  char *remote_id;
  char *version;
  gint64 read_at; /* the server's clock at the last whole read or acknowledgement; of a hidden
                   * record when that was told, 0: it was emptied since */
  DyrSettled settled;
  gboolean strange; /* the version that we know has values that we cannot show */
  gboolean remade;  /* both sides had agreed on its deletion once: others may make it anew too */

  DyrAttemptState attempt;
  DyrPush attempt_push;
  char *sent; /* dyr-group.h */
  char *attempt_version;

  GPtrArray *pending; /* DyrPending */
} DyrLedger;

DyrLedger *dyr_ledger_read (DyrConnection *connection, gint64 id, GError **error);
void dyr_ledger_free (DyrLedger *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrLedger, dyr_ledger_free)

/* The row of a group, or NULL. */
const DyrPending *dyr_ledger_find (const DyrLedger *self, guint group);
/* Whether a person's edits wait, whatever keeps them. */
gboolean dyr_ledger_has_edits (const DyrLedger *self);

/* Writes: each one statement, which the ledger in memory follows where later steps look at it. */

/* The group waits (again) with this base; what was theirs is forgotten. */
gboolean dyr_ledger_set_base (
    DyrLedger *self, DyrConnection *connection, guint group, const char *base, GError **error);
/* Groups of the fields in the mask that have no row: they wait, and nothing was ever agreed. */
gboolean
dyr_ledger_set_no_base (DyrLedger *self, DyrConnection *connection, guint64 fields, GError **error);
gboolean dyr_ledger_set_clash (DyrLedger *self,
                               DyrConnection *connection,
                               guint group,
                               const char *base,
                               const char *theirs,
                               const char *who,
                               GError **error);
gboolean dyr_ledger_set_parked (DyrLedger *self,
                                DyrConnection *connection,
                                guint group,
                                const char *base,
                                const char *reason,
                                GError **error);
/* A question about the whole record. */
gboolean dyr_ledger_ask (DyrLedger *self,
                         DyrConnection *connection,
                         const char *question,
                         const char *who,
                         GError **error);
gboolean
dyr_ledger_forget (DyrLedger *self, DyrConnection *connection, guint group, GError **error);
/* Every group, and a question about the record. */
gboolean dyr_ledger_forget_all (DyrLedger *self, DyrConnection *connection, GError **error);

/* The attempt: on disk before its request leaves. */
gboolean dyr_ledger_set_attempt (DyrLedger *self,
                                 DyrConnection *connection,
                                 DyrAttemptState state,
                                 DyrPush push,
                                 const char *sent,
                                 const char *version,
                                 GError **error);
/* The same request, of which something else is known now. */
gboolean dyr_ledger_set_attempt_state (DyrLedger *self,
                                       DyrConnection *connection,
                                       DyrAttemptState state,
                                       GError **error);
gboolean dyr_ledger_drop_attempt (DyrLedger *self, DyrConnection *connection, GError **error);

/* What waits decides: `push` becomes an update or nothing; a record that is to be created or
 * deleted stays so. */
gboolean dyr_ledger_requeue (DyrLedger *self, DyrConnection *connection, GError **error);
gboolean
dyr_ledger_set_push (DyrLedger *self, DyrConnection *connection, DyrPush push, GError **error);
/* The CRM's id (NULL: it has none any more) and version, read or written at `time`. */
gboolean dyr_ledger_set_remote (DyrLedger *self,
                                DyrConnection *connection,
                                const char *remote_id,
                                const char *version,
                                gint64 time,
                                DyrSettled settled,
                                GError **error);
/* The version that we know now has values that we cannot show: it is read before it is written. */
gboolean dyr_ledger_set_strange (DyrLedger *self, DyrConnection *connection, GError **error);
/* The CRM has it no more: its id there is remembered as that of a deleted record, and what was on
 * its way is over. */
gboolean dyr_ledger_bury (DyrLedger *self, DyrConnection *connection, GError **error);
gboolean dyr_ledger_set_settled (DyrLedger *self,
                                 DyrConnection *connection,
                                 DyrSettled settled,
                                 GError **error);
/* What of it the CRM refused: the record, groups. */
guint dyr_ledger_count_refused (const DyrLedger *self);
/* The whole record waits for a person, with a reason; NULL: it goes on, with all tries anew, of
 * reading it too. */
gboolean
dyr_ledger_park (DyrLedger *self, DyrConnection *connection, const char *reason, GError **error);
/* Not before `until`; no try failed. */
gboolean dyr_ledger_wait (DyrLedger *self, DyrConnection *connection, gint64 until, GError **error);
/* … and not to be read before then. */
gboolean
dyr_ledger_wait_read (DyrLedger *self, DyrConnection *connection, gint64 until, GError **error);
/* One try more to write it failed; the next not before `retry_at`. */
gboolean
dyr_ledger_retry (DyrLedger *self, DyrConnection *connection, gint64 retry_at, GError **error);
/* … to read it. Neither holds up the other. */
gboolean
dyr_ledger_retry_read (DyrLedger *self, DyrConnection *connection, gint64 retry_at, GError **error);

/* What the CRM told beside our fields (DyrRemoteRecord.extra) and wants to hear again when they are
 * written: the kind of a phone number. NULL changes nothing; `extra` comes back newly allocated. */
gboolean dyr_ledger_write_extra (DyrConnection *connection,
                                 const DyrRecordType *type,
                                 gint64 id,
                                 const char *extra,
                                 GError **error);
gboolean dyr_ledger_read_extra (const DyrLedger *self,
                                DyrConnection *connection,
                                char **extra,
                                GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the files of the engine share: what is on its way, and steps several of them take. */

#pragma once

#include "dyr-agree.h"
#include "dyr-engine.h"
#include "dyr-merge.h"
#include "dyr-pause.h"

G_BEGIN_DECLS

/* The version check of some types is not atomic: what was acknowledged is believed once it was read
 * back this many seconds of server time later. */
#define DYR_SETTLE_SECONDS 3
/* Times of change have whole seconds: what was read this soon after one may have changed again. */
#define DYR_SAME_SECOND 2

typedef struct
{
  const DyrStream *stream;
  gboolean begun;  /* this run asked for its first page */
  gboolean pulled; /* … and read its last one */
  gboolean sweep;  /* it is to be walked by ids */
  gboolean closed; /* we may not read it */
  guint n_unread;  /* records of it that say too little to be known */
} DyrEngineStream;

struct _DyrEngine
{
  DyrRemote *remote;
  DyrUid server;
  GHashTable *flying;   /* ids of records with an order on its way */
  guint n_lists;        /* orders of lists on their way */
  GHashTable *compared; /* ids that were read just now and are written next */
  GHashTable *given_up; /* ids that could not be read, and of themselves are not asked for again in
                           this run */
  gboolean described;   /* in this run */
  gboolean asks_again;  /* … what was told gone earlier is read before anything is sent */
  gboolean purged;      /* … and nothing more of what is out of reach is to be emptied */
  GArray *streams;      /* DyrEngineStream */
  gint64 server_time;   /* the server's clock when it was last heard … */
  gint64 heard;         /* … and ours then */
  DyrPause pause;
  DyrStop stop;
  char *stop_reason;
  DyrEngineCounts counts;
};

void dyr_engine_stop (DyrEngine *self, DyrStop stop, const char *reason);
/* The server's clock now, as far as ours can tell; 0: it cannot. Only says when to ask again:
 * what is believed rests on what the server's answers say. */
gint64 dyr_engine_server_time (const DyrEngine *self, gint64 now);
/* Seconds until a try after `tries` failed ones: full jitter. */
gint64 dyr_engine_backoff (DyrEngine *self, guint tries);
/* What stops or pauses the whole run rather than one record. TRUE: it was that. */
gboolean dyr_engine_take_trouble (DyrEngine *self, gint64 now, const DyrAnswer *answer);
void dyr_engine_begin_agree (DyrEngine *self,
                             DyrAgree *agree,
                             DyrConnection *connection,
                             const DyrAnswer *answer);
gboolean dyr_engine_end_agree (DyrEngine *self, DyrAgree *agree, GError **error);
/* Where versions are not checked under a lock, a record that waits here and was changed there just
 * now proves nothing: another write at the same moment may still win against what is read. */
gboolean dyr_engine_is_fresh (const DyrEngine *self,
                              const DyrLedger *ledger,
                              const DyrRemoteRecord *theirs,
                              gint64 time);
void dyr_engine_give_up (DyrEngine *self, gint64 record);
gboolean dyr_engine_gave_up (const DyrEngine *self, gint64 record);
gboolean dyr_engine_is_flying (const DyrEngine *self, gint64 record);
void dyr_engine_set_compared (DyrEngine *self, gint64 record, gboolean compared);

/* dyr-push.c: what people changed. */
gboolean dyr_push_next (DyrEngine *self,
                        DyrConnection *connection,
                        gint64 now,
                        DyrOrder **order,
                        gint64 *wait_until,
                        GError **error);
gboolean dyr_push_answered (DyrEngine *self,
                            DyrConnection *connection,
                            gint64 now,
                            const DyrOrder *order,
                            const DyrAnswer *answer,
                            GError **error);

/* dyr-sent.c: a create without an answer, at a CRM that does not keep our uid. */
/* What its attempt remembers: the server's clock when it left, a little early; NULL: not known. */
char *dyr_sent_now (const DyrEngine *self, gint64 now);
gint64 dyr_sent_since (const DyrLedger *ledger);
/* `ours`: the one record that it surely is; `other`: one that may be it, and is nobody's here. */
gboolean dyr_sent_find (DyrEngine *self,
                        DyrConnection *connection,
                        const DyrLedger *ledger,
                        const DyrAnswer *answer,
                        const DyrRemoteRecord **ours,
                        const DyrRemoteRecord **other,
                        GError **error);

/* dyr-acknowledge.c: the CRM took what was sent, and answers the record as it is now. */
gboolean dyr_acknowledge (DyrEngine *self,
                          DyrAgree *agree,
                          DyrLedger *ledger,
                          const DyrRemoteRecord *theirs,
                          GError **error);

/* dyr-fetch.c: single records that must be read whole. */
gboolean dyr_fetch_next (DyrEngine *self,
                         DyrConnection *connection,
                         gint64 now,
                         DyrOrder **order,
                         gint64 *wait_until,
                         GError **error);
gboolean dyr_fetch_answered (DyrEngine *self,
                             DyrConnection *connection,
                             gint64 now,
                             const DyrOrder *order,
                             const DyrAnswer *answer,
                             GError **error);

/* dyr-pull.c: what others changed. */
gboolean
dyr_pull_next (DyrEngine *self, DyrConnection *connection, DyrOrder **order, GError **error);
gboolean dyr_pull_answered (DyrEngine *self,
                            DyrConnection *connection,
                            gint64 now,
                            const DyrOrder *order,
                            const DyrAnswer *answer,
                            GError **error);

/* dyr-went-back.c: whether the CRM knows less of records than it had told us. */
gboolean dyr_went_back (DyrAgree *agree, const GPtrArray *records, gboolean *back, GError **error);

/* dyr-gone.c: what the CRM has no more. */
/* The CRM says so of one record. */
gboolean
dyr_gone_told (DyrEngine *self, DyrConnection *connection, DyrLedger *ledger, GError **error);
/* It is deleted here and there: nothing is left to do. */
gboolean dyr_gone_finish (DyrConnection *connection, DyrLedger *ledger, GError **error);
/* The CRM has it no more, and gets it anew under the same uid; deleted here since, it is gone on
 * both sides. */
gboolean dyr_gone_make_anew (DyrConnection *connection, DyrLedger *ledger, GError **error);
/* Deleted here, and there it is read again as `theirs`: *end is DYR_DELETION_MINE when nobody
 * changed it since we knew it, else a person is asked. */
gboolean dyr_gone_kept_there (DyrEngine *self,
                              DyrAgree *agree,
                              DyrLedger *ledger,
                              const DyrRemoteRecord *theirs,
                              DyrDeletionEnd *end,
                              GError **error);
/* Out of our reach: it leaves the lists, unless edits wait. */
gboolean dyr_gone_hide (DyrEngine *self,
                        DyrConnection *connection,
                        DyrLedger *ledger,
                        const char *reason,
                        GError **error);
/* What was told gone and is not decided yet is asked for once more: a server that had lost its data
 * may have it back. */
gboolean dyr_gone_ask_again (DyrConnection *connection, GError **error);
/* Takes over all that was told gone in this run, unless that is suspiciously much. */
gboolean dyr_gone_apply (DyrEngine *self, DyrConnection *connection, GError **error);
/* A person agrees to what is told gone now, and to no more than that. */
/* What the CRM cannot hold exists here alone: nobody could bring it back. */
gboolean dyr_gone_has_own_values (DyrEngine *self, const DyrRow *row);
gboolean dyr_gone_accept (DyrConnection *connection, GError **error);
/* Empties what has been out of our reach for long, some records at a time. */
gboolean dyr_gone_purge (DyrEngine *self, DyrConnection *connection, GError **error);

G_END_DECLS

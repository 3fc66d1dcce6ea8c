/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Agree: one record as the CRM has it meets ours. Used inside jobs of the writer. */

#pragma once

#include "dyr-ledger.h"
#include "dyr-remote.h"

G_BEGIN_DECLS

/* One look at the CRM: an action of the history for what came in, the server it came from. */
typedef struct
{
  DyrConnection *connection;
  DyrRemote *remote;
  DyrUid server;  /* identity of the CRM: uids of what was born there */
  gint64 time;    /* the server's clock when it answered; 0: not told */
  DyrSave *taken; /* what came in; made when first needed */
  guint n_taken, n_merged, n_clashes, n_races; /* what happened, for the status */
} DyrAgree;

void dyr_agree_begin (DyrAgree *self, DyrConnection *connection, DyrRemote *remote, gint64 time);
gboolean dyr_agree_end (DyrAgree *self, GError **error);
void dyr_agree_clear (DyrAgree *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DyrAgree, dyr_agree_clear)

/* A record that we do not have: stored, without anything to send. A partial one waits, unread. */
gboolean dyr_agree_add (DyrAgree *self, const DyrRemoteRecord *theirs, GError **error);

/* What it means that a record has no base: nobody knows what was agreed. */
typedef enum
{
  DYR_AGREE_CLEAN, /* what no person changed here is the CRM's: it is taken */
  DYR_AGREE_ADOPT, /* both sides made it: what differs is a clash */
} DyrAgreeHow;

/* Brings each merge group of a record that was read whole to an end (see the table in the .c file)
 * and the record to rest: settled, its version known, queued when something is left to send. */
gboolean dyr_agree_record (DyrAgree *self,
                           DyrLedger *ledger,
                           const DyrRemoteRecord *theirs,
                           DyrAgreeHow how,
                           GError **error);

/* Whether the CRM's record differs from ours where nothing waits to be sent. */
gboolean dyr_agree_differs (DyrAgree *self,
                            const DyrLedger *ledger,
                            const DyrRemoteRecord *theirs,
                            gboolean *differs,
                            GError **error);

/* The history entry of what came in; made when first asked for. */
DyrSave *dyr_agree_get_save (DyrAgree *self);

G_END_DECLS

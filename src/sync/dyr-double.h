/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Double: a record that was made here, and that the CRM takes for one that it has. Used inside jobs
 * of the writer. */

#pragma once

#include "dyr-engine.h"
#include "dyr-ledger.h"

G_BEGIN_DECLS

/* What the question about a record names; NULL: it is none about a double, or names nothing. Part
 * of `question`. */
const char *dyr_double_remote_id (const char *question);
/* The record that the CRM knows by that id, if it was read; 0: it was not. */
gboolean dyr_double_find (DyrConnection *connection,
                          const DyrRecordType *type,
                          const char *remote_id,
                          gint64 *here,
                          GError **error);
/* The person says that what was made here is `here`: its links move, its values fill up what is
 * empty, what differs is asked group by group, and it goes; never was it in the CRM. `action` is
 * what takes all that back: what it becomes part of, 0: a new one. DYR_ERROR_REFUSED with what to
 * do, and nothing written: `here` is deleted, out of reach, asked about, or has edits of its own
 * where the two differ. */
gboolean dyr_double_join (
    DyrConnection *connection, DyrLedger *made, gint64 here, gint64 *action, GError **error);

/* Asks a person about a record that is not there as far as we know: whether it is `other`, which
 * the CRM takes for the same; NULL: what `question` says. Its attempt is over. */
gboolean dyr_double_ask (DyrEngine *engine,
                         DyrConnection *connection,
                         DyrLedger *ledger,
                         const DyrRemoteRecord *other,
                         const char *question,
                         GError **error);

/* Who has the id of a record of the CRM that is surely ours, by its uid or as the answer to our
 * create. */
typedef enum
{
  DYR_DOUBLE_OURS,  /* it is free: what nobody edited made way (dyr_links_claim ()) */
  DYR_DOUBLE_LATER, /* a request about the record that has it is on its way, and has to end first */
  DYR_DOUBLE_TAKEN, /* a person linked another record to it, or edited what was read as another,
                     * or that has what only this store has: ours yields, and whether the two are
                     * one is asked */
} DyrDoubleEnd;

gboolean dyr_double_claim (DyrEngine *engine,
                           DyrConnection *connection,
                           DyrLedger *ledger,
                           const DyrRemoteRecord *theirs,
                           DyrDoubleEnd *end,
                           GError **error);

G_END_DECLS

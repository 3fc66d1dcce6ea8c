/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSyncStatus: how a database and its CRM stand: what waits for what, and how the last run ended.
 * It is in the database: every program that opens it tells the same. */

#pragma once

#include "dyr-engine.h"

G_BEGIN_DECLS

typedef struct
{
  char *server;     /* the address of the CRM; NULL: never connected */
  char *me;         /* the user of the CRM that works here; NULL: not known */
  char *holder;     /* who syncs right now; NULL: nobody */
  gint64 done_at;   /* instant at which the last run found nothing left to do; 0: never */
  DyrStop stop;     /* why the last run ended before that */
  char *reason;     /* … in the CRM's words, NULL: none; of one that did not stop: what of the CRM
                     * it could not read */
  gint64 waiting;   /* records that go to the CRM by themselves */
  gint64 unsettled; /* records that are read once more before they are believed */
  gint64 failing;   /* of both, those that the CRM failed at last time: it is asked again */
  gint64 clashes;   /* what a person has to decide */
  gint64 parked;    /* what the CRM refused */
  gint64 only_here; /* records of types that the CRM does not have */
  gint64 to_upload; /* files that go to the CRM, and wait for their contents to be there … */
  gint64 upload_size; /* … bytes */
  gint64 to_fetch;    /* contents that were asked for */
  gint64 *n_gone;     /* told deleted, and not taken over yet; in the order of dyr_record_types */
} DyrSyncStatus;

/* A DyrJob: `data` is a DyrSyncStatus **, which gets a new one. */
gboolean dyr_sync_status_job (DyrConnection *connection,
                              gpointer data,
                              GCancellable *cancellable,
                              GError **error);
void dyr_sync_status_free (DyrSyncStatus *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrSyncStatus, dyr_sync_status_free)

/* The address alone; NULL also when there is none. Newly allocated. */
char *dyr_sync_status_read_server (DyrConnection *connection, GError **error);

/* "offline": what a reason to stop is called where programs read; "": DYR_STOP_NONE. */
const char *dyr_stop_name (DyrStop stop);
/* DYR_STOP_NONE for one that this program does not know. */
DyrStop dyr_stop_by_name (const char *name);

/* In jobs of the writer. */

/* The address is remembered; never a key. */
gboolean dyr_sync_status_set_server (DyrConnection *connection, const char *server, GError **error);
/* A run found nothing left to do. */
gboolean dyr_sync_status_set_done (DyrConnection *connection, gint64 now, GError **error);
/* A run stopped; DYR_STOP_NONE: what stopped the last one is over, and `reason` is what this one
 * could not read. */
gboolean dyr_sync_status_set_stop (DyrConnection *connection,
                                   DyrStop stop,
                                   const char *reason,
                                   GError **error);

G_END_DECLS

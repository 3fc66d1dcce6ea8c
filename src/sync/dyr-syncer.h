/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSyncer: keeps a database and its CRM moving towards each other. */

#pragma once

/* The shell of DyrEngine: it runs the engine in jobs of the writer, carries its orders, and knows
 * the time.
 *
 *   job of the writer   what arrived → dyr_engine_answered; dyr_engine_next → orders, written as
 *                       requests; commit
 *   main thread         requests → carrier → responses, all asynchronous
 *   worker thread       response → dyr_remote_read → what arrived
 *
 * The main thread touches neither disk nor remote. A run asks for everything that changed there; it
 * begins at the start, when asked for, when the network changes, and every few minutes. Between
 * runs edits are sent as they are made. */

#include "dyr-database.h"
#include "dyr-engine.h"

G_BEGIN_DECLS

/* What carries requests: DyrHttp, or a script in tests. Main thread; several at once. */
typedef struct
{
  void (*send_async) (GObject *carrier,
                      const DyrRequest *request, /* alive until the callback */
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
  /* What went wrong is in the response. NULL only when it was cancelled. */
  DyrResponse *(*send_finish) (GObject *carrier, GAsyncResult *result, GError **error);
  /* The same for a body of any length, which comes as a stream: see dyr_http_load_finish (). */
  void (*load_async) (GObject *carrier,
                      const DyrRequest *request, /* alive until the callback */
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
  DyrResponse *(*load_finish) (GObject *carrier,
                               GAsyncResult *result,
                               GInputStream **body,
                               GError **error);
} DyrCarrier;

/* For a DyrHttp. */
extern const DyrCarrier dyr_syncer_http;

typedef enum
{
  DYR_SYNC_OFF,     /* not started, or ended by dyr_syncer_end () */
  DYR_SYNC_RUNNING, /* requests are on their way */
  DYR_SYNC_WAITING, /* nothing to do until a time that is known */
  DYR_SYNC_QUIET,   /* nothing to do until an edit or the next run */
  DYR_SYNC_STOPPED, /* the run stopped: dyr_syncer_get_stop () */
  DYR_SYNC_FAILED,  /* the database refused: dyr_syncer_get_error () */
} DyrSyncState;

#define DYR_TYPE_SYNC_STATE (dyr_sync_state_get_type ())
GType dyr_sync_state_get_type (void);

#define DYR_TYPE_SYNCER (dyr_syncer_get_type ())
G_DECLARE_FINAL_TYPE (DyrSyncer, dyr_syncer, DYR, SYNCER, GObject)

/* Property "state" (DyrSyncState), notified also when it is reached anew. `carry` must live as long
 * as the program. `server`: the address, remembered in the database once the CRM answered there;
 * NULL: not. `known`: the one that it remembers now, NULL: none. Once it remembers neither, another
 * program has changed that: it fails with DYR_ERROR_CONFLICT. */
DyrSyncer *dyr_syncer_new (DyrDatabase *database,
                           DyrRemote *remote,
                           GObject *carrier,
                           const DyrCarrier *carry,
                           const char *server,
                           const char *known);

/* For tests: by default the system's monitor. Before dyr_syncer_start (). */
void dyr_syncer_set_network (DyrSyncer *self, GNetworkMonitor *network);
/* Seconds between runs; 0: only when asked for. 120 by default. */
void dyr_syncer_set_interval (DyrSyncer *self, guint seconds);

/* Begins. FALSE and DYR_ERROR_BUSY when another process syncs this database. */
gboolean dyr_syncer_start (DyrSyncer *self, GError **error);
/* A run now, also after one that stopped; when one is going on, another one after it. */
void dyr_syncer_run (DyrSyncer *self);
/* The person looked at what stopped the run (dyr_engine_accept ()): it goes on. */
void dyr_syncer_accept (DyrSyncer *self, DyrStop stop);
/* Ends: what is on its way is given up, and looked up at the next start. The state is DYR_SYNC_OFF
 * once the last answer is in. */
void dyr_syncer_end (DyrSyncer *self);

DyrSyncState dyr_syncer_get_state (DyrSyncer *self);
/* Of a state of STOPPED; DYR_STOP_NONE else. */
DyrStop dyr_syncer_get_stop (DyrSyncer *self);
/* Why it stopped or waits, in the CRM's words; NULL: none. */
const char *dyr_syncer_get_reason (DyrSyncer *self);
/* Of a state of FAILED; NULL else. It tries again after a while. */
const GError *dyr_syncer_get_error (DyrSyncer *self);
/* Instant of the next try or run; 0: none is planned. */
gint64 dyr_syncer_get_next (DyrSyncer *self);
/* Since the start. */
const DyrEngineCounts *dyr_syncer_get_counts (DyrSyncer *self);
/* Runs that reached nobody, and answers that put us off, since something last went well. */
guint dyr_syncer_get_n_troubles (DyrSyncer *self);
/* Whether this run has learned what the CRM is. */
gboolean dyr_syncer_is_described (DyrSyncer *self);
/* Requests that are on their way or whose answers are being read. */
guint dyr_syncer_get_n_flying (DyrSyncer *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSyncService: the sync of the open database, as the window needs it: who the CRM is, how the
 * two stand, what to do about it. */

#pragma once

/* It finds the address in the database and the key in the keyring, and keeps a DyrSyncer going:
 * after each edit, every few minutes, when the network comes back. Paused (remembered in the
 * database), or on a network that is paid by volume, only dyr_sync_service_run () moves anything.
 *
 * Properties, all read-only and notified when they change:
 *
 *   "state"         DyrServiceState
 *   "connected"     gboolean: the database has a CRM
 *   "paused"        gboolean: a person said so
 *   "metered"       gboolean: the network is paid by volume
 *   "n-waiting"     uint: records that go to the CRM by themselves
 *   "n-needs-you"   uint: what a person decides: clashes, and what the CRM refused
 *   "n-parked"      uint: … of these, what the CRM refused
 *   "n-only-here"   uint: records that the CRM cannot hold
 *   "holds-files"   gboolean: the CRM has what is in files, and shows it to us
 *   "sending-done", "sending-total"   uint: of what goes to the CRM now; 0 of 0: nothing
 *   "received"      uint: records that came in this run
 *   "text"          string: how it stands, one plain sentence; NULL: not known yet
 *   "reason"        string: more about it, why and what to do; NULL: nothing to add
 *   "remedy"        DyrServiceRemedy: what a person can do about it
 *   "server"        string: the address of the CRM; NULL: none
 *   "certificate"   string: of the office's authority that vouches for the CRM (PEM); NULL: none
 *   "user"          string: who we are there; NULL: not known
 *   "last-done"     int64: instant at which nothing was left to be done; 0: never
 */

#include "dyr-account.h"
#include "dyr-contents.h"
#include "dyr-database.h"
#include "dyr-engine.h"
#include "dyr-keyring.h"
#include "dyr-progress.h"

G_BEGIN_DECLS

typedef enum
{
  DYR_SERVICE_NOT_CONNECTED,
  DYR_SERVICE_PAUSED,  /* by a person, or on a metered network */
  DYR_SERVICE_OFFLINE, /* the CRM cannot be reached; it is tried again */
  DYR_SERVICE_UP_TO_DATE,
  DYR_SERVICE_WAITING,   /* "n-waiting" go with the next try, or the first sync does */
  DYR_SERVICE_SENDING,   /* something goes or comes */
  DYR_SERVICE_NEEDS_YOU, /* the rest is done */
  DYR_SERVICE_STOPPED,   /* nothing goes on before "remedy" */
} DyrServiceState;

#define DYR_TYPE_SERVICE_STATE (dyr_service_state_get_type ())
GType dyr_service_state_get_type (void);

typedef enum
{
  DYR_SERVICE_REMEDY_NONE,
  DYR_SERVICE_REMEDY_RUN,     /* dyr_sync_service_run () */
  DYR_SERVICE_REMEDY_SIGN_IN, /* a key: the connection assistant */
  DYR_SERVICE_REMEDY_ACCEPT,  /* dyr_sync_service_accept (), after a look into the CRM */
  DYR_SERVICE_REMEDY_RESUME,  /* dyr_sync_service_set_paused (FALSE) */
} DyrServiceRemedy;

#define DYR_TYPE_SERVICE_REMEDY (dyr_service_remedy_get_type ())
GType dyr_service_remedy_get_type (void);

#define DYR_TYPE_SYNC_SERVICE (dyr_sync_service_get_type ())
G_DECLARE_FINAL_TYPE (DyrSyncService, dyr_sync_service, DYR, SYNC_SERVICE, GObject)

/* In the language of the window. It does nothing before dyr_sync_service_start (). */
DyrSyncService *dyr_sync_service_new (DyrDatabase *database, const char *language);

/* For tests, before the start: the network instead of the system's; seconds between runs (0: only
 * when asked for). */
void dyr_sync_service_set_network (DyrSyncService *self, GNetworkMonitor *network);
void dyr_sync_service_set_interval (DyrSyncService *self, guint seconds);

/* Reads what the database knows of its CRM, and goes on with it. */
void dyr_sync_service_start (DyrSyncService *self);

/* Connects the database with a CRM, or with the same one by another key, and begins to sync. */
void dyr_sync_service_connect_async (DyrSyncService *self,
                                     const DyrPlaceThere *place,
                                     const DyrKey *key,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer data);
/* `kept`: the keyring of the desktop has the key; FALSE: it is forgotten when the program ends.
 * FALSE and *error when the database refused; then nothing has changed. */
gboolean dyr_sync_service_connect_finish (DyrSyncService *self,
                                          GAsyncResult *result,
                                          gboolean *kept,
                                          GError **error);

/* What becomes of the records when the connection is removed. */
typedef enum
{
  DYR_ACCOUNT_KEEP,   /* all stay, and what was not sent waits for a connection to the same CRM */
  DYR_ACCOUNT_DELETE, /* those of the CRM are deleted here; what was not sent stays */
  DYR_ACCOUNT_DELETE_UNSENT_TOO,
} DyrAccountRest;

/* Ends it and forgets address and key, and the records as `rest` says: all of it or, cancelled or
 * refused, nothing. `progress` (may be NULL) is told while records are deleted. */
void dyr_sync_service_disconnect_async (DyrSyncService *self,
                                        DyrAccountRest rest,
                                        DyrProgress progress,
                                        gpointer progress_data,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer data);
gboolean
dyr_sync_service_disconnect_finish (DyrSyncService *self, GAsyncResult *result, GError **error);

/* By hand: now, even when paused or on a metered network (then once). */
void dyr_sync_service_run (DyrSyncService *self);
/* The computer slept: looks what happened meanwhile, unless something keeps it from going by
 * itself. When the network is not there yet, its coming back is what counts. */
void dyr_sync_service_wake (DyrSyncService *self);
/* A person looked at the CRM and agrees to what stopped the run. */
void dyr_sync_service_accept (DyrSyncService *self);
void dyr_sync_service_set_paused (DyrSyncService *self, gboolean paused);

/* Ends for good: calls back when nothing is on its way any more. What was is looked up at the next
 * start. */
void
dyr_sync_service_shut_async (DyrSyncService *self, GAsyncReadyCallback callback, gpointer data);
void dyr_sync_service_shut_finish (DyrSyncService *self, GAsyncResult *result);

/* The office's authority vouches for nobody any more. */
void dyr_sync_service_forget_certificate (DyrSyncService *self);

DyrServiceState dyr_sync_service_get_state (DyrSyncService *self);
DyrServiceRemedy dyr_sync_service_get_remedy (DyrSyncService *self);
gboolean dyr_sync_service_get_connected (DyrSyncService *self);
gboolean dyr_sync_service_get_paused (DyrSyncService *self);
gboolean dyr_sync_service_holds_files (DyrSyncService *self);
/* “Clients: 8”: what is gone in the CRM when that stopped the run; newly allocated, NULL: nothing.
 */
char *dyr_sync_service_tell_gone (DyrSyncService *self);
/* Why the run stopped; DYR_STOP_NONE: it did not. */
DyrStop dyr_sync_service_get_stop (DyrSyncService *self);
/* What moves the contents of files; NULL: nothing does. It is another one after another key or
 * server; the signal "content-progress" (gint64 file, gint64 done, gint64 size) is told of all. */
DyrContents *dyr_sync_service_get_contents (DyrSyncService *self);
const char *dyr_sync_service_get_text (DyrSyncService *self);
const char *dyr_sync_service_get_reason (DyrSyncService *self);
const char *dyr_sync_service_get_server (DyrSyncService *self);
const char *dyr_sync_service_get_certificate (DyrSyncService *self);
const char *dyr_sync_service_get_login (DyrSyncService *self);
const char *dyr_sync_service_get_user (DyrSyncService *self);

G_END_DECLS

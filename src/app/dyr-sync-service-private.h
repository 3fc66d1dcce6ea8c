/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the files of DyrSyncService share. */

#pragma once

#include "dyr-account.h"
#include "dyr-contents.h"
#include "dyr-sync-service-words.h"
#include "dyr-sync-service.h"
#include "dyr-syncer.h"

G_BEGIN_DECLS

struct _DyrSyncService
{
  GObject parent_instance;

  DyrDatabase *database;
  DyrFormat *format;
  DyrKeyring *keyring;
  GNetworkMonitor *network;
  guint interval;
  gboolean interval_set;
  GCancellable *cancellable; /* of the look into the keyring */

  gboolean begun;           /* dyr_sync_service_start () */
  gboolean shut;            /* it ends for good */
  DyrAccount *account;      /* as it was read last; NULL: not yet */
  guint n_changes;          /* of the account, on their way to the disk */
  guint generation;         /* grows with each change that is done */
  guint account_generation; /* of `account` */
  gboolean refreshing, refresh_again;
  guint refreshed_generation; /* when the read began that is on its way */
  guint refresh_timer;
  guint sent_when_read, next_sent; /* when the read of `account` began; … of the one on its way */

  DyrSyncer *syncer;     /* NULL: no server or no key */
  DyrContents *contents; /* as long as that; files go and come by it */
  gboolean started;      /* the syncer is at work, or ending */
  gboolean ending, dropping;
  gboolean by_hand; /* once, whatever keeps it from going by itself */
  gboolean looking; /* for the key */
  gboolean no_key;
  guint retry_timer;
  char *error; /* what keeps us from beginning, in words */
  DyrStop stop;
  DyrStop stop_of_contents; /* of files alone, while the syncer goes on */
  char *said;
  DyrEngineCounts before; /* until it began to send or receive last */
  gboolean running;
  GPtrArray *waiting; /* GTask that wait for the syncer to end */

  DyrServiceFacts facts; /* as they are shown */
  char *text, *reason;
};

/* dyr-sync-service.c */

/* Everything that is shown follows from here. */
void dyr_sync_service_update (DyrSyncService *self);
/* Asks the database how it stands. */
void dyr_sync_service_refresh (DyrSyncService *self);

/* dyr-sync-service-run.c */

/* What is wanted is brought about, as far as it can be now; called whenever something changed. */
void dyr_sync_service_settle (DyrSyncService *self);
/* Ends what runs, at once. */
void dyr_sync_service_rest (DyrSyncService *self);
/* The syncer goes, once it has ended; what is known of the key is forgotten. */
void dyr_sync_service_drop (DyrSyncService *self);
/* At once: what is on its way goes on without us. */
void dyr_sync_service_abandon (DyrSyncService *self);

/* dyr-sync-service-account.c */

/* There is no syncer any more: who waited for that goes on, once nothing is on its way that may
 * make one. */
void dyr_sync_service_freed (DyrSyncService *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSyncList: records that wait to go to the CRM, or for a person, in the order in which they go.
 */

#pragma once

#include <gio/gio.h>

#include "dyr-store.h"
#include "dyr-waiting.h"

G_BEGIN_DECLS

/* A record in the list; the same object as long as somebody has it. Signal "changed": what is known
 * of it did. */
#define DYR_TYPE_SYNC_ITEM (dyr_sync_item_get_type ())
G_DECLARE_FINAL_TYPE (DyrSyncItem, dyr_sync_item, DYR, SYNC_ITEM, GObject)

gint64 dyr_sync_item_get_record (DyrSyncItem *self);
/* What is known of it now, NULL: it is being read, or waits no more. Holds until "changed". */
const DyrWaiting *dyr_sync_item_get_waiting (DyrSyncItem *self);

/* A GListModel of DyrSyncItem. Places are read by a reader thread when they are asked for, and the
 * list grows by them until its end; a place is 16 bytes unless it is looked at. Signal "read":
 * something asked for is there, or could not be read (store: "failed"). */
#define DYR_TYPE_SYNC_LIST (dyr_sync_list_get_type ())
G_DECLARE_FINAL_TYPE (DyrSyncList, dyr_sync_list, DYR, SYNC_LIST, GObject)

/* Places that are read at once. */
#define DYR_SYNC_CHUNK 100

DyrSyncList *dyr_sync_list_new (DyrStore *store, DyrWaitingKind kind);
/* Reads what is there now as far as somebody looked; the first time its beginning. */
void dyr_sync_list_refresh (DyrSyncList *self);
/* Whether its end is there. */
gboolean dyr_sync_list_is_whole (DyrSyncList *self);

G_END_DECLS

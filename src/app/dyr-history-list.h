/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrHistoryList: what was done in the whole office, newest first. */

#pragma once

#include <gio/gio.h>

#include "dyr-store.h"

G_BEGIN_DECLS

/* A place of the list; the same object as long as somebody has it. Signal "changed": what is known
 * of its action did. */
#define DYR_TYPE_HISTORY_ITEM (dyr_history_item_get_type ())
G_DECLARE_FINAL_TYPE (DyrHistoryItem, dyr_history_item, DYR, HISTORY_ITEM, GObject)

gint64 dyr_history_item_get_id (DyrHistoryItem *self);
/* What is known of it now, NULL: it is being read. Holds until "changed". */
const DyrHistoryAction *dyr_history_item_get_action (DyrHistoryItem *self);

/* A GListModel of DyrHistoryItem. Pages are read by a reader thread when their places are asked
 * for, and the list grows by them until the oldest action; an action is 8 bytes unless it is looked
 * at. Signal "read": something asked for is there, or could not be read (store: "failed"). */
#define DYR_TYPE_HISTORY_LIST (dyr_history_list_get_type ())
G_DECLARE_FINAL_TYPE (DyrHistoryList, dyr_history_list, DYR, HISTORY_LIST, GObject)

/* Actions that are read at once. */
#define DYR_HISTORY_CHUNK 100

DyrHistoryList *dyr_history_list_new (DyrStore *store);
/* Reads what is new and what may have changed of the places somebody has; the first page too. */
void dyr_history_list_refresh (DyrHistoryList *self);
/* Whether the oldest action is among them. */
gboolean dyr_history_list_is_whole (DyrHistoryList *self);
/* Actions of which more than the number is in memory: for tests. */
guint dyr_history_list_get_n_known (DyrHistoryList *self);

G_END_DECLS

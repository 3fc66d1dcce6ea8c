/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSyncRow: a record that waits: what it is, what goes; or what is asked and the ways out. */

#pragma once

#include <gtk/gtk.h>

#include "dyr-office.h"
#include "dyr-sync-list.h"

G_BEGIN_DECLS

#define DYR_TYPE_SYNC_ROW (dyr_sync_row_get_type ())
G_DECLARE_FINAL_TYPE (DyrSyncRow, dyr_sync_row, DYR, SYNC_ROW, GtkWidget)

GtkWidget *dyr_sync_row_new (DyrOffice *office, DyrWaitingKind kind);
/* NULL: nothing. */
void dyr_sync_row_set_item (DyrSyncRow *self, DyrSyncItem *item);

G_END_DECLS

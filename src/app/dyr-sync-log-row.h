/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSyncLogRow: a run of sync: when, what went and came, what else is to be said of it. */

#pragma once

#include <gtk/gtk.h>

#include "dyr-context.h"
#include "dyr-sync-runs.h"

G_BEGIN_DECLS

#define DYR_TYPE_SYNC_LOG_ROW (dyr_sync_log_row_get_type ())
G_DECLARE_FINAL_TYPE (DyrSyncLogRow, dyr_sync_log_row, DYR, SYNC_LOG_ROW, GtkWidget)

GtkWidget *dyr_sync_log_row_new (void);
void dyr_sync_log_row_show (DyrSyncLogRow *self, const DyrSyncRun *run, const DyrContext *context);

G_END_DECLS

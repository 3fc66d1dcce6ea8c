/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSyncLog: earlier runs of sync, the newest first. */

#pragma once

#include <gtk/gtk.h>

#include "dyr-office.h"

G_BEGIN_DECLS

#define DYR_TYPE_SYNC_LOG (dyr_sync_log_get_type ())
G_DECLARE_FINAL_TYPE (DyrSyncLog, dyr_sync_log, DYR, SYNC_LOG, GtkWidget)

/* Runs that are read at once. */
#define DYR_SYNC_LOG_CHUNK 100

GtkWidget *dyr_sync_log_new (DyrOffice *office);

G_END_DECLS

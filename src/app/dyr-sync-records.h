/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSyncRecords: the records that wait, in a list that can be as long as it likes. */

#pragma once

#include <gtk/gtk.h>

#include "dyr-office.h"
#include "dyr-waiting.h"

G_BEGIN_DECLS

#define DYR_TYPE_SYNC_RECORDS (dyr_sync_records_get_type ())
G_DECLARE_FINAL_TYPE (DyrSyncRecords, dyr_sync_records, DYR, SYNC_RECORDS, GtkWidget)

/* It reads while it is seen. */
GtkWidget *dyr_sync_records_new (DyrOffice *office, DyrWaitingKind kind);

G_END_DECLS

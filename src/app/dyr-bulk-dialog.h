/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrBulkDialog: the same values for many records: fields, what would change, progress. */

#pragma once

#include <adwaita.h>

#include "dyr-office.h"

G_BEGIN_DECLS

#define DYR_TYPE_BULK_DIALOG (dyr_bulk_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DyrBulkDialog, dyr_bulk_dialog, DYR, BULK_DIALOG, AdwWindow)

/* `ids` (gint64) is kept and not changed. When it is over, win.toast-undo of the window below is
 * activated with what was done. */
DyrBulkDialog *dyr_bulk_dialog_new (DyrOffice *office, const DyrRecordType *type, GArray *ids);

G_END_DECLS

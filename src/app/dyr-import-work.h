/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrImportWork: an import, or its trial run, in a thread of its own. */

#pragma once

#include "dyr-import.h"
#include "dyr-office.h"

G_BEGIN_DECLS

#define DYR_TYPE_IMPORT_WORK (dyr_import_work_get_type ())
G_DECLARE_FINAL_TYPE (DyrImportWork, dyr_import_work, DYR, IMPORT_WORK, GObject)

/* The mapping is copied. */
DyrImportWork *dyr_import_work_new (DyrOffice *office,
                                    const char *path,
                                    const DyrSheetOptions *options,
                                    const DyrMapping *mapping);

/* Once at a time. */
void dyr_import_work_run_async (DyrImportWork *self,
                                gboolean dry_run,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data);
/* NULL and an error: nothing was done. A report of what was done until a cancellation or a failure
 * comes together with the error, if any was. */
DyrImportReport *
dyr_import_work_run_finish (DyrImportWork *self, GAsyncResult *result, GError **error);
/* How far a run is: 0 to 1, and rows done. */
double dyr_import_work_get_progress (DyrImportWork *self, guint *n_rows);

/* Writes the refused rows of a report as a CSV file with the reason in a column of its own. */
void dyr_import_work_save_refused_async (DyrImportWork *self,
                                         const DyrImportReport *report,
                                         const char *path,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer data);
gboolean
dyr_import_work_save_refused_finish (DyrImportWork *self, GAsyncResult *result, GError **error);

G_END_DECLS

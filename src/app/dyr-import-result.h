/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrImportResult: what an import did, or its trial run would do: counts, rows, unknown people. */

#pragma once

#include <gtk/gtk.h>

#include "dyr-import.h"

G_BEGIN_DECLS

#define DYR_TYPE_IMPORT_RESULT (dyr_import_result_get_type ())
G_DECLARE_FINAL_TYPE (DyrImportResult, dyr_import_result, DYR, IMPORT_RESULT, GtkWidget)

/* Shows a report, which must live until the next call; NULL shows nothing. */
void dyr_import_result_show (DyrImportResult *self,
                             const DyrImportReport *report,
                             const DyrContext *context);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrImportColumns: which column of a file goes into which field, one row a column. */

#pragma once

#include <adwaita.h>

#include "dyr-import-peek.h"

G_BEGIN_DECLS

#define DYR_TYPE_IMPORT_COLUMNS (dyr_import_columns_get_type ())
G_DECLARE_FINAL_TYPE (DyrImportColumns, dyr_import_columns, DYR, IMPORT_COLUMNS, GtkWidget)

/* Signals: "changed": the mapping is another one; "message" (char *): what should be said;
 * "remember" (char *): the mapping is to be kept under that name. */

/* Shows the columns of a file and where they probably go; `peek` may be freed afterwards. */
void dyr_import_columns_show (DyrImportColumns *self, const DyrImportPeek *peek);
/* Belongs to the widget until it shows another file; NULL before the first. */
const DyrMapping *dyr_import_columns_get_mapping (DyrImportColumns *self);
/* What Load and Save do with the file that was picked; "message" says what came of it. */
void dyr_import_columns_load (DyrImportColumns *self, GFile *file);
void dyr_import_columns_save (DyrImportColumns *self, GFile *file);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrFoldRow: rarely used fields of a record folded into one row that says what is in them. */

#pragma once

#include <adwaita.h>

#include "dyr-context.h"

G_BEGIN_DECLS

#define DYR_TYPE_FOLD_ROW (dyr_fold_row_get_type ())
G_DECLARE_FINAL_TYPE (DyrFoldRow, dyr_fold_row, DYR, FOLD_ROW, AdwExpanderRow)

/* Property "summary" (string): names of fields, separated by blanks, whose values show under the
 * title. */
void dyr_fold_row_set_summary (DyrFoldRow *self, const char *fields);
/* The context must live longer than the row. */
void dyr_fold_row_set_record (DyrFoldRow *self, const DyrContext *context, DyrRecord *record);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSheet: the rows of a file, whatever its format: what import, preview and mapping read. */

#pragma once

#include <gio/gio.h>

#include "dyr-encoding.h"
#include "dyr-sheet-problem.h"
#include "dyr-sheet-row.h"

G_BEGIN_DECLS

/**
 * DyrSheetFormat:
 * @DYR_SHEET_CSV: lines of text
 * @DYR_SHEET_XLSX: a spreadsheet
 * @DYR_SHEET_VCARD: address cards, a row each
 */
typedef enum
{
  DYR_SHEET_CSV,
  DYR_SHEET_XLSX,
  DYR_SHEET_VCARD,
} DyrSheetFormat;

typedef struct _DyrSheet DyrSheet;

DyrSheet *dyr_sheet_open (const char *path, const DyrSheetOptions *options, GError **error);
void dyr_sheet_free (DyrSheet *self);
gboolean dyr_sheet_next (DyrSheet *self, const DyrSheetRow **row, GError **error);
gboolean dyr_sheet_rewind (DyrSheet *self, GError **error);

DyrSheetFormat dyr_sheet_get_format (DyrSheet *self);
const char *const *dyr_sheet_get_header (DyrSheet *self);
guint dyr_sheet_get_n_columns (DyrSheet *self);
const char *dyr_sheet_get_file_name (DyrSheet *self);
double dyr_sheet_get_fraction (DyrSheet *self);
const DyrSheetProblem *dyr_sheet_get_problems (DyrSheet *self, guint *n_problems);
guint dyr_sheet_get_n_problems (DyrSheet *self);
guint dyr_sheet_get_n_refused (DyrSheet *self);

const char *dyr_sheet_get_encoding (DyrSheet *self);
const DyrEncodingGuess *dyr_sheet_get_guess (DyrSheet *self);
char dyr_sheet_get_delimiter (DyrSheet *self);
const char *dyr_sheet_get_name (DyrSheet *self);
const char *const *dyr_sheet_get_names (DyrSheet *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrSheet, dyr_sheet_free)

G_END_DECLS

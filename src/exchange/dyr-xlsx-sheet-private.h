/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* A sheet of a spreadsheet (XLSX) as a DyrSheet. */

#pragma once

#include "dyr-sheet-private.h"

G_BEGIN_DECLS

DyrSheet *dyr_sheet_new_xlsx (const char *path, const DyrSheetOptions *options, GError **error);

G_END_DECLS

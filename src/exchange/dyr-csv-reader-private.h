/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The reader with the sizes that tests make small, and what it keeps. */

#pragma once

#include "dyr-csv-reader.h"
#include "dyr-sheet-problem-private.h"

G_BEGIN_DECLS

typedef struct
{
  gsize block; /* read at once */
  gsize cell;  /* bytes of a cell */
  gsize row;   /* bytes of a row */
} DyrCsvLimits;

DyrCsvReader *dyr_csv_reader_open_with (const char *path,
                                        const DyrSheetOptions *options,
                                        const DyrCsvLimits *limits,
                                        GError **error);

const DyrSheetProblems *dyr_csv_reader_peek_problems (DyrCsvReader *self);

G_END_DECLS

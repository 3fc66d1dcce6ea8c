/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The problems of a reader: as many as somebody may want to read, and their number. */

#pragma once

#include "dyr-sheet-problem.h"

G_BEGIN_DECLS

typedef struct
{
  GArray *list; /* DyrSheetProblem */
  guint n;      /* also those that are not in the list */
  guint n_refused;
} DyrSheetProblems;

void dyr_sheet_problems_init (DyrSheetProblems *problems);
void dyr_sheet_problems_clear (DyrSheetProblems *problems);
/* Takes the message. */
void dyr_sheet_problems_add (
    DyrSheetProblems *problems, guint line, guint column, gboolean refused, char *message);
/* Those that are kept. */
const DyrSheetProblem *dyr_sheet_problems_list (const DyrSheetProblems *problems, guint *n);
/* Forgets all but the first `n`, which refused nothing. */
void dyr_sheet_problems_keep (DyrSheetProblems *problems, guint n);

G_END_DECLS

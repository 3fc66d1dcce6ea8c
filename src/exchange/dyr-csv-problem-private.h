/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The problems of a reader: as many as somebody may want to read, and their number. */

#pragma once

#include "dyr-csv-problem.h"

G_BEGIN_DECLS

typedef struct
{
  GArray *list; /* DyrCsvProblem */
  guint n;      /* also those that are not in the list */
  guint n_refused;
} DyrCsvProblems;

void dyr_csv_problems_init (DyrCsvProblems *problems);
void dyr_csv_problems_clear (DyrCsvProblems *problems);
/* Takes the message. */
void dyr_csv_problems_add (
    DyrCsvProblems *problems, guint line, guint column, gboolean refused, char *message);
/* Forgets all but the first `n`, which refused nothing. */
void dyr_csv_problems_keep (DyrCsvProblems *problems, guint n);

G_END_DECLS

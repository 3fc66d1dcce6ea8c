/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What was wrong with a file of a table, and where. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** DYR_SHEET_PROBLEMS_MAX: problems that are kept; further ones are only counted. */
#define DYR_SHEET_PROBLEMS_MAX 1000

/**
 * DyrSheetProblem:
 * @line: number of the line, from 1
 * @column: number of the character in that line, from 1; 0 when it is about all of the row
 * @refused: whether a row was left out; otherwise it was read, but should be looked at
 * @message: what is wrong and what to do, translated; the place is not in it
 */
typedef struct
{
  guint line;
  guint column;
  gboolean refused;
  char *message;
} DyrSheetProblem;

char *dyr_sheet_problem_describe (const DyrSheetProblem *problem, const char *file_name);

G_END_DECLS

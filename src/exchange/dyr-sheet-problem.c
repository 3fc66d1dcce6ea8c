/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What was wrong with a file of a table, and where. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sheet-problem.h"
#include "dyr-sheet-problem-private.h"

#include <glib/gi18n-lib.h>

static void
clear_problem (gpointer data)
{
  g_free (((DyrSheetProblem *) data)->message);
}

void
dyr_sheet_problems_init (DyrSheetProblems *problems)
{
  g_return_if_fail (problems != NULL);

  *problems = (DyrSheetProblems){ .list = g_array_new (FALSE, FALSE, sizeof (DyrSheetProblem)) };
  g_array_set_clear_func (problems->list, clear_problem);
}

void
dyr_sheet_problems_clear (DyrSheetProblems *problems)
{
  g_return_if_fail (problems != NULL);

  g_clear_pointer (&problems->list, g_array_unref);
}

void
dyr_sheet_problems_add (
    DyrSheetProblems *problems, guint line, guint column, gboolean refused, char *message)
{
  DyrSheetProblem problem = { line, column, refused, message };

  g_return_if_fail (problems != NULL);
  g_return_if_fail (message != NULL);

  problems->n++;
  problems->n_refused += refused ? 1 : 0;
  if (problems->list->len < DYR_SHEET_PROBLEMS_MAX)
    g_array_append_val (problems->list, problem);
  else
    g_free (message);
}

const DyrSheetProblem *
dyr_sheet_problems_list (const DyrSheetProblems *problems, guint *n)
{
  *n = problems->list->len;

  return (const DyrSheetProblem *) (gpointer) problems->list->data;
}

void
dyr_sheet_problems_keep (DyrSheetProblems *problems, guint n)
{
  g_return_if_fail (problems != NULL);
  g_return_if_fail (n <= problems->list->len);

  g_array_set_size (problems->list, n);
  problems->n = n;
  problems->n_refused = 0;
}

/**
 * dyr_sheet_problem_describe:
 * @problem: a problem, of the reader or made by the importer
 * @file_name: the name of the file
 *
 * Returns: (transfer full): the place and the message in one line
 */
char *
dyr_sheet_problem_describe (const DyrSheetProblem *problem, const char *file_name)
{
  g_return_val_if_fail (problem != NULL, NULL);
  g_return_val_if_fail (file_name != NULL, NULL);

  if (problem->column == 0)
    return g_strdup_printf (_ ("%s, line %u: %s"), file_name, problem->line, problem->message);

  return g_strdup_printf (_ ("%s, line %u, column %u: %s"), file_name, problem->line, problem->column, problem->message);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Unfinished: actions that a program began and did not end, until a person decides about them. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-unfinished.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include "dyr-bulk-plan.h"
#include "dyr-error.h"
#include "dyr-history.h"

/* Changes that name an action. */
#define FEW_CHANGES 8

static void
free_unfinished (gpointer data)
{
  DyrUnfinished *unfinished = data;

  g_free (unfinished->title);
  g_free (unfinished);
}

static gboolean
describe (DyrConnection *connection, DyrUnfinished *unfinished, GError **error)
{
  g_autoptr (GPtrArray) changes
      = dyr_history_of_action (connection, unfinished->action, FEW_CHANGES, error);
  const DyrHistoryEntry *first;

  if (changes == NULL)
    return FALSE;
  if (!unfinished->is_undo
      && !dyr_bulk_plan_get_left (connection, unfinished->action, &unfinished->n_left, error))
    return FALSE;
  unfinished->title = dyr_history_action_title (changes, NULL, NULL);
  if (changes->len == 0)
    return TRUE;
  first = g_ptr_array_index (changes, 0);
  unfinished->type = first->type;
  unfinished->is_import = first->source == DYR_SOURCE_IMPORT;
  return TRUE;
}

gboolean
dyr_unfinished_job_list (DyrConnection *connection,
                         gpointer data,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (free_unfinished);
  g_autoptr (DyrStatement) query
      = dyr_connection_query (connection, error, DYR_UNFINISHED_SQL " ORDER BY 1", "");
  g_autoptr (GError) local = NULL;

  if (query == NULL)
    return FALSE;
  while (dyr_statement_step (query, &local))
    {
      DyrUnfinished *unfinished = g_new0 (DyrUnfinished, 1);

      unfinished->action = dyr_statement_number (query, 0);
      unfinished->is_undo = dyr_statement_number (query, 1) != 0;
      g_ptr_array_add (list, unfinished);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  for (guint i = 0; i < list->len; i++)
    if (!describe (connection, g_ptr_array_index (list, i), error))
      return FALSE;
  *(GPtrArray **) data = g_steal_pointer (&list);
  return TRUE;
}

gboolean
dyr_unfinished_job_keep (DyrConnection *connection,
                         gpointer data,
                         GCancellable *cancellable,
                         GError **error)
{
  const gint64 *action = data;

  /* As if a person had stopped it: also its undo, and what brought it back. */
  if (!dyr_connection_run (connection,
                           error,
                           "UPDATE action SET state = 3 WHERE state <> 1 AND state = 2 "
                           "AND (id = ?1 OR undoes = ?1 "
                           "OR undoes IN (SELECT id FROM action WHERE undoes = ?1))",
                           "i",
                           *action))
    return FALSE;
  if (dyr_connection_changes (connection) == 0)
    {
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_REFUSED,
                   _ ("Action %" PRId64 " was not interrupted, or that is settled already."),
                      *action);
      return FALSE;
    }
  dyr_connection_touch_actions (connection);
  return dyr_bulk_plan_drop (connection, *action, error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What can be undone and redone, and what was interrupted. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-undo.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include "dyr-action.h"
#include "dyr-error.h"
#include "dyr-undo-private.h"

gboolean
dyr_undo_read_known (DyrConnection *connection, gint64 action, DyrUndoKnown *known, GError **error)
{
  g_autoptr (DyrStatement) query = NULL;
  g_autoptr (GError) local = NULL;

  query = dyr_connection_query (connection,
                                error,
                                "SELECT a.state, coalesce (a.undone_by, 0), coalesce (u.state, 0), "
                                "coalesce (a.undoes, 0) "
                                "FROM action a LEFT JOIN action u ON u.id = a.undone_by "
                                "WHERE a.id = ?",
                                "i",
                                action);
  if (query == NULL)
    return FALSE;
  if (dyr_statement_step (query, &local))
    {
      known->state = (DyrActionState) dyr_statement_number (query, 0);
      known->undone_by = dyr_statement_number (query, 1);
      known->undo_state = (DyrActionState) dyr_statement_number (query, 2);
      known->undoes = dyr_statement_number (query, 3);
      return TRUE;
    }
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else
    g_set_error (
        error, DYR_ERROR, DYR_ERROR_NOT_FOUND, _("There is no action %" PRId64 "."), action);
  return FALSE;
}

gboolean
dyr_undo_find (DyrConnection *connection, gint64 *action, GError **error)
{
  /* Also one whose undo was broken off: undoing it goes on. */
  return dyr_connection_number (
      connection,
      error,
      0,
      action,
      "SELECT a.id FROM action a LEFT JOIN action u ON u.id = a.undone_by "
      "WHERE a.undoes IS NULL AND (a.undone_by IS NULL OR u.state IN (2, 3)) "
      "AND a.source IN (0, 2, 3, 4) AND a.state <> 0 ORDER BY a.id DESC LIMIT 1",
      "");
}

gboolean
dyr_redo_find (DyrConnection *connection, gint64 *action, GError **error)
{
  /* An undo that stands (or whose redo was broken off), with no new action after it, that is no
   * redo itself. Neither half an import nor half an undo is brought back. */
  return dyr_connection_number (
      connection,
      error,
      0,
      action,
      "SELECT u.id FROM action u JOIN action a ON a.id = u.undoes "
      "LEFT JOIN action r ON r.id = u.undone_by "
      "WHERE (u.undone_by IS NULL OR r.state IN (2, 3)) AND a.undoes IS NULL "
      "AND u.state = 1 AND a.state = 1 "
      "AND u.id > coalesce ((SELECT max (id) FROM action WHERE undoes IS NULL), 0) "
      "ORDER BY u.id DESC LIMIT 1",
      "");
}

static gboolean
check_redo (gint64 action, const DyrUndoKnown *known, GError **error)
{
  if (known->undone_by == 0)
    {
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_REFUSED,
                   _("Action %" PRId64 " was not undone: there is nothing to redo."), action);
      return FALSE;
    }
  if (known->state == DYR_ACTION_DONE && known->undo_state == DYR_ACTION_DONE)
    return TRUE;
  g_set_error (
      error,
      DYR_ERROR,
      DYR_ERROR_REFUSED,
      _("Action %" PRId64 " never came to its end, or its undo did not: it cannot be redone."),
         action);
  return FALSE;
}

gboolean
dyr_redo_find_of (DyrConnection *connection, gint64 action, gint64 *undo, GError **error)
{
  DyrUndoKnown known;

  if (!dyr_undo_read_known (connection, action, &known, error))
    return FALSE;
  /* An undo, or a redo, names what it is about. */
  while (known.undoes != 0)
    {
      action = known.undoes;
      if (!dyr_undo_read_known (connection, action, &known, error))
        return FALSE;
    }
  if (!check_redo (action, &known, error))
    return FALSE;
  *undo = known.undone_by;
  return TRUE;
}

gboolean
dyr_redo_find_for_record (DyrConnection *connection, gint64 record, gint64 *undo, GError **error)
{
  return dyr_connection_number (
      connection,
      error,
      0,
      undo,
      "SELECT u.id FROM change c JOIN action a ON a.id = c.action "
      "JOIN action u ON u.id = a.undone_by "
      "WHERE c.record = ? AND a.undoes IS NULL AND a.state = 1 AND u.state = 1 "
      "ORDER BY c.id DESC LIMIT 1",
      "i",
      record);
}

gboolean
dyr_undo_get_undone (DyrConnection *connection, gint64 action, gint64 *undone, GError **error)
{
  DyrUndoKnown known;

  if (!dyr_undo_read_known (connection, action, &known, error))
    return FALSE;
  *undone = known.undoes;
  return TRUE;
}

/* Of each, the action to undo: an undo that was lost is gone on with by undoing again. */
static gboolean
name_lost (DyrConnection *connection, const GArray *lost, GArray *actions, GError **error)
{
  for (guint i = 0; i < lost->len; i++)
    {
      gint64 action;

      if (!dyr_connection_number (connection,
                                  error,
                                  0,
                                  &action,
                                  "SELECT coalesce (undoes, id) FROM action WHERE id = ?",
                                  "i",
                                  g_array_index (lost, gint64, i)))
        return FALSE;
      g_array_append_val (actions, action);
    }
  return TRUE;
}

gboolean
dyr_undo_job_mark_interrupted (DyrConnection *connection,
                               gpointer data,
                               GCancellable *cancellable,
                               GError **error)
{
  g_autoptr (GArray) lost = dyr_action_find_lost (connection, error);

  if (lost == NULL || (data != NULL && !name_lost (connection, lost, data, error)))
    return FALSE;
  for (guint i = 0; i < lost->len; i++)
    if (!dyr_action_end (
            connection, g_array_index (lost, gint64, i), DYR_ACTION_INTERRUPTED, error))
      return FALSE;
  return TRUE;
}

static gboolean
job_look_for_interrupted (DyrConnection *connection,
                          gpointer data,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (GArray) lost = dyr_action_find_lost (connection, error);

  if (lost != NULL)
    *(gboolean *) data = lost->len > 0;
  return lost != NULL;
}

gboolean
dyr_undo_mark_interrupted (DyrDatabase *database, GArray *actions, GError **error)
{
  gboolean any = FALSE;

  g_return_val_if_fail (DYR_IS_DATABASE (database), FALSE);

  return dyr_database_read (database, job_look_for_interrupted, &any, NULL, error)
         && (!any
             || dyr_database_write (database, dyr_undo_job_mark_interrupted, actions, NULL, error));
}

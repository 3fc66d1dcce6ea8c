/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Actions that span transactions: which process runs them, and how they ended. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-action.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

static gboolean
set_state (DyrConnection *connection, gint64 action, DyrActionState state, GError **error)
{
  dyr_connection_touch_actions (connection);
  return dyr_connection_run (
      connection, error, "UPDATE action SET state = ? WHERE id = ?", "ni", (int) state, action);
}

gboolean
dyr_action_begin (DyrConnection *connection, gint64 action, GError **error)
{
  return set_state (connection, action, DYR_ACTION_RUNNING, error)
         && dyr_connection_set_bulk (connection, TRUE, error)
         && dyr_connection_run (
             connection,
             error,
             "INSERT OR REPLACE INTO meta (key, value) VALUES ('running-' || ?, ?)",
             "in",
             action,
             (int) getpid ());
}

gboolean
dyr_action_end (DyrConnection *connection, gint64 action, DyrActionState state, GError **error)
{
  return dyr_connection_set_bulk (connection, FALSE, error)
         && set_state (connection, action, state, error)
         && dyr_connection_run (
             connection, error, "DELETE FROM meta WHERE key = 'running-' || ?", "i", action);
}

GArray *
dyr_action_find_lost (DyrConnection *connection, GError **error)
{
  g_autoptr (DyrStatement) query = NULL;
  g_autoptr (GArray) gone = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) local = NULL;

  query = dyr_connection_query (connection,
                                error,
                                "SELECT a.id, coalesce (m.value, 0) FROM action a "
                                "LEFT JOIN meta m ON m.key = 'running-' || a.id "
                                "WHERE a.state <> 1 AND a.state = 0",
                                "");
  if (query == NULL)
    return NULL;
  while (dyr_statement_step (query, &local))
    {
      gint64 id = dyr_statement_number (query, 0);
      pid_t process = (pid_t) dyr_statement_number (query, 1);

      if (process <= 0 || (kill (process, 0) != 0 && errno == ESRCH))
        g_array_append_val (gone, id);
    }
  if (local == NULL)
    return g_steal_pointer (&gone);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

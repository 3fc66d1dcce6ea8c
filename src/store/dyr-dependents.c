/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Dependents: what still hangs on a record that somebody wants to delete. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-dependents.h"

#include <glib/gi18n-lib.h>

gboolean
dyr_dependents_count (DyrConnection *connection,
                      gint64 id,
                      DyrDependents *dependents,
                      GError **error)
{
  gint64 contracts, deliveries;

  if (!dyr_connection_number (
          connection,
          error,
          0,
          &contracts,
          "SELECT count (*) FROM contract WHERE client = ? AND listed = 1 "
          "AND state <> 'terminated' AND (valid_to IS NULL OR valid_to >= dyr_today ())",
          "i",
          id)
      || !dyr_connection_number (
          connection,
          error,
          0,
          &deliveries,
          "SELECT count (*) FROM delivery WHERE (client = ?1 OR contract = ?1) AND listed = 1 "
          "AND state NOT IN ('accepted', 'closed', 'returned', 'failed', 'cancelled')",
          "i",
          id))
    return FALSE;
  dependents->contracts = (guint) contracts;
  dependents->deliveries = (guint) deliveries;
  return TRUE;
}

char *
dyr_dependents_question (const DyrDependents *dependents)
{
  g_autofree char *contracts = NULL, *deliveries = NULL;

  if (dependents->contracts == 0 && dependents->deliveries == 0)
    return NULL;
  contracts
      = g_strdup_printf (ngettext ("%u open contract", "%u open contracts", dependents->contracts),
                         dependents->contracts);
  deliveries = g_strdup_printf (
      ngettext ("%u open delivery", "%u open deliveries", dependents->deliveries),
      dependents->deliveries);
  if (dependents->deliveries == 0)
    /* Translators: %s is “2 open contracts”. */
    return g_strdup_printf (_("Still there: %s."), contracts);
  if (dependents->contracts == 0)
    return g_strdup_printf (_("Still there: %s."), deliveries);
  /* Translators: “2 open contracts”, “1 open delivery”. */
  return g_strdup_printf (_("Still there: %s, %s."), contracts, deliveries);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Meta: small texts that a store keeps about itself, by name. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-meta.h"

char *
dyr_meta_read (DyrConnection *connection, const char *key, GError **error)
{
  g_autoptr (DyrStatement) query
      = dyr_connection_query (connection, error, "SELECT value FROM meta WHERE key = ?", "t", key);

  if (query == NULL || !dyr_statement_step (query, error))
    return NULL;
  return g_strdup (dyr_statement_text (query, 0));
}

gboolean
dyr_meta_write (DyrConnection *connection, const char *key, const char *value, GError **error)
{
  if (value == NULL || *value == '\0')
    return dyr_connection_run (connection, error, "DELETE FROM meta WHERE key = ?", "t", key);
  return dyr_connection_run (connection,
                             error,
                             "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)",
                             "tt",
                             key,
                             value);
}

GStrv
dyr_meta_list (DyrConnection *connection, const char *prefix, GError **error)
{
  g_autoptr (GStrvBuilder) keys = g_strv_builder_new ();
  g_autoptr (GError) local = NULL;
  g_autoptr (DyrStatement) query = dyr_connection_query (
      connection,
      error,
      "SELECT key FROM meta WHERE substr (key, 1, length (?1)) = ?1 ORDER BY key",
      "t",
      prefix);

  if (query == NULL)
    return NULL;
  while (dyr_statement_step (query, &local))
    g_strv_builder_add (keys, dyr_statement_text (query, 0));
  if (local == NULL)
    return g_strv_builder_end (keys);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

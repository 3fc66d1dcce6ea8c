/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Pairs of records that look alike and of which a person said that they are two. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-duplicate-apart.h"

#include <glib/gi18n-lib.h>

#include "dyr-error.h"
#include "dyr-rows.h"
#include "dyr-store-private.h"

gboolean
dyr_duplicate_apart_set (
    DyrConnection *connection, gint64 first, gint64 second, gboolean apart, GError **error)
{
  g_autoptr (DyrLink) one = NULL, other = NULL;

  if (!apart)
    return dyr_connection_run (connection,
                               error,
                               "DELETE FROM apart WHERE first = ? AND second = ?",
                               "ii",
                               MIN (first, second),
                               MAX (first, second));
  /* Both have to be there. */
  one = dyr_row_link (connection, first, error);
  other = one != NULL ? dyr_row_link (connection, second, error) : NULL;
  if (other == NULL)
    return FALSE;
  if (first == second || one->type != other->type)
    {
      g_set_error_literal (error,
                           DYR_ERROR,
                           DYR_ERROR_REFUSED,
                           _("Only two records of one type can be told apart."));
      return FALSE;
    }
  return dyr_connection_run (connection,
                             error,
                             "INSERT OR IGNORE INTO apart (first, second) VALUES (?, ?)",
                             "ii",
                             MIN (first, second),
                             MAX (first, second));
}

GHashTable *
dyr_duplicate_apart_from (DyrConnection *connection, gint64 id, GError **error)
{
  g_autoptr (GArray) ids
      = dyr_statement_ids (dyr_connection_query (connection,
                                                 error,
                                                 "SELECT second FROM apart WHERE first = ?1 "
                                                 "UNION ALL SELECT first FROM apart "
                                                 "WHERE second = ?1",
                                                 "i",
                                                 id),
                           error);
  GHashTable *set;

  if (ids == NULL)
    return NULL;
  set = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  for (guint i = 0; i < ids->len; i++)
    g_hash_table_add (set, g_memdup2 (&g_array_index (ids, gint64, i), sizeof (gint64)));
  return set;
}

gboolean
dyr_duplicate_is_apart (
    DyrConnection *connection, gint64 first, gint64 second, gboolean *apart, GError **error)
{
  gint64 is = 0;
  gboolean asked
      = dyr_connection_number (connection,
                               error,
                               0,
                               &is,
                               "SELECT EXISTS (SELECT 1 FROM apart WHERE first = ? AND second = ?)",
                               "ii",
                               MIN (first, second),
                               MAX (first, second));

  *apart = is != 0;
  return asked;
}

typedef struct
{
  gint64 first;
  gint64 second;
  gboolean apart;
} Pair;

static gboolean
job_set (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Pair *pair = data;

  return dyr_duplicate_apart_set (connection, pair->first, pair->second, pair->apart, error);
}

void
dyr_duplicates_set_apart_async (DyrStore *store,
                                gint64 first,
                                gint64 second,
                                gboolean apart,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data)
{
  const Pair pair = { first, second, apart };

  g_return_if_fail (DYR_IS_STORE (store));
  dyr_store_run (
      store, TRUE, job_set, g_memdup2 (&pair, sizeof pair), g_free, cancellable, callback, data);
}

gboolean
dyr_duplicates_set_apart_finish (DyrStore *store, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
dyr_duplicates_set_apart (
    DyrDatabase *database, gint64 first, gint64 second, gboolean apart, GError **error)
{
  Pair pair = { first, second, apart };

  g_return_val_if_fail (DYR_IS_DATABASE (database), FALSE);
  return dyr_database_write (database, job_set, &pair, NULL, error);
}

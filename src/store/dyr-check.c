/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Check: looks the whole store over and says what is wrong. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-check.h"

#include <glib/gi18n-lib.h>

#include "dyr-keys.h"
#include "dyr-rows.h"

/* Questions whose answer is a number of records; more than none is a finding. */
static const struct
{
  const char *sql;
  const char *finding;
} counts[] = {
  { "SELECT count (*) FROM pragma_foreign_key_check",
    N_ ("%s rows point to records that are not there.") },
    { "SELECT count (*) FROM record WHERE push <> 0 AND origin = 3",
      N_ ("%s sample records wait to be sent; samples must never leave.") },
      { "SELECT count (*) FROM record WHERE push <> 0 AND seq IS NULL",
        N_ ("%s records wait to be sent without a place in the queue.") },
        { "SELECT count (*) FROM pending p JOIN record r ON r.id = p.record WHERE r.push = 0",
          N_ ("%s changes wait to be sent though their record does not.") },
          { "SELECT count (*) FROM action WHERE state = 2 AND undone_by IS NULL",
            N_ ("%s actions were interrupted; undo them or run them again.") },
            { "SELECT count (*) FROM change c LEFT JOIN action a ON a.id = c.action WHERE a.id IS "
              "NULL",
              N_ ("%s changes belong to no action.") },
          };

static gboolean
check_integrity (DyrConnection *connection, GPtrArray *findings, GError **error)
{
  g_autoptr (DyrStatement) query
      = dyr_connection_query (connection, error, "PRAGMA integrity_check (20)", "");
  g_autoptr (GError) local = NULL;

  if (query == NULL)
    return FALSE;
  while (dyr_statement_step (query, &local))
    if (!g_str_equal (dyr_statement_text (query, 0), "ok"))
      g_ptr_array_add (
          findings, g_strdup_printf (_("The file is damaged: %s"), dyr_statement_text (query, 0)));
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static void
add_count (GPtrArray *findings, gint64 n, const char *finding)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, n);
  const char *format = _(finding);
  const char *mark = strstr (format, "%s");

  g_return_if_fail (mark != NULL);
  g_ptr_array_add (findings,
                   g_strdup_printf ("%.*s%s%s", (int) (mark - format), format, number, mark + 2));
}

static gboolean
check_counts (DyrConnection *connection, GPtrArray *findings, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      gint64 n;

      if (!dyr_connection_number (connection, error, 0, &n, counts[i].sql, ""))
        return FALSE;
      if (n > 0)
        add_count (findings, n, counts[i].finding);
    }
  return TRUE;
}

/* What is stored a second time for speed must be what it is made from. */
static gboolean
check_type (DyrConnection *connection,
            const DyrRecordType *type,
            GPtrArray *findings,
            GError **error)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT t.id, t.fold, t.listed <> (r.deleted_at IS NULL AND r.reach = 0) FROM \"%s\" t "
      "JOIN record r ON r.id = t.id",
      type->table);
  g_autoptr (DyrStatement) query = dyr_connection_query (connection, error, sql, "");
  g_autoptr (GError) local = NULL;
  gint64 n_titles = 0, n_folds = 0, n_listed = 0;

  if (query == NULL)
    return FALSE;
  while (dyr_statement_step (query, &local))
    {
      g_autoptr (DyrRow) row
          = dyr_row_read_as (connection, type, dyr_statement_number (query, 0), error);
      g_autofree char *title = NULL, *fold = NULL;

      if (row == NULL)
        return FALSE;
      title = dyr_record_type_title (type, row->values);
      fold = dyr_keys_search_text (type, row->values);
      n_titles += row->reach == DYR_REACH_HERE && g_strcmp0 (title, row->title) != 0;
      n_folds += g_strcmp0 (fold, dyr_statement_text (query, 1)) != 0;
      n_listed += dyr_statement_number (query, 2) != 0;
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (n_titles > 0)
    add_count (findings, n_titles, N_ ("%s records show another name than they have."));
  if (n_folds > 0)
    add_count (findings, n_folds, N_ ("%s records are not found by what they say."));
  if (n_listed > 0)
    add_count (findings, n_listed, N_ ("%s records are in lists, or missing there, by mistake."));
  return TRUE;
}

gboolean
dyr_check_job (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  if (!check_integrity (connection, data, error) || !check_counts (connection, data, error))
    return FALSE;
  for (int i = 0; dyr_record_types[i] != NULL; i++)
    if (!check_type (connection, dyr_record_types[i], data, error))
      return FALSE;
  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Totals: sums of money of the records of a list. They are made from the list's own ids: what is
 * summed is what is shown, however it was found. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-totals.h"

#include <glib/gi18n-lib.h>

#include "dyr-error.h"
#include "dyr-store-private.h"
#include "dyr-type-sql.h"

/* Records between two looks at the cancellable. */
#define CHUNK 1024

int
dyr_totals_find_field (const DyrRecordType *type)
{
  for (guint i = 0; i < type->n_fields; i++)
    if (type->fields[i].kind == DYR_KIND_MONEY && dyr_field_has_column (&type->fields[i]))
      return (int) i;
  return -1;
}

static void
clear_total (gpointer data)
{
  g_free (((DyrTotal *) data)->currency);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  gint64 one = *(const gint64 *) a, other = *(const gint64 *) b;

  return (one > other) - (one < other);
}

static int
compare_totals (gconstpointer a, gconstpointer b)
{
  const DyrTotal *one = a, *other = b;

  if (one->n != other->n)
    return one->n > other->n ? -1 : 1;
  return g_strcmp0 (one->currency, other->currency);
}

/* There are a few currencies, mostly one. */
static gboolean
add (GArray *totals, const char *currency, gint64 amount, GError **error)
{
  DyrTotal *total = NULL;

  for (guint i = 0; i < totals->len && total == NULL; i++)
    if (g_strcmp0 (g_array_index (totals, DyrTotal, i).currency, currency) == 0)
      total = &g_array_index (totals, DyrTotal, i);
  if (total == NULL)
    {
      g_array_set_size (totals, totals->len + 1);
      total = &g_array_index (totals, DyrTotal, totals->len - 1);
      total->currency = g_strdup (currency);
    }
  total->n++;
  if (!__builtin_add_overflow (total->sum, amount, &total->sum))
    return TRUE;
  g_set_error_literal (
      error,
      DYR_ERROR,
      DYR_ERROR_INVALID,
      _("The sum of these amounts is too large. Look for an amount with too many digits."));
  return FALSE;
}

static gboolean
add_record (DyrStatement *query, gint64 id, GArray *totals, GError **error)
{
  g_autoptr (GError) local = NULL;

  dyr_statement_bind_number (query, 1, id);
  if (dyr_statement_step (query, &local) && !dyr_statement_is_null (query, 0)
      && !add (totals, dyr_statement_text (query, 1), dyr_statement_number (query, 0), &local))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  return TRUE;
}

GArray *
dyr_totals_read (DyrConnection *connection,
                 const DyrRecordType *type,
                 guint field,
                 GArray *ids,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autofree char *amount = dyr_field_column (&type->fields[field]);
  g_autofree char *currency = dyr_field_column (&type->fields[type->fields[field].currency]);
  g_autofree char *sql = g_strdup_printf (
      "SELECT \"%s\", \"%s\" FROM \"%s\" WHERE id = ?", amount, currency, type->table);
  g_autoptr (GArray) totals = g_array_new (FALSE, TRUE, sizeof (DyrTotal));
  g_autoptr (GArray) sorted = g_array_copy (ids);

  g_array_set_clear_func (totals, clear_total);
  /* In the order in which they lie in the file. */
  g_array_sort (sorted, compare_ids);
  for (guint i = 0; i < sorted->len; i++)
    {
      g_autoptr (DyrStatement) query = NULL;

      if (i % CHUNK == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      query = dyr_connection_prepare (connection, sql, error);
      if (query == NULL || !add_record (query, g_array_index (sorted, gint64, i), totals, error))
        return NULL;
    }
  g_array_sort (totals, compare_totals);
  return g_steal_pointer (&totals);
}

typedef struct
{
  const DyrRecordType *type;
  guint field;
  GArray *ids;
  GArray *totals;
} Question;

static void
free_question (gpointer data)
{
  Question *question = data;

  g_array_unref (question->ids);
  g_clear_pointer (&question->totals, g_array_unref);
  g_free (question);
}

static gboolean
job_totals (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;

  question->totals = dyr_totals_read (
      connection, question->type, question->field, question->ids, cancellable, error);
  return question->totals != NULL;
}

void
dyr_totals_async (DyrStore *store,
                  const DyrRecordType *type,
                  guint field,
                  GArray *ids,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer data)
{
  Question *question = g_new0 (Question, 1);

  g_return_if_fail (DYR_IS_STORE (store));
  g_return_if_fail (field < type->n_fields && type->fields[field].kind == DYR_KIND_MONEY);

  question->type = type;
  question->field = field;
  question->ids = g_array_ref (ids);
  dyr_store_run (store, FALSE, job_totals, question, free_question, cancellable, callback, data);
}

GArray *
dyr_totals_finish (DyrStore *store, GAsyncResult *result, GError **error)
{
  Question *question = g_task_get_task_data (G_TASK (result));

  g_return_val_if_fail (g_task_is_valid (result, store), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  return g_array_ref (question->totals);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What was typed into the form of a record that is not there yet: the drafts of record 0. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-form-drafts.h"

#include "dyr-store-private.h"

/* The fields of a form are "FORM/FIELD": those from "FORM/" up to "FORM0", as 0 follows /. */
#define OF_FORM "record = 0 AND field > ? || '/' AND field < ? || '0'"

typedef struct
{
  char *form;
  GHashTable *texts;
} Drafts;

static Drafts *
drafts_new (const char *form)
{
  Drafts *drafts = g_new0 (Drafts, 1);

  drafts->form = g_strdup (form);
  drafts->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return drafts;
}

static void
free_drafts (gpointer data)
{
  Drafts *drafts = data;

  g_free (drafts->form);
  g_hash_table_unref (drafts->texts);
  g_free (drafts);
}

static gboolean
job_set (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Drafts *drafts = data;
  GHashTableIter iter;
  gpointer field, text;

  if (!dyr_connection_run (
          connection, error, "DELETE FROM draft WHERE " OF_FORM, "tt", drafts->form, drafts->form))
    return FALSE;
  g_hash_table_iter_init (&iter, drafts->texts);
  while (g_hash_table_iter_next (&iter, &field, &text))
    if (!dyr_connection_run (connection,
                             error,
                             "INSERT INTO draft (record, field, text) VALUES (0, ? || '/' || ?, ?)",
                             "ttt",
                             drafts->form,
                             field,
                             text))
      return FALSE;
  return TRUE;
}

static void
on_set (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    dyr_store_report_error (DYR_STORE (source), error);
}

void
dyr_store_set_form_drafts (DyrStore *self, const char *form, GHashTable *texts)
{
  Drafts *drafts;
  GHashTableIter iter;
  gpointer field, text;

  g_return_if_fail (DYR_IS_STORE (self));
  g_return_if_fail (form != NULL && strchr (form, '/') == NULL);

  drafts = drafts_new (form);
  if (texts != NULL)
    {
      g_hash_table_iter_init (&iter, texts);
      while (g_hash_table_iter_next (&iter, &field, &text))
        g_hash_table_insert (drafts->texts, g_strdup (field), g_strdup (text));
    }
  dyr_store_run (self, TRUE, job_set, drafts, free_drafts, NULL, on_set, NULL);
}

static gboolean
job_read (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Drafts *drafts = data;
  g_autoptr (DyrStatement) query
      = dyr_connection_query (connection,
                              error,
                              "SELECT substr (field, length (?) + 2), text FROM draft "
                              "WHERE " OF_FORM,
                              "ttt",
                              drafts->form,
                              drafts->form,
                              drafts->form);
  g_autoptr (GError) local = NULL;

  if (query == NULL)
    return FALSE;
  while (dyr_statement_step (query, &local))
    g_hash_table_insert (drafts->texts,
                         g_strdup (dyr_statement_text (query, 0)),
                         g_strdup (dyr_statement_text (query, 1)));
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

void
dyr_store_form_drafts_async (DyrStore *self,
                             const char *form,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data)
{
  g_return_if_fail (DYR_IS_STORE (self));
  g_return_if_fail (form != NULL && strchr (form, '/') == NULL);

  dyr_store_run (
      self, FALSE, job_read, drafts_new (form), free_drafts, cancellable, callback, data);
}

GHashTable *
dyr_store_form_drafts_finish (DyrStore *self, GAsyncResult *result, GError **error)
{
  Drafts *drafts = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  return g_hash_table_ref (drafts->texts);
}

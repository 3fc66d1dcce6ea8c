/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrStore's drafts: text that is no value yet, of a record, and of the form of one that is not
 * there yet (record 0). */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-store-drafts.h"

#include "dyr-store-private.h"

/* The fields of a form are "FORM/FIELD": those from "FORM/" up to "FORM0", as 0 follows /. */
#define OF_FORM "record = 0 AND field > ? || '/' AND field < ? || '0'"

/* One field of a record */

typedef struct
{
  gint64 id;
  char *field;
  char *text;
} Draft;

static void
free_draft (gpointer data)
{
  Draft *draft = data;

  g_free (draft->field);
  g_free (draft->text);
  g_free (draft);
}

static gboolean
job_set_draft (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Draft *draft = data;

  if (draft->text == NULL)
    return dyr_connection_run (connection,
                               error,
                               "DELETE FROM draft WHERE record = ? AND field = ?",
                               "it",
                               draft->id,
                               draft->field);
  return dyr_connection_run (connection,
                             error,
                             "INSERT INTO draft (record, field, text) VALUES (?, ?, ?) "
                             "ON CONFLICT (record, field) DO UPDATE SET text = excluded.text",
                             "itt",
                             draft->id,
                             draft->field,
                             draft->text);
}

static void
on_stored (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    dyr_store_report_error (DYR_STORE (source), error);
}

void
dyr_store_set_draft (DyrEditor *editor, DyrRecord *record, guint field, const char *text)
{
  Draft *draft = g_new0 (Draft, 1);

  draft->id = dyr_record_get_id (record);
  draft->field = g_strdup (dyr_record_get_record_type (record)->fields[field].name);
  draft->text = g_strdup (text);
  dyr_store_run (DYR_STORE (editor), TRUE, job_set_draft, draft, free_draft, NULL, on_stored, NULL);
}

/* Drafts that are read or kept together. */
typedef struct
{
  gint64 id;  /* of a record */
  char *form; /* … or of a form */
  GHashTable *texts;
} Drafts;

static Drafts *
drafts_new (gint64 id, const char *form)
{
  Drafts *drafts = g_new0 (Drafts, 1);

  drafts->id = id;
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

/* Rows of a field and a text; NULL: it could not be asked. */
static gboolean
read_texts (DyrStatement *query, Drafts *drafts, GError **error)
{
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

static GHashTable *
take_texts (GAsyncResult *result, GError **error)
{
  Drafts *drafts = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  return g_hash_table_ref (drafts->texts);
}

static gboolean
job_read (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Drafts *drafts = data;
  g_autoptr (DyrStatement) query = dyr_connection_query (
      connection, error, "SELECT field, text FROM draft WHERE record = ?", "i", drafts->id);

  return read_texts (query, drafts, error);
}

void
dyr_store_drafts_async (DyrStore *self,
                        gint64 id,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer data)
{
  g_return_if_fail (DYR_IS_STORE (self));

  dyr_store_run (
      self, FALSE, job_read, drafts_new (id, NULL), free_drafts, cancellable, callback, data);
}

GHashTable *
dyr_store_drafts_finish (DyrStore *self, GAsyncResult *result, GError **error)
{
  return take_texts (result, error);
}

/* Forms */

gboolean
dyr_store_drop_form (DyrConnection *connection, const char *form, GError **error)
{
  return dyr_connection_run (
      connection, error, "DELETE FROM draft WHERE " OF_FORM, "tt", form, form);
}

static gboolean
job_set_form (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Drafts *drafts = data;
  GHashTableIter iter;
  gpointer field, text;

  if (!dyr_store_drop_form (connection, drafts->form, error))
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

void
dyr_store_set_form_drafts (DyrStore *self, const char *form, GHashTable *texts)
{
  Drafts *drafts;
  GHashTableIter iter;
  gpointer field, text;

  g_return_if_fail (DYR_IS_STORE (self));
  g_return_if_fail (form != NULL && strchr (form, '/') == NULL);

  drafts = drafts_new (0, form);
  if (texts != NULL)
    {
      g_hash_table_iter_init (&iter, texts);
      while (g_hash_table_iter_next (&iter, &field, &text))
        g_hash_table_insert (drafts->texts, g_strdup (field), g_strdup (text));
    }
  dyr_store_run (self, TRUE, job_set_form, drafts, free_drafts, NULL, on_stored, NULL);
}

static gboolean
job_read_form (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
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

  return read_texts (query, drafts, error);
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
      self, FALSE, job_read_form, drafts_new (0, form), free_drafts, cancellable, callback, data);
}

GHashTable *
dyr_store_form_drafts_finish (DyrStore *self, GAsyncResult *result, GError **error)
{
  return take_texts (result, error);
}

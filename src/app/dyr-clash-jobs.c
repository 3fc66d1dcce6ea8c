/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Reading what is to be decided, and deciding it, beside the main thread. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-clash-jobs.h"

static gboolean
finish (GAsyncResult *result, GError **error)
{
  g_autoptr (GObject) database = g_async_result_get_source_object (result);

  return dyr_database_job_finish (DYR_DATABASE (database), result, error);
}

void
dyr_clash_look_async (DyrStore *store,
                      gint64 record,
                      const DyrUid *uid,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer data)
{
  g_return_if_fail (DYR_IS_STORE (store));

  dyr_database_read_async (dyr_store_get_database (store),
                           dyr_clash_look_job,
                           dyr_clash_look_new (record, uid),
                           (GDestroyNotify) dyr_clash_look_unref,
                           cancellable,
                           callback,
                           data);
}

DyrClashLook *
dyr_clash_look_finish (GAsyncResult *result, GError **error)
{
  return finish (result, error) ? dyr_clash_look_ref (dyr_database_job_data (result)) : NULL;
}

typedef struct
{
  DyrClashLook *look; /* holds what was seen */
  GArray *answers;
  gint64 action;
} Answering;

static void
free_answering (gpointer data)
{
  Answering *answering = data;

  g_array_unref (answering->answers);
  dyr_clash_look_unref (answering->look);
  g_free (answering);
}

static void
clear_answer (gpointer data)
{
  g_clear_pointer (&((DyrClashAnswer *) data)->values, g_array_unref);
}

GArray *
dyr_clash_answers_new (void)
{
  GArray *answers = g_array_new (FALSE, TRUE, sizeof (DyrClashAnswer));

  g_array_set_clear_func (answers, clear_answer);
  return answers;
}

static gboolean
job_answer (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Answering *answering = data;

  return dyr_clash_answer (connection, answering->answers, &answering->action, error);
}

void
dyr_clash_answer_async (DyrStore *store,
                        DyrClashLook *look,
                        GArray *answers,
                        GAsyncReadyCallback callback,
                        gpointer data)
{
  Answering *answering;

  g_return_if_fail (DYR_IS_STORE (store));
  g_return_if_fail (look != NULL && answers != NULL);

  answering = g_new0 (Answering, 1);
  answering->look = dyr_clash_look_ref (look);
  answering->answers = answers;
  dyr_database_write_async (
      dyr_store_get_database (store), job_answer, answering, free_answering, NULL, callback, data);
}

gboolean
dyr_clash_answer_finish (GAsyncResult *result, gint64 *action, GError **error)
{
  const Answering *answering = dyr_database_job_data (result);

  *action = answering->action;
  return finish (result, error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Progress of a job in another thread. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-progress.h"

#include "dyr-invoke.h"

typedef struct
{
  GTask *task; /* whoever called waits for it */
  DyrProgress progress;
  guint n_done, n;
  gpointer data;
} Step;

static gboolean
on_step (gpointer data)
{
  const Step *step = data;

  if (!g_task_get_completed (step->task))
    step->progress (step->n_done, step->n, step->data);
  return G_SOURCE_REMOVE;
}

static void
free_step (gpointer data)
{
  Step *step = data;

  g_object_unref (step->task);
  g_free (step);
}

void
dyr_progress_tell (GTask *task, DyrProgress progress, guint n_done, guint n, gpointer data)
{
  Step *step;

  g_return_if_fail (G_IS_TASK (task));

  if (progress == NULL)
    return;
  step = g_new0 (Step, 1);
  *step = (Step){ g_object_ref (task), progress, n_done, n, data };
  dyr_invoke_later (g_task_get_context (task), on_step, step, free_step);
}

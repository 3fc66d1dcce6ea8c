/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Deleting a record as people do: asking where something open hangs on it, telling with Undo. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-deletion.h"

#include <glib/gi18n-lib.h>

#include "dyr-prompt.h"
#include "dyr-tell.h"
#include "dyr-type-info.h"

typedef struct
{
  GWeakRef from;   /* what asks may be closed while the person thinks */
  GWeakRef window; /* the main window, which tells */
  gint64 id;
  char *text; /* what is told when it is done */
} Deletion;

static void
free_deletion (gpointer data)
{
  Deletion *deletion = data;

  g_weak_ref_clear (&deletion->from);
  g_weak_ref_clear (&deletion->window);
  g_free (deletion->text);
  g_free (deletion);
}

static void
return_error (GTask *task, const GError *error)
{
  dyr_store_report_error (DYR_STORE (g_task_get_source_object (task)), error);
  g_task_return_int (task, 0);
}

static void
on_deleted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Deletion *deletion = g_task_get_task_data (task);
  g_autoptr (GtkWidget) window = g_weak_ref_get (&deletion->window);
  g_autoptr (GError) error = NULL;
  gint64 action = 0;

  if (!dyr_store_action_finish (DYR_STORE (source), result, &action, &error))
    {
      return_error (task, error);
      return;
    }
  g_task_return_int (task, (gssize) deletion->id);
  /* Nothing changed: it was deleted already. */
  if (window != NULL && action != 0)
    dyr_tell_undo (window, deletion->text, action);
}

/* Takes the task. */
static void
delete_now (GTask *task)
{
  Deletion *deletion = g_task_get_task_data (task);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_val (ids, deletion->id);
  dyr_store_delete_async (DYR_STORE (g_task_get_source_object (task)), ids, NULL, on_deleted, task);
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autofree char *answer = dyr_prompt_finish (result, NULL);

  if (g_strcmp0 (answer, "delete") == 0)
    delete_now (g_steal_pointer (&task));
  else
    g_task_return_int (task, 0);
}

static void
on_dependents_counted (GObject *source, GAsyncResult *result, gpointer data)
{
  /* clang-format off */
  const DyrPromptResponse responses[] = {
    { "cancel", _("_Cancel"), ADW_RESPONSE_DEFAULT },
    { "delete", _("_Delete"), ADW_RESPONSE_DESTRUCTIVE },
    { NULL },
  };
  /* clang-format on */
  g_autoptr (GTask) task = data;
  Deletion *deletion = g_task_get_task_data (task);
  g_autoptr (GtkWidget) from = g_weak_ref_get (&deletion->from);
  g_autoptr (GError) error = NULL;
  g_autofree char *question = NULL;
  DyrDependents dependents;

  if (!dyr_store_count_dependents_finish (DYR_STORE (source), result, &dependents, &error))
    {
      return_error (task, error);
      return;
    }
  question = dyr_dependents_question (&dependents);
  if (question == NULL)
    {
      delete_now (g_steal_pointer (&task));
      return;
    }
  /* Nobody is left to ask. */
  if (from == NULL)
    {
      g_task_return_int (task, 0);
      return;
    }
  dyr_prompt_async (
      from, _("Delete all the same?"), question, responses, "cancel", NULL, on_answered, task);
  g_steal_pointer (&task);
}

void
dyr_deletion_async (
    DyrOffice *office, GtkWidget *from, gint64 id, GAsyncReadyCallback callback, gpointer data)
{
  DyrStore *store;
  DyrRecord *record;
  Deletion *deletion;
  GTask *task;

  g_return_if_fail (DYR_IS_OFFICE (office));
  g_return_if_fail (GTK_IS_WIDGET (from));

  store = dyr_office_get_store (office);
  record = dyr_store_peek (store, id);
  deletion = g_new0 (Deletion, 1);
  g_weak_ref_init (&deletion->from, from);
  g_weak_ref_init (&deletion->window, dyr_main_window_of (from));
  deletion->id = id;
  deletion->text = record != NULL ? dyr_type_info_deleted (dyr_record_get_record_type (record),
                                                           dyr_record_get_title (record))
                                  : g_strdup (_("Deleted"));
  task = g_task_new (store, NULL, callback, data);
  g_task_set_source_tag (task, dyr_deletion_async);
  g_task_set_task_data (task, deletion, free_deletion);
  dyr_store_count_dependents_async (store, id, NULL, on_dependents_counted, task);
}

gint64
dyr_deletion_finish (GAsyncResult *result)
{
  g_return_val_if_fail (G_IS_TASK (result), 0);
  return g_task_propagate_int (G_TASK (result), NULL);
}

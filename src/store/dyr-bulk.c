/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrBulk: the same values for many records. One action spans the parts; each part is a
 * transaction, so that nobody waits long for the writer. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-bulk.h"

#include <glib/gi18n-lib.h>

#include "dyr-action.h"
#include "dyr-bulk-plan.h"
#include "dyr-bulk-write.h"
#include "dyr-error.h"
#include "dyr-rows.h"
#include "dyr-save.h"
#include "dyr-store-private.h"
#include "dyr-type-sql.h"

/* Records of a transaction, and those written one by one between two looks at the cancellable. */
#define PART 5000

gboolean
dyr_bulk_can_set (const DyrRecordType *type, guint field)
{
  for (guint i = 0; i < G_N_ELEMENTS (type->title); i++)
    if (type->title[i] == field + 1)
      return FALSE;
  return (type->fields[field].flags & (DYR_DERIVED | DYR_FIXED | DYR_OWNED_LINK)) == 0
         && !(type->fields[field].kind == DYR_KIND_SET
              && type->fields[field].items == DYR_KIND_MOVE);
}

/* Looking */

typedef struct
{
  const DyrRecordType *type;
  GArray *ids;
  GArray *values;
  DyrBulkLook *look;
  DyrBulkResult preview;
} Question;

void
dyr_bulk_look_free (DyrBulkLook *look)
{
  if (look == NULL)
    return;
  g_array_unref (look->values);
  g_free (look);
}

static void
free_question (gpointer data)
{
  Question *question = data;

  g_array_unref (question->ids);
  g_clear_pointer (&question->values, g_array_unref);
  g_clear_pointer (&question->look, dyr_bulk_look_free);
  g_free (question);
}

/* The row, NULL without an error: it is gone. */
static DyrRow *
read_row (DyrConnection *connection, const DyrRecordType *type, gint64 id, GError **error)
{
  g_autoptr (GError) local = NULL;
  DyrRow *row = dyr_row_read_as (connection, type, id, &local);

  if (row != NULL && row->deleted)
    g_clear_pointer (&row, dyr_row_free);
  if (local != NULL && !g_error_matches (local, DYR_ERROR, DYR_ERROR_NOT_FOUND))
    g_propagate_error (error, g_steal_pointer (&local));
  return row;
}

static void
compare (DyrBulkLook *look, const DyrRow *row, DyrRow **first)
{
  look->n++;
  for (guint i = 0; *first != NULL && i < row->type->n_fields; i++)
    if (!dyr_value_equal (&row->values[i], &(*first)->values[i]))
      look->differing |= G_GUINT64_CONSTANT (1) << i;
}

/* All fields that can be set differ: nothing more to be learnt. */
static gboolean
all_differ (const Question *question)
{
  for (guint i = 0; i < question->type->n_fields; i++)
    if (dyr_bulk_can_set (question->type, i) && (question->look->differing >> i & 1) == 0)
      return FALSE;
  return TRUE;
}

static gboolean
job_look (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;
  g_autoptr (DyrRow) first = NULL;
  g_autoptr (GError) local = NULL;

  question->look = g_new0 (DyrBulkLook, 1);
  question->look->values = dyr_field_values_new ();
  for (guint i = 0; i < question->ids->len && !all_differ (question); i++)
    {
      gint64 id = g_array_index (question->ids, gint64, i);
      DyrRow *row = read_row (connection, question->type, id, &local);

      if (local != NULL || g_cancellable_set_error_if_cancelled (cancellable, &local))
        {
          g_clear_pointer (&row, dyr_row_free);
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (row == NULL)
        continue;
      compare (question->look, row, &first);
      if (first == NULL)
        first = row;
      else
        dyr_row_free (row);
    }
  for (guint i = 0; first != NULL && i < question->type->n_fields; i++)
    if ((question->look->differing >> i & 1) == 0)
      dyr_value_copy (&first->values[i], dyr_field_values_add (question->look->values, i));
  return TRUE;
}

static Question *
new_question (const DyrRecordType *type, GArray *ids)
{
  Question *question = g_new0 (Question, 1);

  question->type = type;
  question->ids = g_array_ref (ids);
  return question;
}

void
dyr_bulk_look_async (DyrStore *store,
                     const DyrRecordType *type,
                     GArray *ids,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer data)
{
  g_return_if_fail (DYR_IS_STORE (store));

  dyr_store_run (
      store, FALSE, job_look, new_question (type, ids), free_question, cancellable, callback, data);
}

DyrBulkLook *
dyr_bulk_look_finish (DyrStore *store, GAsyncResult *result, GError **error)
{
  Question *question = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  return g_steal_pointer (&question->look);
}

/* Counting */

static gboolean
would_change (const DyrRow *row, GArray *values)
{
  for (guint i = 0; i < values->len; i++)
    {
      const DyrFieldValue *value = &g_array_index (values, DyrFieldValue, i);

      if (!dyr_value_equal (&row->values[value->field], &value->value))
        return TRUE;
    }
  return FALSE;
}

static gboolean
job_preview (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;

  for (guint i = 0; i < question->ids->len; i++)
    {
      gint64 id = g_array_index (question->ids, gint64, i);
      g_autoptr (GError) local = NULL;
      g_autoptr (DyrRow) row = read_row (connection, question->type, id, &local);

      if (local != NULL || g_cancellable_set_error_if_cancelled (cancellable, &local))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (row == NULL)
        question->preview.n_gone++;
      else if (would_change (row, question->values))
        question->preview.n_changed++;
      else
        question->preview.n_same++;
    }
  return TRUE;
}

void
dyr_bulk_preview_async (DyrStore *store,
                        const DyrRecordType *type,
                        GArray *ids,
                        GArray *values,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer data)
{
  Question *question;

  g_return_if_fail (DYR_IS_STORE (store));

  question = new_question (type, ids);
  question->values = dyr_field_values_copy (values);
  dyr_store_run (store, FALSE, job_preview, question, free_question, cancellable, callback, data);
}

gboolean
dyr_bulk_preview_finish (DyrStore *store,
                         GAsyncResult *result,
                         DyrBulkResult *preview,
                         GError **error)
{
  const Question *question = g_task_get_task_data (G_TASK (result));

  *preview = question->preview;
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Editing */

typedef struct
{
  DyrDatabase *database;
  gboolean again; /* one that was interrupted: what is to be done is read */
  const DyrRecordType *type;
  GArray *ids;
  GArray *values;
  DyrProgress progress;
  gpointer progress_data;
  guint next; /* of the ids */
  DyrBulkResult result;
} Bulk;

static void
clear_bulk (Bulk *bulk)
{
  g_object_unref (bulk->database);
  g_clear_pointer (&bulk->ids, g_array_unref);
  g_clear_pointer (&bulk->values, g_array_unref);
}

static gboolean
check_values (const DyrRecordType *type, GArray *values, GError **error)
{
  for (guint i = 0; i < values->len; i++)
    {
      const DyrFieldValue *value = &g_array_index (values, DyrFieldValue, i);
      const DyrField *field = &type->fields[value->field];

      if (!dyr_bulk_can_set (type, value->field))
        {
          g_set_error (error,
                       DYR_ERROR,
                       DYR_ERROR_REFUSED,
                       _("“%s” cannot be set for many records at once."),
                          dyr_field_label (type, value->field));
          return FALSE;
        }
      if ((field->flags & DYR_REQUIRED) && value->value.form == DYR_VALUE_NONE)
        {
          g_set_error (error,
                       DYR_ERROR,
                       DYR_ERROR_REFUSED,
                       _("“%s” cannot be empty."), dyr_field_label (type, value->field));
          return FALSE;
        }
      if (!dyr_record_type_check (type, value->field, &value->value, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
save_one_by_one (Bulk *bulk, DyrConnection *connection, DyrSave *save, guint end, GError **error)
{
  for (guint i = bulk->next; i < end; i++)
    {
      g_autoptr (GError) local = NULL;
      g_autoptr (DyrRow) row
          = read_row (connection, bulk->type, g_array_index (bulk->ids, gint64, i), &local);
      g_autoptr (GArray) values = NULL;

      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (row == NULL)
        bulk->result.n_gone++;
      else if (!would_change (row, bulk->values))
        bulk->result.n_same++;
      else
        {
          bulk->result.n_changed++;
          values = dyr_field_values_copy (bulk->values);
          if (!dyr_save_edit_row (save, row, values, error))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
save_sets (Bulk *bulk, DyrConnection *connection, DyrSave *save, guint end, GError **error)
{
  guint n_changed = 0, n_there = 0;

  for (guint i = 0; i < bulk->values->len; i++)
    if (!dyr_row_resolve (connection, &g_array_index (bulk->values, DyrFieldValue, i).value, error))
      return FALSE;
  if (!dyr_bulk_write_part (save,
                            connection,
                            bulk->type,
                            &g_array_index (bulk->ids, gint64, bulk->next),
                            end - bulk->next,
                            bulk->values,
                            &n_changed,
                            &n_there,
                            error))
    return FALSE;
  bulk->result.n_changed += n_changed;
  bulk->result.n_same += n_there - n_changed;
  bulk->result.n_gone += end - bulk->next - n_there;
  return TRUE;
}

/* With the part itself: what is on disk says what is left to do. */
static gboolean
write_plan (Bulk *bulk, DyrConnection *connection, gint64 action, guint end, GError **error)
{
  if (end == bulk->ids->len)
    return dyr_save_finish_long (connection, action, error)
           && dyr_bulk_plan_drop (connection, action, error);
  return (bulk->result.action != 0
          || dyr_bulk_plan_write (connection, action, bulk->type, bulk->ids, bulk->values, error))
         && dyr_bulk_plan_set_left (connection, action, bulk->ids->len - end, error);
}

static gboolean
job_part (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Bulk *bulk = data;
  /* What a part that fails counted does not count. */
  const DyrBulkResult before = bulk->result;
  guint end = MIN (bulk->next + PART, bulk->ids->len);
  g_autofree char *title = g_strdup_printf ("bulk\t%u", bulk->ids->len);
  g_autoptr (DyrSave) save
      = dyr_save_new (connection, DYR_SOURCE_PERSON, title, bulk->result.action);
  gint64 action = 0;
  gboolean done;

  dyr_save_set_long (save);
  done = dyr_bulk_write_fits (bulk->type, bulk->values)
             ? save_sets (bulk, connection, save, end, error)
             : save_one_by_one (bulk, connection, save, end, error);
  if (done && (bulk->result.n_changed > 0 || bulk->result.action != 0))
    done = dyr_save_get_action (save, &action, error)
           && write_plan (bulk, connection, action, end, error);
  if (!done)
    {
      bulk->result = before;
      return FALSE;
    }
  bulk->result.action = action;
  bulk->next = end;
  return TRUE;
}

static gboolean
job_stop (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Bulk *bulk = data;

  return dyr_action_end (connection, bulk->result.action, DYR_ACTION_STOPPED, error)
         && dyr_bulk_plan_drop (connection, bulk->result.action, error);
}

static gboolean
job_interrupt (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Bulk *bulk = data;

  return dyr_action_end (connection, bulk->result.action, DYR_ACTION_INTERRUPTED, error);
}

/* What was done stays, as an action that can be taken back. What a person wanted to go on with and
 * could not can be gone on with later. */
static void
stop (Bulk *bulk, gboolean failed)
{
  g_autoptr (GError) error = NULL;

  if (bulk->result.action != 0
      && !dyr_database_write (
          bulk->database, failed && bulk->again ? job_interrupt : job_stop, bulk, NULL, &error))
    g_warning ("A bulk edit that stopped stays marked as running: %s", error->message);
}

static gboolean
job_take_up (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Bulk *bulk = data;
  g_autoptr (DyrBulkPlan) plan = dyr_bulk_plan_read (connection, bulk->result.action, error);

  if (plan == NULL || !check_values (plan->type, plan->values, error)
      || !dyr_action_begin (connection, bulk->result.action, error))
    return FALSE;
  bulk->type = plan->type;
  bulk->ids = g_steal_pointer (&plan->ids);
  bulk->values = g_steal_pointer (&plan->values);
  bulk->next = bulk->ids->len - plan->n_left;
  return TRUE;
}

static gboolean
run (Bulk *bulk, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (bulk->again ? !dyr_database_write (bulk->database, job_take_up, bulk, NULL, error)
                  : !check_values (bulk->type, bulk->values, error))
    return FALSE;
  while (bulk->next < bulk->ids->len)
    {
      if (g_cancellable_is_cancelled (cancellable)
          || !dyr_database_write (bulk->database, job_part, bulk, cancellable, &local))
        {
          const gboolean failed
              = local != NULL && !g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED);

          stop (bulk, failed);
          bulk->result.stopped = TRUE;
          if (!failed)
            return TRUE;
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (bulk->progress != NULL)
        bulk->progress (bulk->next, bulk->ids->len, bulk->progress_data);
    }
  return TRUE;
}

gboolean
dyr_bulk_edit (DyrDatabase *database,
               const DyrRecordType *type,
               GArray *ids,
               GArray *values,
               DyrProgress progress,
               gpointer progress_data,
               GCancellable *cancellable,
               DyrBulkResult *done,
               GError **error)
{
  Bulk bulk = { .database = g_object_ref (database),
                .type = type,
                .ids = g_array_ref (ids),
                .values = dyr_field_values_copy (values),
                .progress = progress,
                .progress_data = progress_data };
  gboolean ok = run (&bulk, cancellable, error);

  *done = bulk.result;
  clear_bulk (&bulk);
  return ok;
}

gboolean
dyr_bulk_go_on (DyrDatabase *database,
                gint64 action,
                DyrProgress progress,
                gpointer progress_data,
                GCancellable *cancellable,
                DyrBulkResult *done,
                GError **error)
{
  Bulk bulk = { .database = g_object_ref (database),
                .again = TRUE,
                .progress = progress,
                .progress_data = progress_data,
                .result = { .action = action } };
  gboolean ok = run (&bulk, cancellable, error);

  *done = bulk.result;
  clear_bulk (&bulk);
  return ok;
}

/* In a thread */

typedef struct
{
  Bulk bulk;
  DyrProgress progress;
  gpointer progress_data;
} Threaded;

static void
free_threaded (gpointer data)
{
  Threaded *threaded = data;

  clear_bulk (&threaded->bulk);
  g_free (threaded);
}

static void
tell (guint n_done, guint n, gpointer data)
{
  const Threaded *threaded = g_task_get_task_data (data);

  dyr_progress_tell (data, threaded->progress, n_done, n, threaded->progress_data);
}

static void
edit_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Threaded *threaded = data;
  GError *error = NULL;

  threaded->bulk.progress = tell;
  threaded->bulk.progress_data = task;
  if (run (&threaded->bulk, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Takes the bulk edit. */
static void
run_in_thread (DyrStore *store,
               gpointer tag,
               const Bulk *bulk,
               DyrProgress progress,
               gpointer progress_data,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               gpointer data)
{
  g_autoptr (GTask) task = g_task_new (store, cancellable, callback, data);
  Threaded *threaded = g_new0 (Threaded, 1);

  g_task_set_source_tag (task, tag);
  g_task_set_check_cancellable (task, FALSE);
  threaded->bulk = *bulk;
  threaded->bulk.database = g_object_ref (dyr_store_get_database (store));
  threaded->progress = progress;
  threaded->progress_data = progress_data;
  g_task_set_task_data (task, threaded, free_threaded);
  g_task_run_in_thread (task, edit_in_thread);
}

void
dyr_bulk_edit_async (DyrStore *store,
                     const DyrRecordType *type,
                     GArray *ids,
                     GArray *values,
                     DyrProgress progress,
                     gpointer progress_data,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer data)
{
  Bulk bulk = { .type = type };

  g_return_if_fail (DYR_IS_STORE (store));

  bulk.ids = g_array_ref (ids);
  bulk.values = dyr_field_values_copy (values);
  run_in_thread (
      store, dyr_bulk_edit_async, &bulk, progress, progress_data, cancellable, callback, data);
}

void
dyr_bulk_go_on_async (DyrStore *store,
                      gint64 action,
                      DyrProgress progress,
                      gpointer progress_data,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer data)
{
  const Bulk bulk = { .again = TRUE, .result = { .action = action } };

  g_return_if_fail (DYR_IS_STORE (store));

  run_in_thread (
      store, dyr_bulk_go_on_async, &bulk, progress, progress_data, cancellable, callback, data);
}

gboolean
dyr_bulk_edit_finish (DyrStore *store, GAsyncResult *result, DyrBulkResult *done, GError **error)
{
  const Threaded *threaded = g_task_get_task_data (G_TASK (result));

  g_return_val_if_fail (g_task_is_valid (result, store), FALSE);

  *done = threaded->bulk.result;
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Undo: takes an action back by a new action; redo takes that one back. Survives restarts. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-undo.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include "dyr-action.h"
#include "dyr-bulk-plan.h"
#include "dyr-error.h"
#include "dyr-rows.h"
#include "dyr-save.h"
#include "dyr-sets.h"
#include "dyr-undo-private.h"

/* Changes taken back in one transaction: a person's edit never waits long. */
#define CHUNK 5000
/* So few changes of a field are not worth a set. */
#define FEW 16

typedef struct
{
  gint64 action;   /* to take back */
  gint64 by;       /* the new action */
  gint64 below;    /* changes from this id on are done */
  gboolean again;  /* what an undo that was broken off left to do, or a redo had not done yet */
  gboolean joined; /* the new action was there before this transaction */
  gboolean each;   /* never by sets */
  gboolean done;
  guint n_read; /* changes looked at */
  guint n;      /* of so many; 0: nobody asked */
  DyrUndoResult *result;
} Undo;

static void
clear_change (gpointer data)
{
  DyrUndoChange *change = data;

  g_free (change->field);
  g_free (change->old);
  g_free (change->new);
}

static void
free_kept (gpointer data)
{
  DyrKept *kept = data;

  g_free (kept->title);
  g_free (kept->field);
  g_free (kept);
}

void
dyr_undo_result_free (DyrUndoResult *result)
{
  if (result == NULL)
    return;
  g_ptr_array_unref (result->kept);
  g_free (result);
}

void
dyr_undo_keep (
    GPtrArray *list, gint64 record, const char *title, const char *field, DyrKeptReason reason)
{
  DyrKept *kept = g_new0 (DyrKept, 1);

  kept->record = record;
  kept->title = g_strdup (title);
  kept->field = g_strdup (field);
  kept->reason = reason;
  g_ptr_array_add (list, kept);
}

static void
keep (Undo *undo, const DyrRow *row, const char *field, DyrKeptReason reason)
{
  dyr_undo_keep (undo->result->kept, row->id, row->title, field, reason);
}

static GArray *
read_changes (DyrConnection *connection, Undo *undo, GError **error)
{
  g_autoptr (GArray) changes = g_array_new (FALSE, TRUE, sizeof (DyrUndoChange));
  g_autoptr (DyrStatement) query = NULL;
  g_autoptr (GError) local = NULL;

  g_array_set_clear_func (changes, clear_change);
  query = dyr_connection_query (connection,
                                error,
                                "SELECT c.id, c.record, c.kind, c.field, c.old, c.new, r.type "
                                "FROM change c CROSS JOIN record r ON r.id = c.record "
                                "WHERE c.action = ? AND c.id < ? ORDER BY c.id DESC LIMIT ?",
                                "iin",
                                undo->action,
                                undo->below,
                                CHUNK);
  if (query == NULL)
    return NULL;
  while (dyr_statement_step (query, &local))
    {
      const char *field = dyr_statement_text (query, 3);
      DyrUndoChange change
          = { .id = dyr_statement_number (query, 0),
              .record = dyr_statement_number (query, 1),
              .kind = (DyrChangeKind) dyr_statement_number (query, 2),
              .index = -1,
              .field = g_strdup (field),
              .old = g_strdup (dyr_statement_text (query, 4)),
              .new = g_strdup (dyr_statement_text (query, 5)),
              .type = dyr_record_type_by_number ((int) dyr_statement_number (query, 6)) };

      if (field != NULL && change.type != NULL)
        change.index = dyr_record_type_find (change.type, field);
      g_array_append_val (changes, change);
    }
  if (local == NULL)
    return g_steal_pointer (&changes);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

/* A record made by the action: gone again, unless somebody worked on it since. */
static gboolean
undo_creation (
    DyrConnection *connection, Undo *undo, DyrSave *save, const DyrRow *row, GError **error)
{
  gint64 touched;

  if (row->deleted)
    return TRUE;
  if (!dyr_connection_number (
          connection,
          error,
          0,
          &touched,
          "SELECT EXISTS (SELECT 1 FROM change c JOIN action a ON a.id = c.action "
          "WHERE c.record = ?2 AND " DYR_UNDO_TOUCHED ")",
          "ii",
          undo->action,
          row->id))
    return FALSE;
  if (!touched)
    return dyr_save_delete (save, row->id, error);
  keep (undo, row, NULL, DYR_KEPT_CHANGED);
  return TRUE;
}

/* The text as it would be written now: a linked record may have another uid since. */
static char *
rewrite (DyrConnection *connection, const DyrField *field, const char *text)
{
  g_auto (DyrValue) value = DYR_VALUE_INIT;

  if ((field->kind != DYR_KIND_LINK && field->items != DYR_KIND_LINK)
      || !dyr_field_from_text (field, text, &value, NULL)
      || !dyr_row_resolve (connection, &value, NULL))
    return g_strdup (text);
  return dyr_field_to_text (field, &value);
}

static gboolean
undo_field (DyrConnection *connection,
            Undo *undo,
            DyrSave *save,
            const DyrRow *row,
            const DyrUndoChange *change,
            GError **error)
{
  int index = dyr_record_type_find (row->type, change->field);
  g_autoptr (GArray) values = NULL;
  g_autofree char *now = NULL, *old = NULL, *new = NULL;

  if (row->deleted || index < 0)
    {
      keep (undo, row, change->field, DYR_KEPT_DELETED);
      return TRUE;
    }
  now = dyr_field_to_text (&row->type->fields[index], &row->values[index]);
  old = rewrite (connection, &row->type->fields[index], change->old);
  new = rewrite (connection, &row->type->fields[index], change->new);
  if (undo->again && g_strcmp0 (now, old) == 0)
    return TRUE;
  if (g_strcmp0 (now, new) != 0)
    {
      keep (undo, row, change->field, DYR_KEPT_CHANGED);
      return TRUE;
    }
  /* The log of moves comes back by its own change. */
  values = dyr_field_values_new ();
  if (!dyr_field_from_text (
          &row->type->fields[index], old, dyr_field_values_add (values, (guint) index), error))
    return FALSE;
  return dyr_save_restore_fields (save, row, values, error);
}

static gboolean
undo_change (DyrConnection *connection,
             Undo *undo,
             DyrSave *save,
             const DyrUndoChange *change,
             GError **error)
{
  g_autoptr (DyrRow) row = dyr_row_read (connection, change->record, error);

  if (row == NULL)
    return FALSE;
  switch (change->kind)
    {
    case DYR_CHANGE_CREATED:
      return undo_creation (connection, undo, save, row, error);
    case DYR_CHANGE_DELETED:
      return dyr_save_restore (save, row->id, error);
    case DYR_CHANGE_RESTORED:
      return dyr_save_delete (save, row->id, error);
    case DYR_CHANGE_FIELD:
      return undo_field (connection, undo, save, row, change, error);
    default:
      g_return_val_if_reached (FALSE);
    }
}

static gboolean
is_broken_off (DyrActionState state)
{
  return state == DYR_ACTION_INTERRUPTED || state == DYR_ACTION_STOPPED;
}

static gboolean
check_known (gint64 action, const DyrUndoKnown *known, GError **error)
{
  if (known->undone_by != 0 && !is_broken_off (known->undo_state))
    {
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_REFUSED,
                   _("Action %" PRId64 " was undone already."), action);
      return FALSE;
    }
  if (known->state != DYR_ACTION_RUNNING)
    return TRUE;
  g_set_error (error,
               DYR_ERROR,
               DYR_ERROR_REFUSED,
               _("Action %" PRId64 " is still running. Wait until it has ended."), action);
  return FALSE;
}

/* A redo of it that was broken off is taken back with it: what that had not brought back yet is as
 * it shall be. */
static gboolean
give_redo_up (DyrConnection *connection, Undo *undo, GError **error)
{
  if (!dyr_connection_run (connection,
                           error,
                           "UPDATE action SET state = 3 WHERE state <> 1 AND state IN (2, 3) "
                           "AND undoes IN (SELECT id FROM action WHERE undoes = ?)",
                           "i",
                           undo->action))
    return FALSE;
  undo->again = undo->again || dyr_connection_changes (connection) > 0;
  return TRUE;
}

/* A new action that takes `undo->action` back. */
static gboolean
begin_anew (
    DyrConnection *connection, Undo *undo, DyrSave *save, const DyrUndoKnown *known, GError **error)
{
  return dyr_save_get_action (save, &undo->by, error)
         && dyr_connection_run (connection,
                                error,
                                "UPDATE action SET undoes = ? WHERE id = ?",
                                "ii",
                                undo->action,
                                undo->by)
         && dyr_connection_run (connection,
                                error,
                                "UPDATE action SET undone_by = ? WHERE id = ?",
                                "ii",
                                undo->by,
                                undo->action)
         && give_redo_up (connection, undo, error)
         && dyr_bulk_plan_drop (connection, undo->action, error)
         /* Redoing: the first action stands again and can be undone again. */
         && (known->undoes == 0
             || dyr_connection_run (connection,
                                    error,
                                    "UPDATE action SET undone_by = NULL WHERE id = ?",
                                    "i",
                                    known->undoes));
}

/* By sets */

/* Changes of one kind, each of another record. */
typedef struct
{
  const DyrRecordType *type;
  DyrChangeKind kind;
  int field;          /* -1 for none */
  GPtrArray *changes; /* DyrUndoChange, not owned */
} Group;

static void
free_group (gpointer data)
{
  Group *group = data;

  g_ptr_array_unref (group->changes);
  g_free (group);
}

static gboolean
take_back_set (const Undo *undo,
               const DyrUndoPart *part,
               const Group *group,
               gboolean *done,
               guint *n_done,
               GError **error)
{
  if (undo->each || group->changes->len < FEW)
    return TRUE;
  if (group->kind != DYR_CHANGE_FIELD)
    return !dyr_sets_can_push (group->type)
           || dyr_undo_sets_records (
               part, group->type, group->kind, group->changes, done, n_done, error);
  return !dyr_sets_can_write (group->type, (guint) group->field)
         || dyr_undo_sets_restore (
             part, group->type, (guint) group->field, group->changes, done, n_done, error);
}

static gboolean
take_back_group (
    DyrConnection *connection, Undo *undo, DyrSave *save, const Group *group, GError **error)
{
  g_autofree gboolean *done = g_new0 (gboolean, group->changes->len);
  const DyrUndoPart part = {
    connection, undo->action, undo->by, undo->joined, undo->again, undo->result->kept,
  };
  guint n_done = 0;

  if (!take_back_set (undo, &part, group, done, &n_done, error))
    return FALSE;
  undo->result->n_undone += n_done;
  for (guint i = 0; i < group->changes->len; i++)
    if (!done[i]
        && !undo_change (connection, undo, save, g_ptr_array_index (group->changes, i), error))
      return FALSE;
  return TRUE;
}

static void
add_to_group (GPtrArray *groups, DyrUndoChange *change)
{
  Group *group = NULL;

  for (guint i = 0; i < groups->len && group == NULL; i++)
    {
      Group *other = g_ptr_array_index (groups, i);

      if (other->type == change->type && other->kind == change->kind
          && other->field == change->index)
        group = other;
    }
  if (group == NULL)
    {
      group = g_new0 (Group, 1);
      group->type = change->type;
      group->kind = change->kind;
      group->field = change->index;
      group->changes = g_ptr_array_new ();
      g_ptr_array_add (groups, group);
    }
  g_ptr_array_add (group->changes, change);
}

/* Records do not depend on each other, the changes of one record do: those that come first of each
 * are taken back first, kind by kind. `left` keeps what has to wait. */
static gboolean
take_back_round (DyrConnection *connection,
                 Undo *undo,
                 DyrSave *save,
                 GPtrArray *changes,
                 GPtrArray *left,
                 GError **error)
{
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func (free_group);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < changes->len; i++)
    {
      DyrUndoChange *change = g_ptr_array_index (changes, i);

      if (g_hash_table_add (seen, &change->record))
        add_to_group (groups, change);
      else
        g_ptr_array_add (left, change);
    }
  for (guint i = 0; i < groups->len; i++)
    if (!take_back_group (connection, undo, save, g_ptr_array_index (groups, i), error))
      return FALSE;
  return TRUE;
}

/* Changes of records that do not depend on each other. */
static gboolean
take_back_rounds (
    DyrConnection *connection, Undo *undo, DyrSave *save, GPtrArray *together, GError **error)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_ref (together);

  while (changes->len > 0)
    {
      g_autoptr (GPtrArray) left = g_ptr_array_new ();

      if (!take_back_round (connection, undo, save, changes, left, error))
        return FALSE;
      g_ptr_array_unref (changes);
      changes = g_steal_pointer (&left);
    }
  return TRUE;
}

/* Whether the change takes its turn by itself: a record goes and comes with its parts. `wholes` is
 * NULL when there are too few changes to be worth a look: then each may be one. */
static gboolean
is_alone (const Undo *undo, GHashTable *wholes, const DyrUndoChange *change)
{
  if (undo->each || change->type == NULL)
    return TRUE;
  if (change->kind == DYR_CHANGE_FIELD)
    return change->index < 0;
  return wholes == NULL || g_hash_table_contains (wholes, &change->record);
}

static gboolean
take_back_all (
    DyrConnection *connection, Undo *undo, DyrSave *save, GArray *changes, GError **error)
{
  g_autoptr (GHashTable) wholes = NULL;
  guint i = 0;

  if (!undo->each && changes->len >= FEW)
    {
      wholes = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
      if (!dyr_undo_find_wholes (connection, changes, wholes, error))
        return FALSE;
    }
  while (i < changes->len)
    {
      g_autoptr (GPtrArray) together = g_ptr_array_new ();

      while (i < changes->len
             && !is_alone (undo, wholes, &g_array_index (changes, DyrUndoChange, i)))
        g_ptr_array_add (together, &g_array_index (changes, DyrUndoChange, i++));
      if (!take_back_rounds (connection, undo, save, together, error))
        return FALSE;
      if (i < changes->len
          && !undo_change (
              connection, undo, save, &g_array_index (changes, DyrUndoChange, i++), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
take_back (DyrConnection *connection, Undo *undo, DyrSave *save, GError **error)
{
  g_autoptr (GArray) changes = read_changes (connection, undo, error);

  if (changes == NULL || !take_back_all (connection, undo, save, changes, error))
    return FALSE;
  undo->result->n_undone += dyr_save_get_n_changes (save);
  undo->n_read += changes->len;
  undo->done = changes->len < CHUNK;
  if (changes->len > 0)
    undo->below = g_array_index (changes, DyrUndoChange, changes->len - 1).id;
  undo->joined = TRUE;
  return !undo->done || dyr_save_finish_long (connection, undo->by, error);
}

/* The first step: looks whether the action may be taken back, and makes or takes up the one that
 * does. */
static gboolean
job_begin (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Undo *undo = data;
  g_autoptr (DyrSave) save = dyr_save_new (connection, DYR_SOURCE_PERSON, "undo", 0);
  DyrUndoKnown known;

  dyr_save_set_long (save);
  if (!dyr_undo_read_known (connection, undo->action, &known, error)
      || !check_known (undo->action, &known, error))
    return FALSE;
  undo->again = undo->joined = known.undone_by != 0;
  undo->by = known.undone_by;
  return undo->again ? dyr_action_begin (connection, undo->by, error)
                     : begin_anew (connection, undo, save, &known, error)
                           && take_back (connection, undo, save, error);
}

static gboolean
job_go_on (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Undo *undo = data;
  g_autoptr (DyrSave) save = dyr_save_new (connection, DYR_SOURCE_PERSON, "undo", undo->by);

  dyr_save_set_long (save);
  return take_back (connection, undo, save, error);
}

static gboolean
job_stop (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Undo *undo = data;

  return dyr_action_end (connection, undo->by, DYR_ACTION_STOPPED, error);
}

/* What was taken back stays so, and the next undo of that action goes on. */
static void
stop (DyrDatabase *database, Undo *undo)
{
  g_autoptr (GError) error = NULL;

  undo->result->stopped = TRUE;
  if (!dyr_database_write (database, job_stop, undo, NULL, &error))
    g_warning ("An undo that failed stays marked as running: %s", error->message);
}

static gboolean
job_count (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Undo *undo = data;
  gint64 n;

  if (!dyr_connection_number (connection,
                              error,
                              0,
                              &n,
                              "SELECT count (*) FROM change WHERE action = ?",
                              "i",
                              undo->action))
    return FALSE;
  undo->n = (guint) n;
  return TRUE;
}

/* FALSE: it was broken off in the middle, for an error or because a person stopped it. */
static gboolean
go_on (DyrDatabase *database,
       Undo *undo,
       DyrProgress progress,
       gpointer progress_data,
       GCancellable *cancellable,
       GError **error)
{
  while (!undo->done)
    {
      if (progress != NULL && undo->n_read > 0)
        progress (undo->n_read, MAX (undo->n, undo->n_read), progress_data);
      if (!dyr_database_write (database, job_go_on, undo, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

static DyrUndoResult *
run (DyrDatabase *database,
     Undo *undo,
     DyrProgress progress,
     gpointer progress_data,
     GCancellable *cancellable,
     GError **error)
{
  g_autoptr (DyrUndoResult) result = g_new0 (DyrUndoResult, 1);
  g_autoptr (GError) local = NULL;

  undo->below = G_MAXINT64;
  undo->result = result;
  result->kept = g_ptr_array_new_with_free_func (free_kept);
  if ((progress != NULL && !dyr_database_read (database, job_count, undo, cancellable, error))
      || !dyr_database_write (database, job_begin, undo, cancellable, error))
    return NULL;
  result->action = undo->by;
  if (!go_on (database, undo, progress, progress_data, cancellable, &local))
    {
      stop (database, undo);
      if (!g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
    }
  return g_steal_pointer (&result);
}

DyrUndoResult *
dyr_undo (DyrDatabase *database, gint64 action, GCancellable *cancellable, GError **error)
{
  return dyr_undo_watched (database, action, NULL, NULL, cancellable, error);
}

DyrUndoResult *
dyr_undo_watched (DyrDatabase *database,
                  gint64 action,
                  DyrProgress progress,
                  gpointer progress_data,
                  GCancellable *cancellable,
                  GError **error)
{
  Undo undo = { .action = action };

  return run (database, &undo, progress, progress_data, cancellable, error);
}

DyrUndoResult *
dyr_undo_each (DyrDatabase *database, gint64 action, GError **error)
{
  Undo undo = { .action = action, .each = TRUE };

  return run (database, &undo, NULL, NULL, NULL, error);
}

DyrUndoResult *
dyr_undo_on (DyrConnection *connection, gint64 action, GError **error)
{
  g_autoptr (DyrUndoResult) result = g_new0 (DyrUndoResult, 1);
  Undo undo = { .action = action, .below = G_MAXINT64, .result = result };

  result->kept = g_ptr_array_new_with_free_func (free_kept);
  if (!job_begin (connection, &undo, NULL, error))
    return NULL;
  while (!undo.done)
    if (!job_go_on (connection, &undo, NULL, error))
      return NULL;
  result->action = undo.by;
  return g_steal_pointer (&result);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrClashLook: all that a person has to decide about one record. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-clash-look.h"

#include "dyr-error.h"
#include "dyr-group.h"

static void
free_values (const DyrRecordType *type, DyrValue *values)
{
  for (guint i = 0; values != NULL && i < type->n_fields; i++)
    dyr_value_clear (&values[i]);
  g_free (values);
}

static void
free_sides (gpointer data)
{
  DyrClashSides *sides = data;

  free_values (sides->clash->type, sides->base);
  free_values (sides->clash->type, sides->mine);
  free_values (sides->clash->type, sides->theirs);
  dyr_clash_free (sides->clash);
  g_free (sides->edited_by);
  g_free (sides);
}

static void
forget (gpointer data)
{
  DyrClashLook *self = data;

  if (self->type != NULL)
    free_values (self->type, self->values);
  self->values = NULL;
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->records, g_array_unref);
  g_clear_pointer (&self->sides, g_ptr_array_unref);
  g_clear_pointer (&self->edits, g_ptr_array_unref);
  self->type = NULL;
}

DyrClashLook *
dyr_clash_look_new (gint64 record, const DyrUid *uid)
{
  DyrClashLook *self = g_atomic_rc_box_new0 (DyrClashLook);

  self->record = record;
  if (uid != NULL)
    self->uid = *uid;
  return self;
}

DyrClashLook *
dyr_clash_look_ref (DyrClashLook *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
dyr_clash_look_unref (DyrClashLook *self)
{
  g_atomic_rc_box_release_full (self, forget);
}

/* The values that a text names, or none. */
static DyrValue *
read_side (DyrConnection *connection, const DyrRecordType *type, const char *text, GError **error)
{
  DyrValue *values = g_new0 (DyrValue, type->n_fields);

  if (text != NULL && !dyr_group_from_text (type, text, values, NULL, error))
    {
      free_values (type, values);
      return NULL;
    }
  for (guint i = 0; i < type->n_fields; i++)
    /* What is not here any more is shown by its uid. */
    dyr_row_resolve (connection, &values[i], NULL);
  return values;
}

/* When somebody changed one of the fields here last, and who. */
static gboolean
find_edit (DyrConnection *connection, DyrClashSides *sides, guint64 fields, GError **error)
{
  const DyrClash *clash = sides->clash;

  for (guint i = 0; i < clash->type->n_fields; i++)
    {
      g_autoptr (DyrStatement) query = NULL;
      g_autoptr (GError) local = NULL;

      if ((fields >> i & 1) == 0)
        continue;
      query = dyr_connection_query (connection,
                                    error,
                                    "SELECT a.at, p.title FROM change c "
                                    "JOIN action a ON a.id = c.action "
                                    "LEFT JOIN record p ON p.id = a.person "
                                    "WHERE c.record = ? AND c.field = ? AND a.source <> ? "
                                    "ORDER BY c.id DESC LIMIT 1",
                                    "itn",
                                    clash->record,
                                    clash->type->fields[i].name,
                                    (int) DYR_SOURCE_SYNC);
      if (query == NULL)
        return FALSE;
      if (dyr_statement_step (query, &local) && dyr_statement_number (query, 0) > sides->edited_at)
        {
          sides->edited_at = dyr_statement_number (query, 0);
          g_free (sides->edited_by);
          sides->edited_by = g_strdup (dyr_statement_text (query, 1));
        }
      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }
  return TRUE;
}

/* As the fields stand in the table; the question first, whose group has the highest number. */
static int
compare_sides (gconstpointer a, gconstpointer b)
{
  const guint x = (*(const DyrClashSides *const *) a)->clash->group + 1;
  const guint y = (*(const DyrClashSides *const *) b)->clash->group + 1;

  return x < y ? -1 : x > y;
}

/* Takes the clash. */
static gboolean
add_sides (DyrConnection *connection, GPtrArray *found, DyrClash *clash, GError **error)
{
  const DyrRecordType *type = clash->type;
  const gboolean whole = clash->group == DYR_WHOLE_RECORD;
  DyrClashSides *sides = g_new0 (DyrClashSides, 1);

  sides->clash = clash;
  g_ptr_array_add (found, sides);
  sides->base = read_side (connection, type, clash->base, error);
  sides->mine = sides->base != NULL ? read_side (connection, type, clash->mine, error) : NULL;
  /* Of a question it is its kind. */
  sides->theirs = sides->mine != NULL
                      ? read_side (connection, type, whole ? NULL : clash->theirs, error)
                      : NULL;
  return sides->theirs != NULL && (whole || find_edit (connection, sides, clash->fields, error));
}

/* What waits here while a question about the record is open. */
static gboolean
add_edits (DyrConnection *connection, DyrClashLook *self, const DyrRow *row, GError **error)
{
  g_autoptr (DyrLedger) ledger = dyr_ledger_read (connection, self->record, error);

  if (ledger == NULL)
    return FALSE;
  for (guint i = 0; i < ledger->pending->len; i++)
    {
      const DyrPending *pending = ledger->pending->pdata[i];
      DyrClash *edit;

      if (pending->group == DYR_WHOLE_RECORD)
        continue;
      edit = dyr_clash_new (ledger, row, pending);
      if (!add_sides (connection, self->edits, edit, error))
        return FALSE;
    }
  g_ptr_array_sort (self->edits, compare_sides);
  return TRUE;
}

static gboolean
find_record (DyrConnection *connection, DyrClashLook *self, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (self->record == 0 && dyr_uid_is_null (&self->uid))
    {
      self->record = self->records->len > 0 ? g_array_index (self->records, gint64, 0) : 0;
      return TRUE;
    }
  if (self->record != 0 || dyr_row_find (connection, &self->uid, &self->record, &self->type, &local)
      || g_error_matches (local, DYR_ERROR, DYR_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
read_record (DyrConnection *connection, DyrClashLook *self, GError **error)
{
  g_autoptr (DyrRow) row = dyr_row_read (connection, self->record, error);
  g_autoptr (GPtrArray) clashes
      = row != NULL ? dyr_clash_list_of (connection, self->record, error) : NULL;

  if (clashes == NULL
      || !dyr_connection_number (connection,
                                 error,
                                 0,
                                 &self->read_at,
                                 "SELECT coalesce (read_at, 0) FROM record WHERE id = ?",
                                 "i",
                                 self->record))
    return FALSE;
  self->type = row->type;
  self->uid = row->uid;
  self->title = g_strdup (row->title);
  self->values = g_new0 (DyrValue, row->type->n_fields);
  for (guint i = 0; i < row->type->n_fields; i++)
    dyr_value_copy (&row->values[i], &self->values[i]);
  while (clashes->len > 0)
    {
      g_autoptr (DyrClash) clash = g_ptr_array_steal_index (clashes, 0);

      /* What the CRM refused is another matter. */
      if (clash->state == DYR_PENDING_CLASH
          && !add_sides (connection, self->sides, g_steal_pointer (&clash), error))
        return FALSE;
    }
  g_ptr_array_sort (self->sides, compare_sides);
  return self->sides->len == 0
         || ((DyrClashSides *) self->sides->pdata[0])->clash->group != DYR_WHOLE_RECORD
         || add_edits (connection, self, row, error);
}

gboolean
dyr_clash_look_job (DyrConnection *connection,
                    gpointer data,
                    GCancellable *cancellable,
                    GError **error)
{
  DyrClashLook *self = data;
  g_autoptr (GError) local = NULL;

  forget (self);
  self->sides = g_ptr_array_new_with_free_func (free_sides);
  self->edits = g_ptr_array_new_with_free_func (free_sides);
  self->records = dyr_clash_records (connection, error);
  if (self->records == NULL || !find_record (connection, self, error))
    return FALSE;
  if (self->record == 0 || read_record (connection, self, &local))
    return TRUE;
  /* Nothing of one that is not here any more is to be decided. */
  if (g_error_matches (local, DYR_ERROR, DYR_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

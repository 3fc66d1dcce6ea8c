/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSave: one action of a person (or an import, a rule, the CRM) written in a transaction: rows,
 * keys, history and outbox together. Used inside jobs of the writer. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-save.h"

#include <glib/gi18n-lib.h>

#include "dyr-action.h"
#include "dyr-date.h"
#include "dyr-error.h"
#include "dyr-outbox.h"
#include "dyr-row-write.h"
#include "dyr-rows.h"
#include "dyr-type-sql.h"

/* Places in the outbox that an action of many records takes at a time. */
#define SEQS 100

struct _DyrSave
{
  DyrConnection *connection;
  DyrSource source;
  char *title;
  gint64 action;
  gboolean joined;   /* the action was there before this save */
  gboolean spanning; /* it goes on after this transaction */
  gint64 now;
  guint n_changes;
  gint64 next_seq;  /* places in the outbox that were taken in advance … */
  guint n_seqs;     /* … and are left */
  gboolean filling; /* a placeholder gets its values: one change, not one a field */
};

DyrSave *
dyr_save_new (DyrConnection *connection, DyrSource source, const char *title, gint64 into)
{
  DyrSave *self = g_new0 (DyrSave, 1);

  self->connection = connection;
  self->source = source;
  self->title = g_strdup (title);
  self->action = into;
  self->joined = into != 0;
  self->now = g_get_real_time () / G_USEC_PER_SEC;
  return self;
}

void
dyr_save_free (DyrSave *self)
{
  if (self == NULL)
    return;
  g_free (self->title);
  g_free (self);
}

void
dyr_save_set_long (DyrSave *self)
{
  self->spanning = TRUE;
}

guint
dyr_save_get_n_changes (DyrSave *self)
{
  return self->n_changes;
}

gboolean
dyr_save_get_action (DyrSave *self, gint64 *action, GError **error)
{
  if (self->action == 0)
    {
      if (!dyr_connection_run (
              self->connection,
              error,
              "INSERT INTO action (source, title, at, device, state) "
              "VALUES (?, ?, ?, coalesce ((SELECT value FROM meta WHERE key = 'device'), ''), ?)",
              "ntin",
              (int) self->source,
              self->title,
              self->now,
              (int) (self->spanning ? DYR_ACTION_RUNNING : DYR_ACTION_DONE)))
        return FALSE;
      self->action = dyr_connection_last_id (self->connection);
      dyr_connection_touch_actions (self->connection);
      if (self->spanning && !dyr_action_begin (self->connection, self->action, error))
        return FALSE;
    }
  *action = self->action;
  return TRUE;
}

static gboolean
write_change (DyrSave *self,
              gint64 record,
              DyrChangeKind kind,
              const char *field,
              const char *old,
              const char *new,
              GError **error)
{
  gint64 action;

  if (!dyr_save_get_action (self, &action, error))
    return FALSE;
  self->n_changes++;
  return dyr_connection_run (
      self->connection,
      error,
      "INSERT INTO change (action, record, kind, field, old, new) VALUES (?, ?, ?, ?, ?, ?)",
      "iinttt",
      action,
      record,
      (int) kind,
      field,
      old,
      new);
}

/* One visit to a field is one change: what an action wrote before is carried on. By the index of
 * the record (the plus keeps SQLite from the other): an import's action has a hundred thousand
 * changes. */
static gboolean
write_field_change (DyrSave *self,
                    gint64 record,
                    const char *field,
                    const char *old,
                    const char *new,
                    GError **error)
{
  gint64 earlier = 0, same;

  if (self->filling)
    return TRUE;
  if (self->joined
      && !dyr_connection_number (
          self->connection,
          error,
          0,
          &earlier,
          "SELECT id FROM change WHERE +action = ? AND record = ? AND field = ?",
          "iit",
          self->action,
          record,
          field))
    return FALSE;
  if (earlier == 0)
    return write_change (self, record, DYR_CHANGE_FIELD, field, old, new, error);
  self->n_changes++;
  dyr_connection_touch_actions (self->connection);
  if (!dyr_connection_number (self->connection,
                              error,
                              0,
                              &same,
                              "UPDATE change SET new = ? WHERE id = ? RETURNING old IS new",
                              "ti",
                              new,
                              earlier))
    return FALSE;
  return !same
         || dyr_connection_run (
             self->connection, error, "DELETE FROM change WHERE id = ?", "i", earlier);
}

static gboolean
check_length (const DyrRecordType *type, guint field, const DyrValue *value, GError **error)
{
  guint most = dyr_field_max_length (&type->fields[field]);
  const char *text = dyr_value_text (value);

  if (text == NULL || strlen (text) <= most || g_utf8_strlen (text, -1) <= (glong) most)
    return TRUE;
  g_set_error (error,
               DYR_ERROR,
               DYR_ERROR_INVALID,
               _("“%s” takes at most %u characters. Shorten the text."),
                  dyr_field_label (type, field),
                  most);
  return FALSE;
}

/* The dated log of a field: when it moved, and to what date. */
static void
log_move (DyrSave *self, const DyrValue *moved, DyrValue *log)
{
  g_autoptr (DyrSetBuilder) builder = dyr_set_builder_new ();
  g_autofree char *item = dyr_move_to_text (self->now, dyr_value_number (moved, DYR_NO_DATE));

  if (log->form == DYR_VALUE_SET)
    dyr_set_builder_add_set (builder, log->set);
  dyr_set_builder_add (builder, item, NULL, NULL);
  dyr_value_take_set (log, dyr_set_builder_end (builder));
}

static gboolean
is_link (const DyrField *field)
{
  return field->kind == DYR_KIND_LINK
         || (field->kind == DYR_KIND_SET && field->items == DYR_KIND_LINK);
}

static gboolean
resolve_links (DyrSave *self, const DyrRecordType *type, DyrValue *values, GError **error)
{
  for (guint i = 0; i < type->n_fields; i++)
    if (is_link (&type->fields[i]) && !dyr_row_resolve (self->connection, &values[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
complete_values (DyrSave *self, const DyrRecordType *type, DyrValue *values, GError **error)
{
  if (type->state > 0 && values[type->state - 1].form == DYR_VALUE_NONE)
    dyr_value_set_text (&values[type->state - 1], type->fields[type->state - 1].choices[0].id);
  for (guint i = 0; i < type->n_fields; i++)
    {
      const DyrField *field = &type->fields[i];

      if (field->flags & DYR_DERIVED)
        dyr_value_clear (&values[i]);
      else if (!check_length (type, i, &values[i], error))
        return FALSE;
      if (field->log > 0 && values[i].form != DYR_VALUE_NONE
          && values[field->log - 1].form == DYR_VALUE_NONE)
        log_move (self, &values[i], &values[field->log - 1]);
    }
  return resolve_links (self, type, values, error);
}

/* A place in the outbox. An action of thousands of records takes them by the hundred. */
static gboolean
take_seq (DyrSave *self, gint64 *seq, GError **error)
{
  if (!self->spanning)
    return dyr_outbox_next_seq (self->connection, seq, error);
  if (self->n_seqs == 0)
    {
      if (!dyr_outbox_next_seqs (self->connection, SEQS, &self->next_seq, error))
        return FALSE;
      self->n_seqs = SEQS;
    }
  self->n_seqs--;
  *seq = self->next_seq++;
  return TRUE;
}

/* The rows of a new record, complete, and that it was created. */
static gboolean
insert_record (DyrSave *self,
               const DyrRecordType *type,
               const DyrUid *uid,
               DyrOrigin origin,
               const DyrSaveTold *told,
               DyrPush push,
               gint64 seq,
               const DyrValue *values,
               gint64 *id,
               GError **error)
{
  g_autofree char *title = dyr_record_type_title (type, values);
  DyrValue read_at = DYR_VALUE_INIT;

  if (told != NULL)
    read_at = (DyrValue){ .form = DYR_VALUE_NUMBER, .number = told->read_at };
  if (!dyr_connection_run (self->connection,
                           error,
                           "INSERT INTO record (uid, type, origin, title, push, seq, remote_id, "
                           "remote_version, read_at, settled) "
                           "VALUES (?, ?, ?, ?, ?, nullif (?, 0), ?, ?, ?, ?)",
                           "unntnittvn",
                           uid,
                           type->number,
                           (int) origin,
                           title,
                           (int) push,
                           seq,
                           told != NULL ? told->id : NULL,
                           told != NULL ? told->version : NULL,
                           &read_at,
                           (int) (told == NULL || told->settled)))
    return FALSE;
  *id = dyr_connection_last_id (self->connection);
  if (!dyr_row_insert (
          self->connection, type, *id, values, told != NULL ? told->extra : NULL, error))
    return FALSE;
  dyr_connection_touch (self->connection, type->number, *id);
  dyr_row_touch_links (self->connection, type, values);
  return write_change (self, *id, DYR_CHANGE_CREATED, NULL, NULL, NULL, error);
}

gboolean
dyr_save_create_told (DyrSave *self,
                      const DyrRecordType *type,
                      const DyrUid *uid,
                      const DyrSaveTold *told,
                      DyrValue *values,
                      gint64 *id,
                      GError **error)
{
  /* What the CRM has is taken as it is. */
  return resolve_links (self, type, values, error)
         && insert_record (
             self, type, uid, DYR_ORIGIN_CRM, told, DYR_PUSH_NOTHING, 0, values, id, error);
}

gboolean
dyr_save_create (DyrSave *self,
                 const DyrRecordType *type,
                 const DyrUid *uid,
                 DyrOrigin origin,
                 DyrValue *values,
                 gint64 *id,
                 GError **error)
{
  const DyrUid born = uid != NULL ? *uid : dyr_uid_new ();
  DyrPush push = DYR_PUSH_NOTHING;
  gint64 seq = 0;

  if (!complete_values (self, type, values, error))
    return FALSE;
  if (origin != DYR_ORIGIN_SAMPLE && origin != DYR_ORIGIN_CRM
      && dyr_outbox_is_complete (type, values))
    {
      push = DYR_PUSH_CREATE;
      if (!take_seq (self, &seq, error))
        return FALSE;
    }
  return insert_record (self, type, &born, origin, NULL, push, seq, values, id, error);
}

static gboolean
check_edit (const DyrRow *row, guint field, const DyrValue *value, GError **error)
{
  const DyrField *about = &row->type->fields[field];

  if (about->flags & DYR_DERIVED)
    {
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_REFUSED,
                   _("“%s” is computed and cannot be typed."), dyr_field_label (row->type, field));
      return FALSE;
    }
  if ((about->flags & DYR_FIXED) && row->values[field].form != DYR_VALUE_NONE)
    {
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_REFUSED,
                   _("“%s” is chosen when the record is made and cannot be changed."),
                      dyr_field_label (row->type, field));
      return FALSE;
    }
  if ((about->flags & DYR_REQUIRED) && value->form == DYR_VALUE_NONE)
    {
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_REFUSED,
                   _("“%s” cannot be empty."), dyr_field_label (row->type, field));
      return FALSE;
    }
  return check_length (row->type, field, value, error);
}

/* One field: into `after` and the history, unless it is what is stored. */
static gboolean
edit_field (DyrSave *self,
            const DyrRow *row,
            guint index,
            gboolean restoring,
            DyrValue *value,
            DyrValue *after,
            guint64 *changed,
            GError **error)
{
  const DyrField *field = &row->type->fields[index];
  g_autofree char *old = NULL, *new = NULL;

  if (dyr_value_equal (&after[index], value))
    return TRUE;
  if ((!restoring && !check_edit (row, index, value, error))
      || !dyr_row_resolve (self->connection, value, error))
    return FALSE;
  if (dyr_value_equal (&after[index], value))
    return TRUE;
  old = dyr_field_to_text (field, &after[index]);
  new = dyr_field_to_text (field, value);
  dyr_value_copy (value, &after[index]);
  *changed |= G_GUINT64_CONSTANT (1) << index;
  return write_field_change (self, row->id, field->name, old, new, error);
}

static gboolean
edit_fields (DyrSave *self,
             const DyrRow *row,
             gboolean restoring,
             GArray *values,
             DyrValue *after,
             guint64 *changed,
             GError **error)
{
  for (guint i = 0; i < values->len; i++)
    {
      DyrFieldValue *edit = &g_array_index (values, DyrFieldValue, i);
      guint log = row->type->fields[edit->field].log;
      guint64 before = *changed;

      if (!edit_field (self, row, edit->field, restoring, &edit->value, after, changed, error))
        return FALSE;
      if (!restoring && log > 0 && *changed != before)
        {
          g_auto (DyrValue) moved = DYR_VALUE_INIT;

          dyr_value_copy (&after[log - 1], &moved);
          log_move (self, &edit->value, &moved);
          if (!edit_field (self, row, log - 1, FALSE, &moved, after, changed, error))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
write_edit (
    DyrSave *self, const DyrRow *row, const DyrValue *after, guint64 changed, GError **error)
{
  if (!dyr_row_update (self->connection, row->type, row->id, after, changed, error))
    return FALSE;
  /* The CRM's own values leave nothing to send. */
  return self->source == DYR_SOURCE_SYNC
         || dyr_outbox_edited (self->connection, row, after, changed, error);
}

static gboolean
save_fields (DyrSave *self, const DyrRow *row, gboolean restoring, GArray *values, GError **error)
{
  g_autofree DyrValue *after = NULL;
  guint64 changed = 0;
  gboolean done;

  if (row->deleted)
    {
      g_set_error_literal (error,
                           DYR_ERROR,
                           DYR_ERROR_REFUSED,
                           _("This record was deleted. Undo the deletion before you change it."));
      return FALSE;
    }
  after = g_new0 (DyrValue, row->type->n_fields);
  for (guint i = 0; i < row->type->n_fields; i++)
    dyr_value_copy (&row->values[i], &after[i]);
  done = edit_fields (self, row, restoring, values, after, &changed, error);
  if (done && changed != 0)
    {
      dyr_connection_touch (self->connection, row->type->number, row->id);
      dyr_row_touch_links (self->connection, row->type, row->values);
      dyr_row_touch_links (self->connection, row->type, after);
      done = write_edit (self, row, after, changed, error);
    }
  for (guint i = 0; i < row->type->n_fields; i++)
    dyr_value_clear (&after[i]);
  return done;
}

gboolean
dyr_save_edit_row (DyrSave *self, const DyrRow *row, GArray *values, GError **error)
{
  return save_fields (self, row, FALSE, values, error);
}

gboolean
dyr_save_restore_fields (DyrSave *self, const DyrRow *row, GArray *values, GError **error)
{
  return save_fields (self, row, TRUE, values, error);
}

gboolean
dyr_save_fill (DyrSave *self, const DyrRow *row, GArray *values, GError **error)
{
  gboolean done;

  self->filling = TRUE;
  done = save_fields (self, row, TRUE, values, error);
  self->filling = FALSE;
  return done && write_change (self, row->id, DYR_CHANGE_CREATED, NULL, NULL, NULL, error);
}

gboolean
dyr_save_edit (DyrSave *self, gint64 id, GArray *values, GError **error)
{
  g_autoptr (DyrRow) row = dyr_row_read (self->connection, id, error);

  return row != NULL && dyr_save_edit_row (self, row, values, error);
}

/* Whether records of that type go where what they link to goes; `only_here`: and the CRM may not
 * have them: files. */
static gboolean
is_part (const DyrRecordType *type,
         const DyrField *field,
         const DyrRecordType *whole,
         gboolean only_here)
{
  return (field->flags & DYR_OWNED_LINK) != 0 && type != whole
         && (field->target == NULL || field->target == whole) && (!only_here || type->attached);
}

/* Ids of the records that are parts of this one (lines, amendments, files), by their owning link.
 * `gone_at`: also those that were deleted then; 0: none. */
static GArray *
find_parts (DyrSave *self, const DyrRow *row, gboolean only_here, gint64 gone_at, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (int i = 0; dyr_record_types[i] != NULL; i++)
    for (guint j = 0; j < dyr_record_types[i]->n_fields; j++)
      {
        const DyrField *field = &dyr_record_types[i]->fields[j];
        g_autofree char *column = NULL, *sql = NULL;
        g_autoptr (GArray) parts = NULL;

        if (!is_part (dyr_record_types[i], field, row->type, only_here))
          continue;
        column = dyr_field_column (field);
        sql = g_strdup_printf ("SELECT t.id FROM \"%s\" t JOIN record r ON r.id = t.id "
                               "WHERE t.\"%s\" = ?1 AND (t.listed = 1 OR r.deleted_at = ?2) "
                               "AND (?3 = 0 OR r.remote_id IS NULL)",
                               dyr_record_types[i]->table,
                               column);
        parts = dyr_statement_ids (
            dyr_connection_query (
                self->connection, error, sql, "iin", row->id, gone_at, only_here ? 1 : 0),
            error);
        if (parts == NULL)
          return NULL;
        g_array_append_vals (ids, parts->data, parts->len);
      }
  return g_steal_pointer (&ids);
}

/* Sets or takes away the tombstone of one record. */
static gboolean
write_tombstone (DyrSave *self, const DyrRow *row, gboolean deleted, GError **error)
{
  g_autofree char *sql
      = g_strdup_printf ("UPDATE \"%s\" SET listed = ? WHERE id = ?", row->type->table);

  if (!dyr_connection_run (self->connection,
                           error,
                           "UPDATE record SET deleted_at = nullif (?, 0) WHERE id = ?",
                           "ii",
                           deleted ? self->now : (gint64) 0,
                           row->id)
      || !dyr_connection_run (self->connection,
                              error,
                              sql,
                              "ni",
                              !deleted && row->reach == DYR_REACH_HERE ? 1 : 0,
                              row->id))
    return FALSE;
  dyr_connection_touch (self->connection, row->type->number, row->id);
  dyr_row_touch_links (self->connection, row->type, row->values);
  if (self->source == DYR_SOURCE_SYNC)
    return TRUE;
  return deleted ? dyr_outbox_deleted (self->connection, row, error)
                 : dyr_outbox_restored (self->connection, row, error);
}

gboolean
dyr_save_delete (DyrSave *self, gint64 id, GError **error)
{
  g_autoptr (DyrRow) row = dyr_row_read (self->connection, id, error);
  g_autoptr (GArray) parts = NULL;

  if (row == NULL)
    return FALSE;
  if (row->deleted)
    return TRUE;
  /* The CRM says itself what became of the parts that it knows. */
  parts = find_parts (self, row, self->source == DYR_SOURCE_SYNC, 0, error);
  if (parts == NULL)
    return FALSE;
  for (guint i = 0; i < parts->len; i++)
    if (!dyr_save_delete (self, g_array_index (parts, gint64, i), error))
      return FALSE;
  return write_tombstone (self, row, TRUE, error)
         && write_change (self, id, DYR_CHANGE_DELETED, NULL, NULL, NULL, error);
}

/* Files of which the CRM does not know come back with the record that they went along with,
 * whoever brings it back. The other parts an undo names itself, and the CRM. */
static gboolean
restore_parts (DyrSave *self, const DyrRow *row, GError **error)
{
  g_autoptr (GArray) parts = NULL;
  gint64 gone_at;

  if (!dyr_connection_number (self->connection,
                              error,
                              0,
                              &gone_at,
                              "SELECT deleted_at FROM record WHERE id = ?",
                              "i",
                              row->id))
    return FALSE;
  parts = find_parts (self, row, TRUE, gone_at, error);
  for (guint i = 0; parts != NULL && i < parts->len; i++)
    if (!dyr_save_restore (self, g_array_index (parts, gint64, i), error))
      return FALSE;
  return parts != NULL;
}

gboolean
dyr_save_restore (DyrSave *self, gint64 id, GError **error)
{
  g_autoptr (DyrRow) row = dyr_row_read (self->connection, id, error);

  if (row == NULL)
    return FALSE;
  if (!row->deleted)
    return TRUE;
  return restore_parts (self, row, error) && write_tombstone (self, row, FALSE, error)
         && write_change (self, id, DYR_CHANGE_RESTORED, NULL, NULL, NULL, error);
}

/* The files of a record are met where it is met; of those that the CRM has it says so itself. */
static gboolean
set_parts_reach (DyrSave *self, gint64 id, DyrReach reach, GError **error)
{
  g_autoptr (GArray) files = dyr_statement_ids (
      dyr_connection_query (self->connection,
                            error,
                            "SELECT f.id FROM file f JOIN record r ON r.id = f.id "
                            "WHERE f.about = ? AND r.reach <> ? AND r.remote_id IS NULL",
                            "in",
                            id,
                            (int) reach),
      error);

  for (guint i = 0; files != NULL && i < files->len; i++)
    if (!dyr_save_set_reach (self, g_array_index (files, gint64, i), reach, error))
      return FALSE;
  return files != NULL;
}

gboolean
dyr_save_set_reach (DyrSave *self, gint64 id, DyrReach reach, GError **error)
{
  g_autoptr (DyrRow) row = dyr_row_read (self->connection, id, error);
  g_autofree char *sql = NULL;

  if (row == NULL)
    return FALSE;
  sql = g_strdup_printf ("UPDATE \"%s\" SET listed = ? WHERE id = ?", row->type->table);
  dyr_connection_touch (self->connection, row->type->number, id);
  dyr_row_touch_links (self->connection, row->type, row->values);
  return set_parts_reach (self, id, reach, error)
         && dyr_connection_run (self->connection,
                                error,
                                "UPDATE record SET reach = ? WHERE id = ?",
                                "ni",
                                (int) reach,
                                id)
         && dyr_connection_run (self->connection,
                                error,
                                sql,
                                "ni",
                                reach == DYR_REACH_HERE && !row->deleted ? 1 : 0,
                                id);
}

gboolean
dyr_save_add_placeholder (DyrSave *self,
                          const DyrRecordType *type,
                          const DyrUid *uid,
                          DyrValue *values,
                          gint64 *id,
                          GError **error)
{
  g_autofree char *title = dyr_record_type_title (type, values);

  if (!resolve_links (self, type, values, error)
      || !dyr_connection_run (self->connection,
                              error,
                              "INSERT INTO record (uid, type, origin, title, reach) "
                              "VALUES (?, ?, ?, ?, ?)",
                              "unntn",
                              uid,
                              type->number,
                              (int) DYR_ORIGIN_CRM,
                              title,
                              (int) DYR_REACH_UNSEEN))
    return FALSE;
  *id = dyr_connection_last_id (self->connection);
  if (!dyr_row_insert (self->connection, type, *id, values, NULL, error))
    return FALSE;
  return dyr_save_set_reach (self, *id, DYR_REACH_UNSEEN, error);
}

gboolean
dyr_save_finish (DyrSave *self, gint64 *action, GError **error)
{
  gint64 left = 1;

  if (action != NULL)
    *action = self->action;
  if (!self->joined || self->action == 0 || self->spanning)
    return TRUE;
  /* A visit that ended where it began leaves no action behind. */
  if (!dyr_connection_number (self->connection,
                              error,
                              0,
                              &left,
                              "SELECT EXISTS (SELECT 1 FROM change WHERE action = ?)",
                              "i",
                              self->action))
    return FALSE;
  if (left)
    return TRUE;
  if (action != NULL)
    *action = 0;
  return dyr_connection_run (self->connection,
                             error,
                             "DELETE FROM action WHERE id = ? AND undoes IS NULL",
                             "i",
                             self->action);
}

gboolean
dyr_save_finish_long (DyrConnection *connection, gint64 action, GError **error)
{
  return dyr_action_end (connection, action, DYR_ACTION_DONE, error);
}

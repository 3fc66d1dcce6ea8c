/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Two records that are one become one. What is written is a person's edits and a deletion, by the
 * same functions: history, undo and outbox need to know nothing of it. Links of columns move by
 * sets, as in a bulk edit; a client may have ten thousand. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-join.h"

#include <glib/gi18n-lib.h>

#include "dyr-bulk-write.h"
#include "dyr-duplicate-score.h"
#include "dyr-error.h"
#include "dyr-rows.h"
#include "dyr-save.h"
#include "dyr-store-private.h"
#include "dyr-type-sql.h"

/* Records whose links move by one set of statements. */
#define PART 5000

G_STATIC_ASSERT (G_N_ELEMENTS (((DyrJoinLook *) NULL)->sides) == 64);

typedef struct
{
  gint64 from;
  gint64 into;
  GArray *choices;    /* DyrJoinChoice; NULL: none */
  gint64 into_action; /* 0: a new one */
  gboolean is_double; /* the CRM takes `from` for `into`, and a person says so, too */
  DyrJoinLook *look;
  DyrJoinResult result;
} Join;

void
dyr_join_look_free (DyrJoinLook *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->from, dyr_row_free);
  g_clear_pointer (&self->into, dyr_row_free);
  g_free (self->obstacle);
  g_free (self);
}

static void
free_join (gpointer data)
{
  Join *join = data;

  g_clear_pointer (&join->choices, g_array_unref);
  g_clear_pointer (&join->look, dyr_join_look_free);
  g_free (join);
}

/* What stands against it */

static gboolean
is_undecided (DyrConnection *connection, gint64 id, gint64 *undecided, GError **error)
{
  /* A clash, or a question about the record itself (deleted there, a double there). */
  return dyr_connection_number (
      connection,
      error,
      0,
      undecided,
      "SELECT EXISTS (SELECT 1 FROM pending WHERE record = ? AND (state = 1 OR grp = ''))",
      "i",
      id);
}

static const char *
name_of (const DyrRow *row)
{
  return row->title != NULL ? row->title : "—";
}

static gboolean
find_obstacle_of (DyrConnection *connection, const DyrRow *row, char **obstacle, GError **error)
{
  gint64 undecided;

  if (row->deleted)
    *obstacle = g_strdup_printf (
        _("“%s” was deleted meanwhile. Undo the deletion before you merge it."), name_of (row));
  else if (row->reach != DYR_REACH_HERE)
    *obstacle = g_strdup_printf (
        _("“%s” cannot be read at present. It can be merged once the CRM shows it again."),
           name_of (row));
  else if (!is_undecided (connection, row->id, &undecided, error))
    return FALSE;
  else if (undecided)
    *obstacle = g_strdup_printf (_("“%s” waits for your decision between its values here and in the CRM. Decide first, then "
          "merge."),
        name_of (row));
  return TRUE;
}

static gboolean
find_obstacle (DyrConnection *connection,
               const DyrRow *from,
               const DyrRow *into,
               gboolean is_double,
               char **obstacle,
               GError **error)
{
  if (from->id == into->id)
    *obstacle = g_strdup (_("A record cannot be merged with itself. Choose another one."));
  else if (from->type != into->type)
    *obstacle = g_strdup_printf (
        _("“%s” and “%s” are records of different types. Only records of one type can be merged."),
           name_of (from),
           name_of (into));
  else if (!is_double && !dyr_duplicate_type_fits (from->type))
    *obstacle = g_strdup (_("Only clients, contact persons, contracts and products can be merged with one another."));
  /* What links to it would never reach the CRM. */
  else if (into->origin == DYR_ORIGIN_SAMPLE && from->origin != DYR_ORIGIN_SAMPLE)
    *obstacle = g_strdup_printf (
        _("“%s” belongs to the sample office. Merge it into “%s”, not the other way round."),
           name_of (into),
           name_of (from));
  else
    {
      /* What waits for a decision about a double is this one. */
      if (!is_double && !find_obstacle_of (connection, from, obstacle, error))
        return FALSE;
      return *obstacle != NULL || find_obstacle_of (connection, into, obstacle, error);
    }
  return TRUE;
}

/* Fields */

/* What is computed follows by itself, what is fixed at creation stays. */
static gboolean
is_open (const DyrField *field)
{
  return (field->flags & (DYR_DERIVED | DYR_FIXED)) == 0;
}

gboolean
dyr_join_can_choose (const DyrField *field)
{
  g_return_val_if_fail (field != NULL, FALSE);

  return is_open (field) && !(field->kind == DYR_KIND_SET && field->items == DYR_KIND_MOVE);
}

static gboolean
is_empty (const DyrValue *value)
{
  return value->form == DYR_VALUE_NONE;
}

/* What belongs together is filled up only from what does not contradict it: a street of one address
 * and the city of another are no address. */
static gboolean
may_fill (const DyrRecordType *type, guint field, const DyrRow *from, const DyrRow *into)
{
  guint group = dyr_record_type_group (type, field);

  for (guint i = 0; i < type->n_fields; i++)
    if (dyr_record_type_group (type, i) == group && !is_empty (&into->values[i])
        && !dyr_value_equal (&from->values[i], &into->values[i]))
      return FALSE;
  return TRUE;
}

static DyrJoinSide
find_side (const DyrRecordType *type, guint field, const DyrRow *from, const DyrRow *into)
{
  if (!is_open (&type->fields[field]) || is_empty (&from->values[field]))
    return DYR_JOIN_KEEP;
  if (type->fields[field].kind == DYR_KIND_SET)
    return DYR_JOIN_BOTH;
  return is_empty (&into->values[field]) && may_fill (type, field, from, into) ? DYR_JOIN_TAKE
                                                                               : DYR_JOIN_KEEP;
}

static void
find_sides (DyrJoinLook *look)
{
  const DyrRecordType *type = look->into->type;

  for (guint i = 0; i < type->n_fields; i++)
    look->sides[i] = find_side (type, i, look->from, look->into);
}

static gboolean
has_item (const DyrSet *set, const char *key)
{
  for (guint i = 0; set != NULL && i < set->n; i++)
    {
      g_autofree char *other = g_utf8_casefold (set->members[i].item, -1);

      if (g_str_equal (other, key))
        return TRUE;
    }
  return FALSE;
}

DyrSet *
dyr_join_unite (const DyrSet *into, const DyrSet *from)
{
  g_autoptr (DyrSetBuilder) builder = dyr_set_builder_new ();

  if (into != NULL)
    dyr_set_builder_add_set (builder, into);
  for (guint i = 0; from != NULL && i < from->n; i++)
    {
      const DyrMember *member = &from->members[i];
      g_autofree char *key = g_utf8_casefold (member->item, -1);

      if (!has_item (into, key))
        dyr_set_builder_add (builder, member->item, member->role, member->link);
    }
  return dyr_set_builder_end (builder);
}

static gboolean
add_edit (const DyrJoinLook *look, guint field, DyrJoinSide side, GArray *values)
{
  const DyrValue *from = &look->from->values[field], *into = &look->into->values[field];
  DyrValue *value;

  if (side == DYR_JOIN_KEEP || dyr_value_equal (from, into))
    return FALSE;
  value = dyr_field_values_add (values, field);
  if (side == DYR_JOIN_TAKE)
    dyr_value_copy (from, value);
  else
    dyr_value_take_set (value, dyr_join_unite (dyr_value_set (into), dyr_value_set (from)));
  return !dyr_value_equal (value, into);
}

/* Only sets can be united. */
static gboolean
can_have_side (const DyrField *field, DyrJoinSide side)
{
  return dyr_join_can_choose (field) && (side != DYR_JOIN_BOTH || field->kind == DYR_KIND_SET);
}

static gboolean
edit_fields (Join *join, DyrSave *save, GError **error)
{
  DyrJoinLook *look = join->look;
  g_autoptr (GArray) values = dyr_field_values_new ();

  for (guint i = 0; join->choices != NULL && i < join->choices->len; i++)
    {
      const DyrJoinChoice *choice = &g_array_index (join->choices, DyrJoinChoice, i);

      g_assert (choice->field < look->into->type->n_fields);
      g_assert (can_have_side (&look->into->type->fields[choice->field], choice->side));
      look->sides[choice->field] = choice->side;
    }
  for (guint i = 0; i < look->into->type->n_fields; i++)
    if (add_edit (look, i, look->sides[i], values))
      join->result.n_fields++;
  return values->len == 0 || dyr_save_edit (save, join->into, values, error);
}

/* Links. What is deleted or out of reach keeps pointing where it did. */

static gboolean
may_link (const DyrField *field, const DyrRecordType *to)
{
  return (field->flags & DYR_DERIVED) == 0 && (field->target == NULL || field->target == to);
}

static gboolean
is_link_column (const DyrField *field, const DyrRecordType *to)
{
  return field->kind == DYR_KIND_LINK && may_link (field, to);
}

static char *
linking_sql (const char *what, const DyrRecordType *type, const DyrField *field)
{
  g_autofree char *column = dyr_field_column (field);

  return g_strdup_printf ("SELECT %s FROM \"%s\" WHERE \"%s\" = ?1 AND listed = 1 AND id <> ?2",
                          what,
                          type->table,
                          column);
}

/* Of sets: the records that hold it. */
static char *
holding_sql (const char *what, const DyrRecordType *type, const DyrField *field)
{
  return g_strdup_printf ("SELECT %s FROM member m CROSS JOIN \"%s\" t ON t.id = m.record "
                          "WHERE m.target = ?1 AND m.field = '%s' AND t.listed = 1 AND t.id <> ?2",
                          what,
                          type->table,
                          field->name);
}

typedef gboolean (*LinkFunction) (DyrConnection *connection,
                                  const DyrRecordType *type,
                                  guint field,
                                  gpointer data,
                                  GError **error);

/* For each field of any type that may link to records of that one. */
static gboolean
for_each_link (DyrConnection *connection,
               const DyrRecordType *to,
               LinkFunction function,
               gpointer data,
               GError **error)
{
  for (int i = 0; dyr_record_types[i] != NULL; i++)
    for (guint j = 0; j < dyr_record_types[i]->n_fields; j++)
      {
        const DyrField *field = &dyr_record_types[i]->fields[j];

        if ((is_link_column (field, to)
             || (field->kind == DYR_KIND_SET && field->items == DYR_KIND_LINK
                 && may_link (field, to)))
            && !function (connection, dyr_record_types[i], j, data, error))
          return FALSE;
      }
  return TRUE;
}

static gboolean
count_links (DyrConnection *connection,
             const DyrRecordType *type,
             guint field,
             gpointer data,
             GError **error)
{
  DyrJoinLook *look = data;
  const DyrField *about = &type->fields[field];
  g_autofree char *sql = about->kind == DYR_KIND_LINK
                             ? linking_sql ("count (*)", type, about)
                             : holding_sql ("count (DISTINCT t.id)", type, about);
  gint64 n;

  if (!dyr_connection_number (connection, error, 0, &n, sql, "ii", look->from->id, look->into->id))
    return FALSE;
  look->links.n[type->number] += (guint) n;
  look->links.all += (guint) n;
  return TRUE;
}

typedef struct
{
  Join *join;
  DyrSave *save;
  DyrLink *into;
} Move;

/* The set with the one record instead of the other; only once when it has both. */
static DyrSet *
replace_member (const DyrSet *set, gint64 from, const DyrLink *into)
{
  g_autoptr (DyrSetBuilder) builder = dyr_set_builder_new ();

  for (guint i = 0; i < set->n; i++)
    {
      const DyrMember *member = &set->members[i];
      gboolean goes = member->link != NULL && member->link->id == from;

      dyr_set_builder_add (
          builder, goes ? NULL : member->item, member->role, goes ? into : member->link);
    }
  return dyr_set_builder_end (builder);
}

static gboolean
move_one (DyrConnection *connection, Move *move, gint64 id, guint field, GError **error)
{
  g_autoptr (DyrRow) row = dyr_row_read (connection, id, error);
  g_autoptr (GArray) values = dyr_field_values_new ();
  DyrValue *value;

  if (row == NULL)
    return FALSE;
  value = dyr_field_values_add (values, field);
  if (row->type->fields[field].kind == DYR_KIND_LINK)
    dyr_value_set_link (value, move->into);
  else
    dyr_value_take_set (
        value, replace_member (dyr_value_set (&row->values[field]), move->join->from, move->into));
  /* Not as a person's edit: what is fixed for people moves along. */
  return dyr_save_restore_fields (move->save, row, values, error);
}

static gboolean
move_many (DyrConnection *connection,
           Move *move,
           const DyrRecordType *type,
           guint field,
           GArray *ids,
           GError **error)
{
  g_autoptr (GArray) values = dyr_field_values_new ();

  dyr_value_set_link (dyr_field_values_add (values, field), move->into);
  if (!dyr_bulk_write_fits (type, values))
    {
      for (guint i = 0; i < ids->len; i++)
        if (!move_one (connection, move, g_array_index (ids, gint64, i), field, error))
          return FALSE;
      return TRUE;
    }
  for (guint i = 0; i < ids->len; i += PART)
    {
      guint n_changed, n_there;

      if (!dyr_bulk_write_part (move->save,
                                connection,
                                type,
                                &g_array_index (ids, gint64, i),
                                MIN (ids->len - i, PART),
                                values,
                                &n_changed,
                                &n_there,
                                error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
move_links (DyrConnection *connection,
            const DyrRecordType *type,
            guint field,
            gpointer data,
            GError **error)
{
  Move *move = data;
  const DyrField *about = &type->fields[field];
  gboolean column = about->kind == DYR_KIND_LINK;
  g_autofree char *sql
      = column ? linking_sql ("id", type, about) : holding_sql ("DISTINCT t.id", type, about);
  g_autoptr (GArray) ids = dyr_statement_ids (
      dyr_connection_query (connection, error, sql, "ii", move->join->from, move->join->into),
      error);

  if (ids == NULL)
    return FALSE;
  move->join->result.n_links += ids->len;
  if (ids->len == 0)
    return TRUE;
  if (column)
    return move_many (connection, move, type, field, ids, error);
  for (guint i = 0; i < ids->len; i++)
    if (!move_one (connection, move, g_array_index (ids, gint64, i), field, error))
      return FALSE;
  return TRUE;
}

/* Jobs */

static gboolean
job_look (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Join *join = data;
  DyrJoinLook *look = g_new0 (DyrJoinLook, 1);

  g_clear_pointer (&join->look, dyr_join_look_free);
  join->look = look;
  look->from = dyr_row_read (connection, join->from, error);
  look->into = look->from != NULL ? dyr_row_read (connection, join->into, error) : NULL;
  if (look->into == NULL
      || !find_obstacle (
          connection, look->from, look->into, join->is_double, &look->obstacle, error))
    return FALSE;
  if (look->from->type != look->into->type)
    return TRUE;
  find_sides (look);
  return for_each_link (connection, look->from->type, count_links, look, error);
}

static gboolean
job_join (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Join *join = data;
  g_autofree char *title = NULL;
  g_autoptr (DyrSave) save = NULL;
  g_autoptr (DyrLink) into = NULL;
  Move move;

  join->result = (DyrJoinResult){ 0 };
  if (!job_look (connection, join, cancellable, error))
    return FALSE;
  if (join->look->obstacle != NULL)
    {
      g_set_error_literal (error, DYR_ERROR, DYR_ERROR_REFUSED, join->look->obstacle);
      return FALSE;
    }
  title = g_strdup_printf (
      "join\t%" G_GINT64_FORMAT "\t%" G_GINT64_FORMAT, join->look->from->id, join->look->into->id);
  save = dyr_save_new (connection, DYR_SOURCE_PERSON, title, join->into_action);
  into = dyr_row_link (connection, join->into, error);
  move = (Move){ join, save, into };
  /* The links first: the record that goes is deleted with what is still part of it. */
  return into != NULL && edit_fields (join, save, error)
         && for_each_link (connection, join->look->from->type, move_links, &move, error)
         && dyr_save_delete (save, join->from, error)
         && dyr_save_finish (save, &join->result.action, error);
}

static Join *
new_join (gint64 from, gint64 into, GArray *choices)
{
  Join *join = g_new0 (Join, 1);

  join->from = from;
  join->into = into;
  join->choices = choices != NULL ? g_array_copy (choices) : NULL;
  return join;
}

DyrJoinLook *
dyr_join_look (DyrDatabase *database, gint64 from, gint64 into, GError **error)
{
  Join join = { .from = from, .into = into };

  g_return_val_if_fail (DYR_IS_DATABASE (database), NULL);

  if (dyr_database_read (database, job_look, &join, NULL, error))
    return join.look;
  g_clear_pointer (&join.look, dyr_join_look_free);
  return NULL;
}

gboolean
dyr_join (DyrDatabase *database,
          gint64 from,
          gint64 into,
          GArray *choices,
          DyrJoinResult *done,
          GError **error)
{
  Join join = { .from = from, .into = into, .choices = choices };
  gboolean joined;

  g_return_val_if_fail (DYR_IS_DATABASE (database), FALSE);

  joined = dyr_database_write (database, job_join, &join, NULL, error);
  g_clear_pointer (&join.look, dyr_join_look_free);
  if (done != NULL)
    *done = join.result;
  return joined;
}

DyrJoinLook *
dyr_join_double_look (DyrConnection *connection, gint64 from, gint64 into, GError **error)
{
  Join join = { .from = from, .into = into, .is_double = TRUE };

  g_return_val_if_fail (connection != NULL, NULL);

  if (job_look (connection, &join, NULL, error))
    return join.look;
  g_clear_pointer (&join.look, dyr_join_look_free);
  return NULL;
}

gboolean
dyr_join_double (DyrConnection *connection,
                 gint64 from,
                 gint64 into,
                 GArray *choices,
                 gint64 *action,
                 GError **error)
{
  Join join = {
    .from = from, .into = into, .choices = choices, .into_action = *action, .is_double = TRUE
  };
  gboolean joined;

  g_return_val_if_fail (connection != NULL, FALSE);

  joined = job_join (connection, &join, NULL, error);
  g_clear_pointer (&join.look, dyr_join_look_free);
  *action = joined ? join.result.action : *action;
  return joined;
}

void
dyr_join_look_async (DyrStore *store,
                     gint64 from,
                     gint64 into,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer data)
{
  g_return_if_fail (DYR_IS_STORE (store));
  dyr_store_run (
      store, FALSE, job_look, new_join (from, into, NULL), free_join, cancellable, callback, data);
}

DyrJoinLook *
dyr_join_look_finish (DyrStore *store, GAsyncResult *result, GError **error)
{
  Join *join;

  g_return_val_if_fail (g_task_is_valid (result, store), NULL);

  join = g_task_get_task_data (G_TASK (result));
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  return g_steal_pointer (&join->look);
}

void
dyr_join_async (DyrStore *store,
                gint64 from,
                gint64 into,
                GArray *choices,
                GCancellable *cancellable,
                GAsyncReadyCallback callback,
                gpointer data)
{
  g_return_if_fail (DYR_IS_STORE (store));
  dyr_store_run (store,
                 TRUE,
                 job_join,
                 new_join (from, into, choices),
                 free_join,
                 cancellable,
                 callback,
                 data);
}

gboolean
dyr_join_finish (DyrStore *store, GAsyncResult *result, DyrJoinResult *done, GError **error)
{
  const Join *join;

  g_return_val_if_fail (g_task_is_valid (result, store), FALSE);

  join = g_task_get_task_data (G_TASK (result));
  if (done != NULL)
    *done = join->result;
  return g_task_propagate_boolean (G_TASK (result), error);
}

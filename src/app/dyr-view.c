/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrView: how somebody looks at a list. Fields go by name, values by their canonical text and
 * links by uid, so that a view means the same in another office. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-view.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

#include "dyr-error.h"
#include "dyr-json.h"
#include "dyr-meta.h"
#include "dyr-sections.h"

#define FORMAT "dyryhent-views"
#define KEY "views"
/* More than any window shows. */
#define WIDEST 4000

static const char *const compares[] = {
  [DYR_COMPARE_IS] = "is",
  [DYR_COMPARE_IS_NOT] = "is-not",
  [DYR_COMPARE_BEFORE] = "before",
  [DYR_COMPARE_UP_TO] = "up-to",
  [DYR_COMPARE_FROM] = "from",
  [DYR_COMPARE_AFTER] = "after",
  [DYR_COMPARE_CONTAINS] = "contains",
  [DYR_COMPARE_LACKS] = "lacks",
};

static void
clear_column (gpointer data)
{
  g_free (((DyrViewColumn *) data)->field);
}

DyrView *
dyr_view_new (const char *name, const DyrRecordType *type)
{
  DyrView *self = g_new0 (DyrView, 1);

  self->name = g_strdup (name);
  self->type = type;
  self->columns = g_array_new (FALSE, TRUE, sizeof (DyrViewColumn));
  g_array_set_clear_func (self->columns, clear_column);
  self->conditions = dyr_conditions_new ();
  self->sorts = g_array_new (FALSE, FALSE, sizeof (DyrSortKey));
  return self;
}

void
dyr_view_free (DyrView *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_array_unref (self->columns);
  g_ptr_array_unref (self->conditions);
  g_array_unref (self->sorts);
  g_free (self->section);
  g_free (self->search);
  g_free (self->typed);
  g_free (self->raw);
  g_free (self);
}

void
dyr_view_add_column (DyrView *self, const char *field, int width)
{
  DyrViewColumn column = { g_strdup (field), CLAMP (width, 0, WIDEST) };

  g_array_append_val (self->columns, column);
}

static void
free_view (gpointer view)
{
  dyr_view_free (view);
}

GPtrArray *
dyr_views_new (void)
{
  return g_ptr_array_new_with_free_func (free_view);
}

DyrView *
dyr_views_find (GPtrArray *views, const DyrRecordType *type, const char *name)
{
  for (guint i = 0; i < views->len; i++)
    {
      DyrView *view = g_ptr_array_index (views, i);

      if (view->type == type && g_str_equal (view->name, name))
        return view;
    }
  return NULL;
}

/* Writing */

/* What is compared as text: not as a value of the field. */
static gboolean
is_plain (const DyrCondition *condition, const DyrField *field)
{
  return field->kind == DYR_KIND_SET || condition->compare == DYR_COMPARE_CONTAINS
         || condition->compare == DYR_COMPARE_LACKS;
}

static void
write_value (JsonBuilder *builder, gboolean plain, const DyrField *field, const DyrValue *value)
{
  g_autofree char *text = NULL;
  const DyrLink *link = dyr_value_link (value);

  if (value->form != DYR_VALUE_NONE)
    text = plain ? g_strdup (dyr_value_text (value)) : dyr_field_to_text (field, value);
  if (text == NULL)
    json_builder_add_null_value (builder);
  else if (link == NULL)
    json_builder_add_string_value (builder, text);
  else
    {
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "uid");
      json_builder_add_string_value (builder, text);
      json_builder_set_member_name (builder, "name");
      json_builder_add_string_value (builder, link->name != NULL ? link->name : "");
      json_builder_end_object (builder);
    }
}

static void
write_condition (JsonBuilder *builder, const DyrRecordType *type, const DyrCondition *condition)
{
  const DyrField *field = &type->fields[condition->field];

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "field");
  json_builder_add_string_value (builder, field->name);
  json_builder_set_member_name (builder, "compare");
  json_builder_add_string_value (builder, compares[condition->compare]);
  json_builder_set_member_name (builder, "values");
  json_builder_begin_array (builder);
  for (guint i = 0; i < dyr_condition_get_n_values (condition); i++)
    write_value (
        builder, is_plain (condition, field), field, dyr_condition_get_value (condition, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
write_text (JsonBuilder *builder, const char *member, const char *text)
{
  json_builder_set_member_name (builder, member);
  if (text != NULL)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

static void
write_columns (JsonBuilder *builder, const DyrView *view)
{
  json_builder_begin_array (builder);
  for (guint i = 0; i < view->columns->len; i++)
    {
      const DyrViewColumn *column = &g_array_index (view->columns, DyrViewColumn, i);

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "field");
      json_builder_add_string_value (builder, column->field);
      json_builder_set_member_name (builder, "width");
      json_builder_add_int_value (builder, column->width);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
write_view (JsonBuilder *builder, const DyrView *view)
{
  if (view->raw != NULL)
    {
      json_builder_add_value (builder, json_from_string (view->raw, NULL));
      return;
    }
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "name");
  json_builder_add_string_value (builder, view->name);
  json_builder_set_member_name (builder, "type");
  json_builder_add_string_value (builder, view->type->name);
  json_builder_set_member_name (builder, "columns");
  write_columns (builder, view);
  json_builder_set_member_name (builder, "conditions");
  json_builder_begin_array (builder);
  for (guint i = 0; i < view->conditions->len; i++)
    write_condition (builder, view->type, g_ptr_array_index (view->conditions, i));
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "sort");
  json_builder_begin_array (builder);
  for (guint i = 0; i < view->sorts->len; i++)
    {
      const DyrSortKey *key = &g_array_index (view->sorts, DyrSortKey, i);
      g_autofree char *text = g_strconcat (key->descending ? "-" : "", key->field, NULL);

      json_builder_add_string_value (builder, text);
    }
  json_builder_end_array (builder);
  write_text (builder, "group", view->section);
  write_text (builder, "search", view->search);
  write_text (builder, "typed", view->typed);
  json_builder_end_object (builder);
}

char *
dyr_views_to_text (GPtrArray *views)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "format");
  json_builder_add_string_value (builder, FORMAT);
  json_builder_set_member_name (builder, "version");
  json_builder_add_int_value (builder, 1);
  json_builder_set_member_name (builder, "views");
  json_builder_begin_array (builder);
  for (guint i = 0; i < views->len; i++)
    write_view (builder, g_ptr_array_index (views, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, TRUE);
}

/* Reading: a file may have been written by anybody. */

static const char *
get_text (JsonObject *object, const char *member)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, member) : NULL;

  return node != NULL && JSON_NODE_HOLDS_VALUE (node)
                 && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

static JsonArray *
get_array (JsonObject *object, const char *member)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, member) : NULL;

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static guint
length_of (JsonArray *array)
{
  return array != NULL ? json_array_get_length (array) : 0;
}

static JsonObject *
get_object_at (JsonArray *array, guint index)
{
  JsonNode *node = json_array_get_element (array, index);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static gboolean
read_value (JsonNode *node, gboolean plain, const DyrField *field, DyrValue *value)
{
  DyrUid uid;
  JsonObject *link = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *text
      = JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
            ? json_node_get_string (node)
            : NULL;

  if (JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (link != NULL)
    {
      text = get_text (link, "uid");
      if (plain || field->kind != DYR_KIND_LINK || text == NULL || !dyr_uid_parse (text, &uid))
        return FALSE;
      dyr_value_take_link (value,
                           dyr_link_new (0,
                                         &uid,
                                         get_text (link, "name"),
                                         field->target != NULL ? field->target->number : 0,
                                         FALSE));
      return TRUE;
    }
  if (text == NULL || (field->kind == DYR_KIND_LINK && !plain))
    return FALSE;
  if (!plain)
    return dyr_field_from_text (field, text, value, NULL);
  dyr_value_set_text (value, text);
  return TRUE;
}

static DyrCondition *
read_condition (JsonObject *object, const DyrRecordType *type)
{
  const char *name = get_text (object, "field"), *compare = get_text (object, "compare");
  JsonArray *values = get_array (object, "values");
  int field = name != NULL ? dyr_record_type_find (type, name) : -1;
  g_autoptr (DyrCondition) condition = NULL;
  guint known = 0;

  while (known < G_N_ELEMENTS (compares) && g_strcmp0 (compares[known], compare) != 0)
    known++;
  if (field < 0 || known == G_N_ELEMENTS (compares) || length_of (values) == 0)
    return NULL;
  condition = dyr_condition_new ((guint) field, (DyrCompare) known);
  for (guint i = 0; i < length_of (values); i++)
    {
      g_auto (DyrValue) value = DYR_VALUE_INIT;

      if (!read_value (json_array_get_element (values, i),
                       is_plain (condition, &type->fields[field]),
                       &type->fields[field],
                       &value))
        return NULL;
      dyr_condition_add (condition, &value);
    }
  return g_steal_pointer (&condition);
}

static void
read_columns (JsonArray *columns, DyrView *view, guint *n_unknown)
{
  for (guint i = 0; i < length_of (columns); i++)
    {
      JsonObject *column = get_object_at (columns, i);
      const char *field = get_text (column, "field");
      JsonNode *width = column != NULL ? json_object_get_member (column, "width") : NULL;

      if (field != NULL && dyr_record_type_find (view->type, field) >= 0)
        dyr_view_add_column (view,
                             field,
                             width != NULL && JSON_NODE_HOLDS_VALUE (width)
                                 ? (int) CLAMP (json_node_get_int (width), 0, WIDEST)
                                 : 0);
      else
        ++*n_unknown;
    }
}

static void
read_sorts (JsonArray *sorts, DyrView *view, guint *n_unknown)
{
  for (guint i = 0; i < length_of (sorts); i++)
    {
      JsonNode *node = json_array_get_element (sorts, i);
      const char *text
          = JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
                ? json_node_get_string (node)
                : "";
      DyrSortKey key = { NULL, *text == '-' };

      text += key.descending;
      if (dyr_record_type_find (view->type, text) < 0)
        {
          ++*n_unknown;
          continue;
        }
      key.field = g_intern_string (text);
      g_array_append_val (view->sorts, key);
    }
}

/* All that is known of it. Views of the first versions have no search. */
static void
read_parts (JsonObject *object, DyrView *view, guint *n_unknown)
{
  const char *section = get_text (object, "group");
  JsonArray *conditions = get_array (object, "conditions");
  int field = section != NULL ? dyr_record_type_find (view->type, section) : -1;

  read_columns (get_array (object, "columns"), view, n_unknown);
  read_sorts (get_array (object, "sort"), view, n_unknown);
  for (guint i = 0; i < length_of (conditions); i++)
    {
      DyrCondition *condition = read_condition (get_object_at (conditions, i), view->type);

      if (condition != NULL)
        g_ptr_array_add (view->conditions, condition);
      else
        ++*n_unknown;
    }
  if (field >= 0 && dyr_sections_can_split (view->type, (guint) field))
    view->section = g_strdup (section);
  else if (section != NULL)
    ++*n_unknown;
  view->search = g_strdup (get_text (object, "search"));
  view->typed = g_strdup (get_text (object, "typed"));
}

/* NULL: it is no JSON. json-glib calls itself for each bracket: very many of them would end the
 * program. */
static JsonNode *
parse (const char *text)
{
  g_autoptr (DyrJson) checked = NULL;

  return dyr_json_parse (text, strlen (text), &checked) == DYR_JSON_WHOLE
             ? json_from_string (text, NULL)
             : NULL;
}

/* NULL: it is none. */
static DyrView *
read_view (JsonNode *node, guint *n_unknown)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *name = get_text (object, "name"), *type = get_text (object, "type");
  guint before = *n_unknown;
  DyrView *view;

  if (name == NULL || *name == '\0' || type == NULL)
    {
      ++*n_unknown;
      return NULL;
    }
  view = dyr_view_new (name, dyr_record_type_by_name (type));
  if (view->type != NULL)
    read_parts (object, view, n_unknown);
  else
    ++*n_unknown;
  if (*n_unknown > before)
    view->raw = json_to_string (node, FALSE);
  return view;
}

GPtrArray *
dyr_views_from_text (const char *text, guint *n_unknown, GError **error)
{
  g_autoptr (JsonNode) root = parse (text);
  JsonObject *object
      = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  JsonArray *array = get_array (object, "views");
  g_autoptr (GPtrArray) views = dyr_views_new ();
  guint unknown = 0;

  if (g_strcmp0 (get_text (object, "format"), FORMAT) != 0)
    {
      g_set_error_literal (error,
                           DYR_ERROR,
                           DYR_ERROR_INVALID,
                           _("This file holds no views of Dyryhent. Choose a file that was exported from the menu of a list."));
      return NULL;
    }
  for (guint i = 0; i < length_of (array); i++)
    {
      DyrView *view = read_view (json_array_get_element (array, i), &unknown);

      if (view != NULL)
        g_ptr_array_add (views, view);
    }
  if (n_unknown != NULL)
    *n_unknown = unknown;
  return g_steal_pointer (&views);
}

/* In the store */

static gboolean
job_load (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  GError *local = NULL;

  *(char **) data = dyr_meta_read (connection, KEY, &local);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

static void
free_text (gpointer data)
{
  g_free (*(char **) data);
  g_free (data);
}

void
dyr_views_load_async (DyrStore *store,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer data)
{
  dyr_database_read_async (dyr_store_get_database (store),
                           job_load,
                           g_new0 (char *, 1),
                           free_text,
                           cancellable,
                           callback,
                           data);
}

GPtrArray *
dyr_views_load_finish (DyrDatabase *database, GAsyncResult *result, GError **error)
{
  char **text = dyr_database_job_data (result);

  if (!dyr_database_job_finish (database, result, error))
    return NULL;
  return *text != NULL ? dyr_views_from_text (*text, NULL, error) : dyr_views_new ();
}

static gboolean
job_save (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return dyr_meta_write (connection, KEY, *(char **) data, error);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrStore) store = data;
  g_autoptr (GError) error = NULL;

  if (!dyr_database_job_finish (DYR_DATABASE (source), result, &error))
    dyr_store_report_error (store, error);
}

void
dyr_views_save (DyrStore *store, GPtrArray *views)
{
  char **text = g_new0 (char *, 1);

  *text = dyr_views_to_text (views);
  dyr_database_write_async (dyr_store_get_database (store),
                            job_save,
                            text,
                            free_text,
                            NULL,
                            on_saved,
                            g_object_ref (store));
}

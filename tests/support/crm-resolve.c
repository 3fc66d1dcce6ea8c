/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Links between entity types, their indexes and orders: what needs all types to be known. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "crm-private.h"

#include <string.h>

static CrmRelation *
get_relation (CrmModel *model, const char *key, const char *left)
{
  CrmRelation *relation = g_hash_table_lookup (model->relations, key);

  if (relation)
    return relation;
  relation = g_new0 (CrmRelation, 1);
  for (int i = 0; i < 2; i++)
    relation->sides[i] = g_hash_table_new_full (
        g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  relation->left = g_strdup (left);
  g_hash_table_insert (model->relations, g_strdup (key), relation);
  return relation;
}

/* Many-to-many links know each other by the relation's name, or by the pair of their own names. */
static void
resolve_relation (CrmModel *model, CrmEntity *self, CrmLink *link, JsonObject *defs)
{
  const char *relation_name = crm_json_get (defs, "relationName");
  g_autofree char *here = g_strconcat (self->name, ".", link->name, NULL);
  g_autofree char *there = g_strconcat (link->target_name, ".", link->foreign, NULL);
  g_autofree char *key = NULL;

  if (relation_name)
    {
      key = g_ascii_strdown (relation_name, -1);
      /* Team and Attachment are always the right side: all types share one relation with them. */
      link->relation = get_relation (
          model, key, g_strcmp0 (link->target_name, "Team") == 0 ? "*" : self->name);
      link->side = g_str_equal (link->relation->left, "*")
                       ? 0
                       : !g_str_equal (link->relation->left, self->name);
      return;
    }
  key = g_strdup (link->foreign && strcmp (there, here) < 0 ? there : here);
  link->relation = get_relation (model, key, key);
  link->side = !g_str_equal (key, here);
}

static void
resolve_link (CrmModel *model, CrmEntity *self, const char *name, JsonObject *defs)
{
  const char *type = crm_json_get (defs, "type");
  CrmLink *link = g_new0 (CrmLink, 1);
  JsonObject *target_links = NULL;
  JsonObject *foreign = NULL;
  JsonObject *columns = crm_json_child (defs, "additionalColumns");

  link->name = g_strdup (name);
  link->target_name = g_strdup (crm_json_get (defs, "entity"));
  link->foreign = g_strdup (crm_json_get (defs, "foreign"));
  link->reverse = -1;
  link->cascades = crm_json_true (defs, "cascadeRemoval");
  g_hash_table_insert (self->links, link->name, link);
  if (link->target_name)
    {
      JsonObject *target_defs = crm_json_child (model->metadata, "entityDefs");

      link->target = crm_model_entity (model, link->target_name);
      target_defs = crm_json_child (target_defs, link->target_name);
      target_links = target_defs ? crm_json_child (target_defs, "links") : NULL;
    }
  if (target_links && link->foreign)
    foreign = crm_json_child (target_links, link->foreign);
  link->to_many = g_strcmp0 (type, "hasMany") == 0 || g_strcmp0 (type, "hasChildren") == 0;
  if (!link->to_many)
    return;
  if (link->target && link->foreign
      && (g_strcmp0 (type, "hasChildren") == 0
          || g_strcmp0 (foreign ? crm_json_get (foreign, "type") : NULL, "belongsTo") == 0)
      && g_strcmp0 (link->target_name, "Attachment") != 0)
    {
      g_autofree char *id = g_strconcat (link->foreign, "Id", NULL);

      link->reverse = crm_entity_index_of (link->target, id);
    }
  else
    resolve_relation (model, self, link, defs);
  if (columns)
    {
      GPtrArray *names = g_ptr_array_new ();
      GPtrArray *defaults = g_ptr_array_new ();
      GPtrArray *shown = g_ptr_array_new ();
      JsonObject *map = crm_json_child (defs, "columnAttributeMap");
      JsonObjectIter iter;
      const char *column;
      JsonNode *node;

      json_object_iter_init_ordered (&iter, columns);
      while (json_object_iter_next_ordered (&iter, &column, &node))
        {
          JsonNode *fallback = JSON_NODE_HOLDS_OBJECT (node)
                                   ? json_object_get_member (json_node_get_object (node), "default")
                                   : NULL;
          GString *text = g_string_new (NULL);
          const char *attribute = map ? crm_json_get (map, column) : NULL;

          if (fallback)
            crm_json_node (text, fallback);
          else
            g_string_append (text, "null");
          g_ptr_array_add (names, g_strdup (column));
          g_ptr_array_add (defaults, g_string_free (text, FALSE));
          g_ptr_array_add (shown, g_strdup (attribute ? attribute : ""));
        }
      g_ptr_array_add (names, NULL);
      g_ptr_array_add (defaults, NULL);
      g_ptr_array_add (shown, NULL);
      link->columns = (char **) g_ptr_array_free (names, FALSE);
      link->column_defaults = (char **) g_ptr_array_free (defaults, FALSE);
      link->column_attributes = (char **) g_ptr_array_free (shown, FALSE);
    }
}

/* A file field is a link to Attachment, though the description need not say so. */
static void
resolve_files (CrmModel *model, CrmEntity *self, JsonObject *fields)
{
  for (guint i = 0; i < self->fields->len; i++)
    {
      CrmField *field = g_ptr_array_index (self->fields, i);
      const char *type = crm_json_get (crm_json_child (fields, field->name), "type");
      g_autoptr (JsonObject) defs = NULL;

      if (field->kind != CRM_FIELD_ATTACHMENTS && g_strcmp0 (type, "file") != 0
          && g_strcmp0 (type, "image") != 0)
        continue;
      defs = json_object_new ();
      json_object_set_string_member (defs, "entity", "Attachment");
      json_object_set_string_member (
          defs, "type", field->kind == CRM_FIELD_ATTACHMENTS ? "hasMany" : "belongsTo");
      g_hash_table_remove (self->links, field->name);
      resolve_link (model, self, field->name, defs);
    }
}

static void
resolve_attribute (CrmEntity *self, CrmAttribute *attribute, JsonObject *fields)
{
  JsonObject *defs = attribute->field ? crm_json_child (fields, attribute->field->name) : NULL;

  if (attribute->field)
    {
      attribute->link = g_hash_table_lookup (self->links, attribute->field->name);
      attribute->field->link = attribute->link;
    }
  if (attribute->source == CRM_IS_LINK_NAME && attribute->link)
    attribute->target = attribute->link->target;
  if (attribute->source == CRM_IS_ROLE || attribute->source == CRM_IS_FOREIGN)
    {
      const char *link = crm_json_get (defs, "link");
      g_autofree char *id
          = g_strconcat (attribute->source == CRM_IS_ROLE ? "account" : link, "Id", NULL);
      CrmAttribute *base = crm_entity_attribute (self, id);

      attribute->link = g_hash_table_lookup (self->links, link);
      attribute->base = base ? base->index : 0;
      if (attribute->source == CRM_IS_FOREIGN && attribute->link && attribute->link->target)
        {
          CrmAttribute *there
              = crm_entity_attribute (attribute->link->target, crm_json_get (defs, "field"));

          attribute->target = attribute->link->target;
          attribute->base2 = there ? there->index : 0;
        }
    }
}

static void
add_indexes (CrmEntity *self, GArray *into, JsonNode *names)
{
  for (guint i = 0; names && JSON_NODE_HOLDS_ARRAY (names)
                    && i < json_array_get_length (json_node_get_array (names));
       i++)
    {
      int index = crm_entity_index_of (self, crm_json_nth_text (json_node_get_array (names), i));

      if (index >= 0)
        g_array_append_val (into, index);
    }
}

/* The middleware of our extension that locks a record's row before EspoCRM reads it. */
static gboolean
has_row_lock (CrmModel *model, CrmEntity *self)
{
  JsonObject *app = crm_json_child (model->metadata, "app");
  JsonObject *api = app ? crm_json_child (app, "api") : NULL;
  JsonObject *map = api ? crm_json_child (api, "controllerMiddlewareClassNameListMap") : NULL;
  g_auto (GStrv) classes = map ? crm_json_strings (map, self->name) : NULL;

  for (guint i = 0; classes && classes[i]; i++)
    if (g_str_has_suffix (classes[i], "\\OneAtATime"))
      return TRUE;
  return FALSE;
}

void
crm_entity_resolve (
    CrmModel *model, CrmEntity *self, JsonObject *defs, JsonObject *record_defs, JsonObject *scope)
{
  JsonObject *fields = crm_json_child (defs, "fields");
  JsonObject *links = crm_json_child (defs, "links");
  JsonObject *indexes = crm_json_child (defs, "indexes");
  JsonObject *collection = crm_json_child (defs, "collection");
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (links)
    {
      json_object_iter_init_ordered (&iter, links);
      while (json_object_iter_next_ordered (&iter, &name, &node))
        if (JSON_NODE_HOLDS_OBJECT (node))
          resolve_link (model, self, name, json_node_get_object (node));
    }
  if (fields)
    resolve_files (model, self, fields);
  for (guint i = 0; i < self->attributes->len; i++)
    resolve_attribute (self, crm_entity_nth (self, i), fields);
  self->teams = g_hash_table_lookup (self->links, "teams");
  self->users
      = crm_entity_attribute (self, "usersIds") ? g_hash_table_lookup (self->links, "users") : NULL;
  if (indexes)
    {
      json_object_iter_init_ordered (&iter, indexes);
      while (json_object_iter_next_ordered (&iter, &name, &node))
        {
          JsonObject *index = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
          g_auto (GStrv) columns = index ? crm_json_strings (index, "columns") : NULL;
          int attribute;

          /* Unique over (attribute, deleteId) or over one attribute; "createdAtId" and the like
           * cannot clash. */
          if (columns == NULL || columns[0] == NULL
              || (g_strcmp0 (crm_json_get (index, "type"), "unique") != 0
                  && !crm_json_true (index, "unique"))
              || (columns[1] && !g_str_equal (columns[1], "deleteId")))
            continue;
          attribute = crm_entity_index_of (self, columns[0]);
          if (attribute >= 0)
            g_array_append_val (self->unique, attribute);
        }
    }
  add_indexes (self,
               self->duplicates,
               scope ? json_object_get_member (scope, "duplicateCheckFieldList") : NULL);
  add_indexes (self,
               self->always_selected,
               record_defs ? json_object_get_member (record_defs, "mandatoryAttributeList") : NULL);
  add_indexes (self,
               self->searched,
               collection ? json_object_get_member (collection, "textFilterFields") : NULL);
  if (self->searched->len == 0 && self->name_attribute >= 0)
    g_array_append_val (self->searched, self->name_attribute);
  self->order = collection && crm_json_get (collection, "orderBy")
                    ? crm_entity_attribute (self, crm_json_get (collection, "orderBy"))
                    : NULL;
  if (self->order == NULL)
    self->order = crm_entity_attribute (self, "createdAt");
  if (self->order == NULL)
    self->order = crm_entity_attribute (self, "id");
  self->order_descending
      = g_strcmp0 (collection ? crm_json_get (collection, "order") : NULL, "desc") == 0;
  self->row_locked = has_row_lock (model, self);
  self->formula = crm_json_child (model->metadata, "formula")
                  && crm_json_child (crm_json_child (model->metadata, "formula"), self->name);
}

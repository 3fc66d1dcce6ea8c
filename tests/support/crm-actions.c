/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Links by their own address, merge, restore, mass actions, attendees. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "crm-private.h"

#include <string.h>

/* A record with one attribute changed and nothing else moved, or moved as by a save. */
static void
change_one (CrmModel *model,
            CrmEntity *entity,
            CrmRecord *old,
            int attribute,
            const char *text,
            gboolean saved)
{
  CrmDraft *draft = crm_draft_new (entity, old);
  CrmRecord *record;

  crm_draft_text (draft, attribute, text);
  record = crm_draft_seal (draft, old->id);
  record->created_at = old->created_at;
  record->modified_at = saved ? model->time : old->modified_at;
  record->version = old->version + (saved ? 1 : 0);
  crm_draft_free (draft);
  crm_entity_put (entity, record);
}

/* --- Links ----------------------------------------------------------------------------------- */

/* A contact without an account gets this one, and is saved by it; one whose account goes loses it.
 */
static void
follow_account (
    CrmModel *model, const CrmLink *link, const char *account, const char *other, gboolean linked)
{
  CrmEntity *contacts = link->target;
  CrmRecord *contact = contacts && g_str_equal (contacts->name, "Contact")
                               && g_str_equal (link->name, "contacts") && contacts->account >= 0
                               && g_strcmp0 (link->foreign, "accounts") == 0
                           ? crm_entity_find (contacts, other)
                           : NULL;
  const char *primary = contact ? crm_record_text (contact, contacts->account) : NULL;

  if (contact == NULL)
    return;
  if (linked && primary == NULL)
    change_one (model, contacts, contact, contacts->account, account, TRUE);
  else if (!linked && g_strcmp0 (primary, account) == 0)
    change_one (model, contacts, contact, contacts->account, NULL, TRUE);
}

static gboolean
link_one (CrmModel *model,
          CrmEntity *entity,
          CrmRecord *record,
          const CrmLink *link,
          const char *other,
          gboolean linked)
{
  CrmRecord *target = link->target ? crm_entity_find (link->target, other) : NULL;
  g_autofree char *name = g_strconcat (link->name, "Id", NULL);
  CrmAttribute *id = crm_entity_attribute (entity, name);

  if (target == NULL)
    return FALSE;
  if (link->relation && linked)
    crm_link_add (link, record->id, other);
  else if (link->relation)
    crm_link_remove (link, record->id, other);
  else if (link->reverse >= 0)
    change_one (model, link->target, target, link->reverse, linked ? record->id : NULL, FALSE);
  else if (id)
    change_one (model, entity, record, (int) id->index, linked ? other : NULL, FALSE);
  follow_account (model, link, record->id, other, linked);
  return TRUE;
}

void
crm_link_call (CrmModel *model,
               CrmCall *call,
               CrmEntity *entity,
               const char *id,
               const char *link_name,
               CrmResponse *response)
{
  const char *method = call->request->method;
  CrmLink *link = g_hash_table_lookup (entity->links, link_name);
  CrmRecord *record = crm_entity_find (entity, id);
  gboolean reads = g_str_equal (method, "GET");
  JsonObject *body = json_node_get_object (call->body);
  const char *other = crm_json_get (body, "id");
  JsonNode *ids = json_object_get_member (body, "ids");

  if (link == NULL || (reads && !link->to_many))
    crm_answer (model, response, 404, "Link does not exist.", NULL);
  else if (record == NULL)
    crm_answer (model, response, 404, "", NULL);
  else if (!crm_user_may (model, call->user, entity, record, reads ? CRM_READ : CRM_EDIT))
    crm_answer (model, response, 403, reads ? "" : "No edit access.", NULL);
  else if (reads && link->target)
    crm_list (model, call, link->target, link, id, response);
  else if (!g_str_equal (method, "POST") && !g_str_equal (method, "DELETE"))
    crm_answer (model, response, 405, "", NULL);
  else
    {
      gboolean linked = g_str_equal (method, "POST");
      gboolean done = other && link_one (model, entity, record, link, other, linked);

      for (guint i = 0; ids && JSON_NODE_HOLDS_ARRAY (ids)
                        && i < json_array_get_length (json_node_get_array (ids));
           i++)
        {
          const char *one = crm_json_nth_text (json_node_get_array (ids), i);

          done = (one && link_one (model, entity, crm_entity_find (entity, id), link, one, linked))
                 || done;
        }
      if (done)
        crm_answer_true (model, response);
      else
        crm_answer (model, response, 404, "", NULL);
    }
}

/* --- Merge ----------------------------------------------------------------------------------- */

/* All that points at @from points at @to, without a trace on the records that do. */
static void
repoint (CrmModel *model, CrmEntity *target, const char *from, const char *to)
{
  GHashTableIter iter;
  CrmRelation *relation;

  for (guint i = 0; i < model->entity_order->len; i++)
    {
      CrmEntity *entity = g_ptr_array_index (model->entity_order, i);

      for (guint j = 0; j < entity->attributes->len; j++)
        {
          CrmAttribute *attribute = crm_entity_nth (entity, j);
          gboolean to_target = attribute->field && attribute->source == CRM_IS_STORED
                               && (guint) attribute->field->attribute == j
                               && ((attribute->field->kind == CRM_FIELD_LINK && attribute->link
                                    && attribute->link->target == target)
                                   || attribute->field->kind == CRM_FIELD_PARENT);
          CrmRecord *record;

          while (to_target && (record = crm_entity_find_by (entity, attribute, from)))
            change_one (model, entity, record, (int) j, to, FALSE);
        }
    }
  g_hash_table_iter_init (&iter, model->relations);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &relation))
    for (guint side = 0; side < 2; side++)
      {
        CrmLink link = { .relation = relation, .side = side };
        GPtrArray *ties = g_hash_table_lookup (relation->sides[side], from);
        g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func (g_free);

        for (guint i = 0; ties && i < ties->len; i++)
          g_ptr_array_add (others,
                           g_strdup (((CrmTie *) g_ptr_array_index (ties, i))->ids[1 - side]));
        for (guint i = 0; i < others->len; i++)
          {
            const char *other = g_ptr_array_index (others, i);
            CrmTie *old = crm_link_tie (&link, from, other);
            JsonObject *columns = old->columns ? json_object_ref (old->columns) : NULL;
            CrmTie *tie;

            crm_link_remove (&link, from, other);
            tie = crm_link_add (&link, to, other);
            if (columns && tie->columns == NULL)
              tie->columns = columns;
            else
              g_clear_pointer (&columns, json_object_unref);
          }
      }
}

static void
merge_addresses (CrmEntity *entity, CrmDraft *draft, const CrmRecord *source)
{
  for (guint i = 0; i < entity->attributes->len; i++)
    {
      CrmAttribute *attribute = crm_entity_nth (entity, i);
      const char *more
          = attribute->source == CRM_IS_ADDRESS ? crm_record_text (source, (int) i) : NULL;
      const char *own = crm_draft_get_text (draft, (int) i);
      g_auto (GStrv) known = g_strsplit (own ? own : "", "\n", -1);
      g_auto (GStrv) added = g_strsplit (more ? more : "", "\n", -1);
      g_autoptr (GString) all = g_string_new (own);

      for (guint j = 0; added[j]; j++)
        if (!g_strv_contains ((const char *const *) known, added[j]))
          g_string_append_printf (all, "%s%s", all->len ? "\n" : "", added[j]);
      if (all->len > 0 && attribute->source == CRM_IS_ADDRESS)
        crm_draft_text (draft, (int) i, all->str);
    }
}

static void
do_merge (CrmModel *model, CrmCall *call, CrmEntity *entity, CrmResponse *response)
{
  JsonObject *body = json_node_get_object (call->body);
  JsonObject *data = crm_json_child (body, "data");
  const char *id = crm_json_get (body, "id");
  JsonNode *sources = data ? json_object_get_member (data, "sourceIdList") : NULL;
  JsonObject *attributes = data ? crm_json_child (data, "attributes") : NULL;
  CrmRecord *target = id ? crm_entity_find (entity, id) : NULL;
  CrmRecord *record;
  CrmDraft *draft;
  GString *out;

  if (target == NULL || sources == NULL || !JSON_NODE_HOLDS_ARRAY (sources))
    {
      crm_answer (model, response, target ? 400 : 404, "", NULL);
      return;
    }
  if (!crm_user_may (model, call->user, entity, target, CRM_EDIT))
    {
      crm_answer (model, response, 403, "No edit access.", NULL);
      return;
    }
  draft = crm_draft_new (entity, target);
  if (attributes)
    crm_values_take (model, draft, attributes, call->user, FALSE);
  for (guint i = 0; i < json_array_get_length (json_node_get_array (sources)); i++)
    {
      const char *source = crm_json_nth_text (json_node_get_array (sources), i);
      CrmRecord *merged = source ? crm_entity_find (entity, source) : NULL;

      if (merged == NULL || merged == target)
        continue;
      merge_addresses (entity, draft, merged);
      repoint (model, entity, source, id);
      crm_remove (model, entity, crm_entity_find (entity, source));
    }
  target = crm_entity_find (entity, id);
  crm_draft_text (draft, entity->modified_by, call->user->id);
  crm_derive (model, draft, target);
  record = crm_draft_seal (draft, id);
  record->created_at = target->created_at;
  record->modified_at = model->time;
  record->version = target->version + 1;
  crm_draft_free (draft);
  crm_entity_put (entity, record);
  out = g_string_new (NULL);
  crm_write_record (model, out, entity, record, CRM_VIEW_READ, NULL, call->user, NULL);
  crm_answer (model, response, 200, NULL, out);
}

/* --- Mass actions ---------------------------------------------------------------------------- */

static gboolean
update_one (CrmModel *model, CrmCall *call, CrmEntity *entity, const char *id, JsonNode *data)
{
  CrmRequest request = { .method = "PUT", .path = call->request->path };
  CrmCall one = { .request = &request, .user = call->user, .body = data };
  g_auto (CrmResponse) response = { 0 };
  CrmWrite *write = crm_write_begin (model, &one, entity, id, FALSE, &response);

  if (write == NULL)
    return FALSE;
  crm_write_end (model, write, &response);
  crm_write_free (write);
  return response.status == 200;
}

static void
collect (CrmModel *model, CrmCall *call, CrmEntity *entity, JsonObject *params, GPtrArray *ids)
{
  JsonNode *list = json_object_get_member (params, "ids");
  JsonObject *search = crm_json_child (params, "searchParams");
  g_autofree char *reason = NULL;
  CrmFilter *filter;
  CrmIndex *index;

  for (guint i = 0; list && JSON_NODE_HOLDS_ARRAY (list)
                    && i < json_array_get_length (json_node_get_array (list));
       i++)
    {
      const char *id = crm_json_nth_text (json_node_get_array (list), i);

      if (id)
        g_ptr_array_add (ids, g_strdup (id));
    }
  if (search == NULL)
    return;
  filter = crm_filter_new (
      model, entity, call->user, json_object_get_member (search, "where"), &reason);
  if (filter == NULL)
    return;
  index = crm_entity_index (entity, crm_entity_attribute (entity, "id"));
  for (GTreeNode *node = g_tree_node_first (index->tree); node; node = g_tree_node_next (node))
    {
      CrmSlot *slot = g_tree_node_value (node);

      if (crm_filter_match (filter, slot->now))
        g_ptr_array_add (ids, g_strdup (slot->id));
    }
  crm_filter_free (filter);
}

static void
do_mass_action (CrmModel *model, CrmCall *call, CrmResponse *response)
{
  JsonObject *body = json_node_get_object (call->body);
  const char *name = crm_json_get (body, "entityType");
  const char *action = crm_json_get (body, "action");
  JsonObject *params = crm_json_child (body, "params");
  JsonNode *data = json_object_get_member (body, "data");
  CrmEntity *entity = name ? crm_model_entity (model, name) : NULL;
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) done = g_string_new ("[");
  GString *out = g_string_new (NULL);
  guint count = 0;

  if (entity && params)
    collect (model, call, entity, params, ids);
  for (guint i = 0; i < ids->len; i++)
    {
      const char *id = g_ptr_array_index (ids, i);
      CrmRecord *record = crm_entity_find (entity, id);
      gboolean did = FALSE;

      if (record && g_strcmp0 (action, "delete") == 0
          && crm_user_may (model, call->user, entity, record, CRM_DELETE))
        did = crm_remove (model, entity, record);
      else if (record && g_strcmp0 (action, "update") == 0 && data && JSON_NODE_HOLDS_OBJECT (data))
        did = update_one (model, call, entity, id, data);
      if (!did)
        continue;
      if (count++ > 0)
        g_string_append_c (done, ',');
      crm_json_text (done, id);
    }
  g_string_append_c (done, ']');
  g_string_append_printf (out, "{\"count\":%u", count);
  if (params && json_object_has_member (params, "ids"))
    g_string_append_printf (out, ",\"ids\":%s", done->str);
  g_string_append_c (out, '}');
  crm_answer (model, response, 200, NULL, out);
}

/* --- The rest -------------------------------------------------------------------------------- */

static void
do_restore (CrmModel *model, CrmCall *call, CrmEntity *entity, CrmResponse *response)
{
  const char *id = crm_json_get (json_node_get_object (call->body), "id");
  CrmSlot *slot = id ? crm_entity_slot (entity, id) : NULL;
  CrmDraft *draft;
  CrmRecord *record;

  if (!crm_user_is_admin (call->user))
    crm_answer (model, response, 403, "", NULL);
  else if (slot == NULL)
    crm_answer (model, response, 404, "", NULL);
  else if (!slot->now->deleted)
    crm_answer (model, response, 403, "", NULL);
  else
    {
      draft = crm_draft_new (entity, slot->now);
      if (!crm_unique_free (entity, draft, id))
        crm_answer (model, response, 500, NULL, NULL);
      else
        {
          record = crm_draft_seal (draft, id);
          record->created_at = slot->now->created_at;
          record->modified_at = slot->now->modified_at;
          record->version = slot->now->version;
          crm_entity_put (entity, record);
          crm_answer_true (model, response);
        }
      crm_draft_free (draft);
    }
}

static void
do_attendees (CrmModel *model, CrmEntity *entity, CrmRecord *record, CrmResponse *response)
{
  static const char *const names[] = { "users", "contacts", "leads" };
  GString *out = g_string_new ("{\"list\":[");
  gboolean first = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      CrmLink *link = g_hash_table_lookup (entity->links, names[i]);
      GPtrArray *ties = link ? crm_link_ties (link, record->id) : NULL;

      for (guint j = 0; ties && j < ties->len; j++)
        {
          CrmTie *tie = g_ptr_array_index (ties, j);
          const char *id = tie->ids[1 - link->side];
          CrmRecord *person = crm_entity_find (link->target, id);
          CrmAttribute *address = crm_entity_attribute (link->target, "emailAddress");
          JsonNode *status = tie->columns ? json_object_get_member (tie->columns, "status") : NULL;

          if (person == NULL)
            continue;
          g_string_append_printf (out, "%s{\"id\":\"%s\",\"name\":", first ? "" : ",", id);
          first = FALSE;
          crm_json_text (
              out, crm_record_name (link->target, id) ? crm_record_name (link->target, id) : "");
          g_string_append (out, ",\"emailAddress\":");
          if (address)
            crm_write_attribute (model, out, link->target, person, address, CRM_VIEW_READ, NULL);
          else
            g_string_append (out, "null");
          g_string_append (out, ",\"acceptanceStatus\":");
          if (status)
            crm_json_node (out, status);
          else
            g_string_append (out, "\"None\"");
          g_string_append_printf (out, ",\"_scope\":\"%s\"}", link->target_name);
        }
    }
  g_string_append (out, "]}");
  crm_answer (model, response, 200, NULL, out);
}

static JsonObject *
without_config (JsonObject *metadata)
{
  JsonObject *shown = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, metadata);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    if (!g_str_equal (name, "config"))
      json_object_set_member (shown, name, json_node_copy (node));
  return shown;
}

static void
do_metadata (CrmModel *model, CrmCall *call, CrmResponse *response)
{
  g_autoptr (JsonNode) query = crm_query_parse (call->request->query);
  const char *key = crm_json_get (json_node_get_object (query), "key");
  g_auto (GStrv) parts = g_strsplit (key ? key : "", ".", -1);
  g_autoptr (JsonNode) root = json_node_alloc ();
  JsonNode *at;
  GString *out = g_string_new (NULL);

  /* "config" is the description's own. */
  json_node_take_object (json_node_init (root, JSON_NODE_OBJECT), without_config (model->metadata));
  at = root;
  for (guint i = 0; key && parts[i] && at; i++)
    at = JSON_NODE_HOLDS_OBJECT (at) ? json_object_get_member (json_node_get_object (at), parts[i])
                                     : NULL;
  if (at)
    crm_json_node (out, at);
  else
    g_string_append (out, "null");
  crm_answer (model, response, 200, NULL, out);
}

/* TRUE: answered. */
gboolean
crm_actions_handle (CrmModel *model, CrmCall *call, CrmResponse *response)
{
  char **path = call->path;
  gboolean posts = g_str_equal (call->request->method, "POST");
  gboolean gets = g_str_equal (call->request->method, "GET");
  JsonObject *body = json_node_get_object (call->body);
  const char *name = crm_json_get (body, "entityType");
  CrmEntity *entity;

  if (call->n_path == 1 && posts && g_str_equal (path[0], "Action"))
    {
      entity = name ? crm_model_entity (model, name) : NULL;
      if (entity && g_strcmp0 (crm_json_get (body, "action"), "merge") == 0)
        do_merge (model, call, entity, response);
      else
        crm_answer (model, response, 404, "", NULL);
      return TRUE;
    }
  if (call->n_path == 1 && posts && g_str_equal (path[0], "MassAction"))
    {
      do_mass_action (model, call, response);
      return TRUE;
    }
  if (call->n_path == 1 && gets && g_str_equal (path[0], "Metadata"))
    {
      do_metadata (model, call, response);
      return TRUE;
    }
  if (call->n_path == 1 && gets && g_str_equal (path[0], "CurrencyRate"))
    {
      crm_answer (model, response, 200, NULL, g_string_new ("{\"EUR\":1}"));
      return TRUE;
    }
  entity = call->n_path == 3 ? crm_model_entity (model, path[0]) : NULL;
  if (entity == NULL || !entity->has_api)
    return FALSE;
  if (g_str_equal (path[1], "action"))
    {
      g_autofree char *reason
          = g_strdup_printf ("Action %s '%s' does not exist in controller '%s'.",
                             call->request->method,
                             path[2],
                             path[0]);

      if (posts && g_str_equal (path[2], "restoreDeleted"))
        do_restore (model, call, entity, response);
      else
        crm_answer (model, response, 404, reason, NULL);
      return TRUE;
    }
  if (gets && g_str_equal (path[2], "attendees") && crm_entity_find (entity, path[1]))
    {
      do_attendees (model, entity, crm_entity_find (entity, path[1]), response);
      return TRUE;
    }
  return FALSE;
}

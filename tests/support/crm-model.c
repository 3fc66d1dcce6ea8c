/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The fake EspoCRM: which request goes where. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "crm-private.h"

#include <string.h>

/* Megabytes, as EspoCRM is installed. */
#define USUAL_UPLOAD_MOST 256
#define USUAL_UPLOAD_PIECE 4

/* --- Life ------------------------------------------------------------------------------------ */

static void
address_free (CrmAddress *address)
{
  g_free (address->text);
  g_free (address->type);
  g_free (address);
}

static void
add_entities (CrmModel *self)
{
  JsonObject *defs = crm_json_child (self->metadata, "entityDefs");
  JsonObject *scopes = crm_json_child (self->metadata, "scopes");
  JsonObject *records = crm_json_child (self->metadata, "recordDefs");
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (defs == NULL)
    return;
  json_object_iter_init_ordered (&iter, defs);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      CrmEntity *entity = crm_entity_new (name,
                                          json_node_get_object (node),
                                          scopes ? crm_json_child (scopes, name) : NULL,
                                          records ? crm_json_child (records, name) : NULL);

      entity->has_api = !g_hash_table_contains (self->no_api, name);
      g_hash_table_insert (self->entities, entity->name, entity);
      g_ptr_array_add (self->entity_order, entity);
    }
  for (guint i = 0; i < self->entity_order->len; i++)
    {
      CrmEntity *entity = g_ptr_array_index (self->entity_order, i);
      JsonObject *scope = scopes ? crm_json_child (scopes, entity->name) : NULL;

      crm_entity_resolve (self,
                          entity,
                          crm_json_child (defs, entity->name),
                          records ? crm_json_child (records, entity->name) : NULL,
                          scope);
      if (entity->number >= 0 && crm_entity_attribute (entity, "targetType")
          && crm_entity_attribute (entity, "targetId") && entity->no_deleted)
        self->feed = entity;
    }
}

static void
add_field (JsonObject *fields, const char *name, const char *type, gboolean read_only)
{
  JsonObject *field;

  if (json_object_has_member (fields, name))
    return;
  field = json_object_new ();
  json_object_set_string_member (field, "type", type);
  if (read_only)
    json_object_set_boolean_member (field, "readOnly", TRUE);
  json_object_set_object_member (fields, name, field);
}

/* GET Metadata shows the fields that EspoCRM adds to those declared. */
static void
show_added_fields (CrmModel *self)
{
  JsonObject *defs = crm_json_child (self->metadata, "entityDefs");

  for (guint i = 0; i < self->entity_order->len; i++)
    {
      CrmEntity *entity = g_ptr_array_index (self->entity_order, i);
      JsonObject *fields = crm_json_child (crm_json_child (defs, entity->name), "fields");

      for (guint j = 0; fields && j < entity->fields->len; j++)
        {
          CrmField *field = g_ptr_array_index (entity->fields, j);
          g_autofree char *currency = g_strconcat (field->name, "Currency", NULL);
          g_autofree char *converted = g_strconcat (field->name, "Converted", NULL);

          if (field->kind != CRM_FIELD_CURRENCY)
            continue;
          add_field (fields, currency, "enum", FALSE);
          add_field (fields, converted, "currencyConverted", TRUE);
        }
      if (fields && entity->stream)
        add_field (fields, "streamUpdatedAt", "datetime", TRUE);
      if (fields && entity->versioned)
        add_field (fields, "versionNumber", "int", TRUE);
    }
}

CrmModel *
crm_model_new (const CrmConfig *config, GError **error)
{
  g_autoptr (CrmModel) self = g_new0 (CrmModel, 1);

  self->entities = g_hash_table_new (g_str_hash, g_str_equal);
  self->entity_order = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_entity_free);
  self->relations
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) crm_relation_free);
  self->users
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) crm_user_free);
  self->keys = g_hash_table_new (g_str_hash, g_str_equal);
  self->user_names = g_hash_table_new (g_str_hash, g_str_equal);
  for (int i = 0; i < 2; i++)
    self->addresses[i]
        = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) address_free);
  self->files
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) crm_file_free);
  self->no_api = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->failed_logins = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->faults = g_array_new (FALSE, FALSE, sizeof (CrmArmedFault));
  self->held = g_queue_new ();
  self->random = config->seed;
  self->time = config->time;
  self->cache_timestamp = config->time;
  self->upload_most = USUAL_UPLOAD_MOST;
  self->upload_piece = USUAL_UPLOAD_PIECE;
  self->metadata = crm_metadata_load (config->metadata, self->no_api, error);
  if (self->metadata == NULL)
    return NULL;
  add_entities (self);
  show_added_fields (self);
  crm_model_set_user (self,
                      "{\"id\":\"1\",\"userName\":\"admin\",\"name\":\"Admin\",\"type\":\"admin\","
                      "\"password\":\"admin-test-1\",\"apiKey\":\"" CRM_ADMIN_KEY "\"}");
  return g_steal_pointer (&self);
}

void
crm_model_free (CrmModel *self)
{
  g_queue_free_full (self->held, (GDestroyNotify) crm_held_free);
  g_array_unref (self->faults);
  g_array_unref (self->failed_logins);
  g_hash_table_unref (self->no_api);
  g_hash_table_unref (self->files);
  for (int i = 0; i < 2; i++)
    g_hash_table_unref (self->addresses[i]);
  g_hash_table_unref (self->keys);
  g_hash_table_unref (self->user_names);
  g_hash_table_unref (self->users);
  g_ptr_array_unref (self->entity_order);
  g_hash_table_unref (self->entities);
  g_hash_table_unref (self->relations);
  g_clear_pointer (&self->metadata, json_object_unref);
  g_free (self);
}

CrmEntity *
crm_model_entity (CrmModel *model, const char *name)
{
  return g_hash_table_lookup (model->entities, name);
}

/* --- Requests -------------------------------------------------------------------------------- */

static void
read_path (CrmCall *call)
{
  const char *path = call->request->path;
  GPtrArray *parts = g_ptr_array_new ();
  g_auto (GStrv) all = NULL;

  if (g_str_has_prefix (path, "/api/v1"))
    path += strlen ("/api/v1");
  all = g_strsplit (path, "/", -1);
  for (guint i = 0; all[i]; i++)
    {
      char *part = *all[i] ? g_uri_unescape_string (all[i], NULL) : NULL;

      if (part)
        g_ptr_array_add (parts, part);
    }
  call->n_path = parts->len;
  g_ptr_array_add (parts, NULL);
  call->path = (char **) g_ptr_array_free (parts, FALSE);
}

/* Only JSON and forms are read; anything else is as if nothing had been sent, a list too. */
static void
read_body (CrmCall *call)
{
  const char *type = crm_request_header (call->request, "Content-Type");
  JsonNode *node = NULL;

  if (type && call->request->body_length > 0 && g_str_has_prefix (type, "application/json"))
    {
      node = crm_json_parse (call->request->body, call->request->body_length);
      call->body_broken = node == NULL;
    }
  else if (type && g_str_has_prefix (type, "application/x-www-form-urlencoded"))
    {
      g_autofree char *text
          = g_strndup (call->request->body ? call->request->body : "", call->request->body_length);

      node = crm_query_parse (text);
    }
  if (node && !JSON_NODE_HOLDS_OBJECT (node))
    g_clear_pointer (&node, json_node_unref);
  if (node == NULL)
    {
      node = json_node_new (JSON_NODE_OBJECT);
      json_node_take_object (node, json_object_new ());
    }
  call->body = node;
}

static void
answer_read (
    CrmModel *model, CrmCall *call, CrmEntity *entity, const char *id, CrmResponse *response)
{
  CrmSlot *slot = crm_entity_slot (entity, id);
  CrmRecord *record
      = slot && (!slot->now->deleted || crm_user_is_admin (call->user)) ? slot->now : NULL;
  g_autofree char *reason = NULL;
  GString *out;

  if (crm_user_level (call->user, entity, CRM_READ) == CRM_LEVEL_NO)
    {
      crm_answer (model, response, 403, "No read access.", NULL);
      return;
    }
  if (record == NULL)
    {
      reason = g_strdup_printf ("Record %s does not exist.", id);
      crm_answer (model, response, 404, reason, NULL);
      return;
    }
  if (!crm_user_may (model, call->user, entity, record, CRM_READ))
    {
      crm_answer (model, response, 403, "No 'read' access.", NULL);
      return;
    }
  out = g_string_sized_new (1024);
  crm_write_record (model, out, entity, record, CRM_VIEW_READ, NULL, call->user, NULL);
  crm_answer (model, response, 200, NULL, out);
}

static CrmWrite *
handle_records (
    CrmModel *model, CrmCall *call, CrmEntity *entity, gboolean lost_race, CrmResponse *response)
{
  const char *method = call->request->method;
  const char *id = call->n_path > 1 ? call->path[1] : NULL;

  if (call->n_path == 3)
    crm_link_call (model, call, entity, id, call->path[2], response);
  else if (call->n_path == 1 && g_str_equal (method, "GET"))
    crm_list (model, call, entity, NULL, NULL, response);
  else if (call->n_path == 1 && g_str_equal (method, "POST"))
    return crm_write_begin (model, call, entity, NULL, FALSE, response);
  else if (call->n_path == 2 && g_str_equal (method, "GET"))
    answer_read (model, call, entity, id, response);
  else if (call->n_path == 2 && (g_str_equal (method, "PUT") || g_str_equal (method, "PATCH")))
    return crm_write_begin (model, call, entity, id, lost_race, response);
  else if (call->n_path == 2 && g_str_equal (method, "DELETE"))
    crm_delete (model, call, entity, id, response);
  else
    crm_answer (model, response, g_str_equal (method, "HEAD") ? 404 : 405, NULL, NULL);
  return NULL;
}

static CrmWrite *
handle_signed_in (CrmModel *model, CrmCall *call, gboolean lost_race, CrmResponse *response)
{
  CrmEntity *entity = call->n_path ? crm_model_entity (model, call->path[0]) : NULL;
  g_autofree char *reason = NULL;

  if (model->maintenance && !crm_user_is_admin (call->user))
    {
      crm_answer_html (model,
                       response,
                       503,
                       "Application is in maintenance mode.",
                       "{\"message\":\"The application currently is in maintenance mode.\"}");
      return NULL;
    }
  if (call->n_path == 0)
    {
      crm_answer (model, response, 200, NULL, g_string_new ("\"EspoCRM REST API\""));
      return NULL;
    }
  if (call->n_path == 2 && g_str_equal (call->path[0], "App")
      && g_str_equal (call->path[1], "user"))
    {
      crm_users_answer (model, call, response);
      return NULL;
    }
  if (crm_actions_handle (model, call, response) || crm_files_handle (model, call, response))
    return NULL;
  if (entity == NULL || !entity->has_api || call->n_path > 3)
    {
      reason = g_strdup_printf ("Controller '%s' does not exist.", call->path[0]);
      crm_answer (model, response, 404, reason, NULL);
      return NULL;
    }
  return handle_records (model, call, entity, lost_race, response);
}

CrmWrite *
crm_model_dispatch (CrmModel *model,
                    const CrmRequest *request,
                    gboolean lost_race,
                    CrmResponse *response)
{
  CrmCall call = { .request = request };
  CrmWrite *write = NULL;

  read_path (&call);
  read_body (&call);
  if (call.n_path == 1 && g_str_equal (call.path[0], "Settings")
      && g_str_equal (request->method, "GET"))
    {
      GString *out = g_string_new (NULL);

      crm_settings_write (model, out, FALSE);
      crm_answer (model, response, 200, NULL, out);
    }
  else
    {
      call.user = crm_users_login (model, request, response);
      if (call.user)
        write = handle_signed_in (model, &call, lost_race, response);
    }
  json_node_unref (call.body);
  g_strfreev (call.path);
  return write;
}

static void
run (CrmModel *self, const CrmRequest *request, CrmResponse *response)
{
  CrmWrite *write = crm_model_dispatch (self, request, FALSE, response);

  if (write == NULL)
    return;
  crm_write_end (self, write, response);
  crm_write_free (write);
}

CrmWrite *
crm_model_begin (CrmModel *self, const CrmRequest *request, CrmResponse *response)
{
  CrmFault fault = { 0 };
  gboolean has_fault;
  CrmWrite *write;

  g_return_val_if_fail (request->method && request->path, NULL);
  self->counts.requests++;
  crm_faults_tick (self);
  has_fault = crm_faults_draw (self, request, &fault);
  if (has_fault && crm_fault_before (self, &fault, request, response))
    return NULL;
  if (has_fault && fault.kind == CRM_FAULT_TWICE)
    {
      g_auto (CrmResponse) first = { 0 };

      run (self, request, &first);
    }
  write = crm_model_dispatch (
      self, request, has_fault && fault.kind == CRM_FAULT_LOST_RACE, response);
  if (write)
    {
      write->fault = fault;
      write->has_fault = has_fault;
    }
  else if (has_fault)
    crm_fault_after (self, &fault, response);
  return write;
}

void
crm_model_finish (CrmModel *self, CrmWrite *write, CrmResponse *response)
{
  crm_write_end (self, write, response);
  if (write->has_fault)
    crm_fault_after (self, &write->fault, response);
  crm_write_free (write);
}

void
crm_model_abandon (CrmModel *self, CrmWrite *write)
{
  crm_write_free (write);
}

void
crm_model_handle (CrmModel *self, const CrmRequest *request, CrmResponse *response)
{
  CrmWrite *write = crm_model_begin (self, request, response);

  if (write)
    crm_model_finish (self, write, response);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* People of the fake EspoCRM: signing in, the lock-out, and what a role lets them see. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "crm-private.h"

#include <string.h>

#define LOCK_OUT_AFTER 10
#define LOCK_OUT_SECONDS 60

void
crm_user_free (CrmUser *user)
{
  g_free (user->id);
  g_free (user->user_name);
  g_free (user->name);
  g_free (user->type);
  g_free (user->api_key);
  g_free (user->secret_key);
  g_free (user->password);
  g_free (user->token);
  g_free (user->code);
  g_clear_pointer (&user->acl, json_object_unref);
  g_clear_pointer (&user->forbidden, json_object_unref);
  g_clear_pointer (&user->teams, g_ptr_array_unref);
  g_free (user);
}

gboolean
crm_user_is_admin (const CrmUser *user)
{
  return g_strcmp0 (user->type, "admin") == 0;
}

/* --- Changing people ------------------------------------------------------------------------- */

static void
take_text (JsonObject *object, const char *name, char **text)
{
  if (json_object_has_member (object, name))
    {
      g_free (*text);
      *text = g_strdup (crm_json_get (object, name));
    }
}

static void
take_object (JsonObject *object, const char *name, JsonObject **value)
{
  JsonObject *child = crm_json_child (object, name);

  if (!json_object_has_member (object, name))
    return;
  g_clear_pointer (value, json_object_unref);
  if (child)
    {
      *value = json_object_new ();
      crm_json_merge (*value, child);
    }
}

static void
take_teams (JsonObject *object, CrmUser *user)
{
  JsonNode *node = json_object_get_member (object, "teamsIds");

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return;
  g_ptr_array_set_size (user->teams, 0);
  for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
    g_ptr_array_add (user->teams,
                     crm_json_string (json_array_get_element (json_node_get_array (node), i)));
}

/* People are records too: links name them. */
static void
store_user (CrmModel *model, CrmUser *user)
{
  CrmEntity *entity = crm_model_entity (model, "User");
  CrmUser *admin = g_hash_table_lookup (model->user_names, "admin");
  CrmAttribute *attribute;
  CrmDraft *draft;
  CrmRecord *record;

  if (entity == NULL)
    return;
  draft = crm_draft_new (entity, NULL);
  crm_draft_text (draft, entity->name_attribute, user->name);
  attribute = crm_entity_attribute (entity, "userName");
  crm_draft_text (draft, attribute ? (int) attribute->index : -1, user->user_name);
  attribute = crm_entity_attribute (entity, "type");
  crm_draft_text (draft, attribute ? (int) attribute->index : -1, user->type);
  attribute = crm_entity_attribute (entity, "isActive");
  crm_draft_number (draft, attribute ? (int) attribute->index : -1, CRM_YES_NO, user->active);
  crm_draft_text (draft, entity->created_by, admin && admin != user ? admin->id : "system");
  record = crm_draft_seal (draft, user->id);
  record->created_at = user->since;
  record->modified_at = model->time;
  crm_entity_put (entity, record);
  crm_draft_free (draft);
}

const char *
crm_model_set_user (CrmModel *self, const char *json)
{
  g_autoptr (JsonNode) node = crm_json_parse (json, strlen (json));
  JsonObject *object;
  CrmUser *user = NULL;
  const char *id, *user_name;

  g_return_val_if_fail (node && JSON_NODE_HOLDS_OBJECT (node), NULL);
  object = json_node_get_object (node);
  id = crm_json_get (object, "id");
  user_name = crm_json_get (object, "userName");
  if (id)
    user = g_hash_table_lookup (self->users, id);
  if (user == NULL && user_name)
    user = g_hash_table_lookup (self->user_names, user_name);
  if (user == NULL)
    {
      g_return_val_if_fail (user_name, NULL);
      user = g_new0 (CrmUser, 1);
      user->id = id ? g_strdup (id) : crm_model_make_id (self);
      user->type = g_strdup ("api");
      user->name = g_strdup (user_name);
      user->active = TRUE;
      user->since = self->time;
      user->teams = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (self->users, user->id, user);
    }
  if (id && !g_str_equal (user->id, id))
    {
      /* Tests of recorded answers give the administrator the recorded id. */
      crm_entity_drop (crm_model_entity (self, "User"), user->id);
      g_hash_table_steal (self->users, user->id);
      g_free (user->id);
      user->id = g_strdup (id);
      g_hash_table_insert (self->users, user->id, user);
    }
  if (user->user_name)
    g_hash_table_remove (self->user_names, user->user_name);
  if (user->api_key)
    g_hash_table_remove (self->keys, user->api_key);
  take_text (object, "userName", &user->user_name);
  take_text (object, "type", &user->type);
  take_text (object, "name", &user->name);
  take_text (object, "apiKey", &user->api_key);
  take_text (object, "secretKey", &user->secret_key);
  take_text (object, "password", &user->password);
  take_text (object, "code", &user->code);
  take_object (object, "acl", &user->acl);
  take_object (object, "forbidden", &user->forbidden);
  take_teams (object, user);
  if (json_object_has_member (object, "isActive"))
    user->active = crm_json_true (object, "isActive");
  g_hash_table_insert (self->user_names, user->user_name, user);
  if (user->api_key)
    g_hash_table_insert (self->keys, user->api_key, user);
  store_user (self, user);
  return user->id;
}

/* --- Signing in ------------------------------------------------------------------------------ */

static gboolean
is_locked_out (CrmModel *model)
{
  guint n = 0;

  while (model->failed_logins->len > 0
         && g_array_index (model->failed_logins, gint64, 0) <= model->time - LOCK_OUT_SECONDS)
    g_array_remove_index (model->failed_logins, 0);
  for (guint i = 0; i < model->failed_logins->len; i++)
    n += g_array_index (model->failed_logins, gint64, i) <= model->time;
  return n > LOCK_OUT_AFTER;
}

/* Splits base64 ("name:secret"); the secret may hold any bytes. */
static char *
split_credentials (const char *encoded, const guchar **secret, gsize *length, guchar **owned)
{
  gsize size;
  guchar *colon;

  *owned = g_base64_decode (encoded, &size);
  colon = memchr (*owned, ':', size);
  if (colon == NULL)
    return NULL;
  *secret = colon + 1;
  *length = size - (gsize) (colon + 1 - *owned);
  return g_strndup ((char *) *owned, (gsize) (colon - *owned));
}

static CrmUser *
find_by_hmac (CrmModel *model, const CrmRequest *request, const char *header)
{
  g_autofree guchar *owned = NULL;
  const guchar *sent = NULL;
  gsize length = 0;
  g_autofree char *key = split_credentials (header, &sent, &length, &owned);
  CrmUser *user = key ? g_hash_table_lookup (model->keys, key) : NULL;
  const char *resource = strstr (request->path, "/api/v1");
  g_autofree char *text = NULL;
  GHmac *hmac;
  guint8 digest[32];
  char hex[65];
  gsize size = sizeof digest;
  gboolean same;

  if (user == NULL || user->secret_key == NULL || resource == NULL)
    return NULL;
  text = g_strconcat (request->method, " ", resource + strlen ("/api/v1"), NULL);
  hmac = g_hmac_new (
      G_CHECKSUM_SHA256, (const guchar *) user->secret_key, strlen (user->secret_key));
  g_hmac_update (hmac, (const guchar *) text, (gssize) strlen (text));
  g_hmac_get_digest (hmac, digest, &size);
  for (gsize i = 0; i < size; i++)
    g_snprintf (hex + 2 * i, 3, "%02x", digest[i]);
  same = (length == 64 && memcmp (hex, sent, 64) == 0)
         || (length == size && memcmp (digest, sent, size) == 0);
  g_hmac_unref (hmac);
  return same ? user : NULL;
}

static CrmUser *
find_by_password (CrmModel *model, const char *encoded, gboolean by_token)
{
  g_autofree guchar *owned = NULL;
  const guchar *secret = NULL;
  gsize length = 0;
  g_autofree char *name = split_credentials (encoded, &secret, &length, &owned);
  CrmUser *user = name ? g_hash_table_lookup (model->user_names, name) : NULL;
  const char *right = user ? (by_token ? user->token : user->password) : NULL;

  return right && strlen (right) == length && memcmp (right, secret, length) == 0 ? user : NULL;
}

CrmUser *
crm_users_login (CrmModel *model, const CrmRequest *request, CrmResponse *response)
{
  const char *key = crm_request_header (request, "X-Api-Key");
  const char *hmac = crm_request_header (request, "X-Hmac-Authorization");
  const char *own = crm_request_header (request, "Espo-Authorization");
  const char *basic = crm_request_header (request, "Authorization");
  gboolean by_token
      = own && g_strcmp0 (crm_request_header (request, "Espo-Authorization-By-Token"), "true") == 0;
  CrmUser *user = NULL;

  if (basic && g_ascii_strncasecmp (basic, "Basic ", 6) != 0)
    basic = NULL;
  if (!key && !hmac && !own && !basic)
    {
      crm_answer_html (model, response, 401, NULL, "");
      crm_response_add (response, "WWW-Authenticate", "Basic realm=\"\"");
      return NULL;
    }
  if (!by_token && is_locked_out (model))
    {
      crm_answer_html (model, response, 403, NULL, "");
      return NULL;
    }
  if (key)
    user = g_hash_table_lookup (model->keys, key);
  else if (hmac)
    user = find_by_hmac (model, request, hmac);
  else
    user = find_by_password (model, own ? own : basic + 6, by_token);
  if (user && user->active && !by_token && (own || basic) && user->code)
    {
      const char *code = crm_request_header (request, "Espo-Authorization-Code");

      if (code == NULL)
        {
          /* EspoCRM sends this JSON as text/html, too. */
          crm_answer_html (model,
                           response,
                           401,
                           "second-step-required",
                           "{\"status\":\"secondStepRequired\",\"message\":\"enterTotpCode\","
                           "\"view\":null,\"token\":null,\"data\":null}");
          return NULL;
        }
      if (!g_str_equal (code, user->code))
        user = NULL;
    }
  if (user && user->active)
    return user;
  if (!by_token)
    g_array_append_val (model->failed_logins, model->time);
  model->counts.failed_logins++;
  crm_answer_html (model, response, 401, NULL, "");
  return NULL;
}

/* --- Rights ---------------------------------------------------------------------------------- */

static const char *const action_names[CRM_N_ACTIONS]
    = { "read", "edit", "delete", "stream", "create" };

static CrmLevel
parse_level (const char *text)
{
  if (g_strcmp0 (text, "all") == 0 || g_strcmp0 (text, "yes") == 0)
    return CRM_LEVEL_ALL;
  if (g_strcmp0 (text, "team") == 0)
    return CRM_LEVEL_TEAM;
  return g_strcmp0 (text, "own") == 0 ? CRM_LEVEL_OWN : CRM_LEVEL_NO;
}

CrmLevel
crm_user_level (CrmUser *user, const CrmEntity *entity, CrmAction action)
{
  gboolean of_system = g_str_equal (entity->name, "User") || g_str_equal (entity->name, "Team");
  JsonNode *node;

  if (crm_user_is_admin (user))
    return CRM_LEVEL_ALL;
  if (of_system)
    return action == CRM_READ ? CRM_LEVEL_ALL : CRM_LEVEL_NO;
  if (!(entity->actions & (1u << action)))
    return CRM_LEVEL_NO;
  if (user->acl == NULL || g_str_equal (entity->name, "Attachment"))
    return CRM_LEVEL_ALL;
  node = json_object_get_member (user->acl, entity->name);
  if (node == NULL)
    node = json_object_get_member (user->acl, "*");
  if (node == NULL)
    return CRM_LEVEL_ALL;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return CRM_LEVEL_NO;
  return parse_level (crm_json_get (json_node_get_object (node), action_names[action]));
}

/* Own is: assigned, for types that have somebody assigned; whoever created it does not count. */
static gboolean
is_own (const CrmUser *user, const CrmEntity *entity, const CrmRecord *record)
{
  int owner = entity->assigned_user >= 0 ? entity->assigned_user : entity->created_by;

  return g_strcmp0 (crm_record_text (record, owner), user->id) == 0;
}

static gboolean
shares_team (const CrmUser *user, const CrmEntity *entity, const CrmRecord *record)
{
  for (guint i = 0; entity->teams && i < user->teams->len; i++)
    if (crm_link_tie (entity->teams, record->id, g_ptr_array_index (user->teams, i)))
      return TRUE;
  return FALSE;
}

static gboolean
may_file (CrmModel *model, CrmUser *user, CrmEntity *entity, const CrmRecord *record)
{
  CrmAttribute *related = crm_entity_attribute (entity, "relatedType");
  CrmAttribute *parent = crm_entity_attribute (entity, "parentType");
  const char *type = crm_record_text (record, (int) related->index);
  CrmEntity *owner;

  if (is_own (user, entity, record))
    return TRUE;
  if (type == NULL)
    type = crm_record_text (record, (int) parent->index);
  owner = type ? crm_model_entity (model, type) : NULL;
  return owner && crm_user_level (user, owner, CRM_READ) == CRM_LEVEL_ALL;
}

gboolean
crm_user_may (
    CrmModel *model, CrmUser *user, CrmEntity *entity, const CrmRecord *record, CrmAction action)
{
  CrmLevel level;

  if (user == NULL || crm_user_is_admin (user))
    return TRUE;
  if (g_str_equal (entity->name, "Attachment"))
    return may_file (model, user, entity, record);
  level = crm_user_level (user, entity, action);
  if (level == CRM_LEVEL_ALL)
    return TRUE;
  if (level == CRM_LEVEL_NO)
    return FALSE;
  return is_own (user, entity, record)
         || (level == CRM_LEVEL_TEAM && shares_team (user, entity, record));
}

gboolean
crm_user_sees (CrmUser *user,
               const CrmEntity *entity,
               const CrmAttribute *attribute,
               gboolean to_write)
{
  JsonObject *fields;
  const char *kept;

  if (user == NULL || user->forbidden == NULL)
    return TRUE;
  fields = crm_json_child (user->forbidden, entity->name);
  if (fields == NULL)
    return TRUE;
  kept = crm_json_get (fields, attribute->field ? attribute->field->name : attribute->name);
  return kept == NULL || (!to_write && g_str_equal (kept, "edit"));
}

/* --- App/user and Settings ------------------------------------------------------------------- */

static void
write_user (CrmModel *model, GString *out, CrmUser *user)
{
  static const char *const nulls[] = { "salutationName",
                                       "firstName",
                                       "title",
                                       "emailAddress",
                                       "phoneNumber",
                                       "avatarColor",
                                       "middleName",
                                       "emailAddressIsOptedOut",
                                       "emailAddressIsInvalid",
                                       "phoneNumberIsOptedOut",
                                       "phoneNumberIsInvalid",
                                       "defaultTeamId",
                                       "defaultTeamName",
                                       "contactId",
                                       "contactName",
                                       "avatarId",
                                       "avatarName",
                                       "workingTimeCalendarId" };
  char since[20];

  crm_time_text (user->since, since);
  g_string_append (out, "{\"id\":");
  crm_json_text (out, user->id);
  g_string_append (out, ",\"name\":");
  crm_json_text (out, user->name);
  g_string_append (out, ",\"deleted\":false,\"userName\":");
  crm_json_text (out, user->user_name);
  g_string_append_printf (out, ",\"type\":\"%s\",\"lastName\":", user->type);
  crm_json_text (out, user->name);
  g_string_append_printf (out,
                          ",\"isActive\":true,\"ipAddress\":\"127.0.0.1\",\"createdAt\":\"%s\","
                          "\"modifiedAt\":\"%s\",\"createdById\":\"1\",\"createdByName\":\"Admin\"",
                          since,
                          since);
  for (guint i = 0; i < G_N_ELEMENTS (nulls); i++)
    g_string_append_printf (out, ",\"%s\":null", nulls[i]);
  g_string_append (out, ",\"teamsIds\":[");
  for (guint i = 0; i < user->teams->len; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      crm_json_text (out, g_ptr_array_index (user->teams, i));
    }
  g_string_append (out, "],\"teamsNames\":{");
  for (guint i = 0; i < user->teams->len; i++)
    {
      const char *id = g_ptr_array_index (user->teams, i);
      const char *name = crm_record_name (crm_model_entity (model, "Team"), id);

      if (i > 0)
        g_string_append_c (out, ',');
      crm_json_text (out, id);
      g_string_append_c (out, ':');
      crm_json_text (out, name ? name : id);
    }
  g_string_append (out,
                   "},\"teamsColumns\":{},\"emailAddressList\":[],\"userEmailAddressList\":[],"
                   "\"excludeFromReplyEmailAddressList\":[]}");
}

static const char *
level_name (CrmUser *user, CrmEntity *entity, CrmAction action)
{
  static const char *const names[] = { "no", "own", "team", "all" };
  CrmLevel level = crm_user_level (user, entity, action);

  if (action == CRM_CREATE)
    return level == CRM_LEVEL_NO ? "no" : "yes";
  if (g_str_equal (entity->name, "Attachment"))
    return "own";
  if (action == CRM_STREAM && !entity->stream)
    return "no";
  return names[level];
}

static void
write_table (CrmModel *model, GString *out, CrmUser *user)
{
  gboolean first = TRUE;

  g_string_append_c (out, '{');
  for (guint i = 0; i < model->entity_order->len; i++)
    {
      CrmEntity *entity = g_ptr_array_index (model->entity_order, i);
      JsonNode *node = user->acl ? json_object_get_member (user->acl, entity->name) : NULL;

      if (!entity->has_api)
        continue;
      if (user->acl && node == NULL)
        node = json_object_get_member (user->acl, "*");
      g_string_append_printf (out, "%s\"%s\":", first ? "" : ",", entity->name);
      first = FALSE;
      if (node && !JSON_NODE_HOLDS_OBJECT (node)
          && crm_user_level (user, entity, CRM_READ) == CRM_LEVEL_NO)
        {
          g_string_append (out, "false");
          continue;
        }
      g_string_append_printf (out,
                              "{\"read\":\"%s\",\"stream\":\"%s\",\"edit\":\"%s\","
                              "\"delete\":\"%s\",\"create\":\"%s\"}",
                              level_name (user, entity, CRM_READ),
                              level_name (user, entity, CRM_STREAM),
                              level_name (user, entity, CRM_EDIT),
                              level_name (user, entity, CRM_DELETE),
                              level_name (user, entity, CRM_CREATE));
    }
  g_string_append_c (out, '}');
}

static void
write_field_table (CrmModel *model, GString *out, CrmUser *user)
{
  g_string_append_c (out, '{');
  for (guint i = 0, n = 0; i < model->entity_order->len; i++)
    {
      CrmEntity *entity = g_ptr_array_index (model->entity_order, i);
      JsonObject *fields = user->forbidden ? crm_json_child (user->forbidden, entity->name) : NULL;
      JsonObjectIter iter;
      const char *name;
      JsonNode *node;
      gboolean first = TRUE;

      if (!entity->has_api)
        continue;
      g_string_append_printf (out, "%s\"%s\":{", n++ ? "," : "", entity->name);
      if (fields)
        {
          json_object_iter_init_ordered (&iter, fields);
          while (json_object_iter_next_ordered (&iter, &name, &node))
            {
              gboolean seen = g_strcmp0 (json_node_get_string (node), "edit") == 0;

              g_string_append_printf (out,
                                      "%s\"%s\":{\"read\":\"%s\",\"edit\":\"no\"}",
                                      first ? "" : ",",
                                      name,
                                      seen ? "yes" : "no");
              first = FALSE;
            }
        }
      g_string_append_c (out, '}');
    }
  g_string_append_c (out, '}');
}

void
crm_settings_write (CrmModel *model, GString *out, gboolean logged_in)
{
  JsonObject *config = crm_json_child (model->metadata, "config");

  g_string_append_printf (out,
                          "{\"applicationName\":\"EspoCRM\",\"siteUrl\":\"http:\\/\\/127.0.0.1\","
                          "\"maintenanceMode\":%s,\"cacheTimestamp\":%" G_GINT64_FORMAT
                          ",\"appTimestamp\":%" G_GINT64_FORMAT,
                          model->maintenance ? "true" : "false",
                          model->cache_timestamp,
                          model->cache_timestamp);
  if (logged_in)
    {
      g_string_append (out,
                       ",\"timeZone\":\"UTC\",\"dateFormat\":\"YYYY-MM-DD\","
                       "\"timeFormat\":\"HH:mm\",\"language\":\"en_US\","
                       "\"recordListMaxSizeLimit\":200,\"personNameFormat\":\"firstLast\"");
      g_string_append_printf (out,
                              ",\"attachmentUploadMaxSize\":%" G_GINT64_FORMAT
                              ",\"attachmentUploadChunkSize\":%" G_GINT64_FORMAT,
                              model->upload_most,
                              model->upload_piece);
      for (guint i = 0; config && i < 2; i++)
        {
          const char *name = i ? "defaultCurrency" : "currencyList";
          JsonNode *node = json_object_get_member (config, name);

          if (node)
            {
              g_string_append_printf (out, ",\"%s\":", name);
              crm_json_node (out, node);
            }
        }
      g_string_append (out, ",\"baseCurrency\":\"EUR\"");
    }
  g_string_append_c (out, '}');
}

void
crm_users_answer (CrmModel *model, CrmCall *call, CrmResponse *response)
{
  GString *out = g_string_sized_new (8192);
  const char *own = crm_request_header (call->request, "Espo-Authorization");
  const char *by_token = crm_request_header (call->request, "Espo-Authorization-By-Token");

  g_string_append (out, "{\"user\":");
  write_user (model, out, call->user);
  g_string_append (out, ",\"acl\":{\"table\":");
  write_table (model, out, call->user);
  g_string_append (out, ",\"fieldTable\":");
  write_field_table (model, out, call->user);
  g_string_append (out,
                   ",\"assignmentPermission\":\"all\",\"messagePermission\":\"all\","
                   "\"userPermission\":\"all\",\"massUpdatePermission\":\"yes\","
                   "\"exportPermission\":\"yes\",\"auditPermission\":\"yes\"}"
                   ",\"preferences\":{\"id\":");
  crm_json_text (out, call->user->id);
  g_string_append (out,
                   ",\"weekStart\":-1,\"doNotFillAssignedUserIfNotRequired\":true,"
                   "\"followCreatedEntities\":false},\"token\":");
  if (own && g_strcmp0 (by_token, "false") == 0)
    {
      if (call->user->token == NULL)
        call->user->token = g_strdup_printf ("%016" G_GINT64_MODIFIER "x%016" G_GINT64_MODIFIER "x",
                                             crm_model_random (model),
                                             crm_model_random (model));
      crm_json_text (out, call->user->token);
    }
  else
    g_string_append (out, "null");
  g_string_append (out, ",\"settings\":");
  crm_settings_write (model, out, TRUE);
  g_string_append (out,
                   ",\"language\":\"en_US\",\"appParams\":{\"maxUploadSize\":60,"
                   "\"isRestrictedMode\":false}}");
  crm_answer (model, response, 200, NULL, out);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the tests of the EspoCRM remote share. */

#include "config.h"

#include "espo-test.h"

#include <string.h>

DyrEspocrm *
espo_new_blank (void)
{
  g_autoptr (GError) error = NULL;
  DyrEspocrm *crm = dyr_espocrm_new (NULL, &error);

  g_assert_no_error (error);
  dyr_espocrm_set_key (crm, "key-of-test", NULL);

  return crm;
}

DyrEspocrm *
espo_new (DyrEspoModeName mode)
{
  DyrEspocrm *crm = espo_new_blank ();
  DyrEspoDescription *description = dyr_espo_description_new ();

  description->mode = mode;
  description->server = g_strdup ("https://crm.example");
  description->user = g_strdup ("6b0000000000000me");
  description->acl = g_strdup ("acl");
  if (mode == DYR_ESPO_MODE_EXTENSION)
    description->feed = &crm->mapping->modes[mode].feed;
  for (guint i = 0; i < crm->mapping->modes[mode].entities->len; i++)
    {
      const DyrEspoEntity *entity = crm->mapping->modes[mode].entities->pdata[i];
      gboolean all = mode == DYR_ESPO_MODE_EXTENSION && !entity->read_only;
      DyrEspoHeld held = { .entity = entity,
                           .create = !entity->read_only,
                           .edit = !entity->read_only,
                           .remove = !entity->read_only,
                           .versions = all || g_str_equal (entity->entity, "Account"),
                           .locked = all,
                           .uid = all,
                           .unique = all };

      for (guint j = 0; j < entity->fields->len; j++)
        held.readable |= G_GUINT64_CONSTANT (1)
                         << g_array_index (entity->fields, DyrEspoField, j).field;
      held.writable = entity->read_only ? 0 : held.readable;
      g_array_append_val (description->held, held);
    }
  dyr_espo_description_finish (description);
  crm->description = description;

  return crm;
}

DyrResponse *
espo_response (guint status, const char *type, const char *body)
{
  DyrResponse *response = dyr_response_new (status);

  if (type != NULL)
    dyr_response_add_header (response, "Content-Type", type);
  dyr_response_add_header (response, "Date", "Sun, 22 Nov 2026 00:50:11 GMT");
  if (body != NULL)
    response->body = g_bytes_new (body, strlen (body));

  return response;
}

DyrResponse *
json (guint status, const char *body)
{
  return espo_response (status, "application/json", body);
}

static JsonObject *
find_recording (JsonNode *root, const char *name)
{
  JsonArray *all = json_node_get_array (root);

  for (guint i = 0; i < json_array_get_length (all); i++)
    {
      JsonObject *one = json_array_get_object_element (all, i);

      if (g_str_equal (json_object_get_string_member (one, "name"), name))
        return json_object_get_object_member (one, "response");
    }
  g_error ("There is no recording %s", name);
}

static JsonNode *
get_recordings (void)
{
  static JsonNode *root;
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GError) error = NULL;

  if (root == NULL)
    {
      g_autofree char *path
          = g_test_build_filename (G_TEST_DIST, "fixtures", "espocrm", "recordings.json", NULL);

      parser = json_parser_new ();
      json_parser_load_from_file (parser, path, &error);
      g_assert_no_error (error);
      root = json_parser_steal_root (parser);
    }

  return root;
}

DyrResponse *
espo_recorded (const char *name)
{
  JsonObject *recorded = find_recording (get_recordings (), name);
  JsonObject *headers = json_object_get_object_member (recorded, "headers");
  JsonNode *body = json_object_get_member (recorded, "body");
  DyrResponse *response
      = dyr_response_new ((guint) json_object_get_int_member (recorded, "status"));
  g_autoptr (GList) names = json_object_get_members (headers);

  for (GList *l = names; l != NULL; l = l->next)
    dyr_response_add_header (response, l->data, json_object_get_string_member (headers, l->data));
  if (body != NULL && !JSON_NODE_HOLDS_NULL (body)
      && !(JSON_NODE_HOLDS_VALUE (body) && g_strcmp0 (json_node_get_string (body), "") == 0))
    {
      char *text = json_to_string (body, FALSE);

      response->body = g_bytes_new_take (text, strlen (text));
    }

  return response;
}

DyrAnswer *
espo_read (DyrEspocrm *crm, const DyrOrder *order, DyrResponse *response)
{
  g_autoptr (DyrResponse) owned = response;
  DyrAnswer *answer = dyr_remote_read (DYR_REMOTE (crm), order, owned);

  g_assert_nonnull (answer);
  g_assert_nonnull (answer->records);
  g_assert_cmpuint (answer->status, ==, owned->status);

  return answer;
}

char *
espo_write (DyrEspocrm *crm, const DyrOrder *order)
{
  g_autoptr (DyrRequest) request = dyr_remote_write (DYR_REMOTE (crm), order);
  GString *text = g_string_new (NULL);
  g_autofree char *path = NULL;

  if (request == NULL)
    return g_string_free (text, FALSE);
  path = g_uri_unescape_string (request->path, NULL);
  g_assert_nonnull (path);
  g_string_append_printf (text, "%s %s\n", request->method, path);
  for (guint i = 0; i < request->headers->len; i += 2)
    g_string_append_printf (text,
                            "%s: %s\n",
                            (char *) request->headers->pdata[i],
                            (char *) request->headers->pdata[i + 1]);
  if (request->body != NULL)
    {
      g_autoptr (DyrJson) root = NULL;

      g_assert_cmpint (
          dyr_json_parse (request->body, strlen (request->body), &root), ==, DYR_JSON_WHOLE);
      g_string_append (text, request->body);
    }

  return g_string_free (text, FALSE);
}

DyrOrder *
espo_order (DyrOrderKind kind, const DyrRecordType *type, const char *remote_id)
{
  DyrOrder *order = dyr_order_new (kind, type);

  order->remote_id = g_strdup (remote_id);

  return order;
}

DyrOrder *
espo_sending (DyrOrderKind kind, const DyrRecordType *type, const char *remote_id)
{
  DyrOrder *order = espo_order (kind, type, remote_id);

  order->sent = dyr_remote_record_new (type);
  order->sent->has_uid = TRUE;
  g_assert_true (dyr_uid_parse (ESPO_UID, &order->sent->uid));

  return order;
}

DyrAnswer *
espo_read_with (DyrEspoModeName mode,
                DyrOrderKind kind,
                const DyrRecordType *type,
                const char *remote_id,
                DyrResponse *response)
{
  g_autoptr (DyrEspocrm) crm = espo_new (mode);
  g_autoptr (DyrOrder) order = espo_sending (kind, type, remote_id);

  order->stream = type == &dyr_client_type ? "Account" : "Meeting";

  return espo_read (crm, order, response);
}

static guint
find (const DyrRemoteRecord *record, const char *field)
{
  int index = dyr_record_type_find (record->type, field);

  if (index < 0)
    g_error ("%s has no field %s", record->type->name, field);

  return (guint) index;
}

void
espo_set (DyrRemoteRecord *record, const char *field, const char *text)
{
  guint index = find (record, field);
  g_autoptr (GError) error = NULL;

  dyr_field_from_text (&record->type->fields[index], text, &record->values[index], &error);
  g_assert_no_error (error);
  record->known |= G_GUINT64_CONSTANT (1) << index;
}

void
espo_link (DyrRemoteRecord *record, const char *field, const char *remote_id)
{
  guint index = find (record, field);
  const DyrRecordType *target = record->type->fields[index].target;

  if (remote_id != NULL)
    dyr_remote_record_add_link (
        record, index, target != NULL ? target : &dyr_client_type, remote_id, NULL);
  record->known |= G_GUINT64_CONSTANT (1) << index;
}

char *
espo_get (const DyrRemoteRecord *record, const char *field)
{
  guint index = find (record, field);
  const GPtrArray *links = record->links[index];
  g_autoptr (GString) text = g_string_new (NULL);

  if ((record->known >> index & 1) == 0)
    return g_strdup ("?");
  if (record->values[index].form != DYR_VALUE_NONE)
    return dyr_field_to_text (&record->type->fields[index], &record->values[index]);
  for (guint i = 0; links != NULL && i < links->len; i++)
    {
      const DyrRemoteLink *link = links->pdata[i];

      g_string_append_printf (text,
                              "%s%s %s (%s)",
                              i > 0 ? ", " : "",
                              link->type->name,
                              link->remote_id,
                              link->name != NULL ? link->name : "-");
    }

  return g_strdup (text->len > 0 ? text->str : "-");
}

const DyrRemoteRecord *
espo_only (const DyrAnswer *answer)
{
  g_assert_cmpuint (answer->records->len, ==, 1);

  return answer->records->pdata[0];
}

void
espo_assert_field (const DyrRemoteRecord *record, const char *field, const char *text)
{
  g_autofree char *is = espo_get (record, field);

  if (!g_str_equal (is, text))
    g_error ("%s of %s is “%s”, not “%s”", field, record->type->name, is, text);
}

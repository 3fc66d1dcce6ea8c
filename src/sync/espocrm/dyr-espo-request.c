/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Orders as requests of EspoCRM's API. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-espocrm-private.h"

#include <string.h>

#include "dyr-json.h"
#include "dyr-espo-values.h"

/* A uid, or a name, is there once; more show that something is wrong. */
#define LOOK_UP_PAGE 20

static DyrRequest *
new_request (DyrEspocrm *self, const char *method, const char *path, const char *query)
{
  DyrRequest *request
      = dyr_request_new (method,
                         query != NULL ? g_strconcat (DYR_ESPO_API, path, "?", query, NULL)
                                       : g_strconcat (DYR_ESPO_API, path, NULL));

  dyr_request_add_header (request, "Accept", "application/json");
  if (self->login != NULL)
    {
      g_autofree char *pair = g_strconcat (self->login, ":", self->key, NULL);
      g_autofree char *header = g_base64_encode ((const guint8 *) pair, strlen (pair));

      dyr_request_add_header (request, "Espo-Authorization", header);
      dyr_request_add_header (request, "Espo-Authorization-By-Token", "true");
    }
  else if (self->key != NULL && self->secret != NULL)
    {
      g_autofree char *signed_text = g_strconcat (method, " /", path, NULL);
      g_autofree char *digest = g_compute_hmac_for_string (
          G_CHECKSUM_SHA256, (const guint8 *) self->secret, strlen (self->secret), signed_text, -1);
      g_autofree char *pair = g_strconcat (self->key, ":", digest, NULL);
      g_autofree char *header = g_base64_encode ((const guint8 *) pair, strlen (pair));

      dyr_request_add_header (request, "X-Hmac-Authorization", header);
    }
  else if (self->key != NULL)
    dyr_request_add_header (request, "X-Api-Key", self->key);

  return request;
}

DyrRequest *
dyr_espo_get (DyrEspocrm *self, const char *path, const char *query)
{
  return new_request (self, "GET", path, query);
}

/**
 * dyr_espo_post:
 * @type: of @body
 * @body: (transfer full): text
 *
 * Returns: (transfer full): a request
 */
DyrRequest *
dyr_espo_post (DyrEspocrm *self, const char *path, const char *type, char *body)
{
  DyrRequest *request = new_request (self, "POST", path, NULL);

  request->body = body;
  dyr_request_add_header (request, "Content-Type", type);

  return request;
}

static void
append_condition (GString *where, const char *type, const char *attribute, const char *value)
{
  if (where->str[where->len - 1] == '}')
    g_string_append_c (where, ',');
  g_string_append (where, "{\"type\":");
  dyr_json_append_string (where, type);
  g_string_append (where, ",\"attribute\":");
  dyr_json_append_string (where, attribute);
  if (value != NULL)
    {
      g_string_append (where, ",\"value\":");
      dyr_json_append_string (where, value);
    }
  g_string_append_c (where, '}');
}

/* What of a list comes after (at, after) in the order of (modifiedAt, id). */
static void
append_cursor (GString *where, const DyrOrder *order)
{
  if (order->at == NULL)
    return;
  if (order->after == NULL)
    {
      append_condition (where, "greaterThanOrEquals", "modifiedAt", order->at);
      return;
    }
  g_string_append (where, "{\"type\":\"or\",\"value\":[");
  append_condition (where, "greaterThan", "modifiedAt", order->at);
  g_string_append (where, ",{\"type\":\"and\",\"value\":[");
  append_condition (where, "equals", "modifiedAt", order->at);
  append_condition (where, "greaterThan", "id", order->after);
  g_string_append (where, "]}]}");
}

static void
add_selected (const char *attribute, gpointer data)
{
  GString *select = data;

  if (select->len > 0)
    g_string_append_c (select, ',');
  dyr_json_append_string (select, attribute);
}

static void
select_all (DyrEspocrm *self, const DyrEspoHeld *held, GString *select)
{
  static const char *const always[]
      = { "id", "modifiedAt", "createdByName", "modifiedById", "modifiedByName" };

  for (guint i = 0; i < G_N_ELEMENTS (always); i++)
    add_selected (always[i], select);
  if (held->versions)
    add_selected ("versionNumber", select);
  if (held->uid)
    add_selected (held->entity->uid, select);
  dyr_espo_description_each_sign (self->description, held, add_selected, select);
  for (guint i = 0; i < held->entity->fields->len; i++)
    {
      const DyrEspoField *field = &g_array_index (held->entity->fields, DyrEspoField, i);

      if ((held->readable >> field->field & 1) != 0)
        dyr_espo_field_each_attribute (field, add_selected, select);
    }
}

static DyrRequest *
write_list (DyrEspocrm *self,
            const char *entity,
            const char *where,
            const char *order_by,
            guint size,
            const char *select)
{
  g_autoptr (GString) search = g_string_new ("{");
  g_autofree char *escaped = NULL, *query = NULL;
  DyrRequest *request;

  if (*where != '\0')
    g_string_append_printf (search, "\"where\":[%s],", where);
  g_string_append_printf (search,
                          "\"orderBy\":\"%s\",\"order\":\"asc\",\"maxSize\":%u,\"select\":[%s]}",
                          order_by,
                          size,
                          select);
  escaped = g_uri_escape_string (search->str, NULL, FALSE);
  query = g_strconcat ("searchParams=", escaped, NULL);
  request = dyr_espo_get (self, entity, query);
  dyr_request_add_header (request, "X-No-Total", "true");

  return request;
}

static DyrRequest *
write_pull (DyrEspocrm *self, const DyrEspoHeld *held, const DyrOrder *order)
{
  g_autoptr (GString) where = g_string_new (" "), select = g_string_new (NULL);

  append_cursor (where, order);
  select_all (self, held, select);

  return write_list (self,
                     held->entity->entity,
                     g_strstrip (where->str),
                     "modifiedAt",
                     self->description->page,
                     select->str);
}

/* The feed of deletions, by its growing number. */
static DyrRequest *
write_feed (DyrEspocrm *self, const DyrOrder *order)
{
  const DyrEspoFeed *feed = self->description->feed;
  const char *const attributes[] = { "id", feed->number, feed->type, feed->id, feed->uid };
  g_autoptr (GString) where = g_string_new (" "), select = g_string_new (NULL);

  if (order->after != NULL)
    append_condition (where, "greaterThan", feed->number, order->after);
  for (guint i = 0; i < G_N_ELEMENTS (attributes); i++)
    if (attributes[i] != NULL)
      add_selected (attributes[i], select);

  return write_list (self,
                     feed->entity,
                     g_strstrip (where->str),
                     feed->number,
                     self->description->page,
                     select->str);
}

/* Whole records: what changes without a new version (links, merges) is seen at once, and only what
 * lists cut is read once more. */
static DyrRequest *
write_sweep (DyrEspocrm *self, const DyrEspoHeld *held, const DyrOrder *order)
{
  g_autoptr (GString) where = g_string_new (" "), select = g_string_new (NULL);

  if (order->after != NULL)
    append_condition (where, "greaterThan", "id", order->after);
  select_all (self, held, select);

  return write_list (self,
                     held->entity->entity,
                     g_strstrip (where->str),
                     "id",
                     self->description->page,
                     select->str);
}

/* Without a uid in the CRM: the fields that name the record, made by us. */
static void
append_names (GString *where, DyrEspocrm *self, const DyrEspoHeld *held, const DyrOrder *order)
{
  for (guint i = 0; i < G_N_ELEMENTS (order->type->title) && order->type->title[i] != 0; i++)
    {
      guint index = order->type->title[i] - 1u;
      const DyrEspoField *field = dyr_espo_entity_find (held->entity, index);
      const char *text = dyr_value_text (&order->sent->values[index]);

      if (field != NULL)
        append_condition (where, text != NULL ? "equals" : "isNull", field->attribute, text);
    }
  append_condition (where, "equals", "createdById", self->description->user);
  if (order->since != 0)
    {
      g_autofree char *since = dyr_espo_datetime_to_text (order->since);

      append_condition (where, "greaterThanOrEquals", "createdAt", since);
    }
}

static DyrRequest *
write_look_up (DyrEspocrm *self, const DyrEspoHeld *held, const DyrOrder *order)
{
  g_autoptr (GString) where = g_string_new (" "), select = g_string_new (NULL);

  if (held->uid)
    {
      g_autofree char *uid = dyr_uid_to_text (&order->sent->uid);

      append_condition (where, "equals", held->entity->uid, uid);
    }
  else
    {
      append_names (where, self, held, order);
      add_selected ("createdAt", select);
    }
  select_all (self, held, select);

  return write_list (
      self, held->entity->entity, g_strstrip (where->str), "id", LOOK_UP_PAGE, select->str);
}

/* Whether a value of the record goes into that attribute. */
static gboolean
is_sent (const DyrEspoHeld *held, const DyrRemoteRecord *record, const char *attribute)
{
  for (guint i = 0; i < held->entity->fields->len; i++)
    {
      const DyrEspoField *field = &g_array_index (held->entity->fields, DyrEspoField, i);

      if (g_str_equal (field->attribute, attribute))
        return !dyr_espo_value_is_empty (record, field->field);
    }

  return FALSE;
}

/* Whether a record without a value there is given to us. */
static gboolean
is_given_to_me (const DyrEspoHeld *held, const DyrEspoField *field)
{
  return field->me || (field->me_if_own && held->own);
}

static void
append_me (GString *body, const DyrEspoField *field, const char *me)
{
  dyr_json_append_name (body, field->attribute);
  dyr_json_append_string (body, me);
}

/* Appends what of a record is sent; FALSE: nothing. */
static gboolean
append_fields (GString *body,
               const DyrEspoHeld *held,
               const DyrRemoteRecord *record,
               const char *me,
               gboolean with_empty)
{
  gsize length = body->len;

  for (guint i = 0; i < held->entity->fields->len; i++)
    {
      const DyrEspoField *field = &g_array_index (held->entity->fields, DyrEspoField, i);
      guint64 sent = record->known & held->writable;

      if ((sent >> field->field & 1) == 0 || !dyr_espo_value_is_holdable (field, record))
        continue;
      if (!dyr_espo_value_is_empty (record, field->field))
        dyr_espo_value_write (field, record, body);
      else if (with_empty && is_given_to_me (held, field))
        append_me (body, field, me);
      else if (with_empty)
        dyr_espo_value_write (field, record, body);
    }

  return body->len > length;
}

/* What a new record has although nobody gave it: who is responsible, when a meeting ends. */
static void
append_defaults (GString *body,
                 DyrEspocrm *self,
                 const DyrEspoHeld *held,
                 const DyrRemoteRecord *record)
{
  for (guint i = 0; i < held->entity->fields->len; i++)
    {
      const DyrEspoField *field = &g_array_index (held->entity->fields, DyrEspoField, i);
      const DyrValue *value = &record->values[field->field];

      if (is_given_to_me (held, field) && dyr_espo_value_is_empty (record, field->field))
        append_me (body, field, self->description->user);
      if (field->end != NULL && value->form == DYR_VALUE_NUMBER
          && !is_sent (held, record, field->end))
        {
          g_autofree char *end = dyr_espo_datetime_to_text (value->number + field->minutes * 60);

          dyr_json_append_name (body, field->end);
          dyr_json_append_string (body, end);
        }
    }
}

static void
set_body (DyrRequest *request, GString *body)
{
  request->body = g_strdup (body->str);
  dyr_request_add_header (request, "Content-Type", "application/json");
}

static DyrRequest *
write_create (DyrEspocrm *self, const DyrEspoHeld *held, const DyrOrder *order)
{
  g_autoptr (GString) body = g_string_new ("{");
  DyrRequest *request = new_request (self, "POST", held->entity->entity, NULL);

  if (held->uid)
    {
      g_autofree char *uid = dyr_uid_to_text (&order->sent->uid);

      dyr_json_append_name (body, held->entity->uid);
      dyr_json_append_string (body, uid);
    }
  for (guint i = 0; held->entity->fixed != NULL && i < held->entity->fixed->len; i++)
    {
      const DyrEspoFixed *fixed = &g_array_index (held->entity->fixed, DyrEspoFixed, i);

      dyr_json_append_name (body, fixed->attribute);
      g_string_append (body, fixed->json);
    }
  append_fields (body, held, order->sent, self->description->user, FALSE);
  append_defaults (body, self, held, order->sent);
  g_string_append_c (body, '}');
  set_body (request, body);
  if (order->anyway)
    dyr_request_add_header (request, "X-Skip-Duplicate-Check", "true");

  return request;
}

static DyrRequest *
write_update (DyrEspocrm *self, const DyrEspoHeld *held, const DyrOrder *order)
{
  g_autoptr (GString) body = g_string_new ("{");
  DyrRequest *request;

  /* Nothing of it can be held there: a save that changes nothing would still be a new version. What
   * the record is now answers just as well. */
  if (!append_fields (body, held, order->sent, self->description->user, TRUE))
    return dyr_espo_get (self, order->remote_id, NULL);

  g_string_append_c (body, '}');
  request = new_request (self, "PUT", order->remote_id, NULL);
  set_body (request, body);
  if (held->versions && order->sent->version != NULL)
    dyr_request_add_header (request, "X-Version-Number", order->sent->version);

  return request;
}

static DyrRequest *
write_delete (DyrEspocrm *self, const DyrEspoHeld *held, const DyrOrder *order)
{
  DyrRequest *request = new_request (self, "DELETE", order->remote_id, NULL);

  /* The extension minds it; EspoCRM by itself does not. */
  if (held->versions && order->sent != NULL && order->sent->version != NULL)
    dyr_request_add_header (request, "X-Version-Number", order->sent->version);

  return request;
}

/**
 * dyr_espo_write:
 * @order: of any kind but DESCRIBE
 *
 * Returns: (transfer full) (nullable): its request; %NULL for a type that this server does not hold
 */
DyrRequest *
dyr_espo_write (DyrEspocrm *self, const DyrOrder *order)
{
  const DyrEspoHeld *held = dyr_espo_description_by_order (self->description, order);

  if (dyr_espo_is_feed (self->description, order))
    return write_feed (self, order);
  if (held == NULL)
    return NULL;

  switch (order->kind)
    {
    case DYR_ORDER_PULL:
      return write_pull (self, held, order);
    case DYR_ORDER_SWEEP:
      return write_sweep (self, held, order);
    case DYR_ORDER_FETCH:
      return dyr_espo_get (self, order->remote_id, NULL);
    case DYR_ORDER_LOOK_UP:
      return write_look_up (self, held, order);
    case DYR_ORDER_CREATE:
      return write_create (self, held, order);
    case DYR_ORDER_UPDATE:
      return write_update (self, held, order);
    case DYR_ORDER_DELETE:
      return write_delete (self, held, order);
    case DYR_ORDER_DESCRIBE:
    default:
      return NULL;
    }
}

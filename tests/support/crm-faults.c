/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What can go wrong between a client and the fake EspoCRM, each as a switch. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "crm-private.h"

#include <string.h>

static const char *const fault_names[CRM_N_FAULTS] = {
  [CRM_FAULT_LOST_REQUEST] = "lost-request",
  [CRM_FAULT_LOST_ANSWER] = "lost-answer",
  [CRM_FAULT_CUT_BODY] = "cut-body",
  [CRM_FAULT_HTML] = "html",
  [CRM_FAULT_REDIRECT] = "redirect",
  [CRM_FAULT_UNAUTHORIZED] = "unauthorized",
  [CRM_FAULT_LOCKED_OUT] = "locked-out",
  [CRM_FAULT_STATUS] = "status",
  [CRM_FAULT_STATUS_DONE] = "status-done",
  [CRM_FAULT_SHORT_BODY] = "short-body",
  [CRM_FAULT_OTHER_BODY] = "other-body",
  [CRM_FAULT_ENDLESS] = "endless",
  [CRM_FAULT_HUGE] = "huge",
  [CRM_FAULT_CONTENT_TYPE] = "content-type",
  [CRM_FAULT_DEEP_JSON] = "deep-json",
  [CRM_FAULT_WRONG_TYPES] = "wrong-types",
  [CRM_FAULT_UNKNOWN_OPTION] = "unknown-option",
  [CRM_FAULT_ZERO_DATES] = "zero-dates",
  [CRM_FAULT_EMPTY_LIST] = "empty-list",
  [CRM_FAULT_SHRUNKEN_LIST] = "shrunken-list",
  [CRM_FAULT_DELAYED] = "delayed",
  [CRM_FAULT_TWICE] = "twice",
  [CRM_FAULT_DATE_BACK] = "date-back",
  [CRM_FAULT_LOST_RACE] = "lost-race",
};

const char *
crm_fault_get_name (CrmFaultKind kind)
{
  g_return_val_if_fail ((guint) kind < CRM_N_FAULTS, NULL);
  return fault_names[kind];
}

int
crm_fault_from_name (const char *name)
{
  for (int i = 0; i < CRM_N_FAULTS; i++)
    if (g_strcmp0 (fault_names[i], name) == 0)
      return i;
  return -1;
}

/* splitmix64 */
guint64
crm_model_random (CrmModel *model)
{
  guint64 z = (model->random += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

void
crm_model_add_fault (CrmModel *self, const CrmFault *fault)
{
  CrmArmedFault armed = { .fault = *fault };

  g_return_if_fail ((guint) fault->kind < CRM_N_FAULTS);
  armed.fault.method = g_intern_string (fault->method);
  armed.fault.path = g_intern_string (fault->path);
  g_array_append_val (self->faults, armed);
}

void
crm_model_clear_faults (CrmModel *self)
{
  g_array_set_size (self->faults, 0);
}

gboolean
crm_faults_draw (CrmModel *model, const CrmRequest *request, CrmFault *fault)
{
  for (guint i = 0; i < model->faults->len; i++)
    {
      CrmArmedFault *armed = &g_array_index (model->faults, CrmArmedFault, i);

      if ((armed->fault.method && !g_str_equal (armed->fault.method, request->method))
          || (armed->fault.path && strstr (request->path, armed->fault.path) == NULL))
        continue;
      if (armed->seen++ < armed->fault.after
          || (armed->fault.count && armed->struck >= armed->fault.count))
        continue;
      if (armed->fault.per_thousand && crm_model_random (model) % 1000 >= armed->fault.per_thousand)
        continue;
      armed->struck++;
      model->counts.faults[armed->fault.kind]++;
      *fault = armed->fault;
      return TRUE;
    }
  return FALSE;
}

/* --- Requests that land later ---------------------------------------------------------------- */

void
crm_held_free (CrmHeld *held)
{
  g_free (held->method);
  g_free (held->path);
  g_free (held->query);
  g_strfreev (held->headers);
  g_bytes_unref (held->body);
  g_free (held);
}

static void
hold (CrmModel *model, const CrmFault *fault, const CrmRequest *request)
{
  CrmHeld *held = g_new0 (CrmHeld, 1);

  held->method = g_strdup (request->method);
  held->path = g_strdup (request->path);
  held->query = g_strdup (request->query);
  held->headers = g_strdupv ((char **) request->headers);
  held->body = g_bytes_new (request->body, request->body_length);
  held->due = fault->number > 0 ? (gint64) model->counts.requests + fault->number : G_MAXINT64;
  g_queue_push_tail (model->held, held);
}

static void
land_one (CrmModel *model, CrmHeld *held)
{
  g_auto (CrmResponse) response = { 0 };
  gsize length;
  CrmRequest request = { .method = held->method,
                         .path = held->path,
                         .query = held->query,
                         .headers = (const char *const *) held->headers };
  CrmWrite *write;

  request.body = g_bytes_get_data (held->body, &length);
  request.body_length = length;
  write = crm_model_dispatch (model, &request, FALSE, &response);
  if (write)
    {
      crm_write_end (model, write, &response);
      crm_write_free (write);
    }
}

guint
crm_model_land (CrmModel *self)
{
  guint n = 0;
  CrmHeld *held;

  while ((held = g_queue_pop_head (self->held)))
    {
      land_one (self, held);
      crm_held_free (held);
      n++;
    }
  return n;
}

void
crm_faults_tick (CrmModel *model)
{
  for (GList *at = model->held->head; at;)
    {
      GList *next = at->next;
      CrmHeld *held = at->data;

      if (held->due < (gint64) model->counts.requests)
        {
          g_queue_delete_link (model->held, at);
          land_one (model, held);
          crm_held_free (held);
        }
      at = next;
    }
}

/* --- Before ---------------------------------------------------------------------------------- */

static void
answer_nothing (CrmResponse *response)
{
  response->status = 0;
  g_clear_pointer (&response->headers, g_strfreev);
  g_clear_pointer (&response->body, g_bytes_unref);
  response->body = g_bytes_new_static ("", 0);
  response->delivery = CRM_DELIVERY_NONE;
}

static void
answer_status (CrmModel *model, const CrmFault *fault, CrmResponse *response)
{
  crm_answer_html (model, response, (guint) fault->number, NULL, "");
  if (fault->seconds > 0)
    {
      g_autofree char *seconds = g_strdup_printf ("%" G_GINT64_FORMAT, fault->seconds);

      crm_response_add (response, "Retry-After", seconds);
    }
}

gboolean
crm_fault_before (CrmModel *model,
                  const CrmFault *fault,
                  const CrmRequest *request,
                  CrmResponse *response)
{
  switch ((int) fault->kind)
    {
    case CRM_FAULT_LOST_REQUEST:
      answer_nothing (response);
      return TRUE;
    case CRM_FAULT_HTML:
      crm_answer_html (model,
                       response,
                       200,
                       NULL,
                       "<!DOCTYPE html><html><head><title>Welcome to the hotel</title></head>"
                       "<body><form action=\"/login\">Room number: <input></form></body></html>");
      return TRUE;
    case CRM_FAULT_REDIRECT:
      crm_answer_html (model, response, 302, NULL, "");
      crm_response_add (response, "Location", "http://portal.invalid/login");
      return TRUE;
    case CRM_FAULT_UNAUTHORIZED:
      crm_answer_html (model, response, 401, NULL, "");
      return TRUE;
    case CRM_FAULT_LOCKED_OUT:
      crm_answer_html (model, response, 403, NULL, "");
      return TRUE;
    case CRM_FAULT_STATUS:
      answer_status (model, fault, response);
      return TRUE;
    case CRM_FAULT_DELAYED:
      hold (model, fault, request);
      answer_nothing (response);
      return TRUE;
    default:
      return FALSE;
    }
}

/* --- After ----------------------------------------------------------------------------------- */

static void
set_body (CrmResponse *response, GString *body)
{
  g_bytes_unref (response->body);
  response->body = g_string_free_to_bytes (body);
}

static gboolean
looks_like_date (const char *text)
{
  return strlen (text) >= 10 && text[4] == '-' && text[7] == '-' && g_ascii_isdigit (text[0])
         && g_ascii_isdigit (text[9]);
}

static gboolean
is_choice (CrmModel *model, const char *name)
{
  for (guint i = 0; i < model->entity_order->len; i++)
    {
      CrmEntity *entity = g_ptr_array_index (model->entity_order, i);
      CrmField *field = g_hash_table_lookup (entity->fields_by_name, name);

      if (field && field->kind == CRM_FIELD_ENUM && field->options)
        return TRUE;
    }
  return FALSE;
}

static void
spoil (CrmModel *model, CrmFaultKind kind, JsonNode *node)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        spoil (model, kind, json_array_get_element (array, i));
    }
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *object = json_node_get_object (node);
      g_autoptr (GList) names = json_object_get_members (object);

      for (GList *at = names; at; at = at->next)
        {
          const char *name = at->data;
          JsonNode *member = json_object_get_member (object, name);
          const char *text = crm_json_get (object, name);

          if (!JSON_NODE_HOLDS_VALUE (member))
            {
              spoil (model, kind, member);
              continue;
            }
          if (kind == CRM_FAULT_WRONG_TYPES)
            {
              if (g_str_equal (name, "name"))
                json_object_set_object_member (object, name, json_object_new ());
              else if (g_str_equal (name, "modifiedAt"))
                json_object_set_int_member (object, name, 42);
              else if (g_str_equal (name, "versionNumber"))
                json_object_set_string_member (object, name, "three");
            }
          else if (kind == CRM_FAULT_UNKNOWN_OPTION && text && is_choice (model, name))
            json_object_set_string_member (object, name, "Zzz-Unknown");
          else if (kind == CRM_FAULT_ZERO_DATES && text && looks_like_date (text))
            json_object_set_string_member (
                object, name, strlen (text) > 10 ? "0000-00-00 00:00:00" : "0000-00-00");
        }
    }
}

static void
spoil_list (CrmFaultKind kind, JsonNode *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonNode *list = object ? json_object_get_member (object, "list") : NULL;
  JsonArray *kept;

  if (list == NULL || !JSON_NODE_HOLDS_ARRAY (list))
    return;
  kept = json_array_new ();
  for (guint i = 0;
       kind == CRM_FAULT_SHRUNKEN_LIST && i < json_array_get_length (json_node_get_array (list));
       i += 2)
    json_array_add_element (
        kept, json_node_copy (json_array_get_element (json_node_get_array (list), i)));
  json_object_set_int_member (object,
                              "total",
                              json_object_get_int_member (object, "total") < 0
                                  ? -2
                                  : (gint64) json_array_get_length (kept));
  json_object_set_array_member (object, "list", kept);
}

static void
rewrite (CrmModel *model, CrmFaultKind kind, CrmResponse *response)
{
  gsize length;
  const char *text = g_bytes_get_data (response->body, &length);
  g_autoptr (JsonNode) node = crm_json_parse (text, length);
  GString *out;

  if (node == NULL)
    return;
  if (kind == CRM_FAULT_EMPTY_LIST || kind == CRM_FAULT_SHRUNKEN_LIST)
    spoil_list (kind, node);
  else
    spoil (model, kind, node);
  out = g_string_sized_new (length);
  crm_json_node (out, node);
  set_body (response, out);
}

static void
cut (const CrmFault *fault, CrmResponse *response)
{
  gsize length = g_bytes_get_size (response->body);
  gsize kept = (gsize) CLAMP (fault->number, 0, (gint64) (length ? length - 1 : 0));
  GBytes *part = g_bytes_new_from_bytes (response->body, 0, kept);

  response->declared = (goffset) length;
  response->delivery = CRM_DELIVERY_CUT;
  g_bytes_unref (response->body);
  response->body = part;
}

static void
nest (const CrmFault *fault, CrmResponse *response)
{
  gsize depth = fault->number > 0 ? (gsize) fault->number : 100000;
  GString *out = g_string_sized_new (2 * depth + 1);

  for (gsize i = 0; i < depth; i++)
    g_string_append_c (out, '[');
  for (gsize i = 0; i < depth; i++)
    g_string_append_c (out, ']');
  response->status = 200;
  set_body (response, out);
}

/* Whole as far as HTTP can tell. */
static void
shorten (const CrmFault *fault, CrmResponse *response)
{
  gsize length = MIN (g_bytes_get_size (response->body), (gsize) MAX (fault->number, 0));
  g_autofree char *text = g_strdup_printf ("%" G_GSIZE_FORMAT, length);

  set_body (response, g_string_new_len (g_bytes_get_data (response->body, NULL), (gssize) length));
  if (crm_response_header (response, "Content-Length"))
    crm_response_add (response, "Content-Length", text);
}

static void
alter (CrmResponse *response)
{
  gsize length;
  const char *data = g_bytes_get_data (response->body, &length);
  GString *body = g_string_new_len (data, (gssize) length);

  if (length > 0)
    body->str[0] ^= 1;
  set_body (response, body);
}

static void
step_back (const CrmFault *fault, CrmModel *model, CrmResponse *response)
{
  g_auto (CrmResponse) other = { 0 };
  gint64 now = model->time;

  model->time -= fault->seconds;
  crm_answer (model, &other, 200, NULL, NULL);
  model->time = now;
  crm_response_add (response, "Date", crm_response_header (&other, "Date"));
}

void
crm_fault_after (CrmModel *model, const CrmFault *fault, CrmResponse *response)
{
  switch (fault->kind)
    {
    case CRM_FAULT_LOST_ANSWER:
      answer_nothing (response);
      break;
    case CRM_FAULT_CUT_BODY:
      cut (fault, response);
      break;
    case CRM_FAULT_STATUS_DONE:
      crm_response_clear (response);
      answer_status (model, fault, response);
      break;
    case CRM_FAULT_SHORT_BODY:
      shorten (fault, response);
      break;
    case CRM_FAULT_OTHER_BODY:
      alter (response);
      break;
    case CRM_FAULT_ENDLESS:
      response->delivery = CRM_DELIVERY_ENDLESS;
      if (g_bytes_get_size (response->body) == 0)
        set_body (response, g_string_new (" "));
      break;
    case CRM_FAULT_HUGE:
      response->delivery = CRM_DELIVERY_HUGE;
      response->declared = (goffset) 2 << 30;
      if (g_bytes_get_size (response->body) == 0)
        set_body (response, g_string_new (" "));
      break;
    case CRM_FAULT_CONTENT_TYPE:
      crm_response_add (response, "Content-Type", "text/plain");
      break;
    case CRM_FAULT_DEEP_JSON:
      nest (fault, response);
      break;
    case CRM_FAULT_WRONG_TYPES:
    case CRM_FAULT_UNKNOWN_OPTION:
    case CRM_FAULT_ZERO_DATES:
    case CRM_FAULT_EMPTY_LIST:
    case CRM_FAULT_SHRUNKEN_LIST:
      rewrite (model, fault->kind, response);
      break;
    case CRM_FAULT_DATE_BACK:
      step_back (fault, model, response);
      break;
    case CRM_FAULT_LOST_REQUEST:
    case CRM_FAULT_HTML:
    case CRM_FAULT_REDIRECT:
    case CRM_FAULT_UNAUTHORIZED:
    case CRM_FAULT_LOCKED_OUT:
    case CRM_FAULT_STATUS:
    case CRM_FAULT_DELAYED:
    case CRM_FAULT_TWICE:
    case CRM_FAULT_LOST_RACE:
    case CRM_N_FAULTS:
    default:
      break;
    }
}

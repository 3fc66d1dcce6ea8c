/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* How EspoCRM answers: records as JSON in their four shapes, errors with their reasons. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "crm-private.h"

#include <math.h>
#include <string.h>

/* --- Headers --------------------------------------------------------------------------------- */

const char *
crm_request_header (const CrmRequest *request, const char *name)
{
  for (guint i = 0; request->headers && request->headers[i]; i += 2)
    if (g_ascii_strcasecmp (request->headers[i], name) == 0)
      return request->headers[i + 1];
  return NULL;
}

const char *
crm_response_header (const CrmResponse *response, const char *name)
{
  for (guint i = 0; response->headers && response->headers[i]; i += 2)
    if (g_ascii_strcasecmp (response->headers[i], name) == 0)
      return response->headers[i + 1];
  return NULL;
}

void
crm_response_clear (CrmResponse *response)
{
  g_clear_pointer (&response->headers, g_strfreev);
  g_clear_pointer (&response->body, g_bytes_unref);
  response->status = 0;
  response->delivery = CRM_DELIVERY_WHOLE;
  response->declared = 0;
}

/* Takes the place of a header of that name. */
void
crm_response_add (CrmResponse *response, const char *name, const char *value)
{
  guint n = response->headers ? g_strv_length (response->headers) : 0;

  for (guint i = 0; i < n; i += 2)
    if (g_ascii_strcasecmp (response->headers[i], name) == 0)
      {
        g_free (response->headers[i + 1]);
        response->headers[i + 1] = g_strdup (value);
        return;
      }
  response->headers = g_renew (char *, response->headers, n + 3);
  response->headers[n] = g_strdup (name);
  response->headers[n + 1] = g_strdup (value);
  response->headers[n + 2] = NULL;
}

static char *
http_date (gint64 seconds)
{
  static const char *const days[] = { "Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed" };
  static const char *const months[]
      = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
  char text[20];
  gint64 day = seconds >= 0 ? seconds / 86400 : (seconds - 86399) / 86400;
  int month;

  crm_time_text (seconds, text);
  month = (text[5] - '0') * 10 + text[6] - '0';
  return g_strdup_printf ("%s, %.2s %s %.4s %s GMT",
                          days[((day % 7) + 7) % 7],
                          text + 8,
                          months[CLAMP (month, 1, 12) - 1],
                          text,
                          text + 11);
}

static void
fill (CrmModel *model,
      CrmResponse *response,
      guint status,
      const char *content_type,
      const char *reason,
      GBytes *body)
{
  GPtrArray *headers = g_ptr_array_new ();

  response->status = status;
  response->body = body;
  response->delivery = CRM_DELIVERY_WHOLE;
  response->declared = 0;
  g_ptr_array_add (headers, g_strdup ("Date"));
  g_ptr_array_add (headers, http_date (model->time));
  g_ptr_array_add (headers, g_strdup ("Content-Type"));
  g_ptr_array_add (headers, g_strdup (content_type));
  if (reason)
    {
      g_ptr_array_add (headers, g_strdup ("X-Status-Reason"));
      g_ptr_array_add (headers, g_strdup (reason));
    }
  if (status < 300)
    {
      g_ptr_array_add (headers, g_strdup ("X-App-Timestamp"));
      g_ptr_array_add (headers, g_strdup_printf ("%" G_GINT64_FORMAT, model->cache_timestamp));
    }
  g_ptr_array_add (headers, NULL);
  response->headers = (char **) g_ptr_array_free (headers, FALSE);
}

/* Takes @body; NULL: empty. */
void
crm_answer (CrmModel *model, CrmResponse *response, guint status, const char *reason, GString *body)
{
  fill (model,
        response,
        status,
        "application/json",
        reason,
        body ? g_string_free_to_bytes (body) : g_bytes_new_static ("", 0));
}

void
crm_answer_html (
    CrmModel *model, CrmResponse *response, guint status, const char *reason, const char *body)
{
  fill (model,
        response,
        status,
        "text/html; charset=UTF-8",
        reason,
        g_bytes_new (body, strlen (body)));
}

void
crm_answer_true (CrmModel *model, CrmResponse *response)
{
  crm_answer (model, response, 200, NULL, g_string_new ("true"));
}

void
crm_answer_refused (
    CrmModel *model, CrmResponse *response, CrmEntity *entity, const char *field, const char *type)
{
  g_autofree char *reason = g_strdup_printf (
      "Field validation failure; entityType: %s, field: %s, type: %s.", entity->name, field, type);
  GString *body = g_string_new (NULL);

  g_string_printf (body,
                   "{\"messageTranslation\":{\"label\":\"validationFailure\",\"scope\":null,"
                   "\"data\":{\"field\":\"%s\",\"type\":\"%s\"}}}",
                   field,
                   type);
  model->counts.refused++;
  crm_answer (model, response, 400, reason, body);
}

/* --- Attributes ------------------------------------------------------------------------------ */

const char *
crm_record_name (CrmEntity *entity, const char *id)
{
  CrmRecord *record = entity && id ? crm_entity_find (entity, id) : NULL;

  return record ? crm_record_text (record, entity->name_attribute) : NULL;
}

static void
write_text (GString *out, const char *text)
{
  if (text)
    crm_json_text (out, text);
  else
    g_string_append (out, "null");
}

static void
write_time (GString *out, gint64 seconds)
{
  char text[20];

  crm_time_text (seconds, text);
  g_string_append_printf (out, "\"%s\"", text);
}

static void
write_value (GString *out, const CrmAttribute *attribute, const CrmValue *value)
{
  switch (value ? (CrmValueType) value->type : CRM_NULL)
    {
    case CRM_INT:
      g_string_append_printf (out, "%" G_GINT64_FORMAT, value->number);
      break;
    case CRM_REAL:
      crm_json_real (out, value->real);
      break;
    case CRM_YES_NO:
      g_string_append (out, value->number ? "true" : "false");
      break;
    case CRM_TEXT:
      crm_json_text (out, value->text);
      break;
    case CRM_TIME:
      write_time (out, value->number);
      break;
    case CRM_RAW:
      g_string_append (out, value->text);
      break;
    case CRM_NULL:
    default:
      if (attribute->flags & CRM_EMPTY_LIST)
        g_string_append (out, "[]");
      else if (attribute->type == CRM_YES_NO)
        g_string_append (out, "false");
      else
        g_string_append (out, "null");
      break;
    }
}

/* Ids of the other side of a set, in an array of borrowed strings. */
static GPtrArray *
set_ids (const CrmLink *link, const char *id)
{
  GPtrArray *ids = g_ptr_array_new ();
  GPtrArray *ties = link ? crm_link_ties (link, id) : NULL;

  for (guint i = 0; ties && i < ties->len; i++)
    {
      char *other = ((CrmTie *) g_ptr_array_index (ties, i))->ids[1 - link->side];

      if (link->target == NULL || crm_entity_find (link->target, other))
        g_ptr_array_add (ids, other);
    }
  if (link && link->reverse >= 0)
    {
      CrmIndex *index
          = crm_entity_index (link->target, crm_entity_nth (link->target, (guint) link->reverse));
      CrmValue value = { .type = CRM_TEXT, .text = (char *) id };

      for (GTreeNode *node = crm_index_lower (index, &value, NULL); node;
           node = g_tree_node_next (node))
        {
          CrmSlot *slot = g_tree_node_value (node);

          if (g_strcmp0 (crm_record_text (slot->now, link->reverse), id) != 0)
            break;
          g_ptr_array_add (ids, slot->id);
        }
    }
  return ids;
}

static void
write_ids (GString *out, GPtrArray *ids)
{
  g_string_append_c (out, '[');
  for (guint i = 0; i < ids->len; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      crm_json_text (out, g_ptr_array_index (ids, i));
    }
  g_string_append_c (out, ']');
}

static void
write_names (GString *out, CrmEntity *target, GPtrArray *ids)
{
  g_string_append_c (out, '{');
  for (guint i = 0; i < ids->len; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      crm_json_text (out, g_ptr_array_index (ids, i));
      g_string_append_c (out, ':');
      write_text (out, crm_record_name (target, g_ptr_array_index (ids, i)));
    }
  g_string_append_c (out, '}');
}

static void
write_columns (GString *out, const CrmLink *link, const char *id, GPtrArray *ids)
{
  g_string_append_c (out, '{');
  for (guint i = 0; i < ids->len; i++)
    {
      CrmTie *tie = crm_link_tie (link, id, g_ptr_array_index (ids, i));

      if (i > 0)
        g_string_append_c (out, ',');
      crm_json_text (out, g_ptr_array_index (ids, i));
      g_string_append (out, ":{");
      for (guint j = 0; tie && link->columns && link->columns[j]; j++)
        {
          JsonNode *node
              = tie->columns ? json_object_get_member (tie->columns, link->columns[j]) : NULL;

          g_string_append_printf (out, "%s\"%s\":", j ? "," : "", link->columns[j]);
          if (node)
            crm_json_node (out, node);
          else
            g_string_append (out, link->column_defaults[j]);
        }
      g_string_append_c (out, '}');
    }
  g_string_append_c (out, '}');
}

static void
write_types (GString *out, CrmEntity *target, GPtrArray *ids)
{
  CrmAttribute *type = target ? crm_entity_attribute (target, "type") : NULL;

  g_string_append_c (out, '{');
  for (guint i = 0; i < ids->len; i++)
    {
      CrmRecord *file = crm_entity_find (target, g_ptr_array_index (ids, i));

      if (i > 0)
        g_string_append_c (out, ',');
      crm_json_text (out, g_ptr_array_index (ids, i));
      g_string_append_c (out, ':');
      write_text (out, file && type ? crm_record_text (file, (int) type->index) : NULL);
    }
  g_string_append_c (out, '}');
}

static void
write_set (GString *out, const CrmRecord *record, CrmAttribute *attribute)
{
  CrmLink *link = attribute->link;
  g_autoptr (GPtrArray) ids = set_ids (link, record->id);

  if (attribute->source == CRM_IS_SET_IDS)
    write_ids (out, ids);
  else if (attribute->source == CRM_IS_SET_NAMES)
    write_names (out, link ? link->target : NULL, ids);
  else if (attribute->source == CRM_IS_SET_COLUMNS)
    write_columns (out, link, record->id, ids);
  else
    write_types (out, link ? link->target : NULL, ids);
}

static void
write_address (CrmModel *model,
               GString *out,
               CrmEntity *entity,
               const CrmRecord *record,
               CrmAttribute *attribute,
               CrmView view)
{
  CrmAttribute *base
      = attribute->source == CRM_IS_ADDRESS ? attribute : crm_entity_nth (entity, attribute->base);
  gboolean phone = base->field->kind == CRM_FIELD_PHONE;
  const char *lines = crm_record_text (record, (int) base->index);
  g_auto (GStrv) keys = g_strsplit (lines ? lines : "", "\n", -1);
  CrmAddress *first = keys[0] ? g_hash_table_lookup (model->addresses[phone], keys[0]) : NULL;

  if (attribute->source == CRM_IS_ADDRESS)
    {
      write_text (out, first ? first->text : NULL);
      return;
    }
  if (attribute->source != CRM_IS_ADDRESS_DATA)
    {
      if (first == NULL)
        g_string_append (out, view == CRM_VIEW_CREATE ? "false" : "null");
      else
        g_string_append (out,
                         (attribute->source == CRM_IS_OPTED_OUT ? first->opted_out : first->invalid)
                             ? "true"
                             : "false");
      return;
    }
  g_string_append_c (out, '[');
  for (guint i = 0; keys[i]; i++)
    {
      CrmAddress *address = g_hash_table_lookup (model->addresses[phone], keys[i]);

      g_string_append (out, i ? ",{\"" : "{\"");
      g_string_append (out, phone ? "phoneNumber\":" : "emailAddress\":");
      crm_json_text (out, address->text);
      g_string_append (out, phone ? ",\"type\":" : ",\"lower\":");
      write_text (out, phone ? address->type : keys[i]);
      g_string_append_printf (out,
                              ",\"primary\":%s,\"optOut\":%s,\"invalid\":%s}",
                              i ? "false" : "true",
                              address->opted_out ? "true" : "false",
                              address->invalid ? "true" : "false");
    }
  g_string_append_c (out, ']');
}

/* Who follows: the responsible person and the participants; nobody follows by hand here. */
static GPtrArray *
followers (CrmEntity *entity, const CrmRecord *record)
{
  GPtrArray *ids = entity->users ? set_ids (entity->users, record->id) : g_ptr_array_new ();
  const char *assigned = crm_record_text (record, entity->assigned_user);

  if (assigned && !g_ptr_array_find_with_equal_func (ids, assigned, g_str_equal, NULL))
    g_ptr_array_insert (ids, 0, (gpointer) assigned);
  return ids;
}

static void
write_followers (CrmModel *model,
                 GString *out,
                 CrmEntity *entity,
                 const CrmRecord *record,
                 CrmAttribute *attribute,
                 CrmUser *user)
{
  g_autoptr (GPtrArray) ids = followers (entity, record);

  if (attribute->source == CRM_IS_FOLLOWED)
    g_string_append (out,
                     user && g_ptr_array_find_with_equal_func (ids, user->id, g_str_equal, NULL)
                         ? "true"
                         : "false");
  else if (attribute->source == CRM_IS_FOLLOWER_IDS)
    write_ids (out, ids);
  else
    write_names (out, crm_model_entity (model, "User"), ids);
}

static void
write_computed_number (
    GString *out, CrmEntity *entity, const CrmRecord *record, CrmAttribute *attribute, CrmView view)
{
  CrmAttribute *start = crm_entity_attribute (entity, "dateStart");
  CrmAttribute *end = crm_entity_attribute (entity, "dateEnd");
  CrmAttribute *all_day = crm_entity_attribute (entity, "isAllDay");
  CrmAttribute *amount = crm_entity_attribute (entity, "amount");
  CrmAttribute *chance = crm_entity_attribute (entity, "probability");
  const CrmValue *one, *other;

  if (attribute->source == CRM_IS_DURATION)
    {
      one = start ? crm_record_value (record, start->index) : NULL;
      other = end ? crm_record_value (record, end->index) : NULL;
      /* A day-long meeting is created with the hour the form proposes. */
      if (view == CRM_VIEW_CREATE && all_day && crm_record_value (record, all_day->index))
        g_string_append (out, "3600");
      else if (one && other)
        g_string_append_printf (out, "%" G_GINT64_FORMAT, other->number - one->number);
      else
        g_string_append (out, "null");
      return;
    }
  one = amount ? crm_record_value (record, amount->index) : NULL;
  other = chance ? crm_record_value (record, chance->index) : NULL;
  if (one && other)
    crm_json_real (out, one->real * (double) other->number / 100);
  else
    g_string_append (out, "null");
}

/* The role (or another column) at the primary account; there is none without an account. */
static void
write_role (GString *out, const CrmRecord *record, CrmAttribute *attribute)
{
  const char *primary = crm_record_text (record, (int) attribute->base);
  CrmTie *tie
      = primary && attribute->link ? crm_link_tie (attribute->link, record->id, primary) : NULL;
  JsonNode *node
      = tie && tie->columns ? json_object_get_member (tie->columns, attribute->column) : NULL;

  if (node)
    crm_json_node (out, node);
  else
    g_string_append (out, attribute->type == CRM_YES_NO ? "false" : "null");
}

void
crm_write_attribute (CrmModel *model,
                     GString *out,
                     CrmEntity *entity,
                     const CrmRecord *record,
                     CrmAttribute *attribute,
                     CrmView view,
                     CrmUser *user)
{
  const char *id;
  CrmRecord *other;

  switch (attribute->source)
    {
    case CRM_IS_STORED:
      write_value (out, attribute, crm_record_value (record, attribute->index));
      break;
    case CRM_IS_ID:
      crm_json_text (out, record->id);
      break;
    case CRM_IS_DELETED:
      g_string_append (out, record->deleted ? "true" : "false");
      break;
    case CRM_IS_DELETE_ID:
      crm_json_text (out, record->deleted ? record->id : "0");
      break;
    case CRM_IS_CREATED_AT:
      write_time (out, record->created_at);
      break;
    case CRM_IS_MODIFIED_AT:
      write_time (out, record->modified_at);
      break;
    case CRM_IS_VERSION:
      g_string_append_printf (out, "%d", record->version);
      break;
    case CRM_IS_LINK_NAME:
      write_text (
          out,
          crm_record_name (attribute->target, crm_record_text (record, (int) attribute->base)));
      break;
    case CRM_IS_PARENT_NAME:
      id = crm_record_text (record, (int) attribute->base2);
      write_text (out,
                  id ? crm_record_name (crm_model_entity (model, id),
                                        crm_record_text (record, (int) attribute->base))
                     : NULL);
      break;
    case CRM_IS_SET_IDS:
    case CRM_IS_SET_NAMES:
    case CRM_IS_SET_COLUMNS:
    case CRM_IS_SET_TYPES:
      write_set (out, record, attribute);
      break;
    case CRM_IS_ADDRESS:
    case CRM_IS_ADDRESS_DATA:
    case CRM_IS_OPTED_OUT:
    case CRM_IS_INVALID:
      write_address (model, out, entity, record, attribute, view);
      break;
    case CRM_IS_CONVERTED:
      write_value (out, attribute, crm_record_value (record, attribute->base));
      break;
    case CRM_IS_FOLLOWED:
    case CRM_IS_FOLLOWER_IDS:
    case CRM_IS_FOLLOWER_NAMES:
      write_followers (model, out, entity, record, attribute, user);
      break;
    case CRM_IS_FALSE:
      g_string_append (out, "false");
      break;
    case CRM_IS_FOREIGN:
      id = crm_record_text (record, (int) attribute->base);
      other = id && attribute->target ? crm_entity_find (attribute->target, id) : NULL;
      write_text (out, other ? crm_record_text (other, (int) attribute->base2) : NULL);
      break;
    case CRM_IS_ROLE:
      write_role (out, record, attribute);
      break;
    case CRM_IS_DURATION:
    case CRM_IS_WEIGHTED:
    default:
      write_computed_number (out, entity, record, attribute, view);
      break;
    }
}

/* --- Records --------------------------------------------------------------------------------- */

static gboolean
is_shown (CrmModel *model,
          CrmEntity *entity,
          const CrmRecord *record,
          CrmAttribute *attribute,
          CrmView view,
          const guint8 *only,
          CrmUser *user)
{
  gboolean followers_ids
      = attribute->source == CRM_IS_FOLLOWER_IDS || attribute->source == CRM_IS_FOLLOWER_NAMES;

  if (!crm_user_sees (user, entity, attribute, FALSE))
    return FALSE;
  switch (view)
    {
    case CRM_VIEW_CREATE:
      if (!(attribute->flags & (CRM_IN_CREATE | CRM_IN_CREATE_ALWAYS)))
        return FALSE;
      break;
    case CRM_VIEW_READ:
      if (!(attribute->flags & CRM_IN_READ))
        return FALSE;
      break;
    case CRM_VIEW_LIST:
      if (only == NULL)
        return (attribute->flags & CRM_IN_LIST) != 0;
      if (attribute->source == CRM_IS_ADDRESS_DATA && !entity->lists_addresses)
        return FALSE;
      return only[attribute->index] != 0;
    case CRM_VIEW_DUPLICATE:
    default:
      return (attribute->flags & CRM_IN_LIST) && !g_str_equal (attribute->name, "isStarred");
    }
  return !followers_ids || crm_user_may (model, user, entity, record, CRM_STREAM);
}

static void
cut_text (GString *out, const CrmValue *value)
{
  const char *end = g_utf8_offset_to_pointer (value->text, CRM_LIST_TEXT_LIMIT);
  g_autofree char *text = g_strndup (value->text, (gsize) (end - value->text));

  crm_json_text (out, text);
}

void
crm_write_record (CrmModel *model,
                  GString *out,
                  CrmEntity *entity,
                  const CrmRecord *record,
                  CrmView view,
                  const guint8 *only,
                  CrmUser *user,
                  CrmDraft *draft)
{
  gboolean first = TRUE;

  g_string_append_c (out, '{');
  for (guint i = 0; i < entity->attributes->len; i++)
    {
      CrmAttribute *attribute = crm_entity_nth (entity, i);
      const CrmValue *value;
      const char *echoed;
      gsize start = out->len;
      gsize at;

      if (!is_shown (model, entity, record, attribute, view, only, user))
        continue;
      g_string_append_printf (out, first ? "\"%s\":" : ",\"%s\":", attribute->name);
      at = out->len;
      echoed = draft && draft->echo
                   ? g_hash_table_lookup (draft->echo, GUINT_TO_POINTER (attribute->index))
                   : NULL;
      value = only && (attribute->flags & CRM_LONG_TEXT) ? crm_record_value (record, i) : NULL;
      if (echoed)
        g_string_append (out, echoed);
      /* A list that was not asked for the parent does not load its name. */
      else if (attribute->source == CRM_IS_PARENT_NAME && only && !only[attribute->base])
        g_string_append (out, "null");
      else if (value && g_utf8_strlen (value->text, -1) > CRM_LIST_TEXT_LIMIT)
        cut_text (out, value);
      else if (attribute->source == CRM_IS_WEIGHTED && draft)
        {
          g_autoptr (GString) exact = g_string_new (NULL);

          crm_write_attribute (model, exact, entity, record, attribute, view, user);
          if (g_str_equal (exact->str, "null"))
            g_string_append (out, "null");
          else
            crm_json_real (out, round (g_ascii_strtod (exact->str, NULL) * 100) / 100);
        }
      else
        crm_write_attribute (model, out, entity, record, attribute, view, user);
      /* An answer to a create lacks what nobody set. */
      if (view == CRM_VIEW_CREATE && !(attribute->flags & CRM_IN_CREATE_ALWAYS)
          && !(draft && draft->given[i])
          && (g_str_equal (out->str + at, "null") || g_str_equal (out->str + at, "[]")))
        {
          g_string_truncate (out, start);
          continue;
        }
      first = FALSE;
    }
  g_string_append_c (out, '}');
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What EspoCRM makes of the values of a request: coercion, validation, checks of links. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "crm-private.h"

#include <string.h>

/* --- Coercion -------------------------------------------------------------------------------- */

static gboolean
parse_number (const char *text, double *number)
{
  char *end;

  if (*text == '\0' || g_ascii_isspace (*text))
    return FALSE;
  *number = g_ascii_strtod (text, &end);
  return *end == '\0' && !g_ascii_isalpha (text[strlen (text) - 1]);
}

static void
text_to_value (const CrmAttribute *attribute, char *text, CrmValue *value)
{
  double number;
  gint64 seconds;
  GString *raw;

  switch (attribute->type)
    {
    case CRM_TEXT:
      if (!(attribute->flags & CRM_LONG_TEXT))
        g_strstrip (text);
      if (*text == '\0')
        break;
      value->type = CRM_TEXT;
      value->text = text;
      return;
    case CRM_INT:
      if (parse_number (text, &number))
        {
          value->type = CRM_INT;
          value->number = g_ascii_strtoll (text, NULL, 10);
        }
      break;
    case CRM_REAL:
      if (parse_number (text, &number))
        {
          value->type = CRM_REAL;
          value->real = number;
        }
      break;
    case CRM_YES_NO:
      value->type = CRM_YES_NO;
      value->number = g_str_equal (text, "true") || g_str_equal (text, "1");
      break;
    case CRM_TIME:
      if (crm_time_parse (text, &seconds))
        {
          value->type = CRM_TIME;
          value->number = seconds;
        }
      break;
    case CRM_RAW:
      raw = g_string_new (NULL);
      crm_json_text (raw, text);
      value->type = CRM_RAW;
      value->text = g_string_free (raw, FALSE);
      break;
    case CRM_NULL:
    default:
      break;
    }
  g_free (text);
}

void
crm_node_to_value (const CrmAttribute *attribute, JsonNode *node, CrmValue *value)
{
  char *text;
  GString *raw;

  value->type = CRM_NULL;
  value->number = 0;
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return;
  if (attribute->type == CRM_RAW)
    {
      raw = g_string_new (NULL);
      crm_json_node (raw, node);
      value->type = CRM_RAW;
      value->text = g_string_free (raw, FALSE);
      return;
    }
  if (!JSON_NODE_HOLDS_VALUE (node))
    return;
  if (attribute->type == CRM_REAL && json_node_get_value_type (node) != G_TYPE_STRING)
    {
      value->type = CRM_REAL;
      value->real = json_node_get_double (node);
      return;
    }
  text = crm_json_string (node);
  text_to_value (attribute, text, value);
}

/* --- Addresses ------------------------------------------------------------------------------- */

static void
set_address (CrmModel *model, gboolean phone, const char *key, const char *text, const char *type)
{
  CrmAddress *address = g_hash_table_lookup (model->addresses[phone], key);

  if (address == NULL)
    {
      address = g_new0 (CrmAddress, 1);
      address->text = g_strdup (text);
      g_hash_table_insert (model->addresses[phone], g_strdup (key), address);
    }
  if (type)
    {
      g_free (address->type);
      address->type = g_strdup (type);
    }
}

static char *
address_key (gboolean phone, const char *text)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));

  return phone ? g_steal_pointer (&trimmed) : g_utf8_strdown (trimmed, -1);
}

/* One address: takes the place of the primary one. */
static void
take_primary (CrmModel *model, CrmDraft *draft, CrmAttribute *address, const char *text)
{
  gboolean phone = address->field->kind == CRM_FIELD_PHONE;
  const char *old = crm_draft_get_text (draft, (int) address->index);
  g_auto (GStrv) lines = g_strsplit (old ? old : "", "\n", -1);
  g_autoptr (GString) all = g_string_new (NULL);
  g_autofree char *key = text && *text ? address_key (phone, text) : NULL;

  if (key && g_strcmp0 (lines[0], key) == 0)
    return;
  if (key)
    {
      set_address (model, phone, key, text, phone ? address->field->default_type : NULL);
      g_string_append (all, key);
    }
  for (guint i = 1; lines[0] && lines[i]; i++)
    if (g_strcmp0 (lines[i], key) != 0)
      g_string_append_printf (all, "%s%s", all->len ? "\n" : "", lines[i]);
  crm_draft_text (draft, (int) address->index, all->len ? all->str : NULL);
}

static void
take_list (CrmModel *model, CrmDraft *draft, CrmAttribute *address, JsonArray *list)
{
  gboolean phone = address->field->kind == CRM_FIELD_PHONE;
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonNode *node = json_array_get_element (list, i);
      JsonObject *item = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      const char *text = item ? crm_json_get (item, phone ? "phoneNumber" : "emailAddress") : NULL;
      g_autofree char *key = NULL;
      CrmAddress *known;

      if (text == NULL || *text == '\0')
        continue;
      key = address_key (phone, text);
      set_address (model, phone, key, text, phone ? crm_json_get (item, "type") : NULL);
      known = g_hash_table_lookup (model->addresses[phone], key);
      if (json_object_has_member (item, "optOut"))
        known->opted_out = crm_json_true (item, "optOut");
      if (json_object_has_member (item, "invalid"))
        known->invalid = crm_json_true (item, "invalid");
      if (crm_json_true (item, "primary") && all->len > 0)
        {
          g_string_prepend_c (all, '\n');
          g_string_prepend (all, key);
        }
      else
        g_string_append_printf (all, "%s%s", all->len ? "\n" : "", key);
    }
  crm_draft_text (draft, (int) address->index, all->len ? all->str : NULL);
}

gboolean
crm_addresses_take (CrmModel *model, CrmDraft *draft, CrmAttribute *attribute, JsonNode *node)
{
  CrmAttribute *address = crm_entity_nth (draft->entity, attribute->base);

  if (attribute->source == CRM_IS_ADDRESS)
    {
      g_autofree char *text = crm_json_string (node);

      take_primary (model, draft, attribute, text ? g_strstrip (text) : NULL);
      return TRUE;
    }
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return FALSE;
  take_list (model, draft, address, json_node_get_array (node));
  return TRUE;
}

/* --- Taking a body --------------------------------------------------------------------------- */

static void
take_set (CrmDraft *draft, CrmAttribute *attribute, JsonNode *node)
{
  guint base = attribute->source == CRM_IS_SET_IDS ? attribute->index : attribute->base;
  CrmSetChange *change = NULL;

  for (guint i = 0; i < draft->sets->len; i++)
    if (((CrmSetChange *) g_ptr_array_index (draft->sets, i))->attribute == base)
      change = g_ptr_array_index (draft->sets, i);
  if (change == NULL)
    {
      change = g_new0 (CrmSetChange, 1);
      change->attribute = base;
      g_ptr_array_add (draft->sets, change);
    }
  if (attribute->source == CRM_IS_SET_COLUMNS)
    {
      if (JSON_NODE_HOLDS_OBJECT (node))
        {
          g_clear_pointer (&change->columns, json_object_unref);
          change->columns = json_object_ref (json_node_get_object (node));
        }
      return;
    }
  g_clear_pointer (&change->ids, g_ptr_array_unref);
  change->ids = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0;
       JSON_NODE_HOLDS_ARRAY (node) && i < json_array_get_length (json_node_get_array (node));
       i++)
    {
      char *id = crm_json_string (json_array_get_element (json_node_get_array (node), i));

      if (id && !g_ptr_array_find_with_equal_func (change->ids, id, g_str_equal, NULL))
        g_ptr_array_add (change->ids, g_steal_pointer (&id));
      g_free (id);
    }
}

static void
echo (CrmDraft *draft, CrmAttribute *attribute, JsonNode *node)
{
  GString *text = g_string_new (NULL);

  if (draft->echo == NULL)
    draft->echo = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  crm_json_node (text, node);
  g_hash_table_insert (
      draft->echo, GUINT_TO_POINTER (attribute->index), g_string_free (text, FALSE));
}

static void
take_stored (CrmDraft *draft, CrmAttribute *attribute, JsonNode *node)
{
  CrmValue value;

  crm_node_to_value (attribute, node, &value);
  crm_draft_set (draft, attribute->index, &value);
  /* "2026-12-01 09:00" comes back as it was sent, though it is stored with seconds. */
  if (attribute->type == CRM_TIME && value.type == CRM_TIME
      && strlen (json_node_get_string (node)) == 16)
    echo (draft, attribute, node);
}

static JsonObject *
get_settings (CrmModel *model)
{
  return crm_json_child (model->metadata, "config");
}

static const char *
default_currency (CrmModel *model)
{
  JsonObject *config = get_settings (model);
  const char *currency = config ? crm_json_get (config, "defaultCurrency") : NULL;

  return currency ? currency : "EUR";
}

static gboolean
is_currency (CrmModel *model, const char *currency)
{
  JsonObject *config = get_settings (model);
  JsonNode *list = config ? json_object_get_member (config, "currencyList") : NULL;

  for (guint i = 0; list && i < json_array_get_length (json_node_get_array (list)); i++)
    if (g_strcmp0 (crm_json_nth_text (json_node_get_array (list), i), currency) == 0)
      return TRUE;
  return FALSE;
}

static void
fill_currencies (CrmModel *model, CrmDraft *draft)
{
  for (guint i = 0; i < draft->entity->fields->len; i++)
    {
      CrmField *field = g_ptr_array_index (draft->entity->fields, i);
      CrmAttribute *amount;

      if (field->kind != CRM_FIELD_CURRENCY)
        continue;
      amount = crm_entity_nth (draft->entity, (guint) field->attribute);
      if (draft->values[amount->index].type != CRM_NULL
          && draft->values[amount->base2].type == CRM_NULL)
        {
          crm_draft_text (draft, (int) amount->base2, default_currency (model));
          draft->given[amount->base2] = 1;
        }
    }
}

void
crm_values_take (
    CrmModel *model, CrmDraft *draft, JsonObject *body, CrmUser *user, gboolean creating)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, body);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      CrmAttribute *attribute = crm_entity_attribute (draft->entity, name);

      if (attribute == NULL || (attribute->flags & CRM_READ_ONLY)
          || (!creating && attribute->field && attribute->field->read_only_after_create)
          || !crm_user_sees (user, draft->entity, attribute, TRUE))
        continue;
      switch ((int) attribute->source)
        {
        case CRM_IS_STORED:
        case CRM_IS_ROLE:
          take_stored (draft, attribute, node);
          break;
        case CRM_IS_SET_IDS:
        case CRM_IS_SET_COLUMNS:
          take_set (draft, attribute, node);
          break;
        case CRM_IS_ADDRESS:
          /* The list wins when both are given. */
          if (!draft->given[attribute->index])
            crm_addresses_take (model, draft, attribute, node);
          break;
        case CRM_IS_ADDRESS_DATA:
          if (crm_addresses_take (model, draft, attribute, node))
            {
              draft->given[attribute->base] = 1;
              echo (draft, attribute, node);
            }
          break;
        default:
          continue;
        }
      draft->given[attribute->index] = 1;
    }
  fill_currencies (model, draft);
}

/* --- Validation ------------------------------------------------------------------------------ */

static gboolean
is_phone (const char *text)
{
  guint digits = 0;

  if (*text++ != '+')
    return FALSE;
  for (; *text; text++)
    {
      if (g_ascii_isdigit (*text))
        digits++;
      else if (!strchr (" ()-", *text))
        return FALSE;
    }
  return digits >= 5 && digits <= 15;
}

static gboolean
is_email (const char *text)
{
  const char *at = strchr (text, '@');
  const char *dot = at ? strrchr (at, '.') : NULL;

  return at && at > text && !strchr (at + 1, '@') && dot && dot > at + 1 && dot[1]
         && !strpbrk (text, " \t\n<>,;");
}

static const char *
check_text (const CrmField *field, JsonNode *node)
{
  g_autofree char *text = crm_json_string (node);

  if (text == NULL)
    return "valid";
  if (field->kind != CRM_FIELD_TEXT)
    g_strstrip (text);
  if (field->max_length && (guint) g_utf8_strlen (text, -1) > field->max_length)
    return "maxLength";
  if (field->no_bad_characters && strpbrk (text, "<>="))
    return "pattern";
  return NULL;
}

static const char *
check_number (const CrmField *field, JsonNode *node)
{
  g_autofree char *text = crm_json_string (node);
  double number;

  if (text == NULL || !parse_number (text, &number)
      || (field->kind == CRM_FIELD_INT && strpbrk (text, ".eE")))
    return "valid";
  if (field->has_min && number < field->min)
    return "min";
  if (field->has_max && number > field->max)
    return "max";
  return NULL;
}

static const char *
check_options (const CrmField *field, JsonNode *node)
{
  JsonArray *list;

  if (field->kind == CRM_FIELD_ENUM)
    {
      g_autofree char *text = crm_json_string (node);

      if (text == NULL)
        return "valid";
      return field->options == NULL || *text == '\0'
                     || g_strv_contains ((const char *const *) field->options, text)
                 ? check_text (field, node)
                 : "valid";
    }
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return "array";
  list = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      g_autofree char *text = crm_json_string (json_array_get_element (list, i));

      if (text == NULL
          || (field->options && !g_strv_contains ((const char *const *) field->options, text)))
        return "valid";
    }
  return NULL;
}

static const char *
check_address (const CrmField *field, JsonNode *node)
{
  g_autofree char *text = crm_json_string (node);

  if (text == NULL)
    return "valid";
  g_strstrip (text);
  if (field->kind == CRM_FIELD_PHONE)
    return is_phone (text) ? NULL : "valid";
  return is_email (text) ? NULL : "emailAddress";
}

static const char *
check_addresses (const CrmField *field, JsonNode *node)
{
  const char *member = field->kind == CRM_FIELD_PHONE ? "phoneNumber" : "emailAddress";

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return "valid";
  for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
    {
      JsonNode *item = json_array_get_element (json_node_get_array (node), i);
      JsonNode *address = JSON_NODE_HOLDS_OBJECT (item)
                              ? json_object_get_member (json_node_get_object (item), member)
                              : NULL;
      const char *wrong = address ? check_address (field, address) : "valid";

      if (wrong)
        return wrong;
    }
  return NULL;
}

static const char *
check_node (const CrmField *field, JsonNode *node)
{
  g_autofree char *text = crm_json_string (node);
  gint64 seconds;
  double number;

  if (JSON_NODE_HOLDS_NULL (node) || (text && *text == '\0'))
    return NULL;
  switch (field->kind)
    {
    case CRM_FIELD_VARCHAR:
    case CRM_FIELD_TEXT:
      return check_text (field, node);
    case CRM_FIELD_ENUM:
    case CRM_FIELD_MULTI_ENUM:
      return check_options (field, node);
    case CRM_FIELD_INT:
    case CRM_FIELD_FLOAT:
      return check_number (field, node);
    case CRM_FIELD_DECIMAL:
    case CRM_FIELD_CURRENCY:
      return text && parse_number (text, &number) ? NULL : "valid";
    case CRM_FIELD_DATE:
      return text && crm_date_valid (text) ? NULL : "valid";
    case CRM_FIELD_DATETIME:
    case CRM_FIELD_DATETIME_OPTIONAL:
      return text && crm_time_parse (text, &seconds) ? NULL : "valid";
    case CRM_FIELD_EMAIL:
    case CRM_FIELD_PHONE:
      return check_address (field, node);
    case CRM_FIELD_LINK:
    case CRM_FIELD_PARENT:
      return text ? NULL : "valid";
    case CRM_FIELD_LINK_MULTIPLE:
    case CRM_FIELD_ATTACHMENTS:
      return JSON_NODE_HOLDS_ARRAY (node) ? NULL : "valid";
    case CRM_FIELD_OTHER:
    case CRM_FIELD_BOOL:
    case CRM_FIELD_JSON:
    case CRM_FIELD_PERSON_NAME:
    case CRM_FIELD_ADDRESS:
    case CRM_FIELD_FOREIGN:
    case CRM_FIELD_DURATION:
    case CRM_FIELD_AUTOINCREMENT:
    default:
      return NULL;
    }
}

static gboolean
is_missing (CrmDraft *draft, const CrmField *field)
{
  CrmAttribute *attribute = crm_entity_nth (draft->entity, (guint) field->attribute);

  if (draft->values[field->attribute].type != CRM_NULL)
    return g_strcmp0 (crm_draft_get_text (draft, field->attribute), "[]") == 0;
  if (attribute->source == CRM_IS_SET_IDS)
    {
      for (guint i = 0; i < draft->sets->len; i++)
        {
          CrmSetChange *change = g_ptr_array_index (draft->sets, i);

          if (change->attribute == attribute->index && change->ids && change->ids->len > 0)
            return FALSE;
        }
      return TRUE;
    }
  if (field->kind == CRM_FIELD_DATETIME_OPTIONAL)
    {
      g_autofree char *day = g_strconcat (field->name, "Date", NULL);

      return crm_draft_get_text (draft, (int) crm_entity_attribute (draft->entity, day)->index)
             == NULL;
    }
  return TRUE;
}

static const char *
check_field (
    CrmModel *model, CrmDraft *draft, const CrmField *field, JsonObject *body, gboolean creating)
{
  CrmAttribute *attribute = crm_entity_nth (draft->entity, (guint) field->attribute);
  JsonNode *node = json_object_get_member (body, attribute->name);
  g_autofree char *other = g_strconcat (field->name,
                                        field->kind == CRM_FIELD_DATETIME_OPTIONAL ? "Date"
                                        : field->kind == CRM_FIELD_CURRENCY        ? "Currency"
                                                                                   : "Data",
                                        NULL);
  JsonNode *second = json_object_get_member (body, other);
  const char *wrong;

  /* What is there but wrong is not missing. */
  if (field->required && (creating || draft->given[field->attribute])
      && (node == NULL || check_node (field, node) == NULL) && is_missing (draft, field))
    return "required";
  /* What the role may not write is not looked at. */
  if (!draft->given[field->attribute] && second == NULL)
    return NULL;
  wrong = node && draft->given[field->attribute] ? check_node (field, node) : NULL;
  if (wrong)
    return wrong;
  if (second == NULL || JSON_NODE_HOLDS_NULL (second))
    return NULL;
  if (field->kind == CRM_FIELD_EMAIL || field->kind == CRM_FIELD_PHONE)
    return check_addresses (field, second);
  if (field->kind == CRM_FIELD_DATETIME_OPTIONAL)
    {
      g_autofree char *day = crm_json_string (second);

      return day && (*day == '\0' || crm_date_valid (day)) ? NULL : "valid";
    }
  if (field->kind == CRM_FIELD_CURRENCY)
    {
      g_autofree char *currency = crm_json_string (second);

      return currency && is_currency (model, currency) ? NULL : "validCurrency";
    }
  return NULL;
}

gboolean
crm_values_check (
    CrmModel *model, CrmDraft *draft, JsonObject *body, gboolean creating, CrmResponse *response)
{
  for (guint i = 0; i < draft->entity->fields->len; i++)
    {
      CrmField *field = g_ptr_array_index (draft->entity->fields, i);
      const char *wrong;

      if (field->attribute < 0 || field->read_only)
        continue;
      wrong = check_field (model, draft, field, body, creating);
      if (wrong)
        {
          crm_answer_refused (model, response, draft->entity, field->name, wrong);
          return FALSE;
        }
    }
  return TRUE;
}

/* --- Links ----------------------------------------------------------------------------------- */

static gboolean
cannot_relate (
    CrmModel *model, CrmDraft *draft, const char *link, const char *target, CrmResponse *response)
{
  g_autofree char *reason
      = g_strdup_printf ("Can't relate with non-existing record. entity type: %s, link: %s.",
                         draft->entity->name,
                         link);
  GString *body = g_string_new ("{\"messageTranslation\":{\"label\":\"cannotRelateNonExisting\","
                                "\"scope\":null,\"data\":{\"foreignEntityType\":");

  crm_json_text (body, target ? target : "");
  g_string_append (body, "}}}");
  model->counts.rejected_links++;
  crm_answer (model, response, 403, reason, body);
  return FALSE;
}

static gboolean
exists (CrmEntity *target, const char *id)
{
  return target && crm_entity_find (target, id);
}

gboolean
crm_links_check (CrmModel *model, CrmDraft *draft, const CrmRecord *base, CrmResponse *response)
{
  CrmEntity *entity = draft->entity;

  for (guint i = 0; i < entity->attributes->len; i++)
    {
      CrmAttribute *attribute = crm_entity_nth (entity, i);
      const char *id = crm_draft_get_text (draft, (int) i);

      if (!draft->given[i] || id == NULL || attribute->field == NULL
          || (guint) attribute->field->attribute != i)
        continue;
      /* What pointed there already may go on pointing there. */
      if (base && g_strcmp0 (crm_record_text (base, (int) i), id) == 0)
        continue;
      if (attribute->field->kind == CRM_FIELD_LINK && attribute->link
          && !exists (attribute->link->target, id))
        return cannot_relate (
            model, draft, attribute->field->name, attribute->link->target_name, response);
      if (attribute->field->kind == CRM_FIELD_PARENT)
        {
          g_autofree char *type_name = g_strconcat (attribute->field->name, "Type", NULL);
          CrmAttribute *type = crm_entity_attribute (entity, type_name);
          const char *target = crm_draft_get_text (draft, (int) type->index);

          if (target == NULL || !exists (crm_model_entity (model, target), id))
            return cannot_relate (model, draft, attribute->field->name, target, response);
        }
    }
  for (guint i = 0; i < draft->sets->len; i++)
    {
      CrmSetChange *change = g_ptr_array_index (draft->sets, i);
      CrmAttribute *attribute = crm_entity_nth (entity, change->attribute);

      for (guint j = 0; change->ids && attribute->link && j < change->ids->len; j++)
        if (!exists (attribute->link->target, g_ptr_array_index (change->ids, j))
            && !(base
                 && crm_link_tie (attribute->link, base->id, g_ptr_array_index (change->ids, j))))
          return cannot_relate (
              model, draft, attribute->field->name, attribute->link->target_name, response);
    }
  return TRUE;
}

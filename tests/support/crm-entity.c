/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* An entity type of EspoCRM: its fields, the attributes they have in JSON, its links. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "crm-private.h"

#include <string.h>

#define READ_LIST (CRM_IN_READ | CRM_IN_LIST)
#define SHOWN (READ_LIST | CRM_IN_CREATE)
#define SHOWN_ALWAYS (READ_LIST | CRM_IN_CREATE_ALWAYS)

static const struct
{
  const char *name;
  CrmFieldKind kind;
} kinds[] = {
  { "varchar", CRM_FIELD_VARCHAR },
  { "url", CRM_FIELD_VARCHAR },
  { "barcode", CRM_FIELD_VARCHAR },
  { "colorpicker", CRM_FIELD_VARCHAR },
  { "text", CRM_FIELD_TEXT },
  { "wysiwyg", CRM_FIELD_TEXT },
  { "enum", CRM_FIELD_ENUM },
  { "int", CRM_FIELD_INT },
  { "enumInt", CRM_FIELD_INT },
  { "float", CRM_FIELD_FLOAT },
  { "bool", CRM_FIELD_BOOL },
  { "date", CRM_FIELD_DATE },
  { "datetime", CRM_FIELD_DATETIME },
  { "datetimeOptional", CRM_FIELD_DATETIME_OPTIONAL },
  { "multiEnum", CRM_FIELD_MULTI_ENUM },
  { "array", CRM_FIELD_MULTI_ENUM },
  { "checklist", CRM_FIELD_MULTI_ENUM },
  { "urlMultiple", CRM_FIELD_MULTI_ENUM },
  { "jsonArray", CRM_FIELD_JSON },
  { "jsonObject", CRM_FIELD_JSON },
  { "currency", CRM_FIELD_CURRENCY },
  { "decimal", CRM_FIELD_DECIMAL },
  { "link", CRM_FIELD_LINK },
  { "linkOne", CRM_FIELD_LINK },
  { "file", CRM_FIELD_LINK },
  { "image", CRM_FIELD_LINK },
  { "linkParent", CRM_FIELD_PARENT },
  { "linkMultiple", CRM_FIELD_LINK_MULTIPLE },
  { "attachmentMultiple", CRM_FIELD_ATTACHMENTS },
  { "email", CRM_FIELD_EMAIL },
  { "phone", CRM_FIELD_PHONE },
  { "personName", CRM_FIELD_PERSON_NAME },
  { "address", CRM_FIELD_ADDRESS },
  { "foreign", CRM_FIELD_FOREIGN },
  { "duration", CRM_FIELD_DURATION },
  { "autoincrement", CRM_FIELD_AUTOINCREMENT },
};

static void
field_free (gpointer data)
{
  CrmField *field = data;

  g_free (field->name);
  g_strfreev (field->options);
  g_free (field->default_type);
  g_clear_pointer (&field->default_value, json_node_unref);
  g_free (field);
}

static void
attribute_free (gpointer data)
{
  CrmAttribute *attribute = data;

  g_free (attribute->name);
  g_free (attribute->column);
  g_free (attribute);
}

static void
link_free (gpointer data)
{
  CrmLink *link = data;

  g_free (link->name);
  g_free (link->target_name);
  g_free (link->foreign);
  g_strfreev (link->columns);
  g_strfreev (link->column_defaults);
  g_strfreev (link->column_attributes);
  g_free (link);
}

void
crm_relation_free (CrmRelation *relation)
{
  for (int i = 0; i < 2; i++)
    g_hash_table_unref (relation->sides[i]);
  g_free (relation->left);
  g_free (relation);
}

CrmAttribute *
crm_entity_attribute (CrmEntity *self, const char *name)
{
  return g_hash_table_lookup (self->attributes_by_name, name);
}

CrmAttribute *
crm_entity_nth (CrmEntity *self, guint index)
{
  return g_ptr_array_index (self->attributes, index);
}

/* The attribute of that name, made if there is none yet: an explicit field of that name wins. */
static CrmAttribute *
add (CrmEntity *self,
     const char *name,
     CrmField *field,
     CrmSource source,
     CrmValueType type,
     guint flags)
{
  CrmAttribute *attribute = crm_entity_attribute (self, name);

  if (attribute)
    return attribute;
  attribute = g_new0 (CrmAttribute, 1);
  attribute->name = g_strdup (name);
  attribute->field = field;
  attribute->source = source;
  attribute->type = type;
  attribute->flags = flags | (field && field->read_only ? CRM_READ_ONLY : 0);
  attribute->index = self->attributes->len;
  g_ptr_array_add (self->attributes, attribute);
  g_hash_table_insert (self->attributes_by_name, attribute->name, attribute);
  return attribute;
}

static CrmAttribute *
add_suffixed (CrmEntity *self,
              CrmField *field,
              const char *suffix,
              CrmSource source,
              CrmValueType type,
              guint flags)
{
  g_autofree char *name = g_strconcat (field->name, suffix, NULL);

  return add (self, name, field, source, type, flags);
}

static void
add_link_attributes (CrmEntity *self, CrmField *field, gboolean has_one)
{
  CrmAttribute *id
      = add_suffixed (self, field, "Id", CRM_IS_STORED, CRM_TEXT, has_one ? READ_LIST : SHOWN);
  CrmAttribute *name = add_suffixed (self,
                                     field,
                                     "Name",
                                     CRM_IS_LINK_NAME,
                                     CRM_TEXT,
                                     (has_one ? READ_LIST : SHOWN_ALWAYS) | CRM_READ_ONLY);

  name->base = id->index;
  field->attribute = (int) id->index;
}

static void
add_parent_attributes (CrmEntity *self, CrmField *field)
{
  CrmAttribute *id = add_suffixed (self, field, "Id", CRM_IS_STORED, CRM_TEXT, SHOWN);
  CrmAttribute *type = add_suffixed (self, field, "Type", CRM_IS_STORED, CRM_TEXT, SHOWN);
  CrmAttribute *name = add_suffixed (
      self, field, "Name", CRM_IS_PARENT_NAME, CRM_TEXT, SHOWN_ALWAYS | CRM_READ_ONLY);

  name->base = id->index;
  name->base2 = type->index;
  field->attribute = (int) id->index;
}

static void
add_set_attributes (CrmEntity *self, CrmField *field, gboolean columns)
{
  guint flags = CRM_IN_READ | CRM_IN_CREATE_ALWAYS;
  CrmAttribute *ids = add_suffixed (self, field, "Ids", CRM_IS_SET_IDS, CRM_RAW, flags);
  CrmAttribute *other
      = add_suffixed (self, field, "Names", CRM_IS_SET_NAMES, CRM_RAW, flags | CRM_READ_ONLY);

  other->base = ids->index;
  if (columns)
    {
      other = add_suffixed (self, field, "Columns", CRM_IS_SET_COLUMNS, CRM_RAW, flags);
      other->base = ids->index;
    }
  if (field->kind == CRM_FIELD_ATTACHMENTS)
    {
      other = add_suffixed (self, field, "Types", CRM_IS_SET_TYPES, CRM_RAW, flags | CRM_READ_ONLY);
      other->base = ids->index;
    }
  field->attribute = (int) ids->index;
}

static void
add_address_attributes (CrmEntity *self, CrmField *field)
{
  CrmAttribute *address = add (self, field->name, field, CRM_IS_ADDRESS, CRM_TEXT, SHOWN);
  const struct
  {
    const char *suffix;
    CrmSource source;
    guint flags;
  } others[] = {
    { "IsOptedOut", CRM_IS_OPTED_OUT, SHOWN_ALWAYS },
    { "IsInvalid", CRM_IS_INVALID, SHOWN_ALWAYS },
    { "Data",
      CRM_IS_ADDRESS_DATA,
      CRM_IN_READ | CRM_IN_CREATE_ALWAYS | (self->lists_addresses ? CRM_IN_LIST : 0) },
  };

  field->attribute = (int) address->index;
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    add_suffixed (self, field, others[i].suffix, others[i].source, CRM_RAW, others[i].flags)->base
        = address->index;
}

static void
add_money_attributes (CrmEntity *self, CrmField *field)
{
  CrmAttribute *amount = add (self, field->name, field, CRM_IS_STORED, CRM_REAL, SHOWN);
  CrmAttribute *currency = add_suffixed (self, field, "Currency", CRM_IS_STORED, CRM_TEXT, SHOWN);
  CrmAttribute *converted
      = add_suffixed (self, field, "Converted", CRM_IS_CONVERTED, CRM_REAL, SHOWN | CRM_READ_ONLY);

  converted->base = amount->index;
  converted->base2 = currency->index;
  amount->base = amount->index;
  amount->base2 = currency->index;
  field->attribute = (int) amount->index;
}

static void
add_plain (CrmEntity *self, CrmField *field, CrmValueType type, guint flags)
{
  field->attribute
      = (int) add (self, field->name, field, CRM_IS_STORED, type, SHOWN | flags)->index;
}

/* Fields that are no column of their own: what "select" and "primaryColumn" of the description say.
 */
static void
add_not_stored (CrmEntity *self, CrmField *field, JsonObject *defs)
{
  const char *column = crm_json_get (defs, "primaryColumn");
  CrmAttribute *attribute;

  if (g_strcmp0 (crm_json_get (defs, "select"), "weighted") == 0)
    {
      add (self, field->name, field, CRM_IS_WEIGHTED, CRM_REAL, SHOWN | CRM_READ_ONLY);
      return;
    }
  if (column)
    {
      attribute = add (self,
                       field->name,
                       field,
                       CRM_IS_ROLE,
                       field->kind == CRM_FIELD_BOOL ? CRM_YES_NO : CRM_TEXT,
                       field->kind == CRM_FIELD_BOOL ? SHOWN_ALWAYS : SHOWN);
      attribute->column = g_strdup (column);
      field->attribute = (int) attribute->index;
      return;
    }
  if (field->kind == CRM_FIELD_DURATION)
    {
      add (self, field->name, field, CRM_IS_DURATION, CRM_INT, SHOWN_ALWAYS);
      return;
    }
  if (field->kind == CRM_FIELD_JSON)
    {
      add (self,
           field->name,
           field,
           CRM_IS_STORED,
           CRM_RAW,
           CRM_IN_READ | CRM_IN_CREATE_ALWAYS | CRM_EMPTY_LIST);
      return;
    }
  if (field->kind == CRM_FIELD_BOOL)
    add (self,
         field->name,
         field,
         CRM_IS_FALSE,
         CRM_YES_NO,
         CRM_READ_ONLY | CRM_IN_CREATE_ALWAYS | (crm_json_get (defs, "select") ? READ_LIST : 0));
}

static void
add_field_attributes (CrmEntity *self, CrmField *field, JsonObject *defs, JsonObject *link)
{
  g_autofree char *day = NULL;

  if (crm_json_true (defs, "notStorable"))
    {
      add_not_stored (self, field, defs);
      return;
    }
  switch (field->kind)
    {
    case CRM_FIELD_VARCHAR:
    case CRM_FIELD_ENUM:
    case CRM_FIELD_DECIMAL:
      add_plain (
          self, field, CRM_TEXT, crm_json_true (defs, "nullInCreate") ? CRM_IN_CREATE_ALWAYS : 0);
      break;
    case CRM_FIELD_TEXT:
      add_plain (self, field, CRM_TEXT, CRM_LONG_TEXT);
      break;
    case CRM_FIELD_INT:
      add_plain (self, field, CRM_INT, 0);
      break;
    case CRM_FIELD_AUTOINCREMENT:
      field->attribute
          = (int) add (self, field->name, field, CRM_IS_STORED, CRM_INT, READ_LIST | CRM_READ_ONLY)
                ->index;
      self->number = field->attribute;
      break;
    case CRM_FIELD_FLOAT:
      add_plain (self, field, CRM_REAL, 0);
      break;
    case CRM_FIELD_BOOL:
      add_plain (self, field, CRM_YES_NO, CRM_IN_CREATE_ALWAYS);
      break;
    case CRM_FIELD_DATE:
      add_plain (self, field, CRM_TEXT, CRM_IS_DATE);
      break;
    case CRM_FIELD_DATETIME:
      if (g_str_equal (field->name, "createdAt") || g_str_equal (field->name, "modifiedAt"))
        field->attribute
            = (int) add (self,
                         field->name,
                         field,
                         field->name[0] == 'c' ? CRM_IS_CREATED_AT : CRM_IS_MODIFIED_AT,
                         CRM_TIME,
                         SHOWN_ALWAYS | CRM_READ_ONLY)
                  ->index;
      else
        add_plain (
            self, field, CRM_TIME, crm_json_true (defs, "nullInCreate") ? CRM_IN_CREATE_ALWAYS : 0);
      break;
    case CRM_FIELD_DATETIME_OPTIONAL:
      add_plain (self, field, CRM_TIME, 0);
      day = g_strconcat (field->name, "Date", NULL);
      add (self,
           day,
           field,
           CRM_IS_STORED,
           CRM_TEXT,
           SHOWN | CRM_IS_DATE | (crm_json_true (defs, "nullInCreate") ? CRM_IN_CREATE_ALWAYS : 0));
      break;
    case CRM_FIELD_MULTI_ENUM:
      add_plain (self, field, CRM_RAW, CRM_EMPTY_LIST);
      break;
    case CRM_FIELD_JSON:
      add_plain (self, field, CRM_RAW, 0);
      break;
    case CRM_FIELD_CURRENCY:
      add_money_attributes (self, field);
      break;
    case CRM_FIELD_LINK:
      add_link_attributes (self, field, g_strcmp0 (crm_json_get (link, "type"), "hasOne") == 0);
      break;
    case CRM_FIELD_PARENT:
      add_parent_attributes (self, field);
      break;
    case CRM_FIELD_LINK_MULTIPLE:
    case CRM_FIELD_ATTACHMENTS:
      add_set_attributes (self, field, crm_json_child (defs, "columns") != NULL);
      break;
    case CRM_FIELD_EMAIL:
    case CRM_FIELD_PHONE:
      add_address_attributes (self, field);
      break;
    case CRM_FIELD_PERSON_NAME:
      field->attribute
          = (int) add (self, field->name, field, CRM_IS_STORED, CRM_TEXT, SHOWN | CRM_READ_ONLY)
                ->index;
      break;
    case CRM_FIELD_FOREIGN:
      add (self, field->name, field, CRM_IS_FOREIGN, CRM_TEXT, SHOWN | CRM_READ_ONLY);
      break;
    case CRM_FIELD_ADDRESS:
      {
        static const char *const parts[] = { "Street", "City", "State", "Country", "PostalCode" };

        for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
          add_suffixed (self, field, parts[i], CRM_IS_STORED, CRM_TEXT, SHOWN);
      }
      break;
    case CRM_FIELD_DURATION:
    case CRM_FIELD_OTHER:
    default:
      break;
    }
}

char **
crm_json_strings (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  GPtrArray *strings;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return NULL;
  strings = g_ptr_array_new ();
  for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
    {
      char *text = crm_json_string (json_array_get_element (json_node_get_array (node), i));

      g_ptr_array_add (strings, text ? text : g_strdup (""));
    }
  g_ptr_array_add (strings, NULL);
  return (char **) g_ptr_array_free (strings, FALSE);
}

static CrmField *
read_field (const char *name, JsonObject *defs)
{
  CrmField *field = g_new0 (CrmField, 1);
  const char *type = crm_json_get (defs, "type");
  const char *pattern = crm_json_get (defs, "pattern");

  field->name = g_strdup (name);
  field->attribute = -1;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (type, kinds[i].name) == 0)
      field->kind = kinds[i].kind;
  field->required = crm_json_true (defs, "required") && !crm_json_true (defs, "requiredOnlyInUi");
  field->read_only = crm_json_true (defs, "readOnly");
  field->read_only_after_create = crm_json_true (defs, "readOnlyAfterCreate");
  field->audited = crm_json_true (defs, "audited");
  field->no_bad_characters = g_strcmp0 (pattern, "$noBadCharacters") == 0;
  if (json_object_has_member (defs, "maxLength"))
    field->max_length = (guint) json_object_get_int_member (defs, "maxLength");
  else if (field->kind == CRM_FIELD_VARCHAR || field->kind == CRM_FIELD_ENUM)
    field->max_length = 255;
  field->has_min = json_object_has_member (defs, "min");
  field->has_max = json_object_has_member (defs, "max");
  if (field->has_min)
    field->min = json_object_get_double_member (defs, "min");
  if (field->has_max)
    field->max = json_object_get_double_member (defs, "max");
  if (!crm_json_true (defs, "allowCustomOptions"))
    field->options = crm_json_strings (defs, "options");
  if (json_object_has_member (defs, "default"))
    field->default_value = json_node_copy (json_object_get_member (defs, "default"));
  /* "javascript: …" is what the form fills in, not the server. */
  if (field->default_value && crm_json_get (defs, "default")
      && g_str_has_prefix (crm_json_get (defs, "default"), "javascript:"))
    g_clear_pointer (&field->default_value, json_node_unref);
  field->default_type = g_strdup (crm_json_get (defs, "defaultType"));
  return field;
}

static void
read_fields (CrmEntity *self, JsonObject *defs)
{
  JsonObject *fields = crm_json_child (defs, "fields");
  JsonObject *links = crm_json_child (defs, "links");
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (fields == NULL)
    return;
  json_object_iter_init_ordered (&iter, fields);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      JsonObject *object;
      CrmField *field;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        continue;
      object = json_node_get_object (node);
      if (crm_json_true (object, "disabled"))
        continue;
      field = read_field (name, object);
      g_ptr_array_add (self->fields, field);
      g_hash_table_insert (self->fields_by_name, field->name, field);
    }
  /* Attributes after all fields are known: "valueCurrency" may be a field of its own, but belongs
   * to "value". */
  for (guint i = 0; i < self->fields->len; i++)
    {
      CrmField *field = g_ptr_array_index (self->fields, i);

      add_field_attributes (self,
                            field,
                            crm_json_child (fields, field->name),
                            links ? crm_json_child (links, field->name) : NULL);
    }
}

int
crm_entity_index_of (CrmEntity *self, const char *name)
{
  CrmAttribute *attribute = crm_entity_attribute (self, name);

  return attribute ? (int) attribute->index : -1;
}

/* What a role can allow at all; what only the server writes says "aclActionList": ["read"]. */
static guint
read_actions (JsonObject *scope)
{
  static const char *const names[CRM_N_ACTIONS] = { "read", "edit", "delete", "stream", "create" };
  g_auto (GStrv) list = scope ? crm_json_strings (scope, "aclActionList") : NULL;
  guint actions = 0;

  if (list == NULL)
    return (1 << CRM_N_ACTIONS) - 1;
  for (guint i = 0; i < CRM_N_ACTIONS; i++)
    if (g_strv_contains ((const char *const *) list, names[i]))
      actions |= 1 << i;
  return actions;
}

CrmEntity *
crm_entity_new (const char *name, JsonObject *defs, JsonObject *scope, JsonObject *record_defs)
{
  CrmEntity *self = g_new0 (CrmEntity, 1);
  JsonNode *loaders
      = record_defs ? json_object_get_member (record_defs, "listLoaderClassNameList") : NULL;

  self->name = g_strdup (name);
  self->fields = g_ptr_array_new_with_free_func (field_free);
  self->fields_by_name = g_hash_table_new (g_str_hash, g_str_equal);
  self->attributes = g_ptr_array_new_with_free_func (attribute_free);
  self->attributes_by_name = g_hash_table_new (g_str_hash, g_str_equal);
  self->links = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, link_free);
  self->unique = g_array_new (FALSE, FALSE, sizeof (guint));
  self->duplicates = g_array_new (FALSE, FALSE, sizeof (guint));
  self->always_selected = g_array_new (FALSE, FALSE, sizeof (guint));
  self->searched = g_array_new (FALSE, FALSE, sizeof (guint));
  self->hooks = g_array_new (FALSE, FALSE, sizeof (CrmHook));
  self->has_api = TRUE;
  self->number = -1;
  self->versioned = crm_json_true (defs, "optimisticConcurrencyControl");
  self->delete_id = crm_json_true (defs, "deleteId");
  self->no_deleted = crm_json_true (defs, "noDeletedAttribute");
  self->stream = scope && crm_json_true (scope, "stream");
  self->stars = scope && crm_json_true (scope, "stars");
  self->actions = read_actions (scope);
  for (guint i = 0; loaders && JSON_NODE_HOLDS_ARRAY (loaders)
                    && i < json_array_get_length (json_node_get_array (loaders));
       i++)
    {
      const char *loader = crm_json_nth_text (json_node_get_array (loaders), i);

      if (strstr (loader, "EmailAddress") || strstr (loader, "PhoneNumber"))
        self->lists_addresses = TRUE;
    }

  add (self, "id", NULL, CRM_IS_ID, CRM_TEXT, SHOWN_ALWAYS | CRM_READ_ONLY);
  if (!self->no_deleted)
    add (self, "deleted", NULL, CRM_IS_DELETED, CRM_YES_NO, SHOWN_ALWAYS | CRM_READ_ONLY);
  read_fields (self, defs);
  if (self->delete_id)
    add (self, "deleteId", NULL, CRM_IS_DELETE_ID, CRM_TEXT, SHOWN_ALWAYS | CRM_READ_ONLY);
  if (scope && crm_json_true (scope, "lockable"))
    add (self, "isLocked", NULL, CRM_IS_STORED, CRM_YES_NO, SHOWN_ALWAYS | CRM_READ_ONLY);
  if (self->stream)
    {
      guint flags = CRM_IN_READ | CRM_IN_CREATE_ALWAYS | CRM_READ_ONLY;

      add (self, "streamUpdatedAt", NULL, CRM_IS_STORED, CRM_TIME, SHOWN | CRM_READ_ONLY);
      add (self, "isFollowed", NULL, CRM_IS_FOLLOWED, CRM_YES_NO, flags);
      add (self, "followersIds", NULL, CRM_IS_FOLLOWER_IDS, CRM_RAW, flags);
      add (self, "followersNames", NULL, CRM_IS_FOLLOWER_NAMES, CRM_RAW, flags);
    }
  if (self->stars)
    add (self, "isStarred", NULL, CRM_IS_FALSE, CRM_YES_NO, SHOWN_ALWAYS | CRM_READ_ONLY);
  if (self->versioned)
    add (self, "versionNumber", NULL, CRM_IS_VERSION, CRM_INT, SHOWN_ALWAYS | CRM_READ_ONLY);

  self->name_attribute = crm_entity_index_of (self, "name");
  self->assigned_user = crm_entity_index_of (self, "assignedUserId");
  self->created_by = crm_entity_index_of (self, "createdById");
  self->modified_by = crm_entity_index_of (self, "modifiedById");
  self->stream_at = crm_entity_index_of (self, "streamUpdatedAt");
  self->locked = crm_entity_index_of (self, "isLocked");
  self->account = crm_entity_index_of (self, "accountId");
  self->parent = crm_entity_index_of (self, "parentId");
  self->slots = g_hash_table_new (g_str_hash, g_str_equal);
  self->indexes = g_new0 (CrmIndex *, self->attributes->len);
  return self;
}

void
crm_entity_free (CrmEntity *self)
{
  crm_entity_clear (self);
  g_hash_table_unref (self->slots);
  g_free (self->indexes);
  for (guint i = 0; i < self->hooks->len; i++)
    json_node_unref (g_array_index (self->hooks, CrmHook, i).value);
  g_array_unref (self->hooks);
  g_array_unref (self->unique);
  g_array_unref (self->duplicates);
  g_array_unref (self->always_selected);
  g_array_unref (self->searched);
  g_hash_table_unref (self->links);
  g_hash_table_unref (self->attributes_by_name);
  g_ptr_array_unref (self->attributes);
  g_hash_table_unref (self->fields_by_name);
  g_ptr_array_unref (self->fields);
  g_free (self->name);
  g_free (self);
}

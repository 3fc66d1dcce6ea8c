/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Filters of lists: PHP's query strings, the tree of conditions, and what it says about an index.
 */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "crm-private.h"

#include <string.h>

typedef enum
{
  FILTER_AND,
  FILTER_OR,
  FILTER_NOT,
  FILTER_ANY,
  FILTER_EQUALS,
  FILTER_NOT_EQUALS,
  FILTER_LESS,
  FILTER_LESS_OR_EQUAL,
  FILTER_GREATER,
  FILTER_GREATER_OR_EQUAL,
  FILTER_BETWEEN,
  FILTER_IN,
  FILTER_NOT_IN,
  FILTER_IS_NULL,
  FILTER_IS_NOT_NULL,
  FILTER_IS_TRUE,
  FILTER_IS_FALSE,
  FILTER_STARTS,
  FILTER_ENDS,
  FILTER_CONTAINS,
  FILTER_HAS_ANY,
  FILTER_LINKED,
  FILTER_NOT_LINKED,
} FilterKind;

struct _CrmFilter
{
  FilterKind kind;
  CrmAttribute *attribute;
  const CrmLink *link;
  GArray *values;      /* CrmValue, owned */
  GPtrArray *texts;    /* of the values, borrowed */
  GPtrArray *children; /* CrmFilter */
};

static const struct
{
  const char *name;
  FilterKind kind;
} filter_names[] = {
  { "and", FILTER_AND },
  { "or", FILTER_OR },
  { "not", FILTER_NOT },
  { "any", FILTER_ANY },
  { "equals", FILTER_EQUALS },
  { "on", FILTER_EQUALS },
  { "=", FILTER_EQUALS },
  { "notEquals", FILTER_NOT_EQUALS },
  { "notOn", FILTER_NOT_EQUALS },
  { "lessThan", FILTER_LESS },
  { "before", FILTER_LESS },
  { "lessThanOrEquals", FILTER_LESS_OR_EQUAL },
  { "greaterThan", FILTER_GREATER },
  { "after", FILTER_GREATER },
  { "greaterThanOrEquals", FILTER_GREATER_OR_EQUAL },
  { "between", FILTER_BETWEEN },
  { "in", FILTER_IN },
  { "notIn", FILTER_NOT_IN },
  { "isNull", FILTER_IS_NULL },
  { "isNotNull", FILTER_IS_NOT_NULL },
  { "isTrue", FILTER_IS_TRUE },
  { "isFalse", FILTER_IS_FALSE },
  { "startsWith", FILTER_STARTS },
  { "endsWith", FILTER_ENDS },
  { "contains", FILTER_CONTAINS },
  { "arrayAnyOf", FILTER_HAS_ANY },
  { "linkedWith", FILTER_LINKED },
  { "notLinkedWith", FILTER_NOT_LINKED },
};

/* --- Query strings --------------------------------------------------------------------------- */

/* Puts @value at a[b][c], as PHP does; "[]" takes the next number. */
static void
put_at (JsonObject *object, const char *key, const char *value)
{
  const char *bracket = strchr (key, '[');
  g_autofree char *name = bracket ? g_strndup (key, (gsize) (bracket - key)) : g_strdup (key);
  JsonObject *at = object;

  while (bracket)
    {
      const char *end = strchr (bracket, ']');
      JsonObject *child;

      if (end == NULL)
        return;
      child = crm_json_child (at, name);
      if (child == NULL)
        {
          child = json_object_new ();
          json_object_set_object_member (at, name, child);
        }
      g_free (name);
      name = end == bracket + 1 ? g_strdup_printf ("%u", json_object_get_size (child))
                                : g_strndup (bracket + 1, (gsize) (end - bracket - 1));
      at = child;
      bracket = end[1] == '[' ? end + 1 : NULL;
    }
  json_object_set_string_member (at, name, value);
}

static char *
decode (const char *text, gsize length)
{
  g_autofree char *plain = g_strndup (text, length);

  g_strdelimit (plain, "+", ' ');
  return g_uri_unescape_string (plain, NULL);
}

JsonNode *
crm_query_parse (const char *query)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  g_auto (GStrv) parts = g_strsplit (query ? query : "", "&", -1);
  JsonNode *search;

  json_node_take_object (node, object);
  for (guint i = 0; parts[i]; i++)
    {
      const char *equals = strchr (parts[i], '=');
      g_autofree char *key = NULL;
      g_autofree char *value = NULL;

      if (*parts[i] == '\0')
        continue;
      key = decode (parts[i], equals ? (gsize) (equals - parts[i]) : strlen (parts[i]));
      value = equals ? decode (equals + 1, strlen (equals + 1)) : g_strdup ("");
      if (key && value)
        put_at (object, key, value);
    }
  if (crm_json_get (object, "searchParams"))
    {
      const char *text = crm_json_get (object, "searchParams");

      search = crm_json_parse (text, strlen (text));
      if (search && JSON_NODE_HOLDS_OBJECT (search))
        crm_json_merge (object, json_node_get_object (search));
      g_clear_pointer (&search, json_node_unref);
    }
  return node;
}

/* The items of a JSON array, or of an object PHP made of "a[0]=…&a[1]=…". */
static GPtrArray *
get_items (JsonNode *node)
{
  GPtrArray *items = g_ptr_array_new ();

  if (node && JSON_NODE_HOLDS_ARRAY (node))
    {
      for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
        g_ptr_array_add (items, json_array_get_element (json_node_get_array (node), i));
    }
  else if (node && JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObjectIter iter;
      const char *name;
      JsonNode *member;

      json_object_iter_init_ordered (&iter, json_node_get_object (node));
      while (json_object_iter_next_ordered (&iter, &name, &member))
        g_ptr_array_add (items, member);
    }
  else if (node && JSON_NODE_HOLDS_VALUE (node))
    g_ptr_array_add (items, node);
  return items;
}

/* --- Values of conditions -------------------------------------------------------------------- */

/* A time as MariaDB reads it: "2026-11-22", "2026-11-22T00:00:00Z" count, anything else is before
 * all times (recordings list-modifiedat-gte-value-*). */
static gint64
parse_time (const char *text, JsonObject *item)
{
  g_autofree char *copy = g_strndup (text, 19);
  const char *zone = crm_json_get (item, "timeZone");
  gint64 seconds;

  if (strlen (copy) == 10)
    {
      g_autofree char *midnight = g_strconcat (copy, " 00:00:00", NULL);

      return crm_time_parse (midnight, &seconds) ? seconds : G_MININT64;
    }
  if (strlen (copy) > 10)
    copy[10] = ' ';
  if (!crm_time_parse (copy, &seconds))
    return G_MININT64;
  if (zone)
    {
      g_autoptr (GTimeZone) place = g_time_zone_new_identifier (zone);

      if (place)
        {
          gint64 local = seconds;
          int interval = g_time_zone_adjust_time (place, G_TIME_TYPE_STANDARD, &local);

          seconds -= g_time_zone_get_offset (place, interval);
        }
    }
  return seconds;
}

static void
add_value (CrmFilter *filter, JsonNode *node, JsonObject *item)
{
  CrmAttribute *attribute = filter->attribute;
  CrmValue value = { .type = CRM_NULL };
  g_autofree char *text = crm_json_string (node);

  if (text)
    switch (attribute ? attribute->type : CRM_TEXT)
      {
      case CRM_TIME:
        value.type = CRM_TIME;
        value.number = parse_time (text, item);
        break;
      case CRM_INT:
        value.type = CRM_INT;
        value.number = g_ascii_strtoll (text, NULL, 10);
        break;
      case CRM_REAL:
        value.type = CRM_REAL;
        value.real = g_ascii_strtod (text, NULL);
        break;
      case CRM_YES_NO:
        value.type = CRM_YES_NO;
        value.number = g_str_equal (text, "1") || g_str_equal (text, "true");
        break;
      case CRM_NULL:
      case CRM_TEXT:
      case CRM_RAW:
      default:
        value.type = CRM_TEXT;
        value.text = g_steal_pointer (&text);
        break;
      }
  g_array_append_val (filter->values, value);
  if (value.type == CRM_TEXT)
    g_ptr_array_add (filter->texts, value.text);
}

/* --- Making ---------------------------------------------------------------------------------- */

static CrmFilter *
filter_alloc (FilterKind kind)
{
  CrmFilter *filter = g_new0 (CrmFilter, 1);

  filter->kind = kind;
  filter->values = g_array_new (FALSE, FALSE, sizeof (CrmValue));
  g_array_set_clear_func (filter->values, (GDestroyNotify) crm_value_clear);
  filter->texts = g_ptr_array_new ();
  filter->children = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_filter_free);
  return filter;
}

void
crm_filter_free (CrmFilter *filter)
{
  g_ptr_array_unref (filter->texts);
  g_array_unref (filter->values);
  g_ptr_array_unref (filter->children);
  g_free (filter);
}

static gboolean
is_searchable (const CrmAttribute *attribute)
{
  switch ((int) attribute->source)
    {
    case CRM_IS_STORED:
    case CRM_IS_ID:
    case CRM_IS_DELETED:
    case CRM_IS_CREATED_AT:
    case CRM_IS_MODIFIED_AT:
    case CRM_IS_VERSION:
    case CRM_IS_ADDRESS:
      return TRUE;
    default:
      return FALSE;
    }
}

/* One condition; NULL and @reason when EspoCRM would answer 400. */
static CrmFilter *
read_item (CrmModel *model, CrmEntity *entity, CrmUser *user, JsonNode *node, char **reason)
{
  JsonObject *item = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *type = item ? crm_json_get (item, "type") : NULL;
  const char *name = item ? crm_json_get (item, "attribute") : NULL;
  CrmFilter *filter = NULL;
  g_autoptr (GPtrArray) items = NULL;

  for (guint i = 0; type && i < G_N_ELEMENTS (filter_names) && filter == NULL; i++)
    if (g_str_equal (filter_names[i].name, type))
      filter = filter_alloc (filter_names[i].kind);
  if (filter == NULL)
    {
      *reason = g_strdup_printf ("Unknown where item type '%s'.", type ? type : "");
      return NULL;
    }
  items = get_items (json_object_get_member (item, "value"));
  if (filter->kind == FILTER_AND || filter->kind == FILTER_OR || filter->kind == FILTER_NOT)
    {
      for (guint i = 0; i < items->len; i++)
        {
          CrmFilter *child = read_item (model, entity, user, g_ptr_array_index (items, i), reason);

          if (child == NULL)
            {
              crm_filter_free (filter);
              return NULL;
            }
          g_ptr_array_add (filter->children, child);
        }
      return filter;
    }
  if (filter->kind == FILTER_LINKED || filter->kind == FILTER_NOT_LINKED)
    {
      filter->link = name ? g_hash_table_lookup (entity->links, name) : NULL;
      if (filter->link == NULL)
        {
          *reason = g_strdup_printf ("Not existing link '%s' in where.", name ? name : "");
          crm_filter_free (filter);
          return NULL;
        }
    }
  else
    {
      filter->attribute = name ? crm_entity_attribute (entity, name) : NULL;
      if (filter->attribute == NULL || !is_searchable (filter->attribute))
        *reason = g_strdup_printf ("Not existing attribute '%s' in where.", name ? name : "");
      else if (!crm_user_sees (user, entity, filter->attribute, FALSE))
        *reason = g_strdup_printf ("Forbidden attribute '%s' in where.", name);
      if (*reason)
        {
          crm_filter_free (filter);
          return NULL;
        }
    }
  for (guint i = 0; i < items->len; i++)
    add_value (filter, g_ptr_array_index (items, i), item);
  return filter;
}

CrmFilter *
crm_filter_new (CrmModel *model, CrmEntity *entity, CrmUser *user, JsonNode *where, char **reason)
{
  CrmFilter *all = filter_alloc (FILTER_AND);
  g_autoptr (GPtrArray) items = get_items (where);

  for (guint i = 0; i < items->len; i++)
    {
      CrmFilter *child = read_item (model, entity, user, g_ptr_array_index (items, i), reason);

      if (child == NULL)
        {
          crm_filter_free (all);
          return NULL;
        }
      g_ptr_array_add (all->children, child);
    }
  return all;
}

/* --- Matching -------------------------------------------------------------------------------- */

static gboolean
compare_first (const CrmFilter *filter, const CrmValue *value, int *order)
{
  if (filter->values->len == 0 || value->type == CRM_NULL
      || g_array_index (filter->values, CrmValue, 0).type == CRM_NULL)
    return FALSE;
  *order = crm_value_compare (value, &g_array_index (filter->values, CrmValue, 0));
  return TRUE;
}

static gboolean
is_among (const CrmFilter *filter, const CrmValue *value)
{
  for (guint i = 0; i < filter->values->len; i++)
    {
      const CrmValue *one = &g_array_index (filter->values, CrmValue, i);

      if (one->type != CRM_NULL && value->type != CRM_NULL && crm_value_compare (value, one) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
match_text (const CrmFilter *filter, const CrmValue *value)
{
  const char *wanted = filter->texts->len ? g_ptr_array_index (filter->texts, 0) : NULL;
  g_autofree char *text = NULL;
  g_autofree char *part = NULL;

  if (wanted == NULL || (value->type != CRM_TEXT && value->type != CRM_RAW))
    return FALSE;
  text = g_utf8_strdown (value->text, -1);
  part = g_utf8_strdown (wanted, -1);
  if (filter->kind == FILTER_STARTS)
    return g_str_has_prefix (text, part);
  if (filter->kind == FILTER_ENDS)
    return g_str_has_suffix (text, part);
  return strstr (text, part) != NULL;
}

static gboolean
match_list (const CrmFilter *filter, const CrmValue *value)
{
  g_autoptr (JsonNode) node
      = value->type == CRM_RAW ? crm_json_parse (value->text, strlen (value->text)) : NULL;

  for (guint i = 0; node && JSON_NODE_HOLDS_ARRAY (node)
                    && i < json_array_get_length (json_node_get_array (node));
       i++)
    {
      g_autofree char *item
          = crm_json_string (json_array_get_element (json_node_get_array (node), i));

      if (item && g_ptr_array_find_with_equal_func (filter->texts, item, g_str_equal, NULL))
        return TRUE;
    }
  return FALSE;
}

static gboolean
match_link (const CrmFilter *filter, const CrmRecord *record)
{
  for (guint i = 0; i < filter->texts->len; i++)
    if (filter->link->relation
            ? crm_link_tie (filter->link, record->id, g_ptr_array_index (filter->texts, i)) != NULL
            : FALSE)
      return TRUE;
  return FALSE;
}

/* Any of a record's addresses. */
static gboolean
match_address (const CrmFilter *filter, const CrmValue *value)
{
  g_auto (GStrv) lines = g_strsplit (value->type == CRM_TEXT ? value->text : "", "\n", -1);

  for (guint i = 0; lines[i]; i++)
    for (guint j = 0; j < filter->texts->len; j++)
      {
        g_autofree char *wanted = g_utf8_strdown (g_ptr_array_index (filter->texts, j), -1);

        if (g_str_equal (lines[i], wanted))
          return TRUE;
      }
  return FALSE;
}

gboolean
crm_filter_match (CrmFilter *filter, const CrmRecord *record)
{
  CrmValue value = { .type = CRM_NULL };
  int order = 0;
  gboolean known;

  if (filter->attribute)
    crm_record_get (record, filter->attribute, &value);
  if (filter->attribute && filter->attribute->source == CRM_IS_ADDRESS
      && (filter->kind == FILTER_EQUALS || filter->kind == FILTER_IN))
    return match_address (filter, &value);
  known = compare_first (filter, &value, &order);
  switch (filter->kind)
    {
    case FILTER_AND:
    case FILTER_OR:
      for (guint i = 0; i < filter->children->len; i++)
        if (crm_filter_match (g_ptr_array_index (filter->children, i), record)
            == (filter->kind == FILTER_OR))
          return filter->kind == FILTER_OR;
      return filter->kind == FILTER_AND || filter->children->len == 0;
    case FILTER_NOT:
      for (guint i = 0; i < filter->children->len; i++)
        if (!crm_filter_match (g_ptr_array_index (filter->children, i), record))
          return TRUE;
      return FALSE;
    case FILTER_ANY:
      return TRUE;
    case FILTER_EQUALS:
      return known && order == 0;
    case FILTER_NOT_EQUALS:
      return value.type == CRM_NULL || (known && order != 0);
    case FILTER_LESS:
      return known && order < 0;
    case FILTER_LESS_OR_EQUAL:
      return known && order <= 0;
    case FILTER_GREATER:
      return known && order > 0;
    case FILTER_GREATER_OR_EQUAL:
      return known && order >= 0;
    case FILTER_BETWEEN:
      return known && order >= 0 && filter->values->len > 1
             && crm_value_compare (&value, &g_array_index (filter->values, CrmValue, 1)) <= 0;
    case FILTER_IN:
      return is_among (filter, &value);
    case FILTER_NOT_IN:
      return !is_among (filter, &value);
    case FILTER_IS_NULL:
      return value.type == CRM_NULL;
    case FILTER_IS_NOT_NULL:
      return value.type != CRM_NULL;
    case FILTER_IS_TRUE:
      return value.type == CRM_YES_NO && value.number;
    case FILTER_IS_FALSE:
      return value.type == CRM_NULL || !value.number;
    case FILTER_STARTS:
    case FILTER_ENDS:
    case FILTER_CONTAINS:
      return match_text (filter, &value);
    case FILTER_HAS_ANY:
      return match_list (filter, &value);
    case FILTER_LINKED:
      return match_link (filter, record);
    case FILTER_NOT_LINKED:
    default:
      return !match_link (filter, record);
    }
}

/* --- What an index can use ------------------------------------------------------------------- */

static gboolean
take_bound (CrmFilter *filter, guint at, CrmValue *value)
{
  if (filter->values->len <= at || g_array_index (filter->values, CrmValue, at).type == CRM_NULL)
    return FALSE;
  *value = g_array_index (filter->values, CrmValue, at);
  return TRUE;
}

gboolean
crm_filter_bound (CrmFilter *filter, CrmAttribute *attribute, gboolean lower, CrmValue *value)
{
  gboolean any = FALSE;

  if (filter->kind == FILTER_AND || filter->kind == FILTER_OR)
    {
      /* All must hold: the narrowest. One must hold: the widest, if each has one. */
      gboolean all = filter->kind == FILTER_AND;

      for (guint i = 0; i < filter->children->len; i++)
        {
          CrmValue one;
          int order;

          if (!crm_filter_bound (g_ptr_array_index (filter->children, i), attribute, lower, &one))
            {
              if (!all)
                return FALSE;
              continue;
            }
          order = any ? crm_value_compare (&one, value) : 0;
          if (!any || (all == lower ? order > 0 : order < 0))
            *value = one;
          any = TRUE;
        }
      return any;
    }
  if (filter->attribute != attribute)
    return FALSE;
  switch ((int) filter->kind)
    {
    case FILTER_EQUALS:
      return take_bound (filter, 0, value);
    case FILTER_GREATER:
    case FILTER_GREATER_OR_EQUAL:
      return lower && take_bound (filter, 0, value);
    case FILTER_LESS:
    case FILTER_LESS_OR_EQUAL:
      return !lower && take_bound (filter, 0, value);
    case FILTER_BETWEEN:
      return take_bound (filter, lower ? 0 : 1, value);
    default:
      return FALSE;
    }
}

/* "" for none, "~" (above all ids) when no record with that value can match. */
static const char *
later (const char *one, const char *other)
{
  return strcmp (one, other) < 0 ? other : one;
}

/* The id that a match with @value at @attribute cannot be below: with it a page by keyset begins
 * where the last one ended, however many records share a second. */
const char *
crm_filter_first_id (CrmFilter *filter, CrmAttribute *attribute, const CrmValue *value)
{
  const char *bound = filter->kind == FILTER_OR && filter->children->len > 0 ? "~" : "";
  int order;

  if (filter->kind == FILTER_AND || filter->kind == FILTER_OR)
    {
      for (guint i = 0; i < filter->children->len; i++)
        {
          const char *one
              = crm_filter_first_id (g_ptr_array_index (filter->children, i), attribute, value);

          if (filter->kind == FILTER_AND)
            bound = later (bound, one);
          else if (strcmp (one, bound) < 0)
            bound = one;
        }
      return bound;
    }
  if (filter->attribute && filter->attribute->source == CRM_IS_ID
      && (filter->kind == FILTER_GREATER || filter->kind == FILTER_GREATER_OR_EQUAL)
      && filter->texts->len > 0)
    return g_ptr_array_index (filter->texts, 0);
  if (filter->attribute != attribute || !compare_first (filter, value, &order))
    return "";
  if ((filter->kind == FILTER_GREATER && order <= 0)
      || (filter->kind == FILTER_GREATER_OR_EQUAL && order < 0)
      || (filter->kind == FILTER_EQUALS && order != 0))
    return "~";
  return "";
}

const GPtrArray *
crm_filter_wanted (CrmFilter *filter, CrmAttribute **attribute)
{
  const CrmAttribute *own = filter->attribute;

  if (filter->kind == FILTER_AND)
    {
      for (guint i = 0; i < filter->children->len; i++)
        {
          const GPtrArray *texts
              = crm_filter_wanted (g_ptr_array_index (filter->children, i), attribute);

          if (texts)
            return texts;
        }
      return NULL;
    }
  if ((filter->kind != FILTER_EQUALS && filter->kind != FILTER_IN) || own->type != CRM_TEXT)
    return NULL;
  /* Choices are few: an index of them helps nobody. */
  if (own->source != CRM_IS_ID
      && !(own->source == CRM_IS_STORED && own->field
           && (own->field->kind == CRM_FIELD_VARCHAR || own->field->kind == CRM_FIELD_LINK
               || own->field->kind == CRM_FIELD_PARENT
               || own->field->kind == CRM_FIELD_PERSON_NAME)))
    return NULL;
  *attribute = filter->attribute;
  return filter->texts;
}

gboolean
crm_filter_is_empty (const CrmFilter *filter)
{
  return filter->kind == FILTER_AND && filter->children->len == 0;
}

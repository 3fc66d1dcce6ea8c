/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Lists: pages by an index, by looked-up ids, or of the other side of a link. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "crm-private.h"

#include <string.h>

typedef struct
{
  CrmModel *model;
  CrmCall *call;
  CrmEntity *entity;
  CrmFilter *filter;
  CrmAttribute *order;
  gboolean descending;
  gint64 max_size, offset;
  gboolean only_mine, counts;
  char *search; /* folded */
  guint8 *only; /* NULL: no select */
  CrmLevel level;
  gint64 n_matched;
  GPtrArray *page; /* CrmRecord, borrowed */
} Search;

static gboolean
refuse (Search *search, CrmResponse *response, guint status, const char *reason)
{
  if (status == 400)
    search->model->counts.refused++;
  crm_answer (search->model, response, status, reason, NULL);
  return FALSE;
}

static gint64
get_number (JsonObject *query, const char *name, gint64 otherwise)
{
  g_autofree char *text = crm_json_string (json_object_get_member (query, name));

  return text && *text ? g_ascii_strtoll (text, NULL, 10) : otherwise;
}

static void
select_one (Search *search, const char *name)
{
  CrmAttribute *attribute = name ? crm_entity_attribute (search->entity, name) : NULL;

  if (attribute == NULL)
    return;
  search->only[attribute->index] = 1;
  if (attribute->source != CRM_IS_SET_IDS)
    return;
  /* Names, columns and the types of files come along with ids. */
  for (guint i = 0; i < search->entity->attributes->len; i++)
    {
      CrmAttribute *other = crm_entity_nth (search->entity, i);

      if (other->source >= CRM_IS_SET_NAMES && other->source <= CRM_IS_SET_TYPES
          && other->base == attribute->index)
        search->only[i] = 1;
    }
}

static void
read_select (Search *search, JsonNode *node)
{
  CrmEntity *entity = search->entity;

  if (node == NULL)
    return;
  search->only = g_new0 (guint8, entity->attributes->len);
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
        select_one (search, crm_json_nth_text (json_node_get_array (node), i));
    }
  else
    {
      g_autofree char *text = crm_json_string (node);
      g_auto (GStrv) names = g_strsplit (text ? text : "", ",", -1);

      for (guint i = 0; names[i]; i++)
        select_one (search, names[i]);
    }
  select_one (search, "id");
  select_one (search, "createdById");
  select_one (search, "assignedUserId");
  select_one (search, "isStarred");
  search->only[search->order->index] = 1;
  for (guint i = 0; i < entity->always_selected->len; i++)
    search->only[g_array_index (entity->always_selected, guint, i)] = 1;
  for (guint i = 0; i < entity->attributes->len; i++)
    if (crm_entity_nth (entity, i)->source == CRM_IS_PARENT_NAME)
      search->only[i] = 1;
}

static gboolean
read_order (Search *search, JsonObject *query, CrmResponse *response)
{
  const char *name = crm_json_get (query, "orderBy");
  const char *direction = crm_json_get (query, "order");
  g_autofree char *reason = NULL;

  search->order = search->entity->order;
  search->descending = search->entity->order_descending;
  if (name && *name)
    {
      g_autofree char *id = g_strconcat (name, "Id", NULL);

      search->order = crm_entity_attribute (search->entity, name);
      if (search->order == NULL)
        search->order = crm_entity_attribute (search->entity, id);
      if (search->order == NULL)
        {
          reason = g_strdup_printf ("Order by non-existing field '%s'.", name);
          return refuse (search, response, 400, reason);
        }
      search->descending = FALSE;
    }
  if (direction)
    search->descending = g_ascii_strcasecmp (direction, "desc") == 0;
  return TRUE;
}

static gboolean
read_query (Search *search, JsonObject *query, CrmResponse *response)
{
  g_autofree char *reason = NULL;
  const char *text = crm_json_get (query, "q");
  JsonNode *filters = json_object_get_member (query, "boolFilterList");

  search->max_size = get_number (query, "maxSize", CRM_PAGE_LIMIT);
  search->offset = MAX (get_number (query, "offset", 0), 0);
  if (search->max_size < 0)
    return refuse (search, response, 500, NULL);
  if (search->max_size > CRM_PAGE_LIMIT)
    return refuse (search, response, 403, "Max size should not exceed 200. Use offset and limit.");
  if (!read_order (search, query, response))
    return FALSE;
  read_select (search, json_object_get_member (query, "select"));
  if (text == NULL)
    text = crm_json_get (query, "textFilter");
  if (text && *text)
    search->search = g_utf8_strdown (text, -1);
  if (filters)
    {
      g_autoptr (GString) names = g_string_new (NULL);

      crm_json_node (names, filters);
      search->only_mine = strstr (names->str, "\"onlyMy\"") != NULL;
    }
  search->counts
      = search->search == NULL
        && g_strcmp0 (crm_request_header (search->call->request, "X-No-Total"), "true") != 0;
  search->filter = crm_filter_new (search->model,
                                   search->entity,
                                   search->call->user,
                                   json_object_get_member (query, "where"),
                                   &reason);
  return search->filter ? TRUE : refuse (search, response, 400, reason);
}

/* --- Matching -------------------------------------------------------------------------------- */

static gboolean
found_by_text (Search *search, const CrmRecord *record)
{
  for (guint i = 0; i < search->entity->searched->len; i++)
    {
      const char *text
          = crm_record_text (record, (int) g_array_index (search->entity->searched, guint, i));
      g_autofree char *folded = text ? g_utf8_strdown (text, -1) : NULL;

      if (folded && g_str_has_prefix (folded, search->search))
        return TRUE;
    }
  return FALSE;
}

static gboolean
matches (Search *search, const CrmRecord *record)
{
  CrmUser *user = search->call->user;

  if (search->level != CRM_LEVEL_ALL
      && !crm_user_may (search->model, user, search->entity, record, CRM_READ))
    return FALSE;
  if (!crm_filter_match (search->filter, record))
    return FALSE;
  if (search->only_mine
      && g_strcmp0 (crm_record_text (record, search->entity->assigned_user), user->id) != 0)
    return FALSE;
  /* People do not see API users. */
  if (g_str_equal (search->entity->name, "User") && !crm_user_is_admin (user)
      && g_strcmp0 (
             crm_record_text (record, (int) crm_entity_attribute (search->entity, "type")->index),
             "api")
             == 0)
    return FALSE;
  return search->search == NULL || found_by_text (search, record);
}

/* All there is: counted without looking. */
static gboolean
is_whole_table (Search *search)
{
  return search->level == CRM_LEVEL_ALL && crm_filter_is_empty (search->filter)
         && search->search == NULL && !search->only_mine
         && !g_str_equal (search->entity->name, "User");
}

/* TRUE: enough. Without a count one more than the page is looked at. */
static gboolean
take (Search *search, CrmRecord *record)
{
  if (!matches (search, record))
    return FALSE;
  search->n_matched++;
  if (search->n_matched > search->offset && (gint64) search->page->len < search->max_size)
    g_ptr_array_add (search->page, record);
  return !search->counts && search->n_matched > search->offset + search->max_size;
}

static gboolean
is_past (Search *search, const CrmRecord *record, const CrmValue *end)
{
  CrmValue value;
  int order;

  crm_record_get (record, search->order, &value);
  order = crm_value_compare (&value, end);
  return search->descending ? order < 0 : order > 0;
}

static void
walk_index (Search *search)
{
  CrmIndex *index = crm_entity_index (search->entity, search->order);
  CrmValue start, end;
  gboolean has_start
      = crm_filter_bound (search->filter, search->order, !search->descending, &start);
  gboolean has_end = crm_filter_bound (search->filter, search->order, search->descending, &end);
  gboolean whole = is_whole_table (search);
  GTreeNode *node;

  if (!search->descending && has_start)
    node = crm_index_lower (
        index, &start, crm_filter_first_id (search->filter, search->order, &start));
  else if (!search->descending)
    node = g_tree_node_first (index->tree);
  else if (!has_start)
    node = g_tree_node_last (index->tree);
  else if (search->order->source == CRM_IS_ID)
    {
      node = crm_index_lower (index, &start, NULL);
      /* An id that is there counts; matching decides whether it is wanted. */
      if (node == NULL)
        node = g_tree_node_last (index->tree);
    }
  else
    {
      /* "~" is above all ids. */
      node = crm_index_lower (index, &start, "~");
      node = node ? g_tree_node_previous (node) : g_tree_node_last (index->tree);
    }
  for (; node; node = search->descending ? g_tree_node_previous (node) : g_tree_node_next (node))
    {
      CrmRecord *record = ((CrmSlot *) g_tree_node_value (node))->now;

      if ((has_end && is_past (search, record, &end)) || take (search, record)
          || (whole && search->n_matched > search->offset + search->max_size))
        break;
    }
  if (whole && search->counts)
    search->n_matched = search->entity->n_alive;
}

static int
compare_records (gconstpointer a, gconstpointer b, gpointer data)
{
  Search *search = data;
  const CrmRecord *one = *(CrmRecord *const *) a;
  const CrmRecord *other = *(CrmRecord *const *) b;
  CrmValue left, right;
  int order;

  crm_record_get (one, search->order, &left);
  crm_record_get (other, search->order, &right);
  order = crm_value_compare (&left, &right);
  if (order == 0)
    order = strcmp (one->id, other->id);
  return search->descending ? -order : order;
}

static void
walk_records (Search *search, GPtrArray *records)
{
  g_ptr_array_sort_with_data (records, compare_records, search);
  for (guint i = 0; i < records->len; i++)
    if (take (search, g_ptr_array_index (records, i)))
      break;
}

static void
add_equal (Search *search, CrmAttribute *attribute, const char *text, GPtrArray *records)
{
  CrmIndex *index;
  CrmValue wanted = { .type = CRM_TEXT, .text = (char *) text };
  CrmRecord *record;

  if (attribute->source == CRM_IS_ID)
    {
      record = crm_entity_find (search->entity, text);
      if (record && !g_ptr_array_find (records, record, NULL))
        g_ptr_array_add (records, record);
      return;
    }
  index = crm_entity_index (search->entity, attribute);
  for (GTreeNode *node = crm_index_lower (index, &wanted, NULL); node;
       node = g_tree_node_next (node))
    {
      CrmValue value;

      record = ((CrmSlot *) g_tree_node_value (node))->now;
      crm_record_get (record, attribute, &value);
      if (crm_value_compare (&value, &wanted) != 0)
        break;
      g_ptr_array_add (records, record);
    }
}

static void
walk_linked (Search *search, const CrmLink *link, const char *owner)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new ();

  if (link->reverse >= 0)
    add_equal (search, crm_entity_nth (search->entity, (guint) link->reverse), owner, records);
  else
    {
      GPtrArray *ties = crm_link_ties (link, owner);

      for (guint i = 0; ties && i < ties->len; i++)
        {
          CrmTie *tie = g_ptr_array_index (ties, i);
          CrmRecord *record = crm_entity_find (search->entity, tie->ids[1 - link->side]);

          if (record)
            g_ptr_array_add (records, record);
        }
    }
  walk_records (search, records);
}

static void
walk (Search *search, const CrmLink *link, const char *owner)
{
  CrmAttribute *attribute = NULL;
  const GPtrArray *texts;

  if (link)
    {
      walk_linked (search, link, owner);
      return;
    }
  texts = crm_filter_wanted (search->filter, &attribute);
  if (texts)
    {
      g_autoptr (GPtrArray) records = g_ptr_array_new ();

      for (guint i = 0; i < texts->len; i++)
        add_equal (search, attribute, g_ptr_array_index (texts, i), records);
      walk_records (search, records);
      return;
    }
  walk_index (search);
}

/* --- Answer ---------------------------------------------------------------------------------- */

/* A linked list shows the columns of the link under names of their own. */
static void
write_link_columns (GString *out, const CrmLink *link, const char *owner, const char *id)
{
  CrmTie *tie = crm_link_tie (link, owner, id);

  for (guint i = 0; tie && link->columns && link->columns[i]; i++)
    {
      JsonNode *node
          = tie->columns ? json_object_get_member (tie->columns, link->columns[i]) : NULL;

      if (*link->column_attributes[i] == '\0')
        continue;
      g_string_truncate (out, out->len - 1);
      g_string_append_printf (out, ",\"%s\":", link->column_attributes[i]);
      if (node)
        crm_json_node (out, node);
      else
        g_string_append (out, link->column_defaults[i]);
      g_string_append_c (out, '}');
    }
}

static void
answer_list (Search *search, const CrmLink *link, const char *owner, CrmResponse *response)
{
  GString *out = g_string_sized_new (256 + search->page->len * 512);
  gint64 total = search->n_matched;

  if (!search->counts)
    total = search->n_matched > search->offset + search->max_size ? -1 : -2;
  g_string_append_printf (out, "{\"total\":%" G_GINT64_FORMAT ",\"list\":[", total);
  for (guint i = 0; i < search->page->len; i++)
    {
      CrmRecord *record = g_ptr_array_index (search->page, i);

      if (i > 0)
        g_string_append_c (out, ',');
      crm_write_record (search->model,
                        out,
                        search->entity,
                        record,
                        CRM_VIEW_LIST,
                        search->only,
                        search->call->user,
                        NULL);
      if (link && search->only == NULL)
        write_link_columns (out, link, owner, record->id);
    }
  g_string_append (out, "]}");
  crm_answer (search->model, response, 200, NULL, out);
}

void
crm_list (CrmModel *model,
          CrmCall *call,
          CrmEntity *entity,
          const CrmLink *link,
          const char *owner,
          CrmResponse *response)
{
  g_autoptr (JsonNode) query = crm_query_parse (call->request->query);
  Search search = { .model = model, .call = call, .entity = entity };

  search.level = crm_user_level (call->user, entity, CRM_READ);
  search.page = g_ptr_array_new ();
  if (search.level == CRM_LEVEL_NO)
    crm_answer (model, response, 403, "No read access.", NULL);
  else if (g_str_equal (entity->name, "Attachment") && !crm_user_is_admin (call->user))
    crm_answer (model, response, 403, "", NULL);
  else if (read_query (&search, json_node_get_object (query), response))
    {
      if (search.max_size > 0 || search.counts)
        walk (&search, link, owner);
      answer_list (&search, link, owner, response);
    }
  g_ptr_array_unref (search.page);
  g_clear_pointer (&search.filter, crm_filter_free);
  g_free (search.search);
  g_free (search.only);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What EspoCRM works out by itself on a save: names of people, ends of meetings, accounts of
 * parents, participants. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "crm-private.h"

#include <string.h>

static int
find (CrmDraft *draft, const char *name)
{
  CrmAttribute *attribute = crm_entity_attribute (draft->entity, name);

  return attribute ? (int) attribute->index : -1;
}

static gboolean
is_given (CrmDraft *draft, int attribute)
{
  return attribute >= 0 && draft->given[attribute];
}

static void
derive_person_name (CrmDraft *draft)
{
  static const char *const parts[] = { "firstName", "middleName", "lastName" };
  g_autoptr (GString) name = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      const char *part = crm_draft_get_text (draft, find (draft, parts[i]));

      if (part)
        g_string_append_printf (name, "%s%s", name->len ? " " : "", part);
    }
  crm_draft_text (draft, draft->entity->name_attribute, name->len ? name->str : NULL);
}

static gboolean
day_to_time (const char *day, gint64 *seconds)
{
  g_autofree char *text = day ? g_strconcat (day, " 00:00:00", NULL) : NULL;

  return text && crm_time_parse (text, seconds);
}

/* A day-long meeting begins at midnight and ends at the midnight after its last day; the length is
 * kept when only the start moves. */
static void
derive_event (CrmDraft *draft, const CrmRecord *base)
{
  int start = find (draft, "dateStart");
  int end = find (draft, "dateEnd");
  int start_day = find (draft, "dateStartDate");
  int end_day = find (draft, "dateEndDate");
  int all_day = find (draft, "isAllDay");
  const CrmValue *old_start, *old_end;
  gint64 seconds;

  if (start < 0 || end < 0 || start_day < 0)
    return;
  if (is_given (draft, start_day) && day_to_time (crm_draft_get_text (draft, start_day), &seconds))
    {
      crm_draft_number (draft, start, CRM_TIME, seconds);
      draft->given[start] = 1;
      if (day_to_time (crm_draft_get_text (draft, end_day), &seconds))
        {
          crm_draft_number (draft, end, CRM_TIME, seconds + 86400);
          draft->given[end] = 1;
        }
      if (all_day >= 0)
        crm_draft_number (draft, all_day, CRM_YES_NO, TRUE);
      return;
    }
  if (!is_given (draft, start) || draft->values[start].type == CRM_NULL)
    return;
  if (!is_given (draft, start_day))
    crm_draft_text (draft, start_day, NULL);
  if (!is_given (draft, end_day))
    crm_draft_text (draft, end_day, NULL);
  if (all_day >= 0 && !is_given (draft, all_day))
    crm_draft_number (draft, all_day, CRM_NULL, 0);
  old_start = base ? crm_record_value (base, (guint) start) : NULL;
  old_end = base ? crm_record_value (base, (guint) end) : NULL;
  if (!is_given (draft, end) && old_start && old_end)
    crm_draft_number (
        draft, end, CRM_TIME, draft->values[start].number + old_end->number - old_start->number);
}

/* The account (and contact) of what a meeting, call or task is about. */
static void
derive_account (CrmModel *model, CrmDraft *draft)
{
  int parent = find (draft, "parentId");
  int account = find (draft, "accountId");
  int contact = find (draft, "contactId");
  const char *type, *id, *found = NULL;
  CrmEntity *entity;
  CrmRecord *record;

  if (parent < 0 || !is_given (draft, parent))
    return;
  type = crm_draft_get_text (draft, find (draft, "parentType"));
  id = crm_draft_get_text (draft, parent);
  entity = type && id ? crm_model_entity (model, type) : NULL;
  record = entity ? crm_entity_find (entity, id) : NULL;
  if (account >= 0 && (crm_entity_nth (draft->entity, (guint) account)->flags & CRM_READ_ONLY))
    {
      if (g_strcmp0 (type, "Account") == 0)
        found = id;
      else if (record)
        found = crm_record_text (record, entity->account);
      crm_draft_text (draft, account, found);
      draft->given[account] = record != NULL;
    }
  if (contact >= 0 && (crm_entity_nth (draft->entity, (guint) contact)->flags & CRM_READ_ONLY))
    {
      crm_draft_text (draft, contact, g_strcmp0 (type, "Contact") == 0 ? id : NULL);
      draft->given[contact] = record != NULL;
    }
}

static void
derive_opportunity (CrmDraft *draft)
{
  static const struct
  {
    const char *stage;
    int chance;
  } chances[] = {
    { "Prospecting", 10 }, { "Qualification", 20 }, { "Proposal", 50 },
    { "Negotiation", 80 }, { "Closed Won", 100 },   { "Closed Lost", 0 },
  };
  int stage = find (draft, "stage");
  int chance = find (draft, "probability");
  const char *text = crm_draft_get_text (draft, stage);

  if (text == NULL || !(is_given (draft, stage) || draft->values[chance].type == CRM_NULL))
    return;
  for (guint i = 0; !is_given (draft, chance) && i < G_N_ELEMENTS (chances); i++)
    if (g_str_equal (text, chances[i].stage))
      crm_draft_number (draft, chance, CRM_INT, chances[i].chance);
  crm_draft_text (draft, find (draft, "lastStage"), text);
}

static void
derive_task (CrmModel *model, CrmDraft *draft)
{
  int status = find (draft, "status");
  int done = find (draft, "dateCompleted");

  if (!is_given (draft, status) || done < 0)
    return;
  if (g_strcmp0 (crm_draft_get_text (draft, status), "Completed") != 0)
    crm_draft_number (draft, done, CRM_NULL, 0);
  else if (draft->values[done].type == CRM_NULL)
    crm_draft_number (draft, done, CRM_TIME, model->time);
}

static void
run_hook (CrmDraft *draft, const CrmHook *hook)
{
  g_autoptr (JsonNode) node = json_node_copy (hook->value);
  const char *pattern
      = JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
            ? json_node_get_string (node)
            : NULL;
  CrmValue value;

  if (pattern)
    {
      g_autoptr (GString) text = g_string_new (NULL);

      for (const char *at = pattern; *at; at++)
        {
          const char *end = *at == '{' ? strchr (at, '}') : NULL;
          g_autofree char *name = end ? g_strndup (at + 1, (gsize) (end - at - 1)) : NULL;
          const char *found = name ? crm_draft_get_text (draft, find (draft, name)) : NULL;

          if (name == NULL)
            g_string_append_c (text, *at);
          else
            {
              g_string_append (text, found ? found : "");
              at = end;
            }
        }
      json_node_set_string (node, text->str);
    }
  crm_node_to_value (hook->attribute, node, &value);
  crm_draft_set (draft, hook->attribute->index, &value);
}

void
crm_derive (CrmModel *model, CrmDraft *draft, const CrmRecord *base)
{
  CrmEntity *entity = draft->entity;

  for (guint i = 0; i < entity->fields->len; i++)
    if (((CrmField *) g_ptr_array_index (entity->fields, i))->kind == CRM_FIELD_PERSON_NAME)
      derive_person_name (draft);
  derive_event (draft, base);
  derive_account (model, draft);
  if (g_str_equal (entity->name, "Opportunity"))
    derive_opportunity (draft);
  if (g_str_equal (entity->name, "Task"))
    derive_task (model, draft);
  if (entity->formula)
    crm_formula_run (model, draft, base);
  crm_files_derive (model, draft, base);
  for (guint i = 0; i < entity->hooks->len; i++)
    run_hook (draft, &g_array_index (entity->hooks, CrmHook, i));
}

/* --- Links ----------------------------------------------------------------------------------- */

static void
set_column (CrmTie *tie, const char *column, JsonNode *value)
{
  if (tie->columns == NULL)
    tie->columns = json_object_new ();
  json_object_set_member (tie->columns, column, json_node_copy (value));
}

static void
set_text_column (CrmTie *tie, const char *column, const char *text)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_VALUE);

  json_node_set_string (node, text);
  set_column (tie, column, node);
}

/* The other side holds our id: its records change, silently. */
static void
apply_reverse (const CrmLink *link, const char *id, GPtrArray *wanted)
{
  CrmIndex *index
      = crm_entity_index (link->target, crm_entity_nth (link->target, (guint) link->reverse));
  CrmValue value = { .type = CRM_TEXT, .text = (char *) id };
  g_autoptr (GPtrArray) touched = g_ptr_array_new_with_free_func (g_free);

  for (GTreeNode *node = crm_index_lower (index, &value, NULL); node;
       node = g_tree_node_next (node))
    {
      CrmSlot *slot = g_tree_node_value (node);

      if (g_strcmp0 (crm_record_text (slot->now, link->reverse), id) != 0)
        break;
      if (!g_ptr_array_find_with_equal_func (wanted, slot->id, g_str_equal, NULL))
        g_ptr_array_add (touched, g_strdup (slot->id));
    }
  for (guint i = 0; i < touched->len + wanted->len; i++)
    {
      gboolean leaves = i < touched->len;
      const char *other
          = leaves ? g_ptr_array_index (touched, i) : g_ptr_array_index (wanted, i - touched->len);
      CrmRecord *old = crm_entity_find (link->target, other);
      CrmDraft *draft;
      CrmRecord *record;

      if (old == NULL)
        continue;
      draft = crm_draft_new (link->target, old);
      crm_draft_text (draft, link->reverse, leaves ? NULL : id);
      record = crm_draft_seal (draft, other);
      record->created_at = old->created_at;
      record->modified_at = old->modified_at;
      record->version = old->version;
      crm_entity_put (link->target, record);
      crm_draft_free (draft);
    }
}

static void
apply_set (CrmDraft *draft, const CrmSetChange *change, const char *id)
{
  const CrmLink *link = crm_entity_nth (draft->entity, change->attribute)->link;
  GPtrArray *ties;
  JsonObjectIter iter, inner;
  const char *other, *column;
  JsonNode *node, *value;

  if (link == NULL)
    return;
  if (link->reverse >= 0)
    {
      if (change->ids)
        apply_reverse (link, id, change->ids);
      return;
    }
  ties = crm_link_ties (link, id);
  for (guint i = ties && change->ids ? ties->len : 0; i > 0; i--)
    {
      const char *old = ((CrmTie *) g_ptr_array_index (ties, i - 1))->ids[1 - link->side];
      gboolean last = ties->len == 1;

      if (!g_ptr_array_find_with_equal_func (change->ids, old, g_str_equal, NULL))
        {
          g_autofree char *gone = g_strdup (old);

          crm_link_remove (link, id, gone);
          if (last)
            break;
        }
    }
  for (guint i = 0; change->ids && i < change->ids->len; i++)
    crm_link_add (link, id, g_ptr_array_index (change->ids, i));
  if (change->columns == NULL)
    return;
  json_object_iter_init_ordered (&iter, change->columns);
  while (json_object_iter_next_ordered (&iter, &other, &node))
    {
      CrmTie *tie = crm_link_tie (link, id, other);

      if (tie == NULL || !JSON_NODE_HOLDS_OBJECT (node))
        continue;
      json_object_iter_init_ordered (&inner, json_node_get_object (node));
      while (json_object_iter_next_ordered (&inner, &column, &value))
        set_column (tie, column, value);
    }
}

void
crm_sets_apply (CrmModel *model, CrmDraft *draft, const char *id)
{
  for (guint i = 0; i < draft->sets->len; i++)
    apply_set (draft, g_ptr_array_index (draft->sets, i), id);
}

/* A contact's account, its accounts and its title hang together: the title is the role at the
 * primary account. */
static void
derive_contact_links (CrmDraft *draft, const char *id)
{
  const CrmLink *accounts = g_hash_table_lookup (draft->entity->links, "accounts");
  const char *primary = crm_draft_get_text (draft, draft->entity->account);
  GPtrArray *ties;

  if (accounts == NULL || accounts->relation == NULL)
    return;
  if (primary && is_given (draft, draft->entity->account))
    crm_link_add (accounts, id, primary);
  ties = crm_link_ties (accounts, id);
  if (primary && !crm_link_tie (accounts, id, primary))
    crm_draft_text (draft,
                    draft->entity->account,
                    ties ? ((CrmTie *) g_ptr_array_index (ties, 0))->ids[1 - accounts->side]
                         : NULL);
  else if (primary == NULL && ties && !is_given (draft, draft->entity->account))
    crm_draft_text (draft,
                    draft->entity->account,
                    ((CrmTie *) g_ptr_array_index (ties, 0))->ids[1 - accounts->side]);
  primary = crm_draft_get_text (draft, draft->entity->account);
  for (guint i = 0; i < draft->entity->attributes->len; i++)
    {
      CrmAttribute *attribute = crm_entity_nth (draft->entity, i);
      CrmTie *tie;

      if (attribute->source != CRM_IS_ROLE)
        continue;
      tie = draft->given[i] && primary ? crm_link_tie (accounts, id, primary) : NULL;
      if (tie && draft->values[i].type == CRM_TEXT)
        set_text_column (tie, attribute->column, draft->values[i].text);
      else if (tie)
        {
          g_autoptr (JsonNode) node = json_node_new (JSON_NODE_NULL);

          if (attribute->type == CRM_YES_NO)
            {
              json_node_init (node, JSON_NODE_VALUE);
              json_node_set_boolean (node, draft->values[i].number != 0);
            }
          set_column (tie, attribute->column, node);
        }
      crm_draft_number (draft, (int) i, CRM_NULL, 0);
    }
}

/* The responsible person takes part, and has accepted. */
static void
derive_people (CrmDraft *draft, const char *link_name, const char *column, const char *id)
{
  const CrmLink *link = g_hash_table_lookup (draft->entity->links, link_name);
  const char *assigned = crm_draft_get_text (draft, draft->entity->assigned_user);
  CrmTie *tie;

  if (link == NULL || link->relation == NULL || assigned == NULL)
    return;
  tie = crm_link_add (link, id, assigned);
  if (column && !(tie->columns && json_object_has_member (tie->columns, column)))
    set_text_column (tie, column, "Accepted");
}

/* A file knows the record it was put into. */
static void
tell_file (
    CrmModel *model, const char *file, gboolean single, const CrmEntity *owner, const char *id)
{
  CrmEntity *files = crm_model_entity (model, "Attachment");
  CrmRecord *old = files ? crm_entity_find (files, file) : NULL;
  CrmDraft *draft;
  CrmRecord *record;

  if (old == NULL)
    return;
  draft = crm_draft_new (files, old);
  crm_draft_text (draft, crm_entity_index_of (files, single ? "relatedId" : "parentId"), id);
  crm_draft_text (
      draft, crm_entity_index_of (files, single ? "relatedType" : "parentType"), owner->name);
  record = crm_draft_seal (draft, file);
  record->created_at = old->created_at;
  record->modified_at = old->modified_at;
  record->version = old->version;
  crm_draft_free (draft);
  crm_entity_put (files, record);
}

static void
tell_files (CrmModel *model, CrmDraft *draft, const char *id)
{
  CrmEntity *entity = draft->entity;

  for (guint i = 0; i < entity->fields->len; i++)
    {
      CrmField *field = g_ptr_array_index (entity->fields, i);
      const char *file = field->kind == CRM_FIELD_LINK && is_given (draft, field->attribute)
                             ? crm_draft_get_text (draft, field->attribute)
                             : NULL;

      if (file && field->link && g_strcmp0 (field->link->target_name, "Attachment") == 0)
        tell_file (model, file, TRUE, entity, id);
    }
  for (guint i = 0; i < draft->sets->len; i++)
    {
      CrmSetChange *change = g_ptr_array_index (draft->sets, i);
      CrmField *field = crm_entity_nth (entity, change->attribute)->field;

      for (guint j = 0; field->kind == CRM_FIELD_ATTACHMENTS && change->ids && j < change->ids->len;
           j++)
        tell_file (model, g_ptr_array_index (change->ids, j), FALSE, entity, id);
    }
}

void
crm_derive_links (CrmModel *model, CrmDraft *draft, const char *id, gboolean creating)
{
  CrmEntity *entity = draft->entity;
  gboolean assigned = creating || is_given (draft, entity->assigned_user);

  tell_files (model, draft, id);
  if (g_str_equal (entity->name, "Contact"))
    derive_contact_links (draft, id);
  if (entity->users && assigned)
    derive_people (draft, "users", "status", id);
  if (assigned && crm_entity_attribute (entity, "collaboratorsIds"))
    derive_people (draft, "collaborators", NULL, id);
}

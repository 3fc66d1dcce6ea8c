/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What tests do to the fake EspoCRM, and see of it, past the wire. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "crm-private.h"

#include <string.h>

static CrmEntity *
need_entity (CrmModel *self, const char *name)
{
  CrmEntity *entity = crm_model_entity (self, name);

  if (entity == NULL)
    g_error ("the fake EspoCRM has no entity type %s", name);
  return entity;
}

static JsonNode *
need_object (const char *json)
{
  JsonNode *node = crm_json_parse (json, strlen (json));

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    g_error ("no JSON object: %s", json);
  return node;
}

/* --- Switches -------------------------------------------------------------------------------- */

void
crm_model_set_time (CrmModel *self, gint64 seconds)
{
  self->time = seconds;
}

gint64
crm_model_get_time (CrmModel *self)
{
  return self->time;
}

void
crm_model_set_row_lock (CrmModel *self, const char *entity_type, gboolean locked)
{
  for (guint i = 0; i < self->entity_order->len; i++)
    {
      CrmEntity *entity = g_ptr_array_index (self->entity_order, i);

      if (entity_type == NULL || g_str_equal (entity->name, entity_type))
        entity->row_locked = locked;
    }
}

void
crm_model_set_hook (CrmModel *self,
                    const char *entity_type,
                    const char *attribute,
                    const char *value)
{
  CrmEntity *entity = need_entity (self, entity_type);
  CrmHook hook = { .attribute = crm_entity_attribute (entity, attribute) };

  if (hook.attribute == NULL || hook.attribute->source != CRM_IS_STORED)
    g_error ("%s.%s cannot be set by a hook", entity_type, attribute);
  for (guint i = 0; i < entity->hooks->len; i++)
    if (g_array_index (entity->hooks, CrmHook, i).attribute == hook.attribute)
      {
        json_node_unref (g_array_index (entity->hooks, CrmHook, i).value);
        g_array_remove_index (entity->hooks, i);
        break;
      }
  if (value == NULL)
    return;
  hook.value = crm_json_parse (value, strlen (value));
  if (hook.value == NULL)
    g_error ("no JSON: %s", value);
  g_array_append_val (entity->hooks, hook);
}

void
crm_model_set_deletion_feed (CrmModel *self, const char *entity_type)
{
  self->feed = entity_type ? need_entity (self, entity_type) : NULL;
  if (self->feed && self->feed->number < 0)
    g_error ("%s has no growing number", entity_type);
}

void
crm_model_set_maintenance (CrmModel *self, gboolean on)
{
  self->maintenance = on;
}

/* --- Records past the wire ------------------------------------------------------------------- */

static gint64
get_time (JsonObject *object, const char *name, gint64 otherwise)
{
  const char *text = crm_json_get (object, name);
  gint64 seconds;

  return text && crm_time_parse (text, &seconds) ? seconds : otherwise;
}

/* Read-only attributes are set too: this is the database speaking. */
static void
take_all (CrmModel *self, CrmDraft *draft, JsonObject *object)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  crm_values_take (self, draft, object, NULL, TRUE);
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      CrmAttribute *attribute = crm_entity_attribute (draft->entity, name);
      CrmValue value;

      if (attribute == NULL || attribute->source != CRM_IS_STORED
          || !(attribute->flags & CRM_READ_ONLY))
        continue;
      crm_node_to_value (attribute, node, &value);
      crm_draft_set (draft, attribute->index, &value);
      draft->given[attribute->index] = 1;
    }
}

char *
crm_model_add_record (CrmModel *self, const char *entity_type, const char *json)
{
  g_autoptr (JsonNode) node = need_object (json);
  JsonObject *object = json_node_get_object (node);
  CrmEntity *entity = need_entity (self, entity_type);
  CrmDraft *draft = crm_draft_new (entity, NULL);
  char *id = g_strdup (crm_json_get (object, "id"));
  CrmRecord *record;

  if (id == NULL)
    id = crm_model_make_id (self);
  take_all (self, draft, object);
  if (entity->number >= 0 && draft->values[entity->number].type == CRM_NULL)
    crm_draft_number (draft, entity->number, CRM_INT, ++entity->next_number);
  if (entity->number >= 0)
    entity->next_number = MAX (entity->next_number, draft->values[entity->number].number);
  if (entity->stream_at >= 0 && draft->values[entity->stream_at].type == CRM_NULL)
    crm_draft_number (
        draft, entity->stream_at, CRM_TIME, get_time (object, "createdAt", self->time));
  crm_derive (self, draft, NULL);
  crm_sets_apply (self, draft, id);
  crm_derive_links (self, draft, id, TRUE);
  record = crm_draft_seal (draft, id);
  record->created_at = get_time (object, "createdAt", self->time);
  record->modified_at = get_time (object, "modifiedAt", record->created_at);
  record->version = (int) json_object_get_int_member_with_default (object, "versionNumber", 1);
  record->deleted = crm_json_true (object, "deleted");
  crm_draft_free (draft);
  crm_entity_put (entity, record);
  return id;
}

gboolean
crm_model_set_silently (CrmModel *self, const char *entity_type, const char *id, const char *json)
{
  g_autoptr (JsonNode) node = need_object (json);
  CrmEntity *entity = need_entity (self, entity_type);
  CrmRecord *old = crm_entity_find (entity, id);
  CrmDraft *draft;
  CrmRecord *record;

  if (old == NULL)
    return FALSE;
  draft = crm_draft_new (entity, old);
  take_all (self, draft, json_node_get_object (node));
  crm_sets_apply (self, draft, id);
  crm_derive_links (self, draft, id, FALSE);
  record = crm_draft_seal (draft, id);
  record->created_at = old->created_at;
  record->modified_at = old->modified_at;
  record->version = old->version;
  crm_draft_free (draft);
  crm_entity_put (entity, record);
  return TRUE;
}

static const char *
first_id (const CrmLink *link)
{
  CrmIndex *index;
  GTreeNode *node;

  if (link == NULL || link->target == NULL)
    return NULL;
  index = crm_entity_index (link->target, crm_entity_attribute (link->target, "id"));
  node = g_tree_node_first (index->tree);
  return node ? ((CrmSlot *) g_tree_node_value (node))->id : NULL;
}

static void
fill_address (CrmModel *self, CrmDraft *draft, CrmField *field, guint n)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_VALUE);
  g_autofree char *text = field->kind == CRM_FIELD_EMAIL
                              ? g_strdup_printf ("post%u@fill.example", n)
                              : g_strdup_printf ("+38044%07u", n % 10000000);

  json_node_set_string (node, text);
  crm_addresses_take (self, draft, crm_entity_nth (draft->entity, (guint) field->attribute), node);
}

/* The first name of a choice, a number, a date: something fitting for every required field, and for
 * text. */
static void
fill_one (CrmModel *self, CrmDraft *draft, CrmField *field, guint n)
{
  CrmAttribute *attribute
      = field->attribute >= 0 ? crm_entity_nth (draft->entity, (guint) field->attribute) : NULL;
  g_autofree char *text = NULL;

  if (attribute && attribute->source == CRM_IS_ADDRESS)
    fill_address (self, draft, field, n);
  if (attribute == NULL || attribute->source != CRM_IS_STORED || field->read_only)
    return;
  switch ((int) field->kind)
    {
    case CRM_FIELD_VARCHAR:
      if (strstr (field->name, "Uid") || strstr (field->name, "externalId"))
        return;
      if (g_str_has_suffix (field->name, "Date") || strstr (field->name, "Address"))
        return;
      text = g_strdup_printf ("%s %u", field->name, n);
      text[0] = g_ascii_toupper (text[0]);
      if (field->max_length && strlen (text) > field->max_length)
        return;
      if (g_str_equal (field->name, "website"))
        {
          g_free (text);
          text = g_strdup_printf ("https://fill.example/%u", n);
        }
      crm_draft_text (draft, (int) attribute->index, text);
      break;
    case CRM_FIELD_ENUM:
      if (field->options && field->options[0])
        crm_draft_text (draft,
                        (int) attribute->index,
                        *field->options[n % g_strv_length (field->options)]
                            ? field->options[n % g_strv_length (field->options)]
                            : NULL);
      break;
    case CRM_FIELD_DATETIME_OPTIONAL:
      if (field->required)
        crm_draft_number (draft, (int) attribute->index, CRM_TIME, self->time + n * 60);
      break;
    case CRM_FIELD_DATE:
      if (field->required)
        crm_draft_text (draft, (int) attribute->index, "2026-11-22");
      break;
    case CRM_FIELD_LINK:
      if (attribute->index == (guint) draft->entity->assigned_user)
        crm_draft_text (draft, (int) attribute->index, "1");
      else if (field->required)
        crm_draft_text (draft, (int) attribute->index, first_id (attribute->link));
      break;
    default:
      break;
    }
}

void
crm_model_fill (CrmModel *self, const char *entity_type, guint n)
{
  CrmEntity *entity = need_entity (self, entity_type);

  for (guint i = 0; i < n; i++)
    {
      CrmDraft *draft = crm_draft_new (entity, NULL);
      g_autofree char *id = NULL;
      CrmRecord *record;

      if (i > 0 && i % 50 == 0)
        self->time++;
      id = crm_model_make_id (self);
      for (guint j = 0; j < entity->fields->len; j++)
        fill_one (self, draft, g_ptr_array_index (entity->fields, j), i);
      crm_draft_text (draft, entity->created_by, "1");
      if (entity->number >= 0)
        crm_draft_number (draft, entity->number, CRM_INT, ++entity->next_number);
      crm_draft_number (draft, entity->stream_at, CRM_TIME, self->time);
      crm_derive (self, draft, NULL);
      record = crm_draft_seal (draft, id);
      record->created_at = self->time;
      record->modified_at = self->time;
      record->version = 1;
      crm_draft_free (draft);
      crm_entity_put (entity, record);
    }
}

void
crm_model_purge (CrmModel *self)
{
  for (guint i = 0; i < self->entity_order->len; i++)
    {
      CrmEntity *entity = g_ptr_array_index (self->entity_order, i);
      GHashTableIter iter;
      CrmSlot *slot;

      g_hash_table_iter_init (&iter, entity->slots);
      while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &slot))
        {
          if (!slot->now->deleted)
            continue;
          crm_relation_forget (self, slot->id);
          g_hash_table_iter_remove (&iter);
          g_clear_pointer (&slot->now, crm_record_unref);
          g_clear_pointer (&slot->before, crm_record_unref);
          g_free (slot);
        }
    }
}

/* --- Looking --------------------------------------------------------------------------------- */

const CrmCounts *
crm_model_get_counts (CrmModel *self)
{
  return &self->counts;
}

guint
crm_model_count (CrmModel *self, const char *entity_type)
{
  return need_entity (self, entity_type)->n_alive;
}

char *
crm_model_read (CrmModel *self, const char *entity_type, const char *id)
{
  CrmEntity *entity = need_entity (self, entity_type);
  CrmRecord *record = crm_entity_find (entity, id);
  GString *out;

  if (record == NULL)
    return NULL;
  out = g_string_new (NULL);
  crm_write_record (self, out, entity, record, CRM_VIEW_READ, NULL, NULL, NULL);
  return g_string_free (out, FALSE);
}

char *
crm_model_read_attribute (CrmModel *self,
                          const char *entity_type,
                          const char *id,
                          const char *attribute)
{
  CrmEntity *entity = need_entity (self, entity_type);
  CrmRecord *record = crm_entity_find (entity, id);
  CrmAttribute *found = crm_entity_attribute (entity, attribute);
  GString *out;

  if (found == NULL)
    g_error ("%s has no attribute %s", entity_type, attribute);
  if (record == NULL)
    return NULL;
  out = g_string_new (NULL);
  crm_write_attribute (self, out, entity, record, found, CRM_VIEW_READ, NULL);
  return g_string_free (out, FALSE);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(CrmSlot *const *) a)->id, (*(CrmSlot *const *) b)->id);
}

static GPtrArray *
sorted_slots (CrmEntity *entity)
{
  GPtrArray *slots = g_ptr_array_sized_new (g_hash_table_size (entity->slots));
  GHashTableIter iter;
  CrmSlot *slot;

  g_hash_table_iter_init (&iter, entity->slots);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &slot))
    g_ptr_array_add (slots, slot);
  g_ptr_array_sort (slots, compare_ids);
  return slots;
}

void
crm_model_foreach (
    CrmModel *self, const char *entity_type, gboolean with_deleted, CrmEachFunc func, gpointer data)
{
  g_autoptr (GPtrArray) slots = sorted_slots (need_entity (self, entity_type));

  for (guint i = 0; i < slots->len; i++)
    {
      CrmSlot *slot = g_ptr_array_index (slots, i);

      if (with_deleted || !slot->now->deleted)
        func (slot->id, slot->now->deleted, data);
    }
}

char **
crm_model_find (CrmModel *self, const char *entity_type, const char *attribute, const char *value)
{
  CrmEntity *entity = need_entity (self, entity_type);
  CrmAttribute *found = crm_entity_attribute (entity, attribute);
  CrmValue wanted = { .type = CRM_TEXT, .text = (char *) value };
  GPtrArray *ids = g_ptr_array_new ();

  if (found == NULL || found->type != CRM_TEXT)
    g_error ("%s has no text %s", entity_type, attribute);
  for (GTreeNode *node = crm_index_lower (crm_entity_index (entity, found), &wanted, NULL); node;
       node = g_tree_node_next (node))
    {
      CrmSlot *slot = g_tree_node_value (node);
      CrmValue other;

      crm_record_get (slot->now, found, &other);
      if (crm_value_compare (&other, &wanted) != 0)
        break;
      g_ptr_array_add (ids, g_strdup (slot->id));
    }
  g_ptr_array_add (ids, NULL);
  return (char **) g_ptr_array_free (ids, FALSE);
}

static void
dump_counts (CrmModel *self, GString *out)
{
  const CrmCounts *counts = &self->counts;
  gboolean first = TRUE;

  g_string_append_printf (out,
                          "{\"requests\":%" G_GUINT64_FORMAT ",\"created\":%" G_GUINT64_FORMAT
                          ",\"updated\":%" G_GUINT64_FORMAT ",\"deleted\":%" G_GUINT64_FORMAT
                          ",\"noOpUpdates\":%" G_GUINT64_FORMAT
                          ",\"rejectedLinks\":%" G_GUINT64_FORMAT ",\"refused\":%" G_GUINT64_FORMAT
                          ",\"lostRaces\":%" G_GUINT64_FORMAT ",\"failedLogins\":%" G_GUINT64_FORMAT
                          ",\"faults\":{",
                          counts->requests,
                          counts->created,
                          counts->updated,
                          counts->deleted,
                          counts->no_op_updates,
                          counts->rejected_links,
                          counts->refused,
                          counts->lost_races,
                          counts->failed_logins);
  for (int i = 0; i < CRM_N_FAULTS; i++)
    if (counts->faults[i])
      {
        g_string_append_printf (out,
                                "%s\"%s\":%" G_GUINT64_FORMAT,
                                first ? "" : ",",
                                crm_fault_get_name ((CrmFaultKind) i),
                                counts->faults[i]);
        first = FALSE;
      }
  g_string_append (out, "}}");
}

char *
crm_model_dump (CrmModel *self)
{
  GString *out = g_string_new (NULL);

  g_string_append_printf (out, "{\"time\":%" G_GINT64_FORMAT ",\"counts\":", self->time);
  dump_counts (self, out);
  g_string_append (out, ",\"types\":{");
  for (guint i = 0; i < self->entity_order->len; i++)
    {
      CrmEntity *entity = g_ptr_array_index (self->entity_order, i);
      g_autoptr (GPtrArray) slots = sorted_slots (entity);

      g_string_append_printf (out, "%s\"%s\":{", i ? "," : "", entity->name);
      for (guint j = 0; j < slots->len; j++)
        {
          CrmSlot *slot = g_ptr_array_index (slots, j);

          g_string_append_printf (out, "%s\"%s\":", j ? "," : "", slot->id);
          crm_write_record (self, out, entity, slot->now, CRM_VIEW_READ, NULL, NULL, NULL);
        }
      g_string_append_c (out, '}');
    }
  g_string_append (out, "}}");
  return g_string_free (out, FALSE);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Records, drafts of records, and the table of an entity type with its indexes. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "crm-private.h"

#include <string.h>

/* --- Values ---------------------------------------------------------------------------------- */

static gboolean
owns_text (const CrmValue *value)
{
  return value->type == CRM_TEXT || value->type == CRM_RAW;
}

void
crm_value_clear (CrmValue *value)
{
  if (owns_text (value))
    g_free (value->text);
  value->type = CRM_NULL;
  value->number = 0;
}

void
crm_value_copy (CrmValue *to, const CrmValue *from)
{
  *to = *from;
  if (owns_text (from))
    to->text = g_strdup (from->text);
}

gboolean
crm_value_equal (const CrmValue *one, const CrmValue *other)
{
  CrmValueType type = one ? one->type : CRM_NULL;

  if (type != (other ? other->type : CRM_NULL))
    return FALSE;
  if (type == CRM_NULL)
    return TRUE;
  if (owns_text (one))
    return g_str_equal (one->text, other->text);
  return one->number == other->number;
}

/* MariaDB's order: nothing first, letters without case (of ASCII only, here). */
int
crm_value_compare (const CrmValue *one, const CrmValue *other)
{
  if (one->type == CRM_NULL || other->type == CRM_NULL)
    return (one->type != CRM_NULL) - (other->type != CRM_NULL);
  if (owns_text (one))
    return g_ascii_strcasecmp (one->text, owns_text (other) ? other->text : "");
  if (one->type == CRM_REAL || other->type == CRM_REAL)
    {
      double a = one->type == CRM_REAL ? one->real : (double) one->number;
      double b = other->type == CRM_REAL ? other->real : (double) other->number;

      return (a > b) - (a < b);
    }
  return (one->number > other->number) - (one->number < other->number);
}

/* --- Records --------------------------------------------------------------------------------- */

CrmRecord *
crm_record_ref (CrmRecord *record)
{
  record->references++;
  return record;
}

void
crm_record_unref (CrmRecord *record)
{
  if (--record->references > 0)
    return;
  for (guint i = 0; i < record->n_values; i++)
    crm_value_clear (&record->values[i]);
  g_free (record);
}

const CrmValue *
crm_record_value (const CrmRecord *record, guint attribute)
{
  guint low = 0;
  guint high = record->n_values;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (record->values[middle].attribute < attribute)
        low = middle + 1;
      else
        high = middle;
    }
  return low < record->n_values && record->values[low].attribute == attribute ? &record->values[low]
                                                                              : NULL;
}

const char *
crm_record_text (const CrmRecord *record, int attribute)
{
  const CrmValue *value = attribute >= 0 ? crm_record_value (record, (guint) attribute) : NULL;

  return value && owns_text (value) ? value->text : NULL;
}

/* What filters and indexes see; computed attributes are nothing to them. */
void
crm_record_get (const CrmRecord *record, const CrmAttribute *attribute, CrmValue *value)
{
  const CrmValue *stored;

  value->type = CRM_NULL;
  value->number = 0;
  switch ((int) attribute->source)
    {
    case CRM_IS_ID:
      value->type = CRM_TEXT;
      value->text = (char *) record->id;
      break;
    case CRM_IS_DELETED:
      value->type = CRM_YES_NO;
      value->number = record->deleted;
      break;
    case CRM_IS_CREATED_AT:
      value->type = CRM_TIME;
      value->number = record->created_at;
      break;
    case CRM_IS_MODIFIED_AT:
      value->type = CRM_TIME;
      value->number = record->modified_at;
      break;
    case CRM_IS_VERSION:
      value->type = CRM_INT;
      value->number = record->version;
      break;
    default:
      stored = crm_record_value (record, attribute->index);
      if (stored)
        *value = *stored;
      break;
    }
}

/* --- Drafts ---------------------------------------------------------------------------------- */

static void
set_change_free (gpointer data)
{
  CrmSetChange *change = data;

  g_clear_pointer (&change->ids, g_ptr_array_unref);
  g_clear_pointer (&change->columns, json_object_unref);
  g_free (change);
}

CrmDraft *
crm_draft_new (CrmEntity *entity, const CrmRecord *from)
{
  CrmDraft *draft = g_new0 (CrmDraft, 1);

  draft->entity = entity;
  draft->values = g_new0 (CrmValue, entity->attributes->len);
  draft->given = g_new0 (guint8, entity->attributes->len);
  draft->sets = g_ptr_array_new_with_free_func (set_change_free);
  for (guint i = 0; from && i < from->n_values; i++)
    crm_value_copy (&draft->values[from->values[i].attribute], &from->values[i]);
  return draft;
}

void
crm_draft_free (CrmDraft *draft)
{
  for (guint i = 0; i < draft->entity->attributes->len; i++)
    crm_value_clear (&draft->values[i]);
  g_free (draft->values);
  g_free (draft->given);
  g_ptr_array_unref (draft->sets);
  g_clear_pointer (&draft->echo, g_hash_table_unref);
  g_free (draft);
}

/* Takes what @value owns. */
void
crm_draft_set (CrmDraft *draft, guint attribute, const CrmValue *value)
{
  crm_value_clear (&draft->values[attribute]);
  draft->values[attribute] = *value;
  draft->values[attribute].attribute = (guint16) attribute;
}

void
crm_draft_text (CrmDraft *draft, int attribute, const char *text)
{
  CrmValue value = { .type = CRM_NULL };

  if (attribute < 0)
    return;
  if (text)
    {
      value.type = CRM_TEXT;
      value.text = g_strdup (text);
    }
  crm_draft_set (draft, (guint) attribute, &value);
}

void
crm_draft_number (CrmDraft *draft, int attribute, CrmValueType type, gint64 number)
{
  CrmValue value = { .type = (guint8) type, .number = number };

  if (attribute >= 0)
    crm_draft_set (draft, (guint) attribute, &value);
}

const char *
crm_draft_get_text (CrmDraft *draft, int attribute)
{
  return attribute >= 0 && owns_text (&draft->values[attribute]) ? draft->values[attribute].text
                                                                 : NULL;
}

/* A record with the values of @draft, which keeps its own. */
CrmRecord *
crm_draft_seal (CrmDraft *draft, const char *id)
{
  CrmRecord *record;
  guint n = 0;

  for (guint i = 0; i < draft->entity->attributes->len; i++)
    n += draft->values[i].type != CRM_NULL;
  record = g_malloc0 (sizeof (CrmRecord) + n * sizeof (CrmValue));
  record->references = 1;
  g_assert (strlen (id) < CRM_ID_SIZE);
  g_strlcpy (record->id, id, CRM_ID_SIZE);
  for (guint i = 0; i < draft->entity->attributes->len; i++)
    if (draft->values[i].type != CRM_NULL)
      {
        crm_value_copy (&record->values[record->n_values], &draft->values[i]);
        record->values[record->n_values].attribute = (guint16) i;
        record->n_values++;
      }
  return record;
}

/* --- Tables ---------------------------------------------------------------------------------- */

static int
compare_slots (gconstpointer a, gconstpointer b, gpointer data)
{
  const CrmRecord *one = ((const CrmSlot *) a)->now;
  const CrmRecord *other = ((const CrmSlot *) b)->now;
  CrmIndex *index = data;
  CrmValue left, right;
  int order;

  if (index->attribute->source == CRM_IS_ID)
    return strcmp (one->id, other->id);
  crm_record_get (one, index->attribute, &left);
  crm_record_get (other, index->attribute, &right);
  order = crm_value_compare (&left, &right);
  return order ? order : strcmp (one->id, other->id);
}

static void
index_free (CrmIndex *index)
{
  g_tree_unref (index->tree);
  g_free (index);
}

CrmIndex *
crm_entity_index (CrmEntity *entity, CrmAttribute *attribute)
{
  CrmIndex *index = entity->indexes[attribute->index];
  GHashTableIter iter;
  CrmSlot *slot;

  if (index)
    return index;
  index = g_new0 (CrmIndex, 1);
  index->attribute = attribute;
  index->tree = g_tree_new_with_data (compare_slots, index);
  g_hash_table_iter_init (&iter, entity->slots);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &slot))
    if (!slot->now->deleted)
      g_tree_insert (index->tree, slot, slot);
  entity->indexes[attribute->index] = index;
  return index;
}

GTreeNode *
crm_index_lower (CrmIndex *index, const CrmValue *value, const char *id)
{
  union
  {
    CrmRecord record;
    guint8 space[sizeof (CrmRecord) + sizeof (CrmValue)];
  } probe;
  CrmSlot slot = { .now = &probe.record };

  memset (&probe, 0, sizeof probe);
  g_strlcpy (probe.record.id, id ? id : "", CRM_ID_SIZE);
  switch ((int) index->attribute->source)
    {
    case CRM_IS_ID:
      g_strlcpy (probe.record.id, value->type == CRM_TEXT ? value->text : "", CRM_ID_SIZE);
      break;
    case CRM_IS_CREATED_AT:
      probe.record.created_at = value->type == CRM_NULL ? G_MININT64 : value->number;
      break;
    case CRM_IS_MODIFIED_AT:
      probe.record.modified_at = value->type == CRM_NULL ? G_MININT64 : value->number;
      break;
    case CRM_IS_VERSION:
      probe.record.version = (int) value->number;
      break;
    default:
      if (value->type != CRM_NULL)
        {
          probe.record.n_values = 1;
          probe.record.values[0] = *value;
          probe.record.values[0].attribute = (guint16) index->attribute->index;
        }
      break;
    }
  return g_tree_lower_bound (index->tree, &slot);
}

CrmRecord *
crm_entity_find_by (CrmEntity *entity, CrmAttribute *attribute, const char *text)
{
  CrmIndex *index = crm_entity_index (entity, attribute);
  CrmValue value = { .type = CRM_TEXT, .text = (char *) text };
  GTreeNode *node = crm_index_lower (index, &value, NULL);
  CrmRecord *record = node ? ((CrmSlot *) g_tree_node_value (node))->now : NULL;
  CrmValue found;

  if (record == NULL)
    return NULL;
  crm_record_get (record, attribute, &found);
  return crm_value_compare (&found, &value) == 0 ? record : NULL;
}

CrmSlot *
crm_entity_slot (CrmEntity *entity, const char *id)
{
  return g_hash_table_lookup (entity->slots, id);
}

CrmRecord *
crm_entity_find (CrmEntity *entity, const char *id)
{
  CrmSlot *slot = crm_entity_slot (entity, id);

  return slot && !slot->now->deleted ? slot->now : NULL;
}

static gboolean
same_place (CrmIndex *index, const CrmRecord *one, const CrmRecord *other)
{
  CrmValue left, right;

  crm_record_get (one, index->attribute, &left);
  crm_record_get (other, index->attribute, &right);
  return crm_value_equal (&left, &right);
}

void
crm_entity_put (CrmEntity *entity, CrmRecord *record)
{
  CrmSlot *slot = crm_entity_slot (entity, record->id);
  CrmRecord *old = slot ? slot->now : NULL;
  gboolean was = old && !old->deleted;
  gboolean is = !record->deleted;

  if (slot == NULL)
    {
      slot = g_new0 (CrmSlot, 1);
      g_strlcpy (slot->id, record->id, CRM_ID_SIZE);
      g_hash_table_insert (entity->slots, slot->id, slot);
    }
  for (guint i = 0; was && i < entity->attributes->len; i++)
    if (entity->indexes[i] && !(is && same_place (entity->indexes[i], old, record)))
      g_tree_remove (entity->indexes[i]->tree, slot);
  slot->now = record;
  for (guint i = 0; is && i < entity->attributes->len; i++)
    if (entity->indexes[i] && !(was && same_place (entity->indexes[i], old, record)))
      g_tree_insert (entity->indexes[i]->tree, slot, slot);
  entity->n_alive += (guint) is - (guint) was;
  if (old)
    {
      g_clear_pointer (&slot->before, crm_record_unref);
      slot->before = old;
    }
}

/* Forgets a record for good. */
void
crm_entity_drop (CrmEntity *entity, const char *id)
{
  CrmSlot *slot = entity ? crm_entity_slot (entity, id) : NULL;

  if (slot == NULL)
    return;
  for (guint i = 0; !slot->now->deleted && i < entity->attributes->len; i++)
    if (entity->indexes[i])
      g_tree_remove (entity->indexes[i]->tree, slot);
  entity->n_alive -= !slot->now->deleted;
  g_hash_table_remove (entity->slots, slot->id);
  g_clear_pointer (&slot->now, crm_record_unref);
  g_clear_pointer (&slot->before, crm_record_unref);
  g_free (slot);
}

void
crm_entity_clear (CrmEntity *entity)
{
  GHashTableIter iter;
  CrmSlot *slot;

  for (guint i = 0; i < entity->attributes->len; i++)
    g_clear_pointer (&entity->indexes[i], index_free);
  g_hash_table_iter_init (&iter, entity->slots);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &slot))
    {
      g_hash_table_iter_steal (&iter);
      g_clear_pointer (&slot->now, crm_record_unref);
      g_clear_pointer (&slot->before, crm_record_unref);
      g_free (slot);
    }
  entity->n_alive = 0;
}

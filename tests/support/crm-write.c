/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Creates, updates and deletions, in two halves: what a request reads and checks, and what it
 * stores. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "crm-private.h"

#include <string.h>

/* Seconds, then parts of a second that only grow, then chance: as EspoCRM's. */
char *
crm_model_make_id (CrmModel *model)
{
  guint micro = (guint) (model->made++ % 1000000);

  return g_strdup_printf ("%08x%05x%04x",
                          (guint) (model->time & 0xffffffff),
                          micro,
                          (guint) (crm_model_random (model) & 0xffff));
}

void
crm_write_free (CrmWrite *write)
{
  g_clear_pointer (&write->base, crm_record_unref);
  crm_draft_free (write->draft);
  g_free (write);
}

/* --- Checks ---------------------------------------------------------------------------------- */

static void
add_same_address (CrmEntity *entity, CrmAttribute *attribute, const char *lines, GPtrArray *found)
{
  const char *end = strchr (lines, '\n');
  g_autofree char *key = end ? g_strndup (lines, (gsize) (end - lines)) : g_strdup (lines);
  CrmIndex *index = crm_entity_index (entity, attribute);
  CrmValue value = { .type = CRM_TEXT, .text = key };
  gsize length = strlen (key);

  for (GTreeNode *node = crm_index_lower (index, &value, NULL); node;
       node = g_tree_node_next (node))
    {
      CrmRecord *record = ((CrmSlot *) g_tree_node_value (node))->now;
      const char *text = crm_record_text (record, (int) attribute->index);

      if (text == NULL || g_ascii_strncasecmp (text, key, length) != 0)
        break;
      if ((text[length] == '\0' || text[length] == '\n') && !g_ptr_array_find (found, record, NULL))
        g_ptr_array_add (found, record);
    }
}

static void
add_same_text (CrmEntity *entity, CrmAttribute *attribute, const char *text, GPtrArray *found)
{
  CrmIndex *index = crm_entity_index (entity, attribute);
  CrmValue value = { .type = CRM_TEXT, .text = (char *) text };

  for (GTreeNode *node = crm_index_lower (index, &value, NULL); node;
       node = g_tree_node_next (node))
    {
      CrmRecord *record = ((CrmSlot *) g_tree_node_value (node))->now;
      CrmValue other;

      crm_record_get (record, attribute, &other);
      if (crm_value_compare (&other, &value) != 0)
        break;
      if (!g_ptr_array_find (found, record, NULL))
        g_ptr_array_add (found, record);
    }
}

static gboolean
answer_duplicates (CrmModel *model, CrmCall *call, CrmDraft *draft, CrmResponse *response)
{
  CrmEntity *entity = draft->entity;
  g_autoptr (GPtrArray) found = NULL;
  GString *out;

  if (entity->duplicates->len == 0
      || g_strcmp0 (crm_request_header (call->request, "X-Skip-Duplicate-Check"), "true") == 0)
    return FALSE;
  found = g_ptr_array_new ();
  for (guint i = 0; i < entity->duplicates->len; i++)
    {
      CrmAttribute *attribute
          = crm_entity_nth (entity, g_array_index (entity->duplicates, guint, i));
      const char *text = crm_draft_get_text (draft, (int) attribute->index);

      if (text == NULL)
        continue;
      if (attribute->source == CRM_IS_ADDRESS)
        add_same_address (entity, attribute, text, found);
      else
        add_same_text (entity, attribute, text, found);
    }
  if (found->len == 0)
    return FALSE;
  out = g_string_new ("[");
  for (guint i = 0; i < found->len; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      crm_write_record (model,
                        out,
                        entity,
                        g_ptr_array_index (found, i),
                        CRM_VIEW_DUPLICATE,
                        NULL,
                        call->user,
                        NULL);
    }
  g_string_append_c (out, ']');
  model->counts.refused++;
  crm_answer (model, response, 409, "duplicate", out);
  return TRUE;
}

gboolean
crm_unique_free (CrmEntity *entity, CrmDraft *draft, const char *id)
{
  for (guint i = 0; i < entity->unique->len; i++)
    {
      CrmAttribute *attribute = crm_entity_nth (entity, g_array_index (entity->unique, guint, i));
      const char *text = crm_draft_get_text (draft, (int) attribute->index);
      CrmRecord *other = text ? crm_entity_find_by (entity, attribute, text) : NULL;

      if (other && g_strcmp0 (other->id, id) != 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
set_differs (const CrmLink *link, const CrmSetChange *change, const char *id)
{
  GPtrArray *ties = link ? crm_link_ties (link, id) : NULL;
  JsonObjectIter iter, inner;
  const char *other, *column;
  JsonNode *node, *value;

  if (change->ids && (ties ? ties->len : 0) != change->ids->len)
    return TRUE;
  for (guint i = 0; change->ids && i < change->ids->len; i++)
    if (!crm_link_tie (link, id, g_ptr_array_index (change->ids, i)))
      return TRUE;
  if (change->columns == NULL)
    return FALSE;
  json_object_iter_init_ordered (&iter, change->columns);
  while (json_object_iter_next_ordered (&iter, &other, &node))
    {
      CrmTie *tie = link ? crm_link_tie (link, id, other) : NULL;

      if (tie == NULL || !JSON_NODE_HOLDS_OBJECT (node))
        continue;
      json_object_iter_init_ordered (&inner, json_node_get_object (node));
      while (json_object_iter_next_ordered (&inner, &column, &value))
        {
          JsonNode *old = tie->columns ? json_object_get_member (tie->columns, column) : NULL;

          if (old ? !json_node_equal (old, value) : !JSON_NODE_HOLDS_NULL (value))
            return TRUE;
        }
    }
  return FALSE;
}

static void
add_value (CrmModel *model,
           GString *values,
           CrmEntity *entity,
           const CrmRecord *record,
           CrmAttribute *attribute,
           CrmUser *user)
{
  if (values->len > 1)
    g_string_append_c (values, ',');
  g_string_append_printf (values, "\"%s\":", attribute->name);
  crm_write_attribute (model, values, entity, record, attribute, CRM_VIEW_READ, user);
}

/* 409 for every written attribute whose value is not what @record holds: EspoCRM
 * compares with now, not with what the writer had seen. */
static gboolean
answer_conflict (
    CrmModel *model, CrmDraft *draft, const CrmRecord *record, CrmUser *user, CrmResponse *response)
{
  CrmEntity *entity = draft->entity;
  g_autoptr (GString) values = g_string_new ("{");
  GString *body;

  for (guint i = 0; i < entity->attributes->len; i++)
    {
      CrmAttribute *attribute = crm_entity_nth (entity, i);

      if (!draft->given[i]
          || (attribute->source != CRM_IS_STORED && attribute->source != CRM_IS_ADDRESS
              && attribute->source != CRM_IS_ROLE))
        continue;
      if (attribute->source == CRM_IS_ROLE)
        {
          g_autoptr (GString) now = g_string_new (NULL);
          g_autoptr (GString) wanted = g_string_new (NULL);

          crm_write_attribute (model, now, entity, record, attribute, CRM_VIEW_READ, user);
          if (draft->values[i].type == CRM_TEXT)
            crm_json_text (wanted, draft->values[i].text);
          else
            g_string_append (wanted,
                             draft->values[i].type == CRM_NULL ? "null"
                             : draft->values[i].number         ? "true"
                                                               : "false");
          if (g_str_equal (now->str, wanted->str))
            continue;
        }
      else if (crm_value_equal (&draft->values[i], crm_record_value (record, i)))
        continue;
      add_value (model, values, entity, record, attribute, user);
      for (guint j = 0; attribute->source == CRM_IS_ADDRESS && j < entity->attributes->len; j++)
        if (crm_entity_nth (entity, j)->source == CRM_IS_ADDRESS_DATA
            && crm_entity_nth (entity, j)->base == i && draft->given[j])
          add_value (model, values, entity, record, crm_entity_nth (entity, j), user);
    }
  for (guint i = 0; i < draft->sets->len; i++)
    {
      CrmSetChange *change = g_ptr_array_index (draft->sets, i);
      CrmAttribute *ids = crm_entity_nth (entity, change->attribute);

      if (!set_differs (ids->link, change, record->id))
        continue;
      add_value (model, values, entity, record, ids, user);
      for (guint j = 0; j < entity->attributes->len; j++)
        {
          CrmAttribute *other = crm_entity_nth (entity, j);

          if (other->base == ids->index
              && (other->source == CRM_IS_SET_NAMES || other->source == CRM_IS_SET_COLUMNS))
            add_value (model, values, entity, record, other, user);
        }
    }
  if (values->len == 1)
    return FALSE;
  body = g_string_new ("{\"values\":");
  g_string_append_printf (body, "%s},\"versionNumber\":%d}", values->str, record->version);
  model->counts.refused++;
  crm_answer (model, response, 409, "modified", body);
  return TRUE;
}

static void
answer_locked (CrmModel *model, CrmResponse *response, const char *label, const char *field)
{
  GString *body = g_string_new (NULL);

  g_string_printf (
      body, "{\"messageTranslation\":{\"label\":\"%s\",\"scope\":null,\"data\":{", label);
  if (field)
    g_string_append_printf (body, "\"field\":\"%c%s\"", g_ascii_toupper (*field), field + 1);
  g_string_append (body, "}}}");
  model->counts.refused++;
  crm_answer (model, response, 409, label, body);
}

static gboolean
is_locked (CrmEntity *entity, const CrmRecord *record)
{
  const CrmValue *value
      = entity->locked >= 0 ? crm_record_value (record, (guint) entity->locked) : NULL;

  return value && value->number;
}

/* --- First half ------------------------------------------------------------------------------ */

static void
take_defaults (CrmDraft *draft)
{
  for (guint i = 0; i < draft->entity->fields->len; i++)
    {
      CrmField *field = g_ptr_array_index (draft->entity->fields, i);
      CrmAttribute *attribute;
      CrmValue value;

      if (field->default_value == NULL || field->attribute < 0 || draft->given[field->attribute])
        continue;
      attribute = crm_entity_nth (draft->entity, (guint) field->attribute);
      if (attribute->source != CRM_IS_STORED)
        continue;
      crm_node_to_value (attribute, field->default_value, &value);
      crm_draft_set (draft, attribute->index, &value);
    }
}

static JsonObject *
get_body (CrmModel *model, CrmCall *call, CrmResponse *response)
{
  if (call->body_broken)
    {
      model->counts.refused++;
      crm_answer (model, response, 500, NULL, NULL);
      return NULL;
    }
  return json_node_get_object (call->body);
}

static CrmWrite *
begin_create (CrmModel *model, CrmCall *call, CrmEntity *entity, CrmResponse *response)
{
  JsonObject *body;
  CrmWrite *write;
  CrmDraft *draft;

  if (crm_user_level (call->user, entity, CRM_CREATE) == CRM_LEVEL_NO)
    {
      crm_answer (model, response, 403, "No create access.", NULL);
      return NULL;
    }
  body = get_body (model, call, response);
  if (body == NULL)
    return NULL;
  draft = crm_draft_new (entity, NULL);
  crm_values_take (model, draft, body, call->user, TRUE);
  take_defaults (draft);
  if (!crm_values_check (model, draft, body, TRUE, response)
      || !crm_links_check (model, draft, NULL, response)
      || !crm_files_check (model, draft, NULL, response))
    {
      crm_draft_free (draft);
      return NULL;
    }
  crm_derive (model, draft, NULL);
  if (answer_duplicates (model, call, draft, response))
    {
      crm_draft_free (draft);
      return NULL;
    }
  write = g_new0 (CrmWrite, 1);
  write->entity = entity;
  write->user = call->user;
  write->draft = draft;
  write->expected = -1;
  return write;
}

static gboolean
is_set_changing (CrmDraft *draft, guint attribute)
{
  for (guint i = 0; i < draft->sets->len; i++)
    if (((CrmSetChange *) g_ptr_array_index (draft->sets, i))->attribute == attribute)
      return TRUE;
  return FALSE;
}

/* The title, columns of links and types of files shown after an update are those loaded before it.
 */
static void
echo_loaded (CrmModel *model, CrmDraft *draft, const CrmRecord *base)
{
  for (guint i = 0; i < draft->entity->attributes->len; i++)
    {
      CrmAttribute *attribute = crm_entity_nth (draft->entity, i);
      GString *text;

      if (!(attribute->source == CRM_IS_ROLE && !draft->given[i])
          && !((attribute->source == CRM_IS_SET_TYPES || attribute->source == CRM_IS_SET_COLUMNS)
               && !draft->given[i] && is_set_changing (draft, attribute->base)))
        continue;
      text = g_string_new (NULL);
      crm_write_attribute (model, text, draft->entity, base, attribute, CRM_VIEW_READ, NULL);
      if (draft->echo == NULL)
        draft->echo = g_hash_table_new_full (NULL, NULL, NULL, g_free);
      g_hash_table_insert (draft->echo, GUINT_TO_POINTER (i), g_string_free (text, FALSE));
    }
}

static const char *
first_given (CrmDraft *draft)
{
  for (guint i = 0; i < draft->entity->attributes->len; i++)
    if (draft->given[i])
      return crm_entity_nth (draft->entity, i)->name;
  return NULL;
}

static CrmWrite *
begin_update (CrmModel *model,
              CrmCall *call,
              CrmEntity *entity,
              const char *id,
              gboolean lost_race,
              CrmResponse *response)
{
  CrmSlot *slot = crm_entity_slot (entity, id);
  CrmRecord *base = slot && !slot->now->deleted ? slot->now : NULL;
  const char *header = crm_request_header (call->request, "X-Version-Number");
  int expected = header && entity->versioned ? (int) g_ascii_strtoll (header, NULL, 10) : -1;
  JsonObject *body;
  CrmDraft *draft;
  CrmWrite *write;

  if (crm_user_level (call->user, entity, CRM_EDIT) == CRM_LEVEL_NO)
    {
      crm_answer (model, response, 403, "No edit access.", NULL);
      return NULL;
    }
  body = get_body (model, call, response);
  if (body == NULL)
    return NULL;
  if (base == NULL)
    {
      g_autofree char *reason = g_strdup_printf ("Record %s not found.", id);

      crm_answer (model, response, 404, reason, NULL);
      return NULL;
    }
  if (!crm_user_may (model, call->user, entity, base, CRM_EDIT))
    {
      crm_answer (model, response, 403, "No edit access.", NULL);
      return NULL;
    }
  if (lost_race && slot->before && !slot->before->deleted)
    base = slot->before;
  draft = crm_draft_new (entity, base);
  crm_values_take (model, draft, body, call->user, FALSE);
  if (is_locked (entity, base))
    {
      answer_locked (model, response, "cannotModifyLockedRecord", first_given (draft));
      crm_draft_free (draft);
      return NULL;
    }
  if ((expected >= 0 && expected != base->version
       && answer_conflict (model, draft, base, call->user, response))
      || !crm_values_check (model, draft, body, FALSE, response)
      || !crm_links_check (model, draft, base, response)
      || !crm_files_check (model, draft, base, response))
    {
      crm_draft_free (draft);
      return NULL;
    }
  echo_loaded (model, draft, base);
  crm_derive (model, draft, base);
  write = g_new0 (CrmWrite, 1);
  write->entity = entity;
  write->user = call->user;
  write->draft = draft;
  write->base = crm_record_ref (base);
  write->expected = expected;
  g_strlcpy (write->id, id, CRM_ID_SIZE);
  return write;
}

CrmWrite *
crm_write_begin (CrmModel *model,
                 CrmCall *call,
                 CrmEntity *entity,
                 const char *id,
                 gboolean lost_race,
                 CrmResponse *response)
{
  return id ? begin_update (model, call, entity, id, lost_race, response)
            : begin_create (model, call, entity, response);
}

/* --- Second half ----------------------------------------------------------------------------- */

static void
end_create (CrmModel *model, CrmWrite *write, CrmResponse *response)
{
  CrmEntity *entity = write->entity;
  g_autofree char *id = crm_model_make_id (model);
  CrmRecord *record;
  GString *out;

  if (!crm_unique_free (entity, write->draft, NULL))
    {
      model->counts.refused++;
      crm_answer (model, response, 500, NULL, NULL);
      return;
    }
  if (entity->number >= 0)
    crm_draft_number (write->draft, entity->number, CRM_INT, ++entity->next_number);
  crm_draft_text (write->draft, entity->created_by, write->user->id);
  crm_draft_number (write->draft, entity->stream_at, CRM_TIME, model->time);
  crm_sets_apply (model, write->draft, id);
  crm_derive_links (model, write->draft, id, TRUE);
  record = crm_draft_seal (write->draft, id);
  record->created_at = model->time;
  record->modified_at = model->time;
  record->version = 1;
  crm_entity_put (entity, record);
  model->counts.created++;
  out = g_string_sized_new (1024);
  crm_write_record (model, out, entity, record, CRM_VIEW_CREATE, NULL, write->user, write->draft);
  crm_answer (model, response, 200, NULL, out);
}

/* Puts what @draft changed since @base onto @now. */
static CrmRecord *
overlay (CrmWrite *write, const CrmRecord *now, gboolean *lost)
{
  CrmDraft *merged = crm_draft_new (write->entity, now);
  CrmRecord *record;

  *lost = FALSE;
  for (guint i = 0; i < write->entity->attributes->len; i++)
    {
      const CrmValue *base = crm_record_value (write->base, i);
      const CrmValue *current = crm_record_value (now, i);
      CrmValue value;

      if (crm_value_equal (&write->draft->values[i], base))
        continue;
      if ((int) i != write->entity->modified_by && (int) i != write->entity->stream_at
          && !crm_value_equal (current, base)
          && !crm_value_equal (current, &write->draft->values[i]))
        *lost = TRUE;
      crm_value_copy (&value, &write->draft->values[i]);
      crm_draft_set (merged, i, &value);
    }
  record = crm_draft_seal (merged, now->id);
  record->deleted = now->deleted;
  record->created_at = now->created_at;
  crm_draft_free (merged);
  return record;
}

static gboolean
has_changed (CrmWrite *write, gboolean *audited)
{
  gboolean changed = FALSE;

  *audited = FALSE;
  for (guint i = 0; i < write->entity->attributes->len; i++)
    if (!crm_value_equal (&write->draft->values[i], crm_record_value (write->base, i)))
      {
        CrmAttribute *attribute = crm_entity_nth (write->entity, i);

        changed = TRUE;
        *audited = *audited || (attribute->field && attribute->field->audited);
      }
  for (guint i = 0; i < write->draft->sets->len; i++)
    {
      CrmSetChange *change = g_ptr_array_index (write->draft->sets, i);

      changed = changed
                || set_differs (
                    crm_entity_nth (write->entity, change->attribute)->link, change, write->id);
    }
  return changed;
}

static void
end_update (CrmModel *model, CrmWrite *write, CrmResponse *response)
{
  CrmEntity *entity = write->entity;
  CrmSlot *slot = crm_entity_slot (entity, write->id);
  CrmRecord *now = slot ? slot->now : write->base; /* purged meanwhile: gone with the wind */
  CrmRecord *mine, *stored;
  GString *out;
  gboolean audited, lost;

  if (entity->row_locked && now->deleted)
    {
      g_autofree char *reason = g_strdup_printf ("Record %s not found.", write->id);

      crm_answer (model, response, 404, reason, NULL);
      return;
    }
  if (entity->row_locked && write->expected >= 0 && now->version != write->expected
      && answer_conflict (model, write->draft, now, write->user, response))
    return;
  if (!crm_unique_free (entity, write->draft, write->id))
    {
      model->counts.refused++;
      crm_answer (model, response, 500, NULL, NULL);
      return;
    }
  if (!has_changed (write, &audited))
    model->counts.no_op_updates++;
  crm_draft_text (write->draft, entity->modified_by, write->user->id);
  if (audited)
    crm_draft_number (write->draft, entity->stream_at, CRM_TIME, model->time);
  crm_sets_apply (model, write->draft, write->id);
  crm_derive_links (model, write->draft, write->id, FALSE);
  mine = crm_draft_seal (write->draft, write->id);
  mine->created_at = write->base->created_at;
  stored = mine;
  if (slot && now != write->base)
    {
      stored = overlay (write, now, &lost);
      /* Whoever waited for the row has read what is there now. */
      if (entity->row_locked)
        {
          crm_record_unref (mine);
          mine = stored;
        }
      else
        model->counts.lost_races += lost;
    }
  mine->modified_at = stored->modified_at = model->time;
  /* The number comes from what was read, however often others have written since. */
  mine->version = stored->version = (entity->row_locked ? now : write->base)->version + 1;
  out = g_string_sized_new (1024);
  crm_write_record (model, out, entity, mine, CRM_VIEW_READ, NULL, write->user, write->draft);
  if (mine != stored || slot == NULL)
    crm_record_unref (mine);
  crm_files_saved (model, entity, write->base, stored);
  if (slot)
    crm_entity_put (entity, stored);
  model->counts.updated++;
  crm_answer (model, response, 200, NULL, out);
}

void
crm_write_end (CrmModel *model, CrmWrite *write, CrmResponse *response)
{
  if (write->base)
    end_update (model, write, response);
  else
    end_create (model, write, response);
}

/* --- Deletion -------------------------------------------------------------------------------- */

static void
add_tombstone (CrmModel *model, CrmEntity *entity, const char *id)
{
  CrmAttribute *own_uid = crm_entity_attribute (entity, "dyrUid");
  CrmAttribute *uid = crm_entity_attribute (model->feed, "targetUid");
  static const char *const type_names[] = { "targetType", "entityType", "recordType" };
  static const char *const id_names[] = { "targetId", "recordId", "entityId" };
  CrmEntity *feed = model->feed;
  CrmAttribute *kind = crm_entity_attribute (feed, "kind");
  CrmDraft *draft = crm_draft_new (feed, NULL);
  g_autofree char *own = crm_model_make_id (model);
  CrmRecord *record;

  crm_draft_text (
      draft,
      uid ? (int) uid->index : -1,
      own_uid ? crm_record_text (crm_entity_slot (entity, id)->now, (int) own_uid->index) : NULL);
  for (guint i = 0; i < G_N_ELEMENTS (type_names); i++)
    {
      CrmAttribute *type = crm_entity_attribute (feed, type_names[i]);
      CrmAttribute *target = crm_entity_attribute (feed, id_names[i]);

      crm_draft_text (draft, type ? (int) type->index : -1, entity->name);
      crm_draft_text (draft, target ? (int) target->index : -1, id);
    }
  crm_draft_text (draft, kind ? (int) kind->index : -1, "delete");
  crm_draft_number (draft, feed->number, CRM_INT, ++feed->next_number);
  record = crm_draft_seal (draft, own);
  record->created_at = model->time;
  record->modified_at = model->time;
  crm_entity_put (feed, record);
  crm_draft_free (draft);
}

/* Links with "cascadeRemoval" take their records along. */
static void
remove_parts (CrmModel *model, CrmEntity *entity, const char *id)
{
  GHashTableIter iter;
  CrmLink *link;

  g_hash_table_iter_init (&iter, entity->links);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &link))
    {
      CrmRecord *part;

      while (link->cascades && link->reverse >= 0
             && (part = crm_entity_find_by (
                     link->target, crm_entity_nth (link->target, (guint) link->reverse), id)))
        crm_remove (model, link->target, part);
    }
}

gboolean
crm_remove (CrmModel *model, CrmEntity *entity, CrmRecord *record)
{
  CrmDraft *draft = crm_draft_new (entity, record);
  g_autofree char *id = g_strdup (record->id);
  CrmRecord *gone = crm_draft_seal (draft, id);

  gone->created_at = record->created_at;
  gone->modified_at = model->time;
  gone->version = record->version;
  gone->deleted = TRUE;
  crm_draft_free (draft);
  crm_entity_put (entity, gone);
  model->counts.deleted++;
  /* The hook of our extension looks at types that have our uid. */
  if (model->feed && model->feed != entity
      && (crm_entity_attribute (entity, "dyrUid")
          || !crm_entity_attribute (model->feed, "targetUid")))
    add_tombstone (model, entity, id);
  remove_parts (model, entity, id);
  return TRUE;
}

void
crm_delete (
    CrmModel *model, CrmCall *call, CrmEntity *entity, const char *id, CrmResponse *response)
{
  CrmRecord *record = crm_entity_find (entity, id);
  const char *version = crm_request_header (call->request, "X-Version-Number");

  if (crm_user_level (call->user, entity, CRM_DELETE) == CRM_LEVEL_NO)
    crm_answer (model, response, 403, "No delete access.", NULL);
  else if (record == NULL)
    {
      g_autofree char *reason = g_strdup_printf ("Record %s not found.", id);

      crm_answer (model, response, 404, reason, NULL);
    }
  else if (!crm_user_may (model, call->user, entity, record, CRM_DELETE))
    crm_answer (model, response, 403, "No delete access.", NULL);
  else if (is_locked (entity, record))
    answer_locked (model, response, "cannotRemoveLockedRecord", NULL);
  else if (entity->row_locked && version && g_ascii_strtoll (version, NULL, 10) != record->version)
    {
      GString *body = g_string_new (NULL);

      /* EspoCRM itself ignores the header here; our extension does not. */
      g_string_printf (body, "{\"values\":{},\"versionNumber\":%d}", record->version);
      model->counts.refused++;
      crm_answer (model, response, 409, "modified", body);
    }
  else
    {
      crm_remove (model, entity, record);
      crm_answer_true (model, response);
    }
}

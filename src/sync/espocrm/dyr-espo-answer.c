/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Responses of EspoCRM as answers. Nothing is believed: whatever comes ends as one of them. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-espocrm-private.h"

#include <string.h>

#include "dyr-json.h"
#include "dyr-reason.h"

/* As DyrHttp; a remote may be fed by others. Bytes. */
#define MAX_BODY (64 * 1024 * 1024)

typedef struct
{
  DyrEspocrm *crm;
  const DyrEspoHeld *held;
  const DyrOrder *order;
  const DyrResponse *response;
  gboolean from_list;
} Reading;

static DyrAnswer *
answer (const Reading *reading, DyrAnswerKind kind)
{
  return dyr_espo_answer (kind, reading->response, NULL);
}

static DyrAnswer *
unreadable (const Reading *reading)
{
  return dyr_espo_answer (DYR_ANSWER_UNKNOWN, reading->response, dyr_reason_new ("damaged", NULL));
}

static DyrAnswer *
wrong (const Reading *reading)
{
  return dyr_espo_answer (
      DYR_ANSWER_WRONG, reading->response, dyr_reason_new ("wrong-answer", NULL));
}

/* A version that grows, or else the time of the change. */
static char *
read_version (const Reading *reading, const DyrJson *object)
{
  gint64 number, instant;
  const char *time;

  if (reading->held->versions)
    return dyr_json_get_number (object, "versionNumber", &number) && number >= 0
               ? g_strdup_printf ("%" G_GINT64_FORMAT, number)
               : NULL;

  time = dyr_json_get_text (object, "modifiedAt");

  return time != NULL && dyr_espo_datetime_parse (time, &instant) ? g_strdup (time) : NULL;
}

/* Whether EspoCRM could not hold the field in this record at all. */
static gboolean
is_out_of_place (const Reading *reading, const DyrEspoField *field, const DyrJson *object)
{
  const DyrEspoField *needed
      = field->needs > 0 ? dyr_espo_entity_find (reading->held->entity, field->needs - 1) : NULL;
  const DyrJson *node = needed != NULL ? dyr_json_get (object, needed->attribute) : NULL;

  return node != NULL && dyr_json_is_null (node);
}

static void
read_fields (const Reading *reading, const DyrJson *object, DyrRemoteRecord *record)
{
  const DyrEspoMode *mode = &reading->crm->mapping->modes[reading->crm->description->mode];
  const DyrEspoEntity *entity = reading->held->entity;

  for (guint i = 0; i < entity->fields->len; i++)
    {
      const DyrEspoField *field = &g_array_index (entity->fields, DyrEspoField, i);

      if ((reading->held->readable >> field->field & 1) == 0
          || is_out_of_place (reading, field, object))
        continue;
      switch (dyr_espo_value_read (mode, field, object, reading->from_list, record))
        {
        case DYR_ESPO_TOLD:
          record->known |= G_GUINT64_CONSTANT (1) << field->field;
          break;
        case DYR_ESPO_NOT_TOLD:
          /* No answer tells more than that of a single record. */
          record->partial = record->partial || reading->order->kind != DYR_ORDER_FETCH;
          break;
        case DYR_ESPO_DAMAGED:
          record->partial = TRUE;
          break;
        case DYR_ESPO_STRANGE:
          record->strange |= G_GUINT64_CONSTANT (1) << field->field;
          break;
        default:
          break;
        }
    }
}

/* The fields that the entity itself tells. */
static void
add_conditions (const Reading *reading, DyrRemoteRecord *record)
{
  GArray *when = reading->held->entity->when;

  for (guint i = 0; i < when->len; i++)
    {
      const DyrEspoCondition *condition = &g_array_index (when, DyrEspoCondition, i);

      dyr_value_set_text (&record->values[condition->field], condition->choice);
      record->known |= G_GUINT64_CONSTANT (1) << condition->field;
    }
}

static void
read_uid (const Reading *reading, const DyrJson *object, DyrRemoteRecord *record)
{
  const char *text
      = reading->held->uid ? dyr_json_get_text (object, reading->held->entity->uid) : NULL;

  record->has_uid
      = text != NULL && dyr_uid_parse (text, &record->uid) && !dyr_uid_is_null (&record->uid);
}

static const char *
read_who (const DyrJson *object)
{
  const char *name = dyr_json_get_text (object, "modifiedByName");
  const DyrJson *id = dyr_json_get (object, "modifiedById");

  /* Nobody changed it since it was made. */
  if (name == NULL && id != NULL && dyr_json_is_null (id))
    name = dyr_json_get_text (object, "createdByName");

  return name;
}

/* NULL: it has no id, so that it can be no record. */
static DyrRemoteRecord *
read_record (const Reading *reading, const DyrJson *object)
{
  const char *id = object != NULL ? dyr_json_get_text (object, "id") : NULL;
  const char *time;
  DyrRemoteRecord *record;

  if (id == NULL || !dyr_espo_is_id (id))
    return NULL;

  record = dyr_remote_record_new (reading->held->entity->type);
  record->remote_id = g_strconcat (reading->held->entity->entity, "/", id, NULL);
  record->version = read_version (reading, object);
  time = dyr_json_get_text (object, "modifiedAt");
  if (time == NULL || !dyr_espo_datetime_parse (time, &record->modified))
    record->modified = 0;
  time = dyr_json_get_text (object, "createdAt");
  if (time == NULL || !dyr_espo_datetime_parse (time, &record->created))
    record->created = 0;
  record->deleted = dyr_json_is_true (dyr_json_get (object, "deleted"));
  read_uid (reading, object, record);
  record->who = g_strdup (read_who (object));
  record->partial = record->version == NULL || record->modified == 0;
  add_conditions (reading, record);
  read_fields (reading, object, record);
  record->extra = dyr_espo_extra_read (reading->held->entity, object);

  return record;
}

/* Where the page ends: the last record whose time and id can be read. */
static void
read_end (const Reading *reading, const DyrJson *list, DyrAnswer *page)
{
  const gboolean pulling = reading->order->kind == DYR_ORDER_PULL;
  const char *after = NULL, *at = NULL;

  for (const DyrJson *item = dyr_json_first (list); item != NULL; item = dyr_json_next (list, item))
    {
      const char *id = dyr_json_get_text (item, "id");
      const char *time = dyr_json_get_text (item, "modifiedAt");
      gint64 instant;

      if (id == NULL || !dyr_espo_is_id (id)
          || (pulling && (time == NULL || !dyr_espo_datetime_parse (time, &instant))))
        continue;
      after = id;
      at = time;
    }
  page->next_after = g_strdup (after);
  page->next_at = pulling ? g_strdup (at) : NULL;
}

/* A page that ends where it was to begin would be asked for without end. */
static gboolean
goes_on (const DyrOrder *order, const DyrAnswer *page)
{
  if (page->next_after == NULL)
    return FALSE;

  return g_strcmp0 (page->next_after, order->after) != 0
         || g_strcmp0 (page->next_at, order->at) != 0;
}

static gboolean
is_last (const Reading *reading, const DyrJson *body, guint n)
{
  gint64 total;

  if (n == 0)
    return TRUE;
  /* X-No-Total: -1 when more follows, -2 on the last page. */
  if (dyr_json_get_number (body, "total", &total) && total < 0)
    return total != -1;

  return n < reading->crm->description->page;
}

static void
add_records (const Reading *reading, const DyrJson *list, DyrAnswer *page)
{
  for (const DyrJson *item = dyr_json_first (list); item != NULL; item = dyr_json_next (list, item))
    {
      const DyrJson *object = dyr_json_as_object (item);
      DyrRemoteRecord *record;

      if (object != NULL
          && !dyr_espo_description_is_one (reading->crm->description, reading->held, object))
        continue;
      record = read_record (reading, object);
      if (record != NULL)
        g_ptr_array_add (page->records, record);
      else
        page->n_unread++;
    }
}

static DyrAnswer *
read_page (const Reading *reading, const DyrJson *root)
{
  const DyrJson *body = dyr_json_as_object (root);
  const DyrJson *list = body != NULL ? dyr_json_get_array (body, "list") : NULL;
  g_autoptr (DyrAnswer) page = NULL;

  if (list == NULL)
    return wrong (reading);
  page = answer (reading, DYR_ANSWER_DONE);
  page->last = is_last (reading, body, dyr_json_length (list));
  read_end (reading, list, page);
  if (!page->last && !goes_on (reading->order, page))
    return wrong (reading);
  add_records (reading, list, page);

  return g_steal_pointer (&page);
}

static DyrAnswer *
read_found (const Reading *reading, const DyrJson *root)
{
  const DyrJson *body = dyr_json_as_object (root);
  const DyrJson *list = body != NULL ? dyr_json_get_array (body, "list") : NULL;
  g_autoptr (DyrAnswer) found = NULL;

  if (list == NULL)
    return wrong (reading);
  found = answer (reading, dyr_json_length (list) > 0 ? DYR_ANSWER_DONE : DYR_ANSWER_GONE);
  add_records (reading, list, found);
  /* Something is there, and nobody knows what. */
  if (found->kind == DYR_ANSWER_DONE && found->records->len == 0)
    return unreadable (reading);

  return g_steal_pointer (&found);
}

/* What could not be sent is not answered either: EspoCRM’s value there is no answer to ours. */
static void
forget_unsent (const Reading *reading, DyrRemoteRecord *record)
{
  const DyrRemoteRecord *sent = reading->order->sent;

  if (sent == NULL || reading->order->kind == DYR_ORDER_FETCH)
    return;
  for (guint i = 0; i < reading->held->entity->fields->len; i++)
    {
      const DyrEspoField *field = &g_array_index (reading->held->entity->fields, DyrEspoField, i);

      if ((sent->known >> field->field & 1) != 0 && !dyr_espo_value_is_holdable (field, sent))
        record->known &= ~(G_GUINT64_CONSTANT (1) << field->field);
    }
}

static DyrAnswer *
read_one (const Reading *reading, const DyrJson *root)
{
  g_autoptr (DyrRemoteRecord) record = read_record (reading, dyr_json_as_object (root));
  DyrAnswer *one;

  if (record == NULL
      || (reading->order->kind != DYR_ORDER_CREATE
          && !g_str_equal (record->remote_id, reading->order->remote_id)))
    return unreadable (reading);
  /* Administrators are shown deleted records. */
  if (record->deleted)
    return dyr_espo_answer (
        DYR_ANSWER_GONE, reading->response, dyr_reason_new ("record-gone", NULL));

  forget_unsent (reading, record);
  one = answer (reading, DYR_ANSWER_DONE);
  g_ptr_array_add (one->records, g_steal_pointer (&record));

  return one;
}

static DyrAnswer *
read_deleted (const Reading *reading, const DyrJson *root)
{
  if (!dyr_json_is_true (root))
    return unreadable (reading);

  return answer (reading, DYR_ANSWER_DONE);
}

static DyrAnswer *
read_moved_on (const Reading *reading, const DyrJson *body)
{
  const DyrJson *values = dyr_json_get_object (body, "values");
  DyrRemoteRecord *record;
  DyrAnswer *merge;
  gint64 version;

  if (values == NULL || !dyr_json_get_number (body, "versionNumber", &version))
    return unreadable (reading);

  record = dyr_remote_record_new (reading->held->entity->type);
  record->remote_id = g_strdup (reading->order->remote_id);
  record->version = g_strdup_printf ("%" G_GINT64_FORMAT, version);
  read_fields (reading, values, record);
  record->partial = TRUE;
  merge = answer (reading, DYR_ANSWER_MERGE);
  g_ptr_array_add (merge->records, record);

  return merge;
}

static DyrAnswer *
read_duplicate (const Reading *reading, const DyrJson *list)
{
  g_autoptr (DyrAnswer) duplicate = answer (reading, DYR_ANSWER_DUPLICATE);

  add_records (reading, list, duplicate);
  if (duplicate->records->len == 0)
    return unreadable (reading);

  return g_steal_pointer (&duplicate);
}

static DyrAnswer *
read_conflict (const Reading *reading, const DyrJson *root)
{
  const DyrJson *object = dyr_json_as_object (root);
  const DyrJson *list = dyr_json_as_array (root);
  const char *reason = dyr_response_header (reading->response, "X-Status-Reason");

  if (reading->order->kind == DYR_ORDER_CREATE && list != NULL)
    return read_duplicate (reading, list);
  if ((reading->order->kind == DYR_ORDER_UPDATE || reading->order->kind == DYR_ORDER_DELETE)
      && g_strcmp0 (reason, "modified") == 0)
    return object != NULL ? read_moved_on (reading, object) : unreadable (reading);

  return dyr_espo_read_no (reading->held, reading->order, reading->response, root);
}

static void
add_deletion (const DyrEspoDescription *description,
              const DyrJson *object,
              const char *number,
              GPtrArray *records)
{
  const DyrEspoFeed *feed = description->feed;
  const char *entity = dyr_json_get_text (object, feed->type);
  const char *id = dyr_json_get_text (object, feed->id);
  const char *uid = feed->uid != NULL ? dyr_json_get_text (object, feed->uid) : NULL;

  if (entity == NULL || id == NULL || !dyr_espo_is_id (id))
    return;
  for (guint i = 0; i < description->held->len; i++)
    {
      const DyrEspoEntity *held = g_array_index (description->held, DyrEspoHeld, i).entity;
      DyrRemoteRecord *record;

      if (!g_str_equal (held->entity, entity))
        continue;
      record = dyr_remote_record_new (held->type);
      record->remote_id = g_strconcat (entity, "/", id, NULL);
      record->version = g_strdup (number);
      record->deleted = TRUE;
      record->partial = TRUE;
      record->has_uid
          = uid != NULL && dyr_uid_parse (uid, &record->uid) && !dyr_uid_is_null (&record->uid);
      g_ptr_array_add (records, record);
    }
}

static DyrAnswer *
read_feed (const Reading *reading, const DyrJson *root)
{
  const DyrEspoDescription *description = reading->crm->description;
  const DyrEspoFeed *feed = description->feed;
  const DyrJson *body = dyr_json_as_object (root);
  const DyrJson *list = body != NULL ? dyr_json_get_array (body, "list") : NULL;
  g_autoptr (DyrAnswer) page = NULL;

  if (list == NULL)
    return wrong (reading);
  page = answer (reading, DYR_ANSWER_DONE);
  page->last = is_last (reading, body, dyr_json_length (list));
  for (const DyrJson *item = dyr_json_first (list); item != NULL; item = dyr_json_next (list, item))
    {
      const DyrJson *object = dyr_json_as_object (item);
      gint64 number;

      if (object == NULL || !dyr_json_get_number (object, feed->number, &number) || number < 0)
        continue;
      g_free (page->next_after);
      page->next_after = g_strdup_printf ("%" G_GINT64_FORMAT, number);
      add_deletion (description, object, page->next_after, page->records);
    }
  if (!page->last && !goes_on (reading->order, page))
    return wrong (reading);

  return g_steal_pointer (&page);
}

static DyrAnswer *
read_good (const Reading *reading, DyrJson *root)
{
  if (dyr_espo_is_feed (reading->crm->description, reading->order))
    return read_feed (reading, root);

  switch (reading->order->kind)
    {
    case DYR_ORDER_DESCRIBE:
      return dyr_espo_describe_read (reading->crm, reading->response, root);
    case DYR_ORDER_PULL:
    case DYR_ORDER_SWEEP:
      return read_page (reading, root);
    case DYR_ORDER_LOOK_UP:
      return read_found (reading, root);
    case DYR_ORDER_DELETE:
      return read_deleted (reading, root);
    case DYR_ORDER_FETCH:
    case DYR_ORDER_CREATE:
    case DYR_ORDER_UPDATE:
    default:
      return read_one (reading, root);
    }
}

static DyrAnswer *
read_broken (const Reading *reading, DyrJsonState state)
{
  gboolean is_read = reading->order->kind != DYR_ORDER_CREATE
                     && reading->order->kind != DYR_ORDER_UPDATE
                     && reading->order->kind != DYR_ORDER_DELETE;

  /* Nobody but a wrong server nests so deep; a write may have happened all the same. */
  return state == DYR_JSON_DEEP && is_read ? wrong (reading) : unreadable (reading);
}

DyrAnswer *
dyr_espo_read (DyrEspocrm *self, const DyrOrder *order, const DyrResponse *response)
{
  Reading reading
      = { self, dyr_espo_description_by_order (self->description, order), order, response };
  DyrAnswer *refusal = dyr_espo_read_refusal (order, response);
  g_autoptr (DyrJson) root = NULL;
  DyrJsonState state = DYR_JSON_BROKEN;
  const char *data = NULL;
  gsize length = 0;

  if (refusal != NULL)
    return refusal;
  if (reading.held == NULL && order->kind != DYR_ORDER_DESCRIBE
      && !dyr_espo_is_feed (self->description, order))
    return unreadable (&reading);

  reading.from_list = order->kind == DYR_ORDER_PULL || order->kind == DYR_ORDER_SWEEP
                      || order->kind == DYR_ORDER_LOOK_UP;
  if (response->body != NULL)
    data = g_bytes_get_data (response->body, &length);
  if (length > MAX_BODY)
    state = DYR_JSON_DEEP;
  else if (length > 0)
    state = dyr_json_parse (data, length, &root);

  if (response->status == 409 && state == DYR_JSON_WHOLE)
    return read_conflict (&reading, root);
  if (response->status == 409)
    return unreadable (&reading);
  if (response->status >= 400)
    return dyr_espo_read_no (reading.held, order, response, root);
  /* EspoCRM says nothing at all of metadata that it does not have. */
  if (length == 0 && order->kind == DYR_ORDER_DESCRIBE)
    return dyr_espo_describe_read (self, response, NULL);
  if (state != DYR_JSON_WHOLE)
    return read_broken (&reading, state);

  return read_good (&reading, root);
}

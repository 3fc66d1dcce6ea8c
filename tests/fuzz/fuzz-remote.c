/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Any bytes as what a CRM answers: nothing crashes, nothing but one of the answers comes out, and
 * what was read is such that the store can keep it and that it can be sent again. With libFuzzer,
 * or by itself as a program that replays the files of its arguments.
 *
 * The first line of an input says what was asked and what is around the body:
 * "ORDER MODE STATUS TYPE REASON" as numbers and words; the rest is the body. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include <stdint.h>
#include <string.h>

#include "dyr-client.h"
#include "dyr-json.h"
#include "dyr-espocrm-private.h"
#include "fuzz.h"

static const char *const streams[] = { "Account", "Contact",     "Meeting", "Task",
                                       "DyrNote", "DyrDeletion", "User",    "DyrPresentation" };

/* A server that holds all of its mode. */
static DyrEspocrm *
new_crm (DyrEspoModeName mode)
{
  DyrEspocrm *crm = dyr_espocrm_new (NULL, NULL);
  DyrEspoDescription *description = dyr_espo_description_new ();

  g_assert_nonnull (crm);
  description->mode = mode;
  description->server = g_strdup ("https://crm.example");
  description->user = g_strdup ("me");
  description->acl = g_strdup ("");
  description->feed = mode == DYR_ESPO_MODE_EXTENSION ? &crm->mapping->modes[mode].feed : NULL;
  for (guint i = 0; i < crm->mapping->modes[mode].entities->len; i++)
    {
      const DyrEspoEntity *entity = crm->mapping->modes[mode].entities->pdata[i];
      DyrEspoHeld held = { .entity = entity,
                           .create = TRUE,
                           .edit = TRUE,
                           .remove = TRUE,
                           .versions = mode == DYR_ESPO_MODE_EXTENSION,
                           .uid = mode == DYR_ESPO_MODE_EXTENSION && entity->uid != NULL,
                           .readable = G_MAXUINT64,
                           .writable = G_MAXUINT64 };

      g_array_append_val (description->held, held);
    }
  dyr_espo_description_finish (description);
  crm->description = description;

  return crm;
}

/* The id of the record in the body, so that answers about one record are read to the end. */
static char *
guess_id (const DyrEspoEntity *entity, const char *body, gsize length)
{
  g_autoptr (DyrJson) root = NULL;
  const DyrJson *object = NULL;
  const char *id = NULL;

  if (dyr_json_parse (body, length, &root) == DYR_JSON_WHOLE)
    object = dyr_json_as_object (root);
  if (object != NULL)
    id = dyr_json_get_text (object, "id");

  return g_strconcat (entity->entity, "/", id != NULL && dyr_espo_is_id (id) ? id : "1", NULL);
}

static void
check_value (const DyrRemoteRecord *record, guint field)
{
  const DyrField *of = &record->type->fields[field];
  const DyrValue *value = &record->values[field];
  g_autofree char *text = dyr_field_to_text (of, value);
  g_auto (DyrValue) again = DYR_VALUE_INIT;

  g_assert_true (dyr_record_type_check (record->type, field, value, NULL));
  g_assert_true (dyr_field_from_text (of, text, &again, NULL));
  g_assert_true (dyr_value_equal (value, &again));
}

static void
check_links (const DyrRemoteRecord *record, guint field)
{
  const GPtrArray *links = record->links[field];

  for (guint i = 0; links != NULL && i < links->len; i++)
    {
      const DyrRemoteLink *link = links->pdata[i];
      const char *slash = strchr (link->remote_id, '/');

      g_assert_nonnull (slash);
      g_assert_true (dyr_espo_is_id (slash + 1));
      g_assert_nonnull (link->type);
      g_assert_true (link->name == NULL || g_utf8_validate (link->name, -1, NULL));
    }
}

static void
check_record (DyrEspocrm *crm, DyrRemoteRecord *record)
{
  g_autoptr (DyrOrder) order = dyr_order_new (DYR_ORDER_UPDATE, record->type);
  g_autoptr (DyrRequest) request = NULL;
  g_autoptr (DyrJson) root = NULL;

  for (guint i = 0; i < record->type->n_fields; i++)
    {
      if ((record->known >> i & 1) == 0)
        g_assert_true (record->values[i].form == DYR_VALUE_NONE && record->links[i] == NULL);
      check_value (record, i);
      check_links (record, i);
    }
  if (record->extra != NULL)
    g_assert_cmpint (
        dyr_json_parse (record->extra, strlen (record->extra), &root), ==, DYR_JSON_WHOLE);
  g_clear_pointer (&root, dyr_json_unref);

  order->remote_id = g_strdup (record->remote_id);
  order->sent = dyr_remote_record_copy (record);
  request = dyr_remote_write (DYR_REMOTE (crm), order);
  g_assert_nonnull (request);
  if (request->body != NULL)
    g_assert_cmpint (
        dyr_json_parse (request->body, strlen (request->body), &root), ==, DYR_JSON_WHOLE);
}

static void
check_answer (DyrEspocrm *crm, const DyrOrder *order, const DyrAnswer *answer)
{
  g_assert_cmpint (answer->kind, >=, DYR_ANSWER_DONE);
  g_assert_cmpint (answer->kind, <=, DYR_ANSWER_WRONG);
  for (guint i = 0; i < answer->records->len; i++)
    check_record (crm, answer->records->pdata[i]);
  if (answer->kind == DYR_ANSWER_MERGE || answer->kind == DYR_ANSWER_DUPLICATE)
    g_assert_cmpuint (answer->records->len, >, 0);
  if (answer->kind == DYR_ANSWER_DONE && order->kind == DYR_ORDER_PULL && !answer->last)
    g_assert_nonnull (answer->next_after);
  g_assert_true (answer->reason == NULL || g_utf8_validate (answer->reason, -1, NULL));
}

/* The same as an answer to each step of bringing what is in a file there and back. */
static void
check_contents (DyrEspocrm *crm, const DyrResponse *response)
{
  for (DyrContentStep step = DYR_CONTENT_ADD; step <= DYR_CONTENT_GET; step++)
    {
      g_autoptr (DyrContentOrder) order
          = dyr_content_order_new (step, step != DYR_CONTENT_ADD ? "1" : NULL, 1);
      g_autoptr (DyrContentAnswer) answer
          = dyr_remote_read_content (DYR_REMOTE (crm), order, response);

      g_assert_cmpint (answer->kind, >=, DYR_ANSWER_DONE);
      g_assert_cmpint (answer->kind, <=, DYR_ANSWER_WRONG);
      g_assert_true (answer->kind != DYR_ANSWER_MERGE && answer->kind != DYR_ANSWER_DUPLICATE);
      g_assert_true (answer->kind == DYR_ANSWER_DONE
                     || (!answer->whole && answer->content == NULL && answer->length == -1));
      g_assert_true (answer->content == NULL || dyr_espo_is_id (answer->content));
      if (step == DYR_CONTENT_ADD && answer->kind == DYR_ANSWER_DONE)
        g_assert_nonnull (answer->content);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static DyrEspocrm *crms[DYR_ESPO_N_MODES];
  const char *line_end = memchr (data, '\n', MIN (size, 200));
  g_autofree char *line = NULL;
  g_auto (GStrv) words = NULL;
  g_autoptr (DyrResponse) response = NULL;
  g_autoptr (DyrOrder) order = NULL;
  g_autoptr (DyrAnswer) answer = NULL;
  DyrEspoModeName mode;
  const DyrEspoHeld *held;
  DyrEspocrm *crm;
  gsize length;

  if (line_end == NULL)
    return 0;
  line = g_strndup ((const char *) data, (gsize) (line_end - (const char *) data));
  words = g_strsplit (line, " ", 5);
  if (g_strv_length (words) < 4)
    return 0;

  mode = (DyrEspoModeName) (strtoul (words[1], NULL, 10) % DYR_ESPO_N_MODES);
  if (crms[mode] == NULL)
    crms[mode] = new_crm (mode);
  crm = crms[mode];
  line_end++;
  length = size - (gsize) (line_end - (const char *) data);

  order = dyr_order_new ((DyrOrderKind) (strtoul (words[0], NULL, 10) % (DYR_ORDER_DELETE + 1)),
                         NULL);
  order->stream = streams[strtoul (words[3], NULL, 10) % G_N_ELEMENTS (streams)];
  held = dyr_espo_description_by_stream (crm->description, order->stream);
  if (held == NULL)
    held = &g_array_index (crm->description->held, DyrEspoHeld, 1);
  order->type = held->entity->type;
  order->remote_id = guess_id (held->entity, line_end, length);
  order->sent = dyr_remote_record_new (order->type);
  for (guint i = 0; i < held->entity->when->len; i++)
    {
      const DyrEspoCondition *condition = &g_array_index (held->entity->when, DyrEspoCondition, i);

      dyr_value_set_text (&order->sent->values[condition->field], condition->choice);
    }

  response = dyr_response_new ((guint) strtoul (words[2], NULL, 10));
  dyr_response_add_header (response, "Content-Type", "application/json");
  if (words[4] != NULL)
    dyr_response_add_header (response, "X-Status-Reason", words[4]);
  response->body = g_bytes_new (line_end, length);
  if (order->kind == DYR_ORDER_DESCRIBE)
    {
      g_autoptr (DyrRequest) request = dyr_remote_write (DYR_REMOTE (crm), order);

      g_assert_nonnull (request);
    }
  check_contents (crm, response);
  answer = dyr_remote_read (DYR_REMOTE (crm), order, response);
  g_assert_nonnull (answer);
  /* A probe may have found another server; the others start from the same one. */
  if (order->kind == DYR_ORDER_DESCRIBE && answer->last)
    g_clear_object (&crms[mode]);
  else
    check_answer (crm, order, answer);

  return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What is in files, as EspoCRM's attachments.
 *
 *   POST Attachment              all of it in base64, or only its size: then it begins
 *   POST Attachment/chunk/{id}   behind what is there: EspoCRM is not told where, and forgets
 * nothing GET Attachment/{id}          whether all of it came GET Attachment/file/{id}     the
 * bytes */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-espocrm-private.h"

#include <string.h>

#include "dyr-reason.h"

#define ATTACHMENT "Attachment"

/* More would be held in memory twice, and PHP takes no more than 8 MB when nobody changed it. */
#define MOST_PIECE (4 * 1024 * 1024)

/* What cannot be the sort of a file. */
#define ANY_TYPE "application/octet-stream"

/* Whether we may give a record of the entity what is in it. */
static gboolean
may_fill (const DyrEspoHeld *held)
{
  for (guint i = 0; i < held->entity->fields->len; i++)
    {
      const DyrEspoField *field = &g_array_index (held->entity->fields, DyrEspoField, i);

      if (g_strcmp0 (field->stem, held->entity->content) == 0)
        return held->create && (held->writable >> field->field & 1) != 0;
    }

  return FALSE;
}

/* The entity that keeps our files, for writing or at least for reading. */
static const DyrEspoHeld *
find_held (const DyrEspocrm *self, gboolean write)
{
  const DyrEspoDescription *description = self->description;

  for (guint i = 0; description != NULL && i < description->held->len; i++)
    {
      const DyrEspoHeld *held = &g_array_index (description->held, DyrEspoHeld, i);

      if (held->entity->content != NULL && (!write || may_fill (held)))
        return held;
    }

  return NULL;
}

gint64
dyr_espo_get_content_most (DyrEspocrm *self, gsize *piece)
{
  const DyrEspoHeld *held = find_held (self, TRUE);
  gint64 most;

  if (held == NULL)
    return 0;
  /* The field's own limit goes before that of the CRM, as there. */
  most = held->content_most > 0 ? held->content_most : self->description->most;
  *piece = (gsize) (self->description->piece > 0 ? MIN (self->description->piece, MOST_PIECE)
                                                 : MOST_PIECE);

  return most;
}

static gboolean
is_media_type (const char *text)
{
  const char *slash = strchr (text, '/');

  if (slash == NULL || slash == text || slash[1] == '\0' || strchr (slash + 1, '/') != NULL)
    return FALSE;
  for (const char *c = text; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && strchr ("/.+-_!#$&^", *c) == NULL)
      return FALSE;

  return TRUE;
}

/* EspoCRM puts the name into a header, and cannot give the file back when it has line breaks. */
static char *
clean_name (const char *name)
{
  char *clean = g_utf8_make_valid (name, -1);

  for (char *c = clean; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c))
      *c = ' ';

  return clean;
}

static char *
to_data (const char *type, GBytes *bytes)
{
  gsize size;
  const guchar *data = g_bytes_get_data (bytes, &size);
  g_autofree char *text = g_base64_encode (data, size);

  return g_strconcat ("data:", type, ";base64,", text, NULL);
}

static void
append_text (GString *body, const char *name, const char *text)
{
  dyr_json_append_name (body, name);
  dyr_json_append_string (body, text);
}

static DyrRequest *
write_add (DyrEspocrm *self, const DyrContentOrder *order)
{
  const DyrEspoHeld *held = find_held (self, TRUE);
  const char *type = order->media_type != NULL && is_media_type (order->media_type)
                         ? order->media_type
                         : ANY_TYPE;
  g_autofree char *name = NULL;
  g_autoptr (GString) body = g_string_new ("{");

  if (held == NULL)
    return NULL;

  name = clean_name (order->name != NULL ? order->name : "");
  append_text (body, "name", name);
  append_text (body, "type", type);
  append_text (body, "role", "Attachment");
  append_text (body, "relatedType", held->entity->entity);
  append_text (body, "field", held->entity->content);
  dyr_json_append_name (body, "size");
  g_string_append_printf (body, "%" G_GINT64_FORMAT, order->size);
  if (order->bytes != NULL)
    {
      g_autofree char *data = to_data (type, order->bytes);

      append_text (body, "file", data);
    }
  else
    {
      dyr_json_append_name (body, "isBeingUploaded");
      g_string_append (body, "true");
    }
  g_string_append_c (body, '}');

  return dyr_espo_post (
      self, ATTACHMENT, "application/json", g_string_free (g_steal_pointer (&body), FALSE));
}

DyrRequest *
dyr_espo_write_content (DyrEspocrm *self, const DyrContentOrder *order)
{
  g_autofree char *path = NULL;
  DyrRequest *request;

  if (order->step == DYR_CONTENT_ADD)
    return write_add (self, order);
  if (find_held (self, FALSE) == NULL || !dyr_espo_is_id (order->content))
    return NULL;

  switch (order->step)
    {
    case DYR_CONTENT_APPEND:
      path = g_strconcat (ATTACHMENT "/chunk/", order->content, NULL);
      return dyr_espo_post (self, path, ANY_TYPE, to_data (ANY_TYPE, order->bytes));
    case DYR_CONTENT_GET:
      path = g_strconcat (ATTACHMENT "/file/", order->content, NULL);
      request = dyr_espo_get (self, path, NULL);
      /* Else nobody would know how many bytes come. */
      dyr_request_add_header (request, "Accept-Encoding", "identity");
      return request;
    case DYR_CONTENT_LOOK:
    case DYR_CONTENT_ADD:
    default:
      path = g_strconcat (ATTACHMENT "/", order->content, NULL);
      return dyr_espo_get (self, path, NULL);
    }
}

/* What is said of records, of a content. */
static DyrContentAnswer *
answer (DyrAnswerKind kind, const DyrResponse *response, char *reason)
{
  g_autoptr (DyrAnswer) said = dyr_espo_answer (kind, response, reason);
  DyrContentAnswer *self = dyr_content_answer_new (kind, g_steal_pointer (&said->reason));

  self->seconds = said->seconds;
  self->time = said->time;
  self->status = said->status;

  return self;
}

static DyrContentAnswer *
refused (const DyrResponse *response, const char *code)
{
  return answer (DYR_ANSWER_REFUSED, response, dyr_reason_new (code, NULL));
}

static DyrContentAnswer *
damaged (const DyrResponse *response)
{
  return answer (DYR_ANSWER_UNKNOWN, response, dyr_reason_new ("damaged", NULL));
}

static gboolean
is_write (const DyrContentOrder *order)
{
  return order->step == DYR_CONTENT_ADD || order->step == DYR_CONTENT_APPEND;
}

/* EspoCRM itself says 404 with that header, empty or not. */
static DyrContentAnswer *
missing (const DyrContentOrder *order, const DyrResponse *response)
{
  /* It went from under our hands; a new one is begun. */
  if (order->step != DYR_CONTENT_GET)
    return damaged (response);

  return answer (DYR_ANSWER_GONE, response, dyr_reason_new ("content-gone", NULL));
}

static DyrContentAnswer *
forbidden (const DyrContentOrder *order, const DyrResponse *response)
{
  const char *reason = dyr_response_header (response, "X-Status-Reason");

  if (!is_write (order))
    return answer (DYR_ANSWER_HIDDEN, response, dyr_reason_new ("hidden", NULL));
  if (reason == NULL)
    return refused (response, "may-not-add");
  if (strstr (reason, "exceed") != NULL)
    return refused (response, "content-too-large");
  if (strstr (reason, "file type") != NULL || strstr (reason, "mime type") != NULL)
    return refused (response, "content-type");
  /* It is whole there, with a piece that we know nothing of. */
  if (strstr (reason, "being-uploaded") != NULL)
    return damaged (response);

  return refused (response, "may-not-add");
}

/* What is no answer of a CRM that took the step. */
static DyrContentAnswer *
read_refusal (const DyrContentOrder *order, const DyrResponse *response)
{
  g_autoptr (DyrOrder) as
      = dyr_order_new (is_write (order) ? DYR_ORDER_CREATE : DYR_ORDER_FETCH, NULL);
  g_autoptr (DyrAnswer) refusal = NULL;
  DyrContentAnswer *content;
  const char *reason = dyr_response_header (response, "X-Status-Reason");

  if (response->status == 404 && reason != NULL && !g_str_has_prefix (reason, "Controller "))
    return missing (order, response);
  if (response->status == 403 && reason != NULL)
    return forbidden (order, response);
  refusal = dyr_espo_read_refusal (as, response);
  if (refusal == NULL)
    return NULL;

  /* Nothing is left undone by a question that did not get through. */
  if (refusal->kind == DYR_ANSWER_UNKNOWN && order->step == DYR_CONTENT_LOOK
      && response->status == 0)
    refusal->kind = DYR_ANSWER_LATER;
  content = dyr_content_answer_new (refusal->kind, g_steal_pointer (&refusal->reason));
  content->seconds = refusal->seconds;
  content->time = refusal->time;
  content->status = refusal->status;

  return content;
}

static DyrContentAnswer *
read_no (const DyrContentOrder *order, const DyrResponse *response)
{
  if (response->status == 403)
    return forbidden (order, response);
  /* Of the web server before EspoCRM. */
  if (response->status == 413)
    return refused (response, "content-at-once");

  return refused (response, "record");
}

/* An attachment as the CRM tells of it. */
static DyrContentAnswer *
read_attachment (const DyrContentOrder *order, const DyrResponse *response, const DyrJson *object)
{
  const char *id = object != NULL ? dyr_json_get_text (object, "id") : NULL;
  const DyrJson *open = object != NULL ? dyr_json_get (object, "isBeingUploaded") : NULL;
  gboolean whole = order->step == DYR_CONTENT_LOOK || order->bytes != NULL;
  gint64 size;
  DyrContentAnswer *content;

  if (id == NULL || !dyr_espo_is_id (id)
      || (order->content != NULL && !g_str_equal (id, order->content)))
    return damaged (response);
  /* It has not what was sent. */
  if (!dyr_json_get_number (object, "size", &size) || size != order->size || open == NULL
      || dyr_json_is_true (open) == whole)
    return damaged (response);

  content = answer (DYR_ANSWER_DONE, response, NULL);
  content->content = g_strdup (id);
  content->whole = whole;

  return content;
}

/* Bytes that the server promises; -1: it does not, or not those of the file. */
static gint64
read_length (const DyrResponse *response)
{
  const char *text = dyr_response_header (response, "Content-Length");
  const char *encoding = dyr_response_header (response, "Content-Encoding");
  guint64 length;

  if (text == NULL || (encoding != NULL && g_ascii_strcasecmp (encoding, "identity") != 0)
      || !g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, &length, NULL))
    return -1;

  return (gint64) length;
}

static DyrContentAnswer *
read_get (const DyrContentOrder *order, const DyrResponse *response)
{
  const char *disposition = dyr_response_header (response, "Content-Disposition");
  const char *attachment = "attachment";
  DyrContentAnswer *content;

  /* Any page may be what a file is; but nobody else sends it in this way. */
  if (disposition == NULL
      || g_ascii_strncasecmp (disposition, attachment, strlen (attachment)) != 0)
    return answer (DYR_ANSWER_WRONG, response, dyr_reason_new ("not-the-crm", NULL));

  content = answer (DYR_ANSWER_DONE, response, NULL);
  content->length = read_length (response);
  if (content->length >= 0 || order->size > 0)
    return content;

  /* Nobody would notice that the end is missing. */
  dyr_content_answer_free (content);
  return damaged (response);
}

DyrContentAnswer *
dyr_espo_read_content (DyrEspocrm *self, const DyrContentOrder *order, const DyrResponse *response)
{
  DyrContentAnswer *refusal;
  g_autoptr (DyrJson) root = NULL;
  const char *data = NULL;
  gsize length = 0;

  if (order->step == DYR_CONTENT_GET && response->status == 200)
    return read_get (order, response);
  refusal = read_refusal (order, response);
  if (refusal != NULL)
    return refusal;
  if (response->status >= 400)
    return read_no (order, response);
  if (order->step == DYR_CONTENT_GET)
    return answer (DYR_ANSWER_WRONG, response, dyr_reason_new ("wrong-answer", NULL));

  if (response->body != NULL)
    data = g_bytes_get_data (response->body, &length);
  if (length == 0 || dyr_json_parse (data, length, &root) != DYR_JSON_WHOLE)
    return damaged (response);
  if (order->step != DYR_CONTENT_APPEND)
    return read_attachment (order, response, dyr_json_as_object (root));

  return dyr_json_is_true (root) ? answer (DYR_ANSWER_DONE, response, NULL) : damaged (response);
}

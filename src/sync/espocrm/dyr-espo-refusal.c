/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What EspoCRM, or something between it and us, says instead of what was asked for. The table in
 * the facts about EspoCRM, one case each. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-espocrm-private.h"

#include <string.h>

#include <libsoup/soup.h>

#include "dyr-json.h"
#include "dyr-pause.h"
#include "dyr-reason.h"

/* More than ten wrong keys in 60 seconds shut the door; then the seconds begin anew. */
#define LOCK_OUT_SECONDS 60

static gint64
http_date (const char *text)
{
  g_autoptr (GDateTime) date = text != NULL ? soup_date_time_new_from_http_string (text) : NULL;

  return date != NULL ? g_date_time_to_unix (date) : 0;
}

DyrAnswer *
dyr_espo_answer (DyrAnswerKind kind, const DyrResponse *response, char *reason)
{
  DyrAnswer *answer = dyr_answer_new (kind);

  answer->reason = reason;
  answer->status = response->status;
  answer->time = http_date (dyr_response_header (response, "Date"));

  return answer;
}

static gboolean
is_write (const DyrOrder *order)
{
  return order->kind == DYR_ORDER_CREATE || order->kind == DYR_ORDER_UPDATE
         || order->kind == DYR_ORDER_DELETE;
}

static gboolean
is_json (const DyrResponse *response)
{
  const char *type = dyr_response_header (response, "Content-Type");
  const char *json = "application/json";

  return type != NULL && g_ascii_strncasecmp (type, json, strlen (json)) == 0
         && strchr ("; \t", type[strlen (json)]) != NULL;
}

/* Seconds or a date; 0: neither. */
static gint64
retry_after (const DyrResponse *response)
{
  const char *text = dyr_response_header (response, "Retry-After");
  gint64 now = http_date (dyr_response_header (response, "Date")), then;
  guint64 seconds;

  if (text == NULL)
    return 0;
  if (g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, &seconds, NULL))
    return (gint64) MIN (seconds, DYR_PAUSE_MOST);
  then = http_date (text);

  return now > 0 && then > now ? MIN (then - now, DYR_PAUSE_MOST) : 0;
}

static DyrAnswer *
no_answer (const DyrResponse *response)
{
  return dyr_espo_answer (response->refused ? DYR_ANSWER_LATER : DYR_ANSWER_UNKNOWN,
                          response,
                          g_strdup (response->failure));
}

static DyrAnswer *
wrong (const DyrResponse *response)
{
  return dyr_espo_answer (DYR_ANSWER_WRONG, response, dyr_reason_new ("not-the-crm", NULL));
}

static DyrAnswer *
moved (const DyrResponse *response)
{
  return dyr_espo_answer (DYR_ANSWER_WRONG, response, dyr_reason_new ("leads-elsewhere", NULL));
}

static DyrAnswer *
later (const DyrResponse *response)
{
  DyrAnswer *answer = dyr_espo_answer (DYR_ANSWER_LATER, response, dyr_reason_new ("busy", NULL));

  answer->seconds = retry_after (response);

  return answer;
}

static DyrAnswer *
unknown (const DyrResponse *response)
{
  g_autofree char *status = g_strdup_printf ("%u", response->status);

  return dyr_espo_answer (DYR_ANSWER_UNKNOWN, response, dyr_reason_new ("own-failure", status));
}

static DyrAnswer *
locked_out (const DyrResponse *response)
{
  DyrAnswer *answer
      = dyr_espo_answer (DYR_ANSWER_LOCKED_OUT, response, dyr_reason_new ("locked-out", NULL));

  answer->seconds = LOCK_OUT_SECONDS;

  return answer;
}

/* 503 comes from EspoCRM itself with a reason (maintenance: nothing was done), or from a server
 * before it that may have passed a write on, whenever it wants to be asked again. */
static DyrAnswer *
unavailable (const DyrOrder *order, const DyrResponse *response)
{
  DyrAnswer *answer = is_write (order) && dyr_response_header (response, "X-Status-Reason") == NULL
                          ? unknown (response)
                          : later (response);

  answer->seconds = retry_after (response);

  return answer;
}

/* The type itself is gone: as if all its records were, which they are not. */
static DyrAnswer *
missing (const DyrResponse *response)
{
  const char *reason = dyr_response_header (response, "X-Status-Reason");

  if (reason != NULL && g_str_has_prefix (reason, "Record "))
    return dyr_espo_answer (DYR_ANSWER_GONE, response, dyr_reason_new ("record-gone", NULL));
  if (reason != NULL && g_str_has_prefix (reason, "Controller "))
    return dyr_espo_answer (DYR_ANSWER_WRONG, response, dyr_reason_new ("type-gone", NULL));

  return is_json (response) ? unknown (response) : wrong (response);
}

DyrAnswer *
dyr_espo_read_refusal (const DyrOrder *order, const DyrResponse *response)
{
  guint status = response->status;

  if (status == 0)
    return no_answer (response);
  if (status >= 300 && status < 400)
    return moved (response);
  if (status == 401)
    return dyr_espo_answer (DYR_ANSWER_SIGN_IN, response, dyr_reason_new ("key", NULL));
  if (status == 403 && dyr_response_header (response, "X-Status-Reason") == NULL)
    /* A lock-out comes as HTML. EspoCRM itself says no in JSON, with a reason that may be empty. */
    return is_write (order) && is_json (response) ? NULL : locked_out (response);
  if (status == 404)
    return missing (response);
  if (status == 429)
    return later (response);
  if (status == 503)
    return unavailable (order, response);
  if (status >= 500)
    return unknown (response);
  if (status == 408)
    return unknown (response);
  if (status == 200 || status == 201)
    return is_json (response) ? NULL : wrong (response);
  if (status == 400 || status == 403 || status == 409 || status == 413 || status == 422)
    return NULL;

  return wrong (response);
}

/* The words between @before and the next comma, dot or the end. */
static char *
cut_out (const char *text, const char *before)
{
  const char *at = text != NULL ? strstr (text, before) : NULL;

  if (at == NULL)
    return NULL;
  at += strlen (before);

  return g_strndup (at, strcspn (at, ",.;"));
}

/* Names of fields in EspoCRM are ours without Id, Ids or Data. */
static int
find_field (const DyrEspoHeld *held, const char *name)
{
  for (guint i = 0; held != NULL && name != NULL && i < held->entity->fields->len; i++)
    {
      const DyrEspoField *field = &g_array_index (held->entity->fields, DyrEspoField, i);
      const char *const names[] = { field->attribute, field->stem, field->detail, field->end };
      g_autofree char *parent = field->write != NULL && g_str_has_suffix (field->write, "Id")
                                    ? g_strndup (field->write, strlen (field->write) - 2)
                                    : NULL;

      if (g_strcmp0 (parent, name) == 0)
        return (int) field->field;
      for (guint j = 0; j < G_N_ELEMENTS (names); j++)
        if (g_strcmp0 (names[j], name) == 0)
          return (int) field->field;
    }

  return -1;
}

static char *
explain_type (const DyrRecordType *type, guint field, const char *trouble)
{
  static const struct
  {
    const char *trouble, *code;
  } codes[] = {
    { "required", "required" }, { "maxLength", "too-long" }, { "validCurrency", "currency" },
    { "min", "range" },         { "max", "range" },          { "relation", "link" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_strcmp0 (trouble, codes[i].trouble) == 0)
      return dyr_reason_new_field (codes[i].code, type, field);
  return dyr_reason_new_field ("value", type, field);
}

static DyrAnswer *
refused (const DyrEspoHeld *held, const DyrResponse *response, const char *name, const char *type)
{
  int field = find_field (held, name);
  DyrAnswer *answer = dyr_espo_answer (DYR_ANSWER_REFUSED, response, NULL);

  answer->field = field;
  if (field >= 0)
    answer->reason = explain_type (held->entity->type, (guint) field, type);
  else if (name != NULL && dyr_espo_is_name (name))
    answer->reason = dyr_reason_new ("its-field", name);
  else
    answer->reason = dyr_reason_new ("record", NULL);

  return answer;
}

static DyrAnswer *
refused_record (const DyrResponse *response, const char *code)
{
  return dyr_espo_answer (DYR_ANSWER_REFUSED, response, dyr_reason_new (code, NULL));
}

static DyrAnswer *
invalid (const DyrEspoHeld *held, const DyrResponse *response, const DyrJson *data)
{
  const char *reason = dyr_response_header (response, "X-Status-Reason");
  g_autofree char *name = NULL, *type = NULL;

  if (data != NULL)
    {
      name = g_strdup (dyr_json_get_text (data, "field"));
      type = g_strdup (dyr_json_get_text (data, "type"));
    }
  if (name == NULL)
    {
      name = cut_out (reason, "field: ");
      type = cut_out (reason, "type: ");
    }

  return refused (held, response, name, type);
}

static DyrAnswer *
forbidden (const DyrEspoHeld *held, const DyrOrder *order, const DyrResponse *response)
{
  const char *reason = dyr_response_header (response, "X-Status-Reason");
  g_autofree char *link = cut_out (reason, "link: ");

  if (link != NULL)
    return refused (held, response, link, "relation");
  if (reason != NULL && strstr (reason, "read") != NULL)
    return dyr_espo_answer (DYR_ANSWER_HIDDEN, response, dyr_reason_new ("hidden", NULL));
  if (!is_write (order))
    return dyr_espo_answer (DYR_ANSWER_UNKNOWN, response, dyr_reason_new ("question", NULL));
  if (order->kind == DYR_ORDER_CREATE)
    return refused_record (response, "may-not-add");
  if (order->kind == DYR_ORDER_DELETE)
    return refused_record (response, "may-not-delete");

  return refused_record (response, "may-not-change");
}

DyrAnswer *
dyr_espo_read_no (const DyrEspoHeld *held,
                  const DyrOrder *order,
                  const DyrResponse *response,
                  const DyrJson *root)
{
  const DyrJson *body = dyr_json_as_object (root);
  const DyrJson *message = body != NULL ? dyr_json_get_object (body, "messageTranslation") : NULL;
  const DyrJson *data = message != NULL ? dyr_json_get_object (message, "data") : NULL;

  if (response->status == 403)
    return forbidden (held, order, response);
  if (response->status == 409)
    return refused_record (response, "locked");
  if (response->status == 413)
    return refused_record (response, "too-large");

  return invalid (held, response, data);
}

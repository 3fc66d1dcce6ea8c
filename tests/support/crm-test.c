/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* How the tests of the fake EspoCRM speak to it. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "crm-test.h"

void
answer_clear (Answer *answer)
{
  g_clear_pointer (&answer->body, g_free);
  crm_response_clear (&answer->raw);
}

CrmModel *
make_model (Mode mode)
{
  g_autofree char *stock
      = g_test_build_filename (G_TEST_DIST, "fixtures", "espocrm", "stock.json", NULL);
  g_autofree char *package
      = mode == EXTENSION
            ? g_test_build_filename (G_TEST_DIST, "..", "data", "espocrm", "extension", NULL)
            : g_test_build_filename (G_TEST_DIST, "fixtures", "espocrm", "package", NULL);
  const char *paths[] = { stock, mode == STOCK ? NULL : package, NULL };
  CrmConfig config = { .metadata = paths, .seed = 7, .time = NOW };
  g_autoptr (GError) error = NULL;
  CrmModel *model = crm_model_new (&config, &error);

  g_assert_no_error (error);
  crm_model_set_user (model, "{\"userName\":\"sync\",\"id\":\"u1\",\"apiKey\":\"K\"}");
  return model;
}

static void
fill_request (CrmRequest *request,
              const char *method,
              const char *path,
              const char **headers,
              const char *body)
{
  char *question = strchr (path, '?');

  request->method = method;
  request->path = g_intern_string (path);
  request->query = NULL;
  if (question)
    {
      g_autofree char *bare = g_strndup (path, (gsize) (question - path));

      request->path = g_intern_string (bare);
      request->query = g_intern_string (question + 1);
    }
  request->headers = headers;
  request->body = body;
  request->body_length = body ? strlen (body) : 0;
}

static void
keep (Answer *answer)
{
  gsize length;
  const char *text = g_bytes_get_data (answer->raw.body, &length);

  answer->status = answer->raw.status;
  answer->body = g_strndup (text ? text : "", length);
}

/* @extra: one more header, or NULL. */
Answer
ask (CrmModel *model,
     const char *method,
     const char *path,
     const char *body,
     const char *extra,
     const char *value)
{
  const char *headers[]
      = { "X-Api-Key", "K", "content-type", "application/json", extra, value, NULL };
  CrmRequest request;
  Answer answer = { 0 };

  fill_request (&request, method, path, headers, body);
  crm_model_handle (model, &request, &answer.raw);
  keep (&answer);
  return answer;
}

guint
status_of (CrmModel *model, const char *method, const char *path, const char *body)
{
  g_auto (Answer) answer = ask (model, method, path, body, NULL, NULL);

  return answer.status;
}

CrmWrite *
begin (CrmModel *model, const char *method, const char *path, const char *body, const char *version)
{
  const char *headers[]
      = { "X-Api-Key", "K", "Content-Type", "application/json", version ? "X-Version-Number" : NULL,
          version,     NULL };
  CrmRequest request;
  g_auto (CrmResponse) response = { 0 };
  CrmWrite *write;

  fill_request (&request, method, path, headers, body);
  write = crm_model_begin (model, &request, &response);
  if (write == NULL)
    g_error ("%s %s was answered at once: %u", method, path, response.status);
  return write;
}

guint
finish (CrmModel *model, CrmWrite *write)
{
  g_auto (CrmResponse) response = { 0 };

  crm_model_finish (model, write, &response);
  return response.status;
}

void
assert_attribute (
    CrmModel *model, const char *entity, const char *id, const char *name, const char *wanted)
{
  g_autofree char *found = crm_model_read_attribute (model, entity, id, name);

  g_assert_cmpstr (found, ==, wanted);
}

char *
add_account (CrmModel *model, const char *name)
{
  g_autofree char *json = g_strdup_printf ("{\"name\":\"%s\"}", name);

  return crm_model_add_record (model, "Account", json);
}

char *
path_of (const char *entity, const char *id)
{
  return g_strdup_printf ("/api/v1/%s/%s", entity, id);
}

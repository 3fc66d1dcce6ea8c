/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Carries requests to the model and its answers back, as broken as the model says. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "fake-crm.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <stdio.h>
#include <string.h>

#define FILLER (64 * 1024)

struct _FakeCrm
{
  CrmModel *model;
  GMutex lock;
  SoupServer *server;
  char *url;
  GMainContext *context; /* of the thread */
  GMainLoop *loop;
  GThread *thread;
  guint port;
  gboolean follows_clock;
  FILE *log;
  /* The thread tells how it started. */
  GCond started;
  gboolean is_started;
  GError *error;
};

/* A body that goes on as long as somebody reads. */
typedef struct
{
  SoupServerMessage *message;
  GBytes *piece;
  goffset left; /* -1: for ever */
} Flood;

/* --- Requests -------------------------------------------------------------------------------- */

static void
add_header (const char *name, const char *value, gpointer data)
{
  g_ptr_array_add (data, g_strdup (name));
  g_ptr_array_add (data, g_strdup (value));
}

static void
log_option (FILE *log, const char *option, const char *value, gsize length)
{
  fprintf (log, "%s = \"", option);
  for (gsize i = 0; i < length; i++)
    {
      if (value[i] == '"' || value[i] == '\\')
        putc ('\\', log);
      putc (value[i], log);
    }
  fputs ("\"\n", log);
}

/* One request as a part of a configuration of curl; what curl says by itself is left to it. */
static void
log_request (FakeCrm *self, const CrmRequest *request)
{
  g_autofree char *url = g_strconcat (self->url,
                                      request->path,
                                      request->query != NULL ? "?" : "",
                                      request->query != NULL ? request->query : "",
                                      NULL);

  if (ftell (self->log) > 0)
    fputs ("next\n", self->log);
  log_option (self->log, "request", request->method, strlen (request->method));
  log_option (self->log, "url", url, strlen (url));
  for (guint i = 0; request->headers[i] != NULL; i += 2)
    if (g_ascii_strcasecmp (request->headers[i], "Host") != 0
        && g_ascii_strcasecmp (request->headers[i], "Connection") != 0
        && g_ascii_strcasecmp (request->headers[i], "Content-Length") != 0)
      {
        g_autofree char *header
            = g_strconcat (request->headers[i], ": ", request->headers[i + 1], NULL);

        log_option (self->log, "header", header, strlen (header));
      }
  if (request->body_length > 0)
    log_option (self->log, "data-binary", request->body, request->body_length);
  fputs ("output = \"/dev/null\"\n", self->log);
  fflush (self->log);
}

static void
ask_model (FakeCrm *self, SoupServerMessage *message, CrmResponse *response)
{
  g_autoptr (GPtrArray) headers = g_ptr_array_new_with_free_func (g_free);
  GUri *uri = soup_server_message_get_uri (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);
  gsize length;
  CrmRequest request = { .method = soup_server_message_get_method (message),
                         .path = g_uri_get_path (uri),
                         .query = g_uri_get_query (uri) };

  soup_message_headers_foreach (
      soup_server_message_get_request_headers (message), add_header, headers);
  g_ptr_array_add (headers, NULL);
  request.headers = (const char *const *) headers->pdata;
  request.body = g_bytes_get_data (bytes, &length);
  request.body_length = length;
  if (self->log != NULL)
    log_request (self, &request);
  g_mutex_lock (&self->lock);
  if (self->follows_clock)
    crm_model_set_time (self->model, g_get_real_time () / G_USEC_PER_SEC);
  crm_model_handle (self->model, &request, response);
  g_mutex_unlock (&self->lock);
}

/* --- Answers --------------------------------------------------------------------------------- */

static void
set_headers (SoupServerMessage *message, const CrmResponse *response)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_server_message_set_status (message, response->status, NULL);
  for (guint i = 0; response->headers && response->headers[i]; i += 2)
    if (g_ascii_strcasecmp (response->headers[i], "Content-Length") != 0)
      soup_message_headers_replace (headers, response->headers[i], response->headers[i + 1]);
}

/* Writes an answer by hand that promises more than it brings, and ends the connection: SoupServer
 * itself would not lie. */
static void
send_raw (SoupServerMessage *message, const CrmResponse *response)
{
  g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);
  g_autoptr (GString) head = g_string_new (NULL);
  GOutputStream *out = g_io_stream_get_output_stream (stream);
  gsize length;
  const void *body = g_bytes_get_data (response->body, &length);
  g_autoptr (GError) error = NULL;

  if (response->delivery == CRM_DELIVERY_CUT)
    {
      g_string_append_printf (head,
                              "HTTP/1.1 %u %s\r\nContent-Length: %" G_GOFFSET_FORMAT "\r\n",
                              response->status,
                              soup_status_get_phrase (response->status),
                              response->declared);
      for (guint i = 0; response->headers && response->headers[i]; i += 2)
        if (g_ascii_strcasecmp (response->headers[i], "Content-Length") != 0)
          g_string_append_printf (
              head, "%s: %s\r\n", response->headers[i], response->headers[i + 1]);
      g_string_append (head, "\r\n");
      g_string_append_len (head, body, (gssize) length);
      if (!g_output_stream_write_all (out, head->str, head->len, NULL, NULL, &error))
        g_debug ("the client was gone first: %s", error->message);
    }
  g_io_stream_close (stream, NULL, NULL);
}

static void
flood_free (gpointer data)
{
  Flood *flood = data;

  g_bytes_unref (flood->piece);
  g_free (flood);
}

/* One piece after the other, only when the last one is gone: nothing piles up here. */
static void
on_flood_chunk_wanted (SoupServerMessage *message, gpointer data)
{
  Flood *flood = data;
  SoupMessageBody *body = soup_server_message_get_response_body (message);
  gsize size = g_bytes_get_size (flood->piece);

  if (flood->left == 0)
    {
      soup_message_body_complete (body);
      return;
    }
  if (flood->left > 0 && (goffset) size > flood->left)
    {
      g_autoptr (GBytes) rest = g_bytes_new_from_bytes (flood->piece, 0, (gsize) flood->left);

      soup_message_body_append_bytes (body, rest);
      flood->left = 0;
      return;
    }
  soup_message_body_append_bytes (body, flood->piece);
  if (flood->left > 0)
    flood->left -= (goffset) size;
}

static void
send_flood (SoupServerMessage *message, const CrmResponse *response)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  SoupMessageBody *body = soup_server_message_get_response_body (message);
  Flood *flood = g_new0 (Flood, 1);
  g_autoptr (GString) piece = g_string_new (NULL);
  gsize length;
  const char *text = g_bytes_get_data (response->body, &length);

  while (piece->len < FILLER)
    g_string_append_len (piece, text, (gssize) length);
  flood->piece = g_string_free_to_bytes (g_steal_pointer (&piece));
  flood->left = response->delivery == CRM_DELIVERY_HUGE ? response->declared : -1;
  set_headers (message, response);
  if (response->delivery == CRM_DELIVERY_HUGE)
    soup_message_headers_set_content_length (headers, response->declared);
  else
    soup_message_headers_set_encoding (headers, SOUP_ENCODING_CHUNKED);
  soup_message_body_set_accumulate (body, FALSE);
  g_object_set_data_full (G_OBJECT (message), "flood", flood, flood_free);
  g_signal_connect (message, "wrote-headers", G_CALLBACK (on_flood_chunk_wanted), flood);
  g_signal_connect (message, "wrote-chunk", G_CALLBACK (on_flood_chunk_wanted), flood);
}

static void
on_api_requested (SoupServer *server,
                  SoupServerMessage *message,
                  const char *path,
                  GHashTable *query,
                  gpointer data)
{
  FakeCrm *self = data;
  g_auto (CrmResponse) response = { 0 };

  ask_model (self, message, &response);
  switch (response.delivery)
    {
    case CRM_DELIVERY_NONE:
    case CRM_DELIVERY_CUT:
      send_raw (message, &response);
      break;
    case CRM_DELIVERY_ENDLESS:
    case CRM_DELIVERY_HUGE:
      send_flood (message, &response);
      break;
    case CRM_DELIVERY_WHOLE:
    default:
      set_headers (message, &response);
      if (g_bytes_get_size (response.body) > 0)
        soup_message_body_append_bytes (soup_server_message_get_response_body (message),
                                        response.body);
      break;
    }
}

static void
on_state_requested (SoupServer *server,
                    SoupServerMessage *message,
                    const char *path,
                    GHashTable *query,
                    gpointer data)
{
  FakeCrm *self = data;
  char *state;

  g_mutex_lock (&self->lock);
  state = crm_model_dump (self->model);
  g_mutex_unlock (&self->lock);
  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (
      message, "application/json", SOUP_MEMORY_TAKE, state, strlen (state));
}

/* --- Life ------------------------------------------------------------------------------------ */

static gboolean
start (FakeCrm *self, GError **error)
{
  g_autoptr (GSocketAddress) address
      = g_inet_socket_address_new_from_string ("127.0.0.1", self->port);
  GSList *uris;

  self->server = soup_server_new ("server-header", "fake-espocrm", "raw-paths", TRUE, NULL);
  soup_server_add_handler (self->server, "/api/v1", on_api_requested, self, NULL);
  soup_server_add_handler (self->server, "/debug/state", on_state_requested, self, NULL);
  if (!soup_server_listen (self->server, address, 0, error))
    return FALSE;
  uris = soup_server_get_uris (self->server);
  self->port = (guint) g_uri_get_port (uris->data);
  self->url = g_strdup_printf ("http://127.0.0.1:%u", self->port);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return TRUE;
}

static gpointer
run_thread (gpointer data)
{
  FakeCrm *self = data;
  gboolean ok;

  g_main_context_push_thread_default (self->context);
  ok = start (self, &self->error);
  g_mutex_lock (&self->lock);
  self->is_started = TRUE;
  g_cond_signal (&self->started);
  g_mutex_unlock (&self->lock);
  if (ok)
    g_main_loop_run (self->loop);
  if (self->server)
    soup_server_disconnect (self->server);
  g_clear_object (&self->server);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

FakeCrm *
fake_crm_new (CrmModel *model, FakeCrmPlace place, guint port, GError **error)
{
  FakeCrm *self = g_new0 (FakeCrm, 1);

  self->model = model;
  self->port = port;
  g_mutex_init (&self->lock);
  g_cond_init (&self->started);
  if (place == FAKE_CRM_HERE)
    start (self, &self->error);
  else
    {
      self->context = g_main_context_new ();
      self->loop = g_main_loop_new (self->context, FALSE);
      self->thread = g_thread_new ("fake-crm", run_thread, self);
      g_mutex_lock (&self->lock);
      while (!self->is_started)
        g_cond_wait (&self->started, &self->lock);
      g_mutex_unlock (&self->lock);
    }
  if (self->error)
    {
      g_propagate_error (error, g_steal_pointer (&self->error));
      fake_crm_free (self);
      return NULL;
    }
  return self;
}

void
fake_crm_free (FakeCrm *self)
{
  if (self->loop)
    g_main_loop_quit (self->loop);
  if (self->thread)
    g_thread_join (self->thread);
  g_clear_pointer (&self->loop, g_main_loop_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  if (self->server)
    soup_server_disconnect (self->server);
  g_clear_object (&self->server);
  g_clear_error (&self->error);
  g_clear_pointer (&self->log, fclose);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->started);
  crm_model_free (self->model);
  g_free (self->url);
  g_free (self);
}

const char *
fake_crm_get_url (FakeCrm *self)
{
  return self->url;
}

CrmModel *
fake_crm_lock (FakeCrm *self)
{
  g_mutex_lock (&self->lock);
  return self->model;
}

void
fake_crm_unlock (FakeCrm *self)
{
  g_mutex_unlock (&self->lock);
}

gboolean
fake_crm_log_requests (FakeCrm *self, const char *path, GError **error)
{
  FILE *log = g_fopen (path, "we");

  if (log == NULL)
    {
      g_set_error (
          error, G_FILE_ERROR, g_file_error_from_errno (errno), "%s: %s", path, g_strerror (errno));
      return FALSE;
    }
  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->log, fclose);
  self->log = log;
  g_mutex_unlock (&self->lock);
  return TRUE;
}

void
fake_crm_follow_clock (FakeCrm *self, gboolean follow)
{
  g_mutex_lock (&self->lock);
  self->follows_clock = follow;
  g_mutex_unlock (&self->lock);
}

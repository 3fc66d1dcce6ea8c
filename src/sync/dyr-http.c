/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrHttp: carries requests to the CRM by libsoup.
 *
 * Asynchronous only: a session that was used in both ways hangs over HTTP/2. For the same reason
 * its own timers end a request even if libsoup never calls back. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-http.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>

#include "dyr-certificate.h"
#include "dyr-crm-address.h"
#include "dyr-error.h"
#include "dyr-http-body.h"
#include "dyr-reason.h"
#include "dyr-util.h"

/* Milliseconds. */
#define USUAL_CONNECT_LIMIT 30000
#define USUAL_IDLE_LIMIT 60000
#define USUAL_ANSWER_LIMIT 300000
#define LONGEST_LIMIT 3600000

#define USUAL_MAX_BODY (64 * 1024 * 1024)

/* As many as the engine has in flight, and what goes up and comes down beside it. */
#define MAX_CONNECTIONS 8

#define BLOCK (64 * 1024)

struct _DyrHttp
{
  GObject parent_instance;

  SoupSession *session;
  char *base_url;
  char *host; /* for people */
  guint connect_limit;
  guint idle_limit;
  guint answer_limit;
  guint max_body;
  char *ca_file;
  DyrCertificate *certificate; /* of an authority, besides; NULL: none */
};

enum
{
  PROP_CONNECT_LIMIT = 1,
  PROP_IDLE_LIMIT,
  PROP_ANSWER_LIMIT,
  PROP_MAX_BODY,
  PROP_CA_FILE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DyrHttp, dyr_http, G_TYPE_OBJECT)

/* One request on its way; kept by the task and by what libsoup still has to call back. */
typedef struct
{
  gatomicrefcount references;
  GTask *task; /* NULL: answered */
  SoupMessage *message;
  GCancellable *inner; /* of libsoup's work: outlives an answer by a timer */
  gulong cancelled_id;
  guint timer;
  GSource *deadline; /* of the whole answer; NULL: it has not begun */
  gboolean begun;    /* bytes of it went out */
  GByteArray *body;
  GInputStream *stream;
  guint max_body;
  gboolean loads;  /* the body is left to who asked */
  gboolean loaded; /* … who has it now */
} Flight;

static Flight *
flight_ref (Flight *self)
{
  g_atomic_ref_count_inc (&self->references);

  return self;
}

static void
flight_unref (Flight *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_signal_handlers_disconnect_by_data (self->message, self);
  g_clear_object (&self->message);
  g_clear_object (&self->inner);
  g_clear_object (&self->stream);
  g_byte_array_unref (self->body);
  g_free (self);
}

static void
stop_timer (Flight *self)
{
  GSource *source
      = self->timer != 0
            ? g_main_context_find_source_by_id (g_task_get_context (self->task), self->timer)
            : NULL;

  if (source != NULL)
    g_source_destroy (source);
  self->timer = 0;
}

/* Gives the answer; libsoup, if it is still at work, is told to stop. */
static void
land (Flight *self, DyrResponse *response)
{
  g_autoptr (GTask) task = NULL;

  if (self->task == NULL)
    {
      dyr_response_free (response);
      return;
    }

  stop_timer (self);
  if (self->deadline != NULL)
    g_source_destroy (self->deadline);
  g_clear_pointer (&self->deadline, g_source_unref);
  task = g_steal_pointer (&self->task);
  if (self->cancelled_id != 0)
    g_cancellable_disconnect (g_task_get_cancellable (task), self->cancelled_id);
  self->cancelled_id = 0;
  if (!self->loaded)
    g_cancellable_cancel (self->inner);
  g_task_return_pointer (task, response, (GDestroyNotify) dyr_response_free);
}

static void
fail (Flight *self, char *failure)
{
  DyrResponse *response = dyr_response_new (0);

  response->failure = failure;
  response->refused = !self->begun;
  land (self, response);
}

static const char *
get_host (const Flight *self)
{
  return DYR_HTTP (g_task_get_source_object (self->task))->host;
}

static gboolean
on_time_passed (gpointer data)
{
  Flight *self = data;

  self->timer = 0;
  if (self->begun)
    fail (self, dyr_reason_new ("no-answer", get_host (self)));
  else
    fail (self, dyr_reason_new ("takes-too-long", get_host (self)));

  return G_SOURCE_REMOVE;
}

/* Something happened: the patience begins anew. */
static void
restart_timer (Flight *self)
{
  DyrHttp *http;
  g_autoptr (GSource) source = NULL;

  if (self->task == NULL)
    return;
  stop_timer (self);
  http = g_task_get_source_object (self->task);
  source = g_timeout_source_new (self->begun ? http->idle_limit : http->connect_limit);
  g_source_set_callback (source, on_time_passed, flight_ref (self), (GDestroyNotify) flight_unref);
  self->timer = g_source_attach (source, g_task_get_context (self->task));
}

static gboolean
on_deadline_passed (gpointer data)
{
  Flight *self = data;

  fail (self, dyr_reason_new ("too-slow", get_host (self)));

  return G_SOURCE_REMOVE;
}

/* A byte now and then is no answer: it would hold up all else for days. */
static void
start_deadline (Flight *self)
{
  DyrHttp *http = g_task_get_source_object (self->task);

  self->deadline = g_timeout_source_new (http->answer_limit);
  g_source_set_callback (
      self->deadline, on_deadline_passed, flight_ref (self), (GDestroyNotify) flight_unref);
  g_source_attach (self->deadline, g_task_get_context (self->task));
}

static void
on_message_wrote (SoupMessage *message, Flight *self)
{
  self->begun = TRUE;
  restart_timer (self);
}

static void
on_message_wrote_data (SoupMessage *message, guint size, Flight *self)
{
  on_message_wrote (message, self);
}

/* libsoup is about to send the request once more, as the connection had ended that it went out on.
 * Nobody knows what became of it there: only who asks for something may ask again. */
static void
on_message_restarted (SoupMessage *message, Flight *self)
{
  if (self->task != NULL && self->begun && soup_message_get_method (message) != SOUP_METHOD_GET)
    fail (self, dyr_reason_new ("broke-off", get_host (self)));
}

static char *
explain_certificate (const Flight *self, GTlsCertificateFlags flags)
{
  if ((flags & G_TLS_CERTIFICATE_BAD_IDENTITY) != 0)
    return dyr_reason_new ("tls-name", get_host (self));
  if ((flags & G_TLS_CERTIFICATE_EXPIRED) != 0)
    return dyr_reason_new ("tls-expired", get_host (self));
  if ((flags & G_TLS_CERTIFICATE_NOT_ACTIVATED) != 0)
    return dyr_reason_new ("tls-early", get_host (self));
  if ((flags & G_TLS_CERTIFICATE_REVOKED) != 0)
    return dyr_reason_new ("tls-revoked", get_host (self));
  if ((flags & G_TLS_CERTIFICATE_UNKNOWN_CA) != 0)
    return dyr_reason_new ("tls-unknown", get_host (self));

  return dyr_reason_new ("tls", get_host (self));
}

static char *
explain (const Flight *self, const GError *error)
{
  GTlsCertificateFlags flags = soup_message_get_tls_peer_certificate_errors (self->message);

  if (error->domain == G_TLS_ERROR || flags != 0)
    return explain_certificate (self, flags);
  if (error->domain == G_RESOLVER_ERROR)
    return dyr_reason_new ("no-such-name", get_host (self));
  if (!self->begun)
    return dyr_reason_new ("unreached", get_host (self));

  return dyr_reason_new ("broke-off", get_host (self));
}

static DyrResponse *
read_head (const Flight *self)
{
  DyrResponse *response = dyr_response_new (soup_message_get_status (self->message));
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);
  SoupMessageHeadersIter iter;
  const char *name, *value;

  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    dyr_response_add_header (response, name, value);

  return response;
}

static void
land_whole (Flight *self)
{
  DyrResponse *response = read_head (self);

  response->body = g_bytes_new (self->body->data, self->body->len);
  land (self, response);
}

/* The body goes on by itself. */
static void
land_head (Flight *self)
{
  DyrHttp *http = g_task_get_source_object (self->task);

  g_task_set_task_data (
      self->task,
      dyr_http_body_new (self->stream, http->host, http->idle_limit, http->answer_limit),
      g_object_unref);
  self->loaded = TRUE;
  land (self, read_head (self));
}

static void
read_on (Flight *self, GAsyncReadyCallback callback)
{
  g_input_stream_read_bytes_async (
      self->stream, BLOCK, G_PRIORITY_DEFAULT, self->inner, callback, flight_ref (self));
}

static void
on_stream_read (GObject *source, GAsyncResult *result, gpointer data)
{
  Flight *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes
      = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  gsize size = bytes != NULL ? g_bytes_get_size (bytes) : 0;

  if (self->task == NULL)
    ;
  else if (bytes == NULL)
    fail (self, explain (self, error));
  else if (size == 0)
    land_whole (self);
  else if (size > self->max_body - self->body->len)
    fail (self, dyr_reason_new ("too-much", get_host (self)));
  else
    {
      g_byte_array_append (self->body, g_bytes_get_data (bytes, NULL), (guint) size);
      restart_timer (self);
      read_on (self, on_stream_read);
    }
  flight_unref (self);
}

static void
on_session_sent (GObject *source, GAsyncResult *result, gpointer data)
{
  Flight *self = data;
  g_autoptr (GError) error = NULL;

  self->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (self->task == NULL)
    ;
  else if (self->stream == NULL)
    fail (self, explain (self, error));
  else if (self->loads)
    land_head (self);
  else
    {
      self->begun = TRUE;
      restart_timer (self);
      start_deadline (self);
      read_on (self, on_stream_read);
    }
  flight_unref (self);
}

static gboolean
on_idle_cancelled (gpointer data)
{
  land (data, NULL);

  return G_SOURCE_REMOVE;
}

/* Not at once: the handler would wait for itself to be taken off. */
static void
on_cancellable_cancelled (GCancellable *cancellable, Flight *self)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (
      source, on_idle_cancelled, flight_ref (self), (GDestroyNotify) flight_unref);
  g_source_attach (source, g_task_get_context (self->task));
}

static SoupMessage *
new_message (DyrHttp *self, const DyrRequest *request)
{
  g_autofree char *url = g_strconcat (self->base_url, request->path, NULL);
  g_autoptr (GUri) uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);
  SoupMessage *message;
  SoupMessageHeaders *headers;

  if (uri == NULL)
    return NULL;
  message = soup_message_new_from_uri (request->method, uri);
  headers = soup_message_get_request_headers (message);
  for (guint i = 0; i + 1 < request->headers->len; i += 2)
    soup_message_headers_replace (
        headers, request->headers->pdata[i], request->headers->pdata[i + 1]);
  if (request->body != NULL)
    {
      g_autoptr (GBytes) body = g_bytes_new (request->body, strlen (request->body));
      /* A copy: libsoup replaces the header while it reads what we give it. */
      g_autofree char *type = g_strdup (soup_message_headers_get_one (headers, "Content-Type"));

      soup_message_set_request_body_from_bytes (message, type, body);
    }
  /* Else libsoup makes a connection for each POST, which over TLS takes longer than the request.
   * What the flag promises is seen to by on_message_restarted (). */
  soup_message_add_flags (message, SOUP_MESSAGE_IDEMPOTENT);
  /* libsoup would take the key along to another host. */
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);

  return message;
}

static void
dyr_http_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  DyrHttp *self = DYR_HTTP (object);

  switch (property_id)
    {
    case PROP_CONNECT_LIMIT:
      g_value_set_uint (value, self->connect_limit);
      break;
    case PROP_IDLE_LIMIT:
      g_value_set_uint (value, self->idle_limit);
      break;
    case PROP_ANSWER_LIMIT:
      g_value_set_uint (value, self->answer_limit);
      break;
    case PROP_MAX_BODY:
      g_value_set_uint (value, self->max_body);
      break;
    case PROP_CA_FILE:
      g_value_set_string (value, self->ca_file);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

/* A file that cannot be read trusts nobody: never the system's issuers instead. */
static void
trust (DyrHttp *self)
{
  g_autoptr (GTlsDatabase) database = NULL;
  g_autoptr (GError) error = NULL;

  if (self->ca_file != NULL)
    {
      database = g_tls_file_database_new (self->ca_file, &error);
      if (database == NULL)
        {
          g_warning ("Cannot read the issuers in %s: %s", self->ca_file, error->message);
          database = g_tls_file_database_new ("/dev/null", NULL);
        }
    }
  else
    database = g_tls_backend_get_default_database (g_tls_backend_get_default ());
  soup_session_set_tls_database (self->session, database);
}

static void
dyr_http_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  DyrHttp *self = DYR_HTTP (object);

  switch (property_id)
    {
    case PROP_CONNECT_LIMIT:
      self->connect_limit = g_value_get_uint (value);
      break;
    case PROP_IDLE_LIMIT:
      self->idle_limit = g_value_get_uint (value);
      break;
    case PROP_ANSWER_LIMIT:
      self->answer_limit = g_value_get_uint (value);
      break;
    case PROP_MAX_BODY:
      self->max_body = g_value_get_uint (value);
      break;
    case PROP_CA_FILE:
      if (dyr_set_str (&self->ca_file, g_value_get_string (value)))
        trust (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

static void
dyr_http_dispose (GObject *object)
{
  DyrHttp *self = DYR_HTTP (object);

  if (self->session != NULL)
    soup_session_abort (self->session);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (dyr_http_parent_class)->dispose (object);
}

static void
dyr_http_finalize (GObject *object)
{
  DyrHttp *self = DYR_HTTP (object);

  g_free (self->base_url);
  g_free (self->host);
  g_free (self->ca_file);
  g_clear_pointer (&self->certificate, dyr_certificate_free);

  G_OBJECT_CLASS (dyr_http_parent_class)->finalize (object);
}

static void
dyr_http_class_init (DyrHttpClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = dyr_http_get_property;
  object_class->set_property = dyr_http_set_property;
  object_class->dispose = dyr_http_dispose;
  object_class->finalize = dyr_http_finalize;

  properties[PROP_CONNECT_LIMIT] = g_param_spec_uint (
      "connect-limit", NULL, NULL, 1, LONGEST_LIMIT, USUAL_CONNECT_LIMIT, flags);
  properties[PROP_IDLE_LIMIT]
      = g_param_spec_uint ("idle-limit", NULL, NULL, 1, LONGEST_LIMIT, USUAL_IDLE_LIMIT, flags);
  properties[PROP_ANSWER_LIMIT]
      = g_param_spec_uint ("answer-limit", NULL, NULL, 1, LONGEST_LIMIT, USUAL_ANSWER_LIMIT, flags);
  properties[PROP_MAX_BODY]
      = g_param_spec_uint ("max-body", NULL, NULL, 1, G_MAXINT, USUAL_MAX_BODY, flags);
  properties[PROP_CA_FILE] = g_param_spec_string ("ca-file", NULL, NULL, NULL, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
dyr_http_init (DyrHttp *self)
{
  self->connect_limit = USUAL_CONNECT_LIMIT;
  self->idle_limit = USUAL_IDLE_LIMIT;
  self->answer_limit = USUAL_ANSWER_LIMIT;
  self->max_body = USUAL_MAX_BODY;
  self->session = soup_session_new_with_options ("max-conns-per-host",
                                                 MAX_CONNECTIONS,
                                                 "user-agent",
                                                 "Dyryhent/" DYR_VERSION,
                                                 "timeout",
                                                 0,
                                                 NULL);
  /* A 401 is an answer, not a question. */
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_AUTH_MANAGER);
}

static gboolean
check_url (GUri *uri, GError **error)
{
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  if (host == NULL || *host == '\0' || strpbrk (host, " %/\\<>\"'\t\n") != NULL
      || g_uri_get_userinfo (uri) != NULL || g_uri_get_query (uri) != NULL
      || g_uri_get_fragment (uri) != NULL
      || (g_strcmp0 (scheme, "https") != 0 && g_strcmp0 (scheme, "http") != 0))
    return dyr_crm_address_refuse (error);
  if (g_str_equal (scheme, "http") && !dyr_crm_address_is_here (host))
    {
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_INVALID,
                   _ ("Without https anybody on the way could read the key and all data. Begin the "
                      "address with: %s"),
                      "https://");
      return FALSE;
    }

  return TRUE;
}

DyrHttp *
dyr_http_new (const char *base_url, GError **error)
{
  g_autoptr (GUri) uri = NULL;
  g_autofree char *text = NULL;
  DyrHttp *self;

  g_return_val_if_fail (base_url != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  uri = g_uri_parse (base_url, SOUP_HTTP_URI_FLAGS, NULL);
  if (!check_url (uri, error))
    return NULL;

  self = g_object_new (DYR_TYPE_HTTP, NULL);
  text = g_uri_to_string (uri);
  self->base_url
      = g_str_has_suffix (text, "/") ? g_steal_pointer (&text) : g_strconcat (text, "/", NULL);
  self->host = g_strdup (g_uri_get_host (uri));

  return self;
}

void
dyr_http_set_certificate (DyrHttp *self, const char *pem)
{
  g_return_if_fail (DYR_IS_HTTP (self));

  g_clear_pointer (&self->certificate, dyr_certificate_free);
  self->certificate = pem != NULL ? dyr_certificate_kept (pem) : NULL;
}

const char *
dyr_http_get_base_url (DyrHttp *self)
{
  g_return_val_if_fail (DYR_IS_HTTP (self), NULL);

  return self->base_url;
}

/* Nobody of the system's vouches for it, and nothing else is wrong: the office's authority is
 * asked, which looks at name and time, too. */
static gboolean
on_certificate_doubted (SoupMessage *message,
                        GTlsCertificate *peer,
                        GTlsCertificateFlags errors,
                        DyrHttp *self)
{
  return errors == G_TLS_CERTIFICATE_UNKNOWN_CA && self->certificate != NULL
         && dyr_certificate_vouches (self->certificate, peer, self->host);
}

/* glib-networking asks nobody about a session that it resumes: what was trusted once would be for
 * as long as that lasts. So it is looked at again before anything is said to it. */
static void
on_message_starting (SoupMessage *message, Flight *self)
{
  const GTlsCertificateFlags errors = soup_message_get_tls_peer_certificate_errors (message);

  if (self->task != NULL && errors != 0
      && !on_certificate_doubted (message,
                                  soup_message_get_tls_peer_certificate (message),
                                  errors,
                                  g_task_get_source_object (self->task)))
    fail (self, explain_certificate (self, errors));
}

static void
start (DyrHttp *self, const DyrRequest *request, GTask *task, gboolean loads)
{
  g_autoptr (SoupMessage) message = new_message (self, request);
  GCancellable *cancellable = g_task_get_cancellable (task);
  Flight *flight;

  g_return_if_fail (message != NULL);

  flight = g_new0 (Flight, 1);
  g_atomic_ref_count_init (&flight->references);
  flight->task = g_object_ref (task);
  flight->message = g_object_ref (message);
  flight->inner = g_cancellable_new ();
  flight->body = g_byte_array_new ();
  flight->max_body = self->max_body;
  flight->loads = loads;
  g_signal_connect (message, "starting", G_CALLBACK (on_message_starting), flight);
  g_signal_connect_object (
      message, "accept-certificate", G_CALLBACK (on_certificate_doubted), self, 0);
  g_signal_connect (message, "wrote-headers", G_CALLBACK (on_message_wrote), flight);
  g_signal_connect (message, "wrote-body-data", G_CALLBACK (on_message_wrote_data), flight);
  g_signal_connect (message, "restarted", G_CALLBACK (on_message_restarted), flight);
  g_signal_connect (message, "got-headers", G_CALLBACK (on_message_wrote), flight);
  restart_timer (flight);
  if (cancellable != NULL)
    flight->cancelled_id = g_cancellable_connect (cancellable,
                                                  G_CALLBACK (on_cancellable_cancelled),
                                                  flight_ref (flight),
                                                  (GDestroyNotify) flight_unref);
  soup_session_send_async (
      self->session, message, G_PRIORITY_DEFAULT, flight->inner, on_session_sent, flight);
}

void
dyr_http_send_async (DyrHttp *self,
                     const DyrRequest *request,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (DYR_IS_HTTP (self));
  g_return_if_fail (request != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, dyr_http_send_async);
  start (self, request, task, FALSE);
}

DyrResponse *
dyr_http_send_finish (DyrHttp *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
dyr_http_load_async (DyrHttp *self,
                     const DyrRequest *request,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (DYR_IS_HTTP (self));
  g_return_if_fail (request != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, dyr_http_load_async);
  start (self, request, task, TRUE);
}

DyrResponse *
dyr_http_load_finish (DyrHttp *self, GAsyncResult *result, GInputStream **body, GError **error)
{
  DyrResponse *response;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (body != NULL, NULL);

  response = g_task_propagate_pointer (G_TASK (result), error);
  *body = NULL;
  /* What failed has none. */
  if (response != NULL)
    g_set_object (body, g_task_get_task_data (G_TASK (result)));

  return response;
}

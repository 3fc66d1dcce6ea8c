/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrHttp against servers that are kind, broken, endless, slow and false. */

#include "config.h"

#include <string.h>

#include <libsoup/soup.h>

#include "dyr-error.h"
#include "dyr-reason.h"
#include "http-test.h"

static void
assert_failed (DyrResponse *response, gboolean refused, const char *words)
{
  g_autoptr (DyrResponse) owned = response;
  g_autofree char *said = dyr_reason_words (owned->failure);

  g_assert_cmpuint (owned->status, ==, 0);
  g_assert_null (owned->body);
  g_assert_nonnull (owned->failure);
  g_assert_cmpint (owned->refused, ==, refused);
  if (strstr (said, words) == NULL)
    g_error ("“%s” does not say “%s”", said, words);
}

static void
assert_body (const DyrResponse *response, const char *body)
{
  g_autofree char *text = NULL;

  g_assert_cmpstr (response->failure, ==, NULL);
  g_assert_nonnull (response->body);
  text = g_strndup (g_bytes_get_data (response->body, NULL), g_bytes_get_size (response->body));
  g_assert_cmpstr (text, ==, body);
}

static void
test_addresses (void)
{
  static const char *const good[][2] = {
    { "https://crm.example.com", "https://crm.example.com/" },
    { "https://crm.example.com/", "https://crm.example.com/" },
    { "https://crm.example.com:8443/espo", "https://crm.example.com:8443/espo/" },
    { "HTTPS://crm.example.com/a/b/", "https://crm.example.com/a/b/" },
    { "http://localhost:8080", "http://localhost:8080/" },
    { "http://127.0.0.1/x", "http://127.0.0.1/x/" },
    { "http://[::1]:81/", "http://[::1]:81/" },
  };
  static const char *const bad[] = {
    "",
    "crm.example.com",
    "http://crm.example.com",
    "http://localhost.example.com",
    "http://127.0.0.2",
    "ftp://localhost",
    "https://",
    "https:///path",
    "https://user:password@crm.example.com",
    "https://crm.example.com/?a=b",
    "https://crm.example.com/#part",
    "https://crm example.com",
    "file:///etc/passwd",
    "javascript:alert(1)",
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DyrHttp) http = dyr_http_new (good[i][0], &error);

      g_assert_no_error (error);
      g_assert_cmpstr (dyr_http_get_base_url (http), ==, good[i][1]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", bad[i]);
      g_assert_null (dyr_http_new (bad[i], &error));
      g_assert_error (error, DYR_ERROR, DYR_ERROR_INVALID);
    }
}

static void
test_properties (void)
{
  g_autoptr (DyrHttp) http = dyr_http_new ("https://crm.example.com", NULL);
  g_autofree char *file = NULL;
  guint connect, idle, answer, body;

  g_object_get (http,
                "connect-limit",
                &connect,
                "idle-limit",
                &idle,
                "answer-limit",
                &answer,
                "max-body",
                &body,
                "ca-file",
                &file,
                NULL);
  g_assert_cmpuint (connect, ==, 30000);
  g_assert_cmpuint (idle, ==, 60000);
  g_assert_cmpuint (answer, ==, 300000);
  g_assert_cmpuint (body, ==, 64 * 1024 * 1024);
  g_assert_null (file);
}

/* --- A server of good will -------------------------------------------------------------------- */

typedef struct
{
  SoupServer *server;
  char *url;
  guint n;
  char *seen;           /* what the last request was */
  GTlsCertificate *tls; /* NULL: plain HTTP */
  guint n_held;         /* references to it while nobody is connected */
} Server;

static void
on_server_asked (SoupServer *soup,
                 SoupServerMessage *message,
                 const char *path,
                 GHashTable *query,
                 gpointer data)
{
  Server *self = data;
  SoupMessageHeaders *in = soup_server_message_get_request_headers (message);
  SoupMessageHeaders *out = soup_server_message_get_response_headers (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GBytes) flat = soup_message_body_flatten (body);
  g_autofree char *uri = g_uri_to_string (soup_server_message_get_uri (message));

  self->n++;
  g_free (self->seen);
  self->seen = g_strdup_printf ("%s %s|%s|%s|%s|%s|%.*s",
                                soup_server_message_get_method (message),
                                strchr (uri + 8, '/'),
                                soup_message_headers_get_one (in, "X-Api-Key"),
                                soup_message_headers_get_one (in, "User-Agent"),
                                soup_message_headers_get_one (in, "Cookie"),
                                soup_message_headers_get_one (in, "Content-Type"),
                                (int) g_bytes_get_size (flat),
                                (const char *) g_bytes_get_data (flat, NULL));
  soup_message_headers_append (out, "Set-Cookie", "taste=good");
  if (g_str_has_suffix (path, "/redirect"))
    {
      soup_server_message_set_redirect (message, 302, "/elsewhere");
      return;
    }
  if (g_str_has_suffix (path, "/closed"))
    {
      soup_message_headers_append (out, "WWW-Authenticate", "Basic realm=\"x\"");
      soup_server_message_set_status (message, 401, NULL);
      return;
    }
  soup_message_headers_append (out, "X-Status-Reason", "duplicate");
  soup_server_message_set_status (message, 409, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC, "[1]", 3);
}

/* The server of libsoup 3.6 must not go while it still shakes hands with somebody who refuses to:
 * its answer to that comes later. Each connection holds the certificate as long as it lives; the
 * older ones keep it longer, and need no waiting. */
static void
server_clear (Server *self)
{
  while (self->tls != NULL && soup_check_version (3, 6, 0)
         && G_OBJECT (self->tls)->ref_count > self->n_held)
    g_main_context_iteration (NULL, TRUE);
  g_clear_object (&self->tls);
  soup_server_disconnect (self->server);
  g_clear_object (&self->server);
  g_free (self->url);
  g_free (self->seen);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Server, server_clear)

static void
server_start (Server *self, const char *certificate)
{
  g_autoptr (GError) error = NULL;
  GSList *uris;

  self->server = soup_server_new (NULL, NULL);
  if (certificate != NULL)
    {
      g_autofree char *pem = g_strdup_printf ("%s/%s.pem", http_certificates (), certificate);
      g_autofree char *key = g_strdup_printf ("%s/%s.key", http_certificates (), certificate);

      self->tls = g_tls_certificate_new_from_files (pem, key, &error);
      g_assert_no_error (error);
      soup_server_set_tls_certificate (self->server, self->tls);
    }
  soup_server_add_handler (self->server, NULL, on_server_asked, self, NULL);
  soup_server_listen_local (self->server,
                            0,
                            SOUP_SERVER_LISTEN_IPV4_ONLY
                                | (certificate != NULL ? SOUP_SERVER_LISTEN_HTTPS : 0),
                            &error);
  g_assert_no_error (error);
  if (self->tls != NULL)
    self->n_held = G_OBJECT (self->tls)->ref_count;
  uris = soup_server_get_uris (self->server);
  self->url = g_strdup_printf ("%s://localhost:%d/espo",
                               certificate != NULL ? "https" : "http",
                               g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
}

static void
test_exchange (void)
{
  g_auto (Server) server = { NULL };
  g_autoptr (DyrHttp) http = NULL;
  g_autoptr (DyrResponse) get = NULL, post = NULL;

  server_start (&server, NULL);
  http = dyr_http_new (server.url, NULL);
  get = http_send (http, "api/v1/Account?searchParams=%7B%22a%22%3A%22%D1%97%2F%26%22%7D", NULL);
  g_assert_cmpuint (get->status, ==, 409);
  g_assert_cmpstr (dyr_response_header (get, "x-status-reason"), ==, "duplicate");
  assert_body (get, "[1]");
  g_assert_false (get->refused);
  g_assert_cmpstr (server.seen,
                   ==,
                   "GET /espo/api/v1/Account?searchParams=%7B%22a%22%3A%22%D1%97%2F%26%22%7D|"
                   "key-of-test|Dyryhent/" DYR_VERSION "|(null)|(null)|");
  /* A cookie was set, and is not kept. */
  post = http_send (http, "api/v1/Account", "{\"name\":\"Ї\"}");
  g_assert_cmpstr (server.seen,
                   ==,
                   "POST /espo/api/v1/Account|key-of-test|Dyryhent/" DYR_VERSION
                   "|(null)|application/json|{\"name\":\"Ї\"}");
  g_assert_cmpuint (server.n, ==, 2);
}

static void
test_redirect (void)
{
  g_auto (Server) server = { NULL };
  g_autoptr (DyrHttp) http = NULL;
  g_autoptr (DyrResponse) response = NULL;

  server_start (&server, NULL);
  http = dyr_http_new (server.url, NULL);
  response = http_send (http, "redirect", NULL);
  g_assert_cmpuint (response->status, ==, 302);
  g_assert_cmpuint (server.n, ==, 1);
}

/* One wrong key is one question: ten of them shut out the whole office. */
static void
test_sign_in (void)
{
  g_auto (Server) server = { NULL };
  g_autoptr (DyrHttp) http = NULL;
  g_autoptr (DyrResponse) response = NULL;

  server_start (&server, NULL);
  http = dyr_http_new (server.url, NULL);
  response = http_send (http, "closed", "{}");
  g_assert_cmpuint (response->status, ==, 401);
  g_assert_cmpuint (server.n, ==, 1);
}

static void
on_one_of_many_sent (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrResponse) response = dyr_http_send_finish (DYR_HTTP (source), result, NULL);

  g_assert_nonnull (response);
  g_assert_cmpuint (response->status, ==, 409);
  --*(guint *) data;
}

static void
test_many (void)
{
  g_auto (Server) server = { NULL };
  g_autoptr (DyrHttp) http = NULL;
  g_autoptr (DyrRequest) request = dyr_request_new ("GET", g_strdup ("api/v1/Account"));
  guint left = 50;

  server_start (&server, NULL);
  http = dyr_http_new (server.url, NULL);
  for (guint i = 0; i < 50; i++)
    dyr_http_send_async (http, request, NULL, on_one_of_many_sent, &left);
  while (left > 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (server.n, ==, 50);
}

/* --- Servers that are not well ---------------------------------------------------------------- */

#define HEAD "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

static void
check_script (const char *bytes, gboolean refused, const char *words)
{
  g_autoptr (HttpScript) script = http_script_new (bytes, -1, TRUE);

  g_test_message ("%s", bytes);
  assert_failed (http_send_to (script->url, NULL), refused, words);
  g_assert_cmpuint (script->n_requests, ==, 1);
}

static void
test_cut (void)
{
  check_script (HEAD "Content-Length: 100\r\n\r\n{\"id\":", FALSE, "broke off");
  check_script (HEAD "Transfer-Encoding: chunked\r\n\r\n9\r\n{\"id\"", FALSE, "broke off");
  /* Between two chunks libsoup takes the end of the connection for the end of the body: whoever
   * reads the JSON in it finds out. */
  check_script (HEAD "Content-Le", FALSE, "broke off");
  check_script ("nonsense\r\n\r\n", FALSE, "broke off");
}

/* A request that went out and found nobody may have been carried out all the same. */
static void
test_silent_end (void)
{
  g_autoptr (HttpScript) script = http_script_new ("", 0, TRUE);
  g_autoptr (DyrHttp) http = dyr_http_new (script->url, NULL);

  assert_failed (http_send (http, "api/v1/Account", "{}"), FALSE, "broke off");
  g_assert_cmpuint (script->n_requests, ==, 1);
}

/* Writes share a connection, too; when it ends none of them leaves a second time. */
static void
test_kept_alive (gconstpointer method)
{
  g_autoptr (HttpScript) script = http_script_new (HEAD "Content-Length: 2\r\n\r\n{}", -1, FALSE);
  g_autoptr (DyrHttp) http = dyr_http_new (script->url, NULL);

  script->n_answers = 3;
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (DyrResponse) response = http_send_by (http, method, "api/v1/Account", "{}");

      g_assert_cmpuint (response->status, ==, 200);
    }
  g_assert_cmpuint (script->n_connections, ==, 1);
  assert_failed (http_send_by (http, method, "api/v1/Account", "{}"), FALSE, "broke off");
  /* Time enough for another one: a whole exchange. */
  dyr_response_free (http_send_by (http, method, "api/v1/Account", "{}"));
  g_assert_cmpuint (script->n_requests, ==, 5);
}

static void
test_nobody (void)
{
  g_autofree char *url = NULL;

  {
    g_autoptr (HttpScript) script = http_script_new ("", 0, TRUE);

    url = g_strdup (script->url);
  }
  assert_failed (http_send_to (url, NULL), TRUE, "“127.0.0.1” cannot be reached");
}

static void
test_unknown_name (void)
{
  assert_failed (
      http_send_to ("https://no-such-computer.invalid/", NULL), TRUE, "no-such-computer");
}

static void
test_endless (void)
{
  g_autofree char *block = g_strnfill (100000, 'x');
  g_autofree char *chunk = g_strdup_printf ("186a0\r\n%s\r\n", block);
  g_autofree char *bytes = g_strdup_printf (HEAD "Transfer-Encoding: chunked\r\n\r\n%s", chunk);
  g_autoptr (HttpScript) script = http_script_new (bytes, -1, FALSE);
  g_autoptr (DyrHttp) http = dyr_http_new (script->url, NULL);

  /* The head comes again between the chunks, too: it is too long before that. */
  g_object_set (http, "max-body", 50000, NULL);
  script->repeat = TRUE;
  assert_failed (http_send (http, "api/v1/Account", NULL), FALSE, "far too long");
}

static GBytes *
compress (gsize size)
{
  g_autoptr (GZlibCompressor) gzip = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) out = g_converter_output_stream_new (memory, G_CONVERTER (gzip));
  g_autofree char *spaces = g_strnfill (size, ' ');

  g_assert_true (g_output_stream_write_all (out, spaces, size, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (out, NULL, NULL));

  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

static HttpScript *
zipped (gsize size)
{
  g_autoptr (GBytes) body = compress (size);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *head = g_strdup_printf (
      HEAD "Content-Encoding: gzip\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n",
      g_bytes_get_size (body));

  g_byte_array_append (bytes, (const guint8 *) head, (guint) strlen (head));
  g_byte_array_append (bytes, g_bytes_get_data (body, NULL), (guint) g_bytes_get_size (body));

  return http_script_new ((const char *) bytes->data, bytes->len, TRUE);
}

/* What counts is what comes out. */
static void
test_bomb (void)
{
  g_autoptr (HttpScript) script = zipped (20 * 1024 * 1024);
  g_autoptr (DyrHttp) http = dyr_http_new (script->url, NULL);
  g_autoptr (DyrResponse) whole = NULL;

  g_object_set (http, "max-body", 20 * 1024 * 1024 - 1, NULL);
  assert_failed (http_send (http, "api/v1/Account", NULL), FALSE, "far too long");
  g_object_set (http, "max-body", 20 * 1024 * 1024, NULL);
  whole = http_send (http, "api/v1/Account", NULL);
  g_assert_cmpuint (whole->status, ==, 200);
  g_assert_cmpuint (g_bytes_get_size (whole->body), ==, 20 * 1024 * 1024);
}

/* Half an answer and then nothing; no answer at all. */
static void
test_idle (void)
{
  static const char *const answers[] = { HEAD "Content-Length: 100\r\n\r\n{\"id\":", "" };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (HttpScript) script = http_script_new (answers[i], -1, FALSE);
      g_autoptr (DyrHttp) http = dyr_http_new (script->url, NULL);

      g_object_set (http, "idle-limit", 50, NULL);
      assert_failed (http_send (http, "api/v1/Account", NULL), FALSE, "does not answer");
    }
}

/* A few bytes again and again: never silent, never done. */
static void
test_drip (void)
{
  g_autoptr (HttpScript) script = http_script_new (HEAD "\r\n[", -1, FALSE);
  g_autoptr (DyrHttp) http = dyr_http_new (script->url, NULL);

  script->repeat = TRUE;
  g_object_set (http, "answer-limit", 50, NULL);
  assert_failed (http_send (http, "api/v1/Account", NULL), FALSE, "far too slowly");
}

/* A server that takes the connection, and never says a word of TLS. */
static void
test_connect_limit (void)
{
  g_autoptr (HttpScript) script = http_script_new ("", 0, FALSE);
  g_autofree char *url = g_strdup_printf ("https%s", script->url + strlen ("http"));
  g_autoptr (DyrHttp) http = dyr_http_new (url, NULL);

  script->deaf = TRUE;
  g_object_set (http, "connect-limit", 50, NULL);
  assert_failed (http_send (http, "api/v1/Account", NULL), TRUE, "takes too long");
}

static void
on_cancelled_sent (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (dyr_http_send_finish (DYR_HTTP (source), result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  *(gboolean *) data = TRUE;
}

static void
test_cancel (void)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (HttpScript) script = http_script_new ("", 0, FALSE);
      g_autoptr (DyrHttp) http = dyr_http_new (script->url, NULL);
      g_autoptr (DyrRequest) request = dyr_request_new ("GET", g_strdup ("api/v1/Account"));
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      gboolean done = FALSE;

      if (i == 0)
        g_cancellable_cancel (cancellable);
      dyr_http_send_async (http, request, cancellable, on_cancelled_sent, &done);
      while (i == 1 && script->n_requests == 0)
        g_main_context_iteration (NULL, TRUE);
      g_cancellable_cancel (cancellable);
      while (!done)
        g_main_context_iteration (NULL, TRUE);
    }
}

/* Nothing is left behind when everything goes while a request is out. */
static void
test_dispose (void)
{
  g_autoptr (HttpScript) script = http_script_new ("", 0, FALSE);
  DyrHttp *http = dyr_http_new (script->url, NULL);
  g_autoptr (DyrRequest) request = dyr_request_new ("GET", g_strdup ("api/v1/Account"));
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  gboolean done = FALSE;

  dyr_http_send_async (http, request, cancellable, on_cancelled_sent, &done);
  g_object_unref (http);
  while (script->n_requests == 0)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (cancellable);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
}

/* --- TLS -------------------------------------------------------------------------------------- */

static void
test_tls (void)
{
  g_autofree char *ca = g_build_filename (http_certificates (), "ca.pem", NULL);
  g_auto (Server) server = { NULL };
  g_autoptr (DyrResponse) response = NULL;

  server_start (&server, "good");
  response = http_send_to (server.url, ca);
  assert_body (response, "[1]");
  /* Nobody vouches for it when the issuer is not told. */
  assert_failed (http_send_to (server.url, NULL), TRUE, "Nobody this computer trusts");
  g_assert_cmpuint (server.n, ==, 1);
}

static void
test_tls_false (void)
{
  static const char *const rows[][2]
      = { { "other", "belongs to another name" }, { "expired", "has expired" } };
  g_autofree char *ca = g_build_filename (http_certificates (), "ca.pem", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (Server) server = { NULL };

      server_start (&server, rows[i][0]);
      assert_failed (http_send_to (server.url, ca), TRUE, rows[i][1]);
      g_assert_cmpuint (server.n, ==, 0);
    }
}

/* The office's authority counts besides the system's: for what it issued, for that name and time.
 */
static void
test_tls_office (void)
{
  static const char *const rows[][2]
      = { { "other", "belongs to another name" }, { "expired", "has expired" } };
  g_autofree char *path = g_build_filename (http_certificates (), "ca.pem", NULL);
  g_autofree char *pem = NULL;
  g_auto (Server) server = { NULL };
  g_autoptr (DyrHttp) http = NULL, stranger = NULL;
  g_autoptr (DyrResponse) response = NULL;

  g_assert_true (g_file_get_contents (path, &pem, NULL, NULL));
  server_start (&server, "good");
  http = dyr_http_new (server.url, NULL);
  dyr_http_set_certificate (http, pem);
  response = http_send (http, "api/v1/Settings", NULL);
  assert_body (response, "[1]");
  /* Of this one only, and as long as it is trusted. */
  stranger = dyr_http_new (server.url, NULL);
  assert_failed (http_send (stranger, "x", NULL), TRUE, "Nobody this computer trusts");
  dyr_http_set_certificate (stranger, "rubbish");
  assert_failed (http_send (stranger, "x", NULL), TRUE, "Nobody this computer trusts");
  g_assert_cmpuint (server.n, ==, 1);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (Server) wrong = { NULL };
      g_autoptr (DyrHttp) other = NULL;

      server_start (&wrong, rows[i][0]);
      other = dyr_http_new (wrong.url, NULL);
      dyr_http_set_certificate (other, pem);
      assert_failed (http_send (other, "x", NULL), TRUE, rows[i][1]);
      g_assert_cmpuint (wrong.n, ==, 0);
    }
}

/* A file that cannot be read is no reason to trust the system's issuers, or all. */
static void
test_tls_no_file (void)
{
  g_auto (Server) server = { NULL };

  server_start (&server, "good");
  g_test_expect_message ("dyryhent", G_LOG_LEVEL_WARNING, "Cannot read the issuers in /no/such*");
  assert_failed (http_send_to (server.url, "/no/such.pem"), TRUE, "Nobody this computer trusts");
  g_test_assert_expected_messages ();
}

/* Not TLS at all behind https. */
static void
test_tls_plain (void)
{
  g_autoptr (HttpScript) script = http_script_new ("SSH-2.0-x\r\n\r\n", -1, TRUE);
  g_autofree char *url = g_strdup_printf ("https%s", script->url + strlen ("http"));

  assert_failed (http_send_to (url, NULL), TRUE, "127.0.0.1");
}

/* --- HTTP/2 ----------------------------------------------------------------------------------- */

static void
test_http2 (void)
{
  g_autofree char *ca = g_build_filename (http_certificates (), "ca.pem", NULL);
  g_auto (HttpNghttpd) server = { NULL };
  g_autoptr (DyrHttp) http = NULL;
  g_autoptr (DyrResponse) get = NULL, post = NULL, missing = NULL;

  http_nghttpd_start (&server, "good");
  http = dyr_http_new (server.url, NULL);
  g_object_set (http, "ca-file", ca, NULL);
  get = http_send (http, "page.json", NULL);
  assert_body (get, "{\"list\":[]}");
  g_assert_cmpuint (get->status, ==, 200);
  /* It speaks nothing but HTTP/2. */
  g_assert_true (g_str_has_prefix (dyr_response_header (get, "server"), "nghttpd"));
  post = http_send (http, "page.json", "{\"name\":\"Ї\"}");
  assert_body (post, "{\"name\":\"Ї\"}");
  missing = http_send (http, "nothing.json", NULL);
  g_assert_cmpuint (missing->status, ==, 404);
}

static void
on_page_sent (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrResponse) response = dyr_http_send_finish (DYR_HTTP (source), result, NULL);

  g_assert_nonnull (response);
  g_assert_cmpuint (response->status, ==, 200);
  --*(guint *) data;
}

static void
test_http2_many (void)
{
  g_autofree char *ca = g_build_filename (http_certificates (), "ca.pem", NULL);
  g_auto (HttpNghttpd) server = { NULL };
  g_autoptr (DyrHttp) http = NULL;
  g_autoptr (DyrRequest) request = dyr_request_new ("GET", g_strdup ("page.json"));
  guint left = 50;

  http_nghttpd_start (&server, "good");
  http = dyr_http_new (server.url, NULL);
  g_object_set (http, "ca-file", ca, NULL);
  for (guint i = 0; i < 50; i++)
    dyr_http_send_async (http, request, NULL, on_page_sent, &left);
  while (left > 0)
    g_main_context_iteration (NULL, TRUE);
}

/* Cancelled in the midst, the session goes on. */
static void
test_http2_cancel (void)
{
  g_autofree char *ca = g_build_filename (http_certificates (), "ca.pem", NULL);
  g_auto (HttpNghttpd) server = { NULL };
  g_autoptr (DyrHttp) http = NULL;
  g_autoptr (DyrRequest) request = dyr_request_new ("GET", g_strdup ("page.json"));
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (DyrResponse) after = NULL;
  gboolean done = FALSE;

  http_nghttpd_start (&server, "good");
  http = dyr_http_new (server.url, NULL);
  g_object_set (http, "ca-file", ca, NULL);
  dyr_http_send_async (http, request, cancellable, on_cancelled_sent, &done);
  g_main_context_iteration (NULL, FALSE);
  g_cancellable_cancel (cancellable);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  after = http_send (http, "page.json", NULL);
  g_assert_cmpuint (after->status, ==, 200);
}

static void
test_http2_false (void)
{
  g_autofree char *ca = g_build_filename (http_certificates (), "ca.pem", NULL);
  g_auto (HttpNghttpd) server = { NULL };

  http_nghttpd_start (&server, "other");
  assert_failed (http_send_to (server.url, ca), TRUE, "belongs to another name");
  assert_failed (http_send_to (server.url, NULL), TRUE, "certificate");
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  /* Proxies of this computer have no part in it. */
  g_setenv ("no_proxy", "*", TRUE);
  g_test_add_func ("/http/addresses", test_addresses);
  g_test_add_func ("/http/properties", test_properties);
  g_test_add_func ("/http/exchange", test_exchange);
  g_test_add_func ("/http/redirect", test_redirect);
  g_test_add_func ("/http/sign-in", test_sign_in);
  g_test_add_func ("/http/many", test_many);
  g_test_add_func ("/http/cut", test_cut);
  g_test_add_data_func ("/http/kept-alive/post", "POST", test_kept_alive);
  g_test_add_data_func ("/http/kept-alive/put", "PUT", test_kept_alive);
  g_test_add_func ("/http/silent-end", test_silent_end);
  g_test_add_func ("/http/nobody", test_nobody);
  g_test_add_func ("/http/unknown-name", test_unknown_name);
  g_test_add_func ("/http/endless", test_endless);
  g_test_add_func ("/http/bomb", test_bomb);
  g_test_add_func ("/http/idle", test_idle);
  g_test_add_func ("/http/drip", test_drip);
  g_test_add_func ("/http/connect-limit", test_connect_limit);
  g_test_add_func ("/http/cancel", test_cancel);
  g_test_add_func ("/http/dispose", test_dispose);
  g_test_add_func ("/http/tls", test_tls);
  g_test_add_func ("/http/tls-false", test_tls_false);
  g_test_add_func ("/http/tls-office", test_tls_office);
  g_test_add_func ("/http/tls-no-file", test_tls_no_file);
  g_test_add_func ("/http/tls-plain", test_tls_plain);
  g_test_add_func ("/http/2", test_http2);
  g_test_add_func ("/http/2-many", test_http2_many);
  g_test_add_func ("/http/2-cancel", test_http2_cancel);
  g_test_add_func ("/http/2-false", test_http2_false);
  status = g_test_run ();
  http_certificates_remove ();

  return status;
}

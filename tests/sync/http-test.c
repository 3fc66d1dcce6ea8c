/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Servers for tests of DyrHttp. */

#include "config.h"

#include "http-test.h"

#include <signal.h>
#include <string.h>

#include <glib/gstdio.h>

static void
on_sent (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  DyrResponse **response = data;

  *response = dyr_http_send_finish (DYR_HTTP (source), result, &error);
  g_assert_no_error (error);
  g_assert_nonnull (*response);
}

DyrResponse *
http_send_by (DyrHttp *http, const char *method, const char *path, const char *body)
{
  g_autoptr (DyrRequest) request = dyr_request_new (method, g_strdup (path));
  DyrResponse *response = NULL;

  dyr_request_add_header (request, "X-Api-Key", "key-of-test");
  if (body != NULL)
    {
      request->body = g_strdup (body);
      dyr_request_add_header (request, "Content-Type", "application/json");
    }
  dyr_http_send_async (http, request, NULL, on_sent, &response);
  while (response == NULL)
    g_main_context_iteration (NULL, TRUE);

  return response;
}

DyrResponse *
http_send (DyrHttp *http, const char *path, const char *body)
{
  return http_send_by (http, body != NULL ? "POST" : "GET", path, body);
}

DyrResponse *
http_send_to (const char *url, const char *ca)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrHttp) http = dyr_http_new (url, &error);

  g_assert_no_error (error);
  if (ca != NULL)
    g_object_set (http, "ca-file", ca, NULL);

  return http_send (http, "api/v1/Settings", NULL);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  HttpLoad *load = data;

  load->head = dyr_http_load_finish (DYR_HTTP (source), result, &load->body, &error);
  g_assert_no_error (error);
  g_assert_nonnull (load->head);
}

void
http_load (DyrHttp *http, const char *path, HttpLoad *load)
{
  g_autoptr (DyrRequest) request = dyr_request_new ("GET", g_strdup (path));

  *load = (HttpLoad){ NULL };
  dyr_http_load_async (http, request, NULL, on_loaded, load);
  while (load->head == NULL)
    g_main_context_iteration (NULL, TRUE);
}

void
http_load_clear (HttpLoad *self)
{
  g_clear_object (&self->body);
  g_clear_pointer (&self->head, dyr_response_free);
}

static void
read_whole (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GByteArray *bytes = data;
  guint8 block[3000];
  GError *error = NULL;
  gssize n;

  while ((n = g_input_stream_read (source, block, sizeof block, cancellable, &error)) > 0)
    g_byte_array_append (bytes, block, (guint) n);
  if (n < 0)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
on_whole_read (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

gboolean
http_read (GInputStream *body, GByteArray *bytes, GCancellable *cancellable, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GTask) task = g_task_new (body, cancellable, on_whole_read, &result);

  g_task_set_task_data (task, bytes, NULL);
  g_task_run_in_thread (task, read_whole);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

typedef struct
{
  HttpScript *script;
  GIOStream *connection;
  GString *head;
  char block[4096];
  guint n; /* answers given */
} Talk;

static void
talk_free (Talk *self)
{
  self->script->n_talks--;
  g_object_unref (self->connection);
  g_string_free (self->head, TRUE);
  g_free (self);
}

static void on_bytes_written (GObject *source, GAsyncResult *result, gpointer data);
static void on_head_read (GObject *source, GAsyncResult *result, gpointer data);

static void
read_head (Talk *talk)
{
  g_input_stream_read_async (g_io_stream_get_input_stream (talk->connection),
                             talk->block,
                             sizeof talk->block,
                             G_PRIORITY_DEFAULT,
                             NULL,
                             on_head_read,
                             talk);
}

static void
write_bytes (Talk *talk)
{
  gsize size;
  const void *bytes = g_bytes_get_data (talk->script->bytes, &size);

  g_output_stream_write_all_async (g_io_stream_get_output_stream (talk->connection),
                                   bytes,
                                   size,
                                   G_PRIORITY_DEFAULT,
                                   NULL,
                                   on_bytes_written,
                                   talk);
}

static void
on_bytes_written (GObject *source, GAsyncResult *result, gpointer data)
{
  Talk *talk = data;

  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL))
    {
      talk_free (talk);
      return;
    }
  if (talk->script->repeat)
    {
      write_bytes (talk);
      return;
    }
  if (talk->script->n_answers > 0)
    {
      talk->n++;
      g_string_truncate (talk->head, 0);
      read_head (talk);
      return;
    }
  if (talk->script->close)
    g_io_stream_close (talk->connection, NULL, NULL);
  else
    g_ptr_array_add (talk->script->connections, g_object_ref (talk->connection));
  talk_free (talk);
}

static void
on_head_read (GObject *source, GAsyncResult *result, gpointer data)
{
  Talk *talk = data;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);

  if (n <= 0)
    {
      talk_free (talk);
      return;
    }
  g_string_append_len (talk->head, talk->block, n);
  if (strstr (talk->head->str, "\r\n\r\n") != NULL)
    {
      talk->script->n_requests++;
      if (talk->script->n_answers > 0 && talk->n == talk->script->n_answers)
        {
          g_io_stream_close (talk->connection, NULL, NULL);
          talk_free (talk);
          return;
        }
      write_bytes (talk);
      return;
    }
  read_head (talk);
}

static gboolean
on_service_incoming (GSocketService *service,
                     GSocketConnection *connection,
                     GObject *source,
                     HttpScript *self)
{
  Talk *talk;

  if (self->deaf)
    {
      g_ptr_array_add (self->connections, g_object_ref (connection));
      return TRUE;
    }
  talk = g_new0 (Talk, 1);
  talk->script = self;
  self->n_talks++;
  talk->connection = g_object_ref (G_IO_STREAM (connection));
  talk->head = g_string_new (NULL);
  self->n_connections++;
  read_head (talk);

  return TRUE;
}

HttpScript *
http_script_new (const char *bytes, gssize length, gboolean close)
{
  HttpScript *self = g_new0 (HttpScript, 1);
  g_autoptr (GError) error = NULL;
  guint16 port;

  self->service = g_socket_service_new ();
  self->connections = g_ptr_array_new_with_free_func (g_object_unref);
  self->bytes = g_bytes_new (bytes, length < 0 ? strlen (bytes) : (gsize) length);
  self->close = close;
  port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (self->service), NULL, &error);
  g_assert_no_error (error);
  self->url = g_strdup_printf ("http://127.0.0.1:%u/", port);
  g_signal_connect (self->service, "incoming", G_CALLBACK (on_service_incoming), self);
  g_socket_service_start (self->service);

  return self;
}

void
http_script_free (HttpScript *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_signal_handlers_disconnect_by_data (self->service, self);
  g_object_unref (self->service);
  /* Talks end when the other side goes. */
  self->repeat = FALSE;
  while (self->n_talks > 0)
    g_main_context_iteration (NULL, TRUE);
  g_ptr_array_unref (self->connections);
  g_bytes_unref (self->bytes);
  g_free (self->url);
  g_free (self);
}

static char *folder;

static void
openssl (const char *arguments)
{
  g_autofree char *line = g_strdup_printf ("openssl %s", arguments);
  g_autofree char *out = NULL, *errors = NULL;
  g_auto (GStrv) argv = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  g_assert_true (g_shell_parse_argv (line, NULL, &argv, NULL));
  g_spawn_sync (
      folder, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, &errors, &status, &error);
  g_assert_no_error (error);
  if (status != 0)
    g_error ("%s: %s", line, errors);
}

static void
issue (const char *name, const char *host, const char *period)
{
  g_autofree char *request = g_strdup_printf (
      "req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=%s -keyout %s.key "
      "-out %s.csr",
      host,
      name,
      name);
  g_autofree char *path = g_strdup_printf ("%s/%s.ext", folder, name);
  g_autofree char *names = g_strdup_printf ("subjectAltName=DNS:%s\n", host);
  g_autofree char *sign = g_strdup_printf ("ca -batch -config ca.conf -notext -in %s.csr %s "
                                           "-extfile %s.ext -out %s.pem",
                                           name,
                                           period,
                                           name,
                                           name);

  openssl (request);
  g_assert_true (g_file_set_contents (path, names, -1, NULL));
  openssl (sign);
}

/* A certificate that has expired is made by openssl ca only: openssl x509 of 3.4 and newer makes
 * none by a negative number of days, and that of 3.0 takes no dates. */
static void
found_authority (void)
{
  g_autofree char *config = g_build_filename (folder, "ca.conf", NULL);
  g_autofree char *issued = g_build_filename (folder, "issued", NULL);

  openssl ("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 "
           "-subj /CN=Test -keyout ca.key -out ca.pem");
  g_assert_true (g_file_set_contents (issued, "", -1, NULL));
  g_assert_true (g_file_set_contents (config,
                                      "[ca]\ndefault_ca = test\n"
                                      "[test]\ncertificate = ca.pem\nprivate_key = ca.key\n"
                                      "database = issued\nnew_certs_dir = .\nrand_serial = yes\n"
                                      "default_md = sha256\nunique_subject = no\npolicy = any\n"
                                      "[any]\ncommonName = supplied\n",
                                      -1,
                                      NULL));
}

const char *
http_certificates (void)
{
  if (folder != NULL)
    return folder;
  folder = g_dir_make_tmp ("http-test-XXXXXX", NULL);
  g_assert_nonnull (folder);
  found_authority ();
  issue ("good", "localhost", "-days 2");
  issue ("other", "crm.example.com", "-days 2");
  issue ("expired", "localhost", "-startdate 20200101000000Z -enddate 20200102000000Z");

  return folder;
}

void
http_certificates_remove (void)
{
  g_autoptr (GDir) dir = folder != NULL ? g_dir_open (folder, 0, NULL) : NULL;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  if (folder != NULL)
    g_rmdir (folder);
  g_clear_pointer (&folder, g_free);
}

static guint16
free_port (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);

  g_socket_listener_close (listener);

  return port;
}

void
http_nghttpd_start (HttpNghttpd *self, const char *certificate)
{
  const char *here = http_certificates ();
  g_autofree char *key = g_strdup_printf ("%s/%s.key", here, certificate);
  g_autofree char *pem = g_strdup_printf ("%s/%s.pem", here, certificate);
  g_autofree char *found = g_find_program_in_path ("nghttpd");
  g_autofree char *port = g_strdup_printf ("%u", free_port ());
  g_autofree char *file = g_build_filename (here, "page.json", NULL);
  g_autofree char *address = g_strdup_printf ("127.0.0.1:%s", port);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (file, "{\"list\":[]}", -1, NULL));
  self->process
      = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                          &error,
                          found != NULL ? found : "/usr/sbin/nghttpd",
                          "--address=127.0.0.1",
                          "--echo-upload",
                          "-d",
                          here,
                          port,
                          key,
                          pem,
                          NULL);
  g_assert_no_error (error);
  /* It does not say when it listens. */
  while (connection == NULL)
    {
      g_assert_nonnull (g_subprocess_get_identifier (self->process));
      connection = g_socket_client_connect_to_host (client, address, 0, NULL, NULL);
      g_main_context_iteration (NULL, FALSE);
    }
  self->url = g_strdup_printf ("https://localhost:%s/", port);
}

void
http_nghttpd_clear (HttpNghttpd *self)
{
  g_subprocess_send_signal (self->process, SIGTERM);
  g_subprocess_wait (self->process, NULL, NULL);
  g_clear_object (&self->process);
  g_free (self->url);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Bodies that come as streams: whole, cut anywhere, without end, and slower than whoever reads. */

#include "config.h"

#include <string.h>

#include "dyr-http-body.h"
#include "dyr-reason.h"
#include "http-test.h"

#define BLOCK (64 * 1024)
#define MEGABYTE (1024 * 1024)

/* The error's message is a reason that says @words. */
static void
assert_reason (const GError *error, const char *words)
{
  g_autofree char *said = NULL;

  g_assert_nonnull (error);
  g_assert_true (g_str_has_prefix (error->message, "dyr:"));
  said = dyr_reason_words (error->message);
  if (strstr (said, words) == NULL)
    g_error ("“%s” does not say “%s”", said, words);
}

/* --- Over the wire ---------------------------------------------------------------------------- */

#define HEAD "HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n"

/* Loads @answer and reads what is in it; TRUE: to the end. */
static gboolean
load (const char *answer, gssize length, GByteArray *bytes, GError **error)
{
  g_autoptr (HttpScript) script = http_script_new (answer, length, TRUE);
  g_autoptr (DyrHttp) http = dyr_http_new (script->url, NULL);
  g_auto (HttpLoad) found = { NULL };

  http_load (http, "api/v1/Attachment/file/1", &found);
  g_assert_cmpuint (found.head->status, ==, 200);
  g_assert_null (found.head->body);
  g_assert_cmpstr (found.head->failure, ==, NULL);
  g_assert_nonnull (found.body);

  return http_read (found.body, bytes, NULL, error);
}

static void
test_whole (void)
{
  g_autoptr (HttpScript) script
      = http_script_new (HEAD "Content-Length: 6\r\n\r\n%PDF-1", -1, FALSE);
  g_autoptr (DyrHttp) http = dyr_http_new (script->url, NULL);
  g_auto (HttpLoad) found = { NULL };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GError) error = NULL;

  http_load (http, "api/v1/Attachment/file/1", &found);
  g_assert_cmpstr (dyr_response_header (found.head, "content-length"), ==, "6");
  g_assert_cmpstr (dyr_response_header (found.head, "content-type"), ==, "application/pdf");
  g_assert_true (http_read (found.body, bytes, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (bytes->data, bytes->len, "%PDF-1", 6);
}

/* None at all, and one that has no end but that of the connection. */
static void
test_ends (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (load (HEAD "Content-Length: 0\r\n\r\n", -1, bytes, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (bytes->len, ==, 0);
  g_assert_true (load (HEAD "Connection: close\r\n\r\nabc", -1, bytes, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (bytes->data, bytes->len, "abc", 3);
}

/* Whatever is missing, it is never taken for the whole. */
static void
test_cut (void)
{
  const char *body = "0123456789";
  const char *head = HEAD "Content-Length: 10\r\n\r\n";
  g_autofree char *answer = g_strconcat (head, body, NULL);

  for (gsize n = 0; n <= strlen (body); n++)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      g_autoptr (GError) error = NULL;
      gboolean whole = load (answer, (gssize) (strlen (head) + n), bytes, &error);

      g_assert_cmpint (whole, ==, n == strlen (body));
      g_assert_cmpmem (bytes->data, bytes->len, body, n);
      if (!whole)
        assert_reason (error, "The connection to “127.0.0.1” broke off.");
    }
}

/* In chunks: cut anywhere but between two of them, where only who knows the length can tell. */
static void
test_cut_chunks (void)
{
  const char *head = HEAD "Transfer-Encoding: chunked\r\n\r\n";
  const char *body = "5\r\n01234\r\n5\r\n56789\r\n0\r\n\r\n";
  g_autofree char *answer = g_strconcat (head, body, NULL);
  guint n_whole = 0, n_cut = 0;

  for (gsize n = 0; n <= strlen (body); n++)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      g_autoptr (GError) error = NULL;
      gboolean ended = load (answer, (gssize) (strlen (head) + n), bytes, &error);

      g_assert_cmpmem (bytes->data, bytes->len, "0123456789", bytes->len);
      /* Never more than came, and never all of it before its last byte. */
      g_assert_cmpuint (bytes->len, <=, n);
      if (ended && bytes->len == 10)
        n_whole++;
      if (!ended)
        {
          assert_reason (error, "broke off");
          n_cut++;
        }
      if (n == strlen (body))
        g_assert_true (ended && bytes->len == 10);
    }
  g_assert_cmpuint (n_whole, >=, 1);
  g_assert_cmpuint (n_cut, >=, strlen ("01234") + strlen ("56789"));
}

/* More than was promised does not get in. */
static void
test_too_long (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (load (HEAD "Content-Length: 3\r\n\r\nabcdef", -1, bytes, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (bytes->data, bytes->len, "abc", 3);
}

/* The page of a hotel, a refusal: who asked looks at the head. */
static void
test_others (void)
{
  static const struct
  {
    const char *answer;
    guint status;
    const char *body;
  } rows[] = {
    { "HTTP/1.1 404 Not Found\r\nX-Status-Reason: \r\nContent-Length: 0\r\n\r\n", 404, "" },
    { "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 2\r\n\r\nno", 302, "no" },
    { "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>",
      200,
      "<html>" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (HttpScript) script = http_script_new (rows[i].answer, -1, TRUE);
      g_autoptr (DyrHttp) http = dyr_http_new (script->url, NULL);
      g_auto (HttpLoad) found = { NULL };
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      g_autoptr (GError) error = NULL;

      http_load (http, "api/v1/Attachment/file/1", &found);
      g_assert_cmpuint (found.head->status, ==, rows[i].status);
      g_assert_true (http_read (found.body, bytes, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpmem (bytes->data, bytes->len, rows[i].body, strlen (rows[i].body));
      g_assert_cmpuint (script->n_requests, ==, 1);
    }
}

/* Before there is a head it fails as anything else does, without a body. */
static void
test_no_head (void)
{
  g_autoptr (HttpScript) cut = http_script_new ("HTTP/1.1 200 OK\r\nConte", -1, TRUE);
  g_autoptr (HttpScript) mute = http_script_new ("", 0, FALSE);
  g_autoptr (DyrHttp) to_cut = dyr_http_new (cut->url, NULL);
  g_autoptr (DyrHttp) to_mute = dyr_http_new (mute->url, NULL);
  g_auto (HttpLoad) first = { NULL }, second = { NULL };
  g_autofree char *said = NULL, *also = NULL;

  http_load (to_cut, "api/v1/Attachment/file/1", &first);
  g_assert_cmpuint (first.head->status, ==, 0);
  g_assert_null (first.body);
  said = dyr_reason_words (first.head->failure);
  g_assert_nonnull (strstr (said, "broke off"));

  g_object_set (to_mute, "idle-limit", 50, NULL);
  http_load (to_mute, "api/v1/Attachment/file/1", &second);
  g_assert_null (second.body);
  also = dyr_reason_words (second.head->failure);
  g_assert_nonnull (strstr (also, "does not answer"));
}

/* Half of it, and then nothing. */
static void
test_idle (void)
{
  g_autoptr (HttpScript) script
      = http_script_new (HEAD "Content-Length: 100\r\n\r\nhalf", -1, FALSE);
  g_autoptr (DyrHttp) http = dyr_http_new (script->url, NULL);
  g_auto (HttpLoad) found = { NULL };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GError) error = NULL;

  g_object_set (http, "idle-limit", 50, NULL);
  http_load (http, "api/v1/Attachment/file/1", &found);
  g_assert_false (http_read (found.body, bytes, NULL, &error));
  assert_reason (error, "does not answer");
  g_assert_cmpmem (bytes->data, bytes->len, "half", 4);
  /* It stays so. */
  g_clear_error (&error);
  g_assert_false (http_read (found.body, bytes, NULL, &error));
  assert_reason (error, "does not answer");
}

static void
on_load_cancelled (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) body = NULL;

  g_assert_null (dyr_http_load_finish (DYR_HTTP (source), result, &body, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (body);
  *(gboolean *) data = TRUE;
}

static gboolean
on_time_to_cancel (gpointer data)
{
  g_cancellable_cancel (data);

  return G_SOURCE_REMOVE;
}

/* Before the head comes; while a thread waits for more of the body. */
static void
test_cancel (void)
{
  g_autoptr (HttpScript) mute = http_script_new ("", 0, FALSE);
  g_autoptr (HttpScript) half = http_script_new (HEAD "Content-Length: 100\r\n\r\nhalf", -1, FALSE);
  g_autoptr (DyrHttp) to_mute = dyr_http_new (mute->url, NULL);
  g_autoptr (DyrHttp) to_half = dyr_http_new (half->url, NULL);
  g_autoptr (DyrRequest) request = dyr_request_new ("GET", g_strdup ("a"));
  g_autoptr (GCancellable) cancellable = g_cancellable_new (), late = g_cancellable_new ();
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_auto (HttpLoad) found = { NULL };
  g_autoptr (GError) error = NULL;
  gboolean done = FALSE;

  dyr_http_load_async (to_mute, request, cancellable, on_load_cancelled, &done);
  while (mute->n_requests == 0)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (cancellable);
  while (!done)
    g_main_context_iteration (NULL, TRUE);

  http_load (to_half, "a", &found);
  g_timeout_add (20, on_time_to_cancel, late);
  g_assert_false (http_read (found.body, bytes, late, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  /* Only the reading was given up. */
  g_assert_cmpuint (half->n_connections, ==, 1);
}

/* Who lets the body go ends the connection: the server notices. So does the end of everything. */
static void
test_let_go (void)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *filler = g_strnfill (8 * MEGABYTE, 'x');
      g_autofree char *answer
          = g_strdup_printf (HEAD "Content-Length: 1000000000\r\n\r\n%s", filler);
      g_autoptr (HttpScript) script = http_script_new (answer, -1, FALSE);
      DyrHttp *http = dyr_http_new (script->url, NULL);
      g_auto (HttpLoad) found = { NULL };

      script->repeat = TRUE;
      http_load (http, "a", &found);
      g_assert_cmpuint (script->n_talks, ==, 1);
      if (i == 0)
        g_clear_object (&found.body);
      else
        g_object_unref (http);
      while (script->n_talks > 0)
        g_main_context_iteration (NULL, TRUE);
      if (i == 0)
        g_object_unref (http);
      else
        {
          g_autoptr (GByteArray) bytes = g_byte_array_new ();
          g_autoptr (GError) error = NULL;

          g_assert_false (http_read (found.body, bytes, NULL, &error));
          assert_reason (error, "broke off");
        }
    }
}

/* As many as may be under way at once, beside what records need. */
static void
test_several (void)
{
  g_autofree char *filler = g_strnfill (MEGABYTE, 'y');
  g_autofree char *answer = g_strdup_printf (HEAD "Content-Length: 1048576\r\n\r\n%s", filler);
  g_autoptr (HttpScript) script = http_script_new (answer, -1, FALSE);
  g_autoptr (DyrHttp) http = dyr_http_new (script->url, NULL);
  HttpLoad found[7] = { { NULL } };

  for (guint i = 0; i < G_N_ELEMENTS (found); i++)
    http_load (http, "a", &found[i]);
  for (guint i = 0; i < G_N_ELEMENTS (found); i++)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      g_autoptr (GError) error = NULL;

      g_assert_true (http_read (found[i].body, bytes, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (bytes->len, ==, MEGABYTE);
      http_load_clear (&found[i]);
    }
}

static void
test_http2 (void)
{
  g_autofree char *ca = g_build_filename (http_certificates (), "ca.pem", NULL);
  g_autofree char *path = g_build_filename (http_certificates (), "big.bin", NULL);
  g_auto (HttpNghttpd) server = { NULL };
  g_autoptr (DyrHttp) http = NULL;
  g_autoptr (GByteArray) big = g_byte_array_new (), bytes = g_byte_array_new ();
  g_auto (HttpLoad) found = { NULL };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 5 * MEGABYTE / sizeof i; i++)
    g_byte_array_append (big, (const guint8 *) &i, sizeof i);
  g_assert_true (g_file_set_contents (path, (const char *) big->data, big->len, NULL));
  http_nghttpd_start (&server, "good");
  http = dyr_http_new (server.url, NULL);
  g_object_set (http, "ca-file", ca, NULL);
  http_load (http, "big.bin", &found);
  g_assert_cmpuint (found.head->status, ==, 200);
  g_assert_true (http_read (found.body, bytes, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (bytes->data, bytes->len, big->data, big->len);
}

/* --- What is read ahead ----------------------------------------------------------------------- */

/* A stream that gives blocks at once, so many, and then ends or waits for ever. */
#define TEST_TYPE_FOUNTAIN (test_fountain_get_type ())
G_DECLARE_FINAL_TYPE (TestFountain, test_fountain, TEST, FOUNTAIN, GInputStream)

struct _TestFountain
{
  GInputStream parent_instance;

  guint64 left;
  gboolean waits;
  gint given; /* blocks; atomic */
};

G_DEFINE_FINAL_TYPE (TestFountain, test_fountain, G_TYPE_INPUT_STREAM)

static void
on_fountain_cancelled (GCancellable *cancellable, GTask *task)
{
  g_task_return_error_if_cancelled (task);
}

static void
test_fountain_read_async (GInputStream *stream,
                          void *buffer,
                          gsize count,
                          int priority,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer data)
{
  TestFountain *self = TEST_FOUNTAIN (stream);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  gsize n = (gsize) MIN (self->left, count);

  if (n == 0 && self->waits)
    {
      g_cancellable_connect (
          cancellable, G_CALLBACK (on_fountain_cancelled), g_object_ref (task), g_object_unref);
      return;
    }
  memset (buffer, (int) (self->given % 251), n);
  self->left -= n;
  if (n > 0)
    g_atomic_int_inc (&self->given);
  g_task_return_int (task, (gssize) n);
}

static gssize
test_fountain_read_finish (GInputStream *stream, GAsyncResult *result, GError **error)
{
  return g_task_propagate_int (G_TASK (result), error);
}

static void
test_fountain_class_init (TestFountainClass *klass)
{
  G_INPUT_STREAM_CLASS (klass)->read_async = test_fountain_read_async;
  G_INPUT_STREAM_CLASS (klass)->read_finish = test_fountain_read_finish;
}

static void
test_fountain_init (TestFountain *self)
{
}

static TestFountain *
fountain_new (guint64 size, gboolean waits)
{
  TestFountain *self = g_object_new (TEST_TYPE_FOUNTAIN, NULL);

  self->left = size;
  self->waits = waits;

  return self;
}

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

typedef struct
{
  GInputStream *body;
  TestFountain *fountain;
  guint64 n;
  guint most_ahead; /* blocks */
  gboolean done;
} Count;

static gpointer
count_bytes (gpointer data)
{
  Count *count = data;
  g_autofree guint8 *block = g_malloc (BLOCK);
  g_autoptr (GError) error = NULL;
  gsize n;

  do
    {
      guint ahead, read = (guint) (count->n / BLOCK);

      g_assert_true (g_input_stream_read_all (count->body, block, BLOCK, &n, NULL, &error));
      g_assert_no_error (error);
      /* In their order, each once. */
      if (n > 0)
        g_assert_cmpuint (block[0], ==, read % 251);
      count->n += n;
      ahead = (guint) g_atomic_int_get (&count->fountain->given) - read;
      count->most_ahead = MAX (count->most_ahead, ahead);
    }
  while (n > 0);
  g_atomic_int_set (&count->done, TRUE);
  g_main_context_wakeup (NULL);

  return NULL;
}

/* 300 MB go through a few blocks: who does not read is not filled up. */
static void
test_constant_memory (void)
{
  const guint64 size = G_GUINT64_CONSTANT (300) * 1000 * 1000;
  g_autoptr (TestFountain) fountain = fountain_new (size, FALSE);
  g_autoptr (GInputStream) body
      = dyr_http_body_new (G_INPUT_STREAM (fountain), "crm.example.com", 60000, 300000);
  Count count = { body, fountain };
  GThread *thread;

  settle ();
  g_assert_cmpint (g_atomic_int_get (&fountain->given), ==, 16);
  thread = g_thread_new ("reader", count_bytes, &count);
  while (!g_atomic_int_get (&count.done))
    g_main_context_iteration (NULL, TRUE);
  g_thread_join (thread);
  g_assert_cmpuint (count.n, ==, size);
  g_assert_cmpuint (count.most_ahead, <=, 18);
}

/* Milliseconds until a timer of this thread passes; -1: there is none. */
static int
next_timer (void)
{
  GMainContext *context = g_main_context_default ();
  int timeout, priority;

  g_assert_true (g_main_context_acquire (context));
  g_main_context_prepare (context, &priority);
  g_main_context_query (context, G_MAXINT, &timeout, NULL, 0);
  g_main_context_release (context);

  return timeout;
}

/* A reader that takes its time is no reason to give up: nothing is asked for meanwhile. */
static void
test_slow_reader (void)
{
  g_autoptr (TestFountain) fountain = fountain_new (MEGABYTE + 1, TRUE);
  g_autoptr (GInputStream) body
      = dyr_http_body_new (G_INPUT_STREAM (fountain), "crm.example.com", 60000, 60000);
  g_autofree guint8 *block = g_malloc (MEGABYTE);
  g_autoptr (GError) error = NULL;
  gsize n;

  settle ();
  g_assert_cmpint (next_timer (), ==, -1);
  /* It is there: nobody waits. */
  g_assert_true (g_input_stream_read_all (body, block, MEGABYTE, &n, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, MEGABYTE);
  settle ();
  g_assert_cmpint (g_atomic_int_get (&fountain->given), ==, 17);
  g_assert_cmpint (next_timer (), >, 0);
}

/* A little, and nothing more for as long as nobody would wait. */
static void
test_too_slow (void)
{
  g_autoptr (TestFountain) fountain = fountain_new (1000, TRUE);
  g_autoptr (GInputStream) body
      = dyr_http_body_new (G_INPUT_STREAM (fountain), "crm.example.com", 60000, 20);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (http_read (body, bytes, NULL, &error));
  assert_reason (error, "“crm.example.com” answers far too slowly.");
  g_assert_cmpuint (bytes->len, ==, 1000);
}

static void
work (GMainContext *context)
{
  g_main_context_push_thread_default (context);
  while (g_main_context_iteration (context, FALSE))
    ;
  g_main_context_pop_thread_default (context);
}

/* What a reader asks for is done by the thread of the session, also while nobody is at work there.
 */
static void
test_other_thread (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (TestFountain) fountain = fountain_new (10 * MEGABYTE, FALSE);
  g_autoptr (GInputStream) body = NULL;
  g_autofree guint8 *block = g_malloc (MEGABYTE);
  g_autoptr (GError) error = NULL;
  gsize n;

  g_main_context_push_thread_default (context);
  body = dyr_http_body_new (G_INPUT_STREAM (fountain), "crm.example.com", 60000, 60000);
  g_main_context_pop_thread_default (context);
  work (context);
  g_assert_cmpint (g_atomic_int_get (&fountain->given), ==, 16);

  g_assert_true (g_input_stream_read_all (body, block, MEGABYTE, &n, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_atomic_int_get (&fountain->given), ==, 16);
  work (context);
  g_assert_cmpint (g_atomic_int_get (&fountain->given), ==, 32);
  g_clear_object (&body);
  work (context);
}

/* A dying stream lets go of what it read from. */
static void
test_released (void)
{
  TestFountain *fountain = fountain_new (10 * MEGABYTE, FALSE);
  GInputStream *body
      = dyr_http_body_new (G_INPUT_STREAM (fountain), "crm.example.com", 60000, 60000);

  g_object_add_weak_pointer (G_OBJECT (fountain), (gpointer *) &fountain);
  g_object_unref (fountain);
  settle ();
  g_assert_nonnull (fountain);
  g_object_unref (body);
  settle ();
  g_assert_null (fountain);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  /* Proxies of this computer have no part in it. */
  g_setenv ("no_proxy", "*", TRUE);
  g_test_add_func ("/http-load/whole", test_whole);
  g_test_add_func ("/http-load/ends", test_ends);
  g_test_add_func ("/http-load/cut", test_cut);
  g_test_add_func ("/http-load/cut-chunks", test_cut_chunks);
  g_test_add_func ("/http-load/too-long", test_too_long);
  g_test_add_func ("/http-load/others", test_others);
  g_test_add_func ("/http-load/no-head", test_no_head);
  g_test_add_func ("/http-load/idle", test_idle);
  g_test_add_func ("/http-load/cancel", test_cancel);
  g_test_add_func ("/http-load/let-go", test_let_go);
  g_test_add_func ("/http-load/several", test_several);
  g_test_add_func ("/http-load/2", test_http2);
  g_test_add_func ("/http-load/constant-memory", test_constant_memory);
  g_test_add_func ("/http-load/slow-reader", test_slow_reader);
  g_test_add_func ("/http-load/too-slow", test_too_slow);
  g_test_add_func ("/http-load/other-thread", test_other_thread);
  g_test_add_func ("/http-load/released", test_released);
  status = g_test_run ();
  http_certificates_remove ();

  return status;
}

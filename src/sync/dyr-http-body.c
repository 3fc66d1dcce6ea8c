/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrHttpBody: libsoup's streams belong to the thread of their session; whoever writes what comes
 * to a disk, and waits for it, works in another one. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-http-body.h"

#include <string.h>

#include "dyr-invoke.h"
#include "dyr-reason.h"

#define BLOCK (64 * 1024)

/* So much is read ahead. */
#define MOST_AHEAD (16 * BLOCK)

/* Bytes within the slow limit that are next to nothing. */
#define NEXT_TO_NOTHING (256 * 1024)

/* What both threads share. */
typedef struct
{
  gatomicrefcount references;
  GMainContext *context;
  GMutex lock;
  GCond changed;

  /* Under the lock. */
  GQueue blocks; /* GBytes */
  gsize ahead;   /* bytes in them */
  gboolean done; /* nothing more comes: `failure` says why, NULL: it is the end */
  char *failure;
  gboolean reads; /* the source is asked, or will be without being told */

  /* Of the thread of the context. */
  GInputStream *source;
  GCancellable *cancellable;
  char *host;
  guint idle_limit, slow_limit;
  GSource *idle, *slow;
  gsize lately; /* bytes since the slow timer began */
} Pump;

struct _DyrHttpBody
{
  GInputStream parent_instance;

  Pump *pump;
  gsize offset; /* in the first block */
};

G_DEFINE_FINAL_TYPE (DyrHttpBody, dyr_http_body, G_TYPE_INPUT_STREAM)

static Pump *
pump_ref (Pump *self)
{
  g_atomic_ref_count_inc (&self->references);

  return self;
}

static void
pump_unref (Pump *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_queue_clear_full (&self->blocks, (GDestroyNotify) g_bytes_unref);
  g_clear_object (&self->source);
  g_clear_object (&self->cancellable);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self->failure);
  g_free (self->host);
  g_free (self);
}

static void
clear_timer (GSource **timer)
{
  if (*timer != NULL)
    g_source_destroy (*timer);
  g_clear_pointer (timer, g_source_unref);
}

/* Nothing more is asked of the source: it ended, or failed, or nobody wants it. */
static void
stop (Pump *self, char *failure)
{
  clear_timer (&self->idle);
  clear_timer (&self->slow);
  g_mutex_lock (&self->lock);
  if (self->done)
    g_free (failure);
  else
    {
      self->done = TRUE;
      self->failure = failure;
    }
  self->reads = FALSE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  /* A stream that did not come to its end takes its connection along. */
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->source);
}

static gboolean
on_idle_passed (gpointer data)
{
  Pump *self = data;

  stop (self, dyr_reason_new ("no-answer", self->host));

  return G_SOURCE_REMOVE;
}

static gboolean
on_slow_passed (gpointer data)
{
  Pump *self = data;

  if (self->lately >= NEXT_TO_NOTHING)
    {
      self->lately = 0;
      return G_SOURCE_CONTINUE;
    }
  stop (self, dyr_reason_new ("too-slow", self->host));

  return G_SOURCE_REMOVE;
}

static void
start_timer (Pump *self, GSource **timer, guint limit, GSourceFunc passed)
{
  clear_timer (timer);
  *timer = g_timeout_source_new (limit);
  g_source_set_callback (*timer, passed, pump_ref (self), (GDestroyNotify) pump_unref);
  g_source_attach (*timer, self->context);
}

static void on_source_read (GObject *object, GAsyncResult *result, gpointer data);

static void
read_on (Pump *self)
{
  start_timer (self, &self->idle, self->idle_limit, on_idle_passed);
  if (self->slow == NULL)
    {
      self->lately = 0;
      start_timer (self, &self->slow, self->slow_limit, on_slow_passed);
    }
  g_input_stream_read_bytes_async (
      self->source, BLOCK, G_PRIORITY_DEFAULT, self->cancellable, on_source_read, pump_ref (self));
}

/* Whether more may be read ahead; else the reader says when. */
static gboolean
add (Pump *self, GBytes *bytes)
{
  gboolean more;

  g_mutex_lock (&self->lock);
  g_queue_push_tail (&self->blocks, g_bytes_ref (bytes));
  self->ahead += g_bytes_get_size (bytes);
  more = self->ahead < MOST_AHEAD;
  self->reads = more;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);

  return more;
}

static void
on_source_read (GObject *object, GAsyncResult *result, gpointer data)
{
  Pump *self = data;
  g_autoptr (GBytes) bytes
      = g_input_stream_read_bytes_finish (G_INPUT_STREAM (object), result, NULL);

  if (self->source == NULL)
    ;
  else if (bytes == NULL)
    stop (self, dyr_reason_new ("broke-off", self->host));
  else if (g_bytes_get_size (bytes) == 0)
    stop (self, NULL);
  else
    {
      self->lately += g_bytes_get_size (bytes);
      if (add (self, bytes))
        read_on (self);
      else
        {
          clear_timer (&self->idle);
          clear_timer (&self->slow);
        }
    }
  pump_unref (self);
}

static gboolean
on_room_made (gpointer data)
{
  Pump *self = data;

  if (self->source != NULL)
    read_on (self);

  return G_SOURCE_REMOVE;
}

static gboolean
on_closed (gpointer data)
{
  stop (data, NULL);

  return G_SOURCE_REMOVE;
}

/* From the thread of the reader: the session is of another one. */
static void
tell (Pump *self, GSourceFunc func)
{
  dyr_invoke_later (self->context, func, pump_ref (self), (GDestroyNotify) pump_unref);
}

static void
on_reading_cancelled (GCancellable *cancellable, Pump *self)
{
  g_mutex_lock (&self->lock);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

/* Of the first block; under the lock. */
static gsize
take (DyrHttpBody *self, void *buffer, gsize count)
{
  Pump *pump = self->pump;
  GBytes *block = g_queue_peek_head (&pump->blocks);
  gsize size;
  const guint8 *data = g_bytes_get_data (block, &size);
  gsize n = MIN (count, size - self->offset);

  memcpy (buffer, data + self->offset, n);
  self->offset += n;
  if (self->offset == size)
    {
      pump->ahead -= size;
      self->offset = 0;
      g_bytes_unref (g_queue_pop_head (&pump->blocks));
    }

  return n;
}

static gssize
dyr_http_body_read (
    GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable, GError **error)
{
  DyrHttpBody *self = DYR_HTTP_BODY (stream);
  Pump *pump = self->pump;
  gboolean makes_room = FALSE;
  gssize n = -1;
  gulong id = 0;

  if (cancellable != NULL)
    id = g_cancellable_connect (cancellable, G_CALLBACK (on_reading_cancelled), pump, NULL);
  g_mutex_lock (&pump->lock);
  while (g_queue_is_empty (&pump->blocks) && !pump->done
         && !g_cancellable_is_cancelled (cancellable))
    g_cond_wait (&pump->changed, &pump->lock);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    ;
  else if (!g_queue_is_empty (&pump->blocks))
    {
      n = (gssize) take (self, buffer, count);
      makes_room = !pump->reads && !pump->done && pump->ahead < MOST_AHEAD / 2;
      pump->reads = pump->reads || makes_room;
    }
  else if (pump->failure != NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, pump->failure);
  else
    n = 0;
  g_mutex_unlock (&pump->lock);
  g_cancellable_disconnect (cancellable, id);
  if (makes_room)
    tell (pump, on_room_made);

  return n;
}

static gboolean
dyr_http_body_close (GInputStream *stream, GCancellable *cancellable, GError **error)
{
  tell (DYR_HTTP_BODY (stream)->pump, on_closed);

  return TRUE;
}

static void
dyr_http_body_finalize (GObject *object)
{
  DyrHttpBody *self = DYR_HTTP_BODY (object);

  /* GInputStream closes itself before that. */
  pump_unref (self->pump);

  G_OBJECT_CLASS (dyr_http_body_parent_class)->finalize (object);
}

static void
dyr_http_body_class_init (DyrHttpBodyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dyr_http_body_finalize;
  G_INPUT_STREAM_CLASS (klass)->read_fn = dyr_http_body_read;
  G_INPUT_STREAM_CLASS (klass)->close_fn = dyr_http_body_close;
}

static void
dyr_http_body_init (DyrHttpBody *self)
{
  self->pump = g_new0 (Pump, 1);
  g_atomic_ref_count_init (&self->pump->references);
  g_mutex_init (&self->pump->lock);
  g_cond_init (&self->pump->changed);
  g_queue_init (&self->pump->blocks);
  self->pump->context = g_main_context_ref_thread_default ();
  self->pump->cancellable = g_cancellable_new ();
}

GInputStream *
dyr_http_body_new (GInputStream *source, const char *host, guint idle_limit, guint slow_limit)
{
  DyrHttpBody *self;

  g_return_val_if_fail (G_IS_INPUT_STREAM (source), NULL);
  g_return_val_if_fail (host != NULL, NULL);

  self = g_object_new (DYR_TYPE_HTTP_BODY, NULL);
  self->pump->source = g_object_ref (source);
  self->pump->host = g_strdup (host);
  self->pump->idle_limit = idle_limit;
  self->pump->slow_limit = slow_limit;
  self->pump->reads = TRUE;
  read_on (self->pump);

  return G_INPUT_STREAM (self);
}

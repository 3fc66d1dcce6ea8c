/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Of a content that comes only a few buffers are held, however large it is. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "content-test.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "dyr-blobs.h"

typedef struct
{
  Contents *c;
  DyrContentTrip *trip;
} Begin;

static gboolean
job_begin (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Begin *begin = data;

  return dyr_content_engine_next (begin->c->engine,
                                  connection,
                                  begin->c->now,
                                  FALSE,
                                  &begin->trip,
                                  &begin->c->wait_until,
                                  error);
}

/* A content of which there is more than anybody should hold: each read looks how much of what was
 * handed out is in a file already. */

#define TOY_TYPE_LARGE (toy_large_get_type ())
G_DECLARE_FINAL_TYPE (ToyLarge, toy_large, TOY, LARGE, GInputStream)

struct _ToyLarge
{
  GInputStream parent_instance;
  char *folder; /* where it goes */
  gint64 done, size;
  gint64 most_held;
};

G_DEFINE_FINAL_TYPE (ToyLarge, toy_large, G_TYPE_INPUT_STREAM)

static gint64
count_bytes (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  gint64 n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      GStatBuf about;

      if (g_stat (path, &about) == 0 && S_ISREG (about.st_mode))
        n += about.st_size;
    }
  return n;
}

static gssize
toy_large_read (
    GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable, GError **error)
{
  ToyLarge *self = TOY_LARGE (stream);
  const gsize length = (gsize) MIN ((gint64) count, self->size - self->done);

  self->done += (gint64) length;
  /* What is asked for is held from now on, too. */
  self->most_held = MAX (self->most_held, self->done - count_bytes (self->folder));
  memset (buffer, 'x', length);
  return (gssize) length;
}

static void
toy_large_finalize (GObject *object)
{
  g_free (TOY_LARGE (object)->folder);
  G_OBJECT_CLASS (toy_large_parent_class)->finalize (object);
}

static void
toy_large_class_init (ToyLargeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = toy_large_finalize;
  G_INPUT_STREAM_CLASS (klass)->read_fn = toy_large_read;
}

static void
toy_large_init (ToyLarge *self)
{
}

/* However large it is: a few buffers of it are held. (That of what goes up no more than a piece is,
 * each request is asked: contents_step ().) */
static void
test_down (Contents *c, gconstpointer data)
{
  g_autoptr (ToyLarge) body = g_object_new (TOY_TYPE_LARGE, NULL);
  g_autofree char *length = NULL;
  g_autoptr (GError) error = NULL;
  Begin begin = { c, NULL };
  DyrContentTrip *trip;

  body->size = 24 * 1024 * 1024;
  body->folder = dyr_blobs_folder (c->office.path);
  length = g_strdup_printf ("%" G_GINT64_FORMAT, body->size);
  contents_want (c, contents_have (c, contents_add_client (c), "large.bin", "unknown", FALSE));
  dyr_database_write (c->office.database, job_begin, &begin, NULL, &error);
  g_assert_no_error (error);
  trip = begin.trip;
  g_assert_nonnull (trip);
  trip->response = dyr_response_new (200);
  dyr_response_add_header (trip->response, "length", length);
  dyr_content_engine_take (
      c->engine, trip, c->office.path, G_INPUT_STREAM (body), NULL, NULL, NULL);
  g_assert_no_error (trip->error);
  g_assert_cmpint (trip->blob.size, ==, body->size);
  g_assert_cmpint (body->most_held, >, 0);
  g_assert_cmpint (body->most_held, <=, 1024 * 1024);
  dyr_content_engine_give_up (c->engine, trip);
  dyr_content_trip_free (trip);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add (
      "/sync/contents/down/large", Contents, NULL, contents_set_up, test_down, contents_tear_down);
  return g_test_run ();
}

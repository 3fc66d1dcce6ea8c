/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Photos made smaller: of a size that a screen shows and mail carries. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-picture-shrink.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

/* A picture of more bytes is made smaller even when it has few pixels; one of less never is. */
#define MANY_BYTES (2 * 1000 * 1000)
#define FEW_BYTES (200 * 1000)
/* Of files that are looked at. */
#define MOST_BYTES (100 * 1000 * 1000)
/* Pixels of what is read: four bytes each, but for photos, which are made smaller on the way. */
#define MOST_PIXELS (40 * 1000 * 1000)
#define MOST_PIXELS_OF_PHOTO (200 * 1000 * 1000)
/* Of a JPEG, in percent. */
#define QUALITY "85"
/* What is not at least so many percent smaller stays as it is. */
#define WORTH 20
#define CHUNK (64 * 1024)
/* Bytes at the end of a file that tell whether it is whole. */
#define END 8

typedef enum
{
  NO_PICTURE,
  PHOTO,
  DRAWING,
} Kind;

typedef struct
{
  Kind kind;
  gboolean heavy; /* made smaller whatever its pixels */
  guint8 end[END];
} Reading;

static Kind
guess_kind (const guint8 *data, gsize length)
{
  static const guint8 jpeg[] = { 0xff, 0xd8, 0xff };
  static const guint8 png[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };

  if (length > sizeof jpeg && memcmp (data, jpeg, sizeof jpeg) == 0)
    return PHOTO;
  return length > sizeof png && memcmp (data, png, sizeof png) == 0 ? DRAWING : NO_PICTURE;
}

static void
note_end (Reading *reading, const guint8 *data, gsize length)
{
  const gsize n = MIN (length, END);

  memmove (reading->end, reading->end + n, END - n);
  memcpy (reading->end + END - n, data + length - n, n);
}

/* What ends early would be half grey and look whole; what has more behind it, a film, would lose
 * that. Both stay as they are. */
static gboolean
is_whole (const Reading *reading)
{
  static const guint8 jpeg[] = { 0xff, 0xd9 };
  static const guint8 png[] = { 'I', 'E', 'N', 'D', 0xae, 0x42, 0x60, 0x82 };

  return reading->kind == PHOTO ? memcmp (reading->end + END - sizeof jpeg, jpeg, sizeof jpeg) == 0
                                : memcmp (reading->end, png, END) == 0;
}

static void
on_size_prepared (GdkPixbufLoader *loader, int width, int height, Reading *reading)
{
  const gint64 most = reading->kind == PHOTO ? MOST_PIXELS_OF_PHOTO : MOST_PIXELS;
  const double by = (double) DYR_PICTURE_SHRINK_PIXELS / MAX (width, height);

  /* What is to have no size is not read on. */
  if ((gint64) width * height > most || (by >= 1 && !reading->heavy))
    gdk_pixbuf_loader_set_size (loader, 0, 0);
  else if (by < 1)
    gdk_pixbuf_loader_set_size (
        loader, MAX ((int) (width * by + 0.5), 1), MAX ((int) (height * by + 0.5), 1));
}

static GdkPixbuf *
read_picture (GInputStream *stream, Reading *reading, GCancellable *cancellable)
{
  g_autofree guint8 *chunk = g_malloc (CHUNK);
  g_autoptr (GdkPixbufLoader) loader = NULL;
  gboolean fed = TRUE, closed;
  gssize length;

  while (fed && (length = g_input_stream_read (stream, chunk, CHUNK, cancellable, NULL)) != 0)
    {
      if (loader == NULL && length > 0)
        {
          reading->kind = guess_kind (chunk, (gsize) length);
          if (reading->kind == NO_PICTURE)
            return NULL;
          loader = gdk_pixbuf_loader_new_with_type (reading->kind == PHOTO ? "jpeg" : "png", NULL);
          if (loader == NULL)
            return NULL;
          g_signal_connect (loader, "size-prepared", G_CALLBACK (on_size_prepared), reading);
        }
      if (length > 0)
        note_end (reading, chunk, (gsize) length);
      fed = length > 0 && gdk_pixbuf_loader_write (loader, chunk, (gsize) length, NULL);
    }
  if (loader == NULL)
    return NULL;
  closed = gdk_pixbuf_loader_close (loader, NULL);
  if (!fed || !closed || !is_whole (reading) || gdk_pixbuf_loader_get_pixbuf (loader) == NULL)
    return NULL;
  return g_object_ref (gdk_pixbuf_loader_get_pixbuf (loader));
}

static GBytes *
write_picture (GdkPixbuf *pixbuf, Kind kind)
{
  g_autoptr (GdkPixbuf) upright = gdk_pixbuf_apply_embedded_orientation (pixbuf);
  const char *profile = gdk_pixbuf_get_option (pixbuf, "icc-profile");
  const char *keys[3] = { NULL }, *values[3] = { NULL };
  gsize n = 0, length;
  char *data;

  if (profile != NULL)
    {
      keys[n] = "icc-profile";
      values[n++] = profile;
    }
  if (kind == PHOTO)
    {
      keys[n] = "quality";
      values[n++] = QUALITY;
    }
  if (!gdk_pixbuf_save_to_bufferv (upright,
                                   &data,
                                   &length,
                                   kind == PHOTO ? "jpeg" : "png",
                                   (char **) keys,
                                   (char **) values,
                                   NULL))
    return NULL;
  return g_bytes_new_take (data, length);
}

static gboolean
may_shrink (gint64 size)
{
  return size >= FEW_BYTES && size <= MOST_BYTES;
}

/* What is in the stream takes so many bytes. */
static GBytes *
shrink (GInputStream *stream, gint64 size, GCancellable *cancellable)
{
  Reading reading = { NO_PICTURE, size >= MANY_BYTES };
  g_autoptr (GdkPixbuf) pixbuf = read_picture (stream, &reading, cancellable);
  g_autoptr (GBytes) smaller = NULL;

  if (pixbuf != NULL)
    smaller = write_picture (pixbuf, reading.kind);
  if (smaller == NULL || (gint64) g_bytes_get_size (smaller) > size / 100 * (100 - WORTH))
    return NULL;
  return g_steal_pointer (&smaller);
}

GBytes *
dyr_picture_shrink (GFile *file, gint64 *size, GCancellable *cancellable)
{
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GFileInfo) info = NULL;

  g_return_val_if_fail (G_IS_FILE (file), NULL);
  g_return_val_if_fail (size != NULL, NULL);

  /* Looked at before it is opened: a pipe would wait for somebody. */
  info = g_file_query_info (file,
                            G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                            G_FILE_QUERY_INFO_NONE,
                            cancellable,
                            NULL);
  if (info == NULL || g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    return NULL;
  *size = g_file_info_get_size (info);
  if (!may_shrink (*size))
    return NULL;
  stream = g_file_read (file, cancellable, NULL);
  return stream != NULL ? shrink (G_INPUT_STREAM (stream), *size, cancellable) : NULL;
}

GBytes *
dyr_picture_shrink_bytes (GBytes *picture, GCancellable *cancellable)
{
  const gint64 size = picture != NULL ? (gint64) g_bytes_get_size (picture) : 0;
  g_autoptr (GInputStream) stream = NULL;

  g_return_val_if_fail (picture != NULL, NULL);

  if (!may_shrink (size))
    return NULL;
  stream = g_memory_input_stream_new_from_bytes (picture);
  return shrink (stream, size, cancellable);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* A look at what is in an attached file. It came from anywhere: only plain kinds of pictures are
 * read, by what reads that kind alone, and none that would fill the memory. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-file-look.h"

#include <glib/gi18n-lib.h>

#include "dyr-error.h"
#include "dyr-file.h"
#include "dyr-files.h"

#define CHUNK (64 * 1024)
/* Pixels of a picture that is looked at: four bytes each while it is read, of several pictures at
 * once, but for photos, which are made smaller on the way. */
#define MOST_PIXELS (12 * 1000 * 1000)
#define MOST_PIXELS_OF_PHOTO (60 * 1000 * 1000)

static const char *const kinds[] = {
  "image/bmp", "image/gif", "image/jpeg", "image/png", "image/tiff", "image/webp",
};

typedef struct
{
  char *database;
  char *sha256;
  char *media_type;
  char *name;
  gint64 size;
  int pixels;
} Look;

static void
free_look (gpointer data)
{
  Look *look = data;

  g_free (look->database);
  g_free (look->sha256);
  g_free (look->media_type);
  g_free (look->name);
  g_free (look);
}

static gboolean
is_picture (const Look *look)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (look->media_type, kinds[i]) == 0)
      return TRUE;
  return FALSE;
}

/* Made smaller while it is read; never bigger. */
static void
on_size_prepared (GdkPixbufLoader *loader, int width, int height, const Look *look)
{
  const double by = MIN ((double) look->pixels / width, (double) look->pixels / height);
  const gint64 most
      = g_str_equal (look->media_type, "image/jpeg") ? MOST_PIXELS_OF_PHOTO : MOST_PIXELS;

  /* What is to have no size is not read on. */
  if ((gint64) width * height > most)
    gdk_pixbuf_loader_set_size (loader, 0, 0);
  else if (by < 1)
    gdk_pixbuf_loader_set_size (loader, MAX ((int) (width * by), 1), MAX ((int) (height * by), 1));
}

static gboolean
feed (GdkPixbufLoader *loader, GInputStream *stream, GCancellable *cancellable, GError **error)
{
  g_autofree guint8 *chunk = g_malloc (CHUNK);
  gssize length;

  while ((length = g_input_stream_read (stream, chunk, CHUNK, cancellable, error)) > 0)
    if (!gdk_pixbuf_loader_write (loader, chunk, (gsize) length, error))
      return FALSE;
  return length == 0;
}

static GdkTexture *
read_picture (const Look *look, const char *path, GCancellable *cancellable)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkPixbufLoader) loader
      = gdk_pixbuf_loader_new_with_mime_type (look->media_type, &error);
  g_autoptr (GFileInputStream) stream
      = loader != NULL ? g_file_read (file, cancellable, &error) : NULL;
  g_autoptr (GdkPixbuf) upright = NULL;
  gboolean fed, closed;

  if (loader == NULL)
    {
      g_debug ("No look at %s: %s", look->name, error->message);
      return NULL;
    }
  g_signal_connect (loader, "size-prepared", G_CALLBACK (on_size_prepared), (gpointer) look);
  fed = stream != NULL && feed (loader, G_INPUT_STREAM (stream), cancellable, &error);
  closed = gdk_pixbuf_loader_close (loader, fed ? &error : NULL);
  if (!fed || !closed || gdk_pixbuf_loader_get_pixbuf (loader) == NULL)
    {
      g_debug ("No look at %s: %s", look->name, error != NULL ? error->message : "too big");
      return NULL;
    }
  upright = gdk_pixbuf_apply_embedded_orientation (gdk_pixbuf_loader_get_pixbuf (loader));
  return gdk_texture_new_for_pixbuf (upright);
}

static void
look_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Look *look = data;
  g_autofree char *path = dyr_blobs_path (look->database, look->sha256);

  if (path == NULL || !dyr_blobs_has (look->database, look->sha256, look->size))
    g_task_return_new_error (task,
                             DYR_ERROR,
                             DYR_ERROR_NOT_FOUND,
                             _("What is in “%s” is not on this computer. Restore a backup with "
                               "files, or attach it again."),
                                look->name);
  else
    g_task_return_pointer (
        task, is_picture (look) ? read_picture (look, path, cancellable) : NULL, g_object_unref);
}

void
dyr_file_look_async (DyrOffice *office,
                     DyrRecord *file,
                     int pixels,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer data)
{
  g_autoptr (GTask) task = NULL;
  DyrDatabase *database;
  Look *look;

  g_return_if_fail (DYR_IS_OFFICE (office));
  g_return_if_fail (DYR_IS_RECORD (file));
  g_return_if_fail (pixels > 0);

  database = dyr_store_get_database (dyr_office_get_store (office));
  look = g_new0 (Look, 1);
  look->database = g_strdup (dyr_database_get_path (database));
  look->sha256 = g_strdup (dyr_value_text (dyr_record_get_value (file, DYR_FILE_CHECKSUM)));
  look->media_type = g_strdup (dyr_value_text (dyr_record_get_value (file, DYR_FILE_MEDIA_TYPE)));
  look->name = g_strdup (dyr_record_get_title (file));
  look->size = dyr_value_number (dyr_record_get_value (file, DYR_FILE_SIZE), 0);
  look->pixels = pixels;
  task = g_task_new (NULL, cancellable, callback, data);
  g_task_set_source_tag (task, dyr_file_look_async);
  g_task_set_task_data (task, look, free_look);
  g_task_run_in_thread (task, look_in_thread);
}

gboolean
dyr_file_look_finish (GAsyncResult *result, GdkTexture **picture, GError **error)
{
  g_autoptr (GError) local = NULL;

  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  g_return_val_if_fail (picture != NULL, FALSE);

  *picture = g_task_propagate_pointer (G_TASK (result), &local);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* A look at what is in an attached file. It came from anywhere: only plain kinds of pictures are
 * read, by what reads that kind alone, and none that would fill the memory; a PDF is drawn by
 * another program, whose picture is read like any other. */

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
  DyrPageReader *reader; /* only touched on the main thread */
  GBytes *page;          /* a PNG, or NULL */
} Look;

/* On the main thread, where these live: the task itself may end in the other one. */
static void
let_go (Look *look)
{
  g_clear_object (&look->reader);
}

static void
free_look (gpointer data)
{
  Look *look = data;

  let_go (look);
  g_clear_pointer (&look->page, g_bytes_unref);
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

static GInputStream *
open_stream (const Look *look, GCancellable *cancellable, GError **error)
{
  g_autofree char *path = NULL;
  g_autoptr (GFile) file = NULL;

  if (look->page != NULL)
    return g_memory_input_stream_new_from_bytes (look->page);
  path = dyr_blobs_path (look->database, look->sha256);
  file = g_file_new_for_path (path);
  return G_INPUT_STREAM (g_file_read (file, cancellable, error));
}

static GdkTexture *
read_picture (const Look *look, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_mime_type (
      look->page != NULL ? "image/png" : look->media_type, &error);
  g_autoptr (GInputStream) stream = loader != NULL ? open_stream (look, cancellable, &error) : NULL;
  g_autoptr (GdkPixbuf) upright = NULL;
  gboolean fed, closed;

  if (loader == NULL)
    {
      g_debug ("No look at %s: %s", look->name, error->message);
      return NULL;
    }
  g_signal_connect (loader, "size-prepared", G_CALLBACK (on_size_prepared), (gpointer) look);
  fed = stream != NULL && feed (loader, stream, cancellable, &error);
  closed = gdk_pixbuf_loader_close (loader, fed ? &error : NULL);
  if (!fed || !closed || gdk_pixbuf_loader_get_pixbuf (loader) == NULL)
    {
      g_debug ("No look at %s: %s", look->name, error != NULL ? error->message : "too big");
      return NULL;
    }
  upright = gdk_pixbuf_apply_embedded_orientation (gdk_pixbuf_loader_get_pixbuf (loader));
  return gdk_texture_new_for_pixbuf (upright);
}

static gboolean
is_pdf (const Look *look)
{
  return g_strcmp0 (look->media_type, "application/pdf") == 0;
}

/* Looks whether it is there, and reads a picture. */
static void
look_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Look *look = g_task_get_task_data (data);

  if (look->page == NULL && !dyr_blobs_has (look->database, look->sha256, look->size))
    g_task_return_new_error (task,
                             DYR_ERROR,
                             DYR_ERROR_NOT_FOUND,
                             _("What is in “%s” is not on this computer. Restore a backup with "
                               "files, or attach it again."),
                                look->name);
  else
    g_task_return_pointer (
        task,
        look->page != NULL || is_picture (look) ? read_picture (look, cancellable) : NULL,
        g_object_unref);
}

/* Takes the reference to the task whose look it is. */
static void
start_thread (GTask *whole, GAsyncReadyCallback callback)
{
  g_autoptr (GTask) part = g_task_new (NULL, g_task_get_cancellable (whole), callback, whole);

  g_task_set_source_tag (part, start_thread);
  g_task_set_task_data (part, g_object_ref (whole), g_object_unref);
  g_task_run_in_thread (part, look_in_thread);
}

static void
end (GTask *whole, GdkTexture *picture, GError *error)
{
  let_go (g_task_get_task_data (whole));
  if (error != NULL)
    g_task_return_error (whole, error);
  else
    g_task_return_pointer (whole, picture, g_object_unref);
}

static void
on_page_decoded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) whole = data;
  GError *error = NULL;
  GdkTexture *picture = g_task_propagate_pointer (G_TASK (result), &error);

  end (whole, picture, error);
}

static void
on_page_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) whole = data;
  Look *look = g_task_get_task_data (whole);
  GError *error = NULL;

  look->page = dyr_page_reader_read_finish (DYR_PAGE_READER (source), result, &error);
  if (look->page == NULL)
    end (whole, NULL, error);
  else
    start_thread (g_steal_pointer (&whole), on_page_decoded);
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) whole = data;
  Look *look = g_task_get_task_data (whole);
  GError *error = NULL;
  GdkTexture *picture = g_task_propagate_pointer (G_TASK (result), &error);
  g_autofree char *path = NULL;

  if (error != NULL || !is_pdf (look))
    {
      end (whole, picture, error);
      return;
    }
  path = dyr_blobs_path (look->database, look->sha256);
  dyr_page_reader_read_async (look->reader,
                              path,
                              look->pixels,
                              g_task_get_cancellable (whole),
                              on_page_read,
                              g_object_ref (whole));
}

void
dyr_file_look_async (DyrOffice *office,
                     DyrRecord *file,
                     int pixels,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer data)
{
  DyrDatabase *database;
  GTask *task;
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
  look->reader = g_object_ref (dyr_office_get_page_reader (office));
  task = g_task_new (NULL, cancellable, callback, data);
  g_task_set_source_tag (task, dyr_file_look_async);
  g_task_set_task_data (task, look, free_look);
  start_thread (task, on_looked);
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

GdkPaintable *
dyr_file_look_paintable (GdkTexture *picture, int scale)
{
  const graphene_size_t size
      = { MAX ((float) gdk_texture_get_width (picture) / (float) scale, 1),
          MAX ((float) gdk_texture_get_height (picture) / (float) scale, 1) };
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();

  gtk_snapshot_append_texture (
      snapshot, picture, &GRAPHENE_RECT_INIT (0, 0, size.width, size.height));
  return gtk_snapshot_to_paintable (snapshot, &size);
}

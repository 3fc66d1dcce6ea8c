/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Photos made smaller: upright, of the same kind; what is no large picture is left alone. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-picture-shrink.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gstdio.h>
#include <sys/stat.h>

/* The longer side of a large picture, and the other one. */
#define LONG 3200
#define SHORT 320

typedef struct
{
  char *folder;
  char *path;
  GFile *file;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp (NULL, NULL);
  fixture->path = g_build_filename (fixture->folder, "a", NULL);
  fixture->file = g_file_new_for_path (fixture->path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_remove (fixture->path);
  g_rmdir (fixture->folder);
  g_object_unref (fixture->file);
  g_free (fixture->path);
  g_free (fixture->folder);
}

/* Noise, which does not become small by itself; the left half has no green. */
static GBytes *
picture_new (const char *kind, int width, int height)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);
  g_autoptr (GRand) noise = g_rand_new_with_seed (7);
  g_autoptr (GError) error = NULL;
  guint8 *pixels = gdk_pixbuf_get_pixels (pixbuf);
  const int stride = gdk_pixbuf_get_rowstride (pixbuf);
  char *data;
  gsize length;

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        guint8 *pixel = pixels + y * stride + x * 3;

        pixel[0] = (guint8) g_rand_int (noise);
        pixel[1] = x < width / 2 ? 0 : 255;
        pixel[2] = 128;
      }
  gdk_pixbuf_save_to_buffer (pixbuf, &data, &length, kind, &error, NULL);
  g_assert_no_error (error);
  return g_bytes_new_take (data, length);
}

static void
write_bytes (Fixture *fixture, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  g_file_set_contents (fixture->path, data, (gssize) length, &error);
  g_assert_no_error (error);
}

static GBytes *
shrink (Fixture *fixture)
{
  gint64 size = 0;

  return dyr_picture_shrink (fixture->file, &size, NULL);
}

static GdkPixbuf *
decode (GBytes *bytes, const char *kind)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_type (kind, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (bytes);
  gdk_pixbuf_loader_write_bytes (loader, bytes, &error);
  g_assert_no_error (error);
  gdk_pixbuf_loader_close (loader, &error);
  g_assert_no_error (error);
  return g_object_ref (gdk_pixbuf_loader_get_pixbuf (loader));
}

static void
assert_size (GdkPixbuf *pixbuf, int width, int height)
{
  g_assert_cmpint (gdk_pixbuf_get_width (pixbuf), ==, width);
  g_assert_cmpint (gdk_pixbuf_get_height (pixbuf), ==, height);
}

static guint8
green_at (GdkPixbuf *pixbuf, int x, int y)
{
  return gdk_pixbuf_get_pixels (
      pixbuf)[y * gdk_pixbuf_get_rowstride (pixbuf) + x * gdk_pixbuf_get_n_channels (pixbuf) + 1];
}

/* It stays of its kind, and the person's own file as it was. */
static void
test_kinds (Fixture *fixture, gconstpointer data)
{
  const char *const kinds[] = { "jpeg", "png" };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GBytes) large = picture_new (kinds[i], LONG, SHORT), now = NULL, smaller = NULL;
      g_autoptr (GBytes) pasted = NULL, none = NULL;
      g_autoptr (GdkPixbuf) picture = NULL;
      gint64 size = 0;
      char *contents;
      gsize length;

      write_bytes (fixture, large);
      smaller = dyr_picture_shrink (fixture->file, &size, NULL);
      picture = decode (smaller, kinds[i]);
      assert_size (picture, DYR_PICTURE_SHRINK_PIXELS, SHORT * DYR_PICTURE_SHRINK_PIXELS / LONG);
      g_assert_cmpint (size, ==, (gint64) g_bytes_get_size (large));
      g_assert_cmpuint (g_bytes_get_size (smaller), <, g_bytes_get_size (large));
      g_assert_true (g_file_get_contents (fixture->path, &contents, &length, NULL));
      now = g_bytes_new_take (contents, length);
      g_assert_true (g_bytes_equal (now, large));
      /* What never was a file becomes the same. */
      pasted = dyr_picture_shrink_bytes (large, NULL);
      g_assert_nonnull (pasted);
      g_assert_true (g_bytes_equal (pasted, smaller));
      none = dyr_picture_shrink_bytes (smaller, NULL);
      g_assert_null (none);
    }
}

/* A photo that says it lies on its side, as cameras do: to be turned right by 90°. */
static GBytes *
turn (GBytes *jpeg)
{
  static const guint8 orientation[] = {
    0xff, 0xd8, 0xff, 0xe1, 0x00, 0x22, 'E',  'x',  'i',  'f',  0x00, 0x00, 'M',
    'M',  0x00, 0x2a, 0x00, 0x00, 0x00, 0x08, 0x00, 0x01, 0x01, 0x12, 0x00, 0x03,
    0x00, 0x00, 0x00, 0x01, 0x00, 0x06, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
  };
  GByteArray *turned = g_byte_array_new ();
  gsize length;
  const guint8 *data = g_bytes_get_data (jpeg, &length);

  g_byte_array_append (turned, orientation, sizeof orientation);
  g_byte_array_append (turned, data + 2, (guint) length - 2);
  return g_byte_array_free_to_bytes (turned);
}

static void
test_turned (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) lying = picture_new ("jpeg", LONG, SHORT), turned = turn (lying);
  g_autoptr (GBytes) smaller = NULL;
  g_autoptr (GdkPixbuf) picture = NULL;

  write_bytes (fixture, turned);
  smaller = shrink (fixture);
  picture = decode (smaller, "jpeg");
  assert_size (picture, SHORT * DYR_PICTURE_SHRINK_PIXELS / LONG, DYR_PICTURE_SHRINK_PIXELS);
  g_assert_null (gdk_pixbuf_get_option (picture, "orientation"));
  /* Its left half is above now. */
  g_assert_cmpuint (green_at (picture, SHORT / 4, LONG / 5), <, 64);
  g_assert_cmpuint (green_at (picture, SHORT / 4, LONG / 2), >, 192);
}

static void
test_left_alone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) small = picture_new ("jpeg", 900, 900),
                     large = picture_new ("png", LONG, SHORT);
  g_autoptr (GBytes) half = g_bytes_new_from_bytes (large, 0, g_bytes_get_size (large) / 2);
  g_autoptr (GBytes) photo = picture_new ("jpeg", LONG, LONG);
  g_autoptr (GBytes) half_photo = g_bytes_new_from_bytes (photo, 0, g_bytes_get_size (photo) / 2);
  g_autoptr (GBytes) plain = g_bytes_new_take (g_malloc0 (3000000), 3000000);
  g_autoptr (GBytes) again = NULL;

  g_assert_null (shrink (fixture));
  write_bytes (fixture, small);
  g_assert_cmpuint (g_bytes_get_size (small), >, 200000);
  g_assert_null (shrink (fixture));
  write_bytes (fixture, half);
  g_assert_null (shrink (fixture));
  write_bytes (fixture, half_photo);
  g_assert_null (shrink (fixture));
  write_bytes (fixture, plain);
  g_assert_null (shrink (fixture));
  /* What was made smaller is so already. */
  write_bytes (fixture, large);
  again = shrink (fixture);
  write_bytes (fixture, again);
  g_assert_null (shrink (fixture));
  /* Nobody waits for the other end of a pipe. */
  g_remove (fixture->path);
  g_assert_cmpint (mkfifo (fixture->path, 0600), ==, 0);
  g_assert_null (shrink (fixture));
}

/* Many bytes, few pixels. */
static void
test_heavy (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GdkPixbuf) picture = NULL;
  g_autoptr (GBytes) smaller = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) heavy = picture_new ("png", 1500, 1500);
  g_autoptr (GdkPixbuf) pixbuf = decode (heavy, "png");

  gdk_pixbuf_save (pixbuf, fixture->path, "jpeg", &error, "quality", "100", NULL);
  g_assert_no_error (error);
  smaller = shrink (fixture);
  picture = decode (smaller, "jpeg");
  assert_size (picture, 1500, 1500);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                        \
  g_test_add ("/app/picture-shrink/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("kinds", test_kinds);
  ADD ("turned", test_turned);
  ADD ("left-alone", test_left_alone);
  ADD ("heavy", test_heavy);
#undef ADD
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* dyryhent-preview: the first page becomes a picture; what is no PDF, wants a password or never
 * ends does not, and is told apart. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-preview.h"

#include <cairo-pdf.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>

/* Points of A4. */
#define WIDTH 595
#define HEIGHT 842
/* Forms that each draw the next one ten times. */
#define FORMS 30

typedef struct
{
  char *folder;
  char *path;  /* of the file that is looked at */
  GBytes *png; /* what came of it */
  int status;  /* -1: it was ended by a signal */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp (NULL, NULL);
  fixture->path = g_build_filename (fixture->folder, "a.pdf", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_remove (fixture->path);
  g_rmdir (fixture->folder);
  g_clear_pointer (&fixture->png, g_bytes_unref);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
look_with (Fixture *fixture, const char *path, const char *pixels, const char *seconds)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  g_subprocess_launcher_set_stdin_file_path (launcher, path);
  process = g_subprocess_launcher_spawn (
      launcher, &error, g_getenv ("DYRYHENT_PREVIEW"), pixels, seconds, NULL);
  g_assert_no_error (error);
  g_clear_pointer (&fixture->png, g_bytes_unref);
  g_subprocess_communicate (process, NULL, NULL, &fixture->png, NULL, &error);
  g_assert_no_error (error);
  fixture->status
      = g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process) : -1;
}

static void
look (Fixture *fixture, const char *pixels)
{
  look_with (fixture, fixture->path, pixels, "30");
}

static void
write_file (Fixture *fixture, const void *data, gssize length)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (fixture->path, data, length, &error);
  g_assert_no_error (error);
}

/* A page whose left half is red, and another one that is blue. */
static void
write_pdf (Fixture *fixture, double width, double height)
{
  cairo_surface_t *surface = cairo_pdf_surface_create (fixture->path, width, height);
  cairo_t *cairo = cairo_create (surface);

  cairo_set_source_rgb (cairo, 1, 0, 0);
  cairo_rectangle (cairo, 0, 0, width / 2, height);
  cairo_fill (cairo);
  cairo_show_page (cairo);
  cairo_set_source_rgb (cairo, 0, 0, 1);
  cairo_paint (cairo);
  cairo_show_page (cairo);
  cairo_destroy (cairo);
  cairo_surface_finish (surface);
  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  cairo_surface_destroy (surface);
}

typedef struct
{
  const guint8 *data;
  gsize length;
} Rest;

static cairo_status_t
read_some (void *data, unsigned char *into, unsigned int length)
{
  Rest *rest = data;

  if (rest->length < length)
    return CAIRO_STATUS_READ_ERROR;
  memcpy (into, rest->data, length);
  rest->data += length;
  rest->length -= length;
  return CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *
decode (Fixture *fixture)
{
  Rest rest;
  cairo_surface_t *surface;

  g_assert_cmpint (fixture->status, ==, DYR_PREVIEW_DONE);
  rest.data = g_bytes_get_data (fixture->png, &rest.length);
  surface = cairo_image_surface_create_from_png_stream (read_some, &rest);
  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  return surface;
}

static guint32
colour_at (cairo_surface_t *surface, int x, int y)
{
  const guint8 *row
      = cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface);
  guint32 pixel;

  memcpy (&pixel, row + x * 4, sizeof pixel);
  return pixel & 0xffffff;
}

static void
assert_size (Fixture *fixture, int width, int height)
{
  cairo_surface_t *surface = decode (fixture);

  g_assert_cmpint (cairo_image_surface_get_width (surface), ==, width);
  g_assert_cmpint (cairo_image_surface_get_height (surface), ==, height);
  cairo_surface_destroy (surface);
}

/* Its first page, as large as fits. */
static void
test_page (Fixture *fixture, gconstpointer data)
{
  cairo_surface_t *surface;

  write_pdf (fixture, WIDTH, HEIGHT);
  look (fixture, "100");
  surface = decode (fixture);
  g_assert_cmpint (cairo_image_surface_get_width (surface), ==, 71);
  g_assert_cmpint (cairo_image_surface_get_height (surface), ==, 100);
  g_assert_cmphex (colour_at (surface, 20, 50), ==, 0xff0000);
  g_assert_cmphex (colour_at (surface, 50, 50), ==, 0xffffff);
  cairo_surface_destroy (surface);
  write_pdf (fixture, HEIGHT, WIDTH);
  look (fixture, "100");
  assert_size (fixture, 100, 71);
}

/* Objects, from 1 on, each whole; then what the trailer has besides. */
static void
write_objects (Fixture *fixture, const GPtrArray *objects, const char *trailer)
{
  g_autoptr (GString) pdf = g_string_new ("%PDF-1.7\n");
  g_autoptr (GString) table = g_string_new (NULL);
  gsize at;

  for (guint i = 0; i < objects->len; i++)
    {
      g_string_append_printf (table, "%010u 00000 n \n", (guint) pdf->len);
      g_string_append_printf (
          pdf, "%u 0 obj\n%s\nendobj\n", i + 1, (const char *) g_ptr_array_index (objects, i));
    }
  at = pdf->len;
  g_string_append_printf (pdf,
                          "xref\n0 %u\n0000000000 65535 f \n%strailer\n<</Size %u/Root 1 0 R%s>>\n"
                          "startxref\n%u\n%%%%EOF\n",
                          objects->len + 1,
                          table->str,
                          objects->len + 1,
                          trailer,
                          (guint) at);
  write_file (fixture, pdf->str, (gssize) pdf->len);
}

/* A page of that size that draws; more objects, from 5 on, may be added. */
static GPtrArray *
page_new (const char *box, const char *content)
{
  GPtrArray *objects = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (objects, g_strdup ("<</Type/Catalog/Pages 2 0 R>>"));
  g_ptr_array_add (objects, g_strdup ("<</Type/Pages/Kids[3 0 R]/Count 1>>"));
  g_ptr_array_add (objects,
                   g_strdup_printf ("<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R"
                                    "/Resources<</XObject<</X 5 0 R>>>>>>",
                                    box));
  g_ptr_array_add (
      objects,
      g_strdup_printf ("<</Length %u>>\nstream\n%s\nendstream", (guint) strlen (content), content));
  return objects;
}

static void
test_sizes (Fixture *fixture, gconstpointer data)
{
  const struct
  {
    const char *box;
    int width, height; /* 0: there is no picture */
  } pages[] = {
    { "0 0 1000000000 1000000000", 50, 50 },
    { "0 0 1000000000 1", 50, 1 },
    { "0 0 0.001 0.001", 50, 50 },
    { "-100 -100 100 0", 50, 25 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autoptr (GPtrArray) objects = page_new (pages[i].box, "");

      write_objects (fixture, objects, "");
      look (fixture, "50");
      assert_size (fixture, pages[i].width, pages[i].height);
    }
}

static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) objects = page_new ("0 0 100 100", "");
  g_autofree char *whole = NULL;
  gsize length;

  write_file (fixture, "", 0);
  look (fixture, "50");
  g_assert_cmpint (fixture->status, ==, DYR_PREVIEW_DAMAGED);
  write_file (fixture, "%PDF-1.7\nnothing of the kind", -1);
  look (fixture, "50");
  g_assert_cmpint (fixture->status, ==, DYR_PREVIEW_DAMAGED);
  write_pdf (fixture, WIDTH, HEIGHT);
  g_assert_true (g_file_get_contents (fixture->path, &whole, &length, NULL));
  write_file (fixture, whole, 100);
  look (fixture, "50");
  g_assert_cmpint (fixture->status, ==, DYR_PREVIEW_DAMAGED);
  g_assert_cmpuint (g_bytes_get_size (fixture->png), ==, 0);
  /* What is only without its end can be read. Not what newer versions of cairo write: its parts
   * are packed, and only the end tells where. */
  write_objects (fixture, objects, "");
  g_free (g_steal_pointer (&whole));
  g_assert_true (g_file_get_contents (fixture->path, &whole, &length, NULL));
  write_file (fixture, whole, (gssize) length - 10);
  look (fixture, "50");
  assert_size (fixture, 50, 50);
}

/* No file, and no end. */
static void
test_streams (Fixture *fixture, gconstpointer data)
{
  look_with (fixture, "/dev/zero", "50", "30");
  g_assert_cmpint (fixture->status, ==, DYR_PREVIEW_DAMAGED);
  look_with (fixture, "/dev/null", "50", "30");
  g_assert_cmpint (fixture->status, ==, DYR_PREVIEW_DAMAGED);
  look_with (fixture, fixture->folder, "50", "30");
  g_assert_cmpint (fixture->status, ==, DYR_PREVIEW_DAMAGED);
}

static void
test_locked (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) objects = page_new ("0 0 100 100", "");
  g_autofree char *key = g_strnfill (64, 'A');
  g_autofree char *trailer = g_strdup_printf (
      "/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>/ID[<00><00>]", key, key);

  write_objects (fixture, objects, trailer);
  look (fixture, "50");
  g_assert_cmpint (fixture->status, ==, DYR_PREVIEW_LOCKED);
  write_objects (fixture, objects, "");
  look (fixture, "50");
  g_assert_cmpint (fixture->status, ==, DYR_PREVIEW_DONE);
}

/* A few kilobytes that draw a square 10^29 times. */
static void
test_endless (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) objects = page_new ("0 0 100 100", "/X Do");

  for (guint i = 0; i < FORMS; i++)
    {
      const char *content = "/X Do /X Do /X Do /X Do /X Do /X Do /X Do /X Do /X Do /X Do";
      const gboolean is_last = i + 1 == FORMS;
      g_autofree char *next = g_strdup_printf ("/XObject<</X %u 0 R>>", objects->len + 2);

      if (is_last)
        content = "0 0 1 1 re f";
      g_ptr_array_add (objects,
                       g_strdup_printf ("<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<<%s>>"
                                        "/Length %u>>\nstream\n%s\nendstream",
                                        is_last ? "" : next,
                                        (guint) strlen (content),
                                        content));
    }
  write_objects (fixture, objects, "");
  look_with (fixture, fixture->path, "50", "1");
  g_assert_cmpint (fixture->status, ==, -1);
  g_assert_cmpuint (g_bytes_get_size (fixture->png), ==, 0);
}

static void
test_usage (Fixture *fixture, gconstpointer data)
{
  const char *const wrong[] = { "", "0", "-1", "x", "2001", "99999999999999999999" };

  write_pdf (fixture, WIDTH, HEIGHT);
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      look (fixture, wrong[i]);
      g_assert_cmpint (fixture->status, ==, DYR_PREVIEW_USAGE);
    }
  look_with (fixture, fixture->path, "50", "0");
  g_assert_cmpint (fixture->status, ==, DYR_PREVIEW_USAGE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                        \
  g_test_add ("/preview/program/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("page", test_page);
  ADD ("sizes", test_sizes);
  ADD ("damaged", test_damaged);
  ADD ("streams", test_streams);
  ADD ("locked", test_locked);
  ADD ("endless", test_endless);
  ADD ("usage", test_usage);
#undef ADD
  return g_test_run ();
}

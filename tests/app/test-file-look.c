/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* A look at attached files: pictures are made small, bad ones are none, whatever they claim. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-file-look.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app-test.h"
#include "dyr-files.h"

/* Where a PNG has its size: after its signature, the length and the name of its first part. */
#define SIZE_AT 16
#define PART_AT 12
#define PART_LENGTH 17

/* Attaches the bytes; the record. */
static DyrRecord *
attach (Pages *pages, const char *name, GBytes *bytes)
{
  DyrFilesAttach attach = { 0 };
  g_autoptr (GError) error = NULL;
  DyrRecord *record;
  DyrFileTaken *taken = dyr_files_take_bytes (pages->office.database, bytes, name, NULL, &error);

  g_assert_no_error (error);
  attach.about = office_add (&pages->office, &dyr_client_type, "name", "Client", NULL);
  attach.files = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_file_taken_free);
  attach.ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_ptr_array_add (attach.files, taken);
  g_assert_true (
      dyr_database_write (pages->office.database, dyr_files_job_attach, &attach, NULL, &error));
  record = pages_load (pages, g_array_index (attach.ids, gint64, 0));
  g_ptr_array_unref (attach.files);
  g_array_unref (attach.ids);
  return record;
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static GdkTexture *
look (Pages *pages, DyrRecord *file, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  GdkTexture *picture = NULL;

  dyr_file_look_async (pages->app, file, 40, NULL, on_looked, &result);
  WAIT_FOR (result != NULL);
  g_assert_true (dyr_file_look_finish (result, &picture, error) == (*error == NULL));
  return picture;
}

static GBytes *
picture_new (int width, int height)
{
  const gsize length = (gsize) (width * height * 4);
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (length), length);
  g_autoptr (GdkTexture) texture
      = gdk_memory_texture_new (width, height, GDK_MEMORY_R8G8B8A8, bytes, (gsize) width * 4);

  return gdk_texture_save_to_png_bytes (texture);
}

static void
assert_size (GdkTexture *picture, int width, int height)
{
  g_assert_nonnull (picture);
  g_assert_cmpint (gdk_texture_get_width (picture), ==, width);
  g_assert_cmpint (gdk_texture_get_height (picture), ==, height);
}

static void
test_pictures (Pages *pages, gconstpointer data)
{
  g_autoptr (GBytes) wide = picture_new (400, 100), small = picture_new (10, 5);
  g_autoptr (GBytes) line = picture_new (1, 900);
  g_autoptr (DyrRecord) wide_file = attach (pages, "wide.png", wide);
  g_autoptr (DyrRecord) small_file = attach (pages, "small.png", small);
  g_autoptr (DyrRecord) line_file = attach (pages, "line.png", line);
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) wide_seen = look (pages, wide_file, &error);
  g_autoptr (GdkTexture) small_seen = look (pages, small_file, &error);
  g_autoptr (GdkTexture) line_seen = look (pages, line_file, &error);

  g_assert_no_error (error);
  assert_size (wide_seen, 40, 10);
  assert_size (small_seen, 10, 5);
  assert_size (line_seen, 1, 40);
}

/* One that would fill the memory is not read, however good it is. */
static void
test_big (Pages *pages, gconstpointer data)
{
  g_autoptr (GBytes) big = picture_new (4000, 2990), bigger = picture_new (4000, 3010);
  g_autoptr (DyrRecord) big_file = attach (pages, "big.png", big);
  g_autoptr (DyrRecord) bigger_file = attach (pages, "bigger.png", bigger);
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) big_seen = look (pages, big_file, &error);

  assert_size (big_seen, 40, 29);
  g_assert_null (look (pages, bigger_file, &error));
  g_assert_no_error (error);
}

static guint32
sum_of (const guint8 *data, gsize length)
{
  guint32 sum = G_MAXUINT32;

  for (gsize i = 0; i < length; i++)
    {
      sum ^= data[i];
      for (int bit = 0; bit < 8; bit++)
        sum = (sum >> 1) ^ ((sum & 1) != 0 ? 0xEDB88320u : 0);
    }
  return ~sum;
}

static void
write_number (guint8 *at, guint32 number)
{
  for (int i = 0; i < 4; i++)
    at[i] = (guint8) (number >> (24 - 8 * i));
}

/* A picture that says it is bigger than it is. */
static GBytes *
claim_size (guint32 width, guint32 height)
{
  g_autoptr (GBytes) bytes = picture_new (4, 4);
  gsize length;
  guint8 *data = g_bytes_unref_to_data (g_steal_pointer (&bytes), &length);

  write_number (data + SIZE_AT, width);
  write_number (data + SIZE_AT + 4, height);
  write_number (data + PART_AT + PART_LENGTH, sum_of (data + PART_AT, PART_LENGTH));
  return g_bytes_new_take (data, length);
}

/* They are no pictures, and nothing is said of them. */
static void
test_bad (Pages *pages, gconstpointer data)
{
  g_autoptr (GBytes) whole = picture_new (400, 100), huge = claim_size (30000, 30000);
  g_autoptr (GBytes) text = g_bytes_new_static ("text", 4);
  g_autoptr (GBytes) none = g_bytes_new_static ("\211PNG\r\n\032\nno picture", 18);
  g_autoptr (GBytes) half = g_bytes_new_from_bytes (whole, 0, 40);
  g_autoptr (GBytes) drawing
      = g_bytes_new_static ("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", 62);
  const struct
  {
    const char *name;
    GBytes *bytes;
  } files[] = {
    { "a.txt", text },    { "a.png", none },    { "half.png", half },
    { "huge.png", huge }, { "a.svg", drawing },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (DyrRecord) file = attach (pages, files[i].name, files[i].bytes);
      g_autoptr (GError) error = NULL;

      g_assert_null (look (pages, file, &error));
      g_assert_no_error (error);
    }
}

static GBytes *
page_new (const char *more)
{
  static const char *const objects[] = {
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]>>",
  };
  GString *pdf = g_string_new ("%PDF-1.4\n");
  g_autoptr (GString) table = g_string_new (NULL);
  gsize at, length;

  for (guint i = 0; i < G_N_ELEMENTS (objects); i++)
    {
      g_string_append_printf (table, "%010u 00000 n \n", (guint) pdf->len);
      g_string_append_printf (pdf, "%u 0 obj\n%s\nendobj\n", i + 1, objects[i]);
    }
  at = pdf->len;
  g_string_append_printf (pdf,
                          "xref\n0 4\n0000000000 65535 f \n%strailer\n<</Size 4/Root 1 0 R%s>>\n"
                          "startxref\n%u\n%%%%EOF\n",
                          table->str,
                          more,
                          (guint) at);
  length = pdf->len;
  return g_bytes_new_take (g_string_free (pdf, FALSE), length);
}

static gboolean
skips_pages (void)
{
  if (g_getenv ("DYRYHENT_PREVIEW") != NULL)
    return FALSE;
  g_test_skip ("Built without previews of PDFs");
  return TRUE;
}

/* More of them than are drawn at once. */
static void
test_pages (Pages *pages, gconstpointer data)
{
  GAsyncResult *results[5] = { NULL };
  g_autoptr (GBytes) page = page_new ("");
  g_autoptr (DyrRecord) file = NULL;

  if (skips_pages ())
    return;
  file = attach (pages, "a.pdf", page);
  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    dyr_file_look_async (pages->app, file, 40, NULL, on_looked, &results[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr (GdkTexture) picture = NULL;
      g_autoptr (GError) error = NULL;

      WAIT_FOR (results[i] != NULL);
      g_assert_true (dyr_file_look_finish (results[i], &picture, &error));
      assert_size (picture, 30, 40);
      g_object_unref (results[i]);
    }
}

static void
assert_no_page (Pages *pages, const char *name, GBytes *bytes, DyrError code)
{
  g_autoptr (DyrRecord) file = attach (pages, name, bytes);
  g_autoptr (GError) error = NULL;

  g_assert_null (look (pages, file, &error));
  g_assert_error (error, DYR_ERROR, (int) code);
}

/* Why there is no picture of it. */
static void
test_no_pages (Pages *pages, gconstpointer data)
{
  g_autofree char *key = g_strnfill (64, 'A');
  g_autofree char *lock = g_strdup_printf (
      "/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>/ID[<00><00>]", key, key);
  g_autoptr (GBytes) locked = page_new (lock), damaged = g_bytes_new_static ("%PDF-1.4 x", 10);

  if (skips_pages ())
    return;
  assert_no_page (pages, "locked.pdf", locked, DYR_ERROR_REFUSED);
  assert_no_page (pages, "damaged.pdf", damaged, DYR_ERROR_CORRUPT);
}

static void
read_with (const char *program, GError **error)
{
  g_autoptr (DyrPageReader) reader = dyr_page_reader_new (program);
  g_autoptr (GAsyncResult) result = NULL;

  dyr_page_reader_read_async (reader, "/dev/null", 40, NULL, on_looked, &result);
  WAIT_FOR (result != NULL);
  g_assert_null (dyr_page_reader_read_finish (reader, result, error));
}

/* One that writes without an end, one that fails, one that is not there. */
static void
test_programs (Pages *pages, gconstpointer data)
{
  g_autoptr (GError) endless = NULL, failing = NULL, missing = NULL;

  read_with ("/usr/bin/yes", &endless);
  g_assert_error (endless, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  read_with ("/bin/false", &failing);
  g_assert_error (failing, DYR_ERROR, DYR_ERROR_FAILED);
  read_with ("/nowhere/dyryhent-preview", &missing);
  g_assert_error (missing, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT);
}

/* It says when nothing can be read from it any more, then never ends. What it tells goes on as long
 * as it does. */
#define DEAF                                                                                       \
  "#!/bin/sh\n"                                                                                    \
  "exec 3>\"$0.told\" >&-\n"                                                                       \
  "echo >&3\n"                                                                                     \
  "exec cat >&3\n"

static int
open_pipe (const char *path, int flags)
{
  int pipe;

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  pipe = g_open (path, flags | O_CLOEXEC, 0);
  g_assert_cmpint (pipe, >=, 0);
  return pipe;
}

static void
wait_for (int pipe, GIOCondition condition)
{
  GPollFD poll = { .fd = pipe, .events = (gushort) condition };

  g_assert_cmpint (g_poll (&poll, 1, -1), ==, 1);
  g_assert_cmpuint (poll.revents & condition, ==, condition);
}

/* Whoever asked is gone while it is waited for: it is not left behind. */
static void
test_left (Pages *pages, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp (NULL, NULL);
  g_autofree char *program = g_build_filename (folder, "deaf", NULL);
  g_autofree char *told_path = g_strconcat (program, ".told", NULL);
  g_autofree char *input_path = g_strconcat (program, ".input", NULL);
  g_autoptr (DyrPageReader) reader = dyr_page_reader_new (program);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL, failing = NULL;
  int told, input;
  char line;

  g_assert_true (
      g_file_set_contents_full (program, DEAF, -1, G_FILE_SET_CONTENTS_NONE, 0700, &error));
  told = open_pipe (told_path, O_RDONLY | O_NONBLOCK);
  /* Nothing comes from there, nor an end. */
  input = open_pipe (input_path, O_RDWR);
  dyr_page_reader_read_async (reader, input_path, 40, cancellable, on_looked, &result);
  wait_for (told, G_IO_IN);
  g_assert_cmpint (read (told, &line, 1), ==, 1);
  /* What ends later was waited for: so is the first one. */
  read_with ("/bin/false", &failing);
  g_assert_null (result);
  g_cancellable_cancel (cancellable);
  WAIT_FOR (result != NULL);
  g_assert_null (dyr_page_reader_read_finish (reader, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  wait_for (told, G_IO_HUP);

  g_close (told, NULL);
  g_close (input, NULL);
  g_unlink (told_path);
  g_unlink (input_path);
  g_unlink (program);
  g_rmdir (folder);
}

/* Nobody waits for what is not wanted any more, nor keeps it others waiting. */
static void
test_cancelled (Pages *pages, gconstpointer data)
{
  GAsyncResult *results[4] = { NULL };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GBytes) page = page_new ("");
  g_autoptr (DyrRecord) file = NULL;
  g_autoptr (GdkTexture) picture = NULL;
  g_autoptr (GError) error = NULL;

  if (skips_pages ())
    return;
  file = attach (pages, "a.pdf", page);
  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    dyr_file_look_async (pages->app, file, 40, cancellable, on_looked, &results[i]);
  g_cancellable_cancel (cancellable);
  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr (GError) local = NULL;

      WAIT_FOR (results[i] != NULL);
      g_assert_false (dyr_file_look_finish (results[i], &picture, &local));
      g_assert_error (local, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_object_unref (results[i]);
    }
  picture = look (pages, file, &error);
  assert_size (picture, 30, 40);
}

static void
test_missing (Pages *pages, gconstpointer data)
{
  g_autoptr (GBytes) bytes = picture_new (4, 4);
  g_autoptr (DyrRecord) file = attach (pages, "a.png", bytes);
  g_autofree char *checksum = office_text (&pages->office, "SELECT checksum FROM file");
  g_autofree char *path = dyr_blobs_path (pages->office.path, checksum);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_null (look (pages, file, &error));
  g_assert_error (error, DYR_ERROR, DYR_ERROR_NOT_FOUND);
  office_delete (&pages->office, dyr_record_get_id (file));
}

/* On a fine screen as large as elsewhere, and drawn with all its pixels. */
static void
test_fine_screen (Pages *pages, gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (20 * 60 * 4), 20 * 60 * 4);
  g_autoptr (GdkTexture) picture
      = gdk_memory_texture_new (20, 60, GDK_MEMORY_R8G8B8A8, bytes, (gsize) 20 * 4);
  g_autoptr (GdkPaintable) one = dyr_file_look_paintable (picture, 1);
  g_autoptr (GdkPaintable) two = dyr_file_look_paintable (picture, 2);
  g_autoptr (GdkPaintable) many = dyr_file_look_paintable (picture, 40);

  g_assert_cmpint (gdk_paintable_get_intrinsic_width (one), ==, 20);
  g_assert_cmpint (gdk_paintable_get_intrinsic_height (one), ==, 60);
  g_assert_cmpint (gdk_paintable_get_intrinsic_width (two), ==, 10);
  g_assert_cmpint (gdk_paintable_get_intrinsic_height (two), ==, 30);
  g_assert_cmpint (gdk_paintable_get_intrinsic_width (many), ==, 1);
}

int
main (int argc, char *argv[])
{
  pages_init (&argc, &argv);
#define ADD(name, function)                                                                        \
  g_test_add ("/app/file-look/" name, Pages, NULL, pages_set_up, function, pages_tear_down)
  ADD ("pictures", test_pictures);
  ADD ("big", test_big);
  ADD ("bad", test_bad);
  ADD ("pages", test_pages);
  ADD ("no-pages", test_no_pages);
  ADD ("programs", test_programs);
  ADD ("cancelled", test_cancelled);
  ADD ("left", test_left);
  ADD ("missing", test_missing);
  ADD ("fine-screen", test_fine_screen);
#undef ADD
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrRecordFiles: files are attached from wherever they come; what cannot be attached is told and
 * keeps no other from it. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-record-files.h"

#include "app-test.h"
#include "dyr-attaching.h"
#include "dyr-banner.h"
#include "dyr-detail.h"
#include "dyr-file-look.h"
#include "dyr-file-row.h"
#include "dyr-file.h"
#include "dyr-files.h"

typedef struct
{
  Pages pages;
  gint64 client;
  GtkWidget *detail;
  DyrRecordFiles *files;
} Fixture;

static void
show (Fixture *fixture, gint64 id)
{
  g_autoptr (DyrRecord) record = pages_load (&fixture->pages, id);

  dyr_detail_set_record (DYR_DETAIL (fixture->detail), record);
  fixture->files = dyr_record_files_find (fixture->detail);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  pages_set_up (&fixture->pages, NULL);
  fixture->client = office_add (&fixture->pages.office, &dyr_client_type, "name", "Client", NULL);
  fixture->detail = dyr_detail_new (fixture->pages.app);
  pages_show (&fixture->pages, fixture->detail);
  show (fixture, fixture->client);
}

static gboolean
is_attaching (Fixture *fixture)
{
  GListStore *all = dyr_office_get_attachings (fixture->pages.app);

  return g_list_model_get_n_items (G_LIST_MODEL (all)) > 0;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  WAIT_FOR (!is_attaching (fixture));
  pages_tear_down (&fixture->pages, NULL);
}

static GFile *
write_file (Fixture *fixture, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (fixture->pages.office.folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  return g_file_new_for_path (path);
}

static GPtrArray *
list_new (void)
{
  return g_ptr_array_new_with_free_func (g_object_unref);
}

/* Names of the rows, in order. */
static char *
rows (Fixture *fixture)
{
  GString *names = g_string_new (NULL);
  GtkWidget *row;

  for (guint n = 0; (row = pages_find (fixture->detail, DYR_TYPE_FILE_ROW, n)) != NULL; n++)
    g_string_append_printf (
        names, "%s%s", n > 0 ? " " : "", adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));
  return g_string_free (names, FALSE);
}

static gboolean
has_rows (Fixture *fixture, const char *expected)
{
  g_autofree char *names = rows (fixture);

  return g_str_equal (names, expected);
}

static GtkWidget *
wait_dialog (void)
{
  GtkWidget *dialog;

  WAIT_FOR ((dialog = pages_find_window (ADW_TYPE_MESSAGE_DIALOG)) != NULL);
  return dialog;
}

static void
close_dialog (GtkWidget *dialog)
{
  gtk_window_close (GTK_WINDOW (dialog));
  WAIT_FOR (pages_find_window (ADW_TYPE_MESSAGE_DIALOG) == NULL);
}

/* All that can go wrong with one file, at once with two that are fine. */
static void
test_attach (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) list = list_new ();
  g_autofree char *folder = g_build_filename (fixture->pages.office.folder, "folder", NULL);
  g_autofree char *long_name = g_strnfill (300, 'a');
  g_autofree char *long_path = g_build_filename (fixture->pages.office.folder, long_name, NULL);
  GtkWidget *dialog, *row;
  const char *body;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_ptr_array_add (list, write_file (fixture, "A & <b>.txt", "one"));
  g_ptr_array_add (list, write_file (fixture, "empty.txt", ""));
  g_ptr_array_add (list, g_file_new_for_path (folder));
  g_ptr_array_add (list, g_file_new_for_path ("/nowhere/gone.txt"));
  g_ptr_array_add (list, g_file_new_for_path (long_path));
  g_ptr_array_add (list, write_file (fixture, "b.txt", "two"));
  /* The same once more. */
  g_ptr_array_add (list, write_file (fixture, "b.txt", "two"));
  g_assert_true (dyr_record_files_attach (fixture->files, list));
  dialog = wait_dialog ();
  g_assert_cmpstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (dialog)),
                   ==,
                   "Some files were not attached");
  body = adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog));
  g_assert_nonnull (strstr (body, "“empty.txt” is empty"));
  g_assert_nonnull (strstr (body, "“folder” is a folder"));
  g_assert_nonnull (strstr (body, "“gone.txt” is not there any more"));
  g_assert_nonnull (strstr (body, "aaa” is too long. Give it a shorter one"));
  g_assert_nonnull (strstr (body, "“b.txt” is attached here already"));
  close_dialog (dialog);
  WAIT_FOR (has_rows (fixture, "A &amp; &lt;b&gt;.txt b.txt"));
  pages_assert_notes (&fixture->pages, "toast-undo 2 files were attached");
  WAIT_FOR (pages_find_text (fixture->detail, "A & <b>.txt") != NULL);
  row = pages_find (fixture->detail, DYR_TYPE_FILE_ROW, 0);
  WAIT_FOR (strstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), " · You") != NULL);
  g_assert_true (
      g_str_has_prefix (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), "3 bytes · "));
  g_rmdir (folder);
}

/* One action that can be taken back; what is attached already is no other. */
static void
test_again (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) list = list_new ();
  g_autofree char *text = g_strnfill (2460, 'a');
  GtkWidget *dialog, *row;

  g_ptr_array_add (list, write_file (fixture, "a.txt", text));
  g_assert_true (dyr_record_files_attach (fixture->files, list));
  WAIT_FOR (has_rows (fixture, "a.txt"));
  row = pages_find (fixture->detail, DYR_TYPE_FILE_ROW, 0);
  g_assert_true (
      g_str_has_prefix (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), "2.5 kB · "));
  WAIT_FOR (!is_attaching (fixture));
  pages_assert_notes (&fixture->pages, "toast-undo 1 file was attached");
  g_assert_true (dyr_record_files_attach (fixture->files, list));
  dialog = wait_dialog ();
  g_assert_cmpstr (
      adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (dialog)), ==, "A file was not attached");
  close_dialog (dialog);
  pages_assert_notes (&fixture->pages, "");
  g_assert_cmpint (
      test_window_get_undo (fixture->pages.window), ==, office_undo (&fixture->pages.office));
  gtk_widget_activate_action (row, "file.delete", NULL);
  WAIT_FOR (has_rows (fixture, ""));
  WAIT_FOR (test_window_has_notes (fixture->pages.window));
  pages_assert_notes (&fixture->pages, "toast-undo File a.txt was deleted");
}

/* A large picture, as noise: it does not become small by itself. */
static GFile *
write_picture (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->pages.office.folder, "a.png", NULL);
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 3200, 320);
  g_autoptr (GRand) noise = g_rand_new_with_seed (7);
  g_autoptr (GError) error = NULL;
  guint8 *pixels = gdk_pixbuf_get_pixels (pixbuf);

  for (gsize i = 0; i < gdk_pixbuf_get_byte_length (pixbuf); i++)
    pixels[i] = (guint8) g_rand_int (noise);
  gdk_pixbuf_save (pixbuf, path, "png", &error, NULL);
  g_assert_no_error (error);
  return g_file_new_for_path (path);
}

static gint64
get_size (Fixture *fixture)
{
  g_autofree char *size
      = office_text (&fixture->pages.office,
                     "SELECT size FROM file WHERE name = 'a.png' ORDER BY id DESC LIMIT 1");

  return g_ascii_strtoll (size, NULL, 10);
}

/* One question for all of them; it is answered as asked, and other files come along. */
static void
test_smaller (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) list = list_new ();
  g_autoptr (GFile) picture = write_picture (fixture);
  g_autofree char *path = g_file_get_path (picture);
  const char *const answers[] = { "cancel", "smaller", "as-is" };
  GStatBuf about;

  g_assert_cmpint (g_stat (path, &about), ==, 0);
  g_ptr_array_add (list, g_object_ref (picture));
  g_ptr_array_add (list, write_file (fixture, "b.txt", "two"));
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      gint64 client = office_add (&fixture->pages.office, &dyr_client_type, "name", "Other", NULL);
      GtkWidget *dialog;

      show (fixture, client);
      g_assert_true (dyr_record_files_attach (fixture->files, list));
      dialog = wait_dialog ();
      g_assert_cmpstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (dialog)),
                       ==,
                       "Make the picture smaller?");
      g_assert_nonnull (strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)),
                                "1 large picture takes 3.1 MB."));
      adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), answers[i]);
      gtk_window_destroy (GTK_WINDOW (dialog));
      WAIT_FOR (!is_attaching (fixture));
      if (i == 0)
        {
          g_assert_true (has_rows (fixture, ""));
          continue;
        }
      WAIT_FOR (has_rows (fixture, "a.png b.txt"));
      if (g_str_equal (answers[i], "as-is"))
        g_assert_cmpint (get_size (fixture), ==, about.st_size);
      else
        g_assert_cmpint (get_size (fixture), <, about.st_size * 3 / 4);
      office_delete (&fixture->pages.office, client);
    }
}

static GtkEventController *
find_controller (GtkWidget *widget, GType type)
{
  g_autoptr (GListModel) all = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (all, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (controller, type))
        return GTK_EVENT_CONTROLLER (controller);
    }
  g_assert_not_reached ();
}

/* Anywhere on the record. */
static void
test_drop (Fixture *fixture, gconstpointer data)
{
  GtkEventController *target = find_controller (fixture->detail, GTK_TYPE_DROP_TARGET);
  g_autoptr (GFile) one = write_file (fixture, "one.txt", "one");
  g_autoptr (GFile) two = write_file (fixture, "two.txt", "two");
  GSList last = { two, NULL }, first = { one, &last };
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean taken = FALSE;

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, gdk_file_list_new_from_list (&first));
  g_signal_emit_by_name (target, "drop", &value, 10.0, 10.0, &taken);
  g_assert_true (taken);
  WAIT_FOR (has_rows (fixture, "one.txt two.txt"));
  WAIT_FOR (!is_attaching (fixture));
  pages_assert_notes (&fixture->pages, "toast-undo 2 files were attached");
  /* Nothing is shown, so there is nothing to drop on. */
  dyr_detail_set_record (DYR_DETAIL (fixture->detail), NULL);
  g_signal_emit_by_name (target, "drop", &value, 10.0, 10.0, &taken);
  g_assert_false (taken);
}

/* Whether somebody took it. */
static gboolean
press_paste (Fixture *fixture)
{
  GtkEventController *keys = find_controller (fixture->detail, GTK_TYPE_SHORTCUT_CONTROLLER);
  g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (keys), 0);

  return gtk_shortcut_action_activate (
      gtk_shortcut_get_action (shortcut), 0, fixture->detail, NULL);
}

static GdkTexture *
texture_new (void)
{
  enum
  {
    WIDTH = 20,
    HEIGHT = 60
  };
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (WIDTH * HEIGHT * 4), WIDTH * HEIGHT * 4);

  return gdk_memory_texture_new (WIDTH, HEIGHT, GDK_MEMORY_R8G8B8A8, bytes, (gsize) WIDTH * 4);
}

/* Scrolls to the end, where it is. */
static gboolean
is_in_sight (Fixture *fixture, GtkWidget *widget)
{
  GtkWidget *window = GTK_WIDGET (fixture->pages.window);
  GtkWidget *scroller = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *place_of = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  graphene_rect_t place;

  gtk_adjustment_set_value (place_of, gtk_adjustment_get_upper (place_of));
  return gtk_widget_compute_bounds (widget, window, &place) && place.origin.y > 0
         && place.origin.y + place.size.height < (float) gtk_widget_get_height (window);
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GdkTexture) picture = NULL;

  g_assert_true (dyr_file_look_finish (result, &picture, NULL));
  *(gboolean *) data = TRUE;
}

static void
test_paste (Fixture *fixture, gconstpointer data)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (fixture->detail);
  g_autoptr (GdkTexture) texture = texture_new ();
  g_autoptr (GFile) file = write_file (fixture, "copied.txt", "one");
  GSList list = { file, NULL };
  g_auto (GValue) value = G_VALUE_INIT;
  GtkWidget *row, *peek, *large;
  DyrRecord *record;
  gboolean looked = FALSE;

  gdk_clipboard_set_text (clipboard, "some text");
  g_assert_false (press_paste (fixture));
  gdk_clipboard_set_texture (clipboard, texture);
  g_assert_true (press_paste (fixture));
  WAIT_FOR ((row = pages_find (fixture->detail, DYR_TYPE_FILE_ROW, 0)) != NULL);
  record = dyr_file_row_get_record (DYR_FILE_ROW (row));
  g_assert_true (g_str_has_prefix (dyr_record_get_title (record), "Picture 20"));
  g_assert_true (g_str_has_suffix (dyr_record_get_title (record), ".png"));
  g_assert_cmpstr (
      dyr_value_text (dyr_record_get_value (record, DYR_FILE_MEDIA_TYPE)), ==, "image/png");
  WAIT_FOR (!is_attaching (fixture));
  /* What it looks like is the button that shows it larger. */
  peek = pages_find (row, GTK_TYPE_MENU_BUTTON, 0);
  WAIT_FOR (gtk_widget_get_visible (peek));
  WAIT_FOR (is_in_sight (fixture, peek));
  gtk_menu_button_popup (GTK_MENU_BUTTON (peek));
  large = pages_find (peek, GTK_TYPE_PICTURE, 0);
  WAIT_FOR (gtk_picture_get_paintable (GTK_PICTURE (large)) != NULL);
  /* As large as it is, without an empty strip. */
  WAIT_FOR (gtk_widget_get_width (large) == 20);
  g_assert_cmpint (gtk_widget_get_height (large), ==, 60);
  g_assert_cmpint (gtk_widget_get_width (gtk_widget_get_parent (large)), ==, 20);
  g_assert_cmpint (gtk_widget_get_height (gtk_widget_get_parent (large)), ==, 60);
  gtk_menu_button_popdown (GTK_MENU_BUTTON (peek));
  WAIT_FOR (gtk_picture_get_paintable (GTK_PICTURE (large)) == NULL);
  /* It does not come back when it is there only after the button was left. */
  gtk_menu_button_popup (GTK_MENU_BUTTON (peek));
  gtk_menu_button_popdown (GTK_MENU_BUTTON (peek));
  dyr_file_look_async (fixture->pages.app, record, 480, NULL, on_looked, &looked);
  WAIT_FOR (looked);
  g_assert_null (gtk_picture_get_paintable (GTK_PICTURE (large)));
  pages_assert_notes (&fixture->pages, "toast-undo 1 file was attached");
  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, gdk_file_list_new_from_list (&list));
  gdk_clipboard_set_value (clipboard, &value);
  g_assert_true (press_paste (fixture));
  WAIT_FOR (pages_find_text (fixture->detail, "copied.txt") != NULL);
}

/* A picture that is pasted is asked about like one that is attached; nobody has it as a file. */
static void
test_paste_large (Fixture *fixture, gconstpointer data)
{
  const char *const answers[] = { "cancel", "smaller", "as-is" };
  g_autoptr (GFile) file = write_picture (fixture);
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) picture = gdk_texture_new_from_file (file, &error);
  gint64 size = 0;

  g_assert_no_error (error);
  gdk_clipboard_set_texture (gtk_widget_get_clipboard (fixture->detail), picture);
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      const gint64 before = size;
      GtkWidget *dialog;

      g_assert_true (press_paste (fixture));
      dialog = wait_dialog ();
      g_assert_true (g_str_has_prefix (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)),
                                       "The picture takes 3.1 MB. Made smaller it takes "));
      adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), answers[i]);
      gtk_window_destroy (GTK_WINDOW (dialog));
      WAIT_FOR (!is_attaching (fixture));
      size = office_number (&fixture->pages.office, "SELECT coalesce (max (size), 0) FROM file");
      if (i == 0)
        g_assert_cmpint (size, ==, 0);
      else
        g_assert_cmpint (size, >, before);
    }
  g_assert_cmpint (
      office_number (&fixture->pages.office, "SELECT min (size) FROM file"), <, size * 3 / 4);
}

/* Holds the writer until it is told to go on. */
typedef struct
{
  GMutex mutex;
  GCond cond;
  gboolean held, over;
} Hold;

static gboolean
job_hold (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Hold *hold = data;

  g_mutex_lock (&hold->mutex);
  hold->held = TRUE;
  while (!hold->over)
    g_cond_wait (&hold->cond, &hold->mutex);
  g_mutex_unlock (&hold->mutex);
  return TRUE;
}

static void
let_go (Hold *hold)
{
  g_mutex_lock (&hold->mutex);
  hold->over = TRUE;
  g_cond_signal (&hold->cond);
  g_mutex_unlock (&hold->mutex);
}

/* What takes long shows how far it is, at its record only, and can be stopped there. */
static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  gint64 other = office_add (&fixture->pages.office, &dyr_contract_type, "number", "1/26", NULL);
  g_autoptr (GPtrArray) list = list_new ();
  Hold hold = { 0 };
  GtkWidget *bar;

  g_ptr_array_add (list, write_file (fixture, "a.txt", "one"));
  dyr_database_write_async (
      fixture->pages.office.database, job_hold, &hold, NULL, NULL, NULL, NULL);
  g_assert_true (dyr_record_files_attach (fixture->files, list));
  WAIT_FOR (pages_find_text (fixture->detail, "Attaching 1 file") != NULL);
  bar = pages_find (GTK_WIDGET (fixture->files), GTK_TYPE_PROGRESS_BAR, 0);
  WAIT_FOR (gtk_progress_bar_get_fraction (GTK_PROGRESS_BAR (bar)) > 0.99);
  show (fixture, other);
  g_assert_null (pages_find_text (fixture->detail, "Attaching 1 file"));
  show (fixture, fixture->client);
  g_assert_nonnull (pages_find_text (fixture->detail, "Attaching 1 file"));
  pages_click (pages_find_button (GTK_WIDGET (fixture->files), "Cancel"));
  let_go (&hold);
  WAIT_FOR (!is_attaching (fixture));
  pages_settle (&fixture->pages);
  g_assert_null (pages_find_text (fixture->detail, "Attaching 1 file"));
  g_assert_true (has_rows (fixture, ""));
  pages_assert_notes (&fixture->pages, "");
  g_assert_cmpint (office_number (&fixture->pages.office, "SELECT count (*) FROM file"), ==, 0);
}

/* It goes to the record it was meant for, whatever is shown at the end. */
static void
test_goes_on (Fixture *fixture, gconstpointer data)
{
  gint64 other = office_add (&fixture->pages.office, &dyr_contract_type, "number", "1/26", NULL);
  g_autoptr (GPtrArray) list = list_new ();
  Hold hold = { 0 };

  g_ptr_array_add (list, write_file (fixture, "a.txt", "one"));
  dyr_database_write_async (
      fixture->pages.office.database, job_hold, &hold, NULL, NULL, NULL, NULL);
  g_assert_true (dyr_record_files_attach (fixture->files, list));
  show (fixture, other);
  let_go (&hold);
  WAIT_FOR (!is_attaching (fixture));
  pages_assert_notes (&fixture->pages, "toast-undo 1 file was attached");
  pages_settle (&fixture->pages);
  g_assert_true (has_rows (fixture, ""));
  show (fixture, fixture->client);
  WAIT_FOR (has_rows (fixture, "a.txt"));
}

static gboolean
is_missing (GtkWidget *row)
{
  const char *facts = adw_action_row_get_subtitle (ADW_ACTION_ROW (row));

  return strstr (facts, "not on this computer") != NULL;
}

/* “a.txt” with that content is attached to the client, and another one is shown, which is `other`;
 * `list` gets the name of the person's file. Where its content is kept. */
static char *
attach_and_leave (Fixture *fixture, const char *content, GPtrArray *list, gint64 *other)
{
  g_autofree char *checksum = NULL;

  *other = office_add (&fixture->pages.office, &dyr_client_type, "name", "Other", NULL);
  g_ptr_array_add (list, write_file (fixture, "a.txt", content));
  g_assert_true (dyr_record_files_attach (fixture->files, list));
  WAIT_FOR (has_rows (fixture, "a.txt"));
  show (fixture, *other);
  WAIT_FOR (has_rows (fixture, ""));
  checksum = office_text (&fixture->pages.office, "SELECT checksum FROM file");
  return dyr_blobs_path (fixture->pages.office.path, checksum);
}

/* The row says so, before anybody tries to open it, until it is attached again. */
static void
test_missing (Fixture *fixture, gconstpointer data)
{
  gint64 other;
  g_autoptr (GPtrArray) list = list_new ();
  g_autofree char *path = attach_and_leave (fixture, "one", list, &other);
  GtkWidget *row, *dialog;

  g_assert_cmpint (g_unlink (path), ==, 0);
  show (fixture, fixture->client);
  WAIT_FOR ((row = pages_find (fixture->detail, DYR_TYPE_FILE_ROW, 0)) != NULL);
  WAIT_FOR (is_missing (row));
  g_assert_true (dyr_record_files_attach (fixture->files, list));
  dialog = wait_dialog ();
  g_assert_nonnull (strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)),
                            "“a.txt” is attached here already"));
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  close_dialog (dialog);
  WAIT_FOR (!is_missing (row));
}

static gboolean
says (GtkWidget *row, const char *words)
{
  return g_str_has_suffix (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), words);
}

/* What is in the CRM alone is fetched when it is opened, then opened; or not, if that is stopped.
 */
static void
test_fetched (Fixture *fixture, gconstpointer data)
{
  gint64 other;
  g_autoptr (GPtrArray) list = list_new ();
  /* One that is not opened, whatever this computer has for texts. */
  g_autofree char *path = attach_and_leave (fixture, "#!/bin/sh\n", list, &other);
  GtkWidget *row, *dialog;

  office_sql (&fixture->pages.office,
              "UPDATE file SET content = 'a1'; UPDATE record SET push = 0, seq = NULL, "
              "remote_id = 'DyrFile/1', remote_version = '1' WHERE id IN (SELECT id FROM file)");
  g_assert_cmpint (g_unlink (path), ==, 0);
  show (fixture, fixture->client);
  WAIT_FOR ((row = pages_find (fixture->detail, DYR_TYPE_FILE_ROW, 0)) != NULL);
  WAIT_FOR (says (row, "in the CRM, comes when opened"));
  g_assert_null (pages_find_button (row, "Do not fetch it"));
  gtk_widget_activate_action (row, "file.open", NULL);
  WAIT_FOR (says (row, "on its way from the CRM"));
  g_signal_emit_by_name (dyr_office_get_sync (fixture->pages.app),
                         "content-progress",
                         dyr_record_get_id (dyr_file_row_get_record (DYR_FILE_ROW (row))),
                         G_GINT64_CONSTANT (3000000),
                         G_GINT64_CONSTANT (14000000));
  g_assert_true (says (row, "3 MB of 14 MB received"));
  /* Nothing moves here: what was told once is not told for ever. */
  dyr_file_row_look_again (DYR_FILE_ROW (row));
  WAIT_FOR (says (row, "on its way from the CRM"));
  pages_click (pages_find_button (row, "Do not fetch it"));
  WAIT_FOR (says (row, "in the CRM, comes when opened"));
  gtk_widget_activate_action (row, "file.open", NULL);
  WAIT_FOR (says (row, "on its way from the CRM"));
  /* It comes. */
  dyr_attaching_start (fixture->pages.app, other, list, GTK_WIDGET (fixture->files));
  dialog = wait_dialog ();
  g_assert_cmpstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (dialog)),
                   ==,
                   "Programs are not opened from here");
  close_dialog (dialog);
  WAIT_FOR (says (row, " · You"));
}

/* Nothing is attached to a deleted record, until it is brought back. */
static void
test_deleted (Fixture *fixture, gconstpointer data)
{
  gint64 other = office_add (&fixture->pages.office, &dyr_client_type, "name", "Other", NULL);
  GtkWidget *banner = pages_find (fixture->detail, DYR_TYPE_BANNER, 0), *attach;

  show (fixture, other);
  office_delete (&fixture->pages.office, fixture->client);
  show (fixture, fixture->client);
  WAIT_FOR (dyr_banner_get_revealed (DYR_BANNER (banner)));
  attach = pages_find_button (GTK_WIDGET (fixture->files), "Attach…");
  g_assert_true (attach == NULL || !gtk_widget_is_sensitive (attach));
  g_signal_emit_by_name (banner, "button-clicked");
  WAIT_FOR (!dyr_banner_get_revealed (DYR_BANNER (banner)));
  attach = pages_find_button (GTK_WIDGET (fixture->files), "Attach…");
  g_assert_nonnull (attach);
  g_assert_true (gtk_widget_is_sensitive (attach));
}

/* The path of what is in the only file; the record of it is shown. */
static char *
attach_one (Fixture *fixture)
{
  g_autoptr (GPtrArray) list = list_new ();
  g_autofree char *checksum = NULL;

  g_ptr_array_add (list, write_file (fixture, "a.txt", "one"));
  g_assert_true (dyr_record_files_attach (fixture->files, list));
  WAIT_FOR (has_rows (fixture, "a.txt") && !is_attaching (fixture));
  checksum = office_text (&fixture->pages.office, "SELECT checksum FROM file");
  return dyr_blobs_path (fixture->pages.office.path, checksum);
}

/* What went wrong is told, though what it was opened from is gone. */
static void
test_row_gone (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = attach_one (fixture);
  const gint64 id = office_number (&fixture->pages.office, "SELECT id FROM file");
  g_autoptr (DyrRecord) file = pages_load (&fixture->pages, id);
  GtkWidget *row = g_object_new (DYR_TYPE_FILE_ROW, NULL), *dialog;

  g_assert_cmpint (g_unlink (path), ==, 0);
  gtk_widget_set_parent (row, GTK_WIDGET (fixture->pages.window));
  dyr_file_row_set_record (DYR_FILE_ROW (row), fixture->pages.app, file);
  g_assert_true (gtk_widget_activate_action (row, "file.open", NULL));
  g_object_add_weak_pointer (G_OBJECT (row), (gpointer *) &row);
  gtk_widget_unparent (row);
  g_assert_null (row);
  dialog = wait_dialog ();
  g_assert_cmpstr (
      adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (dialog)), ==, "The file was not opened");
  close_dialog (dialog);
  office_delete (&fixture->pages.office, id);
}

/* The first few, then all. */
static void
test_many (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) list = list_new ();

  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.txt", i);

      g_ptr_array_add (list, write_file (fixture, name, name));
    }
  g_assert_true (dyr_record_files_attach (fixture->files, list));
  WAIT_FOR (has_rows (fixture, "0.txt 1.txt 2.txt 3.txt 4.txt 5.txt 6.txt 7.txt"));
  pages_click (pages_find_button (GTK_WIDGET (fixture->files), "Show all 10"));
  WAIT_FOR (has_rows (fixture, "0.txt 1.txt 2.txt 3.txt 4.txt 5.txt 6.txt 7.txt 8.txt 9.txt"));
}

int
main (int argc, char *argv[])
{
  pages_init (&argc, &argv);
#define ADD(name, function)                                                                        \
  g_test_add ("/app/record-files/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("attach", test_attach);
  ADD ("again", test_again);
  ADD ("smaller", test_smaller);
  ADD ("drop", test_drop);
  ADD ("paste", test_paste);
  ADD ("paste-large", test_paste_large);
  ADD ("cancel", test_cancel);
  ADD ("goes-on", test_goes_on);
  ADD ("missing", test_missing);
  ADD ("fetched", test_fetched);
  ADD ("deleted", test_deleted);
  ADD ("row-gone", test_row_gone);
  ADD ("many", test_many);
#undef ADD
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrFileRow: it tells where what is in a file is, in a list and on the page of the file itself. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-file-row.h"

#include "app-test.h"
#include "dyr-detail.h"
#include "dyr-file.h"
#include "dyr-files.h"

typedef struct
{
  Pages pages;
  gint64 client, file;
  char *path; /* of what is in it */
  GtkWidget *detail;
  GtkWidget *row;   /* of the client's list */
  GtkWidget *alone; /* of no list */
} Fixture;

static void
show (Fixture *f, gint64 id)
{
  g_autoptr (DyrRecord) record = pages_load (&f->pages, id);

  dyr_detail_set_record (DYR_DETAIL (f->detail), record);
}

/* A file of the client's with these bytes; its path is kept. */
static gint64
attach (Fixture *f, const char *name, GBytes *bytes)
{
  g_autoptr (GPtrArray) files
      = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_file_taken_free);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;
  DyrFilesAttach attach = { .about = f->client, .files = files, .ids = ids };
  DyrDatabase *database = f->pages.office.database;
  DyrFileTaken *taken = dyr_files_take_bytes (database, bytes, name, NULL, &error);

  g_assert_no_error (error);
  g_ptr_array_add (files, taken);
  g_free (f->path);
  f->path = dyr_blobs_path (f->pages.office.path, taken->blob.sha256);
  dyr_database_write (database, dyr_files_job_attach, &attach, NULL, &error);
  g_assert_no_error (error);
  return g_array_index (ids, gint64, 0);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("one", 3);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *list = gtk_list_box_new ();

  pages_set_up (&f->pages, NULL);
  f->client = office_add (&f->pages.office, &dyr_client_type, "name", "Client", NULL);
  f->file = attach (f, "a.txt", bytes);
  f->detail = dyr_detail_new (f->pages.app);
  gtk_widget_set_vexpand (f->detail, TRUE);
  f->alone = g_object_new (DYR_TYPE_FILE_ROW, NULL);
  gtk_list_box_append (GTK_LIST_BOX (list), f->alone);
  gtk_box_append (GTK_BOX (box), list);
  gtk_box_append (GTK_BOX (box), f->detail);
  pages_show (&f->pages, box);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_free (f->path);
  pages_tear_down (&f->pages, NULL);
}

/* Both rows, of what the store has by now. */
static void
show_rows (Fixture *f)
{
  g_autoptr (DyrRecord) file = pages_load (&f->pages, f->file);

  show (f, f->client);
  WAIT_FOR ((f->row = pages_find (f->detail, DYR_TYPE_FILE_ROW, 0)) != NULL);
  dyr_file_row_set_record (DYR_FILE_ROW (f->alone), f->pages.app, file);
}

static gboolean
job_run (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  gint64 id;

  if (!dyr_connection_number (connection, error, 0, &id, "SELECT max (id) FROM file", ""))
    return FALSE;
  dyr_connection_touch (connection, dyr_file_type.number, id);
  return dyr_connection_script (connection, data, error);
}

/* What sync would write about the file. */
static void
run (Fixture *f, const char *sql)
{
  g_autoptr (GError) error = NULL;

  dyr_database_write (f->pages.office.database, job_run, (gpointer) sql, NULL, &error);
  g_assert_no_error (error);
}

static gboolean
says (GtkWidget *row, const char *words)
{
  const char *facts = adw_action_row_get_subtitle (ADW_ACTION_ROW (row));

  return facts != NULL && g_str_has_suffix (facts, words);
}

static void
wait_for_words (Fixture *f, const char *words)
{
  WAIT_FOR (says (f->row, words));
  WAIT_FOR (says (f->alone, words));
}

/* The CRM has the last one as it is here. */
static void
send (Fixture *f)
{
  run (f,
       "UPDATE file SET content = 'a1' WHERE id = (SELECT max (id) FROM file); "
       "UPDATE record SET push = 0, seq = NULL, remote_id = 'DyrFile/1', remote_version = '1' "
       "WHERE id = (SELECT max (id) FROM file)");
}

/* Why it was not taken is said whole, and it goes again by a button. */
static void
test_refused (Fixture *f, gconstpointer data)
{
  GtkWidget *again;

  pages_go_offline (&f->pages);
  show_rows (f);
  wait_for_words (f, "only here, will be sent to the CRM");
  g_assert_null (pages_find_button (f->row, "Send again"));
  run (f, "UPDATE record SET parked = 'refused' WHERE id IN (SELECT id FROM file)");
  wait_for_words (f, "The CRM refused it without saying why.");
  g_assert_cmpint (adw_action_row_get_subtitle_lines (ADW_ACTION_ROW (f->row)), ==, 0);
  again = pages_find_button (f->row, "Send again");
  g_assert_nonnull (again);
  pages_click (again);
  wait_for_words (f, "only here, will be sent to the CRM");
  g_assert_null (pages_find_button (f->row, "Send again"));
  WAIT_FOR (test_window_has_notes (f->pages.window));
  pages_assert_notes (&f->pages, "toast It goes to the CRM again");
  g_assert_cmpint (
      office_number (&f->pages.office, "SELECT count (*) FROM record WHERE parked <> ''"), ==, 0);
}

/* What waits for its next try does not have to. */
static void
test_again (Fixture *f, gconstpointer data)
{
  DyrSyncService *sync;

  pages_go_offline (&f->pages);
  run (f,
       "INSERT INTO transfer (file, reason, tries, retry_at) SELECT id, 'No.', 2, 9000000000 "
       "FROM file");
  show_rows (f);
  wait_for_words (f, "No.");
  /* It goes just now: there is nothing to be asked for. */
  sync = dyr_office_get_sync (f->pages.app);
  g_signal_emit_by_name (
      sync, "content-progress", f->file, G_GINT64_CONSTANT (1), G_GINT64_CONSTANT (3));
  g_assert_true (says (f->row, "1 byte of 3 bytes sent"));
  g_assert_null (pages_find_button (f->row, "Send again"));
  dyr_file_row_look_again (DYR_FILE_ROW (f->row));
  WAIT_FOR (pages_find_button (f->row, "Send again") != NULL);
  pages_click (pages_find_button (f->row, "Send again"));
  wait_for_words (f, "only here, will be sent to the CRM");
  g_assert_cmpint (office_number (&f->pages.office,
                                  "SELECT count (*) FROM transfer WHERE tries = 0 AND "
                                  "retry_at IS NULL AND reason IS NULL"),
                   ==,
                   1);
  WAIT_FOR (test_window_has_notes (f->pages.window));
}

static void
assert_sign (Fixture *f, const char *words)
{
  GtkWidget *rows[] = { f->row, f->alone };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      GObject *child = gtk_widget_get_template_child (rows[i], DYR_TYPE_FILE_ROW, "sign");
      GtkWidget *sign = GTK_WIDGET (child);

      WAIT_FOR (gtk_widget_get_visible (sign) == (words != NULL));
      if (words != NULL)
        {
          WAIT_FOR (g_str_has_prefix (gtk_widget_get_tooltip_text (sign), words));
          gtk_test_accessible_assert_property (
              GTK_ACCESSIBLE (sign), GTK_ACCESSIBLE_PROPERTY_LABEL, words);
        }
    }
}

/* As the records of lists; without a CRM there is nothing to say. */
static void
test_signs (Fixture *f, gconstpointer data)
{
  show_rows (f);
  assert_sign (f, NULL);
  g_assert_null (strstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (f->row)), "only here"));
  pages_go_offline (&f->pages);
  assert_sign (f, "Saved here");
  wait_for_words (f, "only here, will be sent to the CRM");
  run (f, "UPDATE record SET parked = 'refused' WHERE id IN (SELECT id FROM file)");
  assert_sign (f, "Needs you");
  /* A CRM that has no files. */
  run (f, "UPDATE record SET parked = 'only-here' WHERE id IN (SELECT id FROM file)");
  assert_sign (f, NULL);
  wait_for_words (f, "only here");
  run (f, "UPDATE record SET parked = NULL WHERE id IN (SELECT id FROM file)");
  send (f);
  assert_sign (f, NULL);
  WAIT_FOR (strstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (f->row)), "only here") == NULL);
}

/* What moved and has come moves no more, though its record is as it was. */
static void
test_arrived (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  GtkWidget *rows[2];

  send (f);
  g_assert_cmpint (g_unlink (f->path), ==, 0);
  run (f, "INSERT INTO transfer (file, wanted_at) SELECT id, 1 FROM file");
  show_rows (f);
  wait_for_words (f, "on its way from the CRM");
  rows[0] = f->row;
  rows[1] = f->alone;
  g_signal_emit_by_name (dyr_office_get_sync (f->pages.app),
                         "content-progress",
                         f->file,
                         G_GINT64_CONSTANT (0),
                         G_GINT64_CONSTANT (3));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_true (says (rows[i], "0 bytes of 3 bytes received"));
  g_file_set_contents (f->path, "one", -1, &error);
  g_assert_no_error (error);
  run (f, "UPDATE transfer SET wanted_at = NULL, here = 'a1'");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      AdwActionRow *row = ADW_ACTION_ROW (rows[i]);

      WAIT_FOR (strstr (adw_action_row_get_subtitle (row), "received") == NULL);
      g_assert_null (pages_find_button (rows[i], "Do not fetch it"));
    }
  /* Freed, it comes again when it is wanted. */
  g_assert_cmpint (g_unlink (f->path), ==, 0);
  run (f, "UPDATE transfer SET here = NULL");
  wait_for_words (f, "in the CRM, comes when opened");
}

/* Somebody waits for it, and looks at something else meanwhile: it opens when it is here. What it
 * is, is not opened, whatever this computer has for texts. */
static void
test_comes_unseen (Fixture *f, gconstpointer data)
{
  static const char script[] = "#!/bin/sh\n";
  g_autoptr (GBytes) bytes = g_bytes_new_static (script, strlen (script));
  g_autoptr (DyrRecord) file = NULL;
  g_autoptr (GError) error = NULL;
  GtkWidget *dialog;

  f->file = attach (f, "b.txt", bytes);
  send (f);
  g_assert_cmpint (g_unlink (f->path), ==, 0);
  file = pages_load (&f->pages, f->file);
  dyr_file_row_set_record (DYR_FILE_ROW (f->alone), f->pages.app, file);
  WAIT_FOR (says (f->alone, "in the CRM, comes when opened"));
  gtk_widget_activate_action (f->alone, "file.open", NULL);
  WAIT_FOR (says (f->alone, "on its way from the CRM"));
  gtk_widget_set_visible (f->alone, FALSE);
  g_file_set_contents (f->path, script, -1, &error);
  g_assert_no_error (error);
  run (f, "UPDATE transfer SET wanted_at = NULL, here = 'a1'");
  WAIT_FOR ((dialog = pages_find_window (ADW_TYPE_MESSAGE_DIALOG)) != NULL);
  g_assert_cmpstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (dialog)),
                   ==,
                   "Programs are not opened from here");
  gtk_window_close (GTK_WINDOW (dialog));
  WAIT_FOR (pages_find_window (ADW_TYPE_MESSAGE_DIALOG) == NULL);
}

int
main (int argc, char *argv[])
{
  pages_init (&argc, &argv);
#define ADD(name, function)                                                                        \
  g_test_add ("/app/file-row/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("refused", test_refused);
  ADD ("again", test_again);
  ADD ("signs", test_signs);
  ADD ("arrived", test_arrived);
  ADD ("comes-unseen", test_comes_unseen);
#undef ADD
  return g_test_run ();
}

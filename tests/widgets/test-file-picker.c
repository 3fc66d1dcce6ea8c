/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The file picker over the dialog of GTK: not under the sanitizers, for what that dialog loads
 * leaks. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include <glib/gstdio.h>

#include "dyr-file-picker.h"
#include "fake.h"

typedef struct
{
  gboolean done;
  GFile *file;
  GError *error;
} Answer;

static void
clear_answer (Answer *answer)
{
  g_clear_object (&answer->file);
  g_clear_error (&answer->error);
  answer->done = FALSE;
}

static void
on_picked (GObject *source, GAsyncResult *result, gpointer data)
{
  Answer *answer = data;

  answer->file = dyr_file_picker_finish (result, &answer->error);
  answer->done = TRUE;
}

static void
wait_done (Answer *answer)
{
  while (!answer->done)
    g_main_context_iteration (NULL, TRUE);
  fake_settle ();
}

static const DyrFileKind kinds[] = {
  { "CSV files", "*.csv;*.txt" },
  { NULL },
};

static void
test_dismissed (void)
{
  GtkWidget *window = fake_window_show (gtk_label_new (NULL), 600, 400);
  Answer answer = { 0 };
  GtkWidget *dialog;

  dyr_file_picker_open_async (window, "Import", kinds, NULL, on_picked, &answer);
  dialog = fake_wait_window (window);
  gtk_window_close (GTK_WINDOW (dialog));
  wait_done (&answer);
  g_assert_no_error (answer.error);
  g_assert_null (answer.file);
  clear_answer (&answer);

  fake_window_destroy (window);
}

static void
test_saves (void)
{
  GtkWidget *window = fake_window_show (gtk_label_new (NULL), 600, 400);
  g_autofree char *folder = g_dir_make_tmp (NULL, NULL);
  g_autofree char *name = NULL, *before = g_get_current_dir ();
  Answer answer = { 0 };
  GtkWidget *dialog;

  g_assert_no_errno (g_chdir (folder));
  dyr_file_picker_save_async (window, "Export", "clients.csv", kinds, NULL, on_picked, &answer);
  dialog = fake_wait_window (window);

  /* The dialog reads its folder before it answers. */
  while (!answer.done)
    {
      GtkWidget *button = fake_find (dialog, GTK_TYPE_DIALOG);

      if (gtk_widget_get_mapped (button))
        gtk_dialog_response (GTK_DIALOG (button), GTK_RESPONSE_ACCEPT);
      g_main_context_iteration (NULL, TRUE);
    }
  fake_settle ();
  g_assert_no_error (answer.error);
  g_assert_nonnull (answer.file);
  name = g_file_get_basename (answer.file);
  g_assert_cmpstr (name, ==, "clients.csv");
  clear_answer (&answer);

  g_assert_no_errno (g_chdir (before));
  g_assert_no_errno (g_rmdir (folder));
  fake_window_destroy (window);
}

static void
test_cancelled (void)
{
  GtkWidget *window = fake_window_show (gtk_label_new (NULL), 600, 400);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Answer answer = { 0 };

  dyr_file_picker_open_async (window, "Import", NULL, cancellable, on_picked, &answer);
  fake_wait_window (window);
  g_cancellable_cancel (cancellable);
  wait_done (&answer);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  clear_answer (&answer);

  fake_window_destroy (window);
}

int
main (int argc, char **argv)
{
  fake_init (&argc, &argv);

  g_test_add_func ("/widgets/file-picker/dismissed", test_dismissed);
  g_test_add_func ("/widgets/file-picker/saves", test_saves);
  g_test_add_func ("/widgets/file-picker/cancelled", test_cancelled);

  return g_test_run ();
}

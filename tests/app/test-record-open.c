/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Opening and deleting records: one rule for every type, from a page or from a dialog. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-record-open.h"

#include "app-test.h"
#include "dyr-deletion.h"
#include "dyr-edit-dialog.h"
#include "dyr-error.h"
#include "dyr-pages.h"

static void
open_window (Pages *pages)
{
  pages_show (pages, gtk_label_new ("Page"));
}

static void
assert_shown (Pages *pages, gint64 id)
{
  g_autofree char *expected = g_strdup_printf ("show-record %" G_GINT64_FORMAT, id);

  WAIT_FOR (test_window_has_notes (pages->window));
  pages_assert_notes (pages, expected);
}

/* The window that has the text in its title bar. */
static GtkWidget *
assert_dialog (const char *title)
{
  GtkWidget *dialog;

  WAIT_FOR ((dialog = pages_find_window (DYR_TYPE_EDIT_DIALOG)) != NULL);
  WAIT_FOR (gtk_widget_get_mapped (dialog));
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (dialog)), ==, title);
  return dialog;
}

static gint64
add (Pages *pages, const DyrRecordType *type)
{
  const char *name = type->fields[type->title[0] - 1].name;

  if (type == &dyr_activity_type)
    return office_add (&pages->office, type, name, "7", "kind", "task", NULL);
  return office_add (&pages->office, type, name, "7", NULL);
}

/* Each type has a place, though nothing is linked to it. */
static void
test_types (Pages *pages, gconstpointer data)
{
  open_window (pages);
  for (guint i = 0; dyr_record_types[i] != NULL; i++)
    {
      const DyrRecordType *type = dyr_record_types[i];
      gint64 id = add (pages, type);

      dyr_record_open (pages->app, GTK_WIDGET (pages->window), id);
      if (dyr_pages_find (type) != NULL)
        assert_shown (pages, id);
      else
        gtk_window_destroy (GTK_WINDOW (assert_dialog ("7")));
      pages_assert_notes (pages, "");
    }
}

/* Two notes about each other lead nowhere else. */
static void
test_notes (Pages *pages, gconstpointer data)
{
  gint64 one = office_add (&pages->office, &dyr_note_type, "text", "One", NULL);
  g_autofree char *uid = office_uid (&pages->office, one);
  gint64 other = office_add (&pages->office, &dyr_note_type, "text", "Other", "about", uid, NULL);
  g_autofree char *other_uid = office_uid (&pages->office, other);
  GtkWidget *dialog;

  office_set (&pages->office, one, "about", other_uid);
  open_window (pages);
  dyr_record_open (pages->app, GTK_WIDGET (pages->window), one);
  dialog = assert_dialog ("One");
  /* From a dialog: above it. */
  dyr_record_open (pages->app, dialog, other);
  WAIT_FOR (pages_find_window (DYR_TYPE_EDIT_DIALOG) != dialog);
  pages_settle (pages);
  pages_assert_notes (pages, "");
  gtk_window_destroy (GTK_WINDOW (assert_dialog ("Other")));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* A page is in the main window: what is above makes way. */
static void
test_from_dialog (Pages *pages, gconstpointer data)
{
  gint64 client = add (pages, &dyr_client_type), product = add (pages, &dyr_product_type);

  open_window (pages);
  dyr_record_open (pages->app, GTK_WIDGET (pages->window), product);
  dyr_record_open (pages->app, assert_dialog ("7"), client);
  assert_shown (pages, client);
  g_assert_null (pages_find_window (DYR_TYPE_EDIT_DIALOG));
}

static void
on_failed (DyrStore *store, DyrRecord *record, GError *error, guint *n)
{
  g_assert_null (record);
  g_assert_error (error, DYR_ERROR, DYR_ERROR_NOT_FOUND);
  (*n)++;
}

static void
test_failure (Pages *pages, gconstpointer data)
{
  g_autoptr (GError) stopped = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Stopped");
  guint n = 0;

  open_window (pages);
  g_signal_connect (pages->store, "failed", G_CALLBACK (on_failed), &n);
  dyr_record_open (pages->app, GTK_WIDGET (pages->window), 77);
  WAIT_FOR (n == 1);
  /* What was given up is no failure. */
  dyr_store_report_error (pages->store, stopped);
  g_assert_cmpuint (n, ==, 1);
}

/* Deleting */

typedef struct
{
  gboolean over;
  gint64 id;
} Answer;

static void
on_over (GObject *source, GAsyncResult *result, gpointer data)
{
  Answer *answer = data;

  answer->id = dyr_deletion_finish (result);
  answer->over = TRUE;
}

static void
test_delete (Pages *pages, gconstpointer data)
{
  gint64 client = office_add (&pages->office, &dyr_client_type, "name", "A & B <b>", NULL);
  g_autoptr (DyrRecord) record = pages_load (pages, client);
  Answer answer = { FALSE, 0 };

  open_window (pages);
  dyr_deletion_async (pages->app, GTK_WIDGET (pages->window), client, on_over, &answer);
  WAIT_FOR (answer.over);
  g_assert_cmpint (answer.id, ==, client);
  pages_assert_notes (pages, "toast-undo Client A & B <b> was deleted");
  WAIT_FOR (dyr_record_is_deleted (record));
  g_assert_cmpint (test_window_get_undo (pages->window), !=, 0);
  /* Once is enough. */
  answer.over = FALSE;
  dyr_deletion_async (pages->app, GTK_WIDGET (pages->window), client, on_over, &answer);
  WAIT_FOR (answer.over);
  pages_assert_notes (pages, "");
}

/* Something open hangs on it: the person is asked, and may keep it. */
static void
test_ask (Pages *pages, gconstpointer data)
{
  gint64 client = office_add (&pages->office, &dyr_client_type, "name", "Client", NULL);
  g_autofree char *uid = office_uid (&pages->office, client);
  Answer answer = { FALSE, 0 };
  GtkWidget *prompt;

  office_add (
      &pages->office, &dyr_contract_type, "number", "1", "state", "active", "client", uid, NULL);
  open_window (pages);
  for (guint i = 0; i < 2; i++)
    {
      answer.over = FALSE;
      dyr_deletion_async (pages->app, GTK_WIDGET (pages->window), client, on_over, &answer);
      WAIT_FOR ((prompt = pages_find_window (ADW_TYPE_MESSAGE_DIALOG)) != NULL);
      g_assert_false (answer.over);
      WAIT_FOR (pages_find_button (prompt, "Delete") != NULL);
      pages_click (pages_find_button (prompt, i == 0 ? "Cancel" : "Delete"));
      WAIT_FOR (answer.over && pages_find_window (ADW_TYPE_MESSAGE_DIALOG) == NULL);
      g_assert_cmpint (answer.id, ==, i == 0 ? 0 : client);
      g_assert_cmpint (office_number (&pages->office, "SELECT listed FROM client"), ==, 1 - i);
    }
}

int
main (int argc, char *argv[])
{
  pages_init (&argc, &argv);
#define ADD(name, function)                                                                        \
  g_test_add ("/app/record-open/" name, Pages, NULL, pages_set_up, function, pages_tear_down)
  ADD ("types", test_types);
  ADD ("notes", test_notes);
  ADD ("from-dialog", test_from_dialog);
  ADD ("failure", test_failure);
  ADD ("delete", test_delete);
  ADD ("ask", test_ask);
#undef ADD
  return g_test_run ();
}

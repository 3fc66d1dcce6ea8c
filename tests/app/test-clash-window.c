/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrClashWindow: what is committed while it reads, and closing while an answer is on its way. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-clash-window.h"

#include "app-test.h"
#include "dyr-client.h"

typedef struct
{
  Pages pages;
  gint64 id;
  GtkWidget *window;
  GMutex busy; /* held: the writer waits */
  gboolean free;
} Fixture;

static void
run (Fixture *f, const char *format)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, f->id);
  g_auto (GStrv) parts = g_strsplit (format, "%", -1);
  g_autofree char *sql = g_strjoinv (number, parts);

  office_sql (&f->pages.office, sql);
}

/* A website that is other here and in the CRM. */
static void
set_up (Fixture *f, gconstpointer data)
{
  pages_set_up (&f->pages, NULL);
  f->id = office_add (
      &f->pages.office, &dyr_client_type, "name", "Client", "website", "was.example", NULL);
  run (f, "DELETE FROM pending WHERE record = %");
  run (f, "UPDATE record SET push = 0, seq = NULL, remote_id = 'crm' WHERE id = %");
  office_set (&f->pages.office, f->id, "website", "mine.example");
  run (f,
       "UPDATE pending SET state = 1, theirs = '{\"website\":\"theirs.example\"}'"
       " WHERE record = %");
  g_mutex_init (&f->busy);
  pages_show (&f->pages, gtk_label_new (NULL));
  pages_settle (&f->pages);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  pages_tear_down (&f->pages, NULL);
  g_mutex_clear (&f->busy);
}

static void
on_window_gone (gpointer data, GObject *window)
{
  ((Fixture *) data)->window = NULL;
}

static void
open_window (Fixture *f)
{
  dyr_clash_window_present (f->pages.app, GTK_WINDOW (f->pages.window), NULL);
  f->window = pages_find_window (DYR_TYPE_CLASH_WINDOW);
  g_assert_nonnull (f->window);
  g_object_weak_ref (G_OBJECT (f->window), on_window_gone, f);
}

static gboolean
job_wait (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  g_mutex_lock (data);
  g_mutex_unlock (data);
  return TRUE;
}

static void
on_free (GObject *source, GAsyncResult *result, gpointer data)
{
  *(gboolean *) data = TRUE;
}

/* What is asked of the writer from now on waits. */
static void
occupy_writer (Fixture *f)
{
  g_mutex_lock (&f->busy);
  f->free = FALSE;
  dyr_database_write_async (
      f->pages.office.database, job_wait, &f->busy, NULL, NULL, on_free, &f->free);
}

static void
release_writer (Fixture *f)
{
  g_mutex_unlock (&f->busy);
  WAIT_FOR (f->free);
}

static void
apply_mine (Fixture *f)
{
  WAIT_FOR (gtk_widget_get_visible (f->window));
  gtk_widget_activate_action (f->window, "clash.all-mine", NULL);
  gtk_widget_activate_action (f->window, "clash.apply", NULL);
}

/* What is committed while it reads is read too. */
static void
test_commit_while_reading (Fixture *f, gconstpointer data)
{
  open_window (f);
  g_signal_emit_by_name (f->pages.store, "changed", (guint64) 1);
  WAIT_FOR (gtk_widget_get_visible (f->window));
  /* Nobody is told of this: only what was announced before has it read. */
  run (f, "UPDATE pending SET theirs = '{\"website\":\"newer.example\"}' WHERE record = %");
  WAIT_FOR (pages_find_text (f->window, "newer.example") != NULL);
  gtk_window_close (GTK_WINDOW (f->window));
  WAIT_FOR (f->window == NULL);
}

/* It stays until the answer is there, says what came of it below, and goes. */
static void
test_close_while_applying (Fixture *f, gconstpointer data)
{
  open_window (f);
  WAIT_FOR (gtk_widget_get_visible (f->window));
  occupy_writer (f);
  apply_mine (f);
  gtk_window_close (GTK_WINDOW (f->window));
  g_assert_nonnull (f->window);
  g_assert_true (gtk_widget_get_visible (f->window));
  release_writer (f);
  WAIT_FOR (f->window == NULL);
  pages_assert_notes (&f->pages, "toast-undo “Client” is decided");
  g_assert_cmpint (
      office_number (&f->pages.office, "SELECT count (*) FROM pending WHERE state = 1"), ==, 0);
}

/* What went wrong is said in it: it stays, and closes the next time. */
static void
test_close_and_conflict (Fixture *f, gconstpointer data)
{
  open_window (f);
  WAIT_FOR (gtk_widget_get_visible (f->window));
  run (f, "UPDATE pending SET theirs = '{\"website\":\"newer.example\"}' WHERE record = %");
  occupy_writer (f);
  apply_mine (f);
  gtk_window_close (GTK_WINDOW (f->window));
  release_writer (f);
  WAIT_FOR (pages_find_text (f->window, "newer.example") != NULL);
  g_assert_nonnull (f->window);
  g_assert_false (test_window_has_notes (f->pages.window));
  gtk_window_close (GTK_WINDOW (f->window));
  WAIT_FOR (f->window == NULL);
  g_assert_cmpint (
      office_number (&f->pages.office, "SELECT count (*) FROM pending WHERE state = 1"), ==, 1);
}

/* The record is new here, and the CRM takes it for another one, which is here as well. */
static gint64
make_double (Fixture *f)
{
  gint64 twin = office_add (
      &f->pages.office, &dyr_client_type, "name", "Twin", "website", "theirs.example", NULL);

  office_sql (&f->pages.office,
              "UPDATE record SET push = 0, seq = NULL, remote_id = 'twin' WHERE id = (SELECT max "
              "(id) FROM client)");
  run (f, "DELETE FROM pending WHERE record = %");
  run (f, "UPDATE record SET push = 1, remote_id = NULL WHERE id = %");
  run (f,
       "INSERT INTO pending (record, grp, seq, state, theirs, theirs_who) VALUES (%, '', 1, 1, "
       "'duplicate' || char (9) || 'twin', 'Twin')");
  return twin;
}

static void
say_yes (Fixture *f)
{
  GtkWidget *label = NULL;

  WAIT_FOR ((label = pages_find_text (f->window, "Yes, it is the same")) != NULL);
  gtk_widget_activate (gtk_widget_get_ancestor (label, GTK_TYPE_LIST_BOX_ROW));
}

/* They become one, and what differs is asked next; one undo makes them two again. */
static void
test_double (Fixture *f, gconstpointer data)
{
  gint64 twin = make_double (f);

  open_window (f);
  WAIT_FOR (gtk_widget_get_visible (f->window));
  g_assert_nonnull (pages_find_text (
      f->window,
      "That one is here too; this one was not added to the CRM yet. Is it the same one?"));
  say_yes (f);
  WAIT_FOR (pages_find_text (f->window, "theirs.example") != NULL);
  g_assert_nonnull (pages_find_text (f->window, "mine.example"));
  g_assert_cmpint (office_number (&f->pages.office,
                                  "SELECT record FROM pending WHERE state = 1 AND grp = 'website'"),
                   ==,
                   twin);
  WAIT_FOR (pages_find_text (f->window, "“Client” is decided") != NULL);
  gtk_widget_activate (
      gtk_widget_get_ancestor (pages_find_text (f->window, "Undo"), GTK_TYPE_BUTTON));
  WAIT_FOR (f->window == NULL);
  g_assert_cmpint (
      office_number (&f->pages.office, "SELECT count (*) FROM client WHERE listed = 1"), ==, 2);
  g_assert_cmpint (
      office_number (&f->pages.office, "SELECT count (*) FROM pending WHERE state = 1"), ==, 0);
}

/* Why not yet is said, and the question stays. */
static void
test_double_refused (Fixture *f, gconstpointer data)
{
  gint64 twin = make_double (f);

  office_set (&f->pages.office, twin, "website", "other.example");
  open_window (f);
  WAIT_FOR (gtk_widget_get_visible (f->window));
  say_yes (f);
  WAIT_FOR (
      pages_find_text (f->window,
                       "“Twin” was changed here too, and the CRM does not have that yet. Sync "
                       "first, then answer.")
      != NULL);
  g_assert_nonnull (pages_find_text (f->window, "Yes, it is the same"));
  gtk_window_close (GTK_WINDOW (f->window));
  WAIT_FOR (f->window == NULL);
}

int
main (int argc, char **argv)
{
#define ADD(name, function)                                                                        \
  g_test_add ("/app/clash-window/" name, Fixture, NULL, set_up, function, tear_down)

  pages_init (&argc, &argv);
  ADD ("commit-while-reading", test_commit_while_reading);
  ADD ("close-while-applying", test_close_while_applying);
  ADD ("close-and-conflict", test_close_and_conflict);
  ADD ("double", test_double);
  ADD ("double-refused", test_double_refused);
  return g_test_run ();
}

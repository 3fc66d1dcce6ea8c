/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrTimeline: what happened, by days; notes; what is read stays before the eyes. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-timeline.h"

#include "app-test.h"
#include "dyr-edit-dialog.h"

typedef struct
{
  Pages pages;
  gint64 client;
  char *uid;
  GtkWidget *timeline;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  pages_set_up (&fixture->pages, NULL);
  fixture->client = office_add (&fixture->pages.office, &dyr_client_type, "name", "Client", NULL);
  fixture->uid = office_uid (&fixture->pages.office, fixture->client);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_free (fixture->uid);
  pages_tear_down (&fixture->pages, NULL);
}

static void
show (Fixture *fixture)
{
  g_autoptr (DyrRecord) record = pages_load (&fixture->pages, fixture->client);

  fixture->timeline = dyr_timeline_new (fixture->pages.app);
  pages_show (&fixture->pages, fixture->timeline);
  dyr_timeline_set_record (DYR_TIMELINE (fixture->timeline), record);
  WAIT_FOR (dyr_timeline_get_count (DYR_TIMELINE (fixture->timeline)) > 0);
}

static gboolean
shows (Fixture *fixture, const char *text)
{
  return pages_find_text (fixture->timeline, text) != NULL;
}

/* Headings by day; actions done at the same moment as their records stay one row. */
static void
test_days (Fixture *fixture, gconstpointer data)
{
  office_set (&fixture->pages.office, fixture->client, "city", "A & B <b>");
  office_sql (&fixture->pages.office,
              "UPDATE action SET at = at - 86400 * 1000 WHERE id = (SELECT min (id) FROM action)");
  show (fixture);
  g_assert_true (shows (fixture, "Today"));
  g_assert_true (shows (fixture, "City: A & B <b>"));
  g_assert_true (shows (fixture, "Created"));
  g_assert_false (shows (fixture, "Yesterday"));
  g_assert_cmpuint (dyr_timeline_get_count (DYR_TIMELINE (fixture->timeline)), ==, 2);
}

/* What links to the client is there, its name a link. */
static void
test_linked (Fixture *fixture, gconstpointer data)
{
  gint64 contract = office_add (&fixture->pages.office,
                                &dyr_contract_type,
                                "client",
                                fixture->uid,
                                "number",
                                "A & B <b>",
                                NULL);
  g_autofree char *expected = g_strdup_printf ("show-record %" G_GINT64_FORMAT, contract);
  g_autofree char *uri = g_strdup_printf ("%" G_GINT64_FORMAT, contract);
  gboolean handled = FALSE;
  GtkWidget *label;

  show (fixture);
  label = pages_find_text (fixture->timeline, "Contract A & B <b> · Created");
  g_assert_nonnull (label);
  g_signal_emit_by_name (label, "activate-link", uri, &handled);
  WAIT_FOR (test_window_has_notes (fixture->pages.window));
  pages_assert_notes (&fixture->pages, expected);
}

static void
test_refresh (Fixture *fixture, gconstpointer data)
{
  gint64 action;
  GtkWidget *row;

  show (fixture);
  action = office_set (&fixture->pages.office, fixture->client, "city", "Lviv");
  WAIT_FOR (shows (fixture, "City: Lviv"));
  dyr_store_undo_async (fixture->pages.store, action, NULL, NULL, NULL);
  WAIT_FOR (dyr_timeline_get_count (DYR_TIMELINE (fixture->timeline)) == 3);
  WAIT_FOR (shows (fixture, "City: Lviv → —"));
  row = gtk_widget_get_ancestor (pages_find_text (fixture->timeline, "City: Lviv"),
                                 GTK_TYPE_LIST_BOX_ROW);
  g_assert_true (gtk_widget_has_css_class (row, "undone"));
}

/* What was done is undone from here, what was undone is redone. */
static void
test_steps (Fixture *fixture, gconstpointer data)
{
  gint64 city = office_set (&fixture->pages.office, fixture->client, "city", "Lviv");
  g_autofree char *undo = g_strdup_printf ("undo-action %" G_GINT64_FORMAT, city);
  g_autofree char *redo = g_strdup_printf ("redo-action %" G_GINT64_FORMAT, city);
  GtkWidget *step;

  show (fixture);
  WAIT_FOR (shows (fixture, "City: Lviv"));
  g_assert_nonnull (pages_find_button (fixture->timeline, "Undo: Created"));
  pages_click (pages_find_button (fixture->timeline, "Undo: City: Lviv"));
  pages_assert_notes (&fixture->pages, undo);
  dyr_store_undo_async (fixture->pages.store, city, NULL, NULL, NULL);
  WAIT_FOR ((step = pages_find_button (fixture->timeline, "Redo: City: Lviv")) != NULL);
  g_assert_null (pages_find_button (fixture->timeline, "Undo: City: Lviv"));
  /* What took it back is no step of its own. */
  WAIT_FOR (shows (fixture, "City: Lviv → —"));
  g_assert_null (pages_find_button (fixture->timeline, "Undo: City: Lviv → —"));
  pages_click (step);
  pages_assert_notes (&fixture->pages, redo);
}

/* What one writes is a note about the record, shown with its words. */
static void
test_note (Fixture *fixture, gconstpointer data)
{
  GtkWidget *entry, *add;

  show (fixture);
  entry = pages_find (fixture->timeline, GTK_TYPE_ENTRY, 0);
  add = pages_find_button (fixture->timeline, "Add");
  g_assert_false (gtk_widget_is_sensitive (add));
  gtk_editable_set_text (GTK_EDITABLE (entry), "   ");
  g_assert_false (gtk_widget_is_sensitive (add));
  gtk_editable_set_text (GTK_EDITABLE (entry), " Ask for A & B <b> ");
  pages_click (add);
  WAIT_FOR (shows (fixture, "Ask for A & B <b>"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "");
  g_assert_cmpint (office_number (&fixture->pages.office, "SELECT count (*) FROM note"), ==, 1);
  g_assert_cmpint (
      office_number (&fixture->pages.office, "SELECT about FROM note"), ==, fixture->client);
}

/* A pinned note stands above, until it is unpinned. */
static void
test_pin (Fixture *fixture, gconstpointer data)
{
  gint64 note = office_add (
      &fixture->pages.office, &dyr_note_type, "about", fixture->uid, "text", "Gate code 14", NULL);
  GtkWidget *pinned, *dialog;

  show (fixture);
  pinned = pages_find (fixture->timeline, GTK_TYPE_LIST_BOX, 0);
  g_assert_false (gtk_widget_get_mapped (pinned));
  WAIT_FOR (pages_find_button (fixture->timeline, "Pin to the top") != NULL);
  pages_click (pages_find_button (fixture->timeline, "Pin to the top"));
  WAIT_FOR (gtk_widget_get_mapped (pinned) && pages_find_text (pinned, "Gate code 14") != NULL);
  office_assert (&fixture->pages.office, note, "pinned", "1");
  g_assert_true (gtk_widget_activate (
      gtk_widget_get_ancestor (pages_find_text (pinned, "Gate code 14"), GTK_TYPE_LIST_BOX_ROW)));
  WAIT_FOR ((dialog = pages_find_window (DYR_TYPE_EDIT_DIALOG)) != NULL);
  gtk_window_destroy (GTK_WINDOW (dialog));
  pages_click (pages_find_button (pinned, "Unpin"));
  WAIT_FOR (!gtk_widget_get_mapped (pinned));
}

/* What came of a call is told with it. */
static void
test_words (Fixture *fixture, gconstpointer data)
{
  gint64 call = office_add (&fixture->pages.office,
                            &dyr_activity_type,
                            "client",
                            fixture->uid,
                            "kind",
                            "call",
                            "subject",
                            "Offer",
                            "outcome",
                            "promised",
                            "description",
                            "Pays on Friday",
                            NULL);

  office_set (&fixture->pages.office, call, "state", "done");
  show (fixture);
  WAIT_FOR (shows (fixture, "Promised\nPays on Friday"));
  g_assert_true (shows (fixture, "Activity Offer · State: Open → Done"));
  office_set (&fixture->pages.office, call, "description", "Paid");
  WAIT_FOR (shows (fixture, "Promised\nPaid"));
}

static void
edit_often (Fixture *fixture, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *city = g_strdup_printf ("City %u", i);

      office_set (&fixture->pages.office, fixture->client, "city", city);
    }
}

static void
test_older (Fixture *fixture, gconstpointer data)
{
  edit_often (fixture, 210);
  show (fixture);
  g_assert_cmpuint (dyr_timeline_get_count (DYR_TIMELINE (fixture->timeline)), ==, 200);
  g_assert_false (shows (fixture, "Created"));
  pages_click (pages_find_button (fixture->timeline, "Show older"));
  WAIT_FOR (dyr_timeline_get_count (DYR_TIMELINE (fixture->timeline)) == 211);
  g_assert_true (shows (fixture, "Created"));
  g_assert_null (pages_find_button (fixture->timeline, "Show older"));
}

/* Something new comes in on top while somebody reads below. */
static void
test_place_is_kept (Fixture *fixture, gconstpointer data)
{
  GtkAdjustment *adjustment;
  double below;

  edit_often (fixture, 60);
  show (fixture);
  adjustment = gtk_scrolled_window_get_vadjustment (
      GTK_SCROLLED_WINDOW (pages_find (fixture->timeline, GTK_TYPE_SCROLLED_WINDOW, 0)));
  WAIT_FOR (gtk_adjustment_get_upper (adjustment) > 2 * gtk_adjustment_get_page_size (adjustment));
  gtk_adjustment_set_value (adjustment, 400);
  below = gtk_adjustment_get_upper (adjustment) - 400;
  office_set (&fixture->pages.office, fixture->client, "city", "Newest");
  WAIT_FOR (dyr_timeline_get_count (DYR_TIMELINE (fixture->timeline)) == 62);
  WAIT_FOR (gtk_adjustment_get_upper (adjustment) > below + 400);
  g_assert_cmpfloat_with_epsilon (
      gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_value (adjustment), below, 1);
}

/* What is not seen is not read. */
static void
test_unseen (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DyrRecord) record = pages_load (&fixture->pages, fixture->client);
  GtkWidget *stack = gtk_stack_new ();

  fixture->timeline = dyr_timeline_new (fixture->pages.app);
  gtk_stack_add_named (GTK_STACK (stack), gtk_label_new ("Other"), "other");
  gtk_stack_add_named (GTK_STACK (stack), fixture->timeline, "timeline");
  pages_show (&fixture->pages, stack);
  dyr_timeline_set_record (DYR_TIMELINE (fixture->timeline), record);
  pages_settle (&fixture->pages);
  g_assert_cmpuint (dyr_timeline_get_count (DYR_TIMELINE (fixture->timeline)), ==, 0);
  gtk_stack_set_visible_child_name (GTK_STACK (stack), "timeline");
  WAIT_FOR (dyr_timeline_get_count (DYR_TIMELINE (fixture->timeline)) == 1);
}

int
main (int argc, char *argv[])
{
  pages_init (&argc, &argv);
#define ADD(name, function)                                                                        \
  g_test_add ("/app/timeline/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("days", test_days);
  ADD ("linked", test_linked);
  ADD ("refresh", test_refresh);
  ADD ("steps", test_steps);
  ADD ("note", test_note);
  ADD ("pin", test_pin);
  ADD ("words", test_words);
  ADD ("older", test_older);
  ADD ("place-is-kept", test_place_is_kept);
  ADD ("unseen", test_unseen);
#undef ADD
  return g_test_run ();
}

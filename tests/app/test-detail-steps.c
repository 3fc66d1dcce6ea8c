/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrDetail: the steps of a record: what a click writes, what is asked first. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-detail.h"

#include "app-test.h"
#include "dyr-date.h"
#include "dyr-detail-head.h"
#include "dyr-field-row.h"
#include "dyr-presentation.h"

static DyrDetail *
show (Pages *pages, gint64 id)
{
  g_autoptr (DyrRecord) record = pages_load (pages, id);
  GtkWidget *detail = dyr_detail_new (pages->app);

  pages_show (pages, detail);
  dyr_detail_set_record (DYR_DETAIL (detail), record);
  pages_settle (pages);
  return DYR_DETAIL (detail);
}

static gint64
add_client (Pages *pages, const char *name)
{
  return office_add (&pages->office, &dyr_client_type, "name", name, NULL);
}

static gint64
add_linked (
    Pages *pages, const DyrRecordType *type, gint64 client, const char *field, const char *text)
{
  g_autofree char *uid = office_uid (&pages->office, client);

  return office_add (&pages->office, type, "client", uid, field, text, NULL);
}

/* A click writes the state and its moment as one action, which one Undo takes back. */
static void
test_step (Pages *pages, gconstpointer data)
{
  gint64 client = add_client (pages, "Client");
  gint64 id = add_linked (pages, &dyr_delivery_type, client, "number", "118");
  DyrDetail *detail;
  GtkWidget *head;
  g_autofree char *shipped = NULL, *sql = NULL;
  gint64 instant, before;

  office_set (&pages->office, id, "state", "ordered");
  detail = show (pages, id);
  head = pages_find (GTK_WIDGET (detail), DYR_TYPE_DETAIL_HEAD, 0);
  before = g_get_real_time () / G_USEC_PER_SEC;
  pages_click (pages_find_button (head, "Shipped"));
  WAIT_FOR (test_window_get_undo (pages->window) != 0);
  pages_assert_notes (pages, "toast-undo 118: Shipped");
  office_assert (&pages->office, id, "state", "shipped");
  shipped = office_get (&pages->office, id, "shipped-at");
  g_assert_true (dyr_instant_parse_iso (shipped, &instant));
  g_assert_cmpint (instant, >=, before);
  g_assert_cmpint (instant, <=, g_get_real_time () / G_USEC_PER_SEC);
  sql = g_strdup_printf ("SELECT count (*) FROM change WHERE action = %" G_GINT64_FORMAT,
                         test_window_get_undo (pages->window));
  g_assert_cmpint (office_number (&pages->office, sql), ==, 2);
  /* The next step waits there, but not for the second half of a double click. */
  WAIT_FOR (pages_find_button (head, "In transit") != NULL);
  g_assert_null (pages_find_button (head, "Shipped"));
  g_assert_false (gtk_widget_is_sensitive (pages_find_button (head, "In transit")));
  WAIT_FOR (gtk_widget_is_sensitive (pages_find_button (head, "In transit")));
  dyr_store_undo_async (pages->store, test_window_get_undo (pages->window), NULL, NULL, NULL);
  WAIT_FOR (pages_find_button (head, "Shipped") != NULL);
  office_assert (&pages->office, id, "state", "ordered");
  office_assert (&pages->office, id, "shipped-at", NULL);
}

static void
test_menu_step (Pages *pages, gconstpointer data)
{
  gint64 client = add_client (pages, "Client");
  gint64 id = add_linked (pages, &dyr_delivery_type, client, "number", "118");
  DyrDetail *detail = show (pages, id);
  GtkWidget *inside = pages_find_text (GTK_WIDGET (detail), "118");

  g_assert_true (gtk_widget_activate_action (inside, "step.take", "s", "cancel"));
  /* Nothing else while that is on its way: the second half of a double click. */
  gtk_widget_activate_action (inside, "step.take", "s", "ship");
  WAIT_FOR (test_window_get_undo (pages->window) != 0);
  pages_settle (pages);
  office_assert (&pages->office, id, "state", "cancelled");
  office_assert (&pages->office, id, "shipped-at", NULL);
  g_assert_cmpint (office_number (&pages->office, "SELECT count (*) FROM action"), ==, 3);
}

/* What came of it is asked first. */
static void
test_outcome (Pages *pages, gconstpointer data)
{
  gint64 client = add_client (pages, "Client");
  gint64 id = add_linked (pages, &dyr_presentation_type, client, "title", "Lamps");
  DyrDetail *detail = show (pages, id);
  GtkWidget *label = pages_find_text (GTK_WIDGET (detail), "Held");
  GtkWidget *held = gtk_widget_get_ancestor (label, GTK_TYPE_MENU_BUTTON);

  gtk_menu_button_popup (GTK_MENU_BUTTON (held));
  WAIT_FOR (pages_find_button (held, "Interested") != NULL);
  g_assert_nonnull (pages_find_button (held, "Not known yet"));
  office_assert (&pages->office, id, "state", "planned");
  pages_click (pages_find_button (held, "Interested"));
  WAIT_FOR (test_window_get_undo (pages->window) != 0);
  pages_assert_notes (pages, "toast-undo Lamps: Held");
  office_assert (&pages->office, id, "state", "held");
  office_assert (&pages->office, id, "outcome", "interested");
}

static void
test_move (Pages *pages, gconstpointer data)
{
  gint64 client = add_client (pages, "Client");
  gint64 id = add_linked (pages, &dyr_presentation_type, client, "title", "Lamps");
  DyrDetail *detail;
  GtkWidget *move, *row;

  office_set (&pages->office, id, "starts-at", "2026-11-24T08:00:00Z");
  office_set (&pages->office, id, "ends-at", "2026-11-24T09:00:00Z");
  detail = show (pages, id);
  move = gtk_widget_get_ancestor (pages_find_text (GTK_WIDGET (detail), "Move…"),
                                  GTK_TYPE_MENU_BUTTON);
  gtk_menu_button_popup (GTK_MENU_BUTTON (move));
  WAIT_FOR (pages_find_button (move, "Move") != NULL);
  row = pages_find (move, DYR_TYPE_FIELD_ROW, 0);
  /* What is no value is not written. */
  gtk_editable_set_text (GTK_EDITABLE (pages_find (row, GTK_TYPE_TEXT, 0)), "31.02.2026 10:00");
  pages_click (pages_find_button (move, "Move"));
  pages_settle (pages);
  office_assert (&pages->office, id, "starts-at", "2026-11-24T08:00:00Z");
  gtk_editable_set_text (GTK_EDITABLE (pages_find (row, GTK_TYPE_TEXT, 0)), "26.11.2026 12:30");
  pages_click (pages_find_button (move, "Move"));
  WAIT_FOR (test_window_get_undo (pages->window) != 0);
  /* Kyiv is two hours ahead; it lasts an hour as before. */
  office_assert (&pages->office, id, "starts-at", "2026-11-26T10:30:00Z");
  office_assert (&pages->office, id, "ends-at", "2026-11-26T11:30:00Z");
  office_assert (&pages->office, id, "state", "planned");
}

int
main (int argc, char *argv[])
{
  pages_init (&argc, &argv);
#define ADD(name, function)                                                                        \
  g_test_add ("/app/detail-steps/" name, Pages, NULL, pages_set_up, function, pages_tear_down)
  ADD ("step", test_step);
  ADD ("menu-step", test_menu_step);
  ADD ("outcome", test_outcome);
  ADD ("move", test_move);
#undef ADD
  return g_test_run ();
}

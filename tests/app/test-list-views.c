/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrListPage: conditions, groups, totals, saved views and the edit of many records. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "app-test.h"
#include "dyr-bulk-dialog.h"
#include "dyr-condition-dialog.h"
#include "dyr-field-row.h"
#include "dyr-filter-bar.h"
#include "dyr-list-page.h"
#include "dyr-name-dialog.h"
#include "dyr-record-list.h"
#include "dyr-table.h"

static void
add_clients (Pages *pages)
{
  DyrDatabase *database = pages->office.database;

  g_assert_nonnull (database);
  office_add (
      &pages->office, &dyr_client_type, "name", "A", "city", "Lviv", "state", "active", NULL);
  office_add (&pages->office, &dyr_client_type, "name", "B", "city", "Kyiv", "state", "lost", NULL);
  office_add (
      &pages->office, &dyr_client_type, "name", "C", "city", "Old Lviv", "state", "lost", NULL);
}

static DyrListPage *
show (Pages *pages, const DyrRecordType *type)
{
  GtkWidget *page = dyr_list_page_new (pages->app, type);

  gtk_window_set_default_size (GTK_WINDOW (pages->window), 1000, 700);
  pages_show (pages, page);
  pages_settle (pages);
  return DYR_LIST_PAGE (page);
}

static DyrTable *
table_of (DyrListPage *page)
{
  return DYR_TABLE (pages_find (GTK_WIDGET (page), DYR_TYPE_TABLE, 0));
}

static DyrRecordList *
list_of (DyrListPage *page)
{
  return DYR_RECORD_LIST (dyr_table_get_model (table_of (page)));
}

static guint
count (DyrListPage *page)
{
  return dyr_record_list_get_n_records (list_of (page));
}

static void
activate (DyrListPage *page, const char *action, const char *target)
{
  gboolean found = target != NULL
                       ? gtk_widget_activate_action (GTK_WIDGET (page), action, "s", target)
                       : gtk_widget_activate_action (GTK_WIDGET (page), action, NULL);

  g_assert_true (found);
}

static GtkWidget *
wait_for_window (GType type)
{
  GtkWidget *window;

  WAIT_FOR ((window = pages_find_window (type)) != NULL);
  WAIT_FOR (gtk_widget_get_mapped (window));
  return window;
}

/* Asks for what the city contains by the dialog. */
static void
filter_by_city (DyrListPage *page, const char *text)
{
  GtkWidget *dialog;

  activate (page, "list.add-condition", "city");
  dialog = wait_for_window (DYR_TYPE_CONDITION_DIALOG);
  g_assert_false (gtk_widget_get_sensitive (pages_find_button (dialog, "Filter")));
  gtk_editable_set_text (GTK_EDITABLE (pages_find (dialog, ADW_TYPE_ENTRY_ROW, 0)), text);
  pages_click (pages_find_button (dialog, "Filter"));
  WAIT_FOR (pages_find_window (DYR_TYPE_CONDITION_DIALOG) == NULL);
}

static void
test_condition (Pages *pages, gconstpointer data)
{
  DyrListPage *page;

  add_clients (pages);
  page = show (pages, &dyr_client_type);
  WAIT_FOR (count (page) == 3);
  filter_by_city (page, "lviv");
  WAIT_FOR (count (page) == 2);
  /* The chip says it, and a click takes it away. */
  pages_click (pages_find_button (GTK_WIDGET (page), "Remove “City contains lviv”"));
  WAIT_FOR (count (page) == 3);
  filter_by_city (page, "nowhere");
  WAIT_FOR (pages_find_button (GTK_WIDGET (page), "Show all") != NULL);
  pages_click (pages_find_button (GTK_WIDGET (page), "Show all"));
  WAIT_FOR (count (page) == 3);
}

/* Choices are ticked; a range is two conditions. */
static void
test_kinds (Pages *pages, gconstpointer data)
{
  GtkWidget *dialog;
  DyrListPage *page;

  add_clients (pages);
  page = show (pages, &dyr_client_type);
  activate (page, "list.add-condition", "state");
  dialog = wait_for_window (DYR_TYPE_CONDITION_DIALOG);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (pages_find (dialog, GTK_TYPE_CHECK_BUTTON, 3)),
                               TRUE);
  pages_click (pages_find_button (dialog, "Filter"));
  WAIT_FOR (count (page) == 2);
  g_assert_nonnull (pages_find_button (GTK_WIDGET (page), "Remove “State: Lost”"));
}

static void
test_groups (Pages *pages, gconstpointer data)
{
  GListModel *model;
  DyrListPage *page;
  guint n = 0;

  add_clients (pages);
  page = show (pages, &dyr_client_type);
  model = G_LIST_MODEL (list_of (page));
  WAIT_FOR (count (page) == 3);
  activate (page, "list.section", "state");
  WAIT_FOR (g_list_model_get_n_items (model) == 5);
  {
    g_autoptr (DyrPlace) heading = g_list_model_get_item (model, 2);

    g_assert_cmpstr (dyr_place_get_heading (heading), ==, "▾  Lost · 2");
  }
  g_signal_emit_by_name (table_of (page), "heading-activated", 2);
  WAIT_FOR (g_list_model_get_n_items (model) == 3);
  g_object_get (page, "n-items", &n, NULL);
  g_assert_cmpuint (n, ==, 3);
  activate (page, "list.section", "");
  WAIT_FOR (g_list_model_get_n_items (model) == 3
            && dyr_place_list_id_at (DYR_PLACE_LIST (model), 0) != 0);
}

static void
test_totals (Pages *pages, gconstpointer data)
{
  DyrListPage *page;

  office_add (&pages->office,
              &dyr_contract_type,
              "number",
              "1",
              "amount",
              "1000.50",
              "currency",
              "EUR",
              NULL);
  office_add (
      &pages->office, &dyr_contract_type, "number", "2", "amount", "1.25", "currency", "EUR", NULL);
  page = show (pages, &dyr_contract_type);
  WAIT_FOR (pages_find_text (GTK_WIDGET (page), "2 contracts · €1,001.75") != NULL);
}

/* Kept by name, there on another page of the window, and opened by its number. */
static void
test_view (Pages *pages, gconstpointer data)
{
  GtkWidget *dialog;
  DyrListPage *page;
  g_autoptr (GArray) columns = NULL;

  add_clients (pages);
  page = show (pages, &dyr_client_type);
  filter_by_city (page, "lviv");
  activate (page, "list.section", "state");
  activate (page, "list.column-segment", NULL);
  dyr_table_sort (table_of (page), "city", TRUE);
  activate (page, "list.save-as", NULL);
  dialog = wait_for_window (DYR_TYPE_NAME_DIALOG);
  g_assert_false (gtk_widget_get_sensitive (pages_find_button (dialog, "Save")));
  gtk_editable_set_text (GTK_EDITABLE (pages_find (dialog, ADW_TYPE_ENTRY_ROW, 0)), "Ours");
  pages_click (pages_find_button (dialog, "Save"));
  pages_settle (pages);

  page = show (pages, &dyr_client_type);
  WAIT_FOR (count (page) == 3);
  g_assert_false (dyr_list_page_open_view (page, 1));
  WAIT_FOR (dyr_list_page_open_view (page, 0));
  WAIT_FOR (count (page) == 2);
  g_assert_cmpstr (dyr_record_list_get_section_field (list_of (page)), ==, "state");
  g_assert_cmpstr (dyr_table_get_sort_field (table_of (page)), ==, "city");
  g_assert_true (dyr_table_get_sort_descending (table_of (page)));
  columns = dyr_table_read_columns (table_of (page));
  g_assert_cmpstr (g_array_index (columns, DyrTableColumn, columns->len - 1).field, ==, "segment");

  /* Saved again as it is now, it keeps its name. */
  activate (page, "list.save", NULL);
  activate (page, "list.delete", NULL);
  g_assert_false (dyr_list_page_open_view (page, 0));
}

static void
count_up (guint *n)
{
  ++*n;
}

static char *
read_stored (Pages *pages)
{
  return office_text (&pages->office, "SELECT value FROM meta WHERE key = 'views'");
}

static void
save_as (DyrListPage *page, const char *name)
{
  GtkWidget *dialog;

  activate (page, "list.save-as", NULL);
  dialog = wait_for_window (DYR_TYPE_NAME_DIALOG);
  gtk_editable_set_text (GTK_EDITABLE (pages_find (dialog, ADW_TYPE_ENTRY_ROW, 0)), name);
  pages_click (pages_find_button (dialog, "Save"));
}

/* The search comes back as it was typed, and the window is told. */
static void
test_view_search (Pages *pages, gconstpointer data)
{
  DyrListPage *page;
  guint n_told = 0;

  add_clients (pages);
  page = show (pages, &dyr_client_type);
  dyr_list_page_set_search (page, "City:Lviv");
  WAIT_FOR (count (page) == 2);
  save_as (page, "In Lviv");
  pages_settle (pages);
  dyr_list_page_set_search (page, NULL);
  save_as (page, "All");
  pages_settle (pages);
  WAIT_FOR (count (page) == 3);

  g_signal_connect_swapped (page, "search-replaced", G_CALLBACK (count_up), &n_told);
  g_assert_true (dyr_list_page_open_view (page, 0));
  g_assert_cmpstr (dyr_list_page_get_search (page), ==, "City:Lviv");
  g_assert_cmpuint (n_told, ==, 1);
  WAIT_FOR (count (page) == 2);
  g_assert_true (dyr_list_page_open_view (page, 1));
  g_assert_null (dyr_list_page_get_search (page));
  WAIT_FOR (count (page) == 3);
}

/* What a newer version saved is opened with a word, and not saved over. */
static void
test_partial_view (Pages *pages, gconstpointer data)
{
  DyrListPage *page;
  g_autofree char *stored = NULL;

  add_clients (pages);
  office_sql (&pages->office,
              "INSERT INTO meta (key, value) VALUES ('views', '{\"format\":\"dyryhent-views\","
              "\"views\":[{\"name\":\"Later\",\"type\":\"client\",\"conditions\":"
              "[{\"field\":\"wings\",\"compare\":\"is\",\"values\":[\"2\"]}]}]}')");
  page = show (pages, &dyr_client_type);
  WAIT_FOR (dyr_list_page_open_view (page, 0));
  pages_assert_notes (pages,
                      "toast Part of the view “Later” was not understood; the list may show more "
                      "than it should");
  activate (page, "list.save", NULL);
  save_as (page, "Ours");
  pages_settle (pages);
  stored = read_stored (pages);
  g_assert_nonnull (strstr (stored, "Ours"));
  g_assert_nonnull (strstr (stored, "wings"));
}

static void
on_failed (DyrStore *store, gpointer record, const GError *error, guint *n_failed)
{
  ++*n_failed;
}

/* While the views could not be read, nothing is saved instead of them. */
static void
test_views_unread (Pages *pages, gconstpointer data)
{
  DyrListPage *page;
  guint n_failed = 0;
  g_autofree char *stored = NULL;

  add_clients (pages);
  office_sql (&pages->office, "INSERT INTO meta (key, value) VALUES ('views', 'unreadable')");
  g_signal_connect (pages->store, "failed", G_CALLBACK (on_failed), &n_failed);
  page = show (pages, &dyr_client_type);
  WAIT_FOR (n_failed > 0);
  gtk_widget_activate_action (GTK_WIDGET (page), "list.save-as", NULL);
  g_assert_null (pages_find_window (DYR_TYPE_NAME_DIALOG));
  stored = read_stored (pages);
  g_assert_cmpstr (stored, ==, "unreadable");
}

/* Headings never show values of the field before. */
static void
test_groups_switched (Pages *pages, gconstpointer data)
{
  GListModel *model;
  DyrListPage *page;
  g_autoptr (DyrPlace) heading = NULL;

  add_clients (pages);
  page = show (pages, &dyr_client_type);
  model = G_LIST_MODEL (list_of (page));
  WAIT_FOR (count (page) == 3);
  office_set (&pages->office,
              dyr_place_list_id_at (DYR_PLACE_LIST (model), 0),
              "next-contact",
              "2026-11-24");
  activate (page, "list.section", "next-contact");
  WAIT_FOR (g_list_model_get_n_items (model) == 5);
  activate (page, "list.section", "state");
  g_signal_emit_by_name (table_of (page), "heading-activated", 0);
  heading = g_list_model_get_item (model, 0);
  g_assert_cmpstr (dyr_place_get_heading (heading), ==, "▸  — · 1");
  WAIT_FOR (g_list_model_get_n_items (model) == 5);
}

static GtkWidget *
open_bulk (Pages *pages)
{
  GtkWidget *dialog;
  DyrListPage *page;

  add_clients (pages);
  page = show (pages, &dyr_client_type);
  WAIT_FOR (count (page) == 3);
  gtk_selection_model_select_all (GTK_SELECTION_MODEL (dyr_table_get_selection (table_of (page))));
  WAIT_FOR (pages_find_button (GTK_WIDGET (page), "Edit together…") != NULL);
  pages_click (pages_find_button (GTK_WIDGET (page), "Edit together…"));
  dialog = wait_for_window (DYR_TYPE_BULK_DIALOG);
  WAIT_FOR (gtk_widget_get_sensitive (pages_find (dialog, GTK_TYPE_MENU_BUTTON, 0)));
  return dialog;
}

static void
choose (GtkWidget *dialog, guint row, const char *text)
{
  GtkWidget *widget = pages_find (dialog, DYR_TYPE_FIELD_ROW, row);
  g_auto (DyrValue) value = DYR_VALUE_INIT;

  dyr_value_set_text (&value, text);
  dyr_field_row_set_value (DYR_FIELD_ROW (widget), &value);
  g_signal_emit_by_name (widget, "changed");
}

/* A field that was added and left alone keeps what each record has. */
static void
test_bulk_left_alone (Pages *pages, gconstpointer data)
{
  GtkWidget *dialog = open_bulk (pages);

  gtk_widget_activate_action (dialog, "bulk.add", "s", "city");
  gtk_widget_activate_action (dialog, "bulk.add", "s", "state");
  choose (dialog, 1, "lost");
  WAIT_FOR (pages_find_text (dialog, "1 record will change · 2 have these values already"));
  pages_click (pages_find_button (dialog, "Change"));
  WAIT_FOR (pages_find_window (DYR_TYPE_BULK_DIALOG) == NULL);
  g_assert_cmpint (
      office_number (&pages->office, "SELECT count (*) FROM client WHERE city IS NOT NULL"), ==, 3);
  pages_assert_notes (pages, "toast-undo 1 record changed");
}

/* A field that is taken away again keeps what each record has; another one still changes. */
static void
test_bulk_removed (Pages *pages, gconstpointer data)
{
  GtkWidget *dialog = open_bulk (pages);

  gtk_widget_activate_action (dialog, "bulk.add", "s", "city");
  gtk_widget_activate_action (dialog, "bulk.add", "s", "state");
  choose (dialog, 0, "Стрий");
  WAIT_FOR (pages_find_text (dialog, "3 records will change"));
  choose (dialog, 1, "lost");
  pages_click (pages_find_button (dialog, "Leave “City” as it is"));
  g_assert_null (pages_find_button (dialog, "Leave “City” as it is"));
  g_assert_null (pages_find (dialog, DYR_TYPE_FIELD_ROW, 1));
  g_assert_false (gtk_widget_get_sensitive (pages_find_button (dialog, "Change")));
  WAIT_FOR (pages_find_text (dialog, "1 record will change · 2 have these values already"));
  /* The last one: there is nothing to change, and the keyboard is where fields are added. */
  pages_click (pages_find_button (dialog, "Leave “State” as it is"));
  g_assert_null (pages_find (dialog, DYR_TYPE_FIELD_ROW, 0));
  g_assert_false (gtk_widget_get_sensitive (pages_find_button (dialog, "Change")));
  g_assert_null (pages_find_text (dialog, "1 record will change · 2 have these values already"));
  /* It comes back empty. */
  gtk_widget_activate_action (dialog, "bulk.add", "s", "city");
  gtk_widget_activate_action (dialog, "bulk.add", "s", "state");
  choose (dialog, 1, "lost");
  WAIT_FOR (pages_find_text (dialog, "1 record will change · 2 have these values already"));
  pages_click (pages_find_button (dialog, "Change"));
  WAIT_FOR (pages_find_window (DYR_TYPE_BULK_DIALOG) == NULL);
  g_assert_cmpint (
      office_number (&pages->office, "SELECT count (*) FROM client WHERE city = 'Стрий'"), ==, 0);
}

/* What is counted for values that are no longer there is not shown. */
static void
test_bulk_stale (Pages *pages, gconstpointer data)
{
  const char *old = "1 record will change · 2 have these values already";
  GtkWidget *dialog = open_bulk (pages);

  gtk_widget_activate_action (dialog, "bulk.add", "s", "state");
  choose (dialog, 0, "lost");
  WAIT_FOR (pages_find_text (dialog, "Counting…") != NULL);
  choose (dialog, 0, "suspended");
  while (pages_find_text (dialog, "3 records will change") == NULL)
    {
      g_assert_null (pages_find_text (dialog, old));
      g_main_context_iteration (NULL, TRUE);
    }
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_bulk (Pages *pages, gconstpointer data)
{
  GtkWidget *dialog, *row;
  DyrListPage *page;
  g_auto (DyrValue) value = DYR_VALUE_INIT;

  add_clients (pages);
  page = show (pages, &dyr_client_type);
  WAIT_FOR (count (page) == 3);
  g_assert_null (pages_find_button (GTK_WIDGET (page), "Edit together…"));
  gtk_selection_model_select_all (GTK_SELECTION_MODEL (dyr_table_get_selection (table_of (page))));
  WAIT_FOR (pages_find_button (GTK_WIDGET (page), "Edit together…") != NULL);
  pages_click (pages_find_button (GTK_WIDGET (page), "Edit together…"));
  dialog = wait_for_window (DYR_TYPE_BULK_DIALOG);
  g_assert_false (gtk_widget_get_sensitive (pages_find_button (dialog, "Change")));
  WAIT_FOR (gtk_widget_get_sensitive (pages_find (dialog, GTK_TYPE_MENU_BUTTON, 0)));
  gtk_widget_activate_action (dialog, "bulk.add", "s", "segment");
  gtk_widget_activate_action (dialog, "bulk.add", "s", "state");
  row = pages_find (dialog, DYR_TYPE_FIELD_ROW, 0);
  g_assert_null (dyr_field_row_get_label (DYR_FIELD_ROW (row)));
  row = pages_find (dialog, DYR_TYPE_FIELD_ROW, 1);
  g_assert_cmpstr (dyr_field_row_get_label (DYR_FIELD_ROW (row)), ==, "State (different values)");
  dyr_value_set_text (&value, "lost");
  dyr_field_row_set_value (DYR_FIELD_ROW (row), &value);
  g_signal_emit_by_name (row, "changed");
  WAIT_FOR (pages_find_text (dialog, "1 record will change · 2 have these values already"));
  pages_click (pages_find_button (dialog, "Change"));
  WAIT_FOR (pages_find_window (DYR_TYPE_BULK_DIALOG) == NULL);
  pages_assert_notes (pages, "toast-undo 1 record changed");
  g_assert_cmpint (test_window_get_undo (pages->window), ==, office_undo (&pages->office));
  g_assert_cmpint (
      office_number (&pages->office, "SELECT count (*) FROM client WHERE state = 'lost'"), ==, 3);
}

int
main (int argc, char *argv[])
{
  pages_init (&argc, &argv);
#define ADD(name, function)                                                                        \
  g_test_add ("/app/list-views/" name, Pages, NULL, pages_set_up, function, pages_tear_down)
  ADD ("condition", test_condition);
  ADD ("kinds", test_kinds);
  ADD ("groups", test_groups);
  ADD ("totals", test_totals);
  ADD ("view", test_view);
  ADD ("view-search", test_view_search);
  ADD ("partial-view", test_partial_view);
  ADD ("views-unread", test_views_unread);
  ADD ("groups-switched", test_groups_switched);
  ADD ("bulk", test_bulk);
  ADD ("bulk-left-alone", test_bulk_left_alone);
  ADD ("bulk-removed", test_bulk_removed);
  ADD ("bulk-stale", test_bulk_stale);
#undef ADD
  return g_test_run ();
}

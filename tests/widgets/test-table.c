/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrTable: what cells show, what follows what, and how little is asked of a long list. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-client.h"
#include "dyr-contract.h"
#include "dyr-delivery.h"
#include "dyr-pill.h"
#include "dyr-table-cell-private.h"
#include "dyr-table-column-private.h"
#include "dyr-table-private.h"
#include "fake.h"

static const DyrTableColumn columns[] = {
  { "name", 200, TRUE, DYR_ALIGN_BY_KIND, NULL },
  { "standing", 0, FALSE, DYR_ALIGN_BY_KIND, NULL },
  { "next-contact", 0, FALSE, DYR_ALIGN_BY_KIND, NULL },
  { "responsible", 0, FALSE, DYR_ALIGN_BY_KIND, "Who" },
};

typedef struct
{
  DyrContext *context;
  FakeList *list;
  DyrTable *table;
  GtkWidget *view;
  GtkWidget *rows; /* the list view inside */
  GtkWidget *window;
  GString *heard;
} Fixture;

static void
on_activated (Fixture *f, gint64 id)
{
  g_string_append_printf (f->heard, "activated %d ", (int) id);
}

static void
on_typed (Fixture *f, const char *text)
{
  g_string_append_printf (f->heard, "typed %s ", text);
}

static void
on_sorted (Fixture *f)
{
  g_string_append_printf (f->heard,
                          "sorted %s%s ",
                          dyr_table_get_sort_descending (f->table) ? "-" : "",
                          dyr_table_get_sort_field (f->table));
}

static void
on_selected (Fixture *f)
{
  g_string_append_printf (
      f->heard, "selected %d ", (int) dyr_table_get_selected_record_id (f->table));
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->context = dyr_context_new ("en", "UA", NULL);
  f->list = fake_list_new (GPOINTER_TO_UINT (data));
  f->heard = g_string_new (NULL);
  f->table = DYR_TABLE (dyr_table_new ());
  f->view = fake_find (GTK_WIDGET (f->table), GTK_TYPE_COLUMN_VIEW);
  f->rows = fake_find (f->view, GTK_TYPE_LIST_VIEW);
  g_signal_connect_swapped (f->table, "activated", G_CALLBACK (on_activated), f);
  g_signal_connect_swapped (f->table, "type-to-search", G_CALLBACK (on_typed), f);
  g_signal_connect_swapped (f->table, "sorted", G_CALLBACK (on_sorted), f);
  g_signal_connect_swapped (f->table, "notify::selected-record-id", G_CALLBACK (on_selected), f);
  dyr_table_set_columns (f->table, &dyr_client_type, f->context, columns, G_N_ELEMENTS (columns));
  dyr_table_set_model (f->table, G_LIST_MODEL (f->list));
  f->window = fake_window_show (GTK_WIDGET (f->table), 900, 500);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_object_add_weak_pointer (G_OBJECT (f->table), (gpointer *) &f->table);
  fake_window_destroy (f->window);
  g_assert_null (f->table);
  g_assert_finalize_object (f->list);
  dyr_context_free (f->context);
  g_string_free (f->heard, TRUE);
}

static void
assert_heard (Fixture *f, const char *wanted)
{
  g_assert_cmpstr (f->heard->str, ==, wanted);
  g_string_truncate (f->heard, 0);
}

/* The cell of a column in the row at a position. */
static GtkWidget *
find_cell (Fixture *f, guint position, guint column)
{
  for (GtkWidget *row = gtk_widget_get_first_child (f->rows); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      GtkWidget *cell = gtk_widget_get_first_child (row);
      DyrPlace *place = dyr_table_cell_get_place (gtk_widget_get_first_child (cell));

      if (place == NULL || dyr_place_get_position (place) != position)
        continue;

      for (guint i = 0; i < column; i++)
        cell = gtk_widget_get_next_sibling (cell);

      return gtk_widget_get_first_child (cell);
    }

  return NULL;
}

static const char *
get_text (GtkWidget *cell)
{
  if (DYR_IS_PILL (cell))
    return dyr_pill_get_label (DYR_PILL (cell));

  return gtk_inscription_get_text (GTK_INSCRIPTION (cell));
}

/* "Client 1|Active|24 Nov 2031|—" */
static void
assert_row (Fixture *f, guint position, const char *wanted)
{
  g_autoptr (GString) shown = g_string_new (NULL);
  guint n = g_list_model_get_n_items (gtk_column_view_get_columns (GTK_COLUMN_VIEW (f->view)));

  for (guint i = 0; i < n; i++)
    {
      const char *text = get_text (find_cell (f, position, i));

      g_string_append_printf (shown, "%s%s", i > 0 ? "|" : "", text != NULL ? text : "none");
    }

  g_assert_cmpstr (shown->str, ==, wanted);
}

static GtkColumnViewColumn *
get_column (Fixture *f, guint i)
{
  g_autoptr (GtkColumnViewColumn) column
      = g_list_model_get_item (gtk_column_view_get_columns (GTK_COLUMN_VIEW (f->view)), i);

  return column;
}

static void
click_header (Fixture *f, guint i, GtkSortType direction)
{
  gtk_column_view_sort_by_column (GTK_COLUMN_VIEW (f->view), get_column (f, i), direction);
}

static void
test_values (Fixture *f, gconstpointer data)
{
  DyrRecord *record = fake_list_get_record (f->list, 1);

  assert_row (f, 0, "Client 1|none|—|—");
  g_assert_true (gtk_widget_has_css_class (find_cell (f, 0, 2), "quiet-text"));
  g_assert_cmpstr (gtk_column_view_column_get_title (get_column (f, 0)), ==, "Name");
  g_assert_cmpstr (gtk_column_view_column_get_title (get_column (f, 3)), ==, "Who");

  fake_record_load (record, "name", "A & B <b>\nЇжак");
  fake_record_load (record, "standing", "at-risk");
  fake_record_load (record, "next-contact", "2031-11-24");
  fake_record_load (record, "responsible", "7:Olena <i>");
  assert_row (f, 0, "A & B <b> Їжак|At risk|24 Nov 2031|Olena <i>");
  g_assert_false (gtk_widget_has_css_class (find_cell (f, 0, 2), "quiet-text"));
  g_assert_cmpint (dyr_pill_get_look (DYR_PILL (find_cell (f, 0, 1))), ==, DYR_STYLE_ATTENTION);

  fake_record_load (record, "next-contact", NULL);
  fake_record_load (record, "standing", "from-the-future");
  assert_row (f, 0, "A & B <b> Їжак|from-the-future|—|Olena <i>");
}

static void
test_record_swapped (Fixture *f, gconstpointer data)
{
  DyrPlace *place = dyr_table_cell_get_place (find_cell (f, 0, 0));
  DyrRecord *first = fake_list_get_record (f->list, 1);

  dyr_place_set_record (place, fake_list_get_record (f->list, 9));
  assert_row (f, 0, "Client 9|none|—|—");

  /* The first is no longer listened to. */
  fake_record_load (first, "name", "Nobody");
  assert_row (f, 0, "Client 9|none|—|—");

  /* Not read yet: no dash, which would say that there is nothing. */
  dyr_place_set_record (place, NULL);
  assert_row (f, 0, "|||");
}

static void
test_deleted_link (Fixture *f, gconstpointer data)
{
  DyrRecord *record = fake_list_get_record (f->list, 1);
  g_autoptr (DyrLink) link = NULL;
  g_auto (DyrValue) value = DYR_VALUE_INIT;
  DyrUid uid = fake_uid (7);

  link = dyr_link_new (7, &uid, "Olena", 1, TRUE);
  dyr_value_set_link (&value, link);
  dyr_record_edit (record, DYR_CLIENT_RESPONSIBLE, &value, 0);
  assert_row (f, 0, "Client 1|none|—|Olena");
  g_assert_true (gtk_widget_has_css_class (find_cell (f, 0, 3), "struck"));

  fake_record_load (record, "responsible", "8:Taras");
  g_assert_false (gtk_widget_has_css_class (find_cell (f, 0, 3), "struck"));
}

static void
test_money (void)
{
  const DyrTableColumn money[] = {
    { "number", 0, FALSE, DYR_ALIGN_BY_KIND, NULL },
    { "amount", 0, FALSE, DYR_ALIGN_BY_KIND, NULL },
  };
  Fixture f = { 0 };
  g_autoptr (DyrRecord) contract = fake_record_new (&dyr_contract_type, 5, NULL);
  DyrPlace *place;
  GtkWidget *cell;

  set_up (&f, GUINT_TO_POINTER (3));
  dyr_table_set_columns (f.table, &dyr_contract_type, f.context, money, 2);
  fake_wait_frame (f.window);

  /* Clients in columns of contracts: nothing, rather than something else. */
  assert_row (&f, 0, "|");

  fake_record_load (contract, "number", "214/25");
  fake_record_load (contract, "amount", "1250000.50");
  place = dyr_table_cell_get_place (find_cell (&f, 0, 0));
  dyr_place_set_record (place, contract);
  assert_row (&f, 0, "214/25|1,250,000.50");
  cell = find_cell (&f, 0, 1);
  g_assert_cmpfloat (gtk_inscription_get_xalign (GTK_INSCRIPTION (cell)), >, 0.9f);
  g_assert_true (gtk_widget_has_css_class (cell, "numeric"));

  fake_record_load (contract, "currency", "EUR");
  assert_row (&f, 0, "214/25|€1,250,000.50");

  tear_down (&f, NULL);
}

static void
test_columns_changed (Fixture *f, gconstpointer data)
{
  const DyrTableColumn other[] = {
    { "title", 0, TRUE, DYR_ALIGN_BY_KIND, NULL },
    { "no-such-field", 0, FALSE, DYR_ALIGN_BY_KIND, NULL },
    { "city", 0, FALSE, DYR_ALIGN_END, NULL },
  };

  fake_record_load (fake_list_get_record (f->list, 1), "city", "Львів");
  g_test_expect_message ("dyryhent", G_LOG_LEVEL_WARNING, "*no-such-field*");
  dyr_table_set_columns (f->table, &dyr_client_type, f->context, other, 3);
  g_test_assert_expected_messages ();
  fake_wait_frame (f->window);
  assert_row (f, 0, "Client 1|Львів");
  g_assert_cmpstr (gtk_column_view_column_get_title (get_column (f, 0)), ==, "Client");
}

/* GTK keeps some 200 rows whatever the list is; nothing here may ask for more. */
/* GTK 4.18 aborts when rows have no width, as they do without a column. */
static void
test_without_columns (Fixture *f, gconstpointer data)
{
  dyr_table_set_columns (f->table, &dyr_client_type, f->context, NULL, 0);
  fake_wait_frame (f->window);
  g_assert_false (gtk_widget_get_mapped (f->rows));

  dyr_table_set_columns (f->table, &dyr_client_type, f->context, columns, G_N_ELEMENTS (columns));
  fake_wait_frame (f->window);
  g_assert_true (gtk_widget_get_mapped (f->rows));
  assert_row (f, 0, "Client 1|none|—|—");
}

static void
test_million (Fixture *f, gconstpointer data)
{
  guint asked = fake_list_get_n_asked (f->list);

  g_test_message ("%u places, %u binds", asked, dyr_table_get_n_binds (f->table));
  g_assert_cmpuint (asked, <=, 1000);
  g_assert_cmpuint (dyr_table_get_n_binds (f->table), <=, 1000);

  /* Another order: records are swapped in the places there are. */
  dyr_table_set_selected_record_id (f->table, 3);
  fake_list_reverse (f->list);
  fake_settle ();
  fake_wait_frame (f->window);
  g_assert_cmpuint (fake_list_get_n_asked (f->list), <=, asked + 700);
  assert_row (f, 999997, "Client 3|none|—|—");
}

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, int *n)
{
  /* One step over everything would make GTK ask for every row. */
  g_assert_false (removed > 1 && added > 1);
  ++*n;
}

static void
test_never_all_at_once (Fixture *f, gconstpointer data)
{
  g_autoptr (FakeList) other = fake_list_new (50);
  int n = 0;

  g_signal_connect (
      dyr_table_get_selection (f->table), "items-changed", G_CALLBACK (on_items_changed), &n);
  fake_list_reverse (f->list);
  g_assert_cmpint (n, ==, 0);
  dyr_table_set_model (f->table, G_LIST_MODEL (other));
  g_assert_cmpint (n, ==, 2);
  g_signal_handlers_disconnect_by_data (dyr_table_get_selection (f->table), &n);
}

/* GTK keeps no widgets for rows that are far away. */
static GtkWidget *
find_row (Fixture *f, guint position)
{
  GtkWidget *cell = find_cell (f, position, 0);

  return cell != NULL ? gtk_widget_get_parent (gtk_widget_get_parent (cell)) : NULL;
}

static gboolean
is_row_selected (Fixture *f, guint position)
{
  GtkWidget *row = find_row (f, position);

  return row != NULL && (gtk_widget_get_state_flags (row) & GTK_STATE_FLAG_SELECTED) != 0;
}

static gboolean
is_row_focused (Fixture *f, guint position)
{
  GtkWidget *row = find_row (f, position);

  return row != NULL && gtk_root_get_focus (GTK_ROOT (f->window)) == row;
}

static void
test_selection_follows (Fixture *f, gconstpointer data)
{
  dyr_table_set_selected_record_id (f->table, 3);
  assert_heard (f, "selected 3 ");
  g_assert_true (is_row_selected (f, 2));

  dyr_table_focus_selected (f->table);
  g_assert_true (is_row_focused (f, 2));

  fake_list_reverse (f->list);
  fake_wait_frame (f->window);
  g_assert_true (is_row_selected (f, 297));
  g_assert_true (is_row_focused (f, 297));
  g_assert_false (is_row_selected (f, 2));
  assert_heard (f, "");

  fake_list_remove (f->list, 0);
  fake_settle ();
  g_assert_true (is_row_selected (f, 296));
  g_assert_cmpint (dyr_table_get_selected_record_id (f->table), ==, 3);
}

/* Where the selected record went is known with the whole answer: until then nothing moves. */
static void
test_partial (Fixture *f, gconstpointer data)
{
  double value;

  dyr_table_set_selected_record_id (f->table, 3);
  dyr_table_focus_selected (f->table);
  assert_heard (f, "selected 3 ");
  value = gtk_adjustment_get_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (f->view)));

  fake_list_set_known (f->list, 250);
  fake_list_reverse (f->list);
  fake_wait_frame (f->window);
  g_assert_false (is_row_selected (f, 2));
  g_assert_true (is_row_focused (f, 2));
  g_assert_cmpfloat_with_epsilon (
      gtk_adjustment_get_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (f->view))),
      value,
      0.5);
  g_assert_cmpint (dyr_table_get_selected_record_id (f->table), ==, 3);

  fake_list_set_known (f->list, 0);
  fake_wait_frame (f->window);
  g_assert_true (is_row_selected (f, 297));
  g_assert_true (is_row_focused (f, 297));
  assert_heard (f, "");
}

static gboolean
is_in_view (Fixture *f, guint position)
{
  GtkWidget *cell = find_cell (f, position, 0);
  graphene_rect_t bounds;

  return cell != NULL && gtk_widget_get_mapped (cell)
         && gtk_widget_compute_bounds (cell, f->view, &bounds) && bounds.origin.y >= 0
         && bounds.origin.y < gtk_widget_get_height (f->view);
}

/* What the person was looking at stays in sight; what was out of sight does not pull. */
static void
test_scrolls_along (Fixture *f, gconstpointer data)
{
  dyr_table_set_selected_record_id (f->table, 3);
  fake_list_reverse (f->list);
  fake_wait_frame (f->window);
  g_assert_true (is_in_view (f, 297));

  g_assert_true (dyr_table_scroll_to (f->table, 300));
  fake_wait_frame (f->window);
  g_assert_true (is_in_view (f, 0));
  g_assert_false (is_in_view (f, 297));

  fake_list_remove (f->list, 5);
  fake_wait_frame (f->window);
  g_assert_true (is_in_view (f, 0));
}

/* A record that was just made is shown when the list has it. */
static void
test_scrolls_when_it_comes (Fixture *f, gconstpointer data)
{
  dyr_table_set_selected_record_id (f->table, 900);
  g_assert_false (dyr_table_scroll_to (f->table, 900));

  fake_list_insert (f->list, 250, 900);
  fake_wait_frame (f->window);
  g_assert_true (is_in_view (f, 250));
  g_assert_true (is_row_selected (f, 250));
}

static void
test_focus_without_selection (Fixture *f, gconstpointer data)
{
  gtk_widget_grab_focus (GTK_WIDGET (f->table));
  g_assert_true (is_row_focused (f, 0));
  g_assert_cmpint (dyr_table_get_selected_record_id (f->table), ==, 0);

  dyr_table_focus_selected (f->table);
  g_assert_true (is_row_focused (f, 0));
  g_assert_cmpint (dyr_table_get_selected_record_id (f->table), ==, 1);
}

/* The keyboard comes into the table and leaves it, in both directions. */
static void
test_tab (void)
{
  Fixture f = { 0 };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *before = gtk_button_new_with_label ("before");
  GtkWidget *after = gtk_button_new_with_label ("after");
  g_autoptr (GtkWidget) table = NULL;

  set_up (&f, GUINT_TO_POINTER (10));
  table = g_object_ref (GTK_WIDGET (f.table));
  adw_window_set_content (ADW_WINDOW (f.window), NULL);
  gtk_widget_set_vexpand (table, TRUE);
  gtk_box_append (GTK_BOX (box), before);
  gtk_box_append (GTK_BOX (box), table);
  gtk_box_append (GTK_BOX (box), after);
  adw_window_set_content (ADW_WINDOW (f.window), box);
  fake_wait_frame (f.window);

  dyr_table_focus_selected (f.table);
  g_assert_true (is_row_focused (&f, 0));
  gtk_widget_child_focus (f.window, GTK_DIR_TAB_BACKWARD);
  g_assert_true (gtk_root_get_focus (GTK_ROOT (f.window)) == before);
  gtk_widget_child_focus (f.window, GTK_DIR_TAB_FORWARD);
  g_assert_true (is_row_focused (&f, 0));

  /* Not through a million rows. */
  gtk_widget_child_focus (f.window, GTK_DIR_TAB_FORWARD);
  g_assert_true (gtk_root_get_focus (GTK_ROOT (f.window)) == after);

  g_clear_object (&table);
  tear_down (&f, NULL);
}

static void
test_sort (Fixture *f, gconstpointer data)
{
  g_autoptr (FakeList) other = fake_list_new (5);

  click_header (f, 0, GTK_SORT_ASCENDING);
  g_assert_cmpstr (fake_list_get_sort (f->list), ==, "name up");
  assert_heard (f, "sorted name ");
  click_header (f, 0, GTK_SORT_DESCENDING);
  g_assert_cmpstr (fake_list_get_sort (f->list), ==, "name down");
  assert_heard (f, "sorted -name ");
  click_header (f, 3, GTK_SORT_ASCENDING);
  g_assert_cmpstr (fake_list_get_sort (f->list), ==, "responsible up");
  assert_heard (f, "sorted responsible ");
  click_header (f, 2, GTK_SORT_DESCENDING);
  g_assert_cmpstr (fake_list_get_sort (f->list), ==, "next-contact down");

  /* What is computed has its order too, and words without a stored key; remarks and sets have none.
   */
  click_header (f, 1, GTK_SORT_ASCENDING);
  g_assert_cmpstr (fake_list_get_sort (f->list), ==, "standing up");
  g_assert_true (dyr_table_column_can_sort (&dyr_delivery_type.fields[DYR_DELIVERY_ACCEPTED_BY]));
  g_assert_false (dyr_table_column_can_sort (&dyr_delivery_type.fields[DYR_DELIVERY_DESCRIPTION]));
  g_assert_false (dyr_table_column_can_sort (&dyr_client_type.fields[DYR_CLIENT_PHONES]));
  click_header (f, 2, GTK_SORT_DESCENDING);

  /* The arrow says what the next list is asked for, and stays when the columns change. */
  dyr_table_set_model (f->table, G_LIST_MODEL (other));
  g_assert_cmpstr (fake_list_get_sort (other), ==, "next-contact down");
  g_string_truncate (f->heard, 0);
  dyr_table_set_columns (f->table, &dyr_client_type, f->context, columns, G_N_ELEMENTS (columns));
  g_assert_cmpstr (dyr_table_get_sort_field (f->table), ==, "next-contact");

  dyr_table_sort (f->table, "name", TRUE);
  g_assert_cmpstr (fake_list_get_sort (other), ==, "name down");
  dyr_table_sort (f->table, NULL, FALSE);
  g_assert_cmpstr (fake_list_get_sort (other), ==, "none");
  assert_heard (f, "");
}

static const char *
title_of (Fixture *f, guint column)
{
  return gtk_column_view_column_get_title (get_column (f, column));
}

static void
assert_keys (Fixture *f, const char *wanted)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n_keys;
  const DyrSortKey *keys = dyr_table_get_sort_keys (f->table, &n_keys);

  for (guint i = 0; i < n_keys; i++)
    g_string_append_printf (
        text, "%s%s%s", i > 0 ? " " : "", keys[i].descending ? "-" : "", keys[i].field);
  g_assert_cmpstr (text->str, ==, wanted);
}

/* Shift and a click: a key behind the others, the other way round, away; the titles say so. */
static void
test_sort_by_several (Fixture *f, gconstpointer data)
{
  click_header (f, 0, GTK_SORT_ASCENDING);
  dyr_table_hold_shift (f->table, TRUE);
  g_string_truncate (f->heard, 0);
  click_header (f, 3, GTK_SORT_ASCENDING);
  assert_keys (f, "name responsible");
  assert_heard (f, "sorted name ");
  g_assert_cmpstr (title_of (f, 0), ==, "Name");
  g_assert_cmpstr (title_of (f, 3), ==, "Who ↑2");
  g_assert_true (gtk_column_view_get_sorter (GTK_COLUMN_VIEW (f->view)) != NULL);
  click_header (f, 2, GTK_SORT_ASCENDING);
  click_header (f, 3, GTK_SORT_ASCENDING);
  assert_keys (f, "name -responsible next-contact");
  g_assert_cmpstr (title_of (f, 3), ==, "Who ↓2");
  click_header (f, 3, GTK_SORT_ASCENDING);
  assert_keys (f, "name next-contact");
  g_assert_cmpstr (title_of (f, 3), ==, "Who");

  /* A click alone sorts by one. */
  dyr_table_hold_shift (f->table, FALSE);
  click_header (f, 3, GTK_SORT_DESCENDING);
  assert_keys (f, "-responsible");
  g_assert_cmpstr (title_of (f, 2), ==, "Next contact");
}

static void
test_activated (Fixture *f, gconstpointer data)
{
  gtk_widget_activate_action (f->rows, "list.activate-item", "u", 4u);
  assert_heard (f, "activated 5 ");
}

static void
test_typing (Fixture *f, gconstpointer data)
{
  dyr_table_focus_selected (f->table);
  g_string_truncate (f->heard, 0);
  g_assert_true (fake_press (f->rows, GDK_KEY_a, 0));
  g_assert_true (fake_press (f->rows, GDK_KEY_Ukrainian_yi, 0));
  g_assert_true (fake_press (f->rows, GDK_KEY_A, GDK_SHIFT_MASK));
  assert_heard (f, "typed a typed ї typed A ");

  /* Commands and what moves in the list are not text. */
  g_assert_false (fake_press (f->rows, GDK_KEY_a, GDK_CONTROL_MASK));
  g_assert_false (fake_press (f->rows, GDK_KEY_a, GDK_ALT_MASK));
  g_assert_false (fake_press (f->rows, GDK_KEY_Down, 0));
  g_assert_false (fake_press (f->rows, GDK_KEY_space, 0));
  g_assert_false (fake_press (f->rows, GDK_KEY_Escape, 0));
  assert_heard (f, "");
}

static void
test_cut_text (Fixture *f, gconstpointer data)
{
  DyrRecord *record = fake_list_get_record (f->list, 1);
  g_autofree char *whole = dyr_table_cell_get_tip (find_cell (f, 0, 0));
  g_autofree char *cut = NULL;

  g_assert_null (whole);
  fake_record_load (record, "responsible", "7:A name that is much too long for a narrow column");
  fake_wait_frame (f->window);
  cut = dyr_table_cell_get_tip (find_cell (f, 0, 3));
  g_assert_cmpstr (cut, ==, "A name that is much too long for a narrow column");
}

/* The CRM does not have it; nobody knows; the CRM did not take it; the CRM has it. */
static void
test_marks (Fixture *f, gconstpointer data)
{
  DyrRecord *record = fake_list_get_record (f->list, 1);
  GtkWidget *cell = find_cell (f, 0, 0);
  GtkWidget *row = gtk_widget_get_parent (gtk_widget_get_parent (cell));
  g_autofree char *none = NULL, *waits = NULL, *doubt = NULL, *asks = NULL, *gone = NULL;

  fake_record_set_sent (record, DYR_SENT_WAITS);
  none = dyr_table_cell_get_tip (cell);
  g_assert_null (none);
  g_assert_false (gtk_widget_has_css_class (cell, "mark-waits"));

  dyr_table_set_marks (f->table, TRUE);
  g_assert_true (gtk_widget_has_css_class (cell, "mark-waits"));
  g_assert_false (gtk_widget_has_css_class (find_cell (f, 0, 1), "mark-waits"));
  g_assert_false (gtk_widget_has_css_class (find_cell (f, 1, 0), "mark-waits"));
  gtk_test_accessible_assert_property (
      GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "Saved here");
  waits = dyr_table_cell_get_tip (cell);
  g_assert_true (g_str_has_prefix (waits, "Saved here\n"));

  fake_record_set_sent (record, DYR_SENT_UNSURE);
  g_assert_false (gtk_widget_has_css_class (cell, "mark-waits"));
  g_assert_true (gtk_widget_has_css_class (cell, "mark-unsure"));
  doubt = dyr_table_cell_get_tip (cell);
  g_assert_true (g_str_has_prefix (doubt, "Not confirmed\n"));

  fake_record_set_sent (record, DYR_SENT_NEEDS_YOU);
  g_assert_false (gtk_widget_has_css_class (cell, "mark-unsure"));
  g_assert_true (gtk_widget_has_css_class (cell, "mark-needs-you"));
  asks = dyr_table_cell_get_tip (cell);
  g_assert_true (g_str_has_prefix (asks, "Needs you\n"));

  fake_record_set_sent (record, DYR_SENT_ALL);
  g_assert_false (gtk_widget_has_css_class (cell, "mark-needs-you"));
  g_assert_false (
      gtk_test_accessible_has_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION));

  fake_record_set_sent (record, DYR_SENT_WAITS);
  dyr_table_set_marks (f->table, FALSE);
  g_assert_false (gtk_widget_has_css_class (cell, "mark-waits"));
  gone = dyr_table_cell_get_tip (cell);
  g_assert_null (gone);
}

static void
test_accessible (Fixture *f, gconstpointer data)
{
  GtkWidget *cell = find_cell (f, 2, 0);
  GtkWidget *row = gtk_widget_get_parent (gtk_widget_get_parent (cell));

  gtk_test_accessible_assert_property (f->view, GTK_ACCESSIBLE_PROPERTY_LABEL, "Clients");
  gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_LABEL, "Client 3");
  gtk_test_accessible_assert_property (cell, GTK_ACCESSIBLE_PROPERTY_LABEL, "Client 3");

  fake_record_load (fake_list_get_record (f->list, 3), "name", "Ґава");
  gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_LABEL, "Ґава");
}

static void
test_compact (Fixture *f, gconstpointer data)
{
  int height = gtk_widget_get_height (gtk_widget_get_parent (find_cell (f, 0, 0)));

  dyr_table_set_compact (f->table, TRUE);
  fake_wait_frame (f->window);
  g_assert_cmpint (gtk_widget_get_height (gtk_widget_get_parent (find_cell (f, 0, 0))), <, height);
  g_assert_true (dyr_table_get_compact (f->table));
}

/* Positions are computed from the height of a row: with a pill, without, with long text. */
static void
test_one_height (Fixture *f, gconstpointer data)
{
  DyrRecord *record = fake_list_get_record (f->list, 1);
  int height;

  fake_record_load (record, "standing", "active");
  fake_record_load (record,
                    "name",
                    "Line\nLine\nLine and many words, one after the other, until it must "
                    "be cut somewhere, for no window is as wide as that");
  for (int i = 0; i < 2; i++)
    {
      dyr_table_set_compact (f->table, i == 1);
      fake_wait_frame (f->window);
      height = gtk_widget_get_height (gtk_widget_get_parent (find_cell (f, 0, 0)));
      g_assert_cmpint (
          gtk_widget_get_height (gtk_widget_get_parent (find_cell (f, 1, 0))), ==, height);
    }
}

int
main (int argc, char **argv)
{
  fake_init (&argc, &argv);

#define ADD(name, n, test)                                                                         \
  g_test_add ("/widgets/table/" name, Fixture, GUINT_TO_POINTER (n), set_up, test, tear_down)
  ADD ("values", 10, test_values);
  ADD ("record-swapped", 10, test_record_swapped);
  ADD ("deleted-link", 10, test_deleted_link);
  g_test_add_func ("/widgets/table/money", test_money);
  ADD ("columns-changed", 10, test_columns_changed);
  ADD ("without-columns", 10, test_without_columns);
  ADD ("million", 1000000, test_million);
  ADD ("never-all-at-once", 300, test_never_all_at_once);
  ADD ("selection-follows", 300, test_selection_follows);
  ADD ("partial", 300, test_partial);
  ADD ("scrolls-along", 300, test_scrolls_along);
  ADD ("scrolls-when-it-comes", 300, test_scrolls_when_it_comes);
  ADD ("focus-without-selection", 10, test_focus_without_selection);
  g_test_add_func ("/widgets/table/tab", test_tab);
  ADD ("sort/several", 20, test_sort_by_several);
  ADD ("sort", 10, test_sort);
  ADD ("activated", 10, test_activated);
  ADD ("typing", 10, test_typing);
  ADD ("cut-text", 10, test_cut_text);
  ADD ("marks", 10, test_marks);
  ADD ("accessible", 10, test_accessible);
  ADD ("compact", 10, test_compact);
  ADD ("one-height", 10, test_one_height);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSelection: records stay selected wherever the list moves them. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-selection.h"
#include "fake.h"

typedef struct
{
  FakeList *list;
  DyrSelection *selection;
  GString *signals; /* "items 3-1+0", "rows 2 4", "id 5" */
} Fixture;

static void
on_items_changed (Fixture *f, guint position, guint removed, guint added)
{
  g_string_append_printf (f->signals, "items %u-%u+%u ", position, removed, added);
}

static void
on_selection_changed (Fixture *f, guint position, guint n)
{
  g_string_append_printf (f->signals, "rows %u+%u ", position, n);
}

static void
on_id_changed (Fixture *f)
{
  g_string_append_printf (f->signals, "id %d ", (int) dyr_selection_get_selected_id (f->selection));
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->list = fake_list_new (10);
  f->selection = dyr_selection_new (G_LIST_MODEL (f->list));
  f->signals = g_string_new (NULL);
  g_signal_connect_swapped (f->selection, "items-changed", G_CALLBACK (on_items_changed), f);
  g_signal_connect_swapped (
      f->selection, "selection-changed", G_CALLBACK (on_selection_changed), f);
  g_signal_connect_swapped (f->selection, "notify::selected-id", G_CALLBACK (on_id_changed), f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_assert_finalize_object (f->selection);
  g_assert_finalize_object (f->list);
  g_string_free (f->signals, TRUE);
}

static void
assert_signals (Fixture *f, const char *wanted)
{
  g_assert_cmpstr (f->signals->str, ==, wanted);
  g_string_truncate (f->signals, 0);
}

/* "0 3 4": the positions GTK is told. */
static void
assert_positions (Fixture *f, const char *wanted)
{
  g_autoptr (GString) positions = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (f->selection)); i++)
    {
      if (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (f->selection), i))
        g_string_append_printf (positions, "%s%u", positions->len > 0 ? " " : "", i);
    }

  g_assert_cmpstr (positions->str, ==, wanted);
}

static void
test_single (Fixture *f, gconstpointer data)
{
  GtkSelectionModel *model = GTK_SELECTION_MODEL (f->selection);

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 10);
  g_assert_cmpint (dyr_selection_get_selected_id (f->selection), ==, 0);
  g_assert_cmpuint (
      dyr_selection_get_selected_position (f->selection), ==, GTK_INVALID_LIST_POSITION);

  g_assert_true (gtk_selection_model_select_item (model, 3, TRUE));
  assert_positions (f, "3");
  assert_signals (f, "rows 3+1 id 4 ");

  /* Another one takes its place, also when GTK would add it. */
  g_assert_true (gtk_selection_model_select_item (model, 5, FALSE));
  assert_positions (f, "5");
  assert_signals (f, "rows 3+3 id 6 ");

  g_assert_false (gtk_selection_model_select_all (model));
  g_assert_false (gtk_selection_model_select_range (model, 0, 3, FALSE));
  g_assert_false (gtk_selection_model_select_item (model, 10, TRUE));
  assert_positions (f, "5");
  assert_signals (f, "");

  dyr_selection_set_selected_id (f->selection, 0);
  assert_positions (f, "");
  assert_signals (f, "rows 5+1 id 0 ");
}

static void
test_reordered (Fixture *f, gconstpointer data)
{
  dyr_selection_set_selected_id (f->selection, 4);
  assert_signals (f, "rows 3+1 id 4 ");

  fake_list_reverse (f->list);
  assert_positions (f, "6");
  assert_signals (f, "rows 3+4 ");
  g_assert_cmpint (dyr_selection_get_selected_id (f->selection), ==, 4);
  g_assert_cmpuint (dyr_selection_get_selected_position (f->selection), ==, 6);
}

/* The list says which places are new and that records were swapped; never all at once. */
static void
test_removed_before (Fixture *f, gconstpointer data)
{
  dyr_selection_set_selected_id (f->selection, 4);
  g_string_truncate (f->signals, 0);

  fake_list_remove (f->list, 0);
  assert_positions (f, "2");
  assert_signals (f, "items 9-1+0 rows 2+2 ");

  fake_list_insert (f->list, 0, 77);
  fake_list_insert (f->list, 0, 78);
  assert_positions (f, "4");
  g_assert_cmpint (dyr_selection_get_selected_id (f->selection), ==, 4);
}

/* A filter hides the record that is being edited: it is still the one the page shows. */
static void
test_hidden_and_back (Fixture *f, gconstpointer data)
{
  dyr_selection_set_selected_id (f->selection, 4);
  g_string_truncate (f->signals, 0);

  fake_list_remove (f->list, 3);
  assert_positions (f, "");
  g_assert_cmpint (dyr_selection_get_selected_id (f->selection), ==, 4);
  g_assert_cmpuint (
      dyr_selection_get_selected_position (f->selection), ==, GTK_INVALID_LIST_POSITION);

  fake_list_insert (f->list, 8, 4);
  assert_positions (f, "8");
  g_assert_cmpint (dyr_selection_get_selected_id (f->selection), ==, 4);
}

static void
test_not_yet_there (Fixture *f, gconstpointer data)
{
  dyr_selection_set_selected_id (f->selection, 99);
  assert_positions (f, "");
  assert_signals (f, "id 99 ");

  fake_list_insert (f->list, 2, 99);
  assert_positions (f, "2");
}

static void
test_multiple (Fixture *f, gconstpointer data)
{
  GtkSelectionModel *model = GTK_SELECTION_MODEL (f->selection);
  g_autoptr (GArray) ids = NULL;

  dyr_selection_set_multiple (f->selection, TRUE);
  gtk_selection_model_select_item (model, 1, TRUE);
  gtk_selection_model_select_item (model, 4, FALSE);
  gtk_selection_model_select_range (model, 7, 2, FALSE);
  assert_positions (f, "1 4 7 8");
  g_assert_cmpuint (dyr_selection_get_n_selected (f->selection), ==, 4);
  g_assert_cmpint (dyr_selection_get_selected_id (f->selection), ==, 0);

  gtk_selection_model_unselect_item (model, 4);
  assert_positions (f, "1 7 8");

  fake_list_reverse (f->list);
  assert_positions (f, "1 2 8");
  ids = dyr_selection_get_ids (f->selection);
  g_assert_cmpuint (ids->len, ==, 3);
  g_assert_cmpint (g_array_index (ids, gint64, 0), ==, 9);
  g_assert_cmpint (g_array_index (ids, gint64, 1), ==, 8);
  g_assert_cmpint (g_array_index (ids, gint64, 2), ==, 2);

  /* Of several, what can no longer be seen is no longer selected. */
  fake_list_remove (f->list, 1);
  assert_positions (f, "1 7");
  g_assert_cmpuint (dyr_selection_get_n_selected (f->selection), ==, 2);

  dyr_selection_set_multiple (f->selection, FALSE);
  assert_positions (f, "");
}

/* What is not known yet is not gone. */
static void
test_partial (Fixture *f, gconstpointer data)
{
  GtkSelectionModel *model = GTK_SELECTION_MODEL (f->selection);

  dyr_selection_set_multiple (f->selection, TRUE);
  gtk_selection_model_select_item (model, 1, TRUE);
  gtk_selection_model_select_item (model, 8, FALSE);
  gtk_selection_model_select_item (model, 9, FALSE);
  fake_list_set_known (f->list, 3);
  fake_list_reverse (f->list);
  assert_positions (f, "0 1");
  g_assert_cmpuint (dyr_selection_get_n_selected (f->selection), ==, 3);
  fake_list_set_known (f->list, 0);
  assert_positions (f, "0 1 8");
  g_assert_cmpuint (dyr_selection_get_n_selected (f->selection), ==, 3);
}

/* All of a list whose rest is on its way: as soon as it is there, unless the person went on. */
static void
test_partial_all (Fixture *f, gconstpointer data)
{
  GtkSelectionModel *model = GTK_SELECTION_MODEL (f->selection);

  dyr_selection_set_multiple (f->selection, TRUE);
  gtk_selection_model_select_item (model, 1, TRUE);
  fake_list_set_known (f->list, 3);
  g_assert_true (gtk_selection_model_select_all (model));
  assert_positions (f, "1");
  fake_list_reverse (f->list);
  g_assert_cmpuint (dyr_selection_get_n_selected (f->selection), ==, 1);
  fake_list_set_known (f->list, 0);
  g_assert_cmpuint (dyr_selection_get_n_selected (f->selection), ==, 10);
  g_assert_true (gtk_selection_model_is_selected (model, 9));

  fake_list_set_known (f->list, 3);
  g_assert_true (gtk_selection_model_select_all (model));
  gtk_selection_model_select_item (model, 2, TRUE);
  fake_list_set_known (f->list, 0);
  assert_positions (f, "2");
}

static void
test_multiple_many (void)
{
  g_autoptr (FakeList) list = fake_list_new (1000);
  g_autoptr (DyrSelection) selection = dyr_selection_new (G_LIST_MODEL (list));
  g_autoptr (GArray) ids = NULL;

  dyr_selection_set_multiple (selection, TRUE);
  g_assert_true (gtk_selection_model_select_all (GTK_SELECTION_MODEL (selection)));
  g_assert_cmpuint (dyr_selection_get_n_selected (selection), ==, 1000);
  gtk_selection_model_unselect_item (GTK_SELECTION_MODEL (selection), 0);

  fake_list_reverse (list);
  g_assert_false (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (selection), 999));
  g_assert_true (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (selection), 0));
  ids = dyr_selection_get_ids (selection);
  g_assert_cmpuint (ids->len, ==, 999);

  /* No row object was needed for it. */
  g_assert_cmpuint (fake_list_get_n_asked (list), ==, 0);
}

static void
test_other_model (Fixture *f, gconstpointer data)
{
  g_autoptr (FakeList) other = fake_list_new (5);

  dyr_selection_set_selected_id (f->selection, 4);
  fake_list_reverse (other);
  g_string_truncate (f->signals, 0);

  dyr_selection_set_model (f->selection, G_LIST_MODEL (other));
  assert_positions (f, "1");
  assert_signals (f, "items 0-10+0 items 0-0+5 ");
  g_assert_cmpint (dyr_selection_get_selected_id (f->selection), ==, 4);

  /* The first list is no longer listened to. */
  fake_list_reverse (f->list);
  assert_signals (f, "");

  dyr_selection_set_model (f->selection, NULL);
  assert_signals (f, "items 0-5+0 ");
  g_assert_null (dyr_selection_get_model (f->selection));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, test)                                                                            \
  g_test_add ("/widgets/selection/" name, Fixture, NULL, set_up, test, tear_down)
  ADD ("single", test_single);
  ADD ("reordered", test_reordered);
  ADD ("removed-before", test_removed_before);
  ADD ("hidden-and-back", test_hidden_and_back);
  ADD ("not-yet-there", test_not_yet_there);
  ADD ("multiple", test_multiple);
  ADD ("partial", test_partial);
  ADD ("partial-all", test_partial_all);
  ADD ("other-model", test_other_model);
  g_test_add_func ("/widgets/selection/multiple/many", test_multiple_many);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* A table over a long list of the store: what is alive, asked and bound while somebody moves
 * through it, and that what is looked at stays where it is. Counts, never times. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-pages.h"
#include "dyr-record-list.h"
#include "dyr-table.h"

#include "app-test.h"

#define MANY 20000
/* Row objects and records that may be alive, wherever somebody scrolls. */
#define ALIVE 1000
/* Questions a jump may ask: GTK keeps about 205 rows, a page of records is 64. */
#define QUESTIONS 5

typedef struct
{
  Pages pages;
  DyrRecordList *list;
  DyrTable *table;
  GtkAdjustment *adjustment;
} Fixture;

/* Names come in the order of ids: "Client 00000" … */
static gboolean
job_many (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (DyrSave) save = dyr_save_new (connection, DYR_SOURCE_IMPORT, "import\tx.csv", 0);

  for (int i = 0; i < MANY; i++)
    {
      g_autofree DyrValue *values = g_new0 (DyrValue, DYR_CLIENT_N_FIELDS);
      gint64 id;

      dyr_value_take_text (&values[DYR_CLIENT_NAME], g_strdup_printf ("Client %05d", i));
      dyr_value_set_text (&values[DYR_CLIENT_STATE], i % 2 == 0 ? "active" : "lost");
      if (!dyr_save_create (save, &dyr_client_type, NULL, DYR_ORIGIN_IMPORT, values, &id, error))
        return FALSE;
      for (guint j = 0; j < DYR_CLIENT_N_FIELDS; j++)
        dyr_value_clear (&values[j]);
    }
  return dyr_save_finish (save, NULL, error);
}

static void
wait_frames (Fixture *f, guint n)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (f->table));
  gint64 until = gdk_frame_clock_get_frame_counter (clock) + n;

  while (gdk_frame_clock_get_frame_counter (clock) < until)
    {
      gdk_frame_clock_request_phase (clock, GDK_FRAME_CLOCK_PHASE_PAINT);
      g_main_context_iteration (NULL, TRUE);
    }
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  pages_set_up (&f->pages, NULL);
  dyr_database_write (f->pages.office.database, job_many, NULL, NULL, &error);
  g_assert_no_error (error);
  f->list = dyr_record_list_new (f->pages.store);
  f->table = DYR_TABLE (dyr_table_new ());
  dyr_selection_set_multiple (dyr_table_get_selection (f->table), TRUE);
  dyr_table_set_columns (f->table,
                         &dyr_client_type,
                         dyr_office_get_context (f->pages.app),
                         dyr_pages_find (&dyr_client_type)->columns,
                         3);
  dyr_table_sort (f->table, "name", FALSE);
  dyr_table_set_model (f->table, G_LIST_MODEL (f->list));
  dyr_record_list_take_query (f->list, dyr_query_new (&dyr_client_type));
  gtk_window_set_default_size (GTK_WINDOW (f->pages.window), 900, 700);
  pages_show (&f->pages, GTK_WIDGET (f->table));
  WAIT_FOR (g_list_model_get_n_items (G_LIST_MODEL (f->list)) == MANY);
  f->adjustment = gtk_scrollable_get_vadjustment (
      GTK_SCROLLABLE (pages_find (GTK_WIDGET (f->table), GTK_TYPE_COLUMN_VIEW, 0)));
  WAIT_FOR (gtk_adjustment_get_upper (f->adjustment) > MANY * 10);
  wait_frames (f, 2);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_object_add_weak_pointer (G_OBJECT (f->table), (gpointer *) &f->table);
  gtk_window_set_child (GTK_WINDOW (f->pages.window), NULL);
  /* An answer that is still on its way keeps it until it is there. */
  WAIT_FOR (f->table == NULL);
  g_assert_cmpuint (dyr_record_list_get_n_places (f->list), ==, 0);
  g_clear_object (&f->list);
  pages_tear_down (&f->pages, data);
}

static double
row_height (Fixture *f)
{
  return gtk_adjustment_get_upper (f->adjustment)
         / g_list_model_get_n_items (G_LIST_MODEL (f->list));
}

/* The first row that is seen whole. */
static guint
top_position (Fixture *f)
{
  double rows = gtk_adjustment_get_value (f->adjustment) / row_height (f);

  return (guint) (rows + 0.99);
}

static DyrRecord *
record_at (Fixture *f, guint position)
{
  gint64 id = dyr_place_list_id_at (DYR_PLACE_LIST (f->list), position);

  return dyr_store_peek (f->pages.store, id);
}

/* Puts the row at the top and waits until it is read. */
static void
jump_to (Fixture *f, guint position)
{
  gtk_adjustment_set_value (f->adjustment, position * row_height (f));
  wait_frames (f, 2);
  WAIT_FOR (record_at (f, top_position (f)) != NULL);
  pages_settle (&f->pages);
}

static void
test_alive (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < 12; i++)
    {
      guint before = dyr_record_list_get_n_jobs (f->list);

      jump_to (f, (i * 7919) % MANY);
      g_assert_cmpuint (dyr_record_list_get_n_jobs (f->list) - before, <=, QUESTIONS);
      g_assert_cmpuint (dyr_record_list_get_n_places (f->list), >, 10);
      g_assert_cmpuint (dyr_record_list_get_n_places (f->list), <=, ALIVE);
      g_assert_cmpuint (dyr_store_get_n_live (f->pages.store), <=, ALIVE);
    }
}

/* Selecting everything makes no row object, and neither does another order. */
static void
test_select_all (Fixture *f, gconstpointer data)
{
  DyrSelection *selection = dyr_table_get_selection (f->table);
  guint places = dyr_record_list_get_n_places (f->list);

  gtk_selection_model_select_all (GTK_SELECTION_MODEL (selection));
  g_assert_cmpuint (dyr_selection_get_n_selected (selection), ==, MANY);
  gtk_selection_model_unselect_item (GTK_SELECTION_MODEL (selection), 0);
  dyr_table_sort (f->table, "name", TRUE);
  WAIT_FOR (record_at (f, 0) != NULL
            && g_str_equal (dyr_record_get_title (record_at (f, 0)), "Client 19999"));
  wait_frames (f, 2);
  g_assert_cmpuint (dyr_record_list_get_n_places (f->list), <=, places);
  g_assert_cmpuint (dyr_selection_get_n_selected (selection), ==, MANY - 1);
  g_assert_true (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (selection), 0));
  g_assert_false (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (selection), MANY - 1));
}

/* A sync brings a record that stands above: what is looked at does not move. */
static void
test_stays (Fixture *f, gconstpointer data)
{
  gint64 id;
  double part;

  jump_to (f, 5000);
  gtk_adjustment_set_value (f->adjustment, gtk_adjustment_get_value (f->adjustment) + 7);
  wait_frames (f, 2);
  id = dyr_place_list_id_at (DYR_PLACE_LIST (f->list), top_position (f));
  part = top_position (f) * row_height (f) - gtk_adjustment_get_value (f->adjustment);
  office_add (&f->pages.office, &dyr_client_type, "name", "A client", NULL);
  WAIT_FOR (g_list_model_get_n_items (G_LIST_MODEL (f->list)) == MANY + 1);
  wait_frames (f, 3);
  g_assert_cmpint (dyr_place_list_id_at (DYR_PLACE_LIST (f->list), top_position (f)), ==, id);
  g_assert_cmpfloat_with_epsilon (
      top_position (f) * row_height (f) - gtk_adjustment_get_value (f->adjustment), part, 0.5);

  office_delete (&f->pages.office, dyr_place_list_id_at (DYR_PLACE_LIST (f->list), 3));
  WAIT_FOR (g_list_model_get_n_items (G_LIST_MODEL (f->list)) == MANY);
  wait_frames (f, 3);
  g_assert_cmpint (dyr_place_list_id_at (DYR_PLACE_LIST (f->list), top_position (f)), ==, id);
}

/* At its beginning a list shows what comes first, and after another order the same part of it. */
static void
test_moves (Fixture *f, gconstpointer data)
{
  double value;

  office_add (&f->pages.office, &dyr_client_type, "name", "A client", NULL);
  WAIT_FOR (g_list_model_get_n_items (G_LIST_MODEL (f->list)) == MANY + 1);
  wait_frames (f, 2);
  g_assert_cmpfloat (gtk_adjustment_get_value (f->adjustment), <=, 0);
  jump_to (f, 5000);
  value = gtk_adjustment_get_value (f->adjustment);
  dyr_table_sort (f->table, "name", TRUE);
  WAIT_FOR (
      record_at (f, top_position (f)) != NULL
      && g_str_equal (dyr_record_get_title (record_at (f, top_position (f))), "Client 14999"));
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (f->adjustment), value, 0.5);
}

int
main (int argc, char *argv[])
{
  pages_init (&argc, &argv);
#define ADD(name, function)                                                                        \
  g_test_add ("/app/long-list/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("alive", test_alive);
  ADD ("select-all", test_select_all);
  ADD ("stays", test_stays);
  ADD ("moves", test_moves);
#undef ADD
  return g_test_run ();
}

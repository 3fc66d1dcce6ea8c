/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrHistoryList: pages on demand, news on top, what changed; a big undo that is stopped. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-history-list.h"

#include "app-test.h"
#include "dyr-contract.h"
#include "dyr-delivery.h"
#include "dyr-history-row.h"
#include "dyr-history-words.h"
#include "dyr-undo-dialog.h"

/* More than the list keeps. */
#define MANY 5000

typedef struct
{
  Pages pages;
  gint64 client;
  DyrHistoryList *list;
  guint n_reads;
  guint n_changed;
} Fixture;

static void
on_read (DyrHistoryList *list, Fixture *fixture)
{
  fixture->n_reads++;
}

static void
on_item_changed (DyrHistoryItem *item, Fixture *fixture)
{
  fixture->n_changed++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  pages_set_up (&fixture->pages, NULL);
  fixture->client = office_add (&fixture->pages.office, &dyr_client_type, "name", "Client", NULL);
  fixture->list = dyr_history_list_new (fixture->pages.store);
  g_signal_connect (fixture->list, "read", G_CALLBACK (on_read), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->list);
  pages_tear_down (&fixture->pages, NULL);
}

static guint
get_length (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->list));
}

static DyrHistoryItem *
get (Fixture *fixture, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (fixture->list), position);
}

/* Asks for what is new, waits for it. */
static void
refresh (Fixture *fixture)
{
  guint before = fixture->n_reads;

  dyr_history_list_refresh (fixture->list);
  WAIT_FOR (fixture->n_reads > before);
}

static char *
title_at (Fixture *fixture, guint position)
{
  g_autoptr (DyrHistoryItem) item = get (fixture, position);

  WAIT_FOR (dyr_history_item_get_action (item) != NULL);
  return dyr_history_words_title (dyr_office_get_context (fixture->pages.app),
                                  dyr_history_item_get_action (item));
}

static void
assert_title (Fixture *fixture, guint position, const char *expected)
{
  g_autofree char *title = title_at (fixture, position);

  g_assert_cmpstr (title, ==, expected);
}

static void
add_actions (Fixture *fixture, guint n)
{
  g_autofree char *actions = g_strdup_printf (
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %u) "
      "INSERT INTO action (source, title, at, device, state) "
      "SELECT 0, 'edit', i, 'test', 1 FROM n",
      n);
  g_autofree char *changes = g_strdup_printf (
      "INSERT INTO change (action, record, kind, field, old, new) "
      "SELECT id, %" G_GINT64_FORMAT ", 4, 'city', NULL, 'City ' || at FROM action "
      "WHERE device = 'test' AND id NOT IN (SELECT action FROM change)",
      fixture->client);

  office_sql (&fixture->pages.office, actions);
  office_sql (&fixture->pages.office, changes);
}

/* As far as somebody looks, and no further; what was looked at long ago is read again. */
static void
test_pages (Fixture *fixture, gconstpointer data)
{
  guint length, n = 0;

  add_actions (fixture, MANY);
  refresh (fixture);
  g_assert_cmpuint (get_length (fixture), ==, DYR_HISTORY_CHUNK);
  g_assert_false (dyr_history_list_is_whole (fixture->list));
  assert_title (fixture, 0, "City → City 5000");
  g_assert_cmpuint (get_length (fixture), ==, DYR_HISTORY_CHUNK);
  while (!dyr_history_list_is_whole (fixture->list))
    {
      g_autoptr (DyrHistoryItem) last = NULL;

      length = get_length (fixture);
      last = get (fixture, length - 1);
      WAIT_FOR (get_length (fixture) > length || dyr_history_list_is_whole (fixture->list));
      n++;
    }
  g_assert_cmpuint (get_length (fixture), ==, MANY + 1);
  g_assert_cmpuint (n, ==, MANY / DYR_HISTORY_CHUNK);
  assert_title (fixture, MANY, "New: Client");
  assert_title (fixture, MANY - 1, "City → City 1");
  g_assert_cmpuint (dyr_history_list_get_n_known (fixture->list), <=, 1200);
  /* From far away. */
  assert_title (fixture, 0, "City → City 5000");
  assert_title (fixture, 2500, "City → City 2500");
}

/* The same object as long as somebody has it, also where news came in above. */
static void
test_news (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DyrHistoryItem) first = NULL, again = NULL;
  gint64 action;

  refresh (fixture);
  g_assert_cmpuint (get_length (fixture), ==, 1);
  first = get (fixture, 0);
  action = office_set (&fixture->pages.office, fixture->client, "city", "Lviv");
  refresh (fixture);
  g_assert_cmpuint (get_length (fixture), ==, 2);
  again = get (fixture, 1);
  g_assert_true (again == first);
  assert_title (fixture, 0, "City → Lviv");
  g_clear_object (&again);
  again = get (fixture, 0);
  g_assert_cmpint (dyr_history_item_get_id (again), ==, action);
}

static void
on_items_changed (GListModel *list, guint position, guint removed, guint added, Fixture *fixture)
{
  guint n = g_list_model_get_n_items (list);

  if (n > 1)
    g_object_unref (g_list_model_get_item (list, n - 2));
}

static void
on_first_read (DyrHistoryList *list, Fixture *fixture)
{
  g_signal_handlers_disconnect_by_func (list, on_first_read, fixture);
  office_set (&fixture->pages.office, fixture->client, "city", "Lviv");
  dyr_history_list_refresh (list);
}

/* News and a page come with one answer, and a view asks for places as soon as it hears of the
 * first: each action is there once. */
static void
test_view_asks (Fixture *fixture, gconstpointer data)
{
  const guint n_actions = 3 * DYR_HISTORY_CHUNK + 2;
  g_autoptr (DyrHistoryItem) last = NULL, before = NULL;

  add_actions (fixture, 3 * DYR_HISTORY_CHUNK);
  refresh (fixture);
  g_assert_cmpuint (get_length (fixture), ==, DYR_HISTORY_CHUNK);
  g_signal_connect (fixture->list, "items-changed", G_CALLBACK (on_items_changed), fixture);
  g_signal_connect (fixture->list, "read", G_CALLBACK (on_first_read), fixture);
  dyr_history_list_refresh (fixture->list);
  last = get (fixture, DYR_HISTORY_CHUNK - 1);
  WAIT_FOR (dyr_history_list_is_whole (fixture->list));
  g_assert_cmpuint (get_length (fixture), ==, n_actions);
  for (guint i = 0; i < n_actions; i++)
    {
      g_autoptr (DyrHistoryItem) item = get (fixture, i);

      g_assert_true (before == NULL
                     || dyr_history_item_get_id (item) < dyr_history_item_get_id (before));
      g_set_object (&before, item);
    }
  g_signal_handlers_disconnect_by_func (fixture->list, on_items_changed, fixture);
}

static void
take_back (Fixture *fixture, gint64 action)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrUndoResult) result
      = dyr_undo (fixture->pages.office.database, action, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (result->n_undone, ==, 1);
}

/* Undone and redone, a place says so; undo is no action of its own here. */
static void
test_states (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DyrHistoryItem) item = NULL;
  const DyrHistoryAction *action;

  office_set (&fixture->pages.office, fixture->client, "city", "Lviv");
  refresh (fixture);
  item = get (fixture, 0);
  g_signal_connect (item, "changed", G_CALLBACK (on_item_changed), fixture);
  action = dyr_history_item_get_action (item);
  g_assert_cmpint (dyr_history_words_step (action), ==, DYR_HISTORY_UNDO);
  g_assert_null (dyr_history_words_state (action));
  take_back (fixture, office_undo (&fixture->pages.office));
  refresh (fixture);
  g_assert_cmpuint (fixture->n_changed, ==, 1);
  g_assert_cmpuint (get_length (fixture), ==, 2);
  action = dyr_history_item_get_action (item);
  g_assert_cmpint (dyr_history_words_step (action), ==, DYR_HISTORY_REDO);
  g_assert_cmpstr (dyr_history_words_state (action), ==, "Undone");
  take_back (fixture, office_redo (&fixture->pages.office));
  refresh (fixture);
  action = dyr_history_item_get_action (item);
  g_assert_cmpint (dyr_history_words_step (action), ==, DYR_HISTORY_UNDO);
  g_assert_null (dyr_history_words_state (action));
}

/* After a long time away the list begins anew instead of reading all that came. */
static void
test_begins_anew (Fixture *fixture, gconstpointer data)
{
  refresh (fixture);
  add_actions (fixture, MANY);
  refresh (fixture);
  g_assert_cmpuint (get_length (fixture), ==, DYR_HISTORY_CHUNK);
  g_assert_false (dyr_history_list_is_whole (fixture->list));
  assert_title (fixture, 0, "City → City 5000");
}

/* What was purged is gone; the rest stays where it is. */
static void
test_gone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DyrHistoryItem) newest = NULL, middle = NULL, oldest = NULL;
  g_autofree char *sql = NULL;

  office_set (&fixture->pages.office, fixture->client, "city", "Lviv");
  office_set (&fixture->pages.office, fixture->client, "city", "Kyiv");
  refresh (fixture);
  newest = get (fixture, 0);
  middle = get (fixture, 1);
  oldest = get (fixture, 2);
  sql = g_strdup_printf ("DELETE FROM change WHERE action = %" G_GINT64_FORMAT,
                         dyr_history_item_get_id (middle));
  office_sql (&fixture->pages.office, sql);
  g_free (sql);
  sql = g_strdup_printf ("DELETE FROM action WHERE id = %" G_GINT64_FORMAT,
                         dyr_history_item_get_id (middle));
  office_sql (&fixture->pages.office, sql);
  refresh (fixture);
  g_assert_cmpuint (get_length (fixture), ==, 2);
  g_assert_null (dyr_history_item_get_action (middle));
  assert_title (fixture, 0, "City → Kyiv");
  assert_title (fixture, 1, "New: Client");
}

/* What a row tells once it is open. */
static void
assert_told (Fixture *fixture, const char *expected)
{
  GtkWidget *row = dyr_history_row_new (fixture->pages.app);
  g_autoptr (DyrHistoryItem) item = NULL;

  refresh (fixture);
  item = get (fixture, 0);
  dyr_history_row_set_item (DYR_HISTORY_ROW (row), item, TRUE);
  pages_show (&fixture->pages, row);
  gtk_window_present (GTK_WINDOW (fixture->pages.window));
  WAIT_FOR (pages_find_text (row, expected) != NULL);
}

static void
on_edited (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  dyr_store_action_finish (DYR_STORE (source), result, NULL, &error);
  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

/* An amount has the currency that it got with it; what a field notes by itself is not told, and no
 * more changes are left. */
static void
test_told (Fixture *fixture, gconstpointer data)
{
  Office *office = &fixture->pages.office;
  g_autofree char *client = office_uid (office, fixture->client);
  gint64 contract = office_add (office,
                                &dyr_contract_type,
                                "client",
                                client,
                                "number",
                                "7/26",
                                "amount",
                                "100.00",
                                "currency",
                                "UAH",
                                NULL);
  gint64 delivery = office_add (office, &dyr_delivery_type, "number", "118", NULL);
  g_autoptr (GArray) values = dyr_field_values_new ();
  gboolean done = FALSE;

  dyr_value_set_number (dyr_field_values_add (values, DYR_CONTRACT_AMOUNT), 150000);
  dyr_value_set_text (dyr_field_values_add (values, DYR_CONTRACT_CURRENCY), "EUR");
  dyr_store_edit_async (fixture->pages.store, contract, values, NULL, on_edited, &done);
  WAIT_FOR (done);
  assert_told (fixture, "7/26: Amount: UAH 100.00 → €1,500.00\n7/26: Currency: UAH → EUR");
  office_set (office, delivery, "agreed-on", "2019-11-24");
  g_assert_cmpint (office_number (office,
                                  "SELECT count (*) FROM change WHERE field = 'agreed-log' AND "
                                  "action = (SELECT max (id) FROM action)"),
                   ==,
                   1);
  assert_told (fixture, "118: Agreed date: 24 Nov 2019");
}

/* A big undo */

static void
on_dialog_mapped (GtkWidget *dialog, guint *n_dialogs)
{
  (*n_dialogs)++;
  gtk_window_close (GTK_WINDOW (dialog));
}

static void
on_windows_changed (
    GListModel *windows, guint position, guint removed, guint added, guint *n_dialogs)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (DYR_IS_UNDO_DIALOG (window))
        g_signal_connect (window, "map", G_CALLBACK (on_dialog_mapped), n_dialogs);
    }
}

static gint64
count_whole (Fixture *fixture)
{
  return office_number (&fixture->pages.office,
                        "SELECT count (*) FROM action WHERE undoes IS NOT NULL AND state = 1");
}

/* Where nearly all was changed since. */
static gint64
add_big_action (Fixture *fixture)
{
  office_set (&fixture->pages.office, fixture->client, "segment", "Hotels");
  office_set (&fixture->pages.office, fixture->client, "city", "Kyiv");
  office_sql (&fixture->pages.office,
              "INSERT INTO action (source, title, at, device, state) "
              "VALUES (3, 'import\tbig.csv', 1, 'test', 1)");
  office_sql (&fixture->pages.office,
              "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000) "
              "INSERT INTO change (action, record, kind, field, old, new) "
              "SELECT (SELECT max (id) FROM action), (SELECT max (record) FROM change), 4, "
              "iif (i = 30000, 'segment', 'city'), NULL, "
              "iif (i = 30000, 'Hotels', 'New ' || i) FROM n");
  return office_number (&fixture->pages.office, "SELECT max (id) FROM action");
}

/* One sees it and stops it; it goes on where it was, to its end. */
static void
test_big_undo (Fixture *fixture, gconstpointer data)
{
  GListModel *windows = gtk_window_get_toplevels ();
  GtkWindow *window = GTK_WINDOW (fixture->pages.window);
  gint64 action = add_big_action (fixture);
  g_autofree char *first = NULL, *second = NULL;
  guint n_dialogs = 0;
  gulong handler;

  gtk_window_present (window);
  handler
      = g_signal_connect (windows, "items-changed", G_CALLBACK (on_windows_changed), &n_dialogs);
  dyr_undo_run (fixture->pages.app, window, action, FALSE);
  WAIT_FOR (test_window_has_notes (fixture->pages.window));
  g_signal_handler_disconnect (windows, handler);
  g_assert_cmpuint (n_dialogs, ==, 1);
  g_assert_null (pages_find_window (DYR_TYPE_UNDO_DIALOG));
  first = test_window_take_notes (fixture->pages.window);
  g_assert_cmpstr (first, ==, "toast Stopped. What was undone so far stays; Undo goes on.");
  office_assert (&fixture->pages.office, fixture->client, "segment", NULL);
  g_assert_cmpint (count_whole (fixture), ==, 0);
  dyr_undo_run (fixture->pages.app, window, action, FALSE);
  WAIT_FOR (test_window_has_notes (fixture->pages.window));
  second = test_window_take_notes (fixture->pages.window);
  g_assert_true (g_str_has_suffix (second, "changes stay: they were changed again since."));
  g_assert_null (pages_find_window (DYR_TYPE_UNDO_DIALOG));
  g_assert_cmpint (count_whole (fixture), ==, 1);
}

int
main (int argc, char **argv)
{
#define ADD(name, function)                                                                        \
  g_test_add ("/app/history/" name, Fixture, NULL, set_up, function, tear_down)

  pages_init (&argc, &argv);
  ADD ("pages", test_pages);
  ADD ("news", test_news);
  ADD ("view-asks", test_view_asks);
  ADD ("states", test_states);
  ADD ("begins-anew", test_begins_anew);
  ADD ("gone", test_gone);
  ADD ("told", test_told);
  ADD ("big-undo", test_big_undo);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrRelated: what belongs to a record, and what becomes of it. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-related.h"

#include "app-test.h"
#include "dyr-edit-dialog.h"
#include "dyr-pill.h"
#include "dyr-related-row.h"

typedef struct
{
  Pages pages;
  gint64 client;
  char *uid;
  GtkWidget *related;
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
show (Fixture *fixture, const char *type, const char *field)
{
  g_autoptr (DyrRecord) record = pages_load (&fixture->pages, fixture->client);

  fixture->related = dyr_related_new (type, field);
  pages_show (&fixture->pages, fixture->related);
  dyr_related_set_record (DYR_RELATED (fixture->related), fixture->pages.app, record);
  pages_settle (&fixture->pages);
}

static gint64
add_contract (Fixture *fixture, const char *number, const char *valid_to)
{
  return office_add (&fixture->pages.office,
                     &dyr_contract_type,
                     "client",
                     fixture->uid,
                     "number",
                     number,
                     "valid-to",
                     valid_to,
                     NULL);
}

static guint
count_rows (Fixture *fixture)
{
  guint n = 0;

  while (pages_find (fixture->related, DYR_TYPE_RELATED_ROW, n) != NULL)
    n++;
  return n;
}

static const char *
title_of (Fixture *fixture, guint n)
{
  GtkWidget *row = pages_find (fixture->related, DYR_TYPE_RELATED_ROW, n);

  return row != NULL ? adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)) : NULL;
}

static void
test_follows (Fixture *fixture, gconstpointer data)
{
  gint64 id = add_contract (fixture, "A & B <b>", "2019-12-31");
  gint64 other;

  show (fixture, "contract", "client");
  WAIT_FOR (pages_find_text (fixture->related, "A & B <b>") != NULL);
  g_assert_nonnull (pages_find_text (fixture->related, "until 31 Dec 2019"));
  g_assert_cmpuint (dyr_related_get_count (DYR_RELATED (fixture->related)), ==, 1);
  /* A new one, the later first. */
  other = add_contract (fixture, "2/26", "2099-01-01");
  WAIT_FOR (count_rows (fixture) == 2 && g_strcmp0 (title_of (fixture, 0), "2/26") == 0);
  office_set (&fixture->pages.office, other, "number", "3/26");
  WAIT_FOR (g_strcmp0 (title_of (fixture, 0), "3/26") == 0);
  office_delete (&fixture->pages.office, id);
  WAIT_FOR (count_rows (fixture) == 1);
  g_assert_cmpstr (title_of (fixture, 0), ==, "3/26");
}

static void
test_state (Fixture *fixture, gconstpointer data)
{
  gint64 id = add_contract (fixture, "1/26", "2099-01-01");
  DyrPill *pill;

  show (fixture, "contract", "client");
  WAIT_FOR (pages_find_text (fixture->related, "1/26") != NULL);
  pill = DYR_PILL (pages_find (fixture->related, DYR_TYPE_PILL, 0));
  g_assert_cmpstr (dyr_pill_get_label (pill), ==, "Draft");
  office_set (&fixture->pages.office, id, "state", "terminated");
  WAIT_FOR (g_str_equal (dyr_pill_get_label (pill), "Terminated"));
}

/* Only what belongs to this record, and to the next one after it. */
static void
test_of_whom (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DyrRecord) other = NULL;
  gint64 somebody = office_add (&fixture->pages.office, &dyr_client_type, "name", "Other", NULL);

  add_contract (fixture, "1/26", "2099-01-01");
  show (fixture, "contract", "client");
  WAIT_FOR (count_rows (fixture) == 1);
  other = pages_load (&fixture->pages, somebody);
  dyr_related_set_record (DYR_RELATED (fixture->related), fixture->pages.app, other);
  WAIT_FOR (dyr_related_get_count (DYR_RELATED (fixture->related)) == 0);
  g_assert_null (pages_find_text (fixture->related, "1/26"));
}

static void
test_many (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 70; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u/26", i);

      add_contract (fixture, number, "2099-01-01");
    }
  show (fixture, "contract", "client");
  WAIT_FOR (dyr_related_get_count (DYR_RELATED (fixture->related)) == 70);
  g_assert_cmpuint (count_rows (fixture), ==, 8);
  g_assert_nonnull (pages_find_text (fixture->related, "70"));
  WAIT_FOR (pages_find_button (fixture->related, "Show 50 more") != NULL);
  pages_click (pages_find_button (fixture->related, "Show 50 more"));
  g_assert_cmpuint (count_rows (fixture), ==, 58);
  pages_click (pages_find_button (fixture->related, "Show all 70"));
  g_assert_cmpuint (count_rows (fixture), ==, 70);
  g_assert_null (pages_find_button (fixture->related, "Show all 70"));
}

static void
test_adding (Fixture *fixture, gconstpointer data)
{
  g_autofree char *expected
      = g_strdup_printf ("new-record person %" G_GINT64_FORMAT, fixture->client);

  show (fixture, "person", "client");
  pages_click (pages_find_button (fixture->related, "New person"));
  pages_assert_notes (&fixture->pages, expected);
}

/* A type with a page opens there, another one in its own window. */
static void
test_opening (Fixture *fixture, gconstpointer data)
{
  gint64 contract = add_contract (fixture, "1/26", "2099-01-01");
  g_autofree char *expected = g_strdup_printf ("show-record %" G_GINT64_FORMAT, contract);
  GtkWidget *dialog;

  office_add (
      &fixture->pages.office, &dyr_person_type, "client", fixture->uid, "last-name", "Boyko", NULL);
  show (fixture, "contract", "client");
  WAIT_FOR (pages_find_text (fixture->related, "1/26") != NULL);
  g_assert_true (gtk_widget_activate (pages_find (fixture->related, DYR_TYPE_RELATED_ROW, 0)));
  WAIT_FOR (test_window_has_notes (fixture->pages.window));
  pages_assert_notes (&fixture->pages, expected);
  show (fixture, "person", "client");
  WAIT_FOR (pages_find_text (fixture->related, "Boyko") != NULL);
  g_assert_true (gtk_widget_activate (pages_find (fixture->related, DYR_TYPE_RELATED_ROW, 0)));
  WAIT_FOR ((dialog = pages_find_window (DYR_TYPE_EDIT_DIALOG)) != NULL);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* Open activities come first. */
static void
test_order (Fixture *fixture, gconstpointer data)
{
  static const char *const states[] = { "done", "open", "cancelled", "open" };
  static const char *const dates[] = {
    "2026-12-01T10:00:00Z", "2026-01-01T10:00:00Z", "2026-12-02T10:00:00Z", "2026-02-01T10:00:00Z"
  };

  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autofree char *subject = g_strdup_printf ("Task %" G_GSIZE_FORMAT, i);

      office_add (&fixture->pages.office,
                  &dyr_activity_type,
                  "client",
                  fixture->uid,
                  "kind",
                  "task",
                  "subject",
                  subject,
                  "state",
                  states[i],
                  "due-at",
                  dates[i],
                  NULL);
    }
  show (fixture, "activity", "client");
  WAIT_FOR (g_strcmp0 (title_of (fixture, 0), "Task 3") == 0
            && g_strcmp0 (title_of (fixture, 1), "Task 1") == 0
            && g_strcmp0 (title_of (fixture, 2), "Task 0") == 0
            && g_strcmp0 (title_of (fixture, 3), "Task 2") == 0);
}

/* The number of an amendment is one digit: less than an ellipsis. A warning would end the test. */
static void
test_short_name (Fixture *fixture, gconstpointer data)
{
  add_contract (fixture, "1", "2099-01-01");
  show (fixture, "contract", "client");
  WAIT_FOR (pages_find_text (fixture->related, "1") != NULL);
  gtk_widget_queue_resize (fixture->related);
  for (guint i = 0; i < 5; i++)
    pages_settle (&fixture->pages);
  g_assert_cmpstr (title_of (fixture, 0), ==, "1");
}

int
main (int argc, char *argv[])
{
  pages_init (&argc, &argv);
#define ADD(name, function)                                                                        \
  g_test_add ("/app/related/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("follows", test_follows);
  ADD ("state", test_state);
  ADD ("of-whom", test_of_whom);
  ADD ("many", test_many);
  ADD ("adding", test_adding);
  ADD ("opening", test_opening);
  ADD ("short-name", test_short_name);
  ADD ("order", test_order);
#undef ADD
  return g_test_run ();
}

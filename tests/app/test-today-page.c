/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrTodayPage: what stands in which group, how much of it there is, and that it goes when it is
 * done. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-today-page.h"

#include "app-test.h"
#include "dyr-date.h"

static char *
day (Pages *pages, int from_today)
{
  return dyr_date_to_text (dyr_context_today (dyr_office_get_context (pages->app)) + from_today);
}

/* Noon of that day in the office. */
static gint64
add_task (Pages *pages, const char *subject, int from_today)
{
  g_autofree char *date = day (pages, from_today);
  g_autofree char *due_at = g_strconcat (date, "T10:00:00Z", NULL);

  return office_add (&pages->office,
                     &dyr_activity_type,
                     "kind",
                     "task",
                     "subject",
                     subject,
                     "due-at",
                     due_at,
                     NULL);
}

static gint64
add_delivery (Pages *pages, const char *number, const char *state, int from_today)
{
  g_autofree char *date = day (pages, from_today);

  return office_add (&pages->office,
                     &dyr_delivery_type,
                     "number",
                     number,
                     "state",
                     state,
                     "agreed-on",
                     date,
                     NULL);
}

static GtkWidget *
show (Pages *pages)
{
  GtkWidget *page = dyr_today_page_new (pages->app);

  pages_show (pages, page);
  pages_settle (pages);
  return page;
}

static guint
n_due (GtkWidget *page)
{
  guint n;

  g_object_get (page, "n-due", &n, NULL);
  return n;
}

/* The titles in a group, from above; NULL: it is not shown. */
static char *
group (GtkWidget *page, const char *name)
{
  g_autofree char *group_id = g_strconcat (name, "_group", NULL);
  g_autofree char *list_id = g_strconcat (name, "_list", NULL);
  GObject *box = gtk_widget_get_template_child (page, DYR_TYPE_TODAY_PAGE, group_id);
  GObject *list = gtk_widget_get_template_child (page, DYR_TYPE_TODAY_PAGE, list_id);
  GString *titles = g_string_new (NULL);

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (list)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    g_string_append_printf (
        titles, "%s;", adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));
  g_assert_cmpint (gtk_widget_get_visible (GTK_WIDGET (box)), ==, titles->len > 0);
  return g_string_free (titles, FALSE);
}

static void
assert_groups (GtkWidget *page, const char *overdue, const char *today, const char *week)
{
  g_autofree char *first = group (page, "overdue"), *second = group (page, "today");
  g_autofree char *third = group (page, "week");

  g_assert_cmpstr (first, ==, overdue);
  g_assert_cmpstr (second, ==, today);
  g_assert_cmpstr (third, ==, week);
}

static void
test_nothing (Pages *pages, gconstpointer data)
{
  GtkWidget *page = show (pages);

  assert_groups (page, "", "", "");
  g_assert_cmpuint (n_due (page), ==, 0);
}

/* What is overdue or due today counts, what comes this week stands below; what is over, or far
 * away, is not there at all. */
static void
test_groups (Pages *pages, gconstpointer data)
{
  GtkWidget *page;

  add_task (pages, "Yesterday &lt;", -1);
  add_task (pages, "Today", 0);
  add_task (pages, "Tomorrow", 1);
  add_task (pages, "Far", 40);
  add_delivery (pages, "7", "agreed", -3);
  add_delivery (pages, "8", "shipped", 0);
  add_delivery (pages, "9", "delivered", 0);
  page = show (pages);
  WAIT_FOR (n_due (page) == 4);
  assert_groups (page, "Delivery 7;Yesterday &amp;lt;;", "Today;Delivery 8;", "Tomorrow;");
  g_assert_cmpuint (dyr_today_page_count (DYR_TODAY_PAGE (page), &dyr_activity_type), ==, 3);
  g_assert_cmpuint (dyr_today_page_count (DYR_TODAY_PAGE (page), &dyr_delivery_type), ==, 2);
  g_assert_cmpuint (dyr_today_page_count (DYR_TODAY_PAGE (page), &dyr_contract_type), ==, 0);
}

static void
on_due_changed (GtkWidget *page, GParamSpec *pspec, guint *n)
{
  *n = n_due (page);
}

/* The one button of a line does it: the line goes, the badge follows, Undo brings both back. */
static void
test_done (Pages *pages, gconstpointer data)
{
  gint64 task = add_task (pages, "Call", 0), delivery = add_delivery (pages, "7", "shipped", 0);
  GtkWidget *page = show (pages);
  guint badge = 0;

  WAIT_FOR (n_due (page) == 2);
  g_signal_connect (page, "notify::n-due", G_CALLBACK (on_due_changed), &badge);
  pages_click (pages_find_button (page, "Done"));
  WAIT_FOR (badge == 1);
  assert_groups (page, "", "Delivery 7;", "");
  office_assert (&pages->office, task, "state", "done");
  WAIT_FOR (test_window_has_notes (pages->window));
  pages_assert_notes (pages, "toast-undo Done: Call");
  pages_click (pages_find_button (page, "Delivered"));
  WAIT_FOR (badge == 0);
  /* The offer that is taken below. */
  WAIT_FOR (test_window_has_notes (pages->window));
  pages_assert_notes (pages, "toast-undo Delivered: 7");
  assert_groups (page, "", "", "");
  office_assert (&pages->office, delivery, "state", "delivered");
  dyr_store_undo_async (pages->store, test_window_get_undo (pages->window), NULL, NULL, NULL);
  WAIT_FOR (badge == 1);
  assert_groups (page, "", "Delivery 7;", "");
}

/* A line opens its record. */
static void
test_open (Pages *pages, gconstpointer data)
{
  gint64 task = add_task (pages, "Call", 0);
  g_autofree char *expected = g_strdup_printf ("open-record %" G_GINT64_FORMAT, task);
  GtkWidget *page = show (pages);

  WAIT_FOR (n_due (page) == 1);
  /* The first one is about clashes, of which there are none. */
  g_assert_false (gtk_widget_get_mapped (pages_find (page, ADW_TYPE_ACTION_ROW, 0)));
  gtk_widget_activate (pages_find (page, ADW_TYPE_ACTION_ROW, 1));
  WAIT_FOR (test_window_has_notes (pages->window));
  pages_assert_notes (pages, expected);
}

/* The line of a title; NULL: there is none. */
static GtkWidget *
line (GtkWidget *page, const char *title)
{
  GtkWidget *label = pages_find_text (page, title);

  return label != NULL ? gtk_widget_get_ancestor (label, ADW_TYPE_ACTION_ROW) : NULL;
}

/* What others do does not take the keyboard away from the line where it is. */
static void
test_stays (Pages *pages, gconstpointer data)
{
  gint64 third;
  GtkWidget *page, *first, *second;

  add_task (pages, "First", -3);
  add_task (pages, "Second", -2);
  third = add_task (pages, "Third", -1);
  page = show (pages);
  WAIT_FOR (n_due (page) == 3);
  first = line (page, "First");
  second = line (page, "Second");
  g_assert_true (gtk_widget_grab_focus (second));
  add_task (pages, "Before", -4);
  add_task (pages, "Between", -2);
  office_set (&pages->office, third, "subject", "Changed");
  WAIT_FOR (n_due (page) == 5 && line (page, "Changed") != NULL);
  assert_groups (page, "Before;First;Second;Between;Changed;", "", "");
  g_assert_true (line (page, "First") == first);
  g_assert_true (line (page, "Second") == second);
  g_assert_true (gtk_root_get_focus (GTK_ROOT (pages->window)) == second);
}

/* Unseen it counts, and makes its lines when it is seen. */
static void
test_unseen (Pages *pages, gconstpointer data)
{
  GtkWidget *page = show (pages);

  gtk_widget_set_visible (page, FALSE);
  add_task (pages, "Task", -1);
  WAIT_FOR (n_due (page) == 1);
  assert_groups (page, "", "", "");
  gtk_widget_set_visible (page, TRUE);
  assert_groups (page, "Task;", "", "");
}

int
main (int argc, char *argv[])
{
  pages_init (&argc, &argv);
#define ADD(name, function)                                                                        \
  g_test_add ("/app/today-page/" name, Pages, NULL, pages_set_up, function, pages_tear_down)
  ADD ("nothing", test_nothing);
  ADD ("groups", test_groups);
  ADD ("done", test_done);
  ADD ("open", test_open);
  ADD ("stays", test_stays);
  ADD ("unseen", test_unseen);
#undef ADD
  return g_test_run ();
}

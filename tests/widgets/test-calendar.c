/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrCalendar: the words and weeks of a language on a system that has none, keys, clicks. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-calendar.h"

#include "dyr-date.h"
#include "fake.h"

typedef struct
{
  GtkWidget *window;
  GtkWidget *calendar;
  GtkWidget *grid;
  gint64 picked;
} Fixture;

static gint64
date_of (int year, int month, int day)
{
  gint64 date;

  g_assert_true (dyr_date_from_ymd (year, month, day, &date));
  return date;
}

static void
on_picked (GtkWidget *calendar, gint64 date, Fixture *f)
{
  f->picked = date;
}

static void
show (Fixture *f, const char *language, gint64 today)
{
  f->calendar = dyr_calendar_new (language, today);
  f->grid = fake_find (f->calendar, GTK_TYPE_GRID);
  f->picked = 0;
  f->window = gtk_window_new ();
  g_signal_connect (f->calendar, "picked", G_CALLBACK (on_picked), f);
  gtk_window_set_child (GTK_WINDOW (f->window), f->calendar);
  gtk_window_present (GTK_WINDOW (f->window));
  fake_settle ();
}

static void
hide (Fixture *f)
{
  fake_window_destroy (f->window);
}

static const char *
text_at (Fixture *f, int column, int row)
{
  GtkWidget *child = gtk_grid_get_child_at (GTK_GRID (f->grid), column, row);

  return GTK_IS_LABEL (child) ? gtk_label_get_text (GTK_LABEL (child))
                              : gtk_button_get_label (GTK_BUTTON (child));
}

/* Versions of ICU differ in the blank between a number and its unit. */
static char *
with_blanks (const char *text, const char *blank)
{
  g_auto (GStrv) parts = g_strsplit (text, "_", -1);

  return g_strjoinv (blank, parts);
}

static void
assert_title (Fixture *f, const char *expected)
{
  const char *title = gtk_label_get_text (GTK_LABEL (fake_find (f->calendar, GTK_TYPE_LABEL)));
  g_autofree char *narrow = with_blanks (expected, "\u202f");
  g_autofree char *wide = with_blanks (expected, "\u00a0");

  g_assert_cmpstr (title, ==, g_str_equal (title, wide) ? wide : narrow);
}

static void
assert_words (GtkWidget *day, const char *expected)
{
  g_autofree char *narrow = with_blanks (expected, "\u202f");
  g_autofree char *wide = with_blanks (expected, "\u00a0");
  g_autofree char *other = gtk_test_accessible_check_property (
      GTK_ACCESSIBLE (day), GTK_ACCESSIBLE_PROPERTY_LABEL, wide);

  if (other != NULL)
    gtk_test_accessible_assert_property (day, GTK_ACCESSIBLE_PROPERTY_LABEL, narrow);
}

static void
assert_language (const char *language, const char *month, const char *monday, const char *words)
{
  Fixture f = { 0 };

  show (&f, language, date_of (2026, 11, 24));
  assert_title (&f, month);
  g_assert_cmpstr (text_at (&f, 0, 0), ==, monday);
  /* 1 November 2026 is a Sunday. */
  g_assert_cmpstr (text_at (&f, 0, 1), ==, "26");
  g_assert_cmpstr (text_at (&f, 6, 1), ==, "1");
  assert_words (gtk_grid_get_child_at (GTK_GRID (f.grid), 1, 5), words);
  hide (&f);
}

/* LC_TIME of the tests is C: none of it comes from there. */
static void
test_languages (void)
{
  assert_language ("uk", "Листопад 2026_р.", "Пн", "Вівторок, 24 листопада 2026_р.");
  assert_language ("ru", "Ноябрь 2026_г.", "Пн", "Вторник, 24 ноября 2026_г.");
  assert_language ("hr", "studeni 2026.", "pon", "utorak, 24. studenoga 2026.");
  assert_language ("en", "November 2026", "Mo", "Tuesday, 24 November 2026");
}

static void
assert_key (Fixture *f, guint key, gint64 date)
{
  GtkWidget *focus;

  fake_press (f->grid, key, 0);
  g_assert_cmpint (dyr_calendar_get_date (DYR_CALENDAR (f->calendar)), ==, date);
  focus = gtk_window_get_focus (GTK_WINDOW (f->window));
  g_assert_true (GTK_IS_BUTTON (focus));
  g_assert_true (gtk_widget_has_css_class (focus, "chosen"));
}

static void
test_keys (void)
{
  Fixture f = { 0 };

  show (&f, "uk", date_of (2026, 11, 30));
  /* The keyboard is on the day at once. */
  g_assert_true (gtk_widget_has_css_class (gtk_window_get_focus (GTK_WINDOW (f.window)), "chosen"));
  assert_key (&f, GDK_KEY_Right, date_of (2026, 12, 1));
  assert_key (&f, GDK_KEY_Up, date_of (2026, 11, 24));
  assert_key (&f, GDK_KEY_Left, date_of (2026, 11, 23));
  assert_key (&f, GDK_KEY_Down, date_of (2026, 11, 30));
  assert_key (&f, GDK_KEY_Page_Down, date_of (2026, 12, 30));
  assert_key (&f, GDK_KEY_Page_Up, date_of (2026, 11, 30));
  assert_key (&f, GDK_KEY_Home, date_of (2026, 11, 1));
  assert_key (&f, GDK_KEY_End, date_of (2026, 11, 30));
  g_assert_cmpint (f.picked, ==, 0);
  fake_press (f.grid, GDK_KEY_Return, 0);
  g_assert_cmpint (f.picked, ==, date_of (2026, 11, 30));
  dyr_calendar_set_date (DYR_CALENDAR (f.calendar), DYR_DATE_MAX);
  assert_key (&f, GDK_KEY_Down, DYR_DATE_MAX);
  dyr_calendar_set_date (DYR_CALENDAR (f.calendar), DYR_DATE_MIN);
  assert_key (&f, GDK_KEY_Up, DYR_DATE_MIN);
  hide (&f);
}

/* Leafing picks nothing; a click on a day does, on one of the next month too. */
static void
test_clicks (void)
{
  Fixture f = { 0 };

  show (&f, "hr", date_of (2026, 11, 30));
  g_signal_emit_by_name (fake_find_button (f.calendar, "Next month"), "clicked");
  g_assert_cmpint (dyr_calendar_get_date (DYR_CALENDAR (f.calendar)), ==, date_of (2026, 12, 30));
  g_signal_emit_by_name (fake_find_button (f.calendar, "Previous month"), "clicked");
  g_assert_cmpint (dyr_calendar_get_date (DYR_CALENDAR (f.calendar)), ==, date_of (2026, 11, 30));
  g_assert_cmpint (f.picked, ==, 0);
  g_signal_emit_by_name (gtk_grid_get_child_at (GTK_GRID (f.grid), 1, 6), "clicked");
  g_assert_cmpint (f.picked, ==, date_of (2026, 12, 1));
  hide (&f);
}

int
main (int argc, char **argv)
{
  fake_init (&argc, &argv);
  g_test_add_func ("/widgets/calendar/languages", test_languages);
  g_test_add_func ("/widgets/calendar/keys", test_keys);
  g_test_add_func ("/widgets/calendar/clicks", test_clicks);
  return g_test_run ();
}

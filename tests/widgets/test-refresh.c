/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrRefresh: once for many changes, and only while it is seen. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-refresh.h"
#include "fake.h"

/* So long that it does not come in a test. */
#define NEVER_MS (60 * 60 * 1000)

typedef struct
{
  GtkWidget *window;
  GtkWidget *widget;
  DyrRefresh *refresh;
  int n_read;
} Fixture;

static void
count (GtkWidget *widget)
{
  ((Fixture *) g_object_get_data (G_OBJECT (widget), "fixture"))->n_read++;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  f->widget = gtk_label_new ("Shown");
  g_object_set_data (G_OBJECT (f->widget), "fixture", f);
  f->refresh = dyr_refresh_new (f->widget, count);
  gtk_box_append (GTK_BOX (box), f->widget);
  g_assert_cmpint (f->n_read, ==, 0);
  f->window = fake_window_show (box, 200, 200);
  g_assert_cmpint (f->n_read, ==, 1);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  dyr_refresh_free (f->refresh);
  fake_window_destroy (f->window);
}

static void
wait_read (Fixture *f, int n)
{
  while (f->n_read < n)
    g_main_context_iteration (NULL, TRUE);
  fake_settle ();
  g_assert_cmpint (f->n_read, ==, n);
}

static void
test_once (Fixture *f, gconstpointer data)
{
  for (int i = 0; i < 10; i++)
    dyr_refresh_soon (f->refresh, 20);
  g_assert_cmpint (f->n_read, ==, 1);
  wait_read (f, 2);
  dyr_refresh_soon (f->refresh, 20);
  wait_read (f, 3);
}

/* A later one does not put off what is due, a sooner one does not wait for it. */
static void
test_soonest (Fixture *f, gconstpointer data)
{
  dyr_refresh_soon (f->refresh, NEVER_MS);
  dyr_refresh_soon (f->refresh, 20);
  wait_read (f, 2);
  dyr_refresh_soon (f->refresh, 20);
  dyr_refresh_soon (f->refresh, NEVER_MS);
  wait_read (f, 3);
}

/* What is due is part of it. */
static void
test_now (Fixture *f, gconstpointer data)
{
  dyr_refresh_soon (f->refresh, NEVER_MS);
  dyr_refresh_now (f->refresh);
  g_assert_cmpint (f->n_read, ==, 2);
  gtk_widget_set_visible (f->widget, FALSE);
  gtk_widget_set_visible (f->widget, TRUE);
  fake_settle ();
  g_assert_cmpint (f->n_read, ==, 2);
}

static gboolean
on_late (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Nothing is read for nobody; it is read when it is seen, once. */
static void
test_hidden (Fixture *f, gconstpointer data)
{
  gboolean late = FALSE;

  dyr_refresh_soon (f->refresh, 1);
  gtk_widget_set_visible (f->widget, FALSE);
  dyr_refresh_soon (f->refresh, 1);
  dyr_refresh_now (f->refresh);
  /* It is due after what was due. */
  g_timeout_add_full (G_PRIORITY_LOW, 1, on_late, &late, NULL);
  while (!late)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (f->n_read, ==, 1);
  gtk_widget_set_visible (f->widget, TRUE);
  wait_read (f, 2);
  gtk_widget_set_visible (f->widget, FALSE);
  gtk_widget_set_visible (f->widget, TRUE);
  fake_settle ();
  g_assert_cmpint (f->n_read, ==, 2);
}

int
main (int argc, char **argv)
{
#define ADD(name, function)                                                                        \
  g_test_add ("/widgets/refresh/" name, Fixture, NULL, set_up, function, tear_down)

  fake_init (&argc, &argv);
  ADD ("once", test_once);
  ADD ("soonest", test_soonest);
  ADD ("now", test_now);
  ADD ("hidden", test_hidden);
  return g_test_run ();
}

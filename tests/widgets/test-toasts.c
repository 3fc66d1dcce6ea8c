/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Toasts: none is put away while one moves. Without that libadwaita ends the program here. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-toasts.h"
#include "fake.h"

typedef struct
{
  GtkWidget *window;
  GtkWidget *toasts;
  int n_clicked;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->toasts = adw_toast_overlay_new ();
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (f->toasts), gtk_label_new ("Below"));
  f->window = fake_window_show (f->toasts, 400, 300);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  fake_window_destroy (f->window);
}

static void
on_clicked (AdwToast *toast, Fixture *f)
{
  f->n_clicked++;
}

static AdwToast *
add (Fixture *f, const char *title)
{
  AdwToast *toast = adw_toast_new (title);

  adw_toast_set_timeout (toast, 0);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_set_button_label (toast, title);
  g_signal_connect (toast, "button-clicked", G_CALLBACK (on_clicked), f);
  /* It is found inside of the window. */
  dyr_toasts_add (f->window, toast);
  return toast;
}

/* Until so many toasts are there, coming and going ones, too. */
static void
wait_count (Fixture *f, guint n)
{
  g_autoptr (GListModel) children = gtk_widget_observe_children (f->toasts);

  while (g_list_model_get_n_items (children) != n + 1)
    g_main_context_iteration (NULL, TRUE);
}

/* The second one comes in place of the first one, which is still on its way out and comes back. */
static void
test_comes_back (Fixture *f, gconstpointer data)
{
  AdwToast *toast;

  add (f, "First");
  toast = add (f, "Second");
  adw_toast_dismiss (toast);
  /* Nothing is offered any more. */
  g_assert_null (fake_find_button (f->toasts, "Second"));
  wait_count (f, 2);
  wait_count (f, 1);
  wait_count (f, 2);
  wait_count (f, 1);
  g_assert_nonnull (fake_find_button (f->toasts, "First"));
}

/* Clicked at once, it would be out before it is in: that takes longer in place of another one. */
static void
test_clicked (Fixture *f, gconstpointer data)
{
  add (f, "First");
  wait_count (f, 1);
  add (f, "Second");
  g_signal_emit_by_name (fake_find_button (f->toasts, "Second"), "clicked");
  g_assert_cmpint (f->n_clicked, ==, 1);
  while (fake_find_button (f->toasts, "Second") != NULL)
    g_main_context_iteration (NULL, TRUE);
  wait_count (f, 1);
  while (fake_find_button (f->toasts, "First") == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_signal_emit_by_name (fake_find_button (f->toasts, "First"), "clicked");
  wait_count (f, 0);
  g_assert_cmpint (f->n_clicked, ==, 2);
}

/* Each waits for what the one before it brings back. */
static void
test_many (Fixture *f, gconstpointer data)
{
  AdwToast *toasts[3];

  for (guint i = 0; i < G_N_ELEMENTS (toasts); i++)
    toasts[i] = add (f, "One of three");
  for (guint i = G_N_ELEMENTS (toasts); i > 0; i--)
    adw_toast_dismiss (toasts[i - 1]);
  wait_count (f, 0);
}

/* A window goes while one moves and another one waits to go; who asks for that later is no matter.
 */
static void
test_closed (Fixture *f, gconstpointer data)
{
  g_autoptr (AdwToast) toast = g_object_ref (add (f, "Too late"));

  adw_toast_dismiss (toast);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (f->toasts), NULL);
  gtk_window_set_child (GTK_WINDOW (f->window), NULL);
  adw_toast_dismiss (toast);
}

int
main (int argc, char **argv)
{
  fake_init (&argc, &argv);
#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  ADD ("/widgets/toasts/comes-back", test_comes_back);
  ADD ("/widgets/toasts/clicked", test_clicked);
  ADD ("/widgets/toasts/many", test_many);
  ADD ("/widgets/toasts/closed", test_closed);
  return g_test_run ();
}

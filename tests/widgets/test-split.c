/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSplit: both sides where there is room, one where there is not. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-split.h"
#include "fake.h"

typedef struct
{
  GtkWidget *window;
  DyrSplit *split;
  GtkWidget *sidebar; /* an entry */
  GtkWidget *content; /* two entries in a box */
  GtkWidget *second;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->split = DYR_SPLIT (dyr_split_new ());
  f->sidebar = gtk_entry_new ();
  f->content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  f->second = gtk_entry_new ();
  gtk_box_append (GTK_BOX (f->content), gtk_entry_new ());
  gtk_box_append (GTK_BOX (f->content), f->second);
  dyr_split_set_sidebar (f->split, f->sidebar);
  dyr_split_set_content (f->split, f->content);
  dyr_split_set_collapse_width (f->split, 600);
  f->window = fake_window_show (GTK_WIDGET (f->split), GPOINTER_TO_INT (data), 400);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  fake_window_destroy (f->window);
}

static int
get_width (Fixture *f)
{
  return gtk_widget_get_width (GTK_WIDGET (f->split));
}

/* The window has a frame, so that it is about that width. */
static void
resize (Fixture *f, int width)
{
  gtk_window_set_default_size (GTK_WINDOW (f->window), width, 400);
  while (ABS (get_width (f) - width) > 40)
    g_main_context_iteration (NULL, TRUE);
  fake_settle ();
}

/* With its border and padding, as the split gave it. */
static int
width_of (Fixture *f, GtkWidget *widget)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (widget, GTK_WIDGET (f->split), &bounds));

  return (int) bounds.size.width;
}

static GtkWidget *
get_focus (Fixture *f)
{
  return gtk_root_get_focus (GTK_ROOT (f->window));
}

static gboolean
has_focus (Fixture *f, GtkWidget *widget)
{
  GtkWidget *focus = get_focus (f);

  return focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

static void
on_notify (int *count)
{
  ++*count;
}

static void
test_wide (Fixture *f, gconstpointer data)
{
  g_assert_false (dyr_split_get_collapsed (f->split));
  g_assert_true (gtk_widget_get_mapped (f->sidebar));
  g_assert_true (gtk_widget_get_mapped (f->content));

  /* A quarter, between the least and the most. */
  g_assert_cmpint (width_of (f, f->sidebar), ==, get_width (f) / 4);
  g_assert_cmpint (width_of (f, f->content), ==, get_width (f) - get_width (f) / 4);

  dyr_split_set_max_sidebar_width (f->split, 220);
  fake_wait_frame (f->window);
  g_assert_cmpint (width_of (f, f->sidebar), ==, 220);

  dyr_split_set_max_sidebar_width (f->split, 1000);
  dyr_split_set_min_sidebar_width (f->split, 300);
  fake_wait_frame (f->window);
  g_assert_cmpint (width_of (f, f->sidebar), ==, 300);

  dyr_split_set_sidebar_width_fraction (f->split, 0.5);
  fake_wait_frame (f->window);
  g_assert_cmpint (width_of (f, f->sidebar), ==, get_width (f) / 2);
}

static void
test_collapses (Fixture *f, gconstpointer data)
{
  int notified = 0;

  g_signal_connect_swapped (f->split, "notify::collapsed", G_CALLBACK (on_notify), &notified);
  resize (f, 500);
  g_assert_true (dyr_split_get_collapsed (f->split));
  g_assert_cmpint (notified, ==, 1);
  g_assert_true (gtk_widget_get_mapped (f->sidebar));
  g_assert_false (gtk_widget_get_mapped (f->content));
  g_assert_cmpint (width_of (f, f->sidebar), ==, get_width (f));

  dyr_split_set_show_content (f->split, TRUE);
  fake_wait_frame (f->window);
  g_assert_false (gtk_widget_get_mapped (f->sidebar));
  g_assert_true (gtk_widget_get_mapped (f->content));
  g_assert_cmpint (width_of (f, f->content), ==, get_width (f));

  resize (f, 1000);
  g_assert_false (dyr_split_get_collapsed (f->split));
  g_assert_cmpint (notified, ==, 2);
  g_assert_true (gtk_widget_get_mapped (f->sidebar));
  g_assert_true (gtk_widget_get_mapped (f->content));
}

/* Also where the content needs more than is left, whatever "collapse-width" says. */
static void
test_collapses_for_content (Fixture *f, gconstpointer data)
{
  gtk_widget_set_size_request (f->content, 900, -1);
  fake_wait_frame (f->window);
  fake_settle ();
  g_assert_true (dyr_split_get_collapsed (f->split));
}

static void
test_focus (Fixture *f, gconstpointer data)
{
  gtk_widget_grab_focus (f->sidebar);
  dyr_split_set_show_content (f->split, TRUE);
  fake_wait_frame (f->window);
  g_assert_true (has_focus (f, f->content));

  /* Each side remembers where the keyboard was. */
  gtk_widget_grab_focus (f->second);
  dyr_split_set_show_content (f->split, FALSE);
  fake_wait_frame (f->window);
  g_assert_true (has_focus (f, f->sidebar));

  dyr_split_set_show_content (f->split, TRUE);
  fake_wait_frame (f->window);
  g_assert_true (has_focus (f, f->second));
}

static void
test_keys (Fixture *f, gconstpointer data)
{
  g_assert_false (dyr_split_get_show_content (f->split));
  gtk_widget_activate_action (GTK_WIDGET (f->split), "navigation.push", NULL);
  g_assert_true (dyr_split_get_show_content (f->split));
  fake_wait_frame (f->window);

  gtk_widget_activate_action (f->second, "navigation.pop", NULL);
  g_assert_false (dyr_split_get_show_content (f->split));
}

static void
test_no_sidebar (Fixture *f, gconstpointer data)
{
  gtk_widget_set_visible (f->sidebar, FALSE);
  fake_wait_frame (f->window);
  g_assert_cmpint (width_of (f, f->content), ==, get_width (f));

  resize (f, 500);
  g_assert_true (gtk_widget_get_mapped (f->content));
  g_assert_cmpint (width_of (f, f->content), ==, get_width (f));
}

static void
test_mirrored (Fixture *f, gconstpointer data)
{
  graphene_rect_t bounds;

  gtk_widget_set_direction (GTK_WIDGET (f->split), GTK_TEXT_DIR_RTL);
  gtk_widget_queue_allocate (GTK_WIDGET (f->split));
  fake_wait_frame (f->window);
  g_assert_true (gtk_widget_compute_bounds (f->content, GTK_WIDGET (f->split), &bounds));
  g_assert_cmpfloat (bounds.origin.x, <, 1);
  g_assert_true (gtk_widget_compute_bounds (f->sidebar, GTK_WIDGET (f->split), &bounds));
  g_assert_cmpfloat (bounds.origin.x, >, 700);
}

static void
test_builder (void)
{
  const char *ui = "<interface><object class='DyrSplit' id='split'>"
                   "<property name='collapse-width'>432</property>"
                   "<child type='content'><object class='GtkLabel' id='content'/></child>"
                   "<child type='sidebar'><object class='GtkLabel' id='sidebar'/></child>"
                   "</object></interface>";
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_string (ui, -1);
  GtkWidget *split = GTK_WIDGET (gtk_builder_get_object (builder, "split"));
  GtkWidget *sidebar = GTK_WIDGET (gtk_builder_get_object (builder, "sidebar"));

  g_assert_true (dyr_split_get_sidebar (DYR_SPLIT (split)) == sidebar);
  g_assert_nonnull (dyr_split_get_content (DYR_SPLIT (split)));
  g_assert_cmpint (dyr_split_get_collapse_width (DYR_SPLIT (split)), ==, 432);

  /* The sidebar is first on the way of the keyboard, whatever came first here. */
  g_assert_true (gtk_widget_get_first_child (split) == sidebar);
}

static void
test_replaced (void)
{
  DyrSplit *split = g_object_ref_sink (DYR_SPLIT (dyr_split_new ()));
  GtkWidget *label = g_object_ref_sink (gtk_label_new (NULL));

  dyr_split_set_sidebar (split, label);
  g_assert_true (gtk_widget_has_css_class (label, "split-sidebar"));
  dyr_split_set_sidebar (split, gtk_label_new (NULL));
  g_assert_null (gtk_widget_get_parent (label));
  g_assert_false (gtk_widget_has_css_class (label, "split-sidebar"));
  dyr_split_set_content (split, label);
  dyr_split_set_sidebar (split, NULL);
  g_assert_null (dyr_split_get_sidebar (split));

  g_assert_finalize_object (split);
  g_assert_finalize_object (label);
}

int
main (int argc, char **argv)
{
  fake_init (&argc, &argv);

#define ADD(name, width, test)                                                                     \
  g_test_add ("/widgets/split/" name, Fixture, GINT_TO_POINTER (width), set_up, test, tear_down)
  ADD ("wide", 1000, test_wide);
  ADD ("collapses", 1000, test_collapses);
  ADD ("collapses/for-content", 1000, test_collapses_for_content);
  ADD ("focus", 500, test_focus);
  ADD ("keys", 500, test_keys);
  ADD ("no-sidebar", 1000, test_no_sidebar);
  ADD ("mirrored", 1000, test_mirrored);
  g_test_add_func ("/widgets/split/builder", test_builder);
  g_test_add_func ("/widgets/split/replaced", test_replaced);

  return g_test_run ();
}

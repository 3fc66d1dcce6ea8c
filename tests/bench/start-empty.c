/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What a start is compared with: an empty libadwaita window; with "list" with the same column view
 * of constants: 300 rows, six columns. start-empty list|window BEGAN */

#include <adwaita.h>

#include "start.h"

#define ROWS 300

static void
on_setup (GtkListItemFactory *factory, GtkListItem *item, gpointer data)
{
  gtk_list_item_set_child (item, gtk_inscription_new (NULL));
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *item, gpointer data)
{
  gtk_inscription_set_text (GTK_INSCRIPTION (gtk_list_item_get_child (item)), data);
}

static GtkWidget *
new_list (void)
{
  static const char *const cells[]
      = { "ТОВ «Карпатський дім»", "Активний", "+380 67 112 22 33", "Львів", "26.11", "Оксана М." };
  GtkStringList *rows = gtk_string_list_new (NULL);
  GtkWidget *view, *scrolled = gtk_scrolled_window_new ();

  for (int i = 0; i < ROWS; i++)
    gtk_string_list_append (rows, "row");
  view = gtk_column_view_new (GTK_SELECTION_MODEL (gtk_single_selection_new (G_LIST_MODEL (rows))));
  for (gsize i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      GtkColumnViewColumn *column = gtk_column_view_column_new (cells[i], factory);

      g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
      g_signal_connect (factory, "bind", G_CALLBACK (on_bind), (gpointer) cells[i]);
      gtk_column_view_column_set_fixed_width (column, 140);
      gtk_column_view_append_column (GTK_COLUMN_VIEW (view), column);
      g_object_unref (column);
    }
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  return scrolled;
}

static void
on_painted (GdkFrameClock *clock, char **argv)
{
  g_signal_handlers_disconnect_by_func (clock, on_painted, argv);
  print_painted (GTK_WINDOW (g_object_get_data (G_OBJECT (clock), "window")), argv[2]);
}

static void
on_activate (GApplication *application, char **argv)
{
  GtkWidget *window = adw_application_window_new (GTK_APPLICATION (application));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GdkFrameClock *clock;

  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  if (g_str_equal (argv[1], "list"))
    {
      GtkWidget *list = new_list ();

      gtk_widget_set_vexpand (list, TRUE);
      gtk_box_append (GTK_BOX (box), list);
    }
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);
  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
  gtk_window_present (GTK_WINDOW (window));
  clock = gtk_widget_get_frame_clock (window);
  g_object_set_data (G_OBJECT (clock), "window", window);
  g_signal_connect (clock, "after-paint", G_CALLBACK (on_painted), argv);
}

int
main (int argc, char **argv)
{
  g_autoptr (AdwApplication) application
      = adw_application_new ("org.dyryhent.Empty", G_APPLICATION_NON_UNIQUE);

  if (argc != 3)
    return 2;
  g_signal_connect (application, "activate", G_CALLBACK (on_activate), argv);
  return g_application_run (G_APPLICATION (application), 1, argv);
}

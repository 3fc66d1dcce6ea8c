/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The real window on a database, from the start of the process to the first painted list of
 * clients. start-office DATABASE BEGAN */

#include "config.h"

#include "dyr-application.h"
#include "dyr-language.h"
#include "dyr-place.h"
#include "dyr-table.h"
#include "start.h"

typedef struct
{
  char **argv;
  gboolean filled; /* the list was there before this frame */
  gboolean done;
} Start;

static GtkWidget *
find_table (GtkWidget *widget)
{
  if (DYR_IS_TABLE (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *table = gtk_widget_get_mapped (child) ? find_table (child) : NULL;

      if (table != NULL)
        return table;
    }
  return NULL;
}

static gboolean
is_filled (GtkWidget *window)
{
  GtkWidget *table = find_table (window);
  GListModel *model = table != NULL ? dyr_table_get_model (DYR_TABLE (table)) : NULL;
  g_autoptr (DyrPlace) place = NULL;

  if (model == NULL || g_list_model_get_n_items (model) == 0)
    return FALSE;
  place = g_list_model_get_item (model, 0);
  return dyr_place_get_record (place) != NULL;
}

static void
on_before_paint (GdkFrameClock *clock, Start *start)
{
  start->filled = start->filled || is_filled (g_object_get_data (G_OBJECT (clock), "window"));
}

static void
on_after_paint (GdkFrameClock *clock, Start *start)
{
  if (!start->filled || start->done)
    return;
  start->done = TRUE;
  print_painted (GTK_WINDOW (g_object_get_data (G_OBJECT (clock), "window")), start->argv[2]);
}

static void
on_window_added (GtkApplication *application, GtkWindow *window, Start *start)
{
  GdkFrameClock *clock;

  gtk_widget_realize (GTK_WIDGET (window));
  clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));
  g_object_set_data (G_OBJECT (clock), "window", window);
  g_signal_connect (clock, "before-paint", G_CALLBACK (on_before_paint), start);
  g_signal_connect (clock, "after-paint", G_CALLBACK (on_after_paint), start);
}

int
main (int argc, char **argv)
{
  g_autoptr (GSettings) settings = NULL;
  g_autoptr (DyrApplication) application = NULL;
  Start start = { argv, FALSE, FALSE };
  char *arguments[] = { argv[0], (char *) "--database", NULL, NULL };

  if (argc != 3)
    return 2;
  dyr_language_setup ("uk");
  gtk_disable_setlocale ();
  settings = g_settings_new (DYR_APP_ID);
  g_settings_set_string (settings, "last-page", "clients");
  g_settings_set_int (settings, "window-width", 1280);
  g_settings_set_int (settings, "window-height", 800);
  arguments[2] = argv[1];
  application = dyr_application_new ("uk");
  g_signal_connect (application, "window-added", G_CALLBACK (on_window_added), &start);
  return g_application_run (G_APPLICATION (application), 3, arguments);
}

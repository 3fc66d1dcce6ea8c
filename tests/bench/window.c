/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the benchmarks of the real window share. */

#include "config.h"

#include "window.h"

#include "dyr-language.h"

static void
on_after_paint (GdkFrameClock *clock, BenchWindow *self)
{
  self->n_frames++;
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  *(DyrStore **) data = dyr_store_open_finish (result, &error);
  if (error != NULL)
    g_error ("%s", error->message);
}

void
bench_window_open (BenchWindow *self, const char *database, const DyrDatabaseOptions *options)
{
  g_autoptr (DyrStore) store = NULL;
  g_autoptr (GError) error = NULL;

  dyr_language_setup ("uk");
  gtk_disable_setlocale ();
  self->settings = g_settings_new (DYR_APP_ID);
  g_settings_set_string (self->settings, "last-page", "clients");
  g_settings_set_int (self->settings, "window-width", 1280);
  g_settings_set_int (self->settings, "window-height", 800);
  self->application = dyr_application_new ("uk");
  g_application_set_flags (G_APPLICATION (self->application), G_APPLICATION_NON_UNIQUE);
  if (!g_application_register (G_APPLICATION (self->application), NULL, &error))
    g_error ("%s", error->message);
  dyr_store_open_async (database, options, NULL, on_opened, &store);
  while (store == NULL)
    g_main_context_iteration (NULL, TRUE);
  self->office = dyr_office_new (store, self->settings, "uk");
  self->window = GTK_WINDOW (dyr_window_new (self->application, self->settings));
  dyr_window_set_office (DYR_WINDOW (self->window), self->office);
  gtk_window_present (self->window);
  self->clock = gtk_widget_get_frame_clock (GTK_WIDGET (self->window));
  g_signal_connect (self->clock, "after-paint", G_CALLBACK (on_after_paint), self);
}

void
bench_window_wait (BenchWindow *self, guint n_frames)
{
  const guint until = self->n_frames + n_frames;

  while (self->n_frames < until)
    {
      gdk_frame_clock_request_phase (self->clock, GDK_FRAME_CLOCK_PHASE_PAINT);
      g_main_context_iteration (NULL, TRUE);
    }
}

GtkWidget *
bench_window_find (GtkWidget *inside, GType type)
{
  GtkWidget *found = g_type_is_a (G_OBJECT_TYPE (inside), type) ? inside : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (inside); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_mapped (child))
      found = bench_window_find (child, type);
  return found;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const gint64 one = *(const gint64 *) a, other = *(const gint64 *) b;

  return (one > other) - (one < other);
}

double
bench_quantile (GArray *values, double part)
{
  if (values->len == 0)
    return 0;
  g_array_sort (values, compare);
  return (double) g_array_index (values, gint64, (guint) (part * (values->len - 1))) / 1000;
}

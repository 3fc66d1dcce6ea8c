/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What both start programs share: they print when the list was painted, measured from the moment
 * their parent started them (CLOCK_MONOTONIC microseconds in the last argument), and wait for their
 * standard input to close, so that the parent can look at their memory. */

#pragma once

#include <gtk/gtk.h>

static inline gboolean
on_parent_done (GIOChannel *channel, GIOCondition condition, gpointer window)
{
  gtk_window_destroy (GTK_WINDOW (window));
  return G_SOURCE_REMOVE;
}

static inline void
print_painted (GtkWindow *window, const char *began)
{
  GIOChannel *channel = g_io_channel_unix_new (0);

  g_print ("%" G_GINT64_FORMAT "\n", g_get_monotonic_time () - g_ascii_strtoll (began, NULL, 10));
  g_io_add_watch (channel, G_IO_IN | G_IO_HUP, on_parent_done, window);
  g_io_channel_unref (channel);
}

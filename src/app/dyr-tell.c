/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the main window tells people at its lower edge, from wherever it happened. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-tell.h"

GtkWidget *
dyr_main_window_of (GtkWidget *from)
{
  GtkWidget *window;

  g_return_val_if_fail (GTK_IS_WIDGET (from), NULL);

  window = GTK_WIDGET (gtk_widget_get_root (from));
  if (!GTK_IS_WINDOW (window))
    return from;
  while (gtk_window_get_transient_for (GTK_WINDOW (window)) != NULL)
    window = GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (window)));
  return window;
}

void
dyr_tell (GtkWidget *from, const char *text)
{
  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (text != NULL);
  gtk_widget_activate_action (dyr_main_window_of (from), "win.toast", "s", text);
}

void
dyr_tell_undo (GtkWidget *from, const char *text, gint64 action)
{
  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (text != NULL);
  gtk_widget_activate_action (dyr_main_window_of (from), "win.toast-undo", "(sx)", text, action);
}

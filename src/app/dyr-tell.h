/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the main window tells people at its lower edge, from wherever it happened. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The window below all dialogs that `from` is in, or `from` itself where it is in none. */
GtkWidget *dyr_main_window_of (GtkWidget *from);
/* A toast of plain text in it. */
void dyr_tell (GtkWidget *from, const char *text);
/* … with an Undo button for an action; 0: without. */
void dyr_tell_undo (GtkWidget *from, const char *text, gint64 action);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The rows of a column view by their positions: what GTK 4.12 has calls for. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* `view` is a GtkColumnView with cells of dyr-table-cell; a position past the end is let be. */
void dyr_table_rows_scroll_to (GtkWidget *view, guint position);
/* Scrolls there too. */
void dyr_table_rows_focus (GtkWidget *view, guint position);
gboolean dyr_table_rows_is_focused (GtkWidget *view, guint position);
/* Whether the row is seen, at least in part. All rows have the same height. */
gboolean dyr_table_rows_is_in_view (GtkWidget *view, guint position);
/* Tells the list of the view's rows (NULL: none) which of them are seen. */
void dyr_table_rows_tell_seen (GtkWidget *view, GListModel *list);

G_END_DECLS

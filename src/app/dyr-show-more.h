/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The first few rows of a list on a record's page, and the button that shows more of them. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A new slice of the list, with the first few rows. */
GtkSliceListModel *dyr_show_more_new (GListModel *list);
/* The first few rows again. */
void dyr_show_more_reset (GtkSliceListModel *slice);
/* So many more rows as the button says. */
void dyr_show_more_go_on (GtkSliceListModel *slice);
/* The button says what it would show; it is hidden when all are shown. */
void dyr_show_more_update (GtkSliceListModel *slice, GtkButton *more);

G_END_DECLS

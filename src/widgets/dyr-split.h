/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSplit: a sidebar beside its content, or one of the two where there is no room for both. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DYR_TYPE_SPLIT (dyr_split_get_type ())
G_DECLARE_FINAL_TYPE (DyrSplit, dyr_split, DYR, SPLIT, GtkWidget)

/* Shaped like AdwNavigationSplitView (libadwaita 1.4). Properties:
 * "sidebar", "content" (GtkWidget): the children; a sidebar that is not visible takes no room;
 * "collapsed" (gboolean, read only): narrower than "collapse-width": only one of them is shown;
 * "show-content" (gboolean): which one that is;
 * "min-sidebar-width", "max-sidebar-width", "collapse-width" (int, pixels);
 * "sidebar-width-fraction" (double): the sidebar's part of the width, between those bounds.
 *
 * Actions: "navigation.pop" shows the sidebar, "navigation.push" the content. Escape in a collapsed
 * content shows the sidebar. In .ui files: <child type="sidebar">, <child type="content">. */
GtkWidget *dyr_split_new (void);

GtkWidget *dyr_split_get_sidebar (DyrSplit *self);
void dyr_split_set_sidebar (DyrSplit *self, GtkWidget *sidebar);
GtkWidget *dyr_split_get_content (DyrSplit *self);
void dyr_split_set_content (DyrSplit *self, GtkWidget *content);
gboolean dyr_split_get_collapsed (DyrSplit *self);
gboolean dyr_split_get_show_content (DyrSplit *self);
void dyr_split_set_show_content (DyrSplit *self, gboolean show_content);
int dyr_split_get_collapse_width (DyrSplit *self);
void dyr_split_set_collapse_width (DyrSplit *self, int width);
void dyr_split_set_min_sidebar_width (DyrSplit *self, int width);
void dyr_split_set_max_sidebar_width (DyrSplit *self, int width);
void dyr_split_set_sidebar_width_fraction (DyrSplit *self, double fraction);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSideList: the pages of the window, from above; how sync stands, at the bottom. */

#pragma once

#include <gtk/gtk.h>

#include "dyr-office.h"

G_BEGIN_DECLS

#define DYR_TYPE_SIDE_LIST (dyr_side_list_get_type ())
G_DECLARE_FINAL_TYPE (DyrSideList, dyr_side_list, DYR, SIDE_LIST, GtkWidget)

/* Signal "chosen" (char *name): somebody wants to see that page. */

/* All pages of an office, once. */
void dyr_side_list_set_office (DyrSideList *self, DyrOffice *office);
/* Names beside the icons, or the icons alone. */
void dyr_side_list_show_names (DyrSideList *self, gboolean names);
/* Marks the page that is shown, if it has a place here. FALSE: it is no page of records or of the
 * day. */
gboolean dyr_side_list_select (DyrSideList *self, const char *name);
/* How many of them wait on a page, and what that says; nothing stands for none. */
void dyr_side_list_set_badge (DyrSideList *self, const char *name, guint n, const char *told);

G_END_DECLS

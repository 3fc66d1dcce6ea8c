/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrRefresh: reads anew what a widget shows, once for many changes in a row, and only while it is
 * seen. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct _DyrRefresh DyrRefresh;
typedef void (*DyrRefreshFunc) (GtkWidget *widget);

/* `read` begins to read; it is called first when the widget is seen. To be freed in its dispose. */
DyrRefresh *dyr_refresh_new (GtkWidget *widget, DyrRefreshFunc read);
void dyr_refresh_free (DyrRefresh *self);

/* Something has changed: reads in so many milliseconds at the latest, or when it is seen. What
 * follows until then needs no second reading. */
void dyr_refresh_soon (DyrRefresh *self, guint milliseconds);
/* Reads now if it is seen, else when it is. */
void dyr_refresh_now (DyrRefresh *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Where things are in a window, for tests that move the pointer: from GTK 4.10 on what assistive
 * technology is told leaves out the padding and borders of all that something is in, so that it is
 * some pixels away from there. Loaded before the program, this counts them. */

#include <gtk/gtk.h>

static gboolean
get_bounds (GtkAccessible *accessible, int *x, int *y, int *width, int *height)
{
  GtkWidget *widget = GTK_WIDGET (accessible);
  GtkWidget *parent = gtk_widget_get_parent (widget);
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_root (widget));
  graphene_rect_t place, around = GRAPHENE_RECT_INIT_ZERO;

  if (root == NULL || !gtk_widget_get_realized (widget))
    return FALSE;
  if (parent == NULL)
    parent = widget;
  if (!gtk_widget_compute_bounds (widget, parent, &place)
      || !gtk_widget_compute_bounds (parent, parent, &around))
    return FALSE;
  *x = (int) (place.origin.x - around.origin.x);
  *y = (int) (place.origin.y - around.origin.y);
  *width = (int) place.size.width;
  *height = (int) place.size.height;
  return TRUE;
}

/* Classes of widgets take over what the first one of them has. */
__attribute__ ((constructor)) static void
load (void)
{
  gpointer widget_class = g_type_class_ref (GTK_TYPE_WIDGET);
  /* By its name: the headers call its function one of a newer version. */
  GtkAccessibleInterface *accessible
      = g_type_interface_peek (widget_class, g_type_from_name ("GtkAccessible"));

  accessible->get_bounds = get_bounds;
}

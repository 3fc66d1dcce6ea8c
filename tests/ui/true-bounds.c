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

/* The widget of a page is in the page and counts, too: with both, its margin would count twice. */
static gboolean
get_bounds_of_page (GtkAccessible *accessible, int *x, int *y, int *width, int *height)
{
  GtkWidget *child = gtk_stack_page_get_child (GTK_STACK_PAGE (accessible));

  if (!get_bounds (GTK_ACCESSIBLE (child), x, y, width, height))
    return FALSE;
  *x = *y = 0;
  return TRUE;
}

static GtkAccessibleInterface *
get_interface (GType type)
{
  /* By its name: the headers call its function one of a newer version. */
  return g_type_interface_peek (g_type_class_ref (type), g_type_from_name ("GtkAccessible"));
}

/* Classes of widgets take over what the first one of them has. */
__attribute__ ((constructor)) static void
load (void)
{
  get_interface (GTK_TYPE_WIDGET)->get_bounds = get_bounds;
  get_interface (GTK_TYPE_STACK_PAGE)->get_bounds = get_bounds_of_page;
}

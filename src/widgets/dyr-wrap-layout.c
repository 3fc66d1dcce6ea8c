/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrWrapLayout: children side by side, on as many lines as they need. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-wrap-layout.h"

struct _DyrWrapLayout
{
  GtkLayoutManager parent_instance;

  int spacing;
};

G_DEFINE_FINAL_TYPE (DyrWrapLayout, dyr_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

/* Children that fit beside each other. */
typedef struct
{
  GtkWidget *first;
  GtkWidget *end; /* the child after the last; NULL: none */
  int height;
} Line;

static int
width_of (GtkWidget *child, int width)
{
  int min, nat;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &min, &nat, NULL, NULL);

  return MAX (min, MIN (nat, width));
}

static GtkWidget *
next_to_lay_out (GtkWidget *child)
{
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);

  return child;
}

/* The line that begins with a child. */
static Line
take_line (DyrWrapLayout *self, GtkWidget *first, int width)
{
  Line line = { first, NULL, 0 };
  int used = 0;

  for (GtkWidget *child = first; child != NULL;
       child = next_to_lay_out (gtk_widget_get_next_sibling (child)))
    {
      int wide = width_of (child, width);
      int min, nat;

      if (child != first && used + self->spacing + wide > width)
        {
          line.end = child;
          break;
        }

      used += wide + (child != first ? self->spacing : 0);
      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, wide, &min, &nat, NULL, NULL);
      line.height = MAX (line.height, nat);
    }

  return line;
}

static int
height_for (DyrWrapLayout *self, GtkWidget *widget, int width)
{
  GtkWidget *child = next_to_lay_out (gtk_widget_get_first_child (widget));
  int height = 0;

  while (child != NULL)
    {
      Line line = take_line (self, child, width);

      height += line.height + (height > 0 ? self->spacing : 0);
      child = line.end;
    }

  return height;
}

static GtkSizeRequestMode
dyr_wrap_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
dyr_wrap_layout_measure (GtkLayoutManager *manager,
                         GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  DyrWrapLayout *self = DYR_WRAP_LAYOUT (manager);
  int widest = 0, all = 0;

  for (GtkWidget *child = next_to_lay_out (gtk_widget_get_first_child (widget)); child != NULL;
       child = next_to_lay_out (gtk_widget_get_next_sibling (child)))
    {
      int min, nat;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &min, &nat, NULL, NULL);
      widest = MAX (widest, min);
      all += nat + (all > 0 ? self->spacing : 0);
    }

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = widest;
      *natural = MAX (widest, all);
      return;
    }

  *natural = height_for (self, widget, for_size >= 0 ? for_size : all);
  *minimum = for_size >= 0 ? *natural : height_for (self, widget, all);
}

static void
dyr_wrap_layout_allocate (
    GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  DyrWrapLayout *self = DYR_WRAP_LAYOUT (manager);
  gboolean is_mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkWidget *child = next_to_lay_out (gtk_widget_get_first_child (widget));
  int y = 0;

  while (child != NULL)
    {
      Line line = take_line (self, child, width);
      int x = 0;

      for (; child != line.end; child = next_to_lay_out (gtk_widget_get_next_sibling (child)))
        {
          int wide = width_of (child, width);
          GtkAllocation room = { is_mirrored ? width - x - wide : x, y, wide, line.height };

          gtk_widget_size_allocate (child, &room, -1);
          x += wide + self->spacing;
        }
      y += line.height + self->spacing;
    }
}

static void
dyr_wrap_layout_class_init (DyrWrapLayoutClass *klass)
{
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  manager_class->get_request_mode = dyr_wrap_layout_get_request_mode;
  manager_class->measure = dyr_wrap_layout_measure;
  manager_class->allocate = dyr_wrap_layout_allocate;
}

static void
dyr_wrap_layout_init (DyrWrapLayout *self)
{
}

GtkLayoutManager *
dyr_wrap_layout_new (int spacing)
{
  DyrWrapLayout *self = g_object_new (DYR_TYPE_WRAP_LAYOUT, NULL);

  self->spacing = spacing;

  return GTK_LAYOUT_MANAGER (self);
}

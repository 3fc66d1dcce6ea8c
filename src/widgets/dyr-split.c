/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSplit: a sidebar beside its content, or one of the two where there is no room for both. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-split.h"

#define DEFAULT_COLLAPSE_WIDTH 720
#define DEFAULT_MIN_SIDEBAR_WIDTH 180
#define DEFAULT_MAX_SIDEBAR_WIDTH 280
#define DEFAULT_FRACTION 0.25

enum
{
  SIDEBAR,
  CONTENT,
  N_SIDES
};

struct _DyrSplit
{
  GtkWidget parent_instance;

  GtkWidget *sides[N_SIDES];
  GtkWidget *last_focus[N_SIDES]; /* weak: where the keyboard was when the side was hidden */
  gboolean shown[N_SIDES];

  int collapse_width;
  int min_width;
  int max_width;
  double fraction;
  gboolean collapsed;
  gboolean announced; /* what "collapsed" said last */
  gboolean show_content;

  gboolean lost_focus; /* the focused side was hidden */
  guint idle;
};

enum
{
  PROP_SIDEBAR = 1,
  PROP_CONTENT,
  PROP_COLLAPSED,
  PROP_SHOW_CONTENT,
  PROP_COLLAPSE_WIDTH,
  PROP_MIN_SIDEBAR_WIDTH,
  PROP_MAX_SIDEBAR_WIDTH,
  PROP_SIDEBAR_WIDTH_FRACTION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static GtkBuildableIface *parent_buildable;

static gboolean
is_there (DyrSplit *self, int side)
{
  return self->sides[side] != NULL && gtk_widget_get_visible (self->sides[side]);
}

static int
min_width_of (DyrSplit *self, int side)
{
  int min = 0;

  if (is_there (self, side))
    gtk_widget_measure (self->sides[side], GTK_ORIENTATION_HORIZONTAL, -1, &min, NULL, NULL, NULL);

  return min;
}

static int
sidebar_width (DyrSplit *self, int width)
{
  int min, wanted;

  if (!is_there (self, SIDEBAR))
    return 0;

  if (!is_there (self, CONTENT))
    return width;

  min = MAX (self->min_width, min_width_of (self, SIDEBAR));
  wanted = (int) (width * self->fraction);

  return CLAMP (wanted, min, MAX (min, self->max_width));
}

static gboolean
has_room_for_both (DyrSplit *self, int width)
{
  if (width < self->collapse_width)
    return FALSE;

  return width >= sidebar_width (self, width) + min_width_of (self, CONTENT);
}

/* Of the two where there is room for one. */
static int
side_to_show (DyrSplit *self)
{
  return self->show_content || !is_there (self, SIDEBAR) ? CONTENT : SIDEBAR;
}

static gboolean
has_focus_inside (DyrSplit *self, int side)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && self->sides[side] != NULL
         && (focus == self->sides[side] || gtk_widget_is_ancestor (focus, self->sides[side]));
}

/* The keyboard must not stay with what cannot be seen. */
static void
take_focus (DyrSplit *self)
{
  int side = side_to_show (self);
  GtkWidget *last = self->last_focus[side];

  if (!self->lost_focus || !self->shown[side])
    return;

  self->lost_focus = FALSE;
  /* Whoever showed the side has placed it there. */
  if (has_focus_inside (self, side))
    return;
  if (last != NULL && gtk_widget_is_ancestor (last, self->sides[side])
      && gtk_widget_get_mapped (last) && gtk_widget_grab_focus (last))
    return;

  gtk_widget_child_focus (self->sides[side], GTK_DIR_TAB_FORWARD);
}

static gboolean
on_idle (gpointer data)
{
  DyrSplit *self = data;

  self->idle = 0;
  g_object_freeze_notify (G_OBJECT (self));
  if (self->announced != self->collapsed)
    {
      self->announced = self->collapsed;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COLLAPSED]);
    }
  gtk_widget_action_set_enabled (
      GTK_WIDGET (self), "navigation.pop", self->collapsed && self->show_content);
  gtk_widget_action_set_enabled (
      GTK_WIDGET (self), "navigation.push", self->collapsed && !self->show_content);
  take_focus (self);
  g_object_thaw_notify (G_OBJECT (self));

  return G_SOURCE_REMOVE;
}

/* Neither notifying nor moving the focus is possible while sizes are being given out. */
static void
queue_idle (DyrSplit *self)
{
  if (self->idle == 0)
    self->idle = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_idle, self, NULL);
}

static void
show_side (DyrSplit *self, int side, gboolean show)
{
  GtkWidget *widget = self->sides[side];

  if (self->shown[side] == show)
    return;

  self->shown[side] = show;
  if (widget == NULL)
    return;

  if (!show && has_focus_inside (self, side))
    {
      g_set_weak_pointer (&self->last_focus[side],
                          gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self))));
      self->lost_focus = TRUE;
    }

  gtk_widget_set_child_visible (widget, show);
}

static void
update_sides (DyrSplit *self)
{
  for (int side = 0; side < N_SIDES; side++)
    show_side (self, side, !self->collapsed || side == side_to_show (self));

  if (self->sides[SIDEBAR] == NULL)
    return;

  if (self->collapsed)
    gtk_widget_remove_css_class (self->sides[SIDEBAR], "split-sidebar");
  else
    gtk_widget_add_css_class (self->sides[SIDEBAR], "split-sidebar");
}

static GtkSizeRequestMode
dyr_split_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
dyr_split_measure (GtkWidget *widget,
                   GtkOrientation orientation,
                   int for_size,
                   int *minimum,
                   int *natural,
                   int *minimum_baseline,
                   int *natural_baseline)
{
  DyrSplit *self = DYR_SPLIT (widget);

  *minimum = 0;
  *natural = 0;
  *minimum_baseline = -1;
  *natural_baseline = -1;

  for (int side = 0; side < N_SIDES; side++)
    {
      int min, nat;

      if (!is_there (self, side))
        continue;

      gtk_widget_measure (self->sides[side], orientation, -1, &min, &nat, NULL, NULL);
      *minimum = MAX (*minimum, min);
      if (orientation == GTK_ORIENTATION_HORIZONTAL)
        *natural += nat;
      else
        *natural = MAX (*natural, nat);
    }

  *natural = MAX (*natural, *minimum);
}

static void
dyr_split_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DyrSplit *self = DYR_SPLIT (widget);
  gboolean collapsed = !has_room_for_both (self, width);
  GtkAllocation room[N_SIDES] = { { 0, 0, width, height }, { 0, 0, width, height } };

  if (collapsed != self->collapsed)
    {
      self->collapsed = collapsed;
      queue_idle (self);
    }
  update_sides (self);
  if (self->lost_focus)
    queue_idle (self);

  if (!collapsed)
    {
      gboolean is_mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

      room[SIDEBAR].width = sidebar_width (self, width);
      room[CONTENT].width = width - room[SIDEBAR].width;
      room[is_mirrored ? SIDEBAR : CONTENT].x = room[is_mirrored ? CONTENT : SIDEBAR].width;
    }

  for (int side = 0; side < N_SIDES; side++)
    {
      if (is_there (self, side) && self->shown[side])
        gtk_widget_size_allocate (self->sides[side], &room[side], -1);
    }
}

static void
set_side (DyrSplit *self, int side, GtkWidget *widget, guint property)
{
  if (self->sides[side] == widget)
    return;

  if (self->sides[side] != NULL)
    {
      gtk_widget_remove_css_class (self->sides[side], "split-sidebar");
      gtk_widget_unparent (self->sides[side]);
    }

  g_clear_weak_pointer (&self->last_focus[side]);
  self->sides[side] = widget;
  self->shown[side] = TRUE;
  if (widget != NULL)
    {
      /* The sidebar comes first, for the keyboard and for drawing. */
      if (side == SIDEBAR)
        gtk_widget_insert_after (widget, GTK_WIDGET (self), NULL);
      else
        gtk_widget_insert_before (widget, GTK_WIDGET (self), NULL);
    }
  update_sides (self);

  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static gboolean
on_escape_pressed (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  DyrSplit *self = DYR_SPLIT (widget);

  if (!self->collapsed || !self->show_content)
    return FALSE;

  dyr_split_set_show_content (self, FALSE);

  return TRUE;
}

static void
on_navigation_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  dyr_split_set_show_content (DYR_SPLIT (widget), g_str_equal (action, "navigation.push"));
}

static void
dyr_split_add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child, const char *type)
{
  if (g_strcmp0 (type, "sidebar") == 0)
    dyr_split_set_sidebar (DYR_SPLIT (buildable), GTK_WIDGET (child));
  else if (g_strcmp0 (type, "content") == 0)
    dyr_split_set_content (DYR_SPLIT (buildable), GTK_WIDGET (child));
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
dyr_split_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = dyr_split_add_child;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (DyrSplit,
                               dyr_split,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, dyr_split_buildable_init))

static void
dyr_split_dispose (GObject *object)
{
  DyrSplit *self = DYR_SPLIT (object);

  g_clear_handle_id (&self->idle, g_source_remove);
  for (int side = 0; side < N_SIDES; side++)
    {
      g_clear_weak_pointer (&self->last_focus[side]);
      g_clear_pointer (&self->sides[side], gtk_widget_unparent);
    }

  G_OBJECT_CLASS (dyr_split_parent_class)->dispose (object);
}

static void
dyr_split_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  DyrSplit *self = DYR_SPLIT (object);

  switch (property_id)
    {
    case PROP_SIDEBAR:
      g_value_set_object (value, self->sides[SIDEBAR]);
      break;
    case PROP_CONTENT:
      g_value_set_object (value, self->sides[CONTENT]);
      break;
    case PROP_COLLAPSED:
      g_value_set_boolean (value, self->collapsed);
      break;
    case PROP_SHOW_CONTENT:
      g_value_set_boolean (value, self->show_content);
      break;
    case PROP_COLLAPSE_WIDTH:
      g_value_set_int (value, self->collapse_width);
      break;
    case PROP_MIN_SIDEBAR_WIDTH:
      g_value_set_int (value, self->min_width);
      break;
    case PROP_MAX_SIDEBAR_WIDTH:
      g_value_set_int (value, self->max_width);
      break;
    case PROP_SIDEBAR_WIDTH_FRACTION:
      g_value_set_double (value, self->fraction);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

static void
dyr_split_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  DyrSplit *self = DYR_SPLIT (object);

  switch (property_id)
    {
    case PROP_SIDEBAR:
      dyr_split_set_sidebar (self, g_value_get_object (value));
      break;
    case PROP_CONTENT:
      dyr_split_set_content (self, g_value_get_object (value));
      break;
    case PROP_SHOW_CONTENT:
      dyr_split_set_show_content (self, g_value_get_boolean (value));
      break;
    case PROP_COLLAPSE_WIDTH:
      dyr_split_set_collapse_width (self, g_value_get_int (value));
      break;
    case PROP_MIN_SIDEBAR_WIDTH:
      dyr_split_set_min_sidebar_width (self, g_value_get_int (value));
      break;
    case PROP_MAX_SIDEBAR_WIDTH:
      dyr_split_set_max_sidebar_width (self, g_value_get_int (value));
      break;
    case PROP_SIDEBAR_WIDTH_FRACTION:
      dyr_split_set_sidebar_width_fraction (self, g_value_get_double (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

static void
dyr_split_class_init (DyrSplitClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = dyr_split_dispose;
  object_class->get_property = dyr_split_get_property;
  object_class->set_property = dyr_split_set_property;
  widget_class->get_request_mode = dyr_split_get_request_mode;
  widget_class->measure = dyr_split_measure;
  widget_class->size_allocate = dyr_split_size_allocate;

  properties[PROP_SIDEBAR] = g_param_spec_object ("sidebar", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_CONTENT] = g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_COLLAPSED] = g_param_spec_boolean (
      "collapsed", NULL, NULL, FALSE, (flags & ~G_PARAM_WRITABLE) | G_PARAM_READABLE);
  properties[PROP_SHOW_CONTENT] = g_param_spec_boolean ("show-content", NULL, NULL, FALSE, flags);
  properties[PROP_COLLAPSE_WIDTH]
      = g_param_spec_int ("collapse-width", NULL, NULL, 0, G_MAXINT, DEFAULT_COLLAPSE_WIDTH, flags);
  properties[PROP_MIN_SIDEBAR_WIDTH] = g_param_spec_int (
      "min-sidebar-width", NULL, NULL, 0, G_MAXINT, DEFAULT_MIN_SIDEBAR_WIDTH, flags);
  properties[PROP_MAX_SIDEBAR_WIDTH] = g_param_spec_int (
      "max-sidebar-width", NULL, NULL, 0, G_MAXINT, DEFAULT_MAX_SIDEBAR_WIDTH, flags);
  properties[PROP_SIDEBAR_WIDTH_FRACTION]
      = g_param_spec_double ("sidebar-width-fraction", NULL, NULL, 0, 1, DEFAULT_FRACTION, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "navigation.pop", NULL, on_navigation_activated);
  gtk_widget_class_install_action (widget_class, "navigation.push", NULL, on_navigation_activated);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, on_escape_pressed, NULL);
  gtk_widget_class_set_css_name (widget_class, "split");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
dyr_split_init (DyrSplit *self)
{
  self->collapse_width = DEFAULT_COLLAPSE_WIDTH;
  self->min_width = DEFAULT_MIN_SIDEBAR_WIDTH;
  self->max_width = DEFAULT_MAX_SIDEBAR_WIDTH;
  self->fraction = DEFAULT_FRACTION;
  self->shown[SIDEBAR] = TRUE;
  self->shown[CONTENT] = TRUE;

  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "navigation.pop", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "navigation.push", FALSE);
}

GtkWidget *
dyr_split_new (void)
{
  return g_object_new (DYR_TYPE_SPLIT, NULL);
}

/** dyr_split_get_sidebar: Returns: (transfer none) (nullable): the sidebar */
GtkWidget *
dyr_split_get_sidebar (DyrSplit *self)
{
  g_return_val_if_fail (DYR_IS_SPLIT (self), NULL);

  return self->sides[SIDEBAR];
}

void
dyr_split_set_sidebar (DyrSplit *self, GtkWidget *sidebar)
{
  g_return_if_fail (DYR_IS_SPLIT (self));
  g_return_if_fail (sidebar == NULL || GTK_IS_WIDGET (sidebar));

  set_side (self, SIDEBAR, sidebar, PROP_SIDEBAR);
}

/** dyr_split_get_content: Returns: (transfer none) (nullable): the content */
GtkWidget *
dyr_split_get_content (DyrSplit *self)
{
  g_return_val_if_fail (DYR_IS_SPLIT (self), NULL);

  return self->sides[CONTENT];
}

void
dyr_split_set_content (DyrSplit *self, GtkWidget *content)
{
  g_return_if_fail (DYR_IS_SPLIT (self));
  g_return_if_fail (content == NULL || GTK_IS_WIDGET (content));

  set_side (self, CONTENT, content, PROP_CONTENT);
}

gboolean
dyr_split_get_collapsed (DyrSplit *self)
{
  g_return_val_if_fail (DYR_IS_SPLIT (self), FALSE);

  return self->collapsed;
}

gboolean
dyr_split_get_show_content (DyrSplit *self)
{
  g_return_val_if_fail (DYR_IS_SPLIT (self), FALSE);

  return self->show_content;
}

/**
 * dyr_split_set_show_content:
 * @show_content: whether the content or the sidebar is shown where there is room for one only
 *
 * The keyboard follows: back to where it was on that side, or to the first widget that takes it.
 */
void
dyr_split_set_show_content (DyrSplit *self, gboolean show_content)
{
  g_return_if_fail (DYR_IS_SPLIT (self));

  show_content = !!show_content;
  if (self->show_content == show_content)
    return;

  self->show_content = show_content;
  update_sides (self);
  queue_idle (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_CONTENT]);
}

int
dyr_split_get_collapse_width (DyrSplit *self)
{
  g_return_val_if_fail (DYR_IS_SPLIT (self), 0);

  return self->collapse_width;
}

/** dyr_split_set_collapse_width: @width: in narrower windows only one side is shown; pixels */
void
dyr_split_set_collapse_width (DyrSplit *self, int width)
{
  g_return_if_fail (DYR_IS_SPLIT (self));
  g_return_if_fail (width >= 0);

  if (self->collapse_width == width)
    return;

  self->collapse_width = width;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COLLAPSE_WIDTH]);
}

void
dyr_split_set_min_sidebar_width (DyrSplit *self, int width)
{
  g_return_if_fail (DYR_IS_SPLIT (self));
  g_return_if_fail (width >= 0);

  if (self->min_width == width)
    return;

  self->min_width = width;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MIN_SIDEBAR_WIDTH]);
}

void
dyr_split_set_max_sidebar_width (DyrSplit *self, int width)
{
  g_return_if_fail (DYR_IS_SPLIT (self));
  g_return_if_fail (width >= 0);

  if (self->max_width == width)
    return;

  self->max_width = width;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MAX_SIDEBAR_WIDTH]);
}

/** dyr_split_set_sidebar_width_fraction: @fraction: the sidebar's part of the width, 0 to 1 */
void
dyr_split_set_sidebar_width_fraction (DyrSplit *self, double fraction)
{
  g_return_if_fail (DYR_IS_SPLIT (self));
  g_return_if_fail (fraction >= 0 && fraction <= 1);

  if (G_APPROX_VALUE (self->fraction, fraction, DBL_EPSILON))
    return;

  self->fraction = fraction;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIDEBAR_WIDTH_FRACTION]);
}

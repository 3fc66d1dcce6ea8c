/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrLongInput: edits lines of text; it grows with them. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-inputs-private.h"

/* Pixels: a form invites to three lines, a page takes no more room than the text; what is longer
 * scrolls, so that the rest of the form stays near. */
#define LEAST_HEIGHT_IN_FORM 66
#define LEAST_HEIGHT 20
/* What style.css puts around the text, both sides together. */
#define PADDING_X 16
#define PADDING_Y 14
#define MOST_HEIGHT 330

struct _DyrLongInput
{
  GtkWidget parent_instance;

  const DyrInputInfo *info;
  GtkWidget *scroller;
  GtkWidget *view;
  gboolean is_showing;
};

static char *
get_text (DyrLongInput *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);

  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

static void
set_text (DyrLongInput *self, const char *text)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
  g_autofree char *shown = get_text (self);

  if (g_str_equal (shown, text))
    return;

  /* Forgets what could be undone, see gtk_text_buffer_set_text (). */
  self->is_showing = TRUE;
  gtk_text_buffer_set_text (buffer, text, -1);
  self->is_showing = FALSE;
}

static void
dyr_long_input_show (DyrInput *input, const DyrValue *value)
{
  DyrLongInput *self = DYR_LONG_INPUT (input);
  g_autofree char *text
      = dyr_context_edit_text (self->info->context, self->info->type, self->info->field, value);

  set_text (self, text);
}

static gboolean
dyr_long_input_read (DyrInput *input, DyrValue *value, GError **error)
{
  DyrLongInput *self = DYR_LONG_INPUT (input);
  g_autofree char *text = get_text (self);

  return dyr_context_parse (self->info->context,
                            self->info->type,
                            self->info->field,
                            text,
                            self->info->country,
                            value,
                            error);
}

static char *
dyr_long_input_get_text (DyrInput *input)
{
  return get_text (DYR_LONG_INPUT (input));
}

static void
dyr_long_input_set_text (DyrInput *input, const char *text)
{
  set_text (DYR_LONG_INPUT (input), text);
}

static void
dyr_long_input_set_problem (DyrInput *input, const char *message, gboolean is_error)
{
  dyr_input_mark (DYR_LONG_INPUT (input)->view, message, is_error);
}

static void
dyr_long_input_input_init (DyrInputInterface *iface)
{
  iface->show = dyr_long_input_show;
  iface->read = dyr_long_input_read;
  iface->get_text = dyr_long_input_get_text;
  iface->set_text = dyr_long_input_set_text;
  iface->set_problem = dyr_long_input_set_problem;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (DyrLongInput,
                               dyr_long_input,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (DYR_TYPE_INPUT, dyr_long_input_input_init))

static void
on_buffer_changed (DyrLongInput *self)
{
  gtk_widget_queue_resize (self->view);
  if (!self->is_showing)
    dyr_input_typed (DYR_INPUT (self));
}

/* Enter makes a new line; with Ctrl it is done. */
static gboolean
on_key_pressed (DyrLongInput *self, guint keyval, guint keycode, GdkModifierType state)
{
  if ((keyval != GDK_KEY_Return && keyval != GDK_KEY_KP_Enter) || (state & GDK_CONTROL_MASK) == 0
      || self->info->in_form)
    return GDK_EVENT_PROPAGATE;

  dyr_input_entered (DYR_INPUT (self));

  return GDK_EVENT_STOP;
}

static GtkSizeRequestMode
dyr_long_input_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* How high the text is in that width: GtkTextView itself knows it only some time after it is shown.
 */
static int
measure_text (DyrLongInput *self, int width)
{
  g_autofree char *text = get_text (self);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (self->view, text);
  int height;

  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  if (width >= 0)
    pango_layout_set_width (layout, MAX (width - PADDING_X, 1) * PANGO_SCALE);
  pango_layout_get_pixel_size (layout, NULL, &height);

  return MIN (height + PADDING_Y, MOST_HEIGHT);
}

/* GtkListBox gives its rows no more than the least height, so that must be the height of the text;
 * what the text view would like may still be the height of the text before. */
static void
dyr_long_input_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  DyrLongInput *self = DYR_LONG_INPUT (widget);

  gtk_widget_measure (self->scroller, orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    return;
  *minimum = MAX (*minimum, measure_text (self, for_size));
  *natural = *minimum;
}

static void
dyr_long_input_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_size_allocate (
      DYR_LONG_INPUT (widget)->scroller, &(GtkAllocation){ 0, 0, width, height }, baseline);
}

static void
dyr_long_input_dispose (GObject *object)
{
  DyrLongInput *self = DYR_LONG_INPUT (object);

  self->is_showing = TRUE;
  dyr_input_drop_children (GTK_WIDGET (self));

  G_OBJECT_CLASS (dyr_long_input_parent_class)->dispose (object);
}

static void
dyr_long_input_class_init (DyrLongInputClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_long_input_dispose;
  widget_class->get_request_mode = dyr_long_input_get_request_mode;
  widget_class->measure = dyr_long_input_measure;
  widget_class->size_allocate = dyr_long_input_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "field-input");
}

static void
dyr_long_input_init (DyrLongInput *self)
{
}

GtkWidget *
dyr_long_input_new (const DyrInputInfo *info)
{
  DyrLongInput *self = g_object_new (DYR_TYPE_LONG_INPUT, NULL);
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->info = info;
  self->scroller = gtk_scrolled_window_new ();
  self->view = gtk_text_view_new ();
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self->view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (self->view), FALSE);
  dyr_input_name (self->view, info);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_MULTI_LINE, TRUE, -1);
  g_signal_connect_swapped (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view)),
                            "changed",
                            G_CALLBACK (on_buffer_changed),
                            self);

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key_pressed), self);
  gtk_widget_add_controller (self->view, keys);

  gtk_scrolled_window_set_policy (
      GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->scroller), TRUE);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (self->scroller),
                                              info->in_form ? LEAST_HEIGHT_IN_FORM : LEAST_HEIGHT);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (self->scroller), MOST_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->view);
  gtk_widget_set_hexpand (self->scroller, TRUE);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));

  return GTK_WIDGET (self);
}

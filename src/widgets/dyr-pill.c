/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrPill: a state as a word on a tinted ground.
 *
 * A GtkLabel of another size has all that is around it measured anew: of two hundred pills in a
 * table, which get other words in one frame, that is most of the frame. A steady pill does not ask
 * for the room of its word; it only gives the word its part of the room there is. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-pill.h"

#include "dyr-display.h"
#include "dyr-util.h"

#define LONGEST 60

struct _DyrPill
{
  GtkWidget parent_instance;

  GtkWidget *word;     /* GtkLabel; of a steady one GtkInscription */
  PangoLayout *layout; /* of a steady one: how wide its word is */
  char *label;
  DyrStyle look;
};

enum
{
  PROP_LABEL = 1,
  PROP_LOOK,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DyrPill, dyr_pill, GTK_TYPE_WIDGET)

static const char *
class_of (DyrStyle look)
{
  switch (look)
    {
    case DYR_STYLE_GOOD:
      return "good";
    case DYR_STYLE_BUSY:
      return "busy";
    case DYR_STYLE_ATTENTION:
      return "attention";
    case DYR_STYLE_BAD:
      return "bad";
    case DYR_STYLE_QUIET:
      return "quiet";
    case DYR_STYLE_NEUTRAL:
    default:
      return "neutral";
    }
}

/* No value is an em dash without a ground. */
static void
update (DyrPill *self)
{
  const char *classes[] = { self->label != NULL ? class_of (self->look) : "none", NULL };
  g_autofree char *line = dyr_display_line (self->label, LONGEST);

  gtk_widget_set_css_classes (self->word, classes);
  if (self->layout == NULL)
    {
      gtk_label_set_text (GTK_LABEL (self->word), line != NULL ? line : "—");
      return;
    }

  gtk_inscription_set_text (GTK_INSCRIPTION (self->word), line != NULL ? line : "—");
  pango_layout_set_text (self->layout, line != NULL ? line : "—", -1);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
dyr_pill_measure (GtkWidget *widget,
                  GtkOrientation orientation,
                  int for_size,
                  int *minimum,
                  int *natural,
                  int *minimum_baseline,
                  int *natural_baseline)
{
  DyrPill *self = DYR_PILL (widget);

  gtk_widget_measure (self->word,
                      orientation,
                      self->layout != NULL ? -1 : for_size,
                      minimum,
                      natural,
                      minimum_baseline,
                      natural_baseline);
}

/* What stands at the start is as wide as its word, if there is room for it. */
static void
dyr_pill_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DyrPill *self = DYR_PILL (widget);
  GtkAllocation place = { 0, 0, width, height };
  int around, line, text;

  if (self->layout == NULL)
    {
      gtk_widget_size_allocate (self->word, &place, baseline);
      return;
    }

  gtk_widget_measure (self->word, GTK_ORIENTATION_HORIZONTAL, -1, &around, NULL, NULL, NULL);
  gtk_widget_measure (self->word, GTK_ORIENTATION_VERTICAL, -1, &line, NULL, NULL, NULL);
  pango_layout_get_pixel_size (self->layout, &text, NULL);
  place.width = MIN (around + text, width);
  place.height = MIN (line, height);
  place.y = (height - place.height) / 2;
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    place.x = width - place.width;
  gtk_widget_size_allocate (self->word, &place, -1);
}

static void
dyr_pill_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  DyrPill *self = DYR_PILL (object);

  switch (property_id)
    {
    case PROP_LABEL:
      g_value_set_string (value, self->label);
      break;
    case PROP_LOOK:
      g_value_set_uint (value, self->look);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

static void
dyr_pill_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  DyrPill *self = DYR_PILL (object);

  switch (property_id)
    {
    case PROP_LABEL:
      dyr_pill_set (self, g_value_get_string (value), self->look);
      break;
    case PROP_LOOK:
      dyr_pill_set (self, self->label, (DyrStyle) g_value_get_uint (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

static void
dyr_pill_dispose (GObject *object)
{
  DyrPill *self = DYR_PILL (object);

  g_clear_pointer (&self->word, gtk_widget_unparent);
  g_clear_object (&self->layout);
  g_clear_pointer (&self->label, g_free);

  G_OBJECT_CLASS (dyr_pill_parent_class)->dispose (object);
}

static void
dyr_pill_class_init (DyrPillClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = dyr_pill_dispose;
  object_class->get_property = dyr_pill_get_property;
  object_class->set_property = dyr_pill_set_property;
  widget_class->measure = dyr_pill_measure;
  widget_class->size_allocate = dyr_pill_size_allocate;

  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  properties[PROP_LOOK]
      = g_param_spec_uint ("look", NULL, NULL, 0, DYR_STYLE_QUIET, DYR_STYLE_NEUTRAL, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "pill");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
dyr_pill_init (DyrPill *self)
{
  self->word = gtk_label_new (NULL);
  gtk_label_set_ellipsize (GTK_LABEL (self->word), PANGO_ELLIPSIZE_END);
  gtk_widget_set_halign (self->word, GTK_ALIGN_START);
  gtk_widget_set_valign (self->word, GTK_ALIGN_CENTER);
  gtk_widget_set_parent (self->word, GTK_WIDGET (self));

  update (self);
}

GtkWidget *
dyr_pill_new (void)
{
  return g_object_new (DYR_TYPE_PILL, NULL);
}

/** dyr_pill_new_steady: Returns: (transfer floating): for a place whose width is given */
GtkWidget *
dyr_pill_new_steady (void)
{
  DyrPill *self = g_object_new (DYR_TYPE_PILL, NULL);
  GtkInscription *word = GTK_INSCRIPTION (gtk_inscription_new (NULL));

  gtk_inscription_set_min_chars (word, 0);
  gtk_inscription_set_nat_chars (word, 0);
  gtk_inscription_set_min_lines (word, 1);
  gtk_inscription_set_nat_lines (word, 1);
  gtk_inscription_set_text_overflow (word, GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_widget_unparent (self->word);
  self->word = GTK_WIDGET (word);
  gtk_widget_set_parent (self->word, GTK_WIDGET (self));
  self->layout = gtk_widget_create_pango_layout (self->word, NULL);
  update (self);

  return GTK_WIDGET (self);
}

/**
 * dyr_pill_set:
 * @label: (nullable): the word; %NULL: an em dash
 * @look: its ground
 */
void
dyr_pill_set (DyrPill *self, const char *label, DyrStyle look)
{
  gboolean other_label, other_look;

  g_return_if_fail (DYR_IS_PILL (self));

  other_label = dyr_set_str (&self->label, label);
  other_look = self->look != look;
  if (!other_label && !other_look)
    return;

  self->look = look;
  update (self);

  if (other_label)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LABEL]);
  if (other_look)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOOK]);
}

/**
 * dyr_pill_set_choice:
 * @type: a record type
 * @field: index of one of its fields that is a choice or a set of them
 * @id: (nullable): the choice
 */
void
dyr_pill_set_choice (DyrPill *self, const DyrRecordType *type, guint field, const char *id)
{
  const DyrChoice *choice;

  g_return_if_fail (DYR_IS_PILL (self));
  g_return_if_fail (type != NULL);
  g_return_if_fail (field < type->n_fields);

  choice = dyr_field_find_choice (&type->fields[field], id);
  if (choice != NULL)
    dyr_pill_set (self, dyr_choice_label (type, choice), choice->style);
  else
    dyr_pill_set (self, id, DYR_STYLE_NEUTRAL);
}

void
dyr_pill_set_whole (DyrPill *self, gboolean whole)
{
  g_return_if_fail (DYR_IS_PILL (self));
  g_return_if_fail (self->layout == NULL);

  gtk_label_set_ellipsize (GTK_LABEL (self->word),
                           whole ? PANGO_ELLIPSIZE_NONE : PANGO_ELLIPSIZE_END);
}

/** dyr_pill_get_label: Returns: (nullable): the word */
const char *
dyr_pill_get_label (DyrPill *self)
{
  g_return_val_if_fail (DYR_IS_PILL (self), NULL);

  return self->label;
}

DyrStyle
dyr_pill_get_look (DyrPill *self)
{
  g_return_val_if_fail (DYR_IS_PILL (self), DYR_STYLE_NEUTRAL);

  return self->look;
}

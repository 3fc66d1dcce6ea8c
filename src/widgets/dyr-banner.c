/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrBanner: a lasting state over the whole width and one thing to do about it. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-banner.h"

#include "dyr-display.h"
#include "dyr-util.h"

struct _DyrBanner
{
  GtkWidget parent_instance;

  GtkWidget *revealer;
  GtkWidget *words;
  GtkWidget *button;
  char *title;
  char *button_label;
};

enum
{
  PROP_TITLE = 1,
  PROP_BUTTON_LABEL,
  PROP_REVEALED,
  N_PROPS
};

enum
{
  SIGNAL_BUTTON_CLICKED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyrBanner, dyr_banner, GTK_TYPE_WIDGET)

static void
on_button_clicked (DyrBanner *self)
{
  g_signal_emit (self, signals[SIGNAL_BUTTON_CLICKED], 0);
}

static void
dyr_banner_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  DyrBanner *self = DYR_BANNER (object);

  switch (property_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_BUTTON_LABEL:
      g_value_set_string (value, self->button_label);
      break;
    case PROP_REVEALED:
      g_value_set_boolean (value, dyr_banner_get_revealed (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

static void
dyr_banner_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  DyrBanner *self = DYR_BANNER (object);

  switch (property_id)
    {
    case PROP_TITLE:
      dyr_banner_set_title (self, g_value_get_string (value));
      break;
    case PROP_BUTTON_LABEL:
      dyr_banner_set_button_label (self, g_value_get_string (value));
      break;
    case PROP_REVEALED:
      dyr_banner_set_revealed (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

static void
dyr_banner_dispose (GObject *object)
{
  DyrBanner *self = DYR_BANNER (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_BANNER);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->button_label, g_free);

  G_OBJECT_CLASS (dyr_banner_parent_class)->dispose (object);
}

static void
dyr_banner_class_init (DyrBannerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = dyr_banner_dispose;
  object_class->get_property = dyr_banner_get_property;
  object_class->set_property = dyr_banner_set_property;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_BUTTON_LABEL] = g_param_spec_string ("button-label", NULL, NULL, NULL, flags);
  properties[PROP_REVEALED] = g_param_spec_boolean ("revealed", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_BUTTON_CLICKED] = g_signal_new (
      "button-clicked", DYR_TYPE_BANNER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/widgets/dyr-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrBanner, revealer);
  gtk_widget_class_bind_template_child (widget_class, DyrBanner, words);
  gtk_widget_class_bind_template_child (widget_class, DyrBanner, button);
  gtk_widget_class_bind_template_callback (widget_class, on_button_clicked);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "banner");
}

static void
dyr_banner_init (DyrBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dyr_banner_new (const char *title)
{
  return g_object_new (DYR_TYPE_BANNER, "title", title, NULL);
}

/** dyr_banner_get_title: Returns: (nullable): what it says */
const char *
dyr_banner_get_title (DyrBanner *self)
{
  g_return_val_if_fail (DYR_IS_BANNER (self), NULL);

  return self->title;
}

/** dyr_banner_set_title: @title: (nullable): what it says, plain text */
void
dyr_banner_set_title (DyrBanner *self, const char *title)
{
  g_autofree char *shown = NULL;

  g_return_if_fail (DYR_IS_BANNER (self));

  if (!dyr_set_str (&self->title, title))
    return;

  shown = dyr_display_text (title);
  gtk_label_set_text (GTK_LABEL (self->words), shown != NULL ? shown : "");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

/** dyr_banner_set_button_label: @label: (nullable): a word with a mnemonic; %NULL or "": no button
 */
void
dyr_banner_set_button_label (DyrBanner *self, const char *label)
{
  gboolean has_button;

  g_return_if_fail (DYR_IS_BANNER (self));

  if (!dyr_set_str (&self->button_label, label))
    return;

  has_button = label != NULL && *label != '\0';
  gtk_button_set_label (GTK_BUTTON (self->button), has_button ? label : "");
  gtk_widget_set_visible (self->button, has_button);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUTTON_LABEL]);
}

gboolean
dyr_banner_get_revealed (DyrBanner *self)
{
  g_return_val_if_fail (DYR_IS_BANNER (self), FALSE);

  return gtk_revealer_get_reveal_child (GTK_REVEALER (self->revealer));
}

void
dyr_banner_set_revealed (DyrBanner *self, gboolean revealed)
{
  g_return_if_fail (DYR_IS_BANNER (self));

  revealed = !!revealed;
  if (dyr_banner_get_revealed (self) == revealed)
    return;

  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), revealed);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REVEALED]);
}

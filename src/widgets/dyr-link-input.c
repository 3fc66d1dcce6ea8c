/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrLinkInput: one of many, found by typing: a linked record or a country. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-inputs-private.h"

#include "dyr-link-finder-private.h"

struct _DyrLinkInput
{
  GtkWidget parent_instance;

  const DyrInputInfo *info;
  GtkWidget *button; /* shows the value, opens the finder */
  GtkWidget *label;
  GtkWidget *clear_button;
  GtkWidget *open_button;
  GtkWidget *finder; /* made when it is wanted */
  DyrValue value;
};

static char *
show_value (DyrLinkInput *self)
{
  const DyrLink *link = dyr_value_link (&self->value);

  if (link != NULL)
    return dyr_input_show_link (link);

  return dyr_context_show (
      self->info->context, self->info->type, self->info->field, &self->value, NULL);
}

static void
update (DyrLinkInput *self)
{
  const DyrLink *link = dyr_value_link (&self->value);
  gboolean is_set = self->value.form != DYR_VALUE_NONE;
  g_autofree char *shown = show_value (self);

  gtk_label_set_text (GTK_LABEL (self->label),
                      shown != NULL ? shown : dyr_input_info_get_placeholder (self->info));
  gtk_widget_set_tooltip_text (self->label, shown);
  if (is_set)
    gtk_widget_remove_css_class (self->label, "quiet-text");
  else
    gtk_widget_add_css_class (self->label, "quiet-text");
  if (link != NULL && link->deleted)
    gtk_widget_add_css_class (self->label, "struck");
  else
    gtk_widget_remove_css_class (self->label, "struck");

  gtk_widget_set_visible (self->clear_button, is_set && !dyr_input_info_is_required (self->info));
  gtk_widget_set_visible (self->open_button, link != NULL && link->id != 0);

  /* The name is the field; what is chosen is read after it. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  gtk_label_get_text (GTK_LABEL (self->label)),
                                  -1);
}

static void
dyr_link_input_show (DyrInput *input, const DyrValue *value)
{
  DyrLinkInput *self = DYR_LINK_INPUT (input);

  dyr_value_copy (value, &self->value);
  update (self);
}

static gboolean
dyr_link_input_read (DyrInput *input, DyrValue *value, GError **error)
{
  dyr_value_copy (&DYR_LINK_INPUT (input)->value, value);

  return TRUE;
}

static void
dyr_link_input_set_problem (DyrInput *input, const char *message, gboolean is_error)
{
  DyrLinkInput *self = DYR_LINK_INPUT (input);

  dyr_input_mark (self->button, message, is_error);
  if (message == NULL)
    update (self);
}

static void
dyr_link_input_input_init (DyrInputInterface *iface)
{
  iface->show = dyr_link_input_show;
  iface->read = dyr_link_input_read;
  iface->set_problem = dyr_link_input_set_problem;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (DyrLinkInput,
                               dyr_link_input,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (DYR_TYPE_INPUT, dyr_link_input_input_init))

static void
on_picked (DyrLinkInput *self, DyrOption *option)
{
  if (dyr_option_get_link (option) != NULL)
    dyr_value_set_link (&self->value, dyr_option_get_link (option));
  else
    dyr_value_set_text (&self->value, dyr_option_get_id (option));

  update (self);
  gtk_widget_grab_focus (self->button);
  dyr_input_chosen (DYR_INPUT (self));
}

static void
on_button_clicked (DyrLinkInput *self)
{
  if (self->finder == NULL)
    {
      self->finder = dyr_link_finder_new (self->info);
      gtk_widget_set_parent (self->finder, self->button);
      g_signal_connect_swapped (self->finder, "picked", G_CALLBACK (on_picked), self);
    }

  dyr_link_finder_open (DYR_LINK_FINDER (self->finder));
}

static void
on_clear_clicked (DyrLinkInput *self)
{
  dyr_value_clear (&self->value);
  gtk_widget_grab_focus (self->button);
  update (self);
  dyr_input_chosen (DYR_INPUT (self));
}

static void
on_open_clicked (DyrLinkInput *self)
{
  const DyrLink *link = dyr_value_link (&self->value);

  if (link != NULL && link->id != 0)
    dyr_input_open_link (DYR_INPUT (self), link->id);
}

static void
dyr_link_input_dispose (GObject *object)
{
  DyrLinkInput *self = DYR_LINK_INPUT (object);

  dyr_input_drop_popover (&self->finder);
  dyr_input_drop_children (GTK_WIDGET (self));
  dyr_value_clear (&self->value);

  G_OBJECT_CLASS (dyr_link_input_parent_class)->dispose (object);
}

static void
dyr_link_input_class_init (DyrLinkInputClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_link_input_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "field-input");
}

static void
dyr_link_input_init (DyrLinkInput *self)
{
}

GtkWidget *
dyr_link_input_new (const DyrInputInfo *info)
{
  DyrLinkInput *self = g_object_new (DYR_TYPE_LINK_INPUT, NULL);
  /* Translators: names of buttons; the name of a field, "Client". */
  g_autofree char *clear = g_strdup_printf (_ ("%s: clear"), info->label);
  g_autofree char *open = g_strdup_printf (_ ("%s: open"), info->label);

  self->info = info;
  self->label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->label), PANGO_ELLIPSIZE_END);

  self->button = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (self->button), self->label);
  gtk_widget_add_css_class (self->button, "flat");
  gtk_widget_add_css_class (self->button, "value-button");
  gtk_widget_set_hexpand (self->button, TRUE);
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  dyr_input_name (self->button, info);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_HAS_POPUP, TRUE, -1);
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (on_button_clicked), self);
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));

  self->clear_button = dyr_input_button_new ("window-close-symbolic", clear);
  g_signal_connect_swapped (self->clear_button, "clicked", G_CALLBACK (on_clear_clicked), self);
  gtk_widget_set_parent (self->clear_button, GTK_WIDGET (self));

  self->open_button = dyr_input_button_new ("go-next-symbolic", open);
  g_signal_connect_swapped (self->open_button, "clicked", G_CALLBACK (on_open_clicked), self);
  gtk_widget_set_parent (self->open_button, GTK_WIDGET (self));

  update (self);

  return GTK_WIDGET (self);
}

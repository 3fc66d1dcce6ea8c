/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSwitchInput: yes or no. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-inputs-private.h"

struct _DyrSwitchInput
{
  GtkWidget parent_instance;

  GtkWidget *toggle;
  gboolean is_set; /* nobody has said yes or no yet */
  gboolean is_showing;
};

static void
dyr_switch_input_show (DyrInput *input, const DyrValue *value)
{
  DyrSwitchInput *self = DYR_SWITCH_INPUT (input);

  self->is_showing = TRUE;
  gtk_switch_set_active (GTK_SWITCH (self->toggle), dyr_value_number (value, 0) == 1);
  self->is_showing = FALSE;
  self->is_set = value->form != DYR_VALUE_NONE;
}

static gboolean
dyr_switch_input_read (DyrInput *input, DyrValue *value, GError **error)
{
  DyrSwitchInput *self = DYR_SWITCH_INPUT (input);

  if (self->is_set)
    dyr_value_set_number (value, gtk_switch_get_active (GTK_SWITCH (self->toggle)) ? 1 : 0);
  else
    dyr_value_clear (value);

  return TRUE;
}

static void
dyr_switch_input_set_problem (DyrInput *input, const char *message, gboolean is_error)
{
  dyr_input_mark (DYR_SWITCH_INPUT (input)->toggle, message, is_error);
}

static void
dyr_switch_input_input_init (DyrInputInterface *iface)
{
  iface->show = dyr_switch_input_show;
  iface->read = dyr_switch_input_read;
  iface->set_problem = dyr_switch_input_set_problem;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (DyrSwitchInput,
                               dyr_switch_input,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (DYR_TYPE_INPUT, dyr_switch_input_input_init))

static void
on_active_changed (DyrSwitchInput *self)
{
  if (self->is_showing)
    return;

  self->is_set = TRUE;
  dyr_input_chosen (DYR_INPUT (self));
}

static void
dyr_switch_input_dispose (GObject *object)
{
  dyr_input_drop_children (GTK_WIDGET (object));

  G_OBJECT_CLASS (dyr_switch_input_parent_class)->dispose (object);
}

static void
dyr_switch_input_class_init (DyrSwitchInputClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_switch_input_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "field-input");
}

static void
dyr_switch_input_init (DyrSwitchInput *self)
{
}

GtkWidget *
dyr_switch_input_new (const DyrInputInfo *info)
{
  DyrSwitchInput *self = g_object_new (DYR_TYPE_SWITCH_INPUT, NULL);

  self->toggle = gtk_switch_new ();
  gtk_widget_set_halign (self->toggle, GTK_ALIGN_START);
  gtk_widget_set_valign (self->toggle, GTK_ALIGN_CENTER);
  dyr_input_name (self->toggle, info);
  g_signal_connect_swapped (self->toggle, "notify::active", G_CALLBACK (on_active_changed), self);
  gtk_widget_set_parent (self->toggle, GTK_WIDGET (self));

  return GTK_WIDGET (self);
}

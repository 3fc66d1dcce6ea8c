/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrTogglesInput: a set of choices: all of them, to switch on and off. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-inputs-private.h"

#include "dyr-wrap-layout.h"

#define SPACING 6

struct _DyrTogglesInput
{
  GtkWidget parent_instance;

  const DyrInputInfo *info;
  DyrValue value; /* keeps the order of the elements, and what the table does not know */
  gboolean is_showing;
};

static GQuark
id_quark (void)
{
  return g_quark_from_static_string ("dyr-choice-id");
}

static const char *
id_of (GtkWidget *button)
{
  return g_object_get_qdata (G_OBJECT (button), id_quark ());
}

static void
dyr_toggles_input_show (DyrInput *input, const DyrValue *value)
{
  DyrTogglesInput *self = DYR_TOGGLES_INPUT (input);

  dyr_value_copy (value, &self->value);
  self->is_showing = TRUE;
  for (GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (self)); button != NULL;
       button = gtk_widget_get_next_sibling (button))
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button),
                                  dyr_set_contains (dyr_value_set (value), id_of (button)));
  self->is_showing = FALSE;
}

static gboolean
dyr_toggles_input_read (DyrInput *input, DyrValue *value, GError **error)
{
  dyr_value_copy (&DYR_TOGGLES_INPUT (input)->value, value);

  return TRUE;
}

static void
dyr_toggles_input_set_problem (DyrInput *input, const char *message, gboolean is_error)
{
  dyr_input_mark (GTK_WIDGET (input), message, is_error);
}

static void
dyr_toggles_input_input_init (DyrInputInterface *iface)
{
  iface->show = dyr_toggles_input_show;
  iface->read = dyr_toggles_input_read;
  iface->set_problem = dyr_toggles_input_set_problem;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (DyrTogglesInput,
                               dyr_toggles_input,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (DYR_TYPE_INPUT, dyr_toggles_input_input_init))

/* What is switched on comes last, what is switched off goes; the rest stays as it is. */
static void
on_toggled (DyrTogglesInput *self, GtkWidget *button)
{
  g_autoptr (DyrSetBuilder) builder = dyr_set_builder_new ();
  const DyrSet *set = dyr_value_set (&self->value);
  const char *id = id_of (button);

  if (self->is_showing)
    return;

  for (guint i = 0; set != NULL && i < set->n; i++)
    {
      const DyrMember *member = &set->members[i];

      if (!g_str_equal (member->item, id))
        dyr_set_builder_add (builder, member->item, member->role, member->link);
    }
  if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)))
    dyr_set_builder_add (builder, id, NULL, NULL);

  dyr_value_take_set (&self->value, dyr_set_builder_end (builder));
  dyr_input_chosen (DYR_INPUT (self));
}

static void
dyr_toggles_input_dispose (GObject *object)
{
  DyrTogglesInput *self = DYR_TOGGLES_INPUT (object);

  dyr_input_drop_children (GTK_WIDGET (self));
  dyr_value_clear (&self->value);

  G_OBJECT_CLASS (dyr_toggles_input_parent_class)->dispose (object);
}

static void
dyr_toggles_input_class_init (DyrTogglesInputClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_toggles_input_dispose;
  gtk_widget_class_set_css_name (widget_class, "field-input");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
dyr_toggles_input_init (DyrTogglesInput *self)
{
  gtk_widget_set_layout_manager (GTK_WIDGET (self), dyr_wrap_layout_new (SPACING));
  gtk_widget_add_css_class (GTK_WIDGET (self), "wrapped");
}

GtkWidget *
dyr_toggles_input_new (const DyrInputInfo *info)
{
  DyrTogglesInput *self = g_object_new (DYR_TYPE_TOGGLES_INPUT, NULL);
  const DyrChoice *choice = dyr_input_info_get_field (info)->choices;

  self->info = info;
  dyr_input_name (GTK_WIDGET (self), info);
  for (; choice != NULL && choice->id != NULL; choice++)
    {
      GtkWidget *button = gtk_toggle_button_new_with_label (dyr_choice_label (info->type, choice));

      gtk_widget_add_css_class (button, "choice-toggle");
      g_object_set_qdata_full (G_OBJECT (button), id_quark (), g_strdup (choice->id), g_free);
      g_signal_connect_swapped (button, "toggled", G_CALLBACK (on_toggled), self);
      gtk_widget_set_parent (button, GTK_WIDGET (self));
    }

  return GTK_WIDGET (self);
}

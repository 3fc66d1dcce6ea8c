/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrChipsInput: a set of linked records, and a finder for more. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-inputs-private.h"

#include "dyr-link-finder-private.h"
#include "dyr-wrap-layout.h"

#define SPACING 6
#define LONGEST_CHIP 28 /* characters */

struct _DyrChipsInput
{
  GtkWidget parent_instance;

  const DyrInputInfo *info;
  GtkWidget *add_button; /* the last child */
  GtkWidget *finder;     /* made when it is wanted */
  DyrValue value;
};

static GQuark
item_quark (void)
{
  return g_quark_from_static_string ("dyr-member-item");
}

/* The member a button of a chip is about. */
static const DyrMember *
member_of (DyrChipsInput *self, GtkWidget *button)
{
  const char *item = g_object_get_qdata (G_OBJECT (button), item_quark ());
  const DyrSet *set = dyr_value_set (&self->value);

  for (guint i = 0; set != NULL && i < set->n; i++)
    {
      if (g_str_equal (set->members[i].item, item))
        return &set->members[i];
    }

  return NULL;
}

static void
on_chip_clicked (DyrChipsInput *self, GtkWidget *button)
{
  const DyrMember *member = member_of (self, button);

  if (member != NULL && member->link != NULL && member->link->id != 0)
    dyr_input_open_link (DYR_INPUT (self), member->link->id);
}

/* Takes the set apart and puts it together without one element, or with one more. */
static void
change (DyrChipsInput *self, const DyrMember *without, const DyrLink *with)
{
  g_autoptr (DyrSetBuilder) builder = dyr_set_builder_new ();
  const DyrSet *set = dyr_value_set (&self->value);
  DyrValue changed = DYR_VALUE_INIT;

  for (guint i = 0; set != NULL && i < set->n; i++)
    {
      const DyrMember *member = &set->members[i];

      if (member != without)
        dyr_set_builder_add (builder, member->item, member->role, member->link);
    }
  if (with != NULL)
    dyr_set_builder_add (builder, NULL, NULL, with);

  dyr_value_take_set (&changed, dyr_set_builder_end (builder));
  dyr_input_show (DYR_INPUT (self), &changed);
  dyr_value_clear (&changed);
  dyr_input_chosen (DYR_INPUT (self));
}

static void
on_remove_clicked (DyrChipsInput *self, GtkWidget *button)
{
  const DyrMember *member = member_of (self, button);

  /* The button goes away with its chip. */
  gtk_widget_grab_focus (self->add_button);
  if (member != NULL)
    change (self, member, NULL);
}

static void
add_part (DyrChipsInput *self, GtkWidget *chip, GtkWidget *button, const DyrMember *member)
{
  g_object_set_qdata_full (G_OBJECT (button), item_quark (), g_strdup (member->item), g_free);
  gtk_widget_add_css_class (button, "flat");
  gtk_box_append (GTK_BOX (chip), button);
}

static GtkWidget *
make_chip (DyrChipsInput *self, const DyrMember *member)
{
  GtkWidget *chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *button = gtk_button_new ();
  g_autofree char *name
      = member->link != NULL ? dyr_input_show_link (member->link) : g_strdup (member->item);
  /* Translators: names a button; the name of a person or another record. */
  g_autofree char *remove_name = g_strdup_printf (_ ("Remove %s"), name);
  GtkWidget *remove_button = dyr_input_button_new ("window-close-symbolic", remove_name);

  gtk_label_set_text (GTK_LABEL (label), name);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), LONGEST_CHIP);
  if (member->link != NULL && member->link->deleted)
    gtk_widget_add_css_class (label, "struck");
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_widget_set_tooltip_text (button, name);
  gtk_widget_add_css_class (chip, "chip");

  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_chip_clicked), self);
  g_signal_connect_swapped (remove_button, "clicked", G_CALLBACK (on_remove_clicked), self);
  add_part (self, chip, button, member);
  add_part (self, chip, remove_button, member);

  return chip;
}

static void
dyr_chips_input_show (DyrInput *input, const DyrValue *value)
{
  DyrChipsInput *self = DYR_CHIPS_INPUT (input);
  const DyrSet *set;
  GtkWidget *child;

  if (dyr_value_looks_equal (value, &self->value))
    return;

  dyr_value_copy (value, &self->value);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != self->add_button)
    gtk_widget_unparent (child);

  set = dyr_value_set (&self->value);
  for (guint i = 0; set != NULL && i < set->n; i++)
    gtk_widget_insert_before (
        make_chip (self, &set->members[i]), GTK_WIDGET (self), self->add_button);
}

static gboolean
dyr_chips_input_read (DyrInput *input, DyrValue *value, GError **error)
{
  dyr_value_copy (&DYR_CHIPS_INPUT (input)->value, value);

  return TRUE;
}

static void
dyr_chips_input_set_problem (DyrInput *input, const char *message, gboolean is_error)
{
  dyr_input_mark (GTK_WIDGET (input), message, is_error);
}

static void
dyr_chips_input_input_init (DyrInputInterface *iface)
{
  iface->show = dyr_chips_input_show;
  iface->read = dyr_chips_input_read;
  iface->set_problem = dyr_chips_input_set_problem;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (DyrChipsInput,
                               dyr_chips_input,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (DYR_TYPE_INPUT, dyr_chips_input_input_init))

static void
on_picked (DyrChipsInput *self, DyrOption *option)
{
  const DyrLink *link = dyr_option_get_link (option);

  gtk_widget_grab_focus (self->add_button);
  if (link != NULL && !dyr_uid_is_null (&link->uid))
    change (self, NULL, link);
}

static void
on_add_clicked (DyrChipsInput *self)
{
  if (self->finder == NULL)
    {
      self->finder = dyr_link_finder_new (self->info);
      gtk_widget_set_parent (self->finder, self->add_button);
      g_signal_connect_swapped (self->finder, "picked", G_CALLBACK (on_picked), self);
    }

  dyr_link_finder_open (DYR_LINK_FINDER (self->finder));
}

static void
dyr_chips_input_dispose (GObject *object)
{
  DyrChipsInput *self = DYR_CHIPS_INPUT (object);

  dyr_input_drop_popover (&self->finder);
  dyr_input_drop_children (GTK_WIDGET (self));
  dyr_value_clear (&self->value);

  G_OBJECT_CLASS (dyr_chips_input_parent_class)->dispose (object);
}

static void
dyr_chips_input_class_init (DyrChipsInputClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_chips_input_dispose;
  gtk_widget_class_set_css_name (widget_class, "field-input");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
dyr_chips_input_init (DyrChipsInput *self)
{
  gtk_widget_set_layout_manager (GTK_WIDGET (self), dyr_wrap_layout_new (SPACING));
  gtk_widget_add_css_class (GTK_WIDGET (self), "wrapped");
}

GtkWidget *
dyr_chips_input_new (const DyrInputInfo *info)
{
  DyrChipsInput *self = g_object_new (DYR_TYPE_CHIPS_INPUT, NULL);
  /* Translators: names a button; the name of a field, "Participants". */
  g_autofree char *name = g_strdup_printf (_ ("%s: add"), info->label);

  self->info = info;
  dyr_input_name (GTK_WIDGET (self), info);
  self->add_button = dyr_input_button_new ("list-add-symbolic", name);
  g_signal_connect_swapped (self->add_button, "clicked", G_CALLBACK (on_add_clicked), self);
  gtk_widget_set_parent (self->add_button, GTK_WIDGET (self));

  return GTK_WIDGET (self);
}

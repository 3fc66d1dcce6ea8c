/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The button of a step: a click takes it, or asks first what came of it. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-step-button.h"

#include <glib/gi18n-lib.h>

#include "dyr-field-row.h"

/* What the popover of a button needs. */
typedef struct
{
  const DyrStep *step;
  DyrOffice *office;
  DyrRecord *record;
  GtkMenuButton *button; /* not owned */
} Ask;

static void
free_ask (gpointer data)
{
  Ask *ask = data;

  g_object_unref (ask->office);
  g_object_unref (ask->record);
  g_free (ask);
}

/* A choice: one click */

static void
on_choice_clicked (GtkButton *choice, Ask *ask)
{
  gtk_menu_button_popdown (ask->button);
}

static void
append_choice (GtkBox *box, Ask *ask, const char *id, const char *text)
{
  GtkWidget *choice = gtk_button_new_with_label (text);

  gtk_widget_add_css_class (choice, "flat");
  gtk_label_set_xalign (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (choice))), 0);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (choice), "(ss)", ask->step->id, id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (choice), "step.answer");
  g_signal_connect (choice, "clicked", G_CALLBACK (on_choice_clicked), ask);
  gtk_box_append (box, choice);
}

static GtkWidget *
new_choices (Ask *ask, guint field)
{
  const DyrRecordType *type = ask->step->type;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_add_css_class (box, "dyr-choices");
  for (const DyrChoice *choice = type->fields[field].choices; choice->id != NULL; choice++)
    append_choice (GTK_BOX (box), ask, choice->id, dyr_choice_label (type, choice));
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  append_choice (GTK_BOX (box), ask, "", C_ ("outcome", "Not known yet"));
  return box;
}

/* Another value: a row to fill in */

static void
on_value_confirmed (GtkButton *confirm, Ask *ask)
{
  DyrFieldRow *row = g_object_get_data (G_OBJECT (confirm), "row");
  int field = dyr_record_type_find (ask->step->type, dyr_field_row_get_field (row));
  g_auto (DyrValue) value = DYR_VALUE_INIT;
  g_autofree char *text = NULL;

  /* The row says what is wrong. */
  if (!dyr_field_row_get_value (row, &value, NULL))
    return;
  text = dyr_field_to_text (&ask->step->type->fields[field], &value);
  gtk_widget_activate_action (
      GTK_WIDGET (ask->button), "step.answer", "(ss)", ask->step->id, text != NULL ? text : "");
  gtk_menu_button_popdown (ask->button);
}

static GtkWidget *
new_row (Ask *ask, guint field)
{
  GtkWidget *row = dyr_field_row_new (ask->step->type->fields[field].name);

  dyr_field_row_set_context (DYR_FIELD_ROW (row), dyr_office_get_context (ask->office));
  dyr_field_row_set_record_type (DYR_FIELD_ROW (row), ask->step->type);
  dyr_field_row_set_value (DYR_FIELD_ROW (row), dyr_record_get_value (ask->record, field));
  return row;
}

static GtkWidget *
new_value (Ask *ask, guint field, GtkPopover *popover)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *row = new_row (ask, field);
  GtkWidget *confirm = gtk_button_new_with_label (dyr_step_answer_label (ask->step));

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  gtk_widget_set_halign (confirm, GTK_ALIGN_END);
  gtk_widget_add_css_class (confirm, "suggested-action");
  g_object_set_data (G_OBJECT (confirm), "row", row);
  g_signal_connect (confirm, "clicked", G_CALLBACK (on_value_confirmed), ask);
  gtk_box_append (GTK_BOX (box), list);
  gtk_box_append (GTK_BOX (box), confirm);
  gtk_widget_add_css_class (box, "dyr-answer");
  gtk_popover_set_default_widget (popover, confirm);
  return box;
}

/* What is asked is made when it is asked: the record may have changed since. */
static void
fill_popover (GtkMenuButton *button, gpointer data)
{
  Ask *ask = data;
  guint field = (guint) dyr_record_type_find (ask->step->type, ask->step->asks);
  GtkWidget *popover = gtk_popover_new ();

  gtk_popover_set_child (GTK_POPOVER (popover),
                         ask->step->type->fields[field].kind == DYR_KIND_CHOICE
                             ? new_choices (ask, field)
                             : new_value (ask, field, GTK_POPOVER (popover)));
  gtk_menu_button_set_popover (button, popover);
}

static GtkWidget *
new_label (const DyrStep *step)
{
  GtkWidget *label = gtk_label_new (dyr_step_label (step));

  /* Narrow windows and long languages. */
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  return label;
}

static GtkWidget *
new_asking_button (const DyrStep *step, DyrOffice *office, DyrRecord *record)
{
  GtkWidget *button = gtk_menu_button_new ();
  Ask *ask = g_new0 (Ask, 1);

  ask->step = step;
  ask->office = g_object_ref (office);
  ask->record = g_object_ref (record);
  ask->button = GTK_MENU_BUTTON (button);
  gtk_menu_button_set_child (GTK_MENU_BUTTON (button), new_label (step));
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button), fill_popover, ask, free_ask);
  return button;
}

GtkWidget *
dyr_step_button_new (const DyrStep *step, DyrOffice *office, DyrRecord *record)
{
  GtkWidget *button;

  g_return_val_if_fail (step != NULL, NULL);
  g_return_val_if_fail (DYR_IS_OFFICE (office), NULL);
  g_return_val_if_fail (DYR_IS_RECORD (record), NULL);

  if (dyr_step_asks (step, record) >= 0)
    button = new_asking_button (step, office, record);
  else
    {
      button = gtk_button_new ();
      gtk_button_set_child (GTK_BUTTON (button), new_label (step));
      gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", step->id);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "step.take");
    }
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, dyr_step_label (step), -1);
  return button;
}

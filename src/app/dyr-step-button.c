/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The button of a step: a click takes it, or asks first what came of it. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-step-button.h"

#include <glib/gi18n-lib.h>

#include "dyr-display.h"
#include "dyr-field-row.h"

/* Characters of a record's name in a message. */
#define MAX_TITLE 60

/* What a button or a popover needs; its widgets share it. */
typedef struct
{
  const DyrStep *step;
  DyrOffice *office;
  DyrRecord *record;
  GtkMenuButton *button; /* not owned; NULL when nothing is asked */
} Ask;

static void
free_ask (gpointer data)
{
  Ask *ask = data;

  g_object_unref (ask->office);
  g_object_unref (ask->record);
  g_free (ask);
}

typedef struct
{
  GtkWidget *from;
  char *text;
} Taken;

static void
on_step_stored (GObject *source, GAsyncResult *result, gpointer data)
{
  Taken *taken = data;
  g_autoptr (GtkWidget) from = taken->from;
  g_autofree char *text = taken->text;
  g_autoptr (GError) error = NULL;
  gint64 action;

  g_free (taken);
  if (!dyr_store_action_finish (DYR_STORE (source), result, &action, &error))
    g_signal_emit_by_name (source, "failed", NULL, error);
  else if (action != 0)
    gtk_widget_activate_action (from, "win.toast-undo", "(sx)", text, action);
}

/* “118: Shipped” */
static char *
tell (const DyrStep *step, DyrRecord *record, GArray *values)
{
  const DyrRecordType *type = dyr_record_get_record_type (record);
  g_autofree char *title = dyr_display_line (dyr_record_get_title (record), MAX_TITLE);
  const char *label = dyr_step_label (step);

  for (guint i = 0; i < values->len; i++)
    {
      const DyrFieldValue *value = &g_array_index (values, DyrFieldValue, i);
      const DyrChoice *choice;

      if ((int) value->field != type->state - 1)
        continue;
      choice = dyr_field_find_choice (&type->fields[value->field], dyr_value_text (&value->value));
      if (choice != NULL)
        label = dyr_choice_label (type, choice);
    }
  /* Translators: a record and its new state: “Contract 214/25: Signed”. */
  return g_strdup_printf (
      C_ ("toast", "%s: %s"), title != NULL ? title : dyr_record_type_label (type), label);
}

void
dyr_step_take (const DyrStep *step,
               DyrOffice *office,
               DyrRecord *record,
               const DyrValue *answer,
               GtkWidget *from)
{
  g_autoptr (GArray) values = NULL;
  Taken *taken;

  g_return_if_fail (step != NULL);
  g_return_if_fail (DYR_IS_OFFICE (office));
  g_return_if_fail (DYR_IS_RECORD (record));

  values = dyr_step_values (
      step, record, dyr_office_get_context (office), answer, g_get_real_time () / G_USEC_PER_SEC);
  taken = g_new0 (Taken, 1);
  taken->from = g_object_ref (from);
  taken->text = tell (step, record, values);
  dyr_store_edit_async (dyr_office_get_store (office),
                        dyr_record_get_id (record),
                        values,
                        NULL,
                        on_step_stored,
                        taken);
}

/* The head makes its buttons anew when the record changes: what tells must not go with them. */
static GtkWidget *
lasting_parent (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  return root != NULL ? GTK_WIDGET (root) : widget;
}

/* Asking for a choice: one click */

static void
on_choice_clicked (GtkButton *choice, Ask *ask)
{
  const char *id = g_object_get_data (G_OBJECT (choice), "choice");
  g_auto (DyrValue) value = DYR_VALUE_INIT;
  GtkWidget *from = lasting_parent (GTK_WIDGET (ask->button));

  if (id != NULL)
    dyr_value_set_text (&value, id);
  gtk_menu_button_popdown (ask->button);
  dyr_step_take (ask->step, ask->office, ask->record, &value, from);
}

static void
append_choice (GtkBox *box, Ask *ask, const char *id, const char *text)
{
  GtkWidget *choice = gtk_button_new_with_label (text);

  gtk_widget_add_css_class (choice, "flat");
  gtk_label_set_xalign (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (choice))), 0);
  g_object_set_data (G_OBJECT (choice), "choice", (gpointer) id);
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
  append_choice (GTK_BOX (box), ask, NULL, C_ ("outcome", "Not known yet"));
  return box;
}

/* Asking for a value: a row to fill in */

static void
on_value_confirmed (GtkButton *confirm, Ask *ask)
{
  DyrFieldRow *row = g_object_get_data (G_OBJECT (confirm), "row");
  g_auto (DyrValue) value = DYR_VALUE_INIT;
  GtkWidget *from = lasting_parent (GTK_WIDGET (ask->button));

  /* The row says what is wrong. */
  if (!dyr_field_row_get_value (row, &value, NULL))
    return;
  gtk_menu_button_popdown (ask->button);
  dyr_step_take (ask->step, ask->office, ask->record, &value, from);
}

static GtkWidget *
new_value (Ask *ask, guint field, GtkPopover *popover)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *row = dyr_field_row_new (ask->step->type->fields[field].name);
  GtkWidget *confirm = gtk_button_new_with_label (dyr_step_answer_label (ask->step));

  dyr_field_row_set_context (DYR_FIELD_ROW (row), dyr_office_get_context (ask->office));
  dyr_field_row_set_record_type (DYR_FIELD_ROW (row), ask->step->type);
  dyr_field_row_set_value (DYR_FIELD_ROW (row), dyr_record_get_value (ask->record, field));
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  gtk_widget_set_halign (confirm, GTK_ALIGN_END);
  gtk_widget_add_css_class (confirm, "suggested-action");
  g_object_set_data (G_OBJECT (confirm), "row", row);
  g_signal_connect (confirm, "clicked", G_CALLBACK (on_value_confirmed), ask);
  gtk_box_append (GTK_BOX (box), list);
  gtk_box_append (GTK_BOX (box), confirm);
  gtk_widget_set_size_request (box, 280, -1);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_widget_set_margin_start (box, 6);
  gtk_widget_set_margin_end (box, 6);
  gtk_popover_set_default_widget (popover, confirm);
  return box;
}

/* What is asked is made when it is asked: the record may have changed since. */
static void
fill_popover (GtkMenuButton *button, gpointer data)
{
  Ask *ask = data;
  int field = dyr_step_asks (ask->step, ask->record);
  GtkWidget *popover = gtk_popover_new ();

  if (field < 0)
    {
      g_object_unref (g_object_ref_sink (popover));
      return;
    }
  gtk_popover_set_child (GTK_POPOVER (popover),
                         ask->step->type->fields[field].kind == DYR_KIND_CHOICE
                             ? new_choices (ask, (guint) field)
                             : new_value (ask, (guint) field, GTK_POPOVER (popover)));
  gtk_menu_button_set_popover (button, popover);
}

static void
on_step_clicked (GtkButton *button, Ask *ask)
{
  dyr_step_take (ask->step, ask->office, ask->record, NULL, lasting_parent (GTK_WIDGET (button)));
}

static GtkWidget *
new_label (const DyrStep *step)
{
  GtkWidget *label = gtk_label_new (dyr_step_label (step));

  /* Narrow windows and long languages. */
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  return label;
}

GtkWidget *
dyr_step_button_new (const DyrStep *step, DyrOffice *office, DyrRecord *record)
{
  Ask *ask = g_new0 (Ask, 1);
  GtkWidget *button;

  ask->step = step;
  ask->office = g_object_ref (office);
  ask->record = g_object_ref (record);
  if (dyr_step_asks (step, record) >= 0)
    {
      button = gtk_menu_button_new ();
      ask->button = GTK_MENU_BUTTON (button);
      gtk_menu_button_set_child (GTK_MENU_BUTTON (button), new_label (step));
      gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button), fill_popover, ask, NULL);
    }
  else
    {
      button = gtk_button_new ();
      gtk_button_set_child (GTK_BUTTON (button), new_label (step));
      g_signal_connect (button, "clicked", G_CALLBACK (on_step_clicked), ask);
    }
  g_object_set_data_full (G_OBJECT (button), "ask", ask, free_ask);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, dyr_step_label (step), -1);
  return button;
}

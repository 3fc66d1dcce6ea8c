/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrConditionDialog: asks what a field must be: a way to compare and what suits it. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-condition-dialog.h"

#include <glib/gi18n-lib.h>

#include "dyr-condition-words.h"
#include "dyr-error.h"
#include "dyr-field-row.h"
#include "dyr-naming.h"

struct _DyrConditionDialog
{
  AdwWindow parent_instance;

  DyrOffice *office;
  const DyrRecordType *type;
  guint field;
  DyrAsk ways[7];
  GPtrArray *checks; /* GtkCheckButton of a choice each */

  AdwComboRow *way;
  AdwEntryRow *text;
  AdwPreferencesGroup *choices;
  AdwPreferencesGroup *values;
  DyrFieldRow *from; /* or the one value */
  DyrFieldRow *to;
  GtkButton *apply;
};

enum
{
  MADE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyrConditionDialog, dyr_condition_dialog, ADW_TYPE_WINDOW)

static const DyrField *
field_of (DyrConditionDialog *self)
{
  return &self->type->fields[self->field];
}

static DyrAsk
way_of (DyrConditionDialog *self)
{
  return self->ways[adw_combo_row_get_selected (self->way)];
}

static gboolean
asks_choices (DyrConditionDialog *self)
{
  return self->checks->len > 0 && (way_of (self) == DYR_ASK_IS || way_of (self) == DYR_ASK_IS_NOT);
}

static gboolean
asks_text (DyrConditionDialog *self)
{
  return way_of (self) == DYR_ASK_CONTAINS || way_of (self) == DYR_ASK_LACKS;
}

static gboolean
asks_value (DyrConditionDialog *self)
{
  return self->checks->len == 0
         && (way_of (self) == DYR_ASK_BETWEEN || way_of (self) == DYR_ASK_IS
             || way_of (self) == DYR_ASK_IS_NOT);
}

/* The value of a row; FALSE: it is none of the field, which the row says. */
static gboolean
read_row (DyrFieldRow *row, DyrValue *value)
{
  g_autoptr (GError) error = NULL;

  /* A field that may not be empty may be asked for nothing. */
  return dyr_field_row_get_value (row, value, &error)
         || g_error_matches (error, DYR_ERROR, DYR_ERROR_REFUSED);
}

static void
add (GPtrArray *made, guint field, DyrCompare compare, const DyrValue *value)
{
  DyrCondition *condition = dyr_condition_new (field, compare);

  dyr_condition_add (condition, value);
  g_ptr_array_add (made, condition);
}

static void
make_choices (DyrConditionDialog *self, GPtrArray *made)
{
  DyrCondition *condition = dyr_condition_new (
      self->field, way_of (self) == DYR_ASK_IS ? DYR_COMPARE_IS : DYR_COMPARE_IS_NOT);
  const DyrField *field = field_of (self);

  for (guint i = 0; i < self->checks->len; i++)
    {
      g_auto (DyrValue) value = DYR_VALUE_INIT;

      if (!gtk_check_button_get_active (g_ptr_array_index (self->checks, i)))
        continue;
      if (field->choices != NULL)
        dyr_value_set_text (&value, field->choices[i].id);
      else
        dyr_value_set_number (&value, i == 0);
      dyr_condition_add (condition, &value);
    }
  if (dyr_condition_get_n_values (condition) > 0)
    g_ptr_array_add (made, condition);
  else
    dyr_condition_free (condition);
}

static void
make_range (DyrConditionDialog *self, GPtrArray *made)
{
  g_auto (DyrValue) from = DYR_VALUE_INIT, to = DYR_VALUE_INIT;

  if (!read_row (self->from, &from) || !read_row (self->to, &to))
    return;
  if (from.form != DYR_VALUE_NONE)
    add (made, self->field, DYR_COMPARE_FROM, &from);
  if (to.form != DYR_VALUE_NONE)
    add (made, self->field, DYR_COMPARE_UP_TO, &to);
}

static void
make_one (DyrConditionDialog *self, GPtrArray *made)
{
  g_auto (DyrValue) value = DYR_VALUE_INIT;

  if (read_row (self->from, &value) && value.form != DYR_VALUE_NONE)
    add (made,
         self->field,
         way_of (self) == DYR_ASK_IS ? DYR_COMPARE_IS : DYR_COMPARE_IS_NOT,
         &value);
}

static void
make_text (DyrConditionDialog *self, GPtrArray *made)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->text)));
  g_auto (DyrValue) value = DYR_VALUE_INIT;

  if (*g_strstrip (text) == '\0')
    return;
  dyr_value_set_text (&value, text);
  add (made,
       self->field,
       way_of (self) == DYR_ASK_CONTAINS ? DYR_COMPARE_CONTAINS : DYR_COMPARE_LACKS,
       &value);
}

/* What the dialog asks for now; none: something is missing. */
static GPtrArray *
make (DyrConditionDialog *self)
{
  GPtrArray *made = dyr_conditions_new ();
  const DyrValue none = DYR_VALUE_INIT;

  if (asks_choices (self))
    make_choices (self, made);
  else if (asks_text (self))
    make_text (self, made);
  else if (way_of (self) == DYR_ASK_BETWEEN)
    make_range (self, made);
  else if (asks_value (self))
    make_one (self, made);
  else
    add (made,
         self->field,
         way_of (self) == DYR_ASK_EMPTY ? DYR_COMPARE_IS : DYR_COMPARE_IS_NOT,
         &none);
  return made;
}

static void
on_apply_clicked (DyrConditionDialog *self)
{
  g_autoptr (GPtrArray) made = make (self);

  if (made->len == 0)
    return;
  g_signal_emit (self, signals[MADE], 0, made);
  gtk_window_close (GTK_WINDOW (self));
}

static void
update (DyrConditionDialog *self)
{
  g_autoptr (GPtrArray) made = NULL;

  /* Values are looked at when they are wanted: nobody is told that he typed nothing yet. */
  if (!asks_value (self))
    made = make (self);
  gtk_widget_set_sensitive (GTK_WIDGET (self->apply), made == NULL || made->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->choices), asks_choices (self));
  gtk_widget_set_visible (GTK_WIDGET (self->text), asks_text (self));
  gtk_widget_set_visible (GTK_WIDGET (self->values), asks_value (self));
  gtk_widget_set_visible (GTK_WIDGET (self->to), way_of (self) == DYR_ASK_BETWEEN);
}

static void
add_choice (DyrConditionDialog *self, const char *label)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), label);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  g_signal_connect_swapped (check, "toggled", G_CALLBACK (update), self);
  adw_preferences_group_add (self->choices, row);
  g_ptr_array_add (self->checks, check);
}

static void
fill_choices (DyrConditionDialog *self)
{
  const DyrField *field = field_of (self);

  if (field->choices != NULL)
    for (const DyrChoice *choice = field->choices; choice->id != NULL; choice++)
      add_choice (self, dyr_choice_label (self->type, choice));
  else if (field->kind == DYR_KIND_YES_NO)
    {
      add_choice (self, C_("condition", "Yes"));
      add_choice (self, C_("condition", "No"));
    }
}

static void
fill_ways (DyrConditionDialog *self)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  guint n = dyr_condition_find_ways (field_of (self), self->ways);

  for (guint i = 0; i < n; i++)
    gtk_string_list_append (labels, dyr_condition_way_label (self->ways[i]));
  adw_combo_row_set_model (self->way, G_LIST_MODEL (labels));
}

static void
set_up_row (DyrConditionDialog *self, DyrFieldRow *row, const char *label)
{
  dyr_field_row_set_context (row, dyr_office_get_context (self->office));
  dyr_field_row_set_lookup (row, DYR_LOOKUP (dyr_office_get_store (self->office)));
  dyr_field_row_set_record_type (row, self->type);
  dyr_field_row_set_field (row, field_of (self)->name);
  dyr_field_row_set_label (row, label);
}

static void
dyr_condition_dialog_dispose (GObject *object)
{
  DyrConditionDialog *self = DYR_CONDITION_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_CONDITION_DIALOG);
  g_clear_object (&self->office);
  g_clear_pointer (&self->checks, g_ptr_array_unref);
  G_OBJECT_CLASS (dyr_condition_dialog_parent_class)->dispose (object);
}

static void
dyr_condition_dialog_class_init (DyrConditionDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_condition_dialog_dispose;
  signals[MADE] = g_signal_new ("made",
                                DYR_TYPE_CONDITION_DIALOG,
                                G_SIGNAL_RUN_LAST,
                                0,
                                NULL,
                                NULL,
                                NULL,
                                G_TYPE_NONE,
                                1,
                                G_TYPE_PTR_ARRAY);
  g_type_ensure (DYR_TYPE_FIELD_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-condition-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrConditionDialog, way);
  gtk_widget_class_bind_template_child (widget_class, DyrConditionDialog, text);
  gtk_widget_class_bind_template_child (widget_class, DyrConditionDialog, choices);
  gtk_widget_class_bind_template_child (widget_class, DyrConditionDialog, values);
  gtk_widget_class_bind_template_child (widget_class, DyrConditionDialog, from);
  gtk_widget_class_bind_template_child (widget_class, DyrConditionDialog, to);
  gtk_widget_class_bind_template_child (widget_class, DyrConditionDialog, apply);
  gtk_widget_class_bind_template_callback (widget_class, on_apply_clicked);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
dyr_condition_dialog_init (DyrConditionDialog *self)
{
  self->checks = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  dyr_name_combo_row (self->way);
}

DyrConditionDialog *
dyr_condition_dialog_new (DyrOffice *office, const DyrRecordType *type, guint field)
{
  DyrConditionDialog *self = g_object_new (DYR_TYPE_CONDITION_DIALOG, NULL);
  gboolean range;

  self->office = g_object_ref (office);
  self->type = type;
  self->field = field;
  gtk_window_set_title (GTK_WINDOW (self), dyr_field_label (type, field));
  fill_choices (self);
  fill_ways (self);
  range = self->ways[0] == DYR_ASK_BETWEEN;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->text), dyr_field_label (type, field));
  set_up_row (self, self->from, range ? C_("condition", "From") : dyr_field_label (type, field));
  set_up_row (self, self->to, C_("condition", "Up to"));
  update (self);
  return self;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrFieldRow: the editing of it: when what is typed is saved, taken back, refused, shown anew. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-field-row-private.h"

#include "dyr-uri-private.h"
#include "dyr-util.h"

/* Milliseconds after the last key. */
#define PATIENCE 1000

static const DyrField *
field_of (DyrFieldRow *self)
{
  return dyr_input_info_get_field (&self->info);
}

static const DyrValue *
stored_value (DyrFieldRow *self)
{
  return dyr_record_get_value (self->record, self->info.field);
}

/* Where the record is, for phones and codes; what its money is in. */
static void
read_surroundings (DyrFieldRow *self)
{
  const DyrRecordType *type = self->info.type;
  const DyrField *field = field_of (self);
  const char *country = NULL, *currency = NULL;

  for (guint i = 0; self->record != NULL && country == NULL && i < type->n_fields; i++)
    {
      if (type->fields[i].kind == DYR_KIND_COUNTRY)
        country = dyr_value_text (dyr_record_get_value (self->record, i));
    }
  if (self->record != NULL && field->kind == DYR_KIND_MONEY)
    currency = dyr_value_text (dyr_record_get_value (self->record, field->currency));

  dyr_set_str (&self->country, country);
  dyr_set_str (&self->currency, currency);
  self->info.country = self->country;
  self->info.currency = self->currency;
}

/* What is said below the editor */

void
dyr_field_row_set_problem (DyrFieldRow *self, DyrFieldProblem kind, const char *words)
{
  gboolean is_error = kind == DYR_PROBLEM_ERROR;
  const char *classes[] = { "problem", is_error ? "error" : "warning", NULL };

  gtk_widget_set_visible (self->problem, kind != DYR_PROBLEM_NONE);
  gtk_label_set_text (GTK_LABEL (self->problem_words), kind != DYR_PROBLEM_NONE ? words : "");
  if (self->input != NULL)
    dyr_input_set_problem (
        DYR_INPUT (self->input), kind > DYR_PROBLEM_MISSING ? words : NULL, is_error);
  if (kind == DYR_PROBLEM_NONE)
    return;

  gtk_widget_set_css_classes (self->problem, classes);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->problem_icon),
                                is_error ? "dialog-error-symbolic" : "dialog-warning-symbolic");
}

/* What there is to say about a value that is kept. A form says nothing of what is not there yet. */
void
dyr_field_row_judge (DyrFieldRow *self, const DyrValue *value)
{
  g_autofree char *warning = NULL;

  if (value->form == DYR_VALUE_NONE)
    {
      if (self->record != NULL && self->mode != DYR_INPUT_SHOW
          && dyr_input_info_is_required (&self->info))
        dyr_field_row_set_problem (self, DYR_PROBLEM_MISSING, C_ ("field", "Required"));
      else
        dyr_field_row_set_problem (self, DYR_PROBLEM_NONE, NULL);
      return;
    }

  warning = dyr_context_warning (
      self->info.context, self->info.type, self->info.field, value, self->info.country);
  dyr_field_row_set_problem (
      self, warning != NULL ? DYR_PROBLEM_WARNING : DYR_PROBLEM_NONE, warning);
}

/* Drafts */

static void
keep_draft (DyrFieldRow *self)
{
  DyrEditor *editor = self->record != NULL ? dyr_record_get_editor (self->record) : NULL;
  g_autofree char *text = dyr_input_get_text (DYR_INPUT (self->input));

  if (editor == NULL || text == NULL)
    return;

  self->has_draft = TRUE;
  dyr_editor_set_draft (editor, self->record, self->info.field, text);
}

static void
forget_draft (DyrFieldRow *self)
{
  DyrEditor *editor = self->record != NULL ? dyr_record_get_editor (self->record) : NULL;

  if (!self->has_draft)
    return;

  self->has_draft = FALSE;
  if (editor != NULL)
    dyr_editor_set_draft (editor, self->record, self->info.field, NULL);
}

/* Saving */

void
dyr_field_row_forget_typed (DyrFieldRow *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  self->is_dirty = FALSE;
  self->is_wrong = FALSE;
}

/* Edits of one stay in the field are one undo. */
static void
begin_visit (DyrFieldRow *self)
{
  DyrEditor *editor = dyr_record_get_editor (self->record);

  if (self->visit == 0 && editor != NULL)
    self->visit = dyr_editor_begin_visit (editor);
}

static void
save (DyrFieldRow *self, const DyrValue *value)
{
  g_autoptr (DyrRecord) record = g_object_ref (self->record);

  if (dyr_value_equal (dyr_record_get_value (record, self->info.field), value))
    return;

  begin_visit (self);
  self->is_saving = TRUE;
  dyr_record_edit (record, self->info.field, value, self->visit);
  self->is_saving = FALSE;
}

static DyrInputMode
wanted_mode (DyrFieldRow *self)
{
  const DyrField *field = field_of (self);
  const DyrSet *set;

  if (self->read_only || (field->flags & DYR_DERIVED) != 0)
    return DYR_INPUT_SHOW;

  if (self->record == NULL)
    return DYR_INPUT_EDIT;

  if (dyr_record_is_deleted (self->record)
      || ((field->flags & DYR_FIXED) != 0 && stored_value (self)->form != DYR_VALUE_NONE))
    return DYR_INPUT_SHOW;

  set = dyr_value_set (stored_value (self));
  if (set != NULL && set->n >= DYR_INPUT_MANY && field->items != DYR_KIND_LINK
      && field->items != DYR_KIND_CHOICE && field->items != DYR_KIND_MOVE)
    return DYR_INPUT_LINES;

  return DYR_INPUT_EDIT;
}

static gboolean
try_now (DyrFieldRow *self, gboolean settle)
{
  g_auto (DyrValue) value = DYR_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  gboolean was_wrong = self->is_wrong;

  if (self->input == NULL)
    return TRUE;

  if (!self->is_dirty)
    {
      if (settle && !was_wrong && self->record != NULL)
        dyr_field_row_refresh (self);
      return !was_wrong;
    }

  dyr_field_row_forget_typed (self);
  if (!dyr_input_read (DYR_INPUT (self->input), &value, &error))
    {
      self->is_wrong = TRUE;
      dyr_field_row_set_problem (self, DYR_PROBLEM_ERROR, error->message);
      keep_draft (self);
      return FALSE;
    }

  forget_draft (self);
  if (self->record == NULL)
    {
      dyr_field_row_judge (self, &value);
      return TRUE;
    }

  save (self, &value);
  read_surroundings (self);
  if (settle || wanted_mode (self) == DYR_INPUT_SHOW)
    dyr_field_row_refresh (self);
  else
    dyr_field_row_judge (self, &value);

  return TRUE;
}

/* Saves what is typed. `settle`: the person has left or pressed Enter: the editor may show it as it
 * is written properly. */
gboolean
dyr_field_row_try (DyrFieldRow *self, gboolean settle)
{
  gboolean is_value = try_now (self, settle);

  /* By now the store knows that it is on its way. */
  dyr_field_row_tell_unsaved (self);

  return is_value;
}

static gboolean
on_time_passed (gpointer data)
{
  DyrFieldRow *self = data;

  self->timer = 0;
  dyr_field_row_try (self, FALSE);

  return G_SOURCE_REMOVE;
}

/* What the person does */

void
dyr_field_row_begin_typing (DyrFieldRow *self)
{
  if (self->record != NULL && self->visit == 0 && !self->is_dirty && !self->is_wrong)
    dyr_value_copy (stored_value (self), &self->visit_value);
  self->is_dirty = TRUE;
  dyr_field_row_tell_unsaved (self);
}

static void
on_input_typed (DyrFieldRow *self)
{
  g_auto (DyrValue) value = DYR_VALUE_INIT;

  dyr_field_row_begin_typing (self);

  /* An error goes as soon as it is repaired, but comes only when the person pauses. */
  if (gtk_widget_get_visible (self->problem)
      && dyr_input_read (DYR_INPUT (self->input), &value, NULL))
    dyr_field_row_judge (self, &value);

  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add (PATIENCE, on_time_passed, self);
  dyr_field_row_emit_changed (self);
}

static void
on_input_chosen (DyrFieldRow *self)
{
  GtkWidget *input = g_object_ref (self->input);

  dyr_field_row_begin_typing (self);
  dyr_field_row_try (self, TRUE);
  dyr_field_row_emit_changed (self);
  if (!gtk_event_controller_focus_contains_focus (GTK_EVENT_CONTROLLER_FOCUS (self->focus)))
    self->visit = 0;

  /* A fixed field has another input now, but GTK has not yet done with what was clicked. */
  if (input != self->input)
    g_idle_add_once (g_object_unref, input);
  else
    g_object_unref (input);
}

static void
on_input_entered (DyrFieldRow *self)
{
  dyr_field_row_try (self, TRUE);
}

static void
on_input_open_link (DyrFieldRow *self, gint64 id)
{
  dyr_field_row_emit_open_link (self, id);
}

static void
on_input_open_uri (DyrFieldRow *self, const char *uri)
{
  if (!dyr_field_row_emit_open_uri (self, uri))
    dyr_uri_open (GTK_WIDGET (self), uri);
}

void
dyr_field_row_leave (DyrFieldRow *self)
{
  /* The focus went because the editor goes. */
  if (self->is_dropping)
    return;

  dyr_field_row_try (self, TRUE);
  self->visit = 0;
}

/* Escape: what was here when the person came is here again. */
gboolean
dyr_field_row_take_back (DyrFieldRow *self)
{
  gboolean is_saved;

  if (self->record == NULL || self->input == NULL || self->mode == DYR_INPUT_SHOW)
    return FALSE;

  is_saved = self->visit != 0 && !dyr_value_equal (&self->visit_value, stored_value (self));
  if (!self->is_dirty && !self->is_wrong && !is_saved)
    return FALSE;

  dyr_field_row_forget_typed (self);
  forget_draft (self);
  if (is_saved)
    save (self, &self->visit_value);
  dyr_field_row_refresh (self);
  dyr_field_row_tell_unsaved (self);

  return TRUE;
}

/* Showing */

static void
name_row (DyrFieldRow *self)
{
  self->info.label
      = self->label != NULL ? self->label : dyr_field_label (self->info.type, self->info.field);
  gtk_label_set_text (GTK_LABEL (self->caption), self->info.label);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), self->info.label);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, self->info.label, -1);
}

void
dyr_field_row_drop_input (DyrFieldRow *self)
{
  if (self->input == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->input, self);
  self->is_dropping = TRUE;
  gtk_box_remove (GTK_BOX (self->content), self->input);
  self->is_dropping = FALSE;
  self->input = NULL;
}

static void
make_input (DyrFieldRow *self, DyrInputMode mode)
{
  GtkWidget *input = dyr_input_new (&self->info, mode);

  dyr_field_row_drop_input (self);
  self->mode = mode;
  self->input = input;
  gtk_box_prepend (GTK_BOX (self->content), input);
  g_signal_connect_swapped (input, "typed", G_CALLBACK (on_input_typed), self);
  g_signal_connect_swapped (input, "chosen", G_CALLBACK (on_input_chosen), self);
  g_signal_connect_swapped (input, "entered", G_CALLBACK (on_input_entered), self);
  g_signal_connect_swapped (input, "open-link", G_CALLBACK (on_input_open_link), self);
  g_signal_connect_swapped (input, "open-uri", G_CALLBACK (on_input_open_uri), self);
}

/* Shows the stored value, whatever was typed. */
void
dyr_field_row_refresh (DyrFieldRow *self)
{
  DyrInputMode mode = wanted_mode (self);
  DyrValue nothing = DYR_VALUE_INIT;

  read_surroundings (self);
  if (self->input == NULL || self->mode != mode)
    {
      make_input (self, mode);
      if (self->record == NULL)
        dyr_input_show (DYR_INPUT (self->input), &nothing);
    }

  if (self->record == NULL)
    return;

  dyr_input_show (DYR_INPUT (self->input), stored_value (self));
  dyr_field_row_judge (self, stored_value (self));
}

/* Somebody else changed the record: another place of the window, undo, the CRM. */
static void
on_record_changed (DyrFieldRow *self)
{
  if (self->is_saving)
    return;

  read_surroundings (self);
  dyr_value_copy (stored_value (self), &self->visit_value);
  if (self->is_dirty || self->is_wrong)
    return;

  dyr_field_row_refresh (self);
}

static void
disconnect_record (DyrFieldRow *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (self->handlers); i++)
    {
      if (self->handlers[i] != 0)
        g_signal_handler_disconnect (self->record, self->handlers[i]);
      self->handlers[i] = 0;
    }
}

static gulong
connect_property (DyrFieldRow *self, const char *name)
{
  g_autofree char *signal = g_strconcat ("notify::", name, NULL);

  return g_signal_connect_swapped (self->record, signal, G_CALLBACK (on_record_changed), self);
}

static void
connect_record (DyrFieldRow *self)
{
  const DyrRecordType *type = self->info.type;
  const DyrField *field = field_of (self);

  self->handlers[0] = connect_property (self, field->name);
  self->handlers[1] = connect_property (self, "deleted");
  if (field->kind == DYR_KIND_MONEY)
    self->handlers[2] = connect_property (self, type->fields[field->currency].name);
  for (guint i = 0; i < type->n_fields && self->handlers[3] == 0; i++)
    {
      if (type->fields[i].kind == DYR_KIND_COUNTRY && i != self->info.field)
        self->handlers[3] = connect_property (self, type->fields[i].name);
    }
}

/* Begins anew after a property was set: nothing is shown until field, context and type are known.
 */
void
dyr_field_row_start (DyrFieldRow *self)
{
  const DyrRecordType *type
      = self->record != NULL ? dyr_record_get_record_type (self->record) : self->form_type;
  int field = type != NULL && self->field != NULL ? dyr_record_type_find (type, self->field) : -1;
  const DyrContext *context = self->info.context;

  if (type != NULL && self->field != NULL && field < 0)
    g_warning ("A %s has no field “%s”", type->name, self->field);

  dyr_field_row_set_problem (self, DYR_PROBLEM_NONE, NULL);
  if (field < 0 || context == NULL)
    {
      dyr_field_row_drop_input (self);
      self->info.type = NULL;
      return;
    }

  /* Another field or type wants another editor, and names in it. */
  if (self->info.type != type || self->info.field != (guint) field
      || self->info.in_form != (self->record == NULL))
    dyr_field_row_drop_input (self);
  self->info.type = type;
  self->info.field = (guint) field;
  self->info.in_form = self->record == NULL;
  self->info.lookup = self->lookup;
  name_row (self);
  if (self->record != NULL)
    connect_record (self);
  dyr_field_row_refresh (self);
}

/* What was typed for the last record is saved, then nothing of it is left. */
void
dyr_field_row_stop (DyrFieldRow *self)
{
  if (self->record != NULL)
    {
      dyr_field_row_try (self, FALSE);
      disconnect_record (self);
    }
  dyr_field_row_forget_typed (self);
  self->has_draft = FALSE;
  self->visit = 0;
  dyr_value_clear (&self->visit_value);
  dyr_field_row_tell_unsaved (self);
}

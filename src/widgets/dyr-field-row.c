/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrFieldRow: a row of a boxed list that shows one field of a record: the object and its
 * properties. How it edits is in dyr-field-row-edit.c. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-field-row.h"

#include "dyr-error.h"
#include "dyr-field-row-private.h"
#include "dyr-util.h"

enum
{
  PROP_FIELD = 1,
  PROP_RECORD,
  PROP_RECORD_TYPE,
  PROP_LOOKUP,
  PROP_LABEL,
  PROP_READ_ONLY,
  N_PROPS
};

enum
{
  SIGNAL_OPEN_LINK,
  SIGNAL_OPEN_URI,
  SIGNAL_CHANGED,
  SIGNAL_UNSAVED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyrFieldRow, dyr_field_row, ADW_TYPE_PREFERENCES_ROW)

static void
on_focus_left (DyrFieldRow *self)
{
  dyr_field_row_leave (self);
}

static gboolean
on_key_pressed (DyrFieldRow *self, guint keyval)
{
  return keyval == GDK_KEY_Escape && dyr_field_row_take_back (self) ? GDK_EVENT_STOP
                                                                    : GDK_EVENT_PROPAGATE;
}

static void
dyr_field_row_unmap (GtkWidget *widget)
{
  /* The window closes, another page is shown: a visit is over. */
  if (DYR_FIELD_ROW (widget)->record != NULL)
    dyr_field_row_leave (DYR_FIELD_ROW (widget));

  GTK_WIDGET_CLASS (dyr_field_row_parent_class)->unmap (widget);
}

static gboolean
dyr_field_row_grab_focus (GtkWidget *widget)
{
  DyrFieldRow *self = DYR_FIELD_ROW (widget);

  if (self->input != NULL && self->mode != DYR_INPUT_SHOW
      && (gtk_widget_get_focus_child (self->input) != NULL
          || gtk_widget_child_focus (self->input, GTK_DIR_TAB_FORWARD)))
    return TRUE;

  return GTK_WIDGET_CLASS (dyr_field_row_parent_class)->grab_focus (widget);
}

/* Into the editor at once; a row with nothing to edit takes the keyboard itself: GtkListBox would
 * end its round at a row that does not. */
static gboolean
dyr_field_row_focus (GtkWidget *widget, GtkDirectionType direction)
{
  GtkWidget *child = gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (widget));

  if (gtk_widget_child_focus (child, direction))
    return TRUE;

  if (gtk_widget_get_focus_child (widget) != NULL || gtk_widget_is_focus (widget))
    return FALSE;

  return GTK_WIDGET_CLASS (dyr_field_row_parent_class)->grab_focus (widget);
}

static void
dyr_field_row_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  DyrFieldRow *self = DYR_FIELD_ROW (object);

  switch (property_id)
    {
    case PROP_FIELD:
      g_value_set_string (value, self->field);
      break;
    case PROP_RECORD:
      g_value_set_object (value, self->record);
      break;
    case PROP_RECORD_TYPE:
      g_value_set_string (value, self->form_type != NULL ? self->form_type->name : NULL);
      break;
    case PROP_LOOKUP:
      g_value_set_object (value, self->lookup);
      break;
    case PROP_LABEL:
      g_value_set_string (value, self->label);
      break;
    case PROP_READ_ONLY:
      g_value_set_boolean (value, self->read_only);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

static void
set_type_by_name (DyrFieldRow *self, const char *name)
{
  const DyrRecordType *type = name != NULL ? dyr_record_type_by_name (name) : NULL;

  if (name != NULL && type == NULL)
    g_warning ("There is no record type “%s”", name);

  dyr_field_row_set_record_type (self, type);
}

static void
dyr_field_row_set_property (GObject *object,
                            guint property_id,
                            const GValue *value,
                            GParamSpec *pspec)
{
  DyrFieldRow *self = DYR_FIELD_ROW (object);

  switch (property_id)
    {
    case PROP_FIELD:
      dyr_field_row_set_field (self, g_value_get_string (value));
      break;
    case PROP_RECORD:
      dyr_field_row_set_record (self, g_value_get_object (value));
      break;
    case PROP_RECORD_TYPE:
      set_type_by_name (self, g_value_get_string (value));
      break;
    case PROP_LOOKUP:
      dyr_field_row_set_lookup (self, g_value_get_object (value));
      break;
    case PROP_LABEL:
      dyr_field_row_set_label (self, g_value_get_string (value));
      break;
    case PROP_READ_ONLY:
      dyr_field_row_set_read_only (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

static void
dyr_field_row_dispose (GObject *object)
{
  DyrFieldRow *self = DYR_FIELD_ROW (object);

  dyr_field_row_stop (self);
  dyr_field_row_drop_input (self);
  g_clear_object (&self->record);
  g_clear_object (&self->lookup);
  self->info.lookup = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_FIELD_ROW);

  G_OBJECT_CLASS (dyr_field_row_parent_class)->dispose (object);
}

static void
dyr_field_row_finalize (GObject *object)
{
  DyrFieldRow *self = DYR_FIELD_ROW (object);

  g_free (self->field);
  g_free (self->label);
  g_free (self->country);
  g_free (self->currency);

  G_OBJECT_CLASS (dyr_field_row_parent_class)->finalize (object);
}

static void
dyr_field_row_class_init (DyrFieldRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = dyr_field_row_dispose;
  object_class->finalize = dyr_field_row_finalize;
  object_class->get_property = dyr_field_row_get_property;
  object_class->set_property = dyr_field_row_set_property;
  widget_class->unmap = dyr_field_row_unmap;
  widget_class->grab_focus = dyr_field_row_grab_focus;
  widget_class->focus = dyr_field_row_focus;

  properties[PROP_FIELD] = g_param_spec_string ("field", NULL, NULL, NULL, flags);
  properties[PROP_RECORD] = g_param_spec_object ("record", NULL, NULL, DYR_TYPE_RECORD, flags);
  properties[PROP_RECORD_TYPE] = g_param_spec_string ("record-type", NULL, NULL, NULL, flags);
  properties[PROP_LOOKUP] = g_param_spec_object ("lookup", NULL, NULL, DYR_TYPE_LOOKUP, flags);
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  properties[PROP_READ_ONLY] = g_param_spec_boolean ("read-only", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_OPEN_LINK] = g_signal_new ("open-link",
                                            DYR_TYPE_FIELD_ROW,
                                            G_SIGNAL_RUN_LAST,
                                            0,
                                            NULL,
                                            NULL,
                                            NULL,
                                            G_TYPE_NONE,
                                            1,
                                            G_TYPE_INT64);
  signals[SIGNAL_OPEN_URI] = g_signal_new ("open-uri",
                                           DYR_TYPE_FIELD_ROW,
                                           G_SIGNAL_RUN_LAST,
                                           0,
                                           g_signal_accumulator_true_handled,
                                           NULL,
                                           NULL,
                                           G_TYPE_BOOLEAN,
                                           1,
                                           G_TYPE_STRING);
  signals[SIGNAL_CHANGED] = g_signal_new (
      "changed", DYR_TYPE_FIELD_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_UNSAVED] = g_signal_new (
      "unsaved", DYR_TYPE_FIELD_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/widgets/dyr-field-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrFieldRow, caption);
  gtk_widget_class_bind_template_child (widget_class, DyrFieldRow, content);
  gtk_widget_class_bind_template_child (widget_class, DyrFieldRow, problem);
  gtk_widget_class_bind_template_child (widget_class, DyrFieldRow, problem_icon);
  gtk_widget_class_bind_template_child (widget_class, DyrFieldRow, problem_words);
  gtk_widget_class_bind_template_child (widget_class, DyrFieldRow, focus);
  gtk_widget_class_bind_template_callback (widget_class, on_focus_left);
  gtk_widget_class_bind_template_callback (widget_class, on_key_pressed);
}

static void
dyr_field_row_init (DyrFieldRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/** dyr_field_row_new: @field: (nullable): name of the field */
GtkWidget *
dyr_field_row_new (const char *field)
{
  return g_object_new (DYR_TYPE_FIELD_ROW, "field", field, NULL);
}

void
dyr_field_row_set_context (DyrFieldRow *self, const DyrContext *context)
{
  g_return_if_fail (DYR_IS_FIELD_ROW (self));

  if (self->info.context == context)
    return;

  dyr_field_row_stop (self);
  self->info.context = context;
  dyr_field_row_start (self);
}

const char *
dyr_field_row_get_field (DyrFieldRow *self)
{
  g_return_val_if_fail (DYR_IS_FIELD_ROW (self), NULL);

  return self->field;
}

void
dyr_field_row_set_field (DyrFieldRow *self, const char *field)
{
  g_return_if_fail (DYR_IS_FIELD_ROW (self));

  if (g_strcmp0 (self->field, field) == 0)
    return;

  dyr_field_row_stop (self);
  dyr_set_str (&self->field, field);
  dyr_field_row_start (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FIELD]);
}

/** dyr_field_row_set_record: what was typed for the last record is saved first */
void
dyr_field_row_set_record (DyrFieldRow *self, DyrRecord *record)
{
  g_return_if_fail (DYR_IS_FIELD_ROW (self));
  g_return_if_fail (record == NULL || DYR_IS_RECORD (record));

  if (self->record == record)
    return;

  dyr_field_row_stop (self);
  g_set_object (&self->record, record);
  dyr_field_row_start (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RECORD]);
}

const DyrRecordType *
dyr_field_row_get_record_type (DyrFieldRow *self)
{
  g_return_val_if_fail (DYR_IS_FIELD_ROW (self), NULL);

  return self->record != NULL ? dyr_record_get_record_type (self->record) : self->form_type;
}

/** dyr_field_row_set_record_type: @type: (nullable): of what is not there yet */
void
dyr_field_row_set_record_type (DyrFieldRow *self, const DyrRecordType *type)
{
  g_return_if_fail (DYR_IS_FIELD_ROW (self));

  if (self->form_type == type)
    return;

  dyr_field_row_stop (self);
  self->form_type = type;
  dyr_field_row_start (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RECORD_TYPE]);
}

void
dyr_field_row_set_lookup (DyrFieldRow *self, DyrLookup *lookup)
{
  g_return_if_fail (DYR_IS_FIELD_ROW (self));
  g_return_if_fail (lookup == NULL || DYR_IS_LOOKUP (lookup));

  if (!g_set_object (&self->lookup, lookup))
    return;

  self->info.lookup = lookup;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOOKUP]);
}

/** dyr_field_row_get_label: Returns: (nullable): what is shown instead of the field's label */
const char *
dyr_field_row_get_label (DyrFieldRow *self)
{
  g_return_val_if_fail (DYR_IS_FIELD_ROW (self), NULL);

  return self->label;
}

void
dyr_field_row_set_label (DyrFieldRow *self, const char *label)
{
  g_return_if_fail (DYR_IS_FIELD_ROW (self));

  if (g_strcmp0 (self->label, label) == 0)
    return;

  /* The editor has it in its names. */
  dyr_field_row_stop (self);
  dyr_field_row_drop_input (self);
  dyr_set_str (&self->label, label);
  dyr_field_row_start (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LABEL]);
}

void
dyr_field_row_set_read_only (DyrFieldRow *self, gboolean read_only)
{
  g_return_if_fail (DYR_IS_FIELD_ROW (self));

  read_only = !!read_only;
  if (self->read_only == read_only)
    return;

  dyr_field_row_stop (self);
  self->read_only = read_only;
  dyr_field_row_start (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READ_ONLY]);
}

gboolean
dyr_field_row_commit (DyrFieldRow *self)
{
  g_return_val_if_fail (DYR_IS_FIELD_ROW (self), FALSE);

  return dyr_field_row_try (self, TRUE);
}

/** dyr_field_row_set_draft: @text: what was typed; a value by now is saved */
void
dyr_field_row_set_draft (DyrFieldRow *self, const char *text)
{
  g_return_if_fail (DYR_IS_FIELD_ROW (self));
  g_return_if_fail (text != NULL);

  if (self->input == NULL || self->mode == DYR_INPUT_SHOW || self->is_dirty)
    return;

  dyr_field_row_begin_typing (self);
  self->has_draft = TRUE;
  dyr_input_set_text (DYR_INPUT (self->input), text);
  dyr_field_row_try (self, FALSE);
}

gboolean
dyr_field_row_get_value (DyrFieldRow *self, DyrValue *value, GError **error)
{
  g_autoptr (GError) refusal = NULL;

  g_return_val_if_fail (DYR_IS_FIELD_ROW (self), FALSE);
  g_return_val_if_fail (value != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);
  g_return_val_if_fail (self->input != NULL, FALSE);

  if (dyr_input_read (DYR_INPUT (self->input), value, &refusal) && value->form == DYR_VALUE_NONE
      && dyr_input_info_is_required (&self->info))
    {
      /* Translators: the name of a field. */
      refusal = g_error_new (DYR_ERROR, DYR_ERROR_REFUSED, _ ("Fill in “%s”."), self->info.label);
    }

  if (refusal == NULL)
    {
      dyr_field_row_judge (self, value);
      return TRUE;
    }

  dyr_field_row_set_problem (self, DYR_PROBLEM_ERROR, refusal->message);
  g_propagate_error (error, g_steal_pointer (&refusal));

  return FALSE;
}

gboolean
dyr_field_row_peek_value (DyrFieldRow *self, DyrValue *value)
{
  g_return_val_if_fail (DYR_IS_FIELD_ROW (self), FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  return self->input != NULL && dyr_input_read (DYR_INPUT (self->input), value, NULL);
}

char *
dyr_field_row_get_text (DyrFieldRow *self)
{
  g_return_val_if_fail (DYR_IS_FIELD_ROW (self), NULL);

  return self->input != NULL ? dyr_input_get_text (DYR_INPUT (self->input)) : NULL;
}

/** dyr_field_row_set_value: @value: what a form begins with; says nothing */
void
dyr_field_row_set_value (DyrFieldRow *self, const DyrValue *value)
{
  g_return_if_fail (DYR_IS_FIELD_ROW (self));
  g_return_if_fail (value != NULL);
  g_return_if_fail (self->record == NULL);
  g_return_if_fail (self->input != NULL);

  dyr_field_row_forget_typed (self);
  dyr_input_show (DYR_INPUT (self->input), value);
  dyr_field_row_judge (self, value);
  dyr_field_row_tell_unsaved (self);
}

DyrInput *
dyr_field_row_get_input (DyrFieldRow *self)
{
  g_return_val_if_fail (DYR_IS_FIELD_ROW (self), NULL);

  return (DyrInput *) self->input;
}

gboolean
dyr_field_row_fire_timer (DyrFieldRow *self)
{
  g_return_val_if_fail (DYR_IS_FIELD_ROW (self), FALSE);

  if (self->timer == 0)
    return FALSE;

  g_clear_handle_id (&self->timer, g_source_remove);
  dyr_field_row_try (self, FALSE);

  return TRUE;
}

const char *
dyr_field_row_get_problem (DyrFieldRow *self)
{
  g_return_val_if_fail (DYR_IS_FIELD_ROW (self), NULL);

  return gtk_widget_get_visible (self->problem)
             ? gtk_label_get_text (GTK_LABEL (self->problem_words))
             : NULL;
}

DyrUnsaved
dyr_field_row_get_unsaved (DyrFieldRow *self)
{
  g_return_val_if_fail (DYR_IS_FIELD_ROW (self), DYR_UNSAVED_NOTHING);

  if (self->is_wrong)
    return DYR_UNSAVED_WRONG;

  return self->is_dirty ? DYR_UNSAVED_TYPING : DYR_UNSAVED_NOTHING;
}

void
dyr_field_row_tell_unsaved (DyrFieldRow *self)
{
  DyrUnsaved unsaved = dyr_field_row_get_unsaved (self);

  if (self->unsaved == unsaved)
    return;

  self->unsaved = unsaved;
  g_signal_emit (self, signals[SIGNAL_UNSAVED], 0);
}

void
dyr_field_row_emit_changed (DyrFieldRow *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

void
dyr_field_row_emit_open_link (DyrFieldRow *self, gint64 id)
{
  g_signal_emit (self, signals[SIGNAL_OPEN_LINK], 0, id);
}

gboolean
dyr_field_row_emit_open_uri (DyrFieldRow *self, const char *uri)
{
  gboolean is_handled = FALSE;

  g_signal_emit (self, signals[SIGNAL_OPEN_URI], 0, uri, &is_handled);

  return is_handled;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrDetailHead: what a record is at one glance, and what can be done with it by one click. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-detail-head.h"

#include <glib/gi18n-lib.h>

#include "dyr-display.h"
#include "dyr-duplicate-score.h"
#include "dyr-facts.h"
#include "dyr-link-text.h"
#include "dyr-pill.h"
#include "dyr-record-sign.h"
#include "dyr-step-button.h"
#include "dyr-tell.h"
#include "dyr-type-info.h"

/* Characters of a title, and in a message. */
#define MAX_TITLE 500
#define MAX_TOLD 60

struct _DyrDetailHead
{
  GtkWidget parent_instance;

  DyrOffice *office;
  DyrRecord *record;
  GSignalGroup *watch;
  char *shown; /* what the buttons were made for */
  guint guard_source;

  GtkWidget *box;
  GtkLabel *title;
  DyrPill *pill;
  GtkBox *second_line;
  GtkLabel *facts;
  DyrRecordSign *sign;
  GtkWidget *buttons;
  GtkBox *steps;
  GtkButton *call;
  GtkButton *write;
  GtkMenuButton *more;
};

G_DEFINE_FINAL_TYPE (DyrDetailHead, dyr_detail_head, GTK_TYPE_WIDGET)

/* What can be added to a record of a type. */
static const struct
{
  const DyrRecordType *type;
  const DyrRecordType *parts[7];
} added[] = {
  { &dyr_client_type,
    { &dyr_activity_type,
      &dyr_contract_type,
      &dyr_delivery_type,
      &dyr_presentation_type,
      &dyr_person_type,
      &dyr_note_type } },
  { &dyr_contract_type, { &dyr_delivery_type, &dyr_amendment_type, &dyr_note_type } },
  { &dyr_delivery_type, { &dyr_delivery_line_type, &dyr_note_type } },
  { &dyr_presentation_type, { &dyr_note_type } },
  { &dyr_activity_type, { &dyr_note_type } },
};

/* Title and facts */

static void
show_title (DyrDetailHead *self)
{
  const DyrRecordType *type = dyr_record_get_record_type (self->record);
  g_autofree char *title = dyr_display_line (dyr_record_get_title (self->record), MAX_TITLE);
  PangoAttrList *attributes = NULL;

  if (title == NULL)
    title = g_strdup (dyr_record_type_label (type));
  if (dyr_record_is_deleted (self->record))
    {
      attributes = pango_attr_list_new ();
      pango_attr_list_insert (attributes, pango_attr_strikethrough_new (TRUE));
    }
  gtk_label_set_text (self->title, title);
  gtk_label_set_attributes (self->title, attributes);
  g_clear_pointer (&attributes, pango_attr_list_unref);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), title);
}

static void
show_pill (DyrDetailHead *self)
{
  const DyrRecordType *type = dyr_record_get_record_type (self->record);
  int field = dyr_type_info_pill (type);
  const char *state
      = field >= 0 ? dyr_value_text (dyr_record_get_value (self->record, (guint) field)) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->pill), state != NULL);
  if (state != NULL)
    dyr_pill_set_choice (self->pill, type, (guint) field, state);
}

static void
show_facts (DyrDetailHead *self)
{
  g_autofree char *markup = dyr_facts_markup (dyr_office_get_context (self->office), self->record);

  if (g_strcmp0 (gtk_label_get_label (self->facts), markup) != 0)
    gtk_label_set_markup (self->facts, markup);
}

/* Calling and writing */

static const char *
address_of (DyrRecord *record, const char *field)
{
  int index = dyr_record_type_find (dyr_record_get_record_type (record), field);

  if (index < 0 || dyr_record_is_deleted (record))
    return NULL;
  return dyr_value_text (dyr_record_get_value (record, (guint) index));
}

static void
show_addresses (DyrDetailHead *self)
{
  gboolean can_call = address_of (self->record, "phone") != NULL;
  gboolean can_write = address_of (self->record, "email") != NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->call), can_call);
  gtk_widget_set_visible (GTK_WIDGET (self->write), can_write);
  gtk_widget_set_visible (GTK_WIDGET (self->buttons),
                          can_call || can_write
                              || gtk_widget_get_first_child (GTK_WIDGET (self->steps)) != NULL);
}

static void
on_uri_launched (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWidget) self = data;
  g_autoptr (GError) error = NULL;

  if (!g_app_info_launch_default_for_uri_finish (result, &error))
    {
      g_debug ("%s", error->message);
      dyr_tell (self,
                _ ("No program for this was found. Choose one in the settings of the system."));
    }
}

static void
launch (DyrDetailHead *self, const char *scheme, const char *address)
{
  g_autofree char *escaped = NULL, *uri = NULL;

  if (address == NULL)
    return;
  escaped = g_uri_escape_string (address, "+@", FALSE);
  uri = g_strconcat (scheme, ":", escaped, NULL);
  g_app_info_launch_default_for_uri_async (uri, NULL, NULL, on_uri_launched, g_object_ref (self));
}

static void
on_call_clicked (GtkButton *button, DyrDetailHead *self)
{
  launch (self, "tel", address_of (self->record, "phone"));
}

static void
on_write_clicked (GtkButton *button, DyrDetailHead *self)
{
  launch (self, "mailto", address_of (self->record, "email"));
}

/* Steps and the menu */

static void
append_additions (GMenu *menu, DyrRecord *record)
{
  const DyrRecordType *type = dyr_record_get_record_type (record);

  for (gsize i = 0; i < G_N_ELEMENTS (added); i++)
    for (gsize j = 0; added[i].type == type && added[i].parts[j] != NULL; j++)
      {
        g_autoptr (GMenuItem) item
            = g_menu_item_new (dyr_type_info_new_label (added[i].parts[j]), NULL);

        g_menu_item_set_action_and_target (
            item, "win.new-record", "(sx)", added[i].parts[j]->name, dyr_record_get_id (record));
        g_menu_append_item (menu, item);
      }
  g_menu_append (menu, C_ ("menu", "Attach files…"), "win.attach");
}

static void
append_merge (GMenu *menu, DyrRecord *record)
{
  g_autoptr (GMenuItem) item = NULL;

  if (!dyr_duplicate_type_fits (dyr_record_get_record_type (record)))
    return;
  item = g_menu_item_new (C_ ("menu", "Merge with…"), NULL);
  g_menu_item_set_action_and_target (item, "win.merge-with", "x", dyr_record_get_id (record));
  g_menu_append_item (menu, item);
}

static void
append_step (GMenu *menu, const DyrStep *step)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (dyr_step_label (step), NULL);

  g_menu_item_set_action_and_target (item, "step.take", "s", step->id);
  g_menu_append_item (menu, item);
}

static void
make_steps (DyrDetailHead *self)
{
  g_autoptr (GPtrArray) steps = dyr_steps_find (self->record);
  g_autoptr (GMenu) menu = g_menu_new (), moves = g_menu_new (), additions = g_menu_new ();
  g_autoptr (GMenu) last = g_menu_new ();
  GtkWidget *child;
  gboolean first = TRUE;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->steps))) != NULL)
    gtk_box_remove (self->steps, child);
  for (guint i = 0; i < steps->len; i++)
    {
      const DyrStep *step = g_ptr_array_index (steps, i);

      if (!dyr_step_is_next (step, self->record))
        {
          append_step (moves, step);
          continue;
        }
      child = dyr_step_button_new (step, self->office, self->record);
      if (first)
        gtk_widget_add_css_class (child, "suggested-action");
      first = FALSE;
      gtk_box_append (self->steps, child);
    }
  append_additions (additions, self->record);
  append_merge (last, self->record);
  g_menu_append (last, C_ ("menu", "Delete"), "win.delete");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (additions));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (moves));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (last));
  gtk_menu_button_set_menu_model (self->more, G_MENU_MODEL (menu));
  gtk_widget_set_visible (GTK_WIDGET (self->more), !dyr_record_is_deleted (self->record));
  gtk_widget_set_visible (GTK_WIDGET (self->steps), !first);
}

/* Buttons are made anew when other steps fit, not with every letter typed: the focus stays. */
static void
show_steps (DyrDetailHead *self)
{
  g_autoptr (GPtrArray) steps = dyr_steps_find (self->record);
  GString *key = g_string_new (NULL);

  g_string_append_printf (key,
                          "%" G_GINT64_FORMAT " %d",
                          dyr_record_get_id (self->record),
                          dyr_record_is_deleted (self->record));
  for (guint i = 0; i < steps->len; i++)
    {
      const DyrStep *step = g_ptr_array_index (steps, i);

      g_string_append_printf (key,
                              " %s %d %d",
                              step->id,
                              dyr_step_is_next (step, self->record),
                              dyr_step_asks (step, self->record));
    }
  if (g_strcmp0 (self->shown, key->str) != 0)
    {
      g_free (self->shown);
      self->shown = g_string_free (key, FALSE);
      make_steps (self);
    }
  else
    g_string_free (key, TRUE);
}

/* Taking a step */

static void
allow_steps (DyrDetailHead *self, gboolean allow)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "step.take", allow);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "step.answer", allow);
}

static gboolean
on_guard_over (gpointer data)
{
  DyrDetailHead *self = data;

  self->guard_source = 0;
  allow_steps (self, TRUE);
  return G_SOURCE_REMOVE;
}

/* The second half of a double click must not take the step that comes after. */
static void
guard_steps (DyrDetailHead *self)
{
  int time;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-double-click-time", &time, NULL);
  g_clear_handle_id (&self->guard_source, g_source_remove);
  self->guard_source = g_timeout_add ((guint) time, on_guard_over, self);
}

typedef struct
{
  DyrDetailHead *head;
  char *text;
} Taken;

static void
free_taken (Taken *taken)
{
  g_object_unref (taken->head);
  g_free (taken->text);
  g_free (taken);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Taken, free_taken)

static void
on_step_stored (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Taken) taken = data;
  g_autoptr (GError) error = NULL;
  gint64 action;

  if (taken->head->office != NULL)
    guard_steps (taken->head);
  if (!dyr_store_action_finish (DYR_STORE (source), result, &action, &error))
    dyr_store_report_error (DYR_STORE (source), error);
  else if (action != 0)
    dyr_tell_undo (GTK_WIDGET (taken->head), taken->text, action);
}

/* “118: Shipped” */
static char *
tell (const DyrStep *step, DyrRecord *record, GArray *values)
{
  const DyrRecordType *type = dyr_record_get_record_type (record);
  g_autofree char *title = dyr_display_line (dyr_record_get_title (record), MAX_TOLD);
  const char *label = dyr_step_label (step);

  for (guint i = 0; i < values->len; i++)
    {
      const DyrFieldValue *value = &g_array_index (values, DyrFieldValue, i);
      const DyrChoice *choice = NULL;

      if ((int) value->field == type->state - 1)
        choice
            = dyr_field_find_choice (&type->fields[value->field], dyr_value_text (&value->value));
      if (choice != NULL)
        label = dyr_choice_label (type, choice);
    }
  /* Translators: a record and its new state: “Contract 214/25: Signed”. */
  return g_strdup_printf (
      C_ ("toast", "%s: %s"), title != NULL ? title : dyr_record_type_label (type), label);
}

/* `answer` is canonical text; NULL: nothing was asked. */
static void
take (DyrDetailHead *self, const char *id, const char *answer)
{
  const DyrStep *step = self->record != NULL ? dyr_steps_find_by_id (self->record, id) : NULL;
  g_auto (DyrValue) value = DYR_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) values = NULL;
  Taken *taken;
  int asked;

  if (step == NULL)
    return;
  asked = answer != NULL && *answer != '\0' ? dyr_record_type_find (step->type, step->asks) : -1;
  if (asked >= 0 && !dyr_field_from_text (&step->type->fields[asked], answer, &value, &error))
    {
      g_warning ("%s: %s", step->asks, error->message);
      return;
    }
  values = dyr_step_values (step,
                            self->record,
                            dyr_office_get_context (self->office),
                            &value,
                            g_get_real_time () / G_USEC_PER_SEC);
  taken = g_new0 (Taken, 1);
  taken->head = g_object_ref (self);
  taken->text = tell (step, self->record, values);
  allow_steps (self, FALSE);
  dyr_store_edit_async (dyr_office_get_store (self->office),
                        dyr_record_get_id (self->record),
                        values,
                        NULL,
                        on_step_stored,
                        taken);
}

static void
take_step (GtkWidget *widget, const char *action, GVariant *parameter)
{
  take (DYR_DETAIL_HEAD (widget), g_variant_get_string (parameter, NULL), NULL);
}

static void
answer_step (GtkWidget *widget, const char *action, GVariant *parameter)
{
  const char *id, *answer;

  g_variant_get (parameter, "(&s&s)", &id, &answer);
  take (DYR_DETAIL_HEAD (widget), id, answer);
}

static void
update (DyrDetailHead *self)
{
  if (self->record == NULL)
    return;
  show_title (self);
  show_pill (self);
  show_facts (self);
  show_steps (self);
  show_addresses (self);
}

static void
on_record_changed (DyrRecord *record, GParamSpec *pspec, DyrDetailHead *self)
{
  update (self);
}

static void
dyr_detail_head_dispose (GObject *object)
{
  DyrDetailHead *self = DYR_DETAIL_HEAD (object);

  g_clear_handle_id (&self->guard_source, g_source_remove);
  g_clear_object (&self->watch);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_DETAIL_HEAD);
  g_clear_object (&self->record);
  g_clear_object (&self->office);
  g_clear_pointer (&self->shown, g_free);
  G_OBJECT_CLASS (dyr_detail_head_parent_class)->dispose (object);
}

static void
dyr_detail_head_class_init (DyrDetailHeadClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_detail_head_dispose;
  g_type_ensure (DYR_TYPE_PILL);
  gtk_widget_class_install_action (widget_class, "step.take", "s", take_step);
  gtk_widget_class_install_action (widget_class, "step.answer", "(ss)", answer_step);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-detail-head.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrDetailHead, box);
  gtk_widget_class_bind_template_child (widget_class, DyrDetailHead, title);
  gtk_widget_class_bind_template_child (widget_class, DyrDetailHead, pill);
  gtk_widget_class_bind_template_child (widget_class, DyrDetailHead, second_line);
  gtk_widget_class_bind_template_child (widget_class, DyrDetailHead, facts);
  gtk_widget_class_bind_template_child (widget_class, DyrDetailHead, buttons);
  gtk_widget_class_bind_template_child (widget_class, DyrDetailHead, steps);
  gtk_widget_class_bind_template_child (widget_class, DyrDetailHead, call);
  gtk_widget_class_bind_template_child (widget_class, DyrDetailHead, write);
  gtk_widget_class_bind_template_child (widget_class, DyrDetailHead, more);
  gtk_widget_class_bind_template_callback (widget_class, on_call_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_write_clicked);
}

static void
dyr_detail_head_init (DyrDetailHead *self)
{
  self->watch = g_signal_group_new (DYR_TYPE_RECORD);
  g_signal_group_connect_object (self->watch, "notify", G_CALLBACK (on_record_changed), self, 0);
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dyr_detail_head_new (DyrOffice *office)
{
  DyrDetailHead *self;

  g_return_val_if_fail (DYR_IS_OFFICE (office), NULL);

  self = g_object_new (DYR_TYPE_DETAIL_HEAD, NULL);
  self->office = g_object_ref (office);
  dyr_link_text_set_up (self->facts, office);
  self->sign = DYR_RECORD_SIGN (dyr_record_sign_new (office));
  gtk_box_append (self->second_line, GTK_WIDGET (self->sign));
  return GTK_WIDGET (self);
}

void
dyr_detail_head_set_record (DyrDetailHead *self, DyrRecord *record, GtkWidget *form)
{
  g_return_if_fail (DYR_IS_DETAIL_HEAD (self));
  g_return_if_fail (record == NULL || DYR_IS_RECORD (record));

  if (!g_set_object (&self->record, record))
    return;
  g_signal_group_set_target (self->watch, record);
  dyr_record_sign_set_record (self->sign, record, form);
  update (self);
}

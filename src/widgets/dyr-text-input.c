/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrTextInput: edits what fits on one line. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-inputs-private.h"

#include "dyr-date-popover-private.h"
#include "dyr-date.h"
#include "dyr-uri-private.h"

/* A day without an hour begins with the working day. */
#define DEFAULT_HOUR 9

struct _DyrTextInput
{
  GtkWidget parent_instance;

  const DyrInputInfo *info;
  GtkWidget *entry;
  GtkWidget *currency;    /* of money, else NULL */
  GtkWidget *calendar;    /* of dates, else NULL */
  GtkWidget *open_button; /* of addresses, else NULL */
  char *uri;
  gboolean is_showing;
};

static DyrKind
kind_of (DyrTextInput *self)
{
  return dyr_input_info_get_field (self->info)->kind;
}

static void
set_text (DyrTextInput *self, const char *text)
{
  GtkEditable *editable = GTK_EDITABLE (self->entry);

  if (g_str_equal (gtk_editable_get_text (editable), text))
    return;

  self->is_showing = TRUE;
  gtk_editable_set_text (editable, text);
  self->is_showing = FALSE;

  /* Undoing by the entry must not bring back what belongs to another record. */
  gtk_editable_set_enable_undo (editable, FALSE);
  gtk_editable_set_enable_undo (editable, TRUE);
  dyr_input_place_cursor (self->entry);
}

/* Groups make amounts readable; where they would be read as another amount, it goes without. */
static char *
make_text (DyrTextInput *self, const DyrValue *value)
{
  const DyrInputInfo *info = self->info;
  g_auto (DyrValue) again = DYR_VALUE_INIT;
  g_autofree char *shown = NULL;

  if (kind_of (self) == DYR_KIND_MONEY && value->form == DYR_VALUE_NUMBER)
    shown = dyr_context_show (info->context, info->type, info->field, value, NULL);

  if (shown != NULL
      && dyr_context_parse (info->context, info->type, info->field, shown, NULL, &again, NULL)
      && dyr_value_equal (&again, value))
    return g_steal_pointer (&shown);

  return dyr_context_edit_text (info->context, info->type, info->field, value);
}

static void
show_uri (DyrTextInput *self, const DyrValue *value)
{
  g_autofree char *shown = NULL, *action = NULL;

  g_clear_pointer (&self->uri, g_free);
  if (self->open_button == NULL)
    return;

  self->uri = dyr_uri_for (kind_of (self), dyr_value_text (value));
  gtk_widget_set_visible (self->open_button, self->uri != NULL);
  if (self->uri == NULL)
    return;

  shown = dyr_context_show (self->info->context, self->info->type, self->info->field, value, NULL);
  action = dyr_uri_get_action (kind_of (self), shown);
  gtk_widget_set_tooltip_text (self->open_button, action);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->open_button), GTK_ACCESSIBLE_PROPERTY_LABEL, action, -1);
}

static void
dyr_text_input_show (DyrInput *input, const DyrValue *value)
{
  DyrTextInput *self = DYR_TEXT_INPUT (input);
  g_autofree char *text = make_text (self, value);

  set_text (self, text);
  show_uri (self, value);
  if (self->currency != NULL)
    gtk_label_set_text (GTK_LABEL (self->currency),
                        self->info->currency != NULL ? self->info->currency : "");
}

static gboolean
dyr_text_input_read (DyrInput *input, DyrValue *value, GError **error)
{
  DyrTextInput *self = DYR_TEXT_INPUT (input);

  return dyr_context_parse (self->info->context,
                            self->info->type,
                            self->info->field,
                            gtk_editable_get_text (GTK_EDITABLE (self->entry)),
                            self->info->country,
                            value,
                            error);
}

static char *
dyr_text_input_get_text (DyrInput *input)
{
  return g_strdup (gtk_editable_get_text (GTK_EDITABLE (DYR_TEXT_INPUT (input)->entry)));
}

static void
dyr_text_input_set_text (DyrInput *input, const char *text)
{
  set_text (DYR_TEXT_INPUT (input), text);
}

static void
dyr_text_input_set_problem (DyrInput *input, const char *message, gboolean is_error)
{
  dyr_input_mark (DYR_TEXT_INPUT (input)->entry, message, is_error);
}

static void
dyr_text_input_input_init (DyrInputInterface *iface)
{
  iface->show = dyr_text_input_show;
  iface->read = dyr_text_input_read;
  iface->get_text = dyr_text_input_get_text;
  iface->set_text = dyr_text_input_set_text;
  iface->set_problem = dyr_text_input_set_problem;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (DyrTextInput,
                               dyr_text_input,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (DYR_TYPE_INPUT, dyr_text_input_input_init))

static void
on_entry_changed (DyrTextInput *self)
{
  if (!self->is_showing)
    dyr_input_typed (DYR_INPUT (self));
}

static void
on_open_clicked (DyrTextInput *self)
{
  if (self->uri != NULL)
    dyr_input_open_uri (DYR_INPUT (self), self->uri);
}

/* The date in the entry, today when there is none; of an instant also its second of the day, by the
 * clock of the office. */
static gint64
get_date (DyrTextInput *self, gint64 *second_of_day)
{
  GTimeZone *zone = self->info->context->zone;
  g_auto (DyrValue) value = DYR_VALUE_INIT;
  gint64 number;
  int interval;

  *second_of_day = DEFAULT_HOUR * 3600;
  if (!dyr_input_read (DYR_INPUT (self), &value, NULL) || value.form != DYR_VALUE_NUMBER)
    return dyr_context_today (self->info->context);

  number = dyr_value_number (&value, 0);
  if (kind_of (self) == DYR_KIND_DATE)
    return number;

  interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, number);
  *second_of_day = ((number + g_time_zone_get_offset (zone, interval)) % 86400 + 86400) % 86400;

  return dyr_date_of_instant (number, zone);
}

static void
on_date_picked (DyrTextInput *self, gint64 date)
{
  const DyrInputInfo *info = self->info;
  g_auto (DyrValue) value = DYR_VALUE_INIT;
  g_autofree char *text = NULL;
  gint64 second;

  get_date (self, &second);
  if (kind_of (self) == DYR_KIND_INSTANT)
    date = dyr_instant_of_date (
        date, (int) (second / 3600), (int) (second / 60 % 60), info->context->zone);

  dyr_value_set_number (&value, date);
  text = dyr_context_edit_text (info->context, info->type, info->field, &value);
  set_text (self, text);
  gtk_widget_grab_focus (self->entry);
  dyr_input_chosen (DYR_INPUT (self));
}

/* The calendar is made when it is wanted: a form has several dates and few are picked. */
static void
on_calendar_wanted (GtkMenuButton *button, gpointer data)
{
  DyrTextInput *self = data;
  gint64 second;

  if (gtk_menu_button_get_popover (button) == NULL)
    {
      GtkWidget *popover = dyr_date_popover_new (self->info->context);

      g_signal_connect_swapped (popover, "picked", G_CALLBACK (on_date_picked), self);
      gtk_menu_button_set_popover (button, popover);
    }

  dyr_date_popover_set_date (DYR_DATE_POPOVER (gtk_menu_button_get_popover (button)),
                             get_date (self, &second));
}

static void
dyr_text_input_dispose (GObject *object)
{
  DyrTextInput *self = DYR_TEXT_INPUT (object);

  self->is_showing = TRUE;
  if (self->calendar != NULL)
    gtk_menu_button_popdown (GTK_MENU_BUTTON (self->calendar));
  self->calendar = NULL;
  dyr_input_drop_children (GTK_WIDGET (self));
  g_clear_pointer (&self->uri, g_free);

  G_OBJECT_CLASS (dyr_text_input_parent_class)->dispose (object);
}

static void
dyr_text_input_class_init (DyrTextInputClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_text_input_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "field-input");
}

static void
dyr_text_input_init (DyrTextInput *self)
{
}

static void
suit_entry (DyrTextInput *self)
{
  GtkEntry *entry = GTK_ENTRY (self->entry);

  switch (kind_of (self))
    {
    case DYR_KIND_PHONE:
      gtk_entry_set_input_purpose (entry, GTK_INPUT_PURPOSE_PHONE);
      break;
    case DYR_KIND_EMAIL:
      gtk_entry_set_input_purpose (entry, GTK_INPUT_PURPOSE_EMAIL);
      break;
    case DYR_KIND_URL:
      gtk_entry_set_input_purpose (entry, GTK_INPUT_PURPOSE_URL);
      break;
    case DYR_KIND_COUNT:
    case DYR_KIND_QUANTITY:
    case DYR_KIND_MONEY:
      gtk_entry_set_input_purpose (entry, GTK_INPUT_PURPOSE_NUMBER);
      gtk_widget_add_css_class (self->entry, "numeric");
      break;
    case DYR_KIND_TEXT:
    case DYR_KIND_LONG_TEXT:
    case DYR_KIND_CODE:
    case DYR_KIND_IBAN:
    case DYR_KIND_COUNTRY:
    case DYR_KIND_YES_NO:
    case DYR_KIND_CURRENCY:
    case DYR_KIND_DATE:
    case DYR_KIND_INSTANT:
    case DYR_KIND_CHOICE:
    case DYR_KIND_LINK:
    case DYR_KIND_SET:
    case DYR_KIND_MOVE:
    default:
      break;
    }
}

static void
add_calendar (DyrTextInput *self)
{
  /* Translators: names a button; the name of a field, "Valid until". */
  g_autofree char *name = g_strdup_printf (_ ("%s: choose in a calendar"), self->info->label);

  self->calendar = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->calendar), "x-office-calendar-symbolic");
  gtk_menu_button_set_create_popup_func (
      GTK_MENU_BUTTON (self->calendar), on_calendar_wanted, self, NULL);
  gtk_widget_add_css_class (self->calendar, "flat");
  gtk_widget_add_css_class (self->calendar, "field-button");
  gtk_widget_set_valign (self->calendar, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (self->calendar, _ ("Choose in a Calendar"));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->calendar), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_parent (self->calendar, GTK_WIDGET (self));
}

GtkWidget *
dyr_text_input_new (const DyrInputInfo *info)
{
  DyrTextInput *self = g_object_new (DYR_TYPE_TEXT_INPUT, NULL);
  DyrKind kind;

  self->info = info;
  kind = kind_of (self);

  self->entry = gtk_entry_new ();
  gtk_widget_set_hexpand (self->entry, TRUE);
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), dyr_input_info_get_placeholder (info));
  gtk_entry_set_activates_default (GTK_ENTRY (self->entry), info->in_form);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), 8);
  dyr_input_name (self->entry, info);
  suit_entry (self);
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (on_entry_changed), self);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (dyr_input_entered), self);
  dyr_input_show_beginning (self->entry);
  gtk_widget_set_parent (self->entry, GTK_WIDGET (self));

  if (kind == DYR_KIND_MONEY)
    {
      self->currency = gtk_label_new (NULL);
      gtk_widget_add_css_class (self->currency, "quiet-text");
      gtk_widget_set_parent (self->currency, GTK_WIDGET (self));
    }

  if (kind == DYR_KIND_DATE || kind == DYR_KIND_INSTANT)
    add_calendar (self);

  if (dyr_uri_get_icon (kind) != NULL)
    {
      self->open_button = dyr_input_button_new (dyr_uri_get_icon (kind), info->label);
      gtk_widget_set_visible (self->open_button, FALSE);
      g_signal_connect_swapped (self->open_button, "clicked", G_CALLBACK (on_open_clicked), self);
      gtk_widget_set_parent (self->open_button, GTK_WIDGET (self));
    }

  return GTK_WIDGET (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrInput: what edits the value of a field; which one suits it, and what all share. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-input-private.h"

#include "dyr-display.h"
#include "dyr-inputs-private.h"

/* Of a link, in characters. */
#define LONGEST_NAME 300

enum
{
  SIGNAL_TYPED,
  SIGNAL_CHOSEN,
  SIGNAL_ENTERED,
  SIGNAL_OPEN_LINK,
  SIGNAL_OPEN_URI,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_INTERFACE (DyrInput, dyr_input, GTK_TYPE_WIDGET)

static void
dyr_input_default_init (DyrInputInterface *iface)
{
  signals[SIGNAL_TYPED] = g_signal_new (
      "typed", DYR_TYPE_INPUT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CHOSEN] = g_signal_new (
      "chosen", DYR_TYPE_INPUT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_ENTERED] = g_signal_new (
      "entered", DYR_TYPE_INPUT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_OPEN_LINK] = g_signal_new ("open-link",
                                            DYR_TYPE_INPUT,
                                            G_SIGNAL_RUN_LAST,
                                            0,
                                            NULL,
                                            NULL,
                                            NULL,
                                            G_TYPE_NONE,
                                            1,
                                            G_TYPE_INT64);
  signals[SIGNAL_OPEN_URI] = g_signal_new ("open-uri",
                                           DYR_TYPE_INPUT,
                                           G_SIGNAL_RUN_LAST,
                                           0,
                                           NULL,
                                           NULL,
                                           NULL,
                                           G_TYPE_NONE,
                                           1,
                                           G_TYPE_STRING);
}

static GtkWidget *
new_set_input (const DyrInputInfo *info)
{
  switch (dyr_input_info_get_field (info)->items)
    {
    case DYR_KIND_CHOICE:
      return dyr_toggles_input_new (info);
    case DYR_KIND_LINK:
      return dyr_chips_input_new (info);
    case DYR_KIND_MOVE:
      return dyr_shown_input_new (info);
    case DYR_KIND_TEXT:
    case DYR_KIND_LONG_TEXT:
    case DYR_KIND_CODE:
    case DYR_KIND_PHONE:
    case DYR_KIND_EMAIL:
    case DYR_KIND_IBAN:
    case DYR_KIND_URL:
    case DYR_KIND_COUNTRY:
    case DYR_KIND_YES_NO:
    case DYR_KIND_COUNT:
    case DYR_KIND_QUANTITY:
    case DYR_KIND_MONEY:
    case DYR_KIND_CURRENCY:
    case DYR_KIND_DATE:
    case DYR_KIND_INSTANT:
    case DYR_KIND_SET:
    default:
      return dyr_list_input_new (info);
    }
}

/**
 * dyr_input_new:
 * @info: of the field; must live longer
 * @mode: what it is for
 *
 * Returns: (transfer floating): an input that suits the kind
 */
GtkWidget *
dyr_input_new (const DyrInputInfo *info, DyrInputMode mode)
{
  g_return_val_if_fail (info != NULL, NULL);

  if (mode == DYR_INPUT_SHOW)
    return dyr_shown_input_new (info);

  if (mode == DYR_INPUT_LINES)
    return dyr_long_input_new (info);

  switch (dyr_input_info_get_field (info)->kind)
    {
    case DYR_KIND_LONG_TEXT:
      return dyr_long_input_new (info);
    case DYR_KIND_YES_NO:
      return dyr_switch_input_new (info);
    case DYR_KIND_CHOICE:
    case DYR_KIND_CURRENCY:
      return dyr_choice_input_new (info);
    case DYR_KIND_COUNTRY:
    case DYR_KIND_LINK:
      return dyr_link_input_new (info);
    case DYR_KIND_SET:
      return new_set_input (info);
    case DYR_KIND_MOVE:
      return dyr_shown_input_new (info);
    case DYR_KIND_TEXT:
    case DYR_KIND_CODE:
    case DYR_KIND_PHONE:
    case DYR_KIND_EMAIL:
    case DYR_KIND_IBAN:
    case DYR_KIND_URL:
    case DYR_KIND_COUNT:
    case DYR_KIND_QUANTITY:
    case DYR_KIND_MONEY:
    case DYR_KIND_DATE:
    case DYR_KIND_INSTANT:
    default:
      return dyr_text_input_new (info);
    }
}

void
dyr_input_show (DyrInput *self, const DyrValue *value)
{
  g_return_if_fail (DYR_IS_INPUT (self));
  g_return_if_fail (value != NULL);

  DYR_INPUT_GET_IFACE (self)->show (self, value);
}

gboolean
dyr_input_read (DyrInput *self, DyrValue *value, GError **error)
{
  g_return_val_if_fail (DYR_IS_INPUT (self), FALSE);
  g_return_val_if_fail (value != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return DYR_INPUT_GET_IFACE (self)->read (self, value, error);
}

/** dyr_input_get_text: Returns: (transfer full) (nullable): what was typed */
char *
dyr_input_get_text (DyrInput *self)
{
  g_return_val_if_fail (DYR_IS_INPUT (self), NULL);

  if (DYR_INPUT_GET_IFACE (self)->get_text == NULL)
    return NULL;

  return DYR_INPUT_GET_IFACE (self)->get_text (self);
}

void
dyr_input_set_text (DyrInput *self, const char *text)
{
  g_return_if_fail (DYR_IS_INPUT (self));
  g_return_if_fail (text != NULL);

  if (DYR_INPUT_GET_IFACE (self)->set_text != NULL)
    DYR_INPUT_GET_IFACE (self)->set_text (self, text);
}

void
dyr_input_set_problem (DyrInput *self, const char *message, gboolean is_error)
{
  g_return_if_fail (DYR_IS_INPUT (self));

  if (DYR_INPUT_GET_IFACE (self)->set_problem != NULL)
    DYR_INPUT_GET_IFACE (self)->set_problem (self, message, is_error);
}

void
dyr_input_typed (DyrInput *self)
{
  g_return_if_fail (DYR_IS_INPUT (self));

  g_signal_emit (self, signals[SIGNAL_TYPED], 0);
}

void
dyr_input_chosen (DyrInput *self)
{
  g_return_if_fail (DYR_IS_INPUT (self));

  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0);
}

void
dyr_input_entered (DyrInput *self)
{
  g_return_if_fail (DYR_IS_INPUT (self));

  g_signal_emit (self, signals[SIGNAL_ENTERED], 0);
}

void
dyr_input_open_link (DyrInput *self, gint64 id)
{
  g_return_if_fail (DYR_IS_INPUT (self));

  g_signal_emit (self, signals[SIGNAL_OPEN_LINK], 0, id);
}

void
dyr_input_open_uri (DyrInput *self, const char *uri)
{
  g_return_if_fail (DYR_IS_INPUT (self));
  g_return_if_fail (uri != NULL);

  g_signal_emit (self, signals[SIGNAL_OPEN_URI], 0, uri);
}

const DyrField *
dyr_input_info_get_field (const DyrInputInfo *info)
{
  return &info->type->fields[info->field];
}

gboolean
dyr_input_info_is_required (const DyrInputInfo *info)
{
  return (dyr_input_info_get_field (info)->flags & DYR_REQUIRED) != 0;
}

const char *
dyr_input_info_get_placeholder (const DyrInputInfo *info)
{
  /* Translators: in an empty editor of a field that must not stay empty. */
  return info->in_form && dyr_input_info_is_required (info) ? C_ ("field", "Required") : "—";
}

void
dyr_input_name (GtkWidget *editor, const DyrInputInfo *info)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (editor),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  info->label,
                                  GTK_ACCESSIBLE_PROPERTY_REQUIRED,
                                  dyr_input_info_is_required (info),
                                  -1);
}

void
dyr_input_place_cursor (GtkWidget *entry)
{
  gboolean typed_in = (gtk_widget_get_state_flags (entry) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;

  gtk_editable_set_position (GTK_EDITABLE (entry), typed_in ? -1 : 0);
}

static void
on_entry_left (GtkWidget *entry)
{
  GtkRoot *root = gtk_widget_get_root (entry);

  /* Who goes to another window comes back to where they were. */
  if (GTK_IS_WINDOW (root) && gtk_window_is_active (GTK_WINDOW (root)))
    gtk_editable_set_position (GTK_EDITABLE (entry), 0);
}

void
dyr_input_show_beginning (GtkWidget *entry)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect_swapped (focus, "leave", G_CALLBACK (on_entry_left), entry);
  gtk_widget_add_controller (entry, focus);
}

GtkWidget *
dyr_input_button_new (const char *icon, const char *what)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "field-button");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, what);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, what, -1);

  return button;
}

char *
dyr_input_show_link (const DyrLink *link)
{
  const DyrRecordType *type;

  g_return_val_if_fail (link != NULL, NULL);

  if (link->name != NULL && *link->name != '\0')
    return dyr_display_line (link->name, LONGEST_NAME);

  type = dyr_record_type_by_number (link->type);

  return g_strdup (type != NULL ? dyr_record_type_label (type) : _ ("Unnamed"));
}

void
dyr_input_mark (GtkWidget *editor, const char *message, gboolean is_error)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (editor);

  gtk_widget_remove_css_class (editor, "error");
  gtk_widget_remove_css_class (editor, "warning");
  if (message == NULL)
    {
      gtk_accessible_reset_state (accessible, GTK_ACCESSIBLE_STATE_INVALID);
      gtk_accessible_reset_property (accessible, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
      return;
    }

  gtk_widget_add_css_class (editor, is_error ? "error" : "warning");
  gtk_accessible_update_property (accessible, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, message, -1);
  gtk_accessible_update_state (accessible,
                               GTK_ACCESSIBLE_STATE_INVALID,
                               is_error ? GTK_ACCESSIBLE_INVALID_TRUE
                                        : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

void
dyr_input_drop_popover (GtkWidget **popover)
{
  if (*popover == NULL)
    return;

  gtk_popover_popdown (GTK_POPOVER (*popover));
  g_clear_pointer (popover, gtk_widget_unparent);
}

void
dyr_input_drop_children (GtkWidget *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self)) != NULL)
    gtk_widget_unparent (child);
}

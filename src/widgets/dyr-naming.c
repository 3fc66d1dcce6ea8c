/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Names for assistive technology where GTK has another one of its own. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-naming.h"

#include "dyr-option-private.h"

#define LABEL "dyr-label"

/**
 * dyr_name_button:
 * @button: whose label is short because of what is beside it
 * @name: what it says of itself instead
 *
 * Newer versions of GTK call a button by its label, before any name: so this comes after the label.
 */
void
dyr_name_button (GtkWidget *button, const char *name)
{
  g_return_if_fail (GTK_IS_BUTTON (button));
  g_return_if_fail (name != NULL);

  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static gboolean
on_mapped (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer data)
{
  GtkWidget *widget = g_value_get_object (values);
  g_autofree char *text = NULL;

  if (!g_str_equal (G_OBJECT_TYPE_NAME (widget), "GtkModelButton"))
    return TRUE;
  g_object_get (widget, "text", &text, NULL);
  if (text == NULL || *text == '\0')
    return TRUE;
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  return TRUE;
}

/**
 * dyr_name_menus:
 *
 * Newer versions of GTK, 4.18 among them, call each item of a menu by a label that they hide from
 * assistive technology: nothing is said. From now on each says its text as it comes on the screen.
 */
void
dyr_name_menus (void)
{
  /* There is no signal before there is the class. */
  g_type_class_unref (g_type_class_ref (GTK_TYPE_WIDGET));
  g_signal_add_emission_hook (g_signal_lookup ("map", GTK_TYPE_WIDGET), 0, on_mapped, NULL, NULL);
}

/* What it is for, and what is chosen. */
static char *
new_whole_name (const char *label, gpointer item)
{
  const char *chosen = NULL;

  if (GTK_IS_STRING_OBJECT (item))
    chosen = gtk_string_object_get_string (item);
  else if (DYR_IS_OPTION (item))
    chosen = dyr_option_get_label (item);

  return chosen != NULL ? g_strdup_printf ("%s: %s", label, chosen) : g_strdup (label);
}

static void
on_chosen_changed (GtkDropDown *drop_down)
{
  GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (drop_down));
  const char *label = g_object_get_data (G_OBJECT (drop_down), LABEL);
  g_autofree char *whole = new_whole_name (label, gtk_drop_down_get_selected_item (drop_down));

  gtk_accessible_update_property (
      GTK_ACCESSIBLE (drop_down), GTK_ACCESSIBLE_PROPERTY_LABEL, whole, -1);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, whole, -1);
}

/**
 * dyr_name_drop_down:
 * @drop_down: of strings, or of DyrOption
 * @label: what is chosen with it
 *
 * Of the button inside, which has the keyboard, GTK 4.8 says only the name of its class. Newer
 * versions call the button like the whole, and that by what is chosen, before any label.
 */
void
dyr_name_drop_down (GtkDropDown *drop_down, const char *label)
{
  gboolean is_known;

  g_return_if_fail (GTK_IS_DROP_DOWN (drop_down));
  g_return_if_fail (label != NULL);

  is_known = g_object_get_data (G_OBJECT (drop_down), LABEL) != NULL;
  g_object_set_data_full (G_OBJECT (drop_down), LABEL, g_strdup (label), g_free);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (drop_down), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  if (!is_known)
    g_signal_connect (drop_down, "notify::selected-item", G_CALLBACK (on_chosen_changed), NULL);
  on_chosen_changed (drop_down);
}

static void
on_row_changed (AdwComboRow *row)
{
  const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row));
  g_autofree char *whole = new_whole_name (title, adw_combo_row_get_selected_item (row));

  gtk_accessible_reset_relation (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, whole, -1);
}

/**
 * dyr_name_combo_row:
 * @row: of strings
 *
 * Libadwaita says only what is chosen with it; from now on the row says what is chosen, too.
 */
void
dyr_name_combo_row (AdwComboRow *row)
{
  g_return_if_fail (ADW_IS_COMBO_ROW (row));

  g_signal_connect (row, "notify::selected-item", G_CALLBACK (on_row_changed), NULL);
  on_row_changed (row);
}

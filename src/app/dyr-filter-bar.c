/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrFilterBar: the conditions of a list, a button each; a click takes one away. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-filter-bar.h"

#include <glib/gi18n-lib.h>

#include "dyr-condition-dialog.h"
#include "dyr-condition-words.h"
#include "dyr-wrap-layout.h"

/* Characters of a condition; the whole is in the tooltip. */
#define MAX_CHARS 40

struct _DyrFilterBar
{
  GtkWidget parent_instance;

  DyrOffice *office;
  const DyrRecordType *type;
  GPtrArray *conditions;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyrFilterBar, dyr_filter_bar, GTK_TYPE_WIDGET)

static void show_conditions (DyrFilterBar *self);

static void
on_chip_clicked (GtkButton *chip, DyrFilterBar *self)
{
  guint index = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (chip), "index"));

  g_ptr_array_remove_index (self->conditions, index);
  show_conditions (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static GtkWidget *
new_chip (DyrFilterBar *self, guint index)
{
  g_autofree char *words = dyr_condition_to_words (g_ptr_array_index (self->conditions, index),
                                                   dyr_office_get_context (self->office),
                                                   self->type);
  /* Translators: a tooltip: what a click takes out of the filter. */
  g_autofree char *tooltip = g_strdup_printf (_("Remove “%s”"), words);
  GtkWidget *chip = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), MAX_CHARS);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("window-close-symbolic"));
  gtk_button_set_child (GTK_BUTTON (chip), box);
  gtk_widget_add_css_class (chip, "filter-chip");
  gtk_widget_set_tooltip_text (chip, tooltip);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip, -1);
  g_object_set_data (G_OBJECT (chip), "index", GUINT_TO_POINTER (index));
  g_signal_connect (chip, "clicked", G_CALLBACK (on_chip_clicked), self);
  return chip;
}

static void
drop_chips (DyrFilterBar *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
}

static void
show_conditions (DyrFilterBar *self)
{
  drop_chips (self);
  for (guint i = 0; i < self->conditions->len; i++)
    gtk_widget_set_parent (new_chip (self, i), GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), self->conditions->len > 0);
}

static void
on_made (DyrConditionDialog *dialog, GPtrArray *made, DyrFilterBar *self)
{
  g_ptr_array_extend_and_steal (self->conditions, dyr_conditions_copy (made));
  show_conditions (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
dyr_filter_bar_ask (DyrFilterBar *self, guint field)
{
  DyrConditionDialog *dialog;

  g_return_if_fail (DYR_IS_FILTER_BAR (self));
  g_return_if_fail (self->office != NULL && field < self->type->n_fields);

  dialog = dyr_condition_dialog_new (self->office, self->type, field);
  gtk_window_set_transient_for (GTK_WINDOW (dialog),
                                GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
  g_signal_connect_object (dialog, "made", G_CALLBACK (on_made), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
dyr_filter_bar_dispose (GObject *object)
{
  DyrFilterBar *self = DYR_FILTER_BAR (object);

  drop_chips (self);
  g_clear_object (&self->office);
  G_OBJECT_CLASS (dyr_filter_bar_parent_class)->dispose (object);
}

static void
dyr_filter_bar_finalize (GObject *object)
{
  g_ptr_array_unref (DYR_FILTER_BAR (object)->conditions);
  G_OBJECT_CLASS (dyr_filter_bar_parent_class)->finalize (object);
}

static void
dyr_filter_bar_class_init (DyrFilterBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = dyr_filter_bar_dispose;
  object_class->finalize = dyr_filter_bar_finalize;
  signals[CHANGED] = g_signal_new (
      "changed", DYR_TYPE_FILTER_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
dyr_filter_bar_init (DyrFilterBar *self)
{
  self->conditions = dyr_conditions_new ();
  gtk_widget_set_layout_manager (GTK_WIDGET (self), dyr_wrap_layout_new (6));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
dyr_filter_bar_set_office (DyrFilterBar *self, DyrOffice *office, const DyrRecordType *type)
{
  g_return_if_fail (DYR_IS_FILTER_BAR (self));

  g_set_object (&self->office, office);
  self->type = type;
}

GPtrArray *
dyr_filter_bar_get_conditions (DyrFilterBar *self)
{
  g_return_val_if_fail (DYR_IS_FILTER_BAR (self), NULL);
  return self->conditions;
}

void
dyr_filter_bar_set_conditions (DyrFilterBar *self, GPtrArray *conditions)
{
  g_return_if_fail (DYR_IS_FILTER_BAR (self));

  g_ptr_array_set_size (self->conditions, 0);
  if (conditions != NULL)
    g_ptr_array_extend_and_steal (self->conditions, dyr_conditions_copy (conditions));
  show_conditions (self);
}

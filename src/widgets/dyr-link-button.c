/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrLinkButton: a button behind which one of many records is found while a person types. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-link-button.h"

#include "dyr-link-finder-private.h"

struct _DyrLinkButton
{
  GtkButton parent_instance;

  GtkWidget *finder; /* NULL: nothing can be looked for yet */
};

enum
{
  PICKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyrLinkButton, dyr_link_button, GTK_TYPE_BUTTON)

static void
on_picked (DyrLinkButton *self, DyrOption *option)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  g_signal_emit (self, signals[PICKED], 0, dyr_option_get_link (option));
}

static void
dyr_link_button_clicked (GtkButton *button)
{
  DyrLinkButton *self = DYR_LINK_BUTTON (button);

  if (self->finder != NULL)
    dyr_link_finder_open (DYR_LINK_FINDER (self->finder));
}

static void
dyr_link_button_dispose (GObject *object)
{
  dyr_input_drop_popover (&DYR_LINK_BUTTON (object)->finder);
  G_OBJECT_CLASS (dyr_link_button_parent_class)->dispose (object);
}

static void
dyr_link_button_class_init (DyrLinkButtonClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dyr_link_button_dispose;
  GTK_BUTTON_CLASS (klass)->clicked = dyr_link_button_clicked;
  signals[PICKED] = g_signal_new ("picked",
                                  DYR_TYPE_LINK_BUTTON,
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  1,
                                  DYR_TYPE_LINK);
}

static void
dyr_link_button_init (DyrLinkButton *self)
{
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_HAS_POPUP, TRUE, -1);
}

void
dyr_link_button_set_lookup (DyrLinkButton *self,
                            const char *what,
                            const DyrRecordType *type,
                            DyrLookup *lookup)
{
  g_return_if_fail (DYR_IS_LINK_BUTTON (self));
  g_return_if_fail (what != NULL);
  g_return_if_fail (type != NULL);
  g_return_if_fail (DYR_IS_LOOKUP (lookup));

  dyr_input_drop_popover (&self->finder);
  self->finder = dyr_link_finder_new_for_type (what, type, lookup);
  gtk_widget_set_parent (self->finder, GTK_WIDGET (self));
  g_signal_connect_object (self->finder, "picked", G_CALLBACK (on_picked), self, G_CONNECT_SWAPPED);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrDatePopover: a calendar, and the days most often meant. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-date-popover-private.h"

#include <glib/gi18n-lib.h>

#include "dyr-calendar.h"
#include "dyr-date.h"

struct _DyrDatePopover
{
  GtkPopover parent_instance;

  GtkWidget *box;
  GtkWidget *calendar;
  GtkWidget *today_button;
  GtkWidget *tomorrow_button;
  GtkWidget *week_button;
  gint64 today;
};

enum
{
  SIGNAL_PICKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyrDatePopover, dyr_date_popover, GTK_TYPE_POPOVER)

static void
pick (DyrDatePopover *self, gint64 date)
{
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[SIGNAL_PICKED], 0, date);
}

static void
on_quick_clicked (DyrDatePopover *self, GtkWidget *button)
{
  int days = button == self->today_button ? 0 : button == self->tomorrow_button ? 1 : 7;

  pick (self, self->today + days);
}

static void
on_date_picked (DyrDatePopover *self, gint64 date)
{
  pick (self, date);
}

static void
dyr_date_popover_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), DYR_TYPE_DATE_POPOVER);

  G_OBJECT_CLASS (dyr_date_popover_parent_class)->dispose (object);
}

static void
dyr_date_popover_class_init (DyrDatePopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_date_popover_dispose;

  signals[SIGNAL_PICKED] = g_signal_new ("picked",
                                         DYR_TYPE_DATE_POPOVER,
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         1,
                                         G_TYPE_INT64);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/widgets/dyr-date-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrDatePopover, box);
  gtk_widget_class_bind_template_child (widget_class, DyrDatePopover, today_button);
  gtk_widget_class_bind_template_child (widget_class, DyrDatePopover, tomorrow_button);
  gtk_widget_class_bind_template_child (widget_class, DyrDatePopover, week_button);
  gtk_widget_class_bind_template_callback (widget_class, on_quick_clicked);
}

static void
dyr_date_popover_init (DyrDatePopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/** dyr_date_popover_new: @context: whose today and whose words */
GtkWidget *
dyr_date_popover_new (const DyrContext *context)
{
  DyrDatePopover *self = g_object_new (DYR_TYPE_DATE_POPOVER, NULL);

  g_return_val_if_fail (context != NULL, NULL);

  self->today = dyr_context_today (context);
  self->calendar = dyr_calendar_new (context->language, self->today);
  g_signal_connect_swapped (self->calendar, "picked", G_CALLBACK (on_date_picked), self);
  gtk_box_prepend (GTK_BOX (self->box), self->calendar);

  return GTK_WIDGET (self);
}

void
dyr_date_popover_set_date (DyrDatePopover *self, gint64 date)
{
  g_return_if_fail (DYR_IS_DATE_POPOVER (self));

  dyr_calendar_set_date (DYR_CALENDAR (self->calendar), CLAMP (date, DYR_DATE_MIN, DYR_DATE_MAX));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrDatePopover: a calendar, and the days most often meant. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-date-popover-private.h"

#include <glib/gi18n-lib.h>

#include "dyr-date.h"

struct _DyrDatePopover
{
  GtkPopover parent_instance;

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

static gint64
get_shown (DyrDatePopover *self)
{
  g_autoptr (GDateTime) shown = gtk_calendar_get_date (GTK_CALENDAR (self->calendar));
  gint64 date = self->today;

  dyr_date_from_ymd (g_date_time_get_year (shown),
                     g_date_time_get_month (shown),
                     g_date_time_get_day_of_month (shown),
                     &date);

  return date;
}

static void
on_quick_clicked (DyrDatePopover *self, GtkWidget *button)
{
  int days = button == self->today_button ? 0 : button == self->tomorrow_button ? 1 : 7;

  pick (self, self->today + days);
}

/* "day-selected" also comes when months are leafed through: only a click on a day picks it. */
static void
on_calendar_released (DyrDatePopover *self, int n_press, double x, double y)
{
  GtkWidget *under = gtk_widget_pick (self->calendar, x, y, GTK_PICK_DEFAULT);

  if (under != NULL && gtk_widget_has_css_class (under, "day-number"))
    pick (self, get_shown (self));
}

/* The calendar's own arrows only move a frame, and Enter would take another day than the framed. */
static gboolean
on_calendar_key_pressed (DyrDatePopover *self, guint keyval, guint keycode, GdkModifierType state)
{
  gint64 date = get_shown (self);

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;

  switch (keyval)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      date--;
      break;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      date++;
      break;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      date -= 7;
      break;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      date += 7;
      break;
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
      date = dyr_date_add_months (date, -1);
      break;
    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
      date = dyr_date_add_months (date, 1);
      break;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_ISO_Enter:
    case GDK_KEY_space:
    case GDK_KEY_KP_Space:
      pick (self, date);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }

  dyr_date_popover_set_date (self, CLAMP (date, DYR_DATE_MIN, DYR_DATE_MAX));

  return GDK_EVENT_STOP;
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
  gtk_widget_class_bind_template_child (widget_class, DyrDatePopover, calendar);
  gtk_widget_class_bind_template_child (widget_class, DyrDatePopover, today_button);
  gtk_widget_class_bind_template_child (widget_class, DyrDatePopover, tomorrow_button);
  gtk_widget_class_bind_template_child (widget_class, DyrDatePopover, week_button);
  gtk_widget_class_bind_template_callback (widget_class, on_quick_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_calendar_released);
  gtk_widget_class_bind_template_callback (widget_class, on_calendar_key_pressed);
}

static void
dyr_date_popover_init (DyrDatePopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/** dyr_date_popover_new: @today: the date of the office */
GtkWidget *
dyr_date_popover_new (gint64 today)
{
  DyrDatePopover *self = g_object_new (DYR_TYPE_DATE_POPOVER, NULL);

  self->today = today;
  dyr_date_popover_set_date (self, today);

  return GTK_WIDGET (self);
}

void
dyr_date_popover_set_date (DyrDatePopover *self, gint64 date)
{
  g_autoptr (GDateTime) shown = NULL;
  int year, month, day;

  g_return_if_fail (DYR_IS_DATE_POPOVER (self));

  dyr_date_to_ymd (date, &year, &month, &day);
  shown = g_date_time_new_utc (year, month, day, 0, 0, 0);
  if (shown != NULL)
    gtk_calendar_select_day (GTK_CALENDAR (self->calendar), shown);
}

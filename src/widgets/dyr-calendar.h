/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrCalendar: the days of a month to choose from. GtkCalendar speaks the language of LC_TIME and
 * counts weeks by it; this one speaks the interface's, whatever the system has. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DYR_TYPE_CALENDAR (dyr_calendar_get_type ())
G_DECLARE_FINAL_TYPE (DyrCalendar, dyr_calendar, DYR, CALENDAR, GtkWidget)

/* Dates are days since 1970-01-01. Arrows go to other days, Page Up and Page Down to other months,
 * Home and End to the ends of the month. Signal "picked" (gint64 date): Enter, space or a click. */
GtkWidget *dyr_calendar_new (const char *language, gint64 today);
/* The day that is shown and that the keyboard is on. */
gint64 dyr_calendar_get_date (DyrCalendar *self);
void dyr_calendar_set_date (DyrCalendar *self, gint64 date);

G_END_DECLS

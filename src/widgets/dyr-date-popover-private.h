/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrDatePopover: a calendar, and the days most often meant. */

#pragma once

#include <gtk/gtk.h>

#include "dyr-context.h"

G_BEGIN_DECLS

#define DYR_TYPE_DATE_POPOVER (dyr_date_popover_get_type ())
G_DECLARE_FINAL_TYPE (DyrDatePopover, dyr_date_popover, DYR, DATE_POPOVER, GtkPopover)

/* Dates are days since 1970-01-01. Signal "picked" (gint64 date). */
GtkWidget *dyr_date_popover_new (const DyrContext *context);
/* What the calendar begins with. */
void dyr_date_popover_set_date (DyrDatePopover *self, gint64 date);

G_END_DECLS

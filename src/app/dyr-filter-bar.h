/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrFilterBar: the conditions of a list, a button each; a click takes one away. */

#pragma once

#include <gtk/gtk.h>

#include "dyr-condition.h"
#include "dyr-office.h"

G_BEGIN_DECLS

#define DYR_TYPE_FILTER_BAR (dyr_filter_bar_get_type ())
G_DECLARE_FINAL_TYPE (DyrFilterBar, dyr_filter_bar, DYR, FILTER_BAR, GtkWidget)

/* It is hidden while there is no condition. Signal "changed" (). */
void dyr_filter_bar_set_office (DyrFilterBar *self, DyrOffice *office, const DyrRecordType *type);
/* Opens the dialog for a field. */
void dyr_filter_bar_ask (DyrFilterBar *self, guint field);
/* Array of DyrCondition; the bar's own. */
GPtrArray *dyr_filter_bar_get_conditions (DyrFilterBar *self);
/* Shows these instead, copied; says nothing. NULL: none. */
void dyr_filter_bar_set_conditions (DyrFilterBar *self, GPtrArray *conditions);

G_END_DECLS

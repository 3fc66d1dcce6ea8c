/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrHistoryRow: an action with what can be done about it; opened, what it changed and what its
 * undo left alone. */

#pragma once

#include <gtk/gtk.h>

#include "dyr-history-list.h"
#include "dyr-office.h"

G_BEGIN_DECLS

#define DYR_TYPE_HISTORY_ROW (dyr_history_row_get_type ())
G_DECLARE_FINAL_TYPE (DyrHistoryRow, dyr_history_row, DYR, HISTORY_ROW, GtkWidget)

GtkWidget *dyr_history_row_new (DyrOffice *office);
/* NULL: nothing. */
void dyr_history_row_set_item (DyrHistoryRow *self, DyrHistoryItem *item, gboolean open);
/* Opened, it reads what it shows. */
void dyr_history_row_set_open (DyrHistoryRow *self, gboolean open);
DyrHistoryItem *dyr_history_row_get_item (DyrHistoryRow *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrDuplicateRow: two records side by side, with what tells them apart and what they share. */

#pragma once

#include <gtk/gtk.h>

#include "dyr-duplicate-list.h"
#include "dyr-office.h"

G_BEGIN_DECLS

#define DYR_TYPE_DUPLICATE_ROW (dyr_duplicate_row_get_type ())
G_DECLARE_FINAL_TYPE (DyrDuplicateRow, dyr_duplicate_row, DYR, DUPLICATE_ROW, GtkWidget)

/* Signals: "merge" (DyrDuplicateItem *), "differ" (DyrDuplicateItem *): its buttons;
 * "gone" (DyrRecord *): one of the two is deleted. */
GtkWidget *dyr_duplicate_row_new (DyrOffice *office);
/* NULL: it is not shown any more. */
void dyr_duplicate_row_set_item (DyrDuplicateRow *self,
                                 const DyrRecordType *type,
                                 DyrDuplicateItem *item);

G_END_DECLS

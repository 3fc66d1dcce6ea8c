/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Layouts: the fields of a record type in their order and groups, as its .ui file has them. */

#pragma once

#include <adwaita.h>

#include "dyr-office.h"

G_BEGIN_DECLS

/* The widget "layout" of ui/KIND-TYPE.ui ("detail", "create"), its field rows ready; NULL when the
 * type has none. A full reference. */
GtkWidget *dyr_layout_new (DyrOffice *office, const char *kind, const DyrRecordType *type);
/* Shows a record in everything that a layout may hold: rows, folds, related records. */
void dyr_layout_set_record (GtkWidget *layout, DyrOffice *office, DyrRecord *record);
/* Puts the keyboard into the row of a field, unfolding what it is in. */
void dyr_layout_focus_field (GtkWidget *layout, const char *field);

G_END_DECLS

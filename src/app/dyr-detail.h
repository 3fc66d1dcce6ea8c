/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrDetail: everything about one record: its fields to edit, what belongs to it, its timeline.
 * The layout of each type is ui/detail-TYPE.ui. */

#pragma once

#include <adwaita.h>

#include "dyr-office.h"

G_BEGIN_DECLS

#define DYR_TYPE_DETAIL (dyr_detail_get_type ())
G_DECLARE_FINAL_TYPE (DyrDetail, dyr_detail, DYR, DETAIL, GtkWidget)

GtkWidget *dyr_detail_new (DyrOffice *office);
/* Shows a record of any type; NULL shows nothing. */
void dyr_detail_set_record (DyrDetail *self, DyrRecord *record);
DyrRecord *dyr_detail_get_record (DyrDetail *self);
/* Shows the tab that is so many further on; after the last comes the first. */
void dyr_detail_turn_tab (DyrDetail *self, int by);
/* Shows a field to edit and puts the keyboard into it; nothing without such a row. */
void dyr_detail_focus_field (DyrDetail *self, const char *field);

G_END_DECLS

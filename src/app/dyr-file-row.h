/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrFileRow: an attached file with what can be done with it: opened, saved elsewhere, renamed,
 * deleted. */

#pragma once

#include <adwaita.h>

#include "dyr-office.h"
#include "dyr-record-list.h"

G_BEGIN_DECLS

#define DYR_TYPE_FILE_ROW (dyr_file_row_get_type ())
G_DECLARE_FINAL_TYPE (DyrFileRow, dyr_file_row, DYR, FILE_ROW, AdwActionRow)

/* Shows what is at that place of a list. */
GtkWidget *dyr_file_row_new (DyrOffice *office, DyrPlace *place);
/* Shows that file; NULL: nothing. */
void dyr_file_row_set_record (DyrFileRow *self, DyrOffice *office, DyrRecord *record);
DyrRecord *dyr_file_row_get_record (DyrFileRow *self);
/* What is in it may have come or gone meanwhile. */
void dyr_file_row_look_again (DyrFileRow *self);
/* Who attached it; NULL: that is not known yet. */
void dyr_file_row_set_by (DyrFileRow *self, const char *by);

G_END_DECLS

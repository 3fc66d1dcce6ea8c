/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* A line of the palette: a record that was found or a command, with marks where it fits. */

#pragma once

#include <gtk/gtk.h>

#include "dyr-commands.h"
#include "dyr-office.h"

G_BEGIN_DECLS

#define DYR_TYPE_PALETTE_ROW (dyr_palette_row_get_type ())
G_DECLARE_FINAL_TYPE (DyrPaletteRow, dyr_palette_row, DYR, PALETTE_ROW, GtkListBoxRow)

GtkWidget *
dyr_palette_row_new_record (DyrOffice *office, DyrRecord *record, const char *const *needles);
/* `needles` are folded texts, ended by NULL: what was searched for. */
GtkWidget *dyr_palette_row_new_command (const DyrCommand *command, const char *const *needles);
/* All records of the type that fit. */
GtkWidget *dyr_palette_row_new_more (const DyrRecordType *type);

/* The heading under which the row stands; not to be freed. */
const char *dyr_palette_row_get_group (DyrPaletteRow *self);
/* One of these is what the row stands for. */
DyrRecord *dyr_palette_row_get_record (DyrPaletteRow *self);
const DyrCommand *dyr_palette_row_get_command (DyrPaletteRow *self);
const DyrRecordType *dyr_palette_row_get_more (DyrPaletteRow *self);

G_END_DECLS

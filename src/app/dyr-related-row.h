/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrRelatedRow: a record in a short list: its name, its state, a fact or two. */

#pragma once

#include <adwaita.h>

#include "dyr-office.h"
#include "dyr-place.h"

G_BEGIN_DECLS

#define DYR_TYPE_RELATED_ROW (dyr_related_row_get_type ())
G_DECLARE_FINAL_TYPE (DyrRelatedRow, dyr_related_row, DYR, RELATED_ROW, AdwActionRow)

/* Shows whatever record stands at the place. */
GtkWidget *dyr_related_row_new (DyrOffice *office, DyrPlace *place);
/* NULL until it was read. */
DyrRecord *dyr_related_row_get_record (DyrRelatedRow *self);

G_END_DECLS

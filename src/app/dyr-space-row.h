/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSpaceRow: the space that files use on this computer, among the preferences, and a way to free
 * what the CRM has. */

#pragma once

#include <adwaita.h>

#include "dyr-office.h"

G_BEGIN_DECLS

#define DYR_TYPE_SPACE_ROW (dyr_space_row_get_type ())
G_DECLARE_FINAL_TYPE (DyrSpaceRow, dyr_space_row, DYR, SPACE_ROW, AdwActionRow)

/* Signal: "told" (const char *): a sentence for the person. */

void dyr_space_row_set_office (DyrSpaceRow *self, DyrOffice *office);

G_END_DECLS

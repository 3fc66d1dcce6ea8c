/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrMeRow: who of the users sits at this computer, among the preferences, and a search for
 * another.
 */

#pragma once

#include <adwaita.h>

#include "dyr-office.h"

G_BEGIN_DECLS

#define DYR_TYPE_ME_ROW (dyr_me_row_get_type ())
G_DECLARE_FINAL_TYPE (DyrMeRow, dyr_me_row, DYR, ME_ROW, AdwActionRow)

/* Signal: "told" (const char *): a sentence for the person. */

/* The row shows itself where there are users, or a CRM that they may come from. */
void dyr_me_row_set_office (DyrMeRow *self, DyrOffice *office);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrPalette: one box that finds records of all types and commands. */

#pragma once

#include <adwaita.h>

#include "dyr-office.h"

G_BEGIN_DECLS

#define DYR_TYPE_PALETTE (dyr_palette_get_type ())
G_DECLARE_FINAL_TYPE (DyrPalette, dyr_palette, DYR, PALETTE, AdwWindow)

/* Opens it over the window, which gets what is chosen as actions: records, "win.search-in" and the
 * commands. `text`, or NULL, is typed already. */
DyrPalette *dyr_palette_present (DyrOffice *office, GtkWindow *parent, const char *text);

G_END_DECLS

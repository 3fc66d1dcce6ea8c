/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrDuplicateChooser: with which other record one is to be merged. */

#pragma once

#include <adwaita.h>

#include "dyr-office.h"

G_BEGIN_DECLS

#define DYR_TYPE_DUPLICATE_CHOOSER (dyr_duplicate_chooser_get_type ())
G_DECLARE_FINAL_TYPE (DyrDuplicateChooser, dyr_duplicate_chooser, DYR, DUPLICATE_CHOOSER, AdwWindow)

/* Offers what looks like the record, then what somebody searches for. The one that is chosen goes
 * to the action win.merge-records of `parent`. */
void dyr_duplicate_chooser_present (DyrOffice *office, GtkWindow *parent, DyrRecord *record);

G_END_DECLS

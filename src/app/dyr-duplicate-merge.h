/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrDuplicateMerge: two records side by side; which of them stays and what it keeps is chosen
 * field by field. */

#pragma once

#include <adwaita.h>

#include "dyr-office.h"

G_BEGIN_DECLS

#define DYR_TYPE_DUPLICATE_MERGE (dyr_duplicate_merge_get_type ())
G_DECLARE_FINAL_TYPE (DyrDuplicateMerge, dyr_duplicate_merge, DYR, DUPLICATE_MERGE, AdwWindow)

/* Reads both records and asks. When they were made one, that is told with Undo, and the action
 * win.records-joined (the one that went, the one that stayed) of `parent` is activated. */
void
dyr_duplicate_merge_present (DyrOffice *office, GtkWindow *parent, gint64 first, gint64 second);

G_END_DECLS

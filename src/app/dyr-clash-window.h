/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrClashWindow: what was changed here and in the CRM, record by record, for a person to decide.
 */

#pragma once

#include <adwaita.h>

#include "dyr-office.h"

G_BEGIN_DECLS

#define DYR_TYPE_CLASH_WINDOW (dyr_clash_window_get_type ())
G_DECLARE_FINAL_TYPE (DyrClashWindow, dyr_clash_window, DYR, CLASH_WINDOW, AdwWindow)

/* Shows the window beside its parent: the action win.clash. There is one of them: where it is open
 * it goes to that record. `uid` NULL: to the first that has something to decide. Nothing to decide:
 * the parent says so. */
void dyr_clash_window_present (DyrOffice *office, GtkWindow *parent, const DyrUid *uid);

G_END_DECLS

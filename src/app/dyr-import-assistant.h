/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrImportAssistant: file, preview, mapping, trial run, import, report. */

#pragma once

#include <adwaita.h>

#include "dyr-office.h"

G_BEGIN_DECLS

/* Opens the assistant for a record type; `file` may be NULL: it asks. The window gets a toast with
 * Undo through the action win.toast-undo (sx): text, action id. */
void dyr_import_assistant_present (DyrOffice *office,
                                   GtkWindow *parent,
                                   const DyrRecordType *type,
                                   GFile *file);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrExportDialog: which records become a file, and of which kind. */

#pragma once

#include <adwaita.h>

#include "dyr-office.h"
#include "dyr-query.h"

G_BEGIN_DECLS

#define DYR_TYPE_EXPORT_DIALOG (dyr_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DyrExportDialog, dyr_export_dialog, DYR, EXPORT_DIALOG, AdwWindow)

/* `list`: what the list in the window shows, with its filter and order; NULL: there is none. */
void dyr_export_dialog_present (DyrOffice *office, GtkWindow *parent, const DyrQuery *list);
/* What the button does with the file that was picked. */
void dyr_export_dialog_write (DyrExportDialog *self, GFile *file);

G_END_DECLS

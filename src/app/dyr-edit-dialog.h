/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrEditDialog: a small window for a record whose type has no page of its own. */

#pragma once

#include <adwaita.h>

#include "dyr-office.h"

G_BEGIN_DECLS

#define DYR_TYPE_EDIT_DIALOG (dyr_edit_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DyrEditDialog, dyr_edit_dialog, DYR, EDIT_DIALOG, AdwWindow)

/* Edits are stored field by field, as on a page. It closes when the record is deleted. */
/* The keyboard is in a field; NULL: in the first one. */
void dyr_edit_dialog_present (DyrOffice *office,
                              GtkWindow *parent,
                              DyrRecord *record,
                              const char *field);

G_END_DECLS

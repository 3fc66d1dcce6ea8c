/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrNameDialog: asks for a name. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define DYR_TYPE_NAME_DIALOG (dyr_name_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DyrNameDialog, dyr_name_dialog, DYR, NAME_DIALOG, AdwWindow)

/* Signal "named" (const char *): never empty. */
DyrNameDialog *dyr_name_dialog_new (const char *title, const char *name);

G_END_DECLS

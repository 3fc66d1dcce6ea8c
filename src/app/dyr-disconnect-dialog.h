/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrDisconnectDialog: removing the connection to the CRM: what was not sent, and whether the
 * records stay. */

#pragma once

#include <adwaita.h>

#include "dyr-office.h"

G_BEGIN_DECLS

#define DYR_TYPE_DISCONNECT_DIALOG (dyr_disconnect_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DyrDisconnectDialog, dyr_disconnect_dialog, DYR, DISCONNECT_DIALOG, AdwWindow)

/* Reads what was not sent, then shows itself. Signal "removed" (string): it is done, in words.
 * `parent` may be NULL. */
DyrDisconnectDialog *dyr_disconnect_dialog_present (DyrOffice *office, GtkWindow *parent);

G_END_DECLS

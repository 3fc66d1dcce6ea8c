/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrPreferences: language, density, light or dark, the office's time zone, backups, files,
 * the sample office. */

#pragma once

#include <adwaita.h>

#include "dyr-office.h"

G_BEGIN_DECLS

/* A changed language makes the application start anew by app.restart, a changed time zone offers
 * it; a backup is restored by app.restore. `office` may be NULL: the store is not open. */
void dyr_preferences_present (GSettings *settings, DyrOffice *office, GtkWindow *parent);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrPreferences: language, density, light or dark, the office's time zone. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A changed language or time zone asks the application to start anew by app.restart. */
void dyr_preferences_present (GSettings *settings, GtkWindow *parent);

G_END_DECLS

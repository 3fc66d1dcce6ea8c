/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrBackgroundRow: whether sync goes on while the window is closed, among the preferences. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define DYR_TYPE_BACKGROUND_ROW (dyr_background_row_get_type ())
G_DECLARE_FINAL_TYPE (DyrBackgroundRow, dyr_background_row, DYR, BACKGROUND_ROW, AdwActionRow)

/* To be called once. */
void dyr_background_row_set_settings (DyrBackgroundRow *self, GSettings *settings);

G_END_DECLS

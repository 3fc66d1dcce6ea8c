/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Names for assistive technology where GTK has another one of its own. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void dyr_name_button (GtkWidget *button, const char *name);
void dyr_name_menus (void);
void dyr_name_drop_down (GtkDropDown *drop_down, const char *label);
void dyr_name_combo_row (AdwComboRow *row);

G_END_DECLS

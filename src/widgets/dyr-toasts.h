/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Toasts that may be put away at any moment: before 1.8 libadwaita ends the program when one goes
 * that is still on its way in (its animation outlives what it moves), or when one is to come back
 * that is still on its way out. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Adds a toast to the overlay that `around` is or has inside, and owns it. If it is dismissed by
 * whatever while one moves, its button goes at once and the rest of it when nothing moves. */
void dyr_toasts_add (GtkWidget *around, AdwToast *toast);

G_END_DECLS

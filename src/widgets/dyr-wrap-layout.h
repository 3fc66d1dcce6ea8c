/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrWrapLayout: children side by side, on as many lines as they need. AdwWrapBox of
 * libadwaita 1.7.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DYR_TYPE_WRAP_LAYOUT (dyr_wrap_layout_get_type ())
G_DECLARE_FINAL_TYPE (DyrWrapLayout, dyr_wrap_layout, DYR, WRAP_LAYOUT, GtkLayoutManager)

/* Pixels between children, and between lines. */
GtkLayoutManager *dyr_wrap_layout_new (int spacing);

G_END_DECLS

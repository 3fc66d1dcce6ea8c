/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrBanner: a lasting state over the whole width (no network, read only) and one thing to do. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DYR_TYPE_BANNER (dyr_banner_get_type ())
G_DECLARE_FINAL_TYPE (DyrBanner, dyr_banner, DYR, BANNER, GtkWidget)

/* Shaped like AdwBanner (libadwaita 1.3), but its title is never markup. Properties: "title",
 * "button-label" (string; NULL or "": no button), "revealed" (gboolean). Signal "button-clicked"
 * ().
 */
GtkWidget *dyr_banner_new (const char *title);
const char *dyr_banner_get_title (DyrBanner *self);
void dyr_banner_set_title (DyrBanner *self, const char *title);
void dyr_banner_set_button_label (DyrBanner *self, const char *label);
gboolean dyr_banner_get_revealed (DyrBanner *self);
void dyr_banner_set_revealed (DyrBanner *self, gboolean revealed);

G_END_DECLS

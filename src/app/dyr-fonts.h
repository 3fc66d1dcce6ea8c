/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* A computer without any font: what is missing is said all the same. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Whether no text can be drawn at all. */
gboolean dyr_fonts_missing (void);
/* Says on standard error, and in a window in the letters that cairo has in itself, what to do. */
void dyr_fonts_tell (GtkApplication *application);

G_END_DECLS

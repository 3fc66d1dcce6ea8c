/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Text from outside on its way to the screen: cut, on one line, never markup. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* More characters than this are never shown. */
#define DYR_DISPLAY_LONGEST 10000

/* As it is, cut to DYR_DISPLAY_LONGEST characters. Newly allocated, NULL for NULL. */
char *dyr_display_text (const char *text);
/* On one line: line breaks become blanks; cut to `longest` characters. NULL for NULL. */
char *dyr_display_line (const char *text, guint longest);
/* For what parses its text as markup (AdwToast, AdwStatusPage, AdwActionRow): the same, escaped.
 * "" for NULL. */
char *dyr_display_markup (const char *text);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Text on a terminal: without what would command it, and as wide as it shows. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The text in one line: control characters, line breaks and signs that turn the direction of
 * writing are blanks, broken UTF-8 is U+FFFD. Newly allocated; "" for NULL. */
char *dyr_cli_text_line (const char *text);
/* The same, but lines stay lines. */
char *dyr_cli_text_lines (const char *text);

/* Columns that the text takes on a terminal. */
guint dyr_cli_text_width (const char *text);
/* Appends the text in exactly `width` columns: cut with an ellipsis, or filled with blanks, at its
 * left side when `right`. */
void dyr_cli_text_fit (GString *out, const char *text, guint width, gboolean right);

/* Columns of the terminal that standard output is; G_MAXUINT when it is none. */
guint dyr_cli_terminal_width (void);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Where a text differs from another: marks for a label. */

#pragma once

#include <pango/pango.h>

G_BEGIN_DECLS

/* Marks (bold and underlined) the words of `text` that `other` does not have at that place. NULL:
 * nothing is marked, as they are the same, or have nothing in common. */
PangoAttrList *dyr_clash_marks_new (const char *text, const char *other);

G_END_DECLS

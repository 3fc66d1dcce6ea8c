/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Text as it is stored and as it is searched: cleaning, folding, wrong layout, transliteration. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DYR_TEXT_FOLD_VERSION:
 *
 * Raised whenever dyr_text_fold () gives another answer for some text: stored folds are made anew.
 */
#define DYR_TEXT_FOLD_VERSION 1

/* A part of a text, in bytes. */
typedef struct
{
  guint start, end;
} DyrTextMark;

char *dyr_text_clean (const char *text, gssize length);
char *dyr_text_clean_lines (const char *text, gssize length);
char *dyr_text_fold (const char *text);
void dyr_text_fold_into (GString *out, const char *text);
GStrv dyr_text_layouts (const char *text);
char *dyr_text_to_cyrillic (const char *text);
GStrv dyr_text_spellings (const char *text);
GArray *dyr_text_find_marks (const char *text, const char *const *needles);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Names as they are compared when duplicates are looked for. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One name in the forms in which it is compared. All are empty for a name without a letter. */
typedef struct
{
  char *key;      /* folded words in order of the alphabet, without those of legal forms */
  char *skeleton; /* their consonants in Latin letters, words in order: “Дім”, “Дом”, “dim” → dm */
  char *letters;  /* all their letters in Latin ones, words in order of their skeletons */
} DyrDuplicateName;

void dyr_duplicate_name_read (const char *name, DyrDuplicateName *out);
void dyr_duplicate_name_clear (DyrDuplicateName *self);

/* The words of a name without those of legal forms, folded, as they stand. */
GStrv dyr_duplicate_name_words (const char *name);

/* Whether two names that differ are likely spellings of one: at most one letter in five is another
 * one, and no number is. */
gboolean dyr_duplicate_name_alike (const DyrDuplicateName *a, const DyrDuplicateName *b);

/* Whether they have the same consonants, or all letters but one: changed, missing or swapped. */
gboolean dyr_duplicate_name_near (const DyrDuplicateName *a, const DyrDuplicateName *b);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DyrDuplicateName, dyr_duplicate_name_clear)

G_END_DECLS

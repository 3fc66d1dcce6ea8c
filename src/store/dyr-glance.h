/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrGlance: tells from the folded text of a record what the full text would answer for the words
 * of a match. Where every tenth row has a word, looking at rows in their order has a screen full
 * of them long before the full text has named them all. */

#pragma once

#include "dyr-match.h"

G_BEGIN_DECLS

typedef struct _DyrGlance DyrGlance;

/* NULL: only the full text can tell, as of a phrase. `words`, `pieces`: of the match; NULL: not
 * asked. */
DyrGlance *dyr_glance_new (const char *words, const char *pieces);
void dyr_glance_free (DyrGlance *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrGlance, dyr_glance_free)

/* `fold` may be NULL. */
gboolean dyr_glance_holds (const DyrGlance *self, const char *fold);
/* Whether one letter is asked for: no index has the words that begin with it, the full text puts
 * together all that it has of them. */
gboolean dyr_glance_has_letter (const DyrGlance *self);

/* A question that the full text of pieces answers much faster, with a few more rows: of a long word
 * only its first and its last three letters, wherever they stand. NULL: no word is long. */
char *dyr_glance_rough (const DyrGlance *self);

G_END_DECLS

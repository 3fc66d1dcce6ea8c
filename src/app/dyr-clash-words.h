/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What is asked about a record that was changed on both sides, in plain words. */

#pragma once

#include "dyr-clash-look.h"
#include "dyr-context.h"

G_BEGIN_DECLS

/* An answer to a question about the whole record. */
typedef struct
{
  char *title;      /* what is done */
  char *subtitle;   /* what follows from it */
  gboolean is_loss; /* something that was typed is lost by it */
} DyrClashWordsAnswer;

/* “City, Postcode”: all that clashes in the record. Newly allocated. */
char *dyr_clash_words_all_fields (DyrClashLook *look);
/* “you, 10:42”: who edited it here, when; newly allocated, "" when not known. */
char *dyr_clash_words_here (const DyrContext *context, const DyrClashSides *sides);
/* “Taras B., as of 10:15”: who edited it there, when we read that. */
char *dyr_clash_words_there (const DyrContext *context, const DyrClashSides *sides, gint64 read_at);
/* Of a question: who did it in the CRM, as far as it is known; newly allocated, NULL: it is not. */
char *dyr_clash_words_by (const DyrContext *context, const DyrClashSides *sides, gint64 read_at);
/* How people read a value of one side (its array by field); newly allocated, NULL: none. */
char *dyr_clash_words_value (const DyrContext *context,
                             const DyrClashSides *sides,
                             guint field,
                             const DyrValue *side);

/* What happened, and what there is to know for an answer: newly allocated; of a kind that is not
 * known, that it is not. */
char *dyr_clash_words_question (const DyrClash *clash);
char *dyr_clash_words_more (const DyrClash *clash);
/* FALSE: there is no such answer. The texts belong to the caller. */
gboolean
dyr_clash_words_answer (const DyrClash *clash, DyrChoose choose, DyrClashWordsAnswer *answer);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What waits, in words. Texts are newly allocated unless they say otherwise. */

#pragma once

#include "dyr-context.h"
#include "dyr-waiting.h"

G_BEGIN_DECLS

/* The name of the record; of one without a name that of its type. */
char *dyr_sync_row_words_title (const DyrWaiting *waiting);
/* “New”, “Deleted”, “Changed”; NULL: nothing goes. Not owned. */
const char *dyr_sync_row_words_kind (const DyrWaiting *waiting);
/* What it is, and which fields go with which value: “Client · City: Lviv”. */
char *dyr_sync_row_words_facts (const DyrContext *context, const DyrWaiting *waiting);
/* What is asked, or what was refused and why, a line each; NULL: nothing. */
char *dyr_sync_row_words_questions (const DyrWaiting *waiting);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What was done in the office, in words. All texts are newly allocated. */

#pragma once

#include "dyr-context.h"
#include "dyr-history.h"

G_BEGIN_DECLS

/* “Agreed date → 24.11.2026”, “Import of clients.csv”. */
char *dyr_history_words_title (const DyrContext *context, const DyrHistoryAction *action);
/* Which record where the title does not say it, who, when, how many changes. */
char *dyr_history_words_facts (const DyrContext *context, const DyrHistoryAction *action);
/* “Undone”; NULL: it stands, as nearly all do. Not owned. */
const char *dyr_history_words_state (const DyrHistoryAction *action);

/* What can be done about an action. */
typedef enum
{
  DYR_HISTORY_NOTHING, /* it runs, or what was half done is away */
  DYR_HISTORY_UNDO,
  DYR_HISTORY_REDO,
} DyrHistoryStep;

DyrHistoryStep dyr_history_words_step (const DyrHistoryAction *action);

/* A change, one of those of an action: “Agro-Lviv: City: Lviv → Kyiv”. */
char *dyr_history_words_change (const DyrContext *context,
                                GPtrArray *entries,
                                const DyrHistoryEntry *entry);
/* Why undo left it as it is. */
char *dyr_history_words_kept (const DyrHistoryEntry *entry);

G_END_DECLS

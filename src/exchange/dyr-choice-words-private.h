/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The table of choice words, for its tests. */

#pragma once

#include "dyr-choice-words.h"

G_BEGIN_DECLS

/**
 * DyrChoiceWords:
 * @type: record type
 * @field: its field
 * @id: the choice; "": no value
 * @words: as dyr_text_fold () gives them, between bars
 */
typedef struct
{
  const char *type;
  const char *field;
  const char *id;
  const char *words;
} DyrChoiceWords;

const DyrChoiceWords *dyr_choice_words (guint *n);

G_END_DECLS

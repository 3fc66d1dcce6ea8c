/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Conditions as a person reads and makes them. */

#pragma once

#include "dyr-condition.h"
#include "dyr-context.h"

G_BEGIN_DECLS

/* The ways to compare that a field offers. A range is two conditions. */
typedef enum
{
  DYR_ASK_IS, /* one of the choices or a record; of yes/no that one */
  DYR_ASK_IS_NOT,
  DYR_ASK_CONTAINS,
  DYR_ASK_LACKS,
  DYR_ASK_BETWEEN, /* from, up to, or both */
  DYR_ASK_EMPTY,
  DYR_ASK_NOT_EMPTY,
} DyrAsk;

/* Whether a filter offers the field. */
gboolean dyr_condition_can_ask (const DyrField *field);
/* The ways in their order; returns how many, at most 7. */
guint dyr_condition_find_ways (const DyrField *field, DyrAsk *ways);
/* The words of a way, translated. */
const char *dyr_condition_way_label (DyrAsk way);

/* "City contains льв", "Amount ≥ 1 000,00", newly allocated. */
char *dyr_condition_to_words (const DyrCondition *condition,
                              const DyrContext *context,
                              const DyrRecordType *type);

G_END_DECLS

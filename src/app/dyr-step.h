/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Steps: how a record moves forward by one click: its next state and the date that belongs to it.
 */

#pragma once

#include "dyr-context.h"
#include "dyr-record.h"

G_BEGIN_DECLS

typedef struct
{
  const DyrRecordType *type;
  const char *id;     /* "sign"; of several lines with the same id the first that fits counts */
  const char *label;  /* NC_ ("step", …) what a person says it is now, or does */
  const char *from;   /* states where it is the next thing to do, separated by blanks */
  const char *also;   /* states where it is possible as well */
  const char *to;     /* the state afterwards */
  const char *stamp;  /* field that gets today or now when it has no value; NULL none */
  const char *clears; /* field that loses its value; NULL none */
  const char *asks;   /* field that is asked first; NULL none */
  const char *answer; /* NC_ ("step", …) what the answer is confirmed with; NULL: the label */
  gboolean missing;   /* … only when it has no value yet */
  const char *kind;   /* only when the record's "kind" is this; NULL: any */
} DyrStep;

/* What may be done with a record now, a new array of DyrStep: what comes next first. */
GPtrArray *dyr_steps_find (DyrRecord *record);
const DyrStep *dyr_steps_find_by_id (DyrRecord *record, const char *id);

/* It is the next thing to do, not just possible: a button, not a line of a menu. */
gboolean dyr_step_is_next (const DyrStep *step, DyrRecord *record);
/* Translated; not to be freed. */
const char *dyr_step_label (const DyrStep *step);
const char *dyr_step_answer_label (const DyrStep *step);
/* The field to ask before the step is taken; -1: none. */
int dyr_step_asks (const DyrStep *step, DyrRecord *record);
/* What the step writes, a new array of DyrFieldValue. `answer` is the value of the field asked
 * (NULL: none was given); `now` an instant. */
GArray *dyr_step_values (const DyrStep *step,
                         DyrRecord *record,
                         const DyrContext *context,
                         const DyrValue *answer,
                         gint64 now);

G_END_DECLS

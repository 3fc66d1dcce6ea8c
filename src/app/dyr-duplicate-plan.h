/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrDuplicatePlan: what becomes of two records when they are made one: which of them stays, and
 * for each field in which they differ whose value it has. Knows no widget. */

#pragma once

#include "dyr-context.h"
#include "dyr-join.h"
#include "dyr-record.h"

G_BEGIN_DECLS

typedef enum
{
  DYR_SIDE_FIRST,
  DYR_SIDE_SECOND,
  DYR_SIDE_BOTH, /* of sets: all elements */
} DyrSide;

/* Fields that go together: an address, an amount and its currency. Most lines have one. */
typedef struct
{
  guint64 fields; /* bit of each in which the records differ */
  gboolean has_both;
  gboolean chosen; /* by a person: stays when the other record is to stay */
  DyrSide side;
} DyrDuplicateLine;

typedef struct _DyrDuplicatePlan DyrDuplicatePlan;

/* Both are of one type; `first` stays unless that is changed. */
DyrDuplicatePlan *dyr_duplicate_plan_new (DyrRecord *first, DyrRecord *second);
void dyr_duplicate_plan_free (DyrDuplicatePlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrDuplicatePlan, dyr_duplicate_plan_free)

/* Looks at the records again; what a person chose stays where the line is still there. */
void dyr_duplicate_plan_refresh (DyrDuplicatePlan *self);

DyrRecord *dyr_duplicate_plan_get_record (const DyrDuplicatePlan *self, DyrSide side);
/* DYR_SIDE_FIRST or DYR_SIDE_SECOND. */
DyrSide dyr_duplicate_plan_get_stays (const DyrDuplicatePlan *self);
/* Lines that nobody chose follow the record that stays. */
void dyr_duplicate_plan_set_stays (DyrDuplicatePlan *self, DyrSide side);

guint dyr_duplicate_plan_get_n_lines (const DyrDuplicatePlan *self);
const DyrDuplicateLine *dyr_duplicate_plan_get_line (const DyrDuplicatePlan *self, guint line);
void dyr_duplicate_plan_choose (DyrDuplicatePlan *self, guint line, DyrSide side);
/* How many fields have the same value in both; empty ones do not count. */
guint dyr_duplicate_plan_count_same (const DyrDuplicatePlan *self);
/* Bits of those fields. */
guint64 dyr_duplicate_plan_get_same (const DyrDuplicatePlan *self);

/* “Street, City”; newly allocated. */
char *dyr_duplicate_plan_show_label (const DyrDuplicatePlan *self, guint line);
/* What the line says on that side as people read it; newly allocated, NULL: nothing. */
char *dyr_duplicate_plan_show (const DyrDuplicatePlan *self,
                               const DyrContext *context,
                               guint line,
                               DyrSide side);

/* What dyr_join_async () is told: a new GArray of DyrJoinChoice, one for each field of a line. */
GArray *dyr_duplicate_plan_get_choices (const DyrDuplicatePlan *self);

G_END_DECLS

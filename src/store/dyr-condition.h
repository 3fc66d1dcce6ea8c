/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrCondition: what a field must be for a record to be in a list: from a filter, a saved view or a
 * typed query. */

#pragma once

#include "dyr-connection.h"
#include "dyr-record-type.h"

G_BEGIN_DECLS

typedef enum
{
  DYR_COMPARE_IS, /* equality, of matched texts in any case; of a set: it holds the element; of no
                   * value: it is empty */
  DYR_COMPARE_IS_NOT,
  DYR_COMPARE_BEFORE,   /* < */
  DYR_COMPARE_UP_TO,    /* <= */
  DYR_COMPARE_FROM,     /* >= */
  DYR_COMPARE_AFTER,    /* > */
  DYR_COMPARE_CONTAINS, /* the text, the name of a link or an element of a set holds this text,
                         * folded; of phones the digits count */
  DYR_COMPARE_LACKS,    /* … does not; what is empty lacks everything */
} DyrCompare;

/* Several values: one of them must fit; with IS_NOT and LACKS, none may. A link may know only its
 * uid; an element of a set is text (of links their uid). */
typedef struct
{
  guint field;
  DyrCompare compare;
  GArray *values; /* DyrValue, at least one; "no value" asks for what is empty */
} DyrCondition;

/* Without a value yet. */
DyrCondition *dyr_condition_new (guint field, DyrCompare compare);
DyrCondition *dyr_condition_copy (const DyrCondition *self);
void dyr_condition_free (DyrCondition *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrCondition, dyr_condition_free)
gboolean dyr_condition_equal (const DyrCondition *a, const DyrCondition *b);

/* Another value, which is copied. */
void dyr_condition_add (DyrCondition *self, const DyrValue *value);
guint dyr_condition_get_n_values (const DyrCondition *self);
const DyrValue *dyr_condition_get_value (const DyrCondition *self, guint index);

/* An array of DyrCondition that owns them, and a deep copy of one. */
GPtrArray *dyr_conditions_new (void);
GPtrArray *dyr_conditions_copy (GPtrArray *conditions);

/* For queries: " AND …" about the row `t` of the type's table, and its values from `index` on;
 * returns the index after them. */
void dyr_condition_append (const DyrCondition *self, GString *sql, const DyrRecordType *type);
int dyr_condition_bind (const DyrCondition *self,
                        DyrStatement *query,
                        int index,
                        const DyrRecordType *type);
/* The column of a field in the row `t`, or what computes it. */
void dyr_condition_append_column (GString *sql,
                                  const DyrRecordType *type,
                                  guint field,
                                  const char *suffix);

G_END_DECLS

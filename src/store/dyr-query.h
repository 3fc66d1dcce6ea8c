/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrQuery: which records a list shows and in what order. Filtering and sorting happen in SQL. */

#pragma once

#include "dyr-condition.h"
#include "dyr-query-line.h"

G_BEGIN_DECLS

typedef struct _DyrQuery DyrQuery;

DyrQuery *dyr_query_new (const DyrRecordType *type);
DyrQuery *dyr_query_copy (const DyrQuery *self);
void dyr_query_free (DyrQuery *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrQuery, dyr_query_free)

const DyrRecordType *dyr_query_get_type_of (const DyrQuery *self);
/* All conditions must hold. A value of a set's element is text (of links their uid). */
void dyr_query_where (DyrQuery *self, guint field, DyrCompare compare, const DyrValue *value);
/* The same with several values, or one that a filter or a typed query made; it is copied. */
void dyr_query_where_condition (DyrQuery *self, const DyrCondition *condition);
guint dyr_query_get_n_conditions (const DyrQuery *self);
const DyrCondition *dyr_query_get_condition (const DyrQuery *self, guint index);
/* Words to search for; NULL none. */
void dyr_query_set_text (DyrQuery *self, const char *text);
/* What a person typed, which may have conditions of its own, instead of words; takes the line. */
void dyr_query_take_line (DyrQuery *self, DyrQueryLine *line);
/* NULL: nothing is searched for. */
const DyrQueryLine *dyr_query_get_line (const DyrQuery *self);
/* Another key after those given so far. Without any the type's natural order. */
void dyr_query_sort (DyrQuery *self, guint field, gboolean descending);
/* The key that comes before all others: a click on a header. */
void dyr_query_set_first_sort (DyrQuery *self, guint field, gboolean descending);
/* Equal rows stand by uid, the same on every computer, instead of by age here; without a key to
 * sort by, all do. */
void dyr_query_set_by_uid (DyrQuery *self, gboolean by_uid);
/* 0: all. */
void dyr_query_set_limit (DyrQuery *self, guint limit);

/* The ids, in order: a new array of gint64. */
GArray *dyr_query_ids (const DyrQuery *self, DyrConnection *connection, GError **error);
/* Is given the first ids of many before the rest is found; not to keep. FALSE: an error. */
typedef gboolean (*DyrQueryFirst) (DyrConnection *connection,
                                   const GArray *ids,
                                   gpointer data,
                                   GError **error);
/* The same; `first` is told once the first `n_first` are known, if that is long before the last:
 * the rows come in order by an index. */
GArray *dyr_query_ids_first (const DyrQuery *self,
                             DyrConnection *connection,
                             guint n_first,
                             DyrQueryFirst first,
                             gpointer data,
                             GError **error);

G_END_DECLS

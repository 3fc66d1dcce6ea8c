/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrRecordList: the GListModel behind every table: a snapshot of row ids in order, records loaded
 * by id in pages on demand. It follows the store by itself. */

#pragma once

#include "dyr-place.h"
#include "dyr-query.h"
#include "dyr-sections.h"
#include "dyr-store.h"

G_BEGIN_DECLS

#define DYR_TYPE_RECORD_LIST (dyr_record_list_get_type ())
G_DECLARE_FINAL_TYPE (DyrRecordList, dyr_record_list, DYR, RECORD_LIST, GObject)

/* An empty list; set a query to fill it. Properties: "loading" (the first answer is not there
 * yet), "n-items": rows, with headings of sections; "n-records". Signals: "reordered" of
 * DyrPlaceList; "answered" (): the store was asked and this is what it has now. */
DyrRecordList *dyr_record_list_new (DyrStore *store);

/* Asks for other records or another order; takes the query. Sorting by a header stays. */
void dyr_record_list_take_query (DyrRecordList *self, DyrQuery *query);
const DyrQuery *dyr_record_list_get_query (DyrRecordList *self);
gboolean dyr_record_list_is_loading (DyrRecordList *self);

/* The ids of all records in order (gint64), those of collapsed sections too: not to be changed, and
 * never changed by the list, which has a new array for another answer. */
GArray *dyr_record_list_get_records (DyrRecordList *self);
guint dyr_record_list_get_n_records (DyrRecordList *self);

/* Puts the records in sections by a field of theirs, with a row for the heading of each; NULL:
 * none. Its place has a heading instead of a record, its id is 0. */
void dyr_record_list_set_section_field (DyrRecordList *self, const char *field);
const char *dyr_record_list_get_section_field (DyrRecordList *self);
/* What headings say, newly allocated; `data` must outlive the list or be taken away with NULL. */
typedef char *(*DyrShowSection) (const DyrSection *section, gboolean collapsed, gpointer data);
void dyr_record_list_set_show_section (DyrRecordList *self, DyrShowSection show, gpointer data);
/* Hides the records under the heading at that position, or shows them again. FALSE: no heading. */
gboolean dyr_record_list_toggle_section (DyrRecordList *self, guint position);

/* Places that are alive, jobs asked for so far: what tests and benchmarks count. */
guint dyr_record_list_get_n_places (DyrRecordList *self);
guint dyr_record_list_get_n_jobs (DyrRecordList *self);

G_END_DECLS

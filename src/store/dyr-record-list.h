/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrRecordList: the GListModel behind every table: a snapshot of row ids in order, records loaded
 * by id in pages on demand. It follows the store by itself. */

#pragma once

#include "dyr-place.h"
#include "dyr-query.h"
#include "dyr-store.h"

G_BEGIN_DECLS

#define DYR_TYPE_RECORD_LIST (dyr_record_list_get_type ())
G_DECLARE_FINAL_TYPE (DyrRecordList, dyr_record_list, DYR, RECORD_LIST, GObject)

/* An empty list; set a query to fill it. Properties: "loading" (the first answer is not there
 * yet), "n-items". Signal "reordered" of DyrPlaceList. */
DyrRecordList *dyr_record_list_new (DyrStore *store);

/* Asks for other records or another order; takes the query. Sorting by a header stays. */
void dyr_record_list_take_query (DyrRecordList *self, DyrQuery *query);
const DyrQuery *dyr_record_list_get_query (DyrRecordList *self);
gboolean dyr_record_list_is_loading (DyrRecordList *self);

/* Places that are alive, jobs asked for so far: what tests and benchmarks count. */
guint dyr_record_list_get_n_places (DyrRecordList *self);
guint dyr_record_list_get_n_jobs (DyrRecordList *self);

G_END_DECLS

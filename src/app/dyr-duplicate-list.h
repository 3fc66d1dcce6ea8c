/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrDuplicateList: what the finder found, as a GListModel: headings by likelihood, pairs of
 * records below them. An item is made when it is asked for. */

#pragma once

#include "dyr-duplicate-finder.h"

G_BEGIN_DECLS

/* A row: a heading, or two records that may be one. */
#define DYR_TYPE_DUPLICATE_ITEM (dyr_duplicate_item_get_type ())
G_DECLARE_FINAL_TYPE (DyrDuplicateItem, dyr_duplicate_item, DYR, DUPLICATE_ITEM, GObject)

/* Translated; NULL: it is a pair. */
const char *dyr_duplicate_item_get_heading (DyrDuplicateItem *self);
/* Of the first (0) and the second (1) record. */
gint64 dyr_duplicate_item_get_id (DyrDuplicateItem *self, guint which);
/* As it was found; NULL: it has none, or took the place of another one. */
const char *dyr_duplicate_item_get_name (DyrDuplicateItem *self, guint which);
guint dyr_duplicate_item_get_reasons (DyrDuplicateItem *self);

#define DYR_TYPE_DUPLICATE_LIST (dyr_duplicate_list_get_type ())
G_DECLARE_FINAL_TYPE (DyrDuplicateList, dyr_duplicate_list, DYR, DUPLICATE_LIST, GObject)

DyrDuplicateList *dyr_duplicate_list_new (void);
/* Takes what was found; NULL: nothing. */
void dyr_duplicate_list_take_report (DyrDuplicateList *self, DyrDuplicateReport *report);
/* NULL: nothing was looked for yet. */
const DyrDuplicateReport *dyr_duplicate_list_get_report (DyrDuplicateList *self);
/* Pairs that are left. */
guint dyr_duplicate_list_get_n_pairs (DyrDuplicateList *self);

/* A record was deleted: its pairs go, or become those of `into` (0: none). They are there again
 * when it is brought back. */
void dyr_duplicate_list_drop (DyrDuplicateList *self, DyrRecord *record, gint64 into);
/* Somebody said that a pair is none, or took that back. */
void
dyr_duplicate_list_set_apart (DyrDuplicateList *self, gint64 first, gint64 second, gboolean apart);

G_END_DECLS

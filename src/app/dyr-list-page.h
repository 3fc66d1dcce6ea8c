/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrListPage: the records of one type, list and detail beside each other. */

#pragma once

#include <adwaita.h>

#include "dyr-office.h"
#include "dyr-query.h"
#include "dyr-query-line.h"

G_BEGIN_DECLS

#define DYR_TYPE_LIST_PAGE (dyr_list_page_get_type ())
G_DECLARE_FINAL_TYPE (DyrListPage, dyr_list_page, DYR, LIST_PAGE, GtkWidget)

GtkWidget *dyr_list_page_new (DyrOffice *office, const DyrRecordType *type);

const DyrRecordType *dyr_list_page_get_record_type (DyrListPage *self);
/* What the list shows now, with its filter and order; belongs to the page. */
const DyrQuery *dyr_list_page_get_query (DyrListPage *self);
/* Words that filter the list; NULL none. */
void dyr_list_page_set_search (DyrListPage *self, const char *text);
const char *dyr_list_page_get_search (DyrListPage *self);
/* The search as it was understood; NULL: none. */
const DyrQueryLine *dyr_list_page_get_line (DyrListPage *self);
/* Shows a record in the detail, selected in the list when it is there. */
void dyr_list_page_open (DyrListPage *self, DyrRecord *record);
/* The keyboard goes over to the record in the detail. */
void dyr_list_page_grab_record_focus (DyrListPage *self);
/* The record in the detail; NULL none. */
DyrRecord *dyr_list_page_get_record (DyrListPage *self);
/* In a narrow window the list comes back in place of the detail. FALSE: it is there already. */
gboolean dyr_list_page_show_list (DyrListPage *self);
/* To the line that is chosen, else the first one: of what is being searched, once it is found. */
void dyr_list_page_grab_list_focus (DyrListPage *self);
/* The page was gone to: the keyboard goes to the list, which selects nothing, as soon as it has a
 * line; where a record has its place, to the way back. */
void dyr_list_page_take_focus (DyrListPage *self);

/* Property "n-items"; signals "record-shown" (gint64 id): the person chose a record;
 * "type-to-search" (char *): somebody types while the list has the focus.
 * "search-replaced": by that of a saved view. */

/* Opens the saved view of that number, from 0 on; FALSE: there are not so many. */
gboolean dyr_list_page_open_view (DyrListPage *self, guint number);

/* Shows another tab of the record that is shown. */
void dyr_list_page_turn_tab (DyrListPage *self, int by);

G_END_DECLS

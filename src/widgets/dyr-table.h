/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrTable: records in rows, some of their fields in columns, however many records there are. */

#pragma once

#include <gtk/gtk.h>

#include "dyr-context.h"
#include "dyr-selection.h"

G_BEGIN_DECLS

typedef enum
{
  DYR_ALIGN_BY_KIND, /* numbers and money at the end, the rest at the start */
  DYR_ALIGN_START,
  DYR_ALIGN_CENTER,
  DYR_ALIGN_END,
} DyrAlign;

typedef struct
{
  const char
      *field;      /* name of a field, or "title": the name of the record, whatever it is made of */
  int width;       /* pixels; 0: what suits the kind */
  gboolean expand; /* takes the room that is left */
  DyrAlign align;
  const char *header; /* translated; NULL: the label of the field */
} DyrTableColumn;

#define DYR_TYPE_TABLE (dyr_table_get_type ())
G_DECLARE_FINAL_TYPE (DyrTable, dyr_table, DYR, TABLE, GtkWidget)

/* It scrolls by itself; an empty list is the page's to show. Properties:
 * "model" (GListModel of DyrPlace that implements DyrPlaceList);
 * "selected-record-id" (gint64): see DyrSelection; 0 for none;
 * "sort-field" (string), "sort-descending" (gboolean): read only; NULL: the list's own order;
 * "compact" (gboolean): rows of less height.
 *
 * Signals:
 * "activated" (gint64 id): Enter or a double click on a row;
 * "type-to-search" (const char *text): letters were typed on the table: the search entry's;
 * "sorted" (): a person clicked a header; the list was already asked;
 * "heading-activated" (guint position): a click or Enter on the heading of a section. */
GtkWidget *dyr_table_new (void);

GListModel *dyr_table_get_model (DyrTable *self);
void dyr_table_set_model (DyrTable *self, GListModel *model);
/* Other columns, also while a list is shown. The array is copied; type and context must live longer
 * than the table. A field the type does not have is left out with a warning. */
void dyr_table_set_columns (DyrTable *self,
                            const DyrRecordType *type,
                            const DyrContext *context,
                            const DyrTableColumn *columns,
                            guint n_columns);

/* What is shown, as wide as somebody made it: a new array of DyrTableColumn. */
GArray *dyr_table_read_columns (DyrTable *self);

/* Belongs to the table, which has one for its whole life. */
DyrSelection *dyr_table_get_selection (DyrTable *self);
gint64 dyr_table_get_selected_record_id (DyrTable *self);
void dyr_table_set_selected_record_id (DyrTable *self, gint64 id);

/* Shows a header as sorted and asks the list for that order, as a click does; NULL: its own. */
void dyr_table_sort (DyrTable *self, const char *field, gboolean descending);
/* The same by several keys; a click with Shift adds one. */
void dyr_table_sort_by (DyrTable *self, const DyrSortKey *keys, guint n_keys);
const DyrSortKey *dyr_table_get_sort_keys (DyrTable *self, guint *n_keys);
const char *dyr_table_get_sort_field (DyrTable *self);
gboolean dyr_table_get_sort_descending (DyrTable *self);

/* Scrolls so that the record is seen; FALSE when it is not in the list. */
gboolean dyr_table_scroll_to (DyrTable *self, gint64 id);
/* Puts the keyboard focus on the selected row, or on the first one, selecting it. */
void dyr_table_focus_selected (DyrTable *self);

/* Whether records that the CRM does not have as they are here bear a mark, with dyr_sent_words ().
 */
gboolean dyr_table_get_marks (DyrTable *self);
void dyr_table_set_marks (DyrTable *self, gboolean marks);

gboolean dyr_table_get_compact (DyrTable *self);
void dyr_table_set_compact (DyrTable *self, gboolean compact);

G_END_DECLS

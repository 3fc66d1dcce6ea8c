/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The field rows of a page or a dialog together: every DyrFieldRow below a widget. */

#pragma once

#include "dyr-field-row.h"

G_BEGIN_DECLS

void dyr_form_set_up (GtkWidget *root, const DyrContext *context, DyrLookup *lookup);
/* Shows another record (NULL: none); what was typed for the last one is saved first. */
void dyr_form_set_record (GtkWidget *root, DyrRecord *record);
/* For what is not there yet: see DyrFieldRow. */
void dyr_form_set_record_type (GtkWidget *root, const DyrRecordType *type);
/* Its rows, from the first to the last; free the array. */
GPtrArray *dyr_form_get_rows (GtkWidget *root);
/* Drafts of the record, by name of the field. */
void dyr_form_set_drafts (GtkWidget *root, GHashTable *drafts);
/* FALSE when some row holds what is no value. */
gboolean dyr_form_commit (GtkWidget *root);
/* What the rows hold, a new GArray of DyrFieldValue without the empty ones. NULL when some row
 * holds no value or misses one: the first such row has the focus, all say why. */
GArray *dyr_form_get_values (GtkWidget *root, GError **error);
/* The row of that field; NULL when there is none. */
DyrFieldRow *dyr_form_find_row (GtkWidget *root, const char *field);

G_END_DECLS

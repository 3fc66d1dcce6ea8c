/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrRelated: the records that belong to a record: a short list of one type, its count, and a
 * button that adds another. */

#pragma once

#include <gtk/gtk.h>

#include "dyr-office.h"

G_BEGIN_DECLS

#define DYR_TYPE_RELATED (dyr_related_get_type ())
G_DECLARE_FINAL_TYPE (DyrRelated, dyr_related, DYR, RELATED, GtkWidget)

/* Properties: "type" (string): name of the record type listed; "field" (string): its link field
 * that names the record shown; "label" (string): instead of the type's plural; "tab" (gboolean): it
 * is shown beside the other fields of the record, not below them; "count" (uint, read only). */
GtkWidget *dyr_related_new (const char *type, const char *field);

/* Shows what belongs to that record; NULL: nothing. */
void dyr_related_set_record (DyrRelated *self, DyrOffice *office, DyrRecord *record);
/* How many there are, shown or not. */
guint dyr_related_get_count (DyrRelated *self);
/* What the list is called: translated, belongs to it. */
const char *dyr_related_get_label (DyrRelated *self);
gboolean dyr_related_has_tab (DyrRelated *self);

G_END_DECLS

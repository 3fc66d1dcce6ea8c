/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrPill: a state as a word on a tinted ground. The colour is never alone. */

#pragma once

#include <gtk/gtk.h>

#include "dyr-record-type.h"

G_BEGIN_DECLS

#define DYR_TYPE_PILL (dyr_pill_get_type ())
G_DECLARE_FINAL_TYPE (DyrPill, dyr_pill, DYR, PILL, GtkWidget)

/* Properties: "label" (string, never markup), "look" (guint, a DyrStyle). Without a label nothing
 * is drawn. */
GtkWidget *dyr_pill_new (void);
/* One for a place whose width does not depend on it, as in a table: another word in it measures
 * nothing anew. */
GtkWidget *dyr_pill_new_steady (void);
void dyr_pill_set (DyrPill *self, const char *label, DyrStyle look);
/* Shows a choice of a field by its id; an id we do not know shows as it is; NULL: nothing. */
void dyr_pill_set_choice (DyrPill *self, const DyrRecordType *type, guint field, const char *id);
/* Takes the room its word needs, instead of cutting it: for menus, which grow with it. */
void dyr_pill_set_whole (DyrPill *self, gboolean whole);
const char *dyr_pill_get_label (DyrPill *self);
DyrStyle dyr_pill_get_look (DyrPill *self);

G_END_DECLS

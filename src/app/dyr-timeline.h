/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrTimeline: what happened to a record and around it, newest first, and a place for a note. */

#pragma once

#include <gtk/gtk.h>

#include "dyr-office.h"

G_BEGIN_DECLS

#define DYR_TYPE_TIMELINE (dyr_timeline_get_type ())
G_DECLARE_FINAL_TYPE (DyrTimeline, dyr_timeline, DYR, TIMELINE, GtkWidget)

/* Signal "refreshed" (): it shows what the store has. */
GtkWidget *dyr_timeline_new (DyrOffice *office);
/* Reads nothing before it is seen. NULL: nothing. */
void dyr_timeline_set_record (DyrTimeline *self, DyrRecord *record);
/* How many actions are shown. */
guint dyr_timeline_get_count (DyrTimeline *self);

G_END_DECLS

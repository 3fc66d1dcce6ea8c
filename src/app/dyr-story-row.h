/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Rows of a timeline: an action with what it did, and a note with its words. */

#pragma once

#include "dyr-office.h"
#include "dyr-place.h"
#include "dyr-story.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *dyr_story_row_new (DyrOffice *office, const DyrStoryItem *item);
/* Shows another state of its action; the button stays the same widget. */
void dyr_story_row_set_item (GtkListBoxRow *row, DyrOffice *office, const DyrStoryItem *item);
/* The day of the row's action. */
gint64 dyr_story_row_get_day (GtkListBoxRow *row);
/* The button that takes the action back, or brings it back; NULL: there is none. */
GtkWidget *dyr_story_row_get_step (GtkListBoxRow *row);
/* A pinned note, whichever stands at the place. */
GtkWidget *dyr_pinned_row_new (DyrOffice *office, DyrPlace *place);

#define DYR_TYPE_WORDS (dyr_words_get_type ())
G_DECLARE_FINAL_TYPE (DyrWords, dyr_words, DYR, WORDS, GtkWidget)

/* What a record says (a note its text, a call its outcome), with a pin for notes. */
GtkWidget *dyr_words_new (DyrOffice *office);
/* Reads the record first when it is not live. */
void dyr_words_set_id (DyrWords *self, gint64 id);
void dyr_words_set_record (DyrWords *self, DyrRecord *record);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrFieldRow: what its two files share, and what its tests reach into. */

#pragma once

#include "dyr-field-row.h"
#include "dyr-input-private.h"

G_BEGIN_DECLS

typedef enum
{
  DYR_PROBLEM_NONE,
  DYR_PROBLEM_MISSING, /* required and not there: an amber word */
  DYR_PROBLEM_WARNING, /* kept, but looks wrong */
  DYR_PROBLEM_ERROR,   /* no value */
} DyrFieldProblem;

struct _DyrFieldRow
{
  AdwPreferencesRow parent_instance;

  GtkWidget *caption;
  GtkWidget *content;
  GtkWidget *problem;
  GtkWidget *problem_icon;
  GtkWidget *problem_words;
  GtkEventController *focus;

  char *field;
  char *label; /* instead of the field's own */
  DyrRecord *record;
  const DyrRecordType *form_type; /* of a form; a record has its own */
  DyrLookup *lookup;
  gboolean read_only;
  gulong handlers[4]; /* of the record */

  char *country; /* of the record, its money: for `info` */
  char *currency;
  DyrInputInfo info; /* info.type is NULL while there is nothing to show */
  GtkWidget *input;
  DyrInputMode mode;

  gboolean is_dropping;

  guint timer;
  gboolean is_dirty;    /* typed and not tried yet */
  gboolean is_wrong;    /* what is typed is no value */
  DyrUnsaved unsaved;   /* as it was last told */
  gboolean has_draft;   /* the store keeps that */
  gboolean is_saving;   /* the record's notification is our own doing */
  guint visit;          /* 0: nothing was edited since the focus came */
  DyrValue visit_value; /* what the visit began with: what Escape brings back */
};

/* For tests. */

/* What edits or shows the value; NULL before there is something to show. */
DyrInput *dyr_field_row_get_input (DyrFieldRow *self);
/* Does now what would be done a second after the last key; FALSE when nothing waits. */
gboolean dyr_field_row_fire_timer (DyrFieldRow *self);
/* The words below the editor; NULL: none. */
const char *dyr_field_row_get_problem (DyrFieldRow *self);

/* Editing: dyr-field-row-edit.c */

/* Begins anew after a property was set: nothing is shown until field, context and type are known.
 */
void dyr_field_row_start (DyrFieldRow *self);
/* What was typed for the last record is saved, then nothing of it is left. */
void dyr_field_row_stop (DyrFieldRow *self);
/* The person goes elsewhere. */
void dyr_field_row_leave (DyrFieldRow *self);
/* Escape: what was here when the person came is here again; FALSE when nothing has changed. */
gboolean dyr_field_row_take_back (DyrFieldRow *self);
/* Begins to edit, so that Escape knows what was before. */
void dyr_field_row_begin_typing (DyrFieldRow *self);
/* Saves what is typed. `settle`: the person has left or pressed Enter: the editor may show it as it
 * is written properly. FALSE when it is no value. */
gboolean dyr_field_row_try (DyrFieldRow *self, gboolean settle);
/* Shows the stored value, whatever was typed. */
void dyr_field_row_refresh (DyrFieldRow *self);
/* What there is to say about a value that is kept. */
void dyr_field_row_judge (DyrFieldRow *self, const DyrValue *value);
void dyr_field_row_set_problem (DyrFieldRow *self, DyrFieldProblem kind, const char *words);
void dyr_field_row_forget_typed (DyrFieldRow *self);
void dyr_field_row_drop_input (DyrFieldRow *self);

/* Signals: dyr-field-row.c */

void dyr_field_row_emit_changed (DyrFieldRow *self);
/* Emits "unsaved" when that has changed. */
void dyr_field_row_tell_unsaved (DyrFieldRow *self);
void dyr_field_row_emit_open_link (DyrFieldRow *self, gint64 id);
gboolean dyr_field_row_emit_open_uri (DyrFieldRow *self, const char *uri);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrFieldRow: a row of a boxed list that shows one field of a record and lets a person edit it.
 * The field table says everything else: label, editor, format, messages. */

#pragma once

#include <adwaita.h>

#include "dyr-context.h"
#include "dyr-editor.h"
#include "dyr-lookup.h"

G_BEGIN_DECLS

/* What of the row's editor the record does not have. */
typedef enum
{
  DYR_UNSAVED_NOTHING,
  DYR_UNSAVED_TYPING, /* the person has not left it yet, or paused */
  DYR_UNSAVED_WRONG,  /* it is no value */
} DyrUnsaved;

#define DYR_TYPE_FIELD_ROW (dyr_field_row_get_type ())
G_DECLARE_FINAL_TYPE (DyrFieldRow, dyr_field_row, DYR, FIELD_ROW, AdwPreferencesRow)

/* Properties:
 * "field" (string): name of the field;
 * "record" (DyrRecord): whose field; edits go through dyr_record_edit (). NULL: nothing is shown,
 * or in a form what was typed; "record-type" (string): name of a record type: a form without a
 * record, for what is not there yet: nothing is saved, dyr_field_row_get_value () reads it;
 * "lookup" (DyrLookup): finds the records to link to;
 * "label" (string): instead of the field's own label, NULL for that;
 * "read-only" (gboolean).
 *
 * Signals:
 * "open-link" (gint64 id): the arrow beside a link was clicked;
 * "changed" (): a person typed or chose something, a value or not;
 * "unsaved" (): what dyr_field_row_get_unsaved () says is something else now. */
GtkWidget *dyr_field_row_new (const char *field);

/* Needed before anything is shown; must live longer than the row. */
void dyr_field_row_set_context (DyrFieldRow *self, const DyrContext *context);
const char *dyr_field_row_get_field (DyrFieldRow *self);
void dyr_field_row_set_field (DyrFieldRow *self, const char *field);
void dyr_field_row_set_record (DyrFieldRow *self, DyrRecord *record);
const DyrRecordType *dyr_field_row_get_record_type (DyrFieldRow *self);
void dyr_field_row_set_record_type (DyrFieldRow *self, const DyrRecordType *type);
void dyr_field_row_set_lookup (DyrFieldRow *self, DyrLookup *lookup);
const char *dyr_field_row_get_label (DyrFieldRow *self);
void dyr_field_row_set_label (DyrFieldRow *self, const char *label);
void dyr_field_row_set_read_only (DyrFieldRow *self, gboolean read_only);

DyrUnsaved dyr_field_row_get_unsaved (DyrFieldRow *self);
/* Saves what was typed and not yet saved. FALSE when it is no value: it stays, marked. */
gboolean dyr_field_row_commit (DyrFieldRow *self);
/* Text that was no value when it was typed, as the store kept it: shows it again, marked. */
void dyr_field_row_set_draft (DyrFieldRow *self, const char *text);

/* What the editor holds. FALSE and DYR_ERROR_INVALID when it is no value of the field,
 * DYR_ERROR_REFUSED when there is none and the field wants one; both are shown in the row too. */
gboolean dyr_field_row_get_value (DyrFieldRow *self, DyrValue *value, GError **error);
/* The same while somebody types: says nothing, asks for nothing. FALSE when it is no value. */
gboolean dyr_field_row_peek_value (DyrFieldRow *self, DyrValue *value);
/* What was typed, a value or not; newly allocated, NULL where nothing can be typed. */
char *dyr_field_row_get_text (DyrFieldRow *self);
/* In a form: what to begin with. */
void dyr_field_row_set_value (DyrFieldRow *self, const DyrValue *value);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrEditor: who takes a person's edits. Declared here, implemented by the store. */

#pragma once

#include "dyr-record.h"

G_BEGIN_DECLS

#define DYR_TYPE_EDITOR (dyr_editor_get_type ())
G_DECLARE_INTERFACE (DyrEditor, dyr_editor, DYR, EDITOR, GObject)

struct _DyrEditorInterface
{
  GTypeInterface parent;
  void (*edit) (
      DyrEditor *self, DyrRecord *record, guint field, const DyrValue *value, guint visit);
  guint (*begin_visit) (DyrEditor *self);
  void (*set_draft) (DyrEditor *self, DyrRecord *record, guint field, const char *text);
};

/* Stores the value of one field; returns at once, failures come by the record and "failed". */
void dyr_editor_edit (
    DyrEditor *self, DyrRecord *record, guint field, const DyrValue *value, guint visit);
/* A new visit to a field: edits with the same number are one undo. */
guint dyr_editor_begin_visit (DyrEditor *self);
/* Keeps text that is no value (31.02) so that it survives a crash; NULL forgets it. */
void dyr_editor_set_draft (DyrEditor *self, DyrRecord *record, guint field, const char *text);

G_END_DECLS

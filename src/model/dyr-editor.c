/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrEditor: who takes a person's edits. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-editor.h"

G_DEFINE_INTERFACE (DyrEditor, dyr_editor, G_TYPE_OBJECT)

static void
dyr_editor_default_init (DyrEditorInterface *iface)
{
}

/**
 * dyr_editor_edit:
 * @record: whose field; it shows @value already
 * @field: index of the field
 * @value: the new value, copied when it is needed for longer
 * @visit: number of the visit, 0 for none: an undo of its own
 */
void
dyr_editor_edit (
    DyrEditor *self, DyrRecord *record, guint field, const DyrValue *value, guint visit)
{
  g_return_if_fail (DYR_IS_EDITOR (self));
  g_return_if_fail (DYR_IS_RECORD (record));
  g_return_if_fail (value != NULL);
  g_return_if_fail (DYR_EDITOR_GET_IFACE (self)->edit != NULL);

  DYR_EDITOR_GET_IFACE (self)->edit (self, record, field, value, visit);
}

/** dyr_editor_begin_visit: Returns: a number that no other visit has, never 0 */
guint
dyr_editor_begin_visit (DyrEditor *self)
{
  g_return_val_if_fail (DYR_IS_EDITOR (self), 0);
  g_return_val_if_fail (DYR_EDITOR_GET_IFACE (self)->begin_visit != NULL, 0);

  return DYR_EDITOR_GET_IFACE (self)->begin_visit (self);
}

/**
 * dyr_editor_set_draft:
 * @record: whose field
 * @field: index of the field
 * @text: (nullable): what was typed and is no value; %NULL forgets it
 */
void
dyr_editor_set_draft (DyrEditor *self, DyrRecord *record, guint field, const char *text)
{
  g_return_if_fail (DYR_IS_EDITOR (self));
  g_return_if_fail (DYR_IS_RECORD (record));
  g_return_if_fail (DYR_EDITOR_GET_IFACE (self)->set_draft != NULL);

  DYR_EDITOR_GET_IFACE (self)->set_draft (self, record, field, text);
}

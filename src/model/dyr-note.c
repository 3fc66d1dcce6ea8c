/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrNote: a remark about any record. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-note.h"

DYR_DEFINE_RECORD (DyrNote, dyr_note, dyr_note_type)

/* One line a choice, one a field: clang-format stumbles over NC_. */
/* clang-format off */

static const DyrField fields[] = {
  [DYR_NOTE_ABOUT] = DYR_LINK ("about", NC_ ("note", "About"), NULL, 0),
  [DYR_NOTE_TEXT] =
      DYR_FIELD ("text", NC_ ("note", "Text"), LONG_TEXT, DYR_REQUIRED | DYR_SEARCHED),
  [DYR_NOTE_PINNED] = DYR_FIELD ("pinned", NC_ ("note", "Pinned"), YES_NO, 0),
};

G_STATIC_ASSERT (G_N_ELEMENTS (fields) == DYR_NOTE_N_FIELDS);
G_STATIC_ASSERT (DYR_NOTE_N_FIELDS <= 64);

const DyrRecordType dyr_note_type = {
  .number = 11,
  .name = "note",
  .plural = "notes",
  .table = "note",
  .context = "note",
  .label = NC_ ("note", "Note"),
  .plural_label = NC_ ("note", "Notes"),
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .title = { DYR_NOTE_TEXT + 1 },
  .get_type = dyr_note_get_type,
};

/* clang-format on */

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrNote: a remark about any record. */

#pragma once

#include "dyr-record.h"

G_BEGIN_DECLS

/* Indexes of the fields; their table is in the .c file. */
typedef enum
{
  DYR_NOTE_ABOUT,
  DYR_NOTE_TEXT,
  DYR_NOTE_PINNED,
  DYR_NOTE_N_FIELDS,
} DyrNoteField;

#define DYR_TYPE_NOTE (dyr_note_get_type ())
G_DECLARE_FINAL_TYPE (DyrNote, dyr_note, DYR, NOTE, DyrRecord)

G_END_DECLS

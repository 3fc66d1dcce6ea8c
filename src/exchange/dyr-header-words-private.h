/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the columns of other programs are called, by record type and field. */

#pragma once

#include "dyr-cell-kind-private.h"

G_BEGIN_DECLS

/**
 * DyrHeaderWords:
 * @field: the field's name
 * @many: whether several columns may go into it
 * @kind: the kind of cell that is enough to know the field by, DYR_CELL_EMPTY when there is none
 * @words: names of columns as dyr_text_fold () gives them, the surest first, between bars; one with
 *   a tilde before it may be a part of a longer name
 */
typedef struct
{
  const char *field;
  gboolean many;
  DyrCellKind kind;
  const char *words;
} DyrHeaderWords;

/* The fields of a record type, ended by a NULL field; NULL when there is no such type. */
const DyrHeaderWords *dyr_header_words (const char *type);

/* Parts of names of columns that are about somebody or something else than the record: the phone of
 * a contact person is not the client's. Between bars. */
const char *dyr_header_foreign_words (const char *type);

G_END_DECLS

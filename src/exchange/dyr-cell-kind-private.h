/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the text of a cell is, by its form alone. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  DYR_CELL_EMPTY,
  DYR_CELL_TEXT,
  DYR_CELL_NUMBER,
  DYR_CELL_DATE,
  DYR_CELL_PHONE,
  DYR_CELL_EMAIL,
  DYR_CELL_URL,
  DYR_CELL_IBAN,
  DYR_CELL_CODE, /* a company's or a person's tax code with the right check digit */
} DyrCellKind;

#define DYR_CELL_N_KINDS (DYR_CELL_CODE + 1)

/* Several phones, e-mails or IBANs in one cell are of that kind, too. */
DyrCellKind dyr_cell_kind (const char *cell);

G_END_DECLS

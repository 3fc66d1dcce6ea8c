/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrAmendment: an additional agreement that changes a contract; a part of it. */

#pragma once

#include "dyr-record.h"

G_BEGIN_DECLS

/* Indexes of the fields; their table is in the .c file. */
typedef enum
{
  DYR_AMENDMENT_CONTRACT,
  DYR_AMENDMENT_NUMBER,
  DYR_AMENDMENT_DATE,
  DYR_AMENDMENT_EFFECTIVE_FROM,
  DYR_AMENDMENT_CHANGES,
  DYR_AMENDMENT_STATE,
  DYR_AMENDMENT_N_FIELDS,
} DyrAmendmentField;

#define DYR_TYPE_AMENDMENT (dyr_amendment_get_type ())
G_DECLARE_FINAL_TYPE (DyrAmendment, dyr_amendment, DYR, AMENDMENT, DyrRecord)

G_END_DECLS

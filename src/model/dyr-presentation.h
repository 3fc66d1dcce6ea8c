/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrPresentation: a product shown to a client, by whom, and what came of it. */

#pragma once

#include "dyr-record.h"

G_BEGIN_DECLS

/* Indexes of the fields; their table is in the .c file. */
typedef enum
{
  DYR_PRESENTATION_CLIENT,
  DYR_PRESENTATION_TITLE,
  DYR_PRESENTATION_MODE,
  DYR_PRESENTATION_STARTS_AT,
  DYR_PRESENTATION_ENDS_AT,
  DYR_PRESENTATION_PRESENTER,
  DYR_PRESENTATION_SUPERVISOR,
  DYR_PRESENTATION_PLACE,
  DYR_PRESENTATION_JOIN_URL,
  DYR_PRESENTATION_PARTICIPANTS,
  DYR_PRESENTATION_STATE,
  DYR_PRESENTATION_OUTCOME,
  DYR_PRESENTATION_NEXT_STEP,
  DYR_PRESENTATION_DESCRIPTION,
  DYR_PRESENTATION_N_FIELDS,
} DyrPresentationField;

#define DYR_TYPE_PRESENTATION (dyr_presentation_get_type ())
G_DECLARE_FINAL_TYPE (DyrPresentation, dyr_presentation, DYR, PRESENTATION, DyrRecord)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrActivity: a call, a meeting or a task: what was done and what is due. */

#pragma once

#include "dyr-record.h"

G_BEGIN_DECLS

/* Indexes of the fields; their table is in the .c file. */
typedef enum
{
  DYR_ACTIVITY_KIND,
  DYR_ACTIVITY_CLIENT,
  DYR_ACTIVITY_PERSON,
  DYR_ACTIVITY_SUBJECT,
  DYR_ACTIVITY_STATE,
  DYR_ACTIVITY_DIRECTION,
  DYR_ACTIVITY_PHONE,
  DYR_ACTIVITY_STARTS_AT,
  DYR_ACTIVITY_DUE_AT,
  DYR_ACTIVITY_DONE_AT,
  DYR_ACTIVITY_OUTCOME,
  DYR_ACTIVITY_RESPONSIBLE,
  DYR_ACTIVITY_DESCRIPTION,
  DYR_ACTIVITY_N_FIELDS,
} DyrActivityField;

#define DYR_TYPE_ACTIVITY (dyr_activity_get_type ())
G_DECLARE_FINAL_TYPE (DyrActivity, dyr_activity, DYR, ACTIVITY, DyrRecord)

G_END_DECLS

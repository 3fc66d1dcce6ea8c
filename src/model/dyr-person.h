/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrPerson: somebody at a client whom the office talks to. */

#pragma once

#include "dyr-record.h"

G_BEGIN_DECLS

/* Indexes of the fields; their table is in the .c file. */
typedef enum
{
  DYR_PERSON_LAST_NAME,
  DYR_PERSON_FIRST_NAME,
  DYR_PERSON_PATRONYMIC,
  DYR_PERSON_POSITION,
  DYR_PERSON_DECISION_ROLE,
  DYR_PERSON_PHONES,
  DYR_PERSON_EMAILS,
  DYR_PERSON_BIRTHDAY,
  DYR_PERSON_DO_NOT_CALL,
  DYR_PERSON_CLIENT,
  DYR_PERSON_DESCRIPTION,
  /* Computed from the facts, never typed. */
  DYR_PERSON_NAME,
  DYR_PERSON_PHONE,
  DYR_PERSON_EMAIL,
  DYR_PERSON_N_FIELDS,
} DyrPersonField;

#define DYR_TYPE_PERSON (dyr_person_get_type ())
G_DECLARE_FINAL_TYPE (DyrPerson, dyr_person, DYR, PERSON, DyrRecord)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrUser: somebody of the office: who is responsible, who presents. */

#pragma once

#include "dyr-record.h"

G_BEGIN_DECLS

/* Indexes of the fields; their table is in the .c file. */
typedef enum
{
  DYR_USER_NAME,
  DYR_USER_EMAIL,
  DYR_USER_LOGIN,
  DYR_USER_N_FIELDS,
} DyrUserField;

#define DYR_TYPE_USER (dyr_user_get_type ())
G_DECLARE_FINAL_TYPE (DyrUser, dyr_user, DYR, USER, DyrRecord)

G_END_DECLS

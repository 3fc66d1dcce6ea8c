/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrClient: a company or person the office works with, or would like to. */

#pragma once

#include "dyr-record.h"

G_BEGIN_DECLS

/* Indexes of the fields; their table is in the .c file. */
typedef enum
{
  DYR_CLIENT_NAME,
  DYR_CLIENT_LEGAL_NAME,
  DYR_CLIENT_CODE,
  DYR_CLIENT_VAT_NUMBER,
  DYR_CLIENT_PHONES,
  DYR_CLIENT_EMAILS,
  DYR_CLIENT_IBANS,
  DYR_CLIENT_WEBSITE,
  DYR_CLIENT_STREET,
  DYR_CLIENT_CITY,
  DYR_CLIENT_POSTCODE,
  DYR_CLIENT_REGION,
  DYR_CLIENT_COUNTRY,
  DYR_CLIENT_STATE,
  DYR_CLIENT_ROLES,
  DYR_CLIENT_SEGMENT,
  DYR_CLIENT_RESPONSIBLE,
  DYR_CLIENT_SOURCE,
  DYR_CLIENT_CONTACT_RHYTHM_DAYS,
  DYR_CLIENT_NEXT_CONTACT,
  DYR_CLIENT_DESCRIPTION,
  /* Computed from the facts, never typed. */
  DYR_CLIENT_PHONE,
  DYR_CLIENT_EMAIL,
  DYR_CLIENT_IBAN,
  DYR_CLIENT_ADDRESS,
  DYR_CLIENT_LAST_CONTACT,
  DYR_CLIENT_STANDING,
  DYR_CLIENT_N_FIELDS,
} DyrClientField;

#define DYR_TYPE_CLIENT (dyr_client_get_type ())
G_DECLARE_FINAL_TYPE (DyrClient, dyr_client, DYR, CLIENT, DyrRecord)

G_END_DECLS

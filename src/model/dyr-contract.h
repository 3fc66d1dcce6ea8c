/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrContract: an agreement with a client, its term and its amount. */

#pragma once

#include "dyr-record.h"

G_BEGIN_DECLS

/* Indexes of the fields; their table is in the .c file. */
typedef enum
{
  DYR_CONTRACT_CLIENT,
  DYR_CONTRACT_NUMBER,
  DYR_CONTRACT_PARTNER_NUMBER,
  DYR_CONTRACT_KIND,
  DYR_CONTRACT_SUBJECT,
  DYR_CONTRACT_STATE,
  DYR_CONTRACT_SIGNED_ON,
  DYR_CONTRACT_VALID_FROM,
  DYR_CONTRACT_VALID_TO,
  DYR_CONTRACT_AMOUNT,
  DYR_CONTRACT_CURRENCY,
  DYR_CONTRACT_AUTO_PROLONG,
  DYR_CONTRACT_PROLONG_MONTHS,
  DYR_CONTRACT_NOTICE_DAYS,
  DYR_CONTRACT_RESPONSIBLE,
  DYR_CONTRACT_DESCRIPTION,
  /* Computed from the facts, never typed. */
  DYR_CONTRACT_STANDING,
  DYR_CONTRACT_N_FIELDS,
} DyrContractField;

#define DYR_TYPE_CONTRACT (dyr_contract_get_type ())
G_DECLARE_FINAL_TYPE (DyrContract, dyr_contract, DYR, CONTRACT, DyrRecord)

G_END_DECLS

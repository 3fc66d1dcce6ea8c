/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrProduct: goods or a service the office sells. */

#pragma once

#include "dyr-record.h"

G_BEGIN_DECLS

/* Indexes of the fields; their table is in the .c file. */
typedef enum
{
  DYR_PRODUCT_CODE,
  DYR_PRODUCT_NAME,
  DYR_PRODUCT_KIND,
  DYR_PRODUCT_UNIT,
  DYR_PRODUCT_PRICE,
  DYR_PRODUCT_CURRENCY,
  DYR_PRODUCT_DESCRIPTION,
  DYR_PRODUCT_N_FIELDS,
} DyrProductField;

#define DYR_TYPE_PRODUCT (dyr_product_get_type ())
G_DECLARE_FINAL_TYPE (DyrProduct, dyr_product, DYR, PRODUCT, DyrRecord)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrDeliveryLine: one product of a delivery and how much of it; a part of the delivery. */

#pragma once

#include "dyr-record.h"

G_BEGIN_DECLS

/* Indexes of the fields; their table is in the .c file. */
typedef enum
{
  DYR_DELIVERY_LINE_DELIVERY,
  DYR_DELIVERY_LINE_PRODUCT,
  DYR_DELIVERY_LINE_NAME,
  DYR_DELIVERY_LINE_QUANTITY_PLANNED,
  DYR_DELIVERY_LINE_QUANTITY_SHIPPED,
  DYR_DELIVERY_LINE_QUANTITY_ACCEPTED,
  DYR_DELIVERY_LINE_UNIT,
  DYR_DELIVERY_LINE_SERIALS,
  DYR_DELIVERY_LINE_REMARK,
  DYR_DELIVERY_LINE_N_FIELDS,
} DyrDeliveryLineField;

#define DYR_TYPE_DELIVERY_LINE (dyr_delivery_line_get_type ())
G_DECLARE_FINAL_TYPE (DyrDeliveryLine, dyr_delivery_line, DYR, DELIVERY_LINE, DyrRecord)

G_END_DECLS

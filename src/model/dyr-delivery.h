/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrDelivery: goods on their way to a client, by the date that was agreed. */

#pragma once

#include "dyr-record.h"

G_BEGIN_DECLS

/* Indexes of the fields; their table is in the .c file. */
typedef enum
{
  DYR_DELIVERY_CLIENT,
  DYR_DELIVERY_CONTRACT,
  DYR_DELIVERY_NUMBER,
  DYR_DELIVERY_KIND,
  DYR_DELIVERY_STATE,
  DYR_DELIVERY_AGREED_ON,
  DYR_DELIVERY_PLANNED_ON,
  DYR_DELIVERY_SHIPPED_AT,
  DYR_DELIVERY_DELIVERED_AT,
  DYR_DELIVERY_ACCEPTED_AT,
  DYR_DELIVERY_ACCEPTED_BY,
  DYR_DELIVERY_CARRIER,
  DYR_DELIVERY_WAYBILL,
  DYR_DELIVERY_STREET,
  DYR_DELIVERY_CITY,
  DYR_DELIVERY_POSTCODE,
  DYR_DELIVERY_COUNTRY,
  DYR_DELIVERY_COST,
  DYR_DELIVERY_CURRENCY,
  DYR_DELIVERY_RESPONSIBLE,
  DYR_DELIVERY_AGREED_LOG,
  DYR_DELIVERY_DESCRIPTION,
  /* Computed from the facts, never typed. */
  DYR_DELIVERY_ON_TIME,
  DYR_DELIVERY_N_FIELDS,
} DyrDeliveryField;

#define DYR_TYPE_DELIVERY (dyr_delivery_get_type ())
G_DECLARE_FINAL_TYPE (DyrDelivery, dyr_delivery, DYR, DELIVERY, DyrRecord)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrDeliveryLine: one product of a delivery and how much of it; a part of the delivery. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-delivery-line.h"

DYR_DEFINE_RECORD (DyrDeliveryLine, dyr_delivery_line, dyr_delivery_line_type)

/* One line a choice, one a field: clang-format stumbles over NC_. */
/* clang-format off */

static const DyrField fields[] = {
  [DYR_DELIVERY_LINE_DELIVERY] =
      DYR_LINK ("delivery", NC_ ("delivery-line", "Delivery"), &dyr_delivery_type,
          DYR_REQUIRED | DYR_OWNED_LINK),
  [DYR_DELIVERY_LINE_PRODUCT] =
      DYR_LINK ("product", NC_ ("delivery-line", "Product"), &dyr_product_type, 0),
  [DYR_DELIVERY_LINE_NAME] =
      DYR_FIELD ("name", NC_ ("delivery-line", "Name"), TEXT, DYR_REQUIRED | DYR_SEARCHED),
  [DYR_DELIVERY_LINE_QUANTITY_PLANNED] =
      DYR_FIELD ("quantity-planned", NC_ ("delivery-line", "Planned quantity"), QUANTITY, 0),
  [DYR_DELIVERY_LINE_QUANTITY_SHIPPED] =
      DYR_FIELD ("quantity-shipped", NC_ ("delivery-line", "Shipped quantity"), QUANTITY, 0),
  [DYR_DELIVERY_LINE_QUANTITY_ACCEPTED] =
      DYR_FIELD ("quantity-accepted", NC_ ("delivery-line", "Accepted quantity"), QUANTITY, 0),
  [DYR_DELIVERY_LINE_UNIT] = DYR_FIELD ("unit", NC_ ("delivery-line", "Unit"), TEXT, 0),
  [DYR_DELIVERY_LINE_SERIALS] =
      DYR_SET ("serials", NC_ ("delivery-line", "Serial numbers"), TEXT, DYR_SEARCHED),
  [DYR_DELIVERY_LINE_REMARK] = DYR_FIELD ("remark", NC_ ("delivery-line", "Remark"), TEXT, 0),
};

G_STATIC_ASSERT (G_N_ELEMENTS (fields) == DYR_DELIVERY_LINE_N_FIELDS);
G_STATIC_ASSERT (DYR_DELIVERY_LINE_N_FIELDS <= 64);

const DyrRecordType dyr_delivery_line_type = {
  .number = 8,
  .name = "delivery-line",
  .plural = "delivery-lines",
  .table = "delivery_line",
  .context = "delivery-line",
  .label = NC_ ("delivery-line", "Delivery line"),
  .plural_label = NC_ ("delivery-line", "Delivery lines"),
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .title = { DYR_DELIVERY_LINE_NAME + 1 },
  .get_type = dyr_delivery_line_get_type,
};

/* clang-format on */

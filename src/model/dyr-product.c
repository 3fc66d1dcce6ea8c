/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrProduct: goods or a service the office sells. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-product.h"

DYR_DEFINE_RECORD (DyrProduct, dyr_product, dyr_product_type)

/* One line a choice, one a field: clang-format stumbles over NC_. */
/* clang-format off */

static const DyrChoice kinds[] = {
  { "good", NC_ ("product", "Goods"), DYR_STYLE_NEUTRAL },
  { "service", NC_ ("product", "Service"), DYR_STYLE_NEUTRAL },
  { "subscription", NC_ ("product", "Subscription"), DYR_STYLE_NEUTRAL },
  { NULL },
};

static const DyrField fields[] = {
  [DYR_PRODUCT_CODE] =
      DYR_FIELD ("code", NC_ ("product", "Code"), CODE, DYR_SEARCHED | DYR_MATCHED),
  [DYR_PRODUCT_NAME] =
      DYR_FIELD ("name", NC_ ("product", "Name"), TEXT,
          DYR_REQUIRED | DYR_SEARCHED | DYR_SORTED | DYR_MATCHED),
  [DYR_PRODUCT_KIND] = DYR_CHOICE ("kind", NC_ ("product", "Kind"), kinds, 0),
  [DYR_PRODUCT_UNIT] = DYR_FIELD ("unit", NC_ ("product", "Unit"), TEXT, 0),
  [DYR_PRODUCT_PRICE] =
      DYR_FIELD ("price", NC_ ("product", "Price"), MONEY,
          DYR_SEARCHED, .group = 1, .currency = DYR_PRODUCT_CURRENCY),
  [DYR_PRODUCT_CURRENCY] =
      DYR_FIELD ("currency", NC_ ("product", "Currency"), CURRENCY, 0, .group = 1),
  [DYR_PRODUCT_DESCRIPTION] =
      DYR_FIELD ("description", NC_ ("product", "Description"), LONG_TEXT, DYR_SEARCHED),
};

G_STATIC_ASSERT (G_N_ELEMENTS (fields) == DYR_PRODUCT_N_FIELDS);
G_STATIC_ASSERT (DYR_PRODUCT_N_FIELDS <= 64);

const DyrRecordType dyr_product_type = {
  .number = 6,
  .name = "product",
  .plural = "products",
  .table = "product",
  .context = "product",
  .label = NC_ ("product", "Product"),
  .plural_label = NC_ ("product", "Products"),
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .title = { DYR_PRODUCT_NAME + 1 },
  .get_type = dyr_product_get_type,
};

/* clang-format on */

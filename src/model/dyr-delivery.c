/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrDelivery: goods on their way to a client, by the date that was agreed. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-delivery.h"

DYR_DEFINE_RECORD (DyrDelivery, dyr_delivery, dyr_delivery_type)

/* One line a choice, one a field: clang-format stumbles over NC_. */
/* clang-format off */

static const DyrChoice kinds[] = {
  { "city-courier", NC_ ("delivery", "City courier"), DYR_STYLE_NEUTRAL },
  { "intercity", NC_ ("delivery", "Intercity"), DYR_STYLE_NEUTRAL },
  { "oversize", NC_ ("delivery", "Oversize"), DYR_STYLE_NEUTRAL },
  { "pick-up", NC_ ("delivery", "Pick-up"), DYR_STYLE_NEUTRAL },
  { "own-car", NC_ ("delivery", "Own car"), DYR_STYLE_NEUTRAL },
  { NULL },
};

static const DyrChoice states[] = {
  { "draft", NC_ ("delivery", "Draft"), DYR_STYLE_NEUTRAL },
  { "agreed", NC_ ("delivery", "Date agreed"), DYR_STYLE_BUSY },
  { "ordered", NC_ ("delivery", "Transport ordered"), DYR_STYLE_BUSY },
  { "shipped", NC_ ("delivery", "Shipped"), DYR_STYLE_BUSY },
  { "in-transit", NC_ ("delivery", "In transit"), DYR_STYLE_BUSY },
  { "delivered", NC_ ("delivery", "Delivered"), DYR_STYLE_GOOD },
  { "accepted", NC_ ("delivery", "Accepted"), DYR_STYLE_GOOD },
  { "closed", NC_ ("delivery", "Documents closed"), DYR_STYLE_QUIET },
  { "returned", NC_ ("delivery", "Returned"), DYR_STYLE_BAD },
  { "failed", NC_ ("delivery", "Failed"), DYR_STYLE_BAD },
  { "cancelled", NC_ ("delivery", "Cancelled"), DYR_STYLE_QUIET },
  { NULL },
};

static const DyrField fields[] = {
  [DYR_DELIVERY_CLIENT] =
      DYR_LINK ("client", NC_ ("delivery", "Client"), &dyr_client_type, DYR_REQUIRED),
  [DYR_DELIVERY_CONTRACT] =
      DYR_LINK ("contract", NC_ ("delivery", "Contract"), &dyr_contract_type, 0),
  [DYR_DELIVERY_NUMBER] =
      DYR_FIELD ("number", NC_ ("delivery", "Number"), CODE,
          DYR_SEARCHED | DYR_SORTED | DYR_MATCHED),
  [DYR_DELIVERY_KIND] = DYR_CHOICE ("kind", NC_ ("delivery", "Kind"), kinds, 0),
  [DYR_DELIVERY_STATE] =
      DYR_CHOICE ("state", NC_ ("delivery", "State"), states, DYR_REQUIRED, .group = 1),
  [DYR_DELIVERY_AGREED_ON] =
      DYR_FIELD ("agreed-on", NC_ ("delivery", "Agreed date"), DATE,
          DYR_SEARCHED | DYR_SORTED, .log = DYR_DELIVERY_AGREED_LOG + 1),
  [DYR_DELIVERY_PLANNED_ON] =
      DYR_FIELD ("planned-on", NC_ ("delivery", "Planned date"), DATE, DYR_SEARCHED),
  [DYR_DELIVERY_SHIPPED_AT] =
      DYR_FIELD ("shipped-at", NC_ ("delivery", "Shipped at"), INSTANT, DYR_SEARCHED, .group = 1),
  [DYR_DELIVERY_DELIVERED_AT] =
      DYR_FIELD ("delivered-at", NC_ ("delivery", "Delivered at"), INSTANT,
          DYR_SEARCHED, .group = 1),
  [DYR_DELIVERY_ACCEPTED_AT] =
      DYR_FIELD ("accepted-at", NC_ ("delivery", "Accepted at"), INSTANT, 0, .group = 1),
  [DYR_DELIVERY_ACCEPTED_BY] =
      DYR_FIELD ("accepted-by", NC_ ("delivery", "Accepted by"), TEXT, 0, .group = 1),
  [DYR_DELIVERY_CARRIER] =
      DYR_FIELD ("carrier", NC_ ("delivery", "Carrier"), TEXT, DYR_SEARCHED | DYR_SORTED, .group = 2),
  [DYR_DELIVERY_WAYBILL] =
      DYR_FIELD ("waybill", NC_ ("delivery", "Waybill"), CODE, DYR_SEARCHED, .group = 2),
  [DYR_DELIVERY_STREET] = DYR_FIELD ("street", NC_ ("delivery", "Street"), TEXT, 0, .group = 3),
  [DYR_DELIVERY_CITY] = DYR_FIELD ("city", NC_ ("delivery", "City"), TEXT, 0, .group = 3),
  [DYR_DELIVERY_POSTCODE] =
      DYR_FIELD ("postcode", NC_ ("delivery", "Postcode"), CODE, 0, .group = 3),
  [DYR_DELIVERY_COUNTRY] =
      DYR_FIELD ("country", NC_ ("delivery", "Country"), COUNTRY, 0, .group = 3),
  [DYR_DELIVERY_COST] =
      DYR_FIELD ("cost", NC_ ("delivery", "Delivery cost"), MONEY,
          DYR_SEARCHED, .group = 4, .currency = DYR_DELIVERY_CURRENCY),
  [DYR_DELIVERY_CURRENCY] =
      DYR_FIELD ("currency", NC_ ("delivery", "Currency"), CURRENCY, 0, .group = 4),
  [DYR_DELIVERY_RESPONSIBLE] =
      DYR_LINK ("responsible", NC_ ("delivery", "Responsible"), &dyr_user_type, 0),
  [DYR_DELIVERY_AGREED_LOG] = DYR_SET ("agreed-log", NC_ ("delivery", "Agreed dates"), MOVE, 0),
  [DYR_DELIVERY_DESCRIPTION] =
      DYR_FIELD ("description", NC_ ("delivery", "Description"), LONG_TEXT, DYR_SEARCHED),
  [DYR_DELIVERY_ON_TIME] = DYR_FIELD ("on-time", NC_ ("delivery", "On time"), YES_NO, DYR_DERIVED),
};

G_STATIC_ASSERT (G_N_ELEMENTS (fields) == DYR_DELIVERY_N_FIELDS);
G_STATIC_ASSERT (DYR_DELIVERY_N_FIELDS <= 64);

const DyrRecordType dyr_delivery_type = {
  .number = 7,
  .name = "delivery",
  .plural = "deliveries",
  .table = "delivery",
  .context = "delivery",
  .label = NC_ ("delivery", "Delivery"),
  .plural_label = NC_ ("delivery", "Deliveries"),
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .title = { DYR_DELIVERY_NUMBER + 1 },
  .state = DYR_DELIVERY_STATE + 1,
  .get_type = dyr_delivery_get_type,
};

/* clang-format on */

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the pages of the window are: one line a record type with a place in the side list. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-pages.h"

#include <glib/gi18n-lib.h>

/* Both forms are gathered for translation by this name; ngettext () looks them up. */
#define COUNT(one, many) .count_one = one, .count_many = many

/* clang-format stumbles over NC_. */
/* clang-format off */
const DyrPageInfo dyr_pages[] = {
  {
      .name = "clients",
      .icon = "dyr-clients-symbolic",
      .type = &dyr_client_type,
      .filter_state = "standing",
      .filter_user = "responsible",
      .sort = "name",
      .new_label = NC_ ("page", "New client"),
      .empty_title = NC_ ("page", "No clients yet"),
      .empty_text = NC_ ("page", "Import your office’s list or add the first client."),
      COUNT ("%s client", "%s clients"),
      .columns = { { .field = "name", .expand = TRUE },
                   { .field = "standing", .width = 160 },
                   { .field = "phone", .width = 150 },
                   { .field = "next-contact", .width = 140 },
                   { .field = "city", .width = 110 },
                   { .field = "responsible", .width = 150 } },
  },
  {
      .name = "contracts",
      .icon = "dyr-contracts-symbolic",
      .type = &dyr_contract_type,
      .filter_state = "standing",
      .filter_user = "responsible",
      .sort = "number",
      .new_label = NC_ ("page", "New contract"),
      .empty_title = NC_ ("page", "No contracts yet"),
      .empty_text = NC_ ("page", "Add the first contract here or on a client’s page."),
      COUNT ("%s contract", "%s contracts"),
      .columns = { { .field = "number", .width = 110 },
                   { .field = "client", .expand = TRUE },
                   { .field = "standing", .width = 220 },
                   { .field = "valid-to", .width = 110 },
                   { .field = "amount", .width = 140 },
                   { .field = "responsible", .width = 150 } },
  },
  {
      .name = "deliveries",
      .icon = "dyr-deliveries-symbolic",
      .type = &dyr_delivery_type,
      .filter_state = "state",
      .filter_user = "responsible",
      .sort = "-agreed-on",
      .new_label = NC_ ("page", "New delivery"),
      .empty_title = NC_ ("page", "No deliveries yet"),
      .empty_text = NC_ ("page", "Add the first delivery here or on a client’s page."),
      COUNT ("%s delivery", "%s deliveries"),
      .columns = { { .field = "number", .width = 100 },
                   { .field = "client", .expand = TRUE },
                   { .field = "state", .width = 195 },
                   { .field = "agreed-on", .width = 145 },
                   { .field = "city", .width = 110 },
                   { .field = "carrier", .width = 130 } },
  },
  {
      .name = "presentations",
      .icon = "dyr-presentations-symbolic",
      .type = &dyr_presentation_type,
      .filter_state = "state",
      .filter_user = "presenter",
      .sort = "-starts-at",
      .new_label = NC_ ("page", "New presentation"),
      .empty_title = NC_ ("page", "No presentations yet"),
      .empty_text = NC_ ("page", "Plan the first presentation here or on a client’s page."),
      COUNT ("%s presentation", "%s presentations"),
      .columns = { { .field = "title", .expand = TRUE },
                   { .field = "starts-at", .width = 140 },
                   { .field = "state", .width = 145 },
                   { .field = "client", .expand = TRUE },
                   { .field = "presenter", .width = 150 } },
  },
  {
      .name = "activities",
      .icon = "dyr-activities-symbolic",
      .type = &dyr_activity_type,
      .filter_state = "state",
      .filter_user = "responsible",
      .sort = "-due-at",
      .new_label = NC_ ("page", "New activity"),
      .empty_title = NC_ ("page", "No activities yet"),
      .empty_text = NC_ ("page", "Calls, meetings and tasks of all clients come together here."),
      COUNT ("%s activity", "%s activities"),
      .columns = { { .field = "subject", .expand = TRUE },
                   { .field = "due-at", .width = 140 },
                   { .field = "state", .width = 110 },
                   { .field = "client", .expand = TRUE },
                   { .field = "kind", .width = 100 },
                   { .field = "responsible", .width = 150 } },
  },
  { NULL },
};
/* clang-format on */

const DyrPageInfo *
dyr_pages_find (const DyrRecordType *type)
{
  for (const DyrPageInfo *page = dyr_pages; page->name != NULL; page++)
    if (page->type == type)
      return page;
  return NULL;
}

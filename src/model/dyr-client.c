/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrClient: a company or person the office works with, or would like to. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-client.h"

DYR_DEFINE_RECORD (DyrClient, dyr_client, dyr_client_type)

/* One line a choice, one a field: clang-format stumbles over NC_. */
/* clang-format off */

static const DyrChoice states[] = {
  { "prospect", NC_ ("client", "Prospect"), DYR_STYLE_BUSY },
  { "active", NC_ ("client", "Active"), DYR_STYLE_GOOD },
  { "suspended", NC_ ("client", "Suspended"), DYR_STYLE_NEUTRAL },
  { "lost", NC_ ("client", "Lost"), DYR_STYLE_QUIET },
  { NULL },
};

/* The state, or that the client may be lost: what lists show. */
static const DyrChoice standings[] = {
  { "prospect", NC_ ("client", "Prospect"), DYR_STYLE_BUSY },
  { "active", NC_ ("client", "Active"), DYR_STYLE_GOOD },
  { "at-risk", NC_ ("client", "At risk"), DYR_STYLE_ATTENTION },
  { "suspended", NC_ ("client", "Suspended"), DYR_STYLE_NEUTRAL },
  { "lost", NC_ ("client", "Lost"), DYR_STYLE_QUIET },
  { NULL },
};

static const DyrChoice roles[] = {
  { "client", NC_ ("client", "Client"), DYR_STYLE_NEUTRAL },
  { "supplier", NC_ ("client", "Supplier"), DYR_STYLE_NEUTRAL },
  { "contractor", NC_ ("client", "Contractor"), DYR_STYLE_NEUTRAL },
  { "partner", NC_ ("client", "Partner"), DYR_STYLE_NEUTRAL },
  { "competitor", NC_ ("client", "Competitor"), DYR_STYLE_NEUTRAL },
  { "venue", NC_ ("client", "Venue"), DYR_STYLE_NEUTRAL },
  { NULL },
};

static const DyrField fields[] = {
  [DYR_CLIENT_NAME] =
      DYR_FIELD ("name", NC_ ("client", "Name"), TEXT,
          DYR_REQUIRED | DYR_SEARCHED | DYR_SORTED | DYR_MATCHED),
  [DYR_CLIENT_LEGAL_NAME] =
      DYR_FIELD ("legal-name", NC_ ("client", "Legal name"), TEXT, DYR_SEARCHED),
  [DYR_CLIENT_CODE] =
      DYR_FIELD ("code", NC_ ("client", "Tax code"), CODE,
          DYR_SEARCHED | DYR_MATCHED | DYR_TAX_CODE),
  [DYR_CLIENT_VAT_NUMBER] =
      DYR_FIELD ("vat-number", NC_ ("client", "VAT number"), CODE, DYR_SEARCHED),
  [DYR_CLIENT_PHONES] = DYR_SET ("phones", NC_ ("client", "Phones"), PHONE, DYR_SEARCHED),
  [DYR_CLIENT_EMAILS] = DYR_SET ("emails", NC_ ("client", "E-mails"), EMAIL, DYR_SEARCHED),
  [DYR_CLIENT_IBANS] = DYR_SET ("ibans", NC_ ("client", "Bank accounts"), IBAN, DYR_SEARCHED),
  [DYR_CLIENT_WEBSITE] = DYR_FIELD ("website", NC_ ("client", "Website"), URL, 0),
  [DYR_CLIENT_STREET] = DYR_FIELD ("street", NC_ ("client", "Street"), TEXT, 0, .group = 1),
  [DYR_CLIENT_CITY] =
      DYR_FIELD ("city", NC_ ("client", "City"), TEXT, DYR_SEARCHED | DYR_SORTED, .group = 1),
  [DYR_CLIENT_POSTCODE] = DYR_FIELD ("postcode", NC_ ("client", "Postcode"), CODE, 0, .group = 1),
  [DYR_CLIENT_REGION] = DYR_FIELD ("region", NC_ ("client", "Region"), TEXT, 0, .group = 1),
  [DYR_CLIENT_COUNTRY] = DYR_FIELD ("country", NC_ ("client", "Country"), COUNTRY, 0, .group = 1),
  [DYR_CLIENT_STATE] =
      DYR_CHOICE ("state", NC_ ("client", "State"), states, DYR_REQUIRED | DYR_SORTED),
  [DYR_CLIENT_ROLES] = DYR_SET ("roles", NC_ ("client", "Roles"), CHOICE, 0, .choices = roles),
  [DYR_CLIENT_SEGMENT] = DYR_FIELD ("segment", NC_ ("client", "Segment"), TEXT, 0),
  [DYR_CLIENT_RESPONSIBLE] =
      DYR_LINK ("responsible", NC_ ("client", "Responsible"), &dyr_user_type, 0),
  [DYR_CLIENT_SOURCE] = DYR_FIELD ("source", NC_ ("client", "Source"), TEXT, 0),
  [DYR_CLIENT_CONTACT_RHYTHM_DAYS] =
      DYR_FIELD ("contact-rhythm-days", NC_ ("client", "Contact every (days)"), COUNT, 0),
  [DYR_CLIENT_NEXT_CONTACT] =
      DYR_FIELD ("next-contact", NC_ ("client", "Next contact"), DATE, DYR_SEARCHED | DYR_SORTED),
  [DYR_CLIENT_DESCRIPTION] =
      DYR_FIELD ("description", NC_ ("client", "Description"), LONG_TEXT, DYR_SEARCHED),
  [DYR_CLIENT_PHONE] = DYR_FIELD ("phone", NC_ ("client", "Phone"), PHONE, DYR_DERIVED),
  [DYR_CLIENT_EMAIL] = DYR_FIELD ("email", NC_ ("client", "E-mail"), EMAIL, DYR_DERIVED),
  [DYR_CLIENT_IBAN] = DYR_FIELD ("iban", NC_ ("client", "Bank account"), IBAN, DYR_DERIVED),
  [DYR_CLIENT_ADDRESS] = DYR_FIELD ("address", NC_ ("client", "Address"), TEXT, DYR_DERIVED),
  [DYR_CLIENT_LAST_CONTACT] =
      DYR_FIELD ("last-contact", NC_ ("client", "Last contact"), DATE, DYR_DERIVED),
  [DYR_CLIENT_STANDING] =
      DYR_CHOICE ("standing", NC_ ("client", "Standing"), standings, DYR_DERIVED),
};

G_STATIC_ASSERT (G_N_ELEMENTS (fields) == DYR_CLIENT_N_FIELDS);
G_STATIC_ASSERT (DYR_CLIENT_N_FIELDS <= 64);

const DyrRecordType dyr_client_type = {
  .number = 2,
  .name = "client",
  .plural = "clients",
  .table = "client",
  .context = "client",
  .label = NC_ ("client", "Client"),
  .plural_label = NC_ ("client", "Clients"),
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .title = { DYR_CLIENT_NAME + 1 },
  .state = DYR_CLIENT_STATE + 1,
  .get_type = dyr_client_get_type,
};

/* clang-format on */

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrContract: an agreement with a client, its term and its amount. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-contract.h"

DYR_DEFINE_RECORD (DyrContract, dyr_contract, dyr_contract_type)

/* One line a choice, one a field: clang-format stumbles over NC_. */
/* clang-format off */

static const DyrChoice kinds[] = {
  { "supply", NC_ ("contract", "Supply"), DYR_STYLE_NEUTRAL },
  { "service", NC_ ("contract", "Services"), DYR_STYLE_NEUTRAL },
  { "subscription", NC_ ("contract", "Subscription"), DYR_STYLE_NEUTRAL },
  { "dealer", NC_ ("contract", "Dealership"), DYR_STYLE_NEUTRAL },
  { "lease", NC_ ("contract", "Lease"), DYR_STYLE_NEUTRAL },
  { "nda", NC_ ("contract", "Non-disclosure"), DYR_STYLE_NEUTRAL },
  { "framework", NC_ ("contract", "Framework"), DYR_STYLE_NEUTRAL },
  { NULL },
};

static const DyrChoice states[] = {
  { "draft", NC_ ("contract", "Draft"), DYR_STYLE_NEUTRAL },
  { "negotiation", NC_ ("contract", "In negotiation"), DYR_STYLE_BUSY },
  { "approval", NC_ ("contract", "Approval"), DYR_STYLE_BUSY },
  { "signed", NC_ ("contract", "Signed"), DYR_STYLE_GOOD },
  { "active", NC_ ("contract", "Active"), DYR_STYLE_GOOD },
  { "suspended", NC_ ("contract", "Suspended"), DYR_STYLE_ATTENTION },
  { "terminated", NC_ ("contract", "Terminated"), DYR_STYLE_QUIET },
  { NULL },
};

/* The state, or what the calendar made of it: what lists show. */
static const DyrChoice standings[] = {
  { "draft", NC_ ("contract", "Draft"), DYR_STYLE_NEUTRAL },
  { "negotiation", NC_ ("contract", "In negotiation"), DYR_STYLE_BUSY },
  { "approval", NC_ ("contract", "Approval"), DYR_STYLE_BUSY },
  { "signed", NC_ ("contract", "Signed"), DYR_STYLE_GOOD },
  { "active", NC_ ("contract", "Active"), DYR_STYLE_GOOD },
  { "expiring", NC_ ("contract", "Expiring"), DYR_STYLE_ATTENTION },
  { "expired", NC_ ("contract", "Expired"), DYR_STYLE_BAD },
  { "suspended", NC_ ("contract", "Suspended"), DYR_STYLE_ATTENTION },
  { "terminated", NC_ ("contract", "Terminated"), DYR_STYLE_QUIET },
  { NULL },
};

static const DyrField fields[] = {
  [DYR_CONTRACT_CLIENT] =
      DYR_LINK ("client", NC_ ("contract", "Client"), &dyr_client_type, DYR_REQUIRED),
  [DYR_CONTRACT_NUMBER] =
      DYR_FIELD ("number", NC_ ("contract", "Number"), CODE,
          DYR_REQUIRED | DYR_SEARCHED | DYR_SORTED | DYR_MATCHED),
  [DYR_CONTRACT_PARTNER_NUMBER] =
      DYR_FIELD ("partner-number", NC_ ("contract", "Partner’s number"), CODE, DYR_SEARCHED),
  [DYR_CONTRACT_KIND] = DYR_CHOICE ("kind", NC_ ("contract", "Kind"), kinds, 0),
  [DYR_CONTRACT_SUBJECT] =
      DYR_FIELD ("subject", NC_ ("contract", "Subject"), LONG_TEXT, DYR_SEARCHED),
  [DYR_CONTRACT_STATE] =
      DYR_CHOICE ("state", NC_ ("contract", "State"), states, DYR_REQUIRED, .group = 1),
  [DYR_CONTRACT_SIGNED_ON] =
      DYR_FIELD ("signed-on", NC_ ("contract", "Signed on"), DATE, DYR_SEARCHED, .group = 1),
  [DYR_CONTRACT_VALID_FROM] =
      DYR_FIELD ("valid-from", NC_ ("contract", "Valid from"), DATE, DYR_SEARCHED, .group = 2),
  [DYR_CONTRACT_VALID_TO] =
      DYR_FIELD ("valid-to", NC_ ("contract", "Valid until"), DATE,
          DYR_SEARCHED | DYR_SORTED, .group = 2),
  [DYR_CONTRACT_AMOUNT] =
      DYR_FIELD ("amount", NC_ ("contract", "Amount"), MONEY,
          DYR_SEARCHED, .group = 3, .currency = DYR_CONTRACT_CURRENCY),
  [DYR_CONTRACT_CURRENCY] =
      DYR_FIELD ("currency", NC_ ("contract", "Currency"), CURRENCY, 0, .group = 3),
  [DYR_CONTRACT_AUTO_PROLONG] =
      DYR_FIELD ("auto-prolong", NC_ ("contract", "Prolonged automatically"), YES_NO, 0),
  [DYR_CONTRACT_PROLONG_MONTHS] =
      DYR_FIELD ("prolong-months", NC_ ("contract", "Prolonged by (months)"), COUNT, 0),
  [DYR_CONTRACT_NOTICE_DAYS] =
      DYR_FIELD ("notice-days", NC_ ("contract", "Notice (days)"), COUNT, 0),
  [DYR_CONTRACT_RESPONSIBLE] =
      DYR_LINK ("responsible", NC_ ("contract", "Responsible"), &dyr_user_type, 0),
  [DYR_CONTRACT_DESCRIPTION] =
      DYR_FIELD ("description", NC_ ("contract", "Description"), LONG_TEXT, DYR_SEARCHED),
  [DYR_CONTRACT_STANDING] =
      DYR_CHOICE ("standing", NC_ ("contract", "Standing"), standings, DYR_DERIVED),
};

G_STATIC_ASSERT (G_N_ELEMENTS (fields) == DYR_CONTRACT_N_FIELDS);
G_STATIC_ASSERT (DYR_CONTRACT_N_FIELDS <= 64);

const DyrRecordType dyr_contract_type = {
  .number = 4,
  .name = "contract",
  .plural = "contracts",
  .table = "contract",
  .context = "contract",
  .label = NC_ ("contract", "Contract"),
  .plural_label = NC_ ("contract", "Contracts"),
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .title = { DYR_CONTRACT_NUMBER + 1 },
  .state = DYR_CONTRACT_STATE + 1,
  .get_type = dyr_contract_get_type,
};

/* clang-format on */

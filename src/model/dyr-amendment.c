/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrAmendment: an additional agreement that changes a contract; a part of it. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-amendment.h"

DYR_DEFINE_RECORD (DyrAmendment, dyr_amendment, dyr_amendment_type)

/* One line a choice, one a field: clang-format stumbles over NC_. */
/* clang-format off */

static const DyrChoice states[] = {
  { "draft", NC_ ("amendment", "Draft"), DYR_STYLE_NEUTRAL },
  { "sent", NC_ ("amendment", "Sent"), DYR_STYLE_BUSY },
  { "signed", NC_ ("amendment", "Signed"), DYR_STYLE_GOOD },
  { "cancelled", NC_ ("amendment", "Cancelled"), DYR_STYLE_QUIET },
  { NULL },
};

static const DyrField fields[] = {
  [DYR_AMENDMENT_CONTRACT] =
      DYR_LINK ("contract", NC_ ("amendment", "Contract"), &dyr_contract_type,
          DYR_REQUIRED | DYR_OWNED_LINK),
  [DYR_AMENDMENT_NUMBER] = DYR_FIELD ("number", NC_ ("amendment", "Number"), CODE, DYR_REQUIRED),
  [DYR_AMENDMENT_DATE] = DYR_FIELD ("date", NC_ ("amendment", "Date"), DATE, DYR_SEARCHED),
  [DYR_AMENDMENT_EFFECTIVE_FROM] =
      DYR_FIELD ("effective-from", NC_ ("amendment", "Effective from"), DATE, 0),
  [DYR_AMENDMENT_CHANGES] =
      DYR_FIELD ("changes", NC_ ("amendment", "Changes"), LONG_TEXT, DYR_SEARCHED),
  [DYR_AMENDMENT_STATE] = DYR_CHOICE ("state", NC_ ("amendment", "State"), states, 0),
};

G_STATIC_ASSERT (G_N_ELEMENTS (fields) == DYR_AMENDMENT_N_FIELDS);
G_STATIC_ASSERT (DYR_AMENDMENT_N_FIELDS <= 64);

const DyrRecordType dyr_amendment_type = {
  .number = 5,
  .name = "amendment",
  .plural = "amendments",
  .table = "amendment",
  .context = "amendment",
  .label = NC_ ("amendment", "Amendment"),
  .plural_label = NC_ ("amendment", "Amendments"),
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .title = { DYR_AMENDMENT_NUMBER + 1 },
  .state = DYR_AMENDMENT_STATE + 1,
  .get_type = dyr_amendment_get_type,
};

/* clang-format on */

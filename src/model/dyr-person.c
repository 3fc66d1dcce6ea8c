/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrPerson: somebody at a client whom the office talks to. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-person.h"

DYR_DEFINE_RECORD (DyrPerson, dyr_person, dyr_person_type)

/* One line a choice, one a field: clang-format stumbles over NC_. */
/* clang-format off */

static const DyrChoice decision_roles[] = {
  { "decision-maker", NC_ ("person", "Decision-maker"), DYR_STYLE_NEUTRAL },
  { "influencer", NC_ ("person", "Influencer"), DYR_STYLE_NEUTRAL },
  { "evaluator", NC_ ("person", "Evaluator"), DYR_STYLE_NEUTRAL },
  { "user", NC_ ("person", "User"), DYR_STYLE_NEUTRAL },
  { "accountant", NC_ ("person", "Accountant"), DYR_STYLE_NEUTRAL },
  { "technical", NC_ ("person", "Technical specialist"), DYR_STYLE_NEUTRAL },
  { NULL },
};

static const DyrField fields[] = {
  [DYR_PERSON_LAST_NAME] =
      DYR_FIELD ("last-name", NC_ ("person", "Last name"), TEXT,
          DYR_REQUIRED | DYR_SEARCHED | DYR_SORTED | DYR_MATCHED),
  [DYR_PERSON_FIRST_NAME] =
      DYR_FIELD ("first-name", NC_ ("person", "First name"), TEXT, DYR_SEARCHED),
  [DYR_PERSON_PATRONYMIC] =
      DYR_FIELD ("patronymic", NC_ ("person", "Patronymic"), TEXT, DYR_SEARCHED),
  [DYR_PERSON_POSITION] = DYR_FIELD ("position", NC_ ("person", "Position"), TEXT, 0),
  [DYR_PERSON_DECISION_ROLE] =
      DYR_CHOICE ("decision-role", NC_ ("person", "Role in decisions"), decision_roles, 0),
  [DYR_PERSON_PHONES] = DYR_SET ("phones", NC_ ("person", "Phones"), PHONE, DYR_SEARCHED),
  [DYR_PERSON_EMAILS] = DYR_SET ("emails", NC_ ("person", "E-mails"), EMAIL, DYR_SEARCHED),
  [DYR_PERSON_BIRTHDAY] =
      DYR_FIELD ("birthday", NC_ ("person", "Birthday"), DATE, DYR_SEARCHED | DYR_PERSONAL),
  [DYR_PERSON_DO_NOT_CALL] = DYR_FIELD ("do-not-call", NC_ ("person", "Do not call"), YES_NO, 0),
  [DYR_PERSON_CLIENT] = DYR_LINK ("client", NC_ ("person", "Client"), &dyr_client_type, 0),
  [DYR_PERSON_DESCRIPTION] =
      DYR_FIELD ("description", NC_ ("person", "Description"), LONG_TEXT, DYR_SEARCHED),
  [DYR_PERSON_NAME] = DYR_FIELD ("name", NC_ ("person", "Name"), TEXT, DYR_DERIVED),
  [DYR_PERSON_PHONE] = DYR_FIELD ("phone", NC_ ("person", "Phone"), PHONE, DYR_DERIVED),
  [DYR_PERSON_EMAIL] = DYR_FIELD ("email", NC_ ("person", "E-mail"), EMAIL, DYR_DERIVED),
};

G_STATIC_ASSERT (G_N_ELEMENTS (fields) == DYR_PERSON_N_FIELDS);
G_STATIC_ASSERT (DYR_PERSON_N_FIELDS <= 64);

const DyrRecordType dyr_person_type = {
  .number = 3,
  .name = "person",
  .plural = "persons",
  .table = "person",
  .context = "person",
  .label = NC_ ("person", "Contact person"),
  .plural_label = NC_ ("person", "Contact persons"),
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .title = { DYR_PERSON_LAST_NAME + 1, DYR_PERSON_FIRST_NAME + 1, DYR_PERSON_PATRONYMIC + 1 },
  .get_type = dyr_person_get_type,
};

/* clang-format on */

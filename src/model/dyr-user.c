/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrUser: somebody of the office: who is responsible, who presents. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-user.h"

DYR_DEFINE_RECORD (DyrUser, dyr_user, dyr_user_type)

/* One line a choice, one a field: clang-format stumbles over NC_. */
/* clang-format off */

static const DyrField fields[] = {
  [DYR_USER_NAME] =
      DYR_FIELD ("name", NC_ ("user", "Name"), TEXT,
          DYR_REQUIRED | DYR_SEARCHED | DYR_SORTED | DYR_MATCHED),
  [DYR_USER_EMAIL] = DYR_FIELD ("email", NC_ ("user", "E-mail"), EMAIL, 0),
  [DYR_USER_LOGIN] = DYR_FIELD ("login", NC_ ("user", "Login"), CODE, 0),
};

G_STATIC_ASSERT (G_N_ELEMENTS (fields) == DYR_USER_N_FIELDS);
G_STATIC_ASSERT (DYR_USER_N_FIELDS <= 64);

const DyrRecordType dyr_user_type = {
  .number = 1,
  .name = "user",
  .plural = "users",
  .table = "user",
  .context = "user",
  .label = NC_ ("user", "User"),
  .plural_label = NC_ ("user", "Users"),
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .title = { DYR_USER_NAME + 1 },
  .get_type = dyr_user_get_type,
};

/* clang-format on */

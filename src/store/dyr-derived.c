/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Derived fields: SQL expressions that compute from facts what is never typed. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-derived.h"

/* A contract counts as expiring this many days before its end, unless its own notice period is
 * longer. */
#define EXPIRING_DAYS "45"

#define FIRST_OF(set)                                                                              \
  "(SELECT m.item FROM member m WHERE m.record = t.id AND m.field = '" set                         \
  "' ORDER BY m.position LIMIT 1)"

/* The last time anybody talked with the client: done activities and held presentations. */
#define LAST_CONTACT                                                                               \
  "dyr_day (nullif (max ("                                                                         \
  "coalesce ((SELECT max (a.done_at) FROM activity a WHERE a.client = t.id AND a.state = 'done' "  \
  "AND a.listed = 1), 0), "                                                                        \
  "coalesce ((SELECT max (p.starts_at) FROM presentation p WHERE p.client = t.id AND p.state = "   \
  "'held' AND p.listed = 1), 0)"                                                                   \
  "), 0))"

static const struct
{
  const char *type;
  const char *field;
  const char *expression;
} derived[] = {
  { "client", "phone", FIRST_OF ("phones") },
  { "client", "email", FIRST_OF ("emails") },
  { "client", "iban", FIRST_OF ("ibans") },
  { "client",
    "address",
    "nullif (ltrim (coalesce (', ' || t.street, '') "
    "|| coalesce (', ' || nullif (trim (coalesce (t.postcode || ' ', '') || coalesce (t.city, "
    "'')), ''), '') "
    "|| coalesce (', ' || t.region, ''), ', '), '')" },
  { "client", "last-contact", LAST_CONTACT },
  /* At risk: an active client whose next contact is overdue by more than a week, or whom nobody
   * talked with for twice the agreed rhythm. */
  { "client",
    "standing",
    "CASE WHEN t.state = 'active' AND (t.next_contact < dyr_today () - 7 "
    "OR (t.contact_rhythm_days > 0 AND " LAST_CONTACT
    " < dyr_today () - 2 * t.contact_rhythm_days)) THEN 'at-risk' ELSE t.state END" },
  { "person",
    "name",
    "nullif (trim (coalesce (t.last_name, '') || coalesce (' ' || t.first_name, '') "
    "|| coalesce (' ' || t.patronymic, '')), '')" },
  { "person", "phone", FIRST_OF ("phones") },
  { "person", "email", FIRST_OF ("emails") },
  { "contract",
    "standing",
    "CASE WHEN t.state IN ('signed', 'active') AND t.valid_to < dyr_today () THEN 'expired' "
    "WHEN t.state IN ('signed', 'active') "
    "AND t.valid_to <= dyr_today () + max (coalesce (t.notice_days, 0), " EXPIRING_DAYS
    ") THEN 'expiring' ELSE t.state END" },
  /* On time: delivered on the agreed date or before; not yet delivered counts once it is late. */
  { "delivery",
    "on-time",
    "CASE WHEN t.agreed_on IS NULL OR t.state IN ('cancelled', 'draft') THEN NULL "
    "WHEN t.delivered_at IS NOT NULL THEN dyr_day (t.delivered_at) <= t.agreed_on "
    "WHEN t.state IN ('returned', 'failed') OR t.agreed_on < dyr_today () THEN 0 ELSE NULL END" },
};

const char *
dyr_derived_expression (const DyrRecordType *type, guint field)
{
  for (guint i = 0; i < G_N_ELEMENTS (derived); i++)
    if (g_str_equal (derived[i].type, type->name)
        && g_str_equal (derived[i].field, type->fields[field].name))
      return derived[i].expression;
  g_return_val_if_reached ("NULL");
}

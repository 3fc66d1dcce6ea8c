/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the tests of the EspoCRM remote share: a remote that knows its server, responses as they
 * were recorded, orders and values in short. */

#pragma once

#include <json-glib/json-glib.h>

#include "dyr-client.h"
#include "dyr-json.h"
#include "dyr-espocrm-private.h"

G_BEGIN_DECLS

#define ESPO_UID "0192f6c5-3b7a-7c1e-9d2f-0123456789ab"

/* A remote with the built-in mapping that was told (not asked) what its server has: all of it. */
DyrEspocrm *espo_new (DyrEspoModeName mode);
/* The same without having been told anything. */
DyrEspocrm *espo_new_blank (void);

/* A response with a JSON body as EspoCRM sends it, and of anything. */
DyrResponse *json (guint status, const char *body);
DyrResponse *espo_response (guint status, const char *type, const char *body);
/* A response of tests/fixtures/espocrm/recordings.json. */
DyrResponse *espo_recorded (const char *name);

DyrAnswer *espo_read (DyrEspocrm *crm, const DyrOrder *order, DyrResponse *response);
/* The answer to one order, of a remote made by espo_new(). */
DyrAnswer *espo_read_with (DyrEspoModeName mode,
                           DyrOrderKind kind,
                           const DyrRecordType *type,
                           const char *remote_id,
                           DyrResponse *response);
/* The request as text: "METHOD path", headers and body a line each, without %XX. */
char *espo_write (DyrEspocrm *crm, const DyrOrder *order);

DyrOrder *espo_order (DyrOrderKind kind, const DyrRecordType *type, const char *remote_id);
/* An order with a record to send; its values by espo_set(). */
DyrOrder *espo_sending (DyrOrderKind kind, const DyrRecordType *type, const char *remote_id);
void espo_set (DyrRemoteRecord *record, const char *field, const char *canonical_text);
void espo_link (DyrRemoteRecord *record, const char *field, const char *remote_id);
/* Which one field of a record is, and what it says; "-" for none, "?" for not known. */
char *espo_get (const DyrRemoteRecord *record, const char *field);
const DyrRemoteRecord *espo_only (const DyrAnswer *answer);
void espo_assert_field (const DyrRemoteRecord *record, const char *field, const char *text);

G_END_DECLS

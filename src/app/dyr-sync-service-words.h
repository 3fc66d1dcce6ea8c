/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What people read of DyrSyncService: one sentence for how it stands, one for why. */

#pragma once

#include "dyr-format.h"
#include "dyr-sync-service.h"

G_BEGIN_DECLS

/* What the words are made of. */
typedef struct
{
  DyrServiceState state;
  DyrServiceRemedy remedy;
  DyrStop stop;
  gboolean paused, metered;
  gboolean ever; /* a run found nothing left to do once */
  guint n_waiting, n_needs_you;
  guint sending_done, sending_total, received;
  const char *server;
  const gint64 *n_gone; /* of records that are gone there, in the order of dyr_record_types; NULL */
  const char *said;     /* what the CRM said of its stop, in its own words; NULL: nothing */
  const char *error;    /* why nothing can be begun (the lock, the database, the keyring); NULL */
} DyrServiceFacts;

/* Both are newly allocated; NULL: there is nothing to say. */
char *dyr_sync_service_words_text (const DyrServiceFacts *facts, DyrFormat *format);
char *dyr_sync_service_words_reason (const DyrServiceFacts *facts, DyrFormat *format);
/* What a person is asked to agree to, more than its reason; newly allocated, NULL: nothing. */
char *dyr_sync_service_words_gone (const DyrServiceFacts *facts, DyrFormat *format);
/* A word or two for where there is little room. Not owned. */
const char *dyr_sync_service_words_brief (DyrServiceState state);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What people read of sync: why it stopped and what to do, what waits for their decision. All texts
 * are translated and newly allocated. */

#pragma once

#include "dyr-clash.h"
#include "dyr-engine.h"

G_BEGIN_DECLS

/* Why a run stopped, a title; NULL for DYR_STOP_NONE. */
char *dyr_sync_words_stop (DyrStop stop);
/* What that means and what to do about it, sentences that follow the title. */
char *dyr_sync_words_advice (DyrStop stop);
/* What is to be decided, or what was refused and why; names the record. */
char *dyr_sync_words_clash (const DyrClash *clash);
/* “City, Postcode”: the labels of the fields whose bits are set. */
char *dyr_sync_words_fields (const DyrRecordType *type, guint64 fields);
/* The reason that a parked record or group has in the store. */
char *dyr_sync_words_reason (const char *reason);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Reasons of our own making: why the CRM was not reached, what it does not accept. They are kept as
 * a code and a detail, and worded when they are shown: who reads them may read another language
 * than the process that synced. What the CRM said itself stays as it came. */

#pragma once

#include "dyr-record-type.h"

G_BEGIN_DECLS

/* A new reason: @code is one of the table in dyr-reason.c. @detail: a name, a number; NULL: none.
 */
char *dyr_reason_new (const char *code, const char *detail);
/* One about a field of ours. */
char *dyr_reason_new_field (const char *code, const DyrRecordType *type, guint field);
/* Whether it is the one of that code. NULL is none. */
gboolean dyr_reason_is (const char *reason, const char *code);
/* @reason, perhaps several lines of it, in the language of now; texts that are not ours stay as
 * they are. NULL: NULL. */
char *dyr_reason_words (const char *reason);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* CrashLedger: what a person was told is stored, to be compared with what is. */

#pragma once

#include "dyr-database.h"

G_BEGIN_DECLS

/* What the person believes of a record, which is known by its title. */
typedef struct
{
  char *title;
  char *field; /* NULL: whether the record is there */
  char *text;  /* canonical; with field NULL "here" or "deleted" */
  char *entry; /* condition on the table record r: how it waits for the CRM */
} CrashFact;

typedef struct
{
  GPtrArray *acknowledged; /* CrashFact */
  GPtrArray *promised;     /* CrashFact: of the step that runs or failed */
} CrashLedger;

CrashLedger *crash_ledger_new (void);
void crash_ledger_free (CrashLedger *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrashLedger, crash_ledger_free)

void crash_ledger_promise (
    CrashLedger *self, const char *title, const char *field, const char *text, const char *entry);
/* What was promised is stored. */
void crash_ledger_acknowledge (CrashLedger *self);
/* From now on the record waits like this for the CRM. */
void crash_ledger_set_entry (CrashLedger *self, const char *title, const char *entry);

/* What is wrong; NULL: nothing. An acknowledged fact has its value, history and outbox entry; one
 * that was only promised has all of them, or none. */
char *crash_ledger_doubt (CrashLedger *self, DyrDatabase *database);

G_END_DECLS

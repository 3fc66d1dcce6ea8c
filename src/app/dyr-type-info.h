/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the window says of each record type: one line a type. */

#pragma once

#include "dyr-context.h"
#include "dyr-record.h"

G_BEGIN_DECLS

typedef struct
{
  const DyrRecordType *type;
  const char *new_label; /* NC_ ("page", "New client") */
  const char *created;   /* NC_ ("toast", …) when it was stored; %s is its name */
  const char *deleted;   /* likewise */
  const char *facts; /* fields told beside the name in short lists; "a+b": as one, "a|b": the first
                        there is */
  const char *order; /* of short lists: fields by comma, "-" in front: descending */
} DyrTypeInfo;

/* Never NULL for a type of the model. */
const DyrTypeInfo *dyr_type_info (const DyrRecordType *type);
/* Translated; not to be freed. */
const char *dyr_type_info_new_label (const DyrRecordType *type);
/* “Contract 214/25 was added”; newly allocated. */
char *dyr_type_info_created (const DyrRecordType *type, const char *title);
/* “Contract 214/25 was deleted”; newly allocated. */
char *dyr_type_info_deleted (const DyrRecordType *type, const char *title);
/* The facts of a record on one line; newly allocated, "" for none. */
char *dyr_type_info_facts (const DyrContext *context, DyrRecord *record);
/* “Clients: 3 · Contracts: 1”, in the order of dyr_record_types; newly allocated, NULL when all are
 * 0. */
char *dyr_type_info_counts (DyrFormat *format, const gint64 *counts);
/* Index of the field that a pill shows: what the calendar made of the state, else the state; -1. */
int dyr_type_info_pill (const DyrRecordType *type);

G_END_DECLS

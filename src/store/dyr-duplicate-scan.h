/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The keys of all records of a type, by which duplicates are looked for. */

#pragma once

#include "dyr-connection.h"
#include "dyr-duplicate-blocks.h"
#include "dyr-record-type.h"

G_BEGIN_DECLS

/* Kinds of keys. */
enum
{
  DYR_DUPLICATE_KEY_CODE, /* tax codes and VAT numbers, codes of products */
  DYR_DUPLICATE_KEY_NUMBER,
  DYR_DUPLICATE_KEY_IBAN,
  DYR_DUPLICATE_KEY_EMAIL,
  DYR_DUPLICATE_KEY_PHONE,
  DYR_DUPLICATE_KEY_NAME,
  DYR_DUPLICATE_KEY_ALIKE,
  DYR_DUPLICATE_KEY_SLIP, /* names but for a letter */
  DYR_DUPLICATE_N_KEYS,
};

/* So much of the scan is done, 0–1000; FALSE stops it. */
typedef gboolean (*DyrDuplicateScanned) (guint permille, gpointer data, GError **error);

/* Appends the ids (gint64) of all listed records of the type, in order; their keys go into the
 * blocks, a record by its place among the ids. `slips`: names with a slip among their consonants
 * share a key, too. A job's function. */
gboolean dyr_duplicate_scan (DyrConnection *connection,
                             const DyrRecordType *type,
                             gboolean slips,
                             GArray *ids,
                             DyrDuplicateBlocks *blocks,
                             DyrDuplicateScanned scanned,
                             gpointer data,
                             GError **error);

G_END_DECLS

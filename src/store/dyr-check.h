/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Check: looks the whole store over, says what is wrong and what to do about it. */

#pragma once

#include "dyr-database.h"

G_BEGIN_DECLS

typedef struct
{
  char *problem;       /* a sentence */
  char *advice;        /* what to do; NULL: the problem says it */
  gboolean repairable; /* dyr_repair () mends it */
} DyrFinding;

/* Array of DyrFinding; empty: all is well. Looks at SQLite's integrity, foreign keys, cached
 * titles, listed flags, keys, search text, full text and the outbox; damage that stops one look
 * does not stop the others. Blocks: for worker threads and the command line. */
GPtrArray *dyr_check (DyrDatabase *database, GCancellable *cancellable, GError **error);

/* What is wrong in the tables and their indexes, one by one: SQLite 3.44 and newer refuse to look
 * at a whole file whose full text cannot even be opened. */
#define DYR_CHECK_TABLES                                                                           \
  "SELECT c.integrity_check FROM sqlite_schema s JOIN pragma_integrity_check (s.name) c "          \
  "WHERE s.type = 'table' AND s.sql NOT LIKE 'CREATE VIRTUAL TABLE %' "                            \
  "AND c.integrity_check <> 'ok' LIMIT 20"

/* Whether what SQLite's integrity check says is about full text, which can be made anew. */
gboolean dyr_check_is_of_full_text (const char *message);

/* Makes anew all that is made from the records: b-tree and search indexes, keys, titles, lists;
 * puts the outbox in order. A backup is made before, beside the store as FILE.before-repair (-2, -3
 * …). One transaction: when it fails, nothing was changed. Blocks. */
gboolean dyr_repair (DyrDatabase *database, GCancellable *cancellable, GError **error);

G_END_DECLS

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

/* Whether what SQLite's integrity check says is about full text, which can be made anew. */
gboolean dyr_check_is_of_full_text (const char *message);

/* Makes anew all that is made from the records: b-tree and search indexes, keys, titles, lists;
 * puts the outbox in order. A backup is made before, beside the store as FILE.before-repair (-2, -3
 * …). One transaction: when it fails, nothing was changed. Blocks. */
gboolean dyr_repair (DyrDatabase *database, GCancellable *cancellable, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Keys: stored sort keys and folded texts, and their rebuilding when what makes them changes. */

#pragma once

#include "dyr-connection.h"
#include "dyr-record-type.h"

G_BEGIN_DECLS

/* Binds the sort key or the folded form of a text value; NULL for no value. */
void dyr_keys_bind_key (DyrConnection *connection,
                        DyrStatement *statement,
                        int index,
                        const DyrValue *value);
void dyr_keys_bind_fold (DyrStatement *statement, int index, const DyrValue *value);

/* The folded text of all SEARCHED fields: what full-text search holds. NULL for none. */
char *dyr_keys_search_text (const DyrRecordType *type, const DyrValue *values);

/* In SQL, what `fold` of a row of `member` is for a record of the type; newly allocated. */
char *dyr_keys_caseless_sql (const DyrRecordType *type);

/* The language that the stored sort keys were made with, newly allocated; "en" when there are none
 * yet. */
gboolean dyr_keys_find_language (DyrConnection *connection, char **language, GError **error);

/* Whether keys and folded texts are those that the connection's collator makes. */
gboolean dyr_keys_are_current (DyrConnection *connection, gboolean *current, GError **error);

/* A DyrJob: rebuilds keys and folded texts when language, folding or ICU differ from those the
 * stored ones were made with. */
gboolean dyr_keys_job_rebuild (DyrConnection *connection,
                               gpointer data,
                               GCancellable *cancellable,
                               GError **error);

G_END_DECLS

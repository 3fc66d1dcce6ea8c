/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What came of a content's way, written down. Used inside jobs of the writer. */

#pragma once

#include "dyr-blobs.h"
#include "dyr-content-find.h"
#include "dyr-record-type.h"

G_BEGIN_DECLS

/* The CRM has all of it under the name `file->content`. Only a record that still has that checksum
 * gets it; nothing of it is a person's edit. */
gboolean
dyr_content_keep_sent (DyrConnection *connection, const DyrContentFile *file, GError **error);
/* The CRM has no such content (any more): it has to go anew. After several times a person is asked:
 * `reason`. */
gboolean dyr_content_keep_unsent (
    DyrConnection *connection, gint64 file, gint64 now, const char *reason, GError **error);
/* It does not go as it is: the record waits for a person. */
gboolean
dyr_content_keep_park (DyrConnection *connection, gint64 file, const char *reason, GError **error);
/* A person says so: it goes at once, with all tries anew. What is no file has nothing to go. */
gboolean dyr_content_keep_again (DyrConnection *connection, gint64 file, GError **error);
/* It is here, whole; `blob` is what came, NULL: it was here. What the CRM had not told of it is
 * known then. */
gboolean dyr_content_keep_here (DyrConnection *connection,
                                const DyrContentFile *file,
                                const DyrBlob *blob,
                                GError **error);
/* It will not come before a person asks again (or, pinned, another day, once something else is
 * synchronised). It has no tries left that anybody would wait for. */
gboolean dyr_content_keep_away (DyrConnection *connection,
                                const DyrContentFile *file,
                                const char *reason,
                                gint64 now,
                                GError **error);
/* A try failed; the next one not before `retry_at`. */
gboolean dyr_content_keep_retry (
    DyrConnection *connection, gint64 file, const char *reason, gint64 retry_at, GError **error);

/* Neither it nor the CRM failed: not before `retry_at`, with all tries that it has left. */
gboolean dyr_content_keep_wait (
    DyrConnection *connection, gint64 file, const char *reason, gint64 retry_at, GError **error);

/* What is pinned, was here, and is not on the disk any more: it is to come again. `n` comes back:
 * how many. */
gboolean dyr_content_keep_missed (DyrConnection *connection, guint *n, GError **error);

/* What the CRM does not tell of a content that we know: it stays as it is here. */
void dyr_content_keep_known (const DyrRecordType *type, const DyrValue *ours, DyrValue *theirs);

G_END_DECLS

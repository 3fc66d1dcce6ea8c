/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What bulk edits and their undo write for many records by one statement each. Used inside jobs of
 * the writer. */

#pragma once

#include "dyr-save.h"

G_BEGIN_DECLS

/* Empties the temporary table that says which records: bulk (id, at, was, value, sort_key, folded,
 * old, new), and makes it. */
gboolean dyr_sets_begin (DyrConnection *connection, GError **error);

/* Whether the field can be written so: sets and what is part of a record's name need more than a
 * column. */
gboolean dyr_sets_can_write (const DyrRecordType *type, guint field);

/* Before the rows change: what was last agreed with the CRM about a merge group. `which` is a
 * condition on t, the row; its ?3, ?4 … are `values` (DyrFieldValue, or NULL); `n` is at least how
 * many records there are. */
gboolean dyr_sets_write_pending (DyrConnection *connection,
                                 const DyrRecordType *type,
                                 guint group,
                                 guint n,
                                 const char *which,
                                 GArray *values,
                                 GError **error);
/* After: what is again as it was agreed needs not be sent. */
gboolean dyr_sets_drop_agreed (DyrConnection *connection,
                               const DyrRecordType *type,
                               guint group,
                               GError **error);
/* After: each record's place in the outbox. */
gboolean
dyr_sets_write_push (DyrConnection *connection, const DyrRecordType *type, guint n, GError **error);

/* Whether what the CRM needs of a record is in columns: only then the two below can be asked. */
gboolean dyr_sets_can_push (const DyrRecordType *type);
/* After records were deleted, or brought back: each one's place in the outbox, by `at`. */
gboolean dyr_sets_push_deleted (DyrConnection *connection, guint n, GError **error);
gboolean dyr_sets_push_restored (DyrConnection *connection,
                                 const DyrRecordType *type,
                                 guint n,
                                 GError **error);

/* Before the rows change: search will have to forget their text. `which` as above, from ?1 on. */
gboolean dyr_sets_mark_stale (DyrConnection *connection,
                              const DyrRecordType *type,
                              const char *which,
                              GArray *values,
                              GError **error);
/* In SQL, the folded text of all searched fields of t (dyr_keys_search_text ()); `with` is that of
 * a field in `edited`. */
void dyr_sets_append_search_text (const DyrRecordType *type,
                                  GString *sql,
                                  guint64 edited,
                                  const char *with);
/* Lists of these records, and of linked ones, which show what is computed from them. */
void dyr_sets_touch (DyrConnection *connection, const DyrRecordType *type);

G_END_DECLS

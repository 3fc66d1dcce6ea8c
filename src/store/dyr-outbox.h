/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Outbox: what an edit leaves for the CRM, written in the transaction of the edit. */

#pragma once

#include "dyr-save.h"

G_BEGIN_DECLS

/* Questions about a record as a whole: pending.theirs where grp is empty. */
#define DYR_ASK_DELETED_THERE "deleted" /* edited here, deleted there */
#define DYR_ASK_CHANGED_THERE "changed" /* deleted here, changed there */
#define DYR_ASK_HIDDEN_THERE "hidden"   /* edited here, out of our reach there */
/* "duplicate" and a tab and the remote id of what the CRM takes for the same. */
#define DYR_ASK_DUPLICATE "duplicate"
/* Made here; the CRM never said whether it took it, and nothing there is surely it. */
#define DYR_ASK_UNANSWERED "unanswered"

/* SQL: the value by which a row of pending is over: what was last agreed with the CRM, or, once
 * mine is made theirs, what it clashed with. */
#define DYR_OUTBOX_AGREED "iif (state = 1, theirs, iif (state = 0, base, NULL))"

/* Next place in the outbox; growing for ever. */
gboolean dyr_outbox_next_seq (DyrConnection *connection, gint64 *seq, GError **error);
/* The next `n` places at once; `seq` is the first. Those that stay empty do no harm. */
gboolean dyr_outbox_next_seqs (DyrConnection *connection, guint n, gint64 *seq, GError **error);

/* After the edit: fields in `changed` differ from `before`; `after` are all values now. */
gboolean dyr_outbox_edited (DyrConnection *connection,
                            const DyrRow *before,
                            const DyrValue *after,
                            guint64 changed,
                            GError **error);
gboolean dyr_outbox_deleted (DyrConnection *connection, const DyrRow *row, GError **error);
gboolean dyr_outbox_restored (DyrConnection *connection, const DyrRow *row, GError **error);

/* TRUE when all required fields have values: only then a record is pushed. */
gboolean dyr_outbox_is_complete (const DyrRecordType *type, const DyrValue *values);

G_END_DECLS

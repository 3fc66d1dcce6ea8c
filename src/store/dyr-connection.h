/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrConnection: one SQLite connection with its cached statements; belongs to one thread at a time.
 */

#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

#include "dyr-collator.h"
#include "dyr-touched.h"
#include "dyr-value.h"

G_BEGIN_DECLS

typedef struct _DyrConnection DyrConnection;
typedef struct _DyrStatement DyrStatement;

/* Most memory for pages of the file, in KiB: of a reader, of a writer of thousands of records. */
#define DYR_READ_CACHE_KIB 1000
#define DYR_BULK_CACHE_KIB 30000

typedef enum
{
  DYR_CONNECTION_READ,
  DYR_CONNECTION_WRITE,
  DYR_CONNECTION_CREATE, /* WRITE, and makes the file when it is not there */
} DyrConnectionMode;

/* `zone` is the office's time zone for dyr_today () and dyr_day (). */
DyrConnection *
dyr_connection_open (const char *path, DyrConnectionMode mode, GTimeZone *zone, GError **error);
void dyr_connection_close (DyrConnection *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrConnection, dyr_connection_close)

/* Makes the calling thread the owner; every other call asserts it. */
void dyr_connection_adopt (DyrConnection *self);
sqlite3 *dyr_connection_get_handle (DyrConnection *self);
const char *dyr_connection_get_path (DyrConnection *self);
GTimeZone *dyr_connection_get_zone (DyrConnection *self);
/* The collator of the sort keys in this store; set when the database is opened. */
const DyrCollator *dyr_connection_get_collator (DyrConnection *self);
void dyr_connection_set_collator (DyrConnection *self, const DyrCollator *collator);
/* Statements stop with G_IO_ERROR_CANCELLED once it is cancelled; NULL takes it away. */
void dyr_connection_set_cancellable (DyrConnection *self, GCancellable *cancellable);

/* Thousands of records are about to be written, or it is over: more memory, fewer checkpoints. */
gboolean dyr_connection_set_bulk (DyrConnection *self, gboolean bulk, GError **error);
gboolean dyr_connection_is_bulk (DyrConnection *self);

/* What is made once a connection for `key` (generated SQL of a record type): built at first use. */
gconstpointer dyr_connection_cached (DyrConnection *self,
                                     gconstpointer key,
                                     gpointer (*build) (gconstpointer key),
                                     GDestroyNotify destroy);

/* Makes the file keep its journal beside it, so that readers and a writer work at once, and be
 * complete when the last connection is closed. For a database that is known to be ours. */
gboolean dyr_connection_use_wal (DyrConnection *self, GError **error);

/* Runs statements without values. */
gboolean dyr_connection_script (DyrConnection *self, const char *sql, GError **error);

/* Runs one statement to its end. `types` has a letter for each value bound:
 * i gint64 · n int · t text or NULL · u const DyrUid * · b const guint8 * and gsize ·
 * v const DyrValue * (a link binds its id) · z NULL without an argument. Nothing is copied: bound
 * texts must live until the call returns. */
gboolean
dyr_connection_run (DyrConnection *self, GError **error, const char *sql, const char *types, ...);
/* The same for a statement that gives rows: step it, then let it go. Values must live until then.
 */
DyrStatement *
dyr_connection_query (DyrConnection *self, GError **error, const char *sql, const char *types, ...);
/* The first column of the first row as a number, `fallback` when there is no row or NULL. */
gboolean dyr_connection_number (DyrConnection *self,
                                GError **error,
                                gint64 fallback,
                                gint64 *number,
                                const char *sql,
                                const char *types,
                                ...);
gint64 dyr_connection_last_id (DyrConnection *self);
gint64 dyr_connection_changes (DyrConnection *self);

/* A statement to be bound by hand (generated SQL); cached by its text. */
DyrStatement *dyr_connection_prepare (DyrConnection *self, const char *sql, GError **error);
void dyr_statement_bind_number (DyrStatement *self, int index, gint64 number);
void dyr_statement_bind_text (DyrStatement *self, int index, const char *text);
void dyr_statement_bind_blob (DyrStatement *self, int index, const guint8 *data, gsize length);
/* Copies, for what does not live until the step. */
void dyr_statement_bind_copy (DyrStatement *self, int index, const guint8 *data, gsize length);
void dyr_statement_take_text (DyrStatement *self, int index, char *text);
void dyr_statement_bind_value (DyrStatement *self, int index, const DyrValue *value);
void dyr_statement_bind_null (DyrStatement *self, int index);
/* TRUE: a row is there. FALSE: the end, or *error is set. */
gboolean dyr_statement_step (DyrStatement *self, GError **error);
/* Steps a statement that gives no rows and resets it for the next values. */
gboolean dyr_statement_run (DyrStatement *self, GError **error);
/* The first column of all rows, as an array of gint64; NULL on an error. Takes the statement, which
 * may be NULL when it could not be made. */
GArray *dyr_statement_ids (DyrStatement *self, GError **error);
gint64 dyr_statement_number (DyrStatement *self, int column);
gboolean dyr_statement_is_null (DyrStatement *self, int column);
/* Valid until the next step. */
const char *dyr_statement_text (DyrStatement *self, int column);
/* NULL for none. */
const guint8 *dyr_statement_blob (DyrStatement *self, int column, gsize *length);
gboolean dyr_statement_uid (DyrStatement *self, int column, DyrUid *uid);
/* Gives the statement back to the cache. */
void dyr_statement_free (DyrStatement *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrStatement, dyr_statement_free)

/* What jobs of a transaction touched. */
void dyr_connection_touch (DyrConnection *self, int type, gint64 id);
/* The lists of a type may differ though no record does: what search finds. */
void dyr_connection_touch_type (DyrConnection *self, int type);
void dyr_connection_touch_many (DyrConnection *self, int type);
void dyr_connection_touch_actions (DyrConnection *self);
/* Takes what was touched since the last call; NULL for nothing. */
DyrTouched *dyr_connection_take_touched (DyrConnection *self);

/* Turns an SQLite result into a GError a person can act upon. */
void dyr_connection_set_error (DyrConnection *self, int code, GError **error);

G_END_DECLS

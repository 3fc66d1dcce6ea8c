/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Rows: reading records from the store's tables by SQL generated from the field tables. */

#pragma once

#include "dyr-connection.h"
#include "dyr-record.h"

G_BEGIN_DECLS

/* One record with all its values, of any type. NULL: *error, or DYR_ERROR_NOT_FOUND. */
DyrRow *dyr_row_read (DyrConnection *connection, gint64 id, GError **error);
/* The same when the type is known. */
DyrRow *
dyr_row_read_as (DyrConnection *connection, const DyrRecordType *type, gint64 id, GError **error);
/* Its folded text, new; NULL: there is none, or no such record. */
gboolean dyr_row_read_fold (
    DyrConnection *connection, const DyrRecordType *type, gint64 id, char **fold, GError **error);

/* Id and type of a record by uid, or by one that it had as a placeholder. DYR_ERROR_NOT_FOUND when
 * there is none. */
gboolean dyr_row_find (DyrConnection *connection,
                       const DyrUid *uid,
                       gint64 *id,
                       const DyrRecordType **type,
                       GError **error);
/* A link to the record of that id, with uid and name. */
DyrLink *dyr_row_link (DyrConnection *connection, gint64 id, GError **error);
/* Gives a link (or the links of a set) that knows only uids its ids and names.
 * DYR_ERROR_NOT_FOUND names the uid that is not there. */
gboolean dyr_row_resolve (DyrConnection *connection, DyrValue *value, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What a word of the command line names: a record type, a field, a record. */

#pragma once

#include "dyr-cli.h"
#include "dyr-record.h"

G_BEGIN_DECLS

/* The type of that name, plural or singular. DYR_ERROR_USAGE lists what there is. */
const DyrRecordType *dyr_cli_find_type (const char *name, GError **error);
/* The same for a type whose records are typed or imported: DYR_ERROR_USAGE for files, which are
 * attached. */
const DyrRecordType *dyr_cli_find_typed (const char *name, GError **error);
/* The index of the field. DYR_ERROR_USAGE lists what there is. */
gboolean dyr_cli_find_field (
    const DyrRecordType *type, const char *name, gsize length, guint *field, GError **error);
/* The uid, or DYR_ERROR_NOT_FOUND: what is no uid names no record. */
gboolean dyr_cli_find_uid (const char *text, DyrUid *uid, GError **error);

/* A job's function: the record of that type and uid, also a deleted one. DYR_ERROR_NOT_FOUND. */
DyrRow *dyr_cli_find_row (DyrConnection *connection,
                          const DyrRecordType *type,
                          const DyrUid *uid,
                          GError **error);
/* The same, and DYR_ERROR_NOT_FOUND for a deleted one. */
DyrRow *dyr_cli_find_listed (DyrConnection *connection,
                             const DyrRecordType *type,
                             const DyrUid *uid,
                             GError **error);

/* A job's function: the record to link to, by uid or by its exact name; `type` NULL: of any type;
 * `deleted`: a uid may also name a deleted one. DYR_ERROR_NOT_FOUND when there is none,
 * DYR_ERROR_REFUSED with their uids for several. */
DyrLink *dyr_cli_find_link (DyrConnection *connection,
                            const DyrRecordType *type,
                            const char *text,
                            gboolean deleted,
                            GError **error);

G_END_DECLS

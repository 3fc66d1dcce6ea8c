/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The SQL of a record type, generated from its field table and kept by each connection. */

#pragma once

#include "dyr-connection.h"
#include "dyr-record-type.h"

G_BEGIN_DECLS

/* TRUE when the field is a column of the type's table (neither a set nor derived). */
gboolean dyr_field_has_column (const DyrField *field);
/* TRUE when the type's table has x_key, x_fold for the field x. */
gboolean dyr_field_has_key (const DyrField *field);
gboolean dyr_field_has_fold (const DyrField *field);
/* TRUE when the field is part of the full text. */
gboolean dyr_field_in_full_text (const DyrField *field);
/* TRUE when the field is an amount or a date that an index finds by its value. */
gboolean dyr_field_found_by_value (const DyrField *field);
/* "valid_to" of "valid-to". */
char *dyr_field_column (const DyrField *field);

/* Columns of the select before those of the fields: id, uid, origin, reach, deleted, sent,
 * title. Each field follows in order; a set has none, a link DYR_LINK_COLUMNS. */
#define DYR_FIXED_COLUMNS 7
/* id, uid, title, type, deleted */
#define DYR_LINK_COLUMNS 5

typedef struct
{
  char *select; /* one record by id */
  char *insert; /* id, fold, then each field with a column, its key, its folded form */
} DyrTypeSql;

const DyrTypeSql *dyr_type_sql (DyrConnection *connection, const DyrRecordType *type);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* FIELD=VALUE: what people write on the command line, as values of fields. */

#pragma once

#include "dyr-cli.h"
#include "dyr-query.h"
#include "dyr-record.h"

G_BEGIN_DECLS

/* One FIELD=VALUE. */
typedef struct
{
  guint field;
  const char *text; /* behind the "="; not owned */
} DyrCliField;

/* Finds the fields of words like "name=Ромашка": a new array of DyrCliField. DYR_ERROR_USAGE: no
 * such field, no "=". `once`: each may be there once, and a computed one is DYR_ERROR_REFUSED. */
GArray *dyr_cli_fields_split (const DyrRecordType *type,
                              const char *const *words,
                              guint n_words,
                              gboolean once,
                              GError **error);

/* A job's function: reads the texts into a new array of DyrFieldValue. `row` is what is stored so
 * far, or NULL. Sentences about values that look wrong are added to `warnings` (char *). */
GArray *dyr_cli_fields_parse (const DyrContext *context,
                              DyrConnection *connection,
                              const DyrRecordType *type,
                              GArray *fields,
                              const DyrRow *row,
                              GPtrArray *warnings,
                              GError **error);

/* A job's function: a condition of the query for each; of no value: the field is empty. */
gboolean dyr_cli_fields_where (const DyrContext *context,
                               DyrConnection *connection,
                               DyrQuery *query,
                               GArray *fields,
                               GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the parser of query lines and the reader of their values share. */

#pragma once

#include "dyr-query-line.h"

G_BEGIN_DECLS

typedef enum
{
  DYR_RELATION_FITS,  /* : */
  DYR_RELATION_IS,    /* = */
  DYR_RELATION_BELOW, /* < */
  DYR_RELATION_UP_TO, /* <= */
  DYR_RELATION_FROM,  /* >= */
  DYR_RELATION_ABOVE, /* > */
} DyrQueryRelation;

/* The field of that name, whole or begun beyond doubt; -1: none. Names are those of the field
 * table: by its own, its label in the person's language or in English. */
int dyr_query_name_find (const DyrRecordType *type, const char *name);

/* Whether several values of the field may stand behind a comma: not where it is a decimal sign. */
gboolean dyr_query_value_has_lists (const DyrField *field);

/* Reads one value and adds the options that stand for it. FALSE and DYR_ERROR_INVALID with a
 * sentence when it is none. */
gboolean dyr_query_value_read (const DyrContext *context,
                               const DyrRecordType *type,
                               guint field,
                               DyrQueryRelation relation,
                               const char *text,
                               GArray *options,
                               GError **error);

/* The value as dyr_query_value_read () reads it behind a colon (an EQUALS: behind =), canonical. */
void dyr_query_value_append (GString *line, const DyrField *field, const DyrQueryOption *option);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the files of DyrMapping share. */

#pragma once

#include "dyr-mapping.h"

G_BEGIN_DECLS

typedef struct
{
  char *header;       /* on one line; never NULL */
  gboolean has_name;  /* the header stands in the file */
  gboolean is_reason; /* why the row was refused before: nothing to be kept */
  DyrMappingTarget target;
  guint field; /* with DYR_MAPPING_FIELD */
} DyrMappingColumn;

struct _DyrMapping
{
  const DyrRecordType *type;
  DyrMappingColumn *columns;
  guint n_columns;
};

/* What a name in a mapping file, or that the guess gives, means. FALSE when it means nothing. */
gboolean dyr_mapping_find_target (const DyrRecordType *type,
                                  const char *name,
                                  DyrMappingTarget *target,
                                  guint *field);
/* Whether the text of a mapping file names each of the columns, and no other. */
gboolean dyr_mapping_fits (const DyrMapping *self, const char *text);
/* The words for it; newly allocated. */
char *dyr_mapping_describe_target (const DyrRecordType *type, DyrMappingTarget target, guint field);

G_END_DECLS

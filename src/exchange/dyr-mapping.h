/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrMapping: which column of a file goes into which field of a record. */

#pragma once

#include "dyr-sheet.h"
#include "dyr-record-type.h"

G_BEGIN_DECLS

/**
 * DyrMappingTarget:
 * @DYR_MAPPING_IGNORED: the column is left out
 * @DYR_MAPPING_FIELD: it goes into a field
 * @DYR_MAPPING_UID: it names the record: what an export wrote
 * @DYR_MAPPING_DESCRIPTION: it becomes a line "Header: value" of the description
 * @DYR_MAPPING_ADDRESS: a whole address, to be taken apart into the fields of one
 * @DYR_MAPPING_PERSON_NAME: a whole name of a person, to be taken apart likewise
 */
typedef enum
{
  DYR_MAPPING_IGNORED,
  DYR_MAPPING_FIELD,
  DYR_MAPPING_UID,
  DYR_MAPPING_DESCRIPTION,
  DYR_MAPPING_ADDRESS,
  DYR_MAPPING_PERSON_NAME,
} DyrMappingTarget;

typedef struct _DyrMapping DyrMapping;

DyrMapping *
dyr_mapping_new (const DyrRecordType *type, const char *const *headers, guint n_columns);
DyrMapping *dyr_mapping_guess (const DyrRecordType *type, DyrSheet *sheet, GError **error);
DyrMapping *dyr_mapping_copy (const DyrMapping *self);
void dyr_mapping_free (DyrMapping *self);

const DyrRecordType *dyr_mapping_get_record_type (const DyrMapping *self);
guint dyr_mapping_get_n_columns (const DyrMapping *self);
const char *dyr_mapping_get_header (const DyrMapping *self, guint column);
DyrMappingTarget dyr_mapping_get (const DyrMapping *self, guint column, guint *field);
void dyr_mapping_set (DyrMapping *self, guint column, DyrMappingTarget target, guint field);
void dyr_mapping_set_rest (DyrMapping *self, DyrMappingTarget target);

gboolean dyr_mapping_is_possible (const DyrRecordType *type, DyrMappingTarget target, guint field);
gboolean dyr_mapping_check (const DyrMapping *self, GError **error);

gboolean dyr_mapping_load (DyrMapping *self, const char *path, GError **error);
gboolean dyr_mapping_save (const DyrMapping *self, const char *path, GError **error);
gboolean dyr_mapping_parse (
    DyrMapping *self, const char *text, gsize length, const char *file_name, GError **error);
char *dyr_mapping_to_text (const DyrMapping *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrMapping, dyr_mapping_free)

G_END_DECLS

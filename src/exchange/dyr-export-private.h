/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* How values stand in an exported file: what the import asks when it reads one. */

#pragma once

#include "dyr-csv-writer.h"
#include "dyr-rows.h"
#include "dyr-export.h"
#include "dyr-xlsx-writer-private.h"

G_BEGIN_DECLS

/* Stands between the elements of a set. */
#define DYR_EXPORT_SEPARATOR "; "

/* A value as it stands in a cell; newly allocated, NULL for no value. Links by their names. */
char *dyr_export_text (const DyrContext *context,
                       const DyrRecordType *type,
                       guint field,
                       const DyrValue *value,
                       DyrExportHeaders headers);
/* What kind of cell the field makes. */
DyrCsvCellKind dyr_export_cell_kind (const DyrField *field);
/* A value as a cell of a spreadsheet (dyr-export-xlsx.c), and the width of its column. */
void dyr_export_xlsx_value (DyrXlsxWriter *writer,
                            const DyrContext *context,
                            const DyrRecordType *type,
                            guint field,
                            const DyrValue *value,
                            DyrExportHeaders headers);
guint dyr_export_xlsx_width (const DyrField *field);
/* A person as an address card (dyr-vcard-write.c); newly allocated. `client`: as an import finds
 * the record again, NULL for none. */
char *dyr_export_card (const DyrRow *row, const char *client, DyrExportFormat format);

/* Whether an export writes, or once wrote, the value so. */
gboolean dyr_export_is_text_of (const DyrContext *context,
                                const DyrRecordType *type,
                                guint field,
                                const DyrValue *value,
                                const char *text);

G_END_DECLS

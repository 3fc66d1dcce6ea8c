/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Export: records as a file that the import reads back, or as JSON for programs. */

#pragma once

#include "dyr-context.h"
#include "dyr-database.h"
#include "dyr-query.h"

G_BEGIN_DECLS

/**
 * DyrExportFormat:
 * @DYR_EXPORT_CSV: lines of text
 * @DYR_EXPORT_JSON: for programs
 * @DYR_EXPORT_XLSX: a spreadsheet, with dates, amounts and numbers as such
 * @DYR_EXPORT_VCARD: persons as address cards, version 3.0, which every telephone reads
 * @DYR_EXPORT_VCARD4: version 4.0
 */
typedef enum
{
  DYR_EXPORT_CSV,
  DYR_EXPORT_JSON,
  DYR_EXPORT_XLSX,
  DYR_EXPORT_VCARD,
  DYR_EXPORT_VCARD4,
} DyrExportFormat;

/**
 * DyrExportHeaders:
 * @DYR_EXPORT_NAMES: names of fields and choices, dates as 2026-11-24: the same in every language
 * @DYR_EXPORT_LABELS: the words of the interface, dates and amounts as the language writes them
 */
typedef enum
{
  DYR_EXPORT_NAMES,
  DYR_EXPORT_LABELS,
} DyrExportHeaders;

/**
 * DyrExportOptions:
 * @format: what is written
 * @fields: (nullable) (array length=n_fields): indexes of fields, in their order; %NULL: all that
 * are not computed
 * @n_fields: their number
 * @headers: in what words a CSV file or a spreadsheet speaks
 * @context: language and time zone
 * @delimiter: the character between cells; 0: a semicolon
 * @bom: whether a byte order mark tells spreadsheets that this is UTF-8
 */
typedef struct
{
  DyrExportFormat format;
  const guint *fields;
  guint n_fields;
  DyrExportHeaders headers;
  const DyrContext *context;
  char delimiter;
  gboolean bom;
} DyrExportOptions;

gboolean dyr_export_format_parse (const char *name, DyrExportFormat *format);
gboolean dyr_export_format_of_file (const char *path, DyrExportFormat *format);

gboolean dyr_export_run (DyrDatabase *database,
                         const DyrQuery *query,
                         const char *path,
                         const DyrExportOptions *options,
                         guint *n_records,
                         GCancellable *cancellable,
                         GError **error);
gboolean dyr_export_to_fd (DyrDatabase *database,
                           const DyrQuery *query,
                           int fd,
                           const DyrExportOptions *options,
                           guint *n_records,
                           GCancellable *cancellable,
                           GError **error);

G_END_DECLS

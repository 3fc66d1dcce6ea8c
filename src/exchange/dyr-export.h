/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Export: records as a CSV file that the import reads back, or as JSON for programs. */

#pragma once

#include "dyr-context.h"
#include "dyr-database.h"
#include "dyr-query.h"

G_BEGIN_DECLS

typedef enum
{
  DYR_EXPORT_CSV,
  DYR_EXPORT_JSON,
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
 * @format: CSV or JSON
 * @fields: (nullable) (array length=n_fields): indexes of fields, in their order; %NULL: all that
 * are not computed
 * @n_fields: their number
 * @headers: in what words a CSV file speaks
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

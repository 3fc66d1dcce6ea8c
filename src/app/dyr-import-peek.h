/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrImportPeek: what the import assistant shows of a file before it is imported. */

#pragma once

#include <gio/gio.h>

#include "dyr-database.h"
#include "dyr-mapping.h"

G_BEGIN_DECLS

/** DYR_IMPORT_PEEK_ROWS: rows that are kept to be shown. */
#define DYR_IMPORT_PEEK_ROWS 20
/** DYR_IMPORT_PEEK_SCANNED: rows that are looked at for problems; the trial run looks at all. */
#define DYR_IMPORT_PEEK_SCANNED 50000
/** DYR_IMPORT_PEEK_PROBLEMS: problems that are kept to be shown. */
#define DYR_IMPORT_PEEK_PROBLEMS 100

typedef struct
{
  guint line;   /* where the row begins, from 1 */
  char **cells; /* on one line each, short enough to be shown */
} DyrImportPeekRow;

typedef struct
{
  char *file_name; /* without its folder */
  DyrSheetFormat format;
  char *sheet;          /* of a spreadsheet: the one that is shown */
  GStrv sheets;         /* … and all of them */
  const char *encoding; /* NULL: there is none to choose */
  gboolean encoding_is_certain;
  char delimiter; /* 0: likewise */
  gboolean has_header;
  guint n_columns;
  GPtrArray *rows;     /* DyrImportPeekRow */
  guint n_rows;        /* read so far */
  gboolean whole;      /* the file has no more than that */
  GStrv problems;      /* "Line 3: …" */
  guint n_problems;    /* also those that were not kept */
  DyrMapping *mapping; /* as guessed, or as remembered … */
  char *profile;       /* … under this name; NULL: it was not */
} DyrImportPeek;

/* Reads the beginning of the file in a thread of its own. `database`: where mappings are
 * remembered; NULL: nowhere. */
void dyr_import_peek_async (DyrDatabase *database,
                            const char *path,
                            const DyrRecordType *type,
                            const DyrSheetOptions *options,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data);
DyrImportPeek *dyr_import_peek_finish (GAsyncResult *result, GError **error);
void dyr_import_peek_free (DyrImportPeek *peek);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrImportPeek, dyr_import_peek_free)

/* "Line 3, column 5: …"; column 0: none. */
char *dyr_import_place_text (guint line, guint column, const char *message);

G_END_DECLS

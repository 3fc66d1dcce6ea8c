/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrImport: a file becomes records, or a dry run says what it would become. */

#pragma once

#include "dyr-context.h"
#include "dyr-database.h"
#include "dyr-import-rejects.h"
#include "dyr-mapping.h"

G_BEGIN_DECLS

/** DYR_IMPORT_ENTRIES_MAX: entries of each outcome that a report keeps; all are counted. */
#define DYR_IMPORT_ENTRIES_MAX 10000

/**
 * DyrImportOutcome:
 * @DYR_IMPORT_NEW: a record was made
 * @DYR_IMPORT_CHANGED: a record that was there got other values
 * @DYR_IMPORT_SAME: a record that was there says all of it already
 * @DYR_IMPORT_SKIPPED: nothing in the row
 * @DYR_IMPORT_REFUSED: the row was left out; the message says why and what to do
 * @DYR_IMPORT_WARNING: the row is in, but something should be looked at
 */
typedef enum
{
  DYR_IMPORT_NEW,
  DYR_IMPORT_CHANGED,
  DYR_IMPORT_SAME,
  DYR_IMPORT_SKIPPED,
  DYR_IMPORT_REFUSED,
  DYR_IMPORT_WARNING,
} DyrImportOutcome;

#define DYR_IMPORT_N_OUTCOMES (DYR_IMPORT_WARNING + 1)

/**
 * DyrImportEntry:
 * @outcome: what became of the row, or a warning about it
 * @line: number of the line where the row begins, from 1
 * @character: number of the character in that line, from 1; 0 when it is about all of the row
 * @column: (nullable): name of the column it is about; %NULL: all of the row
 * @title: (nullable): name of the record
 * @uid: the record; null when there is none
 * @message: (nullable): why, or which fields change; translated; the place is not in it
 */
typedef struct
{
  DyrImportOutcome outcome;
  guint line;
  guint character;
  char *column;
  char *title;
  DyrUid uid;
  char *message;
} DyrImportEntry;

/**
 * DyrImportPerson:
 * @name: somebody of whom a column of responsible people speaks, but who is no user
 * @n_rows: how often
 */
typedef struct
{
  char *name;
  guint n_rows;
} DyrImportPerson;

/**
 * DyrImportReport:
 * @file_name: the file, without its folder
 * @format: what it is
 * @encoding: (nullable): how it was read: a name of dyr_encoding_list ()
 * @delimiter: likewise; 0 when it is no CSV file
 * @sheet: (nullable): of a spreadsheet: the sheet that was read
 * @dry_run: nothing was written
 * @n: rows by outcome, and warnings; also those without an entry
 * @entries: (element-type DyrImportEntry): in the order of the file; of the rows that went well
 * only in a dry run
 * @people: (element-type DyrImportPerson): kept as text in the description, in the order of the
 * file
 * @rejects: the rows that were refused
 * @action: what to undo; 0 when nothing was written
 * @stopped: cancelled or failed in the middle: what was written until then is there, and one undo
 *   takes it back
 * @stopped_line: with @stopped: rows from this line on are not in
 */
typedef struct
{
  char *file_name;
  DyrSheetFormat format;
  const char *encoding;
  char delimiter;
  char *sheet;
  gboolean dry_run;
  guint n[DYR_IMPORT_N_OUTCOMES];
  GPtrArray *entries;
  GPtrArray *people;
  DyrImportRejects *rejects;
  gint64 action;
  gboolean stopped;
  guint stopped_line;
} DyrImportReport;

/**
 * DyrImportProgress:
 * @n_rows: rows done
 * @fraction: of the file, 0 to 1
 *
 * Told now and then, in the thread that writes: never wait for the database in it. What it tells of
 * may not be committed yet.
 */
typedef void (*DyrImportProgress) (guint n_rows, double fraction, gpointer data);

typedef struct _DyrImport DyrImport;

DyrImport *dyr_import_new (DyrDatabase *database,
                           const DyrRecordType *type,
                           const char *path,
                           const DyrContext *context);
void dyr_import_free (DyrImport *self);
void dyr_import_set_options (DyrImport *self, const DyrSheetOptions *options);
void dyr_import_set_mapping (DyrImport *self, const DyrMapping *mapping);
void dyr_import_set_mapping_file (DyrImport *self, const char *path);
void dyr_import_set_mapping_profile (DyrImport *self, const char *name);
void dyr_import_set_save_mapping (DyrImport *self, const char *name);
void dyr_import_set_rest_to_description (DyrImport *self, gboolean rest_to_description);
void dyr_import_set_dry_run (DyrImport *self, gboolean dry_run);
void dyr_import_set_progress (DyrImport *self, DyrImportProgress progress, gpointer data);
gboolean dyr_import_run (DyrImport *self,
                         GCancellable *cancellable,
                         DyrImportReport **report,
                         GError **error);

char *dyr_import_entry_describe (const DyrImportEntry *entry, const char *file_name);
char *dyr_import_report_summarize (const DyrImportReport *report);
void dyr_import_report_free (DyrImportReport *report);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrImport, dyr_import_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrImportReport, dyr_import_report_free)

G_END_DECLS

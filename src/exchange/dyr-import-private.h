/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the files of DyrImport share: rows as they were read, what is known to decide about them,
 * and what was decided. */

#pragma once

#include "dyr-finder.h"
#include "dyr-import.h"
#include "dyr-import-rejects.h"
#include "dyr-save.h"

G_BEGIN_DECLS

/* No column of the file: it is about all of the row. */
#define DYR_IMPORT_ALL_COLUMNS G_MAXUINT

/* Shortens text for a message: one line, at most 60 characters. */
char *dyr_import_quote (const char *text);

/* --- Rows (dyr-import-row.c): made without the database --- */

typedef enum
{
  DYR_IMPORT_CELL_VALUE,
  DYR_IMPORT_CELL_LINK,  /* `text` names other records */
  DYR_IMPORT_CELL_WRONG, /* `problem` says why it is no value */
} DyrImportCellState;

typedef struct
{
  guint column;
  guint field;
  DyrImportCellState state;
  DyrValue value;
  char *text;    /* as it stands in the file; NULL: it is a part of a cell */
  char *problem; /* with WRONG */
} DyrImportCell;

/* A word that is none of the choices of a field; those of the cell that are, are its value. */
typedef struct
{
  guint column;
  guint field;
  char *text;
} DyrImportWord;

typedef struct
{
  guint line;
  gboolean blank;
  char *refusal;    /* why nothing can be made of it; NULL: something can */
  char *warning;    /* what the reader says of it; NULL: nothing */
  guint column;     /* what these are about */
  guint character;  /* likewise, for what the reader says; 0: the row */
  gboolean is_none; /* only what the reader says, there is no row */
  gboolean has_uid;
  DyrUid uid;
  GArray *cells;    /* DyrImportCell, each with something in it */
  GArray *words;    /* DyrImportWord */
  GPtrArray *lines; /* of the description */
  GString *raw;     /* the cells as they were read, each with its NUL; NULL: there are none */
  guint n_raw;
  guint8 *raw_forms; /* as in DyrSheetRow */
  char *rejection;   /* once it is refused: why, in one line */
} DyrImportRow;

DyrImportRow *dyr_import_row_new (guint line);
/* An empty array that frees its rows. */
GPtrArray *dyr_import_rows_new (void);
void dyr_import_row_free (DyrImportRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrImportRow, dyr_import_row_free)
/* The cell that goes into a field; NULL when there is none or nothing in it. */
DyrImportCell *dyr_import_row_find (const DyrImportRow *row, guint field);
/* Its value; NULL when there is none that could be understood. */
const DyrValue *dyr_import_row_value (const DyrImportRow *row, guint field);

typedef struct _DyrImportParser DyrImportParser;

DyrImportParser *
dyr_import_parser_new (const DyrRecordType *type, const DyrMapping *mapping, DyrContext *context);
void dyr_import_parser_free (DyrImportParser *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrImportParser, dyr_import_parser_free)
DyrImportRow *dyr_import_parse (DyrImportParser *self, const DyrSheetRow *row);
/* The currency that the name of the column speaks of, NULL for none; for MONEY. */
const char *dyr_import_parser_get_currency (DyrImportParser *self, guint column);

/* A part of the file; edits of people get their turn after each. */
typedef struct
{
  GPtrArray *rows; /* DyrImportRow */
  double fraction; /* of the file that is behind them */
  gboolean is_last;
  GError *error; /* why it is; NULL: the file is at its end. The rows before it are there. */
} DyrImportPart;

void dyr_import_part_free (DyrImportPart *part);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrImportPart, dyr_import_part_free)

/* dyr-import-feed.c: has the table and the parser to itself until it is freed. */
typedef struct _DyrImportFeed DyrImportFeed;

DyrImportFeed *
dyr_import_feed_new (DyrSheet *sheet, DyrImportParser *parser, GCancellable *cancellable);
void dyr_import_feed_free (DyrImportFeed *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrImportFeed, dyr_import_feed_free)
/* The next part; NULL after the last one. */
DyrImportPart *dyr_import_feed_next (DyrImportFeed *self);
/* Whether it is there already. */
gboolean dyr_import_feed_is_ready (DyrImportFeed *self);

/* "Header: value" on one line; newly allocated. */
char *dyr_import_make_line (const DyrMapping *mapping, guint column, const char *text);

/* Takes the name of a person apart; each may come back NULL. `header` helps with the order. */
void dyr_import_split_name (
    const char *header, const char *text, char **last, char **first, char **patronymic);

/* --- Decisions: in the job that writes --- */

typedef struct
{
  const DyrRecordType *type;
  const DyrMapping *mapping;
  DyrImportParser *parser;
  DyrContext *context;
  DyrFinder *finder;
} DyrImportScope;

typedef struct
{
  guint column;
  char *message;
} DyrImportRemark;

/* What is to be done with a row. */
typedef struct
{
  char *refusal;      /* NULL: it is done */
  guint column;       /* what the refusal is about */
  GArray *values;     /* DyrFieldValue: what differs from the record, or all of a new one */
  GPtrArray *remarks; /* DyrImportRemark: warnings */
  GPtrArray *people;  /* char *: responsible people who are no users */
} DyrImportPlan;

DyrImportPlan *dyr_import_plan_new (void);
void dyr_import_plan_free (DyrImportPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrImportPlan, dyr_import_plan_free)
/* Takes the message. */
void dyr_import_plan_refuse (DyrImportPlan *plan, guint column, char *message);
void dyr_import_plan_remark (DyrImportPlan *plan, guint column, char *message);

/* dyr-import-link.c: looks the links of a row up; those that are not found become WRONG, or stay
 * LINK when they are of people. */
gboolean dyr_import_find_links (DyrImportScope *scope, DyrImportRow *row, GError **error);
/* The record that a text means, among those of `client` (0: of any); or why there is none, with
 * what to do, in `problem`. Neither: no user of that name. FALSE: the database could not be read.
 */
gboolean dyr_import_find_link (DyrFinder *finder,
                               const DyrRecordType *target,
                               const char *text,
                               gint64 client,
                               DyrLink **link,
                               char **problem,
                               GError **error);
/* Some records (gint64) for a message; newly allocated. */
char *dyr_import_name_records (DyrFinder *finder, const GArray *ids, GError **error);

/* dyr-import-plan.c: compares a row with the record it is about, NULL: with none. */
DyrImportPlan *
dyr_import_make_plan (DyrImportScope *scope, const DyrImportRow *row, const DyrRow *before);
/* Whether the plan says something else than the record. */
gboolean dyr_import_plan_is_empty (const DyrImportPlan *plan);

/* dyr-import-match.c: which record the row is about: `before` is NULL for a new one. The refusal or
 * the remarks go into the plan. FALSE: the database could not be read. */
gboolean dyr_import_match (DyrImportScope *scope,
                           const DyrImportRow *row,
                           DyrImportPlan *plan,
                           DyrRow **before,
                           GError **error);

/* Where it is told what became of rows. */
typedef struct
{
  DyrImportReport *report;
  const DyrMapping *mapping;
  const char *file_name; /* for the reasons of refused rows */
  gboolean dry_run;      /* then rows that went well are listed, too */
} DyrImportLedger;

/* dyr-import-write.c: decides on a row and writes it. FALSE: the database could not. */
gboolean dyr_import_write_row (const DyrImportLedger *ledger,
                               DyrImportScope *scope,
                               DyrSave *save,
                               DyrImportRow *row,
                               GError **error);

/* --- Refused rows (dyr-import-rejects.c) --- */

DyrImportRejects *dyr_import_rejects_new (DyrSheet *sheet);
/* Keeps a row that has a rejection. */
gboolean dyr_import_rejects_add (DyrImportRejects *self, const DyrImportRow *row, GError **error);
/* What stands above the reasons. */
const char *dyr_import_reason_title (void);
/* "10:30" or "10:30:05" as seconds of the day. */
gboolean dyr_import_parse_clock (const char *text, int *second);

/* --- Report (dyr-import-report.c) --- */

DyrImportReport *dyr_import_report_new (void);
/* Counts, and takes the texts of the entry into the report or frees them. */
void dyr_import_report_add (DyrImportReport *self, DyrImportEntry *entry);
void dyr_import_report_count (DyrImportReport *self, DyrImportOutcome outcome);
void dyr_import_report_add_person (DyrImportReport *self, const char *name, guint n_rows);
/* Adds what another one counted; it is empty then. */
void dyr_import_report_join (DyrImportReport *self, DyrImportReport *other);

G_END_DECLS

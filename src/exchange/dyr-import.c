/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrImport: a file becomes records, or a dry run says what it would become.
 *
 *   file ──► table ──► parser ──► rows ──► job: links, match, plan, save
 *            (a thread, a part ahead)         (the writer thread; parts in one transaction,
 *                                              until somebody else wants to write)
 *
 * All parts are one action, which one undo takes back. A dry run does the very same in a
 * DyrRehearsal, so that rows of the file find the records that earlier rows would have made. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-import-private.h"

#include <string.h>

#include "dyr-action.h"
#include "dyr-error.h"
#include "dyr-mapping-profile.h"
#include "dyr-rehearsal.h"
#include "dyr-save.h"

struct _DyrImport
{
  DyrDatabase *database;
  const DyrRecordType *type;
  char *path;
  DyrContext *context;
  DyrSheetOptions options;
  char *encoding; /* the options' */
  char *sheet;    /* likewise */
  DyrMapping *mapping;
  char *mapping_path;
  char *profile;
  char *save_as;
  gboolean rest_to_description;
  gboolean dry_run;
  DyrImportProgress progress;
  gpointer progress_data;

  /* While it runs: */
  DyrSheet *file;
  DyrMapping *used;
  DyrImportParser *parser;
  DyrRehearsal *rehearsal;
  DyrImportReport *report;
  DyrContext *reading; /* the parser's, in its thread */
  char *title;         /* of the action */
  guint n_rows;        /* done */
};

/* Rows of one transaction, unless somebody waits: each part of them changes most pages of the
 * indexes, and each commit writes all that were changed. */
#define MOST_ROWS 50000
/* The same of rejected ones, which are kept until they are committed. */
#define MOST_REJECTED 5000

/* One transaction: a part of the file, and further ones while nobody else wants to write. What it
 * tells counts once it is committed. */
typedef struct
{
  DyrImport *import;
  DyrImportFeed *feed;
  GCancellable *cancellable;
  DyrImportPart *part; /* the one at hand */
  guint n_done;        /* of its rows */
  DyrImportReport *report;
  GPtrArray *rejected; /* DyrImportRow: of the parts before it */
  gint64 action;
  guint n_rows; /* of all parts of the file */
} Turn;

/* A context is for one thread at a time. */
static DyrContext *
copy_context (const DyrContext *context)
{
  return dyr_context_new (
      context->language, context->country, g_time_zone_get_identifier (context->zone));
}

/**
 * dyr_import_new:
 * @database: where to
 * @type: what the rows are
 * @path: a CSV file, a spreadsheet or address cards
 * @context: language, country, time zone; copied
 *
 * Returns: (transfer full): an import that has not begun
 */
DyrImport *
dyr_import_new (DyrDatabase *database,
                const DyrRecordType *type,
                const char *path,
                const DyrContext *context)
{
  DyrImport *self;

  g_return_val_if_fail (DYR_IS_DATABASE (database), NULL);
  g_return_val_if_fail (type != NULL, NULL);
  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (context != NULL, NULL);

  self = g_new0 (DyrImport, 1);
  self->database = g_object_ref (database);
  self->type = type;
  self->path = g_strdup (path);
  self->context = copy_context (context);

  return self;
}

/**
 * dyr_import_free:
 * @self: (nullable): an import that does not run
 */
void
dyr_import_free (DyrImport *self)
{
  if (self == NULL)
    return;

  g_object_unref (self->database);
  dyr_context_free (self->context);
  dyr_mapping_free (self->mapping);
  g_free (self->path);
  g_free (self->encoding);
  g_free (self->sheet);
  g_free (self->mapping_path);
  g_free (self->profile);
  g_free (self->save_as);
  g_free (self);
}

/**
 * dyr_import_set_options:
 * @self: an import
 * @options: (nullable): how to read the file; %NULL: detect everything
 */
void
dyr_import_set_options (DyrImport *self, const DyrSheetOptions *options)
{
  static const DyrSheetOptions none = { 0 };

  g_return_if_fail (self != NULL);

  if (options == NULL)
    options = &none;
  g_free (self->encoding);
  g_free (self->sheet);
  self->encoding = g_strdup (options->encoding);
  self->sheet = g_strdup (options->sheet);
  self->options = *options;
  self->options.encoding = self->encoding;
  self->options.sheet = self->sheet;
}

/**
 * dyr_import_set_mapping:
 * @self: an import
 * @mapping: (nullable): which column goes where, of this very file; %NULL: as it can be guessed
 */
void
dyr_import_set_mapping (DyrImport *self, const DyrMapping *mapping)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (mapping == NULL || dyr_mapping_get_record_type (mapping) == self->type);

  dyr_mapping_free (self->mapping);
  self->mapping = mapping != NULL ? dyr_mapping_copy (mapping) : NULL;
}

/**
 * dyr_import_set_mapping_file:
 * @self: an import
 * @path: (nullable): a mapping file, which changes the mapping, given or guessed
 */
void
dyr_import_set_mapping_file (DyrImport *self, const char *path)
{
  g_return_if_fail (self != NULL);

  g_free (self->mapping_path);
  self->mapping_path = g_strdup (path);
}

/**
 * dyr_import_set_mapping_profile:
 * @self: an import
 * @name: (nullable): a remembered mapping, which changes the mapping, given or guessed
 */
void
dyr_import_set_mapping_profile (DyrImport *self, const char *name)
{
  g_return_if_fail (self != NULL);

  g_free (self->profile);
  self->profile = g_strdup (name);
}

/**
 * dyr_import_set_save_mapping:
 * @self: an import
 * @name: (nullable): how the mapping is to be remembered; not by a dry run
 */
void
dyr_import_set_save_mapping (DyrImport *self, const char *name)
{
  g_return_if_fail (self != NULL);

  g_free (self->save_as);
  self->save_as = g_strdup (name);
}

/**
 * dyr_import_set_rest_to_description:
 * @self: an import
 * @rest_to_description: whether columns that belong nowhere become lines of the description, when
 * no mapping is given
 */
void
dyr_import_set_rest_to_description (DyrImport *self, gboolean rest_to_description)
{
  g_return_if_fail (self != NULL);

  self->rest_to_description = rest_to_description;
}

/**
 * dyr_import_set_dry_run:
 * @self: an import
 * @dry_run: whether to decide everything and write nothing; the report then has an entry for each
 * row
 */
void
dyr_import_set_dry_run (DyrImport *self, gboolean dry_run)
{
  g_return_if_fail (self != NULL);

  self->dry_run = dry_run;
}

void
dyr_import_set_progress (DyrImport *self, DyrImportProgress progress, gpointer data)
{
  g_return_if_fail (self != NULL);

  self->progress = progress;
  self->progress_data = data;
}

/* --- Writing --- */

/* Ends with the row at which it is cancelled; what was written until then stays. */
static gboolean
run_part (DyrConnection *connection, Turn *turn, GError **error)
{
  DyrImport *self = turn->import;
  const GPtrArray *rows = turn->part->rows;
  g_autoptr (DyrSave) save
      = dyr_save_new (connection, DYR_SOURCE_IMPORT, self->title, turn->action);
  g_autoptr (DyrFinder) finder = dyr_finder_new (connection, self->dry_run);
  DyrImportScope scope = { self->type, self->used, self->parser, self->context, finder };
  const DyrImportLedger ledger
      = { turn->report, self->used, self->report->file_name, self->dry_run };

  dyr_save_set_long (save);
  while (turn->n_done < rows->len && !g_cancellable_is_cancelled (turn->cancellable))
    if (!dyr_import_write_row (&ledger, &scope, save, rows->pdata[turn->n_done++], error))
      return FALSE;
  turn->n_rows += turn->n_done;

  return dyr_save_finish (save, &turn->action, error);
}

static gboolean
part_is_done (const Turn *turn)
{
  return turn->n_done == turn->part->rows->len;
}

static gboolean
goes_on (const Turn *turn)
{
  const DyrImport *self = turn->import;

  return part_is_done (turn) && turn->n_rows - self->n_rows < MOST_ROWS
         && turn->rejected->len < MOST_REJECTED && dyr_import_feed_is_ready (turn->feed)
         && !dyr_database_is_awaited (self->database);
}

/* Of all parts but the last one only what was rejected is kept. */
static void
take_next (Turn *turn)
{
  GPtrArray *rows = turn->part->rows;

  for (guint i = 0; i < rows->len; i++)
    if (((DyrImportRow *) rows->pdata[i])->rejection != NULL)
      g_ptr_array_add (turn->rejected, g_steal_pointer (&rows->pdata[i]));
  dyr_import_part_free (turn->part);
  turn->part = dyr_import_feed_next (turn->feed);
  turn->n_done = 0;
}

static void
tell_progress (const Turn *turn)
{
  const DyrImport *self = turn->import;

  if (self->progress != NULL)
    self->progress (turn->n_rows, turn->part->fraction, self->progress_data);
}

static gboolean
job_parts (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Turn *turn = data;

  while (run_part (connection, turn, error))
    {
      tell_progress (turn);
      if (!goes_on (turn))
        return TRUE;
      take_next (turn);
    }

  return FALSE;
}
static gboolean
job_finish (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const gint64 *action = data;

  return dyr_save_finish_long (connection, *action, error);
}

static gboolean
job_stop (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const gint64 *action = data;

  return dyr_action_end (connection, *action, DYR_ACTION_STOPPED, error);
}

/* --- The run --- */

static gboolean
prepare_mapping (DyrImport *self, GError **error)
{
  if (self->mapping != NULL)
    self->used = dyr_mapping_copy (self->mapping);
  else
    self->used = dyr_mapping_guess (self->type, self->file, error);
  if (self->used == NULL)
    return FALSE;
  if (self->mapping == NULL && self->rest_to_description)
    dyr_mapping_set_rest (self->used, DYR_MAPPING_DESCRIPTION);
  if (self->profile != NULL
      && !dyr_mapping_profile_load (self->database, self->used, self->profile, error))
    return FALSE;
  if (self->mapping_path != NULL && !dyr_mapping_load (self->used, self->mapping_path, error))
    return FALSE;
  if (!dyr_mapping_check (self->used, error))
    return FALSE;
  if (self->save_as != NULL && !self->dry_run
      && !dyr_mapping_profile_save (self->database, self->used, self->save_as, error))
    return FALSE;
  if (dyr_mapping_get_n_columns (self->used) == dyr_sheet_get_n_columns (self->file))
    return TRUE;

  g_set_error_literal (error,
                       DYR_ERROR,
                       DYR_ERROR_INVALID,
                       _ ("The file has other columns than when they were assigned to fields. "
                          "Choose the file again."));

  return FALSE;
}

static gboolean
prepare (DyrImport *self, GError **error)
{
  const char *name;

  self->file = dyr_sheet_open (self->path, &self->options, error);
  if (self->file == NULL)
    return FALSE;

  name = dyr_sheet_get_file_name (self->file);
  self->report = dyr_import_report_new ();
  self->report->file_name = g_strdup (name);
  self->report->format = dyr_sheet_get_format (self->file);
  self->report->sheet = g_strdup (dyr_sheet_get_name (self->file));
  self->report->encoding = dyr_sheet_get_encoding (self->file);
  self->report->delimiter = dyr_sheet_get_delimiter (self->file);
  self->report->dry_run = self->dry_run;
  self->report->rejects = dyr_import_rejects_new (self->file);
  self->title = g_strconcat ("import\t", name, NULL);
  if (!prepare_mapping (self, error))
    return FALSE;
  self->reading = copy_context (self->context);
  self->parser = dyr_import_parser_new (self->type, self->used, self->reading);
  if (self->dry_run)
    self->rehearsal = dyr_rehearsal_new (self->database, error);

  return !self->dry_run || self->rehearsal != NULL;
}

static gboolean
write_turn (DyrImport *self, Turn *turn, GError **error)
{
  if (!self->dry_run)
    return dyr_database_write (self->database, job_parts, turn, NULL, error);
  if (!run_part (dyr_rehearsal_get_connection (self->rehearsal), turn, error))
    return FALSE;
  tell_progress (turn);

  return TRUE;
}

/* Rows that the reader left out and only counted. */
static void
count_rest (DyrImport *self)
{
  guint n_kept, n_listed = 0;
  const DyrSheetProblem *problems = dyr_sheet_get_problems (self->file, &n_kept);

  for (guint i = 0; i < n_kept; i++)
    n_listed += problems[i].refused;
  self->report->n[DYR_IMPORT_REFUSED] += dyr_sheet_get_n_refused (self->file) - n_listed;
}

static gboolean
keep_rejects (DyrImport *self, const GPtrArray *rows, guint n, GError **error)
{
  for (guint i = 0; i < n; i++)
    {
      const DyrImportRow *row = rows->pdata[i];

      if (row->rejection != NULL && !dyr_import_rejects_add (self->report->rejects, row, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
take_over (DyrImport *self, const Turn *turn, GError **error)
{
  if (!self->dry_run)
    self->report->action = turn->action;
  self->n_rows = turn->n_rows;
  dyr_import_report_join (self->report, turn->report);

  return keep_rejects (self, turn->rejected, turn->rejected->len, error)
         && keep_rejects (self, turn->part->rows, turn->n_done, error);
}

static guint
get_line (const Turn *turn)
{
  return ((const DyrImportRow *) turn->part->rows->pdata[turn->n_done])->line;
}

static gboolean
run_turn (DyrImport *self, Turn *turn, GError **error)
{
  if (!part_is_done (turn))
    self->report->stopped_line = get_line (turn);
  if (!write_turn (self, turn, error) || !take_over (self, turn, error))
    return FALSE;
  if (!part_is_done (turn))
    {
      self->report->stopped_line = get_line (turn);
      g_cancellable_set_error_if_cancelled (turn->cancellable, error);
      return FALSE;
    }
  if (turn->part->error == NULL)
    return TRUE;

  self->report->stopped_line = 0;
  g_propagate_error (error, g_steal_pointer (&turn->part->error));

  return FALSE;
}

static gboolean
run_parts (DyrImport *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (DyrImportFeed) feed = dyr_import_feed_new (self->file, self->parser, cancellable);
  g_autoptr (DyrImportReport) report = dyr_import_report_new ();
  DyrImportPart *part;

  while ((part = dyr_import_feed_next (feed)) != NULL)
    {
      g_autoptr (GPtrArray) rejected = dyr_import_rows_new ();
      Turn turn = { .import = self,
                    .feed = feed,
                    .cancellable = cancellable,
                    .part = part,
                    .report = report,
                    .rejected = rejected,
                    .action = self->report->action,
                    .n_rows = self->n_rows };
      gboolean done = run_turn (self, &turn, error);

      dyr_import_part_free (turn.part);
      if (!done)
        return FALSE;
    }

  return TRUE;
}

/* Whatever happened, what was written is one action that can be undone. */
static gboolean
finish_action (DyrImport *self, gboolean whole, GError **error)
{
  return self->report->action == 0
         || dyr_database_write (
             self->database, whole ? job_finish : job_stop, &self->report->action, NULL, error);
}

static void
clear_run (DyrImport *self)
{
  g_clear_pointer (&self->parser, dyr_import_parser_free);
  g_clear_pointer (&self->used, dyr_mapping_free);
  g_clear_pointer (&self->file, dyr_sheet_free);
  g_clear_pointer (&self->rehearsal, dyr_rehearsal_free);
  g_clear_pointer (&self->report, dyr_import_report_free);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->reading, dyr_context_free);
  self->n_rows = 0;
}

/**
 * dyr_import_run:
 * @self: an import
 * @cancellable: (nullable): stops it after the row at hand: what was written until then stays and
 *   can be undone
 * @report: (out) (transfer full) (nullable): what became of it; also on an error, unless nothing
 *   could be begun
 * @error: return location
 *
 * Runs the import, or the dry run. Blocks: for worker threads and the command line; other work on
 * the database that waits gets its turn after a few thousand rows.
 *
 * Which record a row is about: the one with its uid; else with its code; else with its e-mail; else
 * with its name, unless both have different codes (persons and contracts: different clients). Rows
 * of the file are compared with earlier ones, too. Several records are none: the row is refused. An
 * empty cell changes nothing; elements of sets are added to those that are there.
 *
 * Returns: whether the file was read to its end, also when rows were refused; else
 * %DYR_ERROR_INVALID and others about the file or its mapping, or %G_IO_ERROR_CANCELLED, or an
 * error of the database
 */
gboolean
dyr_import_run (DyrImport *self,
                GCancellable *cancellable,
                DyrImportReport **report,
                GError **error)
{
  gboolean done;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (self->file == NULL, FALSE);
  g_return_val_if_fail (report != NULL, FALSE);

  *report = NULL;
  done = prepare (self, error);
  if (done)
    {
      done = run_parts (self, cancellable, error);
      if (done)
        count_rest (self);
      if (!finish_action (self, done, done ? error : NULL))
        done = FALSE;
      self->report->stopped = !done;
      if (done)
        self->report->stopped_line = 0;
      *report = g_steal_pointer (&self->report);
    }
  clear_run (self);

  return done;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrImport: a file becomes records, or a dry run says what it would become.
 *
 *   file ──► table ──► parser ──► rows ──► job: links, match, plan, save
 *            (a thread, a part ahead)         (the writer thread; one transaction a part)
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

/* One transaction's worth of rows. */
typedef struct
{
  DyrImport *import;
  const GPtrArray *rows; /* DyrImportRow */
  DyrImportReport *report;
  gint64 action;
} Part;

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

/* --- Deciding and writing --- */

static void
add_entry (Part *part,
           DyrImportOutcome outcome,
           DyrImportRow *row,
           guint column,
           const char *title,
           const DyrUid *uid,
           const char *message)
{
  DyrImportEntry entry = { .outcome = outcome, .line = row->line, .character = row->character };

  if (column != DYR_IMPORT_ALL_COLUMNS)
    entry.column = g_strdup (dyr_mapping_get_header (part->import->used, column));
  entry.title = g_strdup (title);
  if (uid != NULL)
    entry.uid = *uid;
  entry.message = g_strdup (message);
  if (outcome == DYR_IMPORT_REFUSED && row->rejection == NULL)
    row->rejection = dyr_import_entry_describe (&entry, part->import->report->file_name);
  dyr_import_report_add (part->report, &entry);
}

/* Rows that went well are listed in a dry run only: that is what it is for. */
static void
add_success (Part *part,
             DyrImportOutcome outcome,
             DyrImportRow *row,
             const char *title,
             const DyrUid *uid,
             const char *message)
{
  if (part->import->dry_run)
    add_entry (part, outcome, row, DYR_IMPORT_ALL_COLUMNS, title, uid, message);
  else
    dyr_import_report_count (part->report, outcome);
}

/* The name of the record that a refused row is about, as far as it has one. */
static char *
make_title (const DyrImportScope *scope, const DyrImportRow *row, const DyrRow *before)
{
  g_autofree DyrValue *values = NULL;
  char *title;

  if (before != NULL && before->title != NULL)
    return g_strdup (before->title);

  values = g_new0 (DyrValue, scope->type->n_fields);
  for (guint i = 0; i < row->cells->len; i++)
    {
      const DyrImportCell *cell = &g_array_index (row->cells, DyrImportCell, i);

      dyr_value_copy (&cell->value, &values[cell->field]);
    }
  title = dyr_record_type_title (scope->type, values);
  for (guint i = 0; i < scope->type->n_fields; i++)
    dyr_value_clear (&values[i]);

  return title;
}

static char *
list_changes (const DyrRecordType *type, const GArray *values)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < values->len; i++)
    g_string_append_printf (list,
                            "%s%s",
                            i > 0 ? ", " : "",
                            dyr_field_label (type, g_array_index (values, DyrFieldValue, i).field));

  return g_string_free (g_steal_pointer (&list), FALSE);
}

static gboolean
write_plan (Part *part,
            const DyrImportScope *scope,
            DyrSave *save,
            DyrImportRow *row,
            const DyrRow *before,
            DyrImportPlan *plan,
            GError **error)
{
  g_autofree DyrValue *values = NULL;
  g_autofree char *title = NULL, *changes = NULL;
  gboolean done;
  gint64 id;

  if (part->import->dry_run)
    title = make_title (scope, row, before);
  if (before != NULL)
    {
      changes = list_changes (scope->type, plan->values);
      if (dyr_import_plan_is_empty (plan))
        add_success (part, DYR_IMPORT_SAME, row, title, &before->uid, NULL);
      else
        add_success (part, DYR_IMPORT_CHANGED, row, title, &before->uid, changes);
      return dyr_import_plan_is_empty (plan)
             || dyr_save_edit_row (save, before, plan->values, error);
    }

  values = g_new0 (DyrValue, scope->type->n_fields);
  for (guint i = 0; i < plan->values->len; i++)
    {
      DyrFieldValue *value = &g_array_index (plan->values, DyrFieldValue, i);

      values[value->field] = value->value;
      value->value = (DyrValue) DYR_VALUE_INIT;
    }
  add_success (part, DYR_IMPORT_NEW, row, title, NULL, NULL);
  done = dyr_save_create (
      save, scope->type, row->has_uid ? &row->uid : NULL, DYR_ORIGIN_IMPORT, values, &id, error);
  for (guint i = 0; i < scope->type->n_fields; i++)
    dyr_value_clear (&values[i]);

  return done;
}

static void
report_plan (Part *part,
             const DyrImportScope *scope,
             DyrImportRow *row,
             const DyrRow *before,
             const DyrImportPlan *plan)
{
  g_autofree char *title = NULL;

  if (plan->refusal == NULL && plan->remarks->len == 0 && plan->people->len == 0)
    return;

  title = make_title (scope, row, before);
  if (plan->refusal != NULL)
    {
      add_entry (part,
                 DYR_IMPORT_REFUSED,
                 row,
                 plan->column,
                 title,
                 before != NULL ? &before->uid : NULL,
                 plan->refusal);
      return;
    }
  for (guint i = 0; i < plan->remarks->len; i++)
    {
      const DyrImportRemark *remark = plan->remarks->pdata[i];

      add_entry (part,
                 DYR_IMPORT_WARNING,
                 row,
                 remark->column,
                 title,
                 before != NULL ? &before->uid : NULL,
                 remark->message);
    }
  for (guint i = 0; i < plan->people->len; i++)
    dyr_import_report_add_person (part->report, plan->people->pdata[i], 1);
}

static void
join_remarks (DyrImportPlan *plan, DyrImportPlan *found)
{
  for (guint i = 0; i < found->remarks->len; i++)
    {
      const DyrImportRemark *remark = found->remarks->pdata[i];

      dyr_import_plan_remark (plan, remark->column, g_strdup (remark->message));
    }
}

static gboolean
run_row (Part *part, DyrImportScope *scope, DyrSave *save, DyrImportRow *row, GError **error)
{
  g_autoptr (DyrImportPlan) found = dyr_import_plan_new ();
  g_autoptr (DyrImportPlan) plan = NULL;
  g_autoptr (DyrRow) before = NULL;

  if (row->warning != NULL)
    {
      g_autofree char *title = make_title (scope, row, NULL);

      add_entry (part, DYR_IMPORT_WARNING, row, row->column, title, NULL, row->warning);
    }
  if (row->blank)
    add_entry (part,
               DYR_IMPORT_SKIPPED,
               row,
               DYR_IMPORT_ALL_COLUMNS,
               NULL,
               NULL,
               _ ("All cells are empty."));
  if (row->refusal != NULL)
    {
      g_autofree char *title = make_title (scope, row, NULL);

      add_entry (part, DYR_IMPORT_REFUSED, row, row->column, title, NULL, row->refusal);
    }
  if (row->is_none || row->blank || row->refusal != NULL)
    return TRUE;

  if (!dyr_import_find_links (scope, row, error)
      || !dyr_import_match (scope, row, found, &before, error))
    return FALSE;
  if (found->refusal != NULL)
    {
      report_plan (part, scope, row, NULL, found);
      return TRUE;
    }
  plan = dyr_import_make_plan (scope, row, before);
  join_remarks (plan, found);
  report_plan (part, scope, row, before, plan);

  return plan->refusal != NULL || write_plan (part, scope, save, row, before, plan, error);
}

static gboolean
run_part (DyrConnection *connection, Part *part, GCancellable *cancellable, GError **error)
{
  DyrImport *self = part->import;
  g_autoptr (DyrSave) save
      = dyr_save_new (connection, DYR_SOURCE_IMPORT, self->title, part->action);
  g_autoptr (DyrFinder) finder = dyr_finder_new (connection, self->dry_run);
  DyrImportScope scope = { self->type, self->used, self->parser, self->context, finder };

  dyr_save_set_long (save);
  for (guint i = 0; i < part->rows->len; i++)
    if (g_cancellable_set_error_if_cancelled (cancellable, error)
        || !run_row (part, &scope, save, part->rows->pdata[i], error))
      return FALSE;

  return dyr_save_finish (save, &part->action, error);
}

static gboolean
job_part (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return run_part (connection, data, cancellable, error);
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
run_one (DyrImport *self, Part *part, GCancellable *cancellable, GError **error)
{
  DyrConnection *connection;
  gboolean done;

  if (!self->dry_run)
    return dyr_database_write (self->database, job_part, part, cancellable, error);

  connection = dyr_rehearsal_get_connection (self->rehearsal);
  dyr_connection_set_cancellable (connection, cancellable);
  done = run_part (connection, part, cancellable, error);
  dyr_connection_set_cancellable (connection, NULL);

  return done;
}

static void
tell_progress (DyrImport *self, double fraction)
{
  if (self->progress != NULL)
    self->progress (self->n_rows, fraction, self->progress_data);
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
keep_rejects (DyrImport *self, const GPtrArray *rows, GError **error)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const DyrImportRow *row = rows->pdata[i];

      if (row->rejection != NULL && !dyr_import_rejects_add (self->report->rejects, row, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
run_part_of (DyrImport *self,
             DyrImportPart *from,
             DyrImportReport *report,
             GCancellable *cancellable,
             GError **error)
{
  Part part = { self, from->rows, report, self->report->action };

  if (from->rows->len > 0)
    self->report->stopped_line = ((const DyrImportRow *) from->rows->pdata[0])->line;
  if (!run_one (self, &part, cancellable, error))
    return FALSE;

  if (!self->dry_run)
    self->report->action = part.action;
  if (!keep_rejects (self, from->rows, error))
    return FALSE;
  dyr_import_report_join (self->report, report);
  self->n_rows += from->rows->len;
  tell_progress (self, from->fraction);
  if (from->error == NULL)
    return TRUE;

  self->report->stopped_line = 0;
  g_propagate_error (error, g_steal_pointer (&from->error));

  return FALSE;
}

static gboolean
run_parts (DyrImport *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (DyrImportFeed) feed = dyr_import_feed_new (self->file, self->parser, cancellable);
  g_autoptr (DyrImportReport) report = dyr_import_report_new ();

  while (TRUE)
    {
      g_autoptr (DyrImportPart) part = dyr_import_feed_next (feed);

      if (part == NULL)
        return TRUE;
      if (!run_part_of (self, part, report, cancellable, error))
        return FALSE;
    }
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
 * @cancellable: (nullable): stops it: what was written until then stays and can be undone
 * @report: (out) (transfer full) (nullable): what became of it; also on an error, unless nothing
 *   could be begun
 * @error: return location
 *
 * Runs the import, or the dry run. Blocks: for worker threads and the command line; other work on
 * the database gets its turn in between.
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

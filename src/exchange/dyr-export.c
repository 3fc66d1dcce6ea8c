/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Export: records as a file that the import reads back, or as JSON for programs. One state of
 * the database, one record in memory at a time. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-export-private.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "dyr-error.h"
#include "dyr-import-private.h"
#include "dyr-person.h"
#include "dyr-record-json.h"
#include "dyr-rows.h"

typedef struct
{
  const DyrQuery *query;
  const DyrRecordType *type;
  const DyrExportOptions *options;
  guint *fields;
  guint n_fields;
  guint n_records;
  DyrFinder *finder;
  DyrCsvWriter *csv;     /* CSV, … */
  DyrXlsxWriter *xlsx;   /* … a spreadsheet, … */
  const char *path;      /* … which is made when the records are counted: its place, … */
  JsonBuilder *builder;  /* … or text: JSON, or cards: */
  GOutputStream *stream; /* into a file, or … */
  int fd;                /* … here; -1: there */
} Export;

static void
choose_fields (Export *self)
{
  self->fields = g_new0 (guint, self->type->n_fields + self->options->n_fields);
  if (self->options->fields != NULL)
    {
      memcpy (self->fields, self->options->fields, self->options->n_fields * sizeof (guint));
      self->n_fields = self->options->n_fields;
      return;
    }
  for (guint i = 0; i < self->type->n_fields; i++)
    if ((self->type->fields[i].flags & DYR_DERIVED) == 0)
      self->fields[self->n_fields++] = i;
}

/* The client of the record, when the file tells the import, too. */
static gint64
find_client (const Export *self, const DyrRow *row)
{
  int client = dyr_record_type_find (self->type, "client");
  const DyrLink *link;

  for (guint i = 0; client >= 0 && i < self->n_fields; i++)
    if (self->fields[i] == (guint) client)
      {
        link = dyr_value_link (&row->values[client]);
        return link != NULL ? link->id : 0;
      }

  return 0;
}

/* The record's name when the import finds exactly this record by it, else its uid. */
static gboolean
append_link (const Export *self,
             const DyrField *field,
             const DyrLink *link,
             gint64 client,
             GString *text,
             GError **error)
{
  g_autofree char *uid = dyr_uid_to_text (&link->uid);
  g_autofree char *problem = NULL;
  g_autoptr (DyrLink) found = NULL;

  if (text->len > 0)
    g_string_append (text, DYR_EXPORT_SEPARATOR);
  if (link->name == NULL || field->target == NULL || link->deleted
      || (field->kind == DYR_KIND_SET && strpbrk (link->name, ",;|\r\n") != NULL))
    {
      g_string_append (text, uid);
      return TRUE;
    }
  if (!dyr_import_find_link (
          self->finder, field->target, link->name, client, &found, &problem, error))
    return FALSE;
  g_string_append (text, found != NULL && found->id == link->id ? link->name : uid);

  return TRUE;
}

/* Newly allocated; NULL on an error. */
static char *
make_links (const Export *self, guint index, const DyrRow *row, GError **error)
{
  const DyrField *field = &self->type->fields[index];
  const DyrValue *value = &row->values[index];
  const DyrSet *set = dyr_value_set (value);
  const DyrLink *link = dyr_value_link (value);
  g_autoptr (GString) text = g_string_new (NULL);
  gint64 client = find_client (self, row);

  if (link != NULL && !append_link (self, field, link, client, text, error))
    return NULL;
  for (guint i = 0; set != NULL && i < set->n; i++)
    if (set->members[i].link != NULL
        && !append_link (self, field, set->members[i].link, client, text, error))
      return NULL;

  return g_strdup (text->str);
}

static gboolean
is_link (const DyrField *field)
{
  return field->kind == DYR_KIND_LINK
         || (field->kind == DYR_KIND_SET && field->items == DYR_KIND_LINK);
}

static gboolean
write_csv_row (Export *self, const DyrRow *row, GError **error)
{
  g_autofree char *uid = dyr_uid_to_text (&row->uid);

  dyr_csv_writer_add_cell (self->csv, uid, DYR_CSV_CELL_TEXT);
  for (guint i = 0; i < self->n_fields; i++)
    {
      guint index = self->fields[i];
      const DyrField *field = &self->type->fields[index];
      g_autofree char *text = NULL;

      if (is_link (field))
        text = make_links (self, index, row, error);
      else
        text = dyr_export_text (
            self->options->context, self->type, index, &row->values[index], self->options->headers);
      if (is_link (field) && text == NULL)
        return FALSE;
      dyr_csv_writer_add_cell (self->csv, text, dyr_export_cell_kind (field));
    }

  return dyr_csv_writer_end_row (self->csv, error);
}

static const char *
title_of (const Export *self, guint field)
{
  return self->options->headers == DYR_EXPORT_LABELS ? dyr_field_label (self->type, field)
                                                     : self->type->fields[field].name;
}

static gboolean
write_csv_header (Export *self, GError **error)
{
  dyr_csv_writer_add_cell (self->csv, "uid", DYR_CSV_CELL_TEXT);
  for (guint i = 0; i < self->n_fields; i++)
    dyr_csv_writer_add_cell (self->csv, title_of (self, self->fields[i]), DYR_CSV_CELL_TEXT);

  return dyr_csv_writer_end_row (self->csv, error);
}

static gboolean
write_xlsx_row (Export *self, const DyrRow *row, GError **error)
{
  g_autofree char *uid = dyr_uid_to_text (&row->uid);

  dyr_xlsx_writer_add_text (self->xlsx, uid, DYR_XLSX_CELL_TEXT);
  for (guint i = 0; i < self->n_fields; i++)
    {
      guint index = self->fields[i];
      g_autofree char *links = NULL;

      if (!is_link (&self->type->fields[index]))
        {
          dyr_export_xlsx_value (self->xlsx,
                                 self->options->context,
                                 self->type,
                                 index,
                                 &row->values[index],
                                 self->options->headers);
          continue;
        }
      links = make_links (self, index, row, error);
      if (links == NULL)
        return FALSE;
      dyr_xlsx_writer_add_text (self->xlsx, links, DYR_XLSX_CELL_TEXT);
    }
  dyr_xlsx_writer_end_row (self->xlsx);

  return TRUE;
}

static gboolean
begin_xlsx (Export *self, guint n_rows, GError **error)
{
  if (n_rows >= DYR_XLSX_ROWS_MAX)
    {
      g_set_error (
          error,
          DYR_ERROR,
          DYR_ERROR_INVALID,
          _ ("A spreadsheet has room for %u records. Export fewer of them, or a CSV file."),
             DYR_XLSX_ROWS_MAX - 1);
      return FALSE;
    }
  self->xlsx = dyr_xlsx_writer_new (self->path,
                                    dyr_record_type_plural_label (self->type),
                                    (guint64) n_rows * self->n_fields,
                                    error);
  if (self->xlsx == NULL)
    return FALSE;
  dyr_xlsx_writer_add_title (self->xlsx, "uid", 8);
  for (guint i = 0; i < self->n_fields; i++)
    dyr_xlsx_writer_add_title (self->xlsx,
                               title_of (self, self->fields[i]),
                               dyr_export_xlsx_width (&self->type->fields[self->fields[i]]));
  dyr_xlsx_writer_end_row (self->xlsx);

  return TRUE;
}

static gboolean
write_text (Export *self, const char *text, GError **error)
{
  gsize left = strlen (text);

  if (self->stream != NULL)
    return g_output_stream_write_all (self->stream, text, left, NULL, NULL, error);
  while (left > 0)
    {
      gssize n = write (self->fd, text, left);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          g_set_error (error,
                       DYR_ERROR,
                       errno == ENOSPC ? DYR_ERROR_FULL : DYR_ERROR_FAILED,
                       _ ("The output cannot be written: %s."), g_strerror (errno));
          return FALSE;
        }
      text += n;
      left -= (gsize) n;
    }

  return TRUE;
}

static gboolean
write_json_row (Export *self, const DyrRow *row, GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;

  json_builder_reset (self->builder);
  dyr_record_json_add_row (self->builder, row, self->fields, self->n_fields);
  root = json_builder_get_root (self->builder);
  text = json_to_string (root, FALSE);

  return write_text (self, self->n_records > 0 ? ",\n" : "[\n", error)
         && write_text (self, text, error);
}

static gboolean
write_card (Export *self, const DyrRow *row, GError **error)
{
  g_autofree char *client = NULL, *card = NULL;

  if (dyr_value_link (&row->values[DYR_PERSON_CLIENT]) != NULL)
    {
      client = make_links (self, DYR_PERSON_CLIENT, row, error);
      if (client == NULL)
        return FALSE;
    }
  card = dyr_export_card (row, client, self->options->format);

  return write_text (self, card, error);
}

static gboolean
begin_rows (Export *self, guint n_rows, GError **error)
{
  switch (self->options->format)
    {
    case DYR_EXPORT_XLSX:
      return begin_xlsx (self, n_rows, error);
    case DYR_EXPORT_CSV:
      return write_csv_header (self, error);
    case DYR_EXPORT_JSON:
    case DYR_EXPORT_VCARD:
    case DYR_EXPORT_VCARD4:
    default:
      return TRUE;
    }
}

static gboolean
write_row (Export *self, const DyrRow *row, GError **error)
{
  switch (self->options->format)
    {
    case DYR_EXPORT_XLSX:
      return write_xlsx_row (self, row, error);
    case DYR_EXPORT_JSON:
      return write_json_row (self, row, error);
    case DYR_EXPORT_VCARD:
    case DYR_EXPORT_VCARD4:
      return write_card (self, row, error);
    case DYR_EXPORT_CSV:
    default:
      return write_csv_row (self, row, error);
    }
}

static gboolean
job_export (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Export *self = data;
  g_autoptr (DyrFinder) finder = dyr_finder_new (connection, FALSE);
  g_autoptr (GArray) ids = dyr_query_ids (self->query, connection, error);

  if (ids == NULL || !begin_rows (self, ids->len, error))
    return FALSE;
  self->finder = finder;
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (DyrRow) row = NULL;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      row = dyr_row_read_as (connection, self->type, g_array_index (ids, gint64, i), error);
      if (row == NULL || !write_row (self, row, error))
        return FALSE;
      self->n_records++;
    }

  return self->options->format != DYR_EXPORT_JSON
         || write_text (self, self->n_records > 0 ? "\n]\n" : "[]\n", error);
}

static void
clear_export (Export *self)
{
  g_clear_pointer (&self->csv, dyr_csv_writer_free);
  g_clear_pointer (&self->xlsx, dyr_xlsx_writer_free);
  g_clear_object (&self->builder);
  g_clear_object (&self->stream);
  g_free (self->fields);
}

static gboolean
run (Export *self,
     DyrDatabase *database,
     guint *n_records,
     GCancellable *cancellable,
     GError **error)
{
  if (!dyr_database_read (database, job_export, self, cancellable, error))
    return FALSE;
  if (n_records != NULL)
    *n_records = self->n_records;

  return TRUE;
}

/* The file gets its name when it is whole; closing a cancelled stream gives it up. */
static gboolean
run_text_file (Export *self,
               DyrDatabase *database,
               const char *path,
               guint *n_records,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GCancellable) give_up = g_cancellable_new ();
  g_autoptr (GError) local = NULL;
  g_autofree char *name = NULL;

  self->stream
      = G_OUTPUT_STREAM (g_file_replace (file, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, &local));
  if (self->stream != NULL)
    {
      if (!run (self, database, n_records, cancellable, error))
        {
          g_cancellable_cancel (give_up);
          g_output_stream_close (self->stream, give_up, NULL);
          return FALSE;
        }
      if (g_output_stream_close (self->stream, NULL, &local))
        return TRUE;
    }
  name = g_filename_display_basename (path);
  g_set_error (error,
               DYR_ERROR,
               g_error_matches (local, G_IO_ERROR, G_IO_ERROR_NO_SPACE) ? DYR_ERROR_FULL
                                                                        : DYR_ERROR_READ_ONLY,
               /* Translators: name of a file, then what the system says. */
               _ ("“%s” cannot be written: %s. Choose another folder or make room; what was there "
                  "before is unchanged."),
                  name,
                  local->message);

  return FALSE;
}

static Export
make_export (const DyrQuery *query, const DyrExportOptions *options)
{
  Export self
      = { .query = query, .type = dyr_query_get_type_of (query), .options = options, .fd = -1 };

  choose_fields (&self);
  if (options->format == DYR_EXPORT_JSON)
    self.builder = json_builder_new_immutable ();

  return self;
}

/* Cards are of people. */
static gboolean
check_type (const Export *self, GError **error)
{
  if ((self->options->format != DYR_EXPORT_VCARD && self->options->format != DYR_EXPORT_VCARD4)
      || self->type == &dyr_person_type)
    return TRUE;
  g_set_error (error,
               DYR_ERROR,
               DYR_ERROR_INVALID,
               /* Translators: a sort of records: "Contact persons". */
               _ ("Only “%s” can be written as address cards. Choose another format."),
                  dyr_record_type_plural_label (&dyr_person_type));

  return FALSE;
}

static gboolean
run_xlsx (Export *self,
          DyrDatabase *database,
          guint *n_records,
          GCancellable *cancellable,
          GError **error)
{
  return run (self, database, n_records, cancellable, error)
         && dyr_xlsx_writer_finish (self->xlsx, self->fd, error);
}

static DyrCsvWriterOptions
csv_options (const DyrExportOptions *options)
{
  return (DyrCsvWriterOptions){ .delimiter = options->delimiter, .bom = options->bom };
}

/**
 * dyr_export_format_parse:
 * @name: "csv", "json", "xlsx", "vcard", "vcard4"
 * @format: (out): the format
 *
 * Returns: whether there is a format of that name
 */
gboolean
dyr_export_format_parse (const char *name, DyrExportFormat *format)
{
  static const char *const names[] = { [DYR_EXPORT_CSV] = "csv",
                                       [DYR_EXPORT_JSON] = "json",
                                       [DYR_EXPORT_XLSX] = "xlsx",
                                       [DYR_EXPORT_VCARD] = "vcard",
                                       [DYR_EXPORT_VCARD4] = "vcard4" };

  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (format != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i], name))
      {
        *format = (DyrExportFormat) i;
        return TRUE;
      }

  return FALSE;
}

/**
 * dyr_export_format_of_file:
 * @path: a file that is to be written
 * @format: (out): the format that its name asks for
 *
 * Returns: whether the name says something
 */
gboolean
dyr_export_format_of_file (const char *path, DyrExportFormat *format)
{
  static const struct
  {
    const char *end;
    DyrExportFormat format;
  } ends[] = {
    { ".csv", DYR_EXPORT_CSV },   { ".txt", DYR_EXPORT_CSV },   { ".json", DYR_EXPORT_JSON },
    { ".xlsx", DYR_EXPORT_XLSX }, { ".vcf", DYR_EXPORT_VCARD }, { ".vcard", DYR_EXPORT_VCARD },
  };
  g_autofree char *lower = NULL;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (format != NULL, FALSE);

  lower = g_ascii_strdown (path, -1);
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    if (g_str_has_suffix (lower, ends[i].end))
      {
        *format = ends[i].format;
        return TRUE;
      }

  return FALSE;
}

/**
 * dyr_export_run:
 * @database: the database
 * @query: which records, in what order
 * @path: where to
 * @options: how
 * @n_records: (out) (optional): how many there were
 * @cancellable: (nullable): stops it
 * @error: return location
 *
 * Writes records into a file that appears under its name when it is whole; otherwise an older one
 * stays. A CSV file has a column "uid", then the fields; a link is the linked record's name when
 * that is enough to find it, else its uid, so that importing the file changes nothing. Texts that
 * spreadsheets would take for formulas are guarded. Blocks: for worker threads and the command
 * line.
 *
 * Returns: %FALSE and an error that says what to do
 */
gboolean
dyr_export_run (DyrDatabase *database,
                const DyrQuery *query,
                const char *path,
                const DyrExportOptions *options,
                guint *n_records,
                GCancellable *cancellable,
                GError **error)
{
  DyrCsvWriterOptions csv;
  gboolean done;
  Export self;

  g_return_val_if_fail (DYR_IS_DATABASE (database), FALSE);
  g_return_val_if_fail (query != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (options != NULL && options->context != NULL, FALSE);

  csv = csv_options (options);
  self = make_export (query, options);
  self.path = path;
  if (!check_type (&self, error))
    {
      done = FALSE;
    }
  else if (options->format == DYR_EXPORT_XLSX)
    {
      done = run_xlsx (&self, database, n_records, cancellable, error);
    }
  else if (options->format != DYR_EXPORT_CSV)
    {
      done = run_text_file (&self, database, path, n_records, cancellable, error);
    }
  else
    {
      self.csv = dyr_csv_writer_new (path, &csv, error);
      done = self.csv != NULL && run (&self, database, n_records, cancellable, error)
             && dyr_csv_writer_finish (self.csv, error);
    }
  clear_export (&self);

  return done;
}

/* A spreadsheet is an archive, which no pipe can hold: it is made elsewhere. */
static gboolean
run_xlsx_to_fd (Export *self,
                DyrDatabase *database,
                guint *n_records,
                GCancellable *cancellable,
                GError **error)
{
  g_autofree char *folder = g_dir_make_tmp ("dyryhent-XXXXXX", error);
  g_autofree char *path = NULL;
  gboolean done;

  if (folder == NULL)
    return FALSE;
  path = g_build_filename (folder, "export.xlsx", NULL);
  self->path = path;
  done = run_xlsx (self, database, n_records, cancellable, error);
  /* What was not finished goes with its writer. */
  g_clear_pointer (&self->xlsx, dyr_xlsx_writer_free);
  g_rmdir (folder);

  return done;
}

/**
 * dyr_export_to_fd:
 * @fd: an open descriptor, which stays the caller's: standard output
 *
 * The same into a pipe, as it goes.
 *
 * Returns: %FALSE and an error that says what to do
 */
gboolean
dyr_export_to_fd (DyrDatabase *database,
                  const DyrQuery *query,
                  int fd,
                  const DyrExportOptions *options,
                  guint *n_records,
                  GCancellable *cancellable,
                  GError **error)
{
  DyrCsvWriterOptions csv;
  gboolean done;
  Export self;

  g_return_val_if_fail (DYR_IS_DATABASE (database), FALSE);
  g_return_val_if_fail (query != NULL, FALSE);
  g_return_val_if_fail (fd >= 0, FALSE);
  g_return_val_if_fail (options != NULL && options->context != NULL, FALSE);

  csv = csv_options (options);
  self = make_export (query, options);
  self.fd = fd;
  if (options->format == DYR_EXPORT_CSV)
    self.csv = dyr_csv_writer_new_for_fd (fd, &csv);
  if (options->format == DYR_EXPORT_XLSX)
    done = run_xlsx_to_fd (&self, database, n_records, cancellable, error);
  else
    done = check_type (&self, error) && run (&self, database, n_records, cancellable, error)
           && (self.csv == NULL || dyr_csv_writer_finish (self.csv, error));
  clear_export (&self);

  return done;
}

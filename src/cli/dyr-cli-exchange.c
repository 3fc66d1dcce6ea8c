/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* dyryhent-cli import, export: records from and into files. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-cli-commands.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "dyr-cli-find.h"
#include "dyr-csv-dialect.h"
#include "dyr-encoding.h"
#include "dyr-export.h"
#include "dyr-import.h"
#include "dyr-mapping-profile.h"

/* clang-format off */
const DyrCliOption dyr_cli_import_options[] = {
  { "dry-run", NULL, FALSE, N_("only tell what would be done with each row") },
  { "mapping", N_("NAME|FILE"), FALSE, N_("which column goes into which field: remembered, or in a file") },
  { "save-mapping", N_("NAME"), FALSE, N_("remember under this name where the columns went") },
  { "encoding", N_("E"), FALSE, N_("utf-8, windows-1251 …; found out when it is not given") },
  { "delimiter", N_("D"), FALSE, N_("what separates cells: “;”, “,”, “|”, tab; found out likewise") },
  { "sheet", N_("NAME"), FALSE, N_("the sheet of a spreadsheet; the first one when it is not given") },
  { "rejected", N_("FILE"), FALSE, N_("where to write the refused rows, with the reason, to be mended") },
  { "rest-to-description", NULL, FALSE, N_("columns that belong nowhere go into the description") },
  { NULL },
};

const DyrCliOption dyr_cli_export_options[] = {
  { "format", N_("FORMAT"), FALSE, N_("csv, xlsx, json, vcard (3.0) or vcard4; else as the name of the file says") },
  { "delimiter", N_("D"), FALSE, N_("what separates cells of a CSV file: “;”, “,”, “|”, tab") },
  { "spreadsheet", NULL, FALSE, N_("column titles in your language, marked as UTF-8: for Excel") },
  { NULL },
};
/* clang-format on */

static gboolean
parse_delimiter (DyrCli *cli, char *delimiter, GError **error)
{
  const char *text = dyr_cli_option (cli, "delimiter");

  if (text == NULL || dyr_csv_delimiter_parse (text, delimiter))
    return TRUE;
  g_set_error (error,
               DYR_ERROR,
               DYR_ERROR_USAGE,
               _("“%s” cannot separate cells. Give one sign, or tab."), text);
  return FALSE;
}

static gboolean
check_target (DyrCli *cli, const char *path, GError **error)
{
  const char *database = dyr_database_get_path (dyr_cli_database (cli));
  GStatBuf ours, theirs;

  if (g_stat (path, &theirs) != 0 || g_stat (database, &ours) != 0 || ours.st_dev != theirs.st_dev
      || ours.st_ino != theirs.st_ino)
    return TRUE;
  g_set_error (error,
               DYR_ERROR,
               DYR_ERROR_REFUSED,
               _("“%s” is the database itself. Choose another name for the file."), path);
  return FALSE;
}

/* The refused rows must not take the place of the file they come from. */
static gboolean
check_rejected (DyrCli *cli, GError **error)
{
  const char *path = dyr_cli_option (cli, "rejected");
  GStatBuf source, target;

  if (path == NULL)
    return TRUE;
  if (g_stat (path, &target) == 0 && g_stat (dyr_cli_argument (cli, 1), &source) == 0
      && source.st_dev == target.st_dev && source.st_ino == target.st_ino)
    {
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_REFUSED,
                   _("“%s” is the file that is imported. Choose another name."), path);
      return FALSE;
    }
  return check_target (cli, path, error);
}

/* Import */

static gboolean
parse_encoding (DyrCli *cli, const char **encoding, GError **error)
{
  const char *text = dyr_cli_option (cli, "encoding");
  g_autofree char *all = NULL;

  if (text == NULL)
    return TRUE;
  *encoding = dyr_encoding_find (text);
  if (*encoding != NULL)
    return TRUE;
  all = g_strjoinv (", ", (char **) dyr_encoding_list ());
  /* Translators: what was typed, then a list: "UTF-8, windows-1251". */
  g_set_error (error,
               DYR_ERROR,
               DYR_ERROR_USAGE,
               _("There is no encoding “%s”. There are: %s."), text, all);
  return FALSE;
}

static void
on_import_progressed (guint n_rows, double fraction, gpointer data)
{
  dyr_cli_show_progress (data, (int) (fraction * 99));
}

/* What somebody has to look at goes with the messages, what went well is the answer. */
static gboolean
write_entries (DyrCli *cli, const DyrImportReport *report, GError **error)
{
  for (guint i = 0; i < report->entries->len; i++)
    {
      const DyrImportEntry *entry = g_ptr_array_index (report->entries, i);
      g_autofree char *text = dyr_import_entry_describe (entry, report->file_name);

      if (entry->outcome == DYR_IMPORT_REFUSED || entry->outcome == DYR_IMPORT_WARNING)
        dyr_cli_tell (cli, "%s", text);
      else if (!dyr_cli_printf (cli, error, "%s\n", text))
        return FALSE;
    }
  return TRUE;
}

static void
tell_people (DyrCli *cli, const DyrImportReport *report)
{
  if (report->people->len == 0)
    return;
  dyr_cli_tell (
      cli, "%s", _("Responsible people who are no users, kept as text in the description:"));
  for (guint i = 0; i < report->people->len; i++)
    {
      const DyrImportPerson *person = g_ptr_array_index (report->people, i);

      dyr_cli_tell (cli,
                    /* Translators: a person's name, a number of rows. */
                    ngettext ("  %s (%u row)", "  %s (%u rows)", person->n_rows),
                    person->name,
                    person->n_rows);
    }
}

/* What was found out about the file, and can be said otherwise. */
static gboolean
write_format (DyrCli *cli, const DyrImportReport *report, GError **error)
{
  const char sign[] = { report->delimiter, '\0' };
  const char *name;

  if (report->format == DYR_SHEET_XLSX)
    /* Translators: the name of a sheet of a spreadsheet. */
    return dyr_cli_printf (cli, error, _("Sheet: %s\n"), report->sheet);
  if (report->format == DYR_SHEET_VCARD)
    /* Translators: the name of an encoding. */
    return dyr_cli_printf (cli, error, _("Encoding: %s\n"), report->encoding);

  name = dyr_csv_delimiter_label (report->delimiter);
  /* Translators: the name of an encoding, that of what separates cells: "Semicolon". */
  return dyr_cli_printf (
      cli,
      error,
      _("Encoding: %s\nDelimiter: %s\n"), report->encoding, name != NULL ? name : sign);
}

static gboolean
write_report (DyrCli *cli, const DyrImportReport *report, GError **error)
{
  g_autofree char *summary = dyr_import_report_summarize (report);
  g_autofree char *action = g_strdup_printf ("%" G_GINT64_FORMAT, report->action);

  if (!write_format (cli, report, error) || !write_entries (cli, report, error))
    return FALSE;
  tell_people (cli, report);
  if (report->stopped)
    dyr_cli_tell (
        cli, _("The import was stopped. Rows from line %u on are not in."), report->stopped_line);
  if (!dyr_cli_printf (cli, error, "%s\n", summary))
    return FALSE;
  return report->action == 0
         /* Translators: %s is the number of an action. */
         || dyr_cli_printf (cli, error, _("“dyryhent-cli undo %s” takes it back.\n"), action);
}

/* Rows that were refused, ready to be mended. */
static gboolean
write_rejected (DyrCli *cli, const DyrImportReport *report, GError **error)
{
  const char *path = dyr_cli_option (cli, "rejected");
  guint n = dyr_import_rejects_get_n (report->rejects);

  if (path == NULL || n == 0)
    return TRUE;
  if (!dyr_import_rejects_write (report->rejects, path, error))
    return FALSE;
  dyr_cli_tell (cli,
                /* Translators: a number of rows, the name of a file. */
                ngettext ("%u refused row is in “%s”. Mend it and import that file.",
                          "%u refused rows are in “%s”. Mend them and import that file.",
                          n),
                n,
                path);
  return TRUE;
}

static gboolean
run_import (DyrCli *cli, DyrImport *import, GCancellable *stop, int *status, GError **error)
{
  g_autoptr (DyrImportReport) report = NULL;
  g_autoptr (GError) local = NULL;
  gboolean done = dyr_import_run (import, stop, &report, &local);

  dyr_cli_show_progress (cli, 100);
  if (report != NULL && report->action != 0)
    dyr_cli_catch_up (cli);
  if (report != NULL
      && !(write_report (cli, report, done ? error : NULL)
           && write_rejected (cli, report, done ? error : NULL))
      && done)
    return FALSE;
  if (report != NULL && report->n[DYR_IMPORT_REFUSED] > 0)
    *status = DYR_EXIT_REFUSED;
  if (done)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* A remembered mapping of that name, or else a file. */
static gboolean
set_mapping (DyrCli *cli, DyrImport *import, const DyrRecordType *type, GError **error)
{
  const char *name = dyr_cli_option (cli, "mapping");
  g_auto (GStrv) names = NULL;
  g_autofree char *all = NULL;

  if (name == NULL)
    return TRUE;
  names = dyr_mapping_profile_list (dyr_cli_database (cli), type, error);
  if (names == NULL)
    return FALSE;
  if (g_strv_contains ((const char *const *) names, name))
    {
      dyr_import_set_mapping_profile (import, name);
      return TRUE;
    }
  dyr_import_set_mapping_file (import, name);
  if (names[0] == NULL || g_file_test (name, G_FILE_TEST_EXISTS))
    return TRUE;
  all = g_strjoinv (", ", names);
  g_set_error (error,
               DYR_ERROR,
               DYR_ERROR_NOT_FOUND,
               /* Translators: what was asked for, a list of names. */
               _("“%s” is neither a mapping file nor a remembered mapping. Remembered are: %s."),
                  name,
                  all);
  return FALSE;
}

/* A name that was mistyped must not make a database. */
static gboolean
check_source (const char *path, GError **error)
{
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  g_set_error (
      error, DYR_ERROR, DYR_ERROR_NOT_FOUND, _("There is no file “%s”. Check the name."), path);
  return FALSE;
}

gboolean
dyr_cli_run_import (DyrCli *cli, int *status, GError **error)
{
  const DyrRecordType *type = dyr_cli_find_typed (dyr_cli_argument (cli, 0), error);
  g_autoptr (DyrImport) import = NULL;
  DyrSheetOptions options = { 0 };
  GCancellable *stop;

  if (type == NULL || !parse_encoding (cli, &options.encoding, error)
      || !parse_delimiter (cli, &options.delimiter, error)
      || !check_source (dyr_cli_argument (cli, 1), error))
    return FALSE;
  options.sheet = dyr_cli_option (cli, "sheet");
  stop = dyr_cli_cancellable (cli);
  if (!dyr_cli_open (cli, TRUE, error) || !check_rejected (cli, error))
    return FALSE;
  import = dyr_import_new (
      dyr_cli_database (cli), type, dyr_cli_argument (cli, 1), dyr_cli_context (cli));
  dyr_import_set_options (import, &options);
  if (!set_mapping (cli, import, type, error))
    return FALSE;
  dyr_import_set_save_mapping (import, dyr_cli_option (cli, "save-mapping"));
  dyr_import_set_rest_to_description (import, dyr_cli_has (cli, "rest-to-description"));
  dyr_import_set_dry_run (import, dyr_cli_has (cli, "dry-run"));
  dyr_import_set_progress (import, on_import_progressed, cli);
  return run_import (cli, import, stop, status, error);
}

/* Export */

static gboolean
run_export (DyrCli *cli,
            const DyrRecordType *type,
            const char *path,
            const DyrExportOptions *options,
            GError **error)
{
  DyrDatabase *database = dyr_cli_database (cli);
  g_autoptr (DyrQuery) query = dyr_query_new (type);
  guint n;

  dyr_query_set_by_uid (query, TRUE);
  if (g_str_equal (path, "-"))
    return dyr_export_to_fd (database, query, STDOUT_FILENO, options, NULL, NULL, error);
  if (!check_target (cli, path, error)
      || !dyr_export_run (database, query, path, options, &n, NULL, error))
    return FALSE;
  return dyr_cli_printf (
      cli, error, ngettext ("%u record was exported.\n", "%u records were exported.\n", n), n);
}

gboolean
dyr_cli_run_export (DyrCli *cli, int *status, GError **error)
{
  static const char *const formats[] = { "csv", "json", "xlsx", "vcard", "vcard4", NULL };
  const DyrRecordType *type = dyr_cli_find_type (dyr_cli_argument (cli, 0), error);
  const char *path = dyr_cli_argument (cli, 1), *format;
  DyrExportOptions options = { .context = dyr_cli_context (cli) };

  if (type == NULL)
    return FALSE;
  format = dyr_cli_format (cli, formats, error);
  if (format == NULL || !parse_delimiter (cli, &options.delimiter, error))
    return FALSE;
  dyr_export_format_parse (format, &options.format);
  if (!dyr_cli_has (cli, "format"))
    dyr_export_format_of_file (path, &options.format);
  /* People open it, in their language. */
  if (dyr_cli_has (cli, "spreadsheet") || options.format == DYR_EXPORT_XLSX)
    {
      options.headers = DYR_EXPORT_LABELS;
      options.bom = TRUE;
    }
  return dyr_cli_open (cli, FALSE, error) && run_export (cli, type, path, &options, error);
}

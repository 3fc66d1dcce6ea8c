/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the tests of import and export share: a text becomes a file and the file records. */

#include "config.h"

#include "import-test.h"

#include <string.h>

DyrContext *
import_context (void)
{
  return dyr_context_new ("en", "UA", "Europe/Kyiv");
}

char *
import_file (Office *office, const char *name, const char *text, gssize length)
{
  char *path = g_build_filename (office->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, length, &error);
  g_assert_no_error (error);

  return path;
}

char *
import_describe (const DyrImportReport *report)
{
  g_autofree char *summary = dyr_import_report_summarize (report);
  g_autoptr (GString) text = g_string_new (summary);

  for (guint i = 0; i < report->entries->len; i++)
    {
      g_autofree char *line
          = dyr_import_entry_describe (report->entries->pdata[i], report->file_name);

      g_string_append_printf (text, "\n%s", line);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

const DyrImportEntry *
import_entry (const DyrImportReport *report, DyrImportOutcome outcome)
{
  g_autofree char *all = import_describe (report);

  for (guint i = 0; i < report->entries->len; i++)
    {
      const DyrImportEntry *entry = report->entries->pdata[i];

      if (entry->outcome == outcome)
        return entry;
    }
  g_error ("no entry of outcome %d in:\n%s", outcome, all);
}

void
import_assert_contains (const char *text, const char *part)
{
  if (text == NULL || strstr (text, part) == NULL)
    g_error ("“%s” is not in “%s”", part, text);
}

char *
import_state (Office *office)
{
  return office_text (
      office,
      "SELECT (SELECT count (*) FROM record) || ' ' || (SELECT count (*) FROM change) || ' ' || "
      "(SELECT count (*) FROM action) || ' ' || (SELECT count (*) FROM member) || ' ' || "
      "(SELECT coalesce (group_concat (key || '=' || value), '') FROM meta) || ' ' || "
      "(SELECT coalesce (group_concat (id || fold), '') FROM client)");
}

/* What both runs must agree upon: counts, what was refused and why, who was not found; but for the
 * uids of records that only the import makes. */
static char *
describe_troubles (const DyrImportReport *report)
{
  g_autoptr (GRegex) uid
      = g_regex_new (" \\([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\)", 0, 0, NULL);
  g_autofree char *summary = dyr_import_report_summarize (report);
  g_autoptr (GString) text = g_string_new (summary);

  for (guint i = 0; i < report->entries->len; i++)
    {
      const DyrImportEntry *entry = report->entries->pdata[i];
      g_autofree char *line = dyr_import_entry_describe (entry, report->file_name);

      if (entry->outcome >= DYR_IMPORT_SKIPPED)
        g_string_append_printf (text, "\n%s", line);
    }
  for (guint i = 0; i < report->people->len; i++)
    {
      const DyrImportPerson *person = report->people->pdata[i];

      g_string_append_printf (text, "\n%s %u", person->name, person->n_rows);
    }

  return g_regex_replace_literal (uid, text->str, -1, 0, "", 0, NULL);
}

static DyrImportReport *
run (Office *office,
     const DyrRecordType *type,
     const char *path,
     const char *mapping,
     gboolean rest,
     gboolean dry_run)
{
  g_autoptr (DyrContext) context = import_context ();
  g_autoptr (DyrImport) import = dyr_import_new (office->database, type, path, context);
  g_autofree char *mapping_path = NULL;
  DyrImportReport *report;
  g_autoptr (GError) error = NULL;

  if (mapping != NULL)
    {
      mapping_path = import_file (office, "mapping.txt", mapping, -1);
      dyr_import_set_mapping_file (import, mapping_path);
    }
  dyr_import_set_rest_to_description (import, rest);
  dyr_import_set_dry_run (import, dry_run);
  dyr_import_run (import, NULL, &report, &error);
  g_assert_no_error (error);
  g_assert_false (report->stopped);
  g_assert_true (report->dry_run == dry_run);

  return report;
}

DyrImportReport *
import_path (
    Office *office, const DyrRecordType *type, const char *path, const char *mapping, gboolean rest)
{
  g_autofree char *before = import_state (office);
  g_autoptr (DyrImportReport) dry = run (office, type, path, mapping, rest, TRUE);
  g_autofree char *after = import_state (office);
  DyrImportReport *report = run (office, type, path, mapping, rest, FALSE);
  g_autofree char *expected = describe_troubles (dry);
  g_autofree char *got = describe_troubles (report);
  guint n_rows = 0;

  g_assert_cmpstr (after, ==, before);
  g_assert_cmpint (dry->action, ==, 0);
  g_assert_cmpstr (got, ==, expected);
  for (guint i = 0; i < DYR_IMPORT_N_OUTCOMES; i++)
    n_rows += dry->n[i];
  g_assert_cmpuint (dry->entries->len, ==, n_rows);

  return report;
}

DyrImportReport *
import_mapped (Office *office, const DyrRecordType *type, const char *csv, const char *mapping)
{
  g_autofree char *path = import_file (office, "rows.csv", csv, -1);

  return import_path (office, type, path, mapping, FALSE);
}

DyrImportReport *
import_records (Office *office, const DyrRecordType *type, const char *csv)
{
  return import_mapped (office, type, csv, NULL);
}

DyrImportReport *
import_clients (Office *office, const char *csv)
{
  return import_mapped (office, &dyr_client_type, csv, NULL);
}

gint64
import_find (Office *office, const char *title)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT CASE WHEN count (*) = 1 THEN max (id) ELSE -count (*) END FROM record "
      "WHERE title = '%s' AND deleted_at IS NULL",
      title);
  gint64 id = office_number (office, sql);

  if (id <= 0)
    g_error ("%d records are called “%s”", (int) -id, title);

  return id;
}

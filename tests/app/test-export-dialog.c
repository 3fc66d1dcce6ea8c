/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The export dialog: the list as it is filtered, or all records of a type, as files of each kind.
 */

#include "config.h"

#include <string.h>

#include "dyr-banner.h"
#include "dyr-client.h"
#include "dyr-export-dialog.h"
#include "dyr-import.h"
#include "dyr-person.h"
#include "dyr-sheet.h"
#include "stage.h"

#define CLIENTS "name;city\nРомашка;Львів\nЛевада;Київ\nПолонина;Львів\n"

static void
import_all (Stage *stage, const DyrRecordType *type, const char *text)
{
  g_autofree char *path = stage_write_file (stage, "in.csv", text, -1);
  const DyrContext *context = dyr_office_get_context (stage->office);
  g_autoptr (DyrImport) import
      = dyr_import_new (dyr_store_get_database (stage->store), type, path, context);
  g_autoptr (DyrImportReport) report = NULL;
  g_autoptr (GError) error = NULL;

  dyr_import_run (import, NULL, &report, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->n[DYR_IMPORT_REFUSED], ==, 0);
}

static DyrExportDialog *
present (Stage *stage, const DyrQuery *list)
{
  dyr_export_dialog_present (stage->office, stage->window, list);
  return DYR_EXPORT_DIALOG (stage_find_window ("DyrExportDialog"));
}

static guint
count_choices (gpointer dialog, const char *id)
{
  return g_list_model_get_n_items (
      adw_combo_row_get_model (ADW_COMBO_ROW (stage_find (dialog, id))));
}

static void
choose (gpointer dialog, const char *id, guint choice)
{
  adw_combo_row_set_selected (ADW_COMBO_ROW (stage_find (dialog, id)), choice);
}

/* Writes the file and waits until the dialog is gone; the file's path. */
static char *
write_file (Stage *stage, DyrExportDialog *dialog, const char *name)
{
  char *path = g_build_filename (stage->folder, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  dyr_export_dialog_write (dialog, file);
  stage_wait_until (stage_find_window ("DyrExportDialog") == NULL);
  return path;
}

static guint
count_rows (const char *path, DyrSheetFormat format)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrSheet) sheet = dyr_sheet_open (path, NULL, &error);
  const DyrSheetRow *row;
  guint n = 0;

  g_assert_no_error (error);
  g_assert_cmpint (dyr_sheet_get_format (sheet), ==, format);
  while (dyr_sheet_next (sheet, &row, &error))
    n++;
  g_assert_no_error (error);
  return n;
}

static void
test_list (Stage *stage, gconstpointer data)
{
  g_autoptr (DyrQuery) query = dyr_query_new (&dyr_client_type);
  g_auto (DyrValue) city = DYR_VALUE_INIT;
  g_autofree char *path = NULL;
  DyrExportDialog *dialog;

  import_all (stage, &dyr_client_type, CLIENTS);
  dyr_value_set_text (&city, "Львів");
  dyr_query_where (query, DYR_CLIENT_CITY, DYR_COMPARE_IS, &city);
  dialog = present (stage, query);
  path = write_file (stage, dialog, "some.xlsx");
  g_assert_cmpuint (count_rows (path, DYR_SHEET_XLSX), ==, 2);
}

static void
test_all (Stage *stage, gconstpointer data)
{
  static const char *const versions[] = { "VERSION:3.0", "VERSION:4.0" };
  g_autofree char *csv = NULL;
  DyrExportDialog *dialog;
  guint person = 0;

  import_all (stage, &dyr_client_type, CLIENTS);
  import_all (stage, &dyr_person_type, "last-name;phones\nБойко;0671112233\n");
  dialog = present (stage, NULL);
  while (dyr_record_types[person] != &dyr_person_type)
    person++;
  for (guint i = 0; dyr_record_types[i] != NULL; i++)
    {
      choose (dialog, "what", i);
      g_assert_cmpuint (count_choices (dialog, "format"), ==, i == person ? 5 : 3);
    }
  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      g_autofree char *cards = NULL, *text = NULL;

      choose (dialog, "what", person);
      choose (dialog, "format", 3 + i);
      cards = write_file (stage, dialog, "all.vcf");
      g_assert_cmpuint (count_rows (cards, DYR_SHEET_VCARD), ==, 1);
      g_assert_true (g_file_get_contents (cards, &text, NULL, NULL));
      g_assert_nonnull (strstr (text, versions[i]));
      dialog = present (stage, NULL);
    }
  for (guint i = 0; dyr_record_types[i] != NULL; i++)
    if (dyr_record_types[i] == &dyr_client_type)
      choose (dialog, "what", i);
  choose (dialog, "format", 1);
  csv = write_file (stage, dialog, "all.csv");
  g_assert_cmpuint (count_rows (csv, DYR_SHEET_CSV), ==, 3);
}

/* Nothing is lost and the dialog stays: another folder can be chosen. */
static void
test_failed (Stage *stage, gconstpointer data)
{
  g_autofree char *path = g_build_filename (stage->folder, "no", "x.xlsx", NULL), *good = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  DyrExportDialog *dialog = present (stage, NULL);
  DyrBanner *banner = DYR_BANNER (stage_find (dialog, "banner"));

  dyr_export_dialog_write (dialog, file);
  g_assert_false (gtk_widget_is_sensitive (stage_find (dialog, "export")));
  stage_wait_until (dyr_banner_get_revealed (banner));
  g_assert_nonnull (strstr (dyr_banner_get_title (banner), "x.xlsx"));
  g_assert_true (gtk_widget_is_sensitive (stage_find (dialog, "export")));
  good = write_file (stage, dialog, "x.xlsx");
  g_assert_true (g_file_test (good, G_FILE_TEST_EXISTS));
}

static void
test_cancel (Stage *stage, gconstpointer data)
{
  DyrExportDialog *dialog = present (stage, NULL);

  g_assert_nonnull (dialog);
  stage_click (dialog, "cancel");
  stage_wait_until (stage_find_window ("DyrExportDialog") == NULL);
}

int
main (int argc, char **argv)
{
  stage_init (&argc, &argv, TRUE);
#define ADD(path, test) g_test_add (path, Stage, NULL, stage_set_up, test, stage_tear_down)
  ADD ("/app/export-dialog/list", test_list);
  ADD ("/app/export-dialog/all", test_all);
  ADD ("/app/export-dialog/failed", test_failed);
  ADD ("/app/export-dialog/cancel", test_cancel);
  return g_test_run ();
}

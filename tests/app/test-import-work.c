/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the import assistant lets threads do: looking into a file, importing it, refused rows. */

#include "config.h"

#include <string.h>

#include "dyr-import-peek.h"
#include "dyr-import-work.h"
#include "stage.h"

#define FIXTURE "clients-lviv-windows-1251.csv"

typedef struct
{
  gboolean done;
  DyrImportPeek *peek;
  DyrImportReport *report;
  GError *error;
} Answer;

static void
clear_answer (Answer *answer)
{
  dyr_import_peek_free (answer->peek);
  dyr_import_report_free (answer->report);
  g_clear_error (&answer->error);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Answer, clear_answer)

static void
on_peeked (GObject *source, GAsyncResult *result, gpointer data)
{
  Answer *answer = data;

  answer->peek = dyr_import_peek_finish (result, &answer->error);
  answer->done = TRUE;
}

static void
on_run (GObject *source, GAsyncResult *result, gpointer data)
{
  Answer *answer = data;

  answer->report = dyr_import_work_run_finish (DYR_IMPORT_WORK (source), result, &answer->error);
  answer->done = TRUE;
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  Answer *answer = data;

  dyr_import_work_save_refused_finish (DYR_IMPORT_WORK (source), result, &answer->error);
  answer->done = TRUE;
}

static void
peek (const char *path, const DyrSheetOptions *options, Answer *answer)
{
  dyr_import_peek_async (NULL, path, &dyr_client_type, options, NULL, on_peeked, answer);
  stage_wait_until (answer->done);
}

/* As the person does who changes nothing. */
static DyrImportWork *
new_work (Stage *stage, const char *path)
{
  const DyrSheetOptions guess = { 0 };
  g_auto (Answer) answer = { 0 };
  DyrSheetOptions options;

  peek (path, &guess, &answer);
  g_assert_no_error (answer.error);
  options
      = (DyrSheetOptions){ answer.peek->encoding,
                           answer.peek->delimiter,
                           answer.peek->has_header ? DYR_SHEET_HEADER_YES : DYR_SHEET_HEADER_NO };
  return dyr_import_work_new (stage->office, path, &options, answer.peek->mapping);
}

static void
run (DyrImportWork *work, gboolean dry_run, GCancellable *cancellable, Answer *answer)
{
  dyr_import_work_run_async (work, dry_run, cancellable, on_run, answer);
  stage_wait_until (answer->done);
}

static void
test_peek (Stage *stage, gconstpointer data)
{
  const DyrSheetOptions guess = { 0 };
  g_autofree char *path = stage_fixture (FIXTURE);
  g_auto (Answer) answer = { 0 };
  const DyrImportPeekRow *row;

  peek (path, &guess, &answer);
  g_assert_no_error (answer.error);
  g_assert_cmpstr (answer.peek->file_name, ==, FIXTURE);
  g_assert_cmpstr (answer.peek->encoding, ==, "windows-1251");
  g_assert_cmpint (answer.peek->delimiter, ==, ';');
  g_assert_true (answer.peek->has_header);
  g_assert_cmpuint (answer.peek->n_columns, ==, 13);
  g_assert_cmpuint (answer.peek->rows->len, ==, DYR_IMPORT_PEEK_ROWS);
  g_assert_cmpuint (answer.peek->n_rows, >, DYR_IMPORT_PEEK_ROWS);
  g_assert_true (answer.peek->whole);
  row = g_ptr_array_index (answer.peek->rows, 0);
  g_assert_cmpuint (row->line, ==, 2);
  g_assert_cmpstr (row->cells[1], ==, "39006020");
  /* A cell with a line break is shown on one line. */
  g_assert_null (strchr (row->cells[4], '\n'));
}

static void
test_peek_options (Stage *stage, gconstpointer data)
{
  const DyrSheetOptions options = { "cp866", ',', DYR_SHEET_HEADER_NO };
  g_autofree char *path = stage_fixture (FIXTURE);
  g_auto (Answer) answer = { 0 };

  peek (path, &options, &answer);
  g_assert_no_error (answer.error);
  g_assert_cmpstr (answer.peek->encoding, ==, "IBM866");
  g_assert_true (answer.peek->encoding_is_certain);
  g_assert_cmpint (answer.peek->delimiter, ==, ',');
  g_assert_false (answer.peek->has_header);
}

static void
test_peek_problems (Stage *stage, gconstpointer data)
{
  const DyrSheetOptions guess = { 0 };
  g_autofree char *path
      = stage_write_file (stage, "open.csv", "Name;City\nA;Lviv\n\"B;Kyiv\nC;Lviv\n", -1);
  g_auto (Answer) answer = { 0 };

  peek (path, &guess, &answer);
  g_assert_no_error (answer.error);
  g_assert_cmpuint (answer.peek->n_problems, ==, 1);
  g_assert_true (g_str_has_prefix (answer.peek->problems[0], "Line 3, column 1: "));
}

static void
test_peek_nothing (Stage *stage, gconstpointer data)
{
  const DyrSheetOptions guess = { 0 };
  g_autofree char *path = g_build_filename (stage->folder, "nowhere.csv", NULL);
  g_auto (Answer) answer = { 0 };

  peek (path, &guess, &answer);
  g_assert_null (answer.peek);
  g_assert_nonnull (answer.error);
  g_assert_nonnull (strstr (answer.error->message, "nowhere.csv"));
}

static void
test_trial_writes_nothing (Stage *stage, gconstpointer data)
{
  g_autofree char *path = stage_fixture (FIXTURE);
  g_autoptr (DyrImportWork) work = new_work (stage, path);
  g_auto (Answer) trial = { 0 };
  g_auto (Answer) import = { 0 };
  guint n_rows;

  run (work, TRUE, NULL, &trial);
  g_assert_no_error (trial.error);
  g_assert_true (trial.report->dry_run);
  g_assert_cmpint (trial.report->action, ==, 0);
  g_assert_cmpuint (stage_count (stage, &dyr_client_type), ==, 0);
  g_assert_cmpfloat (dyr_import_work_get_progress (work, &n_rows), >, 0.99);

  /* The import does what the trial run said. */
  run (work, FALSE, NULL, &import);
  g_assert_no_error (import.error);
  g_assert_cmpint (import.report->action, !=, 0);
  for (guint i = 0; i < DYR_IMPORT_N_OUTCOMES; i++)
    g_assert_cmpuint (import.report->n[i], ==, trial.report->n[i]);
  g_assert_cmpuint (stage_count (stage, &dyr_client_type), ==, import.report->n[DYR_IMPORT_NEW]);
}

static void
test_cancelled_before (Stage *stage, gconstpointer data)
{
  g_autofree char *path = stage_fixture (FIXTURE);
  g_autoptr (DyrImportWork) work = new_work (stage, path);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (Answer) answer = { 0 };

  g_cancellable_cancel (cancellable);
  run (work, FALSE, cancellable, &answer);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (answer.report == NULL || answer.report->action == 0);
  g_assert_cmpuint (stage_count (stage, &dyr_client_type), ==, 0);
}

static void
save_refused (DyrImportWork *work, const DyrImportReport *report, const char *path)
{
  g_auto (Answer) answer = { 0 };

  dyr_import_work_save_refused_async (work, report, path, NULL, on_saved, &answer);
  stage_wait_until (answer.done);
  g_assert_no_error (answer.error);
}

/* Refused by the importer, or by the reader (line 6, which has no cells then). */
static void
test_save_refused (Stage *stage, gconstpointer data)
{
  const char *text = "Name;Phone;City\nGood;+380671112233;Lviv\nShort;1\n;;Lviv\nLong;1;2;3\n"
                     "\"Open;1;2\nGood too;1;\n";
  g_autofree char *path = stage_write_file (stage, "some.csv", text, -1);
  g_autofree char *target = g_build_filename (stage->folder, "refused.csv", NULL);
  g_autoptr (DyrImportWork) work = new_work (stage, path);
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrSheet) reader = NULL;
  g_auto (Answer) answer = { 0 };
  const DyrSheetRow *row;
  const char *first[] = { "Short", "", "Long", "" };
  const guint lines[] = { 3, 4, 5, 6 };

  run (work, FALSE, NULL, &answer);
  g_assert_no_error (answer.error);
  g_assert_cmpuint (answer.report->n[DYR_IMPORT_REFUSED], ==, G_N_ELEMENTS (first));
  save_refused (work, answer.report, target);
  reader = dyr_sheet_open (target, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (dyr_sheet_get_header (reader)[0], ==, "Name");
  g_assert_cmpstr (dyr_sheet_get_header (reader)[3], ==, "Why it was refused");
  for (guint i = 0; i < G_N_ELEMENTS (first); i++)
    {
      g_autofree char *place = g_strdup_printf ("line %u", lines[i]);

      g_assert_true (dyr_sheet_next (reader, &row, &error));
      g_assert_cmpstr (row->cells[0], ==, first[i]);
      g_assert_nonnull (strstr (row->cells[row->n_cells - 1], place));
    }
  g_assert_false (dyr_sheet_next (reader, &row, &error));
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  stage_init (&argc, &argv, FALSE);
#define ADD(path, test) g_test_add (path, Stage, NULL, stage_set_up, test, stage_tear_down)
  ADD ("/app/import-work/peek", test_peek);
  ADD ("/app/import-work/peek-options", test_peek_options);
  ADD ("/app/import-work/peek-problems", test_peek_problems);
  ADD ("/app/import-work/peek-nothing", test_peek_nothing);
  ADD ("/app/import-work/trial-writes-nothing", test_trial_writes_nothing);
  ADD ("/app/import-work/cancelled-before", test_cancelled_before);
  ADD ("/app/import-work/save-refused", test_save_refused);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the tests of CSV share: files of given bytes, and rows as one text to compare. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "csv-support.h"

#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

CsvFile *
csv_file_new (const void *data, gssize length)
{
  g_autoptr (GError) error = NULL;
  char *path = NULL;
  int fd = g_file_open_tmp ("dyryhent-csv-XXXXXX", &path, &error);

  g_assert_no_error (error);
  close (fd);
  g_file_set_contents (path, data, length, &error);
  g_assert_no_error (error);

  return path;
}

void
csv_file_free (CsvFile *file)
{
  g_unlink (file);
  g_free (file);
}

char *
csv_fixture (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "fixtures", "import", name, NULL);
}

GBytes *
csv_encode (const char *text, const char *encoding)
{
  g_autoptr (GError) error = NULL;
  gsize length = 0;
  char *data = g_convert (text, -1, encoding, "UTF-8", NULL, &length, &error);

  g_assert_no_error (error);

  return g_bytes_new_take (data, length);
}

static void
append_row (GString *text, const DyrSheetRow *row)
{
  g_string_append_printf (text, "%u%s", row->line, row->blank ? "-" : row->damaged ? "~" : "");
  for (guint i = 0; i < row->n_cells; i++)
    g_string_append_printf (text, "[%s]", row->cells[i]);
  g_string_append_c (text, '\n');

  g_assert_null (row->cells[row->n_cells]);
}

char *
csv_read (const char *path, const DyrSheetOptions *options, const DyrCsvLimits *limits)
{
  static const DyrCsvLimits normal = { 65536, DYR_SHEET_CELL_MAX, DYR_SHEET_ROW_MAX };
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrCsvReader) reader = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  const DyrSheetRow *row = NULL;
  const DyrSheetProblem *problems = NULL;
  guint n;

  reader = dyr_csv_reader_open_with (path, options, limits != NULL ? limits : &normal, &error);
  if (reader == NULL)
    return g_strdup_printf ("error %d\n", error->code);

  if (dyr_csv_reader_get_header (reader) != NULL)
    {
      const char *const *header = dyr_csv_reader_get_header (reader);

      g_string_append_c (text, 'H');
      for (guint i = 0; header[i] != NULL; i++)
        g_string_append_printf (text, "[%s]", header[i]);
      g_string_append_c (text, '\n');
    }

  while (dyr_csv_reader_next (reader, &row, &error))
    append_row (text, row);
  g_assert_no_error (error);
  g_assert_cmpint (dyr_csv_reader_get_position (reader), ==, dyr_csv_reader_get_size (reader));

  problems = dyr_csv_reader_get_problems (reader, &n);
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpstr (problems[i].message, !=, "");
      g_string_append_printf (
          text, "%c%u:%u\n", problems[i].refused ? '!' : '?', problems[i].line, problems[i].column);
    }

  return g_strdup (text->str);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Any bytes as address cards: nothing crashes, what comes out is text, the same each time, and
 * what is left out is told. With libFuzzer, or by itself as a program that replays the files of its
 * arguments. */

#define _GNU_SOURCE 1 /* memfd_create */
#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "dyr-error.h"
#include "dyr-uid.h"
#include "dyr-vcard-private.h"
#include "dyr-vcard-sheet-private.h"
#include "fuzz.h"

static void
check_row (const DyrSheetRow *row, guint n_columns, guint last_line)
{
  DyrUid uid;

  g_assert_cmpuint (row->n_cells, ==, n_columns);
  g_assert_cmpuint (row->line, >, last_line);
  g_assert_null (row->cells[row->n_cells]);
  for (guint i = 0; i < row->n_cells; i++)
    {
      g_assert_true (g_utf8_validate (row->cells[i], -1, NULL));
      g_assert_cmpuint (strlen (row->cells[i]), <=, DYR_SHEET_CELL_MAX);
    }
  /* The first column is the record's uid, which is made here when the card has another one. */
  g_assert_true (row->cells[0][0] == '\0' || dyr_uid_parse (row->cells[0], &uid));
}

/* All that was read, as a text. */
static char *
read_all (DyrSheet *sheet)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  const DyrSheetProblem *problems;
  const DyrSheetRow *row;
  guint last_line = 0, n;

  while (dyr_sheet_next (sheet, &row, &error))
    {
      check_row (row, dyr_sheet_get_n_columns (sheet), last_line);
      last_line = row->line;
      g_string_append_printf (text, "%u", row->line);
      for (guint i = 0; i < row->n_cells; i++)
        g_string_append_printf (text, "|%s", row->cells[i]);
    }
  g_assert_no_error (error);
  problems = dyr_sheet_get_problems (sheet, &n);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "!%u %s", problems[i].line, problems[i].message);

  return g_strdup (text->str);
}

static void
try_file (const uint8_t *data, size_t size)
{
  static const DyrSheetOptions options = { .encoding = "UTF-8" };
  int fd = memfd_create ("fuzz-vcard", MFD_CLOEXEC);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  g_autofree char *once = NULL, *again = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrSheet) sheet = NULL;

  g_assert_cmpint (write (fd, data, size), ==, (ssize_t) size);
  sheet = dyr_sheet_new_vcard (path, &options, &error);
  g_assert_true ((sheet == NULL) == (error != NULL));
  if (sheet != NULL)
    {
      once = read_all (sheet);
      g_assert_true (dyr_sheet_rewind (sheet, &error));
      again = read_all (sheet);
      g_assert_cmpstr (again, ==, once);
    }
  close (fd);
}

static void
try_property (const char *text)
{
  g_autofree char *line = g_utf8_make_valid (text, -1);
  g_autoptr (DyrVcardProperty) property = dyr_vcard_property_parse (line);
  g_autofree char *value = NULL;
  g_auto (GStrv) parts = NULL;

  if (property == NULL)
    return;
  value = dyr_vcard_property_text (property);
  parts = dyr_vcard_property_parts (property, ' ');
  g_assert_true (g_utf8_validate (property->value, -1, NULL));
  g_assert_true (g_utf8_validate (value, -1, NULL));
  g_assert_nonnull (parts[0]);
  g_assert_cmpuint (property->parameters->len % 2, ==, 0);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);

  if (size == 0)
    return 0;
  try_file (data, size);
  try_property (text);

  return 0;
}

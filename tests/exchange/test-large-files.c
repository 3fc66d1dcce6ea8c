/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Files of any size are read within the same memory: those here are larger than the memory that
 * their reader is given. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "dyr-sheet.h"
#include "xlsx-support.h"

/* Bytes that the reader may take: 20 MB of a spreadsheet's texts stay in memory, in blocks that
 * double. */
#define ROOM (64 * 1024 * 1024)
/* More than that in all, in rows of some length. */
#define N_ROWS 24000
#define TEXT 4096

#define PATH "DYRYHENT_TEST_LARGE_FILE"

/* What does not get smaller by much, as noise does not: the same for a number. */
static void
fill_text (char *text, guint number)
{
  g_autoptr (GRand) noise = g_rand_new_with_seed (number);

  for (guint i = 0; i < TEXT; i += 4)
    {
      const guint32 bits = g_rand_int (noise);

      for (guint j = 0; j < 4; j++)
        text[i + j] = (char) ('a' + (bits >> (8 * j)) % 26);
    }
  text[TEXT] = '\0';
}

static char *
new_path (void)
{
  g_autoptr (GError) error = NULL;
  char *path;
  int fd = g_file_open_tmp ("dyryhent-XXXXXX", &path, &error);

  g_assert_no_error (error);
  close (fd);
  return path;
}

static void
write_csv (const char *path)
{
  FILE *file = g_fopen (path, "w");
  char text[TEXT + 1];

  g_assert_nonnull (file);
  fputs ("number;text\n", file);
  for (guint i = 0; i < N_ROWS; i++)
    {
      fill_text (text, i);
      fprintf (file, "%u;%s\n", i, text);
    }
  g_assert_cmpint (fclose (file), ==, 0);
}

static void
begin_entry (struct archive *archive, const char *name)
{
  struct archive_entry *entry = archive_entry_new ();

  archive_entry_set_pathname (entry, name);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0644);
  g_assert_cmpint (archive_write_header (archive, entry), ==, ARCHIVE_OK);
  archive_entry_free (entry);
}

static void
add_text (struct archive *archive, const char *text)
{
  g_assert_cmpint (archive_write_data (archive, text, strlen (text)), ==, strlen (text));
}

static void
add_entry (struct archive *archive, const char *name, const char *text)
{
  begin_entry (archive, name);
  add_text (archive, text);
}

static void
add_texts (struct archive *archive)
{
  char text[TEXT + 1];

  begin_entry (archive, "xl/sharedStrings.xml");
  add_text (archive, "<sst>");
  for (guint i = 0; i < N_ROWS; i++)
    {
      g_autofree char *item = NULL;

      fill_text (text, i);
      item = g_strdup_printf ("<si><t>%s</t></si>", text);
      add_text (archive, item);
    }
  add_text (archive, "</sst>");
}

static void
add_sheet (struct archive *archive)
{
  begin_entry (archive, "xl/worksheets/sheet1.xml");
  add_text (archive,
            "<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>number</t></is></c>"
            "<c t=\"inlineStr\"><is><t>text</t></is></c></row>");
  for (guint i = 0; i < N_ROWS; i++)
    {
      g_autofree char *row
          = g_strdup_printf ("<row><c><v>%u</v></c><c t=\"s\"><v>%u</v></c></row>", i, i);

      add_text (archive, row);
    }
  add_text (archive, "</sheetData></worksheet>");
}

/* As offices write it: the texts stand apart from the rows. */
static void
write_xlsx (const char *path)
{
  struct archive *archive = archive_write_new ();

  archive_write_set_format_zip (archive);
  g_assert_cmpint (archive_write_set_options (archive, "zip:compression-level=1"), ==, ARCHIVE_OK);
  g_assert_cmpint (archive_write_open_filename (archive, path), ==, ARCHIVE_OK);
  add_entry (archive, "[Content_Types].xml", xlsx_content_types);
  add_entry (archive, "_rels/.rels", xlsx_relations);
  add_entry (archive, "xl/workbook.xml", xlsx_book);
  add_entry (archive, "xl/_rels/workbook.xml.rels", xlsx_book_relations);
  add_entry (archive, "xl/styles.xml", xlsx_styles);
  add_texts (archive);
  add_sheet (archive);
  g_assert_cmpint (archive_write_close (archive), ==, ARCHIVE_OK);
  archive_write_free (archive);
}

/* Of the memory that is this process's own, in bytes. */
static gsize
count_own_memory (void)
{
  g_autofree char *status = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  line = strstr (status, "\nVmData:");
  g_assert_nonnull (line);
  return g_ascii_strtoull (line + strlen ("\nVmData:"), NULL, 10) * 1024;
}

/* From here on, what would take more ends the program. */
static void
limit_memory (void)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_DATA, &limit), ==, 0);
  limit.rlim_cur = count_own_memory () + ROOM;
  g_assert_cmpint (setrlimit (RLIMIT_DATA, &limit), ==, 0);
}

static void
read_within_limit (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrSheet) sheet = NULL;
  const DyrSheetRow *row;
  char text[TEXT + 1];
  guint n = 0;

  limit_memory ();
  sheet = dyr_sheet_open (g_getenv (PATH), NULL, &error);
  g_assert_no_error (error);
  while (dyr_sheet_next (sheet, &row, &error))
    {
      g_autofree char *number = g_strdup_printf ("%u", n);

      fill_text (text, n++);
      g_assert_cmpuint (row->n_cells, ==, 2);
      g_assert_cmpstr (row->cells[0], ==, number);
      g_assert_cmpstr (row->cells[1], ==, text);
    }
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, N_ROWS);
  g_assert_cmpuint (dyr_sheet_get_n_problems (sheet), ==, 0);
}

static void
test_read (gconstpointer data)
{
  void (*write) (const char *path) = data;
  g_autofree char *path = NULL;

  if (g_test_subprocess ())
    {
      read_within_limit ();
      return;
    }
  path = new_path ();
  write (path);
  g_setenv (PATH, path, TRUE);
  g_test_trap_subprocess (NULL, 0, 0);
  g_unlink (path);
  g_test_trap_assert_passed ();
}

int
main (int argc, char **argv)
{
  /* Texts of a spreadsheet wait in the cache folder. */
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_data_func ("/exchange/large-files/csv", write_csv, test_read);
  g_test_add_data_func ("/exchange/large-files/xlsx", write_xlsx, test_read);
  return g_test_run ();
}

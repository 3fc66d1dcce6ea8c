/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Any bytes as a spreadsheet, and any texts as the parts of one: nothing crashes, what comes out is
 * text of its form, the same each time, and can be written and read again. With libFuzzer, or by
 * itself as a program that replays the files of its arguments.
 *
 * An input that begins with "PK" is an archive; another one is the sheet, then, each after a form
 * feed, its strings, styles, workbook and relations; those that are left out are sound. */

#define _GNU_SOURCE 1 /* memfd_create */
#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "dyr-date.h"
#include "dyr-decimal.h"
#include "dyr-error.h"
#include "dyr-xlsx-sheet-private.h"
#include "dyr-xlsx-writer-private.h"
#include "fuzz.h"

enum
{
  SHEET,
  STRINGS,
  STYLES,
  BOOK,
  RELATIONS,
  N_PARTS,
};

static const char *const names[N_PARTS] = {
  [SHEET] = "xl/worksheets/sheet1.xml",
  [STRINGS] = "xl/sharedStrings.xml",
  [STYLES] = "xl/styles.xml",
  [BOOK] = "xl/workbook.xml",
  [RELATIONS] = "xl/_rels/workbook.xml.rels",
};

static const char *const sound[N_PARTS] = {
  [SHEET] = "<worksheet/>",
  [STRINGS] = "<sst><si><t>one</t></si><si><t>two</t></si></sst>",
  [STYLES] = "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"22\"/>"
             "<xf numFmtId=\"9\"/><xf numFmtId=\"20\"/></cellXfs></styleSheet>",
  [BOOK] = "<workbook xmlns:r=\"r\"><sheets><sheet name=\"S\" r:id=\"a\"/></sheets></workbook>",
  [RELATIONS] = "<Relationships>"
                "<Relationship Id=\"a\" Type=\"x/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
                "<Relationship Id=\"b\" Type=\"x/styles\" Target=\"styles.xml\"/>"
                "<Relationship Id=\"c\" Type=\"x/sharedStrings\" Target=\"sharedStrings.xml\"/>"
                "</Relationships>",
};

static void
add_entry (struct archive *archive, const char *name, const char *data, gsize length)
{
  struct archive_entry *entry = archive_entry_new ();

  archive_entry_set_pathname (entry, name);
  archive_entry_set_size (entry, (la_int64_t) length);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0600);
  archive_write_header (archive, entry);
  archive_write_data (archive, data, length);
  archive_entry_free (entry);
}

static void
write_archive (int fd, const char *data, gsize size)
{
  struct archive *archive = archive_write_new ();

  archive_write_set_format_zip (archive);
  archive_write_zip_set_compression_store (archive);
  g_assert_cmpint (archive_write_open_fd (archive, fd), ==, ARCHIVE_OK);
  for (guint i = 0; i < N_PARTS; i++)
    {
      const char *end = size > 0 ? memchr (data, '\f', size) : NULL;
      gsize length = end != NULL ? (gsize) (end - data) : size;

      if (length > 0)
        add_entry (archive, names[i], data, length);
      else
        add_entry (archive, names[i], sound[i], strlen (sound[i]));
      data += end != NULL ? length + 1 : length;
      size -= end != NULL ? length + 1 : length;
    }
  archive_write_close (archive);
  archive_write_free (archive);
}

static void
check_cell (const char *text, DyrSheetForm form)
{
  g_autofree char *day = g_strndup (text, strcspn (text, " "));
  gint64 number;

  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpuint (strlen (text), <=, DYR_SHEET_CELL_MAX);
  switch (form)
    {
    case DYR_SHEET_NUMBER:
      g_assert_cmpuint (strspn (text, "-0123456789."), ==, strlen (text));
      g_assert_true (*text != '\0' && text[strlen (text) - 1] != '.');
      return;
    case DYR_SHEET_DATE:
    case DYR_SHEET_MOMENT:
      g_assert_true (dyr_date_parse_iso (day, &number) || g_str_equal (day, "1900-02-29"));
      g_assert_cmpint (form == DYR_SHEET_DATE, ==, strlen (text) == 10);
      return;
    case DYR_SHEET_YES_NO:
      g_assert_true (g_str_equal (text, "yes") || g_str_equal (text, "no"));
      return;
    case DYR_SHEET_TEXT:
    case DYR_SHEET_BROKEN:
    default:
      return;
    }
}

/* All that was read, as a text; NULL when the end was an error. */
static char *
read_all (DyrSheet *sheet, GPtrArray *rows)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  const DyrSheetRow *row;
  guint last_line = 0;

  while (dyr_sheet_next (sheet, &row, &error))
    {
      g_assert_cmpuint (row->line, >, last_line);
      g_assert_cmpuint (row->n_cells, >=, dyr_sheet_get_n_columns (sheet));
      g_assert_null (row->cells[row->n_cells]);
      last_line = row->line;
      g_string_append_printf (text, "%u", row->line);
      for (guint i = 0; i < row->n_cells; i++)
        {
          check_cell (row->cells[i], (DyrSheetForm) row->forms[i]);
          g_string_append_printf (text, "|%u%s", row->forms[i], row->cells[i]);
        }
      if (rows->len < 50)
        g_ptr_array_add (rows, g_strdupv (row->cells));
    }
  if (error != NULL)
    {
      g_assert_true (error->domain == DYR_ERROR);
      return NULL;
    }

  return g_strdup (text->str);
}

/* Texts come back as they were. */
static void
write_and_read_again (GPtrArray *rows)
{
  g_autofree char *path = g_strdup_printf ("%s/fuzz-xlsx-%d.xlsx", g_get_tmp_dir (), getpid ());
  static const DyrSheetOptions options = { .header = DYR_SHEET_HEADER_NO };
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrXlsxWriter) writer = dyr_xlsx_writer_new (path, "[x]", 0, &error);
  g_autoptr (DyrSheet) sheet = NULL;
  const DyrSheetRow *row;

  g_assert_no_error (error);
  for (guint i = 0; i < rows->len; i++)
    {
      /* So that no row is empty. */
      dyr_xlsx_writer_add_text (writer, "x", DYR_XLSX_CELL_TEXT);
      for (char **cell = rows->pdata[i]; *cell != NULL; cell++)
        dyr_xlsx_writer_add_text (writer, *cell, DYR_XLSX_CELL_TEXT);
      dyr_xlsx_writer_end_row (writer);
    }
  g_assert_true (dyr_xlsx_writer_finish (writer, -1, &error));
  sheet = dyr_sheet_new_xlsx (path, &options, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < rows->len; i++)
    {
      GStrv cells = rows->pdata[i];

      g_assert_true (dyr_sheet_next (sheet, &row, &error));
      for (guint j = 0; cells[j] != NULL && j + 1 < row->n_cells; j++)
        {
          g_autofree char *cut = dyr_xlsx_cut_text (cells[j]);

          g_assert_cmpstr (row->cells[j + 1], ==, cut);
        }
    }
  g_unlink (path);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  int fd = memfd_create ("fuzz-xlsx", MFD_CLOEXEC);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_autoptr (GPtrArray) rows_again = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_autofree char *once = NULL, *again = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrSheet) sheet = NULL;

  if (size >= 2 && memcmp (data, "PK", 2) == 0)
    g_assert_cmpint (write (fd, data, size), ==, (ssize_t) size);
  else
    write_archive (fd, (const char *) data, size);
  sheet = dyr_sheet_new_xlsx (path, &(DyrSheetOptions){ 0 }, &error);
  g_assert_true ((sheet == NULL) == (error != NULL));
  if (sheet != NULL)
    {
      once = read_all (sheet, rows);
      g_assert_true (dyr_sheet_rewind (sheet, &error));
      again = read_all (sheet, rows_again);
      g_assert_cmpstr (again, ==, once);
      if (once != NULL && rows->len > 0)
        write_and_read_again (rows);
    }
  close (fd);

  return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Spreadsheets for tests, made of their parts, sound and otherwise. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "xlsx-support.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "dyr-sheet.h"

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define DOCUMENT "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/relationships"

const char xlsx_content_types[]
    = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Types "
      "xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";
const char xlsx_relations[]
    = "<?xml version=\"1.0\"?><Relationships xmlns=\"" PACKAGE "\"><Relationship Id=\"rId1\" "
      "Type=\"" DOCUMENT "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
const char xlsx_book[] = "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" DOCUMENT "\"><sheets>"
                         "<sheet name=\"Лист1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
const char xlsx_book_relations[]
    = "<Relationships xmlns=\"" PACKAGE "\">"
      "<Relationship Id=\"rId1\" Type=\"" DOCUMENT "/worksheet\" "
      "Target=\"worksheets/sheet1.xml\"/>"
      "<Relationship Id=\"rId2\" Type=\"" DOCUMENT "/styles\" Target=\"/xl/styles.xml\"/>"
      "<Relationship Id=\"rId3\" Type=\"" DOCUMENT "/sharedStrings\" "
      "Target=\"sharedStrings.xml\"/>"
      "</Relationships>";
const char xlsx_styles[]
    = "<styleSheet xmlns=\"" MAIN "\"><numFmts count=\"5\">"
      "<numFmt numFmtId=\"164\" formatCode=\"dd\\.mm\\.yyyy;@\"/>"
      "<numFmt numFmtId=\"165\" formatCode=\"[$-FC19]dd\\ mmmm\\ yyyy\\ &quot;о&quot;\\ h:mm\"/>"
      "<numFmt numFmtId=\"166\" formatCode=\"00000000\"/>"
      "<numFmt numFmtId=\"167\" formatCode=\"#,##0.00\\ &quot;days&quot;\"/>"
      "</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs>"
      "<xf numFmtId=\"0\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"166\"/>"
      "<xf numFmtId=\"9\"/><xf numFmtId=\"167\"/><xf numFmtId=\"20\"/>"
      "</cellXfs></styleSheet>";

static void
add_entry (struct archive *archive, const char *name, const char *text)
{
  struct archive_entry *entry = archive_entry_new ();

  archive_entry_set_pathname (entry, name);
  archive_entry_set_size (entry, (la_int64_t) strlen (text));
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0644);
  g_assert_cmpint (archive_write_header (archive, entry), ==, ARCHIVE_OK);
  g_assert_cmpint (archive_write_data (archive, text, strlen (text)), ==, strlen (text));
  archive_entry_free (entry);
}

XlsxFile *
xlsx_archive (const char *name, ...)
{
  struct archive *archive = archive_write_new ();
  g_autoptr (GError) error = NULL;
  char *path = NULL;
  int fd = g_file_open_tmp ("dyryhent-XXXXXX.xlsx", &path, &error);
  va_list arguments;

  g_assert_no_error (error);
  archive_write_set_format_zip (archive);
  g_assert_cmpint (archive_write_open_fd (archive, fd), ==, ARCHIVE_OK);
  va_start (arguments, name);
  for (; name != NULL; name = va_arg (arguments, const char *))
    add_entry (archive, name, va_arg (arguments, const char *));
  va_end (arguments);
  g_assert_cmpint (archive_write_close (archive), ==, ARCHIVE_OK);
  archive_write_free (archive);
  close (fd);

  return path;
}

XlsxFile *
xlsx_file (const char *rows, const char *behind, const char *strings)
{
  g_autofree char *sheet = g_strconcat ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<worksheet "
                                        "xmlns=\"" MAIN "\"><sheetData>",
                                        rows,
                                        "</sheetData>",
                                        behind != NULL ? behind : "",
                                        "</worksheet>",
                                        NULL);
  g_autofree char *texts
      = g_strconcat ("<sst xmlns=\"" MAIN "\">", strings != NULL ? strings : "", "</sst>", NULL);

  return xlsx_archive ("[Content_Types].xml",
                       xlsx_content_types,
                       "_rels/.rels",
                       xlsx_relations,
                       "xl/workbook.xml",
                       xlsx_book,
                       "xl/_rels/workbook.xml.rels",
                       xlsx_book_relations,
                       "xl/worksheets/sheet1.xml",
                       sheet,
                       "xl/styles.xml",
                       xlsx_styles,
                       "xl/sharedStrings.xml",
                       texts,
                       NULL);
}

void
xlsx_file_free (XlsxFile *file)
{
  g_unlink (file);
  g_free (file);
}

static void
append_row (GString *text, const DyrSheetRow *row)
{
  static const char *const forms[] = { "", "n:", "d:", "m:", "b:", "!:" };

  g_string_append_printf (text, "%u", row->line);
  for (guint i = 0; i < row->n_cells; i++)
    g_string_append_printf (
        text, "[%s%s]", row->forms != NULL ? forms[row->forms[i]] : "", row->cells[i]);
  g_string_append_c (text, '\n');
  g_assert_null (row->cells[row->n_cells]);
}

char *
xlsx_read (const char *path, const char *sheet)
{
  const DyrSheetOptions options = { .sheet = sheet };
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrSheet) table = dyr_sheet_open (path, &options, &error);
  g_autoptr (GString) text = g_string_new (NULL);
  const char *const *header;
  const DyrSheetRow *row;
  const DyrSheetProblem *problems;
  guint n;

  g_assert_true ((table == NULL) == (error != NULL));
  if (table == NULL)
    return g_strdup_printf ("error %d\n", error->code);
  header = dyr_sheet_get_header (table);
  if (header != NULL)
    {
      g_string_append_c (text, 'H');
      for (guint i = 0; header[i] != NULL; i++)
        g_string_append_printf (text, "[%s]", header[i]);
      g_string_append_c (text, '\n');
    }
  while (dyr_sheet_next (table, &row, &error))
    append_row (text, row);
  if (error != NULL)
    g_string_append_printf (text, "error %d\n", error->code);
  problems = dyr_sheet_get_problems (table, &n);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%c%u\n", problems[i].refused ? '!' : '?', problems[i].line);

  return g_strdup (text->str);
}

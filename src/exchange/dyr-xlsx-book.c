/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The parts of a spreadsheet that say where its sheets are and what their numbers mean. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-xlsx-private.h"

#include <string.h>

/* Bytes of each of these parts, and sheets of a book. */
#define MAX_PART (64 * 1024 * 1024)
#define MAX_SHEETS 10000
#define MAX_STYLES 100000

typedef struct
{
  char *id;
  char *type;
  char *entry;
} Relation;

static void
free_relation (gpointer data)
{
  Relation *relation = data;

  g_free (relation->id);
  g_free (relation->type);
  g_free (relation->entry);
  g_free (relation);
}

static void
free_sheet (gpointer data)
{
  DyrXlsxSheet *sheet = data;

  g_free (sheet->name);
  g_free (sheet->entry);
  g_free (sheet);
}

/* --- Relations: which part is where --- */

typedef struct
{
  const char *folder; /* "xl/", "" */
  GPtrArray *relations;
} RelationsReader;

/* A target, relative to a folder or to the archive; NULL: it leads outside. */
static char *
resolve (const char *folder, const char *target)
{
  g_autofree char *path
      = *target == '/' ? g_strdup (target + 1) : g_strconcat (folder, target, NULL);
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();

  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (g_str_equal (parts[i], "") || g_str_equal (parts[i], "."))
        continue;
      if (!g_str_equal (parts[i], ".."))
        g_ptr_array_add (kept, parts[i]);
      else if (kept->len > 0)
        g_ptr_array_set_size (kept, (int) kept->len - 1);
      else
        return NULL;
    }
  g_ptr_array_add (kept, NULL);

  return g_strjoinv ("/", (char **) kept->pdata);
}

static void
on_relation (gpointer data, const char *name, const DyrXmlAttributes *attributes)
{
  RelationsReader *reader = data;
  g_autofree char *target = NULL, *mode = NULL;
  Relation *relation;

  if (strcmp (name, "Relationship") != 0 || reader->relations->len >= MAX_SHEETS)
    return;
  target = dyr_xml_dup (attributes, "Target");
  mode = dyr_xml_dup (attributes, "TargetMode");
  if (target == NULL || (mode != NULL && g_ascii_strcasecmp (mode, "External") == 0))
    return;
  relation = g_new0 (Relation, 1);
  relation->id = dyr_xml_dup (attributes, "Id");
  relation->type = dyr_xml_dup (attributes, "Type");
  relation->entry = resolve (reader->folder, target);
  g_ptr_array_add (reader->relations, relation);
}

static GPtrArray *
read_relations (DyrZip *zip, const char *entry, const char *folder, GError **error)
{
  static const DyrXmlHandler handler = { .begin = on_relation };
  g_autoptr (GPtrArray) relations = g_ptr_array_new_with_free_func (free_relation);
  RelationsReader reader = { folder, relations };

  if (dyr_zip_has (zip, entry) && !dyr_xml_parse (zip, entry, MAX_PART, &handler, &reader, error))
    return NULL;

  return g_steal_pointer (&relations);
}

/* Types are long addresses, of two kinds that end the same. */
static const char *
find_by_type (const GPtrArray *relations, const char *end)
{
  for (guint i = 0; i < relations->len; i++)
    {
      const Relation *relation = relations->pdata[i];

      if (relation->type != NULL && g_str_has_suffix (relation->type, end))
        return relation->entry;
    }

  return NULL;
}

static const char *
find_by_id (const GPtrArray *relations, const char *id)
{
  for (guint i = 0; i < relations->len; i++)
    {
      const Relation *relation = relations->pdata[i];

      if (g_strcmp0 (relation->id, id) == 0)
        return relation->entry;
    }

  return NULL;
}

/* --- Sheets --- */

typedef struct
{
  DyrZip *zip;
  DyrXlsxBook *book;
  const GPtrArray *relations;
} BookReader;

static void
add_sheet (BookReader *reader, const DyrXmlAttributes *attributes)
{
  g_autofree char *id = dyr_xml_dup (attributes, "id");
  g_autofree char *state = dyr_xml_dup (attributes, "state");
  const char *entry = id != NULL ? find_by_id (reader->relations, id) : NULL;
  DyrXlsxSheet *sheet;

  /* Sheets of charts and of macros have other parts, or none. */
  if (entry == NULL || strstr (entry, "chartsheet") != NULL || !dyr_zip_has (reader->zip, entry)
      || reader->book->sheets->len >= MAX_SHEETS)
    return;
  sheet = g_new0 (DyrXlsxSheet, 1);
  sheet->name = dyr_xml_dup (attributes, "name");
  if (sheet->name == NULL)
    sheet->name = g_strdup (id);
  sheet->entry = g_strdup (entry);
  sheet->hidden = state != NULL && !g_str_equal (state, "visible");
  g_ptr_array_add (reader->book->sheets, sheet);
}

static void
on_book_element (gpointer data, const char *name, const DyrXmlAttributes *attributes)
{
  BookReader *reader = data;
  char text[8];

  if (strcmp (name, "sheet") == 0)
    add_sheet (reader, attributes);
  else if (strcmp (name, "workbookPr") == 0
           && dyr_xml_copy (attributes, "date1904", text, sizeof text))
    reader->book->from_1904 = g_str_equal (text, "1") || g_str_equal (text, "true");
}

/* --- Styles --- */

typedef struct
{
  DyrXlsxBook *book;
  GHashTable *codes; /* id -> code */
  gboolean in_cells;
} StylesReader;

static void
on_style_begun (gpointer data, const char *name, const DyrXmlAttributes *attributes)
{
  StylesReader *reader = data;
  guint id = dyr_xml_number (attributes, "numFmtId", 0);

  if (strcmp (name, "cellXfs") == 0)
    reader->in_cells = TRUE;
  else if (strcmp (name, "numFmt") == 0 && g_hash_table_size (reader->codes) < MAX_STYLES)
    {
      char *code = dyr_xml_dup (attributes, "formatCode");

      if (code != NULL)
        g_hash_table_insert (reader->codes, GUINT_TO_POINTER (id), code);
    }
  else if (strcmp (name, "xf") == 0 && reader->in_cells && reader->book->styles->len < MAX_STYLES)
    {
      DyrXlsxStyle style
          = dyr_xlsx_style (id, g_hash_table_lookup (reader->codes, GUINT_TO_POINTER (id)));

      g_array_append_val (reader->book->styles, style);
    }
}

static void
on_style_ended (gpointer data, const char *name)
{
  StylesReader *reader = data;

  if (strcmp (name, "cellXfs") == 0)
    reader->in_cells = FALSE;
}

static gboolean
read_styles (DyrXlsxBook *book, DyrZip *zip, const char *entry, GError **error)
{
  static const DyrXmlHandler handler = { .begin = on_style_begun, .end = on_style_ended };
  g_autoptr (GHashTable) codes = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  StylesReader reader = { book, codes, FALSE };

  return entry == NULL || !dyr_zip_has (zip, entry)
         || dyr_xml_parse (zip, entry, MAX_PART, &handler, &reader, error);
}

/* --- The book --- */

static gboolean
read_book (DyrXlsxBook *book, DyrZip *zip, const char *entry, GError **error)
{
  static const DyrXmlHandler handler = { .begin = on_book_element };
  g_autofree char *folder = g_path_get_dirname (entry);
  g_autofree char *base = g_path_get_basename (entry);
  g_autofree char *prefix
      = g_str_equal (folder, ".") ? g_strdup ("") : g_strconcat (folder, "/", NULL);
  g_autofree char *list = g_strconcat (prefix, "_rels/", base, ".rels", NULL);
  g_autoptr (GPtrArray) relations = read_relations (zip, list, prefix, error);
  BookReader reader = { zip, book, relations };

  if (relations == NULL || !dyr_xml_parse (zip, entry, MAX_PART, &handler, &reader, error)
      || !read_styles (book, zip, find_by_type (relations, "/styles"), error))
    return FALSE;
  book->strings = g_strdup (find_by_type (relations, "/sharedStrings"));
  if (book->sheets->len > 0)
    return TRUE;
  dyr_zip_set_damaged (zip, error);

  return FALSE;
}

DyrXlsxBook *
dyr_xlsx_book_new (DyrZip *zip, GError **error)
{
  g_autoptr (DyrXlsxBook) book = g_new0 (DyrXlsxBook, 1);
  g_autoptr (GPtrArray) relations = NULL;
  const char *entry;

  book->sheets = g_ptr_array_new_with_free_func (free_sheet);
  book->styles = g_array_new (FALSE, FALSE, sizeof (DyrXlsxStyle));
  relations = read_relations (zip, "_rels/.rels", "", error);
  if (relations == NULL)
    return NULL;
  entry = find_by_type (relations, "/officeDocument");
  if (entry == NULL)
    entry = "xl/workbook.xml";
  if (!dyr_zip_has (zip, entry))
    {
      dyr_zip_set_damaged (zip, error);
      return NULL;
    }

  return read_book (book, zip, entry, error) ? g_steal_pointer (&book) : NULL;
}

void
dyr_xlsx_book_free (DyrXlsxBook *book)
{
  if (book == NULL)
    return;

  g_ptr_array_unref (book->sheets);
  g_array_unref (book->styles);
  g_free (book->strings);
  g_free (book);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The rows of a sheet. A part of the file is parsed at once and makes some rows; they wait as the
 * file has them, for a text that many cells share must not be in memory many times. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-xlsx-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

/* Bytes of merged cells that are remembered for the rows below. */
#define MAX_MERGED (16 * 1024 * 1024)
/* Rows of a sheet. */
#define MAX_LINE 1048576

typedef enum
{
  CELL_NUMBER,
  CELL_SHARED,
  CELL_YES_NO,
  CELL_ERROR,
  CELL_TEXT,
  CELL_DATE,
} CellType;

/* A cell as the file has it. */
typedef struct
{
  guint column;
  CellType type;
  guint style;
  gsize at; /* in the row's text; ends with a NUL */
} RawCell;

typedef struct
{
  guint line;
  GArray *cells;   /* RawCell */
  GString *text;   /* of all cells */
  guint long_cell; /* column of the first one that is too long, G_MAXUINT: none */
} RawRow;

/* Merged cells that reach down to the next rows. */
typedef struct
{
  guint last;
  guint column;
  char *text;
  guint8 form;
} Merged;

struct _DyrXlsxRows
{
  const DyrXlsxBook *book;
  DyrXlsxStrings *strings;
  DyrSheetProblems *problems;
  const GArray *merges;
  guint next_merge;
  GArray *merged; /* Merged */
  gsize merged_length;
  DyrXml *xml;
  GQueue waiting; /* RawRow */
  RawRow *spare;

  /* What is being parsed. */
  RawRow *row;
  guint line;
  guint column;
  RawCell cell;
  gboolean in_cell;
  gboolean in_value;
  guint in_phonetic;

  /* The row that was given out. */
  GString *text;
  GArray *places; /* gsize: of each cell in the text; 0: empty */
  GByteArray *forms;
  GPtrArray *cells;
  DyrSheetRow out;
};

/* --- Places --- */

gboolean
dyr_xlsx_place (const char *text, guint *column, guint *row)
{
  guint n = 0;
  guint64 line = 0;

  for (; *text == '$'; text++)
    continue;
  for (; g_ascii_isalpha (*text); text++)
    {
      n = n * 26 + (guint) (g_ascii_toupper (*text) - 'A') + 1;
      if (n > DYR_SHEET_CELLS_MAX)
        return FALSE;
    }
  for (; *text == '$'; text++)
    continue;
  if (n == 0 || (*text != '\0' && !g_ascii_string_to_unsigned (text, 10, 1, MAX_LINE, &line, NULL)))
    return FALSE;
  *column = n - 1;
  *row = (guint) line;

  return TRUE;
}

char *
dyr_xlsx_column_name (guint column)
{
  char name[8];
  guint at = sizeof name - 1;

  name[at] = '\0';
  for (column++; column > 0 && at > 0; column = (column - 1) / 26)
    name[--at] = (char) ('A' + (column - 1) % 26);

  return g_strdup (name + at);
}

/* --- Parsing --- */

static void
free_raw (gpointer data)
{
  RawRow *row = data;

  if (row == NULL)
    return;
  g_array_unref (row->cells);
  g_string_free (row->text, TRUE);
  g_free (row);
}

static RawRow *
new_raw (DyrXlsxRows *self)
{
  RawRow *row = g_steal_pointer (&self->spare);

  if (row == NULL)
    {
      row = g_new0 (RawRow, 1);
      row->cells = g_array_new (FALSE, FALSE, sizeof (RawCell));
      row->text = g_string_new (NULL);
    }
  g_array_set_size (row->cells, 0);
  g_string_truncate (row->text, 0);
  row->long_cell = G_MAXUINT;

  return row;
}

static CellType
type_of (const DyrXmlAttributes *attributes)
{
  char type[12];

  if (!dyr_xml_copy (attributes, "t", type, sizeof type) || g_str_equal (type, "n"))
    return CELL_NUMBER;
  if (g_str_equal (type, "s"))
    return CELL_SHARED;
  if (g_str_equal (type, "b"))
    return CELL_YES_NO;
  if (g_str_equal (type, "e"))
    return CELL_ERROR;

  return g_str_equal (type, "d") ? CELL_DATE : CELL_TEXT;
}

static void
begin_row (DyrXlsxRows *self, const DyrXmlAttributes *attributes)
{
  guint line = dyr_xml_number (attributes, "r", 0);

  /* Rows go down only, whatever they say. */
  self->line = line > self->line ? line : self->line + 1;
  self->column = G_MAXUINT;
  if (self->row == NULL)
    self->row = new_raw (self);
  self->row->line = self->line;
}

static void
begin_cell (DyrXlsxRows *self, const DyrXmlAttributes *attributes)
{
  char place[24];
  guint column, line;

  if (dyr_xml_copy (attributes, "r", place, sizeof place) && dyr_xlsx_place (place, &column, &line))
    self->column = column;
  else
    self->column++;
  self->in_cell = self->row != NULL && self->column < DYR_SHEET_CELLS_MAX;
  if (!self->in_cell)
    return;
  self->cell = (RawCell){
    self->column, type_of (attributes), dyr_xml_number (attributes, "s", 0), self->row->text->len
  };
}

static void
on_begun (gpointer data, const char *name, const DyrXmlAttributes *attributes)
{
  DyrXlsxRows *self = data;

  if (strcmp (name, "c") == 0)
    begin_cell (self, attributes);
  else if (strcmp (name, "row") == 0)
    begin_row (self, attributes);
  else if (strcmp (name, "v") == 0 || strcmp (name, "t") == 0)
    self->in_value = self->in_cell && self->in_phonetic == 0;
  else if (strcmp (name, "rPh") == 0)
    self->in_phonetic++;
}

static void
end_cell (DyrXlsxRows *self)
{
  GString *text = self->row->text;

  if (text->len == self->cell.at)
    return;
  if (text->len - self->cell.at > DYR_SHEET_CELL_MAX && self->row->long_cell == G_MAXUINT)
    self->row->long_cell = self->cell.column;
  g_string_append_c (text, '\0');
  g_array_append_val (self->row->cells, self->cell);
}

static void
on_ended (gpointer data, const char *name)
{
  DyrXlsxRows *self = data;

  if (strcmp (name, "v") == 0 || strcmp (name, "t") == 0)
    {
      self->in_value = FALSE;
    }
  else if (strcmp (name, "c") == 0)
    {
      if (self->in_cell)
        end_cell (self);
      self->in_cell = FALSE;
    }
  else if (strcmp (name, "row") == 0)
    {
      if (self->row != NULL && self->row->cells->len > 0)
        g_queue_push_tail (&self->waiting, g_steal_pointer (&self->row));
    }
  else if (strcmp (name, "rPh") == 0 && self->in_phonetic > 0)
    {
      self->in_phonetic--;
    }
}

static void
on_text (gpointer data, const char *text, gsize length)
{
  DyrXlsxRows *self = data;

  /* The rest of what will be refused is not kept. */
  if (self->in_value && self->row->text->len - self->cell.at <= DYR_SHEET_CELL_MAX
      && self->row->text->len <= DYR_SHEET_ROW_MAX)
    g_string_append_len (self->row->text, text, (gssize) length);
}

/* --- Values --- */

static const DyrXlsxStyle *
style_of (DyrXlsxRows *self, const RawCell *cell)
{
  static const DyrXlsxStyle plain = { DYR_XLSX_PLAIN, 0 };

  return cell->style < self->book->styles->len
             ? &g_array_index (self->book->styles, DyrXlsxStyle, cell->style)
             : &plain;
}

static gboolean
append_shared (DyrXlsxRows *self, const char *raw, GError **error)
{
  g_autoptr (GError) local = NULL;
  guint64 number;

  if (!g_ascii_string_to_unsigned (raw, 10, 0, G_MAXUINT, &number, NULL))
    return FALSE;
  if (dyr_xlsx_strings_append (self->strings, (guint) number, self->text, &local))
    return TRUE;
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));

  return FALSE;
}

static void
append_text (DyrXlsxRows *self, const char *raw)
{
  g_autoptr (GString) text = g_string_new (raw);

  dyr_xlsx_unescape (text);
  g_string_append_len (self->text, text->str, (gssize) text->len);
}

static void
append_date (DyrXlsxRows *self, const char *raw, DyrSheetForm *form)
{
  g_autofree char *text = dyr_xlsx_date_text (raw, form);

  g_string_append (self->text, text != NULL ? text : raw);
}

static void
append_number (DyrXlsxRows *self, const RawCell *cell, const char *raw, DyrSheetForm *form)
{
  g_autofree char *text
      = dyr_xlsx_number_text (raw, style_of (self, cell), self->book->from_1904, form);

  g_string_append (self->text, text);
}

/* Appends what the cell says to the row's text. FALSE without an error: nobody can tell. */
static gboolean
append_value (
    DyrXlsxRows *self, const RawCell *cell, const char *raw, DyrSheetForm *form, GError **error)
{
  *form = DYR_SHEET_TEXT;
  switch (cell->type)
    {
    case CELL_SHARED:
      return append_shared (self, raw, error);
    case CELL_YES_NO:
      *form = DYR_SHEET_YES_NO;
      g_string_append (self->text, g_str_equal (raw, "1") ? "yes" : "no");
      return TRUE;
    case CELL_ERROR:
      *form = DYR_SHEET_BROKEN;
      append_text (self, raw);
      return TRUE;
    case CELL_DATE:
      append_date (self, raw, form);
      return TRUE;
    case CELL_NUMBER:
      append_number (self, cell, raw, form);
      return TRUE;
    case CELL_TEXT:
    default:
      append_text (self, raw);
      return TRUE;
    }
}

static void
widen (DyrXlsxRows *self, guint n)
{
  static const guint8 text = DYR_SHEET_TEXT;
  static const gsize nothing = 0;

  while (self->places->len < n)
    {
      g_array_append_val (self->places, nothing);
      g_byte_array_append (self->forms, &text, 1);
    }
}

static gboolean
is_blank (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (!g_unichar_isspace (g_utf8_get_char (text)))
      return FALSE;

  return TRUE;
}

/* Takes the message. */
static gboolean
refuse (DyrXlsxRows *self, guint line, char *message)
{
  dyr_sheet_problems_add (self->problems, line, 0, TRUE, message);

  return FALSE;
}

static gboolean
refuse_long (DyrXlsxRows *self, guint line, guint column)
{
  g_autofree char *name = dyr_xlsx_column_name (column);

  return refuse (self,
                 line,
                 /* Translators: %s is the letter of a column. */
                 g_strdup_printf (_ ("The text in column %s is far too long for a cell. Shorten it "
                                     "in the file."),
                                     name));
}

static gboolean
take_cell (DyrXlsxRows *self, const RawRow *row, const RawCell *cell, GError **error)
{
  DyrSheetForm form;
  gsize at = self->text->len;

  widen (self, cell->column + 1);
  if (!append_value (self, cell, row->text->str + cell->at, &form, error))
    {
      g_autofree char *name = dyr_xlsx_column_name (cell->column);

      return refuse (
          self,
          row->line,
          /* Translators: %s is the letter of a column. */
          g_strdup_printf (_ ("The text in column %s is missing in the file. Open it in a "
                              "spreadsheet program and save it again."),
                              name));
    }
  if (self->text->len - at > DYR_SHEET_CELL_MAX || self->text->len > DYR_SHEET_ROW_MAX)
    return refuse_long (self, row->line, cell->column);
  if (is_blank (self->text->str + at))
    {
      g_string_truncate (self->text, at);
      return TRUE;
    }
  g_string_append_c (self->text, '\0');
  g_array_index (self->places, gsize, cell->column) = at;
  self->forms->data[cell->column] = (guint8) form;

  return TRUE;
}

/* --- Merged cells --- */

static void
clear_merged (gpointer data)
{
  g_free (((Merged *) data)->text);
}

static void
drop_merged (DyrXlsxRows *self, guint line)
{
  for (guint i = self->merged->len; i-- > 0;)
    {
      const Merged *merged = &g_array_index (self->merged, Merged, i);

      if (merged->last >= line)
        continue;
      self->merged_length -= strlen (merged->text);
      g_array_remove_index_fast (self->merged, i);
    }
}

static void
fill_merged (DyrXlsxRows *self)
{
  for (guint i = 0; i < self->merged->len; i++)
    {
      const Merged *merged = &g_array_index (self->merged, Merged, i);

      widen (self, merged->column + 1);
      if (g_array_index (self->places, gsize, merged->column) != 0
          || self->text->len > DYR_SHEET_ROW_MAX)
        continue;
      g_array_index (self->places, gsize, merged->column) = self->text->len;
      self->forms->data[merged->column] = merged->form;
      g_string_append (self->text, merged->text);
      g_string_append_c (self->text, '\0');
    }
}

static void
remember_merged (DyrXlsxRows *self, guint line)
{
  for (; self->next_merge < self->merges->len; self->next_merge++)
    {
      const DyrXlsxMerge *merge = &g_array_index (self->merges, DyrXlsxMerge, self->next_merge);
      Merged merged = { merge->last, merge->column, NULL, DYR_SHEET_TEXT };
      gsize place;

      if (merge->first > line)
        return;
      place = merge->first == line && merge->column < self->places->len
                  ? g_array_index (self->places, gsize, merge->column)
                  : 0;
      if (place == 0 || self->merged_length > MAX_MERGED)
        continue;
      merged.text = g_strdup (self->text->str + place);
      merged.form = self->forms->data[merge->column];
      self->merged_length += strlen (merged.text);
      g_array_append_val (self->merged, merged);
    }
}

/* --- Giving out --- */

/* FALSE without an error: the row was refused, or there is nothing in it. */
static gboolean
take_row (DyrXlsxRows *self, const RawRow *row, gboolean *blank, GError **error)
{
  *blank = FALSE;
  /* Place 0 is none. */
  g_string_assign (self->text, " ");
  g_array_set_size (self->places, 0);
  g_byte_array_set_size (self->forms, 0);
  drop_merged (self, row->line);
  if (row->long_cell != G_MAXUINT)
    return refuse_long (self, row->line, row->long_cell);
  for (guint i = 0; i < row->cells->len; i++)
    if (!take_cell (self, row, &g_array_index (row->cells, RawCell, i), error))
      return FALSE;
  *blank = self->text->len == 1;
  if (*blank)
    return FALSE;
  fill_merged (self);
  remember_merged (self, row->line);

  return TRUE;
}

static void
give_out (DyrXlsxRows *self, guint line, guint n_columns)
{
  static char nothing[] = "";
  guint n = self->places->len;

  /* Cells that only look like something do not count. */
  while (n > 0 && g_array_index (self->places, gsize, n - 1) == 0)
    n--;
  n = MAX (n, n_columns);
  widen (self, n);
  g_ptr_array_set_size (self->cells, 0);
  for (guint i = 0; i < n; i++)
    {
      gsize place = g_array_index (self->places, gsize, i);

      g_ptr_array_add (self->cells, place != 0 ? self->text->str + place : nothing);
    }
  g_ptr_array_add (self->cells, NULL);
  self->out = (DyrSheetRow){
    .cells = (char **) self->cells->pdata, .n_cells = n, .forms = self->forms->data, .line = line
  };
}

gboolean
dyr_xlsx_rows_next (DyrXlsxRows *self, guint n_columns, const DyrSheetRow **row, GError **error)
{
  gboolean blank = TRUE;

  while (blank)
    {
      g_autoptr (GError) local = NULL;
      RawRow *raw;
      gboolean taken;
      guint line;

      while (g_queue_is_empty (&self->waiting))
        if (!dyr_xml_step (self->xml, error))
          return FALSE;
      raw = g_queue_pop_head (&self->waiting);
      line = raw->line;
      taken = take_row (self, raw, &blank, &local);
      if (self->spare == NULL)
        self->spare = raw;
      else
        free_raw (raw);
      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      *row = NULL;
      if (!taken)
        continue;
      give_out (self, line, n_columns);
      *row = &self->out;
    }

  return TRUE;
}

DyrXlsxRows *
dyr_xlsx_rows_new (DyrZip *zip,
                   const DyrXlsxBook *book,
                   const DyrXlsxSheet *sheet,
                   DyrXlsxStrings *strings,
                   const GArray *merges,
                   DyrSheetProblems *problems,
                   GError **error)
{
  static const DyrXmlHandler handler = { on_begun, on_ended, on_text };
  DyrXlsxRows *self;

  if (!dyr_zip_enter (zip, sheet->entry, error))
    return NULL;
  self = g_new0 (DyrXlsxRows, 1);
  self->book = book;
  self->strings = strings;
  self->merges = merges;
  self->problems = problems;
  self->merged = g_array_new (FALSE, FALSE, sizeof (Merged));
  g_array_set_clear_func (self->merged, clear_merged);
  g_queue_init (&self->waiting);
  self->text = g_string_new (NULL);
  self->places = g_array_new (FALSE, FALSE, sizeof (gsize));
  self->forms = g_byte_array_new ();
  self->cells = g_ptr_array_new ();
  self->xml = dyr_xml_new (zip, &handler, self);

  return self;
}

void
dyr_xlsx_rows_free (DyrXlsxRows *self)
{
  if (self == NULL)
    return;

  dyr_xml_free (self->xml);
  g_queue_clear_full (&self->waiting, free_raw);
  free_raw (self->spare);
  free_raw (self->row);
  g_array_unref (self->merged);
  g_string_free (self->text, TRUE);
  g_array_unref (self->places);
  g_byte_array_unref (self->forms);
  g_ptr_array_unref (self->cells);
  g_free (self);
}

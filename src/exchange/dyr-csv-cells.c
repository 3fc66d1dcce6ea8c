/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Takes one row of CSV apart into cells: libcsv for sound rows, an own rule for those of programs
 * that never heard of doubling quotes. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-csv-cells-private.h"

#include <csv.h>
#include <string.h>

#include "dyr-csv-scan-private.h"

/* By how much libcsv's buffer grows: its own 128 bytes are little for long notes. */
#define BLOCK 8192

struct _DyrCsvCells
{
  struct csv_parser parser;
  char delimiter;
  GString *text;  /* the cells, each ended by a NUL */
  GArray *starts; /* gsize */
  GPtrArray *cells;
  guint n_rows;
};

static int
is_space (unsigned char c)
{
  return c == ' ' || c == '\t';
}

static int
is_space_but_tab (unsigned char c)
{
  return c == ' ';
}

static void
begin_cell (DyrCsvCells *self)
{
  g_array_append_val (self->starts, self->text->len);
}

static void
end_cell (DyrCsvCells *self)
{
  g_string_append_c (self->text, '\0');
}

static void
on_cell_parsed (void *text, size_t length, void *user_data)
{
  DyrCsvCells *self = user_data;

  begin_cell (self);
  if (length > 0)
    g_string_append_len (self->text, text, (gssize) length);
  end_cell (self);
}

static void
on_row_parsed (int ending, void *user_data)
{
  DyrCsvCells *self = user_data;

  self->n_rows++;
}

/* libcsv takes SIZE_MAX for a failure; GLib ends the program when memory ends. */
static void *
reallocate (void *memory, size_t size)
{
  return g_realloc (memory, size);
}

DyrCsvCells *
dyr_csv_cells_new (char delimiter)
{
  DyrCsvCells *self = g_new0 (DyrCsvCells, 1);

  self->delimiter = delimiter;
  self->text = g_string_new (NULL);
  self->starts = g_array_new (FALSE, FALSE, sizeof (gsize));
  self->cells = g_ptr_array_new ();

  /* Fails for a NULL parser only. */
  csv_init (&self->parser, 0);
  csv_set_realloc_func (&self->parser, reallocate);
  csv_set_free_func (&self->parser, g_free);
  csv_set_blk_size (&self->parser, BLOCK);
  csv_set_delim (&self->parser, (unsigned char) delimiter);
  csv_set_space_func (&self->parser, delimiter == '\t' ? is_space_but_tab : is_space);

  return self;
}

void
dyr_csv_cells_free (DyrCsvCells *self)
{
  if (self == NULL)
    return;

  csv_free (&self->parser);
  g_string_free (self->text, TRUE);
  g_array_unref (self->starts);
  g_ptr_array_unref (self->cells);
  g_free (self);
}

static void
begin_row (DyrCsvCells *self)
{
  g_string_truncate (self->text, 0);
  g_array_set_size (self->starts, 0);
  self->n_rows = 0;
}

/* The texts do not move any more: now they can be pointed to. */
static void
end_row (DyrCsvCells *self)
{
  g_ptr_array_set_size (self->cells, 0);
  for (guint i = 0; i < self->starts->len; i++)
    g_ptr_array_add (self->cells, self->text->str + g_array_index (self->starts, gsize, i));
  g_ptr_array_add (self->cells, NULL);
}

gboolean
dyr_csv_cells_split (DyrCsvCells *self, const char *row, gsize length)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (row != NULL, FALSE);

  begin_row (self);
  csv_parse (&self->parser, row, length, on_cell_parsed, on_row_parsed, self);
  csv_fini (&self->parser, on_cell_parsed, on_row_parsed, self);
  end_row (self);

  return self->starts->len > 0;
}

static const char *
skip_spaces (const char *text, const char *end, char delimiter)
{
  while (text < end && dyr_csv_is_space (*text, delimiter))
    text++;

  return text;
}

/* A quote ends the cell when a delimiter or the line's end follows; every other one is a quote. */
static const char *
find_closing_quote (const char *text, const char *end, char delimiter)
{
  for (; text < end; text++)
    {
      const char *after = NULL;

      if (*text != '"')
        continue;

      after = skip_spaces (text + 1, end, delimiter);
      if (after == end || *after == delimiter)
        return text;
    }

  return NULL;
}

static void
append_quoted (DyrCsvCells *self, const char *text, const char *end)
{
  for (; text < end; text++)
    {
      g_string_append_c (self->text, *text);
      if (*text == '"' && text + 1 < end && text[1] == '"')
        text++;
    }
}

gboolean
dyr_csv_cells_repair (DyrCsvCells *self, const char *line, gsize length)
{
  const char *end = line + length;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (line != NULL, FALSE);

  begin_row (self);
  for (;;)
    {
      const char *text = skip_spaces (line, end, self->delimiter);
      const char *cell_end = NULL;

      begin_cell (self);
      if (text < end && *text == '"')
        {
          cell_end = find_closing_quote (text + 1, end, self->delimiter);
          if (cell_end == NULL)
            return FALSE;

          append_quoted (self, text + 1, cell_end);
          line = skip_spaces (cell_end + 1, end, self->delimiter);
        }
      else
        {
          cell_end = memchr (text, self->delimiter, (gsize) (end - text));
          line = cell_end != NULL ? cell_end : end;
          cell_end = line;
          while (cell_end > text && dyr_csv_is_space (cell_end[-1], self->delimiter))
            cell_end--;
          g_string_append_len (self->text, text, cell_end - text);
        }
      end_cell (self);

      if (line == end)
        break;
      line++;
    }
  end_row (self);

  return TRUE;
}

void
dyr_csv_cells_split_plainly (DyrCsvCells *self, const char *line, gsize length)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (line != NULL);

  begin_row (self);
  begin_cell (self);
  for (gsize i = 0; i < length; i++)
    {
      if (line[i] == self->delimiter)
        {
          end_cell (self);
          begin_cell (self);
        }
      else if (line[i] != '"')
        {
          g_string_append_c (self->text, line[i]);
        }
    }
  end_cell (self);
  end_row (self);
}

char **
dyr_csv_cells_get (DyrCsvCells *self, guint *n_cells)
{
  g_return_val_if_fail (self != NULL, NULL);

  *n_cells = self->starts->len;

  return (char **) self->cells->pdata;
}

gboolean
dyr_csv_cells_is_blank (DyrCsvCells *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  /* Only the NULs that end the cells. */
  return self->text->len == self->starts->len;
}

guint
dyr_csv_cells_get_n_rows (DyrCsvCells *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_rows;
}

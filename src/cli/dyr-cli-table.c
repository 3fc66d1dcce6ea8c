/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrCliTable: columns of text that fit the terminal. Rows are seen twice: first to be measured,
 * then to be written, so that none has to be kept. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-cli-table.h"

#include <string.h>

#include "dyr-cli-text.h"

/* No cell is wider than this, though the terminal be. */
#define WIDEST 48
/* Narrower than this a column says too little: rather the last ones are left out. */
#define NARROW_NAME 20
#define NARROW 10
/* Where few columns are left, they may be as narrow as this. */
#define NARROWEST 6
#define FEW 3
#define GAP 2
#define NOTHING "—"

typedef struct
{
  char *title;
  gboolean right;
  gboolean whole;
  guint width;
} Column;

struct _DyrCliTable
{
  DyrCli *cli;
  GArray *columns; /* Column */
  guint n_shown;
  gboolean begun;
};

static void
clear_column (gpointer data)
{
  g_free (((Column *) data)->title);
}

DyrCliTable *
dyr_cli_table_new (DyrCli *cli)
{
  DyrCliTable *self = g_new0 (DyrCliTable, 1);

  self->cli = cli;
  self->columns = g_array_new (FALSE, TRUE, sizeof (Column));
  g_array_set_clear_func (self->columns, clear_column);
  return self;
}

void
dyr_cli_table_free (DyrCliTable *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->columns);
  g_free (self);
}

void
dyr_cli_table_add_column (DyrCliTable *self, const char *title, gboolean right, gboolean whole)
{
  Column column = { g_strdup (title), right, whole, dyr_cli_text_width (title) };

  g_array_append_val (self->columns, column);
}

void
dyr_cli_table_measure (DyrCliTable *self, const char *const *cells)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      Column *column = &g_array_index (self->columns, Column, i);
      g_autofree char *text = cells[i] != NULL ? dyr_cli_text_line (cells[i]) : NULL;
      guint width = text != NULL ? MIN (dyr_cli_text_width (text), WIDEST) : 1;

      column->width = MAX (column->width, width);
    }
}

static guint
total_width (DyrCliTable *self)
{
  guint total = 0;

  for (guint i = 0; i < self->n_shown; i++)
    total += g_array_index (self->columns, Column, i).width + (i > 0 ? GAP : 0);
  return total;
}

/* How narrow the column may become. The first that can be cut is the name. */
static guint
least_width (DyrCliTable *self, guint index, gboolean readable)
{
  if (!readable)
    return NARROWEST;
  return index == 0 || (index == 1 && g_array_index (self->columns, Column, 0).whole) ? NARROW_NAME
                                                                                      : NARROW;
}

static Column *
find_widest (DyrCliTable *self, gboolean whole, gboolean readable)
{
  Column *widest = NULL;

  for (guint i = 0; i < self->n_shown; i++)
    {
      Column *column = &g_array_index (self->columns, Column, i);

      if (column->whole == whole && column->width > least_width (self, i, readable)
          && (widest == NULL || column->width > widest->width))
        widest = column;
    }
  return widest;
}

/* Cuts the widest column first; when all are narrow, the last is left out. */
static void
fit (DyrCliTable *self)
{
  guint terminal = dyr_cli_terminal_width ();

  self->n_shown = self->columns->len;
  while (total_width (self) > terminal)
    {
      Column *widest = find_widest (self, FALSE, TRUE);

      if (widest == NULL && self->n_shown > FEW)
        {
          self->n_shown--;
          continue;
        }
      if (widest == NULL)
        widest = find_widest (self, FALSE, FALSE);
      if (widest == NULL && self->n_shown > 1)
        {
          self->n_shown--;
          continue;
        }
      if (widest == NULL)
        widest = find_widest (self, TRUE, FALSE);
      if (widest == NULL)
        break;
      widest->width--;
    }
}

static gboolean
write_row (DyrCliTable *self, const char *const *cells, GError **error)
{
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint i = 0; i < self->n_shown; i++)
    {
      const Column *column = &g_array_index (self->columns, Column, i);
      g_autofree char *text = cells != NULL
                                  ? dyr_cli_text_line (cells[i] != NULL ? cells[i] : NOTHING)
                                  : g_strdup (column->title);

      if (i > 0)
        g_string_append (line, "  ");
      dyr_cli_text_fit (line, text, column->width, column->right);
    }
  while (line->len > 0 && line->str[line->len - 1] == ' ')
    g_string_truncate (line, line->len - 1);
  g_string_append_c (line, '\n');
  return dyr_cli_write (self->cli, line->str, error);
}

gboolean
dyr_cli_table_write (DyrCliTable *self, const char *const *cells, GError **error)
{
  if (!self->begun)
    {
      self->begun = TRUE;
      fit (self);
      if (!write_row (self, NULL, error))
        return FALSE;
    }
  return write_row (self, cells, error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Reads a file ahead: while one part of it is being written, the next one is read and parsed in a
 * thread of its own. Never more than two parts are in memory. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-import-private.h"

#include <string.h>

/* Edits of people that wait get their turn after each part. */
#define PART_ROWS 5000
#define PART_BYTES (4 * 1024 * 1024)

struct _DyrImportFeed
{
  DyrSheet *sheet;
  DyrImportParser *parser;
  GCancellable *cancellable;
  GThread *thread;
  GAsyncQueue *wanted; /* tokens: WANTED, QUIT */
  GAsyncQueue *parts;  /* DyrImportPart */
  gboolean at_end;     /* of what was given out */
  guint n_problems;    /* of the table that are in rows already; the thread's */
};

#define WANTED GINT_TO_POINTER (1)
#define QUIT GINT_TO_POINTER (2)

void
dyr_import_part_free (DyrImportPart *part)
{
  if (part == NULL)
    return;

  g_ptr_array_unref (part->rows);
  g_clear_error (&part->error);
  g_free (part);
}

/* What the table says of rows becomes a row in its place among them. */
static void
take_problems (DyrImportFeed *self, GPtrArray *rows)
{
  guint n_kept;
  const DyrSheetProblem *problems = dyr_sheet_get_problems (self->sheet, &n_kept);

  /* Further ones it only counts. */
  for (; self->n_problems < n_kept; self->n_problems++)
    {
      const DyrSheetProblem *problem = &problems[self->n_problems];
      DyrImportRow *row = dyr_import_row_new (problem->line);

      row->is_none = TRUE;
      row->character = problem->column;
      if (problem->refused)
        row->refusal = g_strdup (problem->message);
      else
        row->warning = g_strdup (problem->message);
      g_ptr_array_add (rows, row);
    }
}

static gsize
count_bytes (const DyrSheetRow *row)
{
  gsize n = 0;

  for (guint i = 0; i < row->n_cells; i++)
    n += strlen (row->cells[i]);

  return n;
}

static DyrImportPart *
read_part (DyrImportFeed *self)
{
  DyrImportPart *part = g_new0 (DyrImportPart, 1);
  gsize n_bytes = 0;

  part->rows = dyr_import_rows_new ();
  while (part->rows->len < PART_ROWS && n_bytes < PART_BYTES && !part->is_last)
    {
      const DyrSheetRow *row;

      /* Never before the first row: it tells where a cancelled import stopped. */
      part->is_last = (part->rows->len > 0
                       && g_cancellable_set_error_if_cancelled (self->cancellable, &part->error))
                      || !dyr_sheet_next (self->sheet, &row, &part->error);
      take_problems (self, part->rows);
      if (part->is_last)
        break;
      n_bytes += count_bytes (row);
      g_ptr_array_add (part->rows, dyr_import_parse (self->parser, row));
    }
  part->fraction = dyr_sheet_get_fraction (self->sheet);

  return part;
}

static gpointer
read_ahead (gpointer data)
{
  DyrImportFeed *self = data;

  while (g_async_queue_pop (self->wanted) == WANTED)
    g_async_queue_push (self->parts, read_part (self));

  return NULL;
}

static void
free_part (gpointer data)
{
  dyr_import_part_free (data);
}

DyrImportFeed *
dyr_import_feed_new (DyrSheet *sheet, DyrImportParser *parser, GCancellable *cancellable)
{
  DyrImportFeed *self = g_new0 (DyrImportFeed, 1);

  self->sheet = sheet;
  self->parser = parser;
  g_set_object (&self->cancellable, cancellable);
  self->wanted = g_async_queue_new ();
  self->parts = g_async_queue_new_full (free_part);
  self->thread = g_thread_new ("dyr-import", read_ahead, self);
  g_async_queue_push (self->wanted, WANTED);

  return self;
}

void
dyr_import_feed_free (DyrImportFeed *self)
{
  if (self == NULL)
    return;

  g_async_queue_push (self->wanted, QUIT);
  g_thread_join (self->thread);
  g_async_queue_unref (self->wanted);
  g_async_queue_unref (self->parts);
  g_clear_object (&self->cancellable);
  g_free (self);
}

DyrImportPart *
dyr_import_feed_next (DyrImportFeed *self)
{
  DyrImportPart *part;

  if (self->at_end)
    return NULL;

  part = g_async_queue_pop (self->parts);
  self->at_end = part->is_last;
  if (!self->at_end)
    g_async_queue_push (self->wanted, WANTED);

  return part;
}

gboolean
dyr_import_feed_is_ready (DyrImportFeed *self)
{
  return !self->at_end && g_async_queue_length (self->parts) > 0;
}

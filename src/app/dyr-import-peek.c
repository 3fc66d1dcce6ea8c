/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrImportPeek: what the import assistant shows of a file before it is imported. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-import-peek.h"

#include <glib/gi18n-lib.h>

#include "dyr-csv-writer.h"
#include "dyr-display.h"
#include "dyr-mapping-profile.h"

/* Characters of a cell that are shown. */
#define LONGEST_CELL 200
/* Columns of a row that are shown. */
#define MOST_CELLS 500

typedef struct
{
  DyrDatabase *database; /* NULL: there is none */
  char *path;
  const DyrRecordType *type;
  DyrSheetOptions options;
  char *sheet; /* the options' */
} Wish;

static void
free_wish (gpointer data)
{
  Wish *wish = data;

  g_clear_object (&wish->database);
  g_free (wish->path);
  g_free (wish->sheet);
  g_free (wish);
}

static void
free_row (gpointer data)
{
  DyrImportPeekRow *row = data;

  g_strfreev (row->cells);
  g_free (row);
}

void
dyr_import_peek_free (DyrImportPeek *peek)
{
  if (peek == NULL)
    return;
  g_free (peek->file_name);
  g_free (peek->sheet);
  g_strfreev (peek->sheets);
  g_clear_pointer (&peek->rows, g_ptr_array_unref);
  g_strfreev (peek->problems);
  g_free (peek->profile);
  dyr_mapping_free (peek->mapping);
  g_free (peek);
}

char *
dyr_import_place_text (guint line, guint column, const char *message)
{
  g_return_val_if_fail (message != NULL, NULL);

  if (column == 0)
    return g_strdup_printf (_("Line %u: %s"), line, message);
  return g_strdup_printf (_("Line %u, column %u: %s"), line, column, message);
}

static DyrImportPeekRow *
copy_row (const DyrSheetRow *row)
{
  DyrImportPeekRow *copy = g_new0 (DyrImportPeekRow, 1);
  guint n = MIN (row->n_cells, MOST_CELLS);

  copy->line = row->line;
  copy->cells = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *cell = row->forms == NULL ? dyr_csv_unguard (row->cells[i]) : NULL;

      copy->cells[i] = dyr_display_line (cell != NULL ? cell : row->cells[i], LONGEST_CELL);
    }
  return copy;
}

static void
copy_problems (DyrImportPeek *peek, DyrSheet *sheet)
{
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();
  guint n;
  const DyrSheetProblem *problems = dyr_sheet_get_problems (sheet, &n);

  for (guint i = 0; i < MIN (n, DYR_IMPORT_PEEK_PROBLEMS); i++)
    {
      g_autofree char *line
          = dyr_import_place_text (problems[i].line, problems[i].column, problems[i].message);

      g_strv_builder_add (lines, line);
    }
  peek->problems = g_strv_builder_end (lines);
  peek->n_problems = dyr_sheet_get_n_problems (sheet);
}

static gboolean
read_rows (DyrImportPeek *peek, DyrSheet *sheet, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local = NULL;
  const DyrSheetRow *row;

  peek->rows = g_ptr_array_new_with_free_func (free_row);
  while (peek->n_rows < DYR_IMPORT_PEEK_SCANNED)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (!dyr_sheet_next (sheet, &row, &local))
        {
          peek->whole = local == NULL;
          break;
        }
      peek->n_rows++;
      if (peek->rows->len < DYR_IMPORT_PEEK_ROWS && !row->blank)
        g_ptr_array_add (peek->rows, copy_row (row));
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* The file that comes every month: where its columns go was said before. */
static gboolean
use_profile (const Wish *wish, DyrImportPeek *peek, GError **error)
{
  if (wish->database == NULL)
    return TRUE;
  if (!dyr_mapping_profile_find (wish->database, peek->mapping, &peek->profile, error))
    return FALSE;
  return peek->profile == NULL
         || dyr_mapping_profile_load (wish->database, peek->mapping, peek->profile, error);
}

static DyrImportPeek *
look (const Wish *wish, GCancellable *cancellable, GError **error)
{
  g_autoptr (DyrImportPeek) peek = g_new0 (DyrImportPeek, 1);
  g_autoptr (DyrSheet) sheet = dyr_sheet_open (wish->path, &wish->options, error);

  const DyrEncodingGuess *guess;

  if (sheet == NULL)
    return NULL;
  guess = dyr_sheet_get_guess (sheet);
  peek->file_name = g_strdup (dyr_sheet_get_file_name (sheet));
  peek->format = dyr_sheet_get_format (sheet);
  peek->sheet = g_strdup (dyr_sheet_get_name (sheet));
  peek->sheets = g_strdupv ((GStrv) dyr_sheet_get_names (sheet));
  peek->encoding = dyr_sheet_get_encoding (sheet);
  peek->encoding_is_certain = wish->options.encoding != NULL || guess == NULL || guess->certain;
  peek->delimiter = dyr_sheet_get_delimiter (sheet);
  peek->has_header = dyr_sheet_get_header (sheet) != NULL;
  peek->n_columns = dyr_sheet_get_n_columns (sheet);
  peek->mapping = dyr_mapping_guess (wish->type, sheet, error);
  if (peek->mapping == NULL || !use_profile (wish, peek, error)
      || !read_rows (peek, sheet, cancellable, error))
    return NULL;
  copy_problems (peek, sheet);
  return g_steal_pointer (&peek);
}

static void
look_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  DyrImportPeek *peek = look (data, cancellable, &error);

  if (peek == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, peek, (GDestroyNotify) dyr_import_peek_free);
}

void
dyr_import_peek_async (DyrDatabase *database,
                       const char *path,
                       const DyrRecordType *type,
                       const DyrSheetOptions *options,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Wish *wish = g_new0 (Wish, 1);

  g_return_if_fail (path != NULL);
  g_return_if_fail (type != NULL);

  g_set_object (&wish->database, database);
  wish->path = g_strdup (path);
  wish->type = type;
  wish->options = *options;
  wish->sheet = g_strdup (options->sheet);
  wish->options.sheet = wish->sheet;
  /* Names of encodings in the list live for ever; others may not. */
  if (options->encoding != NULL)
    wish->options.encoding = dyr_encoding_find (options->encoding);
  g_task_set_source_tag (task, dyr_import_peek_async);
  g_task_set_task_data (task, wish, free_wish);
  g_task_run_in_thread (task, look_in_thread);
}

DyrImportPeek *
dyr_import_peek_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

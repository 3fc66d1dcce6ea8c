/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSheet: the rows of a file, whatever its format. What it is stands in its first bytes: names
 * of files lie. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sheet.h"
#include "dyr-sheet-private.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "dyr-vcard-sheet-private.h"
#include "dyr-xlsx-sheet-private.h"

/* What tells formats apart. */
#define BEGINNING 512

static gboolean
is_archive (const char *data, gsize length)
{
  return length >= 4 && (memcmp (data, "PK\3\4", 4) == 0 || memcmp (data, "PK\5\6", 4) == 0);
}

/* What Excel wrote before 2007, and what it writes with a password: a compound file. */
static gboolean
is_compound (const char *data, gsize length)
{
  return length >= 8 && memcmp (data, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8) == 0;
}

/* In whatever encoding: the letters are ASCII, with NULs between them in UTF-16. */
static gboolean
is_card (const char *data, gsize length)
{
  static const char begin[] = "BEGIN:VCARD";
  gsize found = 0;

  for (gsize i = 0; i < length && found < sizeof begin - 1; i++)
    {
      if (data[i] == '\0' || (found == 0 && strchr ("\xef\xbb\xbf\xff\xfe \t\r\n", data[i]) != NULL)
          || (found == 6 && strchr (" \t", data[i]) != NULL))
        continue;
      if (g_ascii_toupper (data[i]) != begin[found])
        return FALSE;
      found++;
    }

  return found == sizeof begin - 1;
}

/* As much of the beginning as there is; what is wrong with the file its reader says. */
static gsize
read_beginning (const char *path, char *data)
{
  int fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  gssize n;

  if (fd < 0)
    return 0;
  n = pread (fd, data, BEGINNING, 0);
  close (fd);

  return n > 0 ? (gsize) n : 0;
}

/**
 * dyr_sheet_open:
 * @path: a file
 * @options: (nullable): what is known about it; %NULL: nothing
 * @error: return location
 *
 * Opens a CSV file, a spreadsheet (XLSX) or address cards (vCard), whatever it is called. Memory
 * stays the same however large the file is.
 *
 * Returns: (transfer full): a table before its first row; %NULL and #DYR_ERROR with a message that
 *   names the file when it is missing, unreadable, a folder, empty, damaged or something else
 */
DyrSheet *
dyr_sheet_open (const char *path, const DyrSheetOptions *options, GError **error)
{
  static const DyrSheetOptions defaults = { 0 };
  char data[BEGINNING];
  gsize length;

  g_return_val_if_fail (path != NULL, NULL);

  if (options == NULL)
    options = &defaults;
  length = read_beginning (path, data);
  if (is_archive (data, length) || is_compound (data, length))
    return dyr_sheet_new_xlsx (path, options, error);
  if (is_card (data, length))
    return dyr_sheet_new_vcard (path, options, error);

  return dyr_sheet_new_csv (path, options, error);
}

/**
 * dyr_sheet_free:
 * @self: (nullable): a table
 */
void
dyr_sheet_free (DyrSheet *self)
{
  if (self != NULL)
    self->klass->free (self);
}

/**
 * dyr_sheet_next:
 * @self: a table
 * @row: (out) (transfer none): the row, until the next call
 * @error: return location
 *
 * Reads the next row. Rows that cannot be read are passed over and become problems; empty lines
 * are passed over silently.
 *
 * Returns: %FALSE at the end of the file, and on an error
 */
gboolean
dyr_sheet_next (DyrSheet *self, const DyrSheetRow **row, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (row != NULL, FALSE);

  return self->klass->next (self, row, error);
}

/**
 * dyr_sheet_rewind:
 * @self: a table
 * @error: return location
 *
 * Goes back before the first row and forgets the problems of rows: they will be found again.
 *
 * Returns: whether that went well
 */
gboolean
dyr_sheet_rewind (DyrSheet *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->klass->rewind (self, error);
}

DyrSheetFormat
dyr_sheet_get_format (DyrSheet *self)
{
  g_return_val_if_fail (self != NULL, DYR_SHEET_CSV);

  return self->klass->format;
}

/**
 * dyr_sheet_get_header:
 * @self: a table
 *
 * Returns: (nullable) (array zero-terminated=1): the names of the columns; %NULL when the first row
 *   is one like the others
 */
const char *const *
dyr_sheet_get_header (DyrSheet *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->klass->get_header (self);
}

/**
 * dyr_sheet_get_n_columns:
 * @self: a table
 *
 * Returns: cells of the header, or of most of the first rows
 */
guint
dyr_sheet_get_n_columns (DyrSheet *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->klass->get_n_columns (self);
}

/**
 * dyr_sheet_get_file_name:
 * @self: a table
 *
 * Returns: the name of the file, without its folder, for messages
 */
const char *
dyr_sheet_get_file_name (DyrSheet *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->klass->get_file_name (self);
}

/**
 * dyr_sheet_get_fraction:
 * @self: a table
 *
 * Returns: how much of the file is behind us, 0 to 1
 */
double
dyr_sheet_get_fraction (DyrSheet *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return CLAMP (self->klass->get_fraction (self), 0, 1);
}

/**
 * dyr_sheet_get_problems:
 * @self: a table
 * @n_problems: (out): their number
 *
 * Returns: (array length=n_problems): what was wrong so far, in the order of the file, at most
 *   %DYR_SHEET_PROBLEMS_MAX; valid until the next row is read
 */
const DyrSheetProblem *
dyr_sheet_get_problems (DyrSheet *self, guint *n_problems)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (n_problems != NULL, NULL);

  return dyr_sheet_problems_list (self->klass->get_problems (self), n_problems);
}

/**
 * dyr_sheet_get_n_problems:
 * @self: a table
 *
 * Returns: how many problems there were so far, also those that were not kept
 */
guint
dyr_sheet_get_n_problems (DyrSheet *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->klass->get_problems (self)->n;
}

/**
 * dyr_sheet_get_n_refused:
 * @self: a table
 *
 * Returns: how many rows were left out so far because they cannot be read
 */
guint
dyr_sheet_get_n_refused (DyrSheet *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->klass->get_problems (self)->n_refused;
}

/**
 * dyr_sheet_get_encoding:
 * @self: a table
 *
 * Returns: (nullable): the encoding it reads: a name of dyr_encoding_list (); %NULL: the format
 *   knows by itself
 */
const char *
dyr_sheet_get_encoding (DyrSheet *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->klass->get_encoding != NULL ? self->klass->get_encoding (self) : NULL;
}

/**
 * dyr_sheet_get_guess:
 * @self: a table
 *
 * Returns: (nullable): which encoding was detected, whatever the options said
 */
const DyrEncodingGuess *
dyr_sheet_get_guess (DyrSheet *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->klass->get_guess != NULL ? self->klass->get_guess (self) : NULL;
}

/**
 * dyr_sheet_get_delimiter:
 * @self: a table
 *
 * Returns: the character between cells of a CSV file, else 0
 */
char
dyr_sheet_get_delimiter (DyrSheet *self)
{
  g_return_val_if_fail (self != NULL, '\0');

  return self->klass->get_delimiter != NULL ? self->klass->get_delimiter (self) : '\0';
}

/**
 * dyr_sheet_get_name:
 * @self: a table
 *
 * Returns: (nullable): the sheet of a spreadsheet that is read
 */
const char *
dyr_sheet_get_name (DyrSheet *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->klass->get_name != NULL ? self->klass->get_name (self) : NULL;
}

/**
 * dyr_sheet_get_names:
 * @self: a table
 *
 * Returns: (nullable) (array zero-terminated=1): the names of the sheets of a spreadsheet, in their
 *   order
 */
const char *const *
dyr_sheet_get_names (DyrSheet *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->klass->get_names != NULL ? self->klass->get_names (self) : NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Spreadsheets run cells that begin with = + - @ as formulas: a client's name must not be able to.
 * An apostrophe before them makes them text; the importer takes it away again. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-csv-writer.h"

#include <string.h>

/* Whether a cell begins like a formula, after any number of apostrophes: counting those, too, lets
 * "'=1" come back as "'=1" and not as "=1". */
static gboolean
is_dangerous (const char *text)
{
  text += strspn (text, "'");

  return *text != '\0' && strchr ("=+-@\t\r", *text) != NULL;
}

/* What a phone or a number is made of; no formula that does harm can be written with it. */
static gboolean
is_harmless (const char *text)
{
  if (*text != '+' && *text != '-')
    return FALSE;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (!g_ascii_isdigit (*text) && strchr ("+-()./,; \n", *text) == NULL
        && g_utf8_get_char (text) != 0xa0 && g_utf8_get_char (text) != 0x202f)
      return FALSE;

  return TRUE;
}

/**
 * dyr_csv_guard:
 * @text: the text of a cell
 * @kind: what it is
 *
 * Returns: (transfer full): the text, with an apostrophe before it when a spreadsheet would take it
 *   for a formula; numbers and phones are left alone as long as they are that
 */
char *
dyr_csv_guard (const char *text, DyrCsvCellKind kind)
{
  g_return_val_if_fail (text != NULL, NULL);

  if (!is_dangerous (text) || (kind != DYR_CSV_CELL_TEXT && is_harmless (text)))
    return g_strdup (text);

  return g_strconcat ("'", text, NULL);
}

/**
 * dyr_csv_unguard:
 * @cell: the text of a cell as it stands in a file
 *
 * Takes away the apostrophe of dyr_csv_guard (); other apostrophes stay.
 *
 * Returns: (transfer full): the text that was meant
 */
char *
dyr_csv_unguard (const char *cell)
{
  g_return_val_if_fail (cell != NULL, NULL);

  return g_strdup (*cell == '\'' && is_dangerous (cell) ? cell + 1 : cell);
}

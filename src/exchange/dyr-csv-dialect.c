/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What separates the cells of a CSV file: the delimiter that gives most rows the same number of
 * cells, quotes respected. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-csv-dialect.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "dyr-csv-scan-private.h"

#define MAX_ROWS 300
#define MAX_COLUMNS 1000
/* Below this a delimiter is chance: the commas in a list of addresses. Of 1000. */
#define ENOUGH 250

typedef struct
{
  int score; /* 0 to 1100 */
  guint n_columns;
} Trial;

/* In the order in which an equal score is decided. */
static const char delimiters[] = ";\t,|";

static gboolean
is_delimiter (char c)
{
  return c == '\t' || (g_ascii_ispunct (c) && c != '"');
}

static const char *
find_line_end (const char *text, const char *end)
{
  while (text < end && *text != '\n' && *text != '\r')
    text++;

  return text;
}

/* The beginning of the next line. */
static const char *
skip_line_end (const char *text, const char *end)
{
  if (text + 1 < end && text[0] == '\r' && text[1] == '\n')
    return text + 2;

  return text < end ? text + 1 : end;
}

/* Excel's `sep=;`. Returns the line's length with its end, 0 when the first line is another. */
static gsize
find_sep_line (const char *text, gsize length, char *delimiter)
{
  const char *end = text + length;
  const char *line_end = find_line_end (text, end);

  if (line_end - text != 5 || g_ascii_strncasecmp (text, "sep=", 4) != 0 || !is_delimiter (text[4]))
    return 0;

  *delimiter = text[4];

  return (gsize) (skip_line_end (line_end, end) - text);
}

/* Cells of a line whose quotes are not doubled where they should be: every quote begins or ends.
 * With one left open none of them means anything. */
static guint
count_loosely (const char *line, const char *end, char delimiter)
{
  gboolean quoted = FALSE;
  guint n = 1, n_quoted = 0;

  for (; line < end; line++)
    {
      quoted ^= *line == '"';
      n += *line == delimiter && !quoted;
      n_quoted += *line == delimiter && quoted;
    }

  return quoted ? n + n_quoted : n;
}

/* The next row: its number of cells. */
static guint
scan_row (const char **text, const char *end, char delimiter)
{
  const char *first = *text;
  const char *line = *text;
  DyrCsvScan scan;

  dyr_csv_scan_begin (&scan, delimiter, 0);
  while (line < end)
    {
      const char *line_end = find_line_end (line, end);
      const char *next = skip_line_end (line_end, end);

      dyr_csv_scan_text (&scan, line, (gsize) (line_end - line));
      if (scan.broken)
        break;

      line = next;
      if (dyr_csv_scan_end_line (&scan, (gsize) (next - line_end)))
        {
          *text = next;
          return scan.n_cells;
        }
    }

  /* Broken or never closed quotes: the row is its first line. */
  line = find_line_end (first, end);
  *text = skip_line_end (line, end);

  return count_loosely (first, line, delimiter);
}

static Trial
try_delimiter (const char *text, gsize length, char delimiter)
{
  guint counts[MAX_COLUMNS + 1] = { 0 };
  const char *end = text + length;
  guint n_rows = 0, first = 0;
  Trial trial = { 0 };

  while (text < end && n_rows < MAX_ROWS)
    {
      guint n;

      if (*text == '\n' || *text == '\r')
        {
          text = skip_line_end (text, end);
          continue;
        }

      n = scan_row (&text, end, delimiter);
      n = MIN (n, MAX_COLUMNS);
      if (n_rows++ == 0)
        first = n;
      counts[n]++;
    }

  if (n_rows == 0)
    return trial;

  trial.n_columns = first;
  for (guint n = 1; n <= MAX_COLUMNS; n++)
    if (counts[n] > counts[trial.n_columns])
      trial.n_columns = n;

  trial.score
      = (int) (1000 * counts[trial.n_columns] / n_rows * (trial.n_columns - 1) / trial.n_columns);
  /* The names of a table's columns are separated like its rows. Where the first line is another it
   * may be a title, but commas are more likely those of a text. */
  if (first != trial.n_columns)
    trial.score = trial.score * (delimiter == ',' ? 3 : 7) / 10;
  if (first > 1)
    trial.score += 100;

  return trial;
}

/**
 * dyr_csv_dialect_guess:
 * @text: (array length=length): the beginning of a file, whole lines of UTF-8
 * @length: bytes of it
 * @delimiter: the delimiter when it is known, else 0
 * @dialect: (out): what was found
 *
 * Finds the delimiter. Excel's `sep=` line is believed; among comma, semicolon, tab and bar that
 * one wins which gives most rows the same number of cells.
 */
void
dyr_csv_dialect_guess (const char *text, gsize length, char delimiter, DyrCsvDialect *dialect)
{
  char said = '\0';
  gsize skipped;
  int second = 0, best = 0;

  g_return_if_fail (text != NULL || length == 0);
  g_return_if_fail (dialect != NULL);

  *dialect = (DyrCsvDialect){ .delimiter = ',' };
  if (length == 0)
    return;

  skipped = find_sep_line (text, length, &said);
  text += skipped;
  length -= skipped;

  dialect->has_sep_line = skipped > 0;
  if (delimiter != '\0')
    said = delimiter;
  if (said != '\0')
    {
      dialect->delimiter = said;
      dialect->n_columns = try_delimiter (text, length, said).n_columns;
      dialect->certain = TRUE;
      return;
    }

  for (const char *c = delimiters; *c != '\0'; c++)
    {
      Trial trial = try_delimiter (text, length, *c);

      if (trial.score > best)
        {
          second = best;
          best = trial.score;
          dialect->delimiter = *c;
          dialect->n_columns = trial.n_columns;
        }
      else
        {
          second = MAX (second, trial.score);
        }
    }

  dialect->certain = best >= 500 && best >= 2 * second;
  if (best >= ENOUGH)
    return;

  /* One column: a delimiter that does not occur leaves its cells whole. */
  dialect->delimiter = ',';
  for (const char *c = delimiters; *c != '\0'; c++)
    if (memchr (text, *c, length) == NULL)
      dialect->delimiter = *c;
  dialect->n_columns = try_delimiter (text, length, dialect->delimiter).n_columns;
}

/**
 * dyr_csv_delimiter_list:
 *
 * Returns: the delimiters to choose from, each a character of the text
 */
const char *
dyr_csv_delimiter_list (void)
{
  return delimiters;
}

/**
 * dyr_csv_delimiter_label:
 * @delimiter: a character of dyr_csv_delimiter_list ()
 *
 * Returns: (nullable): its name, translated; %NULL when it is not in the list
 */
const char *
dyr_csv_delimiter_label (char delimiter)
{
  switch (delimiter)
    {
    case ';':
      return C_ ("delimiter", "Semicolon");
    case '\t':
      return C_ ("delimiter", "Tab");
    case ',':
      return C_ ("delimiter", "Comma");
    case '|':
      return C_ ("delimiter", "Vertical bar");
    default:
      return NULL;
    }
}

/**
 * dyr_csv_delimiter_parse:
 * @text: what was typed: a character, or `tab`, `\t`, `comma`, `semicolon`, `bar`
 * @delimiter: (out): the character
 *
 * Returns: whether it can separate cells
 */
gboolean
dyr_csv_delimiter_parse (const char *text, char *delimiter)
{
  static const struct
  {
    const char *name;
    char delimiter;
  } known[] = {
    { "tab", '\t' }, { "\\t", '\t' }, { "comma", ',' }, { "semicolon", ';' }, { "bar", '|' },
  };

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (delimiter != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_ascii_strcasecmp (text, known[i].name) == 0)
      {
        *delimiter = known[i].delimiter;
        return TRUE;
      }

  if (text[0] == '\0' || text[1] != '\0' || !is_delimiter (text[0]))
    return FALSE;

  *delimiter = text[0];

  return TRUE;
}

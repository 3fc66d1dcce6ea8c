/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Finds where a row of CSV ends and whether its quotes are sound. libcsv takes rows apart, but says
 * neither in which line a quote was opened nor that one was never closed, and would swallow the
 * rest of the file into one cell. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-csv-scan-private.h"

#include <string.h>

typedef enum
{
  STATE_CELL_START,
  STATE_PLAIN,
  STATE_QUOTED,
  STATE_MAYBE_END, /* behind a quote in a quoted cell */
  STATE_AFTER_END, /* spaces behind the closing quote */
} State;

gboolean
dyr_csv_is_space (char c, char delimiter)
{
  return (c == ' ' || c == '\t') && c != delimiter;
}

void
dyr_csv_scan_begin (DyrCsvScan *scan, char delimiter, gsize cell_limit)
{
  g_return_if_fail (scan != NULL);

  *scan = (DyrCsvScan){ .delimiter = delimiter, .cell_limit = cell_limit, .n_cells = 1 };
}

static void
check_length (DyrCsvScan *scan, gsize total)
{
  if (scan->long_cell == 0 && scan->cell_limit > 0
      && total - scan->cell_start - scan->doubled > scan->cell_limit)
    scan->long_cell = scan->n_cells;
}

static void
end_cell (DyrCsvScan *scan, gsize at)
{
  check_length (scan, at);
  scan->n_cells++;
  scan->cell_start = at + 1;
  scan->doubled = 0;
  scan->state = STATE_CELL_START;
}

void
dyr_csv_scan_text (DyrCsvScan *scan, const char *text, gsize length)
{
  g_return_if_fail (scan != NULL);
  g_return_if_fail (text != NULL || length == 0);

  for (gsize i = 0; i < length && !scan->broken; i++)
    {
      const char *next = NULL;
      char c = text[i];

      switch ((State) scan->state)
        {
        case STATE_CELL_START:
          if (c == scan->delimiter)
            {
              end_cell (scan, scan->total + i);
            }
          else if (c == '"')
            {
              scan->state = STATE_QUOTED;
              scan->n_quotes++;
              scan->quote_at = scan->total + i - scan->line_start;
              scan->cell_start = scan->total + i + 1;
            }
          else if (!dyr_csv_is_space (c, scan->delimiter))
            {
              scan->state = STATE_PLAIN;
            }
          break;

        case STATE_PLAIN:
          next = memchr (text + i, scan->delimiter, length - i);
          i = next != NULL ? (gsize) (next - text) : length - 1;
          if (next != NULL)
            end_cell (scan, scan->total + i);
          break;

        case STATE_QUOTED:
          next = memchr (text + i, '"', length - i);
          i = next != NULL ? (gsize) (next - text) : length - 1;
          if (next != NULL)
            {
              scan->state = STATE_MAYBE_END;
              scan->doubled++;
            }
          break;

        case STATE_MAYBE_END:
          if (c == scan->delimiter)
            end_cell (scan, scan->total + i);
          else if (c == '"')
            scan->state = STATE_QUOTED;
          else if (dyr_csv_is_space (c, scan->delimiter))
            scan->state = STATE_AFTER_END;
          else
            scan->broken = TRUE;
          break;

        case STATE_AFTER_END:
          if (c == scan->delimiter)
            end_cell (scan, scan->total + i);
          else if (!dyr_csv_is_space (c, scan->delimiter))
            scan->broken = TRUE;
          break;

        default:
          g_assert_not_reached ();
        }
    }

  scan->total += length;
  check_length (scan, scan->total);
}

gboolean
dyr_csv_scan_is_open (const DyrCsvScan *scan)
{
  g_return_val_if_fail (scan != NULL, FALSE);

  return scan->state == STATE_QUOTED;
}

gboolean
dyr_csv_scan_end_line (DyrCsvScan *scan, gsize ending_length)
{
  g_return_val_if_fail (scan != NULL, TRUE);

  if (scan->state != STATE_QUOTED)
    return TRUE;

  scan->total += ending_length;
  scan->line_start = scan->total;

  return FALSE;
}
